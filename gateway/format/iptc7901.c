/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iptc7901 - IPTC 7901 text messages, decoded.
 *
 * Recommendation 7901 rev. 5 as European agencies send it: a header line
 * (service and number, priority, category, words, agency and its number), the
 * catch line of keywords, the headline that ends in " =", the text, an end line
 * with the local time. No character set is declared: UTF-8 where it is valid,
 * else Latin-1 (format.c records it); 7 bits are read as the international
 * reference version, which is ASCII, and no national variant is guessed.
 *
 * A story is named by service, number and day, since numbers begin anew every
 * day. So KILL KILL KILL and HOLD HOLD HOLD, which name the item by service and
 * number, mean that item of the same day; what they name in another way a
 * person has to find, and a warning says so.
 *
 * What stands behind "# Notizblock", "* * * *" or "not for publication" is for
 * editors: it stays in the source text and is taken out of the body.
 */
#include <string.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/jsonout.h"
#include "base/mem.h"
#include "base/rfc3339.h"
#include "format/body.h"
#include "format/decoders.h"
#include "format/item.h"
#include "format/wireframe.h"
#include "text/date.h"
#include "text/html.h"
#include "text/wiretext.h"

#define MAX_TOKENS 16u
#define MAX_TAKES 8u
#define MAX_BLOCK 8u /* lines before the text */

struct message {
	struct slice designator; /* "bdt0123" */
	struct slice service;    /* "bdt" */
	char priority;
	struct slice category, agency, number, extra;
	struct buf keywords; /* "Partei/Deutschland/Gruene" */
	struct buf headline; /* with its " =" */
	struct slice takes[MAX_TAKES];
	size_t n_takes;
	struct slice bylines[MAX_TAKES];
	size_t n_bylines;
	struct slice body, notes;
	struct slice end_line;
	struct date date;
	char day[16]; /* "2024-09-25"; "" unknown */
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

/* ---- the header ------------------------------------------------------------
 */

static size_t
cut_tokens(struct slice line, struct slice *tokens)
{
	struct slice rest = slice_trim(line);
	struct slice token;
	size_t n = 0;

	while (n < MAX_TOKENS && slice_cut(&rest, ' ', &token))
		if (slice_trim(token).len != 0)
			tokens[n++] = slice_trim(token);
	return n;
}

/* Letters and then digits; how many letters? 0: it is none. */
static size_t
designator_letters(struct slice token)
{
	size_t letters = 0, digits = 0;

	while (letters < token.len && is_letter(token.at[letters]))
		letters++;
	while (letters + digits < token.len &&
		is_digit(token.at[letters + digits]))
		digits++;
	return letters >= 2 && letters <= 4 && digits >= 3 && digits <= 5 &&
			       letters + digits == token.len
		       ? letters
		       : 0;
}

static bool
is_number(struct slice token)
{
	for (size_t i = 0; i < token.len; i++)
		if (!is_digit(token.at[i]))
			return false;
	return token.len != 0;
}

/* Behind the number of words: optional information, agency, its number. */
static void
take_agency(struct message *m, const struct slice *tokens, size_t n)
{
	size_t at = n;

	for (size_t i = 0; i + 1 < n; i++)
		if (!is_number(tokens[i]) && is_letter(tokens[i].at[0]) &&
			is_number(tokens[i + 1]))
			at = i;
	if (at == n && n != 0)
		at = n - 1;
	if (at == n)
		return;
	m->agency = tokens[at];
	if (at + 1 < n)
		m->number = tokens[at + 1];
	if (at + 2 < n)
		m->extra = tokens[n - 1];
	/* "dpa-spe" in the service "spe" */
	size_t tail = m->service.len + 1;

	if (m->agency.len > tail && m->agency.at[m->agency.len - tail] == '-' &&
		slice_equal_nocase(
			slice_of(m->agency.at + m->agency.len - tail + 1,
				tail - 1),
			m->service))
		m->agency.len -= tail;
}

static bool
take_header(struct message *m, struct slice line)
{
	struct slice tokens[MAX_TOKENS];
	size_t n = cut_tokens(line, tokens);
	size_t letters = n != 0 ? designator_letters(tokens[0]) : 0;
	size_t rest = 3;

	if (n < 3 || letters == 0 || tokens[1].len != 1 ||
		!is_digit(tokens[1].at[0]))
		return false;
	m->designator = tokens[0];
	m->service = slice_of(tokens[0].at, letters);
	m->priority = tokens[1].at[0];
	m->category = tokens[2];
	if (n > 3 && is_number(tokens[3]))
		rest = 4;
	take_agency(m, tokens + rest, n - rest);
	return true;
}

static void
take_head(struct message *m, struct slice rest)
{
	struct slice line;

	while (wireframe_line(&rest, &line)) {
		struct slice text = slice_trim(line);

		if (text.len == 0)
			continue;
		if (m->keywords.len != 0 &&
			m->keywords.data[m->keywords.len - 1] != '/')
			buf_putc(&m->keywords, ' ');
		buf_put_slice(&m->keywords, text);
	}
	while (m->keywords.len != 0 &&
		m->keywords.data[m->keywords.len - 1] == '/')
		buf_cut(&m->keywords, m->keywords.len - 1);
}

/* ---- the text --------------------------------------------------------------
 */

static bool
is_byline(struct slice line)
{
	static const char *const words[] = { "by ", "von ", "par ", "por " };
	struct slice text = slice_trim(line);

	for (size_t i = 0; i < n_elements(words); i++)
		if (slice_starts_nocase(text, words[i]))
			return true;
	return false;
}

static bool
is_shouted(struct slice line)
{
	bool has_letter = false;

	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] >= 'a' && line.at[i] <= 'z')
			return false;
		has_letter |= line.at[i] >= 'A' && line.at[i] <= 'Z';
	}
	return has_letter;
}

