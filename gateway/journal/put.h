/* SPDX-License-Identifier: Apache-2.0 */
/*
 * put.h - what is kept beside the events, in the same commit.
 *
 * A put is a plain description of one row; its texts are borrowed until
 * journal_put() returns. Delivery loops describe what they did (positions,
 * lanes, ledger) and send it to the desk, which is the only writer.
 */
#ifndef JOURNAL_PUT_H
#define JOURNAL_PUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/auto.h"
#include "base/slice.h"
#include "journal/books.h"
#include "story/story.h"

/* The raw bytes of one accepted request, and what became of it. */
struct journal_document {
	int64_t id; /* filled in by journal_put() */
	int64_t time_ms;
	struct slice partner, content_type, headers, bytes;
	struct slice status; /* "accepted" "quarantined" "undecodable" */
};

/* Quarantined: kept for a person, with the reason; state "open" at first. */
struct journal_quarantine {
	int64_t id; /* filled in by journal_put() */
	int64_t document, time_ms;
	struct slice partner;
	struct slice uri;    /* "" when the document could not be read */
	struct slice code;   /* stable: "undecodable" "worker-died" "plugin" */
	struct slice reason; /* a sentence */
};

/* What was answered under an idempotency key. */
struct journal_answer {
	struct slice partner, key, body_hash;
	int64_t time_ms;
	struct slice answer; /* the desk's own spelling */
	char *owned;         /* of a look-up: owns the texts */
};
void journal_answer_done(struct journal_answer *answer);
DEFINE_AUTO_VALUE(struct journal_answer, journal_answer_done);

/* Where a subscriber is. Every number is that of an event. */
struct journal_position {
	struct slice subscriber;
	int64_t seq;      /* everything up to here was dealt with */
	int64_t kill_seq; /* kills up to here were dealt with */
	int64_t acked;    /* acknowledged up to here, as contracts define it */
	int64_t time_ms;
};

/* A story in retry for a push subscriber. */
struct journal_lane {
	struct slice subscriber;
	struct story_id id;
	int64_t seq;      /* the event that the next attempt is about */
	unsigned attempt; /* made so far */
	int64_t next_ms;  /* wall time of the next one */
	bool done;        /* true: the row goes */
};

/* An endpoint that said it is gone: nothing is sent there until the
 * subscriber has another address. */
struct journal_gone {
	struct slice subscriber, url;
	int64_t time_ms;
	bool over; /* true: the row goes */
};

/* A name that is not a story's uri leads to one: see desk/succession.h. */
struct journal_succession {
	struct slice partner, name;
	struct slice uri; /* "": it leads to more than one, so to none */
	int64_t time_ms;
	char *owned; /* of a look-up: owns the uri */
};
void journal_succession_done(struct journal_succession *succession);
DEFINE_AUTO_VALUE(struct journal_succession, journal_succession_done);

/* One attempt, or one refusal at send time. */
struct journal_ledger {
	struct slice subscriber;
	struct story_id id;
	int64_t seq;
	struct slice version;
	unsigned attempt;
	struct slice outcome; /* closed list of deliver: "delivered" "failed"
				 "served" "gave-up" "not-entitled" ... */
	int http_status;      /* 0: none */
	int64_t time_ms;
	struct slice detail;
};

/* What is known of a rule's use. See journal/README.md. */
struct journal_rule {
	struct slice plugin, rule;
	int64_t time_ms; /* known: now; used: the last time */
	int64_t uses;    /* used: stories more */
};

/* A mark that no rule explains, by the shape of its text. */
struct journal_unexplained {
	struct slice partner, kind, shape;
	struct slice text;  /* the latest of this shape */
	struct story_id id; /* its story */
	int64_t time_ms;    /* when */
	int64_t uses;       /* stories more */
};

enum journal_put_kind {
	JOURNAL_DOCUMENT,
	JOURNAL_QUARANTINE,
	JOURNAL_QUARANTINE_STATE, /* quarantine.id, .reason = the new state:
				     "redriven" "dropped"; 1: no such open one
				   */
	JOURNAL_ANSWER,
	JOURNAL_POSITION, /* numbers never go back */
	JOURNAL_LANE,
	JOURNAL_GONE,
	JOURNAL_SUCCESSION,
	JOURNAL_LEDGER,
	JOURNAL_BOOKS,       /* added to what stands */
	JOURNAL_RULE_KNOWN,  /* a rule file has it; since now, if it is new */
	JOURNAL_RULE_FORGET, /* those that were known before rule.time_ms and
				not since */
	JOURNAL_RULE_USED,
	JOURNAL_UNEXPLAINED, /* at most JOURNAL_UNEXPLAINED_MAX are kept: those
				seen most often, of these the latest */
	JOURNAL_UNEXPLAINED_FORGET, /* not seen since unexplained.time_ms */
};

struct journal_put {
	enum journal_put_kind kind;
	union {
		struct journal_document document;
		struct journal_quarantine quarantine;
		struct journal_answer answer;
		struct journal_position position;
		struct journal_lane lane;
		struct journal_gone gone;
		struct journal_succession succession;
		struct journal_ledger ledger;
		struct books books;
		struct journal_rule rule;
		struct journal_unexplained unexplained;
	};
};

#define JOURNAL_UNEXPLAINED_MAX 1000

/* A story for which the clock has something to do. */
struct journal_due {
	struct story_id id;
	int64_t at_ms;
	bool is_release; /* else it expires */
};

#endif
