/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mark.c - a mark is cut at its separators; each part is an agency, a house
 * code, a date, a place or a person. What parts an agency from a name tells
 * which of the two it is: "부산=연합뉴스" a place, "Stoeva, BTA" a person.
 */
#include "attribution/mark.h"

#define MAX_MARK 160u
#define MAX_INITIALS 4

/* One byte tells most places apart; a run of brackets asks this very often. */
static bool
bracket_at(struct piece p, const char *bracket, size_t len)
{
	return p.len >= len && p.at[0] == bracket[0] &&
	       (len == 1 || memcmp(p.at, bracket, len) == 0);
}

size_t
mark_group(struct piece p, size_t max, struct piece *ret_inside)
{
	static const char *const pairs[][2] = { { "(", ")" }, { "[", "]" },
		{ "【", "】" }, { "（", "）" }, { "《", "》" }, { "〔", "〕" },
		{ "〈", "〉" }, { "＜", "＞" }, { "<", ">" } };

	if (!p.len || !byte_in(p.at[0], "([<\xe3\xef") || !p.at[0])
		return 0;
	for (size_t k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++) {
		size_t open = strlen(pairs[k][0]), close = strlen(pairs[k][1]);
		int depth = 0;

		if (!piece_starts(p, pairs[k][0]))
			continue;
		for (size_t i = 0; i < p.len && i < max; i++) {
			struct piece rest = piece_skip(p, i);

			if (bracket_at(rest, pairs[k][0], open))
				depth++;
			else if (bracket_at(rest, pairs[k][1], close) &&
				 !--depth) {
				*ret_inside = piece_of(p.at + open, i - open);
				return i + close;
			}
		}
		return 0;
	}
	return 0;
}

bool
mark_is_initials(struct piece word)
{
	size_t letters = 0, len;

	for (size_t i = 0; i < word.len; i += len) {
		uint32_t code = piece_code(piece_skip(word, i), &len);
		/* signs of vowels are no letters of their own */
		bool sign = (code >= 0x900 && code < 0xe00 &&
			     !code_is_letter(code));

		if (sign || (code >= 0x93e && code <= 0x94d))
			continue;
		if (!code_is_letter(code) && !code_is_digit(code))
			return false;
		letters++;
	}
	return letters >= 1 && letters <= MAX_INITIALS;
}

bool
mark_is_call_sign(struct piece p)
{
	if (!p.len || !byte_in(p.at[0], "KWCX"))
		return false;
	for (size_t i = 0; i < p.len; i++)
		if (!(p.at[i] >= 'A' && p.at[i] <= 'Z') &&
			(i == 0 || !((p.at[i] >= '0' && p.at[i] <= '9') ||
					   p.at[i] == '-')))
			return false;
	return p.len >= 3 && p.len <= 8;
}

/* Between initials: a slash, a comma, a blank, a hyphen. */
static size_t
desk_separator(struct piece p)
{
	if (byte_in(p.at[0], "/,-.;*"))
		return 1;
	return piece_starts(p, "،") ? strlen("،") : piece_spaces(p);
}

/* "ab.cd", "fsa.hb": two hands of two or three small letters. */
static bool
are_dotted_hands(struct piece p)
{
	size_t dot = piece_find_exact(p, ".");

	if (dot < 2 || dot > 3 || p.len < dot + 3 || p.len > dot + 4)
		return false;
	for (size_t i = 0; i < p.len; i++)
		if (i != dot && !byte_is_lower(p.at[i]) &&
			!(p.len == 5 && p.at[i] >= 'A' && p.at[i] <= 'Z'))
			return false;
	return true;
}

bool
mark_is_desk_code(struct piece p)
{
	size_t parts = 0, slashes = 0, start = 0;

	p = piece_trim(p);
	if (p.len < 3 || p.len > 48)
		return false;
	for (size_t i = 0; i <= p.len;) {
		size_t skip = i < p.len ? desk_separator(piece_skip(p, i)) : 1;
		struct piece part = piece_of(p.at + start, i - start);

		if (!skip) {
			i++;
			continue;
		}
		slashes += i < p.len && p.at[i] == '/';
		if (part.len && !mark_is_initials(part))
			return false;
		parts += part.len > 0;
		start = i + skip;
		i = start;
	}
	return (slashes && parts >= (p.at[0] == '/' ? 1 : 2) && parts <= 6) ||
	       (parts == 2 && are_dotted_hands(p));
}

