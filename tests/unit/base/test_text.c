/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_text - bytes that grow, slices, UTF-8, JSON out, instants.
 */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/auto.h"
#include "base/buf.h"
#include "base/escape.h"
#include "base/jsonout.h"
#include "base/rfc3339.h"
#include "base/slice.h"
#include "base/utf8.h"

static void
a_buf_grows_is_consumed_and_refuses_past_its_limit(void **state)
{
	auto_(buf_done) struct buf buf = BUF_LIMIT(10);

	(void)state;
	buf_puts(&buf, "12345");
	buf_puts(&buf, "67890");
	assert_false(buf.overflowed);
	buf_putc(&buf, 'x');
	assert_true(buf.overflowed);
	assert_string_equal(buf_text(&buf), "1234567890");
	buf_consume(&buf, 4);
	assert_string_equal(buf_text(&buf), "567890");
	buf_cut(&buf, 2);
	assert_string_equal(buf_text(&buf), "56");
}

static void
an_empty_buf_is_an_empty_text(void **state)
{
	struct buf buf = BUF_NULL;

	(void)state;
	assert_string_equal(buf_text(&buf), "");
	buf_consume(&buf, 0);
	buf_cut(&buf, 0);
	/* room that nobody wrote into */
	memset(buf_room(&buf, 7) + 1, 'x', 6);
	assert_string_equal(buf_text(&buf), "");
	buf_done(&buf);
}

static void
what_is_printed_fits_or_is_left_out_whole(void **state)
{
	auto_(buf_done) struct buf small = BUF_LIMIT(8);
	auto_(buf_done) struct buf large = BUF_NULL;

	(void)state;
	buf_printf(&small, "%d-", 12345);
	buf_printf(&small, "%s", "");
	buf_printf(&small, "%s", "678");
	assert_true(small.overflowed);
	assert_string_equal(buf_text(&small), "12345-");
	for (int i = 0; i < 100; i++)
		buf_printf(&large, "%03d %s;", i, "and so on");
	assert_int_equal(large.len, 100 * strlen("000 and so on;"));
	assert_string_equal(buf_text(&large) + large.len - 28,
		"098 and so on;099 and so on;");
}

static void
markup_is_escaped_wherever_it_stands(void **state)
{
	static const char *const marks[][2] = { { "<", "&lt;" },
		{ ">", "&gt;" }, { "&", "&amp;" }, { "\"", "&quot;" } };

	(void)state;
	for (size_t at = 0; at < 70; at++) {
		auto_(buf_done) struct buf text = BUF_NULL;
		auto_(buf_done) struct buf expected = BUF_NULL;
		auto_(buf_done) struct buf out = BUF_NULL;

		for (size_t i = 0; i < 70; i++) {
			buf_puts(&text, i == at ? marks[at % 4][0] : "x");
			buf_puts(&expected, i == at ? marks[at % 4][1] : "x");
		}
		escape_put(&out, buf_slice(&text));
		assert_string_equal(buf_text(&out), buf_text(&expected));
	}
}

static void
slices_are_cut_trimmed_and_read(void **state)
{
	struct slice rest = SLICE("a,,b"), part;
	uint64_t value;

	(void)state;
	assert_true(slice_cut(&rest, ',', &part) && slice_is(part, "a"));
	assert_true(slice_cut(&rest, ',', &part) && slice_is(part, ""));
	assert_true(slice_cut(&rest, ',', &part) && slice_is(part, "b"));
	assert_false(slice_cut(&rest, ',', &part));
	assert_true(slice_is(slice_trim(SLICE(" \t x y\r\n")), "x y"));
	assert_int_equal(
		slice_to_u64(SLICE("18446744073709551615"), &value), 0);
	assert_int_equal(
		slice_to_u64(SLICE("18446744073709551616"), &value), -ERANGE);
	assert_int_equal(slice_to_u64(SLICE("-1"), &value), -EINVAL);
	assert_int_equal(slice_to_u64(SLICE(""), &value), -EINVAL);
}

static void
utf8_has_no_overlongs_and_no_surrogates(void **state)
{
	static const char *const bad[] = { "\xc0\x80", "\xe0\x80\x80",
		"\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80",
		"\xc3", "\x80", "\xff" };
	size_t at = 0;

	(void)state;
	for (size_t i = 0; i < n_elements(bad); i++)
		assert_false(utf8_is_valid(slice_text(bad[i])));
	assert_true(
		utf8_is_valid(SLICE("a\xc3\xa9\xe4\xb8\xad\xf0\x9f\x9a\xa2")));
	assert_int_equal(utf8_next(SLICE("\xc3\xa9"), &at), 0xe9);
	assert_int_equal(at, 2);
	assert_int_equal(utf8_prev(SLICE("\xc3\xa9"), &at), 0xe9);
	assert_int_equal(at, 0);
	assert_int_equal(utf8_count(SLICE("\xc3\xa9\xe4\xb8\xad")), 2);
}

