/* SPDX-License-Identifier: Apache-2.0 */
/*
 * note - rows of a delivery loop, copied into one arena.
 */
#include "desk/note.h"

#include "base/mem.h"

/* A mark that was not seen for so long is nobody's concern any more. */
#define NOTE_MARKS_MS (INT64_C(90) * 24 * 3600 * 1000)

static struct slice
note_text(struct note *note, struct slice text)
{
	return slice_of(arena_text(&note->arena, text), text.len);
}

static struct journal_put *
note_add(struct note *note, enum journal_put_kind kind)
{
	struct journal_put *put;

	mem_grow(note->puts, note->n_puts, note->cap_puts);
	put = &note->puts[note->n_puts++];
	*put = (struct journal_put){ .kind = kind };
	return put;
}

struct note *
note_new(void)
{
	struct note *note = mem_new(struct note);

	list_init(&note->link);
	return note;
}

void
note_position(struct note *note, const struct journal_position *position)
{
	struct journal_put *put = note_add(note, JOURNAL_POSITION);

	put->position = *position;
	put->position.subscriber = note_text(note, position->subscriber);
}

void
note_lane(struct note *note, const struct journal_lane *lane)
{
	struct journal_put *put = note_add(note, JOURNAL_LANE);

	put->lane = *lane;
	put->lane.subscriber = note_text(note, lane->subscriber);
}

void
note_gone(struct note *note, const struct journal_gone *gone)
{
	struct journal_put *put = note_add(note, JOURNAL_GONE);

	put->gone = *gone;
	put->gone.subscriber = note_text(note, gone->subscriber);
	put->gone.url = note_text(note, gone->url);
}

void
note_ledger(struct note *note, const struct journal_ledger *ledger)
{
	struct journal_put *put = note_add(note, JOURNAL_LEDGER);

	put->ledger = *ledger;
	put->ledger.subscriber = note_text(note, ledger->subscriber);
	put->ledger.version = note_text(note, ledger->version);
	put->ledger.outcome = note_text(note, ledger->outcome);
	put->ledger.detail = note_text(note, ledger->detail);
}

void
note_rule(struct note *note, struct slice plugin, struct slice rule,
	int64_t time_ms)
{
	struct journal_put *put = note_add(note, JOURNAL_RULE_KNOWN);

	put->rule.plugin = note_text(note, plugin);
	put->rule.rule = note_text(note, rule);
	put->rule.time_ms = time_ms;
}

void
note_rules_end(struct note *note, int64_t time_ms)
{
	note_add(note, JOURNAL_RULE_FORGET)->rule.time_ms = time_ms;
	note_add(note, JOURNAL_UNEXPLAINED_FORGET)->unexplained.time_ms =
		time_ms - NOTE_MARKS_MS;
}

struct note *
note_free(struct note *note)
{
	if (note == NULL)
		return NULL;
	arena_done(&note->arena);
	mem_free(note->puts);
	return mem_free(note);
}
