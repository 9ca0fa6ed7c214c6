/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attribution - the hands a story passed through, with evidence.
 *
 * Three passes over what earlier plugins left: from the top down to the first
 * sentence (labels, bylines, prefix, dateline), from the end up to the last one
 * (credits, end marks, addresses), then the running text for cited sources. Who
 * the supplier is, is decided once, by the rank of the evidence; what did not
 * win is a contributor. Nothing is guessed: no mark, no supplier.
 *
 * Which agencies there are is in rules/agencies.csv, the words around their
 * marks in rules/marks.rules.
 */
#include <stdlib.h>

#include <stdio.h>

#include "attribution/cite.h"
#include "attribution/dateline.h"
#include "common/copy.h"
#include "common/mem.h"

#define MAX_CANDIDATES 16
#define MAX_CITED 64
#define NEAR 8192u /* bytes that speak for one of several agencies */
#define MAX_HEAD_LINES 8
#define MAX_TAIL_LINES 24

struct state {
	struct agency_list *list;
	struct mark_words words;
};

enum rank {
	RANK_PREFIX,
	RANK_DATELINE,
	RANK_END_CREDIT,
	RANK_LABEL,
	RANK_SOURCE_LINE,
	RANK_RIGHTS,
	RANK_HINT
};

struct candidate {
	enum rank rank;
	const struct agency *agency; /* NULL: a name that is not listed */
	struct piece at;             /* where it stands */
	const char *rule;
};

struct work {
	const struct state *state;
	struct copy copy;
	struct candidate candidates[MAX_CANDIDATES];
	size_t n_candidates;
	/* Of a prefix; the outermost of the chain, so it is added last. */
	const struct agency *republisher;
	struct piece republisher_at;
	bool bylines;
	const struct agency *cited[MAX_CITED];
	size_t n_cited;
};

/* ---- parties --------------------------------------------------------------
 */

static struct tt_evidence
evidence_of(
	const struct work *w, struct piece at, const char *rule, double sure)
{
	size_t start = copy_offset(&w->copy, at);

	return (struct tt_evidence){ start, start + at.len, rule, sure };
}

static void
add_party(struct work *w, enum tt_role role, const char *name, struct piece at,
	const char *rule, double sure)
{
	struct tt_evidence evidence = evidence_of(w, at, rule, sure);

	tt_add_party(w->copy.draft, role, name, &evidence);
}

static void
add_name(struct work *w, enum tt_role role, struct piece name, const char *rule,
	double sure)
{
	struct agency_hit hit;
	auto_text copy = piece_copy(name);

	if (agency_named(w->state->list, name, &hit) && !hit.shared)
		add_party(w, role, hit.agency->canonical, name, rule, sure);
	else
		add_party(w, role, copy, name, rule, sure);
}

static void
propose(struct work *w, enum rank rank, const struct agency *agency,
	struct piece at, const char *rule)
{
	if (w->n_candidates < MAX_CANDIDATES)
		w->candidates[w->n_candidates++] =
			(struct candidate){ rank, agency, at, rule };
}

/* Of a code that several agencies use, the one for which the text speaks. */
static const struct agency *
decide(struct work *w, const struct agency_hit *hit)
{
	const struct agency *agency = agency_choose(
		w->state->list, hit, "", piece_head(w->copy.text, NEAR));

	if (!agency)
		tt_warn(w->copy.draft, "W-ambiguous-code",
			"several agencies sign as the one named %s; the text "
			"does not say which",
			hit->agency->canonical);
	return agency;
}

static void
propose_mark(struct work *w, enum rank rank, const struct mark *mark,
	const char *rule)
{
	for (size_t i = 0; i < mark->n; i++) {
		const struct agency *agency = decide(w, &mark->hits[i]);

		if (!agency)
			continue;
		if (agency->kind == AGENCY_AGGREGATOR && mark->n > 1)
			add_party(w, TT_DISTRIBUTOR, agency->canonical,
				mark->texts[i], rule, 0.9);
		else
			propose(w, rank, agency, mark->texts[i], rule);
	}
}

