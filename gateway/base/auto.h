/* SPDX-License-Identifier: Apache-2.0 */
/*
 * auto.h - things that clean up after themselves when a function returns.
 *
 * `auto_(story_unref) struct story *story = ...` calls story_unref(story) on
 * every way out. DEFINE_AUTO makes the helper once per type; steal() hands the
 * pointer on and leaves NULL behind, so that the clean-up has nothing to do.
 */
#ifndef BASE_AUTO_H
#define BASE_AUTO_H

#include <stddef.h>

#define must_check __attribute__((warn_unused_result))
#define printf_like(fmt, args) __attribute__((format(printf, fmt, args)))
#define auto_(fn) __attribute__((cleanup(fn##_at)))

/* `type` is what the variable points to; `fn` takes that pointer or NULL. */
#define DEFINE_AUTO(type, fn) \
	static inline void fn##_at(type **at) \
	{ \
		if (*at != NULL) \
			fn(*at); \
	} \
	struct auto_semicolon_

/* The same for a variable that holds the object itself. */
#define DEFINE_AUTO_VALUE(type, fn) \
	static inline void fn##_at(type *at) \
	{ \
		fn(at); \
	} \
	struct auto_semicolon_

#define steal(p) \
	({ \
		__typeof__(p) stolen_ = (p); \
		(p) = NULL; \
		stolen_; \
	})

#define n_elements(array) (sizeof(array) / sizeof((array)[0]))

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr)-offsetof(type, member)))

#endif
