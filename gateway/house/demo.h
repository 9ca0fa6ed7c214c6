/* SPDX-License-Identifier: Apache-2.0 */
/*
 * demo.h - `run --demo`: a whole little wire service on one machine.
 *
 * Makes a folder with a certificate authority, a certificate and a
 * configuration; once the gateway is ready it plays the partner (posts stories
 * over HTTPS), one subscriber with a webhook (a TLS server that checks the
 * signature), one with an event stream (the curl program, as a stranger would
 * use), and fetches the feed. What they see is told on stdout. On the front
 * loop; the folder goes when it ends.
 */
#ifndef HOUSE_DEMO_H
#define HOUSE_DEMO_H

#include <stdbool.h>

#include "base/auto.h"
#include "base/problem.h"

struct config; /* config/config.h */
struct demo;
struct gateway; /* house/gateway.h */

/* `json`: tell the facts as one JSON object and nothing else. 0, or 1 with
 * why. */
int demo_new(bool json, struct demo **ret_demo, struct problem *why);
/* After the gateway is freed. Accepts NULL; returns NULL. */
struct demo *demo_free(struct demo *demo);
DEFINE_AUTO(struct demo, demo_free);

/* Borrowed. */
struct config *demo_config(const struct demo *demo);
/* The gateway is ready: raise the curtain. */
void demo_begin(struct demo *demo, struct gateway *gateway);
/* Before the gateway is freed: the cast goes home. */
void demo_end(struct demo *demo);

#endif
