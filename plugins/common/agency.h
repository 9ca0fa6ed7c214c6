/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agency.h - the authority list: who is a news organisation, under which names.
 *
 * Read once from agencies.csv. A look-up asks which entry begins at a place in
 * the text, longest first, in time that does not depend on the list's length.
 * Codes ("AFP") match as they are written; names match in any case as long as
 * the text begins with a capital, and in running text also with the endings and
 * prefixes of their language ("Интерфаксу", "لرويترز", "AFP통신은"). Some codes
 * belong to several agencies and some are ordinary words: a hit says so, and
 * the caller must have evidence. The list is read-only after it was made.
 */
#ifndef PLUGINS_COMMON_AGENCY_H
#define PLUGINS_COMMON_AGENCY_H

#include <stdbool.h>

#include "common/begins.h"

enum agency_kind {
	AGENCY_AGENCY,
	AGENCY_NEWSWIRE,
	AGENCY_AGGREGATOR,
	AGENCY_BROADCASTER,
	AGENCY_NEWSPAPER,
	AGENCY_MAGAZINE,
	AGENCY_DIGITAL,
	AGENCY_PHOTO
};

struct agency {
	const char *canonical;
	const char *website;   /* its host; "" unknown */
	const char *country;   /* ISO 3166-1 alpha-2; "" international */
	const char *languages; /* "de|en": of its copy; "" any */
	enum agency_kind kind;
};

#define AGENCY_SLOTS 16384u
#define AGENCY_BENT 4096u

/* Its members are agency.c's own; they stand here for agency_in(). */
struct agency_list {
	char *copy;
	struct agency *agencies;
	size_t n_agencies, cap_agencies;
	struct agency_key *keys; /* [0] is unused */
	size_t n_keys, cap_keys;
	char **made; /* names that the list does not spell out */
	size_t n_made, cap_made;
	uint32_t slots[AGENCY_SLOTS], bent_slots[AGENCY_BENT];
	/* Most words of a story begin like no name: of names as they are, and
	 * of those and what endings make of them. */
	struct begins begins, bent;
	char fault[256]; /* the first one in the file; "": none */
};

/* One way in which an organisation's name stands in text. */
struct agency_hit {
	const struct agency *agency;
	size_t len;  /* bytes of text that were matched */
	bool code;   /* a short mark, not a name */
	bool weak;   /* also a word or a place */
	bool shared; /* several agencies use it: see agency_choose() */
	bool bent;   /* with an ending that the list does not have */
	size_t key;  /* of the list; for agency_choose() */
};

/* NULL when there is no usable record. */
struct agency_list *agency_list_new(const char *csv, size_t len);
void agency_list_free(struct agency_list *list);
/* A sentence about the first row that cannot be as it is; NULL: none. */
const char *agency_list_fault(const struct agency_list *list);

/* What begins at the start of `text`; whether a word begins there is for the
 * caller to see. */
bool agency_at(const struct agency_list *list, struct piece text,
	struct agency_hit *ret_hit);
/* The whole of `name` (trimmed, without a leading "the"). */
bool agency_named(const struct agency_list *list, struct piece name,
	struct agency_hit *ret_hit);
/* The same for a name as metadata gives it, where the code may stand behind in
 * brackets: "Oman News Agency (ONA)". */
bool agency_titled(const struct agency_list *list, struct piece name,
	struct agency_hit *ret_hit);
/* agency_in() where the first bytes do not say that there is none. */
bool agency_find(const struct agency_list *list, const char *const *endings,
	struct piece text, size_t i, struct agency_hit *ret_hit);

/* "The Hindu" is filed under its second word: half of all sentences begin with
 * the first. */
static inline bool
agency_has_article(struct piece p)
{
	return p.len > 6 && begins_is(begins_of(p), 't', 'h', 'e', ' ');
}

/* Does a word of ASCII go on behind its first `n` bytes? */
static inline bool
agency_goes_on(uint32_t first, size_t n)
{
	return !(first & 0x80) && byte_is_alnum(first >> 8 * n & 0xff);
}

/* May a name begin so? Names of two or three bytes are all of a word. */
static inline bool
agency_may_be(const struct agency_list *list, uint32_t first)
{
	if (!begins_may(&list->begins, first, BEGINS_ALL))
		return false;
	return begins_may(&list->begins, first,
		!agency_goes_on(first, 2)  ? BEGINS_ALL
		: agency_goes_on(first, 3) ? 1u << 4
					   : 1u << 4 | 1u << 3);
}

/* What begins at byte `i` of running text, where a name may begin: at the start
 * of a word, behind a prefix of Arabic or Hebrew, anywhere in scripts without
 * blanks. The hit's length takes the ending of an inflected name in. `endings`
 * are those of the text's language, up to NULL; NULL: it has none. */
static inline bool
agency_in(const struct agency_list *list, const char *const *endings,
	struct piece text, size_t i, struct agency_hit *ret_hit)
{
	struct piece rest = piece_skip(text, i);
	uint32_t first = begins_small(begins_of(rest));
	bool may = endings ? begins_may(&list->bent, first, BEGINS_ALL)
			   : agency_may_be(list, first);

	if (!may && agency_has_article(rest))
		may = endings ||
		      agency_may_be(list,
			      begins_small(begins_of(piece_skip(rest, 4))));
	return may && rest.len >= 2 &&
	       agency_find(list, endings, text, i, ret_hit);
}

/* What tells agencies of one code apart. Empty: not known. */
struct agency_clues {
	const char *language; /* BCP 47 */
	const char *country;  /* of the place that the story is from; ISO */
	const char *nation;   /* told beside the name; ISO; "" or NULL: none */
	const char *partner;  /* who sent it */
	struct piece near;    /* text that may spell the name out */
};

/* Whose host it is, or a part of theirs: "en.yna.co.kr". NULL: nobody's. */
const struct agency *agency_of_host(
	const struct agency_list *list, struct piece host);
/* Does the agency write in the language? One that says nothing does. */
bool agency_writes(const struct agency *agency, const char *language);
/* Of several agencies behind one code, the only one that fits: by another of
 * its names nearby, the partner, the place's country, the language. NULL: not
 * decided. A code that is not shared gives its only agency. */
const struct agency *agency_choose(const struct agency_list *list,
	const struct agency_hit *hit, const struct agency_clues *clues);

/* The agencies behind one code or name, as the list has them; how many were
 * written, at most `max`. */
size_t agency_sharing(const struct agency_list *list,
	const struct agency_hit *hit, const struct agency **ret_agencies,
	size_t max);

#endif
