/* SPDX-License-Identifier: Apache-2.0 */
/*
 * credit.c - a row of small readers; the first that knows the line has it. A
 * line that none knows is the story's.
 */
#include "attribution/credit.h"

#include "common/glob.h"
#include "common/scan.h"

#define MAX_LINE 200u

/* Behind one of the labels; false when the line does not begin with one. */
static bool
behind_label(struct piece line, const char *const *labels, struct piece *ret)
{
	for (size_t i = 0; labels[i]; i++) {
		size_t len = strlen(labels[i]);

		if (!piece_starts_nocase(line, labels[i]) || line.len == len)
			continue;
		struct piece rest = piece_skip(line, len);
		unsigned char last = (unsigned char)labels[i][len - 1];
		if (byte_is_alnum(last) && !piece_spaces(rest) &&
			rest.at[0] != ':')
			continue;
		while (rest.len && rest.at[0] == ':')
			rest = piece_skip(rest, 1);
		*ret = piece_trim(rest);
		return ret->len > 0;
	}
	return false;
}

static struct piece
unbracket(struct piece line)
{
	struct piece inside;
	size_t group = mark_group(line, line.len, &inside);

	return group && group == line.len ? piece_trim(inside) : line;
}

static struct piece
without_dashes(struct piece line)
{
	line = piece_skip(line, piece_dashes(line));
	line = piece_trim(line);
	while (line.len > 2 && line.at[0] == '/' &&
		line.at[line.len - 1] == '/')
		line = piece_trim(piece_of(line.at + 1, line.len - 2));
	if (line.len && line.at[line.len - 1] == '.' && line.len < 40)
		line.len--;
	return line;
}

static bool
is_end_mark(const struct mark_words *words, struct piece line)
{
	char folded[GLOB_MAX_LINE + 1];

	if (line.len > 24 || !glob_fold(line, folded))
		return false;
	for (size_t i = 0; words->ends[i]; i++)
		if (!strcmp(words->ends[i], folded))
			return true;
	return !strncmp(folded, "zczc", 4);
}

/* "dpa ab cd ef", "APP Zaka": an agency and its desk. */
static bool
agency_and_desk(const struct agency_list *list, struct piece line,
	struct credit *credit)
{
	struct agency_hit hit;

	if (line.len > 40 || !agency_at(list, line, &hit) || !hit.code)
		return false;
	struct piece rest = piece_trim(piece_skip(line, hit.len));
	int n = 0;
	while (rest.len) {
		struct piece word = scan_word(rest);

		if (word.len > 3 && !mark_is_desk_code(word))
			return false;
		for (size_t i = 0; i < word.len; i++)
			if (word.at[i] != '/' &&
				(word.at[i] < 'a' || word.at[i] > 'z'))
				return false;
		rest = piece_trim(piece_skip(rest, word.len));
		n++;
	}
	if (!n || n > 5)
		return false;
	credit->mark.hits[0] = hit;
	credit->mark.texts[0] = piece_head(line, hit.len);
	credit->mark.n = 1;
	return true;
}

/* Names parted by commas, "and", slashes; true when each is a person. */
static bool
read_persons(struct piece p, struct credit *credit)
{
	static const char *const seps[] = { ",", " and ", " und ", " et ",
		" y ", " e ", " ve ", "/", " & ", " dan ", "، " };

	credit->n_names = 0;
	while (p.len && credit->n_names < 8) {
		size_t at = p.len, skip = 0;

		for (size_t i = 0; i < sizeof(seps) / sizeof(seps[0]); i++) {
			size_t found = piece_find_exact(p, seps[i]);

			if (found < at) {
				at = found;
				skip = strlen(seps[i]);
			}
		}
		struct piece name = piece_trim(piece_head(p, at));
		if (piece_starts_nocase(name, "and "))
			name = piece_skip(name, 4);
		if (!scan_is_person(name))
			return false;
		credit->names[credit->n_names++] = name;
		p = piece_trim(piece_skip(p, at + (at < p.len ? skip : 0)));
	}
	return credit->n_names > 0 && !p.len;
}

/* "By Ada Brook and Jon Fell", "By AFP", "By NAME / Associated Press / slug",
 * "By Ada Brook, Reuters". */
