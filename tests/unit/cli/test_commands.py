#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The built binary as a person at a shell meets it.

Run by meson with the binary's path in TORNTAPE; each test is one sentence of
what a command promises.
"""
import fcntl
import hashlib
import html.parser
import json
import os
import pathlib
import pty
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import termios
import threading
import unittest

BINARY = os.environ['TORNTAPE']
SOURCE = pathlib.Path(os.environ['TORNTAPE_SOURCE'])
HEX = 'ab' * 32


def call(*words, cwd=None, env=None):
    return subprocess.run([BINARY, *words], cwd=cwd, capture_output=True,
                          text=True, timeout=60, stdin=subprocess.DEVNULL,
                          env={**os.environ, **(env or {})})


class Folder(unittest.TestCase):
    """A folder with a certificate's files and room for a configuration."""

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        for name in 'server.pem', 'server.key':
            (self.dir / name).write_text('PEM\n')

    def tearDown(self):
        shutil.rmtree(self.dir)

    def check(self, text, *words, env=None):
        (self.dir / 'torntape.yaml').write_text(text)
        return call('check', '--config', 'torntape.yaml', *words,
                    cwd=self.dir, env=env)

    def problems(self, text, env=None):
        """[(line, column, message)] of everything that check finds."""
        done = self.check(text, '--json', env=env)
        return [(p['line'], p['column'], p['message'])
                for p in json.loads(done.stdout)['problems']]

    def only(self, text, *words, env=None):
        """The one problem's message; it must hold all of `words`."""
        found = self.problems(text, env=env)
        self.assertEqual(len(found), 1, found)
        for word in words:
            self.assertIn(word, found[0][2])
        return found[0]


PARTNER = f'partners: [{{name: p1, keys: ["sha256:{HEX}"]}}]\n'


