/* SPDX-License-Identifier: Apache-2.0 */
/*
 * newsml_1_content - the components of a NewsML 1 item.
 *
 * Components nest: a wrapper of text and pictures, a list of equivalents of
 * which one is to be used. The story is the first text that can be read,
 * NITF and XHTML before plain among equivalents, in a component whose role is
 * not that of a caption or summary. What is said about it is looked for in its
 * own component first, then in those around it, which is how the standard lets
 * metadata be inherited.
 */
#include "format/newsml_1_parts.h"

#include <string.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "format/body.h"
#include "format/concepts.h"
#include "format/item.h"
#include "format/markup.h"
#include "format/nitf.h"
#include "text/html.h"

#define SUBJECT_CODES "http://cv.iptc.org/newscodes/subjectcode/"

static struct slice
formal_name(const struct tree_node *node)
{
	return tree_get(node, "FormalName");
}

static struct slice
formal_name_at(const struct tree_node *node, const char *path)
{
	return formal_name(tree_find(node, path));
}

/* ---- which is the text -----------------------------------------------------
 */

/* Where the bytes stand: inside, or inside an Encoding. */
static const struct tree_node *
data_of(const struct tree_node *content)
{
	const struct tree_node *data = tree_child(content, "DataContent");

	return data != NULL ? data : tree_find(content, "Encoding/DataContent");
}

enum text_kind {
	TEXT_NONE,
	TEXT_PLAIN,
	TEXT_HTML,  /* as text, to be parsed */
	TEXT_XHTML, /* as elements */
	TEXT_NITF
};

static bool
is_other_media(const struct tree_node *content)
{
	static const char *const media[] = { "photo", "picture", "graphic",
		"image", "video", "audio", "animation", "complexdata" };
	struct slice type = formal_name_at(content, "MediaType");
	struct slice mime = formal_name_at(content, "MimeType");

	for (size_t i = 0; i < n_elements(media); i++)
		if (slice_is_nocase(type, media[i]))
			return true;
	return slice_starts_nocase(mime, "image/") ||
	       slice_starts_nocase(mime, "video/") ||
	       slice_starts_nocase(mime, "audio/");
}

static enum text_kind
text_kind(const struct tree_node *content)
{
	const struct tree_node *data = data_of(content);
	const struct tree_node *root = tree_child(data, NULL);
	struct slice mime = formal_name_at(content, "MimeType");
	struct slice format = formal_name_at(content, "Format");

	if (data == NULL || data->first == NULL || is_other_media(content))
		return TEXT_NONE;
	if (tree_is(root, "nitf") || tree_is(root, "body.content"))
		return TEXT_NITF;
	if (root != NULL) {
		if (root->space == XML_XHTML || tree_is(root, "html") ||
			tree_is(root, "body") || tree_is(root, "p") ||
			tree_is(root, "div"))
			return TEXT_XHTML;
		return TEXT_NONE;
	}
	if (slice_starts_nocase(mime, "text/html") ||
		slice_starts_nocase(mime, "application/xhtml") ||
		slice_starts_nocase(format, "html") ||
		slice_starts_nocase(format, "xhtml"))
		return TEXT_HTML;
	if (mime.len != 0 && !slice_starts_nocase(mime, "text/"))
		return TEXT_NONE;
	return TEXT_PLAIN;
}

/* What is said of a component stands before what it holds (DTD), which may be
 * very much: so the search ends early. */
#define HEAD_NODES 64u

static const struct tree_node *
head_child(const struct tree_node *component, struct slice name)
{
	const struct tree_node *at = component->first;

	for (unsigned n = 0; at != NULL && n < HEAD_NODES; at = at->next, n++)
		if (at->name != NULL && slice_equal(slice_text(at->name), name))
			return at;
	return NULL;
}

static struct slice
role_of(const struct tree_node *component)
{
	return formal_name(head_child(component, SLICE("Role")));
}

/* A component that says something about another one. */
static bool
is_aside(const struct tree_node *component)
{
	static const char *const roles[] = { "caption", "summary", "abstract",
		"thumbnail", "headline", "byline", "copyright", "factbox",
		"background" };
	struct slice role = role_of(component);

	for (size_t i = 0; i < n_elements(roles); i++)
		if (slice_is_nocase(role, roles[i]))
			return true;
	return false;
}

