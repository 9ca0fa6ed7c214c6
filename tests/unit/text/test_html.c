/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html: what becomes of markup. A sink writes lines and marks down as text.
 *
 * Everything in here is made up; what others published is read from outside
 * the tree where a test says so.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "text/html.h"

/* "[p]text", "[+p]" for a line of the same paragraph, "{a href}text{/}". */
static void
note_line(void *user, int kind, unsigned level, bool ordered, bool same)
{
	buf_printf(user, "[%s%c", same ? "+" : "", "phiqrcf"[kind]);
	if (level != 0)
		buf_printf(user, "%u", level);
	buf_puts(user, ordered ? "#]" : "]");
}

static void
note_text(void *user, struct slice text)
{
	buf_put_slice(user, text);
}

static size_t
note_open(void *user, const char *element, const char *href, const char *alt,
	unsigned width, unsigned height)
{
	buf_printf(user, "{%s%s%s%s%s", element, *href ? " " : "", href,
		*alt ? " " : "", alt);
	if (width != 0 || height != 0)
		buf_printf(user, " %ux%u", width, height);
	buf_putc(user, '}');
	return 0;
}

static void
note_close(void *user, size_t mark)
{
	(void)mark;
	buf_puts(user, "{/}");
}

static void
note_open_box(void *user, struct slice name)
{
	buf_printf(user, "<%.*s:", (int)name.len, name.at);
}

static void
note_close_box(void *user)
{
	buf_putc(user, '>');
}

static void
read_boxes_into(struct slice html, struct buf *out)
{
	struct html_sink sink = { out, note_line, note_text, note_open,
		note_close, note_open_box, note_close_box };

	html_read(html, SLICE("https://wire.example/a/b"), &sink);
}

static void
read_into(struct slice html, struct buf *out)
{
	struct html_sink sink = { .user = out,
		.begin_line = note_line,
		.text = note_text,
		.open_mark = note_open,
		.close_mark = note_close };

	html_read(html, SLICE("https://wire.example/a/b"), &sink);
}

static const struct {
	const char *html, *expected;
} cases[] = {
	{ "<p>One.</p><p>Two.", "[p]One.[p]Two." },
	/* a feed that wrapped its text twice loses no word of it */
	{ "<![CDATA[The pier <b>closed</b>.]]&gt;",
		"[p]<![CDATA[The pier {b}closed{/}.]]>" },
	/* and a script in it stays a script */
	{ "<![CDATA[<script>steal()</script>Calm.]]>", "[p]<![CDATA[Calm.]]>" },
	{ "a  \n b <b> c </b>d", "[p]a b {b}c{/} d" },
	{ "one<br>two<br><br>three", "[p]one[+p]two[p]three" },
	{ "<h2>Head</h2>text", "[h2]Head[p]text" },
	{ "<ul><li>a<li>b<ol><li>c</ol></ul>d", "[i1]a[i1]b[i2#]c[p]d" },
	{ "<ul><li><p>a<p>b</ul>", "[i1]a[+i1]b" },
	{ "<blockquote><p>q</p></blockquote>r", "[q1]q[p]r" },
	{ "<pre>\n a\n  b</pre>c", "[r] a[+r]  b[p]c" },
	{ "<table><tr><td>a<td>b<tr><th>c</table>", "[c]a[+c]b[c]c" },
	{ "<figure><figcaption>a<p>b</figcaption></figure>c", "[f]a[f]b[p]c" },
	/* who forgot its end has not lost the story */
	{ "<figure><figcaption>a</figure><p>b", "[f]a[p]b" },
	{ "<a href='../x'>l</a>", "[p]{a https://wire.example/x}l{/}" },
	{ "<a href=javascript:alert(1)>l</a>", "[p]l" },
	{ "<a href='&#106;avascript:x'>l</a>", "[p]l" },
	{ "<a href='java&Tab;script:x'>l</a>", "[p]l" },
	{ "x<img src=/p.jpg alt='A  ship' width=20 height=10px>",
		"[p]x{img https://wire.example/p.jpg A ship 20x10}{/}" },
	{ "<img src=x onerror=alert(1)>t",
		"[p]{img https://wire.example/a/x}{/}t" },
	{ "<img src=data:image/png;base64,AA>t", "[p]t" },
	{ "<script>alert('<p>')</script>t", "[p]t" },
	{ "<SCRIPT >a</ScRiPt\t>t", "[p]t" },
	{ "<style>p{}</style>t", "[p]t" },
	{ "<svg><p>in</p><style></svg>in</style></svg>t", "[p]t" },
	{ "<math><mtext><img src=x></mtext></math>t", "[p]t" },
	{ "<noscript><p title='</noscript><img src=x>'>",
		"[p]"
		"{img https://wire.example/a/x}{/}'>" },
	{ "<textarea><b>x</textarea>t", "[p]t" },
	{ "<!-- <p>x --> t", "[p]t" },
	{ "<!--> t", "[p]t" },
	{ "a<!-- b>c<!-- d>e", "[p]ace" },
	{ "a <!DOCTYPE", "[p]a <!DOCTYPE" },
	{ "<object data=x>fallback</object>", "[p]fallback" },
	{ "<img src=/p.jpg>", "[p]{img https://wire.example/p.jpg}{/}" },
	{ "<![CDATA[x]]>t", "[p]<![CDATA[x]]>t" },
	{ "<?php x ?>t", "[p]t" },
	{ "a < b and c > d", "[p]a < b and c > d" },
	{ "<b><i>x</b>y</i>z", "[p]{b}{i}x{/}y{/}z" },
	{ "<b>x<p>y", "[p]{b}x{/}[p]{b}y{/}" },
	{ "&lt;script&gt; &amp;amp; &eacute;&euro;&#8364;&#x80;&#0;&bogus;",
		"[p]<script> &amp; \xc3\xa9\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac"
		"\xef\xbf\xbd&bogus;" },
	{ "&copy 2025 &copyright &notit;",
		"[p]\xc2\xa9 2025 \xc2\xa9right \xc2\xacit;" },
	{ "<p", "" },
	{ "<a href=\"x", "" },
	{ "t<", "[p]t<" },
	{ "<unknown-tag onclick=x>t</unknown-tag>", "[p]t" },
	{ "a\x01\x7f"
	  "b",
		"[p]ab" },
};

