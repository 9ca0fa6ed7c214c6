/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal: what a commit promises, what a reader may see, and what happens
 * when the disk does not play along (through SQLite's own system call table).
 */
#include "../desk/make.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "journal/cursor.h"
#include "journal/entry.h"
#include "journal/journal.h"
#include "journal/reader.h"

struct place {
	char *dir;
	int wal_pages;
	struct journal *journal;
	struct reader *reader;
};

static void
place_open(struct place *place)
{
	struct journal_config config = { .state_dir = place->dir,
		.wal_pages = place->wal_pages };
	struct problem why = PROBLEM_NULL;

	if (journal_open(&config, &place->journal, &why))
		fail_msg("%s", why.text);
	if (journal_reader_open(place->journal, &place->reader, &why))
		fail_msg("%s", why.text);
}

static void
place_close(struct place *place)
{
	place->reader = reader_close(place->reader);
	place->journal = journal_close(place->journal);
}

static int
setup(void **state)
{
	struct place *place = mem_new(struct place);

	place->dir = make_state_dir();
	place_open(place);
	*state = place;
	return 0;
}

static int
teardown(void **state)
{
	struct place *place = *state;

	place_close(place);
	drop_state_dir(place->dir);
	mem_free(place);
	return 0;
}

static struct entry *
make_entry(enum entry_kind kind, const char *uri, const char *version,
	const char *body)
{
	static const char *const products[] = { "sport", "world" };
	struct story *story = body == NULL
				      ? NULL
				      : make_story(&(struct make){ .uri = uri,
						.version = version,
						.body = body,
						.supplier = "Alder Bay News" });
	struct entry_facts facts = {
		.kind = kind,
		.time_ms = 1000,
		.partner = SLICE("harbour"),
		.uri = slice_text(uri),
		.version = slice_text(version),
		.version_ms = -1,
		.until_ms = kind == ENTRY_HELD ? 5000 : -1,
		.products = products,
		.n_products = 2,
		.story = story,
	};
	struct entry *entry = entry_new(&facts);

	story_unref(story);
	return entry;
}

/* In the open batch; returns journal_append()'s result. */
static int
append(struct place *place, enum entry_kind kind, const char *uri,
	const char *version, const char *body, int64_t expected)
{
	auto_(entry_unref) struct entry *entry =
		make_entry(kind, uri, version, body);

	return journal_append(place->journal, entry, expected);
}

static void
write_one(struct place *place, enum entry_kind kind, const char *uri,
	const char *version, const char *body)
{
	assert_int_equal(journal_begin(place->journal), 0);
	assert_int_equal(
		append(place, kind, uri, version, body, JOURNAL_ANY), 0);
	assert_int_equal(journal_commit(place->journal), 0);
}

static size_t
count_after(struct place *place, int64_t seq)
{
	struct entry_list list = { 0 };
	size_t n;

	assert_int_equal(reader_after(place->reader, seq, 1000, 0, &list), 0);
	n = list.n;
	entry_list_done(&list);
	return n;
}

/* ---- texts
 * --------------------------------------------------------------------- */

static void
cursors_sort_as_their_numbers(void **state)
{
	static const int64_t seqs[] = { 0, 1, 31, 32, 33, 1000000,
		INT64_MAX - 1, INT64_MAX };
	int64_t back;

	(void)state;
	for (size_t i = 0; i < n_elements(seqs); i++) {
		struct cursor cursor = cursor_print(seqs[i]);

		assert_int_equal(
			cursor_parse(slice_text(cursor.text), &back), 0);
		assert_true(back == seqs[i]);
		if (i > 0)
			assert_true(strcmp(cursor_print(seqs[i - 1]).text,
					    cursor.text) < 0);
	}
	assert_int_equal(cursor_parse(SLICE(""), &back), -EINVAL);
	assert_int_equal(cursor_parse(SLICE("A00000000000U0"), &back), -EINVAL);
	assert_int_equal(cursor_parse(SLICE("Azzzzzzzzzzzzz"), &back), -EINVAL);
}

static void
a_stored_event_reads_back_and_a_cut_one_does_not(void **state)
{
	auto_(entry_unref) struct entry *entry =
		make_entry(ENTRY_UPDATED, "urn:x:1", "2", "text");
	auto_(entry_unref) struct entry *back = NULL;
	auto_(buf_done) struct buf out = BUF_NULL;

	(void)state;
	entry_print(entry, &out);
	assert_int_equal(entry_parse(7, buf_slice(&out), &back, NULL), 0);
	assert_int_equal(back->seq, 7);
	assert_string_equal(back->version, "2");
	assert_string_equal(back->id.text, entry->id.text);
	assert_int_equal(back->n_products, 2);
	assert_string_equal(back->products[1], "world");
	assert_true(slice_is(story_get(back->story, RECORD_BODY_TEXT), "text"));
	for (size_t len = 0; len < out.len; len++) {
		struct entry *cut = NULL;

		assert_int_equal(
			entry_parse(1, slice_of(out.data, len), &cut, NULL), 1);
		assert_null(cut);
	}
}

static int
encode_once(const struct entry *entry, struct buf *out, void *context)
{
	++*(int *)context;
	buf_puts(out, entry->uri);
	return 0;
}

static void
an_encoding_is_made_once(void **state)
{
	auto_(entry_unref) struct entry *entry =
		make_entry(ENTRY_PUBLISHED, "urn:x:1", "1", "text");
	int n = 0;
	struct blob *first = entry_encoding(entry, 3, encode_once, &n);

	(void)state;
	assert_ptr_equal(entry_encoding(entry, 3, encode_once, &n), first);
	assert_int_equal(n, 1);
}

static void
agencies_have_slugs(void **state)
{
	auto_(buf_done) struct buf slug = BUF_NULL;

	(void)state;
	agency_slug(SLICE(" Alder & Bay  News (ABN)"), &slug);
	assert_string_equal(buf_text(&slug), "alder-bay-news-abn");
}

/* ---- commits
 * ------------------------------------------------------------------- */

static void
an_append_demands_the_version_it_saw(void **state)
{
	struct place *place = *state;

	assert_int_equal(journal_begin(place->journal), 0);
	assert_int_equal(
		append(place, ENTRY_PUBLISHED, "urn:x:1", "1", "a", 0), 0);
	assert_int_equal(
		append(place, ENTRY_UPDATED, "urn:x:1", "2", "b", 0), 1);
	assert_int_equal(
		append(place, ENTRY_UPDATED, "urn:x:1", "2", "b", 1), 0);
	assert_int_equal(journal_commit(place->journal), 0);
	assert_int_equal(count_after(place, 0), 2);
}

static void
what_is_rolled_back_was_never_there(void **state)
{
	struct place *place = *state;

	assert_int_equal(journal_begin(place->journal), 0);
	append(place, ENTRY_PUBLISHED, "urn:x:1", "1", "a", 0);
	journal_rollback(place->journal);
	assert_int_equal(count_after(place, 0), 0);
	write_one(place, ENTRY_PUBLISHED, "urn:x:1", "1", "a");
	assert_int_equal(count_after(place, 0), 1);
	assert_int_equal(count_after(place, 1), 1); /* numbers have gaps */
}

/* A process that dies between commits, without a word of good-bye. */
static void
write_and_die(const char *dir)
{
	struct place place = { .dir = (char *)dir };

	place_open(&place);
	for (int i = 0; i < 20; i++) {
		char uri[32];

		snprintf(uri, sizeof(uri), "urn:x:%d", i);
		write_one(&place, ENTRY_PUBLISHED, uri, "1", "kept");
	}
	journal_begin(place.journal);
	append(&place, ENTRY_PUBLISHED, "urn:x:lost", "1", "never told", 0);
	_exit(0);
}

static void
what_was_committed_survives_a_sudden_death(void **state)
{
	struct place *place = *state;
	int status;
	pid_t child;

	place_close(place);
	child = fork();
	if (child == 0)
		write_and_die(place->dir);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	place_open(place);
	assert_int_equal(count_after(place, 0), 20);
}

static void
dump_derived(struct place *place, struct buf *out)
{
	auto_(mem_free) char *path = mem_printf("%s/journal.db", place->dir);
	static const char *const texts[] = { "SELECT * FROM story ORDER BY 1",
		"SELECT * FROM listing ORDER BY 1, 2" };
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (size_t i = 0; i < n_elements(texts); i++) {
		sqlite3_stmt *row;

		sqlite3_prepare_v2(db, texts[i], -1, &row, NULL);
		while (sqlite3_step(row) == SQLITE_ROW) {
			for (int j = 0; j < sqlite3_column_count(row); j++)
				buf_printf(out, "%s|",
					(const char *)sqlite3_column_text(
						row, j));
			buf_putc(out, '\n');
		}
		sqlite3_finalize(row);
	}
	sqlite3_close(db);
}

static void
a_rebuild_makes_the_same_projections(void **state)
{
	struct place *place = *state;
	auto_(buf_done) struct buf live = BUF_NULL, rebuilt = BUF_NULL;
	struct problem why = PROBLEM_NULL;

	write_one(place, ENTRY_PUBLISHED, "urn:x:1", "1", "a");
	write_one(place, ENTRY_HELD, "urn:x:2", "1", "b");
	write_one(place, ENTRY_UPDATED, "urn:x:1", "2", "c");
	write_one(place, ENTRY_PUBLISHED, "urn:x:3", "1", "d");
	write_one(place, ENTRY_KILLED, "urn:x:3", "1", NULL);
	write_one(place, ENTRY_RELEASED, "urn:x:2", "1", "b");
	write_one(place, ENTRY_EXPIRED, "urn:x:1", "2", NULL);
	write_one(place, ENTRY_PUBLISHED, "urn:x:4", "1", "e");
	write_one(place, ENTRY_WITHHELD, "urn:x:4", "1", NULL);
	write_one(place, ENTRY_STOPPED, "urn:x:4", "1", "e");
	write_one(place, ENTRY_STOPPED, "urn:x:4", "2", "f");
	dump_derived(place, &live);
	assert_int_equal(journal_rebuild(place->journal, &why), 0);
	dump_derived(place, &rebuilt);
	assert_string_equal(buf_text(&live), buf_text(&rebuilt));
	assert_true(live.len > 100);
}

/* ---- what a reader may see
 * -------------------------------------------------------- */

static void
no_path_shows_killed_text(void **state)
{
	struct place *place = *state;
	struct story_id id = story_id_of(SLICE("harbour"), SLICE("urn:x:1"));
	struct entry_list list = { 0 };
	struct entry *entry = NULL;

	write_one(place, ENTRY_PUBLISHED, "urn:x:1", "1", "secret");
	write_one(place, ENTRY_UPDATED, "urn:x:1", "2", "secret");
	write_one(place, ENTRY_KILLED, "urn:x:1", "2", NULL);
	write_one(place, ENTRY_PUBLISHED, "urn:x:2", "1", "fine");
	assert_int_equal(reader_after(place->reader, 0, 10, 0, &list), 0);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.items[0]->kind, ENTRY_KILLED);
	assert_null(list.items[0]->story);
	assert_int_equal(list.next_seq, 4);
	entry_list_done(&list);
	assert_int_equal(reader_entry(place->reader, 1, &entry), 1);
	assert_int_equal(reader_entry(place->reader, 2, &entry), 1);
	assert_int_equal(
		reader_story(place->reader, slice_text(id.text), &entry), 0);
	assert_int_equal(entry->kind, ENTRY_KILLED);
	entry_unref(entry);
	assert_int_equal(
		reader_of_product(place->reader, SLICE("world"), 100, 9, &list),
		0);
	assert_int_equal(list.n, 1);
	entry_list_done(&list);
	assert_int_equal(reader_kills_after(place->reader, 0, 9, &list), 0);
	assert_int_equal(list.n, 1);
	entry_list_done(&list);
	assert_int_equal(
		reader_timeline(place->reader, slice_text(id.text), 9, &list),
		0);
	assert_int_equal(list.n, 3);
	assert_null(list.items[0]->story);
	entry_list_done(&list);
}

