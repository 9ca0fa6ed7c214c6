/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The backlog: parties take turns, and none fills the queue alone.
 */
#include "world.h"

#include <semaphore.h>

#include "loop/mailbox.h"

#define MOST 64

struct question {
	struct backlog_job job; /* first */
	struct asking *asking;
	char name;
};

struct asking {
	struct world world;
	struct mailbox *replies;
	sem_t begun, go; /* the first one stands in the way of the others */
	char order[MOST + 1];
	size_t n_run, n_done;
};

static void
run(struct backlog_job *job, struct reader *reader)
{
	struct question *question = (struct question *)job;
	struct asking *asking = question->asking;

	(void)reader;
	asking->order[asking->n_run++] = question->name;
	if (question->name != '!')
		return;
	sem_post(&asking->begun);
	while (sem_wait(&asking->go) != 0)
		;
}

static void
done(struct backlog_job *job)
{
	struct question *question = (struct question *)job;

	question->asking->n_done++;
	mem_free(question);
}

static bool
ask(struct asking *asking, char name)
{
	struct question *question = mem_new(struct question);
	char text[] = { name, '\0' };

	list_init(&question->job.link);
	question->job.reply = asking->replies;
	question->job.run = run;
	question->job.done = done;
	question->job.party = backlog_party(text);
	question->asking = asking;
	question->name = name;
	if (backlog_ask(asking->world.backlog, &question->job))
		return true;
	mem_free(question);
	return false;
}

static void
hear_all(struct asking *asking, size_t n)
{
	sem_post(&asking->go);
	for (int i = 0; i < 1000 && asking->n_done < n; i++)
		loop_turn(asking->world.loop, 5);
	assert_int_equal(asking->n_done, n);
}

static int
set_up(void **state)
{
	struct asking *asking = mem_new(struct asking);

	world_begin(&asking->world);
	asking->replies = mailbox_new(asking->world.loop, backlog_answer, NULL);
	sem_init(&asking->begun, 0, 0);
	sem_init(&asking->go, 0, 0);
	assert_true(ask(asking, '!'));
	while (sem_wait(&asking->begun) != 0)
		;
	*state = asking;
	return 0;
}

static int
tear_down(void **state)
{
	struct asking *asking = *state;

	backlog_drop(asking->replies);
	mailbox_free(asking->replies);
	world_end(&asking->world);
	sem_destroy(&asking->begun);
	sem_destroy(&asking->go);
	mem_free(asking);
	return 0;
}

static void
who_asks_little_does_not_wait_for_who_asks_much(void **state)
{
	struct asking *asking = *state;

	for (int i = 0; i < 20; i++)
		assert_true(ask(asking, 'a'));
	assert_true(ask(asking, 'b'));
	assert_true(ask(asking, 'c'));
	assert_true(ask(asking, 'c'));
	hear_all(asking, 24);
	assert_string_equal(asking->order, "!abcacaaaaaaaaaaaaaaaaaa");
}

static void
nobody_fills_the_queue_alone(void **state)
{
	struct asking *asking = *state;
	size_t n = 1;

	while (ask(asking, 'a'))
		assert_true(++n < MOST);
	assert_true(ask(asking, 'b'));
	hear_all(asking, n + 1);
	assert_int_equal(asking->order[2], 'b');
}

#define ASKING(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ASKING(who_asks_little_does_not_wait_for_who_asks_much),
		ASKING(nobody_fills_the_queue_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
