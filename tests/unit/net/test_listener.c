/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The door: a share for each address, a private socket file, callers who wait,
 * and what happens when there are no descriptors left.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "loop/loop.h"
#include "net/listener.h"

#define MOST 16

struct door {
	struct loop *loop;
	struct listener *listener;
	int fds[MOST];
	struct address peers[MOST];
	size_t n;
	bool is_busy;
};

static void
keep(void *ctx, int fd, const struct address *peer)
{
	struct door *door = ctx;

	assert_true(door->n < MOST);
	door->peers[door->n] = *peer;
	door->fds[door->n++] = fd;
}

static bool
busy(void *ctx)
{
	const struct door *door = ctx;

	return door->is_busy;
}

static void
open_door(struct door *door, const char *address, unsigned per_address)
{
	struct listener_options options = {
		.per_address = per_address,
		.fn = keep,
		.busy = busy,
		.ctx = door,
	};
	struct problem why = PROBLEM_NULL;

	*door = (struct door){ .loop = loop_new() };
	options.loop = door->loop;
	assert_int_equal(
		address_parse(slice_text(address), &options.address, &why), 0);
	door->listener = listener_new(&options, &why);
	if (door->listener == NULL)
		fail_msg("%s", why.text);
}

static void
close_door(struct door *door)
{
	for (size_t i = 0; i < door->n; i++) {
		close(door->fds[i]);
		listener_gone(door->listener, &door->peers[i]);
	}
	listener_free(door->listener);
	loop_free(door->loop);
}

static int
knock(const struct door *door)
{
	const struct address *to = listener_address(door->listener);
	int fd = socket(to->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(
		connect(fd, (const struct sockaddr *)&to->storage, to->len), 0);
	return fd;
}

static void
turn_until(struct door *door, size_t n)
{
	int64_t until_ms = clock_mono_ms() + 5000;

	while (door->n < n && clock_mono_ms() < until_ms)
		loop_turn(door->loop, 5);
	assert_int_equal(door->n, n);
}

static bool
was_sent_away(struct door *door, int fd)
{
	struct timeval patience = { 0, 200000 };
	char byte;

	loop_turn(door->loop, 5);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	ssize_t n = recv(fd, &byte, 1, 0);
	return n == 0 || (n < 0 && errno == ECONNRESET);
}

static void
one_address_gets_its_share_and_no_more(void **state)
{
	struct door door;

	(void)state;
	open_door(&door, "127.0.0.1:0", 2);
	int first = knock(&door), second = knock(&door);
	turn_until(&door, 2);
	int third = knock(&door);
	assert_true(was_sent_away(&door, third));
	assert_int_equal(door.n, 2);
	/* A place that was left is free again. */
	close(door.fds[--door.n]);
	listener_gone(door.listener, &door.peers[door.n]);
	int fourth = knock(&door);
	turn_until(&door, 2);
	int fds[] = { first, second, third, fourth };
	for (size_t i = 0; i < n_elements(fds); i++)
		close(fds[i]);
	close_door(&door);
}

static void
one_peer_is_a_host_and_with_ipv6_its_network(void **state)
{
	static const char *const rows[][2] = {
		{ "192.0.2.7:1", "192.0.2.7" },
		{ "[2001:db8:1:2:3:4:5:6]:1", "2001:db8:1:2::" },
		{ "[2001:db8:1:2:ffff::1]:9", "2001:db8:1:2::" },
		{ "[2001:db8:1:3::1]:1", "2001:db8:1:3::" },
		{ "[::ffff:192.0.2.7]:1", "::ffff:192.0.2.7" },
	};
	char out[ADDRESS_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < n_elements(rows); i++) {
		struct address address;

		assert_int_equal(
			address_parse(slice_text(rows[i][0]), &address, NULL),
			0);
		assert_string_equal(
			address_print_peer(&address, out), rows[i][1]);
	}
}

static void
callers_wait_while_the_house_is_busy(void **state)
{
	struct door door;

	(void)state;
	open_door(&door, "127.0.0.1:0", 0);
	door.is_busy = true;
	int fd = knock(&door);
	assert_false(was_sent_away(&door, fd));
	for (int i = 0; i < 5; i++)
		loop_turn(door.loop, 5);
	assert_int_equal(door.n, 0);
	door.is_busy = false;
	turn_until(&door, 1);
	close(fd);
	close_door(&door);
}

static void
a_unix_socket_is_for_its_owner_only(void **state)
{
	char folder[] = "/tmp/torntape-door-XXXXXX";
	struct door door;
	struct stat file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	auto_(mem_free) char *path = mem_printf("%s/control.sock", folder);
	auto_(mem_free) char *address = mem_printf("unix:%s", path);
	mode_t before = umask(0);
	open_door(&door, address, 0);
	umask(before);
	assert_int_equal(stat(path, &file), 0);
	assert_true(S_ISSOCK(file.st_mode));
	assert_int_equal(file.st_mode & 0777, 0600);
	int fd = knock(&door);
	turn_until(&door, 1);
	close(fd);
	close_door(&door);
	assert_int_equal(stat(path, &file), -1);
	rmdir(folder);
}

/* The lowest free number: everything below it is taken. */
static int
first_free(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	close(fd);
	return fd;
}

static void
without_descriptors_the_caller_is_sent_away_and_the_door_recovers(void **state)
{
	struct rlimit before, tight;
	struct door door;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	open_door(&door, "127.0.0.1:0", 0);
	/* The loop makes what it needs before it is tight. */
	int early = knock(&door);
	turn_until(&door, 1);
	int fd = knock(&door);
	tight = before;
	tight.rlim_cur = (rlim_t)first_free();
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &tight), 0);
	assert_true(was_sent_away(&door, fd));
	assert_int_equal(door.n, 1);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	int late = knock(&door);
	turn_until(&door, 2);
	int fds[] = { early, fd, late };
	for (size_t i = 0; i < n_elements(fds); i++)
		close(fds[i]);
	close_door(&door);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_address_gets_its_share_and_no_more),
		cmocka_unit_test(one_peer_is_a_host_and_with_ipv6_its_network),
		cmocka_unit_test(callers_wait_while_the_house_is_busy),
		cmocka_unit_test(a_unix_socket_is_for_its_owner_only),
		cmocka_unit_test(
			without_descriptors_the_caller_is_sent_away_and_the_door_recovers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
