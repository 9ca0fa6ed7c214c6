/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An editor's hand on a story: what it holds, what its partner can and cannot
 * do about that, and what is left of it after a restart.
 */
#include "house.h"

#include "journal/standing.h"
#include "story/change.h"
#include "story/override.h"

static const char *
state_of(struct house *house, const char *uri)
{
	auto_(standing_done) struct standing standing = { 0 };
	struct story_id id = story_id_of(SLICE("harbour"), slice_text(uri));

	assert_int_equal(
		reader_standing(house->reader, slice_text(id.text), &standing),
		0);
	return standing_state_name(standing.state);
}

static void
pass_hours(struct house *house, int n)
{
	clock_freeze(NOON + n * HOUR, 1000 + n * HOUR);
	desk_turn(house->desk);
}

/* ---- hold -------------------------------------------------------------------
 */

static void
a_held_story_is_withheld_and_comes_back_with_what_is_newest(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "a");
	assert_int_equal(order(house, ORDER_HOLD, "urn:x:1"), ORDER_DONE);
	assert_string_equal(house->told, "published:1 withheld:1 ");
	assert_string_equal(state_of(house, "urn:x:1"), "withheld");
	assert_no_text(house, "a");
	assert_string_equal(POST(.version = "2", .body = "b"), "held");
	assert_string_equal(reason_of(house), "held by an editor");
	assert_string_equal(POST(.version = "2", .body = "b"), "duplicate");
	assert_string_equal(POST(.version = "1", .body = "a"), "late");
	assert_string_equal(POST(.version = "2", .body = "c"), "held");
	assert_no_text(house, "b");
	assert_int_equal(order(house, ORDER_LIFT, "urn:x:1"), ORDER_DONE);
	assert_string_equal(house->told, "published:1 withheld:1 released:2 ");
	assert_no_text(house, "b");
	assert_string_equal(POST(.version = "3", .body = "d"), "updated");
}

static void
a_hold_is_given_once_and_lifted_once(void **state)
{
	struct house *house = *state;

	assert_int_equal(order(house, ORDER_HOLD, "urn:x:1"), ORDER_UNKNOWN);
	POST(.version = "1");
	assert_int_equal(order(house, ORDER_LIFT, "urn:x:1"), ORDER_ALREADY);
	assert_int_equal(order(house, ORDER_HOLD, "urn:x:1"), ORDER_DONE);
	assert_int_equal(order(house, ORDER_HOLD, "urn:x:1"), ORDER_ALREADY);
	assert_int_equal(order(house, ORDER_LIFT, "urn:x:1"), ORDER_DONE);
	assert_int_equal(order(house, ORDER_LIFT, "urn:x:1"), ORDER_ALREADY);
	assert_string_equal(house->told, "published:1 withheld:1 released:1 ");
}

static void
where_there_is_no_text_there_is_nothing_to_hold(void **state)
{
	struct house *house = *state;

	POST(.version = "1");
	order(house, ORDER_KILL, "urn:x:1");
	assert_int_equal(order(house, ORDER_HOLD, "urn:x:1"), ORDER_REFUSED);
	assert_string_equal(house->why.text, "it was killed");
	assert_int_equal(order(house, ORDER_LIFT, "urn:x:1"), ORDER_REFUSED);
	POST(.uri = "urn:x:2", .version = "1");
	POST(.uri = "urn:x:2", .version = "2", .status = "withheld");
	assert_int_equal(order(house, ORDER_HOLD, "urn:x:2"), ORDER_REFUSED);
	POST(.uri = "urn:x:3", .version = "1", .expires_ms = NOON + HOUR);
	pass_hours(house, 1);
	assert_int_equal(order(house, ORDER_HOLD, "urn:x:3"), ORDER_REFUSED);
	assert_string_equal(house->why.text, "it has expired");
}

static void
a_kill_by_the_partner_goes_through_a_hold(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "secret");
	order(house, ORDER_HOLD, "urn:x:1");
	assert_string_equal(POST(.version = "2", .event = "kill"), "killed");
	assert_int_equal(order(house, ORDER_LIFT, "urn:x:1"), ORDER_REFUSED);
	assert_string_equal(POST(.version = "2", .body = "secret"), "late");
	assert_string_equal(house->told, "published:1 withheld:1 killed:2 ");
	assert_no_text(house, "secret");
	/* What comes back is a story that nobody holds. */
	assert_string_equal(POST(.version = "3", .version_ms = NOON + HOUR,
				    .body = "clean"),
		"published");
}

