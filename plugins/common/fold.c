/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fold.c - tables of base letters for the scripts that have case or accents.
 */
#include "common/fold.h"

#define SPACED_MIN 5 /* letters alone before they count as set apart */

/* Base letters of U+00C0..U+017F and of U+1E00..U+1EFF, one each. */
static const char latin[] =
	"aaaaaaaceeeeiiiidnoooooxouuuuyts"
	"aaaaaaaceeeeiiiidnooooo/ouuuuyty"
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
	"nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static const char latin_more[] =
	"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmm"
	"nnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
	"wwwwwwwwwwxxxxyyzzzzzzhtwyassssd"
	"aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiii"
	"oooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyylllvvv";
/* Greek from U+0384 on: code points of the small letter without accent. */
static const uint16_t greek[] = { 0, 0, 0x3b1, '.', 0x3b5, 0x3b7, 0x3b9, 0,
	0x3bf, 0, 0x3c5, 0x3c9, 0x3b9 };

static uint32_t
fold_latin(uint32_t code)
{
	if (code < 0xc0)
		return code == 0xa0   ? ' '
		       : code == 0xad ? 0
		       : code == 0xb7 ? '-'
				      : code;
	if (code < 0x180)
		return (unsigned char)latin[code - 0xc0];
	switch (code) {
	case 0x18f:
		return 0x259;
	case 0x1a0:
	case 0x1a1:
		return 'o';
	case 0x1af:
	case 0x1b0:
		return 'u';
	case 0x218:
	case 0x219:
		return 's';
	case 0x21a:
	case 0x21b:
		return 't';
	default:
		return code;
	}
}

static uint32_t
fold_greek(uint32_t code)
{
	if (code >= 0x384 && code <= 0x390)
		return greek[code - 0x384] ? greek[code - 0x384] : code;
	if (code >= 0x391 && code <= 0x3a9)
		return code + 0x20;
	switch (code) {
	case 0x3aa:
	case 0x3ca:
	case 0x3af:
		return 0x3b9;
	case 0x3ab:
	case 0x3cb:
	case 0x3cd:
	case 0x3b0:
		return 0x3c5;
	case 0x3ac:
		return 0x3b1;
	case 0x3ad:
		return 0x3b5;
	case 0x3ae:
		return 0x3b7;
	case 0x3c2:
		return 0x3c3;
	case 0x3cc:
		return 0x3bf;
	case 0x3ce:
		return 0x3c9;
	default:
		return code;
	}
}

/* Letters with a breve or two dots are told from the bare ones only in good
 * type: they come decomposed too. */
static uint32_t
fold_cyrillic(uint32_t code)
{
	if (code < 0x410)
		code += 0x50;
	else if (code < 0x430)
		code += 0x20;
	else if (code >= 0x48a && code <= 0x52f && !(code & 1) &&
		 !(code >= 0x4c0 && code <= 0x4ce))
		code++;
	return code == 0x451   ? 0x435
	       : code == 0x439 ? 0x438
	       : code == 0x457 ? 0x456
			       : code;
}

static uint32_t
fold_arabic(uint32_t code)
{
	if (code == 0x640 || code == 0x670 || (code >= 0x64b && code <= 0x65f))
		return 0;
	if (code >= 0x660 && code <= 0x669)
		return '0' + code - 0x660;
	if (code >= 0x6f0 && code <= 0x6f9)
		return '0' + code - 0x6f0;
	switch (code) {
	case 0x622:
	case 0x623:
	case 0x625:
	case 0x671:
		return 0x627;
	case 0x629:
	case 0x6c1:
	case 0x6c3:
		return 0x647;
	case 0x649:
	case 0x6cc:
		return 0x64a;
	case 0x6a9:
		return 0x643;
	case 0x60c:
		return ',';
	case 0x61b:
		return ';';
	case 0x61f:
		return '?';
	case 0x6d4:
		return '.';
	default:
		return code;
	}
}

