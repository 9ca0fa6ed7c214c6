/* SPDX-License-Identifier: Apache-2.0 */
/*
 * host.h - the host of a web address as browsers write it.
 *
 * "BÜCHER.example", "%62%c3%bccher.example" and "xn--bcher-kva.example" are one
 * name, "0x7f.1" and "127.0.0.1" one address, and whoever compares, blocks or
 * looks one up must see the same. This is the host parser of the WHATWG URL
 * standard. No name is looked up here. Pure functions, any thread.
 */
#ifndef TEXT_HOST_H
#define TEXT_HOST_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/* Append the host that stands between user and port: a name in ASCII, an IPv4
 * address in four numbers, an IPv6 address in brackets, in its shortest form.
 * Characters that a name may hold and RFC 3986 does not allow are escaped.
 * False, and `out` untouched: there is no such host. */
bool host_put(struct slice host, struct buf *out);

#endif
