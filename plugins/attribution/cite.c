/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cite.c - what stands before and behind a name, never past the end of the
 * sentence. Directly beside it (articles, "state news agency", days and
 * countries between) any word of telling counts; farther off only where the
 * language puts its verb there, and something marked the name as the subject.
 */
#include "attribution/cite.h"

#include "attribution/quote.h"

#define REACH 120u    /* bytes before a name */
#define FAR 260u      /* bytes behind it, to the verb */
#define MAX_BETWEEN 6 /* words that may stand between */

/* ---- before ----------------------------------------------------------------
 */

/* "dell'", "l'", "d'" stand glued before the name. */
static struct piece
without_article(struct piece before)
{
	struct piece p = before;

	if (piece_ends(p, "'"))
		p.len--;
	else if (piece_ends(p, "’"))
		p.len -= strlen("’");
	else
		return before;
	size_t i = p.len;
	while (i > 0 && byte_is_alnum((unsigned char)p.at[i - 1]))
		i--;
	size_t letters = p.len - i;
	return letters >= 1 && letters <= 5 ? piece_head(p, i) : before;
}

static bool
ends_clause(struct piece p)
{
	return !p.len || byte_in(p.at[p.len - 1], ".,;:!?()") ||
	       piece_ends(p, "。") || piece_ends(p, "，") ||
	       piece_ends(p, "、") || piece_ends(p, "：") ||
	       piece_ends(p, "।") || piece_ends(p, "؛") || piece_ends(p, "،") ||
	       piece_ends(p, "—") || piece_ends(p, "–");
}

static bool
begins_clause(struct piece before)
{
	before.len -= piece_spaces_end(before);
	before.len -= quote_signs_end(before);
	before.len -= piece_spaces_end(before);
	return ends_clause(before);
}

/* Words of telling that lead to the name, with small words between. One may be
 * unknown: "podle rakouské agentury APA", "l'agence tunisienne TAP", and, where
 * the sentence begins so, "ifølge kanadiske CBC". */
static bool
told_before(const struct dialect *d, struct piece before, bool *ret_noun)
{
	size_t len, size;
	bool strange = false;

	*ret_noun = false;
	if (before.len > REACH)
		before = piece_skip(before, before.len - REACH);
	for (int k = 0; k <= MAX_BETWEEN; k++) {
		before.len -= piece_spaces_end(before);
		before = without_article(before);
		before.len -= quote_signs_end(before);
		before.len -= piece_spaces_end(before);
		if (!before.len)
			return false;
		if (wordlist_before(d->words, before, WORD_BEFORE, &len))
			return !strange || *ret_noun ||
			       begins_clause(
				       piece_head(before, before.len - len));
		uint32_t found = wordlist_before(
			d->words, before, WORD_NOUN | WORD_FILLER, &len);
		if (found) {
			*ret_noun = *ret_noun || (found & WORD_NOUN);
			before.len -= len;
			continue;
		}
		/* "Japan's", "румынская": names of countries have capitals */
		struct piece word = wordlist_last_word(before);
		if (!word.len || ends_clause(before))
			return false;
		uint32_t code = piece_code(word, &size);
		/* Arabic writes "and" together with the verb */
		bool and =
			(piece_starts(word, "و") || piece_starts(word, "ف")) &&
			wordlist_at(d->words, piece_skip(word, 2), WORD_BEFORE,
				&len) &&
			len + 2 == word.len;
		if (and)
			return true;
		if (!code_is_upper(code)) {
			if (strange || !code_is_lower(code))
				return false;
			strange = true;
		}
		before.len = (size_t)(word.at - before.at);
	}
	return false;
}

/* ---- behind ----------------------------------------------------------------
 */

/* "'in", ":lle", "-ile": endings that are written apart. */
static size_t
ending_len(struct piece p)
{
	size_t n = 0, letters = 0, len;

	if (piece_starts(p, "'") || piece_starts(p, ":") ||
		piece_starts(p, "-"))
		n = 1;
	else if (piece_starts(p, "’"))
		n = strlen("’");
	else
		return 0;
	while (n < p.len && letters < 8) {
		uint32_t code = piece_code(piece_skip(p, n), &len);

		if (!code_is_letter(code) || code_is_upper(code))
			break;
		n += len;
		letters++;
	}
	return letters ? n : 0;
}

/* "(WAM)" behind a name that it abbreviates; "(電子版)". */
static size_t
bracket_len(struct piece p)
{
	size_t spaces = piece_spaces(p), inside;
	struct piece group;

	inside = mark_group(piece_skip(p, spaces), 40, &group);
	return inside ? spaces + inside : 0;
}

static size_t
sentence_end(struct piece p)
{
	size_t len;

	for (size_t i = 0; i < p.len; i += len) {
		uint32_t code = piece_code(piece_skip(p, i), &len);

		if (code == 0x3002 || code == 0x964 || code == 0x6d4 ||
			code == '!' || code == '?' || code == 0x61f ||
			code == 0x589)
			return i;
		if (code == '.' && (i + 1 >= p.len || p.at[i + 1] == ' ' ||
					   p.at[i + 1] == '\n' ||
					   quote_signs(piece_skip(p, i + 1))))
			return i;
	}
	return p.len;
}

/* A verb of telling anywhere up to the end of the sentence. */
static bool
verb_later(const struct dialect *d, struct piece p)
{
	size_t len, size;

	p = piece_head(p, FAR);
	p = piece_head(p, sentence_end(p));
	for (size_t i = 0; i < p.len;) {
		struct piece rest = piece_skip(p, i);

		if (wordlist_at(d->words, rest, WORD_VERB, &len))
			return true;
		uint32_t code = piece_code(rest, &size);
		bool dense =
			code_is_cjk(code) || (code >= 0xac00 && code <= 0xd7a3);
		size_t word = dense ? 0 : wordlist_word(rest).len;
		i += word ? word : size;
	}
	return false;
}

