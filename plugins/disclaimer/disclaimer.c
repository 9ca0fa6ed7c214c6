/* SPDX-License-Identifier: Apache-2.0 */
/*
 * disclaimer - take notices out of the story and keep them as data.
 *
 * A notice is about the text and stands outside it: above the story or behind
 * it, without quotation marks, told by nobody. The same words inside the story
 * are the story's. So a wording that is found is only a suspicion; what stands
 * around it decides. A block (a paragraph, whatever lines it was wrapped into)
 * may hold notices of several kinds, sentence by sentence. Which wordings there
 * are, and which terms make a sentence a notice, is in rules/notices.rules.
 */
#include <stdlib.h>

#include "common/agencies.h"
#include "common/headline.h"
#include "common/mem.h"
#include "common/scan.h"
#include "disclaimer/block.h"

#define LEAD_MAX 160u /* bytes of a block before its first known sentence */
#define MIN_ANNOUNCING 50u /* of a sentence that ends in a colon */

struct state {
	struct notice_book book;
	struct page_book *page;
	const struct agency_list *agencies;
};

struct work {
	struct state *state;
	struct block_list list;
	struct copy *copy;
	/* The notice being gathered. */
	const struct notice *open;
	size_t open_start, open_end;
	size_t open_block;
	double open_score;
	char *heading;
	size_t claim_start;
	char *last_text;
	size_t issuer_block; /* where an issuer spoke last, plus one */
};

/* ---- gathering ------------------------------------------------------------
 */

/* Unwrapped, with words that were cut at a line end joined again. */
static char *
unwrap(const struct work *w, size_t start, size_t end)
{
	struct piece text = copy_piece(w->copy, start, end);
	char *joined = mem_alloc(text.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '-' && i > 0 &&
			byte_is_alnum((unsigned char)text.at[i - 1])) {
			size_t k = i + 1;

			while (k < text.len &&
				(text.at[k] == ' ' || text.at[k] == '\r'))
				k++;
			if (k < text.len && text.at[k] == '\n') {
				k += piece_spaces(piece_skip(text, k));
				size_t at =
					words_from(&w->list.words, start + i);
				bool known =
					at > 0 &&
					phrase_knows(w->state->book.phrases,
						w->list.words.items[at - 1]
							.hash);
				if (!known)
					joined[n++] = '-';
				i = k - 1;
				continue;
			}
		}
		joined[n++] = text.at[i];
	}
	char *out = piece_copy(piece_of(joined, n));
	free(joined);
	return out;
}

static void
add_party(struct work *w, const char *name, size_t start, size_t end)
{
	struct agency_hit hit;
	bool listed = agency_named(w->state->agencies, piece_text(name), &hit);

	/* attribution decides which of several it is; a newswire supplied the
	 * release that it says this of */
	if (listed && (hit.shared || hit.agency->kind == AGENCY_NEWSWIRE))
		return;
	struct tt_evidence evidence = { start, end, w->open->id,
		listed ? 0.97 : 0.8 };

	tt_add_party(w->copy->draft, TT_DISTRIBUTOR,
		listed ? hit.agency->canonical : name, &evidence);
}

/* "The publisher", "This site": nobody by name. */
static bool
is_nobody(struct piece name)
{
	static const char *const openings[] = { "the ", "this ", "our ", "we ",
		"neither ", "a ", "any ", "it ", "note", "disclaimer" };

	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++)
		if (piece_starts_nocase(name, openings[i]))
			return true;
	return false;
}

/* The first organisation that a text names, by no ordinary word if it has to be
 * sure; `ret_at` is where. */
static const struct agency *
first_named(const struct work *w, struct piece text, bool sure,
	struct piece *ret_at)
{
	struct agency_hit hit;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		unsigned char before = i ? (unsigned char)text.at[i - 1] : ' ';

