/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http1_parts.h - what the files of the HTTP/1.1 parser share, and no one else.
 */
#ifndef NET_HTTP1_PARTS_H
#define NET_HTTP1_PARTS_H

#include <stdbool.h>

#include "net/http1.h"

/* Final: nothing of this connection is parsed any more. */
enum http1_event http1_bad(
	struct http1 *http, unsigned status, const char *reason);

/* Read the collected head into the fields. False: http1_bad() was called. */
bool http1_read_head(struct http1 *http);

/* RFC 9110 section 5.6.2. */
bool http1_is_token(struct slice text);
/* "name: value" without its CRLF. NULL, or the reason. */
const char *http1_read_field(
	struct slice line, struct http1_header *ret_header);
int http1_hex_digit(char c); /* -1: none */

#endif
