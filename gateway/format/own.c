/* SPDX-License-Identifier: Apache-2.0 */
/*
 * own - our own block of credit and notices, read again; see own.h.
 */
#include "format/own.h"

#include <string.h>

#include "base/auto.h"
#include "base/mem.h"
#include "format/jsonin.h"
#include "story/draft.h"
#include "text/html.h"
#include "text/token.h"

const struct own_label own_labels[] = { { "supplier", "Source" },
	{ "contributor", "With" }, { "distributor", "Via" },
	{ "cited", "Citing" }, { "issuer", "Issued by" }, { "pool", "Pool" },
	{ "photo_credit", "Photo" }, { "rights_holder", "Rights" },
	{ NULL, NULL } };

static const enum tt_role roles[] = { TT_SUPPLIER, TT_CONTRIBUTOR,
	TT_DISTRIBUTOR, TT_CITED, TT_ISSUER, TT_POOL, TT_PHOTO_CREDIT,
	TT_RIGHTS_HOLDER };

/* ---- facts -----------------------------------------------------------------
 */

/* What the record calls a role, or "byline", "copyright", "terms". */
static void
take_fact(struct draft *draft, struct slice role, struct slice text)
{
	const struct tt_evidence evidence = { 0, 0, "own-block", 0.99 };

	draft->is_own = true;
	if (slice_trim(text).len == 0)
		return;
	if (slice_is(role, "byline"))
		draft_add_byline(draft, text, NULL);
	else if (slice_is(role, "copyright"))
		draft_set(draft, DRAFT_COPYRIGHT_NOTICE, text, NULL);
	else if (slice_is(role, "terms"))
		draft_set(draft, DRAFT_USAGE_TERMS, text, NULL);
	for (size_t i = 0; own_labels[i].role != NULL; i++)
		if (slice_is(role, own_labels[i].role))
			draft_add_party(draft, roles[i], text, NULL, &evidence);
}

static char *
keep(struct draft *draft, struct slice text)
{
	return arena_text(&draft->arena, text);
}

static void
take_notice(struct draft *draft, struct slice kind, struct slice speaker,
	struct slice heading, struct slice text, bool required)
{
	const struct tt_evidence evidence = { 0, 0, "own-block", 0.99 };
	const struct tt_disclaimer notice = { keep(draft, kind),
		keep(draft, slice_trim(heading)), keep(draft, slice_trim(text)),
		keep(draft, speaker), required };

	draft->is_own = true;
	draft_add_disclaimer(draft, &notice, &evidence);
}

/* ---- a description of ninjs ------------------------------------------------
 */

static bool
says(struct slice text, const char *words)
{
	size_t len = strlen(words);

	for (size_t i = 0; i + len <= text.len; i++)
		if (slice_is_nocase(slice_of(text.at + i, len), words))
			return true;
	return false;
}

static struct slice
kind_by_words(struct slice text)
{
	static const char *const words[][2] = {
		{ "forward-looking", "forward_looking" },
		{ "forward looking", "forward_looking" },
		{ "investment advice", "financial_advice" },
		{ "financial advice", "financial_advice" },
		{ "sponsored", "sponsored" },
		{ "advertorial", "sponsored" },
		{ "machine translat", "translation_ai" },
		{ "artificial intelligence", "translation_ai" },
		{ "syndicated feed", "syndication_notice" },
		{ "without warranty", "liability" },
		{ "liability", "liability" },
		{ "responsib", "liability" },
		{ "republished from", "syndication_notice" },
		{ "offer to sell", "regulatory" },
		{ "opinion", "opinion" },
		{ "views expressed", "opinion" },
		{ "copyright", "copyright" },
		{ "all rights reserved", "copyright" },
	};

	for (size_t i = 0; i < n_elements(words); i++)
		if (says(text, words[i][0]))
			return slice_text(words[i][1]);
	return SLICE("liability");
}

