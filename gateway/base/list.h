/* SPDX-License-Identifier: Apache-2.0 */
/*
 * list.h - a circular list whose links live inside the things it lists.
 *
 * An unlinked link points to itself, so unlinking twice is harmless and
 * list_is_linked() always has an answer. No allocation, no ownership.
 */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <stdbool.h>

#include "base/auto.h"

struct list {
	struct list *next;
	struct list *prev;
};

static inline void
list_init(struct list *list)
{
	list->next = list;
	list->prev = list;
}

static inline bool
list_is_empty(const struct list *list)
{
	return list->next == list;
}

static inline bool
list_is_linked(const struct list *link)
{
	return link->next != link;
}

static inline void
list_unlink(struct list *link)
{
	link->next->prev = link->prev;
	link->prev->next = link->next;
	list_init(link);
}

/* At the end of `list`; `link` must not be linked. */
static inline void
list_append(struct list *list, struct list *link)
{
	link->prev = list->prev;
	link->next = list;
	list->prev->next = link;
	list->prev = link;
}

static inline void
list_prepend(struct list *list, struct list *link)
{
	list_append(list->next, link);
}

/* Move all of `from` to the end of `to`; `from` is empty afterwards. */
static inline void
list_splice(struct list *to, struct list *from)
{
	if (list_is_empty(from))
		return;
	from->next->prev = to->prev;
	to->prev->next = from->next;
	from->prev->next = to;
	to->prev = from->prev;
	list_init(from);
}

/* NULL when empty. */
static inline struct list *
list_first(struct list *list)
{
	return list_is_empty(list) ? NULL : list->next;
}

/* NULL when empty. */
static inline struct list *
list_last(struct list *list)
{
	return list_is_empty(list) ? NULL : list->prev;
}

#define list_entry(link, type, member) container_of(link, type, member)

#define list_each(at, head) \
	for (struct list *at = (head)->next; at != (head); at = at->next)

/* The body may unlink `at`. */
#define list_each_safe(at, head) \
	for (struct list *at = (head)->next, *at##_next = at->next; \
		at != (head); at = at##_next, at##_next = at->next)

#endif
