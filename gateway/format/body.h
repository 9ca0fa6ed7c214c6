/* SPDX-License-Identifier: Apache-2.0 */
/*
 * body.h - a story's own words into its draft, whatever they came as.
 *
 * The only place where text/ (which knows no draft) and story/ (which knows no
 * markup) meet. Call the title first, then at most one body, then
 * draft_text_done(). Normalizer's thread.
 */
#ifndef FORMAT_BODY_H
#define FORMAT_BODY_H

#include <stdbool.h>

#include "base/slice.h"

struct draft;

/* Bodies lose our own block of credit, which becomes facts (format/own.h).
 *
 * A headline: markup and references resolved when `is_html`, one line. */
void body_put_title(struct draft *draft, struct slice title, bool is_html);
void body_put_html(
	struct draft *draft, struct slice html, struct slice base_url);
/* What stands behind the story on its page, called last: lines of their own
 * kind (TT_LINE_FOOT), without links and pictures. */
void body_put_html_foot(
	struct draft *draft, struct slice html, struct slice base_url);
/* Plain text without a title. Controls are left out, with a warning. */
void body_put_plain(struct draft *draft, struct slice text);
/* The same of a wire's copy, where lines like "| a | b |" are rows of a table.
 * May be called again for what follows. */
void body_put_wire_body(struct draft *draft, struct slice text);
/* A whole wire story: its first line that is not blank is the title; every
 * other byte of the text follows as it stands. */
void body_put_wire(struct draft *draft, struct slice text);

#endif