		if ((c & 0xc0) == 0x80 || byte_is_alnum(before) ||
			!byte_is_word(c))
			continue;
		if (!agency_at(w->state->agencies, piece_skip(text, i), &hit))
			continue;
		/* In a notice a site is named, though it is a word, too. */
		bool site = hit.agency->kind == AGENCY_DIGITAL ||
			    hit.agency->kind == AGENCY_AGGREGATOR;
		if (sure && hit.weak && !site)
			continue;
		*ret_at = piece_of(text.at + i, hit.len);
		return hit.agency;
	}
	return NULL;
}

/* "distributed by AAP": so it is a distributor, whatever else it may be. */
static bool
is_carrier(struct piece text, struct piece name)
{
	static const char *const before[] = { "distributed by ",
		"distributed by the ", "provided by ", "delivered by ",
		"carried by " };
	struct piece head = piece_of(text.at, (size_t)(name.at - text.at));

	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		if (piece_ends(head, before[i]))
			return true;
	return false;
}

static void
find_named(struct work *w)
{
	struct piece text = copy_piece(w->copy, w->open_start, w->open_end);
	struct piece at;
	const struct agency *agency = first_named(w, text, true, &at);

	if (!agency ||
		(agency->kind <= AGENCY_NEWSWIRE && !is_carrier(text, at)))
		return;
	size_t start = copy_offset(w->copy, at);
	add_party(w, agency->canonical, start, start + at.len);
}

/* Who speaks: the name in the rule, or the capitalised words before the match.
 */
static void
find_party(struct work *w)
{
	const struct notice *notice = w->open;

	if (!notice->party)
		return;
	if (!strcmp(notice->party, "@named")) {
		find_named(w);
		return;
	}
	if (strcmp(notice->party, "@before")) {
		add_party(w, notice->party, w->open_start, w->open_end);
		return;
	}
	for (size_t i = 0; i < w->list.hits.n; i++) {
		const struct phrase_hit *hit = &w->list.hits.items[i];
		size_t from = w->list.words.items[hit->first].start;

		if (&w->state->book.notices[hit->owner] != notice ||
			from < w->open_start || from >= w->open_end)
			continue;
		struct piece name =
			piece_trim(copy_piece(w->copy, w->open_start, from));
		if (name.len < 2 || name.len > 60 || !scan_is_person(name) ||
			is_nobody(name))
			return;
		auto_text copy = piece_copy(name);
		add_party(w, copy, w->open_start, w->open_start + name.len);
		return;
	}
}

/* Does a line of rights name an owner behind its sign? */
static bool
names_owner(struct piece text)
{
	static const char *const signs[] = { "\xc2\xa9", "(c)", "copyright",
		"\xe2\x93\x92" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		size_t at = piece_find(text, signs[i]);
		size_t len = strlen(signs[i]), code_len;

		if (at >= text.len)
			continue;
		struct piece rest = piece_skip(text, at + len);
		for (; rest.len; rest = piece_skip(rest, code_len)) {
			uint32_t code = piece_code(rest, &code_len);

			if (code == '.')
				break;
			if (code_is_letter(code))
				return true;
		}
	}
	return false;
}

/* Does it stand behind the story on its page? There the page has its own. */
static bool
is_in_foot(const struct work *w)
{
	const struct copy *copy = &w->list.copy;

	for (size_t i = copy->n_lines; i-- > 0;)
		if (copy->lines[i].start <= w->open_start)
			return copy->lines[i].kind == TT_LINE_FOOT;
	return false;
}

static const char *
speaker_of_rights(
	const struct work *w, const struct notice *notice, struct piece text)
{
	struct piece at;
	const struct agency *agency = first_named(w, text, false, &at);

	if (agency && agency->kind == AGENCY_AGGREGATOR)
		return "distributor";
	if (!agency && is_in_foot(w))
		return "distributor"; /* the page's own */
	if (agency || notice->strong || names_owner(text))
		return notice->speaks;
	if (!notice_has_owner(&w->state->book, text))
		return "publisher";
	tt_rule_used(w->list.copy.draft, w->state->book.owner_rule);
	return notice->speaks;
}

