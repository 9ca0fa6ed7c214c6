/* SPDX-License-Identifier: Apache-2.0 */
/*
 * newsml_g2_item - one NewsML-G2 item, property by property.
 *
 * The mapping follows the descriptions in the ninjs schemas, which name the
 * NewsML-G2 source of each property, and the NewsML-G2 2.35 schema. Of several
 * contents the first that can be read as text is the story; what cannot be
 * read is said in a warning and never guessed.
 */
#include "format/newsml_g2_parts.h"

#include <string.h>

#include "base/mem.h"
#include "format/body.h"
#include "format/item.h"
#include "format/own.h"
#include "format/markup.h"
#include "format/nitf.h"
#include "story/uri.h"
#include "text/url.h"

/* ---- the text --------------------------------------------------------------
 */

static bool
type_is(const struct tree_node *node, const char *start)
{
	return slice_starts(tree_get(node, "contenttype"), slice_text(start));
}

/* The NITF or HTML element inside the content; NULL: it is something else. */
static const struct tree_node *
readable(const struct tree_node *content, enum markup_kind *ret_kind)
{
	const struct tree_node *root = tree_child(content, NULL);

	if (tree_is(root, "nitf") || tree_is(root, "body.content") ||
		(root != NULL && type_is(content, "application/nitf"))) {
		*ret_kind = MARKUP_NITF;
		return tree_is(root, "nitf") ? root : content;
	}
	*ret_kind = MARKUP_XHTML;
	if (tree_is(root, "html")) {
		const struct tree_node *body = tree_child(root, "body");

		return body != NULL ? body : root;
	}
	if (root != NULL &&
		(root->space == XML_XHTML || type_is(content, "text/html") ||
			type_is(content, "application/xhtml") ||
			tree_is(root, "p") || tree_is(root, "div") ||
			tree_is(root, "body")))
		return content;
	return NULL;
}

/* The content that is the story. */
static const struct tree_node *
find_text(const struct tree_node *item, const struct tree_node **ret_root,
	enum markup_kind *ret_kind)
{
	const struct tree_node *set = tree_child(item, "contentSet");
	const struct tree_node *at = tree_child(set, "inlineXML");

	for (; at != NULL; at = tree_next(at, "inlineXML")) {
		*ret_root = readable(at, ret_kind);
		if (*ret_root != NULL)
			return at;
	}
	*ret_root = NULL;
	at = tree_child(set, "inlineData");
	for (; at != NULL; at = tree_next(at, "inlineData"))
		if (tree_get(at, "contenttype").len == 0 ||
			type_is(at, "text/") ||
			type_is(at, "application/xhtml"))
			return at;
	return NULL;
}

/* Base64 of text is text; of anything else it is none. */
static bool
put_encoded(struct draft *draft, const struct tree_node *node, struct buf *out)
{
	struct slice encoding = newsml_g2_code(node, "encoding");
	auto_(buf_done) struct buf raw = BUF_NULL;

	tree_put_raw(node, &raw);
	if (encoding.len == 0 || slice_is_nocase(encoding, "none")) {
		buf_put_slice(out, buf_slice(&raw));
		return true;
	}
	if ((slice_is_nocase(encoding, "base64") ||
		    slice_is_nocase(encoding, "et001")) &&
		item_put_base64(buf_slice(&raw), out))
		return true;
	draft_warn(draft, "W-G2-ENCODING",
		"inlineData in the encoding '%.*s' cannot be read",
		(int)(encoding.len > 40 ? 40 : encoding.len), encoding.at);
	return false;
}

static void
put_data(
	struct newsml_g2 *g2, struct draft *draft, const struct tree_node *node)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	if (!put_encoded(draft, node, &text) || text.len == 0)
		return;
	if (type_is(node, "text/html") || type_is(node, "application/xhtml"))
		body_put_html(draft, buf_slice(&text), g2->document->base_url);
	else
		body_put_plain(draft, buf_slice(&text));
}

