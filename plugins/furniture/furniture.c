/* SPDX-License-Identifier: Apache-2.0 */
/*
 * furniture - remove what the page around a story adds: share buttons,
 * counters, related links, tag lists, comment boxes, the next headlines.
 *
 * Two kinds of rule. A `start` line begins furniture that goes on as long as no
 * story follows; any other line is removed alone. The same words can be the
 * story's own (a heading "Top stories" in a story about an archive), so what
 * follows decides: after furniture come short lines and teasers, after a
 * heading come sentences. No rule applies before the story's first sentence but
 * those marked `anywhere`. Behind the story's end (an end mark, a notice,
 * furniture with no story behind it) short lines go without a rule, as long as
 * they credit nobody. What other plugins claimed, such as a notice between
 * furniture, stays theirs.
 */
#include <stdlib.h>

#include "common/agencies.h"
#include "common/copy.h"
#include "common/mem.h"
#include "common/page.h"
#include "common/scan.h"
#include "furniture/box.h"
#include "furniture/line.h"

#define MAX_SHORT_ENDS 2  /* paragraphs */
#define MAX_VIA 40u       /* bytes of a line that says who passed it on */
#define SHORT_END_MIN 20u /* bytes */
#define CREDITED_MAX 26u  /* bytes of names behind a label */
#define LABEL_MAX 200u
#define MAX_OPEN 64u   /* marks inside a link that goes on */
#define MAX_LABEL 14u  /* bytes of "Latest news" before links */
#define DENSE_LINK 72u /* bytes of a link without blanks */
#define BARE_MAX 30u   /* bytes of "READ MORE" and its like */
#define PREFIX_MAX 80u /* bytes of a distributor's mark before the text */

struct state {
	struct page_book *book;
	const struct agency_list *agencies;
};

struct work {
	const struct state *state;
	struct copy copy;
	const struct page_rule **rules; /* of each line; NULL: none */
	size_t last_story; /* the last line of the story's prose, plus one */
	size_t talk;       /* the line from which readers speak */
	/* Of each line the next one that is surely the story's, and of such a
	 * one where the sentences before it begin. */
	size_t *next_strong, *stretch;
	bool untold;  /* no line of the text is a sentence */
	bool story;   /* it has begun */
	bool outside; /* it has ended for good */
	bool guessed; /* ... or so it seems by one line of the page */
	bool noticed; /* a notice stands behind it */
};

/* ---- what a line is -------------------------------------------------------
 */

/* The last line of the paragraph that begins at line `i`. */
static size_t
last_of(const struct copy *copy, size_t i)
{
	uint32_t own = copy->lines[i].paragraph;

	while (i + 1 < copy->n_lines && !copy->lines[i + 1].blank &&
		copy->lines[i + 1].paragraph == own)
		i++;
	return i;
}

static struct piece
paragraph(const struct copy *copy, size_t i)
{
	return copy_piece(
		copy, copy->lines[i].start, copy->lines[last_of(copy, i)].end);
}

/* May the line tell who supplied, wrote or owns the story? That is for another
 * plugin to say. */
static bool
is_credit_like(const struct work *w, struct piece line)
{
	struct agency_hit hit;

	if (line.len > 120 || byte_in(line.at[0], "(-/\\[<") ||
		line_names_issuer(line) || piece_dashes(line) ||
		piece_find_exact(line, "@") < line.len ||
		piece_find_exact(line, "\xc2\xa9") < line.len)
		return true;
	for (size_t i = 0; i < line.len; i++) {
		/* "Payerne : la foire se fera sans manège" is no label */
		bool label = line.at[i] == ':' &&
			     (i + 1 == line.len || line.at[i + 1] != ' ' ||
				     line.len - i <= CREDITED_MAX);

		if (label || byte_in(line.at[i], "/=") ||
			!strncmp(line.at + i, "\xef\xbc\x9a",
				line.len - i < 3 ? line.len - i : 3))
			return true;
		bool begins =
			!i || !byte_is_word((unsigned char)line.at[i - 1]);
		if (begins && byte_is_word((unsigned char)line.at[i]) &&
			agency_at(
				w->state->agencies, piece_skip(line, i), &hit))
			return true;
	}
	return false;
}

