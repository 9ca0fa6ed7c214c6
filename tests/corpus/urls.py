#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What browsers make of a reference, and what a feed's link becomes here.

    urls.py TORNTAPE

Each case of the URL standard's test data becomes an entry of one Atom feed:
its base is xml:base, its input the link. Compared are the cases whose result is
a web address and whose input can stand in XML; the standard's cases of hosts
(toascii.json) are further links, each with its host. A case that a browser
refuses must not come out as a link to somewhere. Exceptions stand in
urls.exceptions, by input.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
from xml.sax.saxutils import quoteattr

import report as r

HERE = pathlib.Path(__file__).resolve().parent
CASES = r.SHARED / 'url/tests/wpt/urltestdata.json'
HOSTS = r.SHARED / 'url/tests/wpt/toascii.json'
LEAST_PASSED = 0.99
XML = re.compile('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')


def legal(url):
    """What RFC 3986 allows of it: browsers leave more as it stands."""
    url = re.sub('%(?![0-9A-Fa-f]{2})', '%25', url)
    start, host, rest = re.fullmatch('(https?://)([^/?#]*)(.*)', url,
                                     re.S).groups()
    rest, mark, fragment = rest.partition('#')
    rest += mark + fragment.replace('#', '%23')
    return start + escaped('"`{}', host) + \
        escaped('\\^`{}|[]"\x7f', rest).replace('%27', "'")


def escaped(characters, text):
    return re.sub('[' + re.escape(characters) + ']',
                  lambda m: f'%{ord(m[0]):02X}', text)


def attribute(text):
    return re.sub('[\t\n\r]', lambda m: f'&#{ord(m[0])};', quoteattr(text))


def feed(cases):
    entries = ''.join(
        f'<entry xml:base={attribute(case.get("base") or "x:")}>'
        f'<title>t</title><link href={attribute(case["input"])}/></entry>'
        for case in cases)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'


def main():
    if not CASES.exists():
        print(f'skipped: there is no {CASES}')
        sys.exit(r.SKIPPED)
    hosts = [{'input': f'https://{case["input"]}/x',
              'failure': case['output'] is None,
              'href': f'https://{case["output"]}/x'}
             for case in json.loads(HOSTS.read_text())
             if isinstance(case, dict)]
    cases = [case for case in json.loads(CASES.read_text()) + hosts
             if isinstance(case, dict) and case['input'] and
             not XML.search(case['input'] + (case.get('base') or '')) and
             (case.get('base') or 'http:').startswith('http') and
             (case.get('failure') or re.match('https?:', case['href']))]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, 'cases.xml')
        path.write_text(feed(cases))
        done = subprocess.run([sys.argv[1], 'try', '--json', path],
                              capture_output=True, check=False)
    it = json.loads(done.stdout)
    known = r.exceptions(HERE / 'urls.exceptions', '": ')
    passed, failures, unused = 0, [], []
    for case, story in zip(cases, it['stories'], strict=True):
        found = r.rendition(story['story'])
        expected = None if case.get('failure') else case['href']
        if found == expected or (expected and found and
                                 r.plain_url(legal(found)) ==
                                 r.plain_url(legal(expected))):
            passed += 1
            if json.dumps(case['input']) in known:
                unused.append(json.dumps(case['input']))
        elif json.dumps(case['input']) not in known:
            failures.append((json.dumps(case['input']),
                             f'{expected}, found {found}'))
    r.tell('urls', len(cases), len(cases), passed, failures, unused,
           LEAST_PASSED)


main()
