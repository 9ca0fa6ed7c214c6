#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every file of feedparser's corpus against the report of `torntape try`.

    feedparser.py TORNTAPE [--list failed|inexpressible] [NAME...]

A file says in its first comment what to expect, as a Python expression over
feedparser's result, and which headers came with it. FIELDS is the list of what
of that has a place in our report (standards 5.1, contracts 2); an expression
that asks for anything else counts as not expressible. What we do differently,
and why, stands in feedparser.exceptions, file by file.
"""
import argparse
import ast
import pathlib
import re
import sys
import urllib.parse

import report as r

HERE = pathlib.Path(__file__).resolve().parent
CORPUS = r.SHARED / 'corpus/feedparser/tests'
SERVER = 'http://127.0.0.1:8097'
LEAST_EXPRESSIBLE, LEAST_PASSED = 0.8, 0.99


class Inexpressible(Exception):
    pass


# ---- the file's own words ---------------------------------------------------

def text_of(data):
    """The file's text, whatever it is encoded in; only the header matters."""
    for start, name in ((b'\x00\x00\xfe\xff', 'utf-32-be'),
                        (b'\xff\xfe\x00\x00', 'utf-32-le'),
                        (b'\x00\x00\x00<', 'utf-32-be'),
                        (b'<\x00\x00\x00', 'utf-32-le'),
                        (b'\xfe\xff', 'utf-16-be'),
                        (b'\xff\xfe', 'utf-16-le'),
                        (b'\x00<', 'utf-16-be'), (b'<\x00', 'utf-16-le'),
                        (b'Lo\xa7\x94', 'cp037')):
        if data.startswith(start):
            return data.decode(name, 'replace')
    return data.decode('utf-8', 'replace')


def expectation(path):
    """(expression, [header, ...]) or None when the file has none."""
    text = text_of(path.read_bytes())
    comment = re.search(r'<!--(.*?)-->', text, re.S)
    if path.suffix == '.json':
        return None
    if not comment:
        return None
    expect = re.search(r'Expect:\s*(.*?)\s*$', comment[1], re.M)
    headers = re.findall(r'Header:\s*(.*?)\s*$', comment[1], re.M)
    return (expect[1], headers) if expect else None


def arguments(path, expect, headers):
    out = []
    for header in headers:
        name, _, value = header.partition(':')
        if name.lower() == 'content-type':
            out += ['--content-type', value.strip()]
        else:
            out += ['--header', f'{name}: {value.strip()}']
    if SERVER in expect:
        out += ['--base', f'{SERVER}/tests/{path.relative_to(CORPUS)}']
    return tuple(out)


# ---- where it stands in a report --------------------------------------------

def text(get):
    return lambda expected, it: r.same_text(expected, get(it))


def url(get):
    return lambda expected, it: r.same_url(expected, get(it))


def exact(get):
    return lambda expected, it: (expected or None) == (get(it) or None)


def language(get):
    def same(expected, it):
        found = get(it)
        return (expected or '').lower().replace('_', '-') == \
            (found or '').lower()
    return same


def when(get):
    def same(expected, it):
        moment = r.tuple_instant(expected) if isinstance(expected, tuple) \
            else r.instant(expected) if expected is not None else None
        if moment is None and expected is not None:
            raise Inexpressible('a date that no library reads')
        found = get(it)
        return moment == (r.instant(found) if found else None)
    return same


def nth(items, n, default=None):
    return items[n] if n < len(items) else default


def feed_author(n, key):
    return lambda it: nth(it['feed'].get('authors', []), n, {}).get(key)


def whole_person(expected, people):
    """feedparser joins them as "Name (mail)"."""
    spellings = [p for name, mail, _ in people
                 for p in (name, mail, f'{name} ({mail})')]
    return expected in spellings or \
        r.same_text(expected, ', '.join(p[0] for p in people if p[0]))


def subject_term(expected, subject):
    return expected in (subject.get('name'), subject.get('literal'),
                        subject.get('literal', '').rpartition('/')[2])


def links(it):
    """Those of link elements with attributes, else the one of RSS."""
    return it['feed'].get('links') or \
        [{'rel': 'alternate', 'href': it['feed'].get('link'),
          'type': 'text/html'}]


def story(it, n):
    stories = it['stories']
    if n >= len(stories):
        raise LookupError(f'there are {len(stories)} stories')
    return stories[n]['story']


