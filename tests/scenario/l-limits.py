# SPDX-License-Identifier: Apache-2.0
"""Every limit is on, can be set, and says so when it is met."""
import gzip
import resource
import ssl
import stat
import zlib

from burden import SLACK_MIB, SLACK_TIMES
from house import *

POST = b'POST /v1/partners/menafn/stories HTTP/1.1\r\nHost: localhost\r\n'
KEY = b'Authorization: Bearer ' + key_of('menafn').encode() + b'\r\n'
GET = b'GET /v1/stories HTTP/1.1\r\nHost: localhost\r\n'


def code(answer):
    return answer.status, answer.json.get('code')


@scenario
def every_limit_of_a_request_has_its_answer(room):
    gateway = room.gateway(limits={
        'request_line': '300B', 'header_size': '1KiB', 'header_fields': 10,
        'chunk_line': '32B', 'body_size': '2KiB', 'body_min_rate': '1000B',
        'body_grace': '200ms'})
    chunked = POST + KEY + b'Transfer-Encoding: chunked\r\n\r\n'
    for key, data, wanted in (
            ('request_line', b'GET /' + b'x' * 400 + b' HTTP/1.1\r\n',
             (414, 'request-line-too-long')),
            ('header_size', GET + b'A: ' + b'x' * 2000 + b'\r\n\r\n',
             (431, 'headers-too-long')),
            ('header_fields', GET + b'A: x\r\n' * 12 + b'\r\n',
             (431, 'headers-too-many')),
            ('chunk_line', chunked + b'1;' + b'x' * 40 + b'\r\n',
             (400, 'chunk-line-too-long')),
            ('body_size', POST + KEY + b'Content-Length: 2049\r\n\r\n',
             (413, 'document-too-large')),
            ('body_size', chunked + b'801\r\n', (413, 'body-too-large')),
            ('body_min_rate', POST + KEY + b'Content-Length: 2000\r\n\r\n{',
             (408, 'body-too-slow'))):
        connection = gateway.connect()
        connection.send(data)
        equal(code(connection.answer()), wanted, key)
        expect(connection.ended(), f'{key}: and the connection ends')
        connection.close()


@scenario
def a_connection_serves_so_many_requests(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           limits={'requests_per_connection': 3})
    connection = gateway.connect()
    said = [connection.ask('GET', '/v1/stories', key=key_of('gulf-daily'))
            .header('connection') for _ in range(3)]
    equal(said, [None, None, 'close'])
    expect(connection.ended(), 'the end')


@scenario
def a_body_waits_until_its_sender_is_known_and_welcome(room):
    gateway = room.gateway(
        partners=[{**MENAFN, 'body_size': '4KiB'}, partner('norrey')],
        limits={'body_size': '64KiB'})
    length = b'Content-Length: 5000\r\nExpect: 100-continue\r\n\r\n'
    stranger = b'Authorization: Bearer nobody\r\n'
    other = b'Authorization: Bearer ' + key_of('norrey').encode() + b'\r\n'
    for name, who, wanted in (('no key', b'', 401),
                              ('an unknown key', stranger, 401),
                              ('another partner', other, 403),
                              ('more than this partner may send', KEY, 413)):
        for ending in (length, length.replace(
                b'Expect: 100-continue\r\n', b'')):
            connection = gateway.connect()
            connection.send(POST + who + ending)
            # No byte of the body was sent, and nobody asks for one.
            equal(connection.answer().status, wanted, name)
            expect(connection.ended(), f'{name}: and the connection ends')
            connection.close()


@scenario
def a_packed_document_is_the_one_that_is_in_it(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           limits={'body_size': '64KiB'})
    menafn = gateway.partner('menafn')
    story = Story('urn:packed:1')
    packed = {'Content-Encoding': 'gzip'}
    first = menafn.post(gzip.compress(story.body()), story.content_type,
                        idempotency_key='k', headers=packed)
    equal(first.status, 201)
    again = menafn.post(story.body(), story.content_type, idempotency_key='k')
    equal((again.status, again.json), (201, first.json), 'the same answer')
    page = gateway.ask('GET', '/v1/stories', 'gulf-daily').json
    equal([item['data']['uri'] for item in page['items']], [story.uri])
    for body, wanted in (
            (gzip.compress(b' ' * 65537), (413, 'unpacked-too-large')),
            (gzip.compress(story.body())[:-1],
             (400, 'content-encoding-broken')),
            (zlib.compress(story.body()), (400, 'content-encoding-broken'))):
        equal(code(menafn.post(body, story.content_type, headers=packed)),
              wanted)
    equal(code(menafn.post(b'x', headers={'Content-Encoding': 'br'})),
          (415, 'content-encoding'))


