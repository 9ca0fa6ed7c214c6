/* SPDX-License-Identifier: Apache-2.0 */
/*
 * charset - decide, then transcode; see charset.h. UTF-8 and windows-1252 are
 * done here, the others by iconv descriptors that were opened at start.
 */
#include "text/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <uchardet/uchardet.h>

#include "base/auto.h"
#include "base/utf8.h"

#define DECLARATION_MAX \
	4096u                 /* how far a declaration may stand from the top \
			       */
#define GUESS_MAX (64u << 10) /* bytes shown to the guesser */
#define NO_CONVERTER ((iconv_t)-1)

/* What each label means: the WHATWG encoding standard, section 4.2. Encodings
 * without an iconv name are done by hand; "replacement" is refused. */
static const struct encoding {
	const char *name;
	const char *iconv_name;
	const char *labels; /* parted by blanks */
} encodings[] = {
	{ "utf-8", NULL,
		"utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 "
		"x-unicode20utf8" },
	{ "windows-1252", NULL,
		"windows-1252 iso-8859-1 us-ascii latin1 ascii cp1252 "
		"iso8859-1 iso_8859-1 iso88591 ansi_x3.4-1968 cp819 "
		"csisolatin1 ibm819 iso-ir-100 iso_8859-1:1987 l1 x-cp1252" },
	{ "utf-16le", "UTF-16LE",
		"utf-16 utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode "
		"unicodefeff" },
	{ "utf-16be", "UTF-16BE", "utf-16be unicodefffe" },
	/* not in that standard, but sent; done by hand */
	{ "utf-32le", NULL, "utf-32 utf-32le utf32 ucs-4 ucs-4le utf-32-le" },
	{ "utf-32be", NULL, "utf-32be ucs-4be utf-32-be" },
	{ "iso-8859-2", "ISO-8859-2",
		"iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 "
		"iso_8859-2 iso_8859-2:1987 l2 latin2" },
	{ "iso-8859-3", "ISO-8859-3",
		"iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 "
		"iso_8859-3 iso_8859-3:1988 l3 latin3" },
	{ "iso-8859-4", "ISO-8859-4",
		"iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 "
		"iso_8859-4 iso_8859-4:1988 l4 latin4" },
	{ "iso-8859-5", "ISO-8859-5",
		"iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 "
		"iso88595 iso_8859-5 iso_8859-5:1988" },
	{ "iso-8859-6", "ISO-8859-6",
		"iso-8859-6 arabic asmo-708 csiso88596e csiso88596i "
		"csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i "
		"iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987" },
	{ "iso-8859-7", "ISO-8859-7",
		"iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 "
		"iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 "
		"sun_eu_greek" },
	{ "iso-8859-8", "ISO-8859-8",
		"iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e "
		"iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 "
		"visual csiso88598i iso-8859-8-i logical" },
	{ "iso-8859-10", "ISO-8859-10",
		"iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 "
		"latin6" },
	{ "iso-8859-13", "ISO-8859-13", "iso-8859-13 iso8859-13 iso885913" },
	{ "iso-8859-14", "ISO-8859-14", "iso-8859-14 iso8859-14 iso885914" },
	{ "iso-8859-15", "ISO-8859-15",
		"iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9" },
	{ "iso-8859-16", "ISO-8859-16", "iso-8859-16" },
	{ "ibm866", "IBM866", "ibm866 866 cp866 csibm866" },
	{ "koi8-r", "KOI8-R", "koi8-r cskoi8r koi koi8 koi8_r" },
	{ "koi8-u", "KOI8-U", "koi8-u koi8-ru" },
	{ "macintosh", "MACINTOSH", "macintosh csmacintosh mac x-mac-roman" },
	{ "x-mac-cyrillic", "MAC-CYRILLIC", "x-mac-cyrillic x-mac-ukrainian" },
	{ "windows-874", "CP874",
		"windows-874 tis-620 dos-874 iso-8859-11 iso8859-11 "
		"iso885911" },
	{ "windows-1250", "CP1250", "windows-1250 cp1250 x-cp1250" },
	{ "windows-1251", "CP1251", "windows-1251 cp1251 x-cp1251" },
	{ "windows-1253", "CP1253", "windows-1253 cp1253 x-cp1253" },
	{ "windows-1254", "CP1254",
		"windows-1254 iso-8859-9 latin5 cp1254 csisolatin5 iso-ir-148 "
		"iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 x-cp1254" },
	{ "windows-1255", "CP1255", "windows-1255 cp1255 x-cp1255" },
	{ "windows-1256", "CP1256", "windows-1256 cp1256 x-cp1256" },
	{ "windows-1257", "CP1257", "windows-1257 cp1257 x-cp1257" },
	{ "windows-1258", "CP1258", "windows-1258 cp1258 x-cp1258" },
	{ "gb18030", "GB18030",
		"gb18030 gbk gb2312 chinese csgb2312 csiso58gb231280 gb_2312 "
		"gb_2312-80 iso-ir-58 x-gbk" },
	{ "big5", "BIG5-HKSCS", "big5 big5-hkscs cn-big5 csbig5 x-x-big5" },
	{ "euc-jp", "EUC-JP", "euc-jp cseucpkdfmtjapanese x-euc-jp" },
	{ "iso-2022-jp", "ISO-2022-JP", "iso-2022-jp csiso2022jp" },
	{ "shift_jis", "CP932",
		"shift_jis sjis shift-jis csshiftjis ms932 ms_kanji "
		"windows-31j x-sjis" },
	{ "euc-kr", "CP949",
		"euc-kr ks_c_5601-1987 windows-949 cseuckr csksc56011987 "
		"iso-ir-149 korean ks_c_5601-1989 ksc5601 ksc_5601 cp949 uhc" },
};

