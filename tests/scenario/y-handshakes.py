# SPDX-License-Identifier: Apache-2.0
"""TLS that means harm, ends that are said, certificates that change while the
house is full; and what testssl.sh, which nobody here wrote, has to say.
"""
import random
import shutil
import socket
import ssl
import struct

from burden import MIB, Burden, descriptors, memory
from house import *

VERSIONS = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)


class Raw:
    """A TLS client that sees every byte: the records it would send and the
    ones that came, over a socket of its own."""

    def __init__(self, gateway, version=None, alpn=None):
        context = wire.tls(gateway.room.authority.ca)
        if version:
            context.minimum_version = context.maximum_version = version
        if alpn:
            context.set_alpn_protocols(alpn)
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing,
                                    server_hostname='localhost')
        self.socket = socket.create_connection(('127.0.0.1', gateway.public),
                                               PATIENCE)
        self.at_end = False

    def flush(self):
        data = self.outgoing.read()
        if data:
            self.socket.sendall(data)

    def take(self):
        data = self.socket.recv(65536)
        self.at_end = not data
        self.incoming.write(data) if data else self.incoming.write_eof()

    def do(self, action, *arguments):
        """An operation of the TLS object, fed until it is done."""
        while True:
            try:
                result = action(*arguments)
                self.flush()
                return result
            except ssl.SSLWantReadError:
                self.flush()
                self.take()

    def shake_hands(self):
        self.do(self.tls.do_handshake)
        return self

    def hello(self):
        try:
            self.tls.do_handshake()
        except ssl.SSLWantReadError:
            pass
        return self.outgoing.read()

    def say(self, data):
        self.do(self.tls.write, data)

    def read_to_farewell(self):
        """Everything until close_notify; b'' of read() means just that, a
        bare end of the connection is an SSLEOFError."""
        said = b''
        while True:
            try:
                data = self.do(self.tls.read, 65536)
            except ssl.SSLZeroReturnError:
                return said
            if not data:
                return said
            said += data

    def reset(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                               struct.pack('ii', 1, 0))
        self.close()

    def close(self):
        self.socket.close()


def page_of(who, **headers):
    return request('GET', '/v1/stories', headers, key=key_of(who))


