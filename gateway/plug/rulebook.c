/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rulebook - files as bytes, and by plugin and name what they say.
 */
#include "plug/rulebook.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"
#include "plug/plugin.h"

#define RULEBOOK_LIST ".csv"
#define RULEBOOK_FOLDER_MAX 4096u /* entries of a folder that are looked at */
/* Shipped, the operator's for all plugins, the operator's for this one. */
#define RULEBOOK_LAYERS 3

/* All files of one plugin and one name. */
struct rulebook_shelf {
	const char *plugin, *name;
	/* In the order in which they stand over each other. */
	const struct rulebook_file *files[RULEBOOK_LAYERS];
	size_t n_files;
	struct tt_rules *rules; /* of NAME.rules */
	struct table *table;    /* of NAME.csv */
	bool is_lent;           /* the table is another shelf's */
	bool is_read;           /* a plugin asked for it */
};

struct rulebook {
	atomic_uint n_refs;
	struct arena arena;
	struct rulebook_file **files;
	size_t n_files, cap_files, n_bytes;
	struct rulebook_shelf **shelves;
	size_t n_shelves, cap_shelves;
	struct map *by_name; /* shelves, by "plugin/name" */
	bool is_parsed;
	int result; /* of that */
};

struct rulebook *
rulebook_new(void)
{
	struct rulebook *book = mem_new(struct rulebook);

	atomic_init(&book->n_refs, 1);
	book->by_name = map_new();
	return book;
}

struct rulebook *
rulebook_ref(struct rulebook *book)
{
	atomic_fetch_add_explicit(&book->n_refs, 1, memory_order_relaxed);
	return book;
}

struct rulebook *
rulebook_unref(struct rulebook *book)
{
	if (book == NULL || atomic_fetch_sub_explicit(&book->n_refs, 1,
				    memory_order_acq_rel) != 1)
		return NULL;
	for (size_t i = 0; i < book->n_shelves; i++) {
		rules_free(book->shelves[i]->rules);
		if (!book->shelves[i]->is_lent)
			table_free(book->shelves[i]->table);
	}
	mem_free(book->shelves);
	mem_free(book->files);
	map_free(book->by_name);
	arena_done(&book->arena);
	return mem_free(book);
}

/* ---- files ----------------------------------------------------------------
 */

static bool
rulebook_is_name(const char *name)
{
	size_t len = strnlen(name, 64);

	if (len == 0 || len > 63 || name[0] == '.')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!(name[i] >= 'a' && name[i] <= 'z') &&
			!(name[i] >= '0' && name[i] <= '9') && name[i] != '-' &&
			name[i] != '_' && name[i] != '.')
			return false;
	return true;
}

static bool
rulebook_ends(const char *name, const char *end)
{
	size_t len = strlen(name), n = strlen(end);

	return len > n && strcmp(name + len - n, end) == 0;
}

static struct rulebook_shelf *
rulebook_find(const struct rulebook *book, const char *plugin, const char *name)
{
	auto_(mem_free) char *key = mem_printf("%s/%s", plugin, name);

	return map_find(book->by_name, slice_text(key));
}

static struct rulebook_shelf *
rulebook_shelf(struct rulebook *book, const struct rulebook_file *file)
{
	struct rulebook_shelf *shelf =
		rulebook_find(book, file->plugin, file->name);
	auto_(mem_free) char *key = NULL;

	if (shelf != NULL)
		return shelf;
	shelf = arena_zero(&book->arena, sizeof(*shelf));
	shelf->plugin = file->plugin;
	shelf->name = file->name;
	mem_grow(book->shelves, book->n_shelves, book->cap_shelves);
	book->shelves[book->n_shelves++] = shelf;
	key = mem_printf("%s/%s", file->plugin, file->name);
	map_set(book->by_name, slice_text(key), shelf);
	return shelf;
}

void
rulebook_add(struct rulebook *book, const struct rulebook_file *from)
{
	struct rulebook_file *file = arena_zero(&book->arena, sizeof(*file));
	struct rulebook_shelf *shelf;

	file->plugin = arena_text(&book->arena, slice_text(from->plugin));
	file->name = arena_text(&book->arena, slice_text(from->name));
	file->path = arena_text(&book->arena, slice_text(from->path));
	file->is_operators = from->is_operators;
	file->bytes = slice_of(
		arena_text(&book->arena, from->bytes), from->bytes.len);
	mem_grow(book->files, book->n_files, book->cap_files);
	book->files[book->n_files++] = file;
	book->n_bytes += file->bytes.len;
	shelf = rulebook_shelf(book, file);
	if (shelf->n_files < RULEBOOK_LAYERS)
		shelf->files[shelf->n_files++] = file;
}

