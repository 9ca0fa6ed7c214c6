# SPDX-License-Identifier: Apache-2.0
"""Peers that mean harm. Each is borne as long as its deadline says and no
longer, and costs what its bound says and no more; the others notice nothing: a
story of theirs goes from a new connection to a stream all the time, and how
long that took is printed.
"""
import ctypes
import socket
import struct

from burden import MIB, Attacker, Burden, Neighbour
from house import *

FEW, MANY = 150, 1000  # connections, short and long
SLACK = 1.5 * PATIENCE / 20  # seconds that a deadline may be late


def house_of(room, **limits):
    return room.gateway(
        subscribers=[subscriber('gulf-daily'), subscriber('foe')],
        limits={'streams_per_subscriber': 10000, **limits})


def many(room, few=FEW):
    return few * MANY // FEW if room.long else few


def beside_neighbours(gateway, kind, count, seconds=30.0, key='', worst=2.0,
                      **more):
    """Play one attack; what it cost and what the attacker saw."""
    stream = gateway.stream('gulf-daily')
    with Neighbour(gateway, stream) as neighbour:
        until('a warm house', lambda: len(neighbour.delays) > 10)
        with Burden(gateway) as burden, Attacker(
                gateway, kind, count, key and key_of(key),
                seconds=seconds * PATIENCE / 20, **more) as attacker:
            saw = attacker.ready().what()
    burden.says(f'{saw["opened"]} x {kind}')
    print(f'       {saw["ended"]} of them were ended, after '
          f'{saw["shortest"] or 0:.2f} to {saw["longest"] or 0:.2f} s; '
          f'{saw["codes"] or ""} they sent {saw["sent"] / MIB:.1f} MiB',
          flush=True)
    neighbour.served(worst)
    equal(saw['opened'], count, 'connections that were let in')
    return burden, saw


def all_ended_in_time(saw, code, deadline):
    equal(saw['codes'], {code: saw['opened']}, 'what they were told')
    expect(saw['longest'] < deadline + SLACK,
           f'one was borne for {saw["longest"]:.2f} s')


@scenario
def headers_byte_by_byte_are_borne_until_their_deadline(room):
    gateway = house_of(room, header_timeout='1s')
    burden, saw = beside_neighbours(gateway, 'slow-header', many(room))
    all_ended_in_time(saw, 'header-timeout', 1.0)
    burden.below(mib=saw['opened'] * 64 / 1024 + 4, cpu=0.8)


@scenario
def bodies_byte_by_byte_are_borne_until_they_are_too_slow(room):
    gateway = house_of(room, body_grace='1s')
    burden, saw = beside_neighbours(gateway, 'slow-body', many(room),
                                    key='menafn')
    # The grace, and the next look at the rate a second later.
    all_ended_in_time(saw, 'body-too-slow', 2.0)
    burden.below(mib=saw['opened'] * 64 / 1024 + 4, cpu=0.8)


@scenario
def chunks_of_a_byte_with_long_extensions_end_with_their_deadline(room):
    gateway = house_of(room, body_timeout='1500ms')
    burden, saw = beside_neighbours(gateway, 'chunk-lines', many(room, 15),
                                    key='menafn')
    all_ended_in_time(saw, 'body-timeout', 1.5)
    burden.below(mib=saw['opened'] / 4 + 4)


@scenario
def trailers_without_end_are_refused(room):
    gateway = house_of(room)
    burden, saw = beside_neighbours(gateway, 'trailers', many(room),
                                    key='menafn')
    all_ended_in_time(saw, 'chunk-line-too-long', 1.0)
    burden.below(mib=saw['opened'] * 64 / 1024 + 4)


@scenario
def who_asks_without_end_and_never_reads_is_served_no_more_than_fits(room):
    gateway = house_of(room, write_timeout='1500ms')
    desk = gateway.partner('menafn')
    for n in range(40):  # so that a page is long
        desk.posts(Story(f'urn:page:{n}', text=['The quota rose. ' * 60]))
    desk.hang_up()
    burden, saw = beside_neighbours(gateway, 'pipeline', many(room, 60),
                                    key='foe')
    # Once their sockets were full, 1.5 s after they took the last byte.
    equal(saw['ended'], saw['opened'], 'they were cut')
    # A page that waits, and the requests behind it.
    burden.below(mib=saw['opened'] * 0.6 + 4)


