/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harvest - the machine: a stack of scopes, and one capture at a time.
 *
 * An element is looked up by its name and by what it stands in. While the text
 * of one is captured (harvest_capture.c), what is inside is no longer looked
 * up.
 */
#include "format/harvest_parts.h"

#include <string.h>

#include "base/mem.h"
#include "format/loose.h"
#include "format/own.h"
#include "text/url.h"

/* ---- small helpers ---------------------------------------------------------
 */

struct slice
harvest_attribute(const char **attributes, const char *name)
{
	for (; *attributes != NULL; attributes += 2)
		if (slice_is_nocase(slice_text(attributes[0]), name))
			return slice_text(attributes[1]);
	return (struct slice){ 0 };
}

struct slice
harvest_header(const struct document *document, const char *name)
{
	struct slice rest = document->headers;
	struct slice line, key;

	while (slice_cut(&rest, '\n', &line))
		if (slice_cut(&line, ':', &key) &&
			slice_is_nocase(slice_trim(key), name))
			return slice_trim(line);
	return (struct slice){ 0 };
}

struct slice
harvest_kept(struct harvest *h, const char **attributes, const char *name)
{
	return harvest_keep(h, slice_trim(harvest_attribute(attributes, name)));
}

uint64_t
harvest_number(struct slice text)
{
	uint64_t value = 0;

	slice_to_u64(slice_trim(text), &value);
	return value;
}

struct slice
harvest_address(struct harvest *h, const char **attributes)
{
	static const char *const names[] = { "href", "url", "resource" };
	struct slice found = xml_attribute(attributes, XML_RDF, "resource");

	for (size_t i = 0; i < n_elements(names) && found.len == 0; i++)
		found = harvest_attribute(attributes, names[i]);
	return harvest_keep(h, slice_trim(found));
}

void
harvest_set(struct harvest *h, enum posting_slot slot, struct slice text)
{
	struct frame *frame = harvest_top(h);
	struct posting_value *value;

	if (text.len == 0)
		return;
	value = posting_new_value(frame->item, slot);
	if (value == NULL)
		return;
	value->text = text;
	value->base = frame->base;
	value->lang = frame->lang;
}

/* ---- what the words do -----------------------------------------------------
 */

/* RSS: the text is the address. Atom: an attribute is, and rel says what for.
 */
static void
do_link(struct harvest *h, const char **attributes)
{
	struct slice href = harvest_address(h, attributes);
	struct slice rel = harvest_kept(h, attributes, "rel");
	struct posting_link *link;

	if (slice_is_nocase(rel, "image")) { /* iTunes, long ago */
		harvest_set(h, POST_ITUNES_IMAGE, href);
		return;
	}
	if (href.len == 0 && rel.len == 0) {
		capture_slot(h, KIND_PLAIN, POST_LINK);
		return;
	}
	link = posting_add_link(harvest_top(h)->item);
	if (link == NULL)
		return;
	if (href.len == 0)
		capture_into(h, KIND_PLAIN, &link->href);
	*link = (struct posting_link){
		.href = href,
		.rel = rel,
		.type = harvest_kept(h, attributes, "type"),
		.title = harvest_kept(h, attributes, "title"),
		.base = harvest_top(h)->base,
		.length =
			harvest_number(harvest_attribute(attributes, "length")),
	};
}

/* Who made the feed, with what: Atom says more than RSS. */
static void
do_generator(struct harvest *h, const char **attributes)
{
	struct slice url = harvest_kept(h, attributes, "uri");

	harvest_set(h, POST_GENERATOR_URL,
		url.len != 0 ? url : harvest_kept(h, attributes, "url"));
	harvest_set(h, POST_GENERATOR_VERSION,
		harvest_kept(h, attributes, "version"));
	capture_construct(h, POST_GENERATOR, attributes);
}

