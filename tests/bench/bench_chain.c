/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_chain.c - how many stories one core decodes, shows to the plugins and
 * seals in a second, each told apart. One thread, the default chain, a plain
 * text of 4 KB with a prefix, a dateline, a notice and furniture, and
 * the same as a ninjs item; or the text that is named. Every draft is a fresh
 * one. The thread's own CPU time counts, and of the rounds the best, as the
 * machine does other things too.
 *
 *	bench_chain [FILE]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/ensure.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "normalize/normalize.h"
#include "story/seal.h"

#define N_STORIES 200
#define N_ROUNDS 20
#define STORY_BYTES 4096
#define GOAL 10000.0 /* stories a second in the chain */

enum stage { DECODE, CHAIN, SEAL, N_STAGES };

static const struct chain_step steps[] = { { .plugin = "sanitize" },
	{ .plugin = "source" }, { .plugin = "lifecycle" },
	{ .plugin = "disclaimer" }, { .plugin = "furniture" },
	{ .plugin = "language" }, { .plugin = "attribution" },
	{ .plugin = "topics" }, { .plugin = "unexplained" } };

static const struct draft_partner partner = { .name = "harbour",
	.title = "Harbour Feed",
	.role = "distributor",
	.timezone = "Asia/Dubai",
	.language = "en",
	.charset = "",
	.may_kill = true,
	.may_embargo = true };

static int64_t
now_ns(void)
{
	struct timespec at;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
	return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
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

/* The story of the tests with its paragraphs repeated, as a page has it. */
static bool
compose(struct buf *out)
{
	static const char *const tail =
		"\nLegal Disclaimer:\nHarbour Page provides the information "
		"\"as is\" without warranty of any kind. We do not accept any "
		"responsibility or liability for the accuracy, content, "
		"images, videos, licenses, completeness, legality, or "
		"reliability of the information contained in this article.\n"
		"Most popular stories\n- Quarry Opens Second Gate To Ships\n"
		"- Bakers Of Port Amber Win Golden Spoon\nComments\n"
		"No comment\n";
	const char *root = getenv("TORNTAPE_SOURCE");
	auto_(buf_done) struct buf path = BUF_NULL, story = BUF_NULL;
	struct slice rest, line;

	buf_printf(&path, "%s/tests/fixtures/stories/lighthouse.txt",
		root != NULL ? root : ".");
	if (!read_file(buf_text(&path), &story))
		return false;
	rest = buf_slice(&story);
	slice_cut(&rest, '\n', &line);
	buf_put_slice(out, line);
	buf_puts(out, "\n(MENAFN- Jordan News Agency) PORT AMBER, Sept. 22 "
		      "(Petra) -- ");
	while (out->len + strlen(tail) < STORY_BYTES) {
		struct slice body = rest;

		while (out->len + strlen(tail) < STORY_BYTES &&
			slice_cut(&body, '\n', &line)) {
			buf_put_slice(out, line);
			buf_puts(out, "\n");
		}
	}
	buf_puts(out, tail);
	return true;
}

static void
compose_ninjs(struct slice text, struct buf *out)
{
	struct jsonout json = JSONOUT(out);

	jsonout_object(&json);
	jsonout_member_text(&json, "uri", "urn:bench:1");
	jsonout_member_text(&json, "type", "text");
	jsonout_key(&json, "bodies");
	jsonout_array(&json);
	jsonout_object(&json);
	jsonout_member_text(&json, "contentType", "text/plain");
	jsonout_member(&json, "value", text);
	jsonout_object_end(&json);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
}

static void
run_round(struct chain *chain, const char *type, struct slice text,
	int64_t ret_ns[N_STAGES])
{
	static struct decoded decoded[N_STORIES];
	auto_(buf_done) struct buf record = BUF_NULL;
	const struct document document = {
		.bytes = text,
		.content_type = slice_text(type),
		.partner = &partner,
	};
	struct problem why = PROBLEM_NULL;
	int64_t at[N_STAGES + 1];

	at[DECODE] = now_ns();
	for (int i = 0; i < N_STORIES; i++) {
		decoded[i] = (struct decoded){ 0 };
		int rc = format_decode(&document, &decoded[i], &why);

		ensure(rc == 0 && decoded[i].n_drafts == 1);
	}
	at[CHAIN] = now_ns();
	for (int i = 0; i < N_STORIES; i++)
		chain_run(chain, decoded[i].drafts[0]);
	at[SEAL] = now_ns();
	for (int i = 0; i < N_STORIES; i++) {
		buf_clear(&record);
		seal_record(decoded[i].drafts[0], TT_PASS, &record);
	}
	at[N_STAGES] = now_ns();
	for (int i = 0; i < N_STORIES; i++)
		decoded_done(&decoded[i]);
	for (int i = 0; i < N_STAGES; i++)
		ret_ns[i] = at[i + 1] - at[i];
}

static void
print_plugins(const struct chain *chain)
{
	for (size_t i = 0; i < chain_count(chain); i++) {
		const struct tt_instance *instance = chain_at(chain, i);

		printf("  %-12s %7.1f us of wall time a story\n",
			instance->plugin->descriptor.name,
			(double)instance->spent_us /
				(double)instance->n_stories);
	}
}

static void
measure(struct chain *chain, const char *type, struct slice text)
{
	static const char *const names[] = { "decode", "chain", "seal" };
	int64_t best[N_STAGES];

	for (int round = 0; round < N_ROUNDS; round++) {
		int64_t ns[N_STAGES];

		run_round(chain, type, text, ns);
		for (int i = 0; i < N_STAGES; i++)
			if (round == 0 || ns[i] < best[i])
				best[i] = ns[i];
	}
	printf("%s, %zu bytes, best of %d rounds\n", type, text.len, N_ROUNDS);
	for (int i = 0; i < N_STAGES; i++) {
		double per_second = 1e9 * N_STORIES / (double)best[i];

		printf("%-7s %8.0f stories/s %8.1f us a story%s\n", names[i],
			per_second, (double)best[i] / 1e3 / N_STORIES,
			i != CHAIN           ? ""
			: per_second >= GOAL ? " (goal 10000: reached)"
					     : " (goal 10000: NOT reached)");
	}
	print_plugins(chain);
}

int
main(int argc, char **argv)
{
	const char *places[] = { getenv("TORNTAPE_PLUGINS"), NULL };
	const struct normalizer_plan plan = {
		.places = places[0] != NULL ? places : NULL,
		.steps = steps,
		.n_steps = sizeof(steps) / sizeof(steps[0]),
	};
	auto_(normalizer_free) struct normalizer *normalizer = NULL;
	auto_(buf_done) struct buf text = BUF_NULL, ninjs = BUF_NULL;
	struct problem_list problems = { 0 };

	mem_keep(); /* as a worker does */
	if (argc > 1 ? !read_file(argv[1], &text) : !compose(&text)) {
		fprintf(stderr, "bench_chain: there is no story to read\n");
		return 1;
	}
	if (normalizer_new(&plan, &problems, &normalizer) != 0) {
		fprintf(stderr, "bench_chain: the plugins did not start\n");
		problem_list_done(&problems);
		return 1;
	}
	struct chain *chain = normalizer_chain(normalizer, NULL);

	compose_ninjs(buf_slice(&text), &ninjs);
	measure(chain, "text/plain; charset=utf-8", buf_slice(&text));
	measure(chain, "application/ninjs+json", buf_slice(&ninjs));
	problem_list_done(&problems);
	return 0;
}
