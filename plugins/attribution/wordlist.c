/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wordlist.c - a table of hashes of phrases in capitals, 64 bits each: that two
 * of a few thousand agree does not happen. Beginnings and ends of phrases stand
 * in it too, so that a look-up stops at the first word with which none goes on.
 */
#include "attribution/wordlist.h"

#include <stdlib.h>

#include "common/mem.h"

#define MAX_WORDS 8
#define MAX_LETTERS 20     /* of scripts without blanks */
#define BEGINS 0x80000000u /* a phrase goes on behind it */
#define ENDS 0x40000000u   /* or before it */

struct wordlist_entry {
	uint64_t hash; /* 0: free */
	uint32_t classes;
	uint32_t owner; /* plus one; 0: only begins or ends a phrase */
};

/* A rule that has the phrase, in these classes. */
struct wordlist_owner {
	uint32_t classes, rule;
	uint32_t next; /* plus one; 0: the last */
};

static uint64_t
hash_put(uint64_t h, uint32_t code)
{
	return (h ^ code) * 0x100000001b3u;
}

#define SEED 0xcbf29ce484222325u

struct wordlist *
wordlist_new(bool *met)
{
	struct wordlist *wordlist = mem_alloc(sizeof(*wordlist));

	wordlist->met = met;
	wordlist->size = 1024;
	wordlist->table = mem_alloc(wordlist->size * sizeof(*wordlist->table));
	return wordlist;
}

void
wordlist_free(struct wordlist *wordlist)
{
	if (!wordlist)
		return;
	free(wordlist->table);
	free(wordlist->owners);
	free(wordlist);
}

static struct wordlist_entry *
find(const struct wordlist *wordlist, uint64_t hash)
{
	size_t slot = (hash ^ hash >> 29) & (wordlist->size - 1);

	while (wordlist->table[slot].hash && wordlist->table[slot].hash != hash)
		slot = (slot + 1) & (wordlist->size - 1);
	return &wordlist->table[slot];
}

static void
grow(struct wordlist *wordlist)
{
	struct wordlist old = *wordlist;

	wordlist->size *= 2;
	wordlist->table = mem_alloc(wordlist->size * sizeof(*wordlist->table));
	for (size_t i = 0; i < old.size; i++)
		if (old.table[i].hash)
			*find(wordlist, old.table[i].hash) = old.table[i];
	free(old.table);
}

/* Letters of writing systems that have no blanks between words, or particles
 * that are written together. */
static bool
is_dense(uint32_t code)
{
	return code_is_cjk(code) || (code >= 0xe00 && code <= 0x109f) ||
	       (code >= 0x1780 && code <= 0x17ff) ||
	       (code >= 0xac00 && code <= 0xd7a3);
}

static bool
is_part(uint32_t code)
{
	if (code < 0x80)
		return byte_is_alnum((unsigned char)code) || code == '\'' ||
		       code == '-';
	return code_is_letter(code) || code_is_digit(code) || code == '\'' ||
	       code == 0x2019 || code == '-' || code == 0x200c ||
	       (code >= 0x64b && code <= 0x65f) || code == 0x2010;
}

/* A capital of Greek is written without its accent: "πηγή", "ΠΗΓΗ". */
static uint32_t
without_accent(uint32_t code)
{
	static const struct {
		uint16_t accented, plain;
	} greek[] = { { 0x386, 0x391 }, { 0x388, 0x395 }, { 0x389, 0x397 },
		{ 0x38a, 0x399 }, { 0x38c, 0x39f }, { 0x38e, 0x3a5 },
		{ 0x38f, 0x3a9 } };

	for (size_t i = 0; code >= 0x386 && code <= 0x38f &&
			   i < sizeof(greek) / sizeof(greek[0]);
		i++)
		if (greek[i].accented == code)
			return greek[i].plain;
	return code;
}

static uint32_t
plain(uint32_t code)
{
	return code == 0x2019   ? '\''
	       : code == 0x2010 ? '-'
				: without_accent(code_to_upper(code));
}

/* One word at the start, put into `*hash`; its bytes, 0: no word. */
static size_t
put_word(struct piece p, uint64_t *hash)
{
	size_t n = 0, len;

	while (n < p.len) {
		unsigned char c = (unsigned char)p.at[n];

		if (c < 0x80) {
			if (!is_part(c))
				break;
			*hash = hash_put(
				*hash, c >= 'a' && c <= 'z' ? c - 32u : c);
			n++;
			continue;
		}
		uint32_t code = piece_code(piece_skip(p, n), &len);
		if (!is_part(code))
			break;
		*hash = hash_put(*hash, plain(code));
		n += len;
	}
	return n;
}

