/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every number of the configuration arrives where it is obeyed.
 *
 * A table: what is written in the file, and what the layers are told. That they
 * obey is proved where they are tested (unit/net, unit/deliver) and from
 * outside (scenario/l-limits.py); that no key is forgotten here is looked after
 * by tests/lint/documented.py.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "config/config.h"
#include "deliver/subscriber.h"
#include "house/generation.h"
#include "plug/rulebook.h"

/* With files that can be read, and nothing in them. */
static int
parse_into(const char *text, struct problem_list *problems,
	struct config **ret_config)
{
	auto_(buf_done) struct buf whole = BUF_NULL;

	buf_puts(&whole, "listen: {cert: /dev/null, key: /dev/null}\n");
	buf_puts(&whole, text);
	return config_parse("/nowhere/torntape.yaml", buf_slice(&whole),
		problems, ret_config);
}

static struct config *
parse(const char *text)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	struct config *config = NULL;

	if (parse_into(text, &problems, &config) != 0)
		fail_msg("%s", problems.items[0].text);
	return config;
}

static const char limits_text[] = "limits:\n"
				  "  request_line: 1001B\n"
				  "  header_size: 2002B\n"
				  "  header_fields: 13\n"
				  "  header_timeout: 1004ms\n"
				  "  body_size: 1000KiB\n"
				  "  bodies_size: 2000KiB\n"
				  "  body_timeout: 1005ms\n"
				  "  body_min_rate: 1006B\n"
				  "  body_grace: 1007ms\n"
				  "  write_timeout: 1008ms\n"
				  "  handshake_timeout: 1009ms\n"
				  "  keep_alive: 1010ms\n"
				  "  requests_per_connection: 1011\n"
				  "  chunk_line: 1012B\n"
				  "  output_soft: 70000B\n"
				  "  output_soft_timeout: 1014ms\n"
				  "  output_hard: 80000B\n"
				  "  connections: 1016\n"
				  "  response_size: 1100B\n";

static void
limits_reach_connections(void **state)
{
	auto_(config_unref) struct config *config = parse(limits_text);
	struct http_limits limits = generation_limits(config);
	const struct {
		uint64_t got, wanted;
	} rows[] = {
		{ limits.request_line, 1001 },
		{ limits.headers, 2002 },
		{ limits.n_headers, 13 },
		{ (uint64_t)limits.header_timeout_ms, 1004 },
		{ limits.bodies, 2000u << 10 },
		{ (uint64_t)limits.body_timeout_ms, 1005 },
		{ limits.body_rate, 1006 },
		{ (uint64_t)limits.body_grace_ms, 1007 },
		{ (uint64_t)limits.stream.write_timeout_ms, 1008 },
		{ (uint64_t)limits.stream.handshake_timeout_ms, 1009 },
		{ (uint64_t)limits.keep_alive_ms, 1010 },
		{ limits.n_requests, 1011 },
		{ limits.chunk_line, 1012 },
		{ limits.stream.output_soft, 70000 },
		{ (uint64_t)limits.stream.output_soft_ms, 1014 },
		{ limits.stream.output_hard, 80000 },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(rows); i++)
		assert_int_equal(rows[i].got, rows[i].wanted);
}

#define HASH \
	"00112233445566778899aabbccddeeff" \
	"00112233445566778899aabbccddeeff"

static void
the_largest_document_always_fits(void **state)
{
	auto_(config_unref) struct config *config =
		parse("limits: {body_size: 3MiB, bodies_size: 1MiB}\n");
	auto_(config_unref) struct config *other =
		parse("limits: {bodies_size: 1MiB, body_size: 1MiB}\n"
		      "partners:\n"
		      "  - {name: a, role: agency, body_size: 7MiB, "
		      "keys: [\"sha256:" HASH "\"]}\n");

	(void)state;
	assert_int_equal(generation_limits(config).bodies, 3u << 20);
	assert_int_equal(generation_limits(other).bodies, 7u << 20);
}

static void
callers_leave_descriptors_for_the_house(void **state)
{
	auto_(config_unref) struct config *config =
		parse("limits: {connections: 5000}\n"
		      "webhooks: {concurrency: 100}\n");

	(void)state;
	assert_int_equal(generation_connections(config, 1000000), 5000);
	assert_int_equal(
		generation_connections(config, 5000), 5000 - 150 - 256);
	assert_int_equal(generation_connections(config, 200), 100);
}

