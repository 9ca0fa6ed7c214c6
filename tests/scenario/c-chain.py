# SPDX-License-Identifier: Apache-2.0
"""The chain of plugins. One that crashes, loops or takes memory without end
costs the story on which it did so; that story is kept and can be driven again,
and everybody else's flow on.
"""
from house import *

CHAIN = ('sanitize', 'source', 'lifecycle', 'disclaimer', 'furniture',
         'attribution')


def poisoned(room, plugin):
    """A house in which this plugin sees what `poison` sends, and only that."""
    objects = os.path.join(os.path.dirname(room.binary), 'tests',
                           'hostile-plugins')
    expect(os.path.exists(os.path.join(objects, plugin, plugin + '.so')),
           f'{plugin} is not built in {objects}')
    room.bears_reports = True
    own = os.path.join(os.path.dirname(room.binary), 'plugins')
    return room.gateway(
        env={'TORNTAPE_PLUGINS': f'{own}:{objects}'},
        partners=[partner('menafn', plugins={plugin: 'off'}),
                  partner('poison')],
        subscribers=[subscriber('gulf-daily')],
        plugins=[{'name': name} for name in (*CHAIN, plugin)],
        normalizer={'deadline': '700ms', 'memory': '256MiB', 'workers': 2})


def costs_its_story_only(room, plugin):
    gateway = poisoned(room, plugin)
    stream = gateway.stream('gulf-daily')
    desk, poison = gateway.partner('menafn'), gateway.partner('poison')
    desk.posts(Story('urn:before'), status=201)
    answers, sent = [], []

    def attack():
        rival = gateway.partner('poison')
        for n in range(3):
            body = Story(f'urn:bad:{n}').body()
            answers.append(rival.post(body))
            sent.append(body.decode())
        rival.hang_up()

    def go_on():
        rival = gateway.partner('menafn')
        for n in range(20):
            rival.posts(Story(f'urn:good:{n}'), status=201)

    together(attack, attack, go_on)
    for answer in answers:
        equal(answer.status, 202, f'{answer.body[:400]!r}')
        equal(answer.json['stories'][0]['status'], 'quarantined')
    for n in range(20):
        stream.sees(f'urn:good:{n}')
    desk.posts(Story('urn:after'), status=201)
    stream.sees('urn:after')
    expect(not any('bad' in e['data']['uri'] for e in stream.envelopes),
           'nothing of a quarantined story leaves')
    expect(gateway.alive(), 'the gateway lives')
    rows = quarantined(gateway)
    equal(len(rows), 6, 'each is listed')
    for row in rows:
        equal(row['partner'], 'poison')
        expect(row['reason'], 'with a reason')
    raw = [gateway.command('quarantine', 'show', str(row['id']), '--raw')
           for row in rows]
    equal(sorted(raw), sorted(sent), 'its bytes are kept')
    return gateway, stream, rows, poison


def quarantined(gateway):
    return json.loads(gateway.command('quarantine', '--json'))['items']


@scenario
def a_plugin_that_crashes_costs_its_story_and_nothing_else(room):
    gateway, stream, rows, _ = costs_its_story_only(room, 'crash')
    # The plugin is taken out of the chain: now the same bytes go through.
    gateway.config['plugins'] = [{'name': name} for name in CHAIN]
    gateway.config['partners'] = [MENAFN, partner('poison')]
    gateway.write()
    gateway.restart()
    equal(len(quarantined(gateway)), 6, 'kept over a restart')
    for row in rows:
        gateway.command('quarantine', 'redrive', str(row['id']))
    for n in range(3):
        stream.sees(f'urn:bad:{n}')
    until('the list to be empty', lambda: not quarantined(gateway))


@scenario
def a_plugin_that_loops_costs_its_story_and_nothing_else(room):
    costs_its_story_only(room, 'loop')


@scenario
def a_plugin_that_takes_memory_without_end_costs_its_story(room):
    costs_its_story_only(room, 'alloc')


@scenario
def a_plugin_that_reaches_for_files_and_sockets_gets_none(room):
    gateway = poisoned(room, 'escape')
    answer = gateway.partner('poison').post(Story('urn:escape').body())
    expect(answer.status in (201, 202), f'{answer}')
    gateway.partner('menafn').posts(Story('urn:calm'), status=201)
    page = gateway.reads('gulf-daily', '/v1/stories')
    expect('urn:calm' in page.text, 'others flow on')
    expect('escaped' not in page.text, f'it got out: {page.text[:3000]}')
    expect(not os.path.exists('/tmp/torntape-escaped'), 'a file was made')
