/* SPDX-License-Identifier: Apache-2.0 */
/*
 * disclaimer - take notices out of the story and keep them as data.
 *
 * A notice is about the text and stands outside it: above the story or behind
 * it, without quotation marks, told by nobody. The same words inside the story
 * are the story's. So a wording that is found is only a suspicion; what stands
 * around it decides. The unit is the block (a paragraph, whatever lines it was
 * wrapped into); a block may hold notices of several kinds, sentence by
 * sentence. Which wordings there are is in rules/notices.rules.
 */
#include <stdlib.h>

#include "common/agency.h"
#include "common/copy.h"
#include "common/headline.h"
#include "common/mem.h"
#include "common/scan.h"
#include "disclaimer/notice.h"

#define MAX_HITS 4000u
#define MAX_SENTENCE 3000u

struct state {
	struct notice_book book;
	struct agency_list *agencies;
};

/* What was found out about a block. */
struct block {
	size_t first, last;                  /* lines */
	size_t start, end;                   /* bytes */
	size_t hit, n_hits;                  /* in the hits by text order */
	const struct notice *line, *heading; /* a shape; a heading */
	size_t heading_start, heading_len;   /* bytes of the heading */
	size_t text_start;                   /* behind an inline heading */
	bool bare_heading;                   /* nothing but a heading */
	bool prose;
};

struct work {
	struct state *state;
	struct copy copy;
	bool top; /* line 0 is the title, and a notice */
	struct words words;
	struct phrase_hits hits;
	const struct notice **shapes; /* of each line */
	bool *joined; /* line goes on with the wording of the line before */
	struct block *blocks;
	size_t n_blocks;
	/* The notice being gathered. */
	const struct notice *open;
	size_t open_start, open_end;
	size_t open_block;
	double open_score;
	char *heading;
	size_t claim_start;
	char *last_text;
};

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
ends_top(const struct work *w, size_t i)
{
	return w->top && w->n_blocks <= 2 &&
	       scan_ends_sentence(copy_line(&w->copy, i - 1)) &&
	       headline_at(&w->copy, i);
}

static bool
begins_block(const struct work *w, size_t i)
{
	const struct copy_line *line = &w->copy.lines[i];

	if (i == 0 || w->copy.lines[i - 1].blank || w->shapes[i] ||
		w->shapes[i - 1])
		return true;
	if (w->joined[i])
		return false;
	return line[-1].paragraph != line->paragraph || ends_top(w, i);
}

static void
describe(struct work *w, struct block *block)
{
	struct piece text = copy_piece(&w->copy, block->start, block->end);
	struct piece first = copy_line(&w->copy, block->first);
	size_t len, after;

	block->prose = scan_is_prose(text);
	block->text_start = block->start;
	block->heading =
		notice_of_heading(&w->state->book, first, &len, &after);
	if (block->heading) {
		block->heading_start = block->start;
		block->heading_len = len;
		block->text_start = block->start + after;
		block->bare_heading =
			after >= first.len && block->first == block->last;
		struct piece rest = piece_trim(
			copy_piece(&w->copy, block->text_start, block->end));
		block->text_start =
			rest.len ? copy_offset(&w->copy, rest) : block->end;
	}
	if (block->first == block->last && !block->heading)
		block->line = w->shapes[block->first];
}

static void
find_blocks(struct work *w)
{
	size_t hit = 0;

	w->n_blocks = 0;
	if (!w->blocks)
		w->blocks =
			mem_alloc((w->copy.n_lines + 1) * sizeof(*w->blocks));
	for (size_t i = 0; i < w->copy.n_lines; i++) {
		const struct copy_line *line = &w->copy.lines[i];

		if (line->blank)
			continue;
		if (begins_block(w, i))
			w->blocks[w->n_blocks++] = (struct block){ .first = i,
				.start = line->start };
		w->blocks[w->n_blocks - 1].last = i;
		w->blocks[w->n_blocks - 1].end = line->end;
	}
	for (size_t i = 0; i < w->n_blocks; i++) {
		struct block *block = &w->blocks[i];

		while (hit < w->hits.n &&
			w->words.items[w->hits.items[hit].first].start <
				block->start)
			hit++;
		block->hit = hit;
		while (hit < w->hits.n &&
			w->words.items[w->hits.items[hit].first].start <
				block->end)
			hit++;
		block->n_hits = hit - block->hit;
		describe(w, block);
	}
}