const struct tree_node *
newsml_1_find_text(const struct tree_node *item)
{
	const struct tree_node *at = item;
	const struct tree_node *best = NULL, *best_list = NULL;
	enum text_kind best_kind = TEXT_NONE;

	while ((at = tree_walk(item, at)) != NULL) {
		const struct tree_node *list;
		enum text_kind kind;

		if (!tree_is(at, "ContentItem"))
			continue;
		kind = text_kind(at);
		if (kind == TEXT_NONE)
			continue;
		if (is_aside(at->parent))
			continue;
		/* equivalents are ContentItems or components of one parent */
		list = slice_is(tree_get(at->parent, "EquivalentsList"), "yes")
			       ? at->parent
			       : at->parent->parent;
		if (!slice_is(tree_get(list, "EquivalentsList"), "yes"))
			list = NULL;
		if (best == NULL || (list != NULL && list == best_list &&
					    kind > best_kind)) {
			best = at;
			best_list = list;
			best_kind = kind;
		}
	}
	return best;
}

/* ---- the text --------------------------------------------------------------
 */

/* What a path says in the component of `from` or the nearest around it. */
static const struct tree_node *
inherited(const struct tree_node *from, const char *path)
{
	for (; from != NULL; from = from->parent) {
		const struct tree_node *found = NULL;
		struct slice rest = slice_text(path), step;

		if (tree_is(from, "NewsComponent") &&
			slice_cut(&rest, '/', &step))
			found = tree_find(head_child(from, step), rest.at);
		if (found != NULL)
			return found;
		if (tree_is(from, "NewsItem"))
			break;
	}
	return NULL;
}

static struct slice
inherited_text(
	struct newsml_1 *newsml, const struct tree_node *from, const char *path)
{
	return tree_text(&newsml->tree, inherited(from, path));
}

static void
put_as_text(struct newsml_1 *newsml, struct draft *draft,
	const struct tree_node *content, enum text_kind kind)
{
	auto_(buf_done) struct buf raw = BUF_NULL;
	auto_(buf_done) struct buf text = BUF_NULL;
	struct slice notation =
		tree_get(tree_child(content, "Encoding"), "Notation");

	tree_put_raw(data_of(content), &raw);
	if (!slice_starts_nocase(notation, "base64")) {
		buf_put_slice(&text, buf_slice(&raw));
	} else if (!item_put_base64(buf_slice(&raw), &text)) {
		draft_warn(draft, "W-NEWSML-ENCODING",
			"a DataContent in Base64 is no text");
		return;
	}
	if (kind == TEXT_HTML)
		body_put_html(
			draft, buf_slice(&text), newsml->document->base_url);
	else
		body_put_plain(draft, buf_slice(&text));
}

static void
put_text(struct newsml_1 *newsml, struct draft *draft,
	const struct tree_node *content, const struct tree_node *from)
{
	const struct tree_node *data = data_of(content);
	const struct tree_node *root = tree_child(data, NULL);
	enum text_kind kind = content != NULL ? text_kind(content) : TEXT_NONE;
	struct slice headline =
		inherited_text(newsml, from, "NewsLines/HeadLine");
	auto_(buf_done) struct buf html = BUF_NULL;

	if (headline.len == 0 && tree_is(root, "nitf"))
		headline = nitf_headline(&newsml->tree, root);
	if (headline.len != 0)
		body_put_title(draft, headline, false);
	if (kind == TEXT_NITF) {
		nitf_put_body(draft, tree_is(root, "nitf") ? root : data,
			newsml->document->base_url);
	} else if (kind == TEXT_XHTML) {
		const struct tree_node *body = tree_child(root, "body");

		markup_put(body != NULL ? body : data, MARKUP_XHTML, &html);
		body_put_html(
			draft, buf_slice(&html), newsml->document->base_url);
	} else if (kind != TEXT_NONE) {
		put_as_text(newsml, draft, content, kind);
	}
	draft_text_done(draft);
}

/* ---- lines -----------------------------------------------------------------
 */

static void
put_value(struct buf *text, struct jsonout *json, struct slice role,
	struct slice value)
{
	if (value.len == 0 || value.len > DRAFT_MAX_VALUE)
		return;
	if (text->len == 0)
		jsonout_array(json);
	jsonout_object(json);
	jsonout_member_some(json, "role", role);
	jsonout_member_text(json, "contentType", "text/plain");
	jsonout_member(json, "value", value);
	jsonout_object_end(json);
}

