/* SPDX-License-Identifier: Apache-2.0 */
/*
 * note.c - a note is told by how it begins, or by what a line in brackets says;
 * and by where it stands: among the first lines or the last ones.
 */
#include "lifecycle/note.h"

#include <stdlib.h>

#include "common/headline.h"
#include "common/mem.h"
#include "common/scan.h"

#define EDGE_LINES 12
#define MAX_NOTE 600u
#define TELLING 24u /* bytes of a rule that no story begins with */
#define MAX_ASIDE 48u
#define MAX_PLAIN_NOTE 160u /* without bracket or colon */
#define MAX_NOTEBOOK_HEADING 60u
#define MAX_DESK_CODE 40u
#define MAX_DATELINE 64u
#define MAX_SIGNED 16u

void
note_kind(const struct hold_state *state, struct copy *copy,
	const struct tt_rule *rule, unsigned serial, size_t start, size_t end)
{
	const char *kind = tt_rule_value(rule, "kind", 0);
	const char *own = tt_rule_value(rule, "serial", 0);
	struct tt_evidence evidence = { start, end, tt_rule_id(rule), 0.97 };

	if (!serial && own && own[0] >= '1' && own[0] <= '9')
		serial = (unsigned)(own[0] - '0');
	if (!kind || !strcmp(kind, "new"))
		return;
	tt_set_lifecycle(copy->draft, kind, serial, &evidence);
	if (!strcmp(kind, "withdrawal") || !strcmp(kind, "advisory"))
		*state->no_story = true;
}

/* A note tells what was mended: "REFILE-", "(Corrects spelling of ...)". What
 * the headline calls small stays so. */
static void
tell_kind(const struct hold_state *state, struct copy *copy,
	const struct tt_rule *rule, unsigned serial, size_t start, size_t end)
{
	const char *kind = tt_rule_value(rule, "kind", 0);

	if (!*state->refiled || !kind || strcmp(kind, "correction"))
		note_kind(state, copy, rule, serial, start, end);
}

static void
add_note(struct copy *copy, size_t start, size_t end, const char *rule)
{
	struct tt_evidence evidence = { start, end, rule, 0.9 };
	auto_text text = piece_copy(copy_piece(copy, start, end));

	tt_add_editorial_note(copy->draft, text, &evidence);
	copy_remove(copy, start, end, TT_EDITORIAL_NOTE, rule);
}

/* ---- lines ----------------------------------------------------------------
 */

static bool
opens(struct piece line, bool *ret_open)
{
	size_t len;
	uint32_t code = piece_code(line, &len);

	*ret_open = code == '(' || code == '[' || code == 0xff08 ||
		    code == 0x3010 || code == 0xff3b;
	return *ret_open;
}

static bool
closes(struct piece line)
{
	size_t last, len;

	while (line.len && byte_in(line.at[line.len - 1], ".*= "))
		line.len--;
	if (!line.len)
		return false;
	last = piece_last(line);
	uint32_t code = piece_code(piece_skip(line, line.len - last), &len);
	return code == ')' || code == ']' || code == 0xff09 || code == 0x3011 ||
	       code == 0xff3d;
}

/* The note's own line and those that it was wrapped into: an opened bracket
 * that is not closed yet goes on, anything that says something itself does not.
 */
static size_t
end_of_note(const struct hold_state *state, struct copy *copy, size_t i)
{
	bool open;

	opens(copy_line(copy, i), &open);
	while (i + 1 < copy->n_lines && !copy->lines[i + 1].blank &&
		copy->lines[i + 1].paragraph == copy->lines[i].paragraph) {
		struct piece line = copy_line(copy, i);
		struct piece next = copy_line(copy, i + 1);
		struct hold hold;

		if (marks_note(state->marks, next) ||
			hold_find(state, copy, next, false, &hold))
			break;
		if (open ? closes(line) : scan_ends_sentence(line))
			break;
		i++;
	}
	return i;
}

static void
take_note(const struct hold_state *state, struct copy *copy, size_t i,
	const struct tt_rule *rule)
{
	size_t start = copy->lines[i].start;
	size_t end = copy->lines[end_of_note(state, copy, i)].end;
	struct piece text = copy_piece(copy, start, end);
	struct tag tag = { .serial = 0 };

	/* A slug may hold a tag: "BC-US--Fire, 2nd Ld-Writethru". */
	for (size_t k = 1; k < text.len && !tag.serial; k++)
		if (byte_in(text.at[k - 1], " ,") && text.at[k] != ' ' &&
			marks_tag(state->marks, piece_skip(text, k), &tag))
			tell_kind(state, copy, tag.rule, tag.serial, start + k,
				start + k + tag.len);
	tell_kind(state, copy, rule, 0, start, end);
	add_note(copy, start, end, tt_rule_id(rule));
}

