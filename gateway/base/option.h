/* SPDX-License-Identifier: Apache-2.0 */
/*
 * option.h - settings described by a table, filled from text.
 *
 * A table row says what an option is called, what type it has, where it lies in
 * a settings struct, what it is when nobody says, and within which bounds. The
 * configuration file and every plugin's options go through here, so that a
 * duration is written the same way everywhere and a misspelt name is answered
 * with the one that was meant. A number without its unit is refused: nobody
 * should have to guess whether 10 means seconds. Any thread; tables are const.
 */
#ifndef BASE_OPTION_H
#define BASE_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"

enum option_type {
	OPTION_END,      /* the last row of a table */
	OPTION_STRING,   /* const char *, never NULL once filled */
	OPTION_BOOL,     /* bool: true false yes no on off */
	OPTION_INTEGER,  /* int64_t */
	OPTION_DURATION, /* int64_t milliseconds: "250ms" "10s" "5m" "24h" "7d"
			  */
	OPTION_SIZE,     /* int64_t bytes: "512B" "64KiB" "10MiB" "1GiB" */
	OPTION_LIST, /* const char *const *, NULL-terminated; as text: "a, b" */
	OPTION_CHOICE /* int: index into `choices` */
};

struct option_spec {
	const char *name; /* as the file writes it */
	enum option_type type;
	size_t offset;        /* in the settings struct */
	const char *fallback; /* as text; NULL: required */
	int64_t min, max; /* of numbers, durations (ms), sizes; both 0: none */
	const char *const *choices; /* of OPTION_CHOICE, NULL-terminated */
	const char *help;           /* one sentence */
};

/* NULL when the table has no such option. */
const struct option_spec *option_find(
	const struct option_spec *table, struct slice name);
/* The option that was probably meant; NULL when none is near. */
const char *option_nearest(const struct option_spec *table, struct slice name);

/* Write one option into the settings; texts go into the arena. 0, or 1 with
 * why (E-OPTION-VALUE, E-OPTION-RANGE): settings are untouched then. */
int option_set(const struct option_spec *option, void *settings,
	struct arena *arena, struct slice value, struct problem *why);
/* A list given item by item. Only for OPTION_LIST. */
int option_set_items(const struct option_spec *option, void *settings,
	struct arena *arena, const struct slice *items, size_t n_items,
	struct problem *why);
/* As option_set(), by name; an unknown name is E-OPTION-UNKNOWN, with the near
 * one in the sentence. */
int option_set_named(const struct option_spec *table, void *settings,
	struct arena *arena, struct slice name, struct slice value,
	struct problem *why);
/* Give every option its fallback. Required ones stay as they are. 0, or 1: a
 * fallback does not fit its own row. */
int option_defaults(const struct option_spec *table, void *settings,
	struct arena *arena, struct problem *why);
/* How the value reads now, as text that option_set() would take again. */
void option_print(const struct option_spec *option, const void *settings,
	struct buf *out);

/* The parsers by themselves. 0, or 1 with why. */
int option_parse_bool(struct slice text, bool *ret_value, struct problem *why);
int option_parse_integer(
	struct slice text, int64_t *ret_value, struct problem *why);
int option_parse_duration(
	struct slice text, int64_t *ret_ms, struct problem *why);
int option_parse_size(
	struct slice text, int64_t *ret_bytes, struct problem *why);

/* Of `names` (NULL-terminated) the one nearest to `word` by edit distance, if
 * it is near enough to be meant; NULL otherwise. */
const char *option_nearest_of(const char *const *names, struct slice word);

#endif
