# SPDX-License-Identifier: Apache-2.0
"""More comes in than goes out. The house says so before its memory grows, and
what nobody reads waits on the disk: memory stands still, nothing is lost, and
who comes back gets everything in order.
"""
import resource
import signal

from burden import (MIB, Attacker, Burden, Neighbour, descriptors, memory)
from house import *

POST = ('POST /v1/partners/menafn/stories HTTP/1.1\r\nHost: localhost\r\n'
        f'Authorization: Bearer {key_of("menafn")}\r\n'
        'Content-Type: application/ninjs+json\r\n')


def is_busy(answer):
    equal((answer.status, answer.json.get('code')), (503, 'busy'))
    expect(int(answer.header('retry-after')) > 0, 'Retry-After')


@scenario
def a_house_without_a_free_normalizer_says_so_before_it_reads(room):
    gateway = room.gateway(
        subscribers=[subscriber('gulf-daily')],
        normalizer={'workers': 1, 'waiting': 4, 'deadline': '60s'})
    worker, = gateway.workers()
    os.kill(worker, signal.SIGSTOP)
    stream = gateway.stream('gulf-daily')
    desks = [gateway.partner('menafn') for _ in range(4)]
    answers = []
    waiting = [threading.Thread(target=lambda d=desk, n=n: answers.append(
        d.posts(Story(f'urn:waits:{n}')))) for n, desk in enumerate(desks)]
    for thread in waiting:
        thread.start()
    head = (POST + 'Content-Length: 8000000\r\n\r\n').encode()

    def turned_away():
        """Nothing of the body is sent, so nothing of it was waited for."""
        connection = gateway.connect()
        connection.send(head)
        answer = connection.answer() if connection.ended(0.3) else None
        connection.close()
        return answer

    until('the house to be full', turned_away)
    count = 1000 if room.long else 150
    with Burden(gateway) as burden:
        for _ in range(count):
            connection = gateway.connect()
            connection.send(head)
            is_busy(connection.answer())
            connection.close()
    burden.says(f'{count} documents of 8 MB turned away')
    burden.below(mib=4)
    os.kill(worker, signal.SIGCONT)
    for thread in waiting:
        thread.join()
    equal(len(answers), 4, 'those who waited')
    for n in range(4):
        stream.sees(f'urn:waits:{n}')
    gateway.partner('menafn').posts(Story('urn:after'), status=201)


@scenario
def documents_that_come_in_have_a_bound_together(room):
    gateway = room.gateway(
        subscribers=[subscriber('gulf-daily')],
        limits={'body_size': '1MiB', 'bodies_size': '8MiB',
                'body_grace': '60s'})
    stream = gateway.stream('gulf-daily')
    count = 300 if room.long else 60
    most = b'{"uri":"' + b'x' * 900000
    held, busy = [], 0
    with Neighbour(gateway, stream) as neighbour, Burden(gateway) as burden:
        for n in range(count):
            connection = gateway.connect()
            # Half of them announce how much it will be, half do not.
            connection.send((POST + (
                'Content-Length: 1000000\r\n\r\n' if n % 2 else
                f'Transfer-Encoding: chunked\r\n\r\n{len(most):x}\r\n')
                             ).encode())
            try:
                connection.send(most)
            except OSError:
                pass  # refused already
            if connection.ended(0.05 if len(held) < 8 else 0.5):
                is_busy(connection.answer())
                connection.close()
                busy += 1
            else:
                held.append(connection)
    burden.says(f'{count} documents that never end')
    print(f'       {len(held)} are being read, {busy} were told to come again',
          flush=True)
    neighbour.served(2.0)
    expect(7 <= len(held) <= 9, f'{len(held)} of a MB go into 8')
    burden.below(mib=24)
    for connection in held:
        connection.close()
    whole = Story('urn:whole', text=['The quota of Sund rose. ' * 30000])
    until('room', lambda: gateway.partner('menafn').post(
        whole.body()).status == 201)
    stream.sees('urn:whole')


