/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page.c - the line is tried as it stands, then without what decorates it.
 */
#include "common/page.h"

#include <stdlib.h>

#include "common/concept.h"
#include "common/mem.h"
#include "common/scan.h"
#include "common/shape.h"
#include "common/trie.h"

#define SHORT_LABEL 6u    /* bytes; a shorter one begins sentences, too */
#define MAX_BAR 14        /* words of a bar of buttons */
#define MAX_SENTENCE 130u /* bytes of one to the reader */
#define MAX_MADE 200u     /* bytes of one that is told by its make */
#define MAX_BOX 240u      /* bytes of a box's name that are looked at */
#define MAX_TAG_WORDS 3   /* words of one tag */
#define MAX_MOMENT 12     /* words of a day and an hour */
#define MIN_MOMENT 8u     /* figures in them */
#define MAX_NAMES 4       /* words before them */
#define MAX_STAMP 120u    /* bytes of a line that is a date */

struct page_book {
	struct shape_book *shapes;
	struct concept_set *sentences;
	struct trie *words;
	struct trie *boxes;
	struct trie *around; /* words that stand around a date */
	uint32_t around_rule;
	const char *each; /* what all words of a line begin with; NULL: none */
	uint32_t each_rule;
	/* Three for each rule: as it is, as one that only goes alone, and of
	 * what stands in a box. */
	struct page_rule *rules;
};

/* ---- rules ----------------------------------------------------------------
 */

static bool
says(const struct tt_rule *rule, const char *key, const char *value)
{
	const char *found = tt_rule_value(rule, key, 0);

	return found && !strcmp(found, value);
}

static void
add_label(struct page_book *book, const char *label, uint32_t value)
{
	static const char *const behind[] = { "", ":*", " :*", " -*", " |*",
		" >*", ">*", "]*", "\xe3\x80\x91*", ")*", " \xc2\xbb*" };
	bool loose = strlen(label) < SHORT_LABEL;
	char pattern[SHAPE_MAX_LINE];
	size_t len = strlen(label);

	if (len + 8 > sizeof(pattern))
		return;
	memcpy(pattern, label, len);
	for (size_t i = 0; i < sizeof(behind) / sizeof(behind[0]); i++) {
		memcpy(pattern + len, behind[i], strlen(behind[i]) + 1);
		shape_add(book->shapes, pattern, value, i && loose);
	}
}

static void
add_words(struct trie *trie, const char *words, uint32_t value)
{
	static const struct fold_how how = { .lines = false };
	struct piece rest = piece_trim(piece_text(words));
	char folded[SHAPE_MAX_LINE];

	while (rest.len) {
		struct piece word = scan_word(rest);
		size_t len =
			fold_piece(word, &how, folded, sizeof(folded), NULL);

		trie_hang(trie, trie_grow(trie, folded, len), value);
		rest = piece_skip(rest, word.len);
		rest = piece_skip(rest, piece_spaces(rest));
	}
}

/* "share | read more" */
static void
add_boxes(struct trie *trie, const char *names, uint32_t value)
{
	struct piece rest = piece_text(names), name;

	while (piece_next(&rest, &name))
		trie_hang(trie, trie_grow(trie, name.at, name.len), value);
}

static void
read_rule(struct page_book *book, const struct tt_rule *rule, size_t index)
{
	uint32_t as_is = (uint32_t)index * 3, alone = as_is + 1;
	uint32_t boxed = as_is + 2;
	const char *text;

	book->rules[as_is] = (struct page_rule){ tt_rule_id(rule), true,
		says(rule, "where", "anywhere"), says(rule, "sure", "yes"),
		false };
	book->rules[alone] = book->rules[as_is];
	book->rules[alone].start = false;
	book->rules[boxed] =
		(struct page_rule){ tt_rule_id(rule), false, true, true, true };
	for (size_t n = 0; (text = tt_rule_value(rule, "start", n)); n++)
		shape_add(book->shapes, text, as_is, shape_is_loose(text));
	for (size_t n = 0; (text = tt_rule_value(rule, "inline", n)); n++)
		shape_add(book->shapes, text, alone, shape_is_loose(text));
	for (size_t n = 0; (text = tt_rule_value(rule, "label", n)); n++)
		add_label(book, text, alone);
	for (size_t n = 0; (text = tt_rule_value(rule, "words", n)); n++)
		add_words(book->words, text, alone);
	for (size_t n = 0; (text = tt_rule_value(rule, "box", n)); n++)
		add_boxes(book->boxes, text, boxed);
	for (size_t n = 0; (text = tt_rule_value(rule, "around", n)); n++) {
		add_words(book->around, text, alone);
		book->around_rule = alone;
	}
	if ((text = tt_rule_value(rule, "each", 0))) {
		book->each = text;
		book->each_rule = alone;
	}
	concept_read(book->sentences, rule, alone);
}

