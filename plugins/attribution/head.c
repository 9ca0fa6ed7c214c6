/* SPDX-License-Identifier: Apache-2.0 */
/*
 * head.c - from the top down to the first sentence: labels, bylines, prefix,
 * dateline. A dateline may stand behind something that lost its separator, and
 * one wire's dateline behind another's.
 */
#include <stdio.h>

#include "attribution/sign.h"
#include "attribution/work.h"
#include "common/headline.h"
#include "common/mem.h"

#define MAX_HEAD_LINES 10
#define MAX_GLUE 200u
#define MAX_PARAGRAPHS 60
#define ROUNDUP 2 /* datelines that make one */

/* ---- dates -----------------------------------------------------------------
 */

/* Americans put the month first, and so does who learned it from them. */
static enum scan_order
order_of(const struct work *w, const struct mark *mark)
{
	const char *country = mark->n ? mark->hits[0].agency->country : "";
	bool month = !strcmp(country, "US") || !strcmp(country, "PH");

	if (*w->language && strncmp(w->language, "en", 2))
		return SCAN_DAY_FIRST;
	return month ? SCAN_MONTH_FIRST : SCAN_DAY_FIRST;
}

static void
format_date(const struct work *w, const char *words, const struct mark *mark,
	char out[16])
{
	static const char *const fields[] = { "versionCreated",
		"contentCreated", "firstCreated" };
	struct scan_date date = { 0, 0, 0 };

	out[0] = '\0';
	if (!scan_date_in(piece_text(words), order_of(w, mark), &date))
		return;
	int year = date.year;
	for (size_t i = 0; i < 3 && !year && date.month; i++) {
		const char *stamp = tt_field(w->copy.draft, fields[i]);

		if (!stamp || strlen(stamp) < 10)
			continue;
		year = (stamp[0] - '0') * 1000 + (stamp[1] - '0') * 100 +
		       (stamp[2] - '0') * 10 + (stamp[3] - '0');
		int month = (stamp[5] - '0') * 10 + (stamp[6] - '0');
		if (date.month - month > 6)
			year--;
		else if (month - date.month > 6)
			year++;
	}
	if (year >= 1000 && year <= 9999 && date.month >= 1 &&
		date.month <= 12 && date.day >= 1 && date.day <= 31)
		snprintf(out, 16, "%04d-%02d-%02d", year, date.month, date.day);
}

void
work_set_place(struct work *w, struct piece place, struct piece at,
	const char *date, const char *rule, double sure)
{
	size_t start = copy_offset(&w->copy, at), len;

	/* "news agencies" is none, nor is a "newspaper" */
	if (wordlist_at(w->lore.words->words, place, WORD_NOBODY | WORD_NOPLACE,
		    &len) &&
		len == place.len)
		return;
	struct tt_evidence evidence = { copy_source(&w->copy, start),
		copy_source(&w->copy, start + at.len), rule, sure };
	auto_text copy = piece_copy(place);

	tt_set_dateline(w->copy.draft, copy, date, &evidence);
	w->dated = true;
	if (!*w->country)
		w->country = places_country(w->state->places, place);
}

/* ---- the dateline ----------------------------------------------------------
 */

static void
take_prefix(struct work *w, const struct dateline *d)
{
	struct agency_hit hit;
	struct mark mark;

	if (!d->supplier.len)
		work_propose(w, RANK_PREFIX, d->republisher.agency,
			d->republisher_at, "prefix-own-desk");
	else if (mark_read(&w->lore, d->supplier, &mark) && mark.n)
		work_propose_mark(w, RANK_PREFIX, &mark, "prefix");
	else if (agency_at(w->lore.agencies, d->supplier, &hit) &&
		 hit.len == d->supplier.len)
		work_propose(w, RANK_PREFIX, hit.agency, d->supplier, "prefix");
	else
		work_propose(w, RANK_PREFIX, NULL, d->supplier, "prefix");
}

/* "REPUBLIKA.CO.ID, JAKARTA": the site is who passes it on. */
static struct piece
without_site(struct work *w, const struct dateline *d)
{
	struct piece place = d->place;
	size_t comma = piece_find_exact(place, ", ");
	struct agency_hit hit;

	if (comma >= place.len ||
		!agency_named(
			w->lore.agencies, piece_head(place, comma), &hit) ||
		hit.weak)
		return place;
	if (!d->mark.n || d->mark.hits[0].agency != hit.agency)
		work_add_party(w, TT_DISTRIBUTOR, hit.agency->canonical,
			piece_head(place, comma), "site-in-dateline", 0.8);
	return piece_skip(place, comma + 2);
}