static uint32_t
fold_sign(uint32_t code)
{
	if ((code >= 0x2000 && code <= 0x200a) || code == 0x2028 ||
		code == 0x2029 || code == 0x202f || code == 0x205f)
		return ' ';
	if ((code >= 0x200b && code <= 0x200f) ||
		(code >= 0x202a && code <= 0x202e) ||
		(code >= 0x2060 && code <= 0x2069))
		return 0;
	if (code >= 0x2010 && code <= 0x2015)
		return '-';
	if (code >= 0x2018 && code <= 0x201b)
		return '\'';
	if (code >= 0x201c && code <= 0x201f)
		return '"';
	if (code == 0x2212)
		return '-';
	return code == 0x2026 ? '.' : code;
}

/* Mathematical letters come in rows of 52, digits in rows of 10. */
static uint32_t
fold_mathematical(uint32_t code)
{
	if (code < 0x1d6a4) {
		uint32_t at = (code - 0x1d400) % 52;

		return 'a' + at % 26;
	}
	return code >= 0x1d7ce ? '0' + (code - 0x1d7ce) % 10 : code;
}

static uint32_t
fold_wide(uint32_t code)
{
	if (code >= 0xff01 && code <= 0xff5e)
		return fold_code(code - 0xfee0);
	if (code == 0x3000)
		return ' ';
	if (code == 0xfeff || (code >= 0xfe00 && code <= 0xfe0f))
		return 0;
	return code >= 0x1d400 && code <= 0x1d7ff ? fold_mathematical(code)
						  : code;
}

uint32_t
fold_code(uint32_t code)
{
	if (code < 0x80) {
		if (code >= 'A' && code <= 'Z')
			return code + 32;
		return code > ' ' ? code : code == 0 ? 0 : ' ';
	}
	if (code < 0x250)
		return fold_latin(code);
	if (code >= 0x300 && code <= 0x36f)
		return 0;
	if (code >= 0x370 && code <= 0x3ff)
		return fold_greek(code);
	if (code >= 0x400 && code <= 0x52f)
		return fold_cyrillic(code);
	if (code >= 0x531 && code <= 0x556)
		return code + 0x30;
	if (code >= 0x591 && code <= 0x5c7)
		return code == 0x5be ? '-' : 0;
	if (code >= 0x600 && code <= 0x6ff)
		return fold_arabic(code);
	if (code >= 0x966 && code <= 0x96f)
		return '0' + code - 0x966;
	if (code >= 0x9e6 && code <= 0x9ef)
		return '0' + code - 0x9e6;
	if (code == 0x93c)
		return 0;
	if (code >= 0x1e00 && code <= 0x1eff)
		return (unsigned char)latin_more[code - 0x1e00];
	if (code >= 0x2000 && code <= 0x2bff)
		return fold_sign(code);
	return code >= 0x3000 ? fold_wide(code) : code;
}

/* ---- pieces ---------------------------------------------------------------
 */

struct writer {
	char *out;
	size_t n, size;
	bool full;
};

static void
put(struct writer *w, uint32_t code)
{
	size_t len = code < 0x80      ? 1
		     : code < 0x800   ? 2
		     : code < 0x10000 ? 3
				      : 4;

	if (w->n + len >= w->size) {
		w->full = true;
		return;
	}
	if (len == 1) {
		w->out[w->n++] = (char)code;
		return;
	}
	for (size_t i = len; i-- > 1;) {
		w->out[w->n + i] = (char)(0x80 | (code & 0x3f));
		code >>= 6;
	}
	w->out[w->n] = (char)((len == 2          ? 0xc0u
				      : len == 3 ? 0xe0u
						 : 0xf0u) |
			      code);
	w->n += len;
}

/* ASCII that stands for itself once it is in lower case, whatever is around it;
 * 0: something else. */