struct page_book *
page_book_open(struct tt_instance *self)
{
	const struct tt_rules *rules = tt_rules(self, "furniture.rules");

	if (!rules)
		return NULL;
	struct page_book *book = mem_alloc(sizeof(*book));
	size_t n = tt_rule_count(rules);

	book->shapes = shape_book_new();
	book->sentences = concept_set_new();
	book->words = trie_new();
	book->boxes = trie_new();
	book->around = trie_new();
	book->rules = mem_alloc((3 * n + 1) * sizeof(*book->rules));
	for (size_t i = 0; i < n; i++)
		read_rule(book, tt_rule_at(rules, i), i);
	return book;
}

void
page_book_close(struct page_book *book)
{
	if (!book)
		return;
	shape_book_free(book->shapes);
	concept_set_free(book->sentences);
	trie_free(book->words);
	trie_free(book->boxes);
	trie_free(book->around);
	free(book->rules);
	free(book);
}

/* ---- lines ----------------------------------------------------------------
 */

static bool
is_plain(uint32_t code)
{
	return code == '#' || code == '\'' || code_is_letter(code) ||
	       code_is_digit(code);
}

/* Where the words of the line begin: bullets, arrows, stars are passed. A
 * number sign before a blank is one of these. */
static size_t
lead(struct piece p)
{
	size_t i = 0, len;

	while (i < p.len) {
		struct piece rest = piece_skip(p, i);
		bool sharp = rest.at[0] == '#' && rest.len > 1 &&
			     byte_in(rest.at[1], "# ");

		if (!sharp && is_plain(piece_code(rest, &len)))
			break;
		i += sharp ? 1 : len;
	}
	return i;
}

/* Where they end: what stands behind is cut, and a count with it. */
static size_t
tail(struct piece p, bool count)
{
	for (;;) {
		size_t last = piece_last(p), len;

		if (!p.len)
			return 0;
		struct piece end = piece_skip(p, p.len - last);
		bool number = count && end.at[0] == '#';
		if (!number && end.at[0] != '#' &&
			!is_plain(piece_code(end, &len)) &&
			!(piece_code(end, &len) >= 0x900 &&
				piece_code(end, &len) < 0x1100))
			p.len -= last;
		else if (number && p.len > 1)
			p.len -= last;
		else if (end.at[0] == '\'')
			p.len -= last;
		else
			return p.len;
	}
}

static const struct shape *
find_shape(const struct page_book *book, struct shape_line *line, bool prose)
{
	const struct shape *shape = shape_find(book->shapes, line, 0, prose);
	size_t from = lead(piece_of(line->text, line->len));

	if (!shape && from)
		shape = shape_find(book->shapes, line, from, prose);
	if (shape || line->len > SHAPE_HEAD)
		return shape;
	for (int count = 0; count < 2 && !shape; count++) {
		struct piece p = piece_of(line->text, line->len);
		size_t end = from + tail(piece_skip(p, from), count);
		char kept = line->text[end];

		if (end <= from || end == line->len)
			continue;
		line->text[end] = '\0';
		shape = shape_find(book->shapes, line, from, prose);
		line->text[end] = kept;
	}
	return shape;
}

/* Nothing but words of one bar. */
static const struct page_rule *
find_bar(const struct page_book *book, const char *text)
{
	const uint32_t *value, *found = NULL;
	int words = 0;

	while (*text) {
		uint32_t node = TRIE_ROOT, at = 0;
		bool any = false;

		while (*text && byte_is_word((unsigned char)*text)) {
			node = node ? trie_step(book->words, node,
					      (unsigned char)*text)
				    : 0;
			text++;
			any = true;
		}
		if (!any) {
			text++;
			continue;
		}
		value = node ? trie_next(book->words, node, &at) : NULL;
		if (!value || ++words > MAX_BAR)
			return NULL;
		found = value;
	}
	return words >= 2 ? &book->rules[*found] : NULL;
}

