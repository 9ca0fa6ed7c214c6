#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Peers that mean harm, in a process of their own, so that what they do costs
nothing to whoever measures.

  attacker.py KIND --port N --count N [--key KEY] [--path PATH] [--every S]
              [--seconds S]

Opens `count` connections, prints `ready`, and attacks until all of them were
ended, the time is over or its stdin ends. The last line is a JSON object: what
was opened, for how many seconds each was borne that was ended, what was
answered, how many bytes were sent.
"""
import argparse
import collections
import json
import selectors
import socket
import ssl
import sys
import time

AGAIN = (ssl.SSLWantReadError, ssl.SSLWantWriteError, BlockingIOError)


class Kind:
    """What a connection says first, and then without end: all that is taken,
    or one byte `--every` so often."""

    def __init__(self, first='', then='', crumbs=False, reads=True, tls=True,
                 once=False):
        self.first, self.then = first.encode(), then.encode()
        self.crumbs, self.reads, self.tls = crumbs, reads, tls
        self.once = once  # it goes when it has an answer


def kinds(key, path=''):
    who = f'Host: localhost\r\nAuthorization: Bearer {key}\r\n'
    post = ('POST /v1/partners/menafn/stories HTTP/1.1\r\n' + who +
            'Content-Type: application/ninjs+json\r\n')
    page = 'GET /v1/stories HTTP/1.1\r\n' + who + '\r\n'
    stream = 'GET /v1/stream HTTP/1.1\r\n' + who + '\r\n'
    chunked = post + 'Transfer-Encoding: chunked\r\n\r\n'
    return {
        'slow-header': Kind('GET /v1/stories HTTP/1.1\r\nA: ', 'x' * 4000,
                            crumbs=True),
        'slow-body': Kind(post + 'Content-Length: 1000000\r\n\r\n',
                          '{' + ' ' * 4000, crumbs=True),
        'chunk-lines': Kind(chunked, '1;' + 'e' * 200 + '\r\n \r\n'),
        'trailers': Kind(chunked + '1\r\n{\r\n0\r\n', 'A: b\r\n' * 40),
        'pipeline': Kind('', page * 40, reads=False),
        'stalled-stream': Kind(stream, reads=False),
        'talking-stream': Kind(stream, 'x' * 8192),
        'silent': Kind(tls=False),
        'pages': Kind('', page.replace('/v1/stories', path, 1)),
        'question': Kind(page.replace('/v1/stories', path, 1), once=True),
    }


class Caller:
    def __init__(self, kind, context, port):
        raw = socket.socket()
        if not kind.reads:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.settimeout(60)
        raw.connect(('127.0.0.1', port))
        self.socket = context.wrap_socket(raw) if kind.tls else raw
        self.socket.setblocking(False)
        self.kind, self.rest = kind, kind.first
        self.at, self.sent, self.answer = 0, 0, b''
        self.began = self.ended = None

    def say(self, whole):
        """False: nothing more is taken now."""
        if not self.rest and self.kind.then:
            self.rest = self.kind.then if whole else self.crumb()
        if not self.rest:
            return False
        try:
            n = self.socket.send(self.rest)
        except AGAIN:
            return False
        self.sent += n
        self.rest = self.rest[n:]
        return whole

    def crumb(self):
        self.at = (self.at + 1) % len(self.kind.then)
        return self.kind.then[self.at:self.at + 1]

    def hear(self):
        """False: the end."""
        try:
            data = self.socket.recv(65536)
        except AGAIN:
            return True
        self.answer = (self.answer + data)[:400]
        return bool(data) and not self.kind.once

    def hear_out(self):
        """The answer may have come before the cut that a send ran into."""
        try:
            for _ in range(16):
                if not self.hear():
                    return
        except OSError:
            pass


class Attack:
    def __init__(self, kind, asked):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.kind, self.asked = kind, asked
        self.callers, self.turned_away = [], 0
        self.watch = selectors.DefaultSelector()
        for _ in range(asked.count):
            try:
                caller = Caller(kind, context, asked.port)
            except OSError:
                self.turned_away += 1
                continue
            self.callers.append(caller)
            self.begin(caller)
            self.turn(0)

    def begin(self, caller):
        """They are at work from the moment in which they come."""
        caller.began = time.monotonic()
        self.serve(caller, selectors.EVENT_WRITE)
        if caller.ended is None:
            self.watch.register(caller.socket, self.interest(), caller)

    def interest(self):
        fast = self.kind.then and not self.kind.crumbs
        return (selectors.EVENT_READ if self.kind.reads or not fast else 0) \
            | (selectors.EVENT_WRITE if fast else 0)

    def serve(self, caller, what):
        try:
            if what & selectors.EVENT_WRITE:
                for _ in range(16):
                    if not caller.say(not self.kind.crumbs):
                        break
            if what & selectors.EVENT_READ and self.kind.reads \
                    and not caller.hear():
                self.end(caller)
        except OSError:
            if self.kind.reads:
                caller.hear_out()
            self.end(caller)

    def end(self, caller):
        caller.ended = time.monotonic()
        try:
            self.watch.unregister(caller.socket)
        except KeyError:
            pass
        caller.socket.close()

    def turn(self, seconds):
        """False: we are told to stop."""
        for key, what in self.watch.select(seconds):
            if key.data is None:
                return False
            self.serve(key.data, what)
        return True

    def over(self):
        return all(c.ended is not None for c in self.callers)

    def run(self):
        deadline = time.monotonic() + self.asked.seconds
        crumb = time.monotonic()
        self.watch.register(sys.stdin, selectors.EVENT_READ)
        while time.monotonic() < deadline and not self.over():
            if not self.turn(0.05):
                return
            if self.kind.crumbs and time.monotonic() >= crumb:
                crumb = time.monotonic() + self.asked.every
                for caller in self.callers:
                    if caller.ended is None:
                        self.serve(caller, selectors.EVENT_WRITE)

    def report(self):
        borne = [c.ended - c.began for c in self.callers if c.ended]
        answers = collections.Counter(
            c.answer.split(b'\r\n')[0].decode('latin-1')
            for c in self.callers)
        codes = collections.Counter(
            c.answer.split(b'"code":"')[1].split(b'"')[0].decode()
            for c in self.callers if b'"code":"' in c.answer)
        return {'opened': len(self.callers), 'turned_away': self.turned_away,
                'ended': len(borne), 'longest': max(borne, default=None),
                'shortest': min(borne, default=None), 'answers': answers,
                'codes': codes, 'sent': sum(c.sent for c in self.callers),
                'most_sent': max((c.sent for c in self.callers), default=0)}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('kind', choices=kinds(''))
    parser.add_argument('--port', type=int, required=True)
    parser.add_argument('--count', type=int, required=True)
    parser.add_argument('--key', default='')
    parser.add_argument('--path', default='/v1/stories')
    parser.add_argument('--every', type=float, default=1.0)
    parser.add_argument('--seconds', type=float, default=60.0)
    asked = parser.parse_args()
    attack = Attack(kinds(asked.key, asked.path)[asked.kind], asked)
    print('ready', flush=True)
    attack.run()
    print(json.dumps(attack.report()), flush=True)


if __name__ == '__main__':
    main()
