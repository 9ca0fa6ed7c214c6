/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_formats.c - documents and megabytes that one core decodes in a second,
 * per format, beside bare expat or jansson on the same bytes in the same run.
 * Bare means: every event delivered to a function that does nothing, or the
 * whole tree built and dropped. The goal is at most three times that.
 *
 * Everything counts that makes drafts of the bytes. Reading the HTML of the
 * bodies, which no bare parser does, is told beside it: the same bodies alone,
 * read into drafts, taken off.
 *
 * A row names its type and writes its document; more rows are welcome. The
 * thread's own CPU time counts, and of the rounds the best. One thread.
 *
 *	bench_formats [FORMAT...]
 */
#include <expat.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/ensure.h"
#include "format/body.h"
#include "format/format.h"

#define N_ITEMS 100
#define N_ROUNDS 15
#define N_PARAGRAPHS 12

enum bare { BARE_EXPAT, BARE_JANSSON, BARE_NONE };

struct row {
	const char *format, *type;
	enum bare bare;
	void (*write)(struct buf *out);
};

static const struct draft_partner partner = { .name = "harbour",
	.title = "Harbour Feed",
	.role = "distributor",
	.timezone = "UTC",
	.language = "en",
	.charset = "",
	.may_kill = true,
	.may_embargo = true };

static const char *const words =
	"The ferry between the island and the main land will run again from "
	"Monday, the harbour office said, after an inspection found no damage "
	"to the hull; tickets that were sold for the week remain valid. ";

/* ---- documents ------------------------------------------------------------
 */

/* A body of about 3 KB; markup escaped for XML, or not. */
static void
put_body(struct buf *out, bool is_escaped)
{
	const char *open = is_escaped ? "&lt;p>" : "<p>";
	const char *close = is_escaped ? "&lt;/p>" : "</p>";

	for (int i = 0; i < N_PARAGRAPHS; i++)
		buf_printf(out, "%s%s%s", open, words, close);
}

static void
write_rss(struct buf *out)
{
	buf_puts(out,
		"<?xml version='1.0'?><rss version='2.0' xmlns:dc='http://"
		"purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/"
		"1.0/modules/content/'><channel><title>Isle</title><link>"
		"https://isle.example/</link>");
	for (int i = 0; i < N_ITEMS; i++) {
		buf_printf(out,
			"<item><title>Ferry returns %d</title><link>https://"
			"isle.example/s/%d</link><guid>https://isle.example/"
			"s/%d</guid><pubDate>Sat, 03 May 2025 10:00:00 +0400"
			"</pubDate><dc:creator>Ada Brook</dc:creator><category>"
			"sea</category><description>In short</description>"
			"<content:encoded>",
			i, i, i);
		put_body(out, true);
		buf_puts(out, "</content:encoded></item>");
	}
	buf_puts(out, "</channel></rss>");
}

/* What is not well-formed costs both readings. */
static void
write_broken_rss(struct buf *out)
{
	write_rss(out);
	buf_cut(out, out->len - strlen("</channel></rss>"));
	buf_puts(out, "<copyright>A & B</copyright></channel></rss>");
}

static void
write_rdf(struct buf *out)
{
	buf_puts(out,
		"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-"
		"ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl."
		"org/dc/elements/1.1/'><channel><title>Isle</title></channel>");
	for (int i = 0; i < N_ITEMS; i++) {
		buf_printf(out,
			"<item rdf:about='https://isle.example/s/%d'><title>"
			"Ferry returns</title><link>https://isle.example/s/%d"
			"</link><dc:date>2025-05-03T06:00:00Z</dc:date>"
			"<description>",
			i, i);
		put_body(out, true);
		buf_puts(out, "</description></item>");
	}
	buf_puts(out, "</rdf:RDF>");
}

static void
write_atom(struct buf *out)
{
	buf_puts(out,
		"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://"
		"isle.example/'><title>Isle</title><id>urn:isle</id>");
	for (int i = 0; i < N_ITEMS; i++) {
		buf_printf(out,
			"<entry><title>Ferry returns</title><id>urn:isle:%d"
			"</id><link href='s/%d'/><updated>2025-05-03T06:00:00Z"
			"</updated><author><name>Ada Brook</name></author>"
			"<content type='xhtml'><div xmlns='http://www.w3.org/"
			"1999/xhtml'>",
			i, i);
		put_body(out, false);
		buf_puts(out, "</div></content></entry>");
	}
	buf_puts(out, "</feed>");
}

static void
write_cdf(struct buf *out)
{
	buf_puts(out, "<CHANNEL HREF='https://isle.example/'>");
	for (int i = 0; i < N_ITEMS; i++) {
		buf_printf(out,
			"<ITEM HREF='s/%d' LASTMOD='2025-05-03T06:00:00Z'>"
			"<TITLE>Ferry returns</TITLE><ABSTRACT>",
			i);
		put_body(out, true);
		buf_puts(out, "</ABSTRACT></ITEM>");
	}
	buf_puts(out, "</CHANNEL>");
}

