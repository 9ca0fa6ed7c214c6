/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_start - fills a state directory with stories, for start.py.
 *
 *	bench_start DIR N           N stories more, and an orderly end
 *	bench_start DIR N sudden    without checkpoints, and without an end: the
 *	                            WAL is as long as N stories make it
 *
 * Stories of two to four kilobytes with their documents, through the journal's
 * own interface; one in fifty is killed, one in a hundred is under embargo, one
 * in a hundred will expire.
 */
#include "../unit/desk/make.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/clock.h"
#include "journal/entry.h"
#include "journal/journal.h"

#define BATCH 1000

static struct entry *
make_one(int64_t n, int64_t now_ms, enum entry_kind kind)
{
	static const char *const products[] = { "world" };
	static const char line[] =
		"The council of Port Calder took up the bridge toll. ";
	char body[4096] = "", uri[48], version[8] = "1";
	size_t lines = 14 + (size_t)n % 1009 % 28;
	struct story *story;
	struct entry_facts facts = {
		.kind = kind,
		.time_ms = now_ms,
		.partner = SLICE("menafn"),
		.version = slice_text(version),
		.version_ms = now_ms,
		.until_ms = kind == ENTRY_HELD ? now_ms + 86400000 : -1,
		.products = products,
		.n_products = kind == ENTRY_HELD ? 0 : 1,
		.routing = SLICE("world: yes, all"),
		.document = n + 1,
		.generation = 1,
	};
	struct entry *entry;

	for (size_t i = 0; i < lines; i++)
		memcpy(body + i * (sizeof(line) - 1), line, sizeof(line) - 1);
	snprintf(body + lines * (sizeof(line) - 1), 32, "Story %lld.",
		(long long)n);
	snprintf(uri, sizeof(uri), "urn:bench:%lld", (long long)n);
	story = kind == ENTRY_KILLED
			? NULL
			: make_story(&(struct make){
				  .partner = "menafn",
				  .uri = uri,
				  .version = version,
				  .body = body,
				  .supplier = "Alder Bay News",
				  .language = "en",
				  .subject = "medtop:04000000",
				  .expires_ms =
					  n % 100 == 3 ? now_ms + 86400000 : 0,
			  });
	facts.uri = slice_text(uri);
	facts.story = story;
	entry = entry_new(&facts);
	story_unref(story);
	return entry;
}

static int
append_one(struct journal *journal, int64_t n, int64_t now_ms,
	enum entry_kind kind)
{
	auto_(entry_unref) struct entry *entry = make_one(n, now_ms, kind);

	return journal_append(journal, entry, JOURNAL_ANY);
}

static int
put_document(struct journal *journal, int64_t now_ms)
{
	static char bytes[2500];
	struct journal_put put = {
		.kind = JOURNAL_DOCUMENT,
		.document = { .time_ms = now_ms,
			.partner = SLICE("menafn"),
			.content_type = SLICE("application/ninjs+json"),
			.headers = SLICE("{}"),
			.bytes = slice_of(bytes, sizeof(bytes)),
			.status = SLICE("accepted") },
	};

	memset(bytes, 'x', sizeof(bytes));
	return journal_put(journal, &put);
}

static int
one_batch(struct journal *journal, int64_t from, int64_t to)
{
	int64_t now_ms = clock_wall_ms();
	struct journal_put books = { .kind = JOURNAL_BOOKS };
	int error = journal_begin(journal);

	for (int64_t n = from; !error && n < to; n++) {
		bool is_held = n % 100 == 1;

		error = put_document(journal, now_ms);
		if (!error)
			error = append_one(journal, n, now_ms,
				is_held ? ENTRY_HELD : ENTRY_PUBLISHED);
		if (!error && n % 50 == 2)
			error = append_one(journal, n, now_ms, ENTRY_KILLED);
		books.books.received += 1 + (n % 50 == 2);
		books.books.killed += n % 50 == 2;
		books.books.held += is_held;
		books.books.published += !is_held;
	}
	if (!error)
		error = journal_put(journal, &books);
	return error ? error : journal_commit(journal);
}

int
main(int argc, char **argv)
{
	bool is_sudden = argc > 3;
	long long first, n = argc > 2 ? strtoll(argv[2], NULL, 10) : 0;
	struct journal_config config = { .state_dir = argv[1],
		.wal_pages = is_sudden ? INT_MAX / 16 : 0 };
	struct journal *journal;
	struct problem why = PROBLEM_NULL;
	int error = 0;

	if (n <= 0) {
		fprintf(stderr, "usage: bench_start DIR N [sudden]\n");
		return 2;
	}
	if (journal_open(&config, &journal, &why)) {
		fprintf(stderr, "%s: %s\n", why.code, why.text);
		return 1;
	}
	/* Microseconds tell one call's stories from another's. */
	first = clock_wall_ms() * 1000;
	for (long long at = 0; !error && at < n; at += BATCH)
		error = one_batch(journal, first + at,
			first + (at + BATCH < n ? at + BATCH : n));
	if (error) {
		fprintf(stderr, "the journal: %s\n", strerror(-error));
		return 1;
	}
	if (is_sudden)
		_exit(0);
	journal_close(journal);
	return 0;
}
