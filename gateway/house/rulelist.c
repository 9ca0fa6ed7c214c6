/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rulelist - rulebook and journal, laid side by side.
 */
#include "house/rulelist.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/jsonout.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/rfc3339.h"
#include "desk/note.h"
#include "journal/put.h"
#include "journal/reader.h"
#include "plug/rulebook.h"

/* ---- for the journal ------------------------------------------------------
 */

struct rulelist_noting {
	struct note *note;
	int64_t now_ms;
};

static void
rulelist_note_one(void *context, const char *plugin, const char *name,
	const struct tt_rule *rule)
{
	struct rulelist_noting *noting = context;

	(void)name;
	note_rule(noting->note, slice_text(plugin), slice_text(rules_id(rule)),
		noting->now_ms);
}

struct note *
rulelist_note(const struct rulebook *book, int64_t now_ms)
{
	struct rulelist_noting noting = { note_new(), now_ms };

	rulebook_each(book, rulelist_note_one, &noting);
	note_rules_end(noting.note, now_ms);
	return noting.note;
}

/* ---- for people -----------------------------------------------------------
 */

struct rulelist_use {
	int64_t since_ms, last_ms, uses;
};

/* A rule that a plugin's code names. */
struct rulelist_named {
	const char *plugin, *rule;
	struct rulelist_use use;
};

struct rulelist {
	struct arena arena;
	struct map *uses; /* rulelist_use by "plugin/rule" */
	struct rulelist_named *named;
	size_t n_named, cap_named;
	/* Files, by "plugin/name", of which some rule was ever named; of the
	 * others how many rules they have. */
	struct map *told;
	struct map *untold; /* size_t */
	struct jsonout json;
	int64_t before_ms; /* unused since then; INT64_MAX: all are wanted */
};

static void
rulelist_done(struct rulelist *list)
{
	mem_free(list->named);
	map_free(list->uses);
	map_free(list->told);
	map_free(list->untold);
	arena_done(&list->arena);
}
DEFINE_AUTO_VALUE(struct rulelist, rulelist_done);

static struct slice
rulelist_key(struct rulelist *list, const char *plugin, const char *name)
{
	return slice_text(arena_printf(&list->arena, "%s/%s", plugin, name));
}

static void
rulelist_put_use(struct jsonout *json, const struct rulelist_use *use)
{
	if (use->since_ms != 0)
		jsonout_member_text(
			json, "since", rfc3339_of(use->since_ms).text);
	if (use->last_ms != 0)
		jsonout_member_text(
			json, "last", rfc3339_of(use->last_ms).text);
	jsonout_member_integer(json, "stories", use->uses);
}

/* A row of the journal. */
static void
rulelist_take_row(void *context, const struct reader_rule *row)
{
	struct rulelist *list = context;
	struct arena *arena = &list->arena;
	struct rulelist_use *use = arena_zero(arena, sizeof(*use));

	*use = (struct rulelist_use){ row->since_ms, row->last_ms, row->uses };
	if (row->is_of_file) {
		map_set(list->uses, rulelist_key(list, row->plugin, row->rule),
			use);
		return;
	}
	mem_grow(list->named, list->n_named, list->cap_named);
	list->named[list->n_named++] = (struct rulelist_named){
		arena_text(arena, slice_text(row->plugin)),
		arena_text(arena, slice_text(row->rule)), *use
	};
}

static const struct rulelist_use *
rulelist_find(
	struct rulelist *list, const char *plugin, const struct tt_rule *rule)
{
	static const struct rulelist_use unknown;
	const struct rulelist_use *use = map_find(
		list->uses, rulelist_key(list, plugin, rules_id(rule)));

	return use != NULL ? use : &unknown;
}

static void
rulelist_look(void *context, const char *plugin, const char *name,
	const struct tt_rule *rule)
{
	struct rulelist *list = context;

	if (rulelist_find(list, plugin, rule)->uses != 0)
		map_set(list->told, rulelist_key(list, plugin, name), list);
}

static bool
rulelist_is_wanted(
	const struct rulelist *list, const struct rulelist_use *use, bool told)
{
	if (list->before_ms == INT64_MAX)
		return true;
	return told && use->since_ms != 0 && use->since_ms < list->before_ms &&
	       use->last_ms < list->before_ms;
}

static void
rulelist_put_partners(struct jsonout *json, const struct tt_rule *rule)
{
	const char *partner;

	if (rules_partner(rule, 0) == NULL)
		return;
	jsonout_key(json, "partners");
	jsonout_array(json);
	for (size_t n = 0; (partner = rules_partner(rule, n)) != NULL; n++)
		jsonout_string(json, slice_text(partner));
	jsonout_array_end(json);
}

