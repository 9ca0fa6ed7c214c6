# SPDX-License-Identifier: Apache-2.0
"""What the corpus runners share: many files through `torntape try --json`, and
the ways in which an expectation may be compared with a report.

Markup in an expectation is compared by what a reader gets of it: its text, and
where its links and pictures lead. The report's headline is text, its body is
sanitised HTML of our own making, so equal markup is not to be expected.
"""
import collections
import datetime
import email.utils
import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys

SKIPPED = 77
SHARED = pathlib.Path(os.environ.get('TORNTAPE_SHARED') or
                      pathlib.Path(__file__).resolve().parents[3] / 'shared')

# What is dropped with everything in it, and what ends a word.
UNSEEN = {'script', 'style', 'svg', 'math', 'template', 'iframe', 'noscript',
          'textarea', 'title', 'select', 'xmp', 'plaintext', 'object',
          'applet', 'audio', 'video', 'canvas', 'noframes', 'noembed'}


class Reader(html.parser.HTMLParser):
    """What somebody sees of it: text without white space, links, pictures."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text, self.links, self.unseen = [], set(), 0

    def handle_starttag(self, tag, attrs):
        name = tag.rpartition(':')[2]
        if name in UNSEEN:
            self.unseen += 1
        attrs = dict(attrs)
        for element, key in (('a', 'href'), ('img', 'src')):
            if name == element and not self.unseen and attrs.get(key):
                self.links.add(plain_url(attrs[key]))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag.rpartition(':')[2] in UNSEEN:
            self.unseen -= 1

    def handle_endtag(self, tag):
        if tag.rpartition(':')[2] in UNSEEN and self.unseen:
            self.unseen -= 1

    def handle_data(self, data):
        if not self.unseen:
            self.text.append(data)


def plain_url(url):
    """Equal for spellings of one address."""
    url = url.strip()
    if not re.match(r'(?i)(https?|mailto):', url):
        return ''
    url = re.sub(r'%([0-9A-Fa-f]{2})', lambda m: '%' + m[1].upper(), url)
    url = ascii_url(url)
    return re.sub(r'^[a-zA-Z]+://[^/?#]*', lambda m: m[0].lower(), url)


def squeezed(text):
    return ''.join(str(text).split()).replace('\xa0', '')


def read(markup):
    reader = Reader()
    reader.feed(markup)
    reader.close()
    reader.links.discard('')
    return squeezed(''.join(reader.text)), reader.links


def same_text(expected, found):
    """`found` is plain text; `expected` may be markup of the same."""
    expected, found = expected or '', found or ''
    return squeezed(found) in (squeezed(expected), read(expected)[0],
                               read(read_once(expected))[0])


def read_once(text):
    return html.unescape(text)


def same_markup(expected, found):
    """`found` is HTML; `expected` is HTML too, or text."""
    found_text, found_links = read(found or '')
    expected = expected or ''
    text, links = read(expected)
    if found_text == read(read_once(expected))[0] and not links:
        return True  # tags that came through as text are taken out
    return (found_text == text and found_links == links) or \
        (not links and found_text == squeezed(expected))


def same_url(expected, found):
    if not expected or not found:
        return not expected and not found
    return any(plain_url(spelling) == plain_url(found) or spelling == found
               for spelling in (expected, expected.strip(), ascii_url(expected),
                                re.sub(r'(?<=[^/:])$', '/', expected)))


def ascii_url(url):
    """The host as names are looked up, the rest percent-encoded."""
    found = re.match(r'(?i)([a-z][a-z0-9+.-]*://)([^/?#]*)(.*)', url.strip())
    if not found:
        return url
    try:
        host = found[2].encode('idna').decode() if not found[2].isascii() \
            else found[2]
    except UnicodeError:
        host = found[2]
    rest = ''.join(c if c.isascii() and c > ' ' else
                   ''.join(f'%{b:02X}' for b in c.encode('utf-8', 'replace'))
                   for c in found[3])
    return found[1] + host + rest


def instant(text):
    """Seconds since 1970 of what our reports say and of what feeds say."""
    text = str(text).strip()
    try:
        iso = re.sub(r'Z$', '+00:00', text)
        found = datetime.datetime.fromisoformat(iso)
    except ValueError:
        try:
            found = email.utils.parsedate_to_datetime(text)
        except (TypeError, ValueError, IndexError):
            return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=datetime.timezone.utc)
    return int(found.timestamp())


def tuple_instant(when):
    found = datetime.datetime(*when[:6], tzinfo=datetime.timezone.utc)
    return int(found.timestamp())


def run(torntape, files):
    """Reports by path. `files`: {path: tuple of further arguments}."""
    groups = collections.defaultdict(list)
    reports = {}
    for path, arguments in files.items():
        groups[arguments].append(path)
    for arguments, paths in groups.items():
        done = subprocess.run([torntape, 'try', '--json', *arguments, *paths],
                              capture_output=True, check=False)
        lines = done.stdout.decode('utf-8').splitlines()
        if len(lines) != len(paths):
            sys.exit(f'{len(paths)} files, {len(lines)} answers, exit '
                     f'{done.returncode}: {done.stderr[-2000:]!r}')
        for path, line in zip(paths, lines, strict=True):
            reports[path] = json.loads(line)
    return reports


def exceptions(path, parting=': '):
    """{file: reason} of a list in the tree; empty lines and # are comments. A
    parting that begins with a quote leaves it to the name."""
    found = {}
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith('#'):
            name, _, reason = line.partition(parting)
            name += parting[:-2]
            if not reason:
                sys.exit(f'{path}: {name} has no reason')
            found[name] = reason
    return found


def rendition(item, name='web'):
    for entry in item.get('renditions', []):
        if entry.get('name') == name:
            return entry.get('href')
    return None


def valued(item, names, role=None, kind=None):
    for entry in item.get(names, []):
        if role in (None, entry.get('role')) and \
                kind in (None, entry.get('contentType')):
            return entry['value']
    return None


def body(item):
    return valued(item, 'bodies', kind='text/html')


def link(it, rel):
    """The feed's link of that kind; {} when it has none."""
    return next((each for each in it['feed'].get('links', [])
                 if each.get('rel') == rel), {})


def media(item):
    """Every picture or file, as (href, type, size)."""
    return [(r.get('href'), r.get('contentType'), r.get('sizeInBytes'))
            for entry in item.get('associations', [])
            for r in entry.get('renditions', [])]


def people(item, rel='author'):
    """(name, email, url) of each in that part."""
    found = []
    for entry in item.get('people', []):
        if entry.get('rel') != rel:
            continue
        info = {c.get('type'): c.get('value')
                for c in entry.get('contactInfo', [])}
        found.append((entry.get('name'), info.get('email'), info.get('web')))
    return found


def tell(name, total, expressible, passed, failures, unused, least_passed,
         least_expressible=0):
    for path, why in failures:
        print(f'{path}: {why}')
    for path in unused:
        print(f'{path}: listed as an exception, but it passes')
    print(f'{name}: total {total}, expressible {expressible} '
          f'({100 * expressible / total:.1f} %), passed {passed} '
          f'({100 * passed / max(1, expressible):.2f} %), '
          f'exceptions {expressible - passed}')
    sys.exit(1 if failures or unused or
             passed < least_passed * expressible or
             expressible < least_expressible * total else 0)
