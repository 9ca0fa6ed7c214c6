#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A plugin shows torntape_plugin and nothing else; the program shows tt_* only.

    symbols.py PROGRAM PLUGIN.so...
"""
import re
import subprocess
import sys

import tree

# What the linker and the sanitizers' runtimes put there themselves.
TOOLS = re.compile(r'_init|_fini|_end|_edata|__bss_start|_IO_stdin_used|'
                   r'__(asan|ubsan|tsan|lsan|sanitizer|interceptor).*|'
                   r'.*@@?GLIBC.*|(stdin|stdout|stderr|environ|optarg|optind|'
                   r'opterr|__environ|_environ)(@.*)?')


def defined(path):
    done = subprocess.run(['nm', '-D', '--defined-only', path], check=True,
                          capture_output=True, text=True)
    return [line.split()[-1] for line in done.stdout.splitlines()]


def check(program, plugins):
    faults = [f'{program}: shows {name}' for name in defined(program)
              if not name.startswith('tt_') and not TOOLS.fullmatch(name)]
    if not any(name.startswith('tt_') for name in defined(program)):
        faults.append(f'{program}: shows no tt_*, so no plugin can be loaded')
    for plugin in plugins:
        names = [n for n in defined(plugin) if not TOOLS.fullmatch(n)]
        if names != ['torntape_plugin']:
            faults.append(f'{plugin}: shows {names}')
    return faults, 1 + len(plugins)


if __name__ == '__main__':
    tree.finish('symbols', *check(sys.argv[1], sys.argv[2:]))