/* "(Eil)", "(KORR-Bericht)", "EXTRA": how the message wants to be taken. BELs
 * rang in the newsroom. */
static bool
is_take(struct slice line, bool is_last)
{
	struct slice text = slice_trim(line);

	if (text.len == 0 || is_last)
		return false;
	return (text.at[0] == '(' && text.at[text.len - 1] == ')') ||
	       is_shouted(text);
}

/* Cut the block of prefix lines, headline and byline off the text. */
static struct slice
cut_block(struct slice *rest)
{
	struct slice whole = *rest, first = { 0 };
	struct slice line;
	size_t len = 0, n = 0;

	while (whole.len != 0 && (*whole.at == '\r' || *whole.at == '\n'))
		whole = slice_of(whole.at + 1, whole.len - 1);
	*rest = whole;
	while (wireframe_line(rest, &line)) {
		struct slice text = slice_trim(line);

		if (text.len == 0)
			break;
		len = (size_t)(line.at + line.len - whole.at);
		if (n++ == 0)
			first = *rest;
		/* neither sign nor blank line ends it: one line is the headline
		 * and the text follows at once */
		if (n > MAX_BLOCK) {
			*rest = first;
			return slice_of(
				whole.at, (size_t)(first.at - whole.at));
		}
		/* the block ends here, whatever follows */
		if (text.at[text.len - 1] == '=' &&
			!is_byline(slice_trim(*rest)))
			break;
	}
	return slice_of(whole.at, len);
}

static bool
is_last_line(struct slice rest)
{
	return slice_trim(rest).len == 0;
}

static void
take_block(struct message *m, struct slice block)
{
	struct slice line;

	while (wireframe_line(&block, &line)) {
		struct slice text = slice_trim(line);
		bool is_last = is_last_line(block);

		if (m->headline.len == 0 && is_take(text, is_last) &&
			m->n_takes < MAX_TAKES) {
			m->takes[m->n_takes++] = text;
		} else if (is_byline(text) && m->n_bylines < MAX_TAKES &&
			   (m->headline.len != 0 || !is_last)) {
			m->bylines[m->n_bylines++] = text;
		} else if (text.len != 0) {
			if (m->headline.len != 0)
				buf_putc(&m->headline, ' ');
			buf_put_slice(&m->headline, text);
		}
	}
}