@scenario
def both_sides_say_their_end(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    for version in VERSIONS:
        # Ours, after the last answer; then the end of the connection.
        client = Raw(gateway, version).shake_hands()
        client.say(page_of('gulf-daily', Connection='close'))
        said = client.read_to_farewell()
        expect(b'HTTP/1.1 200' in said, f'{version.name}: {said[:100]!r}')
        expect(not client.at_end, 'close_notify came before the end')
        client.take()
        expect(client.at_end, 'and the end behind it')
        client.close()
        # Theirs, on an idle connection and on a stream: ours answers it.
        for head in (page_of('gulf-daily'), request(
                'GET', '/v1/stream', key=key_of('gulf-daily'))):
            client = Raw(gateway, version).shake_hands()
            client.say(head)
            said = client.do(client.tls.read, 65536)
            expect(b' 200 ' in said, f'{said[:100]!r}')
            farewell(client)
            client.close()
        # An end without it is borne, and told nothing.
        client = Raw(gateway, version).shake_hands()
        client.socket.shutdown(socket.SHUT_WR)
        while not client.at_end:
            client.take()
        client.close()
    gateway.stop()


def farewell(client):
    """We say close_notify; what still comes is read, then theirs is there."""
    try:
        client.tls.unwrap()
    except ssl.SSLWantReadError:
        pass
    except ssl.SSLError as error:  # data of the stream came in between
        expect('APPLICATION_DATA_AFTER_CLOSE' in str(error), str(error))
    client.flush()
    seen = b''
    while not client.at_end:
        data = client.socket.recv(65536)
        client.at_end = not data
        seen += data
    records = list(records_of(seen))
    expect(records, 'no farewell')
    # TLS 1.3 hides an alert in a record of application data.
    kind, length = records[-1]
    expect((kind, length) in ((21, 26), (23, 19)),
           f'the last record is no alert: {records}')


def records_of(data):
    while len(data) >= 5:
        kind, _, length = struct.unpack('>BHH', data[:5])
        yield kind, length
        data = data[5 + length:]


# ---- handshakes that are not meant -----------------------------------------

def gone_at_once(gateway):
    Raw(gateway).reset()


def half_a_hello(gateway):
    client = Raw(gateway)
    hello = client.hello()
    client.socket.sendall(hello[:random.randrange(1, len(hello))])
    client.reset()


def a_hello_and_gone(gateway):
    client = Raw(gateway)
    client.socket.sendall(client.hello())
    client.reset()


def a_hello_and_an_end(gateway):
    client = Raw(gateway)
    client.socket.sendall(client.hello())
    drained(client, client.socket.shutdown, socket.SHUT_WR)


def noise(gateway):
    client = Raw(gateway)
    client.socket.sendall(random.randbytes(random.randrange(1, 400)))
    drained(client, client.socket.shutdown, socket.SHUT_WR)


def noise_behind_the_hello(gateway):
    client = Raw(gateway)
    client.socket.sendall(client.hello())
    client.take()
    drained(client, client.socket.sendall,
            b'\x17\x03\x03\x01\x00' + random.randbytes(256))


def a_record_that_is_too_long(gateway):
    client = Raw(gateway)
    client.socket.sendall(client.hello() + b'\x16\x03\x03\xff\xff' + b'x' * 99)
    drained(client)


def another_version(gateway):
    client = Raw(gateway)
    hello = bytearray(client.hello())
    hello[1:3] = random.choice((b'\x02\x00', b'\x03\x09', b'\x7f\xff'))
    hello[9:11] = b'\x03\x00'
    client.socket.sendall(hello)
    drained(client, client.socket.shutdown, socket.SHUT_WR)


def an_alert_in_the_middle(gateway):
    client = Raw(gateway)
    client.socket.sendall(client.hello() + b'\x15\x03\x03\x00\x02\x02\x28')
    drained(client)


def two_hellos(gateway):
    client = Raw(gateway)
    hello = client.hello()
    client.socket.sendall(hello + hello)
    drained(client)


def a_protocol_that_is_not_spoken(gateway):
    client = Raw(gateway, alpn=['h2'])
    try:
        client.shake_hands()
        raise AssertionError('h2 was agreed to')
    except ssl.SSLError:
        client.close()


def half_a_record_behind_the_handshake(gateway):
    client = Raw(gateway).shake_hands()
    client.socket.sendall(b'\x17\x03\x03\x10\x00' + b'x' * 40)
    client.reset()


def a_record_that_was_forged(gateway):
    client = Raw(gateway).shake_hands()
    client.socket.sendall(b'\x17\x03\x03\x00\x40' + random.randbytes(64))
    drained(client)


def a_handshake_and_gone(gateway):
    Raw(gateway, random.choice(VERSIONS)).shake_hands().reset()


HARM = (gone_at_once, half_a_hello, a_hello_and_gone, a_hello_and_an_end, noise,
        noise_behind_the_hello, a_record_that_is_too_long, another_version,
        an_alert_in_the_middle, two_hellos, a_protocol_that_is_not_spoken,
        half_a_record_behind_the_handshake, a_record_that_was_forged,
        a_handshake_and_gone)


def drained(client, action=lambda: None, *arguments):
    """The last word, if it is still heard; then until the gateway ends it,
    which it must."""
    client.socket.settimeout(PATIENCE)
    try:
        action(*arguments)
        while client.socket.recv(65536):
            pass
    except TimeoutError:
        raise
    except OSError:
        pass
    client.close()


@scenario
def handshakes_that_break_off_leave_nothing_behind(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           limits={'handshake_timeout': '3s'})
    stream = gateway.stream('gulf-daily')
    pid = gateway.process.pid
    rounds = 10000 // len(HARM) + 1 if room.long else 30

    def play(times):
        for _ in range(times):
            for harm in HARM:
                harm(gateway)

    def quiet():
        return 'torntape_connections_open 2' in gateway.ask_admin('/metrics')[1]

    play(rounds // 2)
    until('all of them to be gone', quiet)
    open_before, before = descriptors(pid), memory(pid)
    with Burden(gateway) as burden:
        play(rounds - rounds // 2)
    until('all of them to be gone', quiet)
    burden.says(f'{rounds * len(HARM)} handshakes of {len(HARM)} bad kinds, '
                'the second half')
    until('the descriptors', lambda: descriptors(pid) <= open_before)
    growth = memory(pid) - before
    print(f'       descriptors {open_before} and {descriptors(pid)}, memory '
          f'{growth / 1024:+.0f} KiB', flush=True)
    burden.below(mib=2)
    gateway.partner('menafn').posts(Story('urn:afterwards'))
    stream.sees('urn:afterwards')


# ---- certificates that change ----------------------------------------------

@scenario
def certificates_change_under_load_and_no_request_fails(room):
    cert = os.path.join(room.folder, 'cert.pem')
    key = os.path.join(room.folder, 'key.pem')
    names = ['server', 'server-of-next-year']

    def install(name):
        for source, place in zip(room.authority.certificate(name),
                                 (cert, key)):
            shutil.copyfile(source, place + '.new')
            os.rename(place + '.new', place)

    install(names[0])
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           listen={'cert': cert, 'key': key})
    streams = [gateway.stream('gulf-daily') for _ in range(3)]
    ended, served = threading.Event(), []

    def visit():
        while not ended.is_set():
            connection = gateway.connect()
            equal(connection.ask('GET', '/v1/stories?limit=1',
                                 key=key_of('gulf-daily')).status, 200)
            served.append(shown_by(connection))
            connection.close()

    def publish():
        desk = gateway.partner('menafn')
        n = 0
        while not ended.is_set():
            desk.posts(Story(f'urn:load:{n}'), status=201)
            n += 1
            time.sleep(0.01)
        for stream in streams:
            stream.sees(f'urn:load:{n - 1}')
            equal(len(stream.envelopes), n, 'stories on a stream')

    def change():
        try:
            for n in range(1, 41 if room.long else 7):
                install(names[n % 2])
                gateway.reload('configuration reloaded')
                until('the new one', lambda: shown(gateway) == names[n % 2])
                with open(cert, 'w', encoding='ascii') as file:
                    file.write('-----BEGIN CERTIFICATE-----\ntorn\n')
                gateway.reload('not reloaded')
                expect('E-TLS-CERT' in gateway.log[-1] or any(
                    'certificate' in line and 'cannot be used' in line
                    for line in gateway.log[-3:]), 'with its reason')
                equal(shown(gateway), names[n % 2], 'the old one goes on')
        finally:
            ended.set()

    together(visit, visit, publish, change)
    equal(set(served), set(names), 'both were shown')
    equal([stream.connects for stream in streams], [1] * 3, 'streams went on')
    print(f'       {len(served)} new connections beside '
          f'{40 if room.long else 6} changes, none failed; '
          f'{len(streams[0].envelopes)} stories on each stream', flush=True)


def shown_by(connection):
    subject = dict(pair[0] for pair in connection.socket.getpeercert()[
        'subject'])
    return subject['commonName']


def shown(gateway):
    connection = gateway.connect()
    name = shown_by(connection)
    connection.close()
    return name


# ---- what others say -------------------------------------------------------

# What testssl.sh says of the certificate of a test, not of the server.
OF_THE_TEST = {
    'cert_revocation': 'an authority of a few minutes runs no OCSP',
}
SEVERE = ('MEDIUM', 'HIGH', 'CRITICAL', 'FATAL')


@scenario
def testssl_finds_nothing(room):
    program = shutil.which('testssl') or shutil.which('testssl.sh')
    if not program:
        raise Skip('testssl.sh is not installed')
    cert, key = room.authority.certificate('server-for-a-year', days=365)
    gateway = room.gateway(listen={'cert': cert, 'key': key})
    found = os.path.join(room.folder, 'testssl.json')
    parts = [] if room.long else ['-p', '-R']
    subprocess.run(
        [program, '--quiet', '--color', '0', '--warnings', 'off', '--nodns',
         'none', '--ip', '127.0.0.1', '--add-ca', room.authority.ca, *parts,
         '--jsonfile', found, f'localhost:{gateway.public}'],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, timeout=900)
    with open(found, encoding='utf-8') as file:
        rows = json.load(file)
    by_id = {row['id']: row for row in rows}
    equal(by_id['TLS1_3']['severity'], 'OK', 'it has looked')
    expect('offered' in by_id['TLS1_2']['finding'], 'at both')
    equal(by_id['secure_client_renego']['severity'], 'OK', 'renegotiation')
    severe = [row for row in rows if row['severity'] in SEVERE
              and row['id'] not in OF_THE_TEST]
    equal(severe, [], 'findings')
    print(f'       {len(rows)} rows, none medium or above, but '
          f'{[i for i in OF_THE_TEST if i in by_id]}', flush=True)
