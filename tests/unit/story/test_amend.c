/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_amend - an editor's words, what they do to a sealed story, who is told
 * to have said it, and what is left of it when the partner's next version
 * comes.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/jsonout.h"
#include "base/jsonwalk.h"
#include "base/mem.h"
#include "story/amend.h"
#include "story/change.h"
#include "story/draft.h"
#include "story/override.h"
#include "story/seal.h"
#include "story/story.h"

#define NOON INT64_C(1790000000000) /* 2026-09-21T14:13:20Z */

static const struct draft_partner partner = { .name = "gull",
	.title = "Gull Wire",
	.role = "distributor",
	.timezone = "UTC",
	.language = "en",
	.charset = "",
	.may_kill = true,
	.may_embargo = true };

/* What the partner sends; NULL: as in its first version. */
struct version {
	const char *supplier, *cited, *headline;
};

static struct story *
sent(struct version version)
{
	auto_(draft_free) struct draft *draft = draft_new(&partner);
	auto_(buf_done) struct buf record = BUF_NULL;
	struct tt_evidence mark = { 14, 19, "dateline-mark", 0.9 };
	struct problem why = PROBLEM_NULL;
	struct story *story = NULL;
	const struct tt_disclaimer notice = { "liability",
		"Legal Disclaimer:", "Nobody is to blame.", "distributor",
		true };

	draft->format = "text";
	draft_put_title(draft, slice_text(version.headline ? version.headline
							   : "Ferry reopens"));
	draft_begin_line(draft, TT_LINE_TEXT, 0, false, false);
	draft_put_text(draft, slice_text("(TERN) It sails again. And again."));
	draft_text_done(draft);
	draft->running = "attribution";
	draft_add_party(draft, TT_SUPPLIER,
		slice_text(version.supplier ? version.supplier : "Tern News"),
		NULL, &mark);
	draft_add_party(draft, TT_DISTRIBUTOR, slice_text("Gull Wire"),
		"https://gull.example/", NULL);
	draft_add_party(draft, TT_CITED, slice_text("Heron"), NULL, &mark);
	draft_add_party(draft, TT_CITED,
		slice_text(version.cited ? version.cited : "Plover"), NULL,
		&mark);
	draft_add_byline(draft, slice_text("Ada Brook"), NULL);
	draft_add_disclaimer(draft, &notice, NULL);
	draft_add_subject(draft, slice_text("ships"),
		slice_text("https://x.example/ships"), slice_text(""));
	draft_add_subject(
		draft, slice_text("sea"), slice_text(""), slice_text(""));
	draft_set(draft, DRAFT_URI, slice_text("urn:gull:1"), NULL);
	draft_set(draft, DRAFT_LANGUAGE, slice_text("en"), NULL);
	draft_set(draft, DRAFT_COPYRIGHT_HOLDER, slice_text("Tern"), NULL);
	draft_set(draft, DRAFT_SUMMARY, slice_text("In short"), NULL);
	draft_set(draft, DRAFT_VERSION_CREATED,
		slice_text("2026-01-01T00:00:00Z"), NULL);
	seal_record(draft, TT_PASS, &record);
	if (story_parse(buf_slice(&record), &story, &why) != 0)
		fail_msg("%s", why.text);
	return story;
}
#define SENT(...) sent((struct version){ __VA_ARGS__ })

/* An editor's change of what stands, as the desk makes one:
 * overrides_change()'s result, and the story that came of it. */
static int
said(struct story **story, const char *words, struct problem *why)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	auto_(overrides_done) struct overrides overrides = { 0 };
	struct story *amended = NULL;
	struct change change;
	struct override_order order = { &change, SLICE("anna"),
		SLICE("wrong agency"), NOON };
	int result;

	if (change_parse(slice_text(words), &arena, &change, why) != 0)
		return 1;
	overrides_read(story_record(*story), &overrides);
	result = overrides_change(&overrides, *story, &order, why);
	if (result != 0)
		return result;
	assert_int_equal(
		amend_story(*story, &overrides, NOON, &amended, why), 0);
	story_unref(*story);
	*story = amended;
	return 0;
}

