/* SPDX-License-Identifier: Apache-2.0 */
/*
 * credit.c - a row of small readers; the first that knows the line has it. A
 * line that none knows is the story's.
 */
#include "attribution/credit.h"

#include "attribution/credit_parts.h"
#include "attribution/sign.h"

#define MAX_LINE 220u
#define MAX_NAME 100u
#define MAX_WITH 90u

size_t
credit_colon(struct piece p)
{
	static const char *const signs[] = { "：", "＝", "︰" };
	size_t n = piece_spaces(p);

	if (n < p.len && (p.at[n] == ':' || p.at[n] == '='))
		return n + 1;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (piece_starts(piece_skip(p, n), signs[i]))
			return n + strlen(signs[i]);
	return 0;
}

/* "SourceSputnik": a label that lost its colon. */
static size_t
glued_label(const struct lore *lore, struct piece p, uint32_t classes)
{
	size_t len;

	for (size_t i = 3; i + 1 < p.len && i < 12; i++)
		if (byte_is_lower(p.at[i - 1]) && p.at[i] >= 'A' &&
			p.at[i] <= 'Z' &&
			wordlist_at(lore->words->words, piece_head(p, i),
				classes, &len) &&
			len == i)
			return i;
	return 0;
}

bool
credit_label(const struct lore *lore, struct piece p, uint32_t classes,
	bool colon, struct piece *ret_rest)
{
	struct piece inside;
	size_t len = 0, group = mark_group(p, 40, &inside);

	/* "【翻訳編集】AFPBB News" */
	if (group && wordlist_at(lore->words->words, inside, classes, &len) &&
		len == inside.len) {
		*ret_rest = piece_trim(piece_skip(p, group));
		return ret_rest->len > 0;
	}
	if (!wordlist_at(lore->words->words, p, classes, &len)) {
		len = glued_label(lore, p, classes & WORD_SOURCE);
		if (!len)
			return false;
		*ret_rest = piece_skip(p, len);
		return true;
	}
	struct piece rest = piece_skip(p, len);
	size_t sign = credit_colon(rest);
	if (!sign && (colon || !piece_spaces(rest)))
		return false;
	rest = piece_trim(piece_skip(rest, sign));
	while (rest.len && rest.at[0] == ':')
		rest = piece_trim(piece_skip(rest, 1));
	*ret_rest = rest;
	return rest.len > 0;
}

struct piece
credit_unbracket(struct piece line)
{
	struct piece inside;
	size_t group = mark_group(line, line.len, &inside);

	/* "(...)." */
	bool stop = group && group + 1 == line.len && line.at[group] == '.';
	return group && (group == line.len || stop) ? piece_trim(inside) : line;
}

struct piece
credit_without_dashes(struct piece line)
{
	bool dashed = piece_dashes(line);

	line = piece_skip(line, piece_dashes(line));
	line = piece_trim(line);
	/* "- وام -" */
	if (dashed && line.len > 2 && line.at[line.len - 1] == '-' &&
		line.at[line.len - 2] == ' ')
		line = piece_trim(piece_head(line, line.len - 1));
	while (line.len > 2 && line.at[0] == '/' &&
		line.at[line.len - 1] == '/')
		line = piece_trim(piece_of(line.at + 1, line.len - 2));
	if (line.len && line.at[line.len - 1] == '.' && line.len < 40)
		line.len--;
	return line;
}

/* ---- lines with a label ----------------------------------------------------
 */

/* A name that is no sentence. */
static bool
is_named(struct piece p)
{
	size_t len;

	if (p.len < 2 || p.len > MAX_NAME || scan_is_prose(p))
		return false;
	uint32_t code = piece_code(p, &len);
	if (code_is_lower(code) && code < 0x80 &&
		piece_find_exact(p, " ") < p.len)
		return false;
	struct piece last = piece_skip(p, p.len - piece_last(p));
	bool stop = piece_is(last, "。") || piece_is(last, "।") ||
		    piece_is(last, "!") || piece_is(last, "?");
	/* "Brightquay Solar, Inc." ends with a stop, too */
	return !stop && piece_find_exact(p, ". ") >= p.len;
}

