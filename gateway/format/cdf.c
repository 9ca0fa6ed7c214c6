/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdf - Microsoft's Channel Definition Format of 1997, decoded.
 *
 * CHANNEL holds ITEMs, in capitals; addresses and dates are attributes (HREF,
 * LASTMOD, BASE). It names no version. Channels in channels are sections: their
 * items count, their titles do not.
 */
#include "format/decoders.h"
#include "format/harvest.h"

static bool
cdf_root(struct xml_name name, const char **attributes, struct slice text,
	struct slice *ret_version)
{
	(void)attributes, (void)text;
	*ret_version = (struct slice){ 0 };
	return slice_is_nocase(slice_text(name.local), "channel");
}

int
cdf_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	static const struct harvest_dialect dialect = { "cdf", false,
		cdf_root };

	return harvest(&dialect, document, text, decoded, why);
}

int
cdf_sniff(struct slice text)
{
	return slice_is_nocase(xml_root_name(text), "channel") ? 100 : 0;
}