enum say { NO, YES, YES_NOUN };

/* Words behind the name: a noun, small words, then a verb. */
static enum say
says_behind(const struct dialect *d, struct piece p, bool subject)
{
	bool noun = false;
	size_t len, bracket = bracket_len(p);

	p = piece_skip(p, bracket);
	p = piece_skip(p, quote_signs(p));
	for (int k = 0; k <= MAX_BETWEEN; k++) {
		size_t spaces = piece_spaces(p);

		if (!spaces && k == 0 &&
			wordlist_at(d->words, p, WORD_JOINED, &len))
			return YES_NOUN;
		uint32_t found = wordlist_at(d->words, p,
			WORD_AFTER | WORD_NOUN | WORD_FILLER | WORD_JOINED,
			&len);
		if (found & (WORD_AFTER | WORD_JOINED))
			return noun ? YES_NOUN : YES;
		size_t particle;
		uint32_t subject_mark =
			wordlist_at(d->words, p, WORD_PARTICLE, &particle);
		if (subject_mark && verb_later(d, piece_skip(p, particle)))
			return noun ? YES_NOUN : YES;
		if (found) {
			noun = noun || (found & WORD_NOUN);
			p = piece_skip(p, len);
			continue;
		}
		p = piece_skip(p, spaces);
		if (p.len && (p.at[0] == ',' || piece_starts(p, "،")) &&
			wordlist_at(
				d->words, piece_skip(p, 1), WORD_CITING, &len))
			return noun ? YES_NOUN : YES;
		break;
	}
	/* Where verbs come late, the subject of a sentence may be far off. */
	if (d->late && subject && verb_later(d, p))
		return noun ? YES_NOUN : YES;
	return NO;
}

/* Does the sentence begin with the name, an article or a kind apart? */
static bool
is_subject(const struct dialect *d, struct piece before)
{
	size_t len;

	for (int k = 0; k < 4; k++) {
		before.len -= piece_spaces_end(before);
		before.len -= quote_signs_end(before);
		before.len -= piece_spaces_end(before);
		if (!before.len || ends_clause(before))
			return true;
		if (!wordlist_before(
			    d->words, before, WORD_NOUN | WORD_FILLER, &len))
			return false;
		before.len -= len;
	}
	return false;
}

/* Behind a cue, a capital goes on with another name: "told Reuters
 * Breakingviews". */
static bool
goes_on(const struct dialect *d, struct piece behind)
{
	size_t spaces = piece_spaces(behind), len;
	struct piece next = piece_skip(behind, spaces);

	if (!spaces || !next.len || memchr(behind.at, '\n', spaces))
		return false;
	return code_is_upper(piece_code(next, &len)) &&
	       !scan_month(scan_word(next)) &&
	       !scan_is_date_word(scan_word(next)) &&
	       !wordlist_at(d->words, next, WORD_FILLER | WORD_NOUN, &len);
}

/* "Grist reported in May that", "O Público noticiou que": behind the verb the
 * report goes on or the sentence ends; "Metro reported a loss" tells nothing.
 */
static bool
reports(const struct dialect *d, struct piece behind)
{
	size_t len;

	if (!piece_spaces(behind) ||
		!wordlist_at(d->words, behind, WORD_REPORTS, &len))
		return false;
	behind = piece_skip(behind, len);
	behind = piece_skip(behind, piece_spaces(behind));
	return !behind.len || byte_in(behind.at[0], ".,;") ||
	       wordlist_at(d->words, behind, WORD_FILLER, &len) ||
	       scan_is_date_word(scan_word(behind));
}

static bool
is_acronym(const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (at[i] < 'A' || at[i] > 'Z')
			return false;
	return len >= 3;
}

double
cite_weigh(const struct dialect *dialect, struct piece text, size_t at,
	const struct agency_hit *hit, bool home)
{
	struct piece before = piece_head(text, at);
	struct piece behind = piece_skip(text, at + hit->len);
	struct piece name = piece_of(text.at + at, hit->len);
	bool quoted = quote_signs_end(before) > 0 && quote_signs(behind) > 0;
	bool noun = false;

	/* "Reuters' Londense redactie", "SVT:s redaktion" */
	bool owns = piece_starts(behind, "' ") || piece_starts(behind, "’ ");
	behind = piece_skip(behind, quote_signs(behind));
	size_t ending = ending_len(behind);
	behind = piece_skip(behind, ending);
	owns = owns || ending;
	/* A name in capitals, in quotes, or known in its own country inside a
	 * sentence is no ordinary word. */
	bool sure = !hit->weak || quoted || hit->code ||
		    is_acronym(name.at, name.len) ||
		    (home && !is_subject(dialect, before));
	enum say said =
		says_behind(dialect, behind, is_subject(dialect, before));
	bool told = told_before(dialect, before, &noun);

	if (home && !sure && is_subject(dialect, before) &&
		reports(dialect, behind))
		return 0.75;
	if (said == YES_NOUN || (said == YES && (sure || noun)))
		return said == YES_NOUN || noun ? 0.95 : 0.85;
	if (!told || (!sure && !noun))
		return 0;
	if (!noun && !quoted && !owns && goes_on(dialect, behind))
		return 0;
	return noun ? 0.9 : 0.85;
}
