#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every document we write is valid, judged by the schemas of IPTC.

    test_outputs_valid.py WRITE_OUTPUTS SHARED FIXTURES

Writes every story it finds (feeds of public corpora, IPTC's examples and test
suites, wire copy, our fixtures) in every format. NewsML-G2 and NITF go to
xmllint, alone and as lists; NITF inside a newsMessage is taken out and judged
alone as well. ninjs items go to the schema of their version. Exit 77, skipped:
no validator or no schema here.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import warnings
import xml.etree.ElementTree as ElementTree

warnings.simplefilter("ignore")
try:
    from jsonschema import Draft202012Validator, FormatChecker
except ImportError:
    print("skipped: python3-jsonschema (with draft 2020-12) is not installed")
    sys.exit(77)

NITF = "{http://iptc.org/std/NITF/2006-10-18/}nitf"
VERSIONS = ("3.1", "2.2", "1.6")


def with_geometry(node, geo):
    """The schema with GeoJSON's own put where it is only referred to."""
    if isinstance(node, dict):
        if "GeoJSON" in str(node.get("$ref", "")):
            return geo
        return {key: with_geometry(value, geo) for key, value in node.items()}
    if isinstance(node, list):
        return [with_geometry(value, geo) for value in node]
    return node


def load_validator(ninjs, version):
    geo = json.loads(
        (ninjs / "validation/test_suite/GeoJSON-schema.json").read_text())
    geo.pop("$id", None)
    geo.pop("$schema", None)
    schema = json.loads((ninjs / f"specification/ninjs-schema_{version}.json")
                        .read_text())
    schema = with_geometry(schema, geo)
    schema.pop("$id", None)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def judge_ninjs(ninjs, folder):
    faults = []
    n_items = 0
    for version in VERSIONS:
        validator = load_validator(ninjs, version)
        for path in sorted(folder.glob(f"*.ninjs-{version}")):
            document = json.loads(path.read_text())
            for item in document if isinstance(document, list) else [document]:
                n_items += 1
                faults += [f"{path.name}: {list(e.path)} {e.message}"[:300]
                           for e in validator.iter_errors(item)]
    return n_items, faults


def judge_xml(schema, paths):
    faults = []
    for start in range(0, len(paths), 300):
        done = subprocess.run(
            ["xmllint", "--nonet", "--noout", "--schema", schema,
             *paths[start:start + 300]],
            check=False, capture_output=True, text=True)
        faults += [line for line in done.stderr.splitlines()
                   if not line.endswith(" validates")]
    return faults


def take_nitf_out(folder, path):
    """NITF from inside a list, each as a document of its own."""
    taken = []
    for i, element in enumerate(ElementTree.parse(path).iter(NITF)):
        alone = folder / f"inside-{i}.nitf"
        ElementTree.ElementTree(element).write(alone, encoding="utf-8")
        taken.append(alone)
    return taken


def find_documents(shared, fixtures):
    found = [p for p in sorted(shared.glob("corpus/**/*.xml"))
             if b"entity" not in p.name.encode()]
    found += sorted(shared.glob("corpus/**/*.json"))
    found += sorted(shared.glob("iptc/ninjs/validation/test_suite/*/should_pass/*"))
    found += sorted(shared.glob("iptc/ninjs/documentation/includes/examples/*/*"))
    found += sorted(shared.glob("iptc/newsml-g2/**/*.xml"))
    found += sorted(shared.glob("wire/dpa/*"))
    found += sorted(shared.glob("seed/*.txt"))
    found += [p for p in sorted(fixtures.rglob("*"))
              if p.suffix in (".json", ".xml", ".txt", ".html")]
    return [p for p in found if p.is_file()]


def main():
    tool, shared, fixtures = sys.argv[1], *map(pathlib.Path, sys.argv[2:4])
    shared = pathlib.Path(os.environ.get("TORNTAPE_SHARED", shared))
    newsml = (shared / "iptc/newsml-g2/tests/schema_versions/"
              "NewsML-G2_2.35-spec-All-Power.xsd")
    nitf = shared / "iptc/newsml-g2/examples/nitf-3-6.xsd"
    if not (newsml.exists() and shutil.which("xmllint")):
        print("skipped: no schemas or no xmllint here")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        told = subprocess.run(
            [tool, "--to", name, *find_documents(shared, fixtures)],
            check=True, capture_output=True, text=True).stdout
        n_stories = len(told.splitlines())
        n_items, faults = judge_ninjs(shared / "iptc/ninjs", folder)
        messages = sorted(folder.glob("*.newsml-g2"))
        messages += [folder / "list.nitf", folder / "empty.nitf"]
        alone = sorted(folder.glob("[0-9]*.nitf"))
        alone += take_nitf_out(folder, folder / "list.nitf")
        faults += judge_xml(newsml, messages) + judge_xml(nitf, alone)
    for fault in faults[:50]:
        print(fault)
    print(f"{n_stories} stories: {n_items} ninjs items, {len(messages)} "
          f"NewsML-G2 and {len(alone)} NITF documents, {len(faults)} faults")
    return 1 if faults or n_stories < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
