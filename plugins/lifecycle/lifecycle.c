/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lifecycle - what is to be done with a story: tags on its headline, notes to
 * editors, embargoes.
 *
 * Tags are cut off the headline one after the other; a tag counts only as it is
 * written in the rules and before a separator, so that a headline which begins
 * with the same word stays whole. Notes stand above or below the story, never
 * inside. An embargo that cannot be read holds the story. Rules: marks.rules;
 * time zones: zones.csv.
 */
#include <stdlib.h>

#include "common/copy.h"
#include "common/headline.h"
#include "common/mem.h"
#include "common/scan.h"
#include "lifecycle/embargo.h"

#define MAX_TAGS 6
#define EDGE_LINES 12

/* One value of a rule: how a tag, a note or an embargo begins, or a tail. */
struct opening {
	const char *text;
	size_t len;
	const struct tt_rule *rule;
	size_t next; /* of the same first byte, plus one; 0: none */
};

struct openings {
	struct opening *items;
	size_t n, cap;
	size_t by[256]; /* the first of each byte in lower case, plus one */
};

struct state {
	struct openings tags, tails, notes, embargoes;
	struct zone_list *zones;
};

struct tag {
	const struct tt_rule *rule;
	size_t len; /* with its separator and blanks */
	unsigned serial;
};

/* Bytes of the tag at the start: # is a number, everything else itself. */
static size_t
match_tag(struct piece p, const char *tag, unsigned *ret_serial)
{
	size_t i = 0;

	*ret_serial = 0;
	for (; *tag; tag++) {
		size_t digits = 0;
		unsigned value = 0;

		if (*tag != '#') {
			if (i >= p.len || p.at[i] != *tag)
				return 0;
			i++;
			continue;
		}
		while (i < p.len && digits < 3 && p.at[i] >= '0' &&
			p.at[i] <= '9') {
			value = value * 10 + (unsigned)(p.at[i++] - '0');
			digits++;
		}
		if (!digits)
			return 0;
		*ret_serial = value;
	}
	return i;
}

/* What must stand behind a tag: "-", ":", " - ", " / ", or nothing when the tag
 * closes itself. */
static size_t
separator(struct piece p, bool closed)
{
	size_t i = piece_spaces(p);
	struct piece rest = piece_skip(p, i);
	size_t dash = piece_dashes(rest);

	if (!dash && rest.len && strchr(":/|", rest.at[0]))
		dash = 1;
	if (!dash)
		return closed || !rest.len ? i : 0;
	return i + dash + piece_spaces(piece_skip(rest, dash));
}

/* The longest tag of the chain. */
static void
find_tag_in(const struct openings *tags, size_t at, struct piece p,
	struct tag *best)
{
	for (; at; at = tags->items[at - 1].next) {
		const struct opening *tag = &tags->items[at - 1];
		unsigned serial;
		size_t len = match_tag(p, tag->text, &serial);
		bool closed = len && strchr(")*u", p.at[len - 1]) != NULL;
		struct piece rest = piece_skip(p, len);
		size_t sep = len ? separator(rest, closed) : 0;

		if (!len || (!sep && rest.len && !closed))
			continue;
		if (len + sep > best->len)
			*best = (struct tag){ tag->rule, len + sep, serial };
	}
}

static bool
find_tag(const struct state *state, struct piece p, struct tag *ret_tag)
{
	const struct openings *tags = &state->tags;
	unsigned char first = (unsigned char)byte_lower(p.at[0]);

	*ret_tag = (struct tag){ .len = 0 };
	find_tag_in(tags, tags->by[first], p, ret_tag);
	find_tag_in(tags, tags->by['#'], p, ret_tag);
	return ret_tag->len > 0;
}

static void
set_kind(struct tt_draft *draft, const struct tt_rule *rule, unsigned serial,
	size_t start, size_t end)
{
	const char *kind = tt_rule_value(rule, "kind", 0);
	struct tt_evidence evidence = { start, end, tt_rule_id(rule), 0.97 };

	if (kind && strcmp(kind, "new"))
		tt_set_lifecycle(draft, kind, serial, &evidence);
}

static void
read_tails(const struct state *state, struct copy *copy, size_t *end)
{
	for (size_t i = 0; i < state->tails.n; i++) {
		const struct opening *tail = &state->tails.items[i];
		struct piece head = piece_trim(piece_head(copy->text, *end));

		if (!piece_ends(head, tail->text) || head.len == tail->len)
			continue;
		size_t from = copy_offset(copy, head) + head.len - tail->len;
		tt_remove(copy->draft, from, *end, TT_LIFECYCLE_MARK,
			tt_rule_id(tail->rule));
		*end = from;
	}
}