static void
markup_becomes_lines_and_marks(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_elements(cases); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;

		read_into(slice_text(cases[i].html), &out);
		if (!slice_is(buf_slice(&out), cases[i].expected))
			print_error("%s\n  gave     %s\n  expected %s\n",
				cases[i].html, buf_text(&out),
				cases[i].expected);
		assert_string_equal(buf_text(&out), cases[i].expected);
	}
}

static void
a_title_is_one_clean_line(void **state)
{
	auto_(buf_done) struct buf out = BUF_NULL;

	(void)state;
	html_to_text(
		SLICE(" <b>Storm</b>\n closes &amp; shuts<br>port "), &out);
	assert_string_equal(buf_text(&out), "Storm closes & shuts port");
}

/* Ten megabytes of each must take no longer than a reader would wait. */
static void
no_input_is_slow(void **state)
{
	static const char *const pieces[] = { "<div>", "<b>", "<a href=x>",
		"<!--", "</", "<p x=\"", "&#", "&amp", "<li>", "<script>",
		"<svg>", "<table><tr><td>", "<img src=x>", "<", "\n" };

	(void)state;
	for (size_t i = 0; i < n_elements(pieces); i++) {
		auto_(buf_done) struct buf html = BUF_NULL;
		auto_(buf_done) struct buf out = BUF_NULL;
		clock_t start = clock();

		while (html.len < (1u << 20))
			buf_puts(&html, pieces[i]);
		html_to_text(buf_slice(&html), &out);
		assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
	}
}

static void
read_file(const char *path, struct buf *out)
{
	FILE *file = fopen(path, "rbe");

	if (file == NULL)
		return;
	char *room = buf_room(out, 65536);

	buf_added(out, fread(room, 1, 65536, file));
	fclose(file);
}

/* Others' list of attacks: whatever comes out, it is text and our own marks. */
static void
attacks_of_a_public_list_come_to_nothing(void **state)
{
	const char *shared = getenv("TORNTAPE_SHARED");
	const char *source = getenv("TORNTAPE_SOURCE");
	auto_(mem_free) char *folder =
		shared != NULL
			? mem_printf("%s/html/bleach/tests/data", shared)
			: mem_printf("%s/../shared/html/bleach/tests/data",
				  source ? source : ".");
	DIR *list = opendir(folder);
	struct dirent *entry;

	(void)state;
	if (list == NULL) {
		/* skip() leaves by longjmp: no clean-up comes after it. */
		mem_free(folder);
		skip();
	}
	while ((entry = readdir(list)) != NULL) {
		auto_(mem_free) char *path =
			mem_printf("%s/%s", folder, entry->d_name);
		auto_(buf_done) struct buf html = BUF_NULL;
		auto_(buf_done) struct buf out = BUF_NULL;

		if (entry->d_name[0] == '.')
			continue;
		read_file(path, &html);
		read_into(buf_slice(&html), &out);
		assert_null(strstr(buf_text(&out), "{a javascript"));
		assert_null(strstr(buf_text(&out), "{img javascript"));
		assert_null(strstr(buf_text(&out), "{script"));
		assert_null(strstr(buf_text(&out), "{iframe"));
	}
	closedir(list);
}

