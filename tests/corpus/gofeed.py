#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every pair of gofeed's corpus, X.xml and X.json, against `torntape try`.

    gofeed.py TORNTAPE [--list failed|inexpressible] [NAME...]

X.json is what gofeed makes of X.xml. FEED and ENTRY say which of its members
have a place in our report (standards 5.1, contracts 2); a pair passes when all
of those that it has are found there. A pair none of whose members has a place
counts as not expressible. What we do differently, and why, stands in
gofeed.exceptions, file by file.
"""
import argparse
import json
import pathlib
import sys
import urllib.parse

import report as r

HERE = pathlib.Path(__file__).resolve().parent
CORPUS = r.SHARED / 'corpus/gofeed/testdata/parser'
LEAST_EXPRESSIBLE, LEAST_PASSED = 0.95, 0.985


class Mismatch(Exception):
    pass


def need(ok, what, found=None):
    if not ok:
        raise Mismatch(f'{what}, found {found!r}')


# ---- what is compared -------------------------------------------------------

def feed_text(key):
    def check(expected, it):
        found = it['feed'].get(key)
        need(r.same_text(expected, found), f'feed {key} {expected!r}', found)
    return check


def feed_url(key):
    def check(expected, it):
        found = it['feed'].get(key)
        need(r.same_url(expected, found) or expected == found,
             f'feed {key} {expected!r}', found)
    return check


def feed_time(expected, it):
    found = it['feed'].get('updated')
    if r.instant(expected) is not None:
        need(r.instant(expected) == r.instant(found or ''),
             f'feed updated {expected}', found)


def feed_people(expected, it):
    """Strings as RSS has them, or objects as Atom has them."""
    found = it['feed'].get('authors', [])
    for person in expected if isinstance(expected, list) else [expected]:
        need(any(same_person(person, (a.get('name'), a.get('email'),
                                      a.get('url'))) for a in found),
             f'author {person!r}', found)


def feed_others(key):
    """People besides the authors."""
    def check(expected, it):
        found = it['feed'].get(key, [])
        for person in expected if isinstance(expected, list) else [expected]:
            need(any(same_person(person, (a.get('name'), a.get('email'),
                                          a.get('url'))) for a in found),
                 f'{key} {person!r}', found)
    return check


def feed_words(key):
    def check(expected, it):
        need(it['feed'].get(key) == expected, f'{key} {expected}',
             it['feed'].get(key))
    return check


def feed_published(expected, it):
    need(r.instant(expected) == r.instant(it['feed'].get('published', '')),
         f'feed published {expected}', it['feed'].get('published'))


def feed_cloud(expected, it):
    found = r.link(it, 'cloud')
    parts = urllib.parse.urlsplit(found.get('href', ''))
    need((parts.hostname, str(parts.port or 80), parts.path,
          found.get('title'), found.get('type')) ==
         tuple(expected[key] for key in (
             'domain', 'port', 'path', 'registerProcedure', 'protocol')),
         f'cloud {expected}', found)


def feed_input(expected, it):
    found = it['feed'].get('text_input', {})
    for key, want in expected.items():
        need(r.same_text(want, found.get(key)) or
             r.same_url(want, found.get(key)), f'text input {expected}', found)


def subjects_in(found, expected):
    for subject in expected:
        term = subject.get('value') or subject.get('term')
        if not term:
            continue
        need(any(r.same_text(term, name) or
                 r.same_text(term, literal.rpartition('/')[2]) or
                 literal.endswith(term) for name, literal in found),
             f'category {subject!r}', found)
        scheme = subject.get('domain') or subject.get('scheme')
        if scheme:
            need(any(literal.startswith(scheme) for _, literal in found),
                 f'scheme {scheme}', found)


def feed_subjects(expected, it):
    subjects_in([(e.get('name'), e.get('literal', ''))
                 for e in it['feed'].get('subjects', [])], expected)


def same_person(person, found):
    if isinstance(person, str):
        name, mail, _ = found
        return any(r.same_text(person, spelling) for spelling in (
            name, mail, f'{name} ({mail})', f'{mail} ({name})',
            f'{name} <{mail}>'))
    return all(not person.get(key) or person[key] == value or
               (key == 'uri' and r.same_url(person[key], value))
               for key, value in zip(('name', 'email', 'uri'), found,
                                     strict=True))


def entry_people(rel):
    def check(expected, s, _):
        found = r.people(s, rel)
        for person in expected if isinstance(expected, list) else [expected]:
            need(any(same_person(person, p) for p in found) or
                 person == s.get('by'), f'{rel} {person!r}', found)
    return check


def alternate(links):
    """The web link among Atom's links; None when there is none."""
    pages = [link for link in links
             if link.get('rel', 'alternate') in ('', 'alternate')]
    return (pages or [{}])[0].get('href')


