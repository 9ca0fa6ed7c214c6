/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules - a line reader for rule files, one pass, no look-ahead; and views of
 * what it read.
 *
 * A mistake costs the line on which it stands and the lines that continue it:
 * reading goes on with the next key, so that all mistakes are told at once.
 */
#include "plug/rules.h"

#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/option.h"
#include "base/utf8.h"

#define RULES_PARTNER "partner"
#define RULES_OFF "off"

struct rules_key_value {
	const char *text;
	unsigned line, column;
};

/* A key and its values, in the order of the file. */
struct rules_key {
	const char *key;
	unsigned line;
	struct rules_key_value *values;
	size_t n, cap;
};

struct tt_rule {
	struct tt_rules *book;
	const char *id;
	const char *file;
	unsigned line, column; /* of the id */
	unsigned n_file;       /* which file it came from, counted */
	bool is_operators;
	bool is_off;
	struct rules_key *keys;
	size_t n_keys, cap_keys;
	struct tt_rule *later; /* the next stanza of the same id */
};

struct tt_rules {
	bool is_view;
	struct arena arena;
	struct tt_rule **rules;
	size_t n_rules, cap;
	struct map *by_id; /* the newest stanza of each; NULL in a view */
	unsigned n_files;
	const char **asked; /* keys that a plugin asked for */
	size_t n_asked, cap_asked;
};

struct rules_reader {
	struct tt_rules *book;
	const char *file;
	bool is_operators;
	unsigned line;
	struct tt_rule *rule;   /* the stanza at hand */
	struct tt_rule nowhere; /* where a stanza without a good id goes */
	bool is_lost;           /* what continues a bad line is not looked at */
	const char *key;        /* whose value is being read; NULL: none */
	unsigned key_line, key_column;
	struct buf value;
	int result;
	struct problem_list *problems;
};

struct tt_rules *
rules_new(void)
{
	struct tt_rules *book = mem_new(struct tt_rules);

	book->by_id = map_new();
	return book;
}

static void
rules_clear(struct tt_rule *rule)
{
	for (size_t i = 0; i < rule->n_keys; i++)
		mem_free(rule->keys[i].values);
	rule->keys = mem_free(rule->keys);
	rule->n_keys = rule->cap_keys = 0;
}

struct tt_rules *
rules_free(struct tt_rules *rules)
{
	if (rules == NULL)
		return NULL;
	for (size_t i = 0; !rules->is_view && i < rules->n_rules; i++)
		rules_clear(rules->rules[i]);
	mem_free(rules->rules);
	map_free(rules->by_id);
	mem_free(rules->asked);
	arena_done(&rules->arena);
	return mem_free(rules);
}

/* ---- mistakes -------------------------------------------------------------
 */

static void
rules_complain(struct rules_reader *reader, unsigned line, unsigned column,
	const char *text)
{
	struct problem why = PROBLEM_NULL;

	problem_at(&why, reader->file, line, column);
	reader->result = problem_set(&why, 1, "E-RULES", "%s", text);
	problem_list_add(reader->problems, &why);
}

/* Of the line at hand. */
static void
rules_refuse(struct rules_reader *reader, unsigned column, const char *text)
{
	rules_complain(reader, reader->line, column, text);
	reader->is_lost = true;
}

/* Where `at` stands in the line, counted in characters from 1. */
static unsigned
rules_column(struct slice line, const char *at)
{
	return (unsigned)utf8_count(slice_of(line.at, (size_t)(at - line.at))) +
	       1;
}

/* ---- values ---------------------------------------------------------------
 */

static struct rules_key *
rules_find_key(const struct tt_rule *rule, const char *key)
{
	for (size_t i = 0; i < rule->n_keys; i++)
		if (strcmp(rule->keys[i].key, key) == 0)
			return &rule->keys[i];
	return NULL;
}

static const char *
rules_find_value(const struct tt_rule *rule, const char *key, size_t n)
{
	const struct rules_key *known = rules_find_key(rule, key);

	return known != NULL && n < known->n ? known->values[n].text : NULL;
}

static void
rules_add(struct tt_rule *rule, const char *key, unsigned line,
	struct rules_key_value value)
{
	struct rules_key *known = rules_find_key(rule, key);

	if (known == NULL) {
		mem_grow(rule->keys, rule->n_keys, rule->cap_keys);
		known = &rule->keys[rule->n_keys++];
		*known = (struct rules_key){ .key = key, .line = line };
	}
	mem_grow(known->values, known->n, known->cap);
	known->values[known->n++] = value;
}

