/* SPDX-License-Identifier: Apache-2.0 */
/*
 * begins.h - which bytes the texts of a list begin with.
 *
 * Most words of a story begin like no text of a list: a filter of the first one
 * to four bytes says so before anything is walked or compared. "May begin" can
 * be wrong, "does not" never is. Written while a list is built, read by any
 * thread afterwards.
 */
#ifndef PLUGINS_COMMON_BEGINS_H
#define PLUGINS_COMMON_BEGINS_H

#include "common/piece.h"

#define BEGINS_MAX 4u /* bytes that are looked at */

/* `pairs` tells by the first two bytes how many bytes are known of the texts
 * that begin so: bit n for n. Hashes of three and of four bytes have bits of
 * their own. */
struct begins {
	uint8_t pairs[4096];
	uint64_t threes[512], fours[512];
};

#define BEGINS_ALL 0x1eu

/* The first four bytes, the first of them lowest; zeros where there are less.
 */
static inline uint32_t
begins_of(struct piece p)
{
	uint32_t first = 0;

	if (p.len < BEGINS_MAX) {
		for (size_t i = 0; i < p.len; i++)
			first |= (uint32_t)(unsigned char)p.at[i] << 8 * i;
		return first;
	}
	memcpy(&first, p.at, BEGINS_MAX);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	first = __builtin_bswap32(first);
#endif
	return first;
}

/* ASCII in lower case, but for the first byte; other bytes may become one
 * another's, which a filter bears. */
static inline uint32_t
begins_small(uint32_t first)
{
	return first | UINT32_C(0x20202000);
}

/* Are they these, small ones, in any case? */
static inline bool
begins_is(uint32_t first, char a, char b, char c, char d)
{
	return (first | UINT32_C(0x20202020)) ==
	       ((uint32_t)a | (uint32_t)b << 8 | (uint32_t)c << 16 |
		       (uint32_t)d << 24);
}

static inline uint32_t
begins_hash(uint32_t bytes)
{
	return bytes * UINT32_C(2654435761);
}

static inline uint8_t *
begins_pair(struct begins *begins, uint32_t first)
{
	return &begins->pairs[begins_hash(first & 0xffff) >> 20];
}

/* A text of the list: its first bytes, of which `n`, 1 to 4, are fixed. */
static inline void
begins_add(struct begins *begins, uint32_t first, size_t n)
{
	uint32_t three = begins_hash(first & 0xffffff) >> 17;
	uint32_t four = begins_hash(first) >> 17;

	if (n == 1)
		for (uint32_t any = 0; any < 256; any++)
			*begins_pair(begins, (first & 0xff) | any << 8) |= 2;
	else
		*begins_pair(begins, first) |= (uint8_t)(1u << n);
	if (n == 3)
		begins->threes[three >> 6] |= UINT64_C(1) << (three & 63);
	if (n == 4)
		begins->fours[four >> 6] |= UINT64_C(1) << (four & 63);
}

/* Of texts of which so many bytes are known: bits of `lengths`. */
static inline bool
begins_may(const struct begins *begins, uint32_t first, unsigned lengths)
{
	lengths &= begins->pairs[begins_hash(first & 0xffff) >> 20];
	if (!lengths)
		return false;
	if (lengths & 6)
		return true;
	uint32_t four = begins_hash(first) >> 17;
	if (lengths & 16 && begins->fours[four >> 6] >> (four & 63) & 1)
		return true;
	uint32_t three = begins_hash(first & 0xffffff) >> 17;
	return lengths & 8 && begins->threes[three >> 6] >> (three & 63) & 1;
}

#endif