static void
held_text_never_leaves(void **state)
{
	struct place *place = *state;
	struct story_id id = story_id_of(SLICE("harbour"), SLICE("urn:x:1"));
	struct entry *entry = NULL;

	write_one(place, ENTRY_HELD, "urn:x:1", "1", "secret");
	write_one(place, ENTRY_STOPPED, "urn:x:1", "2", "secret");
	assert_int_equal(count_after(place, 0), 0);
	assert_int_equal(reader_entry(place->reader, 1, &entry), 1);
	assert_int_equal(reader_entry(place->reader, 2, &entry), 1);
	assert_int_equal(
		reader_story(place->reader, slice_text(id.text), &entry), 1);
}

/* Since when, and until what. */
static void
an_editors_hold_lasts_until_something_else_becomes_of_the_story(void **state)
{
	static const enum entry_kind ends[] = { ENTRY_RELEASED, ENTRY_HELD,
		ENTRY_KILLED };
	struct place *place = *state;

	for (size_t i = 0; i < n_elements(ends); i++) {
		auto_(standing_done) struct standing held = { 0 }, over = { 0 };
		auto_(mem_free) char *uri = mem_printf("urn:x:%zu", i);
		struct story_id id =
			story_id_of(SLICE("harbour"), slice_text(uri));
		struct slice name = slice_text(id.text);

		write_one(place, ENTRY_STOPPED, uri, "1", "a");
		write_one(place, ENTRY_STOPPED, uri, "2", "b");
		assert_int_equal(
			reader_standing(place->reader, name, &held), 0);
		assert_int_equal(held.stop_seq, held.seq - 1);
		assert_int_equal(held.hold_seq, held.seq);
		assert_int_equal(held.state, STANDING_HELD);
		write_one(place, ends[i], uri, "2",
			ends[i] == ENTRY_KILLED ? NULL : "b");
		assert_int_equal(
			reader_standing(place->reader, name, &over), 0);
		assert_int_equal(over.stop_seq, 0);
	}
}

