# SPDX-License-Identifier: Apache-2.0
"""One story as a republisher sends it, in plain text with its notice and its
page furniture, posted over HTTPS. Who listens with somebody else's software
must hear it, with the credit and the disclaimer where readers look for them.
"""
import functools
import http.server

from house import *
from house import HERE

OUT = os.environ.get('TORNTAPE_PICTURES')

SEED = {
    'headline': 'Top Diplomats Of South Korea, US, Japan To Hold 3-Way Talks '
                'In New York This Week',
    'cited': ['TIME', 'Yonhap News Agency'],
    'body': ['three top diplomats', 'parliamentary appointment procedure'],
    'furniture': ['Most popular stories', 'Excellion', 'No comment'],
    'disclaimer': 'without warranty of any kind. We do not accept any '
                  'responsibility or liability'}
TWIN = {
    'headline': 'Harbour Ministers Of Three Islands To Meet On Ferry Safety '
                'In Port Calder',
    'cited': ['Interfax', 'Skerry Gazette'],
    'body': ['Council of the Straits', 'stood in for the Calder minister'],
    'furniture': ['Most popular stories', 'Tidal Power', 'No comment'],
    'disclaimer': 'supplies this article as is, without a warranty of any '
                  'kind. It accepts no responsibility'}


def read(path):
    with open(path, 'rb') as file:
        return Document(file.read(), TEXT)


def seed():
    path = shared('seed', 'menafn-three-way-talks.txt')
    if not path:
        raise Skip('the shared seed story is not here')
    return read(path), SEED


def twin():
    return read(fixture('scenario', 'three-harbours.txt')), TWIN


def house_with_listeners(room):
    return room.gateway(
        subscribers=[subscriber('gulf-daily'), subscriber('browser')],
        hooks=[{'name': 'hooked'}])


def right(envelope, facts):
    """Everything that the story's own reader would check."""
    equal(envelope['type'], 'story.published')
    wire_facts, story = envelope['data']['wire'], envelope['data']['story']
    equal(wire_facts['headline'], facts['headline'], 'headline')
    equal([p['name'] for p in wire_facts['distributors']], ['MENAFN'])
    expect(not wire_facts.get('supplier'), 'no supplier is marked')
    cited = sorted(p['name'] for p in wire_facts['cited'])
    equal(cited, facts['cited'], 'cited')
    equal([(d['kind'], d['speaks_for']) for d in wire_facts['disclaimers']],
          [('liability', 'distributor')])
    text = wire_facts['disclaimers'][0]['text']
    expect(facts['disclaimer'] in text, f'the disclaimer, unwrapped: {text}')
    whole = json.dumps(envelope['data'], ensure_ascii=False)
    for words in facts['body']:
        expect(words in whole, f'the body has "{words}"')
    for words in facts['furniture']:
        expect(words not in whole, f'"{words}" is furniture')
    equal([(p['name'], p['role']) for p in story['infoSources']
           if p['role'] == 'distributor'], [('MENAFN', 'distributor')])
    for secret in ('edNote', 'editorial_notes', 'body_text', 'kept',
                   'removed', 'headline_raw'):
        expect(secret not in envelope['data'] and secret not in wire_facts
               and secret not in story, f'{secret} stays in the house')
    return envelope


def arrives(room, document, facts):
    gateway = house_with_listeners(room)
    stream = gateway.stream('gulf-daily')
    reader = room.node('eventsource.js', address(gateway, '/v1/stream'),
                       key_of('gulf-daily'))
    reader.until('npm eventsource to connect',
                 lambda x: x['event'] == 'open')
    row = gateway.partner('menafn').posts(document, status=201)
    equal(row['status'], 'published')

    mine = right(stream.sees(row['uri']), facts)
    theirs = reader.until('the story by npm eventsource',
                          lambda x: x['event'] == 'story.published')
    equal(json.loads(theirs['data']), mine)
    equal(theirs['id'], mine['data']['cursor'], 'the event id is the cursor')
    hook = gateway.hook('hooked')
    equal(hook.sees(row['uri']), mine, 'one envelope for all')
    equal(verify_signatures(room, hook), 1, 'webhooks')
    page = gateway.reads('gulf-daily', '/v1/stories').json
    equal(page['items'], [mine])
    for kind in ('atom', 'rss'):
        feed_shows(gateway, kind, facts)
    evidence_stands(gateway, row, facts)
    valid_ninjs(room, stream.envelopes)
    return gateway, row


def address(gateway, path):
    return f'https://localhost:{gateway.public}{path}'


def feed_shows(gateway, kind, facts):
    """As Debian's feedparser reads it."""
    answer = gateway.reads('gulf-daily', f'/v1/feeds/world.{kind}')
    equal(answer.status, 200)
    feed = feedparser().parse(answer.body, response_headers={
        'content-type': answer.header('content-type')})
    expect(not feed.bozo, f'{kind}: {feed.get("bozo_exception")}')
    equal(feed.version, {'atom': 'atom10', 'rss': 'rss20'}[kind])
    entry, = feed.entries
    equal(entry.title, facts['headline'], f'{kind} title')
    shown = ' '.join([entry.get('summary', '')] + [
        part.value for part in entry.get('content', [])])
    flat = ' '.join(shown.split())
    expect('MENAFN' in flat, f'{kind}: the credit stands in the text: {flat}')
    expect(facts['disclaimer'] in flat, f'{kind}: so does the disclaimer')
    expect('torntape-attribution' in answer.text, f'{kind}: in its block')
    credit = json.dumps(entry.get('authors', [])) + str(
        entry.get('source')) + entry.get('rights', '')
    expect('MENAFN' in credit, f'{kind}: the credit as data: {dict(entry)}')
    for words in facts['body']:
        expect(words in flat, f'{kind}: the body has "{words}"')
    for words in facts['furniture']:
        expect(words not in answer.text, f'{kind}: "{words}" is furniture')


