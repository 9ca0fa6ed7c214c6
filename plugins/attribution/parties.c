/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parties.c - who could be the supplier, and who is. The strongest evidence
 * names it. Of the others an agency contributed, and whoever only runs the
 * texts of others passed it on.
 */
#include "attribution/work.h"

#include <stdlib.h>

#include "common/mem.h"

#define NEAR 8192u  /* bytes that speak for one of several agencies */
#define START 1600u /* of the story; places there tell where it is from */
#define ABOVE_METADATA 0.995

static struct tt_evidence
evidence_of(
	const struct work *w, struct piece at, const char *rule, double sure)
{
	size_t start = copy_offset(&w->copy, at);

	return (struct tt_evidence){ copy_source(&w->copy, start),
		copy_source(&w->copy, start + at.len), rule, sure };
}

void
work_add_party(struct work *w, enum tt_role role, const char *name,
	struct piece at, const char *rule, double sure)
{
	struct tt_evidence evidence = evidence_of(w, at, rule, sure);

	tt_add_party(w->copy.draft, role, name, &evidence);
}

void
work_add_name(struct work *w, enum tt_role role, struct piece name,
	const char *rule, double sure)
{
	struct agency_hit hit;
	auto_text copy = piece_copy(name);
	const struct agency *agency = agency_named(w->lore.agencies, name, &hit)
					      ? work_decide(w, &hit, true)
					      : NULL;

	work_add_party(
		w, role, agency ? agency->canonical : copy, name, rule, sure);
}

void
work_issue(struct work *w, struct piece name, const char *rule)
{
	if (!w->issued)
		work_add_name(w, TT_ISSUER, name, rule, 0.95);
	w->issued = true;
}

void
work_add_persons(
	struct work *w, const struct persons *persons, const char *rule)
{
	for (size_t i = 0; i < persons->n; i++) {
		struct tt_evidence evidence =
			evidence_of(w, persons->names[i], rule, 0.9);
		auto_text name = piece_copy(persons->names[i]);

		tt_add_byline(w->copy.draft, name, &evidence);
		w->bylines = true;
	}
}

static const struct agency *
choose(struct work *w, const struct agency_hit *hit, const char *nation)
{
	if (!*w->country && !w->looked) {
		w->looked = true;
		w->country = places_country_of(
			w->state->places, piece_head(w->copy.text, START));
	}
	struct agency_clues clues = { .language = w->language,
		.country = w->country,
		.nation = nation,
		.partner = tt_partner_title(w->copy.draft),
		.near = piece_head(w->copy.text, NEAR) };
	return agency_choose(w->lore.agencies, hit, &clues);
}

const struct agency *
work_decide_told(
	struct work *w, const struct agency_hit *hit, struct piece before)
{
	return hit->shared ? choose(w, hit,
				     nations_before(w->state->nations, before))
			   : hit->agency;
}

const struct agency *
work_decide(struct work *w, const struct agency_hit *hit, bool quiet)
{
	const struct agency *agency =
		hit->shared ? choose(w, hit, "") : hit->agency;

	if (!agency && !quiet)
		tt_warn(w->copy.draft, "W-ambiguous-code",
			"several agencies sign as the one named %s; the text "
			"does not say which",
			hit->agency->canonical);
	return agency;
}

void
work_propose(struct work *w, enum rank rank, const struct agency *agency,
	struct piece at, const char *rule)
{
	if (w->n_candidates < MAX_CANDIDATES)
		w->candidates[w->n_candidates++] =
			(struct candidate){ rank, agency, at, rule };
	w->release = w->release || (agency && agency->kind == AGENCY_NEWSWIRE);
}

void
work_link(struct work *w, const struct agency *agency, struct piece at,
	const char *rule)
{
	for (size_t i = 0; i < w->n_chain; i++)
		if (w->chain[i].agency == agency)
			return;
	if (w->n_chain < MAX_CHAIN)
		w->chain[w->n_chain++] = (struct link){ agency, at, rule };
}

/* "(Collector - Agency)": a prefix as "(MENAFN- Agency)" is one. */
static bool
is_passed_on(const struct mark *mark)
{
	const char *end = mark->texts[0].at + mark->texts[0].len;

	return mark->n == 2 &&
	       mark->hits[0].agency->kind == AGENCY_AGGREGATOR &&
	       mark->texts[1].at > end &&
	       piece_find_exact(
		       piece_of(end, (size_t)(mark->texts[1].at - end)), "- ") <
		       (size_t)(mark->texts[1].at - end);
}