static bool
begins_notes(struct slice line)
{
	static const char *const starts[] = { "# notizblock", "# notebook",
		"* * * *", "not for publication",
		("nicht zur ver\xc3\xb6"
		 "ffentlichung"),
		"die folgenden informationen sind nicht zur ver" };
	struct slice text = slice_trim(line);

	for (size_t i = 0; i < n_elements(starts); i++)
		if (slice_starts_nocase(text, starts[i]))
			return true;
	return false;
}

/* "* * * *" alone may part a story; it opens notes when the words follow. */
static bool
is_note_mark(struct slice line, struct slice rest)
{
	struct slice next;

	if (!slice_starts(slice_trim(line), SLICE("* * * *")))
		return begins_notes(line);
	while (wireframe_line(&rest, &next))
		if (slice_trim(next).len != 0)
			return begins_notes(next);
	return false;
}

static void
take_body(struct message *m, struct slice text)
{
	struct slice rest = text;
	struct slice line;

	m->body = text;
	while (wireframe_line(&rest, &line)) {
		if (!is_note_mark(line, rest))
			continue;
		m->body = slice_of(text.at, (size_t)(line.at - text.at));
		m->notes = slice_of(
			line.at, (size_t)(text.at + text.len - line.at));
		return;
	}
}

/* "251037 Sep 24", "251037 MESZ Sep 24": day, hour, minute, zone, month, year;
 * local time of the sender without a zone. */
static void
take_end_line(struct message *m, struct slice tail, const char *timezone)
{
	struct slice tokens[MAX_TOKENS];
	struct slice line = { 0 };
	auto_(buf_done) struct buf text = BUF_NULL;
	uint64_t year = 0;
	size_t n;

	while (line.len == 0 && wireframe_line(&tail, &line))
		line = slice_trim(line);
	n = cut_tokens(line, tokens);
	if ((n != 3 && n != 4) || tokens[0].len != 6 || !is_number(tokens[0]) ||
		tokens[n - 2].len < 3 ||
		slice_to_u64(tokens[n - 1], &year) != 0)
		return;
	if (tokens[n - 1].len == 2)
		year += year < 70 ? 2000 : 1900;
	buf_printf(&text, "%.2s %.*s %u %.2s:%.2s", tokens[0].at,
		(int)(tokens[n - 2].len > 20 ? 20 : tokens[n - 2].len),
		tokens[n - 2].at, (unsigned)(year % 10000), tokens[0].at + 2,
		tokens[0].at + 4);
	if (n == 4)
		buf_printf(&text, " %.*s",
			(int)(tokens[1].len > 20 ? 20 : tokens[1].len),
			tokens[1].at);
	m->end_line = line;
	if (date_parse(buf_slice(&text), timezone, &m->date) != 0)
		return;
	/* the day as it is written: the one that numbers belong to */
	struct date day;

	buf_cut(&text, 0);
	buf_printf(&text, "%.2s %.*s %u 12:00 GMT", tokens[0].at,
		(int)(tokens[n - 2].len > 20 ? 20 : tokens[n - 2].len),
		tokens[n - 2].at, (unsigned)(year % 10000));
	if (date_parse(buf_slice(&text), "UTC", &day) == 0) {
		struct rfc3339 written = rfc3339_of(day.ms);

		memcpy(m->day, written.text, 10);
	}
}

/* ---- the draft -------------------------------------------------------------
 */

