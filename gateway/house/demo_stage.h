/* SPDX-License-Identifier: Apache-2.0 */
/*
 * demo_stage.h - the demo's folder: certificates, keys, configuration.
 *
 * Everything is made afresh in a folder of its own that only this user can
 * read, and goes away with it. Main thread.
 */
#ifndef HOUSE_DEMO_STAGE_H
#define HOUSE_DEMO_STAGE_H

#include "base/auto.h"
#include "base/problem.h"
#include "crypto/key.h"

struct config; /* config/config.h */

#define DEMO_PARTNER "harbour-wire"
#define DEMO_STREAM "gulf-daily"
#define DEMO_WEBHOOK "morning-post"

struct demo_stage {
	char *folder;
	char *ca, *cert, *key; /* PEM files */
	char *header_file;     /* the stream's key, for curl -H @FILE */
	char *header_arg;      /* "@FILE" */
	char partner_key[KEY_TOKEN_SIZE];
	char stream_key[KEY_TOKEN_SIZE];
	char webhook_key[KEY_TOKEN_SIZE];
	char *partner_authorization, *stream_authorization;
	char *secret;       /* "whsec_..." */
	char *hook_address; /* "127.0.0.1:PORT" */
	char *hook_url;
	struct config *config;
};

/* 0, or 1 with why. End it with demo_stage_strike() either way. */
int demo_stage_set(struct demo_stage *stage, struct problem *why);
/* The folder and everything in it goes. */
void demo_stage_strike(struct demo_stage *stage);

#endif
