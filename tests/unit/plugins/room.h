/* SPDX-License-Identifier: Apache-2.0 */
/*
 * room.h - the default chain in one room: a document in, its facts as one line
 * of text out, so that a test reads as a table.
 */
#ifndef TESTS_PLUGINS_ROOM_H
#define TESTS_PLUGINS_ROOM_H

#include "normalize/normalize.h"

struct room {
	struct normalizer *normalizer;
	struct normalized result; /* of the last document */
	struct buf facts, body;
};

/* Loads the plugins of the build tree (TORNTAPE_PLUGINS). false: said why. */
bool room_open(struct room *room);
void room_close(struct room *room);
/* A room for a group of tests, as their state. 0, or -1 when it does not open.
 */
int room_set_up(void **state);
int room_tear_down(void **state);
/* The only story of the document; NULL when it is not one story. `partner` may
 * be NULL, "harbour" (a distributor, Asia/Dubai), "coast" (an agency) or
 * "shore" (whose language is overruled by its text). */
struct draft *room_read(struct room *room, struct slice bytes,
	const char *content_type, const char *partner);
/* "supplier=Reuters; cited=TIME; disclaimers=liability/distributor": what is
 * there, in a fixed order. Valid until the next document. */
const char *room_facts(struct room *room, const struct draft *draft);
/* Paragraphs parted by an empty line. */
const char *room_body(struct room *room, const struct draft *draft);
/* Is the split lossless? */
bool room_verify(struct room *room);
/* A whole file below the source root; false: not there. */
bool room_file(const char *path, struct buf *out);

#endif
