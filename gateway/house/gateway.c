/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gateway - wiring, start, reload, stop. The only file that sees every layer.
 *
 * Start: the public address is bound first, so that a taken port is known
 * before anything runs; then journal, desk, pool, bays, webhooks. "ready" is
 * said when a normalizer serves; a document that came before that waits in the
 * pool's queue. Stop is the other way round: shut the door, let bays and pool
 * finish what is in service (at most GATEWAY_DRAIN_MS), stop the desk after its
 * last commit, close the journal clean. A second signal skips the waiting.
 */
#include "house/gateway.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "admin/admin.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stat.h"
#include "config/config.h"
#include "deliver/backlog.h"
#include "deliver/crowd.h"
#include "deliver/subscriber.h"
#include "deliver/ticket.h"
#include "deliver/webhook.h"
#include "desk/desk.h"
#include "desk/note.h"
#include "desk/order.h"
#include "house/bay.h"
#include "house/control.h"
#include "house/generation.h"
#include "house/intake.h"
#include "house/rulelist.h"
#include "house/succession.h"
#include "journal/entry.h"
#include "journal/journal.h"
#include "journal/reader.h"
#include "loop/loop.h"
#include "net/client.h"
#include "net/guard.h"
#include "net/listener.h"
#include "net/tls.h"
#include "normalize/pool.h"
#include "partner/roster.h"
#include "route/routes.h"

#define GATEWAY_BAYS_MAX 64
#define GATEWAY_DRAIN_MS 8000 /* of the ten seconds that SIGTERM may take */
#define GATEWAY_POLL_MS 20    /* while draining: is everybody gone? */

struct gateway {
	struct gateway_options options;
	struct config *config;
	struct delivery_settings settings;
	struct http_limits limits;
	char *public_url, *admin_url;

	struct loop *loop;
	struct journal *journal;
	struct desk *desk;
	struct backlog *backlog;
	struct tickets *tickets;
	struct crowd *crowd;
	atomic_size_t n_handshakes; /* in progress, on all bays */
	atomic_size_t n_bodies;     /* bytes of them, on all bays */
	size_t most_handshakes, most_connections;
	struct rulebook *rulebook; /* the rules in force; a reference */
	struct pool *pool;
	struct intake *intake;
	struct intake_seat *seat; /* of the front loop */
	struct guard guard;
	struct client *client;
	struct webhooks *webhooks;
	struct tls *tls;
	struct bay *bays[GATEWAY_BAYS_MAX];
	size_t n_bays;

	struct listener *door, *admin_door, *control_door;
	struct admin *admin;
	struct control *control;
	struct http_server *admin_server, *control_server;
	struct http_route admin_table[ADMIN_ROUTES];
	struct http_route control_table[CONTROL_ROUTES];

	struct succession *next; /* waits for its normalizers; NULL: none */
	bool is_ready, is_stopping, has_failed;
	bool wants_reload; /* SIGHUP came before we were ready */
	struct timer drain_timer;
	int64_t drain_until_ms;        /* monotonic */
	struct problem_list *problems; /* of the start; the caller's */
};

/* ---- between desk and delivery --------------------------------------------
 */

/* A journal that cannot be written ends the process: what the disk holds is
 * unknown, and only the next start can tell (see journal.h). */
static void
gateway_fatal(void *context, int error, const char *what)
{
	(void)context;
	log_error("the journal failed; ending so that the next start can "
		  "recover",
		"what=%s error=%s", what, strerror(-error));
	_exit(1);
}

/* On the desk's thread, in order. */
static void
gateway_sink(void *context, struct entry *const *entries, size_t n_entries)
{
	struct gateway *gateway = context;

	for (size_t i = 0; i < gateway->n_bays; i++)
		delivery_publish(
			bay_delivery(gateway->bays[i]), entries, n_entries);
	webhooks_publish(gateway->webhooks, entries, n_entries);
}

