/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lifecycle - what is to be done with a story: tags on its headline, notes to
 * editors, embargoes.
 *
 * Tags are cut off the headline one after the other; a tag counts only as it is
 * written in the rules and before a separator or in brackets, so that a
 * headline which begins with the same word stays whole. Notes stand above or
 * below the story, never inside; the text of a story that is withdrawn, or was
 * only ever meant for editors, is a note as a whole. An embargo that cannot be
 * read holds the story; one without a zone is in the supplier's local time.
 * Rules: marks.rules; time zones: zones.csv, countries.csv.
 */
#include <stdlib.h>

#include "common/agencies.h"
#include "common/csv.h"
#include "common/headline.h"
#include "common/mem.h"
#include "common/scan.h"
#include "lifecycle/note.h"
#include "lifecycle/slug.h"

#define MAX_TAGS 6
#define MAX_ROUTING 60u /* bytes */
#define MAX_ROUTED 8u   /* of a word */
#define EDGE_LINES 12
#define HEAD_LINES 8
#define HEAD_BYTES 160u /* of a line, where an agency signs */

struct country {
	const char *code, *zone;
};

struct state {
	struct marks marks;
	struct clockwords *words;
	struct zone_list *zones;
	const struct agency_list *agencies;
	char *countries_csv;
	struct country *countries;
	size_t n_countries, cap_countries;
};

/* ---- local time -----------------------------------------------------------
 */

static const char *
zone_of_country(const struct state *state, const char *code)
{
	for (size_t i = 0; i < state->n_countries; i++) {
		const struct country *country = &state->countries[i];

		if (country->code[0] == code[0] && !strcmp(country->code, code))
			return country->zone;
	}
	return NULL;
}

/* "By Hattie Cranmore, PA" */
static const struct agency *
signs_byline(const struct state *state, struct piece line)
{
	static const char *const words[] = { "by ", "von ", "par ", "por ",
		"di ", "av ", "af ", "door " };
	struct agency_hit hit;
	size_t comma = piece_find_exact(line, ", ");

	if (line.len > HEAD_BYTES || comma >= line.len ||
		!agency_named(
			state->agencies, piece_skip(line, comma + 2), &hit) ||
		hit.shared)
		return NULL;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (piece_starts_nocase(line, words[i]))
			return hit.agency;
	return NULL;
}

/* The agency, or those of one code, that sign in brackets or slashes at the
 * head of a line, or with a reporter; how many. */
static size_t
signs(const struct state *state, struct piece line,
	const struct agency *ret_agencies[HOLD_ZONES])
{
	struct agency_hit hit;

	ret_agencies[0] = signs_byline(state, line);
	if (ret_agencies[0])
		return 1;
	line = piece_head(line, HEAD_BYTES);
	for (size_t i = 0; i < line.len; i++) {
		struct piece rest = piece_skip(line, i + 1);

		if (!byte_in(line.at[i], "(/[") ||
			!agency_at(state->agencies, rest, &hit) ||
			hit.len >= rest.len ||
			!byte_in(rest.at[hit.len], ")/]"))
			continue;
		return agency_sharing(
			state->agencies, &hit, ret_agencies, HOLD_ZONES);
	}
	return 0;
}

/* Of the supplier, as far as its first lines tell it; else of the partner. */
static void
read_local(const struct state *state, const struct copy *copy,
	struct hold_state *hold)
{
	size_t i = copy_next(copy, 0);

	for (int n = 0; n < HEAD_LINES && i < copy->n_lines && !hold->n_local;
		n++, i = copy_next(copy, i + 1)) {
		const struct agency *agencies[HOLD_ZONES];
		size_t found = signs(state, copy_line(copy, i), agencies);

		for (size_t k = 0; k < found; k++) {
			const char *zone =
				zone_of_country(state, agencies[k]->country);

			if (zone)
				hold->local[hold->n_local++] = zone;
		}
	}
	if (!hold->n_local)
		hold->local[hold->n_local++] = tt_partner_timezone(copy->draft);
}

/* ---- headlines ------------------------------------------------------------
 */

