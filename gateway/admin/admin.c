/* SPDX-License-Identifier: Apache-2.0 */
/*
 * admin - health, metrics and one page, from counters that others keep.
 *
 * Liveness says only that the front loop turns; readiness asks the house. The
 * page refreshes itself and carries no script, so its policy allows none.
 */
#include "admin/admin.h"

#include <stdio.h>

#include "base/blob.h"
#include "base/clock.h"
#include "base/escape.h"
#include "base/mem.h"
#include "base/stat.h"

struct admin {
	struct admin_options options;
	int64_t started_ms;
};

struct admin *
admin_new(const struct admin_options *options)
{
	struct admin *admin = mem_new(struct admin);

	admin->options = *options;
	admin->started_ms = clock_mono_ms();
	return admin;
}

struct admin *
admin_free(struct admin *admin)
{
	return mem_free(admin);
}

/* ---- health ---------------------------------------------------------------
 */

static void
admin_livez(void *ctx, struct http_exchange *x)
{
	(void)ctx;
	http_respond_text(x, 200, "text/plain; charset=utf-8", SLICE("ok\n"));
}

static void
admin_readyz(void *ctx, struct http_exchange *x)
{
	struct admin *admin = ctx;
	const char *why = admin->options.readiness(admin->options.ctx);

	if (why != NULL)
		http_respond_problem(x, 503, "not-ready", why);
	else
		http_respond_text(
			x, 200, "text/plain; charset=utf-8", SLICE("ready\n"));
}

/* ---- metrics --------------------------------------------------------------
 */

void
admin_sample(struct buf *out, const char *name, const char *label,
	const char *of, int64_t value)
{
	buf_puts(out, name);
	if (label != NULL)
		buf_printf(out, "{%s=\"%s\"}", label, of);
	buf_printf(out, " %lld\n", (long long)value);
}

static void
admin_put_counters(struct buf *out)
{
	for (int i = 0; i < N_STATS; i++) {
		enum stat_which stat = (enum stat_which)i;
		const char *type = stat_type(stat);
		const char *total = type[0] == 'c' ? "_total" : "";

		buf_printf(out, "# HELP torntape_%s%s %s\n", stat_name(stat),
			total, stat_help(stat));
		buf_printf(out, "# TYPE torntape_%s%s %s\n", stat_name(stat),
			total, type);
		buf_printf(out, "torntape_%s%s %lld\n", stat_name(stat), total,
			(long long)stat_values[i]);
	}
}

static void
admin_metrics(void *ctx, struct http_exchange *x)
{
	struct admin *admin = ctx;
	auto_(buf_done) struct buf out = BUF_NULL;

	admin_put_counters(&out);
	buf_puts(&out,
		"# HELP torntape_uptime_seconds Since this process started\n"
		"# TYPE torntape_uptime_seconds gauge\n");
	admin_sample(&out, "torntape_uptime_seconds", NULL, NULL,
		(clock_mono_ms() - admin->started_ms) / 1000);
	if (admin->options.metrics != NULL)
		admin->options.metrics(admin->options.ctx, &out);
	http_respond_text(x, 200, "text/plain; version=0.0.4; charset=utf-8",
		buf_slice(&out));
}

/* ---- the page -------------------------------------------------------------
 */

void
admin_row(struct buf *out, const char *label, const char *value)
{
	buf_puts(out, "<tr><th scope=row>");
	escape_put(out, slice_text(label));
	buf_puts(out, "<td>");
	escape_put(out, slice_text(value));
	buf_puts(out, "</tr>\n");
}

static const char admin_head[] =
	"<!doctype html><html lang=en><meta charset=utf-8>"
	"<meta http-equiv=refresh content=5>"
	"<meta name=viewport content=\"width=device-width\">"
	"<title>torntape</title><style>"
	"body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;"
	"max-width:48rem;padding:0 1rem;color:#1c1b1a;background:#faf8f3}"
	"h1{font-size:1.4rem;margin:0}p{margin:.2rem 0 1.2rem;color:#5b5750}"
	"table{border-collapse:collapse;width:100%;margin-bottom:1.5rem}"
	"th{text-align:left;font-weight:400}caption{text-align:left;"
	"font-weight:600;padding:.4rem 0;border-bottom:2px solid #b3a}"
	"td{text-align:right;font-variant-numeric:tabular-nums}"
	"tr{border-bottom:1px solid #e4dfd3}"
	"@media(prefers-color-scheme:dark){body{color:#e9e6df;"
	"background:#191817}tr{border-color:#36322c}p{color:#a9a399}}"
	"</style>";

static void
admin_put_state(struct admin *admin, struct buf *out)
{
	const char *why = admin->options.readiness(admin->options.ctx);
	int64_t up_s = (clock_mono_ms() - admin->started_ms) / 1000;

	buf_puts(out, "<h1>torntape</h1><p>");
	escape_put(out, slice_text(why ? why : "ready"));
	buf_printf(out, " · version %s · up %lld s</p>\n",
		admin->options.version, (long long)up_s);
}

static void
admin_page(void *ctx, struct http_exchange *x)
{
	struct admin *admin = ctx;
	auto_(buf_done) struct buf out = BUF_NULL;
	char number[32];

	buf_puts(&out, admin_head);
	admin_put_state(admin, &out);
	if (admin->options.rows != NULL) {
		buf_puts(&out, "<table><caption>The house</caption>\n");
		admin->options.rows(admin->options.ctx, &out);
		buf_puts(&out, "</table>\n");
	}
	buf_puts(&out, "<table><caption>Since the start</caption>\n");
	for (int i = 0; i < N_STATS; i++) {
		snprintf(number, sizeof(number), "%lld",
			(long long)stat_values[i]);
		admin_row(&out, stat_help((enum stat_which)i), number);
	}
	buf_puts(&out, "</table></html>\n");
	http_add_header(x, "Content-Security-Policy",
		"default-src 'none'; style-src 'unsafe-inline'; "
		"frame-ancestors 'none'");
	http_add_header(x, "Cache-Control", "no-store");
	http_respond_text(x, 200, "text/html; charset=utf-8", buf_slice(&out));
}

void
admin_routes(struct admin *admin, struct http_route ret_routes[ADMIN_ROUTES])
{
	ret_routes[0] = (struct http_route){ "GET", "/livez", admin_livez,
		admin, 0, NULL };
	ret_routes[1] = (struct http_route){ "GET", "/readyz", admin_readyz,
		admin, 0, NULL };
	ret_routes[2] = (struct http_route){ "GET", "/healthz", admin_readyz,
		admin, 0, NULL };
	ret_routes[3] = (struct http_route){ "GET", "/metrics", admin_metrics,
		admin, 0, NULL };
	ret_routes[4] =
		(struct http_route){ "GET", "/", admin_page, admin, 0, NULL };
}
