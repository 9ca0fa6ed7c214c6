/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader - events and stories, with the killed state applied.
 *
 * Every path that returns an event goes through reader_visible(): it is the one
 * place that says what may leave. A single statement sees a single commit, so
 * the event and what mutes it are read together.
 */
#include "journal/reader.h"

#include <errno.h>

#include "base/mem.h"
#include "journal/reader_parts.h"
#include "journal/sqlite.h"

int
reader_open_sql(
	const char *state_dir, struct reader **ret_reader, struct problem *why)
{
	struct reader *reader = mem_new(struct reader);
	int error = sql_open(&reader->sql, state_dir, false, why);

	if (error) {
		mem_free(reader);
		return error;
	}
	*ret_reader = reader;
	return 0;
}

struct reader *
reader_close(struct reader *reader)
{
	if (reader != NULL)
		sql_close(&reader->sql);
	return mem_free(reader);
}

void
entry_list_done(struct entry_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		entry_unref(list->items[i]);
	mem_free(list->items);
	*list = (struct entry_list){ 0 };
}

static void
entry_list_add(struct entry_list *list, struct entry *entry)
{
	mem_grow(list->items, list->n, list->cap);
	list->items[list->n++] = entry;
}

/* The columns of ENTRY_FROM. Muted text does not leave, held text never. */
static bool
reader_visible(sqlite3_stmt *row)
{
	int64_t kind = sql_integer(row, 1);

	if (kind < 1 || kind >= N_ENTRY_KINDS ||
		entry_kind_type((enum entry_kind)kind) == NULL)
		return false;
	return !entry_kind_shows((enum entry_kind)kind) ||
	       sql_integer(row, 0) > sql_integer(row, 2);
}

static int
reader_parse(sqlite3_stmt *row, struct entry **ret_entry)
{
	return entry_parse(
		       sql_integer(row, 0), sql_blob(row, 3), ret_entry, NULL)
		       ? -EBADMSG
		       : 0;
}

/* Gather what the statement yields into the list, which the caller frees. */
static int
reader_gather(sqlite3_stmt *row, size_t max, size_t max_bytes,
	struct entry_list *list)
{
	size_t n_bytes = 0;
	int result = 0;

	while (list->n < max && (result = sql_step(row)) > 0) {
		struct entry *entry;

		list->next_seq = sql_integer(row, 0);
		if (!reader_visible(row))
			continue;
		result = reader_parse(row, &entry);
		if (result)
			break;
		entry_list_add(list, entry);
		n_bytes += entry->n_bytes;
		if (max_bytes != 0 && n_bytes >= max_bytes)
			break;
	}
	sql_reset(row);
	return result < 0 ? result : 0;
}

/* Hands the list out, or frees it when gathering failed. */
static int
reader_hand_out(int error, struct entry_list *list, struct entry_list *ret_list)
{
	if (error)
		entry_list_done(list);
	else
		*ret_list = *list;
	return error;
}

int
reader_after(struct reader *reader, int64_t seq, size_t max, size_t max_bytes,
	struct entry_list *ret_list)
{
	struct entry_list list = { .next_seq = seq };
	int error;
	sqlite3_stmt *row =
		sql_bind(&reader->sql, STATEMENT_ENTRY_AFTER, &error, "i", seq);

	if (row != NULL)
		error = reader_gather(row, max, max_bytes, &list);
	return reader_hand_out(error, &list, ret_list);
}

int
reader_kills_after(struct reader *reader, int64_t seq, size_t max,
	struct entry_list *ret_list)
{
	struct entry_list list = { .next_seq = seq };
	int error;
	sqlite3_stmt *row = sql_bind(&reader->sql, STATEMENT_ENTRY_MUTES_AFTER,
		&error, "ii", seq, (int64_t)max);

	if (row != NULL)
		error = reader_gather(row, max, 0, &list);
	return reader_hand_out(error, &list, ret_list);
}

int
reader_newest(struct reader *reader, int64_t *ret_seq)
{
	return sql_get(&reader->sql, STATEMENT_NEWEST, 0, ret_seq);
}

int
reader_oldest(struct reader *reader, int64_t *ret_seq)
{
	return sql_get(&reader->sql, STATEMENT_OLDEST, 0, ret_seq);
}

int
reader_standing(
	struct reader *reader, struct slice id, struct standing *ret_standing)
{
	return sqlite_standing_get(&reader->sql, id, ret_standing);
}