#define UTF_8 (&encodings[0])
#define WINDOWS_1252 (&encodings[1])
#define UTF_16LE (&encodings[2])
#define UTF_16BE (&encodings[3])
#define UTF_32LE (&encodings[4])
#define UTF_32BE (&encodings[5])

static iconv_t converters[n_elements(encodings)];
static bool is_preloaded;

/* windows-1252, 0x80 to 0x9f; 0: nothing there. */
static const uint16_t windows_1252_high[32] = { 0x20ac, 0, 0x201a, 0x0192,
	0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152,
	0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178 };

int
charset_preload(void)
{
	int result = 0;

	if (is_preloaded)
		return 0;
	for (size_t i = 0; i < n_elements(encodings); i++) {
		converters[i] = NO_CONVERTER;
		if (encodings[i].iconv_name == NULL)
			continue;
		converters[i] = iconv_open("UTF-8", encodings[i].iconv_name);
		if (converters[i] == NO_CONVERTER)
			result = -ENOENT;
	}
	/* the guesser builds its tables on first use */
	uchardet_t guesser = uchardet_new();

	uchardet_handle_data(guesser, "\xe9t\xe9", 3);
	uchardet_data_end(guesser);
	uchardet_delete(guesser);
	is_preloaded = true;
	return result;
}

static const struct encoding *
encoding_of(struct slice label)
{
	label = slice_trim(label);
	for (size_t i = 0; label.len != 0 && i < n_elements(encodings); i++) {
		struct slice rest = slice_text(encodings[i].labels);
		struct slice word;

		while (slice_cut(&rest, ' ', &word))
			if (slice_equal_nocase(word, label))
				return &encodings[i];
	}
	return NULL;
}

const char *
charset_reason_name(enum charset_reason reason)
{
	static const char *const names[] = {
		[CHARSET_BOM] = "byte order mark",
		[CHARSET_TRANSPORT] = "transport",
		[CHARSET_DECLARED] = "declaration",
		[CHARSET_PATTERN] = "first bytes",
		[CHARSET_VALID] = "valid UTF-8",
		[CHARSET_USUAL] = "the partner's charset",
		[CHARSET_GUESSED] = "guess",
		[CHARSET_FALLBACK] = "fallback",
	};

	return names[reason];
}

/* ---- who says what ---------------------------------------------------------
 */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* The first `needle` (lower case) at or behind `from`, any ASCII case. */
static size_t
find_nocase(struct slice text, size_t from, const char *needle)
{
	size_t len = strlen(needle);

	for (size_t at = from; at + len <= text.len; at++)
		if (slice_is_nocase(slice_of(text.at + at, len), needle))
			return at;
	return text.len;
}

/* `name = value`, the value bare or in either quote, from `at` on. */
static struct slice
value_behind(struct slice text, size_t at)
{
	while (at < text.len && is_blank(text.at[at]))
		at++;
	if (at == text.len || text.at[at] != '=')
		return (struct slice){ 0 };
	at++;
	while (at < text.len && is_blank(text.at[at]))
		at++;
	if (at < text.len && (text.at[at] == '"' || text.at[at] == '\''))
		at++;
	size_t start = at;

	while (at < text.len && !is_blank(text.at[at]) &&
		strchr("\"';>?/,\\", text.at[at]) == NULL)
		at++;
	return slice_of(text.at + start, at - start);
}

