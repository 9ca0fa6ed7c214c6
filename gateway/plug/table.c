/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table - CSV read into rows, and written again for whom it is.
 *
 * Linear: one pass over each file; rows find each other by a hash of the key.
 */
#include "plug/table.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/option.h"
#include "base/utf8.h"

#define TABLE_PARTNER "partner"
#define TABLE_OFF "off"
#define TABLE_BOM "\xef\xbb\xbf"

struct table_row {
	struct slice *cells; /* as many as the table has columns */
	uint64_t given;      /* which of them its file has, bit by bit */
	struct slice partner;
	bool is_off;
	/* Where the partner stands; NULL: in no file of the operator's. */
	const char *file;
	unsigned line, column;
};

struct table {
	struct arena arena;
	struct slice columns[TABLE_MAX_COLUMNS];
	size_t n_columns;
	struct table_row *rows;
	size_t n_rows, cap;
};

/* Of a byte of the file: its column is counted when somebody is told. NULL: of
 * the whole line; line 0: of the whole file. */
struct table_place {
	unsigned line;
	const char *line_at, *at;
};

/* Where a column of the file at hand goes. */
enum { TABLE_TO_PARTNER = -1, TABLE_TO_OFF = -2, TABLE_TO_NOTHING = -3 };

struct table_reader {
	struct table *table;
	const char *file;
	bool is_operators;
	struct slice rest; /* not read yet */
	const char *line_at;
	unsigned line;
	/* The record at hand; cells beyond the last are not kept. */
	struct slice cells[TABLE_MAX_COLUMNS];
	struct table_place places[TABLE_MAX_COLUMNS]; /* of the cells */
	size_t n_cells;
	int to[TABLE_MAX_COLUMNS];
	size_t n_to;
	int result;
	struct problem_list *problems;
};

struct table *
table_new(void)
{
	return mem_new(struct table);
}

struct table *
table_free(struct table *table)
{
	if (table == NULL)
		return NULL;
	mem_free(table->rows);
	arena_done(&table->arena);
	return mem_free(table);
}

size_t
table_count(const struct table *table)
{
	return table->n_rows;
}

static unsigned
table_column(struct table_place place)
{
	if (place.line_at == NULL)
		return 0;
	return (unsigned)utf8_count(slice_of(
		       place.line_at, (size_t)(place.at - place.line_at))) +
	       1;
}

static void
table_complain(struct table_reader *reader, struct table_place place,
	const char *text, struct slice word)
{
	struct problem why = PROBLEM_NULL;

	problem_at(&why, reader->file, place.line, table_column(place));
	reader->result = problem_set(&why, 1, "E-RULES", "%s%s%.*s%s", text,
		word.len ? " '" : "", (int)(word.len < 60 ? word.len : 60),
		word.len ? word.at : "", word.len ? "'" : "");
	problem_list_add(reader->problems, &why);
}

/* ---- records --------------------------------------------------------------
 */

static struct table_place
table_here(const struct table_reader *reader)
{
	return (struct table_place){ reader->line, reader->line_at,
		reader->rest.at };
}

static char
table_take(struct table_reader *reader)
{
	char c = reader->rest.at[0];

	reader->rest = slice_of(reader->rest.at + 1, reader->rest.len - 1);
	if (c == '\n') {
		reader->line++;
		reader->line_at = reader->rest.at;
	}
	return c;
}

/* Bytes of a cell without quotes, as most are; the whole rest: it has some, or
 * ends the file. */
static size_t
table_plain_len(struct slice rest)
{
	size_t n = 0;

	while (n < rest.len && rest.at[n] != ',' && rest.at[n] != '\n') {
		if (rest.at[n] == '"' || rest.at[n] == '\r')
			return rest.len;
		n++;
	}
	return n;
}

