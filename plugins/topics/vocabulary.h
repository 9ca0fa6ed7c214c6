/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vocabulary.h - words that mean a topic: codes of other vocabularies and the
 * names that people give to their categories.
 *
 * A term belongs to a kind, so that the letter "s" of one vocabulary is not
 * that of another. Names are compared whole, without case and with white space
 * collapsed. Read-only once filled.
 */
#ifndef PLUGINS_TOPICS_VOCABULARY_H
#define PLUGINS_TOPICS_VOCABULARY_H

#include "common/piece.h"

enum term_kind {
	TERM_TOPIC,   /* IPTC Media Topic: eight digits */
	TERM_CODE,    /* IPTC subject reference: eight digits, three letters */
	TERM_ANPA,    /* category of ANPA 1312: one letter */
	TERM_RESSORT, /* category of IPTC 7901: two or three letters */
	TERM_LABEL
};

struct vocabulary;

struct vocabulary *vocabulary_new(void);
void vocabulary_free(struct vocabulary *vocabulary);
/* The first one who says a term has it. `owner` is the caller's own number. */
void vocabulary_add(struct vocabulary *vocabulary, enum term_kind kind,
	struct piece term, size_t owner);
/* SIZE_MAX: nobody says so. */
size_t vocabulary_find(const struct vocabulary *vocabulary, enum term_kind kind,
	struct piece term);

#endif
