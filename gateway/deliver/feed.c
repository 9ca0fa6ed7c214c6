/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed.c - GET /v1/feeds/...: the newest stories in the format of the ending.
 *
 * A document is made once per (products, agency, format, edition) and
 * publishing, by the backlog's thread, with its gzip form and both ETags, and
 * then answers everybody who asks until something is published that concerns
 * it. Requests that come while it is being made wait for that one. What an
 * agency's feed shows depends on what one is entitled to, so that is part of
 * its key. Nothing in a document comes from the clock: the same stories are the
 * same bytes.
 */
#include "deliver/accept.h"

#include <string.h>

#include "base/blob.h"
#include "base/mem.h"
#include "base/map.h"
#include "base/stat.h"
#include "deliver/agencies.h"
#include "deliver/gzip.h"
#include "deliver/parts.h"
#include "format/output.h"
#include "journal/entry.h"
#include "journal/reader.h"
#include "journal/standing.h"
#include "route/entitlement.h"

#define FEED_TOMBSTONES 50 /* kills that a document names at most */

struct feed_document {
	struct blob *plain, *gzip;
	struct buf etag, gzip_etag;
	int64_t modified_ms;
	size_t n_items; /* stories and tombstones */
};

struct feed {
	char *key;
	const struct output *output;
	char *product, *agency; /* one of them */
	char *license;          /* of the edition; "" none */
	struct feed_document document;
	struct feed_job *job; /* being made */
	struct list waiters;
	bool is_fresh;
};

struct feed_waiter {
	struct list link;
	struct http_exchange *x;
};

struct feed_job {
	struct backlog_job job;
	struct delivery *delivery;
	struct feed *feed; /* NULL: let go of */
	struct entitlement *entitlement;
	char *product, *agency; /* one of them */
	char *self_url;
	const struct output *output;
	struct feed_edition edition;
	char *license; /* the edition's */
	bool is_stale;
	struct feed_document document;
};

static void
document_done(struct feed_document *document)
{
	blob_unref(document->plain);
	blob_unref(document->gzip);
	buf_done(&document->etag);
	buf_done(&document->gzip_etag);
	*document = (struct feed_document){ 0 };
}

static void
job_free(struct feed_job *job)
{
	document_done(&job->document);
	entitlement_unref(job->entitlement);
	mem_free(job->product);
	mem_free(job->agency);
	mem_free(job->self_url);
	mem_free(job->license);
	mem_free(job);
}

/* ---- on the backlog's thread ----------------------------------------------
 */

struct feed_items {
	struct feed_entry *items;
	struct buf *urls; /* of the items, one each */
	size_t n;
};

static int
add_item(struct feed_job *job, struct reader *reader, struct entry *entry,
	struct feed_items *items)
{
	auto_(standing_done) struct standing standing = { 0 };
	int r = reader_standing(reader, slice_text(entry->id.text), &standing);

	if (r != 0)
		return r < 0 ? r : 0;
	struct buf *url = &items->urls[items->n];
	buf_printf(url, "%s/v1/stories/%s", job->delivery->config.base_url,
		entry->id.text);
	items->items[items->n++] = (struct feed_entry){
		.story = entry->story,
		.uri = slice_text(entry->uri),
		.version = slice_text(entry->version),
		.url = buf_slice(url),
		.published_ms = standing.first_ms,
		.updated_ms = entry->time_ms,
	};
	if (entry->time_ms > job->document.modified_ms)
		job->document.modified_ms = entry->time_ms;
	return 0;
}

static void
write_document(struct feed_job *job, const struct feed_items *items)
{
	const char *name = job->product ? job->product : job->agency;
	struct feed_head head = {
		.id = slice_text(job->self_url),
		.title = slice_text(name),
		.self_url = slice_text(job->self_url),
		.edition = job->edition,
	};
	auto_(buf_done) struct buf text = BUF_NULL;
	auto_(buf_done) struct buf packed = BUF_NULL;

	job->output->write(&text, &head, items->items, items->n);
	gzip_put(&packed, buf_slice(&text));
	delivery_etag(buf_slice(&text), &job->document.etag);
	delivery_etag(buf_slice(&packed), &job->document.gzip_etag);
	job->document.plain = blob_from_buf(&text);
	job->document.gzip = blob_from_buf(&packed);
}

