/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_mutations.c - one made-up story in many dresses. Whatever a republisher
 * does to it, headline and body come out the same, and what was put around them
 * comes out as data.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "room.h"

#define NOTICE \
	"MENAFN provides the information \"as is\" without warranty of any " \
	"kind. We do not accept any responsibility or liability for the " \
	"accuracy, content, images, videos, licenses, completeness, " \
	"legality, or reliability of the information contained in this " \
	"article. If you have any complaints or copyright issues related to " \
	"this article, kindly contact the provider above."
#define ONE_LINE_NOTICE "Legal Disclaimer: " NOTICE
#define WRAPPED_NOTICE \
	"Legal Disclaimer:\nMENAFN provides the information \"as is\" " \
	"without warranty\nof any kind. We do not accept any " \
	"responsibility or liability for\nthe accuracy, content, images, " \
	"videos, licenses, completeness,\nlegality, or reliability of the " \
	"information contained in this\narticle. If you have any complaints " \
	"or copyright issues related to\nthis article, kindly contact the " \
	"provider above."
#define PAGE \
	"Most popular stories\nMarket Research\n\n" \
	"- Quarry Opens Second Gate To Ships From The South\n" \
	"- Bakers Of Port Amber Win Golden Spoon\nComments\nNo comment"
#define CITED "cited=Newsweek, Kyodo News"
#define LIABLE "disclaimers=liability/distributor"

enum dress {
	PLAIN = 0,
	CRLF = 1,
	WRAPPED = 2, /* at 68 columns */
	HTML = 4,
	WINDOWS = 8, /* windows-1252 */
	RSS = 16,
	BLANKS = 32,     /* an empty line between paragraphs */
	SHORT_TITLE = 64 /* the first words of the headline stand in `top` */
};

struct mutation {
	const char *name;
	const char *top;      /* lines above the headline */
	const char *tag;      /* before the headline */
	const char *head;     /* lines between headline and story */
	const char *dateline; /* before the first word */
	const char *middle;   /* furniture between two paragraphs */
	const char *extra;    /* a paragraph of the story's own, last */
	const char *glued;    /* behind the last word */
	const char *tail;
	int dress;
	const char *facts;
};

