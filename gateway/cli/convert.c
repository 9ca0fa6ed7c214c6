/* SPDX-License-Identifier: Apache-2.0 */
/*
 * convert - `torntape convert`: one document in, the same stories out in
 * another format, through the chain that a partner's document takes.
 *
 * What is written is a function of the document alone: where a story does not
 * say when it was made, the time it was read stands in. A story that its
 * document takes back is a tombstone here as it is everywhere.
 */
#include <stdio.h>
#include <string.h>

#include "base/jsonout.h"
#include "base/mem.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/workbench.h"
#include "format/output.h"
#include "story/seal.h"
#include "story/story.h"

#define CONVERT_FILE_MAX (256u << 20)

/* Stories of the document that may be written, and an entry for each. */
struct converted {
	struct story **stories;
	struct feed_entry *entries;
	size_t n;
};

static void
converted_done(struct converted *converted)
{
	for (size_t i = 0; i < converted->n; i++)
		story_unref(converted->stories[i]);
	mem_free(converted->stories);
	mem_free(converted->entries);
}
DEFINE_AUTO_VALUE(struct converted, converted_done);

static bool
convert_is_gone(const struct story *story)
{
	return story_event(story) == STORY_KILL ||
	       story_event(story) == STORY_EXPIRE;
}

static void
convert_add(struct converted *converted, struct story *story, int64_t now_ms)
{
	int64_t first_ms = story_time(story, RECORD_FIRST_TIME);
	int64_t changed_ms = story_time(story, RECORD_VERSION_TIME);

	if (changed_ms < 0)
		changed_ms = first_ms >= 0 ? first_ms : now_ms;
	converted->stories[converted->n] = story;
	converted->entries[converted->n++] = (struct feed_entry){
		.story = convert_is_gone(story) ? NULL : story,
		.uri = story_get(story, RECORD_URI),
		.version = story_get(story, RECORD_VERSION),
		.published_ms = first_ms >= 0 ? first_ms : changed_ms,
		.updated_ms = changed_ms,
	};
}

/* Seal what passed. False, with why, when a record is refused. */
static bool
convert_seal(const struct workbench *bench, const struct normalized *done,
	struct converted *ret, struct problem *why)
{
	size_t n = done->decoded.n_drafts;

	ret->stories = mem_zero((n + 1) * sizeof(struct story *));
	ret->entries = mem_zero((n + 1) * sizeof(struct feed_entry));
	for (size_t i = 0; i < n; i++) {
		auto_(buf_done) struct buf record = BUF_NULL;
		struct story *story = NULL;

		if (done->verdicts[i] != TT_PASS) {
			fprintf(stderr,
				"torntape: story %zu is left out: %.200s\n",
				i + 1, done->decoded.drafts[i]->reason.text);
			continue;
		}
		seal_record(done->decoded.drafts[i], TT_PASS, &record);
		if (story_parse(buf_slice(&record), &story, why) != 0)
			return false;
		convert_add(ret, story, bench->now_ms);
	}
	if (ret->n != 0)
		return true;
	problem_set(why, 1, "E-CONVERT-EMPTY", "%s",
		n == 0 ? "there is no story in it"
		       : "no story is left to be written");
	return false;
}

/* One story is a document of its own where the format has such. */
static const char *
convert_write(const struct output *output, const struct converted *converted,
	const struct normalized *done, struct buf *out)
{
	const struct feed_entry *first = &converted->entries[0];
	const struct decoded *feed = &done->decoded;

	if (converted->n == 1 &&
		(first->story != NULL || output->write_story != NULL)) {
		output_write_story(output, out, first, NULL);
		return output->story_type;
	}
	const struct feed_head head = {
		.id = feed->feed_id.len != 0 ? feed->feed_id : first->uri,
		.title = feed->feed_title.len != 0 ? feed->feed_title
						   : SLICE("Stories"),
		.subtitle = feed->feed_subtitle,
		.home_url = feed->feed_link,
		.language = feed->feed_language,
		.updated_ms = first->updated_ms,
	};

	output->write(out, &head, converted->entries, converted->n);
	return output->list_type ? output->list_type : output->story_type;
}

/* ---- answers ------------------------------------------------------------- */

