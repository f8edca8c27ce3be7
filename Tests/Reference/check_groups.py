#!/usr/bin/python3
"""Random cells of every wallpaper group by solve-seq against dense plane waves in numpy: check_groups.py [CELLS [GROUP...]].

Of each cell one full matrix of plane waves at every special point and at random wave vectors, by the Fourier coefficients of its
pixels: no symmetry, no folding. Energies must agree within the record's error estimate and what the matrix itself lacks (its change
since half of the cut-off). Irreps follow from characters: the trace of each operation {R|t}|q> = exp(-iRq.t)|Rq> in each degenerate
level, taken apart by the characters in Tests/WallpaperGroupsTests/Values, which come from another program; the j-th level of each
irrep must be the solver's j-th. Levels that symmetry makes equal must be equal to the last bit in the record. Every isolated set that
fingerprint finds in the cells of a group must be a difference or a sum of band representations (no record may fail).

A line for each group: cells, failed ones, largest error over estimate, wrong labels, torn multiplets. Exit 1 when one is not as it
must be.
"""
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy starts its threads

import json
import pathlib
import subprocess
import sys

import numpy

CELLS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
VALUES = pathlib.Path(__file__).resolve().parents[1] / "WallpaperGroupsTests/Values/groups.json"
GROUPS = {entry["name"]: entry for entry in json.loads(VALUES.read_text())}
BANDS = 7
CUTOFF = 60  # of |k + G|^2, in the unit in which a disc holds 3.63 waves for each
PAPERS = {
    ("p6", "Gamma"): {"S": "A", "P": "E1", "D": "E2", "F": "B"},
    ("p6", "K"): {"ZERO": "A", "ONE": "E"},
    ("p6", "M"): {"PLUS": "A", "MINUS": "B"},
}


def fraction(text):
    top, _, bottom = text.partition("/")
    return int(top) / int(bottom or 1)


def number(text):
    return complex(text.replace("i", "j").replace("+-", "-"))


def operations(entry):
    for text in entry["operations"]:
        matrix, shift = text.split("|")
        yield numpy.array(matrix.split(), int).reshape(2, 2), numpy.array([fraction(t) for t in shift.split()])


class Crystal:
    def __init__(self, geometry):
        v = numpy.array(geometry["potential"], float)
        self.pixels = len(v)
        self.v = numpy.fft.fft2(v) / self.pixels**2 * geometry["v_max"]
        self.v_max = geometry["v_max"]
        lattice = geometry.get("lattice", {"ratio": 1, "angle": 60})
        angle = numpy.radians(lattice["angle"])
        cell = numpy.array([[1, 0], [lattice["ratio"] * numpy.cos(angle), lattice["ratio"] * numpy.sin(angle)]])
        self.reciprocal = 2 * numpy.pi * numpy.linalg.inv(cell).T  # rows b1, b2
        area = abs(numpy.linalg.det(cell))
        self.unit = 16 * numpy.pi**2 / 3 * numpy.sqrt(0.75) / area

    def solve(self, k, cutoff):
        """Plane waves (n1, n2), energies in v_max and states, columns."""
        n = numpy.arange(-40, 41)
        n1, n2 = [a.ravel() for a in numpy.meshgrid(n, n, indexing="ij")]
        q = (numpy.stack([n1, n2], -1) + k) @ self.reciprocal
        kinetic = (q**2).sum(1)
        inside = kinetic <= cutoff * self.unit * (1 + 1e-9)
        n1, n2, kinetic = n1[inside], n2[inside], kinetic[inside]
        h = self.v[(n1[:, None] - n1) % self.pixels, (n2[:, None] - n2) % self.pixels]
        h[numpy.diag_indices(len(kinetic))] += kinetic
        e, u = numpy.linalg.eigh(h)
        return numpy.stack([n1, n2], -1), e / self.v_max, u


def levels(energies, count):
    """Ranges of equal energies that begin below `count`."""
    start = 0
    while start < count:
        end = start + 1
        while end < len(energies) and energies[end] - energies[start] < 1e-7:
            end += 1
        yield start, end
        start = end


