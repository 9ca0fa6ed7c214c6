/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who shows which certificate: clients theirs, we the one of the generation
 * that a connection began with.
 */
#include "porch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "crypto/digest.h"
#include "net/tls.h"

struct town {
	char folder[32];
	char *ca, *cert, *key;            /* ours */
	char *their_cert, *their_key;     /* a client's, trusted by name */
	char *strange_cert, *strange_key; /* a client's that nobody knows */
	struct loop *loop;
	struct http_server *server;
	struct http_route route;
	bool has_spki;
	unsigned char spki[32];
};

static void
look_at_peer(void *ctx, struct http_exchange *x)
{
	struct town *town = ctx;

	town->has_spki = http_peer_spki(x, town->spki);
	http_respond_text(x, 200, "text/plain", SLICE("seen"));
}

/* A certificate that signs itself. */
static void
make_client(const char *cert_path, const char *key_path)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = X509_new();
	FILE *file;

	X509_set_version(cert, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), 7);
	X509_gmtime_adj(X509_getm_notBefore(cert), -60);
	X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN",
		MBSTRING_ASC, (const unsigned char *)cert_path, -1, -1, 0);
	X509_set_issuer_name(cert, X509_get_subject_name(cert));
	X509_set_pubkey(cert, key);
	assert_true(X509_sign(cert, key, EVP_sha256()) > 0);
	file = fopen(cert_path, "w");
	assert_int_equal(PEM_write_X509(file, cert), 1);
	fclose(file);
	file = fopen(key_path, "w");
	assert_int_equal(
		PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL), 1);
	fclose(file);
	X509_free(cert);
	EVP_PKEY_free(key);
}

static int
set_up(void **state)
{
	struct town *town = mem_new(struct town);

	snprintf(
		town->folder, sizeof(town->folder), "/tmp/torntape-tls-XXXXXX");
	assert_non_null(mkdtemp(town->folder));
	town->ca = mem_printf("%s/ca.pem", town->folder);
	town->cert = mem_printf("%s/cert.pem", town->folder);
	town->key = mem_printf("%s/key.pem", town->folder);
	town->their_cert = mem_printf("%s/their.pem", town->folder);
	town->their_key = mem_printf("%s/their.key", town->folder);
	town->strange_cert = mem_printf("%s/strange.pem", town->folder);
	town->strange_key = mem_printf("%s/strange.key", town->folder);
	assert_int_equal(
		tls_make_demo(town->ca, town->cert, town->key, NULL), 0);
	make_client(town->their_cert, town->their_key);
	make_client(town->strange_cert, town->strange_key);
	town->loop = loop_new();
	town->route =
		(struct http_route){ "GET", "/", look_at_peer, town, 0, NULL };
	*state = town;
	return 0;
}

static int
tear_down(void **state)
{
	struct town *town = *state;
	char *files[] = { town->ca, town->cert, town->key, town->their_cert,
		town->their_key, town->strange_cert, town->strange_key };

	http_server_free(town->server);
	loop_free(town->loop);
	for (size_t i = 0; i < n_elements(files); i++) {
		unlink(files[i]);
		mem_free(files[i]);
	}
	rmdir(town->folder);
	mem_free(town);
	return 0;
}

static struct tls *
load(const struct town *town, const char *client_ca)
{
	struct problem why = PROBLEM_NULL;
	struct tls *tls = tls_new(
		&(struct tls_options){ town->cert, town->key, client_ca },
		&why);

	if (tls == NULL)
		fail_msg("%s", why.text);
	return tls;
}

static void
open_server(struct town *town, const char *client_ca)
{
	auto_(tls_unref) struct tls *tls = load(town, client_ca);

	town->server = http_server_new(&(struct http_server_options){
		.loop = town->loop,
		.routes = &town->route,
		.n_routes = 1,
		.limits = HTTP_LIMITS_DEFAULT,
		.tls = tls,
	});
}

/* A client of ours in the same thread: its socket is one end of a pair. */
struct guest {
	struct town *town;
	SSL_CTX *context;
	SSL *ssl;
	int fd;
	char heard[4096];
};

