/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sign.c - lines that people sign. A sign-off is cut at semicolons and at the
 * labels that begin its parts; a byline is cut where an agency or an office
 * follows the name.
 */
#include "attribution/sign.h"

#define MAX_SIGN_OFF 420u
#define MAX_BYLINE 140u

static struct piece
skip_signs(struct piece p)
{
	static const char *const signs[] = { "・", "：", "／", "＝", "–", "—" };

	for (;;) {
		size_t n = piece_spaces(p);

		if (!n && p.len && byte_in(p.at[0], ":=.-/"))
			n = 1;
		for (size_t i = 0; !n && i < sizeof(signs) / sizeof(signs[0]);
			i++)
			if (piece_starts(p, signs[i]))
				n = strlen(signs[i]);
		if (!n)
			return p;
		p = piece_skip(p, n);
	}
}

/* A label at the start: bytes of it; `ret_mark`: a sign follows. */
static uint32_t
label_at(const struct lore *lore, struct piece p, size_t *ret_len,
	bool *ret_sign)
{
	uint32_t found = wordlist_at(
		lore->words->words, p, WORD_REPORTER | WORD_EDITOR, ret_len);

	if (!found)
		return 0;
	struct piece rest = piece_skip(p, *ret_len);
	size_t spaces = piece_spaces(rest);
	rest = piece_skip(rest, spaces);
	*ret_sign =
		rest.len &&
		(byte_in(rest.at[0], ":=") || piece_starts(rest, "：") ||
			piece_starts(rest, "・") || piece_starts(rest, "／"));
	/* a label is a word of its own */
	if (!spaces && !*ret_sign && rest.len && rest.at[0] != '.') {
		size_t len;

		if (!code_is_cjk(piece_code(p, &len)))
			return 0;
	}
	/* both an editor's and a reporter's is an editor's */
	return found & WORD_EDITOR ? WORD_EDITOR : WORD_REPORTER;
}

/* Where the next part begins: behind ";", or before another label. */
static size_t
part_end(const struct lore *lore, struct piece p, size_t *ret_skip)
{
	size_t len;
	bool sign;

	for (size_t i = 1; i < p.len; i++) {
		struct piece here = piece_skip(p, i);
		size_t cut = p.at[i] == ';' || p.at[i] == '|' ? 1
			     : piece_starts(here, "；")       ? 3
			     : piece_starts(here, " - ")      ? 3
			     : piece_starts(here, " – ")      ? 5
			     : piece_starts(here, "/ ")       ? 2
							      : 0;

		if (cut) {
			*ret_skip = cut;
			return i;
		}
		cut = piece_starts(here, ". ") || piece_starts(here, ", ") ? 2
		      : piece_starts(here, "، ")                           ? 3
		      : piece_starts(here, "，")                           ? 3
		      : p.at[i] == '\n'                                    ? 1
					: piece_spaces(here);
		if (cut &&
			label_at(lore, piece_trim(piece_skip(here, cut)), &len,
				&sign) &&
			(cut > 1 || sign)) {
			*ret_skip = cut;
			return i;
		}
	}
	*ret_skip = 0;
	return p.len;
}

/* "Yusuf ÇAKMAK/RİZE, (DHA)": a reporter's whole mark. */
static bool
signed_mark(const struct lore *lore, struct piece value, struct credit *credit)
{
	size_t slash = piece_find_exact(value, "/");
	size_t open = piece_find_exact(value, "(");
	struct piece inside;

	if (slash >= value.len || open >= value.len || open < slash)
		return false;
	size_t group = mark_group(piece_skip(value, open), 60, &inside);
	if (!group || open + group != value.len ||
		!mark_read(lore, inside, &credit->mark) ||
		!persons_read(piece_head(value, slash), &credit->persons))
		return false;
	credit->place =
		piece_trim(piece_of(value.at + slash + 1, open - slash - 1));
	while (credit->place.len &&
		byte_in(credit->place.at[credit->place.len - 1], ", -"))
		credit->place.len--;
	return true;
}

