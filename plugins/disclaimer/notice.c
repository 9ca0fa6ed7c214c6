/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notice.c - reading rules/notices.rules. Keys of a rule: see README.md.
 */
#include "disclaimer/notice.h"

#include <stdlib.h>

#include "common/mem.h"

#define MAX_HEADING 120u
#define MAX_SENTENCE 2000u /* bytes that are looked at */

static const struct fold_how plain = { .numbers = false };

static int
weight_of(const char *kind)
{
	static const char *const order[] = { "sponsored", "forward_looking",
		"financial_advice", "regulatory", "liability", "opinion",
		"syndication_notice", "translation_ai", "copyright" };

	for (int i = 0; i < 9; i++)
		if (!strcmp(order[i], kind))
			return i;
	return -1;
}

/* How much of a wording must be there: short ones whole. */
static double
threshold_of(struct piece wording)
{
	struct words words = { 0 };

	words_read(&words, wording, 0);
	size_t n = words.n;
	words_done(&words);
	return n >= 12 ? 0.62 : n >= 7 ? 0.74 : 1.0;
}

static bool
says(const struct tt_rule *rule, const char *key, const char *word)
{
	const char *value = tt_rule_value(rule, key, 0);

	return value && !strcmp(value, word);
}

static void
add_heading(struct notice_book *book, const char *text, struct notice *notice)
{
	char folded[MAX_HEADING];
	size_t len = fold_piece(
		piece_text(text), &plain, folded, sizeof(folded), NULL);

	mem_more(book->headings, book->n_headings, book->cap_headings);
	book->headings[book->n_headings++] =
		(struct notice_heading){ mem_text(folded, len), len, notice,
			0 };
	begins_add(&book->begins, begins_of(piece_of(folded, len)),
		len < BEGINS_MAX ? len : BEGINS_MAX);
}

static void
read_shapes(struct notice_book *book, struct notice *notice)
{
	const char *text;

	for (size_t n = 0; (text = tt_rule_value(notice->rule, "line", n)); n++)
		shape_add(book->lines, text, (uint32_t)book->n, false);
	for (size_t n = 0; (text = tt_rule_value(notice->rule, "heading", n));
		n++)
		add_heading(book, text, notice);
	concept_read(book->concepts, notice->rule, (uint32_t)book->n);
}

/* Chains by first byte that keep the order of the file. */
static void
index_headings(struct notice_book *book)
{
	for (size_t i = book->n_headings; i-- > 0;) {
		struct notice_heading *heading = &book->headings[i];
		unsigned char first = (unsigned char)heading->text[0];

		heading->next = book->headings_by[first];
		book->headings_by[first] = i + 1;
	}
}

/* What is wrong with it is told with its place. */
static void
read_rule(struct notice_book *book, const struct tt_rule *rule,
	struct tt_instance *self)
{
	struct notice *notice = &book->notices[book->n];
	const char *kind = tt_rule_value(rule, "kind", 0);
	const char *speaks = tt_rule_value(rule, "speaks", 0);
	const char *phrase;

	if (!kind || weight_of(kind) < 0) {
		tt_rule_error(self, rule, "kind", 0,
			"rule %s: `kind` is not one of the nine kinds of "
			"notice",
			tt_rule_id(rule));
		return;
	}
	*notice = (struct notice){
		.id = tt_rule_id(rule),
		.kind = kind,
		.speaks = speaks ? speaks : "publisher",
		.party = tt_rule_value(rule, "party", 0),
		.required = says(rule, "required", "yes"),
		.strong = says(rule, "strong", "yes"),
		.generic = says(rule, "generic", "yes"),
		.head = says(rule, "where", "head"),
		.behind = says(rule, "where", "behind"),
		.weight = weight_of(kind),
		.rule = rule,
	};
	for (size_t n = 0; (phrase = tt_rule_value(rule, "phrase", n)); n++) {
		struct piece wording = piece_text(phrase);

		if (!phrase_add(book->phrases, wording, threshold_of(wording),
			    (uint32_t)book->n))
			tt_rule_error(self, rule, "phrase", n,
				"rule %s: a phrase needs two words",
				notice->id);
	}
	read_shapes(book, notice);
	book->n++;
}

bool
notice_book_open(struct notice_book *book, struct tt_instance *self)
{
	const struct tt_rules *rules = tt_rules(self, "notices.rules");

	if (!rules)
		return false;
	book->notices =
		mem_alloc((tt_rule_count(rules) + 1) * sizeof(*book->notices));
	book->phrases = phrase_set_new();
	book->lines = shape_book_new();
	book->concepts = concept_set_new();
	for (size_t i = 0; i < tt_rule_count(rules); i++) {
		const struct tt_rule *rule = tt_rule_at(rules, i);
		const char *words = tt_rule_value(rule, "words", 0);

		if (!strcmp(tt_rule_id(rule), "reporting")) {
			book->reporting_rule = rule;
			words_read(&book->reporting,
				piece_text(words ? words : ""), 0);
		} else if (!strcmp(tt_rule_id(rule), "owner")) {
			book->owner_rule = rule;
			book->owners = words ? words : "";
		} else if (!strcmp(tt_rule_id(rule), "site")) {
			book->site_rule = rule;
			book->sites = words ? words : "";
		} else {
			read_rule(book, rule, self);
		}
	}
	phrase_set_ready(book->phrases);
	index_headings(book);
	return true;
}

