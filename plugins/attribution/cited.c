/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cited.c - the running text, paragraph by paragraph: which media are quoted in
 * it. Of those that others quote in turn, each counts; the supplier, who speaks
 * of itself, does not.
 */
#include "attribution/cite.h"
#include "attribution/medium.h"
#include "attribution/quote.h"
#include "attribution/work.h"
#include "common/mem.h"

#define BACK 60u /* bytes before a name in which a pool may be told of */

static bool
is_cited(const struct work *w, const struct agency *agency)
{
	for (size_t i = 0; i < w->n_cited; i++)
		if (w->cited[i] == agency)
			return true;
	return false;
}

static bool
can_be_cited(struct work *w, const struct agency *agency)
{
	return agency->kind != AGENCY_NEWSWIRE &&
	       agency->kind != AGENCY_AGGREGATOR &&
	       agency->kind != AGENCY_PHOTO && !is_cited(w, agency) &&
	       !work_has(w, TT_SUPPLIER, agency->canonical) &&
	       !work_has(w, TT_CONTRIBUTOR, agency->canonical);
}

/* "according to a pool report by Reuters" */
static bool
is_pool(const struct work *w, struct piece before)
{
	size_t len;

	if (before.len > BACK)
		before = piece_skip(before, before.len - BACK);
	for (size_t i = 0; i < before.len; i++)
		if ((!i || before.at[i - 1] == ' ') &&
			wordlist_at(w->lore.words->words, piece_skip(before, i),
				WORD_POOL, &len))
			return true;
	return false;
}

static bool
is_native(
	const struct work *w, const struct agency *agency, struct piece before)
{
	return *agency->country &&
	       !strcmp(nations_before(w->state->nations, before),
		       agency->country);
}

static void
weigh_name(struct work *w, const struct dialect *dialect, struct piece text,
	size_t i, const struct agency_hit *hit)
{
	bool speaks = agency_writes(hit->agency, w->language);
	bool home = speaks && *hit->agency->languages;

	/* A word of another language is no name here, unless its nation is told
	 * with it: "kanadiske CBC". */
	if (!speaks && !hit->shared && hit->len < 4 &&
		!is_native(w, hit->agency, piece_head(text, i)))
		return;
	double sure = cite_weigh(dialect, text, i, hit, home);
	if (sure <= 0 || w->n_cited >= MAX_CITED)
		return;
	const struct agency *agency =
		work_decide_told(w, hit, piece_head(text, i));
	struct piece name = piece_of(text.at + i, hit->len);
	if (!agency)
		return;
	if (is_pool(w, piece_head(text, i))) {
		work_add_party(
			w, TT_POOL, agency->canonical, name, "pool", 0.85);
		return;
	}
	if (!can_be_cited(w, agency))
		return;
	w->cited[w->n_cited++] = agency;
	work_add_party(w, TT_CITED, agency->canonical, name, "cited", sure);
}

/* A capital behind a blank or a sign; anything in quotes. */
static bool
begins_name(struct piece text, size_t i)
{
	unsigned char before = i ? (unsigned char)text.at[i - 1] : ' ';
	size_t len;

	if (!byte_is_word(before))
		return before == '"' || before == '\'' ||
		       code_is_upper(piece_code(piece_skip(text, i), &len));
	return before >= 0x80 && quote_signs_end(piece_head(text, i));
}

/* "Dziennik Rzeczpospolita": the list knows it without its kind. */
static bool
names_listed(const struct work *w, struct piece name)
{
	struct agency_hit hit;

	for (size_t i = 1; i < name.len; i++)
		if (piece_spaces(piece_skip(name, i - 1)) &&
			agency_in(w->lore.agencies, NULL, name, i, &hit))
			return true;
	return false;
}

/* "reported by Hawaii Public Radio", "the daily Il Lavoro": a medium that no
 * list has. Bytes of it; 0: none, or nothing is told by it. */
static size_t
take_unlisted(struct work *w, const struct dialect *dialect, struct piece text,
	size_t i)
{
	struct agency_hit hit = { .len = medium_at(
					  w->lore.words, piece_skip(text, i)) };

	if (!hit.len)
		hit.len = medium_called(w->lore.words, text, i);
	struct piece name = piece_of(text.at + i, hit.len);

	/* "The Cyprus News Agency" goes on with a name that the list has */
	struct agency_hit longer;
	if (piece_starts(name, "The ") &&
		agency_at(w->lore.agencies, piece_skip(text, i + 4), &longer) &&
		longer.len + 4 >= hit.len)
		return 0;
	if (!hit.len || w->n_cited >= MAX_CITED || names_listed(w, name))
		return 0;
	double sure = cite_weigh(dialect, text, i, &hit, false);
	if (sure <= 0)
		return 0;
	auto_text copy = piece_copy(name);
	if (!work_has(w, TT_CITED, copy) && !work_has(w, TT_SUPPLIER, copy))
		work_add_party(
			w, TT_CITED, copy, name, "cited-unlisted", sure - 0.1);
	return hit.len;
}

/* "BBC Radio Tees": the house's own station, and no other house. */
static size_t
station_behind(const struct work *w, struct piece rest)
{
	size_t blank = rest.len && rest.at[0] == ' ' ? 1 : 0;
	size_t len =
		blank ? medium_at(w->lore.words, piece_skip(rest, blank)) : 0;

	return len ? blank + len : 0;
}

/* A medium or an agency that begins at byte `i`: its bytes; 0: none does. */
static size_t
read_name(struct work *w, const struct dialect *dialect,
	const struct dialect *bends, struct piece text, size_t i)
{
	struct agency_hit hit;

	if (!agency_in(w->lore.agencies, bends ? bends->endings : NULL, text, i,
		    &hit))
		return begins_name(text, i) ? take_unlisted(w, dialect, text, i)
					    : 0;
	if (hit.bent)
		w->lore.words->met[bends->rule] = true;
	if (can_be_cited(w, hit.agency) || hit.shared)
		weigh_name(w, dialect, text, i, &hit);
	return hit.len + station_behind(w, piece_skip(text, i + hit.len));
}

static void
read_cited_in(struct work *w, const struct dialect *dialect,
	const struct dialect *bends, struct piece text)
{
	for (size_t i = 0; i < text.len;) {
		unsigned char c = (unsigned char)text.at[i];

		if (c < 0x80 ? !byte_is_alnum(c) : (c & 0xc0) == 0x80) {
			i++;
			continue;
		}
		size_t len = read_name(w, dialect, bends, text, i);
		/* None begins inside a word of ASCII. */
		if (!len)
			len = c < 0x80 ? piece_alnum(piece_skip(text, i)) : 1;
		i += len;
	}
}

/* Paragraph by paragraph, as a sentence may be wrapped. */
void
work_read_cited(struct work *w)
{
	const struct dialect *dialect = vocabulary_words(
		w->lore.words, *w->language ? w->language : "en");
	const struct dialect *bends =
		vocabulary_endings(w->lore.words, w->language);

	if (!dialect)
		return;
	for (size_t i = copy_next(&w->copy, 0); i < w->copy.n_lines;) {
		size_t last = i;

		while (last + 1 < w->copy.n_lines &&
			!w->copy.lines[last + 1].blank &&
			w->copy.lines[last + 1].paragraph ==
				w->copy.lines[i].paragraph)
			last++;
		read_cited_in(w, dialect, bends,
			copy_piece(&w->copy, w->copy.lines[i].start,
				w->copy.lines[last].end));
		i = copy_next(&w->copy, last + 1);
	}
}