/* "#Ninh Thuan #salt #covered fields": nothing but short runs of words. */
static bool
is_each_of_several(const struct page_book *book, struct piece line)
{
	size_t signs = 0, words = 0, len;

	if (line.len > MAX_MADE || scan_ends_sentence(line))
		return false;
	for (; line.len; line = piece_skip(line, piece_spaces(line))) {
		struct piece word = scan_word(line);
		bool begins = piece_starts(word, book->each);

		if (begins &&
			!code_is_letter(piece_code(
				piece_skip(word, strlen(book->each)), &len)))
			return false;
		words = begins ? 1 : words + 1;
		signs += begins;
		if (words > MAX_TAG_WORDS ||
			byte_in(word.at[word.len - 1], ".,:;"))
			return false;
		line = piece_skip(line, word.len);
	}
	return signs >= 3;
}

/* "#boats #harbour" */
static bool
is_each(const struct page_book *book, struct piece line)
{
	size_t words = 0, len;

	line = piece_trim(line);
	if (!book->each || !piece_starts(line, book->each))
		return false;
	if (is_each_of_several(book, line))
		return true;
	size_t sign = strlen(book->each);
	for (; sign && line.len; line = piece_skip(line, piece_spaces(line))) {
		struct piece word = scan_word(line);

		if (!piece_starts(word, book->each) || word.len <= sign ||
			!code_is_letter(
				piece_code(piece_skip(word, sign), &len)))
			return false;
		line = piece_skip(line, word.len);
		words++;
	}
	return words >= 2;
}

static void
take_first(void *context, uint32_t value)
{
	uint32_t *first = context;

	if (value < *first)
		*first = value;
}

/* A long line that begins like no shape and is no sentence to the reader. */
static bool
is_hopeless(const struct page_book *book, struct piece line)
{
	struct shape_line head;

	if (line.len <= MAX_SENTENCE)
		return false;
	if (!shape_may_begin(book->shapes, line))
		return true;
	shape_head(line, &head);
	size_t from = lead(piece_of(head.text, head.len));
	return !shape_may_be(book->shapes, &head, 0) &&
	       !shape_may_be(book->shapes, &head, from);
}

const struct page_rule *
page_find(const struct page_book *book, struct piece line)
{
	struct shape_line folded;
	uint32_t first = UINT32_MAX;
	const struct page_rule *bar;

	if (is_each(book, line))
		return &book->rules[book->each_rule];
	if (is_hopeless(book, line))
		return NULL;
	shape_line(line, &folded);
	if (!folded.len)
		return NULL;
	const struct shape *shape =
		find_shape(book, &folded, scan_is_prose(line));
	if (shape)
		return &book->rules[shape->value];
	if (folded.cut || line.len > MAX_SENTENCE)
		return NULL;
	if ((bar = find_bar(book, folded.text)))
		return bar;
	if (memchr(folded.text, '"', folded.len))
		return NULL;
	concept_scan(book->sentences, piece_of(folded.text, folded.len),
		take_first, &first);
	return first < UINT32_MAX ? &book->rules[first] : NULL;
}

