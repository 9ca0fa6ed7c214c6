/* SPDX-License-Identifier: Apache-2.0 */
/*
 * print_item - decode and seal files without plugins, and print what came out:
 * one JSON object a line. For tests that judge the items from outside, with a
 * schema validator that nobody here wrote.
 *
 *	print_item [--type MEDIA-TYPE] FILE...
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/jsonout.h"
#include "format/format.h"
#include "story/seal.h"

static const struct draft_partner partner = {
	.name = "test",
	.title = "Test Wire",
	.role = "distributor",
	.timezone = "UTC",
	.language = "en",
	.may_kill = true,
	.may_embargo = true,
};

static int
read_file(const char *path, struct buf *out)
{
	FILE *file = fopen(path, "rbe");

	if (file == NULL)
		return -errno;
	for (;;) {
		char *room = buf_room(out, 65536);
		size_t n = fread(room, 1, 65536, file);

		if (n == 0)
			break;
		buf_added(out, n);
	}
	fclose(file);
	return 0;
}

static void
put_warnings(struct jsonout *json, const struct problem_list *list)
{
	for (size_t i = 0; i < list->n_items; i++) {
		jsonout_object(json);
		jsonout_member_text(json, "code", list->items[i].code);
		jsonout_member_text(json, "message", list->items[i].text);
		jsonout_member_text(json, "where", list->items[i].where);
		jsonout_object_end(json);
	}
}

static void
put_draft(struct jsonout *json, const struct draft *draft)
{
	auto_(buf_done) struct buf html = BUF_NULL;
	auto_(buf_done) struct buf text = BUF_NULL;
	struct problem why = PROBLEM_NULL;

	draft_body_html(draft, &html);
	draft_body_text(draft, &text);
	jsonout_object(json);
	jsonout_key(json, "item");
	seal_ninjs(draft, json);
	jsonout_key(json, "wire");
	seal_wire(draft, false, json);
	jsonout_member(json, "source_text", buf_slice(&draft->text));
	jsonout_member(json, "body_html", buf_slice(&html));
	jsonout_member(json, "body_text", buf_slice(&text));
	jsonout_member_bool(
		json, "split_holds", draft_verify_split(draft, &why) == 0);
	jsonout_key(json, "warnings");
	jsonout_array(json);
	put_warnings(json, &draft->warnings);
	jsonout_array_end(json);
	jsonout_object_end(json);
}

static void
print_file(const char *path, const char *type)
{
	auto_(buf_done) struct buf bytes = BUF_NULL;
	auto_(buf_done) struct buf out = BUF_NULL;
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct problem why = PROBLEM_NULL;
	struct jsonout json = JSONOUT(&out);
	char text[512];

	if (read_file(path, &bytes) < 0)
		return;
	struct document document = {
		.bytes = buf_slice(&bytes),
		.content_type = slice_text(type),
		.partner = &partner,
	};
	int result = format_decode(&document, &decoded, &why);

	jsonout_object(&json);
	jsonout_member_text(&json, "file", path);
	jsonout_member_text(
		&json, "format", decoded.format ? decoded.format : "");
	jsonout_member(&json, "encoding", decoded.encoding);
	jsonout_member(&json, "feed_title", decoded.feed_title);
	jsonout_member_text(&json, "problem",
		result ? problem_print(&why, text, sizeof(text)) : "");
	jsonout_key(&json, "stories");
	jsonout_array(&json);
	for (size_t i = 0; i < decoded.n_drafts; i++)
		put_draft(&json, decoded.drafts[i]);
	jsonout_array_end(&json);
	jsonout_key(&json, "warnings");
	jsonout_array(&json);
	put_warnings(&json, &decoded.warnings);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
	puts(buf_text(&out));
}

int
main(int argc, char **argv)
{
	const char *type = NULL;

	format_preload();
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--type") && i + 1 < argc)
			type = argv[++i];
		else
			print_file(argv[i], type);
	return 0;
}
