# SPDX-License-Identifier: Apache-2.0
"""Kill and correct. A withdrawn story overtakes itself everywhere, and nothing
brings it back: no retry, no restart, no late old version.
"""
from house import *
from checker import check


def room_with_readers(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           hooks=[{'name': 'hooked'}])
    gateway.first = gateway.origin('gulf-daily')
    return (gateway, gateway.partner('menafn'), gateway.stream('gulf-daily'),
            gateway.pages('gulf-daily'), gateway.hook('hooked'))


def has_vanished(gateway, row, text, who='gulf-daily'):
    """From every path, for everybody."""
    address = f'/v1/stories/{row["id"]}'
    for path in (address, address + '/evidence'):
        answer = gateway.reads(who, path, row['id'])
        equal(answer.status, 410, path)
        expect(text not in answer.text, f'{path} shows the text')
    for path in ('/v1/feeds/world.atom', '/v1/feeds/world.rss',
                 '/v1/stories?limit=100'):
        answer = gateway.reads(who, path)
        equal(answer.status, 200, path)
        expect(text not in answer.text, f'{path} shows the text')
    fresh = gateway.stream(who, cursor=gateway.first, counted=False)
    fresh.sees(row['uri'], 'story.killed')
    expect(all(text not in json.dumps(e) for e in fresh.envelopes),
           'a new stream shows the text')
    fresh.leave()


def tombstone(envelope, uri):
    data = envelope['data']
    equal(envelope['type'], 'story.killed')
    equal(data['uri'], uri)
    expect(not data.get('story') or not data['story'].get('bodies'),
           'a kill has no text')
    expect(not data.get('wire') or not data['wire'].get('headline'),
           'nor a headline')


def all_is_well(room, *witnesses, seq):
    for witness in witnesses:
        witness.caught_up(seq)
    faults = check(room.history.events)
    expect(not faults, '\n'.join(faults))
    return valid_ninjs(room, [e for w in witnesses for e in w.envelopes])


@scenario
def a_canceled_story_is_withdrawn_everywhere(room):
    gateway, desk, stream, pages, hook = room_with_readers(room)
    story = Story('urn:rumour')
    row = desk.posts(story, status=201)
    readers = (stream, pages, hook)
    for reader in readers:
        reader.sees('urn:rumour', 'story.published')
    killed = desk.posts(kill_of('urn:rumour'), status=(200, 201))
    equal(killed['status'], 'killed')
    equal(killed['id'], row['id'], 'one story, one id')
    for reader in readers:
        tombstone(reader.sees('urn:rumour', 'story.killed'), 'urn:rumour')
    has_vanished(gateway, row, story.mark)
    late = desk.posts(Story('urn:rumour', 2))
    expect(late['status'] != 'published', f'an old version: {late}')
    again = desk.posts(story)
    expect(again['status'] in ('late', 'duplicate', 'killed', 'rejected'),
           f'the first once more: {again}')
    end = desk.posts(Story('urn:end'))
    all_is_well(room, *readers, seq=end['seq'])
    gateway.restart()
    has_vanished(gateway, row, story.mark)


@scenario
def an_operator_kills_by_hand(room):
    gateway, desk, stream, pages, hook = room_with_readers(room)
    first, second = Story('urn:hand:1'), Story('urn:hand:2')
    rows = [desk.posts(first), desk.posts(second)]
    for reader in (stream, pages, hook):
        reader.sees('urn:hand:2')
    gateway.command('kill', rows[0]['id'], '--reason', 'wrong name')
    gateway.command('kill', 'urn:hand:2')
    for reader in (stream, pages, hook):
        for uri in ('urn:hand:1', 'urn:hand:2'):
            tombstone(reader.sees(uri, 'story.killed'), uri)
    equal(stream.sees('urn:hand:1', 'story.killed')['data']['reason'],
          'wrong name')
    has_vanished(gateway, rows[0], first.mark)
    has_vanished(gateway, rows[1], second.mark)
    gateway.command('kill', 'urn:no-such-story', ok=(5,))


@scenario
def a_kill_may_come_before_its_story(room):
    gateway, desk, stream, pages, hook = room_with_readers(room)
    desk.posts(kill_of('urn:early'))
    story = Story('urn:early', 2)
    row = desk.posts(story)
    expect(row['status'] != 'published', f'it was killed before: {row}')
    end = desk.posts(Story('urn:end'))
    for reader in (stream, pages, hook):
        reader.caught_up(end['seq'])
        expect(not any(story.mark in json.dumps(e)
                       for e in reader.envelopes), 'it never appears')


