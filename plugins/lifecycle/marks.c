/* SPDX-License-Identifier: Apache-2.0 */
/*
 * marks.c - openings are chained by their first byte; the longest wins.
 */
#include "lifecycle/marks.h"

#include <stdlib.h>

#include "common/mem.h"
#include "common/scan.h"

#define MAX_TERM 160u
#define MAX_TAG 60u /* bytes of a tag in brackets */
#define MAX_NOTE 600u
#define MAX_BEHIND 24u /* bytes behind a bracket that is a note */
#define MAX_PLAIN 200u /* of one without brackets */

static const struct fold_how plain = { .numbers = false };

/* ---- reading --------------------------------------------------------------
 */

static void
add_opening(struct openings *openings, const char *text,
	const struct tt_rule *rule, bool fold)
{
	char folded[MAX_TERM];

	if (openings->n == openings->cap) {
		openings->cap = openings->cap ? 2 * openings->cap : 32;
		openings->items = mem_grow(openings->items, openings->cap,
			sizeof(*openings->items));
		openings->folded = mem_grow(openings->folded, openings->cap,
			sizeof(*openings->folded));
	}
	size_t len = fold_piece(
		piece_text(text), &plain, folded, sizeof(folded), NULL);
	/* a number and a blank are read in several ways */
	size_t fixed = strcspn(folded, "# ");
	begins_add(&openings->begins, begins_of(piece_of(folded, len)),
		fixed < BEGINS_MAX ? fixed : BEGINS_MAX);
	openings->folded[openings->n] = fold ? mem_text(folded, len) : NULL;
	openings->items[openings->n++] =
		(struct opening){ text, fold ? len : strlen(text), rule, 0 };
}

static void
index_openings(struct openings *openings)
{
	for (size_t i = openings->n; i-- > 0;) {
		struct opening *opening = &openings->items[i];
		const char *text = openings->folded[i] ? openings->folded[i]
						       : opening->text;
		unsigned char first = (unsigned char)byte_lower(text[0]);

		opening->next = openings->by[first];
		openings->by[first] = i + 1;
	}
}

static void
gather(struct openings *openings, const struct tt_rules *rules, const char *key,
	bool fold)
{
	const char *text;

	for (size_t i = 0; i < tt_rule_count(rules); i++) {
		const struct tt_rule *rule = tt_rule_at(rules, i);

		for (size_t k = 0; (text = tt_rule_value(rule, key, k)); k++)
			add_opening(openings, text, rule, fold);
	}
	index_openings(openings);
}

static void
free_openings(struct openings *openings)
{
	for (size_t i = 0; i < openings->n; i++)
		free(openings->folded[i]);
	free(openings->folded);
	free(openings->items);
}

static struct shape_book *
gather_shapes(const struct tt_rules *rules, const char *key)
{
	struct shape_book *book = shape_book_new();
	const char *text;

	for (size_t i = 0; i < tt_rule_count(rules); i++)
		for (size_t k = 0;
			(text = tt_rule_value(tt_rule_at(rules, i), key, k));
			k++)
			shape_add(book, text, (uint32_t)i, false);
	return book;
}

bool
marks_open(struct marks *marks, struct tt_instance *self)
{
	const struct tt_rules *rules = tt_rules(self, "marks.rules");

	if (!rules)
		return false;
	marks->rules = rules;
	gather(&marks->tags, rules, "tag", false);
	gather(&marks->words, rules, "word", true);
	gather(&marks->tails, rules, "tail", false);
	gather(&marks->notes, rules, "note", true);
	gather(&marks->bracketed, rules, "bracketed", true);
	gather(&marks->embargoes, rules, "embargo", true);
	gather(&marks->holds, rules, "mark", true);
	marks->notebooks = gather_shapes(rules, "notebook");
	marks->frames = gather_shapes(rules, "frame");
	marks->brackets = concept_set_new();
	marks->lines = concept_set_new();
	for (size_t i = 0; i < tt_rule_count(rules); i++) {
		const struct tt_rule *rule = tt_rule_at(rules, i);
		const char *where = tt_rule_value(rule, "where", 0);
		bool bracket = where && !strcmp(where, "brackets");

		concept_read(bracket ? marks->brackets : marks->lines, rule,
			(uint32_t)i);
	}
	return true;
}

void
marks_close(struct marks *marks)
{
	free_openings(&marks->tags);
	free_openings(&marks->words);
	free_openings(&marks->tails);
	free_openings(&marks->notes);
	free_openings(&marks->bracketed);
	free_openings(&marks->embargoes);
	free_openings(&marks->holds);
	shape_book_free(marks->notebooks);
	shape_book_free(marks->frames);
	concept_set_free(marks->brackets);
	concept_set_free(marks->lines);
}

