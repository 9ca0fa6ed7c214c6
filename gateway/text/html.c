/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html - from tokens to lines and marks; see html.h. The element table decides
 * everything; what is not in it is transparent: its text stays, it leaves no
 * trace.
 */
#include "text/html.h"

#include <string.h>

#include "base/auto.h"
#include "base/mem.h"
#include "base/stretch.h"
#include "text/entity.h"
#include "text/token.h"
#include "text/url.h"

enum role {
	ROLE_BLOCK, /* parts paragraphs */
	ROLE_HEADING,
	ROLE_LIST,
	ROLE_ITEM,
	ROLE_QUOTE,
	ROLE_PRE,
	ROLE_ROW,
	ROLE_CELL,
	ROLE_CAPTION, /* of a picture; ends with its figure at the latest */
	ROLE_BREAK,
	ROLE_INLINE,
	ROLE_LINK,
	ROLE_IMAGE,
	ROLE_DROP /* with everything inside */
};

struct element {
	const char *name;
	enum role role;
	const char *mark; /* what an inline element becomes */
};

/* By their first letter, the commonest first. */
#define ROWS(...) ((const struct element[]){ __VA_ARGS__, { NULL, 0, NULL } })
static const struct element *const elements['z' - 'a' + 1] = {
	['a' - 'a'] = ROWS({ "a", ROLE_LINK, "a" },
		{ "abbr", ROLE_INLINE, "abbr" },
		{ "article", ROLE_BLOCK, NULL }, { "aside", ROLE_BLOCK, NULL },
		{ "address", ROLE_BLOCK, NULL }, { "applet", ROLE_DROP, NULL },
		{ "audio", ROLE_DROP, NULL }),
	['b' - 'a'] = ROWS({ "b", ROLE_INLINE, "b" },
		{ "br", ROLE_BREAK, NULL }, { "blockquote", ROLE_QUOTE, NULL },
		{ "body", ROLE_BLOCK, NULL }, { "button", ROLE_DROP, NULL }),
	['c' - 'a'] = ROWS({ "caption", ROLE_BLOCK, NULL },
		{ "code", ROLE_INLINE, "code" },
		{ "cite", ROLE_INLINE, "cite" }, { "center", ROLE_BLOCK, NULL },
		{ "canvas", ROLE_DROP, NULL }),
	['d' - 'a'] = ROWS({ "div", ROLE_BLOCK, NULL },
		{ "dir", ROLE_LIST, NULL }, { "del", ROLE_INLINE, "del" },
		{ "details", ROLE_BLOCK, NULL }, { "dl", ROLE_BLOCK, NULL },
		{ "dt", ROLE_BLOCK, NULL }, { "dd", ROLE_BLOCK, NULL }),
	['e' - 'a'] = ROWS({ "em", ROLE_INLINE, "em" }),
	['f' - 'a'] = ROWS({ "footer", ROLE_BLOCK, NULL },
		{ "figure", ROLE_BLOCK, NULL },
		{ "figcaption", ROLE_CAPTION, NULL },
		{ "form", ROLE_BLOCK, NULL }, { "fieldset", ROLE_BLOCK, NULL }),
	['h' - 'a'] = ROWS({ "h1", ROLE_HEADING, NULL },
		{ "h2", ROLE_HEADING, NULL }, { "h3", ROLE_HEADING, NULL },
		{ "h4", ROLE_HEADING, NULL }, { "h5", ROLE_HEADING, NULL },
		{ "h6", ROLE_HEADING, NULL }, { "hr", ROLE_BLOCK, NULL },
		{ "header", ROLE_BLOCK, NULL }, { "hgroup", ROLE_BLOCK, NULL },
		{ "html", ROLE_BLOCK, NULL }, { "head", ROLE_BLOCK, NULL }),
	['i' - 'a'] = ROWS({ "i", ROLE_INLINE, "i" },
		{ "img", ROLE_IMAGE, "img" }, { "image", ROLE_IMAGE, "img" },
		{ "ins", ROLE_INLINE, "ins" }),
	['k' - 'a'] = ROWS({ "kbd", ROLE_INLINE, "kbd" }),
	['l' - 'a'] = ROWS({ "li", ROLE_ITEM, NULL },
		{ "listing", ROLE_PRE, NULL }, { "legend", ROLE_BLOCK, NULL }),
	['m' - 'a'] = ROWS({ "menu", ROLE_LIST, NULL },
		{ "mark", ROLE_INLINE, "mark" }, { "main", ROLE_BLOCK, NULL },
		{ "math", ROLE_DROP, NULL }),
	['n' - 'a'] = ROWS({ "nav", ROLE_BLOCK, NULL }),
	['o' - 'a'] = ROWS({ "ol", ROLE_LIST, NULL }),
	['p' - 'a'] =
		ROWS({ "p", ROLE_BLOCK, NULL }, { "pre", ROLE_PRE, NULL }),
	['q' - 'a'] = ROWS({ "q", ROLE_INLINE, "q" }),
	['s' - 'a'] = ROWS({ "strong", ROLE_INLINE, "strong" },
		{ "s", ROLE_INLINE, "s" }, { "strike", ROLE_INLINE, "s" },
		{ "sub", ROLE_INLINE, "sub" }, { "sup", ROLE_INLINE, "sup" },
		{ "samp", ROLE_INLINE, "samp" },
		{ "small", ROLE_INLINE, "small" },
		{ "section", ROLE_BLOCK, NULL },
		{ "summary", ROLE_BLOCK, NULL }, { "svg", ROLE_DROP, NULL },
		{ "select", ROLE_DROP, NULL }),
	['t' - 'a'] = ROWS({ "table", ROLE_BLOCK, NULL },
		{ "thead", ROLE_BLOCK, NULL }, { "tbody", ROLE_BLOCK, NULL },
		{ "tfoot", ROLE_BLOCK, NULL }, { "tr", ROLE_ROW, NULL },
		{ "td", ROLE_CELL, NULL }, { "th", ROLE_CELL, NULL },
		{ "template", ROLE_DROP, NULL }),
	['u' - 'a'] =
		ROWS({ "ul", ROLE_LIST, NULL }, { "u", ROLE_INLINE, "u" }),
	['v' - 'a'] = ROWS(
		{ "var", ROLE_INLINE, "var" }, { "video", ROLE_DROP, NULL }),
};

