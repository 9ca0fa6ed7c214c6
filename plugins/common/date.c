/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date.c - dates as datelines write them: "Feb. 2", "2 de febrero",
 * "02.02.2025", "2月2日", "3. Mai". Month names are a table; nothing is
 * guessed: a date of two numbers that could be either order is no date.
 */
#include "common/scan.h"

/* Names of each month, lower case, as they begin: a word matches when it is one
 * of these or begins with one of at least four letters. */
static const char *const months[12] = {
	"jan janv enero ene gennaio genn gen janeiro januar januari leden "
	"stycznia ocak tammikuu janvier января янв січня يناير كانون",
	"feb febr fév févr février febrero febbraio fevereiro fev februar "
	"februari února lutego şubat février февраля фев лютого فبراير شباط",
	"mar march mars marzo mär märz março maart mac maret marca března "
	"mart марта мар березня مارس آذار",
	"apr april abr abril avr avril aprile nisan dubna kwietnia апреля апр "
	"квітня أبريل نيسان",
	"may mayo mai mag maggio maio mei května maja mayıs мая травня مايو "
	"أيار",
	"jun june junio juin giu giugno junho juni czerwca června haziran июня "
	"июн червня يونيو حزيران",
	"jul july julio jui juil juillet lug luglio julho juli lipca července "
	"temmuz июля июл липня يوليو تموز",
	"aug august ago agosto août aoû augustus agustus sierpnia srpna "
	"ağustos "
	"августа авг серпня أغسطس آب",
	"sep sept september septiembre setiembre septembre set settembre "
	"setembro września září eylül сентября сен вересня سبتمبر أيلول",
	"oct october oct octubre octobre ott ottobre out outubro okt oktober "
	"października října ekim октября окт жовтня أكتوبر",
	"nov november noviembre novembre novembro listopada listopadu kasım "
	"ноября ноя листопада نوفمبر",
	"dec december dic diciembre déc décembre dicembre dez dezembro "
	"dezember "
	"des desember grudnia prosince aralık декабря дек грудня ديسمبر",
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

int
scan_month(struct piece word)
{
	word = bare(word);
	if (word.len < 3 || word.len > 24)
		return 0;
	for (int m = 0; m < 12; m++) {
		const char *at = months[m];

		while (*at) {
			size_t len = strcspn(at, " ");
			bool same = len == word.len;

			for (size_t i = 0; same && i < len; i++)
				same = byte_lower(word.at[i]) == at[i];
			if (same)
				return m + 1;
			at += len;
			at += *at == ' ';
		}
	}
	static const char *const full[12] = { "january", "february", "march",
		"april", "may", "june", "july", "august", "september",
		"october", "november", "december" };
	for (int m = 0; m < 12; m++)
		if (piece_is_nocase(word, full[m]))
			return m + 1;
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
