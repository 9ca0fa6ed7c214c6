/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unexplained - tells of marks that no rule knows.
 *
 * Runs last. Where marks stand (in front of the first line, on the last lines)
 * it looks at what nobody claimed, and at datelines that were claimed without a
 * word of who is behind them; whatever looks like a mark there is told, for the
 * operator to write a rule. It claims nothing, adds no fact and reads a bounded
 * part of each story.
 */
#include <stdlib.h>

#include "common/mem.h"
#include "common/scan.h"
#include "unexplained/look.h"

#define HEAD_MAX 160u /* bytes of the first line */
#define END_LINES 3   /* that marks stand on */
#define TOP_LINES 2
#define END_LINE_MAX 120u
#define PARAGRAPH_LINES 40u

struct work {
	struct tt_draft *draft;
	const struct look_words *words;
	struct piece text;
	size_t body_start;
};

static void
tell(const struct work *w, struct piece mark, const char *kind)
{
	size_t start = (size_t)(mark.at - w->text.at);

	if (!tt_is_evidence(w->draft, start, start + mark.len))
		tt_unexplained(w->draft, start, start + mark.len, kind);
}

static enum tt_label
label_at(const struct work *w, struct piece p)
{
	return tt_label_at(w->draft, (size_t)(p.at - w->text.at));
}

/* ---- in front -------------------------------------------------------------
 */

/* Does what stands behind a mark of a dateline begin here? */
static bool
is_close(struct piece behind)
{
	behind = piece_skip(behind, piece_spaces(behind));
	return !behind.len || piece_dashes(behind) || behind.at[0] == ':' ||
	       behind.at[0] == '.' || behind.at[0] == '=' ||
	       piece_starts(behind, "：") || piece_starts(behind, "。");
}

/* The group stands where a dateline has its mark, and nobody claimed it. */
static bool
is_in_front(const struct work *w, struct piece line, size_t at, size_t len,
	struct piece inside)
{
	struct piece before = piece_head(line, at);
	struct piece behind = piece_skip(line, at + len);

	if (look_is_spelt_out(inside, before))
		return false;
	if (!piece_trim(before).len)
		return true;
	return is_close(behind) && look_is_dateline(w->words, before);
}

static bool
look_at_group(
	const struct work *w, struct piece line, size_t at, size_t *ret_len)
{
	struct piece inside, rest = piece_skip(line, at);
	size_t len = look_group(rest, &inside);
	enum tt_label label;
	bool alone, named;

	if (!len)
		return false;
	label = label_at(w, rest);
	alone = is_close(piece_skip(rest, len));
	/* A name within a line that nobody claimed may be anybody's. */
	named = alone && (label == TT_DATELINE || !at);
	*ret_len = len;
	if (label == TT_BODY && !is_in_front(w, line, at, len, inside))
		return true;
	if (label != TT_BODY && label != TT_DATELINE)
		return true;
	if (look_is_code(w->words, inside, alone) ||
		(named && look_is_name(w->words, inside)))
		tell(w, piece_head(rest, len), "dateline");
	return true;
}

/* "SKW - ", "SUND/SKW – ": what stands before the dash and is no word. */
static void
look_at_parts(const struct work *w, struct piece head)
{
	size_t start = 0;

	for (size_t i = 0; i <= head.len; i++) {
		struct piece part;

		if (i < head.len && !byte_in(head.at[i], " /,.-="))
			continue;
		part = piece_of(head.at + start, i - start);
		start = i + 1;
		if (look_is_unspeakable(part))
			tell(w, part, "dateline");
	}
}

/* How much of the line was claimed as its dateline; or, when nothing was, what
 * stands before a dash. */
static struct piece
head_of(const struct work *w, struct piece line)
{
	size_t i = 0;

	while (i < line.len && label_at(w, piece_skip(line, i)) == TT_DATELINE)
		i++;
	if (i)
		return piece_head(line, i);
	while (i < line.len && i < 24 && !piece_dashes(piece_skip(line, i)))
		i++;
	if (i < line.len && i < 24 && i && line.at[i - 1] == ' ')
		return piece_head(line, i);
	return piece_head(line, 0);
}

