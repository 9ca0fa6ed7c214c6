/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft_text - writing the source text, and claiming parts of it.
 *
 * Once draft_text_done() ran, the text never changes; only labels do. Spans are
 * kept sorted and gapless at all times: a claim finds its place by bisection
 * and replaces the spans it touches in one splice.
 */
#include <string.h>

#include "base/ensure.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "story/draft.h"
#include "story/draft_parts.h"
#include "story/uri.h"

#define DRAFT_MAX_LINES 200000u
#define DRAFT_MAX_MARKS 100000u
#define DRAFT_MAX_SPANS 50000u

/* ---- writing --------------------------------------------------------------
 */

/* As it stands but for what no text may hold: bad UTF-8 becomes U+FFFD, other
 * controls and line feeds become blanks. */
static void
draft_put_clean(struct draft *draft, struct slice text)
{
	struct buf *out = &draft->text;
	size_t from = 0, at = 0;

	while ((at = utf8_printable_end(text, at)) < text.len &&
		!out->overflowed) {
		unsigned char c = (unsigned char)text.at[at];
		size_t n = c < 0x80 ? 1 : utf8_valid_at(text, at);

		if (n != 0 && (c >= 0x20 || c == '\t') && c != 0x7f) {
			at += n;
			continue;
		}
		buf_put(out, text.at + from, at - from);
		buf_puts(out, n == 0 ? "\xef\xbf\xbd" : " ");
		from = ++at;
	}
	buf_put(out, text.at + from, at - from);
}

static struct draft_line *
draft_push_line(struct draft *draft, enum tt_line_kind kind)
{
	struct draft_line *line;

	mem_grow(draft->lines.items, draft->lines.n, draft->lines.cap);
	line = &draft->lines.items[draft->lines.n++];
	*line = (struct draft_line){
		.start = draft->text.len,
		.end = draft->text.len,
		.kind = kind,
	};
	return line;
}

bool
draft_is_cut(const struct draft *draft)
{
	return draft->text.overflowed || draft->lines.n >= DRAFT_MAX_LINES;
}

void
draft_put_title(struct draft *draft, struct slice title)
{
	ensure(!draft->text_done && draft->title_end == 0);
	for (size_t i = 0; i < draft->lines.n; i++)
		ensure(draft->lines.items[i].kind == TT_LINE_BLANK);
	if (slice_trim(title).len == 0)
		return;
	if (draft->lines.n != 0)
		buf_putc(&draft->text, '\n');
	draft->title_start = draft->text.len;
	draft_push_line(draft, TT_LINE_TITLE);
	draft_put_clean(draft, title);
	draft->title_end = draft->text.len;
	draft->lines.items[draft->lines.n - 1].end = draft->text.len;
}

void
draft_begin_line(struct draft *draft, enum tt_line_kind kind, uint8_t level,
	bool ordered, bool same_paragraph)
{
	const struct draft_line *before = NULL;
	struct draft_line *line;
	uint32_t paragraph = 1;

	ensure(!draft->text_done);
	if (draft_is_cut(draft))
		return;
	if (draft->lines.n != 0) {
		before = &draft->lines.items[draft->lines.n - 1];
		same_paragraph = same_paragraph && before->kind == kind;
		paragraph = before->paragraph + !same_paragraph;
		buf_putc(&draft->text, '\n');
	}
	if (before != NULL && before->kind == TT_LINE_TITLE)
		draft->body_start = draft->text.len;
	line = draft_push_line(draft, kind);
	line->paragraph = paragraph;
	line->level = level;
	line->ordered = ordered;
}

void
draft_put_text(struct draft *draft, struct slice text)
{
	ensure(!draft->text_done);
	if (draft->lines.n == 0 ||
		draft->lines.items[draft->lines.n - 1].kind == TT_LINE_TITLE)
		draft_begin_line(draft, TT_LINE_TEXT, 0, false, false);
	if (draft->text.overflowed)
		return;
	draft_put_clean(draft, text);
	draft->lines.items[draft->lines.n - 1].end = draft->text.len;
}

void
draft_expect_text(struct draft *draft, size_t len)
{
	if (len < DRAFT_MAX_TEXT - draft->text.len)
		buf_room(&draft->text, len);
}

/* ---- marks ----------------------------------------------------------------
 */

size_t
draft_open_mark(struct draft *draft, const char *element)
{
	struct draft_mark *mark;

	/* The last one is a bin that swallows what is too much. */
	if (draft->marks.n == DRAFT_MAX_MARKS)
		draft->marks.n--;
	mem_grow(draft->marks.items, draft->marks.n, draft->marks.cap);
	mark = &draft->marks.items[draft->marks.n++];
	*mark = (struct draft_mark){
		.start = draft->text.len,
		.end = SIZE_MAX,
		.element = element,
	};
	return draft->marks.n - 1;
}

