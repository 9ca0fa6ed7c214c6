/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What subscribers see through the routes of a delivery loop: streams, pages,
 * stories, tickets. Feeds are in test_feed.c.
 */
#include "world.h"

#include <malloc.h>

#include "journal/cursor.h"

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

/* ---- streams --------------------------------------------------------------
 */

static void
a_stream_begins_live_and_gets_what_it_is_entitled_to(void **state)
{
	struct world *world = *state;

	world_open_delivery(world, 0);
	world_publish(world, ENTRY_PUBLISHED, "u:0", "Before", "world");
	loop_turn(world->loop, 0);
	struct peer peer = peer_open(world);
	peer_ask(&peer, "GET", "/v1/stream", ALPS);
	peer_expect(&peer, "retry: 3000\n\n");
	peer_refute(&peer, "Before");
	world_publish(world, ENTRY_PUBLISHED, "u:1", "Sport only", "sport");
	int64_t seq = world_publish(
		world, ENTRY_PUBLISHED, "u:2", "For all", "world");
	auto_(buf_done) struct buf id = BUF_NULL;
	buf_printf(&id, "id: %s\nevent: story.published\ndata: {",
		cursor_print(seq).text);
	peer_expect(&peer, "For all");
	peer_expect(&peer, buf_text(&id));
	peer_expect(&peer, "text/event-stream");
	peer_refute(&peer, "Sport only");
	peer_close(&peer);
}

static void
product_narrows_and_may_not_widen(void **state)
{
	struct world *world = *state;

	world_open_delivery(world, 0);
	struct peer peer = peer_open(world);
	peer_ask(&peer, "GET", "/v1/stream?product=sport", ALPS);
	peer_expect(&peer, " 403 ");
	peer_expect(&peer, "product-not-entitled");
	struct peer gulf = peer_open(world);
	peer_ask(&gulf, "GET", "/v1/stream?product=sport", GULF);
	peer_expect(&gulf, "retry:");
	world_publish(world, ENTRY_PUBLISHED, "u:1", "World news", "world");
	world_publish(world, ENTRY_PUBLISHED, "u:2", "Match report", "sport");
	peer_expect(&gulf, "Match report");
	peer_refute(&gulf, "World news");
	peer_close(&peer);
	peer_close(&gulf);
}

static void
nobody_gets_a_stream_without_a_key(void **state)
{
	struct world *world = *state;

	world_open_delivery(world, 0);
	struct peer peer = peer_open(world);
	peer_ask(&peer, "GET", "/v1/stream", "");
	peer_expect(&peer, " 401 ");
	peer_expect(&peer, "unauthorized");
	peer_ask(&peer, "GET", "/v1/stream", "Authorization: Bearer no\r\n");
	peer_expect(&peer, "key-unknown");
	peer_ask(&peer, "GET", "/v1/stream", GONE);
	peer_expect(&peer, " 204 ");
	peer_close(&peer);
}

/* The ring holds 3 entries; the cursor is far behind it. */
static void
a_stream_resumes_over_the_edge_of_the_ring_without_gap_or_repetition(
	void **state)
{
	struct world *world = *state;
	auto_(buf_done) struct buf path = BUF_NULL;
	int64_t first = 0;

	world->settings.tail_entries = 3;
	world->settings.backlog_entries = 4;
	world_open_delivery(world, 0);
	for (int i = 0; i < 20; i++) {
		char uri[16], headline[24];
		snprintf(uri, sizeof(uri), "u:%d", i);
		snprintf(headline, sizeof(headline), "Story-%02d.", i);
		int64_t seq = world_publish(
			world, ENTRY_PUBLISHED, uri, headline, "world");
		if (i == 4)
			first = seq;
	}
	loop_turn(world->loop, 0);
	struct peer peer = peer_open(world);
	buf_printf(
		&path, "Last-Event-ID: %s\r\n" ALPS, cursor_print(first).text);
	peer_ask(&peer, "GET", "/v1/stream", buf_text(&path));
	peer_expect(&peer, "Story-19.");
	peer_refute(&peer, "Story-04.");
	const char *at = buf_text(&peer.got);
	for (int i = 5; i < 20; i++) {
		char headline[24];
		snprintf(headline, sizeof(headline), "Story-%02d.", i);
		const char *found = strstr(at, headline);
		assert_non_null(found);
		at = found + 1;
		assert_null(strstr(at, headline));
	}
	assert_int_equal(world->acked[0], first);
	world_publish(world, ENTRY_PUBLISHED, "u:20", "Live again", "world");
	peer_expect(&peer, "Live again");
	peer_refute(&peer, "event: gap");
	peer_close(&peer);
}

