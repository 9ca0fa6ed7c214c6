/* SPDX-License-Identifier: Apache-2.0 */
/*
 * block.c - finding blocks, and the first and the last one of the story.
 */
#include "disclaimer/block.h"

#include <stdlib.h>

#include "common/headline.h"
#include "common/mem.h"
#include "common/scan.h"

#define SURE_PHRASE 0.75 /* what a concept is worth */
#define MAX_HITS 4000u
#define MAX_SENTENCE 3000u

/* ---- blocks ---------------------------------------------------------------
 */

static int
by_text(const void *a, const void *b)
{
	const struct phrase_hit *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->score > y->score ? -1 : x->score < y->score;
}

/* A headline right behind the last wrapped line of a notice on top of it. */
static bool
ends_top(const struct block_list *list, size_t i)
{
	return list->top && list->n <= 2 &&
	       scan_ends_sentence(copy_line(&list->copy, i - 1)) &&
	       headline_at(&list->copy, i);
}

/* A line that goes on in the next one of its paragraph has no shape. */
static bool
is_wrapped(const struct block_list *list, size_t i)
{
	const struct copy_line *line = &list->copy.lines[i];
	size_t len;

	return i + 1 < list->copy.n_lines && !line[1].blank &&
	       line[1].paragraph == line->paragraph &&
	       !scan_ends_sentence(copy_line(&list->copy, i)) &&
	       code_is_lower(piece_code(copy_line(&list->copy, i + 1), &len));
}

static bool
begins_block(const struct block_list *list, size_t i)
{
	const struct copy_line *line = &list->copy.lines[i];

	if (i == 0 || list->copy.lines[i - 1].blank || list->shapes[i] ||
		list->shapes[i - 1])
		return true;
	/* No paragraph begins with what parts the words of a sentence. */
	if (list->joined[i] || strchr(",;", copy_line(&list->copy, i).at[0]))
		return false;
	return line[-1].paragraph != line->paragraph || ends_top(list, i);
}

static void
read_heading(struct block_list *list, struct block *block)
{
	struct piece first = copy_line(&list->copy, block->first);
	size_t len, after;

	block->heading = notice_of_heading(list->book, first, &len, &after);
	if (!block->heading)
		return;
	block->heading_start = block->start;
	block->heading_len = len;
	block->bare_heading = after >= first.len && block->first == block->last;
	struct piece rest = piece_trim(
		copy_piece(&list->copy, block->start + after, block->end));
	block->text_start =
		rest.len ? copy_offset(&list->copy, rest) : block->end;
}

static void
describe(struct block_list *list, struct block *block)
{
	struct piece text = copy_piece(&list->copy, block->start, block->end);

	block->prose = scan_is_prose(text);
	block->text_start = block->start;
	read_heading(list, block);
	if (!block->heading)
		block->line = block->first == block->last
				      ? list->shapes[block->first]
				      : notice_of_line(list->book, text);
}

static void
find_blocks(struct block_list *list)
{
	size_t hit = 0;

	list->n = 0;
	if (!list->items)
		list->items = mem_alloc(
			(list->copy.n_lines + 1) * sizeof(*list->items));
	for (size_t i = 0; i < list->copy.n_lines; i++) {
		const struct copy_line *line = &list->copy.lines[i];

		if (line->blank)
			continue;
		if (begins_block(list, i))
			list->items[list->n++] = (struct block){ .first = i,
				.start = line->start };
		list->items[list->n - 1].last = i;
		list->items[list->n - 1].end = line->end;
	}
	for (size_t i = 0; i < list->n; i++) {
		struct block *block = &list->items[i];

		while (hit < list->hits.n &&
			list->words.items[list->hits.items[hit].first].start <
				block->start)
			hit++;
		block->hit = hit;
		while (hit < list->hits.n &&
			list->words.items[list->hits.items[hit].first].start <
				block->end)
			hit++;
		block->n_hits = hit - block->hit;
		describe(list, block);
	}
}

/* ---- sentences ------------------------------------------------------------
 */

/* Does a sentence end with the character at byte `i`? Bytes of it; 0: no. */
static size_t
is_sentence_end(struct piece text, size_t i)
{
	size_t len, quote;
	uint32_t code = piece_code(piece_skip(text, i), &len);

	switch (code) {
	case 0x3002: /* these need no blank behind them */
	case 0xff01:
	case 0xff1f:
		return len;
	case '.':
	case '!':
	case '?':
	case 0x61f:
	case 0x6d4:
	case 0x964:
	case 0x1362:
		break;
	default:
		return 0;
	}
	size_t k = i + len;
	while (k < text.len && byte_in(text.at[k], ")']["))
		k++;
	while (k < text.len && (quote = piece_quote(piece_skip(text, k))))
		k += quote;
	if (k >= text.len)
		return k - i;
	size_t spaces = piece_spaces(piece_skip(text, k));
	struct piece next = piece_skip(text, k + spaces);
	bool goes_on = next.len && code_is_lower(piece_code(next, &quote));
	return spaces && !goes_on ? k - i : 0;
}

