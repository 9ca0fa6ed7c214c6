/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_boxes - parts of a page whose names say that they are no story, and
 * parts whose names lie.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "room.h"

#define FIRST \
	"The boats left the harbour in the morning, and nobody at the " \
	"office could say when they would come home to their people."
#define SECOND \
	"The wind had turned in the night, and by noon the last of them " \
	"was out of sight of the watchman on the eastern pier."
#define AROUND(box) \
	"<html><head><title>Boats leave</title></head><body><article>" \
	"<h1>Boats leave</h1><p>SUND (Reuters) - " FIRST "</p>" box \
	"<p>" SECOND "</p></article></body></html>"

static const struct {
	const char *page, *between; /* what is left between the paragraphs */
} pages[] = {
	{ AROUND("<div class='share-bar'>Pass it around</div>"), "" },
	{ AROUND("<p class=article__related-links>Harbour: a map of it</p>"),
		"" },
	{ AROUND("<aside><div id=newsletterBox><p>The tide</p><p>Every "
		 "evening, all of the coast.</p></div></aside>"),
		"" },
	{ AROUND("<ul class=tags><li>Sund<li>Boats</ul>"), "" },
	/* words that only begin or end so */
	{ AROUND("<p class=shareholder>The harbour is theirs alone</p>"),
		"The harbour is theirs alone\n\n" },
	{ AROUND("<p class=heritage>The harbour is theirs alone</p>"),
		"The harbour is theirs alone\n\n" },
	{ AROUND("<p class=quote>The harbour is theirs alone</p>"),
		"The harbour is theirs alone\n\n" },
	/* a story is told in it */
	{ AROUND("<div class=related><p>" FIRST " " SECOND "</p></div>"),
		FIRST " " SECOND "\n\n" },
};

static void
a_small_part_goes_by_its_name(void **state)
{
	struct room *room = *state;

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct draft *draft = room_read(
			room, slice_text(pages[i].page), "text/html", NULL);
		char wanted[2048];

		assert_non_null(draft);
		snprintf(wanted, sizeof(wanted), "%s\n\n%s%s", FIRST,
			pages[i].between, SECOND);
		assert_string_equal(room_body(room, draft), wanted);
		assert_true(room_verify(room));
	}
}

static void
the_column_of_the_story_is_no_sidebar(void **state)
{
	struct room *room = *state;
	struct draft *draft = room_read(room,
		SLICE("<html><head><title>Boats leave</title></head><body>"
		      "<div class='content with-sidebar'><h1>Boats leave</h1>"
		      "<p>SUND (Reuters) - " FIRST "</p><p>" SECOND
		      "</p></div></body></html>"),
		"text/html", NULL);

	assert_non_null(draft);
	assert_string_equal(room_body(room, draft), FIRST "\n\n" SECOND);
}

static void
who_supplied_a_story_is_read_even_in_a_box(void **state)
{
	struct room *room = *state;
	struct draft *draft = room_read(room,
		SLICE("<html><head><title>Boats leave</title></head><body>"
		      "<article><h1>Boats leave</h1><p>" FIRST "</p><p>" SECOND
		      "</p><div class='tags source'>Source: AFP</div>"
		      "</article></body></html>"),
		"text/html", NULL);

	assert_non_null(draft);
	assert_non_null(strstr(
		room_facts(room, draft), "supplier=Agence France-Presse"));
	assert_string_equal(room_body(room, draft), FIRST "\n\n" SECOND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_part_goes_by_its_name),
		cmocka_unit_test(the_column_of_the_story_is_no_sidebar),
		cmocka_unit_test(who_supplied_a_story_is_read_even_in_a_box),
	};

	return cmocka_run_group_tests(tests, room_set_up, room_tear_down);
}
