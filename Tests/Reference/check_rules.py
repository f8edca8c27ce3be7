#!/usr/bin/python3
"""Checks that no classified record of a stream violates a rule of band topology in p6.

Example: genpot random -n 500 | solve-seq | fingerprint | check_rules.py

From the irreps in the stream the script counts every set's fingerprint anew, and asks of it: the lowest band
at Gamma is s; a set is whole pairs and as many bands at Gamma, K and M; n_f and n_- are equally even or odd
(Fang, Gilbert, Bernevig, PRB 86, 115112, with C = 0); the decomposition adds up; the verdict is what a search
through all sums of elementary band representations says; w2 and the corner charge follow their formulas.
"""

import collections
import itertools
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
from read_stream import read  # noqa: E402

# n_s n_p n_d n_f / n_0 n_1 / n_+ n_-, pairs counted once.
EBRS = np.array([
    [1, 0, 0, 0, 1, 0, 1, 0], [0, 1, 0, 0, 0, 1, 0, 2], [0, 0, 1, 0, 0, 1, 2, 0], [0, 0, 0, 1, 1, 0, 0, 1],
    [1, 0, 0, 1, 0, 1, 1, 1], [0, 1, 1, 0, 2, 1, 2, 2], [1, 0, 1, 0, 1, 1, 1, 2], [0, 1, 0, 1, 1, 1, 2, 1],
])  # fmt: skip
BANDS = EBRS[:, 6:].sum(1)
SIZES = np.array([1, 2, 2, 1, 1, 2, 1, 1])
EBR, COMPOSITE, OBSTRUCTED, FRAGILE, UNDETERMINED = 1, 2, 3, 4, 5


def sums(bands):
    """{fingerprint: list of non-negative coefficient vectors} of all atomic sets of so many bands."""
    found = collections.defaultdict(list)
    for counts in itertools.product(*(range(bands // n + 1) for n in BANDS)):
        if np.dot(counts, BANDS) == bands:
            found[tuple(np.dot(counts, EBRS))].append(counts)
    return found


ATOMIC = {}


def verdict(fingerprint, bands):
    """What the set is, by exhaustion."""
    table = ATOMIC.setdefault(bands, sums(bands))
    ways = table.get(tuple(fingerprint), [])
    if not ways:
        return FRAGILE
    if any(sum(way) == 1 for way in ways):
        return EBR
    return COMPOSITE if any(sum(way[4:]) == 0 for way in ways) else OBSTRUCTED


def problems(record):
    """What is wrong with a record, as text."""
    labels = np.array([p.irreps for p in record.irreps.points])
    if labels[0][0] != 1:
        yield "the lowest band at Gamma is not s"
    expected = 1
    for s in record.topology.sets:
        if s.first_band != expected:
            yield f"set starts at band {s.first_band}, not {expected}"
        if s.verdict == UNDETERMINED:
            return
        expected = s.last_band + 1
        inside = labels[:, s.first_band - 1 : s.last_band].ravel()
        members = np.array([(inside == irrep).sum() for irrep in range(1, 9)])
        n = members // SIZES
        if (members % SIZES).any() or list(n) != list(s.fingerprint):
            yield f"fingerprint {list(s.fingerprint)}, counted {list(members / SIZES)}"
        bands = s.last_band - s.first_band + 1
        if (n[3] - n[7]) % 2:
            yield f"n_f and n_- of {list(n)} differ in parity"
        if list(np.dot(s.decomposition, EBRS)) != list(n):
            yield f"the decomposition of {list(n)} does not add up"
        if verdict(n, bands) != s.verdict:
            yield f"verdict {s.verdict} of {list(n)}, expected {verdict(n, bands)}"
        if s.w2 != ((2 * n[1] + n[3]) // 2 + 3 * (n[7] // 2)) % 2:
            yield f"w2 {s.w2} of {list(n)}"
        charge = (n[6] - n[0] - 2 * n[2]) / 4 + (n[4] - n[0] - n[3]) / 6
        if s.HasField("corner_charge") and abs((s.corner_charge - charge + 0.5) % 1 - 0.5) > 1e-9:
            yield f"corner charge {s.corner_charge} of {list(n)}, expected {charge % 1}"


def main(path):
    records = sets = 0
    wrong = []
    for record in read(path):
        records += 1
        sets += len(record.topology.sets)
        wrong += [f"record {records - 1}: {text}" for text in problems(record)]
    print(*wrong[:20], sep="\n", end="\n" if wrong else "")
    print(f"{records} records, {sets} sets: {len(wrong)} violations")
    return 1 if wrong or not sets else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "/dev/stdin"))
