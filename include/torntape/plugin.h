/* SPDX-License-Identifier: Apache-2.0 */
/*
 * torntape/plugin.h - all that a normalizing plugin may see and do.
 *
 * A plugin is a shared object that exports one constant, `torntape_plugin`. The
 * host reads it before it calls anything, so a plugin of another ABI is refused
 * with a sentence and not with a crash. The plugin then sees each story as a
 * draft: a *source text* (title, a line feed, body; markup stripped, UTF-8)
 * whose bytes it may claim, and facts that it may add. It never sees the text
 * of another story, a socket, a file, or the host's own structures.
 *
 * Claims. Every byte of the source text has one label. At first the title is
 * TT_HEADLINE and the body TT_BODY: kept. tt_remove() turns kept bytes into a
 * removed kind. Bytes that were removed stay as they are: first claim wins.
 * Nothing is ever deleted; kept and removed together are the source text.
 *
 * Facts. Credits and disclaimers are append-only. Each fact carries evidence:
 * which bytes, which rule, how sure. The host stamps the plugin's name on it.
 *
 * Rules for all functions below, unless one says otherwise:
 *   thread     the worker's only thread, inside process(); start() may call
 *              those marked [start]
 *   ownership  everything received is lent until process() returns; everything
 *              passed in is copied; there is nothing to free
 *   strings    UTF-8, NUL-terminated; offsets are bytes into the source text
 *   errors     bool functions return false after a problem was recorded (a
 *              range outside the text, a limit, bad UTF-8); answering TT_FAIL
 *              is then the right thing to do
 *
 * This header is C11 and C++ and includes nothing of the gateway.
 *
 * Diary of the ABI
 *   1.0  2026-11-23  first version
 *   1.1  2026-11-23  tt_name_party, tt_promote_headline
 *   1.2  2026-11-26  tt_partner_language
 *   1.3  2026-11-26  tt_rule_error; rules of partners, lists that are merged
 *   1.4  2026-11-26  tt_subject_count, tt_subject, tt_add_subject
 *   1.5  2026-11-26  tt_is_evidence, tt_unexplained
 *   1.6  2026-11-27  TT_LINE_FOOT
 *   1.7  2026-11-27  tt_rule_used
 *   1.8  2026-11-27  tt_data_as, tt_box, tt_byline, tt_byline_is
 *   1.9  2026-11-28  tt_spare, tt_page_title
 */
#ifndef TORNTAPE_PLUGIN_H
#define TORNTAPE_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TT_ABI_MAJOR 1
#define TT_ABI_MINOR 9

struct tt_draft;    /* a story that may still be changed */
struct tt_instance; /* one configured use of a plugin */

/* ---- what a plugin answers ------------------------------------------------
 */

enum tt_verdict {
	TT_PASS,   /* go on with the next plugin */
	TT_REJECT, /* refuse the story; call tt_reason() first */
	TT_FAIL    /* the plugin could not do its work; the story is held */
};

/* ---- options --------------------------------------------------------------
 */

enum tt_option_type {
	TT_OPTION_END,
	TT_OPTION_STRING,   /* const char *           */
	TT_OPTION_BOOL,     /* bool                   */
	TT_OPTION_INTEGER,  /* int64_t, min..max      */
	TT_OPTION_DURATION, /* int64_t milliseconds   */
	TT_OPTION_LIST      /* const char *const *, NULL-terminated */
};

struct tt_option {
	const char *name;
	enum tt_option_type type;
	size_t offset;        /* in the settings struct */
	const char *fallback; /* as text; NULL: required */
	int64_t min, max;     /* integers and durations; both 0: no bound */
	const char *help;     /* one sentence */
};

#define TT_STRING(settings, member, fallback, help) \
	{ \
#member, TT_OPTION_STRING, offsetof(settings, member), \
			fallback, 0, 0, help \
	}
