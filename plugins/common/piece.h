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

bool piece_is(struct piece p, const char *text);
bool piece_is_nocase(struct piece p, const char *text); /* ASCII case */
bool piece_starts(struct piece p, const char *text);
bool piece_starts_nocase(struct piece p, const char *text);
bool piece_ends(struct piece p, const char *text);
/* Offset of `text`, ASCII case ignored; p.len when it is not there. */
size_t piece_find(struct piece p, const char *text);
/* The same byte for byte, for longer pieces. */
size_t piece_find_exact(struct piece p, const char *text);

/* Without white space of any kind at either end. */
struct piece piece_trim(struct piece p);
/* The bytes of white space, of dashes (one `-`, `--`, `–`, `—`, `−`, `_`), of
 * one quotation mark at the start; 0: none. */
size_t piece_spaces(struct piece p);
size_t piece_dashes(struct piece p);
size_t piece_quote(struct piece p);
/* The same at the end. */
size_t piece_spaces_end(struct piece p);

/* The first character and its bytes; p.len > 0. */
uint32_t piece_code(struct piece p, size_t *ret_len);
/* Bytes of the last character. */
size_t piece_last(struct piece p);

/* The same letter as a capital or a small one, or itself: Latin, Greek,
 * Cyrillic, Armenian. */
uint32_t code_to_upper(uint32_t code);
uint32_t code_to_lower(uint32_t code);
/* Writes UTF-8; `out` has room for four. Returns the bytes. */
size_t code_put(uint32_t code, char *out);
bool code_is_upper(uint32_t code);
bool code_is_lower(uint32_t code);
bool code_is_letter(uint32_t code); /* any script */
bool code_is_cjk(uint32_t code);    /* written without spaces */
bool code_is_digit(uint32_t code);
bool code_is_space(uint32_t code);

static inline bool
byte_is_word(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static inline bool
byte_is_alnum(unsigned char c)
{
	return c < 0x80 && byte_is_word(c);
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

/* A heap copy with white space of any kind and line ends made one space, ends
 * trimmed. Never NULL; the caller frees it. */
char *piece_copy(struct piece p);

#endif
