/* SPDX-License-Identifier: Apache-2.0 */
/*
 * option - typed settings from text.
 *
 * Every parser takes the whole text or refuses it with a sentence that says
 * what would have been right. Values are clipped where they are quoted in such
 * a sentence, since a file may hold anything.
 */
#include "base/option.h"

#include <errno.h>
#include <string.h>

#include "base/ensure.h"
#include "base/mem.h"

#define SHOWN(text) (int)((text).len > 60 ? 60 : (text).len), (text).at

struct option_unit {
	const char *name;
	int64_t factor;
};

static const struct option_unit option_durations[] = {
	{ "ms", 1 },
	{ "s", 1000 },
	{ "m", 60 * 1000 },
	{ "h", 60 * 60 * 1000 },
	{ "d", 24 * 60 * 60 * 1000LL },
	{ NULL, 0 },
};

static const struct option_unit option_sizes[] = {
	{ "B", 1 },
	{ "KiB", 1LL << 10 },
	{ "MiB", 1LL << 20 },
	{ "GiB", 1LL << 30 },
	{ "TiB", 1LL << 40 },
	{ "kB", 1000 },
	{ "MB", 1000 * 1000 },
	{ "GB", 1000 * 1000 * 1000LL },
	{ NULL, 0 },
};

/* ---- names ----------------------------------------------------------------
 */

const struct option_spec *
option_find(const struct option_spec *table, struct slice name)
{
	for (; table != NULL && table->type != OPTION_END; table++)
		if (slice_is(name, table->name))
			return table;
	return NULL;
}

#define OPTION_NAME_MAX 63

/* Edits that turn one word into the other; a swap of neighbours is one. */
static size_t
option_distance(struct slice a, struct slice b)
{
	size_t rows[3][OPTION_NAME_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *row = rows[2];

	if (a.len > OPTION_NAME_MAX || b.len > OPTION_NAME_MAX)
		return SIZE_MAX;
	for (size_t j = 0; j <= b.len; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *spare = before;

		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t best =
				last[j - 1] + (a.at[i - 1] != b.at[j - 1]);

			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] &&
				a.at[i - 2] == b.at[j - 1] &&
				before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			row[j] = best;
		}
		before = last;
		last = row;
		row = spare;
	}
	return last[b.len];
}

/* Keep `name` in *best if it is nearer than what stood there. */
static void
option_nearer(const char *name, struct slice word, const char **best,
	size_t *best_distance)
{
	size_t distance = option_distance(slice_text(name), word);

	if (distance >= *best_distance)
		return;
	*best = name;
	*best_distance = distance;
}

/* One more than what still counts as a slip of the pen. */
static size_t
option_reach(struct slice word)
{
	return word.len / 3 + 2;
}

const char *
option_nearest(const struct option_spec *table, struct slice name)
{
	size_t reach = option_reach(name);
	const char *best = NULL;

	for (; table != NULL && table->type != OPTION_END; table++)
		option_nearer(table->name, name, &best, &reach);
	return best;
}

const char *
option_nearest_of(const char *const *names, struct slice word)
{
	size_t reach = option_reach(word);
	const char *best = NULL;

	for (; *names != NULL; names++)
		option_nearer(*names, word, &best, &reach);
	return best;
}

/* ---- values ---------------------------------------------------------------
 */

int
option_parse_bool(struct slice text, bool *ret_value, struct problem *why)
{
	static const char *const words[] = { "false", "true", "no", "yes",
		"off", "on" };

	for (size_t i = 0; i < n_elements(words); i++) {
		if (!slice_is_nocase(text, words[i]))
			continue;
		*ret_value = i % 2 == 1;
		return 0;
	}
	return problem_set(why, 1, "E-OPTION-VALUE",
		"'%.*s' is neither true nor false", SHOWN(text));
}

int
option_parse_integer(struct slice text, int64_t *ret_value, struct problem *why)
{
	bool negative = text.len != 0 && text.at[0] == '-';
	struct slice digits = text;
	uint64_t value;

	if (negative)
		digits = slice_of(text.at + 1, text.len - 1);
	if (slice_to_u64(digits, &value) != 0 || value > INT64_MAX)
		return problem_set(why, 1, "E-OPTION-VALUE",
			"'%.*s' is not a whole number", SHOWN(text));
	*ret_value = negative ? -(int64_t)value : (int64_t)value;
	return 0;
}