static size_t
separator(struct piece p)
{
	static const char *const words[] = { " and ", " und ", " et ", " y ",
		" e ", " ve ", " и ", " i ", " och ", " og ", " ja ", " dan ",
		" та ", " și ", " és ", " en ", " και ", " і ", " o ", " u ",
		" dhe ", " və ", " va ", " và ", " और ", " ও ", " و" };

	switch (p.at[0]) {
	case '/':
	case '=':
	case '|':
	case ',':
	case '&':
	case ';':
		return 1;
	case '-':
		return p.len > 1 && p.at[1] == ' ' ? 2 : 0;
	case ' ':
		break;
	default:
		if ((unsigned char)p.at[0] < 0x80)
			return 0;
		return piece_starts(p, "／")   ? strlen("／")
		       : piece_starts(p, "、") ? strlen("、")
		       : piece_starts(p, "،")  ? strlen("،")
		       : piece_starts(p, "۔")  ? strlen("۔")
		       : piece_starts(p, "＝") ? strlen("＝")
		       : piece_starts(p, "・") ? 0
					       : 0;
	}
	if (piece_starts(p, " - "))
		return 3;
	if (piece_starts(p, " – ") || piece_starts(p, " — "))
		return 5;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (p.len > 1 && p.at[1] == words[i][1] &&
			piece_starts(p, words[i]))
			return strlen(words[i]);
	return 0;
}

/* "afp" of "(ats/afp)": codes in lower case, where only marks can stand. */
static bool
lower_agency(
	const struct lore *lore, struct piece part, struct agency_hit *ret_hit)
{
	char name[12];

	if (part.len < 2 || part.len > 10)
		return false;
	/* "Afp, Ap y Reuters" */
	bool capital = part.len <= 4 && part.at[0] >= 'A' && part.at[0] <= 'Z';
	for (size_t i = capital; i < part.len; i++)
		if (!byte_is_lower(part.at[i]))
			return false;
	for (int whole = 1; whole >= 0; whole--) {
		for (size_t i = 0; i < part.len; i++)
			name[i] = (whole || i == 0) && byte_is_lower(part.at[i])
					  ? (char)(part.at[i] - 32)
					  : part.at[i];
		if (!agency_named(
			    lore->agencies, piece_of(name, part.len), ret_hit))
			continue;
		/* alone it could be a word */
		ret_hit->weak = true;
		return true;
	}
	return false;
}

/* "央视新闻客户端": where the agency said it. */
static struct piece
without_channel(const struct lore *lore, struct piece part)
{
	const struct listed *channel =
		part.len > 12 ? vocabulary_ends(lore->words, LIST_CHANNEL, part)
			      : NULL;

	return piece_head(part, part.len - (channel ? channel->len : 0));
}

bool
mark_agency(
	const struct lore *lore, struct piece part, struct agency_hit *ret_hit)
{
	part = piece_trim(part);
	if (piece_starts(part, "©"))
		part = piece_trim(piece_skip(part, strlen("©")));
	/* "हि.स." has a full stop of its own */
	if (agency_named(lore->agencies, part, ret_hit))
		return true;
	while (part.len > 1 && byte_in(part.at[part.len - 1], "\"'."))
		part.len--;
	while (part.len > 1 && byte_in(part.at[0], "\"'"))
		part = piece_skip(part, 1);
	part = without_channel(lore, part);
	size_t open = piece_quote(part), last = piece_last(part);
	if (open && last < part.len &&
		piece_quote(piece_skip(part, part.len - last)))
		part = piece_of(part.at + open, part.len - open - last);
	return agency_named(lore->agencies, part, ret_hit) ||
	       lower_agency(lore, part, ret_hit);
}

/* "Oman News Agency (ONA)": a name and its code. */
static bool
named_with_code(
	const struct lore *lore, struct piece part, struct agency_hit *hit)
{
	struct piece inside;

	if (!agency_at(lore->agencies, part, hit))
		return false;
	struct piece rest = piece_trim(piece_skip(part, hit->len));
	size_t group = mark_group(rest, 40, &inside);
	return group && group == rest.len && inside.len <= 20;
}

/* A place, or a place and a date. */
static bool
is_place(struct piece p)
{
	for (; p.len; p = piece_skip(p, piece_spaces(p))) {
		struct piece word = scan_word(p);

		if (!scan_is_date_word(word) && !scan_is_person(word))
			return false;
		p = piece_skip(p, word.len);
	}
	return true;
}

/* "パリ|AFP": Latin capitals behind a script that has none. */
static bool
is_new_script(struct piece part, size_t i)
{
	size_t len;

	if (!i || !code_is_upper(piece_code(piece_skip(part, i), &len)))
		return false;
	size_t last = piece_last(piece_head(part, i));
	return code_is_cjk(piece_code(piece_skip(part, i - last), &len));
}

