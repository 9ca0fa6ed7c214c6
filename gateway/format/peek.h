/* SPDX-License-Identifier: Apache-2.0 */
/*
 * peek.h - look things up in a JSON document by JSON Pointer (RFC 6901).
 *
 * For those who play a subscriber (the demo) and read an envelope back. What is
 * not there is empty, never an error. One thread.
 */
#ifndef FORMAT_PEEK_H
#define FORMAT_PEEK_H

#include <stddef.h>

#include "base/auto.h"
#include "base/problem.h"
#include "base/slice.h"

struct peek;

/* 0, or 1 with why: not JSON. */
int peek_open(struct slice text, struct peek **ret_peek, struct problem *why);
/* Accepts NULL; returns NULL. */
struct peek *peek_close(struct peek *peek);
DEFINE_AUTO(struct peek, peek_close);

/* A string's bytes, lent. */
struct slice peek_text(const struct peek *peek, const char *pointer);
/* Items of an array. */
size_t peek_count(const struct peek *peek, const char *pointer);

#endif
