/* SPDX-License-Identifier: Apache-2.0 */
/*
 * credit_tail.c - credits that are glued to the last sentence of a paragraph:
 * "... he said. (Antara)", "... del previsto(AGI)To1/Rav".
 */
#include "attribution/credit.h"

#include "attribution/credit_parts.h"
#include "attribution/sign.h"

/* Where the bracket begins that closes the line; line.len: none. */
static size_t
group_start(struct piece line)
{
	static const char *const pairs[][2] = { { "(", ")" }, { "[", "]" },
		{ "（", "）" }, { "【", "】" } };
	size_t floor = line.len > 400 ? line.len - 400 : 0;

	for (size_t k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++) {
		int depth = 0;

		if (!piece_ends(line, pairs[k][1]))
			continue;
		for (size_t i = line.len; i-- > floor;) {
			struct piece here = piece_skip(line, i);

			depth += piece_starts(here, pairs[k][1]);
			depth -= piece_starts(here, pairs[k][0]);
			if (!depth)
				return i;
		}
	}
	return line.len;
}

/* Where a glued tail could begin: the last bracket, dash or slash. */
static size_t
tail_start(struct piece line)
{
	size_t n = line.len, start = group_start(line);

	if (start < n)
		return start;
	if (n && line.at[n - 1] == '/') {
		size_t floor = n > 60 ? n - 60 : 0;

		for (size_t i = n - 1; i-- > floor;)
			if (line.at[i] == '/')
				return i;
	}
	size_t floor = n > 60 ? n - 60 : 0;
	for (size_t i = n; i-- > floor;) {
		struct piece here = piece_skip(line, i);
		size_t dash = piece_dashes(here);

		if (dash && i > 0 &&
			(piece_starts(here, "--") ||
				(unsigned char)here.at[0] >= 0x80 ||
				(line.at[i - 1] == ' ' &&
					piece_starts(here, "- "))) &&
			!piece_dashes(piece_skip(line, i - 1)))
			return i;
	}
	for (size_t i = n; i-- > floor;)
		if (line.at[i] == ' ')
			return i + 1;
	return n;
}

/* "... two galleries. AFP": three capitals and no more, and no "p.m." before
 * them. */
static bool
stands_alone(struct piece line, size_t at, struct piece tail,
	const struct agency_hit *hit)
{
	size_t stop = at - 1;

	while (stop > 0 && line.at[stop - 1] == ' ')
		stop--;
	for (size_t i = 0; i < tail.len; i++)
		if (tail.at[i] < 'A' || tail.at[i] > 'Z')
			return false;
	return hit->len == tail.len && tail.len >= 3 && stop > 3 &&
	       line.at[stop - 3] != '.' && line.at[stop - 2] != '.';
}

/* "AGERPRES/(A - autor: Ioana Vlădescu, editor: ...)", "PTI ABC XY": an agency
 * and who signs for it. */
bool
credit_agency_and_signs(const struct lore *lore, struct piece p,
	const struct agency_hit *hit, struct credit *credit)
{
	struct piece rest = piece_trim(piece_skip(p, hit->len)), inside;

	if (rest.len && rest.at[0] == '/')
		rest = piece_skip(rest, 1);
	size_t group = mark_group(rest, rest.len, &inside);
	*credit = (struct credit){ .kind = CREDIT_NONE };
	if (group &&
		(group != rest.len || !sign_off(lore, inside, false, credit)))
		return false;
	if (!group && rest.len &&
		!credit_agency_and_desk(lore, p, CREDIT_WITHIN, credit))
		return false;
	credit->kind = CREDIT_AGENCY;
	credit->mark = (struct mark){
		.hits = { *hit }, .texts = { piece_head(p, hit->len) }, .n = 1
	};
	for (size_t k = 0; k < credit->persons.n && k < MARK_PERSONS; k++)
		credit->mark.persons[credit->mark.n_persons++] =
			credit->persons.names[k];
	credit->persons.n = 0;
	return true;
}

/* "... it was said. EFE", "... in 1911. PTI ABC XY", "... है। भाषा अनुराग":
 * behind the last sentence nothing but an agency and initials. */
static size_t
bare_tail(const struct lore *lore, struct piece line, struct credit *credit)
{
	size_t floor = line.len > 160 ? line.len - 160 : 0;

	for (size_t i = line.len; i-- > floor + 1;) {
		struct piece tail = piece_skip(line, i);
		struct agency_hit hit;

		if ((line.at[i - 1] != ' ' && line.at[i - 1] != '\n') ||
			!scan_ends_sentence(piece_trim(piece_head(line, i))) ||
			!agency_at(lore->agencies, tail, &hit))
			continue;
		size_t len;
		bool dense = piece_code(tail, &len) >= 0x590;
		if ((hit.weak || hit.shared) && !dense && tail.len < 12 &&
			!stands_alone(line, i, tail, &hit))
			continue;
		if (!hit.code && !dense)
			continue;
		if (!credit_agency_and_signs(lore, tail, &hit, credit))
			continue;
		return line.len - i;
	}
	return 0;
}

