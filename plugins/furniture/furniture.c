/* SPDX-License-Identifier: Apache-2.0 */
/*
 * furniture - remove what the page around a story adds: share buttons,
 * counters, related links, tag lists, comment boxes, the next headlines.
 *
 * Two kinds of rule. A `start` line begins furniture that goes on to the end of
 * the text; an `inline` line is removed alone. The same words can be the
 * story's own (a heading "Top stories" in a story about an archive), so what
 * follows decides: after furniture come short lines, after a heading come
 * sentences. No rule applies before the story's first sentence but those marked
 * `anywhere`. What other plugins claimed, such as a notice between furniture,
 * stays theirs.
 */
#include <stdlib.h>

#include "common/copy.h"
#include "common/glob.h"
#include "common/mem.h"
#include "common/scan.h"

struct shape {
	const char *pattern, *rule;
	bool start, anywhere;
	struct shape *next; /* same first byte */
};

struct state {
	struct shape *shapes;
	struct shape *by_byte[256]; /* [0]: begins with a wild card */
};

/* ---- rules ----------------------------------------------------------------
 */

static void
add_shapes(struct state *state, const struct tt_rule *rule, const char *key,
	bool start, size_t *n)
{
	const char *pattern, *where = tt_rule_value(rule, "where", 0);

	for (size_t i = 0; (pattern = tt_rule_value(rule, key, i)); i++) {
		struct shape *shape = &state->shapes[(*n)++];
		unsigned char first = (unsigned char)pattern[0];

		if (first == '*' || first == '#')
			first = 0;
		*shape = (struct shape){
			.pattern = pattern,
			.rule = tt_rule_id(rule),
			.start = start,
			.anywhere = where && !strcmp(where, "anywhere"),
			.next = state->by_byte[first],
		};
		state->by_byte[first] = shape;
	}
}

static size_t
count_values(const struct tt_rule *rule, const char *key)
{
	size_t n = 0;

	while (tt_rule_value(rule, key, n))
		n++;
	return n;
}

static bool
furniture_start(struct tt_instance *self)
{
	const struct tt_rules *rules = tt_rules(self, "furniture.rules");
	size_t n = 0;

	if (!rules)
		return false;
	for (size_t i = 0; i < tt_rule_count(rules); i++)
		n += count_values(tt_rule_at(rules, i), "start") +
		     count_values(tt_rule_at(rules, i), "inline");
	struct state *state = mem_alloc(sizeof(*state));
	state->shapes = mem_alloc((n + 1) * sizeof(*state->shapes));
	n = 0;
	for (size_t i = 0; i < tt_rule_count(rules); i++) {
		add_shapes(state, tt_rule_at(rules, i), "start", true, &n);
		add_shapes(state, tt_rule_at(rules, i), "inline", false, &n);
	}
	tt_set_state(self, state);
	return true;
}

static void
furniture_stop(struct tt_instance *self)
{
	struct state *state = tt_state(self);

	if (!state)
		return;
	free(state->shapes);
	free(state);
}

/* A short shape with an open end would take a sentence of the story. */
static bool
is_loose(const struct shape *shape)
{
	return strchr(shape->pattern, '*') && strlen(shape->pattern) < 20;
}

static const struct shape *
match_list(const struct shape *shape, const char *folded, bool prose)
{
	while (shape && ((prose && is_loose(shape)) ||
				!glob_match(shape->pattern, folded)))
		shape = shape->next;
	return shape;
}

static const struct shape *
find_shape(const struct state *state, struct piece line)
{
	char folded[GLOB_MAX_LINE + 1];
	size_t skip = 0, len = glob_fold(line, folded);

	/* Bullets and stars before a label are decoration. */
	while (skip < len && strchr("*>|-#_ ", folded[skip]))
		skip++;
	if (skip >= len)
		return NULL;
	bool prose = scan_is_prose(line);
	const struct shape *shape =
		match_list(state->by_byte[(unsigned char)folded[skip]],
			folded + skip, prose);
	return shape ? shape
		     : match_list(state->by_byte[0], folded + skip, prose);
}

/* ---- what follows ---------------------------------------------------------
 */

/* Words with which a page speaks to its reader. */
static bool
is_address(struct piece word)
{
	static const char *const words[] = { "you", "your", "us", "our", "we",
		"here", "Ihr", "Ihre", "Ihren", "votre", "vos", "su", "sus",
		"tu", "vostra", "seu", "sua" };

	while (word.len && strchr(".,!?;:", word.at[word.len - 1]))
		word.len--;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (piece_is_nocase(word, words[i]))
			return true;
	return false;
}

/* A short sentence, a credit glued to it or not: mostly small words, and none
 * for the reader. */
