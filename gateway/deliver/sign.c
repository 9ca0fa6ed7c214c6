/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sign.c - "id.timestamp.body", once per secret.
 *
 * The id is ours and never holds a dot that a peer chose, so the signed text
 * can be read in one way only.
 */
#include "deliver/sign.h"

#include <string.h>

#include "base/mem.h"
#include "crypto/base64.h"
#include "crypto/hmac.h"

#define KEY_MIN 16
#define KEY_MAX 64

struct signer_key {
	size_t len;
	char bytes[KEY_MAX];
};

struct signer {
	size_t n_keys;
	struct signer_key keys[SIGNER_MAX_SECRETS];
};

static int
read_secret(struct slice text, struct signer_key *ret_key, struct problem *why)
{
	static const char code[] = "E-WEBHOOK-SECRET";

	if (!slice_starts(text, SLICE("whsec_")))
		return problem_set(
			why, 1, code, "a webhook secret starts with whsec_");
	auto_(buf_done) struct buf key = BUF_NULL;
	if (base64_read(slice_of(text.at + 6, text.len - 6), &key) != 0)
		return problem_set(why, 1, code,
			"behind whsec_ a webhook secret is base64");
	bool fits = key.len >= KEY_MIN && key.len <= KEY_MAX;
	if (fits) {
		memcpy(ret_key->bytes, key.data, key.len);
		ret_key->len = key.len;
	}
	if (key.data != NULL)
		explicit_bzero(key.data, key.len);
	if (!fits)
		return problem_set(
			why, 1, code, "a webhook secret has 24 to 64 bytes");
	return 0;
}

int
signer_new(const char *const *secrets, size_t n_secrets,
	struct signer **ret_signer, struct problem *why)
{
	if (n_secrets == 0 || n_secrets > SIGNER_MAX_SECRETS)
		return problem_set(why, 1, "E-WEBHOOK-SECRET",
			"a webhook has 1 to %d secrets", SIGNER_MAX_SECRETS);
	auto_(signer_free) struct signer *signer = mem_new(struct signer);
	for (size_t i = 0; i < n_secrets; i++) {
		int r = read_secret(
			slice_text(secrets[i]), &signer->keys[i], why);
		if (r != 0)
			return r;
	}
	signer->n_keys = n_secrets;
	*ret_signer = steal(signer);
	return 0;
}

struct signer *
signer_free(struct signer *signer)
{
	if (signer != NULL)
		explicit_bzero(signer, sizeof(*signer));
	return mem_free(signer);
}

/* "v1," and the base64 of one key's MAC. */
static void
put_signature(
	const struct signer_key *key, struct slice signed_text, struct buf *out)
{
	unsigned char mac[HMAC_SHA256_SIZE];

	hmac_sha256(slice_of(key->bytes, key->len), signed_text, mac);
	buf_puts(out, "v1,");
	base64_put(out, slice_of((const char *)mac, sizeof(mac)));
}

static void
put_signed_text(struct buf *out, struct slice id, struct slice timestamp,
	struct slice body)
{
	buf_put_slice(out, id);
	buf_putc(out, '.');
	buf_put_slice(out, timestamp);
	buf_putc(out, '.');
	buf_put_slice(out, body);
}

void
signer_sign(const struct signer *signer, struct slice id, int64_t timestamp_s,
	struct slice body, struct buf *out)
{
	auto_(buf_done) struct buf time = BUF_NULL;
	auto_(buf_done) struct buf text = BUF_NULL;

	buf_put_u64(&time, (uint64_t)timestamp_s);
	put_signed_text(&text, id, buf_slice(&time), body);
	for (size_t i = 0; i < signer->n_keys; i++) {
		if (i > 0)
			buf_putc(out, ' ');
		put_signature(&signer->keys[i], buf_slice(&text), out);
	}
}

static bool
fits_any(const struct signer *signer, struct slice text, struct slice given)
{
	bool fits = false;

	for (size_t i = 0; i < signer->n_keys; i++) {
		auto_(buf_done) struct buf ours = BUF_NULL;
		put_signature(&signer->keys[i], text, &ours);
		fits |= secret_equal(buf_slice(&ours), given);
	}
	return fits;
}

bool
signer_verify(const struct signer *signer, struct slice id,
	struct slice timestamp, struct slice header, struct slice body,
	int64_t now_s, int64_t tolerance_s)
{
	uint64_t time = 0;

	if (slice_to_u64(timestamp, &time) != 0 || time > INT64_MAX / 2)
		return false;
	int64_t off = now_s - (int64_t)time;
	if (off > tolerance_s || off < -tolerance_s)
		return false;

	auto_(buf_done) struct buf text = BUF_NULL;
	struct slice given;
	bool fits = false;
	put_signed_text(&text, id, timestamp, body);
	while (slice_cut(&header, ' ', &given))
		fits |= fits_any(signer, buf_slice(&text), given);
	return fits;
}