struct draft_mark *
draft_mark_at(struct draft *draft, size_t index)
{
	ensure(index < draft->marks.n);
	return &draft->marks.items[index];
}

void
draft_close_mark(struct draft *draft, size_t index)
{
	draft_mark_at(draft, index)->end = draft->text.len;
}

bool
draft_drop_mark(struct draft *draft, size_t i, const char *rule)
{
	struct tt_evidence evidence = { 0, 0, rule, 1 };

	if (i >= draft->marks.n) {
		draft_warn(draft, "W-RANGE", "there is no mark %zu", i);
		return false;
	}
	evidence.start = draft->marks.items[i].start;
	evidence.end = draft->marks.items[i].end;
	if (!draft_evidence_fits(draft, &evidence))
		return false;
	if (!draft->marks.items[i].dropped)
		draft_testify(draft, "/wire/marks", NULL, &evidence);
	draft->marks.items[i].dropped = true;
	return true;
}

/* ---- boxes ----------------------------------------------------------------
 */

void
draft_open_box(struct draft *draft, struct slice name)
{
	ensure(!draft->text_done);
	if (draft->boxes.n == DRAFT_MAX_BOXES) {
		draft->n_more_boxes++;
		return;
	}
	mem_grow(draft->boxes.items, draft->boxes.n, draft->boxes.cap);
	draft->boxes.items[draft->boxes.n++] = (struct draft_box){
		.start = draft->text.len,
		.end = SIZE_MAX,
		.name = arena_text(&draft->arena, name),
	};
}

/* What was not kept was opened last. */
void
draft_close_box(struct draft *draft)
{
	size_t i = draft->boxes.n;

	ensure(!draft->text_done);
	if (draft->n_more_boxes != 0) {
		draft->n_more_boxes--;
		return;
	}
	while (i > 0 && draft->boxes.items[i - 1].end != SIZE_MAX)
		i--;
	if (i > 0)
		draft->boxes.items[i - 1].end = draft->text.len;
}

/* ---- labels ---------------------------------------------------------------
 */

static const char *const draft_label_names[] = {
	[TT_HEADLINE] = "headline",
	[TT_BODY] = "body",
	[TT_FURNITURE] = "furniture",
	[TT_NOTICE] = "notice",
	[TT_DATELINE] = "dateline",
	[TT_CREDIT] = "credit",
	[TT_BYLINE] = "byline",
	[TT_END_MARK] = "end_mark",
	[TT_EDITORIAL_NOTE] = "editorial_note",
	[TT_LIFECYCLE_MARK] = "lifecycle_mark",
	[TT_CONTACT] = "contact",
	[TT_MARKUP] = "markup",
	[TT_SPACE] = "space",
};

const char *
draft_label_name(enum tt_label label)
{
	ensure((unsigned)label < n_elements(draft_label_names));
	return draft_label_names[label];
}

static bool
draft_keeps(enum tt_label label)
{
	return label == TT_HEADLINE || label == TT_BODY;
}

static void
draft_push_span(struct draft *draft, size_t end, enum tt_label label)
{
	size_t start = 0;
	struct draft_span *last = NULL;

	if (draft->spans.n != 0) {
		last = &draft->spans.items[draft->spans.n - 1];
		start = last->end;
	}
	if (end <= start)
		return;
	if (last != NULL && last->label == label) {
		last->end = end;
		return;
	}
	mem_grow(draft->spans.items, draft->spans.n, draft->spans.cap);
	draft->spans.items[draft->spans.n++] = (struct draft_span){
		.start = start,
		.end = end,
		.label = label,
	};
}

void
draft_text_done(struct draft *draft)
{
	ensure(!draft->text_done);
	draft->text_done = true;
	if (draft_is_cut(draft))
		draft_warn(draft, "W-TEXT-CUT",
			"the text is longer than the gateway takes; its end "
			"is missing");
	if (draft->title_end == 0)
		draft->title_start = draft->body_start = 0;
	else if (draft->body_start == 0)
		draft->body_start = draft->text.len;
	for (size_t i = 0; i < draft->marks.n; i++)
		if (draft->marks.items[i].end > draft->text.len)
			draft->marks.items[i].end = draft->text.len;
	for (size_t i = 0; i < draft->boxes.n; i++)
		if (draft->boxes.items[i].end > draft->text.len)
			draft->boxes.items[i].end = draft->text.len;
	for (size_t i = 0; i < draft->lines.n; i++) {
		const struct draft_line *line = &draft->lines.items[i];
		bool is_title = line->kind == TT_LINE_TITLE;
		bool is_last = i + 1 == draft->lines.n;
		size_t next = is_last ? draft->text.len : line[1].start;

		if (is_title) {
			draft_push_span(draft, line->end, TT_HEADLINE);
			draft_push_span(draft, next, TT_SPACE);
		} else {
			draft_push_span(draft, next,
				line->kind == TT_LINE_BLANK ? TT_SPACE
							    : TT_BODY);
		}
	}
}

