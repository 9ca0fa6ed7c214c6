/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dossier - standing, hold, traits, timeline.
 */
#include "house/dossier.h"

#include <string.h>

#include "base/jsonout.h"
#include "base/rfc3339.h"
#include "journal/entry.h"
#include "journal/reader.h"
#include "story/override.h"

/* "operator anna" as { "operator": "anna" }; nobody else's name. */
static void
put_operator(struct jsonout *json, const char *actor)
{
	static const char word[] = "operator ";

	if (strncmp(actor, word, sizeof(word) - 1) == 0)
		jsonout_member_text(json, "operator", actor + sizeof(word) - 1);
}

static int
put_hold(struct reader *reader, const struct standing *standing,
	struct jsonout *json)
{
	auto_(entry_unref) struct entry *stop = NULL;
	int result;

	if (standing->stop_seq == 0)
		return 0;
	result = reader_house_entry(reader, standing->stop_seq, &stop);
	if (result != 0)
		return result < 0 ? result : 0;
	jsonout_key(json, "hold");
	jsonout_object(json);
	put_operator(json, stop->actor);
	jsonout_member_text(json, "since", rfc3339_of(stop->time_ms).text);
	jsonout_member_text(json, "reason", stop->reason);
	jsonout_object_end(json);
	return 0;
}

static void
put_standing(const struct standing *standing, struct jsonout *json)
{
	jsonout_member_text(json, "id", standing->id.text);
	jsonout_member_text(json, "uri", standing->uri);
	jsonout_member_text(json, "partner", standing->partner);
	jsonout_member_text(json, "version", standing->version);
	jsonout_member_integer(json, "seq", standing->seq);
	jsonout_member_text(
		json, "status", standing_state_name(standing->state));
	jsonout_member_some(json, "reason", slice_text(standing->reason));
	if (standing->hold_seq != 0 && standing->release_ms != ENTRY_NEVER)
		jsonout_member_text(json, "held_until",
			rfc3339_of(standing->release_ms).text);
}

/* ---- traits ---------------------------------------------------------------
 */

static void
put_who(const struct override *override, struct jsonout *json)
{
	jsonout_member(json, "operator", override->who);
	jsonout_member_text(json, "time", rfc3339_of(override->time_ms).text);
	jsonout_member_some(json, "reason", override->reason);
}

/* What stands; beside it what the partner says, or what stood once. */
static void
put_trait(const struct override *override, enum trait trait,
	const struct trait_value *value, struct jsonout *json)
{
	jsonout_key(json, trait_name(trait));
	jsonout_object(json);
	jsonout_key(json, "value");
	trait_print(trait, value, json);
	if (override_stands(override)) {
		jsonout_key(json, "partner");
		trait_print(trait, &override->partner, json);
		put_who(override, json);
	} else if (override->is_there) {
		jsonout_key(json, "ended");
		jsonout_object(json);
		jsonout_key(json, "value");
		trait_print(trait, &override->value, json);
		put_who(override, json);
		jsonout_member_text(
			json, "at", rfc3339_of(override->end_ms).text);
		jsonout_member(json, "by", override->ended_by);
		jsonout_object_end(json);
	}
	jsonout_object_end(json);
}

static void
put_text(const struct entry *entry, const char *key, struct jsonout *json)
{
	auto_(overrides_done) struct overrides overrides = { 0 };
	struct slice record = story_record(entry->story);

	overrides_read(record, &overrides);
	jsonout_key(json, key);
	jsonout_object(json);
	jsonout_member_text(json, "version", entry->version);
	jsonout_key(json, "fields");
	jsonout_object(json);
	for (unsigned i = 0; i < N_TRAITS; i++) {
		struct trait_value value =
			trait_read(record, (enum trait)i, &overrides.arena);

		put_trait(&overrides.of[i], (enum trait)i, &value, json);
	}
	jsonout_object_end(json);
	jsonout_object_end(json);
}

/* What is shown, and what waits to be; each with its traits. */
static int
put_texts(struct reader *reader, const struct standing *standing,
	struct jsonout *json)
{
	const struct {
		const char *key;
		int64_t seq;
	} texts[] = {
		{ "shown", standing->shown_seq },
		{ "waiting", standing->hold_seq },
	};

	for (size_t i = 0; i < n_elements(texts); i++) {
		auto_(entry_unref) struct entry *entry = NULL;
		int result = 1;

		if (texts[i].seq != 0)
			result = reader_house_entry(
				reader, texts[i].seq, &entry);
		if (result < 0)
			return result;
		if (result == 0 && entry->story != NULL)
			put_text(entry, texts[i].key, json);
	}
	return 0;
}

/* ---- the whole ------------------------------------------------------------
 */

static void
put_event(struct jsonout *json, const struct entry *entry)
{
	jsonout_object(json);
	jsonout_member_integer(json, "seq", entry->seq);
	jsonout_member_text(json, "time", rfc3339_of(entry->time_ms).text);
	jsonout_member_text(json, "event", entry_kind_name(entry->kind));
	jsonout_member_text(json, "version", entry->version);
	jsonout_member_text(json, "actor", entry->actor);
	jsonout_member_some(json, "reason", slice_text(entry->reason));
	jsonout_object_end(json);
}

static int
put_timeline(struct reader *reader, struct slice id, struct jsonout *json)
{
	auto_(entry_list_done) struct entry_list list = { 0 };
	int result = reader_timeline(reader, id, DOSSIER_EVENTS, &list);

	if (result != 0)
		return result;
	jsonout_key(json, "timeline");
	jsonout_array(json);
	for (size_t i = 0; i < list.n; i++)
		put_event(json, list.items[i]);
	jsonout_array_end(json);
	return 0;
}

int
dossier_write(struct reader *reader, struct slice id, struct jsonout *json)
{
	auto_(standing_done) struct standing standing = { 0 };
	int result = reader_standing(reader, id, &standing);

	if (result != 0)
		return result;
	jsonout_object(json);
	put_standing(&standing, json);
	result = put_hold(reader, &standing, json);
	if (result == 0)
		result = put_texts(reader, &standing, json);
	if (result == 0)
		result = put_timeline(reader, id, json);
	jsonout_object_end(json);
	return result > 0 ? 0 : result;
}
