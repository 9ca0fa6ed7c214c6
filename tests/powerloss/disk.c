/* SPDX-License-Identifier: Apache-2.0 */
/*
 * disk - the log and the platter.
 */
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ensure.h"
#include "base/mem.h"

const char *const disk_names[DISK_NAMES] = { "journal.db", "journal.db-wal",
	"journal.db-journal" };

void
disk_init(struct disk *disk)
{
	*disk = (struct disk){ 0 };
	for (size_t i = 0; i < DISK_NAMES; i++) {
		disk->now[i] = -1;
		disk->first[i] = (struct buf)BUF_NULL;
	}
}

void
disk_done(struct disk *disk)
{
	for (size_t i = 0; i < disk->n; i++)
		mem_free(disk->events[i].bytes);
	for (size_t i = 0; i < DISK_NAMES; i++)
		buf_done(&disk->first[i]);
	mem_free(disk->events);
}

int
disk_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	path = slash == NULL ? path : slash + 1;
	for (int i = 0; i < DISK_NAMES; i++)
		if (!strcmp(path, disk_names[i]))
			return i;
	return -1;
}

void
disk_add(struct disk *disk, const struct disk_event *event)
{
	struct disk_event *kept;

	mem_grow(disk->events, disk->n, disk->cap);
	kept = &disk->events[disk->n++];
	*kept = *event;
	if (event->bytes != NULL) {
		kept->bytes = mem_zero(event->len);
		memcpy(kept->bytes, event->bytes, event->len);
	}
}

/* ---- the platter ----------------------------------------------------------
 */

struct platter_file {
	char *bytes; /* synced */
	size_t len, cap;
	size_t *pending; /* numbers of events that were not */
	size_t n_pending, cap_pending;
};

static void
file_reach(struct platter_file *file, size_t len)
{
	if (len > file->cap) {
		size_t cap = len * 2;
		char *bytes = mem_zero(cap);

		if (file->len != 0)
			memcpy(bytes, file->bytes, file->len);
		mem_free(file->bytes);
		file->bytes = bytes;
		file->cap = cap;
	}
	if (len > file->len)
		memset(file->bytes + file->len, 0, len - file->len);
	file->len = len > file->len ? len : file->len;
}

static void
file_write(
	struct platter_file *file, size_t offset, const char *bytes, size_t len)
{
	file_reach(file, offset + len);
	if (len != 0)
		memcpy(file->bytes + offset, bytes, len);
}

static void
file_truncate(struct platter_file *file, size_t len)
{
	file_reach(file, len);
	file->len = len;
}

static void
file_apply(struct platter_file *file, const struct disk_event *event)
{
	if (event->what == DISK_WRITE)
		file_write(
			file, (size_t)event->offset, event->bytes, event->len);
	else
		file_truncate(file, (size_t)event->offset);
}

/* How likely it is that what was not synced arrived, for one image. */
struct fate {
	unsigned percent, torn_percent;
	size_t sector;
};

static void
write_sector(struct platter_file *file, struct chance *chance,
	const struct fate *fate, size_t offset, const char *bytes, size_t len)
{
	size_t cut;

	if (!chance_of(chance, fate->torn_percent)) {
		file_write(file, offset, bytes, len);
		return;
	}
	cut = chance_below(chance, (unsigned)len);
	file_write(file, offset, bytes, cut);
	file_reach(file, offset + len);
	if (chance_of(chance, 50))
		for (size_t i = cut; i < len; i++)
			file->bytes[offset + i] = (char)chance_draw(chance);
}

/* What of one event that was not synced arrived. */
static void
apply_some(struct platter_file *file, struct chance *chance,
	const struct fate *fate, const struct disk_event *event)
{
	size_t at = 0;

	if (event->what != DISK_WRITE) {
		if (chance_of(chance, fate->percent))
			file_apply(file, event);
		return;
	}
	while (at < event->len) {
		size_t offset = (size_t)event->offset + at;
		size_t len = fate->sector - offset % fate->sector;

		len = len < event->len - at ? len : event->len - at;
		if (chance_of(chance, fate->percent))
			write_sector(file, chance, fate, offset,
				event->bytes + at, len);
		at += len;
	}
}

static void
file_settle(struct platter *platter, struct platter_file *file, bool is_sure)
{
	static const struct fate even = { 50, 2, 512 };

	for (size_t i = 0; i < file->n_pending; i++) {
		const struct disk_event *event =
			&platter->disk->events[file->pending[i]];

		if (is_sure)
			file_apply(file, event);
		else
			apply_some(file, &platter->chance, &even, event);
	}
	file->n_pending = 0;
}

static void
name_changed(struct platter *platter, unsigned name, int file)
{
	unsigned *n = &platter->n_since[name];

	ensure(*n < n_elements(platter->since[name]));
	platter->since[name][(*n)++] = file;
}

