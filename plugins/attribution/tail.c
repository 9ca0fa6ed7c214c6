/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tail.c - from the end up to the last sentence: credits, end marks, addresses,
 * contacts, then what is glued to that sentence.
 */
#include "attribution/credit_parts.h"
#include "attribution/sign.h"
#include "attribution/work.h"
#include "common/mem.h"

#define MAX_TAIL_LINES 24
#define CARD_END "email us here"
#define MAX_FIRM_WORDS 6
#define MAX_CARD_LINES 5
#define MAX_CARD_LINE 80u /* bytes */
#define MAX_GLUED 5
#define MAX_WRAPPED 300u /* bytes */
#define MAX_UNKNOWN 10   /* lines below the last credit */

static void
take_rights(struct work *w, const struct credit *credit)
{
	size_t len;

	/* "© Press Release 2026" holds for nobody */
	if (wordlist_at(
		    w->lore.words->words, credit->name, WORD_NOBODY, &len) &&
		len == credit->name.len)
		return;
	if (!w->holds) {
		w->holds = true;
		w->holder = credit->name;
		work_add_name(w, TT_RIGHTS_HOLDER, credit->name,
			"copyright-line", 0.8);
	}
	if (credit->mark.n &&
		credit->mark.hits[0].agency->kind <= AGENCY_NEWSWIRE)
		work_propose_mark(w, RANK_RIGHTS, &credit->mark, "rights-line");
}

static void
take_source(struct work *w, const struct credit *credit)
{
	if (credit->mark.n)
		work_propose_mark(
			w, RANK_SOURCE_LINE, &credit->mark, "source-line");
	else
		work_issue(w, credit->name, "source-issuer");
}

static void
take_others(struct work *w, const struct credit *credit, enum tt_role role,
	const char *rule, double sure)
{
	if (credit->mark.n)
		work_add_mark(w, role, &credit->mark, rule, sure);
	else if (credit->name.len)
		work_add_name(w, role, credit->name, rule, sure);
}

static void
take_place(struct work *w, struct piece place)
{
	if (place.len && !w->dated)
		work_set_place(w, place, place, "", "place-in-credit", 0.8);
}

static void
take_via(struct work *w, const struct credit *credit)
{
	const struct mark *mark = &credit->mark;

	if (!mark->n)
		work_add_name(w, TT_DISTRIBUTOR, credit->name, "via", 0.9);
	for (size_t i = 0; i < mark->n; i++)
		if (work_decide(w, &mark->hits[i], false))
			work_link(w, work_decide(w, &mark->hits[i], true),
				mark->texts[i], "via");
}

static bool
is_bare_word(struct piece p)
{
	size_t len;
	uint32_t code = p.len ? piece_code(p, &len) : 0;

	return code >= 0x590 && code < 0x900 && scan_word(p).len == p.len;
}

/* Who signed: the credit's persons, and beside an agency those of its mark.
 * "مصرس | رياضة | اقتصاد": one word of letters without capitals is no name. */
static struct persons
signers_of(const struct credit *credit)
{
	struct persons persons = credit->persons;
	const struct mark *mark = &credit->mark;

	for (size_t i = 0; i < mark->n_persons && credit->kind == CREDIT_AGENCY;
		i++)
		if (persons.n < PERSONS_MAX && !is_bare_word(mark->persons[i]))
			persons.names[persons.n++] = mark->persons[i];
	return persons;
}

