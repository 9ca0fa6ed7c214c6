# SPDX-License-Identifier: Apache-2.0
"""Ends and new beginnings: SIGTERM, SIGHUP, and what goes on across them."""
import itertools
import shutil
import signal

from checker import check
from house import *

SOON = 10.0  # seconds that an orderly end may take


def ended(gateway, patience=SOON):
    """Seconds until the process was gone, which must be with 0."""
    began = time.monotonic()
    equal(gateway.process.wait(patience), 0, 'exit code')
    return time.monotonic() - began


def requests_before(gateway, asked):
    """How many requests others made, when this is our `asked`-th look."""
    for line in gateway.ask_admin('/metrics')[1].splitlines():
        if line.startswith('torntape_http_requests_total '):
            return int(line.split()[1]) - asked
    raise AssertionError('no such counter')


@scenario
def a_stop_finishes_what_is_in_service_and_a_restart_goes_on(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           hooks=[{'name': 'morning-post'}])
    hook, desk = gateway.hook('morning-post'), gateway.partner('menafn')
    stream = gateway.stream('gulf-daily')
    arrived, go_on = threading.Event(), threading.Event()

    def slowly(attempt):
        arrived.set()
        go_on.wait(PATIENCE)
        return 200

    hook.answers = slowly
    desk.posts(Story('urn:stop:1'))
    stream.sees('urn:stop:1')
    expect(arrived.wait(PATIENCE), 'the webhook is under way')
    poll, looks = gateway.connect(), itertools.count(1)
    before = requests_before(gateway, 0)
    poll.send(wire.request(
        'GET', f'/v1/stories?wait=60&cursor={stream.last_id}',
        key=key_of('gulf-daily')))
    until('the long poll to be in service',
          lambda: requests_before(gateway, next(looks)) > before)
    gateway.process.send_signal(signal.SIGTERM)
    equal(poll.answer().status, 200, 'the long poll is answered')
    expect(gateway.alive(), 'it waits for the webhook')
    go_on.set()
    took = ended(gateway)
    expect(took < 5, f'{took:.1f} s with nothing left to wait for')
    hook.sees('urn:stop:1')
    hook.answers = lambda attempt: 200
    gateway.start()
    desk.hang_up()
    row = desk.posts(Story('urn:stop:2'))
    stream.sees('urn:stop:2')
    hook.sees('urn:stop:2')
    stream.caught_up(row['seq'])
    equal([e['data']['uri'] for e in stream.envelopes],
          ['urn:stop:1', 'urn:stop:2'], 'each once')
    equal([a.envelope['data']['uri'] for a in hook.attempts.items],
          ['urn:stop:1', 'urn:stop:2'], 'each was attempted once')


@scenario
def nobody_holds_a_stop_up_for_more_than_ten_seconds(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           hooks=[{'name': 'morning-post'}],
                           webhooks={'timeout': '60s'})
    hook, desk = gateway.hook('morning-post'), gateway.partner('menafn')
    arrived, go_on = threading.Event(), threading.Event()

    def never(attempt):
        arrived.set()
        go_on.wait(60)
        return 503

    hook.answers = never
    stalled = gateway.connect(receive=4096)
    stalled.send(wire.request('GET', '/v1/stream', key=key_of('gulf-daily')))
    equal(stalled.head()[0], 200)
    for n in range(30):
        desk.posts(Story(f'urn:hold:{n}', text=['The tide rose. ' * 4000]))
    expect(arrived.wait(PATIENCE), 'the webhook is under way')
    half = gateway.connect()
    half.send(b'POST /v1/partners/menafn/stories HTTP/1.1\r\n')
    gateway.process.send_signal(signal.SIGTERM)
    took = ended(gateway)
    go_on.set()
    print(f'       {took:.1f} s', flush=True)
    hook.answers = lambda attempt: 200
    gateway.start()
    for n in range(30):
        hook.sees(f'urn:hold:{n}')
    stalled.close()
    half.close()


