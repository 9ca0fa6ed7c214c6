/* SPDX-License-Identifier: Apache-2.0 */
/*
 * medium.c - a run of capitalised words, small ones between, that begins or
 * ends with a word for a medium. Two words at least, and one that is no such
 * word, so that "the Evening News" alone names nobody.
 */
#include "attribution/medium.h"

#include "common/scan.h"

#define MAX_WORDS 6
#define MAX_NAME 120u /* bytes; a line may be one word of a megabyte */

/* "Post," ends a name, and is a word without its comma. */
static struct piece
bare(struct piece word)
{
	while (word.len &&
		!byte_is_word((unsigned char)word.at[word.len - 1]) &&
		byte_in(word.at[word.len - 1], ".,;:!?)\""))
		word.len--;
	return word;
}

static bool
is_capital(struct piece word)
{
	size_t len;

	return word.len && code_is_upper(piece_code(word, &len));
}

static bool
is_medium(const struct wordlist *media, struct piece word, uint32_t wanted)
{
	size_t len;

	return wordlist_at(media, word, wanted, &len) && len == word.len;
}

static bool
is_joint(const struct vocabulary *words, struct piece word)
{
	return vocabulary_lists(words, LIST_JOINT, word);
}

/* Of a blank, or a line end where a name was wrapped; 0: none, or more. */
static size_t
blank_len(struct piece p)
{
	size_t n = p.len ? piece_spaces(p) : 0;

	return n <= 2 && n < p.len ? n : 0;
}

/* Does a second word go on with the name, as hardly any capital is followed? */
static bool
goes_on(const struct vocabulary *words, struct piece text)
{
	struct piece first = scan_word(text);
	struct piece rest = piece_skip(text, first.len);

	if (bare(first).len < first.len || !blank_len(rest))
		return false;
	rest = piece_skip(rest, blank_len(rest));
	return is_capital(rest) || is_joint(words, scan_word(rest));
}

size_t
medium_at(const struct vocabulary *vocabulary, struct piece text)
{
	const struct wordlist *media = vocabulary->media;
	size_t n = 0, end = 0, named = 0, words = 0, others = 0;
	bool first = false;

	text = piece_head(text, MAX_NAME);
	if (!goes_on(vocabulary, text))
		return 0;
	for (int k = 0; k < MAX_WORDS && n < text.len; k++) {
		struct piece word = scan_word(piece_skip(text, n));
		struct piece name = bare(word);

		if (is_capital(name) && !scan_is_month(name)) {
			bool last = is_medium(media, name, MEDIUM_LAST);
			bool opens = is_medium(media, name, MEDIUM_FIRST);

			first = first || (!words && opens);
			others += !last && !opens;
			words++;
			end = n + name.len;
			if (last && words > 1 && others)
				named = end;
		} else if (!words || !is_joint(vocabulary, name)) {
			break;
		}
		if (name.len < word.len)
			break;
		n += word.len;
		size_t blank = blank_len(piece_skip(text, n));
		if (!blank)
			break;
		n += blank;
	}
	return first && words > 1 && others ? end : named;
}
