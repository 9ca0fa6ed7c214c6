/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_ld - JSON-LD of articles; see page_ld.h. The vocabulary is schema.org's
 * (NewsArticle, CreativeWork, ImageObject); contexts are not resolved, since
 * nobody writes it with another one.
 */
#include "format/page_ld.h"

#include <string.h>

#include "base/mem.h"
#include "format/item.h"
#include "format/jsonin.h"
#include "story/draft.h"
#include "text/html.h"
#include "text/url.h"

#define LD_MAX_DEPTH 8u
#define LD_MAX_LIST 50u

/* How near to news a type is; 0: no article. */
static int
rank_of_name(struct slice type)
{
	static const struct {
		const char *name;
		int rank;
	} types[] = {
		{ "NewsArticle", 4 },
		{ "ReportageNewsArticle", 4 },
		{ "AnalysisNewsArticle", 4 },
		{ "OpinionNewsArticle", 4 },
		{ "BackgroundNewsArticle", 4 },
		{ "AskPublicNewsArticle", 4 },
		{ "ReviewNewsArticle", 4 },
		{ "AdvertiserContentArticle", 3 },
		{ "LiveBlogPosting", 3 },
		{ "Article", 3 },
		{ "Report", 2 },
		{ "BlogPosting", 2 },
		{ "SocialMediaPosting", 1 },
	};
	const char *slash =
		type.len != 0 ? memrchr(type.at, '/', type.len) : NULL;

	if (slash != NULL) /* "https://schema.org/NewsArticle" */
		type = slice_of(
			slash + 1, type.len - (size_t)(slash + 1 - type.at));
	for (size_t i = 0; i < n_elements(types); i++)
		if (slice_is(type, types[i].name))
			return types[i].rank;
	return 0;
}

static int
rank_of(const json_t *object)
{
	const json_t *type = json_object_get(object, "@type");
	int best = rank_of_name(jsonin_text(type));
	size_t i;
	json_t *entry;

	json_array_foreach(type, i, entry)
	{
		int rank = rank_of_name(jsonin_text(entry));

		best = rank > best ? rank : best;
	}
	return best;
}

/* The best article in lists, graphs and what pages wrap around it. */
static void
search(json_t *json, unsigned depth, json_t **best)
{
	static const char *const inside[] = { "@graph", "mainEntity" };
	size_t i;
	json_t *entry;

	if (depth == LD_MAX_DEPTH)
		return;
	json_array_foreach(json, i, entry) search(entry, depth + 1, best);
	if (!json_is_object(json))
		return;
	if (rank_of(json) > rank_of(*best))
		*best = json;
	for (i = 0; i < n_elements(inside); i++)
		search(json_object_get(json, inside[i]), depth + 1, best);
}

json_t *
page_ld_better(json_t *best, struct slice script)
{
	auto_(jsonin_unref) json_t *root = NULL;
	struct problem why = PROBLEM_NULL;
	json_t *found = best;

	if (jsonin_load(script, &root, &why) != 0)
		return best;
	search(root, 0, &found);
	if (found == best)
		return best;
	json_incref(found);
	json_decref(best);
	return found;
}

static struct slice
text_of(const json_t *json)
{
	static const char *const keys[] = { "name", "url", "@id", "@value",
		"contentUrl" };
	struct slice text = slice_trim(jsonin_text(json));

	if (json_is_array(json))
		return text_of(json_array_get(json, 0));
	for (size_t i = 0; i < n_elements(keys) && text.len == 0; i++)
		text = slice_trim(jsonin_get(json, keys[i]));
	return text;
}

struct slice
page_ld_text(const json_t *article, const char *key)
{
	const json_t *json = json_object_get(article, key);

	/* of a list of lists nothing */
	if (json_is_array(json) && json_is_array(json_array_get(json, 0)))
		return (struct slice){ 0 };
	return text_of(json);
}

/* Entries hold references of HTML at times. */
static void
set_plain(struct draft *draft, enum draft_field field, struct slice text)
{
	auto_(buf_done) struct buf plain = BUF_NULL;

	if (text.len == 0 || draft_get(draft, field) != NULL)
		return;
	html_to_text(text, &plain);
	item_set(draft, field, buf_slice(&plain));
}

/* One, or each of a list. */
static size_t
count_of(const json_t *json)
{
	size_t n = json_is_array(json) ? json_array_size(json) : json != NULL;

	return n < LD_MAX_LIST ? n : LD_MAX_LIST;
}

