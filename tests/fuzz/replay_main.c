/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replay_main - a fuzz target as an ordinary test, for every compiler.
 *
 * Feeds the target every file of the corpus folders given, then mutations of
 * each: bytes flipped, cut, doubled, and boundary values put in. The seed is
 * printed and may be given in FUZZ_SEED; FUZZ_ROUNDS says how many mutations a
 * file gets. Folders in folders are read too. Uses nothing of the gateway, for
 * there are targets that do not.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define INPUT_MAX 65536 /* as much as run.py lets libFuzzer make */
#define DOUBLED_MAX 4096

static uint64_t seed = 20250922;

/* An input with room to grow. */
struct input {
	size_t len;
	char bytes[2 * INPUT_MAX];
};

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
feed(const struct input *input)
{
	uint8_t *exact = malloc(input->len > 0 ? input->len : 1);

	if (exact == NULL)
		abort();
	memcpy(exact, input->bytes, input->len);
	LLVMFuzzerTestOneInput(exact, input->len);
	free(exact);
}

static void
mutate(struct input *input)
{
	static const char odd[] = "\0\xff\x7f\r\n\t <>&\"'{}[]:,;%/0-";
	size_t at = input->len > 0 ? next_random() % input->len : 0;
	size_t behind = input->len - at;

	if (input->len == 0) {
		input->bytes[input->len++] = (char)next_random();
		return;
	}
	switch (next_random() % 5) {
	case 0:
		input->bytes[at] ^= (char)(1u << next_random() % 8);
		break;
	case 1:
		input->bytes[at] = odd[next_random() % (sizeof(odd) - 1)];
		break;
	case 2:
		input->len = at;
		break;
	case 3:
		memmove(input->bytes, input->bytes + at, behind);
		input->len = behind;
		break;
	default:
		if (behind > DOUBLED_MAX)
			behind = DOUBLED_MAX;
		memcpy(input->bytes + input->len, input->bytes + at, behind);
		input->len += behind;
		break;
	}
}

/* False: there is no such file. */
static bool
read_file(const char *path, struct input *ret_input)
{
	FILE *file = fopen(path, "rb");

	if (file == NULL)
		return false;
	ret_input->len = fread(ret_input->bytes, 1, INPUT_MAX, file);
	fclose(file);
	return true;
}

static unsigned
replay(const char *path, unsigned n_rounds)
{
	static struct input original, input;

	if (!read_file(path, &original))
		return 0;
	feed(&original);
	for (unsigned i = 0; i < n_rounds; i++) {
		input.len = original.len;
		memcpy(input.bytes, original.bytes, original.len);
		for (uint64_t k = next_random() % 4 + 1; k > 0; k--)
			mutate(&input);
		feed(&input);
	}
	return 1;
}

static unsigned
replay_folder(const char *folder, unsigned n_rounds)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	unsigned n = 0;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char path[4096];
		struct stat facts;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (stat(path, &facts) != 0)
			continue;
		n += S_ISDIR(facts.st_mode) ? replay_folder(path, n_rounds)
					    : replay(path, n_rounds);
	}
	if (dir != NULL)
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
