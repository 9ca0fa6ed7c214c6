/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notice.h - the known notices: wordings, one-line shapes, headings and what
 * sentences are about, read from rules/notices.rules and indexed for one walk
 * over a story.
 */
#ifndef PLUGINS_DISCLAIMER_NOTICE_H
#define PLUGINS_DISCLAIMER_NOTICE_H

#include "common/concept.h"
#include "common/phrase.h"
#include "common/shape.h"
#include "torntape/plugin.h"

struct notice {
	const char *id, *kind, *speaks;
	const char *party; /* NULL; a name; "@before": the words before;
			      "@named": the first organisation in it */
	bool required;
	bool strong;  /* stands outside the story wherever it stands */
	bool generic; /* its headings say nothing by themselves */
	bool behind;  /* only behind another notice of its block */
	bool head;    /* its lines stand above the story only */
	int weight;   /* order in which mixed blocks are labelled */
	const struct tt_rule *rule;
};

/* A heading, folded, and whose it is. */
struct notice_heading {
	char *text;
	size_t len;
	const struct notice *notice;
	size_t next; /* heading with the same first byte, plus one; 0: none */
};

struct notice_book {
	struct notice *notices;
	size_t n;
	struct shape_book *lines;
	struct concept_set *concepts;
	struct phrase_set *phrases;
	struct notice_heading *headings;
	size_t n_headings, cap_headings;
	size_t headings_by[256]; /* the first of each byte, plus one */
	struct begins begins;    /* of the headings */
	struct words reporting;  /* verbs that make it a quotation */
	/* "the agency | l'agence", "this site | ce site"; "": none are known */
	const char *owners, *sites;
	/* NULL: no such */
	const struct tt_rule *reporting_rule, *owner_rule, *site_rule;
};

/* false after tt_start_error(). */
bool notice_book_open(struct notice_book *book, struct tt_instance *self);
void notice_book_close(struct notice_book *book);

/* The notice whose `line` shape the whole line has; NULL: none. */
const struct notice *notice_of_line(
	const struct notice_book *book, struct piece line);
/* The notice whose heading the line is, or begins with ("Disclaimer: ..."):
 * `ret_len` is the heading without its colon, `ret_after` where the text goes
 * on. NULL: none. */
const struct notice *notice_of_heading(const struct notice_book *book,
	struct piece line, size_t *ret_len, size_t *ret_after);
/* The notice that a sentence is by what it is about; of several the one that
 * comes first in the order of mixed blocks. NULL: none. */
const struct notice *notice_of_sentence(
	const struct notice_book *book, struct piece sentence);
/* Does a verb of reporting stand among these words? */
bool notice_is_reported(const struct notice_book *book,
	const struct words *words, size_t from, size_t to);
/* "... without the consent of the agency": does it say whose copy it is,
 * without a name? */
bool notice_has_owner(const struct notice_book *book, struct piece text);
bool notice_has_site(const struct notice_book *book, struct piece text);

#endif