/* The next byte that may be, or begin, a sign that ends a sentence; text.len:
 * none is. */
static size_t
next_stop(struct piece text, size_t i)
{
	for (; i + sizeof(uint64_t) <= text.len; i += sizeof(uint64_t)) {
		uint64_t word = eight_at(text.at + i);

		if (word & EIGHT(0x80) || eight_maybe(word, '.') ||
			eight_maybe(word, '!') || eight_maybe(word, '?'))
			break;
	}
	for (; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c < 0x80 ? c == '.' || c == '!' || c == '?' : c >= 0xd8)
			break;
	}
	return i;
}

size_t
block_sentence_end(
	const struct block_list *list, const struct block *block, size_t at)
{
	struct piece text = copy_piece(&list->copy, at, block->end);

	for (size_t i = next_stop(text, 0); i < text.len;
		i = next_stop(text, i + 1)) {
		size_t stop = is_sentence_end(text, i);

		if (stop)
			return at + i + stop +
			       piece_spaces(piece_skip(text, i + stop));
	}
	return block->end;
}

/* Told by somebody, or quoted: the story's. */
static bool
is_told(const struct block_list *list, const struct block *block, size_t start,
	size_t end, size_t from)
{
	size_t floor = from > MAX_SENTENCE ? from - MAX_SENTENCE : 0;

	if (floor < block->start)
		floor = block->start;
	if (scan_in_quotes(copy_piece(&list->copy, floor, from)))
		return true;
	if (!notice_is_reported(list->book, &list->words,
		    words_from(&list->words, start),
		    words_from(&list->words, end)))
		return false;
	tt_rule_used(list->copy.draft, list->book->reporting_rule);
	return true;
}

/* '"All rights reserved is a slogan," he joked.' */
static bool
is_speech(struct piece text)
{
	for (size_t i = 1; i < text.len; i++) {
		size_t quote = piece_quote(piece_skip(text, i)), len;
		struct piece behind = piece_skip(text, i + quote);

		if (quote && byte_in(text.at[i - 1], ",?!") &&
			piece_starts(behind, " ") && behind.len > 2 &&
			code_is_lower(piece_code(piece_skip(behind, 1), &len)))
			return true;
	}
	return false;
}

/* A wording among the words of the sentence, not told by anyone. */
static const struct phrase_hit *
find_hit(const struct block_list *list, const struct block *block, size_t start,
	size_t end)
{
	const struct phrase_hit *best = NULL;
	size_t low = block->hit, high = block->hit + block->n_hits;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct phrase_hit *hit = &list->hits.items[mid];

		if (list->words.items[hit->first].start < start)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < block->hit + block->n_hits; low++) {
		const struct phrase_hit *hit = &list->hits.items[low];
		const struct notice *notice = &list->book->notices[hit->owner];

		if (list->words.items[hit->first].start >= end)
			break;
		if (!best || notice->weight <
				     list->book->notices[best->owner].weight)
			best = hit;
	}
	return best;
}

/* Verbs of reporting are looked for around the wording: "what he said" is no
 * part of a notice, a notice may say "says". */
static bool
hit_is_told(const struct block_list *list, const struct block *block,
	const struct phrase_hit *hit, size_t start, size_t end)
{
	size_t from = list->words.items[hit->first].start;
	size_t to = list->words.items[hit->last].end;

	return is_told(list, block, start, from, from) ||
	       notice_is_reported(list->book, &list->words, hit->last + 1,
		       words_from(&list->words, end > to ? end : to));
}

const struct notice *
block_notice(const struct block_list *list, const struct block *block,
	size_t start, size_t end, bool weak, double *ret_score)
{
	const struct phrase_hit *hit = find_hit(list, block, start, end);
	const struct notice *found = NULL;

	if (hit && !hit_is_told(list, block, hit, start, end)) {
		found = &list->book->notices[hit->owner];
		*ret_score = hit->score;
	}
	if (!weak || (found && !found->weight))
		return found;
	const struct notice *about = notice_of_sentence(
		list->book, copy_piece(&list->copy, start, end));
	bool half = found && *ret_score < SURE_PHRASE;
	if (about && (!found || half || about->weight < found->weight) &&
		!is_told(list, block, start, end, start) &&
		!is_speech(copy_piece(&list->copy, start, end))) {
		found = about;
		*ret_score = 0.75;
	}
	return found;
}

/* ---- where the story is ---------------------------------------------------
 */

static bool
is_headed(const struct block_list *list, size_t i)
{
	return list->items[i].heading ||
	       (i > 0 && list->items[i - 1].bare_heading);
}

/* Is there a notice in the block? Of a long one the beginning tells. */
static bool
has_notice(const struct block_list *list, size_t i)
{
	struct block *block = &list->items[i];
	size_t at = block->text_start;
	double score;

	if ((block->line && !block->line->head) || is_headed(list, i))
		return true;
	for (int n = 0; n < 40 && at < block->end; n++) {
		size_t end = block_sentence_end(list, block, at);

		if (block_notice(list, block, at, end, true, &score))
			return true;
		block->plain = at = end;
	}
	return false;
}