/* What links cover of a line: bytes, and how many they are. */
static size_t
linked(const struct work *w, const struct copy_line *line, size_t *mark,
	size_t *ret_n)
{
	size_t bytes = 0;
	struct tt_mark at;

	*ret_n = 0;
	for (size_t i = *mark; i < tt_mark_count(w->copy.draft); i++) {
		bool known = tt_mark(w->copy.draft, i, &at);

		if (known && at.start >= line->end)
			break;
		/* one that goes on counts in the next line, too; not when it
		 * holds all the page */
		if (i - *mark > MAX_OPEN)
			*mark = i;
		if (i == *mark && (!known || at.end <= line->end))
			++*mark;
		if (!known || at.end <= line->start)
			continue;
		if (strcmp(at.element, "a"))
			continue;
		bytes += (at.end < line->end ? at.end : line->end) -
			 (at.start > line->start ? at.start : line->start);
		++*ret_n;
	}
	return bytes;
}

/* A link alone in its paragraph, with no sentence in it, leads elsewhere; so do
 * several with no more than a label before them: "Tags Arkhangelsk Arctic". */
static void
read_links(struct work *w)
{
	static const struct page_rule link = { .id = "link" };
	size_t mark = 0;

	for (size_t i = copy_next(&w->copy, 0); i < w->copy.n_lines;
		i = copy_next(&w->copy, i + 1)) {
		const struct copy_line *line = &w->copy.lines[i];
		size_t n, len = line->end - line->start;

		if (w->rules[i] || line->kind == TT_LINE_HEADING ||
			last_of(&w->copy, i) != i)
			continue;
		size_t bytes = linked(w, line, &mark, &n);
		bool whole = n && bytes + 4 >= len;
		if ((whole || (n > 1 && bytes + n + MAX_LABEL >= len)) &&
			scan_is_label(copy_line(&w->copy, i)))
			w->rules[i] = &link;
	}
}

/* A line of a wrapped paragraph stands for itself only where a sentence ends
 * before it and none goes on behind it. */
static bool
stands_alone(const struct work *w, size_t first, size_t i, size_t last)
{
	const struct copy *copy = &w->copy;
	size_t len;

	if (i > first && !w->rules[i - 1] &&
		!scan_ends_sentence(copy_line(copy, i - 1)))
		return false;
	return i == last ||
	       !code_is_lower(piece_code(copy_line(copy, i + 1), &len));
}

/* The rule of a paragraph, or of its lines. */
static void
read_paragraph(struct work *w, size_t first, size_t last)
{
	struct copy *copy = &w->copy;
	const struct page_rule *rule =
		page_find(w->state->book, paragraph(copy, first));

	if (!rule)
		rule = page_made(w->state->book, paragraph(copy, first));
	if (!rule && copy->lines[first].kind != TT_LINE_CELL)
		rule = page_stamp(w->state->book, paragraph(copy, first));
	for (size_t i = first; i <= last; i++) {
		w->rules[i] = rule;
		if (rule || first == last)
			continue;
		if (stands_alone(w, first, i, last))
			w->rules[i] =
				page_find(w->state->book, copy_line(copy, i));
		/* A date and its words are nobody's sentence. */
		if (!w->rules[i] && copy->lines[i].kind != TT_LINE_CELL)
			w->rules[i] =
				page_stamp(w->state->book, copy_line(copy, i));
	}
}

static bool
is_untold(const struct work *w)
{
	const struct copy *copy = &w->copy;

	for (size_t i = copy_next(copy, 0); i < copy->n_lines;
		i = copy_next(copy, last_of(copy, i) + 1))
		if (scan_prose_at(copy, i))
			return false;
	return true;
}

static void
read_rules(struct work *w)
{
	struct copy *copy = &w->copy;

	w->rules = mem_alloc((copy->n_lines + 1) * sizeof(*w->rules));
	for (size_t i = copy_next(copy, 0); i < copy->n_lines;) {
		size_t last = last_of(copy, i);

		read_paragraph(w, i, last);
		i = copy_next(copy, last + 1);
	}
	box_read(copy, w->state->book, w->state->agencies, w->rules);
	if (tt_mark_count(copy->draft))
		read_links(w);
}

/* ---- where the story is ---------------------------------------------------
 */

