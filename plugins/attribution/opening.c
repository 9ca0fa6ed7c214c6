/* SPDX-License-Identifier: Apache-2.0 */
/*
 * opening.c - what stands above the first sentence, or begins it, and is no
 * mark: the page's section, an author's name alone, a place on a line of its
 * own, or one before a dash that no agency signed.
 *
 * Each is taken only where nothing else explains it: a word alone above a story
 * is not the story's, but a word that begins its first sentence mostly is.
 */
#include "attribution/token.h"
#include "attribution/work.h"
#include "common/mem.h"

#define MAX_PLACE 30u  /* bytes */
#define MAX_KICKER 40u /* bytes */
#define MAX_KICKER_WORDS 4
#define MAX_PLACE_WORDS 4

/* "Lancaster", and in the next line "CNN"; or "New Delhi:" and then the story,
 * where the place is known. */
bool
work_take_place_above(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i), place = line;
	size_t next = copy_next(&w->copy, i + 1);
	struct agency_hit hit;
	bool colon = line.at[line.len - 1] == ':';

	if (line.len < 3 || line.len > MAX_PLACE || w->dated ||
		next >= w->copy.n_lines)
		return false;
	place.len -= colon;
	size_t len;
	if (!scan_is_person(place) || scan_ends_sentence(place) ||
		wordlist_at(w->lore.words->words, place, WORD_NOPLACE, &len))
		return false;
	struct piece below = copy_line(&w->copy, next);
	bool named = below.len <= MAX_PLACE && !scan_is_prose(below) &&
		     agency_at(w->lore.agencies, below, &hit) && !hit.weak &&
		     !piece_trim(piece_skip(below,
					 hit.len + piece_dashes(piece_skip(
							   below, hit.len))))
			      .len;
	bool known = colon && scan_prose_at(&w->copy, next) &&
		     *places_country(w->state->places, place);
	if (!named && !known)
		return false;
	work_set_place(w, place, place, "", "place-line", 0.8);
	copy_remove(&w->copy, w->copy.lines[i].start, w->copy.lines[i].end,
		TT_DATELINE, "place-line");
	return true;
}

/* "EFE", and in the next line "Madrid". */
bool
work_take_place_below(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	size_t next = copy_next(&w->copy, i + 1), len;

	if (!w->labelled || w->dated || line.len > MAX_PLACE ||
		next >= w->copy.n_lines || !scan_is_person(line) ||
		scan_ends_sentence(line) || !scan_prose_at(&w->copy, next) ||
		vocabulary_lists(
			w->lore.words, LIST_FIRM, wordlist_last_word(line)) ||
		wordlist_at(w->lore.words->words, line, WORD_NOPLACE, &len))
		return false;
	work_set_place(w, line, line, "", "place-line", 0.8);
	copy_remove(&w->copy, w->copy.lines[i].start, w->copy.lines[i].end,
		TT_DATELINE, "place-line");
	return true;
}

/* "Nuria", "Belenguer-Roig": a capital, then small letters. */
static bool
is_plain_name(struct piece word)
{
	size_t letters = 0, len;

	for (size_t i = 0; i < word.len; i += len) {
		uint32_t code = piece_code(piece_skip(word, i), &len);
		bool first = i == 0 || word.at[i - 1] == '-';

		if (code == '-' && !first)
			continue;
		if (first ? !code_is_upper(code) : !code_is_lower(code))
			return false;
		letters++;
	}
	return letters >= 3;
}

/* Two or three words; an opening of a place's name is none of a person's. */
static bool
are_plain_names(const struct lore *lore, struct piece line, bool capitals)
{
	size_t words = 0;

	if (line.len > 40 ||
		vocabulary_begins(lore->words, LIST_NO_PERSON, line))
		return false;
	for (; line.len; line = piece_skip(line, piece_spaces(line))) {
		struct piece word = scan_word(line);

		if (!(capitals ? token_is_upper(word) : is_plain_name(word)) ||
			scan_is_date_word(word))
			return false;
		line = piece_skip(line, word.len);
		words++;
	}
	return words == 2 || words == 3;
}

