#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What agencies publish, written as NewsML-G2 and NITF, judged by the schemas.

    schemas.py TORNTAPE [--list]

Every example and unit test of IPTC for ninjs and NewsML-G2, NITF among them,
that holds one story is converted to both formats, and xmllint holds the results
against the XSDs of NewsML-G2 2.35 and NITF 3.6. What converts to several
stories is judged as NewsML-G2 message only. --list names what did not convert,
and why.
"""
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import report as r

IPTC = r.SHARED / 'iptc'
SCHEMAS = {
    'newsml-g2': IPTC / 'newsml-g2/tests/schema_versions/'
    'NewsML-G2_2.35-spec-All-Power.xsd',
    'nitf': IPTC / 'newsml-g2/examples/nitf-3-6.xsd',
}
LEAST_DOCUMENTS = 200  # fewer: the runner looks in the wrong place


def sources():
    for folder, pattern in (('ninjs', '*.json'), ('newsml-g2', '*.xml')):
        for file in sorted((IPTC / folder).rglob(pattern)):
            if 'specification' not in file.parts and \
                    'should_fail' not in file.parts:
                yield file


def convert(torntape, file, kind, target):
    done = subprocess.run([torntape, 'convert', str(file), '--to', kind],
                          capture_output=True, check=False)
    if done.returncode == 0:
        target.write_bytes(done.stdout)
    return done


def judge(kind, files):
    """File -> the first fault that xmllint finds in it."""
    done = subprocess.run(
        ['xmllint', '--nonet', '--noout', '--schema', str(SCHEMAS[kind]),
         *map(str, files)], capture_output=True, text=True, check=False)
    faults = {}
    for line in done.stderr.splitlines():
        name, _, rest = line.partition(':')
        if not line.endswith(' validates') and name.startswith('/'):
            faults.setdefault(name, rest)
    if done.returncode and not faults:
        faults['xmllint'] = done.stderr[-400:]
    return faults


def main():
    torntape = os.path.abspath(sys.argv[1])
    if not IPTC.is_dir() or not shutil.which('xmllint'):
        print('skipped: no documents of IPTC here, or no xmllint')
        return r.SKIPPED
    failed = n_written = 0
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(2) as pool:
        for kind in SCHEMAS:
            origin, jobs = {}, []
            for n, file in enumerate(sources()):
                target = pathlib.Path(folder) / f'{kind}-{n}.xml'
                origin[str(target)] = file.relative_to(IPTC)
                jobs.append((file, target, pool.submit(
                    convert, torntape, file, kind, target)))
            refused = [(file, job.result()) for file, target, job in jobs
                       if job.result().returncode]
            written = [t for _, t, job in jobs if not job.result().returncode]
            faults = judge(kind, written)
            print(f'{kind}: {len(written)} of {len(jobs)} documents written, '
                  f'{len(faults)} not valid')
            for name, fault in faults.items():
                print(f'  {origin.get(name, name)}: {fault}')
            if '--list' in sys.argv:
                for file, done in refused:
                    print(f'  not written: {file.relative_to(IPTC)}: '
                          f'{done.stderr.decode().strip()[:150]}')
            failed += len(faults)
            n_written += len(written)
    if n_written < LEAST_DOCUMENTS:
        print(f'only {n_written} documents were written')
        failed += 1
    print(f'{n_written - failed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
