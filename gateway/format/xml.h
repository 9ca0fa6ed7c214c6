/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xml.h - expat with the doors shut.
 *
 * An internal subset is refused (it is where entity bombs live), an external
 * one is never loaded. Depth, elements and attributes are bounded. The text is
 * UTF-8 already, whatever its declaration says. Names come apart into namespace
 * and local part; the many URIs of one vocabulary become one constant. With an
 * external DOCTYPE, the entities of HTML are known, since old feeds rely on
 * them. Either the whole document is well-formed or the answer is 1 with line
 * and column.
 *
 * xml_preload() draws the hash salt before the sandbox closes. Normalizer's
 * thread; a handler must not parse again.
 */
#ifndef FORMAT_XML_H
#define FORMAT_XML_H

#include "base/problem.h"
#include "base/slice.h"

#define XML_MAX_DEPTH 100u
#define XML_MAX_ELEMENTS 200000u
#define XML_MAX_ATTRIBUTES 256u

enum xml_space {
	XML_NONE,
	XML_OTHER, /* a namespace we know nothing of */
	XML_ATOM,
	XML_CC,
	XML_CONTENT,
	XML_DC,
	XML_DCTERMS,
	XML_FEEDBURNER,
	XML_GEORSS,
	XML_ITUNES,
	XML_MEDIA,
	XML_PRISM,
	XML_RDF,
	XML_XHTML,
	XML_XML /* xml:lang, xml:base */
};

struct xml_name {
	enum xml_space space;
	const char *local;
};

struct xml_handler {
	void *user;
	/* `attributes`: as expat gives them; ask xml_attribute() */
	void (*open)(void *user, struct xml_name name, const char **attributes);
	void (*close)(void *user, struct xml_name name);
	void (*text)(void *user, struct slice text);
};

void xml_preload(void);
/* 0, or 1: not well-formed or over a limit. */
int xml_parse(struct slice text, const struct xml_handler *handler,
	struct problem *why);
/* The value; empty when absent. Lent until the handler returns. */
struct slice xml_attribute(
	const char **attributes, enum xml_space space, const char *local);
/* The root element's name as written, "rss", "rdf:RDF"; empty when the text
 * does not look like XML. */
struct slice xml_root_name(struct slice text);

#endif
