#!/usr/bin/python3
"""Random cells of every wallpaper group by solve-seq against dense plane waves in numpy: check_groups.py [--tm|--te LOW:HIGH] [CELLS [GROUP...]].

Of each cell one full matrix of plane waves at every special point and at random wave vectors, by the Fourier coefficients of its
pixels: no symmetry, no folding. Energies must agree within the record's error estimate and what the matrix itself lacks (its change
since half of the cut-off). Irreps follow from characters: the trace of each operation {R|t}|q> = exp(-iRq.t)|Rq> in each degenerate
level, taken apart by the characters in Tests/WallpaperGroupsTests/Values, which come from another program; the j-th level of each
irrep must be the solver's j-th. Levels that symmetry makes equal must be equal to the last bit in the record. The irreps of every
isolated set that fingerprint finds, counted anew from the record's symbols, must satisfy the compatibility relations of those values;
its terms must add up to them, and it must be called a semimetal where an indicator says so and nowhere else.

With --tm or --te the cells are light's, two-level alone and with those values of epsilon, --tm by plane waves (`light.py`), --te by
cubic elements without symmetry (`elements.py`), whose Fourier coefficients have the characters; mirrors change the sign of H_z.

A line for each group: cells, failed ones, largest error over estimate, wrong labels, torn multiplets, isolated sets, wrong ones. Exit 1
when one is not as it must be.
"""
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy starts its threads

import json
import pathlib
import subprocess
import sys

import numpy
from crystal import Crystal
from elements import ElementCrystal
from light import LightCrystal

ARGUMENTS = sys.argv[1:]
LIGHT = ["--equation", ARGUMENTS[0][2:], "--material", f"epsilon={ARGUMENTS[1]}", "--tolerance", "1e-3"] if ARGUMENTS[:1] in (["--tm"], ["--te"]) else []
IS_TE = ARGUMENTS[:1] == ["--te"]
ARGUMENTS = ARGUMENTS[2:] if LIGHT else ARGUMENTS
CELLS = int(ARGUMENTS[0]) if ARGUMENTS else 5
VALUES = pathlib.Path(__file__).resolve().parents[1] / "WallpaperGroupsTests/Values/groups.json"
GROUPS = {entry["name"]: entry for entry in json.loads(VALUES.read_text())}
BANDS = 7
CUTOFF = 5 if IS_TE else 200 if LIGHT else 60  # of |k + G|^2, in the unit in which a disc holds 3.63 waves for each; of |k + G| by elements
EQUAL, PURE = (1e-4, 0.1) if IS_TE else (1e-7, 1e-4)  # energies of one multiplet, and characters
PARITIES = {"even": "A", "odd": "B", "+": "A", "-": "B"}
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


def levels(energies, count):
    """Ranges of equal energies that begin below `count`."""
    start = 0
    while start < count:
        end = start + 1
        while end < len(energies) and energies[end] - energies[start] < EQUAL:
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
        image = numpy.zeros(states.shape, complex)
        image[target] = phase[:, None] * states * (numpy.linalg.det(matrix) if IS_TE else 1)
        traces.append((crystal.bras(states).conj() * image).sum(0))
    traces = numpy.array(traces)  # [operations x states]: <n|g|n>
    irreps = {i["symbol"]: numpy.array([number(c) for c in i["characters"].split()]) for i in point["irreps"]}
    entries = [e for e in entry["timeReversal"]["entries"] if e["point"] == point["label"]]
    found = []
    for start, end in levels(energies, bands):
        if end == len(energies):  # its other half may be above
            break
        character = traces[:, start:end].sum(1)
        counts = {s: round((c.conj() * character).sum().real / len(character)) for s, c in irreps.items()}
        rest = character - sum(n * irreps[s] for s, n in counts.items())
        if abs(rest).max() > PURE:
            return None
        for e in entries:
            member = e["symbol"] if e["symbol"] in irreps else next(s for s in irreps if member_of(s, e["symbol"]))
            found += [(energies[start], e["symbol"])] * counts[member]
    return found


def member_of(symbol, joined):
    """Whether an irrep is the first of those that time reversal joins: E+ of E, P1 of P1P4, A' of A'A''."""
    return symbol.rstrip("+-") == joined or joined.startswith(symbol) and joined != symbol


def vectors(texts):
    return numpy.array([t.split() for t in texts], int)


def wrong_sets(entry, record, symbols):
    """How many isolated sets a record has, and how many of them are not what their irreps make them."""
    table = entry["timeReversal"]
    sizes = [(e["point"], e["symbol"], e["bands"]) for e in table["entries"]]
    relations = vectors(table["compatibility"])
    representations = {(r["site"], r["symbol"]): vectors([r["vector"]])[0] for r in table["representations"]}
    sets = [s for s in record["topology"]["sets"] if s.get("last_band")]
    wrong = 0
    for own in sets:
        bands = slice(own["first_band"] - 1, own["last_band"])
        counts = numpy.array([symbols[p][bands].count(s) / size for p, s, size in sizes])
        terms = own.get("terms", [])
        total = 0 * counts
        for term in terms:
            site, symbol = term["name"].split()
            total = total + term["count"] * representations[site.lstrip("0123456789"), PARITIES.get(symbol, symbol)]
        indicated = any((numpy.dot(f["coefficients"], counts) % f["modulus"]) != 0 for f in table["forms"])
        wrong += not (
            (counts % 1 == 0).all()
            and (relations @ counts == 0).all()
            and (own["verdict"] == "SEMIMETAL") == indicated
            and (not terms or (total == counts).all())
        )
    return len(sets), wrong


