/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harvest_words - the words of RSS 0.90 to 2.0, Atom 0.3 and 1.0, CDF, and of
 * the modules that people use, in one table.
 *
 * Sources: RSS 0.90 to 2.0, the RSS Best Practices Profile, RSS 1.0 and its
 * modules, RFC 4287, RFC 4946, RFC 6721, Atom 0.3 (draft-ietf-atompub-format-02
 * and before), CDF 0.41, Media RSS 1.5.1, iTunes' podcast tags, GeoRSS 1.0, GML
 * 3.1, the W3C's basic geo vocabulary, DCMI terms, PRISM 1.0 to 3.0, the
 * podcast namespace 1.0 of podcastindex.org, Slash, Comment API.
 *
 * Left alone on purpose: what is no fact of a story (podcast:locked, value,
 * txt, soundbite, itunes:block, episode, explicit), and what changes by itself
 * and would look like news (slash:comments, hit_parade, media:community).
 */
#include "format/harvest_words.h"

#include <string.h>

#include "base/auto.h"
#include "format/harvest.h"

#define IN(scope) (1u << SCOPE_##scope)
#define IN_FEED IN(FEED)
#define IN_ENTRY IN(ENTRY)
#define IN_ANY (IN(FEED) | IN(ENTRY) | IN(SOURCE))
#define IN_MEDIA IN(MEDIA)
#define IN_GROUP (IN(ENTRY) | IN(GROUP))
#define IN_PART (IN(GROUP) | IN(MEDIA))
#define IN_PERSON IN(PERSON)
#define IN_TOP (IN(DOCUMENT) | IN(ROOT) | IN(FEED) | IN(NESTED))
#define IN_WHERE (IN(WHERE) | IN(ENTRY))

