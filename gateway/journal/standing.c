/* SPDX-License-Identifier: Apache-2.0 */
/*
 * standing - what each kind of event does to a story.
 *
 * A pure function from (standing, event) to standing: no clock, no storage.
 */
#include "journal/standing.h"

#include <string.h>

#include "base/mem.h"
#include "journal/entry.h"

const char *
standing_state_name(enum standing_state state)
{
	static const char *const names[] = {
		[STANDING_UNKNOWN] = "unknown",
		[STANDING_HELD] = "held",
		[STANDING_PUBLISHED] = "published",
		[STANDING_WITHHELD] = "withheld",
		[STANDING_KILLED] = "killed",
		[STANDING_EXPIRED] = "expired",
	};

	return names[state];
}

void
standing_done(struct standing *standing)
{
	mem_free(standing->partner);
	mem_free(standing->uri);
	mem_free(standing->version);
	mem_free(standing->hash);
	mem_free(standing->reason);
	mem_free(standing->supplier);
	mem_free(standing->slug);
	mem_free(standing->products);
	*standing = (struct standing){ 0 };
}

static void
standing_set(char **at, struct slice text)
{
	mem_free(*at);
	*at = mem_strndup(text.at, text.len);
}

static void
standing_begin(struct standing *standing, const struct entry *entry)
{
	struct slice none = SLICE("");

	standing->id = entry->id;
	standing_set(&standing->partner, slice_text(entry->partner));
	standing_set(&standing->uri, slice_text(entry->uri));
	standing_set(&standing->version, none);
	standing_set(&standing->hash, none);
	standing_set(&standing->reason, none);
	standing_set(&standing->supplier, none);
	standing_set(&standing->slug, none);
	standing_set(&standing->products, none);
	standing->version_ms = -1;
	standing->release_ms = -1;
	standing->expires_ms = -1;
	standing->first_ms = -1;
}

/* Merge the sorted names of the entry into the sorted lines of the standing. */
static void
standing_add_products(struct standing *standing, const struct entry *entry)
{
	struct slice rest = slice_text(standing->products), line;
	bool more = slice_cut(&rest, '\n', &line);
	struct buf all = BUF_NULL;
	size_t i = 0;

	while (more || i < entry->n_products) {
		int order = !more ? 1 : -1;
		struct slice next;

		if (more && i < entry->n_products) {
			next = slice_text(entry->products[i]);
			order = memcmp(line.at, next.at,
				line.len < next.len ? line.len : next.len);
			if (order == 0 && line.len != next.len)
				order = line.len < next.len ? -1 : 1;
		}
		next = order <= 0 ? line : slice_text(entry->products[i]);
		buf_put_slice(&all, next);
		buf_putc(&all, '\n');
		if (order >= 0)
			i++;
		if (order <= 0)
			more = slice_cut(&rest, '\n', &line);
	}
	mem_free(standing->products);
	standing->products = buf_take(&all);
}

/* A version was accepted, shown or held. */
static void
standing_take_version(struct standing *standing, const struct entry *entry)
{
	standing_set(&standing->version, slice_text(entry->version));
	standing->version_ms = entry->version_ms;
	if (entry->story == NULL)
		return;
	standing_set(
		&standing->hash, story_get(entry->story, RECORD_CONTENT_HASH));
	standing->override_seq =
		story_has(entry->story, RECORD_OVERRIDE) ? entry->seq : 0;
}

static void
standing_end_hold(struct standing *standing)
{
	standing->hold_seq = 0;
	standing->release_ms = -1;
	standing->stop_seq = 0;
}

static void
standing_show(struct standing *standing, const struct entry *entry)
{
	auto_(buf_done) struct buf slug = BUF_NULL;
	struct slice supplier = story_supplier(entry->story);

	standing_take_version(standing, entry);
	standing_end_hold(standing);
	standing_add_products(standing, entry);
	standing->state = STANDING_PUBLISHED;
	standing->shown_seq = entry->seq;
	standing->expires_ms = story_time(entry->story, RECORD_EXPIRES);
	if (standing->first_ms < 0)
		standing->first_ms = entry->time_ms;
	agency_slug(supplier, &slug);
	standing_set(&standing->supplier, supplier);
	standing_set(&standing->slug, buf_slice(&slug));
}

static void
standing_hold(struct standing *standing, const struct entry *entry)
{
	standing_take_version(standing, entry);
	standing->hold_seq = entry->seq;
	standing->release_ms = entry->until_ms;
	if (standing->state == STANDING_UNKNOWN)
		standing->state = STANDING_HELD;
	if (entry->kind != ENTRY_STOPPED)
		standing->stop_seq = 0;
	else if (standing->stop_seq == 0)
		standing->stop_seq = entry->seq;
}

/* A kill or withhold may itself carry a later version; it never carries an
 * earlier one back. */
static void
standing_mute(struct standing *standing, const struct entry *entry)
{
	if (entry->version[0] != '\0')
		standing_set(&standing->version, slice_text(entry->version));
	if (entry->version_ms > standing->version_ms)
		standing->version_ms = entry->version_ms;
	standing_end_hold(standing);
	standing->state = entry->kind == ENTRY_KILLED ? STANDING_KILLED
						      : STANDING_WITHHELD;
	standing->mute_seq = entry->seq;
	standing->shown_seq = 0;
	standing->expires_ms = -1;
	if (entry->kind == ENTRY_KILLED)
		standing->override_seq = 0;
}

void
standing_apply(struct standing *standing, const struct entry *entry)
{
	if (standing->partner == NULL)
		standing_begin(standing, entry);
	if (entry_kind_shows(entry->kind) && entry->story != NULL)
		standing_show(standing, entry);
	else if (entry_kind_mutes(entry->kind))
		standing_mute(standing, entry);
	else if (entry->kind == ENTRY_HELD || entry->kind == ENTRY_STOPPED)
		standing_hold(standing, entry);
	else if (entry->kind == ENTRY_EXPIRED) {
		standing->state = STANDING_EXPIRED;
		standing->expires_ms = -1;
	}
	standing->seq = entry->seq;
	standing->changed_ms = entry->time_ms;
	standing_set(&standing->reason, slice_text(entry->reason));
}

void
agency_slug(struct slice name, struct buf *out)
{
	size_t start = out->len;
	bool gap = false;

	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		bool upper = c >= 'A' && c <= 'Z';

		if (!upper && !(c >= 'a' && c <= 'z') &&
			!(c >= '0' && c <= '9')) {
			gap = out->len > start;
			continue;
		}
		if (gap)
			buf_putc(out, '-');
		gap = false;
		buf_putc(out, upper ? (char)(c + 'a' - 'A') : c);
	}
}
