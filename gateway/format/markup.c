/* SPDX-License-Identifier: Apache-2.0 */
/*
 * markup - elements into tags; see markup.h. Recursion is bounded by the depth
 * that xml.h allows.
 */
#include "format/markup.h"

#include <string.h>

#include "base/escape.h"
#include "base/mem.h"

/* Which element of HTML each of NITF is; NULL: left out with what is in it. One
 * that is not listed leaves its words. */
static const struct {
	const char *nitf, *html;
} nitf_elements[] = {
	{ "p", "p" },
	{ "pre", "pre" },
	{ "ul", "ul" },
	{ "ol", "ol" },
	{ "li", "li" },
	{ "dl", "dl" },
	{ "dt", "dt" },
	{ "dd", "dd" },
	{ "hl1", "h2" },
	{ "hl2", "h2" },
	{ "bq", "blockquote" },
	{ "credit", "p" },
	{ "block", "div" },
	{ "table", "table" },
	{ "caption", "caption" },
	{ "thead", "thead" },
	{ "tbody", "tbody" },
	{ "tfoot", "tfoot" },
	{ "tr", "tr" },
	{ "td", "td" },
	{ "th", "th" },
	{ "a", "a" },
	{ "em", "em" },
	{ "q", "q" },
	{ "sub", "sub" },
	{ "sup", "sup" },
	{ "br", "br" },
	{ "hr", "hr" },
	{ "fn", "p" },
	{ "datasource", "p" },
	{ "byline", "p" },
	{ "dateline", "p" },
	{ "copyrite", "p" },
	{ "abstract", "div" },
	{ "tagline", "p" },
	{ "bibliography", NULL },
	{ "media", NULL },
	{ "nitf-table-metadata", NULL },
	{ "nitf-colgroup", NULL },
	{ "col", NULL },
	{ "colgroup", NULL },
	{ "alt-code", NULL },
	{ "script", NULL },
	{ "style", NULL },
};

static const char *const attributes[] = { "href", "src", "alt", "width",
	"height", "class", "style", "title" };

/* NULL: leave it out; "": its words only. */
static const char *
element_of(const struct tree_node *node, enum markup_kind kind)
{
	if (kind == MARKUP_XHTML)
		return node->name;
	if (tree_is(node, "note") && markup_is_editorial(node))
		return NULL;
	for (size_t i = 0; i < n_elements(nitf_elements); i++)
		if (tree_is(node, nitf_elements[i].nitf))
			return nitf_elements[i].html;
	return "";
}

static bool
is_void(const char *element)
{
	static const char *const names[] = { "br", "hr", "img", "wbr", "input",
		"col", "source", "link", "meta" };

	for (size_t i = 0; i < n_elements(names); i++)
		if (element[0] == names[i][0] && !strcmp(element, names[i]))
			return true;
	return false;
}

static void
put_open(const struct tree_node *node, const char *element, struct buf *out)
{
	buf_putc(out, '<');
	buf_puts(out, element);
	for (size_t i = 0; node->n_attributes && i < n_elements(attributes);
		i++) {
		struct slice value = tree_get(node, attributes[i]);

		if (value.at == NULL)
			continue;
		buf_putc(out, ' ');
		buf_puts(out, attributes[i]);
		buf_puts(out, "=\"");
		escape_put(out, value);
		buf_putc(out, '"');
	}
	buf_putc(out, '>');
}

bool
markup_is_inline(const struct tree_node *media)
{
	return tree_is(media, "media") &&
	       slice_is(tree_get(media, "class"), "inline");
}

static void
put_image(const struct tree_node *media, struct buf *out)
{
	static const char *const names[][2] = { { "source", "src" },
		{ "alternate-text", "alt" }, { "width", "width" },
		{ "height", "height" } };
	const struct tree_node *from = tree_child(media, "media-reference");

	buf_puts(out, "<img");
	for (size_t i = 0; i < n_elements(names); i++) {
		buf_printf(out, " %s=\"", names[i][1]);
		escape_put(out, tree_get(from, names[i][0]));
		buf_putc(out, '"');
	}
	buf_putc(out, '>');
}

static void
put_node(const struct tree_node *node, enum markup_kind kind, struct buf *out)
{
	const char *element;

	if (node->name == NULL) {
		escape_put(out, node->text);
		return;
	}
	if (kind == MARKUP_NITF && markup_is_inline(node))
		put_image(node, out);
	element = element_of(node, kind);
	if (element == NULL)
		return;
	if (element[0] != '\0')
		put_open(node, element, out);
	/* 1 and 2 are a half and not twelve */
	if (tree_is(node, "denom") && !tree_child(node->parent, "frac-sep"))
		buf_putc(out, '/');
	if (element[0] != '\0' && is_void(element))
		return;
	markup_put(node, kind, out);
	if (element[0] != '\0') {
		buf_puts(out, "</");
		buf_puts(out, element);
		buf_putc(out, '>');
	}
}

void
markup_put(const struct tree_node *node, enum markup_kind kind, struct buf *out)
{
	for (const struct tree_node *at = node->first; at; at = at->next)
		put_node(at, kind, out);
}

bool
markup_is_editorial(const struct tree_node *node)
{
	static const char *const words[] = { "editorsnote", "editorial",
		"editor", "nonpublished" };
	struct slice class = tree_get(node, "noteclass");
	struct slice type = tree_get(node, "type");

	/* NITF 3: noteclass cpyrt, end, hd, editorsnote, trivia, undef; type
	 * std, pa (public advisory), npa (non-public advisory) */
	if (slice_is_nocase(type, "npa"))
		return true;
	for (size_t i = 0; i < n_elements(words); i++)
		if (slice_is_nocase(class, words[i]) ||
			slice_is_nocase(type, words[i]))
			return true;
	return false;
}
