/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decide - what one arriving story does to what stands.
 *
 * The rules stand in desk.h. Every way out writes a status, and a reason where
 * a person would ask for one; nothing is dropped without a word. What is not
 * certain is held or left alone, never shown.
 */
#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "desk/batch.h"
#include "desk/rank.h"
#include "desk/submission.h"
#include "desk/succession.h"
#include "desk/terms.h"
#include "story/amend.h"

struct decision {
	struct batch *batch;
	const struct submission *submission;
	int64_t document;
	struct story *story;  /* as the partner sent it */
	struct story *sealed; /* with what editors say of it; a reference */
	struct buf ended;     /* what they say no more, for the timeline */
	struct receipt_story *line;
	struct standing standing;
	struct rank_facts facts;
	enum rank rank; /* where the story is known */
	bool is_known;
	bool is_killed;    /* and nothing newer waits or shows */
	char *stop;        /* an editor holds it: why; NULL: nobody does */
	struct terms held; /* of what waits, when an editor holds it */
	char *actor;
	char *version; /* what the event will be called */
};

static void
decision_done(struct decision *decision)
{
	standing_done(&decision->standing);
	story_unref(decision->sealed);
	buf_done(&decision->ended);
	mem_free(decision->stop);
	mem_free(decision->actor);
	mem_free(decision->version);
}
DEFINE_AUTO_VALUE(struct decision, decision_done);

static int
settle(struct decision *d, enum receipt_status status, const char *reason)
{
	d->line->status = status;
	d->line->seq = d->line->seq ? d->line->seq : d->standing.seq;
	mem_free(d->line->reason);
	d->line->reason = mem_strdup(reason);
	return 0;
}

static void
warn(struct decision *d, const char *warning)
{
	mem_free(d->line->warning);
	d->line->warning = mem_strdup(warning);
}

/* Without a version of its own the desk counts. */
static char *
next_version(const struct decision *d)
{
	uint64_t number = 0;

	if (d->facts.version.len != 0)
		return mem_strndup(d->facts.version.at, d->facts.version.len);
	if (d->is_known)
		(void)slice_to_u64(slice_text(d->standing.version), &number);
	return mem_printf("%llu", (unsigned long long)number + 1);
}

/* `story` NULL: without text, and nothing becomes of what editors say. */
static int
emit(struct decision *d, enum entry_kind kind, struct story *story,
	int64_t until_ms, const char *reason)
{
	bool has_ended = story != NULL && d->ended.len != 0;
	auto_(mem_free) char *all = mem_printf("%s%s%s%s", reason,
		has_ended && reason[0] != '\0' ? "; " : "",
		has_ended ? buf_text(&d->ended) : "",
		has_ended ? ": the partner changed it, and its word counts"
			  : "");
	struct entry_facts facts = {
		.kind = kind,
		.partner = slice_text(d->submission->partner),
		.uri = story_get(d->story, RECORD_URI),
		.version = slice_text(d->version),
		.reason = slice_text(all),
		.actor = slice_text(d->actor),
		.version_ms = d->facts.version_ms,
		.until_ms = until_ms,
		.document = d->document,
		.story = story,
	};

	mem_free(d->line->version);
	d->line->version = mem_strdup(d->version);
	return batch_emit(d->batch, &facts, &d->standing, &d->line->seq);
}

/* ---- kill ------------------------------------------------------------------
 */

/* A kill is called by the newer of its own version and the one that stands, so
 * that whatever comes back must be newer than both. */
static void
name_kill(struct decision *d)
{
	bool keep = d->is_known && d->standing.version[0] != '\0' &&
		    (d->facts.version.len == 0 || d->rank == RANK_OLDER);

	mem_free(d->version);
	d->version =
		keep ? mem_strdup(d->standing.version)
		     : mem_strndup(d->facts.version.at, d->facts.version.len);
	if (d->facts.version_ms < 0)
		d->facts.version_ms = d->batch->now_ms;
}

