/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sanitize - remove what is in the text but cannot be read.
 *
 * Control characters of old wires, direction overrides that can make a headline
 * say something else, invisible blanks, tags that were escaped twice and so
 * came through as text, lines that are only drawn, and pictures of one pixel
 * that only count readers. Joiners stay where they shape letters (Persian,
 * Indic scripts, emoji). Everything it takes is labelled as markup, so it can
 * be looked at again.
 */
#include "common/copy.h"

static const char *
invisible(struct piece text, size_t i, uint32_t code)
{
	if (code < 0x20 && code != '\n' && code != '\t' && code != '\r')
		return "control";
	if (code == 0x7f || (code >= 0x80 && code <= 0x9f))
		return "control";
	if (code == 0xad)
		return "soft-hyphen";
	if (code == 0x200b || code == 0x2060 || code == 0xfeff)
		return "zero-width";
	if ((code >= 0x202a && code <= 0x202e) ||
		(code >= 0x2066 && code <= 0x2069) || code == 0x200e ||
		code == 0x200f)
		return "direction";
	if (code == 0x200c || code == 0x200d) {
		bool before = i > 0 && (unsigned char)text.at[i - 1] >= 0x80;

		return before ? NULL : "zero-width";
	}
	return NULL;
}

/* The bytes of a tag at the start, as far as it is the tag of an element that
 * pages use; a "<" in prose or a trade sign is not one. */
static size_t
tag_len(struct piece p)
{
	static const char *const elements[] = { "a", "b", "br", "p", "i", "u",
		"em", "strong", "div", "span", "img", "font", "table", "tr",
		"td", "th", "tbody", "ul", "ol", "li", "h1", "h2", "h3", "h4",
		"iframe", "script", "style", "blockquote", "hr", "center",
		"figure", "figcaption", "section", "sup", "sub", "small" };
	size_t i = 1, name;

	if (i < p.len && p.at[i] == '/')
		i++;
	name = i;
	while (i < p.len && byte_is_alnum((unsigned char)p.at[i]))
		i++;
	struct piece element = piece_of(p.at + name, i - name);
	bool known = false;
	for (size_t k = 0; k < sizeof(elements) / sizeof(elements[0]); k++)
		known = known || piece_is_nocase(element, elements[k]);
	if (!known || (i < p.len && !byte_in(p.at[i], " />\t\n")))
		return 0;
	while (i < p.len && i < 2000 && p.at[i] != '>' && p.at[i] != '<')
		i++;
	return i < p.len && p.at[i] == '>' ? i + 1 : 0;
}

static bool
is_plain(unsigned char c)
{
	return (unsigned)(c - 0x20) < 0x5f && c != '<';
}

static bool
are_plain(const char *at)
{
	uint64_t word = eight_at(at);

	return eight_print(word) && !eight_maybe(word, '<');
}

static void
clean_text(struct tt_draft *draft, struct piece text)
{
	for (size_t i = 0; i < text.len;) {
		while (i + 8 <= text.len && are_plain(text.at + i))
			i += 8;
		while (i < text.len && is_plain((unsigned char)text.at[i]))
			i++;
		if (i >= text.len)
			break;
		unsigned char c = (unsigned char)text.at[i];
		size_t len = 1;

		struct piece rest = piece_skip(text, i);
		uint32_t code = piece_code(rest, &len);
		size_t tag = c == '<' ? tag_len(rest) : 0;
		const char *rule = tag ? "tag" : invisible(text, i, code);
		if (tag)
			len = tag;
		if (rule)
			tt_remove(draft, i, i + len, TT_MARKUP, rule);
		i += len;
	}
}

/* A line that is only drawn: "-----", "* * *", "====". */
static bool
is_ruler(struct piece line)
{
	size_t drawn = 0;

	for (size_t i = 0; i < line.len; i++)
		if (byte_in(line.at[i], "=-_*~#") && line.at[i])
			drawn++;
		else if (line.at[i] != ' ' && line.at[i] != '\t')
			return false;
	return drawn >= 3;
}

/* "* * *" looks like an item of a list; what is drawn inside <pre> or a table
 * stays. */
static void
clear_rulers(struct tt_draft *draft, struct piece text)
{
	struct tt_line line;

	for (size_t i = 0; i < tt_line_count(draft); i++)
		if (tt_line(draft, i, &line) &&
			(line.kind == TT_LINE_TEXT ||
				line.kind == TT_LINE_ITEM) &&
			is_ruler(piece_of(
				text.at + line.start, line.end - line.start)))
			tt_remove(draft, line.start, line.end, TT_MARKUP,
				"ruler");
}

static enum tt_verdict
sanitize_process(struct tt_instance *self, struct tt_draft *draft)
{
	size_t len;
	const char *text = tt_text(draft, &len);

	(void)self;
	clean_text(draft, piece_of(text, len));
	clear_rulers(draft, piece_of(text, len));
	for (size_t i = 0; i < tt_mark_count(draft); i++) {
		struct tt_mark mark;

		if (!tt_mark(draft, i, &mark) || strcmp(mark.element, "img"))
			continue;
		bool declared = mark.width || mark.height;
		if (declared && mark.width <= 2 && mark.height <= 2)
			tt_drop_mark(draft, i, "tracking-pixel");
	}
	return TT_PASS;
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "sanitize",
	.version = "1.0",
	.summary = "Removes what is in the text but cannot be read.",
	.process = sanitize_process,
};