/* ---- beginnings -----------------------------------------------------------
 */

/* Reads up to three digits. */
static size_t
read_serial(struct piece p, unsigned *ret_serial)
{
	unsigned value = 0;
	size_t i = 0, n = 0, len;

	while (n < 3 && i < p.len) {
		uint32_t code = fold_code(piece_code(piece_skip(p, i), &len));

		if (code < '0' || code > '9')
			break;
		value = value * 10 + (unsigned)(code - '0');
		i += len;
		n++;
	}
	if (n)
		*ret_serial = value;
	return i;
}

/* Bytes of the text that read as a folded pattern does: # is a number, a blank
 * may be a hyphen. */
static size_t
reads_as(struct piece p, const char *pattern, unsigned *ret_serial)
{
	size_t i = 0, len, want_len;
	struct piece want = piece_text(pattern);

	while (want.len) {
		struct piece rest = piece_skip(p, i);
		size_t spaces = piece_spaces(rest);

		if (!rest.len)
			return 0;
		if (want.at[0] == '#') {
			size_t digits = read_serial(rest, ret_serial);

			if (!digits)
				return 0;
			i += digits;
			want = piece_skip(want, 1);
			continue;
		}
		uint32_t code =
			spaces ? ' ' : fold_code(piece_code(rest, &len));
		i += spaces ? spaces : len;
		if (!code)
			continue;
		uint32_t wanted = piece_code(want, &want_len);
		if (code != wanted && !(wanted == ' ' && code == '-'))
			return 0;
		want = piece_skip(want, want_len);
	}
	return i;
}

/* The beginning of a line, folded: most openings of its first byte differ from
 * it in the next ones. */
struct beginning {
	char text[16];
};

static void
read_beginning(struct piece p, struct beginning *ret)
{
	memset(ret->text, 0, sizeof(ret->text));
	fold_piece(
		piece_head(p, 8), &plain, ret->text, sizeof(ret->text), NULL);
}

static bool
may_read(const struct beginning *beginning, const char *pattern)
{
	for (size_t i = 1; i < 4; i++) {
		if (!pattern[i] || pattern[i] == '#' || pattern[i] == ' ')
			return true;
		if (pattern[i] != beginning->text[i])
			return beginning->text[i] == '\0';
	}
	return true;
}

/* Does a word go on behind the opening? */
static bool
is_whole(struct piece p, size_t len)
{
	size_t n;

	if (len >= p.len)
		return true;
	size_t last = piece_last(piece_head(p, len));
	uint32_t before = piece_code(piece_skip(p, len - last), &n);
	uint32_t code = piece_code(piece_skip(p, len), &n);
	return !code_is_letter(before) || !code_is_letter(code) ||
	       before >= 0x590;
}

size_t
marks_longest(const struct openings *openings, struct piece line,
	const struct tt_rule **ret_rule)
{
	struct beginning beginning;
	size_t best = 0;
	uint32_t first;

	if (fold_four(line, &first) &&
		!begins_may(&openings->begins, first, BEGINS_ALL))
		return 0;
	size_t at = openings->by[fold_first(line)];
	if (at)
		read_beginning(line, &beginning);
	for (; at; at = openings->items[at - 1].next) {
		const char *text = openings->folded[at - 1];
		unsigned serial = 0;

		if (!may_read(&beginning, text))
			continue;
		size_t len = reads_as(line, text, &serial);
		size_t end = strlen(text), digits;

		/* "embargoed #": the number is not taken. */
		if (len && text[end - 1] == '#') {
			digits = 0;
			while (len > 0 && line.at[len - 1] >= '0' &&
				line.at[len - 1] <= '9' && digits < 3) {
				len--;
				digits++;
			}
		}
		if (len > best) {
			best = len;
			*ret_rule = openings->items[at - 1].rule;
		}
	}
	return best;
}

/* ---- tags -----------------------------------------------------------------
 */

/* Bytes of a tag that is compared as it stands: # is a number. */
static size_t
match_tag(struct piece p, const char *tag, unsigned *ret_serial)
{
	size_t i = 0;

	*ret_serial = 0;
	for (; *tag; tag++) {
		if (*tag == '#') {
			size_t digits =
				read_serial(piece_skip(p, i), ret_serial);

			if (!digits)
				return 0;
			i += digits;
			continue;
		}
		if (i >= p.len || p.at[i] != *tag)
			return 0;
		i++;
	}
	return i;
}

