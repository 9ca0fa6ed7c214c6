/* SPDX-License-Identifier: Apache-2.0 */
/*
 * message - frames between gateway and worker, written and read.
 */
#include "normalize/message.h"

#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "base/pack.h"
#include "base/utf8.h"
#include "story/seal.h"

#define MESSAGE_HEAD 5 /* length and kind */
#define MESSAGE_MAX_ITEMS 20000u

/* ---- writing --------------------------------------------------------------
 */

static size_t
message_begin(struct buf *out, enum message_kind kind)
{
	size_t at = out->len;

	buf_put_le32(out, 0);
	buf_putc(out, (char)kind);
	return at;
}

static void
message_end(struct buf *out, size_t at)
{
	uint32_t len = (uint32_t)(out->len - at - 4);

	if (out->overflowed)
		return;
	for (unsigned i = 0; i < 4; i++)
		out->data[at + i] = (char)(len >> (8 * i));
}

static void
message_put_text(struct buf *out, const char *text)
{
	pack_text(out, slice_text(text));
}

static void
message_put_options(
	struct buf *out, const struct instance_option *options, size_t n)
{
	buf_put_le32(out, (uint32_t)n);
	for (size_t i = 0; i < n; i++) {
		message_put_text(out, options[i].name);
		message_put_text(out, options[i].value);
	}
}

static void
message_put_partner(struct buf *out, const struct normalizer_partner *partner)
{
	const struct draft_partner *p = &partner->partner;

	message_put_text(out, p->name);
	message_put_text(out, p->title);
	message_put_text(out, p->role);
	message_put_text(out, p->timezone);
	message_put_text(out, p->language);
	message_put_text(out, p->charset);
	buf_putc(out, p->may_kill);
	buf_putc(out, p->may_embargo);
	buf_put_le32(out, (uint32_t)p->n_notices);
	for (size_t i = 0; i < p->n_notices; i++) {
		message_put_text(out, p->notices[i].kind);
		message_put_text(out, p->notices[i].text);
		message_put_text(out, p->notices[i].speaks_for);
	}
	buf_put_le32(out, (uint32_t)partner->n_overrides);
	for (size_t i = 0; i < partner->n_overrides; i++) {
		const struct chain_override *override = &partner->overrides[i];

		message_put_text(out, override->plugin);
		buf_putc(out, override->off);
		message_put_options(
			out, override->options, override->n_options);
	}
}

/* 0: the worker reads them; else how many there are, and one more. */
static void
message_put_rules(struct buf *out, const struct rulebook *book)
{
	size_t n = book != NULL ? rulebook_count(book) : 0;

	buf_put_le32(out, book != NULL ? (uint32_t)n + 1 : 0);
	for (size_t i = 0; i < n; i++) {
		const struct rulebook_file *file = rulebook_at(book, i);

		message_put_text(out, file->plugin);
		message_put_text(out, file->name);
		message_put_text(out, file->path);
		buf_putc(out, file->is_operators);
		pack_text(out, file->bytes);
	}
}

void
message_put_setup(struct buf *out, const struct normalizer_plan *plan)
{
	size_t at = message_begin(out, MESSAGE_SETUP), n_places = 0;

	while (plan->places != NULL && plan->places[n_places] != NULL)
		n_places++;
	buf_put_le32(out, (uint32_t)n_places);
	for (size_t i = 0; i < n_places; i++)
		message_put_text(out, plan->places[i]);
	message_put_text(out, plan->rules_dir);
	message_put_rules(out, plan->rulebook);
	buf_put_le64(out, plan->memory_bytes);
	buf_put_le32(out, (uint32_t)plan->n_steps);
	for (size_t i = 0; i < plan->n_steps; i++) {
		const struct chain_step *step = &plan->steps[i];

		message_put_text(out, step->plugin);
		buf_putc(out, step->may_retract);
		message_put_options(out, step->options, step->n_options);
	}
	buf_put_le32(out, (uint32_t)plan->n_partners);
	for (size_t i = 0; i < plan->n_partners; i++)
		message_put_partner(out, &plan->partners[i]);
	message_end(out, at);
}

void
message_put_ready(struct buf *out)
{
	message_end(out, message_begin(out, MESSAGE_READY));
}

static void
message_put_problem(struct buf *out, const struct problem *problem)
{
	message_put_text(out, problem->code);
	message_put_text(out, problem->where);
	message_put_text(out, problem->text);
	buf_put_le32(out, problem->line);
	buf_put_le32(out, problem->column);
}

