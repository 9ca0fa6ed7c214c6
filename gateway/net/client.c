/* SPDX-License-Identifier: Apache-2.0 */
/*
 * client - libcurl's multi interface on our loop.
 *
 * curl tells which sockets it waits for and for how long; we tell it when that
 * came about. Answers are gathered under a cap of our own (MAXFILESIZE lets
 * unknown lengths pass). The guard is asked when a socket is opened, with the
 * address that was resolved; a kept connection was vetted within its last 60
 * seconds. Whom we trust is read once: curl reads the system's authorities anew
 * for each connection, which stops the loop for tens of milliseconds and keeps
 * a copy while the connection lives.
 */
#include "net/client.h"

#include <fcntl.h>
#include <pthread.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <curl/curl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "base/blob.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/ensure.h"
#include "base/list.h"
#include "base/mem.h"
#include "loop/loop.h"
#include "net/client_parts.h"
#include "net/guard.h"

DEFINE_AUTO(CURLU, curl_url_cleanup);
DEFINE_AUTO(BIO, BIO_free_all);
DEFINE_AUTO(X509, X509_free);

struct client {
	struct loop *loop;
	const struct guard *guard;
	X509_STORE *trust;
	bool allow_http;
	CURLM *multi;
	struct timer timer;
	struct list calls; /* of struct client_call */
	size_t n_calls;
};

struct client_call {
	struct list link;
	struct client *client;
	CURL *easy;
	struct curl_slist *headers;
	struct blob *body;
	size_t n_sent; /* of the body */
	client_fn *fn;
	void *ctx;
	size_t max_response;
	struct buf answer;
	bool cut;
	bool refused; /* by the guard */
	struct client_fields fields;
	const char *failed; /* before it began */
	struct deferred refuse;
	int64_t began_ms;
};

/* A socket that curl waits for. */
struct client_watch {
	struct watch watch;
	struct client *client;
};

static void client_collect(struct client *client);

/* ---- curl and the loop ---- */

static void
client_ready(void *ctx, unsigned what)
{
	struct client_watch *watch = ctx;
	struct client *client = watch->client;
	int running;

	curl_multi_socket_action(client->multi, watch->watch.fd,
		(what & WATCH_READ ? CURL_CSELECT_IN : 0) |
			(what & WATCH_WRITE ? CURL_CSELECT_OUT : 0),
		&running);
	client_collect(client);
}

static void
client_watch_free(void *object)
{
	mem_free(object);
}

static int
client_socket(
	CURL *easy, curl_socket_t fd, int what, void *ctx, void *socket_ctx)
{
	struct client *client = ctx;
	struct client_watch *watch = socket_ctx;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (watch == NULL)
			return 0;
		watch_done(&watch->watch);
		curl_multi_assign(client->multi, fd, NULL);
		/* It may be the one whose callback is running. */
		reaper_add(client->loop, watch, client_watch_free);
		return 0;
	}
	if (watch == NULL) {
		watch = mem_new(struct client_watch);
		watch->client = client;
		watch_init(
			&watch->watch, client->loop, fd, client_ready, watch);
		curl_multi_assign(client->multi, fd, watch);
	}
	watch_set(&watch->watch,
		(what & CURL_POLL_IN ? WATCH_READ : 0u) |
			(what & CURL_POLL_OUT ? WATCH_WRITE : 0u));
	return 0;
}

static int
client_wants_timer(CURLM *multi, long ms, void *ctx)
{
	struct client *client = ctx;

	(void)multi;
	if (ms < 0)
		timer_cancel(&client->timer);
	else
		timer_set(&client->timer, ms);
	return 0;
}

