/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The slug by which editors speak of a story, in plain text: its own, or that
 * of the story which a kill names. One that is not whole is none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/list.h"
#include "room.h"

#define STORY \
	"SKAGEN, Denmark (AP) -- A lighthouse burned on Tuesday, the fire " \
	"service said.\n\nNobody was hurt, the service said.\n"
#define NOTICE "\n\nMake certain the story is not published. The AP.\n"

static void
a_slug_is_read_where_it_is_whole(void **state)
{
	static const struct {
		const char *text, *slug;
	} cases[] = {
		{ "BC-EU--Lighthouse Fire\n\nLighthouse burns\n\n" STORY,
			"EU--Lighthouse Fire" },
		{ "BC-EU--Lighthouse Fire, 1st Ld\nEds: UPDATES.\n\n"
		  "Lighthouse burns\n\n" STORY,
			"EU--Lighthouse Fire" },
		{ "Lighthouse burns\n\nAM-US--St. Louis Fire, 2nd "
		  "Ld-Writethru\nEds: Adds quote.\n\n" STORY,
			"US--St. Louis Fire" },
		{ "MANDATORY KILL: Lighthouse burns\n\nKill the story slugged "
		  "BC-EU--Lighthouse Fire, moved March 4. It did not." NOTICE,
			"EU--Lighthouse Fire" },
		{ "MANDATORY KILL: Lighthouse burns\n\nKill the story slugged "
		  "BC-EU--Lighthouse\nFire. It did not burn." NOTICE,
			"EU--Lighthouse Fire" },
		{ "BC-EU--Harbor Fire, KILL\nEds: Kill the story slugged "
		  "\"BC-EU--Lighthouse Fire\". It did not burn." NOTICE,
			"EU--Lighthouse Fire" },
		{ "BC-EU--Lighthouse Fire, KILL\nEds: Kill this story. It did "
		  "not burn." NOTICE,
			"EU--Lighthouse Fire" },
		{ "Lighthouse burns\n\nEds: CORRECTS the story slugged "
		  "BC-EU--Lighthouse Fire.\n\n" STORY,
			"EU--Lighthouse Fire" },
		/* Two, the sentence goes on, no slug at all. */
		{ "MANDATORY KILL: Fires\n\nKill the story slugged BC-EU--Fire "
		  "One. Kill the story slugged BC-EU--Fire Two." NOTICE,
			NULL },
		{ "MANDATORY KILL: Fires\n\nKill the story slugged BC-EU--Fire "
		  "that moved on March 4." NOTICE,
			NULL },
		{ "MANDATORY KILL: Fires\n\nKill the story slugged "
		  "Fire." NOTICE,
			NULL },
		{ "MANDATORY KILL: Lighthouse burns\n\nKill the story "
		  "slugged\nBC-EU--Lighthouse Fire. It did not." NOTICE,
			"EU--Lighthouse Fire" },
		/* The stop may be a part of the name; one of two cannot be
		 * read; the note has one that cannot, and the line another's;
		 * it is not said to be the story's. */
		{ "MANDATORY KILL: Fires\n\nKill the story slugged "
		  "BC-US--St. Louis Fire." NOTICE,
			NULL },
		{ "MANDATORY KILL: Fires\n\nKill the story slugged BC-US--Day "
		  "in the Park. The story slugged BC-EU--Harbor Fire "
		  "stands." NOTICE,
			NULL },
		{ "BC-EU--Harbor Fire, KILL\nEds: Kill the story slugged "
		  "BC-US--Day in the Park." NOTICE,
			NULL },
		{ "MANDATORY KILL: Fires\n\nKill this story. A substitute "
		  "slugged BC-EU--Harbor Blaze has moved." NOTICE,
			NULL },
		{ "Lighthouse burns\n\nEds: UPDATES with quotes. A sidebar is "
		  "slugged BC-EU--Lighthouse Keeper.\n\n" STORY,
			NULL },
		{ "Lighthouse burns\n\n" STORY
		  "The editor killed the story slugged BC-EU--Lighthouse "
		  "Fire.\n",
			NULL },
	};

	for (size_t i = 0; i < n_elements(cases); i++) {
		struct draft *draft = room_read(
			*state, slice_text(cases[i].text), "text/plain", NULL);
		const char *slug;

		assert_non_null(draft);
		slug = draft_get(draft, DRAFT_SLUGLINE);
		if (cases[i].slug == NULL && slug != NULL)
			fail_msg("%zu: no slug, but '%s'", i, slug);
		if (cases[i].slug != NULL)
			assert_string_equal(slug ? slug : "", cases[i].slug);
		assert_true(room_verify(*state));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_slug_is_read_where_it_is_whole),
	};

	return cmocka_run_group_tests(tests, room_set_up, room_tear_down);
}
