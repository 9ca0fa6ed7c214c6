/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_names.c - what a document's own metadata says of the parties: under
 * which names they come out, and that none of them is lost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/jsonout.h"
#include "story/seal.h"

#include "room.h"

#define PROSE \
	"The boats left the harbour in the morning, and nobody at the office " \
	"could say when they would come home."
#define NINJS(more) \
	"{\"uri\":\"urn:x:1\",\"standard\":{\"name\":\"ninjs\"," \
	"\"version\":\"3.1\"},\"headlines\":[{\"role\":\"main\"," \
	"\"value\":\"Boats leave\"}],\"bodies\":[{\"role\":\"main\"," \
	"\"contentType\":\"text/plain\",\"value\":\"" PROSE "\"}]," more "}"
#define RSS(more) \
	"<rss version=\"2.0\" " \
	"xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>" \
	"<title>Feed</title><item><title>Boats leave</title>" \
	"<guid>urn:x:2</guid><description>" PROSE "</description>" more \
	"</item></channel></rss>"

static struct draft *
read_ninjs(struct room *room, const char *text)
{
	struct draft *draft =
		room_read(room, slice_text(text), "application/json", NULL);

	assert_non_null(draft);
	return draft;
}

/* The item as it leaves. */
static bool
item_says(const struct draft *draft, const char *words)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);

	seal_ninjs(draft, &json);
	return strstr(buf_text(&text), words) != NULL;
}

static bool
report_says(const struct draft *draft, const char *words)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);

	seal_report(draft, TT_PASS, false, &json);
	return strstr(buf_text(&text), words) != NULL;
}

static void
codes_of_the_item_become_names(void **state)
{
	struct draft *draft = read_ninjs(
		*state, NINJS("\"infoSources\":[{\"name\":\"AFP\",\"role\":"
			      "\"supplier\"},{\"name\":\"dpa\",\"role\":"
			      "\"contributor\"},{\"name\":\"Oman News Agency "
			      "(ONA)\",\"role\":\"cited\"},{\"name\":\"Harbour "
			      "Desk\",\"role\":\"distributor\"}],"
			      "\"copyrightHolder\":\"PA\""));

	assert_string_equal(room_facts(*state, draft),
		"supplier=Agence France-Presse; "
		"contributors=Deutsche Presse-Agentur; "
		"distributors=Harbour Desk; cited=Oman News Agency");
	assert_true(item_says(draft,
		"{\"name\":\"Agence France-Presse\",\"role\":\"supplier\"}"));
	assert_true(item_says(draft, "\"copyrightHolder\":\"PA Media\""));
	assert_false(item_says(draft, "\"AFP\""));
	assert_true(report_says(draft,
		"{\"field\":\"/wire/supplier\",\"plugin\":\"decode\",\"rule\":"
		"\"info-sources\",\"confidence\":0.99,\"value\":\"AFP\"}"));
}

static void
a_code_that_several_agencies_share_stays(void **state)
{
	struct draft *draft = read_ninjs(
		*state, NINJS("\"infoSources\":[{\"name\":\"CNA\",\"role\":"
			      "\"supplier\"}]"));

	assert_string_equal(room_facts(*state, draft), "supplier=CNA");
	assert_int_equal(draft->warnings.n_items, 1);
}

static void
two_names_of_one_party_are_one_party(void **state)
{
	struct draft *draft = read_ninjs(*state,
		NINJS("\"infoSources\":[{\"name\":\"AFP\",\"role\":"
		      "\"supplier\"},{\"name\":\"Agence France-Presse\","
		      "\"role\":\"supplier\",\"uri\":\"urn:x:afp\"},"
		      "{\"name\":\"TT\",\"role\":\"contributor\"}]"));

	assert_string_equal(room_facts(*state, draft),
		"supplier=Agence France-Presse; contributors=TT News Agency");
	assert_int_equal(draft->parties.n, 2);
	assert_true(item_says(draft, "\"uri\":\"urn:x:afp\""));
}

static void
no_supplier_of_the_document_is_dropped(void **state)
{
	struct draft *draft = read_ninjs(
		*state, NINJS("\"infoSources\":[{\"name\":\"Coast Wire\"},"
			      "{\"name\":\"Reuters\",\"role\":\"supplier\"}]"));

	assert_string_equal(room_facts(*state, draft), "supplier=Reuters");
	assert_true(item_says(
		draft, "{\"name\":\"Coast Wire\",\"role\":\"supplier\"}"));
	assert_true(item_says(
		draft, "{\"name\":\"Reuters\",\"role\":\"supplier\"}"));
}