static const struct mutation mutations[] = {
	{ "as a page delivers it",
		.tail = "\n\nLegal Disclaimer:\n" NOTICE "\n" PAGE,
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "no furniture", .tail = "\n\nLegal Disclaimer:\n" NOTICE,
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "no notice, only furniture", .tail = "\n\n" PAGE, .facts = CITED },
	{ "nothing around it", .facts = CITED },
	{ "the notice on top", .head = "Legal Disclaimer:\n" NOTICE "\n\n",
		.tail = "\n\n" PAGE,
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "the notice between furniture",
		.tail = "\n\nComments\nNo comment\n\nLegal Disclaimer:\n" NOTICE
			"\n\nMost popular stories\n"
			"- Quarry Opens Second Gate To Ships",
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "the dateline restored",
		.dateline = "PORT AMBER, Sept. 22 (Yonhap) -- ",
		.tail = "\n\nLegal Disclaimer:\n" NOTICE "\n" PAGE,
		.facts = "supplier=Yonhap News Agency; "
			 "distributors=MENAFN; " CITED
			 "; place=PORT AMBER; " LIABLE },
	{ "a republisher's prefix", .dateline = "(MENAFN- Jordan News Agency) ",
		.tail = "\n\nLegal Disclaimer:\n" NOTICE
			"\nMENAFN22092025000045017640ID1110000001",
		.facts = "supplier=Petra; distributors=MENAFN; " CITED
			 "; " LIABLE },
	{ "another republisher",
		.tail = "\n\nDisclaimer: Zawya provides this content \"as is\" "
			"without warranties of any kind.\nRelated articles\n"
			"Quarry Opens Second Gate To Ships",
		.facts = "distributors=Zawya; " CITED "; " LIABLE },
	{ "a feed that nobody edited",
		.tail = "\n\n(Except for the headline, this story has not been "
			"edited by Amber Post staff and is published from a "
			"syndicated feed.)\nREAD MORE ON:\nPort Amber\nOil",
		.facts = "distributors=Amber Post; " CITED
			 "; disclaimers=syndication_notice/distributor" },
	{ "hard wraps", .tail = "\n\nLegal Disclaimer:\n" NOTICE "\n\n" PAGE,
		.dress = WRAPPED | BLANKS,
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "hard wraps and a dateline",
		.dateline = "PORT AMBER, Sept. 22 (AFP) - ",
		.tail = "\n\nLegal Disclaimer:\n" NOTICE,
		.dress = WRAPPED | BLANKS,
		.facts = "supplier=Agence France-Presse; "
			 "distributors=MENAFN; " CITED
			 "; place=PORT AMBER; " LIABLE },
	{ "lines that end as on Windows",
		.tail = "\n\nLegal Disclaimer:\n" NOTICE "\n" PAGE,
		.dress = CRLF,
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "windows-1252 with curly quotes",
		.tail = "\n\nLegal Disclaimer:\nMENAFN provides the "
			"information "
			"\x93"
			"as is\x94 without warranty of any kind.\n" PAGE,
		.dress = WINDOWS,
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "curly quotes in UTF-8",
		.tail = "\n\nLegal Disclaimer:\nMENAFN provides the "
			"information "
			"“as is” without warranty of any kind.\n" PAGE,
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "a spun notice",
		.tail = "\n\nLegal Disclaimer :\nMENAFN provides the "
			"information “as is” without a warranty of any kind. "
			"We do not accept responsibility or any liability for "
			"the accuracy, contents, images, videos, licences, "
			"completeness or reliability of information contained "
			"within this article.\n" PAGE,
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "the notice twice", .head = "Legal Disclaimer:\n" NOTICE "\n\n",
		.tail = "\n\nLegal Disclaimer:\n" NOTICE "\n" PAGE,
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "a notice that the story quotes",
		.extra = "One keeper read out a page that said \"provides the "
			 "information as is without warranty of any kind\" and "
			 "laughed for a while.",
		.tail = "\n\nLegal Disclaimer:\n" NOTICE "\n" PAGE,
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "a byline", .head = "By Ada Brook and Jon Fell\n",
		.tail = "\n\n" PAGE,
		.facts = CITED "; bylines=Ada Brook, Jon Fell" },
	{ "a byline, a dateline, an address and an end mark",
		.head = "By Han Seo-yun\n",
		.dateline = "PORT AMBER, Sept. 22 (Yonhap) -- ",
		.tail = "\nseoyun@agency.example\n(END)",
		.facts = "supplier=Yonhap News Agency; " CITED
			 "; bylines=Han Seo-yun; place=PORT AMBER" },
	{ "an agency glued to the last word", .glued = " (Reuters)",
		.tail = "\n\n" PAGE, .facts = "supplier=Reuters; " CITED },
	{ "initials of a desk", .tail = "\n\n--IANS\n\nxy/zz",
		.facts = "supplier=Indo-Asian News Service; " CITED },
	{ "two agencies", .dateline = "PORT AMBER (Reuters/AP) - ",
		.facts = "supplier=Reuters; contributors=Associated "
			 "Press; " CITED "; place=PORT AMBER" },
	{ "with inputs from another", .dateline = "PORT AMBER (PTI) - ",
		.tail = "\n\n(with inputs from ANI)",
		.facts = "supplier=Press Trust of India; "
			 "contributors=Asian News International; " CITED
			 "; place=PORT AMBER" },
	{ "a second lead with a note", .tag = "(2nd LD) ",
		.head = "(ATTN: ADDS last para)\n",
		.dateline = "PORT AMBER, Sept. 22 (Yonhap) -- ",
		.facts = "supplier=Yonhap News Agency; " CITED
			 "; place=PORT AMBER; life=update/2; notes=1" },
	{ "an update that corrects", .tag = "UPDATE 3-CORRECTED-",
		.head = "(Corrects number of boats in paragraph 2)\n",
		.facts = CITED "; life=correction/3; notes=1" },
	{ "advertisements between paragraphs",
		.middle =
			"Advertisement\nALSO READ: Quarry Opens Second Gate\n",
		.tail = "\n\n" PAGE, .facts = CITED },
	{ "a newsletter box at the end",
		.tail = "\n\nSubscribe to our newsletter\nGet our best stories "
			"in your inbox every day.\n" PAGE,
		.facts = CITED },
	{ "a copyright line", .dateline = "PORT AMBER (AFP) - ",
		.tail = "\n\n© 2025 AFP",
		.facts = "supplier=Agence France-Presse; " CITED
			 "; rights=Agence France-Presse; place=PORT AMBER; "
			 "disclaimers=copyright/supplier" },
	{ "a notice above the headline",
		.top = "Legal Disclaimer: " NOTICE "\n",
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "a heading, a notice, an empty line, the headline, a dateline",
		.top = "Legal Disclaimer:\n" NOTICE "\n\n",
		.dateline = "PORT AMBER, Sept. 22 (Yonhap) -- ",
		.tail = "\n\n" PAGE,
		.facts = "supplier=Yonhap News Agency; "
			 "distributors=MENAFN; " CITED
			 "; place=PORT AMBER; " LIABLE },
	{ "a wrapped notice above the headline", .top = WRAPPED_NOTICE "\n",
		.dateline = "PORT AMBER, Sept. 22 (Yonhap) -- ",
		.facts = "supplier=Yonhap News Agency; "
			 "distributors=MENAFN; " CITED
			 "; place=PORT AMBER; " LIABLE },
	{ "the same from Windows", .top = WRAPPED_NOTICE "\n\n",
		.dateline = "PORT AMBER, Sept. 22 (Yonhap) -- ", .dress = CRLF,
		.facts = "supplier=Yonhap News Agency; "
			 "distributors=MENAFN; " CITED
			 "; place=PORT AMBER; " LIABLE },
	{ "everything wrapped, the notice on top", .top = WRAPPED_NOTICE "\n",
		.dateline = "PORT AMBER, Sept. 22 (Yonhap) -- ",
		.dress = WRAPPED | BLANKS,
		.facts = "supplier=Yonhap News Agency; "
			 "distributors=MENAFN; " CITED
			 "; place=PORT AMBER; " LIABLE },
	{ "a headline wrapped below a wrapped notice",
		.top = WRAPPED_NOTICE "\n\nKeepers Of Three Coasts To Meet "
				      "Over Lamp Oil In\n",
		.dress = SHORT_TITLE | BLANKS,
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "a notice in short lines above a tagged headline",
		.top = "Legal Disclaimer:\nMENAFN provides the information\n"
		       "\"as is\" without warranty of any kind.\n\n",
		.tag = "UPDATE 2-",
		.dateline = "PORT AMBER, Sept. 22 (Yonhap) -- ",
		.facts = "supplier=Yonhap News Agency; "
			 "distributors=MENAFN; " CITED
			 "; place=PORT AMBER; life=update/2; " LIABLE },
	{ "a feed's notice in brackets above the headline",
		.top = "(This story has not been edited by our staff and is "
		       "published from a syndicated feed.)\n",
		.facts = CITED "; disclaimers=syndication_notice/distributor" },
	{ "a copyright line above the headline", .top = "© 2025 AFP\n",
		.dateline = "PORT AMBER (AFP) - ",
		.facts = "supplier=Agence France-Presse; " CITED
			 "; rights=Agence France-Presse; place=PORT AMBER; "
			 "disclaimers=copyright/supplier" },
	{ "a note to editors above a tagged headline",
		.top = "(ATTN: ADDS last para)\n", .tag = "(2nd LD) ",
		.facts = CITED "; life=update/2; notes=1" },
	{ "an embargo above the headline",
		.top = "EMBARGOED UNTIL 00:01 GMT, 4 June 2025\n\n",
		.facts = CITED "; embargo=1748995260000" },
	{ "RSS with the notice on top of the story",
		.head = ONE_LINE_NOTICE "\n",
		.dateline = "PORT AMBER, Sept. 22 (Yonhap) -- ", .dress = RSS,
		.facts = "supplier=Yonhap News Agency; "
			 "distributors=MENAFN; " CITED
			 "; place=PORT AMBER; " LIABLE },
	{ "HTML with the notice on top of the story",
		.head = ONE_LINE_NOTICE "\n",
		.dateline = "PORT AMBER, Sept. 22 (Yonhap) -- ", .dress = HTML,
		.facts = "supplier=Yonhap News Agency; "
			 "distributors=MENAFN; " CITED
			 "; place=PORT AMBER; " LIABLE },
	{ "an item of RSS", .tail = "\n\nLegal Disclaimer:\n" NOTICE "\n" PAGE,
		.dress = RSS,
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "a page of HTML", .tail = "\n\nLegal Disclaimer:\n" NOTICE "\n" PAGE,
		.dress = HTML,
		.facts = "distributors=MENAFN; " CITED "; " LIABLE },
	{ "HTML with a dateline",
		.dateline = "PORT AMBER, Sept. 22 (Xinhua) -- ",
		.tail = "\n\nLegal Disclaimer:\n" NOTICE "\n" PAGE,
		.dress = HTML,
		.facts = "supplier=Xinhua News Agency; "
			 "distributors=MENAFN; " CITED
			 "; place=PORT AMBER; " LIABLE },
};

