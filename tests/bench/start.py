#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""How long a start takes with so many stories: from exec to `ready`.

  start.py [--build DIR] [--stories N] [--most S] [--folder DIR]

Fills a state directory with N stories (100,000 unless told; 10^6 need 8 GB),
then starts the real binary on it: after an orderly stop, and after kill -9 with
a WAL as long as the gateway lets it become; each with the database in the page
cache and without. Every start must be ready within S seconds (2) and serve a
page, a story of it and a feed. The folder is removed at the end.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'scenario'))

import house  # noqa: E402

# A sanitizer makes it slow; whoever runs it under one says how many times.
PATIENCE = float(os.environ.get('TORNTAPE_PATIENCE', '1'))
SUDDEN = 7000  # stories: 64 MB of WAL, where the gateway waits for its readers


def fill(asked, state, stories, *more):
    began = time.monotonic()
    subprocess.run([os.path.join(asked.build, 'tests', 'bench', 'bench_start'),
                    state, str(stories), *more], check=True)
    return time.monotonic() - began


def sizes(state):
    def of(name):
        path = os.path.join(state, name)
        return os.path.getsize(path) / 1e6 if os.path.exists(path) else 0
    return f'{of("journal.db"):.0f} MB, WAL {of("journal.db-wal"):.0f} MB'


def forget(state):
    """The page cache lets go of it."""
    for name in os.listdir(state):
        file = os.open(os.path.join(state, name), os.O_RDONLY)
        os.fsync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


def start(gateway):
    """Seconds to `ready`, and seconds for the first page, story and feed."""
    began = time.monotonic()
    begun = len(gateway.log)
    gateway.spawn()
    house.until('ready', lambda: gateway.says_ready(begun), 120)
    ready = time.monotonic() - began
    page = gateway.ask('GET', '/v1/stories?limit=100', 'gulf-daily')
    house.equal(page.status, 200)
    house.equal(len(page.json['items']), 100)
    story = page.json['items'][50]['data']['id']
    house.expect(gateway.ask('GET', f'/v1/stories/{story}',
                             'gulf-daily').status in (200, 410), 'a story')
    house.equal(gateway.ask('GET', '/v1/feeds/world.atom',
                            'gulf-daily').status, 200)
    return ready, time.monotonic() - began - ready


def measure(asked, gateway, state):
    slow = 0
    for what, cold, sudden in (('orderly stop', False, False),
                               ('orderly stop, cold cache', True, False),
                               ('kill -9', False, True),
                               ('kill -9, cold cache', True, True)):
        if sudden:
            fill(asked, state, SUDDEN, 'sudden')
        if cold:
            forget(state)
        size = sizes(state)
        ready, served = start(gateway)
        slow += ready > asked.most * PATIENCE
        print(f'{what:26} {ready:6.2f} s to ready, {served:5.2f} s for a '
              f'page, a story and a feed ({size})', flush=True)
        gateway.stop()
    return slow


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--build', default=os.path.join(
        HERE, '..', '..', 'build'))
    parser.add_argument('--stories', type=int, default=100000)
    parser.add_argument('--most', type=float, default=2.0)
    parser.add_argument('--folder', default=tempfile.gettempdir())
    asked = parser.parse_args()
    asked.build = os.path.abspath(asked.build)

    folder = tempfile.mkdtemp(prefix='torntape-start-',
                              dir=os.path.abspath(asked.folder))
    try:
        authority = house.Authority(folder)
        room = house.Room(os.path.join(asked.build, 'torntape'), authority, 0)
        state = os.path.join(folder, 'state')
        took = fill(asked, state, asked.stories)
        print(f'{asked.stories} stories made in {took:.0f} s', flush=True)
        gateway = room.gateway(
            start=False, state=state,
            subscribers=[house.subscriber('gulf-daily')])
        slow = measure(asked, gateway, state)
        room.tidy()
        room.clear()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f'{4 - slow} passed, {slow} failed')
    return 1 if slow else 0


if __name__ == '__main__':
    sys.exit(main())
