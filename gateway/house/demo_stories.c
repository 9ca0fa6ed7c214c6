/* SPDX-License-Identifier: Apache-2.0 */
/*
 * demo_stories - six pieces of copy as "Harbour Wire" would send them.
 *
 * Every sentence is invented; the agencies and the shapes of their marks are
 * real. The order tells a small tale: one story with everything glued to it, a
 * feed of two, one that is corrected, and one that must be withdrawn.
 */
#include "house/demo_stories.h"

#include "base/auto.h"

#define NOTICE \
	"Legal Disclaimer:\n" \
	"Harbour Wire provides the information \"as is\" without warranty " \
	"of\n" \
	"any kind. We do not accept any responsibility or liability for the\n" \
	"accuracy, content, images, videos, licenses, completeness, " \
	"legality,\n" \
	"or reliability of the information contained in this article.\n"

#define FURNITURE \
	"Most popular stories\n" \
	"Market Research\n" \
	"\n" \
	"- Orchard Bank Names Chief Of Harbour Lending\n" \
	"- Kiteworks Opens Second Sail Loft In Brest\n" \
	"Comments\n" \
	"No comment\n"

#define HARBOUR_ID "urn:example:harbour-wire:2026-03-bridge"

const struct demo_story demo_stories[] = {
	{ "plain text with a dateline, a notice and page furniture",
		"text/plain; charset=utf-8",
		"Ferry Line To Reopen In May After Five-Year Pause\n"
		"BUSAN, March 2 (Yonhap) -- A ferry line between the southern "
		"port and two outer islands will reopen in May, the operator "
		"said on Monday.\n"
		"The first boat will carry 240 passengers and 30 cars, and a "
		"second one follows in the autumn, it said in a statement.\n"
		"\"The islanders have waited long enough,\" harbour master Oh "
		"Ji-won told TIME magazine in an interview last week.\n"
		"Tickets will cost about a tenth more than before the pause, "
		"the Kyodo News agency reported.\n"
		"\n" NOTICE FURNITURE },
	{ "an RSS feed of two items with credits of their own",
		"application/rss+xml",
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<rss version=\"2.0\" "
		"xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>"
		"<title>Harbour Wire: Science</title>"
		"<link>https://harbour.example/</link>"
		"<description>Science copy</description>"
		"<item><title>Tide gauges find a slower spring flood</title>"
		"<guid isPermaLink=\"false\">harbour-science-17</guid>"
		"<pubDate>Mon, 02 Mar 2026 09:30:00 GMT</pubDate>"
		"<dc:creator>Ada Brook</dc:creator>"
		"<description>&lt;p&gt;OSLO, March 2 (NTB) - Spring floods in "
		"the inner fjords arrive &lt;em&gt;two hours later&lt;/em&gt; "
		"than a century ago, gauges show.&lt;/p&gt;&lt;p&gt;The study "
		"used ninety years of paper rolls.&lt;/p&gt;"
		"</description></item>"
		"<item><title>New lens sees through harbour fog</title>"
		"<guid isPermaLink=\"false\">harbour-science-18</guid>"
		"<pubDate>Mon, 02 Mar 2026 09:45:00 GMT</pubDate>"
		"<description>&lt;p&gt;LISBON (Lusa) - A lens made of ground "
		"glass and salt lets pilots see buoys at four hundred metres "
		"in thick fog.&lt;/p&gt;</description></item>"
		"</channel></rss>\n" },
	{ "a ninjs item, version 1", "application/json",
		"{\"uri\":\"" HARBOUR_ID "\",\"version\":\"1\","
		"\"type\":\"text\",\"language\":\"en\","
		"\"versionCreated\":\"2026-03-02T10:00:00+00:00\","
		"\"headlines\":[{\"role\":\"main\",\"value\":"
		"\"Old bridge to carry trams again\"}],"
		"\"by\":\"Jon Fell\","
		"\"infoSources\":[{\"name\":\"dpa\",\"role\":\"supplier\"}],"
		"\"copyrightNotice\":\"(c) 2026 dpa\","
		"\"bodies\":[{\"role\":\"main\",\"contentType\":\"text/html\","
		"\"value\":\"<p>The old iron bridge will carry trams again "
		"from "
		"1962, the city said.</p><p>Work starts in April.</p>\"}]}\n" },
	{ "the same item corrected: version 2 replaces it", "application/json",
		"{\"uri\":\"" HARBOUR_ID "\",\"version\":\"2\","
		"\"type\":\"text\",\"language\":\"en\","
		"\"versionCreated\":\"2026-03-02T10:20:00+00:00\","
		"\"headlines\":[{\"role\":\"main\",\"value\":"
		"\"CORRECTED-Old bridge to carry trams again\"}],"
		"\"by\":\"Jon Fell\","
		"\"infoSources\":[{\"name\":\"dpa\",\"role\":\"supplier\"}],"
		"\"copyrightNotice\":\"(c) 2026 dpa\","
		"\"bodies\":[{\"role\":\"main\",\"contentType\":\"text/html\","
		"\"value\":\"<p>The old iron bridge of 1962 will carry trams "
		"again from next year, the city said.</p>"
		"<p>Work starts in April.</p>\"}]}\n" },
	{ "a story that must be withdrawn", "application/json",
		"{\"uri\":\"urn:example:harbour-wire:2026-03-lamp\","
		"\"version\":\"1\",\"type\":\"text\",\"language\":\"en\","
		"\"headlines\":[{\"role\":\"main\",\"value\":"
		"\"Lighthouse lamp sold at auction\"}],"
		"\"infoSources\":[{\"name\":\"AFP\",\"role\":\"supplier\"}],"
		"\"bodies\":[{\"role\":\"main\",\"contentType\":\"text/plain\","
		"\"value\":\"A lighthouse lamp was sold at auction for a "
		"record sum.\"}]}\n" },
	{ "its kill, which overtakes everything", "application/json",
		"{\"uri\":\"urn:example:harbour-wire:2026-03-lamp\","
		"\"version\":\"2\",\"pubStatus\":\"canceled\"}\n" },
};

const size_t n_demo_stories = n_elements(demo_stories);
