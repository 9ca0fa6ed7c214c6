/* SPDX-License-Identifier: Apache-2.0 */
/*
 * write_outputs - every story of the files in every format, and each of those
 * read in again. For tests that judge documents from outside, with validators
 * that nobody here wrote, and compare what came back.
 *
 *	write_outputs [--to DIR] FILE...
 *
 * Through the default chain. One JSON object a line and story: the story's
 * facts, and per format what came back. With --to the documents themselves
 * become DIR/NNNNN.FORMAT, and DIR/list.FORMAT is one of all stories.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ensure.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "format/output.h"
#include "normalize/normalize.h"
#include "story/seal.h"
#include "story/story.h"

#define MAX_STORIES 20000

static const struct chain_step steps[] = { { .plugin = "sanitize" },
	{ .plugin = "source" }, { .plugin = "lifecycle" },
	{ .plugin = "disclaimer" }, { .plugin = "furniture" },
	{ .plugin = "language" }, { .plugin = "attribution" },
	{ .plugin = "topics" }, { .plugin = "unexplained" } };

static const struct normalizer_partner partners[] = {
	{ .partner = { .name = "test",
		  .title = "Test Wire",
		  .role = "distributor",
		  .timezone = "UTC",
		  .language = "",
		  .charset = "",
		  .may_kill = true,
		  .may_embargo = true } },
};

static const char *out_dir;
static struct story *stories[MAX_STORIES];
static struct feed_entry entries[MAX_STORIES];
static size_t n_stories;

static int
read_file(const char *path, struct buf *out)
{
	FILE *file = fopen(path, "rbe");

	if (file == NULL)
		return -1;
	for (;;) {
		char *room = buf_room(out, 65536);
		size_t n = fread(room, 1, 65536, file);

		if (n == 0)
			break;
		buf_added(out, n);
	}
	fclose(file);
	return 0;
}

static void
write_file(const char *name, const struct output *output, struct slice bytes)
{
	auto_(buf_done) struct buf path = BUF_NULL;

	if (out_dir == NULL)
		return;
	buf_printf(&path, "%s/%s.%s", out_dir, name, output->name);
	FILE *file = fopen(buf_text(&path), "wbe");

	ensure(file != NULL);
	fwrite(bytes.at, 1, bytes.len, file);
	fclose(file);
}

static void
run(struct normalizer *normalizer, struct slice bytes, const char *type,
	const char *name, struct normalized *ret)
{
	const struct normalizer_job job = {
		.bytes = bytes,
		.content_type = slice_text(type),
		.file_name = slice_text(name),
		.partner = "test",
		.received_ms = INT64_C(1758535200000),
	};

	normalizer_run(normalizer, &job, ret);
}

static struct story *
seal(const struct draft *draft, enum tt_verdict verdict)
{
	auto_(buf_done) struct buf record = BUF_NULL;
	struct problem why = PROBLEM_NULL;
	struct story *story = NULL;

	seal_record(draft, verdict, &record);
	ensure(story_parse(buf_slice(&record), &story, &why) == 0);
	return story;
}

/* ---- what a story says -----------------------------------------------------
 */

static void
put_scalars(struct jsonout *json, const struct story *story)
{
	static const struct {
		const char *name;
		enum record_field field;
	} fields[] = {
		{ "uri", RECORD_URI },
		{ "event", RECORD_EVENT },
		{ "headline", RECORD_HEADLINE },
		{ "summary", RECORD_SUMMARY },
		{ "body_text", RECORD_BODY_TEXT },
		{ "byline", RECORD_BYLINE },
		{ "copyright", RECORD_COPYRIGHT },
		{ "rights_holder", RECORD_RIGHTS_HOLDER },
		{ "terms", RECORD_USAGE_TERMS },
		{ "link", RECORD_LINK },
		{ "language", RECORD_LANGUAGE },
		{ "urgency", RECORD_URGENCY },
		{ "slugline", RECORD_SLUGLINE },
		{ "first", RECORD_FIRST_TIME },
		{ "changed", RECORD_VERSION_TIME },
		{ "dateline", RECORD_DATELINE },
		{ "status", RECORD_PUB_STATUS },
		{ "expires", RECORD_EXPIRES },
	};

	for (size_t i = 0; i < n_elements(fields); i++)
		jsonout_member_some(json, fields[i].name,
			story_get(story, fields[i].field));
}

static void
put_list(struct jsonout *json, const struct story *story, const char *name,
	enum record_field field)
{
	size_t cursor = 0;
	struct slice value;

	jsonout_key(json, name);
	jsonout_array(json);
	while (story_each(story, field, &cursor, &value)) {
		struct slice texts[9];
		size_t n = record_texts(value, texts, 9);

		jsonout_array(json);
		for (size_t i = 0; i < n; i++)
			jsonout_string(json, texts[i]);
		jsonout_array_end(json);
	}
	jsonout_array_end(json);
}

