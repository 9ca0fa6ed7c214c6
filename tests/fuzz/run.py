#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Lets every fuzz target look for trouble for a while.

  run.py [NAME...]   these targets; none: all
  --seconds N        CPU seconds for each, 60 unless told
  --runs N           executions for each, 10 million unless told; a target ends
                     at whichever comes first
  --jobs N           targets at once, one for each processor unless told
  --seed N           repeat a run; the seed is printed
  --build DIR        where clang builds them, build-fuzz unless told
  --cover DIR        where it builds them once more to measure what they reach,
                     build-cover unless told
  --keep             add to the corpus in the tree what reached new code
  --list             only say of each target what it is meant to reach; fails
                     when one does not say so, or names what is not there

Builds with clang, libFuzzer, ASan and UBSan. Each target begins with its own
corpus and, when the shared test data lies beside the project, with what is of
its kind there; what it discovers goes to a folder that is thrown away. Says of
each target: executions, CPU seconds, executions a second, edges (cov) and
features (ft) reached at the start and at the end. Then all those inputs are
read once more by a build that counts, and a table says how many lines and
regions of each file named under "Reaches:" in the target's essay were executed;
a file of which no line was is a failure.

An input that does harm is kept under DIR/harm, and a line says how to play it
again. The last line is `N passed, N failed`.
"""
import argparse
import concurrent.futures
import glob
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHARED = os.environ.get('TORNTAPE_SHARED', os.path.join(ROOT, '..', 'shared'))
FEEDS = ('corpus/feedparser', 'corpus/gofeed')
# Whose corpora a target reads besides its own.
ALSO = {'chain': ('html', 'ninjs', 'rss', 'text'), 'markup': ('html',),
        'ninjs': ('ninjs_dialects',)}
# Folders of the shared data that are of a target's kind.
SHARED_SEEDS = {
    'chain': ('iptc/ninjs', 'seed', 'wire', 'html'),
    'charset': ('corpus/feedparser/tests/encoding',
                'corpus/feedparser/tests/illformed/chardet'),
    'html': ('html', 'corpus/feedparser/tests/wellformed/sanitize'),
    'markup': ('html', 'corpus/feedparser/tests/entities', 'seed'),
    'newsml_g2': ('iptc/newsml-g2',),
    'ninjs': ('iptc/ninjs', 'corpus/gofeed/testdata/parser/json'),
    'rss': (*FEEDS, 'xml/test'),
    'text': ('seed', 'wire'),
}
FUZZ_OPTIONS = ['-Dfuzzers=true', '-Db_sanitize=address,undefined']
COVER_OPTIONS = ['-Dc_args=-fprofile-instr-generate -fcoverage-mapping',
                 '-Dc_link_args=-fprofile-instr-generate']
# The runtime of UBSan would only print and go on. A short memory of what was
# freed and shorter stacks of who did it make executions cheaper.
ENVIRONMENT = {'UBSAN_OPTIONS': 'halt_on_error=1:print_stacktrace=1',
               'ASAN_OPTIONS': 'detect_leaks=1:strict_string_checks=1:'
                               'quarantine_size_mb=16:malloc_context_size=8'}
# Longer ones cost time and reach nothing more.
MAX_LEN = 16384
PROGRESS = re.compile(r'^#(\d+)\s+(\w+)\s+cov: (\d+) ft: (\d+)', re.M)


def targets(names):
    every = sorted(name.removeprefix('fuzz_').removesuffix('.c')
                   for name in os.listdir(HERE)
                   if name.startswith('fuzz_') and name.endswith('.c'))
    for name in names:
        if name not in every:
            sys.exit(f'no target is called {name}; there are '
                     f'{", ".join(every)}')
    return names or every


def reaches(name):
    """What the target's essay says it is meant to reach: files, and folders
    with a slash at the end."""
    with open(os.path.join(HERE, f'fuzz_{name}.c'), encoding='utf-8') as file:
        essay = file.read().split('*/')[1]
    words = essay.partition('Reaches:')[2].split()
    return [word for word in words if '/' in word]


def build(folder, options, *wanted):
    """Configure with clang and build what is wanted; true when it went well."""
    if not os.path.exists(os.path.join(folder, 'build.ninja')):
        done = subprocess.run(['meson', 'setup', folder, ROOT, *options],
                              env={**os.environ, 'CC': 'clang'},
                              stdout=sys.stderr)
        if done.returncode:
            return False
    return subprocess.run(['ninja', '-C', folder, *wanted],
                          stdout=sys.stderr).returncode == 0


class Clock:
    """Asks a target to end in good order when its CPU time is used up."""

    def __init__(self, process, seconds):
        self.process = process
        self.seconds = seconds
        self.used = 0.0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        tick = os.sysconf('SC_CLK_TCK')
        while not self.over.wait(0.1):
            try:
                with open(f'/proc/{self.process.pid}/stat', 'rb') as file:
                    fields = file.read().rpartition(b')')[2].split()
            except OSError:
                return
            self.used = (int(fields[11]) + int(fields[12])) / tick
            if self.used >= self.seconds:
                self.process.send_signal(signal.SIGUSR1)
                if self.used >= self.seconds + 60:
                    self.process.kill()

    def stop(self):
        self.over.set()
        self.thread.join()


class Target:
    def __init__(self, name, asked, seed):
        self.name = name
        self.asked = asked
        self.seed = seed
        self.corpus = os.path.join(HERE, 'corpus', name)
        self.seeds = [os.path.join(HERE, 'corpus', one)
                      for one in ALSO.get(name, ())]
        self.seeds += [os.path.join(SHARED, one)
                       for one in SHARED_SEEDS.get(name, ())
                       if os.path.isdir(os.path.join(SHARED, one))]
        self.good = True
        self.lines = []

    def binary(self, folder):
        return os.path.join(folder, 'tests', 'fuzz', 'fuzz_' + self.name)

    def environment(self, folder):
        return {**os.environ, **ENVIRONMENT,
                'TORNTAPE_PLUGINS': os.path.join(folder, 'plugins')}

    def command(self, found):
        words = [self.binary(self.asked.build), f'-seed={self.seed}',
                 f'-runs={self.asked.runs}', f'-max_len={MAX_LEN}',
                 '-timeout=60', '-rss_limit_mb=2048', '-print_final_stats=1',
                 # Its bookkeeping would cost several times what we run.
                 '-entropic=0', f'-artifact_prefix={self.asked.build}/harm/{self.name}-']
        words_file = os.path.join(HERE, 'words', self.name)
        if os.path.exists(words_file):
            words.append(f'-dict={words_file}')
        return words + [found, self.corpus, *self.seeds]

    def run(self):
        """Both passes: (the lines to print, whether all went well)."""
        found = tempfile.mkdtemp(prefix=f'found-{self.name}-',
                                 dir=self.asked.build)
        try:
            self.fuzz(found)
            if self.good and self.asked.keep:
                self.keep(found)
            if self.good:
                self.cover(found)
        finally:
            shutil.rmtree(found, ignore_errors=True)
        return '\n'.join(self.lines), self.good

    def fuzz(self, found):
        with subprocess.Popen(
                self.command(found), stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, errors='replace',
                env=self.environment(self.asked.build)) as process:
            clock = Clock(process, self.asked.seconds)
            said = process.stdout.read()
            clock.stop()
        self.report(process.returncode, said, clock.used)

    def report(self, code, said, used):
        steps = PROGRESS.findall(said)
        runs = re.search(r'number_of_executed_units: (\d+)', said)
        began = next((step for step in steps if step[1] == 'INITED'), None)
        # Without one input read there was no fuzzing, whatever the exit code.
        self.good = code == 0 and began is not None and runs is not None
        n = int(runs.group(1)) if runs else 0
        line = f'{"ok    " if self.good else "FAILED"} {self.name}: '
        line += f'{n} executions, {used:.0f} s of CPU'
        line += f', {n / used:.0f} a second' if used else ''
        if began:
            line += f', cov {began[2]} -> {steps[-1][2]}'
            line += f', ft {began[3]} -> {steps[-1][3]}'
        self.lines.append(line + f', seed {self.seed}')
        harmed = re.search(r'Test unit written to (\S+)', said)
        if harmed:
            self.lines.append(f'       again: {self.binary(self.asked.build)} '
                              f'{harmed.group(1)}')
        if not self.good:
            print(said[-6000:], file=sys.stderr)

    def keep(self, found):
        """Edges only: an input for every count of every edge is too many."""
        subprocess.run([self.binary(self.asked.build), '-merge=1',
                        '-use_counters=0', self.corpus, found],
                       capture_output=True, check=True,
                       env=self.environment(self.asked.build))

    def cover(self, found):
        """Count over the corpora and what was found."""
        folder = self.asked.cover
        profile = os.path.join(folder, f'{self.name}.profile')
        environment = {**self.environment(folder), 'FUZZ_ROUNDS': '0',
                       'LLVM_PROFILE_FILE': profile + '.raw'}
        done = subprocess.run(
            [self.binary(folder), found, self.corpus, *self.seeds],
            env=environment, capture_output=True)
        if done.returncode:
            self.fail('what was found could not be read once more')
            return
        subprocess.run(['llvm-profdata', 'merge', '-sparse', '-o', profile,
                        profile + '.raw'], check=True)
        words = ['llvm-cov', 'export', '-summary-only',
                 f'-instr-profile={profile}', self.binary(folder)]
        if self.name == 'chain':
            for module in sorted(glob.glob(
                    os.path.join(folder, 'plugins', '*', '*.so'))):
                words += ['-object', module]
        summary = subprocess.run(words, check=True, capture_output=True)
        self.table(json.loads(summary.stdout)['data'][0]['files'])

    def table(self, files):
        places = reaches(self.name)
        if not places:
            self.fail('its essay does not say what it reaches')
        rows = {os.path.relpath(file['filename'], ROOT): file['summary']
                for file in files}
        for place in places:
            names = sorted(
                name for name in rows if name == place or
                place.endswith('/') and name.startswith(place) and
                name.endswith('.c'))
            if not names:
                self.fail(f'{place} is not in the program')
            for name in names:
                self.row(name, rows[name])

    def row(self, name, summary):
        lines, regions = summary['lines'], summary['regions']
        self.lines.append(
            f'         {name:<36} lines {lines["percent"]:5.1f} % of '
            f'{lines["count"]:<5} regions {regions["percent"]:5.1f} % of '
            f'{regions["count"]}')
        if lines['covered'] == 0:
            self.fail(f'not one line of {name} was reached')

    def fail(self, text):
        self.good = False
        self.lines.append(f'FAILED {self.name}: {text}')


def listing(names):
    """What each target names; the exit code."""
    faults = 0
    for name in names:
        places = reaches(name)
        print(f'{name}: {" ".join(places)}')
        wrong = [place for place in places
                 if not os.path.exists(os.path.join(ROOT, place))]
        if wrong or not places:
            faults += 1
            print(f'FAILED fuzz_{name}.c: its essay ends with "Reaches:" and '
                  'the files that it is meant to reach; not there: '
                  f'{" ".join(wrong) or "all of it"}')
    return 1 if faults else 0


def options():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('names', nargs='*')
    parser.add_argument('--seconds', type=int, default=60)
    parser.add_argument('--runs', type=int, default=10_000_000)
    parser.add_argument('--jobs', type=int, default=os.cpu_count())
    parser.add_argument('--seed', type=int)
    parser.add_argument('--build', default=os.path.join(ROOT, 'build-fuzz'))
    parser.add_argument('--cover', default=os.path.join(ROOT, 'build-cover'))
    parser.add_argument('--keep', action='store_true')
    parser.add_argument('--list', action='store_true')
    asked = parser.parse_args()
    asked.build = os.path.abspath(asked.build)
    asked.cover = os.path.abspath(asked.cover)
    return asked


def main():
    asked = options()
    names = targets(asked.names)
    if asked.list:
        return listing(names)
    # The program itself for what clang has to say of it; no other test is
    # run from these folders.
    wanted = ['plugins', *(f'tests/fuzz/fuzz_{name}' for name in names)]
    if not build(asked.build, FUZZ_OPTIONS, 'torntape', *wanted) or not build(
            asked.cover, COVER_OPTIONS, *wanted):
        print('the fuzz targets could not be built', file=sys.stderr)
        print('0 passed, 1 failed')
        return 1
    os.makedirs(os.path.join(asked.build, 'harm'), exist_ok=True)
    # libFuzzer takes 32 bits, and 0 for "choose one".
    seed = asked.seed if asked.seed is not None else (
        secrets.randbits(31) | 1)
    counts = {True: 0, False: 0}
    with concurrent.futures.ThreadPoolExecutor(asked.jobs) as pool:
        jobs = [pool.submit(Target(name, asked, seed).run) for name in names]
        for job in concurrent.futures.as_completed(jobs):
            text, good = job.result()
            print(text, flush=True)
            counts[good] += 1
    print(f'{counts[True]} passed, {counts[False]} failed')
    return 1 if counts[False] else 0


if __name__ == '__main__':
    sys.exit(main())
