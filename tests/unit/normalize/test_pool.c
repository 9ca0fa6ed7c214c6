/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_pool - a real pool of real workers, with plugins that misbehave.
 *
 * This program is its own worker: the pool executes it afresh. Each hostile
 * plugin (tests/hostile-plugins) costs the story that it harms, with a reason,
 * and a good story flows before and after.
 */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "loop/loop.h"
#include "normalize/pool.h"
#include "normalize/worker.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#define DEADLINE_MS 6000
#define DEADLINE "6s"
#else
#define SANITIZED 0
#define DEADLINE_MS 2500
#define DEADLINE "2500ms"
#endif

static char plugin_dir[] = "/tmp/torntape-hostile-XXXXXX";

struct desk {
	struct loop *loop;
	struct pool *pool;
	bool is_serving, is_refused;
	char refusal[320];
	struct normalize_result *result;
};

static void
on_ready(void *ctx, bool is_serving, const struct problem_list *problems)
{
	struct desk *desk = ctx;

	desk->is_serving = is_serving;
	desk->is_refused = !is_serving;
	if (problems->n_items != 0)
		snprintf(desk->refusal, sizeof(desk->refusal), "%s",
			problems->items[0].text);
}

static void
on_result(void *ctx, struct normalize_result *result)
{
	struct desk *desk = ctx;

	desk->result = result;
}

static void
open_desk(struct desk *desk, const char *plugin)
{
	const char *const places[] = { plugin_dir, NULL };
	const struct chain_step step = { .plugin = plugin };
	const struct normalizer_partner gull = { .partner = {
							 .name = "gull",
							 .title = "Gull Wire",
							 .role = "agency",
							 .timezone =
								 "Asia/Seoul",
							 .language = "en",
						 } };
	const struct normalizer_plan plan = {
		.places = places,
		.steps = &step,
		.n_steps = plugin != NULL,
		.partners = &gull,
		.n_partners = 1,
		.memory_bytes = 256u << 20,
	};
	const struct pool_settings settings = {
		.n_workers = 1,
		.deadline_ms = DEADLINE_MS,
	};

	*desk = (struct desk){ .loop = loop_new() };
	desk->pool = pool_new(desk->loop, &settings, &plan, on_ready, desk);
	for (int i = 0; i < 100 && !desk->is_serving && !desk->is_refused; i++)
		loop_turn(desk->loop, 1000);
}

static void
close_desk(struct desk *desk)
{
	pool_free(desk->pool);
	loop_free(desk->loop);
}

static struct normalize_result *
send_text(struct desk *desk, const char *text, bool wants_report)
{
	const struct normalizer_job job = {
		.bytes = slice_text(text),
		.content_type = SLICE("text/plain; charset=utf-8"),
		.partner = "gull",
		.wants_report = wants_report,
	};

	desk->result = NULL;
	assert_int_equal(pool_submit(desk->pool, &job, on_result, desk), 0);
	for (int i = 0; i < 200 && desk->result == NULL; i++)
		loop_turn(desk->loop, 100);
	assert_non_null(desk->result);
	return desk->result;
}

static void
expect_good(struct desk *desk)
{
	struct normalize_result *result = send_text(desk,
		"Ferry line to reopen\n\nOTHERTON - It sails again.\n", false);

	if (result->outcome != NORMALIZE_STORIES)
		fail_msg("%s", result->why.text);
	assert_int_equal(result->n_stories, 1);
	assert_true(slice_is(
		story_get(result->stories[0], RECORD_VERDICT), "pass"));
	normalize_result_free(result);
}

/* The story is lost with this reason, and nothing else is. */
static void
expect_broken(const char *plugin, const char *reason)
{
	struct normalize_result *result;
	struct desk desk;

	open_desk(&desk, plugin);
	if (!desk.is_serving)
		fail_msg("%s: %s", plugin, desk.refusal);
	expect_good(&desk);
	for (int i = 0; i < 2; i++) {
		result = send_text(&desk, "Bad\n\nDoes harm.\n", false);
		assert_int_equal(result->outcome, NORMALIZE_BROKEN);
		if (strstr(result->why.text, reason) == NULL)
			fail_msg("%s: '%s' instead of '%s'", plugin,
				result->why.text, reason);
		normalize_result_free(result);
		expect_good(&desk);
	}
	close_desk(&desk);
}

