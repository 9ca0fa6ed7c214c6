/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nitf - NITF 2 and 3, decoded.
 *
 * The mapping follows the NITF 3.6 schema and IPTC's sheet "NITF to NAR". A
 * document that says management-idref-status of another one takes that one
 * back: this becomes a story of its own that has no text. Where a date of
 * release lies ahead it is an embargo; "embargoed" without one holds.
 */
#include "format/nitf.h"

#include <string.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "format/body.h"
#include "format/concepts.h"
#include "format/decoders.h"
#include "format/item.h"
#include "format/markup.h"
#include "format/own.h"
#include "story/uri.h"
#include "text/date.h"

#define SUBJECT_CODES "http://cv.iptc.org/newscodes/subjectcode/"

/* ---- the text --------------------------------------------------------------
 */

static const struct tree_node *
body_head(const struct tree_node *nitf)
{
	const struct tree_node *head = tree_find(nitf, "body/body.head");

	return head != NULL ? head : tree_child(nitf, "body.head");
}

static const struct tree_node *
body_of(const struct tree_node *nitf)
{
	const struct tree_node *body = tree_child(nitf, "body");

	return body != NULL ? body : nitf;
}

struct slice
nitf_headline(struct tree *tree, const struct tree_node *nitf)
{
	struct slice line = tree_text_at(tree, body_head(nitf), "hedline/hl1");

	if (line.len == 0)
		line = tree_text_at(tree, nitf, "head/title");
	return line;
}

void
nitf_put_body(struct draft *draft, const struct tree_node *nitf,
	struct slice base_url)
{
	auto_(buf_done) struct buf html = BUF_NULL;
	const struct tree_node *body = body_of(nitf);
	const struct tree_node *content = tree_child(body, "body.content");
	const struct tree_node *line;

	if (content != NULL)
		for (; content; content = tree_next(content, "body.content"))
			markup_put(content, MARKUP_NITF, &html);
	else if (tree_child(body, "body.head") == NULL &&
		 tree_child(body, "head") == NULL)
		markup_put(body, MARKUP_NITF, &html);
	line = tree_find(body, "body.end/tagline");
	for (; line != NULL; line = tree_next(line, "tagline")) {
		if (slice_is(tree_get(line, "class"), OWN_CLASS "attribution"))
			continue; /* docdata says the same */
		buf_puts(&html, "<p>");
		markup_put(line, MARKUP_NITF, &html);
		buf_puts(&html, "</p>");
	}
	if (html.len != 0)
		body_put_html(draft, buf_slice(&html), base_url);
}

/* ---- what stands around it -------------------------------------------------
 */

/* "By Ada Brook, <byttl>Staff Reporter</byttl>": the title is no name. */
static void
take_byline(
	struct draft *draft, struct tree *tree, const struct tree_node *byline)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	const struct tree_node *person = tree_child(byline, "person");
	const struct tree_node *at = byline;

	for (; person != NULL; person = tree_next(person, "person"))
		item_add_byline(draft, tree_text(tree, person));
	if (tree_child(byline, "person") != NULL)
		return;
	for (at = byline->first; at != NULL; at = at->next)
		if (at->name == NULL)
			buf_put_slice(&text, at->text);
		else if (!tree_is(at, "byttl"))
			buf_put_slice(&text, tree_text(tree, at));
	struct slice by = slice_trim(buf_slice(&text));

	while (by.len != 0 && strchr(",;-/", by.at[by.len - 1]) != NULL)
		by = slice_trim(slice_of(by.at, by.len - 1));
	item_add_byline(draft, by);
}

/* "2025-09-22" of "20250922" or "20250922T1200Z". */
static void
put_day(struct slice norm, struct buf *out)
{
	if (norm.len < 8)
		return;
	for (size_t i = 0; i < 8; i++)
		if (norm.at[i] < '0' || norm.at[i] > '9')
			return;
	buf_printf(out, "%.4s-%.2s-%.2s", norm.at, norm.at + 4, norm.at + 6);
}

