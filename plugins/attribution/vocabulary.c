/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vocabulary.c - values are phrases parted by bars; each goes into the table of
 * its rule's language, or into the common one.
 */
#include "attribution/vocabulary.h"

#include "attribution/medium.h"

#include <stdlib.h>

#include "common/fold.h"
#include "common/mem.h"

static const struct {
	const char *key;
	uint32_t classes;
} keys[] = { { "before", WORD_BEFORE }, { "after", WORD_AFTER | WORD_VERB },
	{ "joined", WORD_JOINED }, { "particle", WORD_PARTICLE },
	{ "verb", WORD_VERB }, { "citing", WORD_CITING }, { "noun", WORD_NOUN },
	{ "filler", WORD_FILLER }, { "label", WORD_SOURCE },
	{ "via", WORD_VIA }, { "inputs", WORD_INPUTS }, { "pool", WORD_POOL },
	{ "by", WORD_BY }, { "reporter", WORD_REPORTER },
	{ "editor", WORD_EDITOR }, { "behind", WORD_BEHIND },
	{ "affiliation", WORD_AFFILIATION }, { "nobody", WORD_NOBODY },
	{ "photo", WORD_PHOTO }, { "pictured", WORD_PICTURED },
	{ "with", WORD_WITH }, { "reports", WORD_REPORTS },
	{ "desked", WORD_DESKED }, { "contact", WORD_CONTACT },
	{ "noplace", WORD_NOPLACE }, { "rights", WORD_RIGHTS },
	{ "carrier", WORD_CARRIER }, { "origin", WORD_ORIGIN },
	{ "header", WORD_HEADER }, { "contributed", WORD_CONTRIBUTED } };

/* The next phrase of a value; false behind the last. */
static bool
next_phrase(struct piece *rest, struct piece *ret_phrase)
{
	while (rest->len) {
		size_t bar = piece_find_exact(*rest, "|");

		*ret_phrase = piece_trim(piece_head(*rest, bar));
		*rest = piece_skip(
			*rest, bar < rest->len ? bar + 1 : rest->len);
		if (ret_phrase->len)
			return true;
	}
	return false;
}

static void
add_values(struct wordlist *words, const struct tt_rule *rule, const char *key,
	uint32_t classes, struct tt_instance *self)
{
	const char *value;
	struct piece phrase;

	for (size_t k = 0; (value = tt_rule_value(rule, key, k)); k++) {
		struct piece rest = piece_text(value);

		while (next_phrase(&rest, &phrase))
			if (!wordlist_add(words, phrase, classes))
				tt_rule_error(self, rule, key, k,
					"\"%.*s\" is too long: eight words, or "
					"twenty letters where none parts them",
					(int)phrase.len, phrase.at);
	}
}

static void
add_words(struct wordlist *words, const struct tt_rule *rule,
	struct tt_instance *self)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		add_values(words, rule, keys[i].key, keys[i].classes, self);
}

/* All values of a key as texts of their own, up to NULL. */
static char **
gather(const struct tt_rules *rules, const struct tt_rule *only,
	const char *key)
{
	size_t n = 0, cap = 0;
	char **list = NULL;
	const char *value;
	struct piece phrase;

	for (size_t i = 0; i < tt_rule_count(rules); i++) {
		const struct tt_rule *rule = tt_rule_at(rules, i);

		for (size_t k = 0; (!only || only == rule) &&
				   (value = tt_rule_value(rule, key, k));
			k++) {
			struct piece rest = piece_text(value);

			while (next_phrase(&rest, &phrase)) {
				mem_more(list, n, cap);
				list[n++] = mem_text(phrase.at, phrase.len);
			}
		}
	}
	mem_more(list, n, cap);
	list[n] = NULL;
	return list;
}

/* As what they are compared with is. */
static void
fold_all(char **list)
{
	static const struct fold_how how = { .lines = false };

	for (; *list; list++) {
		size_t size = 4 * strlen(*list) + 1;
		char *folded = mem_alloc(size);

		fold_piece(piece_text(*list), &how, folded, size, NULL);
		free(*list);
		*list = folded;
	}
}

static void
add_dialect(struct vocabulary *v, const struct tt_rules *rules,
	const struct tt_rule *rule, const char *languages,
	struct tt_instance *self)
{
	struct dialect *dialect = &v->dialects[v->n_dialects++];
	const char *late = tt_rule_value(rule, "late", 0);

	*dialect = (struct dialect){ .languages = languages,
		.late = late && !strcmp(late, "yes") };
	if (tt_rule_value(rule, "ending", 0)) {
		dialect->own = gather(rules, rule, "ending");
		dialect->endings = (const char **)dialect->own;
		return;
	}
	dialect->words = wordlist_new();
	add_words(dialect->words, rule, self);
}

void
vocabulary_read(struct vocabulary *v, const struct tt_rules *rules,
	struct tt_instance *self)
{
	size_t n = tt_rule_count(rules);

	*v = (struct vocabulary){ .words = wordlist_new(),
		.media = wordlist_new(),
		.dialects = mem_alloc((n + 1) * sizeof(*v->dialects)) };
	for (size_t i = 0; i < n; i++) {
		const struct tt_rule *rule = tt_rule_at(rules, i);
		const char *languages = tt_rule_value(rule, "languages", 0);

		if (languages)
			add_dialect(v, rules, rule, languages, self);
		else
			add_words(v->words, rule, self);
		add_values(v->media, rule, "mediumfirst", MEDIUM_FIRST, self);
		add_values(v->media, rule, "mediumlast", MEDIUM_LAST, self);
	}
	v->own = gather(rules, NULL, "end");
	fold_all(v->own);
	v->ends = (const char **)v->own;
}

static void
free_list(char **list)
{
	for (size_t i = 0; list && list[i]; i++)
		free(list[i]);
	free(list);
}

void
vocabulary_done(struct vocabulary *v)
{
	for (size_t i = 0; i < v->n_dialects; i++) {
		wordlist_free(v->dialects[i].words);
		free_list(v->dialects[i].own);
	}
	free(v->dialects);
	free_list(v->own);
	wordlist_free(v->words);
	wordlist_free(v->media);
	*v = (struct vocabulary){ .words = NULL };
}

static bool
speaks(const struct dialect *dialect, const char *language)
{
	size_t len = strcspn(language, "-");

	for (const char *at = dialect->languages; *at;) {
		size_t n = strcspn(at, " ");

		if (n == len && !strncmp(at, language, n))
			return true;
		at += n + (at[n] == ' ');
	}
	return false;
}

const struct dialect *
vocabulary_words(const struct vocabulary *v, const char *language)
{
	for (size_t i = 0; i < v->n_dialects; i++)
		if (v->dialects[i].words && speaks(&v->dialects[i], language))
			return &v->dialects[i];
	return NULL;
}

const char *const *
vocabulary_endings(const struct vocabulary *v, const char *language)
{
	for (size_t i = 0; i < v->n_dialects; i++)
		if (v->dialects[i].endings && speaks(&v->dialects[i], language))
			return v->dialects[i].endings;
	return NULL;
}
