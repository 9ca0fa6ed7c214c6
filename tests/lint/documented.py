#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every option stands in the manual page and in the example file.

The list comes from the program itself: `torntape manpage` prints its tables.

    documented.py PROGRAM [ROOT]
"""
import pathlib
import re
import subprocess
import sys

import tree

KEY = re.compile(r'^\.TP\n\\fB([a-z_]+)\\fR', re.M)


def keys_of(page):
    """Configuration keys by section path, out of the roff."""
    part = page.split('.SH CONFIGURATION', 1)[1].split('.SH ', 1)[0]
    for section in part.split('.SS ')[1:]:
        yield section.split('\n', 1)[0], KEY.findall(section)


def check(program, root):
    page = subprocess.run([program, 'manpage'], check=True,
                          capture_output=True, text=True).stdout
    example = (root / 'deploy/examples/torntape.yaml').read_text()
    faults, n = [], 0
    if (root / 'deploy/man/torntape.1').read_text() != page:
        faults.append('deploy/man/torntape.1 is not what `torntape manpage` '
                      'prints')
    for section, keys in keys_of(page):
        for key in keys:
            n += 1
            if not re.search(rf'(^|[\s{{#-]){key}:', example, re.M):
                faults.append(f'{section}: {key} is not in '
                              'deploy/examples/torntape.yaml')
    return faults, n


if __name__ == '__main__':
    tree.finish('documented', *check(
        sys.argv[1],
        pathlib.Path(sys.argv[2]) if sys.argv[2:] else tree.BUILD_ROOT))
