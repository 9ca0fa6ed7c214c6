/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posting.h - what an entry of a feed, or the feed itself, says of itself.
 *
 * In nobody's vocabulary: RSS, RDF, Atom, CDF and JSON Feed fill the same
 * slots, and one place (posting_draft.c) decides which of them wins. Slots are
 * never shared by two vocabularies where order would matter, so a dc:title
 * cannot overwrite a title. The first of a kind counts. Everything lives in the
 * arena of whoever reads. Normalizer's thread.
 */
#ifndef FORMAT_POSTING_H
#define FORMAT_POSTING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "format/format.h"

enum posting_slot {
	POST_TITLE,
	POST_DC_TITLE,
	POST_MEDIA_TITLE,
	POST_LINK, /* as text: RSS, CDF's HREF, JSON Feed's url */
	POST_ORIG_LINK,
	POST_EXTERNAL_LINK,
	POST_GUID,
	POST_ABOUT, /* rdf:about */
	POST_DC_IDENTIFIER,
	POST_DOI,
	POST_COMMENTS, /* where readers talk about it */
	POST_COMMENTS_FEED,
	POST_SUMMARY,  /* RSS's description */
	POST_ABSTRACT, /* Atom's summary */
	POST_INFO,
	POST_DC_DESCRIPTION,
	POST_ITUNES_SUMMARY,
	POST_ITUNES_SUBTITLE,
	POST_MEDIA_DESCRIPTION,
	POST_MEDIA_TEXT, /* of all media */
	POST_TEASER,
	POST_CONTENT,
	POST_CONTENT_TEXT, /* beside POST_CONTENT: JSON Feed */
	POST_XHTML,
	POST_PUBLISHED, /* pubDate, published */
	POST_DC_DATE,
	POST_ISSUED,
	POST_CREATED,
	POST_MODIFIED, /* dcterms */
	POST_UPDATED,
	POST_VALID,
	POST_KILL_DATE,
	POST_EXPIRES,
	POST_EMBARGO, /* PRISM: not before, both */
	POST_RELEASE,
	POST_DELETED, /* RFC 6721: when */
	POST_DRAFT,   /* RFC 5023: app:draft */
	POST_LANGUAGE,
	POST_RIGHTS,
	POST_DC_RIGHTS,
	POST_MEDIA_RIGHTS,
	POST_LICENSE,
	POST_TERMS,      /* of use, in words */
	POST_TERMS_LINK, /* and where they stand */
	POST_RIGHTS_HOLDER,
	POST_SOURCE,
	POST_DC_SOURCE,
	POST_AG_SOURCE,
	POST_AG_SOURCE_LINK,
	POST_PUBLICATION,
	POST_GENERATOR,
	POST_GENERATOR_URL,
	POST_GENERATOR_VERSION,
	POST_DOCS,
	POST_TTL,
	POST_INPUT_TITLE, /* of RSS's textInput, in this order */
	POST_INPUT_DESCRIPTION,
	POST_INPUT_NAME,
	POST_INPUT_LINK,
	POST_IMAGE,
	POST_LOGO,
	POST_ITUNES_IMAGE,
	POST_ICON,
	POST_CREDIT, /* media:credit outside any media */
	POST_DURATION,
	POST_PLACE, /* a name: dcterms:spatial */
	POST_LATITUDE,
	POST_LONGITUDE,
	POST_COMMENT, /* of a tombstone */
	N_POST_SLOTS
};

struct posting_value {
	struct slice text;
	struct slice base, lang; /* in force there; lang.at NULL: none said */
	bool is_html;
};

/* The smaller is the better known: only the best kind that is there signs. */
enum posting_person_kind {
	POST_CREATOR, /* dc:creator */
	POST_AUTHOR,
	POST_ITUNES_AUTHOR,
	POST_MEDIA_AUTHOR, /* media:credit role="author" */
	POST_CONTRIBUTOR,
	POST_PUBLISHER,
	POST_PARTICIPANT /* podcast:person: heard in it */
};

struct posting_person {
	enum posting_person_kind kind;
	struct slice raw; /* "mail (Name)"; taken apart when no name is given */
	struct slice name, email, url;
	struct slice role; /* of a participant; empty: host */
	struct slice base;
};

struct posting_link {
	struct slice href, rel, type, title;
	struct slice base;
	uint64_t length;
};

/* What the story is about, and the like. */
enum posting_about {
	POST_ABOUT_SUBJECT,
	POST_ABOUT_PERSON,
	POST_ABOUT_ORGANISATION,
	POST_ABOUT_PLACE,
	POST_ABOUT_EVENT,
	POST_ABOUT_OBJECT,
	POST_ABOUT_GENRE,
	POST_ABOUT_TOPIC, /* of the feed: how subject `uri` is called */
	POST_SKIP_HOUR,   /* of the feed: when not to ask */
	POST_SKIP_DAY,
	POST_RESTRICTION /* scheme: "country", label: "deny", term: which */
};