/* "SyndiGate Media Inc. (Syndigate.info)": a name that goes on in capitals. */
static bool
read_company(const struct lore *lore, struct piece rest, struct mark *mark)
{
	struct agency_hit hit;

	if (rest.len > 80 || !agency_at(lore->agencies, rest, &hit))
		return false;
	struct piece more = piece_skip(rest, hit.len);
	for (more = piece_trim(more); more.len;
		more = piece_skip(more, piece_spaces(more))) {
		struct piece word = scan_word(more);

		if (word.at[0] != '(' && (word.at[0] < 'A' || word.at[0] > 'Z'))
			return false;
		more = piece_skip(more, word.len);
	}
	*mark = (struct mark){
		.hits = { hit }, .texts = { piece_head(rest, hit.len) }, .n = 1
	};
	return true;
}

static bool
read_behalf(const struct lore *lore, struct piece line, struct credit *credit)
{
	const struct listed *by =
		vocabulary_begins(lore->words, LIST_DISTRIBUTED, line);
	size_t of = line.len, end;

	if (by)
		of = vocabulary_beside(
			lore->words, LIST_BEHALF, by, line, &end);
	/* with no name between, both lay claim to one blank */
	if (of >= line.len || of < by->len)
		return false;
	struct piece who = piece_of(line.at + by->len, of - by->len);
	struct piece issuer = piece_trim(piece_skip(line, end));
	if (issuer.len && issuer.at[issuer.len - 1] == '.')
		issuer.len--;
	if (issuer.len < 2 || issuer.len > 120)
		return false;
	credit->kind = CREDIT_BEHALF;
	credit->name = issuer;
	return mark_read(lore, who, &credit->mark);
}

/* "نشر في صدى الصعيد يوم 12 - 02 - 2026", "Published in Dawn, November 28th,
 * 2025": the paper that has printed it. */
static bool
read_published_in(
	const struct lore *lore, struct piece line, struct credit *credit)
{
	const struct listed *label =
		vocabulary_begins(lore->words, LIST_PRINTED, line);
	size_t n = label ? label->len : 0, behind, end = line.len;

	if (label)
		end = vocabulary_beside(
			lore->words, LIST_PRINTED_ON, label, line, &behind);
	if (label && end >= line.len)
		end = vocabulary_beside(
			lore->words, LIST_PRINTED_SIGN, label, line, &behind);
	if (end >= line.len || end <= n || end - n > MAX_NAME / 2 ||
		!scan_is_date_word(scan_word(piece_skip(line, behind))))
		return false;
	credit->kind = CREDIT_VIA;
	credit->name = piece_trim(piece_of(line.at + n, end - n));
	if (!mark_read(lore, credit->name, &credit->mark))
		credit->mark.n = 0;
	return credit->name.len > 2;
}

/* "Original-Content von: Acme eG, übermittelt durch news aktuell" */
static bool
read_original(const struct lore *lore, struct piece line, struct credit *credit)
{
	const struct listed *label =
		vocabulary_begins(lore->words, LIST_ORIGINAL, line);
	size_t at, end;

	if (!label)
		return false;
	struct piece name = piece_trim(piece_skip(line, label->len));
	while ((at = vocabulary_find(lore->words, LIST_SENT, name, name.len,
			&end)) < name.len) {
		if (!mark_read(lore, piece_skip(name, end), &credit->mark))
			credit->mark.n = 0;
		name = piece_head(name, at);
	}
	credit->kind = CREDIT_BEHALF;
	credit->name = name;
	return name.len > 2 && name.len <= MAX_NAME;
}

/* "SOURCE Acme", with no colon, is how releases are signed. What is glued
 * behind it goes. */
