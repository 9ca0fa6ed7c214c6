/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dateline.c - a walk over words. Place words are capitalised (or of a script
 * without capitals), date words are known, a bracket or a slash may hold the
 * mark; anything else ends the walk. What was walked over is a dateline only
 * when it holds an agency's mark, or a place and a date or a place in capitals
 * before a dash. Bounded by LIMIT bytes.
 */
#include "attribution/dateline.h"

#include "attribution/fused.h"
#include "attribution/token.h"

#define LIMIT 240u
#define MAX_WORDS 14
#define MAX_REPORTER 90u
#define MAX_HAN_PLACE 15u /* bytes */
#define DENSE_PLACE 5     /* words without capitals */

/* What stood before a word. */
enum before { BEGIN, BLANK, COMMA, STOP, DASH, SLASH };

struct walk {
	const struct lore *lore;
	struct piece head; /* behind a prefix */
	size_t i;
	int words, upper_words, date_words, dense_words;
	enum before before;
	size_t place_start, place_end;
	size_t slash; /* the first one between words; 0: none */
	struct dateline *d;
};

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
		/* "لوكالة الأنباء القطرية (قنا)": told to it */
		if (piece_starts(rest, "لوكالة") ||
			piece_starts(rest, "بوكالة"))
			rest = piece_skip(rest, strlen("ل"));
		if (agency_named(w->lore->agencies, rest, &hit) && !hit.code &&
			(hit.agency == mark->hits[0].agency ||
				mark->hits[0].shared))
			return true;
	}
	return false;
}

/* ---- what was walked over --------------------------------------------------
 */

static void
add_date(struct dateline *d, struct piece word)
{
	size_t n = strlen(d->date);

	if (n + word.len + 2 > sizeof(d->date))
		return;
	if (n)
		d->date[n++] = ' ';
	memcpy(d->date + n, word.at, word.len);
	d->date[n + word.len] = '\0';
}

static struct piece
trim_place(struct piece place)
{
	/* "READING, Pa." keeps its full stop, "Nykøbing F." too. */
	size_t len = place.len;
	bool state =
		piece_find_exact(place, ",") < len ||
		(len > 3 && place.at[len - 1] == '.' &&
			(place.at[len - 3] == ' ' || place.at[len - 2] == '.'));
	const char *stops = state ? ",-/[(" : ",.-/[(";

	place = piece_trim(place);
	while (place.len && strchr(stops, place.at[place.len - 1]))
		place = piece_trim(piece_head(place, place.len - 1));
	while (place.len && byte_in(place.at[0], "-/,."))
		place = piece_trim(piece_skip(place, 1));
	return place;
}

static bool
is_one_word(struct piece p)
{
	return scan_word(p).len == p.len;
}

/* "Elif YALÇIN": the surname in capitals. */
static bool
is_signed(struct piece p)
{
	size_t end = p.len;

	while (end > 0 && p.at[end - 1] != ' ')
		end--;
	return end > 1 && piece_find_exact(p, ",") >= p.len &&
	       token_is_upper(piece_skip(p, end)) &&
	       !token_is_upper(scan_word(p));
}

/* "Elif YALÇIN/AYDIN", "إسطنبول/ زينب القاسم": of two parts one is a person,
 * which has two words where the place has one. */
static void
part_reporter(struct dateline *d, size_t slash_at)
{
	struct piece place = d->place;

	if (!slash_at || slash_at >= place.len || d->reporters.n)
		return;
	struct piece one = piece_trim(piece_head(place, slash_at));
	struct piece two = piece_trim(piece_skip(place, slash_at + 1));
	bool signed_first =
		is_signed(one) && is_one_word(two) && token_is_upper(two);
	size_t len;
	bool signed_last =
		is_one_word(one) && !is_one_word(two) &&
		(piece_code(one, &len) >= 0x590 || token_is_upper(one)) &&
		!token_is_upper(two);

	if (!signed_first && !signed_last)
		return;
	if (!persons_read(signed_first ? one : two, &d->reporters)) {
		d->reporters.n = 0;
		return;
	}
	d->place = signed_first ? two : one;
}

static void
read_place(struct walk *w, size_t mark_at)
{
	struct piece before = piece_head(w->head, mark_at);
	struct dateline *d = w->d;

	size_t start = w->place_start < w->place_end ? w->place_start : 0;
	d->place =
		trim_place(piece_skip(piece_head(before, w->place_end), start));
	size_t slash = piece_find_exact(d->place, "/");
	if (slash < d->place.len)
		part_reporter(d, slash);
}

