/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page.h - the lines that a page adds around a story, read from
 * furniture.rules.
 *
 * A line is compared whole, without the bullets, arrows, brackets and counts
 * that stand around it. Keys: `start` (a shape of a line from which on nothing
 * is the story's), `inline` (a shape of a line that goes alone), `label` (the
 * same with anything behind a colon or dash), `words` (a line of nothing but
 * these), `box` (names of parts of a page), `all` and `not` (a sentence to the
 * reader, see concept.h), `where: anywhere` (also before the first sentence),
 * `sure: yes` (no heading of a story reads so). Read-only after it was opened.
 */
#ifndef PLUGINS_COMMON_PAGE_H
#define PLUGINS_COMMON_PAGE_H

#include "common/piece.h"
#include "torntape/plugin.h"

struct page_rule {
	const char *id;
	bool start, anywhere, sure;
	bool boxed; /* by the name of the box that the line stands in */
};

struct page_book;

/* NULL after tt_start_error(). */
struct page_book *page_book_open(struct tt_instance *self);
void page_book_close(struct page_book *book);
/* The rule of a line (or a short paragraph of several); NULL: none. */
const struct page_rule *page_find(
	const struct page_book *book, struct piece line);

/* The rule of a box of the page by the words of its name, whatever stands
 * between them ("share-bar", "relatedLinks"); NULL: none. */
const struct page_rule *page_box(
	const struct page_book *book, struct piece name);
/* The rule of a line that is only a date, an hour, and words that a rule has
 * around them; NULL: it is not. */
const struct page_rule *page_stamp(
	const struct page_book *book, struct piece line);
/* "Jan Roe Published March 05, 2026 | 04:10 PM", "2026-05-21 08:17:32
 * 来源：新华社": where a day, an hour and what a page says behind them begin in
 * a line, behind a name at most. False: it is no such line. */
bool page_moment(
	const struct page_book *book, struct piece line, size_t *ret_start);
/* The rule of a line that no shape has and that is a page's by its make: the
 * way to a page, a bar of known parts, a rule's capitals before a link; NULL:
 * none.
 */
const struct page_rule *page_made(
	const struct page_book *book, struct piece line);

#endif