/* Any thread. */
static bool
gateway_note(void *context, const struct journal_put *puts, size_t n_puts)
{
	struct gateway *gateway = context;
	struct note *note = note_new();

	for (size_t i = 0; i < n_puts; i++) {
		switch (puts[i].kind) {
		case JOURNAL_POSITION:
			note_position(note, &puts[i].position);
			break;
		case JOURNAL_LANE:
			note_lane(note, &puts[i].lane);
			break;
		case JOURNAL_GONE:
			note_gone(note, &puts[i].gone);
			break;
		case JOURNAL_LEDGER:
			note_ledger(note, &puts[i].ledger);
			break;
		default:
			break; /* delivery writes nothing else */
		}
	}
	return desk_note(gateway->desk, note);
}

/* ---- the doors ------------------------------------------------------------
 */

static size_t
gateway_connections(const struct gateway *gateway)
{
	size_t n = 0;

	for (size_t i = 0; i < gateway->n_bays; i++)
		n += bay_count(gateway->bays[i]);
	return n;
}

/* Whoever comes while enough are being greeted waits in the kernel's queue:
 * after a restart all streams come back at once. */
static bool
gateway_is_greeting(void *ctx)
{
	const struct gateway *gateway = ctx;
	size_t n = atomic_load(&gateway->n_handshakes);

	for (size_t i = 0; i < gateway->n_bays; i++)
		n += bay_coming(gateway->bays[i]);
	return n >= gateway->most_handshakes;
}

/* To the bay with the fewest connections. */
static void
gateway_accept(void *ctx, int fd, const struct address *peer)
{
	struct gateway *gateway = ctx;
	struct bay *least = gateway->bays[0];

	if (gateway_connections(gateway) >= gateway->most_connections) {
		stat_add(connections_refused, 1);
		listener_gone(gateway->door, peer);
		close(fd);
		return;
	}
	for (size_t i = 1; i < gateway->n_bays; i++)
		if (bay_count(gateway->bays[i]) < bay_count(least))
			least = gateway->bays[i];
	bay_adopt(least, fd, peer, gateway->door);
}

static void
gateway_admin_gone(void *ctx, const struct address *peer)
{
	struct gateway *gateway = ctx;

	if (gateway->admin_door != NULL)
		listener_gone(gateway->admin_door, peer);
}

static void
gateway_accept_admin(void *ctx, int fd, const struct address *peer)
{
	struct gateway *gateway = ctx;

	http_server_adopt(
		gateway->admin_server, fd, peer, gateway_admin_gone, gateway);
}

static void
gateway_control_gone(void *ctx, const struct address *peer)
{
	struct gateway *gateway = ctx;

	if (gateway->control_door != NULL)
		listener_gone(gateway->control_door, peer);
}

static void
gateway_accept_control(void *ctx, int fd, const struct address *peer)
{
	struct gateway *gateway = ctx;

	http_server_adopt(gateway->control_server, fd, peer,
		gateway_control_gone, gateway);
}

/* `key` of the configuration says where the door is. */
static struct listener *
gateway_open_door(struct gateway *gateway, const char *key, const char *address,
	listener_fn *fn, listener_busy_fn *busy, struct problem_list *problems)
{
	struct problem why = PROBLEM_NULL, full;
	struct listener_options options = {
		.loop = gateway->loop,
		.per_address =
			(unsigned)gateway->config->limits.connections_per_ip,
		.local_exempt = true,
		.fn = fn,
		.busy = busy,
		.ctx = gateway,
	};
	struct listener *door = NULL;

	if (!address_parse(slice_text(address), &options.address, &why))
		door = listener_new(&options, &why);
	if (door != NULL)
		return door;
	full = why;
	problem_set(&full, 1, why.code,
		"%s; stop what is there, or change '%s' in the configuration",
		why.text, key);
	problem_list_add(problems, &full);
	return NULL;
}

/* ---- admin ----------------------------------------------------------------
 */

static const char *
gateway_readiness(void *ctx)
{
	const struct gateway *gateway = ctx;

	if (gateway->is_stopping)
		return "stopping";
	if (!gateway->is_ready)
		return "starting";
	if (!pool_is_ready(gateway->pool))
		return "no normalizer is ready";
	return NULL;
}

