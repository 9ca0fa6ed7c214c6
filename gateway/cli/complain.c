/* SPDX-License-Identifier: Apache-2.0 */
/*
 * complain - each problem with the line of the file that it is about.
 *
 * The excerpt is for eyes, so it is shown on a terminal only; a line that holds
 * a secret is not repeated anywhere.
 */
#include "cli/complain.h"

#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/jsonout.h"
#include "cli/term.h"
#include "config/config.h"

#define COMPLAIN_LINE_MAX 400

/* The text of line `number` of the file at `path`, without its end. */
static bool
complain_read_line(const char *path, unsigned number, char *ret, size_t size)
{
	FILE *file = fopen(path, "re");
	unsigned at = 1;
	int c = 0;
	size_t n = 0;

	if (file == NULL)
		return false;
	while (at < number && (c = getc(file)) != EOF)
		at += c == '\n';
	while (at == number && n + 1 < size) {
		c = getc(file);
		if (c == EOF || c == '\n' || c == '\r')
			break;
		ret[n++] = (char)(c == '\t' ? ' ' : c);
	}
	ret[n] = '\0';
	fclose(file);
	return at == number;
}

static bool
complain_is_secret(const char *line)
{
	return strstr(line, "whsec_") != NULL || strstr(line, "secret") != NULL;
}

/* The file that the problem is about: its own place when that is one, `path`
 * when its place is the end of that. */
static const char *
complain_file(const struct problem *problem, const char *path)
{
	size_t len = path != NULL ? strlen(path) : 0, n;

	if (access(problem->where, R_OK) == 0)
		return problem->where;
	n = strlen(problem->where);
	if (n > 3 && n <= len + 3 &&
		strcmp(path + len - (n - 3), problem->where + 3) == 0)
		return path;
	return NULL;
}

static void
complain_excerpt(const struct problem *problem, const char *path,
	const struct term *term, FILE *out)
{
	const char *file = complain_file(problem, path);
	char line[COMPLAIN_LINE_MAX];

	if (file == NULL || problem->line == 0 || problem->column == 0 ||
		problem->column > term->width ||
		!complain_read_line(file, problem->line, line, sizeof(line)) ||
		complain_is_secret(line))
		return;
	fprintf(out, "  %s%5u |%s ", term_dim(term), problem->line,
		term_plain(term));
	term_put(term, slice_text(line), term->width - 11, out);
	fprintf(out, "\n  %s      |%s %*s%s^%s\n", term_dim(term),
		term_plain(term), (int)problem->column - 1, "", term_bad(term),
		term_plain(term));
}

void
complain(const struct problem_list *problems, const char *path, FILE *out)
{
	struct term term = term_of(out);

	for (size_t i = 0; i < problems->n_items; i++) {
		const struct problem *problem = &problems->items[i];
		char line[600];

		problem_print(problem, line, sizeof(line));
		fprintf(out, "%s%s%s\n",
			problem_is_warning(problem) ? "warning: " : "", line,
			"");
		if (term.is_terminal)
			complain_excerpt(problem, path, &term, out);
	}
	if (problems->n_dropped != 0)
		fprintf(out, "and %zu more\n", problems->n_dropped);
}

size_t
complain_count(const struct problem_list *problems, bool warnings)
{
	size_t n = warnings
			   ? problems->n_dropped_warnings
			   : problems->n_dropped - problems->n_dropped_warnings;

	for (size_t i = 0; i < problems->n_items; i++)
		n += problem_is_warning(&problems->items[i]) == warnings;
	return n;
}

void
complain_json(const struct problem_list *problems, FILE *out)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	struct jsonout json = JSONOUT(&text);

	jsonout_object(&json);
	jsonout_member_integer(
		&json, "errors", (int64_t)complain_count(problems, false));
	jsonout_member_integer(
		&json, "warnings", (int64_t)complain_count(problems, true));
	jsonout_key(&json, "problems");
	jsonout_array(&json);
	for (size_t i = 0; i < problems->n_items; i++) {
		const struct problem *problem = &problems->items[i];

		jsonout_object(&json);
		jsonout_member_some(&json, "code", slice_text(problem->code));
		jsonout_member_some(&json, "file", slice_text(problem->where));
		jsonout_member_integer(&json, "line", problem->line);
		jsonout_member_integer(&json, "column", problem->column);
		jsonout_member_text(&json, "message", problem->text);
		jsonout_member_bool(
			&json, "warning", problem_is_warning(problem));
		jsonout_object_end(&json);
	}
	jsonout_array_end(&json);
	jsonout_object_end(&json);
	fprintf(out, "%s\n", buf_text(&text));
}
