/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notices.c - what the notices that earlier plugins found tell of hands: whose
 * the rights are, whose the text is, and who passed it on.
 */
#include "attribution/medium.h"
#include "attribution/work.h"

#include "common/mem.h"

#define MAX_NOTICE 700u
#define MAX_STANDARDS 120u

/* The lines of one notice, together; `*i` becomes the line behind. */
static struct piece
next_notice(const struct work *w, size_t *i)
{
	size_t first = *i, last = first;

	while (last + 1 < w->copy.n_lines &&
		w->copy.lines[last + 1].paragraph ==
			w->copy.lines[first].paragraph &&
		w->copy.lines[last + 1].start < w->copy.lines[last + 1].end)
		last++;
	*i = last + 1;
	return piece_head(copy_piece(&w->copy, w->copy.lines[first].start,
				  w->copy.lines[last].end),
		MAX_NOTICE);
}

static enum tt_label
label_of(const struct work *w, size_t i)
{
	return tt_label_at(
		w->copy.draft, copy_source(&w->copy, w->copy.lines[i].start));
}

static bool
holds(const struct work *w, struct piece text, uint32_t classes)
{
	size_t len, last;

	for (size_t i = 0; i < text.len;) {
		struct piece rest = piece_skip(text, i);

		if (wordlist_at(w->lore.words->words, rest, classes, &len))
			return true;
		uint32_t code = piece_code(rest, &last);
		size_t word = code_is_cjk(code) ? 0 : wordlist_word(rest).len;
		i += word ? word + (word < rest.len && rest.at[word] == ' ')
			  : last;
	}
	return false;
}

/* The first party that a notice names; `kinds` is a set of bits. */
static const struct agency *
named_in(struct work *w, struct piece text, unsigned kinds, bool code,
	struct piece *ret_at)
{
	size_t len;

	for (size_t i = 0; i < text.len; i += len) {
		struct agency_hit hit;

		piece_code(piece_skip(text, i), &len);
		/* none begins inside a word of ASCII */
		if (i && byte_is_alnum((unsigned char)text.at[i]) &&
			byte_is_alnum((unsigned char)text.at[i - 1]))
			continue;
		if (!agency_in(w->lore.agencies, NULL, text, i, &hit))
			continue;
		len = hit.len;
		if ((hit.weak && !(code && hit.code)) ||
			!(kinds >> hit.agency->kind & 1))
			continue;
		const struct agency *agency = work_decide(w, &hit, true);
		if (!agency)
			continue;
		*ret_at = piece_of(text.at + i, hit.len);
		return agency;
	}
	return NULL;
}

/* "... that refers to the agency X": whoever cites it is bound, and this story
 * is not for that X's. */
static bool
binds_others(const struct work *w, struct piece text)
{
	auto_text line = piece_copy(text);

	return vocabulary_holds(w->lore.words, LIST_BOUND, piece_text(line));
}

/* "(c)AFP/Inês Valadares": who wrote it, behind whose it is. */
static void
read_author(struct work *w, struct piece text)
{
	size_t slash = piece_find_exact(text, "/");
	struct piece name = piece_skip(text, slash);

	if (w->bylines || !name.len)
		return;
	name = piece_trim(piece_skip(name, 1));
	struct persons persons = { .n = 1, .names = { name } };
	if (work_is_name(w, name))
		work_add_persons(w, &persons, "rights-author");
}

/* In the foot of a page a name that nobody knows is the page's, not the text's.
 */
static void
read_rights(struct work *w, struct piece text, bool foot)
{
	struct credit credit;

	if (credit_rights(&w->lore, text, true, &credit) &&
		(!foot || credit.mark.n) && !binds_others(w, text)) {
		work_take(w, &credit, CREDIT_BELOW);
		read_author(w, text);
	}
}

/* Right behind the words a name that is also a word is one: "by Grist." */
static const struct agency *
named_first(struct work *w, struct piece text, struct piece *ret_at)
{
	struct agency_hit hit;

	if (!agency_at(w->lore.agencies, text, &hit) ||
		(hit.len < text.len && !byte_in(text.at[hit.len], ".,;)")))
		return NULL;
	*ret_at = piece_head(text, hit.len);
	return work_decide(w, &hit, true);
}