static bool
read_byline(const struct agency_list *list, struct piece rest,
	struct credit *credit)
{
	if (rest.len > 120 || scan_is_prose(rest))
		return false;
	if (mark_read(list, rest, &credit->mark) && credit->mark.n &&
		credit->mark.texts[0].at == rest.at &&
		!credit->mark.hits[0].weak) {
		credit->kind = CREDIT_AGENCY;
		return true;
	}
	struct agency_hit hit;
	if (agency_named(list, rest, &hit)) {
		credit->mark = (struct mark){
			.hits = { hit }, .texts = { rest }, .n = 1
		};
		credit->kind = CREDIT_AGENCY;
		return true;
	}
	credit->mark.n = 0;
	size_t cut = 0;
	while (cut < rest.len && !strchr("/|,", rest.at[cut]))
		cut++;
	if (cut < rest.len) {
		struct piece tail = piece_trim(piece_skip(rest, cut + 1));
		size_t end = 0;

		while (end < tail.len && !strchr("/|", tail.at[end]))
			end++;
		if (agency_named(list, piece_head(tail, end), &hit)) {
			credit->mark = (struct mark){ .hits = { hit },
				.texts = { piece_trim(piece_head(tail, end)) },
				.n = 1 };
			rest = piece_trim(piece_head(rest, cut));
		}
	}
	credit->kind = CREDIT_BYLINE;
	return read_persons(rest, credit);
}

/* "(Reporting by Ada Brook in Rome; Editing by Jon Fell)". */
static bool
read_sign_off(struct piece line, struct credit *credit)
{
	static const char *const openings[] = { "reporting by ",
		"(reporting by ", "report by ", "writing by ", "(writing by ",
		"editing by ", "(editing by ", "(edited by ", "compiled by ",
		"additional reporting by ", "(additional reporting by ",
		"(reporting and writing by ", "(reported by ",
		"(with reporting by " };
	bool known = false;

	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++)
		if (piece_starts_nocase(line, openings[i]))
			known = true;
	if (!known || line.len > 400)
		return false;
	credit->kind = CREDIT_SIGN_OFF;
	size_t by = piece_find(line, "reporting by ");
	if (by < 2) {
		struct piece p = piece_skip(line, by + strlen("reporting by "));
		size_t end = 0;

		while (end < p.len && !strchr(";()", p.at[end]))
			end++;
		p = piece_head(p, end);
		size_t in = piece_find_exact(p, " in ");
		if (!read_persons(piece_trim(piece_head(p, in)), credit))
			credit->n_names = 0;
	}
	return true;
}

static bool
read_rights(const struct agency_list *list, struct piece line,
	struct credit *credit)
{
	static const char *const signs[] = { "copyright", "©", "(c)", "ⓒ",
		"<저작권자" };
	size_t sign = piece_find_exact(line, "©");
	struct piece p = line;
	bool known = false, more = true;

	/* "All rights reserved. © Harbour Post" */
	if (sign > 0 && sign < line.len &&
		scan_ends_sentence(piece_trim(piece_head(line, sign))))
		p = piece_skip(line, sign);

	while (more) {
		more = false;
		for (size_t i = 0; i < 5; i++) {
			if (!piece_starts_nocase(p, signs[i]))
				continue;
			p = piece_trim(piece_skip(p, strlen(signs[i])));
			known = more = true;
		}
	}
	if (!known)
		return false;
	while (p.len && (strchr("0123456789-,:.", p.at[0]) ||
				(!byte_is_word((unsigned char)p.at[0]))))
		p = piece_skip(p, 1);
	if (piece_starts_nocase(p, "by "))
		p = piece_skip(p, 3);
	p = piece_trim(p);
	size_t end = 0;
	while (end < p.len && !strchr(".,;|(>", p.at[end]))
		end++;
	p = piece_trim(piece_head(p, end));
	size_t rights = piece_find(p, " all rights");
	p = piece_trim(piece_head(p, rights));
	while (p.len && strchr("0123456789- ", p.at[p.len - 1]))
		p.len--;
	if (p.len < 2 || p.len > 80)
		return false;
	struct agency_hit hit;
	credit->kind = CREDIT_RIGHTS;
	credit->names[0] = p;
	credit->n_names = 1;
	if (agency_named(list, p, &hit))
		credit->mark = (struct mark){
			.hits = { hit }, .texts = { p }, .n = 1
		};
	return true;
}

