/* SPDX-License-Identifier: Apache-2.0 */
/*
 * topics - what a story is about, in the words that all of the trade share.
 *
 * Documents say what they are about in many ways: a code of the IPTC subject
 * reference, a letter of ANPA, two letters of an agency's desk, a feed's own
 * category in the feed's own language. Each is left as it is; where the rules
 * know it, the IPTC Media Topic of the same meaning is added behind, with its
 * widest topic, so that a product can ask for "sport" and gets football. Only
 * what the document says is translated: the text is never read for it, and a
 * category that nobody here knows adds nothing.
 */
#include <stdlib.h>

#include "common/mem.h"
#include "torntape/plugin.h"
#include "vocabulary.h"

#define MEDIA_TOPICS "http://cv.iptc.org/newscodes/mediatopic/"
#define SUBJECT_CODES "http://cv.iptc.org/newscodes/subjectcode/"
#define ANPA_CATEGORIES "http://cvx.iptc.org/anpa1312-category/"

#define BY_CODE 1.0   /* the IPTC's own mapping */
#define BY_WIDER 0.9  /* a code's matter or subject */
#define BY_LETTER 0.9 /* categories of the wires */
#define BY_LABEL 0.8  /* a name, in whatever language */
#define MOST 100u     /* subjects of a story that are looked at */
#define DEEPEST 8u    /* levels of topics */

struct state {
	const struct tt_rules *rules;
	struct vocabulary *vocabulary; /* owners are numbers of rules */
};

struct found {
	size_t rule; /* SIZE_MAX: none */
	double confidence;
};

static const struct found none = { SIZE_MAX, 0 };

/* ---- what a subject says --------------------------------------------------
 */

static struct found
find(const struct state *state, enum term_kind kind, struct piece term,
	double confidence)
{
	return (struct found){ vocabulary_find(state->vocabulary, kind, term),
		confidence };
}

static bool
are_digits(struct piece p, size_t n)
{
	for (size_t i = 0; i < p.len; i++)
		if (p.at[i] < '0' || p.at[i] > '9')
			return false;
	return p.len == n;
}

/* 15054003 is a detail of 15054000, which is a matter of 15000000. */
static struct found
find_code(const struct state *state, struct piece code)
{
	char wider[] = "00000000";
	struct found found = find(state, TERM_CODE, code, BY_CODE);

	if (found.rule != SIZE_MAX || !are_digits(code, 8))
		return found;
	memcpy(wider, code.at, 5);
	found = find(state, TERM_CODE, piece_text(wider), BY_WIDER);
	if (found.rule != SIZE_MAX)
		return found;
	memset(wider + 2, '0', 3);
	return find(state, TERM_CODE, piece_text(wider), BY_WIDER);
}

/* Media Topics begin with the same seventeen numbers as subject codes. */
static struct found
find_number(const struct state *state, struct piece number)
{
	struct found found = find(state, TERM_TOPIC, number, BY_CODE);

	return found.rule != SIZE_MAX ? found : find_code(state, number);
}

static struct found
find_by_uri(const struct state *state, struct piece uri)
{
	static const struct {
		const char *scheme;
		enum term_kind kind;
	} schemes[] = {
		{ MEDIA_TOPICS, TERM_TOPIC },
		{ SUBJECT_CODES, TERM_CODE },
		{ ANPA_CATEGORIES, TERM_ANPA },
		{ "medtop:", TERM_TOPIC },
		{ "subj:", TERM_CODE },
		{ "a1312cat:", TERM_ANPA },
	};

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		struct piece code = uri;
		size_t len = strlen(schemes[i].scheme);

		if (!piece_starts_nocase(uri, schemes[i].scheme))
			continue;
		code = piece_skip(uri, len);
		if (schemes[i].kind == TERM_CODE)
			return find_code(state, code);
		return find(state, schemes[i].kind, code,
			schemes[i].kind == TERM_ANPA ? BY_LETTER : BY_CODE);
	}
	return none;
}

static bool
are_capitals(struct piece p)
{
	for (size_t i = 0; i < p.len; i++)
		if (p.at[i] < 'A' || p.at[i] > 'Z')
			return false;
	return p.len != 0;
}

/* A name, a keyword, or a code that stands where one of these belongs. */
static struct found
find_by_word(const struct state *state, struct piece word, bool desk)
{
	struct found found = find_by_uri(state, word);

	if (found.rule != SIZE_MAX)
		return found;
	if (are_digits(word, 8))
		return find_number(state, word);
	if (desk && word.len <= 3)
		return find(state, TERM_RESSORT, word, BY_LETTER);
	if (word.len == 3 && are_capitals(word))
		found = find(state, TERM_CODE, word, BY_LETTER);
	return found.rule != SIZE_MAX ? found
				      : find(state, TERM_LABEL, word, BY_LABEL);
}

