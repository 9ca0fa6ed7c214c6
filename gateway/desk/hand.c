/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hand - what an editor orders of a story: hold it, lift the hold, say
 * something of it otherwise.
 *
 * A hold takes the text back where it is shown (withheld, without a word of it)
 * and keeps the newest version in the house, in an event of a kind that neither
 * the clock nor the partner ends; what the partner sends meanwhile takes its
 * place there (decide.c). Lifting asks the version that waits by then what it
 * says of itself: a partner's withhold still withholds it, an embargo still
 * runs.
 *
 * What is said otherwise goes out as a correction of what is shown; what waits
 * behind it says so too. Where it takes the story out of a product, those who
 * had it by that product must not keep it: it is taken back first, and then
 * published for those who may have it. An embargo is a word like another, so a
 * change of it may take a story back or let it go. All events of one order are
 * in one commit. The desk's thread.
 */
#include <errno.h>
#include <string.h>

#include "base/problem.h"
#include "desk/batch.h"
#include "desk/order.h"
#include "desk/terms.h"
#include "route/routes.h"
#include "story/amend.h"

/* A story's texts as an order finds them; NULL where there is none. */
struct hand {
	struct standing standing;
	struct entry *shown, *held;
};

static void
hand_done(struct hand *hand)
{
	standing_done(&hand->standing);
	entry_unref(hand->shown);
	entry_unref(hand->held);
}
DEFINE_AUTO_VALUE(struct hand, hand_done);

static int
hand_refuse(struct order *order, const char *why)
{
	order->result = ORDER_REFUSED;
	return problem_set(&order->why, 1, "E-ORDER", "%s", why);
}

/* Why there is no text that an order could be about. */
static int
hand_refuse_empty(struct order *order, const struct standing *standing)
{
	switch (standing->state) {
	case STANDING_KILLED:
		return hand_refuse(order, "it was killed");
	case STANDING_WITHHELD:
		return hand_refuse(order,
			"its partner withheld it, and no version came since");
	case STANDING_EXPIRED:
		return hand_refuse(order, "it has expired");
	default:
		return hand_refuse(order, "nothing of it is here");
	}
}

/* 0; 1: the order's result says why not; negative errno. */
static int
hand_take(struct batch *batch, struct order *order, struct hand *hand)
{
	struct standing *standing = &hand->standing;
	int error = batch_look_up(batch, order, standing);

	if (error)
		return error;
	if (standing->hold_seq == 0 && standing->state != STANDING_PUBLISHED)
		return hand_refuse_empty(order, standing);
	if (standing->state == STANDING_PUBLISHED)
		error = batch_entry(batch, standing->shown_seq, &hand->shown);
	if (!error && standing->hold_seq != 0)
		error = batch_entry(batch, standing->hold_seq, &hand->held);
	return error;
}

/* After an event of the same story in the same commit. */
static int
hand_look_again(struct batch *batch, struct hand *hand)
{
	struct story_id id = hand->standing.id;
	int result;

	standing_done(&hand->standing);
	result = journal_find(batch->journal, &id, &hand->standing);
	return result > 0 ? -EIO : result;
}

static struct slice
hand_reason(const struct order *order, struct slice otherwise)
{
	struct slice reason = slice_text(order->reason);

	return reason.len != 0 ? reason : otherwise;
}

int
hand_hold(struct batch *batch, struct order *order, const char *actor)
{
	auto_(hand_done) struct hand hand = { 0 };
	struct entry_facts facts;
	int64_t seq = 0;
	int error = hand_take(batch, order, &hand);

	if (error)
		return error < 0 ? error : 0;
	order->result = ORDER_ALREADY;
	if (hand.standing.stop_seq != 0)
		return 0;
	facts = batch_again(hand.held ? hand.held : hand.shown, ENTRY_STOPPED,
		slice_text(actor),
		hand_reason(order, SLICE("held by an editor")));
	facts.until_ms = ENTRY_NEVER;
	if (hand.shown != NULL)
		error = batch_retract(batch, &hand.standing, ENTRY_WITHHELD,
			facts.actor, facts.reason, &order->seq);
	if (!error && hand.shown != NULL)
		error = hand_look_again(batch, &hand);
	if (!error)
		error = batch_emit(batch, &facts, &hand.standing, &seq);
	if (hand.shown == NULL)
		order->seq = seq;
	order->result = ORDER_DONE;
	return error;
}