def info_source(item, key):
    for entry in item.get('infoSources', []):
        if entry.get('role') == 'supplier' and key in entry:
            return entry[key]
    return None


def guid(item):
    return r.valued(item, 'altIds', role='guid')


def same_id(expected, item):
    return expected in (guid(item), item.get('uri'),
                        r.valued(item, 'altIds', role='dc:identifier'))


def same_words(expected, item, with_body=True):
    """feedparser's description is our body, or the summary beside one."""
    found = r.valued(item, 'descriptions', role='summary')
    return (found is not None and r.same_text(expected, found)) or \
        (with_body and r.same_markup(expected, r.body(item)))


def same_feed_text(key):
    return lambda expected, it: r.same_text(expected, it['feed'].get(key))


FEED = {}
for _alias in ('title', 'title_detail.value'):
    FEED[_alias] = same_feed_text('title')
for _name in ('subtitle', 'tagline', 'description', 'info'):
    FEED[_name] = FEED[f'{_name}_detail.value'] = same_feed_text('subtitle')
for _name in ('rights', 'copyright'):
    FEED[_name] = FEED[f'{_name}_detail.value'] = same_feed_text('rights')
for _name in ('generator', 'generator_detail.name'):
    FEED[_name] = same_feed_text('generator')
for _name in ('updated', 'modified', 'updated_parsed', 'modified_parsed',
              'published', 'published_parsed'):
    FEED[_name] = when(lambda it: it['feed'].get('updated'))
for _name in ('id', 'guid'):
    FEED[_name] = url(lambda it: it['feed'].get('id'))
for _name in ('image.href', 'image.url', 'logo'):
    FEED[_name] = url(lambda it: it['feed'].get('image'))
FEED['published'] = FEED['published_parsed'] = FEED['created'] = \
    FEED['created_parsed'] = when(lambda it: it['feed'].get('published'))
FEED['icon'] = url(lambda it: it['feed'].get('icon'))
FEED['docs'] = url(lambda it: it['feed'].get('docs'))
FEED['ttl'] = exact(lambda it: it['feed'].get('ttl'))
for _key in ('href', 'url'):
    FEED[f'generator_detail.{_key}'] = url(
        lambda it: it['feed'].get('generator_url'))
FEED['generator_detail.version'] = exact(
    lambda it: it['feed'].get('generator_version'))
for _key in ('title', 'description', 'name', 'link'):
    FEED[f'textinput.{_key}'] = text(
        lambda it, key=_key: it['feed'].get('text_input', {}).get(key))
for _key, _part in (('domain', 'hostname'), ('port', 'port'),
                    ('path', 'path')):
    FEED[f'cloud.{_key}'] = lambda expected, it, part=_part: expected == str(
        getattr(urllib.parse.urlsplit(r.link(it, 'cloud')['href']), part) or 80)
FEED['cloud.registerprocedure'] = exact(lambda it: r.link(it, 'cloud')['title'])
FEED['cloud.protocol'] = exact(lambda it: r.link(it, 'cloud')['type'])
FEED['link'] = url(lambda it: it['feed'].get('link'))
FEED['language'] = language(lambda it: it['feed'].get('language'))
FEED['author'] = lambda expected, it: whole_person(
    expected, [(a.get('name'), a.get('email'), a.get('url'))
               for a in it['feed'].get('authors', [])])
for _key in ('name', 'email', 'url'):
    _same = url if _key == 'url' else exact
    FEED[f'author_detail.{_key}'] = _same(feed_author(0, _key))
    FEED[f'authors.0.{_key}'] = _same(feed_author(0, _key))
    FEED[f'authors.1.{_key}'] = _same(feed_author(1, _key))

