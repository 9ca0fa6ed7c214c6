/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lexicon.c - a walk of the trie from every place where a word may begin. Terms
 * are bounded, so is each walk; a star inside one doubles it at the most twice.
 */
#include "common/lexicon.h"

#include <stdlib.h>

#include "common/mem.h"
#include "common/trie.h"

#define MAX_TERM 120u
#define MAX_STARS 2 /* inside a term */

enum script { NONE, ALPHABET, OPEN };

struct term {
	uint32_t value;
	bool goes_on; /* a star at its end */
};

/* Which bytes a term may begin with: one to four of them, hashed. Most words of
 * a text begin like none. */
struct beginnings {
	uint64_t bits[4][1024];
};

struct lexicon {
	struct trie *trie;
	struct beginnings begins;
	struct term *terms;
	size_t n, cap;
};

struct lexicon *
lexicon_new(void)
{
	struct lexicon *lexicon = mem_alloc(sizeof(*lexicon));

	lexicon->trie = trie_new();
	return lexicon;
}

void
lexicon_free(struct lexicon *lexicon)
{
	if (!lexicon)
		return;
	trie_free(lexicon->trie);
	free(lexicon->terms);
	free(lexicon);
}

/* Of the first `n` bytes, 1 to 4, as they lie in memory. */
static uint32_t
beginning(uint32_t first, size_t n)
{
	uint32_t bytes = n == 4 ? first : first & ((1u << 8 * n) - 1);

	return bytes * UINT32_C(2654435761) >> 16;
}

static uint32_t
first_bytes(struct piece p)
{
	unsigned char bytes[4] = { 0 };
	uint32_t first;

	memcpy(bytes, p.at, p.len < 4 ? p.len : 4);
	memcpy(&first, bytes, 4);
	return first;
}

static bool
is_set(const struct lexicon *lexicon, uint32_t first, size_t n)
{
	uint32_t bit = beginning(first, n);

	return lexicon->begins.bits[n - 1][bit >> 6] >> (bit & 63) & 1;
}

static bool
may_begin(const struct lexicon *lexicon, struct piece p)
{
	uint32_t first = 0;

	if (p.len >= 4)
		memcpy(&first, p.at, 4);
	else
		first = first_bytes(p);
	return is_set(lexicon, first, 4) || is_set(lexicon, first, 3) ||
	       is_set(lexicon, first, 2) || is_set(lexicon, first, 1);
}

/* By as many bytes as are fixed. */
static void
note_beginning(struct lexicon *lexicon, struct piece folded)
{
	const char *star = memchr(folded.at, '*', folded.len);
	size_t n = star ? (size_t)(star - folded.at) : folded.len;

	n = n < 1 ? 1 : n > 4 ? 4 : n;
	uint32_t bit = beginning(first_bytes(folded), n);
	lexicon->begins.bits[n - 1][bit >> 6] |= UINT64_C(1) << (bit & 63);
}

void
lexicon_add(struct lexicon *lexicon, struct piece term, uint32_t value)
{
	static const struct fold_how how = { .lines = false };
	char folded[MAX_TERM];

	term = piece_trim(term);
	bool star = term.len && term.at[term.len - 1] == '*';
	term.len -= star;
	size_t len = fold_piece(term, &how, folded, sizeof(folded), NULL);
	if (!len)
		return;
	note_beginning(lexicon, piece_of(folded, len));
	mem_more(lexicon->terms, lexicon->n, lexicon->cap);
	lexicon->terms[lexicon->n] = (struct term){ value, star };
	trie_hang(lexicon->trie, trie_grow(lexicon->trie, folded, len),
		(uint32_t)lexicon->n++);
}

static enum script
script_of(uint32_t code)
{
	if (code < 0x80)
		return byte_is_word((unsigned char)code) ? ALPHABET : NONE;
	if (!code_is_letter(code) && !(code >= 0x900 && code < 0x1000))
		return NONE;
	if ((code >= 0x590 && code < 0x900) ||
		(code >= 0xe00 && code < 0x1100) ||
		(code >= 0x1780 && code < 0x1800) || code >= 0x3000)
		return OPEN;
	return ALPHABET;
}

static enum script
script_at(struct piece p)
{
	size_t len;

	return p.len ? script_of(piece_code(p, &len)) : NONE;
}

struct walk {
	const struct lexicon *lexicon;
	struct piece text;
	void (*found)(void *context, uint32_t value);
	void *context;
};

static size_t
rest_of_word(struct piece p)
{
	size_t i = 0, len;

	while (i < p.len && i < MAX_TERM &&
		script_of(piece_code(piece_skip(p, i), &len)) != NONE)
		i += len;
	return i;
}

static void
tell(const struct walk *walk, uint32_t node, struct piece rest)
{
	const uint32_t *value;
	uint32_t at = 0;

	while ((value = trie_next(walk->lexicon->trie, node, &at))) {
		const struct term *term = &walk->lexicon->terms[*value];

		if (term->goes_on || script_at(rest) != ALPHABET)
			walk->found(walk->context, term->value);
	}
}

/* From byte `i` on; a star inside a term takes the rest of a word. */
static void
go(const struct walk *walk, uint32_t node, size_t i, int stars)
{
	const struct trie *trie = walk->lexicon->trie;

	for (;;) {
		if (stars < MAX_STARS && trie_is_starred(trie, node))
			go(walk, trie_step(trie, node, '*'),
				i + rest_of_word(piece_skip(walk->text, i)),
				stars + 1);
		if (i >= walk->text.len)
			return;
		node = trie_step(trie, node, (unsigned char)walk->text.at[i++]);
		if (!node)
			return;
		tell(walk, node, piece_skip(walk->text, i));
	}
}

void
lexicon_scan(const struct lexicon *lexicon, struct piece text,
	void (*found)(void *context, uint32_t value), void *context)
{
	struct walk walk = { lexicon, text, found, context };
	enum script before = NONE;
	size_t len = 1;

	for (size_t i = 0; i < text.len; i += len) {
		unsigned char c = (unsigned char)text.at[i];
		struct piece rest = piece_skip(text, i);
		enum script script = ALPHABET;

		len = 1;
		if (c == ' ') {
			before = NONE;
			continue;
		}
		if (!byte_is_alnum(c))
			script = script_of(piece_code(rest, &len));
		if ((script != ALPHABET || before != script) &&
			may_begin(lexicon, rest))
			go(&walk, TRIE_ROOT, i, 0);
		while (script == ALPHABET && i + len < text.len &&
			byte_is_alnum((unsigned char)text.at[i + len]))
			len++;
		before = script;
	}
}
