/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rdf - RSS 0.90 and 1.0, decoded.
 *
 * Both are RDF: items lie beside their channel and not in it, are named by
 * rdf:about, and 0.90 has no descriptions. Which of the two it is only the
 * default namespace tells, so the root's start tag is looked at as text.
 */
#include <string.h>

#include "format/decoders.h"
#include "format/harvest.h"

/* The start tag of the root, without its end. */
static struct slice
start_tag(struct slice text)
{
	struct slice root = xml_root_name(text);
	struct slice rest;

	if (root.len == 0)
		return root;
	rest = slice_of(root.at, text.len - (size_t)(root.at - text.at));
	slice_cut(&rest, '>', &root);
	return root;
}

static bool
rdf_root(struct xml_name name, const char **attributes, struct slice text,
	struct slice *ret_version)
{
	struct slice tag = start_tag(text);

	(void)attributes;
	*ret_version = (struct slice){ 0 };
	if (slice_holds(tag, "\"http://purl.org/rss/1.0/\"") ||
		slice_holds(tag, "'http://purl.org/rss/1.0/'"))
		*ret_version = SLICE("1.0");
	else if (slice_holds(tag, "/rdf/simple/0.9/"))
		*ret_version = SLICE("0.90");
	return slice_is_nocase(slice_text(name.local), "rdf");
}

int
rdf_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	static const struct harvest_dialect dialect = { "rdf", false,
		rdf_root };

	return harvest(&dialect, document, text, decoded, why);
}

int
rdf_sniff(struct slice text)
{
	return slice_is_nocase(xml_root_local(text), "rdf") ? 100 : 0;
}
