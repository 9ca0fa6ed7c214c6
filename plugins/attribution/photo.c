/* SPDX-License-Identifier: Apache-2.0 */
/*
 * photo.c - pictures' credits, and the captions that go with them: a picture is
 * not sent on with the story, so what is said of it is no story.
 *
 * A credit alone goes wherever it stands, and so does one in brackets. A
 * sentence before it is taken for a caption only on evidence: it says itself
 * that it is about a picture, or the story begins behind it.
 */
#include "attribution/work.h"

#define SHORT_CAPTION 80u /* bytes with its credit */
#define CAPTION_MAX 400u  /* bytes */
#define MAX_TAKEN 28u     /* of the deed and its date, at the end */
#define STORY_MIN 40u     /* of a line with which the story goes on */

/* ---- captions --------------------------------------------------------------
 */

bool
work_ends_in_bracket(struct piece line)
{
	return line.len &&
	       (byte_in(line.at[line.len - 1], ")]>") ||
		       piece_ends(line, "）") || piece_ends(line, "】") ||
		       piece_ends(line, "〕") || piece_ends(line, "》"));
}

/* "— Reuters pic" */
static size_t
dashed_behind(const struct work *w, struct piece line, struct mark *mark)
{
	size_t floor = line.len > 40 ? line.len - 40 : 0;

	for (size_t i = line.len; i-- > floor;) {
		size_t dash = piece_dashes(piece_skip(line, i));

		if (!dash || !i || line.at[i - 1] != ' ')
			continue;
		struct piece name = piece_skip(line, i);
		return credit_photo(&w->lore, name, mark) == name.len ? name.len
								      : 0;
	}
	return 0;
}

/* "A boat on the Maas. © ANP" */
static size_t
rights_behind(const struct work *w, struct piece line, struct mark *mark)
{
	size_t at = piece_find_exact(line, "©");
	struct piece name = piece_skip(line, at);
	struct piece before = piece_trim(piece_head(line, at));

	if (at >= line.len || !scan_ends_sentence(before))
		return 0;
	name = piece_trim(piece_skip(name, strlen("©")));
	return credit_pictured(&w->lore, name, mark) ? line.len - at : 0;
}

/* "(Photo: dpa)", "（昆明市供图）" at the end of the line; 0: none. */
static size_t
credit_behind(const struct work *w, struct piece line, struct mark *mark)
{
	size_t close = piece_last(line);

	if (line.len > CAPTION_MAX)
		return 0;
	if (!work_ends_in_bracket(line)) {
		size_t len = rights_behind(w, line, mark);

		return len ? len : dashed_behind(w, line, mark);
	}
	for (size_t i = line.len - close; i-- > 0;) {
		struct piece rest = piece_skip(line, i);

		if (!byte_in(rest.at[0], "([<\xe3\xef"))
			continue;
		size_t len = credit_photo(&w->lore, rest, mark);
		if (len)
			return len == rest.len ? len : 0;
	}
	return 0;
}

/* Is the line all that there is to read? Then it is the story, though it is
 * written as a caption. */
static bool
is_all(const struct work *w, size_t i)
{
	for (size_t k = 0; k < w->copy.n_lines; k++)
		if (k != i && !w->copy.lines[k].blank &&
			w->copy.lines[k].kind != TT_LINE_TITLE)
			return false;
	return scan_ends_sentence(copy_line(&w->copy, i)) ||
	       scan_is_prose(copy_line(&w->copy, i));
}

static void
remove_caption(
	struct work *w, size_t i, size_t credit_len, const struct mark *mark)
{
	const struct copy_line *line = &w->copy.lines[i];
	size_t end = line->end;

	work_add_photo(w, mark);
	if (credit_len)
		copy_remove(
			&w->copy, end - credit_len, end, TT_CREDIT, "photo");
	if (end - credit_len > line->start && !is_all(w, i))
		copy_remove(&w->copy, line->start, end - credit_len,
			TT_FURNITURE, "caption");
}

