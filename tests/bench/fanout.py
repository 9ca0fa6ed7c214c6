#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Fan-out beside nginx with nchan, in one run, as ratios.

  tests/bench/fanout.py --build build [--repeat 3] [--streams 1000]

Each point is run turn and turn about: nchan, torntape, nchan, torntape. The
server is pinned to one core and the load generator to the other. What counts is
server CPU per delivery, all processes and threads of the server together; for
torntape that includes decoding, plugins and the fsynced commit of each story,
none of which nchan does. Figures of two runs on different days must not be
compared; the ratio of one run may.

Needs the shared load generator (../shared/bench, or $TORNTAPE_SHARED/bench) and
Debian's nginx-light with libnginx-mod-nchan; says what is missing otherwise.
"""
import argparse
import json
import os
import statistics
import sys

from rig import ROOT, Rig, missing

# what, bytes of a story, events, events a second (0: as fast as they go)
POINTS = [('burst', 1024, 400, 0), ('burst', 4096, 300, 0),
          ('burst', 16384, 120, 0), ('paced', 4096, 120, 20)]


def play(rig, start, streams, what, size, events, rate):
    """One run against a fresh server; fanload's own JSON."""
    pid, where = start()
    words = ['idle' if what == 'idle' else 'sse-fanout', '-n', str(streams),
             '--server-pid', str(pid), '--timeout', '30', '--sources', '4',
             *where]
    if what == 'idle':
        words += ['--hold', '3']
    else:
        words += ['--events', str(events), '--size', str(size),
                  '--publishers', '4']
        words += ['--rate', str(rate)] if rate else ['--window', '20']
    row = rig.load(*words)
    rig.stop(pid)
    return row


def middle(rows, pick):
    return statistics.median(pick(row) for row in rows)


def report(what, streams, size, rate, rows):
    ours, theirs = rows['torntape'], rows['nchan']
    if what == 'idle':
        def kb(row):
            return row['rss_per_conn_kb']
        print(f'{streams:6} idle streams        memory per stream: nchan '
              f'{middle(theirs, kb):5.1f} KB, torntape {middle(ours, kb):5.1f} KB',
              flush=True)
        return

    def cpu(row):
        return row['cpu_s_per_M']

    def p99(row):
        return row['lat_ms']['p99']
    lost = sum(row['lost'] for row in ours)
    print(f'{streams:6} x {size:5} B {what:5} {rate or "":>3}  '
          f'CPU us/delivery: nchan {middle(theirs, cpu):5.1f}, torntape '
          f'{middle(ours, cpu):5.1f}, ratio '
          f'{middle(theirs, cpu) / middle(ours, cpu):4.2f}   '
          f'p99 ms: nchan {middle(theirs, p99):6.1f}, torntape '
          f'{middle(ours, p99):6.1f}   lost {lost}', flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--build', default=os.path.join(ROOT, 'build'))
    parser.add_argument('--repeat', type=int, default=3)
    parser.add_argument('--streams', type=int, default=1000)
    parser.add_argument('--idle', type=int, default=0,
                        help='also this many idle streams')
    parser.add_argument('--out', help='append every row here as JSON lines')
    asked = parser.parse_args()
    why = missing(('nginx', 'nginx-light and libnginx-mod-nchan'))
    if why:
        print(f'skipped: {why}')
        return 77
    rig = Rig(os.path.abspath(asked.build))
    points = [(asked.streams,) + point for point in POINTS]
    if asked.idle:
        points.append((asked.idle, 'idle', 0, 0, 0))
    try:
        for streams, what, size, events, rate in points:
            rows = {'nchan': [], 'torntape': []}
            for _ in range(asked.repeat):
                for name, start in (('nchan', rig.start_nchan),
                                    ('torntape', rig.start_torntape)):
                    row = play(rig, start, streams, what, size, events,
                               rate)
                    rows[name].append(row)
                    if asked.out:
                        with open(asked.out, 'a', encoding='ascii') as file:
                            file.write(json.dumps(
                                {'server': name, **row}) + '\n')
            report(what, streams, size, rate, rows)
    finally:
        rig.leave()
    return 0


if __name__ == '__main__':
    sys.exit(main())
