/* SPDX-License-Identifier: Apache-2.0 */
/*
 * term - widths, colours, and keeping control characters out.
 *
 * Widths are by ranges of Unicode's East Asian Width property (UAX 11, wide and
 * fullwidth) and of combining marks: enough to keep columns straight, and no
 * library for a view.
 */
#include "cli/term.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/utf8.h"

struct term
term_of(FILE *out)
{
	struct term term = { .width = 80 };
	const char *kind = getenv("TERM");
	const char *refused = getenv("NO_COLOR");
	struct winsize size;

	term.is_terminal = isatty(fileno(out)) == 1;
	if (!term.is_terminal)
		return term;
	if (ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col != 0)
		term.width = size.ws_col < 40 ? 40 : size.ws_col;
	term.has_colour = (refused == NULL || refused[0] == '\0') &&
			  kind != NULL && strcmp(kind, "dumb") != 0;
	return term;
}

const char *
term_plain(const struct term *term)
{
	return term->has_colour ? "\033[0m" : "";
}

const char *
term_bold(const struct term *term)
{
	return term->has_colour ? "\033[1m" : "";
}

const char *
term_dim(const struct term *term)
{
	return term->has_colour ? "\033[2m" : "";
}

const char *
term_good(const struct term *term)
{
	return term->has_colour ? "\033[32m" : "";
}

const char *
term_bad(const struct term *term)
{
	return term->has_colour ? "\033[31m" : "";
}

void
term_paint(const struct term *term, const char *rendition, FILE *out)
{
	if (term->has_colour)
		fprintf(out, "\033[0%s%sm", rendition[0] ? ";" : "", rendition);
}

/* ---- widths -------------------------------------------------------------- */

struct term_range {
	uint32_t first, last;
};

static const struct term_range term_zero[] = {
	{ 0x0300, 0x036f },
	{ 0x0483, 0x0489 },
	{ 0x0591, 0x05bd },
	{ 0x0610, 0x061a },
	{ 0x064b, 0x065f },
	{ 0x06d6, 0x06dc },
	{ 0x0900, 0x0902 },
	{ 0x093c, 0x093c },
	{ 0x0941, 0x0948 },
	{ 0x094d, 0x094d },
	{ 0x0e31, 0x0e31 },
	{ 0x0e34, 0x0e3a },
	{ 0x0e47, 0x0e4e },
	{ 0x1ab0, 0x1aff },
	{ 0x1dc0, 0x1dff },
	{ 0x200b, 0x200f },
	{ 0x202a, 0x202e },
	{ 0x2060, 0x206f },
	{ 0x20d0, 0x20ff },
	{ 0xfe00, 0xfe0f },
	{ 0xfe20, 0xfe2f },
	{ 0xfeff, 0xfeff },
};

static const struct term_range term_two[] = {
	{ 0x1100, 0x115f },
	{ 0x2e80, 0x303e },
	{ 0x3041, 0x33ff },
	{ 0x3400, 0x4dbf },
	{ 0x4e00, 0x9fff },
	{ 0xa000, 0xa4cf },
	{ 0xa960, 0xa97f },
	{ 0xac00, 0xd7a3 },
	{ 0xf900, 0xfaff },
	{ 0xfe30, 0xfe6f },
	{ 0xff00, 0xff60 },
	{ 0xffe0, 0xffe6 },
	{ 0x1f300, 0x1f64f },
	{ 0x1f900, 0x1f9ff },
	{ 0x20000, 0x3fffd },
};

static bool
term_is_in(const struct term_range *ranges, size_t n, uint32_t codepoint)
{
	for (size_t i = 0; i < n; i++)
		if (codepoint >= ranges[i].first && codepoint <= ranges[i].last)
			return true;
	return false;
}

unsigned
term_char_width(uint32_t codepoint)
{
	if (codepoint < 0x300)
		return 1;
	if (term_is_in(term_zero, n_elements(term_zero), codepoint))
		return 0;
	return term_is_in(term_two, n_elements(term_two), codepoint) ? 2 : 1;
}

unsigned
term_width(struct slice text)
{
	unsigned width = 0;
	size_t at = 0;

	while (at < text.len)
		width += term_char_width(utf8_next(text, &at));
	return width;
}

/* ---- harmless text ------------------------------------------------------- */