/* Nobody of the house holds it: is it a person for whom it waits? */
static int
hand_release(struct batch *batch, struct order *order, const struct hand *hand,
	const char *actor)
{
	if (hand->held == NULL) {
		order->result = ORDER_ALREADY;
		return 0;
	}
	if (hand->standing.release_ms != ENTRY_NEVER) {
		hand_refuse(order, "only its embargo holds it; `torntape "
				   "release` would end that");
		return 0;
	}
	order->result = ORDER_DONE;
	return batch_release(batch, &hand->standing, slice_text(actor),
		slice_text(order->reason), &order->seq);
}

int
hand_lift(struct batch *batch, struct order *order, const char *actor)
{
	auto_(hand_done) struct hand hand = { 0 };
	struct entry_facts facts;
	struct terms terms;
	int error = hand_take(batch, order, &hand);

	if (error)
		return error < 0 ? error : 0;
	if (hand.standing.stop_seq == 0)
		return hand_release(batch, order, &hand, actor);
	terms = terms_of(hand.held->story, batch->release_ms);
	facts = batch_again(hand.held,
		terms.until_ms >= 0 ? ENTRY_HELD : ENTRY_RELEASED,
		slice_text(actor),
		terms.until_ms >= 0 ? slice_text(terms.reason)
				    : slice_text(order->reason));
	facts.until_ms = terms.until_ms;
	order->result = ORDER_DONE;
	return batch_emit(batch, &facts, &hand.standing, &order->seq);
}

/* ---- saying otherwise -----------------------------------------------------
 */

/* What the order makes of one text. */
struct amended {
	struct story *story; /* NULL: there was no text, or it does not fit */
	bool is_changed;
	struct terms terms;
};

static void
amended_done(struct amended *amended)
{
	story_unref(amended->story);
}
DEFINE_AUTO_VALUE(struct amended, amended_done);

/* 0; 1: the order's `why` says what does not fit. */
static int
hand_amend(const struct batch *batch, struct order *order,
	const struct entry *entry, struct amended *ret)
{
	auto_(overrides_done) struct overrides overrides = { 0 };
	struct override_order asked = {
		.who = slice_text(order->who ? order->who : "unnamed"),
		.reason = slice_text(order->reason),
		.now_ms = batch->now_ms,
	};
	bool is_changed = false;

	overrides_read(story_record(entry->story), &overrides);
	for (size_t i = 0; i < order->n_changes; i++) {
		int result;

		asked.change = &order->changes[i];
		result = overrides_change(
			&overrides, entry->story, &asked, &order->why);
		if (result == 1)
			return 1;
		is_changed |= result == 0;
	}
	if (!is_changed)
		ret->story = story_ref(entry->story);
	else if (amend_story(entry->story, &overrides, batch->now_ms,
			 &ret->story, &order->why) != 0)
		return 1;
	ret->is_changed = is_changed;
	ret->terms = terms_of(ret->story, batch->release_ms);
	return 0;
}

/* For subscribers and the timeline: "supplier, cited: wrong agency". An order
 * sets or unsets, never both. */
static void
hand_put_note(const struct order *order, struct buf *out)
{
	bool told[N_TRAITS] = { false };
	const char *before = "";

	for (size_t i = 0; i < order->n_changes; i++) {
		enum trait trait = order->changes[i].trait;

		if (told[trait])
			continue;
		buf_printf(out, "%s%s", before, trait_name(trait));
		told[trait] = true;
		before = ", ";
	}
	buf_puts(out, ": ");
	buf_put_slice(out,
		hand_reason(order, order->changes[0].how == CHANGE_UNSET
					   ? SLICE("as the partner says")
					   : SLICE("changed by an editor")));
}

/* One event of the order; those behind it see what it did. */
static int
hand_emit(struct batch *batch, struct order *order, struct hand *hand,
	struct entry_facts *facts)
{
	int64_t seq = 0;
	int error = batch_emit(batch, facts, &hand->standing, &seq);

	/* The first is the one that others hear of. */
	if (order->seq == 0)
		order->seq = seq;
	return error ? error : hand_look_again(batch, hand);
}

/* What waits waits on, and says why as before. */
static int
hand_wait(struct batch *batch, struct order *order, struct hand *hand,
	const struct entry *entry, const struct amended *amended,
	struct slice actor, struct slice note)
{
	auto_(entry_unref) struct entry *stop = NULL;
	auto_(buf_done) struct buf reason = BUF_NULL;
	struct entry_facts facts = batch_again(entry, ENTRY_HELD, actor, note);
	int error = 0;