static void
put_text(struct newsml_g2 *g2, struct draft *draft)
{
	const struct tree_node *meta = tree_child(g2->item, "contentMeta");
	const struct tree_node *root, *content;
	const struct tree_node *at = tree_child(meta, "headline");
	enum markup_kind kind = MARKUP_XHTML;
	struct slice headline = newsml_g2_label(g2, at);

	for (; at != NULL; at = tree_next(at, "headline"))
		if (slice_is_nocase(newsml_g2_code(at, "role"), "main")) {
			headline = newsml_g2_label(g2, at);
			break;
		}
	content = find_text(g2->item, &root, &kind);
	if (headline.len == 0 && tree_is(root, "nitf"))
		headline = nitf_headline(&g2->tree, root);
	if (headline.len == 0)
		headline = newsml_g2_label(
			g2, tree_find(g2->item, "itemMeta/title"));
	if (headline.len != 0)
		body_put_title(draft, headline, false);
	if (root != NULL && kind == MARKUP_NITF) {
		nitf_put_body(draft, root, g2->document->base_url);
	} else if (root != NULL) {
		auto_(buf_done) struct buf html = BUF_NULL;

		markup_put(root, MARKUP_XHTML, &html);
		body_put_html(draft, buf_slice(&html), g2->document->base_url);
	} else if (content != NULL) {
		put_data(g2, draft, content);
	}
	draft_text_done(draft);
	content = tree_find(g2->item, "contentSet/inlineXML");
	if (root == NULL && tree_child(content, NULL) != NULL)
		draft_warn(draft, "W-G2-CONTENT",
			"inlineXML with a %.60s element is no text that can "
			"be read",
			tree_child(content, NULL)->name);
}

/* ---- item metadata ---------------------------------------------------------
 */

const char *
newsml_g2_type(const struct tree_node *item)
{
	static const char *const types[] = { "text", "audio", "video",
		"picture", "graphic", "composite", "component", "event",
		"planning" };
	struct slice class =
		newsml_g2_value(tree_find(item, "itemMeta/itemClass"));
	struct slice local = item_local_code(class);

	for (size_t i = 0; i < n_elements(types); i++)
		if (slice_is_nocase(local, types[i]))
			return types[i];
	if (slice_is_nocase(local, "animated"))
		return "graphic";
	return NULL;
}

/* Reuters says edStat:D of what is deleted. */
static bool
is_deleted(const struct tree_node *meta)
{
	const struct tree_node *at = tree_child(meta, NULL);

	for (; at != NULL; at = tree_next(at, NULL))
		if (slice_is_nocase(tree_get(at, "qcode"), "edStat:D"))
			return true;
	return false;
}

static void
take_signals(struct draft *draft, const struct tree_node *meta)
{
	static const char *const kinds[] = { "correction", "update",
		"clarification" };
	const struct tree_node *at = tree_child(meta, "signal");
	struct tt_evidence evidence = { 0, 0, "signal", 0.99 };

	for (; at != NULL; at = tree_next(at, "signal")) {
		struct slice local = item_local_code(newsml_g2_value(at));

		for (size_t i = 0; i < n_elements(kinds); i++)
			if (slice_is_nocase(local, kinds[i]))
				draft_set_lifecycle(
					draft, kinds[i], 0, &evidence);
	}
	if (is_deleted(meta))
		item_set_status(draft, SLICE("canceled"));
}

static void
take_notes(
	struct newsml_g2 *g2, struct draft *draft, const struct tree_node *meta)
{
	const struct tree_node *at = tree_child(meta, "edNote");

	for (; at != NULL; at = tree_next(at, "edNote")) {
		auto_(buf_done) struct buf note = BUF_NULL;
		struct slice role = newsml_g2_code(at, "role");

		if (newsml_g2_label(g2, at).len == 0)
			continue;
		if (role.len != 0) {
			buf_put_slice(&note, role);
			buf_puts(&note, ": ");
		}
		buf_put_slice(&note, newsml_g2_label(g2, at));
		item_add_note(draft, buf_slice(&note));
	}
}

/* Repeatable: the one that binds everybody has no constraint. */
static void
take_expiry(
	struct newsml_g2 *g2, struct draft *draft, const struct tree_node *meta)
{
	const struct tree_node *at = tree_child(meta, "expires");

	for (; at != NULL; at = tree_next(at, "expires"))
		if (tree_get(at, "pubconstraint").len == 0 &&
			tree_get(at, "pubconstrainturi").len == 0) {
			item_set_time(
				draft, DRAFT_EXPIRES, tree_text(&g2->tree, at));
			return;
		}
}

