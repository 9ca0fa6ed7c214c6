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
#define MAX_DECORATION 40u /* bytes around a mark */

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
	struct openings tags, tails, notes, embargoes, marks;
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

/* ---- embargoes ------------------------------------------------------------
 */

/* What a line says of an embargo: its bytes from the start, those of the words
 * that announce it, and what stands between them. */
struct hold {
	size_t len, words;
	bool timed; /* a headline may begin so, too */
};

static bool
has_digit(struct piece line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] >= '0' && line.at[i] <= '9')
			return true;
	return false;
}

static bool
is_loud(struct piece p)
{
	for (size_t i = 0; i < p.len; i++)
		if (p.at[i] >= 'a' && p.at[i] <= 'z')
			return false;
	return true;
}

/* Bytes of one sign that sets a mark off: a star, a bracket, a quotation mark,
 * an arrow, a red light; 0: none. An apostrophe belongs to a word. */
static size_t
sign(struct piece p)
{
	size_t len;
	uint32_t code = p.len ? piece_code(p, &len) : 0;

	if (!code)
		return 0;
	if (code < 0x80)
		return strchr("*=#([{<>|!/_\"+~^", (int)code) != NULL;
	if (code == 0x2019)
		return 0;
	return (code >= 0x2010 && code <= 0x2bff) || code == 0xab ||
			       code == 0xbb || code == 0xfe0f ||
			       (code >= 0x3008 && code <= 0x3011) ||
			       (code >= 0x1f000 && code <= 0x1faff)
		       ? len
		       : 0;
}

static size_t
decoration(struct piece line)
{
	size_t i = 0, n;

	while (i < line.len && i < MAX_DECORATION) {
		struct piece rest = piece_skip(line, i);

		n = piece_spaces(rest);
		n = n ? n : piece_dashes(rest);
		n = n ? n : sign(rest);
		if (!n)
			break;
		i += n;
	}
	return i;
}

/* Bytes of the announcing words at the start; # is a number, not taken. */
static size_t
announces(struct piece line, const char *words)
{
	size_t len = strlen(words);
	bool number = words[len - 1] == '#';

	len -= number;
	if (line.len < len)
		return 0;
	for (size_t i = 0; i < len; i++)
		if (byte_lower(line.at[i]) != words[i] &&
			!(words[i] == ' ' && line.at[i] == '-'))
			return 0;
	if (number &&
		(line.len == len || line.at[len] < '0' || line.at[len] > '9'))
		return 0;
	return len;
}

static size_t
longest(const struct openings *openings, struct piece line,
	const struct tt_rule **ret_rule)
{
	size_t best = 0, len;

	if (!line.len)
		return 0;
	size_t at = openings->by[(unsigned char)byte_lower(line.at[0])];
	for (; at; at = openings->items[at - 1].next) {
		const struct opening *opening = &openings->items[at - 1];

		len = announces(line, opening->text);
		if (len > best) {
			best = len;
			*ret_rule = opening->rule;
		}
	}
	return best;
}

/* "EMBARGOED" alone, "EMBARGOED: Title", "EMBARGOED - Title". A hyphen without
 * blanks makes a word ("EMBARGO-HIT") unless what follows begins one. */
static size_t
match_mark(const struct state *state, struct piece p)
{
	const struct tt_rule *rule;
	size_t len = longest(&state->marks, p, &rule);
	struct piece rest = piece_skip(p, len);
	size_t tail = decoration(rest);

	if (!len)
		return 0;
	while (tail < rest.len && strchr(")].,;:", rest.at[tail]))
		tail += 1 + decoration(piece_skip(rest, tail + 1));
	if (tail == rest.len)
		return p.len;
	if (!is_loud(piece_head(p, len)) || !tail)
		return 0;
	/* No separator: only capitals among small letters tell it. */
	if (piece_spaces(rest) == tail || rest.at[0] == ',')
		return is_loud(piece_head(rest, EMBARGO_MAX)) ? 0 : len + tail;
	if (rest.at[0] == '-' && tail == 1 && tail + 1 < rest.len &&
		!(rest.at[2] >= 'a' && rest.at[2] <= 'z'))
		return 0;
	return len + tail;
}