class Crowd:
    """Everybody who may hold a stop up: partners who post without a pause,
    one whose body comes drop by drop, readers who do not read, webhooks that
    do not answer."""

    def __init__(self, gateway, name):
        self.gateway, self.name = gateway, name
        self.leaving = threading.Event()
        self.acked, self.troubles = 0, []
        self.stalled = [gateway.connect(receive=4096) for _ in range(5)]
        for reader in self.stalled:
            reader.send(wire.request('GET', '/v1/stream',
                                     key=key_of('gulf-daily')))
            equal(reader.head()[0], 200)
        self.threads = [threading.Thread(target=self.post, args=(n,),
                                         daemon=True) for n in range(3)]
        self.threads.append(threading.Thread(target=self.drip, daemon=True))
        for thread in self.threads:
            thread.start()

    def post(self, number):
        desk = self.gateway.partner('menafn')
        for n in itertools.count():
            if self.leaving.is_set():
                return
            story = Story(f'urn:crowd:{self.name}:{number}:{n}',
                          text=['The tide rose. ' * 400])
            post = desk.announces(story)
            try:
                answer = desk.post(story.body(), idempotency_key=story.uri)
            except (Closed, OSError):
                self.leaving.wait(0.05)
                continue
            if answer.status in (429, 503):
                continue
            if answer.status != 201:
                self.troubles.append(f'{story.uri}: {answer}')
                return
            desk.acknowledged(post, answer.json['stories'][0])
            self.acked += 1

    def drip(self):
        connection = self.gateway.connect()
        try:
            connection.send(wire.request(
                'POST', '/v1/partners/menafn/stories', {
                    'Content-Type': NINJS, 'Content-Length': '100000'},
                key=key_of('menafn')).replace(b'Content-Length: 0\r\n', b''))
            while not self.leaving.is_set():
                connection.send(b' ' * 2000)
                self.leaving.wait(0.2)
        except OSError:
            pass
        connection.close()

    def leave(self):
        self.leaving.set()
        for thread in self.threads:
            thread.join(PATIENCE)
        for reader in self.stalled:
            reader.close()
        equal(self.troubles, [], 'what partners were told')


@scenario
def a_stop_in_the_middle_of_everything_takes_less_than_ten_seconds(room):
    gateway = room.gateway(
        subscribers=[subscriber('gulf-daily')], hooks=[{'name': 'hooked'}],
        webhooks={'timeout': '60s'},
        limits={'streams_per_subscriber': 10, 'output_soft': '16MiB',
                'output_hard': '32MiB'})
    hook, go_on = gateway.hook('hooked'), threading.Event()
    witness = gateway.stream('gulf-daily',
                             cursor=gateway.origin('gulf-daily'))
    worst, stops = 0.0, 10 if room.long else 1
    for number in range(stops):
        go_on.clear()

        def never(attempt):
            go_on.wait(60)
            return 503

        hook.answers = never
        crowd = Crowd(gateway, number)
        until('load', lambda: crowd.acked > 50 or crowd.troubles)
        gateway.process.send_signal(signal.SIGTERM)
        took = ended(gateway, SOON + 5)
        worst = max(worst, took)
        crowd.leave()
        go_on.set()
        hook.answers = lambda attempt: 200
        gateway.start()
    expect(worst < SOON, f'{worst:.1f} s')
    end = gateway.partner('menafn').posts(Story('urn:crowd:end'))
    for seer in (witness, hook):
        seer.caught_up(end['seq'], 60)
    faults = check(room.history.events)
    expect(not faults, '\n'.join(faults[:20]))
    counts = json.loads(gateway.command('books', '--json'))
    expect(counts['balanced'], f'{counts}')
    print(f'       {stops} stops under load, the longest took {worst:.1f} s, '
          f'{counts["received"]} stories, no fault', flush=True)


