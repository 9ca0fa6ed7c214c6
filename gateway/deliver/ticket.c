/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ticket.c - base64url of "expiry nonce subscriber" and its MAC.
 *
 * Spent ones stand in a list in the order in which they were spent. They all
 * live equally long, so the ones that have run out are near its head: each
 * spending clears those away first.
 */
#include "deliver/ticket.h"

#include <pthread.h>

#include "base/clock.h"
#include "base/list.h"
#include "base/map.h"
#include "base/mem.h"
#include "crypto/base64.h"
#include "crypto/hmac.h"
#include "crypto/random.h"

#define NONCE 16
#define HEAD (8 + NONCE) /* expiry, nonce */
#define SHARE 8          /* of the table a subscriber may have one in so many */

struct tickets {
	char key[32];
	size_t max_used;
	int64_t life_ms;
	pthread_mutex_t lock; /* guards what follows */
	struct map *used;     /* nonce to struct spent */
	struct map *owners;   /* subscriber to struct owner */
	struct list spent;
};

struct owner {
	char *name;
	size_t n_spent;
};

struct spent {
	struct list link;
	struct owner *owner;
	int64_t expires_ms;
	char nonce[NONCE];
};

struct tickets *
tickets_new(size_t max_used, int64_t life_ms)
{
	struct tickets *tickets = mem_new(struct tickets);

	random_bytes(tickets->key, sizeof(tickets->key));
	tickets->max_used = max_used;
	tickets->life_ms = life_ms;
	pthread_mutex_init(&tickets->lock, NULL);
	tickets->used = map_new();
	tickets->owners = map_new();
	list_init(&tickets->spent);
	return tickets;
}

static struct owner *
owner_of(struct tickets *tickets, struct slice name)
{
	struct owner *owner = map_find(tickets->owners, name);

	if (owner != NULL)
		return owner;
	owner = mem_new(struct owner);
	owner->name = mem_strndup(name.at, name.len);
	map_set(tickets->owners, name, owner);
	return owner;
}

static void
forget(struct tickets *tickets, struct spent *spent)
{
	struct owner *owner = spent->owner;

	if (--owner->n_spent == 0) {
		map_remove(tickets->owners, slice_text(owner->name));
		mem_free(owner->name);
		mem_free(owner);
	}
	list_unlink(&spent->link);
	map_remove(tickets->used, slice_of(spent->nonce, NONCE));
	mem_free(spent);
}

struct tickets *
tickets_free(struct tickets *tickets)
{
	if (tickets == NULL)
		return NULL;
	list_each_safe (at, &tickets->spent)
		forget(tickets, list_entry(at, struct spent, link));
	map_free(tickets->used);
	map_free(tickets->owners);
	pthread_mutex_destroy(&tickets->lock);
	explicit_bzero(tickets->key, sizeof(tickets->key));
	return mem_free(tickets);
}

void
tickets_issue(struct tickets *tickets, struct slice subscriber, struct buf *out,
	int64_t *ret_expires_ms)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	int64_t expires_ms = clock_wall_ms() + tickets->life_ms;
	unsigned char mac[HMAC_SHA256_SIZE];
	char nonce[NONCE];

	random_bytes(nonce, sizeof(nonce));
	buf_put_le64(&text, (uint64_t)expires_ms);
	buf_put(&text, nonce, sizeof(nonce));
	buf_put_slice(&text, subscriber);
	hmac_sha256(slice_of(tickets->key, sizeof(tickets->key)),
		buf_slice(&text), mac);
	buf_put(&text, mac, sizeof(mac));
	base64_put_url(out, buf_slice(&text));
	*ret_expires_ms = expires_ms;
}

static int64_t
read_le64(const char *at)
{
	uint64_t value = 0;

	for (int i = 7; i >= 0; i--)
		value = value << 8 | (unsigned char)at[i];
	return (int64_t)value;
}

/* Is it one that this process signed? Cuts the MAC off. */
static bool
is_ours(const struct tickets *tickets, struct slice *text)
{
	unsigned char mac[HMAC_SHA256_SIZE];

	if (text->len < HEAD + sizeof(mac))
		return false;
	struct slice given =
		slice_of(text->at + text->len - sizeof(mac), sizeof(mac));
	text->len -= sizeof(mac);
	hmac_sha256(slice_of(tickets->key, sizeof(tickets->key)), *text, mac);
	return secret_equal(slice_of((const char *)mac, sizeof(mac)), given);
}

static bool
is_full(const struct tickets *tickets, struct slice subscriber)
{
	const struct owner *owner = map_find(tickets->owners, subscriber);
	size_t share = tickets->max_used / SHARE + 1;

	return map_count(tickets->used) >= tickets->max_used ||
	       (owner != NULL && owner->n_spent >= share);
}

/* With the lock held. As tickets_spend(). */
static int
spend(struct tickets *tickets, struct slice nonce, struct slice subscriber,
	int64_t expires_ms, int64_t now_ms)
{
	list_each_safe (at, &tickets->spent) {
		struct spent *old = list_entry(at, struct spent, link);
		if (old->expires_ms >= now_ms)
			break;
		forget(tickets, old);
	}
	if (map_find(tickets->used, nonce) != NULL)
		return 1;
	if (is_full(tickets, subscriber))
		return 2;
	struct spent *spent = mem_new(struct spent);
	spent->owner = owner_of(tickets, subscriber);
	spent->owner->n_spent++;
	spent->expires_ms = expires_ms;
	memcpy(spent->nonce, nonce.at, NONCE);
	list_append(&tickets->spent, &spent->link);
	map_set(tickets->used, nonce, spent);
	return 0;
}

int
tickets_spend(struct tickets *tickets, struct slice ticket,
	struct buf *ret_subscriber)
{
	auto_(buf_done) struct buf bytes = BUF_NULL;
	int64_t now_ms = clock_wall_ms();

	if (ticket.len > 1024 || base64_read(ticket, &bytes) != 0)
		return 1;
	struct slice text = buf_slice(&bytes);
	if (!is_ours(tickets, &text))
		return 1;
	int64_t expires_ms = read_le64(text.at);
	if (expires_ms < now_ms)
		return 1;
	pthread_mutex_lock(&tickets->lock);
	int r = spend(tickets, slice_of(text.at + 8, NONCE),
		slice_of(text.at + HEAD, text.len - HEAD), expires_ms, now_ms);
	pthread_mutex_unlock(&tickets->lock);
	if (r == 0)
		buf_put(ret_subscriber, text.at + HEAD, text.len - HEAD);
	return r;
}
