/* SPDX-License-Identifier: Apache-2.0 */
/*
 * piece.h - a borrowed run of UTF-8 bytes, and what its first character is.
 *
 * Plugins see no header of the gateway but the ABI, so they have their own
 * small words for text. Wire copy mixes scripts: nothing here asks the locale,
 * and nothing here allocates. Bytes that are not UTF-8 count as one character
 * each. Pure functions, any thread.
 */
#ifndef PLUGINS_COMMON_PIECE_H
#define PLUGINS_COMMON_PIECE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct piece {
	const char *at; /* not NUL-terminated; may be NULL when len is 0 */
	size_t len;
};

static inline struct piece
piece_of(const char *at, size_t len)
{
	return (struct piece){ at, len };
}

static inline struct piece
piece_text(const char *text)
{
	return (struct piece){ text, text ? strlen(text) : 0 };
}

/* Without its first `n` bytes; n <= p.len. */
static inline struct piece
piece_skip(struct piece p, size_t n)
{
	return (struct piece){ p.at + n, p.len - n };
}

static inline struct piece
piece_head(struct piece p, size_t n)
{
	return (struct piece){ p.at, n < p.len ? n : p.len };
}

/* The first byte decides most of what lists of words are asked. */
static inline bool
piece_starts(struct piece p, const char *text)
{
	if (!p.len || p.at[0] != text[0])
		return !*text;
	size_t len = strlen(text);
	return p.len >= len && !memcmp(p.at, text, len);
}

static inline bool
piece_is(struct piece p, const char *text)
{
	return piece_starts(p, text) && p.len == strlen(text);
}

static inline bool
piece_ends(struct piece p, const char *text)
{
	size_t len = strlen(text);

	return p.len >= len &&
	       (len == 0 || !memcmp(p.at + p.len - len, text, len));
}

/* ASCII case, of which the first byte says most again: bit 5 is a letter's. */
bool piece_begins_nocase(struct piece p, const char *text);

static inline bool
piece_starts_nocase(struct piece p, const char *text)
{
	return (!p.len || !((p.at[0] ^ text[0]) & ~32) || !*text) &&
	       piece_begins_nocase(p, text);
}

static inline bool
piece_is_nocase(struct piece p, const char *text)
{
	return piece_starts_nocase(p, text) && p.len == strlen(text);
}

/* Offset of `text`, ASCII case ignored; p.len when it is not there. */
size_t piece_find(struct piece p, const char *text);
/* The same byte for byte. */
size_t piece_find_bytes(struct piece p, const char *text);

/* Most texts that are looked for are not there, and the first of their bytes
 * that is no blank tells: every word has a blank before it. */
static inline size_t
piece_find_exact(struct piece p, const char *text)
{
	char key = text[0] == ' ' && text[1] ? text[1] : text[0];

	return p.len && memchr(p.at, key, p.len) ? piece_find_bytes(p, text)
						 : p.len;
}

bool piece_holds(struct piece p, struct piece part);
/* The next part of a list of parts that bars part, "a | b", trimmed and not
 * empty; false behind the last. */
bool piece_next(struct piece *rest, struct piece *ret_part);

/* ---- characters: ASCII is told here, all others in piece.c ----------------
 */

/* The first character and its bytes; p.len > 0. */
uint32_t piece_code_wide(struct piece p, size_t *ret_len);

static inline uint32_t
piece_code(struct piece p, size_t *ret_len)
{
	unsigned char c = (unsigned char)p.at[0];

	if (c >= 0x80)
		return piece_code_wide(p, ret_len);
	*ret_len = 1;
	return c;
}

bool code_is_upper_wide(uint32_t code);
bool code_is_lower_wide(uint32_t code);
bool code_is_letter_wide(uint32_t code);
bool code_is_digit_wide(uint32_t code);
bool code_is_space_wide(uint32_t code);

static inline bool
code_is_upper(uint32_t code)
{
	return code < 0x80 ? code >= 'A' && code <= 'Z'
			   : code_is_upper_wide(code);
}

static inline bool
code_is_lower(uint32_t code)
{
	return code < 0x80 ? code >= 'a' && code <= 'z'
			   : code_is_lower_wide(code);
}