/* What stands before the first colon, when that is no sentence. */
static struct slice
heading_of(struct slice text)
{
	const char *colon = text.len ? memchr(text.at, ':', text.len) : NULL;
	size_t len = colon ? (size_t)(colon - text.at) : 0;
	struct slice heading = slice_of(text.at, len);

	if (len == 0 || len > 60 || slice_has(heading, '.') ||
		len + 1 >= text.len || text.at[len + 1] != ' ')
		return (struct slice){ 0 };
	return heading;
}

void
own_take_description(struct draft *draft, struct slice text)
{
	const struct tt_evidence evidence = { 0, 0, "description", 0.9 };
	struct slice heading = heading_of(text);
	size_t skip = heading.len != 0 ? heading.len + 1 : 0;
	struct slice words =
		slice_trim(slice_of(text.at + skip, text.len - skip));
	const struct tt_disclaimer notice = { keep(draft, kind_by_words(text)),
		keep(draft, heading), keep(draft, words), "distributor", true };

	if (words.len != 0)
		draft_add_disclaimer(draft, &notice, &evidence);
}

/* ---- elements --------------------------------------------------------------
 */

/* In the order in which they are packed, behind the element's name. */
static const char *const packed_names[] = { "role", "kind", "speaks-for",
	"required", "heading", "name", "place", "date", "uri", "literal" };
#define N_PACKED (n_elements(packed_names) + 1)
enum {
	PACKED_ELEMENT,
	PACKED_ROLE,
	PACKED_KIND,
	PACKED_SPEAKER,
	PACKED_REQUIRED,
	PACKED_HEADING,
	PACKED_NAME,
	PACKED_PLACE,
	PACKED_DATE,
	PACKED_URI,
	PACKED_LITERAL
};

/* What a format has no place for, by its name in ninjs. */
static void
take_field(struct draft *draft, struct slice name, struct slice text)
{
	static const char *const names[] = { "copyrightHolder",
		"copyrightNotice", "usageTerms", "slugline", "urgency",
		"located", "pubStatus", "firstCreated", "versionCreated",
		"expires" };
	const struct tt_evidence evidence = { 0, 0, "own-block", 0.99 };

	if (slice_is(name, "link") && text.len != 0)
		draft_set(draft, DRAFT_LINK, text, NULL);
	if (slice_is(name, "lifecycle"))
		draft_set_lifecycle(draft, keep(draft, text), 0, &evidence);

	for (size_t i = 0; i < n_elements(names); i++)
		if (slice_is(name, names[i]) && text.len != 0)
			draft_set(draft, draft_field_of(names[i]), text, NULL);
}

static void
take_dateline(struct draft *draft, struct slice place, struct slice date,
	struct slice text)
{
	draft_set_dateline(draft, place, date, NULL);
	if (text.len != 0)
		draft->dateline_text = keep(draft, text);
}

/* One element, taken apart. */
static void
take_element(struct draft *draft, const struct slice values[N_PACKED],
	struct slice text)
{
	struct slice element = values[PACKED_ELEMENT];

	draft->is_own = true;
	if (slice_is(element, "credit"))
		take_fact(draft, values[PACKED_ROLE], text);
	else if (slice_is(element, "fact"))
		take_field(draft, values[PACKED_NAME], text);
	else if (slice_is(element, "dateline"))
		take_dateline(
			draft, values[PACKED_PLACE], values[PACKED_DATE], text);
	else if (slice_is(element, "subject"))
		draft_add_subject(draft, values[PACKED_NAME],
			values[PACKED_URI], values[PACKED_LITERAL]);
	else
		take_notice(draft, values[PACKED_KIND], values[PACKED_SPEAKER],
			values[PACKED_HEADING], text,
			slice_is(values[PACKED_REQUIRED], "true"));
}

static bool
is_element(enum xml_space space, const char *local)
{
	static const char *const names[] = { "credit", "fact", "dateline",
		"disclaimer", "subject" };

	for (size_t i = 0; i < n_elements(names); i++)
		if (space == XML_TORNTAPE && strcmp(local, names[i]) == 0)
			return true;
	return false;
}

