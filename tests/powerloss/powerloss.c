/* SPDX-License-Identifier: Apache-2.0 */
/*
 * powerloss - cuts the power at random moments and looks what is left.
 *
 *	powerloss [--images N] [--seed N]
 *
 * N images (300 unless told) of an honest disk, a part of them of one that is
 * full for a while and of one whose sync fails once; the verdict on each must
 * be that nothing which was acknowledged is lost. Then the same with weaknesses
 * put in on purpose, each of which must be found out. One line each; the last
 * one is `N passed, N failed`.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../unit/desk/make.h"
#include "base/ensure.h"
#include "verdict.h"
#include "world.h"

#define TURNS 40 /* commits in a world */
#define IMAGES_A_WORLD 60
#define IMAGES_A_MISHAP 12 /* of a disk that fails: more disks instead */
#define FAULTS_SHOWN 5

static char *base; /* where states and images lie */

struct tally {
	size_t worlds, images, commits, checkpoints, events, deaths, refused,
		faults;
};

struct trial {
	const char *name;
	const char *pragma;
	enum vfs_lie lie;
	bool fails, fills; /* a sync does; the disk does, for a while */
	bool is_weak;      /* must be found out */
};

/* ---- folders --------------------------------------------------------------
 */

static char *
folder(const char *name)
{
	char *path = mem_printf("%s/%s", base, name);

	mkdir(path, 0700);
	return path;
}

static char *
folder_drop(char *path)
{
	/* A cut may have brought it back. */
	auto_(mem_free) char *old = mem_printf("%s/journal.db-journal", path);

	unlink(old);
	drop_state_dir(path);
	return NULL;
}
DEFINE_AUTO(char, folder_drop);

/* ---- one world ------------------------------------------------------------
 */

static void
say_fault(const struct trial *trial, struct tally *tally, uint64_t seed,
	const struct platter *platter, const char *fault)
{
	if (tally->faults++ < FAULTS_SHOWN && !trial->is_weak)
		printf("       world %llx, cut after event %zu: %s\n",
			(unsigned long long)seed, platter->at, fault);
}

static int
by_size(const void *a, const void *b)
{
	size_t one = *(const size_t *)a, other = *(const size_t *)b;

	return one < other ? -1 : one > other;
}

/* Where to cut, ascending; the end is always one of them. */
static void
draw_cuts(
	struct chance *chance, const struct disk *disk, size_t *cuts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cuts[i] = i == 0 ? disk->n
				 : chance_below(chance, (unsigned)disk->n + 1);
	qsort(cuts, n, sizeof(*cuts), by_size);
}

static void
judge(const struct trial *trial, const struct world *world,
	const struct world *twin, uint64_t seed, size_t n_images,
	struct tally *tally)
{
	const struct world *sums = twin != NULL ? twin : world;
	struct platter platter;
	struct chance chance = { seed + 1 };
	size_t cuts[IMAGES_A_WORLD];
	char fault[FAULT_LEN];

	platter_init(&platter, &world->disk, seed + 2);
	draw_cuts(&chance, &world->disk, cuts, n_images);
	for (size_t i = 0; i < n_images; i++) {
		auto_(folder_drop) char *dir = folder("image");
		struct claim claim = { .dir = dir,
			.sums = sums->sums,
			.n_sums = sums->n_sums,
			.promises = world->promises,
			.n_promises = world->n_promises };

		platter_play(&platter, cuts[i]);
		platter_write_image(&platter, &chance, dir);
		claim.acked = (size_t)platter.acked;
		claim.begun = (size_t)platter.begun;
		tally->images++;
		if (verdict(&claim, &chance, fault))
			say_fault(trial, tally, seed, &platter, fault);
	}
	platter_done(&platter);
}

/* Syncs once the journal was open: before that nothing was asked of it. */
static unsigned
syncs(const struct disk *disk)
{
	unsigned n = 0;
	size_t i = 0;

	while (i < disk->n && disk->events[i].what != DISK_ACKED)
		i++;
	for (; i < disk->n; i++)
		n += disk->events[i].what == DISK_SYNC;
	return n;
}