static bool
is_colon(struct piece p, size_t *ret_len)
{
	static const char *const signs[] = { ":", "\xef\xbc\x9a", "/",
		"\xef\xbc\x8f", "|", "\xef\xbd\x9c" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (piece_starts(p, signs[i])) {
			*ret_len = strlen(signs[i]);
			return true;
		}
	return false;
}

/* What must stand behind a tag: "-", ":", " - ", " / ", or nothing when the tag
 * closes itself. */
static size_t
separator(struct piece p, bool closed)
{
	size_t i = piece_spaces(p), colon;
	struct piece rest = piece_skip(p, i);
	size_t dash = piece_dashes(rest);

	if (!dash && is_colon(rest, &colon))
		dash = colon;
	if (!dash)
		return closed || !rest.len ? i : 0;
	return i + dash + piece_spaces(piece_skip(rest, dash));
}

/* The longest tag of the chain. */
/* "CORRECTING and REPLACING": so many words need no sign behind them. */
static bool
is_long(const char *tag)
{
	const char *blank = strchr(tag, ' ');

	return blank && strchr(blank + 1, ' ');
}

static void
find_tag_in(const struct openings *tags, size_t at, struct piece p,
	struct tag *best)
{
	for (; at; at = tags->items[at - 1].next) {
		const struct opening *tag = &tags->items[at - 1];
		unsigned serial;
		size_t len = match_tag(p, tag->text, &serial);
		bool closed = len && (byte_in(p.at[len - 1], ")*u") ||
					     is_long(tag->text));
		struct piece rest = piece_skip(p, len);
		size_t sep = len ? separator(rest, closed) : 0;

		if (!len || (!sep && rest.len && !closed))
			continue;
		if (len + sep > best->len)
			*best = (struct tag){ tag->rule, len + sep, serial };
	}
}

/* No small letter: capitals, or a script that has none. */
static bool
is_loud(struct piece p)
{
	size_t len;

	for (; p.len; p = piece_skip(p, len))
		if (code_is_lower(piece_code(p, &len)))
			return false;
	return true;
}

/* The word at the start of `p` in whatever case, as far as its rule allows. */
static size_t
find_word(const struct marks *marks, struct piece p, struct tag *ret_tag)
{
	const struct openings *words = &marks->words;
	struct beginning beginning;
	size_t best = 0, at = words->by[fold_first(p)];

	read_beginning(p, &beginning);
	for (int pass = 0; pass < 2; pass++) {
		for (; at; at = words->items[at - 1].next) {
			const struct tt_rule *rule = words->items[at - 1].rule;
			unsigned serial = 0;

			if (!pass &&
				!may_read(&beginning, words->folded[at - 1]))
				continue;
			const char *how = tt_rule_value(rule, "case", 0);
			size_t len =
				reads_as(p, words->folded[at - 1], &serial);

			if (len <= best || !is_whole(p, len) ||
				(how && !is_loud(piece_head(p, len))))
				continue;
			best = len;
			*ret_tag = (struct tag){ rule, len, serial };
		}
		at = words->by['#'];
	}
	return best;
}

/* Bytes of an opening bracket; `ret_close` is the one that closes it. */
static size_t
bracket(struct piece p, const char **ret_close)
{
	static const struct {
		const char *open, *close;
	} pairs[] = { { "(", ")" }, { "[", "]" },
		{ "\xef\xbc\x88", "\xef\xbc\x89" },
		{ "\xe3\x80\x90", "\xe3\x80\x91" },
		{ "\xef\xbc\xbb", "\xef\xbc\xbd" },
		{ "\xe3\x80\x94", "\xe3\x80\x95" },
		{ "\xe3\x80\x8a", "\xe3\x80\x8b" }, { "<", ">" }, { "{", "}" },
		{ "\xef\xbc\x9c", "\xef\xbc\x9e" },
		{ "\xe3\x80\x88", "\xe3\x80\x89" } };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (piece_starts(p, pairs[i].open)) {
			*ret_close = pairs[i].close;
			return strlen(pairs[i].open);
		}
	return 0;
}

/* "[Update 2] ", "【訂正】": nothing but the word in the brackets. */
static bool
find_bracketed(const struct marks *marks, struct piece p, struct tag *ret_tag)
{
	const char *close;
	size_t open = bracket(p, &close);

	if (!open)
		return false;
	struct piece inner = piece_head(piece_skip(p, open), MAX_TAG);
	size_t end = piece_find_exact(inner, close);
	if (end >= inner.len)
		return false;
	inner = piece_trim(piece_head(inner, end));
	if (!inner.len || find_word(marks, inner, ret_tag) != inner.len)
		return false;
	size_t len = open + end + strlen(close);
	struct piece rest = piece_skip(p, len);
	size_t past = (size_t)(inner.at - p.at) + inner.len;
	ret_tag->len = (past > len ? past : len) + separator(rest, true);
	return true;
}

/* "Korrektur: ", "UPDATE 2 - ", "快讯／" */
static bool
find_spoken(const struct marks *marks, struct piece p, struct tag *ret_tag)
{
	size_t len = find_word(marks, p, ret_tag), colon;

	if (!len)
		return false;
	struct piece rest = piece_skip(p, len);
	size_t spaces = piece_spaces(rest);
	struct piece sign = piece_skip(rest, spaces);
	size_t dash = piece_dashes(sign);
	bool parted =
		is_colon(sign, &colon) ||
		(dash && ((spaces && piece_spaces(piece_skip(sign, dash))) ||
				 is_loud(piece_head(p, len))));
	if (!parted && rest.len)
		return false;
	ret_tag->len = len + separator(rest, true);
	return true;
}

bool
marks_tag(const struct marks *marks, struct piece p, struct tag *ret_tag)
{
	const struct openings *tags = &marks->tags;
	unsigned char first = (unsigned char)byte_lower(p.at[0]);
	struct tag other;

	*ret_tag = (struct tag){ .len = 0 };
	find_tag_in(tags, tags->by[first], p, ret_tag);
	find_tag_in(tags, tags->by['#'], p, ret_tag);
	if (find_bracketed(marks, p, &other) && other.len > ret_tag->len)
		*ret_tag = other;
	if (find_spoken(marks, p, &other) && other.len > ret_tag->len)
		*ret_tag = other;
	return ret_tag->len > 0;
}

bool
marks_tail(const struct marks *marks, struct piece p, struct tag *ret_tag,
	size_t *ret_start)
{
	size_t floor = p.len > MAX_TAG ? p.len - MAX_TAG : 1;

	for (size_t i = floor; i < p.len; i++) {
		struct piece rest = piece_skip(p, i);

		if (((unsigned char)rest.at[0] & 0xc0) == 0x80 ||
			!find_bracketed(marks, rest, ret_tag) ||
			ret_tag->len != rest.len)
			continue;
		*ret_start = i;
		return true;
	}
	return false;
}

/* ---- notes ----------------------------------------------------------------
 */

bool
marks_is(const struct shape_book *book, struct piece line)
{
	struct shape_line folded;

	shape_line(line, &folded);
	return !folded.cut && shape_find(book, &folded, 0, false) != NULL;
}

static void
take_first(void *context, uint32_t value)
{
	uint32_t *first = context;

	if (value < *first)
		*first = value;
}

static const struct tt_rule *
rule_about(const struct marks *marks, const struct concept_set *set,
	struct piece text)
{
	char folded[MAX_NOTE + 1];
	uint32_t first = UINT32_MAX;
	size_t len = fold_piece(text, &plain, folded, sizeof(folded), NULL);

	concept_scan(set, piece_of(folded, len), take_first, &first);
	return first < UINT32_MAX ? tt_rule_at(marks->rules, first) : NULL;
}

const struct tt_rule *
marks_note(const struct marks *marks, struct piece line)
{
	const struct tt_rule *rule = NULL;
	const char *close;

	while (line.len && byte_in(line.at[0], "*= "))
		line = piece_skip(line, 1);
	if (!line.len)
		return NULL;
	size_t len = marks_longest(&marks->notes, line, &rule);
	if (len && is_whole(line, len))
		return rule;
	size_t open = bracket(line, &close);
	if (line.len > MAX_NOTE)
		return NULL;
	if (!open)
		return line.len <= MAX_PLAIN
			       ? rule_about(marks, marks->lines, line)
			       : NULL;
	struct piece inner = piece_skip(line, open);
	len = marks_longest(&marks->notes, inner, &rule);
	if (len && is_whole(inner, len))
		return rule;
	len = marks_longest(&marks->bracketed, inner, &rule);
	if (len && is_whole(inner, len))
		return rule;
	/* "(TTXVN) ...": the bracket is not what the line says */
	size_t end = piece_find_exact(inner, close);
	return end + MAX_BEHIND < inner.len
		       ? NULL
		       : rule_about(marks, marks->brackets, inner);
}
