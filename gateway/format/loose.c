/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loose - a forgiving reader of angle brackets; see loose.h.
 *
 * One cursor that only moves forward. A search that failed once (no more "-->",
 * no closing quote) is not made again, so that no text can make it quadratic.
 */
#include "format/loose.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/stretch.h"
#include "base/utf8.h"
#include "text/entity.h"

#define LOOSE_MAX_SCOPES 200u /* namespace declarations in force */

struct scope {
	struct slice prefix;
	struct slice uri;
	unsigned depth;
};

struct open_element {
	struct slice name; /* as written, with prefix */
	struct xml_name handed;
	bool holds_text;
};

struct loose {
	struct slice text;
	size_t at;
	const struct xml_handler *handler;
	struct problem *why;
	struct open_element open[XML_MAX_DEPTH];
	unsigned depth;
	unsigned n_elements;
	struct scope scopes[LOOSE_MAX_SCOPES];
	size_t n_scopes;
	struct buf run;       /* text, decoded */
	struct buf value;     /* an attribute, decoded */
	struct arena names;   /* of open elements */
	struct arena scratch; /* of one tag */
	bool lacks_quote[128];
	bool refused;
	bool had_root;
	bool is_careful;
};

static struct slice
rest_of(const struct loose *l)
{
	return slice_of(l->text.at + l->at, l->text.len - l->at);
}

static bool
is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       c == ':' || (unsigned char)c >= 0x80;
}

