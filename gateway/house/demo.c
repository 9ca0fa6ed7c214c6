/* SPDX-License-Identifier: Apache-2.0 */
/*
 * demo - partner, two subscribers and a feed reader, played against the real
 * gateway over real TLS.
 *
 * Nothing is faked inside: the stories go through the public door, the webhook
 * comes back through the outgoing one, the stream is read by another program.
 * The cast only tells what arrived.
 */
#include "house/demo.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/blob.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "config/config.h"
#include "crypto/key.h"
#include "deliver/sign.h"
#include "house/demo_stage.h"
#include "house/demo_stories.h"
#include "house/gateway.h"
#include "house/teller.h"
#include "loop/loop.h"
#include "net/client.h"
#include "net/guard.h"
#include "net/http_server.h"
#include "net/listener.h"
#include "net/tls.h"

#define DEMO_FIRST_MS 700
#define DEMO_NEXT_MS 2500
#define DEMO_LINE_MAX (1u << 20) /* of the stream program's output */
#define DEMO_TOLERANCE_S 300

extern char **environ;

struct demo {
	struct demo_stage stage;
	struct teller teller;
	struct gateway *gateway;

	/* The partner. */
	struct guard guard;
	struct client *client;
	struct timer next;
	size_t n_sent;

	/* The subscriber with a webhook. */
	struct tls *tls;
	struct http_server *server;
	struct listener *door;
	struct http_route route;
	struct signer *signer;

	/* The subscriber with a stream. */
	pid_t reader;
	int pipe;
	struct watch watch;
	struct buf line;
	bool is_watching;
};

/* ---- the stream -----------------------------------------------------------
 */

static void
demo_stream_line(struct demo *demo, struct slice line)
{
	if (slice_starts(line, SLICE("data: ")))
		teller_envelope(&demo->teller, "stream", DEMO_STREAM,
			slice_of(line.at + 6, line.len - 6), NULL);
}

static void
demo_stream_end(struct demo *demo)
{
	if (!demo->is_watching)
		return;
	watch_done(&demo->watch);
	close(demo->pipe);
	demo->is_watching = false;
}

static void
demo_stream_read(void *ctx, unsigned what)
{
	struct demo *demo = ctx;
	char *room = buf_room(&demo->line, 65536);
	ssize_t n = room ? read(demo->pipe, room, 65536) : 0;
	char *end;

	(void)what;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		demo_stream_end(demo);
		return;
	}
	buf_added(&demo->line, (size_t)n);
	while ((end = memchr(buf_text(&demo->line), '\n', demo->line.len))) {
		size_t len = (size_t)(end - buf_text(&demo->line));

		demo_stream_line(demo, slice_of(buf_text(&demo->line), len));
		buf_consume(&demo->line, len + 1);
	}
}

/* As a stranger would read it: curl with the key in a file, not on the command
 * line where everybody on the machine could read it. */
static void
demo_stream_start(struct demo *demo)
{
	auto_(mem_free) char *url =
		mem_printf("%s/v1/stream", gateway_public_url(demo->gateway));
	char *const argv[] = { (char *)"curl", (char *)"-sN",
		(char *)"--cacert", demo->stage.ca, (char *)"-H",
		demo->stage.header_arg, url, NULL };
	posix_spawn_file_actions_t actions;
	int fds[2];

	if (pipe2(fds, O_CLOEXEC))
		return;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fds[1], STDOUT_FILENO);
	if (posix_spawnp(&demo->reader, "curl", &actions, NULL, argv, environ))
		teller_note(&demo->teller,
			"the stream is not shown: there is no curl program");
	posix_spawn_file_actions_destroy(&actions);
	close(fds[1]);
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	demo->pipe = fds[0];
	demo->line = BUF_LIMIT(DEMO_LINE_MAX);
	watch_init(&demo->watch, gateway_loop(demo->gateway), demo->pipe,
		demo_stream_read, demo);
	watch_set(&demo->watch, WATCH_READ);
	demo->is_watching = true;
}

/* ---- the webhook ----------------------------------------------------------
 */

static void
demo_hook(void *ctx, struct http_exchange *x)
{
	struct demo *demo = ctx;
	bool fits = signer_verify(demo->signer, http_header(x, "webhook-id"),
		http_header(x, "webhook-timestamp"),
		http_header(x, "webhook-signature"), http_body(x),
		clock_wall_ms() / 1000, DEMO_TOLERANCE_S);

	teller_envelope(&demo->teller, "webhook", DEMO_WEBHOOK, http_body(x),
		fits ? "signature fits" : "SIGNATURE DOES NOT FIT");
	http_respond(x, fits ? 204 : 401, NULL, NULL);
}

static void
demo_accept(void *ctx, int fd, const struct address *peer)
{
	struct demo *demo = ctx;

	http_server_adopt(demo->server, fd, peer, NULL, NULL);
}