def bomb(size, unpacked):
    """A gzip of about so many bytes that would become so many zeros. Blocks end
    at a full flush, so one can be repeated; its checksum nobody will reach."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = pack.compress(bytes(1 << 20)) + pack.flush(zlib.Z_FULL_FLUSH)
    blocks = block * (unpacked >> 20)
    expect(0.8 < len(blocks) / size < 1.3, f'{len(blocks)} bytes')
    return gzip.compress(b'')[:10] + blocks


@scenario
def ten_megabytes_that_would_be_ten_gigabytes_cost_what_the_limit_says(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           limits={'body_size': '16MiB'})
    body = bomb(10 << 20, 10 << 30)
    head = POST + KEY + b'Content-Encoding: gzip\r\nContent-Length: ' + \
        str(len(body)).encode() + b'\r\n\r\n'
    before = int(of_process(gateway, 'status', 'VmHWM:')[0])
    slowest, done = [0.0], []

    def attack():
        for _ in range(5):
            connection = gateway.connect()
            began = time.monotonic()
            # The rest is not waited for.
            connection.send(head + body[:65536])
            equal(code(connection.answer()), (413, 'unpacked-too-large'))
            done.append(time.monotonic() - began)
            connection.close()

    def bystand():
        while len(done) < 20:
            began = time.monotonic()
            equal(gateway.ask('GET', '/v1/stories', 'gulf-daily').status, 200)
            slowest[0] = max(slowest[0], time.monotonic() - began)

    together(attack, attack, attack, attack, bystand)
    grown = int(of_process(gateway, 'status', 'VmHWM:')[0]) - before
    print(f'20 bombs, the slowest refused after {max(done):.3f} s, others '
          f'waited {slowest[0]:.3f} s, {grown} KiB more memory')
    expect(grown < (64 + SLACK_MIB) << 10, f'{grown} KiB more memory')
    expect(max(done) < 5 * SLACK_TIMES, f'{max(done)} s for a refusal')
    expect(slowest[0] < 2 * SLACK_TIMES, f'others waited {slowest[0]} s')
    gateway.partner('menafn').posts(Story('urn:after:1'))


@scenario
def open_connections_are_bounded(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           limits={'connections': 3})
    held = [gateway.connect() for _ in range(3)]
    for connection in held:
        equal(connection.ask('GET', '/v1/stories',
                             key=key_of('gulf-daily')).status, 200)
    try:
        gateway.connect().close()
        raise AssertionError('a fourth connection')
    except (ssl.SSLError, OSError):
        pass
    expect('torntape_connections_refused_total 1'
           in gateway.ask_admin('/metrics')[1], 'it is counted')
    held.pop().close()

    def served():
        try:
            return gateway.ask('GET', '/v1/stories', 'gulf-daily').status
        except (ssl.SSLError, OSError):
            return None

    equal(until('a free place', served), 200)
    for connection in held:
        connection.close()


@scenario
def handshakes_in_progress_are_bounded_and_callers_wait(room):
    gateway = room.gateway(
        subscribers=[subscriber('gulf-daily')],
        limits={'handshakes': 1, 'handshake_timeout': '3s'})
    silent = Connection(gateway.public)
    # The one place is taken once the gateway has let the silent peer in.
    until('the silent peer to be let in', lambda:
          'torntape_connections_open 2' in gateway.ask_admin('/metrics')[1])
    began = time.monotonic()
    equal(gateway.ask('GET', '/v1/stories', 'gulf-daily').status, 200)
    waited = time.monotonic() - began
    expect(waited > 0.2, f'the second caller waited {waited:.2f} s')
    expect(waited < 2.5, f'for half a second and no more: {waited:.2f} s')
    expect(silent.ended(), 'the silent one was sent away')
    silent.close()


@scenario
def streams_of_one_subscriber_are_bounded(room):
    gateway = room.gateway(
        subscribers=[subscriber('gulf-daily'), subscriber('alps')],
        limits={'streams_per_subscriber': 2})
    held = [gateway.stream('gulf-daily') for _ in range(2)]
    answer = gateway.ask('GET', '/v1/stream', 'gulf-daily')
    equal(code(answer), (429, 'too-many-streams'))
    expect(int(answer.header('retry-after')) > 0, 'Retry-After')
    gateway.stream('alps', counted=False)
    gateway.partner('menafn').posts(Story('urn:crowd'))
    for stream in held:
        stream.sees('urn:crowd')


@scenario
def a_page_stays_below_what_may_wait_for_a_connection(room):
    gateway = room.gateway(
        subscribers=[subscriber('gulf-daily')],
        limits={'output_soft': '64KiB', 'output_hard': '128KiB'})
    desk = gateway.partner('menafn')
    for n in range(12):
        desk.posts(Story(f'urn:page:{n}', text=['The tide rose. ' * 800]))
    seen, cursor = [], ''
    for _ in range(12):
        page = gateway.reads('gulf-daily',
                             f'/v1/stories?limit=100&cursor={cursor}')
        expect(len(page.body) < 128 * 1024, f'{len(page.body)} bytes')
        seen += [e['data']['uri'] for e in page.json['items']]
        cursor = page.json['cursor']
    equal(seen, [f'urn:page:{n}' for n in range(12)])


def of_process(gateway, name, key):
    """The rest of the line of /proc/PID/NAME that begins with `key`."""
    with open(f'/proc/{gateway.process.pid}/{name}', encoding='ascii') as file:
        return next(line[len(key):].split() for line in file
                    if line.startswith(key))


@scenario
def the_process_takes_all_descriptors_and_shows_its_files_to_nobody(room):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    gateway = room.gateway(start=False)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 512), hard))
    before = os.umask(0)
    try:
        gateway.start()
    finally:
        os.umask(before)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    now = of_process(gateway, 'limits', 'Max open files')
    equal(now[0], now[1], 'the soft limit of open files')
    ignored = int(of_process(gateway, 'status', 'SigIgn:')[0], 16)
    expect(ignored >> 12 & 1, 'SIGPIPE is ignored')
    gateway.partner('menafn').posts(Story('urn:mode'))
    state = gateway.config['state']
    for folder, _, names in os.walk(state):
        for path in [folder] + [os.path.join(folder, n) for n in names]:
            mode = stat.S_IMODE(os.stat(path).st_mode)
            equal(mode & 0o077, 0, f'{path} has mode {mode:o}')