static bool
is_story(const struct work *w, size_t i)
{
	return !w->rules[i] && scan_prose_at(&w->copy, i);
}

/* The first of two short sentences, paragraph by paragraph: of the links of a
 * page hardly one is told so. */
static bool
begins_run(const struct work *w, size_t i)
{
	const struct copy *copy = &w->copy;
	size_t next = copy_next(copy, last_of(copy, i) + 1);

	return next < w->talk && !w->rules[next] && scan_prose_at(copy, i) &&
	       line_is_told(paragraph(copy, i)) &&
	       line_is_told(paragraph(copy, next));
}

/* Which paragraphs are surely the story's, and where the sentences before each
 * begin: once for all, as a thousand starts would each look to the end. */
static void
find_strong(struct work *w)
{
	const struct copy *copy = &w->copy;
	size_t n = copy->n_lines, prose = n;

	w->next_strong = mem_alloc((n + 1) * sizeof(*w->next_strong));
	w->stretch = mem_alloc((n + 1) * sizeof(*w->stretch));
	for (size_t i = 0; i <= n; i++)
		w->next_strong[i] = n;
	for (size_t i = copy_next(copy, 0); i < w->talk;
		i = copy_next(copy, last_of(copy, i) + 1)) {
		if (w->rules[i]) {
			prose = w->rules[i]->start ? n : prose;
			continue;
		}
		bool strong =
			line_is_full(paragraph(copy, i)) || begins_run(w, i);
		if (!strong && !scan_prose_at(copy, i))
			continue;
		prose = prose == n ? i : prose;
		w->stretch[i] = prose;
		if (strong)
			w->next_strong[i] = i;
	}
	for (size_t i = n; i-- > 0;)
		if (w->next_strong[i] == n)
			w->next_strong[i] = w->next_strong[i + 1];
}

/* Does the story go on behind the lines of furniture that begin at `i`? Its
 * next paragraph is told by `ret_next`. */
static bool
goes_on(const struct work *w, size_t i, size_t *ret_next)
{
	size_t strong = w->next_strong[last_of(&w->copy, i) + 1];

	if (strong >= w->copy.n_lines)
		return false;
	*ret_next = w->stretch[strong];
	return true;
}

/* A short sentence right behind the last long one ends the story: teasers have
 * no full stop. */
static size_t
behind_short_end(const struct work *w, size_t i)
{
	const struct copy *copy = &w->copy;

	for (int k = 0; k < MAX_SHORT_ENDS; k++) {
		size_t next = copy_next(copy, i);

		/* nothing may have been taken out between */
		for (size_t n = i; n < next; n++)
			if (copy->lines[n].start < copy->lines[n].end)
				return i;
		if (next >= copy->n_lines || w->rules[next])
			return i;
		struct piece p = paragraph(copy, next);
		if (p.len < SHORT_END_MIN || !line_ends_in_stop(p) ||
			memchr(p.at, ':', p.len))
			return i;
		i = last_of(copy, next) + 1;
	}
	return i;
}

/* From this line on readers speak: the last heading of comments that counts
 * them, behind a paragraph that is surely the story's. A page has such a line
 * above the story as well, which leads there. */
static void
find_talk(struct work *w)
{
	const struct copy *copy = &w->copy;
	bool told = false;

	w->talk = copy->n_lines;
	for (size_t i = copy_next(copy, 0); i < copy->n_lines;
		i = copy_next(copy, last_of(copy, i) + 1)) {
		const struct page_rule *rule = w->rules[i];

		if (!rule)
			told = told || line_is_full(paragraph(copy, i));
		else if (told && rule->start &&
			 !strncmp(rule->id, "comment", 7) &&
			 line_is_counted(copy_line(copy, i)))
			w->talk = i;
	}
}

static void
find_last_story(struct work *w)
{
	size_t last = 0, n = w->copy.n_lines;

	for (size_t i = w->next_strong[0]; i < n; i = w->next_strong[i + 1])
		last = last_of(&w->copy, i) + 1;
	w->last_story = last ? behind_short_end(w, last) : 0;
}

/* ---- claims ---------------------------------------------------------------
 */

static void
remove_line(struct work *w, size_t i, const char *rule)
{
	copy_remove(&w->copy, w->copy.lines[i].start, w->copy.lines[i].end,
		TT_FURNITURE, rule);
}

