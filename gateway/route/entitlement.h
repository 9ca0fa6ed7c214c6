/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entitlement.h - which products a subscriber has now.
 *
 * Asked again at every send: the event says which products it belongs to, the
 * entitlement which ones this subscriber has, and a common one is what it
 * takes. Immutable and reference-counted; a reload swaps it. Any thread.
 */
#ifndef ROUTE_ENTITLEMENT_H
#define ROUTE_ENTITLEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/auto.h"
#include "base/slice.h"

struct entitlement;

/* Names in any order; copied. No name: entitled to nothing. */
struct entitlement *entitlement_new(
	const char *const *products, size_t n_products);
struct entitlement *entitlement_ref(struct entitlement *entitlement);
/* Accepts NULL; returns NULL. */
struct entitlement *entitlement_unref(struct entitlement *entitlement);
DEFINE_AUTO(struct entitlement, entitlement_unref);

/* `products` sorted, as an entry of the journal has them:
 * entitlement_allows(e, entry->products, entry->n_products). */
bool entitlement_allows(const struct entitlement *entitlement,
	const char *const *products, size_t n_products);
bool entitlement_has(
	const struct entitlement *entitlement, struct slice product);
size_t entitlement_count(const struct entitlement *entitlement);
/* In sorted order; i < entitlement_count(). */
const char *entitlement_product(
	const struct entitlement *entitlement, size_t i);

#endif