/* "... it was said. (LDB/VHU)", "... said./twe/hox/mis": a desk's letters and
 * nothing else behind the last sentence. */
static size_t
letters_tail(const struct lore *lore, struct piece line)
{
	size_t start = group_start(line);
	struct piece inside, desk;
	struct mark mark;

	if (start >= line.len) {
		start = line.len;
		while (start > 0 && line.len - start < 24 &&
			!byte_in(line.at[start - 1], ".!? \n"))
			start--;
		desk = piece_skip(line, start);
		if (!desk.len || desk.at[0] != '/')
			return 0;
		/* "/ТАСС/" is no desk */
		struct agency_hit hit;
		if (desk.len > 2 && piece_ends(desk, "/") &&
			mark_agency(lore, piece_of(desk.at + 1, desk.len - 2),
				&hit))
			return 0;
	} else {
		/* in "[rk/SKW]" one may be an agency that nobody knows */
		if (line.at[start] != '(' ||
			mark_group(piece_skip(line, start), 24, &inside) !=
				line.len - start)
			return 0;
		desk = inside;
		size_t len;
		bool small = desk.len <= 4 && mark_is_initials(desk) &&
			     code_is_lower(piece_code(
				     piece_skip(desk, desk.len - 1), &len));
		if (small &&
			scan_ends_sentence(piece_trim(piece_head(line, start))))
			return line.len - start;
	}
	return mark_is_desk_code(desk) &&
			       !credit_agency_at_desk(lore, desk, &mark) &&
			       scan_ends_sentence(
				       piece_trim(piece_head(line, start)))
		       ? line.len - start
		       : 0;
}

/* "... del previsto(AGI)To1/Rav", "... (end) mz.rk": a bracket, and a desk's
 * letters behind it. */
static size_t
desk_tail(const struct lore *lore, struct piece line, struct credit *credit)
{
	size_t floor = line.len > 40 ? line.len - 40 : 0;

	for (size_t i = line.len; i-- > floor;) {
		struct piece tail = piece_skip(line, i), inside;
		size_t group = mark_group(tail, 40, &inside);

		if (!i || !group || group >= tail.len)
			continue;
		struct piece desk = piece_trim(piece_skip(tail, group));
		if (!mark_is_desk_code(desk) && !mark_is_initials(desk) &&
			!credit_is_code_line(desk))
			return 0;
		*credit = (struct credit){ .kind = CREDIT_NONE };
		if (mark_read(lore, inside, &credit->mark) && credit->mark.n)
			credit->kind = CREDIT_AGENCY;
		else if (credit_is_end_mark(lore, piece_head(tail, group)))
			credit->kind = CREDIT_END_MARK;
		else if (credit_is_code_line(desk) &&
			 sign_off(lore, inside, false, credit))
			credit->kind = CREDIT_SIGN_OFF;
		return credit->kind != CREDIT_NONE ? tail.len : 0;
	}
	return 0;
}

/* "ทุกวันจันทร์.-สำนักข่าวไทย": a stop and a dash before the name, where no other
 * sentence has one. */
static size_t
stop_tail(const struct lore *lore, struct piece line, struct credit *credit)
{
	size_t floor = line.len > 80 ? line.len - 80 : 0;
	struct agency_hit hit;

	for (size_t i = line.len; i-- > floor + 1;) {
		if (line.at[i] != '-' || line.at[i - 1] != '.')
			continue;
		struct piece name = piece_trim(piece_skip(line, i + 1));
		/* ".-511-สำนักข่าวไทย": with the desk's number */
		size_t digits = 0;
		while (digits < name.len && name.at[digits] >= '0' &&
			name.at[digits] <= '9')
			digits++;
		if (digits && digits < name.len && name.at[digits] == '-')
			name = piece_skip(name, digits + 1);
		if (!agency_named(lore->agencies, name, &hit) || hit.weak)
			return 0;
		*credit = (struct credit){ .kind = CREDIT_AGENCY };
		credit->mark = (struct mark){
			.hits = { hit }, .texts = { name }, .n = 1
		};
		return line.len - i + 1;
	}
	return 0;
}

/* "... отказали.-0-": an end mark of signs, glued to the last stop. */
static size_t
sign_tail(const struct lore *lore, struct piece line, struct credit *credit)
{
	size_t i = line.len;

	while (i > 0 && line.len - i < 8 && byte_in(line.at[i - 1], "-#0/*3"))
		i--;
	if (line.len - i < 3 || !i || line.at[i] == '0' || line.at[i] == '3' ||
		!scan_ends_sentence(piece_head(line, i)) ||
		!credit_is_end_mark(lore, piece_skip(line, i)))
		return 0;
	*credit = (struct credit){ .kind = CREDIT_END_MARK };
	return line.len - i;
}

