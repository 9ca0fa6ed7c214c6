/* SPDX-License-Identifier: Apache-2.0 */
/*
 * marks.h - the words of rules/marks.rules: tags of headlines, notes to
 * editors, embargoes, headings of notebooks. Read-only after they were read.
 */
#ifndef PLUGINS_LIFECYCLE_MARKS_H
#define PLUGINS_LIFECYCLE_MARKS_H

#include "common/concept.h"
#include "common/shape.h"
#include "torntape/plugin.h"

/* One value of a rule: how a tag, a note or an embargo begins, or a tail. */
struct opening {
	const char *text; /* of the rule file */
	size_t len;
	const struct tt_rule *rule;
	size_t next; /* of the same first byte, plus one; 0: none */
};

struct openings {
	struct opening *items;
	char **folded; /* of each item, as fold.h compares; or NULL */
	size_t n, cap;
	size_t by[256];       /* the first of each byte, plus one */
	struct begins begins; /* of what is folded */
};

struct marks {
	struct openings tags;  /* compared as they stand */
	struct openings words; /* compared folded, from here on */
	struct openings notes, embargoes, holds;
	struct openings bracketed; /* notes only in brackets */
	struct openings tails;     /* compared as they stand */
	struct shape_book *notebooks, *frames;
	struct concept_set *brackets, *lines; /* what a note is about */
	const struct tt_rules *rules;
};

struct tag {
	const struct tt_rule *rule;
	size_t len; /* with its separator and blanks */
	unsigned serial;
};

/* false after tt_start_error(). */
bool marks_open(struct marks *marks, struct tt_instance *self);
void marks_close(struct marks *marks);

/* The tag that the headline `p` begins with, brackets around it or not. */
bool marks_tag(const struct marks *marks, struct piece p, struct tag *ret_tag);
/* The tag in brackets that it ends with; `ret_start` is where. */
bool marks_tail(const struct marks *marks, struct piece p, struct tag *ret_tag,
	size_t *ret_start);
/* The longest opening that begins the line: its bytes, 0: none. */
size_t marks_longest(const struct openings *openings, struct piece line,
	const struct tt_rule **ret_rule);
/* The rule of a note to editors that the line is: by how it begins, or by what
 * a line in brackets says. NULL: it is none. */
const struct tt_rule *marks_note(const struct marks *marks, struct piece line);
/* Does `shape` of the book fit the line? */
bool marks_is(const struct shape_book *book, struct piece line);

#endif
