/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft.h - a story under construction: its text, its claims, its facts.
 *
 * A decoder (format/) writes the source text block by block and sets what the
 * document says of itself; plugins (through plug/api.c) claim ranges and add
 * facts; draft_seal() (story/seal.h) ends it. One owner, one thread, one arena
 * freed whole.
 *
 * Text model. The source text is plain UTF-8: title, LF, body. Markup stands
 * off it as marks (start, end, element). Every byte has exactly one label; the
 * spans of equal label tile the text (contracts: "the lossless split"). Nothing
 * is computed as the complement of something else.
 */
#ifndef STORY_DRAFT_H
#define STORY_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/problem.h"
#include "base/slice.h"

/* Labels, roles and line kinds are the ABI's own. */
#include "torntape/plugin.h"

/* A notice that the sender's contract wants on its stories. */
struct draft_notice {
	const char *kind, *text, *speaks_for;
};

/* What the gateway knows of the sender. Strings live as long as the
 * configuration generation. */
struct draft_partner {
	const char *name;     /* "menafn" */
	const char *title;    /* "MENAFN"; never NULL */
	const char *role;     /* agency distributor newswire publisher */
	const char *timezone; /* IANA name; "UTC" when not configured */
	const char *language; /* BCP 47 fallback; "" none */
	const char *charset;  /* of what declares none; "" or NULL: unknown */
	bool may_kill;
	bool may_embargo;
	const struct draft_notice *notices; /* that each story must carry */
	size_t n_notices;
};

/* Scalar properties of the item by ninjs 3.1 name; draft.c holds the table
 * with each one's type. Values are text; times are RFC 3339 with offset. */
enum draft_field {
	DRAFT_URI,
	DRAFT_VERSION,
	DRAFT_TYPE,
	DRAFT_PROFILE,
	DRAFT_REPRESENTATION, /* representationType */
	DRAFT_FIRST_CREATED,
	DRAFT_VERSION_CREATED,
	DRAFT_CONTENT_CREATED,
	DRAFT_EMBARGOED_UNTIL,
	DRAFT_EXPIRES,
	DRAFT_PUB_STATUS,
	DRAFT_URGENCY,
	DRAFT_COPYRIGHT_HOLDER,
	DRAFT_COPYRIGHT_NOTICE,
	DRAFT_USAGE_TERMS,
	DRAFT_ED_NOTE,
	DRAFT_LANGUAGE,
	DRAFT_TITLE, /* metadata name, not the headline */
	DRAFT_SLUGLINE,
	DRAFT_LOCATED,
	DRAFT_SUMMARY, /* descriptions[role=summary] */
	DRAFT_LINK,    /* renditions[name=web].href */
	N_DRAFT_FIELDS
};

struct draft_evidence {
	size_t start, end;  /* equal: not from the text */
	const char *plugin; /* stamped by whoever runs; "ninjs" for a decoder */
	const char *rule;
	double confidence;
};

/* One line of the report's provenance. */
struct draft_provenance {
	/* JSON pointer: "/wire/supplier", "/story/language"; static or in the
	 * arena */
	const char *field;
	struct draft_evidence evidence;
	char *value; /* what it said; for conflicts */
	char *said;  /* the same in its own words; NULL: so as `value` */
	bool overruled;
};

struct draft_party {
	enum tt_role role;
	char *name;
	double confidence;
	const char *plugin;
	bool retracted;
	bool is_given; /* the document's metadata names it in this role */
	char *uri;     /* from the input's infoSources; NULL: none */
};

struct draft_disclaimer {
	char *kind, *heading, *text, *speaks_for;
	bool required;
};

struct draft_subject {
	char *name, *uri, *literal; /* any may be NULL */
	int relevance, confidence;  /* percent; -1: not said */
};

struct draft_pair { /* altIds and extras */
	char *role, *value;
};

/* A picture, video or sound that travels with the story by reference. */
struct draft_media {
	char *href, *content_type, *title, *caption, *credit, *rights;
	char *language;   /* NULL: the story's */
	const char *kind; /* static: as ninjs calls its type; NULL: by media
			     type */
	const char *rel;  /* static: "transcript", of a file beside; or NULL */
	size_t group;     /* not 0: with its likes one thing in several forms */
	uint32_t width, height, duration_s;
	uint64_t size_bytes;
	bool is_thumbnail;  /* a small form of the others of its group */
	bool is_associated; /* stands in the property "associations" too */
};