/* Behind the mark: "- BARI, 4 MAR -", "- 02.02.2025 -", a reporter and "=". */
static size_t
read_behind(struct walk *w, size_t end)
{
	struct dateline *d = w->d;
	struct piece rest = piece_skip(w->head, end);
	size_t reporters = fused_reporters(w->lore, rest, &d->reporters);

	if (reporters)
		return end + reporters +
		       token_separators(piece_skip(rest, reporters));
	size_t skip = token_separators(rest);
	struct piece tail = piece_skip(rest, skip);
	size_t placed_len = d->place.len ? 0 : token_place(tail, &d->place);
	if (placed_len)
		return end + skip + placed_len;
	/* A date, or a place and a date, closed by a dash of its own. */
	for (size_t i = 1; i < tail.len && i < 48; i++) {
		struct piece here = piece_skip(tail, i);
		bool blank = piece_spaces(piece_skip(tail, i - 1));
		bool slash = blank && piece_starts(here, "/ ");
		/* "--(BUSINESS WIRE)--Nov 27, 2025--Tallow Castings" */
		bool dash = slash || (piece_dashes(here) &&
					     (blank || tail.at[i - 1] == '.' ||
						     piece_starts(here, "--")));
		if (!dash)
			continue;
		struct piece segment = piece_head(tail, i), date = segment;
		struct scan_date ignored;
		size_t comma = piece_find_exact(segment, ",");
		/* "May 12, 2026" has a comma of its own */
		bool placed = comma < segment.len && comma > 1 &&
			      !scan_is_month(scan_word(segment));

		if (placed)
			date = piece_trim(piece_skip(segment, comma + 1));
		if (date.len >= sizeof(d->date) ||
			!scan_date_in(date, SCAN_DAY_FIRST, &ignored))
			break;
		d->date[0] = '\0';
		add_date(d, date);
		if (placed && !d->place.len)
			d->place = piece_trim(piece_head(segment, comma));
		here = piece_skip(here, slash);
		return end + skip + i + slash + token_separators(here);
	}
	return end + skip;
}

/* "フランクフルト 12日 REUTERS": a date that stands with the place. */
static void
part_date(struct dateline *d)
{
	size_t len;

	for (size_t i = 0; i < d->place.len; i += len) {
		uint32_t code = piece_code(piece_skip(d->place, i), &len);

		if (!code_is_digit(code))
			continue;
		if (i)
			add_date(d, piece_skip(d->place, i));
		d->place = trim_place(piece_head(d->place, i));
		return;
	}
}

static bool
finish(struct walk *w, size_t mark_at, size_t end)
{
	struct dateline *d = w->d;

	read_place(w, mark_at);
	for (size_t i = 0; i < d->mark.n_persons; i++)
		if (d->reporters.n < PERSONS_MAX)
			d->reporters.names[d->reporters.n++] =
				d->mark.persons[i];
	if (d->mark.date.len && !d->date[0])
		add_date(d, d->mark.date);
	if (d->mark.place.len && !d->place.len) {
		d->place = d->mark.place;
		part_date(d);
	}
	d->len = read_behind(w, end);
	return true;
}

/* ---- the ways to end -------------------------------------------------------
 */

/* "/ТАСС/": bytes with both slashes. */
static size_t
slashed(struct piece p, struct piece *ret_inside)
{
	size_t close = 1;

	if (p.at[0] != '/')
		return 0;
	while (close < p.len && close < 80 && p.at[close] != '/')
		close++;
	if (close >= p.len || p.at[close] != '/')
		return 0;
	*ret_inside = piece_of(p.at + 1, close - 1);
	return close + 1;
}

/* "ل(كونا)": told to the agency; "وقالت رئيسة اللجنة المنظمة (كونا)": letters
 * without capitals make any beginning look like a place. */
static bool
is_running_text(const struct walk *w)
{
	size_t len;

	if (!w->dense_words || w->date_words)
		return false;
	size_t last = piece_last(piece_head(w->head, w->i));
	uint32_t before = piece_code(piece_skip(w->head, w->i - last), &len);
	/* "日本放送协会(NHK)援引": no place is as long, and none is parted so
	 */
	if (code_is_cjk(before) && last == 3 && w->i > MAX_HAN_PLACE)
		return true;
	return w->dense_words > DENSE_PLACE ||
	       (before >= 0x590 && before < 0x900 && code_is_letter(before));
}

