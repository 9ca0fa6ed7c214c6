# SPDX-License-Identifier: Apache-2.0
"""Made-up stories, in the formats that partners send."""
import json
import os
import random
import time

NINJS = 'application/ninjs+json'
TEXT = 'text/plain; charset=utf-8'
RSS = 'application/rss+xml'

PLACES = ('Port Calder', 'Norrey', 'Sund', 'Harrow Bay', 'East Skerry')
SUBJECTS = ('ferry timetable', 'grain quota', 'bridge toll', 'winter road',
            'tram extension', 'harbour dredging')


def mark():
    """A word found nowhere else: it shows where a version's text went."""
    return f'mark-{random.getrandbits(48):012x}'


def stamp(seconds):
    """RFC 3339, in milliseconds."""
    whole, ms = divmod(round(seconds * 1000), 1000)
    text = time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(whole))
    return f'{text}.{ms:03d}Z'


class Story:
    """One version of one story, as the test means it."""

    def __init__(self, uri, version=1, kind='story', embargo=None,
                 language='en', urgency=4, extra=None, text=None):
        self.uri, self.version, self.kind = uri, str(version), kind
        self.embargo, self.language, self.urgency = embargo, language, urgency
        self.mark = None if kind == 'kill' else mark()
        self.extra = extra or {}
        draw = random.Random(uri)
        self.place, self.subject = draw.choice(PLACES), draw.choice(SUBJECTS)
        self.text = text

    content_type = NINJS

    @property
    def headline(self):
        return f'{self.place} council weighs {self.subject} {self.mark}'

    @property
    def paragraphs(self):
        return self.text or [
            f'The council of {self.place} took up the {self.subject} on its '
            f'evening agenda under the reference {self.mark}.',
            f'Members asked for figures before the reading number '
            f'{self.version}, which the clerk promised for next week.']

    def body(self):
        item = {'uri': self.uri, 'type': 'text', 'version': self.version,
                'language': self.language, 'urgency': self.urgency,
                'versionCreated': stamp(1.76e9 + int(self.version) * 60)}
        if self.kind == 'kill':
            item['pubStatus'] = 'canceled'
        else:
            item |= {
                'pubStatus': 'usable',
                'headlines': [{'role': 'main', 'value': self.headline}],
                'bodies': [{'role': 'main', 'contentType': 'text/html',
                            'value': ''.join(f'<p>{text}</p>' for text
                                             in self.paragraphs)}]}
        if self.embargo:
            item['embargoedUntil'] = stamp(self.embargo)
        return json.dumps(item | self.extra).encode()


def kill_of(uri, version=9):
    return Story(uri, version, kind='kill')


class Document:
    """Bytes that a test brings itself."""

    kind, embargo, mark, version = 'story', None, None, None

    def __init__(self, data, content_type, uri=None):
        self.data, self.content_type, self.uri = data, content_type, uri

    def body(self):
        return self.data


def source_root():
    here = os.path.dirname(os.path.abspath(__file__))
    return os.environ.get('TORNTAPE_SOURCE', os.path.join(here, '..', '..'))


def shared(*path):
    """A file of the shared test data, or None where there is none."""
    root = os.environ.get('TORNTAPE_SHARED',
                          os.path.join(source_root(), '..', 'shared'))
    full = os.path.join(root, *path)
    return full if os.path.exists(full) else None


def fixture(*path):
    return os.path.join(source_root(), 'tests', 'fixtures', *path)


def rss(items, title='Straits Wire'):
    rows = ''.join(
        f'<item><guid isPermaLink="false">{story.uri}</guid>'
        f'<title>{story.headline}</title><description>'
        f'{" ".join(story.paragraphs)}</description></item>'
        for story in items)
    text = (f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0">'
            f'<channel><title>{title}</title><link>https://wire.example/'
            f'</link><description>News of the straits</description>{rows}'
            f'</channel></rss>')
    return Document(text.encode(), RSS)
