/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_linear - no document costs more than its length, whatever is in it.
 *
 * Every shape that ever made a reader slow (brackets that do not close, quotes
 * and comments without an end, one endless line, lines that all begin the same,
 * thousands of attributes, marks and notices) is put into every format, at a
 * size and at several times that size. So much more may take so much longer;
 * from two and a half times that on, something reads the same bytes again and
 * again. It is the thread's own CPU time, the least of a few tries, and a shape
 * fails only when no try of several was good: a busy machine disturbs the
 * caches, but not so often.
 *
 * With arguments it prints: test_linear print SIZE [FORMAT [SHAPE]].
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "room.h"
#include "story/seal.h"

#define SIZE 16384
#define TIMES 8
#define TIMES_WIDE 32 /* of two formats: what the chain does shows late */
#define TRIES 6
/* What takes less than this at its largest is quick enough. */
#define QUICK_US 4000

/* "%" in a piece is a number that counts. */
static const struct shape {
	const char *name, *head, *piece, *tail;
} shapes[] = {
	{ "letters", "", "a", "" },
	{ "words", "", "word ", "" },
	{ "capitals", "", "Word Name ", "" },
	{ "sentences", "", "It rained in the harbour. ", "" },
	{ "lines", "", "It rained in the harbour\n", "" },
	{ "paragraphs", "", "It rained in the harbour.\n\n", "" },
	{ "blanks", "", " ", "x" },
	{ "line ends", "", "\n", "x" },
	{ "tabs and blanks", "", "x\t \n", "" },
	{ "nbsp", "", "\u00a0", "x" },
	{ "opening brackets", "", "(", "" },
	{ "closing brackets", "", ")", "" },
	{ "bracketed", "", "(a) ", "" },
	{ "square brackets", "", "[", "" },
	{ "quotes", "", "\"", "" },
	{ "opened quotes", "", "\u201cShe said ", "" },
	{ "apostrophes", "", "it's 'a ", "" },
	{ "dashes", "", "-", "" },
	{ "spaced dashes", "", " - ", "" },
	{ "em dashes", "", "\u2014 ", "" },
	{ "slashes", "", "/", "" },
	{ "stops", "", ".", "" },
	{ "commas", "", ", ", "" },
	{ "colons", "", "a: ", "" },
	{ "digits", "", "1", "" },
	{ "dates", "", "3 March 2025, ", "" },
	{ "combining marks", "a", "\u0301", "" },
	{ "ideographs", "", "\u65b0\u805e", "" },
	{ "hangul", "", "\uc11c\uc6b8=\uc5f0\ud569 ", "" },
	{ "arabic", "", "\u0631\u0648\u064a\u062a\u0631\u0632 ", "" },
	{ "codes", "", "(AFP) ", "" },
	{ "codes and slashes", "", "AFP/", "" },
	{ "datelines", "", "OSLO, March 3 (AFP) - It rained.\n", "" },
	{ "dateline marks", "", "OSLO (AFP) - ", "" },
	{ "bylines", "", "By Anna Berg\n", "" },
	{ "credits", "", "(Reporting by Anna Berg; editing by Bo Dahl)\n", "" },
	{ "citations", "", "according to Reuters and AFP, ", "" },
	{ "embargoes", "", "EMBARGOED UNTIL 3 MARCH 2025 10:00 GMT\n", "" },
	{ "embargo words", "", "embargoed until ", "" },
	{ "leads", "", "1st LEAD URGENT ", "" },
	{ "corrections", "", "CORRECTION: ", "" },
	{ "kills", "", "ATTENTION EDITORS: KILL\n", "" },
	{ "notices", "",
		"The information is provided as is without warranty "
		"of any kind.\n\n",
		"" },
	{ "notice words", "", "without warranty of any ", "" },
	{ "legal headings", "", "Legal Disclaimer:\n", "" },
	{ "furniture", "", "Share this article\n", "" },
	{ "more furniture", "", "Read more: It rained\n", "" },
	{ "contacts", "", "Media contact: anna@berg.example +47 22 33 44\n",
		"" },
	{ "addresses", "", "anna@berg.example ", "" },
	{ "links", "", "https://wire.example/a?b=% ", "" },
	{ "copyright", "", "Copyright 2025 AFP. All rights reserved.\n", "" },
	{ "end marks", "", "###\n", "" },
	{ "ends", "", "ENDS\n-30-\n", "" },
	{ "take numbers", "", "Take %\n", "" },
	{ "ampersands", "", "&", "" },
	{ "references", "", "&amp;", "" },
	{ "half references", "", "&notanentit", "" },
	{ "numbers of characters", "", "&#x26;", "" },
	{ "less-than signs", "", "<", "" },
	{ "divs", "", "<div>", "" },
	{ "closed divs", "", "</div>", "" },
	{ "bolds", "", "<b>", "" },
	{ "crossed", "", "<b><i></b></i>", "" },
	{ "paragraph tags", "", "<p>x", "" },
	{ "line breaks", "", "<br>", "" },
	{ "quotes within quotes", "", "<blockquote>x", "" },
	{ "lists in lists", "", "<ul><li>x", "" },
	{ "tables in tables", "", "<table><tr><td>x", "" },
	{ "headings", "", "<h2>x</h2>", "" },
	{ "comments", "", "<!-- x -->", "" },
	{ "open comments", "", "<!-- ", "" },
	{ "nearly comments", "", "<!--->", "" },
	{ "sections", "", "<![CDATA[", "" },
	{ "open scripts", "", "<script>", "" },
	{ "closed scripts", "", "<script></script>", "" },
	{ "nearly closed scripts", "<script>", "</scrip", "" },
	{ "open attributes", "", "<a href='", "" },
	{ "attributes", "<p", " a%=1", ">x</p>" },
	{ "the same attribute", "<p", " a=1", ">x</p>" },
	{ "equals signs", "<p ", "=", ">x</p>" },
	{ "anchors", "", "<a href=\"/a%\">x</a> ", "" },
	{ "open anchors", "", "<a href=\"/a\">x ", "" },
	{ "pictures", "", "<img src=\"/a%.jpg\" alt=x>", "" },
	{ "meta", "", "<meta property=\"og:title\" content=x>", "" },
	{ "titles", "", "<title>x</title>", "" },
	{ "articles", "", "<article><p>x", "" },
	{ "asides", "", "<aside><nav>x", "" },
};

