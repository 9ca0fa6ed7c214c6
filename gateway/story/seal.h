/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal.h - the end of a draft: one record, dumped once.
 *
 * Writes the ninjs 3.1 item and the public wire object straight into the
 * record, computes the content hash, decides what the document itself says
 * (publish, update, correct, kill, withhold, advisory). What is meant for
 * editors does not get in: no notes, no embargo wording, no raw headline.
 */
#ifndef STORY_SEAL_H
#define STORY_SEAL_H

#include "base/buf.h"
#include "story/draft.h"
#include "story/story.h"

struct jsonout; /* base/jsonout.h */

/* What the draft says of itself; see contracts, `event`. */
enum story_event seal_event(const struct draft *draft);
/* The ninjs 3.1 item (standards.md 4 and 5.5): valid against the schema. */
void seal_ninjs(const struct draft *draft, struct jsonout *json);
/* The wire object of the report (contracts section 2). Public leaves out
 * body_text, kept, removed, editorial_notes, headline_raw, embargo text. */
void seal_wire(const struct draft *draft, bool is_public, struct jsonout *json);
/* The provenance array of the report. Public leaves out what quotes editorial
 * notes, embargo wording or removed text. */
void seal_provenance(
	const struct draft *draft, bool is_public, struct jsonout *json);
/* One story of the report: event, verdict, story, wire, provenance, and
 * source_text if asked for. */
void seal_report(const struct draft *draft, enum tt_verdict verdict,
	bool with_source, struct jsonout *json);
/* The uri of the item: the document's own or, without, one made from what the
 * story says, so that the same text again is the same story. Appended. */
void seal_uri(const struct draft *draft, struct buf *out);
/* 64 hex digits: SHA-256 over what readers see, and nothing else. */
void seal_content_hash(const struct draft *draft, struct buf *out);
/* "pass", "reject", "fail". */
const char *seal_verdict_name(enum tt_verdict verdict);
/* The whole record. `verdict` is the chain's. */
void seal_record(
	const struct draft *draft, enum tt_verdict verdict, struct buf *out);

#endif
