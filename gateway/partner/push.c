/* SPDX-License-Identifier: Apache-2.0 */
/*
 * push - partners' requests: authenticated, bounded, handed on, answered.
 *
 * Refuses before it works: an unknown key, another partner's path, a document
 * over the partner's limit, a house that is full. All that is asked at the
 * gate, before a byte of the body is kept, and again when the body is there: a
 * key may have gone and the house filled up meanwhile. Everything here runs on
 * the thread of the loop that owns the connection.
 */
#include "partner/push.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/stat.h"
#include "crypto/digest.h"

#define PUSH_KEY_MAX 255 /* bytes of an Idempotency-Key */

struct push {
	struct push_options options;
	struct roster *roster;
};

struct push *
push_new(const struct push_options *options)
{
	struct push *push = mem_new(struct push);

	push->options = *options;
	push->roster = roster_ref(options->roster);
	return push;
}

struct push *
push_free(struct push *push)
{
	if (push == NULL)
		return NULL;
	roster_unref(push->roster);
	return mem_free(push);
}

void
push_set_roster(struct push *push, struct roster *roster)
{
	roster_unref(push->roster);
	push->roster = roster_ref(roster);
}

static void
push_job_free(struct push_job *job)
{
	roster_unref(job->roster);
	blob_unref(job->bytes);
	mem_free(job->content_type);
	mem_free(job->headers);
	mem_free(job->base_url);
	mem_free(job->key);
	mem_free(job->body_hash);
	mem_free(job);
}

/* ---- who is it ------------------------------------------------------------
 */

/* The partner of the shown key, if the path names the same one; else the
 * answer is given here and NULL returned. One answer for an unknown key and
 * for an unknown partner, so that nobody learns who our partners are. */
static const struct roster_partner *
push_partner(struct push *push, struct http_exchange *x)
{
	struct slice authorization = http_header(x, "Authorization");
	const struct roster_partner *partner = NULL;
	struct slice scheme = { 0 };

	slice_cut(&authorization, ' ', &scheme);
	if (slice_is_nocase(scheme, "Bearer"))
		partner = roster_find_key(
			push->roster, slice_trim(authorization));
	if (partner == NULL) {
		http_add_header(x, "WWW-Authenticate",
			"Bearer realm=\"torntape partners\"");
		http_respond_problem(x, 401, "unauthorized",
			"show the partner's key as Authorization: Bearer KEY");
		return NULL;
	}
	if (!slice_is(http_path_param(x, "partner"), partner->name)) {
		http_respond_problem(x, 403, "other-partner",
			"this key belongs to another partner than the path");
		return NULL;
	}
	return partner;
}

/* ---- what came with it ----------------------------------------------------
 */

/* Fields that say something about the document; all others stay outside. */
static const char *const push_kept_headers[] = { "Content-Type",
	"Content-Language", "Content-Location", "Last-Modified", "Date", "ETag",
	"Link" };

static char *
push_copy_headers(const struct http_exchange *x)
{
	struct buf out = BUF_NULL;

	for (size_t i = 0; i < n_elements(push_kept_headers); i++) {
		struct slice value = http_header(x, push_kept_headers[i]);

		if (value.len == 0)
			continue;
		buf_printf(&out, "%s: ", push_kept_headers[i]);
		buf_put_slice(&out, value);
		buf_putc(&out, '\n');
	}
	return buf_take(&out);
}

/* The same words under another type are another request. */
static char *
push_hash_body(struct slice type, struct slice body)
{
	auto_(buf_done) struct buf both = BUF_NULL;
	char hex[DIGEST_SHA256_SIZE * 2 + 1];

	digest_sha256_hex(body, hex);
	buf_puts(&both, hex);
	buf_put_slice(&both, type);
	digest_sha256_hex(buf_slice(&both), hex);
	return mem_strdup(hex);
}

static char *
push_copy(struct slice text)
{
	return mem_strndup(text.at ? text.at : "", text.len);
}

static struct push_job *
push_job_new(struct push *push, struct http_exchange *x,
	const struct roster_partner *partner)
{
	struct push_job *job = mem_new(struct push_job);
	struct slice type = http_header(x, "Content-Type");
	struct slice key = http_header(x, "Idempotency-Key");
	struct slice body = http_body(x);

	list_init(&job->link);
	job->push = push;
	job->exchange = x;
	job->roster = roster_ref(push->roster);
	job->partner = partner;
	job->bytes = blob_new(body.at, body.len);
	job->content_type = push_copy(type);
	job->headers = push_copy_headers(x);
	job->base_url = push_copy(http_header(x, "Content-Location"));
	job->dry_run = slice_is(http_query_param(x, "dry_run"), "1");
	job->received_ms = clock_wall_ms();
	if (key.len != 0) {
		job->key = push_copy(key);
		job->body_hash = push_hash_body(type, body);
	}
	http_drop_body(x);
	return job;
}

