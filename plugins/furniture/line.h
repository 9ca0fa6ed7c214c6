/* SPDX-License-Identifier: Apache-2.0 */
/*
 * line.h - kinds of lines that pages and stories have: told, counted, listed,
 * made of capitals. Pure functions; no line is empty.
 */
#ifndef PLUGINS_FURNITURE_LINE_H
#define PLUGINS_FURNITURE_LINE_H

#include "common/piece.h"

/* A short sentence, a credit glued to it or not: mostly small words, and none
 * for the reader. */
bool line_is_told(struct piece line);
/* Two sentences, words that somebody said, or a long one: no teaser. */
bool line_is_full(struct piece p);
bool line_ends_in_stop(struct piece p);
/* Capitalised words and no full stop: a link to another story. */
bool line_is_headline(struct piece line);
/* "Weather | Traffic | Sports" */
bool line_is_bar(struct piece line);
/* "Коментари (2)" */
bool line_is_counted(struct piece line);
/* "Bursa, Çoban, Teknoloji, Haberler" */
bool line_is_word_list(struct piece line);
/* "SOURCE Acme", as releases are signed. */
bool line_names_issuer(struct piece line);

#endif