static bool
read_issuer(const struct lore *lore, struct piece line, struct credit *credit)
{
	const struct listed *item =
		vocabulary_begins(lore->words, LIST_ISSUER, line);
	size_t label = item ? item->len : 0;
	if (!label || label + 1 >= line.len ||
		(line.at[label] != ' ' && line.at[label] != ':'))
		return false;
	struct piece rest = piece_trim(piece_skip(line, label + 1));
	while (rest.len && rest.at[0] == ':')
		rest = piece_trim(piece_skip(rest, 1));
	size_t rights = piece_find(rest, "copyright");
	size_t sign = piece_find_exact(rest, "©");
	credit->rest = piece_skip(rest, rights < sign ? rights : sign);
	rest = piece_trim(piece_head(rest, rights < sign ? rights : sign));
	rest = piece_trim(
		piece_head(rest, piece_find_exact(rest, "View the original")));
	struct agency_hit hit;
	/* "SOURCE: REUTERS" is an agency's label, not a firm's */
	if (rest.len < 2 || rest.len > MAX_NAME ||
		(scan_ends_sentence(rest) && scan_is_prose(rest)) ||
		(mark_agency(lore, rest, &hit) &&
			hit.agency->kind == AGENCY_AGENCY))
		return false;
	credit->kind = CREDIT_ISSUER;
	credit->name = rest;
	return true;
}

/* Agencies anywhere in a short text, in order. */
void
credit_gather(const struct lore *lore, struct piece text, bool weak,
	struct mark *ret_mark)
{
	size_t len;

	ret_mark->n = 0;
	for (size_t i = 0; i < text.len && ret_mark->n < MARK_MAX;) {
		struct agency_hit hit;

		piece_code(piece_skip(text, i), &len);
		if (!agency_in(lore->agencies, NULL, text, i, &hit) ||
			(hit.weak && !hit.code && !weak)) {
			i += len;
			continue;
		}
		ret_mark->hits[ret_mark->n] = hit;
		ret_mark->texts[ret_mark->n++] = piece_of(text.at + i, hit.len);
		i += hit.len;
	}
}

/* "5. Via : OANA" of a numbered header. */
static bool
read_header(const struct lore *lore, struct piece line, struct credit *credit)
{
	size_t i = 0, len;

	while (i < line.len && line.at[i] >= '0' && line.at[i] <= '9')
		i++;
	if (!i || i > 2 || i + 1 >= line.len || line.at[i] != '.')
		return false;
	line = piece_trim(piece_skip(line, i + 1));
	if (!wordlist_at(lore->words->words, line, WORD_HEADER, &len))
		return false;
	struct piece rest = piece_skip(line, len);
	size_t colon = credit_colon(rest);
	if (!colon)
		return false;
	rest = piece_trim(piece_skip(rest, colon));
	credit->kind = CREDIT_SIGN_OFF;
	if (mark_read(lore, rest, &credit->mark) && credit->mark.n)
		credit->kind = piece_starts_nocase(line, "via") ? CREDIT_VIA
			       : piece_starts_nocase(line, "auth")
				       ? CREDIT_AGENCY
				       : CREDIT_SIGN_OFF;
	return true;
}

/* "RNS Number : 4471K" */
static bool
read_number(const struct lore *lore, struct piece line, struct credit *credit)
{
	struct agency_hit hit;

	if (line.len > 40 || !agency_at(lore->agencies, line, &hit))
		return false;
	struct piece rest = piece_skip(line, hit.len);
	size_t colon = credit_colon(rest);
	rest = piece_trim(piece_skip(rest, colon));
	credit->kind = CREDIT_AGENCY;
	credit->mark = (struct mark){
		.hits = { hit }, .texts = { piece_head(line, hit.len) }, .n = 1
	};
	return colon && rest.len < 16 && credit_is_code_line(rest);
}

static bool
read_pool(const struct lore *lore, struct piece line, struct credit *credit)
{
	size_t len;

	if (!wordlist_at(lore->words->words, line, WORD_POOL, &len) ||
		line.len > 140)
		return false;
	credit_gather(lore, piece_skip(line, len), true, &credit->mark);
	credit->kind = CREDIT_POOL;
	return credit->mark.n > 0;
}

