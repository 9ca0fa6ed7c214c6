/* SPDX-License-Identifier: Apache-2.0 */
/*
 * note.h - what is for editors only: lines above and below the story, the
 * notebook behind it, and all of the text of a story that is withdrawn or was
 * never one.
 */
#ifndef PLUGINS_LIFECYCLE_NOTE_H
#define PLUGINS_LIFECYCLE_NOTE_H

#include "lifecycle/hold.h"

/* Sets the kind of a rule, "new" and none apart. */
void note_kind(const struct hold_state *state, struct copy *copy,
	const struct tt_rule *rule, unsigned serial, size_t start, size_t end);
/* Notes and embargoes of the lines at both ends of the text. */
void note_read_edges(const struct hold_state *state, struct copy *copy);
/* The block behind a heading such as "# Notebook". */
void note_read_notebook(const struct hold_state *state, struct copy *copy);
/* Plain text that begins with notes: does a headline follow them? */
bool note_is_on_top(const struct hold_state *state, struct copy *copy);
/* The story is none for readers: every sentence that is left is a note. */
void note_take_all(struct copy *copy, const char *rule);

#endif