static size_t
blanks(struct piece p)
{
	return piece_spaces(p);
}

static struct wordlist_entry *
put(struct wordlist *wordlist, uint64_t hash, uint32_t classes)
{
	if (2 * wordlist->n >= wordlist->size)
		grow(wordlist);
	struct wordlist_entry *entry = find(wordlist, hash);

	wordlist->n += !entry->hash;
	entry->hash = hash;
	entry->classes |= classes;
	return entry;
}

/* A whole phrase. */
static void
put_phrase(
	struct wordlist *wordlist, uint64_t hash, uint32_t classes, size_t rule)
{
	struct wordlist_entry *entry = put(wordlist, hash, classes);

	mem_more(wordlist->owners, wordlist->n_owners, wordlist->cap_owners);
	wordlist->owners[wordlist->n_owners++] =
		(struct wordlist_owner){ classes, (uint32_t)rule,
			entry->owner };
	entry->owner = (uint32_t)wordlist->n_owners;
}

/* The rules whose phrase it was, as far as it was wanted. */
static uint32_t
meet(const struct wordlist *wordlist, const struct wordlist_entry *entry,
	uint32_t wanted)
{
	if (!entry)
		return 0;
	for (uint32_t i = wordlist->met ? entry->owner : 0; i;) {
		const struct wordlist_owner *owner = &wordlist->owners[i - 1];

		if (owner->classes & wanted)
			wordlist->met[owner->rule] = true;
		i = owner->next;
	}
	return entry->classes & wanted;
}

/* One word, or a sign of its own such as "©". */
static size_t
put_unit(struct piece p, uint64_t *hash)
{
	size_t len = put_word(p, hash);

	if (!len)
		*hash = hash_put(*hash, piece_code(p, &len));
	return len;
}

/* The hash of a phrase from byte `at` on; what it begins with is put as well
 * when `prefixes` is set. */
static uint64_t
hash_phrase(struct wordlist *wordlist, struct piece phrase, bool prefixes)
{
	uint64_t hash = SEED;

	while (phrase.len) {
		phrase = piece_skip(phrase, put_unit(phrase, &hash));
		size_t len = blanks(phrase);
		if (prefixes && phrase.len > len)
			put(wordlist, hash, BEGINS);
		if (len && phrase.len > len)
			hash = hash_put(hash, ' ');
		phrase = piece_skip(phrase, len);
	}
	return hash;
}

/* Is it short enough to be found again? */
static bool
fits(struct piece phrase)
{
	size_t n = 0, len;
	bool dense = is_dense(piece_code(phrase, &len));

	for (; phrase.len; n++) {
		uint64_t ignored = SEED;

		if (!dense)
			len = put_unit(phrase, &ignored);
		else
			piece_code(phrase, &len);
		phrase = piece_skip(phrase, len);
		phrase = piece_skip(phrase, blanks(phrase));
	}
	return n <= (dense ? MAX_LETTERS : MAX_WORDS);
}

bool
wordlist_add(struct wordlist *wordlist, struct piece phrase, uint32_t classes,
	size_t rule)
{
	size_t len, n = 0;
	uint64_t hash = SEED;

	phrase = piece_trim(phrase);
	if (!phrase.len)
		return true;
	if (!fits(phrase))
		return false;
	if (is_dense(piece_code(phrase, &len))) {
		for (; n < phrase.len; n += len) {
			if (n)
				put(wordlist, hash, BEGINS);
			hash = hash_put(hash,
				plain(piece_code(piece_skip(phrase, n), &len)));
		}
		put_phrase(wordlist, hash, classes, rule);
		return true;
	}
	wordlist->begins[wordlist_beginning(phrase)] |= classes;
	put_phrase(
		wordlist, hash_phrase(wordlist, phrase, true), classes, rule);
	/* its ends, from the second word on */
	while (n < phrase.len) {
		uint64_t ignored = SEED;

		n += put_unit(piece_skip(phrase, n), &ignored);
		n += blanks(piece_skip(phrase, n));
		if (n < phrase.len)
			put(wordlist,
				hash_phrase(
					wordlist, piece_skip(phrase, n), false),
				ENDS);
	}
	return true;
}

static uint32_t
dense_at(const struct wordlist *wordlist, struct piece text, uint32_t wanted,
	size_t *ret_len)
{
	uint64_t hash = SEED;
	const struct wordlist_entry *best = NULL;
	size_t n = 0, len;

	for (int k = 0; k < MAX_LETTERS && n < text.len; k++) {
		uint32_t code = piece_code(piece_skip(text, n), &len);

		hash = hash_put(hash, plain(code));
		n += len;
		const struct wordlist_entry *found = find(wordlist, hash);
		if (found->classes & wanted) {
			best = found;
			*ret_len = n;
		}
		if (!(found->classes & BEGINS))
			break;
	}
	return meet(wordlist, best, wanted);
}