/* The plugin's harm comes to nothing; what is left of the story is well
 * formed. */
static void
expect_harmless(const char *plugin, const char *verdict)
{
	struct normalize_result *result;
	struct desk desk;

	open_desk(&desk, plugin);
	assert_true(desk.is_serving);
	expect_good(&desk);
	result = send_text(&desk, "Bad\n\nDoes harm.\n", false);
	if (result->outcome != NORMALIZE_STORIES)
		fail_msg("%s: %s", plugin, result->why.text);
	assert_true(slice_is(
		story_get(result->stories[0], RECORD_VERDICT), verdict));
	normalize_result_free(result);
	expect_good(&desk);
	close_desk(&desk);
}

static void
expect_refused(const char *plugin, const char *reason)
{
	struct desk desk;

	open_desk(&desk, plugin);
	assert_true(desk.is_refused);
	if (strstr(desk.refusal, reason) == NULL)
		fail_msg("%s: '%s'", plugin, desk.refusal);
	close_desk(&desk);
}

#if SANITIZED
#define SEGV "the normalizer died: "
#else
#define SEGV "the normalizer died: signal 11 (SIGSEGV)"
#endif
#define SYSCALL "the normalizer died: signal 31 (SIGSYS)"

static void
a_plugin_that_crashes_costs_its_story(void **state)
{
	(void)state;
	expect_broken("crash", SEGV);
}

static void
a_plugin_that_recurses_for_ever_costs_its_story(void **state)
{
	(void)state;
	expect_broken("deep", SEGV);
}

static void
a_plugin_that_never_returns_costs_its_story(void **state)
{
	(void)state;
	expect_broken(
		"endless", "the normalizer did not answer within " DEADLINE);
}

static void
a_plugin_that_eats_all_memory_costs_its_story(void **state)
{
	(void)state;
#if SANITIZED
	skip();
#endif
	expect_broken("hungry", "the normalizer died: signal");
}

static void
a_plugin_that_quits_costs_its_story(void **state)
{
	(void)state;
	expect_broken("quits", "the normalizer died: exit status 0");
}

static void
a_plugin_that_opens_a_file_is_killed(void **state)
{
	(void)state;
	expect_broken("opens", SYSCALL);
}

static void
a_plugin_that_opens_a_socket_is_killed(void **state)
{
	(void)state;
	expect_broken("dials", SYSCALL);
}

static void
a_plugin_that_forks_is_killed(void **state)
{
	(void)state;
	expect_broken("forks", SYSCALL);
}

static void
a_plugin_that_wants_to_run_data_is_killed(void **state)
{
	(void)state;
	expect_broken("maps", SYSCALL);
}

static void
a_plugin_that_speaks_for_the_host_is_not_believed(void **state)
{
	(void)state;
	expect_broken("speaks", "the normalizer");
}

static void
an_answer_that_is_no_verdict_fails_the_story(void **state)
{
	(void)state;
	expect_harmless("garbage", "fail");
}

static void
a_plugin_that_lies_about_ranges_changes_nothing(void **state)
{
	(void)state;
	expect_harmless("liar", "pass");
}

static void
a_flood_of_facts_is_bounded(void **state)
{
	(void)state;
	expect_harmless("flood", "pass");
}

static void
printing_disturbs_nobody(void **state)
{
	(void)state;
	expect_harmless("prints", "pass");
}

static void
a_plugin_of_another_abi_is_refused_with_advice(void **state)
{
	(void)state;
	expect_refused("wrong-abi", "build it again");
}

static void
a_descriptor_that_is_too_small_is_refused(void **state)
{
	(void)state;
	expect_refused("wrong-size", "12 bytes");
}

static void
a_plugin_that_calls_itself_something_else_is_refused(void **state)
{
	(void)state;
	expect_refused("wrong-name", "must agree");
}

