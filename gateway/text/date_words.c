/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date_words - the tables of date_words.h.
 *
 * A row is a text with a blank around each word, folded: lower case, no marks.
 * The languages: en de es fr it pt nl sv da no fi pl cs hu ro tr id ru uk bg el
 * ar. Where two languages have one word for two months it is left out (listopad
 * is November here, as in Polish and Czech; Croatian has it for October).
 */
#include "text/date_words.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/auto.h"

#define WORD_MAX 40u /* bytes of the longest word, folded */

static const char *const months[] = {
	" january jan januar janner enero ene janvier janv gennaio "
	"gen janeiro januari tammikuuta tammikuu tammi stycznia "
	"styczen sty ledna leden ianuarie ian ocak oca января январь "
	"янв січня січ януари ιανουαριου ιανουαριοσ ιαν يناير ",
	" february feb februar feber febrero fevrier fev fevr "
	"febbraio fevereiro februari helmikuuta helmikuu helmi "
	"lutego luty lut unora unor februarie subat sub февраля "
	"февраль фев февр лютого лют февруари φεβρουαριου "
	"φεβρουαριοσ φεβ فبراير ",
	" march mar marz mrz maerz marzo mars marco maart mrt marts "
	"maaliskuuta maaliskuu maalis marca marzec brezna brezen "
	"marcius marc martie mart maret марта март мар березня бер "
	"μαρτιου μαρτιοσ μαρ مارس ",
	" april apr abril abr avril avr aprile huhtikuuta huhtikuu "
	"huhti kwietnia kwiecien kwi dubna duben aprilis aprilie "
	"nisan nis апреля апрель апр квітня квіт кві април απριλιου "
	"απριλιοσ απρ ابريل ",
	" may mai mayo maggio mag maio mei maj toukokuuta toukokuu "
	"touko maja kvetna kveten majus mayıs мая маи травня трав "
	"тра μαιου μαιοσ μαι مايو ",
	" june jun juni junio juin giugno giu junho kesakuuta "
	"kesakuu kesa czerwca czerwiec cze cervna cerven junius "
	"iunie iun haziran haz июня июнь июн червня черв чер юни "
	"ιουνιου ιουνιοσ ιουν ιον يونيو ",
	" july jul juli julio juillet juil luglio lug julho "
	"heinakuuta heinakuu heina lipca lipiec lip cervence "
	"cervenec julius iulie iul temmuz tem июля июль июл липня "
	"лип юли ιουλιου ιουλιοσ ιουλ ιολ يوليو ",
	" august aug agosto ago aout aou augustus augusti elokuuta "
	"elokuu elo sierpnia sierpien sie srpna srpen augusztus "
	"agustos agu agustus agt августа август авг серпня серп сер "
	"αυγουστου αυγουστοσ αυγ اغسطس ",
	" september sept sep septiembre setiembre set septembre "
	"settembre sett setembro syyskuuta syyskuu syys wrzesnia "
	"wrzesien wrz zari szeptember szept septembrie eylul eyl "
	"сентября сентябрь сен сент вересня вер септември "
	"σεπτεμβριου σεπτεμβριοσ σεπ سبتمبر ",
	" october oct oktober okt octubre octobre ottobre ott "
	"outubro out lokakuuta lokakuu loka pazdziernika pazdziernik "
	"paz rijna rijen octombrie ekim eki октября октябрь окт "
	"жовтня жовт жов октомври οκτωβριου οκτωβριοσ οκτ اكتوبر ",
	" november nov noviembre novembre novembro marraskuuta "
	"marraskuu marras listopada listopad lis listopadu noiembrie "
	"noi kasım kas kasim ноября ноябрь ноя нояб листопада лист "
	"лис ноември νοεμβριου νοεμβριοσ νοε νοεμ نوفمبر ",
	" december dec dezember dez diciembre dic decembre dicembre "
	"dezembro desember des joulukuuta joulukuu joulu grudnia "
	"grudzien gru prosince prosinec decembrie aralık ara aralik "
	"декабря декабрь дек грудня груд гру декември δεκεμβριου "
	"δεκεμβριοσ δεκ ديسمبر ",
};

