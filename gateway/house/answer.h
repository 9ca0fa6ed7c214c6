/* SPDX-License-Identifier: Apache-2.0 */
/*
 * answer.h - what partners and operators are told, as JSON.
 *
 * The shapes of contracts section 3. Pure functions, any thread.
 */
#ifndef HOUSE_ANSWER_H
#define HOUSE_ANSWER_H

#include "base/buf.h"
#include "base/problem.h"
#include "desk/receipt.h"

struct blob; /* base/blob.h */

/* {"stories":[{"id","uri","version","seq","status","url",...}],"warnings":[]}
 */
void answer_receipt(const struct receipt *receipt, const char *partner,
	const char *base_url, struct buf *out);
/* A JSON array of { code, message, where }; NULL when there are none. */
struct blob *answer_warnings(const struct problem_list *warnings);
/* "where:line:column: text", the caller's. */
char *answer_problem_text(const struct problem *why);

#endif