static void
take_management(struct newsml_g2 *g2, struct draft *draft)
{
	const struct tree_node *meta = tree_child(g2->item, "itemMeta");
	const struct tree_node *embargo = tree_child(meta, "embargoed");
	const char *type = newsml_g2_type(g2->item);
	struct slice version = tree_get(g2->item, "version");

	item_set(draft, DRAFT_TYPE, slice_text(type != NULL ? type : "text"));
	item_set(draft, DRAFT_VERSION, version.len != 0 ? version : SLICE("1"));
	item_set_time(draft, DRAFT_FIRST_CREATED,
		tree_text_at(&g2->tree, meta, "firstCreated"));
	item_set_time(draft, DRAFT_VERSION_CREATED,
		tree_text_at(&g2->tree, meta, "versionCreated"));
	if (embargo != NULL)
		item_set_embargo(draft, tree_text(&g2->tree, embargo));
	take_expiry(g2, draft, meta);
	item_set_status(draft, newsml_g2_value(tree_child(meta, "pubStatus")));
	take_signals(draft, meta);
	item_set(
		draft, DRAFT_PROFILE, tree_text_at(&g2->tree, meta, "profile"));
	item_set(draft, DRAFT_TITLE,
		newsml_g2_label(g2, tree_child(meta, "title")));
	take_notes(g2, draft, meta);
	if (tree_text_at(&g2->tree, meta, "fileName").len != 0)
		draft_add_alt_id(draft, SLICE("fileName"),
			tree_text_at(&g2->tree, meta, "fileName"));
}

/* A link that describes a picture, sound or film, as our own writer does. */
static bool
take_media_link(
	struct newsml_g2 *g2, struct draft *draft, const struct tree_node *link)
{
	struct slice credit =
		newsml_g2_label(g2, tree_child(link, "creditline"));
	struct item_media media = {
		.base = g2->document->base_url,
		.href = tree_get(link, "href"),
		.content_type = tree_get(link, "contenttype"),
		.title = newsml_g2_label(g2, tree_child(link, "headline")),
		.caption = newsml_g2_label(g2, tree_child(link, "description")),
		.credit = credit,
		.rights = newsml_g2_label(
			g2, tree_child(link, "copyrightNotice")),
		.width = own_attribute(link, "width"),
		.height = own_attribute(link, "height"),
		.size = tree_get(link, "size"),
	};

	if (tree_child(link, "itemClass") == NULL || media.href.len == 0)
		return false;
	item_add_media(draft, &media);
	return true;
}

static void
take_links(struct newsml_g2 *g2, struct draft *draft)
{
	const struct tree_node *at = tree_find(g2->item, "itemMeta/link");

	for (; at != NULL; at = tree_next(at, "link")) {
		struct slice rel = newsml_g2_code(at, "rel");
		struct slice type = tree_get(at, "contenttype");

		if (take_media_link(g2, draft, at))
			continue;
		if (draft_get(draft, DRAFT_LINK) == NULL &&
			url_is_web(tree_get(at, "href")) &&
			(slice_starts(type, SLICE("text/html")) ||
				slice_is_nocase(rel, "web") ||
				slice_is_nocase(rel, "alternate") ||
				slice_is_nocase(rel, "isPublishedAt")))
			item_set(draft, DRAFT_LINK, tree_get(at, "href"));
	}
}

/* ---- whose -----------------------------------------------------------------
 */

/* What a party of the chain did; the first who made content supplied it. */
static bool
hop_made_it(const struct tree_node *hop)
{
	const struct tree_node *at = tree_child(hop, "action");

	for (; at != NULL; at = tree_next(at, "action")) {
		struct slice target = newsml_g2_code(at, "target");

		if (slice_is_nocase(
			    item_local_code(newsml_g2_value(at)), "created") &&
			(target.len == 0 || slice_is_nocase(target, "content")))
			return true;
	}
	return false;
}

/* A name, else what stands behind the code. */
static struct slice
party_name(struct newsml_g2 *g2, const struct tree_node *node)
{
	struct slice name = newsml_g2_name(g2, node);

	if (name.len == 0)
		name = item_local_code(tree_get(node, "qcode"));
	if (name.len == 0)
		name = tree_get(node, "uri");
	if (name.len == 0)
		name = newsml_g2_label(g2, node);
	return name;
}

