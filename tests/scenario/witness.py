# SPDX-License-Identifier: Apache-2.0
"""Subscribers that write down what they see: event stream, pages, webhook.

Each is a thread that survives everything the gateway does to it, comes back,
and asks for what it missed as a good client would.
"""
import base64
import hashlib
import hmac
import json
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import wire
from checker import Facts, missing
from history import marks_in

PATIENCE = wire.PATIENCE


class Seen:
    """What arrived so far, with a way to wait for more."""

    def __init__(self):
        self.items = []
        self.changed = threading.Condition()

    def add(self, item):
        with self.changed:
            self.items.append(item)
            self.changed.notify_all()

    def until(self, what, test, patience=PATIENCE):
        """The first true answer of test(items); fails with `what` it waits
        for when patience ends."""
        deadline = time.monotonic() + patience
        with self.changed:
            while True:
                found = test(self.items)
                if found:
                    return found
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(
                        f'waited {patience:.0f} s in vain for {what}; saw '
                        f'{[short(item) for item in self.items[-12:]]}')
                self.changed.wait(left)


def short(envelope):
    data = envelope.get('data', {})
    return (f'{envelope.get("type")} {data.get("uri")} '
            f'v{data.get("version")} #{data.get("seq")}')


class Witness(threading.Thread):
    """Common to all: a name, a key, a history, envelopes as they came."""

    def __init__(self, gateway, name, key, partners=None, counted=True):
        super().__init__(name=name, daemon=True)
        self.gateway, self.who, self.key = gateway, name, key
        self.history = gateway.room.history
        self.seen = Seen()
        self.leaving = threading.Event()
        if counted:  # else one who drops in, and is not owed everything
            self.history.note(name, 'witness', partners=partners)

    def take(self, event_id, data):
        self.seen.add(self.history.got(self.who, event_id, data))

    @property
    def envelopes(self):
        return list(self.seen.items)

    def of(self, uri):
        return [e for e in self.envelopes if e['data'].get('uri') == uri]

    def sees(self, uri, kind=None, version=None, patience=PATIENCE):
        """Wait for an envelope of this story; returns it."""
        def there(items):
            for item in items:
                data = item['data']
                if data.get('uri') == uri \
                        and kind in (None, item['type']) \
                        and version in (None, data.get('version')):
                    return item
            return None
        return self.seen.until(
            f'{self.who} to see {uri} {kind or ""} {version or ""}', there,
            patience)

    def caught_up(self, seq, patience=PATIENCE):
        """Wait until everything up to `seq` has come by."""
        self.seen.until(
            f'{self.who} to reach seq {seq}', lambda items: any(
                (item['data'].get('seq') or 0) >= seq for item in items),
            patience)
        self.history.note(self.who, 'caught up')

    def leave(self):
        self.leaving.set()
        self.hang_up()
        if self.is_alive():
            self.join(PATIENCE)

    def hang_up(self):
        pass


class Stream(Witness):
    """An event stream that reconnects with Last-Event-ID."""

    def __init__(self, gateway, name, key, cursor=None, query='',
                 partners=None, counted=True, ticket=False, receive=None):
        super().__init__(gateway, name, key, partners, counted)
        self.last_id, self.query, self.ticket = None, query, ticket
        self.cursor, self.receive = cursor, receive
        self.connection = None
        self.refused = None
        self.connected = threading.Event()
        self.connects = 0

    def run(self):
        while not self.leaving.is_set():
            try:
                self.listen()
            except (OSError, wire.Closed, ValueError):
                pass
            self.connected.clear()
            if self.connection:
                self.connection.close()
            self.leaving.wait(0.02)

    def path(self):
        query = [self.query] if self.query else []
        if self.cursor is not None and self.last_id is None:
            query.append(f'cursor={self.cursor}')
        if self.ticket:
            query.append(f'ticket={self.gateway.ticket(self.key)}')
        return '/v1/stream' + ('?' + '&'.join(query) if query else '')

    def listen(self):
        headers = {'Accept': 'text/event-stream'}
        if self.last_id is not None:
            headers['Last-Event-ID'] = self.last_id
        self.connection = self.gateway.connect(receive=self.receive)
        key = None if self.ticket else self.key
        self.connection.send(
            wire.request('GET', self.path(), headers, key=key))
        status, fields = self.connection.head()
        if status != 200:
            self.refused = status
            self.leaving.wait(0.2)
            return
        kind = dict(fields).get('content-type', '')
        assert kind.startswith('text/event-stream'), kind
        self.connects += 1
        self.connected.set()
        self.read(wire.EventParser(), dict(fields))

    def read(self, parser, fields):
        chunked = fields.get('transfer-encoding') == 'chunked'
        while not self.leaving.is_set():
            data = self.some(chunked)
            if not data:
                return
            for event_id, kind, body in parser.feed(data):
                if event_id is not None:
                    self.last_id = event_id
                envelope = json.loads(body)
                assert envelope['type'] == kind, (kind, body)
                # A kill that overtakes comes without an id of its own, so
                # that our place does not jump: the cursor names the event.
                self.take(envelope['data'].get('cursor', event_id), body)

    def some(self, chunked):
        connection = self.connection
        connection.patience = 60.0
        if chunked:
            return connection.chunk()
        data, connection.pending = connection.pending, b''
        return data or connection.more()

    def begin(self):
        self.start()
        if not self.connected.wait(PATIENCE):
            raise AssertionError(
                f'{self.who}: no stream (answer {self.refused})')
        return self

    def hang_up(self):
        connection = self.connection
        if connection:
            try:
                connection.socket.shutdown(2)
            except OSError:
                pass


