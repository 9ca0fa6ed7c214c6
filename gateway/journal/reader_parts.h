/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader_parts.h - what the files of the reader share. Internal to journal/.
 */
#ifndef JOURNAL_READER_PARTS_H
#define JOURNAL_READER_PARTS_H

#include "journal/reader.h"
#include "journal/sql.h"

struct reader {
	struct sql sql;
};

#endif