static void
add_persons(struct persons *persons, const struct persons *more)
{
	for (size_t i = 0; i < more->n && persons->n < PERSONS_MAX; i++)
		persons->names[persons->n++] = more->names[i];
}

static bool
has_office(const struct lore *lore, struct piece p)
{
	size_t len;

	for (p = piece_trim(p); p.len; p = piece_skip(p, piece_spaces(p))) {
		if (wordlist_at(lore->words->words, p, WORD_AFFILIATION, &len))
			return true;
		p = piece_skip(p, scan_word(p).len);
	}
	return false;
}

/* "Repórter da Agência Brasil - Brasília": the agency behind an office. */
static bool
works_for(const struct lore *lore, struct piece *named, struct agency_hit *hit)
{
	struct piece rest = piece_head(*named, piece_find_exact(*named, " - "));

	for (int i = 0; i < 4 && rest.len; i++) {
		rest = piece_skip(rest, scan_word(rest).len);
		rest = piece_skip(rest, piece_spaces(rest));
		if (!mark_agency(lore, rest, hit))
			continue;
		*named = rest;
		return true;
	}
	return false;
}

/* "Ada Brook, Reuters", "Ada Brook / Associated Press / slug", "Ada Brook,
 * University of Northmoor": the name, and whom it works for. */
static bool
name_and_office(
	const struct lore *lore, struct piece rest, struct credit *credit)
{
	static const char *const cuts[] = { ",", "/", "|", " for ", " of ",
		" - ", " – ", " — ", "、", "،", " via ", " from ", " של ",
		" dla ", " pour ", " für ", " para ", "（", " (" };
	size_t at = rest.len, skip = 0;
	struct agency_hit hit;

	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		size_t found = piece_find_exact(rest, cuts[i]);

		if (found < at) {
			at = found;
			skip = strlen(cuts[i]);
		}
	}
	struct persons persons;
	if (at >= rest.len || !persons_read(piece_head(rest, at), &persons))
		return false;
	struct piece office = piece_trim(piece_skip(rest, at + skip));
	size_t end = 0;
	while (end < office.len && !byte_in(office.at[end], "/|,;)"))
		end++;
	struct piece named = piece_trim(piece_head(office, end));
	bool agency =
		mark_agency(lore, named, &hit) ||
		(has_office(lore, named) && works_for(lore, &named, &hit));
	if (!agency && agency_at(lore->agencies, named, &hit) &&
		has_office(lore, piece_skip(named, hit.len))) {
		agency = true;
		named = piece_head(named, hit.len);
	}
	if (!agency && !has_office(lore, office))
		return false;
	if (agency)
		credit->mark = (struct mark){
			.hits = { hit }, .texts = { named }, .n = 1
		};
	for (size_t i = 0; i < persons.n; i++)
		if (credit->persons.n < PERSONS_MAX)
			credit->persons.names[credit->persons.n++] =
				persons.names[i];
	return true;
}

/* "Nguyễn Tuyến (Pv TTXVN tại Tokyo)": the agency behind one short word. */
static bool
is_correspondent(
	const struct lore *lore, struct piece *inside, struct agency_hit *hit)
{
	size_t word = scan_word(*inside).len;
	struct piece rest = piece_skip(*inside, word);

	rest = piece_skip(rest, piece_spaces(rest));
	if (!word || word > 12 || !rest.len ||
		!agency_at(lore->agencies, rest, hit) || !hit->code)
		return false;
	*inside = piece_head(rest, hit->len);
	return true;
}