class Pages(Witness):
    """A reader of cursor pages with long poll."""

    def __init__(self, gateway, name, key, cursor='', limit=20, wait='1',
                 partners=None):
        super().__init__(gateway, name, key, partners)
        self.cursor, self.limit, self.wait = cursor, limit, wait

    def run(self):
        connection = None
        while not self.leaving.is_set():
            try:
                connection = connection or self.gateway.connect()
                self.turn(connection)
            except (OSError, wire.Closed):
                if connection:
                    connection.close()
                connection = None
                self.leaving.wait(0.02)
        if connection:
            connection.close()

    def turn(self, connection):
        path = f'/v1/stories?limit={self.limit}&wait={self.wait}'
        if self.cursor:
            path += f'&cursor={self.cursor}'
        answer = connection.ask('GET', path, key=self.key)
        if answer.status != 200:
            self.leaving.wait(0.1)
            return
        page = answer.json
        for envelope, data in zip(page['items'], items_of(answer.body)):
            assert json.loads(data) == envelope
            self.take(envelope['data']['cursor'], data)
        self.cursor = page['cursor']

    def begin(self):
        self.start()
        return self


def items_of(body):
    """The bytes of each envelope in a page, as they stand there."""
    text = body.decode('utf-8')
    decoder = json.JSONDecoder()
    at = text.index('[', text.index('"items"')) + 1
    while True:
        while text[at] in ' \t\r\n,':
            at += 1
        if text[at] == ']':
            return
        _, end = decoder.raw_decode(text, at)
        yield text[at:end].encode('utf-8')
        at = end


class Attempt:
    def __init__(self, headers, body, status):
        self.headers, self.body, self.status = headers, body, status
        self.wall, self.mono = time.time(), time.monotonic()
        self.id = headers.get('webhook-id')

    @property
    def envelope(self):
        return json.loads(self.body)


class Webhook(Witness):
    """An HTTPS receiver. `answers` decides each attempt's status."""

    def __init__(self, gateway, name, secret, certificate, partners=None):
        super().__init__(gateway, name, None, partners)
        self.secret = secret
        self.attempts = Seen()
        self.answers = lambda attempt: 200
        self.in_flight = {}
        self.overlaps = []
        self.lock = threading.Lock()
        self.server = self.serve(certificate)
        self.url = f'https://127.0.0.1:{self.server.server_port}/hook'

    def serve(self, certificate):
        witness = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_POST(self):
                body = self.rfile.read(int(self.headers['Content-Length']))
                status = witness.receive(dict(
                    (k.lower(), v) for k, v in self.headers.items()), body)
                self.send_response(status)
                self.send_header('Content-Length', '0')
                self.end_headers()

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # a peer that was killed in the middle

        server = Server(('127.0.0.1', 0), Handler)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False)
        return server

    def run(self):
        self.server.serve_forever(poll_interval=0.05)

    def begin(self):
        self.start()
        return self

    def receive(self, headers, body):
        attempt = Attempt(headers, body, 0)
        data = attempt.envelope['data']
        story = data.get('id')
        with self.lock:
            if self.in_flight.get(story):
                self.overlaps.append(data.get('uri'))
            self.in_flight[story] = self.in_flight.get(story, 0) + 1
        try:
            attempt.status = self.answers(attempt)
        finally:
            with self.lock:
                self.in_flight[story] -= 1
        self.attempts.add(attempt)
        if 200 <= attempt.status < 300:
            self.take(attempt.id, body)
        else:  # seen all the same: an embargo counts what was refused, too
            self.history.note(self.who, 'read', path='/hook', id=None, began=0,
                              status=attempt.status, marks=marks_in(body))
        return attempt.status

    def caught_up(self, seq, patience=PATIENCE):
        """Stories overtake each other on the way here, so the newest one says
        nothing about the others: wait until none is missing."""
        del seq
        deadline = time.monotonic() + patience
        while missing(Facts(self.history.events), self.who) \
                and time.monotonic() < deadline:
            time.sleep(0.05)
        self.history.note(self.who, 'caught up')

    def hang_up(self):
        self.server.shutdown()
        self.server.server_close()


def signature(secret, message_id, moment, body):
    """Standard Webhooks, computed here, to check what arrived."""
    key = base64.b64decode(secret.removeprefix('whsec_'))
    text = f'{message_id}.{moment}.'.encode() + body
    return 'v1,' + base64.b64encode(
        hmac.new(key, text, hashlib.sha256).digest()).decode()


def note_read(history, who, path, answer, began, story=None):
    history.note(who, 'read', path=path, id=story, status=answer.status,
                 marks=marks_in(answer.text.encode()), began=began)