static void
take_dateline(
	struct draft *draft, struct tree *tree, const struct tree_node *head)
{
	const struct tree_node *line = tree_child(head, "dateline");
	const struct tree_node *told = tree_child(line, "story.date");
	const struct tree_node *place = tree_child(line, "location");
	struct slice norm = tree_get(told, "norm");
	struct slice name = tree_text(tree, place);
	auto_(buf_done) struct buf day = BUF_NULL;

	if (line == NULL)
		return;
	if (draft_get(draft, DRAFT_CONTENT_CREATED) == NULL)
		item_set_time(draft, DRAFT_CONTENT_CREATED, norm);
	if (place == NULL) {
		auto_(buf_done) struct buf text = BUF_NULL;

		for (const struct tree_node *at = line->first; at != NULL;
			at = at->next)
			if (at->name == NULL)
				buf_put_slice(&text, at->text);
		name = slice_trim(buf_slice(&text));
		while (name.len != 0 &&
			strchr(",-", name.at[name.len - 1]) != NULL)
			name = slice_trim(slice_of(name.at, name.len - 1));
		item_set_first(draft, DRAFT_LOCATED, name);
	}
	if (place == NULL || name.len == 0)
		return;
	item_set_first(draft, DRAFT_LOCATED, name);
	put_day(norm, &day);
	draft_set_dateline(draft, name, buf_slice(&day), NULL);
}

static void
take_other_headlines(
	struct draft *draft, struct tree *tree, const struct tree_node *head)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);
	const struct tree_node *line = tree_find(head, "hedline/hl2");

	if (line == NULL)
		return;
	jsonout_array(&json);
	for (; line != NULL; line = tree_next(line, "hl2")) {
		jsonout_object(&json);
		jsonout_member_text(&json, "role", "sub");
		jsonout_member_text(&json, "contentType", "text/plain");
		jsonout_member(&json, "value", tree_text(tree, line));
		jsonout_object_end(&json);
	}
	jsonout_array_end(&json);
	draft_add_property(draft, SLICE("headlines"), buf_slice(&text));
}

/* Notes for editors wherever they stand; those for readers in the head, where
 * they would be lost with it. */
static void
take_notes(struct draft *draft, struct tree *tree, const struct tree_node *nitf)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);
	const struct tree_node *head = body_head(nitf);
	const struct tree_node *at = nitf;

	while ((at = tree_walk(nitf, at)) != NULL) {
		if (!tree_is(at, "note"))
			continue;
		if (markup_is_editorial(at)) {
			item_add_note(draft, tree_text(tree, at));
		} else if (at->parent == head && tree_text(tree, at).len) {
			if (text.len == 0)
				jsonout_array(&json);
			jsonout_object(&json);
			jsonout_member_text(&json, "role", "note");
			jsonout_member_text(&json, "contentType", "text/plain");
			jsonout_member(&json, "value", tree_text(tree, at));
			jsonout_object_end(&json);
		}
	}
	if (text.len == 0)
		return;
	jsonout_array_end(&json);
	draft_add_property(draft, SLICE("descriptions"), buf_slice(&text));
}

static void
take_one_medium(struct draft *draft, struct tree *tree,
	const struct tree_node *media, struct slice base_url)
{
	const struct tree_node *from = tree_child(media, "media-reference");
	struct slice credit = tree_get(from, "source-credit");
	struct slice type = tree_get(from, "mime-type");

	if (credit.len == 0)
		credit = tree_text_at(tree, media, "media-producer");
	if (type.len == 0 && slice_is(tree_get(media, "media-type"), "image"))
		type = SLICE("image/*");
	struct item_media found = {
		.base = base_url,
		.href = tree_get(from, "source"),
		.content_type = slice_is(type, "image/*") ? SLICE("") : type,
		.title = tree_get(from, "alternate-text"),
		.caption = tree_text_at(tree, media, "media-caption"),
		.credit = credit,
		.rights = tree_get(from, "copyright"),
		.width = tree_get(from, "width"),
		.height = tree_get(from, "height"),
		.size = own_attribute(from, "size"),
	};

	item_add_media(draft, &found);
}