static const char simple[256] = { ['!'] = '!',
	['"'] = '"',
	['#'] = '#',
	['$'] = '$',
	['%'] = '%',
	['&'] = '&',
	['\''] = '\'',
	['('] = '(',
	[')'] = ')',
	['*'] = '*',
	['+'] = '+',
	[','] = ',',
	[':'] = ':',
	[';'] = ';',
	['<'] = '<',
	['='] = '=',
	['>'] = '>',
	['?'] = '?',
	['@'] = '@',
	['A'] = 'a',
	['B'] = 'b',
	['C'] = 'c',
	['D'] = 'd',
	['E'] = 'e',
	['F'] = 'f',
	['G'] = 'g',
	['H'] = 'h',
	['I'] = 'i',
	['J'] = 'j',
	['K'] = 'k',
	['L'] = 'l',
	['M'] = 'm',
	['N'] = 'n',
	['O'] = 'o',
	['P'] = 'p',
	['Q'] = 'q',
	['R'] = 'r',
	['S'] = 's',
	['T'] = 't',
	['U'] = 'u',
	['V'] = 'v',
	['W'] = 'w',
	['X'] = 'x',
	['Y'] = 'y',
	['Z'] = 'z',
	['['] = '[',
	['\\'] = '\\',
	[']'] = ']',
	['^'] = '^',
	['_'] = '_',
	['`'] = '`',
	['a'] = 'a',
	['b'] = 'b',
	['c'] = 'c',
	['d'] = 'd',
	['e'] = 'e',
	['f'] = 'f',
	['g'] = 'g',
	['h'] = 'h',
	['i'] = 'i',
	['j'] = 'j',
	['k'] = 'k',
	['l'] = 'l',
	['m'] = 'm',
	['n'] = 'n',
	['o'] = 'o',
	['p'] = 'p',
	['q'] = 'q',
	['r'] = 'r',
	['s'] = 's',
	['t'] = 't',
	['u'] = 'u',
	['v'] = 'v',
	['w'] = 'w',
	['x'] = 'x',
	['y'] = 'y',
	['z'] = 'z',
	['{'] = '{',
	['|'] = '|',
	['}'] = '}',
	['~'] = '~' };

static bool
is_digit(uint32_t code)
{
	return code >= '0' && code <= '9';
}

/* Bytes of a run of digits with separators inside. */
static size_t
run_of_digits(struct piece p)
{
	size_t i = 0, len;

	while (i < p.len) {
		uint32_t code = fold_code(piece_code(piece_skip(p, i), &len));
		size_t next = i + len;

		if (!is_digit(code)) {
			if (!i || (code != '.' && code != ',') || next >= p.len)
				break;
			code = fold_code(piece_code(piece_skip(p, next), &len));
			if (!is_digit(code))
				break;
		}
		i = next;
	}
	return i;
}

/* A hyphen before a line's end that cuts a word: the bytes up to where the word
 * goes on; 0: none. */
static size_t
cut_word(struct piece p)
{
	size_t i = 1;

	while (i < p.len && (p.at[i] == ' ' || p.at[i] == '\r'))
		i++;
	if (i >= p.len || p.at[i] != '\n')
		return 0;
	return i + piece_spaces(piece_skip(p, i));
}

/* Are the letters set apart by blanks? */
static bool
is_spaced(struct piece p)
{
	size_t alone = 0, words = 0, len;

	for (size_t i = 0; i < p.len;) {
		struct piece rest = piece_skip(p, i);
		size_t spaces = piece_spaces(rest);

		if (spaces) {
			i += spaces;
			continue;
		}
		size_t letters = 0;
		for (; i < p.len && !piece_spaces(piece_skip(p, i)); i += len) {
			uint32_t code = piece_code(piece_skip(p, i), &len);

			if (code_is_cjk(code))
				return false;
			letters += code_is_letter(code);
		}
		words += letters > 0;
		alone += letters == 1;
	}
	return alone >= SPACED_MIN && alone * 4 >= words * 3;
}

/* Two blanks or more part the words of letters that are set apart. */
static void
put_blank(struct writer *w, struct piece spaces, bool spaced)
{
	size_t len;

	if (!w->n || w->out[w->n - 1] == ' ')
		return;
	piece_code(spaces, &len);
	if (!spaced || spaces.len > len)
		put(w, ' ');
}