#define TT_BOOL(settings, member, fallback, help) \
	{ \
#member, TT_OPTION_BOOL, offsetof(settings, member), fallback, \
			0, 0, help \
	}
#define TT_INTEGER(settings, member, fallback, min, max, help) \
	{ \
#member, TT_OPTION_INTEGER, offsetof(settings, member), \
			fallback, min, max, help \
	}
#define TT_LIST(settings, member, fallback, help) \
	{ \
#member, TT_OPTION_LIST, offsetof(settings, member), fallback, \
			0, 0, help \
	}
#define TT_OPTIONS_END \
	{ \
		NULL, TT_OPTION_END, 0, NULL, 0, 0, NULL \
	}

/* ---- the one exported constant --------------------------------------------
 */

/* What a plugin asks for beyond reading, claiming and adding. The configuration
 * must grant each by name (`grant: [retract]`). */
enum tt_capability {
	TT_CAP_RETRACT = 1 << 0 /* take back a credit or a disclaimer */
};

struct tt_plugin {
	uint16_t abi_major;
	uint16_t abi_minor;
	uint32_t size;    /* of this struct, as the plugin was compiled */
	const char *name; /* [a-z][a-z0-9-]*, at most 31 */
	const char *version;
	const char *summary;             /* one sentence */
	const struct tt_option *options; /* NULL: none */
	size_t settings_size;
	uint32_t capabilities; /* enum tt_capability, or-ed */
	/* Once per instance, before the first story and before the sandbox
	 * closes. false: the configuration is refused with tt_start_error(). */
	bool (*start)(struct tt_instance *self);
	/* One call at a time per instance. */
	enum tt_verdict (*process)(
		struct tt_instance *self, struct tt_draft *draft);
	/* After the last story. */
	void (*stop)(struct tt_instance *self);
};

#define TT_PLUGIN_ABI \
	.abi_major = TT_ABI_MAJOR, .abi_minor = TT_ABI_MINOR, \
	.size = sizeof(struct tt_plugin)

#define TORNTAPE_PLUGIN \
	extern const struct tt_plugin torntape_plugin; \
	__attribute__((visibility("default"))) \
	const struct tt_plugin torntape_plugin

/* ---- the instance ---------------------------------------------------------
 */

