#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dpa published two stories twice: as IPTC 7901 and as digitalwires JSON. Read
either way they are the same story.

    test_dpa.py PRINT_ITEM SHARED

The time of a 7901 message is local and has no seconds, so wall clocks are
compared to the minute; the dateline stands in the text there and beside it
here. Exit 77, skipped: the messages are not here.
"""
import json
import os
import pathlib
import subprocess
import sys


def read(tool, path):
    out = subprocess.run([tool, path], check=True, capture_output=True,
                         text=True).stdout
    document = json.loads(out)
    assert not document["problem"], document["problem"]
    assert len(document["stories"]) == 1, path
    return document["stories"][0]


def names(story):
    return {s.get("name") for s in story["item"].get("subjects", [])
            + story["item"].get("places", []) if s.get("name")}


def judge(wire, wires, source):
    dateline = (source["dateline"] or "").strip()
    lead = wires["wire"].get("dateline", {}).get("text", "")
    if lead != dateline:
        yield f"dateline {dateline!r} is {lead!r}"
    body = (lead + " " + wires["body_text"]).strip()
    if " ".join(wire["body_text"].split()) != " ".join(body.split()):
        yield f"bodies differ:\n{wire['body_text']}\n---\n{body}"
    for what, of in (("headline", lambda s: s["wire"]["headline"]),
                     ("urgency", lambda s: s["item"]["urgency"]),
                     ("supplier", lambda s: s["wire"]["supplier"]["name"]),
                     ("clock", lambda s: s["item"]["versionCreated"][:16])):
        if of(wire) != of(wires):
            yield f"{what}: {of(wire)!r} and {of(wires)!r}"
    literals = {s["literal"] for s in wire["item"]["subjects"]
                if "literal" in s}
    desks = {c["name"] for c in source["categories"]
             if c["type"] == "dnltype:desk"}
    if literals != desks:
        yield f"desks: {literals} and {desks}"
    missing = names(wire) - names(wires)
    if missing:
        yield f"keywords that only the wire has: {missing}"
    services = {a["value"] for a in wires["item"]["altIds"]
                if a["role"] == "service"}
    if wire["item"]["altIds"][0]["value"][:3] not in services:
        yield f"the service is none of {services}"
    notes = " ".join(" ".join(wire["wire"]["editorial_notes"]).split())
    for note in source["ednotes"] or []:
        if " ".join(note["ednote"].split()) not in notes:
            yield f"note {note['ednote']!r} is not in {notes!r}"
    for story in wire, wires:
        if not story["split_holds"]:
            yield "the split does not hold"
        if any(n["ednote"] in json.dumps(story["item"], ensure_ascii=False)
               for n in source["ednotes"] or []):
            yield "a note for editors stands in the item"


def main():
    tool, shared = sys.argv[1], pathlib.Path(
        os.environ.get("TORNTAPE_SHARED", sys.argv[2]))
    data = shared / "wire/dpa/tests/data"
    pairs = [(p, data / "input" / (p.stem + ".json"))
             for p in sorted(data.glob("output/*.iptc"))]
    if not pairs:
        print("skipped: no messages of dpa here")
        return 77
    faults = []
    for wire, wires in pairs:
        source = json.loads(wires.read_text(encoding="utf-8"))
        faults += [f"{wire.name}: {fault}" for fault in judge(
            read(tool, wire), read(tool, wires), source)]
    print("\n".join(faults))
    print(f"{len(pairs)} stories, each read twice, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
