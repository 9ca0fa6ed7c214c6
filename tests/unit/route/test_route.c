/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Products: what matches, what does not, and that mistakes match nothing.
 */
#include "../desk/make.h"

#include <string.h>

#include "route/entitlement.h"
#include "route/product.h"
#include "route/routes.h"

static const char *const none[] = { NULL };
#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* Does this one rule take this story of the partner "harbour"? */
static bool
takes(const struct product_rule *given, const struct make *make)
{
	struct product_rule rule = *given;
	auto_(story_unref) struct story *story = make_story(make);
	auto_(routes_unref) struct routes *routes = NULL;
	auto_(routing_done) struct routing routing = { 0 };

	rule.name = "p";
	routes = routes_new(&rule, 1, 4);
	routes_match(routes, story, SLICE("harbour"), &routing);
	assert_non_null(strstr(routing.why, routing.n_products ? "yes" : "no"));
	return routing.n_products == 1;
}

#define RULE(...) (&(struct product_rule){ .valid = true, __VA_ARGS__ })
#define STORY(...) (&(struct make){ __VA_ARGS__ })

static void
an_empty_or_invalid_rule_takes_nothing(void **state)
{
	(void)state;
	assert_false(takes(RULE(.all = false), STORY(.version = "1")));
	assert_true(takes(RULE(.all = true), STORY(.version = "1")));
	assert_false(takes(
		&(struct product_rule){ .all = true }, STORY(.version = "1")));
	assert_false(takes(RULE(.partners = none), STORY(.version = "1")));
	assert_false(takes(RULE(.partners = LIST("harbour"), .subjects = none),
		STORY(.version = "1")));
	assert_false(takes(RULE(.has_urgency = true), STORY(.urgency = "1")));
}

static void
each_condition_is_met_by_any_of_its_values(void **state)
{
	(void)state;
	assert_true(takes(RULE(.partners = LIST("hill", "harbour")),
		STORY(.version = "1")));
	assert_false(takes(RULE(.partners = LIST("hill")), STORY(.body = "a")));
	assert_true(takes(RULE(.suppliers = LIST("alder bay news")),
		STORY(.supplier = "Alder Bay News")));
	assert_false(takes(
		RULE(.suppliers = LIST("Alder Bay News")), STORY(.body = "a")));
	assert_true(takes(
		RULE(.subjects = LIST("Floods")), STORY(.subject = "floods")));
	assert_false(takes(
		RULE(.subjects = LIST("Floods")), STORY(.subject = "fires")));
}

static void
languages_match_by_range(void **state)
{
	(void)state;
	assert_true(
		takes(RULE(.languages = LIST("en")), STORY(.language = "en")));
	assert_true(takes(
		RULE(.languages = LIST("en")), STORY(.language = "en-GB")));
	assert_true(takes(
		RULE(.languages = LIST("EN-gb")), STORY(.language = "en-GB")));
	assert_false(takes(
		RULE(.languages = LIST("en-GB")), STORY(.language = "en")));
	assert_false(
		takes(RULE(.languages = LIST("en")), STORY(.language = "eng")));
	assert_false(
		takes(RULE(.languages = LIST("")), STORY(.language = "en")));
	assert_false(takes(RULE(.languages = LIST("en")), STORY(.body = "a")));
}

static void
all_conditions_must_hold(void **state)
{
	(void)state;
	assert_true(
		takes(RULE(.partners = LIST("harbour"), .languages = LIST("en"),
			      .has_urgency = true, .urgencies = 1u << 2),
			STORY(.language = "en", .urgency = "2")));
	assert_false(
		takes(RULE(.partners = LIST("harbour"), .languages = LIST("en"),
			      .has_urgency = true, .urgencies = 1u << 2),
			STORY(.language = "en", .urgency = "3")));
	assert_false(takes(RULE(.has_urgency = true, .urgencies = 0x3fe),
		STORY(.language = "en")));
}

static void
urgencies_are_written_as_people_say_them(void **state)
{
	static const struct {
		const char *text;
		unsigned set; /* 0: refused */
	} cases[] = {
		{ "<=3", 0x0e },
		{ "<3", 0x06 },
		{ ">=8", 0x300 },
		{ ">8", 0x200 },
		{ "1-3", 0x0e },
		{ " 2 ", 0x04 },
		{ "1, 2", 0x06 },
		{ "", 0 },
		{ "<1", 0 },
		{ ">9", 0 },
		{ "0", 0 },
		{ "10", 0 },
		{ "3-1", 0 },
		{ "1-", 0 },
		{ "-3", 0 },
		{ "1,,2", 0 },
		{ "urgent", 0 },
		{ "<=", 0 },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		unsigned set = 77;
		struct problem why = PROBLEM_NULL;
		int result = product_parse_urgency(
			slice_text(cases[i].text), &set, &why);

		assert_int_equal(result, cases[i].set == 0);
		assert_int_equal(set, cases[i].set ? cases[i].set : 77);
	}
}

static void
two_products_of_one_name_take_nothing(void **state)
{
	struct product_rule rules[] = {
		{ .name = "b", .valid = true, .all = true },
		{ .name = "a", .valid = true, .all = true },
		{ .name = "b", .valid = true, .partners = LIST("hill") },
	};
	auto_(routes_unref) struct routes *routes = routes_new(rules, 3, 9);
	auto_(story_unref) struct story *story = make_story(STORY(.body = "a"));
	auto_(routing_done) struct routing routing = { 0 };

	(void)state;
	assert_int_equal(routes_generation(routes), 9);
	routes_match(routes, story, SLICE("harbour"), &routing);
	assert_int_equal(routing.n_products, 1);
	assert_string_equal(routing.products[0], "a");
}

static void
an_entitlement_needs_one_product_in_common(void **state)
{
	auto_(entitlement_unref) struct entitlement *some =
		entitlement_new(LIST("world", "sport"), 2);
	auto_(entitlement_unref) struct entitlement *nothing =
		entitlement_new(NULL, 0);

	(void)state;
	assert_true(entitlement_allows(some, LIST("arts", "sport"), 2));
	assert_false(entitlement_allows(some, LIST("arts", "trade"), 2));
	assert_false(entitlement_allows(some, NULL, 0));
	assert_false(entitlement_allows(nothing, LIST("sport"), 1));
	assert_true(entitlement_has(some, SLICE("world")));
	assert_string_equal(entitlement_product(some, 0), "sport");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_or_invalid_rule_takes_nothing),
		cmocka_unit_test(each_condition_is_met_by_any_of_its_values),
		cmocka_unit_test(languages_match_by_range),
		cmocka_unit_test(all_conditions_must_hold),
		cmocka_unit_test(urgencies_are_written_as_people_say_them),
		cmocka_unit_test(two_products_of_one_name_take_nothing),
		cmocka_unit_test(an_entitlement_needs_one_product_in_common),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
