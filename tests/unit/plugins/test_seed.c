/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_seed.c - the story that this project was born from, which is no part of
 * it: skipped where the shared folder is not there. What must come out of it is
 * said without its sentences, by counting and measuring.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jsonout.h"
#include "story/seal.h"

#include "room.h"

#define SEED "seed/menafn-three-way-talks.txt"

struct fixture {
	struct room room;
	struct buf text;
	struct draft *draft; /* of the text as it is */
};

/* From TORNTAPE_SHARED, else from the folder beside the source. */
static bool
read_shared(const char *path, struct buf *out)
{
	const char *shared = getenv("TORNTAPE_SHARED");
	auto_(buf_done) struct buf whole = BUF_NULL;

	if (shared == NULL) {
		buf_printf(&whole, "../shared/%s", path);
		return room_file(buf_text(&whole), out);
	}
	buf_printf(&whole, "%s/%s", shared, path);
	FILE *file = fopen(buf_text(&whole), "rb");
	if (file == NULL)
		return false;
	for (int c; (c = fgetc(file)) != EOF;)
		buf_putc(out, (char)c);
	fclose(file);
	return true;
}

static struct fixture *
seed(void **state)
{
	struct fixture *f = *state;

	if (f->text.len == 0)
		skip();
	f->draft = room_read(&f->room, buf_slice(&f->text), "text/plain", NULL);
	assert_non_null(f->draft);
	return f;
}

static size_t
count(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		n++;
	return n;
}

/* Is all of `part` removed as `label`? */
static bool
is_removed(const struct fixture *f, const char *part, enum tt_label label)
{
	const char *text = buf_text(&f->draft->text);
	const char *at = strstr(text, part);

	if (at == NULL)
		return false;
	for (size_t i = 0; part[i] != '\0'; i++) {
		enum tt_label here =
			draft_label_at(f->draft, (size_t)(at - text) + i);

		if (here != label && here != TT_SPACE)
			return false;
	}
	return true;
}

static void
the_headline_is_the_first_line(void **state)
{
	struct fixture *f = seed(state);
	auto_(buf_done) struct buf headline = BUF_NULL;
	struct slice rest = buf_slice(&f->text), first;

	slice_cut(&rest, '\n', &first);
	draft_headline(f->draft, &headline);
	assert_true(slice_equal(buf_slice(&headline), slice_trim(first)));
}

/* The lines 2 to 10, as they stand. */
static void
the_body_has_nine_paragraphs_and_nothing_else(void **state)
{
	struct fixture *f = seed(state);
	struct slice rest = buf_slice(&f->text), line;
	auto_(buf_done) struct buf want = BUF_NULL;

	slice_cut(&rest, '\n', &line);
	for (int i = 0; i < 9; i++) {
		slice_cut(&rest, '\n', &line);
		if (i)
			buf_puts(&want, "\n\n");
		buf_put_slice(&want, slice_trim(line));
	}
	const char *body = room_body(&f->room, f->draft);
	assert_int_equal(count(body, "\n\n"), 8);
	assert_string_equal(body, buf_text(&want));
}

static void
two_are_cited_and_nobody_supplied(void **state)
{
	struct fixture *f = seed(state);

	assert_null(draft_supplier(f->draft));
	assert_string_equal(room_facts(&f->room, f->draft),
		"distributors=MENAFN; cited=TIME, Yonhap News Agency; "
		"disclaimers=liability/distributor");
}

static void
the_notice_is_one_unwrapped_disclaimer(void **state)
{
	struct fixture *f = seed(state);
	auto_(buf_done) struct buf want = BUF_NULL;
	const char *at = strstr(buf_text(&f->text), "MENAFN provides");
	const char *end = strstr(buf_text(&f->text), "\nMost popular");

	assert_non_null(at);
	assert_non_null(end);
	for (; at < end; at++)
		buf_putc(&want, *at == '\n' ? ' ' : *at);
	assert_int_equal(f->draft->disclaimers.n, 1);
	const struct draft_disclaimer *d = &f->draft->disclaimers.items[0];
	assert_string_equal(d->kind, "liability");
	assert_string_equal(d->speaks_for, "distributor");
	assert_string_equal(d->heading, "Legal Disclaimer");
	assert_string_equal(d->text, buf_text(&want));
	assert_null(strchr(d->text, '\n'));
	assert_true(d->required);
	assert_true(is_removed(f, "Legal Disclaimer:", TT_NOTICE));
	assert_true(is_removed(f, d->text + strlen(d->text) - 20, TT_NOTICE));
}

static void
the_page_is_removed_as_furniture(void **state)
{
	struct fixture *f = seed(state);
	static const char *const pieces[] = { "Most popular stories",
		"Market Research", "Comments", "No comment" };
	const char *tail = strstr(buf_text(&f->text), "Most popular");

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++)
		assert_true(is_removed(f, pieces[i], TT_FURNITURE));
	/* All of it, the other stories' headlines too. */
	assert_non_null(tail);
	assert_true(is_removed(f, tail, TT_FURNITURE));
	assert_int_equal(count(tail, "\n- "), 6);
}

static void
kept_and_removed_are_the_input(void **state)
{
	struct fixture *f = seed(state);
	auto_(buf_done) struct buf joined = BUF_NULL;

	assert_true(room_verify(&f->room));
	for (size_t i = 0; i < f->draft->spans.n; i++) {
		const struct draft_span *span = &f->draft->spans.items[i];

		buf_put(&joined, f->draft->text.data + span->start,
			span->end - span->start);
	}
	assert_true(slice_equal(buf_slice(&joined), buf_slice(&f->text)));
}

static void
the_sender_changes_nothing_but_the_chain(void **state)
{
	struct fixture *f = seed(state);
	struct draft *draft = room_read(
		&f->room, buf_slice(&f->text), "text/plain", "harbour");

	assert_non_null(draft);
	assert_null(draft_supplier(draft));
	assert_string_equal(room_facts(&f->room, draft),
		"distributors=MENAFN, Harbour Feed; "
		"cited=TIME, Yonhap News Agency; "
		"disclaimers=liability/distributor");
}

static void
the_item_that_leaves_says_who_and_not_more(void **state)
{
	struct fixture *f = seed(state);
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);

	seal_ninjs(f->draft, &json);
	const char *item = buf_text(&text);
	assert_int_equal(count(item, "\"role\":\"cited\""), 2);
	assert_int_equal(count(item, "\"role\":\"distributor\""), 1);
	assert_int_equal(count(item, "\"role\":\"supplier\""), 0);
	assert_int_equal(count(item, "\"role\":\"disclaimer\""), 1);
	assert_null(strstr(item, "Most popular"));
}

static int
set_up(void **state)
{
	static struct fixture f;

	*state = &f;
	if (!room_open(&f.room))
		return -1;
	if (!read_shared(SEED, &f.text))
		printf("skipped: the shared folder is not there\n");
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	room_close(&f->room);
	buf_done(&f->text);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_headline_is_the_first_line),
		cmocka_unit_test(the_body_has_nine_paragraphs_and_nothing_else),
		cmocka_unit_test(two_are_cited_and_nobody_supplied),
		cmocka_unit_test(the_notice_is_one_unwrapped_disclaimer),
		cmocka_unit_test(the_page_is_removed_as_furniture),
		cmocka_unit_test(kept_and_removed_are_the_input),
		cmocka_unit_test(the_sender_changes_nothing_but_the_chain),
		cmocka_unit_test(the_item_that_leaves_says_who_and_not_more),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