struct fixture {
	struct room room;
	struct buf base;
	struct slice headline, headline_end, paragraphs[12];
	size_t n;
};

static void
put_wrapped(struct buf *out, const char *text)
{
	size_t column = 0;

	for (const char *at = text; *at;) {
		size_t word = strcspn(at, " \n");

		if (column && column + 1 + word > 68) {
			buf_putc(out, '\n');
			column = 0;
		} else if (column) {
			buf_putc(out, ' ');
			column++;
		}
		buf_put(out, at, word);
		column += word;
		at += word;
		if (*at == '\n') {
			buf_putc(out, '\n');
			column = 0;
		}
		at += *at != '\0';
	}
}

static void
compose(const struct fixture *f, const struct mutation *m, struct buf *out)
{
	const char *gap = m->dress & BLANKS ? "\n\n" : "\n";

	buf_puts(out, m->top ? m->top : "");
	buf_puts(out, m->tag ? m->tag : "");
	buf_put_slice(
		out, m->dress & SHORT_TITLE ? f->headline_end : f->headline);
	buf_puts(out, gap);
	buf_puts(out, m->head ? m->head : "");
	buf_puts(out, m->dateline ? m->dateline : "");
	for (size_t i = 0; i < f->n; i++) {
		buf_put_slice(out, f->paragraphs[i]);
		if (i + 1 < f->n)
			buf_puts(out, gap);
		if (i == 1 && m->middle)
			buf_puts(out, m->middle);
	}
	if (m->extra) {
		buf_puts(out, gap);
		buf_puts(out, m->extra);
	}
	buf_puts(out, m->glued ? m->glued : "");
	buf_puts(out, m->tail ? m->tail : "");
}

