# SPDX-License-Identifier: Apache-2.0
"""The chain of plugins. One that crashes, loops or takes memory without end
costs the story on which it did so; that story is kept and can be driven again,
and everybody else's flow on.
"""
from house import *

CHAIN = ('sanitize', 'source', 'lifecycle', 'disclaimer', 'furniture',
         'language', 'attribution', 'topics', 'unexplained')
HARM = ['The council of Sund meant no harm when it raised the toll.']


def house_of(room, plugin, start=True):
    """A house with this plugin at the end of its chain. It does its worst on
    stories that say "harm"."""
    built = os.path.join(os.path.dirname(room.binary), 'tests',
                         'hostile-plugins', f'hostile-{plugin}.so')
    expect(os.path.exists(built), f'{built} is not built')
    places = os.path.join(room.folder, 'plugins')
    os.makedirs(os.path.join(places, plugin))
    os.symlink(built, os.path.join(places, plugin, plugin + '.so'))
    own = os.path.join(os.path.dirname(room.binary), 'plugins')
    room.bears_reports = True
    return room.gateway(
        start=start, env={'TORNTAPE_PLUGINS': f'{own}:{places}'},
        subscribers=[subscriber('gulf-daily')],
        plugins=[{'name': name} for name in (*CHAIN, plugin)],
        normalizer={'deadline': '700ms', 'memory': '256MiB', 'workers': 2})


def attacked(gateway, harmful, good):
    """Harmful stories and good ones at the same time; what was said to the
    harmful ones, with their bytes."""
    said = []

    def attack(numbers):
        desk = gateway.partner('menafn')
        for n in numbers:
            body = Story(f'urn:bad:{n}', text=HARM).body()
            said.append((desk.post(body), body))

    def go_on():
        desk = gateway.partner('menafn')
        for n in range(good):
            desk.posts(Story(f'urn:good:{n}'), status=201)

    together(lambda: attack(range(0, harmful, 2)),
             lambda: attack(range(1, harmful, 2)), go_on)
    return said


def costs_its_story_only(room, plugin):
    gateway = house_of(room, plugin)
    stream = gateway.stream('gulf-daily')
    said = attacked(gateway, 4, 12)
    for answer, _ in said:
        equal(answer.status, 202, f'{answer.body[:400]!r}')
        equal(answer.json['stories'][0]['status'], 'quarantined')
    gateway.partner('menafn').posts(Story('urn:after'), status=201)
    for uri in [f'urn:good:{n}' for n in range(12)] + ['urn:after']:
        stream.sees(uri)
    expect(not any('urn:bad' in e['data']['uri'] for e in stream.envelopes),
           'nothing of a quarantined story leaves')
    expect(gateway.alive(), 'the gateway lives')
    rows = quarantined(gateway)
    equal(len(rows), len(said), 'each is listed')
    for row in rows:
        equal(row['partner'], 'menafn')
        expect(row['reason'], 'with a reason')
    raw = [gateway.command('quarantine', 'show', str(row['id']), '--raw')
           for row in rows]
    equal(sorted(raw), sorted(body.decode() for _, body in said),
          'its bytes are kept')
    return gateway, stream, rows


def quarantined(gateway):
    return json.loads(gateway.command('quarantine', '--json'))['items']


@scenario
def a_plugin_that_crashes_costs_its_story_and_nothing_else(room):
    gateway, stream, rows = costs_its_story_only(room, 'crash')
    # The plugin is taken out of the chain: now the same bytes go through.
    gateway.config['plugins'] = [{'name': name} for name in CHAIN]
    gateway.write()
    gateway.restart()
    equal(len(quarantined(gateway)), len(rows), 'kept over a restart')
    for row in rows:
        gateway.command('quarantine', 'redrive', str(row['id']))
    for n in range(4):
        stream.sees(f'urn:bad:{n}')
    until('the list to be empty', lambda: not quarantined(gateway))


@scenario
def a_plugin_that_loops_costs_its_story_and_nothing_else(room):
    costs_its_story_only(room, 'endless')


@scenario
def a_plugin_that_takes_memory_without_end_costs_its_story(room):
    costs_its_story_only(room, 'hungry')


@scenario
def a_plugin_that_answers_nonsense_for_the_worker_costs_its_story(room):
    gateway = house_of(room, 'speaks')
    for answer, _ in attacked(gateway, 2, 4):
        expect(answer.status in (201, 202), f'{answer}')
    gateway.partner('menafn').posts(Story('urn:after'), status=201)


@scenario
def a_plugin_that_reaches_for_files_and_sockets_gets_none(room):
    for plugin in ('opens', 'dials', 'forks'):
        gateway = house_of(room, plugin)
        for answer, _ in attacked(gateway, 2, 4):
            expect(answer.status in (201, 202), f'{plugin}: {answer}')
            expect('it opened' not in answer.text,
                   f'{plugin} got through: {answer.text}')
        gateway.stop()


# What the house says to the story that each of them harms.
KINDS = {
    'crash': 'quarantined', 'deep': 'quarantined', 'dials': 'quarantined',
    'endless': 'quarantined', 'flood': None, 'forks': 'quarantined',
    'garbage': 'quarantined', 'hungry': 'quarantined', 'liar': 'published',
    'maps': 'quarantined', 'opens': 'quarantined', 'prints': 'published',
    'quits': 'quarantined', 'speaks': None}


# These have scenarios of their own above.
SHOWN = ('crash', 'endless', 'hungry', 'speaks', 'opens', 'dials', 'forks')


@scenario
def every_kind_of_hostile_plugin_costs_its_story_only(room):
    said = {}
    for plugin, wanted in KINDS.items():
        if plugin in SHOWN and not room.long:
            continue
        gateway = house_of(room, plugin)
        stream, desk = gateway.stream('gulf-daily'), gateway.partner('menafn')
        began = time.monotonic()
        answer = desk.post(Story('urn:bad', text=HARM).body())
        took = time.monotonic() - began
        expect(answer.status in (201, 202), f'{plugin}: {answer}')
        row = answer.json['stories'][0]
        equal(row['status'], wanted or row['status'], plugin)
        expect(row['status'] != 'quarantined' or row['reason'], plugin)
        for n in range(3):
            desk.posts(Story(f'urn:good:{n}'), status=201)
            stream.sees(f'urn:good:{n}')
        until(f'{plugin}: two normalizers',
              lambda: len(gateway.workers()) == 2)
        desk.hang_up()
        gateway.stop()
        said[plugin] = (f'{row["status"]} after {took * 1000:.0f} ms '
                        f'{row.get("reason", "")}')
    for plugin, text in said.items():
        print(f'       {plugin:8} {text}', flush=True)
    expect(len(KINDS) >= 10, 'at least ten kinds')


@scenario
def a_plugin_that_is_not_what_it_says_does_not_start(room):
    for plugin in ('wrong-abi', 'wrong-name', 'wrong-size'):
        gateway = house_of(room, plugin, start=False)
        done = subprocess.run(
            [room.binary, 'run', '--config', gateway.file],
            capture_output=True, timeout=60, env=gateway.env)
        equal(done.returncode, 3, f'{plugin}: {done.stderr[-400:]!r}')
        expect(plugin.encode() in done.stderr, f'{plugin} is named')