enum tt_label
work_take(struct work *w, const struct credit *credit, enum credit_where where)
{
	bool head = where == CREDIT_ABOVE;
	const struct mark *mark = &credit->mark;
	struct persons persons = signers_of(credit);
	struct credit rest;

	switch (credit->kind) {
	case CREDIT_END_MARK:
	case CREDIT_DESK_CODE:
		return TT_END_MARK;
	case CREDIT_CONTACT:
		if (mark->n && !head)
			work_propose_mark(
				w, RANK_RIGHTS, mark, "contact-agency");
		return TT_CONTACT;
	case CREDIT_AGENCY:
		work_propose_mark(w, head ? RANK_LABEL : RANK_END_CREDIT, mark,
			head ? "agency-label" : "end-credit");
		work_add_persons(w, &persons, "credit-reporter");
		break;
	case CREDIT_SOURCE:
		take_source(w, credit);
		break;
	case CREDIT_INPUTS:
		take_others(w, credit, TT_CONTRIBUTOR, "inputs", 0.93);
		break;
	case CREDIT_VIA:
		take_via(w, credit);
		break;
	case CREDIT_BEHALF:
		for (size_t i = 0; i < mark->n; i++)
			if (work_decide(w, &mark->hits[i], false))
				work_link(w,
					work_decide(w, &mark->hits[i], true),
					mark->texts[i], "on-behalf");
		work_issue(w, credit->name, "on-behalf");
		break;
	case CREDIT_ISSUER:
		work_issue(w, credit->name, "source-issuer");
		if (credit_rights(&w->lore, credit->rest, true, &rest))
			take_rights(w, &rest);
		break;
	case CREDIT_SIGN_OFF:
		take_place(w, credit->place);
		if (mark->n)
			work_propose_mark(w, RANK_LABEL, mark, "sign-off");
		work_add_persons(w, &persons, "sign-off");
		for (size_t i = 0; i < credit->pictures.n; i++)
			work_add_name(w, TT_PHOTO_CREDIT,
				credit->pictures.names[i], "photo", 0.8);
		break;
	case CREDIT_BYLINE:
		work_add_persons(w, &persons, "byline");
		work_propose_mark(w, RANK_LABEL, mark, "byline-agency");
		return TT_BYLINE;
	case CREDIT_PHOTO:
		work_add_photo(w, mark);
		break;
	case CREDIT_RIGHTS:
		take_rights(w, credit);
		break;
	case CREDIT_ORIGIN:
		if (work_decide(w, &mark->hits[0], true))
			work_propose(w, RANK_ORIGIN,
				work_decide(w, &mark->hits[0], true),
				mark->texts[0], "republished-from");
		break;
	case CREDIT_POOL:
		work_add_mark(w, TT_POOL, mark, "pool", 0.9);
		break;
	case CREDIT_NOBODY:
		take_place(w, credit->place);
		break;
	case CREDIT_NONE:
		break;
	}
	return TT_CREDIT;
}

/* A medium that tells "with AFP" is who passes it on. */
static void
take_front(struct work *w, struct piece front, enum credit_where where)
{
	struct credit credit;
	struct agency_hit hit;
	struct piece name = front;

	credit_label(&w->lore, front, WORD_BY, false, &name);
	if (agency_named(w->lore.agencies, name, &hit) && !hit.weak) {
		work_add_party(w, TT_DISTRIBUTOR, hit.agency->canonical, name,
			"with", 0.85);
		return;
	}
	if (credit_read(&w->lore, front, where, &credit) &&
		credit.kind != CREDIT_AGENCY)
		work_take(w, &credit, where);
}

/* Nobody, a medium, or a name of two words: "Interview with AFP" tells of one.
 */
static bool
may_write(const struct work *w, struct piece front)
{
	struct piece name = front;
	struct agency_hit hit;

	return !front.len ||
	       credit_label(&w->lore, front, WORD_BY, false, &name) ||
	       agency_named(w->lore.agencies, front, &hit) ||
	       (scan_is_person(front) && scan_word(front).len < front.len);
}

bool
work_take_with(struct work *w, size_t i, enum credit_where where)
{
	struct piece front;
	struct mark mark;

	if (!credit_with(&w->lore, copy_line(&w->copy, i), &front, &mark) ||
		!may_write(w, front))
		return false;
	if (front.len)
		take_front(w, front, where);
	work_add_mark(w, TT_CONTRIBUTOR, &mark, "inputs", 0.9);
	return true;
}

/* ---- contacts --------------------------------------------------------------
 */

/* A firm of a contact block with which the release begins. */
static bool
is_issuer(const struct work *w, struct piece line)
{
	size_t first = copy_next(&w->copy, 0);

	if (first < w->copy.n_lines &&
		w->copy.lines[first].kind == TT_LINE_TITLE)
		first = copy_next(&w->copy, first + 1);
	if (first >= w->copy.n_lines || line.len < 3 || line.len > 80)
		return false;
	struct piece story = copy_piece(
		&w->copy, w->copy.lines[first].start, w->copy.text.len);
	if (piece_starts_nocase(story, "the "))
		story = piece_skip(story, 4);
	return story.len > line.len && memcmp(story.at, line.at, line.len) == 0;
}

