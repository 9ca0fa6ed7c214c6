/* SPDX-License-Identifier: Apache-2.0 */
/*
 * concepts - written as JSON at once; see concepts.h.
 */
#include "format/concepts.h"

#include "story/uri.h"

static const char *const concept_names[N_CONCEPT_KINDS] = {
	[CONCEPT_PERSON] = "people",
	[CONCEPT_ORGANISATION] = "organisations",
	[CONCEPT_PLACE] = "places",
	[CONCEPT_EVENT] = "events",
	[CONCEPT_OBJECT] = "objects",
	[CONCEPT_GENRE] = "genres",
};

const char *
concepts_name(enum concept_kind kind)
{
	return concept_names[kind];
}

void
concepts_add(struct concepts *concepts, enum concept_kind kind,
	const struct concept *concept)
{
	auto_(buf_done) struct buf uri = BUF_NULL;
	struct jsonout *json = &concepts->json[kind];
	bool has_uri = concept->uri.len != 0 && uri_put(&uri, concept->uri);
	struct slice literal = concept->literal.len != 0 || has_uri
				       ? concept->literal
				       : concept->uri;

	if ((concept->name.len == 0 && !has_uri && literal.len == 0) ||
		concept->name.len > DRAFT_MAX_VALUE ||
		literal.len > DRAFT_MAX_VALUE ||
		concepts->n[kind] == CONCEPTS_MAX)
		return;
	if (concepts->n[kind]++ == 0) {
		*json = JSONOUT(&concepts->text[kind]);
		jsonout_array(json);
	}
	jsonout_object(json);
	jsonout_member_some(json, "name", concept->name);
	if (kind != CONCEPT_GENRE)
		jsonout_member_some(json, "rel", concept->rel);
	jsonout_member_some(json, "uri", buf_slice(&uri));
	jsonout_member_some(json, "literal", literal);
	jsonout_object_end(json);
}

void
concepts_put(struct concepts *concepts, struct draft *draft)
{
	for (unsigned i = 0; i < N_CONCEPT_KINDS; i++) {
		if (concepts->n[i] == 0)
			continue;
		jsonout_array_end(&concepts->json[i]);
		draft_add_property(draft, slice_text(concept_names[i]),
			buf_slice(&concepts->text[i]));
	}
}

void
concepts_done(struct concepts *concepts)
{
	for (unsigned i = 0; i < N_CONCEPT_KINDS; i++)
		buf_done(&concepts->text[i]);
}
