/* SPDX-License-Identifier: Apache-2.0 */
/*
 * client.h - the one door for calls to the outside.
 *
 * libcurl on our loop, with everything that a URL from somebody else could
 * abuse turned off: https only, no redirects, no proxy from the environment, no
 * decoding, every address asked of the guard after resolving, every answer
 * bounded in time and bytes. Certificates are always verified. The text of an
 * error is one of a few words, so that a subscriber cannot read our network
 * from it. Everything on the loop's thread.
 */
#ifndef NET_CLIENT_H
#define NET_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/problem.h"
#include "base/slice.h"

struct blob;  /* base/blob.h */
struct guard; /* net/guard.h */
struct loop;  /* loop/loop.h */
struct client;
struct client_call;

struct client_options {
	struct loop *loop;
	const struct guard *guard; /* borrowed; NULL: nothing opened */
	const char *ca_file;  /* extra trust, PEM; NULL: the system's only */
	bool allow_http;      /* polling of old feeds; never for webhooks */
	long max_connections; /* kept open; 0: 64 */
};

struct client_header {
	const char *name, *value; /* borrowed until client_request() returns */
};

struct client_request {
	const char *method; /* "POST" */
	const char *url;
	const struct client_header *headers;
	size_t n_headers;
	struct blob *body;   /* NULL: none; a reference is taken */
	int64_t timeout_ms;  /* total; 0: 15 s */
	size_t max_response; /* bytes kept and read; 0: 64 KiB */
};

struct client_answer {
	unsigned status; /* 0: no answer came; see error */
	/* static, "" when status is set: "url", "address-refused", "resolve",
	 * "connect", "timeout", "tls", "response-too-large", "protocol" */
	const char *error;
	struct slice body; /* as sent; valid during the callback */
	bool body_cut;     /* more came than max_response */
	struct slice etag, last_modified, content_type, location, link;
	int64_t retry_after_ms; /* from now; -1: not said (RFC 9110 10.2.3) */
	int64_t took_ms;
};

/* Once per request unless cancelled, never from inside client_request(). */
typedef void client_fn(void *ctx, const struct client_answer *answer);

/* NULL with why (E-CLIENT-CA). */
struct client *client_new(
	const struct client_options *options, struct problem *why);
/* Calls under way end without their callback. Accepts NULL; returns NULL. */
struct client *client_free(struct client *client);
DEFINE_AUTO(struct client, client_free);

/* Never NULL; a refusal comes through `fn` too. The handle is good until `fn`
 * was called or the call cancelled. */
struct client_call *client_request(struct client *client,
	const struct client_request *request, client_fn *fn, void *ctx);
/* No callback any more. */
void client_cancel(struct client_call *call);
size_t client_in_flight(const struct client *client);

/* Whether a URL would be taken at all (scheme, host, no user or password):
 * 0, or 1 with why (E-URL). Resolves nothing. */
must_check int client_check_url(
	const char *url, bool allow_http, struct problem *why);
/* "120" or an HTTP-date to milliseconds from `now_ms` (wall); -1: neither. */
int64_t client_retry_after(struct slice value, int64_t now_ms);

#endif