/* The keys that the host itself understands. */
static void
rules_take_own(struct rules_reader *reader, struct slice value)
{
	bool is_partner = strcmp(reader->key, RULES_PARTNER) == 0;

	if (is_partner && slice_trim(value).len == 0)
		rules_complain(reader, reader->key_line, reader->key_column,
			"`partner:` needs the name or the title of a partner");
	else if (!is_partner && strcmp(reader->key, RULES_OFF) == 0 &&
		 option_parse_bool(value, &reader->rule->is_off, NULL) != 0)
		rules_complain(reader, reader->key_line, reader->key_column,
			"`off:` is yes or no");
}

/* The value that was being read is whole now. */
static void
rules_flush(struct rules_reader *reader)
{
	struct rules_key_value value = { NULL, reader->key_line,
		reader->key_column };

	if (reader->key == NULL)
		return;
	rules_take_own(reader, buf_slice(&reader->value));
	value.text =
		arena_text(&reader->book->arena, buf_slice(&reader->value));
	rules_add(reader->rule, reader->key, reader->key_line, value);
	reader->key = NULL;
	buf_clear(&reader->value);
}

static bool
rules_is_name(struct slice text)
{
	if (text.len == 0 || text.len > 63)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
			!(c >= '0' && c <= '9') && c != '-' && c != '_' &&
			c != '.')
			return false;
	}
	return true;
}

/* ---- lines ----------------------------------------------------------------
 */

/* What follows a bad beginning belongs to no rule, and is read all the same for
 * mistakes of its own. */
static void
rules_begin_nowhere(
	struct rules_reader *reader, unsigned column, const char *text)
{
	rules_refuse(reader, column, text);
	rules_clear(&reader->nowhere);
	reader->rule = &reader->nowhere;
}

static void
rules_begin(struct rules_reader *reader, struct slice line, struct slice id)
{
	struct tt_rules *book = reader->book;
	struct tt_rule *before, *rule;
	unsigned column = rules_column(line, id.len ? id.at : line.at);

	if (!rules_is_name(id)) {
		rules_begin_nowhere(reader, column,
			"a rule's id is letters, digits, dashes and dots");
		return;
	}
	before = map_find(book->by_id, id);
	if (before != NULL && before->n_file == book->n_files) {
		rules_begin_nowhere(
			reader, column, "a rule of this id stands above");
		return;
	}
	if (book->n_rules == RULES_MAX_COUNT) {
		rules_begin_nowhere(reader, 1, "there are too many rules");
		return;
	}
	rule = arena_zero(&book->arena, sizeof(*rule));
	rule->book = book;
	rule->id = arena_text(&book->arena, id);
	rule->file = arena_text(&book->arena, slice_text(reader->file));
	rule->line = reader->line;
	rule->column = column;
	rule->n_file = book->n_files;
	rule->is_operators = reader->is_operators;
	mem_grow(book->rules, book->n_rules, book->cap);
	book->rules[book->n_rules++] = rule;
	map_set(book->by_id, id, rule);
	if (before != NULL)
		before->later = rule;
	reader->rule = rule;
}

static void
rules_continue(struct rules_reader *reader, struct slice line)
{
	if (reader->is_lost)
		return;
	if (reader->key == NULL) {
		rules_refuse(
			reader, 1, "a line that goes on stands behind nothing");
		return;
	}
	buf_putc(&reader->value, '\n');
	buf_put_slice(&reader->value, slice_trim(line));
}

static void
rules_take(struct rules_reader *reader, struct slice line, struct slice key,
	struct slice value)
{
	const char *name;

	if (reader->rule == NULL) {
		rules_begin_nowhere(
			reader, 1, "the first line must be `rule: ID`");
		return;
	}
	name = arena_text(&reader->book->arena, key);
	if (reader->rule->n_keys == RULES_MAX_KEYS &&
		rules_find_key(reader->rule, name) == NULL) {
		rules_refuse(reader, 1, "the rule has too many different keys");
		return;
	}
	reader->key = name;
	reader->key_line = reader->line;
	reader->key_column =
		rules_column(line, value.len ? value.at : line.at + line.len);
	buf_put_slice(&reader->value, value);
}

static void
rules_read_line(struct rules_reader *reader, struct slice line)
{
	struct slice key, value = line;

	if (slice_trim(line).len == 0 || line.at[0] == '#')
		return;
	if (line.at[0] == ' ' || line.at[0] == '\t') {
		rules_continue(reader, line);
		return;
	}
	rules_flush(reader);
	reader->is_lost = false;
	if (memchr(line.at, ':', line.len) == NULL) {
		rules_refuse(reader, 1,
			"this line is neither `key: value` nor a comment");
		return;
	}
	slice_cut(&value, ':', &key);
	if (!rules_is_name(key)) {
		rules_refuse(
			reader, 1, "a key is letters, digits, dashes and dots");
		return;
	}
	value = slice_trim(value);
	if (slice_is(key, "rule"))
		rules_begin(reader, line, value);
	else
		rules_take(reader, line, key, value);
}