/* ---- is it the story's? ---------------------------------------------------
 */

static bool
is_sentence_end(struct piece text, size_t i)
{
	if (i + 1 >= text.len || !strchr(".!?", text.at[i]))
		return false;
	size_t k = i + 1, quote;
	while (k < text.len &&
		(text.at[k] == ')' || text.at[k] == '\'' || text.at[k] == ']'))
		k++;
	while (k < text.len && (quote = piece_quote(piece_skip(text, k))))
		k += quote;
	return k >= text.len || piece_spaces(piece_skip(text, k));
}

/* The sentence of the block around [from, to). */
static struct piece
sentence(
	const struct work *w, const struct block *block, size_t from, size_t to)
{
	struct piece text = copy_piece(&w->copy, block->text_start, block->end);
	size_t start = from - block->text_start, end = to - block->text_start;

	if (from < block->text_start)
		start = 0;
	if (end > text.len)
		end = text.len;
	size_t floor = start > MAX_SENTENCE ? start - MAX_SENTENCE : 0;
	size_t at = start;
	while (at > floor && !(at >= 2 && is_sentence_end(text, at - 2)))
		at--;
	while (end < text.len && end < at + 2 * MAX_SENTENCE &&
		!is_sentence_end(text, end > 0 ? end - 1 : 0))
		end++;
	struct piece found = piece_trim(piece_of(text.at + at, end - at));
	return found;
}

static bool
is_told(const struct work *w, const struct block *block,
	const struct phrase_hit *hit)
{
	size_t from = w->words.items[hit->first].start;
	size_t to = w->words.items[hit->last].end;
	struct piece s = sentence(w, block, from, to);
	size_t start = copy_offset(&w->copy, s);
	size_t first = words_from(&w->words, start);
	size_t end = words_from(&w->words, start + s.len);

	size_t floor = from > MAX_SENTENCE ? from - MAX_SENTENCE : 0;
	if (floor < block->start)
		floor = block->start;
	if (scan_in_quotes(copy_piece(&w->copy, floor, from)))
		return true;
	return notice_is_reported(
		       &w->state->book, &w->words, first, hit->first) ||
	       notice_is_reported(
		       &w->state->book, &w->words, hit->last + 1, end);
}

/* A long sentence that ends in a colon announces a quotation. */
static bool
is_announced(const struct work *w, size_t i)
{
	if (i == 0)
		return false;
	const struct block *before = &w->blocks[i - 1];
	struct piece text = copy_piece(&w->copy, before->start, before->end);
	return text.len > 50 && text.at[text.len - 1] == ':' &&
	       !before->heading;
}

static bool
is_notice_like(const struct block *block)
{
	return block->n_hits || block->line || block->heading;
}

/* Is there story before and behind? */
static bool
is_inside(const struct work *w, size_t i)
{
	bool before = false;

	for (size_t k = 0; k < i && !before; k++)
		before = w->blocks[k].prose && !is_notice_like(&w->blocks[k]);
	for (size_t k = i + 1; before && k < w->n_blocks; k++) {
		if (is_notice_like(&w->blocks[k]))
			continue;
		return w->blocks[k].prose;
	}
	return false;
}

/* ---- gathering ------------------------------------------------------------
 */