/* "From Kwame Mensah, Akosombo, Ghana": who wrote it stands before the place.
 */
static struct piece
without_author(struct work *w, struct piece place)
{
	size_t by = piece_starts_nocase(place, "from ") ? strlen("from ")
		    : piece_starts_nocase(place, "by ") ? strlen("by ")
							: 0;
	struct piece rest = piece_skip(place, by);
	size_t comma = piece_find_exact(rest, ", ");
	struct persons author = { .names = { piece_head(rest, comma) },
		.n = 1 };

	if (!by || comma >= rest.len || !scan_is_person(author.names[0]) ||
		scan_word(author.names[0]).len == author.names[0].len)
		return place;
	work_add_persons(w, &author, "author-in-dateline");
	return piece_skip(rest, comma + 2);
}

static void
take_dateline(
	struct work *w, const struct dateline *d, size_t start, bool inner)
{
	struct piece whole = copy_piece(
		&w->copy, start + d->prefix_len, start + d->mark_len);
	char date[16];

	format_date(w, d->date, &d->mark, date);
	if (d->place.len || *date)
		work_set_place(w, without_author(w, without_site(w, d)), whole,
			date, "dateline", d->mark.n ? 0.97 : 0.85);
	if (d->mark.n)
		work_propose_mark(w, RANK_DATELINE, &d->mark,
			inner ? "inner-dateline" : "dateline-mark");
	else if (d->unlisted.len)
		work_propose(w, RANK_DATELINE, NULL, d->unlisted,
			"dateline-call-sign");
	if (d->reporters.n)
		work_add_persons(w, &d->reporters, "reporter");
	copy_remove(&w->copy, start + d->prefix_len, start + d->len,
		TT_DATELINE, "dateline");
}

/* The last line of the paragraph of line `i`, as far as a dateline goes. */
size_t
work_last_of(const struct work *w, size_t i)
{
	size_t last = i;

	while (last + 1 < w->copy.n_lines && !w->copy.lines[last + 1].blank &&
		last < i + 6 &&
		w->copy.lines[last + 1].paragraph == w->copy.lines[i].paragraph)
		last++;
	return last;
}

static struct piece
head_of(const struct work *w, size_t i, size_t last)
{
	return copy_piece(
		&w->copy, w->copy.lines[i].start, w->copy.lines[last].end);
}

static bool
find_dateline(const struct work *w, size_t i, struct dateline *d)
{
	size_t last = work_last_of(w, i);
	struct piece head = head_of(w, i, last);

	if (dateline_read(&w->lore, head, d))
		return true;
	/* A break inside the dateline does not look like a wrapped line; the
	 * lines of a page are paragraphs. */
	for (int more = 0; more < 2; more++) {
		if (head.len > 60 || last + 1 >= w->copy.n_lines ||
			w->copy.lines[last + 1].blank ||
			strcmp(tt_format(w->copy.draft), "html") == 0 ||
			(scan_ends_sentence(head) && head.len > 40))
			return false;
		last = work_last_of(w, last + 1);
		head = head_of(w, i, last);
		if (dateline_read(&w->lore, head, d) && d->mark.n)
			return true;
	}
	return false;
}

/* ---- lost separators -------------------------------------------------------
 */

/* A capital begins a word here although none has ended before it. */
static bool
is_glued(struct piece p, size_t i)
{
	size_t len;

	if (!i || i >= p.len ||
		!code_is_upper(piece_code(piece_skip(p, i), &len)))
		return false;
	size_t last = piece_last(piece_head(p, i)), ignored;
	uint32_t before = piece_code(piece_skip(p, i - last), &ignored);
	if (!code_is_letter(before) && !code_is_digit(before))
		return false;
	if (!code_is_upper(before))
		return true;
	return i + len < p.len &&
	       code_is_lower(piece_code(piece_skip(p, i + len), &len));
}

