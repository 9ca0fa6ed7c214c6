/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agencies - a set of slugs, and what else leads to each of them.
 *
 * An alias that several agencies share leads to none.
 */
#include "deliver/agencies.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/option.h"
#include "journal/standing.h"

/* Nobody's name is longer; looking for a near one costs as much as it is. */
#define AGENCIES_MAX_SAID 120

struct agencies {
	struct arena arena;
	struct map *by_slug;  /* the slug itself */
	struct map *by_alias; /* the slug of whom it means */
	const char **slugs;   /* NULL-terminated */
	size_t n_slugs, cap_slugs;
};

/* In by_alias: of several. */
static const char agencies_shared[] = "";

struct agencies *
agencies_new(void)
{
	struct agencies *agencies = mem_new(struct agencies);

	agencies->by_slug = map_new();
	agencies->by_alias = map_new();
	mem_grow(agencies->slugs, agencies->n_slugs, agencies->cap_slugs);
	agencies->slugs[0] = NULL;
	return agencies;
}

struct agencies *
agencies_free(struct agencies *agencies)
{
	if (agencies == NULL)
		return NULL;
	map_free(agencies->by_slug);
	map_free(agencies->by_alias);
	mem_free(agencies->slugs);
	arena_done(&agencies->arena);
	return mem_free(agencies);
}

/* NULL: nothing of the name can stand in a URL. */
static const char *
agencies_enter(struct agencies *agencies, struct slice name)
{
	auto_(buf_done) struct buf slug = BUF_NULL;
	const char *known;

	agency_slug(name, &slug);
	if (slug.len == 0)
		return NULL;
	known = map_find(agencies->by_slug, buf_slice(&slug));
	if (known != NULL)
		return known;
	known = arena_text(&agencies->arena, buf_slice(&slug));
	map_set(agencies->by_slug, buf_slice(&slug), (char *)known);
	agencies->slugs[agencies->n_slugs++] = known;
	mem_grow(agencies->slugs, agencies->n_slugs, agencies->cap_slugs);
	agencies->slugs[agencies->n_slugs] = NULL;
	return known;
}

void
agencies_add(struct agencies *agencies, struct slice name)
{
	(void)agencies_enter(agencies, name);
}

void
agencies_add_alias(
	struct agencies *agencies, struct slice name, struct slice alias)
{
	auto_(buf_done) struct buf slug = BUF_NULL;
	const char *meant = agencies_enter(agencies, name), *other;

	agency_slug(alias, &slug);
	if (meant == NULL || slug.len == 0)
		return;
	other = map_find(agencies->by_alias, buf_slice(&slug));
	if (other != NULL && other != meant)
		meant = agencies_shared;
	map_set(agencies->by_alias, buf_slice(&slug), (char *)meant);
}

size_t
agencies_count(const struct agencies *agencies)
{
	return agencies->n_slugs;
}

bool
agencies_has(const struct agencies *agencies, struct slice slug)
{
	return map_find(agencies->by_slug, slug) != NULL;
}

const char *
agencies_meant(const struct agencies *agencies, struct slice said)
{
	auto_(buf_done) struct buf slug = BUF_NULL;
	const char *meant;

	if (said.len > AGENCIES_MAX_SAID)
		return NULL;
	agency_slug(said, &slug);
	meant = map_find(agencies->by_slug, buf_slice(&slug));
	if (meant == NULL)
		meant = map_find(agencies->by_alias, buf_slice(&slug));
	if (meant == agencies_shared)
		return NULL;
	return meant != NULL
		       ? meant
		       : option_nearest_of(agencies->slugs, buf_slice(&slug));
}
