/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft_unexplained - marks that no rule knows, beside the story.
 *
 * They change nothing of it. The warning says on which line of the source text
 * the mark stands; the text and its kind go with the record, for the gateway to
 * gather (desk/usage.h).
 */
#include <string.h>

#include "base/utf8.h"
#include "story/draft_parts.h"

#define UNEXPLAINED_KIND_MAX 40u

bool
draft_is_evidence(const struct draft *draft, size_t start, size_t end)
{
	for (size_t i = 0; i < draft->provenance.n; i++) {
		const struct draft_evidence *evidence =
			&draft->provenance.items[i].evidence;

		if (evidence->start < evidence->end &&
			evidence->start >= start && evidence->end <= end)
			return true;
	}
	return false;
}

/* Which line of the source text holds `at`, and which character of it. */
static void
unexplained_place(const struct draft *draft, size_t at, unsigned *ret_line,
	unsigned *ret_column)
{
	const char *text = buf_text(&draft->text);
	size_t begin = 0;
	unsigned line = 1;

	for (size_t i = 0; i < at; i++)
		if (text[i] == '\n') {
			line++;
			begin = i + 1;
		}
	*ret_line = line;
	*ret_column =
		(unsigned)utf8_count(slice_of(text + begin, at - begin)) + 1;
}

static bool
unexplained_is_known(
	const struct draft *draft, const char *kind, const char *text)
{
	for (size_t i = 0; i < draft->unexplained.n; i++)
		if (strcmp(draft->unexplained.items[i].kind, kind) == 0 &&
			strcmp(draft->unexplained.items[i].text, text) == 0)
			return true;
	return false;
}

static void
unexplained_warn(
	struct draft *draft, size_t start, const char *kind, const char *text)
{
	unsigned line, column;
	struct problem *warning;

	draft_warn(draft, "W-UNEXPLAINED",
		"no rule explains \"%s\", which looks like a mark (%s)", text,
		kind);
	if (draft->warnings.n_dropped != 0)
		return;
	unexplained_place(draft, start, &line, &column);
	warning = &draft->warnings.items[draft->warnings.n_items - 1];
	problem_at(warning, draft->running, line, column);
}

bool
draft_add_unexplained(
	struct draft *draft, size_t start, size_t end, struct slice kind)
{
	struct slice text;
	char *mark, *where;

	if (start >= end || end > draft->text.len ||
		end - start > DRAFT_MAX_MARK ||
		!draft_is_boundary(draft, start) ||
		!draft_is_boundary(draft, end) ||
		draft->unexplained.n == DRAFT_MAX_UNEXPLAINED ||
		kind.len > UNEXPLAINED_KIND_MAX)
		return false;
	text = slice_of(buf_text(&draft->text) + start, end - start);
	if (!draft_keep(draft, text, "mark", &mark) ||
		!draft_keep(draft, kind, "kind of mark", &where))
		return false;
	for (char *at = mark; (at = strchr(at, '\n')) != NULL;)
		*at = ' ';
	if (unexplained_is_known(draft, where, mark))
		return true;
	arena_grow(&draft->arena, draft->unexplained.items,
		draft->unexplained.n, draft->unexplained.cap);
	draft->unexplained.items[draft->unexplained.n++] =
		(struct draft_unexplained){ where, mark };
	unexplained_warn(draft, start, where, mark);
	return true;
}
