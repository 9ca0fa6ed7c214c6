# SPDX-License-Identifier: Apache-2.0
"""What a gateway pays while somebody means it harm, and what its neighbours
notice of it.

    with Burden(gateway) as burden:
        ...
    burden.says('slow headers')
    burden.below(mib=20, cpu=0.5)
"""
import json
import os
import subprocess
import sys
import threading
import time

import wire
from stories import Story

HERE = os.path.dirname(os.path.abspath(__file__))
TICK = os.sysconf('SC_CLK_TCK')
MIB = 1 << 20
# A sanitizer keeps what was freed (256 MiB, in pieces that leave holes) and
# makes everything slow: the figures are printed all the same, and held to their
# bounds in the build without one.
SANITIZED = wire.PATIENCE > 20
SLACK_MIB = 600 if SANITIZED else 0
SLACK_TIMES = wire.PATIENCE / 20


def memory(pid):
    """Bytes that this process has for itself and nobody else."""
    with open(f'/proc/{pid}/smaps_rollup', encoding='ascii') as file:
        for line in file:
            if line.startswith('Pss_Anon:'):
                return int(line.split()[1]) * 1024
    raise AssertionError('no Pss_Anon')


def cpu(pid):
    """Seconds of processor time."""
    with open(f'/proc/{pid}/stat', encoding='ascii') as file:
        fields = file.read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def descriptors(pid):
    return len(os.listdir(f'/proc/{pid}/fd'))


class Burden:
    """Measures one gateway from begin() to end(), ten times a second."""

    def __init__(self, gateway):
        self.pid = gateway.process.pid
        self.leaving = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def __enter__(self):
        self.start = self.peak = self.end = memory(self.pid)
        self.cpu, self.began = cpu(self.pid), time.monotonic()
        self.thread.start()
        return self

    def watch(self):
        while not self.leaving.wait(0.1):
            try:
                self.peak = max(self.peak, memory(self.pid))
            except OSError:
                return

    def __exit__(self, failure, *_):
        self.leaving.set()
        self.thread.join()
        if failure is None:
            self.end = memory(self.pid)
            self.peak = max(self.peak, self.end)
            self.took = time.monotonic() - self.began
            self.share = (cpu(self.pid) - self.cpu) / self.took

    def now(self):
        return memory(self.pid)

    @property
    def growth(self):
        return self.peak - self.start

    def says(self, what):
        print(f'       {what}: memory {self.start / MIB:.1f} MiB, at most '
              f'{self.peak / MIB:.1f}, at the end {self.end / MIB:.1f}; '
              f'{self.share:.2f} processors for {self.took:.1f} s',
              flush=True)

    def below(self, mib, cpu=None):
        bound = (mib + SLACK_MIB) * MIB
        if self.growth > bound:
            raise AssertionError(f'memory grew by {self.growth / MIB:.1f} MiB,'
                                 f' wanted at most {mib}')
        if cpu is not None and self.share > cpu * SLACK_TIMES:
            raise AssertionError(f'{self.share:.2f} processors, wanted at '
                                 f'most {cpu}')


class Neighbour:
    """A partner and a subscriber who behave: a story every now and then, each
    on a new connection, and how long it took until the stream had seen it."""

    def __init__(self, gateway, stream, name='menafn', every=0.05):
        self.desk, self.stream = gateway.partner(name), stream
        self.every, self.delays, self.failure = every, [], None
        self.run_number = len(stream.envelopes)
        self.leaving = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def run(self):
        n = 0
        try:
            while not self.leaving.wait(self.every):
                uri = f'urn:neighbour:{self.run_number}:{n}'
                began = time.monotonic()
                if not self.post(Story(uri)):
                    break
                self.stream.sees(uri)
                self.desk.hang_up()
                self.delays.append(time.monotonic() - began)
                n += 1
        except Exception as failure:
            self.failure = failure

    def post(self, story):
        """Told to come again, it does, as long as it stays. Was it taken?"""
        answer = self.desk.post(story.body())
        while answer.status == 503 and not self.leaving.wait(0.02):
            answer = self.desk.post(story.body())
        if answer.status == 503:
            return False
        if answer.status != 201:
            raise AssertionError(f'{story.uri}: {answer}')
        return True

    def __exit__(self, *_):
        self.leaving.set()
        self.thread.join()
        self.desk.hang_up()

    def served(self, worst, least=5):
        """Nobody waited for more than `worst` seconds; says so."""
        if self.failure:
            raise self.failure
        delays = sorted(self.delays)
        if len(delays) < least:
            raise AssertionError(f'only {len(delays)} stories went through')
        text = (f'{len(delays)} stories of others meanwhile, from post to '
                f'stream {delays[len(delays) // 2] * 1000:.0f} ms, the '
                f'slowest {delays[-1] * 1000:.0f} ms')
        print(f'       {text}', flush=True)
        if delays[-1] > worst * SLACK_TIMES:
            raise AssertionError(f'{text}; wanted at most {worst} s')


class Attacker:
    """attacker.py, at work from begin() to what()."""

    def __init__(self, gateway, kind, count, key='', every=0.2, seconds=60.0,
                 path='/v1/stories'):
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, 'attacker.py'), kind,
             '--port', str(gateway.public), '--count', str(count), '--key',
             key, '--every', str(every), '--seconds', str(seconds),
             '--path', path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def ready(self):
        line = self.process.stdout.readline()
        if line != 'ready\n':
            raise AssertionError(f'the attacker failed: {line}')
        return self

    def what(self, stop=False):
        """What it saw, once it is over."""
        if stop:
            self.process.stdin.close()
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError('the attacker failed')
        return json.loads(line)
