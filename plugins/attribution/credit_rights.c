/* SPDX-License-Identifier: Apache-2.0 */
/*
 * credit_rights.c - whose property a line says the text is: "(c) 2025 AFP",
 * "All rights reserved. Yonhap".
 */
#include "attribution/credit.h"

#include "attribution/credit_parts.h"
#include "attribution/token.h"
#include "attribution/sign.h"

static bool
is_year_or_sign(struct piece p, size_t *ret_len)
{
	static const char *const signs[] = { "copyright", "©", "(c)", "ⓒ",
		"by ", "–" };

	*ret_len = 1;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (piece_starts_nocase(p, signs[i])) {
			*ret_len = strlen(signs[i]);
			return true;
		}
	return (p.at[0] >= '0' && p.at[0] <= '9') ||
	       byte_in(p.at[0], " ,-:.") || piece_spaces(p) > 0;
}

/* Where a sign of rights stands; p.len: nowhere. "copyright issues" is none. */
size_t
credit_rights_sign(struct piece p)
{
	size_t len;

	for (size_t i = 0; i < p.len; i++) {
		struct piece here = piece_skip(p, i);

		switch (p.at[i]) {
		case '\xc2':
			if (piece_starts(here, "©"))
				return i;
			break;
		case '\xe2':
			if (piece_starts(here, "ⓒ"))
				return i;
			break;
		case '(':
			if (piece_starts_nocase(here, "(c)"))
				return i;
			break;
		case 'c':
		case 'C':
			if (!piece_starts_nocase(here, "copyright"))
				break;
			here = piece_skip(here, strlen("copyright"));
			here = piece_skip(here, piece_spaces(here));
			if (!here.len || piece_starts(here, "by ") ||
				!code_is_lower(piece_code(here, &len)))
				return i;
			break;
		default:
			break;
		}
	}
	return p.len;
}

/* A name as it is printed, up to where the wording goes on. */
static struct piece
printed_holder(struct piece p)
{
	static const char *const ends[] = { " all rights", " alle rechte",
		" tous droits", " todos los", " todos os", " und ", " via ",
		"　", "無断", "转载", " 無", " 무단" };
	size_t end = 0, len;

	/* "www.nordkurier.de" is one word */
	if (piece_starts_nocase(p, "www."))
		while (end < p.len && !byte_in(p.at[end], " ,;|(>\n"))
			end++;
	while (end < p.len && !byte_in(p.at[end], ".,;|(>\n")) {
		/* "Fernhill Foods Inc." */
		piece_code(piece_skip(p, end), &len);
		end += len;
	}
	p = piece_head(p, end);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		p = piece_head(p, piece_find(p, ends[i]));
	p = piece_trim(p);
	while (p.len && byte_in(p.at[p.len - 1], "0123456789- "))
		p.len--;
	return p;
}

static void
set_holder(struct credit *credit, struct agency_hit hit, struct piece text)
{
	credit->kind = CREDIT_RIGHTS;
	credit->name = text;
	credit->mark =
		(struct mark){ .hits = { hit }, .texts = { text }, .n = 1 };
}

