/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bodywalk.h - a sealed body, element by element, for writers whose markup is
 * not HTML.
 *
 * What a record holds as its body is the closed set of elements that
 * story/draft_html.c writes. This walks over it without copying, and promises
 * more than it is promised: every element it opens it closes, in order, at most
 * BODYWALK_DEPTH deep; an element that is not of the set is transparent. Text
 * and attributes stay escaped, and bodywalk_escape() puts them well-formed into
 * XML whatever they hold. Any thread.
 */
#ifndef FORMAT_BODYWALK_H
#define FORMAT_BODYWALK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

#define BODYWALK_DEPTH 48

enum bodywalk_kind { BODYWALK_OPEN, BODYWALK_CLOSE, BODYWALK_TEXT };

struct bodywalk_token {
	enum bodywalk_kind kind;
	const char *element; /* static */
	bool is_void;        /* of an opening one: nothing closes it */
	struct slice text;   /* of text, escaped */
	struct slice attributes;
};

struct bodywalk {
	struct slice html;
	size_t at;
	const char *open[BODYWALK_DEPTH];
	size_t n_open, n_wanted; /* wanted: close down to this depth first */
};

#define BODYWALK(text) ((struct bodywalk){ .html = (text) })

/* False at the end, when everything is closed. */
bool bodywalk_next(struct bodywalk *walk, struct bodywalk_token *ret_token);
/* The attribute's value, escaped; empty when there is none. */
struct slice bodywalk_attribute(
	const struct bodywalk_token *token, const char *name);
/* Escaped text as text of an XML document. */
void bodywalk_escape(struct buf *out, struct slice escaped);

#endif
