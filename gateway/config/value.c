/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value - judging single values.
 */
#include "config/value.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "crypto/base64.h"
#include "crypto/sha256.h"
#include "text/charset.h"

#define SHOWN(text) (int)((text).len > 80 ? 80 : (text).len), (text).at
#define VALUE_URL_MAX 2048u
#define VALUE_TOKEN_MIN 16u

struct value_block {
	int family; /* AF_INET, AF_INET6 */
	unsigned char bytes[16];
	unsigned n_bits;
};

/* ---- names --------------------------------------------------------------- */

static bool
value_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

int
value_check_name(struct slice text, struct problem *why)
{
	bool good = text.len != 0 && text.len <= VALUE_NAME_MAX &&
		    value_is_word(text.at[0]);

	for (size_t i = 0; good && i < text.len; i++)
		good = value_is_word(text.at[i]) || text.at[i] == '-' ||
		       text.at[i] == '_';
	if (good)
		return 0;
	return problem_set(why, 1, "E-CONFIG-NAME",
		"'%.*s' is no name: a-z, 0-9, - and _, a letter or digit "
		"first, at most %u",
		SHOWN(text), VALUE_NAME_MAX);
}

/* ---- keys and secrets ---------------------------------------------------- */

static int
value_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool
value_read_hex(struct slice text, unsigned char *ret_bytes, size_t len)
{
	if (text.len != len * 2)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (value_digit(text.at[i]) < 0)
			return false;
	for (size_t i = 0; i < len; i++)
		ret_bytes[i] =
			(unsigned char)(value_digit(text.at[2 * i]) * 16 +
					value_digit(text.at[2 * i + 1]));
	return true;
}

static bool
value_is_token(struct slice text)
{
	if (text.len < VALUE_TOKEN_MIN)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] <= ' ' || text.at[i] > '~')
			return false;
	return true;
}

int
value_read_key(struct slice text, bool may_be_token, struct config_key *ret_key,
	struct problem *why)
{
	const struct slice mark = SLICE("sha256:");
	struct sha256 sha;

	if (slice_starts(text, mark)) {
		if (value_read_hex(slice_of(text.at + 7, text.len - 7),
			    ret_key->sha256, CONFIG_KEY_SIZE))
			return 0;
		return problem_set(why, 1, "E-CONFIG-KEY",
			"'sha256:' wants 64 hex digits behind it, not %zu "
			"characters",
			text.len - 7);
	}
	if (!may_be_token)
		return problem_set(why, 1, "E-CONFIG-KEY",
			"a key is written as sha256:HEX, or as ${file:PATH}; "
			"`torntape key new` makes one");
	if (!value_is_token(text))
		return problem_set(why, 1, "E-CONFIG-KEY",
			"the file must hold one token of at least %u printable "
			"characters, or sha256:HEX",
			VALUE_TOKEN_MIN);
	sha256_begin(&sha);
	sha256_add(&sha, text);
	sha256_end(&sha, ret_key->sha256);
	return 0;
}

int
value_read_secret(struct slice text, struct buf *out, struct problem *why)
{
	const struct slice mark = SLICE("whsec_");
	size_t before = out->len;
	size_t n;

	if (!slice_starts(text, mark))
		return problem_set(why, 1, "E-CONFIG-SECRET",
			"a webhook secret begins with whsec_, then base64");
	if (base64_read(slice_of(text.at + 6, text.len - 6), out) != 0)
		return problem_set(why, 1, "E-CONFIG-SECRET",
			"what follows whsec_ is not base64");
	n = out->len - before;
	if (n >= 24 && n <= 64)
		return 0;
	return problem_set(why, 1, "E-CONFIG-SECRET",
		"a webhook secret has 24 to 64 bytes, this one %zu", n);
}

/* ---- addresses ----------------------------------------------------------- */

static bool
value_read_ip(struct slice text, struct value_block *ret_block)
{
	auto_(mem_free) char *copy = mem_strndup(text.at, text.len);

	/* What stands behind a NUL would be believed unread. */
	if (slice_has(text, '\0'))
		return false;
	*ret_block = (struct value_block){ .family = AF_INET, .n_bits = 32 };
	if (inet_pton(AF_INET, copy, ret_block->bytes) == 1)
		return true;
	ret_block->family = AF_INET6;
	ret_block->n_bits = 128;
	return inet_pton(AF_INET6, copy, ret_block->bytes) == 1;
}

static bool
value_read_block(struct slice text, struct value_block *ret_block)
{
	const char *slash = memchr(text.at, '/', text.len);
	size_t len = slash != NULL ? (size_t)(slash - text.at) : text.len;
	uint64_t n_bits;

	if (!value_read_ip(slice_of(text.at, len), ret_block))
		return false;
	if (slash == NULL)
		return true;
	if (slice_to_u64(slice_of(slash + 1, text.len - len - 1), &n_bits) ||
		n_bits > ret_block->n_bits)
		return false;
	ret_block->n_bits = (unsigned)n_bits;
	return true;
}

static bool
value_covers(const struct value_block *block, const struct value_block *ip)
{
	unsigned whole = block->n_bits / 8, rest = block->n_bits % 8;
	unsigned mask = rest ? 0xffu << (8 - rest) & 0xffu : 0;

	if (block->family != ip->family)
		return false;
	if (memcmp(block->bytes, ip->bytes, whole) != 0)
		return false;
	return rest == 0 ||
	       ((block->bytes[whole] ^ ip->bytes[whole]) & mask) == 0;
}

