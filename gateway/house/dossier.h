/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dossier.h - all that the house knows of one story, for its operator.
 *
 * Where it stands, who of the house holds it and why, what its traits are and
 * which of them editors say otherwise, and every event that it had. Read by a
 * journal reader of the asking thread. It tells of what is held as well, so it
 * goes out by the control socket and by nothing else.
 */
#ifndef HOUSE_DOSSIER_H
#define HOUSE_DOSSIER_H

#include "base/slice.h"

struct jsonout; /* base/jsonout.h */
struct reader;  /* journal/reader.h */

#define DOSSIER_EVENTS 500 /* of a timeline: the latest */

/* One object. 0; 1: no such story, nothing was written; negative errno: what
 * was written is of no use. */
int dossier_write(struct reader *reader, struct slice id, struct jsonout *json);

#endif
