#!/usr/bin/python3
"""The census of photonic crystals of Ghorashi et al., Phys. Rev. Lett. 133, 056602 (2024): its cells, and what their first sets of bands
are."""
from __future__ import annotations

import collections
import functools
import itertools
import subprocess
import sys
from typing import Any, Iterator

import common
import numpy
from common import put

SETS = 5
PIXELS = 64
#: Stable (nodal) cumulative sets 1 to 5 of 10,000 cells as published.
PUBLISHED = {
    ("p6", 8, "te"): [3453, 2644, 4064, 3772, 4433], ("p6", 8, "tm"): [238, 1098, 2596, 2701, 3175],
    ("p6", 16, "te"): [2466, 2864, 3260, 2948, 4043], ("p6", 16, "tm"): [233, 962, 2357, 2343, 2744],
    ("p6", 12, "te"): [2904, 2802, 3737, 3262, 4106], ("p6", 12, "tm"): [235, 988, 2433, 2467, 2867],
    ("p4", 16, "te"): [4092, 3542, 4254, 3896, 4711], ("p4", 16, "tm"): [50, 846, 4008, 2811, 3227],
    ("p2", 16, "te"): [4081, 6447, 4486, 5819, 4885], ("p2", 16, "tm"): [2846, 2836, 3918, 3247, 3693],
    **{(group, epsilon, wave): [0] * SETS for group in ("pmm", "cmm", "p4m") for epsilon in (8, 12, 16, 24, 32) for wave in ("te", "tm")},
}
#: Irreps of p6 and p2 in records, and in tables of groups.
_PAPERS = {"s": "A", "p": "E1", "d": "E2", "f": "B", "0": "A", "1": "E", "+": "A", "-": "B"}


def _side(random: numpy.random.Generator) -> float:
    factor = random.uniform(1, 2)
    return factor if random.integers(2) else 1 / factor


def cells(group: str, count: str, seed: str, start: str) -> None:
    """Writes cells of a group to standard output: all waves |h|, |k| <= 4 of the published cell and their images, amplitude
    r cos(phi)/|G|^1.25 with r and phi uniform, rounded to five digits; the high material where the sum is below a quantile that is uniform
    in 0.2 to 0.8. Lattices with free parameters are drawn as `directbasis` of Crystalline.jl does, the publication's library: sides as
    likely shorter as longer, by a factor uniform in 1 to 2, and angles uniform in 30 to 150 degrees."""
    import blochpipe as bp

    own = common.groups.group(group)
    turns = [numpy.rint(o.on_waves).astype(int) for o in own.operations]
    shifts = [o.shift for o in own.operations]
    real = any((t == -numpy.eye(2)).all() for t in turns)
    square = numpy.array(list(itertools.product(range(-4, 5), repeat=2)))
    # The hexagonal cell of the publication has its axes at 120 degrees: n1 = h, n2 = h + k.
    waves = numpy.stack([square[:, 0], square.sum(1)], -1) if own.system == "hexagonal" else square
    orbits: list[list[tuple[tuple[int, int], float]]] = []
    seen: set[tuple[int, int]] = set()
    for wave in sorted(map(tuple, waves.tolist())):
        if wave == (0, 0) or wave in seen:
            continue
        images: dict[tuple[int, int], float] = {}
        absent = False
        for turn, shift in zip(turns, shifts):
            image = tuple(int(v) for v in numpy.array(wave) @ turn)
            sign = float(numpy.rint(numpy.cos(2 * numpy.pi * numpy.dot(image, shift))))
            absent |= images.setdefault(image, sign) != sign
        seen |= set(images) | {(-a, -b) for a, b in images}
        if not absent:
            orbits.append(list(images.items()))

    def records() -> Iterator[Any]:
        for index in range(int(start), int(start) + int(count)):
            random = numpy.random.default_rng([int(seed), index])
            shape = {
                "oblique": lambda: {"ratio": _side(random), "angle": random.uniform(30, 150)},
                "rectangular": lambda: {"ratio": _side(random)},
                "rhombic": lambda: {"angle": 2 * numpy.degrees(numpy.arctan(_side(random)))},
            }.get(own.system, dict)()
            vectors = common.groups.vectors(group, **shape)
            reciprocal = 2 * numpy.pi * numpy.linalg.inv(vectors).T
            field = numpy.zeros((PIXELS, PIXELS), complex)
            stars = []
            for orbit in orbits:
                (n1, n2), _ = orbit[0]
                length = numpy.linalg.norm(n1 * reciprocal[0] + n2 * reciprocal[1]) / (2 * numpy.pi)
                r, phase = random.uniform(0, 1), random.uniform(0, 2 * numpy.pi)
                cosine = -round(r * numpy.cos(phase) / length**1.25, 5)
                sine = 0.0 if real else round(r * numpy.sin(phase) / length**1.25, 5)
                stars.append((n1, n2, cosine, sine))
                both = dict(orbit)
                for (a, b), sign in orbit:
                    field[a % PIXELS, b % PIXELS] += sign * (cosine - 1j * sine)
                    if (-a, -b) not in both:
                        field[-a % PIXELS, -b % PIXELS] += sign * (cosine + 1j * sine)
            phi = numpy.fft.ifft2(field).real * PIXELS**2
            # Between values that differ: pixels that symmetry joins lie on one side.
            levels = numpy.unique(phi.round(9))
            place = numpy.searchsorted(levels, -numpy.quantile(-phi, random.uniform(0.2, 0.8)))
            place = min(max(int(place), 1), len(levels) - 1)
            threshold = (levels[place - 1] + levels[place]) / 2
            (record,) = bp.cells(phi > threshold, group=group, **shape)
            message = record.message
            message.key.seed, message.key.index = int(seed), index
            message.geometry.source = "census"
            smooth = message.geometry.field
            smooth.n1.extend(s[0] for s in stars)
            smooth.n2.extend(s[1] for s in stars)
            smooth.amplitude.extend(s[2] for s in stars)
            if not real:
                smooth.sine.extend(s[3] for s in stars)
            smooth.beta, smooth.threshold = numpy.inf, threshold
            yield record

    bp.write(sys.stdout.buffer, records(), note=["census", "cells", group, count, seed, start])


