/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replay_main - a fuzz target as an ordinary test, for every compiler.
 *
 * Feeds the target every file of the corpus folders given, then mutations of
 * each: bytes flipped, cut, doubled, and boundary values put in. The seed is
 * printed and may be given in FUZZ_SEED; FUZZ_ROUNDS says how many mutations a
 * file gets.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t seed = 20250922;

static uint64_t
next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

/* In memory of exactly this size, so that a sanitizer sees one byte too far. */
static void
feed(const char *bytes, size_t len)
{
	uint8_t *exact = malloc(len > 0 ? len : 1);

	if (exact == NULL)
		abort();
	if (len > 0)
		memcpy(exact, bytes, len);
	LLVMFuzzerTestOneInput(exact, len);
	free(exact);
}

static void
mutate(struct buf *bytes)
{
	static const char odd[] = "\0\xff\x7f\r\n\t <>&\"'{}[]:,;%/0-";
	size_t at = bytes->len > 0 ? next_random() % bytes->len : 0;

	if (bytes->len == 0) {
		buf_putc(bytes, (char)next_random());
		return;
	}
	switch (next_random() % 5) {
	case 0:
		bytes->data[at] ^= (char)(1u << next_random() % 8);
		break;
	case 1:
		bytes->data[at] = odd[next_random() % (sizeof(odd) - 1)];
		break;
	case 2:
		buf_cut(bytes, at);
		break;
	case 3:
		buf_consume(bytes, at);
		break;
	default: {
		char *copy = mem_copy(bytes->data, bytes->len);
		size_t len = bytes->len - at;

		buf_put(bytes, copy + at, len < 4096 ? len : 4096);
		mem_free(copy);
	}
	}
}

static void
replay(const char *path, unsigned n_rounds)
{
	auto_(buf_done) struct buf original = BUF_NULL;
	char chunk[4096];
	size_t n;

	FILE *file = fopen(path, "rb");
	if (file == NULL)
		return;
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_put(&original, chunk, n);
	fclose(file);
	feed(buf_text(&original), original.len);
	for (unsigned i = 0; i < n_rounds; i++) {
		auto_(buf_done) struct buf bytes = BUF_NULL;

		buf_put_slice(&bytes, buf_slice(&original));
		for (uint64_t k = next_random() % 4 + 1; k > 0; k--)
			mutate(&bytes);
		feed(buf_text(&bytes), bytes.len);
	}
}

static unsigned
replay_folder(const char *folder, unsigned n_rounds)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	unsigned n = 0;

	if (dir == NULL)
		return 0;
	while ((entry = readdir(dir)) != NULL) {
		auto_(mem_free) char *path =
			mem_printf("%s/%s", folder, entry->d_name);

		if (entry->d_name[0] == '.')
			continue;
		replay(path, n_rounds);
		n++;
	}
	closedir(dir);
	return n;
}

int
main(int argc, char **argv)
{
	const char *given = getenv("FUZZ_SEED");
	const char *rounds = getenv("FUZZ_ROUNDS");
	unsigned n_rounds = rounds ? (unsigned)strtoul(rounds, NULL, 10) : 200;
	unsigned n_files = 0;

	if (given != NULL)
		seed = strtoull(given, NULL, 10) | 1;
	printf("seed %" PRIu64 "\n", seed);
	for (int i = 1; i < argc; i++)
		n_files += replay_folder(argv[i], n_rounds);
	printf("%u files, %u mutations each\n", n_files, n_rounds);
	return n_files > 0 ? 0 : 1;
}
