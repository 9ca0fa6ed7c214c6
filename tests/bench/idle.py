#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What an idle stream costs in memory, and a burst in calls of send(2).

  tests/bench/idle.py --build build [--streams 2000] [--stories 200]

Opens event streams over TLS, waits until they are quiet, and divides what the
process has grown by. Then some of them see a burst of stories, and the
gateway's own counters tell how many events went into one send.
"""
import argparse
import hashlib
import json
import os
import re
import selectors
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'scenario'))

import wire  # noqa: E402  (it lies beside)

PUBLIC, ADMIN = 18443, 19443
KEY = 'tt_bench'
MOST_KIB = 18.0  # what a stream may cost


class House:
    def __init__(self, build):
        self.folder = tempfile.mkdtemp(prefix='torntape-idle-')
        self.make_certificate()
        hashed = 'sha256:' + hashlib.sha256(KEY.encode()).hexdigest()
        config = {
            'state': self.path('state'),
            'listen': {'public': f'127.0.0.1:{PUBLIC}',
                       'admin': f'127.0.0.1:{ADMIN}',
                       'cert': self.path('cert.pem'),
                       'key': self.path('key.pem')},
            'limits': {'streams_per_subscriber': 100000},
            'delivery': {'heartbeat': '300s'},
            'partners': [{'name': 'harbour', 'keys': [hashed]}],
            'products': [{'name': 'world', 'match': 'all'}],
            'subscribers': [{'name': 'reader', 'products': ['world'],
                             'keys': [hashed]}]}
        with open(self.path('torntape.yaml'), 'w', encoding='ascii') as file:
            for key, value in config.items():
                file.write(f'{key}: {json.dumps(value)}\n')
        self.process = subprocess.Popen(
            [os.path.join(build, 'torntape'), 'run', '--config',
             self.path('torntape.yaml')], stderr=subprocess.PIPE)
        for line in self.process.stderr:
            if line.startswith(b'ready'):
                break
        else:
            sys.exit('the gateway did not start')
        threading.Thread(target=self.process.stderr.read,
                         daemon=True).start()
        self.context = wire.tls(self.path('cert.pem'))

    def path(self, name):
        return os.path.join(self.folder, name)

    def make_certificate(self):
        subprocess.run(
            ['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
             'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj',
             '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
             '-keyout', self.path('key.pem'), '-out', self.path('cert.pem')],
            check=True, capture_output=True)

    def leave(self):
        self.process.terminate()
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def resident_kib(self):
        with open(f'/proc/{self.process.pid}/smaps_rollup',
                  encoding='ascii') as file:
            return int(re.search(r'^Pss_Anon:\s+(\d+)', file.read(),
                                 re.M).group(1))

    def cpu_seconds(self):
        with open(f'/proc/{self.process.pid}/stat', encoding='ascii') as file:
            fields = file.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def counters(self):
        connection = wire.Connection(ADMIN)
        text = connection.ask('GET', '/metrics').body.decode()
        connection.close()
        return {name: int(value) for name, value in re.findall(
            r'^torntape_(\w+?)(?:_total)? (\d+)$', text, re.M)}

    def stream(self):
        connection = wire.Connection(PUBLIC, self.context)
        connection.send(wire.request('GET', '/v1/stream', key=KEY))
        status, _ = connection.head()
        if status != 200:
            sys.exit(f'no stream: {status}')
        return connection

    def post(self, stories):
        connection = wire.Connection(PUBLIC, self.context)
        items = ''.join(
            f'<item><guid isPermaLink="false">urn:idle:{n}</guid>'
            f'<title>Tide table {n}</title><description>The tide rose at '
            f'Sund. {"It rose again. " * 60}</description></item>'
            for n in range(stories))
        answer = connection.ask(
            'POST', '/v1/partners/harbour/stories',
            {'Content-Type': 'application/rss+xml'},
            f'<rss version="2.0"><channel><title>Harbour</title>{items}'
            '</channel></rss>'.encode(), KEY)
        connection.close()
        if answer.status != 201:
            sys.exit(f'the burst was refused: {answer}')


def measure_idle(house, wanted):
    warm = [house.stream() for _ in range(20)]
    time.sleep(0.5)  # allocators settle
    before = house.resident_kib()
    streams = [house.stream() for _ in range(wanted)]
    time.sleep(1.5)
    each = (house.resident_kib() - before) / wanted
    print(f'{wanted} idle streams: {each:.1f} KiB each '
          f'(at most {MOST_KIB:.0f})', flush=True)
    for stream in warm:
        stream.close()
    return streams, each


class Reader:
    """Reads many connections until each has seen the last story."""

    def __init__(self, streams, stories):
        self.left = len(streams)
        self.last = f'urn:idle:{stories - 1}"'.encode()
        self.chooser = selectors.DefaultSelector()
        for stream in streams:
            stream.socket.setblocking(False)
            stream.tail = b''
            self.chooser.register(stream.socket, selectors.EVENT_READ, stream)

    def read(self, stream):
        while True:
            try:
                data = stream.socket.recv(1 << 18)
            except (ssl.SSLWantReadError, BlockingIOError):
                return
            stream.tail = stream.tail[-64:] + data
            if self.last in stream.tail or not data:
                self.chooser.unregister(stream.socket)
                self.left -= 1
                return

    def run(self):
        deadline = time.monotonic() + 120
        while self.left and time.monotonic() < deadline:
            for key, _ in self.chooser.select(1):
                self.read(key.data)
        if self.left:
            sys.exit(f'{self.left} streams did not get everything')


def measure_burst(house, streams, stories):
    before, cpu = house.counters(), house.cpu_seconds()
    reader = Reader(streams, stories)
    began = time.monotonic()
    house.post(stories)
    reader.run()
    took = time.monotonic() - began
    after, cpu = house.counters(), house.cpu_seconds() - cpu
    events = after['stream_events'] - before['stream_events']
    sends = after['socket_sends'] - before['socket_sends']
    print(f'{stories} stories to {len(streams)} streams: {events} events in '
          f'{sends} sends, {events / sends:.1f} each, {took:.2f} s, '
          f'{cpu * 1e6 / events:.1f} CPU microseconds an event', flush=True)
    return events / sends


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--build', default='build')
    parser.add_argument('--streams', type=int, default=2000)
    parser.add_argument('--stories', type=int, default=200)
    asked = parser.parse_args()
    house = House(asked.build)
    try:
        streams, each = measure_idle(house, asked.streams)
        for stream in streams[200:]:
            stream.close()
        time.sleep(0.5)
        per_send = measure_burst(house, streams[:200], asked.stories)
    finally:
        house.leave()
    return 0 if each <= MOST_KIB and per_send > 1 else 1


if __name__ == '__main__':
    sys.exit(main())
