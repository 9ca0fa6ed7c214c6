# SPDX-License-Identifier: Apache-2.0
"""HTTP as attackers and sloppy clients write it. One way to frame; everything
else is refused with a reason, the connection ends, and whatever was hidden
behind it is never executed.
"""
import re
import ssl

from house import *

PROBLEM = 'application/problem+json'


def problem(answer, status, code=None):
    """RFC 9457 with a stable code."""
    equal(answer.status, status, f'status ({answer.body[:300]!r})')
    kind = (answer.header('content-type') or '').split(';')[0]
    equal(kind, PROBLEM)
    body = answer.json
    expect(body.get('code'), f'a code: {body}')
    equal(body.get('status', status), status)
    if code:
        equal(body['code'], code)
    return body


ESCAPE = re.compile(r'\\(r|n|t|0|\\|x[0-9a-f]{2})|\{(\d+)\*([^}]*)\}')
ESCAPES = {'r': b'\r', 'n': b'\n', 't': b'\t', '0': b'\0', '\\': b'\\'}


def unescaped(text):
    r"""\r \n \t \0 \\ \xNN, and {N*c} for N times c."""
    out, at = b'', 0
    for found in ESCAPE.finditer(text):
        out += text[at:found.start()].encode()
        code, times, what = found.groups()
        if times:
            out += int(times) * unescaped(what)
        else:
            out += ESCAPES.get(code) or bytes([int(code[1:], 16)])
        at = found.end()
    return out + text[at:].encode()


def malformed():
    """The team's own list: name, status, bytes."""
    path = fixture('http-malformed', 'requests.tsv')
    with open(path, encoding='utf-8', newline='\n') as file:
        for line in file:
            if line.startswith('#') or not line.strip():
                continue
            name, status, data = line.rstrip('\n').split('\t')
            yield name, int(status), addressed(unescaped(data))


def addressed(data):
    """Where the harm is in the body, somebody must be willing to read it."""
    head = b'POST / HTTP/1.1\r\n'
    if not data.startswith(head):
        return data
    return (b'POST /v1/partners/menafn/stories HTTP/1.1\r\n'
            b'Authorization: Bearer ' + key_of('menafn').encode() +
            b'\r\nContent-Type: application/ninjs+json\r\n' +
            data[len(head):])


@scenario
def every_malformed_request_is_refused_and_nothing_behind_it_runs(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           limits={'header_timeout': '2s',
                                   'body_timeout': '2s'})
    count = 0
    for name, status, data in malformed():
        hidden = request('POST', '/v1/partners/menafn/stories',
                         {'Content-Type': NINJS},
                         Story(f'urn:smuggled:{count}').body(),
                         key_of('menafn'))
        said = refusal_of(gateway, name, data + hidden)
        equal(int(said[9:12]), status, name)
        expect(b'"code"' in said, f'{name}: with a reason: {said!r}')
        expect(b'onnection: close' in said, f'{name}: and a farewell')
        count += 1
    page = gateway.reads('gulf-daily', '/v1/stories').json
    equal(page['items'], [], 'a hidden request was executed')
    expect(count >= 60, f'{count} forms are too few')
    print(f'       {count} malformed requests, all refused', flush=True)


def refusal_of(gateway, name, data):
    connection = gateway.connect()
    try:
        connection.send(data)
    except (ConnectionError, ssl.SSLError):
        pass  # it was refused before everything was sent
    expect(connection.ended(15), f'{name}: the connection stays open')
    said = connection.pending
    connection.close()
    equal(said.count(b'HTTP/1.1 '), 1, f'{name}: one answer: {said[:400]!r}')
    return said


