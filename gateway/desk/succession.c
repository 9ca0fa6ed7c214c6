/* SPDX-License-Identifier: Apache-2.0 */
/*
 * succession - three kinds of names in one table: "line:" and a catch line,
 * "slug:" and a slug of plain text, "uri:" and the uri of a message that became
 * a version of another story.
 */
#include "desk/succession.h"

#include "base/buf.h"
#include "base/mem.h"
#include "desk/batch.h"
#include "desk/terms.h"
#include "story/rename.h"

#define LINE_MS (INT64_C(48) * 3600 * 1000)

static bool
is_of_old_wire(const struct story *story)
{
	struct slice format = story_get(story, RECORD_FORMAT);

	return slice_is(format, "iptc7901") || slice_is(format, "anpa");
}

/* Its uri is made of its text, or of a file's name; what names it is the slug,
 * if it has one. */
static bool
has_slug(const struct story *story)
{
	return slice_is(story_get(story, RECORD_FORMAT), "text") &&
	       story_has(story, RECORD_SLUGLINE);
}

/* Does it say that it replaces something? */
static bool
is_lead(const struct story *story)
{
	static const char *const kinds[] = { "update", "refile", "correction",
		"clarification", "repeat" };
	struct slice kind = story_get(story, RECORD_LIFECYCLE);

	for (size_t i = 0; i < n_elements(kinds); i++)
		if (slice_is(kind, kinds[i]))
			return true;
	return false;
}

static int
look_up(struct batch *batch, struct slice partner, const char *kind,
	struct slice text, struct journal_succession *ret)
{
	auto_(buf_done) struct buf name = BUF_NULL;

	if (text.len == 0)
		return 1;
	buf_puts(&name, kind);
	buf_put_slice(&name, text);
	return journal_find_succession(
		batch->journal, partner, buf_slice(&name), ret);
}

static int
note(struct batch *batch, struct slice partner, const char *kind,
	struct slice text, struct slice uri)
{
	auto_(buf_done) struct buf name = BUF_NULL;
	struct journal_put put = { .kind = JOURNAL_SUCCESSION };

	buf_puts(&name, kind);
	buf_put_slice(&name, text);
	put.succession = (struct journal_succession){ .partner = partner,
		.name = buf_slice(&name),
		.uri = uri,
		.time_ms = batch->now_ms };
	return journal_put(batch->journal, &put);
}

static bool
is_fresh(const struct batch *batch, const struct journal_succession *line)
{
	return batch->now_ms - line->time_ms <= LINE_MS;
}

/* 0: it is known by its own uri. */
static int
look_up_itself(struct batch *batch, struct slice partner, struct slice uri)
{
	auto_(standing_done) struct standing standing = { 0 };
	struct story_id id = story_id_of(partner, uri);

	return journal_find(batch->journal, &id, &standing);
}

/* The story that its catch line leads to. As succession_find(). */
static int
follow_line(struct batch *batch, struct slice partner,
	const struct story *story, struct receipt_story *line,
	struct journal_succession *ret)
{
	int result;

	if (!is_lead(story))
		return 1;
	result = look_up_itself(batch, partner, story_get(story, RECORD_URI));
	if (result <= 0)
		return result < 0 ? result : 1;
	result = look_up(batch, partner,
		"line:", story_get(story, RECORD_SLUGLINE), ret);
	if (result != 0 || !is_fresh(batch, ret))
		return result < 0 ? result : 1;
	if (ret->uri.len != 0)
		return 0;
	mem_free(line->warning);
	line->warning = mem_strdup(
		"several stories have this catch line, so that nobody can say "
		"which one this replaces: it stands alone");
	return 1;
}

/* Why the story that a slug leads to cannot be meant, or not beyond doubt;
 * NULL: it is. */
static const char *
doubt_slug(struct batch *batch, const struct story *story,
	const struct journal_succession *found, const struct standing *standing)
{
	struct slice supplier = slice_text(standing->supplier);

	if (found->uri.len == 0)
		return "several stories have had this slug, so that nobody can "
		       "say which one is meant";
	if (!is_fresh(batch, found))
		return "the story of this slug is more than two days old, and "
		       "slugs are used again";
	if (supplier.len != 0 && story_supplier(story).len != 0 &&
		!slice_equal(supplier, story_supplier(story)))
		return "the story of this slug is another agency's";
	if (standing->state == STANDING_KILLED &&
		terms_event(story) != STORY_KILL)
		return "the story of this slug was killed";
	return NULL;
}

