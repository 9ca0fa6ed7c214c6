#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Documents that the team wrote, and what each must become.

    test_documents.py PRINT_ITEM CORPUS EXPECTED SHARED FORMAT...

Every file of CORPUS/FORMAT has its expectation in EXPECTED/FORMAT/FILE.tsv: a
JSON pointer into print_item's answer, a tab, and the value; "-" as value: there
is nothing. Every split must hold. With SHARED (schemas and DTDs that others
published) the documents are valid by them, unless a line "#not-valid: why"
says that this is the point, and every item that comes out is valid ninjs.
"""
import json
import os
import pathlib
import subprocess
import sys

SCHEMAS = {
    "nitf": ["--schema", "iptc/newsml-g2/examples/nitf-3-6.xsd"],
    "newsml_g2": [
        "--schema",
        "iptc/newsml-g2/tests/schema_versions/"
        "NewsML-G2_2.35-spec-All-Power.xsd"],
    "newsml_1": ["--dtdvalid", "xml/test/valid/dtds/NewsMLv1.2.dtd"],
}


def at(tree, pointer):
    for step in pointer.split("/")[1:]:
        if isinstance(tree, list) and step.isdigit():
            tree = tree[int(step)] if int(step) < len(tree) else None
        elif isinstance(tree, dict):
            tree = tree.get(step)
        else:
            return None
    return tree


def written(value):
    return value if isinstance(value, str) else json.dumps(
        value, ensure_ascii=False)


def expectations(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pointer, _, value = line.partition("\t")
            yield pointer, value.replace("\\n", "\n")


def compare(document, path):
    for pointer, value in expectations(path):
        found = at(document, pointer)
        if value == "-":
            if found not in (None, "", [], {}):
                yield f"{pointer} should be empty, is {written(found)!r}"
        elif value.startswith("~"):
            if value[1:] not in written(found):
                yield f"{pointer} has no {value[1:]!r}: {written(found)!r}"
        elif written(found) != value:
            yield f"{pointer} should be {value!r}, is {written(found)!r}"
    for i, story in enumerate(document["stories"]):
        if not story["split_holds"]:
            yield f"the split of story {i} does not hold"


def validate_input(shared, kind, path, expected):
    if kind not in SCHEMAS or "#not-valid" in expected.read_text():
        return
    option, schema = SCHEMAS[kind]
    if not (shared / schema).exists():
        return
    done = subprocess.run(
        ["xmllint", "--noout", "--nonet", option, shared / schema, path],
        capture_output=True, text=True)
    if done.returncode:
        yield "is not valid: " + done.stderr.strip().splitlines()[0]


def item_validator(shared):
    try:
        sys.path.insert(0, str(pathlib.Path(__file__).parent))
        import test_ninjs_schema
        return test_ninjs_schema.load_validator(shared / "iptc/ninjs")
    except (SystemExit, OSError):
        return None


def main():
    tool, corpus, folder, shared = sys.argv[1], *map(
        pathlib.Path, sys.argv[2:5])
    shared = pathlib.Path(os.environ.get("TORNTAPE_SHARED", shared))
    validator = item_validator(shared)
    faults, n, n_facts = [], 0, 0
    for kind in sys.argv[5:]:
        for path in sorted((corpus / kind).iterdir()):
            expected = folder / kind / (path.name + ".tsv")
            if not expected.exists():
                faults.append(f"{path}: nobody says what it must become")
                continue
            out = subprocess.run([tool, path], check=True, text=True,
                                 capture_output=True).stdout
            document = json.loads(out)
            document["n"] = len(document["stories"])
            found = list(compare(document, expected))
            found += validate_input(shared, kind, path, expected)
            for story in document["stories"] if validator else []:
                found += [f"item: {list(e.path)} {e.message}"
                          for e in validator.iter_errors(story["item"])]
            faults += [f"{path.name}: {fault}" for fault in found]
            n += 1
            n_facts += sum(1 for _ in expectations(expected))
    print("\n".join(faults))
    print(f"{n} documents, {n_facts} facts, {len(faults)} faults; items "
          f"{'judged by the schema' if validator else 'not judged'}")
    return 1 if faults or not n else 0


if __name__ == "__main__":
    sys.exit(main())