@scenario
def who_is_slow_on_purpose_is_sent_away(room):
    gateway = room.gateway(
        subscribers=[subscriber('gulf-daily')],
        limits={'header_timeout': '500ms', 'body_timeout': '700ms',
                'keep_alive': '700ms'})
    head = gateway.connect()
    head.send(b'GET /v1/stories HTTP/1.1\r\nHost: localhost\r\n')
    body = gateway.connect()
    whole = request('POST', '/v1/partners/menafn/stories',
                    {'Content-Type': NINJS}, Story('urn:slow').body(),
                    key_of('menafn'))
    body.send(whole[:-5])
    idle = gateway.connect()
    equal(idle.ask('GET', '/v1/stories', key=key_of('gulf-daily')).status, 200)
    for name, connection in (('head', head), ('body', body), ('idle', idle)):
        expect(connection.ended(10), f'a slow {name} is borne for ever')
    for name, connection in (('head', head), ('body', body)):
        expect(b' 408 ' in connection.pending.split(b'\r\n')[0] + b' ',
               f'{name}: {connection.pending[:200]!r}')
    equal(idle.pending, b'', 'who is idle is told nothing')


@scenario
def a_key_opens_its_own_door_only(room):
    gateway = room.gateway(partners=[MENAFN, partner('norrey')],
                           subscribers=[subscriber('gulf-daily')])
    path = '/v1/partners/menafn/stories'
    story = Story('urn:door')

    def post(key, where=path):
        connection = gateway.connect()
        answer = connection.ask('POST', where, {'Content-Type': NINJS},
                                story.body(), key)
        connection.close()
        return answer

    refusals = [post(None), post('wrong'), post(key_of('norrey')),
                post(key_of('gulf-daily')),
                post(key_of('menafn'), '/v1/partners/nobody/stories')]
    for answer in refusals[:2]:
        problem(answer, 401)
        expect(answer.header('www-authenticate'), 'WWW-Authenticate')
    for answer in refusals[2:]:
        expect(answer.status in (401, 403, 404), f'{answer}')
        problem(answer, answer.status)
    for who, where in ((None, '/v1/stories'), ('menafn', '/v1/stories'),
                       (None, '/v1/stream'), ('menafn', '/v1/stream'),
                       (None, '/v1/feeds/world.atom')):
        problem(gateway.ask('GET', where, who), 401)
    equal(post(key_of('menafn')).status, 201, 'the right key')


