# SPDX-License-Identifier: Apache-2.0
"""Rules are data and stay alive: an operator's files change while stories come
in, and nothing stops for it.
"""
import signal

from house import *

LINE = 'Boats of the week at a glance.'
GLANCE = f'''rule: glance
inline: boats of the week at a glance.
example: {LINE}
counter: The boats of the week at a glance were three.
'''


class Rules:
    """The operator's own rule files, and a gateway that reads them."""

    def __init__(self, room):
        self.folder = os.path.join(room.folder, 'rules')
        os.makedirs(self.folder)
        self.gateway = self.stream = None

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def begin(self, room, **more):
        self.gateway = room.gateway(
            subscribers=[subscriber('gulf-daily')], rules=self.folder, **more)
        self.stream = self.gateway.stream('gulf-daily')
        return self.gateway

    def reload(self, words='configuration reloaded'):
        return self.gateway.reload(words)

    def used(self, *words):
        """{'plugin/rule': row} as `torntape rules` lists them."""
        said = json.loads(self.gateway.command('rules', '--json', *words))
        return {f'{row["plugin"]}/{row["rule"]}': row
                for row in said['rules']}, said

    def counts(self, rule, wanted):
        """The row of a rule once so many stories are counted."""
        return until(f'{rule} to be counted {wanted} times', lambda: next(
            (row for name, row in self.used()[0].items()
             if name == rule and row['stories'] == wanted), None))

    def tells(self, uri, line=LINE, who='menafn'):
        """Post a story with this line at its end: the text as readers get
        it."""
        story = Story(uri)
        story.text = [*story.paragraphs, line]
        self.gateway.partner(who).posts(story, status=201)
        event = self.stream.sees(uri)
        return event['data']['story']['bodies'][0]['value']


@scenario
def a_rule_that_is_edited_is_in_force_for_the_next_story(room):
    rules = Rules(room)
    gateway = rules.begin(room)
    before = gateway.workers()
    expect(LINE in rules.tells('urn:old'), 'no rule knows the line yet')
    rules.write('furniture/furniture.rules', GLANCE)
    expect(LINE in rules.tells('urn:unread'), 'nobody asked to read it')
    rules.reload()
    expect(LINE not in rules.tells('urn:new'), 'the new rule takes it')
    until('the old normalizers to be gone',
          lambda: not set(before) & set(gateway.workers()))

    # A torn file: the rules of before stay, and the log says what is wrong.
    path = rules.write('furniture/furniture.rules', 'rule: torn\nnonsense\n')
    said = '\n'.join(rules.reload('not reloaded'))
    expect(f'{os.path.basename(path)}:2:1' in said, said)
    expect(LINE not in rules.tells('urn:torn'), 'the old rules are in force')
    # What only the plugin can judge is told the same way.
    rules.write('furniture/furniture.rules', GLANCE)
    rules.write('disclaimer/notices.rules', 'rule: n\nkind: liabilty\n')
    said = '\n'.join(rules.reload('not reloaded'))
    expect('notices.rules:2:7' in said, said)
    expect(LINE not in rules.tells('urn:wrong'), 'still in force')


@scenario
def a_normalizer_that_dies_comes_back_with_the_rules_in_force(room):
    rules = Rules(room)
    rules.write('furniture/furniture.rules', GLANCE)
    gateway = rules.begin(room, normalizer={'workers': 1})
    rules.write('furniture/furniture.rules', 'rule: torn\nnonsense\n')
    [worker] = gateway.workers()
    os.kill(worker, signal.SIGKILL)
    until('another normalizer', lambda: gateway.workers() not in (
        [], [worker]))
    expect(LINE not in rules.tells('urn:after'), 'the rules of the last reload')


TIDE = partner('tide', title='Tide & Reef News', role='distributor')


@scenario
def a_partners_own_rules_are_nobody_elses(room):
    rules = Rules(room)
    rules.write('furniture/furniture.rules',
                GLANCE + 'partner: tide & reef news\n')
    rules.write('agencies.csv',
                'canonical,codes,kind,partner\n'
                'Skerry Wire Service,SKW,agency,tide\n')
    gateway = rules.begin(room, partners=[MENAFN, TIDE])
    credit = 'SUND, March 3 (SKW) -- The ferry sailed late.'

    def supplier(uri, who):
        story = Story(uri)
        story.text = [credit, *story.paragraphs]
        gateway.partner(who).posts(story, status=201)
        data = rules.stream.sees(uri)['data']
        return data['wire'].get('supplier', {}).get('name')

    expect(LINE in rules.tells('urn:one', who='menafn'), 'not their rule')
    expect(LINE not in rules.tells('urn:two', who='tide'), 'their own rule')
    equal(supplier('urn:three', 'menafn'), None)
    equal(supplier('urn:four', 'tide'), 'Skerry Wire Service')
    # Shipped rules are there for both.
    shipped = 'Most popular stories'
    for who in ('menafn', 'tide'):
        expect(shipped not in rules.tells(f'urn:shipped:{who}', shipped, who),
               f'{who} has the shipped rules')


