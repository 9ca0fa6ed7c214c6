/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.h - from nodes to settings, noting every mistake on the way.
 *
 * Nothing here gives up: a wrong value is noted with its place, the setting
 * keeps its default, and reading goes on, so that a person sees all mistakes of
 * a file at once. Whether the result may be used is asked at the end.
 *
 * ${NAME} and ${NAME:-default} stand for environment variables, ${file:PATH}
 * for the content of a file beside the configuration, without the line feed at
 * its end. "$${" is a "${" that is meant as text.
 */
#ifndef CONFIG_READER_H
#define CONFIG_READER_H

#include <stdbool.h>

#include "base/auto.h"
#include "base/problem.h"
#include "base/slice.h"
#include "config/config.h"
#include "config/node.h"

struct schema; /* config/schema.h */

struct reader {
	struct config *config;
	struct arena *arena; /* the configuration's own */
	struct problem_list *problems;
	unsigned n_errors;
};

#define READER_FILE_MAX (64u << 10)

/* Note an error; with a code "W-...", a warning. */
void reader_say(struct reader *reader, const struct node *node,
	const char *code, const char *format, ...) printf_like(4, 5);
/* The same, at the key of a map's member. */
void reader_say_key(struct reader *reader, const struct node *node,
	const char *code, const char *format, ...) printf_like(4, 5);
void reader_say_at(struct reader *reader, unsigned line, unsigned column,
	const char *code, const char *format, ...) printf_like(5, 6);

/* The value with everything substituted; lives in the arena. False after an
 * error was noted, also for a node that is no text. */
bool reader_text(
	struct reader *reader, const struct node *node, struct slice *ret_text);
/* Whether the node is of that kind; notes an error when not. */
bool reader_expects(
	struct reader *reader, const struct node *node, enum node_kind kind);
/* A list of texts, or one text. NULL-terminated. */
bool reader_texts(struct reader *reader, const struct node *node,
	const char *const **ret_texts, size_t *ret_n);

/* Read the map into `settings` by the tables of `schema`: defaults first, then
 * what stands there, then a word for each required key that does not. A NULL
 * node gives the defaults. */
void reader_map(struct reader *reader, const struct node *node,
	const struct schema *schema, void *settings);

/* `path` made usable: absolute as it is, else behind the file's directory. */
const char *reader_path(struct reader *reader, const char *path);
/* The file's content. Negative errno; -EFBIG beyond READER_FILE_MAX. */
int reader_file(
	struct reader *reader, const char *path, struct slice *ret_content);

#endif
