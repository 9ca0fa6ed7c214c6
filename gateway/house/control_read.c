/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_read - what the operator's requests ask of the journal.
 *
 * Which story is meant, which row, how something stands: found out on the
 * backlog's thread and left in the request.
 */
#include "house/control_parts.h"

#include "base/blob.h"
#include "base/clock.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "base/rfc3339.h"
#include "crypto/base64.h"
#include "house/dossier.h"
#include "house/rulelist.h"
#include "journal/reader.h"

#define CONTROL_ROWS 500 /* of a listing */

/* An id, or a uri that only one partner uses. */
static int
control_find_story(struct control_ask *ask, struct reader *reader)
{
	auto_(standing_done) struct standing standing = { 0 };
	struct story_id ids[2];
	size_t n = 0;
	int r = 1;

	if (story_id_is_valid(slice_text(ask->story)))
		r = reader_standing(reader, slice_text(ask->story), &standing);
	if (r == 1) {
		r = reader_by_uri(reader, slice_text(ask->story), 2, ids, &n);
		if (r < 0 || n != 1)
			return r < 0 ? r : n == 0 ? 1 : 2;
		r = reader_standing(reader, slice_text(ids[0].text), &standing);
	}
	if (r != 0)
		return r;
	ask->id = standing.id;
	ask->uri = mem_strdup(standing.uri);
	ask->partner = mem_strdup(standing.partner);
	return 0;
}

static void
control_put_row(struct jsonout *json, const struct reader_quarantine *row)
{
	jsonout_object(json);
	jsonout_member_integer(json, "id", row->id);
	jsonout_member_text(json, "partner", row->partner);
	jsonout_member_text(json, "received", rfc3339_of(row->time_ms).text);
	jsonout_member_some(json, "uri", slice_text(row->uri));
	jsonout_member_text(json, "code", row->code);
	jsonout_member_text(json, "reason", row->reason);
	jsonout_member_text(json, "state", row->state);
	jsonout_member_some(
		json, "content_type", slice_text(row->content_type));
	jsonout_member_integer(json, "size", row->size);
}

static bool
control_list_row(void *context, const struct reader_quarantine *row)
{
	struct jsonout *json = context;

	control_put_row(json, row);
	jsonout_object_end(json);
	return true;
}

static void
control_read_list(struct control_ask *ask, struct reader *reader)
{
	struct jsonout json = JSONOUT(&ask->out);

	jsonout_object(&json);
	jsonout_key(&json, "items");
	jsonout_array(&json);
	ask->found = reader_quarantined(
		reader, false, CONTROL_ROWS, control_list_row, &json);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
}

struct control_row {
	struct control_ask *ask;
	struct jsonout json;
	int64_t document;
};

static bool
control_keep_row(void *context, const struct reader_quarantine *row)
{
	struct control_row *keep = context;

	keep->document = row->document;
	keep->ask->partner = mem_strdup(row->partner);
	control_put_row(&keep->json, row);
	return false;
}

static void
control_read_row(struct control_ask *ask, struct reader *reader)
{
	auto_(reader_document_done) struct reader_document document = { 0 };
	auto_(buf_done) struct buf base64 = BUF_NULL;
	struct control_row keep = { ask, JSONOUT(&ask->out), 0 };

	ask->found =
		reader_quarantine(reader, ask->row, control_keep_row, &keep);
	if (ask->found == 0)
		ask->found = reader_document(reader, keep.document, &document);
	if (ask->found != 0)
		return;
	ask->content_type = mem_strdup(document.content_type);
	ask->headers = mem_strdup(document.headers);
	ask->time_ms = document.time_ms;
	ask->bytes = blob_new(buf_text(&document.bytes), document.bytes.len);
	base64_put(&base64, buf_slice(&document.bytes));
	jsonout_member(&keep.json, "bytes", buf_slice(&base64));
	jsonout_object_end(&keep.json);
}

static void
control_read_books(struct control_ask *ask, struct reader *reader)
{
	struct jsonout json = JSONOUT(&ask->out);
	struct books books = { 0 };

	ask->found = reader_books(reader, &books);
	jsonout_object(&json);
	jsonout_member_integer(&json, "received", books.received);
	jsonout_member_integer(&json, "published", books.published);
	jsonout_member_integer(&json, "updated", books.updated);
	jsonout_member_integer(&json, "corrected", books.corrected);
	jsonout_member_integer(&json, "killed", books.killed);
	jsonout_member_integer(&json, "held", books.held);
	jsonout_member_integer(&json, "duplicate", books.duplicate);
	jsonout_member_integer(&json, "late", books.late);
	jsonout_member_integer(&json, "quarantined", books.quarantined);
	jsonout_member_integer(&json, "rejected", books.rejected);
	jsonout_member_integer(&json, "advisory", books.advisory);
	jsonout_member_bool(&json, "balanced", books_balance(&books));
	jsonout_object_end(&json);
}

static void
control_read_story(struct control_ask *ask, struct reader *reader)
{
	struct jsonout json = JSONOUT(&ask->out);

	ask->found = dossier_write(reader, slice_text(ask->id.text), &json);
}

void
control_run(struct backlog_job *job, struct reader *reader)
{
	struct control_ask *ask = (struct control_ask *)job;

	switch (ask->want) {
	case CONTROL_KILL:
	case CONTROL_RELEASE:
	case CONTROL_HOLD:
	case CONTROL_LIFT:
	case CONTROL_SET:
	case CONTROL_STORY:
		if (!ask->is_ordered)
			ask->found = control_find_story(ask, reader);
		if (ask->found == 0 &&
			(ask->is_ordered || ask->want == CONTROL_STORY))
			control_read_story(ask, reader);
		break;
	case CONTROL_CLOCK:
		break; /* the journal has nothing to say */
	case CONTROL_LIST:
		control_read_list(ask, reader);
		break;
	case CONTROL_BOOKS:
		control_read_books(ask, reader);
		break;
	case CONTROL_RULES:
		ask->found = rulelist_write(ask->rulebook, reader,
			ask->unused_ms, clock_wall_ms(), &ask->out);
		break;
	case CONTROL_UNEXPLAINED:
		ask->found = rulelist_write_unexplained(reader, &ask->out);
		break;
	case CONTROL_SHOW:
	case CONTROL_REDRIVE:
	case CONTROL_DROP:
		control_read_row(ask, reader);
		break;
	}
}
