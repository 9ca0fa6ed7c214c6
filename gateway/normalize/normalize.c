/* SPDX-License-Identifier: Apache-2.0 */
/*
 * normalize - decode, then show each draft to the partner's chain.
 */
#include "normalize/normalize.h"

#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"
#include "format/format.h"
#include "normalize/contract.h"
#include "plug/plugin.h"
#include "story/seal.h"
#include "text/date.h"

struct normalizer {
	struct arena arena;
	struct map *partners; /* struct draft_partner by name */
	struct draft_partner nobody;
	struct rulebook *rulebook; /* a reference */
	struct chain_set *chains;
};

/* ---- making ---------------------------------------------------------------
 */

static const char *
normalizer_keep(
	struct normalizer *normalizer, const char *text, const char *fallback)
{
	return arena_text(&normalizer->arena,
		slice_text(text != NULL && text[0] != '\0' ? text : fallback));
}

static const struct draft_notice *
normalizer_keep_notices(
	struct normalizer *normalizer, const struct draft_partner *from)
{
	struct draft_notice *notices = arena_zero(
		&normalizer->arena, (from->n_notices + 1) * sizeof(*notices));

	for (size_t i = 0; i < from->n_notices; i++) {
		const struct draft_notice *notice = &from->notices[i];

		notices[i] = (struct draft_notice){
			.kind = normalizer_keep(normalizer, notice->kind, ""),
			.text = normalizer_keep(normalizer, notice->text, ""),
			.speaks_for = normalizer_keep(
				normalizer, notice->speaks_for, "distributor"),
		};
	}
	return notices;
}

static void
normalizer_add_partner(
	struct normalizer *normalizer, const struct draft_partner *from)
{
	struct draft_partner *partner =
		arena_zero(&normalizer->arena, sizeof(*partner));

	*partner = *from;
	partner->name = normalizer_keep(normalizer, from->name, "");
	partner->title = normalizer_keep(normalizer, from->title, from->name);
	partner->role = normalizer_keep(normalizer, from->role, "publisher");
	partner->timezone = normalizer_keep(normalizer, from->timezone, "UTC");
	partner->language = normalizer_keep(normalizer, from->language, "");
	partner->charset = normalizer_keep(normalizer, from->charset, "");
	partner->notices = normalizer_keep_notices(normalizer, from);
	map_set(normalizer->partners, slice_text(partner->name), partner);
}

static int
normalizer_add_partners(struct normalizer *normalizer,
	const struct normalizer_plan *plan, struct problem_list *problems)
{
	int rc = 0;

	for (size_t i = 0; i < plan->n_partners; i++) {
		const struct draft_partner *from = &plan->partners[i].partner;
		struct problem why = PROBLEM_NULL;

		normalizer_add_partner(normalizer, from);
		if (from->timezone == NULL || from->timezone[0] == '\0' ||
			date_zone_preload(from->timezone) == 0)
			continue;
		problem_at(&why, from->name, 0, 0);
		problem_set(&why, 1, "E-TIMEZONE",
			"there is no time zone %.60s", from->timezone);
		problem_list_add(problems, &why);
		rc = 1;
	}
	return rc;
}

/* NULL: where plugins usually are. */
static const char *const *
normalizer_places(const struct normalizer_plan *plan, struct arena *arena)
{
	return plan->places != NULL ? plan->places : plugin_places(arena);
}

struct rulebook *
normalizer_open_rules(const struct normalizer_plan *plan,
	struct problem_list *problems, int *ret_rc)
{
	struct rulebook *book = rulebook_new();
	auto_(arena_done) struct arena arena = ARENA_NULL;
	const char **plugins =
		arena_zero(&arena, (plan->n_steps + 1) * sizeof(*plugins));

	for (size_t i = 0; i < plan->n_steps; i++)
		plugins[i] = plan->steps[i].plugin;
	*ret_rc = rulebook_read(book, normalizer_places(plan, &arena), plugins,
		plan->rules_dir, problems);
	*ret_rc |= rulebook_parse(book, problems);
	return book;
}

int
normalizer_read_rules(const struct normalizer_plan *plan,
	struct problem_list *problems, struct rulebook **ret_rulebook)
{
	int rc;
	auto_(rulebook_unref) struct rulebook *book =
		normalizer_open_rules(plan, problems, &rc);

	if (rc != 0)
		return 1;
	*ret_rulebook = steal(book);
	return 0;
}

static int
normalizer_take_rules(struct normalizer *normalizer,
	const struct normalizer_plan *plan, struct problem_list *problems)
{
	int rc;

	if (plan->rulebook == NULL) {
		normalizer->rulebook =
			normalizer_open_rules(plan, problems, &rc);
		return rc;
	}
	normalizer->rulebook = rulebook_ref(plan->rulebook);
	return rulebook_parse(normalizer->rulebook, problems);
}

