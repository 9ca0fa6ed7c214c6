/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xml.h - expat with the doors shut.
 *
 * An internal subset may define short entities that hold plain text; anything
 * that could grow (an entity in an entity is where the bombs live) is refused,
 * and nothing external is ever loaded. Depth, elements and attributes are
 * bounded. The text is UTF-8 already, whatever its declaration says. Names come
 * apart into namespace and local part; the many URIs of one vocabulary become
 * one constant. With an external DOCTYPE, the entities of HTML are known, since
 * old feeds rely on them. Either the whole document is well-formed or the
 * answer is 1 with line and column; loose.h reads what is not.
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
#define XML_MAX_ENTITIES 300u /* that a document defines */
#define XML_MAX_ENTITY 128u   /* bytes of one */
#define XML_SEPARATOR '\x1f'  /* between namespace and name, as handlers see */

enum xml_space {
	XML_NONE,  /* no namespace, or one that means RSS itself */
	XML_OTHER, /* a namespace we know nothing of */
	XML_ADMIN,
	XML_AG, /* RSS 1.0's aggregation */
	XML_APP,
	XML_ATOM,
	XML_CC,
	XML_CONTENT,
	XML_DC,
	XML_DCTERMS,
	XML_ENC,
	XML_FEEDBURNER,
	XML_GEO, /* the W3C's lat and long */
	XML_GEORSS,
	XML_GML,
	XML_ITUNES,
	XML_MEDIA,
	XML_PODCAST,
	XML_PRISM,
	XML_RDF,
	XML_SLASH,
	XML_TAXO,
	XML_TOMBSTONE, /* RFC 6721 */
	XML_TORNTAPE,  /* our own: format/own.h */
	XML_WFW,       /* the Comment API */
	XML_XHTML,
	XML_XML, /* xml:lang, xml:base */
	N_XML_SPACES
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

/* Of a name as expat gives it. `local` points into it. */
struct xml_name xml_name_of(const char *text);

void xml_preload(void);
/* 0, or 1: not well-formed or over a limit. */
int xml_parse(struct slice text, const struct xml_handler *handler,
	struct problem *why);
/* What a namespace's URI stands for, with http or https, and the other way
 * round; "" for those that have none. By customary prefix ("dc"), for documents
 * that never declare it: XML_OTHER when there is no custom. */
enum xml_space xml_space_of(struct slice uri);
const char *xml_space_uri(enum xml_space space);
enum xml_space xml_space_by_custom(struct slice prefix);
/* The value; empty when absent. Lent until the handler returns. */
struct slice xml_attribute(
	const char **attributes, enum xml_space space, const char *local);
/* The root element's name as written, "rss", "rdf:RDF"; empty when the text
 * does not look like XML. */
struct slice xml_root_name(struct slice text);
/* The same without its prefix. */
struct slice xml_root_local(struct slice text);

#endif
