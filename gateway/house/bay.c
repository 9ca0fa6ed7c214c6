/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bay - one thread of delivery and the letters it gets.
 *
 * A bay never reaches into another one. What a reload changes arrives as a new
 * immutable object; what was begun under the old one ends under it.
 */
#include "house/bay.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/ensure.h"
#include "base/mem.h"
#include "house/intake.h"
#include "loop/loop.h"
#include "loop/mailbox.h"
#include "net/listener.h"
#include "net/tls.h"

enum bay_letter_kind { BAY_ADOPT, BAY_TLS, BAY_ROSTER, BAY_DRAIN };

struct bay_letter {
	struct list link;
	enum bay_letter_kind kind;
	int fd;
	struct address peer;
	struct listener *listener;
	struct tls *tls;
	struct roster *roster;
};

struct bay {
	struct loop *loop;
	struct mailbox *box;
	struct http_server *server;
	struct http_route *routes;
	struct delivery *delivery;
	struct push *push;
	atomic_size_t n_coming; /* adopted, not yet seen by the server */
	pthread_t thread;
	bool is_running;
};

static void
bay_gone(void *ctx, const struct address *peer)
{
	listener_gone(ctx, peer);
}

static void
bay_handle(struct bay *bay, struct bay_letter *letter)
{
	switch (letter->kind) {
	case BAY_ADOPT:
		http_server_adopt(bay->server, letter->fd, &letter->peer,
			bay_gone, letter->listener);
		atomic_fetch_sub(&bay->n_coming, 1);
		break;
	case BAY_TLS:
		http_server_set_tls(bay->server, letter->tls);
		tls_unref(letter->tls);
		break;
	case BAY_ROSTER:
		push_set_roster(bay->push, letter->roster);
		roster_unref(letter->roster);
		break;
	case BAY_DRAIN:
		http_server_drain(bay->server);
		break;
	}
	mem_free(letter);
}

static void
bay_mail(void *ctx, struct list *mail)
{
	list_each_safe (link, mail)
		bay_handle(ctx, list_entry(link, struct bay_letter, link));
}

static struct bay_letter *
bay_letter_new(enum bay_letter_kind kind)
{
	struct bay_letter *letter = mem_new(struct bay_letter);

	list_init(&letter->link);
	letter->kind = kind;
	return letter;
}

struct bay *
bay_new(const struct bay_options *options)
{
	struct bay *bay = mem_new(struct bay);
	struct delivery_config delivery = options->delivery;
	struct push_options push = options->push;
	const struct http_route *reading;
	size_t n_reading;

	bay->loop = loop_new();
	bay->box = mailbox_new(bay->loop, bay_mail, bay);
	delivery.loop = bay->loop;
	bay->delivery = delivery_new(&delivery);
	intake_hook(intake_seat_new(options->intake, bay->loop), &push);
	bay->push = push_new(&push);
	reading = delivery_routes(bay->delivery, &n_reading);
	bay->routes =
		mem_zero((PUSH_ROUTES + n_reading) * sizeof(*bay->routes));
	push_routes(bay->push, bay->routes);
	memcpy(bay->routes + PUSH_ROUTES, reading,
		n_reading * sizeof(*reading));
	bay->server = http_server_new(&(struct http_server_options){
		.loop = bay->loop,
		.routes = bay->routes,
		.n_routes = PUSH_ROUTES + n_reading,
		.limits = options->limits,
		.tls = options->tls,
	});
	return bay;
}

struct delivery *
bay_delivery(struct bay *bay)
{
	return bay->delivery;
}

/* Signals are the front loop's: one thread decides what they mean. */
static void *
bay_main(void *ctx)
{
	struct bay *bay = ctx;

	pthread_setname_np(pthread_self(), "bay");
	loop_run(bay->loop);
	return NULL;
}

int
bay_start(struct bay *bay)
{
	sigset_t all, before;
	int r;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	r = pthread_create(&bay->thread, NULL, bay_main, bay);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	bay->is_running = r == 0;
	return -r;
}

size_t
bay_count(const struct bay *bay)
{
	return atomic_load(&bay->n_coming) + http_server_count(bay->server);
}

size_t
bay_coming(const struct bay *bay)
{
	return atomic_load(&bay->n_coming);
}

void
bay_adopt(struct bay *bay, int fd, const struct address *peer,
	struct listener *listener)
{
	struct bay_letter *letter = bay_letter_new(BAY_ADOPT);

	letter->fd = fd;
	letter->peer = *peer;
	letter->listener = listener;
	atomic_fetch_add(&bay->n_coming, 1);
	mailbox_post(bay->box, &letter->link);
}

void
bay_set_tls(struct bay *bay, struct tls *tls)
{
	struct bay_letter *letter = bay_letter_new(BAY_TLS);

	letter->tls = tls_ref(tls);
	mailbox_post(bay->box, &letter->link);
}

void
bay_set_roster(struct bay *bay, struct roster *roster)
{
	struct bay_letter *letter = bay_letter_new(BAY_ROSTER);

	letter->roster = roster_ref(roster);
	mailbox_post(bay->box, &letter->link);
}

void
bay_drain(struct bay *bay)
{
	delivery_drain(bay->delivery);
	mailbox_post(bay->box, &bay_letter_new(BAY_DRAIN)->link);
}

void
bay_stop(struct bay *bay)
{
	if (!bay->is_running)
		return;
	loop_stop(bay->loop);
	pthread_join(bay->thread, NULL);
	bay->is_running = false;
}

static void
bay_drop_mail(struct bay *bay)
{
	struct list mail;

	list_init(&mail);
	mailbox_take(bay->box, &mail);
	list_each_safe (link, &mail) {
		struct bay_letter *letter =
			list_entry(link, struct bay_letter, link);

		if (letter->kind == BAY_ADOPT)
			close(letter->fd);
		tls_unref(letter->tls);
		roster_unref(letter->roster);
		mem_free(letter);
	}
}

struct bay *
bay_free(struct bay *bay)
{
	if (bay == NULL)
		return NULL;
	ensure(!bay->is_running);
	bay_drop_mail(bay);
	http_server_free(bay->server);
	delivery_free(bay->delivery);
	push_free(bay->push);
	mailbox_free(bay->box);
	loop_free(bay->loop);
	mem_free(bay->routes);
	return mem_free(bay);
}