/* Claims may have put other spans there, or fewer. */
static inline bool
draft_span_has(const struct draft *draft, size_t i, size_t at)
{
	const struct draft_span *spans = draft->spans.items;

	return i < draft->spans.n && spans[i].start <= at && at < spans[i].end;
}

size_t
draft_span_of(const struct draft *draft, size_t at)
{
	size_t low = 0, high = draft->spans.n;

	if (draft_span_has(draft, draft->near_span, at))
		return draft->near_span;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (draft->spans.items[middle].start <= at)
			low = middle;
		else
			high = middle;
	}
	/* a draft has one thread, and nobody sees what it remembers */
	((struct draft *)draft)->near_span = low;
	return low;
}

enum tt_label
draft_label_at(const struct draft *draft, size_t at)
{
	if (at >= draft->text.len || draft->spans.n == 0)
		return TT_SPACE;
	return draft->spans.items[draft_span_of(draft, at)].label;
}

bool
draft_is_kept(const struct draft *draft, size_t start, size_t end)
{
	if (start > end || end > draft->text.len || draft->spans.n == 0)
		return false;
	if (start == end)
		return true;
	for (size_t i = draft_span_of(draft, start);
		i < draft->spans.n && draft->spans.items[i].start < end; i++)
		if (!draft_keeps(draft->spans.items[i].label))
			return false;
	return true;
}

/* ---- claims ---------------------------------------------------------------
 */

struct draft_splice {
	struct draft_span *items;
	size_t n, cap;
};

/* Add [start, end) of `from`, joined to the span before when nothing tells
 * them apart. */
static void
draft_splice_add(struct draft_splice *splice, struct draft_span from,
	size_t start, size_t end)
{
	struct draft_span *last =
		splice->n != 0 ? &splice->items[splice->n - 1] : NULL;

	if (start >= end)
		return;
	if (last != NULL && last->label == from.label &&
		last->plugin == from.plugin && last->rule == from.rule) {
		last->end = end;
		return;
	}
	mem_grow(splice->items, splice->n, splice->cap);
	from.start = start;
	from.end = end;
	splice->items[splice->n++] = from;
}

/* Put the splice where the spans [first, behind) were. */
static void
draft_replace_spans(struct draft *draft, size_t first, size_t behind,
	const struct draft_splice *splice)
{
	size_t n = draft->spans.n - (behind - first) + splice->n;

	if (n > draft->spans.cap) {
		draft->spans.cap = n * 2;
		draft->spans.items = mem_resize(draft->spans.items,
			draft->spans.cap, sizeof(draft->spans.items[0]));
	}
	memmove(draft->spans.items + first + splice->n,
		draft->spans.items + behind,
		(draft->spans.n - behind) * sizeof(draft->spans.items[0]));
	memcpy(draft->spans.items + first, splice->items,
		splice->n * sizeof(splice->items[0]));
	draft->spans.n = n;
}

/* A headline is made of body only; the rest of what is kept may go. */
static bool
draft_yields(enum tt_label label, enum tt_label claim)
{
	return claim == TT_HEADLINE ? label == TT_BODY : draft_keeps(label);
}

static void
draft_claim(
	struct draft *draft, size_t start, size_t end, struct draft_span claim)
{
	struct draft_splice splice = { 0 };
	size_t first = draft_span_of(draft, start), behind = first;

	/* One span more on the left, so that equal neighbours join. */
	if (first > 0)
		first--;
	behind = first;
	for (; behind < draft->spans.n &&
		draft->spans.items[behind].start < end;
		behind++) {
		struct draft_span span = draft->spans.items[behind];
		size_t from = span.start > start ? span.start : start;
		size_t to = span.end < end ? span.end : end;

		if (!draft_yields(span.label, claim.label) ||
			span.end <= start) {
			draft_splice_add(&splice, span, span.start, span.end);
			continue;
		}
		draft_splice_add(&splice, span, span.start, from);
		draft_splice_add(&splice, claim, from, to);
		draft_splice_add(&splice, span, to, span.end);
	}
	draft_replace_spans(draft, first, behind, &splice);
	mem_free(splice.items);
}

