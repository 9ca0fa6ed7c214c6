/* SPDX-License-Identifier: Apache-2.0 */
/*
 * books - `torntape books`: what came in, what became of it, and whether the
 * sums agree.
 *
 * The gateway counts each story once, in the commit that decided it. This
 * command adds up for itself and does not take the gateway's word: the answer
 * "they balance" is worth nothing from the one who keeps the books.
 */
#include <stdio.h>

#include "cli/args.h"
#include "cli/command.h"
#include "cli/control.h"
#include "format/jsonin.h"

/* What a received story can become; in the order in which they are told. */
static const struct {
	const char *key, *meaning;
} books_fates[] = {
	{ "published", "first versions that went out" },
	{ "updated", "newer versions that went out" },
	{ "corrected", "corrections that went out" },
	{ "killed", "withdrawn or withheld by their partner" },
	{ "held", "under embargo or waiting for a person" },
	{ "duplicate", "known already" },
	{ "late", "older than what stands" },
	{ "quarantined", "set aside; see `torntape quarantine`" },
	{ "rejected", "refused, with the reason to the partner" },
	{ "advisory", "notes to editors, never published" },
};

static int64_t
books_number(const json_t *json, const char *key)
{
	return json_integer_value(json_object_get(json, key));
}

static int64_t
books_sum(const json_t *json)
{
	int64_t sum = 0;

	for (size_t i = 0; i < n_elements(books_fates); i++)
		sum += books_number(json, books_fates[i].key);
	return sum;
}

static void
books_print(const json_t *json, int64_t received, int64_t sum)
{
	printf("%-12s %12lld\n", "received", (long long)received);
	for (size_t i = 0; i < n_elements(books_fates); i++)
		printf("  %-12s %10lld  %s\n", books_fates[i].key,
			(long long)books_number(json, books_fates[i].key),
			books_fates[i].meaning);
	if (received == sum)
		printf("the books balance\n");
	else
		printf("the books do not balance: %lld received, %lld "
		       "accounted for\n",
			(long long)received, (long long)sum);
}

int
books_command(const struct args *args)
{
	auto_(control_answer_done) struct control_answer answer = { 0 };
	auto_(jsonin_unref) json_t *json = NULL;
	struct problem why = PROBLEM_NULL;
	int64_t received, sum;
	int rc = control_command(
		args, "GET", "/v1/control/books", NULL, &answer);

	if (rc != COMMAND_DONE)
		return rc;
	if (jsonin_load(buf_slice(&answer.body), &json, &why) != 0) {
		fprintf(stderr, "torntape: the answer is not JSON: %s\n",
			why.text);
		return COMMAND_FAILED;
	}
	received = books_number(json, "received");
	sum = books_sum(json);
	if (args_has(args, "json"))
		printf("%s\n", buf_text(&answer.body));
	else
		books_print(json, received, sum);
	return received == sum ? COMMAND_DONE : COMMAND_DIFFERENT;
}