/* Unwrapped, with words that were cut at a line end joined again. */
static char *
unwrap(const struct work *w, size_t start, size_t end)
{
	struct piece text = copy_piece(&w->copy, start, end);
	char *joined = mem_alloc(text.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '-' && i > 0 &&
			byte_is_alnum((unsigned char)text.at[i - 1])) {
			size_t k = i + 1;

			while (k < text.len &&
				(text.at[k] == ' ' || text.at[k] == '\r'))
				k++;
			if (k < text.len && text.at[k] == '\n') {
				k += piece_spaces(piece_skip(text, k));
				size_t at = words_from(&w->words, start + i);
				bool known =
					at > 0 &&
					phrase_knows(w->state->book.phrases,
						w->words.items[at - 1].hash);
				if (!known)
					joined[n++] = '-';
				i = k - 1;
				continue;
			}
		}
		joined[n++] = text.at[i];
	}
	char *out = piece_copy(piece_of(joined, n));
	free(joined);
	return out;
}

static void
add_party(struct work *w, const char *name, size_t start, size_t end)
{
	struct agency_hit hit;
	bool listed = agency_named(w->state->agencies, piece_text(name), &hit);
	struct tt_evidence evidence = { start, end, w->open->id,
		listed ? 0.97 : 0.8 };

	tt_add_party(w->copy.draft, TT_DISTRIBUTOR,
		listed ? hit.agency->canonical : name, &evidence);
}

/* "The publisher", "This site": nobody by name. */
static bool
is_nobody(struct piece name)
{
	static const char *const openings[] = { "the ", "this ", "our ", "we ",
		"neither ", "a ", "any ", "it ", "note", "disclaimer" };

	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++)
		if (piece_starts_nocase(name, openings[i]))
			return true;
	return false;
}

/* Who speaks: the name in the rule, or the capitalised words before the match.
 */
static void
find_party(struct work *w)
{
	const struct notice *notice = w->open;

	if (!notice->party)
		return;
	if (strcmp(notice->party, "@before")) {
		add_party(w, notice->party, w->open_start, w->open_end);
		return;
	}
	for (size_t i = 0; i < w->hits.n; i++) {
		const struct phrase_hit *hit = &w->hits.items[i];
		size_t from = w->words.items[hit->first].start;

		if (&w->state->book.notices[hit->owner] != notice ||
			from < w->open_start || from >= w->open_end)
			continue;
		struct piece name =
			piece_trim(copy_piece(&w->copy, w->open_start, from));
		name = piece_trim(name);
		if (name.len < 2 || name.len > 60 || !scan_is_person(name) ||
			is_nobody(name))
			return;
		auto_text copy = piece_copy(name);
		add_party(w, copy, w->open_start, w->open_start + name.len);
		return;
	}
}

/* A line of rights speaks for the agency it names, else for the page. */
static const char *
speaker_of(const struct work *w, const struct notice *notice, struct piece text)
{
	struct agency_hit hit;

	if (strcmp(notice->kind, "copyright") ||
		strcmp(notice->speaks, "supplier"))
		return notice->speaks;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char before = i ? (unsigned char)text.at[i - 1] : ' ';

		if (((unsigned char)text.at[i] & 0xc0) == 0x80 ||
			byte_is_alnum(before))
			continue;
		if (agency_at(w->state->agencies, piece_skip(text, i), &hit) &&
			hit.agency->kind <= AGENCY_NEWSWIRE)
			return notice->speaks;
	}
	return "publisher";
}

/* Claim and add what was gathered. */
static void
close_notice(struct work *w)
{
	const struct notice *notice = w->open;

	if (!notice)
		return;
	struct tt_evidence evidence = { w->open_start, w->open_end, notice->id,
		w->open_score };
	auto_text text = unwrap(w, w->open_start, w->open_end);
	struct tt_disclaimer disclaimer = {
		.kind = notice->kind,
		.heading = w->heading ? w->heading : "",
		.text = text,
		.speaks_for = speaker_of(w, notice, piece_text(text)),
		.required = notice->required,
	};
	copy_remove(
		&w->copy, w->claim_start, w->open_end, TT_NOTICE, notice->id);
	find_party(w);
	if (!w->last_text || strcmp(w->last_text, text)) {
		tt_add_disclaimer(w->copy.draft, &disclaimer, &evidence);
		free(w->last_text);
		w->last_text = mem_text(text, strlen(text));
	}
	if (!strcmp(notice->kind, "copyright") &&
		!tt_field(w->copy.draft, "copyrightNotice"))
		tt_set_field(w->copy.draft, "copyrightNotice", text, &evidence);
	free(w->heading);
	w->heading = NULL;
	w->open = NULL;
}

