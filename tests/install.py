#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An installed torntape finds its plugins: install into an empty folder, and
try a story from there.

    install.py BUILD
"""
import pathlib
import subprocess
import sys
import tempfile

STORY = 'Ferry line to reopen\n\nLISBON, March 3 (Lusa) -- It will run in May.\n'

with tempfile.TemporaryDirectory() as name:
    subprocess.run(['meson', 'install', '-C', sys.argv[1], '--no-rebuild',
                    '--quiet', '--destdir', name], check=True)
    program, = pathlib.Path(name).rglob('bin/torntape')
    story = pathlib.Path(name, 'story.txt')
    story.write_text(STORY)
    said = subprocess.run([program, 'try', '--json', story], check=True,
                          capture_output=True, text=True).stdout
    if '"supplier":{"name":"Lusa"' not in said:
        sys.exit(f'no supplier in {said}')
