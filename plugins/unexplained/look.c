/* SPDX-License-Identifier: Apache-2.0 */
/*
 * look.c - shapes, each judged in one walk over a short piece.
 */
#include "unexplained/look.h"

#include "common/scan.h"

#define CODE_MAX 24u
#define CODE_PART_MAX 10u
#define NAME_MAX 60u
#define NAME_WORDS 6

/* ---- letters --------------------------------------------------------------
 */

struct letters {
	unsigned upper, lower, plain, digits, others;
};

/* `plain`: of a script without capitals. */
static struct letters
letters_of(struct piece p)
{
	struct letters n = { 0 };

	for (size_t i = 0, len; i < p.len; i += len) {
		uint32_t code = piece_code(piece_skip(p, i), &len);

		if (code_is_digit(code))
			n.digits++;
		else if (code_is_upper(code))
			n.upper++;
		else if (code_is_lower(code))
			n.lower++;
		else if (code_is_letter(code))
			n.plain++;
		else
			n.others++;
	}
	return n;
}

static bool
is_listed(const char *const *list, struct piece word)
{
	for (size_t i = 0; list[i]; i++)
		if (piece_is_nocase(word, list[i]))
			return true;
	return false;
}

/* Cut the part before the next of `separators` off; false when nothing is
 * left. */
static bool
cut_part(struct piece *rest, const char *separators, struct piece *ret_part)
{
	size_t i = 0;

	if (!rest->len)
		return false;
	while (i < rest->len && !strchr(separators, rest->at[i]))
		i++;
	*ret_part = piece_head(*rest, i);
	*rest = piece_skip(*rest, i < rest->len ? i + 1 : i);
	return true;
}

/* ---- codes and names ------------------------------------------------------
 */

/* Initials of a desk: one to four letters of one case. */
static bool
is_initials(struct letters n)
{
	return !n.others && !n.digits && !n.plain &&
	       (n.upper == 0 || n.lower == 0) && n.upper + n.lower <= 4;
}

bool
look_is_code(const struct look_words *words, struct piece p, bool alone)
{
	struct piece rest = p = piece_trim(p), part;
	size_t n_parts = 0, n_caps = 0, n_small = 0;

	if (p.len < 2 || p.len > CODE_MAX || is_listed(words->ordinary, p))
		return false;
	while (cut_part(&rest, "/&+,- ", &part)) {
		struct letters n = letters_of(part);
		bool caps = n.upper >= 2 && n.lower <= 3 && !n.plain;

		if (!part.len)
			continue;
		if (n.others || part.len > CODE_PART_MAX ||
			!(n.upper + n.lower) || ++n_parts > 4 ||
			(!caps && !is_initials(n)) ||
			is_listed(words->ordinary, part))
			return false;
		n_caps += caps;
		n_small += !caps;
	}
	if (n_caps)
		return true;
	/* Of small letters only: two desks, or nothing but this. */
	return n_small >= 2 ? memchr(p.at, '/', p.len) != NULL
			    : n_small && alone && p.len >= 3;
}

static bool
is_small_word(struct piece word)
{
	return word.len <= 3 && letters_of(word).lower == word.len;
}

bool
look_is_name(const struct look_words *words, struct piece p)
{
	struct piece rest = p = piece_trim(p), word;
	struct letters all = letters_of(p);
	struct scan_date date;
	int n_words = 0;
	size_t len;

	if (!p.len || p.len > NAME_MAX || all.digits ||
		is_listed(words->ordinary, p) || scan_date(p, &date))
		return false;
	if (all.plain)
		return all.plain >= 2 && all.plain <= 12 && !all.others;
	if (!code_is_upper(piece_code(p, &len)))
		return false;
	while (cut_part(&rest, " ", &word)) {
		if (!word.len)
			continue;
		if (++n_words > NAME_WORDS ||
			byte_in(word.at[word.len - 1], ",;:!?\""))
			return false;
		if (!code_is_upper(piece_code(word, &len)) &&
			!is_small_word(word))
			return false;
	}
	return n_words >= 2;
}

bool
look_is_unspeakable(struct piece p)
{
	if (p.len < 3 || p.len > 6)
		return false;
	for (size_t i = 0; i < p.len; i++)
		if (p.at[i] < 'A' || p.at[i] > 'Z' ||
			byte_in(p.at[i], "AEIOUY"))
			return false;
	return true;
}

