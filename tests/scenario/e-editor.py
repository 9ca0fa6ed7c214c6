# SPDX-License-Identifier: Apache-2.0
"""An editor's hand: a story is corrected, held back and let go again, and its
partner goes on sending meanwhile.
"""
from house import *
from checker import check


def newsroom(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           hooks=[{'name': 'hooked'}])
    gateway.first = gateway.origin('gulf-daily')
    desk = gateway.partner('menafn')
    return gateway, desk, (gateway.stream('gulf-daily'), gateway.hook('hooked'))


def editor(gateway, verb, *words, ok=(0,)):
    """`torntape story VERB ...` as Anna; the answer as it stands in JSON."""
    said = gateway.command('story', verb, *words, '--operator', 'anna',
                           '--json', ok=ok)
    return json.loads(said) if said else None


YONHAP = [{'name': 'Yonhap', 'role': 'supplier'},
          {'name': 'TIME', 'role': 'cited'}]
# Every media type in which one story is to be had.
FORMATS = (
    'application/ninjs+json;version=3.1', 'application/ninjs+json;version=2.2',
    'application/ninjs+json;version=1.6', 'text/html', 'application/atom+xml',
    'application/rss+xml', 'application/feed+json',
    'application/vnd.iptc.g2.newsmessage+xml',
    'application/vnd.iptc.g2.newsitem+xml', 'application/nitf+xml',
    'text/vnd.iptc.7901')
FEEDS = ('world.atom', 'world.rss', 'world.json', 'world.ninjs',
         'world.newsml', 'world.nitf')


def wired(uri, version=1, sources=None, **more):
    """A story whose envelope names its sources."""
    return Story(uri, version, extra={'infoSources': sources or YONHAP}, **more)


def supplier_of(envelope):
    return envelope['data']['wire']['supplier']['name']


def said_of(gateway, row, field):
    """The evidence of a field that is an editor's."""
    answer = gateway.reads('gulf-daily', f'/v1/stories/{row["id"]}/evidence')
    return [e for e in answer.json['provenance']
            if e['plugin'] == 'editor' and e['field'].startswith(field)]


def everything_says(gateway, row, words, not_words):
    """In every format and every feed."""
    paths = [(f'/v1/stories/{row["id"]}', {'Accept': form})
             for form in FORMATS]
    paths += [(f'/v1/feeds/{name}', {}) for name in FEEDS]
    for path, headers in paths:
        answer = gateway.ask('GET', path, 'gulf-daily', headers)
        equal(answer.status, 200, f'{path} {headers}')
        expect(words in answer.text, f'{path} {headers}: no {words}')
        expect(not_words not in answer.text,
               f'{path} {headers}: still {not_words}')


def shows(gateway, row):
    """Status of the story's own address, and the marks in feed and story."""
    answer = gateway.reads('gulf-daily', f'/v1/stories/{row["id"]}', row['id'])
    feed = gateway.reads('gulf-daily', '/v1/feeds/world.atom')
    return answer.status, marks_in(answer.body) + marks_in(feed.body)


def all_is_well(room, witnesses, desk):
    end = desk.posts(Story('urn:end'))
    for witness in witnesses:
        witness.caught_up(end['seq'])
    faults = check(room.history.events)
    expect(not faults, '\n'.join(faults))
    valid_ninjs(room, [e for w in witnesses for e in w.envelopes])


