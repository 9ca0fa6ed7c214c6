/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log.h - what the gateway tells its operator, a line at a time, on stderr.
 *
 * Sentences in lower case without a full stop; facts as key=value behind them.
 * Human lines on a terminal, JSON objects elsewhere. What a peer wrote is
 * escaped and clipped. Only code that acts logs: never base, story, format,
 * text, route, journal or a plugin's own thread. Any thread.
 *
 *	log_notice("story quarantined", "partner=%s reason=%s", name, reason);
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/auto.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_NOTICE, LOG_INFO, LOG_DEBUG };

/* Before threads start. */
void log_set_level(enum log_level level);
void log_set_json(int json); /* 0 human, 1 JSON */

/* `facts` is a printf format of blank-separated key=value pairs, or "". A
 * value with blanks in it must stand last. */
void log_line(enum log_level level, const char *what, const char *facts, ...)
	printf_like(3, 4);

#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)
#define log_warn(...) log_line(LOG_WARN, __VA_ARGS__)
#define log_notice(...) log_line(LOG_NOTICE, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)

#endif