int
value_check_block(struct slice text, struct problem *why)
{
	struct value_block block;

	if (text.len != 0 && value_read_block(text, &block))
		return 0;
	return problem_set(why, 1, "E-CONFIG-ADDRESS",
		"'%.*s' is no block of addresses like 10.0.0.0/8 or fd00::/8",
		SHOWN(text));
}

/* Cut "HOST:PORT"; a host with colons stands in brackets. */
static bool
value_cut_port(struct slice text, struct slice *ret_host, uint64_t *ret_port)
{
	const char *colon = memrchr(text.at, ':', text.len);
	struct slice host;

	if (colon == NULL)
		return false;
	host = slice_of(text.at, (size_t)(colon - text.at));
	if (slice_to_u64(slice_of(colon + 1, text.len - host.len - 1),
		    ret_port) != 0 ||
		*ret_port > 65535)
		return false;
	if (host.len > 2 && host.at[0] == '[' && host.at[host.len - 1] == ']')
		host = slice_of(host.at + 1, host.len - 2);
	*ret_host = host;
	return host.len != 0;
}

int
value_check_address(struct slice text, struct problem *why)
{
	struct value_block ip;
	struct slice host;
	uint64_t port;

	if (text.len != 0 && value_cut_port(text, &host, &port) &&
		value_read_ip(host, &ip))
		return 0;
	return problem_set(why, 1, "E-CONFIG-ADDRESS",
		"'%.*s' is no address with a port like 127.0.0.1:8443 or "
		"[::1]:8443",
		SHOWN(text));
}

/* ---- webhook URLs -------------------------------------------------------- */

static bool
value_is_allowed(struct slice host, const char *const *blocks)
{
	struct value_block ip, block;

	if (slice_is_nocase(host, "localhost"))
		host = SLICE("127.0.0.1");
	if (!value_read_ip(host, &ip))
		return false;
	for (; blocks != NULL && *blocks != NULL; blocks++)
		if (value_read_block(slice_text(*blocks), &block) &&
			value_covers(&block, &ip))
			return true;
	return false;
}

/* Everything between "//" and the path. */
static struct slice
value_authority(struct slice rest)
{
	size_t len = 0;

	while (len < rest.len && !strchr("/?#\\", rest.at[len]))
		len++;
	return slice_of(rest.at, len);
}

static bool
value_read_host(struct slice authority, struct slice *ret_host)
{
	struct slice bare = authority;
	uint64_t port;

	if (authority.len == 0 || memchr(authority.at, '@', authority.len))
		return false;
	if (authority.at[authority.len - 1] == ']' ||
		!memchr(authority.at, ':', authority.len)) {
		if (bare.at[0] == '[' && bare.len > 2)
			bare = slice_of(bare.at + 1, bare.len - 2);
		*ret_host = bare;
		return true;
	}
	return value_cut_port(authority, ret_host, &port) && port != 0;
}

static bool
value_is_printable(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] <= ' ' || text.at[i] > '~')
			return false;
	return true;
}

int
value_check_url(
	struct slice text, const char *const *blocks, struct problem *why)
{
	const struct slice tls = SLICE("https://"), bare = SLICE("http://");
	bool is_tls = slice_starts(text, tls);
	size_t scheme = is_tls ? tls.len : bare.len;
	struct slice host;

	if (!is_tls && !slice_starts(text, bare))
		return problem_set(why, 1, "E-CONFIG-URL",
			"a webhook's address begins with https://");
	if (text.len > VALUE_URL_MAX || !value_is_printable(text) ||
		!value_read_host(value_authority(slice_of(
					 text.at + scheme, text.len - scheme)),
			&host))
		return problem_set(why, 1, "E-CONFIG-URL",
			"not an address like https://host/path: no blanks, no "
			"user, a host, at most %u bytes",
			VALUE_URL_MAX);
	if (is_tls || value_is_allowed(host, blocks))
		return 0;
	return problem_set(why, 1, "E-CONFIG-URL",
		"http:// is only for addresses that outgoing.allow names; use "
		"https://");
}

/* ---- character sets ------------------------------------------------------ */

int
value_check_charset(const char *name, struct problem *why)
{
	if (charset_is_known(name))
		return 0;
	return problem_set(why, 1, "E-CONFIG-CHARSET",
		"there is no character set '%.60s' that can be read; they are "
		"written as iso-8859-1, windows-1251 or shift_jis",
		name);
}

/* ---- zones --------------------------------------------------------------- */

int
value_check_zone(const char *name, struct problem *why)
{
	auto_(mem_free) char *path = NULL;
	struct stat facts;
	bool safe = name[0] != '\0' && name[0] != '/' && name[0] != '.' &&
		    strstr(name, "..") == NULL && strlen(name) < 100;

	if (safe && strcmp(name, "UTC") == 0)
		return 0;
	path = mem_printf("/usr/share/zoneinfo/%s", safe ? name : "");
	if (safe && stat(path, &facts) == 0 && S_ISREG(facts.st_mode))
		return 0;
	return problem_set(why, 1, "E-CONFIG-ZONE",
		"there is no time zone '%.60s'; they are written as Asia/Dubai "
		"or Europe/Berlin",
		name);
}
