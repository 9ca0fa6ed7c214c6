/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date_zone - the time zones of date.h, read from TZif files (RFC 8536).
 *
 * Only the transition table is used. Debian's files carry it up to the year
 * 2037; later instants get the last offset of the table, an hour wrong in half
 * of each year, which no story of today can notice. Files are trusted as far as
 * the system is, and bounds-checked all the same.
 */
#include "text/date.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/auto.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/mem.h"

#define ZONE_DIR "/usr/share/zoneinfo/"
#define ZONE_MAX_FILE (256u << 10)
#define TZIF_HEADER 44

#define ZONE_NAMES 16u /* of its own times, that are remembered */

struct zone {
	struct list link;
	char *name;
	struct {
		char text[8];
		int32_t offset;
	} called[ZONE_NAMES]; /* the latest first */
	size_t n_called;
	size_t n_times;
	int64_t *times;   /* ascending: from then on ... */
	int32_t *offsets; /* ... seconds east; one more: [0] is before all */
};

static struct list zones = { &zones, &zones };

static const struct zone *
zone_find(const char *name)
{
	list_each (at, &zones) {
		const struct zone *zone = list_entry(at, struct zone, link);

		if (!strcmp(zone->name, name))
			return zone;
	}
	return NULL;
}

static bool
is_utc(const char *name)
{
	return name == NULL || *name == '\0' || !strcmp(name, "UTC");
}

/* A name of the database and nothing that leaves its folder. */
static bool
name_is_safe(const char *name)
{
	if (*name == '/' || strlen(name) > 64 || strstr(name, "..") != NULL)
		return false;
	for (; *name != '\0'; name++)
		if (!((*name >= 'a' && *name <= 'z') ||
			    (*name >= 'A' && *name <= 'Z') ||
			    (*name >= '0' && *name <= '9') ||
			    strchr("_+-/", *name) != NULL))
			return false;
	return true;
}

static uint64_t
big_endian(const char *at, size_t len)
{
	uint64_t value = 0;

	for (size_t i = 0; i < len; i++)
		value = value << 8 | (unsigned char)at[i];
	return value;
}

static int
read_file(const char *name, struct buf *out)
{
	auto_(mem_free) char *path = mem_printf("%s%s", ZONE_DIR, name);
	FILE *file = fopen(path, "rbe");

	if (file == NULL)
		return -ENOENT;
	char *room = buf_room(out, ZONE_MAX_FILE);
	size_t len = fread(room, 1, ZONE_MAX_FILE, file);

	buf_added(out, len);
	fclose(file);
	return 0;
}

struct tzif {
	size_t n_utc, n_std, n_leaps, n_times, n_types, n_chars;
};

static bool
tzif_header(struct slice file, struct tzif *ret)
{
	if (file.len < TZIF_HEADER || memcmp(file.at, "TZif", 4) != 0)
		return false;
	*ret = (struct tzif){
		.n_utc = big_endian(file.at + 20, 4),
		.n_std = big_endian(file.at + 24, 4),
		.n_leaps = big_endian(file.at + 28, 4),
		.n_times = big_endian(file.at + 32, 4),
		.n_types = big_endian(file.at + 36, 4),
		.n_chars = big_endian(file.at + 40, 4),
	};
	return ret->n_times < 10000 && ret->n_types > 0 && ret->n_types < 256 &&
	       ret->n_chars < 10000 && ret->n_leaps < 10000 &&
	       ret->n_utc < 256 && ret->n_std < 256;
}

static size_t
tzif_size(const struct tzif *head, size_t time_size)
{
	return head->n_times * (time_size + 1) + head->n_types * 6 +
	       head->n_chars + head->n_leaps * (time_size + 4) + head->n_std +
	       head->n_utc;
}

/* What the times of this type are called, unless a later one was. */
static void
zone_call(struct zone *zone, const char *type, struct slice names)
{
	size_t at = (unsigned char)type[5];
	size_t len = at < names.len ? strnlen(names.at + at, names.len - at)
				    : sizeof(zone->called[0].text);

	if (len >= sizeof(zone->called[0].text) || zone->n_called == ZONE_NAMES)
		return;
	for (size_t i = 0; i < zone->n_called; i++)
		if (slice_is(
			    slice_of(names.at + at, len), zone->called[i].text))
			return;
	memcpy(zone->called[zone->n_called].text, names.at + at, len);
	zone->called[zone->n_called++].offset = (int32_t)big_endian(type, 4);
}