static void
put_identity(struct draft *draft, const struct message *m)
{
	auto_(buf_done) struct buf name = BUF_NULL;

	if (draft->is_own && draft_get(draft, DRAFT_URI) != NULL)
		return; /* another gateway says which story it is */
	if (m->day[0] != '\0') {
		wireframe_name_item(draft, m->designator, m->day);
	} else {
		buf_put_slice(&name, m->designator);
		buf_put_slice(&name, buf_slice(&m->headline));
		buf_put_slice(&name, m->body);
		format_made_up_uri(draft, buf_slice(&name));
		draft_warn(draft, "W-7901-DATE",
			"the message has no end line with a date; its name is "
			"made of its text");
	}
	draft_add_alt_id(draft, SLICE("sequence"), m->designator);
	buf_clear(&name);
	buf_put_slice(&name, m->agency);
	if (m->number.len != 0) {
		buf_putc(&name, ' ');
		buf_put_slice(&name, m->number);
		draft_add_alt_id(
			draft, SLICE("agencySequence"), buf_slice(&name));
	}
	if (m->extra.len != 0)
		draft_add_alt_id(draft, SLICE("extra"), m->extra);
}

/* "(2nd Lead" is 2 and "Lead", "(1. Zusammenfassung" is 1. */
static unsigned
take_serial(struct slice *word)
{
	static const char *const ordinals[] = { "st ", "nd ", "rd ", "th " };
	unsigned serial = 0;

	while (word->len != 0 && !is_letter(word->at[0])) {
		if (is_digit(word->at[0]))
			serial = serial * 10 % 1000 +
				 (unsigned)(word->at[0] - '0');
		*word = slice_of(word->at + 1, word->len - 1);
	}
	for (size_t i = 0; serial != 0 && i < n_elements(ordinals); i++)
		if (slice_starts_nocase(*word, ordinals[i]))
			*word = slice_of(word->at + 3, word->len - 3);
	return serial;
}

static void
put_takes(struct draft *draft, const struct message *m)
{
	static const struct {
		const char *start, *kind;
	} words[] = {
		{ "eil", "alert" },
		{ "blitz", "alert" },
		{ "urgent", "alert" },
		{ "flash", "alert" },
		{ "bulletin", "alert" },
		{ "extra", "alert" },
		{ "berichtigung", "correction" },
		{ "korr", "correction" },
		{ "correct", "correction" },
		{ "corrige", "correction" },
		{ "corrig", "correction" },
		{ "refile", "refile" },
		{ "wiederholung", "repeat" },
		{ "repeat", "repeat" },
		{ "rpt", "repeat" },
		{ "neu", "update" },
		{ "zusammenfassung", "update" },
		{ "lead", "update" },
		{ "update", "update" },
	};
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);
	struct tt_evidence evidence = { 0, 0, "take", 0.95 };

	for (size_t i = 0; i < m->n_takes; i++) {
		auto_(buf_done) struct buf line = BUF_NULL;
		unsigned serial;
		struct slice word = m->takes[i];

		html_collapse(m->takes[i], &line);
		/* the bells rang before the bracket */
		if (line.len > 2 && line.data[line.len - 2] == ' ' &&
			line.data[line.len - 1] == ')') {
			buf_cut(&line, line.len - 2);
			buf_putc(&line, ')');
		}
		serial = take_serial(&word);
		for (size_t j = 0; j < n_elements(words); j++) {
			if (!slice_starts_nocase(word, words[j].start))
				continue;
			draft_set_lifecycle(
				draft, words[j].kind, serial, &evidence);
			if (!strcmp(words[j].kind, "correction"))
				item_add_note(draft, buf_slice(&line));
			break;
		}
		if (i == 0)
			jsonout_array(&json);
		jsonout_object(&json);
		jsonout_member_text(&json, "role", "take");
		jsonout_member_text(&json, "contentType", "text/plain");
		jsonout_member(&json, "value", slice_trim(buf_slice(&line)));
		jsonout_object_end(&json);
	}
	if (m->n_takes == 0)
		return;
	jsonout_array_end(&json);
	draft_add_property(draft, SLICE("headlines"), buf_slice(&text));
}

