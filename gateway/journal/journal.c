/* SPDX-License-Identifier: Apache-2.0 */
/*
 * journal - the calls of the interface, handed to the engine behind it.
 */
#include "journal/journal.h"

#include "journal/entry.h"

int
journal_begin(struct journal *journal)
{
	return journal->ops->begin(journal);
}

int
journal_append(struct journal *journal, struct entry *entry, int64_t expected)
{
	return journal->ops->append(journal, entry, expected);
}

int
journal_put(struct journal *journal, struct journal_put *put)
{
	return journal->ops->put(journal, put);
}

int
journal_commit(struct journal *journal)
{
	return journal->ops->commit(journal);
}

void
journal_rollback(struct journal *journal)
{
	journal->ops->rollback(journal);
}

int
journal_find(struct journal *journal, const struct story_id *id,
	struct standing *ret_standing)
{
	return journal->ops->find(journal, id, ret_standing);
}

int
journal_find_answer(struct journal *journal, struct slice partner,
	struct slice key, struct journal_answer *ret_answer)
{
	return journal->ops->answer(journal, partner, key, ret_answer);
}

int
journal_find_succession(struct journal *journal, struct slice partner,
	struct slice name, struct journal_succession *ret_succession)
{
	return journal->ops->succession(journal, partner, name, ret_succession);
}

int
journal_due(struct journal *journal, int64_t now_ms, size_t max,
	struct journal_due *ret_due, size_t *ret_n)
{
	return journal->ops->due(journal, now_ms, max, ret_due, ret_n);
}

int
journal_next_due(struct journal *journal, int64_t *ret_ms)
{
	return journal->ops->next_due(journal, ret_ms);
}

int
journal_held_entry(
	struct journal *journal, int64_t seq, struct entry **ret_entry)
{
	return journal->ops->held(journal, seq, ret_entry);
}

int
journal_rebuild(struct journal *journal, struct problem *why)
{
	return journal->ops->rebuild(journal, why);
}

int
journal_reader_open(struct journal *journal, struct reader **ret_reader,
	struct problem *why)
{
	return journal->ops->read(journal, ret_reader, why);
}

struct journal *
journal_close(struct journal *journal)
{
	if (journal != NULL)
		journal->ops->close(journal);
	return NULL;
}
