/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vocabulary.h - the words of rules/marks.rules, sorted for look-up.
 *
 * Labels and marks are looked for in every text, whatever its language: a
 * Korean page may carry an English credit. Words that make a medium a quoted
 * one, and endings of names, count only in texts of their language; a rule says
 * which with `languages`.
 */
#ifndef PLUGINS_ATTRIBUTION_VOCABULARY_H
#define PLUGINS_ATTRIBUTION_VOCABULARY_H

#include "attribution/wordlist.h"
#include "torntape/plugin.h"

enum word_class {
	WORD_BEFORE = 1 << 0,   /* "told X" */
	WORD_AFTER = 1 << 1,    /* "X reported" */
	WORD_JOINED = 1 << 2,   /* written together behind the name */
	WORD_PARTICLE = 1 << 3, /* behind the name; the verb comes later */
	WORD_VERB = 1 << 4,
	WORD_CITING = 1 << 5, /* "X, citing Y" */
	WORD_NOUN = 1 << 6,   /* "news agency" */
	WORD_FILLER = 1 << 7,
	WORD_SOURCE = 1 << 8, /* a label, as all below */
	WORD_VIA = 1 << 9,
	WORD_INPUTS = 1 << 10,
	WORD_POOL = 1 << 11,
	WORD_BY = 1 << 12,
	WORD_REPORTER = 1 << 13, /* with a colon, or in brackets */
	WORD_EDITOR = 1 << 14,
	WORD_BEHIND = 1 << 15, /* "오세린 기자" */
	WORD_AFFILIATION = 1 << 16,
	WORD_NOBODY = 1 << 17,
	WORD_PHOTO = 1 << 18,
	WORD_CONTACT = 1 << 19,
	WORD_NOPLACE = 1 << 20,
	WORD_RIGHTS = 1 << 21,
	WORD_CARRIER = 1 << 22, /* in a notice: who passed it on */
	WORD_ORIGIN = 1 << 23,  /* in a notice: whose it is */
	WORD_HEADER = 1 << 24,  /* "2. Auther : " */
	WORD_CONTRIBUTED = 1 << 25,
	WORD_PICTURED = 1 << 26, /* a caption begins so */
	WORD_WITH = 1 << 27,     /* "Jean Dupont avec AFP" */
	WORD_REPORTS = 1 << 29,  /* what only media do: "noticiou" */
	WORD_DESKED = 1 << 28    /* codes that stand behind a desk's initials */
};

/* Of one language, or of a few that are alike. */
struct dialect {
	const char *languages;  /* "hr sr bs"; lent by the rules */
	struct wordlist *words; /* NULL: endings only */
	const char **endings;   /* ends with NULL; NULL: none */
	bool late;   /* a sentence's verb may stand far behind its subject */
	char **own;  /* what `endings` points to */
	size_t rule; /* in the file */
};

/* Texts that are compared as they stand; which of them in any case, and what is
 * put around them, says lists_how[] in vocabulary.c. */
enum list {
	LIST_END,         /* shapes of end marks, folded */
	LIST_JOINT,       /* small words inside a medium's name: "of" */
	LIST_FIRM,        /* what ends a firm's name: "GmbH" */
	LIST_HOUSE,       /* a part of an agency and nobody's name: "Bureau" */
	LIST_BOUND,       /* in a notice: whoever cites the agency is bound */
	LIST_CAPTION,     /* of a page's part that holds a picture's caption */
	LIST_PICTURE,     /* or a picture, with or without words */
	LIST_AUTHOR,      /* or who wrote it */
	LIST_PAID,        /* in a notice, before who paid for the text */
	LIST_APPEARED,    /* "appeared first on", behind it whose feed it is */
	LIST_HANDED,      /* "distributed by", behind it an agency */
	LIST_DISOWNS,     /* "takes no editorial", before it an agency */
	LIST_OFFICE,      /* between an agency and its people: "writers" */
	LIST_ISSUER,      /* begins a release's last line, without a colon */
	LIST_DISTRIBUTED, /* begins a line; behind it who passed it on */
	LIST_BEHALF,      /* and behind this, of the same rule, whose it is */
	LIST_GLUED,      /* behind a desk's codes where a line break got lost */
	LIST_CHANNEL,    /* ends a name: where it was said, "客户端" */
	LIST_DEED,       /* behind a name: took the picture, or gave it */
	LIST_PRINTED,    /* begins a line; behind it who has printed it */
	LIST_PRINTED_ON, /* of the same rule, before the day */
	LIST_PRINTED_SIGN, /* the same, without a blank before it */
	LIST_ORIGINAL,     /* begins a line; behind it whose the release is */
	LIST_SENT,         /* behind that, a comma and this: who sent it */
	LIST_NO_PERSON,    /* begins a name that is no person's: "San" */
	LIST_ASIDE,   /* in brackets behind the last sentence, and no name */
	LIST_TOPIC,   /* behind a dateline; then the headline once more */
	LIST_SIGNING, /* between a house and its reporters: "记者" */
	N_LISTS
};

struct listed {
	char *text;
	size_t len;
	size_t rule;
};

struct vocabulary {
	struct wordlist *words;
	struct wordlist *media; /* see medium.h */
	struct {
		struct listed *items;
		size_t n, cap, longest;
		bool firsts[256]; /* bytes with which one begins */
	} lists[N_LISTS];
	struct dialect *dialects;
	size_t n_dialects;
	/* By rule: one of its words, endings or marks was found since
	 * vocabulary_tell(). A plugin's instance has one thread. */
	bool *met;
	const struct tt_rules *rules;
};

void vocabulary_read(struct vocabulary *v, const struct tt_rules *rules,
	struct tt_instance *self);
void vocabulary_done(struct vocabulary *v);
/* The words and the endings of a language; NULL: none. */
const struct dialect *vocabulary_words(
	const struct vocabulary *v, const char *language);
const struct dialect *vocabulary_endings(
	const struct vocabulary *v, const char *language);
/* Is it one of the list; does it hold one? */
bool vocabulary_lists(
	const struct vocabulary *v, enum list list, struct piece text);
bool vocabulary_holds(
	const struct vocabulary *v, enum list list, struct piece text);
/* The first of the list's texts with which it begins, or ends; NULL: none. */
const struct listed *vocabulary_begins(
	const struct vocabulary *v, enum list list, struct piece text);
const struct listed *vocabulary_ends(
	const struct vocabulary *v, enum list list, struct piece text);
/* Where it holds the first of the texts that the list has from the same rule as
 * `other`, and where that ends; text.len: it holds none. */
size_t vocabulary_beside(const struct vocabulary *v, enum list list,
	const struct listed *other, struct piece text, size_t *ret_end);
/* Where the first of the list's texts that it holds, and that does not begin
 * behind `last`, begins and ends; text.len: it holds none. */
size_t vocabulary_find(const struct vocabulary *v, enum list list,
	struct piece text, size_t last, size_t *ret_end);
/* Tell the host which rules served to read the story, and begin anew. */
void vocabulary_tell(struct vocabulary *v, struct tt_draft *draft);

#endif