static struct found
find_subject(
	const struct state *state, const struct tt_subject *subject, bool desk)
{
	struct found found = none;

	if (subject->uri)
		found = find_by_uri(state, piece_text(subject->uri));
	if (found.rule == SIZE_MAX && subject->literal)
		found = find_by_word(
			state, piece_trim(piece_text(subject->literal)), desk);
	if (found.rule == SIZE_MAX && subject->name)
		found = find_by_word(
			state, piece_trim(piece_text(subject->name)), false);
	return found;
}

/* ---- saying so ------------------------------------------------------------
 */

static bool
add_topic(struct tt_draft *draft, const struct tt_rule *rule,
	const char *because, double confidence)
{
	char uri[sizeof(MEDIA_TOPICS) + 16];
	struct tt_evidence evidence = { 0, 0, because, confidence };
	struct tt_subject topic = { tt_rule_value(rule, "name", 0), uri, NULL };

	memcpy(uri, MEDIA_TOPICS, sizeof(MEDIA_TOPICS));
	strncat(uri, tt_rule_value(rule, "topic", 0), 15);
	return tt_add_subject(draft, &topic, &evidence);
}

/* The topic itself unless the document says it, and the widest one around. */
static void
add_found(const struct state *state, struct tt_draft *draft,
	const struct found *found, const struct tt_subject *subject)
{
	const struct tt_rule *rule = tt_rule_at(state->rules, found->rule);
	const char *because = tt_rule_id(rule), *broader;
	size_t wider = found->rule;

	if (!subject->uri ||
		!piece_starts_nocase(piece_text(subject->uri), MEDIA_TOPICS))
		add_topic(draft, rule, because, found->confidence);
	for (unsigned n = 0; n < DEEPEST; n++) {
		rule = tt_rule_at(state->rules, wider);
		broader = tt_rule_value(rule, "broader", 0);
		if (!broader)
			break;
		wider = vocabulary_find(
			state->vocabulary, TERM_TOPIC, piece_text(broader));
		if (wider == SIZE_MAX)
			return;
	}
	if (wider != found->rule)
		add_topic(draft, rule, because, found->confidence);
}

static enum tt_verdict
topics_process(struct tt_instance *self, struct tt_draft *draft)
{
	const struct state *state = tt_state(self);
	bool desk = !strcmp(tt_format(draft), "iptc7901");
	size_t n = tt_subject_count(draft);
	struct tt_subject subject;

	for (size_t i = 0; i < n && i < MOST; i++) {
		struct found found = none;

		if (tt_subject(draft, i, &subject))
			found = find_subject(state, &subject, desk);
		if (found.rule != SIZE_MAX)
			add_found(state, draft, &found, &subject);
	}
	return TT_PASS;
}

/* ---- the rules ------------------------------------------------------------
 */

static void
add_terms(struct state *state, size_t rule, const char *key,
	enum term_kind kind, const char *between)
{
	const char *value;

	for (size_t k = 0;
		(value = tt_rule_value(tt_rule_at(state->rules, rule), key, k));
		k++)
		while (*value) {
			size_t len = strcspn(value, between);

			vocabulary_add(state->vocabulary, kind,
				piece_of(value, len), rule);
			value += len + (value[len] != '\0');
		}
}

static void
learn(struct tt_instance *self, struct state *state, size_t i)
{
	const struct tt_rule *rule = tt_rule_at(state->rules, i);
	const char *topic = tt_rule_value(rule, "topic", 0);

	if (!topic || !are_digits(piece_text(topic), 8))
		tt_rule_error(self, rule, topic ? "topic" : NULL, 0,
			"a topic is a number of eight digits, as in `topic: "
			"15000000`");
	if (!tt_rule_value(rule, "name", 0))
		tt_rule_error(self, rule, NULL, 0,
			"a topic needs a name, as in `name: sport`");
	add_terms(state, i, "topic", TERM_TOPIC, " \n");
	add_terms(state, i, "code", TERM_CODE, " \n");
	add_terms(state, i, "anpa", TERM_ANPA, " \n");
	add_terms(state, i, "ressort", TERM_RESSORT, " \n");
	add_terms(state, i, "label", TERM_LABEL, ";");
}

static bool
topics_start(struct tt_instance *self)
{
	struct state *state = mem_alloc(sizeof(*state));

	tt_set_state(self, state);
	state->vocabulary = vocabulary_new();
	state->rules = tt_rules(self, "topics.rules");
	for (size_t i = 0; i < tt_rule_count(state->rules); i++)
		learn(self, state, i);
	return state->rules != NULL;
}

static void
topics_stop(struct tt_instance *self)
{
	struct state *state = tt_state(self);

	vocabulary_free(state->vocabulary);
	free(state);
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "topics",
	.version = "1.0",
	.summary = "Adds the IPTC Media Topics of what the document says.",
	.settings_size = 0,
	.start = topics_start,
	.process = topics_process,
	.stop = topics_stop,
};