static void
numbers_reach_delivery(void **state)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	(void)state;
	buf_puts(&text, limits_text);
	buf_puts(&text, "webhooks:\n"
			"  timeout: 2001ms\n"
			"  retries: [0s, 2002ms]\n"
			"  concurrency: 203\n"
			"  concurrency_per_subscriber: 24\n"
			"delivery:\n"
			"  ring: 205\n"
			"  ring_bytes: 2MiB\n"
			"  heartbeat: 2007ms\n"
			"  ticket_life: 2008ms\n"
			"  feed_items: 29\n"
			"  page_items: 700\n"
			"  max_wait: 2011ms\n");
	auto_(config_unref) struct config *config = parse(buf_text(&text));
	struct delivery_settings settings = generation_settings(config);
	const struct {
		uint64_t got, wanted;
	} rows[] = {
		{ (uint64_t)settings.webhook_timeout_ms, 2001 },
		{ settings.n_retries, 2 },
		{ (uint64_t)settings.retries_ms[1], 2002 },
		{ settings.webhook_most, 203 },
		{ settings.webhook_slots, 24 },
		{ settings.webhook_response, 1100 },
		{ settings.tail_entries, 205 },
		{ settings.tail_bytes, 2u << 20 },
		{ (uint64_t)settings.heartbeat_ms, 2007 },
		{ (uint64_t)settings.ticket_ms, 2008 },
		{ settings.feed_items, 29 },
		{ settings.page_default, 700 },
		/* Who says no limit must not get more than who says one. */
		{ settings.page_max, 700 },
		{ (uint64_t)settings.wait_max_ms, 2011 },
		{ settings.stream_max, 1016 },
		{ settings.page_bytes, 40000 },
	};

	for (size_t i = 0; i < n_elements(rows); i++)
		assert_int_equal(rows[i].got, rows[i].wanted);
}

static void
what_the_file_leaves_out_is_on_by_default(void **state)
{
	auto_(config_unref) struct config *config = parse("");
	struct http_limits limits = generation_limits(config);
	struct delivery_settings settings = generation_settings(config);

	(void)state;
	assert_int_equal(limits.header_timeout_ms, 10000);
	assert_int_equal(limits.body_timeout_ms, 300000);
	assert_int_equal(limits.stream.write_timeout_ms, 60000);
	assert_int_equal(limits.stream.output_hard, 8u << 20);
	assert_int_equal(settings.webhook_timeout_ms, 15000);
	assert_int_equal(settings.n_retries, 10);
	assert_int_equal(settings.retries_ms[9], 24 * 3600000);
	assert_int_equal(settings.webhook_slots, 4);
}

static void
a_contract_reaches_who_fetches(void **state)
{
	auto_(config_unref) struct config *config = parse(
		"products: [{name: world, match: all}]\n"
		"subscribers:\n"
		"  - {name: gulf, products: [world], keys: [\"sha256:" HASH
		"\"], edition: {index: noindex-news, credit: both, "
		"dateline: hide, "
		"license: \"https://isle.example/rsl.xml\"}}\n");
	auto_(subscribers_unref) struct subscribers *all = NULL;
	auto_(rulebook_unref) struct rulebook *book = rulebook_new();
	struct problem why = PROBLEM_NULL;

	(void)state;
	assert_int_equal(generation_subscribers(config, book, &all, &why), 0);
	const struct feed_edition *edition = &subscribers_at(all, 0)->edition;
	assert_int_equal(edition->index, FEED_INDEX_NO_NEWS);
	assert_int_equal(edition->credit, FEED_AROUND);
	assert_true(edition->without_dateline);
	assert_true(slice_is(edition->license, "https://isle.example/rsl.xml"));
}

static void
a_licence_that_is_no_address_is_an_error(void **state)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	struct config *config = NULL;

	(void)state;
	assert_int_equal(
		parse_into("products: [{name: world, match: all}]\n"
			   "subscribers:\n"
			   "  - {name: gulf, products: [world], keys: "
			   "[\"sha256:" HASH
			   "\"], edition: {license: rsl.xml, index: no}}\n",
			&problems, &config),
		1);
	assert_int_equal(problems.n_items, 2);
}

static void
more_retries_than_are_kept_are_an_error(void **state)
{
	auto_(problem_list_done) struct problem_list problems = { 0 };
	auto_(buf_done) struct buf text = BUF_NULL;
	struct config *config = NULL;

	(void)state;
	buf_puts(&text, "webhooks:\n  retries: [0s");
	for (int i = 0; i < CONFIG_RETRIES_MAX; i++)
		buf_puts(&text, ", 1s");
	buf_puts(&text, "]\n");
	assert_int_equal(parse_into(buf_text(&text), &problems, &config), 1);
	assert_string_equal(problems.items[0].code, "E-CONFIG-RANGE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_reach_connections),
		cmocka_unit_test(the_largest_document_always_fits),
		cmocka_unit_test(callers_leave_descriptors_for_the_house),
		cmocka_unit_test(numbers_reach_delivery),
		cmocka_unit_test(what_the_file_leaves_out_is_on_by_default),
		cmocka_unit_test(a_contract_reaches_who_fetches),
		cmocka_unit_test(a_licence_that_is_no_address_is_an_error),
		cmocka_unit_test(more_retries_than_are_kept_are_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