/* A line of rights speaks for the one it names: the supplier, or the
 * distributor where that is a collector of others' copy; else for the page. A
 * newswire and an agency that was first to publish speak for themselves. */
static const char *
speaker_of(const struct work *w, const struct notice *notice, struct piece text)
{
	bool release = piece_find(text, "this release") < text.len ||
		       piece_find(text, "press release") < text.len;
	struct piece at;

	if (!strcmp(notice->kind, "financial_advice") &&
		(release || w->issuer_block == w->open_block + 1))
		return "issuer";
	if (!strcmp(notice->kind, "copyright"))
		return strcmp(notice->speaks, "supplier")
			       ? notice->speaks
			       : speaker_of_rights(w, notice, text);
	const struct agency *agency = first_named(w, text, false, &at);
	/* "... no advice of MarketScreener's": the page names itself, unless it
	 * says from whom the text is */
	if (agency && strcmp(notice->kind, "syndication_notice") &&
		agency->kind >= AGENCY_AGGREGATOR &&
		agency->kind <= AGENCY_DIGITAL &&
		!strcmp(notice->speaks, "publisher"))
		return "distributor";
	if (!strcmp(notice->speaks, "publisher") &&
		notice_has_site(&w->state->book, text)) {
		tt_rule_used(w->list.copy.draft, w->state->book.site_rule);
		return "distributor";
	}
	if (!agency || agency->kind > AGENCY_NEWSWIRE)
		return notice->speaks;
	if (!strcmp(notice->kind, "liability") && at.at == text.at &&
		agency->kind == AGENCY_NEWSWIRE)
		return "supplier";
	if (!strcmp(notice->kind, "syndication_notice") &&
		agency->kind == AGENCY_AGENCY &&
		piece_find(text, "first published") < text.len)
		return "supplier";
	return notice->speaks;
}

/* Claim and add what was gathered. */
static void
close_notice(struct work *w)
{
	const struct notice *notice = w->open;

	if (!notice)
		return;
	struct tt_evidence evidence = { w->open_start, w->open_end, notice->id,
		w->open_score };
	auto_text text = unwrap(w, w->open_start, w->open_end);
	size_t len = strlen(text);
	/* "(Disclaimer: ... for the same.)": the bracket opened before */
	if (w->heading && len && text[len - 1] == ')' && !strchr(text, '('))
		text[len - 1] = '\0';
	struct tt_disclaimer disclaimer = {
		.kind = notice->kind,
		.heading = w->heading ? w->heading : "",
		.text = text,
		.speaks_for = speaker_of(w, notice, piece_text(text)),
		.required = notice->required,
	};
	copy_remove(
		w->copy, w->claim_start, w->open_end, TT_NOTICE, notice->id);
	find_party(w);
	if (!w->last_text || strcmp(w->last_text, text)) {
		tt_add_disclaimer(w->copy->draft, &disclaimer, &evidence);
		free(w->last_text);
		w->last_text = mem_text(text, strlen(text));
	}
	if (!strcmp(notice->kind, "copyright") &&
		!tt_field(w->copy->draft, "copyrightNotice"))
		tt_set_field(
			w->copy->draft, "copyrightNotice", text, &evidence);
	if (!strcmp(notice->speaks, "issuer"))
		w->issuer_block = w->open_block + 1;
	free(w->heading);
	w->heading = NULL;
	w->open = NULL;
}

/* Does a block under a heading go on with the notice of the block before? */
static bool
goes_on(const struct work *w, const struct notice *notice, size_t i)
{
	const struct block *block = &w->list.items[i];

	if (!w->open || w->open_block + 1 != i || block->heading ||
		strcmp(w->open->kind, notice->kind))
		return false;
	struct piece before = copy_piece(w->copy, w->open_start, w->open_end);
	bool cut = !scan_ends_sentence(before) && before.len > LEAD_MAX / 2;
	return w->heading || cut;
}

