/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bay.h - a delivery loop, its thread, and all that lives on it.
 *
 * Connections come in by bay_adopt() and stay for life: partners' requests,
 * streams, pages and feeds alike. Everything that another thread wants of a bay
 * is a letter to its mailbox.
 */
#ifndef HOUSE_BAY_H
#define HOUSE_BAY_H

#include <stddef.h>

#include "base/auto.h"
#include "base/problem.h"
#include "deliver/delivery.h"
#include "net/http_server.h"
#include "partner/push.h"

struct bay;
struct intake;   /* house/intake.h */
struct listener; /* net/listener.h */
struct tls;      /* net/tls.h */

struct bay_options {
	struct tls *tls; /* a reference is taken */
	struct http_limits limits;
	struct delivery_config delivery; /* loop is filled in here */
	struct push_options push;        /* hooks are filled in here */
	struct intake *intake;           /* borrowed */
};

/* Made on the main thread, before any bay runs. */
struct bay *bay_new(const struct bay_options *options);
struct delivery *bay_delivery(struct bay *bay);
/* 0, or negative errno. */
int bay_start(struct bay *bay);

/* Any thread. */
size_t bay_count(const struct bay *bay);  /* connections */
size_t bay_coming(const struct bay *bay); /* of them, not yet greeted */
void bay_adopt(struct bay *bay, int fd, const struct address *peer,
	struct listener *listener);
/* Each takes a reference of its own. */
void bay_set_tls(struct bay *bay, struct tls *tls);
void bay_set_roster(struct bay *bay, struct roster *roster);
/* Finish what is in service, end streams so that they come back elsewhere. */
void bay_drain(struct bay *bay);

/* Stop the loop and wait for the thread. */
void bay_stop(struct bay *bay);
/* After bay_stop(). Accepts NULL; returns NULL. */
struct bay *bay_free(struct bay *bay);
DEFINE_AUTO(struct bay, bay_free);

#endif