/* One cell, unquoted into the arena; is it the last of its record? */
static bool
table_read_cell(struct table_reader *reader, struct slice *ret_cell)
{
	auto_(buf_done) struct buf cell = BUF_NULL;
	struct table_place began = table_here(reader);
	size_t plain = table_plain_len(reader->rest);
	bool quoted = false, is_last = true;

	if (plain < reader->rest.len) {
		*ret_cell = slice_of(arena_text(&reader->table->arena,
					     slice_of(began.at, plain)),
			plain);
		reader->rest =
			slice_of(began.at + plain, reader->rest.len - plain);
		return table_take(reader) == '\n';
	}
	while (reader->rest.len != 0) {
		char c = table_take(reader);

		if (c == '"' && quoted && reader->rest.len != 0 &&
			reader->rest.at[0] == '"') {
			buf_putc(&cell, table_take(reader));
		} else if (c == '"') {
			quoted = !quoted;
		} else if (!quoted && (c == ',' || c == '\n')) {
			is_last = c == '\n';
			break;
		} else if (c != '\r' || quoted) {
			buf_putc(&cell, c);
		}
	}
	if (quoted)
		table_complain(reader, began,
			"the quote that begins here is not closed", SLICE(""));
	*ret_cell = slice_of(
		arena_text(&reader->table->arena, buf_slice(&cell)), cell.len);
	return is_last;
}

/* False at the end of the file. */
static bool
table_read_record(struct table_reader *reader)
{
	bool is_last = false;

	if (reader->rest.len == 0)
		return false;
	reader->n_cells = 0;
	while (!is_last) {
		size_t n = reader->n_cells;
		struct slice cell;

		if (n < TABLE_MAX_COLUMNS) {
			reader->places[n] = table_here(reader);
			is_last = table_read_cell(reader, &reader->cells[n]);
		} else {
			is_last = table_read_cell(reader, &cell);
		}
		reader->n_cells++;
	}
	return true;
}

static bool
table_is_blank(const struct table_reader *reader)
{
	return reader->n_cells == 1 && slice_trim(reader->cells[0]).len == 0;
}

/* ---- columns --------------------------------------------------------------
 */

static int
table_find_column(const struct table *table, struct slice name)
{
	for (size_t i = 0; i < table->n_columns; i++)
		if (slice_equal(table->columns[i], name))
			return (int)i;
	return TABLE_TO_NOTHING;
}

static const char *
table_nearest(struct table *table, struct slice name)
{
	const char *names[TABLE_MAX_COLUMNS + 3] = { NULL };
	size_t n = 0;

	for (; n < table->n_columns; n++)
		names[n] = arena_text(&table->arena, table->columns[n]);
	names[n++] = TABLE_PARTNER;
	names[n] = TABLE_OFF;
	return option_nearest_of(names, name);
}

/* Of a further file: the column must be known. */
static int
table_match_column(struct table_reader *reader, size_t i)
{
	struct slice name = slice_trim(reader->cells[i]);
	int to = table_find_column(reader->table, name);
	const char *near;

	if (to != TABLE_TO_NOTHING)
		return to;
	near = table_nearest(reader->table, name);
	table_complain(reader, reader->places[i],
		near != NULL ? "the list has no such column; did you mean"
			     : "the list has no column",
		near != NULL ? slice_text(near) : name);
	return TABLE_TO_NOTHING;
}

static int
table_add_column(struct table_reader *reader, size_t i)
{
	struct table *table = reader->table;
	struct slice name = slice_trim(reader->cells[i]);

	if (table_find_column(table, name) == TABLE_TO_NOTHING) {
		table->columns[table->n_columns] = name;
		return (int)table->n_columns++;
	}
	table_complain(
		reader, reader->places[i], "two columns have the name", name);
	return TABLE_TO_NOTHING;
}

static void
table_read_columns(struct table_reader *reader)
{
	bool is_first = reader->table->n_columns == 0;
	bool has_key = false;

	if (reader->n_cells > TABLE_MAX_COLUMNS) {
		table_complain(reader, reader->places[0],
			"the list has too many columns", SLICE(""));
		reader->n_cells = TABLE_MAX_COLUMNS;
	}
	for (size_t i = 0; i < reader->n_cells; i++) {
		struct slice name = slice_trim(reader->cells[i]);

		if (slice_is(name, TABLE_PARTNER))
			reader->to[i] = TABLE_TO_PARTNER;
		else if (slice_is(name, TABLE_OFF))
			reader->to[i] = TABLE_TO_OFF;
		else if (is_first)
			reader->to[i] = table_add_column(reader, i);
		else
			reader->to[i] = table_match_column(reader, i);
		has_key |= reader->to[i] == 0;
	}
	reader->n_to = reader->n_cells;
	if (!has_key && reader->table->n_columns != 0)
		table_complain(reader, reader->places[0],
			"the first line must name the columns, among them",
			reader->table->columns[0]);
	else if (!has_key)
		table_complain(reader, reader->places[0],
			"the first line must name the columns", SLICE(""));
}