static void
add_party(struct newsml_g2 *g2, struct draft *draft, enum tt_role role,
	const struct tree_node *node, const char *rule, double confidence)
{
	auto_(buf_done) struct buf uri = BUF_NULL;

	newsml_g2_put_uri(g2, node, &uri);
	item_add_party(draft, role, party_name(g2, node), buf_slice(&uri), rule,
		confidence);
}

static void
take_sources(
	struct newsml_g2 *g2, struct draft *draft, const struct tree_node *meta)
{
	const struct tree_node *at = tree_child(meta, "infoSource");

	for (; at != NULL; at = tree_next(at, "infoSource")) {
		struct slice word = newsml_g2_code(at, "role");
		enum tt_role role = TT_SUPPLIER;
		double confidence = word.len != 0 ? 0.99 : 0.8;

		if (word.len != 0 && !item_role_of(word, &role)) {
			role = TT_CONTRIBUTOR;
			confidence = 0.5;
			draft_warn(draft, "W-G2-ROLE",
				"the role '%.*s' of a source is not known; "
				"kept as contributor",
				(int)(word.len > 80 ? 80 : word.len), word.at);
		}
		add_party(g2, draft, role, at, "info-source", confidence);
	}
}

static bool
is_media_type(const char *type)
{
	return type != NULL && strcmp(type, "text") != 0 &&
	       strcmp(type, "composite") != 0;
}

static void
take_credit(
	struct newsml_g2 *g2, struct draft *draft, const struct tree_node *meta)
{
	const struct tree_node *at = tree_child(meta, "creditline");
	bool is_picture = is_media_type(newsml_g2_type(g2->item));

	for (; at != NULL; at = tree_next(at, "creditline"))
		item_add_party(draft,
			is_picture ? TT_PHOTO_CREDIT : TT_SUPPLIER,
			newsml_g2_label(g2, at), (struct slice){ 0 },
			"creditline", 0.8);
}

static void
take_chain(struct newsml_g2 *g2, struct draft *draft)
{
	const struct tree_node *at = tree_find(g2->item, "hopHistory/hop");
	const struct tree_node *meta = tree_child(g2->item, "contentMeta");
	const struct tree_node *provider =
		tree_find(g2->item, "itemMeta/provider");
	auto_(buf_done) struct buf uri = BUF_NULL;
	bool has_maker = false;

	if (draft->is_own)
		return; /* said element by element */
	take_sources(g2, draft, meta);
	take_credit(g2, draft, meta);
	for (; at != NULL; at = tree_next(at, "hop")) {
		bool made = !has_maker && hop_made_it(at);

		has_maker |= made;
		add_party(g2, draft, made ? TT_SUPPLIER : TT_DISTRIBUTOR,
			tree_child(at, "party"), "hop-history", 0.9);
	}
	if (provider == NULL)
		return;
	newsml_g2_put_uri(g2, provider, &uri);
	item_add_provider(draft, party_name(g2, provider), buf_slice(&uri));
}

/* ---- rights ----------------------------------------------------------------
 */

static void
add_terms(struct buf *out, struct slice text)
{
	if (text.len == 0)
		return;
	if (out->len != 0)
		buf_putc(out, '\n');
	buf_put_slice(out, text);
}

/* Either a link or the expression itself: never both (ninjs says oneOf). */
static void
take_license(struct draft *draft, const struct tree_node *rights)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	auto_(buf_done) struct buf raw = BUF_NULL;
	struct jsonout json = JSONOUT(&text);
	const struct tree_node *link = tree_child(rights, "link");
	const struct tree_node *data =
		tree_child(rights, "rightsExpressionData");
	struct slice href = tree_get(link, "href");
	struct slice language = tree_get(data, "langid");

	jsonout_object(&json);
	if (url_is_web(href)) {
		jsonout_member_text(
			&json, "langId", "http://www.w3.org/ns/odrl/2/");
		jsonout_member(&json, "linkedRights", href);
	} else if (data != NULL && url_is_absolute_uri(language)) {
		tree_put_raw(data, &raw);
		jsonout_member(&json, "langId", language);
		jsonout_member(
			&json, "encodedRights", slice_trim(buf_slice(&raw)));
	} else {
		return;
	}
	jsonout_object_end(&json);
	draft_add_property(draft, SLICE("rightsInfo"), buf_slice(&text));
}