bool
work_take_caption_above(struct work *w, size_t i)
{
	struct mark mark;
	size_t len = credit_behind(w, copy_line(&w->copy, i), &mark);

	if (!len)
		return false;
	remove_caption(w, i, len, &mark);
	return true;
}

/* Where the last sentence that begins at byte `i` or before does, and behind
 * `floor`; 0: there is none. */
static size_t
last_sentence(struct piece line, size_t i, size_t floor)
{
	for (; i > floor + 2; i--)
		if (line.at[i - 1] == ' ' && byte_in(line.at[i - 2], ".!?"))
			return i;
	return 0;
}

/* Behind the last sentence of a caption: "... on Tuesday. Jane Doe/AFP". */
static size_t
named_behind(const struct work *w, struct piece line, struct mark *mark)
{
	size_t i = last_sentence(line, line.len, 0);
	struct piece name = piece_skip(line, i);

	return i && (credit_pictured(&w->lore, name, mark) ||
			    credit_photo(&w->lore, name, mark) == name.len)
		       ? name.len
		       : 0;
}

/* "... (Archivbild) Foto: Tjark Behrends/dpa", "... - EUROPA PRESS" of a
 * caption: the last label, or what stands behind a dash. */
static size_t
label_in(const struct work *w, struct piece line, struct mark *mark)
{
	size_t floor = line.len > 80 ? line.len - 80 : 0, len;

	for (size_t i = line.len; i > floor + 1; i--) {
		struct piece name = piece_skip(line, i);

		if (line.at[i - 1] != ' ')
			continue;
		if (piece_dashes(name) && piece_dashes(name) < name.len) {
			struct piece said = piece_trim(
				piece_skip(name, piece_dashes(name)));

			return credit_pictured(&w->lore, said, mark) ? name.len
								     : 0;
		}
		if (wordlist_at(w->lore.words->words, name, WORD_PHOTO, &len) &&
			credit_photo(&w->lore, name, mark) == name.len)
			return name.len;
	}
	/* "... 灯台。写真：ロイター" */
	for (size_t i = line.len; i > floor; i--) {
		struct piece name = piece_skip(line, i);

		if (piece_ends(piece_head(line, i), "。"))
			return credit_photo(&w->lore, name, mark) == name.len
				       ? name.len
				       : 0;
	}
	mark->n = mark->n_persons = 0;
	return 0;
}

/* "The Plough closed in 2015 (PA)", "... パリ（ロイター）" of a caption. */
static size_t
bracketed_behind(const struct work *w, struct piece line, struct mark *mark)
{
	size_t floor = line.len > 60 ? line.len - 60 : 0;
	struct piece inside;

	if (!work_ends_in_bracket(line))
		return 0;
	for (size_t i = line.len; i-- > floor;) {
		struct piece rest = piece_skip(line, i);

		if (!byte_in(rest.at[0], "([\xef") ||
			mark_group(rest, rest.len, &inside) != rest.len)
			continue;
		return credit_pictured(&w->lore, inside, mark) ? rest.len : 0;
	}
	return 0;
}

/* "The storefront on Wednesday. (City of Salina)" of a caption: two words at
 * least, no figure, and none that says what is to be seen. */
static size_t
somebody_behind(const struct work *w, struct piece line, struct mark *mark)
{
	size_t floor = line.len > 60 ? line.len - 60 : 0, len;
	struct piece inside;

	if (!line.len || line.at[line.len - 1] != ')')
		return 0;
	for (size_t i = line.len; i-- > floor;) {
		struct piece rest = piece_skip(line, i);

		if (rest.at[0] != '(' ||
			mark_group(rest, rest.len, &inside) != rest.len)
			continue;
		if (!credit_is_somebody(inside) ||
			scan_word(inside).len == inside.len ||
			wordlist_at(w->lore.words->words, inside, WORD_PHOTO,
				&len) ||
			!scan_ends_sentence(piece_trim(piece_head(line, i))))
			return 0;
		*mark = (struct mark){ .persons = { inside }, .n_persons = 1 };
		return rest.len;
	}
	return 0;
}

