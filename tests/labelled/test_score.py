#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The scorer itself: every seeded fault is seen, and a right report has none.

Run by meson with the program in TORNTAPE.
"""
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import cases as c
import facts as f
import score

NOTICE = 'Harbour Wire provides this text as it is and accepts no liability ' \
    'for what it says.'
CASE = '''title: a ferry, with everything that a story may have
guide: 1 2-datelines 4-notices
traps: 2 7
language: en
~~~ document
Ferry line reopens

BUSAN, Sept. 22, 2025 (Yonhap) -- A ferry line is open again.

It sails at noon.
~~~ answer
{"headline": "Ferry line reopens",
 "dateline": {"place": "Busan", "date": "2025-09-22"},
 "supplier": "Yonhap News Agency", "distributors": ["Sea Desk", "MENAFN"],
 "disclaimers": [{"kind": "liability", "speaks_for": "distributor",
   "text": "''' + NOTICE + '''"}],
 "lifecycle": {"kind": "update", "serial": 2},
 "embargo": "2025-09-22T00:01:00Z",
 "editorial_notes": ["ATTN: ADDS comment in last para"],
 "bylines": ["Han Seo-yun"], "language": "en",
 "body": ["A ferry line is open again.", "It sails at noon."]}
'''
REPORT = {'stories': [{
    'story': {'language': 'en'}, 'provenance': [], 'wire': {
        'headline': 'Ferry line reopens',
        'dateline': {'place': 'Busan', 'date': '2025-09-22'},
        'supplier': {'name': 'Yonhap News Agency', 'confidence': 0.98},
        'contributors': [], 'cited': [], 'photo_credits': [],
        'distributors': [{'name': 'Sea Desk'}, {'name': 'MENAFN'}],
        'bylines': ['Han Seo-yun'],
        'disclaimers': [{'kind': 'liability', 'text': NOTICE,
                         'speaks_for': 'distributor', 'required': True}],
        'lifecycle': {'kind': 'update', 'serial': 2},
        'embargo': {'until': '2025-09-22T02:01:00+02:00', 'text': ''},
        'editorial_notes': ['(ATTN: ADDS comment in last para)'],
        'body_text': 'A ferry line is open again.\n\nIt sails at noon.',
    }}]}


def seeded(**changes):
    """The right report with some of its wire object changed."""
    report = copy.deepcopy(REPORT)
    report['stories'][0]['wire'].update(changes)
    return report


def scored(report):
    case = c.parse('ferry', 'blind', CASE)
    return score.Result({'ferry': case}, {}, {'ferry': report})


class SeededFaults(unittest.TestCase):
    def wrong(self, **changes):
        result = scored(seeded(**changes))
        self.assertLess(result.halves['together'].macro, 1)
        return result.wrong_fields('ferry'), result.halves['together']

    def test_a_right_report_has_no_fault(self):
        result = scored(REPORT)
        self.assertEqual(result.wrong_fields('ferry'), [])
        self.assertEqual(result.halves['together'].macro, 1)
        self.assertEqual(result.halves['together'].as_json()['leaked'], 0)
        self.assertNotIn('cited', result.halves['together'].fields)

    def test_a_missing_paragraph_is_lost(self):
        wrong, total = self.wrong(body_text='A ferry line is open again.')
        self.assertEqual(wrong, ['body'])
        self.assertEqual((total.lost, total.leaked), (1, 0))
        self.assertEqual(total.fields['body'].recall, 0.5)

    def test_a_notice_in_the_body_is_a_leak(self):
        wrong, total = self.wrong(
            disclaimers=[], body_text='A ferry line is open again.\n\n'
            'It sails at noon.\n\n' + NOTICE)
        self.assertEqual(wrong, ['disclaimers', 'body'])
        self.assertEqual((total.lost, total.leaked), (0, 1))

    def test_paragraphs_in_another_order_are_a_fault(self):
        wrong, _ = self.wrong(body_text='It sails at noon.\n\n'
                              'A ferry line is open again.')
        self.assertEqual(wrong, ['body'])

    def test_two_paragraphs_run_together_are_a_fault(self):
        wrong, total = self.wrong(body_text='A ferry line is open again. '
                                  'It sails at noon.')
        self.assertEqual(wrong, ['body'])
        self.assertEqual((total.lost, total.leaked), (2, 1))

    def test_a_wrong_supplier_costs_precision_and_recall(self):
        wrong, total = self.wrong(supplier={'name': 'Agence France-Presse'})
        self.assertEqual(wrong, ['supplier'])
        count = total.fields['supplier']
        self.assertEqual((count.missing, count.surplus), (1, 1))

    def test_no_supplier_costs_recall_alone(self):
        _, total = self.wrong(supplier=None)
        count = total.fields['supplier']
        self.assertEqual((count.missing, count.surplus), (1, 0))

    def test_a_fact_that_nobody_expects_is_a_fault(self):
        wrong, total = self.wrong(cited=[{'name': 'TIME'}])
        self.assertEqual(wrong, ['cited'])
        self.assertEqual(total.fields['cited'].precision, 0)

    def test_a_chain_in_the_wrong_order_is_a_fault_of_the_chain_alone(self):
        wrong, _ = self.wrong(distributors=[{'name': 'MENAFN'},
                                            {'name': 'Sea Desk'}])
        self.assertEqual(wrong, ['chain'])

    def test_a_notice_of_another_kind_is_another_notice(self):
        notice = REPORT['stories'][0]['wire']['disclaimers'][0]
        wrong, _ = self.wrong(disclaimers=[{**notice, 'kind': 'opinion'}])
        self.assertEqual(wrong, ['disclaimers'])

    def test_who_a_notice_speaks_for_is_a_field_of_its_own(self):
        notice = REPORT['stories'][0]['wire']['disclaimers'][0]
        wrong, _ = self.wrong(disclaimers=[{**notice,
                                            'speaks_for': 'issuer'}])
        self.assertEqual(wrong, ['speaks_for'])

    def test_a_notice_may_lack_a_word_but_not_half_of_it(self):
        notice = REPORT['stories'][0]['wire']['disclaimers'][0]
        near = {**notice, 'text': NOTICE.replace(' says', '')}
        self.assertEqual(scored(seeded(disclaimers=[near]))
                         .wrong_fields('ferry'), [])
        half = {**notice, 'text': NOTICE[:len(NOTICE) // 2]}
        self.assertIn('disclaimers', self.wrong(disclaimers=[half])[0])

    def test_every_other_field_is_looked_at(self):
        for field, change in {
                'headline': {'headline': 'UPDATE 2-Ferry line reopens'},
                'dateline_place': {'dateline': {'place': 'Seoul',
                                                'date': '2025-09-22'}},
                'dateline_date': {'dateline': {'place': 'Busan'}},
                'bylines': {'bylines': []},
                'lifecycle': {'lifecycle': {'kind': 'update', 'serial': 3}},
                'embargo': {'embargo': {'until': None, 'text': 'x'}},
                'editorial_notes': {'editorial_notes': ['ATTN']},
                'issuer': {'issuer': {'name': 'Fernhill Foods'}},
                'rights_holder': {'rights_holder': {'name': 'AFP'}},
                'pool': {'pool': {'name': 'Ada Brook'}},
                'photo_credits': {'photo_credits': [{'name': 'dpa'}]},
                'contributors': {'contributors': [{'name': 'dpa'}]},
        }.items():
            self.assertEqual(self.wrong(**change)[0], [field])

    def test_another_language_is_a_fault_another_region_is_none(self):
        report = copy.deepcopy(REPORT)
        report['stories'][0]['story']['language'] = 'en-GB'
        self.assertEqual(scored(report).wrong_fields('ferry'), [])
        report['stories'][0]['story']['language'] = 'de'
        self.assertEqual(scored(report).wrong_fields('ferry'), ['language'])

    def test_no_story_at_all_finds_nothing(self):
        total = scored({'stories': [], 'problem': 'x'}).halves['together']
        self.assertEqual((total.macro, total.lost, total.leaked), (0, 2, 0))

    def test_the_text_of_a_second_story_leaks(self):
        report = copy.deepcopy(REPORT)
        report['stories'].append(
            {'wire': {'body_text': 'Another story.'}, 'story': {}})
        self.assertEqual(scored(report).halves['together'].leaked, 1)


class Seeing(unittest.TestCase):
    def test_what_cannot_be_seen_does_not_count(self):
        self.assertEqual(f.seen('dis\u00adclaim\u00a0 it\u200f'),
                         'disclaim it')

    def test_scripts_without_blanks_have_words_too(self):
        self.assertGreater(f.overlap('无断转载禁止', '无断转载禁止。'), 0.9)
        self.assertLess(f.overlap('无断转载禁止', '新华社上海二月'), 0.2)


class Reading(unittest.TestCase):
    def faults(self, *changes):
        text = CASE
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        with self.assertRaises(c.Malformed) as caught:
            c.parse('ferry', 'blind', text)
        return caught.exception.faults

    def test_every_mistake_in_a_case_is_told(self):
        for old, new, word in (
                ('guide: 1', 'guide: 9', 'section'),
                ('traps: 2', 'traps: 20', 'trap'),
                ('language: en', 'language: english', 'BCP 47'),
                ('title: a ferry', 'titel: a ferry', 'titel'),
                ('language: en\n', 'language: en\npartner: x\n', 'partner'),
                ('language: en\n', 'language: en\nencoding: x\n', 'x'),
                ('~~~ answer', '~~~ anser', 'answer'),
                ('"supplier"', '"suplier"', 'suplier'),
                ('"liability"', '"libel"', 'libel'),
                ('"update"', '"upd"', 'upd'),
                ('T00:01:00Z', ' 00:01', 'embargo'),
                ('"body": [', '"body": [" ", ', 'body'),
                ('"language": "en"', '"language": "de"', 'differ'),
                ('"headline"', '"language": "en", "headline"', 'twice')):
            found = self.faults((old, new))
            self.assertTrue(any(word in fault for fault in found), found)

    def test_all_mistakes_come_at_once(self):
        self.assertEqual(len(self.faults(('guide: 1', 'guide: 9'),
                                         ('"update"', '"upd"'))), 2)

    def test_a_document_is_sent_byte_by_byte(self):
        self.assertEqual(c.encode('\\x01é\\\\x41', 'windows-1252', True),
                         b'\x01\xe9\\x41')
        self.assertEqual(c.encode('\\x01', 'utf-8', False), b'\\x01')


class Bars(unittest.TestCase):
    def test_what_is_under_its_bar_is_told(self):
        result = scored(seeded(supplier={'name': 'dpa'}))
        found = list(score.under_bars(result, {
            'supplier.precision': (0.99, 0.99), 'headline': (0.95, 0.95),
            'blind:macro': (0.5, 0.97), 'cases': (2, 300)}))
        self.assertEqual([line.split(':')[0] for line in found],
                         ['supplier.precision', 'cases'])

    def test_a_bar_without_anything_to_measure_is_not_reached(self):
        found = list(score.under_bars(scored(REPORT), {'pool': (0.5, 0.95)}))
        self.assertEqual(len(found), 1)

    def test_a_bar_goes_up_and_never_down(self):
        result = scored(seeded(supplier={'name': 'dpa'}))
        lifted = score.raised('# x\nheadline 0.5 0.95\nsupplier 0.8 0.95\n',
                              result)
        self.assertEqual(lifted.split(), ['#', 'x', 'headline', '1', '0.95',
                                          'supplier', '0.8', '0.95'])

    def test_a_bar_of_nothing_that_is_known_is_a_mistake(self):
        with self.assertRaises(KeyError):
            score.reached(scored(REPORT), 'headlin')

    def test_the_thinnest_section_and_trap_count(self):
        result = scored(REPORT)
        self.assertEqual(score.reached(result, 'section'), 0)
        self.assertEqual(result.coverage['sections']['2-datelines'], 1)
        self.assertEqual(result.coverage['traps']['7'], 1)


class Whole(unittest.TestCase):
    """The command over a folder of cases, with the real program."""

    def score(self, files, *words):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding='utf-8')
            return subprocess.run(
                [sys.executable, score.__file__, '--cases', folder,
                 '--torntape', os.environ['TORNTAPE'], *words],
                capture_output=True, text=True, timeout=60, check=False)

    @staticmethod
    def plain(n, partner='wire', body='It sails at noon.'):
        distributors = ', "distributors": ["MENAFN"]' * (partner == 'menafn')
        return f'title: ferry {n}\nguide: 1\nlanguage: en\n' \
            f'partner: {partner}\n~~~ document\nFerry number {n} has come\n\n' \
            f'{body}\n~~~ answer\n{{"headline": "Ferry number {n} has come",' \
            f' "body": ["It sails at noon."]{distributors}}}\n'

    def test_each_case_gets_its_own_report_whoever_sent_it(self):
        files = {f'{half}/f{n}.case': self.plain(n, partner)
                 for n, (half, partner) in enumerate([
                     ('blind', 'wire'), ('sighted', 'menafn'),
                     ('blind', 'menafn'), ('sighted', 'wire')])}
        done = self.score(files, '--json')
        self.assertEqual(done.returncode, 0, done.stderr)
        found = json.loads(done.stdout)
        self.assertEqual(found['wrong'], {})
        self.assertEqual(found['together']['macro_f1'], 1)
        self.assertEqual(found['blind']['cases'], 2)

    def test_a_paragraph_too_many_is_shown_with_its_words(self):
        files = {'blind/f1.case': self.plain(
            1, body='It sails at noon.\n\nNobody knows who steers it.')}
        for words in (('--case', 'f1'), ('--field', 'body')):
            self.assertIn('got  Nobody knows', self.score(files,
                                                          *words).stdout)
        self.assertIn('[body]', self.score(files, '--worst', '3').stdout)

    def test_a_malformed_case_ends_with_a_fault(self):
        done = self.score({'blind/f1.case': 'title: x\n'})
        self.assertEqual(done.returncode, 1)
        self.assertIn('blind/f1.case: ', done.stderr)


if __name__ == '__main__':
    unittest.main()