void
nitf_take_head(struct draft *draft, struct tree *tree,
	const struct tree_node *nitf, struct slice base_url)
{
	const struct tree_node *head = body_head(nitf);
	const struct tree_node *at = tree_child(head, "byline");

	if (draft->bylines.n == 0)
		for (; at != NULL; at = tree_next(at, "byline"))
			take_byline(draft, tree, at);
	take_dateline(draft, tree, head);
	take_other_headlines(draft, tree, head);
	take_notes(draft, tree, nitf);
	item_set_first(
		draft, DRAFT_SUMMARY, tree_text_at(tree, head, "abstract"));
	for (at = nitf; (at = tree_walk(nitf, at)) != NULL;)
		if (tree_is(at, "media") && !markup_is_inline(at))
			take_one_medium(draft, tree, at, base_url);
	item_set_first(
		draft, DRAFT_USAGE_TERMS, tree_text_at(tree, head, "rights"));
	if (!draft->is_own)
		item_add_provider(draft,
			tree_text_at(tree, head, "distributor"),
			(struct slice){ 0 });
}

/* ---- docdata ---------------------------------------------------------------
 */

static void
put_doc_name(struct buf *out, struct slice source, struct slice id)
{
	if (source.len != 0) {
		buf_put_slice(out, source);
		buf_putc(out, ':');
	}
	buf_put_slice(out, id);
}

/* A URI is the story's own name; else who issued the number and the number. */
static void
set_doc_identity(struct draft *draft, struct slice source, struct slice id)
{
	auto_(buf_done) struct buf name = BUF_NULL;
	auto_(buf_done) struct buf uri = BUF_NULL;

	if (uri_put(&uri, id)) {
		item_set_identity(draft, "doc-id", id);
		return;
	}
	put_doc_name(&name, source, id);
	format_made_up_uri(draft, buf_slice(&name));
	draft_add_alt_id(draft, SLICE("doc-id"), id);
}

static void
take_identity(struct draft *draft, struct tree *tree,
	const struct tree_node *nitf, const struct tree_node *docdata)
{
	const struct tree_node *id = tree_child(docdata, "doc-id");
	const struct tree_node *key = tree_child(docdata, "du-key");
	struct slice number = tree_get(id, "id-string");
	struct slice version = tree_get(key, "version");
	auto_(buf_done) struct buf name = BUF_NULL;

	if (number.len != 0) {
		set_doc_identity(draft, tree_get(id, "regsrc"), number);
	} else if (tree_get(key, "key").len != 0) {
		format_made_up_uri(draft, tree_get(key, "key"));
	} else {
		buf_put_slice(&name, nitf_headline(tree, nitf));
		buf_put_slice(&name,
			tree_get(tree_child(docdata, "date.issue"), "norm"));
		format_made_up_uri(draft, buf_slice(&name));
		draft_warn(draft, "W-NITF-IDENTITY",
			"the document has no doc-id and no du-key; its name "
			"is made of headline and date");
	}
	if (tree_get(key, "key").len != 0)
		draft_add_alt_id(draft, SLICE("du-key"), tree_get(key, "key"));
	if (version.len == 0)
		version = tree_get(key, "generation");
	item_set(draft, DRAFT_VERSION, version);
	item_set(draft, DRAFT_SLUGLINE, tree_get(key, "key"));
	item_set_first(draft, DRAFT_SLUGLINE,
		tree_get(tree_child(docdata, "fixture"), "fix-id"));
	for (const struct tree_node *at = tree_find(nitf, "head/pubdata");
		at != NULL; at = tree_next(at, "pubdata"))
		if (tree_get(at, "ex-ref").len != 0)
			draft_add_alt_id(
				draft, SLICE("ex-ref"), tree_get(at, "ex-ref"));
}

