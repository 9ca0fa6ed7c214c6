/* SPDX-License-Identifier: Apache-2.0 */
/*
 * format - which decoder reads this? See format.h. A new format is one row
 * here and one file beside it.
 *
 * A declared media type decides where it is unmistakable (JSON, RSS); XML of
 * any kind is told by its root element; what calls itself text, HTML or nothing
 * is looked at. So a JSON document that is broken is a broken JSON document and
 * not a strange piece of prose.
 */
#include "format/format.h"

#include <jansson.h>
#include <string.h>
#include <sys/random.h>

#include "base/auto.h"
#include "base/mem.h"
#include "crypto/uuid5.h"
#include "format/decoders.h"
#include "format/xml.h"
#include "text/charset.h"

#define FORMAT_MAX_TEXT (40u << 20) /* bytes of one document as UTF-8 */
#define FORMAT_NAMES "ninjs 3.1, RSS 2.0, HTML and plain text"

static const char *const ninjs_types[] = { "application/json",
	"application/ninjs+json", "application/vnd.iptc.ninjs+json",
	"text/json", NULL };
static const char *const rss_types[] = { "application/rss+xml", "text/rss+xml",
	NULL };
static const char *const html_types[] = { "text/html", "application/xhtml+xml",
	NULL };
static const char *const text_types[] = { "text/plain", NULL };

static const struct format formats[] = {
	{ "ninjs", ninjs_types, ninjs_sniff, ninjs_decode },
	{ "rss", rss_types, rss_sniff, rss_decode },
	{ "html", html_types, page_sniff, page_decode },
	{ "text", text_types, plain_sniff, plain_decode },
};

#define NINJS (&formats[0])
#define RSS (&formats[1])

/* By root element: known, but nobody has written the file yet. */
static const struct {
	const char *root, *name;
} later[] = {
	{ "feed", "Atom" },
	{ "atom:feed", "Atom" },
	{ "entry", "Atom" },
	{ "rdf:RDF", "RSS 1.0 (RDF)" },
	{ "RDF", "RSS 1.0 (RDF)" },
	{ "newsMessage", "NewsML-G2" },
	{ "newsItem", "NewsML-G2" },
	{ "packageItem", "NewsML-G2" },
	{ "NewsML", "NewsML 1" },
	{ "nitf", "NITF" },
	{ "nitf:nitf", "NITF" },
};

void
format_preload(void)
{
	unsigned drawn = 0;
	ssize_t got = getrandom(&drawn, sizeof(drawn), 0);

	json_object_seed(got == sizeof(drawn) && drawn != 0 ? drawn : 1);
	xml_preload();
	charset_preload();
}

void
decoded_done(struct decoded *decoded)
{
	for (size_t i = 0; i < decoded->n_drafts; i++)
		draft_free(decoded->drafts[i]);
	mem_free(decoded->drafts);
	problem_list_done(&decoded->warnings);
	arena_done(&decoded->arena);
	*decoded = DECODED_NULL;
}

struct draft *
decoded_add_draft(struct decoded *decoded, const struct draft_partner *partner)
{
	if (decoded->n_drafts == FORMAT_MAX_STORIES)
		return NULL;
	mem_grow(decoded->drafts, decoded->n_drafts, decoded->drafts_cap);
	return decoded->drafts[decoded->n_drafts++] = draft_new(partner);
}

void
format_made_up_uri(struct draft *draft, struct slice name)
{
	auto_(buf_done) struct buf urn = BUF_NULL;

	uuid5_put_urn(&urn, slice_text(draft->partner->name), name);
	draft_set(draft, DRAFT_URI, buf_slice(&urn), NULL);
}

/* "text/html" of "Text/HTML; charset=utf-8". */
static struct slice
media_type(struct slice content_type)
{
	struct slice type = { 0 };

	slice_cut(&content_type, ';', &type);
	return slice_trim(type);
}

static const struct format *
format_declared(struct slice type)
{
	for (size_t i = 0; i < n_elements(formats); i++)
		for (const char *const *at = formats[i].media_types; *at; at++)
			if (slice_is_nocase(type, *at))
				return &formats[i];
	return NULL;
}

static bool
is_xml_type(struct slice type)
{
	static const char *const ends[] = { "/xml", "+xml" };

	for (size_t i = 0; i < n_elements(ends); i++)
		if (type.len > 4 &&
			slice_is_nocase(
				slice_of(type.at + type.len - 4, 4), ends[i]))
			return true;
	return false;
}

static const struct format *
format_sniffed(struct slice text, const struct format *declared)
{
	const struct format *best = NULL;
	int best_score = 0;

	for (size_t i = 0; i < n_elements(formats); i++) {
		int score = formats[i].sniff(text);

		if (score != 0 && &formats[i] == declared)
			score += 70;
		if (score > best_score) {
			best = &formats[i];
			best_score = score;
		}
	}
	return best;
}