void
notice_book_close(struct notice_book *book)
{
	phrase_set_free(book->phrases);
	words_done(&book->reporting);
	free(book->notices);
	shape_book_free(book->lines);
	concept_set_free(book->concepts);
	for (size_t i = 0; i < book->n_headings; i++)
		free(book->headings[i].text);
	free(book->headings);
	*book = (struct notice_book){ 0 };
}

const struct notice *
notice_of_line(const struct notice_book *book, struct piece line)
{
	struct shape_line folded;

	if (!shape_may_begin(book->lines, line))
		return NULL;
	shape_head(line, &folded);
	if (!shape_may_be(book->lines, &folded, 0))
		return NULL;
	shape_line(line, &folded);
	const struct shape *shape = shape_find(book->lines, &folded, 0, false);
	return shape ? &book->notices[shape->value] : NULL;
}

/* Behind the heading: where the text goes on; 0 when the line goes on in a way
 * that makes it no heading. */
static size_t
behind_heading(struct piece line, size_t at)
{
	while (at < line.len && byte_in(line.at[at], "*_#=])"))
		at++;
	if (piece_starts(piece_skip(line, at), " :"))
		at++;
	if (piece_starts(piece_skip(line, at), "\xef\xbc\x9a"))
		return at + 3 + piece_spaces(piece_skip(line, at + 3));
	bool colon =
		at < line.len && (line.at[at] == ':' || line.at[at] == '-');
	if (at < line.len && !colon &&
		!piece_dashes(piece_trim(piece_skip(line, at))))
		return 0;
	while (at < line.len && (byte_in(line.at[at], "*_#=]):.") ||
					piece_spaces(piece_skip(line, at)) ||
					piece_dashes(piece_skip(line, at))))
		at++;
	return at;
}

/* Bytes of the line that read as the heading does; 0: they do not. */
static size_t
reads_as(struct piece line, const struct notice_heading *heading)
{
	size_t i = 0, at = 0;

	while (at < heading->len) {
		size_t len, spaces = piece_spaces(piece_skip(line, i));

		if (i >= line.len)
			return 0;
		uint32_t code = spaces ? ' '
				       : fold_code(piece_code(
						 piece_skip(line, i), &len));
		i += spaces ? spaces : len;
		if (!code)
			continue;
		struct piece rest =
			piece_of(heading->text + at, heading->len - at);
		if (piece_code(rest, &len) != code)
			return 0;
		at += len;
	}
	return i;
}

/* A heading fills its line, or a colon or a dash parts it from the text. */
static bool
may_be_heading(struct piece line)
{
	if (line.len <= MAX_HEADING)
		return true;
	struct piece head = piece_head(line, MAX_HEADING);
	return memchr(head.at, ':', head.len) ||
	       memchr(head.at, '-', head.len) ||
	       memchr(head.at, 0xe2, head.len) ||
	       memchr(head.at, 0xef, head.len);
}

/* Stars and dashes around a heading are decoration. */
const struct notice *
notice_of_heading(const struct notice_book *book, struct piece line,
	size_t *ret_len, size_t *ret_after)
{
	const struct notice *best = NULL;
	size_t best_len = 0, skip = 0;
	uint32_t first;

	while (skip < line.len && byte_in(line.at[skip], "*_#=- [("))
		skip++;
	struct piece rest = piece_skip(line, skip);
	if (fold_four(rest, &first) &&
		!begins_may(&book->begins, first, BEGINS_ALL))
		return NULL;
	if (!rest.len || !may_be_heading(line))
		return NULL;
	size_t at = book->headings_by[fold_first(rest)];
	for (; at; at = book->headings[at - 1].next) {
		const struct notice_heading *heading = &book->headings[at - 1];
		size_t len = reads_as(rest, heading), after;

		if (!len || skip + len <= best_len)
			continue;
		after = behind_heading(line, skip + len);
		if (!after)
			continue;
		best = heading->notice;
		best_len = skip + len;
		*ret_after = after;
		*ret_len = best_len;
	}
	return best;
}

struct choice {
	const struct notice_book *book;
	const struct notice *best;
};

static void
choose(void *context, uint32_t value)
{
	struct choice *choice = context;
	const struct notice *notice = &choice->book->notices[value];

	if (!choice->best || notice->weight < choice->best->weight)
		choice->best = notice;
}

const struct notice *
notice_of_sentence(const struct notice_book *book, struct piece sentence)
{
	static const struct fold_how how = { .numbers = true, .lines = true };
	struct choice choice = { book, NULL };
	char folded[MAX_SENTENCE];
	size_t len = fold_piece(piece_head(sentence, MAX_SENTENCE), &how,
		folded, sizeof(folded), NULL);

	concept_scan(book->concepts, piece_of(folded, len), choose, &choice);
	return choice.best;
}

bool
notice_is_reported(const struct notice_book *book, const struct words *words,
	size_t from, size_t to)
{
	for (size_t i = from; i < to && i < words->n; i++)
		for (size_t k = 0; k < book->reporting.n; k++)
			if (book->reporting.items[k].hash ==
				words->items[i].hash)
				return true;
	return false;
}

static bool
holds_one(const char *words, struct piece text)
{
	struct piece rest = piece_text(words), word;

	while (piece_next(&rest, &word))
		if (piece_holds(text, word))
			return true;
	return false;
}

bool
notice_has_owner(const struct notice_book *book, struct piece text)
{
	return holds_one(book->owners, text);
}

bool
notice_has_site(const struct notice_book *book, struct piece text)
{
	return holds_one(book->sites, text);
}