/* English and German put capitals in headings as well. */
static bool
may_be_author(const struct work *w, struct piece line, bool capitals)
{
	if (!*w->language ||
		(!capitals && (!strncmp(w->language, "en", 2) ||
				      !strncmp(w->language, "de", 2))))
		return false;
	return are_plain_names(&w->lore, line, capitals);
}

/* "حلب-سانا" in a line of its own. */
bool
work_take_place_and_agency(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	size_t dash = piece_find_exact(line, "-"), len;
	struct piece place = piece_trim(piece_head(line, dash));
	struct piece name = piece_skip(line, dash);
	struct agency_hit hit;

	if (line.len > MAX_PLACE || dash < 3 || dash + 2 >= line.len ||
		w->dated)
		return false;
	name = piece_trim(piece_skip(name, 1));
	/* letters without capitals: others write "Rain-Reuters" in a heading */
	if (piece_code(place, &len) < 0x590 || !scan_is_person(place) ||
		!mark_agency(&w->lore, name, &hit) || hit.len < name.len ||
		hit.agency->kind > AGENCY_NEWSWIRE)
		return false;
	work_propose(w, RANK_DATELINE, hit.agency, name, "place-and-agency");
	work_set_place(w, place, place, "", "place-and-agency", 0.9);
	copy_remove(&w->copy, w->copy.lines[i].start, w->copy.lines[i].end,
		TT_DATELINE, "place-and-agency");
	return true;
}

bool
work_is_name(const struct work *w, struct piece name)
{
	return are_plain_names(&w->lore, name, false) &&
	       !*places_country(w->state->places, name);
}

void
work_part_author(struct work *w, struct credit *credit)
{
	struct mark *mark = &credit->mark;
	struct piece name = mark->place;

	if (credit->kind != CREDIT_AGENCY || mark->n != 1 || !name.len ||
		mark->texts[0].at <= name.at || !work_is_name(w, name))
		return;
	struct piece between = piece_trim(piece_of(name.at + name.len,
		(size_t)(mark->texts[0].at - (name.at + name.len))));
	if (!piece_is(between, "/") || credit->persons.n == PERSONS_MAX)
		return;
	credit->persons.names[credit->persons.n++] = name;
	mark->place.len = 0;
}

/* A name alone between the headline and the story. */
bool
work_take_author(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	size_t next = copy_next(&w->copy, i + 1), len;
	struct agency_hit hit;
	struct persons persons = { .n = 1, .names = { line } };

	/* "HELOÍSA TAVEIRA", and the dateline below */
	bool capitals = next < w->copy.n_lines &&
			may_be_author(w, line, true) &&
			work_has_dateline(w, next);
	if (w->bylines || !(capitals || may_be_author(w, line, false)) ||
		next >= w->copy.n_lines ||
		w->copy.lines[next].paragraph == w->copy.lines[i].paragraph ||
		!scan_prose_at(&w->copy, next) ||
		agency_at(w->lore.agencies, line, &hit) ||
		*places_country(w->state->places, line) ||
		wordlist_at(w->lore.words->words, line, UINT32_MAX, &len))
		return false;
	work_add_persons(w, &persons, "author-alone");
	copy_remove(&w->copy, w->copy.lines[i].start, w->copy.lines[i].end,
		TT_CREDIT, "author-alone");
	return true;
}

/* ---- a place before a dash -------------------------------------------------
 */

/* Bytes of up to four words that could be a place's name: capitals, and small
 * words between. */
static size_t
place_words(struct piece p)
{
	size_t n = 0, len;

	for (int words = 0; words < MAX_PLACE_WORDS; words++) {
		struct piece rest = piece_skip(p, n);
		struct piece word = token_at(rest, 0);

		if (!word.len || (!code_is_upper(piece_code(word, &len)) &&
					 !(words && token_is_connector(word))))
			break;
		n += word.len;
		if (word.at[word.len - 1] == '.' ||
			piece_spaces(piece_skip(p, n)) != 1 ||
			piece_dashes(piece_skip(p, n + 1)))
			break;
		n++;
	}
	return n;
}

