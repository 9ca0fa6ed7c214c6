/* SPDX-License-Identifier: Apache-2.0 */
/*
 * charset.h - whatever bytes arrived, as UTF-8, with the reason why.
 *
 * The first that speaks decides: a byte order mark, the transport's charset
 * parameter, the document's own declaration (XML declaration, HTML meta), and
 * last the bytes themselves: valid UTF-8 is UTF-8, a confident guess among
 * scripts that look like nothing else counts, and the rest is windows-1252.
 * Labels mean what the WHATWG encoding standard says (iso-8859-1 is
 * windows-1252), in XML too, since that is what feeds write.
 *
 * Names are matched against a table here; nothing of the input ever reaches
 * iconv's own search. UTF-7 and UTF-32 are refused. Bytes that are nothing in
 * the encoding become U+FFFD and are counted.
 *
 * charset_preload() opens every converter before the sandbox closes; they are
 * kept for the life of the process, so decoding belongs to one thread.
 */
#ifndef TEXT_CHARSET_H
#define TEXT_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"

enum charset_reason {
	CHARSET_BOM,
	CHARSET_TRANSPORT,
	CHARSET_DECLARED,
	CHARSET_PATTERN, /* "<?" in UTF-16 */
	CHARSET_VALID,   /* it is valid UTF-8 */
	CHARSET_GUESSED,
	CHARSET_FALLBACK
};

struct charset_verdict {
	const char *name; /* static, lower case: "windows-1252" */
	enum charset_reason reason;
	size_t n_replaced;     /* U+FFFD written for bad bytes */
	bool is_suspect;       /* says one-byte, but looks like UTF-8 */
	bool is_label_unknown; /* somebody named what we do not know */
};

/* Idempotent. 0, or -ENOENT when the system lacks a converter (the others are
 * open). */
int charset_preload(void);

const char *charset_reason_name(enum charset_reason reason); /* "transport" */

/* Append `bytes` without BOM to `out` as valid UTF-8. `content_type` is the
 * header's value or empty. 0, or 1: refused (UTF-32, UTF-7, or `out` is full).
 */
int charset_decode(struct slice bytes, struct slice content_type,
	struct buf *out, struct charset_verdict *ret_verdict,
	struct problem *why);

#endif
