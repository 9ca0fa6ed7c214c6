/* SPDX-License-Identifier: Apache-2.0 */
/*
 * anpa - ANPA 1312 messages, decoded: the wire format of American agencies.
 *
 * Two header lines (service letter and number, selector; priority, category,
 * format, keyword, date, words), then header lines from "^" to "<", then
 * paragraphs that each begin with a tab, then a trailer with provider, date and
 * GMT. It is a 7-bit code whose typographic signs are redefined: doubled
 * accents are quotation marks, a lone underscore is a dash. What is beyond 7
 * bits is Latin-1 (format.c). Text in the tabular format stays as it is set.
 *
 * A story is named by service, number and day. A kill reaches the item of that
 * day whose number it names. Advance copy is held until a person releases it:
 * "Adv 14" says a day, but neither month nor hour.
 */
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "base/rfc3339.h"
#include "format/decoders.h"
#include "format/item.h"
#include "format/wireframe.h"
#include "text/date.h"
#include "text/html.h"

#define CATEGORIES "http://cvx.iptc.org/anpa1312-category/"
#define US '\x1f'
#define DC1 '\x11'
#define DC2 '\x12'
#define DC4 '\x14'
#define MAX_LINES 40u

struct message {
	struct slice designator, selector;
	char priority, category;
	bool is_tabular;
	struct slice keyword;     /* of the header line */
	char month_day[8];        /* "11-13"; "" unknown */
	struct slice slug, takes; /* of the keyword line: before and behind */
	struct slice lines[MAX_LINES]; /* other header lines, marked up */
	size_t n_lines;
	struct slice body;
	struct slice provider, trailer;
	struct date date;
	char day[16]; /* "2013-11-13"; "" unknown */
};

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The word, in any letter case, not behind another letter. */
static bool
has_word(struct slice text, const char *word)
{
	for (size_t i = 0; i < text.len; i++)
		if ((i == 0 || !is_letter(text.at[i - 1])) &&
			slice_starts_nocase(
				slice_of(text.at + i, text.len - i), word))
			return true;
	return false;
}

static struct slice
skip(struct slice text, size_t n)
{
	n = n < text.len ? n : text.len;
	return slice_of(text.at + n, text.len - n);
}

/* A letter and three or four digits. */
static size_t
designator_len(struct slice text)
{
	size_t len = 1;

	if (text.len < 4 || !is_letter(text.at[0]))
		return 0;
	while (len < text.len && is_digit(text.at[len]))
		len++;
	return len == 4 || len == 5 ? len : 0;
}

/* ---- the header ------------------------------------------------------------
 */

static bool
take_first_line(struct message *m, struct slice line)
{
	size_t len = designator_len(line);

	if (len == 0 ||
		(len < line.len && line.at[len] != US && line.at[len] != ' '))
		return false;
	m->designator = slice_of(line.at, len);
	m->selector = slice_trim(skip(line, len + 1));
	return true;
}

static bool
is_month_day(struct slice token)
{
	return token.len == 5 && is_digit(token.at[0]) &&
	       is_digit(token.at[1]) && token.at[2] == '-' &&
	       is_digit(token.at[3]) && is_digit(token.at[4]);
}

static bool
take_second_line(struct message *m, struct slice line)
{
	struct slice rest = slice_trim(line);
	size_t at = 0;

	if (rest.len < 3 || !is_letter(rest.at[0]) || rest.at[1] != ' ' ||
		!is_letter(rest.at[2]))
		return false;
	m->priority = (char)(rest.at[0] | 0x20);
	m->category = (char)(rest.at[2] | 0x20);
	rest = skip(rest, 3);
	while (at < rest.len && rest.at[at] >= DC1 && rest.at[at] <= DC4)
		m->is_tabular = rest.at[at++] == DC2;
	rest = slice_trim(skip(rest, at));
	m->keyword = rest;
	for (size_t i = 0; i + 5 <= rest.len; i++) {
		struct slice token = slice_of(rest.at + i, 5);

		if (!is_month_day(token) || (i != 0 && rest.at[i - 1] != ' ') ||
			(i + 5 < rest.len && rest.at[i + 5] != ' '))
			continue;
		memcpy(m->month_day, token.at, 5);
		m->keyword = slice_trim(slice_of(rest.at, i));
	}
	return true;
}