static void
message_put_problems(struct buf *out, const struct problem_list *problems)
{
	for (size_t i = 0; i < problems->n_items; i++)
		message_put_problem(out, &problems->items[i]);
}

void
message_put_refused(struct buf *out, const struct problem_list *problems)
{
	size_t at = message_begin(out, MESSAGE_REFUSED);

	buf_put_le32(out, (uint32_t)problems->n_items);
	message_put_problems(out, problems);
	message_end(out, at);
}

void
message_put_job(struct buf *out, uint64_t id, const struct normalizer_job *job)
{
	size_t at = message_begin(out, MESSAGE_JOB);

	buf_put_le64(out, id);
	buf_put_le64(out, (uint64_t)job->received_ms);
	buf_putc(out, job->wants_report);
	buf_putc(out, job->with_source);
	message_put_text(out, job->partner);
	pack_text(out, job->content_type);
	pack_text(out, job->base_url);
	pack_text(out, job->file_name);
	pack_text(out, job->headers);
	pack_text(out, job->bytes);
	message_end(out, at);
}

static void
message_put_warnings(struct buf *out, const struct normalized *normalized)
{
	const struct decoded *decoded = &normalized->decoded;
	size_t n = decoded->warnings.n_items;

	for (size_t i = 0; i < decoded->n_drafts; i++)
		n += decoded->drafts[i]->warnings.n_items;
	buf_put_le32(out, (uint32_t)n);
	message_put_problems(out, &decoded->warnings);
	for (size_t i = 0; i < decoded->n_drafts; i++)
		message_put_problems(out, &decoded->drafts[i]->warnings);
}

static void
message_put_records(struct buf *out, const struct normalized *normalized)
{
	const struct decoded *decoded = &normalized->decoded;

	buf_put_le32(out, (uint32_t)decoded->n_drafts);
	for (size_t i = 0; i < decoded->n_drafts; i++) {
		auto_(buf_done) struct buf record = BUF_NULL;

		seal_record(
			decoded->drafts[i], normalized->verdicts[i], &record);
		pack_text(out, buf_slice(&record));
	}
}

void
message_put_answer(struct buf *out, uint64_t id,
	const struct normalizer_job *job, const struct normalized *normalized)
{
	size_t at = message_begin(out, MESSAGE_ANSWER);
	auto_(buf_done) struct buf report = BUF_NULL;
	enum normalize_outcome outcome = NORMALIZE_STORIES;

	if (job->wants_report)
		outcome = NORMALIZE_REPORT;
	else if (!normalized->is_decoded)
		outcome = NORMALIZE_UNDECODABLE;
	buf_put_le64(out, id);
	buf_putc(out, (char)outcome);
	message_put_text(out, normalized->decoded.format);
	message_put_problem(out, &normalized->why);
	message_put_warnings(out, normalized);
	if (outcome == NORMALIZE_STORIES)
		message_put_records(out, normalized);
	else
		buf_put_le32(out, 0);
	if (job->wants_report)
		normalized_report(
			normalized, job->file_name, job->with_source, &report);
	pack_text(out, buf_slice(&report));
	message_end(out, at);
}

/* ---- reading --------------------------------------------------------------
 */

/* As a string in the arena; one with a NUL in it is bad. */
static const char *
message_get_text(struct unpack *reader, struct arena *arena)
{
	struct slice text = unpack_text(reader);

	if (slice_has(text, '\0') || !utf8_is_valid(text)) {
		reader->failed = true;
		text = slice_of("", 0);
	}
	return arena_text(arena, text);
}

/* How many items follow; never more than the bytes that are left could hold. */
static size_t
message_get_count(struct unpack *reader)
{
	size_t n = unpack_number(reader, 4);

	if (n > MESSAGE_MAX_ITEMS || n > reader->rest.len) {
		reader->failed = true;
		return 0;
	}
	return n;
}

static struct unpack
message_open(struct slice frame)
{
	return (struct unpack){
		.rest = slice_of(
			frame.at + MESSAGE_HEAD, frame.len - MESSAGE_HEAD),
	};
}

static int
message_close(const struct unpack *reader)
{
	return reader->failed || reader->rest.len != 0 ? -EPROTO : 0;
}

int
message_frame(struct slice bytes, size_t *ret_len)
{
	struct unpack reader = { .rest = bytes };
	size_t len = unpack_number(&reader, 4);

	if (reader.failed)
		return 0;
	if (len == 0 || len > MESSAGE_MAX)
		return -E2BIG;
	*ret_len = len + 4;
	return bytes.len >= len + 4;
}

