/* SPDX-License-Identifier: Apache-2.0 */
/*
 * normalize.h - a document becomes stories: decode, chain, seal.
 *
 * The same code runs inside a worker process (worker.h), inline in `torntape
 * try` and in tests. It holds no key, opens nothing once it was made, and is
 * not told the time but by the job. One thread.
 */
#ifndef NORMALIZE_NORMALIZE_H
#define NORMALIZE_NORMALIZE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"
#include "format/format.h"
#include "plug/chain.h"
#include "story/draft.h"

/* A partner as the normalizer needs to know it. */
struct normalizer_partner {
	struct draft_partner partner;
	const struct chain_override *overrides;
	size_t n_overrides;
};

/* What a normalizer is made of; plain data, borrowed. */
struct normalizer_plan {
	const char *const *places; /* of plugins; NULL: plugin_places() */
	const char *rules_dir;     /* the operator's; NULL or "": none */
	/* What was read there; NULL: normalizer_new() reads it. */
	struct rulebook *rulebook;
	const struct chain_step *steps;
	size_t n_steps;
	const struct normalizer_partner *partners;
	size_t n_partners;
	uint64_t memory_bytes; /* of a worker's address space; 0: 512 MiB */
};

/* What arrived. All borrowed. */
struct normalizer_job {
	struct slice bytes;
	struct slice content_type;
	struct slice base_url;
	struct slice file_name;
	struct slice headers; /* "Name: value\n" lines */
	const char *partner;  /* unknown or NULL: somebody of no name */
	int64_t received_ms;
	bool wants_report; /* the report of contracts section 2, no records */
	bool with_source;  /* in the report */
};

/* What became of it. */
struct normalized {
	bool is_decoded; /* false: `why` says why not */
	struct problem why;
	struct decoded decoded;
	enum tt_verdict *verdicts; /* one per draft */
};

#define NORMALIZED_NULL ((struct normalized){ 0 })

struct normalizer;

/* All rule files that the plan asks for, read and parsed: bytes that workers of
 * this plan are started with, whenever they are. One reference, the caller's.
 * 0, or 1 with all problems; there may be warnings in the list (code "W-…")
 * either way. */
int normalizer_read_rules(const struct normalizer_plan *plan,
	struct problem_list *problems, struct rulebook **ret_rulebook);

/* The same as far as they could be read, whatever is wrong with the rest; never
 * NULL. *ret_rc is 0, or 1 when there are errors. For who tells all mistakes.
 */
struct rulebook *normalizer_open_rules(const struct normalizer_plan *plan,
	struct problem_list *problems, int *ret_rc);

/* Loads everything that will ever be needed: plugins, rules, converters, time
 * zones. The plan is copied as far as it must live on. 0, or 1 with all
 * problems; there may be warnings either way. */
int normalizer_new(const struct normalizer_plan *plan,
	struct problem_list *problems, struct normalizer **ret_normalizer);
/* Accepts NULL; returns NULL. */
struct normalizer *normalizer_free(struct normalizer *normalizer);
DEFINE_AUTO(struct normalizer, normalizer_free);

/* Never fails: what went wrong stands in *ret. End it with normalized_done(),
 * before the normalizer. */
void normalizer_run(struct normalizer *normalizer,
	const struct normalizer_job *job, struct normalized *ret);
void normalized_done(struct normalized *normalized);
DEFINE_AUTO_VALUE(struct normalized, normalized_done);

/* The report of contracts section 2 as one line of JSON without line feed. */
void normalized_report(const struct normalized *normalized,
	struct slice file_name, bool with_source, struct buf *out);
/* Does the lossless split hold for every story? 0, or 1 with why. */
int normalized_verify(const struct normalized *normalized, struct problem *why);

/* The rules by which it works. */
const struct rulebook *normalizer_rulebook(const struct normalizer *normalizer);
/* The chain's instances of a partner, for timing; see plug/chain.h. */
struct chain *normalizer_chain(
	struct normalizer *normalizer, const char *partner);

#endif
