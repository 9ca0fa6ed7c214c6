/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_mem - what the allocator is asked for beside memory.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/auto.h"
#include "base/mem.h"

#define BLOCKS 64
#define BLOCK_BYTES 65536

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
	!defined(__GLIBC__)
#define OTHER_HEAP true
#else
#define OTHER_HEAP false
#endif

static void
take_and_give_back(void)
{
	void *blocks[BLOCKS];

	for (int i = 0; i < BLOCKS; i++)
		blocks[i] = memset(mem_zero(BLOCK_BYTES), 1, BLOCK_BYTES);
	for (int i = 0; i < BLOCKS; i++)
		mem_free(blocks[i]);
}

static void
what_is_freed_stays_with_who_keeps_it(void **state)
{
	(void)state;
	if (OTHER_HEAP)
		skip();
	take_and_give_back();
	const char *given_back = sbrk(0);
	mem_keep();
	take_and_give_back();
	const char *kept = sbrk(0);
	assert_true(kept - given_back > BLOCKS / 2 * BLOCK_BYTES);
	take_and_give_back();
	assert_ptr_equal(sbrk(0), kept);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_freed_stays_with_who_keeps_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
