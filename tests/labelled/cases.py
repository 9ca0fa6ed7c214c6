# SPDX-License-Identifier: Apache-2.0
"""Labelled cases: reading them, and everything that can be wrong with one.

A case is a head of `key: value` lines, `~~~ document`, the document,
`~~~ answer`, and a JSON object; README.md tells what each may hold. All faults
of a case are told at once.
"""
import codecs
import dataclasses
import json
import pathlib
import re

HALVES = ('blind', 'sighted')
SECTIONS = ('1', '2-datelines', '2-headlines', '2-end-marks',
            '2-not-for-publication', '3-lifecycle', '3-embargo', '4-notices',
            '5-furniture', '8-habits')
TRAPS = tuple(range(1, 20))
PARTNERS = ('menafn', 'wire')
KINDS = ('liability', 'opinion', 'forward_looking', 'financial_advice',
         'regulatory', 'sponsored', 'syndication_notice', 'translation_ai',
         'copyright')
SPEAKERS = ('supplier', 'distributor', 'issuer', 'author')
LIFECYCLES = ('new', 'alert', 'update', 'refile', 'correction',
              'clarification', 'repeat', 'withdrawal', 'advisory')
HEAD = ('title', 'guide', 'traps', 'language', 'content-type', 'partner',
        'encoding', 'escapes')
ONE = ('headline', 'supplier', 'issuer', 'rights_holder')
LISTS = ('contributors', 'distributors', 'cited', 'pool', 'photo_credits',
         'bylines', 'editorial_notes', 'body')
LANGUAGE = re.compile(r'[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?')
ESCAPE = re.compile(r'\\(?:x([0-9A-Fa-f]{2})|(\\))')


class Malformed(Exception):
    """`faults`: sentences."""

    def __init__(self, faults):
        super().__init__('; '.join(faults))
        self.faults = faults


@dataclasses.dataclass
class Case:
    name: str
    half: str
    head: dict
    document: bytes
    answer: dict

    @property
    def title(self):
        return self.head['title']

    @property
    def language(self):
        return self.head['language']

    @property
    def sections(self):
        return self.head['guide'].split()

    @property
    def traps(self):
        return [int(word) for word in self.head.get('traps', '').split()]

    @property
    def partner(self):
        return self.head.get('partner', 'wire')

    @property
    def content_type(self):
        return self.head.get('content-type', 'text/plain')


# ---- the three parts --------------------------------------------------------

def parts(text):
    """(head, document, answer), as they stand."""
    found = re.split(r'^~~~ *(\S*) *\n', text, flags=re.M)
    if found[1::2] != ['document', 'answer']:
        raise Malformed(['it wants one "~~~ document" and then one '
                         f'"~~~ answer", not {found[1::2]}'])
    return found[0], found[2], found[4]


def read_head(text):
    head, faults = {}, []
    for n, line in enumerate(text.split('\n'), 1):
        key, colon, value = line.partition(':')
        if not line.strip():
            continue
        if not colon or key not in HEAD:
            faults.append(f'line {n}: "{key}" is no key of a head')
        elif key in head:
            faults.append(f'line {n}: {key} stands twice')
        head[key] = value.strip()
    return head, faults


def check_head(head):
    for key in ('title', 'guide', 'language'):
        if not head.get(key):
            yield f'the head has no {key}'
    for word in head.get('guide', '').split():
        if word not in SECTIONS:
            yield f'guide: there is no section "{word}"'
    for word in head.get('traps', '').split():
        if not word.isascii() or not word.isdigit() or int(word) not in TRAPS:
            yield f'traps: there is no trap "{word}"'
    if head.get('language') and not LANGUAGE.fullmatch(head['language']):
        yield f'language: "{head["language"]}" is not of BCP 47'
    if head.get('partner', 'wire') not in PARTNERS:
        yield f'partner: there is no partner "{head["partner"]}"'
    if not re.match(r'text/(plain|html)\b',
                    head.get('content-type', 'text/plain')):
        yield 'content-type: only text/plain and text/html'
    if head.get('escapes', 'yes') != 'yes':
        yield 'escapes: "yes", or not there'


# ---- the document -----------------------------------------------------------

def encode(text, encoding, with_escapes):
    """The bytes that a partner sends."""
    out, at = [], 0
    for escape in ESCAPE.finditer(text) if with_escapes else ():
        out.append(text[at:escape.start()].encode(encoding))
        out.append(bytes.fromhex(escape[1]) if escape[1] else b'\\')
        at = escape.end()
    out.append(text[at:].encode(encoding))
    return b''.join(out)


def document_of(text, head):
    encoding = head.get('encoding', 'utf-8')
    try:
        codecs.lookup(encoding)
        return encode(text, encoding, 'escapes' in head), []
    except LookupError:
        return b'', [f'encoding: nobody knows "{encoding}"']
    except UnicodeEncodeError as error:
        return b'', [f'encoding: {error}']


