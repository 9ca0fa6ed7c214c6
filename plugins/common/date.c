/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date.c - dates as datelines write them: "Feb. 2", "2 de febrero",
 * "02.02.2025", "2月2日", "3. Mai". Month names are a table; nothing is
 * guessed: a date of two numbers that could be either order is no date.
 */
#include "common/scan.h"

/* Month names and their short forms in a score of languages, lower case, in the
 * order of their bytes. */
static const struct {
	const char *name;
	int month;
} months[] = {
	{ "abr", 4 },
	{ "abril", 4 },
	{ "ago", 8 },
	{ "agosto", 8 },
	{ "agustus", 8 },
	{ "aoû", 8 },
	{ "août", 8 },
	{ "apr", 4 },
	{ "april", 4 },
	{ "aprile", 4 },
	{ "aralık", 12 },
	{ "aug", 8 },
	{ "august", 8 },
	{ "augustus", 8 },
	{ "avr", 4 },
	{ "avril", 4 },
	{ "ağustos", 8 },
	{ "března", 3 },
	{ "czerwca", 6 },
	{ "dec", 12 },
	{ "december", 12 },
	{ "des", 12 },
	{ "desember", 12 },
	{ "dez", 12 },
	{ "dezember", 12 },
	{ "dezembro", 12 },
	{ "dic", 12 },
	{ "dicembre", 12 },
	{ "diciembre", 12 },
	{ "dubna", 4 },
	{ "déc", 12 },
	{ "décembre", 12 },
	{ "ekim", 10 },
	{ "ene", 1 },
	{ "enero", 1 },
	{ "eylül", 9 },
	{ "feb", 2 },
	{ "febbraio", 2 },
	{ "febr", 2 },
	{ "febrero", 2 },
	{ "februar", 2 },
	{ "februari", 2 },
	{ "february", 2 },
	{ "fev", 2 },
	{ "fevereiro", 2 },
	{ "fév", 2 },
	{ "févr", 2 },
	{ "février", 2 },
	{ "gen", 1 },
	{ "genn", 1 },
	{ "gennaio", 1 },
	{ "giu", 6 },
	{ "giugno", 6 },
	{ "grudnia", 12 },
	{ "haziran", 6 },
	{ "jan", 1 },
	{ "janeiro", 1 },
	{ "januar", 1 },
	{ "januari", 1 },
	{ "january", 1 },
	{ "janv", 1 },
	{ "janvier", 1 },
	{ "jui", 7 },
	{ "juil", 7 },
	{ "juillet", 7 },
	{ "juin", 6 },
	{ "jul", 7 },
	{ "julho", 7 },
	{ "juli", 7 },
	{ "julio", 7 },
	{ "july", 7 },
	{ "jun", 6 },
	{ "june", 6 },
	{ "junho", 6 },
	{ "juni", 6 },
	{ "junio", 6 },
	{ "kasım", 11 },
	{ "května", 5 },
	{ "kwietnia", 4 },
	{ "leden", 1 },
	{ "lipca", 7 },
	{ "listopada", 11 },
	{ "listopadu", 11 },
	{ "lug", 7 },
	{ "luglio", 7 },
	{ "lutego", 2 },
	{ "maart", 3 },
	{ "mac", 3 },
	{ "mag", 5 },
	{ "maggio", 5 },
	{ "mai", 5 },
	{ "maio", 5 },
	{ "maja", 5 },
	{ "mar", 3 },
	{ "marca", 3 },
	{ "march", 3 },
	{ "maret", 3 },
	{ "mars", 3 },
	{ "mart", 3 },
	{ "marzo", 3 },
	{ "março", 3 },
	{ "may", 5 },
	{ "mayo", 5 },
	{ "mayıs", 5 },
	{ "mei", 5 },
	{ "mär", 3 },
	{ "märz", 3 },
	{ "nisan", 4 },
	{ "nov", 11 },
	{ "november", 11 },
	{ "novembre", 11 },
	{ "novembro", 11 },
	{ "noviembre", 11 },
	{ "ocak", 1 },
	{ "oct", 10 },
	{ "october", 10 },
	{ "octobre", 10 },
	{ "octubre", 10 },
	{ "okt", 10 },
	{ "oktober", 10 },
	{ "ott", 10 },
	{ "ottobre", 10 },
	{ "out", 10 },
	{ "outubro", 10 },
	{ "października", 10 },
	{ "prosince", 12 },
	{ "sep", 9 },
	{ "sept", 9 },
	{ "september", 9 },
	{ "septembre", 9 },
	{ "septiembre", 9 },
	{ "set", 9 },
	{ "setembro", 9 },
	{ "setiembre", 9 },
	{ "settembre", 9 },
	{ "sierpnia", 8 },
	{ "srpna", 8 },
	{ "stycznia", 1 },
	{ "tammikuu", 1 },
	{ "temmuz", 7 },
	{ "września", 9 },
	{ "září", 9 },
	{ "února", 2 },
	{ "července", 7 },
	{ "června", 6 },
	{ "října", 10 },
	{ "şubat", 2 },
	{ "авг", 8 },
	{ "августа", 8 },
	{ "апр", 4 },
	{ "апреля", 4 },
	{ "березня", 3 },
	{ "вересня", 9 },
	{ "грудня", 12 },
	{ "дек", 12 },
	{ "декабря", 12 },
	{ "жовтня", 10 },
	{ "июл", 7 },
	{ "июля", 7 },
	{ "июн", 6 },
	{ "июня", 6 },
	{ "квітня", 4 },
	{ "липня", 7 },
	{ "листопада", 11 },
	{ "лютого", 2 },
	{ "мар", 3 },
	{ "марта", 3 },
	{ "мая", 5 },
	{ "ноя", 11 },
	{ "ноября", 11 },
	{ "окт", 10 },
	{ "октября", 10 },
	{ "сен", 9 },
	{ "сентября", 9 },
	{ "серпня", 8 },
	{ "січня", 1 },
	{ "травня", 5 },
	{ "фев", 2 },
	{ "февраля", 2 },
	{ "червня", 6 },
	{ "янв", 1 },
	{ "января", 1 },
	{ "آب", 8 },
	{ "آذار", 3 },
	{ "أبريل", 4 },
	{ "أغسطس", 8 },
	{ "أكتوبر", 10 },
	{ "أيار", 5 },
	{ "أيلول", 9 },
	{ "تموز", 7 },
	{ "حزيران", 6 },
	{ "ديسمبر", 12 },
	{ "سبتمبر", 9 },
	{ "شباط", 2 },
	{ "فبراير", 2 },
	{ "كانون", 1 },
	{ "مارس", 3 },
	{ "مايو", 5 },
	{ "نوفمبر", 11 },
	{ "نيسان", 4 },
	{ "يناير", 1 },
	{ "يوليو", 7 },
	{ "يونيو", 6 },
};

