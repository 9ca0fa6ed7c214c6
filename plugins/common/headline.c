/* SPDX-License-Identifier: Apache-2.0 */
/*
 * headline.c - which line is the headline?
 */
#include "common/headline.h"

#include "common/scan.h"

#define MIN_WORDS 3
#define MAX_BYTES 200u
#define ALONE_MAX 120u

static size_t
count_words(struct piece line)
{
	size_t n = 0;

	for (; line.len; n++) {
		struct piece word = scan_word(line);
		size_t len;

		if (code_is_cjk(piece_code(line, &len)))
			return line.len / 3;
		line = piece_skip(line, word.len);
		line = piece_skip(line, piece_spaces(line));
	}
	return n;
}

bool
headline_at(const struct copy *copy, size_t i)
{
	if (i >= copy->n_lines || copy->lines[i].blank)
		return false;
	struct piece line = copy_line(copy, i);
	return scan_is_label(line) && count_words(line) >= MIN_WORDS &&
	       !piece_starts_nocase(line, "by ") &&
	       line.at[line.len - 1] != ':' &&
	       copy_next(copy, i + 1) < copy->n_lines;
}

/* Where a mark took the headline's place, the line that stands alone below it
 * is the headline even when it has two words or a full stop; a line with a
 * dash or a bracket may be a dateline, and stays. */
static bool
stands_alone(const struct copy *copy, size_t i)
{
	if (i >= copy->n_lines || copy->lines[i].blank)
		return false;
	struct piece line = copy_line(copy, i);
	size_t next = copy_next(copy, i + 1);
	return next < copy->n_lines && line.len <= ALONE_MAX &&
	       copy->lines[next].paragraph != copy->lines[i].paragraph &&
	       !piece_starts_nocase(line, "by ") &&
	       line.at[line.len - 1] != ':' &&
	       piece_find_exact(line, "(") == line.len &&
	       piece_find_exact(line, " - ") == line.len &&
	       piece_find_exact(line, "--") == line.len &&
	       piece_find_exact(line, "\xe2\x80\x94") == line.len &&
	       piece_find_exact(line, "\xe2\x80\x93") == line.len;
}

static bool
goes_on(const struct copy *copy, size_t i)
{
	return i + 1 < copy->n_lines && !copy->lines[i + 1].blank &&
	       copy->lines[i + 1].paragraph == copy->lines[i].paragraph;
}

/* A wrapped headline goes on in lower case, or up to an empty line. */
static size_t
last_line(const struct copy *copy, size_t first)
{
	size_t start = copy->lines[first].start, last = first, len;

	while (goes_on(copy, last) &&
		copy->lines[last + 1].end - start <= MAX_BYTES)
		last++;
	if (last + 1 < copy->n_lines && copy->lines[last + 1].blank &&
		scan_is_label(copy_line(copy, last)))
		return last;
	for (last = first; goes_on(copy, last); last++)
		if (!code_is_lower(
			    piece_code(copy_line(copy, last + 1), &len)) ||
			!headline_at(copy, last + 1))
			break;
	return last;
}

static bool
stands(const struct copy *copy)
{
	for (size_t i = 0; i < copy->title_end; i++)
		if (!code_is_space((unsigned char)copy->text.at[i]) &&
			tt_label_at(copy->draft, i) == TT_HEADLINE)
			return true;
	return false;
}

bool
headline_promote(
	struct copy *copy, const char *rule, size_t *ret_start, size_t *ret_end)
{
	size_t i = copy_next(copy, 0), last;

	if (stands(copy) || !(headline_at(copy, i) || stands_alone(copy, i)))
		return false;
	last = headline_at(copy, i) ? last_line(copy, i) : i;
	size_t start = copy->lines[i].start, end = copy->lines[last].end;
	if (!tt_promote_headline(copy->draft, start, end, rule))
		return false;
	for (; i <= last; i++)
		copy->lines[i].blank = true;
	*ret_start = start;
	*ret_end = end;
	return true;
}
