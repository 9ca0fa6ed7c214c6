/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqlite_open - taking possession of a state directory, and giving it back.
 *
 * The directory must be ours alone; a lock on a file in it keeps a second
 * gateway out, for two writers are what SQLite's WAL bug needs. After a stop
 * that left no mark the pages are checked, up to a size where that is quick,
 * and the newest events, which are all that it could have harmed. Nothing here
 * reads all events: opening takes as long for many as for few.
 */
#include "journal/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "journal/entry.h"

/* Beyond this, an unclean start reads only the newest events, with what follows
 * from them: cell_size_check looks at every page when it is used anyway. */
#define SQLITE_CHECK_BYTES (64 << 20)
#define SQLITE_CHECK_NEWEST 256
#define SQLITE_WAL_PAGES 1000

/* A new directory is not there after a power cut before the one that names it
 * was synced, and what is in it is lost with it. */
static int
state_dir_make(const char *path)
{
	auto_(mem_free) char *parent = mem_printf("%s/..", path);
	int fd, error;

	if (mkdir(path, 0700))
		return errno == EEXIST ? 0 : -errno;
	fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	error = fsync(fd) ? -errno : 0;
	close(fd);
	return error;
}

static int
state_dir_check(const char *path, struct problem *why)
{
	struct stat st;
	int error = state_dir_make(path);

	if (error)
		return problem_set(why, error, "E-STATE-DIR",
			"%s cannot be made: %s", path, strerror(-error));
	if (stat(path, &st))
		return problem_set(why, -errno, "E-STATE-DIR",
			"%s cannot be looked at: %s", path, strerror(errno));
	if (!S_ISDIR(st.st_mode))
		return problem_set(why, -ENOTDIR, "E-STATE-DIR",
			"%s is not a directory", path);
	if (st.st_uid != geteuid())
		return problem_set(why, -EPERM, "E-STATE-DIR",
			"%s belongs to somebody else", path);
	if (st.st_mode & 077)
		return problem_set(why, -EPERM, "E-STATE-DIR",
			"%s is open to others; chmod 700 it", path);
	return 0;
}

static int
state_dir_lock(const char *state_dir, int *ret_fd, struct problem *why)
{
	auto_(mem_free) char *path = mem_printf("%s/lock", state_dir);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int error;

	if (fd < 0)
		return problem_set(why, -errno, "E-STATE-DIR",
			"%s cannot be opened: %s", path, strerror(errno));
	if (!flock(fd, LOCK_EX | LOCK_NB)) {
		*ret_fd = fd;
		return 0;
	}
	error = errno == EWOULDBLOCK ? -EBUSY : -errno;
	close(fd);
	return problem_set(why, error, "E-STATE-LOCK",
		"another gateway works in %s", state_dir);
}

static int
sqlite_is_damaged(struct problem *why)
{
	return problem_set(why, -EBADMSG, "E-STATE-CORRUPT",
		"the journal is damaged; restore it from a copy");
}

static int
sqlite_quick_check(struct sql *sql, struct problem *why)
{
	sqlite3_stmt *statement;
	int result = sqlite3_prepare_v2(
		sql->db, "PRAGMA quick_check(1)", -1, &statement, NULL);
	bool is_ok;

	if (result == SQLITE_OK)
		result = sqlite3_step(statement);
	is_ok = result == SQLITE_ROW && slice_is(sql_text(statement, 0), "ok");
	sqlite3_finalize(statement);
	return is_ok ? 0 : sqlite_is_damaged(why);
}

/* The last stop left no mark: look before trusting. */
static int
sqlite_recover(
	struct sqlite_journal *journal, bool *ret_is_clean, struct problem *why)
{
	auto_(mem_free) char *path =
		mem_printf("%s/journal.db", journal->state_dir);
	struct stat st;
	int64_t clean;
	int error = sql_get(&journal->sql, STATEMENT_META_CLEAN, 0, &clean);

	if (error)
		return error;
	*ret_is_clean = clean != 0;
	if (clean || (!stat(path, &st) && st.st_size > SQLITE_CHECK_BYTES))
		return 0;
	return sqlite_quick_check(&journal->sql, why);
}

static bool
sqlite_is_whole(struct sql *sql, int64_t seq, struct slice record)
{
	auto_(entry_unref) struct entry *entry = NULL;
	auto_(standing_done) struct standing standing = { 0 };

	if (entry_parse(seq, record, &entry, NULL))
		return false;
	return entry->id.text[0] == '\0' ||
	       (sqlite_standing_get(
			sql, slice_text(entry->id.text), &standing) == 0 &&
		       standing.seq >= seq);
}

/* What a stop in the middle could have harmed was written last, and there is as
 * much of it in a large journal as in a small one: the newest events must be
 * readable, and their stories must know of them. */
