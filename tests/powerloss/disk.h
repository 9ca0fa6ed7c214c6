/* SPDX-License-Identifier: Apache-2.0 */
/*
 * disk.h - what a disk was asked to do, and what a power cut leaves of it.
 *
 * A *log* of every write, truncation, creation, removal and sync of the files
 * of one directory, in order, with the bytes. A *platter* plays the log up to a
 * cut: what was synced before it is there; of what was not, any subset of the
 * sectors may be, one of them torn or filled with rubbish, a truncation may or
 * may not have happened, and a name may stand for any file that it stood for
 * since its directory was synced. Bytes outside of what was written do not
 * change (POSIX "powersafe overwrite", which SQLite relies on here).
 */
#ifndef POWERLOSS_DISK_H
#define POWERLOSS_DISK_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "chance.h"

#define DISK_NAMES 3 /* journal.db, -wal, -journal */
extern const char *const disk_names[DISK_NAMES];

enum disk_what {
	DISK_WRITE,
	DISK_TRUNCATE, /* at `offset` */
	DISK_SYNC,
	DISK_SYNC_FAILED, /* pages are clean now, and nobody knows of what */
	DISK_CREATE,      /* `name` stands for `file` */
	DISK_REMOVE,
	DISK_SYNC_NAMES,
	DISK_BEGUN, /* a commit is asked for; `offset` is its number */
	DISK_ACKED, /* and this one was answered */
};

struct disk_event {
	enum disk_what what;
	unsigned file, name;
	int64_t offset;
	size_t len;
	char *bytes;
};

struct disk {
	struct disk_event *events;
	size_t n, cap;
	unsigned n_files;
	int now[DISK_NAMES];          /* the file that a name stands for */
	struct buf first[DISK_NAMES]; /* synced before the log begins */
	int had[DISK_NAMES];          /* was it there then? */
};

void disk_init(struct disk *disk);
void disk_done(struct disk *disk);
/* Which of disk_names a path ends with; -1: another file. */
int disk_name(const char *path);
void disk_add(struct disk *disk, const struct disk_event *event);

struct platter {
	const struct disk *disk;
	size_t at; /* events played */
	struct platter_file *files;
	unsigned cap_files;
	int names[DISK_NAMES]; /* synced; -1: no such file */
	int since[DISK_NAMES][8];
	unsigned n_since[DISK_NAMES];
	int64_t begun, acked;
	struct chance chance; /* what a failed sync leaves */
};

void platter_init(
	struct platter *platter, const struct disk *disk, uint64_t seed);
void platter_done(struct platter *platter);
/* Play until `at` events are done; never backwards. */
void platter_play(struct platter *platter, size_t at);
/* What a cut now leaves, into `dir`, which is there and empty. */
void platter_write_image(
	struct platter *platter, struct chance *chance, const char *dir);

#endif