@scenario
def a_feed_of_an_agency_that_nobody_knows_is_refused_until_somebody_does(room):
    rules = Rules(room)
    gateway = rules.begin(room, partners=[MENAFN, TIDE])

    def asked(name):
        answer = gateway.reads('gulf-daily', f'/v1/feeds/agency/{name}.atom')
        return answer.status, (answer.json if answer.status == 404 else {})

    equal(asked('reuters')[0], 200)  # listed, and quiet
    equal(asked('tide-reef-news')[0], 200)  # a partner
    for name in 'skerry-wire-service', 'nonesuch-of-the-isles', 'reutres':
        status, problem = asked(name)
        equal((status, problem.get('code')), (404, 'agency-unknown'))
        expect(name in problem['detail'], problem)
    expect("did you mean 'reuters'" in problem['detail'], problem)
    expect("did you mean 'agence-france-presse'" in asked('AFP')[1]['detail'],
           'the short name is no feed of its own')
    rules.write('agencies.csv', 'canonical,codes,kind,partner\n'
                'Skerry Wire Service,SKW,agency,tide\n')
    rules.reload()
    until('the new row to count',
          lambda: asked('skerry-wire-service')[0] == 200)


@scenario
def no_story_is_lost_while_rules_are_read_again_and_again(room):
    rules = Rules(room)
    gateway = rules.begin(room)
    done = threading.Event()
    sent = []

    def post(name):
        desk, n = gateway.partner('menafn'), 0
        while not done.is_set() or n < 20:
            uri = f'urn:{name}:{n}'
            desk.posts(Story(uri), status=201)
            sent.append(uri)
            n += 1

    def edit():
        try:
            for n in range(6):
                rules.write('furniture/furniture.rules',
                            GLANCE if n % 2 else 'rule: torn\nnonsense\n')
                rules.reload('reloaded')
        finally:
            done.set()

    together(lambda: post('a'), lambda: post('b'), edit)
    for uri in sent:
        rules.stream.sees(uri)
    equal(json.loads(gateway.command('quarantine', '--json'))['items'], [])


@scenario
def what_a_rule_is_used_for_is_counted_and_kept(room):
    rules = Rules(room)
    mine = rules.write('furniture/furniture.rules',
                       GLANCE + 'partner: tide\n\nrule: idle\n'
                       'inline: never seen\n')
    gateway = rules.begin(room, partners=[MENAFN, TIDE])
    for n in range(3):
        rules.tells(f'urn:glance:{n}', who='tide')
    rules.tells('urn:elsewhere', who='menafn')
    again = Story('urn:glance:0')
    again.text = [*again.paragraphs, LINE]
    gateway.partner('tide').posts(again)

    row = rules.counts('furniture/glance', 4)
    equal(row['partners'], ['tide'])
    equal((row['origin'], row['file'], row['line']), ('operator', mine, 1))
    expect(row['since'] <= row['last'], row)
    listed = rules.used()[0]
    equal(listed['furniture/idle']['stories'], 0)
    expect('last' not in listed['furniture/idle'], 'it never explained one')
    equal(listed['furniture/popular']['origin'], 'shipped')
    expect(any(row['origin'] == 'plugin' for row in listed.values()),
           'rules in code are counted too')
    text = gateway.command('rules')
    expect(f'{mine}:1' in text and 'never' in text, text[:2000])

    # Unused: known for so long and never seen. Nothing is, for a day.
    unused, said = rules.used('--unused', '1d')
    equal(unused, {})
    unused, said = rules.used('--unused', '0s')
    expect('furniture/idle' in unused, 'it is older than no time at all')
    expect('furniture/glance' in unused, 'used before now')

    # Kept over a restart, at once; a rule that goes is forgotten.
    gateway.restart()
    equal(rules.used()[0]['furniture/glance']['stories'], 4)
    equal(rules.used()[0]['furniture/glance']['since'], row['since'])
    rules.write('furniture/furniture.rules', 'rule: other\ninline: other\n')
    rules.reload()
    until('the list to follow', lambda: 'since' in rules.used()[0].get(
        'furniture/other', {}))
    expect('furniture/glance' not in rules.used()[0], 'it is not in force')


@scenario
def a_mark_that_no_rule_explains_is_gathered_until_a_rule_does(room):
    rules = Rules(room)
    gateway = rules.begin(room, partners=[MENAFN, TIDE])

    def post(uri, who):
        story = Story(uri)
        story.text = ['SUND, March 3 (SKW) -- The ferry sailed late.',
                      *story.paragraphs]
        row = gateway.partner(who).posts(story, status=201)
        return row, rules.stream.sees(uri)['data']

    def unexplained():
        said = json.loads(gateway.command('rules', '--unexplained', '--json'))
        return {(row['partner'], row['text']): row
                for row in said['unexplained']}

    for n in range(2):
        row, data = post(f'urn:skw:{n}', 'tide')
    post('urn:skw:other', 'menafn')
    expect('supplier' not in data['wire'], 'nobody knows the code')
    seen = until('both stories to be gathered', lambda: next(
        (row for row in [unexplained().get(('tide', '(SKW)'))]
         if row and row['stories'] == 2), None))
    equal((seen['kind'], seen['story']), ('dateline', row['id']))
    equal(unexplained()['menafn', '(SKW)']['stories'], 1)
    expect('(SKW)' in gateway.command('rules', '--unexplained'), 'for people')
    story = Story('urn:dry')
    story.text = ['SUND, March 3 (SKW) -- The ferry sailed late.']
    report = gateway.partner('tide').post(story.body(), query='?dry_run=1').json
    warning = next(w for w in report['warnings']
                   if w['code'] == 'W-UNEXPLAINED')
    expect('"(SKW)"' in warning['message'] and 'line' in warning['where'],
           warning)

    # The operator writes the row that was missing.
    rules.write('agencies.csv', 'canonical,codes,kind\n'
                'Skerry Wire Service,SKW,agency\n')
    rules.reload()
    _, data = post('urn:skw:known', 'tide')
    equal(data['wire']['supplier']['name'], 'Skerry Wire Service')
    gateway.restart()
    equal(unexplained()['tide', '(SKW)']['stories'], 2)
