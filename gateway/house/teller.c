/* SPDX-License-Identifier: Apache-2.0 */
/*
 * teller - the demo's voice.
 */
#include "house/teller.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "format/peek.h"
#include "house/demo_stage.h"

#define TELLER_MAX 72 /* bytes of a headline shown */

void
teller_init(struct teller *teller, bool json)
{
	const char *term = getenv("TERM");

	teller->json = json;
	teller->colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL &&
			 term != NULL && strcmp(term, "dumb") != 0;
}

static const char *
teller_ink(const struct teller *teller, const char *sequence)
{
	return teller->colour ? sequence : "";
}

#define BOLD(t) teller_ink(t, "\033[1m")
#define DIM(t) teller_ink(t, "\033[2m")
#define GOOD(t) teller_ink(t, "\033[32m")
#define BAD(t) teller_ink(t, "\033[31m")
#define PLAIN(t) teller_ink(t, "\033[0m")

static char *
teller_curl(const struct demo_stage *stage, const char *public_url)
{
	return mem_printf("curl --cacert %s -H 'Authorization: Bearer %s' "
			  "-H 'Content-Type: text/plain' --data-binary @FILE "
			  "%s/v1/partners/" DEMO_PARTNER "/stories",
		stage->ca, stage->partner_key, public_url);
}

/* ---- the facts ------------------------------------------------------------
 */

static void
teller_subscriber(struct jsonout *json, const char *name, const char *key)
{
	jsonout_object(json);
	jsonout_member_text(json, "name", name);
	jsonout_member_text(json, "key", key);
	jsonout_key(json, "products");
	jsonout_raw(json, SLICE("[\"world\"]"));
	jsonout_object_end(json);
}

static void
teller_url(struct jsonout *json, const char *key, const char *base,
	const char *path)
{
	auto_(mem_free) char *url = mem_printf("%s%s", base, path);

	jsonout_member_text(json, key, url);
}

static void
teller_facts_json(const struct demo_stage *stage, const char *public_url,
	const char *admin_url)
{
	auto_(mem_free) char *curl = teller_curl(stage, public_url);
	auto_(buf_done) struct buf out = BUF_NULL;
	struct jsonout json = JSONOUT(&out);

	jsonout_object(&json);
	jsonout_member_text(&json, "public", public_url);
	jsonout_member_text(&json, "admin", admin_url);
	jsonout_member_text(&json, "ca", stage->ca);
	jsonout_key(&json, "partner");
	jsonout_object(&json);
	jsonout_member_text(&json, "name", DEMO_PARTNER);
	jsonout_member_text(&json, "key", stage->partner_key);
	teller_url(&json, "url", public_url,
		"/v1/partners/" DEMO_PARTNER "/stories");
	jsonout_object_end(&json);
	jsonout_key(&json, "subscribers");
	jsonout_array(&json);
	teller_subscriber(&json, DEMO_STREAM, stage->stream_key);
	teller_subscriber(&json, DEMO_WEBHOOK, stage->webhook_key);
	jsonout_array_end(&json);
	teller_url(&json, "stream", public_url, "/v1/stream");
	jsonout_key(&json, "feeds");
	jsonout_object(&json);
	teller_url(&json, "atom", public_url, "/v1/feeds/world.atom");
	teller_url(&json, "rss", public_url, "/v1/feeds/world.rss");
	jsonout_object_end(&json);
	jsonout_member_text(&json, "webhook", stage->hook_url);
	jsonout_member_text(&json, "curl", curl);
	jsonout_object_end(&json);
	printf("%s\n", buf_text(&out));
	fflush(stdout);
}

void
teller_facts(struct teller *teller, const struct demo_stage *stage,
	const char *public_url, const char *admin_url)
{
	auto_(mem_free) char *curl = NULL;

	if (teller->json) {
		teller_facts_json(stage, public_url, admin_url);
		return;
	}
	curl = teller_curl(stage, public_url);
	printf("%storntape%s, a little wire service on this machine\n\n",
		BOLD(teller), PLAIN(teller));
	printf("  partner  %-13s %s/v1/partners/%s/stories\n", DEMO_PARTNER,
		public_url, DEMO_PARTNER);
	printf("  stream   %-13s %s/v1/stream\n", DEMO_STREAM, public_url);
	printf("  webhook  %-13s %s\n", DEMO_WEBHOOK, stage->hook_url);
	printf("  feed     %-13s https://reader:%s@%s/v1/feeds/world.atom\n",
		"world", stage->stream_key, public_url + strlen("https://"));
	printf("  admin    %-13s %s/\n", "", admin_url);
	printf("  authority              %s\n\n", stage->ca);
	printf("Send a story of your own from another terminal:\n\n  %s\n\n",
		curl);
	fflush(stdout);
}

/* ---- what happens ---------------------------------------------------------
 */

void
teller_sends(struct teller *teller, const char *what)
{
	if (teller->json)
		return;
	printf("%s%s%s sends %s\n", BOLD(teller), DEMO_PARTNER, PLAIN(teller),
		what);
	fflush(stdout);
}