@scenario
def addresses_and_methods_that_do_not_exist_say_so(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    problem(gateway.ask('GET', '/v1/nothing', 'gulf-daily'), 404)
    problem(gateway.ask('GET', '/', 'gulf-daily'), 404)
    problem(gateway.ask('GET', '/v1/stories/' + '0' * 26, 'gulf-daily'), 404)
    problem(gateway.ask('GET', '/v1/stories/%2e%2e%2f', 'gulf-daily'), 404)
    wrong = gateway.ask('DELETE', '/v1/stories', 'gulf-daily')
    problem(wrong, 405)
    expect('GET' in (wrong.header('allow') or ''), 'Allow')
    wrong = gateway.ask('GET', '/v1/partners/menafn/stories', 'menafn')
    problem(wrong, 405)
    expect('POST' in wrong.header('allow'), 'Allow')
    for query in ('limit=-1', 'limit=many', 'wait=x'):
        problem(gateway.ask('GET', f'/v1/stories?{query}', 'gulf-daily'), 400)
    for admin in ('/metrics', '/readyz', '/livez'):
        equal(gateway.ask('GET', admin).status, 404, f'{admin} in public')


@scenario
def what_cannot_be_taken_is_refused_with_a_reason(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           limits={'body_size': '64KiB'})
    desk = gateway.partner('menafn')
    large = desk.post(b'x' * 70000, TEXT)
    problem(large, 413)
    equal(large.header('connection'), 'close')
    connection = gateway.connect()
    connection.send(
        b'POST /v1/partners/menafn/stories HTTP/1.1\r\nHost: localhost\r\n'
        b'Authorization: Bearer ' + key_of('menafn').encode() +
        b'\r\nContent-Type: text/plain\r\nContent-Length: 9999999999\r\n'
        b'Expect: 100-continue\r\n\r\n')
    problem(connection.answer(), 413)
    expect(connection.ended(), 'and the connection ends')

    for name, data, kind in (
            ('torn JSON', b'{"uri": "urn:x", ', NINJS),
            ('torn XML', b'<rss version="2.0"><channel><item>', RSS),
            ('a bomb', b'<!DOCTYPE x [<!ENTITY a "aaaa">'
             b'<!ENTITY b "&a;&a;&a;&a;">]><rss>&b;</rss>', RSS),
            ('noise', bytes(range(256)) * 8, 'application/octet-stream')):
        body = problem(desk.post(data, kind), 422)
        expect(body.get('detail'), f'{name}: says why: {body}')
    depth = b'[' * 50000
    problem(desk.post(b'{"uri":"urn:deep","x":' + depth, NINJS), 422)
    equal(gateway.reads('gulf-daily', '/v1/stories').json['items'], [])
    listed = json.loads(gateway.command('quarantine', '--json'))['items']
    equal(len(listed), 5, 'what could not be decoded is kept and listed')
    noise = listed[1]
    equal((noise['content_type'], noise['size']),
          ('application/octet-stream', 2048), 'with its type and size')
    expect(' 2048 ' in gateway.command('quarantine'), 'for people, too')


@scenario
def the_same_key_has_the_same_answer(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    desk = gateway.partner('menafn')
    story, other = Story('urn:key:1'), Story('urn:key:2')
    first = desk.post(story.body(), idempotency_key='abc')
    equal(first.status, 201)
    again = desk.post(story.body(), idempotency_key='abc')
    equal((again.status, again.json), (201, first.json), 'the same answer')
    problem(desk.post(other.body(), idempotency_key='abc'), 409)
    free = desk.post(story.body(), idempotency_key='def')
    equal(free.status, 200, 'another key: nothing new')
    equal(free.json['stories'][0]['status'], 'duplicate')
    problem(desk.post(story.body(), idempotency_key='k' * 5000), 400)
    answers = []

    def race():
        rival = gateway.partner('menafn')
        answers.append(rival.post(other.body(), idempotency_key='race'))
        rival.hang_up()

    together(*[race] * 6)
    equal({a.status for a in answers} - {409}, {201}, 'one story')
    ids = {a.json['stories'][0]['seq'] for a in answers if a.status == 201}
    equal(len(ids), 1, 'under one number')
    items = gateway.reads('gulf-daily', '/v1/stories').json['items']
    equal([e['data']['uri'] for e in items], ['urn:key:1', 'urn:key:2'])


@scenario
def pipelined_requests_are_answered_one_by_one_in_order(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    connection = gateway.connect()
    batch = b''
    for n in range(10):
        batch += request('POST', '/v1/partners/menafn/stories',
                         {'Content-Type': NINJS},
                         Story(f'urn:pipe:{n}').body(), key_of('menafn'))
    connection.send(batch + request('GET', '/v1/stories',
                                    key=key_of('gulf-daily')))
    for n in range(10):
        answer = connection.answer()
        equal(answer.json['stories'][0]['uri'], f'urn:pipe:{n}')
    page = connection.answer().json
    equal([e['data']['uri'] for e in page['items']],
          [f'urn:pipe:{n}' for n in range(10)])
    connection.close()


@scenario
def a_chunked_story_is_a_story(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    story = Story('urn:chunked')
    body, chunks = story.body(), b''
    for at in range(0, len(body), 37):
        part = body[at:at + 37]
        chunks += b'%x\r\n%s\r\n' % (len(part), part)
    connection = gateway.connect()
    connection.send(
        b'POST /v1/partners/menafn/stories HTTP/1.1\r\nHost: localhost\r\n'
        b'Authorization: Bearer ' + key_of('menafn').encode() +
        b'\r\nContent-Type: application/ninjs+json\r\n'
        b'Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n')
    equal(connection.head()[0], 100, 'go on')
    connection.send(chunks + b'0\r\n\r\n')
    equal(connection.answer().status, 201)
    connection.close()