/* Each line a paragraph; the first one the title. */
static void
put_html(struct buf *out, const char *text, bool page)
{
	bool first = true;

	if (page)
		buf_puts(out, "<!DOCTYPE html><html><head><title>");
	if (page)
		buf_put(out, text, strcspn(text, "\n"));
	if (page)
		buf_puts(out, "</title></head><body>");
	while (*text) {
		size_t len = strcspn(text, "\n");

		if (len) {
			buf_puts(out, first && page ? "<h1>" : "<p>");
			buf_put(out, text, len);
			buf_puts(out, first && page ? "</h1>" : "</p>\n");
			first = false;
		}
		text += len + (text[len] == '\n');
	}
	if (page)
		buf_puts(out, "</body></html>");
}

static const char *
undress(const struct mutation *m, const char *text, struct buf *out)
{
	if (m->dress & HTML) {
		put_html(out, text, true);
		return "text/html; charset=utf-8";
	}
	if (m->dress & RSS) {
		size_t title = strcspn(text, "\n");

		buf_puts(out, "<rss version=\"2.0\"><channel><title>Amber"
			      "</title><item><guid>amber-1</guid><title>");
		buf_put(out, text, title);
		buf_puts(out, "</title><description><![CDATA[");
		put_html(out, text + title, false);
		buf_puts(out, "]]></description></item></channel></rss>");
		return "application/rss+xml";
	}
	if (m->dress & WRAPPED) {
		size_t top = m->top ? strlen(m->top) : 0;
		size_t title = top + strcspn(text + top, "\n");

		buf_put(out, text, title);
		buf_puts(out, "\n\n");
		put_wrapped(out, text + title + 2);
	} else if (m->dress & CRLF) {
		for (; *text; text++) {
			if (*text == '\n')
				buf_putc(out, '\r');
			buf_putc(out, *text);
		}
	} else {
		buf_puts(out, text);
	}
	return m->dress & WINDOWS ? "text/plain; charset=windows-1252"
				  : "text/plain; charset=utf-8";
}