void
work_propose_mark(struct work *w, enum rank rank, const struct mark *mark,
	const char *rule)
{
	const struct agency *agencies[MARK_MAX] = { NULL };
	bool chain = false;

	for (size_t i = 0; i < mark->n; i++) {
		agencies[i] = work_decide(w, &mark->hits[i], false);
		chain = chain ||
			(agencies[i] && mark->n > 1 && i == 0 &&
				rank == RANK_DATELINE &&
				agencies[i]->kind == AGENCY_AGGREGATOR);
	}
	if (mark->relayed && mark->n == 2 && agencies[0] && agencies[1]) {
		work_propose(w, rank, agencies[0], mark->texts[0], rule);
		work_link(w, agencies[1], mark->texts[1], rule);
		return;
	}
	if (chain && agencies[1] && is_passed_on(mark)) {
		work_link(w, agencies[0], mark->texts[0], rule);
		work_propose(w, rank, agencies[1], mark->texts[1], rule);
		return;
	}
	/* "(tca/dpa)": a syndicate passed on what a newspaper wrote. */
	w->syndicated = w->syndicated || chain;
	for (size_t i = 0; i < mark->n; i++) {
		if (!agencies[i])
			continue;
		/* "(APP - UrduPoint / Pakistan Point News - 5th Mar, 2026)" */
		if (chain || (i && agencies[i]->kind == AGENCY_AGGREGATOR))
			work_link(w, agencies[i], mark->texts[i], rule);
		else
			work_propose(
				w, rank, agencies[i], mark->texts[i], rule);
	}
}

/* Whose dateline or label it is does not contribute as well. */
static bool
is_signed(const struct work *w, const struct agency *agency)
{
	for (size_t i = 0; i < w->n_candidates; i++)
		if (w->candidates[i].agency == agency &&
			w->candidates[i].rank == RANK_DATELINE)
			return true;
	return false;
}

void
work_add_mark(struct work *w, enum tt_role role, const struct mark *mark,
	const char *rule, double sure)
{
	for (size_t i = 0; i < mark->n; i++) {
		const struct agency *agency =
			work_decide(w, &mark->hits[i], false);

		if (agency && !(role == TT_CONTRIBUTOR && is_signed(w, agency)))
			work_add_party(w, role, agency->canonical,
				mark->texts[i], rule, sure);
	}
}

void
work_add_photo(struct work *w, const struct mark *mark)
{
	work_add_mark(w, TT_PHOTO_CREDIT, mark, "photo", 0.9);
	for (size_t i = 0; i < mark->n_persons; i++)
		work_add_name(
			w, TT_PHOTO_CREDIT, mark->persons[i], "photo", 0.8);
}

bool
work_has(const struct work *w, enum tt_role role, const char *name)
{
	for (size_t i = 0; i < tt_party_count(w->copy.draft); i++) {
		struct tt_party party;

		if (tt_party(w->copy.draft, i, &party) && party.role == role &&
			!strcmp(party.name, name))
			return true;
	}
	return false;
}

/* ---- settling --------------------------------------------------------------
 */

static double
confidence_of(const struct work *w, enum rank rank)
{
	static const double sure[] = { 0.97, 0.97, 0.93, 0.9, 0.85, 0.7, 0.6 };

	if (w->settings->marks_first && rank <= RANK_LABEL)
		return ABOVE_METADATA;
	return sure[rank];
}

/* A medium, or a house that runs what others write. */
static bool
runs_others(const struct candidate *c)
{
	return c->agency && c->agency->kind >= AGENCY_AGGREGATOR;
}

/* A medium that a republisher names and that is not the one of the dateline
 * re-ran it; so did a portal whose own source line stands beside an agency's.
 */