static void
end_values(struct draft *draft, const char *property, struct buf *text,
	struct jsonout *json)
{
	if (text->len == 0)
		return;
	jsonout_array_end(json);
	draft_add_property(draft, slice_text(property), buf_slice(text));
}

static void
take_news_lines(struct newsml_1 *newsml, struct draft *draft,
	const struct tree_node *from)
{
	const struct tree_node *at = inherited(from, "NewsLines/NewsLine");
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);

	for (; at != NULL; at = tree_next(at, "NewsLine")) {
		struct slice type = formal_name_at(at, "NewsLineType");
		struct slice value =
			tree_text_at(&newsml->tree, at, "NewsLineText");

		if (slice_starts_nocase(type, "Advisory") ||
			slice_starts_nocase(type, "Editor"))
			item_add_note(draft, value);
		else if (slice_starts_nocase(type, "Summary") ||
			 slice_starts_nocase(type, "Abstract"))
			item_set_first(draft, DRAFT_SUMMARY, value);
		else
			put_value(&text, &json, type, value);
	}
	end_values(draft, "descriptions", &text, &json);
}

static void
take_dateline(struct newsml_1 *newsml, struct draft *draft,
	const struct tree_node *from)
{
	struct slice line = inherited_text(newsml, from, "NewsLines/DateLine");
	struct slice rest = line, place = { 0 };

	if (line.len == 0)
		return;
	if (slice_has(line, ',') || slice_has(line, '('))
		slice_cut(&rest, slice_has(line, ',') ? ',' : '(', &place);
	place = slice_trim(place);
	item_set_first(draft, DRAFT_LOCATED, place);
	draft_set_dateline(draft, place, SLICE(""), NULL);
	if (line.len <= DRAFT_MAX_VALUE && draft->dateline_text == NULL)
		draft->dateline_text = arena_text(&draft->arena, line);
}

static void
take_lines(struct newsml_1 *newsml, struct draft *draft,
	const struct tree_node *from)
{
	const struct tree_node *at = inherited(from, "NewsLines/ByLine");
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);

	for (; at != NULL; at = tree_next(at, "ByLine"))
		item_add_byline(draft, tree_text(&newsml->tree, at));
	at = inherited(from, "NewsLines/SubHeadLine");
	for (; at != NULL; at = tree_next(at, "SubHeadLine"))
		put_value(&text, &json, SLICE("sub"),
			tree_text(&newsml->tree, at));
	end_values(draft, "headlines", &text, &json);
	item_set_first(draft, DRAFT_SLUGLINE,
		inherited_text(newsml, from, "NewsLines/SlugLine"));
	item_set_first(draft, DRAFT_COPYRIGHT_NOTICE,
		inherited_text(newsml, from, "NewsLines/CopyrightLine"));
	at = inherited(from, "NewsLines/KeywordLine");
	for (; at != NULL; at = tree_next(at, "KeywordLine"))
		if (tree_text(&newsml->tree, at).len != 0)
			draft_add_subject(draft, (struct slice){ 0 },
				(struct slice){ 0 },
				tree_text(&newsml->tree, at));
	take_news_lines(newsml, draft, from);
}

/* ---- whose -----------------------------------------------------------------
 */

/* "#t1" as the topic that is meant. */
static const struct tree_node *
topic_of(struct newsml_1 *newsml, const struct tree_node *node)
{
	struct slice topic = tree_get(node, "Topic");

	if (topic.len < 2 || topic.at[0] != '#')
		return NULL;
	return map_find(newsml->by_duid, slice_of(topic.at + 1, topic.len - 1));
}

static struct slice
property_value(const struct tree_node *node, const char *name)
{
	const struct tree_node *at = tree_child(node, "Property");

	for (; at != NULL; at = tree_next(at, "Property"))
		if (slice_is_nocase(formal_name(at), name))
			return tree_get(at, "Value");
	return (struct slice){ 0 };
}

static struct slice
topic_name(struct newsml_1 *newsml, const struct tree_node *topic)
{
	struct slice name = tree_text_at(&newsml->tree, topic, "Description");

	if (name.len == 0)
		name = tree_text_at(&newsml->tree, topic, "FormalName");
	return name;
}

static struct slice
party_name(struct newsml_1 *newsml, const struct tree_node *role)
{
	const struct tree_node *party = tree_child(role, "Party");
	struct slice name = property_value(party, "FullName");

	if (name.len == 0)
		name = topic_name(newsml, topic_of(newsml, party));
	if (name.len == 0)
		name = formal_name(party);
	return name;
}