static int
read_items(struct feed_job *job, struct reader *reader, struct entry_list *list)
{
	size_t max = job->delivery->settings->feed_items;

	if (job->product != NULL)
		return reader_of_product(
			reader, slice_text(job->product), INT64_MAX, max, list);
	return reader_of_agency(
		reader, slice_text(job->agency), INT64_MAX, max, list);
}

/* What was there and is no more, for the formats that can say so. */
static int
read_killed(
	struct feed_job *job, struct reader *reader, struct entry_list *list)
{
	if (job->product != NULL)
		return reader_killed_of_product(reader,
			slice_text(job->product), FEED_TOMBSTONES, list);
	return reader_killed_of_agency(
		reader, slice_text(job->agency), FEED_TOMBSTONES, list);
}

static void
run_feed(struct backlog_job *base, struct reader *reader)
{
	struct feed_job *job = container_of(base, struct feed_job, job);
	auto_(entry_list_done) struct entry_list list = { 0 };
	auto_(entry_list_done) struct entry_list killed = { 0 };
	struct feed_items items = { 0 };
	int r = read_items(job, reader, &list);

	if (r == 0)
		r = read_killed(job, reader, &killed);
	items.items = mem_zero((list.n + killed.n) * sizeof(*items.items));
	items.urls = mem_zero((list.n + killed.n) * sizeof(*items.urls));
	for (size_t i = 0; r == 0 && i < list.n; i++)
		if (delivery_entitles(job->entitlement, list.items[i]))
			r = add_item(job, reader, list.items[i], &items);
	for (size_t i = 0; r == 0 && i < killed.n; i++)
		if (delivery_entitles(job->entitlement, killed.items[i]))
			r = add_item(job, reader, killed.items[i], &items);
	base->error = r < 0 ? r : 0;
	job->document.n_items = items.n;
	if (r >= 0)
		write_document(job, &items);
	for (size_t i = 0; i < items.n; i++)
		buf_done(&items.urls[i]);
	mem_free(items.urls);
	mem_free(items.items);
	stat_add(feed_renders, 1);
}

/* ---- answering ------------------------------------------------------------
 */

static bool
is_unchanged(struct http_exchange *x, struct slice etag, int64_t modified_ms)
{
	struct slice tags = http_header(x, "if-none-match");
	struct slice since = http_header(x, "if-modified-since");

	if (tags.len > 0)
		return accept_has_etag(tags, etag);
	if (since.len == 0)
		return false;
	return accept_read_date(since) >= modified_ms / 1000 * 1000;
}

static void
add_headers(struct http_exchange *x, const struct delivery_settings *settings,
	int64_t modified_ms, const struct buf *etag)
{
	auto_(buf_done) struct buf value = BUF_NULL;

	http_add_header(x, "ETag", buf_text(etag));
	http_add_header(x, "Vary", "Accept-Encoding");
	buf_printf(&value, "private, max-age=%lld",
		(long long)settings->feed_age_s);
	http_add_header(x, "Cache-Control", buf_text(&value));
	buf_clear(&value);
	accept_put_date(&value, modified_ms);
	http_add_header(x, "Last-Modified", buf_text(&value));
}

/* Neither listed nor the supplier of anything that the caller may see. By the
 * list as it is now: the document may be older. */
static bool
is_stranger(const struct delivery *delivery, const struct feed *feed)
{
	const struct agencies *agencies =
		subscribers_agencies(delivery->subscribers);

	return feed->agency != NULL && feed->document.n_items == 0 &&
	       agencies != NULL &&
	       !agencies_has(agencies, slice_text(feed->agency));
}

static void
respond_stranger(const struct delivery *delivery, const struct feed *feed,
	struct http_exchange *x)
{
	auto_(buf_done) struct buf detail = BUF_NULL;
	const char *meant =
		agencies_meant(subscribers_agencies(delivery->subscribers),
			slice_text(feed->agency));