static void
open_notice(struct work *w, const struct notice *notice, size_t i, size_t start,
	size_t end, double score)
{
	const struct block *block = &w->list.items[i];
	const struct block *before = i > 0 ? block - 1 : NULL;
	const struct block *head = block->heading && !block->bare_heading
					   ? block
				   : before && before->bare_heading ? before
								    : NULL;
	bool own = w->open && w->open_block == i &&
		   !strcmp(w->open->kind, notice->kind);

	/* One block speaks with one voice as long as it is about one thing. */
	if (own || goes_on(w, notice, i)) {
		if (notice->party && !w->open->party)
			w->open = notice;
		w->open_end = end;
		w->open_block = i;
		return;
	}
	if (w->open && w->open_block == i)
		w->open_end = start;
	close_notice(w);
	w->claim_start = start;
	w->heading = NULL;
	if (head && start <= block->text_start) {
		struct piece h = copy_piece(w->copy, head->heading_start,
			head->heading_start + head->heading_len);

		while (h.len && byte_in(h.at[0], "*_#=- [("))
			h = piece_skip(h, 1);
		w->heading = piece_copy(h);
		w->claim_start = head->start;
	}
	w->open = notice;
	w->open_start = start;
	w->open_end = end;
	w->open_block = i;
	w->open_score = score;
}

/* A long sentence that ends in a colon announces a quotation. */
static bool
is_announced(const struct work *w, size_t i)
{
	if (i == 0)
		return false;
	const struct block *before = &w->list.items[i - 1];
	struct piece text = copy_piece(w->copy, before->start, before->end);
	return text.len > MIN_ANNOUNCING && text.at[text.len - 1] == ':' &&
	       !before->heading;
}

/* May a notice begin at this sentence of a block? At its first one, or behind
 * few words more; else only with a bracket, a star, or a wording that is one
 * wherever it stands. */
static bool
may_begin(const struct work *w, const struct block *block,
	const struct notice *notice, size_t start)
{
	size_t lead = start - block->text_start;
	char first = w->copy->text.at[start];

	if (lead <= 2 || strchr("([*", first) || notice->strong)
		return true;
	/* "The writer is a former engineer. Views are personal." */
	return block->outside && lead <= LEAD_MAX &&
	       (2 * lead < block->end - block->text_start ||
		       !strcmp(notice->kind, "opinion"));
}

/* "SOURCE AcmeCopyright (C) 2021": where the rights begin that stick to the
 * word before; 0: they do not. */
static size_t
stuck_rights(struct piece p)
{
	static const char *const marks[] = { "Copyright", "\xc2\xa9", "(C) ",
		"(c) " };

	for (size_t i = 1; i < p.len; i++) {
		if (!byte_is_word((unsigned char)p.at[i - 1]))
			continue;
		for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++)
			if (piece_starts(piece_skip(p, i), marks[k]) &&
				((unsigned char)p.at[i] & 0xc0) != 0x80)
				return i;
	}
	return 0;
}

/* "© AcmeBerlin (dpa) - The mill": where the story begins that sticks to a line
 * of rights: at a capital without a blank before it, with the mark of a
 * dateline behind; p.len: nowhere. */
static size_t
stuck_story(struct piece p)
{
	size_t mark = piece_find_exact(p, ") - "), len, next_len;

	if (mark >= p.len)
		mark = piece_find_exact(p, ") \xe2\x80\x93 ");
	for (size_t i = 2; mark < p.len && i + 1 < mark; i += len) {
		struct piece rest = piece_skip(p, i);
		bool capital = code_is_upper(piece_code(rest, &len));
		struct piece next = piece_skip(rest, len);

		if (capital && code_is_lower(piece_code(next, &next_len)) &&
			byte_is_word((unsigned char)p.at[i - 1]))
			return i;
	}
	return p.len;
}

/* Sentence by sentence: each known one begins or goes on with a notice, the
 * unknown ones in between belong to the one before. */
