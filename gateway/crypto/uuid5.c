/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uuid5 - SHA-1 of namespace and name, marked as version 5. SHA-1 is what the
 * RFC prescribes; nothing here needs it to be hard to collide with.
 */
#include "crypto/uuid5.h"

#include <openssl/evp.h>

#include "base/ensure.h"

/* Ours alone, drawn at random once. */
static const unsigned char namespace[16] = { 0x6d, 0x1f, 0x0c, 0x5e, 0x8b, 0x32,
	0x4a, 0x97, 0xb4, 0x0e, 0x52, 0xd9, 0x73, 0xc6, 0x21, 0xea };

void
uuid5_put_urn(struct buf *out, struct slice owner, struct slice name)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	unsigned char hash[EVP_MAX_MD_SIZE];

	buf_put(&text, namespace, sizeof(namespace));
	buf_put_slice(&text, owner);
	buf_putc(&text, '\n');
	buf_put_slice(&text, name);
	ensure(EVP_Digest(text.data, text.len, hash, NULL, EVP_sha1(), NULL) ==
		1);
	hash[6] = (unsigned char)((hash[6] & 0x0f) | 0x50);
	hash[8] = (unsigned char)((hash[8] & 0x3f) | 0x80);
	buf_puts(out, "urn:uuid:");
	for (size_t i = 0; i < 16; i++)
		buf_printf(out, "%s%02x",
			i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "",
			hash[i]);
}
