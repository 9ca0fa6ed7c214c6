/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures as the Standard Webhooks reference libraries make them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "deliver/sign.h"

#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define GOOD "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
#define NEAR_MISS "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA="
#define TIME 1614265330

static const struct slice id = SLICE("msg_p5jXN8AQM9LWM0D4loKWxJek");
static const struct slice body = SLICE("{\"test\": 2432232314}");

static struct signer *
signer_of(const char *first, const char *second)
{
	const char *const secrets[] = { first, second };
	struct signer *signer = NULL;

	assert_int_equal(signer_new(secrets, second ? 2 : 1, &signer, NULL), 0);
	return signer;
}

static bool
verifies(const struct signer *signer, const char *header, int64_t now_s)
{
	return signer_verify(signer, id, SLICE("1614265330"),
		slice_text(header), body, now_s, 300);
}

static void
the_published_vector_is_reproduced(void **state)
{
	auto_(signer_free) struct signer *signer = signer_of(SECRET, NULL);
	auto_(buf_done) struct buf out = BUF_NULL;

	(void)state;
	signer_sign(signer, id, TIME, body, &out);
	assert_string_equal(buf_text(&out), GOOD);
	assert_true(verifies(signer, GOOD, TIME));
}

static void
a_near_miss_is_refused(void **state)
{
	auto_(signer_free) struct signer *signer = signer_of(SECRET, NULL);

	(void)state;
	assert_false(verifies(signer, NEAR_MISS, TIME));
	assert_false(verifies(signer, "", TIME));
	assert_false(verifies(signer, "v1", TIME));
	assert_false(verifies(signer, "v2,g0hM9SsE", TIME));
}

static void
an_old_or_future_timestamp_is_refused(void **state)
{
	auto_(signer_free) struct signer *signer = signer_of(SECRET, NULL);

	(void)state;
	assert_true(verifies(signer, GOOD, TIME + 300));
	assert_false(verifies(signer, GOOD, TIME + 301));
	assert_false(verifies(signer, GOOD, TIME - 301));
}

static void
two_secrets_give_two_signatures(void **state)
{
	static const char other[] = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
	auto_(signer_free) struct signer *both = signer_of(other, SECRET);
	auto_(signer_free) struct signer *old = signer_of(SECRET, NULL);
	auto_(signer_free) struct signer *new = signer_of(other, NULL);
	auto_(buf_done) struct buf out = BUF_NULL;

	(void)state;
	signer_sign(both, id, TIME, body, &out);
	assert_non_null(strstr(buf_text(&out), " " GOOD));
	assert_true(verifies(old, buf_text(&out), TIME));
	assert_true(verifies(new, buf_text(&out), TIME));
	assert_true(verifies(old, NEAR_MISS " " GOOD, TIME));
}

static void
padding_of_a_secret_may_be_missing(void **state)
{
	auto_(signer_free) struct signer *padded =
		signer_of("whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ubw==", NULL);
	auto_(signer_free) struct signer *bare =
		signer_of("whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ubw", NULL);
	auto_(buf_done) struct buf a = BUF_NULL;
	auto_(buf_done) struct buf b = BUF_NULL;

	(void)state;
	signer_sign(padded, id, TIME, body, &a);
	signer_sign(bare, id, TIME, body, &b);
	assert_string_equal(buf_text(&a), buf_text(&b));
}

static void
bad_secrets_are_configuration_errors(void **state)
{
	static const char *const bad[] = { "", "whsec_", "MfKQ9r8GKYqrTwjU",
		"whsec_not base64!", "whsec_c2hvcnQ=", "whsk_MfKQ9r8GKYqrTw" };

	(void)state;
	for (size_t i = 0; i < n_elements(bad); i++) {
		struct problem why = PROBLEM_NULL;
		struct signer *signer = NULL;
		assert_int_equal(signer_new(&bad[i], 1, &signer, &why), 1);
		assert_string_equal(why.code, "E-WEBHOOK-SECRET");
		assert_null(signer);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_vector_is_reproduced),
		cmocka_unit_test(a_near_miss_is_refused),
		cmocka_unit_test(an_old_or_future_timestamp_is_refused),
		cmocka_unit_test(two_secrets_give_two_signatures),
		cmocka_unit_test(padding_of_a_secret_may_be_missing),
		cmocka_unit_test(bad_secrets_are_configuration_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
