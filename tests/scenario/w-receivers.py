# SPDX-License-Identifier: Apache-2.0
"""Webhook receivers that mean harm: they answer without end, or never, or with
an address of our own network. Each costs its deadline and its bound; the one
beside them gets every story at once.
"""
import socket
import sys

from burden import MIB, Burden
from house import *


class Receivers:
    """receivers.py at work: one of each kind."""

    def __init__(self, room):
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(os.path.dirname(__file__),
                                          'receivers.py'),
             *room.authority.certificate('receiver')],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ports = json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def url(self, kind):
        return f'https://127.0.0.1:{self.ports[kind]}/hook'

    def saw(self):
        self.process.stdin.write('\n')
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def hooked(name, url):
    return subscriber(name, webhook={'url': url,
                                     'secret': 'whsec_' + 'AAAA' * 8})


@scenario
def a_receiver_that_means_harm_costs_its_deadline_only(room):
    with Receivers(room) as receivers:
        foes = [kind for kind in receivers.ports if kind != 'redirect-target']
        gateway = room.gateway(
            hooks=[{'name': 'good'}],
            subscribers=[hooked(kind, receivers.url(kind)) for kind in foes],
            webhooks={'timeout': '1s', 'retries': ['0s', '1s', '1s']})
        desk, hook, delays = gateway.partner('menafn'), gateway.hook('good'), []
        with Burden(gateway) as burden:
            for n in range(200 if room.long else 30):
                began = time.monotonic()
                row = desk.posts(Story(f'urn:hook:{n}'))
                hook.sees(f'urn:hook:{n}')
                delays.append(time.monotonic() - began)
                time.sleep(0.05)
            until('all of them to have failed', lambda: all(
                receivers.saw()['calls'][kind] >= 5 for kind in foes))
        saw = receivers.saw()
    delays.sort()
    burden.says(f'{len(foes)} receivers that mean harm')
    print(f'       the good one had {len(delays)} stories, each within '
          f'{delays[len(delays) // 2] * 1000:.0f} ms, the slowest '
          f'{delays[-1] * 1000:.0f} ms; the others were called '
          f'{sum(saw["calls"].values())} times and sent '
          f'{saw["sent"] / MIB:.1f} MiB', flush=True)
    equal(saw['calls']['redirect-target'], 0, 'a redirect was followed')
    expect(not any('reason":"url"' in line for line in gateway.log),
           'a receiver that talks nonsense has no wrong address')
    burden.below(mib=16, cpu=0.8)
    expect(delays[-1] < 2 * PATIENCE / 20, f'{delays[-1]:.2f} s')


@scenario
def no_spelling_of_our_own_network_is_called(room):
    inside = socket.create_server(('127.0.0.1', 0))
    inside.settimeout(0)
    port = inside.getsockname()[1]
    spellings = (
        f'https://127.0.0.1:{port}/', f'https://localhost:{port}/',
        f'https://127.1:{port}/', f'https://2130706433:{port}/',
        f'https://0x7f000001:{port}/', f'https://0177.0.0.1:{port}/',
        f'https://0.0.0.0:{port}/', f'https://[::1]:{port}/',
        f'https://[::]:{port}/', f'https://[::ffff:127.0.0.1]:{port}/',
        f'https://[::ffff:7f00:1]:{port}/', f'https://[64:ff9b::7f00:1]:{port}/',
        f'https://[::127.0.0.1]:{port}/', f'https://127.0.0.1.:{port}/',
        f'https://x:y@127.0.0.1:{port}/', f'https://localhost.:{port}/',
        f'https://LOCALHOST:{port}/', f'https://127.0.0.1:{port}/#@example.com',
        'https://169.254.169.254/latest/meta-data/',
        'https://[fd00:ec2::254]/latest/meta-data/')
    refused = []
    for url in spellings:
        gateway = room.gateway(start=False, outgoing={'allow': []},
                               subscribers=[hooked('inside', url)])
        checked = subprocess.run(
            [room.binary, 'check', '--config', gateway.file],
            capture_output=True, timeout=60)
        if checked.returncode == 3:
            refused.append(url)
    called = [url for url in spellings if url not in refused]
    gateway = room.gateway(
        outgoing={'allow': []}, webhooks={'timeout': '2s', 'retries': ['0s']},
        subscribers=[hooked(f'inside{n}', url)
                     for n, url in enumerate(called)])
    row = gateway.partner('menafn').posts(Story('urn:inside'))
    place = '/' + row['url'].split('/', 3)[3]
    until('an attempt at each', lambda: gateway.ask(
        'GET', place, 'menafn').json['deliveries']['attempts'] >= len(called))
    try:
        inside.accept()
        raise AssertionError('somebody came through')
    except BlockingIOError:
        inside.close()
    print(f'       {len(spellings)} spellings: {len(refused)} are no address '
          f'for a webhook, {len(called)} were refused by the guard',
          flush=True)