static void
step_back(struct work *w)
{
	for (size_t i = 0; i < w->n_candidates; i++) {
		struct candidate *c = &w->candidates[i];
		bool beaten = false;

		if (!runs_others(c) || c->rank == RANK_DATELINE)
			continue;
		for (size_t k = 0; k < w->n_candidates; k++) {
			const struct candidate *other = &w->candidates[k];
			bool agency = other->agency &&
				      other->agency->kind <= AGENCY_NEWSWIRE;

			beaten =
				beaten ||
				(other->agency != c->agency &&
					((other->rank == RANK_DATELINE) ||
						(agency &&
							other->rank <=
								RANK_SOURCE_LINE)));
		}
		if (!beaten)
			continue;
		work_link(w, c->agency, c->at, c->rule);
		c->rank = RANK_NONE;
	}
}

/* An aggregator that only a source line names passed it on. */
static void
source_carriers(struct work *w)
{
	for (size_t i = 0; i < w->n_candidates; i++) {
		struct candidate *c = &w->candidates[i];

		if (c->rank != RANK_SOURCE_LINE || !c->agency ||
			c->agency->kind != AGENCY_AGGREGATOR)
			continue;
		work_link(w, c->agency, c->at, c->rule);
		c->rank = RANK_NONE;
	}
}

/* One wire inside another: the inner one's copy it is. */
static void
unwrap(struct work *w)
{
	struct candidate *inner = NULL;

	for (size_t i = 0; i < w->n_candidates; i++)
		if (w->candidates[i].rank == RANK_DATELINE &&
			!strcmp(w->candidates[i].rule, "inner-dateline"))
			inner = &w->candidates[i];
	if (!inner)
		return;
	for (size_t i = 0; i < w->n_candidates; i++) {
		struct candidate *c = &w->candidates[i];

		if (c == inner || c->rank != RANK_DATELINE || !c->agency ||
			c->agency == inner->agency)
			continue;
		work_link(w, c->agency, c->at, "outer-dateline");
		c->rank = RANK_NONE;
	}
}

static void
add_chain(struct work *w)
{
	for (size_t i = 0; i < w->n_chain; i++) {
		const struct link *link = &w->chain[i];

		if (!work_has(w, TT_SUPPLIER, link->agency->canonical) ||
			!strncmp(link->rule, "prefix", 6))
			work_add_party(w, TT_DISTRIBUTOR,
				link->agency->canonical, link->at, link->rule,
				0.95);
	}
}

static const struct candidate *
best_of(const struct work *w)
{
	const struct candidate *best = NULL;

	for (size_t i = 0; i < w->n_candidates; i++)
		if (w->candidates[i].rank < RANK_NONE &&
			(!best || w->candidates[i].rank < best->rank))
			best = &w->candidates[i];
	return best;
}

static void
add_others(struct work *w, const struct candidate *best, const char *name)
{
	for (size_t i = 0; i < w->n_candidates; i++) {
		const struct candidate *c = &w->candidates[i];

		if (c == best || c->rank == RANK_NONE || !c->agency)
			continue;
		if (c->agency == best->agency)
			work_add_party(w, TT_SUPPLIER, name, c->at, c->rule,
				confidence_of(w, c->rank));
		else if (c->rank <= RANK_SOURCE_LINE)
			work_add_party(w, TT_CONTRIBUTOR, c->agency->canonical,
				c->at, c->rule, 0.7);
	}
}

void
work_settle(struct work *w)
{
	unwrap(w);
	step_back(w);
	source_carriers(w);
	const struct candidate *best = best_of(w);
	if (w->syndicated && w->holds) {
		work_add_name(
			w, TT_SUPPLIER, w->holder, "syndicated-rights", 0.9);
	} else if (best && !w->roundup) {
		auto_text own = piece_copy(best->at);
		const char *name = best->agency ? best->agency->canonical : own;

		work_add_party(w, TT_SUPPLIER, name, best->at, best->rule,
			confidence_of(w, best->rank));
		add_others(w, best, name);
		/* "told ABC radio" in Australian copy without a place */
		if (!*w->country && best->agency)
			w->country = best->agency->country;
	}
	if (w->site.agency &&
		!work_has(w, TT_SUPPLIER, w->site.agency->canonical))
		work_link(w, w->site.agency, w->site.at, w->site.rule);
	if (w->site_name && !work_has(w, TT_SUPPLIER, w->site_name))
		work_add_party(w, TT_DISTRIBUTOR, w->site_name,
			piece_head(w->copy.text, 0), "site-name", 0.8);
	if (w->outermost.agency)
		work_link(w, w->outermost.agency, w->outermost.at,
			w->outermost.rule);
	add_chain(w);
}
