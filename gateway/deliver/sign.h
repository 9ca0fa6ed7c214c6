/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sign.h - the Standard Webhooks 1.0.0 signature, symmetric form.
 *
 * Signs "id.timestamp.body" with HMAC-SHA-256 under each of an endpoint's
 * secrets, newest first, so that a receiver can change its secret without
 * losing a message. Verifying is here too: it is how the signer is tested.
 * Immutable after signer_new(); any thread.
 */
#ifndef DELIVER_SIGN_H
#define DELIVER_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"

struct signer;

#define SIGNER_MAX_SECRETS 4

/* Secrets as "whsec_" and base64, padded or not; 24 to 64 bytes, but shorter
 * ones down to 16 are taken as the reference library does. 0, or 1 with why
 * (E-WEBHOOK-SECRET): empty, bare prefix, not base64, too short or too long. */
int signer_new(const char *const *secrets, size_t n_secrets,
	struct signer **ret_signer, struct problem *why);
/* Accepts NULL; returns NULL. Overwrites the keys. */
struct signer *signer_free(struct signer *signer);
DEFINE_AUTO(struct signer, signer_free);

/* The value of webhook-signature: "v1,... v1,...". `timestamp_s` of this
 * attempt. */
void signer_sign(const struct signer *signer, struct slice id,
	int64_t timestamp_s, struct slice body, struct buf *out);
/* Does any v1 signature of the header fit any secret, and is the timestamp
 * within `tolerance_s` of `now_s`? */
bool signer_verify(const struct signer *signer, struct slice id,
	struct slice timestamp, struct slice header, struct slice body,
	int64_t now_s, int64_t tolerance_s);

#endif