def labels(crystal, entry, point, bands):
    """[(energy, symbol)] of the multiplets at a special point, from characters."""
    k = numpy.array([fraction(x) for x in point["k"].split()])
    waves, energies, states = crystal.solve(k, CUTOFF)
    place = {tuple(w): i for i, w in enumerate(waves)}
    group = list(operations(entry))
    traces = []
    for index in map(int, point["littleGroup"].split()):
        matrix, shift = group[index]
        q = (waves + k) @ numpy.linalg.inv(matrix)
        target = [place[tuple(w)] for w in numpy.rint(q - k).astype(int)]
        phase = numpy.exp(-2j * numpy.pi * (q @ shift))
        image = numpy.zeros_like(states)
        image[target] = phase[:, None] * states
        traces.append((states.conj() * image).sum(0))
    traces = numpy.array(traces)  # [operations x states]: <n|g|n>
    irreps = {i["symbol"]: numpy.array([number(c) for c in i["characters"].split()]) for i in point["irreps"]}
    entries = [e for e in entry["timeReversal"]["entries"] if e["point"] == point["label"]]
    found = []
    for start, end in levels(energies, bands):
        character = traces[:, start:end].sum(1)
        counts = {s: round((c.conj() * character).sum().real / len(character)) for s, c in irreps.items()}
        rest = character - sum(n * irreps[s] for s, n in counts.items())
        if abs(rest).max() > 1e-4:
            return None
        for e in entries:
            member = e["symbol"] if e["symbol"] in irreps else next(s for s in irreps if member_of(s, e["symbol"]))
            found += [(energies[start], e["symbol"])] * counts[member]
    return found


def member_of(symbol, joined):
    """Whether an irrep is the first of those that time reversal joins: E+ of E, P1 of P1P4, A' of A'A''."""
    return symbol.rstrip("+-") == joined or joined.startswith(symbol) and joined != symbol


def tool(command, data=None):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, input=data).stdout


def check(name):
    entry = GROUPS[name]
    rng = numpy.random.default_rng(entry["number"])
    points = rng.uniform(-0.5, 0.5, (3, 2))
    failed = wrong = torn = 0
    worst = 0.0
    for seed, options in enumerate([["--beta", "3"], []]):
        count = CELLS // 2 if seed else CELLS - CELLS // 2
        if count == 0:
            continue
        stream = tool(["genpot", "random", "-n", str(count), "--seed", str(seed), "--group", name, "--vmax", "100", "--pixels", "60", *options])
        stream = tool(["solve-seq", "--bands", str(BANDS), "--kpoints", ";".join(f"{a!r},{b!r}" for a, b in points.tolist())], stream)
        for line in tool(["rec-view"], stream).decode().splitlines():
            record = json.loads(line)
            if record.get("status", "OK") != "OK":
                failed += 1
                continue
            crystal = Crystal(record["geometry"])
            estimate = record["bands"]["error_estimate"]

            def outside(own, k):
                exact, coarse = (crystal.solve(k, c)[1][:BANDS] for c in (CUTOFF, CUTOFF / 2))
                return (abs(own - exact) / (estimate + (coarse - exact).max())).max()

            for own, k in zip(record["bands"]["energies"], points):
                worst = max(worst, outside(numpy.array(own), k))
            for own in record["irreps"]["points"]:
                point = next(p for p in entry["points"] if p["label"] == own["label"])
                energies = numpy.array(own["energies"])
                worst = max(worst, outside(energies, numpy.array(own["k"])))
                names = own.get("symbols") or [PAPERS[name, own["label"]][i] for i in own["irreps"]]
                sizes = {e["symbol"]: e["bands"] for e in entry["timeReversal"]["entries"] if e["point"] == own["label"]}
                exact = labels(crystal, entry, point, BANDS + 4)
                if exact is None:
                    wrong += 1
                    continue
                for symbol, size in sizes.items():
                    mine = energies[[i for i, s in enumerate(names) if s == symbol]]
                    torn += sum(len(set(mine[i : i + size])) != 1 for i in range(0, len(mine), size))
                    other = [e for e, s in exact if s == symbol]
                    for j, e in enumerate(mine[::size]):
                        wrong += not (j < len(other) and abs(other[j] - e) < 3 * estimate + 2e-3)
    print(f"{name:5} {CELLS} cells, {failed} failed, largest error over estimate {worst:.2f}, {wrong} wrong labels, {torn} torn multiplets", flush=True)
    return failed == 0 and worst <= 1 and wrong == 0 and torn == 0


sys.exit(0 if all([check(name) for name in (sys.argv[2:] or GROUPS)]) else 1)
