/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sign.h - who signed: "By Ada Brook, Reuters", "Muhabir: Selin Topçuoğlu",
 * "(Reporting by Ada Brook in Rome; Editing by Jon Fell)", "文・榎本さゆり".
 */
#ifndef PLUGINS_ATTRIBUTION_SIGN_H
#define PLUGINS_ATTRIBUTION_SIGN_H

#include "attribution/credit.h"

/* Parts with a label each; editors and desks are read and not told. `bare`:
 * the first part may be persons without one. */
bool sign_off(const struct lore *lore, struct piece text, bool bare,
	struct credit *ret_credit);
/* "Jan Kowalski (PAP)": a name alone, and the agency it signs for. */
bool sign_with_agency(
	const struct lore *lore, struct piece line, struct credit *credit);
/* "홍길동 기자 hong@hani.co.kr" */
bool sign_with_address(
	const struct lore *lore, struct piece line, struct credit *credit);
/* "（新华社记者 张三）", "总台央视记者 张三": whose reporter, and who. */
bool sign_reporter(
	const struct lore *lore, struct piece line, struct credit *credit);
/* "By ..." and its kin. */
bool sign_byline(
	const struct lore *lore, struct piece line, struct credit *ret_credit);

#endif