static void
put_facts(struct jsonout *json, const struct story *story)
{
	jsonout_object(json);
	put_scalars(json, story);
	put_list(json, story, "parties", RECORD_PARTY);
	put_list(json, story, "disclaimers", RECORD_DISCLAIMER);
	put_list(json, story, "subjects", RECORD_SUBJECT);
	put_list(json, story, "media", RECORD_MEDIA);
	put_list(json, story, "alt_ids", RECORD_ALT_ID);
	jsonout_key(json, "item");
	jsonout_raw(json, story_get(story, RECORD_NINJS));
	jsonout_object_end(json);
}

/* ---- out and in again ------------------------------------------------------
 */

static void
read_again(struct normalizer *normalizer, struct jsonout *json,
	const struct output *output, struct slice bytes)
{
	auto_(normalized_done) struct normalized again = NORMALIZED_NULL;

	run(normalizer, bytes, output->story_type, "again", &again);
	jsonout_key(json, output->name);
	jsonout_object(json);
	jsonout_member_some(json, "problem",
		again.is_decoded ? SLICE("") : slice_text(again.why.text));
	jsonout_member_text(json, "format",
		again.decoded.format != NULL ? again.decoded.format : "");
	jsonout_key(json, "stories");
	jsonout_array(json);
	for (size_t i = 0; i < again.decoded.n_drafts; i++) {
		struct story *story =
			seal(again.decoded.drafts[i], again.verdicts[i]);

		put_facts(json, story);
		story_unref(story);
	}
	jsonout_array_end(json);
	jsonout_object_end(json);
}

static void
tell_story(struct normalizer *normalizer, const char *path,
	const struct feed_entry *entry, const char *name)
{
	auto_(buf_done) struct buf line = BUF_NULL;
	struct jsonout json = JSONOUT(&line);

	jsonout_object(&json);
	jsonout_member_text(&json, "file", path);
	jsonout_member_text(&json, "name", name);
	jsonout_key(&json, "facts");
	put_facts(&json, entry->story);
	jsonout_key(&json, "again");
	jsonout_object(&json);
	for (size_t i = 0; i < n_outputs; i++) {
		auto_(buf_done) struct buf out = BUF_NULL;

		output_write_story(&outputs[i], &out, entry, NULL);
		write_file(name, &outputs[i], buf_slice(&out));
		read_again(normalizer, &json, &outputs[i], buf_slice(&out));
	}
	jsonout_object_end(&json);
	jsonout_object_end(&json);
	puts(buf_text(&line));
}

static void
take_file(struct normalizer *normalizer, const char *path)
{
	auto_(normalized_done) struct normalized done = NORMALIZED_NULL;
	auto_(buf_done) struct buf bytes = BUF_NULL;

	if (read_file(path, &bytes) < 0)
		return;
	run(normalizer, buf_slice(&bytes), NULL, path, &done);
	for (size_t i = 0; i < done.decoded.n_drafts; i++) {
		struct story *story =
			seal(done.decoded.drafts[i], done.verdicts[i]);
		char name[16];

		/* a kill has no text to be written */
		if (n_stories == MAX_STORIES || done.verdicts[i] != TT_PASS ||
			story_event(story) == STORY_KILL) {
			story_unref(story);
			continue;
		}
		snprintf(name, sizeof(name), "%05zu", n_stories);
		stories[n_stories] = story;
		entries[n_stories] = (struct feed_entry){
			.story = story,
			.uri = story_get(story, RECORD_URI),
			.version = story_get(story, RECORD_VERSION),
			.published_ms = INT64_C(1758535200000),
			.updated_ms = INT64_C(1758535200000),
		};
		tell_story(normalizer, path, &entries[n_stories], name);
		n_stories++;
	}
}

static void
write_lists(void)
{
	const struct feed_head head = {
		.id = SLICE("https://gateway.example/v1/feeds/all"),
		.title = SLICE("All & everything"),
		.subtitle = SLICE("What there is"),
		.self_url = SLICE("https://gateway.example/v1/feeds/all"),
		.hub_url = SLICE("https://gateway.example/v1/hub"),
	};

	for (size_t i = 0; i < n_outputs; i++) {
		auto_(buf_done) struct buf out = BUF_NULL;

		if (outputs[i].list_type == NULL)
			continue;
		outputs[i].write(&out, &head, entries, n_stories);
		write_file("list", &outputs[i], buf_slice(&out));
		buf_clear(&out);
		outputs[i].write(&out, &head, NULL, 0);
		write_file("empty", &outputs[i], buf_slice(&out));
	}
}

int
main(int argc, char **argv)
{
	const char *places[] = { getenv("TORNTAPE_PLUGINS"), NULL };
	const struct normalizer_plan plan = {
		.places = places[0] != NULL ? places : NULL,
		.steps = steps,
		.n_steps = n_elements(steps),
		.partners = partners,
		.n_partners = n_elements(partners),
	};
	auto_(normalizer_free) struct normalizer *normalizer = NULL;
	struct problem_list problems = { 0 };

	ensure(normalizer_new(&plan, &problems, &normalizer) == 0);
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--to") == 0 && i + 1 < argc)
			out_dir = argv[++i];
		else
			take_file(normalizer, argv[i]);
	if (out_dir != NULL)
		write_lists();
	for (size_t i = 0; i < n_stories; i++)
		story_unref(stories[i]);
	problem_list_done(&problems);
	return 0;
}
