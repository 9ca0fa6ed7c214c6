/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page - a story as an HTML page or a piece of one, decoded.
 *
 * One walk over the tokens finds what the page says of itself (JSON-LD, Open
 * Graph, other meta, link, time, title, the first h1) and where its story
 * stands: the first article, else main, else body, else everything. The heading
 * that became the headline is left out of the body. Page furniture inside
 * stays: plugins know it better; what stands behind the article is kept apart
 * as the page's foot, where notices are.
 */
#include <string.h>

#include "base/buf.h"
#include "format/body.h"
#include "format/decoders.h"
#include "format/item.h"
#include "format/page_ld.h"
#include "format/xml.h"
#include "text/html.h"
#include "text/token.h"
#include "text/url.h"

#define MAX_FOOT (64u << 10) /* bytes of HTML */

/* Byte ranges of the page; end 0: not found. */
struct range {
	size_t start, end;
	size_t depth;
};

struct page {
	struct range article, main, body, h1;
	struct buf title, og_title, canonical, published, modified, author;
	struct buf site, language, description, copyright, keywords;
	struct buf tags, section, image, image_alt, image_type, expires;
	json_t *ld; /* the article of JSON-LD; NULL: none */
	bool is_ld; /* the script that was opened is one */
};

static void
page_done(struct page *page)
{
	struct buf *bufs[] = { &page->title, &page->og_title, &page->canonical,
		&page->published, &page->modified, &page->author, &page->site,
		&page->language, &page->description, &page->copyright,
		&page->keywords, &page->tags, &page->section, &page->image,
		&page->image_alt, &page->image_type, &page->expires };

	for (size_t i = 0; i < n_elements(bufs); i++)
		buf_done(bufs[i]);
	json_decref(page->ld);
}
DEFINE_AUTO_VALUE(struct page, page_done);

/* The first one counts. */
static void
set_once(struct buf *to, struct slice text)
{
	if (to->len == 0)
		html_collapse(text, to);
}

static void
take_meta(struct page *page, const struct token *token)
{
	const struct {
		const char *name;
		struct buf *to;
	} names[] = {
		{ "og:title", &page->og_title },
		{ "article:published_time", &page->published },
		{ "datepublished", &page->published },
		{ "dc.date", &page->published },
		{ "date", &page->published },
		{ "article:modified_time", &page->modified },
		{ "og:updated_time", &page->modified },
		{ "author", &page->author },
		{ "dc.creator", &page->author },
		{ "og:site_name", &page->site },
		{ "og:description", &page->description },
		{ "description", &page->description },
		{ "dc.rights", &page->copyright },
		{ "copyright", &page->copyright },
		{ "og:url", &page->canonical },
		{ "keywords", &page->keywords },
		{ "news_keywords", &page->keywords },
		{ "article:section", &page->section },
		{ "article:expiration_time", &page->expires },
		{ "dcterms.created", &page->published },
		{ "dcterms.modified", &page->modified },
		{ "datemodified", &page->modified },
		{ "article:author", &page->author },
		{ "dcterms.rights", &page->copyright },
		{ "og:image", &page->image },
		{ "og:image:url", &page->image },
		{ "og:image:alt", &page->image_alt },
		{ "og:image:type", &page->image_type },
	};
	auto_(buf_done) struct buf name = BUF_NULL;
	auto_(buf_done) struct buf value = BUF_NULL;

	if (!token_attribute(token, "property", &name) &&
		!token_attribute(token, "name", &name) &&
		!token_attribute(token, "itemprop", &name))
		return;
	if (!token_attribute(token, "content", &value))
		return;
	for (size_t i = 0; i < n_elements(names); i++)
		if (slice_is_nocase(buf_slice(&name), names[i].name))
			set_once(names[i].to, buf_slice(&value));
	/* each tag has an element of its own */
	if (slice_is_nocase(buf_slice(&name), "article:tag")) {
		if (page->tags.len != 0)
			buf_putc(&page->tags, ',');
		html_collapse(buf_slice(&value), &page->tags);
	}
}

/* <time itemprop="datePublished" datetime="...">, <time pubdate ...> */
static void
take_time(struct page *page, const struct token *token)
{
	auto_(buf_done) struct buf what = BUF_NULL;
	auto_(buf_done) struct buf when = BUF_NULL;
	auto_(buf_done) struct buf flag = BUF_NULL;

	if (!token_attribute(token, "datetime", &when))
		return;
	token_attribute(token, "itemprop", &what);
	if (slice_is_nocase(buf_slice(&what), "datePublished") ||
		token_attribute(token, "pubdate", &flag))
		set_once(&page->published, buf_slice(&when));
	else if (slice_is_nocase(buf_slice(&what), "dateModified"))
		set_once(&page->modified, buf_slice(&when));
}

static void
take_script(struct page *page, const struct token *token)
{
	auto_(buf_done) struct buf type = BUF_NULL;

	page->is_ld = token_attribute(token, "type", &type) &&
		      slice_is_nocase(slice_trim(buf_slice(&type)),
			      "application/ld+json");
}