static void
expect_body(const struct fixture *f, const struct mutation *m, struct buf *out)
{
	for (size_t i = 0; i < f->n; i++) {
		if (i)
			buf_puts(out, "\n\n");
		buf_put_slice(out, f->paragraphs[i]);
	}
	if (m->extra)
		buf_printf(out, "\n\n%s", m->extra);
}

static int
check(struct fixture *f, const struct mutation *m)
{
	auto_(buf_done) struct buf text = BUF_NULL;
	auto_(buf_done) struct buf document = BUF_NULL;
	auto_(buf_done) struct buf body = BUF_NULL;
	auto_(buf_done) struct buf headline = BUF_NULL;
	int bad = 0;

	compose(f, m, &text);
	const char *type = undress(m, buf_text(&text), &document);
	struct draft *draft =
		room_read(&f->room, buf_slice(&document), type, NULL);
	if (draft == NULL) {
		printf("%s: not one story\n", m->name);
		return 1;
	}
	expect_body(f, m, &body);
	draft_headline(draft, &headline);
	if (!slice_equal(buf_slice(&headline), f->headline))
		bad = printf(
			"%s: headline: %s\n", m->name, buf_text(&headline));
	const char *got = room_body(&f->room, draft);
	if (strcmp(got, buf_text(&body)))
		bad = printf("%s: body:\n%s\n", m->name, got);
	const char *facts = room_facts(&f->room, draft);
	if (strcmp(facts, m->facts))
		bad = printf("%s:\n  have %s\n  want %s\n", m->name, facts,
			m->facts);
	if (!room_verify(&f->room))
		bad = printf("%s: split\n", m->name);
	return bad != 0;
}

static void
every_dress_gives_the_same_story(void **state)
{
	struct fixture *f = *state;
	int bad = 0;

	for (size_t i = 0; i < sizeof(mutations) / sizeof(mutations[0]); i++)
		bad += check(f, &mutations[i]);
	assert_int_equal(bad, 0);
}

static void
the_notice_is_unwrapped_and_has_its_heading(void **state)
{
	struct fixture *f = *state;
	auto_(buf_done) struct buf text = BUF_NULL;
	auto_(buf_done) struct buf document = BUF_NULL;
	const struct mutation m = { .dress = WRAPPED | BLANKS,
		.tail = "\n\nLegal Disclaimer:\n" NOTICE "\n\n" PAGE };

	compose(f, &m, &text);
	undress(&m, buf_text(&text), &document);
	struct draft *draft =
		room_read(&f->room, buf_slice(&document), "text/plain", NULL);
	assert_non_null(draft);
	assert_int_equal(draft->disclaimers.n, 1);
	assert_string_equal(
		draft->disclaimers.items[0].heading, "Legal Disclaimer");
	assert_string_equal(draft->disclaimers.items[0].text, NOTICE);
	assert_true(draft->disclaimers.items[0].required);
}

static void
a_partner_that_is_an_agency_is_overruled_by_a_mark(void **state)
{
	struct fixture *f = *state;
	auto_(buf_done) struct buf text = BUF_NULL;
	const struct mutation m = { .dateline = "PORT AMBER (AFP) - " };

	compose(f, &m, &text);
	struct draft *draft =
		room_read(&f->room, buf_slice(&text), "text/plain", "coast");
	assert_non_null(draft);
	assert_string_equal(
		draft_supplier(draft)->name, "Agence France-Presse");
}

static int
set_up(void **state)
{
	static struct fixture f;
	struct slice rest, line;

	if (!room_open(&f.room) ||
		!room_file("tests/fixtures/stories/lighthouse.txt", &f.base))
		return -1;
	rest = buf_slice(&f.base);
	slice_cut(&rest, '\n', &f.headline);
	size_t behind = strlen("Keepers Of Three Coasts To Meet Over Lamp Oil "
			       "In ");
	f.headline_end =
		slice_of(f.headline.at + behind, f.headline.len - behind);
	while (slice_cut(&rest, '\n', &line))
		if (line.len && f.n < 12)
			f.paragraphs[f.n++] = line;
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	room_close(&f->room);
	buf_done(&f->base);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_dress_gives_the_same_story),
		cmocka_unit_test(the_notice_is_unwrapped_and_has_its_heading),
		cmocka_unit_test(
			a_partner_that_is_an_agency_is_overruled_by_a_mark),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
