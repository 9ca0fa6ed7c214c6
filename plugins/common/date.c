/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date.c - dates as datelines write them: "Feb. 2", "2 de febrero",
 * "02.02.2025", "2月2日", "3. Mai". Month names are a table; nothing is
 * guessed: a date of two numbers that could be either order is no date.
 */
#include "common/scan.h"

#include <pthread.h>

#include "common/begins.h"

#define MAX_NAME 40u /* bytes */

/* Month names and their short forms, lower case, in the order of their bytes;
 * and other words of dates, which name no month. */
enum { WEEKDAY = 20, OTHER_CALENDAR = 21, DATE_WORD = 22 };
static const struct {
	const char *name;
	int month;
} months[] = { { "abr", 4 }, { "abril", 4 }, { "ag", 8 }, { "ago", 8 },
	{ "agost", 8 }, { "agosti", 8 }, { "agosto", 8 }, { "agustus", 8 },
	{ "ahad", 20 }, { "anul", 22 }, { "aoû", 8 }, { "août", 8 },
	{ "apr", 4 }, { "aprel", 4 }, { "april", 4 }, { "aprila", 4 },
	{ "aprile", 4 }, { "aprili", 4 }, { "aprilie", 4 }, { "aprill", 4 },
	{ "apríl", 4 }, { "apríla", 4 }, { "aprīlis", 4 }, { "aprīlī", 4 },
	{ "aprīļa", 4 }, { "aralık", 12 }, { "aug", 8 }, { "august", 8 },
	{ "augusta", 8 }, { "augusts", 8 }, { "augustus", 8 }, { "augustā", 8 },
	{ "augusztus", 8 }, { "avgust", 8 }, { "avgusta", 8 }, { "avqust", 8 },
	{ "avr", 4 }, { "avril", 4 }, { "ağustos", 8 }, { "balandžio", 4 },
	{ "birž", 6 }, { "birželio", 6 }, { "březen", 3 }, { "března", 3 },
	{ "csütörtök", 20 }, { "cuma", 20 }, { "cumartesi", 20 },
	{ "czerwca", 6 }, { "czerwiec", 6 }, { "czwartek", 20 }, { "dec", 12 },
	{ "decembar", 12 }, { "december", 12 }, { "decembra", 12 },
	{ "decembrie", 12 }, { "decembris", 12 }, { "decembro", 12 },
	{ "decembrī", 12 }, { "dekabr", 12 }, { "des", 12 }, { "desemba", 12 },
	{ "desember", 12 }, { "desembre", 12 }, { "dets", 12 },
	{ "detsember", 12 }, { "dez", 12 }, { "dezember", 12 },
	{ "dezembro", 12 }, { "dhjetor", 12 }, { "dhu", 21 }, { "dhul", 21 },
	{ "dic", 12 }, { "dicembre", 12 }, { "diciembre", 12 },
	{ "dienstag", 20 }, { "dimanche", 20 }, { "dinsdag", 20 },
	{ "disember", 12 }, { "disyembre", 12 }, { "domenica", 20 },
	{ "domingo", 20 }, { "donderdag", 20 }, { "donnerstag", 20 },
	{ "duben", 4 }, { "dubna", 4 }, { "déc", 12 }, { "décembre", 12 },
	{ "ekim", 10 }, { "elokuu", 8 }, { "elokuuta", 8 }, { "ene", 1 },
	{ "enero", 1 }, { "eylül", 9 }, { "feb", 2 }, { "febbraio", 2 },
	{ "febr", 2 }, { "febreiro", 2 }, { "febrer", 2 }, { "febrero", 2 },
	{ "februar", 2 }, { "februara", 2 }, { "februari", 2 },
	{ "februarie", 2 }, { "februarja", 2 }, { "february", 2 },
	{ "február", 2 }, { "februāra", 2 }, { "februāris", 2 },
	{ "februārī", 2 }, { "febrúar", 2 }, { "fev", 2 }, { "fevereiro", 2 },
	{ "fevral", 2 }, { "freitag", 20 }, { "fri", 20 }, { "friday", 20 },
	{ "fév", 2 }, { "févr", 2 }, { "février", 2 }, { "geg", 5 },
	{ "gegužės", 5 }, { "gen", 1 }, { "gener", 1 }, { "genn", 1 },
	{ "gennaio", 1 }, { "giovedì", 20 }, { "giu", 6 }, { "giugno", 6 },
	{ "god", 22 }, { "godine", 22 }, { "grudnia", 12 }, { "grudzień", 12 },
	{ "gruod", 12 }, { "gruodžio", 12 }, { "gusht", 8 }, { "haziran", 6 },
	{ "heinäkuu", 7 }, { "heinäkuuta", 7 }, { "helmikuu", 2 },
	{ "helmikuuta", 2 }, { "hijjah", 21 }, { "huhtikuu", 4 },
	{ "huhtikuuta", 4 }, { "hulyo", 7 }, { "hunyo", 6 }, { "hétfő", 20 },
	{ "ian", 1 }, { "ianuarie", 1 }, { "ii", 22 }, { "il", 22 },
	{ "ili", 22 }, { "isnin", 20 }, { "iul", 7 }, { "iulie", 7 },
	{ "iun", 6 }, { "iunie", 6 }, { "iv", 22 }, { "iyul", 7 },
	{ "iyun", 6 }, { "jaan", 1 }, { "jaanuar", 1 }, { "jan", 1 },
	{ "janar", 1 }, { "janeiro", 1 }, { "januar", 1 }, { "januara", 1 },
	{ "januari", 1 }, { "januarie", 1 }, { "januarja", 1 },
	{ "january", 1 }, { "január", 1 }, { "janv", 1 }, { "janvier", 1 },
	{ "janvāra", 1 }, { "janvāris", 1 }, { "janvārī", 1 }, { "janúar", 1 },
	{ "jeudi", 20 }, { "joulukuu", 12 }, { "joulukuuta", 12 },
	{ "jueves", 20 }, { "jui", 7 }, { "juil", 7 }, { "juillet", 7 },
	{ "juin", 6 }, { "jul", 7 }, { "jula", 7 }, { "julai", 7 },
	{ "julho", 7 }, { "juli", 7 }, { "julie", 7 }, { "julija", 7 },
	{ "julio", 7 }, { "juliol", 7 }, { "july", 7 }, { "jumaat", 20 },
	{ "jumada", 21 }, { "jumat", 20 }, { "jun", 6 }, { "juna", 6 },
	{ "june", 6 }, { "junho", 6 }, { "juni", 6 }, { "junie", 6 },
	{ "junija", 6 }, { "junio", 6 }, { "juny", 6 }, { "juuli", 7 },
	{ "juuni", 6 }, { "júl", 7 }, { "júla", 7 }, { "július", 7 },
	{ "júlí", 7 }, { "jún", 6 }, { "júna", 6 }, { "június", 6 },
	{ "júní", 6 }, { "jūlija", 7 }, { "jūlijs", 7 }, { "jūlijā", 7 },
	{ "jūnija", 6 }, { "jūnijs", 6 }, { "jūnijā", 6 }, { "kamis", 20 },
	{ "kasım", 11 }, { "kedd", 20 }, { "kesäkuu", 6 }, { "kesäkuuta", 6 },
	{ "khamis", 20 }, { "kolovoz", 8 }, { "kolovoza", 8 }, { "korrik", 7 },
	{ "kovo", 3 }, { "květen", 5 }, { "května", 5 }, { "kwiecień", 4 },
	{ "kwietnia", 4 }, { "lapkr", 11 }, { "lapkričio", 11 }, { "leden", 1 },
	{ "ledna", 1 }, { "liepos", 7 }, { "lipanj", 6 }, { "lipca", 7 },
	{ "lipiec", 7 }, { "lipnja", 6 }, { "listopad", 10 },
	{ "listopada", 11 }, { "listopadu", 11 }, { "lokakuu", 10 },
	{ "lokakuuta", 10 }, { "lug", 7 }, { "luglio", 7 }, { "lundi", 20 },
	{ "lunedì", 20 }, { "lunes", 20 }, { "lutego", 2 }, { "luty", 2 },
	{ "maaliskuu", 3 }, { "maaliskuuta", 3 }, { "maandag", 20 },
	{ "maart", 3 }, { "mac", 3 }, { "machi", 3 }, { "mag", 5 },
	{ "maggio", 5 }, { "mai", 5 }, { "maig", 5 }, { "maija", 5 },
	{ "maijs", 5 }, { "maijā", 5 }, { "maio", 5 }, { "maj", 5 },
	{ "maja", 5 }, { "mar", 3 }, { "marca", 3 }, { "march", 3 },
	{ "mardi", 20 }, { "marec", 3 }, { "maret", 3 }, { "marraskuu", 11 },
	{ "marraskuuta", 11 }, { "mars", 3 }, { "marso", 3 }, { "mart", 3 },
	{ "marta", 3 }, { "martedì", 20 }, { "martes", 20 }, { "martie", 3 },
	{ "marts", 3 }, { "martā", 3 }, { "marzec", 3 }, { "marzo", 3 },
	{ "març", 3 }, { "março", 3 }, { "may", 5 }, { "mayo", 5 },
	{ "mayıs", 5 }, { "maí", 5 }, { "mei", 5 }, { "mercoledì", 20 },
	{ "mercredi", 20 }, { "minggu", 20 }, { "mittwoch", 20 },
	{ "miércoles", 20 }, { "mon", 20 }, { "monday", 20 }, { "montag", 20 },
	{ "muharram", 21 }, { "máj", 5 }, { "mája", 5 }, { "május", 5 },
	{ "márc", 3 }, { "március", 3 }, { "mär", 3 }, { "märts", 3 },
	{ "märz", 3 }, { "neděle", 20 }, { "niedziela", 20 }, { "nisan", 4 },
	{ "nobyembre", 11 }, { "noi", 11 }, { "noiembrie", 11 }, { "nov", 11 },
	{ "novemba", 11 }, { "novembar", 11 }, { "november", 11 },
	{ "novembra", 11 }, { "novembre", 11 }, { "novembris", 11 },
	{ "novembro", 11 }, { "novembrī", 11 }, { "noviembre", 11 },
	{ "noyabr", 11 }, { "nëntor", 11 }, { "nóvember", 11 }, { "ocak", 1 },
	{ "oct", 10 }, { "october", 10 }, { "octobre", 10 },
	{ "octombrie", 10 }, { "octubre", 10 }, { "ogos", 8 }, { "okt", 10 },
	{ "oktoba", 10 }, { "oktobar", 10 }, { "oktober", 10 },
	{ "oktobra", 10 }, { "oktobris", 10 }, { "oktobrī", 10 },
	{ "oktoober", 10 }, { "oktubre", 10 }, { "oktyabr", 10 },
	{ "október", 10 }, { "októbra", 10 }, { "ott", 10 }, { "ottobre", 10 },
	{ "out", 10 }, { "outubro", 10 }, { "ožujak", 3 }, { "ožujka", 3 },
	{ "pazar", 20 }, { "pazartesi", 20 }, { "październik", 10 },
	{ "października", 10 }, { "pebrero", 2 }, { "perşembe", 20 },
	{ "piątek", 20 }, { "pondělí", 20 }, { "poniedziałek", 20 },
	{ "prill", 4 }, { "prosinac", 12 }, { "prosinca", 12 },
	{ "prosince", 12 }, { "prosinec", 12 }, { "pátek", 20 },
	{ "péntek", 20 }, { "qadah", 21 }, { "qershor", 6 }, { "rabi", 21 },
	{ "rabu", 20 }, { "rajab", 21 }, { "ramadan", 21 }, { "rugp", 8 },
	{ "rugpjūčio", 8 }, { "rugs", 9 }, { "rugsėjo", 9 }, { "rujan", 9 },
	{ "rujna", 9 }, { "sabato", 20 }, { "sabtu", 20 }, { "safar", 21 },
	{ "salı", 20 }, { "samedi", 20 }, { "samstag", 20 }, { "sat", 20 },
	{ "saturday", 20 }, { "saus", 1 }, { "sausio", 1 }, { "selasa", 20 },
	{ "senin", 20 }, { "sentyabr", 9 }, { "sep", 9 }, { "sept", 9 },
	{ "septemba", 9 }, { "septembar", 9 }, { "september", 9 },
	{ "septembra", 9 }, { "septembre", 9 }, { "septembrie", 9 },
	{ "septembris", 9 }, { "septembrī", 9 }, { "septiembre", 9 },
	{ "set", 9 }, { "setembre", 9 }, { "setembro", 9 }, { "setiembre", 9 },
	{ "settembre", 9 }, { "setyembre", 9 }, { "shaaban", 21 },
	{ "shaban", 21 }, { "shawwal", 21 }, { "shkurt", 2 }, { "shtator", 9 },
	{ "sierpień", 8 }, { "sierpnia", 8 }, { "siječanj", 1 },
	{ "siječnja", 1 }, { "sobota", 20 }, { "sonntag", 20 },
	{ "spalio", 10 }, { "srpanj", 7 }, { "srpen", 8 }, { "srpna", 8 },
	{ "srpnja", 7 }, { "studeni", 11 }, { "studenog", 11 },
	{ "studenoga", 11 }, { "styczeń", 1 }, { "stycznia", 1 },
	{ "středa", 20 }, { "sun", 20 }, { "sunday", 20 }, { "svibanj", 5 },
	{ "svibnja", 5 }, { "syyskuu", 9 }, { "syyskuuta", 9 }, { "szept", 9 },
	{ "szeptember", 9 }, { "szerda", 20 }, { "szombat", 20 },
	{ "sábado", 20 }, { "tammikuu", 1 }, { "tammikuuta", 1 },
	{ "temmuz", 7 }, { "tetor", 10 }, { "thu", 20 }, { "thur", 20 },
	{ "thurs", 20 }, { "thursday", 20 }, { "toukokuu", 5 },
	{ "toukokuuta", 5 }, { "travanj", 4 }, { "travnja", 4 }, { "tue", 20 },
	{ "tues", 20 }, { "tuesday", 20 }, { "vas", 2 }, { "vasario", 2 },
	{ "vasárnap", 20 }, { "veebr", 2 }, { "veebruar", 2 }, { "veljača", 2 },
	{ "veljače", 2 }, { "vendredi", 20 }, { "venerdì", 20 },
	{ "viernes", 20 }, { "vrijdag", 20 }, { "wed", 20 },
	{ "wednesday", 20 }, { "woensdag", 20 }, { "wrzesień", 9 },
	{ "września", 9 }, { "wtorek", 20 }, { "xaneiro", 1 }, { "xullo", 7 },
	{ "xuño", 6 }, { "yanvar", 1 }, { "yil", 22 }, { "yılı", 22 },
	{ "zaterdag", 20 }, { "zondag", 20 }, { "září", 9 }, { "ágúst", 8 },
	{ "ápr", 4 }, { "április", 4 }, { "çarşamba", 20 }, { "únor", 2 },
	{ "února", 2 }, { "úterý", 20 }, { "červen", 6 }, { "července", 7 },
	{ "červenec", 7 }, { "června", 6 }, { "čtvrtek", 20 }, { "říjen", 10 },
	{ "října", 10 }, { "środa", 20 }, { "şubat", 2 }, { "απρ", 4 },
	{ "απρίλιος", 4 }, { "απριλίου", 4 }, { "απριλιου", 4 }, { "αυγ", 8 },
	{ "αυγουστου", 8 }, { "αυγούστου", 8 }, { "αύγουστος", 8 },
	{ "δεκ", 12 }, { "δεκέμβριος", 12 }, { "δεκεμβρίου", 12 },
	{ "δεκεμβριου", 12 }, { "δευτέρα", 20 }, { "ιαν", 1 },
	{ "ιανουάριος", 1 }, { "ιανουαρίου", 1 }, { "ιανουαριου", 1 },
	{ "ιουλ", 7 }, { "ιουλίου", 7 }, { "ιουλιου", 7 }, { "ιουν", 6 },
	{ "ιουνίου", 6 }, { "ιουνιου", 6 }, { "ιούλιος", 7 }, { "ιούνιος", 6 },
	{ "κυριακή", 20 }, { "μάι", 5 }, { "μάιος", 5 }, { "μάρτιος", 3 },
	{ "μαΐου", 5 }, { "μαίου", 5 }, { "μαιου", 5 }, { "μαρ", 3 },
	{ "μαρτ", 3 }, { "μαρτίου", 3 }, { "μαρτιου", 3 }, { "μαϊου", 5 },
	{ "νοέμβριος", 11 }, { "νοε", 11 }, { "νοεμ", 11 }, { "νοεμβρίου", 11 },
	{ "νοεμβριου", 11 }, { "οκτ", 10 }, { "οκτωβρίου", 10 },
	{ "οκτωβριου", 10 }, { "οκτώβριος", 10 }, { "πέμπτη", 20 },
	{ "παρασκευή", 20 }, { "σάββατο", 20 }, { "σεπ", 9 }, { "σεπτ", 9 },
	{ "σεπτέμβριος", 9 }, { "σεπτεμβρίου", 9 }, { "σεπτεμβριου", 9 },
	{ "τετάρτη", 20 }, { "τρίτη", 20 }, { "φεβ", 2 }, { "φεβρ", 2 },
	{ "φεβρουάριος", 2 }, { "φεβρουαρίου", 2 }, { "φεβρουαριου", 2 },
	{ "авг", 8 }, { "август", 8 }, { "августа", 8 }, { "апр", 4 },
	{ "апрель", 4 }, { "апреля", 4 }, { "април", 4 }, { "априла", 4 },
	{ "ақпан", 2 }, { "бер", 3 }, { "березень", 3 }, { "березня", 3 },
	{ "вер", 9 }, { "верасня", 9 }, { "вересень", 9 }, { "вересня", 9 },
	{ "воскресенье", 20 }, { "вторник", 20 }, { "г", 22 }, { "год", 22 },
	{ "года", 22 }, { "году", 22 }, { "груд", 12 }, { "грудень", 12 },
	{ "грудня", 12 }, { "дек", 12 }, { "декабрь", 12 }, { "декабря", 12 },
	{ "декември", 12 }, { "децембар", 12 }, { "децембра", 12 },
	{ "желтоқсан", 12 }, { "жніўня", 8 }, { "жовт", 10 }, { "жовтень", 10 },
	{ "жовтня", 10 }, { "жылғы", 22 }, { "июл", 7 }, { "июль", 7 },
	{ "июля", 7 }, { "июн", 6 }, { "июнь", 6 }, { "июня", 6 },
	{ "кастрычніка", 10 }, { "квіт", 4 }, { "квітень", 4 }, { "квітня", 4 },
	{ "красавіка", 4 }, { "лип", 7 }, { "липень", 7 }, { "липня", 7 },
	{ "лист", 11 }, { "листопад", 11 }, { "листопада", 11 }, { "лют", 2 },
	{ "лютага", 2 }, { "лютий", 2 }, { "лютого", 2 }, { "ліпеня", 7 },
	{ "лістапада", 11 }, { "май", 5 }, { "мамыр", 5 }, { "мар", 3 },
	{ "март", 3 }, { "марта", 3 }, { "маусым", 6 }, { "мая", 5 },
	{ "мај", 5 }, { "маја", 5 }, { "наурыз", 3 }, { "неделя", 20 },
	{ "новембар", 11 }, { "новембра", 11 }, { "ноември", 11 },
	{ "ноя", 11 }, { "нояб", 11 }, { "ноябрь", 11 }, { "ноября", 11 },
	{ "окт", 10 }, { "октобар", 10 }, { "октобра", 10 }, { "октомври", 10 },
	{ "октябрь", 10 }, { "октября", 10 }, { "оны", 22 }, { "петък", 20 },
	{ "понеделник", 20 }, { "понедельник", 20 }, { "пятница", 20 },
	{ "р", 22 }, { "роки", 22 }, { "року", 22 }, { "сакавіка", 3 },
	{ "сен", 9 }, { "сент", 9 }, { "сентябрь", 9 }, { "сентября", 9 },
	{ "септ", 9 }, { "септембар", 9 }, { "септембра", 9 },
	{ "септември", 9 }, { "серп", 8 }, { "серпень", 8 }, { "серпня", 8 },
	{ "снежня", 12 }, { "среда", 20 }, { "сряда", 20 }, { "студзеня", 1 },
	{ "суббота", 20 }, { "събота", 20 }, { "січ", 1 }, { "січень", 1 },
	{ "січня", 1 }, { "сәуір", 4 }, { "тамыз", 8 }, { "трав", 5 },
	{ "травень", 5 }, { "травня", 5 }, { "траўня", 5 }, { "фебруар", 2 },
	{ "фебруара", 2 }, { "фев", 2 }, { "февраль", 2 }, { "февраля", 2 },
	{ "февруари", 2 }, { "черв", 6 }, { "червень", 6 }, { "червня", 6 },
	{ "четверг", 20 }, { "четвъртък", 20 }, { "чэрвеня", 6 },
	{ "шілде", 7 }, { "юли", 7 }, { "юни", 6 }, { "ян", 1 }, { "янв", 1 },
	{ "январь", 1 }, { "января", 1 }, { "януари", 1 }, { "јануар", 1 },
	{ "јануара", 1 }, { "јануари", 1 }, { "јул", 7 }, { "јула", 7 },
	{ "јули", 7 }, { "јун", 6 }, { "јуна", 6 }, { "јуни", 6 },
	{ "қазан", 10 }, { "қараша", 11 }, { "қаңтар", 1 }, { "қаңтарда", 1 },
	{ "қыркүйек", 9 }, { "ապրիլի", 4 }, { "դեկտեմբերի", 12 },
	{ "հոկտեմբերի", 10 }, { "հուլիսի", 7 }, { "հունիսի", 6 },
	{ "հունվարի", 1 }, { "մայիսի", 5 }, { "մարտի", 3 }, { "նոյեմբերի", 11 },
	{ "սեպտեմբերի", 9 }, { "փետրվարի", 2 }, { "օգոստոսի", 8 },
	{ "אוגוסט", 8 }, { "אוקטובר", 10 }, { "אפריל", 4 }, { "באוגוסט", 8 },
	{ "באוקטובר", 10 }, { "באפריל", 4 }, { "בדצמבר", 12 }, { "ביולי", 7 },
	{ "ביוני", 6 }, { "בינואר", 1 }, { "במאי", 5 }, { "במרס", 3 },
	{ "במרץ", 3 }, { "בנובמבר", 11 }, { "בספטמבר", 9 }, { "בפברואר", 2 },
	{ "דצמבר", 12 }, { "יולי", 7 }, { "יוני", 6 }, { "ינואר", 1 },
	{ "מאי", 5 }, { "מרס", 3 }, { "מרץ", 3 }, { "נובמבר", 11 },
	{ "ספטמבר", 9 }, { "פברואר", 2 }, { "של", 22 }, { "آب", 8 },
	{ "آبان", 21 }, { "آذار", 3 }, { "آذر", 21 }, { "آوریل", 4 },
	{ "أبريل", 4 }, { "أغسطس", 8 }, { "أفريل", 4 }, { "أكتوبر", 10 },
	{ "أوت", 8 }, { "أيار", 5 }, { "أيلول", 9 }, { "إبريل", 4 },
	{ "ابريل", 4 }, { "اردیبهشت", 21 }, { "اسفند", 21 }, { "اغسطس", 8 },
	{ "اكتوبر", 10 }, { "الآخرة", 22 }, { "الأحد", 20 }, { "الأربعاء", 20 },
	{ "الأول", 22 }, { "الإثنين", 20 }, { "الاثنين", 20 }, { "الثاني", 22 },
	{ "الثلاثاء", 20 }, { "الجمعة", 20 }, { "الحجة", 21 }, { "الخميس", 20 },
	{ "السبت", 20 }, { "القعدة", 21 }, { "الموافق", 22 }, { "اوت", 8 },
	{ "اپریل", 4 }, { "اکتبر", 10 }, { "اکتوبر", 10 }, { "اگست", 8 },
	{ "بهمن", 21 }, { "تموز", 7 }, { "تیر", 21 }, { "جانفي", 1 },
	{ "جمادى", 21 }, { "جنوری", 1 }, { "جوان", 6 }, { "جولائی", 7 },
	{ "جون", 6 }, { "جويلية", 7 }, { "حزيران", 6 }, { "خرداد", 21 },
	{ "دجنبر", 12 }, { "دسامبر", 12 }, { "دسمبر", 12 }, { "ديسمبر", 12 },
	{ "دی", 21 }, { "ذو", 21 }, { "ربيع", 21 }, { "رجب", 21 },
	{ "رمضان", 21 }, { "سبتمبر", 9 }, { "ستمبر", 9 }, { "سپتامبر", 9 },
	{ "شباط", 2 }, { "شتنبر", 9 }, { "شعبان", 21 }, { "شهریور", 21 },
	{ "شوال", 21 }, { "صفر", 21 }, { "غشت", 8 }, { "فبراير", 2 },
	{ "فروردین", 21 }, { "فروری", 2 }, { "فوریه", 2 }, { "فيفري", 2 },
	{ "كانون", 1 }, { "م", 22 }, { "مئی", 5 }, { "مارس", 3 }, { "مارچ", 3 },
	{ "ماي", 5 }, { "مايو", 5 }, { "محرم", 21 }, { "مرداد", 21 },
	{ "مهر", 21 }, { "ميلادية", 22 }, { "نوامبر", 11 }, { "نوفمبر", 11 },
	{ "نومبر", 11 }, { "نونبر", 11 }, { "نيسان", 4 }, { "هجرية", 22 },
	{ "هـ", 22 }, { "يناير", 1 }, { "يوليو", 7 }, { "يوليوز", 7 },
	{ "يونيو", 6 }, { "ژانویه", 1 }, { "ژوئن", 6 }, { "ژوئیه", 7 },
	{ "अक्टूबर", 10 }, { "अक्तूबर", 10 }, { "अगस्त", 8 }, { "अप्रैल", 4 },
	{ "एप्रिल", 4 }, { "ऑक्टोबर", 10 }, { "ऑगस्ट", 8 }, { "गुरुवार", 20 },
	{ "जन", 1 }, { "जनवरी", 1 }, { "जानेवारी", 1 }, { "जुलाई", 7 },
	{ "जुलै", 7 }, { "जून", 6 }, { "डिसेंबर", 12 }, { "दिसंबर", 12 },
	{ "दिसम्बर", 12 }, { "नवंबर", 11 }, { "नवम्बर", 11 }, { "नोव्हेंबर", 11 },
	{ "फर", 2 }, { "फरवरी", 2 }, { "फ़रवरी", 2 }, { "फेब्रुवारी", 2 },
	{ "बुधवार", 20 }, { "मंगलवार", 20 }, { "मई", 5 }, { "मार्च", 3 },
	{ "मे", 5 }, { "रविवार", 20 }, { "शनिवार", 20 }, { "शुक्रवार", 20 },
	{ "सप्टेंबर", 9 }, { "सितंबर", 9 }, { "सितम्बर", 9 }, { "सोमवार", 20 },
	{ "অক্টোবর", 10 }, { "আগস্ট", 8 }, { "এপ্রিল", 4 }, { "জানুয়ারি", 1 },
	{ "জানুয়ারী", 1 }, { "জুন", 6 }, { "জুলাই", 7 }, { "ডিসেম্বর", 12 },
	{ "নভেম্বর", 11 }, { "ফেব্রুয়ারি", 2 }, { "ফেব্রুয়ারী", 2 }, { "মার্চ", 3 },
	{ "মে", 5 }, { "সেপ্টেম্বর", 9 }, { "அக்டோபர்", 10 }, { "ஆகஸ்ட்", 8 },
	{ "ஏப்ரல்", 4 }, { "செப்டம்பர்", 9 }, { "ஜனவரி", 1 }, { "ஜூன்", 6 },
	{ "ஜூலை", 7 }, { "டிசம்பர்", 12 }, { "நவம்பர்", 11 }, { "பிப்ரவரி", 2 },
	{ "மார்ச்", 3 }, { "மே", 5 }, { "ก.ค", 7 }, { "ก.พ", 2 }, { "ก.ย", 9 },
	{ "กรกฎาคม", 7 }, { "กันยายน", 9 }, { "กุมภาพันธ์", 2 }, { "ต.ค", 10 },
	{ "ตุลาคม", 10 }, { "ธ.ค", 12 }, { "ธันวาคม", 12 }, { "พ.ค", 5 },
	{ "พ.ย", 11 }, { "พฤศจิกายน", 11 }, { "พฤษภาคม", 5 }, { "ม.ค", 1 },
	{ "มกราคม", 1 }, { "มิ.ย", 6 }, { "มิถุนายน", 6 }, { "มี.ค", 3 },
	{ "มีนาคม", 3 }, { "ส.ค", 8 }, { "สิงหาคม", 8 }, { "เม.ย", 4 },
	{ "เมษายน", 4 }, { "აგვისტო", 8 }, { "აპრილი", 4 }, { "დეკემბერი", 12 },
	{ "თებერვალი", 2 }, { "იანვარი", 1 }, { "ივლისი", 7 }, { "ივნისი", 6 },
	{ "მაისი", 5 }, { "მარტი", 3 }, { "ნოემბერი", 11 }, { "ოქტომბერი", 10 },
	{ "სექტემბერი", 9 } };