/* "© Ada Holm / AGF - The bell in the yard" */
static bool
rights_before(const struct work *w, struct piece line, struct mark *mark)
{
	struct piece name = piece_skip(line, piece_starts(line, "©") ? 2 : 0);
	size_t end = piece_find_exact(name, " - ");

	if (name.len == line.len)
		return false;
	if (end >= name.len)
		end = piece_find_exact(name, " – ");
	name = piece_trim(piece_head(name, end));
	return name.len && credit_pictured(&w->lore, name, mark);
}

/* Whose the picture of a caption is: bytes of it at the end, of which there are
 * none where it stands in front; false: nothing says it. */
static bool
caption_credit(const struct work *w, struct piece line, struct mark *mark,
	size_t *ret_len)
{
	size_t len = credit_photo(&w->lore, line, mark) == line.len
			     ? line.len
			     : credit_behind(w, line, mark);

	if (!len)
		len = named_behind(w, line, mark);
	if (!len)
		len = label_in(w, line, mark);
	if (!len)
		len = bracketed_behind(w, line, mark);
	if (!len)
		len = somebody_behind(w, line, mark);
	*ret_len = len;
	return len || rights_before(w, line, mark);
}

bool
work_credits_picture(const struct work *w, struct piece line)
{
	struct mark mark = { .n = 0 };
	size_t len;

	return line.len <= CAPTION_MAX && caption_credit(w, line, &mark, &len);
}

void
work_read_captions(struct work *w)
{
	for (size_t i = 0; i < w->copy.n_lines; i++) {
		struct piece line = copy_line(&w->copy, i);
		struct mark mark = { .n = 0 };
		size_t len = 0;

		if (w->copy.lines[i].kind != TT_LINE_CAPTION || !line.len ||
			w->copy.lines[i].blank)
			continue;
		if (!caption_credit(w, line, &mark, &len))
			mark = (struct mark){ .n = 0 };
		remove_caption(w, i, len, &mark);
	}
}

/* "... 기다리고 있다. 2026.04.18. photo@newsis.com": the picture desk's address
 * behind a caption. */
static bool
ends_in_desk(struct piece line)
{
	size_t at = piece_find_exact(line, " photo@");
	struct piece address = piece_skip(line, at);

	return line.len <= CAPTION_MAX && address.len &&
	       scan_word(piece_skip(address, 1)).len + 1 == address.len;
}

/* "1 of 3 | Divers guide ...", "▲ Los tubos ...", "... photo@newsis.com": out
 * of a gallery. */
static bool
is_shown(struct piece line)
{
	size_t i = 0;

	if (piece_starts(line, "▲") || piece_starts(line, "△") ||
		ends_in_desk(line))
		return true;
	while (i < line.len && line.at[i] >= '0' && line.at[i] <= '9')
		i++;
	struct piece rest = piece_skip(line, i);
	if (!i || i > 2 || !piece_starts(rest, " of "))
		return false;
	rest = piece_skip(rest, 4);
	for (i = 0; i < rest.len && rest.at[i] >= '0' && rest.at[i] <= '9'; i++)
		;
	return i && piece_starts(piece_skip(rest, i), " | ");
}

/* "... have failed to match. PHOTO: AFP": a label and a colon behind the last
 * sentence. */
static size_t
labelled_behind(const struct work *w, struct piece line, struct mark *mark)
{
	size_t floor = line.len > 60 ? line.len - 60 : 0, len;

	if (line.len > CAPTION_MAX ||
		!memchr(line.at + floor, ':', line.len - floor))
		return 0;
	for (size_t i = line.len; (i = last_sentence(line, i, floor)); i--) {
		struct piece name = piece_skip(line, i);

		if (!wordlist_at(w->lore.words->words, name, WORD_PHOTO, &len))
			continue;
		return piece_starts(piece_skip(name, len), ":") &&
				       credit_photo(&w->lore, name, mark) ==
					       name.len
			       ? name.len
			       : 0;
	}
	return 0;
}

