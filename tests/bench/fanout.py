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
import hashlib
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
SHARED = os.environ.get('TORNTAPE_SHARED', os.path.join(ROOT, '..', 'shared'))

# what, bytes of a story, events, events a second (0: as fast as they go)
POINTS = [('burst', 1024, 400, 0), ('burst', 4096, 300, 0),
          ('burst', 16384, 120, 0), ('paced', 4096, 120, 20)]
STORY = ('{"uri":"urn:bench:{ID}","type":"text","language":"en",'
         '"slugline":"{MARK}","headlines":[{"value":"Bench story {ID}"}],'
         '"bodies":[{"contentType":"text/plain","value":"{PAD}"}]}')


def run(*command, **more):
    return subprocess.run(command, check=True, capture_output=True, text=True,
                          **more).stdout


class Bench:
    def __init__(self, build):
        self.torntape = os.path.join(build, 'torntape')
        self.room = tempfile.mkdtemp(prefix='torntape-bench.')
        self.fanload = os.path.join(self.room, 'bench', 'fanload')
        shutil.copytree(os.path.join(SHARED, 'bench'),
                        os.path.join(self.room, 'bench'))
        run('make', '-C', os.path.join(self.room, 'bench'))
        run('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
            'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj',
            '/CN=localhost', '-keyout', self.path('key.pem'), '-out',
            self.path('cert.pem'))
        os.chmod(self.room, 0o755)
        with open(self.path('story.in'), 'w', encoding='ascii') as file:
            file.write(STORY)

    def path(self, name):
        return os.path.join(self.room, name)

    def start_nchan(self):
        pid = int(run(os.path.join(self.room, 'bench/peers/start-nginx.sh'),
                      '1', env={**os.environ, 'WORK': self.room,
                                'PIN': 'taskset -c 0'}).split()[0])
        return pid, ['--url', 'https://127.0.0.1:8443/sub?id=news',
                     '--pub-url', 'http://127.0.0.1:8081/pub?id=news']

    def start_torntape(self):
        def hashed(key):
            return 'sha256:' + hashlib.sha256(key.encode()).hexdigest()
        shutil.rmtree(self.path('state'), ignore_errors=True)
        with open(self.path('torntape.yaml'), 'w', encoding='ascii') as file:
            file.write(
                f'state: {self.path("state")}\n'
                'listen: {public: 127.0.0.1:8553, admin: 127.0.0.1:9553, '
                'cert: cert.pem, key: key.pem}\n'
                'limits: {connections_per_ip: 30000, '
                'streams_per_subscriber: 30000}\n'
                'delivery: {loops: 1}\nnormalizer: {workers: 1}\n'
                'log: {level: error}\n'
                f'partners: [{{name: bench, keys: ["{hashed("p")}"]}}]\n'
                'products: [{name: all, match: all}]\n'
                'subscribers: [{name: reader, products: [all], '
                f'keys: ["{hashed("s")}"]}}]\n')
        server = subprocess.Popen(
            ['taskset', '-c', '0', self.torntape, 'run', '--config',
             self.path('torntape.yaml')], stderr=subprocess.PIPE, text=True)
        for line in server.stderr:
            if line.startswith('ready'):
                break
        else:
            sys.exit('torntape did not start')
        base = 'https://127.0.0.1:8553/v1/'
        return server.pid, [
            '--url', base + 'stream', '-H', 'Authorization: Bearer s',
            '--pub-url', base + 'partners/bench/stories',
            '--pub-header', 'Authorization: Bearer p',
            '--pub-header', 'Content-Type: application/json',
            '--body', self.path('story.in')]

    def play(self, start, streams, what, size, events, rate):
        """One run against a fresh server; fanload's own JSON."""
        pid, where = start()
        command = ['taskset', '-c', '1', self.fanload,
                   'idle' if what == 'idle' else 'sse-fanout',
                   '-n', str(streams), '--server-pid', str(pid),
                   '--timeout', '30', '--sources', '4'] + where
        if what == 'idle':
            command += ['--hold', '3']
        else:
            command += ['--events', str(events), '--size', str(size),
                        '--publishers', '4']
            command += ['--rate', str(rate)] if rate else ['--window', '20']
        done = subprocess.run(command, capture_output=True, text=True)
        os.kill(pid, signal.SIGTERM)
        for _ in range(150):
            try:
                os.kill(pid, 0)
                with open(f'/proc/{pid}/stat', encoding='ascii') as file:
                    if file.read().rpartition(')')[2].split()[0] == 'Z':
                        break
            except OSError:
                break
            time.sleep(0.1)
        if done.returncode not in (0, 1) or not done.stdout.strip():
            sys.exit(f'fanload: {done.stderr.strip()[-400:]}')
        return json.loads(done.stdout.strip().splitlines()[-1])


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
    if not os.path.isdir(os.path.join(SHARED, 'bench')):
        print('skipped: the shared load generator is not here')
        return 77
    if shutil.which('nginx') is None:
        print('skipped: install nginx-light and libnginx-mod-nchan')
        return 77
    bench = Bench(os.path.abspath(asked.build))
    points = [(asked.streams,) + point for point in POINTS]
    if asked.idle:
        points.append((asked.idle, 'idle', 0, 0, 0))
    try:
        for streams, what, size, events, rate in points:
            rows = {'nchan': [], 'torntape': []}
            for _ in range(asked.repeat):
                for name, start in (('nchan', bench.start_nchan),
                                    ('torntape', bench.start_torntape)):
                    row = bench.play(start, streams, what, size, events, rate)
                    rows[name].append(row)
                    if asked.out:
                        with open(asked.out, 'a', encoding='ascii') as file:
                            file.write(json.dumps(
                                {'server': name, **row}) + '\n')
            report(what, streams, size, rate, rows)
    finally:
        shutil.rmtree(bench.room, ignore_errors=True)
    return 0


if __name__ == '__main__':
    sys.exit(main())