static void
take_dates(struct draft *draft, const struct tree_node *nitf,
	const struct tree_node *docdata)
{
	const struct tree_node *at = tree_find(nitf, "head/revision-history");
	struct slice issue =
		tree_get(tree_child(docdata, "date.issue"), "norm");
	struct slice first = tree_get(at, "norm");
	struct slice last = first;

	for (; at != NULL; at = tree_next(at, "revision-history"))
		if (tree_get(at, "norm").len != 0)
			last = tree_get(at, "norm");
	item_set_time(
		draft, DRAFT_FIRST_CREATED, issue.len != 0 ? issue : first);
	/* change.date and change.time of the root are no dates of the document:
	 * the schema fixes them to its own */
	item_set_time(
		draft, DRAFT_VERSION_CREATED, last.len != 0 ? last : issue);
	item_set_time(draft, DRAFT_EXPIRES,
		tree_get(tree_child(docdata, "date.expire"), "norm"));
}

static void
take_status(struct draft *draft, const struct tree_node *docdata,
	const struct document *document)
{
	struct slice status = tree_get(docdata, "management-status");
	struct slice release =
		tree_get(tree_child(docdata, "date.release"), "norm");
	bool is_embargoed = slice_is_nocase(status, "embargoed");
	struct date date;

	if (!is_embargoed)
		item_set_status(draft, status);
	if (is_embargoed && release.len == 0)
		item_set_status(draft, SLICE("withheld"));
	else if (release.len != 0 &&
		 (is_embargoed ||
			 date_parse(release, draft->partner->timezone, &date) !=
				 0 ||
			 date.ms > document->received_ms))
		item_set_embargo(draft, release);
}

/* What a message for editors does to the story. */
static void
take_messages(struct draft *draft, const struct tree_node *docdata)
{
	static const struct {
		const char *start, *kind;
	} words[] = {
		{ "kill", "withdrawal" },
		{ "withdraw", "withdrawal" },
		{ "cancel", "withdrawal" },
		{ "correct", "correction" },
		{ "clarif", "clarification" },
		{ "advisory", "advisory" },
		{ "repeat", "repeat" },
		{ "update", "update" },
		{ "writethru", "update" },
		{ "lead", "update" },
	};
	const struct tree_node *at = tree_child(docdata, "ed-msg");
	struct tt_evidence evidence = { 0, 0, "ed-msg", 0.9 };

	for (; at != NULL; at = tree_next(at, "ed-msg")) {
		struct slice type = tree_get(at, "msg-type");

		item_add_note(draft, tree_get(at, "info"));
		for (size_t i = 0; i < n_elements(words); i++) {
			size_t len = strlen(words[i].start);

			if (type.len < len ||
				!slice_is_nocase(
					slice_of(type.at, len), words[i].start))
				continue;
			draft_set_lifecycle(draft, words[i].kind, 0, &evidence);
			break;
		}
		if (slice_is_nocase(type, "hold"))
			item_set_status(draft, SLICE("withheld"));
	}
	evidence.rule = "correction";
	at = tree_child(docdata, "correction");
	if (at == NULL)
		return;
	draft_set_lifecycle(draft, "correction", 0, &evidence);
	item_add_note(draft, tree_get(at, "info"));
	if (tree_get(at, "id-string").len != 0)
		draft_add_alt_id(
			draft, SLICE("corrects"), tree_get(at, "id-string"));
}

static void
take_rights(struct draft *draft, const struct tree_node *docdata)
{
	static const char *const parts[] = { "limitations", "geography",
		"startdate", "enddate", "agent" };
	const struct tree_node *copyright =
		tree_child(docdata, "doc.copyright");
	const struct tree_node *rights = tree_child(docdata, "doc.rights");
	struct slice holder = tree_get(copyright, "holder");
	struct slice year = tree_get(copyright, "year");
	auto_(buf_done) struct buf text = BUF_NULL;

	item_set(draft, DRAFT_COPYRIGHT_HOLDER, holder);
	if (holder.len != 0 && year.len != 0) {
		buf_printf(&text, "Copyright %.*s %.*s", (int)year.len, year.at,
			(int)(holder.len > 2000 ? 2000 : holder.len),
			holder.at);
		item_set(draft, DRAFT_COPYRIGHT_NOTICE, buf_slice(&text));
	}
	if (holder.len == 0)
		item_set(draft, DRAFT_COPYRIGHT_HOLDER,
			tree_get(rights, "owner"));
	buf_clear(&text);
	for (; rights != NULL; rights = tree_next(rights, "doc.rights"))
		for (size_t i = 0; i < n_elements(parts); i++) {
			struct slice part = tree_get(rights, parts[i]);

			if (part.len == 0)
				continue;
			if (text.len != 0)
				buf_puts(&text, "; ");
			if (i != 0)
				buf_printf(&text, "%s: ", parts[i]);
			buf_put_slice(&text, part);
		}
	item_set(draft, DRAFT_USAGE_TERMS, buf_slice(&text));
}