/* It stays against its rule, and who asks for that hears why. */
static void
spare_line(struct work *w, size_t i, const char *why)
{
	const struct copy_line *line = &w->copy.lines[i];

	if (w->rules[i] && line->start < line->end)
		tt_spare(w->copy.draft, line->start, line->end, TT_FURNITURE,
			w->rules[i]->id, why);
}

/* "Via SyndiGate.info" at the foot of a page is about the story above. */
static bool
is_passed_on(const struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	struct agency_hit hit;

	return line.len <= MAX_VIA && piece_starts_nocase(line, "via ") &&
	       agency_at(w->state->agencies, piece_skip(line, 4), &hit) &&
	       !hit.weak;
}

static void
remove_lines(struct work *w, size_t from, size_t to, const char *rule)
{
	for (size_t i = from; i < to && i < w->copy.n_lines;
		i = copy_next(&w->copy, i + 1))
		if (!is_passed_on(w, i))
			remove_line(w, i, rule);
}

/* Is all that is left sentences? */
static bool
ends_in_prose(const struct work *w, size_t i)
{
	const struct copy *copy = &w->copy;

	for (; i < copy->n_lines; i = copy_next(copy, last_of(copy, i) + 1))
		if (w->rules[i] || !line_is_told(paragraph(copy, i)))
			return false;
	return true;
}

/* In the last lines only a short sentence may be left of the story. */
static bool
ends_with_story(const struct work *w, size_t i)
{
	const struct copy *copy = &w->copy;
	size_t next = copy_next(copy, i + 1);

	if (next >= copy->n_lines || w->rules[next] ||
		!line_is_told(copy_line(copy, next)))
		return false;
	next = copy_next(copy, next + 1);
	return next >= copy->n_lines || w->rules[next];
}

/* The heading right above where the story goes on is the story's, as long as
 * what stands before it are no headings, each of another story. */
static size_t
with_heading(const struct work *w, size_t section, size_t story)
{
	const struct copy_line *lines = w->copy.lines;
	size_t heading = copy_before(&w->copy, story);
	size_t before =
		heading < story ? copy_before(&w->copy, heading) : story;

	return heading < story && heading > section && !w->rules[heading] &&
			       lines[heading].kind == TT_LINE_HEADING &&
			       before > section && before < heading &&
			       lines[before].kind != TT_LINE_HEADING
		       ? heading
		       : story;
}

/* A line from which furniture begins. Returns the line to go on with. */
static size_t
take_section(struct work *w, size_t i)
{
	const struct page_rule *rule = w->rules[i];
	size_t next = copy_next(&w->copy, i + 1), story;
	bool sure = rule->sure || i == w->talk;

	if (w->outside) {
		remove_lines(w, i, w->copy.n_lines, rule->id);
		return w->copy.n_lines;
	}
	if (i + 1 < w->last_story && goes_on(w, i, &story)) {
		story = with_heading(w, i, story);
		if (story != next || sure)
			remove_lines(w, i, story, rule->id);
		else
			spare_line(w, i,
				"the story goes on at once below it, as below "
				"a heading of its own");
		return story;
	}
	if (!sure && next < w->copy.n_lines && is_story(w, next) &&
		(line_is_full(paragraph(&w->copy, next)) ||
			ends_in_prose(w, next))) {
		spare_line(w, i,
			"sentences follow at once, as below a heading of the "
			"story's own");
		return next;
	}
	if (ends_with_story(w, i)) {
		remove_line(w, i, rule->id);
		return copy_next(&w->copy, next + 1);
	}
	remove_lines(w, i, w->copy.n_lines, rule->id);
	return w->copy.n_lines;
}

/* A claimed notice or end mark behind the story ends it; of an item without a
 * story, what stands behind its notice is the page's. */
static void
pass_claimed(struct work *w, size_t i)
{
	const struct copy_line *line = &w->copy.lines[i];

	if (line->end <= line->start || i < w->last_story)
		return;
	enum tt_label label = tt_label_at(w->copy.draft, line->start);
	w->story = w->story || (w->untold && label == TT_NOTICE);
	if (!w->story)
		return;
	w->outside = w->outside || label == TT_END_MARK;
	w->guessed = w->guessed && label != TT_END_MARK;
	w->noticed = w->noticed || label == TT_NOTICE;
}