static void
guest_come(struct guest *guest, struct town *town, const char *cert,
	const char *key)
{
	struct address nobody = { 0 };
	int fds[2];

	*guest = (struct guest){ .town = town };
	guest->context = SSL_CTX_new(TLS_client_method());
	if (cert != NULL) {
		assert_int_equal(SSL_CTX_use_certificate_file(guest->context,
					 cert, SSL_FILETYPE_PEM),
			1);
		assert_int_equal(SSL_CTX_use_PrivateKey_file(
					 guest->context, key, SSL_FILETYPE_PEM),
			1);
	}
	assert_int_equal(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
	http_server_adopt(town->server, fds[0], &nobody, NULL, NULL);
	guest->fd = fds[1];
	guest->ssl = SSL_new(guest->context);
	SSL_set_fd(guest->ssl, guest->fd);
	SSL_set_connect_state(guest->ssl);
}

static void
guest_go(struct guest *guest)
{
	SSL_free(guest->ssl);
	SSL_CTX_free(guest->context);
	close(guest->fd);
	for (int i = 0; i < 5; i++)
		loop_turn(guest->town->loop, 0);
}

static bool
wants_more(const struct guest *guest, int result)
{
	int error = SSL_get_error(guest->ssl, result);

	loop_turn(guest->town->loop, 5);
	return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

/* Ask and hear the answer; false: the connection broke. */
static bool
guest_asks(struct guest *guest)
{
	static const char request[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
	int n;

	ERR_clear_error();
	while ((n = SSL_write(guest->ssl, request, sizeof(request) - 1)) <= 0)
		if (!wants_more(guest, n))
			return false;
	while ((n = SSL_read(guest->ssl, guest->heard,
			sizeof(guest->heard) - 1)) <= 0)
		if (!wants_more(guest, n))
			return false;
	guest->heard[n] = '\0';
	return strstr(guest->heard, "seen") != NULL;
}

static void
hash_of_key(const char *cert_path, unsigned char ret[32])
{
	FILE *file = fopen(cert_path, "r");
	X509 *cert = PEM_read_X509(file, NULL, NULL, NULL);
	unsigned char *der = NULL;
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert), &der);

	digest_sha256(slice_of((const char *)der, (size_t)len), ret);
	OPENSSL_free(der);
	X509_free(cert);
	fclose(file);
}

static void
a_client_is_known_by_its_key(void **state)
{
	struct town *town = *state;
	unsigned char wanted[32];
	struct guest guest;

	open_server(town, town->their_cert);
	guest_come(&guest, town, town->their_cert, town->their_key);
	assert_true(guest_asks(&guest));
	assert_true(town->has_spki);
	hash_of_key(town->their_cert, wanted);
	assert_memory_equal(town->spki, wanted, sizeof(wanted));
	guest_go(&guest);
}

static void
without_a_certificate_a_client_is_served_and_nobody(void **state)
{
	struct town *town = *state;
	struct guest guest;

	open_server(town, town->their_cert);
	town->has_spki = true;
	guest_come(&guest, town, NULL, NULL);
	assert_true(guest_asks(&guest));
	assert_false(town->has_spki);
	guest_go(&guest);
}

static void
a_certificate_of_a_stranger_ends_the_handshake(void **state)
{
	struct town *town = *state;
	struct guest guest;

	open_server(town, town->their_cert);
	guest_come(&guest, town, town->strange_cert, town->strange_key);
	assert_false(guest_asks(&guest));
	guest_go(&guest);
	assert_int_equal(http_server_count(town->server), 0);
}

static void
where_none_is_asked_for_none_is_believed(void **state)
{
	struct town *town = *state;
	struct guest guest;

	open_server(town, NULL);
	guest_come(&guest, town, town->strange_cert, town->strange_key);
	assert_true(guest_asks(&guest));
	assert_false(town->has_spki);
	guest_go(&guest);
}

static void
a_connection_keeps_the_certificate_that_it_began_with(void **state)
{
	struct town *town = *state;
	unsigned char before[32], after[32], shown[32];
	struct guest old, young;
	struct guest *both[] = { &old, &young };

	open_server(town, NULL);
	hash_of_key(town->cert, before);
	guest_come(&old, town, NULL, NULL);
	assert_true(guest_asks(&old));
	assert_int_equal(
		tls_make_demo(town->ca, town->cert, town->key, NULL), 0);
	hash_of_key(town->cert, after);
	auto_(tls_unref) struct tls *next = load(town, NULL);
	http_server_set_tls(town->server, next);
	guest_come(&young, town, NULL, NULL);
	for (int i = 0; i < 2; i++) {
		unsigned char *der = NULL;

		assert_true(guest_asks(both[i]));
		X509 *cert = SSL_get1_peer_certificate(both[i]->ssl);
		int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert), &der);
		digest_sha256(slice_of((const char *)der, (size_t)len), shown);
		assert_memory_equal(
			shown, i == 0 ? before : after, sizeof(shown));
		OPENSSL_free(der);
		X509_free(cert);
	}
	guest_go(&old);
	guest_go(&young);
}