static bool
rights_behind_sign(
	const struct lore *lore, struct piece p, struct credit *credit)
{
	struct agency_hit hit;
	size_t len;

	bool year = false;

	while (p.len && is_year_or_sign(p, &len)) {
		year = year || (p.at[0] >= '0' && p.at[0] <= '9');
		/* "© 2025. This material may not ..." */
		if (year && p.at[0] == '.')
			return false;
		p = piece_skip(p, len < p.len ? len : p.len);
	}
	if (!p.len)
		return false;
	struct piece name = printed_holder(p);
	/* "Guardian News & Media Limited or its affiliated companies" */
	name = piece_head(name, piece_find_exact(name, " or its "));
	name = piece_head(name, piece_find_exact(name, " and its affiliat"));
	bool found = agency_at(lore->agencies, p, &hit) ||
		     (piece_starts_nocase(p, "the ") &&
			     agency_at(lore->agencies, piece_skip(p, 4), &hit));
	bool goes_on = false;
	if (found && hit.len < name.len) {
		struct piece more = piece_skip(name, hit.len);

		more = piece_skip(more, piece_spaces(more));
		goes_on = hit.weak && more.len &&
			  code_is_upper(piece_code(more, &len));
	}
	if (found && !goes_on) {
		size_t the = piece_starts_nocase(p, "the ") &&
					     hit.len + 4 <= p.len &&
					     !agency_at(lore->agencies, p, &hit)
				     ? 4
				     : 0;
		set_holder(credit, hit, piece_of(p.at + the, hit.len));
		return true;
	}
	/* "Сообщество ТАСС", "सূত्र": the name stands a word later */
	credit_gather(lore, name, false, &credit->mark);
	if (credit->mark.n) {
		set_holder(credit, credit->mark.hits[0], credit->mark.texts[0]);
		return true;
	}
	credit->mark.n = 0;
	credit->kind = CREDIT_RIGHTS;
	credit->name = name;
	if (wordlist_at(lore->words->words, name, WORD_RIGHTS, &len))
		return false;
	return name.len >= 2 && name.len <= 80 && scan_is_label(name);
}

/* "© Riproduzione riservata AGI": here a code that is a word is none. */
static bool
last_holds(const struct lore *lore, struct piece line, struct mark *mark)
{
	struct piece last = wordlist_last_word(line);
	struct agency_hit hit;

	if (last.len < 2 || last.len == line.len ||
		!mark_agency(lore, last, &hit) ||
		!(hit.code || token_is_upper(last)))
		return false;
	*mark = (struct mark){ .hits = { hit }, .texts = { last }, .n = 1 };
	return true;
}

bool
credit_rights(const struct lore *lore, struct piece line, bool notice,
	struct credit *ret_credit)
{
	struct credit credit = { .kind = CREDIT_NONE };
	size_t sign = credit_rights_sign(line), len;

	line = piece_trim(line);
	if (sign < line.len && (notice || sign < 40) &&
		rights_behind_sign(lore, piece_skip(line, sign), &credit)) {
		/* outside notices the sign begins the line, or a wording does
		 */
		size_t before =
			wordlist_at(lore->words->words, line, WORD_RIGHTS, &len)
				? 0
				: sign;

		if (notice || before == 0 || line.at[0] == '<' ||
			scan_ends_sentence(
				piece_trim(piece_head(line, sign)))) {
			*ret_credit = credit;
			return true;
		}
	}
	if (!notice)
		return false;
	/* "جميع الحقوق محفوظة لوكالة الأنباء السعودية": anywhere */
	bool rights = sign < line.len;
	for (size_t i = 0; i < line.len && !rights;) {
		size_t blank = piece_spaces(piece_skip(line, i));

		if (blank) {
			i += blank;
			continue;
		}
		size_t step = wordlist_word(piece_skip(line, i)).len;
		rights = wordlist_at(lore->words->words, piece_skip(line, i),
			WORD_RIGHTS, &len);
		size_t last;
		piece_code(piece_skip(line, i), &last);
		i += step && !code_is_cjk(
				     piece_code(piece_skip(line, i), &last))
			     ? step
			     : last;
	}
	if (!rights)
		return false;
	credit_gather(lore, line, false, &credit.mark);
	/* a line that lists several credits none */
	for (size_t i = 1; i < credit.mark.n; i++)
		if (credit.mark.hits[i].agency != credit.mark.hits[0].agency)
			return false;
	if (!credit.mark.n && !last_holds(lore, line, &credit.mark))
		return false;
	set_holder(ret_credit, credit.mark.hits[0], credit.mark.texts[0]);
	ret_credit->persons.n = 0;
	return true;
}
