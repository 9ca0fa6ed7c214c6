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

#define SEPARATOR '\x1f'

struct reading {
	XML_Parser parser;
	const struct xml_handler *handler;
	struct problem *why;
	unsigned depth;
	unsigned n_elements;
	bool refused;
};

static unsigned long salt = 1;

void
xml_preload(void)
{
	unsigned long drawn = 0;

	if (getrandom(&drawn, sizeof(drawn), 0) == sizeof(drawn) && drawn != 0)
		salt = drawn;
}

static const struct {
	const char *uri; /* in lower case, without a last "/" or "#" */
	enum xml_space space;
} spaces[] = {
	{ "http://www.w3.org/2005/atom", XML_ATOM },
	{ "http://purl.org/atom/ns", XML_ATOM },
	{ "http://backend.userland.com/creativecommonsrssmodule", XML_CC },
	{ "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html",
		XML_CC },
	{ "http://creativecommons.org/ns", XML_CC },
	{ "http://web.resource.org/cc", XML_CC },
	{ "http://purl.org/rss/1.0/modules/content", XML_CONTENT },
	{ "http://purl.org/dc/elements/1.1", XML_DC },
	{ "http://purl.org/dc/elements/1.0", XML_DC },
	{ "http://purl.org/dc/terms", XML_DCTERMS },
	{ "http://rssnamespace.org/feedburner/ext/1.0", XML_FEEDBURNER },
	{ "http://www.georss.org/georss", XML_GEORSS },
	{ "http://www.itunes.com/dtds/podcast-1.0.dtd", XML_ITUNES },
	{ "http://search.yahoo.com/mrss", XML_MEDIA },
	{ "http://prismstandard.org/namespaces/basic/2.0", XML_PRISM },
	{ "http://prismstandard.org/namespaces/1.2/basic", XML_PRISM },
	{ "http://www.w3.org/1999/02/22-rdf-syntax-ns", XML_RDF },
	{ "http://www.w3.org/1999/xhtml", XML_XHTML },
	{ "http://www.w3.org/xml/1998/namespace", XML_XML },
	/* RSS dialects that put the core itself into a namespace */
	{ "http://backend.userland.com/rss2", XML_NONE },
	{ "http://blogs.law.harvard.edu/tech/rss", XML_NONE },
	{ "http://my.netscape.com/rdf/simple/0.9", XML_NONE },
	{ "http://purl.org/net/rss1.1", XML_OTHER },
};

static struct xml_name
name_of(const char *text)
{
	const char *mark = strchr(text, SEPARATOR);

	if (mark == NULL)
		return (struct xml_name){ XML_NONE, text };
	struct slice uri = slice_of(text, (size_t)(mark - text));

	while (uri.len != 0 &&
		(uri.at[uri.len - 1] == '/' || uri.at[uri.len - 1] == '#'))
		uri.len--;
	for (size_t i = 0; i < n_elements(spaces); i++)
		if (slice_is_nocase(uri, spaces[i].uri))
			return (struct xml_name){ spaces[i].space, mark + 1 };
	return (struct xml_name){ XML_OTHER, mark + 1 };
}

static void
refuse(struct reading *r, const char *what, unsigned limit)
{
	if (r->refused)
		return;
	r->refused = true;
	problem_at(r->why, NULL, (unsigned)XML_GetCurrentLineNumber(r->parser),
		(unsigned)XML_GetCurrentColumnNumber(r->parser) + 1);
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
		r->handler->open(r->handler->user, name_of(name), attributes);
}

static void
on_close(void *user, const char *name)
{
	struct reading *r = user;

	if (r->refused)
		return;
	r->depth--;
	r->handler->close(r->handler->user, name_of(name));
}

static void
on_text(void *user, const char *text, int len)
{
	struct reading *r = user;

	if (!r->refused)
		r->handler->text(r->handler->user, slice_of(text, (size_t)len));
}

static void
on_doctype(void *user, const char *name, const char *system_id,
	const char *public_id, int has_internal_subset)
{
	(void)name, (void)system_id, (void)public_id;
	if (has_internal_subset)
		refuse(user,
			"the document defines entities of its own, which "
			"is not accepted",
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
	struct reading r = { .handler = handler, .why = why };
	int result = 0;

	if (text.len > INT32_MAX)
		return problem_set(
			why, 1, "E-XML-LIMIT", "the document is too long");
	r.parser = XML_ParserCreateNS("UTF-8", SEPARATOR);
	if (r.parser == NULL)
		return problem_set(
			why, 1, "E-XML-MEMORY", "no memory for a parser");
	XML_SetHashSalt(r.parser, salt);
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, on_open, on_close);
	XML_SetCharacterDataHandler(r.parser, on_text);
	XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
	XML_SetSkippedEntityHandler(r.parser, on_skipped_entity);
	if (XML_Parse(r.parser, text.at ? text.at : "", (int)text.len, 1) !=
		XML_STATUS_OK) {
		result = 1;
		if (!r.refused) {
			problem_at(why, NULL,
				(unsigned)XML_GetCurrentLineNumber(r.parser),
				(unsigned)XML_GetCurrentColumnNumber(r.parser) +
					1);
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
		struct xml_name name = name_of(attributes[0]);

		if (name.space == space && !strcmp(name.local, local))
			return slice_text(attributes[1]);
	}
	return (struct slice){ 0 };
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

		if (!comment && !slice_starts(rest, SLICE("<?")) &&
			!slice_starts(rest, SLICE("<!")))
			break;
		const char *end = comment ? memmem(rest.at, rest.len, "-->", 3)
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
