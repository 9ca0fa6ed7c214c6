#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Decides from a history alone whether the promises were kept.

  checker.py FILE      one line per fault; exit code 1 if there is any

It knows nothing of the gateway: no journal, no log, no clock but the
observers' own. The promises, each a function that returns its faults:

  lost        an acknowledged version that nothing later superseded did not
              reach a witness who was entitled to it and had caught up
  backwards   for one witness and one story a version came after a later one
  duplicates  something came twice with another id or with other bytes
  early       a mark of an embargoed story was seen before its instant
  kills       a killed story was seen again, its kill did not reach who held
              it, or its address did not answer 410
"""
import sys
from collections import defaultdict

KILLS = ('story.killed', 'story.withheld')
ACCEPTED = ('published', 'updated', 'corrected', 'killed', 'duplicate',
            'held')


def number(version):
    """Versions compare as numbers where they are numbers."""
    text = str(version)
    return int(text) if text.isdigit() else None


class Facts:
    """The history, indexed."""

    def __init__(self, events):
        self.sent = {e['post']: e for e in events if e['what'] == 'sent'}
        self.acked = [e for e in events if e['what'] == 'acked']
        self.witnesses = {e['who']: e for e in events
                          if e['what'] == 'witness'}
        self.caught_up = {e['who'] for e in events
                          if e['what'] == 'caught up'}
        self.reads = [e for e in events if e['what'] == 'read']
        self.got = defaultdict(list)
        self.seen = defaultdict(list)  # (who, story id) -> what came of it
        for event in events:
            if event['what'] == 'got' and event['type'] != 'gap':
                self.got[event['who']].append(event)
                self.seen[event['who'], event['id']].append(event)
        self.by_mark = {e['mark']: e for e in self.sent.values()
                        if e.get('mark')}
        self.read_at, self.showed = defaultdict(list), defaultdict(list)
        for read in self.reads:
            self.read_at[read.get('id')].append(read)
            for mark in read['marks']:
                self.showed[mark].append(read)
        self.marks_of = defaultdict(set)
        for post in self.by_mark.values():
            self.marks_of[post['partner'], post['uri']].add(post['mark'])

    def entitled(self, who, post):
        partners = self.witnesses[who].get('partners')
        return partners is None or post['partner'] in partners

    def kills(self):
        """(ack, post) of every acknowledged kill."""
        for ack in self.acked:
            post = self.sent[ack['post']]
            if post['kind'] == 'kill' and ack['status'] in ACCEPTED:
                yield ack, post

    def last_acked(self):
        """story id -> (ack, post) of what must stand at the end."""
        last = {}
        for ack in self.acked:
            post = self.sent[ack['post']]
            if ack['status'] not in ACCEPTED:
                continue
            held = last.get(ack['id'])
            if held and self.rank(held) > self.rank((ack, post)):
                continue
            last[ack['id']] = (ack, post)
        return last

    @staticmethod
    def rank(pair):
        ack, post = pair
        return post['kind'] == 'kill', number(ack['version']) or 0


def lost(facts):
    for who in facts.witnesses:
        if who not in facts.caught_up:
            yield f'lost: {who} never caught up'
    for story, (ack, post) in facts.last_acked().items():
        if post['kind'] == 'kill':
            continue
        if ack['status'] == 'held' and not post.get('embargo'):
            continue  # a person must release it; an embargo ends by itself
        for who in facts.witnesses:
            if not facts.entitled(who, post):
                continue
            seen = facts.seen[who, story]
            if any(post['mark'] in e['marks'] for e in seen):
                continue
            newer = [e for e in seen if superseded(e, ack)]
            if not newer:
                yield (f'lost: {who} never got {post["uri"]} version '
                       f'{ack["version"]} ({story})')


def superseded(event, ack):
    """A later version that came by although its answer was never read."""
    return event['seq'] is not None and ack.get('seq') is not None \
        and event['seq'] > ack['seq']


def backwards(facts):
    for who, events in facts.got.items():
        last = {}
        for event in events:
            before = last.get(event['id'])
            last[event['id']] = event
            if not before or before['event'] == event['event']:
                continue
            if before['type'] == event['type'] == 'story.killed':
                continue
            if before['type'] == 'story.killed':
                yield (f'backwards: {who} got {event["uri"]} version '
                       f'{event["version"]} after its kill')
                last[event['id']] = before
            elif fell(before, event):
                yield (f'backwards: {who} got {event["uri"]} version '
                       f'{event["version"]} (seq {event["seq"]}) after '
                       f'{before["version"]} (seq {before["seq"]})')


def fell(before, event):
    if event['seq'] < before['seq']:
        return True
    if event['type'] in KILLS:
        return False
    old, new = number(before['version']), number(event['version'])
    return None not in (old, new) and new < old


def duplicates(facts):
    for who, events in facts.got.items():
        by_event, by_place = {}, {}
        for event in events:
            place = (event['id'], event['seq'])
            first = by_event.setdefault(event['event'], event)
            if first['hash'] != event['hash']:
                yield f'duplicates: {who} got {event["event"]} with other bytes'
            first = by_place.setdefault(place, event)
            if first['event'] != event['event']:
                yield (f'duplicates: {who} got seq {event["seq"]} of '
                       f'{event["uri"]} under two ids')


def sightings(facts):
    """(who, wall, mono when it was asked for or came, mark)."""
    for who, events in facts.got.items():
        for event in events:
            for mark in event['marks']:
                yield who, event['wall'], event['mono'], mark
    for read in facts.reads:
        for mark in read['marks']:
            yield read['who'], read['wall'], read['began'], mark


def early(facts):
    for who, wall, _, mark in sightings(facts):
        post = facts.by_mark.get(mark)
        if post and post.get('embargo') and wall < post['embargo']:
            yield (f'early: {who} saw {post["uri"]} '
                   f'{post["embargo"] - wall:.3f} s before its embargo')


def kills(facts, final=True):
    for ack, post in facts.kills():
        yield from kill_arrived(facts, ack, post, final)
        yield from killed_stays_killed(facts, ack, post)


def kill_arrived(facts, ack, post, final):
    for who in facts.witnesses:
        seen = facts.seen[who, ack['id']]
        if not any(e['type'] not in KILLS for e in seen):
            continue
        if final and who not in facts.caught_up:
            continue
        if seen[-1]['type'] != 'story.killed':
            yield f'kills: {who} holds {post["uri"]} and got no kill'
    for who in list(facts.got):
        for event in facts.seen[who, ack['id']]:
            if event['type'] in KILLS and event['marks']:
                yield f'kills: the kill of {post["uri"]} shows text to {who}'


def killed_stays_killed(facts, ack, post):
    for read in facts.read_at[ack['id']]:
        if read['began'] >= ack['mono'] and read['status'] != 410:
            yield (f'kills: {read["path"]} answered {read["status"]} after '
                   f'the kill of {post["uri"]}')
    for mark in facts.marks_of[post['partner'], post['uri']]:
        for read in facts.showed[mark]:
            if read['began'] >= ack['mono']:
                yield (f'kills: {read["path"]} showed {post["uri"]} to '
                       f'{read["who"]} after its kill')


def missing(facts, who):
    """What this witness still waits for; to poll before the last word."""
    return [fault for fault in (*lost(facts), *kills(facts, final=False))
            if f' {who} ' in fault and 'caught up' not in fault]


PROMISES = (lost, backwards, duplicates, early, kills)


def check(events):
    """The faults, as sentences; an empty list: every promise was kept."""
    facts = Facts(events)
    return [fault for promise in PROMISES for fault in promise(facts)]


def main(path):
    from history import load
    faults = check(load(path))
    for fault in faults:
        print(fault)
    print(f'{len(faults)} faults')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