/* ---- the handlers ---------------------------------------------------------
 */

static void
push_busy(struct http_exchange *x)
{
	http_add_header(x, "Retry-After", "1");
	http_respond_problem(x, 503, "busy",
		"too many stories are waiting; send this one again later");
}

static bool
push_is_gzip(struct http_exchange *x)
{
	struct slice coding = http_header(x, "Content-Encoding");

	return slice_is_nocase(coding, "gzip") ||
	       slice_is_nocase(coding, "x-gzip");
}

/* Packed in a way that nobody here unpacks. */
static bool
push_is_sealed(struct http_exchange *x)
{
	struct slice coding = http_header(x, "Content-Encoding");

	return coding.len != 0 && !slice_is_nocase(coding, "identity") &&
	       !push_is_gzip(x);
}

static void
push_sealed(struct http_exchange *x)
{
	http_add_header(x, "Accept-Encoding", "gzip, identity");
	http_respond_problem(x, 415, "content-encoding",
		"documents are taken as they are or as gzip");
}

static void
push_too_large(struct http_exchange *x, const struct roster_partner *partner)
{
	char detail[128];

	snprintf(detail, sizeof(detail),
		"at most %zu bytes are taken from this partner",
		partner->max_body);
	http_respond_problem(x, 413, "document-too-large", detail);
}

/* Whoever may send a document now, or NULL and an answer. */
static const struct roster_partner *
push_welcome(struct push *push, struct http_exchange *x)
{
	const struct roster_partner *partner = push_partner(push, x);

	if (partner == NULL)
		return NULL;
	if (http_header(x, "Idempotency-Key").len > PUSH_KEY_MAX) {
		http_respond_problem(x, 400, "idempotency-key-too-long",
			"an Idempotency-Key has at most 255 bytes");
		return NULL;
	}
	if (push_is_sealed(x)) {
		push_sealed(x);
		return NULL;
	}
	if (push->options.is_full(push->options.ctx)) {
		push_busy(x);
		return NULL;
	}
	return partner;
}

static bool
push_gate(void *ctx, struct http_exchange *x, uint64_t *max_body)
{
	const struct roster_partner *partner = push_welcome(ctx, x);

	if (partner == NULL)
		return false;
	*max_body = partner->max_body;
	if (http_content_length(x) > partner->max_body) {
		push_too_large(x, partner);
		return false;
	}
	if (push_is_gzip(x))
		http_unpack_body(x, partner->max_body);
	return true;
}

static void
push_post(void *ctx, struct http_exchange *x)
{
	struct push *push = ctx;
	const struct roster_partner *partner = push_welcome(push, x);
	struct slice body = http_body(x);

	if (partner == NULL)
		return;
	if (body.len == 0) {
		http_respond_problem(x, 422, "empty-document",
			"the request has no body; send the document in it");
		return;
	}
	if (body.len > partner->max_body) {
		push_too_large(x, partner);
		return;
	}
	push->options.take(push->options.ctx, push_job_new(push, x, partner));
}

static void
push_get(void *ctx, struct http_exchange *x)
{
	struct push *push = ctx;
	const struct roster_partner *partner = push_partner(push, x);

	if (partner == NULL)
		return;
	push->options.status(
		push->options.ctx, x, partner->name, http_path_param(x, "id"));
}

void
push_routes(struct push *push, struct http_route ret_routes[PUSH_ROUTES])
{
	ret_routes[0] = (struct http_route){
		.method = "POST",
		.pattern = "/v1/partners/{partner}/stories",
		.fn = push_post,
		.ctx = push,
		.gate = push_gate,
	};
	ret_routes[1] = (struct http_route){
		.method = "GET",
		.pattern = "/v1/partners/{partner}/stories/{id}",
		.fn = push_get,
		.ctx = push,
	};
}

/* ---- answers --------------------------------------------------------------
 */

void
push_answer(struct push_job *job, unsigned status, struct slice json)
{
	http_respond_text(
		job->exchange, status, "application/json; charset=utf-8", json);
	push_job_free(job);
}

void
push_answer_problem(struct push_job *job, unsigned status, const char *code,
	const char *detail)
{
	http_respond_problem(job->exchange, status, code, detail);
	push_job_free(job);
}

void
push_answer_busy(struct push_job *job)
{
	push_busy(job->exchange);
	push_job_free(job);
}
