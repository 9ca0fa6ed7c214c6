/* SPDX-License-Identifier: Apache-2.0 */
/*
 * demo_stage - sets the stage and strikes it.
 */
#include "house/demo_stage.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "config/config.h"
#include "crypto/base64.h"
#include "crypto/random.h"
#include "loop/loop.h"
#include "net/listener.h"
#include "net/tls.h"

#define DEMO_PORT 8443 /* the manual's; another when it is taken */
#define DEMO_ADMIN_PORT 9443
#define DEMO_HOOK_PORT 8444

static int
demo_stage_fail(struct problem *why, const char *what)
{
	return problem_set(why, 1, "E-DEMO", "%s: %s", what, strerror(errno));
}

static void
demo_stage_probe(void *ctx, int fd, const struct address *peer)
{
	(void)ctx;
	(void)peer;
	close(fd);
}

/* `wanted` when nobody listens there, else one that the kernel chooses. */
static unsigned
demo_stage_port(unsigned wanted)
{
	auto_(loop_free) struct loop *loop = loop_new();
	auto_(listener_free) struct listener *door = NULL;
	struct listener_options options = { .loop = loop,
		.fn = demo_stage_probe };
	struct problem why = PROBLEM_NULL;
	auto_(mem_free) char *text = mem_printf("127.0.0.1:%u", wanted);

	if (address_parse(slice_text(text), &options.address, &why) == 0)
		door = listener_new(&options, &why);
	if (door == NULL && wanted != 0)
		return demo_stage_port(0);
	return door ? address_port(listener_address(door)) : wanted;
}

static int
demo_stage_folder(struct demo_stage *stage, struct problem *why)
{
	const char *base = getenv("TMPDIR");

	stage->folder =
		mem_printf("%s/torntape-demo.XXXXXX", base ? base : "/tmp");
	if (mkdtemp(stage->folder) == NULL) {
		stage->folder = mem_free(stage->folder);
		return demo_stage_fail(why, "no folder for the demo");
	}
	stage->ca = mem_printf("%s/ca.pem", stage->folder);
	stage->cert = mem_printf("%s/server.pem", stage->folder);
	stage->key = mem_printf("%s/server.key", stage->folder);
	stage->header_file = mem_printf("%s/stream.header", stage->folder);
	stage->header_arg = mem_printf("@%s", stage->header_file);
	return tls_make_demo(stage->ca, stage->cert, stage->key, why);
}

static int
demo_stage_write(const char *path, const char *text, struct problem *why)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_TRUNC, 0600);
	size_t len = strlen(text);
	ssize_t n;

	if (fd < 0)
		return demo_stage_fail(why, path);
	n = write(fd, text, len);
	close(fd);
	return n == (ssize_t)len ? 0 : demo_stage_fail(why, path);
}

static int
demo_stage_keys(struct demo_stage *stage, struct problem *why)
{
	auto_(buf_done) struct buf secret = BUF_NULL;
	auto_(mem_free) char *header = NULL;
	unsigned char bytes[32];

	key_new(stage->partner_key);
	key_new(stage->stream_key);
	key_new(stage->webhook_key);
	stage->partner_authorization =
		mem_printf("Bearer %s", stage->partner_key);
	stage->stream_authorization =
		mem_printf("Bearer %s", stage->stream_key);
	random_bytes(bytes, sizeof(bytes));
	buf_puts(&secret, "whsec_");
	base64_put(&secret, slice_of((const char *)bytes, sizeof(bytes)));
	stage->secret = buf_take(&secret);
	header = mem_printf("Authorization: %s\n", stage->stream_authorization);
	return demo_stage_write(stage->header_file, header, why);
}

static void
demo_stage_put_key(struct buf *out, const char *token)
{
	char hash[KEY_HASH_TEXT_SIZE];

	key_hash(slice_text(token), hash);
	buf_printf(out, "    keys: [\"%s\"]\n", hash);
}

static void
demo_stage_put_config(struct demo_stage *stage, struct buf *out)
{
	unsigned hook_port = demo_stage_port(DEMO_HOOK_PORT);

	stage->hook_address = mem_printf("127.0.0.1:%u", hook_port);
	stage->hook_url =
		mem_printf("https://localhost:%u/hooks/torntape", hook_port);
	buf_printf(out, "state: %s/state\n", stage->folder);
	buf_puts(out, "log: {level: warn}\nlimits: {connections: 500}\n"
		      "listen:\n");
	buf_printf(out, "  public: 127.0.0.1:%u\n", demo_stage_port(DEMO_PORT));
	buf_printf(out, "  admin: 127.0.0.1:%u\n",
		demo_stage_port(DEMO_ADMIN_PORT));
	buf_puts(out, "  cert: server.pem\n  key: server.key\n");
	buf_puts(
		out, "outgoing: {allow: [127.0.0.0/8, \"::1\"], ca: ca.pem}\n");
	buf_puts(out, "partners:\n  - name: " DEMO_PARTNER "\n"
		      "    title: Harbour Wire\n"
		      "    role: distributor\n"
		      "    timezone: Europe/London\n"
		      "    may: [kill, embargo]\n");
	demo_stage_put_key(out, stage->partner_key);
	buf_puts(out, "products:\n  - {name: world, match: all}\n");
	buf_puts(out, "subscribers:\n  - name: " DEMO_STREAM "\n"
		      "    products: [world]\n");
	demo_stage_put_key(out, stage->stream_key);
	buf_puts(out, "  - name: " DEMO_WEBHOOK "\n    products: [world]\n");
	demo_stage_put_key(out, stage->webhook_key);
	buf_printf(out, "    webhook: {url: \"%s\", secret: \"%s\"}\n",
		stage->hook_url, stage->secret);
}

static int
demo_stage_configure(struct demo_stage *stage, struct problem *why)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	auto_(mem_free) char *path =
		mem_printf("%s/torntape.yaml", stage->folder);
	auto_(problem_list_done) struct problem_list problems = { 0 };

	demo_stage_put_config(stage, &text);
	if (demo_stage_write(path, buf_text(&text), why))
		return 1;
	if (config_load(path, &problems, &stage->config) == 0)
		return 0;
	*why = problems.items[0];
	return 1;
}

int
demo_stage_set(struct demo_stage *stage, struct problem *why)
{
	if (demo_stage_folder(stage, why) || demo_stage_keys(stage, why))
		return 1;
	return demo_stage_configure(stage, why);
}

static int
demo_stage_remove(
	const char *path, const struct stat *about, int what, struct FTW *walk)
{
	(void)about;
	(void)what;
	(void)walk;
	return remove(path);
}

void
demo_stage_strike(struct demo_stage *stage)
{
	config_unref(stage->config);
	if (stage->folder != NULL)
		nftw(stage->folder, demo_stage_remove, 8, FTW_DEPTH | FTW_PHYS);
	mem_free(stage->folder);
	mem_free(stage->ca);
	mem_free(stage->cert);
	mem_free(stage->key);
	mem_free(stage->header_file);
	mem_free(stage->header_arg);
	mem_free(stage->partner_authorization);
	mem_free(stage->stream_authorization);
	mem_free(stage->secret);
	mem_free(stage->hook_address);
	mem_free(stage->hook_url);
}
