/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tls - one SSL_CTX, everything decided that OpenSSL leaves open.
 *
 * Ticket keys are ours because OpenSSL's never change while the process lives,
 * and one that leaks would open every conversation recorded until then. The
 * previous key is still taken for one period, then no ticket older than that
 * opens anything.
 */
#include "net/tls.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdatomic.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "base/clock.h"
#include "base/ensure.h"
#include "base/mem.h"
#include "crypto/random.h"

#define TICKET_PERIOD_MS (12 * 3600 * 1000LL)

struct ticket_key {
	unsigned char name[16];
	unsigned char aes[32];
	unsigned char mac[32];
};

struct tls {
	atomic_uint n_refs;
	SSL_CTX *context;
	pthread_mutex_t lock;      /* guards what is below */
	struct ticket_key keys[2]; /* the present one first */
	int64_t keys_since_ms;
};

static void
tls_turn_keys(struct tls *tls)
{
	int64_t now = clock_mono_ms();

	if (now - tls->keys_since_ms < TICKET_PERIOD_MS)
		return;
	tls->keys[1] = tls->keys[0];
	/* After a long silence the present key is older than any allowed. */
	if (now - tls->keys_since_ms >= 2 * TICKET_PERIOD_MS)
		random_bytes(&tls->keys[1], sizeof(tls->keys[1]));
	random_bytes(&tls->keys[0], sizeof(tls->keys[0]));
	tls->keys_since_ms = now;
}

/* Copies a key: the one to seal with, or the one of this name. 0 or 1 which of
 * the two, -1 none. */
static int
tls_pick_key(struct tls *tls, const unsigned char *name, bool seal,
	struct ticket_key *ret_key)
{
	int picked = -1;

	pthread_mutex_lock(&tls->lock);
	tls_turn_keys(tls);
	for (int i = 0; i < 2 && picked < 0; i++)
		if (seal || memcmp(tls->keys[i].name, name, 16) == 0)
			picked = i;
	if (picked >= 0)
		*ret_key = tls->keys[picked];
	pthread_mutex_unlock(&tls->lock);
	return picked;
}

static bool
tls_key_mac(EVP_MAC_CTX *mac, struct ticket_key *key)
{
	static char sha256[] = "SHA256";
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_octet_string(
			OSSL_MAC_PARAM_KEY, key->mac, sizeof(key->mac)),
		OSSL_PARAM_construct_utf8_string(
			OSSL_MAC_PARAM_DIGEST, sha256, 0),
		OSSL_PARAM_construct_end(),
	};

	return EVP_MAC_CTX_set_params(mac, params) == 1;
}

/* SSL_CTX_set_tlsext_ticket_key_cb(3): -1 error, 0 unknown key, 1 good, 2 good
 * but give a new ticket. */
static int
tls_ticket(SSL *ssl, unsigned char name[16],
	unsigned char iv[EVP_MAX_IV_LENGTH], EVP_CIPHER_CTX *cipher,
	EVP_MAC_CTX *mac, int seal)
{
	struct tls *tls = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	struct ticket_key key;
	int picked = tls_pick_key(tls, name, seal != 0, &key);
	int ok;

	if (picked < 0)
		return 0;
	if (seal) {
		memcpy(name, key.name, sizeof(key.name));
		random_bytes(iv, 16);
		ok = EVP_EncryptInit_ex(
			cipher, EVP_aes_256_cbc(), NULL, key.aes, iv);
	} else {
		ok = EVP_DecryptInit_ex(
			cipher, EVP_aes_256_cbc(), NULL, key.aes, iv);
	}
	ok = ok == 1 && tls_key_mac(mac, &key);
	OPENSSL_cleanse(&key, sizeof(key));
	if (!ok)
		return -1;
	return picked == 0 || seal ? 1 : 2;
}

