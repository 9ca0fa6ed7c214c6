#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every include stands in the layer table of ARCHITECTURE.md, or it fails.

The table is read from the page itself, so page and code cannot part. A foreign
header is one that is neither ours nor of the C library and kernel.
"""
import fnmatch
import pathlib
import re
import sys

import tree

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
PUBLIC = 'torntape/plugin.h'
# Headers that come with libc6-dev and linux-libc-dev.
LIBC = re.compile(r'(sys|arpa|netinet|linux|net|asm|bits)/.*|[a-z0-9_]+\.h')
FOREIGN = re.compile(
    r'(event2|openssl|curl|uchardet|nghttp2|libxml)/.*|(zlib|jansson|expat|'
    r'yaml|sqlite3|seccomp|utf8proc|uchardet|iconv|dlfcn|getopt|event|pcre2|'
    r'cmocka|lua|ncurses)\.h')


def read_table(page):
    """folder -> (set of folders, list of foreign patterns)."""
    rows, inside = {}, False
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip().strip('|').split('|')]
        if line.startswith('| folder '):
            inside = True
        elif inside and not line.startswith('|'):
            inside = False
        elif inside and len(cells) == 3 and not cells[0].startswith('--'):
            words = cells[2].replace(',', ' ').split()
            rows[cells[0]] = (
                set(cells[1].replace(',', ' ').split()) - {'-'},
                [w for w in words if w not in ('-', 'libc', 'libc.')])
    return rows


def public_users(page):
    """Folders that may include the plugin's header."""
    match = re.search(r'`include/torntape/plugin.h` may be included by ([^.]*)',
                      page)
    return set(re.findall(r'`([a-z]+)`', match.group(1))) if match else set()


def home(path, root):
    """The table's row for a file."""
    parts = path.relative_to(root).parts
    if parts[0] == 'gateway':
        return parts[1] if len(parts) > 2 else 'main.c'
    return 'plugins/*'


def fault(row, path, folder, kind, name, users):
    """What is wrong with one include, or None."""
    allowed, foreign = row
    if name == PUBLIC:
        ok = folder in users or folder == 'plugins/*'
        return None if ok else f'{folder} may not include {name}'
    if kind == '"' and '/' in name and folder != 'plugins/*':
        target = name.split('/')[0]
        ok = target == folder or target in allowed
        return None if ok else f'{folder} may not include {target}'
    if kind == '"' and folder == 'plugins/*':
        ok = '..' not in name and name.split('/')[0] in (
            'common', path.parent.name, name)
        return None if ok else f'a plugin may not include {name}'
    if kind == '"':
        return f'"{name}" is not written from gateway/'
    if FOREIGN.fullmatch(name):
        ok = any(fnmatch.fnmatch(name, pattern) for pattern in foreign)
        return None if ok else f'{folder} may not include <{name}>'
    return None if LIBC.fullmatch(name) else f'<{name}> is in no list'


def check(root):
    page = (root / 'ARCHITECTURE.md').read_text()
    rows, users = read_table(page), public_users(page)
    faults, n = [], 0
    for path in tree.sources(root, '.c', '.h', below=('gateway', 'plugins')):
        n += 1
        folder, text = home(path, root), path.read_text()
        where = path.relative_to(root)
        if folder not in rows:
            faults.append(f'{where}: {folder} has no row in the layer table')
            continue
        for match in INCLUDE.finditer(text):
            wrong = fault(
                rows[folder], path, folder, *match.groups(), users)
            if wrong:
                line = tree.line_of(text, match.start())
                faults.append(f'{where}:{line}: {wrong}')
    return faults, n


if __name__ == '__main__':
    tree.finish('layers', *check(
        pathlib.Path(sys.argv[1]) if sys.argv[1:] else tree.BUILD_ROOT))