/* Most parts hold no date, and a date is long to read. */
static bool
is_date(struct piece part)
{
	struct scan_date date;
	bool digit = false;
	size_t len;

	for (size_t i = 0; i < part.len && !digit; i += len) {
		uint32_t code = piece_code(piece_skip(part, i), &len);

		digit = code_is_digit(code) || code_is_cjk(code) ||
			(code >= 0x900 && code < 0x980);
	}
	return digit ? scan_date(part, &date) || scan_is_date_word(part)
		     : scan_is_date_word(part);
}

/* "ソウル共同": a place with the agency at its end, no blank between. */
static bool
ends_with_agency(const struct lore *lore, struct piece part,
	struct agency_hit *hit, size_t *ret_at)
{
	size_t len;

	for (size_t i = 0; i < part.len && part.len <= 90; i += len) {
		uint32_t code = piece_code(piece_skip(part, i), &len);
		bool begins = code_is_cjk(code) || is_new_script(part, i) ||
			      (i && part.len > 8 &&
				      piece_spaces_end(piece_head(part, i)));

		/* "Harbour Report" is no place and no agency */
		if (begins &&
			agency_named(
				lore->agencies, piece_skip(part, i), hit) &&
			(!hit->weak || code >= 0x590 ||
				(hit->code &&
					(is_new_script(part, i) ||
						is_date(piece_trim(piece_head(
							part, i))))))) {
			*ret_at = i;
			return !i || is_place(piece_trim(piece_head(part, i)));
		}
	}
	return false;
}

static int
count_words(struct piece p)
{
	int n = 0;

	for (p = piece_trim(p); p.len; p = piece_skip(p, piece_spaces(p))) {
		p = piece_skip(p, scan_word(p).len);
		n++;
	}
	return n;
}

/* A name before the agency is a place, unless two words and a comma make it a
 * person's; behind it, "=" and a comma go before a person. */
static void
add_name(struct mark *mark, struct piece part, char before, char after)
{
	bool person = mark->n           ? before != '/'
		      : mark->place.len ? count_words(part) > 1
					: strchr(",-", after) && after &&
						  count_words(part) > 1;

	if (!person && !mark->place.len)
		mark->place = part;
	else if (person && mark->n_persons < MARK_PERSONS)
		mark->persons[mark->n_persons++] = part;
}

static void
add_hit(struct mark *mark, const struct agency_hit *hit, struct piece text)
{
	if (mark->n == MARK_MAX)
		return;
	mark->hits[mark->n] = *hit;
	mark->texts[mark->n++] = text;
}

/* "IPS UN Bureau": the agency's own house, and nobody's name. */
static bool
is_house(const struct lore *lore, struct piece p)
{
	return vocabulary_lists(lore->words, LIST_HOUSE, wordlist_last_word(p));
}

/* "PTI KVR ADB": hands of the desk, in capitals of up to four letters. */
static bool
is_desk(struct piece p)
{
	for (; p.len; p = piece_skip(p, piece_spaces(p))) {
		struct piece word = scan_word(p);

		if (!mark_is_initials(word))
			return false;
		for (size_t i = 0, len; i < word.len; i += len)
			if (!code_is_upper(
				    piece_code(piece_skip(word, i), &len)))
				return false;
		p = piece_skip(p, word.len);
	}
	return true;
}

/* "ТАСС Мария Лужина", "Reuters Photo": a name behind the agency. */
static bool
agency_and_name(const struct lore *lore, struct piece part, struct mark *mark)
{
	struct agency_hit hit;

	if (!agency_at(lore->agencies, part, &hit) || hit.len >= part.len)
		return false;
	struct piece rest = piece_skip(part, hit.len);
	size_t spaces = piece_spaces(rest);
	rest = piece_trim(rest);
	if (!spaces || !scan_is_person(rest) || count_words(rest) > 3)
		return false;
	add_hit(mark, &hit, piece_head(part, hit.len));
	if (count_words(rest) > 1 && !is_house(lore, rest) && !is_desk(rest) &&
		mark->n_persons < MARK_PERSONS)
		mark->persons[mark->n_persons++] = rest;
	return true;
}

/* "TT-Reuters": two agencies, joined. */
static bool
two_agencies(const struct lore *lore, struct piece part, struct mark *mark)
{
	size_t at = piece_find_exact(part, "-"), dash = 1;
	struct agency_hit one, two;

	if (at >= part.len) {
		at = piece_find_exact(part, "–");
		dash = strlen("–");
	}
	if (at >= part.len || !mark_agency(lore, piece_head(part, at), &one) ||
		!mark_agency(lore, piece_skip(part, at + dash), &two))
		return false;
	add_hit(mark, &one, piece_head(part, at));
	add_hit(mark, &two, piece_skip(part, at + dash));
	return true;
}

