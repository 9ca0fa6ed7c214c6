/* SPDX-License-Identifier: Apache-2.0 */
/*
 * house.h - a desk in one thread with frozen clocks: what arrives, in which
 * order, and what stands and was told afterwards.
 */
#ifndef TEST_DESK_HOUSE_H
#define TEST_DESK_HOUSE_H

#include "make.h"

#include <string.h>

#include "base/clock.h"
#include "desk/desk.h"
#include "desk/order.h"
#include "desk/submission.h"
#include "journal/entry.h"
#include "journal/journal.h"
#include "journal/reader.h"
#include "route/routes.h"

#define NOON 1790000000000
#define HOUR INT64_C(3600000)

#define GATHER_MS 60000 /* while something is expected, and then only */

struct house {
	char *dir;
	struct journal *journal;
	struct routes *routes;
	struct desk *desk;
	struct reader *reader;
	struct receipt *receipt; /* the latest */
	enum order_result ordered;
	struct problem why; /* of a refusal */
	char told[4096];    /* "published:1 killed:2 " */
	int64_t last_seq;
	int fatal;
};

static inline void
take_receipt(void *context, struct receipt *receipt)
{
	struct house *house = context;

	receipt_free(house->receipt);
	house->receipt = receipt;
}

static inline void
take_entries(void *context, struct entry *const *entries, size_t n_entries)
{
	struct house *house = context;

	for (size_t i = 0; i < n_entries; i++) {
		size_t at = strlen(house->told);

		assert_true(entries[i]->seq > house->last_seq);
		house->last_seq = entries[i]->seq;
		snprintf(house->told + at, sizeof(house->told) - at, "%s:%s ",
			entry_kind_name(entries[i]->kind), entries[i]->version);
	}
}

static inline void
take_order(void *context, const struct order *order)
{
	struct house *house = context;

	house->ordered = order->result;
	house->why = order->why;
}

static inline void
take_fatal(void *context, int error, const char *what)
{
	struct house *house = context;

	(void)what;
	house->fatal = error;
}

static inline void
house_open(struct house *house)
{
	static const char *const knots[] = { "Knot Wire", NULL };
	struct product_rule rules[] = {
		{ .name = "world", .valid = true, .all = true },
		{ .name = "nothing", .valid = true },
		{ .name = "knots", .valid = true, .suppliers = knots },
	};
	struct journal_config config = { .state_dir = house->dir };
	struct desk_config desk_config;
	struct problem why = PROBLEM_NULL;

	if (journal_open(&config, &house->journal, &why))
		fail_msg("%s", why.text);
	assert_int_equal(
		journal_reader_open(house->journal, &house->reader, &why), 0);
	house->routes = routes_new(rules, n_elements(rules), 1);
	desk_config = (struct desk_config){ .journal = house->journal,
		.routes = house->routes,
		.gather_ms = GATHER_MS,
		.fatal = take_fatal,
		.fatal_context = house };
	house->desk = desk_new(&desk_config);
	desk_add_sink(house->desk, take_entries, house);
}

static inline void
house_close(struct house *house)
{
	house->desk = desk_free(house->desk);
	house->reader = reader_close(house->reader);
	house->routes = routes_unref(house->routes);
	house->journal = journal_close(house->journal);
}

static inline int
setup(void **state)
{
	struct house *house = mem_new(struct house);

	clock_freeze(NOON, 1000);
	house->dir = make_state_dir();
	house_open(house);
	*state = house;
	return 0;
}

static inline int
teardown(void **state)
{
	struct house *house = *state;

	house_close(house);
	receipt_free(house->receipt);
	drop_state_dir(house->dir);
	mem_free(house);
	clock_freeze(-1, 0);
	return 0;
}

static inline struct submission *
submission_of(struct house *house, const struct make *make)
{
	struct submission *submission = submission_new(SLICE("harbour"));

	submission->may_kill = true;
	submission->may_embargo = true;
	submission->bytes = blob_new("raw", 3);
	submission->received_ms = clock_wall_ms();
	submission->answer = take_receipt;
	submission->context = house;
	if (make != NULL)
		submission_add(submission, make_story(make));
	return submission;
}

static inline const char *
send(struct house *house, struct submission *submission)
{
	assert_true(desk_submit(house->desk, submission));
	desk_turn(house->desk);
	assert_non_null(house->receipt);
	if (house->receipt->n_stories == 0)
		return "none";
	return receipt_status_name(house->receipt->stories[0].status);
}

static inline const char *
post(struct house *house, struct make make)
{
	return send(house, submission_of(house, &make));
}
#define POST(...) post(house, (struct make){ __VA_ARGS__ })

static inline const char *
reason_of(struct house *house)
{
	return house->receipt->stories[0].reason;
}

static inline enum order_result
ask(struct house *house, struct order *asked, const char *uri)
{

	if (uri != NULL) {
		asked->partner = mem_strdup("harbour");
		asked->uri = mem_strdup(uri);
	}
	asked->who = mem_strdup("night desk");
	asked->answer = take_order;
	asked->context = house;
	assert_true(desk_order(house->desk, asked));
	desk_turn(house->desk);
	return house->ordered;
}

static inline enum order_result
order(struct house *house, enum order_kind kind, const char *uri)
{
	return ask(house, order_new(kind), uri);
}

static inline void
assert_no_text(struct house *house, const char *text)
{
	struct entry_list list = { 0 };

	assert_int_equal(reader_after(house->reader, 0, 100, 0, &list), 0);
	for (size_t i = 0; i < list.n; i++)
		if (list.items[i]->story != NULL)
			assert_false(slice_is(story_get(list.items[i]->story,
						      RECORD_BODY_TEXT),
				text));
	entry_list_done(&list);
}

static inline char *
embargo_at(int64_t ms)
{
	static char text[32];

	snprintf(text, sizeof(text), "%lld", (long long)ms);
	return text;
}

#define TEST(function) \
	cmocka_unit_test_setup_teardown(function, setup, teardown)

#endif