/* "This article is republished from The Conversation under ..." */
static void
read_origin(struct work *w, struct piece text)
{
	struct piece at;
	size_t len;

	for (size_t i = 0; i < text.len; i++) {
		if (i && text.at[i - 1] != ' ')
			continue;
		struct piece rest = piece_skip(text, i);
		if (!wordlist_at(w->lore.words->words, rest, WORD_ORIGIN, &len))
			continue;
		struct piece behind = piece_head(piece_skip(rest, len), 60);
		const struct agency *agency =
			named_first(w, piece_trim(behind), &at);

		if (!agency)
			agency = named_in(w, behind, ~0u, true, &at);
		if (agency)
			work_propose(
				w, RANK_ORIGIN, agency, at, "republished-from");
		return;
	}
}

/* A line that was taken for the page's and says whose the text is. */
static void
read_standards(struct work *w, struct piece line)
{
	size_t len;

	if (line.len <= MAX_STANDARDS &&
		wordlist_at(w->lore.words->words, line, WORD_ORIGIN, &len))
		read_origin(w, line);
}

/* "The post ... appeared first on Daily Excelsior.": whose feed it is. */
static void
read_appeared(struct work *w, struct piece line)
{
	struct agency_hit hit;
	size_t end;

	if (vocabulary_find(w->lore.words, LIST_APPEARED, line, line.len,
		    &end) >= line.len)
		return;
	struct piece name = piece_trim(piece_skip(line, end));
	while (name.len && name.at[name.len - 1] == '.')
		name.len--;
	if (!name.len || name.len > MAX_STANDARDS || !scan_is_person(name))
		return;
	if (!agency_named(w->lore.agencies, name, &hit) || hit.shared)
		work_add_name(w, TT_DISTRIBUTOR, name, "appeared-on", 0.8);
	else if (hit.agency->kind >= AGENCY_AGGREGATOR)
		work_link(w, hit.agency, name, "appeared-on");
}

/* Up to the word that makes it a firm's, "Frantoio Bellacosta S.r.l.", else to
 * the end of the clause. */
static struct piece
payer_in(const struct work *w, struct piece text)
{
	size_t n = 0, stop = 0;

	while (n < text.len && n < MAX_STANDARDS) {
		struct piece word = scan_word(piece_skip(text, n));

		n += word.len;
		struct piece plain = word;
		if (piece_ends(plain, "."))
			plain.len--;
		if (vocabulary_lists(w->lore.words, LIST_FIRM, plain))
			return piece_head(text, n);
		if (word.len && byte_in(word.at[word.len - 1], ".,;:)")) {
			stop = n - 1;
			if (word.len > 1 && !byte_in(word.at[1], "."))
				break;
		}
		n += piece_spaces(piece_skip(text, n));
	}
	return piece_head(text, stop ? stop : n);
}

/* "Contenuto realizzato a pagamento per Frantoio Bellacosta S.r.l." */
static void
read_payer(struct work *w, struct piece text)
{
	size_t end, at = vocabulary_find(
			    w->lore.words, LIST_PAID, text, text.len, &end);

	if (at >= text.len)
		return;
	struct piece name = payer_in(w, piece_trim(piece_skip(text, end)));
	size_t len;
	if (name.len && code_is_upper(piece_code(name, &len)))
		work_issue(w, name, "paid-by");
}

void
work_read_notices(struct work *w)
{
	size_t last = copy_before(&w->copy, w->copy.n_lines);

	for (size_t i = 0; i < w->copy.n_lines;) {
		if (w->copy.lines[i].start >= w->copy.lines[i].end) {
			i++;
			continue;
		}
		enum tt_label label = label_of(w, i);
		if (label == TT_FURNITURE && last < i && w->holds)
			return; /* the page's own line */
		if (label != TT_NOTICE) {
			/* "Our Standards: The Thomson Reuters Trust ..." */
			if (label == TT_FURNITURE) {
				read_standards(w, copy_line(&w->copy, i));
				read_appeared(w, copy_line(&w->copy, i));
			}
			i++;
			continue;
		}
		bool foot = w->copy.lines[i].kind == TT_LINE_FOOT;
		struct piece text = next_notice(w, &i);
		if (!w->holds)
			read_rights(w, text, foot);
		read_origin(w, text);
		read_payer(w, text);
	}
}