static void
add_mark(struct work *w, enum tt_role role, const struct mark *mark,
	const char *rule, double sure)
{
	for (size_t i = 0; i < mark->n; i++) {
		const struct agency *agency = decide(w, &mark->hits[i]);

		if (agency)
			add_party(w, role, agency->canonical, mark->texts[i],
				rule, sure);
	}
}

static double
confidence_of(enum rank rank)
{
	static const double sure[] = { 0.97, 0.97, 0.93, 0.9, 0.85, 0.7, 0.4 };

	return sure[rank];
}

static bool
is_present(const struct work *w, enum tt_role role, const char *name)
{
	for (size_t i = 0; i < tt_party_count(w->copy.draft); i++) {
		struct tt_party party;

		if (tt_party(w->copy.draft, i, &party) && party.role == role &&
			!strcmp(party.name, name))
			return true;
	}
	return false;
}

/* The strongest evidence names the supplier. The others contributed; a medium
 * that a republisher names and that is not the one of the dateline re-ran it.
 */
static void
settle(struct work *w)
{
	const struct candidate *best = NULL;

	for (size_t i = 0; i < w->n_candidates; i++) {
		const struct candidate *c = &w->candidates[i];
		bool media = c->rank == RANK_PREFIX && c->agency &&
			     c->agency->kind >= AGENCY_BROADCASTER;

		for (size_t k = 0; media && k < w->n_candidates; k++)
			if (w->candidates[k].rank == RANK_DATELINE &&
				w->candidates[k].agency != c->agency) {
				add_party(w, TT_DISTRIBUTOR,
					c->agency->canonical, c->at, c->rule,
					0.9);
				w->candidates[i].rank = RANK_HINT;
				break;
			}
	}
	for (size_t i = 0; i < w->n_candidates; i++)
		if (!best || w->candidates[i].rank < best->rank)
			best = &w->candidates[i];
	if (!best)
		return;
	auto_text own = piece_copy(best->at);
	const char *name = best->agency ? best->agency->canonical : own;
	add_party(w, TT_SUPPLIER, name, best->at, best->rule,
		confidence_of(best->rank));
	for (size_t i = 0; i < w->n_candidates; i++) {
		const struct candidate *c = &w->candidates[i];

		if (c == best)
			continue;
		if (c->agency == best->agency && c->agency)
			add_party(w, TT_SUPPLIER, name, c->at, c->rule,
				confidence_of(c->rank));
		else if (c->agency && c->rank <= RANK_SOURCE_LINE)
			add_party(w, TT_CONTRIBUTOR, c->agency->canonical,
				c->at, c->rule, 0.7);
	}
}

/* ---- lines above and below ------------------------------------------------
 */

static void
add_bylines(struct work *w, const struct credit *credit, const char *rule)
{
	for (size_t i = 0; i < credit->n_names; i++) {
		struct tt_evidence evidence =
			evidence_of(w, credit->names[i], rule, 0.9);
		auto_text name = piece_copy(credit->names[i]);

		tt_add_byline(w->copy.draft, name, &evidence);
		w->bylines = true;
	}
}

static void
take_rights(struct work *w, const struct credit *credit)
{
	add_name(w, TT_RIGHTS_HOLDER, credit->names[0], "copyright-line", 0.8);
	if (credit->mark.n &&
		credit->mark.hits[0].agency->kind == AGENCY_AGENCY)
		propose_mark(w, RANK_RIGHTS, &credit->mark, "rights-line");
}