static void
read_tails(const struct hold_state *state, struct copy *copy, size_t at,
	size_t *end)
{
	const struct openings *tails = &state->marks->tails;
	size_t start;
	struct tag tag;

	for (size_t i = 0; i < tails->n; i++) {
		const struct opening *tail = &tails->items[i];
		struct piece head = piece_trim(copy_piece(copy, at, *end));

		if (!piece_ends(head, tail->text) || head.len == tail->len)
			continue;
		size_t from = copy_offset(copy, head) + head.len - tail->len;
		tt_remove(copy->draft, from, *end, TT_LIFECYCLE_MARK,
			tt_rule_id(tail->rule));
		*end = from;
	}
	struct piece head = piece_trim(copy_piece(copy, at, *end));
	if (!marks_tail(state->marks, head, &tag, &start))
		return;
	size_t from = copy_offset(copy, head) + start;
	note_kind(state, copy, tag.rule, tag.serial, from, *end);
	tt_remove(copy->draft, from, *end, TT_LIFECYCLE_MARK,
		tt_rule_id(tag.rule));
	*end = from;
}

static bool
is_refile(const struct tt_rule *rule)
{
	const char *kind = tt_rule_value(rule, "kind", 0);

	return kind && !strcmp(kind, "refile");
}

/* The headline is the bytes [at, end). */
static void
read_headline(const struct hold_state *state, struct copy *copy, size_t at,
	size_t end)
{
	struct hold hold;

	at += piece_spaces(copy_piece(copy, at, end));
	read_tails(state, copy, at, &end);
	hold_read_tail(state, copy, at, &end);
	for (int n = 0; n < MAX_TAGS && at < end; n++) {
		struct piece rest = copy_piece(copy, at, end);
		struct tag tag;

		if (hold_find(state, copy, rest, true, &hold)) {
			hold_take(state, copy, at, hold.words, at + hold.len,
				TT_LIFECYCLE_MARK);
			at += hold.len;
			continue;
		}
		if (!marks_tag(state->marks, rest, &tag))
			return;
		note_kind(state, copy, tag.rule, tag.serial, at, at + tag.len);
		*state->refiled = *state->refiled || is_refile(tag.rule);
		tt_remove(copy->draft, at, at + tag.len, TT_LIFECYCLE_MARK,
			tt_rule_id(tag.rule));
		at += tag.len;
	}
}

/* Below a notice that is not known yet as one, a headline is told by a tag that
 * has a number or brackets. */
static void
read_tagged_line(const struct hold_state *state, struct copy *copy)
{
	size_t i = copy_next(copy, 0);

	for (int n = 0; n < EDGE_LINES && i < copy->n_lines; n++) {
		struct tag tag;

		if (headline_at(copy, i) &&
			marks_tag(state->marks, copy_line(copy, i), &tag) &&
			(tag.serial || copy_line(copy, i).at[0] == '(')) {
			read_headline(state, copy, copy->lines[i].start,
				copy->lines[i].end);
			return;
		}
		i = copy_next(copy, i + 1);
	}
}

/* ---- the frame of an old wire ----------------------------------------------
 */

/* "ADN0712 7 CRO 0 ADN CRO NAZ": capitals and figures in short words, one of
 * both, as no headline is. */
static bool
is_routing(struct piece line)
{
	size_t words = 0, mixed = 0;

	if (line.len > MAX_ROUTING)
		return false;
	for (; line.len; line = piece_skip(line, piece_spaces(line))) {
		struct piece word = scan_word(line);
		size_t letters = 0, figures = 0;

		for (size_t i = 0; i < word.len; i++) {
			letters += word.at[i] >= 'A' && word.at[i] <= 'Z';
			figures += word.at[i] >= '0' && word.at[i] <= '9';
		}
		if (letters + figures < word.len || word.len > MAX_ROUTED)
			return false;
		mixed += letters && figures;
		words++;
		line = piece_skip(line, word.len);
	}
	return words > 1 && mixed;
}

/* "ZCZC ABC0123" above, "NNNN" below: the headline is the line in between. */
static bool
read_frame(const struct state *state, struct copy *copy)
{
	size_t first = copy_next(copy, 0);
	bool framed = false;

	for (int n = 0; n < 2 && first < copy->n_lines; n++) {
		if (!marks_is(state->marks.frames, copy_line(copy, first)))
			break;
		copy_remove(copy, copy->lines[first].start,
			copy->lines[first].end, TT_MARKUP, "wire-frame");
		framed = framed || first == 0;
		first = copy_next(copy, first + 1);
	}
	if (framed && first < copy->n_lines &&
		is_routing(copy_line(copy, first)))
		copy_remove(copy, copy->lines[first].start,
			copy->lines[first].end, TT_MARKUP, "wire-frame");
	size_t last = copy_before(copy, copy->n_lines);
	for (int n = 0; n < 2 && last < copy->n_lines; n++) {
		if (!marks_is(state->marks.frames, copy_line(copy, last)))
			break;
		copy_remove(copy, copy->lines[last].start,
			copy->lines[last].end, TT_MARKUP, "wire-frame");
		last = copy_before(copy, last);
	}
	return framed;
}