/* "relatedLinks_box" as "related links box": one blank behind each word. */
static size_t
split_name(struct piece name, char *out, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < name.len && n + 3 < size; i++) {
		char c = name.at[i];
		bool capital = c >= 'A' && c <= 'Z';
		bool humps = capital && i && byte_is_lower(name.at[i - 1]);

		if (humps && n)
			out[n++] = ' ';
		if (byte_is_alnum((unsigned char)c))
			out[n++] = capital ? (char)(c + ('a' - 'A')) : c;
		else if (n && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	if (n && out[n - 1] != ' ')
		out[n++] = ' ';
	return n;
}

const struct page_rule *
page_box(const struct page_book *book, struct piece name)
{
	char words[MAX_BOX];
	size_t n = split_name(name, words, sizeof(words));

	for (size_t i = 0; i < n; i++) {
		uint32_t node = TRIE_ROOT;

		for (size_t k = i; k < n && node; k++) {
			uint32_t at = 0;
			const uint32_t *value =
				words[k] == ' '
					? trie_next(book->boxes, node, &at)
					: NULL;

			if (value)
				return &book->rules[*value];
			node = trie_step(
				book->boxes, node, (unsigned char)words[k]);
		}
		while (i < n && words[i] != ' ')
			i++;
	}
	return NULL;
}

/* "11.20", "09h31", "3:45pm" */
static bool
is_hour(struct piece word)
{
	size_t len;
	uint32_t code = word.len ? piece_code(word, &len) : ' ';

	return code_is_digit(code) && word.len <= (len > 1 ? 18 : 10);
}

/* Figures of a word, in any script. */
static size_t
digits_of(struct piece word)
{
	size_t n = 0, len;

	for (; word.len; word = piece_skip(word, len))
		n += code_is_digit(piece_code(word, &len));
	return n;
}

/* Bytes of a bracket: "14:05（2/12 16:20 更新）". */
static size_t
bracket_at(struct piece p)
{
	return p.at[0] == '(' || p.at[0] == ')'                 ? 1
	       : piece_starts(p, "（") || piece_starts(p, "）") ? strlen("（")
								: 0;
}

static bool
stands_around(const struct page_book *book, struct piece word)
{
	static const struct fold_how how = { .lines = false };
	char folded[SHAPE_MAX_LINE];
	uint32_t node = TRIE_ROOT, at = 0;

	if (word.len > MAX_STAMP)
		return false;
	while (word.len && byte_in(word.at[word.len - 1], ":,"))
		word.len--;
	size_t len = fold_piece(word, &how, folded, sizeof(folded), NULL);
	for (size_t i = 0; node && i < len; i++)
		node = trie_step(book->around, node, (unsigned char)folded[i]);
	return node && (!len || trie_next(book->around, node, &at));
}

/* "2025Publicado": two stamps that lost what parted them; and brackets. */
static struct piece
unfused(struct piece word)
{
	size_t len;

	for (size_t i = 1; i < word.len; i++)
		if (bracket_at(piece_skip(word, i)))
			return piece_head(word, i);
		else if (word.at[i - 1] >= '0' && word.at[i - 1] <= '9' &&
			 code_is_upper(piece_code(piece_skip(word, i), &len)) &&
			 word.len - i > 4)
			return piece_head(word, i);
	return word;
}

/* Figures of ASCII, or anything that may be one of another script. */
static bool
may_have_figures(struct piece p)
{
	size_t i = 0;

	for (; i + sizeof(uint64_t) <= p.len; i += sizeof(uint64_t)) {
		uint64_t word = eight_at(p.at + i);

		if (eight_digits(word) | (word & EIGHT(0x80)))
			return true;
	}
	for (; i < p.len; i++)
		if (code_is_digit((unsigned char)p.at[i]) ||
			(unsigned char)p.at[i] >= 0x80)
			return true;
	return false;
}

const struct page_rule *
page_stamp(const struct page_book *book, struct piece line)
{
	size_t digits = 0, words = 0, dates = 0, hours = 0;

	if (line.len > MAX_STAMP || !may_have_figures(line))
		return NULL;
	for (; line.len; line = piece_skip(line, piece_spaces(line))) {
		size_t bracket = bracket_at(line);

		line = piece_skip(line, bracket);
		if (bracket)
			continue;
		struct piece word = unfused(scan_word(line));
		bool date = scan_is_date_word(word);

		dates += date;
		digits += digits_of(word);
		if (!date && !is_hour(word) && !stands_around(book, word))
			return NULL;
		hours += !date && is_hour(word);
		words++;
		line = piece_skip(line, word.len);
	}
	/* "Publié hier à 16h02 • Mis à jour à 18h40" */
	bool both = words == 2 && dates + hours == 2 && digits >= 8;
	return both || (digits >= 5 && words >= 3 && (dates >= 1 || hours >= 2))
		       ? &book->rules[book->around_rule]
		       : NULL;
}

/* "11:48", "午後4時05分" */
static bool
is_clock(struct piece word)
{
	for (size_t i = 1; i + 1 < word.len; i++)
		if (byte_in(word.at[i], ":.h") && word.at[i - 1] >= '0' &&
			word.at[i - 1] <= '9' && word.at[i + 1] >= '0' &&
			word.at[i + 1] <= '9' && word.len <= 14)
			return true;
	return piece_find_exact(word, "時") < word.len ||
	       piece_find_exact(word, "时") < word.len ||
	       piece_find_exact(word, "۱:") < word.len ||
	       piece_find_exact(word, "۲:") < word.len;
}

/* Does the line go on with a day, its year and an hour from here? */
static bool
is_moment(const struct page_book *book, struct piece line)
{
	size_t digits = 0, words = 0;
	bool clock = false;

	while (line.len && words < MAX_MOMENT) {
		size_t bracket = bracket_at(line);

		line = piece_skip(line, bracket);
		line = piece_skip(line, piece_spaces(line));
		struct piece word = unfused(scan_word(line));
		size_t n = digits_of(word);

		if (!word.len || (!n && !scan_is_date_word(word) &&
					 !stands_around(book, word)))
			break;
		digits += n;
		clock = clock || is_clock(word);
		words++;
		line = piece_skip(line, word.len);
		line = piece_skip(line, piece_spaces(line));
	}
	return clock && digits >= MIN_MOMENT && words >= 2;
}

bool
page_moment(const struct page_book *book, struct piece line, size_t *ret_start)
{
	size_t at = 0, len;

	if (line.len > MAX_MADE || scan_ends_sentence(line))
		return false;
	for (int names = 0; names <= MAX_NAMES && at < line.len; names++) {
		struct piece rest = piece_skip(line, at);
		struct piece word = scan_word(rest);

		*ret_start = at;
		if (is_moment(book, rest) &&
			(!names || stands_around(book, word)))
			return true;
		if (!code_is_upper(piece_code(rest, &len)))
			return false;
		at += word.len + piece_spaces(piece_skip(rest, word.len));
	}
	return false;
}

/* ---- lines that are a page's by their make: short ones, and no sentences ---
 */

/* "3 марта, 14:20 · Общество · 312 просмотров": parts of a line, two of which a
 * page has alone elsewhere. What it has not is one word, such as a section. */
static bool
is_bar_of(const struct page_book *book, struct piece line, const char *sign)
{
	int known = 0, unknown = 0;

	while (line.len) {
		size_t at = piece_find_exact(line, sign);
		struct piece part = piece_trim(piece_head(line, at));

		line = piece_skip(line, at < line.len ? at + strlen(sign) : at);
		if (page_find(book, part) || page_stamp(book, part))
			known++;
		else if (scan_word(part).len < part.len)
			unknown++;
	}
	return known >= 2 && (!unknown || (unknown == 1 && known >= 3));
}

static bool
is_page_bar(const struct page_book *book, struct piece line)
{
	static const char *const signs[] = { " · ", " • ", " | " };

	for (size_t k = 0; k < sizeof(signs) / sizeof(signs[0]); k++)
		if (piece_find_exact(line, signs[k]) < line.len &&
			is_bar_of(book, line, signs[k]))
			return true;
	return false;
}

static bool
is_capitals(struct piece word)
{
	size_t letters = 0, len;

	for (; word.len; word = piece_skip(word, len), letters++)
		if (!code_is_upper(piece_code(word, &len)))
			return false;
	return letters >= 3;
}

/* "RELATED Storm tears roof off cannery": the rule of the capitals that a line
 * begins with; NULL: none. */
static const struct page_rule *
rule_of_capitals(const struct page_book *book, struct piece line)
{
	size_t n = 0, len;

	for (int words = 0; words < 3 && n < line.len; words++) {
		struct piece word = scan_word(piece_skip(line, n));

		if (!is_capitals(word))
			break;
		n += word.len + piece_spaces(piece_skip(line, n + word.len));
	}
	if (!n || n >= line.len ||
		!code_is_upper(piece_code(piece_skip(line, n), &len)))
		return NULL;
	const struct page_rule *rule =
		page_find(book, piece_trim(piece_head(line, n)));
	return rule && (rule->sure || rule->start) ? rule : NULL;
}

/* "allAfrica.com » Southern Africa » Mozambique": the way to a page. */
static bool
is_crumbs(struct piece line)
{
	static const char *const signs[] = { " » ", " › ", " > ", " ❯ " };

	for (size_t k = 0; k < sizeof(signs) / sizeof(signs[0]); k++) {
		size_t n = strlen(signs[k]),
		       at = piece_find_exact(line, signs[k]);
		struct piece rest =
			piece_skip(line, at < line.len ? at + n : at);

		if (piece_find_exact(rest, signs[k]) < rest.len)
			return true;
	}
	return false;
}

const struct page_rule *
page_made(const struct page_book *book, struct piece line)
{
	static const struct page_rule crumbs = { .id = "crumbs",
		.anywhere = true };
	static const struct page_rule bar = { .id = "page-bar",
		.anywhere = true };
	if (line.len > MAX_MADE || scan_ends_sentence(line))
		return NULL;
	const struct page_rule *rule = rule_of_capitals(book, line);
	if (rule)
		return rule;
	return is_crumbs(line)           ? &crumbs
	       : is_page_bar(book, line) ? &bar
					 : NULL;
}