/* "Keoni Barragan", "Tidewater Looms LLC", "+1 808-555-0133", "email us here":
 * who issued a release and how to ask. The firm stands in the second line. */
static void
read_card(struct work *w)
{
	size_t i = copy_before(&w->copy, w->copy.n_lines), first;
	int n = 0;

	while (i < w->copy.n_lines && n++ < MAX_TAIL_LINES &&
		!piece_ends(copy_line(&w->copy, i), CARD_END))
		i = copy_before(&w->copy, i);
	if (i >= w->copy.n_lines || n > MAX_TAIL_LINES)
		return;
	first = i;
	for (n = 0; n < MAX_CARD_LINES; n++) {
		size_t above = copy_before(&w->copy, first);

		if (above >= w->copy.n_lines || above + 1 != first ||
			w->copy.lines[above].kind == TT_LINE_TITLE ||
			copy_line(&w->copy, above).len > MAX_CARD_LINE ||
			scan_prose_at(&w->copy, above))
			break;
		first = above;
	}
	while (first < i &&
		(credit_is_contact(&w->lore, copy_line(&w->copy, first)) ||
			piece_ends(copy_line(&w->copy, first), ":"))) {
		copy_remove(&w->copy, w->copy.lines[first].start,
			w->copy.lines[first].end, TT_CONTACT, "contact-card");
		first++;
	}
	if (first + 1 < i && w->release)
		w->firm = copy_line(&w->copy, first + 1);
	for (; first <= i; first++)
		copy_remove(&w->copy, w->copy.lines[first].start,
			w->copy.lines[first].end, TT_CONTACT, "contact-card");
}

/* A contact label and what stands below it to the end, if none of it is the
 * story's; who the release is from may stand there too. */
static void
read_contacts(struct work *w)
{
	size_t i = copy_before(&w->copy, w->copy.n_lines);
	bool found = false;

	for (int n = 0; i < w->copy.n_lines && n < MAX_TAIL_LINES; n++) {
		struct piece line = copy_line(&w->copy, i);

		found = credit_is_contact(&w->lore, line);
		if (found)
			break;
		if (scan_is_prose(line) || line.len > 140)
			return;
		i = copy_before(&w->copy, i);
	}
	/* wrapped lines of a story are not prose either, each by itself */
	if (!found)
		return;
	for (; i < w->copy.n_lines; i = copy_next(&w->copy, i + 1)) {
		struct piece line = copy_line(&w->copy, i);
		struct credit credit;

		if (credit_read(&w->lore, line, CREDIT_BELOW, &credit) &&
			credit.kind != CREDIT_CONTACT &&
			credit.kind != CREDIT_BYLINE &&
			credit.kind != CREDIT_NOBODY)
			return;
		if (w->release && !w->firm.len && is_issuer(w, line))
			w->firm = line;
		copy_remove(&w->copy, w->copy.lines[i].start,
			w->copy.lines[i].end, TT_CONTACT, "contact-block");
	}
}

/* ---- the end ---------------------------------------------------------------
 */

/* "... innen mandag. (©NTB)": a notice, too, as it is in a line of its own. */
static void
take_notice(struct work *w, size_t start, size_t end)
{
	auto_text text =
		piece_copy(piece_trim(copy_piece(&w->copy, start, end)));
	const struct tt_evidence evidence = { copy_source(&w->copy, start),
		copy_source(&w->copy, end), "rights-tail", 0.9 };
	const struct tt_disclaimer notice = { .kind = "copyright",
		.heading = "",
		.text = text,
		.speaks_for = "supplier",
		.required = true };

	copy_remove(&w->copy, start, end, TT_NOTICE, "rights-tail");
	tt_add_disclaimer(w->copy.draft, &notice, &evidence);
}