def evidence_stands(gateway, row, facts):
    answer = gateway.reads('gulf-daily',
                           f'/v1/stories/{row["id"]}/evidence', row['id'])
    equal(answer.status, 200)
    text = answer.text
    expect('MENAFN' in text, 'the evidence for the distributor')
    for plugin in ('attribution', 'disclaimer'):
        expect(f'"{plugin}"' in text, f'what {plugin} found')


@scenario
def the_seed_story_reaches_webhook_stream_pages_and_feeds(room):
    arrives(room, *seed())


@scenario
def a_made_up_twin_of_it_arrives_as_well(room):
    arrives(room, *twin())


@scenario
def a_browser_page_shows_it_with_credit_and_disclaimer(room):
    try:
        document, facts = seed()
    except Skip:
        document, facts = twin()
    gateway = house_with_listeners(room)
    site = serve_page(room)
    picture = os.path.join(OUT or room.folder, 'browser.png')
    ticket = gateway.ticket(key_of('browser'))
    browser = room.node(
        'page.js', f'http://127.0.0.1:{site.server_port}/page.html',
        address(gateway, f'/v1/stream?ticket={ticket}'), picture)
    browser.until('Chromium to open the stream',
                  lambda x: x['event'] == 'open', 60)
    gateway.partner('menafn').posts(document, status=201)
    shown = browser.until('the story in the page',
                          lambda x: x['event'] == 'shown', 30)
    site.shutdown()
    equal(shown['headline'], facts['headline'])
    text = ' '.join(shown['text'].split())
    expect('distributors: MENAFN' in text, 'the credit')
    expect(facts['disclaimer'] in text, 'the disclaimer')
    expect(os.path.getsize(picture) > 1000, 'the picture')


def serve_page(room):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    site = http.server.ThreadingHTTPServer(
        ('127.0.0.1', 0), functools.partial(
            Quiet, directory=os.path.join(HERE, 'node')))
    threading.Thread(target=site.serve_forever, args=(0.05,),
                     daemon=True).start()
    return site


@scenario
def a_dry_run_says_what_try_says_and_keeps_nothing(room):
    document, facts = twin()
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    answer = gateway.partner('menafn').post(document.body(), TEXT,
                                            query='?dry_run=1')
    equal(answer.status, 200)
    dry = answer.json
    file = fixture('scenario', 'three-harbours.txt')
    tried = json.loads(gateway.command(
        'try', '--partner', 'menafn', '--content-type', TEXT, '--json', file))
    equal(timeless(dry), timeless(tried), 'the two reports')
    story, = tried['stories']
    equal(story['wire']['headline'], facts['headline'])
    equal(gateway.reads('gulf-daily', '/v1/stories').json['items'], [])


def timeless(report):
    """Without what follows from the file's name and the moment of reading."""
    report = json.loads(json.dumps(report))
    report.pop('file', None)
    for story in report['stories']:
        for name in ('versionCreated', 'firstCreated', 'uri', 'version', 'altIds'):
            story['story'].pop(name, None)
    return report


@scenario
def the_split_of_the_twin_and_of_the_seed_loses_nothing(room):
    gateway = room.gateway(start=False)
    files = [fixture('scenario', 'three-harbours.txt'),
             shared('seed', 'menafn-three-way-talks.txt')]
    subprocess.run([room.binary, 'try', '--verify-split', *filter(None, files)],
                   check=True, capture_output=True, timeout=60)
    expect(gateway.process is None, 'no gateway is needed for that')


@scenario
def what_a_contract_wants_goes_with_each_story(room):
    words = 'Supplied by Gull Wire under contract, not edited.'
    gateway = room.gateway(
        partners=[partner('gull', notices=[
            {'kind': 'syndication_notice', 'text': words}])],
        subscribers=[subscriber('gulf-daily')])
    stream = gateway.stream('gulf-daily')
    story = Story('urn:boats')
    gateway.partner('gull').posts(story, status=201)
    data = stream.sees('urn:boats')['data']
    notice, = data['wire']['disclaimers']
    equal((notice['kind'], notice['text'], notice['speaks_for'],
           notice['required']),
          ('syndication_notice', words, 'distributor', True))
    for kind in ('atom', 'rss'):
        answer = gateway.reads('gulf-daily', f'/v1/feeds/world.{kind}')
        expect(words in answer.text, f'{kind}: the notice is told')
    item = gateway.reads('gulf-daily', '/v1/feeds/world.json').json
    expect(words in json.dumps(item), 'also in JSON Feed')

    # A new contract is in force for the next story, without a restart.
    again = 'Supplied by Gull Wire for use until the end of the year.'
    gateway.config['partners'][0]['notices'][0]['text'] = again
    gateway.write()
    gateway.reload()
    gateway.partner('gull').posts(Story('urn:nets'), status=201)
    notice, = stream.sees('urn:nets')['data']['wire']['disclaimers']
    equal(notice['text'], again, 'the notice of the new contract')