static void
a_handshake_in_progress_is_counted_until_it_is_over(void **state)
{
	struct town *town = *state;
	auto_(tls_unref) struct tls *tls = load(town, NULL);
	struct http_limits limits = HTTP_LIMITS_DEFAULT;
	atomic_size_t n_handshakes = 0;
	struct guest one, other;

	limits.stream.n_handshakes = &n_handshakes;
	town->server = http_server_new(&(struct http_server_options){
		.loop = town->loop,
		.routes = &town->route,
		.n_routes = 1,
		.limits = limits,
		.tls = tls,
	});
	guest_come(&one, town, NULL, NULL);
	guest_come(&other, town, NULL, NULL);
	assert_int_equal(n_handshakes, 2);
	assert_true(guest_asks(&one));
	assert_int_equal(n_handshakes, 1);
	guest_go(&other);
	assert_int_equal(n_handshakes, 0);
	guest_go(&one);
	assert_int_equal(n_handshakes, 0);
}

static void
who_keeps_a_greeting_waiting_gives_his_place_up(void **state)
{
	struct town *town = *state;
	auto_(tls_unref) struct tls *tls = load(town, NULL);
	struct http_limits limits = HTTP_LIMITS_DEFAULT;
	atomic_size_t n_handshakes = 0;
	int64_t since_ms = clock_mono_ms();
	struct guest silent;

	limits.stream.n_handshakes = &n_handshakes;
	limits.stream.handshake_timeout_ms = 1200;
	town->server = http_server_new(&(struct http_server_options){
		.loop = town->loop,
		.routes = &town->route,
		.n_routes = 1,
		.limits = limits,
		.tls = tls,
	});
	guest_come(&silent, town, NULL, NULL);
	while (n_handshakes > 0) {
		loop_turn(town->loop, 20);
		assert_true(clock_mono_ms() - since_ms < 1000);
	}
	/* He still has the rest of his time, and no more than that. */
	assert_int_equal(http_server_count(town->server), 1);
	while (http_server_count(town->server) > 0) {
		loop_turn(town->loop, 20);
		assert_true(clock_mono_ms() - since_ms < 5000);
	}
	assert_true(clock_mono_ms() - since_ms >= 1200);
	assert_int_equal(n_handshakes, 0);
	guest_go(&silent);
}

/* Each wish for new keys is one more answer: who reads none of them would fill
 * our memory. A byte that means something goes between. */
static void
who_asks_for_new_keys_and_reads_nothing_is_not_heard(void **state)
{
	struct town *town = *state;
	bool is_heard = true;
	struct guest guest;
	int n_wishes = 0;

	open_server(town, NULL);
	guest_come(&guest, town, NULL, NULL);
	assert_true(guest_asks(&guest));
	SSL_set_mode(guest.ssl, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	while (is_heard && n_wishes < 7000) {
		int tries = 0;

		assert_int_equal(
			SSL_key_update(guest.ssl, SSL_KEY_UPDATE_REQUESTED), 1);
		n_wishes++;
		while (SSL_write(guest.ssl, "x", 1) <= 0 && tries++ < 100)
			loop_turn(town->loop, 1);
		is_heard = tries < 100;
	}
	assert_false(is_heard);
	assert_int_equal(http_server_count(town->server), 1);
	guest_go(&guest);
}

#define IN_TOWN(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_TOWN(a_client_is_known_by_its_key),
		IN_TOWN(without_a_certificate_a_client_is_served_and_nobody),
		IN_TOWN(a_certificate_of_a_stranger_ends_the_handshake),
		IN_TOWN(where_none_is_asked_for_none_is_believed),
		IN_TOWN(a_connection_keeps_the_certificate_that_it_began_with),
		IN_TOWN(a_handshake_in_progress_is_counted_until_it_is_over),
		IN_TOWN(who_keeps_a_greeting_waiting_gives_his_place_up),
		IN_TOWN(who_asks_for_new_keys_and_reads_nothing_is_not_heard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