static void
rulelist_count_untold(struct rulelist *list, struct slice file)
{
	size_t *n = map_find(list->untold, file);

	if (n == NULL) {
		n = arena_zero(&list->arena, sizeof(*n));
		map_set(list->untold, file, n);
	}
	++*n;
}

static void
rulelist_put_rule(void *context, const char *plugin, const char *name,
	const struct tt_rule *rule)
{
	struct rulelist *list = context;
	const struct rulelist_use *use = rulelist_find(list, plugin, rule);
	struct slice file = rulelist_key(list, plugin, name);
	bool told = map_find(list->told, file) != NULL;
	struct jsonout *json = &list->json;

	if (!told)
		rulelist_count_untold(list, file);
	if (!rulelist_is_wanted(list, use, told))
		return;
	jsonout_object(json);
	jsonout_member_text(json, "plugin", plugin);
	jsonout_member_text(json, "rule", rules_id(rule));
	jsonout_member_text(json, "origin",
		rules_is_operators(rule) ? "operator" : "shipped");
	jsonout_member_text(json, "file", rules_file(rule));
	jsonout_member_integer(json, "line", rules_line(rule));
	rulelist_put_partners(json, rule);
	rulelist_put_use(json, use);
	jsonout_object_end(json);
}

/* Without a file there is nobody who could take them out. */
static void
rulelist_put_named(struct rulelist *list)
{
	struct jsonout *json = &list->json;

	for (size_t i = 0; list->before_ms == INT64_MAX && i < list->n_named;
		i++) {
		jsonout_object(json);
		jsonout_member_text(json, "plugin", list->named[i].plugin);
		jsonout_member_text(json, "rule", list->named[i].rule);
		jsonout_member_text(json, "origin", "plugin");
		rulelist_put_use(json, &list->named[i].use);
		jsonout_object_end(json);
	}
}

static void
rulelist_put_untold(struct rulelist *list)
{
	struct slice file;
	size_t at = 0;
	void *n;

	jsonout_key(&list->json, "untold");
	jsonout_array(&list->json);
	while (map_next(list->untold, &at, &file, &n)) {
		jsonout_object(&list->json);
		jsonout_member(&list->json, "file", file);
		jsonout_member_integer(
			&list->json, "rules", (int64_t) * (size_t *)n);
		jsonout_object_end(&list->json);
	}
	jsonout_array_end(&list->json);
}

int
rulelist_write(const struct rulebook *book, struct reader *reader,
	int64_t unused_ms, int64_t now_ms, struct buf *out)
{
	auto_(rulelist_done) struct rulelist list = {
		.uses = map_new(),
		.told = map_new(),
		.untold = map_new(),
		.json = JSONOUT(out),
		.before_ms = unused_ms < 0 ? INT64_MAX : now_ms - unused_ms,
	};
	int error;

	jsonout_object(&list.json);
	jsonout_key(&list.json, "rules");
	jsonout_array(&list.json);
	error = reader_rules(reader, rulelist_take_row, &list);
	if (error != 0)
		return error;
	rulebook_each(book, rulelist_look, &list);
	rulebook_each(book, rulelist_put_rule, &list);
	rulelist_put_named(&list);
	jsonout_array_end(&list.json);
	rulelist_put_untold(&list);
	jsonout_object_end(&list.json);
	return 0;
}

/* ---- marks ----------------------------------------------------------------
 */

static void
rulelist_put_mark(void *context, const struct reader_unexplained *row)
{
	struct jsonout *json = context;

	jsonout_object(json);
	jsonout_member_text(json, "partner", row->partner);
	jsonout_member_text(json, "kind", row->kind);
	jsonout_member_text(json, "text", row->text);
	jsonout_member_integer(json, "stories", row->uses);
	jsonout_member_text(json, "first", rfc3339_of(row->first_ms).text);
	jsonout_member_text(json, "last", rfc3339_of(row->last_ms).text);
	jsonout_member_text(json, "story", row->id.text);
	jsonout_object_end(json);
}

int
rulelist_write_unexplained(struct reader *reader, struct buf *out)
{
	struct jsonout json = JSONOUT(out);
	int error;

	jsonout_object(&json);
	jsonout_key(&json, "unexplained");
	jsonout_array(&json);
	error = reader_unexplained(
		reader, JOURNAL_UNEXPLAINED_MAX, rulelist_put_mark, &json);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
	return error;
}
