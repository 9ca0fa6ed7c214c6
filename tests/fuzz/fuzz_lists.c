/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_lists - what plugins read of files that an operator may replace: the
 * list of agencies, wordings, shapes of lines. Then copy that meets them.
 *
 * Up to the first empty line stands the file, behind it the copy. Plugins share
 * nothing with the gateway but torntape/plugin.h, so neither does this. Beyond
 * not crashing: what is found lies inside the copy, scores are between 0 and 1,
 * and a line without signs has its own shape.
 *
 * Reaches: plugins/common/agency.c plugins/common/csv.c plugins/common/unmask.c
 * plugins/common/phrase.c plugins/common/piece.c plugins/common/scan.c
 * plugins/common/shape.c plugins/common/words.c
 */
#include <stdint.h>
#include <stdlib.h>

#include "common/agency.h"
#include "common/unmask.h"
#include "common/mem.h"
#include "common/phrase.h"
#include "common/scan.h"
#include "common/shape.h"
#include "common/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

/* Cut a line off, with or without its line feed. */
static bool
fuzz_line(struct piece *rest, struct piece *ret_line)
{
	const char *end;

	if (rest->len == 0)
		return false;
	end = memchr(rest->at, '\n', rest->len);
	*ret_line = piece_head(
		*rest, end != NULL ? (size_t)(end - rest->at) : rest->len);
	*rest = piece_skip(*rest,
		ret_line->len < rest->len ? ret_line->len + 1 : rest->len);
	return true;
}

static void
fuzz_agencies(struct piece file, struct piece copy)
{
	static const char *const endings[] = { "a", "om", "\xd0\xb0", NULL };
	struct agency_list *list = agency_list_new(file.at, file.len);
	const struct agency_clues clues = { .language = "de",
		.country = "DE",
		.nation = "AT",
		.partner = "A",
		.near = copy };
	struct agency_hit hit;

	for (size_t at = 0; list != NULL && at < copy.len && at < 256; at++) {
		if (agency_in(list, endings, copy, at, &hit))
			must(hit.len > 0 && hit.len <= copy.len - at);
		if (!agency_at(list, piece_skip(copy, at), &hit))
			continue;
		must(hit.len > 0 && hit.len <= copy.len - at);
		agency_choose(list, &hit, &clues);
	}
	if (list != NULL) {
		agency_named(list, copy, &hit);
		agency_titled(list, copy, &hit);
	}
	agency_list_free(list);
}

static void
fuzz_unmask(struct piece copy)
{
	struct unmask seen;

	unmask_read(&seen, copy);
	for (size_t i = 0; i < seen.len; i++)
		must(seen.from[i] <= seen.from[i + 1] &&
			seen.from[i] < copy.len);
	if (seen.text != NULL && copy.len > 0)
		must(unmask_find(&seen, copy.len - 1) <= seen.len);
	unmask_done(&seen);
}

static void
fuzz_phrases(struct piece file, struct piece copy)
{
	struct phrase_set *set = phrase_set_new();
	struct phrase_hits hits = { 0 };
	struct words words = { 0 };
	struct piece line;

	for (uint32_t owner = 0; fuzz_line(&file, &line); owner++)
		phrase_add(set, line, 0.6, owner);
	phrase_set_ready(set);
	words_read(&words, copy, 0);
	for (size_t i = 0; i < words.n; i++)
		must(words.items[i].start < words.items[i].end &&
			words.items[i].end <= copy.len);
	phrase_scan(set, &words, 64, &hits);
	for (size_t i = 0; i < hits.n; i++)
		must(hits.items[i].first <= hits.items[i].last &&
			hits.items[i].last < words.n &&
			hits.items[i].score >= 0 && hits.items[i].score <= 1);
	must(hits.n <= 64);
	free(hits.items);
	words_done(&words);
	phrase_set_free(set);
}

static void
fuzz_shapes(struct piece file, struct piece copy)
{
	struct shape_book *book = shape_book_new();
	struct shape_line folded, again, head;
	struct piece line;

	for (uint32_t n = 0; n < 32 && fuzz_line(&file, &line); n++) {
		char *pattern = mem_text(line.at, line.len);

		shape_add(book, pattern, n, shape_is_loose(pattern));
		mem_free_text(&pattern);
	}
	while (fuzz_line(&copy, &line)) {
		shape_line(line, &folded);
		must(folded.len <= SHAPE_MAX_LINE);
		shape_find(book, &folded, 0, scan_is_prose(line));
		shape_head(line, &head);
		shape_may_be(book, &head, 0);
		if (folded.cut || folded.len == 0 ||
			strchr(folded.text, '*') != NULL)
			continue;
		/* what is no UTF-8 may fold once more; a story's text is */
		shape_line(piece_of(folded.text, folded.len), &again);
		if (again.len != folded.len ||
			strlen(folded.text) != folded.len ||
			memcmp(again.text, folded.text, folded.len) != 0)
			continue;
		shape_add(book, folded.text, UINT32_MAX, false);
		must(shape_find(book, &folded, 0, true) != NULL);
	}
	shape_book_free(book);
}

static void
fuzz_scans(struct piece copy)
{
	struct scan_date date;
	struct piece line;

	while (fuzz_line(&copy, &line)) {
		scan_is_prose(line);
		scan_is_label(line);
		scan_ends_sentence(line);
		scan_in_quotes(line);
		scan_is_person(line);
		scan_is_address(line);
		must(scan_word(line).len <= line.len);
		if (scan_date(line, &date))
			must(date.month >= 0 && date.month <= 12);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct piece file = piece_of((const char *)data, size);
	struct piece copy = piece_of((const char *)data, 0);
	const char *gap = size > 0 ? memmem(data, size, "\n\n", 2) : NULL;

	if (gap != NULL) {
		copy = piece_skip(file, (size_t)(gap - file.at) + 2);
		file.len = (size_t)(gap - file.at);
	}
	fuzz_agencies(file, copy);
	fuzz_unmask(copy);
	fuzz_phrases(file, copy);
	fuzz_shapes(file, copy);
	fuzz_scans(copy);
	return 0;
}