/* A line that no rule knows, behind the story: behind furniture all that is no
 * credit goes, behind a notice what looks like the next headline. */
static bool
is_behind(const struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);

	if (line.len > LABEL_MAX || line_is_told(line))
		return false;
	if (w->outside)
		return !is_credit_like(w, line);
	size_t len;
	bool dense = code_is_cjk(piece_code(line, &len)) &&
		     line.len <= DENSE_LINK && !is_credit_like(w, line);
	return w->noticed && scan_is_label(line) &&
	       (line_is_bar(line) || dense ||
		       (line_is_headline(line) && !is_credit_like(w, line)));
}

/* "(MENAFN - Newsfile Corp) FOR IMMEDIATE RELEASE": the page's words, in the
 * line of a mark that is another plugin's. */
static void
take_behind_prefix(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	size_t close = piece_find_exact(line, ")"), from = close + 1;

	if (w->story || line.at[0] != '(' || close >= line.len ||
		close > PREFIX_MAX)
		return;
	from += piece_spaces(piece_skip(line, from));
	const struct page_rule *rule =
		page_find(w->state->book, piece_skip(line, from));
	if (rule && rule->anywhere)
		copy_remove(&w->copy, w->copy.lines[i].start + from,
			w->copy.lines[i].end, TT_FURNITURE, rule->id);
}

/* Below "READ MORE" in the middle of a story: the stories that it leads to. */
static size_t
take_led(struct work *w, size_t i, const struct page_rule *rule)
{
	const struct copy *copy = &w->copy;
	bool bare = copy_line(copy, i).len <= BARE_MAX;
	/* the lines of a page are paragraphs, those of a text stand together */
	bool text_lines = !strcmp(tt_format(copy->draft), "text");
	size_t next = i + 1;

	for (; bare && w->story && next < copy->n_lines; next++) {
		const struct copy_line *line = &copy->lines[next];
		struct piece text = copy_line(copy, next);

		if (line->blank || w->rules[next] ||
			(!text_lines && line->kind != TT_LINE_ITEM) ||
			scan_prose_at(copy, next) || scan_ends_sentence(text) ||
			byte_in(text.at[0], "([-/"))
			break;
		remove_line(w, next, rule->id);
	}
	return next;
}

/* "Latest news Press review: ...", behind the story: what stood in lines of its
 * own begins with a line that a rule has. */
static bool
opens_as_page(const struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	size_t n = 0, next = copy_next(&w->copy, i + 1);

	/* "About Otterbrook Pumps", and what is told of them; "Contact:" */
	if (line.len > LABEL_MAX || scan_ends_sentence(line) ||
		line.at[line.len - 1] == ':' ||
		(next < w->copy.n_lines && scan_prose_at(&w->copy, next)))
		return false;
	for (int words = 0; words < 2 && n < line.len; words++) {
		n += scan_word(piece_skip(line, n)).len;
		const struct page_rule *rule =
			page_find(w->state->book, piece_head(line, n));

		if (rule && rule->start && n < line.len)
			return true;
		n += piece_spaces(piece_skip(line, n));
	}
	return false;
}

/* "2025年11月20日 10時30分 (共同通信)" is a mark. */
static bool
ends_with_agency(const struct work *w, struct piece line)
{
	struct agency_hit hit;
	size_t open = line.len;

	while (open > 0 && line.at[open - 1] != '(' &&
		!piece_ends(piece_head(line, open), "（"))
		open--;
	return open &&
	       agency_at(w->state->agencies, piece_skip(line, open), &hit);
}

/* Above the story a page says when it was posted, and more in the same line; a
 * name before it stays for another plugin. */
static bool
take_moment(struct work *w, size_t i)
{
	const struct copy_line *line = &w->copy.lines[i];
	const struct page_rule *rule = w->rules[i];
	size_t start;

	if (w->story || w->untold || line->kind == TT_LINE_ITEM ||
		line->kind == TT_LINE_CELL ||
		ends_with_agency(w, copy_line(&w->copy, i)) ||
		!page_moment(w->state->book, copy_line(&w->copy, i), &start) ||
		(rule && rule->anywhere && !start))
		return false;
	/* "Laatste update ...": one word is nobody, but for an agency */
	struct piece name =
		piece_trim(piece_head(copy_line(&w->copy, i), start));
	struct agency_hit hit;
	if (scan_word(name).len == name.len &&
		!(name.len && agency_at(w->state->agencies, name, &hit)))
		start = 0;
	copy_remove(&w->copy, line->start + start, line->end, TT_FURNITURE,
		"moment");
	return true;
}