struct draft_box {
	size_t start, end; /* SIZE_MAX: open */
	char *name;
};

struct draft_mark {
	size_t start, end;
	const char *element; /* static, from text/html's allow-list */
	char *href, *alt, *title;
	uint32_t width, height;
	bool dropped;
};

struct draft_line {
	size_t start, end;
	uint32_t paragraph;
	enum tt_line_kind kind;
	uint8_t level; /* heading 1..6; list depth; quote depth */
	bool ordered;  /* item of an ol */
};

/* Labelled ranges, ascending, gapless, covering the whole text. */
struct draft_span {
	size_t start, end;
	enum tt_label label;
	const char *plugin; /* who claimed it; NULL: nobody yet */
	const char *rule;
};

/* What looks like a mark where marks stand, and nobody knows. */
struct draft_unexplained {
	char *kind; /* where it stands: "dateline" */
	char *text; /* in one line */
};

/* A rule that no fact and no claim names. */
struct draft_used {
	const char *plugin, *rule;
};

/* What a rule knows, and what stays in the story all the same. */
struct draft_spared {
	size_t start, end;
	enum tt_label label; /* for what the rule takes it */
	const char *plugin, *rule, *why;
};

#define DRAFT_LIST(type, name) \
	struct { \
		type *items; \
		size_t n, cap; \
	} name

struct draft {
	struct arena arena;
	const struct draft_partner *partner; /* borrowed, never NULL */
	const char *format;                  /* static: "rss" */
	const char *format_version;          /* in the arena; "" unknown */
	char *feed_title;                    /* NULL: none */
	char *page_title;                    /* of HTML; NULL: none */

	struct buf text; /* the source text; fixed once draft_text_done() ran */
	/* Of wire text, blank lines may stand before the title. */
	size_t title_start, title_end, body_start;
	/* The line of the body that became the headline; equal: none did. */
	size_t headline_start, headline_end;
	bool text_done;
	bool is_own; /* another gateway's block of credit was taken off it */
	DRAFT_LIST(struct draft_line, lines);
	DRAFT_LIST(struct draft_mark, marks);
	DRAFT_LIST(struct draft_box, boxes);
	size_t n_more_boxes; /* open ones beyond DRAFT_MAX_BOXES */
	DRAFT_LIST(struct draft_span, spans);
	size_t near_span; /* that was asked for last: most go on from there */

	char *fields[N_DRAFT_FIELDS];
	DRAFT_LIST(struct draft_party, parties);
	DRAFT_LIST(char *, bylines);
	DRAFT_LIST(struct draft_disclaimer, disclaimers);
	DRAFT_LIST(struct draft_subject, subjects);
	DRAFT_LIST(struct draft_pair, alt_ids);
	DRAFT_LIST(struct draft_media, media);
	DRAFT_LIST(char *, notes); /* editorial: never leave */
	/* ninjs properties that pass through, as valid, filtered JSON:
	 * role = property name, value = JSON text. */
	DRAFT_LIST(struct draft_pair, properties);
	DRAFT_LIST(struct draft_provenance, provenance);
	DRAFT_LIST(struct draft_unexplained, unexplained);
	DRAFT_LIST(struct draft_used, used);
	DRAFT_LIST(struct draft_spared, spared);
	struct problem_list warnings;

	char *dateline_place, *dateline_date, *dateline_text; /* NULL: none */
	const char *lifecycle_kind; /* static; NULL: none said */
	unsigned lifecycle_serial;
	char *embargo_text;    /* NULL: no embargo */
	int64_t embargo_ms;    /* TT_EMBARGO_UNPARSED: hold */
	char *headline_raw;    /* as it came */
	struct problem reason; /* of a reject or fail */

	/* Who runs now: stamped on every change. "decode" outside a plugin. */
	const char *running;
	bool may_retract;
};

#define DRAFT_MAX_TEXT (4u << 20)   /* bytes of source text */
#define DRAFT_MAX_FACTS 2000u       /* of any one kind */
#define DRAFT_MAX_VALUE (64u << 10) /* bytes of any one value */
#define DRAFT_MAX_UNEXPLAINED 8u    /* marks of one story */
#define DRAFT_MAX_BOXES 2000u       /* parts of a page that have a name */
#define DRAFT_MAX_USED 32u          /* rules that served it */
#define DRAFT_MAX_SPARED 64u        /* lines that stayed against a rule */
#define DRAFT_MAX_MARK 120u         /* bytes of one */

