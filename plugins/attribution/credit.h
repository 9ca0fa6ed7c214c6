/* SPDX-License-Identifier: Apache-2.0 */
/*
 * credit.h - one short line above or below a story: what does it say of the
 * hands that the story passed through?
 */
#ifndef PLUGINS_ATTRIBUTION_CREDIT_H
#define PLUGINS_ATTRIBUTION_CREDIT_H

#include "attribution/mark.h"
#include "torntape/plugin.h"

/* Words from rules/marks.rules. Lists end with NULL. */
struct mark_words {
	const char **before, **after, **joined, **nouns, **fillers;
	const char **labels, **via, **inputs, **by, **ends;
	const char **contacts, **contributed, **no_places;
	const char **nobody;
};

enum credit_kind {
	CREDIT_NONE,
	CREDIT_END_MARK,
	CREDIT_DESK_CODE,
	CREDIT_AGENCY,   /* the supplier's mark */
	CREDIT_SOURCE,   /* "Source: X" */
	CREDIT_INPUTS,   /* contributors */
	CREDIT_VIA,      /* a distributor */
	CREDIT_BEHALF,   /* "Distributed by X on behalf of Y" */
	CREDIT_ISSUER,   /* "SOURCE X" */
	CREDIT_SIGN_OFF, /* "(Reporting by ...; editing by ...)" */
	CREDIT_BYLINE,
	CREDIT_CONTACT,
	CREDIT_PHOTO,
	CREDIT_RIGHTS /* a copyright line */
};

struct credit {
	enum credit_kind kind;
	struct mark mark;      /* agencies named, in order */
	struct piece names[8]; /* persons; the issuer; the holder of rights */
	size_t n_names;
};

/* `line` is trimmed. `head`: it stands above the story. */
bool credit_read(const struct agency_list *list, const struct mark_words *words,
	struct piece line, bool head, struct credit *ret_credit);
/* The same of what stands at the end of a sentence's line, glued to it:
 * "... he said. (AFP)", "... he said. --IANS". Bytes of the tail; 0: none. */
size_t credit_tail(const struct agency_list *list,
	const struct mark_words *words, struct piece line,
	struct credit *ret_credit);
/* "Media Contact:", alone or with what follows the colon. */
bool credit_is_contact(const struct mark_words *words, struct piece line);
/* "(Photo by Ada Holm / AFP)" and its kin at the start of `p`; its bytes, or
 * 0. */
size_t credit_photo(
	const struct agency_list *list, struct piece p, struct mark *ret_mark);

#endif