/* "img_1.jpg", "© Boddenblick Medien GmbH": what may be glued in front. */
static bool
take_glued(struct work *w, struct piece p)
{
	static const char *const files[] = { ".jpg", ".jpeg", ".png", ".gif",
		".webp" };
	struct credit credit;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (piece_ends(p, files[i]) && scan_word(p).len == p.len) {
			size_t start = copy_offset(&w->copy, p);

			copy_remove(&w->copy, start, start + p.len,
				TT_FURNITURE, "file-name");
			return true;
		}
	if (!credit_read(&w->lore, p, CREDIT_ABOVE, &credit) ||
		credit.kind == CREDIT_DESK_CODE)
		return false;
	size_t start = copy_offset(&w->copy, p);
	copy_remove(&w->copy, start, start + p.len,
		work_take(w, &credit, CREDIT_ABOVE), "glued-label");
	return true;
}

/* What stands glued before a dateline, or before the story. */
static bool
unglue(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	struct piece near = piece_head(line, MAX_GLUE);
	struct dateline d;
	struct piece ignored;
	bool label = credit_label(
		&w->lore, line, WORD_BY | WORD_SOURCE, false, &ignored);
	struct agency_hit hit;

	for (size_t k = 3; k < near.len; k++) {
		if (!is_glued(near, k))
			continue;
		struct piece rest = head_of(w, i, work_last_of(w, i));
		if (dateline_walk(&w->lore, piece_skip(rest, k), &d) &&
			d.mark.n && take_glued(w, piece_head(line, k)))
			return true;
		/* "By AzernewsBy Ada HolmKazakhstan": an agency, or a name
		 * of two words */
		if (!label)
			continue;
		struct piece head = piece_head(line, k);
		struct credit credit;
		if (credit_read(&w->lore, head, CREDIT_ABOVE, &credit) &&
			(credit.kind == CREDIT_AGENCY ||
				credit.kind == CREDIT_SOURCE ||
				(credit.kind == CREDIT_BYLINE &&
					memchr(credit.persons.names[0].at, ' ',
						credit.persons.names[0].len))))
			return take_glued(w, head);
	}
	/* "By Trend12 ships" */
	struct piece by;
	if (credit_label(&w->lore, line, WORD_BY, false, &by))
		for (size_t k = 2; k < 24 && k + 1 < by.len; k++)
			if (byte_is_lower(by.at[k - 1]) && by.at[k] >= '0' &&
				by.at[k] <= '9' &&
				agency_named(w->lore.agencies,
					piece_head(by, k), &hit)) {
				size_t len = (size_t)(by.at - line.at) + k;

				return take_glued(w, piece_head(line, len));
			}
	return false;
}

/* "Source: MIL-OSI Source: Inter Press Service – On the island": the last of
 * them is whose it is. "By IANS, Patna: Text". */
static bool
take_chain(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i), rest = line, value;
	struct agency_hit hits[4];
	struct piece texts[4];
	size_t n = 0;

	while (n < 4 &&
		credit_label(&w->lore, rest, WORD_SOURCE, true, &value) &&
		agency_at(w->lore.agencies, value, &hits[n])) {
		texts[n] = piece_head(value, hits[n].len);
		rest = piece_skip(value, hits[n].len);
		rest = piece_skip(rest, piece_spaces(rest));
		n++;
	}
	size_t dash = n ? piece_dashes(rest) : 0;
	if (!n || (!dash && rest.len && n < 2) || rest.len < dash)
		return false;
	rest = piece_skip(rest, dash);
	rest = piece_skip(rest, piece_spaces(rest));
	for (size_t k = 0; k + 1 < n; k++)
		work_link(w, hits[k].agency, texts[k], "source-chain");
	work_propose(w, RANK_SOURCE_LINE, hits[n - 1].agency, texts[n - 1],
		"source-line");
	size_t start = w->copy.lines[i].start;
	copy_remove(&w->copy, start, start + (line.len - rest.len), TT_CREDIT,
		"source-chain");
	return true;
}