static bool
add_part(const struct lore *lore, struct piece part, char before, char after,
	struct mark *mark)
{
	struct agency_hit hit;
	size_t at = 0, len;

	part = piece_trim(part);
	if (!part.len)
		return true;
	if (mark_agency(lore, part, &hit) ||
		named_with_code(lore, part, &hit)) {
		add_hit(mark, &hit, part);
		return true;
	}
	/* "Корр. ТАСС", "记者 段云舒" */
	if (wordlist_at(lore->words->words, part, WORD_REPORTER, &len) &&
		len < part.len && len < 32) {
		struct piece rest = piece_skip(part, len);

		while (rest.len && byte_in(rest.at[0], ".: "))
			rest = piece_skip(rest, 1);
		if (rest.len && rest.len < part.len &&
			add_part(lore, rest, ',', after, mark))
			return true;
	}
	if (ends_with_agency(lore, part, &hit, &at)) {
		struct piece name = piece_trim(piece_head(part, at));
		struct agency_hit first;
		/* "パリAFP時事" */
		bool two = at && ends_with_agency(lore, name, &first, &len);
		struct piece other = piece_skip(name, two ? len : name.len);

		name = piece_head(name, two ? len : name.len);
		/* "Redacción El Tiempo" */
		if (!wordlist_at(lore->words->words, name, WORD_NOBODY, &len))
			add_name(mark, piece_trim(name), before, '=');
		if (two)
			add_hit(mark, &first, other);
		mark->relayed = two;
		add_hit(mark, &hit, piece_skip(part, at));
		return true;
	}
	if (two_agencies(lore, part, mark) || agency_and_name(lore, part, mark))
		return true;
	if (wordlist_at(lore->words->words, part, WORD_NOBODY, &len) &&
		len == part.len) {
		mark->nobody = true;
		return true;
	}
	bool date = is_date(part);
	if (date || mark_is_initials(part) || mark_is_desk_code(part)) {
		if (date)
			mark->date = piece_of(
				mark->date.len ? mark->date.at : part.at,
				mark->date.len ? (size_t)(part.at + part.len -
							  mark->date.at)
					       : part.len);
		/* "دبي - رويترز" */
		bool place = after == '-' && !mark->n && part.len > 4 &&
			     (unsigned char)part.at[0] >= 0xd6;
		if (mark_is_initials(part) && scan_is_person(part) &&
			(after == '=' || before == '=' || place))
			add_name(mark, part, before, after);
		return true;
	}
	if (!scan_is_person(part))
		return false;
	add_name(mark, part, before, after);
	return true;
}

static void
read_whole(struct mark *mark, const struct agency_hit *hit, struct piece text)
{
	mark->n = 0;
	add_hit(mark, hit, text);
}

/* What a separator says: '=' , '/' or ','. */
static char
sense_of(struct piece p)
{
	return p.at[0] == '/'                            ? '/'
	       : piece_starts(p, " - ")                  ? '-'
	       : p.at[0] == '=' || piece_starts(p, "＝") ? '='
							 : ',';
}

bool
mark_read(const struct lore *lore, struct piece content, struct mark *ret_mark)
{
	struct mark mark = { .n = 0 };
	struct agency_hit whole;
	size_t start = 0;
	char before = 0;

	content = piece_trim(content);
	if (!content.len || content.len > MAX_MARK)
		return false;
	if (mark_agency(lore, content, &whole)) {
		read_whole(&mark, &whole, content);
		*ret_mark = mark;
		return true;
	}
	for (size_t i = 0; i < content.len;) {
		struct piece inside;
		struct piece rest = piece_skip(content, i);
		size_t word = piece_alnum(rest);

		if (word) {
			i += word;
			continue;
		}
		size_t skip = separator(rest);
		size_t group = skip ? 0 : mark_group(rest, rest.len, &inside);

		if (group) {
			i += group;
			continue;
		}
		if (skip) {
			char after = sense_of(rest);

			if (!add_part(lore,
				    piece_of(content.at + start, i - start),
				    before, after, &mark))
				return false;
			before = after;
			start = i + skip;
			i = start;
			continue;
		}
		i++;
	}
	if (!add_part(lore, piece_skip(content, start), before, 0, &mark) ||
		(!mark.n && !mark.nobody))
		return false;
	*ret_mark = mark;
	return true;
}
