# SPDX-License-Identifier: Apache-2.0
"""What publishers and subscribers did and saw, one JSON line each.

The checker decides from these lines alone, so they hold only what an outsider
can know: bytes sent, bytes received, and when. Every story version that is
posted carries a *mark*, a word found nowhere else; a mark in received bytes
shows that the text of that version left the gateway.

  what     by           fields
  sent     publisher    post, partner, uri, version, kind (story kill), mark,
                        embargo (seconds since 1970, or null)
  acked    publisher    post, id, version, seq, status
  witness  subscriber   partners (null: entitled to all), until (cursor
                        witnesses that only look later: null)
  got      subscriber   event, type, id, uri, version, seq, hash, marks
  caught up subscriber  -
  read     anyone       path, id (null: a listing), status, marks, began
"""
import hashlib
import json
import re
import threading
import time

MARK = re.compile(rb'mark-[0-9a-f]{12}')


def digest(data):
    return hashlib.sha256(data).hexdigest()


def marks_in(data):
    return sorted({mark.decode() for mark in MARK.findall(data)})


class History:
    def __init__(self, path=None):
        self.events = []
        self.lock = threading.Lock()
        self.file = open(path, 'a', encoding='utf-8') if path else None

    def note(self, who, what, **facts):
        event = {'who': who, 'what': what, 'mono': time.monotonic(),
                 'wall': time.time(), **facts}
        with self.lock:
            self.events.append(event)
            if self.file:
                self.file.write(json.dumps(event) + '\n')
        return event

    def got(self, who, event_id, data):
        """An envelope arrived: `data` are its bytes as they came."""
        envelope = json.loads(data)
        story = envelope.get('data', {})
        self.note(who, 'got', event=event_id, type=envelope['type'],
                  id=story.get('id'), uri=story.get('uri'),
                  version=story.get('version'), seq=story.get('seq'),
                  hash=digest(data), marks=marks_in(data))
        return envelope

    def of(self, who, what=None):
        with self.lock:
            return [event for event in self.events if event['who'] == who
                    and what in (None, event['what'])]

    def close(self):
        if self.file:
            self.file.close()
            self.file = None


def load(path):
    with open(path, encoding='utf-8') as lines:
        return [json.loads(line) for line in lines]
