/* SPDX-License-Identifier: Apache-2.0 */
/*
 * whatwg: the labels of encodings that browsers know, read from the shared
 * data; skipped without it. The URL cases are in tests/corpus.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"
#include "base/mem.h"
#include "text/charset.h"

static json_t *
load(const char *path)
{
	const char *shared = getenv("TORNTAPE_SHARED");
	char *name = shared != NULL ? mem_printf("%s/%s", shared, path)
				    : mem_printf("%s/../shared/%s",
					      getenv("TORNTAPE_SOURCE"), path);
	json_t *json = json_load_file(name, 0, NULL);

	mem_free(name);
	return json;
}

/* Ours for theirs, where we read two as one. */
static const char *
our_name(const char *theirs)
{
	if (strcasecmp(theirs, "gbk") == 0)
		return "gb18030";
	if (strcasecmp(theirs, "iso-8859-8-i") == 0)
		return "iso-8859-8";
	return theirs;
}

static void
check_label(const char *name, const char *label)
{
	auto_(buf_done) struct buf type = BUF_NULL, out = BUF_NULL;
	struct charset_verdict verdict;
	struct problem why = PROBLEM_NULL;

	buf_printf(&type, "text/plain; charset=\"%s\"", label);
	assert_int_equal(charset_decode(SLICE("a"), buf_slice(&type), NULL,
				 &out, &verdict, &why),
		0);
	if (strcasecmp(verdict.name, our_name(name)) != 0)
		fail_msg("%s is %s and not %s", label, verdict.name, name);
}

static void
every_label_means_what_the_standard_says(void **state)
{
	json_t *groups = load("encoding/encodings.json");
	size_t i, j, k, n = 0;
	json_t *group, *encoding, *label;

	(void)state;
	if (groups == NULL)
		skip();
	json_array_foreach(groups, i, group) json_array_foreach(
		json_object_get(group, "encodings"), j, encoding)
	{
		const char *name =
			json_string_value(json_object_get(encoding, "name"));

		/* two that exist so that nobody reads them */
		if (!strcmp(name, "replacement") ||
			!strcmp(name, "x-user-defined"))
			continue;
		json_array_foreach(
			json_object_get(encoding, "labels"), k, label)
		{
			check_label(name, json_string_value(label));
			n++;
		}
	}
	json_decref(groups);
	printf("%zu labels\n", n);
	assert_true(n > 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_label_means_what_the_standard_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