/* Facts of a credit; returns the label of its bytes. */
static enum tt_label
take_credit(struct work *w, const struct credit *credit, bool head)
{
	switch (credit->kind) {
	case CREDIT_END_MARK:
	case CREDIT_DESK_CODE:
		return TT_END_MARK;
	case CREDIT_CONTACT:
		return TT_CONTACT;
	case CREDIT_AGENCY:
		propose_mark(w, head ? RANK_LABEL : RANK_END_CREDIT,
			&credit->mark, head ? "agency-label" : "end-credit");
		break;
	case CREDIT_SOURCE:
		propose_mark(w, RANK_SOURCE_LINE, &credit->mark, "source-line");
		break;
	case CREDIT_INPUTS:
		add_mark(w, TT_CONTRIBUTOR, &credit->mark, "inputs", 0.93);
		break;
	case CREDIT_VIA:
		add_mark(w, TT_DISTRIBUTOR, &credit->mark, "via", 0.95);
		break;
	case CREDIT_BEHALF:
		add_mark(w, TT_DISTRIBUTOR, &credit->mark, "on-behalf", 0.97);
		add_name(w, TT_ISSUER, credit->names[0], "on-behalf", 0.95);
		break;
	case CREDIT_ISSUER:
		add_name(w, TT_ISSUER, credit->names[0], "source-issuer", 0.95);
		break;
	case CREDIT_SIGN_OFF:
		if (!w->bylines)
			add_bylines(w, credit, "sign-off");
		break;
	case CREDIT_BYLINE:
		add_bylines(w, credit, "byline");
		propose_mark(w, RANK_LABEL, &credit->mark, "byline-agency");
		return TT_BYLINE;
	case CREDIT_PHOTO:
		add_mark(w, TT_PHOTO_CREDIT, &credit->mark, "photo", 0.9);
		break;
	case CREDIT_RIGHTS:
		take_rights(w, credit);
		break;
	case CREDIT_NONE:
		break;
	}
	return TT_CREDIT;
}

static void
format_date(const struct work *w, const struct scan_date *date, char out[16])
{
	static const char *const fields[] = { "versionCreated",
		"contentCreated", "firstCreated" };
	int year = date->year;

	out[0] = '\0';
	for (size_t i = 0; i < 3 && !year && date->month; i++) {
		const char *stamp = tt_field(w->copy.draft, fields[i]);

		if (!stamp || strlen(stamp) < 10)
			continue;
		year = (stamp[0] - '0') * 1000 + (stamp[1] - '0') * 100 +
		       (stamp[2] - '0') * 10 + (stamp[3] - '0');
		int month = (stamp[5] - '0') * 10 + (stamp[6] - '0');
		if (date->month - month > 6)
			year--;
		else if (month - date->month > 6)
			year++;
	}
	if (year >= 1000 && year <= 9999 && date->month >= 1 &&
		date->month <= 12 && date->day >= 1 && date->day <= 31)
		snprintf(out, 16, "%04d-%02d-%02d", year, date->month,
			date->day);
}

static void
take_prefix(struct work *w, const struct dateline *d)
{
	const struct agency *agency = d->republisher.agency;
	struct agency_hit hit;

	w->republisher = agency;
	w->republisher_at = d->republisher_at;
	if (!d->supplier.len) {
		propose(w, RANK_PREFIX, agency, d->republisher_at,
			"prefix-own-desk");
		return;
	}
	struct mark mark;
	if (mark_read(w->state->list, d->supplier, &mark))
		propose_mark(w, RANK_PREFIX, &mark, "prefix");
	else if (agency_at(w->state->list, d->supplier, &hit) &&
		 hit.len == d->supplier.len)
		propose(w, RANK_PREFIX, hit.agency, d->supplier, "prefix");
	else
		propose(w, RANK_PREFIX, NULL, d->supplier, "prefix");
}

/* The last line of the paragraph of line `i`, as far as a dateline goes. */
static size_t
last_of_head(const struct work *w, size_t i)
{
	size_t last = i;

	while (last + 1 < w->copy.n_lines && !w->copy.lines[last + 1].blank &&
		last < i + 6 &&
		w->copy.lines[last + 1].paragraph == w->copy.lines[i].paragraph)
		last++;
	return last;
}

static bool
find_dateline(const struct work *w, size_t i, struct dateline *d)
{
	size_t last = last_of_head(w, i);
	struct piece head = copy_piece(
		&w->copy, w->copy.lines[i].start, w->copy.lines[last].end);

	if (dateline_read(w->state->list, w->state->words.no_places, head, d))
		return true;
	/* A break inside the dateline does not look like a wrapped line. */
	if (head.len > 48 || last + 1 >= w->copy.n_lines ||
		w->copy.lines[last + 1].blank || scan_ends_sentence(head))
		return false;
	last = last_of_head(w, last + 1);
	head = copy_piece(
		&w->copy, w->copy.lines[i].start, w->copy.lines[last].end);
	return dateline_read(
		       w->state->list, w->state->words.no_places, head, d) &&
	       d->mark.n;
}

