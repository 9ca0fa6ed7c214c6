/* SPDX-License-Identifier: Apache-2.0 */
/*
 * language - the language of a story that does not say it, and a word when it
 * says another.
 *
 * What the document or the partner's configuration says stands. Where neither
 * says anything the kept text is read: letters decide most scripts, small words
 * the rest (guess.c). The provenance then names this plugin, the rule, the text
 * that was read and how sure it is; a text that is too short or unclear stays
 * without a language. Feeds lie: a channel is "en-us" because its software was.
 * Where the text is plainly in another language a warning says so. Who asks for
 * it (`overrule`) has the item given the language of its text when that is
 * beyond doubt and there is enough of it; the first one stays in the
 * provenance, overruled. A partner's configured language is no word of the
 * document's and gives way in any case.
 *
 * Why not a library. Over the same 800 bytes cld2 (C++ without a C interface,
 * last kept in 2015) takes ten times as long and mixes up Bosnian and Croatian,
 * Indonesian and Malay; libexttextcat takes a hundred times as long, names
 * several languages where they are related, and has its fingerprints in files.
 * Here an operator can add a language, or teach one a word, without a compiler.
 */
#include <stdlib.h>

#include "common/mem.h"
#include "guess.h"
#include "torntape/plugin.h"

#define NO_STORY 120u           /* bytes */
#define DOUBTED 0.9             /* from here on a warning */
#define BEYOND_DOUBT 0.99       /* from here on the text is believed */
#define ENOUGH_TO_OVERRULE 200u /* bytes of letters */

struct settings {
	bool overrule;
};

static const struct tt_option options[] = {
	TT_BOOL(struct settings, overrule, "no",
		"Believe a text that is plainly not in the language that the "
		"document says."),
	TT_OPTIONS_END,
};

struct state {
	const struct tt_rules *rules;
	struct guess *guess; /* language n is rule n */
};

/* ---- the text -------------------------------------------------------------
 */

/* Notices and furniture are often in another language than the story. */
static bool
read_line(struct guess_reader *reader, struct tt_draft *draft,
	struct piece text, const struct tt_line *line)
{
	struct piece whole =
		piece_of(text.at + line->start, line->end - line->start);

	if (tt_is_kept(draft, line->start, line->end))
		return guess_read(reader, whole);
	for (size_t i = 0, len; i < whole.len; i += len) {
		struct piece rest = piece_skip(whole, i);
		const char *blank = memchr(rest.at, ' ', rest.len);

		len = blank ? (size_t)(blank - rest.at) + 1 : rest.len;
		if (tt_label_at(draft, line->start + i) <= TT_BODY &&
			!guess_read(reader, piece_head(rest, len)))
			return false;
	}
	return true;
}

static void
read_text(struct guess_reader *reader, struct tt_draft *draft)
{
	size_t len;
	const char *text = tt_text(draft, &len);
	struct tt_line line;

	for (size_t i = 0; tt_line(draft, i, &line); i++)
		if (line.kind != TT_LINE_FOOT &&
			!read_line(reader, draft, piece_of(text, len), &line))
			return;
}

/* A withdrawal, an advisory: no story is left, its words tell. */
static void
read_all(struct guess_reader *reader, const struct tt_draft *draft)
{
	size_t len;
	const char *text = tt_text(draft, &len);

	guess_read(reader, piece_of(text, len));
}

/* The first line that is kept, for people to look at. */
static struct tt_evidence
first_line(struct tt_draft *draft, const char *rule, double confidence)
{
	struct tt_evidence evidence = { 0, 0, rule, confidence };
	struct tt_line line;

	for (size_t i = 0; tt_line(draft, i, &line); i++) {
		if (line.start == line.end ||
			!tt_is_kept(draft, line.start, line.end))
			continue;
		evidence.start = line.start;
		evidence.end = line.end;
		break;
	}
	return evidence;
}

/* ---- tags -----------------------------------------------------------------
 */

static bool
same_word(struct piece a, struct piece b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (byte_lower(a.at[i]) != byte_lower(b.at[i]))
			return false;
	return true;
}

/* "en" of "en-GB". */
static struct piece
base_of(const char *tag)
{
	return piece_of(tag, strcspn(tag, "-_"));
}

/* May a text of this rule's language say of itself that it is in `said`? */
static bool
agrees(const struct tt_rule *rule, const char *said)
{
	struct piece base = base_of(said);
	struct piece like = piece_text(tt_rule_value(rule, "like", 0));

	if (same_word(base, base_of(tt_rule_value(rule, "tag", 0))))
		return true;
	while (like.len) {
		struct piece word = piece_of(like.at, strcspn(like.at, " \n"));

		if (same_word(base, word))
			return true;
		like = piece_trim(piece_skip(like, word.len));
	}
	return false;
}

static bool
is_said(const char *said)
{
	return said && *said && !same_word(base_of(said), piece_text("und"));
}

