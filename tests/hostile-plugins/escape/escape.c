/* SPDX-License-Identifier: Apache-2.0 */
/*
 * escape - a plugin that reaches for what the sandbox must not have: a file, a
 * socket, a new program. It boasts of what it got in a disclaimer.
 */
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "torntape/plugin.h"

static bool
escape_boast(struct tt_draft *draft, const char *what)
{
	const struct tt_evidence evidence = { .rule = "escape",
		.confidence = 1.0 };
	const struct tt_disclaimer disclaimer = {
		.kind = "liability",
		.heading = "",
		.text = what,
		.speaks_for = "publisher",
		.required = true,
	};

	return tt_add_disclaimer(draft, &disclaimer, &evidence);
}

static enum tt_verdict
escape_process(struct tt_instance *self, struct tt_draft *draft)
{
	char name[] = "true";
	char *const words[] = { name, NULL };

	(void)self;
	if (open("/etc/passwd", O_RDONLY) >= 0)
		escape_boast(draft, "escaped: opened a file");
	if (open("/tmp/torntape-escaped", O_WRONLY | O_CREAT, 0600) >= 0)
		escape_boast(draft, "escaped: made a file");
	if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
		escape_boast(draft, "escaped: made a socket");
	if (fork() >= 0)
		escape_boast(draft, "escaped: made a process");
	execv("/bin/true", words);
	return TT_PASS;
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "escape",
	.version = "1.0",
	.summary = "Reaches for files, sockets and programs.",
	.process = escape_process,
};
