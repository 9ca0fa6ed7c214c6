/* SPDX-License-Identifier: Apache-2.0 */
/*
 * terms - a partner's withhold, an embargo that runs, or nothing.
 */
#include "desk/terms.h"

#include <stdio.h>

#include "base/rfc3339.h"
#include "journal/entry.h"

enum story_event
terms_event(const struct story *story)
{
	struct slice status = story_get(story, RECORD_PUB_STATUS);

	if (slice_is(status, "canceled"))
		return STORY_KILL;
	if (slice_is(status, "withheld"))
		return STORY_WITHHOLD;
	return story_event(story);
}

struct terms
terms_of(const struct story *story, int64_t now_ms)
{
	struct terms terms = { .until_ms = story_time(story, RECORD_EMBARGO) };

	if (terms_event(story) == STORY_WITHHOLD) {
		terms.until_ms = ENTRY_NEVER;
		snprintf(terms.reason, sizeof(terms.reason),
			"withheld by the partner");
	} else if (terms.until_ms == ENTRY_NEVER) {
		snprintf(terms.reason, sizeof(terms.reason),
			"embargo without an instant; a person has to release "
			"it");
	} else if (terms.until_ms > now_ms) {
		snprintf(terms.reason, sizeof(terms.reason), "embargo until %s",
			rfc3339_of(terms.until_ms).text);
	} else {
		terms.until_ms = -1;
	}
	return terms;
}