bool
own_pack_element(struct xml_name name, const char **attributes, struct buf *out)
{
	if (!is_element(name.space, name.local))
		return false;
	buf_printf(out, "%s\n", name.local);
	/* expat made line ends in attributes blanks */
	for (size_t i = 0; i < n_elements(packed_names); i++) {
		buf_put_slice(out,
			xml_attribute(attributes, XML_NONE, packed_names[i]));
		buf_putc(out, '\n');
	}
	return true;
}

void
own_take_packed(struct draft *draft, struct slice packed, struct slice text)
{
	struct slice values[N_PACKED] = { { 0 } };

	for (size_t i = 0; i < N_PACKED; i++)
		slice_cut(&packed, '\n', &values[i]);
	take_element(draft, values, slice_trim(text));
}

void
own_take_tree(
	struct draft *draft, struct tree *tree, const struct tree_node *node)
{
	const struct tree_node *at = node;

	while (node != NULL && (at = tree_walk(node, at)) != NULL) {
		struct slice values[N_PACKED] = { { 0 } };

		if (at->name == NULL || !is_element(at->space, at->name))
			continue;
		values[PACKED_ELEMENT] = slice_text(at->name);
		for (size_t i = 0; i < n_elements(packed_names); i++)
			values[i + 1] = tree_get(at, packed_names[i]);
		take_element(draft, values, tree_text(tree, at));
	}
}

struct slice
own_attribute(const struct tree_node *node, const char *attribute)
{
	for (size_t i = 0; node != NULL && i < node->n_attributes; i++)
		if (node->attributes[i].space == XML_TORNTAPE &&
			strcmp(node->attributes[i].name, attribute) == 0)
			return slice_text(node->attributes[i].value);
	return (struct slice){ 0 };
}

/* ---- the extension of JSON Feed --------------------------------------------
 */

struct packing {
	void (*put)(void *user, struct slice packed, struct slice text);
	void *user;
};

static void
pack(const struct packing *packing, const char *element,
	const struct slice values[n_elements(packed_names)], struct slice text)
{
	auto_(buf_done) struct buf packed = BUF_NULL;

	buf_printf(&packed, "%s\n", element);
	for (size_t i = 0; i < n_elements(packed_names); i++) {
		/* a line feed would part two of them */
		if (!slice_has(values[i], '\n'))
			buf_put_slice(&packed, values[i]);
		buf_putc(&packed, '\n');
	}
	packing->put(packing->user, buf_slice(&packed), text);
}

/* One value under one attribute. */
static void
pack_one(const struct packing *packing, const char *element, size_t at,
	struct slice value, struct slice text)
{
	struct slice values[n_elements(packed_names)] = { { 0 } };

	values[at - 1] = value;
	if (text.len != 0)
		pack(packing, element, values, text);
}

static void
pack_notice(const struct packing *packing, const json_t *notice)
{
	struct slice values[n_elements(packed_names)] = { { 0 } };

	values[PACKED_KIND - 1] = jsonin_get(notice, "kind");
	values[PACKED_SPEAKER - 1] = jsonin_get(notice, "speaks_for");
	values[PACKED_HEADING - 1] = jsonin_get(notice, "heading");
	values[PACKED_REQUIRED - 1] =
		json_is_true(json_object_get(notice, "required"))
			? SLICE("true")
			: SLICE("false");
	pack(packing, "disclaimer", values, jsonin_get(notice, "text"));
}

static void
pack_subject(const struct packing *packing, const json_t *subject)
{
	struct slice values[n_elements(packed_names)] = { { 0 } };

	values[PACKED_NAME - 1] = jsonin_get(subject, "name");
	values[PACKED_URI - 1] = jsonin_get(subject, "uri");
	values[PACKED_LITERAL - 1] = jsonin_get(subject, "literal");
	pack(packing, "subject", values, values[PACKED_NAME - 1]);
}

static void
pack_dateline(const struct packing *packing, const json_t *line)
{
	struct slice values[n_elements(packed_names)] = { { 0 } };

	values[PACKED_PLACE - 1] = jsonin_get(line, "place");
	values[PACKED_DATE - 1] = jsonin_get(line, "date");
	if (json_is_object(line))
		pack(packing, "dateline", values, jsonin_get(line, "text"));
}