/* RSS 2.0: whom to ask to be told of news, as a link. */
static void
do_cloud(struct harvest *h, const char **attributes)
{
	struct slice domain = harvest_attribute(attributes, "domain");
	struct slice port = harvest_attribute(attributes, "port");
	struct slice path = harvest_attribute(attributes, "path");
	struct posting_link *link =
		domain.len != 0 ? posting_add_link(harvest_top(h)->item) : NULL;

	if (link == NULL)
		return;
	*link = (struct posting_link){
		.rel = SLICE("cloud"),
		.href = slice_text(arena_printf(&h->arena,
			"http://%.*s%s%.*s%s%.*s", (int)domain.len, domain.at,
			port.len != 0 ? ":" : "", (int)port.len,
			port.len != 0 ? port.at : "",
			slice_starts(path, SLICE("/")) ? "" : "/",
			(int)path.len, path.len != 0 ? path.at : "")),
		.type = harvest_kept(h, attributes, "protocol"),
		.title = harvest_kept(h, attributes, "registerProcedure"),
	};
}

void
harvest_person(struct harvest *h, enum posting_person_kind kind,
	const char **attributes)
{
	struct frame *frame = harvest_top(h);
	struct posting_person *person = posting_add_person(frame->item);

	frame->scope = SCOPE_PERSON;
	frame->index = SIZE_MAX;
	if (person == NULL)
		return;
	*person = (struct posting_person){ .kind = kind, .base = frame->base };
	if (kind == POST_PARTICIPANT) {
		person->role = harvest_kept(h, attributes, "role");
		person->url = harvest_kept(h, attributes, "href");
	}
	h->person_depth = h->depth;
	frame->index = frame->item->people.n - 1;
	buf_clear(&h->captured);
}

static struct slice *
part_of(struct frame *frame, enum harvest_part part)
{
	struct posting *item = frame->item;

	if (frame->index == SIZE_MAX)
		return NULL;
	switch (part) {
	case PART_NAME:
		return &item->people.items[frame->index].name;
	case PART_EMAIL:
		return &item->people.items[frame->index].email;
	case PART_URL:
		return &item->people.items[frame->index].url;
	case PART_TITLE:
		return &item->media.items[frame->index].title;
	case PART_CAPTION:
		return &item->media.items[frame->index].caption;
	case PART_WORDS:
		return &item->media.items[frame->index].words;
	case PART_CREDIT:
		return &item->media.items[frame->index].credit;
	case PART_RIGHTS:
		return &item->media.items[frame->index].rights;
	case PART_POSITION:
		return &item->places.items[frame->index].text;
	case PART_PLACE:
		return &item->places.items[frame->index].name;
	case PART_TERM:
		return &item->subjects.items[frame->index].term;
	}
	return NULL;
}

static void
do_part(struct harvest *h, enum harvest_part part)
{
	struct slice *into = part_of(harvest_top(h), part);

	harvest_top(h)->scope = SCOPE_SKIP;
	if (into == NULL)
		return;
	/* the two corners of a box are one text */
	if (part == PART_POSITION && into->len != 0)
		into = &harvest_top(h)
				->item->places.items[harvest_top(h)->index]
				.text_2;
	if (part == PART_WORDS) /* captions come one by one */
		capture_behind(h, KIND_PLAIN, into);
	else
		capture_into(h, KIND_PLAIN, into);
}

static void
do_source(struct harvest *h, struct xml_name name, const char **attributes)
{
	struct frame *frame = harvest_top(h);

	if (h->dialect->is_atom || name.space == XML_ATOM) {
		frame->scope = SCOPE_SOURCE;
		if (frame->item->source == NULL)
			frame->item->source = posting_new(&h->arena);
		frame->item = frame->item->source;
		frame->item->may_resolve_id = h->dialect->is_atom;
		return;
	}
	if (frame->item->source_url.len == 0)
		frame->item->source_url = harvest_kept(h, attributes, "url");
	capture_slot(h, KIND_HTML, POST_SOURCE);
}

static void
do_href(struct harvest *h, enum posting_slot slot, const char **attributes)
{
	struct slice href = harvest_address(h, attributes);

	if (href.len == 0)
		capture_slot(h, KIND_PLAIN, slot);
	else
		harvest_set(h, slot, href);
}