static void
write_jsonfeed(struct buf *out)
{
	buf_puts(out, "{\"version\":\"https://jsonfeed.org/version/1.1\","
		      "\"title\":\"Isle\",\"items\":[");
	for (int i = 0; i < N_ITEMS; i++) {
		buf_printf(out,
			"%s{\"id\":\"urn:isle:%d\",\"url\":\"https://isle."
			"example/s/%d\",\"title\":\"Ferry returns\","
			"\"date_published\":\"2025-05-03T06:00:00Z\","
			"\"authors\":[{\"name\":\"Ada Brook\"}],"
			"\"content_html\":\"",
			i ? "," : "", i, i);
		put_body(out, false);
		buf_puts(out, "\"}");
	}
	buf_puts(out, "]}");
}

static void
write_page(struct buf *out)
{
	buf_puts(out,
		"<!doctype html><html lang=en><head><title>Ferry - Isle</title>"
		"<script type='application/ld+json'>{\"@type\":\"NewsArticle\","
		"\"headline\":\"Ferry returns\",\"datePublished\":\"2025-05-03T"
		"06:00:00Z\",\"author\":{\"name\":\"Ada Brook\"}}</script>"
		"</head><body><nav><a href=/>Home</a></nav><article><h1>Ferry "
		"returns</h1>");
	for (int i = 0; i < 10; i++)
		put_body(out, false);
	buf_puts(out, "</article></body></html>");
}

static const struct row rows[] = {
	{ "rss", "application/rss+xml", BARE_EXPAT, write_rss },
	{ "rss, broken", "application/rss+xml", BARE_EXPAT, write_broken_rss },
	{ "rdf", "application/rdf+xml", BARE_EXPAT, write_rdf },
	{ "atom", "application/atom+xml", BARE_EXPAT, write_atom },
	{ "cdf", "application/x-cdf", BARE_EXPAT, write_cdf },
	{ "jsonfeed", "application/feed+json", BARE_JANSSON, write_jsonfeed },
	{ "html", "text/html", BARE_NONE, write_page },
};

/* ---- readings -------------------------------------------------------------
 */

static void
on_open(void *user, const char *name, const char **attributes)
{
	(void)user, (void)name, (void)attributes;
}

static void
on_close(void *user, const char *name)
{
	(void)user, (void)name;
}

static void
on_text(void *user, const char *text, int len)
{
	(void)user, (void)text, (void)len;
}

static void
read_bare(const struct row *row, struct slice bytes)
{
	if (row->bare == BARE_JANSSON) {
		json_decref(json_loadb(bytes.at, bytes.len, 0, NULL));
		return;
	}
	XML_Parser parser = XML_ParserCreateNS("UTF-8", '\x1f');

	XML_SetElementHandler(parser, on_open, on_close);
	XML_SetCharacterDataHandler(parser, on_text);
	XML_Parse(parser, bytes.at, (int)bytes.len, 1);
	XML_ParserFree(parser);
}

static void
read_ours(const struct row *row, struct slice bytes)
{
	const struct document document = {
		.bytes = bytes,
		.content_type = slice_text(row->type),
		.partner = &partner,
	};
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct problem why = PROBLEM_NULL;

	ensure(format_decode(&document, &decoded, &why) == 0);
	ensure(decoded.n_drafts != 0);
}

/* The bodies of all items by themselves, as body_put_html() takes them. */
static void
read_bodies(const struct row *row, struct slice body)
{
	(void)row;
	for (int i = 0; i < N_ITEMS; i++) {
		auto_(draft_free) struct draft *draft = draft_new(&partner);

		body_put_html(draft, body, SLICE("https://isle.example/"));
	}
}

static int64_t
now_ns(void)
{
	struct timespec at;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
	return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static int64_t
best_of(void (*read)(const struct row *, struct slice), const struct row *row,
	struct slice bytes)
{
	int64_t best = INT64_MAX;

	for (int i = 0; i < N_ROUNDS; i++) {
		int64_t start = now_ns();

		read(row, bytes);
		int64_t took = now_ns() - start;

		best = took < best ? took : best;
	}
	return best;
}

static void
measure(const struct row *row)
{
	auto_(buf_done) struct buf text = BUF_NULL, body = BUF_NULL;

	row->write(&text);
	put_body(&body, false);
	double ours = (double)best_of(read_ours, row, buf_slice(&text));
	double mb = (double)text.len / 1e6;

	printf("%-12s %7.0f documents/s %7.1f MB/s", row->format, 1e9 / ours,
		mb * 1e9 / ours);
	if (row->bare != BARE_NONE) {
		double bare = (double)best_of(read_bare, row, buf_slice(&text));
		double bodies =
			(double)best_of(read_bodies, row, buf_slice(&body));

		printf("   bare %s %7.1f MB/s, %.2f times as long, %.2f "
		       "without the HTML",
			row->bare == BARE_EXPAT ? "expat  " : "jansson",
			mb * 1e9 / bare, ours / bare, (ours - bodies) / bare);
	}
	printf("   (%zu KB each)\n", text.len / 1000);
}

static bool
is_asked(int argc, char **argv, const char *format)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], format) == 0)
			return true;
	return argc == 1;
}

int
main(int argc, char **argv)
{
	format_preload();
	for (size_t i = 0; i < n_elements(rows); i++)
		if (is_asked(argc, argv, rows[i].format))
			measure(&rows[i]);
	return 0;
}
