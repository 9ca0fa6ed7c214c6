#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How often torntape gives the answers that an editor would sign.

    score.py                    the table: each field, each half, and together
    score.py --case NAME        what is wrong in one case, and on what evidence
    score.py --field FIELD      the cases that are wrong in a field
    score.py --worst N          the cases with most mistakes
    score.py --test             fail where a bar is not reached (bars)
    score.py --raise            lift the bars to what is reached now

Runs `torntape try --json` of a build tree over every case of blind/ and
sighted/. Precision: of what the report says, how much is right; recall: of what
the answer says, how much was found. `leaked` counts paragraphs of bodies that
are not in the answer, `lost` those of answers that are not in the body.
"""
import argparse
import collections
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

import cases as c
import facts as f

HERE = pathlib.Path(__file__).resolve().parent
CONFIG = HERE / 'torntape.yaml'
BARS = HERE / 'bars'


# ---- running ----------------------------------------------------------------

def file_name(case):
    return case.name + ('.html' if 'html' in case.content_type else '.txt')


def try_all(torntape, cases):
    """{name: report}. Cases of one partner and media type share a process."""
    groups, reports = collections.defaultdict(list), {}
    for case in cases:
        groups[case.partner, case.content_type].append(case)
    with tempfile.TemporaryDirectory() as folder:
        for (partner, content_type), group in groups.items():
            for case in group:
                pathlib.Path(folder, file_name(case)).write_bytes(
                    case.document)
            done = subprocess.run(
                [torntape, 'try', '--json', '--config', CONFIG, '--partner',
                 partner, '--content-type', content_type, '--',
                 *(file_name(case) for case in group)],
                cwd=folder, capture_output=True, check=False)
            lines = done.stdout.decode('utf-8').splitlines()
            if len(lines) != len(group):
                sys.exit(f'{len(group)} cases, {len(lines)} answers, exit '
                         f'{done.returncode}: '
                         f'{done.stderr[-2000:].decode("utf-8", "replace")}')
            for case, line in zip(group, lines, strict=True):
                reports[case.name] = json.loads(line)
    return reports


def compare(case, report):
    return f.compare(f.of_answer(case.answer), f.of_report(report),
                     case.language)


# ---- counting ---------------------------------------------------------------

class Count:
    """Of one field over many cases."""

    def __init__(self):
        self.hits = self.missing = self.surplus = self.cases = 0

    def add(self, difference):
        self.hits += len(difference.hits)
        self.missing += len(difference.missing)
        self.surplus += len(difference.surplus)
        self.cases += difference.is_there

    @property
    def precision(self):
        said = self.hits + self.surplus
        return self.hits / said if said else 0.0

    @property
    def recall(self):
        asked = self.hits + self.missing
        return self.hits / asked if asked else 0.0

    @property
    def f1(self):
        total = 2 * self.hits + self.missing + self.surplus
        return 2 * self.hits / total if total else 0.0

    def as_json(self):
        return {'cases': self.cases, 'hits': self.hits,
                'missing': self.missing, 'surplus': self.surplus,
                'precision': round(self.precision, 4),
                'recall': round(self.recall, 4), 'f1': round(self.f1, 4)}


class Score:
    """Of a set of cases; a field counts only where it occurs."""

    def __init__(self, differences):
        self.n, self.fields = len(differences), {}
        for difference in differences:
            for field, one in difference.items():
                if one.is_there:
                    self.fields.setdefault(field, Count()).add(one)

    @property
    def macro(self):
        found = [count.f1 for count in self.fields.values()]
        return sum(found) / len(found) if found else 0.0

    @property
    def leaked(self):
        return self.fields.get('body', Count()).surplus

    @property
    def lost(self):
        return self.fields.get('body', Count()).missing

    def as_json(self):
        return {'cases': self.n, 'macro_f1': round(self.macro, 4),
                'leaked': self.leaked, 'lost': self.lost,
                'fields': {name: self.fields[name].as_json()
                           for name in f.FIELDS if name in self.fields}}


def coverage(cases):
    def often(words, values):
        counts = collections.Counter(v for v in values)
        return {str(word): counts[word] for word in words}
    return {'cases': len(cases),
            'languages': dict(sorted(collections.Counter(
                case.language.split('-')[0] for case in cases).items())),
            'sections': often(c.SECTIONS, (s for case in cases
                                           for s in set(case.sections))),
            'traps': often(c.TRAPS, (t for case in cases
                                     for t in set(case.traps)))}


class Result:
    """All that was found out in one run."""

    def __init__(self, cases, malformed, reports):
        self.cases, self.malformed, self.reports = cases, malformed, reports
        self.differences = {name: compare(case, reports[name])
                            for name, case in cases.items()}
        self.halves = {'together': Score(list(self.differences.values()))}
        for half in c.HALVES:
            self.halves[half] = Score(
                [self.differences[name] for name, case in cases.items()
                 if case.half == half])
        self.coverage = coverage(list(cases.values()))

    def mistakes(self, name):
        return sum(len(one.missing) + len(one.surplus)
                   for one in self.differences[name].values())

    def wrong_fields(self, name):
        return [field for field, one in self.differences[name].items()
                if one.is_wrong]


# ---- bars -------------------------------------------------------------------

def read_bars(path=BARS):
    """{what: (bar, goal)}."""
    bars = {}
    for line in path.read_text().splitlines():
        words = line.split('#')[0].split()
        if words:
            what, bar, goal = words
            bars[what] = float(bar), float(goal)
    return bars


def reached(result, what):
    """The number that a bar is about; None: it occurs nowhere."""
    cover = result.coverage
    if what in ('cases', 'languages'):
        return len(result.cases if what == 'cases' else cover['languages'])
    if what in ('section', 'trap'):
        return min(cover[what + 's'].values())
    half, colon, what = what.rpartition(':')
    score = result.halves[half if colon else 'together']
    field, _, measure = what.partition('.')
    if field == 'macro':
        return score.macro if score.fields else None
    if field not in (*f.FIELDS, 'macro') or \
            measure not in ('', 'f1', 'precision', 'recall'):
        raise KeyError(f'bars: nothing is called "{what}"')
    count = score.fields.get(field)
    return getattr(count, measure or 'f1') if count else None


def under_bars(result, bars):
    """A sentence for each bar that is not reached."""
    for what, (bar, _) in bars.items():
        found = reached(result, what)
        if bar > 0 and found is None:
            yield f'{what}: there is nothing to measure; the bar is {bar:g}'
        elif found is not None and found < bar:
            yield f'{what}: {found:.4g} is under the bar of {bar:g}'


def raised(text, result):
    """The file with each bar as high as what is reached, never lower."""
    out = []
    for line in text.splitlines():
        words = line.split('#')[0].split()
        if words:
            what, bar, goal = words
            found = reached(result, what) or 0
            if what not in ('cases', 'languages', 'section', 'trap'):
                found = int(found * 1000) / 1000
            line = f'{what:<20} {max(float(bar), found):<8g} {goal}'
        out.append(line)
    return '\n'.join(out) + '\n'


# ---- telling ----------------------------------------------------------------

def per_cent(value):
    return f'{100 * value:6.1f}'


def numbers(count):
    if count is None:
        return f'{"":4} {"":6} {"":6} {"":6}'
    return f'{count.cases:4d} {per_cent(count.precision)} ' \
        f'{per_cent(count.recall)} {per_cent(count.f1)}'


def tell_table(result):
    halves = result.halves
    print(f'{"":16}' + ' | '.join(f'{name:^25}' for name in halves))
    print(f'{"":16}' + ' | '.join(['   n  prec.    rec.     F1'] * 3))
    for field in f.FIELDS:
        if field in halves['together'].fields:
            print(f'{field:<16}' + ' | '.join(
                numbers(score.fields.get(field)) for score in halves.values()))
    for name, get in (('macro F1', lambda s: per_cent(s.macro)),
                      ('leaked', lambda s: s.leaked),
                      ('lost', lambda s: s.lost), ('cases', lambda s: s.n)):
        print(f'{name:<16}' + ' | '.join(
            f'{get(score):>25}' for score in halves.values()))


def tell_coverage(cover):
    print(f'\n{cover["cases"]} cases, {len(cover["languages"])} languages')
    for what in ('languages', 'sections', 'traps'):
        print(f'{what:<10} ' + '  '.join(
            f'{name} {n}' for name, n in cover[what].items()))


def words_of(item):
    if isinstance(item, tuple):
        return f'{item[0]}: {item[1]}'
    return item


def apart(one, other, room=60):
    """Both texts from shortly before where they part."""
    at = len(os.path.commonprefix([one, other]))
    start = max(0, at - room // 2)
    lead = '…' if start else ''
    return lead + one[start:], lead + other[start:]


def short(text, room=150):
    text = words_of(text)
    return text if len(text) <= room else text[:room - 1] + '…'


def tell_field(name, difference):
    """What was expected and not got (-), what was got and not expected (+);
    texts that are nearly the same stand beside each other."""
    print(f'  {name}')
    surplus = list(difference.surplus)
    for one in difference.missing:
        near = max(surplus, default=None,
                   key=lambda other: f.overlap(words_of(one), words_of(other)))
        if near is None or f.overlap(words_of(one), words_of(near)) < 0.5:
            print(f'    expected  {short(one)}')
            continue
        surplus.remove(near)
        a, b = apart(words_of(one), words_of(near))
        print(f'    expected  {short(a)}\n         got  {short(b)}')
    for one in surplus:
        print(f'         got  {short(one)}')


POINTERS = {'dateline_place': 'dateline', 'dateline_date': 'dateline',
            'chain': 'distributors', 'speaks_for': 'disclaimers'}


def evidence(report, field):
    """Lines of the provenance that are about a field; of the body and the
    headline, what was taken out of them."""
    for story in report.get('stories') or []:
        for entry in story['provenance']:
            pointer = entry['field'].split('/')
            wanted = POINTERS.get(field, field)
            if field in ('body', 'headline'):
                wanted = 'removed'
            if len(pointer) > 2 and pointer[2] == wanted:
                yield f'{entry.get("plugin")}/{entry.get("rule")} ' \
                    f'{entry.get("confidence", "")} ' \
                    f'{entry.get("start", "-")}..{entry.get("end", "-")} ' \
                    f'{short(" ".join(entry.get("text", "").split()), 90)}' + \
                    (' (overruled)' if entry.get('overruled') else '')


def tell_case(result, name):
    case, report = result.cases[name], result.reports[name]
    print(f'{case.half}/{name}.case: {case.title}\n'
          f'  {case.language}, {case.partner}, sections '
          f'{" ".join(case.sections)}, traps {case.traps}')
    if report.get('problem'):
        print(f'  cannot be decoded: {report["problem"]}')
    for field, one in result.differences[name].items():
        if not one.is_wrong:
            continue
        tell_field(field, one)
        for line in evidence(report, field):
            print(f'     because  {line}')
    if not result.wrong_fields(name):
        print('  all is right')


def tell_list(result, found):
    for name in found:
        case = result.cases[name]
        print(f'{result.mistakes(name):3d}  {case.half}/{name}: {case.title} '
              f'[{", ".join(result.wrong_fields(name))}]')


def tell_field_cases(result, field):
    found = [name for name in result.cases
             if result.differences[name][field].is_wrong]
    for name in found:
        case = result.cases[name]
        print(f'{case.half}/{name}: {case.title}')
        tell_field(field, result.differences[name][field])
    print(f'{len(found)} cases are wrong in {field}')


def tell_json(result):
    print(json.dumps({
        **{half: score.as_json() for half, score in result.halves.items()},
        'coverage': result.coverage, 'malformed': result.malformed,
        'wrong': {name: result.wrong_fields(name) for name in result.cases
                  if result.wrong_fields(name)},
    }, ensure_ascii=False, indent=1))


def tell(result, asked):
    if asked.case:
        tell_case(result, asked.case)
    elif asked.field:
        tell_field_cases(result, asked.field)
    elif asked.worst:
        found = sorted(filter(result.mistakes, result.cases),
                       key=result.mistakes, reverse=True)
        tell_list(result, found[:asked.worst])
    elif asked.json:
        tell_json(result)
    else:
        tell_table(result)
        tell_coverage(result.coverage)


# ---- the command ------------------------------------------------------------

def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--torntape', help='the program; else that of --build')
    parser.add_argument('--build', default=str(HERE.parents[1] / 'build'))
    parser.add_argument('--cases', default=str(HERE), metavar='FOLDER',
                        help='where blind/ and sighted/ are')
    parser.add_argument('--json', action='store_true')
    parser.add_argument('--case', metavar='NAME')
    parser.add_argument('--field', choices=f.FIELDS)
    parser.add_argument('--worst', type=int, metavar='N')
    parser.add_argument('--test', action='store_true')
    parser.add_argument('--raise', dest='lift', action='store_true')
    return parser.parse_args()


def main():
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` is no fault
    asked = arguments()
    torntape = os.path.abspath(asked.torntape or
                               os.path.join(asked.build, 'torntape'))
    cases, malformed = c.read_all(asked.cases)
    if asked.case:
        asked.case = pathlib.Path(asked.case).stem
        if asked.case not in cases:
            sys.exit(f'there is no case {asked.case}')
        cases = {asked.case: cases[asked.case]}
    result = Result(cases, malformed, try_all(torntape, cases.values()))
    tell(result, asked)
    faults = [f'{where}: {fault}' for where, found in malformed.items()
              for fault in found]
    if asked.test:
        faults += under_bars(result, read_bars())
    if asked.lift:
        BARS.write_text(raised(BARS.read_text(), result))
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
