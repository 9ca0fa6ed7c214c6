/* SPDX-License-Identifier: Apache-2.0 */
/*
 * story_page.c - GET /v1/stories/{id}: one story as it stands now.
 *
 * As JSON (the ninjs item), HTML or an Atom document of one entry. Who was
 * never entitled to it gets the same 404 as for an id that never was. After a
 * kill, a withhold or an expiry it is gone (410), with the reason.
 */
#include "base/jsonout.h"
#include "base/mem.h"
#include "deliver/accept.h"
#include "deliver/parts.h"
#include "format/envelope.h"
#include "format/feed.h"
#include "journal/entry.h"
#include "journal/reader.h"
#include "journal/standing.h"
#include "route/entitlement.h"

enum story_form { FORM_JSON, FORM_HTML, FORM_ATOM, FORM_EVIDENCE };

static const char *const types[] = { "application/json", "text/html",
	"application/atom+xml", NULL };

struct story_job {
	struct backlog_job job;
	struct delivery *delivery;
	struct http_exchange *x;
	struct caller caller;
	char *id;
	enum story_form form;
	struct standing standing;
	struct entry *entry;
	bool is_known, may_see;
};

static void
job_free(struct story_job *job)
{
	standing_done(&job->standing);
	entry_unref(job->entry);
	caller_done(&job->caller);
	mem_free(job->id);
	mem_free(job);
}

/* Products of a standing: each followed by LF. */
static bool
was_entitled(const struct entitlement *entitlement, const char *products)
{
	struct slice rest = slice_text(products);
	struct slice product;

	while (slice_cut(&rest, '\n', &product))
		if (product.len > 0 && entitlement_has(entitlement, product))
			return true;
	return false;
}

static void
run_story(struct backlog_job *base, struct reader *reader)
{
	struct story_job *job = container_of(base, struct story_job, job);
	const struct entitlement *own = job->caller.who->entitlement;
	struct slice id = slice_text(job->id);
	int r = reader_standing(reader, id, &job->standing);

	job->is_known = r == 0;
	if (r == 0)
		r = reader_story(reader, id, &job->entry);
	base->error = r < 0 ? r : 0;
	if (r != 0)
		return;
	job->may_see = entry_kind_shows(job->entry->kind)
			       ? delivery_entitles(own, job->entry)
			       : was_entitled(own, job->standing.products);
}

/* ---- the forms ------------------------------------------------------------
 */

static void
put_escaped(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (c == '&')
			buf_puts(out, "&amp;");
		else if (c == '<')
			buf_puts(out, "&lt;");
		else if (c == '>')
			buf_puts(out, "&gt;");
		else if (c == '"')
			buf_puts(out, "&quot;");
		else
			buf_putc(out, c);
	}
}

static void
put_html(struct buf *out, const struct entry *entry)
{
	const struct story *story = entry->story;
	struct slice headline = story_get(story, RECORD_HEADLINE);
	struct slice language = story_get(story, RECORD_LANGUAGE);

	buf_puts(out, "<!DOCTYPE html>\n<html");
	if (language.len > 0) {
		buf_puts(out, " lang=\"");
		put_escaped(out, language);
		buf_putc(out, '"');
	}
	buf_puts(out, "><head><meta charset=\"utf-8\"><title>");
	put_escaped(out, headline);
	buf_puts(out, "</title></head>\n<body><article><h1>");
	put_escaped(out, headline);
	buf_puts(out, "</h1>\n");
	feed_content_write(out, story);
	buf_puts(out, "</article></body></html>\n");
}

static void
put_atom(struct buf *out, const struct story_job *job)
{
	const struct entry *entry = job->entry;
	auto_(buf_done) struct buf url = BUF_NULL;
	struct slice uri = slice_text(entry->uri);

	buf_printf(&url, "%s/v1/stories/%s", job->delivery->config.base_url,
		job->id);
	struct feed_head head = {
		.id = buf_slice(&url),
		.title = story_get(entry->story, RECORD_HEADLINE),
		.author = story_supplier(entry->story).len != 0
				  ? story_supplier(entry->story)
				  : slice_text(entry->partner),
		.self_url = buf_slice(&url),
		.updated_ms = entry->time_ms,
	};
	struct feed_entry one = {
		.story = entry->story,
		.uri = uri,
		.version = slice_text(entry->version),
		.url = buf_slice(&url),
		.published_ms = job->standing.first_ms,
		.updated_ms = entry->time_ms,
	};
	atom_write(out, &head, &one, 1);
}