static void
cursors_that_cannot_be_honoured_are_told_as_gaps(void **state)
{
	struct world *world = *state;
	auto_(buf_done) struct buf path = BUF_NULL;

	world_open_delivery(world, 0);
	int64_t seq =
		world_publish(world, ENTRY_PUBLISHED, "u:1", "First", "world");
	loop_turn(world->loop, 0);
	struct peer peer = peer_open(world);
	peer_ask(&peer, "GET", "/v1/stream?cursor=rubbish", ALPS);
	peer_expect(&peer, "event: gap\n");
	peer_expect(&peer, "cursor-malformed");
	peer_expect(&peer, "https://wire.example/v1/stories?cursor=");
	struct peer later = peer_open(world);
	buf_printf(
		&path, "/v1/stream?cursor=%s", cursor_print(seq + 1000).text);
	peer_ask(&later, "GET", buf_text(&path), ALPS);
	peer_expect(&later, "cursor-from-the-future");
	world_publish(world, ENTRY_PUBLISHED, "u:2", "Second", "world");
	peer_expect(&later, "Second");
	peer_refute(&later, "First");
	peer_expect(&peer, "Second");
	peer_close(&peer);
	peer_close(&later);
}

/* gulf begins at the beginning, alps now. */
static void
a_stream_without_cursor_begins_where_the_subscriber_does(void **state)
{
	struct world *world = *state;

	world->settings.tail_entries = 2;
	world_open_delivery(world, 0);
	for (int i = 0; i < 8; i++) {
		char uri[16], headline[24];
		snprintf(uri, sizeof(uri), "u:%d", i);
		snprintf(headline, sizeof(headline), "Story-%02d.", i);
		world_publish(world, ENTRY_PUBLISHED, uri, headline, "world");
	}
	loop_turn(world->loop, 0);
	struct peer all = peer_open(world);
	struct peer now = peer_open(world);
	peer_ask(&all, "GET", "/v1/stream", GULF);
	peer_ask(&now, "GET", "/v1/stream", ALPS);
	peer_expect(&all, "Story-07.");
	peer_expect(&all, "Story-00.");
	peer_refute(&all, "event: gap");
	peer_expect(&now, "retry:");
	world_publish(world, ENTRY_PUBLISHED, "u:8", "Live", "world");
	peer_expect(&all, "Live");
	peer_expect(&now, "Live");
	peer_refute(&now, "Story-");
	assert_int_equal(world->n_acked, 0);
	peer_close(&all);
	peer_close(&now);
}

static void
once_something_is_acknowledged_a_stream_without_cursor_begins_now(void **state)
{
	struct world *world = *state;
	struct journal_put put = {
		.kind = JOURNAL_POSITION,
		.position = { .subscriber = SLICE("gulf"), .acked = 1 },
	};

	world_open_delivery(world, 0);
	world_publish(world, ENTRY_PUBLISHED, "u:1", "Read before", "world");
	assert_int_equal(journal_begin(world->journal), 0);
	assert_int_equal(journal_put(world->journal, &put), 0);
	assert_int_equal(journal_commit(world->journal), 0);
	loop_turn(world->loop, 0);
	struct peer peer = peer_open(world);
	peer_ask(&peer, "GET", "/v1/stream", GULF);
	peer_expect(&peer, "retry:");
	for (int i = 0; i < 20; i++)
		loop_turn(world->loop, 5);
	world_publish(world, ENTRY_PUBLISHED, "u:2", "Live", "world");
	peer_expect(&peer, "Live");
	peer_refute(&peer, "Read before");
	peer_close(&peer);
}

