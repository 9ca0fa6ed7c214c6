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
			begins_may(
				&lexicon->begins, begins_of(rest), BEGINS_ALL))
			go(&walk, TRIE_ROOT, i, 0);
		if (script == ALPHABET)
			len += piece_alnum(piece_skip(rest, len));
		before = script;
	}
}