/* How a shape gets into a document: as it is, or escaped for it. */
enum escape { RAW, XML, JSON };

static const struct dress {
	const char *name, *type, *head, *tail;
	enum escape escape;
	bool wide;
} dresses[] = {
	{ "text", "text/plain; charset=utf-8", "", "", RAW, false },
	{ "text body", "text/plain; charset=utf-8", "Harbour shut\n\n", "", RAW,
		false },
	{ "text end", "text/plain; charset=utf-8",
		"Harbour shut\n\nOSLO (AFP) - It rained.\n\n",
		"\n\nBy Anna Berg\n", RAW, true },
	{ "html", "text/html; charset=utf-8",
		"<html><head><title>Harbour shut</title></head><body><article>"
		"<h1>Harbour shut</h1><p>It rained.</p>",
		"</article></body></html>", RAW, true },
	{ "rss", "application/rss+xml",
		"<rss version='2.0'><channel><title>t</title><item>"
		"<guid>g</guid><title>Harbour shut</title><description>",
		"</description></item></channel></rss>", XML, false },
	{ "rss title", "application/rss+xml",
		"<rss version='2.0'><channel><title>t</title><item>"
		"<guid>g</guid><description>x</description><title>",
		"</title></item></channel></rss>", XML, false },
	{ "rss raw", "application/rss+xml",
		"<rss version='2.0'><channel><title>t</title><item>"
		"<guid>g</guid><title>Harbour shut</title><description>",
		"</description></item></channel></rss>", RAW, false },
	{ "atom", "application/atom+xml",
		"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>u:1</id>"
		"<title>Harbour shut</title><content type='html'>",
		"</content></entry></feed>", XML, false },
	{ "xhtml", "application/atom+xml",
		"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>u:1</id>"
		"<title>Harbour shut</title><content type='xhtml'>",
		"</content></entry></feed>", RAW, false },
	{ "ninjs", "application/json",
		"{\"uri\":\"urn:x:1\",\"headlines\":[{\"role\":\"main\","
		"\"value\":\"Harbour shut\"}],\"bodies\":[{\"role\":\"main\","
		"\"contentType\":\"text/html\",\"value\":\"",
		"\"}]}", JSON, false },
	{ "nitf", "application/nitf+xml",
		"<nitf><head><title>t</title></head><body><body.head><hedline>"
		"<hl1>Harbour shut</hl1></hedline></body.head><body.content>"
		"<p>",
		"</p></body.content></body></nitf>", XML, false },
	{ "nitf raw", "application/nitf+xml",
		"<nitf><head><title>t</title></head><body><body.head><hedline>"
		"<hl1>Harbour shut</hl1></hedline></body.head><body.content>",
		"</body.content></body></nitf>", RAW, false },
	{ "json feed", "application/feed+json",
		"{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":"
		"\"t\",\"items\":[{\"id\":\"1\",\"title\":\"Harbour shut\","
		"\"content_html\":\"",
		"\"}]}", JSON, false },
	{ "rdf", "application/rdf+xml",
		"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-"
		"ns#' xmlns='http://purl.org/rss/1.0/'><item rdf:about="
		"'https://a.example/1'><title>Harbour shut</title>"
		"<description>",
		"</description></item></rdf:RDF>", XML, false },
	{ "broken rss", "application/rss+xml",
		"<rss version='2.0'><channel><title>t & u</title><item>"
		"<guid>g</guid><title>Harbour & shut</title><description>",
		"</description></item></channel></rss>", RAW, false },
	{ "newsml 1", "application/vnd.iptc.newsml+xml",
		"<NewsML><NewsItem><Identification><NewsIdentifier>"
		"<ProviderId>a.example</ProviderId><DateId>20250303</DateId>"
		"<NewsItemId>1</NewsItemId><RevisionId PreviousRevision='0' "
		"Update='N'>1</RevisionId><PublicIdentifier>urn:newsml:a:1:1"
		"</PublicIdentifier></NewsIdentifier></Identification>"
		"<NewsManagement><NewsItemType FormalName='News'/>"
		"<FirstCreated>20250922T093000+0900</FirstCreated>"
		"<ThisRevisionCreated>20250922T104500+0900"
		"</ThisRevisionCreated><Status FormalName='Usable'/>"
		"</NewsManagement><NewsComponent><NewsLines><HeadLine>Harbour "
		"shut</HeadLine></NewsLines><ContentItem><MediaType "
		"FormalName='Text'/><DataContent><p>",
		"</p></DataContent></ContentItem></NewsComponent></NewsItem>"
		"</NewsML>",
		XML, false },
	{ "iptc7901", "text/vnd.iptc.7901",
		"\001afp1234 3 pol 0123 AFP /1\r\n\002Harbour shut\r\n",
		"\003\004", RAW, false },
};