uint32_t
wordlist_find(const struct wordlist *wordlist, struct piece text,
	uint32_t wanted, size_t *ret_len)
{
	uint64_t hash = SEED;
	const struct wordlist_entry *best = NULL;
	size_t n = blanks(text), len;

	wanted &= ~(BEGINS | ENDS);
	if (n >= text.len)
		return 0;
	if (is_dense(piece_code(piece_skip(text, n), &len))) {
		uint32_t found = dense_at(
			wordlist, piece_skip(text, n), wanted, ret_len);

		*ret_len += found ? n : 0;
		return found;
	}
	if (!(wordlist->begins[wordlist_beginning(piece_skip(text, n))] &
		    wanted))
		return 0;
	for (int k = 0; k < MAX_WORDS && n < text.len; k++) {
		size_t word = put_word(piece_skip(text, n), &hash);

		if (!word && k == 0) {
			hash = hash_put(
				hash, piece_code(piece_skip(text, n), &word));
		} else if (!word) {
			break;
		}
		n += word;
		const struct wordlist_entry *found = find(wordlist, hash);
		if (found->classes & wanted) {
			best = found;
			*ret_len = n;
		}
		if (!(found->classes & BEGINS))
			break;
		word = blanks(piece_skip(text, n));
		if (!word)
			break;
		hash = hash_put(hash, ' ');
		n += word;
	}
	return meet(wordlist, best, wanted);
}

/* Where the last word begins; p.len: there is none. */
static size_t
last_start(struct piece p)
{
	size_t i = p.len, len;

	while (i > 0) {
		size_t last = piece_last(piece_head(p, i));

		if (!is_part(piece_code(piece_skip(p, i - last), &len)))
			break;
		i -= last;
	}
	return i;
}

static uint32_t
dense_before(const struct wordlist *wordlist, struct piece text,
	uint32_t wanted, size_t *ret_len)
{
	const struct wordlist_entry *best = NULL;
	size_t n = text.len;

	for (int k = 0; k < MAX_LETTERS && n > 0; k++) {
		uint64_t hash = SEED;
		size_t len;

		n -= piece_last(piece_head(text, n));
		for (size_t i = n; i < text.len; i += len)
			hash = hash_put(hash,
				plain(piece_code(piece_skip(text, i), &len)));
		const struct wordlist_entry *found = find(wordlist, hash);
		if (found->classes & wanted) {
			best = found;
			*ret_len = text.len - n;
		}
	}
	return meet(wordlist, best, wanted);
}

uint32_t
wordlist_before(const struct wordlist *wordlist, struct piece text,
	uint32_t wanted, size_t *ret_len)
{
	size_t all = text.len, start, len;
	const struct wordlist_entry *best = NULL;

	wanted &= ~(BEGINS | ENDS);
	text.len -= piece_spaces_end(text);
	if (!text.len)
		return 0;
	start = text.len - piece_last(text);
	if (is_dense(piece_code(piece_skip(text, start), &len))) {
		uint32_t found = dense_before(wordlist, text, wanted, ret_len);

		*ret_len += found ? all - text.len : 0;
		return found;
	}
	start = text.len;
	for (int k = 0; k < MAX_WORDS && start > 0; k++) {
		struct piece before = piece_head(text, start);

		before.len -= piece_spaces_end(before);
		size_t word = last_start(before);
		if (word >= before.len || (k && before.len == start))
			break;
		start = word;
		struct piece phrase = piece_skip(text, start);
		uint64_t hash = SEED;
		while (phrase.len) {
			len = put_word(phrase, &hash);
			phrase = piece_skip(phrase, len);
			len = blanks(phrase);
			if (!len)
				break;
			hash = hash_put(hash, ' ');
			phrase = piece_skip(phrase, len);
		}
		const struct wordlist_entry *found = find(wordlist, hash);
		if (found->classes & wanted) {
			best = found;
			*ret_len = all - start;
		}
		if (!(found->classes & ENDS))
			break;
	}
	return meet(wordlist, best, wanted);
}

struct piece
wordlist_word(struct piece text)
{
	uint64_t ignored = SEED;

	text = piece_skip(text, blanks(text));
	size_t n = piece_alnum(text);
	return piece_head(text, n + put_word(piece_skip(text, n), &ignored));
}

struct piece
wordlist_last_word(struct piece text)
{
	text.len -= piece_spaces_end(text);
	return piece_skip(text, last_start(text));
}