/* "10MiB" by the units of the table. `wanted` says how it should look. */
static int
option_parse_units(struct slice text, const struct option_unit *units,
	const char *wanted, int64_t *ret_value, struct problem *why)
{
	size_t n_digits = 0;
	struct slice unit;
	uint64_t number;
	int64_t value;

	while (n_digits < text.len && text.at[n_digits] >= '0' &&
		text.at[n_digits] <= '9')
		n_digits++;
	unit = slice_trim(slice_of(text.at + n_digits, text.len - n_digits));
	if (slice_is(text, "0")) {
		*ret_value = 0;
		return 0;
	}
	while (units->name != NULL && !slice_is(unit, units->name))
		units++;
	if (units->name == NULL ||
		slice_to_u64(slice_of(text.at, n_digits), &number) != 0 ||
		number > INT64_MAX ||
		__builtin_mul_overflow((int64_t)number, units->factor, &value))
		return problem_set(why, 1, "E-OPTION-VALUE", "'%.*s' is not %s",
			SHOWN(text), wanted);
	*ret_value = value;
	return 0;
}

int
option_parse_duration(struct slice text, int64_t *ret_ms, struct problem *why)
{
	return option_parse_units(text, option_durations,
		"a duration like 250ms, 10s, 5m, 24h or 7d", ret_ms, why);
}

int
option_parse_size(struct slice text, int64_t *ret_bytes, struct problem *why)
{
	return option_parse_units(text, option_sizes,
		"a size like 512B, 64KiB, 10MiB or 1GiB", ret_bytes, why);
}

/* ---- printing -------------------------------------------------------------
 */

/* With the largest unit that leaves no rest. */
static void
option_print_units(
	const struct option_unit *units, int64_t value, struct buf *out)
{
	const struct option_unit *best = units;

	for (; units->name != NULL; units++)
		if (value != 0 && value % units->factor == 0 &&
			units->factor > best->factor)
			best = units;
	buf_printf(
		out, "%lld%s", (long long)(value / best->factor), best->name);
}

static void
option_print_list(const char *const *items, struct buf *out)
{
	for (size_t i = 0; items != NULL && items[i] != NULL; i++)
		buf_printf(out, "%s%s", i == 0 ? "" : ", ", items[i]);
}

void
option_print(
	const struct option_spec *option, const void *settings, struct buf *out)
{
	const char *at = (const char *)settings + option->offset;
	const char *text;
	int64_t number = 0;

	if (option->type == OPTION_INTEGER || option->type == OPTION_DURATION ||
		option->type == OPTION_SIZE)
		memcpy(&number, at, sizeof(number));
	switch (option->type) {
	case OPTION_STRING:
		memcpy(&text, at, sizeof(text));
		buf_puts(out, text != NULL ? text : "");
		return;
	case OPTION_BOOL:
		buf_puts(out, *(const bool *)at ? "true" : "false");
		return;
	case OPTION_INTEGER:
		buf_printf(out, "%lld", (long long)number);
		return;
	case OPTION_DURATION:
		option_print_units(option_durations, number, out);
		return;
	case OPTION_SIZE:
		option_print_units(option_sizes, number, out);
		return;
	case OPTION_LIST:
		option_print_list(
			*(const char *const *const *)(const void *)at, out);
		return;
	case OPTION_CHOICE:
		buf_puts(out, option->choices[*(const int *)(const void *)at]);
		return;
	case OPTION_END:
		return;
	}
}

/* ---- setting --------------------------------------------------------------
 */

static void
option_print_number(
	const struct option_spec *option, int64_t number, struct buf *out)
{
	struct option_spec bare = *option;

	bare.offset = 0;
	option_print(&bare, &number, out);
}

static int
option_set_number(const struct option_spec *option, void *at,
	struct slice value, struct problem *why)
{
	auto_(buf_done) struct buf bounds = BUF_NULL;
	int64_t number = 0;
	int rc;

