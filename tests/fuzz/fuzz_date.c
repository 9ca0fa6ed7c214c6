/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_date - a date as any feed may write it.
 *
 * Beyond not crashing: what we make of it is written and read again to the
 * same instant, by the strict reader and by the forgiving one.
 *
 * Reaches: gateway/text/date.c gateway/text/date_words.c
 * gateway/text/date_zone.c gateway/base/rfc3339.c
 */
#include <stdint.h>

#include "base/ensure.h"
#include "base/rfc3339.h"
#include "text/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is outside the years of RFC 3339 is written as their end. */
static void
fuzz_again(int64_t ms)
{
	struct rfc3339 written = rfc3339_of(ms), twice;
	struct date date;
	int64_t again;

	ensure(rfc3339_parse(slice_text(written.text), &again) == 0);
	twice = rfc3339_of(again);
	ensure(slice_is(slice_text(written.text), twice.text));
	if (ms >= 0 && ms < 4102444800000)
		ensure(again == ms);
	if (date_parse(slice_text(written.text), "UTC", &date) == 0)
		ensure(date.ms == again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of((const char *)data, size);
	struct date date;
	int64_t strict;

	date_zone_preload("Europe/Berlin");
	if (date_parse(text, "Europe/Berlin", &date) == 0)
		fuzz_again(date.ms);
	if (rfc3339_parse(text, &strict) == 0)
		fuzz_again(strict);
	return 0;
}