@scenario
def an_editor_corrects_the_supplier_and_the_partner_goes_on(room):
    gateway, desk, witnesses = newsroom(room)
    row = desk.posts(wired('urn:summit'))
    for witness in witnesses:
        equal(supplier_of(witness.sees('urn:summit', 'story.published')),
              'Yonhap News Agency')
    said = editor(gateway, 'set', 'urn:summit', 'supplier=reuters',
                  'cited+=CNN', '--reason', 'the byline is theirs')
    equal(said['names'][0], {'field': 'supplier', 'said': 'reuters',
                             'name': 'Reuters', 'listed': True})
    equal(said['story']['shown']['fields']['supplier']['value'], 'Reuters')
    for witness in witnesses:
        told = witness.sees('urn:summit', 'story.corrected', '1')
        equal(supplier_of(told), 'Reuters')
        equal(told['data']['reason'],
              'supplier, cited: the byline is theirs')
    everything_says(gateway, row, 'Reuters', 'Yonhap')
    agency = gateway.reads('gulf-daily', '/v1/feeds/agency/reuters.atom')
    expect('urn:summit' in agency.text, 'it is in the feed of its agency')
    [evidence] = said_of(gateway, row, '/wire/supplier')
    equal((evidence['operator'], evidence['reason'], evidence['value'],
           evidence['partner']), ('anna', 'the byline is theirs', 'Reuters',
                                  'Yonhap News Agency'))
    equal(abs(time.time() - seconds_of(evidence['time'])) < 60, True)
    # The partner sends two more: one says of the sources what it said.
    second = wired('urn:summit', 2)
    equal(desk.posts(second)['status'], 'updated')
    for witness in witnesses:
        told = witness.sees('urn:summit', 'story.updated', '2')
        equal(supplier_of(told), 'Reuters')
        equal([c['name'] for c in told['data']['wire']['cited']],
              ['TIME', 'CNN'])
    gateway.kill9()
    gateway.start()
    equal(desk.posts(second)['status'], 'duplicate')
    everything_says(gateway, row, 'Reuters', 'Yonhap')
    # The other names a supplier of its own.
    afp = [{'name': 'AFP', 'role': 'supplier'}, {'name': 'TIME',
                                                 'role': 'cited'}]
    desk.posts(wired('urn:summit', 3, afp))
    for witness in witnesses:
        told = witness.sees('urn:summit', 'story.updated', '3')
        equal(supplier_of(told), 'Agence France-Presse')
        equal([c['name'] for c in told['data']['wire']['cited']],
              ['TIME', 'CNN'], 'of that it said nothing new')
    [evidence] = said_of(gateway, row, '/wire/supplier')
    equal((evidence['rule'], evidence['value'], evidence['ended_by']),
          ('ended', 'Reuters', 'partner'))
    timeline = editor(gateway, 'show', 'urn:summit')['timeline']
    equal([(e['event'], e['version'], e['actor']) for e in timeline],
          [('published', '1', 'partner menafn'),
           ('corrected', '1', 'operator anna'),
           ('updated', '2', 'partner menafn'),
           ('updated', '3', 'partner menafn')])
    equal(timeline[-1]['reason'],
          'supplier: the partner changed it, and its word counts')
    all_is_well(room, witnesses, desk)


@scenario
def a_corrected_story_is_held_released_and_killed_while_it_is_held_again(room):
    gateway, desk, witnesses = newsroom(room)
    row = desk.posts(wired('urn:merger'))
    editor(gateway, 'set', 'urn:merger', 'supplier=Reuters')
    editor(gateway, 'hold', 'urn:merger', '--reason', 'legal asks')
    desk.posts(wired('urn:merger', 2), status=202)
    editor(gateway, 'set', 'urn:merger', 'headline=Merger talks, corrected')
    gateway.restart()
    seen = editor(gateway, 'show', 'urn:merger')
    equal(seen['waiting']['version'], '2')
    equal(seen['waiting']['fields']['supplier']['partner'],
          'Yonhap News Agency')
    expect('shown' not in seen, 'nothing is shown')
    editor(gateway, 'release', 'urn:merger')
    for witness in witnesses:
        told = witness.sees('urn:merger', 'story.published', '2')
        equal(supplier_of(told), 'Reuters')
        equal(told['data']['wire']['headline'], 'Merger talks, corrected')
    everything_says(gateway, row, 'Merger talks, corrected', 'Yonhap')
    editor(gateway, 'hold', row['id'])
    desk.posts(kill_of('urn:merger'))
    for witness in witnesses:
        witness.sees('urn:merger', 'story.killed')
    for verb in (('release',), ('hold',), ('set', 'supplier=AFP')):
        editor(gateway, verb[0], row['id'], *verb[1:], ok=(8,))
    equal(shows(gateway, row), (410, []))
    all_is_well(room, witnesses, desk)


@scenario
def a_correction_out_of_a_product_leaves_no_copy_behind(room):
    korea = {'name': 'korea', 'match': {'supplier': ['Yonhap News Agency']}}
    gateway = room.gateway(
        products=[WORLD, korea],
        subscribers=[subscriber('gulf-daily'),
                     subscriber('seoul-desk', products=['korea'])])
    desk = gateway.partner('menafn')
    world, seoul = gateway.stream('gulf-daily'), gateway.stream('seoul-desk')
    row = desk.posts(wired('urn:strait'))
    for reader in (world, seoul):
        reader.sees('urn:strait', 'story.published')
    editor(gateway, 'set', 'urn:strait', 'supplier=Reuters')
    for reader in (world, seoul):
        reader.sees('urn:strait', 'story.withheld')
    until('the story to come back', lambda: len(world.of('urn:strait')) == 3)
    equal(supplier_of(world.of('urn:strait')[-1]), 'Reuters')
    equal(len(seoul.of('urn:strait')), 2, 'it is not theirs')
    equal(gateway.ask('GET', f'/v1/stories/{row["id"]}',
                      'seoul-desk').status, 404)
    expect('urn:strait' not in gateway.ask(
        'GET', '/v1/feeds/korea.atom', 'seoul-desk').text, 'nor in the feed')