/* The same rule name is the same pointer, so that equal claims join. */
static const char *
draft_rule_name(struct draft *draft, const char *rule)
{
	for (size_t i = draft->spans.n; i > 0 && draft->spans.n - i < 64; i--) {
		const char *known = draft->spans.items[i - 1].rule;

		if (known != NULL && strcmp(known, rule) == 0)
			return known;
	}
	return arena_text(&draft->arena, slice_text(rule));
}

static bool
draft_has_claims_left(struct draft *draft)
{
	if (draft->spans.n < DRAFT_MAX_SPANS)
		return true;
	draft_warn(draft, "W-TOO-MANY", "more than %u claims", DRAFT_MAX_SPANS);
	return false;
}

/* Is there more of a headline than white space? */
static bool
draft_has_headline(const struct draft *draft)
{
	for (size_t i = 0; i < draft->spans.n; i++) {
		const struct draft_span *span = &draft->spans.items[i];
		struct slice text = slice_of(draft->text.data + span->start,
			span->end - span->start);

		if (span->label == TT_HEADLINE && slice_trim(text).len != 0)
			return true;
	}
	return false;
}

void
draft_settle_foot(struct draft *draft)
{
	const struct draft_line *lines = draft->lines.items;
	size_t first = draft->lines.n;

	while (first > 0 && lines[first - 1].kind == TT_LINE_FOOT)
		first--;
	if (first < draft->lines.n)
		draft_remove(draft, lines[first].start, draft->text.len,
			TT_FURNITURE, "page-foot");
}

void
draft_settle_space(struct draft *draft)
{
	size_t n = 0;

	for (size_t i = 0; i < draft->spans.n; i++) {
		struct draft_span span = draft->spans.items[i];
		struct slice text = slice_of(
			draft->text.data + span.start, span.end - span.start);
		struct draft_span *last =
			n != 0 ? &draft->spans.items[n - 1] : NULL;

		if (span.label == TT_BODY && slice_trim(text).len == 0 &&
			memchr(text.at, '\n', text.len) != NULL)
			span.label = TT_SPACE;
		if (last != NULL && span.label == TT_SPACE &&
			last->label == TT_SPACE && last->plugin == span.plugin)
			last->end = span.end;
		else
			draft->spans.items[n++] = span;
	}
	draft->spans.n = n;
}

bool
draft_promote_headline(
	struct draft *draft, size_t start, size_t end, const char *rule)
{
	const struct tt_evidence evidence = { start, end, rule, 1 };
	struct draft_span claim = { .label = TT_HEADLINE,
		.plugin = draft->running };

	if (!draft_evidence_fits(draft, &evidence))
		return false;
	if (!draft->text_done || start < draft->body_start || start == end ||
		!draft_is_kept(draft, start, end) ||
		draft_has_headline(draft)) {
		draft_warn(draft, "W-CLAIM",
			"only kept text of a story without a headline can "
			"become one");
		return false;
	}
	if (!draft_has_claims_left(draft))
		return false;
	if (rule != NULL)
		claim.rule = draft_rule_name(draft, rule);
	draft_claim(draft, start, end, claim);
	draft->headline_start = start;
	draft->headline_end = end;
	draft_testify(draft, "/wire/headline", NULL, &evidence);
	return true;
}

bool
draft_remove(struct draft *draft, size_t start, size_t end, enum tt_label kind,
	const char *rule)
{
	const struct tt_evidence evidence = { start, end, rule, 1 };
	struct draft_span claim = { .label = kind, .plugin = draft->running };

	if (!draft->text_done ||
		(unsigned)kind >= n_elements(draft_label_names) ||
		draft_keeps(kind)) {
		draft_warn(draft, "W-CLAIM",
			"text cannot be claimed as what it is not");
		return false;
	}
	if (!draft_evidence_fits(draft, &evidence))
		return false;
	if (start == end)
		return true;
	if (!draft_has_claims_left(draft))
		return false;
	if (rule != NULL)
		claim.rule = draft_rule_name(draft, rule);
	draft_claim(draft, start, end, claim);
	return true;
}

void
draft_spare(struct draft *draft, const struct draft_spared *spared)
{
	struct draft_spared copy = *spared;

	if (spared->start >= spared->end || spared->end > draft->text.len ||
		draft->spared.n == DRAFT_MAX_SPARED)
		return;
	copy.plugin = draft->running;
	copy.rule = draft_rule_name(draft, spared->rule);
	copy.why = arena_text(&draft->arena, slice_text(spared->why));
	arena_grow(&draft->arena, draft->spared.items, draft->spared.n,
		draft->spared.cap);
	draft->spared.items[draft->spared.n++] = copy;
}
