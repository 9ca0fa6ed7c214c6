/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv.c - one pass, in place: unquoting only ever makes a field shorter.
 */
#include "common/csv.h"

static char *
read_field(struct csv *csv, bool *ret_last)
{
	char *field = csv->at, *out = csv->at;
	bool quoted = false;

	for (; csv->at < csv->end; csv->at++) {
		char c = *csv->at;

		if (c == '"' && quoted && csv->at + 1 < csv->end &&
			csv->at[1] == '"') {
			*out++ = '"';
			csv->at++;
		} else if (c == '"') {
			quoted = !quoted;
		} else if (!quoted && (c == ',' || c == '\n')) {
			break;
		} else if (c != '\r' || quoted) {
			*out++ = c;
		}
	}
	*ret_last = csv->at >= csv->end || *csv->at == '\n';
	if (csv->at < csv->end)
		csv->at++;
	*out = '\0';
	return field;
}

bool
csv_next(struct csv *csv, char **fields, size_t max, size_t *ret_n)
{
	if (csv->at >= csv->end)
		return false;
	bool last = false;
	size_t n = 0;
	while (!last) {
		char *field = read_field(csv, &last);

		if (n < max)
			fields[n++] = field;
	}
	*ret_n = n;
	return true;
}