static void
gateway_metrics(void *ctx, struct buf *out)
{
	const struct gateway *gateway = ctx;

	admin_sample(out, "torntape_normalizer_waiting", NULL, NULL,
		(int64_t)pool_waiting(gateway->pool));
	admin_sample(out, "torntape_desk_waiting", NULL, NULL,
		(int64_t)desk_waiting(gateway->desk));
	for (size_t i = 0; i < gateway->n_bays; i++) {
		char loop[24];

		snprintf(loop, sizeof(loop), "%zu", i);
		admin_sample(out, "torntape_loop_connections", "loop", loop,
			(int64_t)bay_count(gateway->bays[i]));
	}
}

static void
gateway_rows(void *ctx, struct buf *out)
{
	const struct gateway *gateway = ctx;
	char number[24];

	admin_row(out, "Public", gateway->public_url);
	snprintf(number, sizeof(number), "%zu", gateway->config->n_partners);
	admin_row(out, "Partners", number);
	snprintf(number, sizeof(number), "%zu", gateway->config->n_products);
	admin_row(out, "Products", number);
	snprintf(number, sizeof(number), "%zu", gateway->config->n_subscribers);
	admin_row(out, "Subscribers", number);
	snprintf(number, sizeof(number), "%llu",
		(unsigned long long)gateway->config->generation);
	admin_row(out, "Configuration generation", number);
	snprintf(number, sizeof(number), "%zu", pool_waiting(gateway->pool));
	admin_row(out, "Documents with the normalizers", number);
	snprintf(number, sizeof(number), "%zu", desk_waiting(gateway->desk));
	admin_row(out, "Requests before the desk", number);
}

static int
gateway_open_admin(struct gateway *gateway, struct problem_list *problems)
{
	char text[ADDRESS_TEXT_SIZE];

	gateway->admin = admin_new(&(struct admin_options){
		.version = gateway->options.version,
		.readiness = gateway_readiness,
		.metrics = gateway_metrics,
		.rows = gateway_rows,
		.ctx = gateway,
	});
	admin_routes(gateway->admin, gateway->admin_table);
	gateway->admin_server = http_server_new(&(struct http_server_options){
		.loop = gateway->loop,
		.routes = gateway->admin_table,
		.n_routes = ADMIN_ROUTES,
		.limits = gateway->limits,
	});
	gateway->admin_door = gateway_open_door(gateway, "listen.admin",
		gateway->config->listen.admin, gateway_accept_admin, NULL,
		problems);
	if (gateway->admin_door == NULL)
		return 1;
	gateway->admin_url = mem_printf("http://%s",
		address_print(listener_address(gateway->admin_door), text));
	return 0;
}

static int
gateway_open_control(struct gateway *gateway, struct problem_list *problems)
{
	auto_(mem_free) char *address =
		mem_printf("unix:%s/control.sock", gateway->config->state);

	gateway->control = control_new(&(struct control_options){
		.loop = gateway->loop,
		.desk = gateway->desk,
		.backlog = gateway->backlog,
		.seat = gateway->seat,
		.config = gateway->config,
		.rulebook = gateway->rulebook,
	});
	control_routes(gateway->control, gateway->control_table);
	gateway->control_server = http_server_new(&(struct http_server_options){
		.loop = gateway->loop,
		.routes = gateway->control_table,
		.n_routes = CONTROL_ROUTES,
		.limits = gateway->limits,
	});
	gateway->control_door = gateway_open_door(gateway, "state", address,
		gateway_accept_control, NULL, problems);
	return gateway->control_door == NULL;
}

/* ---- starting -------------------------------------------------------------
 */

static int
gateway_fail(struct problem_list *problems, const struct problem *why)
{
	problem_list_add(problems, why);
	return 1;
}