static void
listings_hold_the_latest_of_each_story_newest_first(void **state)
{
	struct place *place = *state;
	struct entry_list list = { 0 };

	write_one(place, ENTRY_PUBLISHED, "urn:x:1", "1", "a");
	write_one(place, ENTRY_PUBLISHED, "urn:x:2", "1", "b");
	write_one(place, ENTRY_UPDATED, "urn:x:1", "2", "c");
	assert_int_equal(reader_of_agency(place->reader,
				 SLICE("alder-bay-news"), INT64_MAX, 9, &list),
		0);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.items[0]->seq, 3);
	assert_int_equal(list.items[1]->seq, 2);
	entry_list_done(&list);
	assert_int_equal(
		reader_of_product(place->reader, SLICE("sport"), 3, 9, &list),
		0);
	assert_int_equal(list.n, 1);
	entry_list_done(&list);
}

static void
a_kill_is_listed_where_its_story_was_shown(void **state)
{
	struct place *place = *state;
	struct entry_list list = { 0 };

	write_one(place, ENTRY_PUBLISHED, "urn:x:1", "1", "a");
	write_one(place, ENTRY_KILLED, "urn:x:1", "2", NULL);
	write_one(place, ENTRY_KILLED, "urn:x:never-shown", "1", NULL);
	assert_int_equal(reader_of_product(place->reader, SLICE("sport"),
				 INT64_MAX, 9, &list),
		0);
	assert_int_equal(list.n, 0);
	entry_list_done(&list);
	assert_int_equal(reader_killed_of_product(
				 place->reader, SLICE("sport"), 9, &list),
		0);
	assert_int_equal(list.n, 1);
	assert_int_equal(list.items[0]->seq, 2);
	entry_list_done(&list);
	assert_int_equal(reader_killed_of_agency(place->reader,
				 SLICE("alder-bay-news"), 9, &list),
		0);
	assert_int_equal(list.n, 1);
	entry_list_done(&list);
}