static void
a_kill_overtakes_a_backlog_and_the_killed_text_never_comes(void **state)
{
	struct world *world = *state;
	auto_(buf_done) struct buf path = BUF_NULL;

	world->settings.tail_entries = 2;
	world->settings.backlog_entries = 2;
	world_open_delivery(world, 0);
	for (int i = 0; i < 12; i++) {
		char uri[16], headline[24];
		snprintf(uri, sizeof(uri), "u:%d", i);
		snprintf(headline, sizeof(headline), "Story-%02d.", i);
		world_publish(world, ENTRY_PUBLISHED, uri, headline, "world");
	}
	world_publish(world, ENTRY_KILLED, "u:8", "", "world");
	loop_turn(world->loop, 0);
	struct peer peer = peer_open(world);
	buf_printf(&path, "/v1/stream?cursor=%s", cursor_print(0).text);
	peer_ask(&peer, "GET", buf_text(&path), ALPS);
	peer_expect(&peer, "Story-11.");
	peer_refute(&peer, "Story-08.");
	/* The kill came first, by itself, without an id. */
	const char *kill = strstr(buf_text(&peer.got), "story.killed");
	assert_non_null(kill);
	assert_true(kill < strstr(buf_text(&peer.got), "Story-00."));
	assert_null(strstr(buf_text(&peer.got), "id: ") < kill
			    ? strstr(buf_text(&peer.got), "id: ")
			    : NULL);
	peer_close(&peer);
}

static void
a_subscriber_holds_so_many_streams_and_no_more(void **state)
{
	struct world *world = *state;
	struct peer peers[5];

	world_open_delivery(world, 0);
	for (size_t i = 0; i < 5; i++) {
		peers[i] = peer_open(world);
		peer_ask(&peers[i], "GET", "/v1/stream", ALPS);
		peer_expect(&peers[i], "retry:");
	}
	struct peer sixth = peer_open(world), other = peer_open(world);
	peer_ask(&sixth, "GET", "/v1/stream", ALPS);
	peer_expect(&sixth, "too-many-streams");
	peer_expect(&sixth, " 429 ");
	peer_expect(&sixth, "Retry-After: ");
	/* Others are not touched by it, and a place left is a place. */
	peer_ask(&other, "GET", "/v1/stream", GULF);
	peer_expect(&other, "retry:");
	peer_close(&peers[0]);
	peer_ask(&sixth, "GET", "/v1/stream", ALPS);
	peer_expect(&sixth, "retry:");
	for (size_t i = 1; i < 5; i++)
		peer_close(&peers[i]);
	peer_close(&sixth);
	peer_close(&other);
}

/* A generation in which only alps is left, with these products. */
static struct subscribers *
alps_alone(const char *name, const char *product, bool revoked)
{
	unsigned char hash[1][SHA256_SIZE];
	struct subscriber_facts facts = { .name = name,
		.products = &product,
		.n_products = 1,
		.key_hashes = (const unsigned char(*)[SHA256_SIZE])hash,
		.n_keys = 1,
		.revoked = revoked };
	struct subscribers *all = NULL;

	key_hash("key-alps", hash[0]);
	assert_int_equal(subscribers_new(&facts, 1, &all, NULL), 0);
	return all;
}

static void
reload(struct world *world, struct subscribers *subscribers)
{
	delivery_set_subscribers(world->delivery, subscribers);
	subscribers_unref(subscribers);
	loop_turn(world->loop, 0);
}

