/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wiretext - where does a paragraph of plain copy end? See wiretext.h. Lines
 * are first cut, then each run of short lines is measured (its longest line is
 * its wrap width), then each line break is judged by its two neighbours.
 */
#include "text/wiretext.h"

#include <string.h>
#include <utf8proc.h>

#include "base/mem.h"
#include "base/utf8.h"

/* In columns of a terminal: a character of Han is two, an accent none. */
#define WRAP_MAX 100     /* a run wider than this was not wrapped evenly */
#define WRAP_MIN 40      /* a run narrower than this is not wrapped prose */
#define WRAP_MIN_BARE 24 /* the same in scripts without capitals */
#define WIDE_SLACK 4     /* where no sign may begin a line, one goes down */

/* One that does not stay as it is: a control character or a carriage return. */
static bool
is_unclean(char c)
{
	return ((unsigned char)c < ' ' && c != '\n' && c != '\t') || c == 0x7f;
}

size_t
wiretext_clean(struct slice text, struct buf *out)
{
	size_t n_dropped = 0, from = 0;

	for (size_t i = 0; (i = utf8_printable_end(text, i)) < text.len; i++) {
		if (!is_unclean(text.at[i]))
			continue;
		buf_put(out, text.at + from, i - from);
		from = i + 1;
		if (text.at[i] != '\r')
			n_dropped++;
		else if (from == text.len || text.at[from] != '\n')
			buf_putc(out, '\n');
	}
	buf_put(out, text.at + from, text.len - from);
	return n_dropped;
}

static size_t
count_marked(struct slice text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++) {
		const char *lf;

		n += text.at[i] == '^';
		lf = memchr(text.at + i, '\n', text.len - i);
		if (lf == NULL)
			break;
		i = (size_t)(lf - text.at);
	}
	return n;
}

size_t
wiretext_unmark(struct slice text, struct buf *out)
{
	struct slice line;
	size_t n = 0;
	bool is_first = true;

	if (count_marked(text) < 2)
		return 0;
	while (slice_cut(&text, '\n', &line)) {
		bool begins = line.len != 0 && line.at[0] == '^';
		char last = line.len != 0 ? line.at[line.len - 1] : '\0';
		bool ends = last == '<' || (begins && last == '=');

		if (!is_first)
			buf_putc(out, '\n');
		is_first = false;
		n += (size_t)begins + ends;
		if (line.len >= (size_t)begins + ends)
			buf_put(out, line.at + begins,
				line.len - begins - ends);
	}
	return n;
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
columns(struct slice text)
{
	size_t n = 0;

	for (size_t at = 0; at < text.len;) {
		size_t end = utf8_printable_end(text, at);

		n += end - at;
		at = end;
		if (at < text.len)
			n += (size_t)utf8proc_charwidth(
				(utf8proc_int32_t)utf8_next(text, &at));
	}
	return n;
}

static uint32_t
first_character(struct slice line)
{
	struct slice text = ink(line);
	size_t at = 0;

	return text.len != 0 ? utf8_next(text, &at) : 0;
}

static bool
is_wide(uint32_t c)
{
	return c >= 0x1100 && utf8proc_charwidth((utf8proc_int32_t)c) == 2;
}

/* Columns; of a script without blanks it is the line. */
static size_t
first_word_len(struct slice line)
{
	struct slice text = ink(line);
	struct slice word;

	return slice_cut(&text, ' ', &word) ? columns(word) : 0;
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
	case 0x0589: /* armenian full stop */
	case 0x0964: /* danda */
	case 0x1362: /* ethiopic full stop */
		return true;
	default:
		return false;
	}
}

static bool
begins_lower(struct slice line)
{
	uint32_t c = first_character(line);

	return c < 0x80 ? c >= 'a' && c <= 'z'
			: utf8proc_category((utf8proc_int32_t)c) ==
				  UTF8PROC_CATEGORY_LL;
}

/* The narrowest that a run may be which this line belongs to. */
static size_t
least_width(struct slice line)
{
	uint32_t c = first_character(line);

	return c >= 0x590 && utf8proc_category((utf8proc_int32_t)c) ==
				       UTF8PROC_CATEGORY_LO
		       ? WRAP_MIN_BARE
		       : WRAP_MIN;
}

/* Ends in a comma, a dash or a word that cannot end anything. */
static bool
ends_open(struct slice line)
{
	static const char *const words[] = { "a", "an", "and", "as", "at", "by",
		"for", "from", "her", "his", "in", "into", "its", "of", "on",
		"or", "our", "that", "the", "their", "this", "to", "was",
		"were", "which", "who", "with" };
	struct slice text = ink(line);
	size_t start = text.len;

	if (text.len == 0)
		return false;
	char last = text.at[text.len - 1];

	if (last == ',' || last == ';')
		return true;
	switch ((unsigned char)last >= 0x80 ? last_letter(line) : 0) {
	case 0x060c: /* arabic comma */
	case 0x3001: /* ideographic comma */
	case 0xff0c:
		return true;
	default:
		break;
	}
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

	for (size_t i = 0; start != 0 && i < n_elements(words); i++)
		if (tail.at[0] == words[i][0] && slice_is(tail, words[i]))
			return true;
	return false;
}

/* ---- line breaks -----------------------------------------------------------
 */

/* Neighbouring lines, none blank or long. */
struct run {
	size_t width; /* columns of the widest */
	size_t from;  /* its first line */
	size_t end;   /* the line behind it */
	size_t told;  /* the line behind its last full stop */
};