/* Days as words, where datelines write them so. */
static const char *const days[] = { "एक", "दो", "तीन", "चार", "पांच", "छह",
	"सात", "आठ", "नौ", "दस", "ग्यारह", "बारह", "तेरह", "चौदह", "पंद्रह", "सोलह",
	"सत्रह", "अठारह", "उन्नीस", "बीस", "इक्कीस", "बाईस", "तेईस", "चौबीस",
	"पच्चीस", "छब्बीस", "सत्ताईस", "अट्ठाईस", "उनतीस", "तीस", "इकतीस" };

/* Without a full stop or comma at its end. */
static struct piece
bare(struct piece word)
{
	static const char *const signs[] = { "،", "।", "։", "。", "۔" };

	while (word.len &&
		!byte_is_word((unsigned char)word.at[word.len - 1]) &&
		byte_in(word.at[word.len - 1], ".,;:)"))
		word.len--;
	while (word.len && word.at[0] == '(')
		word = piece_skip(word, 1);
	if (!word.len || (unsigned char)word.at[word.len - 1] < 0x80)
		return word;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (piece_ends(word, signs[i]))
			word.len -= strlen(signs[i]);
	return word;
}

/* The word in small letters, as the table has it. */
static void
put_lower(struct piece word, char *lower)
{
	size_t len;

	for (size_t i = 0; i < word.len; i += len) {
		unsigned char c = (unsigned char)word.at[i];

		if (c < 0x80) {
			*lower++ = byte_lower((char)c);
			len = 1;
			continue;
		}
		lower += code_put(
			code_to_lower(piece_code(piece_skip(word, i), &len)),
			lower);
	}
	*lower = '\0';
}