static void
look_in_front(const struct work *w, struct piece line)
{
	struct piece head = head_of(w, line);
	bool has_group = false;

	for (size_t i = 0; i < line.len;) {
		bool begins = !i || byte_in(line.at[i - 1], " .,/(") ||
			      (line.at[i] & 0x80);
		size_t len = 1;

		if (begins && look_at_group(w, line, i, &len))
			has_group = true;
		i += len;
	}
	if (!has_group)
		look_at_parts(w, head);
}

/* The first line of the body that is the story's, with its dateline. */
static void
read_front(const struct work *w)
{
	size_t n = tt_line_count(w->draft);
	struct tt_line raw;

	for (size_t i = 0; i < n; i++) {
		struct piece line;
		enum tt_label label;

		if (!tt_line(w->draft, i, &raw) || raw.start < w->body_start ||
			raw.kind != TT_LINE_TEXT)
			continue;
		line = piece_trim(
			piece_of(w->text.at + raw.start, raw.end - raw.start));
		if (!line.len)
			continue;
		label = label_at(w, line);
		if (label != TT_BODY && label != TT_DATELINE)
			continue;
		look_in_front(w, piece_head(line, HEAD_MAX));
		return;
	}
}

/* ---- lines of their own ---------------------------------------------------
 */

static const char *
kind_of_line(const struct work *w, struct piece line, bool last)
{
	struct piece inside, dashed = look_dashed(line);
	size_t group = look_group(line, &inside);

	if (line.len > END_LINE_MAX)
		return NULL;
	if (look_is_labelled(w->words, line))
		return "label";
	if (look_is_copyright(line))
		return "copyright";
	if (group && group == line.len &&
		(look_is_code(w->words, inside, true) ||
			look_is_name(w->words, inside)))
		return "end credit";
	if (dashed.len && (look_is_code(w->words, dashed, true) ||
				  look_is_name(w->words, dashed)))
		return "end credit";
	if (last && !memchr(line.at, ' ', line.len) && line.len <= 20 &&
		look_is_code(w->words, line, false))
		return "end code";
	return NULL;
}

/* ". (SKW)" behind the last sentence. */
static void
look_behind(const struct work *w, struct piece line)
{
	size_t from = line.len > LOOK_GROUP_MAX ? line.len - LOOK_GROUP_MAX : 0;

	for (size_t i = from; i < line.len; i++) {
		struct piece inside, rest = piece_skip(line, i);
		size_t len;

		if (!i || line.at[i - 1] != ' ' ||
			(line.at[i] != '(' && line.at[i] != '[' &&
				line.at[i] != '/'))
			continue;
		len = look_group(rest, &inside);
		if (len == rest.len && len &&
			scan_ends_sentence(piece_head(line, i)) &&
			look_is_code(w->words, inside, true))
			tell(w, rest, "end credit");
	}
}

/* What is the story's of a line: without claimed ends. */
struct row {
	struct piece text;
	uint32_t paragraph;
	bool own; /* a line of text, not of a table or a list */
};

/* False: nothing of it is the story's. */
static bool
row_at(const struct work *w, size_t i, struct row *ret_row)
{
	struct tt_line raw;
	struct piece p;

	if (!tt_line(w->draft, i, &raw) || raw.start < w->body_start ||
		raw.kind == TT_LINE_FOOT)
		return false;
	p = piece_trim(piece_of(w->text.at + raw.start, raw.end - raw.start));
	if (!p.len || (label_at(w, p) != TT_BODY &&
			      label_at(w, piece_skip(p, p.len - 1)) != TT_BODY))
		return false;
	while (p.len && label_at(w, p) != TT_BODY)
		p = piece_skip(p, 1);
	while (p.len && label_at(w, piece_skip(p, p.len - 1)) != TT_BODY)
		p.len--;
	*ret_row = (struct row){ .text = piece_trim(p),
		.paragraph = raw.paragraph,
		.own = raw.kind == TT_LINE_TEXT || raw.kind == TT_LINE_QUOTE };
	return ret_row->text.len != 0;
}

