/* SPDX-License-Identifier: Apache-2.0 */
/*
 * result.h - what became of a document, on the gateway's side.
 *
 * Checked stories, or the report that was asked for, or the reason why there
 * are none. Whoever receives it owns it.
 */
#ifndef NORMALIZE_RESULT_H
#define NORMALIZE_RESULT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/auto.h"
#include "base/problem.h"
#include "base/slice.h"
#include "story/story.h"

enum normalize_outcome {
	NORMALIZE_STORIES,     /* maybe none; RECORD_VERDICT says of each */
	NORMALIZE_REPORT,      /* a report was asked for */
	NORMALIZE_UNDECODABLE, /* no decoder could read it: 422 */
	NORMALIZE_BROKEN       /* the worker died, hung or answered nonsense:
				  quarantine */
};

struct normalize_result {
	enum normalize_outcome outcome;
	struct problem why; /* of UNDECODABLE and BROKEN */
	const char *format; /* "rss"; "" unknown */
	struct problem_list warnings;
	struct story **stories; /* one reference each */
	size_t n_stories;
	struct slice report; /* JSON, one line */
	struct arena arena;
};

struct normalize_result *normalize_result_new(enum normalize_outcome outcome);
/* Accepts NULL; returns NULL. Gives up its references. */
struct normalize_result *normalize_result_free(struct normalize_result *result);
DEFINE_AUTO(struct normalize_result, normalize_result_free);

#endif
