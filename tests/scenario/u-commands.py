# SPDX-License-Identifier: Apache-2.0
"""The commands as an operator types them: answers on stdout, talk on stderr,
exit codes that scripts can hold on to.
"""
from house import *


def run(room, *words, code=0, text=None):
    done = subprocess.run([room.binary, *words], capture_output=True,
                          input=text, timeout=60, text=True)
    equal(done.returncode, code,
          f'torntape {" ".join(words)}: {done.stderr[-1500:]}')
    return done


@scenario
def help_and_nonsense_are_told_apart(room):
    expect('run' in run(room, '--help').stdout, 'the commands')
    for command in ('run', 'try', 'check', 'kill', 'quarantine',
                    'books'):
        expect(command in run(room, command, '--help').stdout, command)
    for words in (('fly',), ('run', '--wings'), ('kill',), ('try',)):
        done = run(room, *words, code=2)
        equal(done.stdout, '', 'stdout is for answers')
        expect(done.stderr.strip(), 'it says what is wrong')


@scenario
def check_tells_every_mistake_at_once(room):
    gateway = room.gateway(start=False)
    run(room, 'check', '--config', gateway.file)
    with open(gateway.file, 'a', encoding='utf-8') as file:
        file.write('limts: {header_timeout: 10s}\n'
                   'queue: {visibility: 60}\n'
                   'normalizer: {deadline: soon}\n')
    said = run(room, 'check', '--config', gateway.file, code=3)
    said = said.stdout + said.stderr
    for words in ('limts', 'limits', 'visibility', 'soon'):
        expect(words in said, f'"{words}" in: {said}')
    run(room, 'run', '--config', gateway.file, code=3)
    run(room, 'check', '--config', '/no/such/file', code=3)


@scenario
def a_new_key_opens_the_door_whose_hash_it_gives(room):
    said = run(room, 'key', 'new', '--json').stdout
    made = json.loads(said)
    key = made['key']
    equal(made['hash'], hashed(key), 'the hash')
    other = json.loads(run(room, 'key', 'new', '--json').stdout)
    expect(other['key'] != key, 'never the same')


@scenario
def a_command_without_a_gateway_says_that_there_is_none(room):
    gateway = room.gateway(start=False)
    run(room, 'kill', '--config', gateway.file, 'urn:x', code=4)


@scenario
def a_port_or_a_state_that_is_taken_is_no_mistake_of_the_configuration(room):
    first = room.gateway()
    second = room.gateway(start=False)
    for key in ('public', 'admin'):
        taken = dict(second.config['listen'])
        taken[key] = first.config['listen'][key]
        second.config['listen'], kept = taken, second.config['listen']
        second.write()
        said = run(room, 'run', '--config', second.file, code=1).stderr
        for words in (taken[key], 'already in use', f"'listen.{key}'"):
            expect(words in said, f'"{words}" in: {said}')
        second.config['listen'] = kept
    second.config['state'] = first.config['state']
    second.write()
    said = run(room, 'run', '--config', second.file, code=1).stderr
    expect(first.config['state'] in said and 'another' in said, said)
    second.config['state'] = os.path.join(room.folder, 'a-state-of-its-own')
    second.write()
    second.start()


@scenario
def a_plugin_that_cannot_be_had_is_a_mistake_of_the_configuration(room):
    gateway = room.gateway(start=False, plugins=[{'name': 'nowhere'}])
    said = run(room, 'run', '--config', gateway.file, code=3).stderr
    expect('nowhere' in said, said)
    expect('Sanitizer' not in said, said)


@scenario
def try_shows_people_and_programs_the_same_story(room):
    file = fixture('scenario', 'three-harbours.txt')
    people = run(room, 'try', file).stdout
    for words in ('Harbour Ministers', 'MENAFN', 'Interfax', 'liability'):
        expect(words in people, f'"{words}" in: {people}')
    lines = run(room, 'try', '--json', file, file).stdout.splitlines()
    equal(len(lines), 2, 'one object a line per file')
    report = json.loads(lines[0])
    equal(report['format'], 'text')
    equal(report['problem'], None)
    source = json.loads(run(room, 'try', '--json', '--with-source',
                            file).stdout)['stories'][0]
    text = (source.get('source_text') or source['wire']['source_text'])
    tiles(text.encode(), source['wire'])
    page = run(room, 'try', '--html', file).stdout
    for words in ('Harbour Ministers', 'MENAFN', 'Interfax', 'liability'):
        expect(words in page, f'"{words}" in the page')


@scenario
def an_editor_asks_why_and_is_told(room):
    file = fixture('scenario', 'three-harbours.txt')
    said = run(room, 'try', '--why', 'supplier', file).stdout
    for words in ('no mark of a supplier', 'only in running text',
                  '>>Interfax', 'agency<< reported', 'line 6'):
        expect(words in said, f'"{words}" in: {said}')
    answer = json.loads(run(room, 'try', '--why', 'disclaimers', '--json',
                            file).stdout)
    notice = answer['stories'][0]['found'][0]
    expect('liability' in notice['detail'], notice)
    text = open(file, 'rb').read()
    for evidence in notice['evidence']:
        equal(text[evidence['start']:evidence['end']].decode(),
              evidence['text'], 'the bytes that it points at')
    said = run(room, 'try', '--why', 'embrago', file, code=2)
    expect("did you mean 'embargo'" in said.stderr, said.stderr)


def tiles(text, wire_facts):
    """Kept and removed spans, in order, are the whole source text."""
    spans = sorted((span['start'], span['end']) for span in
                   wire_facts['kept'] + wire_facts['removed'])
    at = 0
    for start, end in spans:
        equal(start, at, 'no gap and no overlap')
        at = end
    equal(at, len(text), 'to the end')
    for span in wire_facts['removed']:
        equal(text[span['start']:span['end']].decode(), span['text'])
    body = b' '.join(text[s['start']:s['end']] for s in wire_facts['kept']
                     if s['into'] == 'body').decode()
    equal(body.split(), wire_facts['body_text'].split(), 'the body')


@scenario
def the_demo_shows_what_to_type_and_it_works(room):
    demo = subprocess.Popen(
        [room.binary, 'run', '--demo', '--json'], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        while not demo.stderr.readline().startswith('ready'):
            expect(demo.poll() is None, 'the demo ended')
        shown = json.loads(demo.stdout.readline())
        file = fixture('scenario', 'three-harbours.txt')
        typed = shown['curl'].replace('FILE', file)
        answer = json.loads(subprocess.run(
            typed, shell=True, check=True, capture_output=True,
            timeout=20).stdout)
        equal(answer['stories'][0]['status'], 'published')
        reader = shown['subscribers'][0]
        feed = subprocess.run(
            ['curl', '-sS', '--cacert', shown['ca'], '-H',
             f'Authorization: Bearer {reader["key"]}',
             shown['feeds']['atom']], check=True, capture_output=True,
            timeout=20).stdout
        titles = [entry.title for entry in feedparser().parse(feed).entries]
        expect(any('Harbour Ministers' in title for title in titles), titles)
    finally:
        demo.terminate()
        demo.communicate(timeout=20)
    equal(demo.returncode, 0, 'how the demo ended')
    expect(not os.path.exists(shown['ca']), 'it leaves nothing behind')
