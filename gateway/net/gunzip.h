/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gunzip.h - a body that came packed (Content-Encoding: gzip, RFC 1952),
 * unpacked while it comes.
 *
 * Nothing is kept of what is packed; what comes out goes to a sink piece by
 * piece, and as soon as it is more than the limit, or more in relation to what
 * came in than any text is, there is an end. So ten megabytes that would become
 * ten gigabytes cost what the limit allows, and a call on a loop ends in a few
 * milliseconds: at most GUNZIP_SLACK and GUNZIP_RATIO times its input come out
 * of it. One owner, one thread; memory is 44 KiB.
 */
#ifndef NET_GUNZIP_H
#define NET_GUNZIP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/slice.h"

#define GUNZIP_RATIO 100u         /* of all that came out to what came in */
#define GUNZIP_SLACK (256u << 10) /* bytes that may come out beside that */

enum gunzip_result {
	GUNZIP_OK,
	GUNZIP_TOO_LARGE, /* more than the limit */
	GUNZIP_TOO_DENSE, /* more than the ratio */
	GUNZIP_BROKEN,    /* no gzip, or its checksum is wrong */
	GUNZIP_FULL       /* the sink had no room */
};

struct gunzip;

/* False: no room. */
typedef bool gunzip_sink_fn(void *ctx, struct slice bytes);

/* `limit`: bytes that may come out altogether. */
struct gunzip *gunzip_new(uint64_t limit);
/* Accepts NULL; returns NULL. */
struct gunzip *gunzip_free(struct gunzip *gunzip);
DEFINE_AUTO(struct gunzip, gunzip_free);
/* After any other result than GUNZIP_OK nothing may follow. */
enum gunzip_result gunzip_feed(struct gunzip *gunzip, struct slice packed,
	gunzip_sink_fn *sink, void *ctx);
/* Is what came a whole, its checksum included? */
bool gunzip_is_whole(const struct gunzip *gunzip);

#endif
