/* SPDX-License-Identifier: Apache-2.0 */
/*
 * promise - examples and counter-examples, tried.
 */
#include "cli/promise.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"

#define PROMISE_STORY \
	"The boats left the harbour in the morning, and nobody at the office " \
	"could say when they would come home."

/* Where rules look; @ is the example. */
static const char *const promise_frames[] = {
	"Boats leave\n\n" PROMISE_STORY "\n\n@\n",
	"@\n\n" PROMISE_STORY "\n",
	"Boats leave\n@\n\n" PROMISE_STORY "\n",
	"Boats leave\n\n@\n\n" PROMISE_STORY "\n\n" PROMISE_STORY "\n",
	"Boats leave\n\n@\n",
};

#define N_PROMISE_FRAMES n_elements(promise_frames)

struct promise {
	struct normalizer *normalizer;
	const struct config *config;
	struct arena arena;
	struct map *told; /* files, by "plugin/name", whose rules are named */
	struct problem_list *problems;
};

/* A partner of the configuration to whom the rule is kept; NULL: anybody. */
static const char *
promise_partner(const struct promise *promise, const struct tt_rule *rule)
{
	const struct config *config = promise->config;
	const char *word;

	for (size_t n = 0; (word = rules_partner(rule, n)) != NULL; n++)
		for (size_t i = 0; i < config->n_partners; i++) {
			const struct config_partner *partner =
				&config->partners[i];

			if (whose_is(&(struct whose){ partner->name,
					     partner->title },
				    slice_text(word)))
				return partner->name;
		}
	return NULL;
}

static bool
promise_is_named(const struct draft *draft, const char *plugin, const char *id)
{
	for (size_t i = 0; i < draft->provenance.n; i++) {
		const struct draft_evidence *evidence =
			&draft->provenance.items[i].evidence;

		if (strcmp(evidence->plugin, plugin) == 0 &&
			strcmp(evidence->rule, id) == 0)
			return true;
	}
	for (size_t i = 0; i < draft->spans.n; i++) {
		const struct draft_span *span = &draft->spans.items[i];

		if (span->plugin != NULL && span->rule != NULL &&
			strcmp(span->plugin, plugin) == 0 &&
			strcmp(span->rule, id) == 0)
			return true;
	}
	return false;
}

/* Is the rule named for these words in this frame? */
static bool
promise_holds(const struct promise *promise, const char *plugin,
	const struct tt_rule *rule, const char *words, size_t frame)
{
	auto_(normalized_done) struct normalized done = NORMALIZED_NULL;
	auto_(buf_done) struct buf text = BUF_NULL;
	struct normalizer_job job = {
		.content_type = SLICE("text/plain"),
		.partner = promise_partner(promise, rule),
	};

	for (const char *at = promise_frames[frame]; *at != '\0'; at++)
		if (*at == '@')
			buf_puts(&text, words);
		else
			buf_putc(&text, *at);
	job.bytes = buf_slice(&text);
	normalizer_run(promise->normalizer, &job, &done);
	return done.is_decoded && done.decoded.n_drafts == 1 &&
	       promise_is_named(done.decoded.drafts[0], plugin, rules_id(rule));
}

/* The first frame in which it is named; N_PROMISE_FRAMES: in none. */
static size_t
promise_frame(const struct promise *promise, const char *plugin,
	const struct tt_rule *rule, const char *words)
{
	size_t frame = 0;

	while (frame < N_PROMISE_FRAMES &&
		!promise_holds(promise, plugin, rule, words, frame))
		frame++;
	return frame;
}

static struct slice
promise_file(struct promise *promise, const char *plugin, const char *name)
{
	return slice_text(arena_printf(&promise->arena, "%s/%s", plugin, name));
}

/* One example of a shipped rule that is named is enough. */
static void
promise_look(void *context, const char *plugin, const char *name,
	const struct tt_rule *rule)
{
	struct promise *promise = context;
	const char *example = rules_value(rule, "example", 0);
	struct slice file = promise_file(promise, plugin, name);

	if (rules_is_operators(rule) || example == NULL ||
		map_find(promise->told, file) != NULL ||
		promise_frame(promise, plugin, rule, example) ==
			N_PROMISE_FRAMES)
		return;
	map_set(promise->told, file, promise);
}

static void
promise_tell(struct promise *promise, const struct tt_rule *rule,
	const char *key, size_t n, const char *code, const char *text)
{
	struct problem why = PROBLEM_NULL;

	rules_place(rule, key, n, &why);
	problem_set(&why, 0, code, "rule %s: %s", rules_id(rule), text);
	problem_list_add(promise->problems, &why);
}

static void
promise_try(void *context, const char *plugin, const char *name,
	const struct tt_rule *rule)
{
	struct promise *promise = context;
	size_t frame = 0;
	const char *words;

	if (!rules_is_operators(rule) ||
		map_find(promise->told, promise_file(promise, plugin, name)) ==
			NULL)
		return;
	for (size_t n = 0; (words = rules_value(rule, "example", n)) != NULL;
		n++) {
		frame = promise_frame(promise, plugin, rule, words);
		if (frame == N_PROMISE_FRAMES)
			promise_tell(promise, rule, "example", n,
				"W-RULE-EXAMPLE",
				"it does not know its own example");
	}
	if (frame == N_PROMISE_FRAMES)
		return;
	for (size_t n = 0; (words = rules_value(rule, "counter", n)) != NULL;
		n++)
		if (promise_holds(promise, plugin, rule, words, frame))
			promise_tell(promise, rule, "counter", n,
				"W-RULE-COUNTER",
				"it takes its counter-example");
}

void
promise_check(struct normalizer *normalizer, const struct config *config,
	struct problem_list *problems)
{
	struct promise promise = {
		.normalizer = normalizer,
		.config = config,
		.told = map_new(),
		.problems = problems,
	};
	const struct rulebook *book = normalizer_rulebook(normalizer);

	rulebook_each(book, promise_look, &promise);
	rulebook_each(book, promise_try, &promise);
	map_free(promise.told);
	arena_done(&promise.arena);
}