static void
client_timed(void *ctx)
{
	struct client *client = ctx;
	int running;

	curl_multi_socket_action(
		client->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	client_collect(client);
}

/* ---- what curl asks ---- */

static curl_socket_t
client_open_socket(
	void *ctx, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct client_call *call = ctx;

	if (purpose != CURLSOCKTYPE_IPCXN ||
		!guard_permits(call->client->guard, &address->addr)) {
		call->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family,
		address->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
		address->protocol);
}

static size_t
client_take_body(char *data, size_t size, size_t n, void *ctx)
{
	struct client_call *call = ctx;
	size_t room = call->max_response - call->answer.len;
	size_t len = size * n;

	if (len <= room) {
		buf_put(&call->answer, data, len);
		return len;
	}
	buf_put(&call->answer, data, room);
	call->cut = true;
	return 0; /* ends the transfer */
}

static size_t
client_take_header(char *data, size_t size, size_t n, void *ctx)
{
	struct client_call *call = ctx;

	client_fields_add(&call->fields, slice_of(data, size * n));
	return size * n;
}

static size_t
client_give_body(char *to, size_t size, size_t n, void *ctx)
{
	struct client_call *call = ctx;
	size_t left = call->body->len - call->n_sent;
	size_t len = size * n < left ? size * n : left;

	memcpy(to, call->body->data + call->n_sent, len);
	call->n_sent += len;
	return len;
}

static int
client_rewind_body(void *ctx, curl_off_t offset, int origin)
{
	struct client_call *call = ctx;

	if (origin != SEEK_SET || offset < 0 ||
		(size_t)offset > call->body->len)
		return CURL_SEEKFUNC_CANTSEEK;
	call->n_sent = (size_t)offset;
	return CURL_SEEKFUNC_OK;
}

static CURLcode
client_trust(CURL *easy, void *context, void *ctx)
{
	struct client *client = ctx;

	(void)easy;
	SSL_CTX_set1_cert_store(context, client->trust);
	return CURLE_OK;
}

/* ---- a call ---- */

static void
client_call_free(void *object)
{
	struct client_call *call = object;

	curl_slist_free_all(call->headers);
	blob_unref(call->body);
	buf_done(&call->answer);
	client_fields_done(&call->fields);
	mem_free(call);
}

static void
client_call_end(struct client_call *call)
{
	struct client *client = call->client;

	if (call->easy != NULL) {
		curl_multi_remove_handle(client->multi, call->easy);
		curl_easy_cleanup(call->easy);
		call->easy = NULL;
	}
	deferred_cancel(&call->refuse);
	list_unlink(&call->link);
	client->n_calls--;
	reaper_add(client->loop, call, client_call_free);
}

static const char *
client_error(const struct client_call *call, CURLcode code)
{
	if (call->cut)
		return "response-too-large";
	if (call->refused)
		return "address-refused";
	switch (code) {
	case CURLE_OK:
		return "";
	case CURLE_COULDNT_RESOLVE_HOST:
		return "resolve";
	case CURLE_COULDNT_CONNECT:
		return "connect";
	case CURLE_OPERATION_TIMEDOUT:
		return "timeout";
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CACERT_BADFILE:
		return "tls";
	case CURLE_URL_MALFORMAT:
		return "url";
	default:
		return "protocol";
	}
}

static void
client_finish(struct client_call *call, CURLcode code)
{
	struct client_answer answer = { .error = client_error(call, code) };
	long status = 0;

	/* A whole head with a body that was too long is still an answer. */
	if (code == CURLE_OK || call->cut)
		curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
	answer.status = (unsigned)status;
	if (status != 0)
		answer.error = "";
	answer.body = buf_slice(&call->answer);
	answer.body_cut = call->cut;
	answer.took_ms = clock_mono_ms() - call->began_ms;
	client_fields_give(&call->fields, &answer);
	client_fn *fn = call->fn;
	void *ctx = call->ctx;
	/* Reaped after this turn: the slices are good in the callback, and
	 * the callback may begin a new call. */
	client_call_end(call);
	fn(ctx, &answer);
}

static void
client_collect(struct client *client)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(client->multi, &left)) != NULL) {
		struct client_call *call = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(
			message->easy_handle, CURLINFO_PRIVATE, (char **)&call);
		client_finish(call, message->data.result);
	}
}

static void
client_refused(void *ctx)
{
	struct client_call *call = ctx;
	struct client_answer answer = { .error = call->failed,
		.retry_after_ms = -1 };
	client_fn *fn = call->fn;
	void *fn_ctx = call->ctx;

	client_call_end(call);
	fn(fn_ctx, &answer);
}

static void
client_set_headers(
	struct client_call *call, const struct client_request *request)
{
	for (size_t i = 0; i < request->n_headers; i++) {
		const struct client_header *header = &request->headers[i];
		auto_(mem_free) char *line =
			mem_printf("%s: %s", header->name, header->value);

		call->headers = curl_slist_append(call->headers, line);
	}
	/* No waiting for a 100 that many servers never send. */
	call->headers = curl_slist_append(call->headers, "Expect:");
	curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->headers);
}

static void
client_set_body(struct client_call *call, const struct client_request *request)
{
	CURL *easy = call->easy;

	if (request->body != NULL) {
		call->body = blob_ref(request->body);
		curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
		curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE,
			(curl_off_t)call->body->len);
		curl_easy_setopt(easy, CURLOPT_READFUNCTION, client_give_body);
		curl_easy_setopt(easy, CURLOPT_READDATA, call);
		curl_easy_setopt(
			easy, CURLOPT_SEEKFUNCTION, client_rewind_body);
		curl_easy_setopt(easy, CURLOPT_SEEKDATA, call);
	}
	if (!strcmp(request->method, "HEAD"))
		curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	else
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
}

static void
client_set_safety(struct client_call *call)
{
	CURL *easy = call->easy;
	struct client *client = call->client;

	ensure(curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
		       client->allow_http ? "http,https" : "https") ==
		CURLE_OK);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, 60L);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, client_open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, call);
	curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	ensure(curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, client_trust) ==
		CURLE_OK);
	curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, client);
}

