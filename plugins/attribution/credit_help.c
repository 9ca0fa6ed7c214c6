/* SPDX-License-Identifier: Apache-2.0 */
/*
 * credit_help.c - who helped with a story: "contributed to this report", "with
 * files from", agencies, outlets that no list has, and people.
 */
#include "attribution/credit.h"

#include "attribution/credit_parts.h"
#include "attribution/medium.h"

#define MAX_BEAT 24u /* bytes between an agency and its writer: "business" */

/* "Mabel Okonjo in Dover, Delaware": the last place's state. */
static struct piece
without_state(struct piece who)
{
	while (who.len && byte_in(who.at[who.len - 1], ", "))
		who.len--;
	const char *comma = memrchr(who.at, ',', who.len);
	struct piece head =
		piece_head(who, comma ? (size_t)(comma - who.at) : who.len);
	struct piece tail = piece_skip(who, head.len);
	size_t in = piece_find_exact(head, " in ");

	if (!tail.len || in >= head.len || memchr(tail.at, '\n', tail.len) ||
		piece_find_exact(tail, " in ") < tail.len ||
		piece_find_exact(tail, " and ") < tail.len)
		return who;
	return head;
}

/* "Associated Press writers Adrian Sainz in Memphis and Jo Roe" */
static bool
agency_writers(
	const struct lore *lore, struct piece who, struct persons *ret_persons)
{
	struct agency_hit hit;
	size_t end;

	return agency_at(lore->agencies, who, &hit) &&
	       vocabulary_find(lore->words, LIST_OFFICE, who,
		       hit.len + MAX_BEAT, &end) < who.len &&
	       persons_read(without_state(piece_skip(who, end)), ret_persons);
}

/* "The Harbor Ledger contributed to this report." */
bool
credit_contribution(
	const struct lore *lore, struct piece line, struct credit *credit)
{
	size_t len;

	line = credit_unbracket(line);
	while (line.len && byte_in(line.at[line.len - 1], ".)"))
		line.len--;
	/* "With PTI inputs" */
	bool with = piece_starts_nocase(line, "with ");
	if (with)
		line = piece_skip(line, 5);
	if (with && piece_ends(line, " inputs"))
		len = strlen(" inputs");
	else if (!wordlist_before(
			 lore->words->words, line, WORD_CONTRIBUTED, &len) ||
		 len >= line.len)
		return false;
	struct piece who = piece_trim(piece_head(line, line.len - len));
	struct agency_hit hit;
	credit->kind = CREDIT_SIGN_OFF;
	if (mark_agency(lore, who, &hit)) {
		credit->mark = (struct mark){
			.hits = { hit }, .texts = { who }, .n = 1
		};
		credit->kind = CREDIT_INPUTS;
	} else if (agency_writers(lore, who, &credit->persons)) {
		credit->kind = CREDIT_SIGN_OFF;
	} else if (mark_read(lore, who, &credit->mark) && credit->mark.n) {
		credit->kind = CREDIT_INPUTS;
	} else if (piece_starts(who, "The ") && scan_is_person(who)) {
		credit->kind = CREDIT_INPUTS;
		credit->name = who;
	}
	return who.len < 160;
}

/* "With files from Global News", "with files from Jane Poe in Truro": an outlet
 * that no list has, or people, behind a label of several words. */
bool
credit_unlisted_inputs(const struct lore *lore, struct piece label,
	struct piece rest, struct credit *credit)
{
	if (piece_find_exact(piece_trim(label), " ") >= label.len)
		return false;
	rest = credit_without_dashes(rest);
	if (rest.len && rest.len == medium_at(lore->words, rest)) {
		credit->kind = CREDIT_INPUTS;
		credit->name = rest;
		return true;
	}
	credit->kind = CREDIT_SIGN_OFF;
	return persons_read(rest, &credit->persons);
}