/* The headline once more, above the story. */
static bool
take_title(struct work *w, size_t i)
{
	struct piece title =
		piece_trim(piece_head(w->copy.text, w->copy.title_end));

	struct piece line = copy_line(&w->copy, i);

	if (w->story || !title.len || line.len != title.len ||
		memcmp(line.at, title.at, title.len))
		return false;
	remove_line(w, i, "title-again");
	return true;
}

static size_t
take_line(struct work *w, size_t i)
{
	const struct page_rule *rule = w->rules[i];
	struct piece line = copy_line(&w->copy, i);

	if (take_moment(w, i) ||
		((!rule || !rule->anywhere) && take_title(w, i)))
		return i + 1;
	if (!rule) {
		bool prose = scan_prose_at(&w->copy, i);

		take_behind_prefix(w, i);
		if (prose && w->guessed && line_is_told(line))
			w->outside = w->guessed = false;
		if ((w->outside || w->noticed) && !prose && is_behind(w, i))
			remove_line(w, i, "behind-story");
		else if (w->story && i >= w->last_story &&
			 (line_is_word_list(line) || opens_as_page(w, i)))
			remove_line(w, i, "word-list");
		w->story = w->story || prose || line.len > 40;
		return i + 1;
	}
	if (!w->story && !rule->anywhere) {
		spare_line(w, i,
			"no sentence of the story stands before it, and the "
			"rule is not for anywhere");
		return i + 1;
	}
	if (rule->start && w->story)
		return take_section(w, i);
	remove_line(w, i, rule->id);
	if (w->story && i >= w->last_story && !w->outside)
		w->outside = w->guessed = true;
	return rule->boxed ? i + 1 : take_led(w, i, rule);
}

/* Nothing but words of the page, and no headline: then they are the story, or
 * it is none, and that is not for a rule of words to say. */
static bool
is_all_there_is(const struct work *w)
{
	if (w->copy.title_end != 0)
		return false;
	for (size_t i = 0; i < w->copy.n_lines; i++)
		if (!w->copy.lines[i].blank && !w->rules[i])
			return false;
	return true;
}

static void
spare_all(struct work *w)
{
	for (size_t i = 0; i < w->copy.n_lines; i++)
		spare_line(w, i,
			"there is no headline and no other line: nothing would "
			"be left of the story");
}

static enum tt_verdict
furniture_process(struct tt_instance *self, struct tt_draft *draft)
{
	struct work w = { .state = tt_state(self) };

	copy_open(&w.copy, draft);
	read_rules(&w);
	find_talk(&w);
	find_strong(&w);
	find_last_story(&w);
	w.untold = w.last_story == 0 && is_untold(&w);
	bool all = is_all_there_is(&w);
	if (all)
		spare_all(&w);
	for (size_t i = all ? w.copy.n_lines : 0; i < w.copy.n_lines;) {
		if (!w.copy.lines[i].blank) {
			i = take_line(&w, i);
			continue;
		}
		pass_claimed(&w, i++);
	}
	free(w.rules);
	free(w.next_strong);
	free(w.stretch);
	copy_close(&w.copy);
	return TT_PASS;
}

static void
furniture_stop(struct tt_instance *self)
{
	struct state *state = tt_state(self);

	if (!state)
		return;
	page_book_close(state->book);
	free(state);
}

static bool
furniture_start(struct tt_instance *self)
{
	const struct agency_list *agencies = agencies_open(self);

	if (!agencies)
		return false;
	struct state *state = mem_alloc(sizeof(*state));
	tt_set_state(self, state);
	state->agencies = agencies;
	state->book = page_book_open(self);
	return state->book != NULL;
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "furniture",
	.version = "1.0",
	.summary = "Removes what the page around a story adds.",
	.start = furniture_start,
	.process = furniture_process,
	.stop = furniture_stop,
};