/* Of any script. */
static inline bool
code_is_letter(uint32_t code)
{
	return code < 0x80 ? (code | 32) >= 'a' && (code | 32) <= 'z'
			   : code_is_letter_wide(code);
}

static inline bool
code_is_digit(uint32_t code)
{
	return code < 0x80 ? code >= '0' && code <= '9'
			   : code_is_digit_wide(code);
}

static inline bool
code_is_space(uint32_t code)
{
	return code < 0x80 ? code == ' ' || (code >= 9 && code <= 13)
			   : code_is_space_wide(code);
}

bool code_is_cjk_wide(uint32_t code);

/* Written without spaces. */
static inline bool
code_is_cjk(uint32_t code)
{
	return code >= 0x80 && code_is_cjk_wide(code);
}

/* The same letter as a capital or a small one, or itself: Latin, Greek,
 * Cyrillic, Armenian. */
uint32_t code_to_upper(uint32_t code);
/* Letters of Arabic that writers and keyboards exchange: hamza on alef, the two
 * yehs, the two kafs. `how` is a set of bits. */
uint32_t code_plain_arabic(uint32_t letter, unsigned how);
uint32_t code_to_lower(uint32_t code);
/* Writes UTF-8; `out` has room for four. Returns the bytes. */
size_t code_put(uint32_t code, char *out);

/* ASCII letters and digits; bit 5 makes a letter small. */
static inline bool
byte_is_alnum(unsigned char c)
{
	return (unsigned)(c | 32) - 'a' < 26 || (unsigned)c - '0' < 10;
}

static inline bool
byte_is_word(unsigned char c)
{
	return c >= 0x80 || byte_is_alnum(c);
}

static inline bool
byte_is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static inline char
byte_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Is it one of the bytes of `set`, a literal? A NUL is in none. */
static inline bool
byte_in(char c, const char *set)
{
	for (; *set; set++)
		if (*set == c)
			return true;
	return false;
}

/* ---- runs of a kind --------------------------------------------------------
 */

size_t piece_spaces_run(struct piece p);
size_t piece_spaces_end_run(struct piece p);
size_t piece_dashes_run(struct piece p);
size_t piece_quote_wide(struct piece p);

/* A byte of ASCII that shows: most do, and none of them is white space. */
static inline bool
byte_is_ink(char c)
{
	return (unsigned char)c > ' ' && (unsigned char)c < 0x80;
}

/* The bytes of white space at the start; 0: none. */
static inline size_t
piece_spaces(struct piece p)
{
	if (!p.len || byte_is_ink(p.at[0]))
		return 0;
	if (p.at[0] == ' ' && p.len > 1 && byte_is_ink(p.at[1]))
		return 1; /* as nearly all are */
	return piece_spaces_run(p);
}

/* The same at the end. */
static inline size_t
piece_spaces_end(struct piece p)
{
	if (!p.len || byte_is_ink(p.at[p.len - 1]))
		return 0;
	if (p.at[p.len - 1] == ' ' && p.len > 1 && byte_is_ink(p.at[p.len - 2]))
		return 1;
	return piece_spaces_end_run(p);
}

/* Without white space of any kind at either end. */
static inline struct piece
piece_trim(struct piece p)
{
	p = piece_skip(p, piece_spaces(p));
	p.len -= piece_spaces_end(p);
	return p;
}

/* The bytes of dashes (one `-`, `--`, `–`, `—`, `−`, `_`) at the start. */
static inline size_t
piece_dashes(struct piece p)
{
	unsigned char c = p.len ? (unsigned char)p.at[0] : 0;

	return c != '-' && c != '_' && c < 0xe2 ? 0 : piece_dashes_run(p);
}

/* The bytes of one quotation mark at the start. */
static inline size_t
piece_quote(struct piece p)
{
	unsigned char c = p.len ? (unsigned char)p.at[0] : 0;

	return c < 0x80 ? c == '"' : piece_quote_wide(p);
}

/* Bytes of the last character. */
size_t piece_last(struct piece p);

/* ---- eight bytes at once ---------------------------------------------------
 */

#define EIGHT(c) (UINT64_C(0x0101010101010101) * (unsigned char)(c))