for _n in (0, 1):
    for _key in ('name', 'email', 'url'):
        _same = url if _key == 'url' else exact
        FEED[f'contributors.{_n}.{_key}'] = _same(
            lambda it, n=_n, key=_key:
            nth(it['feed'].get('contributors', []), n, {}).get(key))
        FEED[f'publisher_detail.{_key}'] = _same(
            lambda it, key=_key:
            nth(it['feed'].get('publishers', []), 0, {}).get(key))
    FEED[f'tags.{_n}.term'] = lambda expected, it, n=_n: subject_term(
        expected, nth(it['feed'].get('subjects', []), n, {}))
    FEED[f'tags.{_n}.scheme'] = lambda expected, it, n=_n: nth(
        it['feed'].get('subjects', []), n, {}).get(
            'literal', '').startswith(expected or '')
    FEED[f'links.{_n}.rel'] = lambda expected, it, n=_n: expected == nth(
        links(it), n, {}).get('rel')
    FEED[f'links.{_n}.type'] = lambda expected, it, n=_n: expected == nth(
        links(it), n, {}).get('type')
    FEED[f'links.{_n}.title'] = lambda expected, it, n=_n: r.same_text(
        expected, nth(links(it), n, {}).get('title'))
    FEED[f'links.{_n}.href'] = url(
        lambda it, n=_n: nth(links(it), n, {}).get('href'))
    FEED[f'contributors.{_n}'] = lambda expected, it, n=_n: all(
        FEED[f'contributors.{n}.{"url" if key == "href" else key}'](want, it)
        for key, want in expected.items())
FEED['publisher'] = lambda expected, it: whole_person(
    expected, [(a.get('name'), a.get('email'), a.get('url'))
               for a in it['feed'].get('publishers', [])])
FEED['category'] = FEED['tags.0.term']

ENTRY = {}
for _alias in ('title', 'title_detail.value'):
    ENTRY[_alias] = text(lambda s: r.valued(s, 'headlines', role='main'))
for _name in ('summary', 'description', 'subtitle'):
    ENTRY[_name] = ENTRY[f'{_name}_detail.value'] = same_words
ENTRY['content.0.value'] = lambda expected, s: r.same_markup(
    expected, r.body(s)) or same_words(expected, s)
ENTRY['content.0.src'] = url(r.rendition)
for _name in ('content.0', 'summary_detail'):
    ENTRY[f'{_name}.language'] = language(lambda s: s.get('language'))


def title_language(expected, s):
    """A story has one language, that of its body; a title alone has its own."""
    if r.body(s):
        raise Inexpressible('the language of a title beside a body')
    return language(lambda s: s.get('language'))(expected, s)


ENTRY['title_detail.language'] = title_language
ENTRY['language'] = language(lambda s: s.get('language'))
ENTRY['link'] = url(r.rendition)
ENTRY['id'] = ENTRY['guid'] = same_id
for _name in ('rights', 'copyright'):
    ENTRY[_name] = ENTRY[f'{_name}_detail.value'] = text(
        lambda s: s.get('copyrightNotice'))
ENTRY['license'] = url(lambda s: s.get('rightsInfo', {}).get('linkedRights'))
for _names, _key in ((('published', 'issued'), 'firstCreated'),
                     (('updated', 'modified', 'date'), 'versionCreated'),
                     (('created',), 'contentCreated'),
                     (('expired',), 'expires')):
    for _name in _names:
        ENTRY[_name] = ENTRY[f'{_name}_parsed'] = when(
            lambda s, key=_key: s.get(key))
ENTRY['author'] = lambda expected, s: whole_person(expected, r.people(s)) or \
    expected == s.get('by')
for _n in (0, 1):
    for _i, _key in enumerate(('name', 'email', 'url')):
        _same = url if _key == 'url' else exact
        _get = (lambda s, n=_n, i=_i:
                nth(r.people(s), n, (None, None, None))[i])
        ENTRY[f'authors.{_n}.{_key}'] = _same(_get)
        if _n == 0:
            ENTRY[f'author_detail.{_key}'] = _same(_get)
        ENTRY[f'contributors.{_n}.{_key}'] = _same(
            lambda s, n=_n, i=_i: nth(r.people(s, 'contributor'), n,
                                      (None, None, None))[i])
