/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Webhooks against an endpoint of our own over TLS: order, retries, kills, and
 * what each answer means.
 */
#include "world.h"

#include <sys/stat.h>

#include "deliver/sign.h"
#include "deliver/webhook.h"
#include "journal/reader.h"
#include "net/client.h"
#include "net/guard.h"
#include "net/listener.h"
#include "net/tls.h"

#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define MAX_CALLS 64

struct call {
	char *body, *id;
	bool verified;
	int64_t at_ms;
};

/* The receiver: answers by its script, 204 behind its end. */
struct hook {
	struct world world;
	struct http_server *receiver;
	struct listener *listener;
	struct tls *tls;
	struct guard guard;
	struct client *client;
	struct signer *signer;
	struct webhooks *webhooks;
	char *ca, *cert, *key, *url;
	unsigned script[MAX_CALLS];
	const char *retry_after;
	struct call calls[MAX_CALLS];
	size_t n_calls;
	struct http_exchange *held; /* when the script says 0 */
};

static void
on_call(void *ctx, struct http_exchange *x)
{
	struct hook *hook = ctx;
	struct slice body = http_body(x);
	struct slice id = http_header(x, "webhook-id");

	assert_true(hook->n_calls < MAX_CALLS - 1);
	struct call *call = &hook->calls[hook->n_calls];
	unsigned status = hook->script[hook->n_calls++];
	call->at_ms = clock_mono_ms();
	call->body = mem_strndup(body.at, body.len);
	call->id = mem_strndup(id.at, id.len);
	call->verified = signer_verify(hook->signer, id,
		http_header(x, "webhook-timestamp"),
		http_header(x, "webhook-signature"), body,
		clock_wall_ms() / 1000, 300);
	if (hook->retry_after != NULL)
		http_add_header(x, "Retry-After", hook->retry_after);
	if (status == 999)
		hook->held = x;
	else
		http_respond(x, status ? status : 204, NULL, NULL);
}

static void
on_accept(void *ctx, int fd, const struct address *peer)
{
	struct hook *hook = ctx;

	http_server_adopt(hook->receiver, fd, peer, NULL, NULL);
}

static bool
note_into_journal(void *context, const struct journal_put *puts, size_t n_puts)
{
	struct hook *hook = context;

	assert_int_equal(journal_begin(hook->world.journal), 0);
	for (size_t i = 0; i < n_puts; i++) {
		struct journal_put put = puts[i];
		assert_int_equal(journal_put(hook->world.journal, &put), 0);
	}
	assert_int_equal(journal_commit(hook->world.journal), 0);
	return true;
}

static void
open_receiver(struct hook *hook)
{
	static struct http_route route = { "POST", "/hook", on_call, NULL,
		1u << 20, NULL };
	struct http_server_options options = {
		.loop = hook->world.loop,
		.routes = &route,
		.n_routes = 1,
		.limits = HTTP_LIMITS_DEFAULT,
	};
	struct listener_options listen = {
		.loop = hook->world.loop,
		.fn = on_accept,
		.ctx = hook,
	};
	struct tls_options tls = { hook->cert, hook->key, NULL };

	route.ctx = hook;
	hook->tls = tls_new(&tls, NULL);
	assert_non_null(hook->tls);
	options.tls = hook->tls;
	hook->receiver = http_server_new(&options);
	assert_int_equal(
		address_parse(SLICE("127.0.0.1:0"), &listen.address, NULL), 0);
	hook->listener = listener_new(&listen, NULL);
	assert_non_null(hook->listener);
	hook->url = mem_printf("https://127.0.0.1:%u/hook",
		address_port(listener_address(hook->listener)));
}

static void
open_webhooks(struct hook *hook)
{
	struct webhooks_config config = {
		.loop = hook->world.loop,
		.client = hook->client,
		.backlog = hook->world.backlog,
		.subscribers = hook->world.subscribers,
		.settings = &hook->world.settings,
		.note = note_into_journal,
		.note_context = hook,
	};

	hook->webhooks = webhooks_new(&config);
}

