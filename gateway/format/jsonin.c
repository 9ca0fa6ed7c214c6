/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jsonin - the scan in front of jansson; see jsonin.h. The scan does not decide
 * what is JSON, only that it is small enough to be asked.
 */
#include "format/jsonin.h"

#include <string.h>

#include "format/format.h"

struct scan {
	struct slice text;
	size_t at;
	size_t n_values;
	size_t depth;
	size_t n_keys[FORMAT_MAX_DEPTH + 1];
};

static void
locate(struct slice text, size_t offset, struct problem *why)
{
	unsigned line = 1;
	unsigned column = 1;

	for (size_t i = 0; i < offset && i < text.len; i++) {
		if (text.at[i] == '\n') {
			line++;
			column = 1;
		} else if ((text.at[i] & 0xc0) != 0x80) {
			column++;
		}
	}
	problem_at(why, NULL, line, column);
}

static int
refuse(const struct scan *scan, struct problem *why, const char *what,
	unsigned limit)
{
	locate(scan->text, scan->at, why);
	return problem_set(
		why, 1, "E-JSON-LIMIT", "%s (at most %u)", what, limit);
}

/* From behind the opening quote to behind the closing one. Each byte is looked
 * at for either sign once: a quote is looked for again only behind one that was
 * escaped. */
static size_t
string_end(struct slice text, size_t at)
{
	const char *end = text.at + text.len, *from = text.at + at;
	const char *quote = NULL, *escape;

	while (from < end) {
		if (quote == NULL || quote < from)
			quote = memchr(from, '"', (size_t)(end - from));
		if (quote == NULL)
			break;
		escape = memchr(from, '\\', (size_t)(quote - from));
		if (escape == NULL)
			return (size_t)(quote - text.at) + 1;
		from = escape + 2;
	}
	return text.len;
}

static int
scan_string(struct scan *scan, struct problem *why)
{
	size_t start = scan->at + 1;
	size_t end = string_end(scan->text, start);
	size_t next = end;

	while (next < scan->text.len &&
		memchr(" \t\r\n", scan->text.at[next], 4) != NULL)
		next++;
	if (next < scan->text.len && scan->text.at[next] == ':') {
		if (end - start > JSONIN_MAX_KEY + 1)
			return refuse(
				scan, why, "a key is too long", JSONIN_MAX_KEY);
		if (++scan->n_keys[scan->depth] > JSONIN_MAX_KEYS)
			return refuse(scan, why, "an object has too many keys",
				JSONIN_MAX_KEYS);
	}
	scan->at = end;
	return 0;
}

static int
scan_text(struct slice text, struct problem *why)
{
	struct scan scan = { .text = text };

	while (scan.at < text.len) {
		switch (text.at[scan.at]) {
		case '"':
			if (scan_string(&scan, why) != 0)
				return 1;
			continue;
		case '{':
		case '[':
			if (++scan.depth > FORMAT_MAX_DEPTH)
				return refuse(&scan, why,
					"values are nested too deep",
					FORMAT_MAX_DEPTH);
			scan.n_keys[scan.depth] = 0;
			scan.n_values++;
			break;
		case '}':
		case ']':
			scan.depth -= scan.depth != 0;
			break;
		case ',':
			scan.n_values++;
			break;
		case '\0':
			locate(text, scan.at, why);
			return problem_set(why, 1, "E-JSON-SYNTAX",
				"a NUL byte stands in the JSON");
		default:
			break;
		}
		if (scan.n_values > JSONIN_MAX_VALUES)
			return refuse(&scan, why, "there are too many values",
				JSONIN_MAX_VALUES);
		scan.at++;
	}
	return 0;
}

int
jsonin_load(struct slice text, json_t **ret_json, struct problem *why)
{
	json_error_t error;

	if (scan_text(text, why) != 0)
		return 1;
	json_t *json = json_loadb(text.at ? text.at : "", text.len,
		JSON_REJECT_DUPLICATES, &error);

	if (json == NULL) {
		problem_at(why, NULL, error.line > 0 ? (unsigned)error.line : 1,
			error.column > 0 ? (unsigned)error.column : 1);
		return problem_set(why, 1, "E-JSON-SYNTAX",
			"this is not JSON: %s", error.text);
	}
	*ret_json = json;
	return 0;
}

struct slice
jsonin_text(const json_t *json)
{
	if (!json_is_string(json))
		return (struct slice){ 0 };
	return slice_of(json_string_value(json), json_string_length(json));
}

struct slice
jsonin_get(const json_t *object, const char *key)
{
	return jsonin_text(json_object_get(object, key));
}

const char *
jsonin_type_name(const json_t *json)
{
	static const char *const names[] = {
		[JSON_OBJECT] = "an object",
		[JSON_ARRAY] = "an array",
		[JSON_STRING] = "a string",
		[JSON_INTEGER] = "an integer",
		[JSON_REAL] = "a number",
		[JSON_TRUE] = "true",
		[JSON_FALSE] = "false",
		[JSON_NULL] = "null",
	};

	return json != NULL ? names[json_typeof(json)] : "nothing";
}
