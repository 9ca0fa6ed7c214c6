#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The built binary as a person at a shell meets it.

Run by meson with the binary's path in TORNTAPE; each test is one sentence of
what a command promises.
"""
import hashlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
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
        done = call('kill', 'abc', '--reason', 'a "reason"', '--state', state)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('killed abc (urn:x)', done.stdout)
        self.assertIn(b'POST /v1/control/kill ', self.asked)
        self.assertEqual(json.loads(self.asked.split(b'\r\n\r\n')[1]),
                         {'story': 'abc', 'reason': 'a "reason"'})

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

    def test_the_human_view_shows_facts_and_evidence(self):
        good = self.file('a.txt', self.STORY.encode())
        done = call('try', '--with-source', good)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('Harbour Ferry Returns In May', done.stdout)
        self.assertIn('Lusa', done.stdout)
        self.assertNotIn('\x1b', done.stdout)

    def test_standard_input_is_a_dash(self):
        done = subprocess.run([BINARY, 'try', '--json', '-'], timeout=60,
                              input=self.STORY.encode(), capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)['format'], 'text')


if __name__ == '__main__':
    unittest.main()
