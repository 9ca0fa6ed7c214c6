/* SPDX-License-Identifier: Apache-2.0 */
/*
 * work.h - one story at hand: its text, what was found, and who could be its
 * supplier. What attribution.c goes through step by step.
 */
#ifndef PLUGINS_ATTRIBUTION_WORK_H
#define PLUGINS_ATTRIBUTION_WORK_H

#include "attribution/credit.h"
#include "attribution/dateline.h"
#include "attribution/nations.h"
#include "attribution/places.h"
#include "common/copy.h"

#define MAX_CANDIDATES 16
#define MAX_CHAIN 12
#define MAX_CITED 64

struct settings {
	bool marks_first;
};

struct state {
	const struct agency_list *list;
	struct places *places;
	struct nations *nations;
	struct vocabulary words;
};

/* Evidence of a supplier, the strongest first. */
enum rank {
	RANK_PREFIX,
	RANK_DATELINE,
	RANK_END_CREDIT,
	RANK_LABEL,
	RANK_SOURCE_LINE,
	RANK_RIGHTS,
	RANK_ORIGIN,
	RANK_NONE
};

struct candidate {
	enum rank rank;
	const struct agency *agency; /* NULL: a name that is not listed */
	struct piece at;             /* where it stands */
	const char *rule;
};

/* Who passed it on, from the inside out. */
struct link {
	const struct agency *agency;
	struct piece at;
	const char *rule;
};

struct work {
	const struct state *state;
	const struct settings *settings;
	struct lore lore;
	struct copy copy;
	const char *language; /* "" unknown */
	const char *country;  /* of the dateline's place; "" unknown */
	bool looked;          /* for a country in the text */
	struct candidate candidates[MAX_CANDIDATES];
	size_t n_candidates;
	struct link chain[MAX_CHAIN];
	size_t n_chain;
	struct link site;      /* the page's name; NULL agency: none */
	const char *site_name; /* the same, not listed; NULL: none */
	struct link outermost; /* of a prefix; NULL agency: none */
	bool bylines, dated, release, roundup;
	bool labelled;     /* the line above was an agency's name */
	bool signed_off;   /* its agency's desk signed below the text */
	bool syndicated;   /* a chain whose supplier is who has the rights */
	struct piece firm; /* of a contact block; pays if nobody else does */
	bool issued;
	struct piece holder; /* of the rights, as printed or listed */
	bool holds;
	const struct agency *cited[MAX_CITED];
	size_t n_cited;
};

/* ---- parties.c ------------------------------------------------------------
 */

void work_add_party(struct work *w, enum tt_role role, const char *name,
	struct piece at, const char *rule, double sure);
/* The list's name where it has one, else as it is printed. */
void work_add_name(struct work *w, enum tt_role role, struct piece name,
	const char *rule, double sure);
/* Who pays for a release; the first one named. */
void work_issue(struct work *w, struct piece name, const char *rule);
void work_add_persons(
	struct work *w, const struct persons *persons, const char *rule);
void work_add_mark(struct work *w, enum tt_role role, const struct mark *mark,
	const char *rule, double sure);
/* The agencies of a picture's credit; where it names none, who took it. */
void work_add_photo(struct work *w, const struct mark *mark);
void work_propose(struct work *w, enum rank rank, const struct agency *agency,
	struct piece at, const char *rule);
void work_propose_mark(struct work *w, enum rank rank, const struct mark *mark,
	const char *rule);
void work_link(struct work *w, const struct agency *agency, struct piece at,
	const char *rule);
/* Of a code that several agencies use, the one for which the text speaks; NULL
 * after a warning. */
const struct agency *work_decide(
	struct work *w, const struct agency_hit *hit, bool quiet);
/* The same where a nation may be told before it; never warns. */
const struct agency *work_decide_told(
	struct work *w, const struct agency_hit *hit, struct piece before);
bool work_has(const struct work *w, enum tt_role role, const char *name);
/* Who the supplier is, who contributed, who passed it on. */
void work_settle(struct work *w);

/* ---- site.c, boxes.c, head.c, opening.c, tail.c, photo.c, notices.c, cited.c
 * -------------------
 */

/* What a credit says; the label of its bytes. */
enum tt_label work_take(
	struct work *w, const struct credit *credit, enum credit_where where);
/* "Par Jean Dupont avec AFP", all of line `i`, which stays. */
bool work_take_with(struct work *w, size_t i, enum credit_where where);
void work_set_place(struct work *w, struct piece place, struct piece at,
	const char *date, const char *rule, double sure);
/* The last line of the paragraph of line `i`, as far as a dateline goes. */
size_t work_last_of(const struct work *w, size_t i);
void work_read_site(struct work *w);
/* Does a picture's credit stand at the end of the line, or in front of it? */
bool work_credits_picture(const struct work *w, struct piece line);
/* Lines that become captions; authors of a box of their own. */
void work_read_boxes(struct work *w);
void work_read_title(struct work *w);
void work_read_stamps(struct work *w);
bool work_has_dateline(struct work *w, size_t i);
bool work_take_place_and_agency(struct work *w, size_t i); /* line 0 */
void work_read_head(struct work *w);
void work_read_tail(struct work *w);
/* Line `i` above the story: a place, or a name alone between the headline and
 * the story. */
bool work_take_place_above(struct work *w, size_t i);
bool work_take_place_below(struct work *w, size_t i);
bool work_take_author(struct work *w, size_t i);
/* Two or three words that are a person's rather than a place's. */
bool work_is_name(const struct work *w, struct piece name);
/* "Sanna Bergqvist/TT": what is read as a place and an agency is a person. */
void work_part_author(struct work *w, struct credit *credit);
/* "Beira — Fishermen ...": of the first sentence, where no mark stands. */
bool work_take_bare_place(struct work *w, size_t i);
/* The page's sections, before line `end`. */
void work_take_kickers(struct work *w, size_t end);
/* What the document itself calls a caption. */
void work_read_captions(struct work *w);
void work_read_photos(struct work *w);
bool work_ends_in_bracket(struct piece line);
/* Line `i`, directly above the story's dateline, is a caption if a picture's
 * credit ends it; it goes. */
bool work_take_caption_above(struct work *w, size_t i);
void work_read_notices(struct work *w);
void work_read_carriers(struct work *w);
void work_read_cited(struct work *w);

#endif
