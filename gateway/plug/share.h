/* SPDX-License-Identifier: Apache-2.0 */
/*
 * share.h - what several plugins of a chain make of the same file, made once.
 *
 * Five of the shipped plugins look names up in one authority list; each had
 * built its own, which was a third of the time until the program was ready. A
 * thing is known by its kind, a word that the plugins agree on, and by the
 * bytes it was made of: a partner whose operator has rows of its own gets
 * another thing of the same kind. One thread.
 */
#ifndef PLUG_SHARE_H
#define PLUG_SHARE_H

#include "base/auto.h"
#include "base/slice.h"

struct share;

/* Code of a plugin: NULL when it can make nothing of the bytes. */
typedef void *share_make_fn(const char *bytes, size_t len);
typedef void share_drop_fn(void *thing);

struct share *share_new(void);
/* Drops every thing; the plugins that made them are still loaded, and nobody
 * uses the things any more. Accepts NULL; returns NULL. */
struct share *share_free(struct share *share);
DEFINE_AUTO(struct share, share_free);

/* The thing of that kind that was made of these bytes, or made now. Lent until
 * share_free(). NULL: make() answered so. */
const void *share_get(struct share *share, const char *kind, struct slice bytes,
	share_make_fn *make, share_drop_fn *drop);

#endif