/* "(इनपुट-भाषा)": a hyphen is as good as a colon. */
static bool
input_label(const struct lore *lore, struct piece line, struct piece *ret_rest)
{
	size_t len;

	if (credit_label(lore, line, WORD_INPUTS, false, ret_rest)) {
		/* "avec des informations de l'Associated Press" */
		if (piece_starts(*ret_rest, "l'"))
			*ret_rest = piece_skip(*ret_rest, strlen("l'"));
		else if (piece_starts(*ret_rest, "l’"))
			*ret_rest = piece_skip(*ret_rest, strlen("l’"));
		return true;
	}
	if (!wordlist_at(lore->words->words, line, WORD_INPUTS, &len))
		return false;
	*ret_rest = piece_skip(line, len);
	return ret_rest->len > 1 && ret_rest->at[0] == '-';
}

/* "Xinhua| 2026-11-05 09:12:33|Editor: huaxia" */
static struct piece
without_stamp(struct piece rest)
{
	size_t bar = piece_find_exact(rest, "|"), figures = 0;

	for (size_t i = bar; i < rest.len; i++)
		figures += rest.at[i] >= '0' && rest.at[i] <= '9';
	return figures >= 8 ? piece_trim(piece_head(rest, bar)) : rest;
}

static bool
labelled(const struct lore *lore, struct piece line, enum credit_where where,
	struct credit *credit)
{
	struct piece rest, plain = credit_unbracket(piece_trim(
				   piece_skip(line, piece_dashes(line))));

	if (read_behalf(lore, plain, credit) ||
		read_original(lore, plain, credit) ||
		read_published_in(lore, plain, credit) ||
		read_issuer(lore, line, credit) ||
		read_header(lore, line, credit) ||
		read_number(lore, line, credit) ||
		read_pool(lore, plain, credit))
		return true;
	size_t len;
	if (where == CREDIT_BELOW &&
		wordlist_at(lore->words->words, plain, WORD_ORIGIN, &len)) {
		credit_gather(lore, piece_head(piece_skip(plain, len), 60),
			true, &credit->mark);
		credit->kind = CREDIT_ORIGIN;
		if (credit->mark.n)
			return true;
	}
	/* "ANI, with inputs from UNI": the first has signed above already */
	struct agency_hit hit;
	struct piece more = plain;
	if (agency_at(lore->agencies, plain, &hit) &&
		piece_starts(piece_skip(plain, hit.len), ", "))
		more = piece_skip(plain, hit.len + 2);
	if (input_label(lore, more, &rest) &&
		mark_read(lore, credit_without_dashes(rest), &credit->mark)) {
		credit->kind = CREDIT_INPUTS;
		return true;
	}
	if (where == CREDIT_BELOW && input_label(lore, more, &rest) &&
		credit_unlisted_inputs(lore,
			piece_head(more, (size_t)(rest.at - more.at)), rest,
			credit))
		return true;
	*credit = (struct credit){ .kind = CREDIT_NONE };
	if (credit_label(lore, plain, WORD_SOURCE, true, &rest)) {
		credit->kind = CREDIT_SOURCE;
		rest = without_stamp(rest);
		if (mark_read(
			    lore, credit_without_dashes(rest), &credit->mark) ||
			read_company(lore, rest, &credit->mark)) {
			if (!credit->mark.n)
				credit->kind = CREDIT_NOBODY;
			return true;
		}
		credit->mark.n = 0;
		credit->name = rest;
		return is_named(rest);
	}
	if (credit_label(lore, plain, WORD_VIA, false, &rest)) {
		credit->kind = CREDIT_VIA;
		if (mark_read(
			    lore, credit_without_dashes(rest), &credit->mark) ||
			read_company(lore, rest, &credit->mark))
			return credit->mark.n > 0;
		credit->mark.n = 0;
		credit->name = rest;
		return where != CREDIT_WITHIN && is_named(rest) &&
		       rest.len <= 60 &&
		       credit_label(lore, plain, WORD_VIA, true, &rest);
	}
	return false;
}

