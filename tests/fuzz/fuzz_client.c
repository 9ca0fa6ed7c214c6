/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_client - whom we may call, and the head of what they answer.
 *
 * The first line is a URL, the second a Retry-After, the next 16 bytes an
 * address; the rest are lines of an answer's head. Beyond not crashing: a URL
 * that may be called is https, a wait is never negative, and an IPv4 address
 * that is closed stays closed however it is wrapped in an IPv6 one.
 *
 * Reaches: gateway/net/client_text.c gateway/net/guard.c
 */
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/ensure.h"
#include "base/mem.h"
#include "net/client_parts.h"
#include "net/guard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
fuzz_permits_v6(const unsigned char bytes[16])
{
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

	memcpy(&v6.sin6_addr, bytes, 16);
	return guard_permits(NULL, (const struct sockaddr *)&v6);
}

/* RFC 4291 2.5.5.2, RFC 6052, RFC 3056. */
static void
fuzz_wrap(const unsigned char v4[4])
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	static const unsigned char nat64[12] = { 0x00, 0x64, 0xff, 0x9b };
	unsigned char wrapped[16];

	memcpy(wrapped, mapped, 12);
	memcpy(wrapped + 12, v4, 4);
	ensure(!fuzz_permits_v6(wrapped));
	memcpy(wrapped, nat64, 12);
	ensure(!fuzz_permits_v6(wrapped));
	memset(wrapped, 0, sizeof(wrapped));
	wrapped[0] = 0x20;
	wrapped[1] = 0x02;
	memcpy(wrapped + 2, v4, 4);
	ensure(!fuzz_permits_v6(wrapped));
}

static void
fuzz_guard(struct slice *rest)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };

	if (rest->len < 16)
		return;
	memcpy(&v4.sin_addr, rest->at, 4);
	if (!guard_permits(NULL, (const struct sockaddr *)&v4))
		fuzz_wrap((const unsigned char *)rest->at);
	fuzz_permits_v6((const unsigned char *)rest->at);
	*rest = slice_of(rest->at + 16, rest->len - 16);
}

static void
fuzz_url(struct slice text)
{
	auto_(mem_free) char *url =
		mem_strndup(text.at ? text.at : "", text.len);
	struct problem why = PROBLEM_NULL;

	if (client_check_url(url, false, &why) == 0)
		ensure(!strncasecmp(url, "https:", 6));
	else
		ensure(why.code != NULL);
}

static void
fuzz_fields(struct slice rest)
{
	struct client_fields fields = { 0 };
	struct client_answer answer = { 0 };
	struct slice line;

	while (slice_cut(&rest, '\n', &line))
		client_fields_add(&fields, line);
	client_fields_give(&fields, &answer);
	ensure(answer.retry_after_ms >= -1);
	client_fields_done(&fields);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = slice_of((const char *)data, size);
	struct slice url = SLICE(""), wait = SLICE("");

	slice_cut(&rest, '\n', &url);
	slice_cut(&rest, '\n', &wait);
	fuzz_url(url);
	ensure(client_retry_after(wait, 1758535200000) >= -1);
	fuzz_guard(&rest);
	fuzz_fields(rest);
	return 0;
}
