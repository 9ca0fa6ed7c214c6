#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every item we make is valid ninjs 3.1, judged by IPTC's own schema.

    test_ninjs_schema.py PRINT_ITEM SHARED FIXTURES

Feeds every document it finds (IPTC's test suite and examples, feeds of public
corpora, our fixtures) to print_item and validates what comes out, formats
included. Items that the suite calls invalid must be refused with a reason.
Exit 77, skipped: no validator or no schema here.
"""
import json
import os
import pathlib
import subprocess
import sys
import warnings

warnings.simplefilter("ignore")
try:
    import jsonschema
    from jsonschema import Draft202012Validator, FormatChecker
except ImportError:
    print("skipped: python3-jsonschema (with draft 2020-12) is not installed")
    sys.exit(77)

# The suite refuses these for a member that ninjs does not know. Partners send
# such members every day (TT, Superdesk): we take the story, leave the member
# out and say so, and the warning is what is asked for here.
TOLERATED = {
    "1.0/003_malformed_property.json", "1.3/004_headline_dash.json",
    "1.x_dev/001_advice_string.json", "1.x_dev/002_advice_wrongtypes.json",
    "1.x_dev/003_advice_wrongelements.json", "1.x_dev/004_linked_rights.json",
    "1.x_dev/005_encoded_rights.json", "1.x_dev/006_combined_rights.json",
    "1.4/005_bad_rightsinfo.json", "1.5/001_bad_property.json",
    "1.5/002_bad_association.json", "2.0/001_bad_toplevel.json",
    "2.1/001_bad_association.json", "2.x_dev/001_advice_string.json",
    "2.x_dev/002_advice_wrongtypes.json",
    "2.x_dev/003_advice_wrongelements.json", "2.x_dev/004_linked_rights.json",
    "2.x_dev/005_encoded_rights.json", "3.0/001_bad_toplevel.json",
}

# What a later version of ninjs allows, in a document that names no version: it
# looks exactly like a good one of that later version.
OF_LATER_VERSIONS = {
    "1.0/014_type_component.json", "1.0/016_infosource.json",
    "1.1/001_type_component.json", "1.1/002_infosource.json",
}


def load_validator(ninjs):
    schema = json.loads(
        (ninjs / "specification/ninjs-schema_3.1.json").read_text())
    geo = json.loads(
        (ninjs / "validation/test_suite/GeoJSON-schema.json").read_text())
    geo.pop("$id", None)
    geo.pop("$schema", None)
    schema.pop("$id", None)
    schema["$defs"]["geojson"] = geo
    places = schema["$defs"]["ninjsType"]["properties"]["places"]
    places["items"]["properties"]["geoJSON"] = {"$ref": "#/$defs/geojson"}
    return Draft202012Validator(schema, format_checker=FormatChecker())


def decode(tool, files):
    for start in range(0, len(files), 200):
        out = subprocess.run(
            [tool, *map(str, files[start:start + 200])],
            check=True, capture_output=True, text=True).stdout
        for line in out.splitlines():
            yield json.loads(line)


def judge(validator, tool, files):
    n_stories = 0
    faults = []
    refused = {}
    for document in decode(tool, files):
        name = document["file"]
        if document["problem"]:
            refused[name] = document["problem"]
        for story in document["stories"]:
            n_stories += 1
            if not story["split_holds"]:
                faults.append(f"{name}: the split does not hold")
            for error in validator.iter_errors(story["item"]):
                faults.append(f"{name}: {list(error.path)} {error.message}")
    return n_stories, refused, faults


def main():
    tool, shared, fixtures = sys.argv[1], *map(pathlib.Path, sys.argv[2:4])
    shared = pathlib.Path(os.environ.get("TORNTAPE_SHARED", shared))
    ninjs = shared / "iptc/ninjs"
    if not (ninjs / "specification/ninjs-schema_3.1.json").exists():
        print("skipped: no schema here")
        return 77
    validator = load_validator(ninjs)
    suite = ninjs / "validation/test_suite"
    good = sorted(suite.glob("*/should_pass/*.json"))
    bad = sorted(suite.glob("*/should_fail/*.json"))
    other = sorted((ninjs / "documentation/includes/examples").glob("[123].*/*"))
    other += [p for p in sorted(shared.glob("corpus/**/*.xml"))
              if b"<rss" in p.read_bytes()]
    other += sorted(shared.glob("seed/*.txt"))
    if fixtures.is_dir():
        other += [p for p in sorted(fixtures.rglob("*"))
                  if p.suffix in (".json", ".xml", ".txt", ".html")]

    n_good, refused, faults = judge(validator, tool, good)
    faults += [f"{name}: refused: {why}" for name, why in refused.items()]
    _, refused, more = judge(validator, tool, bad)
    faults += more
    for document in decode(tool, bad):
        path = pathlib.Path(document["file"])
        name = f"{path.parent.parent.name}/{path.name}"
        if document["problem"]:
            if name in TOLERATED | OF_LATER_VERSIONS:
                faults.append(f"{name}: is refused after all")
        elif name in OF_LATER_VERSIONS:
            continue
        elif name not in TOLERATED:
            faults.append(f"{name}: should have been refused")
        elif not any("no such property" in w["message"]
                     for w in document["warnings"]):
            faults.append(f"{name}: taken without a warning")
    n_other, _, more = judge(validator, tool, other)
    faults += more
    for fault in faults[:50]:
        print(fault)
    print(f"{len(good)} should pass, {len(bad)} should fail, of which "
          f"{len(TOLERATED)} are taken with a warning and "
          f"{len(OF_LATER_VERSIONS)} are good in a later version")
    print(f"{n_good + n_other} stories from {len(good) + len(other)} "
          f"documents, {len(faults)} faults")
    return 1 if faults or not n_good else 0


if __name__ == "__main__":
    sys.exit(main())