/* CDF says it in attributes. */
static void
take_attributes(struct harvest *h, const char **attributes)
{
	harvest_set(h, POST_LINK, harvest_kept(h, attributes, "href"));
	harvest_set(h, POST_UPDATED, harvest_kept(h, attributes, "lastmod"));
	harvest_set(h, POST_ABOUT,
		harvest_keep(h, xml_attribute(attributes, XML_RDF, "about")));
	harvest_top(h)->item->lang = harvest_top(h)->lang;
	harvest_top(h)->item->base = harvest_top(h)->base;
}

static void
do_feed(struct harvest *h, const char **attributes)
{
	struct frame *frame = harvest_top(h);

	frame->scope = SCOPE_FEED;
	frame->item = &h->feed;
	take_attributes(h, attributes);
}

static void
do_entry(struct harvest *h, const char **attributes, bool is_gone)
{
	struct frame *frame = harvest_top(h);

	frame->scope = SCOPE_ENTRY;
	if (h->items.n == FORMAT_MAX_STORIES) {
		h->failed = true;
		problem_at(h->why, h->dialect->format, 0, 0);
		problem_set(h->why, 1, "E-TOO-MANY",
			"more than %u stories in one document",
			FORMAT_MAX_STORIES);
		return;
	}
	mem_grow(h->items.items, h->items.n, h->items.cap);
	frame->item = posting_new(&h->arena);
	frame->item->may_resolve_id = h->dialect->is_atom;
	h->items.items[h->items.n++] = frame->item;
	take_attributes(h, attributes);
	if (!is_gone)
		return;
	harvest_set(h, POST_GUID, harvest_kept(h, attributes, "ref"));
	harvest_set(h, POST_DELETED, harvest_kept(h, attributes, "when"));
	if (frame->item->values[POST_DELETED] == NULL)
		harvest_set(h, POST_DELETED, SLICE("-"));
}

static void
do_word(struct harvest *h, enum posting_slot slot, const char **attributes)
{
	struct slice permalink = harvest_attribute(attributes, "isPermaLink");

	if (slot == POST_GUID && slice_is_nocase(permalink, "false"))
		harvest_top(h)->item->guid_is_no_link = true;
	capture_slot(h, KIND_PLAIN, slot);
}

static void
do_enter(struct harvest *h, enum harvest_scope scope, const char **attributes)
{
	struct frame *frame = harvest_top(h);

	frame->scope = scope;
	if (scope == SCOPE_WHERE && h->frames[h->depth - 1].scope != scope)
		frame->index = SIZE_MAX;
	/* RSS 1.0 refers to a picture that is described elsewhere */
	if (scope == SCOPE_IMAGE)
		harvest_set(h, POST_LOGO, harvest_address(h, attributes));
}

/* What a gateway like this one says of the story's parties and notices. */
static bool
do_own(struct harvest *h, struct xml_name name, const char **attributes)
{
	auto_(buf_done) struct buf packed = BUF_NULL;
	struct posting_own *own;

	if (!own_pack_element(name, attributes, &packed))
		return false;
	own = posting_add_own(harvest_top(h)->item);
	if (own == NULL)
		return true;
	*own = (struct posting_own){ .packed = harvest_keep(
					     h, buf_slice(&packed)) };
	capture_into(h, KIND_PLAIN, &own->text);
	return true;
}

static void
obey(struct harvest *h, const struct harvest_word *word, struct xml_name name,
	const char **attributes)
{
	switch (word->action) {
	case DO_NOTHING:
		break;
	case DO_ENTER:
		do_enter(h, (enum harvest_scope)word->arg, attributes);
		break;
	case DO_FEED:
		do_feed(h, attributes);
		break;
	case DO_ENTRY:
		do_entry(h, attributes, false);
		break;
	case DO_TOMB:
		do_entry(h, attributes, true);
		break;
	case DO_SOURCE:
		do_source(h, name, attributes);
		break;
	case DO_WORD:
		do_word(h, (enum posting_slot)word->arg, attributes);
		break;
	case DO_TEXT:
		capture_construct(h, (enum posting_slot)word->arg, attributes);
		break;
	case DO_MARKUP:
		capture_slot(h, KIND_MARKUP, (enum posting_slot)word->arg);
		break;
	case DO_PERSON:
		harvest_person(
			h, (enum posting_person_kind)word->arg, attributes);
		break;
	case DO_PART:
		do_part(h, (enum harvest_part)word->arg);
		break;
	case DO_LINK:
		do_link(h, attributes);
		break;
	case DO_GENERATOR:
		do_generator(h, attributes);
		break;
	case DO_CLOUD:
		do_cloud(h, attributes);
		break;
	case DO_HREF:
		do_href(h, (enum posting_slot)word->arg, attributes);
		break;
	default:
		if (!harvest_obey_media(h, word, attributes))
			harvest_obey_about(h, word, name.space, attributes);
		break;
	}
}

