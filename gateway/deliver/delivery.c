/* SPDX-License-Identifier: Apache-2.0 */
/*
 * delivery.c - one loop's post room: letters in, ring filled, streams marked.
 *
 * Nothing is sent from here. A letter from the desk goes into the ring; the
 * streams, polls and feeds that it concerns are told, and do their part at the
 * end of the turn.
 */
#include "deliver/delivery.h"

#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "deliver/parts.h"
#include "journal/entry.h"
#include "loop/mailbox.h"

#define SWEEP_MS 1000

/* What other threads send: one of these three. */
struct letter {
	struct list link;
	struct entry *entry;
	struct subscribers *subscribers;
	bool drain;
};

static void
letter_free(struct letter *letter)
{
	entry_unref(letter->entry);
	subscribers_unref(letter->subscribers);
	mem_free(letter);
}

static void
take_entry(struct delivery *delivery, struct entry *entry)
{
	int64_t before = delivery->tail.last;

	if (entry_kind_type(entry->kind) == NULL)
		return;
	if (!tail_append(&delivery->tail, entry))
		return;
	sse_stream_published(delivery, entry, before);
	pages_published(delivery, entry);
	feed_published(delivery, entry);
}

static void
take_subscribers(struct delivery *delivery, struct letter *letter)
{
	subscribers_unref(delivery->subscribers);
	delivery->subscribers = steal(letter->subscribers);
	sse_stream_regenerate(delivery);
	/* Whoever waits asks again, as who they are now. */
	pages_end_all(delivery);
}

static void
take_drain(struct delivery *delivery)
{
	delivery->draining = true;
	sse_stream_end_all(delivery);
	pages_end_all(delivery);
}

static void
on_mail(void *ctx, struct list *mail)
{
	struct delivery *delivery = ctx;

	list_each_safe (at, mail) {
		struct letter *letter = list_entry(at, struct letter, link);
		list_unlink(at);
		if (letter->entry != NULL)
			take_entry(delivery, letter->entry);
		if (letter->subscribers != NULL)
			take_subscribers(delivery, letter);
		if (letter->drain)
			take_drain(delivery);
		letter_free(letter);
	}
}

static void
on_sweep(void *ctx)
{
	struct delivery *delivery = ctx;

	sse_stream_sweep(delivery, clock_mono_ms());
	timer_set(&delivery->sweep, SWEEP_MS);
}

static void
add_route(struct delivery *delivery, const char *method, const char *pattern,
	http_fn *fn)
{
	delivery->routes[delivery->n_routes++] =
		(struct http_route){ method, pattern, fn, delivery, 0, NULL };
}

static void
add_routes(struct delivery *delivery)
{
	add_route(delivery, "GET", "/v1/stream", sse_stream_open);
	add_route(delivery, "OPTIONS", "/v1/stream", sse_stream_options);
	add_route(delivery, "POST", "/v1/tickets", ticket_request);
	/* Some clients cannot POST without a body; it is not looked at. */
	delivery->routes[delivery->n_routes - 1].max_body = 4096;
	add_route(delivery, "GET", "/v1/stories", pages_list);
	add_route(delivery, "GET", "/v1/stories/{id}", story_page_get);
	add_route(delivery, "GET", "/v1/stories/{id}/evidence",
		story_page_evidence);
	add_route(delivery, "GET", "/v1/feeds/{name}", feed_of_product);
	add_route(delivery, "GET", "/v1/feeds/agency/{name}", feed_of_agency);
}

struct delivery *
delivery_new(const struct delivery_config *config)
{
	struct delivery *delivery = mem_new(struct delivery);
	const struct delivery_settings *settings = config->settings;

	delivery->config = *config;
	delivery->settings = settings;
	delivery->subscribers = subscribers_ref(config->subscribers);
	tail_init(&delivery->tail, settings->tail_entries, settings->tail_bytes,
		config->newest);
	list_init(&delivery->streams);
	list_init(&delivery->polls);
	delivery->feeds = map_new();
	delivery->shrunk_ms = clock_wall_ms();
	delivery->mail = mailbox_new(config->loop, on_mail, delivery);
	delivery->replies = mailbox_new(config->loop, backlog_answer, delivery);
	timer_init(&delivery->sweep, config->loop, on_sweep, delivery);
	timer_set(&delivery->sweep, SWEEP_MS);
	add_routes(delivery);
	return delivery;
}

struct delivery *
delivery_free(struct delivery *delivery)
{
	struct list mail;

	if (delivery == NULL)
		return NULL;
	timer_done(&delivery->sweep);
	backlog_drop(delivery->replies);
	pages_end_all(delivery);
	sse_stream_free_all(delivery);
	feed_free_all(delivery);
	list_init(&mail);
	mailbox_take(delivery->mail, &mail);
	list_each_safe (at, &mail)
		letter_free(list_entry(at, struct letter, link));
	mailbox_free(delivery->mail);
	mailbox_free(delivery->replies);
	tail_done(&delivery->tail);
	subscribers_unref(delivery->subscribers);
	return mem_free(delivery);
}

const struct http_route *
delivery_routes(const struct delivery *delivery, size_t *ret_n)
{
	*ret_n = delivery->n_routes;
	return delivery->routes;
}

static struct letter *
letter_new(struct letter letter)
{
	struct letter *own = mem_new(struct letter);

	*own = letter;
	list_init(&own->link);
	return own;
}

static void
post(struct delivery *delivery, struct letter letter)
{
	mailbox_post(delivery->mail, &letter_new(letter)->link);
}

void
delivery_publish(struct delivery *delivery, struct entry *const *entries,
	size_t n_entries)
{
	struct list letters;

	list_init(&letters);
	for (size_t i = 0; i < n_entries; i++) {
		struct letter letter = { .entry = entry_ref(entries[i]) };

		list_append(&letters, &letter_new(letter)->link);
	}
	mailbox_post_all(delivery->mail, &letters);
}

void
delivery_set_subscribers(
	struct delivery *delivery, struct subscribers *subscribers)
{
	post(delivery,
		(struct letter){ .subscribers = subscribers_ref(subscribers) });
}

void
delivery_drain(struct delivery *delivery)
{
	post(delivery, (struct letter){ .drain = true });
}

bool
delivery_knows(const struct delivery *delivery, int64_t as_of)
{
	return as_of >= delivery->tail.base;
}
