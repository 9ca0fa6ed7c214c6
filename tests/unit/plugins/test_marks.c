/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands around a story and inside it, a line at a time: who is meant by a
 * code beside a nation, whose name stands alone, which line is only a date.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/list.h"
#include "room.h"

#define TOLD \
	"\n\nLas barcas del puerto volvieron a salir el martes, después de " \
	"dos semanas de viento, y los pescadores llegaron antes del alba.\n"

struct reading {
	const char *text, *facts, *body; /* NULL: any */
};

static void
check(struct room *room, const struct reading *readings, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct draft *draft = room_read(
			room, slice_text(readings[i].text), "text/plain", NULL);

		assert_non_null(draft);
		if (readings[i].facts)
			assert_string_equal(
				room_facts(room, draft), readings[i].facts);
		if (readings[i].body)
			assert_string_equal(
				room_body(room, draft), readings[i].body);
		assert_true(room_verify(room));
	}
}

static void
a_nation_beside_a_code_says_whose_it_is(void **state)
{
	static const struct reading readings[] = {
		{ "Rybáři na hrázi čekají na jaro\n\nTřeboň (ČTK) - Hráz "
		  "rybníka se opravuje až do června, řekl vedoucí střediska.\n"
		  "\nPodle rakouské agentury APA sledují stav hráze také obce "
		  "na dolním toku řeky.\n",
			"supplier=ČTK; cited=Austria Press Agency; "
			"place=Třeboň",
			NULL },
		{ "Les cloches se taisent la nuit\n\nTOURNAI (Belga) - Les "
		  "cloches de la cathédrale se tairont de 23h à 6h, a décidé "
		  "la ville.\n\nD'après l'agence néerlandaise ANP, une "
		  "décision semblable a été annulée l'an dernier par un "
		  "juge.\n",
			"supplier=Belga; cited=ANP; place=TOURNAI", NULL },
	};

	check(*state, readings, n_elements(readings));
}

static void
a_name_alone_is_the_authors(void **state)
{
	static const struct reading readings[] = {
		{ "Las barcas salen otra vez\n\nNuria Belenguer" TOLD,
			"bylines=Nuria Belenguer", NULL },
		/* places, and what may be one, are nobody's names */
		{ "Las barcas salen otra vez\n\nSanta Cruz" TOLD, "", NULL },
		{ "Las barcas salen otra vez\n\nBuenos Aires" TOLD, "", NULL },
		/* English headings have capitals as well */
		{ "Boats leave again\n\nHarbour Report\n\nThe boats of the "
		  "harbour left again on Tuesday, after two weeks of wind, and "
		  "the fishermen came before dawn.\n",
			"", NULL },
	};

	check(*state, readings, n_elements(readings));
}

static void
a_line_of_date_and_hour_is_the_pages(void **state)
{
	static const struct reading readings[] = {
		{ "Boats leave again\n\nMarch 4, 2026 - 10:02 2 minutes\n\n"
		  "The boats of the harbour left again on Tuesday, after two "
		  "weeks of wind, and the fishermen came before dawn.\n",
			NULL,
			"The boats of the harbour left again on Tuesday, after "
			"two weeks of wind, and the fishermen came before "
			"dawn." },
		{ "Boats leave again\n\nThe boats of the harbour left again on "
		  "Tuesday, after two weeks of wind, and the fishermen came "
		  "before dawn.\n\nOn March 4, 2026 at 10:02 the last boat "
		  "left.\n",
			NULL,
			"The boats of the harbour left again on Tuesday, after "
			"two weeks of wind, and the fishermen came before "
			"dawn.\n\nOn March 4, 2026 at 10:02 the last boat "
			"left." },
	};

	check(*state, readings, n_elements(readings));
}

static void
a_caption_goes_with_its_picture(void **state)
{
	static const struct reading readings[] = {
		/* the story's dateline stands below it */
		{ "Tug comes home\n\nThe tug at the pier. (Photo: dpa)\n\n"
		  "HULL (Reuters) - The oldest tug of the river came home on "
		  "Monday after nine years in a museum abroad.\n",
			"supplier=Reuters; photo=Deutsche Presse-Agentur; "
			"place=HULL",
			"The oldest tug of the river came home on Monday after "
			"nine years in a museum abroad." },
		/* it says itself what it is */
		{ "老拖船回家\n\n新华社武汉5月12日电（记者蓝雪）长江上最老的"
		  "拖船12日回到武汉，它在国外的博物馆里停了九年。\n\n"
		  "图为拖船靠岸。（武汉港供图）\n\n船长说，“它还能再开"
		  "三十年，只要有人给它上漆。”\n",
			NULL,
			"长江上最老的拖船12日回到武汉，它在国外的博物馆里停了"
			"九年。\n\n船长说，“它还能再开三十年，只要有人给它上漆"
			"。”" },
		/* neither: only the credit goes */
		{ "Tug comes home\n\nHULL (Reuters) - The oldest tug of the "
		  "river came home on Monday after nine years abroad.\n\nIts "
		  "crew waved to the people on the pier. (Photo: dpa)\n\nThe "
		  "museum will send the anchor next year, it said.\n",
			NULL,
			"The oldest tug of the river came home on Monday after "
			"nine years abroad.\n\nIts crew waved to the people on "
			"the pier.\n\nThe museum will send the anchor next "
			"year, it said." },
	};

	check(*state, readings, n_elements(readings));
}

