/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lists.h - reading the parts that are more than plain values: the chain of
 * plugins, partners, products, subscribers, and what stands inside them.
 *
 * The functions are named in the tables of schema.c and called by the reader;
 * `settings` is the struct that the part belongs to.
 */
#ifndef CONFIG_LISTS_H
#define CONFIG_LISTS_H

struct node;        /* config/node.h */
struct reader;      /* config/reader.h */
struct schema_part; /* config/schema.h */

/* `webhook: {url, secret}` before it is judged. */
struct config_webhook {
	const char *url;
	const char *secret;
};

typedef void lists_read_fn(struct reader *reader, const struct node *node,
	const struct schema_part *part, void *settings);

lists_read_fn lists_read_plugins;     /* struct config */
lists_read_fn lists_read_partners;    /* struct config */
lists_read_fn lists_read_products;    /* struct config */
lists_read_fn lists_read_subscribers; /* struct config */

lists_read_fn lists_read_partner_keys;    /* struct config_partner */
lists_read_fn lists_read_overrides;       /* struct config_partner */
lists_read_fn lists_read_notices;         /* struct config_partner */
lists_read_fn lists_read_match;           /* struct config_product */
lists_read_fn lists_read_subscriber_keys; /* struct config_subscriber */
lists_read_fn lists_read_webhook;         /* struct config_subscriber */
lists_read_fn lists_read_edition;         /* the same */

/* The chain that is used when the file names none. */
void lists_default_plugins(struct reader *reader);

#endif