/* Without a full stop or comma at its end. */
static struct piece
bare(struct piece word)
{
	while (word.len && strchr(".,;:)", word.at[word.len - 1]))
		word.len--;
	while (word.len && strchr("(", word.at[0]))
		word = piece_skip(word, 1);
	return word;
}

/* Like strcmp() with the word in lower case. */
static int
compare(struct piece word, const char *name)
{
	for (size_t i = 0; i < word.len; i++) {
		unsigned char a = (unsigned char)byte_lower(word.at[i]);
		unsigned char b = (unsigned char)name[i];

		if (a != b)
			return a < b ? -1 : 1;
	}
	return name[word.len] ? -1 : 0;
}

int
scan_month(struct piece word)
{
	size_t low = 0, high = sizeof(months) / sizeof(months[0]);

	word = bare(word);
	if (word.len < 3 || word.len > 24)
		return 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare(word, months[middle].name);

		if (order == 0)
			return months[middle].month;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return 0;
}

/* A decimal number of up to four digits at the start; -1: none. */
static int
number(struct piece p, size_t *ret_len)
{
	int value = 0;
	size_t n = 0;

	while (n < p.len && p.at[n] >= '0' && p.at[n] <= '9' && n < 5)
		value = value * 10 + (p.at[n++] - '0');
	*ret_len = n;
	return n ? value : -1;
}

