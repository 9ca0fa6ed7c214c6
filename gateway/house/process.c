/* SPDX-License-Identifier: Apache-2.0 */
/*
 * process - signals, mode of files, descriptors.
 *
 * The soft limit of descriptors is low on most systems for the sake of
 * programs that use select(2). This is none, so it takes what the hard limit
 * allows: each stream is a descriptor.
 */
#include "house/process.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/log.h"

static void
process_ignore_pipe(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigemptyset(&ignore.sa_mask);
	sigaction(SIGPIPE, &ignore, NULL);
}

static unsigned long
process_raise_files(void)
{
	struct rlimit limit = { 0 };

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 0;
	rlim_t before = limit.rlim_cur;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) == 0)
		return (unsigned long)limit.rlim_max;
	log_warn("the number of open files stays as it was",
		"limit=%lu error=%s", (unsigned long)before, strerror(errno));
	return (unsigned long)before;
}

unsigned long
process_prepare(void)
{
	process_ignore_pipe();
	umask(077);
	return process_raise_files();
}
