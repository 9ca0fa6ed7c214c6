#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The lossless split holds for every document of an agency.

    test_split.py TORNTAPE CORPUS SHARED FORMAT...

`torntape try --verify-split`, with all plugins, over the documents that the
team wrote and, where they are here, those that IPTC and dpa published. Each
document either holds or says why it cannot be decoded.
"""
import os
import pathlib
import re
import subprocess
import sys


def main():
    tool, corpus = sys.argv[1], pathlib.Path(sys.argv[2])
    shared = pathlib.Path(os.environ.get("TORNTAPE_SHARED", sys.argv[3]))
    own = [p for kind in sys.argv[4:]
           for p in sorted((corpus / kind).iterdir())]
    other = sorted((shared / "iptc/newsml-g2").rglob("*.xml"))
    other += sorted((shared / "wire/dpa/tests/data").glob("*put/*"))
    other += sorted((shared / "iptc/ninjs").rglob("should_pass/*.json"))
    n_held = n_stories = n_undecodable = 0
    faults = []
    verdicts = {}
    for start in range(0, len(own + other), 60):
        done = subprocess.run(
            [tool, "try", "--verify-split", *(own + other)[start:start + 60]],
            capture_output=True, text=True)
        for line in (done.stdout + done.stderr).splitlines():
            path, _, said = line.partition(": ")
            verdicts[path] = said
    for path in own + other:
        said = verdicts.get(str(path), "nothing is said")
        held = re.fullmatch(r"the split holds for (\d+) stor(y|ies)", said)
        if held:
            n_held += 1
            n_stories += int(held.group(1))
        elif said.startswith("cannot be decoded: "):
            n_undecodable += 1
        else:
            faults.append(f"{path}: {said}")
    print("\n".join(faults))
    print(f"{len(own)} documents of ours, {len(other)} of others: the split "
          f"holds for {n_stories} stories of {n_held}, {n_undecodable} cannot "
          f"be decoded, {len(faults)} faults")
    return 1 if faults or n_held < len(own) // 2 else 0


if __name__ == "__main__":
    sys.exit(main())