unsigned char
fold_first(struct piece p)
{
	char bytes[8] = "";
	struct writer w = { bytes, 0, sizeof(bytes), false };
	size_t len;

	if (!p.len)
		return 0;
	uint32_t code = fold_code(piece_code(p, &len));
	if (code)
		put(&w, code);
	return (unsigned char)bytes[0];
}

/* The high bit of each byte that is `from`, of `to`, or between, where all are
 * of ASCII. */
static uint64_t
eight_between(uint64_t word, char from, char to)
{
	return (word + EIGHT(0x80 - from)) & ~(word + EIGHT(0x7f - to)) &
	       EIGHT(0x80);
}

/* Those that stand for themselves in lower case, and single blanks. */
static uint64_t
eight_plain(uint64_t word, bool behind_blank)
{
	uint64_t blanks = eight_between(word, ' ', ' ');

	return eight_between(word, ' ', '~') & ~eight_between(word, '-', '9') &
	       ~(blanks & eight_moved(blanks, behind_blank));
}

/* ASCII that stands for itself in lower case, and single blanks between, eight
 * bytes at once, as most of a text is; the last eight take what is left of it.
 * How many bytes; behind them up to seven more of `out` are written, none of
 * them behind as many as the piece has. */
static size_t
fold_plain(struct piece p, char *out)
{
	size_t n = 0;

	while (p.len >= sizeof(uint64_t) && n < p.len) {
		if (n > p.len - sizeof(uint64_t))
			n = p.len - sizeof(uint64_t);
		uint64_t word = eight_at(p.at + n);
		if (word & EIGHT(0x80))
			break;
		uint64_t small = word | eight_between(word, 'A', 'Z') >> 2;
		uint64_t plain = eight_plain(word, n && p.at[n - 1] == ' ');
		memcpy(out + n, &small, sizeof(small));
		if (plain != EIGHT(0x80))
			return n + eight_before(plain ^ EIGHT(0x80));
		n += sizeof(uint64_t);
	}
	return n;
}

size_t
fold_piece(struct piece p, const struct fold_how *how, char *out, size_t size,
	bool *ret_whole)
{
	struct writer w = { out, 0, size, false };

	p = piece_trim(p);
	bool spaced = p.len >= 2 * SPACED_MIN && p.len <= size &&
		      piece_spaces(piece_skip(p, 1)) && is_spaced(p);
	for (size_t i = 0; i < p.len && !w.full;) {
		char plain;

		if (!spaced && p.at[i] != ' ' && w.n + (p.len - i) < size) {
			size_t run = fold_plain(piece_skip(p, i), out + w.n);

			i += run;
			w.n += run;
		}
		while (i < p.len && w.n + 1 < size &&
			(plain = simple[(unsigned char)p.at[i]])) {
			out[w.n++] = plain;
			i++;
		}
		if (i == p.len)
			break;
		struct piece rest = piece_skip(p, i);
		unsigned char c = (unsigned char)p.at[i];
		size_t len, n = 0;

		if (c == ' ' && !spaced) {
			if (w.n && out[w.n - 1] != ' ')
				put(&w, ' ');
			i++;
			continue;
		}
		if (how->numbers && (c >= '0' || c >= 0x80))
			n = run_of_digits(rest);
		if (n) {
			put(&w, '#');
			i += n;
			continue;
		}
		if (how->lines && c == '-' && (n = cut_word(rest))) {
			i += n;
			continue;
		}
		uint32_t code = fold_code(piece_code(rest, &len));
		if (code == ' ') {
			n = piece_spaces(rest);
			n = n > len ? n : len;
			put_blank(&w, piece_head(rest, n), spaced);
			i += n;
			continue;
		}
		bool again = code == '.' && w.n && out[w.n - 1] == '.';
		if (code && !again)
			put(&w, code);
		i += len;
	}
	while (w.n && out[w.n - 1] == ' ')
		w.n--;
	out[w.n] = '\0';
	if (ret_whole)
		*ret_whole = !w.full;
	return w.n;
}
