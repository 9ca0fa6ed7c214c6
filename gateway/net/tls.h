/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tls.h - one generation of certificate and key, as accepting needs it.
 *
 * TLS 1.2 and 1.3 with forward secrecy and authenticated ciphers only; no
 * renegotiation, compression, session cache or early data; ALPN http/1.1.
 * Tickets are sealed with keys of our own that change every 12 hours. A reload
 * makes a new generation; connections keep the one they began with, therefore
 * the count. Made on any thread, shared by all.
 */
#ifndef NET_TLS_H
#define NET_TLS_H

#include <stddef.h>

#include "base/auto.h"
#include "base/problem.h"

struct ssl_ctx_st; /* OpenSSL's SSL_CTX */
struct tls;

struct tls_options {
	const char *cert; /* PEM, the chain, own certificate first */
	const char *key;  /* PEM */
	/* PEM of those who sign client certificates; NULL: none are asked for.
	 * A client without one is still served: a bearer key will do. */
	const char *client_ca;
};

/* NULL with why: E-TLS-CERT, E-TLS-KEY, E-TLS-MATCH, E-TLS-CA. */
struct tls *tls_new(const struct tls_options *options, struct problem *why);
struct tls *tls_ref(struct tls *tls);
/* Accepts NULL; returns NULL. */
struct tls *tls_unref(struct tls *tls);
DEFINE_AUTO(struct tls, tls_unref);

struct ssl_ctx_st *tls_context(const struct tls *tls); /* net/ only */

/* For the demo and for tests: a fresh P-256 authority and a certificate signed
 * by it for localhost, 127.0.0.1 and ::1, good for 30 days. The key file has
 * mode 0600. 0, or 1 with why (E-TLS-WRITE). */
must_check int tls_make_demo(const char *ca_path, const char *cert_path,
	const char *key_path, struct problem *why);

#endif
