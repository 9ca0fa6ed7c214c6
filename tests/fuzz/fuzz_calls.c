/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_calls - a plugin that calls everything with anything.
 *
 * The first part of the input, up to a NUL, is the copy; the rest is a row of
 * calls: a byte says which, two numbers are the range, a length and that many
 * bytes are the words. Beyond not crashing: whatever a plugin claims, drops,
 * promotes and adds, the split stays lossless, and what is sealed is a story
 * that can be read, fed, enveloped, and shown without harm.
 *
 * Reaches: gateway/plug/api.c gateway/story/draft.c gateway/story/draft_facts.c
 * gateway/story/draft_html.c gateway/story/draft_mark.c
 * gateway/story/draft_render.c gateway/story/draft_text.c gateway/story/seal.c
 * gateway/story/seal_ninjs.c gateway/story/seal_wire.c
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "fuzz_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One call's arguments. */
struct fuzz_call {
	unsigned what;
	size_t start, end;
	char words[256];
	struct tt_evidence evidence;
};

static unsigned
fuzz_byte(struct slice *rest)
{
	unsigned byte = 0;

	if (rest->len == 0)
		return 0;
	byte = (unsigned char)rest->at[0];
	*rest = slice_of(rest->at + 1, rest->len - 1);
	return byte;
}

/* Mostly inside the text, sometimes far outside. */
static size_t
fuzz_offset(struct slice *rest)
{
	size_t high = fuzz_byte(rest), low = fuzz_byte(rest);

	return high == 255 ? SIZE_MAX - low : high << 8 | low;
}

static void
fuzz_read(struct slice *rest, struct fuzz_call *call)
{
	static const double sure[] = { 0.5, 1, 0, -1, 7, NAN, INFINITY, 0.99 };
	size_t len;

	call->what = fuzz_byte(rest);
	call->start = fuzz_offset(rest);
	call->end = call->start + fuzz_byte(rest);
	if (call->what >= 128)
		call->end = fuzz_offset(rest);
	len = fuzz_byte(rest);
	if (len > rest->len)
		len = rest->len;
	memcpy(call->words, rest->at, len);
	call->words[len] = '\0';
	*rest = slice_of(rest->at + len, rest->len - len);
	call->evidence = (struct tt_evidence){ call->start, call->end,
		len % 3 == 0 ? NULL : "rule", sure[len % 8] };
}

static void
fuzz_claim(struct tt_draft *draft, const struct fuzz_call *call)
{
	enum tt_label label = (enum tt_label)(call->words[0] & 15);

	switch (call->what % 4) {
	case 0:
		tt_remove(draft, call->start, call->end, label, "claim");
		break;
	case 1:
		tt_promote_headline(draft, call->start, call->end, NULL);
		break;
	case 2:
		tt_drop_mark(draft, call->start, "drop");
		break;
	default:
		tt_is_kept(draft, call->start, call->end);
		tt_label_at(draft, call->start);
		break;
	}
}

static void
fuzz_disclaimer(struct tt_draft *draft, const struct fuzz_call *call)
{
	static const char *const kinds[] = { "distribution", "investment",
		"advertorial", "nonsense", NULL };
	const struct tt_disclaimer disclaimer = {
		.kind = kinds[call->start % 5],
		.heading = call->end % 2 ? call->words : NULL,
		.text = call->words,
		.speaks_for = call->end % 3 ? "distributor" : call->words,
		.required = call->end % 2,
	};

	tt_add_disclaimer(draft, &disclaimer, &call->evidence);
}

static void
fuzz_subject(struct tt_draft *draft, const struct fuzz_call *call)
{
	const struct tt_subject subject = {
		.name = call->start % 3 ? call->words : NULL,
		.uri = call->end % 3 ? call->words : NULL,
		.literal = call->end % 5 ? NULL : call->words,
	};

	tt_add_subject(
		draft, call->start % 11 ? &subject : NULL, &call->evidence);
}

