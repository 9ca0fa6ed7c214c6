# SPDX-License-Identifier: Apache-2.0
"""The words in which the scenarios are written.

    from house import *

    @scenario
    def a_story_reaches_a_stream(room):
        gateway = room.gateway()
        reader = gateway.stream('gulf-daily')
        gateway.partner('menafn').posts(Story('urn:x:1'))
        reader.sees('urn:x:1', 'story.published')

A *room* is what one scenario has to itself: a folder, a certificate authority,
a history, and whatever it starts; everything is stopped when it ends, and the
gateways' own words are printed when it fails. Nothing here sleeps for a fixed
time: whoever waits, waits for something, with a deadline.
"""
import functools
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

import stories
import wire
from history import History, digest, marks_in
from stories import (NINJS, RSS, TEXT, Document, Story, fixture, kill_of, mark,
                     rss, shared, stamp)
from wire import Closed, Connection, request
from witness import (PATIENCE, Pages, Stream, Webhook, items_of, note_read,
                     signature)

HERE = os.path.dirname(os.path.abspath(__file__))
SCENARIOS = []


def scenario(function):
    """Register it; its name, with spaces, is what the runner prints."""
    SCENARIOS.append(function)
    return function


class Skip(Exception):
    """This scenario cannot be played here, and says why."""


def expect(condition, text):
    if not condition:
        raise AssertionError(text)


def equal(got, wanted, what='value'):
    if got != wanted:
        one, other = around(repr(got), repr(wanted))
        raise AssertionError(f'{what}: got {one}, wanted {other}')
    return got


def around(one, other):
    """Of long texts only the part where they begin to differ."""
    if len(one) + len(other) < 1200:
        return one, other
    at = next((at for at, (a, b) in enumerate(zip(one, other)) if a != b),
              min(len(one), len(other)))
    begin = max(0, at - 150)
    return f'… {one[begin:at + 250]} …', f'… {other[begin:at + 250]} …'


def until(what, test, patience=PATIENCE):
    """The first true answer of test(), asked again and again."""
    deadline = time.monotonic() + patience
    while True:
        found = test()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f'waited {patience:.0f} s in vain for {what}')
        time.sleep(0.01)


def together(*actions):
    """Run them at the same time; the first failure is raised."""
    failures = []

    def guarded(action):
        try:
            action()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(action,), daemon=True)
               for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def openssl(*arguments):
    subprocess.run(('openssl',) + arguments, check=True, capture_output=True)


class Authority:
    """A certificate authority of our own and what it signs, as files."""

    def __init__(self, folder):
        self.folder = folder
        self.ca = self.file('ca.pem')
        self.lock = threading.Lock()  # rooms that play at once share it
        openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt',
                'ec_paramgen_curve:P-256', '-nodes', '-days', '400',
                '-subj', '/CN=torntape test authority',
                '-addext', 'keyUsage=critical,keyCertSign,cRLSign',
                '-keyout', self.file('ca.key'), '-out', self.ca)

    def file(self, name):
        return os.path.join(self.folder, name)

    def certificate(self, name, purpose='serverAuth', days=2):
        """(certificate, key) for localhost and 127.0.0.1."""
        cert, key = self.file(name + '.pem'), self.file(name + '.key')
        with self.lock:
            if not os.path.exists(cert):
                self.sign(name, purpose, days, cert, key)
        return cert, key

    def sign(self, name, purpose, days, cert, key):
        wish, rules = self.file(name + '.csr'), self.file(name + '.ext')
        with open(rules, 'w', encoding='ascii') as file:
            file.write('subjectAltName=DNS:localhost,IP:127.0.0.1\n'
                       f'extendedKeyUsage={purpose}\n')
        openssl('req', '-newkey', 'ec', '-pkeyopt',
                'ec_paramgen_curve:P-256', '-nodes', '-subj', f'/CN={name}',
                '-keyout', key, '-out', wish)
        openssl('x509', '-req', '-in', wish, '-CA', self.ca, '-CAkey',
                self.file('ca.key'), '-CAcreateserial', '-days', str(days),
                '-extfile', rules, '-out', cert)


