/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules - a line reader for rule files, one pass, no look-ahead.
 */
#include "plug/rules.h"

#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"

/* The values of one key stand together, in the order of the file. */
struct rules_key {
	const char *key;
	size_t first, n;
};

struct tt_rule {
	const char *id;
	const char *file;
	unsigned line;
	unsigned n_file; /* which file it came from, counted */
	struct rules_key *keys;
	size_t n_keys, cap_keys;
	const char **values;
	size_t n_values, cap_values;
};

struct tt_rules {
	struct arena arena;
	struct tt_rule **rules;
	size_t n_rules, cap;
	struct map *by_id;
	unsigned n_files;
};

struct rules_reader {
	struct tt_rules *rules;
	const char *file;
	unsigned line;
	struct tt_rule *rule; /* the stanza at hand */
	const char *key;      /* whose value is being read; NULL: none */
	struct buf value;
	struct problem *why;
};

struct tt_rules *
rules_new(void)
{
	struct tt_rules *rules = mem_new(struct tt_rules);

	rules->by_id = map_new();
	return rules;
}

struct tt_rules *
rules_free(struct tt_rules *rules)
{
	if (rules == NULL)
		return NULL;
	for (size_t i = 0; i < rules->n_rules; i++) {
		mem_free(rules->rules[i]->keys);
		mem_free(rules->rules[i]->values);
	}
	mem_free(rules->rules);
	map_free(rules->by_id);
	arena_done(&rules->arena);
	return mem_free(rules);
}

static int
rules_refuse(struct rules_reader *reader, unsigned column, const char *text)
{
	problem_at(reader->why, reader->file, reader->line, column);
	return problem_set(reader->why, 1, "E-RULES", "%s", text);
}

static const struct rules_key *
rules_find_key(const struct tt_rule *rule, const char *key)
{
	for (size_t i = 0; i < rule->n_keys; i++)
		if (strcmp(rule->keys[i].key, key) == 0)
			return &rule->keys[i];
	return NULL;
}

static void
rules_add(struct tt_rule *rule, const char *key, const char *value)
{
	const struct rules_key *known = rules_find_key(rule, key);
	size_t at = known != NULL ? (size_t)(known - rule->keys) : rule->n_keys;
	size_t place;

	if (known == NULL) {
		mem_grow(rule->keys, rule->n_keys, rule->cap_keys);
		rule->keys[rule->n_keys++] =
			(struct rules_key){ key, rule->n_values, 0 };
	}
	mem_grow(rule->values, rule->n_values, rule->cap_values);
	place = rule->keys[at].first + rule->keys[at].n;
	memmove(rule->values + place + 1, rule->values + place,
		(rule->n_values - place) * sizeof(rule->values[0]));
	rule->values[place] = value;
	rule->n_values++;
	rule->keys[at].n++;
	for (size_t i = at + 1; i < rule->n_keys; i++)
		rule->keys[i].first++;
}

/* The value that was being read is whole now. */
static void
rules_flush(struct rules_reader *reader)
{
	if (reader->key == NULL)
		return;
	rules_add(reader->rule, reader->key,
		arena_text(&reader->rules->arena, buf_slice(&reader->value)));
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

static int
rules_begin(struct rules_reader *reader, struct slice id)
{
	struct tt_rules *rules = reader->rules;
	struct tt_rule *rule;

	if (!rules_is_name(id))
		return rules_refuse(reader, 7,
			"a rule's id is letters, digits, dashes and dots");
	rule = map_find(rules->by_id, id);
	if (rule != NULL && rule->n_file == rules->n_files)
		return rules_refuse(
			reader, 7, "a rule of this id stands above");
	if (rule == NULL) {
		if (rules->n_rules == RULES_MAX_COUNT)
			return rules_refuse(reader, 1,
				"there are too many "
				"rules");
		rule = arena_zero(&rules->arena, sizeof(*rule));
		rule->id = arena_text(&rules->arena, id);
		mem_grow(rules->rules, rules->n_rules, rules->cap);
		rules->rules[rules->n_rules++] = rule;
		map_set(rules->by_id, id, rule);
	}
	rule->file = arena_text(&rules->arena, slice_text(reader->file));
	rule->line = reader->line;
	rule->n_file = rules->n_files;
	rule->n_keys = rule->n_values = 0;
	reader->rule = rule;
	return 0;
}

static int
rules_continue(struct rules_reader *reader, struct slice line)
{
	if (reader->key == NULL)
		return rules_refuse(
			reader, 1, "a line that goes on stands behind nothing");
	buf_putc(&reader->value, '\n');
	buf_put_slice(&reader->value, slice_trim(line));
	return 0;
}

static int
rules_line(struct rules_reader *reader, struct slice line)
{
	struct slice key, value = line;

	if (slice_trim(line).len == 0 || line.at[0] == '#')
		return 0;
	if (line.at[0] == ' ' || line.at[0] == '\t')
		return rules_continue(reader, line);
	rules_flush(reader);
	if (memchr(line.at, ':', line.len) == NULL)
		return rules_refuse(reader, 1,
			"this line is neither `key: value` nor a comment");
	slice_cut(&value, ':', &key);
	if (!rules_is_name(key))
		return rules_refuse(
			reader, 1, "a key is letters, digits, dashes and dots");
	value = slice_trim(value);
	if (slice_is(key, "rule"))
		return rules_begin(reader, value);
	if (reader->rule == NULL)
		return rules_refuse(
			reader, 1, "the first line must be `rule: ID`");
	reader->key = arena_text(&reader->rules->arena, key);
	buf_put_slice(&reader->value, value);
	return 0;
}

int
rules_parse(struct tt_rules *rules, const char *file, struct slice text,
	struct problem *why)
{
	struct rules_reader reader = {
		.rules = rules,
		.file = file,
		.why = why,
	};
	struct slice rest = text, line;
	int rc = 0;

	rules->n_files++;
	if (text.len > RULES_MAX_BYTES || !utf8_is_valid(text) ||
		slice_has(text, '\0'))
		return rules_refuse(
			&reader, 0, "the file is too large or not UTF-8 text");
	while (rc == 0 && slice_cut(&rest, '\n', &line)) {
		reader.line++;
		if (line.len != 0 && line.at[line.len - 1] == '\r')
			line.len--;
		rc = rules_line(&reader, line);
	}
	if (rc == 0)
		rules_flush(&reader);
	buf_done(&reader.value);
	return rc;
}

void
rules_lint(const struct tt_rules *rules, struct problem_list *list)
{
	for (size_t i = 0; i < rules->n_rules; i++) {
		const struct tt_rule *rule = rules->rules[i];
		struct problem warning = PROBLEM_NULL;

		if (rules_value(rule, "example", 0) != NULL &&
			rules_value(rule, "counter", 0) != NULL)
			continue;
		problem_at(&warning, rule->file, rule->line, 1);
		problem_set(&warning, 0, "W-RULE-UNTESTED",
			"rule %s lacks an example or a counter-example",
			rule->id);
		problem_list_add(list, &warning);
	}
}

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
	const struct rules_key *known = rules_find_key(rule, key);

	return known != NULL && n < known->n ? rule->values[known->first + n]
					     : NULL;
}