static void
take_rights(struct newsml_g2 *g2, struct draft *draft)
{
	const struct tree_node *rights = tree_child(g2->item, "rightsInfo");
	auto_(buf_done) struct buf terms = BUF_NULL;

	for (; rights != NULL; rights = tree_next(rights, "rightsInfo")) {
		const struct tree_node *holder =
			tree_child(rights, "copyrightHolder");
		const struct tree_node *at = tree_child(rights, "usageTerms");

		if (holder != NULL)
			item_set_first(draft, DRAFT_COPYRIGHT_HOLDER,
				party_name(g2, holder));
		item_set_first(draft, DRAFT_COPYRIGHT_NOTICE,
			newsml_g2_label(
				g2, tree_child(rights, "copyrightNotice")));
		for (; at != NULL; at = tree_next(at, "usageTerms"))
			if (!slice_starts(tree_get(at, "roleuri"),
				    SLICE("urn:torntape:1:disclaimer:")))
				add_terms(&terms, newsml_g2_label(g2, at));
		at = tree_child(rights, "dataMining");
		for (; at != NULL; at = tree_next(at, "dataMining"))
			add_terms(&terms, newsml_g2_name(g2, at).len != 0
						  ? newsml_g2_name(g2, at)
						  : newsml_g2_value(at));
		at = tree_child(rights, "otherConstraints");
		for (; at != NULL; at = tree_next(at, "otherConstraints"))
			add_terms(&terms, newsml_g2_label(g2, at));
		take_license(draft, rights);
	}
	item_set(draft, DRAFT_USAGE_TERMS, buf_slice(&terms));
}

/* ---- content metadata ------------------------------------------------------
 */

static void
put_value(struct jsonout *json, struct slice role, struct slice value)
{
	jsonout_object(json);
	jsonout_member_some(json, "role", role);
	jsonout_member_text(json, "contentType", "text/plain");
	jsonout_member(json, "value", value);
	jsonout_object_end(json);
}

/* The entries beside the one that is told as main. */
static void
take_others(struct newsml_g2 *g2, struct draft *draft, const char *element,
	const char *property, struct slice used)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);
	const struct tree_node *at = tree_find(g2->item, "contentMeta");

	at = tree_child(at, element);
	for (; at != NULL; at = tree_next(at, element)) {
		struct slice value = newsml_g2_label(g2, at);

		if (value.len == 0 || value.len > DRAFT_MAX_VALUE ||
			slice_equal(value, used))
			continue;
		if (text.len == 0)
			jsonout_array(&json);
		put_value(&json, newsml_g2_code(at, "role"), value);
	}
	if (text.len == 0)
		return;
	jsonout_array_end(&json);
	draft_add_property(draft, slice_text(property), buf_slice(&text));
}

static void
take_descriptions(struct newsml_g2 *g2, struct draft *draft)
{
	const struct tree_node *meta = tree_child(g2->item, "contentMeta");
	const struct tree_node *at = tree_child(meta, "description");
	struct slice summary = { 0 };

	for (; at != NULL; at = tree_next(at, "description")) {
		struct slice role = newsml_g2_code(at, "role");

		if (role.len == 0 || slice_is_nocase(role, "summary")) {
			summary = newsml_g2_label(g2, at);
			break;
		}
	}
	if (summary.len != 0 && draft_get(draft, DRAFT_SUMMARY) == NULL)
		item_set(draft, DRAFT_SUMMARY, summary);
	take_others(g2, draft, "description", "descriptions", summary);
}

static void
take_alt_ids(
	struct newsml_g2 *g2, struct draft *draft, const struct tree_node *meta)
{
	const struct tree_node *at = tree_child(meta, "altId");

	for (; at != NULL; at = tree_next(at, "altId")) {
		struct slice role = newsml_g2_code(at, "type");
		struct slice value = newsml_g2_label(g2, at);

		if (role.len == 0)
			role = newsml_g2_code(at, "role");
		if (value.len == 0)
			value = tree_get(at, "id");
		if (value.len != 0)
			draft_add_alt_id(draft, role, value);
	}
}