static void
take_link(struct page *page, const struct token *token)
{
	auto_(buf_done) struct buf rel = BUF_NULL;
	auto_(buf_done) struct buf href = BUF_NULL;

	if (!token_attribute(token, "rel", &rel) ||
		!slice_is_nocase(buf_slice(&rel), "canonical") ||
		!token_attribute(token, "href", &href))
		return;
	buf_clear(&page->canonical);
	set_once(&page->canonical, buf_slice(&href));
}

/* Follows the first element of its name to where it closes. */
static void
track(struct range *range, const struct token *token, size_t before,
	size_t behind)
{
	if (range->end != 0)
		return;
	if (token->kind == TOKEN_OPEN && range->depth++ == 0)
		range->start = behind;
	else if (token->kind == TOKEN_CLOSE && range->depth != 0 &&
		 --range->depth == 0)
		range->end = before;
}

static void
take_token(
	struct page *page, const struct token *token, size_t before, size_t at)
{
	auto_(buf_done) struct buf language = BUF_NULL;
	const char *name = token->name;

	if (token->kind == TOKEN_RAW_TEXT && !strcmp(name, "title") &&
		page->title.len == 0)
		html_to_text(token->text, &page->title);
	if (token->kind == TOKEN_RAW_TEXT && page->is_ld) {
		page->ld = page_ld_better(page->ld, token->text);
		page->is_ld = false;
	}
	if (token->kind == TOKEN_TEXT || token->kind == TOKEN_RAW_TEXT)
		return;
	if (!strcmp(name, "article"))
		track(&page->article, token, before, at);
	else if (!strcmp(name, "main"))
		track(&page->main, token, before, at);
	else if (!strcmp(name, "body"))
		track(&page->body, token, before, at);
	else if (!strcmp(name, "h1"))
		track(&page->h1, token, before, at);
	if (token->kind != TOKEN_OPEN)
		return;
	if (!strcmp(name, "meta"))
		take_meta(page, token);
	else if (!strcmp(name, "link"))
		take_link(page, token);
	else if (!strcmp(name, "time"))
		take_time(page, token);
	else if (!strcmp(name, "script"))
		take_script(page, token);
	else if (!strcmp(name, "html") &&
		 token_attribute(token, "lang", &language))
		set_once(&page->language, buf_slice(&language));
}

static void
page_read(struct page *page, struct slice html)
{
	struct tokens tokens = TOKENS(html);
	struct range *ranges[] = { &page->article, &page->main, &page->body };
	struct token token;

	for (size_t before = 0; tokens_next(&tokens, &token);
		before = tokens.at)
		take_token(page, &token, before, tokens.at);
	/* an element that nobody closed goes to the end */
	for (size_t i = 0; i < n_elements(ranges); i++)
		if (ranges[i]->end == 0 && ranges[i]->depth != 0)
			ranges[i]->end = html.len;
}

static struct slice
cut(struct slice html, size_t start, size_t end)
{
	return slice_of(html.at + start, end > start ? end - start : 0);
}

/* What the site tells others, what its article says, what stands on top. */
static void
put_title(struct draft *draft, const struct page *page, const struct buf *h1)
{
	struct slice headline = page_ld_text(page->ld, "headline");

	if (page->og_title.len != 0)
		body_put_title(draft, buf_slice(&page->og_title), false);
	else if (headline.len != 0)
		body_put_title(draft, headline, true);
	else
		body_put_title(
			draft, buf_slice(h1->len ? h1 : &page->title), false);
}

/* Behind an article its site says what holds for it. A longer foot is rather
 * a list of other articles. */
static void
put_foot(struct draft *draft, const struct page *page, struct slice html,
	struct slice base)
{
	if ((page->article.end || page->main.end) && html.len != 0 &&
		html.len <= MAX_FOOT)
		body_put_html_foot(draft, html, base);
}

static void
put_text(struct draft *draft, const struct page *page, struct slice html,
	struct slice base)
{
	struct range all = { 0, html.len, 0 };
	struct range story = page->article.end ? page->article
			     : page->main.end  ? page->main
			     : page->body.end  ? page->body
					       : all;
	auto_(buf_done) struct buf h1 = BUF_NULL;
	bool is_inside = page->h1.end != 0 && page->h1.start >= story.start &&
			 page->h1.end <= story.end;

	if (page->h1.end != 0)
		html_to_text(cut(html, page->h1.start, page->h1.end), &h1);
	put_title(draft, page, &h1);
	if (is_inside) {
		body_put_html(
			draft, cut(html, story.start, page->h1.start), base);
		body_put_html(draft, cut(html, page->h1.end, story.end), base);
	} else {
		body_put_html(draft, cut(html, story.start, story.end), base);
	}
	put_foot(draft, page,
		cut(html, story.end,
			page->body.end ? page->body.end : html.len),
		base);
	draft_text_done(draft);
}

