/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_decode.h - what every format's fuzz target does: decode, check the
 * split, seal, read the record back, write it in every format. Each step must
 * take whatever the one before let through, and what goes out must be what we
 * promise: XML and JSON that parse, HTML of the allow-list and nothing else.
 */
#ifndef FUZZ_DECODE_H
#define FUZZ_DECODE_H

#include <string.h>

#include "base/ensure.h"
#include "base/utf8.h"
#include "format/envelope.h"
#include "format/format.h"
#include "format/jsonin.h"
#include "format/output.h"
#include "format/xml.h"
#include "story/seal.h"
#include "story/story.h"
#include "story/uri.h"
#include "text/token.h"

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

	for (size_t i = 0; i < n_outputs; i++) {
		json_t *json;

		buf_clear(&out);
		outputs[i].write(&out, &head, &entry, 1);
		if (strstr(outputs[i].story_type, "xml") != NULL)
			ensure(xml_parse(buf_slice(&out), &handler, NULL) == 0);
		if (strstr(outputs[i].story_type, "json") == NULL)
			continue;
		json = json_loadb(
			out.data, out.len, JSON_REJECT_DUPLICATES, NULL);
		ensure(json != NULL);
		json_decref(json);
	}
}

/* The envelope is one line of JSON, so that it fits a field of a stream. */
static inline void
fuzz_envelope(const struct story *story)
{
	auto_(buf_done) struct buf out = BUF_NULL;
	auto_(jsonin_unref) json_t *json = NULL;
	struct problem why = PROBLEM_NULL;
	const struct envelope envelope = {
		.type = "story.published",
		.time_ms = 1758535200000,
		.id = SLICE("id"),
		.partner = SLICE("fuzz"),
		.cursor = SLICE("cursor"),
		.seq = 1,
		.uri = story_get(story, RECORD_URI),
		.version = SLICE("1"),
		.story = story,
	};

	envelope_write(&out, &envelope);
	ensure(jsonin_load(buf_slice(&out), &json, &why) == 0);
	ensure(!slice_has(buf_slice(&out), '\n') &&
		!slice_has(buf_slice(&out), '\r'));
}

/* Elements that could do something to a reader's page. */
static inline bool
fuzz_is_active(const char *element)
{
	static const char *const active[] = { "script", "style", "iframe",
		"object", "embed", "form", "input", "button", "link", "meta",
		"base", "svg", "math", "template", "video", "audio", "frame" };

	for (size_t i = 0; i < n_elements(active); i++)
		if (!strcmp(element, active[i]))
			return true;
	return false;
}

static inline void
fuzz_tag(const struct token *tag, struct buf *value)
{
	static const char *const handlers[] = { "onerror", "onload", "onclick",
		"onmouseover", "onfocus", "style", "srcdoc", "formaction" };
	static const char *const links[] = { "href", "src" };

	ensure(tag->name[0] != '\0' && !fuzz_is_active(tag->name));
	for (size_t i = 0; i < n_elements(handlers); i++)
		ensure(!token_attribute(tag, handlers[i], value));
	for (size_t i = 0; i < n_elements(links); i++)
		if (token_attribute(tag, links[i], value))
			ensure(uri_is_link(buf_slice(value)));
}

/* No story runs a script in a reader's page, whatever it holds. */
static inline void
fuzz_html(const struct story *story)
{
	struct slice html = story_get(story, RECORD_BODY_HTML);
	auto_(buf_done) struct buf value = BUF_NULL;
	struct tokens tokens = { .html = html };
	struct token token;

	ensure(utf8_is_valid(html));
	while (tokens_next(&tokens, &token))
		if (token.kind == TOKEN_OPEN)
			fuzz_tag(&token, &value);
}

static inline void
fuzz_story(const struct story *story)
{
	fuzz_feed(story);
	fuzz_envelope(story);
	fuzz_html(story);
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
	fuzz_story(story);
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