static int
decide_kill(struct decision *d)
{
	struct slice reason = story_get(d->story, RECORD_REASON);
	auto_(mem_free) char *text = mem_strndup(reason.at, reason.len);
	bool was_killed = d->standing.mute_seq != 0;
	int error;

	if (!d->submission->may_kill)
		return settle(d, RECEIPT_REJECTED,
			"this partner may not kill stories");
	if (d->is_killed && !rank_is_provably_newer(&d->standing, &d->facts))
		return settle(d, RECEIPT_DUPLICATE, "it was killed before");
	if (was_killed && !d->is_killed && d->rank == RANK_OLDER)
		return settle(d, RECEIPT_LATE,
			"the kill is older than the version that stands");
	if (!d->is_known && d->line->warning[0] == '\0')
		warn(d, "nothing that came before has this identity, so no "
			"story was taken back; the kill stands for one that "
			"may still come. If another was meant: "
			"torntape kill STORY");
	name_kill(d);
	error = emit(d, ENTRY_KILLED, NULL, -1,
		text[0] != '\0' ? text : "killed by the partner");
	return error ? error : settle(d, RECEIPT_KILLED, "");
}

/* ---- hold ------------------------------------------------------------------
 */

/* An editor's hold goes over whatever the version says of itself. */
static int
hold(struct decision *d, const struct terms *terms)
{
	const char *reason = d->stop ? d->stop : terms->reason;
	int error =
		d->stop ? emit(d, ENTRY_STOPPED, d->sealed, ENTRY_NEVER, reason)
			: emit(d, ENTRY_HELD, d->sealed, terms->until_ms,
				  reason);

	return error ? error : settle(d, RECEIPT_HELD, reason);
}

static bool
is_same_terms(const struct terms *a, const struct terms *b)
{
	return a->until_ms == b->until_ms && strcmp(a->reason, b->reason) == 0;
}

static int
decide_withhold(struct decision *d)
{
	struct terms terms = terms_of(d->sealed, d->batch->release_ms);
	const char *reason = terms.reason;
	bool is_shown = d->standing.shown_seq != 0;
	bool is_held = d->stop ? is_same_terms(&d->held, &terms)
			       : d->standing.hold_seq != 0 &&
					 d->standing.release_ms == ENTRY_NEVER;
	int error;

	if (d->is_known && d->rank == RANK_OLDER)
		return settle(d, RECEIPT_LATE, "a newer version stands");
	if (d->rank == RANK_SAME && d->is_known && !is_shown &&
		(is_held || d->standing.state == STANDING_WITHHELD))
		return settle(d, RECEIPT_DUPLICATE, "it is withheld already");
	if (!is_shown)
		return hold(d, &terms);
	error = emit(d, ENTRY_WITHHELD, NULL, -1, reason);
	return error ? error : settle(d, RECEIPT_HELD, reason);
}

/* ---- show ------------------------------------------------------------------
 */

static bool
is_correction(const struct decision *d)
{
	struct slice kind = story_get(d->story, RECORD_LIFECYCLE);

	return d->rank == RANK_CHANGED ||
	       story_event(d->story) == STORY_CORRECT ||
	       slice_is(kind, "correction") || slice_is(kind, "clarification");
}

static int
show(struct decision *d)
{
	enum entry_kind kind = ENTRY_UPDATED;
	enum receipt_status status = RECEIPT_UPDATED;
	bool is_shown = d->standing.shown_seq != 0;
	int error;

	if (!is_shown && d->standing.hold_seq != 0) {
		kind = ENTRY_RELEASED;
		status = RECEIPT_PUBLISHED;
	} else if (!is_shown) {
		kind = ENTRY_PUBLISHED;
		status = RECEIPT_PUBLISHED;
	} else if (is_correction(d)) {
		kind = ENTRY_CORRECTED;
		status = RECEIPT_CORRECTED;
	}
	error = emit(d, kind, d->sealed, -1, "");
	return error ? error : settle(d, status, "");
}

static int
show_or_hold(struct decision *d, const struct terms *terms)
{
	return terms->until_ms >= 0 || d->stop ? hold(d, terms) : show(d);
}

/* Equal version, equal content: only other terms of a hold can matter. */
static int
decide_same(struct decision *d, const struct terms *terms)
{
	int64_t held_ms = d->stop ? d->held.until_ms : d->standing.release_ms;

	if (d->standing.hold_seq == 0 || terms->until_ms == held_ms)
		return settle(d, RECEIPT_DUPLICATE, "this version stands");
	return show_or_hold(d, terms);
}

static bool
is_duplicate_content(const struct decision *d)
{
	return d->facts.version.len == 0 && d->facts.hash.len != 0 &&
	       slice_is(d->facts.hash, d->standing.hash);
}