class Check(Folder):
    def test_a_small_file_is_good(self):
        done = self.check(PARTNER)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('good', done.stdout)

    def test_all_mistakes_come_at_once_with_line_and_column(self):
        done = self.check('limts: {}\n'
                          'listen:\n'
                          '  public: 127.0.0.1\n'
                          '  cert: nowhere.pem\n'
                          'limits:\n'
                          '  header_timeout: 10\n'
                          '  body_size: 10MB\n'
                          '  keep_alve: 5s\n'
                          'webhooks: {retries: [0s, soon]}\n'
                          'partners:\n'
                          '  - {name: Ab, keys: [secret], role: agensy}\n')
        self.assertEqual(done.returncode, 3)
        places = [line.split(': ')[0] for line in done.stderr.splitlines()]
        for place in ('torntape.yaml:1:1', 'torntape.yaml:3:11',
                      'torntape.yaml:4:9', 'torntape.yaml:6:19',
                      'torntape.yaml:8:3', 'torntape.yaml:9:26',
                      'torntape.yaml:11:12', 'torntape.yaml:11:23',
                      'torntape.yaml:11:38'):
            self.assertIn(place, places)
        self.assertIn("did you mean 'limits'", done.stderr)
        self.assertIn("did you mean 'keep_alive'", done.stderr)
        self.assertIn("did you mean 'agency'", done.stderr)

    def test_a_key_in_the_wrong_section_is_told_its_home(self):
        self.only('queue: {header_timeout: 10s}\n', 'belongs into limits')

    def test_a_number_without_a_unit_is_refused(self):
        self.only('limits: {write_timeout: 60}\n', 'a duration like')

    def test_a_limit_cannot_be_out_of_its_range(self):
        self.only('limits: {header_fields: 100000}\n', 'outside 8 to 1000')

    def test_a_key_that_stands_twice_is_refused(self):
        self.only('state: a\nstate: b\n', 'twice', 'line 1')

    def test_anchors_and_tags_are_refused(self):
        self.only('state: &x a\n', 'anchors')
        self.only('state: !!str a\n', 'tags')

    def test_a_second_document_is_refused(self):
        self.only('state: a\n---\nstate: b\n', 'second document')

    def test_deep_nesting_is_refused(self):
        self.only('state: ' + '[' * 100 + ']' * 100 + '\n', 'too deep')

    def test_the_wrong_kind_is_refused(self):
        self.only('limits: [a]\n', 'wants a map of keys, not a list')
        self.only('state: {a: b}\n', 'wants a value, not a map')

    def test_names_are_unique(self):
        other = 'cd' * 32
        self.only(f'partners:\n- {{name: p1, keys: "sha256:{HEX}"}}\n'
                  f'- {{name: p1, keys: "sha256:{other}"}}\n', 'already')

    def test_one_key_means_one_partner(self):
        self.only(f'partners:\n- {{name: p1, keys: "sha256:{HEX}"}}\n'
                  f'- {{name: p2, keys: "sha256:{HEX}"}}\n',
                  "somebody else's")

    def test_a_token_in_the_open_is_refused_and_not_repeated(self):
        found = self.only('partners: [{name: p1, keys: [hunter2hunter2hunt]}]',
                          'torntape key new')
        self.assertNotIn('hunter2', found[2])

    def test_a_key_may_stand_in_a_file(self):
        (self.dir / 'p1.key').write_text('tt_0123456789abcdefghij\n')
        text = 'partners: [{name: p1, keys: ["${file:p1.key}"]}]\n'
        self.assertEqual(self.problems(text), [])
        (self.dir / 'p1.key').write_text(f'sha256:{HEX}\n')
        self.assertEqual(self.problems(text), [])

    def test_a_file_that_is_not_there_is_an_error(self):
        self.only('partners: [{name: p1, keys: ["${file:no.key}"]}]',
                  'no.key')

    def test_substitution_without_quotes_in_brackets_is_explained(self):
        self.only('partners: [{name: p1, keys: [${file:no.key}]}]', 'quotes')

    def test_variables_are_substituted(self):
        self.assertEqual(self.problems('state: ${STATE_X}/s\n',
                                       env={'STATE_X': 'a'}), [])
        self.assertEqual(self.problems('state: ${STATE_Y:-b}\n'), [])
        self.only('state: ${STATE_Y}\n', "no variable 'STATE_Y'")

    def test_a_zone_must_exist(self):
        self.only(f'partners: [{{name: p1, keys: "sha256:{HEX}", '
                  'timezone: Asia/Dubay}]', 'no time zone')
        self.only(f'partners: [{{name: p1, keys: "sha256:{HEX}", '
                  'timezone: ../../etc/passwd}]', 'no time zone')

    def test_a_charset_must_be_known(self):
        self.only(f'partners: [{{name: p1, keys: "sha256:{HEX}", '
                  'charset: ebcdic-xx}]', 'no character set')
        self.assertEqual(self.problems(
            f'partners: [{{name: p1, keys: "sha256:{HEX}", '
            'charset: Shift_JIS}]'), [])

    def test_a_notice_of_a_contract_says_what_it_is(self):
        partner = f'partners: [{{name: p1, keys: "sha256:{HEX}", notices: '
        good = 'kind: liability, text: Gull Wire answers for nothing.'
        self.assertEqual(self.problems(partner + f'[{{{good}}}]}}]'), [])
        self.only(partner + '[{kind: liabilty, text: No.}]}]',
                  "did you mean 'liability'")
        self.only(partner + '[{text: No.}]}]', "needs a 'kind'")
        self.only(partner + '[{kind: liability}]}]', "needs a 'text'")
        self.only(partner + '[{kind: liability, text: " "}]}]',
                  'says nothing')
        self.only(partner + f'[{{{good}, speaks_for: nobody}}]}}]',
                  "no notice has the speaker 'nobody'")

    def test_products_that_are_named_exist(self):
        self.only('products: [{name: world, match: all}]\nsubscribers:\n'
                  f'- {{name: s1, keys: "sha256:{HEX}", products: [wrld]}}\n',
                  "did you mean 'world'")

    def test_an_empty_match_is_warned_about(self):
        done = self.check('products: [{name: none}]\n')
        self.assertEqual(done.returncode, 0)
        self.assertIn('delivers nothing', done.stderr)
        done = self.check('products: [{name: none}]\n', '--strict')
        self.assertEqual(done.returncode, 6)

    def test_a_match_with_an_unknown_condition_is_an_error(self):
        self.assertTrue(any('partner' in p[2] for p in self.problems(
            'products: [{name: a, match: {partnr: x}}]\n')))
        self.assertEqual(self.check('products: [{name: a, match: every}]\n')
                         .returncode, 3)

    def test_an_urgency_must_be_one(self):
        self.only('products: [{name: a, match: {urgency: high}}]\n', 'urgency')

    def hook(self, url, secret='whsec_' + 'QUJD' * 8, more=''):
        return (f'products: [{{name: w, match: all}}]\n{more}'
                'subscribers: [{name: s1, products: [w], webhook: '
                f'{{url: "{url}", secret: "{secret}"}}}}]\n')

    def test_a_webhook_is_https_unless_its_block_is_allowed(self):
        self.assertEqual(self.problems(self.hook('https://a.example/x')), [])
        self.only(self.hook('http://a.example/x'), 'https://')
        self.only(self.hook('http://127.0.0.1:9/x'), 'outgoing.allow')
        allow = 'outgoing: {allow: [127.0.0.0/8]}\n'
        self.assertEqual(self.problems(
            self.hook('http://127.0.0.1:9/x', more=allow)), [])
        self.assertEqual(self.problems(
            self.hook('http://localhost:9/x', more=allow)), [])
        self.only(self.hook('http://10.0.0.1:9/x', more=allow), 'https://')
        self.only(self.hook('https://user:pw@a.example/'), 'no user')
        self.only(self.hook('ftp://a.example/'), 'https://')

    def test_a_secret_has_the_size_that_the_standard_wants(self):
        self.only(self.hook('https://a.example/', 'whsec_QUJD'), '24 to 64')
        self.only(self.hook('https://a.example/', 'hello'), 'whsec_')
        self.only(self.hook('https://a.example/', 'whsec_%%%'), 'base64')

    def test_a_plugin_that_is_not_there_is_an_error(self):
        found = self.problems('plugins:\n  - sanitize\n  - nonesuch\n')
        self.assertTrue(any('nonesuch' in p[2] for p in found), found)

    def test_an_unknown_option_of_a_plugin_is_an_error(self):
        self.assertTrue(self.problems(
            'plugins:\n  - {name: sanitize, nonesuch: 1}\n'))

    def test_the_example_file_is_good_and_names_every_option(self):
        example = SOURCE / 'deploy' / 'examples' / 'torntape.yaml'
        done = self.check(example.read_text())
        self.assertEqual(done.returncode, 0, done.stderr)


