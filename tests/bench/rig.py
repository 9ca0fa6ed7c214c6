# SPDX-License-Identifier: Apache-2.0
"""What the measurements start: the load generator, nginx with nchan, and a
gateway with one loop and one worker, pinned to the first core. The load comes
from the second.

Needs the shared load generator (../shared/bench, or $TORNTAPE_SHARED/bench).
"""
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
SHARED = os.environ.get('TORNTAPE_SHARED', os.path.join(ROOT, '..', 'shared'))
PUBLIC, ADMIN = 8553, 9553
STORY = ('{"uri":"urn:bench:{ID}","type":"text","language":"en",'
         '"slugline":"{MARK}","headlines":[{"value":"Bench story {ID}"}],'
         '"bodies":[{"contentType":"text/plain","value":"{PAD}"}]}')


def missing(*programs):
    """Why nothing can be measured here; None when it can."""
    if not os.path.isdir(os.path.join(SHARED, 'bench')):
        return 'the shared load generator is not here'
    for program, package in programs:
        if shutil.which(program) is None:
            return f'install {package}'
    return None


def run(*command, **more):
    return subprocess.run(command, check=True, capture_output=True, text=True,
                          **more).stdout


class Rig:
    def __init__(self, build):
        self.torntape = os.path.join(build, 'torntape')
        self.room = tempfile.mkdtemp(prefix='torntape-bench.')
        self.fanload = os.path.join(self.room, 'bench', 'fanload')
        shutil.copytree(os.path.join(SHARED, 'bench'),
                        os.path.join(self.room, 'bench'))
        run('make', '-C', os.path.join(self.room, 'bench'))
        run('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
            'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj',
            '/CN=localhost', '-keyout', self.path('key.pem'), '-out',
            self.path('cert.pem'))
        os.chmod(self.room, 0o755)
        with open(self.path('story.in'), 'w', encoding='ascii') as file:
            file.write(STORY)

    def path(self, name):
        return os.path.join(self.room, name)

    def start_nchan(self):
        pid = int(run(os.path.join(self.room, 'bench/peers/start-nginx.sh'),
                      '1', env={**os.environ, 'WORK': self.room,
                                'PIN': 'taskset -c 0'}).split()[0])
        return pid, ['--url', 'https://127.0.0.1:8443/sub?id=news',
                     '--pub-url', 'http://127.0.0.1:8081/pub?id=news']

    def start_torntape(self):
        def hashed(key):
            return 'sha256:' + hashlib.sha256(key.encode()).hexdigest()
        shutil.rmtree(self.path('state'), ignore_errors=True)
        with open(self.path('torntape.yaml'), 'w', encoding='ascii') as file:
            file.write(
                f'state: {self.path("state")}\n'
                f'listen: {{public: 127.0.0.1:{PUBLIC}, '
                f'admin: 127.0.0.1:{ADMIN}, '
                'cert: cert.pem, key: key.pem}\n'
                'limits: {connections_per_ip: 30000, '
                'streams_per_subscriber: 30000}\n'
                'delivery: {loops: 1}\nnormalizer: {workers: 1}\n'
                'log: {level: error}\n'
                f'partners: [{{name: bench, keys: ["{hashed("p")}"]}}]\n'
                'products: [{name: all, match: all}]\n'
                'subscribers: [{name: reader, products: [all], '
                f'keys: ["{hashed("s")}"]}}]\n')
        server = subprocess.Popen(
            ['taskset', '-c', '0', self.torntape, 'run', '--config',
             self.path('torntape.yaml')], stderr=subprocess.PIPE, text=True)
        for line in server.stderr:
            if line.startswith('ready'):
                break
        else:
            sys.exit('torntape did not start')
        base = f'https://127.0.0.1:{PUBLIC}/v1/'
        return server.pid, [
            '--url', base + 'stream', '-H', 'Authorization: Bearer s',
            '--pub-url', base + 'partners/bench/stories',
            '--pub-header', 'Authorization: Bearer p',
            '--pub-header', 'Content-Type: application/json',
            '--body', self.path('story.in')]

    def load(self, *words):
        """fanload from the second core; its own JSON."""
        done = subprocess.run(['taskset', '-c', '1', self.fanload, *words],
                              capture_output=True, text=True)
        if done.returncode not in (0, 1) or not done.stdout.strip():
            sys.exit(f'fanload: {done.stderr.strip()[-400:]}')
        return json.loads(done.stdout.strip().splitlines()[-1])

    def stop(self, pid):
        """Until it is gone; one that nobody waits for is a zombie then."""
        os.kill(pid, signal.SIGTERM)
        for _ in range(150):
            try:
                os.kill(pid, 0)
                with open(f'/proc/{pid}/stat', encoding='ascii') as file:
                    if file.read().rpartition(')')[2].split()[0] == 'Z':
                        return
            except OSError:
                return
            time.sleep(0.1)

    def leave(self):
        shutil.rmtree(self.room, ignore_errors=True)
