/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mark.c - a mark is cut at its separators; each part is an agency, a house
 * code, a date or a place. One part at least must be an agency.
 */
#include "attribution/mark.h"

#include "common/scan.h"

size_t
mark_group(struct piece p, size_t max, struct piece *ret_inside)
{
	static const char *const pairs[][2] = { { "(", ")" }, { "[", "]" },
		{ "【", "】" }, { "（", "）" }, { "《", "》" },
		{ "〔", "〕" } };

	for (size_t k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++) {
		size_t open = strlen(pairs[k][0]), close = strlen(pairs[k][1]);
		int depth = 0;

		if (!piece_starts(p, pairs[k][0]))
			continue;
		for (size_t i = 0; i < p.len && i < max; i++) {
			struct piece rest = piece_skip(p, i);

			if (piece_starts(rest, pairs[k][0]))
				depth++;
			else if (piece_starts(rest, pairs[k][1]) && !--depth) {
				*ret_inside = piece_of(p.at + open, i - open);
				return i + close;
			}
		}
		return 0;
	}
	return 0;
}

static bool
is_code_part(struct piece part)
{
	bool lower = true, upper = true;

	if (!part.len || part.len > 4)
		return false;
	for (size_t i = 0; i < part.len; i++) {
		lower = lower && part.at[i] >= 'a' && part.at[i] <= 'z';
		upper = upper && part.at[i] >= 'A' && part.at[i] <= 'Z';
	}
	return lower || upper;
}

bool
mark_is_desk_code(struct piece p)
{
	size_t parts = 0, start = 0;

	p = piece_trim(p);
	if (p.len < 3 || p.len > 24)
		return false;
	if (p.at[0] == '/')
		p = piece_skip(p, 1);
	for (size_t i = 0; i <= p.len; i++) {
		if (i < p.len && p.at[i] != '/')
			continue;
		struct piece part =
			piece_trim(piece_of(p.at + start, i - start));
		start = i + 1;
		/* "ABC/DE// FG": nothing between two slashes. */
		if (!part.len && i < p.len && parts)
			continue;
		if (!is_code_part(part))
			return false;
		parts++;
	}
	return parts >= 2;
}

static size_t
separator(struct piece p)
{
	if (strchr("/=|,&;", p.at[0]))
		return 1;
	if (piece_starts(p, " - ") || piece_starts(p, "- "))
		return 2;
	if (piece_starts(p, " – ") || piece_starts(p, " — "))
		return 5;
	if (piece_starts(p, " and "))
		return 5;
	return 0;
}

/* "Oman News Agency (ONA)": a name and its code. */
static bool
named_with_code(const struct agency_list *list, struct piece part,
	struct agency_hit *hit)
{
	struct piece inside;

	if (!agency_at(list, part, hit))
		return false;
	struct piece rest = piece_trim(piece_skip(part, hit->len));
	size_t group = mark_group(rest, 40, &inside);
	return group && group == rest.len && inside.len <= 20;
}

/* "ソウル共同": a place with the agency at its end, no blank between. */
static bool
ends_with_agency(const struct agency_list *list, struct piece part,
	struct agency_hit *hit, size_t *ret_at)
{
	for (size_t i = 0; i < part.len && part.len <= 60;) {
		size_t len;
		uint32_t code = piece_code(piece_skip(part, i), &len);

		if (code_is_cjk(code) &&
			agency_named(list, piece_skip(part, i), hit)) {
			*ret_at = i;
			return true;
		}
		i += len;
	}
	return false;
}

static bool
is_filler(struct piece part)
{
	struct scan_date date;

	return part.len == 0 || is_code_part(part) || scan_date(part, &date) ||
	       scan_is_date_word(part) || scan_is_person(part);
}

static bool
add_part(const struct agency_list *list, struct piece part, struct mark *mark)
{
	struct agency_hit hit;
	size_t at = 0;

	part = piece_trim(part);
	if (part.len && (agency_named(list, part, &hit) ||
				named_with_code(list, part, &hit) ||
				ends_with_agency(list, part, &hit, &at))) {
		if (mark->n < MARK_MAX) {
			mark->hits[mark->n] = hit;
			mark->texts[mark->n++] = piece_skip(part, at);
		}
		if (at)
			mark->place = piece_head(part, at);
		return true;
	}
	if (!is_filler(part))
		return false;
	if (!mark->place.len && !is_code_part(part) && scan_is_person(part))
		mark->place = part;
	return true;
}

bool
mark_read(const struct agency_list *list, struct piece content,
	struct mark *ret_mark)
{
	struct mark mark = { .n = 0 };
	size_t start = 0;
	struct agency_hit whole;

	content = piece_trim(content);
	if (!content.len || content.len > 120)
		return false;
	if (agency_named(list, content, &whole)) {
		mark.hits[mark.n] = whole;
		mark.texts[mark.n++] = content;
		*ret_mark = mark;
		return true;
	}
	for (size_t i = 0; i < content.len;) {
		struct piece inside;
		struct piece rest = piece_skip(content, i);
		size_t skip = separator(rest);
		size_t group = mark_group(rest, rest.len, &inside);

		if (group) {
			i += group;
			continue;
		}
		if (skip) {
			if (!add_part(list,
				    piece_of(content.at + start, i - start),
				    &mark))
				return false;
			start = i + skip;
			i = start;
			continue;
		}
		i++;
	}
	if (!add_part(list, piece_skip(content, start), &mark) || !mark.n)
		return false;
	*ret_mark = mark;
	return true;
}