#define NO_MARK SIZE_MAX
#define HTML_IMAGES 8 /* that wait for a line */

/* An open element that matters. */
struct open {
	const struct element *element;
	size_t mark; /* of an inline one on the present line, or NO_MARK */
	char *href;  /* of a link; owned */
	unsigned id; /* of an item or row: which one */
};

/* An open part of the page: every element that parts paragraphs, so that what
 * closes one is known; few have a name. */
struct part {
	const struct element *element;
	bool is_box; /* the sink was told */
};

struct image {
	char *src, *alt; /* owned */
	unsigned width, height;
};

struct reader {
	const struct html_sink *sink;
	struct slice base_url;
	struct open stack[HTML_DEPTH];
	size_t n_stack;
	size_t n_ignored; /* opened beyond HTML_DEPTH */
	struct part parts[HTML_DEPTH];
	size_t n_parts;
	struct image images[HTML_IMAGES];
	size_t n_images;
	size_t n_marks;
	const struct element *dropping;
	size_t drop_depth;
	bool line_open;
	bool space_due;   /* white space seen, not yet written */
	bool after_break; /* the next line belongs to the same paragraph */
	bool had_line;
	bool eat_newline; /* the one right behind <pre> */
	unsigned last_id; /* the container of the last line */
	unsigned next_id;
	struct buf attribute;
	struct buf url;
};