/* ---- events ----------------------------------------------------------------
 */

static void
open_root(struct harvest *h, struct xml_name name, const char **attributes)
{
	struct slice version = { 0 };

	/* what is behind the first root, in what is not well-formed */
	if (h->had_root)
		return;
	h->had_root = true;
	h->other_is_core = name.space == XML_OTHER;
	if (h->dialect->root(name, attributes, h->text, &version)) {
		h->decoded->format_version = slice_of(
			arena_text(&h->decoded->arena, version), version.len);
		return;
	}
	h->failed = true;
	problem_at(h->why, h->dialect->format, 0, 0);
	problem_set(h->why, 1, "E-FEED-ROOT",
		"%.60s at the top is no element that we know", name.local);
}

static void
push(struct harvest *h, const char **attributes)
{
	struct frame *frame = &h->frames[h->depth + 1];

	*frame = h->frames[h->depth];
	frame->scope = SCOPE_SKIP;
	h->depth++;
	for (; *attributes != NULL; attributes += 2) {
		struct xml_name name = { XML_NONE, attributes[0] };
		struct slice value = slice_text(attributes[1]);
		auto_(buf_done) struct buf url = BUF_NULL;

		if (strchr(attributes[0], XML_SEPARATOR) != NULL)
			name = xml_name_of(attributes[0]);
		if (name.space != XML_XML &&
			!slice_is(slice_text(attributes[0]), "BASE"))
			continue;
		if (!strcmp(name.local, "lang"))
			frame->lang = harvest_keep(h, value);
		else if (slice_is_nocase(slice_text(name.local), "base") &&
			 url_resolve_link(
				 posting_base(&h->context, frame->base), value,
				 &url))
			frame->base = harvest_keep(h, buf_slice(&url));
	}
}

static void
on_open(void *user, struct xml_name name, const char **attributes)
{
	struct harvest *h = user;
	enum harvest_scope scope = harvest_top(h)->scope;
	const struct harvest_word *word;

	if (h->failed)
		return;
	push(h, attributes);
	if (h->capture.depth != 0) {
		capture_open(h, name, attributes);
		return;
	}
	if (h->depth == 1)
		open_root(h, name, attributes);
	if (scope == SCOPE_SKIP || h->failed)
		return;
	if (name.space == XML_OTHER && h->other_is_core)
		name.space = XML_NONE;
	if (scope == SCOPE_ENTRY && do_own(h, name, attributes))
		return;
	word = harvest_word_of(name, scope);
	if (word != NULL)
		obey(h, word, name, attributes);
}

static void
on_text(void *user, struct slice text)
{
	struct harvest *h = user;

	if (h->failed)
		return;
	if (h->capture.depth != 0 || h->person_depth != 0)
		capture_text(h, text);
}

/* Text that stands in the person's element itself, or in markup there. */
static void
end_person(struct harvest *h)
{
	struct frame *frame = harvest_top(h);
	struct posting_person *person;

	h->person_depth = 0;
	person = &frame->item->people.items[frame->index];
	if (person->name.len == 0 && person->email.len == 0)
		person->raw =
			harvest_keep(h, slice_trim(buf_slice(&h->captured)));
	posting_split_person(person, &h->arena);
}