static void
names_settle(struct platter *platter)
{
	for (size_t i = 0; i < DISK_NAMES; i++) {
		unsigned n = platter->n_since[i];

		if (n != 0)
			platter->names[i] = platter->since[i][n - 1];
		platter->n_since[i] = 0;
	}
}

static void
platter_step(struct platter *platter, size_t number)
{
	const struct disk_event *event = &platter->disk->events[number];
	struct platter_file *file = &platter->files[event->file];

	switch (event->what) {
	case DISK_WRITE:
	case DISK_TRUNCATE:
		mem_grow(file->pending, file->n_pending, file->cap_pending);
		file->pending[file->n_pending++] = number;
		break;
	case DISK_SYNC:
	case DISK_SYNC_FAILED:
		file_settle(platter, file, event->what == DISK_SYNC);
		break;
	case DISK_CREATE:
		name_changed(platter, event->name, (int)event->file);
		break;
	case DISK_REMOVE:
		name_changed(platter, event->name, -1);
		break;
	case DISK_SYNC_NAMES:
		names_settle(platter);
		break;
	case DISK_BEGUN:
		platter->begun = event->offset;
		break;
	case DISK_ACKED:
		platter->acked = event->offset;
		break;
	}
}

void
platter_init(struct platter *platter, const struct disk *disk, uint64_t seed)
{
	unsigned n = 0;

	*platter = (struct platter){ .disk = disk, .chance = { seed } };
	platter->cap_files = disk->n_files + 1;
	platter->files = mem_zero(platter->cap_files * sizeof(*platter->files));
	for (size_t i = 0; i < DISK_NAMES; i++) {
		platter->names[i] = -1;
		if (!disk->had[i])
			continue;
		platter->names[i] = (int)n;
		file_write(&platter->files[n++], 0,
			disk->first[i].len ? disk->first[i].data : "",
			disk->first[i].len);
	}
}

void
platter_done(struct platter *platter)
{
	for (unsigned i = 0; i < platter->cap_files; i++) {
		mem_free(platter->files[i].bytes);
		mem_free(platter->files[i].pending);
	}
	mem_free(platter->files);
}

void
platter_play(struct platter *platter, size_t at)
{
	ensure(at >= platter->at && at <= platter->disk->n);
	while (platter->at < at)
		platter_step(platter, platter->at++);
}

/* ---- an image -------------------------------------------------------------
 */

static struct fate
fate_draw(struct chance *chance)
{
	static const unsigned percents[] = { 0, 0, 10, 50, 50, 90, 100 };

	return (struct fate){
		.percent = percents[chance_below(chance, n_elements(percents))],
		.torn_percent = chance_of(chance, 50) ? 5 : 0,
		.sector = chance_of(chance, 50) ? 512 : 4096,
	};
}

static void
put_file(const char *dir, const char *name, const struct platter_file *file)
{
	auto_(mem_free) char *path = mem_printf("%s/%s", dir, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	ensure(fd >= 0);
	ensure(file->len == 0 ||
		write(fd, file->bytes, file->len) == (ssize_t)file->len);
	close(fd);
}

static void
image_of_file(struct platter *platter, struct chance *chance,
	const struct fate *fate, const char *dir, const char *name, int number)
{
	const struct platter_file *from = &platter->files[number];
	struct platter_file copy = { 0 };
	/* Now and then in the order of asking, up to a moment. */
	bool in_order = chance_of(chance, 20);
	size_t most =
		in_order ? chance_below(chance, (unsigned)from->n_pending + 1)
			 : from->n_pending;
	struct fate whole = { 100, 0, fate->sector };

	file_write(&copy, 0, from->len ? from->bytes : "", from->len);
	for (size_t i = 0; i < most; i++)
		apply_some(&copy, chance, in_order ? &whole : fate,
			&platter->disk->events[from->pending[i]]);
	put_file(dir, name, &copy);
	mem_free(copy.bytes);
}

/* The index beside the WAL is not synced by anybody: anything may be in it. */
static void
image_of_index(struct chance *chance, const char *dir)
{
	struct platter_file file = { 0 };

	file_reach(&file, 32768);
	for (size_t i = 0; i < file.len; i++)
		file.bytes[i] = (char)chance_draw(chance);
	put_file(dir, "journal.db-shm", &file);
	mem_free(file.bytes);
}

void
platter_write_image(
	struct platter *platter, struct chance *chance, const char *dir)
{
	struct fate fate = fate_draw(chance);

	for (size_t i = 0; i < DISK_NAMES; i++) {
		unsigned which = chance_below(chance, platter->n_since[i] + 1);
		int file = which == 0 ? platter->names[i]
				      : platter->since[i][which - 1];

		if (file >= 0)
			image_of_file(platter, chance, &fate, dir,
				disk_names[i], file);
	}
	if (chance_of(chance, 30))
		image_of_index(chance, dir);
}