# ---- the answer -------------------------------------------------------------

def once(pairs):
    """An object of JSON in which no key stands twice."""
    found = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f'"{key}" stands twice')
        found[key] = value
    return found


def read_answer(text):
    try:
        answer = json.loads(text, object_pairs_hook=once)
    except ValueError as error:
        return {}, [f'the answer is no JSON: {error}']
    if not isinstance(answer, dict):
        return {}, ['the answer is no object']
    return answer, []


def is_text(value):
    return isinstance(value, str) and value == value.strip() != '' and \
        '\n' not in value


def check_keys(where, value, keys):
    if not isinstance(value, dict):
        yield f'{where}: not an object'
        return
    for key in value:
        if key not in keys:
            yield f'{where}: nobody knows "{key}"'


def check_dateline(dateline):
    faults = list(check_keys('dateline', dateline, ('place', 'date')))
    yield from faults
    if faults:
        return
    if not dateline:
        yield 'dateline: it is empty'
    if 'place' in dateline and not is_text(dateline['place']):
        yield 'dateline: the place is no line of text'
    if 'date' in dateline and not re.fullmatch(r'\d{4}-\d\d-\d\d',
                                               str(dateline['date'])):
        yield f'dateline: "{dateline["date"]}" is not YYYY-MM-DD'


def check_notice(n, notice):
    where = f'disclaimers[{n}]'
    faults = list(check_keys(where, notice, ('kind', 'text', 'speaks_for')))
    yield from faults
    if faults:
        return
    if notice.get('kind') not in KINDS:
        yield f'{where}: there is no kind "{notice.get("kind")}"'
    if not is_text(notice.get('text')):
        yield f'{where}: the text is no line of text'
    if notice.get('speaks_for', 'author') not in SPEAKERS:
        yield f'{where}: nobody speaks for the "{notice["speaks_for"]}"'


def check_lifecycle(lifecycle):
    faults = list(check_keys('lifecycle', lifecycle, ('kind', 'serial')))
    yield from faults
    if faults:
        return
    if lifecycle.get('kind') not in LIFECYCLES:
        yield f'lifecycle: there is no kind "{lifecycle.get("kind")}"'
    if not isinstance(lifecycle.get('serial', 0), int):
        yield 'lifecycle: the serial is no number'


def check_answer(answer, head):
    known = (*ONE, *LISTS, 'dateline', 'disclaimers', 'lifecycle', 'embargo',
             'language')
    yield from check_keys('answer', answer, known)
    for key in ONE:
        if key in answer and not is_text(answer[key]):
            yield f'{key}: not a line of text'
    for key in LISTS:
        value = answer.get(key, [])
        if not isinstance(value, list) or not all(map(is_text, value)):
            yield f'{key}: not a list of lines of text'
        elif key != 'body' and len(set(value)) != len(value):
            yield f'{key}: one stands twice'
    if 'dateline' in answer:
        yield from check_dateline(answer['dateline'])
    if not isinstance(answer.get('disclaimers', []), list):
        yield 'disclaimers: not a list'
    else:
        for n, notice in enumerate(answer.get('disclaimers', [])):
            yield from check_notice(n, notice)
    if 'lifecycle' in answer:
        yield from check_lifecycle(answer['lifecycle'])
    if answer.get('embargo', 'unknown') != 'unknown' and not re.fullmatch(
            r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ', str(answer['embargo'])):
        yield f'embargo: "{answer["embargo"]}" is not like ' \
            '2025-09-22T00:01:00Z'
    if answer.get('language', head.get('language')) != head.get('language'):
        yield 'language: head and answer differ'


# ---- files ------------------------------------------------------------------

def parse(name, half, text):
    """Raises Malformed."""
    head_text, document_text, answer_text = parts(text)
    head, faults = read_head(head_text)
    faults += check_head(head)
    document, more = document_of(document_text, head)
    answer, wrong = read_answer(answer_text)
    faults += more + wrong
    if not wrong:
        faults += check_answer(answer, head)
    if faults:
        raise Malformed(faults)
    return Case(name, half, head, document, answer)


def read_all(folder):
    """(cases by name, {file: faults})."""
    cases, malformed = {}, {}
    for half in HALVES:
        for path in sorted((pathlib.Path(folder) / half).glob('*.case')):
            where = f'{half}/{path.name}'
            try:
                text = path.read_bytes().decode('utf-8')
                case = parse(path.stem, half, text)
            except UnicodeDecodeError as error:
                malformed[where] = [str(error)]
            except Malformed as error:
                malformed[where] = error.faults
            else:
                if case.name in cases:
                    malformed[where] = ['the other half has this name too']
                cases[case.name] = case
    return cases, malformed