def feed_links(expected, it):
    link = alternate(expected) if isinstance(expected[0], dict) \
        else expected[0]
    if link and '://' in link:
        need(r.same_url(link, it['feed'].get('link')), f'feed link {link}',
             it['feed'].get('link'))


def entry_link(expected, s, _):
    if '://' in expected:
        need(r.same_url(expected, r.rendition(s)), f'link {expected}',
             r.rendition(s))


def entry_links(expected, s, it):
    link = alternate(expected) if isinstance(expected[0], dict) \
        else expected[0]
    if link:
        entry_link(link, s, it)
    for enclosure in expected:
        if isinstance(enclosure, dict) and enclosure.get('rel') == 'enclosure':
            entry_enclosure({'url': enclosure.get('href'),
                             'type': enclosure.get('type')}, s, it)


def entry_enclosure(expected, s, _):
    if not expected.get('url'):
        return
    found = [m for m in r.media(s) if r.same_url(expected['url'], m[0])]
    need(found, f'enclosure {expected["url"]}', r.media(s))
    if expected.get('type'):
        need(found[0][1] == expected['type'], f'type {expected["type"]}',
             found)
    if (expected.get('length') or '').isdigit() and expected['length'] != '0':
        need(str(found[0][2]) == expected['length'],
             f'length {expected["length"]}', found)


def entry_title(expected, s, _):
    found = r.valued(s, 'headlines', role='main')
    need(r.same_text(expected, found), f'title {expected!r}', found)


def entry_words(expected, s, _):
    summary = r.valued(s, 'descriptions', role='summary')
    need((summary is not None and r.same_text(expected, summary)) or
         r.same_markup(expected, r.body(s)), f'text {expected!r}',
         (summary, r.body(s)))


def entry_content(expected, s, it):
    if isinstance(expected, dict):
        if expected.get('src') and '://' in expected['src']:
            entry_link(expected['src'], s, it)
        expected = expected.get('value', '')
    if expected:
        entry_words(expected, s, it)


def entry_id(expected, s, _):
    value = expected['value'] if isinstance(expected, dict) else expected
    found = (r.valued(s, 'altIds', role='guid'), s.get('uri'))
    need(value in found, f'id {value}', found)


def entry_time(key):
    def check(expected, s, _):
        if r.instant(expected) is not None:
            need(r.instant(expected) == r.instant(s.get(key, '')),
                 f'{key} {expected}', s.get(key))
    return check


def entry_subjects(expected, s, _):
    found = [(e.get('name'), e.get('literal', ''))
             for e in s.get('subjects', [])]
    subjects_in(found, expected)


def entry_source(expected, s, _):
    found = [e for e in s.get('infoSources', [])
             if e.get('role') == 'supplier']
    if expected.get('title'):
        need(any(r.same_text(expected['title'], e['name']) for e in found),
             f'source {expected["title"]}', found)
    address = expected.get('url') or expected.get('id')
    if address and '://' in address:
        need(any(r.same_url(address, e.get('uri', '')) for e in found) or
             r.same_url(address, r.valued(s, 'altIds', role='source')),
             f'source at {address}', found)


def entry_rights(expected, s, _):
    need(r.same_text(expected, s.get('copyrightNotice')),
         f'rights {expected!r}', s.get('copyrightNotice'))


def version(expected, it):
    need((it.get('format_version') or '') == expected or
         float(it.get('format_version') or -1) == float(expected),
         f'version {expected}', it.get('format_version'))


