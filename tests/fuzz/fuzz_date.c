/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date: what we make of a date, we can read again. And of a link.
 *
 * Everything in here is made up; what others published is read from outside
 * the tree where a test says so.
 */
#include "base/ensure.h"
#include "base/rfc3339.h"
#include "text/date.h"
#include "text/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of((const char *)data, size);
	auto_(buf_done) struct buf url = BUF_NULL;
	struct date date;
	int64_t again;

	date_zone_preload("Europe/Berlin");
	if (date_parse(text, "Europe/Berlin", &date) == 0) {
		struct rfc3339 written = rfc3339_of(date.ms);

		ensure(rfc3339_parse(slice_text(written.text), &again) == 0);
	}
	if (url_resolve(SLICE("https://a.example/b/c?d"), text, &url))
		ensure(url_is_absolute_uri(buf_slice(&url)));
	return 0;
}