/* The first Source is whose copy it is, each that follows passed it on. */
static void
take_chain(struct newsml_1 *newsml, struct draft *draft,
	const struct tree_node *from)
{
	const struct tree_node *at =
		inherited(from, "AdministrativeMetadata/Source");
	struct slice credit =
		inherited_text(newsml, from, "NewsLines/CreditLine");
	enum tt_role role = TT_SUPPLIER;

	for (; at != NULL; at = tree_next(at, "Source")) {
		item_add_party(draft, role, party_name(newsml, at),
			(struct slice){ 0 }, "source", 0.95);
		role = TT_DISTRIBUTOR;
		if (tree_get(at, "NewsItem").len != 0)
			draft_add_alt_id(draft, SLICE("source"),
				tree_get(at, "NewsItem"));
	}
	if (role == TT_SUPPLIER)
		item_add_party(draft, TT_SUPPLIER, credit, (struct slice){ 0 },
			"creditline", 0.8);
	at = inherited(from, "AdministrativeMetadata/Provider");
	item_add_provider(draft, party_name(newsml, at), (struct slice){ 0 });
}

static void
take_people(struct newsml_1 *newsml, struct draft *draft,
	const struct tree_node *from, struct concepts *concepts)
{
	static const char *const rels[][2] = { { "Creator", "creator" },
		{ "Contributor", "contributor" } };

	for (size_t i = 0; i < n_elements(rels); i++) {
		auto_(buf_done) struct buf path = BUF_NULL;
		const struct tree_node *at;
		bool has_by = draft->bylines.n != 0;

		buf_printf(&path, "AdministrativeMetadata/%s", rels[i][0]);
		at = inherited(from, buf_text(&path));
		for (; at != NULL; at = tree_next(at, rels[i][0])) {
			struct concept person = { .rel = slice_text(rels[i][1]),
				.name = party_name(newsml, at) };

			concepts_add(concepts, CONCEPT_PERSON, &person);
			if (i == 0 && !has_by)
				item_add_byline(draft, person.name);
		}
	}
}

static void
add_line(struct buf *out, const char *label, struct slice text)
{
	if (text.len == 0)
		return;
	if (out->len != 0)
		buf_puts(out, "; ");
	buf_puts(out, label);
	buf_put_slice(out, text);
}

static void
take_rights(struct newsml_1 *newsml, struct draft *draft,
	const struct tree_node *from)
{
	static const char *const parts[][2] = { { "UsageType", "" },
		{ "Geography", "geography: " }, { "RightsHolder", "holder: " },
		{ "Limitations", "" }, { "StartDate", "from: " },
		{ "EndDate", "until: " } };
	const struct tree_node *at =
		inherited(from, "RightsMetadata/UsageRights");
	auto_(buf_done) struct buf terms = BUF_NULL;

	item_set_first(draft, DRAFT_COPYRIGHT_HOLDER,
		inherited_text(newsml, from,
			"RightsMetadata/Copyright/CopyrightHolder"));
	add_line(&terms, "",
		inherited_text(newsml, from, "NewsLines/RightsLine"));
	for (; at != NULL; at = tree_next(at, "UsageRights"))
		for (size_t i = 0; i < n_elements(parts); i++)
			add_line(&terms, parts[i][1],
				tree_text_at(&newsml->tree, at, parts[i][0]));
	item_set_first(draft, DRAFT_USAGE_TERMS, buf_slice(&terms));
}

/* ---- about what ------------------------------------------------------------
 */

static void
take_subjects(struct draft *draft, const struct tree_node *from)
{
	const struct tree_node *code =
		inherited(from, "DescriptiveMetadata/SubjectCode");

	for (; code != NULL; code = tree_next(code, "SubjectCode")) {
		const struct tree_node *at = tree_child(code, NULL);

		for (; at != NULL; at = tree_next(at, NULL)) {
			auto_(buf_done) struct buf uri = BUF_NULL;
			struct slice name = formal_name(at);
			uint64_t number;

			if (name.len == 8 && slice_to_u64(name, &number) == 0) {
				buf_puts(&uri, SUBJECT_CODES);
				buf_put_slice(&uri, name);
				name = (struct slice){ 0 };
			}
			draft_add_subject(draft, (struct slice){ 0 },
				buf_slice(&uri), name);
		}
	}
}