static void
an_embargo_that_ends_under_a_hold_publishes_nothing(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "secret",
		.embargo = embargo_at(NOON + HOUR));
	assert_int_equal(order(house, ORDER_HOLD, "urn:x:1"), ORDER_DONE);
	assert_string_equal(state_of(house, "urn:x:1"), "held");
	pass_hours(house, 2);
	assert_string_equal(house->told, "");
	assert_no_text(house, "secret");
	assert_int_equal(order(house, ORDER_LIFT, "urn:x:1"), ORDER_DONE);
	assert_string_equal(house->told, "released:1 ");
}

static void
lifting_a_hold_lifts_no_embargo(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "secret",
		.embargo = embargo_at(NOON + 2 * HOUR));
	order(house, ORDER_HOLD, "urn:x:1");
	pass_hours(house, 1);
	assert_int_equal(order(house, ORDER_LIFT, "urn:x:1"), ORDER_DONE);
	assert_string_equal(house->told, "");
	assert_int_equal(order(house, ORDER_LIFT, "urn:x:1"), ORDER_REFUSED);
	assert_no_text(house, "secret");
	pass_hours(house, 2);
	assert_string_equal(house->told, "released:1 ");
}

static void
an_embargo_may_change_under_a_hold(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .embargo = embargo_at(NOON + HOUR));
	order(house, ORDER_HOLD, "urn:x:1");
	assert_string_equal(
		POST(.version = "1", .embargo = embargo_at(NOON + HOUR)),
		"duplicate");
	assert_string_equal(POST(.version = "1"), "held");
	assert_string_equal(POST(.version = "1"), "duplicate");
	order(house, ORDER_LIFT, "urn:x:1");
	assert_string_equal(house->told, "released:1 ");
}

static void
lifting_a_hold_lifts_no_withhold_of_the_partner(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "a");
	order(house, ORDER_HOLD, "urn:x:1");
	assert_string_equal(
		POST(.version = "2", .body = "secret", .status = "withheld"),
		"held");
	assert_int_equal(order(house, ORDER_LIFT, "urn:x:1"), ORDER_DONE);
	assert_string_equal(house->told, "published:1 withheld:1 ");
	/* Now it waits for a person for the partner's sake. */
	assert_int_equal(order(house, ORDER_LIFT, "urn:x:1"), ORDER_DONE);
	assert_string_equal(house->told, "published:1 withheld:1 released:2 ");
}

static void
who_waits_for_a_person_is_released_by_one(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .embargo = "unparsed");
	assert_int_equal(order(house, ORDER_LIFT, "urn:x:1"), ORDER_DONE);
	assert_string_equal(house->told, "released:1 ");
}

static void
what_is_shown_and_what_waits_behind_it_are_held_together(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "a");
	POST(.version = "2", .body = "b", .embargo = embargo_at(NOON + HOUR));
	assert_int_equal(order(house, ORDER_HOLD, "urn:x:1"), ORDER_DONE);
	pass_hours(house, 2);
	assert_string_equal(house->told, "published:1 withheld:2 ");
	order(house, ORDER_LIFT, "urn:x:1");
	assert_string_equal(house->told, "published:1 withheld:2 released:2 ");
}

static void
a_hold_outlasts_a_restart_and_a_rebuild(void **state)
{
	struct house *house = *state;
	struct problem why = PROBLEM_NULL;

	POST(.version = "1", .body = "a");
	order(house, ORDER_HOLD, "urn:x:1");
	house_close(house);
	house_open(house);
	assert_int_equal(journal_rebuild(house->journal, &why), 0);
	assert_string_equal(POST(.version = "2", .body = "b"), "held");
	assert_int_equal(order(house, ORDER_HOLD, "urn:x:1"), ORDER_ALREADY);
	order(house, ORDER_LIFT, "urn:x:1");
	assert_string_equal(house->told, "published:1 withheld:1 released:2 ");
}

/* ---- saying otherwise
 * ---------------------------------------------------------
 */

/* An order with up to two changes; "!NAME" takes one back. */
static enum order_result
set(struct house *house, const char *uri, const char *first, const char *second)
{
	const char *words[] = { first, second };
	struct order *asked = order_new(ORDER_SET);
	struct problem why = PROBLEM_NULL;

	asked->changes = arena_zero(&asked->arena, 2 * sizeof(*asked->changes));
	asked->reason = mem_strdup("wrong agency");
	for (size_t i = 0; i < 2 && words[i] != NULL; i++) {
		struct slice text = slice_text(words[i]);
		int result;

		if (text.at[0] == '!')
			result = change_parse_unset(
				slice_of(text.at + 1, text.len - 1),
				&asked->changes[asked->n_changes++], &why);
		else
			result = change_parse(text, &asked->arena,
				&asked->changes[asked->n_changes++], &why);
		if (result != 0)
			fail_msg("%s", why.text);
	}
	return ask(house, asked, uri);
}
/* One change or two. */
#define SET_ANY(first, second, ...) set(house, "urn:x:1", first, second)
#define SET(...) SET_ANY(__VA_ARGS__, NULL, NULL)

