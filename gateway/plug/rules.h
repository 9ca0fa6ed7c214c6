/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules.h - rule files: what changes often, as data.
 *
 *	# a comment
 *	rule: reuters-dateline
 *	mark: Reuters
 *	partner: menafn
 *	example: LIMA, Feb 2 (Reuters) - Rain fell
 *	  on the second day.
 *	counter: Reuters reported rain.
 *
 * `rule: ID` begins a stanza; other lines are `key: value` and a key may stand
 * several times. A line that begins with white space goes on with the value
 * above it, joined by a line feed. Nothing is quoted or escaped. Two keys are
 * the host's own: `partner` (see whose.h) keeps a rule to partners, `off: yes`
 * takes the rule of that id out.
 *
 * A book holds the stanzas of the shipped file and then of the operator's of
 * the same name. What one partner gets is a view of it: of the stanzas that are
 * for this partner a later file's replaces that of the same id in place, others
 * are added. Refused: anything else, with line and column, all of it at once.
 * One thread; const once parsed, but for what rules_value() notes.
 */
#ifndef PLUG_RULES_H
#define PLUG_RULES_H

#include "base/arena.h"
#include "base/problem.h"
#include "base/slice.h"
#include "plug/whose.h"

#define RULES_MAX_BYTES (8u << 20)
#define RULES_MAX_COUNT 20000u
#define RULES_MAX_KEYS 64u /* different ones, of a rule */

struct tt_rules; /* a book or a view; plugins see views */
struct tt_rule;

struct tt_rules *rules_new(void);
/* Views of it go first. Accepts NULL; returns NULL. */
struct tt_rules *rules_free(struct tt_rules *rules);
DEFINE_AUTO(struct tt_rules, rules_free);

/* ---- the book ------------------------------------------------------------ */

/* Add a file's stanzas. Within one file a second rule of the same id is
 * refused. 0, or 1 with every mistake: where, line, column. */
int rules_parse(struct tt_rules *book, const char *file, bool is_operators,
	struct slice text, struct problem_list *problems);
/* Keys of the operator's stanzas that neither a shipped one has nor the plugin
 * ever asked for: misspelt. 0, or 1 with all of them. */
int rules_check_keys(
	const struct tt_rules *book, struct problem_list *problems);
/* The operator's rules without `example` or `counter`, as warnings. */
void rules_lint(const struct tt_rules *book, struct problem_list *list);
/* Has it a stanza for this partner alone? */
bool rules_concern(const struct tt_rules *book, const struct whose *whose);

/* ---- views --------------------------------------------------------------- */

/* Borrows from the book. */
struct tt_rules *rules_view(
	const struct tt_rules *book, const struct whose *whose);

/* ---- of a book: all stanzas in order; of a view: those in force ---------- */

size_t rules_count(const struct tt_rules *rules);
const struct tt_rule *rules_at(const struct tt_rules *rules, size_t i);

const char *rules_id(const struct tt_rule *rule);
/* Notes that the key is known to who asks. */
const char *rules_value(const struct tt_rule *rule, const char *key, size_t n);
/* The place of the n-th value, or of the stanza where there is none. */
void rules_place(const struct tt_rule *rule, const char *key, size_t n,
	struct problem *ret_where);

/* Is the stanza in force for anybody? One that is switched off is not, nor one
 * that a later file replaces for all whom it is for. */
bool rules_in_force(const struct tt_rule *rule);
/* The n-th partner to whom it is kept; NULL: no more. None: for everybody. */
const char *rules_partner(const struct tt_rule *rule, size_t n);
const char *rules_file(const struct tt_rule *rule);
unsigned rules_line(const struct tt_rule *rule);
bool rules_is_operators(const struct tt_rule *rule);

#endif