static void
open_notice(struct work *w, const struct notice *notice, size_t i, size_t start,
	size_t end, double score)
{
	const struct notice *open = w->open;
	bool kin = open && !strcmp(open->kind, notice->kind);
	bool own = kin && i == w->open_block;
	bool next = kin && w->open_block + 1 == i && !w->blocks[i].heading &&
		    !strcmp(open->speaks, notice->speaks);

	/* One block speaks with one voice as long as it is about one thing. */
	if (own || next) {
		if (notice->party && !w->open->party)
			w->open = notice;
		w->open_end = end;
		w->open_block = i;
		return;
	}
	char *heading = NULL;
	size_t claim = start;
	const struct block *block = &w->blocks[i];
	const struct block *head =
		block->heading && !block->bare_heading   ? block
		: i > 0 && w->blocks[i - 1].bare_heading ? &w->blocks[i - 1]
							 : NULL;
	close_notice(w);
	if (head && start <= block->text_start) {
		struct piece h = copy_piece(&w->copy, head->heading_start,
			head->heading_start + head->heading_len);
		while (h.len && strchr("*_#=- [(", h.at[0]))
			h = piece_skip(h, 1);
		heading = piece_copy(h);
		claim = head->start;
	}
	w->open = notice;
	w->open_start = start;
	w->open_end = end;
	w->open_block = i;
	w->open_score = score;
	w->heading = heading;
	w->claim_start = claim;
}

/* Sentence by sentence: each known one begins or goes on with a notice, the
 * unknown ones in between belong to the one before. */
static bool
take_block(struct work *w, size_t i)
{
	struct block *block = &w->blocks[i];
	bool headed =
		block->heading || (i > 0 && w->blocks[i - 1].bare_heading);
	bool taken = false;
	size_t covered = 0;

	for (size_t k = block->hit; k < block->hit + block->n_hits; k++) {
		const struct phrase_hit *hit = &w->hits.items[k];
		const struct notice *notice =
			&w->state->book.notices[hit->owner];
		size_t from = w->words.items[hit->first].start;
		size_t to = w->words.items[hit->last].end;

		if (from < covered)
			continue;
		if (is_told(w, block, hit) || is_announced(w, i))
			continue;
		if (!headed && !notice->strong && is_inside(w, i))
			continue;
		struct piece s = sentence(w, block, from, to);
		size_t start = copy_offset(&w->copy, s);
		bool first = start <= block->text_start + 2;
		bool bracket = start > 0 && (s.at[0] == '(' || s.at[0] == '[' ||
						    s.at[0] == '*');
		if (!taken && !first && !bracket && !notice->strong && !headed)
			continue;
		if (!taken && headed)
			start = block->text_start;
		open_notice(w, notice, i, start, block->end, hit->score);
		taken = true;
		covered = start + s.len;
	}
	return taken;
}

static void
take_line(struct work *w, size_t i)
{
	const struct block *block = &w->blocks[i];
	bool own = block->heading && block->heading->rule &&
		   tt_rule_value(block->heading->rule, "heading", 0);
	bool under = i > 0 && w->blocks[i - 1].bare_heading;

	if (block->line && !is_inside(w, i)) {
		open_notice(w, block->line, i, block->start, block->end, 0.9);
	} else if (own && !block->bare_heading && !is_inside(w, i) &&
		   block->text_start < block->end) {
		open_notice(w, block->heading, i, block->text_start, block->end,
			0.7);
	} else if (under && !is_inside(w, i) && block->prose) {
		open_notice(w, w->blocks[i - 1].heading, i, block->start,
			block->end, 0.7);
	}
}

/* Does the title look like a notice, or like the first line of one? */
static bool
title_is_suspect(const struct work *w)
{
	struct piece title = copy_line(&w->copy, 0);
	size_t len, after;

	return (w->hits.n && w->words.items[w->hits.items[0].first].start <
				     w->copy.lines[0].end) ||
	       w->shapes[0] ||
	       notice_of_heading(&w->state->book, title, &len, &after);
}