static int
gateway_open_journal(struct gateway *gateway, struct problem_list *problems)
{
	struct problem why = PROBLEM_NULL;
	auto_(routes_unref) struct routes *routes =
		generation_routes(gateway->config);

	if (journal_open(
		    &(struct journal_config){
			    .state_dir = gateway->config->state },
		    &gateway->journal, &why))
		return gateway_fail(problems, &why);
	gateway->desk = desk_new(&(struct desk_config){
		.journal = gateway->journal,
		.routes = routes,
		.depth = (size_t)gateway->config->limits.stories_waiting,
		.batch = (size_t)gateway->config->journal.batch_stories,
		.gather_ms = gateway->config->journal.gather,
		.fatal = gateway_fatal,
		.fatal_context = gateway,
	});
	desk_add_sink(gateway->desk, gateway_sink, gateway);
	if (backlog_open(gateway->journal, gateway->settings.backlog_depth,
		    &gateway->backlog, &why))
		return gateway_fail(problems, &why);
	return 0;
}

/* The newest event before the desk runs: from here on rings have everything. */
static int
gateway_newest(struct gateway *gateway, int64_t *ret_seq,
	struct problem_list *problems)
{
	auto_(reader_close) struct reader *reader = NULL;
	struct problem why = PROBLEM_NULL;
	int r = journal_reader_open(gateway->journal, &reader, &why);

	if (r == 0)
		r = reader_newest(reader, ret_seq);
	if (r == 0)
		return 0;
	if (why.text[0] == '\0')
		problem_set(&why, 1, "E-JOURNAL", "cannot be read: %s",
			strerror(-r));
	return gateway_fail(problems, &why);
}

static void gateway_pool_ready(
	void *ctx, bool is_serving, const struct problem_list *problems);

static int
gateway_open_pool(struct gateway *gateway, struct problem_list *problems)
{
	const struct config_normalizer *from = &gateway->config->normalizer;
	struct normalizer_plan plan = *gateway->options.plan;

	if (succession_read_rules(&plan, problems, &gateway->rulebook) != 0)
		return 1;
	plan.rulebook = gateway->rulebook;
	gateway->pool = pool_new(gateway->loop,
		&(struct pool_settings){
			.n_workers = (unsigned)from->workers,
			.deadline_ms = from->deadline,
			.max_waiting = (size_t)from->waiting,
		},
		&plan, gateway_pool_ready, gateway);
	gateway->intake = intake_new(&(struct intake_options){
		.front = gateway->loop,
		.pool = gateway->pool,
		.desk = gateway->desk,
		.backlog = gateway->backlog,
		.base_url = gateway->public_url,
		.max_inside = (size_t)from->waiting,
	});
	gateway->seat = intake_seat_new(gateway->intake, gateway->loop);
	return 0;
}

static int
gateway_open_webhooks(struct gateway *gateway, struct subscribers *subscribers,
	struct problem_list *problems)
{
	const struct config_outgoing *from = &gateway->config->outgoing;
	struct problem why = PROBLEM_NULL;

	for (size_t i = 0; from->allow != NULL && from->allow[i] != NULL; i++)
		if (guard_allow(
			    &gateway->guard, slice_text(from->allow[i]), &why))
			return gateway_fail(problems, &why);
	gateway->client = client_new(
		&(struct client_options){
			.loop = gateway->loop,
			.guard = &gateway->guard,
			.ca_file = from->ca[0] ? from->ca : NULL,
		},
		&why);
	if (gateway->client == NULL)
		return gateway_fail(problems, &why);
	gateway->webhooks = webhooks_new(&(struct webhooks_config){
		.loop = gateway->loop,
		.client = gateway->client,
		.backlog = gateway->backlog,
		.subscribers = subscribers,
		.settings = &gateway->settings,
		.note = gateway_note,
		.note_context = gateway,
	});
	return 0;
}

static size_t
gateway_count_bays(const struct config *config)
{
	long n = (long)config->delivery.loops;

	if (n == 0)
		n = sysconf(_SC_NPROCESSORS_ONLN);
	if (n < 1)
		n = 1;
	return n > GATEWAY_BAYS_MAX ? GATEWAY_BAYS_MAX : (size_t)n;
}

