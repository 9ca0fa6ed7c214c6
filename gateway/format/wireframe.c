/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wireframe - cut along the control characters; see wireframe.h.
 */
#include "format/wireframe.h"

#include <errno.h>
#include <string.h>

#include "base/auto.h"
#include "base/buf.h"
#include "format/decoders.h"
#include "format/format.h"
#include "story/draft.h"

enum { SOH = 1, STX = 2, ETX = 3, EOT = 4 };

static bool
is_filler(char c)
{
	return c == '\0' || c == '\r' || c == '\n' || c == ' ' || c == '\x16' ||
	       c == '\x7f' || c == EOT || c == '\f';
}

bool
wireframe_begins(struct slice text, struct slice *ret_head)
{
	size_t at = 0;

	while (at < text.len && is_filler(text.at[at]))
		at++;
	if (at == text.len || text.at[at] != SOH)
		return false;
	*ret_head = slice_of(text.at + at + 1, text.len - at - 1);
	return true;
}

/* Up to the first of the marks, which is cut off too. '\0': none came. */
static char
cut_to(struct slice *rest, const char *marks, struct slice *ret_part)
{
	size_t n_marks = strlen(marks);

	for (size_t i = 0; i < rest->len; i++) {
		char c = rest->at[i];

		if (memchr(marks, c, n_marks) == NULL)
			continue;
		*ret_part = slice_of(rest->at, i);
		*rest = slice_of(rest->at + i + 1, rest->len - i - 1);
		return c;
	}
	*ret_part = *rest;
	*rest = slice_of(rest->at + rest->len, 0);
	return '\0';
}

/* A line of its own that says NNNN ends the text where ETX was lost. */
static bool
ends_with_nnnn(struct slice *text)
{
	struct slice end = slice_trim(*text);

	if (end.len < 5 || memcmp(end.at + end.len - 4, "NNNN", 4) != 0 ||
		(end.at[end.len - 5] != '\n' && end.at[end.len - 5] != '\r'))
		return false;
	*text = slice_of(end.at, end.len - 4);
	return true;
}

int
wireframe_next(struct slice *rest, struct wireframe *ret_frame)
{
	struct wireframe frame = { .n_given_up = 0 };
	struct slice before;
	char mark;

	if (cut_to(rest, "\x01", &before) == '\0')
		return 1;
	for (;;) {
		mark = cut_to(rest, "\x01\x02\x04", &frame.head);
		if (mark == STX)
			mark = cut_to(rest, "\x01\x03\x04", &frame.text);
		else if (mark == EOT)
			return -EPIPE;
		if (mark != SOH)
			break;
		frame.n_given_up++;
	}
	if (mark == ETX) {
		for (size_t i = 0; i <= rest->len; i++) {
			if (i < rest->len && rest->at[i] != SOH &&
				rest->at[i] != EOT)
				continue;
			frame.tail = slice_of(rest->at, i);
			*rest = slice_of(rest->at + i, rest->len - i);
			break;
		}
	} else if (!ends_with_nnnn(&frame.text)) {
		return -EPIPE;
	}
	*ret_frame = frame;
	return 0;
}

bool
wireframe_line(struct slice *rest, struct slice *ret_line)
{
	if (!slice_cut(rest, '\n', ret_line))
		return false;
	while (ret_line->len != 0 && ret_line->at[ret_line->len - 1] == '\r')
		ret_line->len--;
	return true;
}

int
wireframe_decode(const struct document *document, struct slice text,
	struct decoded *decoded, wireframe_fn *take, const char *empty,
	struct problem *why)
{
	struct wireframe frame;
	unsigned n_given_up = 0;
	int result;

	while ((result = wireframe_next(&text, &frame)) == 0) {
		n_given_up += frame.n_given_up;
		if (take(document, decoded, &frame, why) != 0)
			return 1;
	}
	if (result < 0)
		return problem_set(why, 1, "E-WIRE-CUT",
			"message %zu is cut: its text has no end",
			decoded->n_drafts + 1);
	if (decoded->n_drafts == 0)
		return problem_set(why, 1, empty, "there is no message in it");
	if (n_given_up != 0)
		decoded_warn_given_up(decoded, n_given_up);
	return 0;
}

void
wireframe_name_item(
	struct draft *draft, struct slice designator, const char *day)
{
	auto_(buf_done) struct buf name = BUF_NULL;

	buf_put_slice(&name, designator);
	buf_printf(&name, " %s", day);
	format_made_up_uri(draft, buf_slice(&name));
}