static void
a_reload_ends_the_streams_of_those_who_may_not_listen_any_more(void **state)
{
	struct world *world = *state;

	world_open_delivery(world, 0);
	struct peer gulf = peer_open(world), alps = peer_open(world);
	peer_ask(&gulf, "GET", "/v1/stream", GULF);
	peer_expect(&gulf, "retry:");
	peer_ask(&alps, "GET", "/v1/stream", ALPS);
	peer_expect(&alps, "retry:");
	/* gulf is gone, alps revoked. */
	reload(world, alps_alone("alps", "world", true));
	world_publish(world, ENTRY_PUBLISHED, "u:1", "Afterwards", "world");
	peer_expect(&gulf, "\r\n0\r\n\r\n");
	peer_expect(&alps, "\r\n0\r\n\r\n");
	peer_refute(&gulf, "Afterwards");
	peer_refute(&alps, "Afterwards");
	struct peer again = peer_open(world), revoked = peer_open(world);
	peer_ask(&again, "GET", "/v1/stream", GULF);
	peer_expect(&again, " 401 ");
	peer_ask(&revoked, "GET", "/v1/stream", ALPS);
	peer_expect(&revoked, " 204 ");
	peer_ask(&revoked, "GET", "/v1/stories", ALPS);
	peer_expect(&revoked, " 403 ");
	peer_close(&gulf);
	peer_close(&alps);
	peer_close(&again);
	peer_close(&revoked);
}

static void
a_reload_changes_what_an_open_stream_gets(void **state)
{
	struct world *world = *state;

	world_open_delivery(world, 0);
	struct peer alps = peer_open(world);
	peer_ask(&alps, "GET", "/v1/stream", ALPS);
	peer_expect(&alps, "retry:");
	world_publish(world, ENTRY_PUBLISHED, "u:1", "World one", "world");
	world_publish(world, ENTRY_PUBLISHED, "u:2", "Sport one", "sport");
	peer_expect(&alps, "World one");
	reload(world, alps_alone("alps", "sport", false));
	world_publish(world, ENTRY_PUBLISHED, "u:3", "World two", "world");
	world_publish(world, ENTRY_PUBLISHED, "u:4", "Sport two", "sport");
	peer_expect(&alps, "Sport two");
	peer_refute(&alps, "World two");
	peer_refute(&alps, "Sport one");
	peer_close(&alps);
}

static void
a_reload_ends_waiting_polls_before_anything_goes_to_them(void **state)
{
	struct world *world = *state;

	world_open_delivery(world, 0);
	struct peer alps = peer_open(world), after = peer_open(world);
	peer_ask(&alps, "GET", "/v1/stories?wait=30", ALPS);
	/* The journal is asked in turn: when the second question is answered,
	 * the first waits. */
	peer_ask(&after, "GET", "/v1/stories", ALPS);
	peer_expect(&after, "\"items\":[]");
	reload(world, alps_alone("alps", "world", true));
	world_publish(world, ENTRY_PUBLISHED, "u:1", "Afterwards", "world");
	peer_expect(&alps, "\"items\":[]");
	peer_refute(&alps, "Afterwards");
	peer_close(&after);
	peer_close(&alps);
}

static void
a_page_that_is_being_read_follows_a_reload(void **state)
{
	struct world *world = *state;

	world_open_delivery(world, 0);
	world_publish(world, ENTRY_PUBLISHED, "u:1", "World news", "world");
	world_publish(world, ENTRY_PUBLISHED, "u:2", "Match report", "sport");
	/* The journal's thread has the question when the reload comes, at one
	 * time or another. */
	for (int i = 0; i < 40; i++) {
		struct peer alps = peer_open(world);

		reload(world, alps_alone("alps", "world", false));
		peer_ask(&alps, "GET", "/v1/stories", ALPS);
		loop_turn(world->loop, 0);
		reload(world, alps_alone("alps", "sport", false));
		peer_expect(&alps, "\"cursor\"");
		assert_non_null(strstr(buf_text(&alps.got), " 200 "));
		peer_close(&alps);
	}
}

/* ---- whoever does not read ------------------------------------------------
 */