bool
scan_is_date_word(struct piece word)
{
	static const char *const parts[] = { "de", "del", "of", "st", "nd",
		"rd", "th", "den", "le", "am", "pm", "في" };
	size_t len;

	word = bare(word);
	if (!word.len || scan_month(word))
		return true;
	int value = number(word, &len);
	if (value >= 0) {
		struct piece rest = piece_skip(word, len);

		return !rest.len || rest.at[0] == '/' || rest.at[0] == '.' ||
		       rest.at[0] == '-' || rest.len == 2 ||
		       (unsigned char)rest.at[0] >= 0x80;
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (piece_is(word, parts[i]))
			return true;
	return false;
}

/* 2/3/2021, 02.02.2025, 2025-02-02. */
static bool
numeric(struct piece word, struct scan_date *date)
{
	int part[3];

	for (int i = 0; i < 3; i++) {
		size_t len;

		part[i] = number(word, &len);
		if (part[i] < 0)
			return false;
		word = piece_skip(word, len);
		if (i == 2)
			break;
		if (!word.len || !strchr("/.-", word.at[0]))
			return false;
		word = piece_skip(word, 1);
	}
	if (part[0] > 999 && part[1] <= 12 && part[2] <= 31) {
		*date = (struct scan_date){ part[0], part[1], part[2] };
		return true;
	}
	if (part[2] < 1000 || part[0] > 31 || part[1] > 31)
		return false;
	/* Day first, unless that is impossible; with both small, only when
	 * they are the same is it certain. */
	if (part[1] > 12 && part[0] <= 12)
		*date = (struct scan_date){ part[2], part[0], part[1] };
	else if (part[0] > 12 || part[0] == part[1])
		*date = (struct scan_date){ part[2], part[1], part[0] };
	else
		return false;
	return date->month >= 1 && date->month <= 12;
}

/* "2025年2月2日" or "2月2日". */
static bool
ideographic(struct piece p, struct scan_date *date)
{
	int value = -1;
	bool found = false;

	for (size_t i = 0; i < p.len;) {
		size_t len;
		int n = number(piece_skip(p, i), &len);

		if (n >= 0) {
			value = n;
			i += len;
			continue;
		}
		struct piece rest = piece_skip(p, i);
		if (value > 999 && piece_starts(rest, "年"))
			date->year = value;
		else if (value >= 1 && value <= 12 && piece_starts(rest, "月"))
			date->month = value;
		else if (value >= 1 && value <= 31 &&
			 piece_starts(rest, "日")) {
			date->day = value;
			found = date->month > 0;
		}
		value = -1;
		piece_code(rest, &len);
		i += len;
	}
	return found;
}

bool
scan_date(struct piece p, struct scan_date *ret_date)
{
	struct scan_date date = { 0, 0, 0 };
	struct piece all = p;

	for (p = piece_trim(p); p.len; p = piece_skip(p, piece_spaces(p))) {
		struct piece word = scan_word(p);
		struct piece clean = bare(word);
		size_t len;
		int month = scan_month(clean), value = number(clean, &len);

		p = piece_skip(p, word.len);
		if (numeric(clean, ret_date))
			return true;
		if (month && !date.month)
			date.month = month;
		else if (value >= 1 && value <= 31 && len <= 2 && !date.day)
			date.day = value;
		else if (value >= 1900 && value <= 2200 && len == 4 &&
			 !date.year)
			date.year = value;
		if (len < clean.len && clean.at[len] == '/' && date.month &&
			date.day && !date.year) { /* "2/2021" */
			int year = number(piece_skip(clean, len + 1), &len);

			if (year >= 1900)
				date.year = year;
		}
	}
	if (!date.month || !date.day)
		date = (struct scan_date){ 0, 0, 0 };
	if (!date.month && !ideographic(all, &date))
		return false;
	*ret_date = date;
	return true;
}