/* ---- contacts, pictures, rights -------------------------------------------
 */

bool
credit_is_contact(const struct lore *lore, struct piece line)
{
	size_t len;

	if (line.len > 140 || scan_is_prose(line) ||
		!wordlist_at(lore->words->words, line, WORD_CONTACT, &len))
		return false;
	struct piece rest = piece_skip(line, len);
	if (credit_colon(rest))
		return true;
	return !piece_trim(rest).len &&
	       (piece_find_exact(piece_head(line, len), " ") < len ||
		       line.len > 6);
}

/* "+1 555 0142", "0511 555 0142": digits, and at least seven. */
static bool
is_telephone(struct piece line)
{
	int digits = 0, groups = 0;

	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] >= '0' && line.at[i] <= '9')
			digits++;
		else if (!byte_in(line.at[i], "+-() ./"))
			return false;
		else
			groups++;
	}
	return digits >= 7 && line.len <= 26 && groups > 0 &&
	       (line.at[0] == '+' || line.at[0] == '(' || line.at[0] == '0' ||
		       groups >= 2);
}

/* "www.nannews.ng" */
static bool
is_web_address(struct piece p)
{
	return p.len > 6 && p.len < 80 && scan_word(p).len == p.len &&
	       (piece_starts_nocase(p, "www.") ||
		       piece_starts_nocase(p, "http://") ||
		       piece_starts_nocase(p, "https://"));
}

/* "Eesti uudiste toimetus, +372 555 0142, uudised@bns.example" */
static bool
holds_address(struct piece line)
{
	if (line.len > 140 || scan_is_prose(line) ||
		!memchr(line.at, '@', line.len))
		return false;
	for (size_t i = 0; i < line.len;) {
		size_t start = i;

		while (i < line.len && !byte_in(line.at[i], " ,;()<>\t\n"))
			i++;
		if (scan_is_address(piece_of(line.at + start, i - start)))
			return true;
		i++;
	}
	return false;
}

/* ---- any line --------------------------------------------------------------
 */

/* "— Agencies", "Agencies, New Delhi". */
static bool
is_nobody(const struct lore *lore, struct piece line, struct credit *credit)
{
	size_t in = piece_find_exact(line, " in ");
	struct piece place = piece_skip(line, in);
	struct mark mark;

	/* "Staff and agencies in Limassol" */
	if (place.len > 4 && place.len < 40)
		place = piece_skip(place, 4);
	else
		in = line.len;
	if (!mark_read(lore, piece_head(line, in), &mark) || !mark.nobody ||
		mark.n || (in < line.len && !scan_is_person(place)))
		return false;
	credit->kind = CREDIT_NOBODY;
	credit->place = in < line.len ? place : mark.place;
	return true;
}

/* Bytes; ten characters of Han. */
#define LONGEST_PLAIN_CREDIT 30u

/* "da Ansa, em Roma": under a headline. */
static bool
from_agency(const struct lore *lore, struct piece line, struct credit *credit)
{
	static const char *const words[] = { "da ", "do ", "Da ", "Do ", "de ",
		"dall'", "dalla " };
	struct agency_hit hit;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!piece_starts(line, words[i]))
			continue;
		struct piece rest = piece_skip(line, strlen(words[i]));
		struct piece name =
			piece_head(rest, piece_find_exact(rest, ", "));
		struct piece place = piece_skip(rest, name.len);
		if (line.len > 60 || !mark_agency(lore, name, &hit))
			return false;
		credit->kind = CREDIT_AGENCY;
		credit->mark = (struct mark){
			.hits = { hit }, .texts = { name }, .n = 1
		};
		if (piece_starts(place, ", em "))
			credit->mark.place = piece_skip(place, 5);
		return true;
	}
	return false;
}