static int
set_up(void **state)
{
	struct hook *hook = mem_new(struct hook);
	struct world *world = &hook->world;
	const char *secret = SECRET;

	world_begin(world);
	hook->ca = mem_printf("%s/ca.pem", world->dir);
	hook->cert = mem_printf("%s/cert.pem", world->dir);
	hook->key = mem_printf("%s/key.pem", world->dir);
	assert_int_equal(
		tls_make_demo(hook->ca, hook->cert, hook->key, NULL), 0);
	open_receiver(hook);
	assert_int_equal(signer_new(&secret, 1, &hook->signer, NULL), 0);
	assert_int_equal(
		guard_allow(&hook->guard, SLICE("127.0.0.0/8"), NULL), 0);
	struct client_options options = {
		.loop = world->loop, .guard = &hook->guard, .ca_file = hook->ca
	};
	hook->client = client_new(&options, NULL);
	assert_non_null(hook->client);
	subscribers_unref(world->subscribers);
	world->subscribers = world_subscribers(hook->url, SECRET);
	for (size_t i = 1; i < world->settings.n_retries; i++)
		world->settings.retries_ms[i] = 20;
	*state = hook;
	return 0;
}

static void
close_webhooks(struct hook *hook)
{
	backlog_close(hook->world.backlog);
	hook->world.backlog = NULL;
	hook->webhooks = webhooks_free(hook->webhooks);
}

static int
tear_down(void **state)
{
	struct hook *hook = *state;

	close_webhooks(hook);
	client_free(hook->client);
	guard_done(&hook->guard);
	signer_free(hook->signer);
	listener_free(hook->listener);
	http_server_free(hook->receiver);
	loop_turn(hook->world.loop, 0);
	tls_unref(hook->tls);
	unlink(hook->ca);
	unlink(hook->cert);
	unlink(hook->key);
	mem_free(hook->ca);
	mem_free(hook->cert);
	mem_free(hook->key);
	mem_free(hook->url);
	for (size_t i = 0; i < hook->n_calls; i++) {
		mem_free(hook->calls[i].body);
		mem_free(hook->calls[i].id);
	}
	world_end(&hook->world);
	mem_free(hook);
	return 0;
}

static int64_t
publish(struct hook *hook, enum entry_kind kind, const char *uri,
	const char *headline, const char *product)
{
	auto_(entry_unref) struct entry *entry =
		world_append(&hook->world, kind, uri, headline, product);

	webhooks_publish(hook->webhooks, &entry, 1);
	return entry->seq;
}

static void
turn_until(struct hook *hook, size_t n_calls)
{
	int64_t until = clock_mono_ms() + 5000;

	while (hook->n_calls < n_calls) {
		if (clock_mono_ms() > until)
			fail_msg("only %zu calls of %zu", hook->n_calls,
				n_calls);
		loop_turn(hook->world.loop, 5);
	}
}

static void
turn_for(struct hook *hook, int64_t ms)
{
	int64_t until = clock_mono_ms() + ms;

	while (clock_mono_ms() < until)
		loop_turn(hook->world.loop, 5);
}

static void
assert_call(struct hook *hook, size_t i, const char *needle)
{
	assert_true(i < hook->n_calls);
	assert_true(hook->calls[i].verified);
	if (strstr(hook->calls[i].body, needle) == NULL)
		fail_msg("no '%s' in %s", needle, hook->calls[i].body);
}

static void
what_is_published_comes_signed_and_once(void **state)
{
	struct hook *hook = *state;

	open_webhooks(hook);
	turn_for(hook, 20);
	int64_t seq = publish(hook, ENTRY_PUBLISHED, "u:1", "Harbour", "world");
	publish(hook, ENTRY_PUBLISHED, "u:2", "Not theirs", "weather");
	turn_until(hook, 1);
	turn_for(hook, 50);
	assert_int_equal(hook->n_calls, 1);
	assert_call(hook, 0, "Harbour");
	auto_(mem_free) char *id = mem_printf("msg_%s_%lld",
		story_id_of(SLICE("harbour"), SLICE("u:1")).text,
		(long long)seq);
	assert_string_equal(hook->calls[0].id, id);
}