static const char weekdays[] =
	" monday mon tuesday tue tues wednesday wed thursday thu "
	"thur thurs friday fri saturday sat sunday sun montag mo "
	"dienstag di mittwoch mi donnerstag do freitag fr samstag "
	"sonnabend sa sonntag so lunes lun martes miercoles mie "
	"jueves jue viernes vie sabado sab domingo dom lundi mardi "
	"mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim "
	"lunedi martedi mercoledi giovedi gio venerdi sabato "
	"domenica segunda seg terca ter quarta qua quinta qui sexta "
	"sex maandag ma dinsdag woensdag wo donderdag vrijdag vr "
	"zaterdag za zondag zo mandag man tisdag tis onsdag ons "
	"torsdag tors fredag fre lordag lor sondag son tirsdag tir "
	"tor lørdag lør søndag søn poniedziałek pon wtorek wt sroda "
	"sr czwartek czw piatek pt sobota sob niedziela niedz "
	"понедельник пн вторник вт среда ср четверг чт пятница пт "
	"суббота сб воскресенье вс pazartesi pzt salı sal carsamba "
	"car persembe per cuma cum cumartesi cmt pazar senin selasa "
	"rabu kamis jumat sabtu minggu δευτερα δευ τριτη τρι τεταρτη "
	"τετ πεμπτη πεμ παρασκευη παρ σαββατο σαβ κυριακη κυρ ";

static const char fillers[] =
	" at um uhr a as de del of the le el den om kl klo ore alle "
	"u h hs hrs uur г год года року r roku ve ora feira w в о o ";

static const struct zone_name {
	const char *text;
	int value;
	enum date_name name;
} zones[] = {
	/* RFC 822 section 5 */
	{ "z", 0, DATE_NAME_OWN },
	{ "ut", 0, DATE_NAME_OWN },
	{ "utc", 0, DATE_NAME_OWN },
	{ "gmt", 0, DATE_NAME_OWN },
	{ "est", -300, DATE_NAME_FIXED },
	{ "edt", -240, DATE_NAME_FIXED },
	{ "cst", -360, DATE_NAME_FIXED },
	{ "cdt", -300, DATE_NAME_FIXED },
	{ "mst", -420, DATE_NAME_FIXED },
	{ "mdt", -360, DATE_NAME_OWN },
	{ "pst", -480, DATE_NAME_FIXED },
	{ "pdt", -420, DATE_NAME_OWN },
	/* Europe */
	{ "wet", 0, DATE_NAME_OWN },
	{ "west", 60, DATE_NAME_OWN },
	{ "bst", 60, DATE_NAME_SHARED },
	{ "cet", 60, DATE_NAME_OWN },
	{ "cest", 120, DATE_NAME_OWN },
	{ "mez", 60, DATE_NAME_OWN },
	{ "mesz", 120, DATE_NAME_OWN },
	{ "met", 60, DATE_NAME_OWN },
	{ "mest", 120, DATE_NAME_OWN },
	{ "eet", 120, DATE_NAME_OWN },
	{ "eest", 180, DATE_NAME_OWN },
	{ "msk", 180, DATE_NAME_OWN },
	{ "msd", 240, DATE_NAME_OWN },
	{ "trt", 180, DATE_NAME_OWN },
	/* the Americas */
	{ "nst", -210, DATE_NAME_OWN },
	{ "ndt", -150, DATE_NAME_OWN },
	{ "ast", -240, DATE_NAME_SHARED },
	{ "adt", -180, DATE_NAME_SHARED },
	{ "akst", -540, DATE_NAME_OWN },
	{ "akdt", -480, DATE_NAME_OWN },
	{ "hst", -600, DATE_NAME_OWN },
	{ "brt", -180, DATE_NAME_OWN },
	{ "art", -180, DATE_NAME_OWN },
	{ "clt", -240, DATE_NAME_OWN },
	{ "clst", -180, DATE_NAME_OWN },
	{ "cot", -300, DATE_NAME_OWN },
	{ "pet", -300, DATE_NAME_OWN },
	{ "vet", -240, DATE_NAME_OWN },
	{ "uyt", -180, DATE_NAME_OWN },
	/* Africa */
	{ "wat", 60, DATE_NAME_OWN },
	{ "cat", 120, DATE_NAME_OWN },
	{ "sast", 120, DATE_NAME_OWN },
	{ "eat", 180, DATE_NAME_OWN },
	/* Asia and the Pacific */
	{ "idt", 180, DATE_NAME_OWN },
	{ "irst", 210, DATE_NAME_OWN },
	{ "gst", 240, DATE_NAME_SHARED },
	{ "azt", 240, DATE_NAME_OWN },
	{ "pkt", 300, DATE_NAME_OWN },
	{ "uzt", 300, DATE_NAME_OWN },
	{ "ist", 330, DATE_NAME_SHARED },
	{ "npt", 345, DATE_NAME_OWN },
	{ "mmt", 390, DATE_NAME_OWN },
	{ "ict", 420, DATE_NAME_OWN },
	{ "wib", 420, DATE_NAME_OWN },
	{ "wita", 480, DATE_NAME_OWN },
	{ "wit", 540, DATE_NAME_OWN },
	{ "hkt", 480, DATE_NAME_OWN },
	{ "sgt", 480, DATE_NAME_OWN },
	{ "myt", 480, DATE_NAME_OWN },
	{ "pht", 480, DATE_NAME_OWN },
	{ "awst", 480, DATE_NAME_OWN },
	{ "kst", 540, DATE_NAME_OWN },
	{ "jst", 540, DATE_NAME_OWN },
	{ "acst", 570, DATE_NAME_OWN },
	{ "acdt", 630, DATE_NAME_OWN },
	{ "aest", 600, DATE_NAME_OWN },
	{ "aedt", 660, DATE_NAME_OWN },
	{ "nzst", 720, DATE_NAME_OWN },
	{ "nzdt", 780, DATE_NAME_OWN },
};