/* The paragraph that ends with line `i`, as one. */
static bool
is_end_of_prose(const struct work *w, size_t i, const struct row *row)
{
	struct piece all = row->text;
	struct row above;

	for (size_t n = 0;
		n < PARAGRAPH_LINES && i > 0 && row_at(w, --i, &above) &&
		above.paragraph == row->paragraph;
		n++)
		all = piece_of(above.text.at,
			(size_t)(all.at - above.text.at) + all.len);
	return scan_is_prose(all);
}

/* From the last line upwards, as long as lines are no sentences. */
static void
read_end(const struct work *w)
{
	size_t i = tt_line_count(w->draft);
	int n = 0;

	while (i > 0 && n < END_LINES) {
		const char *kind = NULL;
		struct row row;

		if (!row_at(w, --i, &row))
			continue;
		if (row.own)
			kind = kind_of_line(w, row.text, n == 0);
		if (kind)
			tell(w, row.text, kind);
		else
			look_behind(w, row.text);
		if (!kind && (row.text.len > END_LINE_MAX ||
				     is_end_of_prose(w, i, &row)))
			return;
		n++;
	}
}

/* A label or a line of rights above the text. */
static void
read_top(const struct work *w)
{
	size_t n_lines = tt_line_count(w->draft);
	int n = 0;

	for (size_t i = 0; i < n_lines && n < TOP_LINES; i++) {
		struct row row;

		if (!row_at(w, i, &row))
			continue;
		if (row.text.len > END_LINE_MAX || !row.own)
			return;
		if (look_is_labelled(w->words, row.text))
			tell(w, row.text, "label");
		else if (look_is_copyright(row.text))
			tell(w, row.text, "copyright");
		n++;
	}
}

static enum tt_verdict
unexplained_process(struct tt_instance *self, struct tt_draft *draft)
{
	struct work w = { .draft = draft, .words = tt_state(self) };

	w.text.at = tt_text(draft, &w.text.len);
	w.body_start = tt_body_start(draft);
	read_front(&w);
	read_top(&w);
	read_end(&w);
	return TT_PASS;
}

/* ---- rules ----------------------------------------------------------------
 */

/* All values of one key, from all rules; the list is the caller's. */
static const char **
gather(const struct tt_rules *rules, const char *key)
{
	size_t n = 0, cap = 0;
	const char **list = NULL, *value;

	for (size_t i = 0; i < tt_rule_count(rules); i++)
		for (size_t k = 0;
			(value = tt_rule_value(tt_rule_at(rules, i), key, k));
			k++) {
			mem_more(list, n, cap);
			list[n++] = value;
		}
	mem_more(list, n, cap);
	list[n] = NULL;
	return list;
}

static bool
unexplained_start(struct tt_instance *self)
{
	const struct tt_rules *rules = tt_rules(self, "unexplained.rules");
	struct look_words *words;

	if (!rules)
		return false;
	words = mem_alloc(sizeof(*words));
	*words = (struct look_words){
		.labels = gather(rules, "label"),
		.leads = gather(rules, "lead"),
		.ordinary = gather(rules, "ordinary"),
		.firms = gather(rules, "firm"),
	};
	tt_set_state(self, words);
	return true;
}

static void
unexplained_stop(struct tt_instance *self)
{
	struct look_words *words = tt_state(self);

	if (!words)
		return;
	free(words->labels);
	free(words->leads);
	free(words->ordinary);
	free(words->firms);
	free(words);
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "unexplained",
	.version = "1.0",
	.summary = "Tells of marks that no rule explains.",
	.start = unexplained_start,
	.process = unexplained_process,
	.stop = unexplained_stop,
};