static bool
is_no_place(const struct walk *w, struct piece place)
{
	size_t len;

	for (; place.len; place = piece_skip(place, piece_spaces(place))) {
		if (wordlist_at(
			    w->lore->words->words, place, WORD_NOPLACE, &len))
			return true;
		place = piece_skip(place, scan_word(place).len);
	}
	return false;
}

/* A bracketed or slashed mark at w->i. */
static bool
try_group(struct walk *w, size_t *ret_end)
{
	struct piece rest = piece_skip(w->head, w->i), inside;
	size_t group = mark_group(rest, LIMIT, &inside);
	struct dateline *d = w->d;
	struct mark mark;

	if (!group)
		group = slashed(rest, &inside);
	if (!group)
		return false;
	struct piece after = piece_skip(rest, group);
	bool strong = token_strong_separator(after);
	/* "《纽约时报》称": a title is told of */
	if (piece_starts(rest, "《") && !strong && !token_ends_line(after))
		return false;
	if (!strong && (!token_begins_sentence(after) || is_running_text(w)))
		return false;
	if (mark_read(w->lore, inside, &mark)) {
		if (mark.n && explains(w, w->i, &mark))
			return false;
		/* "〔國際新聞中心／綜合報導〕冰島…": nobody, but a mark */
		if (!mark.n && !strong && !token_ends_line(after) &&
			!(mark.nobody && !w->words && piece_starts(rest, "〔")))
			return false;
		d->mark = mark;
	} else if (w->words && !w->date_words && after.len &&
		   after.at[0] == ':' &&
		   scan_date_in(
			   inside, SCAN_DAY_FIRST, &(struct scan_date){ 0 })) {
		/* "KUALA LUMPUR (Nov 27):" */
		d->mark.date = inside;
	} else if (strong && w->words && w->upper_words &&
		   mark_is_call_sign(inside) &&
		   piece_dashes(piece_skip(after, piece_spaces(after)))) {
		d->unlisted = inside;
	} else {
		return false;
	}
	*ret_end = w->i + group;
	return true;
}

/* "APA-Nouakchott (Mauritania) By Mohamed Sidina – ": the place hangs on the
 * code, a byline may stand before the dash. */
static bool
read_joined_place(
	struct walk *w, const struct agency_hit *hit, struct piece after)
{
	struct piece near = piece_head(after, MAX_REPORTER), name;
	size_t dash = 1, len;

	if (!hit->code || near.len < 4 || near.at[0] != '-' ||
		!code_is_upper(piece_code(piece_skip(near, 1), &len)))
		return false;
	while (dash < near.len && !(near.at[dash - 1] == ' ' &&
					  piece_dashes(piece_skip(near, dash))))
		dash++;
	if (dash >= near.len)
		return false;
	struct piece place = piece_trim(piece_of(near.at + 1, dash - 1));
	size_t by = piece_find_exact(place, " By ");
	name = piece_skip(place, by < place.len ? by + 4 : by);
	if (name.len && !persons_read(name, &w->d->reporters))
		return false;
	w->d->place = piece_trim(piece_head(place, by));
	w->d->len = w->i + hit->len + dash;
	w->d->len += token_separators(piece_skip(w->head, w->d->len));
	return true;
}