static bool
take_block(struct work *w, size_t i)
{
	struct block *block = &w->list.items[i];
	bool headed =
		block->heading || (i > 0 && w->list.items[i - 1].bare_heading);
	bool weak = headed || block->outside, taken = false;
	double score = 0;

	if ((!weak && !block->n_hits) || (block->page && !block->n_hits) ||
		is_announced(w, i) || (block->line && !block->line->head))
		return false;
	size_t at = block->plain ? block->plain : block->text_start;
	for (size_t end; at < block->end; at = end) {
		end = block_sentence_end(&w->list, block, at);
		const struct notice *notice =
			block_notice(&w->list, block, at, end, weak, &score);

		if (!notice || (!weak && !notice->strong) ||
			(notice->behind && !taken))
			continue;
		bool first = !taken && at - block->text_start <= LEAD_MAX;
		if (!taken && !headed && !may_begin(w, block, notice, at))
			continue;
		bool lead = headed || (first && block->outside);
		size_t start = lead && !taken ? block->text_start : at;
		if (!strcmp(notice->kind, "copyright"))
			start += stuck_rights(
				copy_piece(w->copy, start, block->end));
		open_notice(w, notice, i, start, block->end, score);
		taken = true;
	}
	return taken;
}

/* "(c)2025 The Harbor Ledger. Distributed by ...": a line of rights, and what
 * may follow one. */
static void
take_rights_line(struct work *w, size_t i)
{
	struct block *block = &w->list.items[i];
	size_t end = block->start +
		     stuck_story(copy_piece(w->copy, block->start, block->end));
	size_t at = block_sentence_end(&w->list, block, block->start), next;
	double score = 0;

	for (; at < end; at = next) {
		next = block_sentence_end(&w->list, block, at);
		const struct notice *more =
			block_notice(&w->list, block, at, next, true, &score);

		if (!more || !more->behind)
			continue;
		open_notice(w, block->line, i, block->start, at, 0.9);
		open_notice(w, more, i, at, end, score);
		return;
	}
	open_notice(w, block->line, i, block->start, end, 0.9);
}

static void
take_line(struct work *w, size_t i)
{
	const struct block *block = &w->list.items[i];
	const struct block *under =
		i > 0 && block[-1].bare_heading ? block - 1 : NULL;

	if (!block->outside)
		return;
	if (block->line && (block->above || !block->line->head))
		take_rights_line(w, i);
	else if (block->heading && !block->heading->generic &&
		 !block->bare_heading && block->text_start < block->end)
		open_notice(w, block->heading, i, block->text_start, block->end,
			0.7);
	else if (under && !under->heading->generic && block->prose)
		open_notice(
			w, under->heading, i, block->start, block->end, 0.7);
}

static enum tt_verdict
disclaimer_process(struct tt_instance *self, struct tt_draft *draft)
{
	struct work w = { .state = tt_state(self) };
	size_t start, end;

	w.copy = &w.list.copy;
	block_list_read(&w.list, draft, &w.state->book, w.state->page);
	for (size_t i = 0; i < w.list.n; i++)
		if (!take_block(&w, i))
			take_line(&w, i);
	close_notice(&w);
	if (w.list.top)
		headline_promote(w.copy, "below-notice", &start, &end);
	free(w.last_text);
	block_list_done(&w.list);
	return TT_PASS;
}

static void
disclaimer_stop(struct tt_instance *self)
{
	struct state *state = tt_state(self);

	if (!state)
		return;
	notice_book_close(&state->book);
	page_book_close(state->page);
	free(state);
}

static bool
disclaimer_start(struct tt_instance *self)
{
	const struct agency_list *agencies = agencies_open(self);

	if (!agencies)
		return false;
	struct state *state = mem_alloc(sizeof(*state));
	tt_set_state(self, state);
	state->agencies = agencies;
	state->page = page_book_open(self);
	return state->page && notice_book_open(&state->book, self);
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "disclaimer",
	.version = "1.0",
	.summary = "Takes notices out of the story and keeps them as data.",
	.start = disclaimer_start,
	.process = disclaimer_process,
	.stop = disclaimer_stop,
};