/* The item of the same day that a kill or hold names; empty: in other words. */
static struct slice
named_item(const struct message *m)
{
	struct slice rest = m->body;
	struct slice line;

	while (wireframe_line(&rest, &line)) {
		struct slice token;

		while (slice_cut(&line, ' ', &token)) {
			while (token.len != 0 &&
				strchr(".,;:)\"", token.at[token.len - 1]))
				token.len--;
			while (token.len != 0 &&
				(token.at[0] == '(' || token.at[0] == '"'))
				token = slice_of(token.at + 1, token.len - 1);
			if (designator_letters(token) == m->service.len &&
				!memcmp(token.at, m->service.at,
					m->service.len) &&
				!slice_equal(token, m->designator))
				return token;
		}
	}
	return (struct slice){ 0 };
}

static bool
headline_says(const struct message *m, const char *word)
{
	struct slice rest = buf_slice(&m->headline);
	struct slice token;
	unsigned n = 0;

	while (slice_cut(&rest, ' ', &token))
		if (slice_is_nocase(token, word))
			n++;
		else if (token.len != 0 && !slice_is(token, "="))
			return false;
	return n >= 2;
}

static void
put_kill_or_hold(struct draft *draft, const struct message *m)
{
	bool kills = headline_says(m, "KILL");
	auto_(buf_done) struct buf note = BUF_NULL;
	struct slice item;

	if (!kills && !headline_says(m, "HOLD"))
		return;
	wiretext_clean(slice_trim(m->body), &note);
	item_set_status(draft, kills ? SLICE("canceled") : SLICE("withheld"));
	item_add_note(draft, buf_slice(&note));
	if (draft->is_own && draft_get(draft, DRAFT_URI) != NULL)
		return;
	item = named_item(m);
	if (item.len != 0 && m->day[0] != '\0') {
		wireframe_name_item(draft, item, m->day);
		draft_add_alt_id(draft, SLICE("takesBack"), item);
		draft_warn(draft, "W-7901-KILL",
			"this takes back %.*s of %s; if it means another day's "
			"item, do it by hand",
			(int)item.len, item.at, m->day);
	} else {
		draft_warn(draft, "W-7901-KILL",
			"this takes back an item that it does not name by "
			"service and number; find it and do it by hand");
	}
}

static void
put_subjects(struct draft *draft, const struct message *m)
{
	struct slice rest = buf_slice(&m->keywords);
	struct slice word;

	draft_add_subject(
		draft, (struct slice){ 0 }, (struct slice){ 0 }, m->category);
	while (slice_cut(&rest, '/', &word))
		if (slice_trim(word).len != 0)
			draft_add_subject(draft, slice_trim(word),
				(struct slice){ 0 }, (struct slice){ 0 });
}

static void
put_dates(struct draft *draft, const struct message *m)
{
	auto_(buf_done) struct buf rule = BUF_NULL;

	if (m->date.rule == NULL)
		return;
	buf_puts(&rule, "iptc7901 end line");
	if (!m->date.has_zone)
		buf_printf(&rule, ", %s for want of a zone",
			draft->partner->timezone);
	item_set_instant(draft, DRAFT_VERSION_CREATED, m->date.ms, m->end_line,
		buf_text(&rule));
	item_set_instant(draft, DRAFT_FIRST_CREATED, m->date.ms, m->end_line,
		buf_text(&rule));
}

/* The " =" of the headline and the notes are of the text but not of the
 * story. */