struct draft *draft_new(const struct draft_partner *partner);
/* Accepts NULL; returns NULL. */
struct draft *draft_free(struct draft *draft);
DEFINE_AUTO(struct draft, draft_free);

/* ---- decoders: writing the text -------------------------------------------
 */

/* The title, once; only lines of kind TT_LINE_BLANK may have been begun before
 * it (wire text keeps its leading blank lines: title_start is behind them). A
 * decoder of markup collapses its white space, one of plain text puts it as it
 * stands. */
void draft_put_title(struct draft *draft, struct slice title);
/* One physical line of the body (without LF) as part of a paragraph. Lines of
 * the same paragraph number are hard-wrapped pieces of one paragraph. A blank
 * line separates paragraphs where the caller says so (kind TT_LINE_BLANK). */
void draft_begin_line(struct draft *draft, enum tt_line_kind kind,
	uint8_t level, bool ordered, bool same_paragraph);
void draft_put_text(struct draft *draft, struct slice text);
/* About so many bytes will come; a guess that spares growing bit by bit. */
void draft_expect_text(struct draft *draft, size_t len);
/* Marks refer to text offsets; open returns an index for close. */
size_t draft_open_mark(struct draft *draft, const char *element);
struct draft_mark *draft_mark_at(struct draft *draft, size_t index);
void draft_close_mark(struct draft *draft, size_t index);
/* A named part of the page that the text stands in (see tt_box). Closes the
 * innermost one. */
void draft_open_box(struct draft *draft, struct slice name);
void draft_close_box(struct draft *draft);
/* Fix the text and label it: title TT_HEADLINE, body TT_BODY, the LF between
 * and blank lines TT_SPACE. */
void draft_text_done(struct draft *draft);
/* Was there more text than DRAFT_MAX_TEXT, or than lines are kept of? What is
 * missing could be anything: such a draft must not become a story. */
bool draft_is_cut(const struct draft *draft);

/* ---- facts: decoders and the plugin API -----------------------------------
 */

/* 0; 1: the value is not of the field's type (a warning is recorded, the field
 * stays unset). `evidence` NULL: from the document's metadata. */
int draft_set(struct draft *draft, enum draft_field field, struct slice value,
	const struct tt_evidence *evidence);
const char *draft_get(const struct draft *draft, enum draft_field field);
/* By ninjs name; N_DRAFT_FIELDS when unknown. */
enum draft_field draft_field_of(const char *name);
const char *draft_field_name(enum draft_field field);

/* The following return false when the input was refused (bad UTF-8, too long,
 * too many, range outside the text) after recording a warning. */
bool draft_add_party(struct draft *draft, enum tt_role role, struct slice name,
	const char *uri, const struct tt_evidence *evidence);
bool draft_retract_party(struct draft *draft, size_t i, const char *rule);
/* The party under the name by which all know it; its provenance remembers what
 * it was called. When another of its role has that name already the two become
 * one and the indices behind `i` move down. */
bool draft_name_party(struct draft *draft, size_t i, struct slice canonical,
	const char *rule);
/* Is it told to others? A supplier that was overruled is not, unless the
 * document itself gave it: no entry of a chain is ever dropped. */
bool draft_party_stands(
	const struct draft *draft, const struct draft_party *party);
/* The supplier that counts: the surest, the first among equals; NULL: none. */
const struct draft_party *draft_supplier(const struct draft *draft);
bool draft_add_byline(struct draft *draft, struct slice person,
	const struct tt_evidence *evidence);
/* The byline becomes a party; those behind it move up. */
bool draft_byline_is(struct draft *draft, size_t i, enum tt_role role,
	struct slice name, const struct tt_evidence *evidence);
bool draft_add_disclaimer(struct draft *draft,
	const struct tt_disclaimer *disclaimer,
	const struct tt_evidence *evidence);
bool draft_set_dateline(struct draft *draft, struct slice place,
	struct slice date, const struct tt_evidence *evidence);
bool draft_set_lifecycle(struct draft *draft, const char *kind, unsigned serial,
	const struct tt_evidence *evidence);
