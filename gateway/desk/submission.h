/* SPDX-License-Identifier: Apache-2.0 */
/*
 * submission.h - one document of a partner on its way to the desk.
 *
 * Partner sessions make it from what the normalizer answered: sealed stories
 * (their verdict and reason stand in the record), or the reason why there are
 * none. The desk takes it over, decides, journals, and hands a receipt back
 * once all of it is durable. What a record says about the partner or its rights
 * is never believed: partner and rights here come of the credential.
 */
#ifndef DESK_SUBMISSION_H
#define DESK_SUBMISSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/blob.h"
#include "base/list.h"
#include "desk/receipt.h"
#include "story/story.h"

enum submission_fault {
	SUBMISSION_FINE,
	SUBMISSION_UNDECODABLE, /* 422: no decoder could read it */
	SUBMISSION_WORKER_DIED, /* 202: it killed or outstayed its worker */
	SUBMISSION_PLUGIN,      /* 202: a plugin could not cope */
};

struct submission {
	/* Filled in by the caller, owned by the submission. */
	char *partner; /* of the credential */
	bool may_kill, may_embargo;
	struct blob *bytes; /* raw document */
	char *content_type, *headers;
	int64_t received_ms;
	char *key;       /* Idempotency-Key; NULL: none */
	char *body_hash; /* hex; required with a key */
	struct story **stories;
	size_t n_stories, cap_stories;
	enum submission_fault fault;
	char *reason;          /* of the fault */
	struct blob *warnings; /* JSON array for the answer; NULL: none */
	/* The quarantine row that this is another try of; 0: none. Where that
	 * row is no longer open nothing is done: no story in the receipt. */
	int64_t redrive;
	/* Of a redrive: the raw document there is already; bytes may be NULL
	 * then. 0: none yet. */
	int64_t document;
	receipt_fn *answer; /* NULL: nobody waits */
	void *context;

	/* The desk's. */
	struct list link;
	struct receipt *receipt;
};

struct submission *submission_new(struct slice partner);
/* Takes the reference over. */
void submission_add(struct submission *submission, struct story *story);
/* Accepts NULL; returns NULL. */
struct submission *submission_free(struct submission *submission);
DEFINE_AUTO(struct submission, submission_free);

/* For the size of a batch. */
size_t submission_size(const struct submission *submission);

#endif
