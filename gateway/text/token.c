/* SPDX-License-Identifier: Apache-2.0 */
/*
 * token - the HTML tokenizer; see token.h. Every function moves `at` forward
 * and stops at the end of the text, whatever is missing there.
 */
#include "text/token.h"

#include <string.h>

#include "base/auto.h"
#include "text/entity.h"

/* Their content is text up to the closing tag, whatever it looks like. */
static const char *const raw_elements[] = { "script", "style", "textarea",
	"title", "xmp", "iframe", "noembed", "noframes", "noscript",
	"plaintext" };

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static size_t
find_byte(struct slice text, size_t from, char mark)
{
	const char *found =
		from < text.len ? memchr(text.at + from, mark, text.len - from)
				: NULL;

	return found != NULL ? (size_t)(found - text.at) : text.len;
}

/* Where "-->" or "--!>" is over; 0 when there is none. */
static size_t
find_comment_end(struct slice text, size_t at)
{
	for (at = find_byte(text, at, '-'); at < text.len;
		at = find_byte(text, at + 1, '-')) {
		struct slice rest = slice_of(text.at + at, text.len - at);

		if (slice_starts(rest, SLICE("-->")))
			return at + 3;
		if (slice_starts(rest, SLICE("--!>")))
			return at + 4;
	}
	return 0;
}

static size_t
behind_bracket(struct slice text, size_t at)
{
	at = find_byte(text, at, '>');
	return at < text.len ? at + 1 : at;
}

/* Behind "<!--": where the comment is over. "<!-->" and "<!--->" are whole. One
 * that never ends would swallow the rest of the story: it ends with its first
 * ">". The search that failed is not made again. */
static size_t
comment_end(struct tokens *tokens, size_t at)
{
	struct slice text = tokens->html;
	size_t end = 0;

	if (at < text.len && text.at[at] == '>')
		return at + 1;
	if (at + 1 < text.len && text.at[at] == '-' && text.at[at + 1] == '>')
		return at + 2;
	if (!tokens->has_open_comment)
		end = find_comment_end(text, at);
	if (end != 0)
		return end;
	tokens->has_open_comment = true;
	return behind_bracket(text, at);
}

/* "<!", "<?" and "</" without a letter: skipped like a comment. */
static size_t
bogus_end(struct tokens *tokens)
{
	struct slice text = tokens->html;
	size_t at = tokens->at;

	if (slice_starts(slice_of(text.at + at, text.len - at), SLICE("<!--")))
		return comment_end(tokens, at + 4);
	return behind_bracket(text, at);
}

/* From behind the tag's name to behind its ">"; quotes may hold a ">". */
static size_t
tag_end(struct slice text, size_t at)
{
	bool value_next = false;

	while (at < text.len && text.at[at] != '>') {
		char c = text.at[at];

		if (value_next && (c == '"' || c == '\'')) {
			at = find_byte(text, at + 1, c);
			value_next = false;
		} else if (!is_blank(c)) {
			value_next = c == '=';
		}
		if (at < text.len)
			at++;
	}
	return at < text.len ? at + 1 : at;
}

static size_t
take_name(struct slice text, size_t at, char *ret_name)
{
	size_t n = 0;

	for (; at < text.len && !is_blank(text.at[at]) && text.at[at] != '>' &&
		text.at[at] != '/';
		at++, n++)
		if (n < TOKEN_NAME_MAX - 1)
			ret_name[n] = lower(text.at[at]);
	ret_name[n < TOKEN_NAME_MAX ? n : 0] = '\0';
	return at;
}

static void
take_tag(struct tokens *tokens, struct token *ret)
{
	struct slice html = tokens->html;
	size_t at = tokens->at + 1;
	bool is_close = html.at[at] == '/';

	ret->kind = is_close ? TOKEN_CLOSE : TOKEN_OPEN;
	at = take_name(html, at + is_close, ret->name);
	size_t end = tag_end(html, at);

	tokens->at = end;
	if (end == html.len && html.at[end - 1] != '>') {
		/* cut off inside a tag: nothing of it counts */
		*ret = (struct token){ .kind = TOKEN_TEXT };
		return;
	}
	ret->attributes = slice_of(html.at + at, end - 1 - at);
	ret->is_closed = ret->attributes.len != 0 && html.at[end - 2] == '/';
	if (is_close)
		return;
	for (size_t i = 0; i < n_elements(raw_elements); i++)
		if (token_is(ret, raw_elements[i]))
			memcpy(tokens->raw_until, ret->name, TOKEN_NAME_MAX);
}