static int
refuse_later(struct slice root, struct problem *why)
{
	for (size_t i = 0; i < n_elements(later); i++)
		if (slice_is(root, later[i].root))
			return problem_set(why, 1, "E-FORMAT-UNSUPPORTED",
				"%s is not supported yet; supported are "
				"" FORMAT_NAMES,
				later[i].name);
	return 0;
}

static int
format_find(const struct document *document, struct slice text,
	const struct format **ret_format, struct problem *why)
{
	struct slice type = media_type(document->content_type);
	const struct format *declared = format_declared(type);
	struct slice root = xml_root_name(text);
	const struct format *found = NULL;

	if (declared == NINJS || declared == RSS)
		found = declared;
	if (found != NINJS && refuse_later(root, why) != 0)
		return 1;
	if (found == NULL)
		found = format_sniffed(text, declared);
	/* XML that nobody knows, or that does not even begin: let the parser
	 * say so, with line and column */
	struct slice top = slice_trim(text);
	bool is_xml = declared == NULL && slice_starts(top, SLICE("<")) &&
		      (is_xml_type(type) || found == NULL ||
			      slice_starts(top, SLICE("<?xml")));

	if (is_xml && (found == NULL || strcmp(found->name, "html") != 0))
		found = RSS;
	if (found == NULL && slice_is_nocase(type, "text/plain"))
		found = declared;
	if (found == NULL)
		return problem_set(why, 1, "E-FORMAT-UNKNOWN",
			"this is none of the formats we read: " FORMAT_NAMES);
	*ret_format = found;
	return 0;
}

static void
warn_charset(struct decoded *decoded, const struct charset_verdict *verdict)
{
	struct problem warning = PROBLEM_NULL;

	problem_at(&warning, "charset", 0, 0);
	if (verdict->n_replaced != 0) {
		problem_set(&warning, 1, "W-CHARSET-INVALID",
			"%zu bytes are not %s (known from %s) and became "
			"U+FFFD",
			verdict->n_replaced, verdict->name,
			charset_reason_name(verdict->reason));
		problem_list_add(&decoded->warnings, &warning);
	}
	if (verdict->is_suspect) {
		problem_set(&warning, 1, "W-CHARSET-SUSPECT",
			"read as %s (known from %s), but it looks like UTF-8",
			verdict->name, charset_reason_name(verdict->reason));
		problem_list_add(&decoded->warnings, &warning);
	}
	if (verdict->is_label_unknown) {
		problem_set(&warning, 1, "W-CHARSET-LABEL",
			"the declared encoding is not known; read as %s "
			"(known from %s)",
			verdict->name, charset_reason_name(verdict->reason));
		problem_list_add(&decoded->warnings, &warning);
	}
}

/* Half a story is none: what is missing could be its credit or its embargo. */
static int
refuse_cut(const struct decoded *decoded, struct problem *why)
{
	for (size_t i = 0; i < decoded->n_drafts; i++)
		if (draft_is_cut(decoded->drafts[i]))
			return problem_set(why, 1, "E-TEXT-TOO-LONG",
				"more than %u MiB of text in one story",
				DRAFT_MAX_TEXT >> 20);
	return 0;
}

static int
decode_into(const struct document *document, struct decoded *decoded,
	struct problem *why)
{
	auto_(buf_done) struct buf text = BUF_LIMIT(FORMAT_MAX_TEXT);
	struct charset_verdict verdict;
	const struct format *format = NULL;

	problem_at(why, "document", 0, 0);
	if (charset_decode(document->bytes, document->content_type, &text,
		    &verdict, why) != 0)
		return 1;
	decoded->encoding = slice_text(verdict.name);
	warn_charset(decoded, &verdict);
	if (format_find(document, buf_slice(&text), &format, why) != 0)
		return 1;
	decoded->format = format->name;
	decoded->format_version = SLICE("");
	if (format->decode(document, buf_slice(&text), decoded, why) != 0 ||
		refuse_cut(decoded, why) != 0)
		return 1;
	decoded->well_formed = true;
	return 0;
}

int
format_decode(const struct document *document, struct decoded *ret_decoded,
	struct problem *why)
{
	struct decoded decoded = DECODED_NULL;

	if (decode_into(document, &decoded, why) == 0) {
		*ret_decoded = decoded;
		return 0;
	}
	/* what was known before it failed may be shown; drafts may not */
	for (size_t i = 0; i < decoded.n_drafts; i++)
		draft_free(decoded.drafts[i]);
	decoded.drafts = mem_free(decoded.drafts);
	decoded.n_drafts = decoded.drafts_cap = 0;
	*ret_decoded = decoded;
	return 1;
}
