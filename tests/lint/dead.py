#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every function that a header of the gateway or of plugins/common offers is
used somewhere: beyond its declaration and its definition the sources name it
once more. A use in tests, plugins or benches counts.

    dead.py [ROOT]
"""
import collections
import pathlib
import re
import sys

import tree

OFFERED = re.compile(r'\b([a-z][a-z0-9_]*)\s*\((?!\*)')
WORD = re.compile(r'\b[a-z][a-z0-9_]*\b')
# The house style puts the name of what is defined at the line's beginning.
DEFINED = re.compile(r'^([a-z][a-z0-9_]*)\(', re.M)
# What C itself puts before a parenthesis.
NOT_NAMES = {'sizeof', 'return', 'if', 'while', 'for', 'switch', 'defined',
             '__attribute__'}


def offered(code):
    """Functions declared at the outermost level of a header."""
    code = re.sub(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', '', code, flags=re.M)
    code = re.sub(r'__attribute__\s*\(\(.*?\)\)', '', code, flags=re.S)
    for _ in range(8):
        code = re.sub(r'\{[^{}]*\}', ';', code)
    for statement in code.split(';'):
        if statement.split()[:1] in (['typedef'], ['static']):
            continue
        found = OFFERED.search(statement)
        if found and found.group(1) not in NOT_NAMES:
            yield found.group(1)


def check(root):
    code = {path: tree.code_of(path.read_text())
            for path in tree.sources(root, '.c', '.h')}
    uses = collections.Counter(
        word for text in code.values() for word in WORD.findall(text))
    defined = collections.Counter(
        word for text in code.values() for word in DEFINED.findall(text))
    faults, n = [], 0
    for path, text in code.items():
        place = path.relative_to(root)
        if path.suffix != '.h' or not (
                place.parts[0] == 'gateway' or
                place.parts[:2] == ('plugins', 'common')):
            continue
        for name in sorted(set(offered(text))):
            n += 1
            if uses[name] <= 1 + defined[name]:
                faults.append(f'{place}: nobody calls {name}()')
    return faults, n


if __name__ == '__main__':
    tree.finish('dead', *check(
        pathlib.Path(sys.argv[1]) if sys.argv[1:] else tree.BUILD_ROOT))