static void
client_set_limits(
	struct client_call *call, const struct client_request *request)
{
	CURL *easy = call->easy;
	long total_ms =
		request->timeout_ms > 0 ? (long)request->timeout_ms : 15000L;

	call->max_response =
		request->max_response > 0 ? request->max_response : 65536;
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, total_ms);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
		total_ms < 10000 ? total_ms : 10000L);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, 30L);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, client_take_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, client_take_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, call);
}

static bool
client_call_begin(
	struct client_call *call, const struct client_request *request)
{
	auto_(curl_url_cleanup) CURLU *url =
		client_parse_url(request->url, call->client->allow_http, NULL);

	if (url == NULL)
		return false;
	call->easy = curl_easy_init();
	ensure(call->easy != NULL);
	char *text = NULL;
	ensure(curl_url_get(url, CURLUPART_URL, &text, 0) == CURLUE_OK);
	/* Copied by curl. The parsed handle would have to outlive the call. */
	curl_easy_setopt(call->easy, CURLOPT_URL, text);
	curl_free(text);
	curl_easy_setopt(call->easy, CURLOPT_PRIVATE, call);
	client_set_safety(call);
	client_set_limits(call, request);
	client_set_body(call, request);
	client_set_headers(call, request);
	return curl_multi_add_handle(call->client->multi, call->easy) ==
	       CURLM_OK;
}

struct client_call *
client_request(struct client *client, const struct client_request *request,
	client_fn *fn, void *ctx)
{
	struct client_call *call = mem_new(struct client_call);

	call->client = client;
	call->fn = fn;
	call->ctx = ctx;
	call->began_ms = clock_mono_ms();
	deferred_init(&call->refuse, client_refused, call);
	list_init(&call->link);
	list_append(&client->calls, &call->link);
	client->n_calls++;
	if (!client_call_begin(call, request)) {
		call->failed = "url";
		loop_defer(client->loop, &call->refuse);
	}
	return call;
}

void
client_cancel(struct client_call *call)
{
	client_call_end(call);
}

size_t
client_in_flight(const struct client *client)
{
	return client->n_calls;
}

/* ---- the client ---- */

static pthread_once_t client_once = PTHREAD_ONCE_INIT;

static void
client_global(void)
{
	ensure(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
}

/* Where this curl would look. A system without any trusts nobody. */
static void
client_load_system(struct client *client)
{
	const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);

	client->trust = X509_STORE_new();
	ensure(client->trust != NULL);
	X509_STORE_set_flags(client->trust,
		X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN);
	if (curl->cainfo != NULL)
		X509_STORE_load_file(client->trust, curl->cainfo);
	if (curl->capath != NULL)
		X509_STORE_load_path(client->trust, curl->capath);
	ERR_clear_error();
}

static int
client_load_ca(struct client *client, const char *path, struct problem *why)
{
	auto_(BIO_free_all) BIO *in = BIO_new_file(path, "r");
	size_t n = 0;

	while (in != NULL) {
		auto_(X509_free) X509 *cert =
			PEM_read_bio_X509(in, NULL, NULL, NULL);

		if (cert == NULL)
			break;
		n += X509_STORE_add_cert(client->trust, cert) == 1;
	}
	ERR_clear_error();
	if (n > 0)
		return 0;
	return problem_set(why, 1, "E-CLIENT-CA",
		"%s holds no certificate in PEM form", path);
}

struct client *
client_new(const struct client_options *options, struct problem *why)
{
	struct client *client = mem_new(struct client);

	pthread_once(&client_once, client_global);
	client->loop = options->loop;
	client->guard = options->guard;
	client->allow_http = options->allow_http;
	list_init(&client->calls);
	timer_init(&client->timer, client->loop, client_timed, client);
	client->multi = curl_multi_init();
	ensure(client->multi != NULL);
	curl_multi_setopt(
		client->multi, CURLMOPT_SOCKETFUNCTION, client_socket);
	curl_multi_setopt(client->multi, CURLMOPT_SOCKETDATA, client);
	curl_multi_setopt(
		client->multi, CURLMOPT_TIMERFUNCTION, client_wants_timer);
	curl_multi_setopt(client->multi, CURLMOPT_TIMERDATA, client);
	curl_multi_setopt(client->multi, CURLMOPT_MAXCONNECTS,
		options->max_connections > 0 ? options->max_connections : 64L);
	client_load_system(client);
	if (options->ca_file != NULL &&
		client_load_ca(client, options->ca_file, why) != 0)
		return client_free(client);
	return client;
}

struct client *
client_free(struct client *client)
{
	if (client == NULL)
		return NULL;
	list_each_safe (at, &client->calls)
		client_cancel(list_entry(at, struct client_call, link));
	/* Closes the kept connections, which still tells client_socket(). */
	curl_multi_cleanup(client->multi);
	timer_done(&client->timer);
	X509_STORE_free(client->trust);
	return mem_free(client);
}