/* What was only configured is no entry of the document. */
static void
an_overruled_sender_is_not_in_the_chain(void **state)
{
	struct draft *draft = room_read(*state,
		slice_text("Boats leave\nLIMA, Feb 2 (Reuters) - " PROSE "\n"),
		"text/plain", "coast");

	assert_non_null(draft);
	assert_string_equal(
		room_facts(*state, draft), "supplier=Reuters; place=LIMA");
	assert_false(item_says(draft, "Ritzau"));
}

static void
sources_of_rss_become_names(void **state)
{
	struct draft *draft =
		room_read(*state, slice_text(RSS("<dc:source>dpa</dc:source>")),
			"application/rss+xml", "harbour");

	assert_non_null(draft);
	assert_string_equal(room_facts(*state, draft),
		"supplier=Deutsche Presse-Agentur; distributors=Harbour Feed");
	assert_true(item_says(draft, "\"name\":\"Deutsche Presse-Agentur\""));
}

static void
the_feed_name_and_the_mark_in_the_text_are_one(void **state)
{
	struct draft *draft = read_ninjs(*state,
		"{\"uri\":\"urn:x:1\",\"standard\":{\"name\":\"ninjs\","
		"\"version\":\"3.1\"},\"bodies\":[{\"role\":\"main\","
		"\"contentType\":\"text/plain\",\"value\":\"LIMA (AP) - " PROSE
		"\"}],\"infoSources\":[{\"name\":\"AP\",\"role\":"
		"\"supplier\"}]}");

	assert_string_equal(room_facts(*state, draft),
		"supplier=Associated Press; place=LIMA");
	assert_int_equal(draft->parties.n, 1);
}

/* `torntape try FILE` knows no sender, and nor does an unknown name. */
static void
nobody_is_no_party(void **state)
{
	static const char *const senders[] = { NULL, "stranger" };

	for (size_t i = 0; i < 2; i++) {
		struct draft *draft = room_read(*state,
			slice_text("Boats leave\n" PROSE "\n"), "text/plain",
			senders[i]);

		assert_non_null(draft);
		assert_string_equal(room_facts(*state, draft), "");
		assert_int_equal(draft->parties.n, 0);
		assert_false(item_says(draft, "infoSources"));
	}
}

/* One mark in the text is one line of the provenance. */
static void
the_winner_testifies_once(void **state)
{
	struct draft *draft = room_read(*state,
		SLICE("Bank to cut rates\n\nLONDON, Dec 23 (Reuters) - The "
		      "bank "
		      "is expected to cut its rate, three sources said on "
		      "Wednesday.\n"),
		"text/plain", NULL);
	int n = 0;

	assert_non_null(draft);
	for (size_t i = 0; i < draft->provenance.n; i++)
		n += !strcmp(
			draft->provenance.items[i].field, "/wire/supplier");
	assert_int_equal(n, 1);
}

static void
an_agency_that_is_named_as_the_author_is_the_supplier(void **state)
{
	struct draft *draft = room_read(*state,
		slice_text(RSS("<dc:creator>Reuters</dc:creator>"
			       "<dc:creator>Ann Bee</dc:creator>")),
		"application/rss+xml", NULL);

	assert_non_null(draft);
	assert_string_equal(
		room_facts(*state, draft), "supplier=Reuters; bylines=Ann Bee");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_of_the_item_become_names),
		cmocka_unit_test(a_code_that_several_agencies_share_stays),
		cmocka_unit_test(two_names_of_one_party_are_one_party),
		cmocka_unit_test(no_supplier_of_the_document_is_dropped),
		cmocka_unit_test(an_overruled_sender_is_not_in_the_chain),
		cmocka_unit_test(sources_of_rss_become_names),
		cmocka_unit_test(
			an_agency_that_is_named_as_the_author_is_the_supplier),
		cmocka_unit_test(
			the_feed_name_and_the_mark_in_the_text_are_one),
		cmocka_unit_test(nobody_is_no_party),
		cmocka_unit_test(the_winner_testifies_once),
	};

	return cmocka_run_group_tests(tests, room_set_up, room_tear_down);
}