static void
take_topics(struct newsml_1 *newsml, const struct tree_node *from,
	struct concepts *concepts)
{
	const struct tree_node *at =
		inherited(from, "DescriptiveMetadata/TopicOccurrence");

	for (; at != NULL; at = tree_next(at, "TopicOccurrence")) {
		const struct tree_node *topic = topic_of(newsml, at);
		struct slice type = formal_name_at(topic, "TopicType");
		struct concept concept = { .rel = SLICE("about"),
			.name = topic_name(newsml, topic) };
		enum concept_kind kind =
			slice_starts_nocase(type, "Person") ||
					slice_is_nocase(type, "People")
				? CONCEPT_PERSON
			: slice_starts_nocase(type, "Compan") ||
					slice_starts_nocase(type, "Organi")
				? CONCEPT_ORGANISATION
			: slice_starts_nocase(type, "Event") ? CONCEPT_EVENT
			: slice_starts_nocase(type, "Location") ||
					slice_starts_nocase(type, "Geo") ||
					slice_starts_nocase(type, "Countr") ||
					slice_starts_nocase(type, "City")
				? CONCEPT_PLACE
				: CONCEPT_OBJECT;

		concepts_add(concepts, kind, &concept);
	}
}

static void
take_locations(struct draft *draft, const struct tree_node *from,
	struct concepts *concepts)
{
	static const char *const names[] = { "City", "CountryArea", "Country",
		"WorldRegion" };
	const struct tree_node *at =
		inherited(from, "DescriptiveMetadata/Location");

	for (; at != NULL; at = tree_next(at, "Location")) {
		struct concept place = { .rel = SLICE("about") };

		for (size_t i = 0; place.name.len == 0 && i < n_elements(names);
			i++)
			place.name = property_value(at, names[i]);
		if (slice_is_nocase(tree_get(at, "HowPresent"), "Origin")) {
			item_set_first(draft, DRAFT_LOCATED, place.name);
			place.rel = SLICE("origin");
		}
		concepts_add(concepts, CONCEPT_PLACE, &place);
	}
}

static void
take_description(struct newsml_1 *newsml, struct draft *draft,
	const struct tree_node *item, const struct tree_node *from)
{
	auto_(concepts_done) struct concepts concepts = { 0 };
	const struct tree_node *at =
		inherited(from, "DescriptiveMetadata/Language");
	struct slice language = formal_name(at);

	if (language.len == 0)
		language = tree_lang(from != NULL ? from : item);
	item_set(draft, DRAFT_LANGUAGE, language);
	if (draft_get(draft, DRAFT_CONTENT_CREATED) == NULL)
		item_set_time(draft, DRAFT_CONTENT_CREATED,
			inherited_text(newsml, from,
				"DescriptiveMetadata/DateLineDate"));
	at = inherited(from, "DescriptiveMetadata/Genre");
	for (; at != NULL; at = tree_next(at, "Genre")) {
		struct concept genre = { .name = formal_name(at) };

		concepts_add(&concepts, CONCEPT_GENRE, &genre);
	}
	take_subjects(draft, from);
	take_topics(newsml, from, &concepts);
	take_locations(draft, from, &concepts);
	take_people(newsml, draft, from, &concepts);
	concepts_put(&concepts, draft);
}

/* ---- media -----------------------------------------------------------------
 */

static struct slice
characteristic(const struct tree_node *content, const char *name)
{
	return property_value(tree_child(content, "Characteristics"), name);
}

/* Elements of a list that are compared: twenty renditions and what is said of
 * each. */
#define NEWSML_1_MAX_EQUIVALENTS 240u

/* Of equivalents the widest; of others each. */
static bool
is_widest(const struct tree_node *content)
{
	const struct tree_node *list =
		slice_is(tree_get(content->parent, "EquivalentsList"), "yes")
			? content->parent
			: content->parent->parent;
	const struct tree_node *at = list;
	uint64_t width = 0, other;
	bool is_behind = false;
	unsigned n = 0;

	if (!slice_is(tree_get(list, "EquivalentsList"), "yes"))
		return true;
	slice_to_u64(characteristic(content, "Width"), &width);
	while ((at = tree_walk(list, at)) != NULL && n++ < NEWSML_1_MAX_PARTS) {
		is_behind |= at == content;
		if (at == content || !tree_is(at, "ContentItem") ||
			!is_other_media(at))
			continue;
		other = 0;
		slice_to_u64(characteristic(at, "Width"), &other);
		if (other > width || (other == width && !is_behind))
			return false;
	}
	return true;
}

