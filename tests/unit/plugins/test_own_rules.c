/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_own_rules.c - a partner's own rules beside everybody's: who has them,
 * and what is made anew for whom.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "normalize/normalize.h"

#define LINE "Boats of the week at a glance"
#define TEXT \
	"Boats leave\n\nSUND, March 3 (SKW) - The boats left the harbour in " \
	"the " \
	"morning, and nobody at the office could say when they would come " \
	"home.\n\n" LINE "\n"

static const struct chain_step steps[] = { { .plugin = "source" },
	{ .plugin = "furniture" }, { .plugin = "attribution" } };

static const struct normalizer_partner partners[] = {
	{ .partner = { .name = "tide",
		  .title = "Tide & Reef",
		  .role = "distributor",
		  .timezone = "UTC",
		  .language = "" } },
	{ .partner = { .name = "coast",
		  .title = "Coast",
		  .role = "distributor",
		  .timezone = "UTC",
		  .language = "" } },
};

struct own {
	char *dir;
	struct normalizer *normalizer;
};

static void
put(struct own *own, const char *path, const char *text)
{
	auto_(mem_free) char *full = mem_printf("%s/%s", own->dir, path);
	FILE *file = fopen(full, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static int
set_up(void **state)
{
	struct own *own = mem_new(struct own);
	auto_(mem_free) char *make = NULL;

	own->dir = mem_strdup("/tmp/own-rules-XXXXXX");
	assert_non_null(mkdtemp(own->dir));
	make = mem_printf("mkdir %s/furniture", own->dir);
	assert_int_equal(system(make), 0);
	*state = own;
	return 0;
}

static int
tear_down(void **state)
{
	struct own *own = *state;
	auto_(mem_free) char *command = mem_printf("rm -r %s", own->dir);

	normalizer_free(own->normalizer);
	assert_int_equal(system(command), 0);
	mem_free(own->dir);
	mem_free(own);
	return 0;
}

static struct normalizer *
start(struct own *own)
{
	const char *places[] = { getenv("TORNTAPE_PLUGINS"), NULL };
	auto_(problem_list_done) struct problem_list problems = { 0 };
	const struct normalizer_plan plan = {
		.places = places,
		.rules_dir = own->dir,
		.steps = steps,
		.n_steps = n_elements(steps),
		.partners = partners,
		.n_partners = n_elements(partners),
	};

	if (normalizer_new(&plan, &problems, &own->normalizer))
		fail_msg("%s", problems.items[0].text);
	return own->normalizer;
}

/* "Skerry Wire, glance": who is behind it, and whether the line stays. */
static const char *
told(struct normalizer *normalizer, const char *partner)
{
	static char text[120];
	auto_(normalized_done) struct normalized done = NORMALIZED_NULL;
	auto_(buf_done) struct buf body = BUF_NULL;
	const struct normalizer_job job = { .bytes = SLICE(TEXT),
		.content_type = SLICE("text/plain"),
		.partner = partner };
	const struct draft_party *supplier;

	normalizer_run(normalizer, &job, &done);
	assert_true(done.is_decoded);
	supplier = draft_supplier(done.decoded.drafts[0]);
	draft_body_text(done.decoded.drafts[0], &body);
	snprintf(text, sizeof(text), "%s%s", supplier ? supplier->name : "-",
		strstr(buf_text(&body), LINE) ? ", line" : "");
	return text;
}

static void
rules_and_rows_are_for_whom_they_name(void **state)
{
	struct own *own = *state;

	put(own, "furniture/furniture.rules",
		"rule: glance\ninline: boats of the week at a glance\n"
		"partner: TIDE & REEF\n");
	put(own, "agencies.csv",
		"canonical,codes,kind,partner\nSkerry Wire,SKW,agency,coast\n");
	start(own);
	assert_string_equal(told(own->normalizer, "tide"), "-");
	assert_string_equal(
		told(own->normalizer, "coast"), "Skerry Wire, line");
	assert_string_equal(told(own->normalizer, NULL), "-, line");
	assert_string_equal(told(own->normalizer, "stranger"), "-, line");
}

static void
only_what_differs_is_made_anew(void **state)
{
	struct own *own = *state;
	struct chain *common, *tide;

	put(own, "furniture/furniture.rules",
		"rule: glance\ninline: at a glance\npartner: tide\n");
	start(own);
	common = normalizer_chain(own->normalizer, "nobody");
	tide = normalizer_chain(own->normalizer, "tide");
	assert_ptr_equal(normalizer_chain(own->normalizer, "coast"), common);
	assert_ptr_not_equal(tide, common);
	assert_int_equal(chain_count(tide), n_elements(steps));
	for (size_t i = 0; i < n_elements(steps); i++)
		assert_int_equal(
			chain_at(tide, i) == chain_at(common, i), i != 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rules_and_rows_are_for_whom_they_name),
		TEST(only_what_differs_is_made_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