for _n in (0, 1, 2):
    ENTRY[f'tags.{_n}.term'] = lambda expected, s, n=_n: subject_term(
        expected, nth(s.get('subjects', []), n, {}))
    ENTRY[f'tags.{_n}.label'] = lambda expected, s, n=_n: \
        (expected or '') == nth(s.get('subjects', []), n, {}).get('name', '')
    ENTRY[f'tags.{_n}.scheme'] = lambda expected, s, n=_n: \
        nth(s.get('subjects', []), n, {}).get('literal', '').startswith(
            (expected or ''))
    ENTRY[f'enclosures.{_n}.url'] = ENTRY[f'enclosures.{_n}.href'] = url(
        lambda s, n=_n: nth(r.media(s), n, (None,) * 3)[0])
    ENTRY[f'enclosures.{_n}.type'] = exact(
        lambda s, n=_n: nth(r.media(s), n, (None,) * 3)[1])
    ENTRY[f'enclosures.{_n}.length'] = lambda expected, s, n=_n: \
        str(expected or '') == str(nth(r.media(s), n, (None,) * 3)[2] or '')
    ENTRY[f'contributors.{_n}'] = lambda expected, s, n=_n: all(
        ENTRY[f'contributors.{n}.{"url" if key == "href" else key}'](want, s)
        for key, want in expected.items())
    ENTRY[f'enclosures.{_n}'] = lambda expected, s, n=_n: all(
        ENTRY[f'enclosures.{n}.{key}'](want, s)
        for key, want in expected.items())
ENTRY['category'] = ENTRY['tags.0.term']
ENTRY['comments'] = url(lambda s: r.valued(s, 'altIds', role='comments'))
ENTRY['wfw_commentrss'] = url(
    lambda s: r.valued(s, 'altIds', role='comments-feed'))


def publisher(s):
    found = next((o for o in s.get('organisations', [])
                  if o.get('rel') == 'publisher'), {})
    return found.get('name'), next(
        (c['value'] for c in found.get('contactInfo', [])), None), None


ENTRY['publisher'] = lambda expected, s: whole_person(expected, [publisher(s)])
ENTRY['publisher_detail.name'] = exact(lambda s: publisher(s)[0])
ENTRY['publisher_detail.email'] = exact(lambda s: publisher(s)[1])


def same_duration(expected, s):
    if not s.get('associations'):
        raise Inexpressible('how long nothing is')
    return seconds(expected) in [
        rendition.get('duration') for entry in s['associations']
        for rendition in entry['renditions']]


ENTRY['itunes_duration'] = same_duration
ENTRY['image.href'] = lambda expected, s: any(
    r.same_url(expected, m[0]) for m in r.media(s))
ENTRY['media_thumbnail.0.url'] = ENTRY['image.href']
ENTRY['source.title'] = ENTRY['source.title_detail.value'] = text(
    lambda s: info_source(s, 'name'))
ENTRY['source.href'] = ENTRY['source.link'] = ENTRY['source.id'] = url(
    lambda s: info_source(s, 'uri') or r.valued(s, 'altIds', role='source'))
for _key, _name in ((0, 'name'), (1, 'email'), (2, 'url')):
    ENTRY[f'source.authors.0.{_name}'] = \
        ENTRY[f'source.author_detail.{_name}'] = ENTRY[f'author_detail.{_name}']
ENTRY['source.author'] = ENTRY['author']
ENTRY['source.rights'] = ENTRY['source.rights_detail.value'] = ENTRY['rights']


def seconds(clock):
    total = 0
    for part in clock.split(':'):
        total = total * 60 + int(part)
    return total


def place(s):
    found = nth(s.get('places', []), 0, {}).get('geoJSON', {})
    while 'geometry' in found or 'features' in found:
        found = found['geometry'] if 'geometry' in found \
            else nth(found['features'], 0, {})
    return found


def tupled(value):
    return tuple(tupled(v) for v in value) if isinstance(value, list) else value


def same_place_type(expected, s):
    found = place(s).get('type')
    return found == ('Polygon' if expected == 'Box' else expected)


ENTRY['where.type'] = same_place_type
ENTRY['where'] = lambda expected, s: expected == place(s)
def coordinates(s):
    """feedparser's box is its two corners; ours is the ring around it."""
    found = tupled(place(s).get('coordinates', []))
    if place(s).get('type') != 'Polygon' or len(found[0]) != 5:
        return found
    ring = found[0]
    is_box = {p[0] for p in ring} == {ring[0][0], ring[2][0]}
    return (ring[0], ring[2]) if is_box else found


GETTERS = {  # what stands on both sides, or is indexed further
    'where.coordinates': coordinates,
    'tags': lambda s: s.get('subjects', []),
}
FEED_GETTERS = {
    'tags': lambda it: it['feed'].get('subjects', []),
    'links': links,
}