void
own_each_of_json(const json_t *extension,
	void (*put)(void *user, struct slice packed, struct slice text),
	void *user)
{
	const struct packing packing = { put, user };
	const char *name;
	size_t i;
	json_t *entry;

	if (!slice_is(jsonin_get(extension, "about"), OWN_NAMESPACE))
		return;
	json_array_foreach(json_object_get(extension, "sources"), i, entry)
		pack_one(&packing, "credit", PACKED_ROLE,
			jsonin_get(entry, "role"), jsonin_get(entry, "name"));
	pack_one(&packing, "credit", PACKED_ROLE, SLICE("byline"),
		jsonin_get(extension, "byline"));
	json_object_foreach(json_object_get(extension, "facts"), name, entry)
		pack_one(&packing, "fact", PACKED_NAME, slice_text(name),
			jsonin_text(entry));
	json_array_foreach(json_object_get(extension, "disclaimer"), i, entry)
		pack_notice(&packing, entry);
	json_array_foreach(json_object_get(extension, "subjects"), i, entry)
		pack_subject(&packing, entry);
	pack_dateline(&packing, json_object_get(extension, "dateline"));
}

/* ---- the footer ------------------------------------------------------------
 */

/* One footer while its tags go by. */
struct footer {
	struct draft *draft;
	char element[TOKEN_NAME_MAX]; /* that is being collected; "" none */
	struct buf classes, text, heading;
	bool in_heading;
};

static void
footer_done(struct footer *footer)
{
	buf_done(&footer->classes);
	buf_done(&footer->text);
	buf_done(&footer->heading);
}

/* The n-th of our classes without its prefix; empty when there is none. */
static struct slice
class_at(const struct footer *footer, size_t n)
{
	struct slice rest = buf_slice(&footer->classes);
	struct slice word;
	size_t len = strlen(OWN_CLASS);

	while (slice_cut(&rest, ' ', &word))
		if (slice_starts(word, SLICE(OWN_CLASS)) && n-- == 0)
			return slice_of(word.at + len, word.len - len);
	return (struct slice){ 0 };
}

static void
end_piece(struct footer *footer)
{
	struct slice role = class_at(footer, 0);
	auto_(buf_done) struct buf text = BUF_NULL, heading = BUF_NULL;

	html_to_text(buf_slice(&footer->text), &text);
	html_to_text(buf_slice(&footer->heading), &heading);
	if (slice_is(role, "disclaimer"))
		take_notice(footer->draft, class_at(footer, 1),
			class_at(footer, 2), buf_slice(&heading),
			buf_slice(&text), true);
	else
		take_fact(footer->draft, role, buf_slice(&text));
	footer->element[0] = '\0';
	buf_clear(&footer->text);
	buf_clear(&footer->heading);
}

static void
footer_open(struct footer *footer, const struct token *token)
{
	if (footer->element[0] != '\0') {
		footer->in_heading |= token_is(token, "strong");
		return;
	}
	if (!token_attribute(token, "class", &footer->classes) ||
		class_at(footer, 0).len == 0)
		return;
	memcpy(footer->element, token->name, sizeof(footer->element));
}

static void
footer_token(struct footer *footer, const struct token *token)
{
	if (token->kind == TOKEN_OPEN) {
		footer_open(footer, token);
	} else if (token->kind == TOKEN_CLOSE) {
		if (token_is(token, "strong"))
			footer->in_heading = false;
		else if (footer->element[0] != '\0' &&
			 token_is(token, footer->element))
			end_piece(footer);
	} else if (footer->element[0] != '\0') {
		buf_put_slice(
			footer->in_heading ? &footer->heading : &footer->text,
			token->text);
	}
}

/* Is this the opening tag of an element of ours? */
static bool
is_block(const struct token *token, const char *element, const char *class,
	struct buf *classes)
{
	struct slice rest, word;

