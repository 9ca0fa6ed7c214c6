/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fused.c - the agency comes first or last, the date holds a number, and what
 * is left is the place, or a reporter and the place.
 */
#include "attribution/fused.h"

#define MAX_FUSED 90u
#define MAX_DANDA_PLACE 48u /* bytes */
#define HAN_NAME 9u         /* bytes of most names: three characters */

static const char *const wires[] = { "电", "電", "讯", "訊" };

static size_t
wire_at(struct piece p)
{
	for (size_t i = 0; i < sizeof(wires) / sizeof(wires[0]); i++)
		if (piece_starts(p, wires[i]))
			return strlen(wires[i]);
	return 0;
}

/* Where the date begins: a figure, or a numeral before 月 or 日; p.len: none.
 */
static size_t
date_at(struct piece p)
{
	static const char numerals[] = "一二三四五六七八九十廿";
	size_t len;

	for (size_t i = 0; i < p.len; i += len) {
		uint32_t code = piece_code(piece_skip(p, i), &len);
		size_t end = i;

		if (code_is_digit(code))
			return i;
		while (end + 3 <= p.len &&
			memmem(numerals, sizeof(numerals) - 1, p.at + end, 3))
			end += 3;
		struct piece unit = piece_skip(p, end);
		if (end > i &&
			(piece_starts(unit, "月") || piece_starts(unit, "日")))
			return i;
	}
	return p.len;
}

static void
put_date(struct dateline *d, struct piece date)
{
	if (date.len >= sizeof(d->date))
		return;
	memcpy(d->date, date.at, date.len);
	d->date[date.len] = '\0';
}

/* "葉思齊花蓮": a reporter and a place. Most names have three characters. */
static void
split_reporter(struct piece p, struct dateline *d)
{
	size_t comma = piece_find_exact(p, "、");
	size_t name = comma < p.len ? comma + 3 + HAN_NAME : HAN_NAME;

	if (p.len < 15 && comma >= p.len)
		name = 6;
	if (p.len <= name)
		name = p.len;
	if (!persons_read(piece_head(p, name), &d->reporters))
		d->reporters.n = 0;
	d->place = piece_trim(piece_skip(p, name));
}

/* AGENCY [記者NAME] PLACE DATE, up to `end`. */
static bool
read_inner(const struct lore *lore, struct piece inner, struct dateline *d)
{
	struct agency_hit hit;
	size_t len;

	if (!agency_at(lore->agencies, inner, &hit))
		return false;
	d->mark = (struct mark){
		.hits = { hit }, .texts = { piece_head(inner, hit.len) }, .n = 1
	};
	inner = piece_trim(piece_skip(inner, hit.len));
	size_t date = date_at(inner);
	put_date(d, piece_skip(inner, date));
	inner = piece_trim(piece_head(inner, date));
	if (wordlist_at(lore->words->words, inner, WORD_REPORTER, &len))
		split_reporter(piece_trim(piece_skip(inner, len)), d);
	else
		d->place = inner;
	return true;
}

static size_t
separators(struct piece p)
{
	size_t n = piece_spaces(p);

	n += piece_dashes(piece_skip(p, n));
	return n + piece_spaces(piece_skip(p, n));
}

/* " 题：": with the headline behind it, if nothing else stands on the line. */
static size_t
topic_len(const struct lore *lore, struct piece p)
{
	size_t n = piece_spaces(p), end;
	const struct listed *topic =
		vocabulary_begins(lore->words, LIST_TOPIC, piece_skip(p, n));

	if (!topic)
		return 0;
	n += topic->len;
	for (end = n; end < p.len && p.at[end] != '\n';)
		end++;
	struct piece line = piece_of(p.at + n, end - n);
	bool is_story = scan_ends_sentence(line) || line.len > 120 ||
			piece_find_exact(line, "。") < line.len;
	return is_story ? n : end;
}