static void
put_text(struct draft *draft, const struct message *m)
{
	size_t notes_start, notes_end, equals;
	struct slice headline = slice_trim(buf_slice(&m->headline));

	if (headline.len != 0)
		draft_put_title(draft, headline);
	if (slice_trim(m->body).len != 0)
		body_put_wire_body(draft, m->body);
	notes_start = draft->text.len;
	if (slice_trim(m->notes).len != 0)
		body_put_wire_body(draft, m->notes);
	notes_end = draft->text.len;
	draft_text_done(draft);
	equals = draft->title_end;
	if (equals != 0 && draft->text.data[equals - 1] == '=') {
		size_t start = equals - 1;

		while (start > draft->title_start &&
			draft->text.data[start - 1] == ' ')
			start--;
		draft_remove(draft, start, equals, TT_MARKUP, "equals-sign");
	}
	if (notes_end > notes_start) {
		struct tt_evidence evidence = { notes_start, notes_end,
			"notebook", 1 };
		auto_(buf_done) struct buf clean = BUF_NULL;
		struct slice rest = m->notes, mark;

		draft_remove(draft, notes_start, notes_end, TT_EDITORIAL_NOTE,
			"notebook");
		wireframe_line(&rest, &mark);
		wiretext_clean(slice_trim(rest), &clean);
		if (clean.len != 0)
			draft_add_note(draft, buf_slice(&clean), &evidence);
	}
}

static void
make_draft(const struct document *document, struct decoded *decoded,
	const struct message *m)
{
	struct draft *draft = decoded_add_draft(decoded, document->partner);
	char urgency =
		m->priority >= '1' && m->priority <= '6' ? m->priority : '5';

	draft->format = "iptc7901";
	put_text(draft, m);
	item_set(draft, DRAFT_TYPE, SLICE("text"));
	put_identity(draft, m);
	put_dates(draft, m);
	draft_set(draft, DRAFT_URGENCY, slice_of(&urgency, 1), NULL);
	if (m->keywords.len != 0 && !draft->is_own)
		item_set(draft, DRAFT_SLUGLINE, buf_slice(&m->keywords));
	put_takes(draft, m);
	for (size_t i = 0; i < m->n_bylines; i++) {
		struct slice by = m->bylines[i];

		while (by.len != 0 &&
			(by.at[by.len - 1] == '=' || by.at[by.len - 1] == ' '))
			by.len--;
		item_add_byline(draft, by);
	}
	if (!draft->is_own) {
		put_subjects(draft, m);
		item_add_provider(draft, m->agency, (struct slice){ 0 });
	}
	put_kill_or_hold(draft, m);
}

static int
decode_message(const struct document *document, struct decoded *decoded,
	const struct wireframe *frame, struct problem *why)
{
	struct message *m = mem_new(struct message);
	struct slice head = frame->head, text = frame->text;
	struct slice line = { 0 };
	int result = 0;

	while (slice_trim(line).len == 0 && wireframe_line(&head, &line))
		;
	if (!take_header(m, line)) {
		result = problem_set(why, 1, "E-7901-HEADER",
			"the header line '%.*s' is not service, priority and "
			"category",
			(int)(line.len > 60 ? 60 : line.len),
			line.at ? line.at : "");
	} else if (decoded->n_drafts == FORMAT_MAX_STORIES) {
		result = problem_set(why, 1, "E-TOO-MANY",
			"more than %u messages in one document",
			FORMAT_MAX_STORIES);
	} else {
		take_head(m, head);
		take_block(m, cut_block(&text));
		take_body(m, text);
		take_end_line(m, frame->tail, document->partner->timezone);
		make_draft(document, decoded, m);
	}
	buf_done(&m->keywords);
	buf_done(&m->headline);
	mem_free(m);
	return result;
}

int
iptc7901_decode(const struct document *document, struct slice text,
	struct decoded *decoded, struct problem *why)
{
	problem_at(why, "iptc7901", 0, 0);
	return wireframe_decode(
		document, text, decoded, decode_message, "E-7901-EMPTY", why);
}

int
iptc7901_sniff(struct slice text)
{
	struct slice tokens[MAX_TOKENS];
	struct slice head, line;

	if (!wireframe_begins(text, &head))
		return 0;
	line = (struct slice){ 0 };
	while (slice_trim(line).len == 0 && wireframe_line(&head, &line))
		;
	if (line.len > 200)
		line.len = 200;
	return cut_tokens(line, tokens) >= 3 &&
			       designator_letters(tokens[0]) != 0
		       ? 95
		       : 0;
}
