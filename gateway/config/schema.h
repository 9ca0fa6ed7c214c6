/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema.h - what may stand in a configuration: the tables.
 *
 * Every map of the file has one schema: option rows for plain values
 * (base/option.h) and parts for what needs a function of its own. The reader,
 * the manual page, the example file's test and the nearest-key answer all read
 * these tables, so there is no second list to forget. All const.
 */
#ifndef CONFIG_SCHEMA_H
#define CONFIG_SCHEMA_H

#include "base/option.h"
#include "base/slice.h"

struct node;   /* config/node.h */
struct reader; /* config/reader.h */

#define SCHEMA_MAX_KEYS 40u

/* A key that is more than a plain value. */
struct schema_part {
	const char *name;
	const char *shape; /* for people: "list of maps", "map" */
	const char *help;  /* one sentence */
	/* NULL: read by the function of the map around it. */
	void (*read)(struct reader *reader, const struct node *node,
		const struct schema_part *part, void *settings);
	const struct schema *schema; /* of a section; else NULL */
	size_t offset;               /* of a section, in the settings */
};

struct schema {
	const char *name; /* for sentences: "limits", "a partner" */
	const char *path; /* for people: "limits", "partners[]"; "" the root */
	const struct option_spec *options; /* ends with OPTION_END; or NULL */
	const struct schema_part *parts;   /* ends with a NULL name; or NULL */
	const char *help;                  /* what the map is for */
};

extern const struct schema schema_root, schema_partner, schema_notice,
	schema_product, schema_match, schema_subscriber, schema_webhook,
	schema_edition, schema_plugin;

/* All of them, in the order of the manual; ends with NULL. */
extern const struct schema *const schema_all[];

/* Words that a partner's role and rights may be; end with NULL. */
extern const char *const schema_roles[], *const schema_rights[];

/* NULL when there is none. */
const struct schema_part *schema_part_find(
	const struct schema *schema, struct slice name);
/* All its keys; room for SCHEMA_MAX_KEYS and the NULL behind them. */
void schema_names(const struct schema *schema, const char **ret_names);
/* The path of another map that has such a key; NULL when none has. */
const char *schema_home(struct slice name);

#endif