static const json_t *
nth_of(const json_t *json, size_t i)
{
	return json_is_array(json) ? json_array_get(json, i) : json;
}

static void
put_authors(const json_t *article, struct draft *draft)
{
	const json_t *authors = json_object_get(article, "author");

	if (draft->bylines.n != 0 || draft->is_own)
		return;
	for (size_t i = 0; i < count_of(authors); i++) {
		const json_t *author = nth_of(authors, i);
		auto_(buf_done) struct buf name = BUF_NULL;
		struct slice said = json_is_object(author)
					    ? jsonin_get(author, "name")
					    : jsonin_text(author);

		html_to_text(said, &name);
		if (name.len == 0 || url_is_web(buf_slice(&name)))
			continue;
		item_add_byline(draft, buf_slice(&name));
	}
}

static void
put_keywords(const json_t *article, struct draft *draft)
{
	const json_t *keywords = json_object_get(article, "keywords");

	if (draft->subjects.n != 0)
		return;
	for (size_t i = 0; i < count_of(keywords); i++) {
		struct slice rest = jsonin_text(nth_of(keywords, i));
		struct slice word;

		while (slice_cut(&rest, ',', &word)) {
			auto_(buf_done) struct buf name = BUF_NULL;

			html_to_text(word, &name);
			if (name.len != 0)
				draft_add_subject(draft, buf_slice(&name),
					(struct slice){ 0 },
					(struct slice){ 0 });
		}
	}
}

static void
put_images(const json_t *article, struct draft *draft, struct slice base)
{
	const json_t *images = json_object_get(article, "image");

	for (size_t i = 0; i < count_of(images); i++) {
		const json_t *image = nth_of(images, i);
		struct item_media media = { .base = base,
			.href = jsonin_text(image),
			.content_type = jsonin_get(image, "encodingFormat"),
			.caption = jsonin_get(image, "caption"),
			.credit = jsonin_get(image, "creditText"),
			.rights = jsonin_get(image, "copyrightNotice") };

		if (media.href.len == 0)
			media.href = jsonin_get(image, "url");
		if (media.href.len == 0)
			media.href = jsonin_get(image, "contentUrl");
		if (media.credit.len == 0)
			media.credit = page_ld_text(image, "creator");
		if (media.href.len != 0)
			item_add_media(draft, &media);
	}
}

static void
put_rights(const json_t *article, struct draft *draft)
{
	auto_(buf_done) struct buf json = BUF_NULL;
	struct slice license = page_ld_text(article, "license");

	set_plain(draft, DRAFT_COPYRIGHT_NOTICE,
		page_ld_text(article, "copyrightNotice"));
	set_plain(draft, DRAFT_COPYRIGHT_HOLDER,
		page_ld_text(article, "copyrightHolder"));
	if (!url_is_absolute_uri(license) || slice_has(license, '"') ||
		slice_has(license, '\\'))
		return;
	buf_printf(&json, "{\"linkedRights\":\"%.*s\"}", (int)license.len,
		license.at);
	draft_add_property(draft, SLICE("rightsInfo"), buf_slice(&json));
}

void
page_ld_facts(const json_t *article, struct draft *draft, struct slice base)
{
	static const struct {
		const char *key;
		enum draft_field field;
	} times[] = {
		{ "datePublished", DRAFT_FIRST_CREATED },
		{ "dateModified", DRAFT_VERSION_CREATED },
		{ "datePublished", DRAFT_VERSION_CREATED },
		{ "dateCreated", DRAFT_CONTENT_CREATED },
		{ "expires", DRAFT_EXPIRES },
	};

	if (article == NULL)
		return;
	for (size_t i = 0; i < n_elements(times); i++)
		if (draft_get(draft, times[i].field) == NULL)
			item_set_time(draft, times[i].field,
				page_ld_text(article, times[i].key));
	item_set_first(
		draft, DRAFT_LANGUAGE, page_ld_text(article, "inLanguage"));
	set_plain(draft, DRAFT_SUMMARY, page_ld_text(article, "description"));
	set_plain(draft, DRAFT_SUMMARY, page_ld_text(article, "abstract"));
	set_plain(draft, DRAFT_LOCATED, page_ld_text(article, "dateline"));
	put_authors(article, draft);
	put_keywords(article, draft);
	put_rights(article, draft);
	put_images(article, draft, base);
	if (!draft->is_own)
		item_add_party(draft, TT_SUPPLIER,
			page_ld_text(article, "sourceOrganization"),
			(struct slice){ 0 }, "ld-source", 0.9);
}
