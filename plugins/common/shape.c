/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shape.c - the part of a pattern before its first star is walked in a trie;
 * what is behind it is compared alone.
 */
#include "common/shape.h"

#include <stdlib.h>

#include "common/begins.h"
#include "common/mem.h"
#include "common/trie.h"

#define FEW_WORDS 24u   /* bytes that tell most lines from any shape */
#define LOOSE_BELOW 20u /* bytes of an open pattern */

struct entry {
	struct shape shape;
	char *rest; /* from the first star on; NULL: nothing */
};

struct shape_book {
	struct trie *trie;   /* by what stands before the first star */
	struct trie *inside; /* of patterns that begin with one, their first
				words */
	struct begins begins, insides; /* what either begins with */
	struct entry *entries;
	size_t n, cap;
};

static const struct fold_how how = { .numbers = true };

struct shape_book *
shape_book_new(void)
{
	struct shape_book *book = mem_alloc(sizeof(*book));

	book->trie = trie_new();
	book->inside = trie_new();
	return book;
}

void
shape_book_free(struct shape_book *book)
{
	if (!book)
		return;
	for (size_t i = 0; i < book->n; i++)
		free(book->entries[i].rest);
	free(book->entries);
	trie_free(book->trie);
	trie_free(book->inside);
	free(book);
}

bool
shape_is_loose(const char *pattern)
{
	return strchr(pattern, '*') && strlen(pattern) < LOOSE_BELOW;
}

/* The entry that comes next, under its first fixed bytes. */
static void
hang(struct shape_book *book, struct trie *trie, struct begins *begins,
	struct piece fixed)
{
	trie_hang(trie, trie_grow(trie, fixed.at, fixed.len),
		(uint32_t)book->n++);
	if (fixed.len)
		begins_add(begins, begins_of(fixed),
			fixed.len < BEGINS_MAX ? fixed.len : BEGINS_MAX);
}

void
shape_add(struct shape_book *book, const char *pattern, uint32_t value,
	bool loose)
{
	char folded[SHAPE_MAX_LINE + 1];
	size_t len = fold_piece(
		piece_text(pattern), &how, folded, sizeof(folded), NULL);
	size_t fixed = strcspn(folded, "*");

	mem_more(book->entries, book->n, book->cap);
	book->entries[book->n] = (struct entry){
		.shape = { value, loose },
		.rest = fixed < len ? mem_text(folded + fixed, len - fixed)
				    : NULL,
	};
	size_t lead = fixed ? 0 : strspn(folded, "*");
	size_t inner = strcspn(folded + lead, "*");
	if (fixed || !inner)
		hang(book, book->trie, &book->begins, piece_of(folded, fixed));
	else
		hang(book, book->inside, &book->insides,
			piece_of(folded + lead, inner));
}

void
shape_line(struct piece line, struct shape_line *ret)
{
	bool whole;

	ret->cut = line.len > SHAPE_MAX_LINE;
	ret->len = fold_piece(piece_head(line, SHAPE_MAX_LINE), &how, ret->text,
		ret->cut ? SHAPE_HEAD : sizeof(ret->text), &whole);
	ret->cut = ret->cut || !whole;
}

void
shape_head(struct piece line, struct shape_line *ret)
{
	ret->cut = line.len > FEW_WORDS;
	ret->len = fold_piece(piece_head(line, FEW_WORDS), &how, ret->text,
		sizeof(ret->text), NULL);
}

/* Has the node a shape with an open end? */
static bool
is_open(const struct shape_book *book, uint32_t node)
{
	const uint32_t *i;
	uint32_t at = 0;

	while ((i = trie_next(book->trie, node, &at)))
		if (book->entries[*i].rest)
			return true;
	return false;
}

bool
shape_may_be(const struct shape_book *book, const struct shape_line *head,
	size_t from)
{
	uint32_t node = TRIE_ROOT;

	if (!head->cut)
		return true;
	for (const char *rest = head->text + from; *rest; rest++) {
		node = trie_step(book->trie, node, (unsigned char)*rest);
		if (!node)
			return false;
		if (is_open(book, node))
			return true;
	}
	return true;
}

bool
shape_may_begin(const struct shape_book *book, struct piece line)
{
	uint32_t first;

	return line.len <= FEW_WORDS || !fold_four(line, &first) ||
	       begins_may(&book->begins, first, BEGINS_ALL);
}

/* The whole of `text` against what stands from a star on. Going back only to
 * the last star keeps it out of exponential trouble. */
static bool
matches(const char *pattern, const char *text)
{
	const char *star = NULL, *retry = NULL;

	for (;;) {
		if (*pattern == '*') {
			star = ++pattern;
			retry = text;
		} else if (*pattern && *pattern == *text) {
			pattern++;
			text++;
		} else if (!*pattern && !*text) {
			return true;
		} else if (star && *retry) {
			pattern = star;
			text = ++retry;
		} else {
			return false;
		}
	}
}

struct search {
	const struct shape_book *book;
	bool prose, cut;
	const struct entry *best;
};

/* Is there a shape at the node that is met, earlier than the best? */
static void
look(struct search *search, const struct trie *trie, uint32_t node,
	const char *rest)
{
	const uint32_t *i;
	uint32_t at = 0;

	while ((i = trie_next(trie, node, &at))) {
		const struct entry *entry = &search->book->entries[*i];

		if (search->best && search->best < entry)
			return;
		if (search->prose && entry->shape.loose)
			continue;
		if (search->cut && (!entry->rest || strcmp(entry->rest, "*")))
			continue;
		if (entry->rest ? matches(entry->rest, rest) : !*rest) {
			search->best = entry;
			return;
		}
	}
}

/* The next byte that a pattern may begin with behind its star. */
static size_t
next_inside(const struct trie *inside, struct piece text, size_t i)
{
	while (i < text.len &&
		!trie_step(inside, TRIE_ROOT, (unsigned char)text.at[i]))
		i++;
	return i;
}

static void
find_inside(struct search *search, struct piece text)
{
	const struct trie *inside = search->book->inside;

	for (size_t i = next_inside(inside, text, 0); i < text.len;
		i = next_inside(inside, text, i + 1)) {
		struct piece rest = piece_skip(text, i);
		uint32_t node = TRIE_ROOT;

		if (!begins_may(&search->book->insides, begins_of(rest),
			    BEGINS_ALL))
			continue;
		for (; node && rest.len; rest = piece_skip(rest, 1)) {
			node = trie_step(inside, node, (unsigned char)*rest.at);
			if (trie_has_value(inside, node))
				look(search, inside, node, text.at);
		}
	}
}

const struct shape *
shape_find(const struct shape_book *book, const struct shape_line *line,
	size_t from, bool prose)
{
	struct search search = { book, prose, line->cut, NULL };
	uint32_t node = TRIE_ROOT;
	struct piece text = piece_text(line->text + from);
	const char *rest = text.at;

	look(&search, book->trie, node, rest);
	if (!begins_may(&book->begins, begins_of(text), BEGINS_ALL))
		node = 0;
	while (node && *rest) {
		node = trie_step(book->trie, node, (unsigned char)*rest++);
		if (trie_has_value(book->trie, node))
			look(&search, book->trie, node, rest);
	}
	if (!line->cut && line->len <= SHAPE_HEAD)
		find_inside(&search, text);
	return search.best ? &search.best->shape : NULL;
}