static bool
take_by_and_place(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i), rest;
	struct agency_hit hit;

	if (!credit_label(&w->lore, line, WORD_BY, false, &rest) ||
		!agency_at(w->lore.agencies, rest, &hit))
		return false;
	struct piece place = piece_skip(rest, hit.len);
	if (!piece_starts(place, ","))
		return false;
	place = piece_skip(place, 1);
	size_t colon = piece_find_exact(piece_head(place, 60), ":");
	struct piece name = piece_trim(piece_head(place, colon));
	if (colon + 2 >= place.len || colon >= 60 || !scan_is_person(name))
		return false;
	struct piece text = piece_skip(place, colon + 1);
	size_t len = line.len - text.len + piece_spaces(text);
	work_set_place(w, name, piece_head(line, len), "", "by-and-place", 0.9);
	work_propose(w, RANK_DATELINE, hit.agency, piece_head(rest, hit.len),
		"dateline-mark");
	size_t start = w->copy.lines[i].start;
	copy_remove(&w->copy, start, start + len, TT_DATELINE, "by-and-place");
	return true;
}

/* ---- round-ups -------------------------------------------------------------
 */

/* Brackets, slashes or capitals; or letters of which nobody knows. */
static bool
may_be_dateline(struct piece head)
{
	size_t len;

	head = piece_head(head, 80);
	if (!head.len || memchr(head.at, '(', head.len) ||
		memchr(head.at, '/', head.len) ||
		piece_code(head, &len) >= 0x370)
		return true;
	/* "КИЇВ. 5 березня. УНН." and its kin begin with two capitals */
	return head.len > 2 && head.at[1] >= 'A' && head.at[1] <= 'Z';
}

/* Paragraphs of several agencies, each with a dateline of its own. `ret_only`:
 * the line of the only one; n_lines: there is none, or more. */
static bool
is_roundup(struct work *w, size_t *ret_only)
{
	const struct agency *first = NULL;
	struct piece place = { NULL, 0 };
	size_t n = 0, n_seen = 0;
	bool several = false;

	*ret_only = w->copy.n_lines;
	for (size_t i = copy_next(&w->copy, 0); i < w->copy.n_lines;) {
		size_t last = work_last_of(w, i);
		struct piece head = piece_head(head_of(w, i, last), 300);
		struct dateline d;

		if (n_seen++ < MAX_PARAGRAPHS && may_be_dateline(head) &&
			dateline_walk(&w->lore, head, &d) && d.mark.n &&
			d.place.len && d.len + 40 < head.len &&
			scan_ends_sentence(head_of(w, i, last))) {
			several = several ||
				  (n && (d.mark.hits[0].agency != first ||
						d.place.len != place.len));
			first = d.mark.hits[0].agency;
			place = d.place;
			*ret_only = n++ ? w->copy.n_lines : i;
		}
		i = copy_next(&w->copy, last + 1);
	}
	return several && n >= ROUNDUP;
}

/* ---- the lines -------------------------------------------------------------
 */

/* "2025年03月12日08:15 | 来源：人民网": parts of a line, one of them a credit.
 */
static bool
take_parts(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i), rest = line;
	bool found = false;

	if (line.len > 200 || !memchr(line.at, '|', line.len) ||
		scan_ends_sentence(line))
		return false;
	while (rest.len) {
		size_t bar = piece_find_exact(rest, "|");
		struct piece part = piece_trim(piece_head(rest, bar));
		struct credit credit;

		rest = piece_skip(rest, bar < rest.len ? bar + 1 : rest.len);
		if (!credit_read(&w->lore, part, CREDIT_ABOVE, &credit) ||
			credit.kind == CREDIT_DESK_CODE ||
			(credit.kind == CREDIT_SOURCE && !credit.mark.n))
			continue;
		found = true;
		work_take(w, &credit, CREDIT_ABOVE);
	}
	if (found)
		copy_remove(&w->copy, w->copy.lines[i].start,
			w->copy.lines[i].end, TT_CREDIT, "head-line");
	return found;
}

/* "2026-05-12 15:32:07 来源：中国新闻网": what stands behind figures. */
static struct piece
behind_figures(struct piece line)
{
	struct piece rest = line;

	for (size_t n = 1; rest.len && n; rest = piece_skip(rest, n))
		n = (rest.at[0] >= '0' && rest.at[0] <= '9') ||
				    byte_in(rest.at[0], "-:/.")
			    ? 1
			    : piece_spaces(rest);
	return line.len - rest.len >= 8 && rest.len && rest.at[0] != 0
		       ? rest
		       : piece_head(line, 0);
}