/* ---- rows -----------------------------------------------------------------
 */

static bool
table_read_off(struct table_reader *reader, size_t i)
{
	struct slice text = slice_trim(reader->cells[i]);
	bool is_off = false;

	if (text.len != 0 && option_parse_bool(text, &is_off, NULL) != 0)
		table_complain(reader, reader->places[i], "`off` is yes or no",
			SLICE(""));
	return is_off;
}

static void
table_read_partner(struct table_reader *reader, size_t i, struct table_row *row)
{
	row->partner = slice_trim(reader->cells[i]);
	if (!reader->is_operators)
		return;
	row->file = arena_text(&reader->table->arena, slice_text(reader->file));
	row->line = reader->places[i].line;
	row->column = table_column(reader->places[i]);
}

/* The columns that the file has. */
static uint64_t
table_given(const struct table_reader *reader)
{
	uint64_t given = 0;

	for (size_t i = 0; i < reader->n_to; i++)
		if (reader->to[i] >= 0)
			given |= UINT64_C(1) << reader->to[i];
	return given;
}

static void
table_read_row(struct table_reader *reader)
{
	struct table *table = reader->table;
	struct table_row row = { .given = table_given(reader) };

	row.cells = arena_zero(
		&table->arena, (table->n_columns + 1) * sizeof(*row.cells));
	for (size_t i = 0; i < reader->n_cells && i < reader->n_to; i++) {
		if (reader->to[i] >= 0)
			row.cells[reader->to[i]] = reader->cells[i];
		else if (reader->to[i] == TABLE_TO_PARTNER)
			table_read_partner(reader, i, &row);
		else if (reader->to[i] == TABLE_TO_OFF)
			row.is_off = table_read_off(reader, i);
	}
	if (reader->n_cells > reader->n_to)
		table_complain(reader, reader->places[0],
			"the row has more cells than there are columns",
			SLICE(""));
	if (slice_trim(row.cells[0]).len == 0)
		table_complain(reader, reader->places[0],
			"the row says nothing in the column",
			table->columns[0]);
	mem_grow(table->rows, table->n_rows, table->cap);
	table->rows[table->n_rows++] = row;
}

/* Where the bytes are no text; text.len: nowhere. */
static size_t
table_bad_at(struct slice text)
{
	const char *nul = memchr(text.at, '\0', text.len);
	struct slice whole = slice_of(
		text.at, nul != NULL ? (size_t)(nul - text.at) : text.len);
	size_t at = 0, len;

	while ((at = utf8_ascii_end(whole, at)) < whole.len) {
		len = utf8_valid_at(whole, at);
		if (len == 0)
			break;
		at += len;
	}
	return at;
}

static bool
table_refuse_bytes(struct table_reader *reader, struct slice text)
{
	struct table_place bad = { .line = 1 };

	if (text.len > TABLE_MAX_BYTES) {
		table_complain(reader, (struct table_place){ .line = 0 },
			"the file is too large", SLICE(""));
		return true;
	}
	size_t at = text.len != 0 ? table_bad_at(text) : 0;
	if (at < text.len) {
		for (size_t i = 0; i < at; i++)
			bad.line += text.at[i] == '\n';
		table_complain(
			reader, bad, "this line is not UTF-8 text", SLICE(""));
		return true;
	}
	return false;
}

int
table_parse(struct table *table, const char *file, bool is_operators,
	struct slice text, struct problem_list *problems)
{
	struct table_reader reader = {
		.table = table,
		.file = file,
		.is_operators = is_operators,
		.rest = text,
		.line = 1,
		.problems = problems,
	};