/* ---- about what ------------------------------------------------------------
 */

/* Eight digits are a code of the IPTC; any other number is of the sender's own
 * list, and no word of the IPTC's. */
static bool
is_subject_code(struct slice number)
{
	uint64_t ignored;

	return number.len == 8 && slice_to_u64(number, &ignored) == 0;
}

static void
take_subjects(struct draft *draft, const struct tree_node *head,
	const struct tree_node *docdata)
{
	static const char *const levels[] = { "tobject.subject.detail",
		"tobject.subject.matter", "tobject.subject.type" };
	const struct tree_node *at = tree_find(head, "tobject/tobject.subject");

	for (; at != NULL; at = tree_next(at, "tobject.subject")) {
		auto_(buf_done) struct buf uri = BUF_NULL;
		struct slice number = tree_get(at, "tobject.subject.refnum");
		struct slice name = { 0 };

		for (size_t i = 0; name.len == 0 && i < n_elements(levels); i++)
			name = tree_get(at, levels[i]);
		if (is_subject_code(number)) {
			buf_puts(&uri, SUBJECT_CODES);
			buf_put_slice(&uri, number);
			number = (struct slice){ 0 };
		} else if (number.len == 0) {
			number = tree_get(at, "tobject.subject.code");
		}
		draft_add_subject(draft, name, buf_slice(&uri), number);
	}
	at = tree_find(docdata, "key-list/keyword");
	for (; at != NULL; at = tree_next(at, "keyword"))
		draft_add_subject(draft, (struct slice){ 0 },
			(struct slice){ 0 }, tree_get(at, "key"));
}

static void
add_concept(struct concepts *concepts, struct tree *tree,
	const struct tree_node *at, enum concept_kind kind)
{
	struct concept found = {
		.name = tree_text(tree, at),
		.rel = SLICE("about"),
		.uri = tree_get(at, "value"), /* else told as literal */
	};

	if (found.uri.len == 0)
		found.uri = tree_get(at, "location-code");
	if (found.uri.len == 0)
		found.literal = tree_get(at, "idsrc");
	if (found.name.len == 0)
		found.name = found.uri;
	concepts_add(concepts, kind, &found);
}

static void
take_concepts(struct draft *draft, struct tree *tree,
	const struct tree_node *head, const struct tree_node *docdata)
{
	static const struct {
		const char *name;
		enum concept_kind kind;
	} kinds[] = {
		{ "person", CONCEPT_PERSON },
		{ "org", CONCEPT_ORGANISATION },
		{ "location", CONCEPT_PLACE },
		{ "event", CONCEPT_EVENT },
		{ "object.title", CONCEPT_OBJECT },
	};
	auto_(concepts_done) struct concepts concepts = { 0 };
	const struct tree_node *list =
		tree_child(docdata, "identified-content");
	const struct tree_node *at = tree_child(list, NULL);

	for (; at != NULL; at = tree_next(at, NULL)) {
		for (size_t i = 0; i < n_elements(kinds); i++)
			if (tree_is(at, kinds[i].name))
				add_concept(&concepts, tree, at, kinds[i].kind);
		if (tree_is(at, "classifier"))
			draft_add_subject(draft, tree_text(tree, at),
				(struct slice){ 0 }, tree_get(at, "value"));
	}
	for (at = tree_child(docdata, "evloc"); at != NULL;
		at = tree_next(at, "evloc")) {
		struct concept place = { .name = tree_get(at, "city"),
			.rel = SLICE("event"),
			.literal = tree_get(at, "iso-cc") };

		if (place.name.len == 0)
			place.name = tree_get(at, "state-prov");
		concepts_add(&concepts, CONCEPT_PLACE, &place);
	}
	at = tree_find(head, "tobject/tobject.property");
	for (; at != NULL; at = tree_next(at, "tobject.property")) {
		struct concept genre = { .name = tree_get(
						 at, "tobject.property.type") };

		concepts_add(&concepts, CONCEPT_GENRE, &genre);
	}
	concepts_put(&concepts, draft);
}