static bool
read_behalf(const struct agency_list *list, struct piece line,
	struct credit *credit)
{
	size_t by = piece_find(line, "distributed by ");
	size_t of = piece_find(line, " on behalf of ");

	if (by != 0 || of >= line.len)
		return false;
	struct piece who = piece_of(line.at + 15, of - 15);
	struct piece issuer = piece_trim(piece_skip(line, of + 14));
	if (issuer.len && issuer.at[issuer.len - 1] == '.')
		issuer.len--;
	if (issuer.len < 2 || issuer.len > 120)
		return false;
	credit->kind = CREDIT_BEHALF;
	credit->names[0] = issuer;
	credit->n_names = 1;
	return mark_read(list, who, &credit->mark);
}

/* "SyndiGate Media Inc. (Syndigate.info)": a name that goes on in capitals. */
static bool
read_company(
	const struct agency_list *list, struct piece rest, struct mark *mark)
{
	struct agency_hit hit;

	if (rest.len > 80 || !agency_at(list, rest, &hit))
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
labelled(const struct agency_list *list, const struct mark_words *words,
	struct piece line, struct credit *credit)
{
	struct piece rest, plain = unbracket(line);

	if (read_behalf(list, plain, credit))
		return true;
	if (piece_starts(line, "SOURCE ") || piece_starts(line, "SOURCE: ")) {
		rest = piece_trim(piece_skip(line, 7));
		if (rest.len > 1 && rest.len < 100 &&
			!scan_ends_sentence(rest)) {
			credit->kind = CREDIT_ISSUER;
			credit->names[0] = rest;
			credit->n_names = 1;
			return true;
		}
	}
	if (behind_label(plain, words->inputs, &rest) &&
		mark_read(list, without_dashes(rest), &credit->mark)) {
		credit->kind = CREDIT_INPUTS;
		return true;
	}
	if (behind_label(plain, words->labels, &rest) &&
		mark_read(list, without_dashes(rest), &credit->mark)) {
		credit->kind = CREDIT_SOURCE;
		return true;
	}
	if (behind_label(plain, words->via, &rest) &&
		(mark_read(list, without_dashes(rest), &credit->mark) ||
			read_company(list, rest, &credit->mark))) {
		credit->kind = CREDIT_VIA;
		return true;
	}
	return false;
}

bool
credit_is_contact(const struct mark_words *words, struct piece line)
{
	struct piece rest;
	size_t colon = piece_find_exact(piece_head(line, 60), ":");
	struct piece label = piece_trim(piece_head(line, colon));

	if (line.len > 120 || (line.len > 60 && colon >= 60) ||
		scan_is_prose(line))
		return false;
	rest = piece_skip(line, colon < line.len ? colon : line.len);
	for (size_t i = 0; words->contacts[i]; i++)
		if (piece_is_nocase(label, words->contacts[i]))
			return rest.len > 0 ||
			       piece_find_exact(label, " ") < label.len;
	return false;
}

/* "Associated Press writer Dale Orr contributed to this report." */
static bool
is_contribution(const struct mark_words *words, struct piece line)
{
	while (line.len && strchr(".)", line.at[line.len - 1]))
		line.len--;
	for (size_t i = 0; words->contributed[i]; i++) {
		size_t len = strlen(words->contributed[i]);

		if (line.len > len &&
			piece_is_nocase(piece_skip(line, line.len - len),
				words->contributed[i]) &&
			code_is_space(
				(unsigned char)line.at[line.len - len - 1]))
			return true;
	}
	return false;
}

/* "+1 555 0142": digits, and at least seven. */
static bool
is_telephone(struct piece line)
{
	int digits = 0;

	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] >= '0' && line.at[i] <= '9')
			digits++;
		else if (!strchr("+-() ./", line.at[i]))
			return false;
	}
	return digits >= 7 && line.len <= 24 &&
	       (line.at[0] == '+' || line.at[0] == '(');
}

/* "— Agencies", "By Staff Reporter": a byline that names nobody. */
static bool
is_nobody(const struct mark_words *words, struct piece name)
{
	for (size_t i = 0; words->nobody[i]; i++)
		if (piece_is_nocase(name, words->nobody[i]))
			return true;
	return false;
}