#define MANY 2000
#define WARM 6000 /* as many before: the cache of the journal holds 4 MiB */
#define AT_ONCE 50

static void
publish_many(struct world *world, int from)
{
	struct entry *entries[AT_ONCE];

	assert_int_equal(journal_begin(world->journal), 0);
	for (int i = 0; i < AT_ONCE; i++) {
		char uri[16], headline[24];
		snprintf(uri, sizeof(uri), "u:%d", from + i);
		snprintf(headline, sizeof(headline), "Story-%04d.", from + i);
		entries[i] =
			world_entry(ENTRY_PUBLISHED, uri, headline, "world");
		assert_int_equal(
			journal_append(world->journal, entries[i], JOURNAL_ANY),
			0);
	}
	assert_int_equal(journal_commit(world->journal), 0);
	for (int i = 0; i < AT_ONCE; i++) {
		delivery_publish(world->delivery, &entries[i], 1);
		entry_unref(entries[i]);
	}
	loop_turn(world->loop, 0);
}

/* Each of the stories from this one on once, in order; returns behind the last
 * one that came. */
static int
count_stories(const char *text, int from)
{
	for (;; from++) {
		char headline[24];
		snprintf(headline, sizeof(headline), "Story-%04d.", from);
		const char *found = strstr(text, headline);
		if (found == NULL)
			break;
		text = found + strlen(headline);
	}
	assert_null(strstr(text, "Story-"));
	return from;
}

/* What came, up to the last whole event, and its id as a header. */
static void
whole_events(struct peer *peer, struct buf *ret_events, struct buf *ret_header)
{
	const char *at = buf_text(&peer->got), *end = NULL, *id = NULL;

	for (const char *next; (next = strstr(at, "\n\n")) != NULL;
		at = end = next + 2)
		;
	assert_non_null(end);
	buf_put(ret_events, buf_text(&peer->got),
		(size_t)(end - buf_text(&peer->got)));
	for (at = buf_text(ret_events); (at = strstr(at, "id: ")) != NULL; at++)
		id = at + 4;
	assert_non_null(id);
	buf_printf(ret_header, "Last-Event-ID: %.*s\r\n" ALPS,
		(int)strcspn(id, "\n"), id);
}

static void
who_does_not_read_costs_a_place_and_then_goes_on_without_loss(void **state)
{
	struct world *world = *state;
	auto_(buf_done) struct buf events = BUF_NULL;
	auto_(buf_done) struct buf header = BUF_NULL;

	world->settings.tail_entries = 100;
	world->write_timeout_ms = 200;
	world_open_delivery(world, 0);
	/* The journal's caches and the ring are full before it begins. */
	for (int i = 0; i < WARM; i += AT_ONCE)
		publish_many(world, i);
	struct peer asleep = peer_open(world);
	peer_ask(&asleep, "GET", "/v1/stream", ALPS);
	for (int i = 0; i < 5; i++)
		loop_turn(world->loop, 0);
	size_t before = mallinfo2().uordblks;
	for (int i = 0; i < MANY; i += AT_ONCE)
		publish_many(world, WARM + i);
	size_t after = mallinfo2().uordblks;
	print_message("memory before and after %d stories that nobody reads: "
		      "%zu KiB, %zu KiB\n",
		MANY, before / 1024, after / 1024);
	assert_true(after < before + (512u << 10));
	int64_t until = clock_mono_ms() + 5000;
	while (http_server_count(world->server) > 0 && clock_mono_ms() < until)
		loop_turn(world->loop, 5);
	assert_int_equal(http_server_count(world->server), 0);
	while (peer_read(&asleep))
		;
	whole_events(&asleep, &events, &header);
	int n = count_stories(buf_text(&events), WARM);
	assert_true(n > WARM && n < WARM + MANY);
	struct peer awake = peer_open(world);
	peer_ask(&awake, "GET", "/v1/stream", buf_text(&header));
	peer_expect(&awake, "Story-7999.");
	peer_refute(&awake, "event: gap");
	assert_int_equal(count_stories(buf_text(&awake.got), n), WARM + MANY);
	peer_close(&asleep);
	peer_close(&awake);
}