static const struct harvest_word words[] = {
	/* structure */
	{ XML_NONE, "rss", IN(DOCUMENT), DO_ENTER, SCOPE_ROOT },
	{ XML_NONE, "rdf", IN(DOCUMENT), DO_ENTER, SCOPE_ROOT },
	{ XML_RDF, "rdf", IN(DOCUMENT), DO_ENTER, SCOPE_ROOT },
	{ XML_NONE, "feed", IN(DOCUMENT) | IN(ROOT), DO_FEED, 0 },
	{ XML_NONE, "channel", IN(DOCUMENT) | IN(ROOT), DO_FEED, 0 },
	{ XML_NONE, "channel", IN_FEED | IN(NESTED), DO_ENTER, SCOPE_NESTED },
	{ XML_NONE, "items", IN(ROOT) | IN_FEED, DO_ENTER, SCOPE_NESTED },
	{ XML_NONE, "item", IN_TOP, DO_ENTRY, 0 },
	{ XML_NONE, "entry", IN_TOP, DO_ENTRY, 0 },
	{ XML_TOMBSTONE, "deleted-entry", IN_TOP, DO_TOMB, 0 },
	{ XML_TOMBSTONE, "comment", IN_ENTRY, DO_TEXT, POST_COMMENT },
	{ XML_APP, "control", IN_ENTRY, DO_ENTER, SCOPE_CONTROL },
	{ XML_APP, "draft", IN(CONTROL) | IN_ENTRY, DO_WORD, POST_DRAFT },
	{ XML_NONE, "source", IN_ENTRY, DO_SOURCE, 0 },
	{ XML_NONE, "image", IN_FEED | IN(ROOT) | IN_ENTRY, DO_ENTER,
		SCOPE_IMAGE },
	{ XML_NONE, "url", IN(IMAGE), DO_WORD, POST_IMAGE },
	/* core text */
	{ XML_NONE, "title", IN_ANY, DO_TEXT, POST_TITLE },
	{ XML_NONE, "description", IN_ANY, DO_TEXT, POST_SUMMARY },
	{ XML_NONE, "summary", IN_ANY, DO_TEXT, POST_ABSTRACT },
	{ XML_NONE, "abstract", IN_ANY, DO_TEXT, POST_ABSTRACT },
	{ XML_NONE, "tagline", IN_ANY, DO_TEXT, POST_SUMMARY },
	{ XML_NONE, "subtitle", IN_ANY, DO_TEXT, POST_SUMMARY },
	{ XML_NONE, "info", IN_FEED, DO_TEXT, POST_INFO },
	{ XML_FEEDBURNER, "browserfriendly", IN_FEED, DO_TEXT, POST_INFO },
	{ XML_NONE, "content", IN_ENTRY, DO_TEXT, POST_CONTENT },
	{ XML_NONE, "encoded", IN_ENTRY, DO_TEXT, POST_CONTENT },
	{ XML_CONTENT, "encoded", IN_ENTRY, DO_TEXT, POST_CONTENT },
	{ XML_NONE, "fullitem", IN_ENTRY, DO_TEXT, POST_CONTENT },
	{ XML_NONE, "body", IN_ENTRY, DO_MARKUP, POST_XHTML },
	{ XML_XHTML, "body", IN_ENTRY, DO_MARKUP, POST_XHTML },
	{ XML_XHTML, "div", IN_ENTRY, DO_MARKUP, POST_XHTML },
	{ XML_XHTML, "p", IN_ENTRY, DO_MARKUP, POST_XHTML },
	/* identity and links */
	{ XML_NONE, "link", IN_ANY, DO_LINK, 0 },
	{ XML_NONE, "guid", IN_ANY, DO_WORD, POST_GUID },
	{ XML_NONE, "id", IN_ANY, DO_WORD, POST_GUID },
	{ XML_FEEDBURNER, "origlink", IN_ENTRY, DO_WORD, POST_ORIG_LINK },
	{ XML_DC, "identifier", IN_ENTRY, DO_WORD, POST_DC_IDENTIFIER },
	{ XML_DCTERMS, "identifier", IN_ENTRY, DO_WORD, POST_DC_IDENTIFIER },
	{ XML_PODCAST, "guid", IN_FEED, DO_WORD, POST_DC_IDENTIFIER },
	{ XML_PRISM, "doi", IN_ENTRY, DO_WORD, POST_DOI },
	{ XML_NONE, "comments", IN_ENTRY, DO_WORD, POST_COMMENTS },
	{ XML_WFW, "commentrss", IN_ENTRY, DO_WORD, POST_COMMENTS_FEED },
	/* dates */
	{ XML_NONE, "pubdate", IN_ANY, DO_WORD, POST_PUBLISHED },
	{ XML_NONE, "published", IN_ANY, DO_WORD, POST_PUBLISHED },
	{ XML_NONE, "issued", IN_ANY, DO_WORD, POST_PUBLISHED },
	{ XML_NONE, "created", IN_ANY, DO_WORD, POST_CREATED },
	{ XML_NONE, "updated", IN_ANY, DO_WORD, POST_UPDATED },
	{ XML_NONE, "modified", IN_ANY, DO_WORD, POST_UPDATED },
	{ XML_NONE, "lastbuilddate", IN_FEED, DO_WORD, POST_UPDATED },
	{ XML_NONE, "expirationdate", IN_ENTRY, DO_WORD, POST_EXPIRES },
	{ XML_PRISM, "expirationdate", IN_ENTRY, DO_WORD, POST_EXPIRES },
	{ XML_PRISM, "publicationdate", IN_ENTRY, DO_WORD, POST_ISSUED },
	{ XML_PRISM, "modificationdate", IN_ENTRY, DO_WORD, POST_MODIFIED },
	{ XML_PRISM, "creationdate", IN_ENTRY, DO_WORD, POST_CREATED },
	{ XML_PRISM, "killdate", IN_ENTRY, DO_WORD, POST_KILL_DATE },
	{ XML_PRISM, "embargodate", IN_ENTRY, DO_WORD, POST_EMBARGO },
	{ XML_PRISM, "releasetime", IN_ENTRY, DO_WORD, POST_RELEASE },
	{ XML_DC, "date", IN_ANY, DO_WORD, POST_DC_DATE },
	{ XML_DCTERMS, "date", IN_ANY, DO_WORD, POST_DC_DATE },
	{ XML_DCTERMS, "issued", IN_ANY, DO_WORD, POST_ISSUED },
	{ XML_DCTERMS, "created", IN_ANY, DO_WORD, POST_CREATED },
	{ XML_DCTERMS, "modified", IN_ANY, DO_WORD, POST_MODIFIED },
	{ XML_DCTERMS, "valid", IN_ENTRY, DO_WORD, POST_VALID },
	/* people */
	{ XML_NONE, "author", IN_ANY, DO_PERSON, POST_AUTHOR },
	{ XML_NONE, "managingeditor", IN_FEED, DO_PERSON, POST_AUTHOR },
	{ XML_NONE, "contributor", IN_ANY, DO_PERSON, POST_CONTRIBUTOR },
	{ XML_NONE, "webmaster", IN_FEED, DO_PERSON, POST_PUBLISHER },
	{ XML_DC, "creator", IN_ANY, DO_PERSON, POST_CREATOR },
	{ XML_DC, "author", IN_ANY, DO_PERSON, POST_CREATOR },
	{ XML_DCTERMS, "creator", IN_ANY, DO_PERSON, POST_CREATOR },
	{ XML_DC, "contributor", IN_ANY, DO_PERSON, POST_CONTRIBUTOR },
	{ XML_DC, "publisher", IN_ANY, DO_PERSON, POST_PUBLISHER },
	{ XML_DCTERMS, "contributor", IN_ANY, DO_PERSON, POST_CONTRIBUTOR },
	{ XML_DCTERMS, "publisher", IN_ANY, DO_PERSON, POST_PUBLISHER },
	{ XML_PODCAST, "person", IN_FEED | IN_ENTRY, DO_PERSON,
		POST_PARTICIPANT },
	{ XML_ITUNES, "author", IN_ANY, DO_PERSON, POST_ITUNES_AUTHOR },
	{ XML_ITUNES, "owner", IN_FEED, DO_PERSON, POST_PUBLISHER },
	{ XML_NONE, "name", IN_PERSON, DO_PART, PART_NAME },
	{ XML_NONE, "email", IN_PERSON, DO_PART, PART_EMAIL },
	{ XML_NONE, "uri", IN_PERSON, DO_PART, PART_URL },
	{ XML_NONE, "url", IN_PERSON, DO_PART, PART_URL },
	{ XML_NONE, "homepage", IN_PERSON, DO_PART, PART_URL },
	{ XML_ITUNES, "name", IN_PERSON, DO_PART, PART_NAME },
	{ XML_ITUNES, "email", IN_PERSON, DO_PART, PART_EMAIL },
	/* subjects */
	{ XML_NONE, "category", IN_ANY, DO_SUBJECT, 0 },
	{ XML_NONE, "keywords", IN_ENTRY, DO_KEYWORDS, 0 },
	{ XML_NONE, "tags", IN_ANY, DO_KEYWORDS, 0 },
	{ XML_DC, "subject", IN_ANY, DO_SUBJECT, 0 },
	{ XML_DCTERMS, "subject", IN_ANY, DO_SUBJECT, 0 },
	{ XML_PRISM, "keyword", IN_ENTRY, DO_SUBJECT, 0 },
	{ XML_PRISM, "section", IN_ENTRY, DO_SUBJECT, 0 },
	{ XML_PRISM, "subsection1", IN_ENTRY, DO_SUBJECT, 0 },
	{ XML_PRISM, "subsection2", IN_ENTRY, DO_SUBJECT, 0 },
	{ XML_PRISM, "subsection3", IN_ENTRY, DO_SUBJECT, 0 },
	{ XML_PRISM, "subsection4", IN_ENTRY, DO_SUBJECT, 0 },
	{ XML_PRISM, "category", IN_ENTRY, DO_SUBJECT, 0 },
	{ XML_PRISM, "person", IN_ENTRY, DO_CONCEPT, POST_ABOUT_PERSON },
	{ XML_PRISM, "organization", IN_ENTRY, DO_CONCEPT,
		POST_ABOUT_ORGANISATION },
	{ XML_PRISM, "location", IN_ENTRY, DO_CONCEPT, POST_ABOUT_PLACE },
	{ XML_PRISM, "event", IN_ENTRY, DO_CONCEPT, POST_ABOUT_EVENT },
	{ XML_PRISM, "object", IN_ENTRY, DO_CONCEPT, POST_ABOUT_OBJECT },
	{ XML_PRISM, "genre", IN_ENTRY, DO_CONCEPT, POST_ABOUT_GENRE },
	{ XML_SLASH, "section", IN_ENTRY, DO_SUBJECT, 0 },
	{ XML_SLASH, "department", IN_ENTRY, DO_SUBJECT, 0 },
	{ XML_TAXO, "topics", IN_ENTRY, DO_ENTER, SCOPE_TOPICS },
	{ XML_RDF, "bag", IN(TOPICS), DO_ENTER, SCOPE_TOPICS },
	{ XML_RDF, "seq", IN(TOPICS), DO_ENTER, SCOPE_TOPICS },
	{ XML_RDF, "li", IN(TOPICS), DO_TOPIC, POST_ABOUT_SUBJECT },
	{ XML_TAXO, "topic", IN(TOPICS) | IN_ENTRY, DO_TOPIC,
		POST_ABOUT_SUBJECT },
	{ XML_TAXO, "topic", IN(ROOT), DO_TOPIC, POST_ABOUT_TOPIC },
	{ XML_DC, "title", IN(TOPIC), DO_PART, PART_TERM },
	{ XML_NONE, "title", IN(TOPIC), DO_PART, PART_TERM },
	{ XML_MEDIA, "category", IN_GROUP | IN_MEDIA, DO_SUBJECT, 0 },
	{ XML_MEDIA, "keywords", IN_GROUP | IN_MEDIA, DO_KEYWORDS, 0 },
	{ XML_ITUNES, "category", IN_ANY, DO_SUBJECT, 0 },
	{ XML_ITUNES, "keywords", IN_ANY, DO_KEYWORDS, 0 },
	/* language, rights, sources */
	{ XML_NONE, "language", IN_ANY, DO_WORD, POST_LANGUAGE },
	{ XML_DC, "language", IN_ANY, DO_WORD, POST_LANGUAGE },
	{ XML_DCTERMS, "language", IN_ANY, DO_WORD, POST_LANGUAGE },
	{ XML_NONE, "copyright", IN_ANY, DO_TEXT, POST_RIGHTS },
	{ XML_NONE, "rights", IN_ANY, DO_TEXT, POST_RIGHTS },
	{ XML_DC, "rights", IN_ANY, DO_TEXT, POST_DC_RIGHTS },
	{ XML_DCTERMS, "rights", IN_ANY, DO_TEXT, POST_DC_RIGHTS },
	{ XML_PRISM, "copyright", IN_ANY, DO_TEXT, POST_DC_RIGHTS },
	{ XML_CC, "license", IN_ANY, DO_HREF, POST_LICENSE },
	{ XML_DCTERMS, "license", IN_ANY, DO_HREF, POST_LICENSE },
	{ XML_MEDIA, "license", IN_GROUP, DO_HREF, POST_LICENSE },
	{ XML_PODCAST, "license", IN_FEED | IN_ENTRY, DO_LICENSE, 0 },
	{ XML_DCTERMS, "rightsholder", IN_ANY, DO_TEXT, POST_RIGHTS_HOLDER },
	{ XML_DCTERMS, "accessrights", IN_ANY, DO_TEXT, POST_TERMS },
	{ XML_MEDIA, "restriction", IN_GROUP | IN_MEDIA, DO_RESTRICTION, 0 },
	{ XML_DC, "source", IN_ENTRY, DO_TEXT, POST_DC_SOURCE },
	{ XML_DCTERMS, "source", IN_ENTRY, DO_TEXT, POST_DC_SOURCE },
	{ XML_AG, "source", IN_ENTRY, DO_TEXT, POST_AG_SOURCE },
	{ XML_AG, "sourceurl", IN_ENTRY, DO_WORD, POST_AG_SOURCE_LINK },
	{ XML_PRISM, "publicationname", IN_ENTRY, DO_TEXT, POST_PUBLICATION },
	{ XML_NONE, "generator", IN_ANY, DO_GENERATOR, 0 },
	{ XML_NONE, "docs", IN_FEED, DO_WORD, POST_DOCS },
	{ XML_NONE, "ttl", IN_FEED, DO_WORD, POST_TTL },
	{ XML_NONE, "cloud", IN_FEED, DO_CLOUD, 0 },
	{ XML_NONE, "textinput", IN_FEED | IN(ROOT), DO_ENTER, SCOPE_INPUT },
	{ XML_NONE, "title", IN(INPUT), DO_TEXT, POST_INPUT_TITLE },
	{ XML_NONE, "description", IN(INPUT), DO_TEXT, POST_INPUT_DESCRIPTION },
	{ XML_NONE, "name", IN(INPUT), DO_TEXT, POST_INPUT_NAME },
	{ XML_NONE, "link", IN(INPUT), DO_WORD, POST_INPUT_LINK },
	{ XML_NONE, "skiphours", IN_FEED, DO_ENTER, SCOPE_SKIPS },
	{ XML_NONE, "skipdays", IN_FEED, DO_ENTER, SCOPE_SKIPS },
	{ XML_NONE, "hour", IN(SKIPS), DO_CONCEPT, POST_SKIP_HOUR },
	{ XML_NONE, "day", IN(SKIPS), DO_CONCEPT, POST_SKIP_DAY },
	{ XML_ADMIN, "generatoragent", IN_FEED, DO_HREF, POST_GENERATOR },
	{ XML_NONE, "logo", IN_ANY, DO_HREF, POST_LOGO },
	{ XML_NONE, "icon", IN_ANY, DO_HREF, POST_ICON },
	/* other vocabularies for the same */
	{ XML_DC, "title", IN_ANY, DO_TEXT, POST_DC_TITLE },
	{ XML_DCTERMS, "title", IN_ANY, DO_TEXT, POST_DC_TITLE },
	{ XML_ITUNES, "title", IN_ANY, DO_TEXT, POST_DC_TITLE },
	{ XML_DC, "description", IN_ANY, DO_TEXT, POST_DC_DESCRIPTION },
	{ XML_DCTERMS, "abstract", IN_ANY, DO_TEXT, POST_DC_DESCRIPTION },
	{ XML_DCTERMS, "description", IN_ANY, DO_TEXT, POST_DC_DESCRIPTION },
	{ XML_PRISM, "teaser", IN_ENTRY, DO_TEXT, POST_TEASER },
	{ XML_ITUNES, "summary", IN_ANY, DO_TEXT, POST_ITUNES_SUMMARY },
	{ XML_ITUNES, "description", IN_ANY, DO_TEXT, POST_ITUNES_SUMMARY },
	{ XML_ITUNES, "subtitle", IN_ANY, DO_TEXT, POST_ITUNES_SUBTITLE },
	{ XML_ITUNES, "link", IN_ANY, DO_LINK, 0 },
	{ XML_ITUNES, "image", IN_ANY, DO_HREF, POST_ITUNES_IMAGE },
	/* media */
	{ XML_NONE, "enclosure", IN_ENTRY, DO_ENCLOSURE, 0 },
	{ XML_ENC, "enclosure", IN_ENTRY, DO_ENCLOSURE, 0 },
	{ XML_ITUNES, "duration", IN_ENTRY, DO_WORD, POST_DURATION },
	{ XML_PODCAST, "alternateenclosure", IN_ENTRY, DO_ALTERNATE, 0 },
	{ XML_PODCAST, "source", IN_MEDIA, DO_ADDRESS, 0 },
	{ XML_PODCAST, "transcript", IN_ENTRY, DO_FILE, FILE_TRANSCRIPT },
	{ XML_PODCAST, "chapters", IN_ENTRY, DO_FILE, FILE_CHAPTERS },
	{ XML_MEDIA, "subtitle", IN_GROUP | IN_MEDIA, DO_FILE, FILE_CAPTIONS },
	{ XML_MEDIA, "group", IN_ENTRY, DO_GROUP, 0 },
	{ XML_MEDIA, "content", IN_GROUP, DO_MEDIA, 0 },
	{ XML_MEDIA, "thumbnail", IN_GROUP | IN_MEDIA, DO_THUMBNAIL, 0 },
	{ XML_MEDIA, "title", IN_ENTRY, DO_TEXT, POST_MEDIA_TITLE },
	{ XML_MEDIA, "description", IN_ENTRY, DO_TEXT, POST_MEDIA_DESCRIPTION },
	{ XML_MEDIA, "text", IN_ENTRY, DO_TEXT, POST_MEDIA_TEXT },
	{ XML_MEDIA, "copyright", IN_ENTRY, DO_RIGHTS, 0 },
	{ XML_MEDIA, "credit", IN_ENTRY, DO_CREDIT, 0 },
	{ XML_MEDIA, "title", IN_PART, DO_PART, PART_TITLE },
	{ XML_MEDIA, "text", IN_PART, DO_PART, PART_WORDS },
	{ XML_MEDIA, "description", IN_PART, DO_PART, PART_CAPTION },
	{ XML_MEDIA, "credit", IN_PART, DO_PART, PART_CREDIT },
	{ XML_MEDIA, "copyright", IN_PART, DO_PART, PART_RIGHTS },
	/* places */
	{ XML_DCTERMS, "spatial", IN_ENTRY, DO_TEXT, POST_PLACE },
	{ XML_GEORSS, "featurename", IN_ENTRY, DO_TEXT, POST_PLACE },
	{ XML_GEORSS, "point", IN_ENTRY, DO_GEO, POST_POINT },
	{ XML_GEORSS, "line", IN_ENTRY, DO_GEO, POST_LINE },
	{ XML_GEORSS, "polygon", IN_ENTRY, DO_GEO, POST_POLYGON },
	{ XML_GEORSS, "box", IN_ENTRY, DO_GEO, POST_BOX },
	{ XML_GEORSS, "circle", IN_ENTRY, DO_GEO, POST_CIRCLE },
	{ XML_GEORSS, "where", IN_ENTRY | IN_MEDIA | IN(WHERE), DO_ENTER,
		SCOPE_WHERE },
	{ XML_PODCAST, "location", IN_ENTRY, DO_LOCATION, 0 },
	{ XML_MEDIA, "location", IN_GROUP | IN_MEDIA, DO_ENTER, SCOPE_WHERE },
	{ XML_GML, "point", IN_WHERE, DO_GML, POST_POINT },
	{ XML_GML, "linestring", IN_WHERE, DO_GML, POST_LINE },
	{ XML_GML, "polygon", IN_WHERE, DO_GML, POST_POLYGON },
	{ XML_GML, "envelope", IN_WHERE, DO_GML, POST_BOX },
	{ XML_GML, "exterior", IN(WHERE), DO_ENTER, SCOPE_WHERE },
	{ XML_GML, "linearring", IN(WHERE), DO_ENTER, SCOPE_WHERE },
	{ XML_GML, "pos", IN(WHERE), DO_PART, PART_POSITION },
	{ XML_GML, "poslist", IN(WHERE), DO_PART, PART_POSITION },
	{ XML_GML, "lowercorner", IN(WHERE), DO_PART, PART_POSITION },
	{ XML_GML, "uppercorner", IN(WHERE), DO_PART, PART_POSITION },
	{ XML_GEO, "point", IN_ENTRY, DO_ENTER, SCOPE_ENTRY },
	{ XML_GEO, "lat", IN_ENTRY, DO_WORD, POST_LATITUDE },
	{ XML_GEO, "long", IN_ENTRY, DO_WORD, POST_LONGITUDE },
	{ XML_GEO, "lon", IN_ENTRY, DO_WORD, POST_LONGITUDE },
	{ XML_GEO, "latitude", IN_ENTRY, DO_WORD, POST_LATITUDE },
	{ XML_GEO, "longitude", IN_ENTRY, DO_WORD, POST_LONGITUDE },
};

