/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report - what `torntape try --json` and a dry run answer.
 *
 * Contracts section 2, key by key: one object per document.
 */
#include "base/jsonout.h"
#include "normalize/normalize.h"
#include "story/seal.h"

static void
report_problem(const struct problem *problem, struct jsonout *json)
{
	auto_(buf_done) struct buf where = BUF_NULL;

	buf_puts(&where, problem->where);
	if (problem->line != 0)
		buf_printf(&where, "%sline %u", where.len != 0 ? " " : "",
			problem->line);
	if (problem->line != 0 && problem->column != 0)
		buf_printf(&where, ":%u", problem->column);
	jsonout_object(json);
	jsonout_member_some(json, "code", slice_text(problem->code));
	jsonout_member_text(json, "message", problem->text);
	jsonout_member_some(json, "where", buf_slice(&where));
	jsonout_object_end(json);
}

static void
report_warnings(const struct problem_list *warnings, struct jsonout *json)
{
	for (size_t i = 0; i < warnings->n_items; i++)
		report_problem(&warnings->items[i], json);
}

static void
report_people(const char *key, const struct decoded_person *people, size_t n,
	struct jsonout *json)
{
	if (n == 0)
		return;
	jsonout_key(json, key);
	jsonout_array(json);
	for (size_t i = 0; i < n; i++) {
		jsonout_object(json);
		jsonout_member_some(json, "name", people[i].name);
		jsonout_member_some(json, "email", people[i].email);
		jsonout_member_some(json, "url", people[i].url);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
report_words(const char *key, const struct slice *words, size_t n,
	struct jsonout *json)
{
	if (n == 0)
		return;
	jsonout_key(json, key);
	jsonout_array(json);
	for (size_t i = 0; i < n; i++)
		jsonout_string(json, words[i]);
	jsonout_array_end(json);
}

static void
report_links(const struct decoded *decoded, struct jsonout *json)
{
	if (decoded->feed_links.n == 0)
		return;
	jsonout_key(json, "links");
	jsonout_array(json);
	for (size_t i = 0; i < decoded->feed_links.n; i++) {
		const struct decoded_link *link = &decoded->feed_links.items[i];

		jsonout_object(json);
		jsonout_member_some(json, "rel", link->rel);
		jsonout_member_some(json, "href", link->href);
		jsonout_member_some(json, "type", link->type);
		jsonout_member_some(json, "title", link->title);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
report_subjects(const struct decoded *decoded, struct jsonout *json)
{
	if (decoded->feed_subjects.n == 0)
		return;
	jsonout_key(json, "subjects");
	jsonout_array(json);
	for (size_t i = 0; i < decoded->feed_subjects.n; i++) {
		const struct decoded_subject *subject =
			&decoded->feed_subjects.items[i];

		jsonout_object(json);
		jsonout_member_some(json, "name", subject->name);
		jsonout_member_some(json, "literal", subject->literal);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}

static void
report_input(const struct slice input[4], struct jsonout *json)
{
	static const char *const names[] = { "title", "description", "name",
		"link" };

	if (input[0].len + input[1].len + input[2].len + input[3].len == 0)
		return;
	jsonout_key(json, "text_input");
	jsonout_object(json);
	for (size_t i = 0; i < n_elements(names); i++)
		jsonout_member_some(json, names[i], input[i]);
	jsonout_object_end(json);
}

/* Beyond what the contract promises. */
static void
report_feed_details(const struct decoded *decoded, struct jsonout *json)
{
	jsonout_member_some(json, "published", decoded->feed_published);
	jsonout_member_some(json, "generator_url", decoded->feed_generator_url);
	jsonout_member_some(
		json, "generator_version", decoded->feed_generator_version);
	jsonout_member_some(json, "icon", decoded->feed_icon);
	jsonout_member_some(json, "docs", decoded->feed_docs);
	jsonout_member_some(json, "ttl", decoded->feed_ttl);
	report_words("skip_hours", decoded->feed_skip_hours.items,
		decoded->feed_skip_hours.n, json);
	report_words("skip_days", decoded->feed_skip_days.items,
		decoded->feed_skip_days.n, json);
	report_input(decoded->feed_input, json);
	report_people("contributors", decoded->feed_contributors.items,
		decoded->feed_contributors.n, json);
	report_people("publishers", decoded->feed_publishers.items,
		decoded->feed_publishers.n, json);
	report_subjects(decoded, json);
	report_links(decoded, json);
}

static void
report_feed(const struct decoded *decoded, struct jsonout *json)
{
	jsonout_key(json, "feed");
	jsonout_object(json);
	jsonout_member_some(json, "title", decoded->feed_title);
	jsonout_member_some(json, "subtitle", decoded->feed_subtitle);
	jsonout_member_some(json, "link", decoded->feed_link);
	jsonout_member_some(json, "id", decoded->feed_id);
	jsonout_member_some(json, "rights", decoded->feed_rights);
	jsonout_member_some(json, "language", decoded->feed_language);
	report_people("authors", decoded->feed_authors, decoded->n_feed_authors,
		json);
	jsonout_member_some(json, "updated", decoded->feed_updated);
	jsonout_member_some(json, "generator", decoded->feed_generator);
	jsonout_member_some(json, "image", decoded->feed_image);
	report_feed_details(decoded, json);
	jsonout_object_end(json);
}

static void
report_stories(const struct normalized *normalized, bool with_source,
	struct jsonout *json)
{
	jsonout_key(json, "stories");
	jsonout_array(json);
	for (size_t i = 0;
		normalized->is_decoded && i < normalized->decoded.n_drafts; i++)
		seal_report(normalized->decoded.drafts[i],
			normalized->verdicts[i], with_source, json);
	jsonout_array_end(json);
}

void
normalized_report(const struct normalized *normalized, struct slice file_name,
	bool with_source, struct buf *out)
{
	const struct decoded *decoded = &normalized->decoded;
	struct jsonout json = JSONOUT(out);

	jsonout_object(&json);
	jsonout_member_some(&json, "file", file_name);
	jsonout_member_some(&json, "format", slice_text(decoded->format));
	jsonout_member_some(&json, "format_version", decoded->format_version);
	jsonout_member_some(&json, "encoding", decoded->encoding);
	jsonout_member_bool(&json, "well_formed", decoded->well_formed);
	report_feed(decoded, &json);
	report_stories(normalized, with_source, &json);
	jsonout_key(&json, "warnings");
	jsonout_array(&json);
	report_warnings(&decoded->warnings, &json);
	for (size_t i = 0; i < decoded->n_drafts; i++)
		report_warnings(&decoded->drafts[i]->warnings, &json);
	jsonout_array_end(&json);
	jsonout_key(&json, "problem");
	if (normalized->is_decoded)
		jsonout_null(&json);
	else
		report_problem(&normalized->why, &json);
	jsonout_object_end(&json);
}