static const struct element *
element_find(const struct token *token)
{
	char first = token->name[0];
	const struct element *e = NULL;

	if (first >= 'a' && first <= 'z')
		e = elements[first - 'a'];
	while (e != NULL && e->name != NULL && !token_is(token, e->name))
		e++;
	return e != NULL && e->name != NULL ? e : NULL;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool
is_inline(const struct open *open)
{
	return open->element->role == ROLE_INLINE ||
	       open->element->role == ROLE_LINK;
}

/* ---- lines -----------------------------------------------------------------
 */

struct context {
	enum html_line kind;
	unsigned level;
	bool ordered;
	unsigned id; /* of the innermost item or row; 0: none */
};

static struct context
reader_context(const struct reader *r)
{
	struct context c = { .kind = HTML_TEXT };
	unsigned lists = 0;
	unsigned quotes = 0;
	bool ordered = false;

	for (size_t i = 0; i < r->n_stack; i++) {
		const struct element *e = r->stack[i].element;

		if (e->role == ROLE_LIST) {
			lists++;
			ordered = e->name[0] == 'o';
		} else if (e->role == ROLE_QUOTE) {
			c = (struct context){ HTML_QUOTE, ++quotes, false, 0 };
		} else if (e->role == ROLE_ITEM) {
			c = (struct context){ HTML_ITEM, lists ? lists : 1,
				ordered, r->stack[i].id };
		} else if (e->role == ROLE_HEADING) {
			c = (struct context){ HTML_HEADING,
				(unsigned)(e->name[1] - '0'), false, 0 };
		} else if (e->role == ROLE_ROW) {
			c.id = r->stack[i].id;
		} else if (e->role == ROLE_CELL) {
			c.kind = HTML_CELL;
		} else if (e->role == ROLE_PRE) {
			c = (struct context){ HTML_PRE, 0, false, 0 };
		} else if (e->role == ROLE_CAPTION) {
			c = (struct context){ HTML_CAPTION, 0, false, 0 };
		}
	}
	return c;
}

static size_t
put_mark(struct reader *r, const char *element, const char *href,
	const char *alt, unsigned width, unsigned height)
{
	if (r->n_marks == HTML_MAX_MARKS)
		return NO_MARK;
	r->n_marks++;
	return r->sink->open_mark(
		r->sink->user, element, href, alt, width, height);
}

static void
put_images(struct reader *r)
{
	for (size_t i = 0; i < r->n_images; i++) {
		struct image *image = &r->images[i];
		size_t mark = put_mark(r, "img", image->src, image->alt,
			image->width, image->height);

		if (mark != NO_MARK)
			r->sink->close_mark(r->sink->user, mark);
		mem_free(image->src);
		mem_free(image->alt);
	}
	r->n_images = 0;
}

static void
begin_line(struct reader *r)
{
	struct context c = reader_context(r);
	bool same = r->had_line && ((r->after_break && r->last_id == c.id) ||
					   (c.id != 0 && r->last_id == c.id));

	r->sink->begin_line(r->sink->user, c.kind, c.level, c.ordered, same);
	r->line_open = r->had_line = true;
	r->after_break = r->space_due = false;
	r->last_id = c.id;
	put_images(r);
}

static void
close_mark(struct reader *r, struct open *open)
{
	if (open->mark != NO_MARK)
		r->sink->close_mark(r->sink->user, open->mark);
	open->mark = NO_MARK;
}

static void
end_line(struct reader *r)
{
	for (size_t i = r->n_stack; i > 0; i--)
		if (is_inline(&r->stack[i - 1]))
			close_mark(r, &r->stack[i - 1]);
	r->line_open = r->space_due = false;
}

static void
end_paragraph(struct reader *r)
{
	end_line(r);
	r->after_break = false;
}

/* Two in a row part paragraphs. */
static void
line_break(struct reader *r)
{
	r->after_break = r->line_open;
	end_line(r);
}

/* Inline elements that are open become marks once there is text for them. */
static void
open_marks(struct reader *r)
{
	for (size_t i = 0; i < r->n_stack; i++) {
		struct open *open = &r->stack[i];

		if (!is_inline(open) || open->mark != NO_MARK)
			continue;
		if (open->element->role == ROLE_LINK && open->href == NULL)
			continue;
		open->mark = put_mark(r, open->element->mark,
			open->href ? open->href : "", "", 0, 0);
	}
}

static void
put_run(struct reader *r, struct slice run)
{
	if (run.len == 0)
		return;
	if (!r->line_open)
		begin_line(r);
	if (r->space_due)
		r->sink->text(r->sink->user, SLICE(" "));
	r->space_due = false;
	open_marks(r);
	r->sink->text(r->sink->user, run);
}

static bool
is_control(char c)
{
	return ((unsigned char)c < ' ' && !is_blank(c)) || c == 0x7f;
}

/* No control in it or right behind it, and no blank with another behind it. */
DEFINE_STRETCH(flows, (STRETCH_NEXT < ' ') | (STRETCH_NEXT == 0x7f) |
			      ((c == ' ') & (STRETCH_NEXT == ' ')))

/* Where the run ends that begins at `start` and can be taken as it stands: a
 * blank between two words is as it should be, and the run goes on over it. */
static size_t
run_end(struct slice text, size_t start)
{
	size_t at = start;

	if (at < text.len &&
		((unsigned char)text.at[at] <= ' ' || text.at[at] == 0x7f))
		return at;
	at = stretch_skip(text, at, 1, flows);
	/* the rest, with what is known already in front of it */
	if (at != start && text.len - at <= STRETCH &&
		flows(text.at + text.len - STRETCH - 1) &&
		text.at[text.len - 1] != ' ')
		return text.len;
	for (; at < text.len; at++) {
		if ((unsigned char)text.at[at] > ' ' && text.at[at] != 0x7f)
			continue;
		if (text.at[at] != ' ' || at + 1 == text.len ||
			is_blank(text.at[at + 1]) ||
			is_control(text.at[at + 1]))
			break;
	}
	return at;
}

static void
flow_text(struct reader *r, struct slice text)
{
	size_t start = 0, end;

	while ((end = run_end(text, start)) < text.len) {
		put_run(r, slice_of(text.at + start, end - start));
		start = end + 1;
		if (is_blank(text.at[end]))
			r->space_due = r->line_open;
	}
	if (start < text.len)
		put_run(r, slice_of(text.at + start, text.len - start));
}

/* Line feeds count; other white space stays as it is. */
static void
pre_text(struct reader *r, struct slice text)
{
	size_t start = 0;

	if (text.len == 0)
		return;
	if (r->eat_newline && text.len != 0 && text.at[0] == '\n')
		start = 1;
	r->eat_newline = false;
	for (size_t i = start; i < text.len; i++) {
		if (text.at[i] != '\n' && text.at[i] != '\r' &&
			!is_control(text.at[i]))
			continue;
		put_run(r, slice_of(text.at + start, i - start));
		start = i + 1;
		if (text.at[i] != '\n')
			continue;
		if (!r->line_open)
			begin_line(r);
		end_line(r);
		r->after_break = true;
	}
	put_run(r, slice_of(text.at + start, text.len - start));
}

static bool
in_pre(const struct reader *r)
{
	for (size_t i = 0; i < r->n_stack; i++)
		if (r->stack[i].element->role == ROLE_PRE)
			return true;
	return false;
}

static void
take_text(struct reader *r, const struct token *token)
{
	auto_(buf_done) struct buf plain = BUF_NULL;
	struct slice text = token->text;

	if (text.len != 0 && memchr(text.at, '&', text.len) != NULL) {
		entity_decode(text, false, &plain);
		text = buf_slice(&plain);
	}
	if (in_pre(r))
		pre_text(r, text);
	else
		flow_text(r, text);
}

/* ---- elements --------------------------------------------------------------
 */

static void
pop_at(struct reader *r, size_t i)
{
	if (is_inline(&r->stack[i]))
		close_mark(r, &r->stack[i]);
	mem_free(r->stack[i].href);
	memmove(&r->stack[i], &r->stack[i + 1],
		(r->n_stack - i - 1) * sizeof(r->stack[0]));
	r->n_stack--;
}

/* Everything above and including stack[i], but inline elements stay open: a
 * reader expects bold to go on when somebody forgot to end it. */
static void
pop_block(struct reader *r, size_t i)
{
	for (size_t j = r->n_stack; j > i; j--)
		if (j - 1 == i || !is_inline(&r->stack[j - 1]))
			pop_at(r, j - 1);
}

/* The innermost open element of the role, not looking past `fence`; n_stack
 * when there is none. */
static size_t
find_open(const struct reader *r, enum role role, enum role fence)
{
	for (size_t i = r->n_stack; i > 0; i--) {
		if (r->stack[i - 1].element->role == role)
			return i - 1;
		if (r->stack[i - 1].element->role == fence)
			break;
	}
	return r->n_stack;
}

static void
close_role(struct reader *r, enum role role, enum role fence)
{
	size_t i = find_open(r, role, fence);

	if (i < r->n_stack)
		pop_block(r, i);
}

static void
push(struct reader *r, const struct element *element)
{
	if (r->n_stack >= HTML_DEPTH) {
		r->n_ignored++;
		return;
	}
	r->stack[r->n_stack++] = (struct open){
		.element = element,
		.mark = NO_MARK,
		.id = ++r->next_id,
	};
}

/* ---- boxes -----------------------------------------------------------------
 */

static bool
is_part(const struct element *e)
{
	return e->role == ROLE_BLOCK || e->role == ROLE_LIST ||
	       e->role == ROLE_ITEM;
}

static void
close_parts(struct reader *r, size_t n)
{
	while (r->n_parts > n)
		if (r->parts[--r->n_parts].is_box)
			r->sink->close_box(r->sink->user);
}

/* A paragraph ends where any block begins, an item where the next one does. */
static void
close_implied(struct reader *r, const struct element *e)
{
	size_t n = r->n_parts;

	if (n == 0)
		return;
	const struct element *last = r->parts[n - 1].element;
	if (!strcmp(last->name, "p") ||
		(last->role == ROLE_ITEM && e->role == ROLE_ITEM))
		close_parts(r, n - 1);
}

/* "aside", then the words of `class` and `id`; empty: no name. */
static void
name_box(const struct token *token, struct buf *value, struct buf *name)
{
	static const char *const named[] = { "aside", "nav", "form" };
	static const char *const attributes[] = { "class", "id" };

	for (size_t i = 0; i < n_elements(named); i++)
		if (token_is(token, named[i]))
			buf_puts(name, named[i]);
	for (size_t i = 0; i < n_elements(attributes); i++) {
		if (token->attributes.len == 0 ||
			!token_attribute(token, attributes[i], value))
			continue;
		if (name->len != 0)
			buf_putc(name, ' ');
		buf_put_slice(name, buf_slice(value));
	}
}

static void
open_part(struct reader *r, const struct element *e, const struct token *token)
{
	auto_(buf_done) struct buf name = BUF_NULL;

	if (r->sink->open_box == NULL || token->is_closed)
		return;
	close_implied(r, e);
	if (r->n_parts == HTML_DEPTH)
		return;
	name_box(token, &r->attribute, &name);
	r->parts[r->n_parts++] =
		(struct part){ .element = e, .is_box = name.len != 0 };
	if (name.len != 0)
		r->sink->open_box(r->sink->user, buf_slice(&name));
}

static void
close_part(struct reader *r, const struct element *e)
{
	for (size_t i = r->n_parts; i > 0; i--)
		if (r->parts[i - 1].element == e) {
			close_parts(r, i - 1);
			return;
		}
}

static const char *
resolve(struct reader *r, const struct token *token, const char *attribute)
{
	if (!token_attribute(token, attribute, &r->attribute))
		return NULL;
	buf_clear(&r->url);
	if (!url_resolve_link(r->base_url, buf_slice(&r->attribute), &r->url))
		return NULL;
	return buf_text(&r->url);
}

static void
open_link(struct reader *r, const struct element *element,
	const struct token *token)
{
	size_t i = find_open(r, ROLE_LINK, ROLE_CELL);

	if (i < r->n_stack)
		pop_at(r, i); /* links do not nest */
	if (r->n_stack < HTML_DEPTH) {
		const char *href = resolve(r, token, "href");

		push(r, element);
		r->stack[r->n_stack - 1].href = mem_strdup(href);
	} else {
		push(r, element);
	}
}

static unsigned
pixels(struct reader *r, const struct token *token, const char *name)
{
	uint64_t value;
	size_t len = 0;

	if (!token_attribute(token, name, &r->attribute))
		return 0;
	struct slice text = slice_trim(buf_slice(&r->attribute));

	while (len < text.len && text.at[len] >= '0' && text.at[len] <= '9')
		len++;
	if (slice_to_u64(slice_of(text.at, len), &value) < 0 || value > 100000)
		return 0;
	return (unsigned)value;
}

static void
take_image(struct reader *r, const struct token *token)
{
	const char *src = resolve(r, token, "src");

	if (src == NULL || !url_is_web(buf_slice(&r->url)) ||
		r->n_images == HTML_IMAGES)
		return;
	struct image *image = &r->images[r->n_images++];

	image->src = mem_strdup(src);
	image->width = pixels(r, token, "width");
	image->height = pixels(r, token, "height");
	token_attribute(token, "alt", &r->attribute);
	auto_(buf_done) struct buf alt = BUF_NULL;

	html_collapse(buf_slice(&r->attribute), &alt);
	image->alt = buf_take(&alt);
	if (r->line_open)
		put_images(r);
}

static void
take_open(struct reader *r, const struct token *token)
{
	const struct element *e = element_find(token);

	r->eat_newline = false;
	if (e == NULL)
		return;
	if (is_part(e)) {
		end_paragraph(r);
		open_part(r, e, token);
	}
	switch (e->role) {
	case ROLE_INLINE:
		push(r, e);
		return;
	case ROLE_LINK:
		open_link(r, e, token);
		return;
	case ROLE_IMAGE:
		take_image(r, token);
		return;
	case ROLE_BREAK:
		line_break(r);
		return;
	case ROLE_DROP:
		if (!token->is_closed) {
			r->dropping = e;
			r->drop_depth = 1;
		}
		return;
	case ROLE_BLOCK:
		return;
	case ROLE_HEADING:
		close_role(r, ROLE_HEADING, ROLE_CELL);
		break;
	case ROLE_ITEM:
		close_role(r, ROLE_ITEM, ROLE_LIST);
		break;
	case ROLE_ROW:
		close_role(r, ROLE_ROW, ROLE_LIST);
		break;
	case ROLE_CELL:
		close_role(r, ROLE_CELL, ROLE_ROW);
		break;
	case ROLE_CAPTION:
		close_role(r, ROLE_CAPTION, ROLE_CELL);
		break;
	case ROLE_PRE:
		r->eat_newline = true;
		break;
	case ROLE_LIST:
	case ROLE_QUOTE:
		break;
	}
	end_paragraph(r);
	push(r, e);
}

static void
take_close(struct reader *r, const struct token *token)
{
	const struct element *e = element_find(token);

	if (e == NULL)
		return;
	if (e->role == ROLE_BREAK) { /* "</br>" is one in every browser */
		line_break(r);
		return;
	}
	bool is_block = e->role != ROLE_INLINE && e->role != ROLE_LINK;

	if (is_block)
		end_paragraph(r);
	if (is_part(e))
		close_part(r, e);
	if (strcmp(e->name, "figure") == 0)
		close_role(r, ROLE_CAPTION, ROLE_CELL);
	if (e->role == ROLE_BLOCK || e->role == ROLE_DROP ||
		e->role == ROLE_IMAGE)
		return;
	if (r->n_ignored != 0) {
		r->n_ignored--;
		return;
	}
	for (size_t i = r->n_stack; i > 0; i--) {
		const struct element *open = r->stack[i - 1].element;

		if (open != e && !(open->role == ROLE_HEADING &&
					 e->role == ROLE_HEADING))
			continue;
		if (is_block)
			pop_block(r, i - 1);
		else
			pop_at(r, i - 1);
		return;
	}
}

static void
take_dropped(struct reader *r, const struct token *token)
{
	if (!token_is(token, r->dropping->name))
		return;
	if (token->kind == TOKEN_OPEN && !token->is_closed)
		r->drop_depth++;
	else if (token->kind == TOKEN_CLOSE && --r->drop_depth == 0)
		r->dropping = NULL;
}

bool
html_read(
	struct slice html, struct slice base_url, const struct html_sink *sink)
{
	struct reader r = { .sink = sink, .base_url = base_url };
	struct tokens tokens = TOKENS(html);
	struct token token;

	while (tokens_next(&tokens, &token)) {
		if (r.dropping != NULL)
			take_dropped(&r, &token);
		else if (token.kind == TOKEN_TEXT)
			take_text(&r, &token);
		else if (token.kind == TOKEN_OPEN)
			take_open(&r, &token);
		else if (token.kind == TOKEN_CLOSE)
			take_close(&r, &token);
	}
	/* a picture and not a word: a line for it alone */
	if (r.n_images != 0 && !r.had_line)
		begin_line(&r);
	put_images(&r);
	close_parts(&r, 0);
	while (r.n_stack != 0)
		pop_at(&r, r.n_stack - 1);
	buf_done(&r.attribute);
	buf_done(&r.url);
	return r.dropping != NULL;
}

/* ---- one line --------------------------------------------------------------
 */

struct line_writer {
	struct buf *out;
	size_t start;
	bool space_due;
};

static void
line_writer_put(struct line_writer *w, struct slice text)
{
	for (size_t at = 0, end; at < text.len; at = end + 1) {
		end = run_end(text, at);
		if (end != at && w->space_due)
			buf_putc(w->out, ' ');
		if (end != at)
			w->space_due = false;
		buf_put(w->out, text.at + at, end - at);
		if (end < text.len && is_blank(text.at[end]))
			w->space_due = w->out->len > w->start;
	}
}

void
html_collapse(struct slice text, struct buf *out)
{
	struct line_writer w = { .out = out, .start = out->len };

	line_writer_put(&w, text);
}

static void
line_begin(void *user, int kind, unsigned level, bool ordered, bool same)
{
	(void)kind, (void)level, (void)ordered, (void)same;
	line_writer_put(user, SLICE(" "));
}

static void
line_text(void *user, struct slice text)
{
	line_writer_put(user, text);
}

static size_t
line_open_mark(void *user, const char *element, const char *href,
	const char *alt, unsigned width, unsigned height)
{
	(void)user, (void)element, (void)href, (void)alt;
	(void)width, (void)height;
	return 0;
}

static void
line_close_mark(void *user, size_t mark)
{
	(void)user, (void)mark;
}

void
html_to_text(struct slice html, struct buf *out)
{
	struct line_writer w = { .out = out, .start = out->len };
	struct html_sink sink = { .user = &w,
		.begin_line = line_begin,
		.text = line_text,
		.open_mark = line_open_mark,
		.close_mark = line_close_mark };

	if (slice_has(html, '<') || slice_has(html, '&'))
		html_read(html, (struct slice){ 0 }, &sink);
	else /* most titles and names are words alone */
		line_writer_put(&w, html);
}
