#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every format out, read in again, gives the same story, credited once.

    test_outputs_again.py WRITE_OUTPUTS SHARED FIXTURES

Each story is written in every format and read in again through the whole
chain. What a format has no place for is listed here, format by format, with
the number of stories that it costs; everything else must come back as it was:
not lost, not doubled, not moved. Without the shared data our own fixtures
alone are judged.
"""
import collections
import html
import json
import os
import pathlib
import re
import subprocess
import sys

# What of a story's facts a format cannot say, or says in its own way.
UNSAID = {
    # a list of ninjs has one place for notices, and none for what follows
    'ninjs': {'dateline', 'event', 'disclaimers:kind', 'parties:photo_credit',
              'parties:rights_holder'},
    # a page is for people: its own address, no metadata
    'html': {'uri', 'event', 'summary', 'link', 'urgency', 'slugline',
             'expires', 'subjects', 'media', 'rights_holder',
             'parties:rights_holder', 'parties:cited',
             'disclaimers:optional', 'empty', 'status'},
    # wire copy: a message has a headline, minutes, columns, and a tail
    'iptc7901': {'event', 'summary', 'language', 'link', 'expires', 'media',
                 'rights_holder', 'parties:rights_holder', 'subjects',
                 'slugline', 'urgency', 'dateline', 'status', 'empty',
                 'untitled'},
    'rss': set(), 'atom': set(), 'jsonfeed': set(), 'newsml-g2': set(),
    'nitf': set(),
}
SCALARS = ('uri', 'event', 'headline', 'summary', 'body_text', 'byline',
           'copyright', 'rights_holder', 'terms', 'link', 'language',
           'urgency', 'slugline', 'dateline', 'status', 'expires')
# Of an item, what a version of ninjs before 3 has no word for.
OLD = {'ninjs-2.2': {'eventDetails', 'plannedCoverage', 'type'},
       'ninjs-1.6': {'eventDetails', 'plannedCoverage', 'type'}}


def family(name):
    return 'ninjs' if name.startswith('ninjs') else name


def flat(text):
    return ' '.join((text or '').split())


def parties(facts, unsaid):
    return sorted({(role, name) for role, name in facts['parties']
                   if f'parties:{role}' not in unsaid})


def disclaimers(facts, unsaid):
    found = []
    for kind, heading, text, speaker, required in facts['disclaimers']:
        if 'disclaimers:optional' in unsaid and not required:
            continue
        if 'disclaimers:kind' in unsaid:
            # "Heading: text" comes back whole, its parts as they are found
            words = flat(f'{heading} {text}').replace(':', '')
            found.append((words,))
        else:
            found.append((kind, flat(heading), flat(text), speaker, required))
    return sorted(found)


def without_codes(item):
    """1.6 splits a URI into scheme and code: beside one there is no room for
    the partner's own word."""
    if isinstance(item, dict):
        if 'literal' in item and ('uri' in item or '://' in item['literal']):
            item = {'uri': item['literal'],
                    **{k: v for k, v in item.items() if k != 'literal'}}
        if item.get('role') == 'text':  # it is what has no role, too
            item = {k: v for k, v in item.items() if k != 'role'}
        return {k: without_codes(v) for k, v in item.items()}
    if isinstance(item, list):
        return [without_codes(v) for v in item]
    return item


def differences(name, facts, again):
    unsaid = UNSAID[family(name)]
    for field in SCALARS:
        one, other = flat(facts.get(field)), flat(again.get(field))
        if name == 'rss' and field == 'headline':
            # to its readers a title is HTML, where this would be a tag
            one, other = (flat(re.sub('<[a-z/][^>]*>', '',
                                      html.unescape(text)))
                          for text in (one, other))
        if name == 'iptc7901':
            # lines are wrapped, and between ideographs a wrap is no blank
            one, other = one.replace(' ', ''), other.replace(' ', '')
        if field not in unsaid and one != other:
            yield field, facts.get(field), again.get(field)
    for field, of in (('parties', parties), ('disclaimers', disclaimers)):
        if of(facts, unsaid) != of(again, unsaid):
            yield field, of(facts, unsaid), of(again, unsaid)
    for field in ('subjects', 'media'):
        if field in unsaid or family(name) == 'ninjs':
            continue
        one, other = (sorted({tuple(flat(text) for text in row)
                              for row in told[field]})
                      for told in (facts, again))
        if one != other:
            yield field, one, other
    if family(name) != 'ninjs':
        return
    one, other = facts['item'], again['item']
    if name == 'ninjs-1.6':
        one, other = without_codes(one), without_codes(other)
    for field in sorted(set(one) | set(other)):
        if field in OLD.get(name, ()) or field == 'descriptions':
            continue  # notices are compared above
        if one.get(field) != other.get(field):
            yield f'item/{field}', one.get(field), other.get(field)


def judge(line, faults, unread):
    told = json.loads(line)
    for name, again in told['again'].items():
        where = f'{told["file"]}: {name}'
        shows = [flat(told['facts'].get(field))
                 for field in ('headline', 'body_text')]
        if 'empty' in UNSAID[family(name)] and not any(shows):
            continue
        if 'untitled' in UNSAID[family(name)] and not shows[0]:
            continue
        if 'not supported yet' in (again.get('problem') or ''):
            unread.add(name)
            continue
        if again.get('problem') or len(again['stories']) != 1:
            faults[name].append(f'{where}: {again.get("problem")} '
                                f'{len(again["stories"])} stories')
            continue
        for field, one, other in differences(
                name, told['facts'], again['stories'][0]):
            faults[name].append(f'{where}: {field}: {str(one)[:300]!r} '
                                f'became {str(other)[:300]!r}')


def main():
    tool, shared, fixtures = sys.argv[1], *map(pathlib.Path, sys.argv[2:4])
    shared = pathlib.Path(os.environ.get('TORNTAPE_SHARED', shared))
    found = [p for p in sorted(fixtures.rglob('*'))
             if p.suffix in ('.json', '.xml', '.txt', '.html')]
    for pattern in ('seed/*.txt', 'iptc/ninjs/**/should_pass/*.json',
                    'iptc/ninjs/**/examples/[123]*/*.json',
                    'iptc/newsml-g2/**/*.xml', 'wire/dpa/*',
                    'corpus/**/*.xml'):
        found += [p for p in sorted(shared.glob(pattern)) if p.is_file()]
    told = subprocess.run([tool, *found], check=True, capture_output=True,
                          text=True).stdout.splitlines()
    faults = collections.defaultdict(list)
    unread = set()
    for line in told:
        judge(line, faults, unread)
    for name in sorted(faults):
        for fault in faults[name][:8]:
            print(fault)
        print(f'{name}: {len(faults[name])} differences')
    if unread:
        print('written, and not read yet:', ', '.join(sorted(unread)))
    count = len(json.loads(told[0])['again']) - len(unread)
    print(f'{len(told)} stories in {count} formats and back, '
          f'{sum(map(len, faults.values()))} differences')
    return 1 if faults or not told else 0


if __name__ == '__main__':
    sys.exit(main())
