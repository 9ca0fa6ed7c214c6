/* SPDX-License-Identifier: Apache-2.0 */
/*
 * charset: bytes as they come, and who is believed.
 *
 * Everything in here is made up; what others published is read from outside
 * the tree where a test says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "text/charset.h"

static const struct {
	const char *what;
	struct slice bytes, content_type;
	const char *name, *text;
	enum charset_reason reason;
	size_t n_replaced;
	const char *usual; /* of the sender; NULL: nobody knows */
} cases[] = {
	{ "a mark beats the transport",
		SLICE("\xef\xbb\xbf"
		      "caf\xc3\xa9"),
		SLICE("text/xml; charset=iso-8859-1"), "utf-8", "caf\xc3\xa9",
		CHARSET_BOM, 0, NULL },
	{ "UTF-16 with its mark",
		SLICE("\xff\xfe"
		      "A\0\xe9\0"),
		SLICE(""), "utf-16le", "A\xc3\xa9", CHARSET_BOM, 0, NULL },
	{ "UTF-16 XML without one", SLICE("\0<\0?\0x"), SLICE(""), "utf-16be",
		"<?x", CHARSET_PATTERN, 0, NULL },
	{ "UTF-32 with its mark", SLICE("\xff\xfe\0\0<\0\0\0\xe9\0\0\0"),
		SLICE(""), "utf-32le", "<\xc3\xa9", CHARSET_BOM, 0, NULL },
	{ "UTF-32 without one, and with half a character",
		SLICE("\0\0\0<\0\0\xd8\0\0\0"), SLICE(""), "utf-32be",
		"<\xef\xbf\xbd\xef\xbf\xbd", CHARSET_PATTERN, 2, NULL },
	{ "Thai by label", SLICE("\xa1"), SLICE("text/plain; charset=TIS-620"),
		"windows-874", "\xe0\xb8\x81", CHARSET_TRANSPORT, 0, NULL },
	{ "the transport beats the declaration",
		SLICE("<?xml version='1.0' encoding='utf-8'?>\xe9"),
		SLICE("text/xml; charset=\"ISO-8859-1\""), "windows-1252",
		"<?xml version='1.0' encoding='utf-8'?>\xc3\xa9",
		CHARSET_TRANSPORT, 0, NULL },
	{ "a declaration counts",
		SLICE("<?xml version='1.0' encoding='koi8-r'?>\xf2"),
		SLICE("text/xml"), "koi8-r",
		"<?xml version='1.0' encoding='koi8-r'?>\xd0\xa0",
		CHARSET_DECLARED, 0, NULL },
	{ "so does a meta element",
		SLICE("<html><meta http-equiv=x content='text/html; "
		      "charset=windows-1251'>\xcf"),
		SLICE(""), "windows-1251",
		"<html><meta http-equiv=x content='text/html; "
		"charset=windows-1251'>\xd0\x9f",
		CHARSET_DECLARED, 0, NULL },
	{ "iso-8859-1 has the quotes of windows",
		SLICE("<?xml version='1.0' encoding='iso-8859-1'?>\x93\x94"),
		SLICE(""), "windows-1252",
		"<?xml version='1.0' encoding='iso-8859-1'?>"
		"\xe2\x80\x9c\xe2\x80\x9d",
		CHARSET_DECLARED, 0, NULL },
	{ "valid UTF-8 needs no label", SLICE("caf\xc3\xa9"), SLICE(""),
		"utf-8", "caf\xc3\xa9", CHARSET_VALID, 0, NULL },
	{ "the rest is windows-1252", SLICE("caf\xe9 \x80"), SLICE(""),
		"windows-1252", "caf\xc3\xa9 \xe2\x82\xac", CHARSET_FALLBACK, 0,
		NULL },
	{ "a lie is mended and counted",
		SLICE("a\xff"
		      "b\xc3"),
		SLICE("text/plain; charset=utf-8"), "utf-8",
		"a\xef\xbf\xbd"
		"b\xef\xbf\xbd",
		CHARSET_TRANSPORT, 2, NULL },
	{ "Japanese by label", SLICE("\x83\x65"),
		SLICE("text/plain; charset=Shift_JIS"), "shift_jis",
		"\xe3\x83\x86", CHARSET_TRANSPORT, 0, NULL },
	{ "a label nobody knows is passed over", SLICE("caf\xc3\xa9"),
		SLICE("text/plain; charset=IBM1399"), "utf-8", "caf\xc3\xa9",
		CHARSET_VALID, 0, NULL },
	{ "the sender's usual one before any guess", SLICE("\xcf\xf0"),
		SLICE("text/plain"), "windows-1251", "\xd0\x9f\xd1\x80",
		CHARSET_USUAL, 0, "cp1251" },
	{ "but not before a declaration",
		SLICE("<?xml version='1.0' encoding='koi8-r'?>\xf2"),
		SLICE("text/xml"), "koi8-r",
		"<?xml version='1.0' encoding='koi8-r'?>\xd0\xa0",
		CHARSET_DECLARED, 0, "windows-1251" },
	{ "and not where it is UTF-8", SLICE("caf\xc3\xa9"), SLICE(""), "utf-8",
		"caf\xc3\xa9", CHARSET_VALID, 0, "windows-1251" },
	{ "7 bits with escapes are valid UTF-8 too", SLICE("\x1b$B%F\x1b(B"),
		SLICE(""), "iso-2022-jp", "\xe3\x83\x86", CHARSET_USUAL, 0,
		"iso-2022-jp" },
	{ "so are words with zeros", SLICE("a\0b\0"), SLICE(""), "utf-16le",
		"ab", CHARSET_USUAL, 0, "utf-16le" },
	{ "without zeros they are no words", SLICE("ab"), SLICE(""), "utf-8",
		"ab", CHARSET_VALID, 0, "utf-16le" },
};

