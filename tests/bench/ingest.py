#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Durable ingest: how many stories a second one core takes, and how soon each
is acknowledged.

  tests/bench/ingest.py --build build [--seconds 6] [--repeat 1]

A ninjs story of 4 KB, each another one, through decoding, plugins and the
fsynced commit. Three loads: one client and 64 clients that wait for each answer,
and 64 clients that send 1,000 a second whatever happens (the time counts from
when a story was due). The gateway with its one worker has one core, the load
generator the other. Beside each figure stands where the time went: CPU per
story of each thread and of the worker, and how many stories shared a commit.

Needs the shared load generator (../shared/bench, or $TORNTAPE_SHARED/bench).
"""
import argparse
import os
import re
import sys
import urllib.request

from rig import ADMIN, PUBLIC, ROOT, Rig, missing

TICKS = os.sysconf('SC_CLK_TCK')
# what, clients, stories a second (0: as fast as they are acknowledged)
LOADS = [('one client', 1, 0), ('64 clients', 64, 0),
         ('1,000 a second', 64, 1000)]


def children(pid):
    with open(f'/proc/{pid}/task/{pid}/children', encoding='ascii') as file:
        return [int(word) for word in file.read().split()]


def threads(pid):
    """name -> CPU seconds, of the gateway's threads and its workers."""
    spent = {}
    for process in [pid, *children(pid)]:
        for task in os.listdir(f'/proc/{process}/task'):
            with open(f'/proc/{process}/task/{task}/stat',
                      encoding='ascii') as file:
                head, _, tail = file.read().rpartition(')')
            name = head.partition('(')[2]
            if process != pid:
                name = 'worker'
            elif int(task) == pid:
                name = 'front'
            fields = tail.split()
            spent[name] = spent.get(name, 0) + (
                int(fields[11]) + int(fields[12])) / TICKS
    return spent


def commits():
    with urllib.request.urlopen(f'http://127.0.0.1:{ADMIN}/metrics') as page:
        found = re.search(r'^torntape_journal_commits(?:_total)? (\d+)$',
                          page.read().decode(), re.M)
    return int(found.group(1))


def measure(rig, what, clients, rate, seconds):
    """One load on a fresh gateway: its line, and whether all was taken."""
    pid, where = rig.start_torntape()
    words = dict(zip(where[::2], where[1::2]))
    before, n_before = threads(pid), commits()
    row = rig.load(
        'post', '-n', str(clients), '--url',
        f'https://127.0.0.1:{PUBLIC}/v1/partners/bench/stories',
        '--pub-header', 'Authorization: Bearer p', '--pub-header',
        'Content-Type: application/json', '--body', words['--body'],
        '--size', '4096', '--server-pid', str(pid), '--duration',
        str(seconds), *(['--rate', str(rate)] if rate else []))
    after, n_after = threads(pid), commits()
    rig.stop(pid)
    taken = row['ok']
    parts = sorted(((after[name] - before.get(name, 0)) * 1e6 / taken, name)
                   for name in after)
    profile = ', '.join(f'{name} {each:.0f}' for each, name in
                        reversed(parts) if each >= 0.5)
    each = row['cpu_us_per_req']
    print(f'{what:15} {row["req_per_s"]:7.0f} a second   acknowledged after '
          f'p50 {row["lat_ms"]["p50"]:6.2f} ms, p99 {row["lat_ms"]["p99"]:6.2f}'
          f' ms   CPU {each:4.0f} us a story = {1e6 / each:5.0f} a second a '
          f'core ({profile})   {taken / max(1, n_after - n_before):.1f} '
          f'stories a commit', flush=True)
    return row['not_ok'] == 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--build', default=os.path.join(ROOT, 'build'))
    parser.add_argument('--seconds', type=int, default=6)
    parser.add_argument('--repeat', type=int, default=1)
    asked = parser.parse_args()
    why = missing()
    if why:
        print(f'skipped: {why}')
        return 77
    rig = Rig(os.path.abspath(asked.build))
    try:
        good = [measure(rig, *load, asked.seconds)
                for _ in range(asked.repeat) for load in LOADS]
    finally:
        rig.leave()
    return 0 if all(good) else 1


if __name__ == '__main__':
    sys.exit(main())