static void
gateway_add_bay(struct gateway *gateway, struct subscribers *subscribers,
	struct roster *roster, int64_t newest)
{
	struct bay_options options = {
		.tls = gateway->tls,
		.limits = gateway->limits,
		.delivery = {
			.backlog = gateway->backlog,
			.tickets = gateway->tickets,
			.crowd = gateway->crowd,
			.subscribers = subscribers,
			.settings = &gateway->settings,
			.base_url = gateway->public_url,
			.newest = newest,
			.note = gateway_note,
			.note_context = gateway,
		},
		.push = { .roster = roster, .base_url = gateway->public_url },
		.intake = gateway->intake,
	};

	options.limits.n_bodies = &gateway->n_bodies;
	gateway->bays[gateway->n_bays++] = bay_new(&options);
}

static int
gateway_open_bays(struct gateway *gateway, struct problem_list *problems)
{
	auto_(subscribers_unref) struct subscribers *subscribers = NULL;
	auto_(roster_unref) struct roster *roster = NULL;
	struct problem why = PROBLEM_NULL;
	size_t n_bays = gateway_count_bays(gateway->config);
	int64_t newest = 0;

	if (generation_subscribers(
		    gateway->config, gateway->rulebook, &subscribers, &why) ||
		generation_roster(gateway->config, &roster, &why))
		return gateway_fail(problems, &why);
	if (gateway_newest(gateway, &newest, problems) ||
		gateway_open_webhooks(gateway, subscribers, problems))
		return 1;
	gateway->crowd = crowd_new(
		(size_t)gateway->config->limits.streams_per_subscriber);
	gateway->tickets = tickets_new(
		gateway->settings.ticket_max, gateway->settings.ticket_ms);
	for (size_t i = 0; i < n_bays; i++)
		gateway_add_bay(gateway, subscribers, roster, newest);
	return 0;
}

/* The public address is bound at once, so that a taken port is known before
 * anything runs and the URL is right when port 0 was asked for; callers wait in
 * the backlog of the socket until a normalizer is ready. */
static int
gateway_bind(struct gateway *gateway, struct problem_list *problems)
{
	char text[ADDRESS_TEXT_SIZE];
	unsigned port;

	gateway->door = gateway_open_door(gateway, "listen.public",
		gateway->config->listen.public_address, gateway_accept,
		gateway_is_greeting, problems);
	if (gateway->door == NULL)
		return 1;
	port = address_port(listener_address(gateway->door));
	if (address_is_local(listener_address(gateway->door)))
		gateway->public_url = mem_printf("https://localhost:%u", port);
	else
		gateway->public_url = mem_printf("https://%s",
			address_print(listener_address(gateway->door), text));
	return 0;
}

static int
gateway_open(struct gateway *gateway, struct problem_list *problems)
{
	gateway->tls = succession_load_tls(gateway->config, problems);
	if (gateway->tls == NULL || gateway_bind(gateway, problems) ||
		gateway_open_journal(gateway, problems))
		return 1;
	if (gateway_open_pool(gateway, problems) ||
		gateway_open_bays(gateway, problems) ||
		gateway_open_admin(gateway, problems))
		return 1;
	return gateway_open_control(gateway, problems);
}

static int
gateway_start_threads(struct gateway *gateway)
{
	struct problem why = PROBLEM_NULL;
	int r = desk_start(gateway->desk);

	for (size_t i = 0; r == 0 && i < gateway->n_bays; i++)
		r = bay_start(gateway->bays[i]);
	if (r == 0)
		return 0;
	problem_set(&why, 1, "E-THREAD", "a thread could not be started: %s",
		strerror(-r));
	return gateway_fail(gateway->problems, &why);
}

/* ---- running --------------------------------------------------------------
 */

static void
gateway_log_problems(const char *what, const struct problem_list *problems)
{
	for (size_t i = 0; i < problems->n_items; i++) {
		char text[480];

		log_error(what, "why=%s",
			problem_print(&problems->items[i], text, sizeof(text)));
	}
}

static void
gateway_set_routes(struct gateway *gateway, struct routes *routes)
{
	struct order *order = order_new(ORDER_ROUTES);

	order->routes = routes_ref(routes);
	desk_order(gateway->desk, order);
}