/* The headline is the bytes [at, end). */
static void
read_headline(
	const struct state *state, struct copy *copy, size_t at, size_t end)
{
	at += piece_spaces(copy_piece(copy, at, end));
	read_tails(state, copy, &end);
	for (int n = 0; n < MAX_TAGS && at < end; n++) {
		struct piece rest = copy_piece(copy, at, end);
		struct tag tag;

		if (!find_tag(state, rest, &tag))
			return;
		bool lead = piece_starts(rest, "(LEAD)") ||
			    piece_starts(rest, "(LD)");
		set_kind(copy->draft, tag.rule, lead ? 1 : tag.serial, at,
			at + tag.len);
		tt_remove(copy->draft, at, at + tag.len, TT_LIFECYCLE_MARK,
			tt_rule_id(tag.rule));
		at += tag.len;
	}
}

/* The rule with an opening that begins the line. */
static const struct tt_rule *
begins(const struct openings *openings, struct piece line)
{
	while (line.len && strchr("*= ", line.at[0]))
		line = piece_skip(line, 1);
	if (!line.len)
		return NULL;
	size_t at = openings->by[(unsigned char)byte_lower(line.at[0])];
	for (; at; at = openings->items[at - 1].next)
		if (piece_starts_nocase(line, openings->items[at - 1].text))
			return openings->items[at - 1].rule;
	return NULL;
}

/* No time, or only a territory, or no restriction at all. */
static bool
is_no_embargo(struct piece line)
{
	return piece_find(line, "immediate") < line.len ||
	       piece_find(line, "in or into") < line.len ||
	       piece_find(line, "sofort frei") < line.len;
}

static bool
has_digit(struct piece line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] >= '0' && line.at[i] <= '9')
			return true;
	return false;
}

static void
take_embargo(
	const struct state *state, struct copy *copy, size_t start, size_t end)
{
	static const char *const stamps[] = { "versionCreated",
		"contentCreated", "firstCreated" };
	const char *zone = tt_partner_timezone(copy->draft), *reference = NULL;
	struct tt_evidence evidence = { start, end, "embargo", 0.95 };
	int64_t until;
	bool own;

	for (size_t i = 0; i < 3 && !reference; i++)
		reference = tt_field(copy->draft, stamps[i]);
	if (!embargo_parse(copy_piece(copy, start, end),
		    zone_rule(state->zones, zone), reference, &until, &own)) {
		until = TT_EMBARGO_UNPARSED;
		tt_warn(copy->draft, "W-embargo-unread",
			"the embargo could not be read; the story is held");
	} else if (!own) {
		tt_warn(copy->draft, "W-embargo-zone",
			"the embargo gives no time zone; the partner's, %s, "
			"was "
			"taken",
			zone);
	}
	tt_set_embargo(copy->draft, until, &evidence);
	copy_remove(copy, start, end, TT_EDITORIAL_NOTE, "embargo");
}

/* The note's own line and those that it was wrapped into: an opened bracket
 * that is not closed yet goes on, anything that says something itself does not.
 */
static size_t
end_of_note(const struct state *state, const struct copy *copy, size_t i)
{
	bool open = copy_line(copy, i).at[0] == '(';

	while (i + 1 < copy->n_lines && !copy->lines[i + 1].blank &&
		copy->lines[i + 1].paragraph == copy->lines[i].paragraph) {
		struct piece line = copy_line(copy, i);
		struct piece next = copy_line(copy, i + 1);

		if (begins(&state->embargoes, next) ||
			begins(&state->notes, next))
			break;
		if (open ? line.at[line.len - 1] == ')'
			 : scan_ends_sentence(line))
			break;
		i++;
	}
	return i;
}

static void
take_note(const struct state *state, struct copy *copy, size_t i,
	const struct tt_rule *rule)
{
	size_t start = copy->lines[i].start;
	size_t end = copy->lines[end_of_note(state, copy, i)].end;
	struct tt_evidence evidence = { start, end, tt_rule_id(rule), 0.9 };
	auto_text text = piece_copy(copy_piece(copy, start, end));

	tt_add_editorial_note(copy->draft, text, &evidence);
	set_kind(copy->draft, rule, 0, start, end);
	copy_remove(copy, start, end, TT_EDITORIAL_NOTE, tt_rule_id(rule));
}

/* A "# Notebook" block goes on to the end, as one note. */
static bool
take_notebook(struct copy *copy, size_t i, const struct tt_rule *rule)
{
	struct piece line = copy_line(copy, i);

	if (!piece_starts_nocase(line, "# ") &&
		!piece_starts_nocase(line, "## "))
		return false;
	size_t start = copy->lines[i].start;
	size_t end = copy->lines[copy_before(copy, copy->n_lines)].end;
	struct tt_evidence evidence = { start, end, tt_rule_id(rule), 0.9 };
	auto_text text = piece_copy(copy_piece(copy, start, end));

	tt_add_editorial_note(copy->draft, text, &evidence);
	copy_remove(copy, start, end, TT_EDITORIAL_NOTE, tt_rule_id(rule));
	return true;
}

