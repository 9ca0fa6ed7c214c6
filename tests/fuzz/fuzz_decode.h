/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_decode.h - what every format's fuzz target does: decode, check the
 * split, seal, read the record back, write feeds. Each step must take whatever
 * the one before let through.
 */
#ifndef FUZZ_DECODE_H
#define FUZZ_DECODE_H

#include "base/ensure.h"
#include "format/feed.h"
#include "format/format.h"
#include "format/xml.h"
#include "story/seal.h"
#include "story/story.h"

static inline void
fuzz_ignore_open(void *user, struct xml_name name, const char **attributes)
{
	(void)user, (void)name, (void)attributes;
}

static inline void
fuzz_ignore_close(void *user, struct xml_name name)
{
	(void)user, (void)name;
}

static inline void
fuzz_ignore_text(void *user, struct slice text)
{
	(void)user, (void)text;
}

/* What we emit, we can read. */
static inline void
fuzz_feed(const struct story *story)
{
	auto_(buf_done) struct buf out = BUF_NULL;
	const struct feed_head head = {
		.id = SLICE("urn:x:1"),
		.title = SLICE("t"),
		.self_url = SLICE("https://x.example/"),
	};
	struct feed_entry entry = { .story = story,
		.uri = story_get(story, RECORD_URI) };
	struct xml_handler handler = { NULL, fuzz_ignore_open,
		fuzz_ignore_close, fuzz_ignore_text };

	atom_write(&out, &head, &entry, 1);
	ensure(xml_parse(buf_slice(&out), &handler, NULL) == 0);
	buf_clear(&out);
	rss_write(&out, &head, &entry, 1);
	ensure(xml_parse(buf_slice(&out), &handler, NULL) == 0);
}

static inline void
fuzz_draft(const struct draft *draft)
{
	auto_(buf_done) struct buf record = BUF_NULL;
	auto_(story_unref) struct story *story = NULL;
	struct problem why = PROBLEM_NULL;

	ensure(draft_verify_split(draft, &why) == 0);
	if (draft_get(draft, DRAFT_URI) == NULL)
		return;
	seal_record(draft, TT_PASS, &record);
	ensure(story_parse(buf_slice(&record), &story, &why) == 0);
	fuzz_feed(story);
}

static inline int
fuzz_decode(const uint8_t *data, size_t size, const char *type)
{
	static const struct draft_partner partner = {
		.name = "fuzz",
		.title = "Fuzz",
		.role = "agency",
		.timezone = "UTC",
		.language = "en",
		.may_kill = true,
		.may_embargo = true,
	};
	struct document document = {
		.bytes = slice_of((const char *)data, size),
		.content_type = slice_text(type),
		.base_url = SLICE("https://wire.example/a/"),
		.partner = &partner,
	};
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct problem why = PROBLEM_NULL;

	format_preload();
	if (format_decode(&document, &decoded, &why) != 0)
		ensure(why.code != NULL && why.text[0] != '\0');
	for (size_t i = 0; i < decoded.n_drafts; i++)
		fuzz_draft(decoded.drafts[i]);
	return 0;
}

#endif
