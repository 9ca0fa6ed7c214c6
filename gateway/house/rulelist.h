/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rulelist.h - the rules in force beside what is known of their use.
 *
 * Which rules there are stands in the rulebook, how often and when they
 * explained something in the journal (desk/usage.h). A plugin that never names
 * the rules of a file in its evidence is told apart from rules that are never
 * used: of those nothing can be said.
 */
#ifndef HOUSE_RULELIST_H
#define HOUSE_RULELIST_H

#include <stdint.h>

struct buf;      /* base/buf.h */
struct note;     /* desk/note.h */
struct reader;   /* journal/reader.h */
struct rulebook; /* plug/rulebook.h */

/* The rules of a generation that comes into force now, for the journal: since
 * when each is known, and that others are no more. */
struct note *rulelist_note(const struct rulebook *book, int64_t now_ms);

/* As JSON, for `torntape rules`; appended. `unused_ms` below 0: all rules; else
 * those that explained nothing for so long and have been known for longer. 0,
 * or negative errno. */
int rulelist_write(const struct rulebook *book, struct reader *reader,
	int64_t unused_ms, int64_t now_ms, struct buf *out);

/* The marks that no rule explains, those of most stories first, as JSON. 0, or
 * negative errno. */
int rulelist_write_unexplained(struct reader *reader, struct buf *out);

#endif