static void
read_tail_of(struct work *w, size_t i)
{
	for (int n = 0; n < MAX_GLUED; n++) {
		struct credit credit;
		struct piece line = copy_line(&w->copy, i), place;
		size_t end = w->copy.lines[i].end;
		size_t len = credit_tail(&w->lore, line, &credit);

		if (len && credit.kind == CREDIT_RIGHTS) {
			work_take(w, &credit, CREDIT_BELOW);
			take_notice(w, end - len, end);
		} else if (len) {
			copy_remove(&w->copy, end - len, end,
				work_take(w, &credit, CREDIT_BELOW), "tail");
		} else {
			len = w->dated ? 0 : dateline_behind(line, &place);
			if (!len)
				return;
			work_set_place(
				w, place, place, "", "place-behind", 0.8);
			copy_remove(&w->copy, end - len, end, TT_DATELINE,
				"place-behind");
		}
		struct piece rest = piece_trim(copy_line(&w->copy, i));
		w->copy.lines[i].end = w->copy.lines[i].start + rest.len;
	}
}

/* The story's agency once more, as its desk signs: "भाषा अनुराग शफीक", "وام/م
 * ح", "वार्ता". A name that is also a word is no mark by itself; below a story
 * that is marked as that agency's it is. */
static bool
is_signed(const struct work *w, struct piece line)
{
	struct agency_hit hit;
	size_t len;
	bool known = false;

	if (line.len > 60 || piece_code(line, &len) < 0x590 ||
		scan_ends_sentence(line) ||
		!agency_at(w->lore.agencies, line, &hit))
		return false;
	for (size_t i = 0; i < w->n_candidates && !known; i++)
		known = w->candidates[i].agency == hit.agency &&
			w->candidates[i].rank <= RANK_END_CREDIT;
	struct credit credit;
	return known &&
	       (hit.len == line.len || credit_agency_and_desk(&w->lore, line,
					       CREDIT_BELOW, &credit));
}

/* A desk's names above its agency: "सं प्रेम" over "वार्ता". */
static bool
is_desk_line(const struct work *w, struct piece line)
{
	size_t len;

	return (w->signed_off ||
		       (w->n_candidates &&
			       w->candidates[w->n_candidates - 1].rank ==
				       RANK_END_CREDIT)) &&
	       line.len <= 48 && piece_code(line, &len) >= 0x590 &&
	       !code_is_cjk(piece_code(line, &len)) &&
	       memchr(line.at, ' ', line.len) && scan_is_person(line) &&
	       !scan_ends_sentence(line);
}

/* "vrk lod": two desks' letters below the last sentence. */
static bool
is_two_letters(const struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	struct piece first = scan_word(line);
	struct piece second = piece_trim(piece_skip(line, first.len));
	size_t above = copy_before(&w->copy, i), len;

	/* "ع إ" */
	bool arabic = first.len == 2 && second.len == 2 &&
		      (unsigned char)first.at[0] >= 0xd8 &&
		      (unsigned char)first.at[0] <= 0xdb;
	if (arabic && above < w->copy.n_lines && mark_is_initials(second))
		return scan_ends_sentence(copy_line(&w->copy, above));
	return above < w->copy.n_lines && second.len &&
	       mark_is_initials(first) && mark_is_initials(second) &&
	       first.len >= 2 && first.len <= 4 && second.len >= 2 &&
	       second.len <= 4 && code_is_lower(piece_code(first, &len)) &&
	       code_is_lower(piece_code(second, &len)) &&
	       scan_ends_sentence(copy_line(&w->copy, above));
}

static bool
is_kept(const struct work *w, const struct credit *credit)
{
	/* "Source: World Bank" under a figure is the story's */
	return credit->kind == CREDIT_SOURCE && !credit->mark.n && !w->release;
}