/* "KYODO NEWS - May 12, 2026 - 10:02": an agency, and when. */
static bool
take_dated(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	struct agency_hit hit;
	bool digit = false, date = false;

	if (line.len > 90 || !agency_at(w->lore.agencies, line, &hit))
		return false;
	struct piece rest = piece_skip(line, hit.len);
	rest = piece_head(rest, piece_find_exact(rest, " | "));
	if (!piece_dashes(piece_skip(rest, piece_spaces(rest))))
		return false;
	while ((rest = piece_skip(rest, piece_spaces(rest))).len) {
		struct piece word = scan_word(rest);
		bool hour = word.at[0] >= '0' && word.at[0] <= '9';

		if (!hour && !scan_is_date_word(word) && !piece_dashes(word))
			return false;
		digit = digit || hour;
		date = date || scan_is_month(word);
		rest = piece_skip(rest, word.len);
	}
	const struct agency *agency = work_decide(w, &hit, true);
	if (!digit || !date || !agency)
		return false;
	work_propose(w, RANK_LABEL, agency, piece_head(line, hit.len),
		"agency-label");
	copy_remove(&w->copy, w->copy.lines[i].start, w->copy.lines[i].end,
		TT_CREDIT, "head-line");
	return true;
}

/* "来源：新华网 字号：大 中 小": what follows is for the reader's eyes. */
static struct piece
without_sizes(struct piece p)
{
	static const char *const labels[] = { "字号", "字體", "字体", "分享",
		"打印" };

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		p = piece_head(p, piece_find_exact(p, labels[i]));
	return piece_trim(p);
}

/* "di Redazione - 04 Marzo 2025 - 09:40": what stands before a date; empty:
 * nothing, or no date follows. */
static struct piece
before_date(struct piece line)
{
	size_t dash = piece_find_exact(line, " - "), digits = 0;
	bool month = false;

	if (dash >= line.len)
		dash = piece_find_exact(line, " | ");
	if (dash >= line.len)
		return piece_head(line, 0);
	for (struct piece rest = piece_skip(line, dash + 3); rest.len;
		rest = piece_skip(rest, piece_spaces(rest))) {
		struct piece word = scan_word(rest);
		bool figure = word.at[0] >= '0' && word.at[0] <= '9';

		if (!figure && !scan_is_date_word(word) && !piece_dashes(word))
			return piece_head(line, 0);
		digits += figure;
		month = month || scan_is_month(word) || word.len >= 8;
		rest = piece_skip(rest, word.len);
	}
	return digits >= 2 && month ? piece_trim(piece_head(line, dash))
				    : piece_head(line, 0);
}

static bool
take_before_date(struct work *w, size_t i)
{
	struct piece front = before_date(copy_line(&w->copy, i));
	struct credit credit;

	if (!front.len || front.len > MAX_GLUE / 2 ||
		!credit_read(&w->lore, front, CREDIT_ABOVE, &credit) ||
		(credit.kind != CREDIT_BYLINE &&
			credit.kind != CREDIT_SIGN_OFF &&
			credit.kind != CREDIT_NOBODY &&
			credit.kind != CREDIT_AGENCY))
		return false;
	copy_remove(&w->copy, w->copy.lines[i].start, w->copy.lines[i].end,
		work_take(w, &credit, CREDIT_ABOVE), "head-line");
	return true;
}

static bool
take_stamped(struct work *w, size_t i)
{
	struct piece rest =
		without_sizes(behind_figures(copy_line(&w->copy, i)));
	struct credit credit;

	if (take_dated(w, i) || take_before_date(w, i))
		return true;
	if (!rest.len || rest.len > 80 ||
		!credit_read(&w->lore, rest, CREDIT_ABOVE, &credit) ||
		(credit.kind != CREDIT_SOURCE &&
			credit.kind != CREDIT_AGENCY) ||
		!credit.mark.n)
		return false;
	copy_remove(&w->copy, w->copy.lines[i].start, w->copy.lines[i].end,
		work_take(w, &credit, CREDIT_ABOVE), "head-line");
	return true;
}

