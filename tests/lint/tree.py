# SPDX-License-Identifier: Apache-2.0
"""What the lints share: the sources of a tree, and C without its comments."""
import pathlib
import re
import sys

BUILD_ROOT = pathlib.Path(__file__).resolve().parents[2]


def sources(root, *suffixes, below=('gateway', 'plugins', 'include', 'tests')):
    for folder in below:
        for path in sorted((root / folder).rglob('*')):
            if path.suffix in suffixes and 'node_modules' not in path.parts:
                yield path


def code_of(text):
    """The same lines, with comments and the insides of literals blanked."""
    def blank(match):
        found = match.group(0)
        if found[0] in '"\'':
            return found[0] * 2 + '\n' * found.count('\n')
        return re.sub(r'[^\n]', ' ', found)
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"'
                  r"|'(?:\\.|[^'\\\n])*'", blank, text, flags=re.S)


def line_of(text, at):
    return text.count('\n', 0, at) + 1


def finish(name, faults, looked_at):
    """Tell and end: 0 clean, 1 faults. Having looked at nothing is a fault."""
    if looked_at == 0:
        faults = ['nothing was looked at: the lint looks in the wrong place']
    for fault in faults:
        print(fault)
    print(f'{name}: {looked_at} looked at, {len(faults)} faults')
    sys.exit(1 if faults else 0)