static void
each_document_is_read_as_the_strongest_word_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;
		struct charset_verdict verdict;
		struct problem why = PROBLEM_NULL;

		assert_int_equal(
			charset_decode(cases[i].bytes, cases[i].content_type,
				cases[i].usual, &out, &verdict, &why),
			0);
		if (!slice_is(verdict.text, cases[i].text) ||
			strcmp(verdict.name, cases[i].name) != 0)
			fail_msg("%s: '%.*s' as %s", cases[i].what,
				(int)verdict.text.len, verdict.text.at,
				verdict.name);
		assert_int_equal(verdict.reason, cases[i].reason);
		assert_int_equal(verdict.n_replaced, cases[i].n_replaced);
	}
}

static void
every_byte_in_every_encoding_gives_valid_utf8(void **state)
{
	static const char *const labels[] = { "utf-8", "latin1", "utf-16",
		"utf-16be", "koi8-r", "gbk", "big5", "euc-jp", "iso-2022-jp",
		"sjis", "euc-kr", "iso-8859-7", "windows-1256", "tis-620",
		"macintosh", "ibm866" };
	char bytes[513];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)((i * 7) ^ (i >> 3));
	for (size_t i = 0; i < n_elements(labels); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;
		auto_(buf_done) struct buf type = BUF_NULL;
		struct charset_verdict verdict;

		buf_printf(&type, "text/plain; charset=%s", labels[i]);
		bytes[0] = 'x';
		assert_int_equal(
			charset_decode(slice_of(bytes, sizeof(bytes)),
				buf_slice(&type), NULL, &out, &verdict, NULL),
			0);
		assert_true(utf8_is_valid(verdict.text));
	}
}

static void
a_full_buffer_is_a_refusal(void **state)
{
	auto_(buf_done) struct buf out = BUF_LIMIT(8);
	struct charset_verdict verdict;

	(void)state;
	assert_int_equal(charset_decode(SLICE("much too long for it"),
				 SLICE(""), NULL, &out, &verdict, NULL),
		1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			each_document_is_read_as_the_strongest_word_says),
		cmocka_unit_test(every_byte_in_every_encoding_gives_valid_utf8),
		cmocka_unit_test(a_full_buffer_is_a_refusal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