static bool
take_dateline(struct work *w, size_t i)
{
	struct dateline d;

	if (!find_dateline(w, i, &d))
		return false;
	size_t start = w->copy.lines[i].start;
	if (d.prefix_len) {
		take_prefix(w, &d);
		copy_remove(&w->copy, start, start + d.prefix_len, TT_CREDIT,
			"prefix");
	}
	if (d.len <= d.prefix_len)
		return true;
	if (d.mark.n)
		propose_mark(w, RANK_DATELINE, &d.mark, "dateline-mark");
	char date[16];
	format_date(w, &d.date, date);
	struct tt_evidence evidence = { start + d.prefix_len,
		start + d.mark_len, "dateline", d.mark.n ? 0.97 : 0.85 };
	auto_text place = piece_copy(d.place);
	tt_set_dateline(w->copy.draft, place, date, &evidence);
	if (d.byline.len) {
		struct credit credit = { .names = { d.byline }, .n_names = 1 };

		add_bylines(w, &credit, "reporter");
	}
	copy_remove(&w->copy, start + d.prefix_len, start + d.len, TT_DATELINE,
		"dateline");
	return true;
}

/* "AFP/Tokyo" on a line of its own. */
static void
set_place(struct work *w, struct piece place, struct piece line)
{
	struct tt_evidence evidence = evidence_of(w, line, "place-line", 0.85);
	auto_text copy = piece_copy(place);

	tt_set_dateline(w->copy.draft, copy, "", &evidence);
}

/* From the top: labels until the story begins, then its dateline. */
static void
read_head(struct work *w)
{
	size_t seen = 0;

	for (size_t i = copy_next(&w->copy, 0);
		i < w->copy.n_lines && seen < MAX_HEAD_LINES;
		i = copy_next(&w->copy, i + 1), seen++) {
		struct piece line = copy_line(&w->copy, i);
		struct credit credit;

		if (credit_read(w->state->list, &w->state->words, line, true,
			    &credit) &&
			(credit.kind != CREDIT_DESK_CODE)) {
			if (credit.kind == CREDIT_AGENCY &&
				credit.mark.place.len)
				set_place(w, credit.mark.place, line);
			copy_remove(&w->copy, w->copy.lines[i].start,
				w->copy.lines[i].end,
				take_credit(w, &credit, true), "head-line");
			continue;
		}
		bool found = take_dateline(w, i);
		if (!w->copy.lines[i].blank && (found || line.len > 60))
			return;
	}
}

static void
read_tail_of(struct work *w, size_t i)
{
	for (int n = 0; n < 4; n++) {
		struct credit credit;
		struct piece line = copy_line(&w->copy, i);
		size_t len = credit_tail(
			w->state->list, &w->state->words, line, &credit);

		if (!len)
			return;
		size_t end = w->copy.lines[i].end;
		copy_remove(&w->copy, end - len, end,
			take_credit(w, &credit, false), "tail");
		struct piece rest = piece_trim(copy_line(&w->copy, i));
		w->copy.lines[i].end = w->copy.lines[i].start + rest.len;
	}
}

/* A contact label and what stands below it to the end, if none of it is the
 * story's; who the release is from may stand there too. */
static void
read_contacts(struct work *w)
{
	size_t i = copy_before(&w->copy, w->copy.n_lines);

	for (int n = 0; i < w->copy.n_lines && n < MAX_TAIL_LINES; n++) {
		struct piece line = copy_line(&w->copy, i);

		if (credit_is_contact(&w->state->words, line))
			break;
		if (scan_is_prose(line) || line.len > 120)
			return;
		i = copy_before(&w->copy, i);
	}
	if (i >= w->copy.n_lines)
		return;
	for (; i < w->copy.n_lines; i = copy_next(&w->copy, i + 1)) {
		struct credit credit;

		if (credit_read(w->state->list, &w->state->words,
			    copy_line(&w->copy, i), false, &credit) &&
			credit.kind != CREDIT_CONTACT)
			return;
		copy_remove(&w->copy, w->copy.lines[i].start,
			w->copy.lines[i].end, TT_CONTACT, "contact-block");
	}
}