/* They are in force from now on. */
static void
gateway_note_rules(struct gateway *gateway)
{
	desk_note(gateway->desk,
		rulelist_note(gateway->rulebook, clock_wall_ms()));
}

/* The new crew serves: everything else follows it at once. */
static void
gateway_succeed(struct gateway *gateway, struct succession *next)
{
	for (size_t i = 0; i < gateway->n_bays; i++) {
		bay_set_tls(gateway->bays[i], next->tls);
		bay_set_roster(gateway->bays[i], next->roster);
		delivery_set_subscribers(
			bay_delivery(gateway->bays[i]), next->subscribers);
	}
	webhooks_set_subscribers(gateway->webhooks, next->subscribers);
	gateway_set_routes(gateway, next->routes);
	control_set_generation(gateway->control, next->config, next->rulebook);
	rulebook_unref(gateway->rulebook);
	gateway->rulebook = rulebook_ref(next->rulebook);
	gateway_note_rules(gateway);
	generation_tell_waiting(gateway->config, next->config);
	config_unref(gateway->config);
	gateway->config = config_ref(next->config);
	if (gateway->options.on_reloaded != NULL)
		gateway->options.on_reloaded(
			gateway->options.ctx, gateway->config);
	log_notice("configuration reloaded", "generation=%llu",
		(unsigned long long)gateway->config->generation);
}

static void
gateway_reloaded(struct gateway *gateway, bool is_serving,
	const struct problem_list *problems)
{
	auto_(succession_free) struct succession *next = steal(gateway->next);

	if (next != NULL && is_serving)
		gateway_succeed(gateway, next);
	else if (!is_serving)
		gateway_log_problems(
			"configuration not reloaded, the old one stays",
			problems);
}

static void
gateway_started(struct gateway *gateway, bool is_serving,
	const struct problem_list *problems)
{
	if (!is_serving) {
		for (size_t i = 0; i < problems->n_items; i++) {
			struct problem why = problems->items[i];

			/* Its own lies in the message, which ends here. */
			why.code = "E-NORMALIZER";
			problem_list_add(gateway->problems, &why);
		}
		gateway->has_failed = true;
		loop_stop(gateway->loop);
		return;
	}
	gateway->is_ready = true;
	gateway_note_rules(gateway);
	if (gateway->options.on_ready != NULL)
		gateway->options.on_ready(gateway->options.ctx, gateway);
	if (gateway->wants_reload && gateway->options.on_reload != NULL)
		gateway->options.on_reload(gateway->options.ctx, gateway);
}

static void
gateway_pool_ready(
	void *ctx, bool is_serving, const struct problem_list *problems)
{
	struct gateway *gateway = ctx;

	if (gateway->is_ready)
		gateway_reloaded(gateway, is_serving, problems);
	else if (gateway->problems != NULL)
		gateway_started(gateway, is_serving, problems);
}

static void
gateway_drain_poll(void *ctx)
{
	struct gateway *gateway = ctx;
	size_t n = pool_waiting(gateway->pool) + desk_waiting(gateway->desk) +
		   client_in_flight(gateway->client) +
		   gateway_connections(gateway);

	if (n == 0 || clock_mono_ms() >= gateway->drain_until_ms)
		loop_stop(gateway->loop);
	else
		timer_set(&gateway->drain_timer, GATEWAY_POLL_MS);
}

void
gateway_stop(struct gateway *gateway)
{
	if (gateway->is_stopping) {
		loop_stop(gateway->loop); /* asked twice: do not wait */
		return;
	}
	gateway->is_stopping = true;
	log_notice("stopping", "connections=%zu", gateway_connections(gateway));
	listener_close(gateway->door);
	webhooks_drain(gateway->webhooks);
	for (size_t i = 0; i < gateway->n_bays; i++)
		bay_drain(gateway->bays[i]);
	gateway->drain_until_ms = clock_mono_ms() + GATEWAY_DRAIN_MS;
	timer_set(&gateway->drain_timer, GATEWAY_POLL_MS);
}