	if (token->kind != TOKEN_OPEN || !token_is(token, element) ||
		!token_attribute(token, "class", classes))
		return false;
	rest = buf_slice(classes);
	while (slice_cut(&rest, ' ', &word))
		if (slice_is(word, class))
			return true;
	return false;
}

void
own_dateline_words(struct buf *out, struct slice place, struct slice date)
{
	if (place.len == 0)
		return;
	buf_put_slice(out, place);
	if (date.len != 0)
		buf_puts(out, ", ");
	buf_put_slice(out, date);
	buf_puts(out, " --");
}

/* What stands in front of the first words while its tags go by. */
struct front {
	struct buf place, date, text;
};

static void
front_done(struct front *front)
{
	buf_done(&front->place);
	buf_done(&front->date);
	buf_done(&front->text);
}

static void
front_open(struct front *front, const struct token *token)
{
	buf_clear(&front->text);
	if (!token_attribute(token, "data-place", &front->place))
		buf_clear(&front->place);
	if (!token_attribute(token, "data-date", &front->date))
		buf_clear(&front->date);
}

static void
front_end(const struct front *front, struct draft *draft)
{
	struct slice place = buf_slice(&front->place);
	struct slice date = buf_slice(&front->date), said;
	auto_(buf_done) struct buf text = BUF_NULL, made = BUF_NULL;

	html_to_text(buf_slice(&front->text), &text);
	own_dateline_words(&made, place, date);
	said = slice_trim(buf_slice(&text));
	if (slice_equal(said, buf_slice(&made)))
		said = (struct slice){ 0 };
	/* An element of ours says it better than what a page let through. */
	if (draft->dateline_text == NULL && draft->dateline_place == NULL)
		take_dateline(draft, place, date, said);
}

bool
own_has_footer(struct slice html)
{
	return html.len != 0 &&
	       memmem(html.at, html.len, OWN_CLASS "attribution",
		       strlen(OWN_CLASS "attribution")) != NULL;
}

/* The HTML without its footers. */
static bool
cut_footers(struct draft *draft, struct slice html, struct buf *out)
{
	struct tokens tokens = TOKENS(html);
	struct footer footer = { .draft = draft };
	struct token token;
	size_t kept = 0, before = 0;
	bool is_inside = false, found = false;

	while (tokens_next(&tokens, &token)) {
		if (!is_inside &&
			is_block(&token, "footer", OWN_CLASS "attribution",
				&footer.classes)) {
			buf_put(out, html.at + kept, before - kept);
			is_inside = found = true;
			draft->is_own = true;
		} else if (is_inside && token.kind == TOKEN_CLOSE &&
			   token_is(&token, "footer")) {
			is_inside = false;
			kept = tokens.at;
		} else if (is_inside) {
			footer_token(&footer, &token);
		}
		before = tokens.at;
	}
	if (!is_inside)
		buf_put(out, html.at + kept, html.len - kept);
	footer_done(&footer);
	return found;
}

/* And without the dateline; an unclosed one is no dateline. */
static void
cut_dateline(struct draft *draft, struct slice html, struct buf *out)
{
	struct tokens tokens = TOKENS(html);
	auto_(buf_done) struct buf classes = BUF_NULL;
	struct front front = { 0 };
	struct token token;
	size_t begun = 0, before = 0;
	bool is_inside = false, found = false;

	while (!found && tokens_next(&tokens, &token)) {
		if (!is_inside &&
			is_block(&token, "span", OWN_DATELINE, &classes)) {
			is_inside = true;
			begun = before;
			front_open(&front, &token);
		} else if (is_inside && token.kind == TOKEN_TEXT) {
			buf_put_slice(&front.text, token.text);
		} else if (is_inside && token.kind == TOKEN_CLOSE &&
			   token_is(&token, "span")) {
			found = true;
		}
		before = tokens.at;
	}
	if (found) {
		front_end(&front, draft);
		buf_put(out, html.at, begun);
		buf_put(out, html.at + before, html.len - before);
	} else {
		buf_put_slice(out, html);
	}
	front_done(&front);
}