/* ---- the document ----------------------------------------------------------
 */

static void
take_chain(struct draft *draft, struct tree *tree, const struct tree_node *nitf,
	const struct tree_node *docdata)
{
	const struct tree_node *at = tree_find(docdata, "del-list/from-src");
	struct slice regsrc = tree_get(tree_child(docdata, "doc-id"), "regsrc");

	if (draft->is_own)
		return; /* said element by element */
	/* the trail begins with whose copy it is */
	item_add_party(draft, TT_SUPPLIER, tree_get(at, "src-name"),
		(struct slice){ 0 }, "del-list", 0.85);
	for (at = tree_next(at, "from-src"); at != NULL;
		at = tree_next(at, "from-src"))
		item_add_party(draft, TT_DISTRIBUTOR, tree_get(at, "src-name"),
			(struct slice){ 0 }, "del-list", 0.95);
	if (tree_text_at(tree, body_head(nitf), "distributor").len == 0)
		item_add_provider(draft, regsrc, (struct slice){ 0 });
}

static void
take_metas(struct draft *draft, const struct tree_node *nitf)
{
	const struct tree_node *at = tree_find(nitf, "head/meta");
	struct slice language = tree_lang(tree_child(nitf, "body"));

	item_set(draft, DRAFT_LANGUAGE,
		language.len != 0 ? language : tree_get(nitf, "baselang"));
	for (; at != NULL; at = tree_next(at, "meta")) {
		struct slice name = tree_get(at, "name");

		if (slice_is_nocase(name, "slug"))
			item_set_first(
				draft, DRAFT_SLUGLINE, tree_get(at, "content"));
		if (slice_is_nocase(name, "language"))
			item_set_first(
				draft, DRAFT_LANGUAGE, tree_get(at, "content"));
	}
}

/* 0 and 9 are reserved. */
static void
set_urgency(struct draft *draft, struct slice urgency)
{
	bool is_odd = slice_is(urgency, "0") || slice_is(urgency, "9");

	if (is_odd) {
		draft_warn(draft, "W-URGENCY",
			"the urgency '%c' is reserved; read as '%c'",
			urgency.at[0], urgency.at[0] == '0' ? '1' : '8');
		urgency = urgency.at[0] == '0' ? SLICE("1") : SLICE("8");
	}
	item_set_urgency(draft, urgency);
}

static struct draft *
new_draft(const struct document *document, struct decoded *decoded)
{
	struct draft *draft = decoded_add_draft(decoded, document->partner);

	draft->format = "nitf";
	draft->format_version =
		arena_text(&draft->arena, decoded->format_version);
	return draft;
}

/* Another document is named, and what became of it. */
static void
take_back_another(const struct document *document, struct decoded *decoded,
	const struct tree_node *docdata)
{
	struct slice other = tree_get(docdata, "management-doc-idref");
	struct slice status = tree_get(docdata, "management-idref-status");
	struct draft *draft;

	if (other.len == 0 || (!slice_is_nocase(status, "canceled") &&
				      !slice_is_nocase(status, "withheld")))
		return;
	draft = new_draft(document, decoded);
	draft_text_done(draft);
	set_doc_identity(draft,
		tree_get(tree_child(docdata, "doc-id"), "regsrc"), other);
	item_set(draft, DRAFT_TYPE, SLICE("text"));
	item_set_status(draft, status);
	item_set_time(draft, DRAFT_VERSION_CREATED,
		tree_get(tree_child(docdata, "date.issue"), "norm"));
}