static bool
is_caseless(struct slice line)
{
	return least_width(line) == WRAP_MIN_BARE;
}

/* "(Xinhua) -- Potters in the village of Yaoli in": a dateline, and a sentence
 * behind it, however short its line. */
static bool
holds_dateline(struct slice line)
{
	static const char *const signs[] = { ") -- ", ") - ", ") – ", ") — " };

	for (size_t i = 0; i < n_elements(signs); i++)
		if (slice_holds(line, signs[i]))
			return true;
	return false;
}

/* Lines `i - 1` and `i` of the run, neither blank. */
static bool
is_wrapped(const struct run *run, size_t i, struct slice a, struct slice b)
{
	size_t a_len = columns(ink(a));
	size_t word_len = first_word_len(b);
	bool fits = a_len + 1 + word_len <= run->width || word_len > 30;
	bool is_run = run->width >= least_width(a) && run->width <= WRAP_MAX;

	if (word_len > 30 && is_wide(first_character(b)))
		fits = a_len + WIDE_SLACK < run->width;
	if (is_indented(b))
		return false;
	if (!ends_sentence(a)) {
		if (begins_lower(b) || ends_open(a) ||
			(i < run->told && holds_dateline(a)))
			return true;
		/* A sentence that is still to be ended tells prose from a
		 * list, as far as the line is no label; a headline of two lines
		 * ends none. */
		bool open = is_caseless(b) || a_len * 10 >= run->width * 8;
		bool two = run->end - run->from == 2 && !is_caseless(b);
		return is_run && a_len * 10 >= run->width * 6 &&
		       ((i < run->told && (!fits || open)) || (two && !fits));
	}
	/* A sentence may end at the edge: then its paragraph goes on with a
	 * line that is long too, or that ends one. */
	return is_run && !fits &&
	       (columns(ink(b)) * 10 >= run->width * 6 || ends_sentence(b));
}

/* A line too long for any run, whose sentence is ended further down before a
 * blank line comes: somebody's window was that wide. */
static bool
is_cut(size_t told, size_t i, struct slice a, struct slice b)
{
	struct slice text = ink(a);

	return i < told && columns(text) > WRAP_MAX && !is_indented(b) &&
	       !ends_sentence(a) && text.at[text.len - 1] != ':';
}

/* The line behind the last full stop before a blank line. */
static size_t
told_from(const struct wiretext *w, size_t from)
{
	size_t told = from;

	for (size_t i = from;
		i < w->n_lines && w->lines[i].kind != WIRETEXT_BLANK; i++)
		if (ends_sentence(w->lines[i].text))
			told = i + 1;
	return told;
}

static struct run
run_from(const struct wiretext *w, size_t from)
{
	struct run run = { .from = from, .end = from };

	for (; run.end < w->n_lines; run.end++) {
		const struct wiretext_line *line = &w->lines[run.end];
		size_t len = columns(ink(line->text));

		if (line->kind == WIRETEXT_BLANK || len > WRAP_MAX)
			break;
		if (len > run.width)
			run.width = len;
		if (ends_sentence(line->text))
			run.told = run.end + 1;
	}
	return run;
}

/* "Longest tunnel shut after smoke" / "alarm" / a blank line. */
static void
join_title(struct wiretext *w, size_t title)
{
	struct wiretext_line *a = &w->lines[title], *b = a + 1;
	size_t width = columns(ink(a->text));

	if (title + 1 >= w->n_lines || width < WRAP_MIN || width > WRAP_MAX ||
		b->kind != WIRETEXT_TEXT || is_indented(b->text) ||
		!begins_lower(b->text) || ends_sentence(b->text) ||
		columns(ink(b->text)) > width ||
		(title + 2 < w->n_lines && b[1].kind != WIRETEXT_BLANK))
		return;
	b->kind = WIRETEXT_TITLE;
	b->same_paragraph = true;
}

static void
join_lines(struct wiretext *w)
{
	static const struct run none = { .width = WRAP_MAX + 1 };
	struct run run = { 0 };
	size_t told = told_from(w, 0);

	for (size_t i = 1; i < w->n_lines; i++) {
		struct wiretext_line *a = &w->lines[i - 1];
		struct wiretext_line *b = &w->lines[i];

		if (i - 1 >= run.end) {
			run = run_from(w, i - 1);
			if (run.end < i)
				run.end = i;
		}
		if (a->kind == WIRETEXT_BLANK)
			told = told_from(w, i);
		if (a->kind == WIRETEXT_BLANK || a->kind == WIRETEXT_TITLE ||
			b->kind != WIRETEXT_TEXT)
			continue;
		/* the wrapped rest of a list item, indented or not */
		b->same_paragraph =
			is_wrapped(i < run.end ? &run : &none, i, a->text,
				a->kind == WIRETEXT_ITEM ? ink(b->text)
							 : b->text) ||
			is_cut(told, i, a->text, b->text);
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
	const char *at = text.at, *end = text.at + text.len, *lf;

	while (at < end && (lf = memchr(at, '\n', (size_t)(end - at)))) {
		add_line(&w, slice_of(at, (size_t)(lf - at)), &had_title);
		at = lf + 1;
	}
	add_line(&w, slice_of(at, (size_t)(end - at)), &had_title);
	for (size_t i = 0; has_title && i < w.n_lines; i++)
		if (w.lines[i].kind == WIRETEXT_TITLE) {
			join_title(&w, i);
			break;
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
