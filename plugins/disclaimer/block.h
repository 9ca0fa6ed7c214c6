/* SPDX-License-Identifier: Apache-2.0 */
/*
 * block.h - a story as blocks (paragraphs, whatever lines they were wrapped
 * into), what was found in each, and where the story itself begins and ends.
 *
 * A block that is no story stands outside it. Outside, weak evidence makes a
 * notice; inside only a wording that is one wherever it stands. Made for one
 * draft and thrown away.
 */
#ifndef PLUGINS_DISCLAIMER_BLOCK_H
#define PLUGINS_DISCLAIMER_BLOCK_H

#include "common/copy.h"
#include "common/page.h"
#include "disclaimer/notice.h"

struct block {
	size_t first, last;                  /* lines */
	size_t start, end;                   /* bytes */
	size_t hit, n_hits;                  /* in the hits by text order */
	const struct notice *line, *heading; /* a shape; a heading */
	size_t heading_start, heading_len;   /* bytes of the heading */
	size_t text_start;                   /* behind an inline heading */
	bool bare_heading;                   /* nothing but a heading */
	bool prose;
	bool page;    /* furniture */
	bool outside; /* no story before, or none behind */
	bool above;   /* no story before */
	size_t plain; /* up to this byte no sentence is a notice; 0: unknown */
};

struct block_list {
	const struct notice_book *book;
	const struct page_book *page;
	struct copy copy;
	bool top; /* line 0 is the title, and a notice */
	struct words words;
	struct phrase_hits hits;
	const struct notice **shapes; /* of each line */
	bool *joined; /* line goes on with the wording of the line before */
	struct block *items;
	size_t n;
};

/* Reads the draft; block_list_done() takes everything back. */
void block_list_read(struct block_list *list, struct tt_draft *draft,
	const struct notice_book *book, const struct page_book *page);
void block_list_done(struct block_list *list);

/* The sentence of the block that begins at byte `at`: where it ends. */
size_t block_sentence_end(
	const struct block_list *list, const struct block *block, size_t at);
/* The notice that the bytes [start, end) of a block are, a sentence or more:
 * by its wording, or by what it is about where `weak` evidence is enough. What
 * the story tells or quotes is none. `ret_score` is how sure. */
const struct notice *block_notice(const struct block_list *list,
	const struct block *block, size_t start, size_t end, bool weak,
	double *ret_score);

#endif