/* Where the short way ends is where the long way says so. */
static void
runs_of_ascii_end_where_they_end(void **state)
{
	char text[100];

	(void)state;
	for (int c = 0; c < 256; c++)
		for (size_t at = 0; at < sizeof(text); at++) {
			bool printable = c >= 0x20 && c < 0x7f;
			struct slice all = slice_of(text, sizeof(text));

			memset(text, 'x', sizeof(text));
			text[at] = (char)c;
			assert_int_equal(utf8_printable_end(all, 0),
				printable ? sizeof(text) : at);
			assert_int_equal(utf8_is_valid(all), c < 0x80);
			assert_int_equal(utf8_count(all), sizeof(text));
		}
	memset(text, 'x', sizeof(text));
	memcpy(text + 6, "\xc3\xa9\xe4\xb8\xad", 5);
	assert_true(utf8_is_valid(slice_of(text, sizeof(text))));
	assert_int_equal(utf8_count(slice_of(text, sizeof(text))), 97);
	assert_int_equal(utf8_printable_end(slice_of(text, 11), 11), 11);
}

static void
json_is_escaped_and_safe_in_a_script(void **state)
{
	auto_(buf_done) struct buf out = BUF_NULL;
	struct jsonout json = JSONOUT(&out);

	(void)state;
	jsonout_object(&json);
	jsonout_member(&json, "a", SLICE("\"\\\n\0\x01</script>\xff"));
	jsonout_key(&json, "b");
	jsonout_array(&json);
	jsonout_number(&json, 0.98);
	jsonout_number(&json, 1);
	jsonout_null(&json);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
	assert_string_equal(buf_text(&out),
		"{\"a\":\"\\\"\\\\\\n\\u0000\\u0001<\\/script>\xef\xbf\xbd\","
		"\"b\":[0.98,1,null]}");
}

/* Long text is looked at in stretches: each byte is written in the middle of
 * one as it is alone. */
static void
json_is_escaped_wherever_it_stands(void **state)
{
	char text[101];

	(void)state;
	for (int c = 1; c < 256; c++) {
		auto_(buf_done) struct buf alone = BUF_NULL, out = BUF_NULL;
		auto_(buf_done) struct buf expected = BUF_NULL;

		memset(text, '<', sizeof(text));
		text[50] = (char)c;
		jsonout_quote(&alone, slice_of(text + 49, 2));
		jsonout_quote(&out, slice_of(text, sizeof(text)));
		buf_put(&expected, "\"", 1);
		buf_put(&expected, text, 49);
		buf_put(&expected, alone.data + 1, alone.len - 2);
		buf_put(&expected, text, 50);
		buf_put(&expected, "\"", 1);
		assert_string_equal(buf_text(&out), buf_text(&expected));
	}
}

static void
an_arena_hands_out_texts_that_last(void **state)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	char *first = arena_text(&arena, SLICE("first"));

	(void)state;
	for (int i = 0; i < 1000; i++)
		arena_printf(&arena, "%d%0200d", i, i);
	assert_string_equal(first, "first");
	assert_non_null(arena_zero(&arena, 1 << 20));
}

static void
instants_are_read_and_written(void **state)
{
	static const struct {
		const char *text, *utc;
	} good[] = {
		{ "2025-09-22T10:00:00+09:00", "2025-09-22T01:00:00Z" },
		{ "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z" },
		{ "1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z" },
		{ "2024-02-29T23:59:60Z", "2024-03-01T00:00:00Z" },
		{ "2000-02-29t00:00:00.1239z", "2000-02-29T00:00:00.123Z" },
		{ "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:59.999Z" },
		{ "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z" },
	};
	static const char *const bad[] = { "", "2025-09-22",
		"2025-09-22T10:00:00", "2025-02-29T10:00:00Z",
		"2025-09-22T24:00:00Z", "2025-09-22T10:00:00+9:00",
		"2025-09-22T10:00:00.Z", "2025-9-22T10:00:00Z",
		"2025-09-22T10:00:00Zx", "0000-01-01T00:00:00Z",
		"2025-13-01T10:00:00Z", "2025-09-22T10:00:00+24:00" };
	int64_t ms;

	(void)state;
	for (size_t i = 0; i < n_elements(good); i++) {
		assert_int_equal(
			rfc3339_parse(slice_text(good[i].text), &ms), 0);
		assert_string_equal(rfc3339_of(ms).text, good[i].utc);
	}
	for (size_t i = 0; i < n_elements(bad); i++)
		assert_int_equal(
			rfc3339_parse(slice_text(bad[i]), &ms), -EINVAL);
	assert_int_equal(
		rfc3339_days(2000, 3, 1) - rfc3339_days(2000, 2, 1), 29);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_buf_grows_is_consumed_and_refuses_past_its_limit),
		cmocka_unit_test(an_empty_buf_is_an_empty_text),
		cmocka_unit_test(what_is_printed_fits_or_is_left_out_whole),
		cmocka_unit_test(markup_is_escaped_wherever_it_stands),
		cmocka_unit_test(slices_are_cut_trimmed_and_read),
		cmocka_unit_test(utf8_has_no_overlongs_and_no_surrogates),
		cmocka_unit_test(runs_of_ascii_end_where_they_end),
		cmocka_unit_test(json_is_escaped_and_safe_in_a_script),
		cmocka_unit_test(json_is_escaped_wherever_it_stands),
		cmocka_unit_test(an_arena_hands_out_texts_that_last),
		cmocka_unit_test(instants_are_read_and_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
