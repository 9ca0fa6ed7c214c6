/* SPDX-License-Identifier: Apache-2.0 */
/*
 * succession - everything of a generation that can be made beforehand.
 */
#include "house/succession.h"

#include "base/mem.h"
#include "config/config.h"
#include "deliver/subscriber.h"
#include "house/generation.h"
#include "net/tls.h"
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

struct succession *
succession_new(struct config *config, struct problem_list *problems)
{
	auto_(succession_free) struct succession *next =
		mem_new(struct succession);
	struct problem why = PROBLEM_NULL;

	next->config = config_ref(config);
	next->tls = succession_load_tls(config, problems);
	if (next->tls == NULL)
		return NULL;
	if (generation_subscribers(config, &next->subscribers, &why) ||
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
	return mem_free(succession);
}