enum message_kind
message_kind_of(struct slice frame)
{
	return frame.len < MESSAGE_HEAD ? (enum message_kind)0
					: (enum message_kind)frame.at[4];
}

static const struct instance_option *
message_get_options(struct unpack *reader, struct arena *arena, size_t *ret_n)
{
	size_t n = message_get_count(reader);
	struct instance_option *options =
		arena_zero(arena, (n + 1) * sizeof(*options));

	for (size_t i = 0; i < n; i++) {
		options[i].name = message_get_text(reader, arena);
		options[i].value = message_get_text(reader, arena);
	}
	*ret_n = n;
	return options;
}

static void
message_get_overrides(struct unpack *reader, struct arena *arena,
	struct normalizer_partner *partner)
{
	size_t n = message_get_count(reader);
	struct chain_override *overrides =
		arena_zero(arena, (n + 1) * sizeof(*overrides));

	for (size_t i = 0; i < n; i++) {
		overrides[i].plugin = message_get_text(reader, arena);
		overrides[i].off = unpack_number(reader, 1) != 0;
		overrides[i].options = message_get_options(
			reader, arena, &overrides[i].n_options);
	}
	partner->overrides = overrides;
	partner->n_overrides = n;
}

static const struct draft_notice *
message_get_notices(struct unpack *reader, struct arena *arena, size_t *ret_n)
{
	size_t n = message_get_count(reader);
	struct draft_notice *notices =
		arena_zero(arena, (n + 1) * sizeof(*notices));

	for (size_t i = 0; i < n; i++) {
		notices[i].kind = message_get_text(reader, arena);
		notices[i].text = message_get_text(reader, arena);
		notices[i].speaks_for = message_get_text(reader, arena);
	}
	*ret_n = n;
	return notices;
}

static void
message_get_partner(struct unpack *reader, struct arena *arena,
	struct normalizer_partner *partner)
{
	struct draft_partner *p = &partner->partner;

	p->name = message_get_text(reader, arena);
	p->title = message_get_text(reader, arena);
	p->role = message_get_text(reader, arena);
	p->timezone = message_get_text(reader, arena);
	p->language = message_get_text(reader, arena);
	p->charset = message_get_text(reader, arena);
	p->may_kill = unpack_number(reader, 1) != 0;
	p->may_embargo = unpack_number(reader, 1) != 0;
	p->notices = message_get_notices(reader, arena, &p->n_notices);
	message_get_overrides(reader, arena, partner);
}

static const char *const *
message_get_places(struct unpack *reader, struct arena *arena)
{
	size_t n = message_get_count(reader);
	const char **places = arena_zero(arena, (n + 1) * sizeof(*places));

	for (size_t i = 0; i < n; i++)
		places[i] = message_get_text(reader, arena);
	return n != 0 ? places : NULL;
}

static struct rulebook *
message_get_rules(struct unpack *reader, struct arena *arena)
{
	size_t n = message_get_count(reader);
	struct rulebook *book = n != 0 ? rulebook_new() : NULL;

	for (size_t i = 1; i < n; i++) {
		struct rulebook_file file = {
			.plugin = message_get_text(reader, arena),
			.name = message_get_text(reader, arena),
			.path = message_get_text(reader, arena),
			.is_operators = unpack_number(reader, 1) != 0,
		};

		file.bytes = unpack_text(reader);
		if (!reader->failed)
			rulebook_add(book, &file);
	}
	return book;
}

int
message_get_setup(struct slice frame, struct arena *arena,
	struct normalizer_plan *ret_plan)
{
	struct unpack reader = message_open(frame);
	auto_(rulebook_unref) struct rulebook *book = NULL;
	struct normalizer_plan plan = { 0 };
	struct normalizer_partner *partners;
	struct chain_step *steps;

	plan.places = message_get_places(&reader, arena);
	plan.rules_dir = message_get_text(&reader, arena);
	book = message_get_rules(&reader, arena);
	plan.memory_bytes = unpack_number(&reader, 8);
	plan.n_steps = message_get_count(&reader);
	steps = arena_zero(arena, (plan.n_steps + 1) * sizeof(*steps));
	for (size_t i = 0; i < plan.n_steps; i++) {
		steps[i].plugin = message_get_text(&reader, arena);
		steps[i].may_retract = unpack_number(&reader, 1) != 0;
		steps[i].options = message_get_options(
			&reader, arena, &steps[i].n_options);
	}
	plan.steps = steps;
	plan.n_partners = message_get_count(&reader);
	partners = arena_zero(arena, (plan.n_partners + 1) * sizeof(*partners));
	for (size_t i = 0; i < plan.n_partners; i++)
		message_get_partner(&reader, arena, &partners[i]);
	plan.partners = partners;
	if (message_close(&reader) != 0)
		return -EPROTO;
	plan.rulebook = steal(book);
	*ret_plan = plan;
	return 0;
}

