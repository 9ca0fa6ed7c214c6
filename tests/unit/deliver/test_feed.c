/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds: one document for all who ask, made anew when something changes.
 */
#include "world.h"

#include "deliver/agencies.h"

static int
set_up(void **state)
{
	struct world *world = mem_new(struct world);

	world_begin(world);
	*state = world;
	return 0;
}

static int
tear_down(void **state)
{
	world_end(*state);
	mem_free(*state);
	return 0;
}

static void
header_of(struct peer *peer, const char *name, struct buf *ret_value)
{
	const char *at = strstr(buf_text(&peer->got), name);

	assert_non_null(at);
	at += strlen(name);
	buf_clear(ret_value);
	buf_put(ret_value, at, strcspn(at, "\r"));
}

static void
a_feed_answers_304_until_something_is_published(void **state)
{
	struct world *world = *state;
	auto_(buf_done) struct buf etag = BUF_NULL;
	auto_(buf_done) struct buf headers = BUF_NULL;

	world_open_delivery(world, 0);
	world_publish(world, ENTRY_PUBLISHED, "u:1", "Harbour opens", "world");
	struct peer peer = peer_open(world);
	peer_ask(&peer, "GET", "/v1/feeds/world.atom", ALPS);
	peer_expect(&peer, "</feed>");
	peer_expect(&peer, "Harbour opens");
	peer_expect(&peer, "Vary: Accept-Encoding");
	header_of(&peer, "ETag: ", &etag);
	buf_printf(&headers, ALPS "If-None-Match: \"x\", W/%s\r\n",
		buf_text(&etag));
	peer_ask(&peer, "GET", "/v1/feeds/world.atom", buf_text(&headers));
	peer_expect(&peer, " 304 ");
	world_publish(world, ENTRY_PUBLISHED, "u:2", "Harbour shuts", "world");
	loop_turn(world->loop, 0);
	peer_ask(&peer, "GET", "/v1/feeds/world.atom", buf_text(&headers));
	peer_expect(&peer, "Harbour shuts");
	peer_ask(&peer, "GET", "/v1/feeds/world.rss", ALPS);
	peer_expect(&peer, "</rss>");
	world_publish(world, ENTRY_KILLED, "u:2", "", "world");
	loop_turn(world->loop, 0);
	peer_ask(&peer, "GET", "/v1/feeds/world.rss", ALPS);
	peer_expect(&peer, "</rss>");
	peer_refute(&peer, "Harbour shuts");
	peer_close(&peer);
}

/* gulf's contract has terms for machines and the credit on top; alps's has
 * neither. */
static void
a_feed_is_shared_within_an_edition_only(void **state)
{
	struct world *world = *state;

	world_open_delivery(world, 0);
	world_publish(world, ENTRY_PUBLISHED, "u:1", "Harbour opens", "world");
	struct peer peer = peer_open(world);
	for (int i = 0; i < 2; i++) {
		peer_ask(&peer, "GET", "/v1/feeds/world.atom", GULF);
		peer_expect(&peer, "</feed>");
		peer_expect(&peer, "Link: <https://g.example/rsl.xml>");
		peer_expect(&peer, "<link rel=\"license\" "
				   "type=\"application/rsl+xml\"");
		peer_ask(&peer, "GET", "/v1/feeds/world.atom", ALPS);
		peer_expect(&peer, "</feed>");
		peer_refute(&peer, "rsl.xml");
	}
	peer_close(&peer);
}

/* Formats that can say so name what was killed; its text is in none. */
static void
a_feed_names_what_was_killed_and_tells_nothing_of_it(void **state)
{
	static const struct {
		const char *ending, *end, *tombstone;
	} cases[] = {
		{ "atom", "</feed>", "<at:deleted-entry ref=\"u:2\"" },
		{ "json", "]}", "\"retracted\":[{\"id\":\"u:2\"" },
		{ "newsml", "</newsMessage>", "stat:canceled" },
		{ "nitf", "</newsMessage>", "stat:canceled" },
		{ "ninjs", "]", "\"pubStatus\":\"canceled\"" },
		{ "ninjs-1.6", "]", "\"pubstatus\":\"canceled\"" },
		{ "rss", "</rss>", "<rss" },
	};
	struct world *world = *state;

	world_open_delivery(world, 0);
	world_publish(world, ENTRY_PUBLISHED, "u:1", "Harbour opens", "world");
	world_publish(world, ENTRY_PUBLISHED, "u:2", "Harbour shuts", "world");
	world_publish(world, ENTRY_KILLED, "u:2", "", "world");
	for (size_t i = 0; i < n_elements(cases); i++) {
		struct peer peer = peer_open(world);
		auto_(buf_done) struct buf path = BUF_NULL;

		buf_printf(&path, "/v1/feeds/world.%s", cases[i].ending);
		peer_ask(&peer, "GET", buf_text(&path), ALPS);
		peer_expect(&peer, "Harbour opens");
		peer_expect(&peer, cases[i].tombstone);
		peer_expect(&peer, cases[i].end);
		peer_refute(&peer, "Harbour shuts");
		peer_close(&peer);
	}
}

