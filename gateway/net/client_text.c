/* SPDX-License-Identifier: Apache-2.0 */
/*
 * client_text - reading what is around a call: its URL, the answer's fields.
 */
#include <strings.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/slice.h"
#include "net/client_parts.h"

DEFINE_AUTO(CURLU, curl_url_cleanup);

void
client_fields_done(struct client_fields *fields)
{
	mem_free(fields->etag);
	mem_free(fields->last_modified);
	mem_free(fields->content_type);
	mem_free(fields->location);
	mem_free(fields->link);
	mem_free(fields->retry_after);
	*fields = (struct client_fields){ 0 };
}

static char **
client_fields_find(struct client_fields *fields, struct slice name)
{
	struct {
		const char *name;
		char **value;
	} known[] = {
		{ "etag", &fields->etag },
		{ "last-modified", &fields->last_modified },
		{ "content-type", &fields->content_type },
		{ "location", &fields->location },
		{ "link", &fields->link },
		{ "retry-after", &fields->retry_after },
	};

	for (size_t i = 0; i < n_elements(known); i++)
		if (slice_is_nocase(name, known[i].name))
			return known[i].value;
	return NULL;
}

void
client_fields_add(struct client_fields *fields, struct slice line)
{
	struct slice value = line, name;

	/* A 100 or a 103 comes before the answer that counts. */
	if (slice_starts(line, SLICE("HTTP/"))) {
		client_fields_done(fields);
		return;
	}
	if (!slice_cut(&value, ':', &name))
		return;
	char **field = client_fields_find(fields, slice_trim(name));
	if (field == NULL || *field != NULL)
		return;
	value = slice_trim(value);
	*field = mem_strndup(value.at, value.len);
}

void
client_fields_give(
	const struct client_fields *fields, struct client_answer *answer)
{
	answer->etag = slice_text(fields->etag);
	answer->last_modified = slice_text(fields->last_modified);
	answer->content_type = slice_text(fields->content_type);
	answer->location = slice_text(fields->location);
	answer->link = slice_text(fields->link);
	answer->retry_after_ms = client_retry_after(
		slice_text(fields->retry_after), clock_wall_ms());
}

/* More than a year is as good as never. */
enum { RETRY_MOST_S = 31536000 };

int64_t
client_retry_after(struct slice value, int64_t now_ms)
{
	uint64_t seconds;

	value = slice_trim(value);
	if (value.len == 0)
		return -1;
	if (slice_to_u64(value, &seconds) == 0)
		return (int64_t)(seconds > RETRY_MOST_S ? RETRY_MOST_S
							: seconds) *
		       1000;
	auto_(mem_free) char *text = mem_strndup(value.at, value.len);
	time_t at = curl_getdate(text, NULL);
	if (at < 0)
		return -1;
	/* A date may name any year: it is cut down before it is counted in
	 * milliseconds, which the largest do not fit. */
	if (at > now_ms / 1000 + RETRY_MOST_S)
		return (int64_t)RETRY_MOST_S * 1000;
	int64_t ms = (int64_t)at * 1000 - now_ms;
	return ms > 0 ? ms : 0;
}

static bool
client_url_has(CURLU *url, CURLUPart part)
{
	char *text = NULL;
	bool has = curl_url_get(url, part, &text, 0) == CURLUE_OK &&
		   text[0] != '\0';

	curl_free(text);
	return has;
}

static bool
client_url_scheme_is(CURLU *url, const char *scheme)
{
	char *text = NULL;
	bool same =
		curl_url_get(url, CURLUPART_SCHEME, &text, 0) == CURLUE_OK &&
		!strcasecmp(text, scheme);

	curl_free(text);
	return same;
}

CURLU *
client_parse_url(const char *text, bool allow_http, struct problem *why)
{
	auto_(curl_url_cleanup) CURLU *url = curl_url();

	if (url == NULL ||
		curl_url_set(url, CURLUPART_URL, text, 0) != CURLUE_OK ||
		!client_url_has(url, CURLUPART_HOST)) {
		problem_set(why, 1, "E-URL", "this is not a full URL");
		return NULL;
	}
	if (!client_url_scheme_is(url, "https") &&
		!(allow_http && client_url_scheme_is(url, "http"))) {
		problem_set(why, 1, "E-URL", "a URL begins with https:// here");
		return NULL;
	}
	if (client_url_has(url, CURLUPART_USER) ||
		client_url_has(url, CURLUPART_PASSWORD)) {
		problem_set(why, 1, "E-URL",
			"a URL carries no user name or password here");
		return NULL;
	}
	curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0);
	return steal(url);
}

int
client_check_url(const char *url, bool allow_http, struct problem *why)
{
	auto_(curl_url_cleanup) CURLU *parsed =
		client_parse_url(url, allow_http, why);

	return parsed == NULL;
}
