/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xml - the one place that knows expat; see xml.h.
 */
#include "format/xml.h"

#include <expat.h>
#include <stdbool.h>
#include <string.h>
#include <sys/random.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "text/entity.h"

struct known_space {
	char uri[80];
	size_t len;
	enum xml_space space;
};

struct reading {
	struct slice text;
	XML_Parser parser;
	const struct xml_handler *handler;
	struct problem *why;
	unsigned depth;
	unsigned n_elements;
	unsigned n_entities;
	bool refused;
	struct known_space known[6];
	size_t next_known;
};

static unsigned long salt = 1;

void
xml_preload(void)
{
	unsigned long drawn = 0;

	if (getrandom(&drawn, sizeof(drawn), 0) == sizeof(drawn) && drawn != 0)
		salt = drawn;
}

/* The first row of a space gives the URI that it is known by. */
static const struct {
	const char *uri; /* in lower case, without a last "/" or "#" */
	enum xml_space space;
} spaces[] = {
	{ "http://purl.org/rss/1.0", XML_NONE },
	{ "http://www.w3.org/2005/atom", XML_ATOM },
	{ "http://purl.org/dc/elements/1.1", XML_DC },
	{ "http://purl.org/rss/1.0/modules/content", XML_CONTENT },
	{ "http://search.yahoo.com/mrss", XML_MEDIA },
	{ "http://www.w3.org/1999/xhtml", XML_XHTML },
	{ "urn:torntape:1", XML_TORNTAPE },
	{ "http://www.w3.org/1999/02/22-rdf-syntax-ns", XML_RDF },
	{ "http://www.itunes.com/dtds/podcast-1.0.dtd", XML_ITUNES },
	{ "http://purl.org/dc/terms", XML_DCTERMS },
	{ "http://www.w3.org/xml/1998/namespace", XML_XML },
	{ "http://purl.org/rss/1.0/modules/slash", XML_SLASH },
	{ "http://www.georss.org/georss", XML_GEORSS },
	{ "http://www.opengis.net/gml", XML_GML },
	{ "http://www.w3.org/2003/01/geo/wgs84_pos", XML_GEO },
	{ "http://backend.userland.com/creativecommonsrssmodule", XML_CC },
	{ "http://rssnamespace.org/feedburner/ext/1.0", XML_FEEDBURNER },
	{ "http://prismstandard.org/namespaces/basic/2.0", XML_PRISM },
	{ "http://webns.net/mvcb", XML_ADMIN },
	{ "http://www.w3.org/2007/app", XML_APP },
	{ "http://purl.oclc.org/net/rss_2.0/enc", XML_ENC },
	{ "https://podcastindex.org/namespace/1.0", XML_PODCAST },
	{ "http://purl.org/atompub/tombstones/1.0", XML_TOMBSTONE },
	{ "http://purl.org/rss/1.0/modules/aggregation", XML_AG },
	{ "http://purl.org/rss/1.0/modules/taxonomy", XML_TAXO },
	{ "http://wellformedweb.org/commentapi", XML_WFW },
	/* Atom before it was done */
	{ "http://purl.org/atom/ns", XML_ATOM },
	{ "http://example.com/newformat", XML_ATOM },
	{ "http://example.com/necho", XML_ATOM },
	{ "http://purl.org/echo", XML_ATOM },
	{ "uri/of/echo/namespace", XML_ATOM },
	{ "http://purl.org/pie", XML_ATOM },
	/* RSS dialects that put the core itself into a namespace */
	{ "http://backend.userland.com/rss", XML_NONE },
	{ "http://backend.userland.com/rss2", XML_NONE },
	{ "http://backend.userland.com/rss091", XML_NONE },
	{ "http://blogs.law.harvard.edu/tech/rss", XML_NONE },
	{ "http://cyber.law.harvard.edu/rss", XML_NONE },
	{ "http://www.rssboard.org/rss-specification", XML_NONE },
	{ "http://my.netscape.com/rdf/simple/0.9", XML_NONE },
	{ "http://my.netscape.com/publish/formats/rss-0.91.dtd", XML_NONE },
	{ "http://channel.netscape.com/rdf/simple/0.9", XML_NONE },
	{ "http://purl.org/net/rss1.1", XML_NONE },
	{ "http://purl.org/rss/1.0/modules/rss091", XML_NONE },
	/* other spellings and versions */
	{ "http://purl.org/dc/elements/1.0", XML_DC },
	{ "http://dublincore.org/documents/dcmi-namespace", XML_DC },
	{ "http://purl.org/rss/1.0/modules/dcterms", XML_DCTERMS },
	{ "http://purl.org/rss/1.0/modules/dc", XML_DC },
	{ "http://search.yahoo.com/mrss/rss", XML_MEDIA },
	{ "http://tools.search.yahoo.com/mrss", XML_MEDIA },
	{ "http://video.search.yahoo.com/mrss", XML_MEDIA },
	{ "http://www.rssboard.org/media-rss", XML_MEDIA },
	{ "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html",
		XML_CC },
	{ "http://backend.userland.com/creativecommons", XML_CC },
	{ "http://creativecommons.org/ns", XML_CC },
	{ "http://web.resource.org/cc", XML_CC },
	{ "http://example.com/dtds/podcast-1.0.dtd", XML_ITUNES },
	{ "https://www.itunes.com/dtds/podcast-1.0.dtd", XML_ITUNES },
	{ "http://www.google.com/schemas/play-podcasts/1.0", XML_ITUNES },
	{ "http://prismstandard.org/namespaces/1.0/basic", XML_PRISM },
	{ "http://prismstandard.org/namespaces/1.2/basic", XML_PRISM },
	{ "http://prismstandard.org/namespaces/2.0/basic", XML_PRISM },
	{ "http://prismstandard.org/namespaces/basic/2.1", XML_PRISM },
	{ "http://prismstandard.org/namespaces/basic/2.2", XML_PRISM },
	{ "http://prismstandard.org/namespaces/basic/3.0", XML_PRISM },
	{ "http://www.opengis.net/gml/3.2", XML_GML },
	{ "http://www.georss.org/georss/10", XML_GEORSS },
	{ "http://postneo.com/icbm", XML_GEO },
	{ "http://geourl.org/rss/module", XML_GEO },
	{ "http://purl.org/atom/app", XML_APP },
	{ "https://github.com/podcastindex-org/podcast-namespace/blob/main/"
	  "docs/1.0.md",
		XML_PODCAST },
};

