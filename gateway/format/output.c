/* SPDX-License-Identifier: Apache-2.0 */
/*
 * output - the table of what can be written. A new format is one row here and
 * one file beside it. The order is the gateway's own preference among equals.
 */
#include "format/output.h"

#include "format/feed_parts.h"
#include "format/writers.h"
#include "story/story.h"

const struct output outputs[] = {
	{ "ninjs", "ninjs", "ninjs 3.1", "application/json", "application/json",
		ninjs_write, ninjs_write_item },
	{ "html", "html", "HTML", NULL, "text/html", page_write, NULL },
	{ "atom", "atom", "Atom 1.0", "application/atom+xml",
		"application/atom+xml", atom_write, NULL },
	{ "rss", "rss", "RSS 2.0", "application/rss+xml", "application/rss+xml",
		rss_write, NULL },
	{ "jsonfeed", "json", "JSON Feed 1.1", "application/feed+json",
		"application/feed+json", jsonfeed_write, NULL },
	{ "newsml-g2", "newsml", "NewsML-G2 2.35",
		"application/vnd.iptc.g2.newsmessage+xml",
		"application/vnd.iptc.g2.newsitem+xml", newsml_write,
		newsml_write_item },
	{ "nitf", "nitf", "NITF 3.6", "application/vnd.iptc.g2.newsmessage+xml",
		"application/nitf+xml", nitf_write, nitf_write_story },
	{ "ninjs-3.1", "ninjs-3.1", "ninjs 3.1", "application/json",
		"application/ninjs+json;version=3.1", ninjs_write,
		ninjs_write_item },
	{ "ninjs-2.2", "ninjs-2.2", "ninjs 2.2", "application/json",
		"application/ninjs+json;version=2.2", ninjs22_write,
		ninjs22_write_item },
	{ "ninjs-1.6", "ninjs-1.6", "ninjs 1.6", "application/json",
		"application/ninjs+json;version=1.6", ninjs16_write,
		ninjs16_write_item },
	{ "iptc7901", "iptc7901", "IPTC 7901", NULL, "text/vnd.iptc.7901",
		iptc7901_write, NULL },
};
const size_t n_outputs = n_elements(outputs);
_Static_assert(n_elements(outputs) <= OUTPUT_MAX, "more rows than OUTPUT_MAX");

const struct output *
output_find(struct slice name)
{
	for (size_t i = 0; i < n_outputs; i++)
		if (slice_is(name, outputs[i].name) ||
			slice_is(name, outputs[i].short_name))
			return &outputs[i];
	return NULL;
}

void
output_put_content_type(struct buf *out, const char *media_type)
{
	struct slice type = slice_text(media_type);
	struct slice end = { 0 };

	buf_put_slice(out, type);
	if (type.len > 4)
		end = slice_of(type.at + type.len - 4, 4);
	if (slice_is(end, "+xml") || slice_starts(type, SLICE("text/")))
		buf_puts(out, "; charset=utf-8");
}

void
output_write_story(const struct output *output, struct buf *out,
	const struct feed_entry *entry, const struct feed_edition *edition)
{
	if (output->write_story != NULL) {
		output->write_story(out, entry);
		return;
	}
	struct slice headline = story_get(entry->story, RECORD_HEADLINE);
	struct feed_head head = {
		.id = entry->url.len != 0 ? entry->url : entry->uri,
		.title = headline,
		.author = feed_agency(entry->story),
		.self_url = entry->url,
		.home_url = story_get(entry->story, RECORD_LINK),
		.language = story_get(entry->story, RECORD_LANGUAGE),
		.updated_ms = entry->updated_ms,
	};

	if (edition != NULL)
		head.edition = *edition;
	output->write(out, &head, entry, 1);
}
