/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqlite_standing - the derived rows: where each story stands, and what is in
 * each listing.
 *
 * Appending and rebuilding both come through sqlite_derive(), so that a rebuilt
 * table is the same table. A listing is a name and the numbers of the events
 * that are shown under it: "p:" and a product, "a:" and an agency's slug. What
 * was shown there and killed is listed under "kp:" and "ka:" by its kill, so
 * that a feed can name what is no more.
 */
#include <errno.h>

#include "base/buf.h"
#include "base/mem.h"
#include "journal/entry.h"
#include "journal/sqlite.h"

static char *
column_text(sqlite3_stmt *row, int column)
{
	struct slice text = sql_text(row, column);

	return mem_strndup(text.at, text.len);
}

static void
standing_of_row(sqlite3_stmt *row, struct standing *ret_standing)
{
	struct slice id = sql_text(row, 0);
	struct standing s = { 0 };

	if (id.len == STORY_ID_LEN)
		memcpy(s.id.text, id.at, STORY_ID_LEN);
	s.partner = column_text(row, 1);
	s.uri = column_text(row, 2);
	s.state = (enum standing_state)sql_integer(row, 3);
	s.version = column_text(row, 4);
	s.version_ms = sql_integer(row, 5);
	s.hash = column_text(row, 6);
	s.reason = column_text(row, 7);
	s.supplier = column_text(row, 8);
	s.slug = column_text(row, 9);
	s.products = column_text(row, 10);
	s.seq = sql_integer(row, 11);
	s.shown_seq = sql_integer(row, 12);
	s.mute_seq = sql_integer(row, 13);
	s.hold_seq = sql_integer(row, 14);
	s.release_ms = sql_integer(row, 15);
	s.expires_ms = sql_integer(row, 16);
	s.first_ms = sql_integer(row, 17);
	s.changed_ms = sql_integer(row, 18);
	s.stop_seq = sql_integer(row, 19);
	s.override_seq = sql_integer(row, 20);
	*ret_standing = s;
}

int
sqlite_standing_get(
	struct sql *sql, struct slice id, struct standing *ret_standing)
{
	int result;
	sqlite3_stmt *row =
		sql_bind(sql, STATEMENT_STORY_GET, &result, "t", id);

	if (row == NULL)
		return result;
	result = sql_step(row);
	if (result <= 0)
		return result ? result : 1;
	standing_of_row(row, ret_standing);
	sql_reset(row);
	return 0;
}

int
sqlite_standing_put(struct sql *sql, const struct standing *s)
{
	return sql_run(sql, STATEMENT_STORY_SET, "zzzizizzzzziiiiiiiiii",
		s->id.text, s->partner, s->uri, (int64_t)s->state, s->version,
		s->version_ms, s->hash, s->reason, s->supplier, s->slug,
		s->products, s->seq, s->shown_seq, s->mute_seq, s->hold_seq,
		s->release_ms, s->expires_ms, s->first_ms, s->changed_ms,
		s->stop_seq, s->override_seq);
}

/* A place in one listing: taken, or given up. */
static int
listing_put(struct sql *sql, const char *kind, struct slice name, int64_t seq,
	const char *story)
{
	auto_(buf_done) struct buf key = BUF_NULL;

	buf_puts(&key, kind);
	buf_put_slice(&key, name);
	if (story == NULL)
		return sql_run(sql, STATEMENT_LISTING_DROP, "ti",
			buf_slice(&key), seq);
	return sql_run(
		sql, STATEMENT_LISTING_ADD, "tiz", buf_slice(&key), seq, story);
}

/* Where a story stands in the listings: in none, in those of what is shown, or
 * in those of what was killed. */
struct listing {
	const char *product, *agency; /* kinds; NULL: none */
	int64_t seq;
};

static struct listing
listing_of(const struct standing *standing)
{
	if (standing->state == STANDING_PUBLISHED)
		return (struct listing){ "p:", "a:", standing->shown_seq };
	/* whoever never saw it need not be told that it is gone */
	if (standing->state == STANDING_KILLED && standing->first_ms >= 0)
		return (struct listing){ "kp:", "ka:", standing->mute_seq };
	return (struct listing){ 0 };
}

/* `products` holds every name it ever went out under: there may be fewer rows
 * than names. */
static int
listing_drop(struct sql *sql, const struct standing *standing,
	const struct listing *listing, const char *slug)
{
	struct slice rest = slice_text(standing->products), name;
	int error = 0;

	while (!error && slice_cut(&rest, '\n', &name))
		error = listing_put(
			sql, listing->product, name, listing->seq, NULL);
	if (!error && slug[0] != '\0')
		error = listing_put(sql, listing->agency, slice_text(slug),
			listing->seq, NULL);
	return error;
}

/* A story under the names of its latest version, a kill under all of them. */
static int
listing_add(struct sql *sql, const struct standing *standing,
	const struct listing *listing, const struct entry *entry)
{
	struct slice rest = slice_text(standing->products), name;
	int error = 0;

	if (standing->state == STANDING_KILLED)
		while (!error && slice_cut(&rest, '\n', &name))
			error = listing_put(sql, listing->product, name,
				listing->seq, entry->id.text);
	else
		for (size_t i = 0; !error && i < entry->n_products; i++)
			error = listing_put(sql, listing->product,
				slice_text(entry->products[i]), listing->seq,
				entry->id.text);
	if (!error && standing->slug[0] != '\0')
		error = listing_put(sql, listing->agency,
			slice_text(standing->slug), listing->seq,
			entry->id.text);
	return error;
}

int
sqlite_derive(
	struct sql *sql, struct standing *standing, const struct entry *entry)
{
	struct listing before = listing_of(standing), now;
	auto_(mem_free) char *slug =
		before.seq != 0 ? mem_strdup(standing->slug) : NULL;
	int error;

	standing_apply(standing, entry);
	now = listing_of(standing);
	error = sqlite_standing_put(sql, standing);
	/* A later version may be held: what stood, stands. */
	if (error || before.seq == now.seq)
		return error;
	if (before.seq != 0)
		error = listing_drop(sql, standing, &before, slug);
	return error || now.seq == 0 ? error
				     : listing_add(sql, standing, &now, entry);
}

static int
sqlite_replay_one(
	struct sql *sql, int64_t seq, struct slice record, struct problem *why)
{
	auto_(entry_unref) struct entry *entry = NULL;
	auto_(standing_done) struct standing standing = { 0 };
	int result;

	if (entry_parse(seq, record, &entry, why))
		return -EBADMSG;
	if (entry->id.text[0] == '\0')
		return 0;
	result =
		sqlite_standing_get(sql, slice_text(entry->id.text), &standing);
	return result < 0 ? result : sqlite_derive(sql, &standing, entry);
}

int
sqlite_replay(struct sql *sql, int64_t seq, struct problem *why)
{
	int result;
	sqlite3_stmt *row =
		sql_bind(sql, STATEMENT_ENTRY_REPLAY, &result, "i", seq);

	if (row == NULL)
		return result;
	while ((result = sql_step(row)) > 0) {
		int error = sqlite_replay_one(
			sql, sql_integer(row, 0), sql_blob(row, 1), why);

		if (error) {
			sql_reset(row);
			return error;
		}
	}
	return result;
}
