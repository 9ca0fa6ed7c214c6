/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vfs - the shim. The directory is synced inside of the real VFS, by a call
 * that its table of system calls shows.
 */
#include "vfs.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/ensure.h"

static struct {
	sqlite3_vfs vfs, *real;
	struct disk *disk; /* NULL: nobody writes down */
	enum vfs_lie lie;
	unsigned until_failure, until_full;
	bool is_registered, opened_directory;
	int (*open_directory)(const char *path, int *ret_fd);
} shim;

struct shim_file {
	sqlite3_file base;
	int name; /* -1: of no interest */
	unsigned file;
	sqlite3_file real[];
};

static sqlite3_file *
real_of(sqlite3_file *file)
{
	return ((struct shim_file *)file)->real;
}

static void
note(enum disk_what what, const struct shim_file *file, int64_t offset,
	const void *bytes, int len)
{
	if (shim.disk == NULL || file->name < 0)
		return;
	disk_add(shim.disk, &(struct disk_event){
				    .what = what,
				    .file = file->file,
				    .name = (unsigned)file->name,
				    .offset = offset,
				    .len = (size_t)len,
				    .bytes = (char *)bytes,
			    });
}

static void
note_names(void)
{
	if (shim.disk != NULL && shim.opened_directory &&
		shim.lie != VFS_LIES && shim.lie != VFS_LIES_ABOUT_NAMES)
		disk_add(shim.disk,
			&(struct disk_event){ .what = DISK_SYNC_NAMES });
	shim.opened_directory = false;
}

/* ---- a file ---------------------------------------------------------------
 */

static int
shim_close(sqlite3_file *file)
{
	return real_of(file)->pMethods->xClose(real_of(file));
}

static int
shim_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 offset)
{
	return real_of(file)->pMethods->xRead(
		real_of(file), bytes, len, offset);
}

static int
shim_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 offset)
{
	int result;

	if (shim.until_full == 1)
		return SQLITE_FULL;
	if (shim.until_full > 1)
		shim.until_full--;
	result = real_of(file)->pMethods->xWrite(
		real_of(file), bytes, len, offset);
	if (result == SQLITE_OK)
		note(DISK_WRITE, (struct shim_file *)file, offset, bytes, len);
	return result;
}

static int
shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	int result = real_of(file)->pMethods->xTruncate(real_of(file), size);

	if (result == SQLITE_OK)
		note(DISK_TRUNCATE, (struct shim_file *)file, size, NULL, 0);
	return result;
}

static bool
shim_lies(const struct shim_file *file)
{
	return shim.lie == VFS_LIES ||
	       (shim.lie == VFS_LIES_ABOUT_WAL &&
		       !strcmp(disk_names[file->name], "journal.db-wal"));
}

static int
shim_sync(sqlite3_file *file, int flags)
{
	struct shim_file *ours = (struct shim_file *)file;
	int result;

	if (ours->name >= 0 && shim.until_failure != 0 &&
		--shim.until_failure == 0) {
		note(DISK_SYNC_FAILED, ours, 0, NULL, 0);
		return SQLITE_IOERR_FSYNC;
	}
	result = real_of(file)->pMethods->xSync(real_of(file), flags);
	if (result == SQLITE_OK && ours->name >= 0 && !shim_lies(ours))
		note(DISK_SYNC, ours, 0, NULL, 0);
	note_names();
	return result;
}

static int
shim_size(sqlite3_file *file, sqlite3_int64 *ret_size)
{
	return real_of(file)->pMethods->xFileSize(real_of(file), ret_size);
}