bool
look_is_spelt_out(struct piece code, struct piece before)
{
	size_t at = before.len, want = code.len, n_words = 0;

	code = piece_trim(code);
	want = code.len;
	/* Backwards, word by word: each that begins with the letter wanted
	 * takes it. */
	while (want && at && n_words++ < 12) {
		size_t end = at;

		while (end && before.at[end - 1] == ' ')
			end--;
		at = end;
		while (at && before.at[at - 1] != ' ' &&
			before.at[at - 1] != '-')
			at--;
		if (at < end && byte_lower(before.at[at]) ==
					byte_lower(code.at[want - 1]))
			want--;
		if (at && before.at[at - 1] == '-')
			at--;
	}
	return code.len >= 2 && !want;
}

/* ---- groups and lines -----------------------------------------------------
 */

size_t
look_group(struct piece p, struct piece *ret_inside)
{
	static const char *const pairs[][2] = { { "(", ")" }, { "[", "]" },
		{ "/", "/" }, { "（", "）" }, { "【", "】" }, { "〔", "〕" } };

	for (size_t k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++) {
		size_t open = strlen(pairs[k][0]), close;

		if (!piece_starts(p, pairs[k][0]))
			continue;
		p = piece_head(p, LOOK_GROUP_MAX);
		close = piece_find_exact(piece_skip(p, open), pairs[k][1]);
		if (open + close >= p.len)
			return 0;
		*ret_inside = piece_of(p.at + open, close);
		return open + close + strlen(pairs[k][1]);
	}
	return 0;
}

struct piece
look_dashed(struct piece line)
{
	size_t front, back = line.len;

	line = piece_trim(line);
	front = piece_dashes(line);
	if (!front || line.len > 40)
		return piece_of(line.at, 0);
	while (back > front && byte_in(line.at[back - 1], "- "))
		back--;
	if (back == line.len || back <= front)
		return piece_of(line.at, 0);
	return piece_trim(piece_of(line.at + front, back - front));
}

/* What is behind the label; empty: it is no label of these. */
static struct piece
behind_label(const char *const *labels, struct piece line, bool colon)
{
	for (size_t i = 0; labels[i]; i++) {
		size_t len = strlen(labels[i]);
		struct piece rest;

		if (!piece_starts_nocase(line, labels[i]))
			continue;
		rest = piece_skip(line, len);
		if (colon) {
			rest = piece_skip(rest, piece_spaces(rest));
			if (piece_starts(rest, ":"))
				return piece_trim(piece_skip(rest, 1));
			if (piece_starts(rest, "："))
				return piece_trim(piece_skip(rest, 3));
		} else if (piece_spaces(rest)) {
			return piece_trim(rest);
		}
	}
	return piece_of(line.at, 0);
}

/* A party rather than a sentence: up to eight words, the first with a capital
 * or of a script that has none. */
static bool
is_party(struct piece p)
{
	size_t n_words = 1, len;
	uint32_t first;

	if (p.len < 2 || p.len > NAME_MAX)
		return false;
	for (size_t i = 0; i < p.len; i++)
		n_words += p.at[i] == ' ';
	first = piece_code(p, &len);
	return n_words <= 8 && code_is_letter(first) && !code_is_lower(first) &&
	       (!scan_ends_sentence(p) || p.len < 30);
}

bool
look_is_labelled(const struct look_words *words, struct piece line)
{
	line = piece_trim(line);
	if (line.len > 2 && (line.at[0] == '(' || line.at[0] == '['))
		line = piece_of(line.at + 1, line.len - 2);
	struct piece led = behind_label(words->leads, line, false);

	/* With a number it is an address: Via Roma 12. */
	return is_party(behind_label(words->labels, line, true)) ||
	       (is_party(led) && !letters_of(led).digits);
}

bool
look_is_copyright(struct piece line)
{
	static const char *const signs[] = { "©", "(c)", "copyright", "℗" };
	bool is_signed = false;

	line = piece_trim(line);
	if (line.len > 120)
		return false;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (piece_starts_nocase(line, signs[i])) {
			line = piece_trim(piece_skip(line, strlen(signs[i])));
			is_signed = true;
		}
	while (is_signed && line.len && byte_in(line.at[0], "0123456789-, "))
		line = piece_skip(line, 1);
	return is_signed && is_party(line);
}

bool
look_is_dateline(const struct look_words *words, struct piece before)
{
	struct piece rest = before = piece_trim(before), word;
	struct letters all = letters_of(before);
	bool marked = all.digits || (all.upper && !all.lower) ||
		      (before.len && memchr(before.at, ',', before.len));
	int n_words = 0;
	size_t len;

	if (before.len > 80)
		return false;
	while (cut_part(&rest, " ,/.", &word)) {
		if (!word.len)
			continue;
		uint32_t first = piece_code(word, &len);

		if (++n_words > 6 || is_listed(words->firms, word))
			return false;
		marked = marked || scan_is_date_word(word);
		if (code_is_lower(first) && !scan_is_date_word(word) &&
			!is_small_word(word))
			return false;
	}
	return n_words == 1 || marked;
}
