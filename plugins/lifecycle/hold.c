/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hold.c - an embargo wherever it stands in a line: how far its words go, and
 * whether they are ones that a headline may begin with, too.
 */
#include "lifecycle/hold.h"

#include "common/scan.h"
#include "lifecycle/embargo.h"

#define MAX_DECORATION 40u /* bytes around a mark */
#define REST_MAX 40u       /* bytes behind the time */

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
	size_t len;

	for (; p.len; p = piece_skip(p, len))
		if (code_is_lower(piece_code(p, &len)))
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
			       code == 0xff08 || code == 0xff3b ||
			       code == 0xff1c ||
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

/* "EMBARGOED" alone, "EMBARGOED: Title", "EMBARGOED - Title". A hyphen without
 * blanks makes a word ("EMBARGO-HIT") unless what follows begins one. */
static size_t
match_mark(const struct hold_state *state, struct piece p)
{
	const struct tt_rule *rule;
	size_t len = marks_longest(&state->marks->holds, p, &rule);
	struct piece rest = piece_skip(p, len);

	if (!len)
		return 0;
	size_t tail = decoration(rest);
	while (tail < rest.len && byte_in(rest.at[tail], ")].,;:"))
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

	while (rest.len && byte_in(rest.at[0], " :-"))
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

/* When it ends. */
struct instant {
	int64_t ms;
	const char *zone; /* in which it was read, where it gives none */
	bool own;         /* it gives its zone */
};

static bool
parse(const struct hold_state *state, struct copy *copy, struct piece said,
	struct instant *ret)
{
	static const char *const stamps[] = { "versionCreated",
		"contentCreated", "firstCreated" };
	const char *reference = NULL;

	*ret = (struct instant){ .zone = NULL };
	for (size_t i = 0; i < 3 && !reference; i++)
		reference = tt_field(copy->draft, stamps[i]);
	while (said.len && byte_in(said.at[0], " :"))
		said = piece_skip(said, 1);
	for (size_t i = 0; i < state->n_local; i++) {
		struct instant one = { .zone = state->local[i] };

		if (!embargo_parse(said, state->words, state->zones, one.zone,
			    reference, &one.ms, &one.own))
			return false;
		if (!ret->zone || one.ms > ret->ms)
			*ret = one;
	}
	return true;
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
	if (!byte_in(rest.at[0], ":)].;"))
		return 0;
	struct piece next = piece_skip(rest, 1);
	spaces = piece_spaces(next);
	if (next.len && !spaces)
		return 0;
	next = piece_skip(next, spaces);
	if (rest.at[0] == '.' && next.len &&
		!code_is_upper(piece_code(next, &len)))
		return 0;
	size_t more = byte_in(rest.at[0], ")]") ? decoration(next) : 0;
	return 1 + spaces + more;
}

/* How far the statement goes: to the first stop up to which it can be read, at
 * the most to a colon; where it never can, to the first stop that is none of
 * an abbreviation, or it is the line. */
static size_t
extent(const struct hold_state *state, struct copy *copy, struct piece line,
	size_t words)
{
	size_t first = 0, i = words;
	struct instant until;

	while (i < line.len && byte_in(line.at[i], " :"))
		i++;
	/* "【解禁日時】2026年6月1日" */
	if (piece_starts(piece_skip(line, i), "】"))
		i += strlen("】");
	size_t said = i;
	for (; i < line.len && i < EMBARGO_MAX; i++) {
		size_t stop = stops(line, i);

		if (!stop)
			continue;
		if (parse(state, copy, piece_of(line.at + said, i - said),
			    &until))
			return i + stop;
		if (!first && line.at[i] != '.')
			first = i + stop;
		if (line.at[i] == ':')
			return i + stop;
	}
	if (line.len <= EMBARGO_MAX &&
		(!first || parse(state, copy, piece_skip(line, said), &until)))
		return line.len;
	return first ? first : EMBARGO_MAX;
}

/* Does the line begin with an embargo? */
bool
hold_find(const struct hold_state *state, struct copy *copy, struct piece line,
	bool is_title, struct hold *ret_hold)
{
	const struct tt_rule *rule = NULL;
	size_t lead = decoration(line);
	struct piece p = piece_skip(line, lead);
	size_t words = marks_longest(&state->marks->embargoes, p, &rule);
	size_t mark = match_mark(state, p);

	if (words && !is_no_embargo(piece_head(p, EMBARGO_MAX), words)) {
		bool loud = is_loud(piece_head(p, words));
		bool timed = tt_rule_value(rule, "when", 0) != NULL;
		size_t len = extent(state, copy, p, words);
		struct piece said = piece_of(p.at + words, len - words);
		bool fits = !timed || embargo_has_time(said, state->words) ||
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
struct piece
hold_said(struct piece line, size_t words, size_t len)
{
	struct piece said = piece_of(line.at + words, len - words);

	if (piece_starts(said, "】"))
		said = piece_skip(said, strlen("】"));

	while (said.len && byte_in(said.at[said.len - 1], ":)]-;.= *|"))
		said.len--;
	return said;
}

/* Whatever can be read of it, the story is held. */
void
hold_until(const struct hold_state *state, struct copy *copy, struct piece said,
	const struct tt_evidence *evidence)
{
	struct instant until;

	if (!parse(state, copy, said, &until)) {
		until.ms = TT_EMBARGO_UNPARSED;
		tt_warn(copy->draft, "W-embargo-unread",
			"the embargo could not be read; the story is held");
	} else if (!until.own) {
		tt_warn(copy->draft, "W-embargo-zone",
			"the embargo gives no time zone; the local time of %s "
			"was taken",
			until.zone);
	}
	tt_set_embargo(copy->draft, until.ms, evidence);
}

/* The bytes [start, end) say it, and go. */
void
hold_take(const struct hold_state *state, struct copy *copy, size_t start,
	size_t words, size_t end, enum tt_label label)
{
	struct tt_evidence evidence = { start, end, "embargo", 0.95 };
	struct piece line = copy_piece(copy, start, end);

	hold_until(state, copy, hold_said(line, words, line.len), &evidence);
	copy_remove(copy, start, end, label, "embargo");
}

/* Line `i` of the story, and the next one where only both can be read. */
bool
hold_read_line(const struct hold_state *state, struct copy *copy, size_t i)
{
	size_t start = copy->lines[i].start, end;
	struct hold hold;
	struct instant until;

	if (!hold_find(state, copy, copy_line(copy, i), false, &hold))
		return false;
	end = start + hold.len;
	if (end == copy->lines[i].end && i + 1 < copy->n_lines &&
		!copy->lines[i + 1].blank &&
		copy->lines[i + 1].paragraph == copy->lines[i].paragraph) {
		size_t both = copy->lines[i + 1].end;

		if (!parse(state, copy,
			    copy_piece(copy, start + hold.words, end),
			    &until) &&
			parse(state, copy,
				copy_piece(copy, start + hold.words, both),
				&until))
			end = both;
	}
	size_t last = copy->lines[i].end;
	hold_take(state, copy, start, hold.words, end, TT_EDITORIAL_NOTE);
	/* "6 a.m. (Korean time) or later, please": no story is so short */
	if (end < last && last - end <= REST_MAX)
		copy_remove(copy, end, last, TT_EDITORIAL_NOTE, "embargo");
	return true;
}

/* "Title (EMBARGOED)", "Title - EMBARGOED until 00:01 GMT, 4 May 2026". */
void
hold_read_tail(const struct hold_state *state, struct copy *copy, size_t at,
	size_t *end)
{
	struct piece title = copy_piece(copy, at, *end);
	struct hold hold;

	size_t from = title.len > EMBARGO_MAX ? title.len - EMBARGO_MAX : 1;
	for (size_t i = from; i < title.len; i++) {
		struct piece rest = piece_skip(title, i);
		bool bracket = byte_in(rest.at[0], "([{/<*");
		size_t lead = bracket ? 1 : stops(title, i);

		/* "Title EMBARGOED" */
		if (!lead && !is_loud(piece_head(title, i)))
			lead = piece_spaces(rest);
		struct piece said = piece_skip(rest, lead);

		if (!lead || !said.len ||
			!hold_find(state, copy, said, true, &hold))
			continue;
		bool whole = hold.len == said.len;
		bool loud = is_loud(piece_head(said, hold.words));
		if (!whole && !bracket)
			continue;
		if (whole && !bracket && !loud && !has_digit(said))
			continue;
		hold_take(state, copy, at + i, lead + hold.words,
			at + i + lead + hold.len, TT_LIFECYCLE_MARK);
		if (whole)
			*end = at + i;
		return;
	}
}
