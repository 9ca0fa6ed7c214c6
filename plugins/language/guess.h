/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guess.h - the language of a text, told from its letters and small words.
 *
 * A model is made once of languages: a tag, a script, the letters beyond the
 * common ones, the words that stand in every text and a few endings. A reader
 * is fed pieces of one text until it has enough; then it is asked. Reading is
 * one pass with two table look-ups for each word, and stops at GUESS_ENOUGH
 * bytes, so the longest story costs what a short one does. The model is
 * read-only once made; a reader belongs to one thread.
 */
#ifndef PLUGINS_LANGUAGE_GUESS_H
#define PLUGINS_LANGUAGE_GUESS_H

#include "common/piece.h"
#include "common/script.h"

#define GUESS_ENOUGH 800u       /* bytes of text */
#define GUESS_MAX_OF_SCRIPT 64u /* languages that share a script */

struct guess;

struct guess_language {
	const char *rule, *tag; /* borrowed: as long as the model lives */
	enum script script;
	unsigned bit; /* among the languages of its script */
};

struct guess *guess_new(void);
void guess_free(struct guess *guess);
/* The language's number; SIZE_MAX when the script has no room for more. */
size_t guess_add(struct guess *guess, const char *rule, const char *tag,
	enum script script);
/* All three are parted by white space. */
void guess_add_words(struct guess *guess, size_t language, struct piece words);
/* The last three letters of words that have more. */
void guess_add_endings(
	struct guess *guess, size_t language, struct piece endings);
void guess_add_letters(
	struct guess *guess, size_t language, struct piece letters);
size_t guess_count(const struct guess *guess);
const struct guess_language *guess_at(const struct guess *guess, size_t i);

/* Points are counted in twentieths, by script and the language's bit. */
struct guess_reader {
	const struct guess *guess;
	size_t n_read;             /* bytes */
	uint32_t bytes[N_SCRIPTS]; /* of letters */
	uint32_t n_words[N_SCRIPTS];
	int32_t given[N_SCRIPTS]; /* points that all have lost by letters */
	int32_t points[N_SCRIPTS][GUESS_MAX_OF_SCRIPT];
};

void guess_begin(struct guess_reader *reader, const struct guess *guess);
/* False when there is enough. */
bool guess_read(struct guess_reader *reader, struct piece text);

struct guess_answer {
	size_t language; /* SIZE_MAX: too short or unclear */
	double confidence;
};

void guess_answer(const struct guess_reader *reader, struct guess_answer *ret);
/* How sure is it that a text of the answer's language is none of `language`?
 * 0..1; 0 when it may well be. */
double guess_against(const struct guess_reader *reader,
	const struct guess_answer *answer, size_t language);

#endif
