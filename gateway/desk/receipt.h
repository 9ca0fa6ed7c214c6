/* SPDX-License-Identifier: Apache-2.0 */
/*
 * receipt.h - what the desk decided about a document, story by story.
 *
 * Given out only when every word of it is durable. Under an idempotency key the
 * same receipt comes back for the same body, so it can be written and read.
 */
#ifndef DESK_RECEIPT_H
#define DESK_RECEIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/blob.h"
#include "base/buf.h"
#include "base/slice.h"
#include "story/story.h"

/* Names as contracts section 3 has them; numbers are stored. */
enum receipt_status {
	RECEIPT_PUBLISHED = 1,
	RECEIPT_UPDATED,
	RECEIPT_CORRECTED,
	RECEIPT_KILLED,
	RECEIPT_HELD,
	RECEIPT_DUPLICATE,
	RECEIPT_LATE,
	RECEIPT_ADVISORY,
	RECEIPT_QUARANTINED,
	RECEIPT_REJECTED,
	N_RECEIPT_STATUSES
};
const char *receipt_status_name(enum receipt_status status); /* "published" */

struct receipt_story {
	struct story_id id; /* empty text: the document had no story */
	char *uri;          /* "" then */
	char *version;
	int64_t seq; /* of the event; of the one that stands, where none came of
			it; 0: none */
	enum receipt_status status;
	char *reason;       /* "" none */
	char *warning;      /* "" none: a sentence */
	int64_t quarantine; /* row, when quarantined; 0: none */
};

enum receipt_result {
	RECEIPT_DONE,        /* read the stories */
	RECEIPT_UNDECODABLE, /* kept and listed, 422; one story, quarantined */
	RECEIPT_CONFLICT,    /* another body under this key, 409 */
	RECEIPT_FULL,        /* no room to keep it, 507; nothing was kept */
};

struct receipt {
	enum receipt_result result;
	bool replayed; /* the stored answer of an earlier request */
	int64_t document;
	struct receipt_story *stories;
	size_t n_stories, cap_stories;
	struct blob *warnings; /* JSON array as submitted; NULL: none */
};

/* Called on the desk's thread (post it to your own loop); takes `receipt`. */
typedef void receipt_fn(void *context, struct receipt *receipt);

struct receipt *receipt_new(void);
/* A zeroed story at the end, its texts empty; lent. */
struct receipt_story *receipt_add(struct receipt *receipt);
/* Accepts NULL; returns NULL. */
struct receipt *receipt_free(struct receipt *receipt);
DEFINE_AUTO(struct receipt, receipt_free);

/* 201 anything new, else 202 anything held or quarantined, else 200; 422, 409,
 * 507 by the result. */
int receipt_http_status(const struct receipt *receipt);

/* As the journal keeps it. */
void receipt_print(const struct receipt *receipt, struct buf *out);
/* NULL when the bytes are no receipt. */
struct receipt *receipt_parse(struct slice bytes);

#endif