#define SMALL UINT32_C(0x20202020) /* makes letters of ASCII small */

static struct begins beginnings; /* of the table's names */
static pthread_once_t beginnings_once = PTHREAD_ONCE_INIT;

static void
read_beginnings(void)
{
	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
		struct piece name = piece_text(months[i].name);

		begins_add(&beginnings, begins_of(name) | SMALL,
			name.len < BEGINS_MAX ? name.len : BEGINS_MAX);
	}
}

/* Most words are told from any name by their first letters. */
static bool
is_hopeless(struct piece word)
{
	uint32_t first = begins_of(word);

	pthread_once(&beginnings_once, read_beginnings);
	return !(first & UINT32_C(0x80808080)) &&
	       !begins_may(&beginnings, first | SMALL, BEGINS_ALL);
}

/* The entry of the table; 0: none. */
static int
entry_of(struct piece word)
{
	size_t low = 0, high = sizeof(months) / sizeof(months[0]);
	char lower[4 * MAX_NAME + 1];

	word = bare(word);
	if (word.len < 2 || word.len > MAX_NAME || is_hopeless(word))
		return 0;
	put_lower(word, lower);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *name = months[middle].name;
		int order = (unsigned char)lower[0] - (unsigned char)name[0];

		if (order == 0)
			order = strcmp(lower, name);
		if (order == 0)
			return months[middle].month;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return 0;
}

