/* SPDX-License-Identifier: Apache-2.0 */
/*
 * box.c - boxes are few, and each is looked at once with the lines in it; inner
 * ones of a box that went are passed over.
 */
#include "furniture/box.h"

#include "common/scan.h"

#define MAX_BOX 900u  /* bytes of text in one */
#define MAX_SHARE 3u  /* a box has at most one in so many bytes of the story */
#define MAX_TOLD 160u /* bytes of a sentence in it */

static size_t
first_line(const struct copy *copy, size_t start)
{
	size_t low = 0, high = copy->n_lines;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (copy->lines[middle].start < start)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_small(const struct copy *copy, const struct tt_box *box)
{
	size_t len = box->end - box->start;

	if (len > MAX_BOX || len * MAX_SHARE > copy->text.len)
		return false;
	for (size_t i = first_line(copy, box->start);
		i < copy->n_lines && copy->lines[i].start < box->end; i++) {
		struct piece line = copy_line(copy, i);

		if (line.len > MAX_TOLD && scan_is_prose(line))
			return false;
	}
	return true;
}

/* "Source: AFP" and "AFP" tell where the story is from: another plugin reads
 * them. */
static bool
is_credit(const struct agency_list *agencies, struct piece line)
{
	struct agency_hit hit;
	size_t colon = piece_find_exact(line, ":");
	struct piece behind = piece_skip(line, colon);

	if (behind.len)
		behind = piece_trim(piece_skip(behind, 1));
	return agency_named(agencies, line, &hit) ||
	       (behind.len && agency_named(agencies, behind, &hit)) ||
	       piece_find_exact(line, "\xc2\xa9") < line.len;
}

void
box_read(const struct copy *copy, const struct page_book *book,
	const struct agency_list *agencies, const struct page_rule **rules)
{
	size_t done = 0;
	struct tt_box box;

	for (size_t k = 0; tt_box(copy->draft, k, &box); k++) {
		if (box.start < done || box.end <= box.start)
			continue;
		const struct page_rule *rule =
			page_box(book, piece_text(box.name));
		if (!rule)
			continue;
		if (!is_small(copy, &box)) {
			tt_spare(copy->draft, box.start, box.end, TT_FURNITURE,
				rule->id,
				"the part is large beside the story, or tells "
				"something at length");
			continue;
		}
		done = box.end;
		for (size_t i = first_line(copy, box.start);
			i < copy->n_lines && copy->lines[i].start < box.end;
			i++)
			if ((!rules[i] || rules[i]->start) &&
				!copy->lines[i].blank &&
				!is_credit(agencies, copy_line(copy, i)))
				rules[i] = rule;
	}
}