/* A text in a component of that role, beside the picture or around it. */
static struct slice
caption_of(struct newsml_1 *newsml, const struct tree_node *content)
{
	const struct tree_node *around = content->parent;

	for (unsigned up = 0; up < 3 && around != NULL;
		up++, around = around->parent) {
		const struct tree_node *at = around;
		unsigned n = 0;

		while ((at = tree_walk(around, at)) != NULL &&
			n++ < 20 * NEWSML_1_MAX_PARTS)
			if (tree_is(at, "ContentItem") &&
				slice_is_nocase(
					role_of(at->parent), "Caption") &&
				text_kind(at) != TEXT_NONE)
				return tree_text(&newsml->tree, data_of(at));
		if (tree_is(around, "NewsItem"))
			break;
	}
	return (struct slice){ 0 };
}

static bool
is_medium(const struct tree_node *at)
{
	return tree_is(at, "ContentItem") && is_other_media(at) &&
	       tree_get(at, "Href").len != 0;
}

bool
newsml_1_has_media(const struct tree_node *item)
{
	const struct tree_node *at = item;

	while ((at = tree_walk(item, at)) != NULL)
		if (is_medium(at))
			return true;
	return false;
}

void
newsml_1_take_media(struct newsml_1 *newsml, const struct tree_node *item,
	struct draft *draft)
{
	const struct tree_node *at = item;
	unsigned n = 0, n_seen = 0;

	while ((at = tree_walk(item, at)) != NULL) {
		struct slice credit;

		if (!is_medium(at))
			continue;
		if (n_seen++ == 10 * NEWSML_1_MAX_PARTS ||
			n == NEWSML_1_MAX_PARTS)
			return;
		if (!is_widest(at))
			continue;
		n++;
		credit = inherited_text(newsml, at, "NewsLines/CreditLine");
		if (credit.len == 0)
			credit = party_name(newsml,
				inherited(
					at, "AdministrativeMetadata/Creator"));
		struct item_media media = {
			.base = newsml->document->base_url,
			.href = tree_get(at, "Href"),
			.content_type = formal_name_at(at, "MimeType"),
			.title = inherited_text(
				newsml, at, "NewsLines/HeadLine"),
			.caption = caption_of(newsml, at),
			.credit = credit,
			.rights = inherited_text(
				newsml, at, "NewsLines/CopyrightLine"),
			.width = characteristic(at, "Width"),
			.height = characteristic(at, "Height"),
			.size = tree_text_at(&newsml->tree, at,
				"Characteristics/SizeInBytes"),
		};

		item_add_media(draft, &media);
	}
}

/* ---- all of it -------------------------------------------------------------
 */

static const char *
media_type_of(const struct tree_node *item)
{
	const struct tree_node *at = item;

	while ((at = tree_walk(item, at)) != NULL) {
		struct slice type, mime;

		if (!is_medium(at))
			continue;
		type = formal_name_at(at, "MediaType");
		mime = formal_name_at(at, "MimeType");
		if (slice_is_nocase(type, "video") ||
			slice_starts_nocase(mime, "video/"))
			return "video";
		if (slice_is_nocase(type, "audio") ||
			slice_starts_nocase(mime, "audio/"))
			return "audio";
		return slice_is_nocase(type, "graphic") ? "graphic" : "picture";
	}
	return NULL;
}

void
newsml_1_take_content(struct newsml_1 *newsml, const struct tree_node *item,
	struct draft *draft)
{
	const struct tree_node *content = newsml_1_find_text(item);
	const struct tree_node *root = tree_child(data_of(content), NULL);
	const struct tree_node *from =
		content != NULL ? content : tree_child(item, "NewsComponent");
	const char *type = content != NULL ? NULL : media_type_of(item);

	put_text(newsml, draft, content, from);
	item_set(draft, DRAFT_TYPE, slice_text(type != NULL ? type : "text"));
	item_set(draft, DRAFT_PROFILE,
		formal_name_at(tree_child(item, "NewsComponent"), "Role"));
	take_lines(newsml, draft, from);
	take_description(newsml, draft, item, from);
	take_dateline(newsml, draft, from);
	take_rights(newsml, draft, from);
	take_chain(newsml, draft, from);
	newsml_1_take_media(newsml, item, draft);
	if (tree_is(root, "nitf"))
		nitf_take_head(
			draft, &newsml->tree, root, newsml->document->base_url);
}