static int
tls_alpn(SSL *ssl, const unsigned char **out, unsigned char *out_len,
	const unsigned char *in, unsigned in_len, void *ctx)
{
	static const unsigned char ours[] = "\x08http/1.1";
	unsigned char *chosen;

	(void)ssl;
	(void)ctx;
	if (SSL_select_next_proto(&chosen, out_len, ours, sizeof(ours) - 1, in,
		    in_len) != OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	*out = chosen;
	return SSL_TLSEXT_ERR_OK;
}

static void
tls_configure(SSL_CTX *context, struct tls *tls)
{
	static const unsigned char id[] = "torntape";

	ensure(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1);
	ensure(SSL_CTX_set_cipher_list(
		       context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1);
	SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION |
					     SSL_OP_NO_COMPRESSION |
					     SSL_OP_CIPHER_SERVER_PREFERENCE |
					     SSL_OP_PRIORITIZE_CHACHA);
	SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE |
					  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
					  SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	ensure(SSL_CTX_set_session_id_context(context, id, sizeof(id) - 1) ==
		1);
	ensure(SSL_CTX_set_num_tickets(context, 1) == 1);
	SSL_CTX_set_app_data(context, tls);
	SSL_CTX_set_tlsext_ticket_key_evp_cb(context, tls_ticket);
	SSL_CTX_set_alpn_select_cb(context, tls_alpn, NULL);
}

/* The last word of OpenSSL, which says whether the file or its content is
 * wrong. */
static int
tls_problem(struct problem *why, const char *code, const char *what,
	const char *path)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	problem_set(why, 1, code, "%s %s cannot be used: %s", what, path,
		reason ? reason : "unreadable");
	ERR_clear_error();
	return 1;
}

static int
tls_load_client_ca(SSL_CTX *context, const char *path, struct problem *why)
{
	STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(path);

	if (names == NULL ||
		SSL_CTX_load_verify_locations(context, path, NULL) != 1) {
		sk_X509_NAME_pop_free(names, X509_NAME_free);
		return tls_problem(
			why, "E-TLS-CA", "the client authority", path);
	}
	SSL_CTX_set_client_CA_list(context, names);
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
	return 0;
}

static int
tls_load(SSL_CTX *context, const struct tls_options *options,
	struct problem *why)
{
	ERR_clear_error();
	if (SSL_CTX_use_certificate_chain_file(context, options->cert) != 1)
		return tls_problem(
			why, "E-TLS-CERT", "the certificate", options->cert);
	/* Also fails when the key belongs to another certificate. */
	if (SSL_CTX_use_PrivateKey_file(
		    context, options->key, SSL_FILETYPE_PEM) != 1)
		return tls_problem(why,
			ERR_GET_LIB(ERR_peek_last_error()) == ERR_LIB_X509
				? "E-TLS-MATCH"
				: "E-TLS-KEY",
			"the key", options->key);
	if (SSL_CTX_check_private_key(context) != 1)
		return tls_problem(why, "E-TLS-MATCH", "the key", options->key);
	if (options->client_ca != NULL)
		return tls_load_client_ca(context, options->client_ca, why);
	return 0;
}

struct tls *
tls_new(const struct tls_options *options, struct problem *why)
{
	auto_(tls_unref) struct tls *tls = mem_new(struct tls);

	tls->n_refs = 1;
	ensure(pthread_mutex_init(&tls->lock, NULL) == 0);
	random_bytes(tls->keys, sizeof(tls->keys));
	tls->keys_since_ms = clock_mono_ms();
	tls->context = SSL_CTX_new(TLS_server_method());
	ensure(tls->context != NULL);
	tls_configure(tls->context, tls);
	if (tls_load(tls->context, options, why) != 0)
		return NULL;
	return steal(tls);
}

struct tls *
tls_ref(struct tls *tls)
{
	atomic_fetch_add_explicit(&tls->n_refs, 1, memory_order_relaxed);
	return tls;
}

struct tls *
tls_unref(struct tls *tls)
{
	if (tls == NULL || atomic_fetch_sub(&tls->n_refs, 1) != 1)
		return NULL;
	SSL_CTX_free(tls->context);
	pthread_mutex_destroy(&tls->lock);
	OPENSSL_cleanse(tls->keys, sizeof(tls->keys));
	return mem_free(tls);
}

struct ssl_ctx_st *
tls_context(const struct tls *tls)
{
	return tls->context;
}