static void
a_plugin_that_is_not_there_is_named(void **state)
{
	(void)state;
	expect_refused("nowhere", "there is no plugin nowhere");
}

static void
a_reload_changes_over_or_not_at_all(void **state)
{
	const char *const places[] = { plugin_dir, NULL };
	const struct chain_step bad = { .plugin = "nowhere" };
	const struct chain_step good = { .plugin = "garbage" };
	struct normalizer_plan plan = {
		.places = places,
		.steps = &bad,
		.n_steps = 1,
	};
	struct normalize_result *result;
	struct desk desk;

	(void)state;
	open_desk(&desk, NULL);
	expect_good(&desk);
	desk.is_serving = false;
	pool_reload(desk.pool, &plan);
	while (!desk.is_refused)
		loop_turn(desk.loop, 1000);
	expect_good(&desk);
	plan.steps = &good;
	pool_reload(desk.pool, &plan);
	while (!desk.is_serving)
		loop_turn(desk.loop, 1000);
	result = send_text(&desk, "Bad\n\nDoes harm.\n", false);
	assert_true(slice_is(
		story_get(result->stories[0], RECORD_VERDICT), "fail"));
	normalize_result_free(result);
	close_desk(&desk);
}

static void
a_full_queue_says_so_and_a_stop_answers_everybody(void **state)
{
	const struct pool_settings settings = { .n_workers = 1,
		.max_waiting = 2 };
	const struct normalizer_plan plan = { 0 };
	const struct normalizer_job job = { .bytes = SLICE("x") };
	struct desk desk = { .loop = loop_new() };

	(void)state;
	desk.pool = pool_new(desk.loop, &settings, &plan, on_ready, &desk);
	assert_int_equal(pool_submit(desk.pool, &job, on_result, &desk), 0);
	assert_int_equal(pool_submit(desk.pool, &job, on_result, &desk), 0);
	assert_true(pool_is_full(desk.pool));
	assert_int_equal(
		pool_submit(desk.pool, &job, on_result, &desk), -EAGAIN);
	assert_int_equal(pool_waiting(desk.pool), 2);
	while (desk.result == NULL)
		loop_turn(desk.loop, 1000);
	normalize_result_free(desk.result);
	desk.result = NULL;
	close_desk(&desk);
	if (desk.result != NULL)
		normalize_result_free(desk.result);
}

#define IN_A_ROW 9
#define HARMFUL 2

struct row {
	struct desk *desk;
	size_t n;
	struct {
		int number;
		enum normalize_outcome outcome;
	} seen[IN_A_ROW];
};

struct place {
	struct row *row;
	int number;
};

static void
take_place(void *ctx, struct normalize_result *result)
{
	const struct place *place = ctx;
	struct row *row = place->row;

	row->seen[row->n].number = place->number;
	row->seen[row->n++].outcome = result->outcome;
	normalize_result_free(result);
}

/* A worker has several documents at a time: what it had not begun when it died
 * is read by the next one, and everybody is answered in order. */
static void
of_many_documents_in_a_row_a_crash_costs_one(void **state)
{
	struct desk desk;
	struct row row = { .desk = &desk };
	struct place places[IN_A_ROW];

	(void)state;
	open_desk(&desk, "crash");
	assert_true(desk.is_serving);
	for (int i = 0; i < IN_A_ROW; i++) {
		const struct normalizer_job job = {
			.bytes = i == HARMFUL
					 ? SLICE("Bad\n\nDoes harm.\n")
					 : SLICE("Good\n\nIt sails again.\n"),
			.content_type = SLICE("text/plain; charset=utf-8"),
			.partner = "gull",
		};

		places[i] = (struct place){ &row, i };
		assert_int_equal(
			pool_submit(desk.pool, &job, take_place, &places[i]),
			0);
	}
	for (int i = 0; i < 200 && row.n < IN_A_ROW; i++)
		loop_turn(desk.loop, 100);
	assert_int_equal(row.n, IN_A_ROW);
	for (int i = 0; i < IN_A_ROW; i++) {
		assert_int_equal(row.seen[i].number, i);
		assert_int_equal(row.seen[i].outcome,
			i == HARMFUL ? NORMALIZE_BROKEN : NORMALIZE_STORIES);
	}
	assert_int_equal(pool_waiting(desk.pool), 0);
	close_desk(&desk);
}

