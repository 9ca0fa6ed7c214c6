/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vocabulary.c - values are phrases parted by bars; each goes into the table of
 * its rule's language, or into the common one.
 */
#include "attribution/vocabulary.h"

#include "attribution/medium.h"

#include <stdio.h>
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

/* Rule `i` of the file. */
static void
add_values(struct vocabulary *v, struct wordlist *words, size_t i,
	const char *key, uint32_t classes, struct tt_instance *self)
{
	const struct tt_rule *rule = tt_rule_at(v->rules, i);
	const char *value;
	struct piece phrase;

	for (size_t k = 0; (value = tt_rule_value(rule, key, k)); k++) {
		struct piece rest = piece_text(value);

		while (piece_next(&rest, &phrase))
			if (!wordlist_add(words, phrase, classes, i))
				tt_rule_error(self, rule, key, k,
					"\"%.*s\" is too long: eight words, or "
					"twenty letters where none parts them",
					(int)phrase.len, phrase.at);
	}
}

static void
add_words(struct vocabulary *v, struct wordlist *words, size_t i,
	struct tt_instance *self)
{
	for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
		add_values(v, words, i, keys[k].key, keys[k].classes, self);
}

/* All values of a key as texts of their own, up to NULL. */
static char **
gather(const struct tt_rule *rule, const char *key)
{
	size_t n = 0, cap = 0;
	char **list = NULL;
	const char *value;
	struct piece phrase;

	for (size_t k = 0; (value = tt_rule_value(rule, key, k)); k++) {
		struct piece rest = piece_text(value);

		while (piece_next(&rest, &phrase)) {
			mem_more(list, n, cap);
			list[n++] = mem_text(phrase.at, phrase.len);
		}
	}
	mem_more(list, n, cap);
	list[n] = NULL;
	return list;
}

/* What stands around a list's texts wherever they count is put around them
 * here: blanks at a value's ends do not survive the reader of rules. */
static const struct {
	const char *key, *before, *behind;
	bool nocase; /* of ASCII */
} lists_how[N_LISTS] = { [LIST_END] = { "end", "", "", false },
	[LIST_JOINT] = { "joint", "", "", false },
	[LIST_FIRM] = { "firm", "", "", false },
	[LIST_HOUSE] = { "house", "", "", false },
	[LIST_BOUND] = { "bound", "", "", false },
	[LIST_CAPTION] = { "captionbox", "", "", false },
	[LIST_PICTURE] = { "picturebox", "", "", false },
	[LIST_AUTHOR] = { "authorbox", "", "", false },
	[LIST_PAID] = { "paidby", "", " ", true },
	[LIST_APPEARED] = { "appeared", " ", " ", false },
	[LIST_HANDED] = { "handed", "", " ", true },
	[LIST_DISOWNS] = { "disowns", " ", " ", true },
	[LIST_OFFICE] = { "office", " ", " ", false },
	[LIST_ISSUER] = { "issuer", "", "", false },
	[LIST_DISTRIBUTED] = { "distributed", "", " ", true },
	[LIST_BEHALF] = { "onbehalf", " ", " ", true },
	[LIST_GLUED] = { "gluedend", "", "", false },
	[LIST_CHANNEL] = { "channel", "", "", false },
	[LIST_DEED] = { "deed", "", "", false },
	[LIST_PRINTED] = { "printed", "", " ", false },
	[LIST_PRINTED_ON] = { "printedon", " ", " ", false },
	[LIST_PRINTED_SIGN] = { "printedsign", "", " ", false },
	[LIST_ORIGINAL] = { "originalof", "", "", true },
	[LIST_SENT] = { "sentby", ", ", " ", false },
	[LIST_NO_PERSON] = { "noperson", "", " ", false },
	[LIST_ASIDE] = { "aside", "", "", false },
	[LIST_TOPIC] = { "topic", "", "", false },
	[LIST_SIGNING] = { "signing", "", "", false } };

/* End marks as what they are compared with is. */
static char *
listed_text(enum list list, struct piece text)
{
	static const struct fold_how how = { .lines = false };
	size_t size = 4 * text.len + 8;
	char *copy = mem_alloc(size);

	if (list == LIST_END)
		fold_piece(text, &how, copy, size, NULL);
	else
		snprintf(copy, size, "%s%.*s%s", lists_how[list].before,
			(int)text.len, text.at, lists_how[list].behind);
	return copy;
}

static void
add_listed(struct vocabulary *v, enum list list, char *text, size_t rule)
{
	size_t len = strlen(text);

	mem_more(v->lists[list].items, v->lists[list].n, v->lists[list].cap);
	v->lists[list].items[v->lists[list].n++] =
		(struct listed){ text, len, rule };
	v->lists[list].firsts[(unsigned char)*text] = true;
	if (len > v->lists[list].longest)
		v->lists[list].longest = len;
}

static void
add_list(struct vocabulary *v, enum list list, size_t i)
{
	const struct tt_rule *rule = tt_rule_at(v->rules, i);
	const char *value;
	struct piece phrase;

	for (size_t k = 0;
		(value = tt_rule_value(rule, lists_how[list].key, k)); k++) {
		struct piece rest = piece_text(value);

		while (piece_next(&rest, &phrase))
			add_listed(v, list, listed_text(list, phrase), i);
	}
}

static void
add_dialect(struct vocabulary *v, size_t i, const char *languages,
	struct tt_instance *self)
{
	struct dialect *dialect = &v->dialects[v->n_dialects++];
	const struct tt_rule *rule = tt_rule_at(v->rules, i);
	const char *late = tt_rule_value(rule, "late", 0);