int
scan_month(struct piece word)
{
	int month = entry_of(word);

	return month <= 12 ? month : 0;
}

bool
scan_is_month(struct piece word)
{
	int entry = entry_of(word);

	return entry && (entry <= 12 || entry == OTHER_CALENDAR);
}

static int
digit_of(uint32_t code)
{
	static const uint16_t zeros[] = { '0', 0x660, 0x6f0, 0x966, 0x9e6,
		0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
		0x1040, 0x17e0, 0xff10 };

	for (size_t i = 0; i < sizeof(zeros) / sizeof(zeros[0]); i++)
		if (code >= zeros[i] && code <= zeros[i] + 9u)
			return (int)(code - zeros[i]);
	return -1;
}

/* A decimal number of up to five digits at the start; -1: none. */
static int
number(struct piece p, size_t *ret_len)
{
	int value = 0, digits = 0;
	size_t n = 0, len;

	for (; n < p.len && digits < 5; n += len, digits++) {
		int digit = digit_of(piece_code(piece_skip(p, n), &len));

		if (digit < 0)
			break;
		value = value * 10 + digit;
	}
	*ret_len = n;
	return n ? value : -1;
}

/* 1 to 31 as a word; 0: none. */
static int
day_word(struct piece word)
{
	for (int i = 0; i < 31; i++)
		if (piece_is(word, days[i]))
			return i + 1;
	return 0;
}

