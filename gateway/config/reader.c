/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader - the walk over the tree that fills settings by a table.
 */
#include "config/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/option.h"
#include "config/schema.h"

/* ---- saying what is wrong ------------------------------------------------ */

static void reader_note(struct reader *reader, unsigned line, unsigned column,
	const char *code, const char *format, va_list args) printf_like(5, 0);

static void
reader_note(struct reader *reader, unsigned line, unsigned column,
	const char *code, const char *format, va_list args)
{
	struct problem problem = PROBLEM_NULL;

	problem.code = code;
	problem_at(&problem, reader->config->path, line, column);
	vsnprintf(problem.text, sizeof(problem.text), format, args);
	if (!problem_is_warning(&problem))
		reader->n_errors++;
	problem_list_add(reader->problems, &problem);
}

void
reader_say(struct reader *reader, const struct node *node, const char *code,
	const char *format, ...)
{
	va_list args;

	va_start(args, format);
	reader_note(reader, node->line, node->column, code, format, args);
	va_end(args);
}

void
reader_say_key(struct reader *reader, const struct node *node, const char *code,
	const char *format, ...)
{
	va_list args;

	va_start(args, format);
	reader_note(
		reader, node->key_line, node->key_column, code, format, args);
	va_end(args);
}

void
reader_say_at(struct reader *reader, unsigned line, unsigned column,
	const char *code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	reader_note(reader, line, column, code, format, args);
	va_end(args);
}

/* ---- files and substitution ---------------------------------------------- */

const char *
reader_path(struct reader *reader, const char *path)
{
	if (path[0] == '\0' || path[0] == '/')
		return path;
	return arena_printf(reader->arena, "%s/%s", reader->config->dir, path);
}

static int
reader_read_all(int fd, struct buf *out)
{
	for (;;) {
		char *room = buf_room(out, 4096);
		ssize_t n;

		if (room == NULL)
			return -EFBIG;
		n = read(fd, room, 4096);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return 0;
		buf_added(out, (size_t)n);
	}
}

int
reader_file(struct reader *reader, const char *path, struct slice *ret_content)
{
	auto_(buf_done) struct buf content = BUF_LIMIT(READER_FILE_MAX + 4096);
	int fd = open(reader_path(reader, path), O_RDONLY | O_CLOEXEC);
	int rc;

	if (fd < 0)
		return -errno;
	rc = reader_read_all(fd, &content);
	close(fd);
	if (rc == 0 && content.len > READER_FILE_MAX)
		rc = -EFBIG;
	if (rc != 0)
		return rc;
	*ret_content = slice_of(
		arena_text(reader->arena, buf_slice(&content)), content.len);
	return 0;
}

static bool
reader_put_file(struct reader *reader, const struct node *node,
	struct slice path, struct buf *out)
{
	const char *name = arena_text(reader->arena, path);
	struct slice content;
	int rc = reader_file(reader, name, &content);

	if (rc != 0) {
		reader_say(reader, node, "E-CONFIG-FILE",
			"cannot read the file '%.120s': %s", name,
			strerror(-rc));
		return false;
	}
	while (content.len != 0 && (content.at[content.len - 1] == '\n' ||
					   content.at[content.len - 1] == '\r'))
		content.len--;
	buf_put_slice(out, content);
	return true;
}

static bool
reader_put_variable(struct reader *reader, const struct node *node,
	struct slice inner, struct buf *out)
{
	const char *mark = memmem(inner.at, inner.len, ":-", 2);
	size_t name_len = mark ? (size_t)(mark - inner.at) : inner.len;
	const char *name =
		arena_text(reader->arena, slice_of(inner.at, name_len));
	const char *value = getenv(name);

	if (value != NULL && (value[0] != '\0' || mark == NULL)) {
		buf_puts(out, value);
		return true;
	}
	if (mark != NULL) {
		buf_put(out, mark + 2, inner.len - name_len - 2);
		return true;
	}
	reader_say(reader, node, "E-CONFIG-VARIABLE",
		"the environment has no variable '%.60s'; ${%.60s:-default} "
		"gives a default",
		name, name);
	return false;
}

static bool
reader_substitute(struct reader *reader, const struct node *node,
	struct slice text, struct buf *out)
{
	const struct slice file = SLICE("file:");

	while (text.len != 0) {
		const char *mark = memmem(text.at, text.len, "${", 2);
		size_t before = mark ? (size_t)(mark - text.at) : text.len;
		const char *end;
		struct slice inner;
		bool done;

		if (mark != NULL && before != 0 && mark[-1] == '$') {
			buf_put(out, text.at, before - 1);
			buf_puts(out, "${");
			text = slice_of(mark + 2, text.len - before - 2);
			continue;
		}
		buf_put(out, text.at, before);
		if (mark == NULL)
			return true;
		text = slice_of(mark + 2, text.len - before - 2);
		end = memchr(text.at, '}', text.len);
		if (end == NULL) {
			reader_say(reader, node, "E-CONFIG-VARIABLE",
				"'${' without a '}' behind it");
			return false;
		}
		inner = slice_of(text.at, (size_t)(end - text.at));
		text = slice_of(end + 1, text.len - inner.len - 1);
		if (slice_starts(inner, file))
			done = reader_put_file(reader, node,
				slice_of(inner.at + 5, inner.len - 5), out);
		else
			done = reader_put_variable(reader, node, inner, out);
		if (!done)
			return false;
	}
	return true;
}

