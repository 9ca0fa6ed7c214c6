/* SPDX-License-Identifier: Apache-2.0 */
/*
 * credit_desk.c - how desks sign: end marks, initials, numbers, and an agency
 * beside them.
 */
#include "attribution/credit.h"
#include "attribution/credit_parts.h"
#include "common/fold.h"

#define MAX_END_MARK 48u

/* Behind an end mark, "Enditem/kb", or its bracket, "(end) mz.rk". */
static bool
is_end_and_desk(const struct lore *lore, struct piece line)
{
	struct piece inside;
	size_t slash = piece_find_exact(line, "/");
	size_t end = mark_group(line, line.len, &inside);

	if (end && end < line.len) {
		struct piece desk = piece_trim(piece_skip(line, end));

		return (mark_is_desk_code(desk) || mark_is_initials(desk)) &&
		       credit_is_end_mark(lore, piece_head(line, end));
	}
	return slash > 2 && slash + 1 < line.len && line.len - slash < 8 &&
	       mark_is_initials(piece_trim(piece_skip(line, slash + 1))) &&
	       credit_is_end_mark(lore, piece_head(line, slash));
}

bool
credit_is_end_mark(const struct lore *lore, struct piece line)
{
	static const struct fold_how how = { .lines = false };
	char folded[MAX_END_MARK + 1];
	bool whole;

	if (!line.len || line.len > MAX_END_MARK ||
		!fold_piece(line, &how, folded, sizeof(folded), &whole) ||
		!whole)
		return false;
	return vocabulary_lists(lore->words, LIST_END, piece_text(folded)) ||
	       is_end_and_desk(lore, line) || !strncmp(folded, "zczc", 4);
}

/* "YB7-DOL": how desks number what they send. */
static bool
is_desk_number(struct piece line)
{
	size_t parts[2] = { 0, 0 }, n = 0;

	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] == '-' && !n++)
			continue;
		else if (n > 1 || line.at[i] > 'Z' ||
			 !byte_is_alnum((unsigned char)line.at[i]))
			return false;
		else
			parts[n]++;
	return n == 1 && parts[0] >= 2 && parts[0] <= 4 && parts[1] >= 2 &&
	       parts[1] <= 4;
}

/* "15:20 LOCAL TIME 12:20 GMT", "9417**2050", "14:25 ت م". */
bool
credit_is_code_line(struct piece line)
{
	size_t digits = 0, len;

	if (line.len > 48)
		return false;
	for (; line.len; line = piece_skip(line, piece_spaces(line))) {
		struct piece word = scan_word(line);
		bool small = false;
		size_t letters = 0, signs = 0;

		for (size_t i = 0; i < word.len; i += len) {
			uint32_t code = piece_code(piece_skip(word, i), &len);

			digits += code_is_digit(code);
			letters += code_is_letter(code);
			small = small || code_is_lower(code);
			signs++;
		}
		if (small || (letters && signs > 7))
			return false;
		line = piece_skip(line, word.len);
	}
	return digits >= 3;
}

/* Words behind an agency's code that name a desk: "dpa cht yymv n1 jos",
 * "APP Zaka", "भाषा अनुराग शफीक", "AP-WS-11-12-24 0915EST". */
bool
credit_agency_and_desk(const struct lore *lore, struct piece line,
	enum credit_where where, struct credit *credit)
{
	struct agency_hit hit;
	int n = 0, names = 0;
	size_t len;

	if (line.len > 80 || !agency_at(lore->agencies, line, &hit) ||
		hit.len == line.len)
		return false;
	bool dense = piece_code(line, &len) >= 0x590;
	if (!hit.code && !dense)
		return false;
	struct piece rest = piece_skip(line, hit.len);
	while (rest.len) {
		while (rest.len &&
			(byte_in(rest.at[0], "-/,.") || piece_spaces(rest)))
			rest = piece_skip(rest, 1);
		size_t end = 0;
		while (end < rest.len && !byte_in(rest.at[end], " -/,."))
			end++;
		struct piece word = piece_head(rest, end);
		if (!word.len)
			break;
		bool code = mark_is_initials(word) ||
			    (word.len <= 8 && credit_is_code_line(word));
		names += !code;
		if (!code && (!scan_is_person(word) || where != CREDIT_BELOW))
			return false;
		rest = piece_skip(rest, end);
		n++;
	}
	if (!n || n > 6 || names > (dense ? 3 : 1))
		return false;
	credit->mark = (struct mark){
		.hits = { hit }, .texts = { piece_head(line, hit.len) }, .n = 1
	};
	return true;
}

/* "--(بترا) ر ع/ س ط", "(AGI)To1/Rav": a mark and a desk's initials. */
/* "xvkf yds": the hands of two, in small letters. */
static bool
are_two_hands(struct piece desk)
{
	struct piece first = scan_word(desk);
	struct piece second = piece_trim(piece_skip(desk, first.len));

	for (size_t i = 0; i < desk.len; i++)
		if (!byte_is_lower(desk.at[i]) && desk.at[i] != ' ')
			return false;
	return second.len && scan_word(second).len == second.len &&
	       mark_is_initials(first) && mark_is_initials(second);
}