static void
pages_have_bounds_and_go_on(void **state)
{
	struct place *place = *state;
	struct entry_list list = { 0 };
	char uri[32];

	for (int i = 0; i < 5; i++) {
		snprintf(uri, sizeof(uri), "urn:x:%d", i);
		write_one(place, ENTRY_PUBLISHED, uri, "1", "a");
	}
	assert_int_equal(reader_after(place->reader, 0, 2, 0, &list), 0);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.next_seq, 2);
	entry_list_done(&list);
	assert_int_equal(reader_after(place->reader, 2, 100, 1, &list), 0);
	assert_int_equal(list.n, 1);
	entry_list_done(&list);
}

/* ---- the disk and the house
 * --------------------------------------------------------- */

static int write_errno; /* 0: writes go through */
static const char *failing_file; /* how its name ends; NULL: any */

static bool
is_failing(int fd)
{
	auto_(mem_free) char *link = mem_printf("/proc/self/fd/%d", fd);
	char path[256];
	ssize_t len = readlink(link, path, sizeof(path));
	size_t n = failing_file ? strlen(failing_file) : 0;

	return write_errno != 0 && len >= (ssize_t)n &&
	       !memcmp(path + len - n, failing_file ? failing_file : "", n);
}

static ssize_t
failing_pwrite(int fd, const void *data, size_t len, off_t offset)
{
	if (!is_failing(fd))
		return pwrite(fd, data, len, offset);
	errno = write_errno;
	return -1;
}