class Rules(Folder):
    """`rules check` on files of the operator's own."""

    def write(self, path, text):
        place = self.dir / 'rules' / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)

    def rules(self, *words):
        (self.dir / 'torntape.yaml').write_text(
            'listen: {cert: server.pem, key: server.key}\nrules: rules\n'
            + PARTNER)
        return call('rules', 'check', '--config', 'torntape.yaml', *words,
                    cwd=self.dir)

    def found(self):
        """{(file, line, column): message}"""
        problems = json.loads(self.rules('--json').stdout)['problems']
        return {(os.path.basename(p['file']), p['line'], p['column']):
                p['message'] for p in problems}

    def test_good_files_are_good(self):
        self.write('furniture/furniture.rules',
                   'rule: glance\ninline: at a glance\npartner: p1\n'
                   'example: At a glance\ncounter: At a glance he saw it.\n')
        done = self.rules()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('1 files', done.stdout)
        self.assertEqual(done.stderr, '')

    def test_all_mistakes_of_all_files_come_at_once(self):
        self.write('furniture/furniture.rules',
                   'rule: a\ninlne: x\nnonsense\nrule: a\n')
        self.write('disclaimer/notices.rules',
                   'rule: n\nkind: liabilty\nrule: m\nkind: opinion\n'
                   'phrase: one\n')
        self.write('attribution/agencies.csv', 'canonical,kodes\nX,Y\n')
        found = self.found()
        self.assertEqual(set(found), {
            ('furniture.rules', 2, 1), ('furniture.rules', 3, 1),
            ('furniture.rules', 4, 7), ('notices.rules', 2, 7),
            ('notices.rules', 5, 9), ('agencies.csv', 1, 11)}
            | {('furniture.rules', 1, 1), ('notices.rules', 1, 1),
               ('notices.rules', 3, 1)})
        self.assertIn("'inline'", found['furniture.rules', 2, 1])
        self.assertIn("'codes'", found['agencies.csv', 1, 11])
        done = self.rules()
        self.assertEqual(done.returncode, 3)
        self.assertIn('6 errors, 3 warnings', done.stderr)

    def test_warnings_stand_behind_the_errors(self):
        self.write('furnitur/furniture.rules', 'rule: a\ninline: x\n')
        self.write('furniture/furniture.rules',
                   'rule: a\ninline: x\npartner: p2\n'
                   'example: x\ncounter: y\n'
                   'rule: b\ninlne: x\n')
        done = self.rules()
        self.assertEqual(done.returncode, 3)
        lines = done.stderr.splitlines()
        self.assertEqual([line.startswith('warning: ') for line in lines],
                         [False, True, True, True, False], done.stderr)
        self.assertIn("no rule of this file has a key 'inlne'", lines[0])
        for words in 'furnitur: is not read', "title 'p2'", 'rule b lacks':
            self.assertIn(words, done.stderr)
        self.assertIn('1 errors, 3 warnings', lines[-1])
        done = self.rules('--json')
        self.assertEqual(done.returncode, 3)
        told = json.loads(done.stdout)
        self.assertEqual((told['errors'], told['warnings']), (1, 3))
        self.assertEqual([p['warning'] for p in told['problems']],
                         [False, True, True, True])
        self.assertEqual(self.rules('--strict').returncode, 3)

    def test_warnings_that_have_no_room_are_no_errors(self):
        self.write('furniture/furniture.rules', ''.join(
            f'rule: r{n}\ninline: word{n} of a page\n' for n in range(250)))
        told = json.loads(self.rules('--json').stdout)
        self.assertEqual((told['errors'], told['warnings']), (0, 250))

    def test_a_kind_of_house_that_does_not_exist_is_told(self):
        self.write('agencies.csv',
                   'canonical,codes,kind\nSkerry Wire,SKW,agencyy\n')
        done = self.rules()
        self.assertEqual(done.returncode, 3)
        self.assertIn("there is no kind 'agencyy', as 'Skerry Wire' has",
                      done.stderr)

    def test_what_nobody_reads_is_warned_of(self):
        self.write('furnitur/furniture.rules', 'rule: a\ninline: x\n')
        self.write('furniture/furnitures.rules', 'rule: a\ninline: x\n')
        self.write('furniture/furniture.rules',
                   'rule: a\ninline: x\npartner: p2\n')
        done = self.rules()
        self.assertEqual(done.returncode, 0, done.stderr)
        for words in ('furnitur: is not read', "title 'p2'",
                      'nobody reads this file', 'lacks an example'):
            self.assertIn(words, done.stderr)
        self.assertEqual(self.rules('--strict').returncode, 6)

    def test_a_rule_is_held_to_its_examples(self):
        self.write('furniture/furniture.rules',
                   'rule: glance\ninline: at a glance\n'
                   'example: At a glance\ncounter: At a glance he saw it.\n'
                   'rule: deaf\ninline: at a glimpse\npartner: p1\n'
                   'example: At a glance again\ncounter: At\n'
                   'rule: greedy\ninline: at a glance *\n'
                   'example: At a glance now\ncounter: At a glance later\n')
        self.write('disclaimer/notices.rules',
                   'rule: n\nkind: liability\n'
                   'phrase: the harbour takes no blame for the boats\n'
                   'example: The harbour takes no blame for the boats.\n'
                   'counter: The harbour takes boats.\n')
        self.write('lifecycle/marks.rules',
                   'rule: newly\nkind: update\ntag: newly\n'
                   'example: UPDATE 1-Boats leave\ncounter: Newly made\n')
        self.assertEqual({place: m.split(': ')[0] for place, m in
                          self.found().items()}, {
            ('furniture.rules', 8, 10): 'rule deaf',
            ('furniture.rules', 13, 10): 'rule greedy',
            ('marks.rules', 4, 10): 'rule newly'})

    def test_every_shipped_key_is_known_to_an_operators_file(self):
        table = (SOURCE / 'deploy/manual/rules.md').read_text()
        rows = re.findall(r'^\| `(\w+/[\w.]+\.rules)` \| (.*) \|$', table,
                          re.M)
        self.assertGreaterEqual(len(rows), 4)
        for path, keys in rows:
            self.write(path, 'rule: x\noff: yes\n' + ''.join(
                f'{key}: opinion of a few\n' for key in
                re.findall(r'`(\w+)`', keys)))
            self.assertFalse(
                [m for m in self.found().values() if 'has a key' in m], path)