static bool
has_text(const struct tree_node *nitf)
{
	const struct tree_node *head = body_head(nitf);

	return tree_search(body_of(nitf), "p") != NULL ||
	       tree_find(head, "hedline/hl1") != NULL ||
	       tree_child(body_of(nitf), "body.content") != NULL;
}

static void
make_draft(const struct document *document, struct decoded *decoded,
	struct tree *tree)
{
	const struct tree_node *nitf = tree->root;
	const struct tree_node *head = tree_child(nitf, "head");
	const struct tree_node *docdata = tree_child(head, "docdata");
	struct draft *draft = new_draft(document, decoded);
	struct slice headline = nitf_headline(tree, nitf);

	if (headline.len != 0)
		body_put_title(draft, headline, false);
	nitf_put_body(draft, nitf, document->base_url);
	draft_text_done(draft);
	item_set(draft, DRAFT_TYPE, SLICE("text"));
	take_identity(draft, tree, nitf, docdata);
	take_dates(draft, nitf, docdata);
	take_status(draft, docdata, document);
	take_messages(draft, docdata);
	set_urgency(draft, tree_get(tree_child(docdata, "urgency"), "ed-urg"));
	item_set(draft, DRAFT_TITLE, tree_text_at(tree, head, "title"));
	take_metas(draft, nitf);
	own_take_tree(draft, tree, docdata);
	if (!draft->is_own)
		take_rights(draft, docdata);
	if (!draft->is_own || draft->subjects.n == 0)
		take_subjects(draft, head, docdata);
	take_concepts(draft, tree, head, docdata);
	take_chain(draft, tree, nitf, docdata);
	nitf_take_head(draft, tree, nitf, document->base_url);
}

/* "3.6" of "-//IPTC//DTD NITF 3.6//EN", which stands in the attribute or in
 * the DOCTYPE. */
static struct slice
version_of(struct decoded *decoded, struct slice text)
{
	static const char *const marks[] = { "DTD NITF-XML ", "DTD NITF ",
		"nitf-" };
	struct slice top = slice_of(text.at, text.len < 4096 ? text.len : 4096);

	for (size_t i = 0; i < n_elements(marks); i++) {
		const char *at =
			memmem(top.at, top.len, marks[i], strlen(marks[i]));
		char version[8] = "";
		size_t n = 0;

		if (at == NULL)
			continue;
		at += strlen(marks[i]);
		while (at < top.at + top.len && n < sizeof(version) - 1 &&
			((*at >= '0' && *at <= '9') || *at == '.' ||
				(*at == '-' && n != 0 && i == 2)))
			version[n++] = *at == '-' ? '.' : *at, at++;
		while (n != 0 && version[n - 1] == '.')
			n--;
		if (n != 0)
			return slice_of(arena_text(&decoded->arena,
						slice_of(version, n)),
				n);
	}
	return SLICE("");
}

int
nitf_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	auto_(tree_done) struct tree tree = TREE_NULL;
	const struct tree_node *docdata;

	problem_at(why, "nitf", 0, 0);
	if (tree_read(text, &tree, why) != 0)
		return 1;
	decoded_mended(decoded, &tree.mended);
	if (!tree_is(tree.root, "nitf"))
		return problem_set(why, 1, "E-NITF-ROOT",
			"expected an nitf element at the top, found %.60s",
			tree.root->name);
	decoded->format_version = version_of(decoded, text);
	docdata = tree_find(tree.root, "head/docdata");
	take_back_another(document, decoded, docdata);
	if (decoded->n_drafts == 0 || has_text(tree.root))
		make_draft(document, decoded, &tree);
	if (decoded->n_drafts == 1 && !has_text(tree.root) &&
		tree_get(docdata, "management-status").len == 0 &&
		tree_get(docdata, "management-idref-status").len == 0)
		return problem_set(why, 1, "E-NITF-EMPTY",
			"the document has neither a headline nor a body");
	return 0;
}

int
nitf_sniff(struct slice text)
{
	return slice_is(xml_root_local(text), "nitf") ? 100 : 0;
}
