/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decoders.h - what each format's file gives to the table in format.c.
 *
 * Nobody outside this folder includes it. The contract of each function is
 * that of struct format in format.h. Normalizer's thread.
 */
#ifndef FORMAT_DECODERS_H
#define FORMAT_DECODERS_H

#include "base/mem.h"
#include "format/format.h"

int ninjs_sniff(struct slice text);
int ninjs_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

int rss_sniff(struct slice text);
int rss_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

int page_sniff(struct slice text);
int page_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

int plain_sniff(struct slice text);
int plain_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

/* Set the draft's uri to one made of (partner, name). */
void format_made_up_uri(struct draft *draft, struct slice name);

#endif
