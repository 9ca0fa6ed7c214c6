# SPDX-License-Identifier: Apache-2.0
"""A disk that is full, and one that fails. What cannot be kept is refused with
507 and leaves no trace; when there is room again all goes on by itself. A sync
that fails ends the process, and the next start is whole.
"""
from house import *
from checker import check

BIG = ['The tide rose over the quay. ' * 3000]  # 87 KB


class Disk:
    """Where a gateway keeps its state, and how it gets into trouble. As root
    it is a file system of its own, so that the trouble is real; else the calls
    of the process fail as such a one would make them."""

    def __init__(self, room, size='32m', real=True):
        self.state = os.path.join(room.folder, 'disk')
        self.word = os.path.join(room.folder, 'bad-disk')
        self.ballast = os.path.join(self.state, 'ballast')
        self.is_real = real and os.geteuid() == 0
        os.mkdir(self.state, 0o700)
        if self.is_real:
            self.is_real = subprocess.run(
                ['mount', '-t', 'tmpfs', '-o', f'size={size},mode=0700',
                 'torntape', self.state], capture_output=True).returncode == 0
        if self.is_real:
            room.afterwards(lambda: subprocess.run(
                ['umount', '-l', self.state], check=True))
        build = os.path.dirname(room.binary)
        module = os.path.join(build, 'tests', 'scenario', 'baddisk.so')
        options = os.environ.get('ASAN_OPTIONS', '')
        self.env = {} if self.is_real else {
            'LD_PRELOAD': module, 'BAD_DISK': self.word,
            'ASAN_OPTIONS': f'{options}:verify_asan_link_order=0'}
        self.settings = {'state': self.state, 'env': self.env}

    def says(self, word):
        with open(self.word, 'w', encoding='ascii') as file:
            file.write(word)

    def fill(self):
        if not self.is_real:
            self.says('full journal.db-wal')
            return
        with open(self.ballast, 'ab', buffering=0) as file:
            try:
                while True:
                    file.write(b'\0' * 65536)
            except OSError as full:
                equal(full.errno, 28, 'ENOSPC')

    def empty(self):
        if self.is_real:
            os.unlink(self.ballast)
        else:
            self.says('')


def until_full(desk, number):
    """Post until there is no room, under keys. (kept, the one refused)."""
    kept = []
    for n in range(2000):
        story = Story(f'urn:full:{number}:{n}', text=BIG)
        post = desk.announces(story)
        answer = desk.post(story.body(), idempotency_key=story.uri)
        if answer.status == 507:
            equal(answer.json['code'], 'storage-full', 'code')
            return kept, story
        equal(answer.status, 201, story.uri)
        desk.acknowledged(post, answer.json['stories'][0])
        kept.append(story)
    raise AssertionError('there was always room')


def books(gateway):
    counts = json.loads(gateway.command('books', '--json'))
    expect(counts['balanced'], f'the books balance: {counts}')
    return counts


@scenario
def a_full_disk_answers_507_and_recovers_by_itself(room):
    disk = Disk(room)
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           hooks=[{'name': 'hooked'}], **disk.settings)
    hook, desk = gateway.hook('hooked'), gateway.partner('menafn')
    stream = gateway.stream('gulf-daily', cursor=gateway.origin('gulf-daily'))
    process = gateway.process
    victim = desk.posts(Story('urn:victim'))
    hook.sees('urn:victim')
    disk.fill()
    kept, refused = until_full(desk, 1)
    before = books(gateway)
    equal(before['received'], 1 + len(kept), 'what was refused is not booked')
    for n in range(20):
        answer = desk.post(Story(f'urn:refused:{n}', text=BIG).body())
        equal((answer.status, answer.json['code']), (507, 'storage-full'))
    said = gateway.command('kill', victim['id'], '--reason', 'wrong',
                           ok=range(1, 128))
    expect(not said, f'a kill without room: {said}')
    equal(gateway.reads('gulf-daily', f'/v1/stories/{victim["id"]}').status,
          200, 'who reads is served')
    equal(books(gateway), before, 'nothing by halves')
    expect(gateway.ask_admin('/readyz')[0] in (200, 503), 'admin answers')
    disk.empty()
    post = desk.announces(refused)
    answer = until('room', lambda: (lambda a: a.status != 507 and a)(
        desk.post(refused.body(), idempotency_key=refused.uri)))
    equal(answer.status, 201, 'the same under the same key')
    desk.acknowledged(post, answer.json['stories'][0])
    gateway.command('kill', victim['id'], '--reason', 'wrong')
    stream.sees('urn:victim', 'story.killed')
    hook.sees('urn:victim', 'story.killed')
    equal(gateway.ask('GET', f'/v1/stories/{victim["id"]}',
                      'gulf-daily').status, 410, 'killed')
    expect(gateway.process is process and gateway.alive(), 'no restart')
    ends(room, gateway, [stream, hook])
    notes_were_kept(gateway, hook)
    print(f'       {"a real" if disk.is_real else "an imitated"} full disk, '
          f'{len(kept)} kept on it, 21 refused', flush=True)


