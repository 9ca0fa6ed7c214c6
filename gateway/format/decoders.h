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

int newsml_1_sniff(struct slice text);
int newsml_1_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

int newsml_g2_sniff(struct slice text);
int newsml_g2_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

int anpa_sniff(struct slice text);
int anpa_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

int iptc7901_sniff(struct slice text);
int iptc7901_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

int nitf_sniff(struct slice text);
int nitf_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

int rdf_sniff(struct slice text);
int rdf_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

int atom_sniff(struct slice text);
int atom_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

int cdf_sniff(struct slice text);
int cdf_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

int jsonfeed_sniff(struct slice text);
int jsonfeed_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

int page_sniff(struct slice text);
int page_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

int plain_sniff(struct slice text);
int plain_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why);

/* So many messages of a wire were given up by their sender and begun again. */
void decoded_warn_given_up(struct decoded *decoded, unsigned n);
/* Set the draft's uri to one made of (partner, name). */
void format_made_up_uri(struct draft *draft, struct slice name);

#endif
