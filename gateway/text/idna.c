/* SPDX-License-Identifier: Apache-2.0 */
/*
 * idna - map, cut into labels, check, encode; see idna.h.
 *
 * Four characters keep their own shape where folding would change or drop them
 * ("deviations" of UTS #46): they travel through the folding as private use
 * characters, which no name may hold.
 */
#include "text/idna.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/auto.h"
#include "base/utf8.h"

#define SHARP_S 0xdfu
#define CAPITAL_SHARP_S 0x1e9eu
#define FINAL_SIGMA 0x3c2u
#define NON_JOINER 0x200cu
#define JOINER 0x200du
#define PLACE 0xf8f0u /* of the first deviation */
#define VIRAMA 9      /* its combining class */

static const uint32_t deviations[] = { SHARP_S, FINAL_SIGMA, NON_JOINER,
	JOINER };

struct name {
	uint32_t *at;
	size_t n;
};

static bool
is_between(uint32_t c, uint32_t low, uint32_t high)
{
	return c >= low && c <= high;
}

/* ---- characters ------------------------------------------------------------
 */

static bool
is_full_stop(uint32_t c)
{
	return c == '.' || c == 0x3002 || c == 0xff0e || c == 0xff61;
}

/* Spaces, controls, nothing yet, and what would draw a name otherwise than it
 * is written. */
static bool
is_refused(uint32_t c)
{
	const utf8proc_property_t *property =
		utf8proc_get_property((utf8proc_int32_t)c);

	switch (property->category) {
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	case UTF8PROC_CATEGORY_CF:
		return c != NON_JOINER && c != JOINER && !property->ignorable;
	default:
		break;
	}
	return is_between(c, 0x2ff0, 0x2fff) || is_between(c, 0xfff9, 0xfffd);
}

/* Marks that are invisible and steer: those of direction, and tags. */
static bool
is_steering(uint32_t c)
{
	return c == 0x61c || is_between(c, 0x200e, 0x200f) ||
	       is_between(c, 0x202a, 0x202e) || is_between(c, 0x2066, 0x2069) ||
	       is_between(c, 0xe0001, 0xe007f);
}

/* A single character that stands for several with a dot among them. */
static bool
hides_a_dot(uint32_t c)
{
	return is_between(c, 0x2024, 0x2026) || is_between(c, 0x2488, 0x249b) ||
	       c == 0xfe19 || c == 0xfe30 || c == 0xfe52 || c == 0x1f100;
}

static int
class_of(uint32_t c)
{
	return utf8proc_get_property((utf8proc_int32_t)c)->bidi_class;
}

static bool
is_mark(uint32_t c)
{
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);

	return category == UTF8PROC_CATEGORY_MN ||
	       category == UTF8PROC_CATEGORY_MC ||
	       category == UTF8PROC_CATEGORY_ME;
}

/* ---- mapping ---------------------------------------------------------------
 */

static uint32_t
hidden(uint32_t c)
{
	if (c == CAPITAL_SHARP_S)
		return PLACE;
	for (unsigned i = 0; i < n_elements(deviations); i++)
		if (c == deviations[i])
			return PLACE + i;
	return c;
}

/* Every character in the form in which it stands in a name. False: one has
 * none. */
static bool
map(struct slice text, struct buf *out)
{
	auto_(buf_done) struct buf hid = BUF_NULL;
	utf8proc_uint8_t *folded = NULL;
	struct slice mapped;
	utf8proc_ssize_t len;
	bool is_done;

	for (size_t at = 0; at < text.len;) {
		uint32_t c = utf8_next(text, &at);

		if (is_refused(c) || is_steering(c) || hides_a_dot(c))
			return false;
		utf8_put(&hid, is_full_stop(c) ? '.' : hidden(c));
	}
	len = utf8proc_map((const utf8proc_uint8_t *)hid.data,
		(utf8proc_ssize_t)hid.len, &folded,
		UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
			UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
	is_done = len >= 0;
	mapped = slice_of((const char *)folded, is_done ? (size_t)len : 0);
	for (size_t at = 0; at < mapped.len;) {
		uint32_t c = utf8_next(mapped, &at);

		if (is_between(c, PLACE, PLACE + n_elements(deviations) - 1))
			c = deviations[c - PLACE];
		utf8_put(out, c);
	}
	free(folded); /* utf8proc's own malloc */
	return is_done;
}

/* ---- Punycode, RFC 3492 ----------------------------------------------------
 */

#define BASE 36u
#define T_MIN 1u
#define T_MAX 26u

static uint32_t
adapt(uint32_t delta, uint32_t n_points, bool is_first)
{
	uint32_t k = 0;

	delta = is_first ? delta / 700 : delta / 2;
	delta += delta / n_points;
	for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
		delta /= BASE - T_MIN;
	return k + (BASE - T_MIN + 1) * delta / (delta + 38);
}

static uint32_t
threshold(uint32_t k, uint32_t bias)
{
	if (k <= bias + T_MIN)
		return T_MIN;
	return k >= bias + T_MAX ? T_MAX : k - bias;
}

static void
put_delta(uint32_t delta, uint32_t bias, struct buf *out)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";

	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = threshold(k, bias);

		if (delta < t)
			break;
		buf_putc(out, digits[t + (delta - t) % (BASE - t)]);
		delta = (delta - t) / (BASE - t);
	}
	buf_putc(out, digits[delta]);
}