static bool
take_head(struct message *m, struct slice head)
{
	struct slice line = { 0 };

	while (slice_trim(line).len == 0)
		if (!wireframe_line(&head, &line))
			return false;
	if (!take_first_line(m, line))
		return false;
	line = (struct slice){ 0 };
	while (slice_trim(line).len == 0)
		if (!wireframe_line(&head, &line))
			return false;
	return take_second_line(m, line);
}

/* ---- the trailer -----------------------------------------------------------
 */

/* The instant of MM-DD in the year that ends with the message's arrival. */
static void
date_of_header(struct message *m, const struct document *document)
{
	struct rfc3339 now = rfc3339_of(document->received_ms);
	auto_(buf_done) struct buf text = BUF_NULL;
	int year = (now.text[0] - '0') * 1000 + (now.text[1] - '0') * 100 +
		   (now.text[2] - '0') * 10 + (now.text[3] - '0');

	if (m->month_day[0] == '\0' || document->received_ms <= 0)
		return;
	/* a day ahead of ours: clocks differ */
	for (int back = 0; back < 2; back++) {
		buf_clear(&text);
		buf_printf(&text, "%04d-%s", year - back, m->month_day);
		if (date_parse(buf_slice(&text), document->partner->timezone,
			    &m->date) != 0) {
			m->date.rule = NULL;
			continue;
		}
		if (m->date.ms <= document->received_ms + 86400000)
			break;
	}
	if (m->date.rule == NULL)
		return;
	m->date.rule = "anpa header, year by its arrival";
	snprintf(m->day, sizeof(m->day), "%.10s", buf_text(&text));
}

/* "AP-WF-11-13-13 1509GMT<" */
static void
take_trailer(struct message *m, struct slice tail, const char *timezone)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct slice line = { 0 };
	auto_(buf_done) struct buf text = BUF_NULL;
	size_t at = 0;

	while (line.len == 0 && wireframe_line(&tail, &line))
		line = slice_trim(line);
	while (line.len != 0 &&
		(line.at[line.len - 1] == '<' || line.at[line.len - 1] == '\f'))
		line = slice_trim(slice_of(line.at, line.len - 1));
	while (at + 8 <= line.len &&
		!(is_month_day(slice_of(line.at + at, 5)) &&
			line.at[at + 5] == '-'))
		at++;
	if (at + 8 > line.len)
		return;
	struct slice rest = slice_of(line.at, at);
	unsigned month = (unsigned)(line.at[at] - '0') * 10 +
			 (unsigned)(line.at[at + 1] - '0');
	const char *digits = line.at + at;
	struct slice time = slice_trim(skip(line, at + 8));

	slice_cut(&rest, '-', &m->provider);
	m->provider = slice_trim(m->provider);
	if (month < 1 || month > 12 || time.len < 4 || !is_digit(digits[6]) ||
		!is_digit(digits[7]))
		return;
	snprintf(m->day, sizeof(m->day), "%s%.2s-%.2s-%.2s",
		digits[6] < '7' ? "20" : "19", digits + 6, digits, digits + 3);
	buf_printf(&text, "%.2s %s %s%.2s %.2s:%.2s", digits + 3,
		months[month - 1], digits[6] < '7' ? "20" : "19", digits + 6,
		time.at, time.at + 2);
	time = slice_trim(skip(time, 4));
	if (time.len != 0 && time.len <= 10)
		buf_printf(&text, " %.*s", (int)time.len, time.at);
	m->trailer = line;
	if (date_parse(buf_slice(&text), timezone, &m->date) == 0)
		m->date.rule = "anpa trailer";
}

/* ---- the text --------------------------------------------------------------
 */

/* Without the signs that begin and end a header line. */
static struct slice
unmarked(struct slice line)
{
	struct slice text = slice_trim(line);

	if (text.len != 0 && text.at[0] == '^')
		text = skip(text, 1);
	while (text.len != 0 &&
		(text.at[text.len - 1] == '<' || text.at[text.len - 1] == '='))
		text = slice_trim(slice_of(text.at, text.len - 1));
	return slice_trim(text);
}

/* From one "^" to the "<" or "=" that ends a line, or to the next "^". */
static bool
cut_header_line(struct slice *rest, struct slice *ret_line)
{
	struct slice all = *rest, after = *rest, line;
	size_t len = 0;

	while (wireframe_line(&after, &line)) {
		struct slice text = slice_trim(line);

		if (len != 0 && (text.len == 0 || text.at[0] == '^' ||
					line.at[0] == '\t'))
			break;
		if (len == 0 && (text.len == 0 || text.at[0] != '^'))
			return false;
		len = (size_t)(line.at + line.len - all.at);
		*rest = after;
		if (text.at[text.len - 1] == '<' ||
			text.at[text.len - 1] == '=')
			break;
	}
	*ret_line = slice_of(all.at, len);
	return len != 0;
}