size_t
fused_reporters(
	const struct lore *lore, struct piece p, struct persons *ret_persons)
{
	size_t spaces = piece_spaces(p), len = 0, skip;
	struct piece inside, rest = piece_skip(p, spaces);
	size_t group = mark_group(rest, 120, &inside);

	if (group) {
		bool label = wordlist_at(
			lore->words->words, inside, WORD_REPORTER, &len);
		uint32_t code = inside.len ? piece_code(inside, &skip) : ' ';

		/* without a label only a name as short as they are */
		if (!label && (!code_is_cjk(code) || inside.len > 15))
			return 0;
		struct piece names = piece_skip(inside, label ? len : 0);
		while (names.len && byte_in(names.at[0], ":= "))
			names = piece_skip(names, 1);
		if (!persons_read(names, ret_persons))
			return 0;
		return spaces + group;
	}
	/* "오세린 기자 =" */
	struct piece near = piece_head(rest, 90);
	uint32_t first = near.len ? piece_code(near, &skip) : ' ';
	if (first < 0xac00 || first > 0xd7a3)
		return 0;
	for (size_t i = 0; i < near.len; i += skip) {
		struct piece here = piece_skip(near, i);

		piece_code(here, &skip);
		if (!i || near.at[i - 1] != ' ' ||
			!wordlist_at(
				lore->words->words, here, WORD_BEHIND, &len))
			continue;
		if (!persons_read(piece_head(near, i), ret_persons))
			return 0;
		size_t end = spaces + i + len;
		size_t equals = end + piece_spaces(piece_skip(p, end));
		return equals < p.len && p.at[equals] == '=' ? equals + 1 : end;
	}
	return 0;
}

/* （中央社記者葉思齊花蓮12日電） */
static bool
read_bracketed(const struct lore *lore, struct piece head, struct dateline *d)
{
	struct piece inside;
	size_t group = mark_group(head, MAX_FUSED, &inside), wire = inside.len;

	if (!group)
		return false;
	for (size_t i = 0; i < sizeof(wires) / sizeof(wires[0]); i++) {
		size_t at = piece_find_exact(inside, wires[i]);

		if (at < wire)
			wire = at;
	}
	if (wire >= inside.len ||
		!read_inner(lore, piece_head(inside, wire), d))
		return false;
	d->len = group + separators(piece_skip(head, group));
	return true;
}

static bool
is_desk_or_agency(const struct lore *lore, struct piece p, struct mark *mark)
{
	struct agency_hit hit;
	size_t len;

	*mark = (struct mark){ .n = 0 };
	if (mark_agency(lore, p, &hit)) {
		*mark = (struct mark){
			.hits = { hit }, .texts = { p }, .n = 1
		};
		return true;
	}
	mark->nobody =
		(wordlist_at(lore->words->words, p, WORD_NOBODY, &len) &&
			len == p.len) ||
		(wordlist_before(lore->words->words, p, WORD_NOBODY, &len) &&
			len < p.len);
	return mark->nobody;
}

/* "एएनआई, नई दिल्ली। ...", "पटना/एजेंसी। ...", "जागरण संवाददाता, पटना। ...": an
 * agency or a desk and a place, in either order, up to a danda. */
static bool
read_danda(const struct lore *lore, struct piece head, struct dateline *d)
{
	struct piece near = piece_head(head, MAX_FUSED);
	size_t danda = piece_find_exact(near, "।"), at;

	if ((unsigned char)head.at[0] != 0xe0 || danda >= near.len)
		return false;
	struct piece said = piece_head(near, danda);
	for (at = 0; at < said.len && !byte_in(said.at[at], ",/"); at++)
		;
	if (at >= said.len || memchr(said.at, '(', said.len))
		return false;
	struct piece one = piece_trim(piece_head(said, at));
	struct piece two = piece_trim(piece_skip(said, at + 1));
	bool first = is_desk_or_agency(lore, one, &d->mark);
	struct piece place = first ? two : one;
	if ((!first && !is_desk_or_agency(lore, two, &d->mark)) ||
		!scan_is_person(place) || place.len > MAX_DANDA_PLACE)
		return false;
	d->place = place;
	d->len = danda + strlen("।");
	d->len += piece_spaces(piece_skip(head, d->len));
	return d->len < head.len;
}