class Key(unittest.TestCase):
    def test_the_hash_is_that_of_the_key(self):
        made = json.loads(call('key', 'new', '--json').stdout)
        digest = hashlib.sha256(made['key'].encode()).hexdigest()
        self.assertEqual(made['hash'], 'sha256:' + digest)

    def test_no_key_comes_twice(self):
        keys = {call('key', 'new', '--json').stdout for _ in range(5)}
        self.assertEqual(len(keys), 5)


class Usage(unittest.TestCase):
    def test_no_word_gives_a_short_help_and_two_examples(self):
        done = call()
        self.assertEqual(done.returncode, 2)
        self.assertIn('torntape run --demo', done.stderr)

    def test_a_misspelt_command_is_answered_with_the_near_one(self):
        done = call('quarantne')
        self.assertEqual(done.returncode, 2)
        self.assertIn("did you mean 'quarantine'", done.stderr)

    def test_options_are_not_abbreviated(self):
        self.assertEqual(call('key', 'new', '--js').returncode, 2)

    def test_help_works_everywhere_and_is_an_answer(self):
        for words in (['--help'], ['help'], ['help', 'try'], ['try', '-h'],
                      ['kill', 'x', '--help']):
            done = call(*words)
            self.assertEqual(done.returncode, 0, words)
            self.assertIn('usage: torntape', done.stdout)
            self.assertEqual(done.stderr, '')

    def test_a_missing_operand_is_told(self):
        self.assertEqual(call('kill').returncode, 2)
        self.assertEqual(call('try').returncode, 2)

    def test_the_version_is_told(self):
        self.assertIn('version', json.loads(
            call('version', '--json').stdout))


class Manual(unittest.TestCase):
    @unittest.skipUnless(shutil.which('groff'), 'groff is not installed')
    def test_the_page_renders_without_a_warning(self):
        page = call('manpage').stdout
        done = subprocess.run(['groff', '-man', '-Tutf8', '-ww'], input=page,
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.stderr, '')
        shown = re.sub('.\b', '', done.stdout)
        for word in 'quarantine', 'header_timeout', 'EXIT', 'visibility':
            self.assertIn(word, shown)

    def test_the_page_in_the_tree_is_the_one_that_is_printed(self):
        page = SOURCE / 'deploy' / 'man' / 'torntape.1'
        self.assertEqual(page.read_text(), call('manpage').stdout)


