/* SPDX-License-Identifier: Apache-2.0 */
/* test_crypto - vectors from the RFCs, and keys that fit only themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crypto/base64.h"
#include "crypto/digest.h"
#include "crypto/hex.h"
#include "crypto/hmac.h"
#include "crypto/key.h"
#include "crypto/random.h"
#include "crypto/uuid5.h"

static void
sha256_of_abc(void **state)
{
	char text[DIGEST_SHA256_SIZE * 2 + 1];

	(void)state;
	digest_sha256_hex(SLICE("abc"), text); /* FIPS 180-4, B.1 */
	assert_string_equal(text, "ba7816bf8f01cfea414140de5dae2223"
				  "b00361a396177a9cb410ff61f20015ad");
	digest_sha256_hex(SLICE(""), text);
	assert_memory_equal(text, "e3b0c442", 8);
}

static void
hmac_of_rfc_4231_case_2(void **state)
{
	unsigned char mac[HMAC_SHA256_SIZE];
	auto_(buf_done) struct buf text = BUF_NULL;

	(void)state;
	hmac_sha256(SLICE("Jefe"), SLICE("what do ya want for nothing?"), mac);
	hex_put(&text, slice_of((char *)mac, sizeof(mac)));
	assert_string_equal(buf_text(&text),
		"5bdcc146bf60754e6a042426089575c7"
		"5a003f089d2739839dec58b964ec3843");
}

static void
base64_reads_back_with_and_without_padding(void **state)
{
	static const char *const texts[][2] = { { "", "" }, { "f", "Zg==" },
		{ "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foobar", "Zm9vYmFy" } };

	(void)state;
	for (size_t i = 0; i < n_elements(texts); i++) {
		auto_(buf_done) struct buf out = BUF_NULL, back = BUF_NULL;
		struct slice text = slice_text(texts[i][1]);

		base64_put(&out, slice_text(texts[i][0]));
		assert_string_equal(buf_text(&out), texts[i][1]);
		while (text.len > 0 && text.at[text.len - 1] == '=')
			text.len--;
		assert_int_equal(base64_read(text, &back), 0);
		assert_string_equal(buf_text(&back), texts[i][0]);
	}
}

static void
base64_refuses_what_is_not_one_text_for_one_value(void **state)
{
	static const char *const bad[] = { "Z",
		"Zg=", "Zh==", "Zg==Zg==", "Z g=", "Zm9=", "=",
		"+-8=", "Zg===" };

	(void)state;
	for (size_t i = 0; i < n_elements(bad); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;

		if (base64_read(slice_text(bad[i]), &out) == 0)
			fail_msg("%s was read", bad[i]);
	}
}

static void
a_key_fits_its_own_hash_only(void **state)
{
	char token[KEY_TOKEN_SIZE], other[KEY_TOKEN_SIZE];
	char text[KEY_HASH_TEXT_SIZE];
	unsigned char hash[KEY_HASH_SIZE];

	(void)state;
	key_new(token);
	key_new(other);
	assert_memory_equal(token, "tt_", 3);
	assert_string_not_equal(token, other);
	key_hash(slice_text(token), text);
	assert_int_equal(strlen(text), KEY_HASH_TEXT_SIZE - 1);
	assert_int_equal(key_parse(slice_text(text), hash), 0);
	assert_true(key_matches(hash, slice_text(token)));
	assert_false(key_matches(hash, slice_text(other)));
	assert_false(key_matches(hash, SLICE("")));
	assert_int_not_equal(key_parse(SLICE("sha256:12"), hash), 0);
	assert_int_not_equal(key_parse(SLICE("md5:12"), hash), 0);
}

static void
random_stays_below(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_true(random_below(7) < 7);
	assert_int_equal(random_below(1), 0);
}

static void
a_name_gives_the_same_uuid_each_time(void **state)
{
	auto_(buf_done) struct buf a = BUF_NULL, b = BUF_NULL, c = BUF_NULL;

	(void)state;
	uuid5_put_urn(&a, SLICE("wire"), SLICE("one"));
	uuid5_put_urn(&b, SLICE("wire"), SLICE("one"));
	uuid5_put_urn(&c, SLICE("wireo"), SLICE("ne"));
	assert_string_equal(buf_text(&a), buf_text(&b));
	assert_string_not_equal(buf_text(&a), buf_text(&c));
	assert_int_equal(a.len, 45);
	assert_int_equal(a.data[9 + 14], '5');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_of_abc),
		cmocka_unit_test(hmac_of_rfc_4231_case_2),
		cmocka_unit_test(base64_reads_back_with_and_without_padding),
		cmocka_unit_test(
			base64_refuses_what_is_not_one_text_for_one_value),
		cmocka_unit_test(a_key_fits_its_own_hash_only),
		cmocka_unit_test(random_stays_below),
		cmocka_unit_test(a_name_gives_the_same_uuid_each_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
