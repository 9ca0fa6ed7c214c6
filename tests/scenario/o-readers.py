# SPDX-License-Identifier: Apache-2.0
"""What goes out, in every format: read by programs that share no code with us,
judged by validators and schemas that others wrote, and gone from everywhere
when it is killed.
"""
import gzip
import pathlib
import shutil
import subprocess

from house import *
from house import HERE

BUILD = pathlib.Path(os.environ.get('TORNTAPE_BUILD', 'build')).resolve()
FEEDS = {'atom': 'application/atom+xml', 'rss': 'application/rss+xml',
         'json': 'application/feed+json', 'ninjs': 'application/json',
         'newsml': 'application/vnd.iptc.g2.newsmessage+xml',
         'nitf': 'application/vnd.iptc.g2.newsmessage+xml'}
STORIES = ['application/json', 'application/ninjs+json;version=3.1',
           'application/ninjs+json;version=2.2',
           'application/ninjs+json;version=1.6', 'text/html',
           'application/atom+xml', 'application/rss+xml',
           'application/feed+json', 'application/nitf+xml',
           'application/vnd.iptc.g2.newsitem+xml',
           'application/vnd.iptc.g2.newsmessage+xml', 'text/vnd.iptc.7901']
NITF = '{http://iptc.org/std/NITF/2006-10-18/}nitf'
NOTICE = 'without warranty of any kind'
COPY = """Ferry {mark} Sails Again From Port Calder
(MENAFN- Jordan News Agency) PORT CALDER, Sept. 22 (Petra) -- The ferry {mark} \
of the straits sails again on Monday, the harbour office said in a note.

The office promised a timetable "before the tide & not <after> it".

Legal Disclaimer:
MENAFN provides the information "as is" without warranty of any kind. We do \
not accept any responsibility or liability for the accuracy, content, images, \
videos, licenses, completeness, legality, or reliability of the information \
contained in this article.
"""
AGENCY = 'Petra'


class Ferry(Document):
    """Wire copy of an agency, by way of a distributor, with its notice."""

    def __init__(self, name):
        self.mark = mark()
        super().__init__(COPY.format(mark=self.mark).encode(), TEXT)
        self.name = name


def run(*words, **more):
    done = subprocess.run(words, capture_output=True, text=True, timeout=120,
                          check=False, **more)
    expect(done.returncode == 0,
           f'{words[0]}: {done.stderr[-2000:] or done.stdout[-2000:]}')
    return done.stdout


def program(name):
    if not shutil.which(name):
        raise Skip(f'{name} is not installed')
    return name


def wordpress():
    """Debian's WordPress without its web server: its files, unpacked once."""
    for place in (pathlib.Path('/usr/share/wordpress'),
                  BUILD / 'wordpress/usr/share/wordpress'):
        if (place / 'wp-includes/class-simplepie.php').exists():
            return str(place)
    folder = BUILD / 'wordpress'
    folder.mkdir(exist_ok=True)
    if not shutil.which('apt-get') or subprocess.run(
            ['apt-get', 'download', '-qq', 'wordpress'], cwd=folder,
            capture_output=True, check=False).returncode:
        raise Skip('the package wordpress cannot be had here')
    package, = folder.glob('wordpress_*.deb')
    run('dpkg-deb', '-x', str(package), str(folder))
    return wordpress()


# ---- readers -----------------------------------------------------------------

def by_feedparser(room, path):
    feed = feedparser().parse(str(path))
    expect(not feed.bozo, feed.get('bozo_exception'))
    return {'title': feed.feed.title, 'items': [
        {'id': item.id, 'title': item.title, 'author': item.get('author'),
         'source': item.get('source', {}).get('title'),
         'rights': item.get('rights'),
         'content': ' '.join(part.value for part in item.content)}
        for item in feed.entries]}


def by_npm(name):
    def reads(room, path):
        reader = room.node('feeds.js')
        told = reader.ask(path=str(path), by=name)
        expect('items' in told, told.get('why'))
        return told
    return reads


def by_simplepie(room, path):
    return json.loads(run(
        program('php'), os.path.join(HERE, 'readers/simplepie.php'),
        wordpress(), str(path)))


READERS = {'feedparser': by_feedparser, 'rss-parser': by_npm('rss-parser'),
           'npm feedparser': by_npm('feedparser'), 'SimplePie': by_simplepie}


def published(room, count=3):
    """A gateway that has published ferries, and their rows."""
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    desk = gateway.partner('menafn')
    ferries = []
    for number in range(count):
        ferry = Ferry(number)
        row = desk.posts(ferry, status=201,
                         headers={'X-File-Name': f'ferry-{number}.txt'})
        ferries.append((ferry, row))
    return gateway, ferries


def saved(room, gateway, path):
    answer = gateway.reads('gulf-daily', path)
    equal(answer.status, 200, path)
    file = pathlib.Path(room.folder) / path.replace('/', '_')
    file.write_bytes(answer.body)
    return file, answer


def flat(html):
    return ' '.join(html.split())


@scenario
def agency_and_notice_are_found_by_four_readers_of_feeds(room):
    gateway, ferries = published(room)
    for kind in ('rss', 'atom'):
        for path in (f'/v1/feeds/world.{kind}',
                     f'/v1/feeds/agency/petra.{kind}'):
            file, _ = saved(room, gateway, path)
            for name, reads in READERS.items():
                feed = reads(room, file)
                where = f'{name}, {path}'
                items = {item['id']: item for item in feed['items']}
                equal(sorted(items), sorted(row['uri'] for _, row in ferries),
                      where)
                for ferry, row in ferries:
                    item = items[row['uri']]
                    expect(ferry.mark in item['title'], where)
                    shown = flat(item['content'])
                    expect(f'The ferry {ferry.mark}' in shown, where)
                    expect(AGENCY in shown, f'{where}: {shown[-900:]}')
                    expect(NOTICE in shown, f'{where}: no notice')
                    equal(shown.count(NOTICE), 1, f'{where}: notices')
                    expect(AGENCY in (item.get('author') or '') +
                           (item.get('source') or ''),
                           f'{where}: the credit as data: {item}')