@scenario
def stalled_streams_cost_their_bound_and_nobody_else_waits(room):
    gateway = room.gateway(
        subscribers=[subscriber('gulf-daily'), subscriber('foe')],
        limits={'streams_per_subscriber': 10000, 'write_timeout': '3600s'},
        delivery={'ring': 64})
    count = 400 if room.long else 60
    stream = gateway.stream('gulf-daily')
    desk = gateway.partner('menafn')
    text = ['The council of Norrey heard a very long report. ' * 400]

    def publish(name):
        """60 stories of 20 KB, and how long each took to be seen."""
        delays = []
        for n in range(60):
            began = time.monotonic()
            desk.posts(Story(f'urn:{name}:{n}', text=text))
            stream.sees(f'urn:{name}:{n}')
            delays.append(time.monotonic() - began)
        return sorted(delays)

    publish('warm')
    before = publish('before')
    with Attacker(gateway, 'stalled-stream', count, key_of('foe')) as foes:
        foes.ready()
        with Burden(gateway) as burden:
            publish('filling')
            during = publish('during')
            for n in range(4 if room.long else 0):
                during = publish(f'during-{n}')
        equal(foes.what(stop=True)['ended'], 0, 'they all stalled to the end')
    burden.says(f'{count} stalled streams')
    print(f'       {burden.growth / count / 1024:.0f} KiB for each; a story '
          f'of 20 KB takes {before[30] * 1000:.1f} ms before and '
          f'{during[30] * 1000:.1f} ms beside them, the slowest '
          f'{before[-1] * 1000:.1f} and {during[-1] * 1000:.1f} ms', flush=True)
    # What one turn may put, and its buffer.
    burden.below(mib=count * 600 / 1024 + 4)
    slack = 0.05 * PATIENCE / 20
    expect(during[30] < 3 * before[30] + slack, 'the others wait longer')


def pushed(gateway, count, name, n_partners=4):
    """`count` stories by several partners at once; uris by their number."""
    rows = {}

    def push(first):
        desk = gateway.partner('menafn')
        for n in range(first, count, n_partners):
            row = desk.posts(Story(f'urn:{name}:{n}'), status=201)
            rows[row['seq']] = row['uri']
        desk.hang_up()

    together(*[lambda n=n: push(n) for n in range(n_partners)])
    return rows


def all_pages(gateway, who, cursor):
    uris = []
    while True:
        page = gateway.reads(
            who, f'/v1/stories?limit=500&cursor={cursor}').json
        if not page['items']:
            return uris
        uris += [e['data']['uri'] for e in page['items']]
        cursor = page['cursor']


@scenario
def stories_that_nobody_reads_leave_memory_flat(room):
    gateway = room.gateway(
        subscribers=[subscriber('gulf-daily'), subscriber('asleep')],
        hooks=[{'name': 'down'}], delivery={'ring': 256},
        limits={'write_timeout': '3600s'},
        webhooks={'timeout': '60s', 'retries': ['0s', '10s'] + ['30s'] * 18})
    hook, awakes = gateway.hook('down'), threading.Event()
    # Down for a long time it fails, and one in thirty seconds is let try.
    hook.answers = (lambda attempt: 200 if awakes.is_set() else 503) \
        if room.long else (lambda attempt: awakes.wait(60) and 200)
    first = gateway.origin('asleep')
    warm, count = (1000, 20000) if room.long else (400, 800)
    sleepers = []
    for _ in range(8):
        sleeper = gateway.connect(receive=4096)
        sleeper.send(request('GET', '/v1/stream', key=key_of('asleep')))
        equal(sleeper.head()[0], 200)
        sleepers.append(sleeper)
    rows = pushed(gateway, warm, 'before')  # until ring and caches are full
    began = time.monotonic()
    with Burden(gateway) as burden:
        rows |= pushed(gateway, count, 'unread')
    took = time.monotonic() - began
    burden.says(f'{count} stories that nobody reads')
    for sleeper in sleepers:
        sleeper.close()
    print(f'       pushed in {took:.1f} s', flush=True)
    burden.below(mib=12)

    wanted = [uri for _, uri in sorted(rows.items())]
    awakes.set()
    awake = gateway.stream('asleep', cursor=first)
    awake.caught_up(max(rows), 120)
    equal([e['data']['uri'] for e in awake.envelopes], wanted, 'the stream')
    equal(all_pages(gateway, 'gulf-daily', first), wanted, 'the pages')
    hook.seen.until('all by webhook', lambda items: len(items) >= len(rows),
                    400)
    equal(sorted(e['data']['uri'] for e in hook.envelopes), sorted(wanted),
          'the webhook')
    print(f'       and all {len(rows)} came to stream, pages and webhook '
          f'within {time.monotonic() - began - took:.1f} s; memory now '
          f'{memory(gateway.process.pid) / MIB:.1f} MiB', flush=True)