def free_port():
    """Below the ports that the kernel gives to clients, so that no
    connection of ours takes one while its gateway is down."""
    while True:
        port = 20000 + secrets.randbelow(12000)
        with socket.socket() as probe:
            try:
                probe.bind(('127.0.0.1', port))
            except OSError:
                continue
            return port


def hashed(key):
    return 'sha256:' + hashlib.sha256(key.encode()).hexdigest()


def partner(name, **more):
    return {'name': name, 'title': name.upper(), 'role': 'agency',
            'keys': [hashed(key_of(name))], 'may': ['kill', 'embargo'], **more}


def subscriber(name, products=('world',), **more):
    return {'name': name, 'products': list(products),
            'keys': [hashed(key_of(name))], 'start': 'beginning', **more}


def key_of(name):
    """Every party's bearer token, made of its name: no secret in a test."""
    return f'tt_test_{name}'


WORLD = {'name': 'world', 'match': 'all'}
MENAFN = partner('menafn', role='distributor', timezone='Asia/Dubai')


class Gateway:
    """One `torntape run` and the file it was configured with."""

    def __init__(self, room, name, partners=(MENAFN,), products=(WORLD,),
                 subscribers=(), hooks=(), env=None, files=None, **more):
        self.room, self.name = room, name
        self.folder = os.path.join(room.folder, name)
        os.makedirs(self.folder)
        self.public, self.admin = free_port(), free_port()
        self.log, self.process = [], None
        self.env = {**os.environ, **(env or {})}
        self.files = files  # descriptors that the system grants; None: many
        self.context = wire.tls(room.authority.ca)
        self.config = self.settings(partners, products, subscribers, more)
        self.file = os.path.join(self.folder, 'torntape.yaml')
        self.witnesses = {}
        self.begun = []
        for hook in hooks:
            self.add_hook(dict(hook))
        self.write()

    def settings(self, partners, products, subscribers, more):
        cert, key = self.room.authority.certificate('server')
        settings = {
            'state': os.path.join(self.folder, 'state'),
            'listen': {'public': f'127.0.0.1:{self.public}',
                       'admin': f'127.0.0.1:{self.admin}',
                       'cert': cert, 'key': key},
            'outgoing': {'allow': ['127.0.0.0/8'],
                         'ca': self.room.authority.ca},
            'webhooks': {'timeout': '5s', 'retries': [
                '0s', '100ms', '200ms', '400ms', '1s', '2s', '4s']},
            'partners': list(partners), 'products': list(products),
            'subscribers': list(subscribers)}
        for key, value in more.items():
            if isinstance(value, dict) and isinstance(settings.get(key), dict):
                settings[key].update(value)
            else:
                settings[key] = value
        return settings

    def add_hook(self, hook):
        """A subscriber with a webhook, and the receiver that it points at."""
        secret = 'whsec_' + key_secret(hook['name'])
        witness = Webhook(self, hook['name'] + ' hook', secret,
                          self.room.authority.certificate('receiver'),
                          partners=hook.pop('entitled', None))
        url = hook.pop('url', witness.url)
        entry = subscriber(**hook)
        entry['webhook'] = {'url': url, 'secret': secret}
        self.config['subscribers'].append(entry)
        self.witnesses[hook['name']] = witness.begin()
        self.begun.append(witness)

    def write(self):
        """YAML, one flow-style value a line."""
        with open(self.file, 'w', encoding='utf-8') as file:
            for key, value in self.config.items():
                if isinstance(value, list) and value:
                    file.write(f'{key}:\n' + ''.join(
                        f'  - {json.dumps(item)}\n' for item in value))
                else:
                    file.write(f'{key}: {json.dumps(value)}\n')

    # The process.

    def spawn(self):
        """Begin, and wait for nothing."""
        self.process = subprocess.Popen(
            [*self.fetters(), self.room.binary, 'run', '--config', self.file],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, env=self.env)
        threading.Thread(target=self.listen, args=(self.process.stderr,),
                         daemon=True).start()

    def start(self):
        begun = len(self.log)
        self.spawn()
        until(f'{self.name} to say that it is ready', lambda: self.says_ready(
            begun), 60)
        until('/readyz', lambda: self.ask_admin('/readyz')[0] == 200)
        return self

    def fetters(self):
        return ['prlimit', f'--nofile={self.files}:{self.files}'] \
            if self.files else []

    def workers(self):
        """Process ids of its normalizers."""
        pid = self.process.pid
        with open(f'/proc/{pid}/task/{pid}/children', encoding='ascii') as f:
            return [int(word) for word in f.read().split()]

    def origin(self, who):
        """The cursor before everything; asked while there is nothing yet."""
        return self.ask('GET', '/v1/stories?limit=1', who).json['cursor']

    def listen(self, pipe):
        for line in pipe:
            self.log.append(line.decode('utf-8', 'replace').rstrip('\n'))

    def says_ready(self, begun):
        if self.process.poll() is not None:
            raise AssertionError(
                f'the gateway ended with {self.process.returncode}')
        return any(line.startswith('ready') for line in self.log[begun:])

    def ask_admin(self, path):
        try:
            connection = Connection(self.admin)
            answer = connection.ask('GET', path)
            connection.close()
        except OSError:
            return 0, ''
        return answer.status, answer.body.decode('utf-8', 'replace')

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """Asked politely it must end by itself, with 0."""
        if not self.alive():
            return self
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError('SIGTERM did not end the gateway') from None
        expect(code == 0, f'the gateway ended with {code} after SIGTERM')
        return self

    def kill9(self):
        self.process.kill()
        self.process.wait()
        return self

    def restart(self):
        return self.stop().start()

    def reload(self, words='configuration reloaded'):
        """Read the files anew; what is said up to the line with `words`."""
        begun = len(self.log)
        self.process.send_signal(signal.SIGHUP)
        until(words, lambda: any(words in line for line in self.log[begun:]))
        return self.log[begun:]

    def grumbles(self):
        """Lines that no healthy run writes."""
        words = ('AddressSanitizer', 'ThreadSanitizer', 'LeakSanitizer',
                 'runtime error:', 'ensure failed')
        return [line for line in self.log
                if any(word in line for word in words)]

    def command(self, *words, ok=(0,), text=None):
        """`torntape WORDS --config FILE`, as an operator types it."""
        done = subprocess.run(
            [self.room.binary, words[0], '--config', self.file, *words[1:]],
            capture_output=True, input=text, timeout=60, env=self.env)
        expect(done.returncode in ok,
               f'torntape {" ".join(words)}: exit {done.returncode}: '
               f'{done.stderr.decode()[-2000:]}')
        return done.stdout.decode()

    # Who comes to it.

    def connect(self, context=None, **more):
        return Connection(self.public, context or self.context, **more)

    def ask(self, method, path, who=None, headers=None, body=b''):
        """One request on a connection of its own, as this party."""
        connection = self.connect()
        try:
            return connection.ask(method, path, headers, body,
                                  key=who and key_of(who))
        finally:
            connection.close()

    def partner(self, name):
        return Partner(self, name)

    def reads(self, who, path, story=None, headers=None):
        """GET as a subscriber, written into the history."""
        began = time.monotonic()
        answer = self.ask('GET', path, who, headers)
        note_read(self.room.history, who, path, answer, began, story)
        return answer

    def ticket(self, key):
        connection = self.connect()
        answer = connection.ask('POST', '/v1/tickets', key=key)
        connection.close()
        expect(answer.status in (200, 201), f'no ticket: {answer}')
        return answer.json['ticket']

    def stream(self, name, **more):
        return self.begin(Stream(self, f'{name} stream{len(self.begun)}',
                                 key_of(name), **more))

    def pages(self, name, **more):
        return self.begin(Pages(self, f'{name} pages{len(self.begun)}',
                                key_of(name), **more))

    def begin(self, witness):
        self.begun.append(witness)
        return witness.begin()

    def hook(self, name):
        return self.witnesses[name]

    def leave(self):
        for witness in self.begun:
            witness.leave()