bool
sign_with_agency(
	const struct lore *lore, struct piece line, struct credit *credit)
{
	size_t open = piece_find_exact(line, " (");
	struct piece name = piece_head(line, open), inside;
	struct piece group = piece_skip(line, name.len + 1);
	struct agency_hit hit;

	/* "Nauka w Polsce, Dobrawa Mielczarska (PAP)": a service of theirs */
	const char *comma = memrchr(name.at, ',', name.len);
	struct piece behind =
		piece_skip(name, comma ? (size_t)(comma - name.at) + 1 : 0);
	if (comma && !scan_is_person(name))
		name = piece_trim(behind);
	if (open >= line.len || scan_word(name).len == name.len ||
		!scan_is_person(name) || scan_ends_sentence(name) ||
		mark_group(group, group.len, &inside) != group.len ||
		!(mark_agency(lore, inside, &hit) ||
			is_correspondent(lore, &inside, &hit)))
		return false;
	*credit = (struct credit){ .kind = CREDIT_BYLINE };
	credit->mark =
		(struct mark){ .hits = { hit }, .texts = { inside }, .n = 1 };
	return persons_read(name, &credit->persons);
}

bool
sign_with_address(
	const struct lore *lore, struct piece line, struct credit *credit)
{
	size_t at = line.len, len;

	while (at > 0 && line.at[at - 1] != ' ')
		at--;
	struct piece name = piece_trim(piece_head(line, at));
	if (!name.len || line.len > 90 ||
		!scan_is_address(piece_skip(line, at)) ||
		!wordlist_before(lore->words->words, name, WORD_BEHIND, &len) ||
		len >= name.len)
		return false;
	*credit = (struct credit){ .kind = CREDIT_BYLINE };
	return persons_read(piece_head(name, name.len - len), &credit->persons);
}

bool
sign_reporter(const struct lore *lore, struct piece line, struct credit *credit)
{
	const struct listed *label = NULL;
	struct agency_hit hit;
	size_t at = 0;

	if (line.len > 80)
		return false;
	while (at < line.len && !(label = vocabulary_begins(lore->words,
					  LIST_SIGNING, piece_skip(line, at))))
		at++;
	if (!at || !label)
		return false;
	struct piece house = piece_head(line, at), name;
	name = piece_trim(piece_skip(line, at + label->len));
	*credit = (struct credit){ .kind = CREDIT_SIGN_OFF };
	if (!persons_read(name, &credit->persons))
		return false;
	for (size_t i = 0, len; i < house.len; i += len) {
		piece_code(piece_skip(house, i), &len);
		if (!agency_named(lore->agencies, piece_skip(house, i), &hit))
			continue;
		credit->mark = (struct mark){ .hits = { hit },
			.texts = { piece_skip(house, i) },
			.n = 1 };
		return true;
	}
	return false;
}

/* What follows a reporter's label. */
static bool
take_reporters(
	const struct lore *lore, struct piece value, struct credit *credit)
{
	struct persons persons;
	struct mark mark;

	if (name_and_office(lore, value, credit))
		return true;
	credit->mark.n = 0;
	if (persons_read(value, &persons)) {
		/* "Pewarta: ANTARA" */
		struct agency_hit hit;

		if (mark_agency(lore, value, &hit))
			credit->mark = (struct mark){
				.hits = { hit }, .texts = { value }, .n = 1
			};
		else
			add_persons(&credit->persons, &persons);
		return true;
	}
	if (signed_mark(lore, value, credit))
		return true;
	if (!mark_read(lore, value, &mark))
		return false;
	credit->mark = mark;
	for (size_t i = 0; i < mark.n_persons; i++)
		if (credit->persons.n < PERSONS_MAX)
			credit->persons.names[credit->persons.n++] =
				mark.persons[i];
	return true;
}

/* "A - autor: ..." of a desk */
static struct piece
without_desk(struct piece text)
{
	size_t desk = piece_find_exact(piece_head(text, 6), " - ");

	return desk && desk + 3 < text.len && desk < 4
		       ? piece_skip(text, desk + 3)
		       : text;
}

/* "*** Nélson Varandas (texto) e Celestina Mourato (fotos), da agência Lusa
 * ***": each name with what it did. */
