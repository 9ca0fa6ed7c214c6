/* SPDX-License-Identifier: Apache-2.0 */
/*
 * story_page.c - GET /v1/stories/{id}: one story as it stands now.
 *
 * In the format that Accept would rather have, of all that can be written
 * (format/output.h): one story, or a list of one where only the list has such a
 * media type. Who was never entitled to it gets the same 404 as for an id that
 * never was. After a kill, a withhold or an expiry it is gone (410), with the
 * reason and in no format.
 */
#include "base/jsonout.h"
#include "base/mem.h"
#include "deliver/accept.h"
#include "deliver/parts.h"
#include "format/output.h"
#include "journal/entry.h"
#include "journal/reader.h"
#include "journal/standing.h"
#include "route/entitlement.h"

/* How a story is shown. */
struct story_form {
	const struct output *output; /* NULL: its evidence */
	bool is_list;
};

struct story_job {
	struct backlog_job job;
	struct delivery *delivery;
	struct http_exchange *x;
	struct caller caller;
	char *id;
	struct story_form form;
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
put_story(struct buf *out, const struct story_job *job)
{
	const struct entry *entry = job->entry;
	const struct output *output = job->form.output;
	auto_(buf_done) struct buf url = BUF_NULL;

	buf_printf(&url, "%s/v1/stories/%s", job->delivery->config.base_url,
		entry->id.text);
	const struct feed_entry one = {
		.story = entry->story,
		.uri = slice_text(entry->uri),
		.version = slice_text(entry->version),
		.url = buf_slice(&url),
		.published_ms = job->standing.first_ms,
		.updated_ms = entry->time_ms,
	};
	const struct feed_edition *edition = &job->caller.who->edition;
	const struct feed_head head = {
		.id = buf_slice(&url),
		.title = story_get(entry->story, RECORD_HEADLINE),
		.self_url = buf_slice(&url),
		.updated_ms = entry->time_ms,
		.edition = *edition,
	};

	if (job->form.is_list)
		output->write(out, &head, &one, 1);
	else
		output_write_story(output, out, &one, edition);
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

/* The document, and the media type that it has. */
static const char *
put_form(struct buf *out, const struct story_job *job)
{
	const struct output *output = job->form.output;

	if (output == NULL) {
		put_evidence(out, job);
		return "application/json";
	}
	put_story(out, job);
	return job->form.is_list ? output->list_type : output->story_type;
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

/* If-None-Match decides when it is there (RFC 9110 section 13.2.2). */
static bool
is_unchanged(const struct story_job *job, const struct buf *etag)
{
	struct slice tags = http_header(job->x, "if-none-match");
	struct slice since = http_header(job->x, "if-modified-since");

	if (tags.len > 0)
		return accept_has_etag(tags, buf_slice(etag));
	return since.len > 0 &&
	       accept_read_date(since) >= job->entry->time_ms / 1000 * 1000;
}

static bool
is_page(const struct story_job *job)
{
	return job->form.output != NULL &&
	       slice_is(slice_text(job->form.output->story_type), "text/html");
}

static void
respond_story(const struct story_job *job)
{
	auto_(buf_done) struct buf date = BUF_NULL;
	auto_(buf_done) struct buf body = BUF_NULL;
	auto_(buf_done) struct buf etag = BUF_NULL;
	auto_(buf_done) struct buf type = BUF_NULL;

	output_put_content_type(&type, put_form(&body, job));

	delivery_etag(buf_slice(&body), &etag);
	http_add_header(job->x, "ETag", buf_text(&etag));
	if (job->form.output != NULL)
		delivery_add_license(job->x, &job->caller.who->edition);
	if (is_page(job))
		http_add_header(job->x, "Content-Security-Policy",
			"default-src 'none'; img-src http: https:; media-src "
			"http: https:; form-action 'none'; base-uri 'none'");
	http_add_header(job->x, "Vary", "Accept");
	http_add_header(job->x, "Cache-Control", "private, no-cache");
	accept_put_date(&date, job->entry->time_ms);
	http_add_header(job->x, "Last-Modified", buf_text(&date));
	if (is_unchanged(job, &etag)) {
		http_respond(job->x, 304, NULL, NULL);
		return;
	}
	auto_(blob_unref) struct blob *blob = blob_from_buf(&body);
	http_respond(job->x, 200, buf_text(&type), blob);
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
begin(struct delivery *delivery, struct http_exchange *x,
	struct story_form form, struct caller *caller)
{
	struct slice id = http_path_param(x, "id");
	struct story_job *job = mem_new(struct story_job);

	job->job.reply = delivery->replies;
	job->job.run = run_story;
	job->job.party = backlog_party(caller->who->name);
	job->job.done = done_story;
	job->delivery = delivery;
	job->x = x;
	job->caller = *caller;
	job->form = form;
	job->id = mem_strndup(id.at, id.len);
	ask(job);
}

/* Two media types of each output: of one story, and of a list. */
static int
choose(struct slice accept, struct story_form *ret_form)
{
	const char *types[2 * OUTPUT_MAX + 1] = { NULL };
	int chosen;

	for (size_t i = 0; i < n_outputs; i++) {
		const struct output *output = &outputs[i];

		types[2 * i] = output->story_type;
		types[2 * i + 1] = output->list_type != NULL
					   ? output->list_type
					   : output->story_type;
	}
	chosen = accept_choose(accept, types);
	if (chosen < 0)
		return 1;
	*ret_form = (struct story_form){
		.output = &outputs[chosen / 2],
		.is_list = chosen % 2 != 0,
	};
	return 0;
}

static void
respond_no_type(struct http_exchange *x)
{
	auto_(buf_done) struct buf detail = BUF_NULL;

	buf_puts(&detail, "there is");
	for (size_t i = 0; i < n_outputs; i++)
		buf_printf(&detail, "%s %s", i == 0 ? "" : ",",
			outputs[i].story_type);
	http_add_header(x, "Vary", "Accept");
	http_respond_problem(x, 406, "not-acceptable", buf_text(&detail));
}

void
story_page_get(void *ctx, struct http_exchange *x)
{
	struct caller caller = { 0 };
	struct story_form form;

	if (!delivery_is_welcome(ctx, x, MEANS_BEARER, &caller))
		return;
	if (choose(http_header(x, "accept"), &form) == 0) {
		begin(ctx, x, form, &caller);
		return;
	}
	caller_done(&caller);
	respond_no_type(x);
}

void
story_page_evidence(void *ctx, struct http_exchange *x)
{
	struct caller caller = { 0 };

	if (delivery_is_welcome(ctx, x, MEANS_BEARER, &caller))
		begin(ctx, x, (struct story_form){ 0 }, &caller);
}
