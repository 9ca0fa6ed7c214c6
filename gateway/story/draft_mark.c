/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft_mark - tags around kept characters, always balanced.
 *
 * Tags are written when a character needs them and never before, so a link
 * whose whole text was removed leaves nothing behind. Marks that overlap
 * without nesting are closed and opened again. The list of elements here is the
 * renderer's own: what it does not know does not appear, whatever a decoder
 * marked.
 */
#include <string.h>

#include "base/auto.h"
#include "base/escape.h"
#include "story/draft.h"
#include "story/draft_parts.h"
#include "story/uri.h"

static const char *const mark_elements[] = { "a", "abbr", "b", "bdi", "bdo",
	"br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd",
	"mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "strong", "sub",
	"sup", "u", "var", "wbr" };

static bool
mark_is_known(const char *element)
{
	for (size_t i = 0; i < n_elements(mark_elements); i++)
		if (strcmp(element, mark_elements[i]) == 0)
			return true;
	return false;
}

static bool
mark_is_void(const char *element)
{
	return strcmp(element, "br") == 0 || strcmp(element, "img") == 0 ||
	       strcmp(element, "wbr") == 0;
}

static void
mark_put_attribute(struct buf *out, const char *name, const char *value)
{
	if (value == NULL)
		return;
	buf_printf(out, " %s=\"", name);
	escape_put(out, slice_text(value));
	buf_putc(out, '"');
}

static void
mark_put_image(struct buf *out, const struct draft_mark *mark)
{
	if (mark->href == NULL || !uri_is_web(slice_text(mark->href)))
		return;
	buf_puts(out, "<img");
	mark_put_attribute(out, "src", mark->href);
	mark_put_attribute(out, "alt", mark->alt != NULL ? mark->alt : "");
	mark_put_attribute(out, "title", mark->title);
	if (mark->width != 0)
		buf_printf(out, " width=\"%u\"", mark->width);
	if (mark->height != 0)
		buf_printf(out, " height=\"%u\"", mark->height);
	buf_putc(out, '>');
}

static void
mark_put_open(struct buf *out, const struct draft_mark *mark)
{
	buf_printf(out, "<%s", mark->element);
	if (strcmp(mark->element, "a") == 0)
		mark_put_attribute(out, "href", mark->href);
	if (strcmp(mark->element, "a") == 0 ||
		strcmp(mark->element, "abbr") == 0)
		mark_put_attribute(out, "title", mark->title);
	buf_putc(out, '>');
}

/* May it appear at all? */
static bool
mark_shows(const struct draft_mark *mark)
{
	if (mark->dropped || mark->element == NULL ||
		!mark_is_known(mark->element))
		return false;
	if (strcmp(mark->element, "a") == 0)
		return mark->href != NULL &&
		       uri_is_link(slice_text(mark->href));
	return true;
}

/* An image goes with the text around it: gone when both sides are claimed. */
static bool
mark_is_claimed(const struct draft *draft, size_t at)
{
	enum tt_label left = TT_BODY, right = TT_BODY;

	if (at > draft->body_start)
		left = draft_label_at(draft, at - 1);
	if (at < draft->text.len)
		right = draft_label_at(draft, at);
	return left != TT_BODY && left != TT_SPACE && right != TT_BODY &&
	       right != TT_SPACE;
}

static void
mark_put_void(struct prose *prose, const struct draft *draft,
	const struct draft_mark *mark)
{
	if (mark_is_claimed(draft, mark->start))
		return;
	if (strcmp(mark->element, "img") == 0) {
		mark_put_image(prose->out, mark);
		prose->has_text = true;
	} else if (prose->has_text) {
		buf_printf(prose->out, "<%s>", mark->element);
	}
}

/* Drop the marks that ended, take up those that began, up to `at`. */
static void
mark_update_active(struct prose *prose, const struct draft *draft, size_t at)
{
	const struct draft_mark *marks = draft->marks.items;
	size_t n = 0;

	for (size_t i = 0; i < prose->n_active; i++)
		if (marks[prose->active[i]].end > at)
			prose->active[n++] = prose->active[i];
	prose->n_active = n;
	for (; prose->next_mark < draft->marks.n &&
		marks[prose->next_mark].start <= at;
		prose->next_mark++) {
		const struct draft_mark *mark = &marks[prose->next_mark];

		if (!mark_shows(mark))
			continue;
		if (mark_is_void(mark->element))
			mark_put_void(prose, draft, mark);
		else if (mark->end > at &&
			 prose->n_active < n_elements(prose->active))
			prose->active[prose->n_active++] = prose->next_mark;
	}
	prose->next_change = prose->next_mark < draft->marks.n
				     ? marks[prose->next_mark].start
				     : SIZE_MAX;
	for (size_t i = 0; i < prose->n_active; i++)
		if (marks[prose->active[i]].end < prose->next_change)
			prose->next_change = marks[prose->active[i]].end;
}

static void
mark_close_to(struct prose *prose, const struct draft *draft, size_t n_left)
{
	while (prose->n_open > n_left) {
		size_t index = prose->open[--prose->n_open];

		buf_printf(
			prose->out, "</%s>", draft->marks.items[index].element);
	}
}

/* Ended ones close first, so that an image after a link stands outside it. */
static void
mark_pass(struct prose *prose, const struct draft *draft, size_t at)
{
	for (size_t i = 0; i < prose->n_open; i++) {
		if (draft->marks.items[prose->open[i]].end > at)
			continue;
		mark_close_to(prose, draft, i);
		break;
	}
	mark_update_active(prose, draft, at);
}

void
prose_sync_marks(struct prose *prose, const struct draft *draft, size_t at,
	bool owes_blank)
{
	size_t same = 0;

	mark_pass(prose, draft, at);
	while (same < prose->n_open && same < prose->n_active &&
		prose->open[same] == prose->active[same])
		same++;
	mark_close_to(prose, draft, same);
	if (owes_blank)
		buf_putc(prose->out, ' ');
	while (prose->n_open < prose->n_active) {
		size_t index = prose->active[prose->n_open];

		mark_put_open(prose->out, &draft->marks.items[index]);
		prose->open[prose->n_open++] = index;
	}
}

bool
prose_end_block(struct prose *prose, const struct draft *draft, size_t at)
{
	bool has_text;

	/* Images at the very end, or alone in the block. */
	mark_pass(prose, draft, at);
	mark_close_to(prose, draft, 0);
	has_text = prose->has_text;
	prose->has_text = false;
	prose->wants_blank = false;
	prose->last = 0;
	/* What goes on in the next block is opened again there. */
	prose->next_change = 0;
	return has_text;
}
