/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world.h - a delivery loop with a journal in a directory of its own and
 * connections over socket pairs, all turned by the test's one thread (but for
 * the backlog's reader, which is real).
 */
#ifndef TEST_DELIVER_WORLD_H
#define TEST_DELIVER_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "crypto/sha256.h"
#include "deliver/backlog.h"
#include "deliver/crowd.h"
#include "deliver/delivery.h"
#include "deliver/subscriber.h"
#include "deliver/ticket.h"
#include "journal/entry.h"
#include "journal/journal.h"
#include "journal/put.h"
#include "loop/loop.h"
#include "net/http_server.h"
#include "story/record.h"

#define WORLD_ACKS 32

struct world {
	char *dir;
	struct loop *loop;
	struct journal *journal;
	struct backlog *backlog;
	struct tickets *tickets;
	struct crowd *crowd;
	struct subscribers *subscribers;
	struct delivery_settings settings;
	struct delivery *delivery;
	struct http_server *server;
	int64_t acked[WORLD_ACKS];
	size_t n_acked;
	int64_t write_timeout_ms; /* 0: as the manual says */
};

static inline void
key_hash(const char *key, unsigned char *ret_hash)
{
	struct sha256 sha;

	sha256_begin(&sha);
	sha256_add(&sha, slice_text(key));
	sha256_end(&sha, ret_hash);
}

/* "gulf" has world and sport by key-gulf, "alps" world by key-alps, "gone" is
 * revoked. */
static inline struct subscribers *
world_subscribers(const char *url, const char *secret)
{
	static unsigned char hashes[3][1][SHA256_SIZE];
	static const char *const both[] = { "world", "sport" };
	const char *secrets[] = { secret };
	struct subscriber_facts facts[] = {
		{ .name = "gulf",
			.products = both,
			.n_products = 2,
			.key_hashes = hashes[0],
			.n_keys = 1,
			.webhook_url = url,
			.webhook_secrets = secrets,
			.n_webhook_secrets = url ? 1 : 0,
			.from_start = true,
			.edition = { FEED_INDEX_NO_NEWS, FEED_ABOVE,
				{ "https://g.example/rsl.xml", 25 } } },
		{ .name = "alps",
			.products = both,
			.n_products = 1,
			.key_hashes = hashes[1],
			.n_keys = 1 },
		{ .name = "gone",
			.products = both,
			.n_products = 1,
			.key_hashes = hashes[2],
			.n_keys = 1,
			.revoked = true },
	};
	struct subscribers *all = NULL;

	key_hash("key-gulf", hashes[0][0]);
	key_hash("key-alps", hashes[1][0]);
	key_hash("key-gone", hashes[2][0]);
	assert_int_equal(
		subscribers_new(facts, n_elements(facts), &all, NULL), 0);
	return all;
}

static inline bool
world_note(void *context, const struct journal_put *puts, size_t n_puts)
{
	struct world *world = context;

	for (size_t i = 0; i < n_puts && world->n_acked < WORLD_ACKS; i++)
		if (puts[i].kind == JOURNAL_POSITION)
			world->acked[world->n_acked++] = puts[i].position.acked;
	return true;
}

static inline void
world_open_delivery(struct world *world, int64_t newest)
{
	struct delivery_config config = {
		.loop = world->loop,
		.backlog = world->backlog,
		.tickets = world->tickets,
		.crowd = world->crowd,
		.subscribers = world->subscribers,
		.settings = &world->settings,
		.base_url = "https://wire.example",
		.newest = newest,
		.note = world_note,
		.note_context = world,
	};
	struct http_server_options options = {
		.loop = world->loop,
		.limits = HTTP_LIMITS_DEFAULT,
	};

	if (world->write_timeout_ms > 0)
		options.limits.stream.write_timeout_ms =
			world->write_timeout_ms;
	world->delivery = delivery_new(&config);
	options.routes = delivery_routes(world->delivery, &options.n_routes);
	world->server = http_server_new(&options);
}

static inline void
world_begin(struct world *world)
{
	struct problem why = PROBLEM_NULL;
	const char *tmp = getenv("TMPDIR");

	*world = (struct world){ 0 };
	world->settings = settings_default();
	world->dir = mem_printf(
		"%s/torntape-test-XXXXXX", tmp != NULL ? tmp : "/tmp");
	assert_non_null(mkdtemp(world->dir));
	struct journal_config config = { .state_dir = world->dir };
	if (journal_open(&config, &world->journal, &why) != 0)
		fail_msg("journal: %s", why.text);
	world->loop = loop_new();
	if (backlog_open(world->journal, 100, &world->backlog, &why) != 0)
		fail_msg("backlog: %s", why.text);
	world->tickets = tickets_new(100, 60000);
	world->crowd = crowd_new(5);
	world->subscribers = world_subscribers(NULL, NULL);
}

static inline void
world_end(struct world *world)
{
	static const char *const names[] = { "journal.db", "journal.db-wal",
		"journal.db-shm", "lock" };

	backlog_close(world->backlog);
	if (world->server != NULL)
		http_server_free(world->server);
	loop_turn(world->loop, 0);
	delivery_free(world->delivery);
	subscribers_unref(world->subscribers);
	tickets_free(world->tickets);
	crowd_free(world->crowd);
	loop_free(world->loop);
	journal_close(world->journal);
	for (size_t i = 0; i < n_elements(names); i++) {
		auto_(mem_free) char *file =
			mem_printf("%s/%s", world->dir, names[i]);
		unlink(file);
	}
	rmdir(world->dir);
	mem_free(world->dir);
}

