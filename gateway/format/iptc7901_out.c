/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iptc7901_out - stories as IPTC 7901 messages, one behind the other.
 *
 * The oldest form: a line for machines, keywords, a headline, lines of at most
 * 69 columns, a time of day. It has no place for a source, for rights or for a
 * notice, so these are the last lines of the text, behind a line that our own
 * reader knows. Control characters of the text are left out, since here they
 * would be commands. Text is UTF-8. A killed story is a message that says KILL.
 *
 * Source: IPTC Recommendation 7901, revision 5, as standards of the trade
 * describe it.
 */
#include <string.h>

#include "base/rfc3339.h"
#include "base/utf8.h"
#include "crypto/sha256.h"
#include "format/feed_parts.h"
#include "format/own.h"
#include "format/writers.h"
#include "story/story.h"

#define COLUMNS 69

/* ---- text in lines ---------------------------------------------------------
 */

struct lines {
	struct buf *out;
	size_t column;
};

static void
end_line(struct lines *lines)
{
	buf_puts(lines->out, "\r\n");
	lines->column = 0;
}

/* What is no control character, and no line break of other systems. */
static void
put_word(struct lines *lines, struct slice word)
{
	size_t at = 0, n_chars = 0;
	auto_(buf_done) struct buf clean = BUF_NULL;

	while (at < word.len) {
		uint32_t c = utf8_next(word, &at);

		if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			continue;
		utf8_put(&clean, c);
		n_chars++;
	}
	if (n_chars == 0)
		return;
	if (lines->column != 0 && lines->column + 1 + n_chars > COLUMNS)
		end_line(lines);
	if (lines->column != 0) {
		buf_putc(lines->out, ' ');
		lines->column++;
	}
	buf_put_slice(lines->out, buf_slice(&clean));
	lines->column += n_chars;
}

static void
put_words(struct lines *lines, struct slice text)
{
	struct slice word;

	while (slice_cut(&text, ' ', &word))
		put_word(lines, word);
}

/* Paragraphs are parted by a blank line; a line feed inside one stays. */
static void
put_paragraphs(struct lines *lines, struct slice text)
{
	struct slice line;

	while (slice_cut(&text, '\n', &line)) {
		put_words(lines, line);
		end_line(lines);
	}
}

/* ---- the lines for machines ------------------------------------------------
 */

/* "a" to "z" and digits only, at most `max` of them. */
static void
put_mnemonic(struct buf *out, struct slice name, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < name.len && n < max; i++) {
		char c = name.at[i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
			if (c == ' ' && n > 0)
				break;
			continue;
		}
		buf_putc(out, c);
		n++;
	}
	if (n == 0)
		buf_puts(out, "wire");
}

/* Four digits that stay with the story. */
static unsigned
number_of(struct slice uri)
{
	struct sha256 sha;
	unsigned char digest[SHA256_SIZE];

	sha256_begin(&sha);
	sha256_add(&sha, uri);
	sha256_end(&sha, digest);
	return ((unsigned)digest[0] << 8 | digest[1]) % 10000;
}

static size_t
count_words(struct slice text)
{
	struct slice word;
	size_t n = 0;

	while (slice_cut(&text, ' ', &word))
		n += slice_trim(word).len != 0;
	return n;
}

static char
priority_of(const struct story *story)
{
	struct slice urgency = story_get(story, RECORD_URGENCY);

	if (urgency.len != 1 || urgency.at[0] < '1' || urgency.at[0] > '9')
		return '5';
	return urgency.at[0] > '6' ? '6' : urgency.at[0];
}

static void
put_header(struct buf *out, const struct feed_entry *entry, struct slice agency,
	char priority, size_t n_words)
{
	unsigned number = number_of(entry->uri);

	buf_printf(out, "\001ttp%04u %c vm %zu ", number, priority, n_words);
	put_mnemonic(out, agency, 8);
	buf_printf(out, " %04u\r\n\r\n", number);
}

/* "DDHHMM GMT Mon YY" */
static void
put_end(struct buf *out, int64_t ms)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	const struct rfc3339 time = rfc3339_of(ms);
	const char *t = time.text;
	uint64_t month = 1;

	slice_to_u64(slice_of(t + 5, 2), &month);
	buf_printf(out, "\r\n\003%.2s%.2s%.2s GMT %s %.2s\r\n\177\r\n\177\004",
		t + 8, t + 11, t + 14, months[(month - 1) % 12], t + 2);
}

/* ---- the message -----------------------------------------------------------
 */

/* Keywords, each ended by "/". */
static void
put_keywords(struct buf *out, const struct story *story)
{
	struct lines lines = { out, 0 };
	struct slice slug = story_get(story, RECORD_SLUGLINE);
	auto_(buf_done) struct buf words = BUF_NULL;
	size_t cursor = 0;
	struct slice value;

	buf_put_slice(&words, slug);
	while (slug.len == 0 &&
		story_each(story, RECORD_SUBJECT, &cursor, &value)) {
		struct slice texts[3] = { { 0 } };

		record_texts(value, texts, 3);
		if (texts[0].len == 0 || slice_has(texts[0], '/'))
			continue;
		if (words.len != 0)
			buf_putc(&words, '/');
		buf_put_slice(&words, texts[0]);
	}
	if (words.len == 0)
		buf_puts(&words, "News");
	buf_putc(&words, '/');
	put_words(&lines, buf_slice(&words));
	end_line(&lines);
}

/* Headline, then who signs; the last line ends in " =". */
static void
put_title(struct buf *out, const struct story *story)
{
	struct lines lines = { out, 0 };
	struct slice byline = story_get(story, RECORD_BYLINE);

	buf_putc(out, '\002');
	put_words(&lines, story_get(story, RECORD_HEADLINE));
	if (byline.len != 0) {
		end_line(&lines);
		put_words(&lines, SLICE("By"));
		put_words(&lines, byline);
	}
	/* never on a line of its own */
	buf_puts(out, " =\r\n\r\n");
}

static void
put_story(struct buf *out, const struct feed_entry *entry)
{
	const struct story *story = entry->story;
	struct lines lines = { out, 0 };
	struct slice body = story_get(story, RECORD_BODY_TEXT);
	auto_(buf_done) struct buf tail = BUF_NULL;

	put_header(out, entry, feed_agency(story), priority_of(story),
		count_words(body));
	put_keywords(out, story);
	put_title(out, story);
	put_words(&lines, story_get(story, RECORD_DATELINE));
	put_paragraphs(&lines, body);
	feed_tail_write(&tail, story);
	put_paragraphs(&lines, buf_slice(&tail));
	put_end(out, feed_updated_ms(entry));
}

static void
put_kill(struct buf *out, const struct feed_entry *entry)
{
	struct lines lines = { out, 0 };

	put_header(out, entry, SLICE(""), '1', 0);
	buf_puts(out, "Kill/\r\n\002KILL KILL KILL =\r\n\r\n");
	put_words(&lines, SLICE("Kill the story that is named below."));
	end_line(&lines);
	buf_puts(out, "\r\n" OWN_TAIL "\r\n\r\n" OWN_STORY ":");
	lines.column = strlen(OWN_STORY) + 1;
	put_word(&lines, entry->uri);
	end_line(&lines);
	put_end(out, entry->updated_ms);
}

void
iptc7901_write(struct buf *out, const struct feed_head *head,
	const struct feed_entry *entries, size_t n_entries)
{
	(void)head; /* a message has none */
	for (size_t i = 0; i < n_entries; i++)
		if (entries[i].story != NULL)
			put_story(out, &entries[i]);
		else
			put_kill(out, &entries[i]);
}
