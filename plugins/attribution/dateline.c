/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dateline.c - a walk over words. Place words are capitalised (or of a script
 * without capitals), date words are known, a bracket or a slash may hold the
 * mark; anything else ends the walk. What was walked over is a dateline only
 * when it holds an agency's mark, or a place and a date or a place in capitals
 * before a dash. Bounded by LIMIT bytes.
 */
#include "attribution/dateline.h"

#define LIMIT 220u
#define MAX_PLACE_WORDS 9

struct walk {
	const struct agency_list *list;
	const char *const *no_places;
	struct piece head; /* behind a prefix */
	size_t i;
	int words, upper_words, date_words;
	bool comma, stop; /* what stood before the word */
	size_t place_end;
	size_t date_start, date_end;
};

static size_t
spaces_at(const struct walk *w, size_t i)
{
	return piece_spaces(piece_skip(w->head, i));
}

static bool
is_connector(struct piece word)
{
	static const char *const words[] = { "de", "del", "la", "las", "los",
		"el", "al", "da", "do", "of", "the", "and", "an", "am", "upon",
		"en", "sur", "le", "les", "di", "y", "e", "in", "on", "im",
		"near", "aboard", "في" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (piece_is(word, words[i]))
			return true;
	return false;
}

/* A word up to blank, comma, bracket or slash. */
static struct piece
word_at(const struct walk *w, size_t i)
{
	size_t start = i, len;

	while (i < w->head.len && !strchr(",()[]/:;=|\"", w->head.at[i])) {
		struct piece rest = piece_skip(w->head, i);
		uint32_t code = piece_code(rest, &len);

		if (code_is_space(code) || code == 0x3010 || code == 0x2014 ||
			code == 0x2013 || piece_starts(rest, "--"))
			break;
		i += len;
	}
	return piece_of(w->head.at + start, i - start);
}

static bool
all_upper(struct piece word)
{
	int letters = 0;

	for (size_t i = 0; i < word.len;) {
		size_t len;
		uint32_t code = piece_code(piece_skip(word, i), &len);

		if (code_is_lower(code))
			return false;
		letters += code_is_upper(code);
		i += len;
	}
	return letters >= 3;
}

/* Separators behind a mark: dashes, ".-", ":", "=", "_". */
static size_t
skip_separators(struct piece p)
{
	size_t i = 0;

	for (;;) {
		struct piece rest = piece_skip(p, i);
		size_t n = piece_spaces(rest);

		n += piece_dashes(piece_skip(rest, n));
		if (!n && rest.len && strchr(".:=,;", rest.at[0]))
			n = 1;
		if (!n)
			return i;
		i += n;
	}
}

static bool
has_strong_separator(struct piece p)
{
	size_t spaces = piece_spaces(p);

	p = piece_skip(p, spaces);
	return p.len && (piece_dashes(p) || strchr(":=.", p.at[0]));
}

/* A sentence may begin here. */
static bool
begins_sentence(struct piece p)
{
	size_t len, quote;

	p = piece_skip(p, piece_spaces(p));
	while ((quote = piece_quote(p)))
		p = piece_skip(p, quote);
	if (!p.len)
		return true;
	uint32_t code = piece_code(p, &len);
	return !code_is_lower(code);
}

/* "Bahrain News Agency (BNA) said": the brackets explain the name. */
static bool
explains(const struct walk *w, size_t at, const struct mark *mark)
{
	struct piece before = piece_head(w->head, at);
	struct agency_hit hit;

	for (size_t i = 0; i < before.len; i++) {
		if (i && before.at[i - 1] != ' ')
			continue;
		struct piece rest = piece_trim(piece_skip(before, i));
		if (agency_named(w->list, rest, &hit) && !hit.code &&
			(hit.agency == mark->hits[0].agency ||
				mark->hits[0].shared))
			return true;
	}
	return false;
}

static void
read_place(struct walk *w, struct dateline *d, size_t mark_at)
{
	struct piece before = piece_head(w->head, mark_at);
	size_t end = w->place_end ? w->place_end : 0;

	d->place = piece_trim(piece_head(before, end));
	/* "READING, Pa." keeps its full stop. */
	bool state = piece_find_exact(d->place, ",") < d->place.len;
	const char *stops = state ? ",-/[(" : ",.-/[(";
	while (d->place.len && strchr(stops, d->place.at[d->place.len - 1]))
		d->place = piece_trim(piece_head(d->place, d->place.len - 1));
	while (d->place.len && strchr("-/,", d->place.at[0]))
		d->place = piece_trim(piece_skip(d->place, 1));
	if (w->date_end > w->date_start)
		scan_date(piece_of(w->head.at + w->date_start,
				  w->date_end - w->date_start),
			&d->date);
}

/* Behind the mark: "- BARI, 4 MAR -", "- 02.02.2025 -", a reporter and "=". */
static size_t
read_behind(struct walk *w, struct dateline *d, size_t end)
{
	struct piece rest = piece_skip(w->head, end);
	size_t skip = skip_separators(rest);
	struct piece tail = piece_skip(rest, skip);
	size_t equals = piece_find_exact(piece_head(tail, 60), "=");
	size_t reporter = piece_find_exact(piece_head(tail, 60), "기자");

	if (reporter < piece_head(tail, 60).len) {
		d->byline = piece_trim(piece_head(tail, reporter));
		reporter += strlen("기자");
		if (equals < piece_head(tail, 60).len && equals >= reporter)
			reporter = equals + 1;
		return end + skip + reporter +
		       skip_separators(piece_skip(tail, reporter));
	}
	/* A date, or a place and a date, closed by a dash of its own. */
	for (size_t i = 1; i < tail.len && i < 48; i++) {
		struct piece here = piece_skip(tail, i);
		bool dash = piece_dashes(here) &&
			    (piece_spaces(piece_skip(tail, i - 1)) ||
				    tail.at[i - 1] == '.');
		struct piece segment = piece_head(tail, i);
		size_t comma = piece_find_exact(segment, ",");
		bool placed = comma < segment.len && comma > 1;

		if (!dash)
			continue;
		if (!scan_date(
			    placed ? piece_skip(segment, comma + 1) : segment,
			    &d->date))
			break;
		if (placed && !d->place.len)
			d->place = piece_trim(piece_head(segment, comma));
		return end + skip + i + skip_separators(here);
	}
	return end + skip;
}

static bool
finish(struct walk *w, struct dateline *d, size_t mark_at, size_t end)
{
	read_place(w, d, mark_at);
	size_t behind = read_behind(w, d, end);

	if (d->mark.n && d->mark.place.len && !d->place.len)
		d->place = d->mark.place;
	d->len = behind;
	return true;
}

/* A bracketed or slashed mark at w->i. */
static bool
try_group(struct walk *w, struct dateline *d, size_t *ret_end)
{
	struct piece rest = piece_skip(w->head, w->i), inside;
	size_t group = mark_group(rest, LIMIT, &inside);
	struct mark mark;

	if (!group && rest.at[0] == '/') {
		size_t close = 1;

		while (close < rest.len && close < 60 && rest.at[close] != '/')
			close++;
		if (close >= rest.len || rest.at[close] != '/')
			return false;
		inside = piece_of(rest.at + 1, close - 1);
		group = close + 1;
	}
	if (!group || !mark_read(w->list, inside, &mark))
		return false;
	if (explains(w, w->i, &mark))
		return false;
	struct piece after = piece_skip(rest, group);
	if (!has_strong_separator(after) && !begins_sentence(after))
		return false;
	d->mark = mark;
	*ret_end = w->i + group;
	return true;
}

/* An agency without brackets: "..., CMC –", "AFP/Tokyo", "TARAZ. KAZINFORM". */
static bool
try_bare(struct walk *w, struct dateline *d, size_t *ret_end)
{
	struct piece rest = piece_skip(w->head, w->i);
	struct agency_hit hit;

	if (!agency_at(w->list, rest, &hit))
		return false;
	struct piece after = piece_skip(rest, hit.len);
	size_t spaces = piece_spaces(after);
	struct piece next = piece_skip(after, spaces);
	bool ok = false;

	if (w->words == 0) {
		/* "AFP/Tokyo", "Shafaq News/ Text" */
		if (after.len && after.at[0] == '/') {
			struct piece line = piece_skip(after, 1);
			size_t end = 0;

			while (end < line.len && line.at[end] != '\n')
				end++;
			struct piece place = piece_trim(piece_head(line, end));
			if (scan_is_person(place) && place.len < 40 &&
				(end < line.len || end == line.len)) {
				d->place = place;
				d->mark.hits[0] = hit;
				d->mark.texts[0] = piece_head(rest, hit.len);
				d->mark.n = 1;
				d->len = w->i + hit.len + 1 + end;
				*ret_end = 0;
				return true;
			}
			ok = !hit.code && piece_spaces(line) &&
			     begins_sentence(line);
		}
	} else if (w->comma) {
		ok = piece_dashes(next) > 0 || (next.len && next.at[0] == ':');
	} else if (w->stop) {
		ok = hit.code && !hit.weak && spaces && begins_sentence(next) &&
		     w->upper_words == w->words;
	} else if (w->i && w->head.at[w->i - 1] == '/') {
		ok = next.len == 0 || after.at[0] == '\n';
	}
	if (!ok)
		return false;
	d->mark.hits[0] = hit;
	d->mark.texts[0] = piece_head(rest, hit.len);
	d->mark.n = 1;
	*ret_end = w->i + hit.len + (after.len && after.at[0] == '/');
	return true;
}

/* A dash with nothing but a place and a date before it. */
static bool
try_without_agency(struct walk *w, struct dateline *d)
{
	struct piece rest = piece_skip(w->head, w->i);
	size_t dash = piece_dashes(rest);
	bool spaced =
		dash && (piece_spaces(piece_skip(rest, dash)) || dash > 1);
	bool line_own = !w->head.len;

	if (!spaced || line_own || !w->words || w->words > 5)
		return false;
	if (w->i < 1 || (dash == 1 && !spaces_at(w, w->i - 1)))
		return false;
	bool place = w->upper_words > 0 && w->upper_words + 2 >= w->words &&
		     all_upper(word_at(w, 0));
	bool dated = w->date_words >= 2 && w->words > w->date_words;
	if (!place && !dated)
		return false;
	struct piece after = piece_skip(rest, dash), inside;
	struct mark mark;
	after = piece_skip(after, piece_spaces(after));
	if (mark_group(after, LIMIT, &inside) &&
		mark_read(w->list, inside, &mark))
		return false;
	if (!begins_sentence(after) || after.len < 20)
		return false;
	size_t mark_at = w->i;
	read_place(w, d, mark_at);
	d->len = w->i + skip_separators(rest);
	return d->place.len > 0;
}

static bool
is_no_place(const struct walk *w, struct piece place)
{
	for (; place.len; place = piece_skip(place, piece_spaces(place))) {
		struct piece word = scan_word(place);

		for (size_t i = 0; w->no_places[i]; i++)
			if (piece_is_nocase(word, w->no_places[i]))
				return true;
		place = piece_skip(place, word.len);
	}
	return false;
}

/* "NEW DELHI: A strike ...": capitals and a colon before a sentence. */
static bool
try_colon(struct walk *w, struct dateline *d)
{
	struct piece place = piece_trim(piece_head(w->head, w->i));
	struct piece rest = piece_skip(w->head, w->i);
	struct piece after = piece_skip(rest, 1);

	if (rest.at[0] != ':' || !w->words || w->words > 3 ||
		w->upper_words != w->words || place.len < 4 ||
		!piece_spaces(after) || !begins_sentence(after) ||
		!scan_is_prose(after) || is_no_place(w, place))
		return false;
	d->place = place;
	d->len = w->i + skip_separators(rest);
	return true;
}

static bool
step_word(struct walk *w)
{
	struct piece word = word_at(w, w->i);
	size_t len;

	if (!word.len)
		return false;
	uint32_t code = piece_code(word, &len);
	bool date = scan_is_date_word(word) &&
		    (!code_is_upper(code) || scan_month(word) || w->date_words);
	if (date && (scan_month(word) || (code >= '0' && code <= '9') ||
			    w->date_words)) {
		if (!w->date_words)
			w->date_start = w->i;
		w->date_end = w->i + word.len;
		w->date_words++;
	} else if (code_is_upper(code) || code >= 0x590 || is_connector(word)) {
		if (!w->date_words && !is_connector(word))
			w->place_end = w->i + word.len;
		w->upper_words += all_upper(word);
	} else {
		return false;
	}
	w->words++;
	w->comma = false;
	w->stop = word.at[word.len - 1] == '.';
	w->i += word.len;
	return w->words <= MAX_PLACE_WORDS;
}

static bool
walk(struct walk *w, struct dateline *d)
{
	while (w->i < w->head.len && w->i < LIMIT) {
		size_t end = 0, spaces = spaces_at(w, w->i);
		struct piece rest = piece_skip(w->head, w->i), inside;

		if (spaces) {
			w->i += spaces;
			continue;
		}
		if (try_group(w, d, &end))
			return finish(w, d, w->i, end);
		if (try_bare(w, d, &end))
			return end ? finish(w, d, w->i, end) : true;
		if (try_without_agency(w, d) || try_colon(w, d))
			return true;
		size_t group = mark_group(rest, 60, &inside);
		if (group && w->words && scan_is_person(inside)) {
			w->i += group;
			if (!w->date_words)
				w->place_end = w->i;
		} else if (rest.at[0] == ',') {
			w->comma = true;
			w->i++;
		} else if (rest.at[0] == '/' && w->words) {
			w->i++;
		} else if (piece_dashes(rest) && w->words) {
			w->comma = true;
			w->i += piece_dashes(rest);
		} else if (!step_word(w)) {
			return false;
		}
	}
	return false;
}

/* " 题：": the headline's place in the text, left empty. */
static size_t
topic_len(struct piece p)
{
	static const char *const topics[] = { "题：", "題：", "题:", "題:" };
	size_t spaces = piece_spaces(p);

	for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++)
		if (piece_starts(piece_skip(p, spaces), topics[i]))
			return spaces + strlen(topics[i]);
	return 0;
}