/* "A potter checks the fire, March 4, 2026. (Xinhua)" between the paragraphs of
 * a story that has that agency's dateline: an end credit stands at the end. */
static bool
is_signed_by_supplier(const struct work *w, struct piece text, size_t *ret_open,
	struct mark *mark)
{
	struct piece inside;
	size_t open = text.len;
	bool own = false;

	if (!text.len || text.at[text.len - 1] != ')' || text.len > CAPTION_MAX)
		return false;
	while (open > 0 && text.at[open - 1] != '(')
		open--;
	if (open < 2 ||
		mark_group(piece_skip(text, open - 1), 60, &inside) !=
			text.len - (open - 1) ||
		!mark_read(&w->lore, inside, mark) || mark->n != 1 ||
		mark->texts[0].at != inside.at)
		return false;
	for (size_t k = 0; k < w->n_candidates; k++)
		own = own ||
		      (w->candidates[k].rank == RANK_DATELINE &&
			      w->candidates[k].agency == mark->hits[0].agency);
	*ret_open = open - 1;
	return own;
}

static bool
take_signed(struct work *w, size_t i)
{
	size_t last = work_last_of(w, i), next = copy_next(&w->copy, last + 1);
	size_t start = w->copy.lines[i].start, end = w->copy.lines[last].end;
	size_t open;
	struct mark mark;

	if ((i && !w->copy.lines[i - 1].blank &&
		    w->copy.lines[i - 1].paragraph ==
			    w->copy.lines[i].paragraph) ||
		next >= w->copy.n_lines ||
		w->copy.lines[next].paragraph == w->copy.lines[i].paragraph ||
		copy_line(&w->copy, next).len < STORY_MIN ||
		!is_signed_by_supplier(
			w, copy_piece(&w->copy, start, end), &open, &mark))
		return false;
	work_add_photo(w, &mark);
	copy_remove(&w->copy, start + open, end, TT_CREDIT, "photo");
	copy_remove(&w->copy, start, start + open, TT_FURNITURE, "caption");
	return true;
}

static bool
is_open_bracket(struct piece p)
{
	return p.at[0] == '(' || p.at[0] == '[' ||
	       (p.at[0] == '\xef' && piece_starts(p, "（"));
}

static size_t
open_bracket(struct piece line, size_t i)
{
	while (i < line.len && !is_open_bracket(piece_skip(line, i)))
		i += 1 + piece_alnum(piece_skip(line, i + 1));
	return i;
}

/* "關山老戲院的屋頂菜園。中央社記者沈予潔攝 115年4月15日" */
static bool
han_taken(struct piece line, struct mark *mark)
{
	size_t deed = piece_find_exact(line, "攝 ");
	struct piece who = piece_head(line, deed), rest = who;
	static const char label[] = "記者";

	if (line.len > CAPTION_MAX || deed + MAX_TAKEN < line.len ||
		deed + 4 >= line.len || line.at[deed + 4] < '0' ||
		line.at[deed + 4] > '9')
		return false;
	for (;;) {
		size_t at = piece_find_exact(rest, label);

		if (at >= rest.len)
			break;
		rest = piece_skip(rest, at + sizeof(label) - 1);
	}
	if (rest.len == who.len || !rest.len || rest.len > 15)
		return false;
	*mark = (struct mark){ .persons = { rest }, .n_persons = 1 };
	return true;
}

/* "... 기다리고 있다. (사진=고산들 제공) 2026.04.18.": a credit amid the line.
 */
static struct mark
bracketed_in(const struct work *w, struct piece line)
{
	struct mark mark = { .n = 0 };

	for (size_t k = open_bracket(line, 0); k < line.len;
		k = open_bracket(line, k + 1))
		if (credit_photo(&w->lore, piece_skip(line, k), &mark))
			return mark;
	return (struct mark){ .n = 0 };
}

