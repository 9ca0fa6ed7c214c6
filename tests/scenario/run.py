#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Plays scenarios against the real binary.

  run.py [NAME...]   files, by name or letter (k, k-kill, k-kill.py); none: all
  --build DIR        where the binary lies; default $TORNTAPE_BUILD, or build
  --long             the long proofs: more rounds, more load
  --seed N           repeat a run
  --keep             leave the folders of failed scenarios

One line per scenario and a last one, `N passed, N failed`. Exit code 0, 1, or
77 when something was skipped and nothing failed: a skip must be seen.
"""
import argparse
import glob
import importlib.util
import os
import random
import secrets
import shutil
import sys
import tempfile
import time
import traceback

import house

HERE = os.path.dirname(os.path.abspath(__file__))


def files(names):
    every = sorted(glob.glob(os.path.join(HERE, '[a-z]-*.py')))
    if not names:
        return every
    chosen = [path for path in every if any(
        os.path.basename(path).removesuffix('.py') == name.removesuffix('.py')
        or os.path.basename(path).split('-')[0] == name for name in names)]
    if not chosen:
        sys.exit(f'no scenario is called {" ".join(names)}')
    return chosen


def load(path):
    """The scenarios of one file, in the order in which they stand there."""
    house.SCENARIOS.clear()
    name = os.path.basename(path).removesuffix('.py')
    spec = importlib.util.spec_from_file_location(name.replace('-', '_'), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [(name, function) for function in house.SCENARIOS]


def play(function, room):
    """None when it went well, else the traceback."""
    trouble = None
    try:
        function(room)
    except house.Skip:
        room.tidy()
        raise
    except Exception:
        trouble = traceback.format_exc()
    complaints = room.tidy()
    if complaints:
        trouble = (trouble or '') + '\n'.join(complaints)
    return trouble


def show(room, trouble):
    print(trouble, file=sys.stderr)
    for gateway in room.gateways:
        print(f'--- {gateway.name} said:', *gateway.log[-120:], sep='\n',
              file=sys.stderr)
    print(f'--- history: {room.folder}/history.jsonl', file=sys.stderr)
    for part in room.parts:
        show(part, f'--- of the part with seed {part.seed}:')


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('names', nargs='*')
    parser.add_argument('--build', default=os.environ.get(
        'TORNTAPE_BUILD', os.path.join(HERE, '..', '..', 'build')))
    parser.add_argument('--long', action='store_true')
    parser.add_argument('--seed', type=int)
    parser.add_argument('--only', help='scenarios with this in their name')
    parser.add_argument('--keep', action='store_true')
    asked = parser.parse_args()

    binary = os.path.abspath(os.path.join(asked.build, 'torntape'))
    if not os.path.exists(binary):
        sys.exit(f'{binary} is not built')
    seed = asked.seed if asked.seed is not None else secrets.randbits(32)
    print(f'seed {seed}{" long" if asked.long else ""}', flush=True)
    folder = tempfile.mkdtemp(prefix='torntape-authority-')
    authority = house.Authority(folder)
    counts = {'passed': 0, 'failed': 0, 'skipped': 0}
    try:
        for path in files(asked.names):
            for name, function in load(path):
                if asked.only and asked.only not in function.__name__:
                    continue
                result = one(name, function, asked, binary, authority, seed)
                counts[result] += 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tail = f', {counts["skipped"]} skipped' if counts['skipped'] else ''
    print(f'{counts["passed"]} passed, {counts["failed"]} failed{tail}')
    if counts['failed']:
        return 1
    return 77 if counts['skipped'] else 0


def one(name, function, asked, binary, authority, seed):
    """Play one scenario and print its line."""
    random.seed(f'{seed} {function.__name__}')
    room = house.Room(binary, authority, seed, asked.long)
    title = f'{name[0]}: {function.__name__.replace("_", " ")}'
    begun = time.monotonic()
    try:
        trouble = play(function, room)
    except house.Skip as why:
        print(f'skip   {title}: {why}', flush=True)
        room.clear()
        return 'skipped'
    print(f'{"FAILED" if trouble else "ok    "} {title} '
          f'({time.monotonic() - begun:.1f} s)', flush=True)
    if trouble:
        show(room, trouble)
    if not (trouble and asked.keep):
        room.clear()
    return 'failed' if trouble else 'passed'


if __name__ == '__main__':
    sys.exit(main())
