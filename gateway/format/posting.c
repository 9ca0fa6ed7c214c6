/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posting - the record itself: its lists, its people, its addresses; see
 * posting.h.
 */
#include "format/posting.h"

#include <string.h>

#include "text/html.h"
#include "text/url.h"

struct posting *
posting_new(struct arena *arena)
{
	struct posting *item = arena_zero(arena, sizeof(*item));

	item->arena = arena;
	return item;
}

#define POST_ADD(list) \
	do { \
		if ((list)->n == POST_MAX_LIST) \
			return NULL; \
		arena_grow( \
			item->arena, (list)->items, (list)->n, (list)->cap); \
		return &(list)->items[(list)->n++]; \
	} while (0)

struct posting_person *
posting_add_person(struct posting *item)
{
	POST_ADD(&item->people);
}

struct posting_link *
posting_add_link(struct posting *item)
{
	POST_ADD(&item->links);
}

struct posting_subject *
posting_add_subject(struct posting *item)
{
	POST_ADD(&item->subjects);
}

struct posting_media *
posting_add_media(struct posting *item)
{
	POST_ADD(&item->media);
}

struct posting_geo *
posting_add_geo(struct posting *item)
{
	POST_ADD(&item->places);
}

struct posting_own *
posting_add_own(struct posting *item)
{
	POST_ADD(&item->owns);
}

struct posting_value *
posting_new_value(struct posting *item, enum posting_slot slot)
{
	struct posting_value *value = item->values[slot];

	/* an empty element says nothing */
	if (value != NULL)
		return value->text.len == 0 ? value : NULL;
	return item->values[slot] =
		       arena_zero(item->arena, sizeof(struct posting_value));
}

bool
posting_is_date(enum posting_slot slot)
{
	return slot >= POST_PUBLISHED && slot <= POST_EXPIRES;
}

struct slice
posting_text(const struct posting *item, enum posting_slot slot)
{
	return item->values[slot] != NULL ? item->values[slot]->text
					  : (struct slice){ 0 };
}

void
posting_plain(const struct posting_value *value, struct buf *out)
{
	if (value == NULL)
		return;
	if (value->is_html)
		html_to_text(value->text, out);
	else
		html_collapse(value->text, out);
}

/* ---- people ----------------------------------------------------------------
 */

static bool
is_mail_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 ||
	       strchr("._%+-", c) != NULL;
}

/* Where the address stands in the text; empty when there is none. */
static struct slice
find_mail(struct slice text)
{
	const char *at = text.len != 0 ? memchr(text.at, '@', text.len) : NULL;
	size_t start, end;

	if (at == NULL)
		return (struct slice){ 0 };
	start = end = (size_t)(at - text.at);
	while (start != 0 && text.at[start - 1] != '\0' &&
		is_mail_character(text.at[start - 1]))
		start--;
	end++;
	while (end < text.len && text.at[end] != '\0' &&
		is_mail_character(text.at[end]))
		end++;
	while (end != 0 && text.at[end - 1] == '.')
		end--;
	if (at == text.at + start || at + 1 >= text.at + end)
		return (struct slice){ 0 };
	return slice_of(text.at + start, end - start);
}

static struct slice
trim_marks(struct slice text)
{
	static const char *const marks = " \t\r\n()<>[]\",;:";

	while (text.len != 0 && strchr(marks, text.at[0]) != NULL)
		text = slice_of(text.at + 1, text.len - 1);
	while (text.len != 0 && strchr(marks, text.at[text.len - 1]) != NULL)
		text.len--;
	return text;
}

/* "mail (Name)", "Name (mail)", "Name <mail>", "mail", "Name". */
void
posting_split_person(struct posting_person *person, struct arena *arena)
{
	struct slice mail = find_mail(person->raw);
	struct slice before, behind;

	if (person->name.len != 0 || person->raw.len == 0)
		return;
	if (mail.len == 0) {
		person->name = person->raw;
		return;
	}
	before = slice_of(person->raw.at, (size_t)(mail.at - person->raw.at));
	behind = slice_of(
		mail.at + mail.len, person->raw.len - before.len - mail.len);
	if (before.len >= 7 &&
		slice_is_nocase(
			slice_of(before.at + before.len - 7, 7), "mailto:"))
		before.len -= 7;
	before = trim_marks(before);
	behind = trim_marks(behind);
	person->name = before.len != 0 ? before : behind;
	person->email = slice_of(arena_text(arena, mail), mail.len);
}

/* ---- addresses -------------------------------------------------------------
 */

struct slice
posting_base(const struct posting_context *context, struct slice base)
{
	if (base.len != 0)
		return base;
	if (context->base.len != 0)
		return context->base;
	return posting_text(context->feed, POST_LINK);
}

static bool
is_alternate(const struct posting_link *link)
{
	return link->rel.len == 0 || slice_is_nocase(link->rel, "alternate") ||
	       slice_is_nocase(link->rel,
		       "http://www.iana.org/assignments/relation/alternate");
}

static bool
is_page(const struct posting_link *link)
{
	return link->type.len == 0 ||
	       slice_is_nocase(link->type, "text/html") ||
	       slice_is_nocase(link->type, "application/xhtml+xml");
}

/* The first alternate that is a page, else the first, else where the content
 * lies. */
static const struct posting_link *
best_link(const struct posting *item)
{
	const struct posting_link *best = NULL;

	for (size_t i = 0; i < item->links.n; i++) {
		const struct posting_link *link = &item->links.items[i];

		if (is_alternate(link) && is_page(link))
			return link;
		if (is_alternate(link) && best == NULL)
			best = link;
	}
	for (size_t i = 0; i < item->links.n && best == NULL; i++)
		if (slice_is(item->links.items[i].rel, "content"))
			best = &item->links.items[i];
	return best;
}

static bool
put_link(const struct posting_context *context, struct slice base,
	struct slice href, struct buf *out)
{
	return href.len != 0 &&
	       url_resolve_link(posting_base(context, base), href, out);
}

bool
posting_web_link(const struct posting_context *context,
	const struct posting *item, struct buf *out)
{
	const struct posting_value *text = item->values[POST_LINK];
	const struct posting_link *link = best_link(item);
	struct slice guid = posting_text(item, POST_GUID);

	if (text != NULL && put_link(context, text->base, text->text, out))
		return true;
	if (link != NULL && put_link(context, link->base, link->href, out))
		return true;
	return !item->guid_is_no_link && !item->may_resolve_id &&
	       url_is_web(guid) && put_link(context, guid, guid, out);
}
