/* SPDX-License-Identifier: Apache-2.0 */
/*
 * key - `torntape key new`: a token for one side, its hash for the other.
 *
 * The token has 256 random bits, so a plain hash is enough to keep: nobody can
 * guess through it. It is printed once and stored nowhere.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "cli/args.h"
#include "cli/command.h"
#include "crypto/base64.h"
#include "crypto/random.h"
#include "crypto/sha256.h"

#define KEY_BYTES 32

int
key_command(const struct args *args)
{
	auto_(buf_done) struct buf token = BUF_NULL;
	unsigned char bytes[KEY_BYTES], digest[SHA256_SIZE];
	char hex[SHA256_SIZE * 2 + 1];
	struct sha256 sha;

	if (strcmp(args->operands[0], "new") != 0) {
		fprintf(stderr, "torntape: 'key' can do 'new', not '%.60s'\n",
			args->operands[0]);
		return COMMAND_USAGE;
	}
	random_bytes(bytes, sizeof(bytes));
	buf_puts(&token, "tt_");
	base64_put_url(&token, slice_of((const char *)bytes, sizeof(bytes)));
	sha256_begin(&sha);
	sha256_add(&sha, buf_slice(&token));
	sha256_end(&sha, digest);
	sha256_hex(digest, hex);
	if (args_has(args, "json")) {
		printf("{\"key\":\"%s\",\"hash\":\"sha256:%s\"}\n",
			buf_text(&token), hex);
		return COMMAND_DONE;
	}
	printf("key     %s\nhash    sha256:%s\nconfig  keys: "
	       "[\"sha256:%s\"]\n",
		buf_text(&token), hex, hex);
	fputs("The key is shown once; give it to the partner or subscriber. "
	      "The hash goes into the configuration.\n",
		stderr);
	return COMMAND_DONE;
}