static bool
sign_roles(const struct lore *lore, struct piece text, struct credit *credit)
{
	if (text.len > MAX_BYLINE || !text.len ||
		!memchr(text.at, '(', text.len))
		return false;
	*credit = (struct credit){ .kind = CREDIT_SIGN_OFF };
	while (text.len && byte_in(text.at[0], "* "))
		text = piece_skip(text, 1);
	while (text.len && byte_in(text.at[text.len - 1], "* "))
		text.len--;
	for (int parts = 0; parts < PERSONS_MAX; parts++) {
		size_t open = piece_find_exact(text, " ("), len;
		struct piece group = piece_skip(text, open), role;
		struct persons persons;

		if (!group.len || !mark_group(piece_skip(group, 1), 24, &role))
			return parts > 0 && credit->persons.n &&
			       (!text.len || text.at[0] == ',');
		uint32_t found = wordlist_at(lore->words->words, role,
			WORD_REPORTER | WORD_PHOTO, &len);
		struct piece name = piece_trim(piece_head(text, open));
		if (parts && scan_word(name).len <= 3)
			name = piece_trim(
				piece_skip(name, scan_word(name).len));
		if (!found || len != role.len || !scan_is_person(name) ||
			!persons_read(name, &persons))
			return false;
		add_persons(found & WORD_PHOTO ? &credit->pictures
					       : &credit->persons,
			&persons);
		text = piece_skip(group, role.len + 3);
	}
	return false;
}

bool
sign_off(const struct lore *lore, struct piece text, bool bare,
	struct credit *ret_credit)
{
	struct credit credit = { .kind = CREDIT_SIGN_OFF };
	int n_labels = 0, n_parts = 0;
	struct piece first = { NULL, 0 };
	struct agency_hit hit;

	size_t any;

	text = without_desk(piece_trim(text));
	if (sign_roles(lore, text, ret_credit))
		return true;
	if (!text.len || text.len > MAX_SIGN_OFF ||
		(!bare && !wordlist_at(lore->words->words, text,
				  WORD_REPORTER | WORD_EDITOR, &any)))
		return false;
	while (text.len) {
		size_t skip, len = 0;
		size_t end = part_end(lore, text, &skip);
		struct piece part = piece_trim(piece_head(text, end));
		bool sign = false;
		uint32_t label = label_at(lore, part, &len, &sign);
		struct piece value = piece_trim(
			skip_signs(piece_skip(part, label ? len : 0)));

		while (value.len &&
			(value.at[value.len - 1] == '.' ||
				(value.at[value.len - 1] == ')' &&
					!memchr(value.at, '(', value.len))))
			value.len--;
		text = piece_trim(piece_skip(text, end + skip));
		n_parts++;
		if (!value.len && label)
			return false;
		/* Outside brackets a label has a colon, or several words. */
		bool sure =
			bare || sign || n_parts > 1 ||
			piece_find_exact(piece_head(part, len), " ") < len ||
			(len && code_is_cjk(piece_code(part, &skip)));
		if (!sure || (!label && !bare && n_parts == 1))
			return false;
		if (label == WORD_REPORTER) {
			if (!take_reporters(lore, value, &credit))
				return false;
			n_labels++;
		} else if (label == WORD_EDITOR) {
			struct persons editors;

			/* "Bei Rückfragen wenden Sie sich bitte an ..." */
			bool asked = memchr(value.at, '@', value.len);

			if (value.len > 90 ||
				(scan_is_prose(value) && !asked) ||
				(n_parts == 1 && scan_ends_sentence(part) &&
					!persons_read(value, &editors)))
				return false;
			n_labels++;
		} else if (n_parts == 1 && bare) {
			first = value;
		} else if (part.len > 60) {
			return false;
		} else if (!credit.mark.n && mark_agency(lore, value, &hit)) {
			/* "Story by Ida Marrow | Reuters" */
			credit.mark = (struct mark){
				.hits = { hit }, .texts = { value }, .n = 1
			};
		}
	}
	if (!n_labels)
		return false;
	struct persons persons;
	if (first.len) {
		if (!persons_read(first, &persons))
			return false;
		add_persons(&credit.persons, &persons);
	}
	*ret_credit = credit;
	return true;
}