static void
say(struct story **story, const char *words)
{
	struct problem why = PROBLEM_NULL;

	if (said(story, words, &why) != 0)
		fail_msg("%s: %s", words, why.text);
}

static void
unset(struct story **story, const char *name)
{
	auto_(overrides_done) struct overrides overrides = { 0 };
	struct problem why = PROBLEM_NULL;
	struct story *amended = NULL;
	struct change change;
	struct override_order order = { &change, SLICE("bert"), SLICE(""),
		NOON + 1000 };

	assert_int_equal(
		change_parse_unset(slice_text(name), &change, &why), 0);
	overrides_read(story_record(*story), &overrides);
	assert_int_equal(overrides_change(&overrides, *story, &order, &why), 0);
	assert_int_equal(
		amend_story(*story, &overrides, NOON, &amended, &why), 0);
	story_unref(*story);
	*story = amended;
}

/* The partner's next version, with what is left of the overrides. `ended`: the
 * names of those that are not. */
static struct story *
followed(const struct story *before, struct story *next, struct buf *ended)
{
	auto_(overrides_done) struct overrides old = { 0 }, new = { 0 };
	auto_(story_unref) struct story *base = next;
	struct problem why = PROBLEM_NULL;
	struct story *amended = NULL;

	overrides_read(story_record(before), &old);
	overrides_carry(&old, story_record(base), NOON + 5000, &new, ended);
	assert_int_equal(
		amend_story(base, &new, NOON + 5000, &amended, &why), 0);
	return amended;
}

static bool
has(const struct story *story, enum record_field field, const char *part)
{
	struct slice text = story_get(story, field);

	return memmem(text.at, text.len, part, strlen(part)) != NULL;
}

#define assert_has(story, field, part) \
	do { \
		if (!has(story, field, part)) { \
			struct slice seen = story_get(story, field); \
			fail_msg("%s is not in %.*s", part, (int)seen.len, \
				seen.at); \
		} \
	} while (0)

/* All that the record says of a field, a value a line. */
static void
dump_field(struct slice record, enum record_field wanted, struct buf *out)
{
	enum record_field field;
	struct slice value;
	size_t at = 0;

	while (record_next(record, &at, &field, &value))
		if (field == wanted) {
			buf_put_slice(out, value);
			buf_putc(out, '\n');
		}
}

/* ---- words ------------------------------------------------------------------
 */