static int
decide_known(struct decision *d, const struct terms *terms)
{
	bool is_muted = d->standing.shown_seq == 0 && d->standing.hold_seq == 0;

	if (d->rank == RANK_OLDER)
		return settle(d, RECEIPT_LATE, "a newer version stands");
	if (is_muted && d->rank != RANK_NEWER &&
		story_event(d->story) != STORY_RELEASE)
		return settle(d, RECEIPT_LATE,
			"this version was withheld; only a newer one or a "
			"release brings it back");
	if (!is_muted && (d->rank == RANK_SAME || is_duplicate_content(d)))
		return decide_same(d, terms);
	if (d->rank == RANK_CHANGED)
		warn(d, "the version is the one that stands, the content is "
			"not: taken as a correction");
	return show_or_hold(d, terms);
}

static int
decide_publish(struct decision *d)
{
	struct terms terms = terms_of(d->sealed, d->batch->release_ms);

	if (!d->submission->may_embargo &&
		terms_of(d->story, d->batch->release_ms).until_ms >= 0)
		warn(d, "this partner has no right to embargo; held all the "
			"same");
	return d->is_known ? decide_known(d, &terms) : show_or_hold(d, &terms);
}

static int
decide_expire(struct decision *d)
{
	int error;

	if (d->standing.state != STANDING_PUBLISHED)
		return settle(d, RECEIPT_LATE, "nothing is shown of it");
	if (d->rank == RANK_OLDER)
		return settle(d, RECEIPT_LATE, "a newer version stands");
	mem_free(d->version);
	d->version = mem_strdup(d->standing.version);
	error = emit(d, ENTRY_EXPIRED, NULL, -1, "expired by the partner");
	return error ? error : settle(d, RECEIPT_UPDATED, "expired");
}

/* ---- the verdict of the chain, and which of the above -----------------------
 */

static int
quarantine(struct decision *d, const char *text)
{
	struct journal_put put = {
		.kind = JOURNAL_QUARANTINE,
		.quarantine = {
			.document = d->document,
			.time_ms = d->batch->now_ms,
			.partner = slice_text(d->submission->partner),
			.uri = story_get(d->story, RECORD_URI),
			.code = SLICE("plugin"),
			.reason = slice_text(text),
		},
	};
	int error = journal_put(d->batch->journal, &put);

	d->line->quarantine = put.quarantine.id;
	return error ? error : settle(d, RECEIPT_QUARANTINED, text);
}

static int
quarantine_failed(struct decision *d)
{
	struct slice reason = story_get(d->story, RECORD_REASON);
	auto_(mem_free) char *text =
		reason.len ? mem_strndup(reason.at, reason.len)
			   : mem_strdup("a plugin could not cope with it");

	return quarantine(d, text);
}

/* What editors said of the version before goes on, but for what the partner
 * has changed itself. 1: it cannot be; `why` says so. */
static int
decision_amend(struct decision *d, struct problem *why)
{
	auto_(entry_unref) struct entry *before = NULL;
	auto_(overrides_done) struct overrides old = { 0 }, new = { 0 };
	int error;

	if (d->standing.override_seq == 0) {
		d->sealed = story_ref(d->story);
		return 0;
	}
	error = batch_entry(d->batch, d->standing.override_seq, &before);
	if (error)
		return error;
	overrides_read(story_record(before->story), &old);
	overrides_carry(&old, story_record(d->story), d->batch->now_ms, &new,
		&d->ended);
	return amend_story(d->story, &new, d->batch->now_ms, &d->sealed, why);
}

static int
decide_event(struct decision *d)
{
	struct problem why = PROBLEM_NULL;
	int result;

	enum story_event event = terms_event(d->story);

	if (event == STORY_ADVISORY)
		return settle(d, RECEIPT_ADVISORY,
			"a note to editors; never published");
	if (event == STORY_KILL)
		return decide_kill(d);
	if (d->is_killed && !rank_is_provably_newer(&d->standing, &d->facts))
		return settle(d, RECEIPT_LATE,
			"the story was killed and this is not provably newer");
	if (event == STORY_EXPIRE)
		return decide_expire(d);
	result = decision_amend(d, &why);
	if (result)
		return result < 0 ? result : quarantine(d, why.text);
	return event == STORY_WITHHOLD ? decide_withhold(d) : decide_publish(d);
}