static size_t
digits_in(struct piece p)
{
	size_t n = 0, len;

	for (size_t i = 0; i < p.len; i += len)
		n += digit_of(piece_code(piece_skip(p, i), &len)) >= 0;
	return n;
}

/* "مئی2026ء": a month and its year, as Urdu writes them together. Bytes of the
 * month; 0: it is none. */
static size_t
fused_month(struct piece word)
{
	size_t i = 0, len;

	if (!word.len || (unsigned char)word.at[0] < 0xd8)
		return 0;
	while (i < word.len && (unsigned char)word.at[i] >= 0x80)
		i++;
	struct piece year = piece_skip(word, i);
	bool fused = year.len >= 4 && number(year, &len) > 999 && len == 4 &&
		     entry_of(piece_head(word, i)) > 0;
	return fused ? i : 0;
}

bool
scan_is_date_word(struct piece word)
{
	static const char *const parts[] = { "de", "del", "of", "st", "nd",
		"rd", "th", "den", "le", "am", "pm", "في" };
	size_t len;

	word = bare(word);
	if (!word.len || entry_of(word) || day_word(word) || fused_month(word))
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
numeric(struct piece word, enum scan_order order, struct scan_date *date)
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
		if (!word.len || !byte_in(word.at[0], "/.-"))
			return false;
		if (word.at[0] == '.' && order == SCAN_UNKNOWN)
			order = SCAN_DAY_FIRST;
		word = piece_skip(word, 1);
	}
	if (part[0] > 999 && part[1] <= 12 && part[2] <= 31) {
		*date = (struct scan_date){ part[0], part[1], part[2] };
		return true;
	}
	if (part[2] < 1000 || part[0] > 31 || part[1] > 31)
		return false;
	/* What could be either is only a date to who knows the order; dots part
	 * dates where the day comes first. */
	bool either = part[0] <= 12 && part[1] <= 12 && part[0] != part[1];
	if (either && order == SCAN_UNKNOWN)
		return false;
	if (either ? order == SCAN_MONTH_FIRST : part[1] > 12 && part[0] <= 12)
		*date = (struct scan_date){ part[2], part[0], part[1] };
	else
		*date = (struct scan_date){ part[2], part[1], part[0] };
	return date->month >= 1 && date->month <= 12;
}