/* Is the name one of a place that is known, or does the story tell of it? */
static bool
is_told_of(const struct work *w, struct piece place)
{
	size_t behind = copy_offset(&w->copy, place) + place.len;
	struct piece story = piece_skip(w->copy.text, behind);
	/* "Jihlava" is told as "v Jihlavě", too. */
	size_t ending = place.len > 5 && byte_is_lower(place.at[place.len - 1]);
	auto_text name = piece_copy(piece_head(place, place.len - ending));

	struct piece title = piece_head(w->copy.text, w->copy.title_end);
	if (*places_country(w->state->places, place) ||
		(ending && piece_find_exact(title, name) < title.len))
		return true;
	for (;;) {
		size_t at = piece_find_exact(story, name);
		if (at >= story.len)
			return false;
		bool begins = at && byte_in(story.at[at - 1], " \n");

		story = piece_skip(story, at + strlen(name));
		if (begins &&
			(ending || !story.len ||
				!byte_is_alnum((unsigned char)story.at[0])))
			return true;
	}
}

bool
work_take_bare_place(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	size_t n = w->dated ? 0 : place_words(line), len;
	struct piece place = piece_head(line, n), after = piece_skip(line, n);
	size_t dash = piece_spaces(after) == 1
			      ? piece_dashes(piece_skip(after, 1))
			      : 0;
	size_t skip = token_separators(after);

	if (n < 3 || n > MAX_PLACE || !scan_prose_at(&w->copy, i) ||
		!token_begins_sentence(piece_skip(after, skip)) ||
		wordlist_at(w->lore.words->words, place, WORD_NOPLACE, &len))
		return false;
	/* "Bogotá. Pescadores ...": below the agencies' names */
	bool stop = !dash && piece_ends(place, ".") && skip == 1 &&
		    ((w->n_candidates && w->candidates[0].rank == RANK_LABEL) ||
			    is_told_of(w, piece_head(place, n - 1)));
	if (stop)
		place.len--;
	else if (!dash || piece_starts(piece_skip(after, 1), "- ") ||
		 !is_told_of(w, place))
		return false;
	work_set_place(w, place, place, "", "bare-place", 0.75);
	copy_remove(&w->copy, w->copy.lines[i].start,
		w->copy.lines[i].start + n + skip, TT_DATELINE, "bare-place");
	return true;
}

/* ---- sections --------------------------------------------------------------
 */

/* "Landkreis Cuxhaven", "Portaltic / Software": a page names its section above
 * the story; nothing of the story is that short there. */
static bool
is_kicker(const struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	size_t words = 0, len;

	bool heading = w->copy.lines[i].kind == TT_LINE_HEADING;

	if ((w->copy.lines[i].kind != TT_LINE_TEXT && !heading) ||
		line.len > (heading ? MAX_KICKER / 2 : MAX_KICKER) ||
		scan_ends_sentence(line) || work_last_of(w, i) > i ||
		byte_in(line.at[line.len - 1], ",;") ||
		memchr(line.at, ':', line.len) ||
		code_is_lower(piece_code(line, &len)) ||
		!code_is_letter(piece_code(line, &len)))
		return false;
	for (; line.len; line = piece_skip(line, piece_spaces(line))) {
		line = piece_skip(line, scan_word(line).len);
		words++;
	}
	return words <= (heading ? 1 : MAX_KICKER_WORDS);
}

void
work_take_kickers(struct work *w, size_t end)
{
	if (end >= w->copy.n_lines)
		return;
	for (size_t i = copy_next(&w->copy, 0); i < end;
		i = copy_next(&w->copy, i + 1))
		if (is_kicker(w, i))
			copy_remove(&w->copy, w->copy.lines[i].start,
				w->copy.lines[i].end, TT_FURNITURE, "kicker");
}