/* "//Petra// AF": the agency between slashes, and a hand. */
static bool
between_slashes(
	const struct lore *lore, struct piece line, struct credit *credit)
{
	struct agency_hit hit;

	if (!piece_starts(line, "//") || line.len > 40)
		return false;
	struct piece rest = piece_skip(line, 2);
	size_t close = piece_find_exact(rest, "//");
	struct piece name = piece_trim(piece_head(rest, close));
	struct piece hand = piece_skip(rest, close);
	if (!hand.len)
		return false;
	hand = piece_trim(piece_skip(hand, 2));
	if (!mark_agency(lore, name, &hit) || hit.len < name.len ||
		(hand.len && !mark_is_initials(hand)))
		return false;
	credit->kind = CREDIT_AGENCY;
	credit->mark =
		(struct mark){ .hits = { hit }, .texts = { name }, .n = 1 };
	return true;
}

static bool
reads_agency(const struct lore *lore, struct piece line, struct piece bare,
	enum credit_where where, struct credit *credit)
{
	/* what goes on is a part of a sentence */
	if (line.len && byte_in(line.at[line.len - 1], ",;"))
		return false;
	/* a sentence that begins with an agency's name speaks of the agency */
	if (where != CREDIT_WITHIN && bare.len == line.len &&
		line.len > LONGEST_PLAIN_CREDIT && scan_ends_sentence(line))
		return false;
	if (mark_read(lore, bare, &credit->mark) && credit->mark.n) {
		const struct mark *mark = &credit->mark;
		size_t len;

		/* "Av Ingela Stålnacke/TT", "By JANE DOE Associated Press" are
		 * no places */
		struct piece author;
		if (mark->place.len &&
			((wordlist_at(lore->words->words, mark->place, WORD_BY,
				  &len) &&
				 len < mark->place.len) ||
				(credit_label(
					 lore, bare, WORD_BY, false, &author) &&
					author.at == mark->place.at)))
			return false;
		bool marked = bare.at != line.at || bare.len != line.len;
		bool near = mark->texts[0].at <= bare.at + 24 ||
			    mark->n_persons > 0 || mark->place.len;

		credit->kind = CREDIT_AGENCY;
		return near && (!mark->hits[0].weak || marked ||
				       where == CREDIT_ABOVE ||
				       mark->hits[0].code || mark->n > 1);
	}
	if (where == CREDIT_ABOVE && from_agency(lore, bare, credit))
		return true;
	credit->mark.n = 0;
	credit->kind = CREDIT_AGENCY;
	struct agency_hit hit;
	if (where == CREDIT_BELOW && line.at[line.len - 1] == ')' &&
		agency_at(lore->agencies, line, &hit) && hit.code &&
		hit.len < line.len && line.at[hit.len] == '/' &&
		credit_agency_and_signs(lore, line, &hit, credit))
		return true;
	credit->kind = CREDIT_AGENCY;
	return credit_agency_and_desk(lore, bare, where, credit) ||
	       credit_mark_and_desk(
		       lore, credit_without_dashes(line), &credit->mark);
}

/* "Jane Roe and agencies", "ירון אשחר וסוכנויות הידיעות" */
static bool
person_and_nobody(
	const struct lore *lore, struct piece line, struct persons *ret_persons)
{
	static const char *const ands[] = { " and ", " und ", " et ", " y ",
		" e ", " og ", " och ", " en ", " ו", " و" };
	size_t len;

	for (size_t k = 0; line.len <= 80 && k < sizeof(ands) / sizeof(ands[0]);
		k++) {
		size_t at = piece_find_exact(line, ands[k]);
		struct piece rest = piece_skip(line, at);

		if (!rest.len)
			continue;
		rest = piece_skip(rest, strlen(ands[k]));
		if (wordlist_at(lore->words->words, rest, WORD_NOBODY, &len) &&
			len == rest.len)
			return persons_read(piece_head(line, at), ret_persons);
	}
	return false;
}

static bool
reads_people(const struct lore *lore, struct piece line, struct piece bare,
	enum credit_where where, struct credit *credit)
{
	bool bracketed = bare.at != line.at && line.at[0] != '-';
	size_t len;