@scenario
def an_editor_sets_an_embargo_and_lifts_it(room):
    gateway, desk, witnesses = newsroom(room)
    row = desk.posts(wired('urn:report'))
    editor(gateway, 'set', 'urn:report', 'embargo=2090-01-01T00:00:00Z')
    for witness in witnesses:
        witness.sees('urn:report', 'story.withheld')
    equal(shows(gateway, row), (410, []))
    equal(desk.posts(wired('urn:report', 2), status=202)['status'], 'held')
    editor(gateway, 'unset', 'urn:report', 'embargo')
    for witness in witnesses:
        witness.sees('urn:report', 'story.published', '2')
    all_is_well(room, witnesses, desk)


@scenario
def every_field_may_be_said_otherwise_and_taken_back(room):
    gateway, desk, witnesses = newsroom(room)
    first = wired('urn:fields')
    row = desk.posts(first)
    before = witnesses[0].sees('urn:fields')['data']
    changes = {
        'supplier': 'Reuters', 'contributors': 'AFP; DPA',
        'distributors': 'MENAFN; Gulf Syndicate', 'cited': 'TIME; CNN',
        'issuer': 'Alder Motors', 'rights_holder': 'Reuters',
        'photo_credits': 'Getty Images', 'bylines': 'Ann Lee; Bo Chan',
        'headline': 'What is <said> & meant', 'language': 'fr',
        'disclaimers': 'opinion/author: Views are <ours>.',
        'subjects': 'ferries; "quoted" ones'}
    editor(gateway, 'set', 'urn:fields',
           *(f'{field}={value}' for field, value in changes.items()))
    after = witnesses[0].sees('urn:fields', 'story.corrected')['data']
    wire_facts, item = after['wire'], after['story']
    equal([c['name'] for c in wire_facts['contributors']],
          ['Agence France-Presse', 'Deutsche Presse-Agentur'])
    equal([c['name'] for c in wire_facts['distributors']],
          ['MENAFN', 'Gulf Syndicate'])
    equal(wire_facts['issuer']['name'], 'Alder Motors')
    equal(wire_facts['bylines'], ['Ann Lee', 'Bo Chan'])
    equal(wire_facts['headline'], 'What is <said> & meant')
    equal([(d['kind'], d['text'], d['speaks_for'], d['required'])
           for d in wire_facts['disclaimers']],
          [('opinion', 'Views are <ours>.', 'author', True)])
    equal(item['language'], 'fr')
    equal([s['name'] for s in item['subjects']], ['ferries', '"quoted" ones'])
    equal([s['role'] for s in item['infoSources']],
          ['supplier', 'contributor', 'contributor', 'distributor',
           'distributor', 'cited', 'cited', 'issuer'])
    equal(item['bodies'], before['story']['bodies'], 'not a word of the story')
    html = gateway.ask('GET', f'/v1/stories/{row["id"]}', 'gulf-daily',
                       {'Accept': 'text/html'}).text
    for words in ('Views are &lt;ours&gt;.', 'Reuters', 'Gulf Syndicate'):
        expect(words in html, f'"{words}" in: {html}')
    editor(gateway, 'unset', 'urn:fields', *changes)
    again = [e for e in witnesses[0].of('urn:fields')]
    until('the partner\'s own words', lambda: len(
        witnesses[0].of('urn:fields')) == 3)
    last = witnesses[0].of('urn:fields')[-1]['data']
    equal(last['wire'], before['wire'])
    last['story'].pop('versionCreated')
    before['story'].pop('versionCreated')
    equal(last['story'], before['story'])
    all_is_well(room, witnesses, desk)


@scenario
def what_cannot_be_meant_is_told_before_anything_is_done(room):
    gateway, desk, witnesses = newsroom(room)
    desk.posts(wired('urn:x'))
    for words in (('supplir=AFP',), ('supplier',), ('cited+=',),
                  ('embargo=soon',), ('disclaimers+=nonsense: x',)):
        gateway.command('story', 'set', 'urn:x', *words, ok=(2,))
    gateway.command('story', 'unset', 'urn:x', 'supplir', ok=(2,))
    gateway.command('story', 'set', 'urn:nobody', 'supplier=AFP', ok=(5,))
    gateway.command('story', 'set', 'urn:x', 'supplier=AFP', 'cited-=Nobody',
                    ok=(8,))
    gateway.command('story', 'set', 'urn:x', 'supplier=Yonhap')
    seen = editor(gateway, 'show', 'urn:x')
    equal(len(seen['timeline']), 1, 'nothing was done')


def seconds_of(text):
    import calendar
    return calendar.timegm(time.strptime(text[:19], '%Y-%m-%dT%H:%M:%S'))


