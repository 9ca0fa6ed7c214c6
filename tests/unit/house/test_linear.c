/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_linear - what operators and peers write costs no more than its length.
 *
 * The same as tests/unit/plugins/test_linear.c does with documents, for the
 * other readers: a file or a request that has very many of one thing, at a size
 * and at eight times that size, in CPU time, the best of several tries. The
 * limits that stand before these readers in real life are off, so that it is
 * the reader that is measured.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "config/config.h"
#include "deliver/accept.h"
#include "net/http1.h"
#include "plug/rules.h"
#include "plug/table.h"

#define SIZE 16384
#define TIMES 8
#define TRIES 6
#define QUICK_US 4000

typedef void read_fn(struct slice bytes);

static void
read_config(struct slice bytes)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(config_unref) struct config *config = NULL;

	(void)config_parse("x.yaml", bytes, &problems, &config);
}

static void
read_rules(struct slice bytes)
{
	auto_(rules_free) struct tt_rules *rules = rules_new();
	(void)rules_parse(rules, "shipped", false, bytes, NULL);
	(void)rules_parse(rules, "own", true, bytes, NULL);
	rules_free(rules_view(rules, &WHOSE_NOBODY));
}

static void
read_table(struct slice bytes)
{
	auto_(table_free) struct table *table = table_new();
	auto_(buf_done) struct buf out = BUF_NULL;

	(void)table_parse(table, "shipped.csv", false, bytes, NULL);
	(void)table_parse(table, "own.csv", true, bytes, NULL);
	table_print(table, &WHOSE_NOBODY, &out);
}

static void
read_requests(struct slice bytes)
{
	const struct http1_limits limits = { SIZE * TIMES * 2, SIZE * TIMES * 2,
		SIZE * TIMES, 256, SIZE * TIMES };
	struct http1 http;
	enum http1_event event = HTTP1_MORE;

	http1_init(&http, &limits);
	while (bytes.len > 0 && event != HTTP1_BAD) {
		struct slice piece = slice_of(bytes.at, 1), body;

		event = http1_feed(&http, &piece, &body);
		if (event == HTTP1_END)
			http1_next(&http);
		bytes = slice_of(
			bytes.at + 1 - piece.len, bytes.len - 1 + piece.len);
	}
	http1_done(&http);
}

static void
read_accept(struct slice bytes)
{
	static const char *const types[] = { "text/html", "application/json",
		"text/event-stream", NULL };

	accept_choose(bytes, types);
	accept_gzip(bytes);
	accept_has_etag(bytes, SLICE("\"x\""));
}

#define POST "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

/* "%" in a piece is a number that counts. */
static const struct {
	const char *name;
	read_fn *read;
	const char *head, *piece, *tail;
} rows[] = {
	{ "partners", read_config, "partners:\n",
		"  - {name: p%, title: t, role: agency, keys: ['sha256:"
		"0123456789abcdef0123456789abcdef0123456789abcdef01234567%']}"
		"\n",
		"" },
	{ "products", read_config, "products:\n", "  - {name: p%, title: t}\n",
		"" },
	{ "subscribers", read_config, "subscribers:\n",
		"  - {name: s%, products: [a]}\n", "" },
	{ "entitlements", read_config,
		"products:\n  - {name: p}\nsubscribers:\n  - name: s\n"
		"    products: [",
		"p%, ", "p]\n" },
	{ "plugins", read_config, "plugins:\n", "  - {name: p%}\n", "" },
	{ "options of a plugin", read_config,
		"plugins:\n  - name: x\n    options:\n", "      k%: 1\n", "" },
	{ "unknown keys", read_config, "", "k%: 1\n", "" },
	{ "the same key", read_config, "", "state: x\n", "" },
	{ "open lists", read_config, "", "[", "" },
	{ "aliases", read_config, "a0: &a0 [x,x]\n", "a%: &b% [*a0, *a0]\n",
		"" },
	{ "rules", read_rules, "", "rule: r%\nmark: x\n", "" },
	{ "lists", read_table, "name,code\n", "n%,\"x\"\"y\"\n", "" },
	{ "keys of a rule", read_rules, "rule: a\n", "k%: v\n", "" },
	{ "values of a key", read_rules, "rule: a\n", "k: v\n", "" },
	{ "keys by turns", read_rules, "rule: a\n", "k: v\nl: v\n", "" },
	{ "lines that go on", read_rules, "rule: a\nk: v\n", " x\n", "" },
	{ "fields", read_requests, "GET / HTTP/1.1\r\nHost: a\r\n", "A%: b\r\n",
		"\r\n" },
	{ "connection options", read_requests,
		"GET / HTTP/1.1\r\nHost: a\r\nConnection: ", "x,", "\r\n\r\n" },
	{ "chunks", read_requests, POST, "1\r\nx\r\n", "0\r\n\r\n" },
	{ "trailers", read_requests, POST "0\r\n", "A: x\r\n", "\r\n" },
	{ "requests", read_requests, "", "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
		"" },
	{ "ranges of types", read_accept, "", "text/x%;q=0.1,", "" },
	{ "parameters", read_accept, "a", ";q=1", "" },
	{ "commas", read_accept, "", ",", "" },
};

static void
make(size_t row, size_t size, struct buf *out)
{
	buf_puts(out, rows[row].head);
	for (size_t n = 0; out->len < size; n++)
		for (const char *c = rows[row].piece; *c != '\0'; c++) {
			if (*c == '%')
				buf_printf(out, "%08zu", n);
			else
				buf_putc(out, *c);
		}
	buf_puts(out, rows[row].tail);
}

static int64_t
cost_us(size_t row, size_t size)
{
	auto_(buf_done) struct buf bytes = BUF_NULL;
	struct timespec began, ended;

	make(row, size, &bytes);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &began);
	rows[row].read(buf_slice(&bytes));
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ended);
	return (ended.tv_sec - began.tv_sec) * 1000000 +
	       (ended.tv_nsec - began.tv_nsec) / 1000;
}

static bool
is_linear(size_t row)
{
	int64_t small = 0, large = 0;

	for (int i = 0; i < TRIES; i++) {
		small = cost_us(row, SIZE);
		large = cost_us(row, SIZE * TIMES);
		if (large < QUICK_US || 2 * large < 5 * TIMES * small)
			return true;
	}
	print_error("%s: %" PRId64 " us, and %" PRId64
		    " us for %d times as many\n",
		rows[row].name, small, large, TIMES);
	return false;
}

static void
eight_times_as_many_take_no_more_than_so_much_longer(void **state)
{
	unsigned n_bad = 0;

	(void)state;
	for (size_t i = 0; i < n_elements(rows); i++)
		n_bad += !is_linear(i);
	assert_int_equal(n_bad, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			eight_times_as_many_take_no_more_than_so_much_longer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