static void
put_some(struct draft *draft, enum draft_field field, const struct buf *text)
{
	if (text->len != 0)
		draft_set(draft, field, buf_slice(text), NULL);
}

static void
put_identity(struct draft *draft, const struct page *page,
	const struct document *document, struct slice html)
{
	auto_(buf_done) struct buf link = BUF_NULL;
	struct slice said = buf_slice(&page->canonical);

	if (said.len == 0)
		said = page_ld_text(page->ld, "mainEntityOfPage");
	if (said.len == 0)
		said = page_ld_text(page->ld, "url");
	if (said.len != 0 && url_resolve(document->base_url, said, &link) &&
		url_is_web(buf_slice(&link))) {
		draft_set(draft, DRAFT_LINK, buf_slice(&link), NULL);
		draft_set(draft, DRAFT_URI, buf_slice(&link), NULL);
		return;
	}
	format_made_up_uri(draft,
		document->file_name.len != 0 ? document->file_name : html);
}

static void
put_subjects(struct draft *draft, const struct page *page)
{
	/* tags are the keywords again on most pages */
	const struct buf *lists[] = {
		page->tags.len ? &page->tags : &page->keywords, &page->section
	};

	for (size_t i = 0; i < n_elements(lists); i++) {
		struct slice rest = buf_slice(lists[i]);
		struct slice word;

		while (slice_cut(&rest, ',', &word))
			if (slice_trim(word).len != 0)
				draft_add_subject(draft, slice_trim(word),
					(struct slice){ 0 },
					(struct slice){ 0 });
	}
}

static void
put_image(struct draft *draft, const struct page *page, struct slice base)
{
	const struct item_media media = { .base = base,
		.href = buf_slice(&page->image),
		.content_type = buf_slice(&page->image_type),
		.caption = buf_slice(&page->image_alt) };

	/* the article knows whose picture it is */
	if (page->image.len != 0 && draft->media.n == 0)
		item_add_media(draft, &media);
}

static void
put_site(struct draft *draft, const struct page *page)
{
	struct slice site = buf_slice(&page->site);

	if (site.len == 0)
		site = page_ld_text(page->ld, "publisher");
	if (site.len != 0 && !url_is_web(site))
		draft->feed_title = arena_text(&draft->arena, site);
	if (page->title.len != 0)
		draft->page_title =
			arena_text(&draft->arena, buf_slice(&page->title));
}

static void
put_facts(struct draft *draft, const struct page *page,
	const struct document *document, struct slice html)
{
	struct slice published = buf_slice(&page->published);
	struct slice modified = buf_slice(&page->modified);

	put_identity(draft, page, document, html);
	item_set_time(draft, DRAFT_FIRST_CREATED, published);
	item_set_time(draft, DRAFT_VERSION_CREATED,
		modified.len != 0 ? modified : published);
	item_set_time(draft, DRAFT_EXPIRES, buf_slice(&page->expires));
	put_some(draft, DRAFT_LANGUAGE, &page->language);
	put_some(draft, DRAFT_SUMMARY, &page->description);
	put_some(draft, DRAFT_COPYRIGHT_NOTICE, &page->copyright);
	put_subjects(draft, page);
	page_ld_facts(page->ld, draft, document->base_url);
	if (page->author.len != 0 && draft->bylines.n == 0 && !draft->is_own &&
		!url_is_web(buf_slice(&page->author)))
		draft_add_byline(draft, buf_slice(&page->author), NULL);
	put_image(draft, page, document->base_url);
	put_site(draft, page);
}

int
page_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	auto_(page_done) struct page page = { 0 };

	problem_at(why, "html", 0, 0);
	page_read(&page, text);
	struct draft *draft = decoded_add_draft(decoded, document->partner);

	draft->format = "html";
	put_text(draft, &page, text, document->base_url);
	draft_set(draft, DRAFT_TYPE, SLICE("text"), NULL);
	put_facts(draft, &page, document, text);
	if (slice_trim(buf_slice(&draft->text)).len == 0)
		return problem_set(why, 1, "E-HTML-EMPTY",
			"the page has no text that readers could see");
	return 0;
}

int
page_sniff(struct slice text)
{
	static const char *const sure[] = { "<!doctype html", "<html", "<head",
		"<body", "<article" };
	static const char *const likely[] = { "<p", "<div", "<h1", "<h2",
		"<section", "<main", "<!--", "<br", "<span", "<b>", "<a " };
	struct slice top = slice_trim(text);

	if (slice_is_nocase(xml_root_name(text), "html"))
		return 95;
	for (size_t i = 0; i < n_elements(sure); i++)
		if (top.len > strlen(sure[i]) &&
			slice_is_nocase(
				slice_of(top.at, strlen(sure[i])), sure[i]))
			return 90;
	for (size_t i = 0; i < n_elements(likely); i++)
		if (top.len > strlen(likely[i]) &&
			slice_is_nocase(
				slice_of(top.at, strlen(likely[i])), likely[i]))
			return 50;
	return 0;
}