static void
take_place(
	struct newsml_g2 *g2, struct draft *draft, const struct tree_node *meta)
{
	const struct tree_node *located = tree_child(meta, "located");
	struct slice line = newsml_g2_label(g2, tree_child(meta, "dateline"));
	struct slice rest = line, place = { 0 };

	item_set(draft, DRAFT_LOCATED, newsml_g2_name(g2, located));
	if (line.len == 0)
		return;
	if (slice_has(line, ',') || slice_has(line, '('))
		slice_cut(&rest, slice_has(line, ',') ? ',' : '(', &place);
	item_set_first(draft, DRAFT_LOCATED, slice_trim(place));
	draft_set_dateline(draft, slice_trim(place), SLICE(""), NULL);
	if (line.len <= DRAFT_MAX_VALUE && draft->dateline_text == NULL)
		draft->dateline_text = arena_text(&draft->arena, line);
}

static void
take_digital_source(
	struct newsml_g2 *g2, struct draft *draft, const struct tree_node *meta)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	auto_(buf_done) struct buf uri = BUF_NULL;
	struct jsonout json = JSONOUT(&text);
	const struct tree_node *at = tree_child(meta, "digitalSourceType");

	if (at == NULL)
		return;
	bool has_uri = newsml_g2_put_uri(g2, at, &uri);

	jsonout_object(&json);
	jsonout_member_some(&json, "name", newsml_g2_own_name(g2, at));
	jsonout_member_some(&json, "uri", buf_slice(&uri));
	if (!has_uri)
		jsonout_member_some(&json, "literal", newsml_g2_value(at));
	jsonout_object_end(&json);
	if (text.len > 2)
		draft_add_property(
			draft, SLICE("digitalSourceType"), buf_slice(&text));
}

static void
take_content_meta(struct newsml_g2 *g2, struct draft *draft)
{
	const struct tree_node *meta = tree_child(g2->item, "contentMeta");
	const struct tree_node *at = tree_child(meta, "by");
	struct slice language = tree_get(tree_child(meta, "language"), "tag");
	auto_(buf_done) struct buf main = BUF_NULL;

	item_set_time(draft, DRAFT_CONTENT_CREATED,
		tree_text_at(&g2->tree, meta, "contentCreated"));
	item_set_urgency(draft, tree_text_at(&g2->tree, meta, "urgency"));
	for (; at != NULL; at = tree_next(at, "by"))
		item_add_byline(draft, newsml_g2_label(g2, at));
	item_set(draft, DRAFT_SLUGLINE,
		newsml_g2_label(g2, tree_child(meta, "slugline")));
	item_set(draft, DRAFT_LANGUAGE,
		language.len != 0 ? language : tree_lang(g2->item));
	draft_headline(draft, &main);
	take_others(g2, draft, "headline", "headlines", buf_slice(&main));
	take_descriptions(g2, draft);
	take_alt_ids(g2, draft, meta);
	take_place(g2, draft, meta);
	take_digital_source(g2, draft, meta);
}

/* ---- what is elsewhere -----------------------------------------------------
 */

static void
put_number(struct jsonout *json, const char *key, struct slice text)
{
	uint64_t value;

	if (text.len != 0 && slice_to_u64(text, &value) == 0 &&
		value < 1000000000000)
		jsonout_member_integer(json, key, (int64_t)value);
}

static void
put_rendition(
	struct jsonout *json, const struct tree_node *at, struct slice href)
{
	struct slice name = newsml_g2_code(at, "rendition");
	struct slice unit = newsml_g2_code(at, "durationunit");

	jsonout_object(json);
	jsonout_member(json, "name", name.len != 0 ? name : SLICE("original"));
	jsonout_member(json, "href", href);
	jsonout_member_some(json, "contentType", tree_get(at, "contenttype"));
	put_number(json, "width", tree_get(at, "width"));
	put_number(json, "height", tree_get(at, "height"));
	put_number(json, "sizeInBytes", tree_get(at, "size"));
	if (unit.len == 0 || slice_is_nocase(unit, "seconds"))
		put_number(json, "duration", tree_get(at, "duration"));
	jsonout_object_end(json);
}