/* "AFP/Tokyo", "Shafaq News/ Text", "Reuters - Text" at the very start. */
static bool
bare_first(struct walk *w, const struct agency_hit *hit, size_t *ret_end)
{
	struct piece rest = piece_skip(w->head, w->i);
	struct piece after = piece_skip(rest, hit->len);
	struct dateline *d = w->d;
	size_t spaces;

	if (after.len && after.at[0] == '/') {
		struct piece line = piece_skip(after, 1);
		size_t end = 0;

		while (end < line.len && line.at[end] != '\n')
			end++;
		struct piece place = piece_trim(piece_head(line, end));
		if (scan_is_person(place) && place.len < 60) {
			d->place = place;
			d->len = w->i + hit->len + 1 + end;
			return true;
		}
		/* "ایسنا/یزد دوازده ..." */
		place = scan_word(line);
		if (!hit->weak && piece_code(line, &spaces) >= 0x590 &&
			place.len <= 24 && scan_is_person(place) &&
			line.len > 80) {
			d->place = place;
			d->len = w->i + hit->len + 1 + place.len;
			d->len += piece_spaces(piece_skip(w->head, d->len));
			return true;
		}
		*ret_end = w->i + hit->len + 1;
		return !hit->code && piece_spaces(line) &&
		       token_begins_sentence(line);
	}
	if (read_joined_place(w, hit, after))
		return true;
	spaces = piece_spaces(after);
	struct piece next = piece_skip(after, spaces);
	*ret_end = w->i + hit->len;
	/* A code that is a word as well counts here: this is a mark's place. */
	bool code = hit->code || token_is_upper(piece_head(rest, hit->len));
	return spaces && (!hit->weak || code) && piece_dashes(next) &&
	       next.len > 60 &&
	       token_begins_sentence(piece_skip(next, piece_dashes(next)));
}

static bool
has_figure(const char *date)
{
	size_t len;

	for (struct piece p = piece_text(date); p.len; p = piece_skip(p, len))
		if (code_is_digit(piece_code(p, &len)))
			return true;
	return false;
}

/* Does what stands around a bare name make it a mark? */
static bool
bare_counts(
	const struct walk *w, const struct agency_hit *hit, struct piece after)
{
	size_t spaces = piece_spaces(after);
	struct piece next = piece_skip(after, spaces);
	bool eol = token_ends_line(after);
	bool strong = token_strong_separator(after);
	struct piece text = piece_head(piece_skip(w->head, w->i), hit->len);
	size_t len;
	/* Where no letter is a capital, a date has to have a figure. */
	bool dense = piece_code(text, &len) >= 0x590;
	bool capitals =
		token_is_upper(text) || (dense && has_figure(w->d->date));
	bool sentence = spaces && token_begins_sentence(next);

	switch (w->before) {
	case COMMA:
		return piece_dashes(next) || (strong && next.at[0] == ':') ||
		       eol || (strong && w->date_words > 0) ||
		       (capitals && sentence && w->date_words > 0 &&
			       !hit->weak);
	case STOP:
		return strong || (capitals && sentence && !hit->weak &&
					 (w->upper_words == w->words ||
						 w->date_words > 0));
	case DASH:
		return strong || eol;
	case SLASH:
		return eol || strong;
	case BLANK:
		/* "Lancaster CNN —", on a line of its own */
		if (!w->date_words && !hit->weak && piece_dashes(next) &&
			w->words <= 3 && w->upper_words < w->words)
			return token_ends_line(
				piece_skip(next, piece_dashes(next)));
		return w->date_words > 0 &&
		       (eol || (piece_dashes(next) && !hit->weak));
	default:
		return false;
	}
}

static size_t
named_behind(struct walk *w, struct piece after)
{
	struct persons persons;
	size_t len = w->before == DASH ? persons_behind(after, &persons) : 0;

	if (len)
		w->d->reporters = persons;
	return len;
}

/* An agency without brackets: "..., CMC –", "AFP/Tokyo", "TARAZ. KAZINFORM". */
static bool
try_bare(struct walk *w, size_t *ret_end)
{
	struct piece rest = piece_skip(w->head, w->i);
	struct agency_hit hit;
	size_t len;

	*ret_end = 0;
	/* "بيروت - وكالات": agencies, and none by name */
	if (w->words &&
		wordlist_at(w->lore->words->words, rest, WORD_NOBODY, &len) &&
		(token_ends_line(piece_skip(rest, len)) ||
			(w->before == DASH && token_strong_separator(piece_skip(
						      rest, len)))) &&
		(w->before == DASH || w->before == COMMA ||
			w->before == SLASH)) {
		w->d->mark.nobody = true;
		*ret_end = w->i + len;
		return true;
	}
	if (!agency_at(w->lore->agencies, rest, &hit))
		return false;
	struct persons ignored;
	bool ok = w->words == 0
			  ? bare_first(w, &hit, ret_end)
			  : bare_counts(w, &hit, piece_skip(rest, hit.len)) ||
				    (w->before == DASH && !hit.weak &&
					    persons_behind(
						    piece_skip(rest, hit.len),
						    &ignored));
	if (!ok)
		return false;
	w->d->mark = (struct mark){
		.hits = { hit }, .texts = { piece_head(rest, hit.len) }, .n = 1
	};
	if (w->d->len)
		*ret_end = 0;
	else if (w->words)
		*ret_end = w->i + hit.len +
			   named_behind(w, piece_skip(rest, hit.len));
	return true;
}