/* A keyword line that lost its "^": the next one has it. */
static bool
cut_bare_keyword(struct slice *text, struct slice *ret_line)
{
	struct slice rest = *text, next;

	if (!wireframe_line(&rest, ret_line) || ret_line->len == 0 ||
		ret_line->at[0] == '^' ||
		ret_line->at[ret_line->len - 1] != '<' || rest.len == 0 ||
		rest.at[0] != '^')
		return false;
	next = *ret_line;
	*ret_line = slice_trim(next);
	*text = rest;
	return true;
}

/* "BC-LT--Argentina-Cancer Beauty, 1st Ld-Writethru,466" */
static void
take_keyword_line(struct message *m, struct slice line)
{
	struct slice rest = unmarked(line);
	size_t end = rest.len;

	/* the number of words at its end */
	while (end != 0 && is_digit(rest.at[end - 1]))
		end--;
	if (end != 0 && end != rest.len && rest.at[end - 1] == ',')
		rest.len = end - 1;
	m->takes = rest;
	slice_cut(&m->takes, ',', &m->slug);
	m->slug = slice_trim(m->slug);
	m->takes = slice_trim(m->takes);
}

static void
take_text(struct message *m, struct slice text)
{
	struct slice line;
	bool has_keyword = false;

	while (text.len != 0 && (*text.at == '\r' || *text.at == '\n'))
		text = skip(text, 1);
	if (cut_bare_keyword(&text, &line)) {
		take_keyword_line(m, line);
		has_keyword = true;
	}
	while (cut_header_line(&text, &line)) {
		if (!has_keyword)
			take_keyword_line(m, line);
		else if (m->n_lines < MAX_LINES)
			m->lines[m->n_lines++] = line;
		has_keyword = true;
	}
	if (m->slug.len == 0)
		m->slug = m->keyword;
	m->body = text;
}

/* Redefined signs: `` and '' are quotation marks, " _ " is a dash. */
static void
put_signs(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		char next = i + 1 < text.len ? text.at[i + 1] : '\0';

		if (c == '`' && next == '`') {
			buf_puts(out, "\xe2\x80\x9c");
			i++;
		} else if (c == '\'' && next == '\'') {
			buf_puts(out, "\xe2\x80\x9d");
			i++;
		} else if (c == ' ' && next == '_' && i + 2 < text.len &&
			   text.at[i + 2] == ' ') {
			buf_puts(out, " \xe2\x80\x93");
			i++;
		} else if ((unsigned char)c >= ' ' && c != 0x7f) {
			buf_putc(out, c);
		} else if (c == '\t' || c == '\n') {
			buf_putc(out, ' ');
		}
	}
}

static struct slice
without_quad(struct slice line)
{
	while (line.len != 0 &&
		(line.at[line.len - 1] == '<' || line.at[line.len - 1] == ' '))
		line.len--;
	return line;
}

/* ---- the draft -------------------------------------------------------------
 */

static bool
is_note(struct slice text)
{
	return slice_starts_nocase(text, "Eds:") ||
	       slice_starts_nocase(text, "Ed:") ||
	       slice_starts_nocase(text, "Editors:") ||
	       slice_starts_nocase(text, "EDITOR'S NOTE") ||
	       slice_starts_nocase(text, "AP Photo") ||
	       slice_starts_nocase(text, "AP Video") ||
	       slice_starts_nocase(text, "AP Graphic");
}

/* Whether a header line is the headline, and what the others are. */
static void
put_header_lines(struct draft *draft, const struct message *m)
{
	bool has_headline = false, after_byline = false;

	for (size_t i = 0; i < m->n_lines; i++) {
		auto_(buf_done) struct buf signs = BUF_NULL;
		auto_(buf_done) struct buf line = BUF_NULL;

		put_signs(&signs, unmarked(m->lines[i]));
		html_collapse(buf_slice(&signs), &line);
		struct slice text = buf_slice(&line);

		if (text.len == 0)
			continue;
		if (is_note(text) || after_byline) {
			item_add_note(draft, text);
		} else if (slice_starts_nocase(text, "By ")) {
			item_add_byline(draft, text);
			after_byline = true;
		} else if (!has_headline) {
			has_headline = true;
		} else {
			item_add_note(draft, text);
		}
	}
}

