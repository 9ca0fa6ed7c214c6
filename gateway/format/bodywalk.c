/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bodywalk - the walk over a sealed body; see bodywalk.h.
 */
#include "format/bodywalk.h"

#include <string.h>

#include "format/xmlout.h"

static const char *const elements[] = { "a", "abbr", "b", "bdi", "bdo",
	"blockquote", "br", "cite", "code", "del", "dfn", "em", "h2", "h3",
	"h4", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q",
	"rp", "rt", "ruby", "s", "samp", "small", "strong", "sub", "sup",
	"table", "tbody", "td", "tr", "u", "ul", "var", "wbr" };

static const char *
element_of(struct slice name)
{
	for (size_t i = 0; i < n_elements(elements); i++)
		if (slice_is(name, elements[i]))
			return elements[i];
	return NULL;
}

static bool
is_void(const char *element)
{
	return !strcmp(element, "br") || !strcmp(element, "img") ||
	       !strcmp(element, "wbr");
}

/* Where the tag that begins here ends; quotes hide a ">". */
static size_t
tag_end(struct slice html, size_t at)
{
	char quote = '\0';

	for (; at < html.len; at++) {
		char c = html.at[at];

		if (quote != '\0') {
			if (c == quote)
				quote = '\0';
		} else if (c == '"') {
			quote = c;
		} else if (c == '>') {
			break;
		}
	}
	return at;
}

static struct slice
name_of(struct slice tag)
{
	size_t len = 0;

	while (len < tag.len && tag.at[len] != ' ' && tag.at[len] != '/')
		len++;
	return slice_of(tag.at, len);
}

static void
put_close(struct bodywalk *walk, struct bodywalk_token *token)
{
	*token = (struct bodywalk_token){
		.kind = BODYWALK_CLOSE,
		.element = walk->open[--walk->n_open],
	};
}

/* Down to and with the innermost of that name; nothing when none is open. */
static void
want_closed(struct bodywalk *walk, const char *element)
{
	for (size_t i = walk->n_open; i > 0; i--)
		if (walk->open[i - 1] == element) {
			walk->n_wanted = i - 1;
			return;
		}
}

/* A tag; true when there is something to tell of it. */
static bool
take_tag(struct bodywalk *walk, struct slice tag, struct bodywalk_token *token)
{
	bool closes = slice_starts(tag, SLICE("/"));

	if (closes)
		tag = slice_of(tag.at + 1, tag.len - 1);
	struct slice name = name_of(tag);
	const char *element = element_of(name);

	if (element == NULL)
		return false;
	if (closes) {
		want_closed(walk, element);
		return false;
	}
	if (!is_void(element) && walk->n_open == BODYWALK_DEPTH)
		return false;
	*token = (struct bodywalk_token){
		.kind = BODYWALK_OPEN,
		.element = element,
		.is_void = is_void(element),
		.attributes = slice_of(tag.at + name.len, tag.len - name.len),
	};
	if (!token->is_void) {
		walk->open[walk->n_open++] = element;
		walk->n_wanted = walk->n_open;
	}
	return true;
}

bool
bodywalk_next(struct bodywalk *walk, struct bodywalk_token *ret_token)
{
	struct slice html = walk->html;

	for (;;) {
		if (walk->n_open > walk->n_wanted) {
			put_close(walk, ret_token);
			return true;
		}
		if (walk->at >= html.len) {
			if (walk->n_open == 0)
				return false;
			walk->n_wanted = 0;
			continue;
		}
		size_t start = walk->at;
		const char *mark =
			memchr(html.at + start, '<', html.len - start);
		size_t end = mark ? (size_t)(mark - html.at) : html.len;

		if (end > start) {
			walk->at = end;
			*ret_token = (struct bodywalk_token){
				.kind = BODYWALK_TEXT,
				.text = slice_of(html.at + start, end - start),
			};
			return true;
		}
		end = tag_end(html, start);
		walk->at = end + (end < html.len);
		if (take_tag(walk,
			    slice_of(html.at + start + 1, end - start - 1),
			    ret_token))
			return true;
	}
}

struct slice
bodywalk_attribute(const struct bodywalk_token *token, const char *name)
{
	struct slice rest = token->attributes;
	struct slice key, value;

	while (slice_cut(&rest, '"', &key) && slice_cut(&rest, '"', &value)) {
		key = slice_trim(key);
		if (key.len > 0 && key.at[key.len - 1] == '=' &&
			slice_is(slice_of(key.at, key.len - 1), name))
			return value;
	}
	return (struct slice){ 0 };
}

static const struct slice references[] = { { "&amp;", 5 }, { "&lt;", 4 },
	{ "&gt;", 4 }, { "&quot;", 6 } };

/* Length of the reference that begins here; 0: the "&" is only a sign. */
static size_t
reference_at(struct slice text)
{
	for (size_t i = 0; i < n_elements(references); i++)
		if (slice_starts(text, references[i]))
			return references[i].len;
	return 0;
}

void
bodywalk_escape(struct buf *out, struct slice escaped)
{
	while (escaped.len != 0) {
		const char *sign = memchr(escaped.at, '&', escaped.len);
		size_t len = sign ? (size_t)(sign - escaped.at) : escaped.len;

		xmlout_escape(out, slice_of(escaped.at, len));
		escaped = slice_of(escaped.at + len, escaped.len - len);
		if (escaped.len == 0)
			return;
		len = reference_at(escaped);
		if (len != 0)
			buf_put(out, escaped.at, len);
		else
			buf_puts(out, "&amp;");
		len = len != 0 ? len : 1;
		escaped = slice_of(escaped.at + len, escaped.len - len);
	}
}