	if (sign_byline(lore, line, credit) ||
		(bracketed && sign_byline(lore, bare, credit)))
		return true;
	*credit = (struct credit){ .kind = CREDIT_NONE };
	/* "홍길동 기자" */
	if (line.len < 60 &&
		wordlist_before(lore->words->words, line, WORD_BEHIND, &len) &&
		len < line.len &&
		persons_read(
			piece_head(line, line.len - len), &credit->persons)) {
		credit->kind = CREDIT_BYLINE;
		return true;
	}
	/* "de Ruxandra Enăchescu" under a headline */
	if (where == CREDIT_ABOVE && line.len < 48 &&
		piece_starts(line, "de ") && scan_is_person(line) &&
		persons_read(line, &credit->persons) &&
		credit->persons.names[0].at != line.at) {
		credit->kind = CREDIT_BYLINE;
		return true;
	}
	if (where != CREDIT_WITHIN &&
		person_and_nobody(lore, line, &credit->persons)) {
		credit->kind = CREDIT_BYLINE;
		return true;
	}
	*credit = (struct credit){ .kind = CREDIT_NONE };
	/* "Jan Kowalski (PAP)" */
	if (where != CREDIT_WITHIN && line.len < 60 &&
		line.at[line.len - 1] == ')' &&
		sign_with_agency(lore, line, credit))
		return true;
	*credit = (struct credit){ .kind = CREDIT_NONE };
	struct piece name = credit_without_dashes(line);
	if (where == CREDIT_BELOW && piece_dashes(line) &&
		!piece_starts(line, "- ") && line.len < 50 &&
		scan_is_person(name)) {
		credit->kind = CREDIT_BYLINE;
		credit->persons.names[0] = name;
		credit->persons.n = 1;
		return true;
	}
	return false;
}

static bool
read_any(const struct lore *lore, struct piece line, enum credit_where where,
	struct credit *credit)
{
	struct piece bare = credit_unbracket(credit_without_dashes(line));
	size_t len;

	if (credit_is_end_mark(lore, line)) {
		credit->kind = CREDIT_END_MARK;
		return true;
	}
	if (where == CREDIT_BELOW &&
		(credit_is_desk(lore, line) ||
			(bare.at != line.at &&
				(mark_is_initials(bare) ||
					mark_is_desk_code(bare))))) {
		struct agency_hit hit;

		credit->kind = CREDIT_DESK_CODE;
		if (!mark_agency(lore, bare, &hit) &&
			!credit_agency_at_desk(lore, bare, &credit->mark))
			return true;
		*credit = (struct credit){ .kind = CREDIT_NONE };
	}
	if (sign_with_address(lore, bare, credit))
		return true;
	*credit = (struct credit){ .kind = CREDIT_NONE };
	if (bare.at != line.at && line.at[0] == '(' &&
		sign_off(lore, bare, true, credit))
		return true;
	*credit = (struct credit){ .kind = CREDIT_NONE };
	if (scan_is_address(bare) || is_web_address(bare) ||
		is_telephone(line) || holds_address(line)) {
		credit->kind = CREDIT_CONTACT;
		credit_gather(lore, line, false, &credit->mark);
		return true;
	}
	if (where == CREDIT_BELOW &&
		(credit_contribution(lore, line, credit) ||
			credit_desk_inputs(lore, line, credit)))
		return true;
	*credit = (struct credit){ .kind = CREDIT_NONE };
	if (credit_photo(lore, line, &credit->mark) == line.len) {
		credit->kind = CREDIT_PHOTO;
		return true;
	}
	*credit = (struct credit){ .kind = CREDIT_NONE };
	if (labelled(lore, line, where, credit))
		return true;
	*credit = (struct credit){ .kind = CREDIT_NONE };
	if (credit_rights(lore, bare, false, credit))
		return true;
	*credit = (struct credit){ .kind = CREDIT_NONE };
	if (where == CREDIT_BELOW &&
		wordlist_at(lore->words->words, bare, WORD_RIGHTS, &len) &&
		credit_rights(lore, bare, true, credit))
		return true;
	*credit = (struct credit){ .kind = CREDIT_NONE };
	if (sign_off(lore, bare, bare.at != line.at && line.at[0] != '-',
		    credit))
		return true;
	*credit = (struct credit){ .kind = CREDIT_NONE };
	if (sign_reporter(lore, bare, credit))
		return true;
	*credit = (struct credit){ .kind = CREDIT_NONE };
	if (between_slashes(lore, line, credit))
		return true;
	if (reads_agency(lore, line, bare, where, credit) ||
		is_nobody(lore, bare, credit))
		return true;
	*credit = (struct credit){ .kind = CREDIT_NONE };
	return reads_people(lore, line, bare, where, credit);
}