@scenario
def who_talks_on_a_stream_is_not_listened_to(room):
    gateway = house_of(room)
    burden, saw = beside_neighbours(gateway, 'talking-stream',
                                    many(room, 30), key='foe')
    equal(saw['ended'], saw['opened'], 'their streams were ended')
    burden.below(mib=saw['opened'] * 128 / 1024 + 4)


def vanish(connection):
    """From now on nothing reaches this socket, and so it acknowledges nothing:
    a filter (socket(7)) of the one instruction "keep 0 bytes"."""
    drop = ctypes.create_string_buffer(struct.pack('HBBI', 0x06, 0, 0, 0))
    connection.socket.setsockopt(
        socket.SOL_SOCKET, 26, struct.pack('HL', 1, ctypes.addressof(drop)))


@scenario
def a_listener_that_vanished_is_noticed(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           delivery={'heartbeat': '500ms'},
                           limits={'write_timeout': '2s'})

    def listeners(count):
        return (f'torntape_streams_open {count}\n'
                in gateway.ask_admin('/metrics')[1])

    gone = [gateway.connect() for _ in range(20)]
    for connection in gone:
        connection.send(request('GET', '/v1/stream',
                                key=key_of('gulf-daily')))
        equal(connection.head()[0], 200)
    gateway.stream('gulf-daily')
    until('all to listen', lambda: listeners(21))
    for connection in gone:
        vanish(connection)
    began = time.monotonic()
    until('those who vanished to be let go', lambda: listeners(1))
    print(f'       {len(gone)} that vanished were let go within '
          f'{time.monotonic() - began:.1f} s', flush=True)
    for connection in gone:
        connection.close()


@scenario
def silent_callers_do_not_shut_the_door(room):
    gateway = house_of(room, handshake_timeout='4s')
    # 256 at a time are greeted, each for half a second.
    count = 900 if room.long else 600
    rounds = 0.5 * (count // 256)
    burden, saw = beside_neighbours(gateway, 'silent', count,
                                    worst=rounds + SLACK)
    equal(saw['ended'], saw['opened'], 'they were sent away')
    expect(saw['longest'] < 4 + rounds + SLACK,
           f'one was borne for {saw["longest"]:.2f} s')
    burden.below(mib=saw['opened'] * 32 / 1024 + 4, cpu=0.8)


@scenario
def who_asks_for_long_pages_without_end_waits_for_himself(room):
    gateway = house_of(room)
    count = 2000 if room.long else 120
    text = ['The council of Norrey heard a very long report. ' * 60]

    def publish(first):
        desk = gateway.partner('menafn')
        for n in range(first, count, 4):
            desk.posts(Story(f'urn:long:{n}', text=text), status=201)
        desk.hang_up()

    together(*[lambda n=n: publish(n) for n in range(4)])
    delays = []

    def one_page():
        began = time.monotonic()
        equal(gateway.ask('GET', '/v1/stories?limit=1', 'gulf-daily').status,
              200)
        delays.append(time.monotonic() - began)

    with Attacker(gateway, 'pages', 64, key_of('foe'), seconds=60,
                  path='/v1/stories?limit=500') as foes:
        foes.ready()
        for _ in range(50):
            one_page()
        saw = foes.what(stop=True)
    delays.sort()
    print(f'       beside 64 who ask for pages of {min(count, 500)} stories '
          f'without end a page of one takes {delays[25] * 1000:.0f} ms, the '
          f'slowest {delays[-1] * 1000:.0f} ms; {saw["answers"]}', flush=True)
    expect(delays[-1] < 1.0 * PATIENCE / 20, f'{delays[-1]:.2f} s')


@scenario
def polls_that_wait_are_cheap_and_all_are_answered(room):
    gateway = house_of(room)
    count = many(room, 300)
    cursor = gateway.origin('foe')
    with Burden(gateway) as burden, Attacker(
            gateway, 'question', count, key_of('foe'),
            path=f'/v1/stories?wait=60&cursor={cursor}') as attacker:
        attacker.ready()
        waiting = burden.now()
        gateway.partner('menafn').posts(Story('urn:at-last'))
        began = time.monotonic()
        saw = attacker.what()
        took = time.monotonic() - began
    burden.says(f'{count} polls')
    print(f'       {(waiting - burden.start) / count / 1024:.1f} KiB for a '
          f'poll that waits; all were answered {took * 1000:.0f} ms after '
          'the story', flush=True)
    equal(saw['answers'], {'HTTP/1.1 200 OK': count})
    burden.below(mib=count * 64 / 1024 + 4)