/* Does one line say something to editors? It was claimed then. */
static bool
read_line(const struct state *state, struct copy *copy, size_t i)
{
	struct piece line = copy_line(copy, i);
	const struct tt_rule *rule;

	if (begins(&state->embargoes, line) && line.len < 300) {
		bool named = piece_find(line, "embargo") < line.len ||
			     piece_find(line, "sperrfrist") < line.len ||
			     piece_find(line, "hold") < line.len ||
			     piece_starts_nocase(line, "not ");

		if (!is_no_embargo(line) && (named || has_digit(line)) &&
			(!scan_is_prose(line) || line.len < 120)) {
			take_embargo(state, copy, copy->lines[i].start,
				copy->lines[i].end);
			return true;
		}
	}
	rule = begins(&state->notes, line);
	if (!rule || line.len > 600)
		return false;
	/* Without bracket or colon it must be short to be no sentence of the
	 * story's. */
	bool formal = strchr("(#", line.at[0]) ||
		      piece_find_exact(piece_head(line, 30), ":") < 30;
	if (!formal && line.len > 160)
		return false;
	if (take_notebook(copy, i, rule))
		return true;
	take_note(state, copy, i, rule);
	return true;
}

static void
read_edges(const struct state *state, struct copy *copy)
{
	size_t i = copy_next(copy, 0);
	int n = 0;

	for (; i < copy->n_lines && n < EDGE_LINES;
		i = copy_next(copy, i + 1)) {
		n++;
		if (!read_line(state, copy, i) && scan_prose_at(copy, i))
			break;
	}
	i = copy_before(copy, copy->n_lines);
	for (n = 0; i < copy->n_lines && n < EDGE_LINES;
		i = copy_before(copy, i), n++)
		if (strchr("(#*", copy_line(copy, i).at[0]) ||
			!scan_is_prose(copy_line(copy, i)))
			read_line(state, copy, i);
}

/* Plain text may begin with a note to editors; then a headline follows. */
static bool
begins_with_note(const struct state *state, const struct copy *copy)
{
	size_t i = 0;

	while (i < copy->n_lines &&
		(begins(&state->embargoes, copy_line(copy, i)) ||
			begins(&state->notes, copy_line(copy, i))))
		i = copy_next(copy, end_of_note(state, copy, i) + 1);
	return i > 0 && headline_at(copy, i);
}

/* Below a notice that is not known yet as one, a headline is told by a tag that
 * has a number or brackets. */
static void
read_tagged_line(const struct state *state, struct copy *copy)
{
	size_t i = copy_next(copy, 0);

	for (int n = 0; n < EDGE_LINES && i < copy->n_lines; n++) {
		struct tag tag;

		if (headline_at(copy, i) &&
			find_tag(state, copy_line(copy, i), &tag) &&
			(tag.serial || copy_line(copy, i).at[0] == '(')) {
			read_headline(state, copy, copy->lines[i].start,
				copy->lines[i].end);
			return;
		}
		i = copy_next(copy, i + 1);
	}
}

static enum tt_verdict
lifecycle_process(struct tt_instance *self, struct tt_draft *draft)
{
	const struct state *state = tt_state(self);
	struct copy copy;
	size_t start = 0, end;

	bool top = copy_open_top(&copy, draft);
	end = copy.title_end;
	if (top && begins_with_note(state, &copy)) {
		read_edges(state, &copy);
		headline_promote(&copy, "below-note", &start, &end);
		read_headline(state, &copy, start, end);
	} else {
		if (top)
			copy.lines[0].blank = true;
		read_headline(state, &copy, start, end);
		if (top)
			read_tagged_line(state, &copy);
		read_edges(state, &copy);
	}
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
	free(state->tags.items);
	free(state->tails.items);
	free(state->notes.items);
	free(state->embargoes.items);
	free(state);
}

/* All values of one key, chained by first byte in the order of the file. */
static void
gather(struct openings *openings, const struct tt_rules *rules, const char *key)
{
	const char *text;

	for (size_t i = 0; i < tt_rule_count(rules); i++) {
		const struct tt_rule *rule = tt_rule_at(rules, i);

		for (size_t k = 0; (text = tt_rule_value(rule, key, k)); k++) {
			mem_more(openings->items, openings->n, openings->cap);
			openings->items[openings->n++] =
				(struct opening){ text, strlen(text), rule, 0 };
		}
	}
	for (size_t i = openings->n; i-- > 0;) {
		struct opening *opening = &openings->items[i];
		unsigned char first =
			(unsigned char)byte_lower(opening->text[0]);

		opening->next = openings->by[first];
		openings->by[first] = i + 1;
	}
}

static bool
lifecycle_start(struct tt_instance *self)
{
	struct state *state = mem_alloc(sizeof(*state));
	size_t len;
	const char *csv = tt_data(self, "zones.csv", &len);

	tt_set_state(self, state);
	if (!csv) {
		tt_start_error(self, "zones.csv is missing");
		return false;
	}
	state->zones = zone_list_new(csv, len);
	const struct tt_rules *rules = tt_rules(self, "marks.rules");
	if (!rules)
		return false;
	gather(&state->tags, rules, "tag");
	gather(&state->tails, rules, "tail");
	gather(&state->notes, rules, "note");
	gather(&state->embargoes, rules, "embargo");
	return true;
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