static void
a_retry_has_the_same_id_and_bytes(void **state)
{
	struct hook *hook = *state;

	hook->script[0] = 500;
	hook->script[1] = 302;
	open_webhooks(hook);
	publish(hook, ENTRY_PUBLISHED, "u:1", "Harbour", "world");
	turn_until(hook, 3);
	turn_for(hook, 100);
	assert_int_equal(hook->n_calls, 3);
	for (size_t i = 1; i < 3; i++) {
		assert_call(hook, i, "Harbour");
		assert_string_equal(hook->calls[0].id, hook->calls[i].id);
		assert_string_equal(hook->calls[0].body, hook->calls[i].body);
	}
}

static void
a_kill_waits_for_the_attempt_under_way_and_then_goes_first(void **state)
{
	struct hook *hook = *state;

	hook->world.settings.webhook_slots = 1;
	hook->script[0] = 999;
	open_webhooks(hook);
	publish(hook, ENTRY_PUBLISHED, "u:1", "Wrong", "world");
	turn_until(hook, 1);
	for (int i = 2; i < 8; i++) {
		char uri[8];
		snprintf(uri, sizeof(uri), "u:%d", i);
		publish(hook, ENTRY_PUBLISHED, uri, "Other", "world");
	}
	publish(hook, ENTRY_KILLED, "u:1", "", "world");
	turn_for(hook, 50);
	assert_int_equal(hook->n_calls, 1);
	http_respond(hook->held, 500, NULL, NULL);
	turn_until(hook, 8);
	turn_for(hook, 100);
	assert_int_equal(hook->n_calls, 8);
	assert_call(hook, 0, "Wrong");
	assert_call(hook, 1, "story.killed");
	for (size_t i = 2; i < 8; i++)
		assert_call(hook, i, "Other");
}

/* Both subscribers of the world have webhooks. */
static struct subscribers *
two_with_hooks(const struct hook *hook)
{
	static const char *const world[] = { "world" };
	const char *secret = SECRET;
	struct subscriber_facts facts[2] = { { .name = "gulf" },
		{ .name = "alps" } };
	struct subscribers *all = NULL;

	for (size_t i = 0; i < 2; i++) {
		facts[i].products = world;
		facts[i].n_products = 1;
		facts[i].webhook_url = hook->url;
		facts[i].webhook_secrets = &secret;
		facts[i].n_webhook_secrets = 1;
		facts[i].from_start = true;
	}
	assert_int_equal(subscribers_new(facts, 2, &all, NULL), 0);
	return all;
}

static void
attempts_of_all_endpoints_together_have_a_cap(void **state)
{
	struct hook *hook = *state;

	subscribers_unref(hook->world.subscribers);
	hook->world.subscribers = two_with_hooks(hook);
	hook->world.settings.webhook_most = 1;
	hook->script[0] = 999;
	open_webhooks(hook);
	publish(hook, ENTRY_PUBLISHED, "u:1", "One", "world");
	publish(hook, ENTRY_PUBLISHED, "u:2", "Two", "world");
	turn_until(hook, 1);
	turn_for(hook, 50);
	assert_int_equal(hook->n_calls, 1);
	/* The place that becomes free goes to whoever waits. */
	http_respond(hook->held, 204, NULL, NULL);
	turn_until(hook, 4);
	turn_for(hook, 50);
	assert_int_equal(hook->n_calls, 4);
}

static void
a_superseded_version_is_not_sent_after_its_successor(void **state)
{
	struct hook *hook = *state;

	hook->script[0] = 503;
	hook->world.settings.retries_ms[1] = 200;
	open_webhooks(hook);
	publish(hook, ENTRY_PUBLISHED, "u:1", "First version", "world");
	turn_until(hook, 1);
	publish(hook, ENTRY_UPDATED, "u:1", "Second version", "world");
	turn_until(hook, 2);
	turn_for(hook, 300);
	assert_int_equal(hook->n_calls, 2);
	assert_call(hook, 1, "Second version");
}

static void
gone_turns_the_endpoint_off(void **state)
{
	struct hook *hook = *state;

	hook->script[0] = 410;
	open_webhooks(hook);
	publish(hook, ENTRY_PUBLISHED, "u:1", "One", "world");
	turn_until(hook, 1);
	publish(hook, ENTRY_PUBLISHED, "u:2", "Two", "world");
	turn_for(hook, 100);
	assert_int_equal(hook->n_calls, 1);
}

static void
start_again(struct hook *hook)
{
	struct problem why = PROBLEM_NULL;

	close_webhooks(hook);
	assert_int_equal(backlog_open(hook->world.journal, 100,
				 &hook->world.backlog, &why),
		0);
	open_webhooks(hook);
}

