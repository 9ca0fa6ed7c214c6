/* SPDX-License-Identifier: Apache-2.0 */
/*
 * site.c - the page's own name behind its headline: "... - SWI swissinfo.ch".
 *
 * A site is who passed the story on, and its name is no part of the headline.
 * Behind a dash an agency is rather the one whose word the headline gives
 * ("Missile fell into the sea - Yonhap"): it stays, and is nobody's site.
 */
#include "attribution/work.h"
#include "common/mem.h"

#define MIN_TITLE 12u /* bytes that must be left of the headline */
#define MAX_SITE 60u

/* "swissinfo.ch": the last word is a host's name. */
static bool
ends_with_host(struct piece name)
{
	size_t i = name.len, dot = name.len;

	while (i > 0 && (byte_is_alnum((unsigned char)name.at[i - 1]) ||
				byte_in(name.at[i - 1], ".-"))) {
		i--;
		if (name.at[i] == '.' && dot == name.len)
			dot = i;
	}
	if (dot < i + 2 || dot + 3 > name.len || dot + 7 < name.len)
		return false;
	for (i = dot + 1; i < name.len; i++)
		if (!byte_is_lower(name.at[i]))
			return false;
	return true;
}

/* Bytes of a separator with blanks around it; 0: none. */
static size_t
separator_at(struct piece p, bool *ret_bar)
{
	size_t before = piece_spaces(p);
	struct piece rest = piece_skip(p, before);
	size_t sign = piece_dashes(rest);

	*ret_bar = !sign && rest.len && rest.at[0] == '|';
	sign += *ret_bar;
	size_t after = sign ? piece_spaces(piece_skip(rest, sign)) : 0;
	return before && after ? before + sign + after : 0;
}

/* "(posted by Global Issues)": does the page, not the story, name it again? */
static bool
names_itself(const struct work *w, struct piece name)
{
	auto_text text = piece_copy(name);

	if (!scan_is_person(name))
		return false;
	for (size_t i = 0; i < w->copy.n_lines; i++) {
		struct piece line = copy_line(&w->copy, i);

		if (w->copy.lines[i].kind == TT_LINE_TITLE || !line.len ||
			piece_find_exact(line, text) >= line.len)
			continue;
		enum tt_label label = tt_label_at(w->copy.draft,
			copy_source(&w->copy, w->copy.lines[i].start));
		if (label == TT_FURNITURE ||
			(label == TT_NOTICE &&
				w->copy.lines[i].kind == TT_LINE_FOOT))
			return true;
	}
	return false;
}

static bool
is_outlet(const struct agency_hit *hit)
{
	return !hit->shared && hit->agency->kind >= AGENCY_AGGREGATOR &&
	       hit->agency->kind <= AGENCY_DIGITAL;
}

/* The last part of a title, behind a separator: where that begins, or
 * title.len. */
static size_t
site_at(struct piece title, size_t *ret_skip, bool *ret_bar)
{
	size_t at = title.len, from = MIN_TITLE;

	*ret_skip = 0;
	if (title.len > MIN_TITLE + MAX_SITE)
		from = title.len - MAX_SITE;
	for (size_t i = from; i < title.len; i++) {
		bool is_bar;
		size_t len = separator_at(piece_skip(title, i), &is_bar);

		if (!len)
			continue;
		at = i;
		*ret_skip = len;
		*ret_bar = is_bar;
		i += len - 1;
	}
	return at;
}

/* og:site_name or the publisher of an HTML page. */
static void
read_site_name(struct work *w)
{
	const char *name = tt_feed_title(w->copy.draft);
	struct piece nowhere = piece_head(w->copy.text, 0);
	struct agency_hit hit;

	if (!*name || strlen(name) > MAX_SITE)
		return;
	if (!agency_named(w->lore.agencies, piece_text(name), &hit))
		w->site_name = name;
	else if (is_outlet(&hit))
		w->site = (struct link){ hit.agency, nowhere, "site-name" };
}

/* "Ferry on time | News | The Harbour Advocate" of a page whose headline stands
 * alone in it: one that is listed, or that the page names again. */
static void
read_page_title(struct work *w)
{
	struct piece title = piece_text(tt_page_title(w->copy.draft));
	struct piece headline =
		piece_trim(piece_head(w->copy.text, w->copy.title_end));
	size_t skip, at;
	bool bar;
	struct agency_hit hit;

	if (w->site.agency || w->site_name || title.len <= headline.len ||
		memcmp(title.at, headline.at, headline.len))
		return;
	at = site_at(title, &skip, &bar);
	struct piece name = piece_skip(title, at + skip);
	if (!skip || at < headline.len || !name.len)
		return;
	struct piece nowhere = piece_head(w->copy.text, 0);
	if (!agency_named(w->lore.agencies, name, &hit)) {
		if (ends_with_host(name) || names_itself(w, name))
			w->site_name = name.at;
	} else if (is_outlet(&hit)) {
		w->site = (struct link){ hit.agency, nowhere, "site-name" };
	}
}

void
work_read_site(struct work *w)
{
	if (!strcmp(tt_format(w->copy.draft), "html")) {
		read_site_name(w);
		read_page_title(w);
	}
	struct piece title = piece_head(w->copy.text, w->copy.title_end);
	size_t skip, at;
	bool bar = false;
	struct agency_hit hit;

	title.len -= piece_spaces_end(title);
	at = site_at(title, &skip, &bar);
	if (!skip)
		return;
	struct piece name = piece_skip(title, at + skip);
	bool listed = agency_named(w->lore.agencies, name, &hit);
	bool outlet = listed && is_outlet(&hit);
	bool unlisted =
		!listed && (ends_with_host(name) || names_itself(w, name));
	if (outlet)
		w->site = (struct link){ hit.agency, name, "site-name" };
	else if (unlisted)
		work_add_name(w, TT_DISTRIBUTOR, name, "site-name", 0.8);
	if (outlet || (listed && bar) || unlisted)
		copy_remove(&w->copy, at, title.len, TT_FURNITURE, "site-name");
}