static void
convert_put_warnings(struct jsonout *json, const struct problem_list *list)
{
	for (size_t i = 0; i < list->n_items; i++) {
		jsonout_object(json);
		jsonout_member_text(json, "code", list->items[i].code);
		jsonout_member_text(json, "message", list->items[i].text);
		jsonout_object_end(json);
	}
}

static void
convert_tell_json(const char *path, const struct output *output,
	const struct normalized *done, size_t n_stories, const char *type,
	struct slice document, const struct problem *why)
{
	auto_(buf_done) struct buf line = BUF_NULL;
	struct jsonout json = JSONOUT(&line);

	jsonout_object(&json);
	jsonout_member_text(&json, "file", path);
	jsonout_member_some(&json, "from", slice_text(done->decoded.format));
	jsonout_member_text(&json, "to", output->name);
	jsonout_member_some(&json, "media_type", slice_text(type));
	jsonout_member_integer(&json, "stories", (int64_t)n_stories);
	if (type != NULL)
		jsonout_member(&json, "document", document);
	jsonout_key(&json, "warnings");
	jsonout_array(&json);
	convert_put_warnings(&json, &done->decoded.warnings);
	for (size_t i = 0; i < done->decoded.n_drafts; i++)
		convert_put_warnings(&json, &done->decoded.drafts[i]->warnings);
	jsonout_array_end(&json);
	jsonout_key(&json, "problem");
	if (type != NULL)
		jsonout_null(&json);
	else
		jsonout_string(&json, slice_text(why->text));
	jsonout_object_end(&json);
	printf("%s\n", buf_text(&line));
}

static int
convert_fail(const struct args *args, const char *path,
	const struct output *output, const struct normalized *done,
	const struct problem *why)
{
	char text[512];

	if (args_has(args, "json"))
		convert_tell_json(path, output, done, 0, NULL, SLICE(""), why);
	fprintf(stderr, "torntape: %s: %s\n", path,
		problem_print(why, text, sizeof(text)));
	return COMMAND_FAILED;
}

static int
convert_one(const struct workbench *bench, const char *path,
	const struct output *output)
{
	auto_(buf_done) struct buf bytes = BUF_LIMIT(CONVERT_FILE_MAX);
	auto_(buf_done) struct buf out = BUF_NULL;
	auto_(normalized_done) struct normalized done = NORMALIZED_NULL;
	auto_(converted_done) struct converted converted = { 0 };
	struct problem why = PROBLEM_NULL;

	workbench_run(bench, path, &bytes, &done);
	if (!done.is_decoded)
		return convert_fail(
			bench->args, path, output, &done, &done.why);
	if (!convert_seal(bench, &done, &converted, &why))
		return convert_fail(bench->args, path, output, &done, &why);
	const char *type = convert_write(output, &converted, &done, &out);

	if (args_has(bench->args, "json"))
		convert_tell_json(path, output, &done, converted.n, type,
			buf_slice(&out), NULL);
	else if (fwrite(buf_text(&out), 1, out.len, stdout) != out.len)
		return COMMAND_FAILED;
	return fflush(stdout) == 0 ? COMMAND_DONE : COMMAND_FAILED;
}

/* Which formats there are, for somebody who named none of them. */
static int
convert_complain(const char *name)
{
	if (name == NULL)
		fprintf(stderr, "torntape: convert needs --to FORMAT");
	else
		fprintf(stderr, "torntape: there is no format '%.40s'", name);
	fprintf(stderr, "; there is");
	for (size_t i = 0; i < n_outputs; i++)
		fprintf(stderr, "%s %s", i == 0 ? "" : ",", outputs[i].name);
	fprintf(stderr, "\n");
	return COMMAND_USAGE;
}

int
convert_command(const struct args *args)
{
	auto_(workbench_done) struct workbench bench = WORKBENCH_NULL;
	const char *name = args_find(args, "to");
	const struct output *output = output_find(slice_text(name));
	int rc;

	if (name == NULL || output == NULL)
		return convert_complain(name);
	rc = workbench_open(args, &bench);
	if (rc != COMMAND_DONE)
		return rc;
	return convert_one(&bench, args->operands[0], output);
}