bool draft_set_embargo(struct draft *draft, int64_t until_ms,
	const struct tt_evidence *evidence);
bool draft_add_note(struct draft *draft, struct slice text,
	const struct tt_evidence *evidence);
bool draft_add_subject(struct draft *draft, struct slice name, struct slice uri,
	struct slice literal);
/* Of the subject that was added last: percent, -1 not said. */
void draft_weigh_subject(struct draft *draft, int relevance, int confidence);
/* A subject that somebody found, with its evidence: the same uri twice is one
 * subject. */
bool draft_find_subject(struct draft *draft, struct slice name,
	struct slice uri, struct slice literal,
	const struct tt_evidence *evidence);
bool draft_add_alt_id(
	struct draft *draft, struct slice role, struct slice value);
/* Returns the new entry to be filled from draft->arena; NULL when too many. */
struct draft_media *draft_add_media(struct draft *draft, struct slice href);
/* A whole ninjs property as valid JSON, filtered by the decoder. */
bool draft_add_property(
	struct draft *draft, struct slice name, struct slice json);
/* Write down how the decoder came to read `field`, a static JSON pointer into
 * the report, as it did, where the document leaves it open. */
void draft_note_reading(struct draft *draft, const char *field,
	struct slice value, const struct tt_evidence *evidence);
void draft_warn(struct draft *draft, const char *code, const char *format, ...)
	printf_like(3, 4);
bool draft_drop_mark(struct draft *draft, size_t i, const char *rule);
/* A mark that no rule explains: kept beside the story, with a warning. False
 * when the range or the kind cannot be one, or there are enough. */
bool draft_add_unexplained(
	struct draft *draft, size_t start, size_t end, struct slice kind);
/* A rule of the plugin that runs served to read the story, without a fact or a
 * claim of its own. Of DRAFT_MAX_USED; what is more is not counted. */
void draft_rule_used(struct draft *draft, const char *rule);
/* Does the evidence of a fact lie within the range? */
bool draft_is_evidence(const struct draft *draft, size_t start, size_t end);

/* ---- claims ---------------------------------------------------------------
 */

/* Turn the kept bytes of [start, end) into a removed kind. False when the range
 * is not inside the text, cuts a character, or `kind` is a kept one. */
bool draft_remove(struct draft *draft, size_t start, size_t end,
	enum tt_label kind, const char *rule);
/* For who asks why a rule took nothing; the plugin is the one that runs. All is
 * copied. Of DRAFT_MAX_SPARED, what is more is not told; a range that is none
 * neither. */
void draft_spare(struct draft *draft, const struct draft_spared *spared);
/* Kept body bytes become the headline of a story whose title was claimed whole
 * (a notice stood on top of it). False as above, or when a headline stands. */
bool draft_promote_headline(
	struct draft *draft, size_t start, size_t end, const char *rule);
/* After the last claim: the line ends that are left between removed lines are
 * no story; they become TT_SPACE. */
void draft_settle_space(struct draft *draft);
/* What is left of the page's foot is no story. */
void draft_settle_foot(struct draft *draft);
enum tt_label draft_label_at(const struct draft *draft, size_t at);
bool draft_is_kept(const struct draft *draft, size_t start, size_t end);

/* ---- reading the result ---------------------------------------------------
 */

/* Neither headline nor body, nor a picture, is left of it, and it is one of
 * text: nothing that a reader could be shown. */
bool draft_is_empty(const struct draft *draft);
/* Headline spans joined, wherever they stand, white space collapsed. */
void draft_headline(const struct draft *draft, struct buf *out);
/* Kept body spans, unwrapped, paragraphs parted by one blank line. */
void draft_body_text(const struct draft *draft, struct buf *out);
/* The same as HTML of the allow-list, balanced, escaped. */
void draft_body_html(const struct draft *draft, struct buf *out);
/* Does every byte have one label, ascending and gapless, and is the body text
 * equal to its spans but for white space, re-derived from the source text?
 * 0, or 1 with why. */
int draft_verify_split(const struct draft *draft, struct problem *why);

/* What a notice may be, and for whom it may speak; NULL-terminated. */
extern const char *const draft_notice_kinds[];
extern const char *const draft_notice_speakers[];

const char *draft_label_name(enum tt_label label); /* "furniture" */
const char *draft_role_name(enum tt_role role);    /* "supplier" */

#endif
