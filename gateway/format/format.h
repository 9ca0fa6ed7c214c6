/* SPDX-License-Identifier: Apache-2.0 */
/*
 * format.h - from a partner's bytes to drafts.
 *
 * One file per format, each a pure function from a document to drafts; this
 * header is the table that finds the right one. Runs in the normalizer, never
 * in the gateway process. Bounded in time, memory and depth by the limits here.
 */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/slice.h"
#include "story/draft.h"

/* What arrived. All borrowed. */
struct document {
	struct slice bytes;
	struct slice
		content_type;   /* header value with parameters; may be empty */
	struct slice base_url;  /* for relative links; may be empty */
	struct slice file_name; /* for `try`, and as last resort of identity */
	struct slice headers;   /* "Name: value\n" lines that travelled along */
	const struct draft_partner *partner;
	int64_t received_ms;
};

/* Feed-level facts of the report; empty slices where absent. Strings live in
 * `arena` of struct decoded. */
struct decoded_person {
	struct slice name, email, url;
};

struct decoded_link {
	struct slice rel, href, type, title;
};

struct decoded_subject {
	struct slice name, literal;
};

/* Everything in the arena. */
#define DECODED_LIST(type, name) \
	struct { \
		struct type *items; \
		size_t n; \
	} name

struct decoded {
	struct arena arena;
	const char *format; /* "rss", or NULL when undecodable */
	struct slice format_version;
	struct slice encoding; /* "utf-8", "windows-1252" */
	bool well_formed;
	struct slice feed_title, feed_subtitle, feed_link, feed_id, feed_rights;
	struct slice feed_language, feed_updated, feed_published, feed_image;
	struct slice feed_generator, feed_generator_url, feed_generator_version;
	struct slice feed_icon, feed_docs, feed_ttl;
	struct slice feed_input[4]; /* title, description, name, link */
	struct decoded_person *feed_authors;
	size_t n_feed_authors;
	DECODED_LIST(decoded_person, feed_contributors);
	DECODED_LIST(decoded_person, feed_publishers);
	DECODED_LIST(decoded_link, feed_links);
	DECODED_LIST(decoded_subject, feed_subjects);
	DECODED_LIST(slice, feed_skip_hours);
	DECODED_LIST(slice, feed_skip_days);
	struct draft **drafts; /* owned; malloc'ed array */
	size_t n_drafts, drafts_cap;
	struct problem_list warnings;
};

#define DECODED_NULL ((struct decoded){ 0 })
#define FORMAT_MAX_STORIES 2000u
#define FORMAT_MAX_DEPTH 64u

void decoded_done(struct decoded *decoded);
DEFINE_AUTO_VALUE(struct decoded, decoded_done);
/* The document is XML that was mended: `strict` is what is wrong with it.
 * Nothing when that says nothing. */
void decoded_mended(struct decoded *decoded, const struct problem *strict);
/* A new draft, owned by `decoded`; NULL beyond FORMAT_MAX_STORIES. */
struct draft *decoded_add_draft(
	struct decoded *decoded, const struct draft_partner *partner);

/* Everything that decoding would open or draw from the system: converters,
 * hash seeds. Before the sandbox closes; idempotent. Time zones are loaded by
 * date_zone_preload() (text/date.h), one by one. */
void format_preload(void);

/* Find the format (content type, then the bytes themselves), transcode, decode.
 * 0: drafts, maybe none. 1: undecodable, `why` says what and where; then
 * ret_decoded holds what was known before (format, encoding), no drafts, and
 * decoded_done() is due all the same. */
int format_decode(const struct document *document, struct decoded *ret_decoded,
	struct problem *why);

/* The table's row. */
struct format {
	const char *name;
	/* NULL-terminated list of media types that mean it. */
	const char *const *media_types;
	/* How sure is it from the first bytes (already UTF-8)? 0 not, 100 sure.
	 */
	int (*sniff)(struct slice text);
	/* `text` is valid UTF-8 without BOM. As format_decode(). */
	int (*decode)(const struct document *document, struct slice text,
		struct decoded *decoded, struct problem *why);
};

#endif
