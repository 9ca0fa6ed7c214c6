/* SPDX-License-Identifier: Apache-2.0 */
/*
 * caller.c - who asks, what they may see, and the answers when they may not.
 *
 * An unknown key and no key are told apart (401 with or without an error code,
 * RFC 6750 section 3), nothing else is.
 */
#include <stdio.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "crypto/base64.h"
#include "crypto/sha256.h"
#include "deliver/parts.h"
#include "deliver/ticket.h"
#include "journal/entry.h"
#include "journal/put.h"
#include "route/entitlement.h"

#define MAX_NARROWING 64

void
caller_done(struct caller *caller)
{
	caller->generation = subscribers_unref(caller->generation);
	caller->who = NULL;
}

struct caller
caller_ref(const struct caller *caller)
{
	return (struct caller){ subscribers_ref(caller->generation),
		caller->who };
}

static bool
refuse(struct http_exchange *x, const char *code, const char *detail)
{
	http_add_header(x, "WWW-Authenticate", "Bearer realm=\"torntape\"");
	http_add_header(x, "WWW-Authenticate",
		"Basic realm=\"torntape\", charset=\"UTF-8\"");
	http_respond_problem(x, 401, code, detail);
	return false;
}

/* The part behind the scheme's name, when it is that scheme. */
static bool
cut_scheme(struct slice value, struct slice scheme, struct slice *ret_rest)
{
	if (value.len <= scheme.len || value.at[scheme.len] != ' ' ||
		!slice_equal_nocase(slice_of(value.at, scheme.len), scheme))
		return false;
	*ret_rest = slice_trim(
		slice_of(value.at + scheme.len, value.len - scheme.len));
	return true;
}

/* The password of Basic credentials (RFC 7617). */
static const struct subscriber *
find_by_basic(const struct subscribers *all, struct slice credentials)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct slice user;

	if (credentials.len > 4096 || base64_read(credentials, &text) != 0)
		return NULL;
	struct slice rest = buf_slice(&text);
	if (!slice_cut(&rest, ':', &user))
		return NULL;
	return subscribers_find_key(all, rest);
}

static bool
spend_ticket(struct delivery *delivery, struct http_exchange *x,
	struct slice ticket, const struct subscriber **ret_who)
{
	auto_(buf_done) struct buf name = BUF_NULL;
	int r = tickets_spend(delivery->config.tickets, ticket, &name);

	if (r == 2) {
		delivery_respond_busy(x);
		return false;
	}
	if (r == 0)
		*ret_who = subscribers_find_name(
			delivery->subscribers, buf_slice(&name));
	return *ret_who != NULL ||
	       refuse(x, "ticket-invalid",
		       "the ticket is unknown, was used, or has run out");
}

static bool
find_caller(struct delivery *delivery, struct http_exchange *x, unsigned means,
	const struct subscriber **ret_who)
{
	struct slice ticket = http_query_param(x, "ticket");
	struct slice value = http_header(x, "authorization");
	struct slice rest;

	if ((means & MEANS_TICKET) != 0 && ticket.at != NULL)
		return spend_ticket(delivery, x, ticket, ret_who);
	if (value.len == 0)
		return refuse(x, "unauthorized", "a bearer key is needed");
	if (cut_scheme(value, SLICE("Bearer"), &rest))
		*ret_who = subscribers_find_key(delivery->subscribers, rest);
	else if ((means & MEANS_BASIC) != 0 &&
		 cut_scheme(value, SLICE("Basic"), &rest))
		*ret_who = find_by_basic(delivery->subscribers, rest);
	return *ret_who != NULL ||
	       refuse(x, "key-unknown", "no subscriber has this key");
}

bool
delivery_authenticate(struct delivery *delivery, struct http_exchange *x,
	unsigned means, struct caller *ret_caller)
{
	const struct subscriber *who = NULL;

	if (!find_caller(delivery, x, means, &who))
		return false;
	*ret_caller =
		(struct caller){ subscribers_ref(delivery->subscribers), who };
	return true;
}

bool
delivery_is_welcome(struct delivery *delivery, struct http_exchange *x,
	unsigned means, struct caller *ret_caller)
{
	if (!delivery_authenticate(delivery, x, means, ret_caller))
		return false;
	if (!ret_caller->who->revoked)
		return true;
	caller_done(ret_caller);
	http_respond_problem(
		x, 403, "subscriber-revoked", "this subscription has ended");
	return false;
}

struct entitlement *
delivery_entitlement(struct http_exchange *x, const struct subscriber *who)
{
	char *names[MAX_NARROWING];
	size_t n = 0;
	bool allowed = true;
	struct slice name, value;

	for (size_t i = 0; http_query_at(x, i, &name, &value); i++) {
		if (!slice_is(name, "product"))
			continue;
		allowed = allowed && n < MAX_NARROWING &&
			  entitlement_has(who->entitlement, value);
		if (allowed)
			names[n++] = mem_strndup(value.at, value.len);
	}
	struct entitlement *own = NULL;
	if (allowed && n == 0)
		own = entitlement_ref(who->entitlement);
	else if (allowed)
		own = entitlement_new((const char *const *)names, n);
	else
		http_respond_problem(x, 403, "product-not-entitled",
			"this subscriber does not have that product");
	while (n > 0)
		mem_free(names[--n]);
	return own;
}

bool
delivery_entitles(
	const struct entitlement *entitlement, const struct entry *entry)
{
	return entitlement_allows(
		entitlement, entry->products, entry->n_products);
}

void
delivery_acknowledge(
	struct delivery *delivery, const struct subscriber *who, int64_t seq)
{
	struct journal_put put = {
		.kind = JOURNAL_POSITION,
		.position = { .subscriber = slice_text(who->name),
			.acked = seq,
			.time_ms = clock_wall_ms() },
	};

	if (seq > 0 && delivery->config.note != NULL)
		delivery->config.note(delivery->config.note_context, &put, 1);
}

void
delivery_respond_busy(struct http_exchange *x)
{
	http_add_header(x, "Retry-After", "5");
	http_respond_problem(
		x, 503, "busy", "too much is waiting; come back in a moment");
}

void
delivery_etag(struct slice bytes, struct buf *out)
{
	unsigned char hash[SHA256_SIZE];
	char text[SHA256_SIZE * 2 + 1];
	struct sha256 sha;

	sha256_begin(&sha);
	sha256_add(&sha, bytes);
	sha256_end(&sha, hash);
	sha256_hex(hash, text);
	buf_printf(out, "\"%.32s\"", text);
}

void
delivery_add_license(
	struct http_exchange *x, const struct feed_edition *edition)
{
	auto_(buf_done) struct buf link = BUF_NULL;

	if (edition->license.len == 0)
		return;
	buf_putc(&link, '<');
	buf_put_slice(&link, edition->license);
	buf_puts(&link, ">; rel=\"license\"; type=\"application/rsl+xml\"");
	http_add_header(x, "Link", buf_text(&link));
}