VERSIONS = {
    'rss': ('rss', None), 'rss20': ('rss', '2.0'), 'rss091u': ('rss', '0.91'),
    'rss091n': ('rss', '0.91'), 'rss092': ('rss', '0.92'),
    'rss093': ('rss', '0.93'), 'rss094': ('rss', '0.94'),
    'rss10': ('rdf', '1.0'), 'rss090': ('rdf', '0.90'),
    'atom01': ('atom', '0.1'), 'atom02': ('atom', '0.2'),
    'atom03': ('atom', '0.3'), 'atom10': ('atom', '1.0'),
    'atom': ('atom', None), 'cdf': ('cdf', None),
    'json1': ('jsonfeed', '1.0'), 'json11': ('jsonfeed', '1.1'),
}

# Names of one encoding: what the WHATWG standard calls it.
ENCODINGS = {
    'us-ascii': 'windows-1252', 'iso-8859-1': 'windows-1252',
    'gb2312': 'gb18030', 'gbk': 'gb18030', 'cp1252': 'windows-1252',
    'utf-16': 'utf-16', 'utf_16': 'utf-16', 'utf_32': 'utf-32',
    'shift_jis': 'shift_jis', 'tis-620': 'windows-874',
    'windows-1252': 'windows-1252', 'u16': 'utf-16', 'utf16': 'utf-16',
}


def same_encoding(expected, it):
    """RFC 3023's default of US-ASCII for text/xml is gone with RFC 7303; what
    is ASCII throughout reads the same as UTF-8."""
    found = it.get('encoding') or ''
    expected = expected.lower()
    if expected == 'us-ascii' and found == 'utf-8':
        return pathlib.Path(it['file']).read_bytes().isascii()
    expected = ENCODINGS.get(expected, expected)
    if expected in ('utf-16', 'utf-32'):
        return found.startswith(expected)
    return expected == found


# ---- the expression -----------------------------------------------------------

def path_of(node):
    """entries[0]['title'] or feed.link as a dotted path."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f'{path_of(node.value)}.{node.attr}'
    if isinstance(node, ast.Subscript):
        try:
            return f'{path_of(node.value)}.{ast.literal_eval(node.slice)}'
        except ValueError:
            pass
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) \
            and node.func.attr == 'get' and node.args:
        return f'{path_of(node.func.value)}.{ast.literal_eval(node.args[0])}'
    raise Inexpressible(ast.unparse(node))


def split_path(path):
    """(table, key, what to ask it about) for feed.x and entries.N.x."""
    head, _, rest = path.partition('.')
    if head == 'feed':
        return FEED, rest, None
    if head == 'entries':
        number, _, rest = rest.partition('.')
        return ENTRY, rest, int(number)
    raise Inexpressible(path)


def compare(node, expected, it):
    path = path_of(node)
    if path == 'version':
        name, number = VERSIONS[expected]
        found = it.get('format_version') or None
        return it.get('format') == name and (
            found == number or (expected == 'rss20' and found is not None and
                                found.startswith('2')))
    if path == 'encoding':
        return same_encoding(expected, it)
    table, key, number = split_path(path)
    if key not in table:
        raise Inexpressible(path)
    return table[key](expected, it if number is None else story(it, number))


def value(node, it):
    """What stands there, for the few that are indexed or counted."""
    if isinstance(node, ast.Constant) or isinstance(node, ast.Tuple):
        return ast.literal_eval(node)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return ast.literal_eval(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == 'len' and path_of(node.args[0]) == 'entries':
            return len(it['stories'])
        if node.func.id == 'len':
            return len(value(node.args[0], it))
        if node.func.id == 'ord':
            return ord_of(path_of(node.args[0]), it)
    if isinstance(node, ast.Subscript):
        whole = path_of(node)
        for name, get in GETTERS.items():
            found = re.fullmatch(
                rf'entries\.(\d+)\.{re.escape(name)}((?:\.-?\d+)*)', whole)
            if found:
                at = get(story(it, int(found[1])))
                for index in re.findall(r'-?\d+', found[2]):
                    at = at[int(index)]
                return at
    if isinstance(node, ast.Subscript):
        name = path_of(node).removeprefix('feed.')
        if path_of(node).startswith('feed.') and name in FEED_GETTERS:
            return FEED_GETTERS[name](it)
    if isinstance(node, ast.Attribute):
        whole = path_of(node)
        found = re.fullmatch(r'entries\.(\d+)\.(\w+)', whole)
        if found and found[2] in GETTERS:
            return GETTERS[found[2]](story(it, int(found[1])))
    raise Inexpressible(ast.unparse(node))


def ord_of(path, it):
    table, key, number = split_path(path)
    if key not in ('description', 'title') or number is None:
        raise Inexpressible(path)
    found = r.valued(story(it, number), 'bodies', kind='text/plain') \
        if key == 'description' \
        else r.valued(story(it, number), 'headlines', role='main')
    return ord(found) if found and len(found) == 1 else None


def compared(node, it):
    left, rights = node.left, node.comparators
    if not all(isinstance(op, (ast.Eq, ast.Is)) for op in node.ops):
        raise Inexpressible(ast.unparse(node))
    try:
        expected = constant(rights[-1])
    except ValueError:
        return value(left, it) == value(rights[-1], it)
    for side in [left, *rights[:-1]]:
        try:
            ok = compare(side, expected, it)
        except Inexpressible:
            ok = value(side, it) == expected
        if not ok:
            return False
    return True


def absent(node, it):
    """not feed.has_key('x'), not entries[0].has_key('x')."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            and node.func.attr == 'has_key'):
        raise Inexpressible(ast.unparse(node))
    path = f'{path_of(node.func.value)}.{ast.literal_eval(node.args[0])}'
    table, key, number = split_path(path)
    if key not in table:
        raise Inexpressible(path)
    return table[key](None, it if number is None else story(it, number))


