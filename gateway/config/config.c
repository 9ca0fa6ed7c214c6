/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config - from a file to an immutable generation.
 */
#include "config/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "config/cross.h"
#include "config/lists.h"
#include "config/node.h"
#include "config/reader.h"
#include "config/schema.h"

static atomic_uint_least64_t config_generations;

static int
config_by_place(const void *left, const void *right)
{
	const struct problem *a = left, *b = right;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return strcmp(a->text, b->text);
}

static struct config *
config_new(const char *path)
{
	struct config *config = mem_new(struct config);
	const char *slash = strrchr(path, '/');
	size_t len = slash != NULL ? (size_t)(slash - path) : 0;

	atomic_init(&config->n_refs, 1);
	config->path = arena_text(&config->arena, slice_text(path));
	if (slash == NULL)
		config->dir = ".";
	else if (len == 0)
		config->dir = "/";
	else
		config->dir = arena_text(&config->arena, slice_of(path, len));
	return config;
}

/* `outgoing` is read before the others: webhook addresses depend on it. The
 * order in the file is for people. */
static void
config_read(struct reader *reader, const struct node *root)
{
	const struct schema_part *part = schema_root.parts;

	for (; part->name != NULL; part++)
		if (part->schema != NULL && part->offset != 0)
			reader_map(reader, NULL, part->schema,
				(char *)reader->config + part->offset);
	part = schema_part_find(&schema_root, SLICE("outgoing"));
	if (node_find(root, "outgoing") != NULL) {
		struct reader quiet = *reader;

		quiet.problems = NULL;
		part->read(&quiet, node_find(root, "outgoing"), part,
			reader->config);
	}
	lists_default_plugins(reader);
	reader_map(reader, root, &schema_root, reader->config);
	if (root->kind == NODE_MAP)
		cross_check(reader, root);
}

int
config_parse(const char *path, struct slice text, struct problem_list *problems,
	struct config **ret_config)
{
	auto_(config_unref) struct config *config = config_new(path);
	struct reader reader = {
		.config = config, .arena = &config->arena, .problems = problems
	};
	struct problem why = PROBLEM_NULL;
	struct node *root;

	problem_at(&why, path, 0, 0);
	if (node_parse(&config->arena, text, &root, &why) != 0) {
		problem_list_add(problems, &why);
		return 1;
	}
	config_read(&reader, root);
	if (problems->n_items != 0)
		qsort(problems->items, problems->n_items,
			sizeof(problems->items[0]), config_by_place);
	if (reader.n_errors != 0)
		return 1;
	config->generation = atomic_fetch_add(&config_generations, 1) + 1;
	*ret_config = steal(config);
	return 0;
}

static int
config_read_file(const char *path, struct buf *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 0;

	if (fd < 0)
		return -errno;
	do {
		char *room = buf_room(out, 65536);

		n = room != NULL ? read(fd, room, 65536) : -1;
		if (n > 0)
			buf_added(out, (size_t)n);
	} while (n > 0 || (n < 0 && !out->overflowed && errno == EINTR));
	n = n < 0 ? (out->overflowed ? -EFBIG : -errno) : 0;
	close(fd);
	return (int)n;
}

int
config_load(const char *path, struct problem_list *problems,
	struct config **ret_config)
{
	auto_(buf_done) struct buf text = BUF_LIMIT(NODE_MAX_BYTES + 65536);
	struct problem why = PROBLEM_NULL;
	int rc = config_read_file(path, &text);

	if (rc == 0)
		return config_parse(
			path, buf_slice(&text), problems, ret_config);
	problem_at(&why, path, 0, 0);
	problem_set(
		&why, 1, "E-CONFIG-FILE", "cannot read it: %s", strerror(-rc));
	problem_list_add(problems, &why);
	return 1;
}

struct config *
config_ref(struct config *config)
{
	atomic_fetch_add_explicit(&config->n_refs, 1, memory_order_relaxed);
	return config;
}

struct config *
config_unref(struct config *config)
{
	if (config == NULL || atomic_fetch_sub_explicit(&config->n_refs, 1,
				      memory_order_acq_rel) != 1)
		return NULL;
	arena_done(&config->arena);
	mem_free(config);
	return NULL;
}

const struct config_partner *
config_find_partner(const struct config *config, struct slice name)
{
	for (size_t i = 0; i < config->n_partners; i++)
		if (slice_is(name, config->partners[i].name))
			return &config->partners[i];
	return NULL;
}