static const struct {
	const char *prefix;
	enum xml_space space;
} customs[] = {
	{ "a10", XML_ATOM },
	{ "admin", XML_ADMIN },
	{ "ag", XML_AG },
	{ "app", XML_APP },
	{ "atom", XML_ATOM },
	{ "at", XML_TOMBSTONE },
	{ "cc", XML_CC },
	{ "content", XML_CONTENT },
	{ "creativecommons", XML_CC },
	{ "dc", XML_DC },
	{ "dcterms", XML_DCTERMS },
	{ "enc", XML_ENC },
	{ "feedburner", XML_FEEDBURNER },
	{ "geo", XML_GEO },
	{ "georss", XML_GEORSS },
	{ "gml", XML_GML },
	{ "itunes", XML_ITUNES },
	{ "media", XML_MEDIA },
	{ "podcast", XML_PODCAST },
	{ "prism", XML_PRISM },
	{ "rdf", XML_RDF },
	{ "rss", XML_NONE },
	{ "slash", XML_SLASH },
	{ "taxo", XML_TAXO },
	{ "wfw", XML_WFW },
	{ "xhtml", XML_XHTML },
	{ "xml", XML_XML },
};

/* Many write https where the name has http, and some the other way round. */
static struct slice
without_scheme(struct slice uri)
{
	static const char *const schemes[] = { "http://", "https://" };

	for (size_t i = 0; i < n_elements(schemes); i++) {
		size_t len = strlen(schemes[i]);

		if (uri.len > len &&
			slice_is_nocase(slice_of(uri.at, len), schemes[i]))
			return slice_of(uri.at + len, uri.len - len);
	}
	return uri;
}

enum xml_space
xml_space_of(struct slice uri)
{
	uri = without_scheme(slice_trim(uri));
	while (uri.len != 0 &&
		(uri.at[uri.len - 1] == '/' || uri.at[uri.len - 1] == '#'))
		uri.len--;
	if (uri.len == 0)
		return XML_NONE;
	for (size_t i = 0; i < n_elements(spaces); i++)
		if (slice_equal_nocase(
			    uri, without_scheme(slice_text(spaces[i].uri))))
			return spaces[i].space;
	return XML_OTHER;
}

const char *
xml_space_uri(enum xml_space space)
{
	for (size_t i = 0; space != XML_NONE && i < n_elements(spaces); i++)
		if (spaces[i].space == space)
			return spaces[i].uri;
	return "";
}

enum xml_space
xml_space_by_custom(struct slice prefix)
{
	for (size_t i = 0; i < n_elements(customs); i++)
		if (slice_is_nocase(prefix, customs[i].prefix))
			return customs[i].space;
	return XML_OTHER;
}