def tool(command, data=None):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, input=data).stdout


def crystal_of(geometry, entry):
    if IS_TE:
        return ElementCrystal(geometry, operations(entry), 10)
    return LightCrystal(geometry, operations(entry)) if LIGHT else Crystal(geometry)


def check(name):
    entry = GROUPS[name]
    rng = numpy.random.default_rng(entry["number"])
    points = rng.uniform(-0.5, 0.5, (3, 2))
    failed = wrong = torn = sets = bad = 0
    worst = 0.0
    squares = []  # of light, a list a cell: squared errors of frequencies
    for seed, options in enumerate([[]] if LIGHT else [["--beta", "3"], []]):
        count = CELLS if LIGHT else CELLS // 2 if seed else CELLS - CELLS // 2
        if count == 0:
            continue
        stream = tool(["genpot", "random", "-n", str(count), "--seed", str(seed), "--group", name, "--vmax", "100", "--pixels", "60", *options])
        stream = tool(["solve-seq", *LIGHT, "--bands", str(BANDS), "--kpoints", ";".join(f"{a!r},{b!r}" for a, b in points.tolist())], stream)
        if name != "p1":  # which has no irreps
            stream = tool(["fingerprint"], stream)
        for line in tool(["rec-view"], stream).decode().splitlines():
            record = json.loads(line)
            if record.get("status", "OK") != "OK":
                failed += 1
                continue
            crystal = crystal_of(record["geometry"], entry)
            estimate = record["bands"]["error_estimate"]
            symbols = {
                p["label"]: [PARITIES.get(s, s) if name == "p2" else s for s in p.get("symbols", [])]
                or [PAPERS[name, p["label"]][i] for i in p["irreps"]]
                for p in record["irreps"]["points"]
            }
            if "topology" in record:
                counted = wrong_sets(entry, record, symbols)
                sets, bad = sets + counted[0], bad + counted[1]

            squares.append([])

            def outside(own, k):
                if IS_TE:  # see check_light.py
                    return 0
                exact, coarse = (crystal.solve(k, c)[1][:BANDS] for c in (CUTOFF, CUTOFF / 2))
                missing = coarse - exact
                if not LIGHT:
                    return (abs(own - exact) / (estimate + missing.max())).max()
                # What plane waves lack falls with the power 3/2 of their number.
                exact = exact - missing / (2**1.5 - 1)
                ratio = abs(own - exact) / (estimate + missing / 4)
                own, exact = numpy.sqrt(numpy.maximum([own, exact], 0))
                f = exact > 1e-3
                squares[-1].extend((own - exact)[f][:6] ** 2)
                slack = missing[f] / 4 / (2 * exact[f])
                return max(ratio.max(), (abs(own - exact)[f] / (record["bands"]["frequency_error"] + slack)).max())

            for own, k in zip(record["bands"]["energies"], points):
                worst = max(worst, outside(numpy.array(own), k))
            for own in record["irreps"]["points"]:
                point = next(p for p in entry["points"] if p["label"] == own["label"])
                energies = numpy.array(own["energies"])
                worst = max(worst, outside(energies, numpy.array(own["k"])))
                names = symbols[own["label"]]
                sizes = {e["symbol"]: e["bands"] for e in entry["timeReversal"]["entries"] if e["point"] == own["label"]}
                exact = labels(crystal, entry, point, BANDS + 4)
                if exact is None:
                    wrong += 1
                    continue
                wrong += sum(symbol not in sizes for symbol in names)
                for symbol, size in sizes.items():
                    mine = energies[[i for i, s in enumerate(names) if s == symbol]]
                    torn += sum(len(set(mine[i : i + size])) != 1 for i in range(0, len(mine), size))
                    other = [e for e, s in exact if s == symbol]
                    for j, e in enumerate(mine[::size]):
                        wrong += not (j < len(other) and abs(other[j] - e) < 3 * estimate + 2e-3)
    rms = numpy.sqrt([numpy.mean(c) for c in squares if c])
    light = f", rms {numpy.sqrt((rms**2).mean()):.1e}, worst cell {rms.max():.1e}" if len(rms) else ""
    print(f"{name:5} {CELLS} cells, {failed} failed, largest error over estimate {worst:.2f}, {wrong} wrong labels, {torn} torn multiplets, {sets} sets, {bad} wrong{light}", flush=True)
    return failed == 0 and worst <= 1 and wrong == 0 and torn == 0 and bad == 0


sys.exit(0 if all([check(name) for name in (ARGUMENTS[1:] or GROUPS)]) else 1)
