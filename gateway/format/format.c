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
#include "base/utf8.h"
#include "crypto/uuid5.h"
#include "format/decoders.h"
#include "format/wireframe.h"
#include "format/harvest.h"
#include "format/xml.h"
#include "text/charset.h"

#define FORMAT_MAX_TEXT (40u << 20) /* bytes of one document as UTF-8 */
#define FORMAT_NAMES \
	"ninjs, RSS, RDF, Atom, CDF, JSON Feed, NewsML-G2, NewsML 1, NITF, " \
	"IPTC 7901, ANPA 1312, HTML and plain text"

static const char *const ninjs_types[] = { "application/json",
	"application/ninjs+json", "application/vnd.iptc.ninjs+json",
	"text/json", NULL };
static const char *const rss_types[] = { "application/rss+xml", "text/rss+xml",
	NULL };
static const char *const newsml_g2_types[] = {
	"application/vnd.iptc.g2.newsmessage+xml",
	"application/vnd.iptc.g2.newsitem+xml",
	"application/vnd.iptc.g2.packageitem+xml",
	"application/vnd.iptc.g2.planningitem+xml",
	"application/vnd.iptc.g2.conceptitem+xml",
	"application/vnd.iptc.g2.knowledgeitem+xml",
	"application/vnd.iptc.g2.catalogitem+xml", NULL
};
static const char *const anpa_types[] = { "text/vnd.anpa.1312",
	"application/x-anpa", NULL };
static const char *const iptc7901_types[] = { "text/vnd.iptc.7901",
	"application/x-iptc7901", NULL };
static const char *const newsml_1_types[] = { "text/vnd.iptc.newsml",
	"application/vnd.iptc.newsml+xml", NULL };
static const char *const nitf_types[] = { "application/nitf+xml", NULL };
static const char *const rdf_types[] = { "application/rdf+xml", NULL };
static const char *const atom_types[] = { "application/atom+xml", NULL };
static const char *const cdf_types[] = { "application/x-cdf",
	"application/x-netcdf", NULL };
static const char *const jsonfeed_types[] = { "application/feed+json", NULL };
static const char *const html_types[] = { "text/html", "application/xhtml+xml",
	NULL };
static const char *const text_types[] = { "text/plain", NULL };

static const struct format formats[] = {
	{ "ninjs", ninjs_types, ninjs_sniff, ninjs_decode },
	{ "rss", rss_types, rss_sniff, rss_decode },
	{ "rdf", rdf_types, rdf_sniff, rdf_decode },
	{ "atom", atom_types, atom_sniff, atom_decode },
	{ "cdf", cdf_types, cdf_sniff, cdf_decode },
	{ "jsonfeed", jsonfeed_types, jsonfeed_sniff, jsonfeed_decode },
	{ "newsml-g2", newsml_g2_types, newsml_g2_sniff, newsml_g2_decode },
	{ "newsml-1", newsml_1_types, newsml_1_sniff, newsml_1_decode },
	{ "nitf", nitf_types, nitf_sniff, nitf_decode },
	{ "iptc7901", iptc7901_types, iptc7901_sniff, iptc7901_decode },
	{ "anpa", anpa_types, anpa_sniff, anpa_decode },
	{ "html", html_types, page_sniff, page_decode },
	{ "text", text_types, plain_sniff, plain_decode },
};

#define NINJS (&formats[0])
#define RSS (&formats[1])
#define TEXT (&formats[n_elements(formats) - 1])
#define HTML (&formats[n_elements(formats) - 2])
#define JSONFEED (&formats[5])