static struct problem
message_get_problem(struct unpack *reader, struct arena *arena)
{
	struct problem problem = PROBLEM_NULL;
	const char *code = message_get_text(reader, arena);
	const char *where = message_get_text(reader, arena);
	const char *text = message_get_text(reader, arena);
	unsigned line = (unsigned)unpack_number(reader, 4);
	unsigned column = (unsigned)unpack_number(reader, 4);

	problem_at(&problem, where, line, column);
	problem_set(&problem, 0, code[0] != '\0' ? code : NULL, "%s", text);
	return problem;
}

static void
message_get_problems(
	struct unpack *reader, struct arena *arena, struct problem_list *list)
{
	size_t n = unpack_number(reader, 4);

	for (size_t i = 0; i < n && !reader->failed; i++) {
		struct problem problem = message_get_problem(reader, arena);

		problem_list_add(list, &problem);
	}
}

int
message_get_refused(struct slice frame, struct arena *arena,
	struct problem_list *ret_problems)
{
	struct unpack reader = message_open(frame);

	message_get_problems(&reader, arena, ret_problems);
	return message_close(&reader);
}

int
message_get_job(struct slice frame, struct arena *arena, uint64_t *ret_id,
	struct normalizer_job *ret_job)
{
	struct unpack reader = message_open(frame);
	struct normalizer_job job = { 0 };

	*ret_id = unpack_number(&reader, 8);
	job.received_ms = (int64_t)unpack_number(&reader, 8);
	job.wants_report = unpack_number(&reader, 1) != 0;
	job.with_source = unpack_number(&reader, 1) != 0;
	job.partner = message_get_text(&reader, arena);
	job.content_type = unpack_text(&reader);
	job.base_url = unpack_text(&reader);
	job.file_name = unpack_text(&reader);
	job.headers = unpack_text(&reader);
	job.bytes = unpack_text(&reader);
	if (message_close(&reader) != 0)
		return -EPROTO;
	*ret_job = job;
	return 0;
}

/* ---- answers --------------------------------------------------------------
 */

static int
message_get_stories(struct unpack *reader, struct normalize_result *result,
	struct problem *why)
{
	size_t n = message_get_count(reader);

	result->stories = mem_zero((n + 1) * sizeof(*result->stories));
	for (size_t i = 0; i < n && !reader->failed; i++) {
		struct slice record = unpack_text(reader);

		if (reader->failed ||
			story_parse(record, &result->stories[i], why) != 0)
			return -EPROTO;
		result->n_stories++;
	}
	return 0;
}

int
message_get_answer(struct slice frame, uint64_t *ret_id,
	struct normalize_result **ret_result, struct problem *why)
{
	auto_(normalize_result_free) struct normalize_result *result =
		normalize_result_new(NORMALIZE_BROKEN);
	struct unpack reader = message_open(frame);
	struct slice report;
	unsigned outcome;
	uint64_t id;

	problem_set(why, 0, "E-NORMALIZER-ANSWER",
		"the normalizer's answer is not well formed");
	id = unpack_number(&reader, 8);
	outcome = (unsigned)unpack_number(&reader, 1);
	result->format = message_get_text(&reader, &result->arena);
	result->why = message_get_problem(&reader, &result->arena);
	message_get_problems(&reader, &result->arena, &result->warnings);
	if (outcome >= NORMALIZE_BROKEN ||
		message_get_stories(&reader, result, why) != 0)
		return -EPROTO;
	report = unpack_text(&reader);
	if (message_close(&reader) != 0 || !utf8_is_valid(report))
		return -EPROTO;
	result->outcome = (enum normalize_outcome)outcome;
	result->report =
		slice_of(arena_text(&result->arena, report), report.len);
	*ret_id = id;
	*ret_result = steal(result);
	return 0;
}

struct normalize_result *
normalize_result_new(enum normalize_outcome outcome)
{
	struct normalize_result *result = mem_new(struct normalize_result);

	result->outcome = outcome;
	result->format = "";
	return result;
}

struct normalize_result *
normalize_result_free(struct normalize_result *result)
{
	if (result == NULL)
		return NULL;
	for (size_t i = 0; i < result->n_stories; i++)
		story_unref(result->stories[i]);
	mem_free(result->stories);
	problem_list_done(&result->warnings);
	arena_done(&result->arena);
	return mem_free(result);
}