static void
gateway_signal(void *ctx, int signal)
{
	struct gateway *gateway = ctx;

	if (signal != SIGHUP)
		gateway_stop(gateway);
	else if (!gateway->is_ready)
		gateway->wants_reload = true;
	else if (gateway->options.on_reload != NULL)
		gateway->options.on_reload(gateway->options.ctx, gateway);
}

int
gateway_run(struct gateway *gateway)
{
	loop_signal(gateway->loop, SIGTERM, gateway_signal, gateway);
	loop_signal(gateway->loop, SIGINT, gateway_signal, gateway);
	loop_signal(gateway->loop, SIGHUP, gateway_signal, gateway);
	if (gateway_start_threads(gateway))
		return 1;
	loop_run(gateway->loop);
	return gateway->has_failed ? 1 : 0;
}

/* ---- reload ---------------------------------------------------------------
 */

int
gateway_reload(struct gateway *gateway, struct config *config,
	const struct normalizer_plan *plan, struct problem_list *problems)
{
	struct succession *next = succession_new(config, plan, problems);
	struct normalizer_plan with_rules = *plan;

	if (next == NULL)
		return 1;
	succession_free(gateway->next);
	gateway->next = next;
	with_rules.rulebook = next->rulebook;
	pool_reload(gateway->pool, &with_rules);
	return 0;
}

/* ---- life -----------------------------------------------------------------
 */

int
gateway_new(const struct gateway_options *options,
	struct problem_list *problems, struct gateway **ret_gateway)
{
	auto_(gateway_free) struct gateway *gateway = mem_new(struct gateway);

	gateway->options = *options;
	gateway->problems = problems;
	gateway->config = config_ref(options->config);
	gateway->settings = generation_settings(gateway->config);
	gateway->limits = generation_limits(gateway->config);
	gateway->limits.stream.n_handshakes = &gateway->n_handshakes;
	gateway->most_handshakes = (size_t)gateway->config->limits.handshakes;
	gateway->most_connections =
		generation_connections(gateway->config, options->n_files);
	gateway->loop = loop_new();
	timer_init(&gateway->drain_timer, gateway->loop, gateway_drain_poll,
		gateway);
	if (gateway_open(gateway, problems))
		return 1;
	gateway->options.plan = NULL;
	*ret_gateway = steal(gateway);
	return 0;
}

/* Threads first: what they held comes back through mailboxes, and is answered
 * or dropped while what it refers to still stands. */
struct gateway *
gateway_free(struct gateway *gateway)
{
	if (gateway == NULL)
		return NULL;
	gateway->problems = NULL;
	gateway->pool = pool_free(gateway->pool);
	for (size_t i = 0; i < gateway->n_bays; i++)
		bay_stop(gateway->bays[i]);
	if (gateway->desk != NULL)
		desk_stop(gateway->desk);
	backlog_close(gateway->backlog);
	control_free(gateway->control);
	intake_free(gateway->intake);
	http_server_free(gateway->control_server);
	http_server_free(gateway->admin_server);
	for (size_t i = 0; i < gateway->n_bays; i++)
		bay_free(gateway->bays[i]);
	webhooks_free(gateway->webhooks);
	client_free(gateway->client);
	guard_done(&gateway->guard);
	desk_free(gateway->desk);
	journal_close(gateway->journal);
	listener_free(gateway->door);
	listener_free(gateway->admin_door);
	listener_free(gateway->control_door);
	admin_free(gateway->admin);
	tickets_free(gateway->tickets);
	crowd_free(gateway->crowd);
	tls_unref(gateway->tls);
	timer_done(&gateway->drain_timer);
	loop_free(gateway->loop);
	succession_free(gateway->next);
	rulebook_unref(gateway->rulebook);
	config_unref(gateway->config);
	mem_free(gateway->public_url);
	mem_free(gateway->admin_url);
	return mem_free(gateway);
}

struct loop *
gateway_loop(struct gateway *gateway)
{
	return gateway->loop;
}

const char *
gateway_public_url(const struct gateway *gateway)
{
	return gateway->public_url;
}

const char *
gateway_admin_url(const struct gateway *gateway)
{
	return gateway->admin_url;
}
