/* SPDX-License-Identifier: Apache-2.0 */
/*
 * porch.h - a server without TLS and one caller over a socket pair, both turned
 * by the test's one thread.
 */
#ifndef TEST_NET_PORCH_H
#define TEST_NET_PORCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/blob.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "loop/loop.h"
#include "net/http_server.h"

#define PORCH_BIG ((size_t)4 << 20)

struct porch {
	struct loop *loop;
	struct http_server *server;
	struct http_route routes[3];
	struct blob *big;
	int n_asked, n_served; /* at the gate, behind it */
	unsigned refusal;      /* of the gate; 0: lets in */
	uint64_t gate_max;     /* bytes it lets in; 0: as the route says */
	int fd;                /* the caller's end */
	bool at_end;
	struct buf heard;
};

static inline void
porch_serve(void *ctx, struct http_exchange *x)
{
	struct porch *porch = ctx;

	porch->n_served++;
	http_respond_text(x, 200, "text/plain", SLICE("served"));
}

static inline void
porch_serve_big(void *ctx, struct http_exchange *x)
{
	struct porch *porch = ctx;

	porch->n_served++;
	http_respond(x, 200, "application/octet-stream", porch->big);
}

static inline bool
porch_gate(void *ctx, struct http_exchange *x, uint64_t *max_body)
{
	struct porch *porch = ctx;

	porch->n_asked++;
	if (porch->gate_max > 0)
		*max_body = porch->gate_max;
	if (porch->refusal == 0)
		return true;
	http_respond_problem(x, porch->refusal, "refused-at-the-gate", NULL);
	return false;
}

static inline void
porch_open(struct porch *porch, struct http_limits limits)
{
	struct address nobody = { 0 };
	auto_(buf_done) struct buf bytes = BUF_NULL;
	int fds[2];

	*porch = (struct porch){ .loop = loop_new() };
	memset(buf_room(&bytes, PORCH_BIG), 'x', PORCH_BIG);
	buf_added(&bytes, PORCH_BIG);
	porch->big = blob_from_buf(&bytes);
	porch->routes[0] = (struct http_route){ "POST", "/in", porch_serve,
		porch, 100000, porch_gate };
	porch->routes[1] = (struct http_route){ "GET", "/big", porch_serve_big,
		porch, 0, NULL };
	porch->routes[2] =
		(struct http_route){ "GET", "/", porch_serve, porch, 0, NULL };
	porch->server = http_server_new(&(struct http_server_options){
		.loop = porch->loop,
		.routes = porch->routes,
		.n_routes = 3,
		.limits = limits,
	});
	assert_int_equal(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
	http_server_adopt(porch->server, fds[0], &nobody, NULL, NULL);
	porch->fd = fds[1];
}

static inline void
porch_close(struct porch *porch)
{
	close(porch->fd);
	http_server_free(porch->server);
	buf_done(&porch->heard);
	blob_unref(porch->big);
	loop_free(porch->loop);
}

static inline void
porch_say(struct porch *porch, const char *text)
{
	size_t len = strlen(text);

	assert_int_equal(send(porch->fd, text, len, MSG_NOSIGNAL), len);
}

static inline void
porch_listen(struct porch *porch, size_t most)
{
	char *room = buf_room(&porch->heard, most);
	ssize_t n = read(porch->fd, room, most);

	if (n > 0)
		buf_added(&porch->heard, (size_t)n);
	if (n == 0 || (n < 0 && errno != EAGAIN))
		porch->at_end = true;
}

/* Turn until `needle` has come, or the end when it is NULL. */
static inline void
porch_hear(struct porch *porch, const char *needle)
{
	int64_t until_ms = clock_mono_ms() + 5000;

	while (needle ? strstr(buf_text(&porch->heard), needle) == NULL
		      : !porch->at_end) {
		if (clock_mono_ms() > until_ms)
			fail_msg("no '%s' in: %.2000s", needle ? needle : "end",
				buf_text(&porch->heard));
		loop_turn(porch->loop, 5);
		porch_listen(porch, 65536);
	}
}

static inline size_t
porch_count(struct porch *porch, const char *needle)
{
	size_t n = 0;
	const char *at = buf_text(&porch->heard);

	while ((at = strstr(at, needle)) != NULL) {
		at += strlen(needle);
		n++;
	}
	return n;
}

#endif