void
format_preload(void)
{
	unsigned drawn = 0;
	ssize_t got = getrandom(&drawn, sizeof(drawn), 0);

	json_object_seed(got == sizeof(drawn) && drawn != 0 ? drawn : 1);
	xml_preload();
	harvest_preload();
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

void
decoded_mended(struct decoded *decoded, const struct problem *strict)
{
	struct problem warning = *strict;

	if (strict->code == NULL)
		return;
	warning.code = "W-XML-MALFORMED";
	problem_list_add(&decoded->warnings, &warning);
	decoded->well_formed = false;
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

static bool
is_feed(const struct format *format)
{
	return format >= RSS && format <= JSONFEED;
}

static bool
is_prose(const struct format *format)
{
	return format == TEXT || format == HTML;
}

static const struct format *
format_sniffed(struct slice text, const struct format *declared)
{
	const struct format *best = NULL;
	int best_score = 0;

	for (size_t i = 0; i < n_elements(formats) && best_score < 100; i++) {
		int score = formats[i].sniff(text);

		if (score == 100) /* nothing that was declared can outdo it */
			return &formats[i];
		if (score != 0 && &formats[i] == declared)
			score += 70;
		if (score > best_score) {
			best = &formats[i];
			best_score = score;
		}
	}
	return best;
}

/* JSON is told by what it holds, but is JSON all the same when it is broken. */
static const struct format *
json_dialect(struct slice text)
{
	return jsonfeed_sniff(text) > ninjs_sniff(text) ? JSONFEED : NINJS;
}

static int
format_find(const struct document *document, struct slice text,
	const struct format **ret_format, struct problem *why)
{
	struct slice type = media_type(document->content_type);
	const struct format *declared = format_declared(type);
	const struct format *found = NULL;

	if (declared == NINJS)
		found = json_dialect(text);
	if (found == NULL)
		found = format_sniffed(text, declared);
	/* what was sent as a feed and looks like prose, or like the page of an
	 * error, is a broken feed */
	if (declared != NULL && !is_prose(declared) &&
		(found == NULL || is_prose(found)))
		found = declared;
	/* XML that nobody knows, or that does not even begin: let the parser
	 * say so, with line and column */
	struct slice top = slice_trim(text);
	bool is_xml = declared == NULL && slice_starts(top, SLICE("<")) &&
		      (is_xml_type(type) || found == NULL ||
			      slice_starts(top, SLICE("<?xml")));

	if (is_xml && (found == NULL || found == TEXT))
		found = RSS;
	if (found == NULL && slice_is_nocase(type, "text/plain"))
		found = declared;
	if (found == NULL)
		return problem_set(why, 1, "E-FORMAT-UNKNOWN",
			"this is none of the formats we read: " FORMAT_NAMES);
	*ret_format = found;
	return 0;
}

void
decoded_warn_given_up(struct decoded *decoded, unsigned n)
{
	struct problem warning = PROBLEM_NULL;

	problem_at(&warning, decoded->format, 0, 0);
	problem_set(&warning, 1, "W-WIRE-GIVEN-UP",
		"%u messages were given up by their sender before their text "
		"had ended",
		n);
	problem_list_add(&decoded->warnings, &warning);
}

/* Wires declare no character set. What is not UTF-8 on them is what the partner
 * says, else Latin-1, and no guess by the look of the bytes: their controls
 * would spoil it. */
static struct slice
wire_charset(const struct document *document)
{
	struct slice type = document->content_type;
	struct slice head;

	if (type.len != 0 && memmem(type.at, type.len, "charset", 7) != NULL)
		return type;
	if (charset_is_known(document->partner->charset))
		return type;
	if (!wireframe_begins(document->bytes, &head) ||
		utf8_is_valid(document->bytes))
		return type;
	return SLICE("text/plain; charset=iso-8859-1");
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
	if (verdict->reason == CHARSET_GUESSED ||
		verdict->reason == CHARSET_FALLBACK) {
		problem_set(&warning, 1, "W-CHARSET-GUESSED",
			"nothing says what encoding this is; read as %s "
			"(%s)",
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

/* A feed that was sent as text is a feed all the same. */
static void
warn_type(const struct document *document, const struct format *found,
	struct decoded *decoded)
{
	struct slice type = media_type(document->content_type);
	const struct format *declared = format_declared(type);
	struct problem warning = PROBLEM_NULL;

	if (declared == NULL || declared == found || !is_feed(found) ||
		(is_feed(declared) && is_xml_type(type)))
		return;
	problem_at(&warning, "format", 0, 0);
	problem_set(&warning, 1, "W-FORMAT-TYPE", "sent as %.*s, but it is %s",
		(int)(type.len > 80 ? 80 : type.len), type.at, found->name);
	problem_list_add(&decoded->warnings, &warning);
}

/* Which words nobody declared and somebody decided. */
static void
note_charset(struct decoded *decoded, const struct charset_verdict *verdict)
{
	auto_(buf_done) struct buf rule = BUF_NULL;
	struct tt_evidence evidence = { 0, 0, NULL, 1 };

	if (verdict->reason < CHARSET_USUAL)
		return;
	buf_printf(&rule, "%s for want of a declaration",
		charset_reason_name(verdict->reason));
	evidence.rule = buf_text(&rule);
	for (size_t i = 0; i < decoded->n_drafts; i++)
		draft_note_reading(decoded->drafts[i], "/source_text",
			slice_text(verdict->name), &evidence);
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

#define NOISE_MAX 4096u /* bytes that may stand before an XML declaration */

/* What a broken page of a content system prints before its feed: the document
 * begins where XML does, if that is all that follows. */
static struct slice
skip_noise(struct slice text, struct problem *ret_noise)
{
	struct slice top = slice_trim(text), rest;
	const char *xml;
	const struct format *found;

	if (top.len == 0 || top.at[0] == '<' || top.at[top.len - 1] != '>')
		return text;
	xml = memmem(
		top.at, top.len < NOISE_MAX ? top.len : NOISE_MAX, "<?xml ", 6);
	if (xml == NULL)
		return text;
	rest = slice_of(xml, top.len - (size_t)(xml - top.at));
	found = format_sniffed(rest, NULL);
	if (found == NULL || is_prose(found) || found->sniff(rest) != 100)
		return text;
	problem_at(ret_noise, "document", 1, 1);
	problem_set(ret_noise, 1, "E-XML-SYNTAX",
		"%zu bytes stand before the XML begins",
		(size_t)(xml - text.at));
	return rest;
}

static int
decode_into(const struct document *document, struct decoded *decoded,
	struct problem *why)
{
	auto_(buf_done) struct buf room = BUF_LIMIT(FORMAT_MAX_TEXT);
	struct charset_verdict verdict;
	const struct format *format = NULL;
	struct problem noise = PROBLEM_NULL;
	struct slice text;

	problem_at(why, "document", 0, 0);
	if (charset_decode(document->bytes, wire_charset(document),
		    document->partner->charset, &room, &verdict, why) != 0)
		return 1;
	decoded->encoding = slice_text(verdict.name);
	warn_charset(decoded, &verdict);
	text = skip_noise(verdict.text, &noise);
	if (format_find(document, text, &format, why) != 0)
		return 1;
	warn_type(document, format, decoded);
	decoded->format = format->name;
	decoded->format_version = SLICE("");
	decoded->well_formed = true;
	decoded_mended(decoded, &noise);
	if (format->decode(document, text, decoded, why) != 0 ||
		refuse_cut(decoded, why) != 0) {
		decoded->well_formed = false;
		return 1;
	}
	note_charset(decoded, &verdict);
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