static struct slice
headline_of(const struct message *m, struct buf *out)
{
	for (size_t i = 0; i < m->n_lines; i++) {
		struct slice text = unmarked(m->lines[i]);

		if (is_note(text))
			continue;
		if (slice_starts_nocase(text, "By "))
			break;
		put_signs(out, text);
		return buf_slice(out);
	}
	return (struct slice){ 0 };
}

/* A tab, or the blanks that it became on its way. */
static bool
begins_paragraph(struct slice line)
{
	return line.len != 0 &&
	       (line.at[0] == '\t' || (line.len > 2 && line.at[0] == ' ' &&
					      line.at[1] == ' '));
}

/* Lines from one tab to the next; tabular text keeps each. */
static void
put_paragraphs(struct draft *draft, const struct message *m, bool needs_title)
{
	struct slice rest = m->body;
	struct slice line;
	bool begins = true, in_title = false, is_first = true;

	while (wireframe_line(&rest, &line)) {
		auto_(buf_done) struct buf signs = BUF_NULL;
		bool has_tab = begins_paragraph(line);
		struct slice text = without_quad(line);

		if (slice_trim(text).len == 0) {
			begins = true;
			continue;
		}
		if (m->is_tabular) {
			put_signs(&signs, text);
			draft_begin_line(draft, TT_LINE_PRE, 0, false, !begins);
			draft_put_text(draft, buf_slice(&signs));
			begins = false;
			continue;
		}
		put_signs(&signs, slice_trim(text));
		in_title = needs_title &&
			   (is_first || (in_title && !has_tab && !begins));
		is_first = false;
		if (in_title) {
			begins = false; /* put already */
			continue;
		}
		draft_begin_line(
			draft, TT_LINE_TEXT, 0, false, !has_tab && !begins);
		draft_put_text(draft, buf_slice(&signs));
		begins = false;
	}
}

/* The first paragraph, for want of a headline. */
static void
first_paragraph(const struct message *m, struct buf *out)
{
	struct slice rest = m->body;
	struct slice line;

	while (wireframe_line(&rest, &line)) {
		struct slice text = slice_trim(without_quad(line));

		if (text.len == 0 && out->len == 0)
			continue;
		if (text.len == 0 || (out->len != 0 && line.at[0] == '\t'))
			return;
		if (out->len != 0)
			buf_putc(out, ' ');
		put_signs(out, text);
	}
}

/* Paragraphs that speak to editors are of the text but not of the story. */
static void
claim_notes(struct draft *draft)
{
	for (size_t i = 0; i < draft->lines.n; i++) {
		const struct draft_line *first = &draft->lines.items[i];
		size_t end = first->end;

		if (first->kind == TT_LINE_TITLE || first->start == end)
			continue;
		if (!is_note(
			    slice_trim(slice_of(draft->text.data + first->start,
				    end - first->start))))
			continue;
		while (i + 1 < draft->lines.n &&
			draft->lines.items[i + 1].paragraph == first->paragraph)
			end = draft->lines.items[++i].end;
		struct tt_evidence evidence = { first->start, end,
			"editors-note", 1 };

		draft_remove(draft, first->start, end, TT_EDITORIAL_NOTE,
			"editors-note");
		draft_add_note(draft,
			slice_of(draft->text.data + first->start,
				end - first->start),
			&evidence);
	}
}

static void
put_text(struct draft *draft, const struct message *m)
{
	auto_(buf_done) struct buf signs = BUF_NULL;
	auto_(buf_done) struct buf title = BUF_NULL;
	bool needs_title = headline_of(m, &signs).len == 0 && !m->is_tabular;

	if (needs_title)
		first_paragraph(m, &signs);
	html_collapse(buf_slice(&signs), &title);
	if (title.len != 0)
		draft_put_title(draft, buf_slice(&title));
	put_paragraphs(draft, m, needs_title);
	draft_text_done(draft);
	claim_notes(draft);
}