/* A line that is nothing but a credit, also under lines that nobody knows. */
static bool
is_strong(const struct work *w, struct piece line)
{
	struct credit credit;
	size_t len;

	if (is_signed(w, line))
		return true;
	if (line.len > 200 ||
		(scan_is_prose(line) && line.at[0] != '(' &&
			!wordlist_at(w->lore.words->words, line,
				WORD_POOL | WORD_ORIGIN | WORD_RIGHTS, &len)) ||
		!credit_read(&w->lore, line, CREDIT_BELOW, &credit))
		return false;
	switch (credit.kind) {
	case CREDIT_AGENCY:
		return byte_in(line.at[0], "([/-") ||
		       (unsigned char)line.at[0] >= 0xe2 ||
		       !credit.mark.hits[0].weak ||
		       (credit.mark.hits[0].code &&
			       credit.mark.texts[0].len == line.len);
	case CREDIT_SOURCE:
		return credit.mark.n || w->release;
	case CREDIT_VIA:
		return credit.mark.n > 0;
	case CREDIT_END_MARK:
		return line.len > 3;
	case CREDIT_ISSUER:
	case CREDIT_SIGN_OFF:
	case CREDIT_POOL:
	case CREDIT_RIGHTS:
	case CREDIT_BEHALF:
		return true;
	default:
		return false;
	}
}

/* Can the story end with this line? */
static bool
closes_story(const struct work *w, struct piece line)
{
	struct credit credit;
	struct piece place;

	return scan_ends_sentence(line) || dateline_behind(line, &place) ||
	       credit_read(&w->lore, line, CREDIT_BELOW, &credit) ||
	       credit_tail(&w->lore, line, &credit);
}

/* The line from which the credits are read upwards. Below it may stand notices
 * and furniture that no rule knows; directly above it the story. */
static size_t
last_credit(const struct work *w)
{
	size_t last = copy_before(&w->copy, w->copy.n_lines), i = last;

	for (int n = 0; i < w->copy.n_lines && n < MAX_UNKNOWN; n++) {
		struct credit credit;

		if (w->copy.lines[i].kind == TT_LINE_TITLE)
			break;
		if (n == 0 && credit_read(&w->lore, copy_line(&w->copy, i),
				      CREDIT_BELOW, &credit))
			return i;
		if (is_strong(w, copy_line(&w->copy, i))) {
			size_t above = copy_before(&w->copy, i);

			if (above >= w->copy.n_lines ||
				closes_story(w, copy_line(&w->copy, above)))
				return i;
		}
		i = copy_before(&w->copy, i);
	}
	return last;
}

static bool
ends_in_mark(struct piece line)
{
	struct piece last = piece_skip(line, line.len > 40 ? line.len - 40 : 0);

	return line.len &&
	       (byte_in(line.at[line.len - 1], ")]/") ||
		       piece_ends(line, "）") || piece_ends(line, "】") ||
		       piece_find_exact(last, "--") < last.len ||
		       piece_find_exact(last, "—") < last.len);
}

/* "... he said. (Antara)" at the end of a paragraph below which only what no
 * rule knows is left. */
static void
read_glued(struct work *w, size_t i)
{
	for (int n = 0; i < w->copy.n_lines && n < MAX_UNKNOWN / 2; n++) {
		struct piece line = copy_line(&w->copy, i);
		size_t before = w->n_candidates;

		if (w->copy.lines[i].kind == TT_LINE_TITLE)
			return;
		if (n > 0 && !ends_in_mark(line)) {
			i = copy_before(&w->copy, i);
			continue;
		}
		read_tail_of(w, i);
		if (w->n_candidates > before ||
			w->copy.lines[i].end <
				w->copy.lines[i].start + line.len)
			return;
		i = copy_before(&w->copy, i);
	}
}

/* "भाषा आरती मनीषा", and below it once more "मनीषा". */
static bool
repeats(const struct work *w, size_t i, size_t below)
{
	if (i >= w->copy.n_lines || below >= w->copy.n_lines ||
		!is_signed(w, copy_line(&w->copy, i)))
		return false;
	struct piece line = copy_line(&w->copy, i);
	struct piece again = copy_line(&w->copy, below);
	size_t at = line.len - again.len;
	return again.len < line.len && line.at[at - 1] == ' ' &&
	       !memcmp(line.at + at, again.at, again.len);
}

static void
take_repeated(struct work *w, size_t i)
{
	size_t below = copy_next(&w->copy, i + 1);

	if (repeats(w, i, below))
		copy_remove(&w->copy, w->copy.lines[below].start,
			w->copy.lines[below].end, TT_END_MARK, "end-line");
}