bool
credit_read(const struct agency_list *list, const struct mark_words *words,
	struct piece line, bool head, struct credit *ret_credit)
{
	struct credit credit = { .kind = CREDIT_NONE };
	struct piece rest, bare;

	line = piece_trim(line);
	if (!line.len || line.len > 400)
		return false;
	*ret_credit = credit;
	ret_credit->kind = CREDIT_SIGN_OFF;
	if (read_sign_off(line, ret_credit))
		return true;
	*ret_credit = credit;
	if (line.len > MAX_LINE)
		return false;
	bare = unbracket(without_dashes(line));
	if (is_end_mark(words, line))
		ret_credit->kind = CREDIT_END_MARK;
	else if (mark_is_desk_code(line))
		ret_credit->kind = CREDIT_DESK_CODE;
	else if (scan_is_address(bare) || is_telephone(line))
		ret_credit->kind = CREDIT_CONTACT;
	else if (!head && is_contribution(words, line))
		ret_credit->kind = CREDIT_SIGN_OFF;
	else if (credit_photo(list, line, &ret_credit->mark) == line.len)
		ret_credit->kind = CREDIT_PHOTO;
	else if (labelled(list, words, line, ret_credit) ||
		 read_rights(list, line, ret_credit))
		return true;
	else if (mark_read(list, bare, &ret_credit->mark) &&
		 (!ret_credit->mark.hits[0].weak || bare.at != line.at ||
			 head || ret_credit->mark.hits[0].code) &&
		 ret_credit->mark.texts[0].at <= bare.at + 24)
		ret_credit->kind = CREDIT_AGENCY;
	else if (agency_and_desk(list, bare, ret_credit))
		ret_credit->kind = CREDIT_AGENCY;
	else if (behind_label(line, words->by, &rest) && is_nobody(words, rest))
		ret_credit->kind = CREDIT_SIGN_OFF;
	else if (behind_label(line, words->by, &rest) &&
		 read_byline(list, rest, ret_credit))
		return true;
	else if (piece_dashes(line) && is_nobody(words, without_dashes(line)))
		ret_credit->kind = CREDIT_SIGN_OFF;
	else if (piece_dashes(line) && !piece_starts(line, "- ") &&
		 line.len < 50 && scan_is_person(without_dashes(line)) &&
		 !head) {
		ret_credit->kind = CREDIT_BYLINE;
		ret_credit->names[0] = without_dashes(line);
		ret_credit->n_names = 1;
	} else {
		*ret_credit = credit;
	}
	return ret_credit->kind != CREDIT_NONE;
}

size_t
credit_photo(
	const struct agency_list *list, struct piece p, struct mark *ret_mark)
{
	static const char *const openings[] = { "photo by", "photo:", "photo ",
		"photos by", "photos:", "foto:", "foto ",
		"fotos:", "picture:", "picture by",
		"image:", "image credit:", "image copyright",
		"photo credit:", "photo courtesy", "file photo", "(file)",
		"crédit photo", "pic:", "credit:" };
	struct piece inside;
	size_t group = mark_group(p, 160, &inside);
	struct mark none = { .n = 0 };
	bool opening = false;

	if (!group && p.len > 120)
		return 0;
	if (!group)
		inside = p;
	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++)
		if (piece_starts_nocase(inside, openings[i])) {
			inside = piece_skip(inside, strlen(openings[i]));
			opening = true;
			break;
		}
	size_t via = piece_find(inside, " via ");
	bool picture = via < inside.len ||
		       piece_find(inside, "getty images") < inside.len;
	if (!opening && !(group && picture))
		return 0;
	*ret_mark = none;
	for (size_t i = 0; i < inside.len && ret_mark->n < MARK_MAX; i++) {
		struct agency_hit hit;
		bool begins = i == 0 ||
			      !byte_is_word((unsigned char)inside.at[i - 1]);

		if (!begins || !agency_at(list, piece_skip(inside, i), &hit))
			continue;
		ret_mark->hits[ret_mark->n] = hit;
		ret_mark->texts[ret_mark->n++] =
			piece_of(inside.at + i, hit.len);
		i += hit.len - 1;
	}
	if (!group && !ret_mark->n)
		return 0;
	return group ? group : p.len;
}

