/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tls_demo - an authority and a certificate for this machine, out of nothing,
 * so that the first try needs neither a configuration nor `curl -k`.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/ensure.h"
#include "crypto/random.h"
#include "net/tls.h"

#define DEMO_SECONDS (30 * 24 * 3600L)

DEFINE_AUTO(X509, X509_free);
DEFINE_AUTO(EVP_PKEY, EVP_PKEY_free);
DEFINE_AUTO(BIO, BIO_free_all);

static void
tls_demo_extend(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX context;

	X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
	X509_EXTENSION *extension =
		X509V3_EXT_conf_nid(NULL, &context, nid, value);
	ensure(extension != NULL);
	ensure(X509_add_ext(cert, extension, -1) == 1);
	X509_EXTENSION_free(extension);
}

static void
tls_demo_name(X509 *cert, const char *name)
{
	ensure(X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN",
		       MBSTRING_ASC, (const unsigned char *)name, -1, -1,
		       0) == 1);
}

static X509 *
tls_demo_cert(EVP_PKEY *key, const char *name)
{
	X509 *cert = X509_new();
	uint64_t serial;

	ensure(cert != NULL);
	random_bytes(&serial, sizeof(serial));
	X509_set_version(cert, X509_VERSION_3);
	ASN1_INTEGER_set_uint64(X509_get_serialNumber(cert), serial >> 1);
	/* A clock that is a little behind should not refuse it. */
	X509_gmtime_adj(X509_getm_notBefore(cert), -3600);
	X509_gmtime_adj(X509_getm_notAfter(cert), DEMO_SECONDS);
	X509_set_pubkey(cert, key);
	tls_demo_name(cert, name);
	return cert;
}

static X509 *
tls_demo_authority(EVP_PKEY *key)
{
	X509 *ca = tls_demo_cert(key, "torntape demo authority");

	X509_set_issuer_name(ca, X509_get_subject_name(ca));
	tls_demo_extend(
		ca, ca, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
	tls_demo_extend(ca, ca, NID_key_usage, "critical,keyCertSign,cRLSign");
	tls_demo_extend(ca, ca, NID_subject_key_identifier, "hash");
	ensure(X509_sign(ca, key, EVP_sha256()) > 0);
	return ca;
}

static X509 *
tls_demo_server(EVP_PKEY *key, X509 *ca, EVP_PKEY *ca_key)
{
	X509 *cert = tls_demo_cert(key, "localhost");

	X509_set_issuer_name(cert, X509_get_subject_name(ca));
	tls_demo_extend(cert, ca, NID_basic_constraints, "critical,CA:FALSE");
	tls_demo_extend(cert, ca, NID_key_usage, "critical,digitalSignature");
	tls_demo_extend(cert, ca, NID_ext_key_usage, "serverAuth,clientAuth");
	tls_demo_extend(cert, ca, NID_subject_alt_name,
		"DNS:localhost,IP:127.0.0.1,IP:::1");
	tls_demo_extend(cert, ca, NID_authority_key_identifier, "keyid");
	ensure(X509_sign(cert, ca_key, EVP_sha256()) > 0);
	return cert;
}

static int
tls_demo_write(const char *path, X509 *cert, EVP_PKEY *key, struct problem *why)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
		key ? 0600 : 0644);

	if (fd < 0)
		return problem_set(why, 1, "E-TLS-WRITE", "cannot write %s: %s",
			path, strerror(errno));
	auto_(BIO_free_all) BIO *out = BIO_new_fd(fd, BIO_CLOSE);
	ensure(out != NULL);
	int ok = key ? PEM_write_bio_PrivateKey(
			       out, key, NULL, NULL, 0, NULL, NULL)
		     : PEM_write_bio_X509(out, cert);
	if (ok != 1 || (key && fchmod(fd, 0600) != 0))
		return problem_set(
			why, 1, "E-TLS-WRITE", "cannot write %s", path);
	return 0;
}

int
tls_make_demo(const char *ca_path, const char *cert_path, const char *key_path,
	struct problem *why)
{
	auto_(EVP_PKEY_free) EVP_PKEY *ca_key = EVP_EC_gen("P-256");
	auto_(EVP_PKEY_free) EVP_PKEY *key = EVP_EC_gen("P-256");

	ensure(ca_key != NULL && key != NULL);
	auto_(X509_free) X509 *ca = tls_demo_authority(ca_key);
	auto_(X509_free) X509 *cert = tls_demo_server(key, ca, ca_key);
	if (tls_demo_write(ca_path, ca, NULL, why) != 0 ||
		tls_demo_write(cert_path, cert, NULL, why) != 0)
		return 1;
	return tls_demo_write(key_path, NULL, key, why);
}