	if (option->type == OPTION_INTEGER)
		rc = option_parse_integer(value, &number, why);
	else if (option->type == OPTION_DURATION)
		rc = option_parse_duration(value, &number, why);
	else
		rc = option_parse_size(value, &number, why);
	if (rc != 0)
		return rc;
	if ((option->min != 0 || option->max != 0) &&
		(number < option->min || number > option->max)) {
		option_print_number(option, option->min, &bounds);
		buf_puts(&bounds, " to ");
		option_print_number(option, option->max, &bounds);
		return problem_set(why, 1, "E-OPTION-RANGE",
			"'%.*s' is outside %s", SHOWN(value),
			buf_text(&bounds));
	}
	memcpy(at, &number, sizeof(number));
	return 0;
}

static int
option_set_choice(const struct option_spec *option, void *at,
	struct slice value, struct problem *why)
{
	auto_(buf_done) struct buf all = BUF_NULL;
	int i = 0;

	for (; option->choices[i] != NULL; i++)
		if (slice_is(value, option->choices[i]))
			break;
	if (option->choices[i] != NULL) {
		memcpy(at, &i, sizeof(i));
		return 0;
	}
	option_print_list(option->choices, &all);
	return problem_set(why, 1, "E-OPTION-VALUE", "'%.*s' is none of %s",
		SHOWN(value), buf_text(&all));
}

static int
option_set_list(const struct option_spec *option, void *settings,
	struct arena *arena, struct slice value, struct problem *why)
{
	struct slice items[64], rest = value, part;
	size_t n = 0;

	while (slice_cut(&rest, ',', &part)) {
		part = slice_trim(part);
		if (part.len == 0)
			continue;
		if (n == n_elements(items))
			return problem_set(why, 1, "E-OPTION-VALUE",
				"more than %zu items in one line; write them "
				"as a list",
				n);
		items[n++] = part;
	}
	return option_set_items(option, settings, arena, items, n, why);
}

int
option_set_items(const struct option_spec *option, void *settings,
	struct arena *arena, const struct slice *items, size_t n_items,
	struct problem *why)
{
	char *at = (char *)settings + option->offset;
	const char **list;

	if (option->type != OPTION_LIST)
		return problem_set(why, 1, "E-OPTION-VALUE",
			"%s takes one value, not a list", option->name);
	list = arena_zero(arena, (n_items + 1) * sizeof(*list));
	for (size_t i = 0; i < n_items; i++)
		list[i] = arena_text(arena, items[i]);
	memcpy(at, &list, sizeof(list));
	return 0;
}

int
option_set(const struct option_spec *option, void *settings,
	struct arena *arena, struct slice value, struct problem *why)
{
	char *at = (char *)settings + option->offset;
	const char *text;
	bool truth;

	if (slice_has(value, '\0'))
		return problem_set(why, 1, "E-OPTION-VALUE",
			"a NUL character stands in the value");
	switch (option->type) {
	case OPTION_STRING:
		text = arena_text(arena, value);
		memcpy(at, &text, sizeof(text));
		return 0;
	case OPTION_BOOL:
		if (option_parse_bool(value, &truth, why) != 0)
			return 1;
		memcpy(at, &truth, sizeof(truth));
		return 0;
	case OPTION_INTEGER:
	case OPTION_DURATION:
	case OPTION_SIZE:
		return option_set_number(option, at, value, why);
	case OPTION_LIST:
		return option_set_list(option, settings, arena, value, why);
	case OPTION_CHOICE:
		return option_set_choice(option, at, value, why);
	case OPTION_END:
		break;
	}
	return problem_set(why, 1, "E-OPTION-VALUE",
		"the option has a type that nobody knows");
}

int
option_set_named(const struct option_spec *table, void *settings,
	struct arena *arena, struct slice name, struct slice value,
	struct problem *why)
{
	const struct option_spec *option = option_find(table, name);
	const char *near;

	if (option != NULL)
		return option_set(option, settings, arena, value, why);
	near = option_nearest(table, name);
	return problem_set(why, 1, "E-OPTION-UNKNOWN",
		"there is no option '%.*s'%s%s%s", SHOWN(name),
		near ? "; did you mean '" : "", near ? near : "",
		near ? "'?" : "");
}

int
option_defaults(const struct option_spec *table, void *settings,
	struct arena *arena, struct problem *why)
{
	for (; table != NULL && table->type != OPTION_END; table++)
		if (table->fallback != NULL &&
			option_set(table, settings, arena,
				slice_text(table->fallback), why) != 0)
			return 1;
	return 0;
}