/* 十二, 二十, 三十一, 廿三, 二〇二五; bytes, 0: no numeral. */
static size_t
numeral(struct piece p, int *ret_value)
{
	static const char *const digits[] = { "〇", "一", "二", "三", "四",
		"五", "六", "七", "八", "九" };
	size_t n = 0;
	int value = 0, digit = 0;

	for (;;) {
		struct piece rest = piece_skip(p, n);
		bool found = false;

		for (int i = 0; i < 10 && !found; i++) {
			if (!piece_starts(rest, digits[i]))
				continue;
			found = true;
			value = digit ? value * 10 + i : value + i;
			digit = 1;
		}
		if (!found && piece_starts(rest, "十")) {
			value = value ? value * 10 : 10;
			digit = 0;
			found = true;
		} else if (!found && piece_starts(rest, "廿")) {
			value = 20;
			digit = 0;
			found = true;
		}
		if (!found || value > 9999)
			break;
		n += strlen("一");
	}
	*ret_value = value;
	return n;
}

/* "2025年2月2日", "2月2日", "二月二日", "2025년 2월 2일". */
static bool
ideographic(struct piece p, struct scan_date *date)
{
	int value = -1, worth;
	bool found = false;

	for (size_t i = 0; i < p.len;) {
		struct piece rest = piece_skip(p, i);
		size_t len, size = numeral(rest, &worth);
		int n = number(rest, &len);

		if (n >= 0 || size) {
			value = n >= 0 ? n : worth;
			i += n >= 0 ? len : size;
			continue;
		}
		if (value > 999 &&
			(piece_starts(rest, "年") || piece_starts(rest, "년")))
			date->year = value;
		else if (value >= 1 && value <= 12 &&
			 (piece_starts(rest, "月") || piece_starts(rest, "월")))
			date->month = value;
		else if (value >= 1 && value <= 31 &&
			 (piece_starts(rest, "日") ||
				 piece_starts(rest, "일"))) {
			date->day = value;
			found = date->month > 0;
		}
		value = -1;
		piece_code(rest, &len);
		i += len;
	}
	return found;
}