/* One loop rendered it before the kill, too; the other one only now. */
static void
two_loops_render_the_same_bytes(void **state)
{
	static const char *const paths[] = { "/v1/feeds/world.atom",
		"/v1/feeds/world.rss", "/v1/feeds/agency/harbour.atom" };
	struct world *one = *state, two = *one;

	two.loop = loop_new();
	world_open_delivery(one, 0);
	world_open_delivery(&two, 0);
	struct peer first = peer_open(one), second = peer_open(&two);
	for (int i = 0; i < 4; i++) {
		auto_(entry_unref) struct entry *entry = world_append(one,
			i < 3 ? ENTRY_PUBLISHED : ENTRY_KILLED,
			i == 0   ? "u:0"
			: i == 1 ? "u:1"
				 : "u:2",
			"Harbour opens", "world");
		delivery_publish(one->delivery, &entry, 1);
		delivery_publish(two.delivery, &entry, 1);
		loop_turn(one->loop, 0);
		loop_turn(two.loop, 0);
		peer_ask(&first, "GET", paths[0], ALPS);
		peer_expect(&first, "</feed>");
	}
	for (size_t i = 0; i < n_elements(paths); i++) {
		const char *end = i == 1 ? "</rss>" : "</feed>";
		auto_(buf_done) struct buf one_etag = BUF_NULL;
		auto_(buf_done) struct buf two_etag = BUF_NULL;
		peer_ask(&first, "GET", paths[i], ALPS);
		peer_expect(&first, end);
		peer_ask(&second, "GET", paths[i], ALPS);
		peer_expect(&second, end);
		assert_string_equal(strstr(buf_text(&first.got), "<?xml"),
			strstr(buf_text(&second.got), "<?xml"));
		header_of(&first, "ETag: ", &one_etag);
		header_of(&second, "ETag: ", &two_etag);
		assert_string_equal(buf_text(&one_etag), buf_text(&two_etag));
	}
	peer_close(&first);
	peer_close(&second);
	http_server_free(two.server);
	loop_turn(two.loop, 0);
	delivery_free(two.delivery);
	loop_free(two.loop);
}

static void
gzip_has_an_etag_of_its_own(void **state)
{
	struct world *world = *state;
	auto_(buf_done) struct buf plain = BUF_NULL;
	auto_(buf_done) struct buf packed = BUF_NULL;

	world_open_delivery(world, 0);
	struct peer peer = peer_open(world);
	peer_ask(&peer, "GET", "/v1/feeds/world.atom", ALPS);
	peer_expect(&peer, "</feed>");
	header_of(&peer, "ETag: ", &plain);
	struct peer other = peer_open(world);
	peer_ask(&other, "HEAD", "/v1/feeds/world.atom",
		ALPS "Accept-Encoding: gzip\r\n");
	peer_expect(&other, "\r\n\r\n");
	peer_expect(&other, "Content-Encoding: gzip");
	header_of(&other, "ETag: ", &packed);
	assert_string_not_equal(buf_text(&plain), buf_text(&packed));
	peer_close(&peer);
	peer_close(&other);
}

static void
feeds_are_for_the_entitled_and_say_which_formats_there_are(void **state)
{
	struct world *world = *state;

	world_open_delivery(world, 0);
	struct peer peer = peer_open(world);
	peer_ask(&peer, "GET", "/v1/feeds/sport.atom", ALPS);
	peer_expect(&peer, " 404 ");
	peer_ask(&peer, "GET", "/v1/feeds/world.csv", ALPS);
	peer_expect(&peer, "feeds end in .ninjs .atom .rss .json");
	/* "reader:key-alps" */
	peer_ask(&peer, "GET", "/v1/feeds/world.rss",
		"Authorization: Basic cmVhZGVyOmtleS1hbHBz\r\n");
	peer_expect(&peer, "</rss>");
	peer_ask(&peer, "GET", "/v1/feeds/agency/yonhap.atom", ALPS);
	peer_expect(&peer, "</feed>");
	peer_close(&peer);
}

static void
an_agency_that_nobody_knows_is_no_feed(void **state)
{
	static const struct {
		const char *name, *expected;
	} cases[] = {
		{ "tern-news-agency", "</feed>" }, /* quiet so far */
		{ "harbour", "Harbour opens" },    /* not listed */
		{ "tern-news-agensy", "did you mean 'tern-news-agency'?" },
		{ "Tern%20News%20Agency", "did you mean 'tern-news-agency'?" },
		{ "TNA", "did you mean 'tern-news-agency'?" },
		{ "SP", "as in agence-france-presse" }, /* of two */
		{ "nonesuch-of-the-far-away-islands", "agency-unknown" },
	};
	struct world *world = *state;
	struct agencies *agencies = agencies_new();

	agencies_add_alias(agencies, SLICE("Tern News Agency"), SLICE("TNA"));
	agencies_add_alias(agencies, SLICE("Skua Press"), SLICE("SP"));
	agencies_add_alias(agencies, SLICE("Stork Photo"), SLICE("SP"));
	subscribers_take_agencies(world->subscribers, agencies);
	world_open_delivery(world, 0);
	world_publish(world, ENTRY_PUBLISHED, "u:1", "Harbour opens", "world");
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(buf_done) struct buf path = BUF_NULL;
		bool is_known = i < 2;

		buf_printf(&path, "/v1/feeds/agency/%s.atom", cases[i].name);
		/* As made, and out of the cache. */
		for (int k = 0; k < 2; k++) {
			struct peer peer = peer_open(world);

			peer_ask(&peer, "GET", buf_text(&path), ALPS);
			peer_expect(&peer, cases[i].expected);
			peer_expect(&peer, is_known ? " 200 " : " 404 ");
			peer_close(&peer);
		}
	}
}

#define WITH_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(a_feed_answers_304_until_something_is_published),
		WITH_WORLD(
			a_feed_names_what_was_killed_and_tells_nothing_of_it),
		WITH_WORLD(a_feed_is_shared_within_an_edition_only),
		WITH_WORLD(two_loops_render_the_same_bytes),
		WITH_WORLD(gzip_has_an_etag_of_its_own),
		WITH_WORLD(
			feeds_are_for_the_entitled_and_say_which_formats_there_are),
		WITH_WORLD(an_agency_that_nobody_knows_is_no_feed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