/* "[헤럴드경제=홍길동 기자] ": a paper that may be listed or not, and its
 * reporter. */
static bool
read_paper(const struct lore *lore, struct piece head, struct dateline *d)
{
	struct piece inside;
	size_t group = mark_group(head, MAX_FUSED, &inside), len;
	struct agency_hit hit;

	if (!group)
		return false;
	size_t equals = piece_find_exact(inside, "=");
	if (equals >= inside.len)
		return false;
	struct piece name = piece_trim(piece_skip(inside, equals + 1));
	struct piece paper = piece_trim(piece_head(inside, equals));
	if (!wordlist_before(lore->words->words, name, WORD_BEHIND, &len) ||
		len >= name.len ||
		!persons_read(piece_head(name, name.len - len), &d->reporters))
		return false;
	if (mark_agency(lore, paper, &hit))
		d->mark = (struct mark){
			.hits = { hit }, .texts = { paper }, .n = 1
		};
	d->len = group + separators(piece_skip(head, group));
	return true;
}

/* "〔記者王小明／台中報導〕", "記者王小明／台中報導": a paper's own copy. */
static bool
read_reported(struct piece head, struct dateline *d)
{
	static const char *const slashes[] = { "／", "/" };
	struct piece inside;
	size_t group = mark_group(head, MAX_FUSED, &inside);
	struct piece said = group ? inside : piece_head(head, MAX_FUSED);
	size_t label = strlen("記者"), at = piece_find_exact(said, "報導");
	size_t cut = said.len;

	if (!piece_starts(said, "記者") || at >= said.len || at <= label ||
		(group && at + strlen("報導") != said.len))
		return false;
	d->len = group ? group : at + strlen("報導");
	said = piece_of(said.at + label, at - label);
	for (size_t i = 0; i < sizeof(slashes) / sizeof(slashes[0]); i++) {
		size_t slash = piece_find_exact(said, slashes[i]);

		if (slash >= said.len || cut < said.len)
			continue;
		cut = slash;
		d->place = piece_trim(
			piece_skip(said, slash + strlen(slashes[i])));
	}
	if (cut >= said.len ||
		!persons_read(piece_head(said, cut), &d->reporters))
		return false;
	if (piece_is(d->place, "綜合"))
		d->place.len = 0;
	d->len += separators(piece_skip(head, d->len));
	return true;
}

bool
fused_read(const struct lore *lore, struct piece head, struct dateline *d)
{
	struct agency_hit hit;
	size_t len, end = 0;

	if (!head.len)
		return false;
	if (read_bracketed(lore, head, d) || read_danda(lore, head, d) ||
		read_paper(lore, head, d))
		return true;
	*d = (struct dateline){ .len = 0 };
	if (read_reported(head, d))
		return true;
	*d = (struct dateline){ .len = 0 };
	uint32_t code = piece_code(head, &len);
	if ((!code_is_cjk(code) && !code_is_upper(code)) ||
		!agency_at(lore->agencies, head, &hit))
		return false;
	struct piece near = piece_head(head, hit.len + MAX_FUSED);
	for (size_t i = hit.len; i < near.len && !end; i += len) {
		struct piece here = piece_skip(near, i);

		code = piece_code(here, &len);
		size_t wire = wire_at(here);
		/* 3月10日 - */
		bool dash = piece_dashes(here) && i > 3 &&
			    near.at[i - 1] == ' ' &&
			    date_at(piece_of(near.at + hit.len, i - hit.len)) <
				    i - hit.len;
		if (code == 0x3002 || code == '\n' ||
			(!wire && !dash && code < 0x80 &&
				!code_is_digit(code) && code != ' '))
			return false;
		if (wire || dash) {
			if (!read_inner(lore, piece_head(head, i), d))
				return false;
			end = i + wire;
		}
	}
	if (!end)
		return false;
	size_t reporters =
		fused_reporters(lore, piece_skip(head, end), &d->reporters);
	end += reporters;
	end += topic_len(lore, piece_skip(head, end));
	d->len = end + separators(piece_skip(head, end));
	return true;
}
