/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bodies - see bodies.h.
 */
#include "story/bodies.h"

#include <stdbool.h>

#include "base/jsonout.h"
#include "base/utf8.h"

static size_t
count_words(struct slice text)
{
	bool in_word = false;
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++) {
		bool is_space = text.at[i] == ' ' || text.at[i] == '\n' ||
				text.at[i] == '\t';

		n += !is_space && !in_word;
		in_word = !is_space;
	}
	return n;
}

static void
put_body(struct jsonout *json, const char *type, struct slice value,
	size_t n_characters, size_t n_words)
{
	jsonout_object(json);
	jsonout_member_text(json, "role", "main");
	jsonout_member_text(json, "contentType", type);
	jsonout_member_integer(json, "charCount", (int64_t)n_characters);
	jsonout_member_integer(json, "wordCount", (int64_t)n_words);
	jsonout_member(json, "value", value);
	jsonout_object_end(json);
}

void
bodies_put(struct jsonout *json, struct slice html, struct slice text,
	enum bodies which)
{
	size_t n_characters = utf8_count(text), n_words = count_words(text);

	if (html.len == 0 && text.len == 0)
		return;
	jsonout_key(json, "bodies");
	jsonout_array(json);
	if (html.len != 0)
		put_body(json, "text/html", html, n_characters, n_words);
	if (which == BODIES_ALL || html.len == 0)
		put_body(json, "text/plain", text, n_characters, n_words);
	jsonout_array_end(json);
}
