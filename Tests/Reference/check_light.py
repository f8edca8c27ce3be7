#!/usr/bin/python3
"""Random crystals by solve-seq against cubic elements in numpy (elements.py): check_light.py [EQUATION [LOW:HIGH [CELLS [GROUP...]]]].

Level sets of `genpot random --seed 77`, at the default tolerance, six bands at the first special point that is not Gamma and at one
random wave vector. A line for each group: cells, failed ones, root mean square of the errors of all frequencies above 0 and of those
of the worst cell, in omega a/(2 pi c), the largest error over what the record claims, how many claims were not true, and how far the
reference is from itself on another grid (every tenth cell). Where a claim seems not to be true the finer grid decides. Exit 1 where a
cell failed, a claim was not true, or an error is above 5e-5 (root mean square) or 1.5e-4 (worst cell).

EQUATION is te or tm, or acoustic or sh with LOW:HIGH of rho (bulk = 1:1, mu = rho), so that both coefficients jump.
"""
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy starts its threads

import json
import pathlib
import subprocess
import sys
import time

import numpy
from elements import ElementCrystal, Unresolved

EQUATION = sys.argv[1] if len(sys.argv) > 1 else "te"
VALUES = sys.argv[2] if len(sys.argv) > 2 else "1:12"
CELLS = int(sys.argv[3]) if len(sys.argv) > 3 else 20
GROUPS = {e["name"]: e for e in json.loads((pathlib.Path(__file__).resolve().parents[1] / "WallpaperGroupsTests/Values/groups.json").read_text())}
MATERIALS = {
    "te": f"--material epsilon={VALUES}", "tm": f"--material epsilon={VALUES}",
    "acoustic": f"--material rho={VALUES} --material bulk=1:1", "sh": f"--material rho={VALUES} --material mu={VALUES}",
}[EQUATION]
BANDS = 6


def fraction(text):
    top, _, bottom = text.partition("/")
    return int(top) / int(bottom or 1)


def operations(entry):
    for text in entry["operations"]:
        matrix, shift = text.split("|")
        yield numpy.array(matrix.split(), int).reshape(2, 2), numpy.array([fraction(t) for t in shift.split()])


def frequencies(energies):
    return numpy.sqrt(numpy.maximum(energies, 0))


def check(name):
    entry = GROUPS[name]
    rng = numpy.random.default_rng(entry["number"])
    special = next((p["k"] for p in entry["points"] if p["label"] != "Gamma"), "1/2 0")
    points = numpy.array([[fraction(x) for x in special.split()], rng.uniform(-0.5, 0.5, 2)])
    waves = ";".join(f"{a!r},{b!r}" for a, b in points.tolist())
    stream = subprocess.run(
        f"genpot random -n {CELLS} --seed 77 --group {name} | solve-seq --threads 1 --equation {EQUATION} {MATERIALS} --bands {BANDS} --kpoints '{waves}' | rec-view",
        shell=True, check=True, stdout=subprocess.PIPE,
    ).stdout
    failed = untrue = unresolved = 0
    worst = own_error = 0.0
    squares = []
    start = time.time()
    for number, line in enumerate(stream.decode().splitlines()):
        record = json.loads(line)
        if record.get("status", "OK") != "OK":
            failed += 1
            print(f"  {name} {record.get('index', number)}: {record.get('error')}")
            continue
        found = frequencies(numpy.array(record["bands"]["energies"]))
        claim = record["bands"]["frequency_error"]

        def reference(n):
            crystal = ElementCrystal(record["geometry"], operations(entry), n)
            return numpy.array([frequencies(crystal.energies(k, BANDS)) for k in points])

        try:
            exact = reference(12)
            if number % 10 == 0 or abs(found - exact).max() > claim:
                finer = reference(24)
                own_error = max(own_error, abs(finer - exact).max())
                exact = finer
        except Unresolved as reason:
            unresolved += 1
            print(f"  {name} {record.get('index', number)}: no reference, {reason}")
            continue
        squares.append((found - exact).ravel() ** 2)
        worst = max(worst, abs(found - exact).max() / claim)
        untrue += abs(found - exact).max() > claim
        if CELLS >= 50 and (number + 1) % 20 == 0:
            print(f"  {name} {number + 1} cells, {time.time() - start:.0f} s, largest error over claim {worst:.2f}", file=sys.stderr, flush=True)
    cells = numpy.sqrt([s.mean() for s in squares])
    rms = numpy.sqrt((cells**2).mean())
    print(
        f"{name:5} {EQUATION} {VALUES} {CELLS} cells, {failed} failed, {unresolved} without reference, rms {rms:.1e}, worst cell {cells.max():.1e}, "
        f"largest error over claim {worst:.2f}, {untrue} claims not true, reference {own_error:.0e}", flush=True,
    )
    return failed == 0 and untrue == 0 and rms <= 5e-5 and cells.max() <= 1.5e-4


sys.exit(0 if all([check(name) for name in (sys.argv[4:] or ["p6", "p4m", "p3m1"])]) else 1)