@scenario
def a_second_signal_does_not_wait(room):
    gateway = room.gateway(hooks=[{'name': 'morning-post'}],
                           webhooks={'timeout': '60s'})
    hook = gateway.hook('morning-post')
    arrived, go_on = threading.Event(), threading.Event()

    def never(attempt):
        arrived.set()
        go_on.wait(60)
        return 503

    hook.answers = never
    gateway.partner('menafn').posts(Story('urn:twice'))
    expect(arrived.wait(PATIENCE), 'the webhook is under way')
    gateway.process.send_signal(signal.SIGTERM)
    until('it to say that it stops', lambda: any(
        'stopping' in line for line in gateway.log))
    expect(gateway.alive(), 'it waits for the webhook')
    gateway.process.send_signal(signal.SIGTERM)
    took = ended(gateway)
    go_on.set()
    expect(took < 3, f'{took:.1f} s after the second signal')
    hook.answers = lambda attempt: 200
    gateway.start()
    hook.sees('urn:twice')


def shown(gateway):
    """The name in the certificate that a new connection gets."""
    connection = gateway.connect()
    subject = connection.socket.getpeercert()['subject']
    connection.close()
    return dict(pair for part in subject for pair in part)['commonName']


@scenario
def a_certificate_changes_while_streams_run(room):
    cert = os.path.join(room.folder, 'cert.pem')
    key = os.path.join(room.folder, 'key.pem')

    def install(name):
        for source, place in zip(room.authority.certificate(name),
                                 (cert, key)):
            shutil.copyfile(source, place)

    install('server')
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           listen={'cert': cert, 'key': key})
    desk, stream = gateway.partner('menafn'), gateway.stream('gulf-daily')
    equal(shown(gateway), 'server')
    desk.posts(Story('urn:cert:1'))
    install('server-of-next-year')
    gateway.reload('configuration reloaded')
    until('the new certificate',
          lambda: shown(gateway) == 'server-of-next-year')
    desk.posts(Story('urn:cert:2'))
    stream.sees('urn:cert:2')

    for trouble in ('no certificate', 'a key of another'):
        if trouble == 'no certificate':
            with open(cert, 'w', encoding='ascii') as file:
                file.write('torn\n')
        else:
            install('server-of-next-year')
            shutil.copyfile(room.authority.certificate('server')[1], key)
        gateway.reload('not reloaded')
        equal(shown(gateway), 'server-of-next-year', trouble)
    desk.posts(Story('urn:cert:3'))
    stream.sees('urn:cert:3')
    equal(stream.connects, 1, 'the stream went on all the time')


@scenario
def a_change_that_waits_for_a_restart_is_named(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           limits={'streams_per_subscriber': 2})
    held = [gateway.stream('gulf-daily') for _ in range(2)]
    gateway.config['limits'] = {'streams_per_subscriber': 3}
    gateway.config['log'] = {'level': 'error'}
    gateway.write()
    gateway.reload('limits')
    expect(not any('what=webhooks' in line or '"webhooks"' in line
                   for line in gateway.log), 'what stayed is not named')
    equal(gateway.ask('GET', '/v1/stream', 'gulf-daily').status, 429)
    gateway.restart()
    gateway.stream('gulf-daily', counted=False)
    for stream in held:
        stream.leave()


@scenario
def a_reload_that_a_rule_file_spoils_changes_nothing(room):
    rules = os.path.join(room.folder, 'rules')
    os.makedirs(os.path.join(rules, 'disclaimer'))
    broken = os.path.join(rules, 'disclaimer', 'notices.rules')
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           rules=rules)
    gateway.config['subscribers'] = [subscriber('gulf-daily'),
                                     subscriber('newcomer')]
    gateway.write()
    with open(broken, 'w', encoding='utf-8') as file:
        file.write('this is no rule\n')
    gateway.reload('not reloaded')
    equal(gateway.ask('GET', '/v1/stories', 'newcomer').status, 401,
          'the newcomer of the refused generation')
    os.unlink(broken)
    gateway.reload('configuration reloaded')
    until('the newcomer is let in', lambda: gateway.ask(
        'GET', '/v1/stories', 'newcomer').status == 200)
