/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notice.c - reading rules/notices.rules. Keys of a rule: see README.md.
 */
#include "disclaimer/notice.h"

#include <stdlib.h>

#include "common/glob.h"
#include "common/mem.h"

/* A longer line is prose and no shape. */
#define MAX_SHAPED 160u

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
says_yes(const struct tt_rule *rule, const char *key)
{
	const char *value = tt_rule_value(rule, key, 0);

	return value && !strcmp(value, "yes");
}

static void
read_shapes(struct notice_book *book, const struct notice *notice)
{
	const char *text;

	for (size_t n = 0; (text = tt_rule_value(notice->rule, "line", n));
		n++) {
		mem_more(book->lines, book->n_lines, book->cap_lines);
		book->lines[book->n_lines++] =
			(struct notice_shape){ text, notice, strlen(text), 0 };
	}
	for (size_t n = 0; (text = tt_rule_value(notice->rule, "heading", n));
		n++) {
		mem_more(book->headings, book->n_headings, book->cap_headings);
		book->headings[book->n_headings++] =
			(struct notice_shape){ text, notice, strlen(text), 0 };
	}
}

/* Chains by first byte that keep the order of the file. */
static void
index_shapes(struct notice_shape *shapes, size_t n, size_t by[256])
{
	for (size_t i = n; i-- > 0;) {
		unsigned char first =
			(unsigned char)byte_lower(shapes[i].text[0]);

		shapes[i].next = by[first];
		by[first] = i + 1;
	}
}

static bool
read_rule(struct notice_book *book, const struct tt_rule *rule,
	struct tt_instance *self)
{
	struct notice *notice = &book->notices[book->n];
	const char *kind = tt_rule_value(rule, "kind", 0);
	const char *speaks = tt_rule_value(rule, "speaks", 0);
	const char *phrase;

	if (!kind || weight_of(kind) < 0) {
		tt_start_error(self,
			"notices.rules: rule %s: `kind` is not one "
			"of the nine kinds of notice",
			tt_rule_id(rule));
		return false;
	}
	*notice = (struct notice){
		.id = tt_rule_id(rule),
		.kind = kind,
		.speaks = speaks ? speaks : "publisher",
		.party = tt_rule_value(rule, "party", 0),
		.required = says_yes(rule, "required"),
		.strong = says_yes(rule, "strong"),
		.weight = weight_of(kind),
		.rule = rule,
	};
	for (size_t n = 0; (phrase = tt_rule_value(rule, "phrase", n)); n++) {
		struct piece wording = piece_text(phrase);

		if (phrase_add(book->phrases, wording, threshold_of(wording),
			    (uint32_t)book->n))
			continue;
		tt_start_error(self,
			"notices.rules: rule %s: a phrase needs two "
			"words",
			notice->id);
		return false;
	}
	read_shapes(book, notice);
	book->n++;
	return true;
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
	for (size_t i = 0; i < tt_rule_count(rules); i++) {
		const struct tt_rule *rule = tt_rule_at(rules, i);

		if (!strcmp(tt_rule_id(rule), "reporting")) {
			const char *verbs = tt_rule_value(rule, "words", 0);

			words_read(&book->reporting, piece_text(verbs), 0);
		} else if (!read_rule(book, rule, self)) {
			return false;
		}
	}
	phrase_set_ready(book->phrases);
	index_shapes(book->lines, book->n_lines, book->lines_by);
	index_shapes(book->headings, book->n_headings, book->headings_by);
	return true;
}

void
notice_book_close(struct notice_book *book)
{
	phrase_set_free(book->phrases);
	words_done(&book->reporting);
	free(book->notices);
	free(book->lines);
	free(book->headings);
	*book = (struct notice_book){ 0 };
}

/* The first shape of the chain that the line has, plus one; 0: none. */
static size_t
match_shapes(const struct notice_book *book, size_t at, const char *folded,
	bool ascii)
{
	while (at) {
		const struct notice_shape *shape = &book->lines[at - 1];
		bool foreign = ascii && shape->text[0] == '*' &&
			       (unsigned char)shape->text[1] >= 0x80;

		if (!foreign && glob_match(shape->text, folded))
			break;
		at = shape->next;
	}
	return at;
}

const struct notice *
notice_of_line(const struct notice_book *book, struct piece line)
{
	char folded[GLOB_MAX_LINE + 1];

	if (line.len > MAX_SHAPED || !glob_fold(line, folded))
		return NULL;
	bool ascii = true;
	for (const char *at = folded; *at && ascii; at++)
		ascii = (unsigned char)*at < 0x80;
	size_t own = match_shapes(
		book, book->lines_by[(unsigned char)folded[0]], folded, ascii);
	size_t open = match_shapes(book, book->lines_by['*'], folded, ascii);
	if (!own || (open && open < own))
		own = open;
	return own ? book->lines[own - 1].notice : NULL;
}

/* Behind the heading: where the text goes on; 0 when the line goes on in a way
 * that makes it no heading. */
static size_t
behind_heading(struct piece line, size_t at)
{
	while (at < line.len && strchr("*_#=])", line.at[at]))
		at++;
	if (piece_starts(piece_skip(line, at), " :"))
		at++;
	bool colon =
		at < line.len && (line.at[at] == ':' || line.at[at] == '-');
	if (at < line.len && !colon &&
		!piece_dashes(piece_trim(piece_skip(line, at))))
		return 0;
	while (at < line.len && (strchr("*_#=]):.", line.at[at]) ||
					piece_spaces(piece_skip(line, at)) ||
					piece_dashes(piece_skip(line, at))))
		at++;
	return at;
}

/* Stars and dashes around a heading are decoration. */
const struct notice *
notice_of_heading(const struct notice_book *book, struct piece line,
	size_t *ret_len, size_t *ret_after)
{
	const struct notice *best = NULL;
	size_t best_len = 0, skip = 0;

	while (skip < line.len && strchr("*_#=- [(", line.at[skip]))
		skip++;
	if (skip >= line.len)
		return NULL;
	struct piece rest = piece_skip(line, skip);
	size_t at = book->headings_by[(unsigned char)byte_lower(rest.at[0])];
	for (; at; at = book->headings[at - 1].next) {
		const struct notice_shape *shape = &book->headings[at - 1];
		size_t len = skip + shape->len, after;

		if (len <= best_len || !piece_starts_nocase(rest, shape->text))
			continue;
		after = behind_heading(line, len);
		if (!after)
			continue;
		best = shape->notice;
		best_len = len;
		*ret_after = after;
		*ret_len = len;
	}
	return best;
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
