/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slug.c - on its own line a slug ends before the take, at a comma; in a
 * sentence it ends with that, or at a comma. Nothing else ends it: a slug that
 * was cut short would be another story's.
 *
 * Source: standards.md section 6 (the cycle in front of the keyword), AP's
 * practice.
 */
#include "lifecycle/slug.h"

#include <string.h>

#define TOP_LINES 12
#define MAX_REGION 4u
#define MAX_SLUG 64u
#define MAX_SHORT 3u /* letters of an abbreviation */
#define NAMED "slugged"

struct slug {
	char text[MAX_SLUG + 1];
	size_t len;
	size_t start, end; /* where it stands */
};

/* Bytes of "BC-". */
static size_t
cycle_len(struct piece p)
{
	static const char *const cycles[] = { "BC-", "AM-", "PM-", "AP-" };

	for (size_t i = 0; i < sizeof(cycles) / sizeof(cycles[0]); i++)
		if (piece_starts(p, cycles[i]))
			return strlen(cycles[i]);
	return 0;
}

/* Bytes of "EU--" with something behind. */
static size_t
region_len(struct piece p)
{
	size_t n = 0;

	while (n < p.len && n <= MAX_REGION &&
		((p.at[n] >= 'A' && p.at[n] <= 'Z') ||
			(p.at[n] >= '0' && p.at[n] <= '9')))
		n++;
	if (n == 0 || n > MAX_REGION || !piece_starts(piece_skip(p, n), "--"))
		return 0;
	n += 2;
	return n < p.len && byte_is_word((unsigned char)p.at[n]) ? n : 0;
}

static bool
ends_here(struct piece p, size_t at, bool in_sentence)
{
	char c = p.at[at];

	if (c == ',' || c == ';' || c == '(')
		return true;
	if (c == '\n' && (at + 1 == p.len || p.at[at + 1] == '\n'))
		return true;
	if (!in_sentence)
		return false;
	return c == '"' || c == ')' ||
	       (c == '.' &&
		       (at + 1 == p.len || byte_in(p.at[at + 1], " \n\")")));
}

/* "Lighthouse Fire to say that": here the sentence goes on. */
static bool
has_small_word(const struct slug *slug)
{
	for (size_t i = 1; i < slug->len; i++)
		if (slug->text[i - 1] == ' ' && slug->text[i] >= 'a' &&
			slug->text[i] <= 'z')
			return true;
	return false;
}

/* "St", "U.S": a stop behind it may be a part of the name, "St. Louis". */
static bool
may_be_short(const struct slug *slug)
{
	size_t n = 0;

	while (n < slug->len && !byte_in(slug->text[slug->len - 1 - n], " -"))
		n++;
	return n <= MAX_SHORT || memchr(slug->text, '.', slug->len) != NULL;
}

/* The slug with which `p` begins, without its cycle, on one line with single
 * blanks. */
static bool
slug_at(const struct copy *copy, struct piece p, bool in_sentence,
	struct slug *ret)
{
	size_t cycle = cycle_len(p), at;
	struct slug slug = { .start = copy_offset(copy, p) };

	if (!cycle || !region_len(piece_skip(p, cycle)))
		return false;
	for (at = cycle; at < p.len && !ends_here(p, at, in_sentence); at++) {
		bool blank = byte_in(p.at[at], " \t\n");

		if (blank && slug.text[slug.len - 1] == ' ')
			continue;
		if (slug.len == MAX_SLUG)
			return false;
		slug.text[slug.len++] = blank ? ' ' : p.at[at];
	}
	while (slug.len && slug.text[slug.len - 1] == ' ')
		slug.len--;
	slug.text[slug.len] = '\0';
	slug.end = slug.start + at;
	if (in_sentence &&
		(has_small_word(&slug) ||
			(at < p.len && p.at[at] == '.' && may_be_short(&slug))))
		return false;
	*ret = slug;
	return true;
}

/* ---- where it stands ------------------------------------------------------
 */

static bool
own_slug(const struct copy *copy, struct slug *ret)
{
	for (size_t i = 0; i < copy->n_lines && i < TOP_LINES; i++)
		if (slug_at(copy, copy_line(copy, i), false, ret))
			return true;
	return false;
}

/* "the story slugged ...": of anything else that is slugged the sentence says
 * something, but not what it is about. */
static bool
names_story(struct piece before)
{
	before.len -= piece_spaces_end(before);
	return piece_ends(before, "story") || piece_ends(before, "Story") ||
	       piece_ends(before, "STORY");
}

/* Behind "the story slugged" in [from, to). 0: nothing; 1: one; 2: several, or
 * one that cannot be read. */
static int
named_slug(const struct copy *copy, size_t from, size_t to, struct slug *ret)
{
	struct piece all = copy_piece(copy, from, to), rest = all;
	int found = 0;

	for (;;) {
		size_t at = piece_find_exact(rest, NAMED);
		struct slug slug;

		if (at >= rest.len)
			return found;
		rest = piece_skip(rest, at + strlen(NAMED));
		size_t seen = (size_t)(rest.at - all.at) - strlen(NAMED);
		/* A sentence goes on in the next line. */
		struct piece said = copy_piece(
			copy, copy_offset(copy, rest), copy->text.len);
		said = piece_skip(said, piece_spaces(said));
		if (piece_starts(said, "\""))
			said = piece_skip(said, 1);
		if (!names_story(piece_head(all, seen)) ||
			!slug_at(copy, said, true, &slug))
			return 2;
		if (found && strcmp(slug.text, ret->text))
			return 2;
		*ret = slug;
		found = 1;
	}
}

/* A note among the first lines: "Eds: CORRECTS the story slugged ...". */
static int
noted_slug(const struct hold_state *state, const struct copy *copy,
	struct slug *ret)
{
	for (size_t i = 0; i < copy->n_lines && i < TOP_LINES; i++) {
		const struct copy_line *line = &copy->lines[i];
		struct piece text = copy_line(copy, i);
		int found = 0;

		if (piece_find_exact(text, NAMED) < text.len &&
			marks_note(state->marks, text))
			found = named_slug(copy, line->start, line->end, ret);
		if (found)
			return found;
	}
	return 0;
}

void
slug_read(const struct hold_state *state, struct copy *copy)
{
	struct slug slug;
	int found = *state->no_story
			    ? named_slug(copy, 0, copy->text.len, &slug)
			    : 0;

	if (!found)
		found = own_slug(copy, &slug);
	if (!found)
		found = noted_slug(state, copy, &slug);
	if (found != 1 || tt_field(copy->draft, "slugline"))
		return;
	struct tt_evidence evidence = { slug.start, slug.end, "slug", 0.9 };
	tt_set_field(copy->draft, "slugline", slug.text, &evidence);
}