/* What stands now, shown or waiting: the trait's texts, parted by "; ". */
static const char *
stands(struct house *house, enum trait trait)
{
	static char text[200];
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(standing_done) struct standing standing = { 0 };
	auto_(entry_unref) struct entry *entry = NULL;
	struct story_id id = story_id_of(SLICE("harbour"), SLICE("urn:x:1"));
	struct trait_value value;

	assert_int_equal(
		reader_standing(house->reader, slice_text(id.text), &standing),
		0);
	assert_int_equal(reader_house_entry(house->reader,
				 standing.hold_seq ? standing.hold_seq
						   : standing.shown_seq,
				 &entry),
		0);
	value = trait_read(story_record(entry->story), trait, &arena);
	text[0] = '\0';
	for (size_t i = 0; i < value.n; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			"%s%.*s", i == 0 ? "" : "; ", (int)value.texts[i].len,
			value.texts[i].at);
	return text;
}

/* Of the latest event of the story. */
static const char *
latest_reason(struct house *house)
{
	static char text[200];
	auto_(standing_done) struct standing standing = { 0 };
	struct story_id id = story_id_of(SLICE("harbour"), SLICE("urn:x:1"));

	assert_int_equal(
		reader_standing(house->reader, slice_text(id.text), &standing),
		0);
	snprintf(text, sizeof(text), "%s", standing.reason);
	return text;
}

static void
what_an_editor_says_goes_out_as_a_correction(void **state)
{
	struct house *house = *state;
	struct entry_list list = { 0 };

	POST(.version = "1", .supplier = "Tern News");
	assert_int_equal(SET("supplier=Reuters", "language=fr"), ORDER_DONE);
	assert_string_equal(house->told, "published:1 corrected:1 ");
	assert_string_equal(
		latest_reason(house), "supplier, language: wrong agency");
	assert_string_equal(stands(house, TRAIT_SUPPLIER), "Reuters");
	assert_int_equal(SET("supplier=Reuters"), ORDER_ALREADY);
	assert_int_equal(SET("language=fr", "supplier=Skua"), ORDER_DONE);
	/* Listings follow. */
	assert_int_equal(reader_of_agency(house->reader, SLICE("tern-news"),
				 INT64_MAX, 9, &list),
		0);
	assert_int_equal(list.n, 0);
	entry_list_done(&list);
	assert_int_equal(reader_of_agency(house->reader, SLICE("skua"),
				 INT64_MAX, 9, &list),
		0);
	assert_int_equal(list.n, 1);
	entry_list_done(&list);
}

/* Who had it by the product of that agency must not keep it. */
static void
a_correction_that_leaves_a_product_takes_the_story_back_first(void **state)
{
	struct house *house = *state;
	struct entry_list list = { 0 };

	POST(.version = "1", .supplier = "Knot Wire");
	assert_int_equal(SET("language=fr"), ORDER_DONE);
	assert_string_equal(house->told, "published:1 corrected:1 ");
	assert_int_equal(SET("supplier=Reuters"), ORDER_DONE);
	assert_string_equal(
		house->told, "published:1 corrected:1 withheld:1 released:1 ");
	assert_int_equal(reader_after(house->reader, 0, 9, 0, &list), 0);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.items[0]->kind, ENTRY_WITHHELD);
	assert_int_equal(list.items[0]->n_products, 2);
	assert_int_equal(list.items[1]->n_products, 1);
	assert_string_equal(list.items[1]->products[0], "world");
	entry_list_done(&list);
	/* One that it comes into is no such thing. */
	assert_int_equal(SET("supplier=Knot Wire"), ORDER_DONE);
	assert_int_equal(reader_after(house->reader, 0, 9, 0, &list), 0);
	assert_int_equal(list.items[list.n - 1]->kind, ENTRY_CORRECTED);
	assert_int_equal(list.items[list.n - 1]->n_products, 2);
	entry_list_done(&list);
}

