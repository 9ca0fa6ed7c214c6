/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gunzip: what is in it comes out, whatever the pieces, and not too much of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "net/gunzip.h"

#define NO_LIMIT (UINT64_C(1) << 40)

static bool
keep(void *ctx, struct slice bytes)
{
	struct buf *out = ctx;

	buf_put_slice(out, bytes);
	return !out->overflowed;
}

/* One member; `n` times the text. */
static void
pack(const char *text, size_t n, struct buf *out)
{
	auto_(buf_done) struct buf all = BUF_NULL;
	z_stream z = { 0 };
	size_t room;

	for (size_t i = 0; i < n; i++)
		buf_puts(&all, text);
	assert_int_equal(
		deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY),
		Z_OK);
	room = deflateBound(&z, all.len);
	z.next_in = (Bytef *)all.data;
	z.avail_in = (uInt)all.len;
	z.next_out = (Bytef *)buf_room(out, room);
	z.avail_out = (uInt)room;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	buf_added(out, room - z.avail_out);
	deflateEnd(&z);
}

static enum gunzip_result
feed(struct gunzip *gunzip, struct slice packed, size_t piece, struct buf *out)
{
	enum gunzip_result result = GUNZIP_OK;

	for (size_t at = 0; at < packed.len && result == GUNZIP_OK;
		at += piece) {
		size_t len = packed.len - at < piece ? packed.len - at : piece;

		result = gunzip_feed(
			gunzip, slice_of(packed.at + at, len), keep, out);
	}
	return result;
}

static void
any_pieces_give_the_same_text(void **state)
{
	static const size_t pieces[] = { 1, 7, 1000, 1000000 };
	auto_(buf_done) struct buf packed = BUF_NULL;

	(void)state;
	pack("It came. ", 5000, &packed);
	pack("It went. ", 1, &packed); /* a second member */
	for (size_t i = 0; i < n_elements(pieces); i++) {
		auto_(gunzip_free) struct gunzip *gunzip = gunzip_new(NO_LIMIT);
		auto_(buf_done) struct buf out = BUF_NULL;

		assert_int_equal(
			feed(gunzip, buf_slice(&packed), pieces[i], &out),
			GUNZIP_OK);
		assert_true(gunzip_is_whole(gunzip));
		assert_int_equal(out.len, 5001 * 9);
		assert_memory_equal(out.data + out.len - 9, "It went. ", 9);
	}
}

static void
half_a_text_is_not_whole_and_a_wrong_one_is_broken(void **state)
{
	auto_(gunzip_free) struct gunzip *half = gunzip_new(NO_LIMIT);
	auto_(gunzip_free) struct gunzip *wrong = gunzip_new(NO_LIMIT);
	auto_(gunzip_free) struct gunzip *none = gunzip_new(NO_LIMIT);
	auto_(gunzip_free) struct gunzip *more = gunzip_new(NO_LIMIT);
	auto_(buf_done) struct buf packed = BUF_NULL, out = BUF_NULL;

	(void)state;
	pack("It came. ", 50, &packed);
	assert_int_equal(
		feed(half, slice_of(packed.data, packed.len - 1), 99, &out),
		GUNZIP_OK);
	assert_false(gunzip_is_whole(half));
	packed.data[packed.len - 5] ^= 1; /* of the checksum */
	assert_int_equal(
		feed(wrong, buf_slice(&packed), 99, &out), GUNZIP_BROKEN);
	assert_int_equal(
		feed(none, SLICE("It came."), 99, &out), GUNZIP_BROKEN);
	packed.data[packed.len - 5] ^= 1;
	buf_puts(&packed, "and more");
	assert_int_equal(
		feed(more, buf_slice(&packed), 99, &out), GUNZIP_BROKEN);
}

static void
more_than_the_limit_ends_it_at_once(void **state)
{
	auto_(gunzip_free) struct gunzip *gunzip = gunzip_new(100000);
	auto_(buf_done) struct buf packed = BUF_NULL, out = BUF_NULL;

	(void)state;
	pack("It came. ", 100000, &packed);
	assert_int_equal(feed(gunzip, buf_slice(&packed), 1000000, &out),
		GUNZIP_TOO_LARGE);
	assert_true(out.len <= 100000);
}

static void
more_than_any_text_unpacks_to_ends_it_too(void **state)
{
	auto_(gunzip_free) struct gunzip *gunzip = gunzip_new(NO_LIMIT);
	auto_(buf_done) struct buf packed = BUF_NULL, out = BUF_NULL;

	(void)state;
	pack("          ", 2000000, &packed);
	assert_int_equal(feed(gunzip, buf_slice(&packed), 16384, &out),
		GUNZIP_TOO_DENSE);
	assert_true(out.len <= GUNZIP_SLACK + GUNZIP_RATIO * packed.len);
}

static void
a_sink_without_room_ends_it(void **state)
{
	auto_(gunzip_free) struct gunzip *gunzip = gunzip_new(NO_LIMIT);
	auto_(buf_done) struct buf packed = BUF_NULL;
	auto_(buf_done) struct buf out = BUF_LIMIT(10);

	(void)state;
	pack("It came. ", 50, &packed);
	assert_int_equal(
		feed(gunzip, buf_slice(&packed), 99, &out), GUNZIP_FULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_pieces_give_the_same_text),
		cmocka_unit_test(
			half_a_text_is_not_whole_and_a_wrong_one_is_broken),
		cmocka_unit_test(more_than_the_limit_ends_it_at_once),
		cmocka_unit_test(more_than_any_text_unpacks_to_ends_it_too),
		cmocka_unit_test(a_sink_without_room_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
