/* SPDX-License-Identifier: Apache-2.0 */
/*
 * medium.c - a run of capitalised words, small ones between, that begins or
 * ends with a word for a medium. Two words at least, and one that is no such
 * word, so that "the Evening News" alone names nobody.
 */
#include "attribution/medium.h"

#include "attribution/quote.h"
#include "common/scan.h"

#define MAX_WORDS 6
#define MAX_NAME 120u /* bytes; a line may be one word of a megabyte */

/* "Post," ends a name, and is a word without its comma. */
static struct piece
bare(struct piece word)
{
	while (word.len &&
		!byte_is_alnum((unsigned char)word.at[word.len - 1])) {
		size_t signs = quote_signs_end(word);

		if (!signs && word.len &&
			byte_in(word.at[word.len - 1], ".,;:!?)\""))
			signs = 1;
		if (!signs || signs >= word.len)
			break;
		word.len -= signs;
	}
	return word;
}

static bool
is_capital(struct piece word)
{
	size_t len;

	/* "l'Artois" */
	if (word.len > 3 && byte_is_lower(word.at[0]) && word.at[1] == '\'')
		word = piece_skip(word, 2);
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
	if (text.len < 2 || (byte_is_lower(text.at[0]) && text.at[1] != '\''))
		return 0;
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

/* Up to the sign that closes the quotation. */
static size_t
quoted_len(struct piece name)
{
	size_t len;

	for (size_t i = 0, words = 0; i < name.len; i += len) {
		struct piece here = piece_skip(name, i);

		if (quote_signs(here))
			return i;
		piece_code(here, &len);
		words += byte_in(name.at[i], " \n");
		if (words >= MAX_WORDS || byte_in(name.at[i], ".,;:!?("))
			return 0;
	}
	return 0;
}

static size_t
capitals_len(const struct vocabulary *vocabulary, struct piece name)
{
	size_t n = 0, end = 0;

	for (int k = 0; k < MAX_WORDS && n < name.len; k++) {
		struct piece word = scan_word(piece_skip(name, n));
		struct piece bared = bare(word);

		if (is_capital(bared) &&
			(bared.len < 4 || !scan_is_date_word(bared)))
			end = n + bared.len;
		else if (!k || !is_joint(vocabulary, bared))
			break;
		n += word.len;
		size_t blank = blank_len(piece_skip(name, n));
		if (!blank || bared.len < word.len)
			break;
		n += blank;
	}
	return end;
}

/* "WSMV-TV", "KNAU-FM": stations of the United States. */
static bool
is_call_sign(struct piece word, size_t letters)
{
	static const char *const kinds[] = { "-TV", "-FM", "-AM", "-DT",
		"-LD" };
	bool known = false;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		known = known || piece_is(piece_skip(word, letters), kinds[i]);
	if (!known || letters < 3 || letters > 4 || !byte_in(word.at[0], "KW"))
		return false;
	for (size_t i = 0; i < letters; i++)
		if (word.at[i] < 'A' || word.at[i] > 'Z')
			return false;
	return true;
}

/* "Westfalen-Blatt" tells its kind itself. */
static size_t
compound_len(const struct wordlist *media, struct piece name)
{
	struct piece word = bare(scan_word(name));

	if (!memchr(word.at, '-', word.len))
		return 0;
	size_t quote = quoted_len(word);
	word = piece_head(word, quote ? quote : word.len);
	const char *dash = memrchr(word.at, '-', word.len);
	if (!dash || dash == word.at)
		return 0;
	if (is_call_sign(word, (size_t)(dash - word.at)))
		return word.len;
	struct piece last = piece_skip(word, (size_t)(dash - word.at) + 1);
	return is_capital(last) && is_medium(media, last, MEDIUM_LAST)
		       ? word.len
		       : 0;
}

size_t
medium_called(const struct vocabulary *vocabulary, struct piece text, size_t i)
{
	struct piece before = piece_head(text, i);
	struct piece name = piece_head(piece_skip(text, i), MAX_NAME);
	size_t quotes = quote_signs_end(before), len;

	/* "《潮汐日报》": titles, of films as well, tell their kind at the end
	 */
	if (piece_ends(before, "《")) {
		size_t n = quoted_len(name);

		return n && wordlist_before(vocabulary->media,
				    piece_head(name, n), MEDIUM_LAST, &len)
			       ? n
			       : 0;
	}
	before.len -= quotes;
	if (!before.len || !piece_spaces_end(before))
		return 0;
	if (!wordlist_before(vocabulary->media, before, MEDIUM_KIND, &len))
		return compound_len(vocabulary->media, name);
	/* the "Daily" of "The Daily Star" is a part of the name */
	if (!quotes && is_capital(scan_word(piece_skip(
			       before, before.len - len +
					       piece_spaces(piece_skip(before,
						       before.len - len))))))
		return 0;
	return quotes ? quoted_len(name) : capitals_len(vocabulary, name);
}
