/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attribution - the hands a story passed through, with evidence.
 *
 * What earlier plugins left is read from the top down to the first sentence
 * (labels, bylines, prefix, dateline), from the end up to the last one
 * (credits, end marks, addresses), then the running text for cited sources; the
 * notices that were found tell whose the rights are and who passed it on. Who
 * the supplier is, is decided once, by the rank of the evidence; what did not
 * win is a contributor. Nothing is guessed: no mark, no supplier.
 *
 * Which agencies there are is in rules/agencies.csv, the words around their
 * marks in rules/marks.rules, and places that tell agencies of one code apart
 * in rules/places.csv, nations beside a code in rules/nations.csv.
 */
#include <stdlib.h>

#include "attribution/work.h"
#include "common/agencies.h"
#include "common/mem.h"

static const struct tt_option options[] = {
	TT_BOOL(struct settings, marks_first, "no",
		"Let marks in the text name the supplier even where the "
		"document's metadata names another."),
	TT_OPTIONS_END,
};

/* What the document said and what the text says may differ: both are kept. */
static void
tell_conflict(struct work *w)
{
	const char *first = NULL;

	for (size_t i = 0; i < tt_party_count(w->copy.draft); i++) {
		struct tt_party party;

		if (!tt_party(w->copy.draft, i, &party) ||
			party.role != TT_SUPPLIER || party.confidence < 0.6)
			continue;
		if (!first) {
			first = party.name;
			continue;
		}
		tt_warn(w->copy.draft, "W-supplier-conflict",
			"two suppliers are named, %.60s and %.60s; the surer "
			"one counts",
			first, party.name);
		return;
	}
}

static enum tt_verdict
attribution_process(struct tt_instance *self, struct tt_draft *draft)
{
	struct state *state = tt_state(self);
	struct work w = { .state = state,
		.settings = tt_settings(self),
		.lore = { state->list, &state->words },
		.language = tt_field(draft, "language"),
		.country = "" };

	if (!w.language)
		w.language = "";
	/* A title that was claimed may be a line of rights. */
	bool top = copy_open_top(&w.copy, draft);
	copy_fold(&w.copy);
	if (top) {
		work_read_title(&w);
		w.copy.lines[0].blank = true;
	}
	work_read_boxes(&w);
	work_read_captions(&w);
	work_read_head(&w);
	work_read_notices(&w);
	work_read_photos(&w);
	work_read_tail(&w);
	work_settle(&w);
	work_read_carriers(&w);
	work_read_cited(&w);
	tell_conflict(&w);
	vocabulary_tell(&state->words, draft);
	copy_close(&w.copy);
	return TT_PASS;
}

static bool
attribution_start(struct tt_instance *self)
{
	size_t places_len, nations_len;
	const char *places = tt_data(self, "places.csv", &places_len);
	const char *nations = tt_data(self, "nations.csv", &nations_len);
	const struct tt_rules *rules = tt_rules(self, "marks.rules");
	const struct agency_list *list = agencies_open(self);

	if (!list || !rules)
		return false;
	/* Once, and not by each plugin that has the list. */
	if (agency_list_fault(list)) {
		tt_start_error(self, "%s", agency_list_fault(list));
		return false;
	}
	if (!places || !nations) {
		tt_start_error(self, "%s is missing",
			!places ? "places.csv" : "nations.csv");
		return false;
	}
	struct state *state = mem_alloc(sizeof(*state));
	tt_set_state(self, state);
	state->list = list;
	state->places = places_new(places, places_len);
	state->nations = nations_new(nations, nations_len);
	vocabulary_read(&state->words, rules, self);
	return true;
}

static void
attribution_stop(struct tt_instance *self)
{
	struct state *state = tt_state(self);

	if (!state)
		return;
	vocabulary_done(&state->words);
	nations_free(state->nations);
	places_free(state->places);
	free(state);
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "attribution",
	.version = "1.0",
	.summary =
		"Finds the agencies and persons behind a story, with evidence.",
	.options = options,
	.settings_size = sizeof(struct settings),
	.start = attribution_start,
	.process = attribution_process,
	.stop = attribution_stop,
};
