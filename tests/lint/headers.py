#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every header compiles alone; the plugin's also as strict C11 and as C++."""
import pathlib
import shutil
import subprocess
import sys

import tree

PUBLIC = 'include/torntape/plugin.h'
C = ['-x', 'c', '-std=gnu11', '-D_GNU_SOURCE', '-fsyntax-only', '-Wall',
     '-Wextra', '-Werror', '-Wno-unused-function', '-Wno-pragma-once-outside-header']


def packages():
    done = subprocess.run(
        ['pkg-config', '--cflags', 'jansson', 'libevent', 'yaml-0.1',
         'sqlite3', 'uchardet'], capture_output=True, text=True)
    return done.stdout.split()


def compiles(root, command, name):
    """What the compiler says of a file that holds one include; '' is good."""
    done = subprocess.run(
        command + ['-I', str(root / 'gateway'), '-I', str(root / 'include'),
                   '-I', str(root / 'plugins'), '-'],
        input=f'#include "{name}"\n', capture_output=True, text=True)
    return done.stderr if done.returncode else ''


def jobs(root):
    compilers = [c for c in ('gcc', 'clang') if shutil.which(c)]
    more = packages()
    for compiler in compilers:
        flags = [compiler] + C + more
        if compiler == 'gcc':
            flags.remove('-Wno-pragma-once-outside-header')
        for path in tree.sources(root, '.h', below=('gateway', 'plugins')):
            base = root / path.relative_to(root).parts[0]
            yield flags, str(path.relative_to(base))
    strict = ['-fsyntax-only', '-Wall', '-Wextra', '-Werror', '-pedantic']
    if (root / PUBLIC).exists():
        yield ['gcc', '-x', 'c', '-std=c11'] + strict, 'torntape/plugin.h'
        if shutil.which('g++') or shutil.which('clang++'):
            cxx = 'g++' if shutil.which('g++') else 'clang++'
            yield [cxx, '-x', 'c++', '-std=c++17'] + strict, 'torntape/plugin.h'


def check(root):
    faults, n = [], 0
    for command, name in jobs(root):
        n += 1
        said = compiles(root, command, name)
        if said:
            faults.append(f'{name} does not compile alone ({command[0]} '
                          f'{command[2]}): {said.strip().splitlines()[0]}')
    return faults, n


if __name__ == '__main__':
    tree.finish('headers', *check(
        pathlib.Path(sys.argv[1]) if sys.argv[1:] else tree.BUILD_ROOT))