size_t
rulebook_count(const struct rulebook *book)
{
	return book->n_files;
}

const struct rulebook_file *
rulebook_at(const struct rulebook *book, size_t i)
{
	return book->files[i];
}

/* ---- the disk -------------------------------------------------------------
 */

static int
rulebook_tell(struct problem_list *problems, int result, const char *code,
	const char *where, const char *text, const char *more)
{
	struct problem why = PROBLEM_NULL;

	problem_at(&why, where, 0, 0);
	problem_set(&why, result, code, "%s%s", text, more);
	problem_list_add(problems, &why);
	return result;
}

/* 0, or negative errno. */
static int
rulebook_read_bytes(const char *path, struct buf *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = 1;
	int error = 0;

	if (fd < 0)
		return -errno;
	while (error == 0 && got > 0) {
		char *room = buf_room(out, 65536);

		if (room == NULL) {
			error = -EFBIG;
			break;
		}
		got = read(fd, room, 65536);
		if (got > 0)
			buf_added(out, (size_t)got);
		else if (got < 0)
			error = -errno;
	}
	close(fd);
	return error;
}

/* What stands in the folder, sorted; hidden names are not there. 0, or negative
 * errno. */
static int
rulebook_list(const char *folder, struct arena *arena, const char ***ret_names,
	size_t *ret_n)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	size_t n = 0;
	const char **names;

	if (dir == NULL)
		return -errno;
	names = arena_zero(arena, RULEBOOK_FOLDER_MAX * sizeof(*names));
	while (n < RULEBOOK_FOLDER_MAX && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			names[n++] =
				arena_text(arena, slice_text(entry->d_name));
	closedir(dir);
	for (size_t i = 1; i < n; i++) {
		const char *name = names[i];
		size_t at = i;

		for (; at > 0 && strcmp(names[at - 1], name) > 0; at--)
			names[at] = names[at - 1];
		names[at] = name;
	}
	*ret_names = names;
	*ret_n = n;
	return 0;
}

static bool
rulebook_is_kind(const char *path, mode_t kind)
{
	struct stat st;

	return stat(path, &st) == 0 && (st.st_mode & S_IFMT) == kind;
}

static int
rulebook_read_file(struct rulebook *book, struct rulebook_file *file,
	struct problem_list *problems)
{
	size_t room = book->n_bytes < RULEBOOK_MAX_BYTES
			      ? RULEBOOK_MAX_BYTES - book->n_bytes
			      : 1;
	auto_(buf_done) struct buf bytes = BUF_LIMIT(room);
	int error;

	if (book->n_files == RULEBOOK_MAX_FILES)
		return rulebook_tell(problems, 1, "E-RULES", file->path,
			"there are too many rule files", "");
	error = rulebook_read_bytes(file->path, &bytes);
	if (error == -EFBIG)
		return rulebook_tell(problems, 1, "E-RULES", file->path,
			"all rule files together are too large", "");
	if (error != 0)
		return rulebook_tell(problems, 1, "E-RULES", file->path,
			"cannot be read: ", strerror(-error));
	file->bytes = buf_slice(&bytes);
	rulebook_add(book, file);
	return 0;
}

static int
rulebook_read_folder(struct rulebook *book, const char *plugin,
	const char *folder, bool is_operators, struct problem_list *problems)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	const char **names;
	size_t n;
	int rc = 0, error = rulebook_list(folder, &arena, &names, &n);

	if (error == -ENOENT)
		return 0;
	if (error != 0)
		return rulebook_tell(problems, 1, "E-RULES", folder,
			"cannot be read: ", strerror(-error));
	for (size_t i = 0; i < n; i++) {
		struct rulebook_file file = {
			.plugin = plugin,
			.name = names[i],
			.path = arena_printf(&arena, "%s/%s", folder, names[i]),
			.is_operators = is_operators,
		};

		if (!rulebook_is_name(names[i]) ||
			!rulebook_is_kind(file.path, S_IFREG))
			(void)rulebook_tell(problems, 0, "W-RULES-NAME",
				file.path,
				"is not read: a rule file's name is lower-case "
				"letters, digits, dashes and dots",
				"");
		else
			rc |= rulebook_read_file(book, &file, problems);
	}
	return rc;
}

/* Of `n` plugins. */
static bool
rulebook_is_plugin(const char *const *plugins, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(plugins[i], name) == 0)
			return true;
	return false;
}

/* A list that lies beside the folders is for every plugin that ships one of its
 * name: agencies are the same to all. */
