/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage - counts by name and by shape, until they are written.
 */
#include "desk/usage.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/pack.h"
#include "base/stat.h"
#include "journal/journal.h"
#include "story/story.h"

#define USAGE_NAME_MAX 64u  /* bytes of a plugin's or a rule's name */
#define USAGE_TEXT_MAX 200u /* of a mark */

struct usage {
	struct arena arena;
	struct map *rules; /* struct journal_rule by the record's bytes */
	struct map *marks; /* struct journal_unexplained by what makes it one */
	int64_t due_ms;
};

struct usage *
usage_new(void)
{
	struct usage *usage = mem_new(struct usage);

	usage->rules = map_new();
	usage->marks = map_new();
	usage->due_ms = INT64_MAX;
	return usage;
}

struct usage *
usage_free(struct usage *usage)
{
	if (usage == NULL)
		return NULL;
	map_free(usage->rules);
	map_free(usage->marks);
	arena_done(&usage->arena);
	return mem_free(usage);
}

/* Something waits to be written. */
static void
usage_rouse(struct usage *usage, int64_t mono_ms)
{
	if (usage->due_ms == INT64_MAX)
		usage->due_ms = mono_ms + USAGE_WRITE_MS;
}

static struct slice
usage_keep(struct usage *usage, struct slice text)
{
	return slice_of(arena_text(&usage->arena, text), text.len);
}

/* ---- rules ----------------------------------------------------------------
 */

/* `key`: both names, packed. NULL: they are no names, or there are too many. */
static struct journal_rule *
usage_rule(struct usage *usage, struct slice key, struct slice plugin,
	struct slice name)
{
	struct journal_rule *rule = map_find(usage->rules, key);

	if (rule != NULL)
		return rule;
	if (map_count(usage->rules) == USAGE_MAX || plugin.len == 0 ||
		plugin.len > USAGE_NAME_MAX || name.len == 0 ||
		name.len > USAGE_NAME_MAX)
		return NULL;
	rule = arena_zero(&usage->arena, sizeof(*rule));
	rule->plugin = usage_keep(usage, plugin);
	rule->rule = usage_keep(usage, name);
	map_set(usage->rules, key, rule);
	return rule;
}

static void
usage_count_rules(struct usage *usage, const struct usage_story *taken)
{
	struct unpack names = UNPACK(story_get(taken->story, RECORD_RULES));

	while (names.rest.len != 0) {
		const char *from = names.rest.at;
		struct slice plugin = unpack_text(&names);
		struct slice name = unpack_text(&names);
		struct journal_rule *rule;
		struct slice key;

		if (names.failed)
			return;
		key = slice_of(from, (size_t)(names.rest.at - from));
		rule = usage_rule(usage, key, plugin, name);
		if (rule == NULL)
			continue;
		rule->uses++;
		rule->time_ms = taken->wall_ms;
		usage_rouse(usage, taken->mono_ms);
	}
}

/* ---- marks ----------------------------------------------------------------
 */

/* Digits say which, not what: "SKW/4711" and "SKW/4712" are one. */
static void
usage_put_shape(struct slice text, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		bool digit = c >= '0' && c <= '9';
		bool more = digit && out->len != 0 &&
			    buf_text(out)[out->len - 1] == '#';

		if (!more)
			buf_putc(out, digit ? '#' : c);
	}
}

/* The mark of this kind and shape by this partner; NULL: there are too many. */
static struct journal_unexplained *
usage_mark(struct usage *usage, struct slice partner, struct slice kind,
	struct slice text)
{
	auto_(buf_done) struct buf key = BUF_NULL, shape = BUF_NULL;
	struct journal_unexplained *mark;

	usage_put_shape(text, &shape);
	pack_text(&key, partner);
	pack_text(&key, kind);
	pack_text(&key, buf_slice(&shape));
	mark = map_find(usage->marks, buf_slice(&key));
	if (mark != NULL || map_count(usage->marks) == USAGE_MARKS_MAX)
		return mark;
	mark = arena_zero(&usage->arena, sizeof(*mark));
	mark->partner = usage_keep(usage, partner);
	mark->kind = usage_keep(usage, kind);
	mark->shape = usage_keep(usage, buf_slice(&shape));
	mark->text = usage_keep(usage, text);
	map_set(usage->marks, buf_slice(&key), mark);
	return mark;
}

static void
usage_count_marks(struct usage *usage, const struct usage_story *taken)
{
	struct slice value, texts[2];
	size_t cursor = 0;

	while (story_each(taken->story, RECORD_UNEXPLAINED, &cursor, &value)) {
		struct journal_unexplained *mark;

		if (record_texts(value, texts, 2) != 2 ||
			texts[0].len > USAGE_NAME_MAX ||
			texts[1].len > USAGE_TEXT_MAX)
			continue;
		stat_add(marks_unexplained, 1);
		mark = usage_mark(usage, taken->partner, texts[0], texts[1]);
		if (mark == NULL)
			continue;
		mark->id = taken->id;
		mark->uses++;
		mark->time_ms = taken->wall_ms;
		usage_rouse(usage, taken->mono_ms);
	}
}

void
usage_count(struct usage *usage, const struct usage_story *taken)
{
	usage_count_rules(usage, taken);
	usage_count_marks(usage, taken);
}

/* ---- writing --------------------------------------------------------------
 */

int64_t
usage_due_ms(const struct usage *usage)
{
	return usage->due_ms;
}

void
usage_hurry(struct usage *usage)
{
	if (usage->due_ms != INT64_MAX)
		usage->due_ms = INT64_MIN;
}

int
usage_put(const struct usage *usage, struct journal *journal)
{
	size_t at = 0;
	struct slice key;
	void *value;
	int error = 0;

	while (!error && map_next(usage->rules, &at, &key, &value)) {
		struct journal_put put = { .kind = JOURNAL_RULE_USED };

		put.rule = *(const struct journal_rule *)value;
		error = journal_put(journal, &put);
	}
	at = 0;
	while (!error && map_next(usage->marks, &at, &key, &value)) {
		struct journal_put put = { .kind = JOURNAL_UNEXPLAINED };

		put.unexplained = *(const struct journal_unexplained *)value;
		error = journal_put(journal, &put);
	}
	return error;
}

void
usage_written(struct usage *usage)
{
	map_free(usage->rules);
	map_free(usage->marks);
	usage->rules = map_new();
	usage->marks = map_new();
	arena_done(&usage->arena);
	usage->due_ms = INT64_MAX;
}
