#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The house rules that a machine can see.

Banned calls, first lines and opening essays, lengths of files and functions,
words that promise later work, a README in every folder, clang-format.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import tree

BANNED = re.compile(
    r'\b(strcpy|strcat|sprintf|vsprintf|strtok|strtok_r|strtol|strtoul|strtoll|'
    r'strtoull|strtod|atoi|atol|atof|gets|alloca|setlocale|signal|exit)'
    r'[ \t]*\(')
LATER = re.compile(r'\b(TO' r'DO|FIX' r'ME|XX' r'X)\b')
SPDX = 'SPDX-License-Identifier: Apache-2.0'
MAX_LINES, MAX_FUNCTION = 900, 80


def banned(path, text):
    code = tree.code_of(text)
    for match in BANNED.finditer(code):
        before = code[:match.start()].rstrip()
        if before.endswith(('->', '.')):
            continue
        if match.group(1) == 'exit' and path.name == 'main.c':
            continue
        yield tree.line_of(code, match.start()), f'{match.group(1)}() is banned'


def opening(path, text):
    lines = text.split('\n')
    if SPDX not in '\n'.join(lines[:2]):
        yield 1, 'no SPDX line'
    essay = r'/\*\n \* \S' if 'tests' not in path.parts else r'/\*'
    if path.suffix in ('.c', '.h') and not re.match(
            r'/\*[^\n]*\*/\n+' + essay, text):
        yield 2, 'no opening essay below the SPDX line'


def lengths(path, text):
    n = text.count('\n')
    if path.suffix in ('.c', '.h') and n > MAX_LINES:
        yield n, f'{n} lines; the limit is {MAX_LINES}'


def later(path, text):
    for match in LATER.finditer(text):
        yield tree.line_of(text, match.start()), f'{match.group(0)} stands here'


def functions(root, paths):
    """By universal-ctags, where it is installed."""
    if not shutil.which('ctags') or not paths:
        print('ctags is not installed: function lengths were not checked')
        return
    done = subprocess.run(
        ['ctags', '--output-format=json', '--fields=+ne', '--c-kinds=f',
         '-L', '-', '-f', '-'], input='\n'.join(map(str, paths)),
        capture_output=True, text=True, check=True)
    for row in map(json.loads, done.stdout.splitlines()):
        n = row.get('end', row['line']) - row['line'] + 1
        if n > MAX_FUNCTION:
            where = pathlib.Path(row['path']).relative_to(root)
            yield f"{where}:{row['line']}: {row['name']}() has {n} lines"


def readmes(root):
    for folder in sorted((root / 'gateway').iterdir()):
        if folder.is_dir() and not (folder / 'README.md').exists():
            yield f'gateway/{folder.name}: no README.md'


def formatted(root, paths):
    if not shutil.which('clang-format') or not paths:
        print('clang-format is not installed: layout was not checked')
        return
    # One process for all: starting it costs thirty times the reading.
    done = subprocess.run(
        ['clang-format', '--dry-run', '-Werror', *map(str, paths)],
        cwd=root, capture_output=True, text=True)
    told = {line.partition(':')[0] for line in done.stderr.splitlines()
            if 'error:' in line}
    for name in sorted(told):
        yield f'{os.path.relpath(name, root)}: clang-format would change it'
    if done.returncode and not told:
        yield f'clang-format: {done.stderr.strip()}'


def check(root):
    faults, n, ours = [], 0, []
    for path in tree.sources(root, '.c', '.h', '.py'):
        n += 1
        text = path.read_text()
        rules = [opening, lengths, later]
        where = path.relative_to(root)
        if path.suffix != '.py':
            ours.append(path)
        if path.suffix != '.py' and where.parts[0] != 'tests':
            rules.append(banned)
        for rule in rules:
            faults += [f'{where}:{line}: {what}'
                       for line, what in rule(path, text)]
    faults += functions(root, [p for p in ours if p.suffix == '.c'])
    faults += readmes(root)
    faults += formatted(root, [
        p for p in ours if p.relative_to(root).parts[0] in
        ('gateway', 'plugins')])
    return faults, n


if __name__ == '__main__':
    tree.finish('style', *check(
        pathlib.Path(sys.argv[1]) if sys.argv[1:] else tree.BUILD_ROOT))