static void
what_does_not_fit_changes_nothing(void **state)
{
	struct house *house = *state;

	assert_int_equal(SET("supplier=Reuters"), ORDER_UNKNOWN);
	POST(.version = "1", .supplier = "Tern News");
	assert_int_equal(SET("supplier=Reuters", "cited-=TIME"), ORDER_REFUSED);
	assert_string_equal(
		house->why.text, "cited has no 'TIME'; it is empty");
	assert_string_equal(stands(house, TRAIT_SUPPLIER), "Tern News");
	assert_int_equal(SET("!supplier"), ORDER_ALREADY);
	order(house, ORDER_KILL, "urn:x:1");
	assert_int_equal(SET("supplier=Reuters"), ORDER_REFUSED);
	assert_string_equal(house->told, "published:1 killed:1 ");
}

static void
the_partners_updates_keep_what_an_editor_said(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "a", .supplier = "Tern News");
	SET("supplier=Reuters");
	assert_string_equal(
		POST(.version = "1", .body = "a", .supplier = "Tern News"),
		"duplicate");
	assert_string_equal(
		POST(.version = "2", .body = "b", .supplier = "Tern News"),
		"updated");
	assert_string_equal(stands(house, TRAIT_SUPPLIER), "Reuters");
	assert_string_equal(latest_reason(house), "");
	assert_string_equal(POST(.version = "3", .body = "c",
				    .supplier = "Tern News", .language = "fr"),
		"updated");
	assert_string_equal(stands(house, TRAIT_SUPPLIER), "Reuters");
	assert_string_equal(stands(house, TRAIT_LANGUAGE), "fr");
}

static void
the_partners_own_change_of_a_field_ends_what_an_editor_said_of_it(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "a", .supplier = "Tern News",
		.language = "en");
	SET("supplier=Reuters", "language=fr");
	POST(.version = "2", .body = "b", .supplier = "Skua", .language = "en");
	assert_string_equal(stands(house, TRAIT_SUPPLIER), "Skua");
	assert_string_equal(stands(house, TRAIT_LANGUAGE), "fr");
	assert_string_equal(latest_reason(house),
		"supplier: the partner changed it, and its word counts");
	POST(.version = "3", .body = "c", .supplier = "Tern News",
		.language = "en");
	assert_string_equal(stands(house, TRAIT_SUPPLIER), "Tern News");
	assert_string_equal(latest_reason(house), "");
	assert_int_equal(SET("!language"), ORDER_DONE);
	assert_string_equal(stands(house, TRAIT_LANGUAGE), "en");
}

static void
what_an_editor_said_outlasts_a_withhold_but_no_kill(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "a", .supplier = "Tern News");
	SET("supplier=Reuters");
	POST(.version = "2", .body = "b", .supplier = "Tern News",
		.status = "withheld");
	assert_int_equal(SET("supplier=Skua"), ORDER_REFUSED);
	POST(.version = "3", .body = "c", .supplier = "Tern News");
	assert_string_equal(stands(house, TRAIT_SUPPLIER), "Reuters");
	POST(.version = "4", .event = "kill");
	POST(.version = "5", .version_ms = NOON + HOUR, .body = "d",
		.supplier = "Tern News");
	assert_string_equal(stands(house, TRAIT_SUPPLIER), "Tern News");
}

static void
a_held_story_is_changed_in_the_house(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "a", .supplier = "Tern News");
	order(house, ORDER_HOLD, "urn:x:1");
	assert_int_equal(SET("supplier=Reuters"), ORDER_DONE);
	assert_string_equal(latest_reason(house),
		"held by an editor; supplier: wrong agency");
	POST(.version = "2", .body = "b", .supplier = "Tern News");
	assert_string_equal(reason_of(house), "held by an editor");
	assert_string_equal(house->told, "published:1 withheld:1 ");
	order(house, ORDER_LIFT, "urn:x:1");
	assert_string_equal(stands(house, TRAIT_SUPPLIER), "Reuters");
	assert_string_equal(house->told, "published:1 withheld:1 released:2 ");
}

static void
what_is_shown_and_what_waits_behind_it_are_changed_together(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "a", .supplier = "Tern News");
	POST(.version = "2", .body = "b", .supplier = "Tern News",
		.embargo = embargo_at(NOON + HOUR));
	assert_int_equal(SET("supplier=Reuters"), ORDER_DONE);
	assert_string_equal(house->told, "published:1 corrected:1 ");
	assert_no_text(house, "b");
	pass_hours(house, 1);
	assert_string_equal(house->told, "published:1 corrected:1 updated:2 ");
	assert_string_equal(stands(house, TRAIT_SUPPLIER), "Reuters");
}

