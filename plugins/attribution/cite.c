/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cite.c - what stands before and behind a name. Up to six words on either side
 * are looked at, never past the end of the sentence.
 */
#include "attribution/cite.h"

#include "common/scan.h"

#define REACH 90u
#define MAX_BETWEEN 5

static bool
is_listed(const char *const *list, struct piece word)
{
	while (word.len && strchr(".,;:\"'", word.at[word.len - 1]))
		word.len--;
	for (size_t i = 0; list[i]; i++)
		if (piece_is_nocase(word, list[i]))
			return true;
	return false;
}

static bool
ends_nocase(struct piece p, const char *text)
{
	size_t len = strlen(text);

	if (p.len < len || !piece_is_nocase(piece_skip(p, p.len - len), text))
		return false;
	return p.len == len ||
	       !byte_is_word((unsigned char)p.at[p.len - len - 1]);
}

static struct piece
last_word(struct piece p)
{
	size_t i = p.len;

	while (i > 0 && !code_is_space((unsigned char)p.at[i - 1]))
		i--;
	return piece_skip(p, i);
}

/* Words between a cue and the name: articles, "state news agency", and names
 * of countries, which have a capital. */
static bool
told_before(const struct mark_words *words, struct piece before, bool *ret_noun)
{
	*ret_noun = false;
	if (before.len > REACH)
		before = piece_skip(before, before.len - REACH);
	for (int k = 0; k <= MAX_BETWEEN; k++) {
		before.len -= piece_spaces_end(before);
		if (!before.len)
			return false;
		for (size_t i = 0; words->before[i]; i++)
			if (ends_nocase(before, words->before[i]))
				return true;
		struct piece word = last_word(before);
		size_t len;
		if (!word.len || scan_ends_sentence(word) ||
			word.at[word.len - 1] == ',')
			return false;
		if (!is_listed(words->fillers, word) &&
			!code_is_upper(piece_code(word, &len)))
			return false;
		if (is_listed(words->nouns, word))
			*ret_noun = true;
		before.len -= word.len;
	}
	return false;
}

/* Bytes of a noun such as "news agency" at the start; the longest. */
static size_t
noun_len(const struct mark_words *words, struct piece p)
{
	size_t best = 0;

	for (size_t i = 0; words->nouns[i]; i++) {
		size_t len = strlen(words->nouns[i]);

		if (len > best && piece_starts_nocase(p, words->nouns[i]) &&
			(len == p.len ||
				!byte_is_word((unsigned char)p.at[len])))
			best = len;
	}
	return best;
}

static bool
says_behind(const struct mark_words *words, struct piece p, bool *ret_noun)
{
	p = piece_head(p, REACH);
	p = piece_skip(p, piece_spaces(p));
	size_t noun = noun_len(words, p);
	*ret_noun = noun > 0;
	p = piece_skip(p, noun);
	for (int k = 0; k <= 3; k++) {
		p = piece_skip(p, piece_spaces(p));
		if (k == 0 && p.len && p.at[0] == ',') {
			p = piece_skip(p, 1);
			p = piece_skip(p, piece_spaces(p));
			return piece_starts(p, "citing") ||
			       piece_starts(p, "quoting");
		}
		for (size_t i = 0; words->after[i]; i++) {
			size_t len = strlen(words->after[i]);

			if (piece_starts_nocase(p, words->after[i]) &&
				(len == p.len ||
					!byte_is_word(
						(unsigned char)p.at[len])))
				return true;
		}
		struct piece word = scan_word(p);
		if (!word.len || !is_listed(words->fillers, word) ||
			strchr(".,;:!?", word.at[word.len - 1]))
			return false;
		p = piece_skip(p, word.len);
	}
	return false;
}

static bool
joined_behind(const struct mark_words *words, struct piece p)
{
	p = piece_skip(p, piece_spaces(p));
	for (size_t i = 0; words->joined[i]; i++)
		if (piece_starts(p, words->joined[i]))
			return true;
	return false;
}

/* A name in capitals is no ordinary word. */
static bool
is_acronym(const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (at[i] < 'A' || at[i] > 'Z')
			return false;
	return len >= 3;
}

double
cite_weigh(const struct mark_words *words, struct piece text, size_t at,
	const struct agency_hit *hit)
{
	struct piece before = piece_head(text, at);
	struct piece behind = piece_skip(text, at + hit->len);
	bool noun = false;
	bool capitals = hit->code || is_acronym(before.at + at, hit->len);

	/* "Reuters Plaza", "TIME Square": the name goes on. */
	if (joined_behind(words, behind))
		return hit->weak ? 0 : 0.9;
	bool says = says_behind(words, behind, &noun);
	bool named_noun = noun || !piece_is(piece_of(text.at + at, hit->len),
					  hit->agency->canonical);
	if (says && (!hit->weak || noun || capitals))
		return noun ? 0.95 : 0.85;
	bool named = false;
	if (!told_before(words, before, &named))
		return 0;
	noun = noun || named;
	if (hit->weak && !noun && !capitals)
		return 0;
	struct piece next = piece_skip(behind, piece_spaces(behind));
	size_t len;
	/* Behind a cue, a capital goes on with another name. */
	if (!noun && next.len && next.at != behind.at &&
		code_is_upper(piece_code(next, &len)) &&
		!scan_month(scan_word(next)) &&
		!is_listed(words->fillers, scan_word(next)))
		return 0;
	return named_noun ? 0.9 : 0.85;
}