static struct slice
parameter(struct slice text, const char *name)
{
	for (size_t at = find_nocase(text, 0, name); at < text.len;
		at = find_nocase(text, at + 1, name)) {
		struct slice value = value_behind(text, at + strlen(name));

		if (value.len != 0)
			return value;
	}
	return (struct slice){ 0 };
}

/* The XML declaration or an HTML meta element near the top. */
static struct slice
declared_label(struct slice bytes)
{
	struct slice top = slice_of(bytes.at,
		bytes.len < DECLARATION_MAX ? bytes.len : DECLARATION_MAX);

	while (top.len != 0 && is_blank(top.at[0]))
		top = slice_of(top.at + 1, top.len - 1);
	if (slice_starts(top, SLICE("<?xml"))) {
		const char *end = memchr(top.at, '>', top.len);

		if (end != NULL)
			top.len = (size_t)(end - top.at);
		return parameter(top, "encoding");
	}
	if (top.len == 0 || top.at[0] != '<')
		return (struct slice){ 0 };
	for (size_t at = find_nocase(top, 0, "<meta"); at < top.len;
		at = find_nocase(top, at + 1, "<meta")) {
		const char *end = memchr(top.at + at, '>', top.len - at);

		if (end == NULL)
			break;
		struct slice label = parameter(
			slice_of(top.at + at, (size_t)(end - top.at) - at),
			"charset");

		if (label.len != 0)
			return label;
	}
	return (struct slice){ 0 };
}

/* What stands between tags: names of elements tell nothing of the script. */
static void
put_prose(struct slice bytes, struct buf *out)
{
	bool in_tag = false;
	size_t start = 0;

	for (size_t i = 0; i <= bytes.len; i++) {
		char c = i < bytes.len ? bytes.at[i] : '<';

		if (c == '<' && !in_tag)
			buf_put(out, bytes.at + start, i - start);
		if (c == '<' || c == '>')
			start = i + 1;
		in_tag = c == '<' || (in_tag && c != '>');
	}
}

/* Scripts whose text is full of high bytes; Latin guesses are worth nothing. */
static const struct encoding *
guess(struct slice bytes)
{
	static const char *const trusted =
		"windows-1251 koi8-r koi8-u ibm866 iso-8859-5 x-mac-cyrillic "
		"windows-1253 iso-8859-7 windows-1255 iso-8859-8 windows-1256 "
		"iso-8859-6 windows-874 gb18030 big5 euc-jp shift_jis euc-kr";
	auto_(buf_done) struct buf prose = BUF_NULL;
	size_t n_high = 0;
	size_t n_inked = 0;

	if (bytes.len > GUESS_MAX)
		bytes.len = GUESS_MAX;
	put_prose(bytes, &prose);
	bytes = buf_slice(&prose);
	for (size_t i = 0; i < bytes.len; i++) {
		n_high += (unsigned char)bytes.at[i] >= 0x80;
		n_inked += (unsigned char)bytes.at[i] > ' ';
	}
	if (n_high < 8 || n_high * 5 < n_inked)
		return NULL;
	uchardet_t guesser = uchardet_new();
	const struct encoding *found = NULL;

	if (uchardet_handle_data(guesser, bytes.at, bytes.len) == 0) {
		uchardet_data_end(guesser);
		found = encoding_of(slice_text(uchardet_get_charset(guesser)));
	}
	uchardet_delete(guesser);
	if (found == NULL)
		return NULL;
	struct slice rest = slice_text(trusted);
	struct slice name;

	while (slice_cut(&rest, ' ', &name))
		if (slice_is(name, found->name))
			return found;
	return NULL;
}

static const struct encoding *
by_pattern(struct slice bytes)
{
	if (bytes.len < 4)
		return NULL;
	if (!memcmp(bytes.at, "<\0?\0", 4))
		return UTF_16LE;
	if (!memcmp(bytes.at, "\0<\0?", 4))
		return UTF_16BE;
	if (!memcmp(bytes.at, "<\0\0\0", 4))
		return UTF_32LE;
	if (!memcmp(bytes.at, "\0\0\0<", 4))
		return UTF_32BE;
	if (!memcmp(bytes.at, "<\0", 2) && bytes.at[2] != 0 && bytes.at[3] == 0)
		return UTF_16LE;
	if (!memcmp(bytes.at, "\0<\0", 3) && bytes.at[3] != 0)
		return UTF_16BE;
	return NULL;
}