	buf_printf(&detail,
		"nobody here has heard of an agency '%.60s': it is not on the "
		"list, and no story that you may see is of it; ",
		feed->agency);
	if (meant != NULL)
		buf_printf(&detail, "did you mean '%s'?", meant);
	else
		buf_puts(&detail,
			"write its full name in small letters with hyphens, as "
			"in agence-france-presse");
	http_respond_problem(x, 404, "agency-unknown", buf_text(&detail));
}

static void
respond(struct delivery *delivery, const struct feed *feed,
	struct http_exchange *x)
{
	const struct feed_document *document = &feed->document;
	bool packs = accept_gzip(http_header(x, "accept-encoding"));
	const struct buf *etag = packs ? &document->gzip_etag : &document->etag;
	int64_t modified_ms = document->modified_ms;
	auto_(buf_done) struct buf type = BUF_NULL;

	if (is_stranger(delivery, feed)) {
		respond_stranger(delivery, feed, x);
		return;
	}
	if (delivery->shrunk_ms > modified_ms)
		modified_ms = delivery->shrunk_ms;
	add_headers(x, delivery->settings, modified_ms, etag);
	delivery_add_license(x,
		&(struct feed_edition){ .license = slice_text(feed->license) });
	if (is_unchanged(x, buf_slice(etag), modified_ms)) {
		http_respond(x, 304, NULL, NULL);
		return;
	}
	if (packs)
		http_add_header(x, "Content-Encoding", "gzip");
	output_put_content_type(&type, feed->output->list_type);
	http_respond(x, 200, buf_text(&type),
		packs ? document->gzip : document->plain);
}

typedef void feed_answer_fn(struct delivery *delivery, const struct feed *feed,
	struct http_exchange *x);

static void
respond_busy(struct delivery *delivery, const struct feed *feed,
	struct http_exchange *x)
{
	(void)delivery;
	(void)feed;
	delivery_respond_busy(x);
}

static void
answer_all(struct delivery *delivery, struct feed *feed, feed_answer_fn *answer)
{
	list_each_safe (at, &feed->waiters) {
		struct feed_waiter *waiter =
			list_entry(at, struct feed_waiter, link);
		list_unlink(at);
		answer(delivery, feed, waiter->x);
		mem_free(waiter);
	}
}

/* ---- the cache ------------------------------------------------------------
 */

static void
feed_free(struct delivery *delivery, struct feed *feed)
{
	answer_all(delivery, feed, respond_busy);
	if (feed->job != NULL)
		feed->job->feed = NULL;
	document_done(&feed->document);
	map_remove(delivery->feeds, slice_text(feed->key));
	mem_free(feed->product);
	mem_free(feed->agency);
	mem_free(feed->license);
	mem_free(feed->key);
	mem_free(feed);
}

void
feed_free_all(struct delivery *delivery)
{
	size_t cursor = 0;
	struct slice key;
	void *feed;

	while (map_next(delivery->feeds, &cursor, &key, &feed)) {
		feed_free(delivery, feed);
		cursor = 0;
	}
	delivery->feeds = map_free(delivery->feeds);
}

/* Room for one more: any document that nobody waits for goes. */
static bool
make_room(struct delivery *delivery)
{
	size_t cursor = 0;
	struct slice key;
	void *value;

	if (map_count(delivery->feeds) < delivery->settings->feed_cache)
		return true;
	while (map_next(delivery->feeds, &cursor, &key, &value)) {
		struct feed *feed = value;
		if (feed->job != NULL)
			continue;
		feed_free(delivery, feed);
		return true;
	}
	return false;
}

static bool
has_product(const struct entry *entry, const char *product)
{
	for (size_t i = 0; i < entry->n_products; i++)
		if (slice_is(slice_text(product), entry->products[i]))
			return true;
	return false;
}

