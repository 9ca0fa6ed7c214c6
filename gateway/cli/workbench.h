/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workbench.h - files through the whole chain as if a partner had sent them,
 * with nothing stored: what `try` shows and `convert` writes.
 *
 * The same code as in a worker process, inline. Main thread.
 */
#ifndef CLI_WORKBENCH_H
#define CLI_WORKBENCH_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "config/config.h"
#include "normalize/normalize.h"

struct args; /* cli/args.h */

struct workbench {
	const struct args *args;
	struct config *config; /* NULL: none was named */
	struct arena arena;
	struct normalizer *normalizer;
	struct buf headers;
	int64_t now_ms;
};

#define WORKBENCH_NULL ((struct workbench){ 0 })

/* From the options partner, config, content-type, header and base. An exit
 * code; what is wrong was told. End it with workbench_done() either way. */
int workbench_open(const struct args *args, struct workbench *ret);
void workbench_done(struct workbench *bench);
DEFINE_AUTO_VALUE(struct workbench, workbench_done);

/* Never fails: a file that cannot be read or decoded says so in *ret. `bytes`
 * is what *ret borrows from. "-" is standard input. */
void workbench_run(const struct workbench *bench, const char *path,
	struct buf *bytes, struct normalized *ret);

#endif
