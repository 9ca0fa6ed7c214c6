/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parts.h - what the files of one delivery loop share with each other.
 *
 * Nobody outside deliver/ includes this. Everything here runs on the loop's
 * thread.
 */
#ifndef DELIVER_PARTS_H
#define DELIVER_PARTS_H

#include <stdbool.h>

#include "base/auto.h"
#include "base/list.h"
#include "base/slice.h"
#include "deliver/backlog.h"
#include "deliver/delivery.h"
#include "deliver/subscriber.h"
#include "deliver/tail.h"
#include "loop/loop.h"
#include "net/http_server.h"

struct blob; /* base/blob.h */
struct entitlement;
struct entry;
struct map;
struct mailbox;

#define DELIVERY_ROUTES 10

struct delivery {
	struct delivery_config config;
	const struct delivery_settings *settings;
	struct subscribers *subscribers;
	struct tail tail;
	struct mailbox *mail;    /* entries, generations, the end */
	struct mailbox *replies; /* of the backlog */
	struct list streams;
	size_t n_streams;
	struct list polls; /* pages that wait */
	size_t n_polls;
	struct map *feeds; /* key to struct feed */
	int64_t shrunk_ms; /* when a kill or expiry last made feeds smaller; at
			      first the start, for nobody knows */
	struct timer sweep;
	struct http_route routes[DELIVERY_ROUTES];
	size_t n_routes;
	bool draining;
};

/* Who is asking, kept alive by the generation it stands in. */
struct caller {
	struct subscribers *generation; /* owned */
	const struct subscriber *who;
};
void caller_done(struct caller *caller);
DEFINE_AUTO_VALUE(struct caller, caller_done);
struct caller caller_ref(const struct caller *caller);

enum delivery_means {
	MEANS_BEARER = 0,
	MEANS_TICKET = 1, /* ?ticket= */
	MEANS_BASIC = 2,  /* the key as password: feed readers */
};
/* Finds out who asks. False: the exchange has been answered (401, 503). A
 * revoked subscriber is found too; see delivery_is_welcome(). */
bool delivery_authenticate(struct delivery *delivery, struct http_exchange *x,
	unsigned means, struct caller *ret_caller);
/* The same, and not revoked: else answered 403. */
bool delivery_is_welcome(struct delivery *delivery, struct http_exchange *x,
	unsigned means, struct caller *ret_caller);
/* What this request may see: the subscriber's products, narrowed by ?product=.
 * NULL: answered 403. One reference, the caller's. */
struct entitlement *delivery_entitlement(
	struct http_exchange *x, const struct subscriber *who);
bool delivery_entitles(
	const struct entitlement *entitlement, const struct entry *entry);
/* Where the licence for machines lies, as a Link field (RSL 1.0). */
void delivery_add_license(
	struct http_exchange *x, const struct feed_edition *edition);
/* The caller has seen everything up to here: a note to the desk. */
void delivery_acknowledge(
	struct delivery *delivery, const struct subscriber *who, int64_t seq);
/* Is what was read as of this event still so but for what the ring knows? When
 * not, it must be read again. */
bool delivery_knows(const struct delivery *delivery, int64_t as_of);
/* 503 with Retry-After. */
void delivery_respond_busy(struct http_exchange *x);
/* "\"64 hex\"" of some bytes: a strong ETag. */
void delivery_etag(struct slice bytes, struct buf *out);

/* stream_sse.c */
void sse_stream_open(void *ctx, struct http_exchange *x);
void sse_stream_options(void *ctx, struct http_exchange *x);
/* The ring has this entry now; `before` is what its newest was. */
void sse_stream_published(
	struct delivery *delivery, struct entry *entry, int64_t before);
void sse_stream_sweep(struct delivery *delivery, int64_t now_ms);
void sse_stream_regenerate(struct delivery *delivery);
void sse_stream_end_all(struct delivery *delivery);
void sse_stream_free_all(struct delivery *delivery);
/* ticket route */
void ticket_request(void *ctx, struct http_exchange *x);

/* pages.c */
void pages_list(void *ctx, struct http_exchange *x);
void pages_published(struct delivery *delivery, const struct entry *entry);
void pages_end_all(struct delivery *delivery);

/* story_page.c */
void story_page_get(void *ctx, struct http_exchange *x);
void story_page_evidence(void *ctx, struct http_exchange *x);

/* feed.c */
void feed_of_product(void *ctx, struct http_exchange *x);
void feed_of_agency(void *ctx, struct http_exchange *x);
void feed_published(struct delivery *delivery, const struct entry *entry);
void feed_free_all(struct delivery *delivery);

#endif
