/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rulebook.h - every rule file of a generation: shipped and operator's, read
 * once, and what each partner gets of them.
 *
 * Files are read by whoever makes a generation (the gateway, `try`, a test) and
 * then travel as bytes: a normalizer that is started again under the same
 * generation works by the same rules, whatever stands on the disk by then, and
 * opens none of these files itself. Below DIR/PLUGIN/rules (beside the plugin's
 * object) lie the shipped ones, below the operator's directory one folder per
 * plugin, and beside those folders lists for all plugins that ship one of that
 * name.
 *
 * NAME.rules is a rule file (rules.h), NAME.csv a list (table.h); of any other
 * the operator's replaces the shipped one whole. Counted; one thread reads and
 * parses it, afterwards it is const, but for what instances note about which
 * files and keys they know.
 */
#ifndef PLUG_RULEBOOK_H
#define PLUG_RULEBOOK_H

#include <stdbool.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"
#include "plug/rules.h"
#include "plug/table.h"
#include "plug/whose.h"

#define RULEBOOK_MAX_FILES 1000u
#define RULEBOOK_MAX_BYTES (48u << 20) /* of all files */

struct rulebook;

struct rulebook_file {
	const char *plugin, *name;
	const char *path; /* for people */
	bool is_operators;
	struct slice bytes;
};

struct rulebook *rulebook_new(void);
struct rulebook *rulebook_ref(struct rulebook *book);
/* Accepts NULL; returns NULL. Instances that use it end before. */
struct rulebook *rulebook_unref(struct rulebook *book);
DEFINE_AUTO(struct rulebook, rulebook_unref);

/* ---- filling --------------------------------------------------------------
 */

/* Everything is copied. Shipped files come before the operator's. */
void rulebook_add(struct rulebook *book, const struct rulebook_file *file);
/* All files of these plugins (both NULL-terminated) from the disk;
 * `rules_dir` NULL or "": no operator's. What lies there and is not read is
 * told as a warning. 0, or 1 with all problems. */
int rulebook_read(struct rulebook *book, const char *const *places,
	const char *const *plugins, const char *rules_dir,
	struct problem_list *problems);
/* After the last file. 0, or 1 with every mistake of every file; done once, a
 * further call only says how it was. */
int rulebook_parse(struct rulebook *book, struct problem_list *problems);

size_t rulebook_count(const struct rulebook *book);
/* By index, below the count. */
const struct rulebook_file *rulebook_at(const struct rulebook *book, size_t i);

/* ---- reading --------------------------------------------------------------
 */

/* Is there a rule or a row in the plugin's files for this partner alone? */
bool rulebook_concerns(const struct rulebook *book, const char *plugin,
	const struct whose *whose);
/* A rule file's book; NULL: there is none of that name. Notes that the plugin
 * reads it. */
const struct tt_rules *rulebook_rules(
	struct rulebook *book, const char *plugin, const char *name);
/* A data file as the partner gets it, appended. False: there is none of that
 * name. Notes that the plugin reads it. */
bool rulebook_data(struct rulebook *book, const char *plugin, const char *name,
	const struct whose *whose, struct buf *out);
/* table_each() of a list; of none when there is none of that name. */
void rulebook_each_row(const struct rulebook *book, const char *plugin,
	const char *name, const char *column, table_row_fn *each,
	void *context);

/* After the plugins were started: keys of the operator's that no rule of the
 * file knows (errors), and, when all did start, files that none of them reads
 * (warnings). 0, or 1. */
int rulebook_check(const struct rulebook *book, bool all_started,
	struct problem_list *problems);
/* Further warnings, for who asks for them: operator's rules without example or
 * counter-example, and such as are kept to a partner that is none of these
 * (`partners`, n of them). */
void rulebook_lint(const struct rulebook *book, const struct whose *partners,
	size_t n_partners, struct problem_list *problems);

/* Every rule that is in force for somebody, in order. */
typedef void rulebook_rule_fn(void *context, const char *plugin,
	const char *name, const struct tt_rule *rule);
void rulebook_each(
	const struct rulebook *book, rulebook_rule_fn *each, void *context);

#endif
