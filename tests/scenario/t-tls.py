# SPDX-License-Identifier: Apache-2.0
"""TLS as strangers speak it: old versions, plain text, silence, crumbs."""
import socket
import ssl
import warnings

from house import *


def context(gateway, **wish):
    made = ssl.create_default_context(cafile=gateway.room.authority.ca)
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        if 'version' in wish:
            made.minimum_version = made.maximum_version = wish['version']
        if 'ciphers' in wish:
            made.set_ciphers(wish['ciphers'] + ':@SECLEVEL=0')
    return made


def refused(gateway, **wish):
    try:
        gateway.connect(context(gateway, **wish)).close()
    except (ssl.SSLError, ConnectionError):
        return
    raise AssertionError(f'accepted: {wish}')


@scenario
def only_modern_tls_is_spoken(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        connection = gateway.connect(context(gateway, version=version))
        answer = connection.ask('GET', '/v1/stories',
                                key=key_of('gulf-daily'))
        equal(answer.status, 200, version.name)
        name, _, bits = connection.socket.cipher()
        expect(bits >= 128 and ('GCM' in name or 'CHACHA' in name), name)
        connection.close()
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        refused(gateway, version=version, ciphers='ALL')
    refused(gateway, version=ssl.TLSVersion.TLSv1_2,
            ciphers='ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA')
    refused(gateway, version=ssl.TLSVersion.TLSv1_2, ciphers='aNULL')


@scenario
def plain_text_on_the_tls_port_gets_no_answer_and_harms_nobody(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           limits={'handshake_timeout': '1s'})
    for noise in (b'GET /v1/stories HTTP/1.1\r\nHost: localhost\r\n\r\n',
                  b'\x16\x03\x01\xff\xff' + b'\0' * 64, b'\x80\x2e\x01\0\x02',
                  b'SSH-2.0-x\r\n'):
        plain = Connection(gateway.public)
        plain.send(noise)
        expect(plain.ended(15), f'{noise[:20]!r}: still open')
        expect(b'HTTP/1.1 2' not in plain.pending, 'an answer in the clear')
        plain.close()
    equal(gateway.ask('GET', '/v1/stories', 'gulf-daily').status, 200)


@scenario
def silence_and_crumbs_are_ended_or_borne(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')],
                           limits={'handshake_timeout': '1s'})
    silent = Connection(gateway.public)
    expect(silent.ended(15), 'a silent peer is sent away')
    silent.close()

    connection = gateway.connect()
    head = request('GET', '/v1/stories', key=key_of('gulf-daily'))
    for at in range(len(head)):
        connection.send(head[at:at + 1])
    equal(connection.answer().status, 200, 'a record for each byte')

    story = Story('urn:crumbs', text=['The quota of Sund rose. ' * 2000])
    whole = request('POST', '/v1/partners/menafn/stories',
                    {'Content-Type': NINJS}, story.body(), key_of('menafn'))
    for at in range(0, len(whole), 1400):
        connection.send(whole[at:at + 1400])
    equal(connection.answer().status, 201, 'a large story in crumbs')
    page = gateway.reads('gulf-daily', '/v1/stories')
    expect(story.mark in page.text, 'and it is whole')
    connection.close()


@scenario
def a_half_closed_or_broken_connection_costs_itself_only(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    stream = gateway.stream('gulf-daily')
    for n in range(40):
        connection = gateway.connect()
        half = request('POST', '/v1/partners/menafn/stories',
                       {'Content-Type': NINJS}, Story(f'urn:half:{n}').body(),
                       key_of('menafn'))
        connection.send(half[:-1 - n])
        connection.socket.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, b'\1\0\0\0\0\0\0\0')
        connection.close()
    gateway.partner('menafn').posts(Story('urn:whole'))
    stream.sees('urn:whole')
    equal([e['data']['uri'] for e in stream.envelopes], ['urn:whole'],
          'nothing of the halves')


@scenario
def a_farewell_is_said(room):
    gateway = room.gateway(subscribers=[subscriber('gulf-daily')])
    connection = gateway.connect()
    answer = connection.ask('GET', '/v1/stories', {'Connection': 'close'},
                            key=key_of('gulf-daily'))
    equal(answer.status, 200)
    equal(answer.header('connection'), 'close')
    # close_notify: without it this read is an SSLEOFError.
    connection.socket.settimeout(PATIENCE)
    equal(connection.socket.recv(100), b'', 'the end of the connection')
    connection.close()