static void
fuzz_fact(struct tt_draft *draft, const struct fuzz_call *call)
{
	static const char *const names[] = { "language", "located", "urgency",
		"uri", "slugline", "copyrightNotice", "nothing", "embargoed" };
	const struct tt_evidence *evidence = &call->evidence;
	const char *words = call->words;

	if (call->start % 7 == 0)
		evidence = NULL;
	switch (call->what % 12) {
	case 10:
		tt_byline(draft, call->start);
		tt_byline_is(draft, call->end % 4,
			(enum tt_role)(call->start % 9), words, evidence);
		break;
	case 0:
		tt_add_party(draft, (enum tt_role)(call->start % 9), words,
			evidence);
		break;
	case 1:
		tt_name_party(draft, call->start, words, "name");
		break;
	case 2:
		tt_retract_party(draft, call->start, words);
		break;
	case 3:
		tt_add_byline(draft, words, evidence);
		break;
	case 4:
		fuzz_disclaimer(draft, call);
		break;
	case 5:
		tt_set_dateline(draft, words, words, evidence);
		break;
	case 6:
		tt_set_lifecycle(draft, words, (unsigned)call->end, evidence);
		break;
	case 7:
		tt_set_embargo(draft,
			call->end % 2 ? TT_EMBARGO_UNPARSED
				      : (int64_t)call->start * 1000000007,
			evidence);
		break;
	case 8:
		tt_add_editorial_note(draft, words, evidence);
		break;
	case 9:
		tt_set_field(draft, names[call->start % 8], words, evidence);
		tt_field(draft, words);
		fuzz_subject(draft, call);
		break;
	default:
		tt_warn(draft, NULL, "%s", words);
		tt_reason(draft, "%s", words);
		tt_is_evidence(draft, call->start, call->end);
		tt_unexplained(draft, call->start, call->end, words);
		break;
	}
}

/* What only reads, over the whole draft. */
static void
fuzz_look(const struct tt_draft *draft)
{
	struct tt_subject subject;
	struct tt_party party;
	struct tt_line line;
	struct tt_mark mark;
	struct tt_box box;
	size_t len;

	tt_text(draft, &len);
	ensure(tt_title_end(draft) <= len && tt_body_start(draft) <= len);
	for (size_t i = 0; tt_line(draft, i, &line); i++)
		ensure(line.start <= line.end && line.end <= len);
	for (size_t i = 0; tt_mark(draft, i, &mark); i++)
		ensure(mark.start <= mark.end && mark.end <= len);
	for (size_t i = 0; tt_box(draft, i, &box); i++)
		ensure(box.start <= box.end && box.end <= len && box.name);
	for (size_t i = 0; tt_party(draft, i, &party); i++)
		ensure(party.name != NULL);
	for (size_t i = 0; tt_subject(draft, i, &subject); i++)
		ensure(subject.name || subject.uri || subject.literal);
}

static struct draft *
fuzz_decode_copy(struct slice copy, struct decoded *decoded)
{
	static const struct draft_partner partner = { .name = "fuzz",
		.title = "Fuzz",
		.role = "agency",
		.timezone = "UTC",
		.language = "en",
		.may_embargo = true };
	struct document document = {
		.bytes = copy,
		.content_type = SLICE("text/plain; charset=utf-8"),
		.base_url = SLICE("https://wire.example/a/"),
		.partner = &partner,
	};
	struct problem why = PROBLEM_NULL;

	format_preload();
	if (slice_starts(copy, SLICE("<")))
		document.content_type = SLICE("text/html; charset=utf-8");
	if (format_decode(&document, decoded, &why) != 0)
		return NULL;
	return decoded->n_drafts > 0 ? decoded->drafts[0] : NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_(decoded_done) struct decoded decoded = DECODED_NULL;
	struct slice rest = slice_of((const char *)data, size),
		     copy = SLICE("");
	struct fuzz_call call;

	slice_cut(&rest, '\0', &copy);
	struct draft *draft = fuzz_decode_copy(copy, &decoded);
	if (draft == NULL)
		return 0;
	draft->running = "fuzz";
	draft->may_retract = size % 2 != 0;
	while (rest.len > 0) {
		fuzz_read(&rest, &call);
		if (call.what % 3 == 0)
			fuzz_claim((struct tt_draft *)draft, &call);
		else
			fuzz_fact((struct tt_draft *)draft, &call);
	}
	fuzz_look((struct tt_draft *)draft);
	draft_settle_space(draft);
	fuzz_draft(draft);
	return 0;
}