FEED = {
    'title': feed_text('title'), 'description': feed_text('subtitle'),
    'subtitle': feed_text('subtitle'), 'link': feed_url('link'),
    'links': feed_links, 'id': feed_url('id'), 'rights': feed_text('rights'),
    'copyright': feed_text('rights'), 'language': feed_text('language'),
    'managingEditor': feed_people, 'authors': feed_people,
    'updated': feed_time, 'lastBuildDate': feed_time,
    'logo': feed_url('image'), 'icon': feed_url('icon'), 'version': version,
    'contributors': feed_others('contributors'),
    'webMaster': feed_others('publishers'), 'pubDate': feed_published,
    'categories': feed_subjects, 'cloud': feed_cloud, 'textInput': feed_input,
    'docs': feed_url('docs'), 'ttl': feed_words('ttl'),
    'skipHours': feed_words('skip_hours'),
    'skipDays': feed_words('skip_days'),
    'itunesExt': lambda e, it: feed_people(e['author'], it)
    if e.get('author') else None,
    'dcExt': lambda e, it: feed_people(e['creator'], it)
    if e.get('creator') else None,
    'generator': lambda e, it: feed_text('generator')(
        e['value'] if isinstance(e, dict) and 'value' in e else e, it)
    if isinstance(e, str) or 'value' in e else None,
    'image': lambda e, it: feed_url('image')(e['url'], it)
    if '://' in e.get('url', '') else None,
}
ENTRY = {
    'title': entry_title, 'description': entry_words,
    'summary': entry_words, 'content': entry_content, 'link': entry_link,
    'links': entry_links, 'guid': entry_id, 'id': entry_id,
    'author': entry_people('author'), 'authors': entry_people('author'),
    'contributors': entry_people('contributor'),
    'categories': entry_subjects, 'source': entry_source,
    'rights': entry_rights, 'published': entry_time('firstCreated'),
    'pubDate': entry_time('firstCreated'),
    'updated': entry_time('versionCreated'),
    'enclosure': entry_enclosure,
    'enclosures': lambda e, s, it: [entry_enclosure(x, s, it) for x in e],
}


def compare(expected, it):
    """The number of members that were compared; Mismatch at the first fault."""
    n = 0
    for key, want in expected.items():
        if key in FEED and want not in ('', [], {}):
            FEED[key](want, it)
            n += key != 'version' or len(expected) <= 2
    entries = expected.get('items', expected.get('entries', []))
    need(len(entries) == len(it['stories']), f'{len(entries)} items',
         len(it['stories']))
    for entry, story in zip(entries, it['stories'], strict=True):
        for key, want in entry.items():
            if key in ENTRY and want not in ('', [], {}):
                ENTRY[key](want, story['story'], it)
                n += 1
    return n


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('torntape')
    parser.add_argument('--list', default='')
    parser.add_argument('names', nargs='*')
    args = parser.parse_args()
    if not CORPUS.is_dir():
        print(f'skipped: there is no {CORPUS}')
        sys.exit(r.SKIPPED)
    pairs = {path: json.loads(path.with_suffix('.json').read_text())
             for path in sorted(CORPUS.rglob('*.xml'))
             if path.with_suffix('.json').exists() and
             (not args.names or any(n in str(path) for n in args.names))}
    reports = r.run(args.torntape, {str(p): () for p in pairs})
    known = r.exceptions(HERE / 'gofeed.exceptions')
    expressible = passed = 0
    failures, unused = [], []
    for path, expected in pairs.items():
        name = str(path.relative_to(CORPUS))
        it = reports[str(path)]
        try:
            need(it['problem'] is None, 'a readable feed', it['problem'])
            n = compare(expected, it)
        except Mismatch as err:
            expressible += 1
            if name not in known:
                failures.append((name, err))
            continue
        if n == 0:
            if args.list == 'inexpressible':
                print(name)
            continue
        expressible += 1
        passed += 1
        if name in known:
            unused.append(name)
    r.tell('gofeed', len(pairs), expressible, passed, failures, unused,
           LEAST_PASSED, LEAST_EXPRESSIBLE if not args.names else 0)


main()
