/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words.c - one pass over the bytes; ASCII on the short way.
 */
#include "common/words.h"

#include <stdlib.h>

#include "common/mem.h"

#define HASH_SEED 2166136261u
#define HASH_MANY UINT64_C(0x9e3779b97f4a7c15)
#define MAX_WORD 256u /* bytes */

static inline uint64_t
hash_put(uint64_t hash, uint64_t block)
{
	hash = (hash ^ block) * HASH_MANY;
	return hash ^ hash >> 32;
}

static inline uint32_t
hash_end(uint64_t hash)
{
	return (uint32_t)hash;
}

static inline void
add(struct words *words, uint32_t hash, size_t start, size_t end, unsigned n)
{
	mem_more(words->items, words->n, words->cap);
	words->items[words->n++] = (struct word){
		.hash = hash ^ hash >> 15,
		.start = (uint32_t)start,
		.end = (uint32_t)end,
		.small = n <= 3,
	};
}

/* Bytes inside a word that do not count: apostrophes, hyphens (with the line
 * end behind them), soft hyphens and invisible characters, when a letter comes
 * after them. */
static size_t
joint(struct piece p)
{
	size_t len, at = 0;
	uint32_t code = piece_code(p, &len);

	if (code == 0xad || (code >= 0x200b && code <= 0x200f) ||
		code == 0xfeff)
		at = len;
	else if (code == '\'' || code == 0x2019 || code == 0x2018)
		at = len;
	else if (code == '-' || code == 0x2010 || code == 0x2011)
		at = len;
	else
		return 0;
	if (code == '-' || code == 0x2010 || code == 0xad) {
		size_t i = at;

		while (i < p.len && (p.at[i] == ' ' || p.at[i] == '\r'))
			i++;
		if (i < p.len && p.at[i] == '\n') {
			struct piece next = piece_skip(p, i);

			at = i + piece_spaces(next);
		}
	}
	if (at >= p.len)
		return 0;
	code = piece_code(piece_skip(p, at), &len);
	return code_is_letter(code) && !code_is_cjk(code) ? at : 0;
}

/* Of ASCII only these and letters can go on inside a word. */
static bool
byte_may_join(unsigned char c)
{
	return c >= 0x80 || c == '\'' || c == '-' || (c >= '0' && c <= '9');
}

/* Of the bytes that count in a word, letters small. */
static uint32_t
hash_of(const char *at, size_t n)
{
	uint64_t hash = HASH_SEED, block = 0;

	for (; n > sizeof(block); at += sizeof(block), n -= sizeof(block))
		hash = hash_put(hash, eight_at(at));
	memcpy(&block, at, n);
	return hash_end(hash_put(hash, block));
}

static size_t
read_word(struct words *words, struct piece text, size_t i, size_t base)
{
	size_t start = i, len;
	size_t most = text.len - i < MAX_WORD ? text.len : i + MAX_WORD;
	char counts[MAX_WORD];
	size_t bytes = 0;
	unsigned n = 0;

	while (i < most) {
		unsigned char c = (unsigned char)text.at[i];

		if (byte_is_alnum(c)) {
			counts[bytes++] = byte_lower((char)c);
			i++;
			n++;
			continue;
		}
		if (!byte_may_join(c))
			break;
		uint32_t code = piece_code(piece_skip(text, i), &len);
		if (code >= 0x80 && code_is_letter(code) &&
			!code_is_cjk(code) && bytes + len <= sizeof(counts)) {
			memcpy(counts + bytes, text.at + i, len);
			bytes += len;
			i += len;
			n++;
			continue;
		}
		len = joint(piece_skip(text, i));
		if (!len)
			break;
		i += len;
	}
	add(words, hash_of(counts, bytes), base + start, base + i, n);
	return i;
}

/* A word of ASCII letters alone, as most are, and the blank behind it: where
 * they end; `from` when it goes on in another way, or the text ends too soon to
 * look at eight bytes at once. Bit 5 makes a letter small. */
static inline size_t
read_plain_word(
	struct words *words, struct piece text, size_t from, size_t base)
{
	uint64_t hash = HASH_SEED;
	size_t at = from, most = from + MAX_WORD / 2;

	for (;;) {
		if (at + sizeof(uint64_t) > text.len || at >= most)
			return from;
		uint64_t word = eight_at(text.at + at);
		uint64_t others = ~eight_letters(word) & EIGHT(0x80);
		uint64_t block = word | EIGHT(32);

		if (!others) {
			at += sizeof(uint64_t);
			hash = hash_put(hash, block);
			continue;
		}
		size_t last = eight_before(others);
		at += last;
		unsigned char c = (unsigned char)text.at[at];
		if (c != ' ' && byte_may_join(c))
			return from;
		if (last)
			hash = hash_put(hash, eight_head(block, last));
		add(words, hash_end(hash), base + from, base + at,
			(unsigned)(at - from));
		return at + (c == ' ');
	}
}

/* A word and its blank are seldom under five bytes. */
static void
make_room(struct words *words, size_t bytes)
{
	if (words->cap - words->n > bytes / 5)
		return;
	words->cap = words->n + bytes / 5 + 16;
	words->items =
		mem_grow(words->items, words->cap, sizeof(*words->items));
}

void
words_read(struct words *words, struct piece text, size_t base)
{
	make_room(words, text.len);
	for (size_t i = 0; i < text.len;) {
		unsigned char c = (unsigned char)text.at[i];
		size_t len = 1;

		if (byte_is_alnum(c)) {
			size_t next = read_plain_word(words, text, i, base);

			i = next > i ? next : read_word(words, text, i, base);
			continue;
		}
		if (c < 0x80) {
			i++;
			continue;
		}
		uint32_t code = piece_code(piece_skip(text, i), &len);
		if (code_is_cjk(code))
			add(words, (HASH_SEED ^ code) * 16777619u, base + i,
				base + i + len, 4);
		else if (code_is_letter(code)) {
			i = read_word(words, text, i, base);
			continue;
		}
		i += len;
	}
}

void
words_done(struct words *words)
{
	free(words->items);
	*words = (struct words){ 0 };
}

size_t
words_from(const struct words *words, size_t at)
{
	size_t low = 0, high = words->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (words->items[mid].start < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}