/* Not text: say on which line, where one can. */
static bool
rules_refuse_bytes(struct rules_reader *reader, struct slice text)
{
	size_t at = 0, len;

	if (text.len > RULES_MAX_BYTES) {
		rules_complain(reader, 0, 0, "the file is too large");
		return true;
	}
	for (reader->line = 1; at < text.len; at += len) {
		len = text.at[at] == '\0' ? 0 : utf8_valid_at(text, at);
		if (len == 0) {
			rules_complain(reader, reader->line, 0,
				"this line is not UTF-8 text");
			return true;
		}
		reader->line += text.at[at] == '\n';
	}
	reader->line = 0;
	return false;
}

int
rules_parse(struct tt_rules *book, const char *file, bool is_operators,
	struct slice text, struct problem_list *problems)
{
	struct rules_reader reader = {
		.book = book,
		.file = file,
		.is_operators = is_operators,
		.problems = problems,
	};
	struct slice rest = text, line;

	book->n_files++;
	if (rules_refuse_bytes(&reader, text))
		return reader.result;
	if (slice_starts(rest, SLICE("\xef\xbb\xbf")))
		rest = slice_of(rest.at + 3, rest.len - 3);
	while (slice_cut(&rest, '\n', &line)) {
		reader.line++;
		if (line.len != 0 && line.at[line.len - 1] == '\r')
			line.len--;
		rules_read_line(&reader, line);
	}
	rules_flush(&reader);
	rules_clear(&reader.nowhere);
	buf_done(&reader.value);
	return reader.result;
}

/* ---- views ----------------------------------------------------------------
 */

const char *
rules_partner(const struct tt_rule *rule, size_t n)
{
	return rules_find_value(rule, RULES_PARTNER, n);
}

static bool
rules_is_for(const struct tt_rule *rule, const struct whose *whose)
{
	const char *partner;

	for (size_t n = 0; (partner = rules_partner(rule, n)) != NULL; n++)
		if (whose_is(whose, slice_text(partner)))
			return true;
	return rules_partner(rule, 0) == NULL;
}

bool
rules_concern(const struct tt_rules *book, const struct whose *whose)
{
	for (size_t i = 0; i < book->n_rules; i++)
		if (rules_partner(book->rules[i], 0) != NULL &&
			rules_is_for(book->rules[i], whose))
			return true;
	return false;
}

struct tt_rules *
rules_view(const struct tt_rules *book, const struct whose *whose)
{
	struct tt_rules *view = mem_new(struct tt_rules);
	auto_(map_free) struct map *slots = map_new();
	size_t n = 0;

	view->is_view = true;
	view->rules = mem_zero((book->n_rules + 1) * sizeof(*view->rules));
	for (size_t i = 0; i < book->n_rules; i++) {
		struct tt_rule *rule = book->rules[i];
		struct tt_rule **slot = map_find(slots, slice_text(rule->id));

		if (!rules_is_for(rule, whose))
			continue;
		if (slot == NULL) {
			slot = &view->rules[n++];
			map_set(slots, slice_text(rule->id), slot);
		}
		*slot = rule;
	}
	for (size_t i = 0; i < n; i++)
		if (!view->rules[i]->is_off)
			view->rules[view->n_rules++] = view->rules[i];
	return view;
}

/* Does `later` speak to everybody to whom `rule` speaks? */
static bool
rules_covers(const struct tt_rule *later, const struct tt_rule *rule)
{
	const char *partner;

	if (rules_partner(later, 0) == NULL)
		return true;
	if (rules_partner(rule, 0) == NULL)
		return false;
	for (size_t n = 0; (partner = rules_partner(rule, n)) != NULL; n++)
		if (!rules_is_for(later, &(struct whose){ partner, "" }))
			return false;
	return true;
}

bool
rules_in_force(const struct tt_rule *rule)
{
	if (rule->is_off)
		return false;
	for (const struct tt_rule *at = rule->later; at != NULL; at = at->later)
		if (rules_covers(at, rule))
			return false;
	return true;
}

/* ---- checks ---------------------------------------------------------------
 */

static bool
rules_has_asked(const struct tt_rules *book, const char *key)
{
	for (size_t i = 0; i < book->n_asked; i++)
		if (strcmp(book->asked[i], key) == 0)
			return true;
	return false;
}