bool
reader_expects(
	struct reader *reader, const struct node *node, enum node_kind kind)
{
	if (node->kind == kind)
		return true;
	reader_say(reader, node, "E-CONFIG-KIND", "%s%.60s%s wants %s, not %s",
		node->key.len ? "'" : "", node->key.len ? node->key.at : "this",
		node->key.len ? "'" : "", node_kind_name(kind),
		node_is_empty(node) ? "nothing" : node_kind_name(node->kind));
	return false;
}

bool
reader_text(
	struct reader *reader, const struct node *node, struct slice *ret_text)
{
	auto_(buf_done) struct buf out = BUF_NULL;

	if (!reader_expects(reader, node, NODE_TEXT))
		return false;
	if (memmem(node->text.at, node->text.len, "${", 2) == NULL) {
		*ret_text = node->text;
		return true;
	}
	if (!reader_substitute(reader, node, node->text, &out))
		return false;
	*ret_text =
		slice_of(arena_text(reader->arena, buf_slice(&out)), out.len);
	return true;
}

bool
reader_texts(struct reader *reader, const struct node *node,
	const char *const **ret_texts, size_t *ret_n)
{
	const struct node *item = node->kind == NODE_LIST ? node->first : node;
	size_t n = node->kind == NODE_LIST ? node_count(node) : 1;
	const char **texts =
		arena_zero(reader->arena, (n + 1) * sizeof(*texts));
	bool all = true;

	for (size_t i = 0; i < n; i++, item = item->next) {
		struct slice text = SLICE("");

		if (!reader_text(reader, item, &text))
			all = false;
		texts[i] = text.at;
	}
	*ret_texts = texts;
	*ret_n = n;
	return all;
}

/* ---- maps by their table ------------------------------------------------- */

static void
reader_option(struct reader *reader, const struct node *node,
	const struct option_spec *option, void *settings)
{
	struct problem why = PROBLEM_NULL;
	struct slice text;
	int rc;

	if (option->type == OPTION_LIST && node->kind == NODE_LIST) {
		const char *const *texts;
		size_t n;

		if (reader_texts(reader, node, &texts, &n))
			memcpy((char *)settings + option->offset, &texts,
				sizeof(texts));
		return;
	}
	if (node_is_empty(node)) {
		reader_say_key(reader, node, "E-CONFIG-VALUE",
			"'%s' has no value; %s%s%s", option->name,
			option->fallback ? "without the line it is '"
					 : "it needs one",
			option->fallback ? option->fallback : "",
			option->fallback ? "'" : "");
		return;
	}
	if (!reader_text(reader, node, &text))
		return;
	rc = option_set(option, settings, reader->arena, text, &why);
	if (rc != 0)
		reader_say(reader, node, why.code, "%s: %s", option->name,
			why.text);
}

/* The nearest of both tables. */
static const char *
reader_nearest(const struct schema *schema, struct slice name)
{
	const char *names[SCHEMA_MAX_KEYS + 1];

	schema_names(schema, names);
	return option_nearest_of(names, name);
}

static void
reader_unknown(struct reader *reader, const struct node *node,
	const struct schema *schema)
{
	const char *near = reader_nearest(schema, node->key);
	const char *home = near ? NULL : schema_home(node->key);

	if (home != NULL) {
		reader_say_key(reader, node, "E-CONFIG-UNKNOWN",
			"there is no '%.60s' in %s; it belongs into %s",
			node->key.at, schema->name, home);
		return;
	}
	reader_say_key(reader, node, "E-CONFIG-UNKNOWN",
		"there is no '%.60s' in %s%s%s%s", node->key.at, schema->name,
		near ? "; did you mean '" : "", near ? near : "",
		near ? "'?" : "");
}

static void
reader_member(struct reader *reader, const struct node *node,
	const struct schema *schema, void *settings)
{
	const struct option_spec *option = NULL;
	const struct schema_part *part;

	if (node->duplicate_of != 0) {
		reader_say_key(reader, node, "E-CONFIG-DUPLICATE",
			"'%.60s' stands here twice; the first is in line %u",
			node->key.at, node->duplicate_of);
		return;
	}
	if (schema->options != NULL)
		option = option_find(schema->options, node->key);
	part = schema_part_find(schema, node->key);
	if (option != NULL)
		reader_option(reader, node, option, settings);
	else if (part != NULL && part->read != NULL)
		part->read(reader, node, part, settings);
	else if (part == NULL)
		reader_unknown(reader, node, schema);
}

static void
reader_missing(struct reader *reader, const struct node *node,
	const struct schema *schema)
{
	const struct option_spec *option = schema->options;

	for (; option != NULL && option->type != OPTION_END; option++)
		if (option->fallback == NULL &&
			node_find(node, option->name) == NULL)
			reader_say(reader, node, "E-CONFIG-MISSING",
				"%s needs a '%s': %s", schema->name,
				option->name, option->help);
}

void
reader_map(struct reader *reader, const struct node *node,
	const struct schema *schema, void *settings)
{
	if (schema->options != NULL)
		option_defaults(schema->options, settings, reader->arena, NULL);
	if (node == NULL || node_is_empty(node))
		return;
	if (!reader_expects(reader, node, NODE_MAP))
		return;
	for (const struct node *at = node->first; at != NULL; at = at->next)
		reader_member(reader, at, schema, settings);
	reader_missing(reader, node, schema);
}