class Gateway(Folder):
    """A stand-in behind the control socket."""

    def serve(self, status, body):
        path = str(self.dir / 'control.sock')
        server = socket.socket(socket.AF_UNIX)
        server.bind(path)
        server.listen(1)
        server.settimeout(30)
        self.asked = b''

        def answer():
            peer, _ = server.accept()
            peer.settimeout(30)
            while b'\r\n\r\n' not in self.asked:
                self.asked += peer.recv(65536)
            head, _, rest = self.asked.partition(b'\r\n\r\n')
            for line in head.split(b'\r\n'):
                if line.lower().startswith(b'content-length:'):
                    while len(rest) < int(line.split(b':')[1]):
                        rest += peer.recv(65536)
                    self.asked = head + b'\r\n\r\n' + rest
            text = json.dumps(body).encode()
            peer.sendall(b'HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s'
                         % (status, len(text), text))
            peer.close()
            server.close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        self.addCleanup(thread.join)
        return str(self.dir)

    def test_without_a_gateway_the_answer_is_four(self):
        done = call('kill', 'x', '--state', str(self.dir))
        self.assertEqual(done.returncode, 4)
        self.assertIn('torntape run', done.stderr)

    def test_kill_tells_what_was_killed(self):
        state = self.serve(200, {'id': 'abc', 'uri': 'urn:x', 'version': '2',
                                 'seq': 7})
        done = call('kill', 'abc', '--reason', 'a "reason"',
                    '--operator', 'anna', '--state', state)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('killed abc (urn:x)', done.stdout)
        self.assertIn(b'POST /v1/control/kill ', self.asked)
        self.assertEqual(json.loads(self.asked.split(b'\r\n\r\n')[1]),
                         {'story': 'abc', 'reason': 'a "reason"',
                          'operator': 'anna'})

    def test_a_change_that_cannot_be_meant_is_told_before_asking(self):
        for words, hint in ((('suplier=Reuters',), "did you mean 'supplier'"),
                            (('supplier',), 'FIELD=VALUE'),
                            (('language=?',), 'language tag'),
                            (('cited+=',), 'wants a value')):
            done = call('story', 'set', 'urn:x', *words, '--state', '/nowhere')
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(hint, done.stderr)
        done = call('story', 'unset', 'urn:x', 'supliers', '--state', '/no')
        self.assertEqual(done.returncode, 2)
        self.assertIn("did you mean 'supplier'", done.stderr)

    def test_story_set_sends_the_changes_and_shows_the_story(self):
        who = {'operator': 'anna', 'time': '2026-03-01T05:12:09Z'}
        state = self.serve(200, {
            'id': 'abc', 'uri': 'urn:x', 'seq': 9, 'already': False,
            'names': [{'field': 'supplier', 'said': 'reuters',
                       'name': 'Reuters', 'listed': True},
                      {'field': 'cited', 'said': 'Wren', 'name': 'Wren',
                       'listed': False}],
            'story': {'id': 'abc', 'uri': 'urn:x', 'status': 'published',
                      'shown': {'version': '2', 'fields': {
                          'supplier': {'value': 'Reuters',
                                       'partner': 'Tern\x1b[31m', **who},
                          'bylines': {'value': []},
                          'cited': {'value': ['TIME', 'Wren']},
                          'disclaimers': {'value': [
                              {'kind': 'opinion', 'text': 'Ours.'}]},
                          'language': {'value': 'en', 'ended': {
                              'value': 'fr', 'by': 'partner', 'at': 'then',
                              **who}}}},
                      'timeline': []}})
        done = call('story', 'set', 'urn:x', 'supplier=reuters',
                    'cited+=Wren', '--operator', 'anna', '--state', state)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b'POST /v1/control/set ', self.asked)
        self.assertEqual(json.loads(self.asked.split(b'\r\n\r\n')[1]),
                         {'story': 'urn:x', 'operator': 'anna',
                          'changes': ['supplier=reuters', 'cited+=Wren']})
        self.assertIn("'reuters' is 'Reuters'", done.stderr)
        self.assertIn("the authority list has no 'Wren'", done.stderr)
        for words in ('Reuters', 'said by anna', 'the partner says Tern',
                      'TIME; Wren', 'opinion: Ours.', 'fr was said by anna',
                      'by partner'):
            self.assertIn(words, ' '.join(done.stdout.split()))
        self.assertNotIn('bylines', done.stdout)
        self.assertNotIn('\x1b', done.stdout)

    def test_what_stands_so_already_is_done(self):
        state = self.serve(200, {'uri': 'urn:x', 'already': True, 'story': {}})
        done = call('story', 'hold', 'urn:x', '--state', state)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('held by an editor already', done.stderr)

    def test_what_is_not_held_cannot_be_released(self):
        state = self.serve(200, {'uri': 'urn:x', 'already': True, 'story': {}})
        done = call('story', 'release', 'urn:x', '--state', state)
        self.assertEqual(done.returncode, 6)

    def test_an_unknown_story_is_five(self):
        state = self.serve(404, {'detail': 'no such story'})
        done = call('kill', 'abc', '--state', state)
        self.assertEqual(done.returncode, 5)
        self.assertIn('no such story', done.stderr)

    def test_quarantine_lists_and_keeps_terminals_safe(self):
        state = self.serve(200, {'items': [
            {'id': 3, 'partner': 'p1', 'received': '2026-03-02T10:00:00Z',
             'reason': 'bad\u001b]0;title\u0007', 'size': 12,
             'content_type': 'text/plain'}]})
        done = call('quarantine', '--state', state)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('p1', done.stdout)
        self.assertNotIn('\x1b', done.stdout)

    def test_books_that_balance_are_zero(self):
        # What the gateway says of its own sums does not count.
        counts = {'received': 9, 'published': 3, 'updated': 1, 'corrected': 1,
                  'killed': 1, 'held': 1, 'duplicate': 1, 'late': 0,
                  'quarantined': 1, 'rejected': 0, 'advisory': 0}
        state = self.serve(200, {**counts, 'balanced': False})
        done = call('books', '--state', state)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b'GET /v1/control/books ', self.asked)
        self.assertIn('the books balance', done.stdout)

    def test_books_that_do_not_balance_are_seven(self):
        lost = {'received': 10, 'published': 8, 'held': 1, 'balanced': True}
        state = self.serve(200, lost)
        done = call('books', '--state', state)
        self.assertEqual(done.returncode, 7)
        self.assertIn('10 received, 9 accounted for', done.stdout)
        os.unlink(os.path.join(state, 'control.sock'))
        done = call('books', '--state', self.serve(200, lost), '--json')
        self.assertEqual(done.returncode, 7)
        self.assertEqual(json.loads(done.stdout), lost)

    def test_raw_bytes_come_out_as_they_came(self):
        state = self.serve(200, {'id': 3, 'reason': 'x', 'bytes': 'AAEC/w=='})
        done = subprocess.run([BINARY, 'quarantine', 'show', '3', '--raw',
                               '--state', state], capture_output=True,
                              timeout=60)
        self.assertEqual(done.stdout, b'\x00\x01\x02\xff')

    def test_drop_and_redrive_ask_for_one_document(self):
        state = self.serve(200, {})
        done = call('quarantine', 'drop', 'a/b', '--state', state)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b'DELETE /v1/control/quarantine/a%2Fb ', self.asked)
        self.assertEqual(call('quarantine', 'drop').returncode, 2)