/* An agency in brackets at the line's end. */
static void
propose_group(struct work *w, struct piece line)
{
	size_t open = line.len;
	struct piece inside;
	struct mark mark;

	if (!line.len || line.at[line.len - 1] != ')')
		return;
	while (open > 0 && line.at[open - 1] != '(')
		open--;
	if (open && mark_group(piece_skip(line, open - 1), 60, &inside) &&
		mark_read(&w->lore, inside, &mark) && mark.n)
		work_propose_mark(w, RANK_LABEL, &mark, "agency-label");
}

/* A line of the head that is all credit. */
static bool
take_line(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	struct credit credit;

	if (work_take_with(w, i, CREDIT_ABOVE)) {
		copy_remove(&w->copy, w->copy.lines[i].start,
			w->copy.lines[i].end, TT_CREDIT, "head-line");
		return true;
	}
	if (dateline_is_prefix(&w->lore, line) ||
		!credit_read(&w->lore, line, CREDIT_ABOVE, &credit) ||
		credit.kind == CREDIT_DESK_CODE)
		return take_parts(w, i) || take_stamped(w, i);
	if (credit.kind == CREDIT_SOURCE && !credit.mark.n)
		return false;
	work_part_author(w, &credit);
	/* the first line of a wrapped paragraph may be all dateline but for a
	 * name that goes on below */
	struct dateline d;
	if (credit.kind == CREDIT_AGENCY && work_last_of(w, i) > i &&
		find_dateline(w, i, &d) && d.len < line.len)
		return false;
	if ((credit.kind == CREDIT_AGENCY || credit.kind == CREDIT_NOBODY) &&
		credit.mark.place.len)
		work_set_place(
			w, credit.mark.place, line, "", "place-line", 0.85);
	w->labelled = credit.kind == CREDIT_AGENCY && credit.mark.n;
	/* "Haber: Ali Veli / İSTANBUL, (DHA)" */
	if (credit.kind == CREDIT_SIGN_OFF && !credit.mark.n)
		propose_group(w, line);
	copy_remove(&w->copy, w->copy.lines[i].start, w->copy.lines[i].end,
		work_take(w, &credit, CREDIT_ABOVE), "head-line");
	return true;
}

/* Who pays for a release may be named above its dateline. */
static void
take_issuer_above(struct work *w, size_t end)
{
	for (size_t i = copy_next(&w->copy, 0); i < end;
		i = copy_next(&w->copy, i + 1)) {
		struct credit credit;

		if (!credit_read(&w->lore, copy_line(&w->copy, i), CREDIT_ABOVE,
			    &credit) ||
			credit.kind != CREDIT_SOURCE || credit.mark.n)
			continue;
		work_issue(w, credit.name, "source-issuer");
		copy_remove(&w->copy, w->copy.lines[i].start,
			w->copy.lines[i].end, TT_CREDIT, "head-line");
	}
}

/* "/EINPresswire.com/ -- TAMPA, FL--(Marketwired - Feb 2, 2017) -" */
static void
take_inner(struct work *w, const struct dateline *outer, size_t i)
{
	struct dateline d;

	if (!outer->mark.n || outer->place.len ||
		outer->mark.hits[0].agency->kind != AGENCY_NEWSWIRE)
		return;
	if (dateline_walk(&w->lore, head_of(w, i, work_last_of(w, i)), &d) &&
		d.mark.n)
		take_dateline(w, &d, w->copy.lines[i].start, true);
}

/* Does the paragraph begin with a place and an agency? */
bool
work_has_dateline(struct work *w, size_t i)
{
	struct dateline d;

	return find_dateline(w, i, &d) && d.mark.n && d.place.len;
}

static bool
take_any_dateline(struct work *w, size_t i)
{
	struct dateline d;

	while (unglue(w, i))
		if (w->copy.lines[i].blank)
			return false;
	if (take_chain(w, i) || take_by_and_place(w, i))
		return true;
	if (!find_dateline(w, i, &d))
		return false;
	size_t start = w->copy.lines[i].start;
	if (d.prefix_len) {
		take_prefix(w, &d);
		w->outermost = (struct link){ d.republisher.agency,
			d.republisher_at, "prefix" };
		copy_remove(&w->copy, start, start + d.prefix_len, TT_CREDIT,
			"prefix");
	}
	if (d.len <= d.prefix_len) {
		/* what follows a prefix may be a label of its own */
		if (w->copy.lines[i].blank)
			return false;
		while (unglue(w, i))
			;
		if (take_chain(w, i) || take_by_and_place(w, i))
			return true;
		/* or a dateline that was wrapped behind the prefix */
		start = w->copy.lines[i].start;
		if (w->copy.lines[i].blank || !find_dateline(w, i, &d) ||
			d.prefix_len || !d.mark.n)
			return false;
	}
	take_dateline(w, &d, start, false);
	take_inner(w, &d, i);
	return d.mark.n || d.unlisted.len || !w->copy.lines[i].blank;
}