static void
put_identity(struct draft *draft, const struct message *m)
{
	auto_(buf_done) struct buf name = BUF_NULL;
	struct slice slug = m->slug;

	if (m->day[0] != '\0') {
		wireframe_name_item(draft, m->designator, m->day);
	} else {
		buf_put_slice(&name, m->designator);
		buf_put_slice(&name, m->body);
		format_made_up_uri(draft, buf_slice(&name));
		draft_warn(draft, "W-ANPA-DATE",
			"the message says no day; its name is made of its "
			"text");
	}
	draft_add_alt_id(draft, SLICE("sequence"), m->designator);
	if (m->selector.len != 0)
		draft_add_alt_id(draft, SLICE("selector"), m->selector);
	if (slug.len > 3 && slug.at[2] == '-' &&
		(slice_starts_nocase(slug, "AM") ||
			slice_starts_nocase(slug, "PM") ||
			slice_starts_nocase(slug, "BC") ||
			slice_starts_nocase(slug, "AP")))
		slug = skip(slug, 3);
	item_set(draft, DRAFT_SLUGLINE, slug);
	draft_add_alt_id(draft, SLICE("keyword"),
		m->slug.len != 0 ? m->slug : SLICE("-"));
}

/* ---- its life --------------------------------------------------------------
 */

/* The number that a kill names, in a note or in the text. */
static struct slice
named_item(const struct message *m)
{
	struct slice places[MAX_LINES + 1];
	size_t n = m->n_lines;

	memcpy(places, m->lines, sizeof(m->lines));
	places[n++] = m->body;
	for (size_t i = 0; i < n; i++) {
		struct slice text = places[i];

		for (size_t at = 0; at < text.len; at++) {
			struct slice word = skip(text, at);
			size_t len = designator_len(word);

			if (len != 0 &&
				(at == 0 ||
					!(is_letter(text.at[at - 1]) ||
						is_digit(text.at[at - 1]))) &&
				(len == word.len || !is_letter(word.at[len])) &&
				text.at[at] == m->designator.at[0] &&
				!slice_equal(
					slice_of(word.at, len), m->designator))
				return slice_of(word.at, len);
		}
	}
	return (struct slice){ 0 };
}

static void
take_back(struct draft *draft, const struct message *m, struct slice status)
{
	struct slice item = named_item(m);

	item_set_status(draft, status);
	if (item.len == 0 || m->day[0] == '\0') {
		draft_warn(draft, "W-ANPA-KILL",
			"this takes back an item that it does not name by "
			"number; find it and do it by hand");
		return;
	}
	wireframe_name_item(draft, item, m->day);
	draft_add_alt_id(draft, SLICE("takesBack"), item);
	draft_warn(draft, "W-ANPA-KILL",
		"this takes back %.*s of %s; if it means another day's item, "
		"do it by hand",
		(int)item.len, item.at, m->day);
}

static unsigned
leading_number(struct slice text)
{
	unsigned number = 0;

	for (size_t i = 0; i < text.len && i < 4 && is_digit(text.at[i]); i++)
		number = number * 10 + (unsigned)(text.at[i] - '0');
	return number;
}

static void
hold(struct draft *draft, struct slice words)
{
	draft_set_embargo(draft, TT_EMBARGO_UNPARSED, NULL);
	draft_warn(draft, "W-EMBARGO",
		"advance copy ('%.*s') is held until somebody releases it",
		(int)(words.len > 40 ? 40 : words.len),
		words.at ? words.at : "");
}

static void
put_take(struct draft *draft, const struct message *m, struct slice take)
{
	static const struct {
		const char *word, *kind;
	} words[] = {
		{ "correct", "correction" },
		{ "advisory", "advisory" },
		{ "budget", "advisory" },
		{ "alert", "alert" },
		{ "repeat", "repeat" },
		{ "writethru", "update" },
		{ "ld", "update" },
		{ "lead", "update" },
		{ "insert", "update" },
		{ "sub", "update" },
	};
	struct tt_evidence evidence = { 0, 0, "keyword-line", 0.97 };

	if (slice_starts_nocase(take, "kill") ||
		slice_starts_nocase(take, "eliminat")) {
		take_back(draft, m, SLICE("canceled"));
		return;
	}
	if (slice_starts_nocase(take, "withhold")) {
		take_back(draft, m, SLICE("withheld"));
		return;
	}
	if (slice_starts_nocase(take, "adv ") || slice_is_nocase(take, "adv")) {
		hold(draft, take);
		return;
	}
	for (size_t i = 0; i < n_elements(words); i++)
		if (has_word(take, words[i].word)) {
			draft_set_lifecycle(draft, words[i].kind,
				leading_number(take), &evidence);
			return;
		}
}