bool
credit_mark_and_desk(
	const struct lore *lore, struct piece line, struct mark *mark)
{
	struct piece inside;
	size_t group = mark_group(line, 60, &inside);

	if (!group || group >= line.len)
		return false;
	struct piece desk = piece_trim(piece_skip(line, group));
	return desk.len && desk.len <= 40 &&
	       (mark_is_desk_code(desk) || mark_is_initials(desk) ||
		       are_two_hands(desk)) &&
	       mark_read(lore, inside, mark) && mark->n;
}

/* "एएस/", "abc/": the second hand did not sign. */
static bool
is_open_desk(struct piece line)
{
	return line.len > 2 && line.len <= 12 && line.at[line.len - 1] == '/' &&
	       mark_is_initials(piece_head(line, line.len - 1));
}

/* Of agencies in a desk's code only one that signs so: before the desk, or
 * behind it where newspapers write theirs so: "(mmu/afp)". */
bool
credit_agency_at_desk(
	const struct lore *lore, struct piece code, struct mark *mark)
{
	size_t len;

	if (!mark_read(lore, code, mark) || !mark->n)
		return false;
	if (mark->texts[0].at == code.at)
		return mark->hits[0].agency->kind <= AGENCY_NEWSWIRE;
	return wordlist_at(
		       lore->words->words, mark->texts[0], WORD_DESKED, &len) &&
	       len == mark->texts[0].len;
}

/* "md": two or three small letters. */
static bool
is_hand(struct piece p)
{
	for (size_t i = 0; i < p.len; i++)
		if (!byte_is_lower(p.at[i]))
			return false;
	return p.len == 2 || p.len == 3;
}

/* "sri/wmr (AFP, Reuters, dpa)": whose copy a desk wrote from. */
bool
credit_desk_inputs(
	const struct lore *lore, struct piece line, struct credit *credit)
{
	size_t open = piece_find_exact(line, " (");
	struct piece inside, group;

	if (line.len > 80 || open >= line.len ||
		!(mark_is_desk_code(piece_head(line, open)) ||
			is_hand(piece_head(line, open))))
		return false;
	group = piece_skip(line, open + 1);
	if (mark_group(group, group.len, &inside) != group.len ||
		!mark_read(lore, inside, &credit->mark) || !credit->mark.n)
		return false;
	credit->kind = CREDIT_INPUTS;
	return true;
}

/* "ع س ج / م ع": letters of two hands, one by one. */
static bool
is_spelled_desk(struct piece line)
{
	size_t letters = 0, slashes = 0, len;

	if (line.len > 40)
		return false;
	for (size_t i = 0; i < line.len; i += len) {
		uint32_t code = piece_code(piece_skip(line, i), &len);
		struct piece next = piece_skip(line, i + len);

		slashes += code == '/';
		if (code == '/' || code == ' ')
			continue;
		if (code < 0x600 || code > 0x6ff || !code_is_letter(code) ||
			(next.len && next.at[0] != ' ' && next.at[0] != '/'))
			return false;
		letters++;
	}
	return slashes == 1 && letters >= 2;
}

/* "YWX-CE": two hands in capitals. */
static bool
are_joined_hands(struct piece line)
{
	size_t dash = piece_find_exact(line, "-");

	if (dash < 2 || dash > 4 || dash + 3 > line.len || dash + 5 < line.len)
		return false;
	for (size_t i = 0; i < line.len; i++)
		if (i != dash && (line.at[i] < 'A' || line.at[i] > 'Z'))
			return false;
	return true;
}

/* "FYC // JAPLusa/Fim": the last line lost its line break. */
static bool
is_glued_close(const struct lore *lore, struct piece line)
{
	const struct listed *close =
		vocabulary_ends(lore->words, LIST_GLUED, line);

	return close && line.len > close->len + 1 &&
	       mark_is_desk_code(piece_head(line, line.len - close->len));
}

/* "NVR (CMT) // SSS": a hand in brackets among the others. */
static bool
is_bracketed_desk(struct piece line)
{
	char plain[MAX_END_MARK];
	size_t open = piece_find_exact(line, " ("), n = 0;
	struct piece inside;

	if (line.len > MAX_END_MARK || open >= line.len ||
		!mark_group(piece_skip(line, open + 1), 12, &inside) ||
		!mark_is_initials(inside))
		return false;
	struct piece rest = piece_skip(line, open + inside.len + 3);
	memcpy(plain, line.at, open);
	for (n = open; rest.len; rest = piece_skip(rest, 1))
		if (rest.at[0] != '/' || !n || plain[n - 1] != '/')
			plain[n++] = rest.at[0];
	return mark_is_desk_code(piece_of(plain, n));
}

bool
credit_is_desk(const struct lore *lore, struct piece line)
{
	return is_bracketed_desk(line) || is_glued_close(lore, line) ||
	       are_joined_hands(line) || is_spelled_desk(line) ||
	       mark_is_desk_code(line) || is_open_desk(line) ||
	       credit_is_code_line(line) || is_desk_number(line);
}