/* 新华社上海2月2日电 */
static bool
read_fused(
	const struct agency_list *list, struct piece head, struct dateline *d)
{
	static const char *const ends[] = { "电", "電", "讯", "訊" };
	struct agency_hit hit;
	size_t len;

	if (!head.len || !code_is_cjk(piece_code(head, &len)) ||
		!agency_at(list, head, &hit))
		return false;
	struct piece rest = piece_skip(head, hit.len);
	for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++) {
		struct piece near = piece_head(rest, 60);
		size_t at = piece_find_exact(near, ends[k]);
		struct piece inner = piece_head(near, at);

		if (at >= near.len || piece_find_exact(inner, "。") < inner.len)
			continue;
		size_t number = 0;
		while (number < inner.len &&
			!(inner.at[number] >= '0' && inner.at[number] <= '9'))
			number++;
		d->mark.hits[0] = hit;
		d->mark.texts[0] = piece_head(head, hit.len);
		d->mark.n = 1;
		d->place = piece_trim(piece_head(inner, number));
		scan_date(piece_skip(inner, number), &d->date);
		size_t end = hit.len + at + strlen(ends[k]);
		end += topic_len(piece_skip(head, end));
		end += piece_spaces(piece_skip(head, end));
		d->len = end + skip_separators(piece_skip(head, end));
		return true;
	}
	return false;
}

