/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order - what a person asks, owned whole.
 */
#include "desk/order.h"

#include "base/mem.h"
#include "route/routes.h"

struct order *
order_new(enum order_kind kind)
{
	struct order *order = mem_new(struct order);

	list_init(&order->link);
	order->kind = kind;
	return order;
}

struct order *
order_free(struct order *order)
{
	if (order == NULL)
		return NULL;
	routes_unref(order->routes);
	arena_done(&order->arena);
	mem_free(order->id);
	mem_free(order->partner);
	mem_free(order->uri);
	mem_free(order->who);
	mem_free(order->reason);
	return mem_free(order);
}
