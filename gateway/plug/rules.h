/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules.h - rule files: what changes often, as data.
 *
 *	# a comment
 *	rule: reuters-dateline
 *	mark: Reuters
 *	example: LIMA, Feb 2 (Reuters) - Rain fell
 *	  on the second day.
 *	counter: Reuters reported rain.
 *
 * `rule: ID` begins a stanza; other lines are `key: value` and a key may stand
 * several times. A line that begins with white space goes on with the value
 * above it, joined by a line feed. Nothing is quoted or escaped. The operator's
 * file of the same name comes second: its rules replace those of the same id
 * in place, the others are added. Refused: anything else, with line and column.
 * One thread; const once parsed.
 */
#ifndef PLUG_RULES_H
#define PLUG_RULES_H

#include "base/arena.h"
#include "base/problem.h"
#include "base/slice.h"

#define RULES_MAX_BYTES (8u << 20)
#define RULES_MAX_COUNT 20000u

struct tt_rules; /* the plugin's view; the same struct */
struct tt_rule;

struct tt_rules *rules_new(void);
/* Accepts NULL; returns NULL. */
struct tt_rules *rules_free(struct tt_rules *rules);
DEFINE_AUTO(struct tt_rules, rules_free);

/* Add a file's rules. Within one file a second rule of the same id is refused;
 * those of an earlier file are replaced. 0, or 1 with where, line, column. */
int rules_parse(struct tt_rules *rules, const char *file, struct slice text,
	struct problem *why);
/* Rules without `example` or `counter`, as warnings, one each. */
void rules_lint(const struct tt_rules *rules, struct problem_list *list);

size_t rules_count(const struct tt_rules *rules);
const struct tt_rule *rules_at(const struct tt_rules *rules, size_t i);
const char *rules_id(const struct tt_rule *rule);
const char *rules_value(const struct tt_rule *rule, const char *key, size_t n);

#endif