static int
sqlite_check_newest(struct sqlite_journal *journal, struct problem *why)
{
	struct sql *sql = &journal->sql;
	bool is_whole = true;
	int result;
	sqlite3_stmt *row = sql_bind(sql, STATEMENT_ENTRY_REPLAY, &result, "i",
		journal->last_seq - SQLITE_CHECK_NEWEST);

	if (row == NULL)
		return result;
	while (is_whole && (result = sql_step(row)) > 0)
		is_whole = sqlite_is_whole(
			sql, sql_integer(row, 0), sql_blob(row, 1));
	sql_reset(row);
	if (result < 0)
		return result;
	return is_whole ? 0 : sqlite_is_damaged(why);
}

/* Bring derived rows up to the newest event. With SQLite they are there
 * already, unless a stop fell into a rebuild. */
static int
sqlite_catch_up(struct sqlite_journal *journal, struct problem *why)
{
	struct sql *sql = &journal->sql;
	int64_t applied;
	int error = sql_get(sql, STATEMENT_META_APPLIED, 0, &applied);

	if (!error)
		error = sql_get(sql, STATEMENT_NEWEST, 0, &journal->last_seq);
	if (!error)
		error = sql_run(sql, STATEMENT_BEGIN, "");
	if (!error && applied < journal->last_seq)
		error = sqlite_replay(sql, applied, why);
	if (!error)
		error = sql_run(sql, STATEMENT_META_SET, "zi", "applied_seq",
			journal->last_seq);
	if (!error)
		error = sql_run(
			sql, STATEMENT_META_SET, "zi", "clean", (int64_t)0);
	return error ? error : sql_run(sql, STATEMENT_COMMIT, "");
}

static int
sqlite_limit(struct sqlite_journal *journal, int64_t max_bytes)
{
	auto_(mem_free) char *text = NULL;

	if (max_bytes <= 0)
		return 0;
	text = mem_printf("PRAGMA max_page_count = %lld",
		(long long)(max_bytes / 4096 + 1));
	return sql_exec(&journal->sql, text);
}

/* Called by SQLite after each commit. */
static int
sqlite_count_pages(void *context, sqlite3 *db, const char *name, int n_pages)
{
	struct sqlite_journal *journal = context;

	(void)db;
	(void)name;
	journal->wal_pages = n_pages;
	return SQLITE_OK;
}

static int
sqlite_prepare(struct sqlite_journal *journal,
	const struct journal_config *config, struct problem *why)
{
	int error = state_dir_lock(config->state_dir, &journal->lock_fd, why);
	bool is_clean = true;

	if (!error)
		error = sql_open(&journal->sql, config->state_dir, true, why);
	if (error)
		return error;
	sqlite3_wal_hook(journal->sql.db, sqlite_count_pages, journal);
	error = sql_schema(&journal->sql, why);
	if (!error)
		error = sqlite_recover(journal, &is_clean, why);
	if (!error)
		error = sqlite_catch_up(journal, why);
	if (!error && !is_clean)
		error = sqlite_check_newest(journal, why);
	if (!error)
		error = sqlite_limit(journal, config->max_bytes);
	if (error && why != NULL && why->code == NULL)
		sql_complain(&journal->sql, error, why);
	return error;
}

static void
sqlite_free(struct sqlite_journal *journal)
{
	sql_close(&journal->sql);
	/* The lock goes last: whoever gets it finds the files closed. */
	if (journal->lock_fd >= 0)
		close(journal->lock_fd);
	mem_free(journal->state_dir);
	mem_free(journal);
}

int
journal_open(const struct journal_config *config, struct journal **ret_journal,
	struct problem *why)
{
	struct sqlite_journal *journal;
	int error = state_dir_check(config->state_dir, why);

	if (error)
		return error;
	journal = mem_new(struct sqlite_journal);
	journal->journal.ops = &sqlite_ops;
	journal->state_dir = mem_strdup(config->state_dir);
	journal->lock_fd = -1;
	journal->wal_most =
		config->wal_pages ? config->wal_pages : SQLITE_WAL_PAGES;
	error = sqlite_prepare(journal, config, why);
	if (error) {
		sqlite_free(journal);
		return error < 0 ? error : -EBADMSG;
	}
	*ret_journal = &journal->journal;
	return 0;
}

void
sqlite_close(struct journal *base)
{
	struct sqlite_journal *journal = sqlite_of(base);

	if (journal->in_batch)
		sqlite_rollback(base);
	/* Without room for the mark the next start checks: no harm. */
	(void)sql_run(
		&journal->sql, STATEMENT_META_SET, "zi", "clean", (int64_t)1);
	sqlite_free(journal);
}

int
sqlite_read(
	struct journal *base, struct reader **ret_reader, struct problem *why)
{
	return reader_open_sql(sqlite_of(base)->state_dir, ret_reader, why);
}

const struct journal_ops sqlite_ops = {
	.begin = sqlite_begin,
	.append = sqlite_append,
	.put = sqlite_put,
	.find = sqlite_find,
	.answer = sqlite_answer,
	.succession = sqlite_succession,
	.due = sqlite_due,
	.next_due = sqlite_next_due,
	.held = sqlite_held,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.rebuild = sqlite_rebuild,
	.read = sqlite_read,
	.close = sqlite_close,
};