static void
fail_writes(int error)
{
	static const char *const names[] = { "pwrite", "pwrite64" };
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);

	write_errno = error;
	for (size_t i = 0; i < n_elements(names); i++)
		vfs->xSetSystemCall(vfs, names[i],
			error ? (sqlite3_syscall_ptr)failing_pwrite : NULL);
}

static int
try_to_write(struct place *place)
{
	int error = journal_begin(place->journal);

	if (!error)
		error = append(place, ENTRY_PUBLISHED, "urn:x:1", "1", "a",
			JOURNAL_ANY);
	if (!error)
		error = journal_commit(place->journal);
	if (error)
		journal_rollback(place->journal);
	return error;
}

static void
a_full_disk_is_told_apart_and_passes(void **state)
{
	struct place *place = *state;

	fail_writes(ENOSPC);
	assert_int_equal(try_to_write(place), -ENOSPC);
	assert_int_equal(try_to_write(place), -ENOSPC);
	fail_writes(0);
	assert_int_equal(count_after(place, 0), 0);
	assert_int_equal(try_to_write(place), 0);
	assert_int_equal(count_after(place, 0), 1);
}

static void
any_other_error_of_the_disk_is_reported_as_such(void **state)
{
	struct place *place = *state;

	fail_writes(EIO);
	assert_int_equal(try_to_write(place), -EIO);
	fail_writes(0);
}

/* Every commit is followed by a checkpoint, which fails to write. */
static int
fail_a_checkpoint(struct place *place, int error)
{
	int result;

	place_close(place);
	place->wal_pages = 1;
	place_open(place);
	failing_file = "journal.db";
	fail_writes(error);
	result = try_to_write(place);
	fail_writes(0);
	failing_file = NULL;
	assert_int_equal(count_after(place, 0), 1);
	return result;
}

static void
an_error_of_the_disk_in_a_checkpoint_is_heard_of(void **state)
{
	assert_int_equal(fail_a_checkpoint(*state, EIO), -EIO);
}

static void
a_checkpoint_without_room_waits(void **state)
{
	struct place *place = *state;

	assert_int_equal(fail_a_checkpoint(place, ENOSPC), 0);
	write_one(place, ENTRY_PUBLISHED, "urn:x:2", "1", "b");
	assert_int_equal(count_after(place, 0), 2);
}

static void
a_start_without_room_says_so(void **state)
{
	struct place *place = *state;
	struct journal_config config = { .state_dir = place->dir };
	struct problem why = PROBLEM_NULL;

	write_one(place, ENTRY_PUBLISHED, "urn:x:1", "1", "a");
	place_close(place);
	fail_writes(ENOSPC);
	assert_int_equal(
		journal_open(&config, &place->journal, &why), -ENOSPC);
	assert_string_equal(why.code, "E-STATE-FULL");
	fail_writes(0);
	place_open(place);
	assert_int_equal(count_after(place, 0), 1);
}

static ino_t watched; /* the directory for whose sync we wait */
static unsigned n_watched;

/* In place of the C library's. */
int
fsync(int fd)
{
	struct stat st;

	if (!fstat(fd, &st) && st.st_ino == watched)
		n_watched++;
	return (int)syscall(SYS_fsync, fd);
}

static void
the_name_of_a_new_state_directory_is_made_durable(void **state)
{
	struct place *place = *state;
	char *dir = mem_printf("%s/new", place->dir);
	struct journal_config config = { .state_dir = dir };
	struct journal *journal = NULL;
	struct problem why = PROBLEM_NULL;
	struct stat parent;

	assert_int_equal(stat(place->dir, &parent), 0);
	watched = parent.st_ino;
	assert_int_equal(journal_open(&config, &journal, &why), 0);
	assert_int_equal(n_watched, 1);
	journal = journal_close(journal);
	assert_int_equal(journal_open(&config, &journal, &why), 0);
	assert_int_equal(n_watched, 1);
	watched = 0;
	journal_close(journal);
	drop_state_dir(dir);
}