static void
tell_doubt(const struct story *story, const struct journal_succession *found,
	const char *doubt, struct receipt_story *line)
{
	const char *uri = found->uri.len != 0 ? found->uri.at : "STORY";
	int len = found->uri.len != 0 ? (int)found->uri.len : 5;
	struct slice slug = story_get(story, RECORD_SLUGLINE);

	mem_free(line->warning);
	if (terms_event(story) == STORY_KILL)
		line->warning = mem_printf(
			"%s ('%.*s'): no story was taken back. If one should "
			"be: torntape kill %.*s",
			doubt, (int)slug.len, slug.at, len, uri);
	else
		line->warning = mem_printf("%s ('%.*s'): this stands alone",
			doubt, (int)slug.len, slug.at);
}

/* The story that its slug leads to. As succession_find(). */
static int
follow_slug(struct batch *batch, struct slice partner,
	const struct story *story, struct receipt_story *line,
	struct journal_succession *ret)
{
	auto_(standing_done) struct standing standing = { 0 };
	struct story_id id;
	const char *doubt;
	int result;

	if (!is_lead(story) && terms_event(story) != STORY_KILL)
		return 1;
	result = look_up_itself(batch, partner, story_get(story, RECORD_URI));
	if (result <= 0)
		return result < 0 ? result : 1;
	result = look_up(batch, partner,
		"slug:", story_get(story, RECORD_SLUGLINE), ret);
	if (result != 0)
		return result;
	id = story_id_of(partner, ret->uri);
	result = journal_find(batch->journal, &id, &standing);
	if (result < 0)
		return result;
	doubt = doubt_slug(batch, story, ret, &standing);
	if (doubt == NULL)
		return result;
	tell_doubt(story, ret, doubt, line);
	return 1;
}

/* Once of several it is never again of one: a kill must not find a story of
 * today when that of last week is meant. */
static int
note_slug(struct batch *batch, struct slice partner, const struct story *story)
{
	auto_(journal_succession_done) struct journal_succession before = { 0 };
	struct slice slug = story_get(story, RECORD_SLUGLINE);
	struct slice now = story_get(story, RECORD_URI);
	int result = look_up(batch, partner, "slug:", slug, &before);

	if (result < 0)
		return result;
	if (result == 0 && !slice_equal(before.uri, now))
		now = (struct slice){ 0 };
	return note(batch, partner, "slug:", slug, now);
}

/* A uri may be made of a file's name, and those are used again: of a story with
 * a slug it leads on only as long as the slug leads there as well. */
static int
still_holds(struct batch *batch, struct slice partner,
	const struct story *story, const struct journal_succession *found)
{
	auto_(journal_succession_done) struct journal_succession slug = { 0 };
	int result = look_up(batch, partner,
		"slug:", story_get(story, RECORD_SLUGLINE), &slug);

	if (result != 0)
		return result;
	return slice_equal(slug.uri, found->uri) && is_fresh(batch, &slug) ? 0
									   : 1;
}

int
succession_find(struct batch *batch, struct slice partner,
	const struct story *story, struct receipt_story *line,
	struct story **ret_story)
{
	auto_(journal_succession_done) struct journal_succession found = { 0 };
	struct problem why = PROBLEM_NULL;
	int result;

	if (!is_of_old_wire(story) && !has_slug(story))
		return 1;
	result = look_up(
		batch, partner, "uri:", story_get(story, RECORD_URI), &found);
	if (result == 0 && has_slug(story))
		result = still_holds(batch, partner, story, &found);
	else if (result == 1 && has_slug(story))
		result = follow_slug(batch, partner, story, line, &found);
	else if (result == 1)
		result = follow_line(batch, partner, story, line, &found);
	if (result != 0)
		return result;
	return rename_story(story, found.uri, ret_story, &why) == 0 ? 0 : 1;
}

int
succession_note(struct batch *batch, struct slice partner, struct slice uri,
	const struct story *story)
{
	auto_(journal_succession_done) struct journal_succession line = { 0 };
	struct slice slug = story_get(story, RECORD_SLUGLINE);
	struct slice now = story_get(story, RECORD_URI);
	int result = 0;

	if (!is_of_old_wire(story) && !has_slug(story))
		return 0;
	if (!slice_equal(uri, now))
		result = note(batch, partner, "uri:", uri, now);
	if (result != 0 || slug.len == 0 ||
		slice_is(story_get(story, RECORD_LIFECYCLE), "alert"))
		return result;
	if (has_slug(story))
		return note_slug(batch, partner, story);
	result = look_up(batch, partner, "line:", slug, &line);
	if (result < 0)
		return result;
	if (result == 0 && is_fresh(batch, &line) &&
		!slice_equal(line.uri, now))
		now = (struct slice){ 0 };
	return note(batch, partner, "line:", slug, now);
}
