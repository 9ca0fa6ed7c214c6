/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roster.h - the partners of one configuration generation and their keys.
 *
 * Immutable and counted: a reload makes a new one, and what a partner began
 * under the old one ends under it. Keys are kept as SHA-256 only. A partner is
 * lent by its roster. Any thread.
 */
#ifndef PARTNER_ROSTER_H
#define PARTNER_ROSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/auto.h"
#include "base/problem.h"
#include "base/slice.h"
#include "crypto/key.h"

struct roster;

/* What the configuration says; borrowed until roster_new() returned. */
struct roster_facts {
	const char *name;
	const unsigned char (*key_hashes)[KEY_HASH_SIZE];
	size_t n_keys;
	bool may_kill, may_embargo;
	size_t max_body; /* bytes */
};

struct roster_partner {
	const char *name;
	bool may_kill, may_embargo;
	size_t max_body;
};

/* 0 and one reference, the caller's; 1 with why: E-PARTNER-TWICE (a key that
 * two partners share would let one speak for the other). */
int roster_new(const struct roster_facts *facts, size_t n_facts,
	struct roster **ret_roster, struct problem *why);
struct roster *roster_ref(struct roster *roster);
/* Accepts NULL; returns NULL. */
struct roster *roster_unref(struct roster *roster);
DEFINE_AUTO(struct roster, roster_unref);

/* NULL when no partner has this key. */
const struct roster_partner *roster_find_key(
	const struct roster *roster, struct slice token);

#endif