static bool
is_story(const struct block_list *list, size_t i)
{
	const struct block *block = &list->items[i];
	bool foot = list->copy.lines[block->first].kind == TT_LINE_FOOT;

	return block->prose && !block->page && !has_notice(list, i) && !foot;
}

static bool
is_page(const struct block_list *list, const struct block *block)
{
	return page_find(list->page, copy_piece(&list->copy, block->start,
					     block->end)) != NULL;
}

/* From both ends up to the first block that is story. */
static void
find_outside(struct block_list *list)
{
	size_t i = 0;

	for (; i < list->n; i++) {
		struct block *block = &list->items[i];

		block->page = is_page(list, block);
		if (is_story(list, i))
			break;
		block->outside = block->above = true;
	}
	for (size_t k = list->n; k > i; k--) {
		struct block *block = &list->items[k - 1];

		block->page = is_page(list, block);
		if (is_story(list, k - 1))
			break;
		block->outside = true;
	}
}

/* ---- reading --------------------------------------------------------------
 */

/* Does the title look like a notice, or like the first line of one? */
static bool
title_is_suspect(const struct block_list *list)
{
	struct piece title = copy_line(&list->copy, 0);
	size_t len, after;

	return (list->hits.n &&
		       list->words.items[list->hits.items[0].first].start <
			       list->copy.lines[0].end) ||
	       list->shapes[0] ||
	       notice_of_heading(list->book, title, &len, &after) ||
	       (scan_is_prose(title) && notice_of_sentence(list->book, title));
}

/* It is one when a headline follows behind it, or nothing. */
static bool
notice_is_on_top(const struct block_list *list)
{
	size_t i = 0;

	while (i < list->n && has_notice(list, i))
		i++;
	return i > 0 &&
	       (i == list->n || headline_at(&list->copy, list->items[i].first));
}

static void
read_shapes(struct block_list *list)
{
	list->shapes =
		mem_alloc((list->copy.n_lines + 1) * sizeof(*list->shapes));
	for (size_t i = 0; i < list->copy.n_lines; i++)
		if (!list->copy.lines[i].blank && !is_wrapped(list, i))
			list->shapes[i] = notice_of_line(
				list->book, copy_line(&list->copy, i));
}

/* A wording that was found over a line's end joins the two lines, wherever a
 * decoder saw paragraphs. */
static void
read_joins(struct block_list *list)
{
	size_t line = 0;

	list->joined = mem_alloc(list->copy.n_lines + 1);
	for (size_t i = 0; i < list->hits.n; i++) {
		const struct phrase_hit *hit = &list->hits.items[i];
		size_t from = list->words.items[hit->first].start;
		size_t to = list->words.items[hit->last].start;

		while (line < list->copy.n_lines &&
			list->copy.lines[line].end <= from)
			line++;
		for (size_t k = line + 1; k < list->copy.n_lines &&
					  list->copy.lines[k].start <= to;
			k++)
			list->joined[k] = !scan_ends_sentence(
				copy_line(&list->copy, k - 1));
	}
}

/* "© Ada Holm / AFP" below a picture is about the picture. */
static void
leave_captions(struct block_list *list)
{
	for (size_t i = 0; i < list->copy.n_lines; i++)
		if (list->copy.lines[i].kind == TT_LINE_CAPTION)
			list->copy.lines[i].blank = true;
}

/* Blocks with the title among them, or without it. */
static void
read_blocks(struct block_list *list)
{
	leave_captions(list);
	read_shapes(list);
	read_joins(list);
	list->top = list->top && title_is_suspect(list);
	if (list->top) {
		find_blocks(list);
		if (notice_is_on_top(list))
			return;
		list->top = false;
	}
	if (list->copy.n_lines && list->copy.lines[0].kind == TT_LINE_TITLE)
		list->copy.lines[0].blank = true;
	find_blocks(list);
}

void
block_list_read(struct block_list *list, struct tt_draft *draft,
	const struct notice_book *book, const struct page_book *page)
{
	*list = (struct block_list){ .book = book, .page = page };
	list->top = copy_open_whole(&list->copy, draft);
	size_t from = list->top ? 0 : list->copy.body_start;
	words_read(&list->words, piece_skip(list->copy.text, from), from);
	phrase_scan(book->phrases, &list->words, MAX_HITS, &list->hits);
	if (list->hits.n)
		qsort(list->hits.items, list->hits.n, sizeof(*list->hits.items),
			by_text);
	read_blocks(list);
	find_outside(list);
}

void
block_list_done(struct block_list *list)
{
	free(list->hits.items);
	free(list->items);
	free(list->shapes);
	free(list->joined);
	words_done(&list->words);
	copy_close(&list->copy);
}