/* Everything up to "</name", which stays for the next call. */
static void
take_raw(struct tokens *tokens, struct token *ret)
{
	struct slice html = tokens->html;
	size_t len = strlen(tokens->raw_until);
	size_t at = tokens->at;

	for (at = find_byte(html, at, '<'); at < html.len;
		at = find_byte(html, at + 1, '<')) {
		size_t behind = at + 2 + len;

		if (behind > html.len || html.at[at + 1] != '/' ||
			!slice_is_nocase(slice_of(html.at + at + 2, len),
				tokens->raw_until))
			continue;
		if (behind == html.len || is_blank(html.at[behind]) ||
			html.at[behind] == '>' || html.at[behind] == '/')
			break;
	}
	ret->kind = TOKEN_RAW_TEXT;
	memcpy(ret->name, tokens->raw_until, TOKEN_NAME_MAX);
	ret->text = slice_of(html.at + tokens->at, at - tokens->at);
	tokens->at = at;
	tokens->raw_until[0] = '\0';
}

static bool
begins_tag(struct slice html, size_t at)
{
	return at + 1 < html.len &&
	       (is_letter(html.at[at + 1]) ||
		       (html.at[at + 1] == '/' && at + 2 < html.len &&
			       is_letter(html.at[at + 2])));
}

/* Without a ">" it is no markup but text; that search is not made again. Nor is
 * "<![CDATA[" markup: feeds wrap their text twice, and what the standard makes
 * of it, a comment up to the next ">", would lose the words before that. */
static bool
begins_bogus(struct tokens *tokens)
{
	struct slice html = tokens->html;
	size_t at = tokens->at;

	if (at + 1 >= html.len || tokens->has_no_bracket)
		return false;
	if (slice_starts(
		    slice_of(html.at + at, html.len - at), SLICE("<![CDATA[")))
		return false;
	if (html.at[at + 1] != '!' && html.at[at + 1] != '?' &&
		(html.at[at + 1] != '/' || at + 2 >= html.len))
		return false;
	tokens->has_no_bracket = find_byte(html, at, '>') == html.len;
	return !tokens->has_no_bracket;
}

bool
tokens_next(struct tokens *tokens, struct token *ret_token)
{
	struct slice html = tokens->html;

	*ret_token = (struct token){ 0 };
	if (tokens->raw_until[0] != '\0') {
		take_raw(tokens, ret_token);
		return true;
	}
	while (tokens->at < html.len && html.at[tokens->at] == '<') {
		if (begins_tag(html, tokens->at)) {
			take_tag(tokens, ret_token);
			return true;
		}
		if (!begins_bogus(tokens))
			break;
		tokens->at = bogus_end(tokens);
	}
	if (tokens->at >= html.len)
		return false;
	/* a "<" that begins nothing is text */
	size_t end = find_byte(html, tokens->at + 1, '<');

	ret_token->kind = TOKEN_TEXT;
	ret_token->text = slice_of(html.at + tokens->at, end - tokens->at);
	tokens->at = end;
	return true;
}

/* ---- attributes ------------------------------------------------------------
 */

/* One `name`, `name=value`, `name="value"`; false at the end. */
static bool
next_attribute(struct slice text, size_t *at, struct slice *ret_name,
	struct slice *ret)
{
	size_t i = *at;

	while (i < text.len && (is_blank(text.at[i]) || text.at[i] == '/'))
		i++;
	size_t start = i;

	while (i < text.len && !is_blank(text.at[i]) && text.at[i] != '/' &&
		(text.at[i] != '=' || i == start))
		i++;
	*ret_name = slice_of(text.at + start, i - start);
	*ret = (struct slice){ 0 };
	size_t equals = i;

	while (equals < text.len && is_blank(text.at[equals]))
		equals++;
	if (equals < text.len && text.at[equals] == '=') {
		i = equals + 1;
		while (i < text.len && is_blank(text.at[i]))
			i++;
		char quote = i < text.len ? text.at[i] : '\0';

		if (quote == '"' || quote == '\'') {
			size_t end = find_byte(text, i + 1, quote);

			*ret = slice_of(text.at + i + 1, end - i - 1);
			i = end < text.len ? end + 1 : end;
		} else {
			start = i;
			while (i < text.len && !is_blank(text.at[i]))
				i++;
			*ret = slice_of(text.at + start, i - start);
		}
	}
	*at = i;
	return ret_name->len != 0;
}

bool
token_attribute(const struct token *token, const char *name, struct buf *out)
{
	size_t at = 0;
	struct slice found;
	struct slice value;

	buf_clear(out);
	while (next_attribute(token->attributes, &at, &found, &value)) {
		if (!slice_is_nocase(found, name))
			continue;
		entity_decode(value, true, out);
		return true;
	}
	return false;
}