bool
credit_with(const struct lore *lore, struct piece line, struct piece *ret_front,
	struct mark *ret_mark)
{
	size_t len;

	line = credit_unbracket(credit_without_dashes(piece_trim(line)));
	if (line.len > MAX_WITH || scan_is_prose(line))
		return false;
	for (size_t i = 0; i < line.len; i++) {
		struct piece rest = piece_skip(line, i);

		if ((i && line.at[i - 1] != ' ') ||
			!wordlist_at(lore->words->words, rest, WORD_WITH, &len))
			continue;
		rest = piece_trim(piece_skip(rest, len));
		if (!mark_read(lore, rest, ret_mark) || !ret_mark->n)
			continue;
		*ret_front = piece_trim(piece_head(line, i));
		return true;
	}
	return false;
}

/* Nearly all lines are the story's: one look at how they begin tells. */
static bool
may_be_credit(const struct lore *lore, struct piece line)
{
	static const uint32_t labels = WORD_SOURCE | WORD_VIA | WORD_INPUTS |
				       WORD_POOL | WORD_BY | WORD_REPORTER |
				       WORD_EDITOR | WORD_NOBODY | WORD_PHOTO |
				       WORD_CONTACT | WORD_RIGHTS | WORD_ORIGIN;
	struct agency_hit hit;
	size_t len;

	if (line.len <= 60)
		return true;
	uint32_t first = piece_code(line, &len);
	if (!code_is_letter(first) || memchr(line.at, '@', line.len))
		return true;
	if (line.len <= 140 && !scan_is_prose(line))
		return true;
	if (wordlist_at(lore->words->words, line, labels, &len))
		return true;
	if (line.len <= 140 && agency_at(lore->agencies, line, &hit))
		return true;
	struct piece near = piece_head(line, 40);
	if (memchr(near.at, '\xc2', near.len) &&
		credit_rights_sign(near) < near.len)
		return true;
	while (line.len && byte_in(line.at[line.len - 1], ".)"))
		line.len--;
	return wordlist_before(
		lore->words->words, line, WORD_CONTRIBUTED, &len);
}

/* "*Com informações da Agência Brasil" */
static struct piece
without_star(struct piece line)
{
	size_t star =
		piece_starts(line, "•") ? strlen("•")
		: line.len > 4 && line.at[0] == '*' &&
				(code_is_letter((unsigned char)line.at[1]) ||
					line.at[1] == ' ')
			? 1
			: 0;

	return piece_trim(piece_skip(line, star));
}

bool
credit_read(const struct lore *lore, struct piece line, enum credit_where where,
	struct credit *ret_credit)
{
	struct credit credit = { .kind = CREDIT_NONE };
	struct piece inside;

	line = without_star(piece_trim(line));
	if (!line.len || line.len > 2 * MAX_LINE || !may_be_credit(lore, line))
		return false;
	size_t first;
	bool wide =
		piece_code(line, &first) >= 0x370 || piece_starts(line, "©");
	if (line.len > (wide ? 2 * MAX_LINE : MAX_LINE)) {
		size_t group = mark_group(line, line.len, &inside);

		if (group != line.len || !sign_off(lore, inside, true, &credit))
			return false;
		*ret_credit = credit;
		return true;
	}
	if (!read_any(lore, line, where, &credit))
		return false;
	*ret_credit = credit;
	return credit.kind != CREDIT_NONE;
}
