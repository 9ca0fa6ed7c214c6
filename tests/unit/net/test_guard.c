/* SPDX-License-Identifier: Apache-2.0 */
/* test_guard - addresses as text, and which of them may be called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>

#include <cmocka.h>

#include "net/address.h"
#include "net/guard.h"

static bool
permits(const struct guard *guard, const char *host)
{
	char text[128];
	struct address address;

	snprintf(text, sizeof(text), strchr(host, ':') ? "[%s]:1" : "%s:1",
		host);
	assert_int_equal(address_parse(slice_text(text), &address, NULL), 0);
	return guard_permits(guard, (struct sockaddr *)&address.storage);
}

static void
private_and_special_addresses_are_refused(void **state)
{
	static const char *const hosts[] = { "0.0.0.0", "0.1.2.3", "10.0.0.1",
		"10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
		"127.255.255.254", "169.254.169.254", "172.16.0.1",
		"172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1",
		"192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7",
		"203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1",
		"255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
		"::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1",
		"64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1",
		"2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::1",
		"2002:808:808::1", "3fff::1", "3ffe::1", "5f00::1", "fc00::1",
		"fd12:3456::1", "fe80::1", "fec0::1", "ff02::1" };

	(void)state;
	for (size_t i = 0; i < n_elements(hosts); i++)
		if (permits(NULL, hosts[i]))
			fail_msg("%s is permitted", hosts[i]);
}

static void
public_addresses_are_permitted(void **state)
{
	static const char *const hosts[] = { "1.1.1.1", "8.8.8.8", "9.255.0.1",
		"11.0.0.1", "100.63.255.255", "100.128.0.1", "126.255.255.255",
		"128.0.0.1", "172.15.0.1", "172.32.0.1", "192.167.0.1",
		"192.169.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.1",
		"2001:4860:4860::8888", "2606:4700::1111", "2a00:1450::1",
		"2400:cb00::1" };

	(void)state;
	for (size_t i = 0; i < n_elements(hosts); i++)
		if (!permits(NULL, hosts[i]))
			fail_msg("%s is refused", hosts[i]);
}

static void
ranges_are_opened_on_purpose_and_nothing_beside_them(void **state)
{
	struct guard guard = GUARD_NULL;

	(void)state;
	assert_int_equal(guard_allow(&guard, SLICE("127.0.0.0/8"), NULL), 0);
	assert_int_equal(guard_allow(&guard, SLICE("10.1.2.3"), NULL), 0);
	assert_int_equal(guard_allow(&guard, SLICE("192.168.0.0/23"), NULL), 0);
	assert_int_equal(guard_allow(&guard, SLICE("fd00::/8"), NULL), 0);
	assert_true(permits(&guard, "127.0.0.1"));
	assert_true(permits(&guard, "10.1.2.3"));
	assert_false(permits(&guard, "10.1.2.4"));
	assert_true(permits(&guard, "192.168.1.255"));
	assert_false(permits(&guard, "192.168.2.0"));
	assert_true(permits(&guard, "fd99::1"));
	assert_false(permits(&guard, "fc99::1"));
	assert_false(permits(&guard, "::1"));
	guard_done(&guard);
}

static void
broken_ranges_are_refused_with_a_reason(void **state)
{
	static const char *const bad[] = { "", "x", "10.0.0.0/33", "10.0.0.0/",
		"10.0.0.0/-1", "10.0.0", "::/129", "10.0.0.0/8/8", "/8" };
	struct guard guard = GUARD_NULL;

	(void)state;
	for (size_t i = 0; i < n_elements(bad); i++) {
		struct problem why = PROBLEM_NULL;

		if (guard_allow(&guard, slice_text(bad[i]), &why) == 0)
			fail_msg("\"%s\" was taken", bad[i]);
		assert_string_equal(why.code, "E-CIDR");
	}
	guard_done(&guard);
}

static void
addresses_are_printed_as_they_are_read(void **state)
{
	static const char *const texts[] = { "127.0.0.1:8443", "[::1]:8443",
		"[2001:db8::5]:0", "unix:/tmp/x.sock", "0.0.0.0:65535" };
	static const char *const bad[] = { "", "1.2.3.4",
		"1.2.3.4:", "1.2.3.4:65536", "::1:80", "[::1]", "[::1:80",
		"example.org:80", "unix:", "1.2.3.4:8x" };
	struct address address;
	char out[ADDRESS_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < n_elements(texts); i++) {
		assert_int_equal(
			address_parse(slice_text(texts[i]), &address, NULL), 0);
		assert_string_equal(address_print(&address, out), texts[i]);
	}
	for (size_t i = 0; i < n_elements(bad); i++)
		if (address_parse(slice_text(bad[i]), &address, NULL) == 0)
			fail_msg("\"%s\" was taken", bad[i]);
}

/* inet_pton() stops at a NUL; what stands behind it must not pass unread. */
static void
nothing_hides_behind_a_nul(void **state)
{
	struct guard guard = GUARD_NULL;
	struct address address;

	(void)state;
	assert_int_not_equal(
		address_parse(SLICE("127.0.0.1\0x:80"), &address, NULL), 0);
	assert_int_not_equal(
		address_parse(SLICE("[::1\0x]:80"), &address, NULL), 0);
	assert_int_not_equal(
		guard_allow(&guard, SLICE("10.0.0.0\0x/8"), NULL), 0);
	guard_done(&guard);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(private_and_special_addresses_are_refused),
		cmocka_unit_test(public_addresses_are_permitted),
		cmocka_unit_test(
			ranges_are_opened_on_purpose_and_nothing_beside_them),
		cmocka_unit_test(broken_ranges_are_refused_with_a_reason),
		cmocka_unit_test(addresses_are_printed_as_they_are_read),
		cmocka_unit_test(nothing_hides_behind_a_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
