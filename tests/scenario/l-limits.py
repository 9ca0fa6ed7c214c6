# SPDX-License-Identifier: Apache-2.0
"""Every limit is on, can be set, and says so when it is met."""
import resource
import ssl
import stat

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
        limits={'handshakes': 1, 'handshake_timeout': '1s'})
    silent = Connection(gateway.public)
    # The one place is taken once the gateway has let the silent peer in.
    until('the silent peer to be let in', lambda:
          'torntape_connections_open 2' in gateway.ask_admin('/metrics')[1])
    began = time.monotonic()
    equal(gateway.ask('GET', '/v1/stories', 'gulf-daily').status, 200)
    waited = time.monotonic() - began
    expect(waited > 0.5, f'the second caller waited {waited:.2f} s')
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