static struct zone *
zone_read(const char *name, struct slice data, const struct tzif *head)
{
	struct zone *zone = mem_new(struct zone);
	const char *indexes = data.at + head->n_times * 8;
	const char *types = indexes + head->n_times;
	struct slice names = slice_of(types + head->n_types * 6, head->n_chars);

	zone->name = mem_strdup(name);
	zone->times = mem_resize(NULL, head->n_times + 1, sizeof(int64_t));
	zone->offsets = mem_resize(NULL, head->n_times + 1, sizeof(int32_t));
	zone->n_times = head->n_times;
	zone->offsets[0] = (int32_t)big_endian(types, 4);
	for (size_t i = 0; i < head->n_times; i++) {
		size_t type = (unsigned char)indexes[i];

		zone->times[i] = (int64_t)big_endian(data.at + i * 8, 8);
		zone->offsets[i + 1] = (int32_t)big_endian(
			types + (type < head->n_types ? type : 0) * 6, 4);
	}
	for (size_t i = head->n_times; i-- != 0;) {
		size_t type = (unsigned char)indexes[i];

		if (type < head->n_types)
			zone_call(zone, types + type * 6, names);
	}
	zone_call(zone, types, names);
	return zone;
}

int
date_zone_preload(const char *name)
{
	auto_(buf_done) struct buf file = BUF_NULL;
	struct tzif head;

	if (is_utc(name) || zone_find(name) != NULL)
		return 0;
	if (!name_is_safe(name) || read_file(name, &file) < 0)
		return -ENOENT;
	struct slice rest = buf_slice(&file);

	if (!tzif_header(rest, &head) || rest.at[4] < '2')
		return -ENOENT;
	/* the first block has 32-bit times; ours is the second */
	size_t skip = TZIF_HEADER + tzif_size(&head, 4);

	if (skip > rest.len)
		return -ENOENT;
	rest = slice_of(rest.at + skip, rest.len - skip);
	if (!tzif_header(rest, &head) ||
		TZIF_HEADER + tzif_size(&head, 8) > rest.len)
		return -ENOENT;
	rest = slice_of(rest.at + TZIF_HEADER, rest.len - TZIF_HEADER);
	list_append(&zones, &zone_read(name, rest, &head)->link);
	return 0;
}

bool
date_zone_is_loaded(const char *name)
{
	return is_utc(name) || zone_find(name) != NULL;
}

static int32_t
offset_at(const struct zone *zone, int64_t utc_s)
{
	size_t low = 0;
	size_t high = zone->n_times;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (zone->times[middle] <= utc_s)
			low = middle + 1;
		else
			high = middle;
	}
	return zone->offsets[low];
}

/* Australia writes AEST and is used to say EST. */
static bool
is_called(const char *timezone, const char *text, struct slice name)
{
	if (slice_is_nocase(name, text))
		return true;
	return strncmp(timezone, "Australia/", 10) == 0 && text[0] == 'A' &&
	       slice_is_nocase(name, text + 1);
}

bool
date_zone_abbreviation(
	const char *timezone, struct slice name, int *ret_offset_min)
{
	const struct zone *zone = is_utc(timezone) ? NULL : zone_find(timezone);

	for (size_t i = 0; zone != NULL && i < zone->n_called; i++) {
		if (!is_called(timezone, zone->called[i].text, name))
			continue;
		*ret_offset_min = zone->called[i].offset / 60;
		return true;
	}
	return false;
}

int64_t
date_local_to_utc(const char *timezone, int64_t local_s)
{
	const struct zone *zone = is_utc(timezone) ? NULL : zone_find(timezone);

	if (zone == NULL)
		return local_s;
	/* A day earlier no later change is in force yet: of two readings this
	 * finds the first, in a gap the one before the jump. */
	int32_t before = offset_at(zone, local_s - 86400);

	if (offset_at(zone, local_s - before) == before)
		return local_s - before;
	return local_s - offset_at(zone, local_s - before);
}
