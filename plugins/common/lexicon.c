/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lexicon.c - a walk of the trie from every place where a word may begin. Terms
 * are bounded, so is each walk; a star inside one doubles it at the most twice.
 */
#include "common/lexicon.h"

#include <stdlib.h>

#include "common/begins.h"
#include "common/mem.h"
#include "common/trie.h"

#define MAX_TERM 120u
#define MAX_STARS 2 /* inside a term */

enum script { NONE, ALPHABET, OPEN };

struct term {
	uint32_t value;
	bool goes_on; /* a star at its end */
};

struct lexicon {
	struct trie *trie;
	struct begins begins; /* of the terms */
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

/* By as many bytes as are fixed. */
static void
note_beginning(struct lexicon *lexicon, struct piece folded)
{
	const char *star = memchr(folded.at, '*', folded.len);
	size_t n = star ? (size_t)(star - folded.at) : folded.len;

	n = n < 1 ? 1 : n > BEGINS_MAX ? BEGINS_MAX : n;
	begins_add(&lexicon->begins, begins_of(folded), n);
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
		if (trie_has_value(trie, node))
			tell(walk, node, piece_skip(walk->text, i));
	}
}

static inline void
try_at(const struct walk *walk, size_t i)
{
	uint32_t first = begins_of(piece_skip(walk->text, i));

	if (begins_may(&walk->lexicon->begins, first, BEGINS_ALL))
		go(walk, TRIE_ROOT, i, 0);
}

/* The same of eight bytes of ASCII at once, but for the first `done` of them:
 * terms begin with the first of letters and figures in a row, and with any
 * sign. `inside`: the byte before is one of such a row. */
static void
try_eight(const struct walk *walk, size_t i, size_t done, bool inside)
{
	uint64_t word = eight_at(walk->text.at + i);
	uint64_t alnum = eight_alnum(word);
	uint64_t goes_on = alnum & eight_moved(alnum, inside);
	uint64_t begins = ~(goes_on | eight_equal(word, ' ')) & EIGHT(0x80);

	if (done)
		begins &= ~eight_head(UINT64_MAX, done);
	for (; begins; begins = eight_rest(begins))
		try_at(walk, i + eight_before(begins));
}

void
lexicon_scan(const struct lexicon *lexicon, struct piece text,
	void (*found)(void *context, uint32_t value), void *context)
{
	struct walk walk = { lexicon, text, found, context };
	enum script before = NONE, script;
	size_t len, last = text.len < 8 ? SIZE_MAX : text.len - 8;

	for (size_t i = 0; i < text.len; i += len, before = script) {
		/* the last eight take what is left */
		size_t at = i < last ? i : last;

		if (last != SIZE_MAX &&
			!(eight_at(text.at + at) & EIGHT(0x80))) {
			try_eight(&walk, at, i - at, before == ALPHABET);
			len = at + 8 - i;
			script = script_at(piece_skip(text, at + 7));
			continue;
		}
		script = script_of(piece_code(piece_skip(text, i), &len));
		if (text.at[i] != ' ' &&
			(script != ALPHABET || before != script))
			try_at(&walk, i);
	}
}