void
feed_published(struct delivery *delivery, const struct entry *entry)
{
	size_t cursor = 0;
	struct slice key;
	void *value;

	/* What leaves a document shows in no time of what is left in it. */
	if (!entry_kind_shows(entry->kind) &&
		entry->time_ms > delivery->shrunk_ms)
		delivery->shrunk_ms = entry->time_ms;
	while (map_next(delivery->feeds, &cursor, &key, &value)) {
		struct feed *feed = value;
		if (feed->product != NULL && !has_product(entry, feed->product))
			continue;
		feed->is_fresh = false;
		/* It may have been read before this entry. */
		if (feed->job != NULL)
			feed->job->is_stale = true;
	}
}

/* ---- making ---------------------------------------------------------------
 */

static bool
ask(struct feed_job *job)
{
	job->is_stale = false;
	if (backlog_ask(job->delivery->config.backlog, &job->job))
		return true;
	if (job->feed != NULL)
		job->feed->job = NULL;
	job_free(job);
	return false;
}

static void
done_feed(struct backlog_job *base)
{
	struct feed_job *job = container_of(base, struct feed_job, job);
	struct feed *feed = job->feed;

	if (feed == NULL) {
		job_free(job);
		return;
	}
	if (!base->dropped && base->error == 0 &&
		(job->is_stale ||
			!delivery_knows(job->delivery, base->as_of))) {
		document_done(&job->document);
		if (!ask(job))
			answer_all(job->delivery, feed, respond_busy);
		return;
	}
	feed->job = NULL;
	if (base->dropped || base->error != 0) {
		answer_all(job->delivery, feed, respond_busy);
	} else {
		document_done(&feed->document);
		feed->document = job->document;
		job->document = (struct feed_document){ 0 };
		feed->is_fresh = true;
		answer_all(job->delivery, feed, respond);
	}
	job_free(job);
}

/* ---- the request ----------------------------------------------------------
 */

/* What is asked for, taken apart. */
struct feed_request {
	struct slice product, agency; /* one of them has a place */
	const struct output *output;
	struct entitlement *entitlement; /* borrowed, as the edition is */
	const struct feed_edition *edition;
};

static void
put_key(struct buf *out, const struct feed_request *request)
{
	const struct feed_edition *edition = request->edition;

	buf_printf(out, "%s %d %d %d %.*s ", request->output->short_name,
		(int)edition->index, (int)edition->credit,
		(int)edition->without_dateline, (int)edition->license.len,
		edition->license.at);
	if (request->product.at != NULL) {
		buf_puts(out, "product ");
		buf_put_slice(out, request->product);
		return;
	}
	buf_puts(out, "agency ");
	buf_put_slice(out, request->agency);
	for (size_t i = 0; i < entitlement_count(request->entitlement); i++)
		buf_printf(out, "\n%s",
			entitlement_product(request->entitlement, i));
}

static struct feed *
feed_new(struct delivery *delivery, struct buf *key,
	const struct feed_request *request)
{
	struct feed *feed = mem_new(struct feed);

	list_init(&feed->waiters);
	feed->key = buf_take(key);
	feed->output = request->output;
	feed->license = mem_strndup(
		request->edition->license.at, request->edition->license.len);
	if (request->product.at != NULL)
		feed->product =
			mem_strndup(request->product.at, request->product.len);
	else
		feed->agency =
			mem_strndup(request->agency.at, request->agency.len);
	map_set(delivery->feeds, slice_text(feed->key), feed);
	return feed;
}

/* A product's feed is for everyone who has the product: it is read with that
 * product's right and no other. */
static struct entitlement *
right_of(const struct feed_request *request)
{
	if (request->product.at == NULL)
		return entitlement_ref(request->entitlement);
	auto_(mem_free) char *name =
		mem_strndup(request->product.at, request->product.len);
	const char *const names[] = { name };
	return entitlement_new(names, 1);
}