/* ---- metadata -------------------------------------------------------------
 */

/* The item's own words to editors, line by line. They are no part of the text,
 * so nothing is removed. */
static void
read_metadata(const struct hold_state *state, struct copy *copy)
{
	static const char *const names[] = { "edNote", "slugline", "title" };
	struct tt_evidence evidence = { 0, 0, "embargo-metadata", 0.9 };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *at = tt_field(copy->draft, names[i]);

		for (int n = 0; at && *at && n < EDGE_LINES; n++) {
			struct piece line =
				piece_trim(piece_of(at, strcspn(at, "\n")));
			struct hold hold;

			at += strcspn(at, "\n");
			at += *at == '\n';
			if (hold_find(state, copy, line, true, &hold))
				hold_until(state, copy,
					hold_said(line, hold.words, hold.len),
					&evidence);
		}
	}
}

/* ---- the plugin -----------------------------------------------------------
 */

/* The headline, wherever it stands, and the notes around it. */
static void
read_top(const struct hold_state *state, struct copy *copy, bool top,
	bool framed)
{
	size_t start = 0, end = copy->title_end;

	if (framed) {
		if (headline_promote(copy, "in-frame", &start, &end))
			read_headline(state, copy, start, end);
		note_read_edges(state, copy);
		return;
	}
	if (top && note_is_on_top(state, copy)) {
		note_read_edges(state, copy);
		headline_promote(copy, "below-note", &start, &end);
		read_headline(state, copy, start, end);
		return;
	}
	if (top)
		copy->lines[0].blank = true;
	read_headline(state, copy, start, end);
	if (top)
		read_tagged_line(state, copy);
	note_read_edges(state, copy);
	/* An embargo alone stood where a headline should. */
	if (end && headline_promote(copy, "below-embargo", &start, &end))
		read_headline(state, copy, start, end);
}

static enum tt_verdict
lifecycle_process(struct tt_instance *self, struct tt_draft *draft)
{
	const struct state *state = tt_state(self);
	bool no_story = false, refiled = false;
	struct hold_state hold = { .marks = &state->marks,
		.words = state->words,
		.zones = state->zones,
		.no_story = &no_story,
		.refiled = &refiled };
	struct copy copy;

	bool top = copy_open_top(&copy, draft);
	bool framed = top && read_frame(state, &copy);
	read_local(state, &copy, &hold);
	note_read_notebook(&hold, &copy);
	read_top(&hold, &copy, top, framed);
	read_metadata(&hold, &copy);
	if (top)
		slug_read(&hold, &copy);
	if (no_story)
		note_take_all(&copy, "no-story");
	copy_close(&copy);
	return TT_PASS;
}

static void
lifecycle_stop(struct tt_instance *self)
{
	struct state *state = tt_state(self);

	if (!state)
		return;
	zone_list_free(state->zones);
	clockwords_free(state->words);
	marks_close(&state->marks);
	free(state->countries);
	free(state->countries_csv);
	free(state);
}

static bool
read_countries(struct state *state, struct tt_instance *self)
{
	char *fields[2];
	size_t len, n;
	const char *csv = tt_data(self, "countries.csv", &len);

	if (!csv)
		return false;
	state->countries_csv = mem_text(csv, len);
	struct csv reader = { state->countries_csv,
		state->countries_csv + len };
	while (csv_next(&reader, fields, 2, &n)) {
		if (n != 2)
			continue;
		mem_more(state->countries, state->n_countries,
			state->cap_countries);
		state->countries[state->n_countries++] =
			(struct country){ fields[0], fields[1] };
	}
	return true;
}

static bool
lifecycle_start(struct tt_instance *self)
{
	size_t len;
	const char *csv = tt_data(self, "zones.csv", &len);
	const struct agency_list *agencies = agencies_open(self);

	if (!agencies)
		return false;
	struct state *state = mem_alloc(sizeof(*state));
	tt_set_state(self, state);
	state->agencies = agencies;
	state->zones = csv ? zone_list_new(csv, len) : NULL;
	csv = tt_data(self, "clockwords.csv", &len);
	state->words = csv ? clockwords_new(csv, len) : NULL;
	if (!state->zones || !state->words || !read_countries(state, self)) {
		tt_start_error(self,
			"zones.csv, countries.csv or clockwords.csv is missing "
			"or empty");
		return false;
	}
	return marks_open(&state->marks, self);
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "lifecycle",
	.version = "1.0",
	.summary = "Reads tags, notes to editors and embargoes.",
	.start = lifecycle_start,
	.process = lifecycle_process,
	.stop = lifecycle_stop,
};