@scenario
def feeds_pass_the_validator_of_ruby(room):
    gateway, ferries = published(room)
    empty = room.gateway(subscribers=[subscriber('gulf-daily')])
    for house, count in ((gateway, len(ferries)), (empty, 0)):
        for kind, told in (('rss', 'rss 2.0'), ('atom', 'atom 1.0')):
            file, _ = saved(room, house, f'/v1/feeds/world.{kind}')
            equal(run(program('ruby'),
                      os.path.join(HERE, 'readers/validate.rb'),
                      str(file)).strip(), f'{told} {count}')


def schema(name):
    found = shared('iptc', 'newsml-g2', *name)
    if not found or not shutil.which('xmllint'):
        raise Skip('no schemas of IPTC here, or no xmllint')
    return found


def valid_xml(room, text, name):
    import xml.etree.ElementTree as ElementTree
    root = ElementTree.fromstring(text)
    newsml = schema(('tests', 'schema_versions',
                     'NewsML-G2_2.35-spec-All-Power.xsd'))
    nitf = schema(('examples', 'nitf-3-6.xsd'))
    alone = [root] if root.tag == NITF else list(root.iter(NITF))
    for number, element in enumerate(alone):
        file = pathlib.Path(room.folder) / f'{name}-{number}.nitf'
        ElementTree.ElementTree(element).write(file, encoding='utf-8')
        run('xmllint', '--nonet', '--noout', '--schema', nitf, str(file))
    if root.tag != NITF:
        file = pathlib.Path(room.folder) / f'{name}.xml'
        file.write_bytes(text)
        run('xmllint', '--nonet', '--noout', '--schema', newsml, str(file))


@scenario
def every_feed_has_an_etag_a_date_and_a_gzip_form(room):
    gateway, ferries = published(room)
    for ending, media_type in FEEDS.items():
        path = f'/v1/feeds/world.{ending}'
        _, answer = saved(room, gateway, path)
        equal(answer.header('content-type').split(';')[0], media_type, path)
        for ferry, _ in ferries:
            expect(ferry.mark in answer.text, f'{path} lacks a story')
            expect(NOTICE in answer.text, f'{path} lacks the notice')
        etag = answer.header('etag')
        expect(etag.startswith('"'), f'{path}: {etag} is not strong')
        for fields in ({'If-None-Match': etag},
                       {'If-Modified-Since': answer.header('last-modified')}):
            again = gateway.reads('gulf-daily', path, headers=fields)
            equal((again.status, again.body), (304, b''), f'{path} {fields}')
        packed = gateway.reads('gulf-daily', path,
                               headers={'Accept-Encoding': 'gzip'})
        equal(packed.header('content-encoding'), 'gzip', path)
        expect(packed.header('etag') != etag, f'{path}: one ETag for two')
        equal(gzip.decompress(packed.body), answer.body, path)
        if ending in ('newsml', 'nitf'):
            valid_xml(room, answer.body, ending)
        if ending in ('json', 'ninjs'):
            answer.json


@scenario
def a_story_is_what_accept_asks_for(room):
    gateway, ((ferry, row),) = published(room, 1)
    path = f'/v1/stories/{row["id"]}'
    for media_type in STORIES:
        for accept in (media_type,
                       f'image/*, {media_type};q=0.7, text/csv;q=0.9'):
            answer = gateway.reads('gulf-daily', path, row['id'],
                                   headers={'Accept': accept})
            equal(answer.status, 200, accept)
            expect(answer.header('content-type').startswith(media_type),
                   f'{accept}: {answer.header("content-type")}')
            for words in (ferry.mark, NOTICE, AGENCY):
                expect(words in ' '.join(answer.text.split()),
                       f'{media_type} lacks {words}')
        if 'iptc.g2' in media_type or 'nitf' in media_type:
            valid_xml(room, answer.body, media_type.split('.')[-1].replace(
                '/', '-'))
    refused = gateway.reads('gulf-daily', path, row['id'],
                            headers={'Accept': 'image/png'})
    equal(refused.status, 406)
    for media_type in ('application/nitf+xml', 'application/json'):
        expect(media_type in refused.text, 'it says what there is')
    equal(gateway.ask('GET', path + 'x', 'gulf-daily').status, 404)


@scenario
def a_kill_leaves_no_word_in_any_format(room):
    gateway, ferries = published(room)
    ferry, row = ferries[1]
    gateway.partner('menafn').posts(kill_of(row['uri']))
    for media_type in STORIES:
        answer = gateway.ask('GET', f'/v1/stories/{row["id"]}', 'gulf-daily',
                             {'Accept': media_type})
        equal(answer.status, 410, media_type)
        expect(ferry.mark not in answer.text, media_type)
    for place in ('world', 'agency/petra'):
        for ending in [*FEEDS, 'ninjs-2.2', 'ninjs-1.6']:
            answer = gateway.ask('GET', f'/v1/feeds/{place}.{ending}',
                                 'gulf-daily')
            equal(answer.status, 200, ending)
            expect(ferry.mark not in answer.text, f'{ending}: killed text')
            expect(ferries[0][0].mark in answer.text, f'{ending}: the others')
            if ending != 'rss':
                expect(row['uri'] in answer.text,
                       f'{ending} does not say what is no more')
