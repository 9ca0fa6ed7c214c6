/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log - one write(2) per line, so that lines of several threads never mix.
 */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/jsonout.h"

static atomic_int log_level = LOG_NOTICE;
static atomic_int log_json;

static const char *const level_names[] = { "error", "warn", "notice", "info",
	"debug" };

void
log_set_level(enum log_level level)
{
	log_level = (int)level;
}

void
log_set_json(int json)
{
	log_json = json;
}

static void
log_put_time(struct buf *out)
{
	int64_t now = clock_wall_ms();
	time_t seconds = (time_t)(now / 1000);
	struct tm utc;

	gmtime_r(&seconds, &utc);
	buf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
		utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
		utc.tm_min, utc.tm_sec, (int)(now % 1000));
}

/* Controls would let a peer forge lines or paint the operator's terminal. */
static void
log_put_clean(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c < 0x20 || c == 0x7f)
			buf_printf(out, "\\x%02x", c);
		else
			buf_putc(out, (char)c);
	}
}

static void
log_put_facts_json(struct jsonout *json, struct slice facts)
{
	struct slice pair;

	while (slice_cut(&facts, ' ', &pair)) {
		const char *mark = memchr(pair.at, '=', pair.len);
		char key[32];

		if (mark == NULL)
			continue;
		/* A value may hold blanks: it runs on to the next key=. */
		while (facts.len != 0) {
			struct slice rest = facts, next;

			slice_cut(&rest, ' ', &next);
			if (memchr(next.at, '=', next.len) != NULL)
				break;
			pair.len = (size_t)(next.at + next.len - pair.at);
			facts = rest;
		}
		snprintf(key, sizeof(key), "%.*s", (int)(mark - pair.at),
			pair.at);
		jsonout_member(json, key,
			slice_of(mark + 1,
				pair.len - (size_t)(mark + 1 - pair.at)));
	}
}

void
log_line(enum log_level level, const char *what, const char *facts, ...)
{
	auto_(buf_done) struct buf line = BUF_NULL;
	auto_(buf_done) struct buf said = BUF_LIMIT(4096);
	va_list args;

	if ((int)level > log_level)
		return;
	va_start(args, facts);
	buf_vprintf(&said, facts, args);
	va_end(args);
	if (log_json) {
		struct jsonout json = JSONOUT(&line);

		jsonout_object(&json);
		jsonout_key(&json, "time");
		buf_putc(&line, '"');
		log_put_time(&line);
		buf_putc(&line, '"');
		json.after_key = false;
		jsonout_member_text(&json, "level", level_names[level]);
		jsonout_member_text(&json, "message", what);
		log_put_facts_json(&json, buf_slice(&said));
		jsonout_object_end(&json);
	} else {
		log_put_time(&line);
		buf_printf(&line, " %-6s %s", level_names[level], what);
		if (said.len != 0)
			buf_puts(&line, "  ");
		log_put_clean(&line, buf_slice(&said));
	}
	buf_putc(&line, '\n');
	if (write(STDERR_FILENO, buf_text(&line), line.len) < 0)
		return; /* nobody is listening; nothing better to do */
}