static bool
is_byline(const struct work *w, struct piece line)
{
	struct credit credit;

	return credit_read(&w->lore, line, CREDIT_ABOVE, &credit) &&
	       credit.kind == CREDIT_BYLINE;
}

/* A picture's caption, with a dateline of its own or not, above the story. */
static bool
take_caption(struct work *w, size_t i)
{
	size_t next = copy_next(&w->copy, i + 1);
	struct dateline d;

	struct piece line = copy_line(&w->copy, i);
	bool credited = work_ends_in_bracket(line) ||
			piece_find_exact(line, "©") < line.len;

	return credited && work_last_of(w, i) == i && next < w->copy.n_lines &&
	       find_dateline(w, next, &d) && d.len > d.prefix_len &&
	       work_take_caption_above(w, i);
}

void
work_read_head(struct work *w)
{
	size_t seen = 0, i, only;

	work_read_site(w);
	work_read_stamps(w);
	w->roundup = is_roundup(w, &only);
	for (i = copy_next(&w->copy, 0);
		i < w->copy.n_lines && seen < MAX_HEAD_LINES;
		i = copy_next(&w->copy, i + 1), seen++) {
		/* "A boat on the Maas. © ANP" is no line of rights */
		bool caption = piece_find_exact(copy_line(&w->copy, i), "©") <
				       copy_line(&w->copy, i).len &&
			       take_caption(w, i);
		if (caption || work_take_place_and_agency(w, i) ||
			take_line(w, i) || (!seen && work_take_author(w, i)) ||
			take_caption(w, i) || work_take_place_below(w, i) ||
			work_take_place_above(w, i))
			continue;
		w->labelled = false;
		if (w->roundup)
			break;
		bool found =
			take_any_dateline(w, i) || work_take_bare_place(w, i);
		if (w->copy.lines[i].blank)
			continue;
		/* a standfirst or a notice may stand before the dateline */
		bool waits = only < w->copy.n_lines && i < only && !found;
		if (!found && !waits && scan_prose_at(&w->copy, i)) {
			/* a notice that nobody knew, above the byline */
			size_t next =
				copy_next(&w->copy, work_last_of(w, i) + 1);

			if (seen < 3 && next < w->copy.n_lines &&
				is_byline(w, copy_line(&w->copy, next)))
				continue;
			break;
		}
		if (found)
			break;
	}
	if (w->release)
		take_issuer_above(w, i < w->copy.n_lines ? i : w->copy.n_lines);
	work_take_kickers(w, i);
}

/* "Agência Brasil", "PTI": an agency's name where the headline should be, which
 * stands below it. */
static bool
take_title_label(struct work *w, struct piece line)
{
	size_t start = w->copy.lines[0].start, end;
	struct agency_hit hit;

	if (!mark_agency(&w->lore, line, &hit) || hit.len < line.len ||
		hit.agency->kind > AGENCY_NEWSWIRE || hit.shared ||
		!copy_remove(&w->copy, start, w->copy.lines[0].end, TT_CREDIT,
			"title-label"))
		return false;
	work_propose(w, RANK_LABEL, hit.agency, line, "title-label");
	headline_promote(&w->copy, "below-label", &start, &end);
	return true;
}

/* "ROME, Nov. 20 (ANSA) - A parrot ...": wire copy without a headline, whose
 * first sentence stands where one was expected. */
void
work_read_title(struct work *w)
{
	struct piece line = copy_line(&w->copy, 0);
	struct dateline d;

	if (take_title_label(w, line))
		return;
	if (!find_dateline(w, 0, &d) || !d.mark.n || d.len + 30 > line.len ||
		(!d.place.len && !d.prefix_len) || !scan_ends_sentence(line))
		return;
	take_any_dateline(w, 0);
}
