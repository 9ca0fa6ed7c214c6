/* SPDX-License-Identifier: Apache-2.0 */
/*
 * promise.h - does a rule do what its example says, and leave its
 * counter-example alone?
 *
 * Each is put into a small story, in turn in the places where rules look, and
 * goes through the chain of the partner to whom the rule is kept. What the rule
 * explained stands in the evidence under its id. A file whose rules the plugin
 * never names there, not for the examples of shipped ones either, is left out:
 * nothing can be said of it.
 */
#ifndef CLI_PROMISE_H
#define CLI_PROMISE_H

#include "base/problem.h"
#include "config/config.h"
#include "normalize/normalize.h"

/* Broken promises of the operator's rules in force, as warnings
 * (W-RULE-EXAMPLE, W-RULE-COUNTER) with file, line and column. */
void promise_check(struct normalizer *normalizer, const struct config *config,
	struct problem_list *problems);

#endif
