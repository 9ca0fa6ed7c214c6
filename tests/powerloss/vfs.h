/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vfs.h - a SQLite VFS that writes down what it asks of the disk.
 *
 * A shim over the default one: every call goes through to real files, locks and
 * shared memory, and what changes the files of a journal is added to a log
 * (disk.h). It can also be made a bad disk: one that lies about syncs, or whose
 * sync fails. One log at a time; one thread.
 */
#ifndef POWERLOSS_VFS_H
#define POWERLOSS_VFS_H

#include <stdbool.h>

#include "disk.h"

enum vfs_lie {
	VFS_HONEST,
	VFS_LIES,            /* every sync says yes and does nothing */
	VFS_LIES_ABOUT_WAL,  /* only those of the WAL do */
	VFS_LIES_ABOUT_NAMES /* only those of the directory do */
};

/* Make it the default VFS and log into `disk`; NULL: the real one again. */
void vfs_log_into(struct disk *disk, enum vfs_lie lie);
/* Nothing is written down from now on, though calls still go through: the
 * process that asks is dead already. */
void vfs_hang_up(void);
/* The n-th sync from now on fails; 0: none does. */
void vfs_fail_sync(unsigned n);
/* The n-th write from now on, and all later ones, find the disk full; 0: there
 * is room. */
void vfs_fill_up(unsigned n);
bool vfs_is_full(void);

#endif
