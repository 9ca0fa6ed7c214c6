/* SPDX-License-Identifier: Apache-2.0 */
/*
 * script.h - the script a character belongs to, and how words are made equal.
 *
 * Scripts have their ISO 15924 names. Ranges are those of the Unicode blocks;
 * what several scripts share (digits, punctuation) belongs to none. Pure
 * functions, any thread.
 */
#ifndef PLUGINS_COMMON_SCRIPT_H
#define PLUGINS_COMMON_SCRIPT_H

#include "common/piece.h"

enum script {
	SCRIPT_NONE,
	SCRIPT_LATN,
	SCRIPT_CYRL,
	SCRIPT_ARAB,
	SCRIPT_HANI, /* Chinese characters, whoever uses them */
	SCRIPT_KANA, /* hiragana and katakana: Japanese */
	SCRIPT_HANG,
	SCRIPT_DEVA,
	SCRIPT_BENG,
	SCRIPT_GURU,
	SCRIPT_GUJR,
	SCRIPT_ORYA,
	SCRIPT_TAML,
	SCRIPT_TELU,
	SCRIPT_KNDA,
	SCRIPT_MLYM,
	SCRIPT_SINH,
	SCRIPT_THAI,
	SCRIPT_LAOO,
	SCRIPT_TIBT,
	SCRIPT_MYMR,
	SCRIPT_KHMR,
	SCRIPT_GREK,
	SCRIPT_ARMN,
	SCRIPT_GEOR,
	SCRIPT_HEBR,
	SCRIPT_ETHI,
	SCRIPT_THAA,
	N_SCRIPTS
};

/* "Latn" → SCRIPT_LATN; SCRIPT_NONE when nobody knows it. */
enum script script_named(struct piece name);
/* Of a letter or of a sign that is written with letters. */
enum script script_of(uint32_t code);
static inline enum script
script_of_ascii(uint32_t code)
{
	return (code | 0x20) - 'a' < 26 ? SCRIPT_LATN : SCRIPT_NONE;
}

/* Small letters for capitals; of two ways to write one letter the first. 0: a
 * sign that does not count in a word (accents that stand apart, vowel points of
 * Arabic and Hebrew). */
uint32_t script_fold(uint32_t code);

#endif