static void
a_draining_loop_ends_its_streams(void **state)
{
	struct world *world = *state;

	world_open_delivery(world, 0);
	struct peer peer = peer_open(world);
	peer_ask(&peer, "GET", "/v1/stream", ALPS);
	peer_expect(&peer, "retry:");
	delivery_drain(world->delivery);
	peer_expect(&peer, "\r\n0\r\n\r\n");
	struct peer late = peer_open(world);
	peer_ask(&late, "GET", "/v1/stream", ALPS);
	peer_expect(&late, " 503 ");
	peer_close(&peer);
	peer_close(&late);
}

static void
a_ticket_opens_one_stream(void **state)
{
	struct world *world = *state;
	auto_(buf_done) struct buf path = BUF_NULL;

	world_open_delivery(world, 0);
	struct peer peer = peer_open(world);
	peer_ask(&peer, "POST", "/v1/tickets", ALPS "Content-Length: 0\r\n");
	peer_expect(&peer, "\"expires\":");
	const char *at = strstr(buf_text(&peer.got), "\"ticket\":\"");
	assert_non_null(at);
	at += 10;
	buf_printf(&path, "/v1/stream?ticket=%.*s", (int)strcspn(at, "\""), at);
	struct peer first = peer_open(world);
	peer_ask(&first, "GET", buf_text(&path), "");
	peer_expect(&first, "retry:");
	peer_expect(&first, "Access-Control-Allow-Origin: *");
	struct peer second = peer_open(world);
	peer_ask(&second, "GET", buf_text(&path), "");
	peer_expect(&second, "ticket-invalid");
	peer_close(&peer);
	peer_close(&first);
	peer_close(&second);
}

/* ---- pages ----------------------------------------------------------------
 */

static void
a_page_ends_with_the_cursor_of_the_next(void **state)
{
	struct world *world = *state;
	auto_(buf_done) struct buf path = BUF_NULL;

	world_open_delivery(world, 0);
	world_publish(world, ENTRY_PUBLISHED, "u:1", "One", "world");
	int64_t second =
		world_publish(world, ENTRY_PUBLISHED, "u:2", "Two", "world");
	world_publish(world, ENTRY_PUBLISHED, "u:3", "Three", "world");
	struct peer peer = peer_open(world);
	peer_ask(&peer, "GET", "/v1/stories?limit=2", ALPS);
	buf_printf(&path, "\"cursor\":\"%s\"}", cursor_print(second).text);
	peer_expect(&peer, buf_text(&path));
	peer_expect(&peer, "One");
	peer_expect(&peer, "Two");
	peer_refute(&peer, "Three");
	buf_clear(&path);
	buf_printf(&path, "/v1/stories?cursor=%s", cursor_print(second).text);
	peer_ask(&peer, "GET", buf_text(&path), ALPS);
	peer_expect(&peer, "Three");
	peer_refute(&peer, "Two");
	assert_int_equal(world->acked[0], second);
	peer_ask(&peer, "GET", "/v1/stories?cursor=x", ALPS);
	peer_expect(&peer, "cursor-malformed");
	peer_close(&peer);
}

