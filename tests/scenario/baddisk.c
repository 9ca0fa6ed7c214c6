/* SPDX-License-Identifier: Apache-2.0 */
/*
 * baddisk - a disk that fails when it is told to, for a process that is started
 * with this in LD_PRELOAD.
 *
 * $BAD_DISK names a file. While it says "sync NAME", fsync() and fdatasync() of
 * files whose name ends with NAME fail with EIO; while it says "full NAME",
 * writes to them fail with ENOSPC. Empty or missing: the disk is whole.
 */
#undef _FILE_OFFSET_BITS /* else pwrite() is another name of pwrite64() */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What $BAD_DISK says; by system calls, for nobody here may call itself. */
static ssize_t
ask(char *text, size_t size)
{
	const char *path = getenv("BAD_DISK");
	int fd;
	ssize_t n;

	if (path == NULL)
		return 0;
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
	if (fd < 0)
		return 0;
	n = syscall(SYS_read, fd, text, size - 1);
	syscall(SYS_close, fd);
	text[n < 0 ? 0 : n] = '\0';
	return n;
}

static bool
is_bad(int fd, const char *word)
{
	char text[128], link[64], path[512];
	size_t n = strlen(word), len;
	ssize_t path_len;
	int old = errno;

	if (ask(text, sizeof(text)) <= (ssize_t)n || strncmp(text, word, n))
		return false;
	len = strcspn(text + n, "\n");
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	path_len = readlink(link, path, sizeof(path));
	errno = old;
	return path_len >= (ssize_t)len &&
	       !memcmp(path + path_len - len, text + n, len);
}

int
fsync(int fd)
{
	if (is_bad(fd, "sync ")) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	if (is_bad(fd, "sync ")) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fdatasync, fd);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t len, off64_t offset)
{
	if (is_bad(fd, "full ")) {
		errno = ENOSPC;
		return -1;
	}
	return syscall(SYS_pwrite64, fd, bytes, len, offset);
}

ssize_t
pwrite(int fd, const void *bytes, size_t len, off_t offset)
{
	return pwrite64(fd, bytes, len, offset);
}
