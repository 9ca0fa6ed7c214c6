/* SPDX-License-Identifier: Apache-2.0 */
/*
 * script - blocks of Unicode, and the few letters that are written two ways.
 */
#include "common/script.h"

static const char script_names[N_SCRIPTS][5] = { "", "Latn", "Cyrl", "Arab",
	"Hani", "Kana", "Hang", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml",
	"Telu", "Knda", "Mlym", "Sinh", "Thai", "Laoo", "Tibt", "Mymr", "Khmr",
	"Grek", "Armn", "Geor", "Hebr", "Ethi", "Thaa" };

/* Ascending: the first block that ends at or behind a character is its own, or
 * it has none. */
static const struct {
	uint32_t first, last;
	enum script script;
} blocks[] = {
	{ 'A', 'Z', SCRIPT_LATN },
	{ 'a', 'z', SCRIPT_LATN },
	{ 0xaa, 0xaa, SCRIPT_LATN },
	{ 0xba, 0xba, SCRIPT_LATN },
	{ 0xc0, 0xd6, SCRIPT_LATN },
	{ 0xd8, 0xf6, SCRIPT_LATN },
	{ 0xf8, 0x2af, SCRIPT_LATN },
	{ 0x300, 0x36f, SCRIPT_LATN }, /* accents that stand apart */
	{ 0x370, 0x3ff, SCRIPT_GREK },
	{ 0x400, 0x52f, SCRIPT_CYRL },
	{ 0x531, 0x556, SCRIPT_ARMN },
	{ 0x561, 0x587, SCRIPT_ARMN },
	{ 0x591, 0x5f2, SCRIPT_HEBR },
	{ 0x620, 0x65f, SCRIPT_ARAB },
	{ 0x66e, 0x6d3, SCRIPT_ARAB },
	{ 0x6d5, 0x6ef, SCRIPT_ARAB },
	{ 0x6fa, 0x6ff, SCRIPT_ARAB },
	{ 0x750, 0x77f, SCRIPT_ARAB },
	{ 0x780, 0x7b1, SCRIPT_THAA },
	{ 0x8a0, 0x8ff, SCRIPT_ARAB },
	{ 0x900, 0x963, SCRIPT_DEVA },
	{ 0x970, 0x97f, SCRIPT_DEVA },
	{ 0x980, 0x9e3, SCRIPT_BENG },
	{ 0x9f0, 0x9fe, SCRIPT_BENG },
	{ 0xa01, 0xa65, SCRIPT_GURU },
	{ 0xa70, 0xa76, SCRIPT_GURU },
	{ 0xa81, 0xae3, SCRIPT_GUJR },
	{ 0xb01, 0xb65, SCRIPT_ORYA },
	{ 0xb70, 0xb71, SCRIPT_ORYA },
	{ 0xb82, 0xbe5, SCRIPT_TAML },
	{ 0xc00, 0xc65, SCRIPT_TELU },
	{ 0xc80, 0xce5, SCRIPT_KNDA },
	{ 0xd00, 0xd65, SCRIPT_MLYM },
	{ 0xd81, 0xdf3, SCRIPT_SINH },
	{ 0xe01, 0xe4f, SCRIPT_THAI },
	{ 0xe81, 0xecf, SCRIPT_LAOO },
	{ 0xedc, 0xedf, SCRIPT_LAOO },
	{ 0xf00, 0xfff, SCRIPT_TIBT },
	{ 0x1000, 0x109f, SCRIPT_MYMR },
	{ 0x10a0, 0x10ff, SCRIPT_GEOR },
	{ 0x1100, 0x11ff, SCRIPT_HANG },
	{ 0x1200, 0x135f, SCRIPT_ETHI },
	{ 0x1380, 0x139f, SCRIPT_ETHI },
	{ 0x1780, 0x17dd, SCRIPT_KHMR },
	{ 0x1c90, 0x1cbf, SCRIPT_GEOR },
	{ 0x1e00, 0x1eff, SCRIPT_LATN },
	{ 0x1f00, 0x1fff, SCRIPT_GREK },
	{ 0x3041, 0x30ff, SCRIPT_KANA },
	{ 0x3130, 0x318f, SCRIPT_HANG },
	{ 0x31f0, 0x31ff, SCRIPT_KANA },
	{ 0x3400, 0x4dbf, SCRIPT_HANI },
	{ 0x4e00, 0x9fff, SCRIPT_HANI },
	{ 0xac00, 0xd7ff, SCRIPT_HANG },
	{ 0xf900, 0xfaff, SCRIPT_HANI },
	{ 0xfb1d, 0xfb4f, SCRIPT_HEBR },
	{ 0xfb50, 0xfdff, SCRIPT_ARAB },
	{ 0xfe70, 0xfefc, SCRIPT_ARAB },
	{ 0xff21, 0xff3a, SCRIPT_LATN },
	{ 0xff41, 0xff5a, SCRIPT_LATN },
	{ 0xff66, 0xff9f, SCRIPT_KANA },
	{ 0x20000, 0x323af, SCRIPT_HANI },
};
#define N_BLOCKS (sizeof(blocks) / sizeof(blocks[0]))