static void
words_that_are_no_change_are_refused_with_a_hint(void **state)
{
	static const struct {
		const char *words, *hint;
	} bad[] = {
		{ "suplier=Reuters", "did you mean 'supplier'" },
		{ "cite+=TIME", "did you mean 'cited'" },
		{ "zzzzzz=1", "there are supplier, contributors" },
		{ "supplier", "FIELD=VALUE" },
		{ "=x", "there is no field ''" },
		{ "supplier+=Reuters", "supplier is no list" },
		{ "supplier=Reuters; AFP", "supplier is one party" },
		{ "headline=", "without a headline" },
		{ "cited+=", "wants a value" },
		{ "cited+= ; ;", "wants a value" },
		{ "language=x", "no language tag" },
		{ "language=English please", "no language tag" },
		{ "embargo=tomorrow", "no instant" },
		{ "embargo=2026-03-01", "no instant" },
		{ "disclaimers+=opinon: Views.", "no kind" },
		{ "disclaimers+=opinion/me: Views.", "no speaker" },
		{ "disclaimers+=opinion:", "wants words" },
		{ "cited=\xff", "UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(bad); i++) {
		auto_(arena_done) struct arena arena = ARENA_NULL;
		struct problem why = PROBLEM_NULL;
		struct change change;

		assert_int_equal(change_parse(slice_text(bad[i].words), &arena,
					 &change, &why),
			1);
		assert_string_equal(why.code, "E-CHANGE");
		if (strstr(why.text, bad[i].hint) == NULL)
			fail_msg("'%s': %s", bad[i].words, why.text);
	}
}

static void
a_change_is_read_as_it_is_meant(void **state)
{
	auto_(arena_done) struct arena arena = ARENA_NULL;
	struct problem why = PROBLEM_NULL;
	struct slice parts[TRAIT_PARTS];
	struct change c;

	(void)state;
	assert_int_equal(change_parse(SLICE(" cited += TIME ;CNN; TIME"),
				 &arena, &c, &why),
		0);
	assert_int_equal(c.trait, TRAIT_CITED);
	assert_int_equal(c.how, CHANGE_ADD);
	assert_int_equal(c.value.n, 2);
	assert_true(slice_is(c.value.texts[1], "CNN"));
	assert_int_equal(change_parse(SLICE("supplier="), &arena, &c, &why), 0);
	assert_int_equal(c.how, CHANGE_SET);
	assert_int_equal(c.value.n, 0);
	assert_int_equal(
		change_parse(SLICE("embargo=2026-03-01T06:00:00+04:00"), &arena,
			&c, &why),
		0);
	assert_true(slice_is(c.value.texts[0], "2026-03-01T02:00:00Z"));
	assert_int_equal(
		change_parse(SLICE("language=pt_br"), &arena, &c, &why), 0);
	assert_true(slice_is(c.value.texts[0], "pt-BR"));
	assert_int_equal(change_parse(SLICE("headline=One; two\nand a=b"),
				 &arena, &c, &why),
		0);
	assert_true(slice_is(c.value.texts[0], "One; two and a=b"));
	assert_int_equal(
		change_parse(SLICE("disclaimers+=opinion/author: Mine; alone."),
			&arena, &c, &why),
		0);
	trait_parts(c.value.texts[0], parts);
	assert_true(slice_is(parts[0], "opinion"));
	assert_true(slice_is(parts[2], "Mine; alone."));
	assert_true(slice_is(parts[3], "author"));
}

/* ---- the record -------------------------------------------------------------
 */

static void
everything_shows_what_the_editor_says(void **state)
{
	auto_(story_unref) struct story *story = SENT();
	struct slice party[2], value;
	size_t cursor = 0;

	(void)state;
	say(&story, "supplier=Reuters");
	say(&story, "headline=Ferry \"reopens\"");
	say(&story, "bylines=Ada Brook; Bo Chan");
	say(&story, "rights_holder=Reuters Ltd");
	say(&story, "language=fr");
	say(&story, "embargo=2030-01-01T00:00:00Z");
	assert_true(slice_is(story_supplier(story), "Reuters"));
	assert_true(slice_is(
		story_get(story, RECORD_HEADLINE), "Ferry \"reopens\""));
	assert_true(slice_is(
		story_get(story, RECORD_BYLINE), "Ada Brook, Bo Chan"));
	assert_true(slice_is(
		story_get(story, RECORD_RIGHTS_HOLDER), "Reuters Ltd"));
	assert_true(slice_is(story_get(story, RECORD_LANGUAGE), "fr"));
	assert_int_equal(
		story_time(story, RECORD_EMBARGO), INT64_C(1893456000000));
	assert_has(story, RECORD_NINJS,
		"\"infoSources\":[{\"name\":\"Reuters\",\"role\":\"supplier\"},"
		"{\"name\":\"Gull Wire\",\"role\":\"distributor\",");
	assert_has(story, RECORD_NINJS, "\"value\":\"Ferry \\\"reopens\\\"\"");
	assert_has(story, RECORD_NINJS, "\"by\":\"Ada Brook, Bo Chan\"");
	assert_has(story, RECORD_NINJS, "\"copyrightHolder\":\"Reuters Ltd\"");
	assert_has(story, RECORD_NINJS, "\"language\":\"fr\"");
	assert_has(story, RECORD_NINJS,
		"\"embargoedUntil\":\"2030-01-01T00:00:00Z\"");
	assert_has(story, RECORD_WIRE,
		"\"supplier\":{\"name\":\"Reuters\",\"confidence\":1}");
	assert_has(
		story, RECORD_WIRE, "\"bylines\":[\"Ada Brook\",\"Bo Chan\"]");
	assert_has(story, RECORD_WIRE,
		"\"rights_holder\":{\"name\":\"Reuters Ltd\"}");
	assert_has(story, RECORD_WIRE,
		"\"embargo\":{\"until\":\"2030-01-01T00:00:00Z\"}");
	assert_false(has(story, RECORD_NINJS, "Tern"));
	assert_false(has(story, RECORD_WIRE, "Tern"));
	while (story_each(story, RECORD_PARTY, &cursor, &value)) {
		record_texts(value, party, 2);
		assert_false(slice_is(party[1], "Tern News"));
	}
}

static void
what_is_kept_of_a_list_stays_as_it_was(void **state)
{
	auto_(story_unref) struct story *story = SENT();

	(void)state;
	say(&story, "distributors+=Stork");
	say(&story, "cited-=Heron");
	say(&story, "cited+=TIME");
	say(&story, "subjects-=sea");
	say(&story, "subjects+=harbours");
	assert_has(story, RECORD_NINJS,
		"{\"name\":\"Gull Wire\",\"role\":\"distributor\","
		"\"uri\":\"https://gull.example/\"},{\"name\":\"Stork\","
		"\"role\":\"distributor\"},{\"name\":\"Plover\","
		"\"role\":\"cited\"},{\"name\":\"TIME\",\"role\":\"cited\"}");
	assert_has(story, RECORD_WIRE,
		"\"cited\":[{\"name\":\"Plover\",\"confidence\":0.9},"
		"{\"name\":\"TIME\",\"confidence\":1}]");
	assert_has(story, RECORD_NINJS,
		"\"subjects\":[{\"name\":\"ships\","
		"\"uri\":\"https://x.example/ships\"},"
		"{\"name\":\"harbours\"}]");
}

static void
notices_come_and_go(void **state)
{
	auto_(story_unref) struct story *story = SENT();
	struct problem why = PROBLEM_NULL;

	(void)state;
	say(&story, "disclaimers+=opinion/author: Views are mine.");
	assert_has(story, RECORD_WIRE,
		"{\"kind\":\"opinion\",\"text\":\"Views are mine.\","
		"\"speaks_for\":\"author\",\"required\":true}]");
	assert_has(story, RECORD_NINJS,
		"\"value\":\"In "
		"short\"},{\"role\":\"disclaimer\",\"contentType\""
		":\"text/plain\",\"value\":\"Legal Disclaimer: Nobody is to "
		"blame.\"},{\"role\":\"disclaimer\",\"contentType\":"
		"\"text/plain\",\"value\":\"Views are mine.\"}]");
	say(&story, "disclaimers-=liability");
	assert_false(has(story, RECORD_WIRE, "to blame"));
	say(&story, "disclaimers-=Views are mine.");
	assert_has(story, RECORD_WIRE, "\"disclaimers\":[]");
	assert_false(story_has(story, RECORD_DISCLAIMER));
	assert_int_equal(said(&story, "disclaimers-=opinion", &why), 1);
	assert_string_equal(
		why.text, "disclaimers has no 'opinion'; it is empty");
}

static void
cleared_is_gone_everywhere(void **state)
{
	auto_(story_unref) struct story *story = SENT();

	(void)state;
	say(&story, "supplier=");
	say(&story, "cited=");
	say(&story, "distributors=");
	say(&story, "bylines=");
	say(&story, "subjects=");
	say(&story, "language=");
	say(&story, "rights_holder=");
	assert_int_equal(story_supplier(story).len, 0);
	assert_false(story_has(story, RECORD_PARTY));
	assert_false(story_has(story, RECORD_BYLINE));
	assert_false(story_has(story, RECORD_SUBJECT));
	assert_false(has(story, RECORD_NINJS, "infoSources"));
	assert_false(has(story, RECORD_NINJS, "subjects"));
	assert_false(has(story, RECORD_NINJS, "language"));
	assert_false(has(story, RECORD_NINJS, "copyrightHolder"));
	assert_false(has(story, RECORD_NINJS, "\"by\""));
	assert_false(has(story, RECORD_WIRE, "\"supplier\""));
	assert_has(story, RECORD_WIRE, "\"cited\":[]");
	assert_has(story, RECORD_WIRE, "\"bylines\":[]");
}

static void
body_hash_and_identity_stay_the_partners(void **state)
{
	auto_(story_unref) struct story *story = SENT(), *before = SENT();
	static const enum record_field fields[] = { RECORD_URI, RECORD_PARTNER,
		RECORD_EVENT, RECORD_BODY_HTML, RECORD_BODY_TEXT,
		RECORD_CONTENT_HASH, RECORD_SUMMARY };

	(void)state;
	say(&story, "headline=Other");
	for (size_t i = 0; i < n_elements(fields); i++)
		assert_true(slice_equal(story_get(story, fields[i]),
			story_get(before, fields[i])));
	/* Readers of feeds take a version for new by its time. */
	assert_int_equal(story_time(story, RECORD_VERSION_TIME), NOON);
	assert_has(story, RECORD_NINJS,
		"\"versionCreated\":\"2026-09-21T14:13:20Z\"");
}

static void
the_last_word_taken_back_gives_the_partners_story(void **state)
{
	auto_(story_unref) struct story *story = SENT(), *before = SENT();
	auto_(overrides_done) struct overrides none = { 0 };
	struct problem why = PROBLEM_NULL;
	struct story *plain = NULL;

	(void)state;
	say(&story, "supplier=Reuters");
	say(&story, "cited+=TIME");
	say(&story, "subjects=");
	assert_int_equal(amend_story(story, &none, NOON, &plain, &why), 0);
	for (int field = 1; field < N_RECORD_FIELDS; field++) {
		auto_(buf_done) struct buf was = BUF_NULL, is = BUF_NULL;

		dump_field(
			story_record(before), (enum record_field)field, &was);
		dump_field(story_record(plain), (enum record_field)field, &is);
		assert_true(slice_equal(buf_slice(&was), buf_slice(&is)));
	}
	story_unref(plain);
}

static void
a_story_that_would_be_too_long_is_refused(void **state)
{
	auto_(story_unref) struct story *story = SENT(), *long_one = NULL;
	auto_(buf_done) struct buf record = BUF_NULL;
	auto_(mem_free) char *blanks = mem_zero(17u << 20);
	struct problem why = PROBLEM_NULL;
	auto_(overrides_done) struct overrides overrides = { 0 };
	enum record_field field;
	struct story *amended = NULL;
	struct slice value;
	size_t at = 0;

	(void)state;
	memset(blanks, ' ', 17u << 20);
	record_begin(&record);
	while (record_next(story_record(story), &at, &field, &value))
		if (field != RECORD_PROVENANCE)
			record_put(&record, field, value);
	record_put(&record, RECORD_PROVENANCE, slice_of(blanks, 17u << 20));
	record_end(&record);
	assert_int_equal(story_parse(buf_slice(&record), &long_one, &why), 0);
	overrides.of[TRAIT_SUPPLIER].is_there = true;
	/* What was there is kept beside what is there now. */
	buf_clear(&record);
	assert_int_equal(
		amend_story(long_one, &overrides, NOON, &amended, &why), 0);
	story_unref(amended);
	story_unref(steal(long_one));
	record_begin(&record);
	at = 0;
	while (record_next(story_record(story), &at, &field, &value))
		if (field != RECORD_WIRE)
			record_put(&record, field, value);
	blanks[0] = '{';
	memcpy(blanks + 1, "\"a\":\"", 5);
	memcpy(blanks + (17u << 20) - 2, "\"}", 2);
	record_put(&record, RECORD_WIRE, slice_of(blanks, 17u << 20));
	record_end(&record);
	assert_int_equal(story_parse(buf_slice(&record), &long_one, &why), 0);
	assert_int_equal(
		amend_story(long_one, &overrides, NOON, &amended, &why), 1);
	assert_string_equal(why.code, "E-AMEND");
}

/* ---- evidence ---------------------------------------------------------------
 */

static void
the_evidence_names_who_when_and_why(void **state)
{
	auto_(story_unref) struct story *story = SENT();

	(void)state;
	say(&story, "supplier=Reuters");
	assert_has(story, RECORD_PROVENANCE,
		"{\"field\":\"/wire/supplier\",\"plugin\":\"editor\","
		"\"rule\":\"set\",\"confidence\":1,\"value\":\"Reuters\","
		"\"partner\":\"Tern News\",\"operator\":\"anna\","
		"\"time\":\"2026-09-21T14:13:20Z\","
		"\"reason\":\"wrong agency\"}");
	/* What was found is not forgotten, and does not count. */
	assert_has(story, RECORD_PROVENANCE,
		"{\"field\":\"/wire/supplier\",\"plugin\":\"attribution\","
		"\"rule\":\"dateline-mark\",\"start\":14,\"end\":19,"
		"\"text\":\"(TERN\",\"confidence\":0.9,"
		"\"value\":\"Tern News\",\"overruled\":true}");
}

static void
evidence_follows_what_moves_in_a_list(void **state)
{
	auto_(story_unref) struct story *story = SENT();

	(void)state;
	assert_has(story, RECORD_PROVENANCE,
		"\"/wire/cited/1\",\"plugin\""
		":\"attribution\"");
	say(&story, "cited-=Heron");
	say(&story, "cited+=TIME");
	assert_has(story, RECORD_PROVENANCE,
		"\"/wire/cited/0\",\"plugin\""
		":\"attribution\"");
	assert_has(story, RECORD_PROVENANCE,
		"\"/wire/cited/1\",\"plugin\":\"editor\",\"rule\":\"added\"");
	assert_has(story, RECORD_PROVENANCE,
		"\"confidence\":0.9,\"value\":\"Heron\",\"overruled\":true}");
	assert_has(story, RECORD_PROVENANCE,
		"{\"field\":\"/wire/cited\",\"plugin\":\"editor\","
		"\"rule\":\"removed\",\"confidence\":1,\"partner\":\"Heron\"");
	say(&story, "cited=TIME; Plover; Heron");
	assert_has(story, RECORD_PROVENANCE,
		"\"/wire/cited/1\",\"plugin\""
		":\"attribution\"");
	assert_has(story, RECORD_PROVENANCE,
		"\"/wire/cited/2\",\"plugin\""
		":\"attribution\"");
}

/* ---- versions ---------------------------------------------------------------
 */

static void
an_override_outlasts_versions_that_say_the_same(void **state)
{
	auto_(story_unref) struct story *first = SENT(), *second = NULL;
	auto_(buf_done) struct buf ended = BUF_NULL;

	(void)state;
	say(&first, "supplier=Reuters");
	second = followed(first, SENT(.headline = "Ferry sails"), &ended);
	assert_true(slice_is(story_supplier(second), "Reuters"));
	assert_true(
		slice_is(story_get(second, RECORD_HEADLINE), "Ferry sails"));
	assert_int_equal(ended.len, 0);
	assert_has(second, RECORD_PROVENANCE, "\"operator\":\"anna\"");
}

static void
the_partners_own_change_of_that_field_ends_it(void **state)
{
	auto_(story_unref) struct story *first = SENT(), *second = NULL;
	auto_(story_unref) struct story *third = NULL;
	auto_(buf_done) struct buf ended = BUF_NULL;

	(void)state;
	say(&first, "supplier=Reuters");
	say(&first, "cited=TIME");
	say(&first, "language=fr");
	second = followed(
		first, SENT(.supplier = "Skua", .cited = "Knot"), &ended);
	assert_string_equal(buf_text(&ended), "supplier, cited");
	assert_true(slice_is(story_supplier(second), "Skua"));
	assert_has(second, RECORD_WIRE, "\"name\":\"Knot\"");
	assert_true(slice_is(story_get(second, RECORD_LANGUAGE), "fr"));
	assert_has(second, RECORD_PROVENANCE,
		"{\"field\":\"/wire/supplier\",\"plugin\":\"editor\","
		"\"rule\":\"ended\",\"confidence\":1,\"value\":\"Reuters\","
		"\"operator\":\"anna\",\"time\":\"2026-09-21T14:13:20Z\","
		"\"reason\":\"wrong agency\",\"ended\":"
		"\"2026-09-21T14:13:25Z\",\"ended_by\":\"partner\","
		"\"overruled\":true}");
	/* It stays so, also when the partner takes its own word back. */
	buf_clear(&ended);
	third = followed(second, SENT(), &ended);
	assert_int_equal(ended.len, 0);
	assert_true(slice_is(story_supplier(third), "Tern News"));
	assert_true(slice_is(story_get(third, RECORD_LANGUAGE), "fr"));
}

static void
an_override_that_is_taken_back_leaves_the_partners_word(void **state)
{
	auto_(story_unref) struct story *story = SENT();
	struct problem why = PROBLEM_NULL;

	(void)state;
	say(&story, "supplier=Reuters");
	assert_int_equal(said(&story, "supplier=Reuters", &why), 2);
	unset(&story, "supplier");
	assert_true(slice_is(story_supplier(story), "Tern News"));
	assert_has(story, RECORD_PROVENANCE, "\"ended_by\":\"bert\"");
	assert_int_equal(said(&story, "supplier=Tern News", &why), 2);
	say(&story, "supplier=Skua");
	say(&story, "supplier=Tern News");
	assert_true(slice_is(story_supplier(story), "Tern News"));
	assert_has(story, RECORD_PROVENANCE, "\"ended_by\":\"anna\"");
}

static void
overrides_read_back_as_they_were_written(void **state)
{
	auto_(story_unref) struct story *story = SENT();
	auto_(overrides_done) struct overrides read = { 0 };
	auto_(buf_done) struct buf once = BUF_NULL, again = BUF_NULL;

	(void)state;
	say(&story, "cited=TIME; CNN");
	say(&story, "disclaimers+=opinion: Views.");
	say(&story, "supplier=Reuters");
	unset(&story, "supplier");
	overrides_read(story_record(story), &read);
	assert_true(override_stands(&read.of[TRAIT_CITED]));
	assert_int_equal(read.of[TRAIT_CITED].value.n, 2);
	assert_int_equal(read.of[TRAIT_CITED].partner.n, 2);
	assert_true(slice_is(read.of[TRAIT_CITED].reason, "wrong agency"));
	assert_int_equal(read.of[TRAIT_CITED].time_ms, NOON);
	assert_true(read.of[TRAIT_SUPPLIER].is_there);
	assert_false(override_stands(&read.of[TRAIT_SUPPLIER]));
	assert_false(read.of[TRAIT_HEADLINE].is_there);
	record_begin(&once);
	overrides_write(&read, &once);
	record_end(&once);
	overrides_done(&read);
	overrides_read(buf_slice(&once), &read);
	record_begin(&again);
	overrides_write(&read, &again);
	record_end(&again);
	assert_true(slice_equal(buf_slice(&once), buf_slice(&again)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			words_that_are_no_change_are_refused_with_a_hint),
		cmocka_unit_test(a_change_is_read_as_it_is_meant),
		cmocka_unit_test(everything_shows_what_the_editor_says),
		cmocka_unit_test(what_is_kept_of_a_list_stays_as_it_was),
		cmocka_unit_test(notices_come_and_go),
		cmocka_unit_test(cleared_is_gone_everywhere),
		cmocka_unit_test(body_hash_and_identity_stay_the_partners),
		cmocka_unit_test(
			the_last_word_taken_back_gives_the_partners_story),
		cmocka_unit_test(a_story_that_would_be_too_long_is_refused),
		cmocka_unit_test(the_evidence_names_who_when_and_why),
		cmocka_unit_test(evidence_follows_what_moves_in_a_list),
		cmocka_unit_test(
			an_override_outlasts_versions_that_say_the_same),
		cmocka_unit_test(the_partners_own_change_of_that_field_ends_it),
		cmocka_unit_test(
			an_override_that_is_taken_back_leaves_the_partners_word),
		cmocka_unit_test(overrides_read_back_as_they_were_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