class Representations:
    """The elementary band representations of a group."""

    def __init__(self, group: str) -> None:
        lines = subprocess.run(["wallpaper", "show", group, "--tsv"], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout.splitlines()
        rows = [line.split("\t")[1:] for line in lines[1:]]
        counts: dict[str, list[int]] = collections.defaultdict(list)
        self.entries: list[tuple[str, str]] = []
        for table, row, column, value in rows:
            if table == "band representations" and ":" in column:
                point, symbols = column.split(": ")
                counts[row] += map(int, value.split())
                if len(counts) == 1:
                    self.entries += [(point, symbol) for symbol in symbols.split()]
        self.sizes = common.groups.group(group).irreps
        self.vectors = [tuple(v) for v in counts.values()]
        self.bands = [sum(n * self.sizes[p][s] for n, (p, s) in zip(v, self.entries) if p == self.entries[0][0]) for v in self.vectors]
        self.matrix = numpy.array(self.vectors, float).T
        self.basis = self._echelon()

    def _echelon(self) -> list[tuple[int, list[int]]]:
        """Basis of all integer combinations: pivot and vector, by Euclid's algorithm on rows."""
        rows = [list(v) for v in self.vectors]
        basis = []
        for column in range(len(self.entries)):
            own = [r for r in rows if r[column]]
            rows = [r for r in rows if not r[column]]
            while len(own) > 1:
                own.sort(key=lambda r: abs(r[column]))
                first = own[0]
                rest = [[b - (r[column] // first[column]) * a for a, b in zip(first, r)] for r in own[1:]]
                rows += [r for r in rest if not r[column] and any(r)]
                own = [first] + [r for r in rest if r[column]]
            if own:
                basis.append((column, own[0]))
        return basis

    @functools.lru_cache(maxsize=None)
    def kind(self, vector: tuple[int, ...]) -> str:
        """"open" where bands with these irreps are joined to others; else "stable" where they are no sum or difference of band
        representations, "fragile" where they are no sum, "trivial"."""
        found, *_ = numpy.linalg.lstsq(self.matrix, numpy.array(vector, float), rcond=None)
        if abs(self.matrix @ found - vector).max() > 1e-6:
            return "open"
        left = list(vector)
        for column, row in self.basis:
            if left[column] % row[column]:
                return "stable"
            times = left[column] // row[column]
            left = [a - times * b for a, b in zip(left, row)]
        return "trivial" if self._is_sum(vector) else "fragile"

    @functools.lru_cache(maxsize=None)
    def _is_sum(self, vector: tuple[int, ...]) -> bool:
        if not any(vector):
            return True
        # The first irrep that is there must come from one of those that have it.
        first = next(i for i, n in enumerate(vector) if n)
        for own in self.vectors:
            if own[first]:
                rest = tuple(a - b for a, b in zip(vector, own))
                if min(rest) >= 0 and self._is_sum(rest):
                    return True
        return False


def sets(group: str, *files: str) -> None:
    """Index of every cell, then last band and kind of its cumulative sets."""
    from blochpipe.stream import iterate

    table = Representations(group)
    for record in itertools.chain.from_iterable(iterate(f) for f in files or [sys.stdin.buffer]):
        index = record.message.key.index
        if record.failed:
            put(index, "FAILED")
            continue
        points = {p: [_PAPERS.get(s, s) if group in ("p6", "p2") else s for s, _ in levels] for p, levels in record.irreps.items()}
        found = []
        for last in range(1, min(map(len, points.values())) + 1):
            counts = [points[p][:last].count(s) / table.sizes[p][s] for p, s in table.entries]
            if any(n % 1 for n in counts):
                continue
            kind = table.kind(tuple(int(n) for n in counts))
            if kind != "open":
                found += [last, kind]
            if len(found) == 2 * SETS:
                break
        put(index, *found)


def head() -> None:
    """Names of the columns of `report`."""
    put("group", "wave", "epsilon", "set", "cells", "stable", "fragile", "published", "sigma", "failed")


def report(group: str, wave: str, epsilon: str, path: str) -> None:
    """Counts of cumulative sets 1 to 5, beside the published ones, as lines of a table."""
    rows = list(common.rows(path))
    failed = sum(row[1:2] == ["FAILED"] for row in rows)
    known = PUBLISHED.get((group, int(epsilon), wave))
    for number in range(SETS):
        kinds = collections.Counter(row[2 + 2 * number] for row in rows if len(row) > 2 + 2 * number)
        total = sum(kinds.values())
        stable = kinds["stable"]
        line = [group, wave, epsilon, number + 1, total, stable, kinds["fragile"]]
        if known is not None and total:
            share, other = stable / total, known[number] / 10_000
            # Both counts are random.
            mean = (stable + known[number]) / (total + 10_000)
            sigma = numpy.sqrt(mean * (1 - mean) * (1 / total + 1e-4))
            line += [known[number], f"{(share - other) / sigma:.1f}" if sigma else "0.0"]
        else:
            line += ["", ""]
        put(*line, failed)


if __name__ == "__main__":
    common.run({"cells": cells, "sets": sets, "head": head, "report": report})