static void
move_hook(struct hook *hook, const char *query)
{
	auto_(mem_free) char *url = mem_printf("%s%s", hook->url, query);

	subscribers_unref(hook->world.subscribers);
	hook->world.subscribers = world_subscribers(url, SECRET);
}

static void
gone_outlives_a_restart_but_not_a_new_address(void **state)
{
	struct hook *hook = *state;

	hook->script[0] = 410;
	open_webhooks(hook);
	publish(hook, ENTRY_PUBLISHED, "u:1", "One", "world");
	turn_until(hook, 1);
	turn_for(hook, 20);
	start_again(hook);
	publish(hook, ENTRY_PUBLISHED, "u:2", "Two", "world");
	turn_for(hook, 100);
	assert_int_equal(hook->n_calls, 1);
	move_hook(hook, "?new");
	start_again(hook);
	turn_until(hook, 3);
	/* And back: the old address has had its second chance. */
	turn_for(hook, 20);
	move_hook(hook, "");
	start_again(hook);
	publish(hook, ENTRY_PUBLISHED, "u:3", "Three", "world");
	turn_until(hook, 4);
}

static void
a_reload_with_a_new_address_turns_the_endpoint_on(void **state)
{
	struct hook *hook = *state;

	hook->script[0] = 410;
	open_webhooks(hook);
	publish(hook, ENTRY_PUBLISHED, "u:1", "One", "world");
	turn_until(hook, 1);
	turn_for(hook, 20);
	webhooks_set_subscribers(hook->webhooks, hook->world.subscribers);
	turn_for(hook, 50);
	assert_int_equal(hook->n_calls, 1);
	move_hook(hook, "?new");
	webhooks_set_subscribers(hook->webhooks, hook->world.subscribers);
	turn_until(hook, 2);
	assert_call(hook, 1, "One");
	turn_for(hook, 20);
	start_again(hook);
	publish(hook, ENTRY_PUBLISHED, "u:2", "Two", "world");
	turn_until(hook, 3);
}

static void
retry_after_slows_the_endpoint_down(void **state)
{
	struct hook *hook = *state;

	hook->script[0] = 429;
	hook->retry_after = "1";
	open_webhooks(hook);
	int64_t start = clock_mono_ms();
	publish(hook, ENTRY_PUBLISHED, "u:1", "One", "world");
	turn_until(hook, 1);
	publish(hook, ENTRY_PUBLISHED, "u:2", "Two", "world");
	turn_for(hook, 300);
	assert_int_equal(hook->n_calls, 1);
	turn_until(hook, 3);
	assert_true(clock_mono_ms() - start >= 1000);
}

static void
after_the_last_retry_the_lane_is_free_again(void **state)
{
	struct hook *hook = *state;

	hook->world.settings.n_retries = 2;
	hook->script[0] = hook->script[1] = 500;
	open_webhooks(hook);
	publish(hook, ENTRY_PUBLISHED, "u:1", "One", "world");
	turn_until(hook, 2);
	turn_for(hook, 100);
	publish(hook, ENTRY_PUBLISHED, "u:2", "Two", "world");
	turn_until(hook, 3);
	turn_for(hook, 50);
	assert_int_equal(hook->n_calls, 3);
	assert_call(hook, 2, "Two");
}

static void
a_restart_goes_on_where_it_was_and_loses_nothing(void **state)
{
	struct hook *hook = *state;

	hook->script[1] = 500;
	hook->world.settings.retries_ms[1] = 500;
	open_webhooks(hook);
	publish(hook, ENTRY_PUBLISHED, "u:1", "Delivered", "world");
	turn_until(hook, 1);
	turn_for(hook, 50);
	publish(hook, ENTRY_PUBLISHED, "u:2", "In retry", "world");
	turn_until(hook, 2);
	turn_for(hook, 50);
	/* Nobody tells the webhooks: it is as if they were down. */
	struct entry *while_down = world_append(
		&hook->world, ENTRY_PUBLISHED, "u:3", "While down", "world");
	entry_unref(while_down);
	start_again(hook);
	turn_until(hook, 4);
	turn_for(hook, 100);
	assert_int_equal(hook->n_calls, 4);
	assert_call(hook, 2, "While down");
	assert_call(hook, 3, "In retry");
	assert_string_equal(hook->calls[1].body, hook->calls[3].body);
}

