# SPDX-License-Identifier: Apache-2.0
"""The facts of a story, field by field, and how two readings of it differ.

An answer and a report both become `{field: [item, ...]}`. Texts are compared as
a reader sees them: characters that cannot be seen do not count, all white space
is one blank. Names must be equal; texts of notices and of editorial notes agree
when nearly all their words do, since where one ends is a matter of taste.
"""
import dataclasses
import datetime
import difflib
import re
import unicodedata
from collections import Counter

FIELDS = ('headline', 'dateline_place', 'dateline_date', 'supplier',
          'contributors', 'distributors', 'chain', 'issuer', 'cited', 'pool',
          'bylines', 'rights_holder', 'photo_credits', 'disclaimers',
          'speaks_for', 'lifecycle', 'embargo', 'editorial_notes', 'body',
          'language')
LISTS = ('contributors', 'distributors', 'cited', 'pool', 'bylines',
         'photo_credits')
SAME_WORDS = 0.9

# Soft hyphen, zero width space, marks of direction, byte order mark. Joiners
# stay: in some scripts they change what is seen.
UNSEEN = re.compile('[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069'
                    '\ufeff]')
# Scripts without blanks between words: each character is one.
WORD = re.compile(r'[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]'
                  r'|[^\W_\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff'
                  r']+')


def seen(text):
    return ' '.join(UNSEEN.sub('', unicodedata.normalize('NFC', text)).split())


def overlap(one, other):
    """Of the words of both texts, how many they share: 0 to 1 (Dice)."""
    a, b = (Counter(WORD.findall(seen(text).casefold()))
            for text in (one, other))
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else float(one == other)


# ---- from an answer, from a report ------------------------------------------

def names(value):
    """One name, an object that has one, or a list of either."""
    if value is None or value == '':
        return []
    found = []
    for one in value if isinstance(value, list) else [value]:
        name = seen(one['name'] if isinstance(one, dict) else one)
        if name not in found:
            found.append(name)
    return found


def lifecycle(value):
    kind, serial = value.get('kind', 'new'), value.get('serial', 0)
    if kind == 'new':
        return []
    return [f'{kind} {serial}' if serial else kind]


def instant(text):
    """One spelling for each; what cannot be read stays as it is."""
    try:
        found = datetime.datetime.fromisoformat(re.sub('Z$', '+00:00', text))
        return found.astimezone(datetime.timezone.utc).isoformat()
    except ValueError:
        return text


def notices(value):
    return [(one['kind'], seen(one['text']), one.get('speaks_for'))
            for one in value or ()]


def common(wire):
    """The fields that are written alike in an answer and in a wire object."""
    dateline = wire.get('dateline') or {}
    found = {field: names(wire.get(field)) for field in
             ('headline', 'supplier', 'issuer', 'rights_holder', *LISTS)}
    found['dateline_place'] = names(dateline.get('place'))
    found['dateline_date'] = names(dateline.get('date'))
    found['chain'] = [' > '.join(found['distributors'])] \
        if len(found['distributors']) > 1 else []
    found['disclaimers'] = notices(wire.get('disclaimers'))
    found['lifecycle'] = lifecycle(wire.get('lifecycle') or {})
    found['editorial_notes'] = names(wire.get('editorial_notes'))
    return found


def of_answer(answer):
    found = common(answer)
    found['embargo'] = [instant(answer['embargo'])] \
        if 'embargo' in answer else []
    found['body'] = [seen(text) for text in answer.get('body', ())]
    found['language'] = names(answer.get('language'))
    return found


def paragraphs(text):
    return [seen(part) for part in re.split(r'\n\s*\n', text or '')
            if seen(part)]


def of_report(report):
    """Of the first story; the text of all others counts, it would be seen."""
    stories = report.get('stories') or []
    if not stories:
        return common({}) | {'embargo': [], 'body': [], 'language': []}
    wire = stories[0]['wire']
    found = common(wire)
    embargo = wire.get('embargo')
    found['embargo'] = [instant(embargo.get('until') or 'unknown')] \
        if embargo else []
    found['body'] = [text for story in stories
                     for text in paragraphs(story['wire'].get('body_text'))]
    found['language'] = names(stories[0]['story'].get('language'))
    return found


# ---- comparing --------------------------------------------------------------

@dataclasses.dataclass
class Difference:
    """Of one field: what agrees, what the report lacks, what it invents."""
    hits: list
    missing: list
    surplus: list

    @property
    def is_there(self):
        return bool(self.hits or self.missing or self.surplus)

    @property
    def is_wrong(self):
        return bool(self.missing or self.surplus)


def paired(expected, found, are_same):
    """Each of `expected` with the first of `found` that is the same."""
    rest, hits, missing = list(found), [], []
    for one in expected:
        match = next((n for n, other in enumerate(rest)
                      if are_same(one, other)), None)
        if match is None:
            missing.append(one)
        else:
            hits.append((one, rest.pop(match)))
    return Difference(hits, missing, rest)


def in_order(expected, found):
    matcher = difflib.SequenceMatcher(None, expected, found, autojunk=False)
    hits, missing, surplus = [], [], []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == 'equal':
            hits += zip(expected[a:b], found[c:d])
        else:
            missing += expected[a:b]
            surplus += found[c:d]
    return Difference(hits, missing, surplus)


def same(one, other):
    return one == other


def same_notice(one, other):
    return one[0] == other[0] and overlap(one[1], other[1]) >= SAME_WORDS


def same_note(one, other):
    return overlap(one, other) >= SAME_WORDS


def same_language(one, other):
    """A region more or less is no other language."""
    a, b = one.lower().split('-'), other.lower().split('-')
    return a[:len(b)] == b[:len(a)]


def speakers(notices_found):
    """For whom each notice that was found speaks, where the answer says so."""
    told = [(a, b) for a, b in notices_found.hits if a[2]]
    difference = Difference([], [], [])
    for one, other in told:
        if one[2] == other[2]:
            difference.hits.append((one[2], other[2]))
        else:
            difference.missing.append(f'{one[2]}: {one[1]}')
            difference.surplus += [f'{other[2]}: {other[1]}'] \
                if other[2] else []
    return difference


def languages(expected, found, spoken):
    """An answer may be silent on it; a wrong one is wrong all the same."""
    if not expected and found and same_language(spoken, found[0]):
        return Difference([], [], [])
    return paired(expected, found, same_language)


def compare(expected, found, spoken):
    """{field: Difference}; `spoken` is the language of the case."""
    same_by = {'disclaimers': same_notice, 'editorial_notes': same_note}
    out = {field: paired(expected[field], found[field],
                         same_by.get(field, same))
           for field in FIELDS if field not in ('speaks_for', 'body',
                                                'language')}
    out['speaks_for'] = speakers(out['disclaimers'])
    out['body'] = in_order(expected['body'], found['body'])
    out['language'] = languages(expected['language'], found['language'],
                                spoken)
    return {field: out[field] for field in FIELDS}