/* "... has not been edited by Doab Daily staff": a medium no list has. */
static bool
read_unlisted_carrier(struct work *w, struct piece text)
{
	for (size_t i = 1; i < text.len; i++) {
		if (text.at[i - 1] != ' ' || text.at[i] == ' ')
			continue;
		struct piece name = piece_skip(text, i);
		struct agency_hit hit;

		name = piece_head(name, medium_at(w->lore.words, name));
		if (!name.len || agency_at(w->lore.agencies, name, &hit))
			continue;
		work_add_name(w, TT_DISTRIBUTOR, name, "carrier-notice", 0.8);
		return true;
	}
	return false;
}

/* "... not edited by La Vanguardia", "the editorial team of The South African":
 * behind these words a name that is also a word is one. */
static bool
read_runner(struct work *w, struct piece text)
{
	struct agency_hit hit;
	size_t len;

	for (size_t i = 0; i < text.len; i++) {
		struct piece rest = piece_skip(text, i);

		if ((i && text.at[i - 1] != ' ') ||
			!wordlist_at(
				w->lore.words->media, rest, MEDIUM_RUNS, &len))
			continue;
		rest = piece_skip(rest, len);
		rest = piece_skip(rest, piece_spaces(rest));
		if (!agency_at(w->lore.agencies, rest, &hit) || hit.shared ||
			hit.agency->kind < AGENCY_AGGREGATOR ||
			hit.agency->kind > AGENCY_DIGITAL ||
			work_has(w, TT_SUPPLIER, hit.agency->canonical))
			continue;
		work_add_party(w, TT_DISTRIBUTOR, hit.agency->canonical,
			piece_head(rest, hit.len), "carrier-notice", 0.9);
		return true;
	}
	return false;
}

/* Who tells us that the text was not edited, or is not liable for it. */
static void
read_carrier(struct work *w, struct piece text)
{
	static const unsigned carriers =
		1u << AGENCY_AGGREGATOR | 1u << AGENCY_BROADCASTER |
		1u << AGENCY_NEWSPAPER | 1u << AGENCY_DIGITAL |
		1u << AGENCY_MAGAZINE;
	struct piece at;
	const struct agency *agency = named_in(w, text, carriers, true, &at);
	size_t end;
	size_t by = vocabulary_find(
		w->lore.words, LIST_HANDED, text, text.len, &end);

	if (!agency && (read_runner(w, text) ||
			       (holds(w, text, WORD_CARRIER) &&
				       read_unlisted_carrier(w, text))))
		return;
	if (!agency && by < text.len)
		agency = named_in(w, piece_skip(text, by), 1u << AGENCY_AGENCY,
			true, &at);
	/* "... under an arrangement with PRNewswire and PTI takes no editorial
	 * responsibility for the same" */
	size_t no = vocabulary_find(
		w->lore.words, LIST_DISOWNS, text, text.len, &end);
	if (!agency && no < text.len)
		agency = named_in(w,
			piece_of(text.at + (no > 30 ? no - 30 : 0),
				no > 30 ? 30 : no),
			1u << AGENCY_AGENCY, true, &at);
	if (!agency || !holds(w, text, WORD_CARRIER) ||
		work_has(w, TT_SUPPLIER, agency->canonical))
		return;
	work_add_party(w, TT_DISTRIBUTOR, agency->canonical, at,
		"carrier-notice", 0.9);
}

/* A paragraph in brackets near the end, that no rule took for a notice. */
static bool
is_aside(const struct work *w, size_t i)
{
	struct piece line = copy_line(&w->copy, i), inside;

	return i + 8 >= w->copy.n_lines && line.len > 40 &&
	       mark_group(line, line.len, &inside) == line.len;
}

void
work_read_carriers(struct work *w)
{
	for (size_t i = 0; i < w->copy.n_lines;) {
		if (w->copy.lines[i].start >= w->copy.lines[i].end ||
			(label_of(w, i) != TT_NOTICE && !is_aside(w, i))) {
			i++;
			continue;
		}
		struct piece text = next_notice(w, &i);
		/* a line of rights is about whose it is */
		if (!memchr(text.at, '\xc2', text.len) ||
			piece_find_exact(text, "©") >= text.len)
			read_carrier(w, text);
	}
}