static void
a_dry_run_gives_the_report(void **state)
{
	struct normalize_result *result;
	struct desk desk;

	(void)state;
	open_desk(&desk, NULL);
	result = send_text(&desk, "Head\n\nBody of it.\n", true);
	assert_int_equal(result->outcome, NORMALIZE_REPORT);
	assert_non_null(
		memmem(result->report.at, result->report.len, "stories", 7));
	normalize_result_free(result);
	close_desk(&desk);
}

/* NAME/NAME.so, as an installation has it. */
static int
lay_out_plugins(void **state)
{
	const char *built = getenv("TORNTAPE_HOSTILE");
	static const char *const names[] = { "crash", "deep", "dials",
		"endless", "flood", "forks", "garbage", "hungry", "liar",
		"maps", "opens", "prints", "quits", "speaks", "wrong-abi",
		"wrong-name", "wrong-size" };
	struct buf from = BUF_NULL, to = BUF_NULL;
	int rc = 0;

	(void)state;
	if (built == NULL || mkdtemp(plugin_dir) == NULL)
		return -1;
	for (size_t i = 0; i < n_elements(names); i++) {
		buf_clear(&from);
		buf_clear(&to);
		buf_printf(&to, "%s/%s", plugin_dir, names[i]);
		rc |= mkdir(buf_text(&to), 0700);
		buf_printf(&to, "/%s.so", names[i]);
		buf_printf(&from, "%s/hostile-%s.so", built, names[i]);
		rc |= symlink(buf_text(&from), buf_text(&to));
	}
	buf_done(&from);
	buf_done(&to);
	return rc;
}

static int
clear_plugins(void **state)
{
	char *command = mem_printf("rm -rf '%s'", plugin_dir);
	int rc = system(command);

	(void)state;
	mem_free(command);
	return rc;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_many_documents_in_a_row_a_crash_costs_one),
		cmocka_unit_test(a_dry_run_gives_the_report),
		cmocka_unit_test(a_plugin_that_crashes_costs_its_story),
		cmocka_unit_test(
			a_plugin_that_recurses_for_ever_costs_its_story),
		cmocka_unit_test(a_plugin_that_never_returns_costs_its_story),
		cmocka_unit_test(a_plugin_that_eats_all_memory_costs_its_story),
		cmocka_unit_test(a_plugin_that_quits_costs_its_story),
		cmocka_unit_test(a_plugin_that_opens_a_file_is_killed),
		cmocka_unit_test(a_plugin_that_opens_a_socket_is_killed),
		cmocka_unit_test(a_plugin_that_forks_is_killed),
		cmocka_unit_test(a_plugin_that_wants_to_run_data_is_killed),
		cmocka_unit_test(
			a_plugin_that_speaks_for_the_host_is_not_believed),
		cmocka_unit_test(an_answer_that_is_no_verdict_fails_the_story),
		cmocka_unit_test(
			a_plugin_that_lies_about_ranges_changes_nothing),
		cmocka_unit_test(a_flood_of_facts_is_bounded),
		cmocka_unit_test(printing_disturbs_nobody),
		cmocka_unit_test(
			a_plugin_of_another_abi_is_refused_with_advice),
		cmocka_unit_test(a_descriptor_that_is_too_small_is_refused),
		cmocka_unit_test(
			a_plugin_that_calls_itself_something_else_is_refused),
		cmocka_unit_test(a_plugin_that_is_not_there_is_named),
		cmocka_unit_test(a_reload_changes_over_or_not_at_all),
		cmocka_unit_test(
			a_full_queue_says_so_and_a_stop_answers_everybody),
	};

	if (argc > 2 && strcmp(argv[1], WORKER_ARGUMENT) == 0)
		return worker_main(3);
	log_set_level(LOG_ERROR);
	return cmocka_run_group_tests(tests, lay_out_plugins, clear_plugins);
}