/* From the end: credits until the story's last sentence, then what is glued to
 * it. */
static void
read_end(struct work *w)
{
	size_t i = copy_before(&w->copy, w->copy.n_lines);

	for (int n = 0; i < w->copy.n_lines && n < MAX_TAIL_LINES; n++) {
		struct credit credit;

		if (!credit_read(w->state->list, &w->state->words,
			    copy_line(&w->copy, i), false, &credit))
			break;
		copy_remove(&w->copy, w->copy.lines[i].start,
			w->copy.lines[i].end, take_credit(w, &credit, false),
			"end-line");
		i = copy_before(&w->copy, i);
	}
	if (i < w->copy.n_lines)
		read_tail_of(w, i);
}

/* Copyright lines that the disclaimer plugin keeps name the holder. */
static void
read_notices(struct work *w)
{
	size_t last = copy_before(&w->copy, w->copy.n_lines);

	for (size_t i = 0; i < w->copy.n_lines; i++) {
		const struct copy_line *line = &w->copy.lines[i];
		struct credit credit;

		if (line->start >= line->end || line->end - line->start > 200)
			continue;
		enum tt_label label = tt_label_at(w->copy.draft, line->start);
		if (label == TT_FURNITURE && last < i)
			return; /* the page's own line */
		if (label != TT_NOTICE)
			continue;
		struct piece text = copy_line(&w->copy, i);
		if (credit_read(w->state->list, &w->state->words, text, false,
			    &credit) &&
			credit.kind == CREDIT_RIGHTS)
			take_rights(w, &credit);
	}
}

/* Photo credits inside the story. */
static void
read_photos(struct work *w)
{
	for (size_t i = copy_next(&w->copy, 0); i < w->copy.n_lines;
		i = copy_next(&w->copy, i + 1)) {
		struct piece line = copy_line(&w->copy, i);
		struct mark mark;

		for (size_t k = 0; k < line.len; k++) {
			if (line.at[k] != '(')
				continue;
			size_t len = credit_photo(
				w->state->list, piece_skip(line, k), &mark);
			if (!len || !mark.n)
				continue;
			add_mark(w, TT_PHOTO_CREDIT, &mark, "photo", 0.9);
			size_t at = w->copy.lines[i].start + k;
			tt_remove(w->copy.draft, at, at + len, TT_CREDIT,
				"photo");
			k += len - 1;
		}
	}
}

/* ---- cited sources --------------------------------------------------------
 */

static bool
is_cited(const struct work *w, const struct agency *agency)
{
	for (size_t i = 0; i < w->n_cited; i++)
		if (w->cited[i] == agency)
			return true;
	return false;
}

static bool
can_be_cited(struct work *w, const struct agency *agency)
{
	return agency->kind != AGENCY_NEWSWIRE &&
	       agency->kind != AGENCY_AGGREGATOR &&
	       agency->kind != AGENCY_PHOTO && !is_cited(w, agency) &&
	       !is_present(w, TT_SUPPLIER, agency->canonical) &&
	       !is_present(w, TT_CONTRIBUTOR, agency->canonical);
}

static void
weigh_name(struct work *w, struct piece text, size_t i,
	const struct agency_hit *hit)
{
	double sure = cite_weigh(&w->state->words, text, i, hit);

	if (sure <= 0 || w->n_cited >= MAX_CITED)
		return;
	const struct agency *agency =
		hit->shared ? agency_choose(w->state->list, hit, "",
				      piece_head(w->copy.text, NEAR))
			    : hit->agency;
	if (!agency || !can_be_cited(w, agency))
		return;
	w->cited[w->n_cited++] = agency;
	add_party(w, TT_CITED, agency->canonical,
		piece_of(text.at + i, hit->len), "cited", sure);
}

static void
read_cited_in(struct work *w, struct piece text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		unsigned char before = i ? (unsigned char)text.at[i - 1] : ' ';
		struct agency_hit hit;

		if (c < 'A' || (c > 'Z' && c < 'a') || (c & 0xc0) == 0x80)
			continue;
		if (c < 0x80 && byte_is_word(before) && before < 0x80)
			continue;
		if (!agency_at(w->state->list, piece_skip(text, i), &hit))
			continue;
		if (can_be_cited(w, hit.agency) || hit.shared)
			weigh_name(w, text, i, &hit);
		i += hit.len - 1;
	}
}