/* "Associated Press writer Jon Fell in Springfield contributed to this", and in
 * the next line "report.": a credit that was wrapped. `*i` becomes the line
 * above it. */
static bool
take_wrapped(struct work *w, size_t *i)
{
	size_t first = *i;
	struct credit credit;

	while (first > 0 && !w->copy.lines[first - 1].blank &&
		w->copy.lines[first - 1].kind != TT_LINE_TITLE &&
		w->copy.lines[first - 1].paragraph ==
			w->copy.lines[*i].paragraph)
		first--;
	struct piece whole = copy_piece(
		&w->copy, w->copy.lines[first].start, w->copy.lines[*i].end);
	if (first == *i || whole.len > MAX_WRAPPED ||
		!credit_read(&w->lore, whole, CREDIT_BELOW, &credit) ||
		(credit.kind != CREDIT_SIGN_OFF &&
			credit.kind != CREDIT_INPUTS))
		return false;
	enum tt_label label = work_take(w, &credit, CREDIT_BELOW);
	for (size_t k = first; k <= *i; k++)
		copy_remove(&w->copy, w->copy.lines[k].start,
			w->copy.lines[k].end, label, "end-line");
	*i = copy_before(&w->copy, first);
	return true;
}

/* "وام/ناصر الشحي": the agency's, and who wrote it. */
static void
take_signer(struct work *w, struct piece line)
{
	struct agency_hit hit;
	struct persons persons;

	if (w->bylines || !agency_at(w->lore.agencies, line, &hit))
		return;
	struct piece rest = piece_skip(line, hit.len);
	struct piece name = rest.len ? piece_trim(piece_skip(rest, 1)) : rest;
	/* "م ح" are a desk's letters */
	if (name.len && rest.at[0] == '/' && scan_word(name).len > 4 &&
		scan_word(name).len < name.len && scan_is_person(name) &&
		persons_read(name, &persons))
		work_add_persons(w, &persons, "signer");
}

/* "WAM/Nasser Al Shehhi": below a story no place follows its agency. */
static void
part_writer(struct work *w, struct credit *credit)
{
	struct mark *mark = &credit->mark;
	struct piece name = mark->place;

	if (credit->kind != CREDIT_AGENCY || mark->n != 1 || !name.len ||
		mark->texts[0].at > name.at || name.at[-1] != '/' ||
		scan_word(name).len == name.len ||
		*places_country(w->state->places, name) ||
		credit->persons.n == PERSONS_MAX)
		return;
	credit->persons.names[credit->persons.n++] = name;
	mark->place.len = 0;
}

static void
read_end(struct work *w)
{
	size_t i = last_credit(w);

	take_repeated(w, i);
	for (int n = 0; i < w->copy.n_lines && n < MAX_TAIL_LINES; n++) {
		struct credit credit;
		struct piece line = copy_line(&w->copy, i);
		enum tt_label label = TT_END_MARK;

		if (w->copy.lines[i].kind == TT_LINE_TITLE)
			break;
		if (take_wrapped(w, &i))
			continue;
		if (credit_read(&w->lore, line, CREDIT_BELOW, &credit)) {
			if (is_kept(w, &credit))
				break;
			work_part_author(w, &credit);
			part_writer(w, &credit);
			label = work_take(w, &credit, CREDIT_BELOW);
		} else if (work_take_with(w, i, CREDIT_BELOW)) {
			label = TT_CREDIT;
		} else if (is_signed(w, line)) {
			w->signed_off = true;
			take_signer(w, line);
		} else if (repeats(w, copy_before(&w->copy, i), i)) {
			label = TT_END_MARK;
		} else if (!is_desk_line(w, line) && !is_two_letters(w, i)) {
			break;
		}
		copy_remove(&w->copy, w->copy.lines[i].start,
			w->copy.lines[i].end, label, "end-line");
		i = copy_before(&w->copy, i);
	}
	if (i < w->copy.n_lines)
		read_glued(w, i);
}

/* "Lumenor SA, spécialiste de ...": with whose name a release begins, up to the
 * word that makes it a firm's; empty: none. */
