/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control - a request, an answer, and what its status means to a command.
 */
#include "cli/control.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/jsonout.h"
#include "base/mem.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/place.h"
#include "format/jsonin.h"

void
control_answer_done(struct control_answer *answer)
{
	buf_done(&answer->body);
}

/* ---- the socket ---------------------------------------------------------- */

static int
control_connect(const char *path, int *ret_fd)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct timeval limit = { .tv_sec = CONTROL_TIMEOUT_S };
	size_t len = strlen(path);
	int fd;

	if (len >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	memcpy(address.sun_path, path, len + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) ||
		setsockopt(
			fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)) ||
		connect(fd, (struct sockaddr *)&address, sizeof(address))) {
		int rc = -errno;

		close(fd);
		return rc;
	}
	*ret_fd = fd;
	return 0;
}

static int
control_send(int fd, struct slice bytes)
{
	while (bytes.len != 0) {
		ssize_t n = send(fd, bytes.at, bytes.len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		bytes = slice_of(bytes.at + n, bytes.len - (size_t)n);
	}
	return 0;
}

static int
control_receive(int fd, struct buf *out)
{
	for (;;) {
		char *room = buf_room(out, 16384);
		ssize_t n;

		if (room == NULL)
			return -EFBIG;
		n = recv(fd, room, 16384, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return 0;
		buf_added(out, (size_t)n);
	}
}

/* ---- the answer ---------------------------------------------------------- */

/* The value of a header field in `head`; empty when it is not there. */
static struct slice
control_field(struct slice head, const char *name)
{
	struct slice line;
	size_t len = strlen(name);

	while (slice_cut(&head, '\n', &line)) {
		if (line.len <= len || line.at[len] != ':' ||
			!slice_is_nocase(slice_of(line.at, len), name))
			continue;
		return slice_trim(
			slice_of(line.at + len + 1, line.len - len - 1));
	}
	return SLICE("");
}

static int
control_read_chunks(struct slice rest, struct buf *out)
{
	struct slice line;

	while (slice_cut(&rest, '\n', &line)) {
		size_t len = 0, n_digits = 0;

		line = slice_trim(line);
		for (; n_digits < line.len && n_digits < 8; n_digits++) {
			const char *digits = "0123456789abcdef";
			const char *digit =
				memchr(digits, line.at[n_digits] | 0x20, 16);

			if (digit == NULL)
				break;
			len = len * 16 + (size_t)(digit - digits);
		}
		if (n_digits == 0 || len > rest.len)
			return -EBADMSG;
		if (len == 0)
			return 0;
		buf_put(out, rest.at, len);
		rest = slice_of(rest.at + len, rest.len - len);
		if (!slice_cut(&rest, '\n', &line))
			return -EBADMSG;
	}
	return -EBADMSG;
}

static int
control_read(struct slice all, struct control_answer *answer)
{
	const char *end = memmem(all.at, all.len, "\r\n\r\n", 4);
	struct slice head, body, length;
	uint64_t status, len;

	if (end == NULL || all.len < 12 || memcmp(all.at, "HTTP/1.", 7) != 0 ||
		slice_to_u64(slice_of(all.at + 9, 3), &status) != 0)
		return -EBADMSG;
	head = slice_of(all.at, (size_t)(end - all.at) + 2);
	body = slice_of(end + 4, all.len - head.len - 2);
	answer->status = (int)status;
	if (slice_is_nocase(
		    control_field(head, "transfer-encoding"), "chunked"))
		return control_read_chunks(body, &answer->body);
	length = control_field(head, "content-length");
	if (length.len != 0 &&
		(slice_to_u64(length, &len) != 0 || len != body.len))
		return -EBADMSG;
	buf_put_slice(&answer->body, body);
	return 0;
}

static int
control_talk(int fd, const char *method, const char *target,
	const struct buf *body, struct control_answer *answer)
{
	auto_(buf_done) struct buf request = BUF_NULL;
	auto_(buf_done) struct buf all = BUF_LIMIT(CONTROL_ANSWER_MAX);
	int rc;

	buf_printf(&request,
		"%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n",
		method, target);
	if (body != NULL)
		buf_printf(&request,
			"Content-Type: application/json\r\n"
			"Content-Length: %zu\r\n",
			body->len);
	buf_puts(&request, "\r\n");
	if (body != NULL)
		buf_put_slice(&request, buf_slice(body));
	rc = control_send(fd, buf_slice(&request));
	if (rc == 0)
		rc = control_receive(fd, &all);
	if (rc == 0)
		rc = control_read(buf_slice(&all), answer);
	return rc;
}

int
control_ask(const char *socket_path, const char *method, const char *target,
	const struct buf *body, struct control_answer *ret_answer,
	struct problem *why)
{
	int fd = -1;
	int rc = control_connect(socket_path, &fd);

	if (rc != 0)
		return problem_set(why, 1, "E-CONTROL-CONNECT",
			"no gateway answers at %.150s: %s", socket_path,
			strerror(-rc));
	rc = control_talk(fd, method, target, body, ret_answer);
	close(fd);
	if (rc == 0)
		return 0;
	return problem_set(why, 1, "E-CONTROL-TALK",
		"the gateway at %.150s gave no whole answer: %s", socket_path,
		rc == -EAGAIN ? "it took too long" : strerror(-rc));
}

/* ---- for commands -------------------------------------------------------- */

static int
control_exit(int status)
{
	if (status >= 200 && status < 300)
		return COMMAND_DONE;
	if (status == 404)
		return COMMAND_NOT_FOUND;
	if (status == 401 || status == 403 || status == 409)
		return COMMAND_REFUSED;
	return COMMAND_FAILED;
}

/* The sentence of a problem document (RFC 9457), else the status. */
static void
control_explain(const struct control_answer *answer)
{
	auto_(jsonin_unref) json_t *json = NULL;
	struct slice said = SLICE("");

	if (jsonin_load(buf_slice(&answer->body), &json, NULL) == 0)
		said = jsonin_get(json, "detail");
	if (said.len == 0 && json != NULL)
		said = jsonin_get(json, "title");
	if (said.len != 0)
		fprintf(stderr, "torntape: %.*s\n", (int)said.len, said.at);
	else
		fprintf(stderr, "torntape: the gateway answered %d\n",
			answer->status);
}

int
control_command(const struct args *args, const char *method, const char *target,
	const struct buf *body, struct control_answer *ret_answer)
{
	auto_(mem_free) char *path = NULL;
	struct problem why = PROBLEM_NULL;
	int rc = place_socket(args, &path);

	if (rc != COMMAND_DONE)
		return rc;
	if (control_ask(path, method, target, body, ret_answer, &why) != 0) {
		fprintf(stderr,
			"torntape: %s\nIs it running (torntape run), and is "
			"this its configuration or --state?\n",
			why.text);
		return COMMAND_UNREACHABLE;
	}
	rc = control_exit(ret_answer->status);
	if (rc != COMMAND_DONE)
		control_explain(ret_answer);
	return rc;
}

void
control_put_order(
	const struct args *args, const char *story, struct jsonout *json)
{
	const struct passwd *user = getpwuid(geteuid());
	auto_(mem_free) char *unnamed = mem_printf("uid %ld", (long)geteuid());
	const char *who = args_find(args, "operator");

	if (who == NULL)
		who = user != NULL ? user->pw_name : unnamed;
	jsonout_member_text(json, "story", story);
	jsonout_member_some(
		json, "reason", slice_text(args_find(args, "reason")));
	jsonout_member_text(json, "operator", who);
}

void
control_put_segment(struct buf *target, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || c == '-' || c == '_' ||
			     c == '.' || c == '~';

		if (plain) {
			buf_putc(target, (char)c);
			continue;
		}
		buf_putc(target, '%');
		buf_putc(target, digits[c >> 4]);
		buf_putc(target, digits[c & 15]);
	}
}

int
control_load(const struct control_answer *answer, json_t **ret_json)
{
	struct problem why = PROBLEM_NULL;

	if (jsonin_load(buf_slice(&answer->body), ret_json, &why) == 0)
		return COMMAND_DONE;
	fprintf(stderr, "torntape: the answer is not JSON: %s\n", why.text);
	return COMMAND_FAILED;
}