static void
two_gateways_do_not_share_a_directory(void **state)
{
	struct place *place = *state;
	struct journal_config config = { .state_dir = place->dir };
	struct journal *second = NULL;
	struct problem why = PROBLEM_NULL;

	assert_int_equal(journal_open(&config, &second, &why), -EBUSY);
	assert_string_equal(why.code, "E-STATE-LOCK");
}

static void
a_directory_open_to_others_is_refused(void **state)
{
	char *dir = make_state_dir();
	struct journal_config config = { .state_dir = dir };
	struct journal *journal = NULL;
	struct problem why = PROBLEM_NULL;
	auto_(mem_free) char *command = mem_printf("chmod 755 '%s'", dir);

	(void)state;
	assert_int_equal(system(command), 0);
	assert_int_equal(journal_open(&config, &journal, &why), -EPERM);
	assert_string_equal(why.code, "E-STATE-DIR");
	drop_state_dir(dir);
}

static void
tables_of_another_version_are_refused(void **state)
{
	struct place *place = *state;
	auto_(mem_free) char *path = mem_printf("%s/journal.db", place->dir);
	struct journal_config config = { .state_dir = place->dir };
	struct problem why = PROBLEM_NULL;
	sqlite3 *db;

	place_close(place);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_exec(db, "UPDATE meta SET value = 99 WHERE key = 'schema'",
		NULL, NULL, NULL);
	sqlite3_close(db);
	assert_true(journal_open(&config, &place->journal, &why) < 0);
	assert_string_equal(why.code, "E-STATE-SCHEMA");
}