static void
an_embargo_may_be_set_put_off_and_lifted(void **state)
{
	struct house *house = *state;

	/* NOON is 2026-09-21T14:13:20Z */
	POST(.version = "1", .body = "a");
	assert_int_equal(SET("embargo=2026-09-21T15:13:20Z"), ORDER_DONE);
	assert_string_equal(house->told, "published:1 withheld:1 ");
	assert_no_text(house, "a");
	assert_string_equal(POST(.version = "2", .body = "b"), "held");
	assert_int_equal(SET("embargo=2026-09-21T16:13:20Z"), ORDER_DONE);
	pass_hours(house, 1);
	assert_string_equal(house->told, "published:1 withheld:1 ");
	pass_hours(house, 2);
	assert_string_equal(house->told, "published:1 withheld:1 released:2 ");
	assert_string_equal(POST(.version = "3", .body = "c"), "updated");
}

static void
an_embargo_of_the_partner_is_lifted_until_it_sets_another(void **state)
{
	struct house *house = *state;

	POST(.version = "1", .body = "a", .embargo = embargo_at(NOON + HOUR));
	assert_int_equal(SET("embargo="), ORDER_DONE);
	assert_string_equal(house->told, "released:1 ");
	assert_string_equal(POST(.version = "2", .body = "b",
				    .embargo = embargo_at(NOON + HOUR)),
		"updated");
	assert_string_equal(POST(.version = "3", .body = "secret",
				    .embargo = embargo_at(NOON + 2 * HOUR)),
		"held");
	assert_no_text(house, "secret");
}

static void
a_normalizer_cannot_speak_for_an_editor(void **state)
{
	struct house *house = *state;
	struct submission *submission = submission_of(house, NULL);
	auto_(story_unref) struct story *plain =
		make_story(&(struct make){ .version = "1" });
	auto_(buf_done) struct buf record = BUF_NULL;
	struct slice texts[] = { SLICE("supplier"), SLICE("anna"), SLICE("1"),
		SLICE(""), SLICE(""), SLICE(""), SLICE("0") };
	struct problem why = PROBLEM_NULL;
	enum record_field field;
	struct story *forged;
	struct slice value;
	size_t at = 0;

	record_begin(&record);
	while (record_next(story_record(plain), &at, &field, &value))
		record_put(&record, field, value);
	record_put_texts(&record, RECORD_OVERRIDE, texts, n_elements(texts));
	record_end(&record);
	assert_int_equal(story_parse(buf_slice(&record), &forged, &why), 0);
	submission_add(submission, forged);
	assert_string_equal(send(house, submission), "rejected");
	assert_string_equal(house->told, "");
}

static void
what_an_editor_said_is_there_after_a_restart_and_a_rebuild(void **state)
{
	struct house *house = *state;
	struct problem why = PROBLEM_NULL;

	POST(.version = "1", .body = "a", .supplier = "Tern News");
	SET("supplier=Reuters");
	house_close(house);
	house_open(house);
	assert_int_equal(journal_rebuild(house->journal, &why), 0);
	POST(.version = "2", .body = "b", .supplier = "Tern News");
	assert_string_equal(stands(house, TRAIT_SUPPLIER), "Reuters");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_held_story_is_withheld_and_comes_back_with_what_is_newest),
		TEST(a_hold_is_given_once_and_lifted_once),
		TEST(where_there_is_no_text_there_is_nothing_to_hold),
		TEST(a_kill_by_the_partner_goes_through_a_hold),
		TEST(an_embargo_that_ends_under_a_hold_publishes_nothing),
		TEST(lifting_a_hold_lifts_no_embargo),
		TEST(an_embargo_may_change_under_a_hold),
		TEST(lifting_a_hold_lifts_no_withhold_of_the_partner),
		TEST(who_waits_for_a_person_is_released_by_one),
		TEST(what_is_shown_and_what_waits_behind_it_are_held_together),
		TEST(a_hold_outlasts_a_restart_and_a_rebuild),
		TEST(what_an_editor_says_goes_out_as_a_correction),
		TEST(a_correction_that_leaves_a_product_takes_the_story_back_first),
		TEST(what_does_not_fit_changes_nothing),
		TEST(the_partners_updates_keep_what_an_editor_said),
		TEST(the_partners_own_change_of_a_field_ends_what_an_editor_said_of_it),
		TEST(what_an_editor_said_outlasts_a_withhold_but_no_kill),
		TEST(a_held_story_is_changed_in_the_house),
		TEST(what_is_shown_and_what_waits_behind_it_are_changed_together),
		TEST(an_embargo_may_be_set_put_off_and_lifted),
		TEST(an_embargo_of_the_partner_is_lifted_until_it_sets_another),
		TEST(a_normalizer_cannot_speak_for_an_editor),
		TEST(what_an_editor_said_is_there_after_a_restart_and_a_rebuild),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
