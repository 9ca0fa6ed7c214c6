/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_chain - any document through decoders and the real plugins with their
 * real rules, as a worker would do it.
 *
 * Beyond not crashing: the split stays lossless whatever the plugins claim, a
 * story that passes can be sealed and read back, and the report is made for
 * every document as JSON. Needs TORNTAPE_PLUGINS, the plugins of this build.
 *
 * Reaches: gateway/normalize/normalize.c gateway/normalize/report.c
 * gateway/plug/chain.c gateway/plug/api.c gateway/story/seal.c
 * plugins/attribution/ plugins/common/ plugins/disclaimer/ plugins/furniture/
 * plugins/lifecycle/ plugins/sanitize/ plugins/source/ plugins/unexplained/
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/ensure.h"
#include "format/jsonin.h"
#include "normalize/normalize.h"
#include "story/seal.h"
#include "story/story.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct normalizer *
fuzz_normalizer(void)
{
	static const struct chain_step steps[] = { { .plugin = "sanitize" },
		{ .plugin = "source" }, { .plugin = "lifecycle" },
		{ .plugin = "disclaimer" }, { .plugin = "furniture" },
		{ .plugin = "language" }, { .plugin = "attribution" },
		{ .plugin = "topics" }, { .plugin = "unexplained" } };
	static const struct normalizer_partner partners[] = {
		{ .partner = { .name = "fuzz",
			  .title = "Fuzz Feed",
			  .role = "distributor",
			  .timezone = "Asia/Dubai",
			  .language = "en",
			  .may_kill = true,
			  .may_embargo = true } },
	};
	static struct normalizer *normalizer;
	const char *places[] = { getenv("TORNTAPE_PLUGINS"), NULL };
	const struct normalizer_plan plan = {
		.places = places,
		.steps = steps,
		.n_steps = n_elements(steps),
		.partners = partners,
		.n_partners = n_elements(partners),
	};
	auto_(problem_list_done) struct problem_list problems = { 0 };

	if (normalizer == NULL)
		ensure(normalizer_new(&plan, &problems, &normalizer) == 0);
	return normalizer;
}

static void
fuzz_seal(struct draft *draft, enum tt_verdict verdict)
{
	auto_(buf_done) struct buf record = BUF_NULL;
	auto_(story_unref) struct story *story = NULL;
	struct problem why = PROBLEM_NULL;

	if (draft_get(draft, DRAFT_URI) == NULL)
		return;
	seal_record(draft, verdict, &record);
	ensure(story_parse(buf_slice(&record), &story, &why) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_(normalized_done) struct normalized normalized = NORMALIZED_NULL;
	auto_(buf_done) struct buf report = BUF_NULL;
	auto_(jsonin_unref) json_t *json = NULL;
	struct problem why = PROBLEM_NULL;
	const struct normalizer_job job = {
		.bytes = slice_of((const char *)data, size),
		.base_url = SLICE("https://wire.example/a/"),
		.partner = "fuzz",
		.received_ms = 1758535200000,
	};

	normalizer_run(fuzz_normalizer(), &job, &normalized);
	ensure(normalized_verify(&normalized, &why) == 0);
	normalized_report(&normalized, SLICE("fuzz"), true, &report);
	ensure(jsonin_load(buf_slice(&report), &json, &why) == 0);
	for (size_t i = 0; i < normalized.decoded.n_drafts; i++)
		fuzz_seal(normalized.decoded.drafts[i], normalized.verdicts[i]);
	return 0;
}