static bool
is_wide(const struct encoding *encoding)
{
	return encoding == UTF_16LE || encoding == UTF_16BE ||
	       encoding == UTF_32LE || encoding == UTF_32BE;
}

/* A declaration that we can read in one-byte letters cannot be UTF-16. */
static const struct encoding *
declared(struct slice bytes, struct charset_verdict *verdict)
{
	struct slice label = declared_label(bytes);
	const struct encoding *found = encoding_of(label);

	if (label.len != 0 && found == NULL)
		verdict->is_label_unknown = true;
	if (is_wide(found))
		return UTF_8;
	return found;
}

bool
charset_is_known(const char *label)
{
	return encoding_of(slice_text(label)) != NULL;
}

/* Escapes and zero bytes do not stand in text that is UTF-8. */
static bool
is_hidden(const struct encoding *encoding, struct slice bytes)
{
	if (encoding == NULL)
		return false;
	if (is_wide(encoding))
		return slice_has(bytes, '\0');
	return !strcmp(encoding->name, "iso-2022-jp") &&
	       slice_has(bytes, '\x1b');
}

static const struct encoding *
decide(struct slice bytes, struct slice content_type, const char *usual_label,
	struct charset_verdict *verdict)
{
	struct slice label = parameter(content_type, "charset");
	const struct encoding *found = encoding_of(label);
	const struct encoding *usual = encoding_of(slice_text(usual_label));

	verdict->reason = CHARSET_TRANSPORT;
	if (is_wide(found)) /* it says how wide, the bytes say which way round
			     */
		found = by_pattern(bytes) != NULL ? by_pattern(bytes) : found;
	if (found != NULL)
		return found;
	verdict->is_label_unknown = label.len != 0;
	verdict->reason = CHARSET_PATTERN;
	if ((found = by_pattern(bytes)) != NULL)
		return found;
	verdict->reason = CHARSET_DECLARED;
	if ((found = declared(bytes, verdict)) != NULL)
		return found;
	verdict->reason = CHARSET_USUAL;
	if (is_hidden(usual, bytes))
		return usual;
	verdict->reason = CHARSET_VALID;
	if (utf8_is_valid(bytes))
		return UTF_8;
	verdict->reason = CHARSET_USUAL;
	if (usual != NULL && !is_wide(usual))
		return usual;
	verdict->reason = CHARSET_GUESSED;
	if ((found = guess(bytes)) != NULL)
		return found;
	verdict->reason = CHARSET_FALLBACK;
	return WINDOWS_1252;
}

/* ---- transcoding -----------------------------------------------------------
 */

static void
put_replacement(struct buf *out, struct charset_verdict *verdict)
{
	buf_puts(out, "\xef\xbf\xbd");
	verdict->n_replaced++;
}

/* Text that is not what it says. */
static void
decode_utf8(
	struct slice bytes, struct buf *out, struct charset_verdict *verdict)
{
	size_t start = 0;
	size_t at = 0;

	while (at < bytes.len) {
		size_t len = utf8_valid_at(bytes, at);

		if (len != 0) {
			at += len;
			continue;
		}
		buf_put(out, bytes.at + start, at - start);
		put_replacement(out, verdict);
		start = ++at;
	}
	buf_put(out, bytes.at + start, at - start);
}

static void
decode_utf32(struct slice bytes, bool is_big, struct buf *out,
	struct charset_verdict *verdict)
{
	for (size_t i = 0; i < bytes.len; i += 4) {
		const unsigned char *at = (const unsigned char *)bytes.at + i;
		uint32_t c = UINT32_MAX;

		if (bytes.len - i >= 4)
			c = is_big ? (uint32_t)at[0] << 24 |
					     (uint32_t)at[1] << 16 |
					     (uint32_t)at[2] << 8 | at[3]
				   : (uint32_t)at[3] << 24 |
					     (uint32_t)at[2] << 16 |
					     (uint32_t)at[1] << 8 | at[0];
		if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
			put_replacement(out, verdict);
		else
			utf8_put(out, c);
	}
}

static void
decode_windows_1252(
	struct slice bytes, struct buf *out, struct charset_verdict *verdict)
{
	for (size_t i = 0; i < bytes.len; i++) {
		size_t end = utf8_ascii_end(bytes, i);

		buf_put(out, bytes.at + i, end - i);
		i = end;
		if (i == bytes.len)
			return;
		unsigned char c = (unsigned char)bytes.at[i];

		if (c >= 0xa0)
			utf8_put(out, c);
		else if (windows_1252_high[c - 0x80] != 0)
			utf8_put(out, windows_1252_high[c - 0x80]);
		else
			put_replacement(out, verdict);
	}
}

