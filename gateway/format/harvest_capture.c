/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harvest_capture - the text of one element, whatever it is wrapped in: plain,
 * escaped markup, elements, base64.
 *
 * Elements inside are written out again for the HTML reader, and only from then
 * on is the text escaped, so that the common case is a plain copy.
 */
#include <string.h>

#include "base/escape.h"
#include "base/utf8.h"
#include "crypto/base64.h"
#include "format/harvest_parts.h"
#include "text/legacy.h"
#include "text/url.h"

static struct capture *
capture_begin(struct harvest *h, enum harvest_kind kind)
{
	struct frame *frame = harvest_top(h);

	h->capture = (struct capture){
		.depth = h->depth,
		.kind = kind,
		.is_escaped = kind == KIND_MARKUP,
		.item = frame->item,
		.base = frame->base,
		.lang = frame->lang,
	};
	buf_clear(&h->captured);
	return &h->capture;
}

void
capture_slot(struct harvest *h, enum harvest_kind kind, enum posting_slot slot)
{
	capture_begin(h, kind)->slot = slot;
}

void
capture_into(struct harvest *h, enum harvest_kind kind, struct slice *into)
{
	capture_begin(h, kind)->into = into;
}

void
capture_behind(struct harvest *h, enum harvest_kind kind, struct slice *into)
{
	capture_into(h, kind, into);
	h->capture.is_joined = true;
}

static bool
is_markup_type(struct slice type)
{
	return slice_is_nocase(type, "xhtml") ||
	       slice_is_nocase(type, "application/xhtml+xml") ||
	       slice_is_nocase(type, "application/xml") ||
	       slice_is_nocase(type, "text/xml") ||
	       slice_is_nocase(type, "image/svg+xml") ||
	       slice_is_nocase(type, "application/mathml+xml");
}

/* The construct's own word for what it holds: type (and, in Atom 0.3, mode). */
static enum harvest_kind
kind_of(const struct harvest *h, const char **attributes, bool *ret_is_base64)
{
	struct slice type = slice_trim(harvest_attribute(attributes, "type"));
	struct slice mode = slice_trim(harvest_attribute(attributes, "mode"));
	bool is_text = slice_is_nocase(type, "text") ||
		       slice_is_nocase(type, "plain") ||
		       slice_is_nocase(type, "text/plain") ||
		       slice_starts(type, SLICE("text/"));

	*ret_is_base64 = slice_is_nocase(mode, "base64");
	if (type.len == 0 && !h->dialect->is_atom)
		return KIND_HTML;
	if (slice_is_nocase(type, "html") || slice_is_nocase(type, "text/html"))
		return KIND_HTML;
	if (is_markup_type(type))
		return slice_is_nocase(mode, "escaped") || *ret_is_base64
			       ? KIND_HTML
			       : KIND_MARKUP;
	if (type.len == 0 || is_text)
		return h->dialect->is_atom ? KIND_PLAIN : KIND_HTML;
	/* a media type of its own: RFC 4287 section 4.1.3.3 */
	if (type.len > 4 &&
		slice_is_nocase(slice_of(type.at + type.len - 4, 4), "+xml"))
		return KIND_MARKUP;
	if (memchr(type.at, '/', type.len) == NULL)
		return KIND_HTML;
	/* and anything else is packed; text may come out of it, no picture */
	*ret_is_base64 = true;
	return slice_starts(type, SLICE("application/")) ? KIND_PLAIN
							 : KIND_NONE;
}

/* Elements that close themselves in HTML: a closing tag would be one more. */
static bool
is_void(const char *name)
{
	static const char *const names[] = { "br", "img", "hr", "input", "meta",
		"link", "area", "base", "col", "embed", "source", "track",
		"wbr", "param" };

	for (size_t i = 0; i < n_elements(names); i++)
		if ((name[0] | 0x20) == names[i][0] &&
			slice_is_nocase(slice_text(name), names[i]))
			return true;
	return false;
}

/* Where xml:base changes inside the markup, its links are made absolute here;
 * elsewhere the HTML reader does it. */
static void
put_attribute(struct harvest *h, const char *name, struct slice value)
{
	auto_(buf_done) struct buf url = BUF_NULL;
	struct slice base = harvest_top(h)->base;
	bool is_link = !strcmp(name, "href") || !strcmp(name, "src");

	if (is_link && !slice_equal(base, h->capture.base) &&
		url_resolve(base, value, &url))
		value = buf_slice(&url);
	buf_putc(&h->captured, ' ');
	buf_puts(&h->captured, name);
	buf_puts(&h->captured, "=\"");
	escape_put_lax(&h->captured, value);
	buf_putc(&h->captured, '"');
}