/* Of several brackets in a row, such as the prefix of a carrier and a note, the
 * one that is a note goes alone. */
static bool
read_group(const struct hold_state *state, struct copy *copy, size_t i)
{
	struct piece line = copy_line(copy, i);
	size_t start = 0, depth = 0, n = 0;

	for (size_t k = 0; k < line.len; k++) {
		bool opening = line.at[k] == '(', closing = line.at[k] == ')';

		if (!depth && !opening && line.at[k] != ' ')
			return false;
		if (opening && !depth++)
			start = k;
		if (!closing || --depth)
			continue;
		struct piece group = piece_of(line.at + start, k + 1 - start);
		const struct tt_rule *rule = marks_note(state->marks, group);
		if (!rule || (!n && k + 1 == line.len)) {
			n++;
			continue;
		}
		size_t at = copy->lines[i].start + start;
		tell_kind(state, copy, rule, 0, at, at + group.len);
		add_note(copy, at, at + group.len, tt_rule_id(rule));
		return true;
	}
	return false;
}

/* Does one line say something to editors? It was claimed then. */
static bool
read_line(const struct hold_state *state, struct copy *copy, size_t i)
{
	struct piece line = copy_line(copy, i);
	bool open;

	if (hold_read_line(state, copy, i))
		return true;
	if (line.len > MAX_NOTE)
		return false;
	if (read_group(state, copy, i))
		return true;
	/* A bracket that is not closed in its line goes on in the next. */
	size_t last = opens(line, &open) && !closes(line)
			      ? end_of_note(state, copy, i)
			      : i;
	struct piece whole =
		copy_piece(copy, copy->lines[i].start, copy->lines[last].end);
	const struct tt_rule *rule =
		marks_note(state->marks, open && closes(whole) ? whole : line);
	if (!rule)
		return false;
	/* Without bracket or colon it must be short to be no sentence of the
	 * story's. */
	bool formal = open || piece_find_exact(piece_head(line, 30), ":") < 30;
	if (!formal && line.len > MAX_PLAIN_NOTE)
		return false;
	take_note(state, copy, i, rule);
	return true;
}

/* "Note to editors: ", in any language; or a rule that is half a sentence:
 * "This story has been corrected to ...". */
static bool
is_labelled(const struct hold_state *state, struct piece line)
{
	const struct tt_rule *rule;
	size_t len = marks_longest(&state->marks->notes, line, &rule);
	struct piece rest = piece_skip(line, len);

	rest = piece_skip(rest, piece_spaces(rest));
	if (len >= TELLING)
		return true;
	/* "Noot voor de redactie (niet voor publicatie):" */
	size_t close = piece_find_exact(rest, "):");
	if (len && rest.len && rest.at[0] == '(' && close < MAX_ASIDE)
		return true;
	return len && (line.at[len - 1] == ':' || piece_starts(rest, ":") ||
			      piece_starts(rest, "\xef\xbc\x9a"));
}

static bool
is_starred(struct piece line)
{
	return line.at[0] == '*' || piece_starts(line, "＊") ||
	       piece_starts(line, "※");
}

void
note_read_edges(const struct hold_state *state, struct copy *copy)
{
	size_t i = copy_next(copy, 0);
	bool open;
	int n = 0;

	for (; i < copy->n_lines && n < EDGE_LINES;
		i = copy_next(copy, i + 1)) {
		n++;
		if (!read_line(state, copy, i) && scan_prose_at(copy, i))
			break;
	}
	i = copy_before(copy, copy->n_lines);
	for (n = 0; i < copy->n_lines && n < EDGE_LINES;
		i = copy_before(copy, i), n++)
		if (opens(copy_line(copy, i), &open) ||
			is_starred(copy_line(copy, i)) ||
			!scan_is_prose(copy_line(copy, i)) ||
			is_labelled(state, copy_line(copy, i)))
			read_line(state, copy, i);
		else
			hold_read_line(state, copy, i);
}

/* An embargo that is the whole line; what is a tag before a headline is none.
 */
static bool
is_embargo_line(const struct hold_state *state, struct copy *copy, size_t i)
{
	struct piece line = copy_line(copy, i);
	struct hold hold;

	return hold_find(state, copy, line, false, &hold) &&
	       hold.len == line.len;
}

