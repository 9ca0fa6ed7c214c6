/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ascii - what is more than one character; see ascii.h.
 */
#include "base/ascii.h"

bool
ascii_is_weblink(struct slice text)
{
	size_t label, at = slice_starts(text, SLICE("https://"))  ? 8
			   : slice_starts(text, SLICE("http://")) ? 7
								  : 0;

	if (at == 0)
		return false;
	for (label = at; at < text.len && text.at[at] != '/'; at++) {
		char c = text.at[at];

		if (c == '.')
			label = at + 1;
		else if (!(c >= 'a' && c <= 'z') && !ascii_is_digit(c) &&
			 (c != '-' || text.at[at - 1] == '-'))
			return false;
	}
	if (at == text.len || !ascii_is_letter(text.at[label]))
		return false;
	for (; at < text.len; at++)
		if (!ascii_is_uri(text.at[at]) ||
			(text.at[at] == '.' && text.at[at - 1] == '/'))
			return false;
	return true;
}