/* ---- "By ..." --------------------------------------------------------------
 */

/* "Yael Barnea and news agencies" */
static struct piece
without_nobody(const struct lore *lore, struct piece rest)
{
	size_t len;

	if (wordlist_before(lore->words->words, rest, WORD_NOBODY, &len) &&
		len < rest.len) {
		struct piece cut = piece_trim(piece_head(rest, rest.len - len));

		while (cut.len && byte_in(cut.at[cut.len - 1], ",&/+"))
			cut = piece_trim(piece_head(cut, cut.len - 1));
		if (piece_ends(cut, " and") || piece_ends(cut, " und"))
			cut = piece_trim(piece_head(cut, cut.len - 4));
		return cut;
	}
	return rest;
}

/* "Neema Kasongola (kigoma, tanzania)": where an author writes from. */
static struct piece
without_seat(struct piece rest)
{
	size_t open = piece_find_exact(rest, " ("), len;

	if (open >= rest.len || rest.at[rest.len - 1] != ')' ||
		!code_is_lower(piece_code(piece_skip(rest, open + 2), &len)) ||
		piece_find_exact(rest, ",") < open)
		return rest;
	return piece_head(rest, open);
}

/* "By JANE DOE Associated Press": in a byline two words before the agency are
 * no place. */
static bool
take_author_before(struct piece rest, struct credit *credit)
{
	struct mark *mark = &credit->mark;
	struct piece name = mark->place;
	size_t first = name.len ? scan_word(name).len : 0;

	if (!first || first == name.len || name.at != rest.at ||
		!scan_is_person(name) || byte_in(name.at[first - 1], ",.") ||
		mark->texts[0].at != name.at + name.len + 1)
		return false;
	credit->persons.names[credit->persons.n++] = name;
	mark->place.len = 0;
	return true;
}

bool
sign_byline(
	const struct lore *lore, struct piece line, struct credit *ret_credit)
{
	struct credit credit = { .kind = CREDIT_BYLINE };
	struct piece rest;
	size_t len;

	while (line.len && byte_in(line.at[line.len - 1], "="))
		line = piece_trim(piece_head(line, line.len - 1));
	if (line.len > MAX_BYLINE || scan_is_prose(line) ||
		!credit_label(lore, line, WORD_BY, false, &rest))
		return false;
	if (wordlist_at(lore->words->words, rest, WORD_NOBODY, &len) &&
		len == rest.len) {
		credit.kind = CREDIT_SIGN_OFF;
		*ret_credit = credit;
		return true;
	}
	/* "By dpa correspondents" */
	struct agency_hit hit;
	if (agency_at(lore->agencies, rest, &hit) && hit.len < rest.len &&
		wordlist_at(lore->words->words, piece_skip(rest, hit.len),
			WORD_AFFILIATION, &len) &&
		hit.len + len == rest.len) {
		credit.kind = CREDIT_AGENCY;
		credit.mark = (struct mark){ .hits = { hit },
			.texts = { piece_head(rest, hit.len) },
			.n = 1 };
		*ret_credit = credit;
		return true;
	}
	if (mark_read(lore, rest, &credit.mark) && credit.mark.n &&
		credit.mark.texts[0].at == rest.at &&
		(!credit.mark.hits[0].weak || credit.mark.n > 1 ||
			credit.mark.texts[0].len == rest.len)) {
		credit.kind = CREDIT_AGENCY;
		*ret_credit = credit;
		return true;
	}
	if (credit.mark.n && take_author_before(rest, &credit)) {
		*ret_credit = credit;
		return true;
	}
	credit.mark = (struct mark){ .n = 0 };
	rest = without_seat(without_nobody(lore, rest));
	if (name_and_office(lore, rest, &credit) ||
		persons_read(rest, &credit.persons)) {
		*ret_credit = credit;
		return true;
	}
	return false;
}
