/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source - who sent it: what is known of a story before its text is read.
 *
 * The configured partner enters the chain: a distributor or newswire as
 * distributor, an agency as supplier, but so unsure that any mark in the text
 * or the envelope overrules it. A sender without a name or a role enters
 * nothing. Parties that the envelope gave ("AFP") get the name that the
 * authority list has for them; a code that several agencies share stays as it
 * is, with a warning. A language that the document did not give is taken from
 * the settings.
 */
#include <stdlib.h>

#include "common/agencies.h"
#include "common/mem.h"
#include "torntape/plugin.h"

#define FROM_CONFIGURATION 0.5

struct settings {
	const char *language;
	bool add_partner;
};

static const struct tt_option options[] = {
	TT_STRING(struct settings, language, "",
		"Language of stories that do not say theirs, as in BCP 47."),
	TT_BOOL(struct settings, add_partner, "yes",
		"Name the partner in the chain of distribution."),
	TT_OPTIONS_END,
};

static void
add_partner(const struct agency_list *list, struct tt_draft *draft)
{
	const char *title = tt_partner_title(draft);
	const char *role = tt_partner_role(draft);
	struct agency_hit hit;
	bool agency = role && !strcmp(role, "agency");
	struct tt_evidence evidence = { 0, 0, "partner",
		agency ? FROM_CONFIGURATION : 0.9 };

	if (!title || !*title || !role || !*role || !strcmp(role, "none"))
		return;
	if (agency_named(list, piece_text(title), &hit) && !hit.shared)
		title = hit.agency->canonical;
	tt_add_party(
		draft, agency ? TT_SUPPLIER : TT_DISTRIBUTOR, title, &evidence);
}

/* The list's name for what an envelope calls by `name`; NULL: no other. */
static const char *
canonical_of(const struct agency_list *list, struct tt_draft *draft,
	const char *name)
{
	struct agency_hit hit;

	if (!name || !agency_titled(list, piece_text(name), &hit))
		return NULL;
	if (!hit.shared)
		return strcmp(hit.agency->canonical, name)
			       ? hit.agency->canonical
			       : NULL;
	tt_warn(draft, "W-ambiguous-code",
		"several agencies sign as %.40s; the document does not say "
		"which",
		name);
	return NULL;
}

/* Metadata is a mark position: codes that are also words count here. */
/* <dc:creator>Reuters</dc:creator>: nobody's name, and less than what a mark in
 * the text says. */
static void
name_authors(const struct agency_list *list, struct tt_draft *draft)
{
	struct tt_evidence evidence = { 0, 0, "agency-as-author", 0.9 };
	const char *name;

	for (size_t i = 0; (name = tt_byline(draft, i));) {
		struct agency_hit hit;
		bool moved = agency_named(list, piece_text(name), &hit) &&
			     !hit.shared &&
			     hit.agency->kind <= AGENCY_NEWSWIRE &&
			     tt_byline_is(draft, i, TT_SUPPLIER,
				     hit.agency->canonical, &evidence);

		i += !moved;
	}
}

static void
name_parties(const struct agency_list *list, struct tt_draft *draft)
{
	struct tt_evidence evidence = { 0, 0, "canonical-name", 1 };
	struct tt_party party;

	for (size_t i = 0; tt_party(draft, i, &party);) {
		const char *name = canonical_of(list, draft, party.name);
		size_t n = tt_party_count(draft);

		if (name && !tt_name_party(draft, i, name, evidence.rule))
			return;
		i += tt_party_count(draft) == n;
	}
	name_authors(list, draft);
	const char *holder =
		canonical_of(list, draft, tt_field(draft, "copyrightHolder"));
	if (holder)
		tt_set_field(draft, "copyrightHolder", holder, &evidence);
}

static enum tt_verdict
source_process(struct tt_instance *self, struct tt_draft *draft)
{
	const struct settings *settings = tt_settings(self);
	struct tt_evidence evidence = { 0, 0, "language", 0.5 };

	name_parties(tt_state(self), draft);
	if (settings->add_partner)
		add_partner(tt_state(self), draft);
	if (settings->language && *settings->language &&
		!tt_field(draft, "language"))
		tt_set_field(draft, "language", settings->language, &evidence);
	return TT_PASS;
}

static bool
source_start(struct tt_instance *self)
{
	tt_set_state(self, (void *)agencies_open(self));
	return tt_state(self) != NULL;
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "source",
	.version = "1.0",
	.summary = "Names the sender and fills in what the document left out.",
	.options = options,
	.settings_size = sizeof(struct settings),
	.start = source_start,
	.process = source_process,
};
