/* SPDX-License-Identifier: Apache-2.0 */
/*
 * credit.h - one short line above or below a story: what does it say of the
 * hands that the story passed through?
 */
#ifndef PLUGINS_ATTRIBUTION_CREDIT_H
#define PLUGINS_ATTRIBUTION_CREDIT_H

#include "attribution/mark.h"
#include "attribution/person.h"

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
	CREDIT_RIGHTS, /* a copyright line */
	CREDIT_POOL,
	CREDIT_ORIGIN, /* "This report by X was first published ..." */
	CREDIT_NOBODY  /* "Agencies", and where */
};

struct credit {
	enum credit_kind kind;
	struct mark mark;        /* agencies named, in order */
	struct persons persons;  /* who wrote it */
	struct persons pictures; /* who took them, of a line with roles */
	/* A name that is not listed: the issuer, the holder of rights, a
	 * source, a distributor, a contributor. */
	struct piece name;
	struct piece place; /* that is signed with a name */
	struct piece rest;  /* glued behind: to be read for rights */
};

enum credit_where { CREDIT_ABOVE, CREDIT_WITHIN, CREDIT_BELOW };

bool credit_read(const struct lore *lore, struct piece line,
	enum credit_where where, struct credit *ret_credit);
/* The same of what stands at the end of a sentence's line, glued to it:
 * "... he said. (AFP)", "... he said. --IANS". Bytes of the tail; 0: none. */
size_t credit_tail(
	const struct lore *lore, struct piece line, struct credit *ret_credit);
/* "Par Jean Dupont avec AFP": who is named behind the word; `ret_front` is what
 * stands before it, maybe nothing. */
bool credit_with(const struct lore *lore, struct piece line,
	struct piece *ret_front, struct mark *ret_mark);
/* "Media Contact:", alone or with what follows the colon. */
bool credit_is_contact(const struct lore *lore, struct piece line);
/* A few words that begin with a capital: an office, and no sentence. */
bool credit_is_somebody(struct piece p);
/* "Ada Holm / AFP" of a caption, where no label says that it is a credit: the
 * agencies, and who took it. */
bool credit_pictured(
	const struct lore *lore, struct piece text, struct mark *mark);
/* "(Photo by Ada Holm / AFP)" and its kin at the start of `p`; its bytes, or
 * 0. */
size_t credit_photo(
	const struct lore *lore, struct piece p, struct mark *ret_mark);
/* Behind a label of a class and its colon (which `colon` makes a duty); false
 * when the text does not begin with one. */
bool credit_label(const struct lore *lore, struct piece p, uint32_t classes,
	bool colon, struct piece *ret_rest);
/* "© 2025 AFP. ..." or, where `notice` says that it is about rights, any line:
 * whose are they? `ret_sure`: the sign stood before the name. */
bool credit_rights(const struct lore *lore, struct piece line, bool notice,
	struct credit *ret_credit);

#endif
