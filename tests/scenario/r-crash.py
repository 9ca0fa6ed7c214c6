# SPDX-License-Identifier: Apache-2.0
"""kill -9 at random moments under load. What was acknowledged before is there
afterwards, in order, once, or again with the same id and bytes; what was killed
stays killed. The checker decides, from what the partners and the subscribers
wrote down and nothing else.
"""
import random
from collections import Counter

from house import *
from checker import check
from history import MARK

ROUNDS = 6
LONG_PARTS, LONG_ROUNDS, AT_ONCE = 20, 50, 2  # a thousand times
PUBLISHERS = 3


class Publisher(threading.Thread):
    """Posts, updates and kills its own stories until told to stop. What it
    does not get an answer to it sends again, under the same key."""

    def __init__(self, gateway, number, draw):
        super().__init__(daemon=True)
        self.desk = gateway.partner('menafn')
        self.number, self.draw = number, draw
        self.leaving = threading.Event()
        self.alive = {}   # uri -> version
        self.rows = []    # (story, row)
        self.count, self.embargo = 0, 0
        self.trouble = None

    def run(self):
        try:
            while not self.leaving.is_set():
                self.send(self.next())
        except Exception as trouble:
            self.trouble = trouble

    def next(self):
        chance = self.draw.random()
        if self.alive and chance < 0.45:
            uri = self.draw.choice(sorted(self.alive))
            self.alive[uri] += 1
            return Story(uri, self.alive[uri])
        if len(self.alive) > 2 and chance < 0.6:
            uri = self.draw.choice(sorted(self.alive))
            return kill_of(uri, self.alive.pop(uri) + 1)
        self.count += 1
        uri = f'urn:crash:{self.number}:{self.count}'
        if self.draw.random() < 0.15:
            self.embargo = time.time() + self.draw.uniform(0.1, 1.5)
            return Story(uri, embargo=round(self.embargo, 3))
        self.alive[uri] = 1
        return Story(uri)

    def send(self, story):
        post, key = self.desk.announces(story), f'key-{self.draw.random()}'
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                answer = self.desk.post(story.body(), idempotency_key=key)
            except (Closed, OSError):
                time.sleep(0.01)
                continue
            if answer.status in (429, 503):
                time.sleep(0.05)
                continue
            expect(answer.status in (200, 201, 202),
                   f'{story.uri}: {answer}')
            row = self.desk.acknowledged(post, answer.json['stories'][0])
            self.rows.append((story, row))
            return
        raise AssertionError(f'{story.uri}: no answer for a minute')


def shaky(draw):
    """A receiver that now and then fails."""
    return lambda attempt: 503 if draw.random() < 0.05 else 200


def after_a_while(most, draw):
    moment = time.monotonic() + draw.uniform(0.0, most)
    until('the moment', lambda: time.monotonic() >= moment)


def die_and_return(gateway, publishers, draw, rounds):
    """How many deaths fell into a start, which they interrupted."""
    early = 0
    for number in range(rounds):
        before = sum(len(p.rows) for p in publishers)
        until('something to be acknowledged', lambda: any(
            p.trouble for p in publishers) or sum(
                len(p.rows) for p in publishers) > before)
        after_a_while(0.6, draw)
        gateway.kill9()
        while draw.random() < 0.2:
            gateway.spawn()
            after_a_while(0.15, draw)
            gateway.kill9()
            early += 1
        gateway.start()
    return early


def books_of(gateway):
    """What `torntape books` says; the sum is made here once more."""
    books = json.loads(gateway.command('books', '--json'))
    expect(books.pop('balanced'), f'the books balance: {books}')
    received = books.pop('received')
    equal(received, sum(books.values()), f'received of {books}')
    return received, books


def balance(gateway, acked):
    """What was acknowledged is in the books, and nothing twice: what came
    again because a kill -9 swallowed the answer came under its key."""
    received, books = books_of(gateway)
    equal(received, acked, f'received, and acknowledged, of {books}')
    equal(books['quarantined'] + books['rejected'], 0, 'set aside')
    return received


def sweep(gateway, publishers):
    """Look into every corner for text that was killed."""
    for publisher in publishers:
        for story, row in publisher.rows:
            if story.kind == 'kill':
                gateway.reads('gulf-daily', f'/v1/stories/{row["id"]}',
                              row['id'])
    for kind in ('atom', 'rss'):
        gateway.reads('gulf-daily', f'/v1/feeds/world.{kind}')
    cursor = ''
    while True:
        page = gateway.reads(
            'gulf-daily', f'/v1/stories?limit=100{cursor}').json
        if not page['items']:
            return
        cursor = f'&cursor={page["cursor"]}'


