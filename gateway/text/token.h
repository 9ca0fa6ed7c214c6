/* SPDX-License-Identifier: Apache-2.0 */
/*
 * token.h - HTML as a run of tokens, without copying it.
 *
 * The tokenizer of the HTML standard (section 13.2.5) as far as a reader of
 * stories needs it: text, tags, and elements whose content is no markup.
 * Comments, doctypes and processing instructions are skipped. Other than by the
 * standard, "<![CDATA[" is text, because feeds wrap theirs twice. It never
 * fails, never looks back, and never looks at a byte more often than a small
 * constant.
 * Pure, any thread.
 */
#ifndef TEXT_TOKEN_H
#define TEXT_TOKEN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

enum token_kind { TOKEN_TEXT, TOKEN_RAW_TEXT, TOKEN_OPEN, TOKEN_CLOSE };

#define TOKEN_NAME_MAX 16

struct token {
	enum token_kind kind;
	/* lower case; "" when longer than any that matters */
	char name[TOKEN_NAME_MAX];
	struct slice text;       /* of text: with references; raw: without */
	struct slice attributes; /* of an opening tag, undecoded */
	bool is_closed;          /* "<br/>" */
};

struct tokens {
	struct slice html;
	size_t at;
	char raw_until[TOKEN_NAME_MAX]; /* "": markup */
	bool has_open_comment;          /* no "-->" comes any more */
	bool has_no_bracket;            /* nor a ">" */
};

#define TOKENS(text) ((struct tokens){ .html = (text) })

/* Is that its name? Most have a letter or two, which were only just written:
 * comparing them singly is faster than waiting for all sixteen. */
static inline bool
token_is(const struct token *token, const char *name)
{
	const char *own = token->name;

	while (*own == *name && *own != '\0')
		own++, name++;
	return *own == *name;
}

/* False at the end. */
bool tokens_next(struct tokens *tokens, struct token *ret_token);
/* The first attribute of that name, decoded; false when there is none. `out` is
 * emptied first. */
bool token_attribute(
	const struct token *token, const char *name, struct buf *out);

#endif
