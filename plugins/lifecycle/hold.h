/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hold.h - embargoes: finding one in a line or headline, reading its instant,
 * claiming its bytes. One that cannot be read holds the story.
 */
#ifndef PLUGINS_LIFECYCLE_HOLD_H
#define PLUGINS_LIFECYCLE_HOLD_H

#include "common/copy.h"
#include "lifecycle/marks.h"
#include "lifecycle/clockwords.h"
#include "lifecycle/zone.h"

#define HOLD_ZONES 4

struct hold_state {
	const struct marks *marks;
	const struct clockwords *words;
	const struct zone_list *zones;
	/* IANA names of the local time, where none is given: of several that
	 * could be meant the last to come counts. At least one. */
	const char *local[HOLD_ZONES];
	size_t n_local;
	bool *no_story; /* set when it is withdrawn, or for editors only */
	bool *refiled;  /* set when the headline says so */
};

/* What a line says of an embargo: its bytes from the start, those of the words
 * that announce it. */
struct hold {
	size_t len, words;
	bool timed; /* a headline may begin so, too */
};

/* Does the line begin with an embargo? */
bool hold_find(const struct hold_state *state, struct copy *copy,
	struct piece line, bool is_title, struct hold *ret_hold);
/* What stands between the announcing words and the separator. */
struct piece hold_said(struct piece line, size_t words, size_t len);
/* Whatever can be read of it, the story is held. */
void hold_until(const struct hold_state *state, struct copy *copy,
	struct piece said, const struct tt_evidence *evidence);
/* The bytes [start, end) say it, and go. */
void hold_take(const struct hold_state *state, struct copy *copy, size_t start,
	size_t words, size_t end, enum tt_label label);
/* Line `i` of the story, and the next one where only both can be read. */
bool hold_read_line(
	const struct hold_state *state, struct copy *copy, size_t i);
/* "Title (EMBARGOED)": what is behind the headline [at, *end). */
void hold_read_tail(const struct hold_state *state, struct copy *copy,
	size_t at, size_t *end);

#endif
