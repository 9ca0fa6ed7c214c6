/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wiretext - where does a paragraph of plain copy end? See wiretext.h. Lines
 * are first cut, then each run of short lines is measured (its longest line is
 * its wrap width), then each line break is judged by its two neighbours.
 */
#include "text/wiretext.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define WRAP_MAX 100 /* characters: a longer line was never wrapped */
#define WRAP_MIN 40  /* a run narrower than this is not wrapped prose */

size_t
wiretext_clean(struct slice text, struct buf *out)
{
	size_t n_dropped = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '\r') {
			if (i + 1 < text.len && text.at[i + 1] == '\n')
				continue;
			buf_putc(out, '\n');
		} else if (((unsigned char)c < ' ' && c != '\n' && c != '\t') ||
			   c == 0x7f) {
			n_dropped++;
		} else {
			buf_putc(out, c);
		}
	}
	return n_dropped;
}

/* ---- one line --------------------------------------------------------------
 */

static struct slice
ink(struct slice line)
{
	return slice_trim(line);
}

static bool
is_item(struct slice line)
{
	struct slice text = ink(line);

	return slice_starts(text, SLICE("- ")) ||
	       slice_starts(text, SLICE("* ")) ||
	       slice_starts(text, SLICE("\xe2\x80\xa2"));
}

/* A tab or three blanks open a paragraph in wire copy. */
static bool
is_indented(struct slice line)
{
	return slice_starts(line, SLICE("\t")) ||
	       slice_starts(line, SLICE("   "));
}

static size_t
first_word_len(struct slice line)
{
	struct slice text = ink(line);
	struct slice word;

	return slice_cut(&text, ' ', &word) ? utf8_count(word) : 0;
}

/* The last character that is no closing quote or bracket. */
static uint32_t
last_letter(struct slice line)
{
	struct slice text = ink(line);
	size_t at = text.len;

	while (at != 0) {
		uint32_t c = utf8_prev(text, &at);

		if (c != '"' && c != '\'' && c != ')' && c != ']' &&
			c != 0x201d && c != 0x2019 && c != 0xbb)
			return c;
	}
	return 0;
}

static bool
ends_sentence(struct slice line)
{
	switch (last_letter(line)) {
	case '.':
	case '!':
	case '?':
	case ':':
	case 0x2026: /* ellipsis */
	case 0x3002: /* ideographic full stop */
	case 0xff01:
	case 0xff1f:
	case 0x061f: /* arabic question mark */
	case 0x06d4:
	case 0x0964: /* danda */
		return true;
	default:
		return false;
	}
}

static bool
begins_lower(struct slice line)
{
	struct slice text = ink(line);

	return text.len != 0 && text.at[0] >= 'a' && text.at[0] <= 'z';
}

/* Ends in a comma, a dash or a word that cannot end anything. */
static bool
ends_open(struct slice line)
{
	static const char *const words =
		"a an and as at by for from her his in "
		"into its of on or our that the their "
		"this to was were which who with";
	struct slice text = ink(line);
	size_t start = text.len;

	if (text.len == 0)
		return false;
	char last = text.at[text.len - 1];

	if (last == ',' || last == ';')
		return true;
	if (text.len >= 8 &&
		(last == '-' || last == '_' ||
			(text.len > 3 && (!memcmp(text.at + text.len - 3,
						  "\xe2\x80\x93", 3) ||
						 !memcmp(text.at + text.len - 3,
							 "\xe2\x80\x94", 3)))))
		return true;
	while (start != 0 && text.at[start - 1] != ' ')
		start--;
	struct slice tail = slice_of(text.at + start, text.len - start);
	struct slice rest = slice_text(words);
	struct slice word;

	if (start == 0)
		return false;
	while (slice_cut(&rest, ' ', &word))
		if (slice_equal(word, tail))
			return true;
	return false;
}

/* ---- line breaks -----------------------------------------------------------
 */

/* `a` and `b` are neighbours, neither blank; `width` is the run's. */
static bool
is_wrapped(struct slice a, struct slice b, size_t width)
{
	size_t a_len = utf8_count(ink(a));
	size_t word_len = first_word_len(b);
	bool fits = a_len + 1 + word_len <= width || word_len > 30;

	if (is_indented(b))
		return false;
	if (!ends_sentence(a)) {
		if (begins_lower(b) || ends_open(a))
			return true;
		return width >= WRAP_MIN && width <= WRAP_MAX && !fits &&
		       a_len * 10 >= width * 6;
	}
	/* A sentence may end at the edge: then its paragraph goes on with a
	 * line that is long too, or that ends one. */
	return width >= WRAP_MIN && width <= WRAP_MAX && !fits &&
	       (utf8_count(ink(b)) * 10 >= width * 6 || ends_sentence(b));
}

/* How wide the run of short lines is that begins at `from`, and where it
 * ends. */
static size_t
run_width(const struct wiretext *w, size_t from, size_t *ret_end)
{
	size_t width = 0;
	size_t i = from;

	for (; i < w->n_lines; i++) {
		size_t len = utf8_count(ink(w->lines[i].text));

		if (w->lines[i].kind == WIRETEXT_BLANK || len > WRAP_MAX)
			break;
		if (len > width)
			width = len;
	}
	*ret_end = i;
	return width;
}

static void
join_lines(struct wiretext *w)
{
	size_t width = 0;
	size_t run_end = 0;

	for (size_t i = 1; i < w->n_lines; i++) {
		struct wiretext_line *a = &w->lines[i - 1];
		struct wiretext_line *b = &w->lines[i];

		if (i - 1 >= run_end) {
			width = run_width(w, i - 1, &run_end);
			if (run_end < i)
				run_end = i;
		}
		if (a->kind == WIRETEXT_BLANK || a->kind == WIRETEXT_TITLE ||
			b->kind != WIRETEXT_TEXT)
			continue;
		/* the wrapped rest of a list item, indented or not */
		b->same_paragraph = is_wrapped(a->text,
			a->kind == WIRETEXT_ITEM ? ink(b->text) : b->text,
			i < run_end ? width : WRAP_MAX + 1);
		if (b->same_paragraph)
			b->kind = a->kind;
	}
}

static void
add_line(struct wiretext *w, struct slice text, bool *had_title)
{
	struct wiretext_line line = { .text = text, .kind = WIRETEXT_TEXT };

	if (ink(text).len == 0) {
		line.kind = WIRETEXT_BLANK;
	} else if (!*had_title) {
		line.kind = WIRETEXT_TITLE;
		*had_title = true;
	} else if (is_item(text)) {
		line.kind = WIRETEXT_ITEM;
	}
	mem_grow(w->lines, w->n_lines, w->cap);
	w->lines[w->n_lines++] = line;
}

void
wiretext_split(struct slice text, bool has_title, struct wiretext *ret)
{
	struct wiretext w = { 0 };
	bool had_title = !has_title;
	size_t start = 0;

	for (size_t i = 0; i <= text.len; i++) {
		if (i < text.len && text.at[i] != '\n')
			continue;
		add_line(&w, slice_of(text.at + start, i - start), &had_title);
		start = i + 1;
	}
	join_lines(&w);
	*ret = w;
}

void
wiretext_done(struct wiretext *wiretext)
{
	wiretext->lines = mem_free(wiretext->lines);
	wiretext->n_lines = wiretext->cap = 0;
}