/* "ST. JOHN'S, N.L.": short words may be a part of it. */
static bool
begins_in_capitals(const struct walk *w)
{
	struct piece place = piece_head(w->head, w->i);
	size_t len;

	place = piece_head(place, piece_find_exact(place, ","));
	for (size_t i = 0; i < place.len; i += len)
		if (code_is_lower(piece_code(piece_skip(place, i), &len)))
			return false;
	return place.len > 4;
}

/* Its words are not parted. */
static bool
is_thai(struct piece p)
{
	size_t len;
	uint32_t code = p.len ? piece_code(p, &len) : ' ';

	return code >= 0xe00 && code < 0xe80;
}

/* A dash with nothing but a place and a date before it. */
static bool
try_without_agency(struct walk *w)
{
	struct piece rest = piece_skip(w->head, w->i);
	size_t dash = piece_dashes(rest);
	bool spaced =
		dash && (piece_spaces(piece_skip(rest, dash)) || dash > 1 ||
				is_thai(piece_skip(rest, dash)));

	if (!spaced || !w->words || w->words > 6 || w->i < 1)
		return false;
	bool blank =
		w->head.at[w->i - 1] == ' ' || w->head.at[w->i - 1] == '\n';
	bool place =
		w->upper_words > 0 && w->upper_words + 3 >= w->words &&
		(token_is_upper(token_at(w->head, 0)) || begins_in_capitals(w));
	bool dated = w->date_words >= 2 && w->words > w->date_words;
	/* "ALGER- Le train" */
	if (dash == 1 && !blank && !(place && w->upper_words == w->words) &&
		!(dated && is_thai(piece_skip(rest, dash))))
		return false;
	if (!place && !dated)
		return false;
	struct piece after = piece_skip(rest, dash), inside;
	struct persons ignored;
	struct mark mark;
	struct agency_hit hit;
	after = piece_skip(after, piece_spaces(after));
	if (mark_group(after, LIMIT, &inside) &&
		mark_read(w->lore, inside, &mark))
		return false;
	if (agency_at(w->lore->agencies, after, &hit) &&
		(token_strong_separator(piece_skip(after, hit.len)) ||
			token_ends_line(piece_skip(after, hit.len)) ||
			persons_behind(piece_skip(after, hit.len), &ignored)))
		return false;
	if (!token_begins_sentence(after) || after.len < 20)
		return false;
	read_place(w, w->i);
	w->d->len = w->i + token_separators(rest);
	return w->d->place.len > 0;
}

/* "(AMASYA) - ": a place where others have their mark. */
static bool
try_place_group(struct walk *w)
{
	struct piece rest = piece_skip(w->head, w->i), inside;
	size_t group = w->words ? 0 : mark_group(rest, LIMIT, &inside);

	if (!group || rest.at[0] != '(')
		return false;
	struct piece after = piece_skip(rest, group);
	struct agency_hit hit;
	if (!piece_dashes(piece_skip(after, piece_spaces(after))) ||
		!token_is_upper(inside) || !scan_is_person(inside) ||
		is_no_place(w, inside) || mark_agency(w->lore, inside, &hit))
		return false;
	w->d->place = inside;
	w->d->len = w->i + group + token_separators(after);
	return true;
}

/* "NEW DELHI: A strike ...": capitals and a colon before a sentence. */
static bool
try_colon(struct walk *w)
{
	struct piece place = piece_trim(piece_head(w->head, w->i));
	struct piece rest = piece_skip(w->head, w->i);
	struct piece after = piece_skip(rest, 1);

	size_t comma = piece_find_exact(place, ",");
	/* "SEOUL, South Korea: A strike" */
	bool nation = comma < place.len && comma >= 4 && w->words <= 4 &&
		      begins_in_capitals(w);
	/* "KATHUA, Nov 27: Police arrested ..." */
	if (rest.at[0] == ':' && w->date_words >= 2 && w->place_end >= 4 &&
		!w->place_start && w->words <= w->date_words + 3 &&
		!is_no_place(w, piece_head(w->head, w->place_end)) &&
		piece_spaces(after) && token_begins_sentence(after) &&
		after.len >= 40) {
		read_place(w, w->place_end);
		w->d->len = w->i + token_separators(rest);
		return w->d->place.len > 0;
	}
	if (rest.at[0] != ':' || !w->words ||
		(!nation && (w->words > 3 || w->upper_words != w->words)) ||
		place.len < 4 || !piece_spaces(after) ||
		!token_begins_sentence(after) || !scan_is_prose(after) ||
		is_no_place(w, place))
		return false;
	w->d->place = place;
	w->d->len = w->i + token_separators(rest);
	return true;
}

