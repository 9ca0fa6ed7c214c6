/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vocabulary - folded terms in one open table.
 *
 * Terms are short: one that folds to more than TERM_MAX bytes is a sentence and
 * means nothing here.
 */
#include "vocabulary.h"

#include <stdlib.h>

#include "common/mem.h"
#include "common/script.h"

#define TERM_MAX 160u

struct term {
	char *text; /* NULL: free; the first byte is the kind */
	size_t len, owner;
};

struct vocabulary {
	struct term *terms;
	size_t n, n_slots; /* a power of two */
};

struct folded {
	char text[TERM_MAX + 8];
	size_t len;
};

static size_t
put_code(char *out, uint32_t code)
{
	if (code < 0x80)
		return out[0] = (char)code, 1;
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

static bool
fold(enum term_kind kind, struct piece term, struct folded *out)
{
	size_t len;

	term = piece_trim(term);
	out->text[0] = (char)('a' + kind);
	out->len = 1;
	for (size_t i = 0; i < term.len; i += len) {
		size_t spaces = piece_spaces(piece_skip(term, i));
		uint32_t code = ' ';

		if (out->len > TERM_MAX)
			return false;
		len = spaces;
		if (!spaces)
			code = piece_code(piece_skip(term, i), &len);
		code = script_fold(code);
		if (code)
			out->len += put_code(out->text + out->len, code);
	}
	return out->len > 1;
}

static struct term *
slot(const struct vocabulary *vocabulary, const struct folded *key)
{
	size_t mask = vocabulary->n_slots - 1;
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < key->len; i++)
		hash = (hash ^ (unsigned char)key->text[i]) * 16777619u;
	for (size_t at = hash ^ hash >> 15;; at++) {
		struct term *term = &vocabulary->terms[at & mask];

		if (!term->text ||
			(term->len == key->len &&
				!memcmp(term->text, key->text, key->len)))
			return term;
	}
}

static void
grow(struct vocabulary *vocabulary)
{
	struct vocabulary next = { NULL, vocabulary->n,
		vocabulary->n_slots ? vocabulary->n_slots * 2 : 1024 };

	next.terms = mem_alloc(next.n_slots * sizeof(*next.terms));
	for (size_t i = 0; i < vocabulary->n_slots; i++) {
		const struct term *term = &vocabulary->terms[i];
		struct folded key = { .len = term->len };

		if (!term->text)
			continue;
		memcpy(key.text, term->text, term->len);
		*slot(&next, &key) = *term;
	}
	free(vocabulary->terms);
	*vocabulary = next;
}

struct vocabulary *
vocabulary_new(void)
{
	return mem_alloc(sizeof(struct vocabulary));
}

void
vocabulary_free(struct vocabulary *vocabulary)
{
	if (!vocabulary)
		return;
	for (size_t i = 0; i < vocabulary->n_slots; i++)
		free(vocabulary->terms[i].text);
	free(vocabulary->terms);
	free(vocabulary);
}

void
vocabulary_add(struct vocabulary *vocabulary, enum term_kind kind,
	struct piece term, size_t owner)
{
	struct folded key;
	struct term *place;

	if (!fold(kind, term, &key))
		return;
	if (2 * (vocabulary->n + 1) > vocabulary->n_slots)
		grow(vocabulary);
	place = slot(vocabulary, &key);
	if (place->text)
		return;
	*place = (struct term){ mem_text(key.text, key.len), key.len, owner };
	vocabulary->n++;
}

size_t
vocabulary_find(const struct vocabulary *vocabulary, enum term_kind kind,
	struct piece term)
{
	struct folded key;
	const struct term *found;

	if (!vocabulary->n || !fold(kind, term, &key))
		return SIZE_MAX;
	found = slot(vocabulary, &key);
	return found->text ? found->owner : SIZE_MAX;
}