static void
put_life(struct draft *draft, const struct message *m)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);
	struct tt_evidence evidence = { 0, 0, "keyword-line", 0.97 };
	struct slice rest = m->takes, take;

	if (has_word(m->slug, "APNewsAlert") || has_word(m->slug, "NewsAlert"))
		draft_set_lifecycle(draft, "alert", 0, &evidence);
	jsonout_array(&json);
	while (slice_cut(&rest, ',', &take)) {
		auto_(buf_done) struct buf clean = BUF_NULL;

		html_collapse(take, &clean);
		take = buf_slice(&clean);
		if (take.len == 0)
			continue;
		put_take(draft, m, take);
		jsonout_object(&json);
		jsonout_member_text(&json, "role", "take");
		jsonout_member_text(&json, "contentType", "text/plain");
		jsonout_member(&json, "value", take);
		jsonout_object_end(&json);
	}
	jsonout_array_end(&json);
	if (text.len > 2)
		draft_add_property(draft, SLICE("headlines"), buf_slice(&text));
	if ((m->priority == 'a' || m->priority == 's') &&
		draft->embargo_text == NULL)
		hold(draft, slice_of(&m->priority, 1));
}

static void
put_dates(struct draft *draft, const struct message *m)
{
	struct slice words =
		m->trailer.len != 0 ? m->trailer : slice_text(m->month_day);
	auto_(buf_done) struct buf rule = BUF_NULL;

	if (m->date.rule == NULL)
		return;
	buf_puts(&rule, m->date.rule);
	if (!m->date.has_zone)
		buf_printf(&rule, ", %s for want of a zone",
			draft->partner->timezone);
	item_set_instant(draft, DRAFT_VERSION_CREATED, m->date.ms, words,
		buf_text(&rule));
	item_set_instant(
		draft, DRAFT_FIRST_CREATED, m->date.ms, words, buf_text(&rule));
}

static void
put_facts(struct draft *draft, const struct message *m)
{
	static const char priorities[][2] = { { 'f', '1' }, { 'b', '2' },
		{ 'u', '3' }, { 'r', '5' }, { 'd', '6' }, { 'a', '7' } };
	auto_(buf_done) struct buf uri = BUF_NULL;
	char urgency = '5';

	for (size_t i = 0; i < n_elements(priorities); i++)
		if (priorities[i][0] == m->priority)
			urgency = priorities[i][1];
	draft_set(draft, DRAFT_URGENCY, slice_of(&urgency, 1), NULL);
	buf_printf(&uri, CATEGORIES "%c", m->category);
	draft_add_subject(draft, (struct slice){ 0 }, buf_slice(&uri),
		(struct slice){ 0 });
	item_add_provider(draft, m->provider, (struct slice){ 0 });
	put_dates(draft, m);
}

static void
make_draft(const struct document *document, struct decoded *decoded,
	const struct message *m)
{
	struct draft *draft = decoded_add_draft(decoded, document->partner);

	draft->format = "anpa";
	put_text(draft, m);
	item_set(draft, DRAFT_TYPE, SLICE("text"));
	put_identity(draft, m);
	put_header_lines(draft, m);
	put_facts(draft, m);
	put_life(draft, m);
}

static int
decode_message(const struct document *document, struct decoded *decoded,
	const struct wireframe *frame, struct problem *why)
{
	struct message *m = mem_new(struct message);
	int result = 0;

	if (!take_head(m, frame->head)) {
		result = problem_set(why, 1, "E-ANPA-HEADER",
			"message %zu has no header of service, number, "
			"priority and category",
			decoded->n_drafts + 1);
	} else if (decoded->n_drafts == FORMAT_MAX_STORIES) {
		result = problem_set(why, 1, "E-TOO-MANY",
			"more than %u messages in one document",
			FORMAT_MAX_STORIES);
	} else {
		take_trailer(m, frame->tail, document->partner->timezone);
		if (m->date.rule == NULL)
			date_of_header(m, document);
		take_text(m, frame->text);
		make_draft(document, decoded, m);
	}
	mem_free(m);
	return result;
}

int
anpa_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	problem_at(why, "anpa", 0, 0);
	return wireframe_decode(
		document, text, decoded, decode_message, "E-ANPA-EMPTY", why);
}

int
anpa_sniff(struct slice text)
{
	struct message m = { 0 };
	struct slice head;

	if (!wireframe_begins(text, &head))
		return 0;
	if (head.len > 400)
		head.len = 400;
	return take_head(&m, head) ? 97 : 0;
}