int
reader_entry(struct reader *reader, int64_t seq, struct entry **ret_entry)
{
	int result;
	sqlite3_stmt *row =
		sql_bind(&reader->sql, STATEMENT_ENTRY_ONE, &result, "i", seq);

	if (row == NULL)
		return result;
	result = sql_step(row);
	if (result <= 0)
		return result ? result : 1;
	result = reader_visible(row) ? reader_parse(row, ret_entry) : 1;
	sql_reset(row);
	return result;
}

static int
reader_story_once(
	struct reader *reader, struct slice id, struct entry **ret_entry)
{
	auto_(standing_done) struct standing standing = { 0 };
	int result = reader_standing(reader, id, &standing);

	if (result)
		return result;
	if (standing.shown_seq != 0)
		return reader_entry(reader, standing.shown_seq, ret_entry);
	if (standing.mute_seq != 0)
		return reader_entry(reader, standing.mute_seq, ret_entry);
	return 1;
}

int
reader_story(struct reader *reader, struct slice id, struct entry **ret_entry)
{
	int result = reader_story_once(reader, id, ret_entry);

	/* A kill between the two look-ups: what stands now is the kill. */
	return result == 1 ? reader_story_once(reader, id, ret_entry) : result;
}

int
reader_timeline(struct reader *reader, struct slice id, size_t max,
	struct entry_list *ret_list)
{
	struct entry_list list = { 0 };
	int result;
	sqlite3_stmt *row = sql_bind(&reader->sql, STATEMENT_ENTRY_OF_STORY,
		&result, "ti", id, (int64_t)max);

	if (row == NULL)
		return result;
	while ((result = sql_step(row)) > 0) {
		struct entry *entry;

		result = reader_parse(row, &entry);
		if (result)
			break;
		entry->story = story_unref(entry->story);
		list.next_seq = entry->seq;
		entry_list_add(&list, entry);
	}
	sql_reset(row);
	return reader_hand_out(result, &list, ret_list);
}

int
reader_house_entry(struct reader *reader, int64_t seq, struct entry **ret_entry)
{
	return sqlite_entry(&reader->sql, seq, ret_entry);
}

int
reader_by_uri(struct reader *reader, struct slice uri, size_t max,
	struct story_id *ret_ids, size_t *ret_n)
{
	int result;
	size_t n = 0;
	sqlite3_stmt *row = sql_bind(&reader->sql, STATEMENT_STORY_BY_URI,
		&result, "ti", uri, (int64_t)max);

	if (row == NULL)
		return result;
	while (n < max && (result = sql_step(row)) > 0) {
		struct slice id = sql_text(row, 0);

		ret_ids[n] = (struct story_id){ 0 };
		if (id.len == STORY_ID_LEN)
			memcpy(ret_ids[n++].text, id.at, STORY_ID_LEN);
	}
	sql_reset(row);
	*ret_n = n;
	return result < 0 ? result : 0;
}

static int
reader_listed(struct reader *reader, const char *kind, struct slice name,
	int64_t before, size_t max, struct entry_list *ret_list)
{
	auto_(buf_done) struct buf key = BUF_NULL;
	struct entry_list list = { 0 };
	int error;
	sqlite3_stmt *row;

	buf_puts(&key, kind);
	buf_put_slice(&key, name);
	row = sql_bind(&reader->sql, STATEMENT_ENTRY_LISTED, &error, "tii",
		buf_slice(&key), before, (int64_t)max);
	if (row != NULL)
		error = reader_gather(row, max, 0, &list);
	return reader_hand_out(error, &list, ret_list);
}

int
reader_of_product(struct reader *reader, struct slice product, int64_t before,
	size_t max, struct entry_list *ret_list)
{
	return reader_listed(reader, "p:", product, before, max, ret_list);
}

int
reader_of_agency(struct reader *reader, struct slice slug, int64_t before,
	size_t max, struct entry_list *ret_list)
{
	return reader_listed(reader, "a:", slug, before, max, ret_list);
}

int
reader_killed_of_product(struct reader *reader, struct slice product,
	size_t max, struct entry_list *ret_list)
{
	return reader_listed(reader, "kp:", product, INT64_MAX, max, ret_list);
}

int
reader_killed_of_agency(struct reader *reader, struct slice slug, size_t max,
	struct entry_list *ret_list)
{
	return reader_listed(reader, "ka:", slug, INT64_MAX, max, ret_list);
}
