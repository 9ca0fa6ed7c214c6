/* SPDX-License-Identifier: Apache-2.0 */
/*
 * process.h - what a process that serves is, before it opens anything.
 *
 * Main thread, before any other thread.
 */
#ifndef HOUSE_PROCESS_H
#define HOUSE_PROCESS_H

/* A peer that went away is an error of one write and no signal; files of the
 * house are nobody else's; as many descriptors as the system grants. Returns
 * how many those are. */
unsigned long process_prepare(void);

#endif