static bool
ends_in_thai(struct piece p)
{
	size_t last = piece_last(p), len;
	uint32_t code =
		p.len ? piece_code(piece_skip(p, p.len - last), &len) : 0;

	return code >= 0xe00 && code < 0xe80;
}

/* "... と述べた。(c)AFP": a line of rights, glued to the last stop. */
static size_t
rights_tail(const struct lore *lore, struct piece line, struct credit *credit)
{
	static const char *const signs[] = { "(c)", "(C)", "（c）", "（C）",
		"©" };
	size_t floor = line.len > 40 ? line.len - 40 : 0;

	for (size_t i = floor ? floor : 1; i < line.len; i++)
		for (size_t k = 0; k < sizeof(signs) / sizeof(signs[0]); k++) {
			struct piece tail = piece_skip(line, i);

			if (!piece_starts(tail, signs[k]) ||
				!scan_ends_sentence(
					piece_trim(piece_head(line, i))))
				continue;
			*credit = (struct credit){ .kind = CREDIT_NONE };
			return credit_rights(lore, tail, false, credit) &&
					       credit->mark.n
				       ? tail.len
				       : 0;
		}
	return 0;
}

/* "... 調べる。（三枝遥）": who wrote it, as Japanese papers sign. */
static size_t
han_name_tail(const struct lore *lore, struct piece line, struct credit *credit)
{
	size_t start = group_start(line), letters = 0, len;
	struct piece inside;

	if (start >= line.len || !piece_ends(piece_head(line, start), "。") ||
		mark_group(piece_skip(line, start), 40, &inside) !=
			line.len - start)
		return 0;
	if (vocabulary_lists(lore->words, LIST_ASIDE, inside))
		return 0;
	struct agency_hit hit;
	if (mark_agency(lore, inside, &hit))
		return 0;
	for (struct piece rest = inside; rest.len; letters++) {
		uint32_t code = piece_code(rest, &len);

		if (code < 0x4e00 || code > 0x9fff)
			return 0;
		rest = piece_skip(rest, len);
	}
	if (letters < 3 || letters > 5)
		return 0;
	*credit = (struct credit){ .kind = CREDIT_BYLINE };
	credit->persons.names[credit->persons.n++] = inside;
	return line.len - start;
}

size_t
credit_tail(
	const struct lore *lore, struct piece line, struct credit *ret_credit)
{
	line.len -= piece_spaces_end(line);
	size_t bare = bare_tail(lore, line, ret_credit);
	if (!bare)
		bare = desk_tail(lore, line, ret_credit);
	if (!bare)
		bare = stop_tail(lore, line, ret_credit);
	if (!bare)
		bare = sign_tail(lore, line, ret_credit);
	if (!bare)
		bare = rights_tail(lore, line, ret_credit);
	if (!bare)
		bare = han_name_tail(lore, line, ret_credit);
	if (bare)
		return bare;
	/* "... by the end of 2027./.": the stop is the sentence's */
	if (piece_ends(line, "./.") || piece_ends(line, ".//.")) {
		*ret_credit = (struct credit){ .kind = CREDIT_END_MARK };
		return piece_ends(line, ".//.") ? 3 : 2;
	}
	if ((bare = letters_tail(lore, line))) {
		*ret_credit = (struct credit){ .kind = CREDIT_END_MARK };
		return bare;
	}
	size_t start = tail_start(line);

	if (!start || start >= line.len)
		return 0;
	struct piece tail = piece_skip(line, start);
	struct piece before = piece_trim(piece_head(line, start));
	bool marked = byte_in(tail.at[0], "([/") || piece_dashes(tail) ||
		      piece_starts(tail, "（") || piece_starts(tail, "【");
	if (!credit_read(lore, tail, CREDIT_WITHIN, ret_credit))
		return 0;
	size_t len = line.len - start;
	switch (ret_credit->kind) {
	case CREDIT_AGENCY:
		/* "... the Press Trust of India (PTI)" names, not credits. Thai
		 * has no stop. */
		return marked && (scan_ends_sentence(before) ||
					 ends_in_thai(before) ||
					 line.at[start - 1] != ' ')
			       ? len
			       : 0;
	case CREDIT_END_MARK:
		return marked || piece_is(tail, "Enditem") ||
				       piece_is(tail, "NNNN")
			       ? len
			       : 0;
	case CREDIT_CONTACT:
		return marked ? len : 0;
	case CREDIT_RIGHTS: /* "... innen mandag. (©NTB)" */
		return marked && ret_credit->mark.n &&
				       scan_ends_sentence(before)
			       ? len
			       : 0;
	case CREDIT_INPUTS:
	case CREDIT_SIGN_OFF:
	case CREDIT_PHOTO:
	case CREDIT_SOURCE:
	case CREDIT_VIA:
	case CREDIT_POOL:
	case CREDIT_BYLINE:
	case CREDIT_NOBODY:
		return marked && scan_ends_sentence(before) ? len : 0;
	default:
		return 0;
	}
}
