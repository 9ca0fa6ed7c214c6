/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_route - which handler a path belongs to.
 *
 * Segments are cut before their escapes are undone, so "%2F" never makes a
 * path longer. The table is short and read in order.
 */
#include "net/http_parts.h"

static bool
http_route_decode(struct http_exchange *x, struct slice raw, struct slice *ret)
{
	auto_(buf_done) struct buf text = BUF_NULL;

	if (http1_decode(&text, raw, false) < 0)
		return false;
	*ret = slice_of(arena_text(&x->arena, buf_slice(&text)), text.len);
	return true;
}

static bool
http_route_segment(
	struct http_exchange *x, struct slice pattern, struct slice raw)
{
	struct slice value;

	if (!http_route_decode(x, raw, &value))
		return false;
	if (pattern.len < 3 || pattern.at[0] != '{')
		return slice_equal(pattern, value);
	if (value.len == 0)
		return false;
	struct slice name = slice_of(pattern.at + 1, pattern.len - 2);
	x->params[x->n_params++] = (struct http_pair){ name, value };
	return true;
}

static size_t
http_route_count(struct slice path)
{
	size_t n = 0;

	for (size_t i = 0; i < path.len; i++)
		n += path.at[i] == '/';
	return n;
}

static bool
http_route_matches(struct http_exchange *x, const char *text)
{
	struct slice pattern = slice_text(text), path = x->http.path;
	struct slice want, have;
	size_t n_segments = http_route_count(pattern);

	if (n_segments != http_route_count(path))
		return false;
	x->n_params = 0;
	x->params = arena_zero(
		&x->arena, (n_segments + 1) * sizeof(struct http_pair));
	/* The part before the first slash is empty in both. */
	slice_cut(&pattern, '/', &want);
	slice_cut(&path, '/', &have);
	for (size_t i = 0; i < n_segments; i++) {
		if (!slice_cut(&pattern, '/', &want))
			want = slice_of("", 0);
		if (!slice_cut(&path, '/', &have))
			have = slice_of("", 0);
		if (!http_route_segment(x, want, have))
			return false;
	}
	return true;
}

static bool
http_route_takes(const struct http_route *route, struct slice method)
{
	return slice_is(method, route->method) ||
	       (slice_is(method, "HEAD") && !strcmp(route->method, "GET"));
}

static void
http_route_allow(struct buf *allow, const char *method)
{
	if (strstr(buf_text(allow), method) != NULL)
		return;
	if (allow->len > 0)
		buf_puts(allow, ", ");
	buf_puts(allow, method);
	if (!strcmp(method, "GET"))
		buf_puts(allow, ", HEAD");
}

static void
http_route_refuse(struct http_exchange *x, struct buf *allow)
{
	if (allow->len == 0) {
		http_respond_problem(x, 404, "not-found", NULL);
		return;
	}
	http_route_allow(allow, "OPTIONS");
	http_add_header(x, "Allow", buf_text(allow));
	if (slice_is(x->http.method, "OPTIONS"))
		http_respond(x, 204, NULL, NULL);
	else
		http_respond_problem(x, 405, "method-not-allowed", NULL);
}

const struct http_route *
http_route_find(struct http_exchange *x)
{
	struct http_server *server = x->conn->server;
	auto_(buf_done) struct buf allow = BUF_NULL;
	bool any = slice_is(x->http.target, "*");

	for (size_t i = 0; i < server->n_routes; i++) {
		const struct http_route *route = &server->routes[i];

		if (!any && !http_route_matches(x, route->pattern))
			continue;
		if (!any && http_route_takes(route, x->http.method))
			return route;
		http_route_allow(&allow, route->method);
	}
	http_route_refuse(x, &allow);
	return NULL;
}
