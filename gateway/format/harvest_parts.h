/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harvest_parts.h - what the files of the harvest share: the stack of scopes
 * (harvest.c), the one text that is captured (harvest_capture.c), and what the
 * words of modules do (harvest_media.c, harvest_about.c). For those only.
 * Normalizer's thread.
 */
#ifndef FORMAT_HARVEST_PARTS_H
#define FORMAT_HARVEST_PARTS_H

#include "base/buf.h"
#include "format/harvest.h"
#include "format/harvest_words.h"

enum harvest_kind {
	KIND_PLAIN,  /* the text as it stands */
	KIND_HTML,   /* markup that was escaped */
	KIND_MARKUP, /* elements */
	KIND_NONE    /* nothing that a reader could be shown */
};

struct frame {
	enum harvest_scope scope;
	struct slice base, lang;
	struct posting *item;
	size_t index; /* of the person, medium or place that is filled */
};

struct capture {
	unsigned depth; /* 0: nothing is captured */
	enum harvest_kind kind;
	bool is_base64;
	bool may_be_text; /* what cannot be unpacked is taken as it stands */
	bool is_escaped;  /* `text` holds markup already */
	bool is_joined;   /* `into` may have text: a new line behind it */
	struct slice *into;
	enum posting_slot slot; /* when `into` is NULL */
	struct posting *item;
	struct slice base, lang;
};

struct harvest {
	const struct harvest_dialect *dialect;
	struct posting_context context;
	struct arena arena;
	struct decoded *decoded;
	struct problem *why;
	struct slice text;
	struct posting feed;
	POST_LIST(struct posting *, items);
	struct frame frames[XML_MAX_DEPTH + 1];
	unsigned depth;
	unsigned person_depth; /* of the person that is read; 0: none */
	struct capture capture;
	struct buf captured;
	size_t n_mended;    /* texts that had C1 controls */
	bool other_is_core; /* the root has a namespace that we do not know */
	bool failed;
	bool had_root;
};

static inline struct frame *
harvest_top(struct harvest *h)
{
	return &h->frames[h->depth];
}

static inline struct slice
harvest_keep(struct harvest *h, struct slice text)
{
	if (text.at == NULL)
		return text;
	return slice_of(arena_text(&h->arena, text), text.len);
}

/* An attribute without a namespace, trimmed and kept. */
struct slice harvest_kept(
	struct harvest *h, const char **attributes, const char *name);
/* href, url, resource: where this element leads; kept. */
struct slice harvest_address(struct harvest *h, const char **attributes);
/* 0 when it is no number. */
uint64_t harvest_number(struct slice text);
/* What the item at hand says, in an attribute; empty says nothing. */
void harvest_set(struct harvest *h, enum posting_slot slot, struct slice text);
/* The element that was just opened is a person. */
void harvest_person(struct harvest *h, enum posting_person_kind kind,
	const char **attributes);
/* False: the word does something else. */
bool harvest_obey_media(struct harvest *h, const struct harvest_word *word,
	const char **attributes);
void harvest_obey_about(struct harvest *h, const struct harvest_word *word,
	enum xml_space space, const char **attributes);

/* Collect the text of the element that was just opened, for a slot of the item
 * at hand or for a string of a person, link, medium. The latter must not move
 * until the element closes. */
void capture_slot(
	struct harvest *h, enum harvest_kind kind, enum posting_slot slot);
void capture_into(
	struct harvest *h, enum harvest_kind kind, struct slice *into);
/* The same, behind what is there already, as a new line. */
void capture_behind(
	struct harvest *h, enum harvest_kind kind, struct slice *into);
/* A text construct: it says itself what it holds. */
void capture_construct(
	struct harvest *h, enum posting_slot slot, const char **attributes);
/* What happens inside. */
void capture_open(
	struct harvest *h, struct xml_name name, const char **attributes);
void capture_text(struct harvest *h, struct slice text);
void capture_close(struct harvest *h, struct xml_name name);
void capture_end(struct harvest *h);

#endif
