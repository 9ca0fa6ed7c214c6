/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plain - a wire story as plain text, decoded: its first line is the headline,
 * all the rest the body (text/wiretext.h). The text says nothing of itself, so
 * its name is made of the file's name or else of the text.
 */
#include <string.h>

#include "base/utf8.h"
#include "format/body.h"
#include "format/decoders.h"

int
plain_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	problem_at(why, "text", 0, 0);
	if (slice_trim(text).len == 0)
		return problem_set(
			why, 1, "E-TEXT-EMPTY", "the document is empty");
	struct draft *draft = decoded_add_draft(decoded, document->partner);

	draft->format = "text";
	body_put_wire(draft, text);
	draft_text_done(draft);
	draft_set(draft, DRAFT_TYPE, SLICE("text"), NULL);
	if (document->file_name.len != 0)
		draft_add_alt_id(draft, SLICE("file"), document->file_name);
	format_made_up_uri(draft,
		document->file_name.len != 0 ? document->file_name : text);
	return 0;
}

/* Anything can be text that has no NUL, is not mostly controls and does not
 * begin like markup: neither a picture nor broken XML may pass as prose. */
int
plain_sniff(struct slice text)
{
	struct slice top = slice_trim(text);
	size_t n_controls = 0;
	size_t n = text.len < 4096 ? text.len : 4096;
	struct slice head = slice_of(text.at, n);

	if (top.len > 1 && top.at[0] == '<' && top.at[1] > ' ' &&
		(top.at[1] == '!' || top.at[1] == '?' || top.at[1] == '/' ||
			(top.at[1] | 0x20) >= 'a'))
		return 0;
	if (slice_has(head, '\0'))
		return 0;
	for (size_t i = 0; (i = utf8_printable_end(head, i)) < n; i++)
		n_controls += (unsigned char)text.at[i] < ' ' &&
			      text.at[i] != '\n' && text.at[i] != '\r' &&
			      text.at[i] != '\t';
	return n_controls * 10 > n ? 0 : 10;
}
