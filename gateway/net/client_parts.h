/* SPDX-License-Identifier: Apache-2.0 */
/*
 * client_parts.h - what client.c and client_text.c share: the URLs that go out
 * and the fields that come back.
 */
#ifndef NET_CLIENT_PARTS_H
#define NET_CLIENT_PARTS_H

#include <curl/curl.h>

#include "base/problem.h"
#include "net/client.h"

/* Those of the last answer that somebody asks for; NULL when absent. */
struct client_fields {
	char *etag, *last_modified, *content_type, *location, *link;
	char *retry_after;
};

/* One line as curl hands it over; a status line forgets the fields before. */
void client_fields_add(struct client_fields *fields, struct slice line);
void client_fields_give(
	const struct client_fields *fields, struct client_answer *answer);
void client_fields_done(struct client_fields *fields);

/* NULL with why (NULL allowed). */
CURLU *client_parse_url(const char *url, bool allow_http, struct problem *why);

#endif