/* It is one when a headline follows behind it. */
static bool
notice_is_on_top(const struct work *w)
{
	size_t i = 0;

	while (i < w->n_blocks &&
		(is_notice_like(&w->blocks[i]) ||
			(i > 0 && w->blocks[i - 1].bare_heading)))
		i++;
	return i > 0 && i < w->n_blocks &&
	       headline_at(&w->copy, w->blocks[i].first);
}

static void
read_shapes(struct work *w)
{
	w->shapes = mem_alloc((w->copy.n_lines + 1) * sizeof(*w->shapes));
	for (size_t i = 0; i < w->copy.n_lines; i++)
		if (!w->copy.lines[i].blank)
			w->shapes[i] = notice_of_line(
				&w->state->book, copy_line(&w->copy, i));
}

/* A wording that was found over a line's end joins the two lines, wherever a
 * decoder saw paragraphs. */
static void
read_joins(struct work *w)
{
	size_t line = 0;

	w->joined = mem_alloc(w->copy.n_lines + 1);
	for (size_t i = 0; i < w->hits.n; i++) {
		const struct phrase_hit *hit = &w->hits.items[i];
		size_t from = w->words.items[hit->first].start;
		size_t to = w->words.items[hit->last].start;

		while (line < w->copy.n_lines &&
			w->copy.lines[line].end <= from)
			line++;
		for (size_t k = line + 1;
			k < w->copy.n_lines && w->copy.lines[k].start <= to;
			k++)
			w->joined[k] = true;
	}
}

/* Blocks with the title among them, or without it. */
static void
read_blocks(struct work *w)
{
	read_shapes(w);
	read_joins(w);
	w->top = w->top && title_is_suspect(w);
	if (w->top) {
		find_blocks(w);
		if (notice_is_on_top(w))
			return;
		w->top = false;
	}
	if (w->copy.n_lines && w->copy.lines[0].kind == TT_LINE_TITLE)
		w->copy.lines[0].blank = true;
	find_blocks(w);
}

static enum tt_verdict
disclaimer_process(struct tt_instance *self, struct tt_draft *draft)
{
	struct work w = { .state = tt_state(self) };
	size_t start, end;

	w.top = copy_open_top(&w.copy, draft);
	size_t from = w.top ? 0 : w.copy.body_start;
	words_read(&w.words, piece_skip(w.copy.text, from), from);
	phrase_scan(w.state->book.phrases, &w.words, MAX_HITS, &w.hits);
	if (w.hits.n)
		qsort(w.hits.items, w.hits.n, sizeof(*w.hits.items), by_text);
	read_blocks(&w);
	for (size_t i = 0; i < w.n_blocks; i++)
		if (!take_block(&w, i))
			take_line(&w, i);
	close_notice(&w);
	if (w.top)
		headline_promote(&w.copy, "below-notice", &start, &end);
	free(w.last_text);
	free(w.hits.items);
	free(w.blocks);
	free(w.shapes);
	free(w.joined);
	words_done(&w.words);
	copy_close(&w.copy);
	return TT_PASS;
}

static void
disclaimer_stop(struct tt_instance *self)
{
	struct state *state = tt_state(self);

	if (!state)
		return;
	notice_book_close(&state->book);
	agency_list_free(state->agencies);
	free(state);
}

static bool
disclaimer_start(struct tt_instance *self)
{
	struct state *state = mem_alloc(sizeof(*state));
	size_t len;
	const char *csv = tt_data(self, "agencies.csv", &len);

	tt_set_state(self, state);
	state->agencies = csv ? agency_list_new(csv, len) : NULL;
	if (!state->agencies) {
		tt_start_error(self, "agencies.csv is missing or empty");
		return false;
	}
	return notice_book_open(&state->book, self);
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "disclaimer",
	.version = "1.0",
	.summary = "Takes notices out of the story and keeps them as data.",
	.start = disclaimer_start,
	.process = disclaimer_process,
	.stop = disclaimer_stop,
};