struct xml_name
xml_name_of(const char *text)
{
	const char *mark = strchr(text, XML_SEPARATOR);

	if (mark == NULL)
		return (struct xml_name){ XML_NONE, text };
	return (struct xml_name){
		xml_space_of(slice_of(text, (size_t)(mark - text))), mark + 1
	};
}

/* Documents use a handful of namespaces over and over. */
static struct xml_name
name_of(struct reading *r, const char *text)
{
	const char *mark = strchr(text, XML_SEPARATOR);

	if (mark == NULL)
		return (struct xml_name){ XML_NONE, text };
	size_t len = (size_t)(mark - text);

	for (size_t i = 0; i < n_elements(r->known); i++)
		if (r->known[i].len == len &&
			!memcmp(r->known[i].uri, text, len))
			return (struct xml_name){ r->known[i].space, mark + 1 };
	struct xml_name name = xml_name_of(text);
	struct known_space *slot = &r->known[r->next_known];

	if (len < sizeof(slot->uri)) {
		memcpy(slot->uri, text, len);
		slot->len = len;
		slot->space = name.space;
		r->next_known = (r->next_known + 1) % n_elements(r->known);
	}
	return name;
}

/* Lines that end with `mark` up to `end`, and where the last one does. */
static unsigned
count_lines(struct slice text, size_t end, char mark, size_t *ret_start)
{
	unsigned n = 0;
	size_t at = 0;
	const char *found;

	while (at < end &&
		(found = memchr(text.at + at, mark, end - at)) != NULL) {
		at = (size_t)(found - text.at) + 1;
		/* "\r\n" is one end, and the line feed counts */
		if (mark == '\r' && at < text.len && text.at[at] == '\n')
			continue;
		n++;
		*ret_start = at > *ret_start ? at : *ret_start;
	}
	return n;
}

/* Where the parser stands. It can tell, too, but goes over all of the text for
 * that, character by character. */
static void
locate(const struct reading *r)
{
	XML_Index index = XML_GetCurrentByteIndex(r->parser);
	size_t end = index < 0 ? 0 : (size_t)index;
	size_t start = 0;
	unsigned line = 1;

	line += count_lines(r->text, end, '\n', &start);
	line += count_lines(r->text, end, '\r', &start);
	problem_at(r->why, NULL, line,
		(unsigned)utf8_count(
			slice_of(r->text.at + start, end - start)) +
			1);
}

static void
refuse(struct reading *r, const char *what, unsigned limit)
{
	if (r->refused)
		return;
	r->refused = true;
	locate(r);
	if (limit != 0)
		problem_set(r->why, 1, "E-XML-LIMIT", "%s (at most %u)", what,
			limit);
	else
		problem_set(r->why, 1, "E-XML-REFUSED", "%s", what);
	XML_StopParser(r->parser, XML_FALSE);
}

static void
on_open(void *user, const char *name, const char **attributes)
{
	struct reading *r = user;

	if (r->refused)
		return;
	if (++r->depth > XML_MAX_DEPTH)
		refuse(r, "elements are nested too deep", XML_MAX_DEPTH);
	else if (++r->n_elements > XML_MAX_ELEMENTS)
		refuse(r, "there are too many elements", XML_MAX_ELEMENTS);
	else if (XML_GetSpecifiedAttributeCount(r->parser) / 2 >
		 (int)XML_MAX_ATTRIBUTES)
		refuse(r, "an element has too many attributes",
			XML_MAX_ATTRIBUTES);
	else
		r->handler->open(
			r->handler->user, name_of(r, name), attributes);
}

static void
on_close(void *user, const char *name)
{
	struct reading *r = user;

	if (r->refused)
		return;
	r->depth--;
	r->handler->close(r->handler->user, name_of(r, name));
}

static void
on_text(void *user, const char *text, int len)
{
	struct reading *r = user;

	if (!r->refused)
		r->handler->text(r->handler->user, slice_of(text, (size_t)len));
}

/* Text may be given a name; anything that could unfold to more is refused, and
 * what lies elsewhere is not fetched. */
static void
on_entity(void *user, const char *name, int is_parameter, const char *value,
	int len, const char *base, const char *system_id, const char *public_id,
	const char *notation)
{
	struct reading *r = user;

	(void)name, (void)base, (void)system_id, (void)public_id;
	(void)notation;
	if (value == NULL)
		return;
	if (is_parameter || len > (int)XML_MAX_ENTITY ||
		++r->n_entities > XML_MAX_ENTITIES ||
		memchr(value, '&', (size_t)len) != NULL ||
		memchr(value, '<', (size_t)len) != NULL)
		refuse(r,
			"the document defines entities of its own that could "
			"grow, which is not accepted",
			0);
}