/* With at most IDNA_MAX characters below 0x110000 nothing can overflow. */
static void
put_punycode(const struct name *label, struct buf *out)
{
	uint32_t n = 0x80, delta = 0, bias = 72;
	size_t n_basic = 0, done;

	for (size_t i = 0; i < label->n; i++)
		if (label->at[i] < 0x80) {
			buf_putc(out, (char)label->at[i]);
			n_basic++;
		}
	if (n_basic != 0)
		buf_putc(out, '-');
	for (done = n_basic; done < label->n; n++, delta++) {
		uint32_t least = UINT32_MAX;

		for (size_t i = 0; i < label->n; i++)
			if (label->at[i] >= n && label->at[i] < least)
				least = label->at[i];
		delta += (least - n) * (uint32_t)(done + 1);
		n = least;
		for (size_t i = 0; i < label->n; i++) {
			if (label->at[i] < n)
				delta++;
			if (label->at[i] != n)
				continue;
			put_delta(delta, bias, out);
			bias = adapt(
				delta, (uint32_t)done + 1, done == n_basic);
			delta = 0;
			done++;
		}
	}
}

static uint32_t
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 26;
	c |= 0x20;
	return c >= 'a' && c <= 'z' ? (uint32_t)(c - 'a') : BASE;
}

/* One generalised integer; UINT32_MAX: none. */
static uint32_t
take_delta(struct slice text, size_t *at, uint32_t bias)
{
	uint64_t value = 0, weight = 1;

	for (uint32_t k = BASE; *at < text.len; k += BASE) {
		uint32_t digit = digit_of(text.at[(*at)++]);
		uint32_t t = threshold(k, bias);

		value += digit * weight;
		if (digit == BASE || value >= INT32_MAX)
			return UINT32_MAX;
		if (digit < t)
			return (uint32_t)value;
		weight *= BASE - t;
		if (weight > INT32_MAX)
			return UINT32_MAX;
	}
	return UINT32_MAX;
}

/* The characters of a label behind its "xn--"; `points` has room for IDNA_MAX.
 * False: it is no Punycode. */
static bool
read_punycode(struct slice text, struct name *label)
{
	uint32_t n = 0x80, i = 0, bias = 72;
	size_t at = text.len;

	while (at != 0 && text.at[at - 1] != '-')
		at--;
	for (size_t j = 0; j + 1 < at; j++)
		label->at[label->n++] = (unsigned char)text.at[j];
	while (at < text.len) {
		uint32_t before = i;
		uint32_t delta = take_delta(text, &at, bias);

		if (delta == UINT32_MAX)
			return false;
		i += delta;
		bias = adapt(delta, (uint32_t)label->n + 1, before == 0);
		n += i / ((uint32_t)label->n + 1);
		i %= (uint32_t)label->n + 1;
		if (n > 0x10ffff || is_between(n, 0xd800, 0xdfff) ||
			label->n == IDNA_MAX)
			return false;
		memmove(label->at + i + 1, label->at + i,
			(label->n - i) * sizeof(*label->at));
		label->at[i++] = n;
		label->n++;
	}
	return true;
}

/* ---- labels ----------------------------------------------------------------
 */

/* RFC 5892, appendix A. */
static bool
are_joiners_placed(const struct name *label)
{
	for (size_t i = 0; i < label->n; i++) {
		uint32_t before = i != 0 ? label->at[i - 1] : 0;

		if (label->at[i] != NON_JOINER && label->at[i] != JOINER)
			continue;
		if (utf8proc_get_property((utf8proc_int32_t)before)
				->combining_class == VIRAMA)
			continue;
		if (label->at[i] == JOINER || i + 1 == label->n ||
			class_of(before) != UTF8PROC_BIDI_CLASS_AL ||
			class_of(label->at[i + 1]) != UTF8PROC_BIDI_CLASS_AL)
			return false;
	}
	return true;
}

static bool
is_right_to_left(int class)
{
	return class == UTF8PROC_BIDI_CLASS_R ||
	       class == UTF8PROC_BIDI_CLASS_AL ||
	       class == UTF8PROC_BIDI_CLASS_AN;
}

/* RFC 5893, section 2: rules 2 and 5, for one character. */
static bool
may_stand(int class, bool is_rtl)
{
	switch (class) {
	case UTF8PROC_BIDI_CLASS_EN:
	case UTF8PROC_BIDI_CLASS_ES:
	case UTF8PROC_BIDI_CLASS_CS:
	case UTF8PROC_BIDI_CLASS_ET:
	case UTF8PROC_BIDI_CLASS_ON:
	case UTF8PROC_BIDI_CLASS_BN:
	case UTF8PROC_BIDI_CLASS_NSM:
		return true;
	case UTF8PROC_BIDI_CLASS_L:
		return !is_rtl;
	default:
		return is_rtl && is_right_to_left(class);
	}
}

