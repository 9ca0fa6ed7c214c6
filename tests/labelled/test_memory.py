#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No byte is read before it was written, in all copy of the labelled set.

Sanitizers see what lies outside of memory that was asked for, not what was
never written inside of it; valgrind does.
"""
import argparse
import collections
import pathlib
import subprocess
import sys
import tempfile

import cases as c
import score

HERE = pathlib.Path(__file__).resolve().parent
VALGRIND = ['valgrind', '-q', '--error-exitcode=1',
            f'--suppressions={HERE / "valgrind.supp"}']


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--torntape', required=True)
    torntape = pathlib.Path(parser.parse_args().torntape).resolve()
    groups = collections.defaultdict(list)
    for case in c.read_all(HERE)[0].values():
        groups[case.partner, case.content_type].append(case)
    failed = 0
    for (partner, content_type), group in groups.items():
        with tempfile.TemporaryDirectory() as folder:
            for case in group:
                pathlib.Path(folder, score.file_name(case)).write_bytes(
                    case.document)
            failed |= subprocess.run(
                [*VALGRIND, torntape, 'try', '--json', '--config',
                 score.CONFIG, '--partner', partner, '--content-type',
                 content_type, '--', *map(score.file_name, group)],
                cwd=folder, stdout=subprocess.DEVNULL).returncode
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
