#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every option stands in the manual page and in the example file, and somebody
outside config/ reads it. Every route and every code of a refusal stands in the
manual of the HTTP contract.

The list comes from the program itself: `torntape manpage` prints its tables.

    documented.py PROGRAM [ROOT]
"""
import pathlib
import re
import subprocess
import sys

import tree

# Kept for a version to come, and said so where it is documented.
LATER = {'queue', 'visibility'}
# What the reading folders call it otherwise.
MEMBER = {'public': 'public_address', 'webhook': 'webhook_url',
          'url': 'webhook_url', 'secret': 'webhook_secret_text',
          'retries': 'retries_ms', 'plugins': 'overrides|plugins',
          'grant': 'may_retract', 'may': 'may_kill'}
KEY = re.compile(r'^\.TP\n\\fB([a-z_]+)\\fR', re.M)


def keys_of(page):
    """Configuration keys by section path, out of the roff."""
    part = page.split('.SH CONFIGURATION', 1)[1].split('.SH ', 1)[0]
    for section in part.split('.SS ')[1:]:
        yield section.split('\n', 1)[0], KEY.findall(section)


def readers(root):
    """The code of those folders that turn the configuration into deeds."""
    return '\n'.join(tree.code_of(path.read_text()) for folder in
                     ('house', 'cli') for path in
                     sorted((root / 'gateway' / folder).glob('*.c')))


def is_read(key, code):
    return key in LATER or re.search(
        rf'(->|\.)({MEMBER.get(key, key)})\b', code)


# Where the code of a refusal stands: behind a status, or given on alone.
CODE = re.compile(r'\b[45]\d\d,\s*(?:\w+ \? \w+ : )?"([a-z0-9-]+)"'
                  r'|\brefuse\(x,\s*"([a-z-]+)"|"([a-z-]+-twice)"'
                  r'|->refused = (?:[^;"]*")([a-z-]+)"')
PARSED = re.compile(r'(?:return|\?|:)\s*"([a-z0-9-]+)"')
ROUTE = re.compile(r'"(/(?:v1/(?:[a-z]+/)*[a-z{}/]*|[a-z]*z|metrics|))"')
ROUTE_FILES = {'admin.c', 'push.c', 'delivery.c', 'control.c'}


def promises(root):
    """Routes and codes, out of the code that makes them."""
    for path in tree.sources(root, '.c', below=('gateway',)):
        text = path.read_text()
        if path.name in ROUTE_FILES and path.parent.name != 'cli':
            yield from ('route ' + one for one in ROUTE.findall(text))
        yield from ('code ' + next(filter(None, one))
                    for one in CODE.findall(text))
        if path.name in ('http1.c', 'http1_head.c'):
            yield from ('code ' + one for one in PARSED.findall(text))


def missing_in_manual(root):
    page = (root / 'deploy/manual/http.md').read_text()
    asked = sorted(set(promises(root)))
    return [f'{one} is not in deploy/manual/http.md' for one in asked
            if not re.search(r'[` ]' + re.escape(one.split(' ', 1)[1]) +
                             r'[`? ]', page)], len(asked)


def check(program, root):
    page = subprocess.run([program, 'manpage'], check=True,
                          capture_output=True, text=True).stdout
    example = (root / 'deploy/examples/torntape.yaml').read_text()
    code, faults, n = readers(root), [], 0
    if (root / 'deploy/man/torntape.1').read_text() != page:
        faults.append('deploy/man/torntape.1 is not what `torntape manpage` '
                      'prints')
    for section, keys in keys_of(page):
        for key in keys:
            n += 1
            if not re.search(rf'(^|[\s{{#-]){key}:', example, re.M):
                faults.append(f'{section}: {key} is not in '
                              'deploy/examples/torntape.yaml')
            if not is_read(key, code):
                faults.append(f'{section}: nobody reads {key}')
    silent, n_promises = missing_in_manual(root)
    return faults + silent, n + n_promises


if __name__ == '__main__':
    tree.finish('documented', *check(
        sys.argv[1],
        pathlib.Path(sys.argv[2]) if sys.argv[2:] else tree.BUILD_ROOT))