static bool
is_bidi_label(const struct name *label)
{
	size_t end = label->n;
	bool has_en = false, has_an = false, is_rtl;
	int first, last;

	if (label->n == 0)
		return true;
	first = class_of(label->at[0]);
	is_rtl = first == UTF8PROC_BIDI_CLASS_R ||
		 first == UTF8PROC_BIDI_CLASS_AL;
	if (!is_rtl && first != UTF8PROC_BIDI_CLASS_L)
		return false;
	for (size_t i = 0; i < label->n; i++) {
		int class = class_of(label->at[i]);

		if (!may_stand(class, is_rtl))
			return false;
		has_en |= class == UTF8PROC_BIDI_CLASS_EN;
		has_an |= class == UTF8PROC_BIDI_CLASS_AN;
	}
	while (end != 0 &&
		class_of(label->at[end - 1]) == UTF8PROC_BIDI_CLASS_NSM)
		end--;
	last = end != 0 ? class_of(label->at[end - 1]) : first;
	if (is_rtl && has_en && has_an)
		return false;
	return last == UTF8PROC_BIDI_CLASS_EN ||
	       (is_rtl ? is_right_to_left(last)
		       : last == UTF8PROC_BIDI_CLASS_L);
}

/* A name of the whole of which some label runs to the left. */
static bool
is_bidi(const struct name *name)
{
	for (size_t i = 0; i < name->n; i++)
		if (is_right_to_left(class_of(name->at[i])))
			return true;
	return false;
}

/* A label that came as Punycode is what it would be written as. */
static bool
is_stable(const struct name *label)
{
	auto_(buf_done) struct buf text = BUF_NULL, mapped = BUF_NULL;
	bool is_ascii = true;

	for (size_t i = 0; i < label->n; i++) {
		utf8_put(&text, label->at[i]);
		is_ascii &= label->at[i] < 0x80;
	}
	return !is_ascii && map(buf_slice(&text), &mapped) &&
	       slice_equal(buf_slice(&text), buf_slice(&mapped));
}

struct writing {
	struct name all; /* with what Punycode stands for written out */
	struct buf *out;
};

/* One label of the mapped name, into the whole and into its ASCII form. */
static bool
put_label(struct writing *w, struct slice text)
{
	struct name label = { w->all.at + w->all.n, 0 };
	uint32_t room[IDNA_MAX];
	bool is_coded = text.len >= 4 && !strncmp(text.at, "xn--", 4);
	bool is_ascii = true;

	for (size_t at = 0; at < text.len; label.n++) {
		label.at[label.n] = utf8_next(text, &at);
		is_ascii &= label.at[label.n] < 0x80;
	}
	if (is_coded) {
		struct name decoded = { room, 0 };

		if (!is_ascii ||
			!read_punycode(slice_of(text.at + 4, text.len - 4),
				&decoded) ||
			!is_stable(&decoded) || decoded.n > label.n)
			return false;
		memcpy(label.at, room, decoded.n * sizeof(room[0]));
		label.n = decoded.n;
	}
	w->all.n += label.n;
	if (label.n != 0 && is_mark(label.at[0]))
		return false;
	if (!are_joiners_placed(&label))
		return false;
	if (is_ascii) {
		buf_put_slice(w->out, text);
	} else {
		buf_puts(w->out, "xn--");
		put_punycode(&label, w->out);
	}
	return true;
}

/* Every label by the rule of direction, if there is one that needs it. */
static bool
is_directed(const struct name *all)
{
	size_t start = 0;

	if (!is_bidi(all))
		return true;
	for (size_t i = 0; i <= all->n; i++) {
		if (i != all->n && all->at[i] != '.')
			continue;
		if (!is_bidi_label(
			    &(struct name){ all->at + start, i - start }))
			return false;
		start = i + 1;
	}
	return true;
}

static bool
put_labels(struct writing *w, struct slice rest)
{
	for (;;) {
		const char *dot =
			rest.len ? memchr(rest.at, '.', rest.len) : NULL;
		size_t len = dot != NULL ? (size_t)(dot - rest.at) : rest.len;

		if (!put_label(w, slice_of(rest.at, len)))
			return false;
		if (dot == NULL)
			return is_directed(&w->all);
		w->all.at[w->all.n++] = '.';
		buf_putc(w->out, '.');
		rest = slice_of(dot + 1, rest.len - len - 1);
	}
}

bool
idna_put(struct slice name, struct buf *out)
{
	auto_(buf_done) struct buf mapped = BUF_NULL, ascii = BUF_NULL;
	uint32_t points[IDNA_MAX];
	struct writing w = { { points, 0 }, &ascii };

	if (name.len > IDNA_MAX || !map(name, &mapped) ||
		mapped.len > IDNA_MAX || !put_labels(&w, buf_slice(&mapped)))
		return false;
	buf_put_slice(out, buf_slice(&ascii));
	return true;
}