/* " word ", folded; false when it is too long to be one of ours. */
static bool
fold(struct slice word, char room[WORD_MAX + 2])
{
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t len;
	bool is_ascii = true;

	if (word.len == 0 || word.len >= WORD_MAX)
		return false;
	room[0] = ' ';
	for (size_t i = 0; i < word.len; i++) {
		char c = word.at[i];

		is_ascii &= (unsigned char)c < 0x80;
		room[i + 1] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	memcpy(room + word.len + 1, " ", 2);
	if (is_ascii)
		return true;
	len = utf8proc_map((const utf8proc_uint8_t *)word.at,
		(utf8proc_ssize_t)word.len, &folded,
		UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
	if (len > 0 && (size_t)len < WORD_MAX) {
		memcpy(room + 1, folded, (size_t)len);
		memcpy(room + len + 1, " ", 2);
	}
	free(folded); /* utf8proc's own malloc */
	return len > 0 && (size_t)len < WORD_MAX;
}

/* Those of RFC 822, which nearly all dates have, so that the other languages
 * are asked for the other dates only. */
static const char rfc_months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
static const char rfc_weekdays[] = "montuewedthufrisatsun";

/* Which of the names of three letters it is, from 1; 0: none. */
static int
rfc_name_of(struct slice word, const char *names)
{
	for (int i = 0; word.len == 3 && names[3 * i] != '\0'; i++)
		if ((word.at[0] | 0x20) == names[3 * i] &&
			(word.at[1] | 0x20) == names[3 * i + 1] &&
			(word.at[2] | 0x20) == names[3 * i + 2])
			return i + 1;
	return 0;
}

int
date_month_of(struct slice word)
{
	int month = rfc_name_of(word, rfc_months);
	char folded[WORD_MAX + 2];

	if (month != 0 || rfc_name_of(word, rfc_weekdays) != 0)
		return month;
	if (!fold(word, folded))
		return 0;
	for (size_t i = 0; i < n_elements(months); i++)
		if (strstr(months[i], folded) != NULL)
			return (int)i + 1;
	return 0;
}

bool
date_is_weekday(struct slice word)
{
	char folded[WORD_MAX + 2];

	if (rfc_name_of(word, rfc_weekdays) != 0)
		return true;
	return fold(word, folded) && strstr(weekdays, folded) != NULL;
}

bool
date_is_filler(struct slice word)
{
	char folded[WORD_MAX + 2];

	return fold(word, folded) && strstr(fillers, folded) != NULL;
}

int
date_zone_of(struct slice word, enum date_name *ret_name)
{
	for (size_t i = 0; i < n_elements(zones); i++) {
		if (!slice_is_nocase(word, zones[i].text))
			continue;
		*ret_name = zones[i].name;
		return zones[i].value;
	}
	return DATE_NO_ZONE;
}

size_t
date_half_of(struct slice text, bool *ret_is_pm)
{
	static const char *const halves[][2] = {
		{ "오전", "오후" },
		{ "午前", "午後" },
		{ "上午", "下午" },
	};

	for (size_t i = 0; i < n_elements(halves); i++)
		for (unsigned half = 0; half < 2; half++)
			if (slice_starts(text, slice_text(halves[i][half]))) {
				*ret_is_pm = half == 1;
				return strlen(halves[i][half]);
			}
	return 0;
}
