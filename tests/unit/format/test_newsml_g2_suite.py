#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""IPTC's own NewsML-G2 documents, each judged by what it says itself.

    test_newsml_g2_suite.py PRINT_ITEM SHARED

Every example and unit test file is read here with ElementTree and by us. News,
package and planning items must become stories with the guid, version, kind,
headline, status, provider, dates, language, rights, subjects and notes that
stand in the document; whatever else it is must be refused with its name. Exit
77, skipped: the files are not here.
"""
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

NAR = "{http://iptc.org/std/nar/2006-10-01/}"
TYPES = {"text", "audio", "video", "picture", "graphic", "composite",
         "component", "event", "planning"}
STORIES = {"newsItem", "packageItem", "planningItem"}


def local(code):
    return re.split("[:/#]", code)[-1] if code else ""


def words(element):
    """The text as readers see it, without ruby annotations."""
    if element is None:
        return ""
    parts = []

    def walk(e):
        if e.tag == NAR + "br":
            parts.append(" ")
        if e.tag not in (NAR + "rt", NAR + "rp"):
            parts.append(e.text or "")
            for child in e:
                walk(child)
                parts.append(child.tail or "")
        elif e is element:
            parts.append(e.text or "")

    walk(element)
    return " ".join("".join(parts).split())


def instant(text):
    text = re.sub(r"(\.\d{1,6})\d*", r"\1", text.strip())
    text = re.sub(r"[zZ]$", "+00:00", text)
    try:
        when = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.timezone.utc)
    return when.replace(microsecond=when.microsecond // 1000 * 1000)


class Item:
    """One item as the document has it."""

    def __init__(self, element):
        self.element = element
        self.meta = element.find(NAR + "itemMeta")
        self.content = element.find(NAR + "contentMeta")

    def find(self, path):
        return self.element.find("/".join(NAR + p for p in path.split("/")))

    def findall(self, path):
        return self.element.findall(
            "/".join(NAR + p for p in path.split("/")))

    def value(self, path):
        element = self.find(path)
        if element is None:
            return ""
        return (element.get("qcode") or element.get("uri")
                or element.get("literal") or "")

    def name(self, element):
        for name in element.findall(NAR + "name"):
            if words(name):
                return words(name)
        return element.get("literal") or ""

    def facts(self):
        kind = local(self.value("itemMeta/itemClass"))
        yield "type", kind if kind in TYPES else None
        yield "version", self.element.get("version") or "1"
        yield "pubStatus", local(
            self.value("itemMeta/pubStatus")) or "usable"
        for name, path in (("firstCreated", "itemMeta/firstCreated"),
                           ("versionCreated", "itemMeta/versionCreated"),
                           ("contentCreated", "contentMeta/contentCreated"),
                           ("embargoedUntil", "itemMeta/embargoed")):
            element = self.find(path)
            when = instant(element.text or "") if element is not None else None
            if when and re.search("[T]", element.text):
                yield name, when
        for name, path in (("copyrightNotice", "rightsInfo/copyrightNotice"),
                           ("slugline", "contentMeta/slugline"),
                           ("title", "itemMeta/title")):
            if words(self.find(path)):
                yield name, words(self.find(path))

    def subjects(self):
        for element in self.findall("contentMeta/subject"):
            qcode = element.get("qcode") or ""
            kind = local(element.get("type") or element.get("typeuri") or "")
            if qcode.startswith("medtop:") and kind in ("", "abstract"):
                yield ("http://cv.iptc.org/newscodes/mediatopic/"
                       + qcode.split(":")[1])


def same(expected, found):
    if isinstance(expected, datetime.datetime):
        return found and instant(found) == expected
    return expected == found


def judge_item(item, story, counts):
    ninjs, wire = story["item"], story["wire"]
    guid = item.element.get("guid")
    if ninjs["uri"] != guid and {"role": "guid", "value": guid} not in ninjs[
            "altIds"]:
        yield f"guid {guid} is {ninjs['uri']}"
    for name, value in item.facts():
        counts[name] = counts.get(name, 0) + 1
        if value is not None and not same(value, ninjs.get(name)):
            yield f"{name} should be {value}, is {ninjs.get(name)}"
    headlines = [words(h) for h in item.findall("contentMeta/headline")]
    headlines = [h for h in headlines if h]
    if headlines:
        counts["headline"] = counts.get("headline", 0) + 1
        if wire["headline"] != headlines[0]:
            yield f"headline {headlines[0]!r} is {wire['headline']!r}"
    provider = item.find("itemMeta/provider")
    if provider is not None:
        counts["provider"] = counts.get("provider", 0) + 1
        name = (item.name(provider) or local(provider.get("qcode") or "")
                or provider.get("uri"))
        names = [d["name"] for d in wire["distributors"]]
        if name and name not in names:
            yield f"provider {name} is not in {names}"
    uris = [s.get("uri") for s in ninjs.get("subjects", [])]
    for uri in item.subjects():
        counts["subject"] = counts.get("subject", 0) + 1
        if uri not in uris:
            yield f"subject {uri} is lost"
    for note in item.findall("itemMeta/edNote"):
        counts["edNote"] = counts.get("edNote", 0) + 1
        if words(note) and not any(words(note) in n
                                   for n in wire["editorial_notes"]):
            yield f"edNote {words(note)!r} is lost"
        if words(note) and words(note) in json.dumps(ninjs):
            yield "an edNote stands in the item"
    for place in item.findall("contentSet/remoteContent"):
        href = place.get("href") or ""
        if href.startswith("http") and href not in [
                r["href"] for r in ninjs.get("renditions", [])]:
            yield f"remoteContent {href} is lost"
        counts["remoteContent"] = counts.get("remoteContent", 0) + 1
    for paragraph in item.element.iter():
        if paragraph.tag.rsplit("}")[-1] == "p" and words(paragraph):
            counts["paragraph"] = counts.get("paragraph", 0) + 1
            start = words(paragraph)[:30]
            if start not in " ".join(story["body_text"].split()) + " ".join(
                    d["value"] for d in ninjs.get("descriptions", [])):
                yield f"paragraph {start!r} is lost"


def judge(path, document, counts):
    try:
        root = ET.parse(path).getroot()
    except ET.ParseError:
        if not document["problem"]:
            yield "is no XML and was taken"
        return
    name = root.tag.rsplit("}")[-1]
    items = [root] if name != "newsMessage" else list(
        root.find(NAR + "itemSet"))
    wanted = [Item(i) for i in items if i.tag.rsplit("}")[-1] in STORIES]
    bare = [i for i in wanted if i.meta is None]
    if not wanted or (bare and document["problem"]):
        counts["refused"] = counts.get("refused", 0) + 1
        if document["stories"] or name not in document["problem"] and (
                not bare):
            yield f"a {name} should be refused by its name"
        return
    if document["problem"]:
        yield "refused: " + document["problem"]
        return
    if document["format"] != "newsml-g2":
        yield f"read as {document['format']}"
    if len(document["stories"]) != len(wanted):
        yield f"{len(wanted)} items, {len(document['stories'])} stories"
        return
    for item, story in zip(wanted, document["stories"]):
        if not story["split_holds"]:
            yield "the split does not hold"
        yield from judge_item(item, story, counts)


def main():
    tool, shared = sys.argv[1], pathlib.Path(
        os.environ.get("TORNTAPE_SHARED", sys.argv[2]))
    files = sorted((shared / "iptc/newsml-g2").rglob("*.xml"))
    if not files:
        print("skipped: no NewsML-G2 documents here")
        return 77
    out = subprocess.run([tool, *map(str, files)], check=True,
                         capture_output=True, text=True).stdout
    documents = [json.loads(line) for line in out.splitlines()]
    counts, faults = {}, []
    for path, document in zip(files, documents):
        faults += [f"{path.relative_to(shared)}: {fault}"
                   for fault in judge(path, document, counts)]
    print("\n".join(faults))
    print(f"{len(files)} documents; checked: " + ", ".join(
        f"{n} {name}" for name, n in sorted(counts.items())))
    return 1 if faults or len(documents) != len(files) else 0


if __name__ == "__main__":
    sys.exit(main())