static int
normalizer_make_chains(struct normalizer *normalizer,
	const struct normalizer_plan *plan, struct problem_list *problems)
{
	struct chain_partner *partners =
		mem_zero(plan->n_partners * sizeof(*partners));
	struct chain_plan chains = {
		.places = normalizer_places(plan, &normalizer->arena),
		.rulebook = normalizer->rulebook,
		.steps = plan->steps,
		.n_steps = plan->n_steps,
		.partners = partners,
		.n_partners = plan->n_partners,
	};
	int rc;

	for (size_t i = 0; i < plan->n_partners; i++) {
		const struct normalizer_partner *from = &plan->partners[i];

		partners[i] = (struct chain_partner){
			.whose = { from->partner.name, from->partner.title },
			.overrides = from->overrides,
			.n_overrides = from->n_overrides,
		};
	}
	rc = chain_set_new(&chains, problems, &normalizer->chains);
	mem_free(partners);
	if (rulebook_check(normalizer->rulebook, rc == 0, problems) != 0)
		rc = 1;
	return rc;
}

int
normalizer_new(const struct normalizer_plan *plan,
	struct problem_list *problems, struct normalizer **ret_normalizer)
{
	auto_(normalizer_free) struct normalizer *normalizer =
		mem_new(struct normalizer);
	int rc;

	normalizer->partners = map_new();
	normalizer->nobody = (struct draft_partner){
		.name = "nobody",
		.title = "",
		.role = "publisher",
		.timezone = "UTC",
		.language = "",
		.charset = "",
	};
	/* A converter that the system lacks costs the documents that need it,
	 * not the start. */
	format_preload();
	rc = normalizer_add_partners(normalizer, plan, problems);
	rc |= normalizer_take_rules(normalizer, plan, problems);
	/* Also by torn files, for what the plugins say of the rest. */
	rc |= normalizer_make_chains(normalizer, plan, problems);
	if (rc != 0)
		return 1;
	*ret_normalizer = steal(normalizer);
	return 0;
}

struct normalizer *
normalizer_free(struct normalizer *normalizer)
{
	if (normalizer == NULL)
		return NULL;
	chain_set_free(normalizer->chains);
	rulebook_unref(normalizer->rulebook);
	map_free(normalizer->partners);
	arena_done(&normalizer->arena);
	return mem_free(normalizer);
}

/* ---- running --------------------------------------------------------------
 */

static const struct draft_partner *
normalizer_partner(const struct normalizer *normalizer, const char *name)
{
	const struct draft_partner *partner = NULL;

	if (name != NULL)
		partner = map_find(normalizer->partners, slice_text(name));
	return partner != NULL ? partner : &normalizer->nobody;
}

const struct rulebook *
normalizer_rulebook(const struct normalizer *normalizer)
{
	return normalizer->rulebook;
}

struct chain *
normalizer_chain(struct normalizer *normalizer, const char *partner)
{
	return chain_for(normalizer->chains, partner != NULL ? partner : "");
}

static bool
normalizer_has_text(enum story_event event)
{
	return event != STORY_KILL && event != STORY_WITHHOLD &&
	       event != STORY_ADVISORY;
}

/* A notice and nothing else, or an item without words, is no story. */
static enum tt_verdict
normalizer_judge(struct chain *chain, struct draft *draft)
{
	enum tt_verdict verdict = chain_run(chain, draft);
	enum story_event event = seal_event(draft);

	if (verdict != TT_PASS || !normalizer_has_text(event) ||
		draft->fields[DRAFT_EXPIRES] != NULL ||
		!draft_is_empty(draft)) {
		if (verdict == TT_PASS && normalizer_has_text(event))
			contract_apply(draft);
		return verdict;
	}
	problem_set(&draft->reason, 1, "E-STORY-EMPTY",
		"neither a headline nor a text is left of it");
	return TT_FAIL;
}

void
normalizer_run(struct normalizer *normalizer, const struct normalizer_job *job,
	struct normalized *ret)
{
	const struct document document = {
		.bytes = job->bytes,
		.content_type = job->content_type,
		.base_url = job->base_url,
		.file_name = job->file_name,
		.headers = job->headers,
		.partner = normalizer_partner(normalizer, job->partner),
		.received_ms = job->received_ms,
	};
	struct chain *chain = normalizer_chain(normalizer, job->partner);

	*ret = NORMALIZED_NULL;
	if (format_decode(&document, &ret->decoded, &ret->why) != 0) {
		if (ret->why.code == NULL)
			problem_set(&ret->why, 1, "E-UNDECODABLE",
				"the document could not be read");
		return;
	}
	ret->is_decoded = true;
	ret->verdicts =
		mem_zero(ret->decoded.n_drafts * sizeof(ret->verdicts[0]));
	for (size_t i = 0; i < ret->decoded.n_drafts; i++) {
		struct draft *draft = ret->decoded.drafts[i];

		if (!draft->text_done)
			draft_text_done(draft);
		ret->verdicts[i] = normalizer_judge(chain, draft);
	}
}

void
normalized_done(struct normalized *normalized)
{
	decoded_done(&normalized->decoded);
	mem_free(normalized->verdicts);
	*normalized = NORMALIZED_NULL;
}

int
normalized_verify(const struct normalized *normalized, struct problem *why)
{
	for (size_t i = 0; i < normalized->decoded.n_drafts; i++)
		if (draft_verify_split(normalized->decoded.drafts[i], why))
			return 1;
	return 0;
}
