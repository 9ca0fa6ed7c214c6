/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make.h - made-up sealed stories and a state directory, for tests.
 */
#ifndef TEST_DESK_MAKE_H
#define TEST_DESK_MAKE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "story/record.h"
#include "story/story.h"

struct make {
	const char *partner, *uri, *version, *event, *body, *embargo, *status,
		*verdict, *reason, *lifecycle, *supplier, *language, *subject,
		*urgency, *format, *slug,
		*rules, /* "furniture/popular furniture/related" */
		*mark;  /* in a dateline, unexplained */
	int64_t version_ms, expires_ms; /* 0: none */
};

static inline struct story *
make_story(const struct make *make)
{
	auto_(buf_done) struct buf record = BUF_NULL;
	struct story *story = NULL;
	struct problem why = PROBLEM_NULL;
	const char *body = make->body ? make->body : "Rain fell.";
	char hash[65];
	uint64_t sum = 1469598103934665603u;

	for (const char *c = body; *c != '\0'; c++)
		sum = (sum ^ (unsigned char)*c) * 1099511628211u;
	snprintf(hash, sizeof(hash), "%064llx", (unsigned long long)sum);
	record_begin(&record);
	record_put(&record, RECORD_PARTNER,
		slice_text(make->partner ? make->partner : "harbour"));
	record_put(&record, RECORD_URI,
		slice_text(make->uri ? make->uri : "urn:x:1"));
	record_put_some(&record, RECORD_VERSION, slice_text(make->version));
	record_put(&record, RECORD_EVENT,
		slice_text(make->event ? make->event : "publish"));
	if (make->version_ms != 0)
		record_put_integer(
			&record, RECORD_VERSION_TIME, make->version_ms);
	record_put_some(&record, RECORD_EMBARGO, slice_text(make->embargo));
	if (make->expires_ms != 0)
		record_put_integer(&record, RECORD_EXPIRES, make->expires_ms);
	record_put_some(&record, RECORD_LIFECYCLE, slice_text(make->lifecycle));
	record_put_some(&record, RECORD_LANGUAGE, slice_text(make->language));
	record_put_some(&record, RECORD_FORMAT, slice_text(make->format));
	record_put_some(&record, RECORD_SLUGLINE, slice_text(make->slug));
	record_put_some(&record, RECORD_URGENCY, slice_text(make->urgency));
	record_put(&record, RECORD_BODY_TEXT, slice_text(body));
	if (make->supplier != NULL) {
		struct slice party[] = { SLICE("supplier"),
			slice_text(make->supplier) };

		record_put_texts(&record, RECORD_PARTY, party, 2);
	}
	if (make->subject != NULL) {
		struct slice subject[] = { slice_text(make->subject), SLICE(""),
			SLICE("") };

		record_put_texts(&record, RECORD_SUBJECT, subject, 3);
	}
	struct slice rest = slice_text(make->rules), rule, names[128];
	size_t n_names = 0;
	while (slice_cut(&rest, ' ', &rule)) {
		slice_cut(&rule, '/', &names[n_names++]);
		names[n_names++] = rule;
	}
	if (n_names != 0)
		record_put_texts(&record, RECORD_RULES, names, n_names);
	if (make->mark != NULL) {
		struct slice mark[] = { SLICE("dateline"),
			slice_text(make->mark) };

		record_put_texts(&record, RECORD_UNEXPLAINED, mark, 2);
	}
	record_put(&record, RECORD_CONTENT_HASH, slice_text(hash));
	record_put_some(&record, RECORD_REASON, slice_text(make->reason));
	record_put_some(&record, RECORD_VERDICT, slice_text(make->verdict));
	record_put_some(&record, RECORD_PUB_STATUS, slice_text(make->status));
	record_end(&record);
	if (story_parse(buf_slice(&record), &story, &why))
		fail_msg("made-up story refused: %s", why.text);
	return story;
}

/* A new empty directory of our own; the caller frees the name. */
static inline char *
make_state_dir(void)
{
	const char *tmp = getenv("TMPDIR");
	char *path = mem_printf(
		"%s/torntape-test-XXXXXX", tmp != NULL ? tmp : "/tmp");

	assert_non_null(mkdtemp(path));
	return path;
}

static inline void
drop_state_dir(char *path)
{
	static const char *const names[] = { "journal.db", "journal.db-wal",
		"journal.db-shm", "lock" };

	for (size_t i = 0; i < n_elements(names); i++) {
		auto_(mem_free) char *file =
			mem_printf("%s/%s", path, names[i]);

		unlink(file);
	}
	rmdir(path);
	mem_free(path);
}

#endif
