/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rss - RSS 0.91, 0.92, 0.93, 0.94 and 2.0, decoded, and 1.1 of 2005.
 *
 * The root is `rss`, with or without a namespace and a version; a document that
 * names no version is given none. Netscape's 0.91 and Userland's are one here:
 * they differ in a DTD. Titles and descriptions are markup that was escaped,
 * whatever the specification says of titles, because that is what feeds send.
 */
#include "format/decoders.h"
#include "format/harvest.h"

/* Its root is a Channel with a namespace; CDF's has none. */
static bool
is_rss_1_1(struct slice text)
{
	struct slice root = xml_root_name(text);
	struct slice rest, tag;

	if (!slice_is(xml_root_local(text), "Channel"))
		return false;
	rest = slice_of(root.at, text.len - (size_t)(root.at - text.at));
	slice_cut(&rest, '>', &tag);
	return slice_holds(tag, "http://purl.org/net/rss1.1");
}

static bool
rss_root(struct xml_name name, const char **attributes, struct slice text,
	struct slice *ret_version)
{
	*ret_version = slice_trim(harvest_attribute(attributes, "version"));
	if (slice_is(*ret_version, "2"))
		*ret_version = SLICE("2.0");
	if (ret_version->len == 0 && is_rss_1_1(text))
		*ret_version = SLICE("1.1");
	return slice_is_nocase(slice_text(name.local), "rss") ||
	       slice_is_nocase(slice_text(name.local), "channel");
}

int
rss_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	static const struct harvest_dialect dialect = { "rss", false,
		rss_root };

	return harvest(&dialect, document, text, decoded, why);
}

int
rss_sniff(struct slice text)
{
	return slice_is_nocase(xml_root_local(text), "rss") || is_rss_1_1(text)
		       ? 100
		       : 0;
}
