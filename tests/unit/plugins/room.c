/* SPDX-License-Identifier: Apache-2.0 */
/*
 * room.c - a normalizer, inline, with the plugins of the build tree.
 */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>

static const struct chain_step steps[] = { { .plugin = "sanitize" },
	{ .plugin = "source" }, { .plugin = "lifecycle" },
	{ .plugin = "disclaimer" }, { .plugin = "furniture" },
	{ .plugin = "language" }, { .plugin = "attribution" },
	{ .plugin = "topics" }, { .plugin = "unexplained" } };

static const struct instance_option overrule = { "overrule", "yes" };
static const struct chain_override overrides[] = {
	{ .plugin = "language", .options = &overrule, .n_options = 1 }
};

static const struct normalizer_partner partners[] = {
	{ .partner = { .name = "harbour",
		  .title = "Harbour Feed",
		  .role = "distributor",
		  .timezone = "Asia/Dubai",
		  .language = "en",
		  .may_kill = true,
		  .may_embargo = true } },
	{ .partner = { .name = "shore",
		  .title = "",
		  .role = "",
		  .timezone = "",
		  .language = "",
		  .may_kill = true,
		  .may_embargo = true },
		.overrides = overrides,
		.n_overrides = 1 },
	{ .partner = { .name = "coast",
		  .title = "Ritzau",
		  .role = "agency",
		  .timezone = "Europe/Copenhagen",
		  .language = "da",
		  .may_kill = true,
		  .may_embargo = true } },
};

bool
room_open(struct room *room)
{
	const char *places[] = { getenv("TORNTAPE_PLUGINS"), NULL };
	struct normalizer_plan plan = {
		.places = places,
		.steps = steps,
		.n_steps = sizeof(steps) / sizeof(steps[0]),
		.partners = partners,
		.n_partners = sizeof(partners) / sizeof(partners[0]),
	};
	struct problem_list problems = { 0 };

	*room = (struct room){ .result = NORMALIZED_NULL };
	int bad = normalizer_new(&plan, &problems, &room->normalizer);
	for (size_t i = 0; i < problems.n_items; i++)
		fprintf(stderr, "%s\n", problems.items[i].text);
	problem_list_done(&problems);
	return bad == 0;
}

void
room_close(struct room *room)
{
	normalized_done(&room->result);
	normalizer_free(room->normalizer);
	buf_done(&room->facts);
	buf_done(&room->body);
}

struct draft *
room_read(struct room *room, struct slice bytes, const char *content_type,
	const char *partner)
{
	struct normalizer_job job = {
		.bytes = bytes,
		.content_type = slice_text(content_type),
		.partner = partner,
	};

	normalized_done(&room->result);
	room->result = NORMALIZED_NULL;
	normalizer_run(room->normalizer, &job, &room->result);
	if (!room->result.is_decoded || room->result.decoded.n_drafts != 1)
		return NULL;
	return room->result.decoded.drafts[0];
}

static void
begin_fact(struct buf *out, const char *key, size_t n)
{
	if (n) {
		buf_puts(out, ", ");
		return;
	}
	if (out->len)
		buf_puts(out, "; ");
	buf_puts(out, key);
	buf_putc(out, '=');
}

static void
put_parties(struct buf *out, const struct draft *draft, enum tt_role role,
	const char *key)
{
	size_t n = 0;

	for (size_t i = 0; i < draft->parties.n; i++) {
		const struct draft_party *party = &draft->parties.items[i];

		if (party->role != role || party->retracted)
			continue;
		begin_fact(out, key, n++);
		buf_puts(out, party->name);
	}
}

static void
put_disclaimers(struct buf *out, const struct draft *draft)
{
	for (size_t i = 0; i < draft->disclaimers.n; i++) {
		const struct draft_disclaimer *d = &draft->disclaimers.items[i];

		begin_fact(out, "disclaimers", i);
		buf_printf(out, "%s/%s", d->kind, d->speaks_for);
	}
}

const char *
room_facts(struct room *room, const struct draft *draft)
{
	struct buf *out = &room->facts;
	const struct draft_party *supplier = draft_supplier(draft);

	buf_clear(out);
	if (supplier) {
		begin_fact(out, "supplier", 0);
		buf_puts(out, supplier->name);
	}
	put_parties(out, draft, TT_CONTRIBUTOR, "contributors");
	put_parties(out, draft, TT_DISTRIBUTOR, "distributors");
	put_parties(out, draft, TT_CITED, "cited");
	put_parties(out, draft, TT_ISSUER, "issuer");
	put_parties(out, draft, TT_RIGHTS_HOLDER, "rights");
	put_parties(out, draft, TT_PHOTO_CREDIT, "photo");
	for (size_t i = 0; i < draft->bylines.n; i++) {
		begin_fact(out, "bylines", i);
		buf_puts(out, draft->bylines.items[i]);
	}
	if (draft->dateline_place && *draft->dateline_place) {
		begin_fact(out, "place", 0);
		buf_puts(out, draft->dateline_place);
	}
	if (draft->dateline_date && *draft->dateline_date) {
		begin_fact(out, "date", 0);
		buf_puts(out, draft->dateline_date);
	}
	if (draft->lifecycle_kind && strcmp(draft->lifecycle_kind, "new")) {
		begin_fact(out, "life", 0);
		buf_printf(out, "%s/%u", draft->lifecycle_kind,
			draft->lifecycle_serial);
	}
	if (draft->embargo_text) {
		begin_fact(out, "embargo", 0);
		if (draft->embargo_ms == TT_EMBARGO_UNPARSED)
			buf_puts(out, "unread");
		else
			buf_printf(out, "%lld", (long long)draft->embargo_ms);
	}
	if (draft->notes.n)
		begin_fact(out, "notes", 0);
	if (draft->notes.n)
		buf_printf(out, "%zu", draft->notes.n);
	put_disclaimers(out, draft);
	return buf_text(out);
}

const char *
room_body(struct room *room, const struct draft *draft)
{
	buf_clear(&room->body);
	draft_body_text(draft, &room->body);
	return buf_text(&room->body);
}

bool
room_verify(struct room *room)
{
	struct problem why = PROBLEM_NULL;

	if (!normalized_verify(&room->result, &why))
		return true;
	fprintf(stderr, "the split does not hold: %s\n", why.text);
	return false;
}

bool
room_file(const char *path, struct buf *out)
{
	const char *root = getenv("TORNTAPE_SOURCE");
	struct buf whole = BUF_NULL;
	char chunk[4096];
	size_t n;

	buf_printf(&whole, "%s/%s", root ? root : ".", path);
	FILE *file = fopen(buf_text(&whole), "rb");
	buf_done(&whole);
	if (!file)
		return false;
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_put(out, chunk, n);
	fclose(file);
	return true;
}

int
room_set_up(void **state)
{
	static struct room room;

	*state = &room;
	return room_open(&room) ? 0 : -1;
}

int
room_tear_down(void **state)
{
	room_close(*state);
	return 0;
}
