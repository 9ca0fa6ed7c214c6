/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nations.c - a few hundred stems, looked through one by one: codes that
 * several agencies share are rare in running text.
 */
#include "attribution/nations.h"

#include <stdlib.h>

#include "common/csv.h"
#include "common/mem.h"

#define WORDS 5    /* that may stand between, the nation's own among them */
#define NEAR 36u   /* bytes, of scripts without blanks */
#define LETTERS 64 /* bytes of a word that are looked at */

struct stem {
	const char *country;
	struct piece text;
	bool dense; /* of a script without blanks */
};

struct nations {
	char *copy;
	struct stem *stems;
	size_t n, cap;
};

static void
add_stems(struct nations *nations, const char *country, const char *at)
{
	while (*at) {
		size_t size = strcspn(at, "|"), len;
		struct piece text = piece_of(at, size);

		at += size + (at[size] == '|');
		if (!size)
			continue;
		mem_more(nations->stems, nations->n, nations->cap);
		nations->stems[nations->n++] = (struct stem){ country, text,
			piece_code(text, &len) >= 0x3000 };
	}
}

struct nations *
nations_new(const char *csv, size_t len)
{
	struct nations *nations = mem_alloc(sizeof(*nations));
	char *fields[2];
	size_t n;

	nations->copy = mem_text(csv, len);
	struct csv reader = { nations->copy, nations->copy + len };
	csv_next(&reader, fields, 2, &n); /* the header */
	while (csv_next(&reader, fields, 2, &n))
		if (n == 2)
			add_stems(nations, fields[0], fields[1]);
	if (nations->n)
		return nations;
	nations_free(nations);
	return NULL;
}

void
nations_free(struct nations *nations)
{
	if (!nations)
		return;
	free(nations->stems);
	free(nations->copy);
	free(nations);
}

static size_t
lower(struct piece word, char out[LETTERS])
{
	size_t n = 0, len;

	for (size_t i = 0; i < word.len && n + 4 < LETTERS; i += len)
		n += code_put(
			code_to_lower(piece_code(piece_skip(word, i), &len)),
			out + n);
	return n;
}

/* The longest stem tells: "indonesian" is not "indian". */
static const struct stem *
stem_of(const struct nations *nations, struct piece word, struct piece near)
{
	const struct stem *best = NULL;
	char letters[LETTERS];
	struct piece small = piece_of(letters, lower(word, letters));

	for (size_t i = 0; i < nations->n; i++) {
		const struct stem *stem = &nations->stems[i];
		bool told = stem->dense
				    ? near.len && memmem(near.at, near.len,
							  stem->text.at,
							  stem->text.len)
				    : small.len >= stem->text.len &&
					      !memcmp(small.at, stem->text.at,
						      stem->text.len);

		if (told && (!best || stem->text.len > best->text.len))
			best = stem;
	}
	return best;
}

static struct piece
last_word(struct piece p)
{
	size_t i = p.len;

	while (i > 0 && p.at[i - 1] != ' ' && p.at[i - 1] != '\n' &&
		p.at[i - 1] != '\'')
		i--;
	return piece_skip(p, i);
}

const char *
nations_before(const struct nations *nations, struct piece before)
{
	struct piece near = before.len > NEAR
				    ? piece_skip(before, before.len - NEAR)
				    : before;

	for (int k = 0; k < WORDS; k++) {
		while (before.len && (piece_spaces_end(before) ||
					     before.at[before.len - 1] == '\''))
			before.len--;
		struct piece word = last_word(before);
		if (!word.len || byte_in(word.at[word.len - 1], ".;:!?)"))
			return "";
		const struct stem *stem = stem_of(nations, word, near);
		if (stem)
			return stem->country;
		near.len = 0; /* that is looked at once */
		before.len -= word.len;
	}
	return "";
}
