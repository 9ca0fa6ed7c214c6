# SPDX-License-Identifier: Apache-2.0
"""Delivery: where a reader left off, what it may have, what a feed promises,
and who pays when somebody is slow.
"""
import gzip

from house import *

SHOWN = 'story.published'


def agency(name, **more):
    return partner(name, **more)


def post_many(gateway, count, uri='urn:many', who='menafn'):
    desk = gateway.partner(who)
    return [desk.posts(Story(f'{uri}:{n}')) for n in range(count)]


def uris(envelopes):
    return [e['data']['uri'] for e in envelopes]


@scenario
def a_stream_goes_on_where_it_left_off(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    first = gateway.origin('gulf-daily')
    post_many(gateway, 12)
    whole = gateway.stream('gulf-daily', cursor=first)
    whole.sees('urn:many:11')
    every = whole.envelopes
    equal(uris(every), [f'urn:many:{n}' for n in range(12)], 'order')
    cursors = [e['data']['cursor'] for e in every]

    by_cursor = gateway.stream('gulf-daily', cursor=cursors[4])
    by_cursor.sees('urn:many:11')
    equal(by_cursor.envelopes, every[5:], '?cursor= resumes after it')

    by_id = Resumed(gateway, cursors[8])
    by_id.sees('urn:many:11')
    equal(by_id.envelopes, every[9:], 'Last-Event-ID resumes after it')

    gateway.restart()
    post_many(gateway, 3, 'urn:more')
    for witness in (whole, by_cursor, by_id):
        witness.sees('urn:more:2')
        count = len(witness.envelopes)
        equal(len({e['data']['cursor'] for e in witness.envelopes}), count,
              'no event twice over a restart')
    equal(whole.envelopes[:12], every)
    equal(uris(whole.envelopes)[12:], [f'urn:more:{n}' for n in range(3)])


def Resumed(gateway, last_id):
    witness = wire_stream(gateway, 'gulf-daily')
    witness.last_id = last_id
    return gateway.begin(witness)


def wire_stream(gateway, name):
    from witness import Stream
    return Stream(gateway, f'{name} resumed', key_of(name))


@scenario
def a_cursor_that_means_nothing_here_is_answered_with_a_gap(room):
    other = room.gateway(subscribers=[subscriber('gulf-daily')])
    post_many(other, 30)
    far = other.reads('gulf-daily', '/v1/stories?limit=100').json['cursor']
    other.stop()
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    post_many(gateway, 1)
    for cursor in (far, 'nonsense', 'zz99'):
        stream = gateway.stream('gulf-daily', cursor=cursor)
        gap = stream.seen.until('a gap', lambda items: next(
            (e for e in items if e['type'] == 'gap'), None))
        expect(gap.get('data') is not None, f'a gap says which: {gap}')
        stream.leave()


@scenario
def a_ticket_opens_one_stream_and_no_second(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    answer = gateway.ask('POST', '/v1/tickets', 'gulf-daily')
    expect(answer.status in (200, 201), f'a ticket: {answer}')
    expect({'ticket', 'expires'} <= set(answer.json), 'ticket and expires')
    path = f'/v1/stream?ticket={answer.json["ticket"]}'
    first = gateway.connect()
    first.send(request('GET', path))
    equal(first.head()[0], 200, 'the first use')
    second = gateway.connect()
    second.send(request('GET', path))
    equal(second.head()[0], 401, 'the second use')
    third = gateway.ask('GET', '/v1/stream?ticket=made-up')
    equal(third.status, 401, 'a made-up ticket')
    equal(gateway.ask('POST', '/v1/tickets').status, 401, 'without a key')
    first.close()


@scenario
def pages_lead_to_the_end_without_gap_or_double(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    post_many(gateway, 23)
    seen, cursor, pages = [], '', 0
    while True:
        more = f'&cursor={cursor}' if cursor else ''
        page = gateway.reads('gulf-daily', f'/v1/stories?limit=5{more}').json
        if not page['items']:
            break
        expect(len(page['items']) <= 5, 'the limit')
        seen += page['items']
        cursor, pages = page['cursor'], pages + 1
    equal(uris(seen), [f'urn:many:{n}' for n in range(23)])
    equal(pages, 5)
    equal(page['cursor'], cursor, 'the end has a cursor, too')


@scenario
def a_long_poll_answers_as_soon_as_there_is_something(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    row = post_many(gateway, 1)[0]
    cursor = gateway.reads('gulf-daily', '/v1/stories').json['cursor']
    empty = gateway.ask('GET', f'/v1/stories?cursor={cursor}', 'gulf-daily')
    equal(empty.json['items'], [], 'without wait it answers at once')

    connection = gateway.connect()
    begun = time.monotonic()
    connection.send(request('GET', f'/v1/stories?cursor={cursor}&wait=15',
                            key=key_of('gulf-daily')))
    expect(not connection.ended(0.15) and not connection.pending,
           'it waits while there is nothing')
    post_many(gateway, 1, 'urn:later')
    page = connection.answer().json
    equal(uris(page['items']), ['urn:later:0'])
    expect(time.monotonic() - begun < 5, 'it did not wait for its time')
    expect(row['seq'] < page['items'][0]['data']['seq'], 'order')

    connection.send(request(
        'GET', f'/v1/stories?cursor={page["cursor"]}&wait=1',
        key=key_of('gulf-daily')))
    last = connection.answer()
    equal((last.status, last.json['items']), (200, []), 'an empty page')
    equal(last.json['cursor'], page['cursor'])
    connection.close()


@scenario
def only_products_that_match_reach_only_who_is_entitled(room):
    gateway = room.gateway(
        partners=[agency('norrey'), agency('sund')],
        products=[{'name': 'norrey-only', 'match': {'partner': ['norrey']}},
                  {'name': 'urgent', 'match': {'urgency': '<=2'}},
                  {'name': 'german', 'match': {'language': ['de']}},
                  {'name': 'hollow', 'match': {}}, {'name': 'bare'},
                  {'name': 'all', 'match': 'all'}],
        subscribers=[subscriber('islander', ['norrey-only']),
                     subscriber('desk', ['urgent']),
                     subscriber('berlin', ['german']),
                     subscriber('nobody', ['hollow', 'bare']),
                     subscriber('poor', []),
                     subscriber('everybody', ['all'])])
    first = gateway.origin('everybody')
    norrey, sund = gateway.partner('norrey'), gateway.partner('sund')
    rows = {
        'urn:n:calm': norrey.posts(Story('urn:n:calm', urgency=5)),
        'urn:n:flash': norrey.posts(Story('urn:n:flash', urgency=1)),
        'urn:s:calm': sund.posts(Story('urn:s:calm', urgency=5)),
        'urn:s:de': sund.posts(Story('urn:s:de', language='de-CH'))}
    wanted = {'islander': ['urn:n:calm', 'urn:n:flash'],
              'desk': ['urn:n:flash'], 'berlin': ['urn:s:de'],
              'nobody': [], 'poor': [], 'everybody': list(rows)}
    for name, theirs in wanted.items():
        page = gateway.reads(name, '/v1/stories?limit=100').json
        equal(uris(page['items']), theirs, name)
        for uri, row in rows.items():
            answer = gateway.ask('GET', f'/v1/stories/{row["id"]}', name)
            equal(answer.status, 200 if uri in theirs else 404,
                  f'{uri} for {name}')
            proof = gateway.ask('GET', f'/v1/stories/{row["id"]}/evidence',
                                name)
            equal(proof.status, answer.status, f'evidence of {uri} for {name}')
    for name, status in (('islander', 200), ('everybody', 404)):
        equal(gateway.ask('GET', '/v1/feeds/norrey-only.atom', name).status,
              status, f'the feed for {name}')
    equal(gateway.ask('GET', '/v1/feeds/no-such.atom', 'islander').status, 404)
    both = gateway.stream('everybody', query='product=all', cursor=first)
    both.sees('urn:s:de')
    equal(uris(both.envelopes), list(rows))


@scenario
def two_partners_may_use_one_uri(room):
    gateway = room.gateway(partners=[agency('norrey'), agency('sund')],
                           subscribers=[subscriber('gulf-daily')])
    one = gateway.partner('norrey').posts(Story('urn:same', 3), status=201)
    two = gateway.partner('sund').posts(Story('urn:same', 1), status=201)
    expect(one['id'] != two['id'], 'two stories')
    gateway.partner('norrey').posts(kill_of('urn:same'))
    equal(gateway.ask('GET', f'/v1/stories/{one["id"]}', 'gulf-daily').status,
          410)
    equal(gateway.ask('GET', f'/v1/stories/{two["id"]}', 'gulf-daily').status,
          200)


@scenario
def a_feed_keeps_its_promises_to_caches(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    post_many(gateway, 3)
    for kind in ('atom', 'rss'):
        path = f'/v1/feeds/world.{kind}'
        full = gateway.reads('gulf-daily', path)
        equal(full.status, 200)
        tag = full.header('etag')
        expect(tag and tag.startswith('"'), f'a strong ETag: {tag}')
        expect(full.header('last-modified'), 'Last-Modified')

        def again(headers, method='GET'):
            return gateway.ask(method, path, 'gulf-daily', headers)

        same = again({'If-None-Match': tag})
        equal((same.status, same.body), (304, b''), 'If-None-Match')
        equal(same.header('etag'), tag)
        equal(again({'If-None-Match': '"old", ' + tag}).status, 304)
        equal(again({'If-None-Match': '"old"'}).status, 200)
        equal(again({'If-Modified-Since':
                     full.header('last-modified')}).status, 304)

        packed = again({'Accept-Encoding': 'gzip'})
        equal(packed.header('content-encoding'), 'gzip')
        equal(gzip.decompress(packed.body), full.body, 'gzip')
        expect(packed.header('etag') != tag, 'another representation')
        expect('accept-encoding' in (packed.header('vary') or '').lower(),
               'Vary')
        equal(again({'Accept-Encoding': 'gzip', 'If-None-Match':
                     packed.header('etag')}).status, 304)

        head = again(None, 'HEAD')
        equal((head.status, head.body), (200, b''))
        equal(head.header('content-length'), str(len(full.body)), 'HEAD')
        equal(head.header('etag'), tag)


@scenario
def a_feed_is_the_same_bytes_after_a_restart(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    post_many(gateway, 5)
    gateway.partner('menafn').posts(Story('urn:many:2', 2))
    paths = [f'/v1/feeds/world.{kind}' for kind in ('atom', 'rss')]
    before = [gateway.reads('gulf-daily', path) for path in paths]
    gateway.restart()
    for path, first in zip(paths, before):
        second = gateway.reads('gulf-daily', path)
        equal(second.body, first.body, path)
        equal(second.header('etag'), first.header('etag'), path)
    third = gateway.reads('gulf-daily', paths[0])
    equal(len(feedparser().parse(third.body).entries), 5, 'one entry a story')
    post_many(gateway, 1, 'urn:new')
    fourth = gateway.reads('gulf-daily', paths[0])
    expect(fourth.header('etag') != third.header('etag'), 'a new ETag')
    titles = [e.title for e in feedparser().parse(fourth.body).entries]
    equal(len(titles), 6)


@scenario
def a_webhook_is_tried_again_with_the_same_id_and_bytes(room):
    gateway = room.gateway(hooks=[{'name': 'shaky'}])
    hook = gateway.hook('shaky')
    statuses = iter([500, 503, 302])
    hook.answers = lambda attempt: next(statuses, 204)
    gateway.partner('menafn').posts(Story('urn:shaky'))
    hook.sees('urn:shaky')
    attempts = hook.attempts.items
    equal([a.status for a in attempts], [500, 503, 302, 204])
    equal(len({a.id for a in attempts}), 1, 'one webhook-id')
    equal(len({a.body for a in attempts}), 1, 'the same bytes')
    equal(hook.overlaps, [], 'one attempt at a time')
    verify_signatures(room, hook)
    valid_ninjs(room, hook.envelopes)


@scenario
def a_webhook_that_answers_gone_is_not_asked_again(room):
    gateway = room.gateway(hooks=[{'name': 'leaver'}, {'name': 'stayer'}])
    leaver, stayer = gateway.hook('leaver'), gateway.hook('stayer')
    leaver.answers = lambda attempt: 410
    desk = gateway.partner('menafn')
    desk.posts(Story('urn:bye:0'))
    leaver.attempts.until('an attempt', lambda items: items)
    desk.posts(Story('urn:bye:1'))  # it may cross the answer on its way
    stayer.sees('urn:bye:1')
    until('the 410 is taken to heart', lambda: any(
        'turned off' in line for line in gateway.log))
    for n in range(2, 5):
        desk.posts(Story(f'urn:bye:{n}'))
    stayer.sees('urn:bye:4')
    told = {a.envelope['data']['uri'] for a in leaver.attempts.items}
    expect(told <= {'urn:bye:0', 'urn:bye:1'}, f'410 ends it: {told}')
    gateway.restart()
    desk.posts(Story('urn:bye:5'))
    stayer.sees('urn:bye:5')
    told = {a.envelope['data']['uri'] for a in leaver.attempts.items}
    expect(told <= {'urn:bye:0', 'urn:bye:1'}, f'nor a restart: {told}')
    equal(len(leaver.attempts.items), len(told), 'and it is never tried again')


@scenario
def the_guard_keeps_webhooks_out_of_our_own_network(room):
    gateway = room.gateway(
        hooks=[{'name': 'inside'}],
        outgoing={'allow': []}, subscribers=[subscriber('gulf-daily')])
    stream = gateway.stream('gulf-daily')
    row = gateway.partner('menafn').posts(Story('urn:inside'))
    stream.sees('urn:inside')
    place = '/' + row['url'].split('/', 3)[3]

    def attempts():
        return gateway.ask('GET', place, 'menafn').json['deliveries'][
            'attempts']

    until('an attempt on record', attempts)
    equal(gateway.hook('inside').attempts.items, [], 'nothing got through')
    until('a word about it', lambda: any(
        'reason=address-refused' in line or '"address-refused"' in line
        for line in gateway.log))


@scenario
def a_stalled_reader_costs_nobody_else_anything(room):
    gateway = room.gateway(
        subscribers=[subscriber('gulf-daily'), subscriber('asleep')])
    first = gateway.origin('asleep')
    sleeper = gateway.connect(receive=4096)
    sleeper.send(request('GET', '/v1/stream', key=key_of('asleep')))
    equal(sleeper.head()[0], 200)
    reader = gateway.stream('gulf-daily')
    long_text = ['The council of Norrey heard a very long report. ' * 300]
    desk, delays = gateway.partner('menafn'), []
    for n in range(60):
        uri = f'urn:long:{n}'
        desk.posts(Story(uri, text=long_text))
        begun = time.monotonic()
        reader.sees(uri)
        delays.append(time.monotonic() - begun)
    slowest = sorted(delays)[-3]
    expect(slowest < 2.0, f'the others wait {slowest:.2f} s')
    sleeper.close()
    gateway.stream('asleep', cursor=first).sees('urn:long:59')


@scenario
def whoever_reads_sees_valid_ninjs(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    desk = gateway.partner('menafn')
    desk.posts(Story('urn:valid:1', urgency=1, language='de'))
    desk.posts(Story('urn:valid:1', 2))
    answer = desk.post(rss([Story('urn:valid:rss:1'),
                            Story('urn:valid:rss:2')]).body(), RSS)
    equal(answer.status, 201, 'RSS')
    equal([row['status'] for row in answer.json['stories']],
          ['published'] * 2)
    page = '<html><head><title>Norrey bans night ferries</title></head>' \
        '<body><h1>Norrey bans night ferries</h1><p>The council of Norrey ' \
        'voted on Monday to end ferry crossings after dark.</p><p>The ban ' \
        'starts in March &amp; ends in May.</p></body></html>'
    equal(desk.post(page.encode(), 'text/html').status, 201, 'HTML')
    items = gateway.reads('gulf-daily', '/v1/stories?limit=50').json['items']
    expect(len(items) >= 4, f'{len(items)} events')
    if shared('iptc', 'ninjs'):
        equal(valid_ninjs(room, items), len(items))