/* A tag before a headline is no note, though it begins like one. */
static bool
is_note_line(const struct hold_state *state, struct copy *copy, size_t i)
{
	struct piece line = copy_line(copy, i);
	struct tag tag;

	return marks_note(state->marks, line) &&
	       !marks_tag(state->marks, line, &tag);
}

bool
note_is_on_top(const struct hold_state *state, struct copy *copy)
{
	size_t i = 0;

	while (i < copy->n_lines && (is_embargo_line(state, copy, i) ||
					    is_note_line(state, copy, i)))
		i = copy_next(copy, end_of_note(state, copy, i) + 1);
	return i > 0 && headline_at(copy, i);
}

/* ---- blocks ---------------------------------------------------------------
 */

/* "Notizblock - What follows is not for print": up to where that begins. */
static size_t
heading_len(struct piece line)
{
	size_t dash = piece_find_exact(line, " - ");
	size_t colon = piece_find_exact(line, ": ");

	return dash < colon ? dash : colon;
}

/* The heading of a notebook: "# Notebook", "# dpa-Notizblock". */
static bool
is_notebook(const struct hold_state *state, struct piece line)
{
	if (line.at[0] != '#')
		return false;
	while (line.len && byte_in(line.at[0], "# "))
		line = piece_skip(line, 1);
	line = piece_head(line, heading_len(line));
	return line.len <= MAX_NOTEBOOK_HEADING &&
	       marks_is(state->marks->notebooks, line);
}

/* "dpa ab cd ef": the agency's own end mark is no part of the note. */
static bool
is_desk_code(struct piece line)
{
	return line.len <= MAX_DESK_CODE && !scan_ends_sentence(line) &&
	       piece_starts(line, "dpa ");
}

void
note_read_notebook(const struct hold_state *state, struct copy *copy)
{
	size_t i = copy_next(copy, 0), last;

	while (i < copy->n_lines && !is_notebook(state, copy_line(copy, i)))
		i = copy_next(copy, i + 1);
	if (i >= copy->n_lines)
		return;
	last = copy_before(copy, copy->n_lines);
	if (last > i && is_desk_code(copy_line(copy, last))) {
		copy_remove(copy, copy->lines[last].start,
			copy->lines[last].end, TT_END_MARK, "desk-code");
		last = copy_before(copy, last);
	}
	struct piece heading = copy_line(copy, i);
	bool goes_on = heading_len(heading) < heading.len;
	size_t from = goes_on ? i : copy_next(copy, i + 1);
	size_t start = copy->lines[i].start, end = copy->lines[last].end;
	if (from <= last)
		add_note(copy, copy->lines[from].start, end, "notebook");
	copy_remove(copy, start, end, TT_EDITORIAL_NOTE, "notebook");
}

/* Bytes of "Zamora, 12 nov (EFE).- " before the note. */
static size_t
dateline_len(struct piece p)
{
	static const char *const ends[] = { ") - ", ").- ", ") -- ", ") – ",
		") — " };
	struct piece head = piece_head(p, MAX_DATELINE);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t at = piece_find_exact(head, ends[i]);

		if (at < head.len)
			return at + strlen(ends[i]);
	}
	return 0;
}

/* Bytes up to the last stop, behind which an agency may sign: "... EFE". */
static size_t
sentences_len(struct piece p)
{
	size_t floor = p.len > MAX_SIGNED ? p.len - MAX_SIGNED : 0;

	if (scan_ends_sentence(p))
		return p.len;
	for (size_t i = p.len; i-- > floor + 1;)
		if (p.at[i] == ' ' && scan_ends_sentence(piece_head(p, i)))
			return i;
	return 0;
}

void
note_take_all(struct copy *copy, const char *rule)
{
	for (size_t i = copy_next(copy, 0); i < copy->n_lines;
		i = copy_next(copy, i + 1)) {
		size_t last = i;

		while (last + 1 < copy->n_lines &&
			!copy->lines[last + 1].blank &&
			copy->lines[last + 1].paragraph ==
				copy->lines[i].paragraph)
			last++;
		struct piece text = copy_piece(
			copy, copy->lines[i].start, copy->lines[last].end);
		size_t start = dateline_len(text), end = sentences_len(text);
		if (end > start)
			add_note(copy, copy->lines[i].start + start,
				copy->lines[i].start + end, rule);
		i = last;
	}
}
