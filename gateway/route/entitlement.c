/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entitlement - a sorted set of names and a walk along two sorted lists.
 *
 * Any thread; only the count of references ever changes.
 */
#include "route/entitlement.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/ensure.h"
#include "base/mem.h"

struct entitlement {
	atomic_uint n_refs;
	struct arena arena;
	const char **products;
	size_t n_products;
};

static int
name_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct entitlement *
entitlement_new(const char *const *products, size_t n_products)
{
	struct entitlement *entitlement = mem_new(struct entitlement);
	struct arena *arena = &entitlement->arena;

	atomic_init(&entitlement->n_refs, 1);
	entitlement->products = arena_zero(
		arena, (n_products + 1) * sizeof(*entitlement->products));
	for (size_t i = 0; i < n_products; i++)
		entitlement->products[i] =
			arena_text(arena, slice_text(products[i]));
	entitlement->n_products = n_products;
	if (n_products > 1)
		qsort(entitlement->products, n_products,
			sizeof(*entitlement->products), name_order);
	return entitlement;
}

struct entitlement *
entitlement_ref(struct entitlement *entitlement)
{
	ensure(atomic_fetch_add_explicit(
		       &entitlement->n_refs, 1, memory_order_relaxed) != 0);
	return entitlement;
}

struct entitlement *
entitlement_unref(struct entitlement *entitlement)
{
	if (entitlement == NULL ||
		atomic_fetch_sub_explicit(
			&entitlement->n_refs, 1, memory_order_acq_rel) != 1)
		return NULL;
	arena_done(&entitlement->arena);
	return mem_free(entitlement);
}

bool
entitlement_allows(const struct entitlement *entitlement,
	const char *const *products, size_t n_products)
{
	size_t i = 0, j = 0;

	while (i < entitlement->n_products && j < n_products) {
		int order = strcmp(entitlement->products[i], products[j]);

		if (order == 0)
			return true;
		if (order < 0)
			i++;
		else
			j++;
	}
	return false;
}

bool
entitlement_has(const struct entitlement *entitlement, struct slice product)
{
	for (size_t i = 0; i < entitlement->n_products; i++)
		if (slice_is(product, entitlement->products[i]))
			return true;
	return false;
}

size_t
entitlement_count(const struct entitlement *entitlement)
{
	return entitlement->n_products;
}

const char *
entitlement_product(const struct entitlement *entitlement, size_t i)
{
	ensure(i < entitlement->n_products);
	return entitlement->products[i];
}