/* "none", "for immediate release", "in or into the United States": says that
 * there is no time to wait for. */
static bool
is_no_embargo(struct piece line, size_t words)
{
	bool named = piece_find(piece_head(line, words), "embargo") < words ||
		     piece_find(piece_head(line, words), "sperrfrist") < words;
	struct piece rest = piece_skip(line, words);

	while (rest.len && strchr(" :-", rest.at[0]))
		rest = piece_skip(rest, 1);
	if (piece_is_nocase(rest, "none") || piece_is_nocase(rest, "keine") ||
		piece_is_nocase(rest, "aucun"))
		return true;
	if (named && has_digit(line))
		return false;
	if (named)
		return piece_starts_nocase(rest, "for immediate") ||
		       piece_starts_nocase(rest, "sofort frei");
	return piece_find(line, "immediate") < line.len ||
	       piece_find(line, "in or into") < line.len;
}

static bool
parse(const struct state *state, struct copy *copy, struct piece said,
	int64_t *ret_until, bool *ret_own)
{
	static const char *const stamps[] = { "versionCreated",
		"contentCreated", "firstCreated" };
	const char *reference = NULL;

	for (size_t i = 0; i < 3 && !reference; i++)
		reference = tt_field(copy->draft, stamps[i]);
	while (said.len && strchr(" :", said.at[0]))
		said = piece_skip(said, 1);
	return embargo_parse(said, state->zones,
		tt_partner_timezone(copy->draft), reference, ret_until,
		ret_own);
}

/* Can the statement end here? ": ", " - ", " | ", ") " and ". " before a
 * capital: bytes of the separator; 0: no. */
static size_t
stops(struct piece line, size_t i)
{
	struct piece rest = piece_skip(line, i);
	size_t spaces = piece_spaces(rest), len;

	if (spaces) {
		struct piece dash = piece_skip(rest, spaces);
		size_t n = piece_dashes(dash);

		n = n ? n : dash.len && dash.at[0] == '|';
		size_t behind = n ? piece_spaces(piece_skip(dash, n)) : 0;
		return behind ? spaces + n + behind : 0;
	}
	if (!strchr(":)].;", rest.at[0]))
		return 0;
	struct piece next = piece_skip(rest, 1);
	spaces = piece_spaces(next);
	if (next.len && !spaces)
		return 0;
	next = piece_skip(next, spaces);
	if (rest.at[0] == '.' && next.len &&
		!code_is_upper(piece_code(next, &len)))
		return 0;
	size_t more = strchr(")]", rest.at[0]) ? decoration(next) : 0;
	return 1 + spaces + more;
}

/* How far the statement goes: to the first stop up to which it can be read, at
 * the most to a colon; where it never can, to the first stop that is none of
 * an abbreviation, or it is the line. */
static size_t
extent(const struct state *state, struct copy *copy, struct piece line,
	size_t words)
{
	size_t first = 0, i = words;
	int64_t until;
	bool own;

	while (i < line.len && strchr(" :", line.at[i]))
		i++;
	size_t said = i;
	for (; i < line.len && i < EMBARGO_MAX; i++) {
		size_t stop = stops(line, i);

		if (!stop)
			continue;
		if (parse(state, copy, piece_of(line.at + said, i - said),
			    &until, &own))
			return i + stop;
		if (!first && line.at[i] != '.')
			first = i + stop;
		if (line.at[i] == ':')
			return i + stop;
	}
	if (line.len <= EMBARGO_MAX &&
		(!first || parse(state, copy, piece_skip(line, said), &until,
				   &own)))
		return line.len;
	return first ? first : EMBARGO_MAX;
}