static bool
is_name_end(char c)
{
	return (unsigned char)c <= ' ' || c == '>' || c == '/' || c == '=' ||
	       c == '<' || c == '"' || c == '\'';
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
refuse(struct loose *l, const char *what, unsigned limit)
{
	unsigned line = 1;

	for (size_t i = 0; i < l->at; i++)
		line += l->text.at[i] == '\n';
	problem_at(l->why, NULL, line, 0);
	problem_set(l->why, 1, "E-XML-LIMIT", "%s (at most %u)", what, limit);
	l->refused = true;
}

/* Mending this could change what the document says. */
static void
refuse_mending(struct loose *l, const char *what, struct slice name)
{
	unsigned line = 1;

	if (!l->is_careful || l->refused)
		return;
	for (size_t i = 0; i < l->at && i < l->text.len; i++)
		line += l->text.at[i] == '\n';
	problem_at(l->why, NULL, line, 0);
	problem_set(l->why, 1, "E-XML-STRUCTURE", "%s %.*s", what,
		(int)(name.len > 40 ? 40 : name.len), name.at ? name.at : "");
	l->refused = true;
}

/* Are the children of such an element text, and not facts? What is around it
 * says so where its name does not. */
static bool
holds_text(const char *name, bool is_around)
{
	static const char *const texts[] = { "inlineXML", "inlineData",
		"DataContent", "body.content" };
	static const char *const facts[] = { "nitf", "head", "docdata" };

	for (size_t i = 0; i < n_elements(texts); i++)
		if (!strcmp(name, texts[i]))
			return true;
	for (size_t i = 0; i < n_elements(facts); i++)
		if (!strcmp(name, facts[i]))
			return false;
	return is_around;
}

/* Is it text that stands inside so many open elements? */
static bool
is_text_at(const struct loose *l, unsigned depth)
{
	return depth != 0 && l->open[depth - 1].holds_text;
}

/* What HTML never closes. */
static bool
is_void(const char *name)
{
	static const char *const names[] = { "br", "hr", "img", "col", "wbr" };

	for (size_t i = 0; i < n_elements(names); i++)
		if (slice_is_nocase(slice_text(name), names[i]))
			return true;
	return false;
}

/* Move behind `mark`; false, and to the end, when it never comes. */
static bool
skip_past(struct loose *l, const char *mark)
{
	struct slice rest = rest_of(l);
	const char *found = memmem(rest.at, rest.len, mark, strlen(mark));

	if (found == NULL) {
		l->at = l->text.len;
		return false;
	}
	l->at = (size_t)(found - l->text.at) + strlen(mark);
	return true;
}

/* ---- names -----------------------------------------------------------------
 */

static void
split_name(struct slice name, struct slice *ret_prefix, struct slice *ret_local)
{
	const char *colon = memchr(name.at, ':', name.len);

	if (colon == NULL || colon == name.at ||
		colon + 1 == name.at + name.len) {
		*ret_prefix = slice_of("", 0);
		*ret_local = name;
		return;
	}
	*ret_prefix = slice_of(name.at, (size_t)(colon - name.at));
	*ret_local =
		slice_of(colon + 1, name.len - (size_t)(colon + 1 - name.at));
}

static enum xml_space
space_of(const struct loose *l, struct slice prefix)
{
	for (size_t i = l->n_scopes; i-- != 0;)
		if (slice_equal(l->scopes[i].prefix, prefix))
			return xml_space_of(l->scopes[i].uri);
	return prefix.len == 0 ? XML_NONE : xml_space_by_custom(prefix);
}

/* As expat writes it: the namespace, a separator, the name. */
static const char *
attribute_name(struct loose *l, struct slice name)
{
	struct slice prefix, local;
	const char *uri = "";

	split_name(name, &prefix, &local);
	if (prefix.len != 0)
		uri = xml_space_uri(space_of(l, prefix));
	if (prefix.len != 0 && uri[0] == '\0')
		uri = "urn:unknown";
	return uri[0] == '\0'
		       ? arena_text(&l->scratch, local)
		       : arena_printf(&l->scratch, "%s%c%.*s", uri,
				 XML_SEPARATOR, (int)local.len, local.at);
}

static void
declare(struct loose *l, struct slice name, struct slice uri)
{
	if (l->n_scopes == LOOSE_MAX_SCOPES)
		return;
	l->scopes[l->n_scopes++] = (struct scope){
		.prefix = name.len > 6 ? slice_of(name.at + 6, name.len - 6)
				       : slice_of("", 0),
		.uri = slice_of(arena_text(&l->names, uri), uri.len),
		.depth = l->depth,
	};
}

/* ---- tags ------------------------------------------------------------------
 */

struct tag {
	struct slice name;
	struct slice names[XML_MAX_ATTRIBUTES];
	struct slice values[XML_MAX_ATTRIBUTES];
	size_t n;
	bool is_empty;
};

/* A reference to a C1 control stays one here, as XML has it: what was meant by
 * it shows only in the whole text (text/legacy.h). 0: it is none. */
static size_t
put_c1(struct buf *out, struct slice text)
{
	unsigned value = 0;
	size_t at = 2;

	if (text.len < 6 || text.at[1] != '#')
		return 0;
	while (at < text.len && at < 5 && text.at[at] >= '0' &&
		text.at[at] <= '9')
		value = value * 10 + (unsigned)(text.at[at++] - '0');
	if (at == text.len || text.at[at] != ';' || value < 0x80 ||
		value > 0x9f)
		return 0;
	utf8_put(out, value);
	return at + 1;
}

/* Where the next "&#1" stands; the end when none does. */
static size_t
find_c1(struct slice text, size_t from)
{
	while (from < text.len) {
		const char *mark = memchr(text.at + from, '&', text.len - from);

		if (mark == NULL)
			break;
		from = (size_t)(mark - text.at);
		if (slice_starts(slice_of(mark, text.len - from), SLICE("&#1")))
			return from;
		from++;
	}
	return text.len;
}

static void
put_references(struct buf *out, struct slice text, bool in_attribute)
{
	size_t at = 0;

	while (at < text.len) {
		size_t next = find_c1(text, at);

		entity_decode(
			slice_of(text.at + at, next - at), in_attribute, out);
		if (next == text.len)
			return;
		struct slice rest = slice_of(text.at + next, text.len - next);
		size_t taken = put_c1(out, rest);

		if (taken == 0)
			taken = entity_decode_at(rest, 0, in_attribute, out);
		if (taken == 0) {
			buf_putc(out, '&');
			taken = 1;
		}
		at = next + taken;
	}
}

DEFINE_STRETCH(holds_no_control, c < ' ')

/* Where the first control stands that is no white space. */
static size_t
find_control(struct slice text, size_t at)
{
	for (;;) {
		at = stretch_skip(text, at, 0, holds_no_control);
		while (at < text.len && (unsigned char)text.at[at] >= ' ')
			at++;
		if (at == text.len || !is_space(text.at[at]))
			return at;
		at++;
	}
}

/* Controls have no place in XML; everything else is as it stands. */
static void
put_decoded(struct buf *out, struct slice text, bool in_attribute)
{
	size_t start = 0;

	while (start < text.len) {
		size_t end = find_control(text, start);

		put_references(out, slice_of(text.at + start, end - start),
			in_attribute);
		start = end + 1;
	}
}

static struct slice
take_quoted(struct loose *l, char quote)
{
	size_t start = ++l->at;
	const char *end = NULL;

	if (!l->lacks_quote[(unsigned char)quote])
		end = memchr(l->text.at + start, quote, l->text.len - start);
	if (end == NULL) { /* never closed: up to the end of the tag */
		l->lacks_quote[(unsigned char)quote] = true;
		end = memchr(l->text.at + start, '>', l->text.len - start);
		l->at = end != NULL ? (size_t)(end - l->text.at) : l->text.len;
		return slice_of(l->text.at + start, l->at - start);
	}
	l->at = (size_t)(end - l->text.at) + 1;
	return slice_of(l->text.at + start, l->at - 1 - start);
}

static void
skip_spaces(struct loose *l)
{
	while (l->at < l->text.len && is_space(l->text.at[l->at]))
		l->at++;
}

static struct slice
take_value(struct loose *l)
{
	skip_spaces(l);
	if (l->at == l->text.len)
		return slice_of("", 0);
	char c = l->text.at[l->at];

	if (c == '"' || c == '\'')
		return take_quoted(l, c);
	size_t start = l->at;

	while (l->at < l->text.len && !is_space(l->text.at[l->at]) &&
		l->text.at[l->at] != '>' && l->text.at[l->at] != '<')
		l->at++;
	return slice_of(l->text.at + start, l->at - start);
}

static struct slice
take_name(struct loose *l)
{
	size_t start = l->at;

	while (l->at < l->text.len && !is_name_end(l->text.at[l->at]))
		l->at++;
	return slice_of(l->text.at + start, l->at - start);
}

static void
take_attribute(struct loose *l, struct tag *tag)
{
	struct slice name = take_name(l);
	struct slice value = slice_of("", 0);

	if (name.len == 0) { /* a stray quote or sign */
		l->at++;
		return;
	}
	skip_spaces(l);
	if (l->at < l->text.len && l->text.at[l->at] == '=') {
		l->at++;
		value = take_value(l);
	}
	if (slice_has(value, '<'))
		refuse_mending(l, "a quote is missing in attribute", name);
	for (size_t i = 0; l->is_careful && i < tag->n; i++)
		if (slice_equal(tag->names[i], name))
			refuse_mending(l, "twice there is attribute", name);
	if (tag->n == XML_MAX_ATTRIBUTES) {
		refuse(l, "an element has too many attributes",
			XML_MAX_ATTRIBUTES);
		return;
	}
	buf_clear(&l->value);
	put_decoded(&l->value, value, true);
	tag->names[tag->n] = name;
	tag->values[tag->n] = slice_of(
		arena_text(&l->scratch, buf_slice(&l->value)), l->value.len);
	tag->n++;
}

/* Behind "<": false when the text ends inside the tag. */
static bool
take_tag(struct loose *l, struct tag *tag)
{
	tag->n = 0;
	tag->is_empty = false;
	tag->name = take_name(l);
	while (l->at < l->text.len && !l->refused) {
		char c = l->text.at[l->at];

		if (c == '>') {
			l->at++;
			return true;
		}
		if (c == '<') { /* the ">" was forgotten */
			refuse_mending(l, "there is no end of tag", tag->name);
			return true;
		}
		tag->is_empty = c == '/';
		if (is_space(c) || c == '/')
			l->at++;
		else
			take_attribute(l, tag);
	}
	return false;
}

/* ---- events ----------------------------------------------------------------
 */

static void
flush_text(struct loose *l)
{
	if (l->run.len != 0 && l->depth != 0)
		l->handler->text(l->handler->user, buf_slice(&l->run));
	buf_clear(&l->run);
}

static void
close_one(struct loose *l)
{
	struct open_element *top = &l->open[--l->depth];

	while (l->n_scopes != 0 && l->scopes[l->n_scopes - 1].depth > l->depth)
		l->n_scopes--;
	l->handler->close(l->handler->user, top->handed);
}

static void
close_named(struct loose *l, struct slice name)
{
	unsigned i = l->depth;

	while (i != 0 && !slice_equal_nocase(l->open[i - 1].name, name))
		i--;
	if (i == 0) {
		if (!is_text_at(l, l->depth))
			refuse_mending(l, "never opened is", name);
		return;
	}
	for (unsigned inner = i; inner < l->depth; inner++)
		if (!is_text_at(l, inner))
			refuse_mending(
				l, "never closed is", l->open[inner].name);
	flush_text(l);
	while (l->depth >= i && !l->refused)
		close_one(l);
}

/* Is such an element open? */
static bool
is_open(const struct loose *l, struct slice name)
{
	for (unsigned i = l->depth; i-- != 0;)
		if (slice_equal_nocase(l->open[i].name, name))
			return true;
	return false;
}

/* What whoever wrote it took for closed: an item before the next one, and in
 * text a paragraph, as HTML has it. */
static void
close_implied(struct loose *l, struct slice name)
{
	if (!l->is_careful) {
		if ((slice_is(name, "item") || slice_is(name, "entry")) &&
			is_open(l, name))
			close_named(l, name);
		return;
	}
	if (l->depth != 0 && slice_is_nocase(name, "p") &&
		slice_equal_nocase(l->open[l->depth - 1].name, name) &&
		is_text_at(l, l->depth - 1))
		close_one(l);
}

static void
open_tag(struct loose *l, struct tag *tag)
{
	const char *attributes[2 * XML_MAX_ATTRIBUTES + 1];
	struct slice prefix, local;
	size_t n = 0;

	flush_text(l);
	if (l->depth == 0 && l->had_root)
		refuse_mending(l, "a second document begins with", tag->name);
	close_implied(l, tag->name);
	if (l->refused)
		return;
	if (l->depth == XML_MAX_DEPTH) {
		refuse(l, "elements are nested too deep", XML_MAX_DEPTH);
		return;
	}
	if (++l->n_elements > XML_MAX_ELEMENTS) {
		refuse(l, "there are too many elements", XML_MAX_ELEMENTS);
		return;
	}
	l->had_root = true;
	l->depth++;
	for (size_t i = 0; i < tag->n; i++)
		if (slice_is(tag->names[i], "xmlns") ||
			slice_starts(tag->names[i], SLICE("xmlns:")))
			declare(l, tag->names[i], tag->values[i]);
	for (size_t i = 0; i < tag->n; i++) {
		if (slice_is(tag->names[i], "xmlns") ||
			slice_starts(tag->names[i], SLICE("xmlns:")))
			continue;
		attributes[n++] = attribute_name(l, tag->names[i]);
		attributes[n++] = tag->values[i].at;
	}
	attributes[n] = NULL;
	split_name(tag->name, &prefix, &local);
	l->open[l->depth - 1] = (struct open_element){
		.name = tag->name,
		.handed = { space_of(l, prefix), arena_text(&l->names, local) },
	};
	l->open[l->depth - 1].holds_text =
		holds_text(l->open[l->depth - 1].handed.local,
			is_text_at(l, l->depth - 1));
	l->handler->open(
		l->handler->user, l->open[l->depth - 1].handed, attributes);
	if (tag->is_empty ||
		(l->is_careful && is_text_at(l, l->depth - 1) &&
			is_void(l->open[l->depth - 1].handed.local)))
		close_one(l);
}

/* ---- what begins with "<" --------------------------------------------------
 */

/* Something that should have ended where the next of its kind began. */
static void
refuse_swallowed(struct loose *l, size_t start, const char *mark)
{
	if (l->is_careful && memmem(l->text.at + start, l->at - start, mark,
				     strlen(mark)) != NULL)
		refuse_mending(l, "there is no end of", slice_text(mark));
}

static void
read_cdata(struct loose *l)
{
	size_t start = l->at += strlen("<![CDATA[");

	if (!skip_past(l, "]]>"))
		return;
	buf_put(&l->run, l->text.at + start, l->at - 3 - start);
	refuse_swallowed(l, start, "<![CDATA[");
}

/* To the next of the two, or to the end. */
static char
skip_to(struct loose *l, char a, char b)
{
	while (l->at < l->text.len && l->text.at[l->at] != a &&
		l->text.at[l->at] != b)
		l->at++;
	return l->at < l->text.len ? l->text.at[l->at] : '\0';
}

/* The subset of a DOCTYPE stands in brackets; what it defines is not used. */
static void
skip_declaration(struct loose *l)
{
	if (skip_to(l, '[', '>') == '[') {
		refuse_mending(
			l, "entities are defined by its", SLICE("DOCTYPE"));
		if (!skip_past(l, "]"))
			return;
	}
	skip_past(l, ">");
}

/* "</rss" with nothing behind it is meant as it looks. */
static void
read_closing(struct loose *l)
{
	l->at += 2;
	struct slice name = take_name(l);

	if (skip_to(l, '<', '>') == '>')
		l->at++;
	close_named(l, name);
}

static void
read_opening(struct loose *l)
{
	struct tag tag;

	l->at++;
	arena_done(&l->scratch);
	if (take_tag(l, &tag) && !l->refused)
		open_tag(l, &tag);
}

/* False: the "<" is only a character. */
static bool
read_markup(struct loose *l)
{
	struct slice rest = rest_of(l);

	if (slice_starts(rest, SLICE("<!--"))) {
		size_t start = l->at += 4;

		skip_past(l, "-->");
		refuse_swallowed(l, start, "<!--");
	} else if (slice_starts(rest, SLICE("<![CDATA["))) {
		read_cdata(l);
	} else if (slice_starts(rest, SLICE("<?"))) {
		size_t start = l->at += 2;

		skip_past(l, "?>");
		refuse_swallowed(l, start, "<?");
	} else if (slice_starts(rest, SLICE("<!"))) {
		skip_declaration(l);
	} else if (slice_starts(rest, SLICE("</")) && rest.len > 2 &&
		   is_name_start(rest.at[2])) {
		read_closing(l);
	} else if (rest.len > 1 && is_name_start(rest.at[1])) {
		read_opening(l);
	} else {
		return false;
	}
	return true;
}

static void
read_text(struct loose *l)
{
	struct slice rest = rest_of(l);
	const char *end = memchr(rest.at + 1, '<', rest.len - 1);
	size_t len = end != NULL ? (size_t)(end - rest.at) : rest.len;

	put_decoded(&l->run, slice_of(rest.at, len), false);
	l->at += len;
}

int
loose_parse(struct slice text, const struct xml_handler *handler,
	enum loose_care care, struct problem *why)
{
	struct loose *l = mem_new(struct loose);
	bool whole;

	l->text = text;
	l->handler = handler;
	l->why = why;
	l->is_careful = care == LOOSE_CAREFUL;
	while (l->at < text.len && !l->refused)
		if (text.at[l->at] != '<' || !read_markup(l))
			read_text(l);
	whole = !l->refused && l->had_root && l->depth == 0;
	buf_done(&l->run);
	buf_done(&l->value);
	arena_done(&l->names);
	arena_done(&l->scratch);
	mem_free(l);
	return whole ? 0 : 1;
}