static void
what_a_document_calls_a_caption_is_one(void **state)
{
	struct room *room = *state;
	struct draft *draft = room_read(room,
		slice_text("<h1>Tug comes home</h1><figure><img src='t.jpg'>"
			   "<figcaption>The tug on Monday. Ada Holm/AFP"
			   "</figcaption></figure><p>HULL (Reuters) - The "
			   "oldest tug of the river came home on Monday after "
			   "nine years in a museum abroad.</p>"),
		"text/html", NULL);

	assert_non_null(draft);
	assert_string_equal(room_facts(room, draft),
		"supplier=Reuters; photo=Agence France-Presse, Ada Holm; "
		"place=HULL");
	assert_string_equal(room_body(room, draft),
		"The oldest tug of the river came home on Monday after nine "
		"years in a museum abroad.");
	assert_true(room_verify(room));
}

/* The name of a part says what may stand in it; the line must bear it out. */
static void
what_a_page_only_calls_a_picture_stays(void **state)
{
	struct room *room = *state;
	struct draft *draft = room_read(room,
		slice_text("<h1>Tug comes home</h1><div class=\"photo\"><p>The "
			   "tug at its pier | Photo: Ada Holm/Port of Hull</p>"
			   "</div><div class=\"lead no-photo\"><p>The oldest "
			   "tug of the river came home on Monday, police "
			   "said.</p></div><p>Readers can send pictures to "
			   "photo@hull.example until Friday.</p>"),
		"text/html", NULL);

	assert_non_null(draft);
	assert_string_equal(
		room_facts(room, draft), "photo=Ada Holm, Port of Hull");
	assert_string_equal(room_body(room, draft),
		"The oldest tug of the river came home on Monday, police "
		"said.\n\nReaders can send pictures to photo@hull.example "
		"until Friday.");
	assert_true(room_verify(room));
}

static void
what_a_page_puts_beside_other_marks_goes(void **state)
{
	static const struct reading readings[] = {
		{ "Tug comes home\n\n(MENAFN - Newsfile Corp) FOR IMMEDIATE "
		  "RELEASE\n\nHULL (Reuters) - The oldest tug of the river "
		  "came home on Monday after nine years in a museum abroad.\n",
			NULL,
			"The oldest tug of the river came home on Monday after "
			"nine years in a museum abroad." },
		{ "Tug comes home\n\nEMBARGO: 6 a.m. 13 May 2026 (GMT) or "
		  "later, please.\n\nHULL (Reuters) - The oldest tug of the "
		  "river came home on Monday after nine years abroad.\n",
			NULL,
			"The oldest tug of the river came home on Monday after "
			"nine years abroad." },
		/* one line of the page does not end a story that goes on */
		{ "Tug comes home\n\nHULL (Reuters) - The oldest tug of the "
		  "river came home on Monday after nine years in a museum "
		  "abroad, and two thousand people waited on the pier.\n\n"
		  "Read also: Anchor sold\n\nIts captain said the engine had "
		  "run all the way without a stop.\n\nOpen daily from May."
		  "\n\nAll rights reserved.\n",
			NULL,
			"The oldest tug of the river came home on Monday after "
			"nine years in a museum abroad, and two thousand "
			"people "
			"waited on the pier.\n\nIts captain said the engine "
			"had run all the way without a stop.\n\nOpen daily "
			"from May." },
	};

	check(*state, readings, n_elements(readings));
}

static void
a_notebook_says_more_behind_its_heading(void **state)
{
	static const struct reading readings[] = {
		{ "Heringe laichen wieder\n\nRostock (dpa) - Zum ersten Mal "
		  "seit sieben Jahren laichen Heringe wieder vor der Stadt.\n\n"
		  "# Notizblock - Nicht zur Veröffentlichung bestimmt:\n"
		  "Kontakt: Kai Oster, +49 40 555 0199.\n",
			NULL,
			"Zum ersten Mal seit sieben Jahren laichen Heringe "
			"wieder vor der Stadt." },
	};

	check(*state, readings, n_elements(readings));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_nation_beside_a_code_says_whose_it_is),
		cmocka_unit_test(a_name_alone_is_the_authors),
		cmocka_unit_test(a_line_of_date_and_hour_is_the_pages),
		cmocka_unit_test(a_caption_goes_with_its_picture),
		cmocka_unit_test(what_a_document_calls_a_caption_is_one),
		cmocka_unit_test(what_a_page_only_calls_a_picture_stays),
		cmocka_unit_test(what_a_page_puts_beside_other_marks_goes),
		cmocka_unit_test(a_notebook_says_more_behind_its_heading),
	};

	return cmocka_run_group_tests(tests, room_set_up, room_tear_down);
}