static int
rulebook_read_shared(struct rulebook *book, const char *plugin,
	const char *rules_dir, struct problem_list *problems)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	size_t n = book->n_shelves;
	int rc = 0;

	for (size_t i = 0; i < n; i++) {
		struct rulebook_file file = {
			.plugin = plugin,
			.name = book->shelves[i]->name,
			.is_operators = true,
		};

		if (strcmp(book->shelves[i]->plugin, plugin) != 0 ||
			!rulebook_ends(file.name, RULEBOOK_LIST))
			continue;
		file.path = arena_printf(&arena, "%s/%s", rules_dir, file.name);
		if (rulebook_is_kind(file.path, S_IFREG))
			rc |= rulebook_read_file(book, &file, problems);
	}
	return rc;
}

static bool
rulebook_has_read(const struct rulebook *book, const char *path)
{
	for (size_t i = 0; i < book->n_files; i++)
		if (strcmp(book->files[i]->path, path) == 0)
			return true;
	return false;
}

/* What lies in the operator's folder and was not read. */
static void
rulebook_tell_strays(const struct rulebook *book, const char *const *plugins,
	size_t n_plugins, const char *rules_dir, struct problem_list *problems)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	const char **names;
	size_t n;

	if (rulebook_list(rules_dir, &arena, &names, &n) != 0)
		return;
	for (size_t i = 0; i < n; i++) {
		const char *path =
			arena_printf(&arena, "%s/%s", rules_dir, names[i]);

		if (!rulebook_is_plugin(plugins, n_plugins, names[i]) &&
			!rulebook_has_read(book, path))
			(void)rulebook_tell(problems, 0, "W-RULES-FOLDER", path,
				"is not read: neither a plugin of the chain "
				"nor a list of theirs has this name",
				"");
	}
}

static int
rulebook_read_plugin(struct rulebook *book, const char *plugin, const char *dir,
	const char *rules_dir, struct problem_list *problems)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	int rc = rulebook_read_folder(book, plugin,
		arena_printf(&arena, "%s/rules", dir), false, problems);

	if (rules_dir == NULL)
		return rc;
	rc |= rulebook_read_shared(book, plugin, rules_dir, problems);
	return rc | rulebook_read_folder(book, plugin,
			    arena_printf(&arena, "%s/%s", rules_dir, plugin),
			    true, problems);
}

int
rulebook_read(struct rulebook *book, const char *const *places,
	const char *const *plugins, const char *rules_dir,
	struct problem_list *problems)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	size_t n = 0;
	int rc = 0;

	if (rules_dir != NULL && rules_dir[0] == '\0')
		rules_dir = NULL;
	for (; plugins[n] != NULL; n++) {
		const char *dir = plugin_find_dir(plugins[n], places, &arena);

		/* One that stands twice was read; one that is nowhere is the
		 * chain's to tell. */
		if (dir != NULL && !rulebook_is_plugin(plugins, n, plugins[n]))
			rc |= rulebook_read_plugin(
				book, plugins[n], dir, rules_dir, problems);
	}
	if (rules_dir != NULL)
		rulebook_tell_strays(book, plugins, n, rules_dir, problems);
	return rc;
}

/* ---- parsing --------------------------------------------------------------
 */

static int
rulebook_parse_rules(
	struct rulebook_shelf *shelf, struct problem_list *problems)
{
	int rc = 0;

	shelf->rules = rules_new();
	for (size_t i = 0; i < shelf->n_files; i++)
		rc |= rules_parse(shelf->rules, shelf->files[i]->path,
			shelf->files[i]->is_operators, shelf->files[i]->bytes,
			problems);
	return rc;
}

static bool
rulebook_same(const struct rulebook_shelf *a, const struct rulebook_shelf *b)
{
	if (a->n_files != b->n_files || strcmp(a->name, b->name) != 0)
		return false;
	for (size_t i = 0; i < a->n_files; i++)
		if (a->files[i]->is_operators != b->files[i]->is_operators ||
			!slice_equal(a->files[i]->bytes, b->files[i]->bytes))
			return false;
	return true;
}

/* Plugins that ship the same list have one table, and its mistakes are told
 * once. */
static int
rulebook_parse_table(const struct rulebook *book, struct rulebook_shelf *shelf,
	struct problem_list *problems)
{
	int rc = 0;

	for (size_t i = 0; book->shelves[i] != shelf; i++) {
		const struct rulebook_shelf *before = book->shelves[i];

		if (before->table == NULL || !rulebook_same(before, shelf))
			continue;
		shelf->table = before->table;
		shelf->is_lent = true;
		return 0;
	}
	shelf->table = table_new();
	for (size_t i = 0; i < shelf->n_files; i++)
		rc |= table_parse(shelf->table, shelf->files[i]->path,
			shelf->files[i]->is_operators, shelf->files[i]->bytes,
			problems);
	return rc;
}

