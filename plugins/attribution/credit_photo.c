/* SPDX-License-Identifier: Apache-2.0 */
/*
 * credit_photo.c - "(Photo: dpa)", "AP Photo/Ada Holm", "（松山市提供）": whose
 * a picture is, alone on a line or in brackets.
 */
#include "attribution/credit.h"
#include "attribution/credit_parts.h"

#define MAX_SOMEBODY 40u /* bytes */
#define MIN_MUTE 9u      /* "(Bild)" is a newspaper */

/* "松山市提供": who gave it. */
static struct piece
without_deed(const struct lore *lore, struct piece p)
{
	const struct listed *deed = vocabulary_ends(lore->words, LIST_DEED, p);

	return deed ? piece_trim(piece_head(p, p.len - deed->len)) : p;
}

/* Does a label, its sign or an agency make the picture's credit sure? */
static bool
photo_label(const struct lore *lore, struct piece inside, struct piece *ret)
{
	size_t len, by;

	if (!wordlist_at(lore->words->words, inside, WORD_PHOTO, &len)) {
		/* "(KXAN photo)", "AP Photo/Ada Holm" */
		struct agency_hit hit;

		if (!agency_at(lore->agencies, inside, &hit))
			return false;
		struct piece rest = piece_skip(inside, hit.len);
		*ret = inside;
		return (wordlist_at(
				lore->words->words, rest, WORD_PHOTO, &len) &&
			       piece_trim(rest).len <= len + 1) ||
		       piece_ends(piece_head(inside, hit.len), "Photo");
	}
	struct piece rest = piece_skip(inside, len);
	/* "촬영 한서윤": a deed needs no sign */
	if (piece_spaces(rest) &&
		without_deed(lore, piece_head(inside, len)).len < len) {
		*ret = piece_trim(rest);
		return true;
	}
	size_t colon = credit_colon(rest);
	*ret = piece_trim(piece_skip(rest, colon));
	if (colon || piece_find(piece_head(inside, len), " by") < len ||
		piece_find(piece_head(inside, len), "credit") < len ||
		piece_find(piece_head(inside, len), "copyright") < len)
		return true;
	rest = piece_trim(rest);
	by = wordlist_at(lore->words->words, rest, WORD_BY, &len) ? len : 0;
	struct mark mark;
	return by || (rest.len && rest.len < 60 &&
			     mark_read(lore, rest, &mark) && mark.n);
}

/* "Jean Doe via Getty Images": what only pictures say. */
static bool
names_picture(struct piece inside)
{
	return piece_find(inside, " via ") < inside.len ||
	       piece_find(inside, "getty images") < inside.len;
}

/* "– Foto: Ufficio stampa Comune –" */
static struct piece
without_rules(struct piece p)
{
	size_t dash = piece_dashes(p), last;

	if (!dash)
		return p;
	p = piece_trim(piece_skip(p, dash));
	last = p.len ? piece_last(p) : 0;
	if (last && piece_dashes(piece_skip(p, p.len - last)))
		p = piece_trim(piece_head(p, p.len - last));
	return p;
}

/* A few words that begin with a capital: an office, no sentence. */
bool
credit_is_somebody(struct piece p)
{
	static const char *const articles[] = { "The", "A", "An", "Die", "Der",
		"Das", "Ein", "Eine", "La", "Le", "Les", "El", "Los", "Las",
		"Il", "Lo", "Un", "Una", "O", "Os", "De", "Het", "En" };
	struct piece first = scan_word(p);
	size_t len;

	for (size_t i = 0; i < sizeof(articles) / sizeof(articles[0]); i++)
		if (piece_is(first, articles[i]))
			return false;
	return p.len && p.len <= MAX_SOMEBODY &&
	       code_is_upper(piece_code(p, &len)) && !scan_ends_sentence(p) &&
	       !memchr(p.at, ',', p.len);
}