static void
on_close(void *user, struct xml_name name)
{
	struct harvest *h = user;

	if (h->failed)
		return;
	if (h->capture.depth == h->depth)
		capture_end(h);
	else if (h->capture.depth != 0)
		capture_close(h, name);
	else if (h->depth == h->person_depth)
		end_person(h);
	h->depth--;
}

/* ---- the document ----------------------------------------------------------
 */

static void
harvest_start(struct harvest *h)
{
	h->frames[0] = (struct frame){
		.scope = SCOPE_DOCUMENT,
		.item = &h->feed,
		.index = SIZE_MAX,
	};
	h->feed = POSTING(&h->arena);
	h->feed.may_resolve_id = h->dialect->is_atom;
	h->context.feed = &h->feed;
	h->context.arena = &h->arena;
}

static void
harvest_forget(struct harvest *h)
{
	mem_free(h->items.items);
	memset(&h->items, 0, sizeof(h->items));
	memset(&h->capture, 0, sizeof(h->capture));
	buf_clear(&h->captured);
	arena_done(&h->arena);
	h->n_mended = 0;
	h->person_depth = 0;
	h->depth = 0;
	h->failed = false;
	h->had_root = false;
}

/* Strictly, and if that fails only for its form, again with patience. */
static int
harvest_parse(struct harvest *h)
{
	const struct xml_handler handler = { h, on_open, on_close, on_text };
	struct problem strict = PROBLEM_NULL;
	int result;

	harvest_start(h);
	problem_at(&strict, h->dialect->format, 0, 0);
	result = xml_parse(h->text, &handler, &strict);
	if (result == 0 || h->failed)
		return h->failed;
	problem_at(h->why, strict.where, strict.line, strict.column);
	problem_set(h->why, 1, strict.code, "%s", strict.text);
	if (strcmp(strict.code, "E-XML-SYNTAX") != 0)
		return 1;
	harvest_forget(h);
	harvest_start(h);
	if (loose_parse(h->text, &handler, LOOSE_FEED, h->why) != 0 ||
		h->failed)
		return 1;
	decoded_mended(h->decoded, &strict);
	return 0;
}

/* Where the document was fetched from, or says that it lies. */
static struct slice
start_base(struct harvest *h)
{
	const struct document *document = h->context.document;
	auto_(buf_done) struct buf url = BUF_NULL;
	struct slice location = harvest_header(document, "Content-Location");

	if (location.len == 0 ||
		!url_resolve_link(document->base_url, location, &url))
		return document->base_url;
	return slice_of(
		arena_text(&h->decoded->arena, buf_slice(&url)), url.len);
}

static void
warn_mended(struct harvest *h)
{
	struct problem warning = PROBLEM_NULL;

	if (h->n_mended == 0)
		return;
	problem_at(&warning, h->dialect->format, 0, 0);
	problem_set(&warning, 1, "W-CHARSET-MENDED",
		"%zu texts hold control characters where windows-1252 has "
		"letters; read as those",
		h->n_mended);
	problem_list_add(&h->decoded->warnings, &warning);
}

static int
harvest_drafts(struct harvest *h)
{
	warn_mended(h);
	posting_feed(&h->context);
	for (size_t i = 0; i < h->items.n; i++)
		if (posting_draft(&h->context, h->items.items[i],
			    h->dialect->format, h->why) != 0)
			return 1;
	return 0;
}

int
harvest(const struct harvest_dialect *dialect, const struct document *document,
	struct slice text, struct decoded *decoded, struct problem *why)
{
	struct problem nowhere = PROBLEM_NULL;
	struct harvest *h = mem_new(struct harvest);
	int result;

	harvest_preload();
	h->dialect = dialect;
	h->decoded = decoded;
	h->why = why != NULL ? why : &nowhere;
	h->text = text;
	h->context = (struct posting_context){
		.document = document,
		.decoded = decoded,
		.header_language = harvest_header(document, "Content-Language"),
	};
	h->context.base = start_base(h);
	problem_at(h->why, dialect->format, 0, 0);
	result = harvest_parse(h);
	if (result == 0)
		result = harvest_drafts(h);
	harvest_forget(h);
	buf_done(&h->captured);
	mem_free(h);
	return result;
}
