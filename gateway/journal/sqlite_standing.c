/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqlite_standing - the derived rows: where each story stands, and what is in
 * each listing.
 *
 * Appending and rebuilding both come through sqlite_derive(), so that a rebuilt
 * table is the same table. A listing is a name and the numbers of the events
 * that are shown under it: "p:" and a product, "a:" and an agency's slug.
 */
#include <errno.h>

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
	return sql_run(sql, STATEMENT_STORY_SET, "zzzizizzzzziiiiiiii",
		s->id.text, s->partner, s->uri, (int64_t)s->state, s->version,
		s->version_ms, s->hash, s->reason, s->supplier, s->slug,
		s->products, s->seq, s->shown_seq, s->mute_seq, s->hold_seq,
		s->release_ms, s->expires_ms, s->first_ms, s->changed_ms);
}

static int
listing_add(struct sql *sql, const char *kind, const char *name,
	const struct entry *entry)
{
	auto_(mem_free) char *key = mem_printf("%s%s", kind, name);

	return sql_run(sql, STATEMENT_LISTING_ADD, "ziz", key, entry->seq,
		entry->id.text);
}

static int
listing_update(struct sql *sql, const struct standing *standing,
	const struct entry *entry)
{
	bool is_shown = entry_kind_shows(entry->kind);
	int error = 0;

	if (!is_shown && standing->state == STANDING_PUBLISHED)
		return 0; /* a later version is held; what stood, stands */
	error = sql_run(sql, STATEMENT_LISTING_DROP, "z", entry->id.text);
	if (error || !is_shown)
		return error;
	for (size_t i = 0; !error && i < entry->n_products; i++)
		error = listing_add(sql, "p:", entry->products[i], entry);
	if (!error && standing->slug[0] != '\0')
		error = listing_add(sql, "a:", standing->slug, entry);
	return error;
}

int
sqlite_derive(
	struct sql *sql, struct standing *standing, const struct entry *entry)
{
	int error;

	standing_apply(standing, entry);
	error = sqlite_standing_put(sql, standing);
	return error ? error : listing_update(sql, standing, entry);
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