@scenario
def a_story_is_held_while_its_partner_goes_on_and_comes_back_as_it_is_then(
        room):
    gateway, desk, witnesses = newsroom(room)
    first = Story('urn:ferry')
    row = desk.posts(first)
    for witness in witnesses:
        witness.sees('urn:ferry', 'story.published')
    held = editor(gateway, 'hold', 'urn:ferry', '--reason', 'legal asks')
    equal(held['story']['status'], 'withheld')
    equal(held['story']['hold']['operator'], 'anna')
    equal(held['story']['hold']['reason'], 'legal asks')
    for witness in witnesses:
        told = witness.sees('urn:ferry', 'story.withheld')
        equal(told['data']['reason'], 'legal asks')
        expect('story' not in told['data'], 'no word of it')
    equal(shows(gateway, row), (410, []))
    for version in (2, 3):
        again = desk.posts(Story('urn:ferry', version), status=202)
        equal((again['status'], again['reason']), ('held', 'legal asks'))
    equal(gateway.ask('GET', path_of(row['url']), 'menafn').json['status'],
          'withheld')
    gateway.restart()
    last = Story('urn:ferry', 4)
    equal(desk.posts(last, status=202)['status'], 'held')
    equal(shows(gateway, row), (410, []))
    editor(gateway, 'hold', 'urn:ferry')  # once more changes nothing
    gateway.kill9()
    gateway.start()
    editor(gateway, 'release', 'urn:ferry')
    for witness in witnesses:
        equal(witness.sees('urn:ferry', 'story.published', '4')['data']['seq'],
              witness.of('urn:ferry')[-1]['data']['seq'])
        equal([(e['type'], e['data']['version'])
               for e in witness.of('urn:ferry')],
              [('story.published', '1'), ('story.withheld', '1'),
               ('story.published', '4')])
    equal(shows(gateway, row), (200, [last.mark, last.mark]))
    editor(gateway, 'release', 'urn:ferry', ok=(6,))
    all_is_well(room, witnesses, desk)


def path_of(url):
    return '/' + url.split('/', 3)[3] if '://' in url else url


@scenario
def a_kill_by_the_partner_goes_through_a_hold_and_an_embargo_does_not_end_it(
        room):
    gateway, desk, witnesses = newsroom(room)
    instant = time.time() + 1
    budget = Story('urn:budget', embargo=instant)
    row = desk.posts(budget, status=202)
    editor(gateway, 'hold', row['id'], '--reason', 'figures are wrong')
    killed = Story('urn:rumour')
    rumour = desk.posts(killed)
    for witness in witnesses:
        witness.sees('urn:rumour', 'story.published')
    editor(gateway, 'hold', 'urn:rumour')
    desk.posts(kill_of('urn:rumour'))
    for witness in witnesses:
        witness.sees('urn:rumour', 'story.killed')
    editor(gateway, 'release', 'urn:rumour', ok=(8,))
    equal(shows(gateway, rumour), (410, []))
    until('the embargo to be over', lambda: time.time() > instant + 0.3)
    desk.posts(Story('urn:later'))
    for witness in witnesses:
        witness.sees('urn:later')
        equal(witness.of('urn:budget'), [], 'held is held')
    editor(gateway, 'release', row['id'])
    for witness in witnesses:
        witness.sees('urn:budget', 'story.published')
    all_is_well(room, witnesses, desk)


@scenario
def an_editor_sees_who_holds_a_story_and_what_happened_to_it(room):
    gateway, desk, _ = newsroom(room)
    desk.posts(Story('urn:bridge'))
    editor(gateway, 'hold', 'urn:bridge', '--reason', 'wrong photograph')
    said = gateway.command('story', 'show', 'urn:bridge')
    for words in ('urn:bridge', 'withheld', 'anna', 'wrong photograph',
                  'partner menafn', 'operator anna'):
        expect(words in said, f'"{words}" in: {said}')
    seen = editor(gateway, 'show', 'urn:bridge')
    equal([event['event'] for event in seen['timeline']],
          ['published', 'withheld', 'stopped'])
    by_default = json.loads(gateway.command(
        'story', 'release', 'urn:bridge', '--json'))
    import pwd
    equal(by_default['story']['timeline'][-1]['actor'],
          f'operator {pwd.getpwuid(os.geteuid()).pw_name}')
    for words in (('show', 'urn:nobody'), ('hold', 'urn:nobody')):
        gateway.command('story', *words, ok=(5,))
    for words in (('show',), ('fly', 'urn:bridge'), ('hold', 'a', 'b')):
        gateway.command('story', *words, ok=(2,))
    counted = gateway.ask_admin('/metrics')[1]
    expect('torntape_stories_by_hand_total 2\n' in counted, counted)