static bool
make(struct delivery *delivery, struct feed *feed,
	const struct feed_request *request)
{
	struct feed_job *job = mem_new(struct feed_job);
	struct slice name = request->product;

	job->job.reply = delivery->replies;
	job->job.run = run_feed;
	job->job.party = backlog_party("feeds");
	job->job.done = done_feed;
	job->delivery = delivery;
	job->feed = feed;
	job->entitlement = right_of(request);
	job->output = request->output;
	job->license = mem_strdup(feed->license);
	job->edition = *request->edition;
	job->edition.license = slice_text(job->license);
	if (name.at != NULL)
		job->product = mem_strndup(name.at, name.len);
	else
		job->agency =
			mem_strndup(request->agency.at, request->agency.len);
	job->self_url = mem_printf("%s/v1/feeds/%s%s.%s",
		delivery->config.base_url, name.at ? "" : "agency/",
		name.at ? job->product : job->agency,
		request->output->short_name);
	feed->job = job;
	return ask(job);
}

static void
serve(struct delivery *delivery, struct http_exchange *x,
	const struct feed_request *request)
{
	auto_(buf_done) struct buf key = BUF_NULL;

	put_key(&key, request);
	struct feed *feed = map_find(delivery->feeds, buf_slice(&key));
	if (feed != NULL && feed->is_fresh) {
		stat_add(feed_hits, 1);
		respond(delivery, feed, x);
		return;
	}
	if (feed == NULL && !make_room(delivery)) {
		delivery_respond_busy(x);
		return;
	}
	if (feed == NULL)
		feed = feed_new(delivery, &key, request);
	if (feed->job == NULL && !make(delivery, feed, request)) {
		delivery_respond_busy(x);
		return;
	}
	struct feed_waiter *waiter = mem_new(struct feed_waiter);
	waiter->x = x;
	list_init(&waiter->link);
	list_append(&feed->waiters, &waiter->link);
}

/* Which endings there are. */
static void
respond_no_format(struct http_exchange *x)
{
	auto_(buf_done) struct buf detail = BUF_NULL;

	buf_puts(&detail, "feeds end in");
	for (size_t i = 0; i < n_outputs; i++)
		if (outputs[i].list_type != NULL)
			buf_printf(&detail, " .%s", outputs[i].short_name);
	http_respond_problem(x, 404, "feed-format", buf_text(&detail));
}

/* "world" and the format of "world.ninjs-1.6": an ending may have a dot in it,
 * a name too. False: answered 404. */
static bool
read_name(struct http_exchange *x, struct slice *ret_stem,
	const struct output **ret_output)
{
	struct slice name = http_path_param(x, "name");

	for (size_t i = 0; i < n_outputs; i++) {
		size_t len = strlen(outputs[i].short_name) + 1;

		if (outputs[i].list_type == NULL || name.len <= len ||
			name.at[name.len - len] != '.' ||
			memcmp(name.at + name.len - len + 1,
				outputs[i].short_name, len - 1) != 0)
			continue;
		*ret_stem = slice_of(name.at, name.len - len);
		*ret_output = &outputs[i];
		return true;
	}
	respond_no_format(x);
	return false;
}

void
feed_of_product(void *ctx, struct http_exchange *x)
{
	struct delivery *delivery = ctx;
	auto_(caller_done) struct caller caller = { 0 };
	struct feed_request request = { 0 };

	if (!delivery_is_welcome(
		    delivery, x, MEANS_BEARER | MEANS_BASIC, &caller))
		return;
	request.entitlement = caller.who->entitlement;
	request.edition = &caller.who->edition;
	if (!read_name(x, &request.product, &request.output))
		return;
	if (entitlement_has(request.entitlement, request.product))
		serve(delivery, x, &request);
	else
		http_respond_problem(x, 404, "feed-unknown",
			"this subscriber has no such product");
}

void
feed_of_agency(void *ctx, struct http_exchange *x)
{
	struct delivery *delivery = ctx;
	auto_(caller_done) struct caller caller = { 0 };
	struct feed_request request = { 0 };

	if (!delivery_is_welcome(
		    delivery, x, MEANS_BEARER | MEANS_BASIC, &caller))
		return;
	request.entitlement = caller.who->entitlement;
	request.edition = &caller.who->edition;
	if (read_name(x, &request.agency, &request.output))
		serve(delivery, x, &request);
}