bool
term_is_hostile(uint32_t codepoint)
{
	return codepoint < 0x20 || (codepoint >= 0x7f && codepoint < 0xa0) ||
	       (codepoint >= 0x202a && codepoint <= 0x202e) ||
	       (codepoint >= 0x2066 && codepoint <= 0x2069);
}

static bool
term_is_rtl(uint32_t codepoint)
{
	return (codepoint >= 0x0590 && codepoint <= 0x08ff) ||
	       (codepoint >= 0xfb1d && codepoint <= 0xfdff) ||
	       (codepoint >= 0xfe70 && codepoint <= 0xfefe);
}

static bool
term_has_rtl(struct slice text)
{
	size_t at = 0;

	while (at < text.len)
		if (term_is_rtl(utf8_next(text, &at)))
			return true;
	return false;
}

static void
term_put_char(struct slice text, size_t start, size_t end, uint32_t codepoint,
	FILE *out)
{
	if (codepoint == 0xfffd)
		fputs("\xef\xbf\xbd", out);
	else if (term_is_hostile(codepoint))
		fputc(codepoint == '\t' || codepoint == '\n' ? ' ' : '?', out);
	else
		fwrite(text.at + start, 1, end - start, out);
}

/* First strong isolate and its end: what is inside cannot turn around what
 * stands beside it. */
#define TERM_ISOLATE "\xe2\x81\xa8"
#define TERM_ISOLATE_END "\xe2\x81\xa9"

bool
term_isolate(const struct term *term, struct slice line, FILE *out)
{
	if (!term->is_terminal || !term_has_rtl(line))
		return false;
	fputs(TERM_ISOLATE, out);
	return true;
}

void
term_isolate_end(FILE *out)
{
	fputs(TERM_ISOLATE_END, out);
}

void
term_put_part(struct slice text, FILE *out)
{
	size_t at = 0;

	while (at < text.len) {
		size_t start = at;
		uint32_t codepoint = utf8_next(text, &at);

		term_put_char(text, start, at, codepoint, out);
	}
}

void
term_put(const struct term *term, struct slice text, unsigned width, FILE *out)
{
	bool is_isolated = term_isolate(term, text, out);
	bool cut = term_width(text) > width;
	unsigned room = cut && width > 0 ? width - 1 : width;
	unsigned used = 0;
	size_t at = 0, end = 0;

	while (at < text.len) {
		used += term_char_width(utf8_next(text, &at));
		if (used > room)
			break;
		end = at;
	}
	term_put_part(slice_of(text.at, end), out);
	if (cut)
		fputs("\xe2\x80\xa6", out);
	if (is_isolated)
		term_isolate_end(out);
}

/* The next word of `text` from *at: up to a blank, a line feed or, in scripts
 * that have no blanks, as much as fits. */
static struct slice
term_word(struct slice text, size_t *at, unsigned room)
{
	size_t start = *at;
	unsigned width = 0;

	while (*at < text.len && text.at[*at] != ' ' && text.at[*at] != '\n') {
		size_t before = *at;
		unsigned wide = term_char_width(utf8_next(text, at));

		if (width + wide > room && before > start) {
			*at = before;
			break;
		}
		width += wide;
	}
	return slice_of(text.at + start, *at - start);
}

static void
term_wrap_line(
	const struct term *term, struct slice line, unsigned indent, FILE *out)
{
	unsigned edge = term->width > indent + 20 ? term->width : indent + 20;
	unsigned column = indent;
	size_t at = 0;

	while (at < line.len) {
		struct slice word = term_word(line, &at, edge - indent);
		unsigned width = term_width(word);

		if (column > indent && column + 1 + width > edge) {
			fprintf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (column > indent) {
			fputc(' ', out);
			column++;
		}
		term_put(term, word, width, out);
		column += width;
		while (at < line.len && line.at[at] == ' ')
			at++;
	}
}

void
term_wrap(
	const struct term *term, struct slice text, unsigned indent, FILE *out)
{
	struct slice line;
	bool first = true;

	while (slice_cut(&text, '\n', &line)) {
		if (!first)
			fprintf(out, "\n%*s", line.len != 0 ? (int)indent : 0,
				"");
		first = false;
		term_wrap_line(term, slice_trim(line), indent, out);
	}
	fputc('\n', out);
}
