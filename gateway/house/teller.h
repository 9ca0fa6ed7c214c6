/* SPDX-License-Identifier: Apache-2.0 */
/*
 * teller.h - tells on stdout what the demo's cast sees.
 *
 * For people: a few aligned lines, colour only on a terminal. With `json`, the
 * facts as one object and then silence. Story text is shown with control
 * characters replaced. Main thread.
 */
#ifndef HOUSE_TELLER_H
#define HOUSE_TELLER_H

#include <stdbool.h>

#include "base/slice.h"

struct demo_stage; /* house/demo_stage.h */

struct teller {
	bool json;
	bool colour;
};

void teller_init(struct teller *teller, bool json);
void teller_facts(struct teller *teller, const struct demo_stage *stage,
	const char *public_url, const char *admin_url);
void teller_sends(struct teller *teller, const char *what);
/* What the partner was answered. */
void teller_receipt(struct teller *teller, unsigned status, struct slice body);
/* What a subscriber got; `remark` may be NULL. */
void teller_envelope(struct teller *teller, const char *way, const char *who,
	struct slice envelope, const char *remark);
void teller_feed(struct teller *teller, unsigned status, struct slice body);
void teller_note(struct teller *teller, const char *text);
/* The play is over and the gateway stays. */
void teller_stage_is_yours(struct teller *teller, const char *public_url);

#endif
