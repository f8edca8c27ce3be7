#!/usr/bin/python3
"""The search for rare cells: whether a class can be wanted, and which cells of a stream are of it."""
from __future__ import annotations

import re
import sys

import common
from common import CLASSES, class_of

SETS = 4
FIELDS = ["key.index", "status", "connectivity.cuts[0].verdict", "connectivity.cuts[0].sextets",
          *(f"topology.sets[{s}].{f}" for s in range(SETS) for f in ("verdict", "name"))]


def known(want: str) -> None:
    """Ends with 64 unless it is a class or a sum of elementary band representations."""
    terms = re.split(" [+-] ", want) if want else []
    for term in terms:
        name = re.sub("^[1-9][0-9]* ", "", term)
        # Only representations, whose names are positions, can be added.
        if name not in CLASSES or len(terms) > 1 and not re.match("[123][abc] ", name):
            print(f"mine: WANT must be fragile, winding, obstructed, composite or a sum such as 1a s + 3c odd, not '{want}'", file=sys.stderr)
            sys.exit(64)


def match(want: str, number: str, nodes: str, *files: str) -> None:
    """Prints the indices of the cells that are wanted: a class, or the name of a decomposition, of any set or of set
    `number`; or with `nodes` cells whose first searched cut free nodes close."""
    for index, status, verdict, sextets, *sets in common.view(FIELDS, files, without=""):
        if status != "OK":
            continue
        if nodes:
            found = verdict == "NODES" and int(sextets or 0) > 0
        else:
            chosen = range(SETS) if number == "" else [int(number) - 1] if int(number) <= SETS else []
            pairs = [sets[2 * s:2 * s + 2] for s in chosen]
            found = any(v and want in (class_of(v, name), name) for v, name in pairs)
        if found:
            print(index or "0")


if __name__ == "__main__":
    common.run({"known": known, "match": match})