def is_bozo(it):
    """What feedparser calls so: not well-formed, or not what it says it is."""
    return not it['well_formed'] or it['problem'] is not None or \
        any(w['code'].startswith('W-CHARSET') or w['code'] == 'W-FORMAT-TYPE'
            for w in it['warnings'])


def constant(node):
    """A literal, or one that is written in pieces: 'a' + 'b'."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return constant(node.left) + constant(node.right)
    return ast.literal_eval(node)


def holds(node, it):
    if isinstance(node, ast.Expression):
        return holds(node.body, it)
    if isinstance(node, ast.BoolOp):
        results = [holds(part, it) for part in node.values]
        return all(results) if isinstance(node.op, ast.And) else any(results)
    if isinstance(node, ast.Name) and node.id == 'bozo':
        return is_bozo(it)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        if isinstance(node.operand, ast.Name) and node.operand.id == 'bozo':
            return it['well_formed'] and it['problem'] is None
        return absent(node.operand, it)
    if isinstance(node, ast.Constant):  # it must only be read
        return bool(node.value) and it['problem'] is None
    if isinstance(node, ast.Compare):
        return compared(node, it)
    raise Inexpressible(ast.unparse(node))


def judge(expect, it):
    """True, False with why, or None: not expressible."""
    try:
        tree = ast.parse(expect.lstrip(), mode='eval')
    except SyntaxError as err:
        return None, f'not Python: {err}'
    try:
        if holds(tree, it):
            return True, ''
        return False, expect
    except (Inexpressible, KeyError) as err:
        return None, str(err)
    except LookupError as err:
        return False, f'{expect}: {err}'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('torntape')
    parser.add_argument('--list', default='')
    parser.add_argument('names', nargs='*')
    args = parser.parse_args()
    if not CORPUS.is_dir():
        print(f'skipped: there is no {CORPUS}')
        sys.exit(r.SKIPPED)
    cases = {}
    for path in sorted(CORPUS.rglob('*')):
        name = str(path.relative_to(CORPUS))
        if path.is_file() and (not args.names or
                               any(n in name for n in args.names)):
            found = expectation(path)
            if found:
                cases[path] = found
    reports = r.run(args.torntape, {str(p): arguments(p, *c)
                                    for p, c in cases.items()})
    known = r.exceptions(HERE / 'feedparser.exceptions')
    expressible = passed = 0
    failures, unused = [], []
    for path, (expect, _) in cases.items():
        name = str(path.relative_to(CORPUS))
        verdict, why = judge(expect, reports[str(path)])
        if verdict is None:
            if args.list == 'inexpressible':
                print(f'{name}: {why}')
            continue
        expressible += 1
        passed += verdict
        if not verdict and name not in known:
            failures.append((name, why))
        if verdict and name in known:
            unused.append(name)
    r.tell('feedparser', len(cases), expressible, passed, failures, unused,
           LEAST_PASSED, LEAST_EXPRESSIBLE if not args.names else 0)


main()
