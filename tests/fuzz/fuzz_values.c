/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_values - one value as an operator or a plugin's table may write it.
 *
 * Beyond not crashing: an option that was taken prints as something that is
 * taken again and prints the same; an address too; what base64 and hex read is
 * what they wrote; a refusal has a code and a sentence.
 *
 * Reaches: gateway/base/option.c gateway/config/value.c gateway/net/address.c
 * gateway/net/guard.c gateway/crypto/base64.c gateway/crypto/hex.c
 * gateway/crypto/key.c gateway/deliver/sign.c
 */
#include <stdint.h>
#include <string.h>

#include "base/ensure.h"
#include "base/mem.h"
#include "base/option.h"
#include "config/value.h"
#include "crypto/base64.h"
#include "crypto/hex.h"
#include "crypto/key.h"
#include "deliver/sign.h"
#include "net/address.h"
#include "net/guard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz_settings {
	const char *text;
	bool flag;
	int64_t number, wait, room;
	const char *const *list;
	int choice;
};

static const char *const choices[] = { "often", "seldom", "never", NULL };

static const struct option_spec table[] = {
	{ "text", OPTION_STRING, offsetof(struct fuzz_settings, text), "", 0, 0,
		NULL, "a text" },
	{ "flag", OPTION_BOOL, offsetof(struct fuzz_settings, flag), "no", 0, 0,
		NULL, "a flag" },
	{ "number", OPTION_INTEGER, offsetof(struct fuzz_settings, number), "0",
		0, 0, NULL, "a number" },
	{ "wait", OPTION_DURATION, offsetof(struct fuzz_settings, wait), "1s",
		0, 0, NULL, "a time" },
	{ "room", OPTION_SIZE, offsetof(struct fuzz_settings, room), "1KiB", 0,
		0, NULL, "a size" },
	{ "list", OPTION_LIST, offsetof(struct fuzz_settings, list), "", 0, 0,
		NULL, "a list" },
	{ "choice", OPTION_CHOICE, offsetof(struct fuzz_settings, choice),
		"often", 0, 0, choices, "a choice" },
	{ 0 },
};

static void
fuzz_option(const struct option_spec *option, struct slice value)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(buf_done) struct buf once = BUF_NULL, twice = BUF_NULL;
	struct fuzz_settings settings = { 0 };
	struct problem why = PROBLEM_NULL;

	if (option_set(option, &settings, &arena, value, &why) != 0) {
		ensure(why.code != NULL && why.text[0] != '\0');
		return;
	}
	option_print(option, &settings, &once);
	ensure(option_set(option, &settings, &arena, buf_slice(&once), &why) ==
		0);
	option_print(option, &settings, &twice);
	ensure(slice_equal(buf_slice(&once), buf_slice(&twice)));
}

static void
fuzz_address(struct slice text)
{
	char once[ADDRESS_TEXT_SIZE], twice[ADDRESS_TEXT_SIZE];
	struct problem why = PROBLEM_NULL;
	struct guard guard = GUARD_NULL;
	struct address address;

	if (guard_allow(&guard, text, &why) != 0)
		ensure(why.code != NULL);
	else
		ensure(!slice_has(text, '\0'));
	if (address_parse(text, &address, &why) != 0) {
		ensure(why.code != NULL);
		guard_done(&guard);
		return;
	}
	guard_permits(&guard, (const struct sockaddr *)&address.storage);
	guard_done(&guard);
	ensure(!slice_has(text, '\0'));
	address_print(&address, once);
	ensure(address_parse(slice_text(once), &address, &why) == 0);
	ensure(!strcmp(once, address_print(&address, twice)));
}

static void
fuzz_base64(struct slice text)
{
	auto_(buf_done) struct buf bytes = BUF_NULL, again = BUF_NULL;
	auto_(buf_done) struct buf coded = BUF_NULL;

	(void)!base64_read(text, &bytes);
	buf_clear(&bytes);
	base64_put(&coded, text);
	ensure(base64_read(buf_slice(&coded), &bytes) == 0);
	ensure(slice_equal(buf_slice(&bytes), text));
	buf_clear(&coded);
	base64_put_url(&coded, text);
	ensure(base64_read(buf_slice(&coded), &again) == 0);
	ensure(slice_equal(buf_slice(&again), text));
}

static void
fuzz_hex(struct slice text)
{
	auto_(buf_done) struct buf coded = BUF_NULL;
	unsigned char bytes[32], hash[KEY_HASH_SIZE];

	(void)!key_parse(text, hash);
	if (hex_read(text, bytes, sizeof(bytes)) == 0) {
		hex_put(&coded, slice_of((const char *)bytes, sizeof(bytes)));
		ensure(slice_equal_nocase(buf_slice(&coded), text));
	}
}

static void
fuzz_secret(struct slice text)
{
	auto_(mem_free) char *secret =
		mem_strndup(text.at ? text.at : "", text.len);
	const char *secrets[] = { secret };
	auto_(signer_free) struct signer *signer = NULL;
	auto_(buf_done) struct buf header = BUF_NULL, key = BUF_NULL;
	struct slice id = SLICE("msg_1"), body = SLICE("{}");
	struct problem why = PROBLEM_NULL;

	(void)value_read_secret(text, &key, &why);
	if (signer_new(secrets, 1, &signer, &why) != 0)
		return;
	signer_sign(signer, id, 1000, body, &header);
	ensure(signer_verify(
		signer, id, SLICE("1000"), buf_slice(&header), body, 1000, 5));
	ensure(!signer_verify(signer, id, SLICE("1000"), buf_slice(&header),
		SLICE("{ }"), 1000, 5));
	ensure(!signer_verify(signer, id, SLICE("1000"), text, body, 1000, 5));
}

static void
fuzz_checks(struct slice text)
{
	static const char *const blocks[] = { "127.0.0.0/8", "fd00::/8", NULL };
	struct problem why = PROBLEM_NULL;
	struct config_key key;

	(void)value_check_name(text, &why);
	(void)value_read_key(text, true, &key, &why);
	(void)value_check_block(text, &why);
	(void)value_check_url(text, blocks, &why);
	if (value_check_address(text, &why) == 0)
		ensure(!slice_has(text, '\0'));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of((const char *)data, size);

	for (size_t i = 0; table[i].name != NULL; i++)
		fuzz_option(&table[i], text);
	option_nearest(table, text);
	fuzz_address(text);
	fuzz_base64(text);
	fuzz_hex(text);
	fuzz_secret(text);
	fuzz_checks(text);
	return 0;
}