/* "BAKU, Azerbaijan, November 12. A tram ran ...": place, comma, date, stop. */
static bool
try_stop(struct walk *w)
{
	struct piece rest = piece_skip(w->head, w->i);
	struct piece before = piece_trim(piece_head(w->head, w->i));
	struct scan_date date;
	struct agency_hit hit;

	if (w->before != STOP || w->date_words < 2 ||
		w->words <= w->date_words || !w->place_end || w->place_start ||
		rest.len < 40 || !token_begins_sentence(rest) ||
		!piece_ends(before, ".") ||
		scan_is_date_word(token_at(w->head, w->i)) ||
		!scan_date_in(piece_text(w->d->date), SCAN_DAY_FIRST, &date) ||
		agency_at(w->lore->agencies, rest, &hit) ||
		byte_in(rest.at[0], "/(["))
		return false;
	struct piece behind = piece_skip(w->head, w->place_end);
	if (behind.at[0] != ',' && behind.at[0] != '.')
		return false;
	read_place(w, w->place_end);
	w->d->len = w->i;
	return w->d->place.len > 0;
}

/* ---- the walk --------------------------------------------------------------
 */

static bool
step_word(struct walk *w)
{
	struct piece word = token_at(w->head, w->i);
	size_t len;

	if (!word.len)
		return false;
	uint32_t code = piece_code(word, &len);
	bool month = scan_is_month(word), digit = code_is_digit(code);
	bool date = (month || digit || w->date_words > 0 ||
			    (code >= 0x900 && code < 0x980 && w->words)) &&
		    scan_is_date_word(word);
	/* "SUN VALLEY", "MAY PEN": a place may begin like a date. */
	if (date && month && !w->words && !digit && token_is_upper(word))
		date = false;
	if (date) {
		add_date(w->d, word);
		w->date_words++;
	} else if (code_is_upper(code) || code >= 0x590 ||
		   token_is_connector(word) || code == '\'' || code == 0x2019) {
		bool place = (!w->date_words || !w->place_end) &&
			     !token_is_connector(word);

		/* no place is as long as a sentence without blanks */
		if (code_is_cjk(code) && word.len > 36)
			return false;
		if (place && !w->place_end && w->date_words)
			w->place_start = w->i;
		if (place || (w->place_start && !token_is_connector(word)))
			w->place_end = w->i + word.len;
		w->upper_words += token_is_upper(word);
		w->dense_words += code >= 0x590;
	} else {
		return false;
	}
	w->words++;
	w->before = word.at[word.len - 1] == '.' ? STOP : BLANK;
	w->i += word.len;
	return w->words <= MAX_WORDS;
}

/* "[UK]", "(US)": a nation. */
static bool
is_letters(struct piece p)
{
	for (size_t i = 0; i < p.len; i++)
		if (p.at[i] < 'A' || p.at[i] > 'Z')
			return false;
	return p.len == 2 || p.len == 3;
}

/* One sign, group or word; false: the walk ends. */
static bool
step(struct walk *w)
{
	struct piece rest = piece_skip(w->head, w->i), inside;
	size_t group = mark_group(rest, 60, &inside), len;
	struct mark mark;
	uint32_t code = piece_code(rest, &len);

	if (group && w->words &&
		(scan_is_person(inside) || is_letters(inside) ||
			mark_read(w->lore, inside, &mark))) {
		w->i += group;
		if (!w->date_words)
			w->place_end = w->i;
		w->before = BLANK;
	} else if (rest.at[0] == ',' || code == 0x60c) {
		w->before = COMMA;
		w->i += len;
	} else if (code == 0x6d4 && w->words) {
		w->before = STOP;
		w->i += len;
	} else if (w->date_words && token_clock(rest)) {
		w->before = BLANK;
		w->i += token_clock(rest);
	} else if (rest.at[0] == '/' && w->words) {
		if (!w->slash)
			w->slash = w->i;
		w->before = SLASH;
		w->i++;
	} else if (piece_dashes(rest) && w->words) {
		w->before = DASH;
		w->i += piece_dashes(rest);
	} else {
		return step_word(w);
	}
	return true;
}

