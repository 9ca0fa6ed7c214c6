/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status - a story's standing and what was delivered of it.
 */
#include "desk/status.h"

#include "base/jsonout.h"
#include "base/rfc3339.h"
#include "journal/entry.h"

int
desk_status_read(struct reader *reader, struct slice partner, struct slice id,
	struct desk_status *ret_status)
{
	struct desk_status status = { 0 };
	int result = reader_standing(reader, id, &status.standing);

	if (result)
		return result;
	/* Another partner's story is as good as unknown: no oracle. */
	if (!slice_is(partner, status.standing.partner))
		result = 1;
	if (!result)
		result = reader_counts(reader, id, &status.counts);
	if (result) {
		desk_status_done(&status);
		return result;
	}
	*ret_status = status;
	return 0;
}

void
desk_status_done(struct desk_status *status)
{
	standing_done(&status->standing);
}

const char *
desk_status_name(const struct desk_status *status)
{
	return standing_state_name(status->standing.state);
}

void
desk_status_print(const struct desk_status *status, struct jsonout *json)
{
	const struct standing *s = &status->standing;

	jsonout_object(json);
	jsonout_member_text(json, "id", s->id.text);
	jsonout_member_text(json, "uri", s->uri);
	jsonout_member_text(json, "version", s->version);
	jsonout_member_integer(json, "seq", s->seq);
	jsonout_member_text(json, "status", desk_status_name(status));
	jsonout_member_some(json, "reason", slice_text(s->reason));
	if (s->hold_seq != 0 && s->release_ms != ENTRY_NEVER)
		jsonout_member_text(
			json, "held_until", rfc3339_of(s->release_ms).text);
	jsonout_key(json, "deliveries");
	jsonout_object(json);
	jsonout_member_integer(json, "attempts", status->counts.attempts);
	jsonout_member_integer(json, "delivered", status->counts.delivered);
	jsonout_member_integer(json, "failed", status->counts.failed);
	jsonout_member_integer(json, "pending", status->counts.pending);
	jsonout_object_end(json);
	jsonout_object_end(json);
}