	facts.until_ms = amended->terms.until_ms;
	buf_puts(&reason, amended->terms.reason);
	if (hand->standing.stop_seq != 0) {
		error = batch_entry(batch, hand->standing.stop_seq, &stop);
		if (error)
			return error;
		buf_clear(&reason);
		buf_puts(&reason, stop->reason);
		facts.kind = ENTRY_STOPPED;
		facts.until_ms = ENTRY_NEVER;
	}
	if (amended->is_changed) {
		buf_puts(&reason, "; ");
		buf_put_slice(&reason, note);
	}
	facts.story = amended->story;
	facts.reason = buf_slice(&reason);
	return hand_emit(batch, order, hand, &facts);
}

static int
hand_show(struct batch *batch, struct order *order, struct hand *hand,
	const struct entry *entry, const struct amended *amended,
	enum entry_kind kind, struct slice actor, struct slice note)
{
	struct entry_facts facts = batch_again(entry, kind, actor, note);

	facts.story = amended->story;
	return hand_emit(batch, order, hand, &facts);
}

/* Is there a product under which it is shown, and would not be any more? */
static bool
hand_leaves(const struct batch *batch, const struct hand *hand,
	const struct amended *amended)
{
	auto_(routing_done) struct routing routing = { 0 };
	const struct entry *shown = hand->shown;

	routes_match(batch->routes, amended->story, slice_text(shown->partner),
		&routing);
	for (size_t i = 0; i < shown->n_products; i++) {
		bool stays = false;

		for (size_t j = 0; j < routing.n_products; j++)
			stays |= strcmp(shown->products[i],
					 routing.products[j]) == 0;
		if (!stays)
			return true;
	}
	return false;
}

/* What is shown, as it is to be shown from now on; or not to be. */
static int
hand_correct(struct batch *batch, struct order *order, struct hand *hand,
	const struct amended *amended, struct slice actor, struct slice note)
{
	bool is_held = amended->terms.until_ms >= 0;
	enum entry_kind kind = ENTRY_CORRECTED;
	int error = 0;

	if (is_held || hand_leaves(batch, hand, amended)) {
		kind = ENTRY_RELEASED;
		error = batch_retract(batch, &hand->standing, ENTRY_WITHHELD,
			actor, note, &order->seq);
		if (!error)
			error = hand_look_again(batch, hand);
	}
	if (error)
		return error;
	return is_held ? hand_wait(batch, order, hand, hand->shown, amended,
				 actor, note)
		       : hand_show(batch, order, hand, hand->shown, amended,
				 kind, actor, note);
}

static int
hand_set_texts(struct batch *batch, struct order *order, struct hand *hand,
	const struct amended *shown, const struct amended *held,
	struct slice actor, struct slice note)
{
	bool lets_go = held->story != NULL && held->terms.until_ms < 0 &&
		       hand->standing.stop_seq == 0;
	int error = 0;

	if (lets_go)
		return hand_show(batch, order, hand, hand->held, held,
			hand->shown ? ENTRY_UPDATED : ENTRY_RELEASED, actor,
			note);
	if (shown->is_changed)
		error = hand_correct(batch, order, hand, shown, actor, note);
	/* An event of what is shown ended the waiting of what is behind it. */
	if (!error && held->story != NULL)
		error = hand_wait(
			batch, order, hand, hand->held, held, actor, note);
	return error;
}

int
hand_set(struct batch *batch, struct order *order, const char *actor)
{
	auto_(hand_done) struct hand hand = { 0 };
	auto_(amended_done) struct amended shown = { 0 }, held = { 0 };
	auto_(buf_done) struct buf note = BUF_NULL;
	int error = hand_take(batch, order, &hand), refused = 0, tried = 0;

	if (error)
		return error < 0 ? error : 0;
	if (hand.shown != NULL && ++tried)
		refused += hand_amend(batch, order, hand.shown, &shown);
	if (hand.held != NULL && ++tried)
		refused += hand_amend(batch, order, hand.held, &held);
	order->result = refused == tried ? ORDER_REFUSED : ORDER_ALREADY;
	if (!shown.is_changed && !held.is_changed)
		return 0;
	order->result = ORDER_DONE;
	hand_put_note(order, &note);
	return hand_set_texts(batch, order, &hand, &shown, &held,
		slice_text(actor), buf_slice(&note));
}
