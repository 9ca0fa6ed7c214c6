/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harvest_words.h - which element means what, and where. For harvest.c only.
 */
#ifndef FORMAT_HARVEST_WORDS_H
#define FORMAT_HARVEST_WORDS_H

#include "format/posting.h"
#include "format/xml.h"

/* What we are inside of. */
enum harvest_scope {
	SCOPE_SKIP, /* something unknown, with all that is in it */
	SCOPE_DOCUMENT,
	SCOPE_ROOT, /* rss, RDF */
	SCOPE_FEED,
	SCOPE_NESTED, /* a channel in a channel: only its items count */
	SCOPE_ENTRY,
	SCOPE_SOURCE,
	SCOPE_PERSON,
	SCOPE_IMAGE,
	SCOPE_INPUT,
	SCOPE_SKIPS,
	SCOPE_GROUP, /* of media */
	SCOPE_MEDIA,
	SCOPE_TOPICS,
	SCOPE_TOPIC,
	SCOPE_WHERE, /* GML */
	SCOPE_CONTROL
};

enum harvest_action {
	DO_NOTHING,
	DO_ENTER,  /* arg: scope */
	DO_FEED,   /* the channel */
	DO_ENTRY,  /* a new item */
	DO_TOMB,   /* a new item that is gone */
	DO_SOURCE, /* Atom's is a feed, RSS's a text */
	DO_WORD,   /* arg: slot; plain text */
	DO_TEXT,   /* arg: slot; text that may be markup */
	DO_MARKUP, /* arg: slot; elements */
	DO_PERSON, /* arg: kind */
	DO_PART,   /* arg: enum harvest_part */
	DO_LINK,
	DO_SUBJECT,
	DO_KEYWORDS,
	DO_CONCEPT, /* arg: kind of subject */
	DO_TOPIC,   /* arg: kind of subject; its address is an attribute */
	DO_GROUP,
	DO_MEDIA,
	DO_ALTERNATE, /* another form of the enclosure */
	DO_ADDRESS,   /* of a medium, by an attribute */
	DO_FILE,      /* arg: enum harvest_file */
	DO_THUMBNAIL,
	DO_ENCLOSURE,
	DO_CREDIT,
	DO_RIGHTS,
	DO_RESTRICTION,
	DO_LICENSE,
	DO_LOCATION,
	DO_GENERATOR,
	DO_CLOUD,
	DO_HREF, /* arg: slot; the address is an attribute */
	DO_GEO,  /* arg: shape */
	DO_GML   /* arg: shape, of what is inside */
};

/* Of a person or a medium. */
enum harvest_part {
	PART_NAME,
	PART_EMAIL,
	PART_URL,
	PART_TITLE,
	PART_CAPTION,
	PART_WORDS, /* of a medium: what is said in it */
	PART_CREDIT,
	PART_RIGHTS,
	PART_POSITION,
	PART_PLACE, /* its name */
	PART_TERM
};

/* What a file beside the story is to it. */
enum harvest_file { FILE_TRANSCRIPT, FILE_CAPTIONS, FILE_CHAPTERS };

struct harvest_word {
	enum xml_space space;
	const char *local; /* lower case */
	unsigned scopes;   /* bits */
	enum harvest_action action;
	int arg;
};

/* NULL: nothing that we know there. XML_ATOM counts as XML_NONE. */
const struct harvest_word *harvest_word_of(
	struct xml_name name, enum harvest_scope scope);

#endif