static int
shim_lock(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int
shim_unlock(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int
shim_reserved(sqlite3_file *file, int *ret_is)
{
	return real_of(file)->pMethods->xCheckReservedLock(
		real_of(file), ret_is);
}

static int
shim_control(sqlite3_file *file, int operation, void *argument)
{
	return real_of(file)->pMethods->xFileControl(
		real_of(file), operation, argument);
}

static int
shim_sector(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int
shim_device(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int
shim_shm_map(sqlite3_file *file, int page, int size, int extend,
	void volatile **ret_at)
{
	return real_of(file)->pMethods->xShmMap(
		real_of(file), page, size, extend, ret_at);
}

static int
shim_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return real_of(file)->pMethods->xShmLock(
		real_of(file), offset, n, flags);
}

static void
shim_shm_barrier(sqlite3_file *file)
{
	real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int
shim_shm_unmap(sqlite3_file *file, int remove)
{
	return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

static const sqlite3_io_methods shim_methods = {
	.iVersion = 2, /* without mmap, which the journal turns off */
	.xClose = shim_close,
	.xRead = shim_read,
	.xWrite = shim_write,
	.xTruncate = shim_truncate,
	.xSync = shim_sync,
	.xFileSize = shim_size,
	.xLock = shim_lock,
	.xUnlock = shim_unlock,
	.xCheckReservedLock = shim_reserved,
	.xFileControl = shim_control,
	.xSectorSize = shim_sector,
	.xDeviceCharacteristics = shim_device,
	.xShmMap = shim_shm_map,
	.xShmLock = shim_shm_lock,
	.xShmBarrier = shim_shm_barrier,
	.xShmUnmap = shim_shm_unmap,
};

/* ---- the file system ------------------------------------------------------
 */

static int
shim_open(sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *file,
	int flags, int *ret_flags)
{
	struct shim_file *ours = (struct shim_file *)file;
	int was_there = 0, result;

	(void)vfs;
	ours->name = path == NULL ? -1 : disk_name(path);
	if (ours->name >= 0)
		shim.real->xAccess(
			shim.real, path, SQLITE_ACCESS_EXISTS, &was_there);
	result =
		shim.real->xOpen(shim.real, path, ours->real, flags, ret_flags);
	file->pMethods = ours->real->pMethods == NULL ? NULL : &shim_methods;
	if (result != SQLITE_OK || ours->name < 0 || shim.disk == NULL)
		return result;
	if (!was_there)
		shim.disk->now[ours->name] = (int)shim.disk->n_files++;
	ours->file = (unsigned)shim.disk->now[ours->name];
	if (!was_there)
		note(DISK_CREATE, ours, 0, NULL, 0);
	return result;
}

static int
shim_delete(sqlite3_vfs *vfs, const char *path, int sync_names)
{
	struct shim_file gone = { .name = disk_name(path) };
	int result = shim.real->xDelete(shim.real, path, sync_names);

	(void)vfs;
	if (result == SQLITE_OK)
		note(DISK_REMOVE, &gone, 0, NULL, 0);
	note_names();
	return result;
}

static int
shim_open_directory(const char *path, int *ret_fd)
{
	shim.opened_directory = true;
	return shim.open_directory(path, ret_fd);
}

static void
shim_register(void)
{
	shim.real = sqlite3_vfs_find("unix");
	shim.open_directory = (int (*)(const char *,
		int *))shim.real->xGetSystemCall(shim.real, "openDirectory");
	shim.real->xSetSystemCall(shim.real, "openDirectory",
		(sqlite3_syscall_ptr)shim_open_directory);
	shim.vfs = *shim.real;
	shim.vfs.zName = "powerloss";
	shim.vfs.szOsFile += (int)sizeof(struct shim_file);
	shim.vfs.xOpen = shim_open;
	shim.vfs.xDelete = shim_delete;
	shim.is_registered = true;
}

void
vfs_log_into(struct disk *disk, enum vfs_lie lie)
{
	if (!shim.is_registered)
		shim_register();
	shim.disk = disk;
	shim.lie = lie;
	shim.until_failure = shim.until_full = 0;
	sqlite3_vfs_register(disk == NULL ? shim.real : &shim.vfs, 1);
}

void
vfs_hang_up(void)
{
	shim.disk = NULL;
	shim.until_failure = shim.until_full = 0;
}

void
vfs_fail_sync(unsigned n)
{
	shim.until_failure = n;
}

void
vfs_fill_up(unsigned n)
{
	shim.until_full = n;
}

bool
vfs_is_full(void)
{
	return shim.until_full == 1;
}