	*dialect = (struct dialect){ .languages = languages,
		.late = late && !strcmp(late, "yes"),
		.rule = i };
	if (tt_rule_value(rule, "ending", 0)) {
		dialect->own = gather(rule, "ending");
		dialect->endings = (const char **)dialect->own;
		return;
	}
	dialect->words = wordlist_new(v->met);
	add_words(v, dialect->words, i, self);
}

void
vocabulary_read(struct vocabulary *v, const struct tt_rules *rules,
	struct tt_instance *self)
{
	size_t n = tt_rule_count(rules);
	bool *met = mem_alloc((n + 1) * sizeof(*met));

	*v = (struct vocabulary){ .words = wordlist_new(met),
		.media = wordlist_new(met),
		.dialects = mem_alloc((n + 1) * sizeof(*v->dialects)),
		.met = met,
		.rules = rules };
	for (size_t i = 0; i < n; i++) {
		const char *languages =
			tt_rule_value(tt_rule_at(rules, i), "languages", 0);

		if (languages)
			add_dialect(v, i, languages, self);
		else
			add_words(v, v->words, i, self);
		add_values(v, v->media, i, "mediumfirst", MEDIUM_FIRST, self);
		add_values(v, v->media, i, "mediumlast", MEDIUM_LAST, self);
		add_values(v, v->media, i, "mediumkind", MEDIUM_KIND, self);
		add_values(v, v->media, i, "mediumruns", MEDIUM_RUNS, self);
		for (enum list k = 0; k < N_LISTS; k++)
			add_list(v, k, i);
	}
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
	for (enum list k = 0; k < N_LISTS; k++) {
		for (size_t i = 0; i < v->lists[k].n; i++)
			free(v->lists[k].items[i].text);
		free(v->lists[k].items);
	}
	free(v->met);
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

const struct dialect *
vocabulary_endings(const struct vocabulary *v, const char *language)
{
	for (size_t i = 0; i < v->n_dialects; i++)
		if (v->dialects[i].endings && speaks(&v->dialects[i], language))
			return &v->dialects[i];
	return NULL;
}

bool
vocabulary_lists(const struct vocabulary *v, enum list list, struct piece text)
{
	if (!text.len || text.len > v->lists[list].longest ||
		!v->lists[list].firsts[(unsigned char)text.at[0]])
		return false;
	for (size_t i = 0; i < v->lists[list].n; i++) {
		const struct listed *item = &v->lists[list].items[i];

		if (item->len != text.len ||
			memcmp(item->text, text.at, text.len))
			continue;
		/* A joint says nothing until there is a name around it. */
		v->met[item->rule] |= list != LIST_JOINT;
		return true;
	}
	return false;
}

bool
vocabulary_holds(const struct vocabulary *v, enum list list, struct piece text)
{
	for (size_t i = 0; i < v->lists[list].n; i++) {
		const struct listed *item = &v->lists[list].items[i];

		if (!piece_holds(text, piece_text(item->text)))
			continue;
		v->met[item->rule] = true;
		return true;
	}
	return false;
}

static bool
begins_with(enum list list, struct piece text, const char *item)
{
	return lists_how[list].nocase ? piece_starts_nocase(text, item)
				      : piece_starts(text, item);
}

const struct listed *
vocabulary_begins(const struct vocabulary *v, enum list list, struct piece text)
{
	for (size_t i = 0; i < v->lists[list].n; i++) {
		const struct listed *item = &v->lists[list].items[i];

		if (!begins_with(list, text, item->text))
			continue;
		v->met[item->rule] = true;
		return item;
	}
	return NULL;
}

const struct listed *
vocabulary_ends(const struct vocabulary *v, enum list list, struct piece text)
{
	for (size_t i = 0; i < v->lists[list].n; i++) {
		const struct listed *item = &v->lists[list].items[i];

		if (!piece_ends(text, item->text))
			continue;
		v->met[item->rule] = true;
		return item;
	}
	return NULL;
}

static size_t
find_listed(enum list list, const struct listed *item, struct piece text,
	size_t *ret_end)
{
	size_t at = lists_how[list].nocase ? piece_find(text, item->text)
					   : piece_find_exact(text, item->text);

	*ret_end = at < text.len ? at + item->len : text.len;
	return at;
}

size_t
vocabulary_beside(const struct vocabulary *v, enum list list,
	const struct listed *other, struct piece text, size_t *ret_end)
{
	for (size_t i = 0; i < v->lists[list].n; i++) {
		const struct listed *item = &v->lists[list].items[i];

		if (item->rule != other->rule)
			continue;
		size_t at = find_listed(list, item, text, ret_end);
		if (at < text.len)
			return at;
	}
	*ret_end = text.len;
	return text.len;
}

size_t
vocabulary_find(const struct vocabulary *v, enum list list, struct piece text,
	size_t last, size_t *ret_end)
{
	for (size_t i = 0; i < v->lists[list].n; i++) {
		const struct listed *item = &v->lists[list].items[i];
		size_t at = find_listed(list, item, text, ret_end);

		if (at >= text.len || at > last)
			continue;
		v->met[item->rule] = true;
		return at;
	}
	*ret_end = text.len;
	return text.len;
}

void
vocabulary_tell(struct vocabulary *v, struct tt_draft *draft)
{
	for (size_t i = 0; i < tt_rule_count(v->rules); i++) {
		if (v->met[i])
			tt_rule_used(draft, tt_rule_at(v->rules, i));
		v->met[i] = false;
	}
}