static struct piece
first_firm(const struct work *w)
{
	size_t i = copy_next(&w->copy, 0), n = 0, len;

	while (i < w->copy.n_lines && !scan_prose_at(&w->copy, i))
		i = copy_next(&w->copy, i + 1);
	if (i >= w->copy.n_lines)
		return piece_of("", 0);
	struct piece line = copy_line(&w->copy, i);
	for (int words = 0; words < MAX_FIRM_WORDS && n < line.len; words++) {
		struct piece word = scan_word(piece_skip(line, n));
		struct piece bare = word;

		while (bare.len && byte_in(bare.at[bare.len - 1], ".,;:"))
			bare.len--;
		bool firm = vocabulary_lists(w->lore.words, LIST_FIRM, bare);
		if (firm && words) {
			bool stop =
				bare.len < word.len && word.at[bare.len] == '.';

			return piece_head(line, n + bare.len + stop);
		}
		if (!bare.len ||
			(!firm && !code_is_upper(piece_code(bare, &len))))
			return piece_of("", 0);
		n += word.len;
		n += piece_spaces(piece_skip(line, n));
	}
	return piece_of("", 0);
}

/* "bomseom@yna.co.kr" alone on a line: the agency where its reporter is. */
static void
read_hosts(struct work *w)
{
	for (size_t i = copy_next(&w->copy, 0); i < w->copy.n_lines;
		i = copy_next(&w->copy, i + 1)) {
		struct piece line = copy_line(&w->copy, i);

		if (!scan_is_address(line))
			continue;
		struct piece host =
			piece_skip(line, piece_find_exact(line, "@") + 1);
		const struct agency *agency =
			agency_of_host(w->lore.agencies, host);
		if (agency && agency->kind == AGENCY_AGENCY)
			work_propose(w, RANK_RIGHTS, agency, host, "address");
	}
}

/* A reporter's address on a line of its own, inside the story: what a page put
 * behind it hid its end. */
static void
read_addresses(struct work *w)
{
	for (size_t i = copy_next(&w->copy, 0); i < w->copy.n_lines;
		i = copy_next(&w->copy, i + 1)) {
		struct piece line = copy_line(&w->copy, i);
		struct credit credit;

		if (w->copy.lines[i].kind == TT_LINE_TITLE ||
			!scan_is_address(line) ||
			!credit_read(&w->lore, line, CREDIT_BELOW, &credit))
			continue;
		copy_remove(&w->copy, w->copy.lines[i].start,
			w->copy.lines[i].end,
			work_take(w, &credit, CREDIT_BELOW), "address-line");
	}
}

/* "... A substitute story will be filed shortly. The AP.": who signs a note to
 * editors. */
static void
read_notes(struct work *w)
{
	for (size_t i = 0; i < w->copy.n_lines; i++) {
		const struct copy_line *line = &w->copy.lines[i];
		struct piece text =
			copy_piece(&w->copy, line->start, line->end);
		struct agency_hit hit;
		size_t at = text.len;

		if (!line->blank || !piece_ends(text, ".") ||
			tt_label_at(w->copy.draft,
				copy_source(&w->copy, line->start)) !=
				TT_EDITORIAL_NOTE)
			continue;
		text.len--;
		while (at > 2 && !piece_starts(piece_skip(text, at - 2), ". "))
			at--;
		struct piece name = piece_skip(text, at);
		if (piece_starts(name, "The "))
			name = piece_skip(name, strlen("The "));
		if (at > 2 && name.len && mark_agency(&w->lore, name, &hit) &&
			hit.len == name.len)
			work_propose(w, RANK_END_CREDIT, hit.agency, name,
				"signed-note");
	}
}

void
work_read_tail(struct work *w)
{
	read_hosts(w);
	read_notes(w);
	read_card(w);
	read_contacts(w);
	read_end(w);
	read_addresses(w);
	/* what stood above an address block may be one */
	read_contacts(w);
	if (!w->issued && !w->firm.len && w->release)
		w->firm = first_firm(w);
	if (w->firm.len && !w->issued)
		work_add_name(w, TT_ISSUER, w->firm, "contact-issuer", 0.8);
}