@scenario
def corrections_replace_and_old_versions_stay_old(room):
    gateway, desk, stream, pages, hook = room_with_readers(room)
    statuses = []
    for version in (1, 5, 3, 6):
        row = desk.posts(Story('urn:v', version))
        statuses.append(row['status'])
    equal(statuses[0], 'published')
    expect(statuses[1] in ('updated', 'corrected'), statuses)
    equal(statuses[2], 'late', 'three after five')
    same = Story('urn:v', 7)
    desk.posts(same, status=201)
    equal(desk.posts(same, status=200)['status'], 'duplicate')
    other = Story('urn:v', 7)
    equal(desk.posts(other)['status'], 'corrected',
          'the same version with other words')
    for reader in (stream, pages, hook):
        reader.seen.until(
            'the last words', lambda items: any(
                other.mark in json.dumps(item) for item in items))
    feed = gateway.reads('gulf-daily', '/v1/feeds/world.atom')
    equal(marks_in(feed.body), [other.mark], 'the feed shows only the last')
    end = desk.posts(Story('urn:end'))
    all_is_well(room, stream, pages, hook, seq=end['seq'])


@scenario
def a_kill_waits_for_the_attempt_under_way_and_goes_next(room):
    gateway = room.gateway(hooks=[{'name': 'slow'}],
                           subscribers=[subscriber('gulf-daily')])
    hook, desk = gateway.hook('slow'), gateway.partner('menafn')
    entered, let_go = threading.Event(), threading.Event()

    def answers(attempt):
        if attempt.envelope['data']['uri'] == 'urn:slow' \
                and attempt.envelope['type'] == 'story.published':
            entered.set()
            let_go.wait(10)
            return 500  # it would be retried, were it not for the kill
        return 200

    hook.answers = answers
    desk.posts(Story('urn:slow'))
    expect(entered.wait(PATIENCE), 'the first attempt')
    desk.posts(kill_of('urn:slow'))
    for n in range(5):
        desk.posts(Story(f'urn:behind:{n}'))
    stream = gateway.stream('gulf-daily')
    desk.posts(Story('urn:last'))
    stream.sees('urn:last')
    equal(hook.attempts.items, [], 'the kill waits for the attempt under way')
    let_go.set()
    hook.sees('urn:last')
    told = [(a.envelope['data']['uri'], a.envelope['type'])
            for a in hook.attempts.items]
    equal(told[:2], [('urn:slow', 'story.published'),
                     ('urn:slow', 'story.killed')], 'the kill goes next')
    equal(len([1 for uri, _ in told if uri == 'urn:slow']), 2,
          'and what it killed is not tried again')
    for n in range(5):
        hook.sees(f'urn:behind:{n}')
    equal(hook.overlaps, [])
    verify_signatures(room, hook)


@scenario
def an_embargo_fails_closed_and_ends_by_itself(room):
    gateway, desk, stream, pages, hook = room_with_readers(room)
    instant = round(time.time() + 1.5, 3)
    story = Story('urn:budget', embargo=instant)
    row = desk.posts(story, status=202)
    equal(row['status'], 'held')
    answer = gateway.reads('gulf-daily', f'/v1/stories/{row["id"]}')
    equal(answer.status, 404, 'nobody is entitled yet')
    for path in ('/v1/feeds/world.atom', '/v1/stories'):
        expect(story.mark not in gateway.reads('gulf-daily', path).text, path)
    vague = Story('urn:vague', extra={'embargoedUntil': 'after the speech'})
    answer = desk.post(vague.body())
    expect(answer.status in (202, 422), f'an embargo nobody can read: {answer}')
    for reader in (stream, pages, hook):
        reader.sees('urn:budget', 'story.published')
    status = gateway.ask('GET', path_of(row['url']), 'menafn')
    equal(status.status, 200)
    equal(status.json['status'], 'published')
    end = desk.posts(Story('urn:end'))
    all_is_well(room, stream, pages, hook, seq=end['seq'])
    for reader in (stream, pages, hook):
        equal(len(reader.of('urn:budget')), 1, 'exactly one push')
        equal(reader.of('urn:vague'), [], 'what cannot be parsed is held')


def path_of(url):
    return '/' + url.split('/', 3)[3] if '://' in url else url


