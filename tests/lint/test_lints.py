#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each lint has been seen to fail: a small tree, one fault put into it."""
import pathlib
import tempfile
import unittest

import dead
import documented
import headers
import layers
import style

PAGE = '''| folder | may include | foreign headers |
|---|---|---|
| base | - | libc |
| net | base | event2/* zlib.h |
| plugins/* | plugins/common | libc |

`include/torntape/plugin.h` may be included by `net` and by plugins.
'''
HEAD = '/* SPDX-License-Identifier: Apache-2.0 */\n/*\n * x - a file.\n */\n'


class Tree(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.dir.name)
        self.put('ARCHITECTURE.md', PAGE)
        self.put('.clang-format', 'DisableFormat: true\nSortIncludes: false\n')
        self.put('gateway/base/README.md', 'base\n')
        self.put('gateway/net/README.md', 'net\n')
        self.put('gateway/base/a.h', HEAD + '#include <stdio.h>\n')
        self.put('gateway/net/b.c', HEAD + '#include "base/a.h"\n'
                 '#include <event2/event.h>\n')
        self.addCleanup(self.dir.cleanup)

    def put(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def one(self, lint, *words):
        faults, n = lint.check(self.root)
        self.assertGreater(n, 0)
        self.assertEqual(len(faults), 1, faults)
        for word in words:
            self.assertIn(word, faults[0])

    def clean(self, lint):
        self.assertEqual(lint.check(self.root)[0], [])


MANUAL = '.SH CONFIGURATION\n.SS limits\n.TP\n\\fBbody_size\\fR (1)\nmost\n'


class Documented(Tree):
    def setUp(self):
        super().setUp()
        self.put('deploy/man/torntape.1', MANUAL)
        self.put('deploy/examples/torntape.yaml', 'limits:\n  body_size: 1\n')
        self.put('gateway/house/a.c', HEAD + 'int x = from->body_size;\n')
        self.put('program', '#!/bin/sh\ncat "${0%/*}/page"\n')
        self.put('page', MANUAL)
        (self.root / 'program').chmod(0o755)
        self.put('deploy/manual/http.md', '`GET /v1/x` `gone-away`\n')
        self.put('gateway/admin/admin.c', HEAD + 'char *x = "/v1/x";\n'
                 'int y = f(x, 410, "gone-away");\n')

    def faults(self):
        return documented.check(self.root / 'program', self.root)[0]

    def test_an_option_that_is_documented_and_read_is_fine(self):
        self.assertEqual(self.faults(), [])

    def test_an_option_that_nobody_reads_is_seen(self):
        self.put('gateway/house/a.c', HEAD + '/* from->body_size */\n')
        self.assertEqual(self.faults(), ['limits: nobody reads body_size'])

    def test_an_option_without_an_example_is_seen(self):
        self.put('deploy/examples/torntape.yaml', 'limits: {}\n')
        self.assertEqual(len(self.faults()), 1)

    def test_a_route_and_a_code_without_a_word_are_seen(self):
        self.put('deploy/manual/http.md', '`GET /v1/xyz` `gone`\n')
        self.assertEqual(self.faults(), [
            'code gone-away is not in deploy/manual/http.md',
            'route /v1/x is not in deploy/manual/http.md'])


class Layers(Tree):
    def test_the_tree_is_clean_without_a_fault(self):
        self.clean(layers)

    def test_an_include_upward_is_seen(self):
        self.put('gateway/base/c.c', HEAD + '#include "net/b.h"\n')
        self.one(layers, 'gateway/base/c.c:5', 'base may not include net')

    def test_a_foreign_header_in_the_wrong_folder_is_seen(self):
        self.put('gateway/base/c.c', HEAD + '  #  include <zlib.h>\n')
        self.one(layers, 'zlib.h')

    def test_a_header_that_nobody_knows_is_seen(self):
        self.put('gateway/base/c.c', HEAD + '#include <glib/main.h>\n')
        self.one(layers, 'glib/main.h')

    def test_an_include_that_is_not_from_the_root_is_seen(self):
        self.put('gateway/base/c.c', HEAD + '#include "a.h"\n')
        self.one(layers, 'a.h')

    def test_a_folder_without_a_row_is_seen(self):
        self.put('gateway/new/c.c', HEAD)
        self.one(layers, 'no row')

    def test_the_plugin_header_is_for_those_named(self):
        self.put('gateway/base/c.c', HEAD + '#include "torntape/plugin.h"\n')
        self.one(layers, 'torntape/plugin.h')

    def test_a_plugin_sees_nothing_of_the_gateway(self):
        self.put('plugins/x/x.c', HEAD + '#include "base/a.h"\n')
        self.one(layers, 'a plugin may not')


class Style(Tree):
    def test_the_tree_is_clean_without_a_fault(self):
        self.clean(style)

    def test_a_banned_call_is_seen_and_a_comment_is_not(self):
        self.put('gateway/base/c.c', HEAD + '/* strcpy(a, b) */\n'
                 'static const char *x = "atoi(x)";\n')
        self.clean(style)
        self.put('gateway/base/c.c', HEAD + 'int x = atoi("1");\n')
        self.one(style, 'gateway/base/c.c:5', 'atoi()')

    def test_a_missing_licence_line_is_seen(self):
        self.put('gateway/base/c.c', '/*\n * x - a file.\n */\n')
        self.assertIn('SPDX', style.check(self.root)[0][0])

    def test_a_missing_essay_is_seen(self):
        self.put('gateway/base/c.c', HEAD.split('\n', 1)[0] + '\nint x;\n')
        self.one(style, 'essay')

    def test_a_long_file_is_seen(self):
        self.put('gateway/base/c.c', HEAD + '\n'.join(
            f'int x{i};' for i in range(900)) + '\n')
        self.one(style, 'the limit is 900')

    @unittest.skipUnless(style.shutil.which('ctags'), 'no ctags')
    def test_a_long_function_is_seen(self):
        self.put('gateway/base/c.c', HEAD + 'int\nx(int n)\n{\n' +
                 '\tn++;\n' * 80 + '\treturn n;\n}\n')
        self.one(style, 'x() has')

    def test_a_promise_of_later_work_is_seen(self):
        self.put('gateway/base/c.c', HEAD + '/* TO' 'DO: later */\n')
        self.one(style, 'TO' 'DO')

    def test_a_folder_without_a_readme_is_seen(self):
        (self.root / 'gateway/net/README.md').unlink()
        self.one(style, 'README')

    @unittest.skipUnless(style.shutil.which('clang-format'), 'no clang-format')
    def test_layout_is_seen(self):
        self.put('.clang-format', 'BasedOnStyle: LLVM\n')
        self.put('gateway/base/c.c', HEAD + 'int   x ;\n')
        self.one(style, 'clang-format')


class Dead(Tree):
    def setUp(self):
        super().setUp()
        self.put('gateway/base/c.h', HEAD + 'struct c;\n'
                 'int c_used(struct c *c, void (*fn)(void));\nint c_idle(\n'
                 '\tint n);\n')
        self.put('gateway/base/c.c', HEAD + 'int\nc_used(struct c *c, '
                 'void (*fn)(void))\n{\n}\n\nint\nc_idle(int n)\n{\n}\n')
        self.put('gateway/net/b.c', HEAD + 'int x = c_used(0, 0);\n')

    def test_what_nobody_calls_is_seen(self):
        self.one(dead, 'gateway/base/c.h: nobody calls c_idle()')

    def test_a_word_in_a_comment_is_no_call_and_a_test_is(self):
        self.put('gateway/net/d.c', HEAD + '/* c_idle(1) */\n')
        self.one(dead, 'c_idle')
        self.put('tests/unit/base/test_c.c', HEAD + 'int x = c_idle(1);\n')
        self.clean(dead)


class Headers(Tree):
    def test_a_header_that_needs_another_is_seen(self):
        self.clean(headers)
        self.put('gateway/base/c.h', HEAD + 'size_t c(void);\n')
        faults, _ = headers.check(self.root)
        self.assertTrue(faults)
        self.assertTrue(all('base/c.h' in fault for fault in faults))


if __name__ == '__main__':
    unittest.main()
