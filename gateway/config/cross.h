/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cross.h - what can only be judged when the whole file has been read: whether
 * names that are used exist, files can be read, keys are nobody else's.
 */
#ifndef CONFIG_CROSS_H
#define CONFIG_CROSS_H

struct node;   /* config/node.h */
struct reader; /* config/reader.h */

/* Paths become usable, retries become milliseconds, and every contradiction is
 * noted. `root` is for the places of values. */
void cross_check(struct reader *reader, const struct node *root);

#endif