/* "图为采茶的农民。（昆明市供图）" */
static bool
take_caption(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	struct mark mark = { .n = 0 };
	size_t len;

	if (han_taken(line, &mark)) {
		remove_caption(w, i, 0, &mark);
		return true;
	}
	bool shown = is_shown(line);
	if (!shown &&
		!wordlist_at(w->lore.words->words, line, WORD_PICTURED, &len)) {
		len = labelled_behind(w, line, &mark);
		/* "A ferry at the quay in Floroe. (Photo: NTB)" amid the story
		 */
		size_t next = copy_next(&w->copy, i + 1);
		if (!len && line.len <= SHORT_CAPTION &&
			work_ends_in_bracket(line) && next < w->copy.n_lines &&
			copy_before(&w->copy, i) < w->copy.n_lines &&
			scan_prose_at(&w->copy, next))
			len = credit_behind(w, line, &mark);
	} else {
		len = credit_behind(w, line, &mark);
		len = len ? len : named_behind(w, line, &mark);
	}
	if (!len && !shown)
		return take_signed(w, i);
	if (!len)
		mark = bracketed_in(w, line);
	remove_caption(w, i, len, &mark);
	return true;
}

/* A line alone above its picture's credit, with nothing of the story above it:
 * "A embarcação ...", "Foto: picture alliance". */
static void
take_caption_over(struct work *w, size_t i)
{
	size_t above = i ? i - 1 : i;

	if (above == i || w->copy.lines[above].blank ||
		(above && !w->copy.lines[above - 1].blank) ||
		(i + 1 < w->copy.n_lines && !w->copy.lines[i + 1].blank) ||
		w->copy.lines[above].kind != TT_LINE_TEXT ||
		strcmp(tt_format(w->copy.draft), "text") ||
		copy_line(&w->copy, above).len > CAPTION_MAX ||
		copy_next(&w->copy, 0) < above)
		return;
	copy_remove(&w->copy, w->copy.lines[above].start,
		w->copy.lines[above].end, TT_FURNITURE, "caption");
}

/* ---- credits ---------------------------------------------------------------
 */

static bool
holds_bracket(struct piece line)
{
	return memchr(line.at, '(', line.len) ||
	       memchr(line.at, '[', line.len) ||
	       memchr(line.at, 0xef, line.len);
}

static void
read_photos_in(struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i);
	struct mark mark;

	for (size_t k = open_bracket(line, 0); k < line.len;
		k = open_bracket(line, k + 1)) {
		size_t len = credit_photo(&w->lore, piece_skip(line, k), &mark);

		if (!len)
			continue;
		work_add_photo(w, &mark);
		size_t at = w->copy.lines[i].start + k;
		/* "Quilca (Foto: Andina), presidenta": one blank goes as well
		 */
		if (k + len < line.len && byte_in(line.at[k + len], ",.;:") &&
			k && line.at[k - 1] == ' ') {
			at--;
			len++;
		}
		tt_remove(w->copy.draft, copy_source(&w->copy, at),
			copy_source(&w->copy, at + len), TT_CREDIT, "photo");
		k = at + len - w->copy.lines[i].start - 1;
	}
}

/* Lines that are a picture's credit, and brackets inside the story; also lines
 * that were taken for the page's, as long as the story goes on below. */
void
work_read_photos(struct work *w)
{
	size_t last = copy_before(&w->copy, w->copy.n_lines);

	for (size_t i = 0; i < w->copy.n_lines; i++) {
		struct copy_line *line = &w->copy.lines[i];
		struct piece text = copy_line(&w->copy, i);
		struct mark mark;

		if (!text.len || line->kind == TT_LINE_TITLE)
			continue;
		if (text.len <= 120 &&
			(!line->blank ||
				(i < last && tt_label_at(w->copy.draft,
						     copy_source(&w->copy,
							     line->start)) ==
						     TT_FURNITURE)) &&
			credit_photo(&w->lore, text, &mark) == text.len) {
			work_add_photo(w, &mark);
			if (!line->blank)
				take_caption_over(w, i);
			if (!line->blank)
				copy_remove(&w->copy, line->start, line->end,
					TT_CREDIT, "photo");
			continue;
		}
		if (!line->blank && !take_caption(w, i) && holds_bracket(text))
			read_photos_in(w, i);
	}
}