static bool
is_told(struct piece line)
{
	int words = 0, capitals = 0;
	size_t len, stop = piece_find_exact(line, ". ");

	if (!scan_ends_sentence(line) && stop >= line.len)
		return false;
	for (; line.len; line = piece_skip(line, piece_spaces(line))) {
		struct piece word = scan_word(line);

		if (is_address(word))
			return false;
		words++;
		capitals += !code_is_lower(piece_code(word, &len));
		line = piece_skip(line, word.len);
	}
	return words >= 5 && capitals * 2 < words;
}

/* Where a page asks its reader for something, the story may go on behind: in
 * the last lines only a short sentence is left of it. */
static bool
ends_with_story(const struct state *state, const struct copy *copy, size_t i)
{
	size_t next = copy_next(copy, i + 1);

	return next < copy->n_lines && is_told(copy_line(copy, next)) &&
	       !find_shape(state, copy_line(copy, next));
}

/* Is one of the next two paragraphs behind line `i` prose? */
static bool
story_follows(const struct copy *copy, size_t i)
{
	uint32_t own = copy->lines[i].paragraph;
	size_t next = copy_next(copy, i + 1);

	for (int n = 0; n < 40 && next < copy->n_lines &&
			copy->lines[next].paragraph == own;
		n++)
		next = copy_next(copy, next + 1);
	return next < copy->n_lines && scan_prose_at(copy, next);
}

/* Capitalised words and no full stop: a link to another story. */
static bool
is_headline(struct piece line)
{
	int words = 0, capitals = 0;

	while (line.len && strchr("-*>|", line.at[0]))
		line = piece_trim(piece_skip(line, 1));
	if (!scan_is_label(line))
		return false;
	for (; line.len; line = piece_skip(line, piece_spaces(line))) {
		struct piece word = scan_word(line);
		size_t len;

		line = piece_skip(line, word.len);
		if (word.len < 2)
			continue;
		words++;
		capitals += code_is_upper(piece_code(word, &len)) ||
			    (word.at[0] >= '0' && word.at[0] <= '9') ||
			    word.at[0] == '$';
	}
	return words >= 4 && capitals * 10 >= words * 7;
}

/* Nothing but headlines, two at least, from the line to the end, behind a
 * claimed notice: the next stories on the page. */
static size_t
headline_list(const struct copy *copy)
{
	size_t first = copy->n_lines, n = 0;

	for (size_t i = copy_before(copy, copy->n_lines); i < copy->n_lines;
		i = copy_before(copy, i)) {
		if (!is_headline(copy_line(copy, i)))
			break;
		first = i;
		n++;
	}
	bool behind = false;
	for (size_t i = 0; i < first && !behind; i++)
		behind = copy->lines[i].end > copy->lines[i].start &&
			 tt_label_at(copy->draft, copy->lines[i].start) ==
				 TT_NOTICE;
	return n >= 2 && behind ? first : copy->n_lines;
}

/* ---- claims ---------------------------------------------------------------
 */

/* To the end of the text; claimed bytes keep their label. */
static void
remove_rest(struct copy *copy, size_t i, const char *rule)
{
	for (; i < copy->n_lines; i = copy_next(copy, i + 1))
		copy_remove(copy, copy->lines[i].start, copy->lines[i].end,
			TT_FURNITURE, rule);
}

static enum tt_verdict
furniture_process(struct tt_instance *self, struct tt_draft *draft)
{
	const struct state *state = tt_state(self);
	struct copy copy;
	bool story = false;

	copy_open(&copy, draft);
	for (size_t i = copy_next(&copy, 0); i < copy.n_lines;
		i = copy_next(&copy, i + 1)) {
		struct piece line = copy_line(&copy, i);
		const struct shape *shape = find_shape(state, line);

		if (!shape) {
			story = story || scan_prose_at(&copy, i) ||
				line.len > 40;
			continue;
		}
		if (!story && !shape->anywhere)
			continue;
		if (!shape->start) {
			copy_remove(&copy, copy.lines[i].start,
				copy.lines[i].end, TT_FURNITURE, shape->rule);
		} else if (story_follows(&copy, i)) {
			continue;
		} else if (ends_with_story(state, &copy, i)) {
			copy_remove(&copy, copy.lines[i].start,
				copy.lines[i].end, TT_FURNITURE, shape->rule);
		} else {
			remove_rest(&copy, i, shape->rule);
			break;
		}
	}
	size_t list = headline_list(&copy);
	if (story && list < copy.n_lines)
		remove_rest(&copy, list, "next-headlines");
	copy_close(&copy);
	return TT_PASS;
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "furniture",
	.version = "1.0",
	.summary = "Removes what the page around a story adds.",
	.start = furniture_start,
	.process = furniture_process,
	.stop = furniture_stop,
};