static void
take_renditions(struct newsml_g2 *g2, struct draft *draft)
{
	const struct tree_node *set = tree_child(g2->item, "contentSet");
	const struct tree_node *at = tree_child(set, "remoteContent");
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);
	unsigned n = 0;

	for (; at != NULL && n < NEWSML_G2_MAX_PARTS;
		at = tree_next(at, "remoteContent")) {
		auto_(buf_done) struct buf href = BUF_NULL;

		if (tree_get(at, "href").len == 0 ||
			!url_resolve_link(g2->document->base_url,
				tree_get(at, "href"), &href))
			continue;
		if (n++ == 0)
			jsonout_array(&json);
		put_rendition(&json, at, buf_slice(&href));
	}
	if (n == 0)
		return;
	jsonout_array_end(&json);
	draft_add_property(draft, SLICE("renditions"), buf_slice(&text));
}

/* The biggest picture of its renditions stands for it. */
static const struct tree_node *
best_rendition(const struct tree_node *item)
{
	const struct tree_node *at =
		tree_find(item, "contentSet/remoteContent");
	const struct tree_node *best = NULL;
	uint64_t best_width = 0;

	for (; at != NULL; at = tree_next(at, "remoteContent")) {
		uint64_t width = 0;

		slice_to_u64(tree_get(at, "width"), &width);
		if (tree_get(at, "href").len != 0 &&
			(best == NULL || width > best_width)) {
			best = at;
			best_width = width;
		}
	}
	return best;
}

/* The caption stands in a description of that role, else in any. */
static struct slice
caption_of(struct newsml_g2 *g2, const struct tree_node *meta)
{
	const struct tree_node *at = tree_child(meta, "description");
	struct slice first = newsml_g2_label(g2, at);

	for (; at != NULL; at = tree_next(at, "description"))
		if (slice_is_nocase(newsml_g2_code(at, "role"), "caption"))
			return newsml_g2_label(g2, at);
	return first;
}

void
newsml_g2_take_as_media(
	struct newsml_g2 *g2, const struct tree_node *item, struct draft *draft)
{
	const struct tree_node *story = g2->item;
	const struct tree_node *meta = tree_child(item, "contentMeta");
	const struct tree_node *best = best_rendition(item);
	struct slice status =
		newsml_g2_value(tree_find(item, "itemMeta/pubStatus"));

	if ((status.len != 0 &&
		    !slice_is_nocase(item_local_code(status), "usable")) ||
		tree_find(item, "itemMeta/embargoed") != NULL) {
		draft_warn(draft, "W-G2-PART",
			"an associated item is withheld, canceled or under "
			"embargo and was left out");
		return;
	}
	newsml_g2_enter(g2, item);
	struct slice credit =
		newsml_g2_label(g2, tree_child(meta, "creditline"));
	struct item_media media = {
		.base = g2->document->base_url,
		.href = tree_get(best, "href"),
		.content_type = tree_get(best, "contenttype"),
		.title = newsml_g2_label(g2, tree_child(meta, "headline")),
		.caption = caption_of(g2, meta),
		.credit = credit.len != 0
				  ? credit
				  : newsml_g2_name(
					    g2, tree_child(meta, "creator")),
		.rights = newsml_g2_label(
			g2, tree_find(item, "rightsInfo/copyrightNotice")),
		.width = tree_get(best, "width"),
		.height = tree_get(best, "height"),
		.size = tree_get(best, "size"),
	};

	item_add_media(draft, &media);
	newsml_g2_enter(g2, story);
}

void
newsml_g2_take_item(struct newsml_g2 *g2, struct draft *draft)
{
	const struct tree_node *root;
	enum markup_kind kind;

	put_text(g2, draft);
	item_set_identity(draft, "guid", tree_get(g2->item, "guid"));
	own_take_tree(draft, &g2->tree, tree_child(g2->item, "itemMeta"));
	take_management(g2, draft);
	take_content_meta(g2, draft);
	newsml_g2_take_concepts(g2, draft);
	take_rights(g2, draft);
	take_chain(g2, draft);
	take_links(g2, draft);
	take_renditions(g2, draft);
	find_text(g2->item, &root, &kind);
	if (tree_is(root, "nitf"))
		nitf_take_head(draft, &g2->tree, root, g2->document->base_url);
}