/* Between those that a picture's credit names. */
static size_t
parts_at(struct piece p)
{
	static const char *const signs[] = { "/", ",", "|", " via ", " for ",
		" - ", " – ", "©", "(", ")", ";", "（", "）" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (piece_starts(p, signs[i]))
			return strlen(signs[i]);
	return 0;
}

static bool
names_agency(const struct mark *mark, struct piece part)
{
	for (size_t i = 0; i < mark->n; i++)
		if (mark->texts[i].at < part.at + part.len &&
			mark->texts[i].at + mark->texts[i].len > part.at)
			return true;
	return false;
}

/* Two or three plain names: "Ada Holm", and neither "File Photo" nor "Handout".
 */
static bool
is_photographer(const struct lore *lore, struct piece part)
{
	size_t words = 0, len;

	if (!scan_is_person(part) ||
		wordlist_at(lore->words->words, part, WORD_PHOTO, &len) ||
		wordlist_before(lore->words->words, part, WORD_PHOTO, &len))
		return false;
	for (; part.len; part = piece_skip(part, piece_spaces(part))) {
		struct piece word = scan_word(part);

		if (scan_is_date_word(word))
			return false;
		part = piece_skip(part, word.len);
		words++;
	}
	return words == 2 || words == 3;
}

/* Who took it, beside the agencies that were found. */
static void
add_photographers(const struct lore *lore, struct piece p, struct mark *mark)
{
	size_t start = 0, len;

	for (size_t i = 0; i <= p.len; i += len) {
		struct piece rest = piece_skip(p, i);
		size_t skip = rest.len ? parts_at(rest) : 1;

		len = 1;
		if (!skip)
			continue;
		struct piece part =
			piece_trim(piece_of(p.at + start, i - start));
		if (part.len && mark->n_persons < MARK_PERSONS &&
			!names_agency(mark, part) &&
			is_photographer(lore, part))
			mark->persons[mark->n_persons++] = part;
		len = skip;
		start = i + skip;
	}
}

bool
credit_pictured(const struct lore *lore, struct piece text, struct mark *mark)
{
	if (!mark_read(lore, text, mark) || !mark->n)
		return false;
	mark->n_persons = 0;
	add_photographers(lore, text, mark);
	return true;
}

/* "Nilo Baraúna/Prefeitura de Antonina": who took it, and for whom. */
static void
add_somebodies(struct piece rest, struct mark *mark)
{
	size_t slash = piece_find_exact(rest, "/");
	struct piece who = piece_trim(piece_head(rest, slash));
	struct piece whose = slash < rest.len
				     ? piece_trim(piece_skip(rest, slash + 1))
				     : piece_skip(rest, rest.len);

	if (!whose.len || !who.len || !credit_is_somebody(whose)) {
		*mark = (struct mark){ .persons = { rest }, .n_persons = 1 };
		return;
	}
	*mark = (struct mark){ .persons = { who, whose }, .n_persons = 2 };
}

size_t
credit_photo(const struct lore *lore, struct piece p, struct mark *ret_mark)
{
	struct piece inside;
	size_t group = mark_group(p, 160, &inside), len;

	if (!group && p.len > 120)
		return 0;
	if (!group)
		inside = without_rules(p);
	inside = piece_trim(inside);
	struct piece rest = inside;
	bool label = photo_label(lore, inside, &rest);
	bool told = group && without_deed(lore, inside).len < inside.len;
	/* "(प्रतीकात्मक फोटो)", "(Symbolbild)": nobody's */
	if (group && inside.len >= MIN_MUTE &&
		wordlist_at(lore->words->words, inside, WORD_PHOTO, &len) &&
		len == inside.len) {
		*ret_mark = (struct mark){ .n = 0 };
		return group;
	}
	/* "– foto Ipa Agency –" */
	if (!label && !group && inside.len < p.len &&
		wordlist_at(lore->words->words, inside, WORD_PHOTO, &len)) {
		rest = piece_trim(piece_skip(inside, len));
		label = credit_is_somebody(rest);
	}
	if (!label && !told && (!group || !names_picture(inside)))
		return 0;
	if (!group && scan_is_prose(inside))
		return 0;
	*ret_mark = (struct mark){ .n = 0 };
	credit_gather(lore, rest, true, ret_mark);
	struct agency_hit hit;
	if (!ret_mark->n && rest.len < inside.len &&
		mark_agency(lore, rest, &hit))
		*ret_mark = (struct mark){
			.hits = { hit }, .texts = { rest }, .n = 1
		};
	if (ret_mark->n)
		add_photographers(lore, rest, ret_mark);
	/* "Foto: Nelson Arrais": nobody's but the photographer's */
	rest = without_deed(lore, rest);
	bool alone = rest.len < inside.len &&
		     (scan_is_person(rest) || credit_is_somebody(rest));
	/* "Photo: The bridge at dawn" names nobody, and is no story */
	bool mute = rest.len < inside.len && !scan_ends_sentence(rest);
	if (!ret_mark->n && (inside.len > 80 || (!group && !alone && !mute)))
		return 0;
	if (!ret_mark->n && alone)
		add_somebodies(rest, ret_mark);
	return group ? group : p.len;
}
