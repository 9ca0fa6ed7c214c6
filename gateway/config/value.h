/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value.h - what single values of a configuration must look like.
 *
 * Names, keys, secrets, addresses, blocks of addresses, webhook URLs, zones.
 * Pure functions of text (the zone looks into the system's zoneinfo). All give
 * 0, or 1 with a sentence that says what would have been right and never shows
 * a secret. Any thread.
 */
#ifndef CONFIG_VALUE_H
#define CONFIG_VALUE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"
#include "config/config.h"

#define VALUE_NAME_MAX 63u

/* [a-z0-9][a-z0-9_-]*, at most VALUE_NAME_MAX. */
int value_check_name(struct slice text, struct problem *why);
/* "sha256:HEX"; with `may_be_token` also the token itself. */
int value_read_key(struct slice text, bool may_be_token,
	struct config_key *ret_key, struct problem *why);
/* "whsec_" and base64 of 24 to 64 bytes (Standard Webhooks), appended to
 * `out` decoded. */
int value_read_secret(struct slice text, struct buf *out, struct problem *why);
/* "127.0.0.1:8443", "[::1]:0", "0.0.0.0:443". */
int value_check_address(struct slice text, struct problem *why);
/* An address, or one with a prefix length: "10.0.0.0/8", "fd00::/8". */
int value_check_block(struct slice text, struct problem *why);
/* https with a host and no user; http only to an address that one of `blocks`
 * (NULL-terminated) covers, or to localhost when they cover loopback. */
int value_check_url(
	struct slice text, const char *const *blocks, struct problem *why);
/* A name of the WHATWG encoding standard. */
int value_check_charset(const char *name, struct problem *why);
/* An IANA name that this system has. */
int value_check_zone(const char *name, struct problem *why);

#endif