@scenario
def callers_cannot_take_the_descriptors_of_the_house(room):
    gateway = room.gateway(
        files=300, hooks=[{'name': 'hooked'}],
        subscribers=[subscriber('gulf-daily'), subscriber('foe')],
        limits={'streams_per_subscriber': 10000})
    stream, desk = gateway.stream('gulf-daily'), gateway.partner('menafn')
    desk.posts(Story('urn:crowd:before'))
    with Attacker(gateway, 'stalled-stream', 600, key_of('foe')) as crowd:
        crowd.ready()
        open_now = descriptors(gateway.process.pid)
        with Burden(gateway) as burden:
            killed = gateway.workers()
            for worker in killed:
                os.kill(worker, signal.SIGKILL)
            until('new ones', lambda: len(
                set(gateway.workers()) - set(killed)) == len(killed))
            for n in range(20):
                desk.posts(Story(f'urn:crowd:{n}'), status=201)
                stream.sees(f'urn:crowd:{n}')
                gateway.hook('hooked').sees(f'urn:crowd:{n}')
        saw = crowd.what(stop=True)
    burden.says(f'{saw["opened"]} of 600 callers were let in, '
                f'{open_now} of 300 descriptors open')
    expect(saw['turned_away'] > 400, f'{saw}')
    burden.below(mib=16)
    until('a free place', lambda: can_ask(gateway))


def can_ask(gateway):
    try:
        return gateway.ask('GET', '/v1/stories', 'gulf-daily').status == 200
    except (OSError, Closed):
        return False


@scenario
def without_any_descriptor_left_the_house_goes_on(room):
    gateway = room.gateway(
        subscribers=[subscriber('gulf-daily')],
        normalizer={'workers': 2}, limits={'handshake_timeout': '60s'})
    pid = gateway.process.pid
    stream, desk = gateway.stream('gulf-daily'), gateway.partner('menafn')
    desk.posts(Story('urn:tight:before'))
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    room_left = 20
    most = descriptors(pid) + room_left
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (most, before[1]))
    with Attacker(gateway, 'silent', 200, seconds=60) as crowd:
        crowd.ready()
        until('the last descriptor to be gone', lambda: any(
            'no descriptors left' in line for line in gateway.log))
        os.kill(gateway.workers()[0], signal.SIGKILL)
        until('its death to be noticed', lambda: any(
            'normalizer lost' in line for line in gateway.log))
        with Burden(gateway) as burden:
            began = time.monotonic()
            n = 0
            while time.monotonic() - began < 2:
                desk.posts(Story(f'urn:tight:{n}'), status=201)
                stream.sees(f'urn:tight:{n}')
                n += 1
                time.sleep(0.05)
        burden.says(f'no descriptor left, {n} stories meanwhile')
        burden.below(mib=4, cpu=0.5)
        expect(gateway.alive(), 'the gateway lives')
        crowd.what(stop=True)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
    began = time.monotonic()
    until('a free place', lambda: can_ask(gateway))
    until('two normalizers', lambda: len(gateway.workers()) == 2)
    print(f'       callers and normalizers came back within '
          f'{time.monotonic() - began:.1f} s', flush=True)
    desk.posts(Story('urn:tight:after'), status=201)
    stream.sees('urn:tight:after')