static inline struct story *
world_story(const char *uri, const char *version, const char *headline)
{
	auto_(buf_done) struct buf record = BUF_NULL;
	auto_(buf_done) struct buf ninjs = BUF_NULL;
	const struct slice supplier[] = { SLICE("supplier"), SLICE("Harbour") };
	struct story *story = NULL;
	struct problem why = PROBLEM_NULL;

	buf_printf(
		&ninjs, "{\"uri\":\"%s\",\"headline\":\"%s\"}", uri, headline);
	record_begin(&record);
	record_put(&record, RECORD_PARTNER, SLICE("harbour"));
	record_put(&record, RECORD_URI, slice_text(uri));
	record_put(&record, RECORD_VERSION, slice_text(version));
	record_put(&record, RECORD_EVENT, SLICE("publish"));
	record_put(&record, RECORD_HEADLINE, slice_text(headline));
	record_put(&record, RECORD_BODY_HTML, SLICE("<p>Rain fell.</p>"));
	record_put(&record, RECORD_BODY_TEXT, SLICE("Rain fell."));
	record_put_texts(&record, RECORD_PARTY, supplier, n_elements(supplier));
	record_put(&record, RECORD_NINJS, buf_slice(&ninjs));
	record_put(&record, RECORD_WIRE, SLICE("{}"));
	record_put(&record, RECORD_PROVENANCE, SLICE("[{\"rule\":\"r\"}]"));
	record_put(&record, RECORD_CONTENT_HASH,
		SLICE("00000000000000000000000000000000"
		      "00000000000000000000000000000000"));
	record_end(&record);
	if (story_parse(buf_slice(&record), &story, &why) != 0)
		fail_msg("made-up story refused: %s", why.text);
	return story;
}

/* An event that the journal does not have yet. One reference. */
static inline struct entry *
world_entry(enum entry_kind kind, const char *uri, const char *headline,
	const char *product)
{
	bool shows = entry_kind_shows(kind);
	auto_(story_unref) struct story *story =
		shows ? world_story(uri, "1", headline) : NULL;
	struct entry_facts facts = {
		.kind = kind,
		.time_ms = 1758535200000,
		.partner = SLICE("harbour"),
		.uri = slice_text(uri),
		.version = SLICE("1"),
		.reason = shows ? SLICE("") : SLICE("wrong picture"),
		.actor = SLICE("partner harbour"),
		.version_ms = -1,
		.until_ms = -1,
		.products = &product,
		.n_products = 1,
		.story = story,
	};

	return entry_new(&facts);
}

/* One event into the journal; the headline is in its text. One reference. */
static inline struct entry *
world_append(struct world *world, enum entry_kind kind, const char *uri,
	const char *headline, const char *product)
{
	struct entry *entry = world_entry(kind, uri, headline, product);

	assert_int_equal(journal_begin(world->journal), 0);
	assert_int_equal(journal_append(world->journal, entry, JOURNAL_ANY), 0);
	assert_int_equal(journal_commit(world->journal), 0);
	return entry;
}

static inline int64_t
world_publish(struct world *world, enum entry_kind kind, const char *uri,
	const char *headline, const char *product)
{
	auto_(entry_unref) struct entry *entry =
		world_append(world, kind, uri, headline, product);

	delivery_publish(world->delivery, &entry, 1);
	return entry->seq;
}

/* A connection and what came over it so far. */
struct peer {
	struct world *world;
	int fd;
	struct buf got;
};

static inline struct peer
peer_open(struct world *world)
{
	int fds[2];
	struct address address = { 0 };

	assert_int_equal(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
	http_server_adopt(world->server, fds[0], &address, NULL, NULL);
	return (struct peer){ world, fds[1], BUF_NULL };
}

static inline void
peer_close(struct peer *peer)
{
	close(peer->fd);
	buf_done(&peer->got);
	for (int i = 0; i < 5; i++)
		loop_turn(peer->world->loop, 0);
}

static inline bool
peer_read(struct peer *peer)
{
	char *room = buf_room(&peer->got, 65536);
	ssize_t n = read(peer->fd, room, 65536);

	if (n > 0)
		buf_added(&peer->got, (size_t)n);
	return n > 0;
}

/* Turn the loop until `needle` has come. */
static inline void
peer_expect(struct peer *peer, const char *needle)
{
	int64_t until = clock_mono_ms() + 5000;

	while (strstr(buf_text(&peer->got), needle) == NULL) {
		if (clock_mono_ms() > until)
			fail_msg(
				"no '%s' in: %s", needle, buf_text(&peer->got));
		loop_turn(peer->world->loop, 5);
		while (peer_read(peer))
			;
	}
}

static inline void
peer_refute(struct peer *peer, const char *needle)
{
	if (strstr(buf_text(&peer->got), needle) != NULL)
		fail_msg("'%s' in: %s", needle, buf_text(&peer->got));
}

static inline void
peer_ask(struct peer *peer, const char *method, const char *path,
	const char *headers)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	buf_clear(&peer->got);
	buf_printf(&text, "%s %s HTTP/1.1\r\nHost: wire.example\r\n%s\r\n",
		method, path, headers);
	assert_int_equal(write(peer->fd, text.data, text.len), text.len);
}

#define GULF "Authorization: Bearer key-gulf\r\n"
#define ALPS "Authorization: Bearer key-alps\r\n"
#define GONE "Authorization: Bearer key-gone\r\n"

#endif