/* What only one format has: many of what it may hold many of. */
static const struct whole {
	struct dress dress;
	struct shape shape;
} wholes[] = {
#define NINJS(name, head, piece, tail) \
	{ \
		{ "ninjs", "application/json", "{\"uri\":\"urn:x:1\",", "}", \
			RAW, false }, \
		{ \
			name, head, piece, tail \
		} \
	}
	NINJS("arrays in arrays", "\"a\":", "[", "1"),
	NINJS("objects in objects", "\"a\":", "{\"a\":", "1"),
	NINJS("members", "", "\"k%\":1,", "\"k\":1"),
	NINJS("subjects", "\"subjects\":[", "{\"name\":\"n%\"},", "{}]"),
	NINJS("headlines", "\"headlines\":[", "{\"value\":\"n%\"},", "{}]"),
	NINJS("bodies", "\"bodies\":[", "{\"role\":\"r%\",\"value\":\"x\"},",
		"{}]"),
	NINJS("sources", "\"infoSources\":[",
		"{\"role\":\"cp\",\"name\":\"AFP %\"},", "{}]"),
	NINJS("associations", "\"associations\":[",
		"{\"name\":\"p%\",\"uri\":\"urn:x:%\",\"type\":"
		"\"picture\"},",
		"{}]"),
	NINJS("renditions", "\"renditions\":[",
		"{\"name\":\"web\",\"href\":\"https://a.example/%\"},", "{}]"),
	NINJS("escapes", "\"headline\":\"", "\\u0041\\n", "\""),
#undef NINJS
#define FEED(name, head, piece, tail) \
	{ \
		{ "rss", "application/rss+xml", "<rss version='2.0'", \
			"</rss>", RAW, false }, \
		{ \
			name, head, piece, tail \
		} \
	}
	FEED("items", "><channel>",
		"<item><guid>g%</guid><title>t</title>"
		"</item>",
		"</channel>"),
	FEED("empty items", "><channel>", "<item/>", "</channel>"),
	FEED("categories", "><channel><item><guid>g</guid>",
		"<category>c%</category>", "</item></channel>"),
	FEED("enclosures", "><channel><item><guid>g</guid>",
		"<enclosure url='https://a.example/%' type='image/png'/>",
		"</item></channel>"),
	FEED("authors", "><channel><item><guid>g</guid>", "<author>a%</author>",
		"</item></channel>"),
	FEED("titles of an item", "><channel><item><guid>g</guid>",
		"<title>a%</title>", "</item></channel>"),
	FEED("attributes of the root", "", " a%='1'", "><channel/>"),
	FEED("name spaces", "", " xmlns:a%='urn:a%'", "><channel/>"),
	FEED("elements in elements", ">", "<a>", ""),
	FEED("sections of text", "><channel><title>", "<![CDATA[x]]>",
		"</title></channel>"),
#undef FEED
	{ { "entities", "application/rss+xml", "<!DOCTYPE rss [", "]><rss/>",
		  RAW, false },
		{ "declared", "", "<!ENTITY a% \"x\">", "" } },
	{ { "atom", "application/atom+xml",
		  "<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>", RAW,
		  false },
		{ "entries", "", "<entry><id>u:%</id><title>t</title></entry>",
			"" } },
	{ { "atom", "application/atom+xml",
		  "<feed xmlns='http://www.w3.org/2005/Atom'><entry>"
		  "<id>u:1</id>",
		  "</entry></feed>", RAW, false },
		{ "links", "", "<link href='https://a.example/%'/>", "" } },
	{ { "nitf", "application/nitf+xml", "<nitf><head>",
		  "</head><body><body.content><p>x</p></body.content></body>"
		  "</nitf>",
		  RAW, false },
		{ "meta", "", "<meta name='a%' content='x'/>", "" } },
	{ { "nitf", "application/nitf+xml", "<nitf><body><body.content>",
		  "</body.content></body></nitf>", RAW, false },
		{ "media", "",
			"<media media-type='image'><media-reference "
			"source='/%'/></media>",
			"" } },
	{ { "newsml", "application/vnd.iptc.g2.newsitem+xml",
		  "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' "
		  "guid='urn:x:1' version='1'><contentMeta>",
		  "</contentMeta></newsItem>", RAW, false },
		{ "subjects", "",
			"<subject qcode='a:%'><name>n%</name></subject>",
			"" } },
	{ { "iptc7901", "text/vnd.iptc.7901", "", "", RAW, false },
		{ "messages", "",
			"\001afp% 3 pol 0123 AFP /1\r\n\002x\r\n\003\004",
			"" } },
};