static inline uint64_t
eight_at(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	return word;
}

/* The high bit of each byte that is `c`. */
static inline uint64_t
eight_equal(uint64_t word, char c)
{
	uint64_t other = word ^ EIGHT(c);

	return ~(((other & EIGHT(0x7f)) + EIGHT(0x7f)) | other | EIGHT(0x7f));
}

/* The high bit of each byte that is a letter of ASCII. */
static inline uint64_t
eight_letters(uint64_t word)
{
	uint64_t small = (word | EIGHT(0x20)) & EIGHT(0x7f);

	return (small + EIGHT(0x80 - 'a')) & ~(small + EIGHT(0x7f - 'z')) &
	       ~word & EIGHT(0x80);
}

/* The high bit of each byte that is a digit of ASCII. */
static inline uint64_t
eight_digits(uint64_t word)
{
	uint64_t low = word & EIGHT(0x7f);

	return (low + EIGHT(0x80 - '0')) & ~(low + EIGHT(0x7f - '9')) & ~word &
	       EIGHT(0x80);
}

static inline uint64_t
eight_alnum(uint64_t word)
{
	return eight_letters(word) | eight_digits(word);
}

/* High bits of bytes, each moved to the byte behind; `first` is what comes to
 * the first. */
static inline uint64_t
eight_moved(uint64_t mask, bool first)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return mask << 8 | (uint64_t)first << 7;
#else
	return mask >> 8 | (uint64_t)first << 63;
#endif
}

/* Without the first bit. */
static inline uint64_t
eight_rest(uint64_t mask)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return mask & (mask - 1);
#else
	return mask & ~(UINT64_C(1) << (63 - __builtin_clzll(mask)));
#endif
}

/* How many bytes stand before the first one whose high bit is set; `mask` is
 * not 0. */
static inline size_t
eight_before(uint64_t mask)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return (size_t)__builtin_ctzll(mask) / 8;
#else
	return (size_t)__builtin_clzll(mask) / 8;
#endif
}

/* The first `n` bytes, 1 to 7, and zeros. */
static inline uint64_t
eight_head(uint64_t word, size_t n)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return word & (UINT64_MAX >> (64 - 8 * n));
#else
	return word & (UINT64_MAX << (64 - 8 * n));
#endif
}

/* Bytes of letters and digits of ASCII at the start; most words are of letters.
 */
static inline size_t
piece_alnum(struct piece p)
{
	size_t n = 0;

	for (; n + sizeof(uint64_t) <= p.len; n += sizeof(uint64_t)) {
		uint64_t others =
			~eight_letters(eight_at(p.at + n)) & EIGHT(0x80);

		if (!others)
			continue;
		n += eight_before(others);
		break;
	}
	while (n < p.len && byte_is_alnum((unsigned char)p.at[n]))
		n++;
	return n;
}

/* Bytes of ink of ASCII at the start. */
static inline size_t
piece_ink(struct piece p)
{
	size_t n = 0;

	for (; n + sizeof(uint64_t) <= p.len; n += sizeof(uint64_t)) {
		uint64_t word = eight_at(p.at + n);
		uint64_t ink = (word & EIGHT(0x7f)) + EIGHT(0x80 - '!');
		uint64_t others = (~ink | word) & EIGHT(0x80);

		if (others)
			return n + eight_before(others);
	}
	while (n < p.len && byte_is_ink(p.at[n]))
		n++;
	return n;
}

/* Is each of them from a blank to a tilde? What is carried or borrowed comes
 * from a byte that is not. */
static inline bool
eight_print(uint64_t word)
{
	return !(
		((word - EIGHT(' ')) | (word + EIGHT(1)) | word) & EIGHT(0x80));
}

/* The high bit of each byte of ASCII that is `c`, and now and then of one more
 * beside such a byte: for asking whether there is any. */
static inline uint64_t
eight_maybe(uint64_t word, char c)
{
	return ((word ^ EIGHT(c)) - EIGHT(1)) & EIGHT(0x80);
}

/* A heap copy with white space of any kind and line ends made one space, ends
 * trimmed. Never NULL; the caller frees it. */
char *piece_copy(struct piece p);

#endif
