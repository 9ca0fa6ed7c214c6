# SPDX-License-Identifier: Apache-2.0
"""Many at once: everybody gets everything, in order, and nothing grows."""
from house import *

STORIES, STREAMS = (40, 12), (400, 60)  # short and long: a publisher's, all


@scenario
def everybody_gets_everything_in_order(room):
    count, n_streams = STREAMS if room.long else STORIES
    names = [f'agency{n}' for n in range(3)]
    gateway = room.gateway(
        partners=[partner(name) for name in names],
        subscribers=[subscriber('gulf-daily')], hooks=[{'name': 'hooked'}],
        limits={'streams_per_subscriber': 100})
    streams = [gateway.stream('gulf-daily') for _ in range(n_streams)]
    rows = {}

    def publish(name):
        desk = gateway.partner(name)
        for n in range(count):
            row = desk.posts(Story(f'urn:{name}:{n}'), status=201)
            rows[row['seq']] = row['uri']

    begun = time.monotonic()
    together(*[lambda name=name: publish(name) for name in names])
    took = time.monotonic() - begun
    last = max(rows)
    for stream in streams:
        stream.caught_up(last, 60)
        equal([(e['data']['seq'], e['data']['uri'])
               for e in stream.envelopes], sorted(rows.items()), stream.who)
    hook = gateway.hook('hooked')
    hook.seen.until('all by webhook', lambda items: len(items) >= len(rows),
                    60)
    equal(sorted(e['data']['seq'] for e in hook.envelopes), sorted(rows))
    equal(hook.overlaps, [])
    print(f'       {len(rows)} stories from {len(names)} partners in '
          f'{took:.2f} s, to {n_streams} streams and a webhook', flush=True)
    valid_ninjs(room, hook.envelopes[-20:])


@scenario
def streams_that_come_and_go_leave_nothing_behind(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    gateway.partner('menafn').posts(Story('urn:one'))

    def visit(times):
        for _ in range(times):
            connection = gateway.connect()
            connection.send(request('GET', '/v1/stream',
                                    key=key_of('gulf-daily')))
            equal(connection.head()[0], 200)
            connection.close()

    def open_files():
        return len(os.listdir(f'/proc/{gateway.process.pid}/fd'))

    visit(5)
    before = open_files()
    visit(200 if room.long else 60)
    until('the sockets to be closed', lambda: open_files() <= before + 2)