int
rulebook_parse(struct rulebook *book, struct problem_list *problems)
{
	for (size_t i = 0; !book->is_parsed && i < book->n_shelves; i++) {
		struct rulebook_shelf *shelf = book->shelves[i];

		if (rulebook_ends(shelf->name, ".rules"))
			book->result |= rulebook_parse_rules(shelf, problems);
		else if (rulebook_ends(shelf->name, RULEBOOK_LIST))
			book->result |=
				rulebook_parse_table(book, shelf, problems);
	}
	book->is_parsed = true;
	return book->result;
}

/* ---- reading --------------------------------------------------------------
 */

bool
rulebook_concerns(const struct rulebook *book, const char *plugin,
	const struct whose *whose)
{
	for (size_t i = 0; i < book->n_shelves; i++) {
		const struct rulebook_shelf *shelf = book->shelves[i];

		if (strcmp(shelf->plugin, plugin) != 0)
			continue;
		if ((shelf->rules != NULL &&
			    rules_concern(shelf->rules, whose)) ||
			(shelf->table != NULL &&
				table_concerns(shelf->table, whose)))
			return true;
	}
	return false;
}

const struct tt_rules *
rulebook_rules(struct rulebook *book, const char *plugin, const char *name)
{
	struct rulebook_shelf *shelf = rulebook_find(book, plugin, name);

	if (shelf == NULL || shelf->rules == NULL)
		return NULL;
	shelf->is_read = true;
	return shelf->rules;
}

bool
rulebook_data(struct rulebook *book, const char *plugin, const char *name,
	const struct whose *whose, struct buf *out)
{
	struct rulebook_shelf *shelf = rulebook_find(book, plugin, name);

	if (shelf == NULL)
		return false;
	shelf->is_read = true;
	if (shelf->table != NULL)
		table_print(shelf->table, whose, out);
	else
		buf_put_slice(out, shelf->files[shelf->n_files - 1]->bytes);
	return true;
}

void
rulebook_each_row(const struct rulebook *book, const char *plugin,
	const char *name, const char *column, table_row_fn *each, void *context)
{
	const struct rulebook_shelf *shelf = rulebook_find(book, plugin, name);

	if (shelf != NULL && shelf->table != NULL)
		table_each(shelf->table, column, each, context);
}

/* ---- checks ---------------------------------------------------------------
 */

int
rulebook_check(const struct rulebook *book, bool all_started,
	struct problem_list *problems)
{
	int rc = 0;

	for (size_t i = 0; i < book->n_shelves; i++) {
		const struct rulebook_shelf *shelf = book->shelves[i];
		const struct rulebook_file *last =
			shelf->files[shelf->n_files - 1];

		if (!last->is_operators)
			continue;
		if (shelf->is_read && shelf->rules != NULL)
			rc |= rules_check_keys(shelf->rules, problems);
		else if (!shelf->is_read && all_started)
			(void)rulebook_tell(problems, 0, "W-RULES-IDLE",
				last->path,
				"nobody reads this file: its plugin has no "
				"rule file of that name",
				"");
	}
	return rc;
}

static void
rulebook_lint_partners(const struct tt_rule *rule, const struct whose *partners,
	size_t n_partners, struct problem_list *problems)
{
	const char *partner;

	if (!rules_is_operators(rule))
		return;
	for (size_t n = 0; (partner = rules_partner(rule, n)) != NULL; n++) {
		struct problem where = PROBLEM_NULL;

		rules_place(rule, "partner", n, &where);
		whose_lint(slice_text(partner), partners, n_partners, &where,
			problems);
	}
}

void
rulebook_lint(const struct rulebook *book, const struct whose *partners,
	size_t n_partners, struct problem_list *problems)
{
	for (size_t i = 0; i < book->n_shelves; i++) {
		const struct tt_rules *rules = book->shelves[i]->rules;

		for (size_t k = 0; rules != NULL && k < rules_count(rules); k++)
			rulebook_lint_partners(rules_at(rules, k), partners,
				n_partners, problems);
		if (rules != NULL)
			rules_lint(rules, problems);
		if (book->shelves[i]->table != NULL)
			table_lint(book->shelves[i]->table, partners,
				n_partners, problems);
	}
}

void
rulebook_each(
	const struct rulebook *book, rulebook_rule_fn *each, void *context)
{
	for (size_t i = 0; i < book->n_shelves; i++) {
		const struct rulebook_shelf *shelf = book->shelves[i];
		size_t n = shelf->rules != NULL ? rules_count(shelf->rules) : 0;

		for (size_t k = 0; k < n; k++)
			if (rules_in_force(rules_at(shelf->rules, k)))
				each(context, shelf->plugin, shelf->name,
					rules_at(shelf->rules, k));
	}
}
