/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker.h - the main function of a normalizer process.
 *
 * The same binary, executed afresh with "--normalizer" as its first argument;
 * the pool (pool.h) does that and hands it one end of a socketpair. The process
 * loads all it needs, locks itself in, says it is ready, and then answers one
 * document after the other until the gateway closes the socket. It has no
 * second way out: what goes wrong in it is a dead process and a reason.
 */
#ifndef NORMALIZE_WORKER_H
#define NORMALIZE_WORKER_H

#define WORKER_ARGUMENT "--normalizer"

/* `fd` as the second argument said. Returns the exit status: 0 the gateway
 * closed, 1 the socket broke, 3 the plan was refused (and said so). */
int worker_main(int fd);

#endif
