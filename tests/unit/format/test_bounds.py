#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Documents of agencies that would cost much are read or refused in time.

    test_bounds.py PRINT_ITEM

Each is as big as the limits allow and made so that something is looked for
very often among very many. Ten seconds and 400 MB are far more than any needs
today (half a second, 80 MB) and far less than a quadratic reader takes.
"""
import resource
import subprocess
import sys
import tempfile
import time

SECONDS, MEGABYTES = 10, 400
IDENTIFICATION = (
    "<Identification><NewsIdentifier><ProviderId>p</ProviderId>"
    "<DateId>1</DateId><NewsItemId>i%d</NewsItemId><RevisionId>1</RevisionId>"
    "<PublicIdentifier>urn:newsml:p:1:i%d:1</PublicIdentifier>"
    "</NewsIdentifier></Identification><NewsManagement>"
    "<Status FormalName='Usable'/></NewsManagement>")


def newsml(*items):
    return "<NewsML>" + "".join(
        "<NewsItem>" + IDENTIFICATION % (i, i) + item + "</NewsItem>"
        for i, item in enumerate(items)) + "</NewsML>"


def g2(inner):
    return ("<newsItem guid='urn:a:1'><itemMeta><itemClass qcode='ninat:text'"
            "/></itemMeta>" + inner + "</newsItem>")


def message(text, end="\x03221045 GMT Sep 25\r\n\x04"):
    return "\x01isl0123 3 wi 88 isle 1\r\n\r\nA/\r\n\x02" + text + end


PHOTO = ("<ContentItem Href='https://a.example/b'><MediaType "
         "FormalName='Photo'/></ContentItem>")
DOCUMENTS = {
    "many pictures in one component of NewsML":
        newsml("<NewsComponent EquivalentsList='yes'>" + PHOTO * 90000
               + "</NewsComponent>"),
    "many texts in one component of NewsML":
        newsml("<NewsComponent>" + "<ContentItem><DataContent>a</DataContent>"
               "</ContentItem>" * 90000 + "</NewsComponent>"),
    "items of NewsML that all refer to others":
        newsml(*["<NewsComponent>" + "".join(
            f"<NewsItemRef NewsItem='urn:newsml:p:1:i{j}:1'/>"
            for j in range(40)) + "</NewsComponent>" for _ in range(2000)]),
    "many subjects without a name, many asserts":
        g2("<contentMeta>" + "<subject qcode='x:1'/>" * 100000
           + "</contentMeta>" + "".join(
               f"<assert qcode='y:{i}'><name>n</name></assert>"
               for i in range(40000))),
    "many texts of NewsML-G2 with many links":
        "<newsMessage><itemSet>" + "".join(
            f"<newsItem guid='i{i}'><itemMeta><itemClass qcode='ninat:text'/>"
            + "".join(f"<link residref='i{j}'/>" for j in range(90))
            + "</itemMeta></newsItem>" for i in range(1990))
        + "</itemSet></newsMessage>",
    "notes in notes of NITF":
        "<nitf><body><body.content>" + (
            "<note type='npa'>" * 90 + "x" + "</note>" * 90) * 2000
        + "</body.content></body></nitf>",
    "two thousand wire messages":
        message("H =\r\n\r\ntext\r\n") * 2000,
    "a wire message of nothing but stars":
        message("H =\r\n\r\n" + "* * * *\n" * 400000),
    "an ANPA message of nothing but header lines":
        "\x16\x16\x01a2870\x1fx\r\nr i\x13\x11 BC-X 09-22 0466\r\n\x02"
        + "^a\r\n" * 1000000 + "\x03\x04",
}


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main():
    tool, faults = sys.argv[1], []
    for name, text in DOCUMENTS.items():
        with tempfile.NamedTemporaryFile() as file:
            file.write(text.encode("latin-1"))
            file.flush()
            start = time.monotonic()
            done = subprocess.run([tool, file.name], capture_output=True,
                                  preexec_fn=limit)
            spent = time.monotonic() - start
        if done.returncode != 0 or not done.stdout:
            faults.append(f"{name}: ended with {done.returncode}")
        print(f"{spent:6.2f} s {len(text) / 1e6:6.1f} MB  {name}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if peak > MEGABYTES:
        faults.append(f"{peak:.0f} MB of memory")
    print("\n".join(faults))
    print(f"{len(DOCUMENTS)} documents, at most {peak:.0f} MB, "
          f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