/* "(MENAFN- Supplier)" or "(MENAFN)". */
static void
read_prefix(
	const struct agency_list *list, struct piece head, struct dateline *d)
{
	struct piece inside;
	size_t group = mark_group(head, 120, &inside);
	struct agency_hit hit;

	if (!group || !agency_at(list, inside, &hit) ||
		hit.agency->kind != AGENCY_AGGREGATOR)
		return;
	struct piece rest = piece_trim(piece_skip(inside, hit.len));
	size_t dash = piece_dashes(rest);
	if (rest.len && !dash)
		return;
	d->republisher = hit;
	d->republisher_at = piece_head(inside, hit.len);
	d->supplier = piece_trim(piece_skip(rest, dash));
	d->prefix_len = group + skip_separators(piece_skip(head, group));
}

bool
dateline_read(const struct agency_list *list, const char *const *no_places,
	struct piece head, struct dateline *ret_dateline)
{
	struct dateline d = { .len = 0 };
	struct piece all = head;

	read_prefix(list, head, &d);
	head = piece_skip(head, d.prefix_len);
	struct walk w = { .list = list, .no_places = no_places, .head = head };
	if (!read_fused(list, head, &d) && !walk(&w, &d)) {
		struct dateline bare = { .prefix_len = d.prefix_len,
			.republisher = d.republisher,
			.republisher_at = d.republisher_at,
			.supplier = d.supplier };

		d = bare;
	}
	d.len += d.prefix_len;
	if (!d.len)
		return false;
	d.mark_len = d.len - piece_spaces_end(piece_head(all, d.len));
	*ret_dateline = d;
	return true;
}