	if (table_refuse_bytes(&reader, text))
		return reader.result;
	if (slice_starts(text, SLICE(TABLE_BOM)))
		reader.rest = slice_of(text.at + 3, text.len - 3);
	reader.line_at = reader.rest.at;
	if (!table_read_record(&reader))
		return 0;
	table_read_columns(&reader);
	if (reader.result != 0)
		return reader.result;
	while (table_read_record(&reader))
		if (!table_is_blank(&reader))
			table_read_row(&reader);
	return reader.result;
}

/* ---- for whom -------------------------------------------------------------
 */

static bool
table_is_for(const struct table_row *row, const struct whose *whose)
{
	struct slice rest = row->partner, word;

	if (rest.len == 0)
		return true;
	while (slice_cut(&rest, '|', &word))
		if (whose_is(whose, word))
			return true;
	return false;
}

bool
table_concerns(const struct table *table, const struct whose *whose)
{
	for (size_t i = 0; i < table->n_rows; i++)
		if (table->rows[i].partner.len != 0 &&
			table_is_for(&table->rows[i], whose))
			return true;
	return false;
}

void
table_lint(const struct table *table, const struct whose *partners,
	size_t n_partners, struct problem_list *problems)
{
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct table_row *row = &table->rows[i];
		struct slice rest = row->partner, word;
		struct problem where = PROBLEM_NULL;

		problem_at(&where, row->file, row->line, row->column);
		while (row->file != NULL && slice_cut(&rest, '|', &word))
			whose_lint(
				word, partners, n_partners, &where, problems);
	}
}

static void
table_put_cell(struct slice cell, struct buf *out)
{
	/* A mark of byte order in front would be taken off the list. */
	bool quoted = slice_has(cell, '"') || slice_has(cell, ',') ||
		      slice_has(cell, '\n') || slice_has(cell, '\r') ||
		      slice_starts(cell, SLICE(TABLE_BOM));

	if (!quoted) {
		buf_put_slice(out, cell);
		return;
	}
	buf_putc(out, '"');
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.at[i] == '"')
			buf_putc(out, '"');
		buf_putc(out, cell.at[i]);
	}
	buf_putc(out, '"');
}

static void
table_put_row(const struct slice *cells, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (i != 0)
			buf_putc(out, ',');
		table_put_cell(cells[i], out);
	}
	buf_putc(out, '\n');
}

/* A row over an earlier one of its key: where its file has no such column, what
 * stood there stays. */
static const struct slice *
table_merge(const struct table *table, const struct table_row *row,
	const struct slice *below, struct arena *arena)
{
	struct slice *cells;

	if (below == NULL)
		return row->cells;
	cells = arena_zero(arena, (table->n_columns + 1) * sizeof(*cells));
	for (size_t i = 0; i < table->n_columns; i++)
		cells[i] =
			(row->given >> i & 1) != 0 ? row->cells[i] : below[i];
	return cells;
}

/* What is told of a key. */
struct table_slot {
	const struct slice *cells;
	bool is_off;
};

void
table_print(
	const struct table *table, const struct whose *whose, struct buf *out)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(map_free) struct map *by_key = map_new();
	struct table_slot *slots =
		arena_zero(&arena, (table->n_rows + 1) * sizeof(*slots));
	size_t n = 0;

	for (size_t i = 0; i < table->n_rows; i++) {
		const struct table_row *row = &table->rows[i];
		struct slice key = slice_trim(row->cells[0]);
		struct table_slot *slot = map_find(by_key, key);

		if (!table_is_for(row, whose))
			continue;
		if (slot == NULL) {
			slot = &slots[n++];
			map_set(by_key, key, slot);
		}
		slot->cells = table_merge(table, row, slot->cells, &arena);
		slot->is_off = row->is_off;
	}
	table_put_row(table->columns, table->n_columns, out);
	for (size_t i = 0; i < n; i++)
		if (!slots[i].is_off)
			table_put_row(slots[i].cells, table->n_columns, out);
}

void
table_each(const struct table *table, const char *column, table_row_fn *each,
	void *context)
{
	size_t at = 0;

	while (at < table->n_columns && !slice_is(table->columns[at], column))
		at++;
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct table_row *row = &table->rows[i];

		if (!row->is_off)
			each(context, slice_trim(row->cells[0]),
				at < table->n_columns ? row->cells[at]
						      : SLICE(""));
	}
}