/* One word more of a date; true when it is a whole one by itself. */
static bool
take_word(struct piece word, enum scan_order order, struct scan_date *date)
{
	size_t len;
	int month = scan_month(word), value = number(word, &len);
	size_t digits = digits_in(piece_head(word, len));

	if (numeric(word, order, date))
		return true;
	if (month && !date->month)
		date->month = month;
	else if (value < 0 && !date->day)
		date->day = day_word(word);
	else if (value >= 1 && value <= 31 && digits <= 2 && !date->day)
		date->day = value;
	else if (value >= 1900 && value <= 2200 && digits == 4 && !date->year)
		date->year = value;
	if (len < word.len && word.at[len] == '/' && date->month && date->day &&
		!date->year) { /* "2/2021" */
		int year = number(piece_skip(word, len + 1), &len);

		if (year >= 1900)
			date->year = year;
	}
	return false;
}

static bool
is_lunar_year(struct piece word)
{
	size_t len;
	int value = number(bare(word), &len);

	return value >= 1300 && value < 1500 && digits_in(word) == 4;
}

bool
scan_date_in(struct piece p, enum scan_order order, struct scan_date *ret_date)
{
	struct scan_date date = { 0, 0, 0 };
	struct piece all = p;

	for (p = piece_trim(p); p.len; p = piece_skip(p, piece_spaces(p))) {
		struct piece word = scan_word(p);
		size_t month = fused_month(word);

		if (month)
			word = piece_head(word, month);
		p = piece_skip(p, word.len);
		/* Of two calendars the second is ours. */
		if (entry_of(word) == OTHER_CALENDAR || is_lunar_year(word))
			date = (struct scan_date){ 0, 0, 0 };
		else if (take_word(bare(word), order, &date)) {
			*ret_date = date;
			return true;
		}
	}
	if (!date.month || !date.day)
		date = (struct scan_date){ 0, 0, 0 };
	if (!date.month && !ideographic(all, &date))
		return false;
	*ret_date = date;
	return true;
}

bool
scan_date(struct piece p, struct scan_date *ret_date)
{
	return scan_date_in(p, SCAN_UNKNOWN, ret_date);
}
