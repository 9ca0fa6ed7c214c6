#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Webhook receivers that mean harm, in a process of their own.

  receivers.py CERTIFICATE KEY

Opens one of each kind and prints their ports, by kind, as a JSON object; after
each line on stdin how often each was called and how many bytes they sent;
ends when stdin does.
"""
import json
import socket
import ssl
import sys
import threading
import time

OK = b'HTTP/1.1 200 OK\r\n'


def header_without_end():
    yield OK
    while True:
        yield b'X: ' + b'x' * 8000 + b'\r\n'


def body_without_end():
    yield OK + b'Transfer-Encoding: chunked\r\n\r\n'
    while True:
        yield b'4000\r\n' + b'x' * 0x4000 + b'\r\n'


def hints_without_end():
    while True:
        yield b'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n' * 100


def byte_by_byte():
    yield OK + b'X: '
    while True:
        time.sleep(0.1)
        yield b'x'


def nothing():
    time.sleep(60)
    return iter(())


def gone():
    return iter(())


def noise():
    yield b'\0\xff' * 5000


def elsewhere():
    yield (b'HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\n'
           b'Location: https://127.0.0.1:%d/\r\n\r\n' % TARGET.port)


class Receiver(threading.Thread):
    """Takes what is posted and then does its worst, on every connection."""

    def __init__(self, answer, context):
        super().__init__(daemon=True)
        self.answer, self.context = answer, context
        self.calls = self.sent = 0
        self.door = socket.create_server(('127.0.0.1', 0))
        self.port = self.door.getsockname()[1]
        self.start()

    def run(self):
        while True:
            raw, _ = self.door.accept()
            self.calls += 1
            threading.Thread(target=self.serve, args=(raw,),
                             daemon=True).start()

    def serve(self, raw):
        raw.settimeout(60)
        try:
            peer = raw
            if self.context:
                peer = self.context.wrap_socket(raw, server_side=True)
            peer.recv(65536)
            for part in self.answer():
                peer.sendall(part)
                self.sent += len(part)
            peer.close()
        except OSError:
            pass
        finally:
            raw.close()


def main():
    global TARGET
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*sys.argv[1:3])
    TARGET = Receiver(gone, context)
    every = {'redirect-target': TARGET}
    for answer in (header_without_end, body_without_end, hints_without_end,
                   byte_by_byte, nothing, gone, noise, elsewhere):
        every[answer.__name__.replace('_', '-')] = Receiver(answer, context)
    every['plain-text'] = Receiver(noise, None)
    every['deaf'] = Receiver(nothing, None)
    print(json.dumps({kind: one.port for kind, one in every.items()}),
          flush=True)
    for _ in sys.stdin:
        print(json.dumps({'calls': {k: one.calls for k, one in every.items()},
                          'sent': sum(one.sent for one in every.values())}),
              flush=True)


if __name__ == '__main__':
    main()