class Page(html.parser.HTMLParser):
    """A proof sheet: its elements, links, anchors, and what is painted how."""
    VOID = {'meta', 'input', 'br'}
    # Their ends may be left out.
    OPEN = {'li', 'tr', 'th', 'td', 'p'}

    def __init__(self, text):
        super().__init__()
        self.text, self.tags, self.unclosed = text, set(), []
        self.links, self.anchors, self.tips = set(), set(), []
        self.kinds, self.kind = [], None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.add(tag)
        if tag not in self.VOID | self.OPEN:
            self.unclosed.append(tag)
        if 'href' in attrs:
            self.links.add(attrs['href'])
        if 'id' in attrs:
            self.anchors.add('#' + attrs['id'])
        if 'data-tip' in attrs:
            self.tips.append(attrs['data-tip'])
        if attrs.get('class', '').startswith('k '):
            self.kinds.append((attrs['class'].split()[1], ''))
            self.kind = len(self.unclosed)

    def handle_data(self, data):
        if self.kind is not None:
            kind, text = self.kinds[-1]
            self.kinds[-1] = kind, text + data

    def handle_endtag(self, tag):
        if tag in self.OPEN:
            return
        if self.kind == len(self.unclosed):
            self.kind = None
        if self.unclosed and self.unclosed[-1] == tag:
            self.unclosed.pop()


