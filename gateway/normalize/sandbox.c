/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sandbox - rlimits, prctl and libseccomp.
 */
#include "normalize/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/auto.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
	__has_feature(memory_sanitizer)
#define SANDBOX_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANDBOX_SANITIZED 1
#endif
#ifndef SANDBOX_SANITIZED
#define SANDBOX_SANITIZED 0
#endif

int
sandbox_close_all(int fd)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		return -errno;
	for (int i = 0; i < 3; i++)
		if ((i != STDERR_FILENO || !SANDBOX_SANITIZED) &&
			dup2(null, i) < 0)
			return -errno;
	if (fd != SANDBOX_FD && dup2(fd, SANDBOX_FD) < 0)
		return -errno;
	if (syscall(SYS_close_range, SANDBOX_FD + 1, ~0U, 0) != 0)
		return -errno;
	return 0;
}

/* ---- limits ---------------------------------------------------------------
 */

static int
sandbox_limit(int resource, rlim_t value, struct problem *why)
{
	const struct rlimit limit = { value, value };

	if (setrlimit((__rlimit_resource_t)resource, &limit) == 0)
		return 0;
	return problem_set(why, 1, "E-SANDBOX",
		"a resource limit cannot be set: %s", strerror(errno));
}

static int
sandbox_limits(uint64_t memory_bytes, struct problem *why)
{
	rlim_t memory = memory_bytes != 0 ? memory_bytes : 512u << 20;

	if (!SANDBOX_SANITIZED && sandbox_limit(RLIMIT_AS, memory, why) != 0)
		return 1;
	if (sandbox_limit(RLIMIT_CORE, 0, why) != 0 ||
		sandbox_limit(RLIMIT_FSIZE, 0, why) != 0 ||
		sandbox_limit(RLIMIT_NPROC, 0, why) != 0 ||
		sandbox_limit(RLIMIT_NOFILE, SANDBOX_FD + 1, why) != 0)
		return 1;
	return 0;
}

/* ---- the filter -----------------------------------------------------------
 */

static const int sandbox_allowed[] = {
	SCMP_SYS(read),
	SCMP_SYS(write),
	SCMP_SYS(readv),
	SCMP_SYS(writev),
	SCMP_SYS(brk),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(futex),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(getrandom),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(sched_yield),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
#if SANDBOX_SANITIZED
	/* What the runtime does around errors and stacks. */
	SCMP_SYS(sigaltstack),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(getrlimit),
	SCMP_SYS(prlimit64),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(readlink),
	SCMP_SYS(getppid),
#endif
};

/* The C library asks these of standard output and lives with a no; a printf in
 * a plugin is no crime. */
static const int sandbox_refused[] = {
	SCMP_SYS(fstat),
	SCMP_SYS(newfstatat),
	SCMP_SYS(ioctl),
	SCMP_SYS(lseek),
#if SANDBOX_SANITIZED
	SCMP_SYS(prctl),
#endif
};

static int
sandbox_add_rules(scmp_filter_ctx filter)
{
	int rc = 0;

	for (size_t i = 0; i < n_elements(sandbox_allowed) && rc == 0; i++)
		rc = seccomp_rule_add(
			filter, SCMP_ACT_ALLOW, sandbox_allowed[i], 0);
	for (size_t i = 0; i < n_elements(sandbox_refused) && rc == 0; i++)
		rc = seccomp_rule_add(
			filter, SCMP_ACT_ERRNO(ENOTTY), sandbox_refused[i], 0);
	/* abort() may signal the process itself and nobody else. */
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill),
			1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
	/* Memory, but none that could be executed. */
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
			SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW,
			SCMP_SYS(mprotect), 1,
			SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	return rc;
}

int
sandbox_enter(uint64_t memory_bytes, struct problem *why)
{
	scmp_filter_ctx filter;
	int rc;

	if (sandbox_limits(memory_bytes, why) != 0)
		return 1;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return problem_set(why, 1, "E-SANDBOX",
			"the process cannot give up its rights: %s",
			strerror(errno));
	filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	rc = filter == NULL ? -ENOMEM : sandbox_add_rules(filter);
	if (rc == 0)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	if (rc != 0)
		return problem_set(why, 1, "E-SANDBOX",
			"the system call filter cannot be loaded: %s",
			strerror(-rc));
	return 0;
}