static void
rules_note(struct tt_rules *book, const char *key)
{
	if (book->n_asked == RULES_MAX_KEYS || rules_has_asked(book, key))
		return;
	mem_grow(book->asked, book->n_asked, book->cap_asked);
	book->asked[book->n_asked++] =
		arena_text(&book->arena, slice_text(key));
}

/* What the plugin asked for, what shipped rules have, what the host reads. */
static const char **
rules_vocabulary(const struct tt_rules *book)
{
	static const char *const own[] = { "example", "counter", RULES_PARTNER,
		RULES_OFF };
	auto_(map_free) struct map *seen = map_new();
	const char **words = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < n_elements(own); i++) {
		mem_grow(words, n, cap);
		words[n++] = own[i];
	}
	for (size_t i = 0; i < book->n_asked; i++) {
		mem_grow(words, n, cap);
		words[n++] = book->asked[i];
	}
	for (size_t i = 0; i < book->n_rules; i++) {
		const struct tt_rule *rule = book->rules[i];

		for (size_t k = 0; !rule->is_operators && k < rule->n_keys;
			k++) {
			struct slice key = slice_text(rule->keys[k].key);

			if (map_set(seen, key, (void *)rule) != NULL)
				continue;
			mem_grow(words, n, cap);
			words[n++] = key.at;
		}
	}
	mem_grow(words, n, cap);
	words[n] = NULL;
	return words;
}

static bool
rules_is_word(const char *const *words, const char *key)
{
	while (*words != NULL && strcmp(*words, key) != 0)
		words++;
	return *words != NULL;
}

static void
rules_complain_key(const struct tt_rule *rule, const struct rules_key *key,
	const char *const *words, struct problem_list *problems)
{
	const char *near = option_nearest_of(words, slice_text(key->key));
	struct problem why = PROBLEM_NULL;

	problem_at(&why, rule->file, key->line, 1);
	problem_set(&why, 1, "E-RULES-KEY",
		"no rule of this file has a key '%s'%s%s%s", key->key,
		near ? "; did you mean '" : "", near ? near : "",
		near ? "'?" : "");
	problem_list_add(problems, &why);
}

int
rules_check_keys(const struct tt_rules *book, struct problem_list *problems)
{
	const char **words = rules_vocabulary(book);
	int rc = 0;

	for (size_t i = 0; i < book->n_rules; i++) {
		const struct tt_rule *rule = book->rules[i];

		for (size_t k = 0; rule->is_operators && k < rule->n_keys;
			k++) {
			if (rules_is_word(words, rule->keys[k].key))
				continue;
			rules_complain_key(
				rule, &rule->keys[k], words, problems);
			rc = 1;
		}
	}
	mem_free(words);
	return rc;
}

void
rules_lint(const struct tt_rules *book, struct problem_list *list)
{
	for (size_t i = 0; i < book->n_rules; i++) {
		const struct tt_rule *rule = book->rules[i];
		struct problem warning = PROBLEM_NULL;

		if (!rule->is_operators || rule->is_off ||
			(rules_find_key(rule, "example") != NULL &&
				rules_find_key(rule, "counter") != NULL))
			continue;
		problem_at(&warning, rule->file, rule->line, 1);
		problem_set(&warning, 0, "W-RULE-UNTESTED",
			"rule %s lacks an example or a counter-example",
			rule->id);
		problem_list_add(list, &warning);
	}
}

/* ---- reading --------------------------------------------------------------
 */

size_t
rules_count(const struct tt_rules *rules)
{
	return rules->n_rules;
}

const struct tt_rule *
rules_at(const struct tt_rules *rules, size_t i)
{
	return i < rules->n_rules ? rules->rules[i] : NULL;
}

const char *
rules_id(const struct tt_rule *rule)
{
	return rule->id;
}

const char *
rules_value(const struct tt_rule *rule, const char *key, size_t n)
{
	rules_note(rule->book, key);
	return rules_find_value(rule, key, n);
}

void
rules_place(const struct tt_rule *rule, const char *key, size_t n,
	struct problem *ret_where)
{
	const struct rules_key *known =
		key != NULL ? rules_find_key(rule, key) : NULL;

	if (known == NULL || n >= known->n)
		problem_at(ret_where, rule->file, rule->line, rule->column);
	else
		problem_at(ret_where, rule->file, known->values[n].line,
			known->values[n].column);
}

const char *
rules_file(const struct tt_rule *rule)
{
	return rule->file;
}

unsigned
rules_line(const struct tt_rule *rule)
{
	return rule->line;
}

bool
rules_is_operators(const struct tt_rule *rule)
{
	return rule->is_operators;
}
