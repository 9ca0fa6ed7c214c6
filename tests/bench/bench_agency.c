/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_agency.c - documents and megabytes a second that one core decodes, of
 * each format, beside the bare parser on the same bytes: expat with handlers
 * that do nothing, names with namespaces as we ask for them; jansson's tree. A
 * wire message has no parser to stand beside.
 *
 * Each document is one of the fuzz corpora with paragraphs put in up to the
 * length of a story, since a decoder has a cost per document too and an agency
 * sends one story a document. The thread's own CPU time counts, and
 * of the rounds the best. The goal is a factor of three.
 *
 *	bench_agency
 */
#include <expat.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/ensure.h"
#include "format/format.h"

#define STORY_BYTES 8000u
#define N_ROUNDS 15
#define ROUND_NS 30000000

static const struct draft_partner partner = { .name = "harbour",
	.title = "Harbour Feed",
	.role = "distributor",
	.timezone = "UTC",
	.language = "en",
	.charset = "",
	.may_kill = true,
	.may_embargo = true };

enum bare { BARE_NONE, BARE_EXPAT, BARE_JANSSON };

#define PARAGRAPH \
	"A ferry line will reopen in May after two winters, Harbour Lines " \
	"said on\nMonday, and forty sailors are looked for on both shores. " \
	"The boats were laid up\nwhen the pier broke; it has been rebuilt " \
	"since then with stones of the old\nlighthouse, which nobody needs."

/* In front of `before` stand paragraphs, each between two tags. */
static const struct sample {
	const char *format, *path, *before, *open, *close;
	enum bare bare;
} samples[] = {
	{ "newsml-g2", "newsml_g2/message-with-a-package.xml",
		"<p>See <a href=", "<p>", "</p>", BARE_EXPAT },
	{ "newsml-1", "newsml_1/embargoed-until.xml", "<p>The text is fixed",
		"<p>", "</p>", BARE_EXPAT },
	{ "nitf", "nitf/ferry.xml", "<p>A ferry line will", "<p>", "</p>",
		BARE_EXPAT },
	{ "ninjs (digitalwires)", "ninjs_dialects/digitalwires.json",
		"<p>Die F", "<p>", "</p>", BARE_JANSSON },
	{ "iptc7901", "iptc7901/ferry.txt", "   Die Linie stand", "", "\n\n",
		BARE_NONE },
	{ "anpa", "anpa/cable-cars.txt", "\tThe end of it", "\t", "\n",
		BARE_NONE },
};

static int64_t
now_ns(void)
{
	struct timespec at;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
	return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static bool
read_sample(const struct sample *sample, struct buf *out)
{
	const char *root = getenv("TORNTAPE_SOURCE");
	auto_(buf_done) struct buf path = BUF_NULL;
	FILE *file;

	buf_printf(&path, "%s/tests/fuzz/corpus/%s", root ? root : ".",
		sample->path);
	file = fopen(buf_text(&path), "rbe");
	if (file == NULL)
		return false;
	for (int c; (c = fgetc(file)) != EOF;)
		buf_putc(out, (char)c);
	fclose(file);
	return true;
}

static void
put_paragraph(const struct sample *sample, struct buf *out)
{
	buf_puts(out, sample->open);
	for (const char *at = PARAGRAPH; *at != '\0'; at++)
		/* a line feed is written otherwise in a JSON string */
		buf_putc(out, *at == '\n' && sample->bare == BARE_JANSSON
				      ? ' '
				      : *at);
	buf_puts(out, sample->close);
}

static void
lengthen(const struct sample *sample, struct buf *text)
{
	auto_(buf_done) struct buf out = BUF_NULL;
	const char *at = memmem(
		text->data, text->len, sample->before, strlen(sample->before));

	ensure(at != NULL);
	size_t head = (size_t)(at - text->data);

	buf_put(&out, text->data, head);
	while (out.len + (text->len - head) < STORY_BYTES)
		put_paragraph(sample, &out);
	buf_put(&out, at, text->len - head);
	buf_clear(text);
	buf_put_slice(text, buf_slice(&out));
}

static void
on_open(void *user, const char *name, const char **attributes)
{
	(void)name, (void)attributes;
	++*(size_t *)user;
}

static void
on_close(void *user, const char *name)
{
	(void)name;
	++*(size_t *)user;
}

static void
on_text(void *user, const char *text, int len)
{
	(void)text;
	*(size_t *)user += (size_t)len;
}

static void
parse_bare(enum bare bare, struct slice text)
{
	size_t sum = 0;

	if (bare == BARE_JANSSON) {
		json_t *root = json_loadb(
			text.at, text.len, JSON_REJECT_DUPLICATES, NULL);

		ensure(root != NULL);
		json_decref(root);
		return;
	}
	XML_Parser parser = XML_ParserCreateNS("UTF-8", '\x1f');

	XML_SetUserData(parser, &sum);
	XML_SetElementHandler(parser, on_open, on_close);
	XML_SetCharacterDataHandler(parser, on_text);
	ensure(XML_Parse(parser, text.at, (int)text.len, 1) == XML_STATUS_OK);
	ensure(sum != 0);
	XML_ParserFree(parser);
}

static void
decode(struct slice text)
{
	const struct document document = {
		.bytes = text,
		.partner = &partner,
		.received_ms = INT64_C(1758499260000),
	};
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct problem why = PROBLEM_NULL;

	ensure(format_decode(&document, &decoded, &why) == 0);
	ensure(decoded.n_drafts != 0);
}

/* Nanoseconds of one document, the best of the rounds. */
static double
measure(enum bare bare, bool is_bare, struct slice text)
{
	double best = 1e18;

	for (int round = 0; round < N_ROUNDS; round++) {
		int64_t start = now_ns(), spent;
		long n = 0;

		do {
			if (is_bare)
				parse_bare(bare, text);
			else
				decode(text);
			n++;
			spent = now_ns() - start;
		} while (spent < ROUND_NS);
		if ((double)spent / (double)n < best)
			best = (double)spent / (double)n;
	}
	return best;
}

int
main(void)
{
	format_preload();
	printf("%-22s %7s %10s %8s %10s %7s\n", "format", "bytes", "docs/s",
		"MB/s", "bare MB/s", "factor");
	for (size_t i = 0; i < n_elements(samples); i++) {
		auto_(buf_done) struct buf text = BUF_NULL;
		double own, bare;

		if (!read_sample(&samples[i], &text)) {
			fprintf(stderr, "%s is not there\n", samples[i].path);
			return 1;
		}
		lengthen(&samples[i], &text);
		own = measure(samples[i].bare, false, buf_slice(&text));
		printf("%-22s %7zu %10.0f %8.1f", samples[i].format, text.len,
			1e9 / own, (double)text.len * 1e3 / own);
		if (samples[i].bare == BARE_NONE) {
			printf(" %10s %7s\n", "-", "-");
			continue;
		}
		bare = measure(samples[i].bare, true, buf_slice(&text));
		printf(" %10.1f %7.2f\n", (double)text.len * 1e3 / bare,
			own / bare);
	}
	return 0;
}
