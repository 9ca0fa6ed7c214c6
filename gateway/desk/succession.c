/* SPDX-License-Identifier: Apache-2.0 */
/*
 * succession - two kinds of names in one table: "line:" and a catch line,
 * "uri:" and the uri of a message that became a version of another story.
 */
#include "desk/succession.h"

#include "base/buf.h"
#include "base/mem.h"
#include "desk/batch.h"
#include "story/rename.h"

#define LINE_MS (INT64_C(48) * 3600 * 1000)

static bool
is_of_old_wire(const struct story *story)
{
	struct slice format = story_get(story, RECORD_FORMAT);

	return slice_is(format, "iptc7901") || slice_is(format, "anpa");
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

int
succession_find(struct batch *batch, struct slice partner,
	const struct story *story, struct receipt_story *line,
	struct story **ret_story)
{
	auto_(journal_succession_done) struct journal_succession found = { 0 };
	struct problem why = PROBLEM_NULL;
	int result;

	if (!is_of_old_wire(story))
		return 1;
	result = look_up(
		batch, partner, "uri:", story_get(story, RECORD_URI), &found);
	if (result == 1)
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

	if (!is_of_old_wire(story))
		return 0;
	if (!slice_equal(uri, now))
		result = note(batch, partner, "uri:", uri, now);
	if (result != 0 || slug.len == 0 ||
		slice_is(story_get(story, RECORD_LIFECYCLE), "alert"))
		return result;
	result = look_up(batch, partner, "line:", slug, &line);
	if (result < 0)
		return result;
	if (result == 0 && is_fresh(batch, &line) &&
		!slice_equal(line.uri, now))
		now = (struct slice){ 0 };
	return note(batch, partner, "line:", slug, now);
}