/* Does the line begin with an embargo? */
static bool
find_hold(const struct state *state, struct copy *copy, struct piece line,
	bool is_title, struct hold *ret_hold)
{
	const struct tt_rule *rule = NULL;
	size_t lead = decoration(line);
	struct piece p = piece_skip(line, lead);
	size_t words = longest(&state->embargoes, p, &rule);
	size_t mark = match_mark(state, p);

	if (words && !is_no_embargo(piece_head(p, EMBARGO_MAX), words)) {
		bool loud = is_loud(piece_head(p, words));
		bool timed = tt_rule_value(rule, "when", 0) != NULL;
		size_t len = extent(state, copy, p, words);
		struct piece said = piece_of(p.at + words, len - words);
		bool fits = !timed || embargo_has_time(said) ||
			    (loud && has_digit(said) && said.len < 80);

		if (!is_title && timed && !fits)
			fits = (piece_find(piece_head(p, words), "hold") <
					       words ||
				       piece_find(piece_head(p, words),
					       "embargo") < words) &&
			       !scan_is_prose(line);
		if (fits) {
			*ret_hold = (struct hold){ lead + len, lead + words,
				timed };
			return true;
		}
	}
	if (!mark)
		return false;
	*ret_hold = (struct hold){ lead + mark, lead + mark, false };
	return true;
}

/* What stands between the announcing words and the separator. */
static struct piece
said_of(struct piece line, size_t words, size_t len)
{
	struct piece said = piece_of(line.at + words, len - words);

	while (said.len && strchr(":)]-;.= *|", said.at[said.len - 1]))
		said.len--;
	return said;
}

/* Whatever can be read of it, the story is held. */
static void
hold_until(const struct state *state, struct copy *copy, struct piece said,
	const struct tt_evidence *evidence)
{
	int64_t until;
	bool own;

	if (!parse(state, copy, said, &until, &own)) {
		until = TT_EMBARGO_UNPARSED;
		tt_warn(copy->draft, "W-embargo-unread",
			"the embargo could not be read; the story is held");
	} else if (!own) {
		tt_warn(copy->draft, "W-embargo-zone",
			"the embargo gives no time zone; the partner's, %s, "
			"was taken",
			tt_partner_timezone(copy->draft));
	}
	tt_set_embargo(copy->draft, until, evidence);
}

/* The bytes [start, end) say it, and go. */
static void
take_embargo(const struct state *state, struct copy *copy, size_t start,
	size_t words, size_t end, enum tt_label label)
{
	struct tt_evidence evidence = { start, end, "embargo", 0.95 };
	struct piece line = copy_piece(copy, start, end);

	hold_until(state, copy, said_of(line, words, line.len), &evidence);
	copy_remove(copy, start, end, label, "embargo");
}

/* Line `i` of the story, and the next one where only both can be read. */
static bool
read_embargo(const struct state *state, struct copy *copy, size_t i)
{
	size_t start = copy->lines[i].start, end;
	struct hold hold;
	int64_t until;
	bool own;

	if (!find_hold(state, copy, copy_line(copy, i), false, &hold))
		return false;
	end = start + hold.len;
	if (end == copy->lines[i].end && i + 1 < copy->n_lines &&
		!copy->lines[i + 1].blank &&
		copy->lines[i + 1].paragraph == copy->lines[i].paragraph) {
		size_t both = copy->lines[i + 1].end;

		if (!parse(state, copy,
			    copy_piece(copy, start + hold.words, end), &until,
			    &own) &&
			parse(state, copy,
				copy_piece(copy, start + hold.words, both),
				&until, &own))
			end = both;
	}
	take_embargo(state, copy, start, hold.words, end, TT_EDITORIAL_NOTE);
	return true;
}

