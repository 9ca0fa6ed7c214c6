/* SPDX-License-Identifier: Apache-2.0 */
/* test_loop - the order inside a turn, and letters between threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "loop/loop.h"
#include "loop/mailbox.h"

struct scene {
	struct loop *loop;
	struct deferred deferred;
	struct timer timer;
	char said[32];
	int n;
};

static void
say(struct scene *scene, const char *word)
{
	strncat(scene->said, word,
		sizeof(scene->said) - strlen(scene->said) - 1);
}

static void
free_scene_word(void *object)
{
	say(object, "f");
}

static void
at_end(void *ctx)
{
	say(ctx, "d");
}

static void
timer_rang(void *ctx)
{
	struct scene *scene = ctx;

	say(scene, "t");
	reaper_add(scene->loop, scene, free_scene_word);
	loop_defer(scene->loop, &scene->deferred);
	loop_defer(scene->loop, &scene->deferred);
	say(scene, "T");
}

static void
deferred_runs_once_after_callbacks_and_reaping_is_last(void **state)
{
	struct scene scene = { .loop = loop_new() };

	(void)state;
	deferred_init(&scene.deferred, at_end, &scene);
	timer_init(&scene.timer, scene.loop, timer_rang, &scene);
	timer_set(&scene.timer, 1);
	assert_true(timer_is_set(&scene.timer));
	loop_turn(scene.loop, 1000);
	assert_string_equal(scene.said, "tTdf");
	timer_done(&scene.timer);
	loop_free(scene.loop);
}

static void
defers_itself(void *ctx)
{
	struct scene *scene = ctx;

	scene->n++;
	loop_defer(scene->loop, &scene->deferred);
}

static void
what_defers_itself_runs_once_a_turn_and_turns_do_not_wait(void **state)
{
	struct scene scene = { .loop = loop_new() };

	(void)state;
	deferred_init(&scene.deferred, defers_itself, &scene);
	loop_defer(scene.loop, &scene.deferred);
	for (int i = 0; i < 3; i++)
		loop_turn(scene.loop, -1);
	assert_int_equal(scene.n, 3);
	deferred_cancel(&scene.deferred);
	loop_free(scene.loop);
}

static void
watched(void *ctx, unsigned what)
{
	struct scene *scene = ctx;

	scene->n |= (int)what;
}

static void
a_watch_says_what_is_ready(void **state)
{
	struct scene scene = { .loop = loop_new() };
	struct watch watch;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	watch_init(&watch, scene.loop, ends[0], watched, &scene);
	watch_set(&watch, WATCH_READ);
	loop_turn(scene.loop, 1);
	assert_int_equal(scene.n, 0);
	assert_int_equal(write(ends[1], "x", 1), 1);
	loop_turn(scene.loop, 1000);
	assert_int_equal(scene.n, WATCH_READ);
	watch_done(&watch);
	close(ends[0]);
	close(ends[1]);
	loop_free(scene.loop);
}

static void
signalled(void *ctx, int signo)
{
	struct scene *scene = ctx;

	scene->n = signo;
}

static void
a_signal_arrives_in_the_loop(void **state)
{
	struct scene scene = { .loop = loop_new() };

	(void)state;
	loop_signal(scene.loop, SIGHUP, signalled, &scene);
	raise(SIGHUP);
	for (int i = 0; i < 10 && scene.n == 0; i++)
		loop_turn(scene.loop, 100);
	assert_int_equal(scene.n, SIGHUP);
	loop_free(scene.loop);
}

/* ---- letters ---- */

#define N_LETTERS 20000
#define N_POSTERS 3

struct letter {
	struct list link;
	int from, number;
};

struct office {
	struct mailbox *box;
	struct loop *loop;
	int next[N_POSTERS];
	int n;
};

struct poster {
	struct office *office;
	int from;
};

static void *
post_many(void *arg)
{
	struct poster *poster = arg;

	for (int i = 0; i < N_LETTERS; i++) {
		struct letter *letter = mem_new(struct letter);

		letter->from = poster->from;
		letter->number = i;
		mailbox_post(poster->office->box, &letter->link);
	}
	return NULL;
}

static void
read_mail(void *ctx, struct list *mail)
{
	struct office *office = ctx;

	list_each_safe (at, mail) {
		struct letter *letter = list_entry(at, struct letter, link);

		assert_int_equal(letter->number, office->next[letter->from]++);
		office->n++;
		list_unlink(at);
		mem_free(letter);
	}
	if (office->loop != NULL && office->n == N_POSTERS * N_LETTERS)
		loop_stop(office->loop);
}

static void
run_posters(struct office *office, void (*receive)(struct office *))
{
	pthread_t threads[N_POSTERS];
	struct poster posters[N_POSTERS];

	for (int i = 0; i < N_POSTERS; i++) {
		posters[i] = (struct poster){ office, i };
		assert_int_equal(pthread_create(&threads[i], NULL, post_many,
					 &posters[i]),
			0);
	}
	receive(office);
	for (int i = 0; i < N_POSTERS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(office->n, N_POSTERS * N_LETTERS);
	assert_int_equal(mailbox_depth(office->box), 0);
}

static void
receive_in_loop(struct office *office)
{
	loop_run(office->loop);
}

static void
receive_waiting(struct office *office)
{
	while (office->n < N_POSTERS * N_LETTERS) {
		struct list mail;

		list_init(&mail);
		if (mailbox_wait(office->box, 5000, &mail))
			read_mail(office, &mail);
	}
}

static void
letters_of_each_poster_arrive_in_order_at_a_loop(void **state)
{
	struct office office = { .loop = loop_new() };

	(void)state;
	office.box = mailbox_new(office.loop, read_mail, &office);
	run_posters(&office, receive_in_loop);
	mailbox_free(office.box);
	loop_free(office.loop);
}

static void
letters_of_each_poster_arrive_in_order_at_a_waiting_thread(void **state)
{
	struct office office = { .box = mailbox_new(NULL, NULL, NULL) };
	struct list mail;

	(void)state;
	run_posters(&office, receive_waiting);
	list_init(&mail);
	assert_false(mailbox_wait(office.box, 1, &mail));
	mailbox_free(office.box);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			deferred_runs_once_after_callbacks_and_reaping_is_last),
		cmocka_unit_test(
			what_defers_itself_runs_once_a_turn_and_turns_do_not_wait),
		cmocka_unit_test(a_watch_says_what_is_ready),
		cmocka_unit_test(a_signal_arrives_in_the_loop),
		cmocka_unit_test(
			letters_of_each_poster_arrive_in_order_at_a_loop),
		cmocka_unit_test(
			letters_of_each_poster_arrive_in_order_at_a_waiting_thread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