/* Syncs of the database: nothing but a checkpoint asks for one. */
static size_t
checkpoints(const struct disk *disk)
{
	size_t n = 0;

	for (size_t i = 0; i < disk->n; i++)
		n += disk->events[i].what == DISK_SYNC &&
		     disk->events[i].name == 0;
	return n;
}

static void
live(const struct trial *trial, struct world *world, const char *dir,
	unsigned failing_sync, unsigned full_write, uint64_t seed)
{
	struct world_plan plan = {
		.dir = dir,
		.n_turns = TURNS,
		.pragma = trial->pragma,
		.lie = trial->lie,
		.failing_sync = failing_sync,
		.full_write = full_write,
	};

	if (world_run(world, &plan, seed)) {
		fprintf(stderr, "world %llx cannot be opened\n",
			(unsigned long long)seed);
		_exit(2);
	}
}

/* What is left of a life on a disk that failed: the process must have ended.
 * The same life on a whole disk tells what each commit would have made. */
static void
one_failing(const struct trial *trial, uint64_t seed, size_t n_images,
	struct tally *tally)
{
	auto_(folder_drop) char *whole = folder("whole");
	auto_(folder_drop) char *dir = folder("state");
	struct chance chance = { seed + 3 };
	struct world twin, world;

	live(trial, &twin, whole, 0, 0, seed);
	live(trial, &world, dir, 1 + chance_below(&chance, syncs(&twin.disk)),
		0, seed);
	if (!world.is_dead || world.died_of != -EIO)
		say_fault(trial, tally, seed, &(struct platter){ 0 },
			"a failed sync did not end the process");
	ensure(!memcmp(
		world.sums, twin.sums, world.n_sums * sizeof(*world.sums)));
	judge(trial, &world, &twin, seed, n_images, tally);
	tally->deaths += world.is_dead;
	tally->commits += world.n_sums;
	tally->events += world.disk.n;
	tally->checkpoints += checkpoints(&world.disk);
	world_done(&world);
	world_done(&twin);
}

/* What one cut left is what the next world begins with. */
static void
hand_on(const struct world *world, uint64_t seed, const char *next)
{
	struct chance chance = { seed + 4 };
	struct platter platter;

	platter_init(&platter, &world->disk, seed + 5);
	platter_play(
		&platter, chance_below(&chance, (unsigned)world->disk.n + 1));
	platter_write_image(&platter, &chance, next);
	platter_done(&platter);
}

static void
one_world(const struct trial *trial, uint64_t seed, size_t n_images,
	const char *dir, const char *next, struct tally *tally)
{
	struct chance chance = { seed + 3 };
	struct world world;

	live(trial, &world, dir, 0,
		trial->fills ? 2 + chance_below(&chance, 40) : 0, seed);
	if (world.is_dead)
		say_fault(trial, tally, seed, &(struct platter){ 0 },
			"the journal failed");
	if (world.is_half_taken)
		say_fault(trial, tally, seed, &(struct platter){ 0 },
			"a full disk took something all the same");
	judge(trial, &world, NULL, seed, n_images, tally);
	tally->refused += world.n_refused;
	tally->commits += world.n_sums;
	tally->events += world.disk.n;
	tally->checkpoints += checkpoints(&world.disk);
	if (chance_of(&chance, 60) && !trial->is_weak)
		hand_on(&world, seed, next);
	world_done(&world);
}

