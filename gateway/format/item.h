/* SPDX-License-Identifier: Apache-2.0 */
/*
 * item.h - what agency formats say of a story in their several tongues, put
 * into a draft in one.
 *
 * Dates keep the words in which they came and the rule that read them. A
 * publication status that nobody knows holds the story, since it may mean
 * anything. An embargo that cannot be read holds it too. The party that sends
 * an item is its distributor; it counts as supplier as well, with little
 * weight, as long as the item names no other. Normalizer's thread.
 */
#ifndef FORMAT_ITEM_H
#define FORMAT_ITEM_H

#include <stdbool.h>

#include "base/slice.h"
#include "story/draft.h"
#include "text/date.h"

/* As draft_set() with plain metadata; an empty value does nothing. */
void item_set(struct draft *draft, enum draft_field field, struct slice value);
/* The field is not set yet. */
void item_set_first(
	struct draft *draft, enum draft_field field, struct slice value);
/* An instant, in the partner's zone where none is written. False when it is
 * empty or (after a warning) cannot be read. */
bool item_set_time(
	struct draft *draft, enum draft_field field, struct slice text);
/* The same for what date_parse() made of `text` already. */
void item_set_date(struct draft *draft, enum draft_field field,
	struct slice text, const struct date *date);
/* The same for an instant that the decoder read itself, by `rule`. */
void item_set_instant(struct draft *draft, enum draft_field field, int64_t ms,
	struct slice text, const char *rule);
/* Until then, or, when that is empty or no instant, until somebody knows. */
void item_set_embargo(struct draft *draft, struct slice text);
/* "usable", "stat:canceled", "Withheld", "http://.../withheld". */
void item_set_status(struct draft *draft, struct slice status);
/* 1 to 9; 0 and what is no digit is left out with a warning. */
void item_set_urgency(struct draft *draft, struct slice urgency);
/* An identifier that is a URI is the story's; any other is made into one, and
 * kept beside it under `role`. */
void item_set_identity(
	struct draft *draft, const char *role, struct slice identifier);
/* "By Ada Brook" is how a newspaper prints it, not a name. */
void item_add_byline(struct draft *draft, struct slice by);
void item_add_note(struct draft *draft, struct slice note);

/* "supplier", the NewsCodes URI or its QCode "cpprole:contentSource"; false
 * when nobody knows the word. */
bool item_role_of(struct slice text, enum tt_role *ret_role);
/* An empty name does nothing. `uri` may be empty. */
void item_add_party(struct draft *draft, enum tt_role role, struct slice name,
	struct slice uri, const char *rule, double confidence);
/* Once all other parties are there: the one that sends it. */
void item_add_provider(
	struct draft *draft, struct slice name, struct slice uri);

/* A picture, sound or film by reference. All may be empty; a reference that is
 * no web address is left out with a warning, its credit is not. */
struct item_media {
	struct slice base, href, content_type, title, caption, credit, rights;
	struct slice width, height, size; /* as written */
};
void item_add_media(struct draft *draft, const struct item_media *media);

/* Append text that came in Base64, in lines perhaps. False, and nothing, when
 * it is no Base64 or no text. */
bool item_put_base64(struct slice encoded, struct buf *out);

/* The last part of a code: "canceled" of "stat:canceled". */
struct slice item_local_code(struct slice code);

#endif