static void
a_parameter_that_makes_no_sense_is_answered_with_what_does(void **state)
{
	static const struct {
		const char *query, *code, *allowed;
	} cases[] = {
		{ "limit=0", "parameter-malformed",
			"limit is a whole number from 1; more than " },
		{ "limit=-1", "parameter-malformed", "limit is" },
		{ "limit=ten", "parameter-malformed", "limit is" },
		{ "limit=", "parameter-malformed", "limit is" },
		{ "limit=99999999999999999999999", "parameter-malformed",
			"limit is" },
		{ "wait=-1", "parameter-malformed",
			"wait is a whole number from 0; more than " },
		{ "wait=5s", "parameter-malformed", "wait is" },
		{ "cursor=x", "cursor-malformed", "as it was given" },
	};
	struct world *world = *state;

	world_open_delivery(world, 0);
	struct peer peer = peer_open(world);
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(buf_done) struct buf path = BUF_NULL;
		buf_printf(&path, "/v1/stories?%s", cases[i].query);
		peer_ask(&peer, "GET", buf_text(&path), ALPS);
		peer_expect(&peer, " 400 ");
		peer_expect(&peer, "application/problem+json");
		peer_expect(&peer, cases[i].code);
		peer_expect(&peer, cases[i].allowed);
	}
	peer_ask(&peer, "GET", "/v1/stories?limit=100000", ALPS);
	peer_expect(&peer, " 200 ");
	peer_close(&peer);
}

static void
a_long_poll_waits_for_what_it_may_see(void **state)
{
	struct world *world = *state;

	world_open_delivery(world, 0);
	struct peer peer = peer_open(world);
	peer_ask(&peer, "GET", "/v1/stories?wait=30", ALPS);
	for (int i = 0; i < 20; i++)
		loop_turn(world->loop, 5);
	world_publish(world, ENTRY_PUBLISHED, "u:1", "Not theirs", "sport");
	for (int i = 0; i < 20; i++)
		loop_turn(world->loop, 5);
	while (peer_read(&peer))
		;
	assert_int_equal(peer.got.len, 0);
	world_publish(world, ENTRY_PUBLISHED, "u:2", "Theirs", "world");
	peer_expect(&peer, "Theirs");
	peer_refute(&peer, "Not theirs");
	peer_close(&peer);
}

static void
a_story_is_shown_to_the_entitled_in_the_form_they_ask_for(void **state)
{
	static const struct {
		const char *accept, *type, *shown;
	} forms[] = {
		{ "application/atom+xml", "application/atom+xml; charset=utf-8",
			"</feed>" },
		{ "application/rss+xml", "application/rss+xml", "</rss>" },
		{ "application/feed+json", "application/feed+json",
			"jsonfeed.org/version/1.1" },
		{ "application/vnd.iptc.g2.newsitem+xml",
			"application/vnd.iptc.g2.newsitem+xml", "</newsItem>" },
		{ "application/vnd.iptc.g2.newsmessage+xml",
			"application/vnd.iptc.g2.newsmessage+xml",
			"</newsMessage>" },
		{ "application/json;q=0.1, application/nitf+xml",
			"application/nitf+xml", "</nitf>" },
		{ "application/ninjs+json;version=1.6",
			"application/ninjs+json;version=1.6",
			"\"headline\":\"Harbour opens\"" },
		{ "text/vnd.iptc.7901", "text/vnd.iptc.7901",
			"Harbour opens =" },
	};
	struct world *world = *state;
	auto_(buf_done) struct buf path = BUF_NULL;
	struct story_id id = story_id_of(SLICE("harbour"), SLICE("u:1"));

	world_open_delivery(world, 0);
	world_publish(world, ENTRY_PUBLISHED, "u:1", "Harbour opens", "sport");
	buf_printf(&path, "/v1/stories/%s", id.text);
	struct peer peer = peer_open(world);
	peer_ask(&peer, "GET", buf_text(&path), GULF);
	peer_expect(&peer, "\"headline\":\"Harbour opens\"");
	peer_expect(&peer, "ETag: \"");
	peer_ask(&peer, "GET", buf_text(&path), GULF "Accept: text/html\r\n");
	peer_expect(&peer, "<h1>Harbour opens</h1>");
	peer_expect(&peer, "Content-Security-Policy: default-src 'none'");
	peer_expect(
		&peer, "Link: <https://g.example/rsl.xml>; rel=\"license\"");
	peer_expect(
		&peer, "<meta name=\"Googlebot-News\" content=\"noindex\">");
	peer_expect(&peer, "\"@type\":\"NewsArticle\"");
	peer_ask(&peer, "GET", buf_text(&path), GULF "Accept: image/png\r\n");
	peer_expect(&peer, " 406 ");
	peer_expect(&peer, "application/nitf+xml");
	for (size_t i = 0; i < n_elements(forms); i++) {
		auto_(buf_done) struct buf headers = BUF_NULL;

		buf_printf(&headers, GULF "Accept: %s\r\n", forms[i].accept);
		peer_ask(&peer, "GET", buf_text(&path), buf_text(&headers));
		peer_expect(&peer, forms[i].shown);
		peer_expect(&peer, forms[i].type);
		peer_expect(&peer, "Last-Modified: ");
	}
	peer_ask(&peer, "GET", buf_text(&path), ALPS);
	peer_expect(&peer, " 404 ");
	peer_ask(&peer, "GET", "/v1/stories/nothing", GULF);
	peer_expect(&peer, " 404 ");
	buf_puts(&path, "/evidence");
	peer_ask(&peer, "GET", buf_text(&path), GULF);
	peer_expect(&peer, "\"provenance\":[{\"rule\":\"r\"}]");
	peer_close(&peer);
}