/* As after a stop in the middle, by somebody else's hand. */
static void
tamper(struct place *place, const char *text)
{
	auto_(mem_free) char *path = mem_printf("%s/journal.db", place->dir);
	sqlite3 *db;

	place_close(place);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db, "UPDATE meta SET value = 0 WHERE key = 'clean'",
			NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* As version 2 had them. */
static void
tables_of_an_earlier_version_get_what_they_lack(void **state)
{
	struct place *place = *state;
	auto_(buf_done) struct buf before = BUF_NULL, after = BUF_NULL;

	write_one(place, ENTRY_PUBLISHED, "urn:x:1", "1", "a");
	dump_derived(place, &before);
	tamper(place, "ALTER TABLE story DROP COLUMN stop_seq;"
		      "ALTER TABLE story DROP COLUMN override_seq;"
		      "UPDATE meta SET value = 2 WHERE key = 'schema'");
	place_open(place);
	dump_derived(place, &after);
	assert_string_equal(buf_text(&before), buf_text(&after));
	write_one(place, ENTRY_STOPPED, "urn:x:1", "2", "b");
}

static void
damage_to_the_newest_events_is_seen_after_a_sudden_stop(void **state)
{
	static const char *const harm[] = {
		"UPDATE entry SET record = zeroblob(40) WHERE seq = 2",
		"DELETE FROM story WHERE seq = 2",
		"UPDATE story SET seq = 1 WHERE seq = 2",
	};
	struct place *place = *state;
	struct journal_config config = { .state_dir = place->dir };
	struct problem why = PROBLEM_NULL;

	write_one(place, ENTRY_PUBLISHED, "urn:x:1", "1", "a");
	write_one(place, ENTRY_PUBLISHED, "urn:x:2", "1", "b");
	tamper(place, "SELECT 1");
	place_open(place);
	place_close(place);
	for (size_t i = 0; i < n_elements(harm); i++) {
		tamper(place, harm[i]);
		assert_int_equal(journal_open(&config, &place->journal, &why),
			-EBADMSG);
		assert_string_equal(why.code, "E-STATE-CORRUPT");
	}
}

/* ---- what is set aside ----------------------------------------------------
 */

static bool
see_row(void *context, const struct reader_quarantine *row)
{
	size_t *n = context;
	bool is_first = row->code[0] == 'u';

	assert_string_equal(row->partner, "harbour");
	assert_string_equal(
		row->content_type, is_first ? "application/xml" : "");
	assert_int_equal(row->size, is_first ? 4 : 0);
	++*n;
	return true;
}

static void
set_aside(struct place *place, const char *code, const char *type,
	const char *bytes)
{
	struct journal_put document = {
		.kind = JOURNAL_DOCUMENT,
		.document = { .partner = SLICE("harbour"),
			.content_type = slice_text(type),
			.bytes = slice_text(bytes),
			.status = SLICE("quarantined") },
	};
	struct journal_put row = {
		.kind = JOURNAL_QUARANTINE,
		.quarantine = { .partner = SLICE("harbour"),
			.code = slice_text(code),
			.reason = SLICE("it could not be read") },
	};

	assert_int_equal(journal_begin(place->journal), 0);
	assert_int_equal(journal_put(place->journal, &document), 0);
	row.quarantine.document = document.document.id;
	assert_int_equal(journal_put(place->journal, &row), 0);
	assert_int_equal(journal_commit(place->journal), 0);
}

static void
what_is_set_aside_is_listed_with_its_type_and_size(void **state)
{
	struct place *place = *state;
	size_t n = 0;

	set_aside(place, "undecodable", "application/xml", "<x/>");
	set_aside(place, "plugin", "", "");
	assert_int_equal(
		reader_quarantined(place->reader, false, 10, see_row, &n), 0);
	assert_int_equal(n, 2);
	assert_int_equal(reader_quarantine(place->reader, 1, see_row, &n), 0);
	assert_int_equal(n, 3);
}

static void
see_gone(struct place *place, const char *url)
{
	auto_(buf_done) struct buf found = BUF_NULL;

	assert_int_equal(reader_gone(place->reader, SLICE("gulf"), &found),
		url == NULL ? 1 : 0);
	assert_string_equal(buf_text(&found), url == NULL ? "" : url);
}

static void
an_address_that_is_gone_is_remembered_until_it_is_over(void **state)
{
	struct place *place = *state;
	struct journal_put put = {
		.kind = JOURNAL_GONE,
		.gone = { .subscriber = SLICE("gulf"),
			.url = SLICE("https://gulf.example/hook") },
	};

	see_gone(place, NULL);
	assert_int_equal(journal_begin(place->journal), 0);
	assert_int_equal(journal_put(place->journal, &put), 0);
	assert_int_equal(journal_commit(place->journal), 0);
	place_close(place);
	place_open(place);
	see_gone(place, "https://gulf.example/hook");
	put.gone.over = true;
	assert_int_equal(journal_begin(place->journal), 0);
	assert_int_equal(journal_put(place->journal, &put), 0);
	assert_int_equal(journal_commit(place->journal), 0);
	see_gone(place, NULL);
}

#define TEST(function) \
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_set_aside_is_listed_with_its_type_and_size),
		TEST(an_address_that_is_gone_is_remembered_until_it_is_over),
		cmocka_unit_test(cursors_sort_as_their_numbers),
		cmocka_unit_test(
			a_stored_event_reads_back_and_a_cut_one_does_not),
		cmocka_unit_test(an_encoding_is_made_once),
		cmocka_unit_test(agencies_have_slugs),
		TEST(an_append_demands_the_version_it_saw),
		TEST(what_is_rolled_back_was_never_there),
		TEST(what_was_committed_survives_a_sudden_death),
		TEST(a_rebuild_makes_the_same_projections),
		TEST(no_path_shows_killed_text),
		TEST(held_text_never_leaves),
		TEST(an_editors_hold_lasts_until_something_else_becomes_of_the_story),
		TEST(listings_hold_the_latest_of_each_story_newest_first),
		TEST(a_kill_is_listed_where_its_story_was_shown),
		TEST(pages_have_bounds_and_go_on),
		TEST(a_full_disk_is_told_apart_and_passes),
		TEST(any_other_error_of_the_disk_is_reported_as_such),
		TEST(an_error_of_the_disk_in_a_checkpoint_is_heard_of),
		TEST(a_checkpoint_without_room_waits),
		TEST(a_start_without_room_says_so),
		TEST(the_name_of_a_new_state_directory_is_made_durable),
		TEST(two_gateways_do_not_share_a_directory),
		cmocka_unit_test(a_directory_open_to_others_is_refused),
		TEST(tables_of_another_version_are_refused),
		TEST(tables_of_an_earlier_version_get_what_they_lack),
		TEST(damage_to_the_newest_events_is_seen_after_a_sudden_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