static void
decode_iconv(iconv_t converter, struct slice bytes, struct buf *out,
	struct charset_verdict *verdict)
{
	char *in = (char *)(uintptr_t)bytes.at;
	size_t n_in = bytes.len;

	iconv(converter, NULL, NULL, NULL, NULL);
	while (n_in != 0 && !out->overflowed) {
		char room[4096];
		char *to = room;
		size_t n_room = sizeof(room);
		size_t result = iconv(converter, &in, &n_in, &to, &n_room);
		int error = result == (size_t)-1 ? errno : 0;

		buf_put(out, room, sizeof(room) - n_room);
		if (error == 0 || error == E2BIG)
			continue;
		put_replacement(out, verdict);
		if (error == EINVAL) /* cut off at the end */
			break;
		in++;
		n_in--;
	}
}

/* More than one whole multi-byte character and nothing else high: somebody
 * labelled UTF-8 as something else. */
static bool
looks_like_utf8(struct slice bytes)
{
	size_t n_multi = 0;
	size_t at = utf8_ascii_end(bytes, 0);

	while (at < bytes.len) {
		size_t len = utf8_valid_at(bytes, at);

		if (len == 0)
			return false;
		n_multi++;
		at = utf8_ascii_end(bytes, at + len);
	}
	return n_multi > 1;
}

/* Nothing to transcode, as with most documents. */
static bool
is_utf8_already(const struct encoding *encoding, struct slice bytes,
	const struct charset_verdict *verdict)
{
	return encoding == UTF_8 &&
	       (verdict->reason == CHARSET_VALID || utf8_is_valid(bytes));
}

/* 0 none, else the length of the mark. */
static size_t
bom_of(struct slice bytes, const struct encoding **ret_encoding)
{
	if (slice_starts(bytes, SLICE("\xef\xbb\xbf")))
		return *ret_encoding = UTF_8, 3;
	if (slice_starts(bytes, SLICE("\xff\xfe\0\0")))
		return *ret_encoding = UTF_32LE, 4;
	if (slice_starts(bytes, SLICE("\0\0\xfe\xff")))
		return *ret_encoding = UTF_32BE, 4;
	if (slice_starts(bytes, SLICE("\xff\xfe")))
		return *ret_encoding = UTF_16LE, 2;
	if (slice_starts(bytes, SLICE("\xfe\xff")))
		return *ret_encoding = UTF_16BE, 2;
	return 0;
}

int
charset_decode(struct slice bytes, struct slice content_type, const char *usual,
	struct buf *out, struct charset_verdict *ret_verdict,
	struct problem *why)
{
	struct charset_verdict verdict = { 0 };
	const struct encoding *encoding = NULL;

	charset_preload();
	size_t mark = bom_of(bytes, &encoding);

	if (mark != 0)
		verdict.reason = CHARSET_BOM;
	else
		encoding = decide(bytes, content_type, usual, &verdict);
	if (mark != 0)
		bytes = slice_of(bytes.at + mark, bytes.len - mark);
	verdict.name = encoding->name;
	iconv_t converter = converters[encoding - encodings];

	if (is_utf8_already(encoding, bytes, &verdict))
		verdict.text = bytes;
	else if (encoding == UTF_8)
		decode_utf8(bytes, out, &verdict);
	else if (encoding == WINDOWS_1252)
		decode_windows_1252(bytes, out, &verdict);
	else if (encoding == UTF_32LE || encoding == UTF_32BE)
		decode_utf32(bytes, encoding == UTF_32BE, out, &verdict);
	else if (converter == NO_CONVERTER)
		return problem_set(why, 1, "E-CHARSET-MISSING",
			"this system cannot read %s", encoding->name);
	else
		decode_iconv(converter, bytes, out, &verdict);
	if (encoding != UTF_8 && mark == 0)
		verdict.is_suspect = looks_like_utf8(bytes);
	if (verdict.text.at == NULL)
		verdict.text = buf_slice(out);
	if (out->overflowed ||
		(out->limit != 0 && verdict.text.len > out->limit))
		return problem_set(why, 1, "E-CHARSET-SIZE",
			"the document is longer than %zu bytes as UTF-8",
			out->limit);
	*ret_verdict = verdict;
	return 0;
}