static void
put_escaped(struct buf *out, char c, enum escape escape)
{
	if (escape == XML && c == '<')
		buf_puts(out, "&lt;");
	else if (escape == XML && c == '&')
		buf_puts(out, "&amp;");
	else if (escape == JSON && c == '"')
		buf_puts(out, "\\\"");
	else if (escape == JSON && (unsigned char)c < ' ')
		buf_printf(out, "\\u%04x", (unsigned char)c);
	else
		buf_putc(out, c);
}

static void
put_piece(struct buf *out, const char *piece, size_t n, enum escape escape)
{
	for (; *piece != '\0'; piece++) {
		if (*piece == '%')
			buf_put_u64(out, n);
		else
			put_escaped(out, *piece, escape);
	}
}

static void
make(const struct dress *dress, const struct shape *shape, size_t size,
	struct buf *out)
{
	size_t n = 0;

	buf_clear(out);
	buf_puts(out, dress->head);
	size += out->len;
	put_piece(out, shape->head, 0, dress->escape);
	while (out->len < size)
		put_piece(out, shape->piece, n++, dress->escape);
	put_piece(out, shape->tail, 0, dress->escape);
	buf_puts(out, dress->tail);
}

static int64_t
cpu_us(void)
{
	struct timespec at;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
	return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

/* Decoding, the chain; then sealing and the report. */
struct cost {
	int64_t read_us, seal_us;
};

static struct cost
cost_of(struct room *room, const struct dress *dress, struct slice bytes)
{
	auto_(buf_done) struct buf report = BUF_NULL, record = BUF_NULL;
	int64_t began = cpu_us(), between;

	room_read(room, bytes, dress->type, "harbour");
	between = cpu_us();
	normalized_report(&room->result, SLICE("x"), true, &report);
	for (size_t i = 0; i < room->result.decoded.n_drafts; i++) {
		buf_clear(&record);
		seal_record(room->result.decoded.drafts[i],
			room->result.verdicts[i], &record);
	}
	return (struct cost){ between - began, cpu_us() - between };
}

static int64_t
total(struct cost cost)
{
	return cost.read_us + cost.seal_us;
}

struct pair {
	unsigned times;
	struct cost small, large;
};

static struct pair
measure(struct room *room, const struct dress *dress, const struct shape *shape,
	size_t size)
{
	auto_(buf_done) struct buf small = BUF_NULL, large = BUF_NULL;
	struct pair pair = { .times = dress->wide ? TIMES_WIDE : TIMES };

	make(dress, shape, size, &small);
	make(dress, shape, size * pair.times, &large);
	pair.small = cost_of(room, dress, buf_slice(&small));
	struct cost again = cost_of(room, dress, buf_slice(&small));
	if (total(again) < total(pair.small))
		pair.small = again;
	pair.large = cost_of(room, dress, buf_slice(&large));
	return pair;
}

static bool
is_linear(const struct pair *pair)
{
	return total(pair->large) < QUICK_US ||
	       2 * total(pair->large) < 5 * pair->times * total(pair->small);
}

static void
print(const struct dress *dress, const struct shape *shape,
	const struct pair *pair)
{
	printf("%-10s %-24s read %7" PRId64 " -> %8" PRId64
	       " us, seal %7" PRId64 " -> %8" PRId64 " us%s\n",
		dress->name, shape->name, pair->small.read_us,
		pair->large.read_us, pair->small.seal_us, pair->large.seal_us,
		is_linear(pair) ? "" : "  NOT LINEAR");
	fflush(stdout);
}

static bool
holds(struct room *room, const struct dress *dress, const struct shape *shape)
{
	struct pair pair;

	for (int i = 0; i < TRIES; i++) {
		pair = measure(room, dress, shape, SIZE);
		if (is_linear(&pair))
			return true;
	}
	print(dress, shape, &pair);
	return false;
}

static void
so_much_more_copy_takes_so_much_longer_and_not_more(void **state)
{
	struct room *room = *state;
	unsigned n_bad = 0;

	for (size_t i = 0; i < n_elements(dresses); i++)
		for (size_t k = 0; k < n_elements(shapes); k++)
			n_bad += !holds(room, &dresses[i], &shapes[k]);
	for (size_t i = 0; i < n_elements(wholes); i++)
		n_bad += !holds(room, &wholes[i].dress, &wholes[i].shape);
	assert_int_equal(n_bad, 0);
}

static void
print_one(struct room *room, size_t size, const struct dress *dress,
	const struct shape *shape, char **only)
{
	if ((only[0] != NULL && strcmp(only[0], dress->name)) ||
		(only[0] != NULL && only[1] != NULL &&
			strcmp(only[1], shape->name)))
		return;
	struct pair pair = measure(room, dress, shape, size);
	print(dress, shape, &pair);
}

static int
print_all(size_t size, char **only)
{
	struct room room;

	if (!room_open(&room))
		return 1;
	for (size_t i = 0; i < n_elements(dresses); i++)
		for (size_t k = 0; k < n_elements(shapes); k++)
			print_one(&room, size, &dresses[i], &shapes[k], only);
	for (size_t i = 0; i < n_elements(wholes); i++)
		print_one(
			&room, size, &wholes[i].dress, &wholes[i].shape, only);
	room_close(&room);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			so_much_more_copy_takes_so_much_longer_and_not_more,
			room_set_up, room_tear_down),
	};

	if (argc > 2 && !strcmp(argv[1], "print"))
		return print_all(strtoul(argv[2], NULL, 10), argv + 3);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