enum script
script_named(struct piece name)
{
	for (unsigned i = 1; i < N_SCRIPTS; i++)
		if (piece_is(name, script_names[i]))
			return (enum script)i;
	return SCRIPT_NONE;
}

enum script
script_of(uint32_t code)
{
	size_t low = 0, high = N_BLOCKS;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (blocks[mid].last < code)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == N_BLOCKS || code < blocks[low].first)
		return SCRIPT_NONE;
	return blocks[low].script;
}

/* Capitals that are not where their small letters' neighbours are, and letters
 * that are typed in two ways. */
static uint32_t
fold_odd_one(uint32_t code)
{
	switch (code) {
	case 0x130: /* İ */
		return 'i';
	case 0x178: /* Ÿ */
		return 0xff;
	case 0x181: /* Ɓ */
		return 0x253;
	case 0x18a: /* Ɗ */
		return 0x257;
	case 0x18f: /* Ə */
		return 0x259;
	case 0x198: /* Ƙ */
	case 0x1af: /* Ư */
	case 0x1b3: /* Ƴ */
		return code + 1;
	case 0x15e: /* cedilla for comma: Romanian, and so Turkish */
	case 0x15f:
		return 0x219;
	case 0x162:
	case 0x163:
		return 0x21b;
	case 0x643: /* kaf and yeh of two keyboards */
		return 0x6a9;
	case 0x649:
	case 0x64a:
		return 0x6cc;
	default:
		return code;
	}
}

static bool
is_paired(uint32_t code)
{
	return (code >= 0x1a0 && code <= 0x1a5) ||
	       (code >= 0x1de && code <= 0x233) ||
	       (code >= 0x460 && code <= 0x481) ||
	       (code >= 0x48a && code <= 0x4bf);
}

static bool
is_point(uint32_t code)
{
	return (code >= 0x300 && code <= 0x36f) ||
	       (code >= 0x591 && code <= 0x5c7) || code == 0x640 ||
	       (code >= 0x64b && code <= 0x65f) || code == 0x670;
}

uint32_t
script_fold(uint32_t code)
{
	uint32_t odd;

	if (code < 0x80)
		return code >= 'A' && code <= 'Z' ? code + 32 : code;
	if (is_point(code))
		return 0;
	odd = fold_odd_one(code);
	if (odd != code)
		return odd;
	if (!code_is_upper(code) && !is_paired(code))
		return code;
	if (code < 0x100 || (code >= 0x386 && code <= 0x3ab) ||
		(code >= 0x410 && code <= 0x42f))
		return code + 32;
	if (code >= 0x400 && code <= 0x40f)
		return code + 80;
	if (code >= 0x531 && code <= 0x556)
		return code + 48;
	return is_paired(code) ? code | 1 : code + 1;
}