/* Story text from strangers must not steer the terminal. */
static void
teller_put(struct buf *out, struct slice text, size_t max)
{
	size_t len = text.len < max ? text.len : max;

	while (len < text.len && len > 0 && (text.at[len] & 0xc0) == 0x80)
		len--; /* never half a character */
	for (size_t at = 0; at < len;) {
		uint32_t c = utf8_next(slice_of(text.at, len), &at);

		utf8_put(out, c < 0x20 || (c >= 0x7f && c < 0xa0) ? ' ' : c);
	}
	if (len < text.len)
		buf_puts(out, "...");
}

void
teller_receipt(struct teller *teller, unsigned status, struct slice body)
{
	auto_(peek_close) struct peek *peek = NULL;
	auto_(buf_done) struct buf line = BUF_NULL;

	if (teller->json)
		return;
	if (peek_open(body, &peek, NULL)) {
		printf("  %sanswer   %u%s\n", BAD(teller), status,
			PLAIN(teller));
		fflush(stdout);
		return;
	}
	for (size_t i = 0; i < peek_count(peek, "/stories"); i++) {
		auto_(mem_free) char *at = mem_printf("/stories/%zu/status", i);

		buf_puts(&line, i ? ", " : "");
		teller_put(&line, peek_text(peek, at), TELLER_MAX);
	}
	printf("  %sanswer   %u %s%s\n",
		status < 300 ? DIM(teller) : BAD(teller), status,
		buf_text(&line), PLAIN(teller));
	fflush(stdout);
}

static void
teller_put_parties(struct buf *out, const struct peek *peek, const char *list,
	const char *before)
{
	auto_(mem_free) char *where = mem_printf("/data/wire/%s", list);
	size_t n = peek_count(peek, where);

	for (size_t i = 0; i < n; i++) {
		auto_(mem_free) char *at = mem_printf("%s/%zu/name", where, i);

		buf_puts(out, i == 0 ? before : ", ");
		teller_put(out, peek_text(peek, at), TELLER_MAX);
	}
}

static void
teller_put_facts(struct buf *out, const struct peek *peek)
{
	struct slice supplier = peek_text(peek, "/data/wire/supplier/name");
	size_t n = peek_count(peek, "/data/wire/disclaimers");

	if (supplier.len != 0) {
		buf_puts(out, "  supplier ");
		teller_put(out, supplier, TELLER_MAX);
	}
	teller_put_parties(out, peek, "distributors", "  via ");
	teller_put_parties(out, peek, "cited", "  cites ");
	for (size_t i = 0; i < n; i++) {
		auto_(mem_free) char *at =
			mem_printf("/data/wire/disclaimers/%zu/kind", i);

		buf_puts(out, i == 0 ? "  disclaimer " : ", ");
		teller_put(out, peek_text(peek, at), TELLER_MAX);
	}
}

void
teller_envelope(struct teller *teller, const char *way, const char *who,
	struct slice envelope, const char *remark)
{
	auto_(peek_close) struct peek *peek = NULL;
	auto_(buf_done) struct buf line = BUF_NULL;
	struct slice headline;

	if (teller->json || peek_open(envelope, &peek, NULL))
		return;
	headline = peek_text(peek, "/data/story/headlines/0/value");
	if (headline.len == 0)
		headline = peek_text(peek, "/data/reason");
	printf("  %s%-8s%s %-13s ", GOOD(teller), way, PLAIN(teller), who);
	teller_put(&line, peek_text(peek, "/type"), TELLER_MAX);
	buf_puts(&line, "  ");
	teller_put(&line, headline, TELLER_MAX);
	if (remark != NULL)
		buf_printf(&line, "  (%s)", remark);
	printf("%s\n", buf_text(&line));
	buf_clear(&line);
	teller_put_facts(&line, peek);
	if (line.len != 0)
		printf("%25s%s%s%s\n", "", DIM(teller), buf_text(&line) + 2,
			PLAIN(teller));
	fflush(stdout);
}

static size_t
teller_count(struct slice text, const char *what)
{
	size_t n = 0, len = strlen(what);
	const char *at = text.at;

	while (text.len != 0 &&
		(at = memmem(at, (size_t)(text.at + text.len - at), what,
			 len)) != NULL) {
		at += len;
		n++;
	}
	return n;
}

void
teller_feed(struct teller *teller, unsigned status, struct slice body)
{
	if (teller->json)
		return;
	printf("%sreader%s fetches the feed\n", BOLD(teller), PLAIN(teller));
	printf("  %sfeed%s     %-13s %u, %zu entries, %zu with a credit "
	       "block\n",
		GOOD(teller), PLAIN(teller), "world.atom", status,
		teller_count(body, "<entry"),
		teller_count(body, "torntape-attribution"));
	fflush(stdout);
}

void
teller_note(struct teller *teller, const char *text)
{
	fprintf(teller->json ? stderr : stdout, "  note     %s\n", text);
	fflush(stdout);
}

void
teller_stage_is_yours(struct teller *teller, const char *public_url)
{
	if (teller->json)
		return;
	printf("\nThe play is over, the gateway stays at %s.\n"
	       "Send stories of your own; Ctrl-C ends it and leaves nothing "
	       "behind.\n",
		public_url);
	fflush(stdout);
}