static void
the_breaker_lets_one_probe_through_and_then_everything(void **state)
{
	struct hook *hook = *state;
	struct delivery_settings *settings = &hook->world.settings;

	settings->breaker_failures = 3;
	settings->breaker_ms = 200;
	settings->breaker_max_ms = 400;
	for (size_t i = 0; i < 4; i++)
		hook->script[i] = 500;
	open_webhooks(hook);
	publish(hook, ENTRY_PUBLISHED, "u:1", "One", "world");
	turn_until(hook, 3);
	publish(hook, ENTRY_PUBLISHED, "u:2", "Two", "world");
	publish(hook, ENTRY_PUBLISHED, "u:3", "Three", "world");
	publish(hook, ENTRY_PUBLISHED, "u:4", "Four", "world");
	turn_for(hook, 100);
	assert_int_equal(hook->n_calls, 3);
	/* The probe fails: twice as long, and again only one. */
	turn_until(hook, 4);
	turn_for(hook, 250);
	assert_int_equal(hook->n_calls, 4);
	turn_until(hook, 8);
	turn_for(hook, 50);
	assert_int_equal(hook->n_calls, 8);
	assert_true(hook->calls[3].at_ms - hook->calls[2].at_ms >= 190);
	assert_true(hook->calls[4].at_ms - hook->calls[3].at_ms >= 390);
}

static void
failures_that_were_under_way_together_are_one_for_the_breaker(void **state)
{
	static const char *const uris[] = { "u:1", "u:2", "u:3", "u:4" };
	struct hook *hook = *state;
	struct delivery_settings *settings = &hook->world.settings;

	settings->webhook_slots = 4;
	settings->breaker_failures = 1;
	settings->breaker_ms = 300;
	settings->breaker_max_ms = 60000;
	open_webhooks(hook);
	for (size_t i = 0; i < n_elements(uris); i++) {
		hook->script[i] = 500;
		publish(hook, ENTRY_PUBLISHED, uris[i], "One", "world");
	}
	turn_until(hook, 5);
	/* Once 300 ms, not twice as long for each that failed beside it. */
	assert_true(hook->calls[4].at_ms - hook->calls[0].at_ms >= 290);
	assert_true(hook->calls[4].at_ms - hook->calls[0].at_ms < 1100);
	turn_until(hook, 8);
}

static int64_t
place_of(struct hook *hook)
{
	auto_(reader_close) struct reader *reader = NULL;
	struct reader_position position = { 0 };

	assert_int_equal(
		journal_reader_open(hook->world.journal, &reader, NULL), 0);
	reader_position(reader, SLICE("gulf"), &position);
	return position.seq;
}

static void
a_full_lane_table_stops_the_place_until_there_is_room(void **state)
{
	struct hook *hook = *state;

	hook->world.settings.webhook_lanes = 2;
	hook->world.settings.retries_ms[1] = 300;
	hook->script[0] = hook->script[1] = 500;
	open_webhooks(hook);
	publish(hook, ENTRY_PUBLISHED, "u:1", "One", "world");
	int64_t second = publish(hook, ENTRY_PUBLISHED, "u:2", "Two", "world");
	publish(hook, ENTRY_PUBLISHED, "u:3", "Three", "world");
	publish(hook, ENTRY_PUBLISHED, "u:4", "Four", "world");
	int64_t last = publish(hook, ENTRY_PUBLISHED, "u:5", "Five", "world");
	turn_until(hook, 2);
	turn_for(hook, 100);
	assert_int_equal(hook->n_calls, 2);
	assert_int_equal(place_of(hook), second);
	turn_until(hook, 7);
	turn_for(hook, 50);
	assert_int_equal(hook->n_calls, 7);
	assert_int_equal(place_of(hook), last);
	size_t n_five = 0;
	for (size_t i = 2; i < 7; i++)
		n_five += strstr(hook->calls[i].body, "Five") != NULL;
	assert_int_equal(n_five, 1);
}