/* Long text is looked at in stretches: it must not matter where they part. */
static void
white_space_collapses_wherever_it_stands(void **state)
{
	static const struct {
		const char *between, *becomes;
	} gaps[] = {
		{ " ", " " },
		{ "  ", " " },
		{ "\n", " " },
		{ " \t\r\n ", " " },
		{ "\x01", "" },
		{ " \x01", " " },
		{ "\x7f ", " " },
		{ " \x7f ", " " },
		{ "\xc3\xa9", "\xc3\xa9" },
		{ " <x> ", " " },
	};

	(void)state;
	for (size_t i = 0; i < n_elements(gaps) * 80; i++) {
		const char *between = gaps[i % n_elements(gaps)].between;
		const char *becomes = gaps[i % n_elements(gaps)].becomes;
		size_t where = i / n_elements(gaps);
		auto_(buf_done) struct buf html = BUF_NULL;
		auto_(buf_done) struct buf expected = BUF_NULL;
		auto_(buf_done) struct buf out = BUF_NULL;
		auto_(buf_done) struct buf line = BUF_NULL;

		for (size_t at = 0; at < 81; at++) {
			bool is_gap = at == where + 1 && at != 80;

			buf_puts(&html, is_gap ? between : "x");
			buf_puts(&expected, is_gap ? becomes : "x");
			/* words end, but not beside the gap */
			if (at % 5 == 0 && at + 5 < where) {
				buf_putc(&html, ' ');
				buf_putc(&expected, ' ');
			}
		}
		read_into(buf_slice(&html), &out);
		assert_string_equal(
			buf_text(&out) + strlen("[p]"), buf_text(&expected));
		html_to_text(buf_slice(&html), &line);
		assert_string_equal(buf_text(&line), buf_text(&expected));
	}
}

static const struct {
	const char *html, *expected;
} boxes[] = {
	{ "<div class='share bar' id=x>a</div><p>b", "<share bar x:[p]a>[p]b" },
	{ "<aside>a</aside><nav class=top>b</nav>",
		"<aside:[p]a><nav top:[p]b>" },
	{ "<div>a<div class=b>c</div>d</div>e", "[p]a<b:[p]c>[p]d[p]e" },
	/* what closes a box is its own end, however many parts are in it */
	{ "<div class=a><div>b</div><section>c</section>d</div>e",
		"<a:[p]b[p]c[p]d>[p]e" },
	/* a paragraph ends where the next one begins, an item too */
	{ "<p class=a>b<p>c", "<a:[p]b>[p]c" },
	{ "<ul><li class=a>b<li>c</ul>", "<a:[i1]b>[i1]c" },
	/* forgotten ends and ends of nothing */
	{ "<div class=a><ul class=b><li>c</div>d", "<a:<b:[i1]c>>[+i1]d" },
	{ "</div></p>a<div class=b>c", "[p]a<b:[p]c>" },
	{ "<div class>a</div><div class='' id=''>b</div>", "[p]a[p]b" },
};

static void
named_parts_of_a_page_are_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_elements(boxes); i++) {
		auto_(buf_done) struct buf out = BUF_NULL;

		read_boxes_into(slice_text(boxes[i].html), &out);
		assert_string_equal(buf_text(&out), boxes[i].expected);
	}
}

static void
more_parts_than_are_kept_close_in_order(void **state)
{
	auto_(buf_done) struct buf html = BUF_NULL;
	auto_(buf_done) struct buf out = BUF_NULL;
	size_t opened = 0, closed = 0;

	(void)state;
	for (size_t i = 0; i < 200; i++)
		buf_puts(&html, "<div class=a>");
	buf_puts(&html, "b");
	for (size_t i = 0; i < 300; i++)
		buf_puts(&html, "</div>");
	read_boxes_into(buf_slice(&html), &out);
	for (size_t i = 0; i < out.len; i++) {
		opened += out.data[i] == '<';
		closed += out.data[i] == '>';
	}
	assert_int_equal(opened, HTML_DEPTH);
	assert_int_equal(closed, HTML_DEPTH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(named_parts_of_a_page_are_told),
		cmocka_unit_test(more_parts_than_are_kept_close_in_order),
		cmocka_unit_test(markup_becomes_lines_and_marks),
		cmocka_unit_test(a_title_is_one_clean_line),
		cmocka_unit_test(white_space_collapses_wherever_it_stands),
		cmocka_unit_test(no_input_is_slow),
		cmocka_unit_test(attacks_of_a_public_list_come_to_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