bool
own_take_footer(struct draft *draft, struct slice html, struct buf *out)
{
	auto_(buf_done) struct buf rest = BUF_NULL;

	if (!own_has_footer(html) || !cut_footers(draft, html, &rest))
		return false;
	cut_dateline(draft, buf_slice(&rest), out);
	return true;
}

/* ---- the tail --------------------------------------------------------------
 */

/* Where its line begins; NULL: there is none. */
static const char *
tail_of(struct slice text)
{
	const size_t len = strlen(OWN_TAIL);
	const char *at = text.at, *found = NULL;
	size_t left = text.len;

	while (left != 0 && (at = memmem(at, left, OWN_TAIL, len)) != NULL) {
		const char *end = text.at + text.len;
		bool begins = at == text.at || at[-1] == '\n';
		bool ends =
			at + len == end || at[len] == '\n' || at[len] == '\r';

		if (begins && ends)
			found = at;
		at += len;
		left = (size_t)(end - at);
	}
	return found;
}

/* "HEADING [kind, speaker]: text", "... , required]: ..." */
static void
take_tail_notice(struct draft *draft, struct slice line)
{
	const char *open = memchr(line.at, '[', line.len);
	struct slice heading, inside, rest, kind, speaker, flag = { 0 };

	if (open == NULL)
		return;
	heading = slice_trim(slice_of(line.at, (size_t)(open - line.at)));
	rest = slice_of(open + 1, line.len - (size_t)(open - line.at) - 1);
	if (!slice_cut(&rest, ']', &inside) ||
		!slice_starts(rest, SLICE(":")) ||
		!slice_cut(&inside, ',', &kind) ||
		!slice_cut(&inside, ',', &speaker))
		return;
	slice_cut(&inside, ',', &flag);
	if (slice_is(heading, OWN_NOTICE))
		heading = (struct slice){ 0 };
	take_notice(draft, slice_trim(kind), slice_trim(speaker), heading,
		slice_of(rest.at + 1, rest.len - 1),
		slice_is(slice_trim(flag), "required"));
}

static void
take_tail_paragraph(struct draft *draft, struct slice line)
{
	static const char *const others[][2] = { { "byline", OWN_BYLINE },
		{ "copyright", OWN_COPYRIGHT }, { "terms", OWN_TERMS } };
	struct slice rest = line, label = { 0 };

	if (slice_trim(line).len == 0)
		return;
	slice_cut(&rest, ':', &label);
	for (size_t i = 0; own_labels[i].role != NULL; i++)
		if (slice_is(label, own_labels[i].label)) {
			take_fact(draft, slice_text(own_labels[i].role),
				slice_trim(rest));
			return;
		}
	for (size_t i = 0; i < n_elements(others); i++)
		if (slice_is(label, others[i][1])) {
			take_fact(draft, slice_text(others[i][0]),
				slice_trim(rest));
			return;
		}
	if (slice_is(label, OWN_STORY))
		draft_set(draft, DRAFT_URI, slice_trim(rest), NULL);
	else if (!slice_is(label, OWN_ORIGINAL))
		take_tail_notice(draft, line);
}

bool
own_take_tail(struct draft *draft, struct slice text, struct slice *ret_text)
{
	const char *at = tail_of(text);
	auto_(buf_done) struct buf paragraph = BUF_NULL;
	struct slice rest, line;

	if (at == NULL)
		return false;
	rest = slice_of(at, text.len - (size_t)(at - text.at));
	slice_cut(&rest, '\n', &line);
	draft->is_own = true;
	/* lines that were only wrapped belong together */
	while (slice_cut(&rest, '\n', &line)) {
		line = slice_trim(line);
		if (line.len == 0) {
			take_tail_paragraph(draft, buf_slice(&paragraph));
			buf_clear(&paragraph);
			continue;
		}
		if (paragraph.len != 0)
			buf_putc(&paragraph, ' ');
		buf_put_slice(&paragraph, line);
	}
	take_tail_paragraph(draft, buf_slice(&paragraph));
	*ret_text = slice_trim(slice_of(text.at, (size_t)(at - text.at)));
	return true;
}