/* Paragraph by paragraph, as a sentence may be wrapped. */
static void
read_cited(struct work *w)
{
	for (size_t i = copy_next(&w->copy, 0); i < w->copy.n_lines;) {
		size_t last = i;

		while (last + 1 < w->copy.n_lines &&
			!w->copy.lines[last + 1].blank &&
			w->copy.lines[last + 1].paragraph ==
				w->copy.lines[i].paragraph)
			last++;
		read_cited_in(w, copy_piece(&w->copy, w->copy.lines[i].start,
					 w->copy.lines[last].end));
		i = copy_next(&w->copy, last + 1);
	}
}

static enum tt_verdict
attribution_process(struct tt_instance *self, struct tt_draft *draft)
{
	struct work w = { .state = tt_state(self) };

	/* A title that was claimed may be a line of rights. */
	if (copy_open_top(&w.copy, draft))
		w.copy.lines[0].blank = true;
	read_notices(&w);
	read_head(&w);
	read_contacts(&w);
	read_end(&w);
	read_photos(&w);
	settle(&w);
	if (w.republisher)
		add_party(&w, TT_DISTRIBUTOR, w.republisher->canonical,
			w.republisher_at, "prefix", 0.98);
	read_cited(&w);
	copy_close(&w.copy);
	return TT_PASS;
}

/* ---- rules ----------------------------------------------------------------
 */

/* All values of one key, from all rules; the list is the caller's. */
static const char **
gather(const struct tt_rules *rules, const char *key)
{
	size_t n = 0, cap = 0;
	const char **list = NULL, *value;

	for (size_t i = 0; i < tt_rule_count(rules); i++)
		for (size_t k = 0;
			(value = tt_rule_value(tt_rule_at(rules, i), key, k));
			k++) {
			mem_more(list, n, cap);
			list[n++] = value;
		}
	mem_more(list, n, cap);
	list[n] = NULL;
	return list;
}

static bool
attribution_start(struct tt_instance *self)
{
	struct state *state = mem_alloc(sizeof(*state));
	size_t len;
	const char *csv = tt_data(self, "agencies.csv", &len);
	const struct tt_rules *rules = tt_rules(self, "marks.rules");

	tt_set_state(self, state);
	state->list = csv ? agency_list_new(csv, len) : NULL;
	if (!state->list) {
		tt_start_error(self, "agencies.csv is missing or empty");
		return false;
	}
	if (!rules)
		return false;
	state->words = (struct mark_words){
		.before = gather(rules, "before"),
		.after = gather(rules, "after"),
		.joined = gather(rules, "joined"),
		.nouns = gather(rules, "noun"),
		.fillers = gather(rules, "filler"),
		.labels = gather(rules, "label"),
		.via = gather(rules, "via"),
		.inputs = gather(rules, "inputs"),
		.by = gather(rules, "by"),
		.ends = gather(rules, "end"),
		.contacts = gather(rules, "contact"),
		.contributed = gather(rules, "contributed"),
		.no_places = gather(rules, "noplace"),
		.nobody = gather(rules, "nobody"),
	};
	return true;
}

static void
attribution_stop(struct tt_instance *self)
{
	struct state *state = tt_state(self);

	if (!state)
		return;
	const char **lists[] = { state->words.before, state->words.after,
		state->words.joined, state->words.nouns, state->words.fillers,
		state->words.labels, state->words.via, state->words.inputs,
		state->words.by, state->words.ends, state->words.contacts,
		state->words.contributed, state->words.no_places,
		state->words.nobody };
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		free(lists[i]);
	agency_list_free(state->list);
	free(state);
}

TORNTAPE_PLUGIN = {
	TT_PLUGIN_ABI,
	.name = "attribution",
	.version = "1.0",
	.summary =
		"Finds the agencies and persons behind a story, with evidence.",
	.start = attribution_start,
	.process = attribution_process,
	.stop = attribution_stop,
};
