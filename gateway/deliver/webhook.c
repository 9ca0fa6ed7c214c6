/* SPDX-License-Identifier: Apache-2.0 */
/*
 * webhook.c - the endpoints of one generation, and letters to them.
 *
 * A published entry is only a number here: what is sent is read from the
 * journal when it is sent. So a burst costs an endpoint nothing but the
 * knowledge that there is more.
 */
#include "deliver/webhook.h"

#include "base/mem.h"
#include "deliver/endpoint.h"
#include "journal/entry.h"
#include "loop/mailbox.h"

struct letter {
	struct list link;
	int64_t seq; /* 0: none */
	bool mutes;
	struct subscribers *subscribers;
	bool drain;
};

static void
letter_free(struct letter *letter)
{
	subscribers_unref(letter->subscribers);
	mem_free(letter);
}

static struct endpoint *
find_endpoint(struct webhooks *webhooks, const char *name)
{
	list_each (at, &webhooks->endpoints) {
		struct endpoint *endpoint =
			list_entry(at, struct endpoint, link);
		if (slice_is(slice_text(name), endpoint->caller.who->name))
			return endpoint;
	}
	return NULL;
}

/* An endpoint keeps its place over a reload; a new address makes it try
 * again. */
static void
renew(struct endpoint *endpoint, const struct subscriber *who)
{
	struct caller before = endpoint->caller;

	endpoint->caller = (struct caller){
		subscribers_ref(endpoint->webhooks->subscribers), who
	};
	if (!slice_is(slice_text(who->webhook_url), before.who->webhook_url)) {
		if (endpoint->disabled)
			attempt_note_back(endpoint);
		endpoint->disabled = false;
		endpoint->trouble = NULL;
		endpoint->failures = 0;
		endpoint->paused_until_ms = 0;
	}
	caller_done(&before);
}

static void
close_missing(struct webhooks *webhooks)
{
	list_each_safe (at, &webhooks->endpoints) {
		struct endpoint *endpoint =
			list_entry(at, struct endpoint, link);
		const struct subscriber *who =
			subscribers_find_name(webhooks->subscribers,
				slice_text(endpoint->caller.who->name));
		if (who == NULL || who->webhook_url == NULL || who->revoked)
			endpoint_close(endpoint);
		else
			renew(endpoint, who);
	}
}

static void
open_new(struct webhooks *webhooks)
{
	for (size_t i = 0; i < subscribers_count(webhooks->subscribers); i++) {
		const struct subscriber *who =
			subscribers_at(webhooks->subscribers, i);
		if (who->webhook_url == NULL || who->revoked ||
			find_endpoint(webhooks, who->name) != NULL)
			continue;
		struct endpoint *endpoint = endpoint_new(webhooks, who);
		list_append(&webhooks->endpoints, &endpoint->link);
		endpoint_ask_open(endpoint);
	}
}

static void
take_letter(struct webhooks *webhooks, struct letter *letter)
{
	if (letter->seq > webhooks->newest)
		webhooks->newest = letter->seq;
	if (letter->mutes && letter->seq > webhooks->newest_kill)
		webhooks->newest_kill = letter->seq;
	webhooks->draining |= letter->drain;
	if (letter->subscribers == NULL)
		return;
	subscribers_unref(webhooks->subscribers);
	webhooks->subscribers = steal(letter->subscribers);
	close_missing(webhooks);
	open_new(webhooks);
}

static void
on_mail(void *ctx, struct list *mail)
{
	struct webhooks *webhooks = ctx;

	list_each_safe (at, mail) {
		struct letter *letter = list_entry(at, struct letter, link);
		list_unlink(at);
		take_letter(webhooks, letter);
		letter_free(letter);
	}
	list_each_safe (at, &webhooks->endpoints)
		endpoint_pump(list_entry(at, struct endpoint, link));
}

struct webhooks *
webhooks_new(const struct webhooks_config *config)
{
	struct webhooks *webhooks = mem_new(struct webhooks);

	webhooks->config = *config;
	webhooks->settings = config->settings;
	webhooks->subscribers = subscribers_ref(config->subscribers);
	list_init(&webhooks->endpoints);
	list_init(&webhooks->hungry);
	webhooks->mail = mailbox_new(config->loop, on_mail, webhooks);
	webhooks->replies = mailbox_new(config->loop, backlog_answer, NULL);
	open_new(webhooks);
	return webhooks;
}

struct webhooks *
webhooks_free(struct webhooks *webhooks)
{
	struct list mail;

	if (webhooks == NULL)
		return NULL;
	webhooks->draining = true;
	backlog_drop(webhooks->replies);
	list_each_safe (at, &webhooks->endpoints)
		endpoint_free(list_entry(at, struct endpoint, link));
	list_init(&mail);
	mailbox_take(webhooks->mail, &mail);
	list_each_safe (letter, &mail)
		letter_free(list_entry(letter, struct letter, link));
	mailbox_free(webhooks->mail);
	mailbox_free(webhooks->replies);
	subscribers_unref(webhooks->subscribers);
	return mem_free(webhooks);
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
post(struct webhooks *webhooks, struct letter letter)
{
	mailbox_post(webhooks->mail, &letter_new(letter)->link);
}

void
webhooks_publish(struct webhooks *webhooks, struct entry *const *entries,
	size_t n_entries)
{
	struct list letters;

	list_init(&letters);
	for (size_t i = 0; i < n_entries; i++) {
		struct letter letter = { .seq = entries[i]->seq,
			.mutes = entry_kind_mutes(entries[i]->kind) };

		list_append(&letters, &letter_new(letter)->link);
	}
	mailbox_post_all(webhooks->mail, &letters);
}

void
webhooks_set_subscribers(
	struct webhooks *webhooks, struct subscribers *subscribers)
{
	post(webhooks,
		(struct letter){ .subscribers = subscribers_ref(subscribers) });
}

void
webhooks_drain(struct webhooks *webhooks)
{
	post(webhooks, (struct letter){ .drain = true });
}
