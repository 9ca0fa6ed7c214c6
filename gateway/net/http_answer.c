/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_answer - heads and bodies of answers that have an end.
 */
#include <stdio.h>
#include <time.h>

#include "base/blob.h"
#include "base/clock.h"
#include "base/jsonout.h"
#include "base/log.h"
#include "net/http_parts.h"

/* Bodies up to this are copied behind their head: one record, not two. */
#define ANSWER_TOGETHER 8192u

const char *
http_status_text(unsigned status)
{
	static const struct {
		unsigned status;
		const char *text;
	} texts[] = {
		{ 200, "OK" },
		{ 201, "Created" },
		{ 202, "Accepted" },
		{ 204, "No Content" },
		{ 206, "Partial Content" },
		{ 301, "Moved Permanently" },
		{ 302, "Found" },
		{ 303, "See Other" },
		{ 304, "Not Modified" },
		{ 307, "Temporary Redirect" },
		{ 308, "Permanent Redirect" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 406, "Not Acceptable" },
		{ 408, "Request Timeout" },
		{ 409, "Conflict" },
		{ 410, "Gone" },
		{ 412, "Precondition Failed" },
		{ 413, "Content Too Large" },
		{ 414, "URI Too Long" },
		{ 415, "Unsupported Media Type" },
		{ 417, "Expectation Failed" },
		{ 422, "Unprocessable Content" },
		{ 429, "Too Many Requests" },
		{ 431, "Request Header Fields Too Large" },
		{ 500, "Internal Server Error" },
		{ 501, "Not Implemented" },
		{ 503, "Service Unavailable" },
		{ 505, "HTTP Version Not Supported" },
		{ 507, "Insufficient Storage" },
	};

	for (size_t i = 0; i < n_elements(texts); i++)
		if (texts[i].status == status)
			return texts[i].text;
	return "Answer";
}

/* RFC 9110 section 5.6.7, made once a second; the names do not depend on any
 * locale. */
static const char *
http_date(struct http_server *server)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t now = (time_t)(clock_wall_ms() / 1000);
	struct tm tm;

	if (server->date_s == now && server->date[0] != '\0')
		return server->date;
	gmtime_r(&now, &tm);
	snprintf(server->date, sizeof(server->date),
		"%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
		days + 3 * tm.tm_wday, tm.tm_mday % 100, months + 3 * tm.tm_mon,
		(tm.tm_year + 1900) % 10000, tm.tm_hour % 100, tm.tm_min % 100,
		tm.tm_sec % 100);
	server->date_s = now;
	return server->date;
}

static bool
http_is_header_value(const char *value)
{
	for (; *value != '\0'; value++)
		if ((unsigned char)*value < ' ' || *value == 0x7f)
			return false;
	return true;
}

void
http_add_header(struct http_exchange *x, const char *name, const char *value)
{
	if (http_is_header_value(value))
		buf_printf(&x->extra, "%s: %s\r\n", name, value);
	else
		log_error("header value with a control left out", "name=%s",
			name);
}

void
http_answer_head(struct http_exchange *x, unsigned status,
	const char *content_type, struct buf *out)
{
	struct http_conn *conn = x->conn;

	/* A newer version of ours is what we speak, whatever was asked in. */
	buf_printf(out, "HTTP/1.1 %u %s\r\nDate: %s\r\n", status,
		http_status_text(status), http_date(conn->server));
	if (content_type != NULL)
		buf_printf(out, "Content-Type: %s\r\n", content_type);
	buf_puts(out, "X-Content-Type-Options: nosniff\r\n");
	if (stream_is_tls(conn->stream))
		buf_puts(out, "Strict-Transport-Security: "
			      "max-age=31536000\r\n");
	if (!x->keep)
		buf_puts(out, "Connection: close\r\n");
	else if (x->http.minor == 0)
		buf_puts(out, "Connection: keep-alive\r\n");
	buf_put_slice(out, buf_slice(&x->extra));
}

static void
http_send(struct http_exchange *x, struct buf *head, struct blob *body)
{
	struct stream *stream = x->conn->stream;
	bool together = body != NULL && body->len <= ANSWER_TOGETHER;

	if (x->is_head)
		body = NULL;
	if (body != NULL && together)
		buf_put(head, body->data, body->len);
	stream_send_copy(stream, buf_slice(head));
	if (body != NULL && !together)
		stream_send(stream, body);
}

void
http_respond(struct http_exchange *x, unsigned status, const char *content_type,
	struct blob *body)
{
	auto_(buf_done) struct buf head = BUF_NULL;
	struct http_conn *conn = x->conn;
	bool bodiless = status == 204 || status == 304;

	if (conn == NULL) {
		http_exchange_free(x);
		return;
	}
	if (conn->half_closed || conn->server->draining)
		x->keep = false;
	http_answer_head(x, status, content_type, &head);
	if (!bodiless)
		buf_printf(&head, "Content-Length: %zu\r\n",
			body ? body->len : (size_t)0);
	buf_puts(&head, "\r\n");
	http_send(x, &head, bodiless ? NULL : body);
	http_conn_answered(conn, x);
}

void
http_respond_text(struct http_exchange *x, unsigned status,
	const char *content_type, struct slice body)
{
	auto_(blob_unref) struct blob *blob = blob_new(body.at, body.len);

	http_respond(x, status, content_type, blob);
}

void
http_respond_problem(struct http_exchange *x, unsigned status, const char *code,
	const char *detail)
{
	auto_(buf_done) struct buf body = BUF_NULL;
	struct jsonout json = JSONOUT(&body);

	jsonout_object(&json);
	jsonout_member_text(&json, "title", http_status_text(status));
	jsonout_member_integer(&json, "status", status);
	jsonout_member_text(&json, "code", code);
	if (detail != NULL)
		jsonout_member_text(&json, "detail", detail);
	jsonout_object_end(&json);
	buf_putc(&body, '\n');
	http_respond_text(
		x, status, "application/problem+json", buf_slice(&body));
}