/* Only with an external DOCTYPE; else an unknown entity is an error already. */
static void
on_skipped_entity(void *user, const char *name, int is_parameter)
{
	struct reading *r = user;
	auto_(buf_done) struct buf text = BUF_NULL;
	uint32_t codepoint = entity_find(slice_text(name));

	if (is_parameter || r->refused)
		return;
	if (codepoint == 0) {
		refuse(r, "an entity is used that is not defined", 0);
		return;
	}
	utf8_put(&text, codepoint);
	r->handler->text(r->handler->user, buf_slice(&text));
}

int
xml_parse(struct slice text, const struct xml_handler *handler,
	struct problem *why)
{
	struct reading r = { .text = text, .handler = handler, .why = why };
	int result = 0;

	if (text.len > INT32_MAX)
		return problem_set(
			why, 1, "E-XML-LIMIT", "the document is too long");
	r.parser = XML_ParserCreateNS("UTF-8", XML_SEPARATOR);
	if (r.parser == NULL)
		return problem_set(
			why, 1, "E-XML-MEMORY", "no memory for a parser");
	XML_SetHashSalt(r.parser, salt);
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, on_open, on_close);
	XML_SetCharacterDataHandler(r.parser, on_text);
	XML_SetEntityDeclHandler(r.parser, on_entity);
	XML_SetSkippedEntityHandler(r.parser, on_skipped_entity);
	if (XML_Parse(r.parser, text.at ? text.at : "", (int)text.len, 1) !=
		XML_STATUS_OK) {
		result = 1;
		if (!r.refused) {
			locate(&r);
			problem_set(why, 1, "E-XML-SYNTAX",
				"this is not well-formed XML: %s",
				XML_ErrorString(XML_GetErrorCode(r.parser)));
		}
	}
	XML_ParserFree(r.parser);
	return result;
}

struct slice
xml_attribute(const char **attributes, enum xml_space space, const char *local)
{
	for (; *attributes != NULL; attributes += 2) {
		const char *mark = strchr(attributes[0], XML_SEPARATOR);

		if (strcmp(mark != NULL ? mark + 1 : attributes[0], local) != 0)
			continue;
		if (xml_name_of(attributes[0]).space == space)
			return slice_text(attributes[1]);
	}
	return (struct slice){ 0 };
}

/* From the "<!" of a DOCTYPE to behind its ">"; its subset stands in brackets.
 * NULL when it never ends. */
static const char *
declaration_end(struct slice rest)
{
	for (size_t i = 0; i < rest.len; i++) {
		if (rest.at[i] == '>')
			return rest.at + i;
		if (rest.at[i] != '[')
			continue;
		const char *close = memchr(rest.at + i, ']', rest.len - i);

		return close == NULL
			       ? NULL
			       : memchr(close, '>',
					 rest.len - (size_t)(close - rest.at));
	}
	return NULL;
}

/* Behind comments, declarations and the doctype, whatever they hold. */
struct slice
xml_root_name(struct slice text)
{
	size_t at = 0;

	for (;;) {
		while (at < text.len && (unsigned char)text.at[at] <= ' ')
			at++;
		struct slice rest = slice_of(text.at + at, text.len - at);
		bool comment = slice_starts(rest, SLICE("<!--"));
		bool declaration = !comment && slice_starts(rest, SLICE("<!"));
		const char *end;

		if (!comment && !declaration &&
			!slice_starts(rest, SLICE("<?")))
			break;
		end = comment       ? memmem(rest.at, rest.len, "-->", 3)
		      : declaration ? declaration_end(rest)
				    : memchr(rest.at, '>', rest.len);
		if (end == NULL)
			return (struct slice){ 0 };
		at = (size_t)(end - text.at) + (comment ? 3 : 1);
	}
	if (at == text.len || text.at[at] != '<')
		return (struct slice){ 0 };
	size_t start = ++at;

	while (at < text.len && (unsigned char)text.at[at] > ' ' &&
		text.at[at] != '>' && text.at[at] != '/')
		at++;
	return slice_of(text.at + start, at - start);
}

struct slice
xml_root_local(struct slice text)
{
	struct slice name = xml_root_name(text);
	struct slice prefix;
	const char *colon =
		name.len != 0 ? memchr(name.at, ':', name.len) : NULL;

	if (colon != NULL)
		slice_cut(&name, ':', &prefix);
	return name;
}
