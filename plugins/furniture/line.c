/* SPDX-License-Identifier: Apache-2.0 */
/*
 * line.c - what a line is by its words alone, wherever it stands.
 */
#include "furniture/line.h"

#include "common/scan.h"

#define TEASER_MAX 80u /* bytes of a sentence that sells another story */
#define DENSE_FULL 45u /* bytes of one that no link has */
#define DENSE_MIN 24u  /* bytes of a short sentence without blanks */
#define LABEL_MAX 200u

/* Words with which a page speaks to its reader. */
static bool
is_address(struct piece word)
{
	static const char *const words[] = { "you", "your", "us", "our", "we",
		"here", "Ihr", "Ihre", "Ihren", "votre", "vos", "su", "sus",
		"tu", "vostra", "seu", "sua" };

	while (word.len && byte_in(word.at[word.len - 1], ".,!?;:"))
		word.len--;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (piece_is_nocase(word, words[i]))
			return true;
	return false;
}

/* A short sentence, a credit glued to it or not: mostly small words, and none
 * for the reader. */
bool
line_is_told(struct piece line)
{
	int words = 0, capitals = 0;
	size_t len, stop = piece_find_exact(line, ". ");

	if (!scan_ends_sentence(line) && stop >= line.len)
		return false;
	bool dense = code_is_cjk(piece_code(line, &len));
	if (dense)
		return line.len >= DENSE_MIN;
	for (; line.len; line = piece_skip(line, piece_spaces(line))) {
		struct piece word = scan_word(line);

		if (is_address(word))
			return false;
		words++;
		capitals += code_is_upper(piece_code(word, &len));
		line = piece_skip(line, word.len);
	}
	return words >= 4 && capitals * 2 < words;
}

/* Capitalised words and no full stop: a link to another story. */
bool
line_is_headline(struct piece line)
{
	int words = 0, capitals = 0;

	for (; line.len; line = piece_skip(line, piece_spaces(line))) {
		struct piece word = scan_word(line);
		size_t len;

		line = piece_skip(line, word.len);
		if (word.len < 2)
			continue;
		words++;
		capitals += code_is_upper(piece_code(word, &len)) ||
			    (word.at[0] >= '0' && word.at[0] <= '9') ||
			    word.at[0] == '$';
	}
	return (words >= 4 && capitals * 10 >= words * 7) ||
	       (words == 3 && capitals == words);
}

/* "Weather | Traffic | Sports" */
bool
line_is_bar(struct piece line)
{
	size_t n = 0;

	for (size_t i = 0; i + 2 < line.len; i++)
		n += line.at[i] == ' ' && byte_in(line.at[i + 1], "|/") &&
		     line.at[i + 2] == ' ';
	return n >= 2;
}

/* "...农户头三个月免费。（完）": a sentence without blanks, a credit glued to
 * it or not. */
static bool
ends_dense(struct piece p)
{
	struct piece tail = piece_skip(p, p.len > 40 ? p.len - 40 : 0);
	size_t len;

	return p.len && code_is_cjk(piece_code(p, &len)) &&
	       (scan_ends_sentence(p) ||
		       piece_find_exact(tail, "。（") < tail.len ||
		       piece_find_exact(tail, "。(") < tail.len);
}

/* Two sentences, words that somebody said, or a long one: no teaser. */
bool
line_is_full(struct piece p)
{
	size_t len;

	if (!scan_is_prose(p) && !ends_dense(p))
		return false;
	if (p.len > TEASER_MAX || (ends_dense(p) && p.len >= DENSE_FULL))
		return true;
	for (size_t i = 1; i + 2 < p.len; i++)
		if (byte_in(p.at[i], ".!?") && p.at[i + 1] == ' ' &&
			!code_is_upper((unsigned char)p.at[i - 1]) &&
			code_is_upper(piece_code(piece_skip(p, i + 2), &len)))
			return true;
	for (size_t i = 0; i < p.len; i++)
		if (piece_quote(piece_skip(p, i)))
			return true;
	return false;
}

/* "SOURCE Acme", as releases are signed. */
bool
line_names_issuer(struct piece line)
{
	static const char *const labels[] = { "SOURCE ", "FUENTE ", "QUELLE ",
		"FONTE ", "BRON ", "SUMBER ", "KILDE ", "KÄLLA " };

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (piece_starts(line, labels[i]))
			return true;
	return false;
}

/* "Коментари (2)": no heading of a story counts. */
bool
line_is_counted(struct piece line)
{
	size_t open = piece_find_exact(line, "(");

	return open + 1 < line.len && line.at[line.len - 1] == ')' &&
	       line.at[open + 1] >= '0' && line.at[open + 1] <= '9';
}

bool
line_ends_in_stop(struct piece p)
{
	static const char *const stops[] = { ".", "։", "。", "।", "۔" };

	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
		if (piece_ends(p, stops[i]))
			return true;
	return false;
}

/* "Bursa, Çoban, Teknoloji, Haberler": four words with a capital or more: a
 * page's tags, where the story has ended. */
bool
line_is_word_list(struct piece line)
{
	int words = 0;
	size_t len;

	if (line.len > LABEL_MAX || scan_ends_sentence(line))
		return false;
	while (line.len) {
		size_t comma = piece_find_exact(line, ", ");
		struct piece word = piece_head(line, comma);

		if (!word.len || scan_word(word).len < word.len ||
			!code_is_upper(piece_code(word, &len)))
			return false;
		line = piece_skip(line, comma < line.len ? comma + 2 : comma);
		words++;
	}
	return words >= 4;
}