def ends(room, gateway, witnesses):
    """One more story, and the verdict on everything."""
    end = gateway.partner('menafn').posts(Story('urn:disk:end'))
    for witness in witnesses:
        witness.caught_up(end['seq'], 60)
    faults = check(room.history.events)
    expect(not faults, '\n'.join(faults[:20]))


def notes_were_kept(gateway, hook):
    """What was delivered meanwhile is written down: nothing comes again."""
    sent = len(hook.attempts.items)
    gateway.restart()
    gateway.partner('menafn').posts(Story('urn:disk:after'))
    hook.sees('urn:disk:after')
    equal(len(hook.attempts.items), sent + 1, 'attempts after a restart')


@scenario
def a_disk_that_fills_up_while_checkpoints_run_comes_back_after_kill_9(room):
    disk = Disk(room, size='48m')
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           **disk.settings)
    desk = gateway.partner('menafn')
    stream = gateway.stream('gulf-daily', cursor=gateway.origin('gulf-daily'))
    with open(disk.ballast, 'wb') as file:
        file.write(b'\0' * (8 << 20))
    if not disk.is_real:
        desk.posts(Story('urn:first', text=BIG))
        disk.fill()
    kept, refused = until_full(desk, 2)
    gateway.kill9()
    gateway.spawn()
    until('the start to succeed or to say why not', lambda: any(
        'ready' in line or 'E-STATE' in line for line in gateway.log[-5:]))
    expect(not any('E-STATE-CORRUPT' in line for line in gateway.log),
           'a full disk is not a damaged journal')
    gateway.kill9()
    disk.empty()
    gateway.start()
    desk.hang_up()
    post = desk.announces(refused)
    answer = desk.post(refused.body(), idempotency_key=refused.uri)
    expect(answer.status in (200, 201), f'{answer}')
    desk.acknowledged(post, answer.json['stories'][0])
    books(gateway)
    ends(room, gateway, [stream])
    print(f'       {"a real" if disk.is_real else "an imitated"} full disk, '
          f'{len(kept)} kept on it', flush=True)


class Load(threading.Thread):
    """Posts until it is told to stop; what was answered is in the history."""

    def __init__(self, gateway, number, text):
        super().__init__(daemon=True)
        self.desk = gateway.partner('menafn')
        self.number, self.text, self.count = number, text, 0
        self.leaving = threading.Event()
        self.statuses = set()

    def run(self):
        while not self.leaving.is_set():
            self.count += 1
            story = Story(f'urn:load:{self.number}:{self.count}',
                          text=self.text)
            post = self.desk.announces(story)
            try:
                answer = self.desk.post(story.body())
            except (Closed, OSError):
                continue
            self.statuses.add(answer.status)
            if answer.status == 201:
                self.desk.acknowledged(post, answer.json['stories'][0])


def die_of_a_sync(gateway, disk, name, number, text):
    """How many requests there were until then."""
    begun = len(gateway.log)
    loads = [Load(gateway, f'{number}:{n}', text) for n in range(2)]
    for load in loads:
        load.start()
    until('load', lambda: all(load.count > 5 for load in loads))
    disk.says(f'sync {name}')
    equal(gateway.process.wait(60), 1, 'exit code')
    until('the reason to be told', lambda: any(
        'the journal failed' in line for line in gateway.log[begun:]))
    for load in loads:
        load.leaving.set()
        load.join(60)
        expect(load.statuses <= {201, 429, 503}, f'{load.statuses}')
    return sum(load.count for load in loads)


def a_sync_fails(room, name, text):
    disk = Disk(room, real=False)
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           **disk.settings)
    stream = gateway.stream('gulf-daily', cursor=gateway.origin('gulf-daily'))
    rounds, asked = 25 if room.long else 1, 0
    for number in range(rounds):
        asked += die_of_a_sync(gateway, disk, name, number, text)
        disk.says('')
        gateway.start()
        books(gateway)
    ends(room, gateway, [stream])
    print(f'       {rounds} failed syncs of {name}, {asked} requests, no fault',
          flush=True)


@scenario
def a_failed_sync_of_a_commit_ends_the_process_and_the_next_start_is_whole(
        room):
    a_sync_fails(room, 'journal.db-wal', None)


@scenario
def a_failed_sync_of_a_checkpoint_does_so_too(room):
    a_sync_fails(room, 'journal.db', BIG)
