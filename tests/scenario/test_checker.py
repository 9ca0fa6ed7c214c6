#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The checker is believed only because it has been seen to fail.

A made-up evening without a fault passes; then each promise is broken by hand,
in one line of the history, and the checker must name that promise.
"""
import copy
import sys

from checker import check

A, B, K, E = ('mark-00000000000a', 'mark-00000000000b', 'mark-00000000000c',
              'mark-00000000000e')


def evening():
    """Two versions of a harbour story, one killed story, one embargo."""
    events = [witness('stream'), witness('hook')]
    events += posted(1, 'harbour', 1, A, seq=1) + told(1, 'harbour', 1, A)
    events += posted(2, 'harbour', 2, B, seq=2) + told(2, 'harbour', 2, B)
    events += posted(3, 'rumour', 1, K, seq=3) + told(3, 'rumour', 1, K)
    events += posted(4, 'rumour', 2, None, seq=4, kind='kill')
    events += told(4, 'rumour', 2, None, kind='story.killed')
    events += posted(5, 'budget', 1, E, seq=5, embargo=500.0)
    events += told(6, 'budget', 1, E, wall=500.5)
    events += [{'who': w, 'what': 'caught up'} for w in ('stream', 'hook')]
    events += [read('/v1/stories/rumour', 'rumour', 410, []),
               read('/v1/feeds/all.atom', None, 200, [B])]
    for at, event in enumerate(events):
        event.setdefault('mono', float(at))
        event.setdefault('began', float(at))
        event.setdefault('wall', 100.0 + at)
    return events


def witness(who):
    return {'who': who, 'what': 'witness', 'partners': None}


def posted(post, uri, version, mark, seq, kind='story', embargo=None):
    return [{'who': 'agency', 'what': 'sent', 'post': post, 'uri': uri,
             'partner': 'agency', 'version': str(version), 'kind': kind,
             'mark': mark, 'embargo': embargo},
            {'who': 'agency', 'what': 'acked', 'post': post, 'id': uri,
             'version': str(version), 'seq': seq,
             'status': 'killed' if kind == 'kill' else 'published'}]


def told(seq, uri, version, mark, kind='story.published', wall=None):
    event = {'what': 'got', 'event': f'e{seq}', 'type': kind, 'id': uri,
             'uri': uri, 'version': str(version), 'seq': seq,
             'hash': f'h{seq}', 'marks': [mark] if mark else []}
    if wall:
        event['wall'] = wall
    return [{'who': who, **event} for who in ('stream', 'hook')]


def read(path, story, status, marks):
    return {'who': 'reader', 'what': 'read', 'path': path, 'id': story,
            'status': status, 'marks': marks}


def got(events, who, seq):
    return next(e for e in events if e['what'] == 'got'
                and (e['who'], e['seq']) == (who, seq))


def later(events, first, **changed):
    """The same thing once more, before everybody caught up."""
    at = next(i for i, e in enumerate(events) if e['what'] == 'caught up')
    again = copy.deepcopy(first)
    again.update(mono=events[at]['mono'], **changed)
    events.insert(at, again)


def a_lost_story(events):
    events.remove(got(events, 'hook', 2))


def a_witness_that_never_catches_up(events):
    events.remove(next(e for e in events if e['what'] == 'caught up'))


def an_old_version_after_a_new_one(events):
    later(events, got(events, 'stream', 1))


def a_lower_version_under_a_higher_sequence(events):
    later(events, got(events, 'stream', 1), seq=9, event='e9', hash='h9')


def a_duplicate_with_other_bytes(events):
    later(events, got(events, 'hook', 2), hash='another')


def a_duplicate_under_another_id(events):
    later(events, got(events, 'hook', 2), event='e2-again')


def a_story_that_rises_after_its_kill(events):
    later(events, got(events, 'stream', 3), seq=9, event='e9', hash='h9')


def a_kill_that_did_not_reach_who_holds_the_story(events):
    events.remove(got(events, 'hook', 4))


def a_kill_that_shows_the_text(events):
    got(events, 'hook', 4)['marks'] = [K]


def a_story_before_its_embargo(events):
    got(events, 'stream', 6)['wall'] = 499.9


def a_page_that_shows_an_embargoed_story(events):
    events.append({**read('/v1/stories', None, 200, [E]), 'mono': 15.0,
                   'began': 15.0, 'wall': 200.0})


def a_killed_story_that_still_answers(events):
    next(e for e in events if e.get('status') == 410)['status'] = 200


def a_feed_that_shows_a_killed_story(events):
    next(e for e in events if e.get('path', '').endswith('.atom'))[
        'marks'].append(K)


FAULTS = [
    (a_lost_story, 'lost'),
    (a_witness_that_never_catches_up, 'lost'),
    (an_old_version_after_a_new_one, 'backwards'),
    (a_lower_version_under_a_higher_sequence, 'backwards'),
    (a_duplicate_with_other_bytes, 'duplicates'),
    (a_duplicate_under_another_id, 'duplicates'),
    (a_story_that_rises_after_its_kill, 'backwards'),
    (a_kill_that_did_not_reach_who_holds_the_story, 'kills'),
    (a_kill_that_shows_the_text, 'kills'),
    (a_story_before_its_embargo, 'early'),
    (a_page_that_shows_an_embargoed_story, 'early'),
    (a_killed_story_that_still_answers, 'kills'),
    (a_feed_that_shows_a_killed_story, 'kills'),
]


def main():
    failed = 0
    faults = check(evening())
    if faults:
        failed += 1
        print('FAIL an evening without a fault:', *faults, sep='\n  ')
    else:
        print('ok   an evening without a fault passes')
    for spoil, promise in FAULTS:
        events = evening()
        spoil(events)
        found = check(events)
        name = spoil.__name__.replace('_', ' ')
        if any(fault.startswith(promise + ':') for fault in found):
            print(f'ok   {name} is seen: {found[0]}')
        else:
            failed += 1
            print(f'FAIL {name} is not seen: {found}')
    print(f'{len(FAULTS) + 1 - failed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