struct posting_subject {
	enum posting_about about;
	struct slice term, label, scheme;
	struct slice uri;
	bool is_list; /* `term` is several, parted by commas */
};

struct posting_media {
	struct slice href, type, title, caption, credit, rights;
	struct slice
		medium;     /* "image", "video", "document" ...; may be empty */
	struct slice words; /* said in it */
	struct slice duration, language;
	struct slice base;
	const char
		*rel; /* static, of a file beside the story; NULL: a medium */
	/* Index + 1 of the medium or group that it is another form or a preview
	 * of; 0: it stands for itself. */
	size_t owner;
	uint64_t width, height, size;
	bool is_thumbnail;
	bool is_group; /* no medium: it says something of its members */
	bool is_default;
	bool is_enclosure;
};

/* An element of another gateway like this one: format/own.h. */
struct posting_own {
	struct slice packed, text;
};

enum posting_shape {
	POST_POINT,
	POST_LINE,
	POST_POLYGON,
	POST_BOX,
	POST_CIRCLE /* its centre and a radius, which GeoJSON does not know */
};

struct posting_geo {
	enum posting_shape shape;
	struct slice text;
	struct slice text_2; /* the second corner of a box */
	struct slice name;   /* of the place; may be empty */
	struct slice system; /* of coordinates; empty: WGS 84 */
	unsigned dimensions; /* of one position: 2 or 3 */
};

#define POST_LIST(type, name) \
	struct { \
		type *items; \
		size_t n, cap; \
	} name
#define POST_MAX_LIST 500u /* links, subjects, media of one item */

struct posting {
	struct arena *arena; /* of whoever reads: for lists and values */
	struct posting_value *values[N_POST_SLOTS]; /* NULL: not said */
	POST_LIST(struct posting_person, people);
	POST_LIST(struct posting_link, links);
	POST_LIST(struct posting_subject, subjects);
	POST_LIST(struct posting_media, media);
	POST_LIST(struct posting_geo, places);
	POST_LIST(struct posting_own, owns);
	struct posting *source; /* atom:source; NULL: none */
	struct slice source_url;
	struct slice lang, base; /* of the element itself */
	bool guid_is_no_link;
	bool may_resolve_id; /* ids are references, as Atom's are */
};

/* What the draft of an item needs to know besides. */
struct posting_context {
	const struct document *document;
	struct decoded *decoded;
	struct arena *arena;
	const struct posting *feed;
	struct slice base;            /* of the document; may be empty */
	struct slice header_language; /* Content-Language */
};

#define POSTING(of_arena) ((struct posting){ .arena = (of_arena) })

/* In the arena, with all that is added to it. */
struct posting *posting_new(struct arena *arena);
/* Room for one more of a list of `item`, or NULL when there are enough. */
struct posting_person *posting_add_person(struct posting *item);
struct posting_link *posting_add_link(struct posting *item);
struct posting_subject *posting_add_subject(struct posting *item);
struct posting_media *posting_add_media(struct posting *item);
struct posting_geo *posting_add_geo(struct posting *item);
struct posting_own *posting_add_own(struct posting *item);
/* The slot's value, to be filled, unless it was said before: then NULL. */
struct posting_value *posting_new_value(
	struct posting *item, enum posting_slot slot);
/* Of dates the last of a kind counts. */
bool posting_is_date(enum posting_slot slot);

/* The text of the slot, trimmed; empty when not said. */
struct slice posting_text(const struct posting *item, enum posting_slot slot);
/* Take name, address and link of a person out of `raw` if that is all. */
void posting_split_person(struct posting_person *person, struct arena *arena);
/* What relative references are relative to, `base` (may be empty) at first. */
struct slice posting_base(
	const struct posting_context *context, struct slice base);
/* The best web address that the item gives; false when none. */
bool posting_web_link(const struct posting_context *context,
	const struct posting *item, struct buf *out);
/* A subject as it is called, and its literal with the scheme in front. */
void posting_subject_put(struct slice term, struct slice label,
	struct slice scheme, struct buf *name, struct buf *literal);
/* Readable text in one line, markup resolved. */
void posting_plain(const struct posting_value *value, struct buf *out);

/* A draft of the item. 0; 1 when there are too many, with why. */
int posting_draft(const struct posting_context *context,
	const struct posting *item, const char *format, struct problem *why);
/* The feed's own facts. */
void posting_feed(const struct posting_context *context);
enum posting_geo_found {
	POSTING_GEO_PLACE,
	POSTING_GEO_MISLABELLED, /* degrees under the name of a grid */
	POSTING_GEO_NOWHERE      /* it makes no sense; nothing was written */
};

/* GeoJSON of a place. */
enum posting_geo_found posting_geo_write(
	const struct posting_geo *geo, struct buf *out);

#endif