/* What the kills of one story do while the endpoint fails `n` times. */
static void
fail_a_kill(struct hook *hook, size_t n)
{
	hook->script[0] = 204;
	for (size_t i = 1; i <= n; i++)
		hook->script[i] = 500;
	open_webhooks(hook);
	publish(hook, ENTRY_PUBLISHED, "u:1", "Wrong", "world");
	turn_until(hook, 1);
	publish(hook, ENTRY_KILLED, "u:1", "", "world");
}

static void
a_kill_is_tried_by_its_own_schedule_whatever_the_breaker_says(void **state)
{
	static const int64_t schedule[] = { 0, 40, 80, 160 };
	static const int64_t gaps[] = { 40, 80, 160, 160, 160 };
	struct hook *hook = *state;
	struct delivery_settings *settings = &hook->world.settings;

	settings->n_kill_retries = n_elements(schedule);
	for (size_t i = 0; i < n_elements(schedule); i++)
		settings->kill_retries_ms[i] = schedule[i];
	settings->kill_for_ms = INT64_MAX / 2;
	settings->breaker_failures = 2;
	fail_a_kill(hook, 5);
	turn_until(hook, 7);
	turn_for(hook, 200);
	assert_int_equal(hook->n_calls, 7);
	for (size_t i = 0; i < n_elements(gaps); i++) {
		int64_t gap =
			hook->calls[i + 2].at_ms - hook->calls[i + 1].at_ms;
		assert_call(hook, i + 2, "story.killed");
		/* +-10 %, and a machine that does other things, too. */
		assert_true(gap >= gaps[i] * 9 / 10 - 1);
		assert_true(gap <= gaps[i] * 11 / 10 + 1000);
	}
}

static bool
last_outcome(void *context, const struct reader_ledger *row)
{
	char *outcome = context;

	snprintf(outcome, 32, "%s", row->outcome);
	return true;
}

/* The event is older than a day: this was its last attempt. */
static void
a_kill_is_given_up_after_its_time_and_the_ledger_says_so(void **state)
{
	struct hook *hook = *state;
	struct story_id id = story_id_of(SLICE("harbour"), SLICE("u:1"));
	auto_(reader_close) struct reader *reader = NULL;
	char outcome[32] = "";

	fail_a_kill(hook, 1);
	turn_until(hook, 2);
	turn_for(hook, 50);
	assert_int_equal(hook->n_calls, 2);
	assert_int_equal(
		journal_reader_open(hook->world.journal, &reader, NULL), 0);
	assert_int_equal(reader_ledger(reader, slice_text(id.text),
				 SLICE("gulf"), 100, last_outcome, outcome),
		0);
	assert_string_equal(outcome, "gave-up");
}

static void
the_schedule_of_kills_is_the_one_in_the_manual(void **state)
{
	static const int64_t wanted[] = { 0, 1000, 5000, 30000, 120000,
		300000 };
	struct delivery_settings settings = settings_default();

	(void)state;
	assert_int_equal(settings.n_kill_retries, n_elements(wanted));
	assert_memory_equal(settings.kill_retries_ms, wanted, sizeof(wanted));
	assert_int_equal(settings.kill_for_ms, 24 * 3600 * 1000);
}

/* What the log says from now on goes into a file, until heard(). */
static int
hear(FILE **ret_heard)
{
	int before = dup(STDERR_FILENO);

	*ret_heard = tmpfile();
	assert_non_null(*ret_heard);
	assert_true(dup2(fileno(*ret_heard), STDERR_FILENO) >= 0);
	return before;
}

static void
turn_until_told(struct hook *hook, FILE *heard)
{
	int64_t until = clock_mono_ms() + 5000;
	struct stat st = { 0 };

	while (st.st_size == 0 && clock_mono_ms() < until) {
		turn_for(hook, 20);
		assert_int_equal(fstat(fileno(heard), &st), 0);
	}
}

static size_t
heard(FILE *heard, int before, const char *needle)
{
	char line[400];
	size_t n = 0;

	dup2(before, STDERR_FILENO);
	close(before);
	rewind(heard);
	while (fgets(line, sizeof(line), heard) != NULL)
		n += strstr(line, needle) != NULL;
	fclose(heard);
	return n;
}