def key_secret(name):
    import base64
    return base64.b64encode(hashlib.sha256(name.encode()).digest()).decode()


class Partner:
    """Who posts. One connection, kept alive while the gateway keeps it."""

    def __init__(self, gateway, name):
        self.gateway, self.name = gateway, name
        self.history = gateway.room.history
        self.connection = None

    @property
    def path(self):
        return f'/v1/partners/{self.name}/stories'

    def post(self, data, content_type=NINJS, idempotency_key=None,
             headers=None, query='', key=None):
        fields = {'Content-Type': content_type, **(headers or {})}
        if idempotency_key:
            fields['Idempotency-Key'] = idempotency_key
        fresh = self.connection is None
        try:
            return self.ask(fields, data, query, key)
        except (Closed, OSError):
            self.hang_up()
            if fresh:
                raise
        return self.ask(fields, data, query, key)

    def ask(self, fields, data, query, key):
        self.connection = self.connection or self.gateway.connect()
        answer = self.connection.ask('POST', self.path + query, fields, data,
                                     key=key or key_of(self.name))
        if answer.header('connection') == 'close':
            self.hang_up()
        return answer

    def hang_up(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def posts(self, story, status=(200, 201, 202), **more):
        """Post a story and write both halves into the history. Returns the
        row of the answer that belongs to it."""
        post = self.announces(story)
        answer = self.post(story.body(), story.content_type, **more)
        wanted = (status,) if isinstance(status, int) else status
        expect(answer.status in wanted,
               f'{story.uri}: {answer.status}, wanted {wanted}: '
               f'{answer.body[:600]!r}')
        return self.acknowledged(post, answer.json['stories'][0])

    def announces(self, story):
        post = secrets.token_hex(8)
        self.history.note(
            f'{self.name} desk', 'sent', post=post, partner=self.name,
            uri=story.uri, version=story.version, kind=story.kind,
            mark=story.mark, embargo=story.embargo)
        return post

    def acknowledged(self, post, row):
        self.history.note(
            f'{self.name} desk', 'acked', post=post, id=row['id'],
            version=row['version'], seq=row['seq'], status=row['status'])
        return row


class Room:
    """What one scenario has to itself."""

    def __init__(self, binary, authority, seed, long=False):
        self.binary, self.authority = binary, authority
        self.seed, self.long = seed, long
        self.folder = tempfile.mkdtemp(prefix='torntape-')
        self.history = History(os.path.join(self.folder, 'history.jsonl'))
        self.gateways, self.readers, self.parts = [], [], []
        self.chores = []
        self.bears_reports = False  # of sanitizers, in workers that we break

    def part(self, number):
        """A room within this one, with a history and a seed of its own."""
        part = Room(self.binary, self.authority, self.seed + 1000 * number,
                    self.long)
        self.parts.append(part)
        return part

    def afterwards(self, chore):
        """To be done when the folder goes."""
        self.chores.append(chore)

    def forget(self, part):
        """It went well, and so many are to come that none is kept."""
        troubles = part.tidy()
        expect(not troubles, '\n'.join(troubles))
        part.clear()
        self.parts.remove(part)

    def gateway(self, *, start=True, **settings):
        gateway = Gateway(self, f'gateway{len(self.gateways)}', **settings)
        self.gateways.append(gateway)
        return gateway.start() if start else gateway

    def node(self, program, *arguments, **more):
        return Node(self, program, arguments, **more)

    def tidy(self):
        """Stop everything; complain about gateways that went wrong."""
        troubles = [trouble for part in self.parts for trouble in part.tidy()]
        for gateway in self.gateways:
            for witness in gateway.begun:
                witness.leaving.set()
        for gateway in self.gateways:
            try:
                gateway.stop()
            except AssertionError as trouble:
                troubles.append(str(trouble))
            gateway.leave()
            if not self.bears_reports:
                troubles += gateway.grumbles()
        for reader in self.readers:
            reader.stop()
        self.history.close()
        return troubles

    def clear(self):
        for part in self.parts:
            part.clear()
        for chore in self.chores:
            chore()
        shutil.rmtree(self.folder, ignore_errors=True)


class Node:
    """A program in another language, asked and answering in JSON lines: the
    independent reader that shares no code and no mistake with ours."""

    def __init__(self, room, program, arguments=(), env=None):
        if not os.path.isdir(os.path.join(HERE, 'node_modules')):
            raise Skip('tests/scenario/node_modules is missing: npm ci')
        self.seen = []
        self.changed = threading.Condition()
        self.errors = []
        self.process = subprocess.Popen(
            ['node', os.path.join(HERE, 'node', program), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, cwd=HERE,
            env={**os.environ, 'NODE_EXTRA_CA_CERTS': room.authority.ca,
                 **(env or {})})
        room.readers.append(self)
        for pipe, take in ((self.process.stdout, self.take),
                           (self.process.stderr, self.errors.append)):
            threading.Thread(target=self.listen, args=(pipe, take),
                             daemon=True).start()

    @staticmethod
    def listen(pipe, take):
        for line in pipe:
            take(line)

    def take(self, line):
        with self.changed:
            self.seen.append(json.loads(line))
            self.changed.notify_all()

    def tell(self, **question):
        self.process.stdin.write(json.dumps(question) + '\n')
        self.process.stdin.flush()

    def until(self, what, test, patience=PATIENCE):
        deadline = time.monotonic() + patience
        with self.changed:
            while True:
                found = next((x for x in self.seen if test(x)), None)
                if found:
                    return found
                left = deadline - time.monotonic()
                if left <= 0 or self.process.poll() is not None:
                    raise AssertionError(
                        f'{what}: not seen; saw {self.seen[-5:]} '
                        f'{"".join(self.errors)[-2000:]}')
                self.changed.wait(min(left, 0.2))

    def ask(self, patience=PATIENCE, **question):
        """Ask one question; the answer carries its number."""
        number = secrets.token_hex(4)
        self.tell(number=number, **question)
        return self.until('an answer', lambda x: x.get('number') == number,
                          patience)

    def stop(self):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@functools.cache
def feedparser():
    """Debian's python3-feedparser, which no pip ever touched."""
    try:
        import feedparser as module
    except ImportError:
        raise Skip('python3-feedparser is not installed') from None
    return module


def verify_signatures(room, hook):
    """Every attempt that `hook` saw, by npm standardwebhooks and by hand."""
    node = room.node('verify.js')
    for attempt in hook.attempts.items:
        heads = {name: attempt.headers[name] for name in (
            'webhook-id', 'webhook-timestamp', 'webhook-signature')}
        answer = node.ask(secret=hook.secret, headers=heads,
                          body=attempt.body.decode('utf-8'))
        expect(answer['ok'], f'standardwebhooks refuses: {answer}')
        mine = signature(hook.secret, attempt.id,
                         heads['webhook-timestamp'], attempt.body)
        expect(mine in heads['webhook-signature'].split(' '),
               'the signature is not the one computed here')
    return len(hook.attempts.items)


def valid_ninjs(room, envelopes):
    """Every story in these envelopes against the IPTC's own schema. Says how
    many; needs the shared data."""
    schema = shared('iptc', 'ninjs', 'specification', 'ninjs-schema_3.1.json')
    if not schema:
        return 0
    items = [e['data']['story'] for e in envelopes if e['data'].get('story')]
    if not items:
        return 0
    node = room.node('schema.js', schema)
    for item in items:
        answer = node.ask(item=item)
        expect(answer['ok'], f'not ninjs 3.1: {answer["why"]} {item}')
    return len(items)


__all__ = [
    'Closed', 'Connection', 'Document', 'Gateway', 'MENAFN', 'NINJS', 'RSS',
    'PATIENCE', 'Skip', 'Story', 'TEXT', 'WORLD', 'digest', 'equal', 'expect',
    'feedparser', 'fixture', 'hashed', 'items_of', 'json', 'key_of', 'kill_of',
    'mark', 'marks_in', 'os', 'partner', 'request', 'rss', 'scenario', 'shared',
    'signature', 'stamp', 'stories', 'subscriber', 'subprocess', 'threading',
    'time', 'together', 'until', 'valid_ninjs', 'verify_signatures', 'wire']