/* "Title (EMBARGOED)", "Title - EMBARGOED until 00:01 GMT, 4 May 2026". */
static void
read_embargo_tail(
	const struct state *state, struct copy *copy, size_t at, size_t *end)
{
	struct piece title = copy_piece(copy, at, *end);
	struct hold hold;

	size_t from = title.len > EMBARGO_MAX ? title.len - EMBARGO_MAX : 1;
	for (size_t i = from; i < title.len; i++) {
		struct piece rest = piece_skip(title, i);
		bool bracket = strchr("([{/<*", rest.at[0]) != NULL;
		size_t lead = bracket ? 1 : stops(title, i);

		/* "Title EMBARGOED" */
		if (!lead && !is_loud(piece_head(title, i)))
			lead = piece_spaces(rest);
		struct piece said = piece_skip(rest, lead);

		if (!lead || !said.len ||
			!find_hold(state, copy, said, true, &hold))
			continue;
		bool whole = hold.len == said.len;
		bool loud = is_loud(piece_head(said, hold.words));
		if (!whole && !bracket)
			continue;
		if (whole && !bracket && !loud && !has_digit(said))
			continue;
		take_embargo(state, copy, at + i, lead + hold.words,
			at + i + lead + hold.len, TT_LIFECYCLE_MARK);
		if (whole)
			*end = at + i;
		return;
	}
}

/* The headline is the bytes [at, end). */
static void
read_headline(
	const struct state *state, struct copy *copy, size_t at, size_t end)
{
	struct hold hold;

	at += piece_spaces(copy_piece(copy, at, end));
	read_tails(state, copy, &end);
	read_embargo_tail(state, copy, at, &end);
	for (int n = 0; n < MAX_TAGS && at < end; n++) {
		struct piece rest = copy_piece(copy, at, end);
		struct tag tag;

		if (find_hold(state, copy, rest, true, &hold)) {
			take_embargo(state, copy, at, hold.words, at + hold.len,
				TT_LIFECYCLE_MARK);
			at += hold.len;
			continue;
		}
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

/* The note's own line and those that it was wrapped into: an opened bracket
 * that is not closed yet goes on, anything that says something itself does not.
 */
static size_t
end_of_note(const struct state *state, struct copy *copy, size_t i)
{
	bool open = copy_line(copy, i).at[0] == '(';

	while (i + 1 < copy->n_lines && !copy->lines[i + 1].blank &&
		copy->lines[i + 1].paragraph == copy->lines[i].paragraph) {
		struct piece line = copy_line(copy, i);
		struct piece next = copy_line(copy, i + 1);

		struct hold hold;

		if (begins(&state->notes, next) ||
			find_hold(state, copy, next, false, &hold))
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

	if (read_embargo(state, copy, i))
		return true;
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
		else
			read_embargo(state, copy, i);
}

/* An embargo that is the whole line; what is a tag before a headline is none.
 */
static bool
is_embargo_line(const struct state *state, struct copy *copy, size_t i)
{
	struct piece line = copy_line(copy, i);
	struct hold hold;

	return find_hold(state, copy, line, false, &hold) &&
	       hold.len == line.len;
}

/* Plain text may begin with a note to editors; then a headline follows. */
static bool
begins_with_note(const struct state *state, struct copy *copy)
{
	size_t i = 0;

	while (i < copy->n_lines &&
		(is_embargo_line(state, copy, i) ||
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

/* The item's own words to editors, line by line. They are no part of the text,
 * so nothing is removed. */
static void
read_metadata(const struct state *state, struct copy *copy)
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
			if (find_hold(state, copy, line, true, &hold))
				hold_until(state, copy,
					said_of(line, hold.words, hold.len),
					&evidence);
		}
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
		/* An embargo alone stood where a headline should. */
		if (end &&
			headline_promote(&copy, "below-embargo", &start, &end))
			read_headline(state, &copy, start, end);
	}
	read_metadata(state, &copy);
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
	free(state->marks.items);
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
	gather(&state->marks, rules, "mark");
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
