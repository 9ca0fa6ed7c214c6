/* SPDX-License-Identifier: Apache-2.0 */
/*
 * contract.c - each notice is looked for in the story, then added.
 *
 * A notice is compared with whole paragraphs, however they are wrapped; words
 * that only begin or end like it are the story's. Linear in the text for each
 * notice, and there are few.
 */
#include "normalize/contract.h"

#include "text/html.h"

static bool
contract_is_same(
	const struct draft *draft, size_t start, size_t end, struct slice words)
{
	auto_(buf_done) struct buf found = BUF_NULL;

	if (end - start < words.len)
		return false;
	html_collapse(slice_of(draft->text.data + start, end - start), &found);
	return slice_equal(buf_slice(&found), words);
}

/* The paragraph of the body that says the same and that nobody has taken. */
static bool
contract_find(const struct draft *draft, struct slice words, size_t *ret_start,
	size_t *ret_end)
{
	const struct draft_line *lines = draft->lines.items;
	size_t last;

	for (size_t i = 0; i < draft->lines.n; i = last + 1) {
		last = i;
		while (last + 1 < draft->lines.n &&
			lines[last + 1].kind == lines[i].kind &&
			lines[last + 1].paragraph == lines[i].paragraph)
			last++;
		if (lines[i].kind == TT_LINE_TITLE ||
			lines[i].kind == TT_LINE_BLANK ||
			!contract_is_same(draft, lines[i].start,
				lines[last].end, words) ||
			!draft_is_kept(draft, lines[i].start, lines[last].end))
			continue;
		*ret_start = lines[i].start;
		*ret_end = lines[last].end;
		return true;
	}
	return false;
}

static void
contract_add(struct draft *draft, const struct draft_notice *notice,
	const char *rule)
{
	auto_(buf_done) struct buf words = BUF_NULL;
	const struct tt_disclaimer disclaimer = {
		.kind = notice->kind,
		.heading = "",
		.text = notice->text,
		.speaks_for = notice->speaks_for,
		.required = true,
	};
	struct tt_evidence evidence = { .rule = rule, .confidence = 1 };

	html_collapse(slice_text(notice->text), &words);
	if (contract_find(
		    draft, buf_slice(&words), &evidence.start, &evidence.end))
		draft_remove(
			draft, evidence.start, evidence.end, TT_NOTICE, rule);
	draft_add_disclaimer(draft, &disclaimer, &evidence);
}

void
contract_apply(struct draft *draft)
{
	const struct draft_partner *partner = draft->partner;
	const char *running = draft->running;

	draft->running = "configuration";
	for (size_t i = 0; i < partner->n_notices; i++)
		contract_add(draft, &partner->notices[i],
			arena_printf(&draft->arena, "partners.%s.notices[%zu]",
				partner->name, i));
	draft->running = running;
}