static void
a_killed_story_is_gone_for_those_who_could_see_it(void **state)
{
	struct world *world = *state;
	auto_(buf_done) struct buf path = BUF_NULL;
	struct story_id id = story_id_of(SLICE("harbour"), SLICE("u:1"));

	world_open_delivery(world, 0);
	world_publish(world, ENTRY_PUBLISHED, "u:1", "Harbour opens", "sport");
	world_publish(world, ENTRY_KILLED, "u:1", "", "sport");
	buf_printf(&path, "/v1/stories/%s", id.text);
	struct peer peer = peer_open(world);
	peer_ask(&peer, "GET", buf_text(&path), GULF);
	peer_expect(&peer, " 410 ");
	peer_expect(&peer, "wrong picture");
	peer_ask(&peer, "GET", buf_text(&path), ALPS);
	peer_expect(&peer, " 404 ");
	peer_close(&peer);
}

#define WITH_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(
			a_stream_begins_live_and_gets_what_it_is_entitled_to),
		WITH_WORLD(product_narrows_and_may_not_widen),
		WITH_WORLD(nobody_gets_a_stream_without_a_key),
		WITH_WORLD(
			a_stream_resumes_over_the_edge_of_the_ring_without_gap_or_repetition),
		WITH_WORLD(
			a_stream_without_cursor_begins_where_the_subscriber_does),
		WITH_WORLD(
			once_something_is_acknowledged_a_stream_without_cursor_begins_now),
		WITH_WORLD(
			a_parameter_that_makes_no_sense_is_answered_with_what_does),
		WITH_WORLD(cursors_that_cannot_be_honoured_are_told_as_gaps),
		WITH_WORLD(
			a_kill_overtakes_a_backlog_and_the_killed_text_never_comes),
		WITH_WORLD(a_subscriber_holds_so_many_streams_and_no_more),
		WITH_WORLD(
			a_reload_ends_the_streams_of_those_who_may_not_listen_any_more),
		WITH_WORLD(a_reload_changes_what_an_open_stream_gets),
		WITH_WORLD(
			a_reload_ends_waiting_polls_before_anything_goes_to_them),
		WITH_WORLD(a_page_that_is_being_read_follows_a_reload),
		WITH_WORLD(
			who_does_not_read_costs_a_place_and_then_goes_on_without_loss),
		WITH_WORLD(a_draining_loop_ends_its_streams),
		WITH_WORLD(a_ticket_opens_one_stream),
		WITH_WORLD(a_page_ends_with_the_cursor_of_the_next),
		WITH_WORLD(a_long_poll_waits_for_what_it_may_see),
		WITH_WORLD(
			a_story_is_shown_to_the_entitled_in_the_form_they_ask_for),
		WITH_WORLD(a_killed_story_is_gone_for_those_who_could_see_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