static void
put_evidence(struct buf *out, const struct story_job *job)
{
	struct slice provenance =
		story_get(job->entry->story, RECORD_PROVENANCE);
	struct jsonout json = JSONOUT(out);

	jsonout_object(&json);
	jsonout_member_text(&json, "id", job->id);
	jsonout_member_text(&json, "version", job->entry->version);
	jsonout_key(&json, "provenance");
	jsonout_raw(&json, provenance.len > 0 ? provenance : SLICE("[]"));
	jsonout_object_end(&json);
}

static const char *
put_form(struct buf *out, const struct story_job *job)
{
	switch (job->form) {
	case FORM_JSON:
		envelope_write_ninjs(out, job->entry->story,
			slice_text(job->entry->version));
		return "application/json";
	case FORM_HTML:
		put_html(out, job->entry);
		return "text/html; charset=utf-8";
	case FORM_ATOM:
		put_atom(out, job);
		return "application/atom+xml";
	case FORM_EVIDENCE:
	default:
		put_evidence(out, job);
		return "application/json";
	}
}

/* ---- answering ------------------------------------------------------------
 */

static void
respond_gone(const struct story_job *job)
{
	auto_(buf_done) struct buf detail = BUF_NULL;
	const char *reason = job->standing.reason;

	buf_printf(&detail, "this story was %s",
		standing_state_name(job->standing.state));
	if (reason != NULL && reason[0] != '\0')
		buf_printf(&detail, ": %s", reason);
	http_add_header(job->x, "Cache-Control", "no-store");
	http_respond_problem(job->x, 410, "story-gone", buf_text(&detail));
}

static void
respond_story(const struct story_job *job)
{
	auto_(buf_done) struct buf body = BUF_NULL;
	auto_(buf_done) struct buf etag = BUF_NULL;
	const char *type = put_form(&body, job);

	delivery_etag(buf_slice(&body), &etag);
	http_add_header(job->x, "ETag", buf_text(&etag));
	http_add_header(job->x, "Vary", "Accept");
	http_add_header(job->x, "Cache-Control", "private, no-cache");
	if (accept_has_etag(
		    http_header(job->x, "if-none-match"), buf_slice(&etag))) {
		http_respond(job->x, 304, NULL, NULL);
		return;
	}
	auto_(blob_unref) struct blob *blob = blob_from_buf(&body);
	http_respond(job->x, 200, type, blob);
}

static bool
is_gone(const struct story_job *job)
{
	return !entry_kind_shows(job->entry->kind) ||
	       job->entry->story == NULL ||
	       job->standing.state == STANDING_EXPIRED ||
	       tail_mutes(&job->delivery->tail, job->entry);
}

static void ask(struct story_job *job);

static void
done_story(struct backlog_job *base)
{
	struct story_job *job = container_of(base, struct story_job, job);

	if (base->dropped) {
		delivery_respond_busy(job->x);
	} else if (base->error != 0) {
		http_respond_problem(job->x, 500, "journal-error", NULL);
	} else if (!delivery_knows(job->delivery, base->as_of)) {
		standing_done(&job->standing);
		job->standing = (struct standing){ 0 };
		job->entry = entry_unref(job->entry);
		job->may_see = false;
		ask(job);
		return;
	} else if (job->entry == NULL || !job->may_see) {
		http_respond_problem(
			job->x, 404, "story-unknown", "no such story");
	} else if (is_gone(job)) {
		respond_gone(job);
	} else {
		respond_story(job);
	}
	job_free(job);
}

static void
ask(struct story_job *job)
{
	if (backlog_ask(job->delivery->config.backlog, &job->job))
		return;
	delivery_respond_busy(job->x);
	job_free(job);
}

static void
begin(struct delivery *delivery, struct http_exchange *x, enum story_form form,
	struct caller *caller)
{
	struct slice id = http_path_param(x, "id");
	struct story_job *job = mem_new(struct story_job);

	job->job.reply = delivery->replies;
	job->job.run = run_story;
	job->job.done = done_story;
	job->delivery = delivery;
	job->x = x;
	job->caller = *caller;
	job->form = form;
	job->id = mem_strndup(id.at, id.len);
	ask(job);
}

void
story_page_get(void *ctx, struct http_exchange *x)
{
	struct caller caller = { 0 };

	if (!delivery_is_welcome(ctx, x, MEANS_BEARER, &caller))
		return;
	int form = accept_choose(http_header(x, "accept"), types);
	if (form >= 0) {
		begin(ctx, x, (enum story_form)form, &caller);
		return;
	}
	caller_done(&caller);
	http_add_header(x, "Vary", "Accept");
	http_respond_problem(x, 406, "not-acceptable",
		"there is application/json, text/html and "
		"application/atom+xml");
}

void
story_page_evidence(void *ctx, struct http_exchange *x)
{
	struct caller caller = { 0 };

	if (delivery_is_welcome(ctx, x, MEANS_BEARER, &caller))
		begin(ctx, x, FORM_EVIDENCE, &caller);
}