#define N_BUCKETS 512u
#define WORD_MAX 24u /* bytes of the longest word, and one */

static int16_t first[N_BUCKETS]; /* index + 1 */
static int16_t next[n_elements(words)];

static unsigned
bucket_of(enum xml_space space, const char *lower)
{
	unsigned hash = 2166136261u ^ (unsigned)space;

	for (; *lower != '\0'; lower++)
		hash = (hash ^ (unsigned char)*lower) * 16777619u;
	return (hash ^ (hash >> 13)) % N_BUCKETS;
}

void
harvest_preload(void)
{
	if (next[0] != 0 || first[bucket_of(words[0].space, words[0].local)])
		return;
	for (size_t i = n_elements(words); i-- != 0;) {
		unsigned at = bucket_of(words[i].space, words[i].local);

		next[i] = first[at];
		first[at] = (int16_t)(i + 1);
	}
}

const struct harvest_word *
harvest_word_of(struct xml_name name, enum harvest_scope scope)
{
	enum xml_space space = name.space == XML_ATOM ? XML_NONE : name.space;
	char lower[WORD_MAX];
	size_t len = 0;

	for (; name.local[len] != '\0'; len++) {
		char c = name.local[len];

		if (len + 1 == WORD_MAX)
			return NULL;
		lower[len] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	lower[len] = '\0';
	for (int16_t i = first[bucket_of(space, lower)]; i != 0;
		i = next[i - 1]) {
		const struct harvest_word *word = &words[i - 1];

		if (word->space == space && (word->scopes >> scope & 1u) != 0 &&
			strcmp(word->local, lower) == 0)
			return word;
	}
	return NULL;
}