static int
demo_open_hook(struct demo *demo, struct problem *why)
{
	struct listener_options options = {
		.loop = gateway_loop(demo->gateway),
		.fn = demo_accept,
		.ctx = demo,
	};
	const char *secret = demo->stage.secret;

	if (signer_new(&secret, 1, &demo->signer, why) ||
		address_parse(slice_text(demo->stage.hook_address),
			&options.address, why))
		return 1;
	demo->tls = tls_new(&(struct tls_options){ .cert = demo->stage.cert,
				    .key = demo->stage.key },
		why);
	if (demo->tls == NULL)
		return 1;
	demo->route = (struct http_route){ "POST", "/hooks/torntape", demo_hook,
		demo, 1u << 20, NULL };
	demo->server = http_server_new(&(struct http_server_options){
		.loop = gateway_loop(demo->gateway),
		.routes = &demo->route,
		.n_routes = 1,
		.limits = HTTP_LIMITS_DEFAULT,
		.tls = demo->tls,
	});
	demo->door = listener_new(&options, why);
	return demo->door == NULL;
}

/* ---- the feed -------------------------------------------------------------
 */

static void
demo_feed_came(void *ctx, const struct client_answer *answer)
{
	struct demo *demo = ctx;

	teller_feed(&demo->teller, answer->status, answer->body);
	teller_stage_is_yours(&demo->teller, gateway_public_url(demo->gateway));
}

static void
demo_fetch_feed(struct demo *demo)
{
	auto_(mem_free) char *url = mem_printf(
		"%s/v1/feeds/world.atom", gateway_public_url(demo->gateway));
	struct client_header header = { "Authorization",
		demo->stage.stream_authorization };

	client_request(demo->client,
		&(struct client_request){
			.method = "GET",
			.url = url,
			.headers = &header,
			.n_headers = 1,
			.max_response = 1u << 20,
		},
		demo_feed_came, demo);
}

/* ---- the partner ----------------------------------------------------------
 */

static void
demo_posted(void *ctx, const struct client_answer *answer)
{
	struct demo *demo = ctx;

	teller_receipt(&demo->teller, answer->status, answer->body);
}

static void
demo_send(struct demo *demo, const struct demo_story *story)
{
	auto_(mem_free) char *url =
		mem_printf("%s/v1/partners/" DEMO_PARTNER "/stories",
			gateway_public_url(demo->gateway));
	auto_(blob_unref) struct blob *body =
		blob_new(story->body, strlen(story->body));
	struct client_header headers[] = {
		{ "Authorization", demo->stage.partner_authorization },
		{ "Content-Type", story->content_type },
	};

	teller_sends(&demo->teller, story->what);
	client_request(demo->client,
		&(struct client_request){
			.method = "POST",
			.url = url,
			.headers = headers,
			.n_headers = n_elements(headers),
			.body = body,
		},
		demo_posted, demo);
}

static void
demo_next(void *ctx)
{
	struct demo *demo = ctx;

	if (demo->n_sent < n_demo_stories) {
		demo_send(demo, &demo_stories[demo->n_sent++]);
		timer_set(&demo->next, DEMO_NEXT_MS);
		return;
	}
	demo_fetch_feed(demo);
}

/* ---- curtain --------------------------------------------------------------
 */

static int
demo_play(struct demo *demo, struct problem *why)
{
	if (demo_open_hook(demo, why) ||
		guard_allow(&demo->guard, SLICE("127.0.0.0/8"), why) ||
		guard_allow(&demo->guard, SLICE("::1/128"), why))
		return 1;
	demo->client = client_new(
		&(struct client_options){
			.loop = gateway_loop(demo->gateway),
			.guard = &demo->guard,
			.ca_file = demo->stage.ca,
		},
		why);
	return demo->client == NULL;
}

void
demo_begin(struct demo *demo, struct gateway *gateway)
{
	struct problem why = PROBLEM_NULL;

	demo->gateway = gateway;
	teller_facts(&demo->teller, &demo->stage, gateway_public_url(gateway),
		gateway_admin_url(gateway));
	if (demo_play(demo, &why)) {
		teller_note(&demo->teller, why.text);
		return;
	}
	demo_stream_start(demo);
	timer_init(&demo->next, gateway_loop(gateway), demo_next, demo);
	timer_set(&demo->next, DEMO_FIRST_MS);
}

void
demo_end(struct demo *demo)
{
	if (demo->gateway == NULL)
		return;
	demo_stream_end(demo);
	if (demo->reader > 0) {
		kill(demo->reader, SIGTERM);
		waitpid(demo->reader, NULL, 0);
	}
	timer_done(&demo->next);
	client_free(demo->client);
	listener_free(demo->door);
	http_server_free(demo->server);
	demo->gateway = NULL;
}

struct config *
demo_config(const struct demo *demo)
{
	return demo->stage.config;
}

int
demo_new(bool json, struct demo **ret_demo, struct problem *why)
{
	auto_(demo_free) struct demo *demo = mem_new(struct demo);

	teller_init(&demo->teller, json);
	if (demo_stage_set(&demo->stage, why))
		return 1;
	*ret_demo = steal(demo);
	return 0;
}

struct demo *
demo_free(struct demo *demo)
{
	if (demo == NULL)
		return NULL;
	signer_free(demo->signer);
	tls_unref(demo->tls);
	guard_done(&demo->guard);
	buf_done(&demo->line);
	demo_stage_strike(&demo->stage);
	return mem_free(demo);
}