class Try(Folder):
    STORY = ('Harbour Ferry Returns In May\n\n'
             'LISBON, March 2 (Lusa) -- The ferry returns in May, the '
             'operator said on Monday.\n\nTickets cost more than before.\n')

    def file(self, name, data):
        path = self.dir / name
        path.write_bytes(data)
        return str(path)

    def test_one_object_a_line_per_file_in_order(self):
        good = self.file('a.txt', self.STORY.encode())
        done = call('try', '--json', good, str(self.dir / 'none'), good)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([r['file'] for r in rows],
                         [good, str(self.dir / 'none'), good])
        self.assertIsNone(rows[0]['problem'])
        self.assertIsNotNone(rows[1]['problem'])
        self.assertEqual(done.returncode, 1)

    def test_the_split_holds(self):
        good = self.file('a.txt', self.STORY.encode())
        done = call('try', '--verify-split', good)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_human_view_shows_facts_and_the_painted_text(self):
        good = self.file('a.txt', self.STORY.encode())
        done = call('try', good)
        self.assertEqual(done.returncode, 0, done.stderr)
        for line in ('supplier      Lusa  0.', 'line 3, attribution/',
                     '    1 headline  │ Harbour Ferry Returns In May',
                     '    3 body      │ [LISBON, March 2 (Lusa) -- ]The ferry'):
            self.assertIn(line, done.stdout)
        self.assertNotIn('\x1b', done.stdout)

    def terminal(self, columns, *words):
        """What the program writes to a terminal of so many columns."""
        main, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ,
                    struct.pack('HHHH', 50, columns, 0, 0))
        env = {**os.environ, 'TERM': 'xterm', 'NO_COLOR': ''}
        with subprocess.Popen([BINARY, *words], stdout=side, env=env,
                              stdin=subprocess.DEVNULL):
            os.close(side)
            out = b''
            try:
                while chunk := os.read(main, 65536):
                    out += chunk
            except OSError:
                pass  # that is how a terminal says that all have left
        os.close(main)
        return out.decode()

    def test_a_terminal_gets_colours_and_facts_beside_the_text(self):
        good = self.file('a.txt', self.STORY.encode())
        out = self.terminal(130, 'try', good)
        self.assertRegex(out, r'\x1b\[0;36mLISBON, March 2 ')
        self.assertRegex(out, r'◂ .*supplier: Lusa')
        self.assertNotIn('◂', self.terminal(80, 'try', good))

    def test_no_story_steers_the_terminal(self):
        bad = self.file('a.txt', 'Title ‮here\n\nBody \x1b]0;x\x07 '
                        '\x9b5A text.\n'.encode())
        for words in ((), ('--why', 'body'), ('--why', 'headline')):
            out = self.terminal(80, 'try', *words, bad)
            plain = re.sub(r'\x1b\[[0-9;]*m', '', out)
            self.assertIsNone(re.search('[\x00-\x09\x0b\x0c\x0e-\x1f'
                                        '\x7f-\x9f\u202a-\u202e]', plain))

    def page(self, *files, code=0):
        done = call('try', '--html', *files)
        self.assertEqual(done.returncode, code, done.stderr)
        return Page(done.stdout)

    def test_a_page_holds_all_files_and_needs_nothing_else(self):
        good = self.file('a.txt', self.STORY.encode())
        bad = self.file('b.txt', b'<b>Title</b>\n\n<script>alert(1)</script> '
                        b'<img src=x onerror=y> said "so".\n')
        page = self.page(good, bad, str(self.dir / 'none'), code=1)
        self.assertEqual(page.unclosed, [])
        self.assertEqual(page.tags & {'script', 'img', 'link', 'iframe'},
                         set())
        self.assertEqual([link for link in page.links if link[0] != '#'], [])
        self.assertEqual(page.links - page.anchors, set())
        self.assertEqual({'#f1', '#f2', '#f3'} - page.anchors, set())
        self.assertIn('cannot be decoded', page.text)

    def test_a_fact_on_the_page_leads_to_its_bytes(self):
        page = self.page(self.file('a.txt', self.STORY.encode()))
        self.assertIn(('dateline', 'LISBON, March 2 (Lusa) -- '), page.kinds)
        self.assertTrue(any('supplier: Lusa' in tip and 'attribution/' in tip
                            for tip in page.tips), page.tips)
        self.assertTrue(any(link.startswith('#f1s1e') for link in page.links))

    def test_why_gives_the_grounds_with_line_and_column(self):
        good = self.file('a.txt', self.STORY.encode())
        done = call('try', '--why', 'supplier', good)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r'line 3, column 1\d: attribution/')
        self.assertIn('>>Lusa<<) -- The ferry', done.stdout)
        done = call('try', '--why', 'supplier', '--json', good, good)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(len(rows), 2)
        found = rows[0]['stories'][0]['found'][0]
        self.assertEqual(found['value'], 'Lusa')
        self.assertEqual(found['evidence'][0]['line'], 3)
        text = self.STORY.encode()
        self.assertEqual(
            text[found['evidence'][0]['start']:found['evidence'][0]['end']],
            found['evidence'][0]['text'].encode())

    def test_why_of_nothing_tells_what_is_known_of_that(self):
        bare = self.file('a.txt', b'Harbour Ferry Returns In May\n\nThe ferry '
                         b'returns, Yonhap news agency reported.\n')
        done = call('try', '--why', 'supplier', bare)
        self.assertEqual(done.returncode, 0)
        self.assertIn('no mark of a supplier was found; 1 party name stands '
                      'only in running text', done.stdout)
        self.assertIn('>>Yonhap news agency<< reported', done.stdout)
        for field in ('embargo', 'bylines', 'disclaimers', 'furniture'):
            said = json.loads(call('try', '--why', field, '--json',
                                   bare).stdout)['stories'][0]
            self.assertTrue(said['absent'], field)

    def test_why_names_what_stays_against_a_rule(self):
        for text, words in (
                ('Harbour\n\nMost popular stories\n\nRain.\n',
                 'no sentence of the story stands before it'),
                ('<p>Most popular stories</p>',
                 'nothing would be left of the story')):
            path = self.file('a.txt', text.encode())
            done = call('try', '--why', 'furniture', path)
            self.assertEqual(done.returncode, 0, done.stderr)
            flat = ' '.join(done.stdout.split())
            self.assertIn('considered, and not taken Most popular stories '
                          '(it stays: ', flat)
            self.assertIn(words, flat)
            self.assertIn('furniture/', flat)
            said = json.loads(call('try', '--why', 'furniture', '--json',
                                   path).stdout)['stories'][0]
            self.assertIn(words, said['considered'][0]['why'])

    def test_why_of_an_unknown_field_names_the_nearest(self):
        done = call('try', '--why', 'suplier', 'story.txt')
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, '')
        self.assertIn("did you mean 'supplier'", done.stderr)
        done = call('try', '--why', 'weather', 'story.txt')
        self.assertEqual(done.returncode, 2)
        self.assertIn('disclaimers', done.stderr)

    def test_why_knows_the_words_that_are_printed(self):
        good = self.file('a.txt', self.STORY.encode())
        done = call('try', '--partner', 'gulf', '--why', 'distributor', good)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('gulf', done.stdout)

    def test_lines_are_parted_whatever_their_width(self):
        for n in range(50, 80):
            words = ('Word ' * 20)[:n - 1] + 'x'
            odd = self.file('a.txt', self.STORY.replace(
                'Harbour Ferry Returns In May', words).encode())
            self.assertRegex(call('try', odd).stdout,
                             r'(?m)^supplier      Lusa', n)

    def test_what_cannot_be_decoded_is_told_with_its_place(self):
        for name, data, place in (
                ('a.rss', b'<rss version="2.0"><channel><title>', 'rss:1:3'),
                ('a.json', b'{"uri": "urn:x", "headlines": [', 'ninjs:1:'),
                ('b.json', b'{"standard": {"name": "ninjs"}}', '/uri')):
            done = call('try', self.file(name, data))
            self.assertIn('cannot be decoded: ' + place, done.stdout)

    def test_the_configuration_of_the_folder_is_used(self):
        good = self.file('a.txt', self.STORY.encode())
        self.file('torntape.yaml', PARTNER.encode())
        done = call('try', '--partner', 'p1', good, cwd=self.dir)
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        done = call('try', '--partner', 'p2', good, cwd=self.dir)
        self.assertEqual(done.returncode, 0)
        self.assertIn("./torntape.yaml has no partner 'p2'", done.stderr)
        done = call('try', '--config', 'torntape.yaml', '--partner', 'p2',
                    good, cwd=self.dir)
        self.assertEqual(done.returncode, 5)

    def test_one_answer_is_given_at_a_time(self):
        for words in (('--html', '--json'), ('--html', '--why', 'body'),
                      ('--verify-split', '--html')):
            self.assertEqual(call('try', *words, 'x').returncode, 2, words)

    def test_standard_input_is_a_dash(self):
        done = subprocess.run([BINARY, 'try', '--json', '-'], timeout=60,
                              input=self.STORY.encode(), capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)['format'], 'text')