/* ---- saying so ------------------------------------------------------------
 */

/* How sure is it that the text is in no language that goes by `said`? 0 when
 * nobody here knows that one. */
static double
doubt(const struct state *state, const struct guess_reader *reader,
	const struct guess_answer *answer, const char *said)
{
	double least = 2;

	for (size_t i = 0; i < guess_count(state->guess); i++) {
		double against;

		if (!agrees(tt_rule_at(state->rules, i), said))
			continue;
		against = guess_against(reader, answer, i);
		least = against < least ? against : least;
	}
	return least > 1 ? 0 : least;
}

static void
contradict(struct tt_instance *self, struct tt_draft *draft,
	const struct guess_reader *reader, const struct guess_answer *answer,
	const char *said)
{
	const struct settings *settings = tt_settings(self);
	const struct guess_language *seen =
		guess_at(reader->guess, answer->language);
	double sure = doubt(tt_state(self), reader, answer, said);
	struct tt_evidence evidence = first_line(draft, seen->rule, sure);
	/* a partner's language is what its stories mostly are */
	bool may = settings->overrule || !is_said(tt_field(draft, "language"));
	bool believed = may && sure >= BEYOND_DOUBT &&
			reader->bytes[seen->script] >= ENOUGH_TO_OVERRULE;

	if (sure < DOUBTED)
		return;
	tt_warn(draft, "W-LANGUAGE",
		"the language is said to be %.35s, the text is %s%s", said,
		seen->tag, believed ? "" : "; what was said stands");
	if (believed)
		tt_set_field(draft, "language", seen->tag, &evidence);
}

static enum tt_verdict
language_process(struct tt_instance *self, struct tt_draft *draft)
{
	const struct state *state = tt_state(self);
	const char *said = tt_field(draft, "language");
	struct guess_reader reader;
	struct guess_answer answer;

	if (!is_said(said))
		said = tt_partner_language(draft);
	guess_begin(&reader, state->guess);
	read_text(&reader, draft);
	guess_answer(&reader, &answer);
	if (answer.language == SIZE_MAX && reader.n_read < NO_STORY) {
		guess_begin(&reader, state->guess);
		read_all(&reader, draft);
		guess_answer(&reader, &answer);
	}
	if (answer.language == SIZE_MAX)
		return TT_PASS;
	if (!is_said(said)) {
		const struct guess_language *seen =
			guess_at(state->guess, answer.language);
		struct tt_evidence evidence =
			first_line(draft, seen->rule, answer.confidence);

		tt_set_field(draft, "language", seen->tag, &evidence);
	} else if (!agrees(tt_rule_at(state->rules, answer.language), said)) {
		contradict(self, draft, &reader, &answer, said);
	}
	return TT_PASS;
}

/* ---- the model ------------------------------------------------------------
 */

static void
learn(struct tt_instance *self, struct state *state, const struct tt_rule *rule)
{
	const char *tag = tt_rule_value(rule, "tag", 0);
	const char *name = tt_rule_value(rule, "script", 0), *value;
	enum script script = script_named(piece_text(name));
	size_t language;

	if (!tag)
		tt_rule_error(self, rule, NULL, 0,
			"a language needs a tag, as in `tag: da`");
	if (script == SCRIPT_NONE)
		tt_rule_error(self, rule, name ? "script" : NULL, 0,
			"a language needs a script by its ISO 15924 name, as "
			"in `script: Latn`");
	language = guess_add(state->guess, tt_rule_id(rule), tag, script);
	if (language == SIZE_MAX) {
		tt_rule_error(self, rule, "script", 0,
			"more than %u languages are written in it",
			GUESS_MAX_OF_SCRIPT);
		return;
	}
	for (size_t i = 0; (value = tt_rule_value(rule, "words", i)); i++)
		guess_add_words(state->guess, language, piece_text(value));
	for (size_t i = 0; (value = tt_rule_value(rule, "endings", i)); i++)
		guess_add_endings(state->guess, language, piece_text(value));
	for (size_t i = 0; (value = tt_rule_value(rule, "letters", i)); i++)
		guess_add_letters(state->guess, language, piece_text(value));
}

static bool
language_start(struct tt_instance *self)
{
	struct state *state = mem_alloc(sizeof(*state));

	tt_set_state(self, state);
	state->guess = guess_new();
	state->rules = tt_rules(self, "languages.rules");
	for (size_t i = 0; i < tt_rule_count(state->rules); i++)
		learn(self, state, tt_rule_at(state->rules, i));
	return state->rules != NULL;
}

static void
language_stop(struct tt_instance *self)
{
	struct state *state = tt_state(self);

	guess_free(state->guess);
	free(state);
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "language",
	.version = "1.0",
	.summary = "Tells the language of stories that do not say it.",
	.options = options,
	.settings_size = sizeof(struct settings),
	.start = language_start,
	.process = language_process,
	.stop = language_stop,
};
