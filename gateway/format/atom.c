/* SPDX-License-Identifier: Apache-2.0 */
/*
 * atom - Atom 0.3 and 1.0, decoded: feeds and single entries, with
 * tombstones (RFC 6721) and drafts (RFC 5023).
 *
 * Text says what it is: nothing is taken for markup that does not say so. An
 * entry that names no author has its source's or the feed's (RFC 4287, section
 * 4.2.1). Versions before 1.0 are told by their namespace or by an attribute.
 */
#include <string.h>

#include "format/decoders.h"
#include "format/harvest.h"

static bool
atom_root(struct xml_name name, const char **attributes, struct slice text,
	struct slice *ret_version)
{
	struct slice version =
		slice_trim(harvest_attribute(attributes, "version"));
	size_t near = text.len < 8192 ? text.len : 8192;

	if (version.len == 0 &&
		memmem(text.at, near, "http://www.w3.org/2005/Atom", 27))
		version = SLICE("1.0");
	else if (version.len == 0 &&
		 memmem(text.at, near, "http://purl.org/atom/ns#", 24))
		version = SLICE("0.3");
	*ret_version = version;
	return slice_is_nocase(slice_text(name.local), "feed") ||
	       slice_is_nocase(slice_text(name.local), "entry");
}

int
atom_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	static const struct harvest_dialect dialect = { "atom", true,
		atom_root };

	return harvest(&dialect, document, text, decoded, why);
}

int
atom_sniff(struct slice text)
{
	struct slice root = xml_root_local(text);

	return slice_is_nocase(root, "feed") || slice_is_nocase(root, "entry")
		       ? 100
		       : 0;
}
