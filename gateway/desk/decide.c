/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decide - what one arriving story does to what stands.
 *
 * The rules stand in desk.h. Every way out writes a status, and a reason where
 * a person would ask for one; nothing is dropped without a word. What is not
 * certain is held or left alone, never shown.
 */
#include <errno.h>

#include "base/mem.h"
#include "base/rfc3339.h"
#include "desk/batch.h"
#include "desk/rank.h"
#include "desk/submission.h"

struct decision {
	struct batch *batch;
	const struct submission *submission;
	int64_t document;
	struct story *story;
	struct receipt_story *line;
	struct standing standing;
	struct rank_facts facts;
	enum rank rank; /* where the story is known */
	bool is_known;
	bool is_killed; /* and nothing newer waits or shows */
	char *actor;
	char *version; /* what the event will be called */
};

static void
decision_done(struct decision *decision)
{
	standing_done(&decision->standing);
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

static int
emit(struct decision *d, enum entry_kind kind, struct story *story,
	int64_t until_ms, const char *reason)
{
	struct entry_facts facts = {
		.kind = kind,
		.partner = slice_text(d->submission->partner),
		.uri = story_get(d->story, RECORD_URI),
		.version = slice_text(d->version),
		.reason = slice_text(reason),
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
	name_kill(d);
	error = emit(d, ENTRY_KILLED, NULL, -1,
		text[0] != '\0' ? text : "killed by the partner");
	return error ? error : settle(d, RECEIPT_KILLED, "");
}

/* ---- hold ------------------------------------------------------------------
 */

static int
hold(struct decision *d, int64_t until_ms, const char *reason)
{
	int error = emit(d, ENTRY_HELD, d->story, until_ms, reason);

	return error ? error : settle(d, RECEIPT_HELD, reason);
}

static int
decide_withhold(struct decision *d)
{
	static const char reason[] = "withheld by the partner";
	bool is_shown = d->standing.shown_seq != 0;
	bool is_held = d->standing.hold_seq != 0 &&
		       d->standing.release_ms == ENTRY_NEVER;
	int error;

	if (d->is_known && d->rank == RANK_OLDER)
		return settle(d, RECEIPT_LATE, "a newer version stands");
	if (d->rank == RANK_SAME && d->is_known && !is_shown &&
		(is_held || d->standing.state == STANDING_WITHHELD))
		return settle(d, RECEIPT_DUPLICATE, "it is withheld already");
	if (!is_shown)
		return hold(d, ENTRY_NEVER, reason);
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
	error = emit(d, kind, d->story, -1, "");
	return error ? error : settle(d, status, "");
}

/* Equal version, equal content: only other terms of a hold can matter. */
static int
decide_same(struct decision *d, int64_t until_ms, const char *reason)
{
	if (d->standing.hold_seq == 0 || until_ms == d->standing.release_ms)
		return settle(d, RECEIPT_DUPLICATE, "this version stands");
	return until_ms >= 0 ? hold(d, until_ms, reason) : show(d);
}

static bool
is_duplicate_content(const struct decision *d)
{
	return d->facts.version.len == 0 && d->facts.hash.len != 0 &&
	       slice_is(d->facts.hash, d->standing.hash);
}

static int
decide_known(struct decision *d, int64_t until_ms, const char *reason)
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
		return decide_same(d, until_ms, reason);
	if (d->rank == RANK_CHANGED)
		warn(d, "the version is the one that stands, the content is "
			"not: taken as a correction");
	return until_ms >= 0 ? hold(d, until_ms, reason) : show(d);
}

static int
decide_publish(struct decision *d)
{
	int64_t until_ms = story_time(d->story, RECORD_EMBARGO);
	auto_(mem_free) char *reason = NULL;

	if (until_ms >= 0 && until_ms <= d->batch->release_ms)
		until_ms = -1;
	if (until_ms == ENTRY_NEVER)
		reason = mem_strdup("embargo without an instant; a person has "
				    "to release it");
	else if (until_ms >= 0)
		reason = mem_printf(
			"embargo until %s", rfc3339_of(until_ms).text);
	if (until_ms >= 0 && !d->submission->may_embargo)
		warn(d, "this partner has no right to embargo; held all the "
			"same");
	if (d->is_known)
		return decide_known(d, until_ms, reason);
	return until_ms >= 0 ? hold(d, until_ms, reason) : show(d);
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
quarantine(struct decision *d)
{
	struct slice reason = story_get(d->story, RECORD_REASON);
	auto_(mem_free) char *text =
		reason.len ? mem_strndup(reason.at, reason.len)
			   : mem_strdup("a plugin could not cope with it");
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

static enum story_event
asked_event(const struct story *story)
{
	struct slice status = story_get(story, RECORD_PUB_STATUS);

	if (slice_is(status, "canceled"))
		return STORY_KILL;
	if (slice_is(status, "withheld"))
		return STORY_WITHHOLD;
	return story_event(story);
}

static int
decide_event(struct decision *d)
{
	enum story_event event = asked_event(d->story);

	if (event == STORY_ADVISORY)
		return settle(d, RECEIPT_ADVISORY,
			"a note to editors; never published");
	if (event == STORY_KILL)
		return decide_kill(d);
	if (d->is_killed && !rank_is_provably_newer(&d->standing, &d->facts))
		return settle(d, RECEIPT_LATE,
			"the story was killed and this is not provably newer");
	if (event == STORY_WITHHOLD)
		return decide_withhold(d);
	return event == STORY_EXPIRE ? decide_expire(d) : decide_publish(d);
}

static int
decision_look_up(struct decision *d)
{
	int result =
		journal_find(d->batch->journal, &d->line->id, &d->standing);

	if (result < 0)
		return result;
	d->is_known = result == 0;
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
	if (slice_is(verdict, "reject"))
		return settle(d, RECEIPT_REJECTED,
			text[0] != '\0' ? text : "refused by a plugin");
	if (slice_is(verdict, "fail"))
		return quarantine(d);
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

int
decide_story(struct batch *batch, const struct submission *submission,
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