def rounds_of(room, rounds):
    """So many rounds on one gateway, from the load to the verdict. What was
    counted, for the line that is printed."""
    draw = random.Random(room.seed)
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           hooks=[{'name': 'hooked'}])
    hook = gateway.hook('hooked')
    hook.answers = shaky(random.Random(room.seed + 1))
    first = gateway.origin('gulf-daily')
    witnesses = [gateway.stream('gulf-daily', cursor=first), gateway.pages('gulf-daily'),
                 hook]
    publishers = [Publisher(gateway, n, random.Random(room.seed + 10 + n))
                  for n in range(PUBLISHERS)]
    for publisher in publishers:
        publisher.start()
    early = die_and_return(gateway, publishers, draw, rounds)
    for publisher in publishers:
        publisher.leaving.set()
    for publisher in publishers:
        publisher.join(70)
        if publisher.trouble:
            raise publisher.trouble
    until('the last embargo to end', lambda: all(
        p.embargo + 0.5 < time.time() for p in publishers))
    end = gateway.partner('menafn').posts(Story('urn:crash:end'))
    for witness in witnesses:
        witness.caught_up(end['seq'], 60)
    sweep(gateway, publishers)
    equal(hook.overlaps, [], 'one attempt a story at a time')
    faults = check(room.history.events)
    expect(not faults, f'{len(faults)} faults:\n' + '\n'.join(faults[:40]))
    acked = sum(len(p.rows) for p in publishers) + 1  # and the last one
    expect(acked > rounds, 'there was load')
    received = balance(gateway, acked)
    valid_ninjs(room, witnesses[0].envelopes[-100:])
    return Counter(rounds=rounds, early=early, acked=acked, received=received,
                   envelopes=sum(len(w.envelopes) for w in witnesses),
                   attempts=len(hook.attempts.items))


def told(counts):
    return (f'{counts["rounds"]} x kill -9 under load and {counts["early"]} '
            f'more into a start, {counts["acked"]} acknowledged, '
            f'books balance at {counts["received"]} received, '
            f'{counts["envelopes"]} envelopes seen, '
            f'{counts["attempts"]} webhook attempts, no fault')


@scenario
def kill_9_under_load_loses_nothing_that_was_acknowledged(room):
    if not room.long:
        print(f'       {told(rounds_of(room, ROUNDS))}', flush=True)
        return
    numbers, sums = iter(range(LONG_PARTS)), Counter()

    def parts():
        for number in numbers:
            part = room.part(number)
            counts = rounds_of(part, LONG_ROUNDS)
            room.forget(part)
            sums.update(counts)
            print(f'       part {number}, seed {part.seed}: {told(counts)}',
                  flush=True)

    together(*[parts] * AT_ONCE)
    equal(sums['rounds'], LONG_PARTS * LONG_ROUNDS, 'rounds')
    print(f'       {told(sums)}', flush=True)


@scenario
def the_same_key_over_a_crash_has_the_same_answer(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    story = Story('urn:once')
    first = gateway.partner('menafn').post(story.body(),
                                           idempotency_key='once')
    equal(first.status, 201)
    gateway.kill9()
    gateway.start()
    again = gateway.partner('menafn').post(story.body(),
                                           idempotency_key='once')
    equal((again.status, again.json), (first.status, first.json))
    page = gateway.reads('gulf-daily', '/v1/stories')
    equal(len(page.json['items']), 1)
    equal(len(set(MARK.findall(page.body))), 1)


@scenario
def every_fate_of_a_story_is_booked_once_also_over_a_crash(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    desk = gateway.partner('menafn')
    desk.posts(Story('urn:book:1'))
    second = Story('urn:book:1', 2)
    desk.posts(second)
    desk.posts(second, status=200)
    desk.posts(Story('urn:book:1', 1), status=200)
    desk.posts(kill_of('urn:book:1', 3))
    desk.posts(Story('urn:book:2', embargo=time.time() + 3600), status=202)
    equal(desk.post(b'<html', RSS).status, 422)
    before = books_of(gateway)
    equal(before[0], 7, f'each is received: {before[1]}')
    for fate in ('published', 'updated', 'killed', 'held', 'quarantined'):
        equal(before[1][fate], 1, fate)
    equal(before[1]['duplicate'] + before[1]['late'], 2, 'known or late')
    gateway.kill9()
    gateway.start()
    equal(books_of(gateway), before, 'and after kill -9')
    expect('the books balance' in gateway.command('books'), 'for people')


@scenario
def an_embargo_outlives_a_crash_and_ends_on_time(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    stream = gateway.stream('gulf-daily', cursor=gateway.origin('gulf-daily'))
    instants = [round(time.time() + wait, 3) for wait in (0.1, 1.2)]
    for n, instant in enumerate(instants):
        gateway.partner('menafn').posts(
            Story(f'urn:embargo:{n}', embargo=instant), status=202)
    gateway.kill9()
    until('the first instant to pass while nobody is there',
          lambda: time.time() > instants[0] + 0.1)
    gateway.start()
    for n in range(2):
        stream.sees(f'urn:embargo:{n}', 'story.published')
    stream.history.note(stream.who, 'caught up')
    faults = check(room.history.events)
    expect(not faults, '\n'.join(faults))
    equal(len(stream.envelopes), 2, 'each once')