/* Why an editor holds it, and what would be of it without that. */
static int
decision_look_at_hold(struct decision *d)
{
	auto_(entry_unref) struct entry *stop = NULL, *held = NULL;
	int error = batch_entry(d->batch, d->standing.stop_seq, &stop);

	if (!error)
		error = batch_entry(d->batch, d->standing.hold_seq, &held);
	if (error)
		return error;
	d->stop = mem_strdup(stop->reason);
	d->held = terms_of(held->story, d->batch->release_ms);
	return 0;
}

static int
decision_look_up(struct decision *d)
{
	int result =
		journal_find(d->batch->journal, &d->line->id, &d->standing);

	if (result < 0)
		return result;
	if (d->standing.stop_seq != 0) {
		result = decision_look_at_hold(d);
		if (result)
			return result;
	}
	d->is_known = d->standing.seq != 0;
	d->is_killed = d->is_known && d->standing.state == STANDING_KILLED &&
		       d->standing.hold_seq == 0;
	d->rank = d->is_known ? rank_against(&d->standing, &d->facts)
			      : RANK_NEWER;
	d->version = next_version(d);
	return 0;
}

static int
decide_verdict(struct decision *d)
{
	struct slice verdict = story_get(d->story, RECORD_VERDICT);
	struct slice reason = story_get(d->story, RECORD_REASON);
	auto_(mem_free) char *text = mem_strndup(reason.at, reason.len);
	int error;

	if (!slice_is(story_get(d->story, RECORD_PARTNER),
		    d->submission->partner))
		return settle(d, RECEIPT_REJECTED,
			"the story names another partner than the sender");
	if (story_has(d->story, RECORD_OVERRIDE) ||
		story_has(d->story, RECORD_BASE))
		return settle(d, RECEIPT_REJECTED,
			"the story speaks for an editor of this house");
	if (slice_is(verdict, "reject"))
		return settle(d, RECEIPT_REJECTED,
			text[0] != '\0' ? text : "refused by a plugin");
	if (slice_is(verdict, "fail"))
		return quarantine_failed(d);
	if (verdict.len != 0 && !slice_is(verdict, "pass"))
		return settle(d, RECEIPT_REJECTED, "its verdict is unknown");
	error = decision_look_up(d);
	return error ? error : decide_event(d);
}

static void
line_version(struct decision *d)
{
	const char *stands = d->standing.version;

	if (d->line->version[0] != '\0')
		return;
	mem_free(d->line->version);
	d->line->version =
		d->facts.version.len || stands == NULL
			? mem_strndup(d->facts.version.at, d->facts.version.len)
			: mem_strdup(stands);
}

static bool
is_taken(enum receipt_status status)
{
	return status == RECEIPT_PUBLISHED || status == RECEIPT_UPDATED ||
	       status == RECEIPT_CORRECTED || status == RECEIPT_HELD;
}

static int
decide_as(struct batch *batch, const struct submission *submission,
	int64_t document, struct story *story, struct receipt_story *line)
{
	struct slice uri = story_get(story, RECORD_URI);
	auto_(decision_done) struct decision d = {
		.batch = batch,
		.submission = submission,
		.document = document,
		.story = story,
		.line = line,
		.facts = {
			.version = story_get(story, RECORD_VERSION),
			.hash = story_get(story, RECORD_CONTENT_HASH),
			.version_ms = story_time(story, RECORD_VERSION_TIME),
		},
		.actor = mem_printf("partner %s", submission->partner),
	};
	int error;

	line->id = story_id_of(slice_text(submission->partner), uri);
	mem_free(line->uri);
	line->uri = mem_strndup(uri.at, uri.len);
	error = decide_verdict(&d);
	if (error)
		return error;
	line_version(&d);
	batch_count(batch, line->status);
	return 0;
}

int
decide_story(struct batch *batch, const struct submission *submission,
	int64_t document, struct story *story, struct receipt_story *line)
{
	struct slice partner = slice_text(submission->partner);
	auto_(story_unref) struct story *renamed = NULL;
	int result = succession_find(batch, partner, story, line, &renamed);

	if (result < 0)
		return result;
	result = decide_as(batch, submission, document,
		renamed != NULL ? renamed : story, line);
	if (result != 0 || !is_taken(line->status))
		return result;
	return succession_note(batch, partner, story_get(story, RECORD_URI),
		renamed != NULL ? renamed : story);
}