static bool
play(const struct trial *trial, size_t n_images, struct chance *chance)
{
	struct tally tally = { 0 };
	char *dir = folder("even"), *next;
	struct timespec from, to;
	bool is_fine;

	clock_gettime(CLOCK_MONOTONIC, &from);
	while (tally.images < n_images &&
		(!trial->is_weak || tally.faults == 0)) {
		size_t left = n_images - tally.images;
		size_t most = trial->fails || trial->fills ? IMAGES_A_MISHAP
							   : IMAGES_A_WORLD;
		size_t n = left < most ? left : most;
		uint64_t seed = chance_draw(chance);

		tally.worlds++;
		if (trial->fails) {
			one_failing(trial, seed, n, &tally);
			continue;
		}
		next = folder(tally.worlds % 2 ? "odd" : "even");
		one_world(trial, seed, n, dir, next, &tally);
		folder_drop(dir);
		dir = next;
	}
	folder_drop(dir);
	clock_gettime(CLOCK_MONOTONIC, &to);
	is_fine = trial->is_weak ? tally.faults > 0
				 : tally.faults == 0 &&
					   (!trial->fills || tally.refused > 0);
	printf("%s %s: %zu images of %zu worlds, %zu commits, %zu checkpoints, "
	       "%zu calls to the disk, %zu deaths, %zu refused for want of "
	       "room, %zu faults%s "
	       "(%.1f s)\n",
		is_fine ? "ok    " : "FAILED", trial->name, tally.images,
		tally.worlds, tally.commits, tally.checkpoints, tally.events,
		tally.deaths, tally.refused, tally.faults,
		trial->is_weak ? ", as there must be" : "",
		(double)(to.tv_sec - from.tv_sec) +
			(double)(to.tv_nsec - from.tv_nsec) / 1e9);
	fflush(stdout);
	return is_fine;
}

static const struct trial trials[] = {
	{ .name = "power cut" },
	{ .name = "power cut of a disk that was full", .fills = true },
	{ .name = "failed sync, then a power cut", .fails = true },
	{ .name = "weakened: syncs that lie",
		.lie = VFS_LIES,
		.is_weak = true },
	{ .name = "weakened: syncs of the WAL that lie",
		.lie = VFS_LIES_ABOUT_WAL,
		.is_weak = true },
	{ .name = "weakened: a directory that is never synced",
		.lie = VFS_LIES_ABOUT_NAMES,
		.is_weak = true },
	{ .name = "weakened: synchronous = NORMAL",
		.pragma = "PRAGMA synchronous = NORMAL",
		.is_weak = true },
	{ .name = "weakened: synchronous = OFF",
		.pragma = "PRAGMA synchronous = OFF",
		.is_weak = true },
};

static bool
read_number(const char *text, uint64_t *ret_n)
{
	char *end;

	errno = 0;
	*ret_n = strtoull(text, &end, 10);
	return errno == 0 && end != text && *end == '\0';
}

int
main(int argc, char **argv)
{
	uint64_t images = 300, seed = 0;
	struct chance chance;
	unsigned n_failed = 0;
	char *tmp;

	ensure(getrandom(&seed, 4, 0) == 4);
	for (int i = 1; i < argc; i += 2) {
		bool is_images = !strcmp(argv[i], "--images");

		if ((!is_images && strcmp(argv[i], "--seed")) ||
			i + 1 >= argc ||
			!read_number(
				argv[i + 1], is_images ? &images : &seed)) {
			fprintf(stderr,
				"usage: powerloss [--images N] [--seed N]\n");
			return 2;
		}
	}
	printf("seed %llu, %llu images\n", (unsigned long long)seed,
		(unsigned long long)images);
	/* In memory where there is such a place: nobody cuts our power. */
	if (getenv("TMPDIR") == NULL && !access("/dev/shm", W_OK))
		setenv("TMPDIR", "/dev/shm", 1);
	tmp = make_state_dir();
	base = tmp;
	chance.state = seed;
	for (size_t i = 0; i < n_elements(trials); i++) {
		bool is_part = trials[i].fills || trials[i].fails;

		n_failed += !play(&trials[i],
			(size_t)(is_part ? images / 5 : images), &chance);
	}
	drop_state_dir(tmp);
	printf("%zu passed, %u failed\n", n_elements(trials) - n_failed,
		n_failed);
	return n_failed != 0;
}