static bool
count_row(void *context, const struct reader_ledger *row)
{
	size_t *n = context;

	assert_string_equal(row->outcome, "failed");
	assert_string_equal(row->detail, "address-refused");
	assert_int_equal(row->http_status, 0);
	++*n;
	return true;
}

static size_t
count_refusals(struct hook *hook)
{
	struct story_id id = story_id_of(SLICE("harbour"), SLICE("u:1"));
	auto_(reader_close) struct reader *reader = NULL;
	size_t n = 0;

	assert_int_equal(
		journal_reader_open(hook->world.journal, &reader, NULL), 0);
	assert_int_equal(reader_ledger(reader, slice_text(id.text),
				 SLICE("gulf"), 100, count_row, &n),
		0);
	return n;
}

static void
what_the_guard_refuses_is_told_once_and_stands_in_the_ledger(void **state)
{
	struct hook *hook = *state;
	FILE *file;

	hook->world.settings.breaker_failures = 100;
	guard_done(&hook->guard);
	open_webhooks(hook);
	int before = hear(&file);
	publish(hook, ENTRY_PUBLISHED, "u:1", "Inside", "world");
	int64_t until = clock_mono_ms() + 5000;
	while (count_refusals(hook) < 3 && clock_mono_ms() < until)
		turn_for(hook, 20);
	size_t n_told = heard(file, before,
		"webhook cannot be sent  subscriber=gulf reason="
		"address-refused");
	assert_int_equal(n_told, 1);
	assert_int_equal(hook->n_calls, 0);
	/* It is let through: that is told once, too. */
	assert_int_equal(
		guard_allow(&hook->guard, SLICE("127.0.0.0/8"), NULL), 0);
	before = hear(&file);
	turn_until(hook, 1);
	turn_for(hook, 20);
	n_told = heard(file, before, "webhook is reached again");
	assert_int_equal(n_told, 1);
	assert_call(hook, 0, "Inside");
}

static void
a_certificate_that_nobody_vouches_for_is_told_once(void **state)
{
	struct hook *hook = *state;
	struct client_options options = { .loop = hook->world.loop,
		.guard = &hook->guard };
	FILE *file;

	client_free(hook->client);
	hook->client = client_new(&options, NULL);
	assert_non_null(hook->client);
	open_webhooks(hook);
	int before = hear(&file);
	publish(hook, ENTRY_PUBLISHED, "u:1", "Nobody", "world");
	turn_until_told(hook, file);
	turn_for(hook, 300); /* and not again */
	assert_int_equal(heard(file, before,
				 "webhook cannot be sent  subscriber=gulf "
				 "reason=tls"),
		1);
	assert_int_equal(hook->n_calls, 0);
}

#define WITH_HOOK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_HOOK(what_is_published_comes_signed_and_once),
		WITH_HOOK(a_retry_has_the_same_id_and_bytes),
		WITH_HOOK(
			a_kill_waits_for_the_attempt_under_way_and_then_goes_first),
		WITH_HOOK(attempts_of_all_endpoints_together_have_a_cap),
		WITH_HOOK(a_superseded_version_is_not_sent_after_its_successor),
		WITH_HOOK(gone_turns_the_endpoint_off),
		WITH_HOOK(gone_outlives_a_restart_but_not_a_new_address),
		WITH_HOOK(a_reload_with_a_new_address_turns_the_endpoint_on),
		WITH_HOOK(
			what_the_guard_refuses_is_told_once_and_stands_in_the_ledger),
		WITH_HOOK(a_certificate_that_nobody_vouches_for_is_told_once),
		WITH_HOOK(
			the_breaker_lets_one_probe_through_and_then_everything),
		WITH_HOOK(
			failures_that_were_under_way_together_are_one_for_the_breaker),
		WITH_HOOK(
			a_full_lane_table_stops_the_place_until_there_is_room),
		WITH_HOOK(
			a_kill_is_tried_by_its_own_schedule_whatever_the_breaker_says),
		WITH_HOOK(
			a_kill_is_given_up_after_its_time_and_the_ledger_says_so),
		cmocka_unit_test(
			the_schedule_of_kills_is_the_one_in_the_manual),
		WITH_HOOK(retry_after_slows_the_endpoint_down),
		WITH_HOOK(after_the_last_retry_the_lane_is_free_again),
		WITH_HOOK(a_restart_goes_on_where_it_was_and_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