class Convert(unittest.TestCase):
    """One document in, the same stories out in another format."""

    STORY = SOURCE / 'tests/fixtures/stories/lighthouse.txt'
    HEADLINE = 'Keepers Of Three Coasts To Meet Over Lamp Oil'

    def test_every_format_that_help_names_is_written(self):
        told = call('convert', str(self.STORY), '--to', 'nonsense')
        self.assertEqual(told.returncode, 2)
        names = told.stderr.split('there is', 2)[2].replace(',', '').split()
        self.assertIn('newsml-g2', names)
        for name in names:
            done = call('convert', str(self.STORY), '--to', name)
            self.assertEqual(done.returncode, 0, done.stderr)
            text = ' '.join(done.stdout.split())
            self.assertIn(self.HEADLINE, text, name)
            self.assertIn('without saying where they would sleep', text)

    def test_without_a_format_it_says_which_there_are(self):
        done = call('convert', str(self.STORY))
        self.assertEqual(done.returncode, 2)
        self.assertIn('--to FORMAT', done.stderr)
        self.assertIn('iptc7901', done.stderr)

    def test_json_holds_document_and_media_type(self):
        done = call('convert', str(self.STORY), '--to', 'nitf', '--json')
        told = json.loads(done.stdout)
        self.assertEqual(
            (told['from'], told['to'], told['media_type'], told['stories']),
            ('text', 'nitf', 'application/nitf+xml', 1))
        self.assertIn('<hl1>' + self.HEADLINE, told['document'])
        self.assertIsNone(told['problem'])

    def test_what_cannot_be_read_is_said_with_its_place(self):
        with tempfile.NamedTemporaryFile('w', suffix='.xml') as file:
            file.write('<rss version="2.0"><channel><item><title>a</titel>')
            file.flush()
            for more in ([], ['--json']):
                done = call('convert', file.name, '--to', 'atom', *more)
                self.assertEqual(done.returncode, 1)
                self.assertIn(file.name, done.stderr)
                self.assertTrue(done.stderr.strip())
                if more:
                    self.assertTrue(json.loads(done.stdout)['problem'])
        done = call('convert', '/nowhere/at-all', '--to', 'atom')
        self.assertEqual(done.returncode, 1)
        self.assertIn('cannot read it', done.stderr)

    def test_a_story_that_is_taken_back_has_no_text(self):
        item = {'uri': 'urn:harbour:9', 'pubStatus': 'canceled',
                'headlines': [{'value': 'The secret ferry'}]}
        with tempfile.NamedTemporaryFile('w', suffix='.json') as file:
            json.dump(item, file)
            file.flush()
            for name in 'ninjs-1.6', 'newsml-g2', 'nitf', 'atom', 'jsonfeed':
                done = call('convert', file.name, '--to', name)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn('urn:harbour:9', done.stdout)
                self.assertNotIn('secret', done.stdout)

    def test_many_stories_become_one_document(self):
        items = [{'uri': f'urn:harbour:{n}',
                  'headlines': [{'value': f'Ferry {n} has come'}]}
                 for n in range(3)]
        with tempfile.NamedTemporaryFile('w', suffix='.json') as file:
            json.dump(items, file)
            file.flush()
            done = call('convert', file.name, '--to', 'newsml-g2')
            self.assertEqual(done.stdout.count('<newsItem '), 3)
            self.assertEqual(done.stdout.count('<newsMessage '), 1)
            done = call('convert', file.name, '--to', 'ninjs-2.2')
            self.assertEqual([item['uri'] for item in json.loads(done.stdout)],
                             [item['uri'] for item in items])


if __name__ == '__main__':
    unittest.main()