/* [start] The settings struct, filled from the option table. */
const void *tt_settings(const struct tt_instance *self);
/* [start] A pointer of the plugin's own, for what start() prepared. */
void tt_set_state(struct tt_instance *self, void *state);
void *tt_state(const struct tt_instance *self);
/* [start only] Why start() returns false. */
void tt_start_error(struct tt_instance *self, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* [start] A data file from the plugin's `rules` folder, whole. Of a list
 * (NAME.csv) the operator's rows stand over the shipped ones, and those that
 * are kept to other partners are not in it; any other file of the operator's
 * replaces the shipped one. NULL when there is none. Lent for the life of the
 * instance. */
const char *tt_data(
	struct tt_instance *self, const char *name, size_t *ret_len);

/* [start] [1.8] What make() makes of such a file, once for all plugins of the
 * process that ask for the same kind of the same bytes; read-only from then on,
 * lent for the life of the instance. `kind` names the structure and its layout
 * and changes with them: plugins that were built apart may meet here. drop()
 * gets the thing when no instance is left, and may be NULL. NULL: there is no
 * such file, or make() answered NULL. */
const void *tt_data_as(struct tt_instance *self, const char *name,
	const char *kind, void *(*make)(const char *bytes, size_t len),
	void (*drop)(void *thing));

/* [start] A rule file (NAME.rules), parsed: stanzas of `key: value` lines, each
 * beginning with `rule: ID`; see deploy/manual/rules.md. The shipped file
 * first, then the operator's file of the same name, whose rules win over
 * shipped ones of the same id. Rules that are kept to other partners are not in
 * it: a partner with rules of its own has an instance of its own. NULL after
 * tt_start_error() was set. */
struct tt_rules;
struct tt_rule;
const struct tt_rules *tt_rules(struct tt_instance *self, const char *name);
size_t tt_rule_count(const struct tt_rules *rules);
const struct tt_rule *tt_rule_at(const struct tt_rules *rules, size_t i);
const char *tt_rule_id(const struct tt_rule *rule);
/* The n-th value of a key, from 0; NULL when there is none. */
const char *tt_rule_value(
	const struct tt_rule *rule, const char *key, size_t n);
/* [1.3] [start only] What is wrong with the n-th value of a key, or (key NULL)
 * with the rule; told with file, line and column. May be called for each
 * mistake; what was found wrong keeps the rules from coming into force,
 * whatever start() returns. */
void tt_rule_error(struct tt_instance *self, const struct tt_rule *rule,
	const char *key, size_t n, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* ---- where the story comes from -------------------------------------------
 */

/* The party that sent it, as configured. Role: "agency", "distributor",
 * "newswire" or "publisher". */
const char *tt_partner_name(const struct tt_draft *draft);
const char *tt_partner_title(const struct tt_draft *draft);
const char *tt_partner_role(const struct tt_draft *draft);
const char *tt_partner_timezone(const struct tt_draft *draft); /* IANA */
/* [1.2] BCP 47, of stories that do not say theirs; "" if not configured. */
const char *tt_partner_language(const struct tt_draft *draft);
const char *tt_format(const struct tt_draft *draft); /* "rss", "ninjs" … */
const char *tt_feed_title(const struct tt_draft *draft); /* "" if unknown */
/* [1.9] The title of an HTML page, which often goes on behind the headline with
 * the name of its site; "" if it has none. */
const char *tt_page_title(const struct tt_draft *draft);

/* ---- the source text ------------------------------------------------------
 */

enum tt_label {
	/* kept */
	TT_HEADLINE,
	TT_BODY,
	/* removed */
	TT_FURNITURE,
	TT_NOTICE,
	TT_DATELINE,
	TT_CREDIT,
	TT_BYLINE,
	TT_END_MARK,
	TT_EDITORIAL_NOTE,
	TT_LIFECYCLE_MARK,
	TT_CONTACT,
	TT_MARKUP,
	TT_SPACE
};

/* The whole source text; title and body are parted by one line feed. */
const char *tt_text(const struct tt_draft *draft, size_t *ret_len);
/* Where the title ends (0: the document had none) and the body begins. */
size_t tt_title_end(const struct tt_draft *draft);
size_t tt_body_start(const struct tt_draft *draft);

enum tt_line_kind {
	TT_LINE_TITLE,
	TT_LINE_TEXT,
	TT_LINE_HEADING,
	TT_LINE_ITEM, /* of a list */
	TT_LINE_QUOTE,
	TT_LINE_PRE,  /* keep as it is */
	TT_LINE_CELL, /* of a table */
	TT_LINE_BLANK,
	TT_LINE_CAPTION, /* of a picture */
	/* Behind the story on its page: notices may stand there, the story does
	 * not. What no plugin claims of it is furniture in the end. */
	TT_LINE_FOOT
};

/* One physical line. Hard-wrapped lines that make one paragraph share its
 * number, so a plugin may look at either. */
struct tt_line {
	size_t start, end; /* without the line feed */
	uint32_t paragraph;
	enum tt_line_kind kind;
};

size_t tt_line_count(const struct tt_draft *draft);
bool tt_line(const struct tt_draft *draft, size_t i, struct tt_line *ret_line);
/* The label of the byte at `at` (below the text's length). */
enum tt_label tt_label_at(const struct tt_draft *draft, size_t at);
/* Is every byte of the range kept? */
bool tt_is_kept(const struct tt_draft *draft, size_t start, size_t end);
/* Turn the kept bytes of the range into a removed kind; bytes that are removed
 * already keep their label. True when the range is valid. */
bool tt_remove(struct tt_draft *draft, size_t start, size_t end,
	enum tt_label kind, const char *rule);

/* [1.1] A notice may stand where the title was expected. Once the title was
 * claimed whole, kept body bytes (whole lines) can become TT_HEADLINE; they are
 * told as the headline and are no more part of the body. false while a headline
 * stands. */
bool tt_promote_headline(
	struct tt_draft *draft, size_t start, size_t end, const char *rule);

/* Inline markup that stands off the text: links, emphasis, images. What is not
 * on the host's own allow-list is not even listed here. */
struct tt_mark {
	size_t start, end;      /* the text it covers; equal for an image */
	const char *element;    /* "a", "em", "img" … */
	const char *href;       /* absolute http, https or mailto; NULL: none */
	const char *alt;        /* of an image; NULL: none */
	uint32_t width, height; /* of an image as declared; 0: unknown */
};
size_t tt_mark_count(const struct tt_draft *draft);
bool tt_mark(const struct tt_draft *draft, size_t i, struct tt_mark *ret_mark);
bool tt_drop_mark(struct tt_draft *draft, size_t i, const char *rule);

/* [1.8] A part of the page to which its author gave a name, parents before what
 * is in them: "aside", "nav" or "form", then the words of its class and id.
 * Boxes are nested or apart, and may have no text. */
struct tt_box {
	size_t start, end; /* the text it holds */
	const char *name;  /* "aside related-links box-3" */
};
size_t tt_box_count(const struct tt_draft *draft);
bool tt_box(const struct tt_draft *draft, size_t i, struct tt_box *ret_box);

/* ---- facts ----------------------------------------------------------------
 */

/* start == end: the fact comes from configuration or metadata, not the text. */
struct tt_evidence {
	size_t start, end;
	const char *rule;  /* which rule of the plugin: "dateline-mark" */
	double confidence; /* 0..1 */
};

enum tt_role {
	TT_SUPPLIER, /* several may be given; the surest one counts */
	TT_CONTRIBUTOR,
	/* In the order of the chain, innermost first; those that a plugin adds
	 * stand inside of those that earlier ones added. */
	TT_DISTRIBUTOR,
	TT_CITED,
	TT_ISSUER,
	TT_POOL,
	TT_RIGHTS_HOLDER,
	TT_PHOTO_CREDIT
};

struct tt_party {
	enum tt_role role;
	const char *name; /* canonical */
	double confidence;
	const char *plugin; /* who found it */
};

/* A second supplier is kept as a conflict: the surer one wins, the other stays
 * in the provenance (and in the item's chain when the document itself gave it).
 * The same (role, name) twice adds evidence, not a party. */
bool tt_add_party(struct tt_draft *draft, enum tt_role role, const char *name,
	const struct tt_evidence *evidence);
size_t tt_party_count(const struct tt_draft *draft);
bool tt_party(const struct tt_draft *draft, size_t i, struct tt_party *ret);
/* [1.1] Give a party the name by which all know it: "AFP" of an envelope is
 * "Agence France-Presse". The provenance keeps the first name. When another
 * party of this role has that name already, the two become one and the indices
 * behind `i` move down by one. */
bool tt_name_party(struct tt_draft *draft, size_t i, const char *canonical,
	const char *rule);
/* Needs TT_CAP_RETRACT; false without. */
bool tt_retract_party(struct tt_draft *draft, size_t i, const char *rule);

bool tt_add_byline(struct tt_draft *draft, const char *person,
	const struct tt_evidence *evidence);
/* [1.8] Who signed so far, in order; NULL at the end. */
const char *tt_byline(const struct tt_draft *draft, size_t i);
/* [1.8] The byline is no person but a party, "Reuters" for an author: it moves
 * there, and those behind it move up. */
bool tt_byline_is(struct tt_draft *draft, size_t i, enum tt_role role,
	const char *name, const struct tt_evidence *evidence);

struct tt_disclaimer {
	const char *kind;       /* one of the nine of the report's contract */
	const char *heading;    /* "" if none */
	const char *text;       /* unwrapped, without the heading */
	const char *speaks_for; /* "distributor", "supplier", "issuer",
				   "publisher", "author" */
	bool required;          /* must travel with every copy */
};
bool tt_add_disclaimer(struct tt_draft *draft,
	const struct tt_disclaimer *disclaimer,
	const struct tt_evidence *evidence);

/* [1.4] What the story is about, as concepts of a vocabulary or as words. Any
 * of the three may be NULL. */
struct tt_subject {
	const char *name;
	const char *uri;
	const char *literal; /* a code or keyword, as the document had it */
};
size_t tt_subject_count(const struct tt_draft *draft);
bool tt_subject(const struct tt_draft *draft, size_t i, struct tt_subject *ret);
/* Behind those that are there, which stay. A second one of the same uri adds
 * evidence, not a subject. */
bool tt_add_subject(struct tt_draft *draft, const struct tt_subject *subject,
	const struct tt_evidence *evidence);

/* `date` is YYYY-MM-DD or "" when it is not certain. */
bool tt_set_dateline(struct tt_draft *draft, const char *place,
	const char *date, const struct tt_evidence *evidence);

/* kind: new alert update refile correction clarification repeat withdrawal
 * advisory; the weightier one wins. serial 0: none. */
bool tt_set_lifecycle(struct tt_draft *draft, const char *kind, unsigned serial,
	const struct tt_evidence *evidence);

#define TT_EMBARGO_UNPARSED INT64_MIN
/* Milliseconds since 1970 in UTC, or TT_EMBARGO_UNPARSED: the story is held. */
bool tt_set_embargo(struct tt_draft *draft, int64_t until_ms,
	const struct tt_evidence *evidence);

/* Never leaves the gateway. */
bool tt_add_editorial_note(struct tt_draft *draft, const char *text,
	const struct tt_evidence *evidence);

/* Scalar facts of the item by their ninjs 3.1 name: "language", "located",
 * "copyrightHolder", "copyrightNotice", "usageTerms", "slugline", "urgency",
 * "firstCreated", "versionCreated", "contentCreated", "expires", "profile".
 * tt_field() also reads "uri", "version", "pubStatus", "edNote". NULL: unset.
 */
const char *tt_field(const struct tt_draft *draft, const char *name);
bool tt_set_field(struct tt_draft *draft, const char *name, const char *value,
	const struct tt_evidence *evidence);

/* ---- saying so ------------------------------------------------------------
 */

/* Shown in the report and on the partner's status page. Code: "W-…". */
void tt_warn(struct tt_draft *draft, const char *code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* [1.5] Does the evidence of any fact lie within the range? */
bool tt_is_evidence(const struct tt_draft *draft, size_t start, size_t end);
/* [1.5] The range stands where marks stand and looks like one, and no rule of
 * anybody explains it. Told in the report (W-UNEXPLAINED) and gathered by the
 * gateway for its operator; the story stays as it is. `kind`: where it stands,
 * in a word or two: "dateline", "end credit". False also when there are many
 * already. */
bool tt_unexplained(
	struct tt_draft *draft, size_t start, size_t end, const char *kind);
/* [1.7] The rule served to read the story, though no fact and no claim names
 * it: a word before a mark, an ending of a name. Rules that facts and claims
 * name are counted without. */
void tt_rule_used(struct tt_draft *draft, const struct tt_rule *rule);
/* [1.9] A rule knows the range as `kind`, and it stays in the story all the
 * same: `why` says in some words what speaks against the rule. Nothing follows
 * from it; told to who asks what became of a rule (`torntape try --why`). */
void tt_spare(struct tt_draft *draft, size_t start, size_t end,
	enum tt_label kind, const char *rule, const char *why);
/* Why the plugin is about to answer TT_REJECT or TT_FAIL. */
void tt_reason(struct tt_draft *draft, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#ifdef __cplusplus
}
#endif

#endif
