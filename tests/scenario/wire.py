# SPDX-License-Identifier: Apache-2.0
"""HTTP/1.1 over TLS, by hand.

The tests need to send what a polite client library refuses to send and to see
every byte that comes back, so this is a socket and a small strict reader.
"""
import json
import os
import re
import socket
import ssl
import time
import zlib

LINE_END = re.compile(rb'[\r\n]')
# Seconds that any answer may take before it is a failure; sanitizers make the
# gateway slow, and whoever runs the tests under one says how many times.
PATIENCE = 20.0 * float(os.environ.get('TORNTAPE_PATIENCE', '1'))


class Closed(Exception):
    """The peer closed the connection where bytes were due."""


def tls(ca, certificate=None):
    context = ssl.create_default_context(cafile=ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificate:
        context.load_cert_chain(*certificate)
    return context


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers  # list of (lower-case name, value)
        self.body = body

    def header(self, name):
        """The value, or None; a header sent twice is joined as RFC 9110 says."""
        found = [value for key, value in self.headers if key == name.lower()]
        return ', '.join(found) if found else None

    @property
    def text(self):
        body = self.body
        if self.header('content-encoding') == 'gzip':
            body = zlib.decompress(body, 31)
        return body.decode('utf-8')

    @property
    def json(self):
        return json.loads(self.text)

    def __repr__(self):
        return f'<{self.status} {self.headers} {self.body[:300]!r}>'


class Connection:
    """One TLS connection. Reads are bounded by a deadline, never by hope."""

    def __init__(self, port, context=None, patience=PATIENCE, receive=None):
        self.patience = patience
        self.pending = b''
        raw = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if receive:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        raw.settimeout(patience)
        raw.connect(('127.0.0.1', port))
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = raw
        if context:
            try:
                self.socket = context.wrap_socket(
                    raw, server_hostname='localhost')
            except BaseException:
                raw.close()
                raise

    def close(self):
        try:
            self.socket.close()
        except OSError:
            pass

    def send(self, data):
        self.socket.settimeout(self.patience)
        self.socket.sendall(data)

    def more(self, timeout=None):
        """Some bytes; b'' at the end of the connection; TimeoutError."""
        self.socket.settimeout(self.patience if timeout is None else timeout)
        try:
            return self.socket.recv(65536)
        except ssl.SSLEOFError:
            return b''

    def line(self):
        while b'\r\n' not in self.pending:
            data = self.more()
            if not data:
                raise Closed(f'in a line after {self.pending[:200]!r}')
            self.pending += data
        line, self.pending = self.pending.split(b'\r\n', 1)
        return line

    def exactly(self, length):
        while len(self.pending) < length:
            data = self.more()
            if not data:
                raise Closed(f'{length - len(self.pending)} bytes early')
            self.pending += data
        data, self.pending = self.pending[:length], self.pending[length:]
        return data

    def head(self):
        """Status and headers of the next answer."""
        first = self.line()
        if not first.startswith(b'HTTP/1.1 '):
            raise AssertionError(f'not an answer: {first[:200]!r}')
        headers = []
        while True:
            line = self.line()
            if not line:
                return int(first[9:12]), headers
            name, value = line.split(b':', 1)
            headers.append((name.decode('ascii').lower(),
                            value.strip().decode('latin-1')))

    def chunk(self):
        """The next chunk of a chunked body; b'' is the last one."""
        size = int(self.line().split(b';')[0], 16)
        data = self.exactly(size)
        self.line() if size else self.trailers()
        return data

    def trailers(self):
        while self.line():
            pass

    def answer(self, method='GET'):
        status, headers = self.head()
        while 100 <= status < 200:
            status, headers = self.head()
        fields = dict(headers)
        if method == 'HEAD' or status in (204, 304):
            body = b''
        elif fields.get('transfer-encoding') == 'chunked':
            body = b''.join(iter(self.chunk, b''))
        elif 'content-length' in fields:
            body = self.exactly(int(fields['content-length']))
        else:
            raise AssertionError(f'an answer without a length: {headers}')
        return Answer(status, headers, body)

    def ask(self, method, path, headers=None, body=b'', key=None):
        self.send(request(method, path, headers, body, key))
        return self.answer(method)

    def ended(self, patience=None):
        """True once the peer has closed and sent nothing more."""
        deadline = time.monotonic() + (patience or self.patience)
        while time.monotonic() < deadline:
            try:
                data = self.more(max(0.01, deadline - time.monotonic()))
            except ConnectionError:
                return True
            except TimeoutError:
                return False
            if not data:
                return True
            self.pending += data
        return False


def request(method, path, headers=None, body=b'', key=None):
    lines = [f'{method} {path} HTTP/1.1', 'Host: localhost']
    if key:
        lines.append(f'Authorization: Bearer {key}')
    lines += [f'{name}: {value}' for name, value in (headers or {}).items()]
    if body or method in ('POST', 'PUT', 'PATCH'):
        lines.append(f'Content-Length: {len(body)}')
    return ('\r\n'.join(lines) + '\r\n\r\n').encode('latin-1') + body


class EventParser:
    """text/event-stream as the HTML standard reads it (section 9.2.6)."""

    def __init__(self):
        self.rest = b''
        self.data, self.type, self.id = [], '', None
        self.last_id = None
        self.retry = None
        self.first = True

    def feed(self, data):
        """Events completed by these bytes, as (id, type, data bytes)."""
        self.rest += data
        if self.first and len(self.rest) >= 3:
            self.rest = self.rest.removeprefix(b'\xef\xbb\xbf')
            self.first = False
        events = []
        while True:
            line = self.take_line()
            if line is None:
                return events
            event = self.take(line)
            if event:
                events.append(event)

    def take_line(self):
        end = LINE_END.search(self.rest)
        if not end:
            return None
        at = end.start()
        width = 1
        if self.rest[at:at + 1] == b'\r':
            if at + 1 == len(self.rest):
                return None  # a line feed may follow
            width += self.rest[at + 1:at + 2] == b'\n'
        line, self.rest = self.rest[:at], self.rest[at + width:]
        return line

    def take(self, line):
        if not line:
            return self.dispatch()
        if line.startswith(b':'):
            return None
        name, _, value = line.partition(b':')
        value = value.removeprefix(b' ')
        if name == b'data':
            self.data.append(value)
        elif name == b'event':
            self.type = value.decode('utf-8')
        elif name == b'id' and b'\0' not in value:
            self.last_id = value.decode('utf-8')
        elif name == b'retry' and value.isdigit():
            self.retry = int(value)
        return None

    def dispatch(self):
        data, kind = self.data, self.type
        self.data, self.type = [], ''
        if not data:
            return None
        return self.last_id, kind or 'message', b'\n'.join(data)