/* Where a glued tail could begin: the last bracket, dash or slash. */
static size_t
tail_start(struct piece line)
{
	size_t n = line.len;
	char last = n ? line.at[n - 1] : 0;
	size_t floor = n > 160 ? n - 160 : 0;

	if (last == ')' || last == ']') {
		char open = last == ')' ? '(' : '[';
		int depth = 0;

		for (size_t i = n; i-- > floor;) {
			depth += line.at[i] == last;
			depth -= line.at[i] == open;
			if (!depth)
				return i;
		}
		return n;
	}
	if (piece_ends(line, "）")) {
		floor = n > 30 ? n - 30 : 0;
		for (size_t i = n; i-- > floor;)
			if (piece_starts(piece_skip(line, i), "（"))
				return i;
	}
	if (last == '/') {
		for (size_t i = n - 1; i-- > floor;)
			if (line.at[i] == '/')
				return i;
	}
	floor = n > 48 ? n - 48 : 0;
	for (size_t i = n; i-- > floor;) {
		struct piece here = piece_skip(line, i);
		size_t dash = piece_dashes(here);

		if (dash && i > 0 &&
			(piece_starts(here, "--") ||
				(unsigned char)here.at[0] >= 0x80) &&
			!piece_dashes(piece_skip(line, i - 1)))
			return i;
	}
	for (size_t i = n; i-- > floor;)
		if (line.at[i] == ' ')
			return i + 1;
	return n;
}

/* Three or four letters of one case: initials of a desk or an editor. */
static bool
is_initials(struct piece word)
{
	bool upper = true, lower = true;

	for (size_t i = 0; i < word.len; i++) {
		upper = upper && word.at[i] >= 'A' && word.at[i] <= 'Z';
		lower = lower && word.at[i] >= 'a' && word.at[i] <= 'z';
	}
	return word.len >= 2 && word.len <= 4 && (upper || lower);
}

/* "... it was said. EFE", "... in 1911. PTI ABC XY": behind the last sentence
 * nothing but an agency's code, which is no word, and initials. */
static size_t
bare_tail(const struct agency_list *list, struct piece line,
	struct credit *ret_credit)
{
	size_t floor = line.len > 40 ? line.len - 40 : 0;

	for (size_t i = line.len; i-- > floor + 1;) {
		struct piece tail = piece_skip(line, i), rest;
		struct agency_hit hit;

		if (line.at[i - 1] != ' ' || !agency_at(list, tail, &hit) ||
			!hit.code || hit.weak || hit.shared ||
			!scan_ends_sentence(piece_trim(piece_head(line, i))))
			continue;
		rest = piece_trim(piece_skip(tail, hit.len));
		while (rest.len && is_initials(scan_word(rest)))
			rest = piece_trim(
				piece_skip(rest, scan_word(rest).len));
		if (rest.len)
			continue;
		*ret_credit = (struct credit){ .kind = CREDIT_AGENCY,
			.mark = { .hits = { hit },
				.texts = { piece_head(tail, hit.len) },
				.n = 1 } };
		return line.len - i;
	}
	return 0;
}

size_t
credit_tail(const struct agency_list *list, const struct mark_words *words,
	struct piece line, struct credit *ret_credit)
{
	line.len -= piece_spaces_end(line);
	size_t bare = bare_tail(list, line, ret_credit);
	if (bare)
		return bare;
	size_t start = tail_start(line);

	if (!start || start >= line.len)
		return 0;
	struct piece tail = piece_skip(line, start);
	struct piece before = piece_trim(piece_head(line, start));
	bool marked = strchr("([/", tail.at[0]) || piece_dashes(tail) ||
		      piece_starts(tail, "（");
	if (!credit_read(list, words, tail, false, ret_credit))
		return 0;
	switch (ret_credit->kind) {
	case CREDIT_AGENCY:
		/* "... the Press Trust of India (PTI)" names, not credits. */
		return marked && scan_ends_sentence(before) ? line.len - start
							    : 0;
	case CREDIT_END_MARK:
		return marked || piece_is(tail, "Enditem") ||
				       piece_is(tail, "NNNN")
			       ? line.len - start
			       : 0;
	case CREDIT_INPUTS:
	case CREDIT_SIGN_OFF:
	case CREDIT_PHOTO:
	case CREDIT_SOURCE:
	case CREDIT_VIA:
		return marked ? line.len - start : 0;
	default:
		return 0;
	}
}
