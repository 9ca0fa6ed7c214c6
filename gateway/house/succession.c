/* SPDX-License-Identifier: Apache-2.0 */
/*
 * succession - everything of a generation that can be made beforehand.
 */
#include "house/succession.h"

#include "base/log.h"
#include "base/mem.h"
#include "config/config.h"
#include "deliver/subscriber.h"
#include "house/generation.h"
#include "net/tls.h"
#include "normalize/normalize.h"
#include "partner/roster.h"
#include "route/routes.h"

struct tls *
succession_load_tls(const struct config *config, struct problem_list *problems)
{
	struct problem why = PROBLEM_NULL;
	struct tls *tls = tls_new(
		&(struct tls_options){
			.cert = config->listen.cert,
			.key = config->listen.key,
		},
		&why);

	if (tls == NULL)
		problem_list_add(problems, &why);
	return tls;
}

int
succession_read_rules(const struct normalizer_plan *plan,
	struct problem_list *problems, struct rulebook **ret_rulebook)
{
	auto_(problem_list_done) struct problem_list found = { 0 };
	int rc = normalizer_read_rules(plan, &found, ret_rulebook);

	for (size_t i = 0; i < found.n_items; i++) {
		char text[480];

		if (rc != 0)
			problem_list_add(problems, &found.items[i]);
		else
			log_warn("about rule files", "what=%s",
				problem_print(
					&found.items[i], text, sizeof(text)));
	}
	return rc;
}

struct succession *
succession_new(struct config *config, const struct normalizer_plan *plan,
	struct problem_list *problems)
{
	auto_(succession_free) struct succession *next =
		mem_new(struct succession);
	struct problem why = PROBLEM_NULL;

	next->config = config_ref(config);
	next->tls = succession_load_tls(config, problems);
	if (next->tls == NULL)
		return NULL;
	if (succession_read_rules(plan, problems, &next->rulebook))
		return NULL;
	if (generation_subscribers(
		    config, next->rulebook, &next->subscribers, &why) ||
		generation_roster(config, &next->roster, &why)) {
		problem_list_add(problems, &why);
		return NULL;
	}
	next->routes = generation_routes(config);
	return steal(next);
}

struct succession *
succession_free(struct succession *succession)
{
	if (succession == NULL)
		return NULL;
	config_unref(succession->config);
	tls_unref(succession->tls);
	roster_unref(succession->roster);
	subscribers_unref(succession->subscribers);
	routes_unref(succession->routes);
	rulebook_unref(succession->rulebook);
	return mem_free(succession);
}