@scenario
def a_person_releases_what_waits_for_one(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    desk, stream = gateway.partner('menafn'), gateway.stream('gulf-daily')
    vague = Story('urn:vague', extra={'embargoedUntil': 'after the speech'})
    equal(desk.posts(vague, status=202)['status'], 'held')
    gateway.command('release', 'urn:nobody', ok=(5,))
    gateway.command('release', ok=(2,))
    said = gateway.command('release', 'urn:vague')
    expect(said.startswith('released'), said)
    stream.sees('urn:vague', 'story.published')
    gateway.command('release', 'urn:vague', ok=(6,))
    gateway.command('release', '--clock')


def wire_message(number, clock, words, text, take=''):
    """A message of IPTC 7901, as a desk's teleprinter line brings it."""
    return '\r\n'.join((
        f'\x01isl{number} 3 wi 88  isle {number}', '', 'Traffic/Ferry/Busan/',
        f'\x02{take}{words} =', '', text, '', f'\x0322{clock} GMT Sep 25',
        '\x7f', '')).encode('latin-1')


@scenario
def on_an_old_wire_a_lead_replaces_and_a_kill_finds_the_story(room):
    gateway, desk, stream, pages, hook = room_with_readers(room)

    def wires(*message, **more):
        answer = desk.post(wire_message(*message, **more),
                           'text/vnd.iptc.7901')
        return answer.json['stories'][0]

    first = wires('0123', '1045', 'Ferry to sail in May',
                  'Busan (isle) - The ferry sails in May.')
    lead = wires('0150', '1130', 'Ferry to sail in June',
                 'Busan (isle) - The ferry sails in June, not in May.',
                 take='(1st lead)\r\n')
    equal((first['status'], lead['status']), ('published', 'updated'))
    equal((lead['id'], lead['uri']), (first['id'], first['uri']))
    for reader in (stream, pages, hook):
        said = reader.sees(first['uri'], 'story.updated')
        equal(said['data']['story']['uri'], first['uri'], 'one name for it')
    kill = wires('0160', '1200', 'KILL KILL KILL',
                 'Please kill isl0150 (isle 0150). The operator denies it.')
    equal((kill['status'], kill['id']), ('killed', first['id']))
    for reader in (stream, pages, hook):
        reader.sees(first['uri'], 'story.killed')
    has_vanished(gateway, first, 'sails in June')


SLUGGED = """{slug}
Eds: {note}

{headline}

SKAGEN, Denmark (AP) -- {text}
"""


@scenario
def in_plain_text_a_kill_finds_the_story_of_its_slug_or_says_why_not(room):
    gateway, desk, stream, pages, hook = room_with_readers(room)

    def sends(slug, note, headline, text):
        answer = desk.post(SLUGGED.format(
            slug=slug, note=note, headline=headline, text=text).encode(),
            'text/plain')
        return answer.json['stories'][0]

    def kills(slug):
        answer = desk.post((
            'MANDATORY KILL: A lighthouse\n\nEditors: Kill the story slugged '
            f'{slug}. The lighthouse did not burn.\n\nMake certain the story '
            'is not published. The AP.\n').encode(), 'text/plain')
        return answer.json

    first = sends('BC-EU--Lighthouse Fire', 'Moving on general news services.',
                  'Lighthouse burns', 'A lighthouse burned on Tuesday, the '
                  'keeper of the north mole said.')
    lead = sends('BC-EU--Lighthouse Fire, 1st Ld', 'UPDATES with details.',
                 'Lighthouse burns', 'A lighthouse burned on Tuesday, the '
                 'keeper of the north mole said. Two boats came.')
    equal((first['status'], lead['status']), ('published', 'updated'))
    equal((lead['id'], lead['uri']), (first['id'], first['uri']))
    kill = kills('BC-EU--Lighthouse Fire')['stories'][0]
    equal((kill['status'], kill['id']), ('killed', first['id']))
    for reader in (stream, pages, hook):
        reader.sees(first['uri'], 'story.killed')
    has_vanished(gateway, first, 'keeper of the north mole')

    # Two stories of one slug: none of them goes, and the sender hears it.
    for hour in 'morning', 'evening':
        sends('BC-EU--Weather', 'Moving on general news services.',
              f'Rain in the {hour}', f'Rain fell on the coast in the {hour}, '
              'the weather service said.')
    said = kills('BC-EU--Weather')
    expect('several stories have had this slug' in json.dumps(said)
           and 'torntape kill STORY' in json.dumps(said), said)
    end = desk.posts(Story('urn:end'))
    stream.caught_up(end['seq'])
    killed = [e for e in stream.envelopes if e['type'] == 'story.killed'
              and e['data']['uri'] != first['uri']]
    live = gateway.ask('GET', '/v1/stories?limit=100', 'gulf-daily').json
    equal(sum('Rain in the' in json.dumps(item) for item in live['items']), 2)
    expect(all(e['data']['uri'] == said['stories'][0]['uri'] for e in killed),
           killed)
