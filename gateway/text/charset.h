/* SPDX-License-Identifier: Apache-2.0 */
/*
 * charset.h - whatever bytes arrived, as UTF-8, with the reason why.
 *
 * The first that speaks decides: a byte order mark, the transport's charset
 * parameter, the document's own declaration (XML declaration, HTML meta), and
 * last the bytes themselves: valid UTF-8 is UTF-8, else it is what the sender
 * usually uses, if that is known; a confident guess among scripts that look
 * like nothing else counts, and the rest is windows-1252. An encoding of 7 bits
 * or of whole words hides in valid UTF-8: the sender's usual one comes first
 * when its escapes or zero bytes are there. Labels mean what the WHATWG
 * encoding standard says (iso-8859-1 is windows-1252), in XML too, since that
 * is what feeds write.
 *
 * Names are matched against a table here; nothing of the input ever reaches
 * iconv's own search. UTF-7 is not read. Bytes that are nothing in
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
	CHARSET_PATTERN, /* "<" in UTF-16 or UTF-32 */
	CHARSET_VALID,   /* it is valid UTF-8 */
	CHARSET_USUAL,   /* of this sender */
	CHARSET_GUESSED,
	CHARSET_FALLBACK
};

struct charset_verdict {
	struct slice text; /* in `out`, or of the bytes themselves */
	const char *name;  /* static, lower case: "windows-1252" */
	enum charset_reason reason;
	size_t n_replaced;     /* U+FFFD written for bad bytes */
	bool is_suspect;       /* says one-byte, but looks like UTF-8 */
	bool is_label_unknown; /* somebody named what we do not know */
};

/* Idempotent. 0, or -ENOENT when the system lacks a converter (the others are
 * open). */
int charset_preload(void);

const char *charset_reason_name(enum charset_reason reason); /* "transport" */

/* Does the label mean an encoding that can be a sender's usual one? */
bool charset_is_known(const char *label);

/* `bytes` without BOM as valid UTF-8: where they are that already, nothing is
 * copied and `out` stays empty; else it is written there. `content_type` is the
 * header's value or empty; `usual` the label of what the sender uses where
 * nothing is declared, NULL or empty: nobody knows. 0, or 1: refused (no
 * converter, or more than `out` may hold). */
int charset_decode(struct slice bytes, struct slice content_type,
	const char *usual, struct buf *out, struct charset_verdict *ret_verdict,
	struct problem *why);

#endif