void
capture_open(struct harvest *h, struct xml_name name, const char **attributes)
{
	if (!h->capture.is_escaped) {
		auto_(buf_done) struct buf before = BUF_NULL;

		escape_put_lax(&before, buf_slice(&h->captured));
		buf_clear(&h->captured);
		buf_put_slice(&h->captured, buf_slice(&before));
		h->capture.is_escaped = true;
	}
	buf_putc(&h->captured, '<');
	buf_puts(&h->captured, name.local);
	for (; *attributes != NULL; attributes += 2)
		if (strchr(attributes[0], XML_SEPARATOR) == NULL)
			put_attribute(
				h, attributes[0], slice_text(attributes[1]));
	buf_putc(&h->captured, '>');
}

void
capture_close(struct harvest *h, struct xml_name name)
{
	if (is_void(name.local))
		return;
	buf_puts(&h->captured, "</");
	buf_puts(&h->captured, name.local);
	buf_putc(&h->captured, '>');
}

static bool
has_tag(struct slice text)
{
	for (size_t i = 0; i + 1 < text.len; i++)
		if (text.at[i] == '<' &&
			(text.at[i + 1] == '/' ||
				((text.at[i + 1] | 0x20) >= 'a' &&
					(text.at[i + 1] | 0x20) <= 'z')))
			return true;
	return false;
}

/* Text that was packed; false when it is none, or not text. */
static bool
capture_unpack(struct harvest *h)
{
	auto_(buf_done) struct buf packed = BUF_NULL;
	auto_(buf_done) struct buf text = BUF_NULL;

	for (size_t i = 0; i < h->captured.len; i++)
		if ((unsigned char)h->captured.data[i] > ' ')
			buf_putc(&packed, h->captured.data[i]);
	if (base64_read(buf_slice(&packed), &text) != 0 ||
		!utf8_is_valid(buf_slice(&text)) ||
		slice_has(buf_slice(&text), '\0'))
		return false;
	buf_clear(&h->captured);
	buf_put_slice(&h->captured, buf_slice(&text));
	/* packed text is markup more often than it says so */
	if (h->capture.kind == KIND_PLAIN && has_tag(buf_slice(&text)))
		h->capture.kind = KIND_HTML;
	return true;
}

void
capture_end(struct harvest *h)
{
	struct capture capture;
	struct posting_value *value;
	struct slice text;

	h->capture.depth = 0;
	if (h->capture.kind == KIND_NONE ||
		(h->capture.is_base64 && !capture_unpack(h) &&
			!h->capture.may_be_text))
		return;
	if (legacy_mend(&h->captured))
		h->n_mended++;
	capture = h->capture;
	text = slice_trim(buf_slice(&h->captured));

	if (capture.into != NULL) {
		if (capture.into->len == 0)
			*capture.into = harvest_keep(h, text);
		else if (capture.is_joined && text.len != 0)
			*capture.into = slice_text(arena_printf(&h->arena,
				"%.*s\n%.*s", (int)capture.into->len,
				capture.into->at, (int)text.len, text.at));
		buf_clear(&h->captured);
		return;
	}
	value = posting_new_value(capture.item, capture.slot);
	if (value == NULL && posting_is_date(capture.slot))
		value = capture.item->values[capture.slot];
	if (value == NULL)
		return;
	value->text = harvest_keep(h, text);
	value->base = capture.base;
	value->lang = capture.lang;
	value->is_html = capture.is_escaped || capture.kind != KIND_PLAIN;
}

void
capture_construct(
	struct harvest *h, enum posting_slot slot, const char **attributes)
{
	bool is_base64;
	enum harvest_kind kind = kind_of(h, attributes, &is_base64);
	struct slice src = harvest_attribute(attributes, "src");

	if (slot == POST_CONTENT && src.len != 0) {
		struct posting_link *link =
			posting_add_link(harvest_top(h)->item);

		if (link != NULL)
			*link = (struct posting_link){ .href = harvest_keep(
							       h, src),
				.rel = SLICE("content"),
				.type = harvest_keep(
					h, slice_trim(harvest_attribute(
						   attributes, "type"))),
				.base = harvest_top(h)->base };
		kind = KIND_NONE;
	}
	capture_slot(h, kind, slot);
	h->capture.is_base64 = is_base64;
	h->capture.may_be_text = slot != POST_CONTENT &&
				 harvest_attribute(attributes, "mode").len == 0;
	if (is_base64 && kind == KIND_HTML)
		h->capture.is_escaped = false;
}

void
capture_text(struct harvest *h, struct slice text)
{
	if (h->capture.depth != 0 && h->capture.is_escaped)
		escape_put_lax(&h->captured, text);
	else
		buf_put_slice(&h->captured, text);
}
