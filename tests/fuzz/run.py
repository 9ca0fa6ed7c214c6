#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Lets every fuzz target look for trouble for a while.

  run.py [NAME...]   these targets; none: all
  --seconds N        how long each runs, 60 unless told
  --seed N           repeat a run; the seed is printed
  --build DIR        where clang builds them, build-fuzz unless told
  --keep             add to the corpus in the tree what reached new code

Builds with clang, libFuzzer, ASan and UBSan. Each target begins with its own
corpus and writes what it discovers to a folder that is thrown away. One line a
target: executions, edges (cov) and features (ft) reached, at the start and at
the end. An input that does harm is kept under DIR/harm, and the line says how
to play it again. The last line is `N passed, N failed`.
"""
import argparse
import concurrent.futures
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# Whose corpora a target reads besides its own.
ALSO = {'chain': ('html', 'ninjs', 'rss', 'text')}
OPTIONS = ['-Dfuzzers=true', '-Db_sanitize=address,undefined']
# The runtime of UBSan would only print and go on.
ENVIRONMENT = {'UBSAN_OPTIONS': 'halt_on_error=1:print_stacktrace=1',
               'ASAN_OPTIONS': 'detect_leaks=1:strict_string_checks=1'}
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


def build(folder):
    """Configure and build with clang; true when it went well."""
    if not os.path.exists(os.path.join(folder, 'build.ninja')):
        done = subprocess.run(['meson', 'setup', folder, ROOT, *OPTIONS],
                              env={**os.environ, 'CC': 'clang'},
                              stdout=sys.stderr)
        if done.returncode:
            return False
    return subprocess.run(['ninja', '-C', folder],
                          stdout=sys.stderr).returncode == 0


def fuzz(name, asked, seed):
    """Run one target: (its line, whether it went well)."""
    binary = os.path.join(asked.build, 'tests', 'fuzz', 'fuzz_' + name)
    corpus, *others = (os.path.join(HERE, 'corpus', one)
                       for one in (name, *ALSO.get(name, ())))
    harm = os.path.join(asked.build, 'harm', '')
    environment = {**os.environ, **ENVIRONMENT, 'TORNTAPE_PLUGINS':
                   os.path.join(asked.build, 'plugins')}
    found = tempfile.mkdtemp(prefix=f'found-{name}-', dir=asked.build)
    os.makedirs(harm, exist_ok=True)
    try:
        done = subprocess.run(
            [binary, f'-seed={seed}', f'-max_total_time={asked.seconds}',
             '-max_len=65536', '-timeout=20', '-rss_limit_mb=2048',
             '-print_final_stats=1', f'-artifact_prefix={harm}{name}-',
             found, corpus, *others],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            errors='replace', env=environment)
        if asked.keep and done.returncode == 0:
            subprocess.run([binary, '-merge=1', corpus, found],
                           capture_output=True, check=True, env=environment)
    finally:
        shutil.rmtree(found, ignore_errors=True)
    return report(name, done, asked.seconds, seed)


def report(name, done, seconds, seed):
    steps = PROGRESS.findall(done.stdout)
    runs = re.search(r'number_of_executed_units: (\d+)', done.stdout)
    began = next((step for step in steps if step[1] == 'INITED'), None)
    # Without one input read there was no fuzzing, whatever the exit code.
    good = done.returncode == 0 and began is not None and runs is not None
    line = f'{"ok    " if good else "FAILED"} {name}: '
    line += f'{runs.group(1) if runs else "no"} executions in {seconds} s'
    if began:
        line += f', cov {began[2]} -> {steps[-1][2]}'
        line += f', ft {began[3]} -> {steps[-1][3]}'
    line += f', seed {seed}'
    harmed = re.search(r'Test unit written to (\S+)', done.stdout)
    if harmed:
        line += f'\n       again: {done.args[0]} {harmed.group(1)}'
    if not good:
        print(done.stdout[-6000:], file=sys.stderr)
    return line, good


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('names', nargs='*')
    parser.add_argument('--seconds', type=int, default=60)
    parser.add_argument('--seed', type=int)
    parser.add_argument('--build', default=os.path.join(ROOT, 'build-fuzz'))
    parser.add_argument('--keep', action='store_true')
    asked = parser.parse_args()
    asked.build = os.path.abspath(asked.build)

    names = targets(asked.names)
    if not build(asked.build):
        print('the fuzz targets could not be built', file=sys.stderr)
        print('0 passed, 1 failed')
        return 1
    # libFuzzer takes 32 bits, and 0 for "choose one".
    seed = asked.seed if asked.seed is not None else (
        secrets.randbits(31) | 1)
    counts = {True: 0, False: 0}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for line, good in pool.map(
                lambda name: fuzz(name, asked, seed), names):
            print(line, flush=True)
            counts[good] += 1
    print(f'{counts[True]} passed, {counts[False]} failed')
    return 1 if counts[False] else 0


if __name__ == '__main__':
    sys.exit(main())
