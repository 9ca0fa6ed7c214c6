/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_outputs - what it costs to write a sealed story in each format: alone,
 * and in a list of a hundred. One thread, the story of the tests made 3.6 KB
 * long, with parties, notices and subjects; or the file that is named. The best
 * of the rounds counts, as the machine does other things too.
 *
 *	bench_outputs [FILE]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/ensure.h"
#include "format/format.h"
#include "format/output.h"
#include "story/seal.h"
#include "story/story.h"

#define N_STORIES 100
#define N_ROUNDS 50
#define STORY_BYTES 3600

static const struct draft_partner partner = { .name = "harbour",
	.title = "Harbour Feed",
	.role = "distributor",
	.timezone = "Asia/Dubai",
	.language = "en",
	.charset = "",
	.may_kill = true,
	.may_embargo = true };

static double
now_us(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

static bool
read_file(const char *path, struct buf *out)
{
	FILE *file = fopen(path, "rb");

	if (file == NULL)
		return false;
	for (int c; (c = fgetc(file)) != EOF;)
		buf_putc(out, (char)c);
	fclose(file);
	return true;
}

/* The story of the tests, its paragraphs repeated. */
static bool
compose(struct buf *out)
{
	const char *root = getenv("TORNTAPE_SOURCE");
	auto_(buf_done) struct buf path = BUF_NULL, story = BUF_NULL;

	buf_printf(&path, "%s/tests/fixtures/stories/lighthouse.txt",
		root != NULL ? root : ".");
	if (!read_file(buf_text(&path), &story))
		return false;
	while (out->len < STORY_BYTES)
		buf_put_slice(out, buf_slice(&story));
	return true;
}

static void
add_facts(struct draft *draft)
{
	const struct tt_disclaimer notice = { "liability", "Legal Disclaimer",
		"Harbour Page provides the information \"as is\" without "
		"warranty of any kind. We do not accept any responsibility "
		"or liability for the accuracy, content, images, videos, "
		"licenses, completeness, legality, or reliability of the "
		"information contained in this article.",
		"distributor", true };

	draft_add_party(draft, TT_SUPPLIER, SLICE("Isle News"), NULL, NULL);
	draft_add_party(
		draft, TT_DISTRIBUTOR, SLICE("Harbour Feed"), NULL, NULL);
	draft_add_byline(draft, SLICE("Ada Brook"), NULL);
	draft_add_disclaimer(draft, &notice, NULL);
	draft_set(draft, DRAFT_LANGUAGE, SLICE("en"), NULL);
	draft_set(draft, DRAFT_URI, SLICE("urn:harbour:1"), NULL);
	draft_set(draft, DRAFT_COPYRIGHT_NOTICE, SLICE("(c) Isle News"), NULL);
	draft_add_subject(draft, SLICE("ships"),
		SLICE("http://cv.iptc.org/newscodes/mediatopic/20000001"),
		SLICE(""));
}

static struct story *
make_story(struct slice text)
{
	const struct document document = { .bytes = text,
		.content_type = SLICE("text/plain; charset=utf-8"),
		.partner = &partner };
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	auto_(buf_done) struct buf record = BUF_NULL;
	struct problem why = PROBLEM_NULL;
	struct story *story = NULL;

	ensure(format_decode(&document, &decoded, &why) == 0 &&
		decoded.n_drafts == 1);
	add_facts(decoded.drafts[0]);
	seal_record(decoded.drafts[0], TT_PASS, &record);
	ensure(story_parse(buf_slice(&record), &story, &why) == 0);
	return story;
}

static void
measure(const struct output *output, const struct feed_entry *entries)
{
	static const struct feed_head head = {
		.id = { "https://g.example/v1/feeds/world", 32 },
		.title = { "World", 5 },
		.self_url = { "https://g.example/v1/feeds/world", 32 },
	};
	auto_(buf_done) struct buf out = BUF_NULL;
	double one = 1e9, list = 1e9;
	size_t size = 0;

	for (int round = 0; round < N_ROUNDS; round++) {
		double start = now_us();

		for (size_t i = 0; i < N_STORIES; i++) {
			buf_clear(&out);
			output_write_story(output, &out, &entries[i], NULL);
		}
		double middle = now_us();

		size = out.len;
		buf_clear(&out);
		output->write(&out, &head, entries, N_STORIES);
		double end = now_us();

		one = middle - start < one ? middle - start : one;
		list = end - middle < list ? end - middle : list;
	}
	printf("%-10s %8.1f us a story alone, %7.1f us in a list, %6zu bytes, "
	       "%6.0f MB/s\n",
		output->name, one / N_STORIES, list / N_STORIES, size,
		(double)size * N_STORIES / one);
}

int
main(int argc, char **argv)
{
	static struct feed_entry entries[N_STORIES];
	auto_(buf_done) struct buf text = BUF_NULL;
	auto_(story_unref) struct story *story = NULL;

	if (argc > 1 ? !read_file(argv[1], &text) : !compose(&text)) {
		fprintf(stderr, "bench_outputs: there is no story to read\n");
		return 1;
	}
	format_preload();
	story = make_story(buf_slice(&text));
	for (size_t i = 0; i < N_STORIES; i++)
		entries[i] = (struct feed_entry){ .story = story,
			.uri = story_get(story, RECORD_URI),
			.version = SLICE("1"),
			.url = SLICE("https://g.example/v1/stories/a"),
			.published_ms = INT64_C(1758535200000),
			.updated_ms = INT64_C(1758535200000) };
	printf("a text of %zu bytes, best of %d rounds\n", text.len, N_ROUNDS);
	for (size_t i = 0; i < n_outputs; i++)
		measure(&outputs[i], entries);
	return 0;
}