static bool
walk(struct walk *w)
{
	while (w->i < w->head.len && w->i < LIMIT) {
		size_t end = 0;
		size_t spaces = piece_spaces(piece_skip(w->head, w->i));

		if (spaces) {
			w->i += spaces;
			continue;
		}
		if (try_group(w, &end))
			return finish(w, w->i, end);
		if (try_bare(w, &end))
			return end ? finish(w, w->i, end) : true;
		if (try_place_group(w) || try_without_agency(w) ||
			try_colon(w) || try_stop(w))
			return true;
		if (!step(w))
			return false;
	}
	return false;
}

/* "(MENAFN- Supplier)" or "(MENAFN)". */
static void
read_prefix(const struct lore *lore, struct piece head, struct dateline *d)
{
	struct piece inside;
	size_t group = mark_group(head, 120, &inside);
	struct agency_hit hit;

	if (!group || !agency_at(lore->agencies, inside, &hit) ||
		hit.agency->kind != AGENCY_AGGREGATOR)
		return;
	struct piece rest = piece_trim(piece_skip(inside, hit.len));
	size_t dash = piece_dashes(rest);
	if (rest.len && !dash)
		return;
	d->republisher = hit;
	d->republisher_at = piece_head(inside, hit.len);
	d->supplier = piece_trim(piece_skip(rest, dash));
	d->prefix_len = group + token_separators(piece_skip(head, group));
}

bool
dateline_is_prefix(const struct lore *lore, struct piece line)
{
	struct dateline d = { .len = 0 };

	read_prefix(lore, line, &d);
	return d.prefix_len > 0;
}

bool
dateline_walk(const struct lore *lore, struct piece head,
	struct dateline *ret_dateline)
{
	struct dateline d = { .len = 0 };
	struct walk w = { .lore = lore, .head = head, .d = &d };

	if (!fused_read(lore, head, &d)) {
		d = (struct dateline){ .len = 0 };
		if (!walk(&w))
			return false;
	}
	d.mark_len = d.len - piece_spaces_end(piece_head(head, d.len));
	*ret_dateline = d;
	return d.len > 0;
}

bool
dateline_read(const struct lore *lore, struct piece head,
	struct dateline *ret_dateline)
{
	struct dateline prefix = { .len = 0 }, d = { .len = 0 };

	read_prefix(lore, head, &prefix);
	if (!dateline_walk(lore, piece_skip(head, prefix.prefix_len), &d)) {
		if (!prefix.prefix_len)
			return false;
		d = (struct dateline){ .len = 0 };
	}
	d.republisher = prefix.republisher;
	d.republisher_at = prefix.republisher_at;
	d.supplier = prefix.supplier;
	d.prefix_len = prefix.prefix_len;
	d.len += d.prefix_len;
	d.mark_len += d.prefix_len;
	if (d.len == d.prefix_len)
		d.mark_len = d.len - piece_spaces_end(piece_head(head, d.len));
	*ret_dateline = d;
	return true;
}

size_t
dateline_behind(struct piece text, struct piece *ret_place)
{
	size_t i = text.len, words = 0;

	text.len -= piece_spaces_end(text);
	while (i > 0 && text.len - i < 48) {
		struct piece before = piece_head(text, i);
		size_t start = before.len - piece_spaces_end(before);
		size_t end = start;

		while (start > 0 && text.at[start - 1] != ' ' &&
			text.at[start - 1] != '\n')
			start--;
		struct piece word = piece_of(text.at + start, end - start);
		if (piece_dashes(word) == word.len && word.len) {
			struct piece told = piece_trim(piece_head(text, start));

			*ret_place = piece_trim(piece_skip(text, end));
			return words && scan_ends_sentence(told)
				       ? text.len - start
				       : 0;
		}
		if (!token_is_upper(word) || ++words > 3)
			return 0;
		i = start;
	}
	return 0;
}
