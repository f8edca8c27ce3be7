#!/usr/bin/python3
"""Velocities and inverse masses of derive against perturbation theory in dense plane waves: check_derivatives.py [CELLS [GROUP...]].

Random cells of p6, or of the groups named, and wave vectors; every band's error must lie within the bar that derive gives. Prints how the errors compare
with the bars. Exit 1 when more than one in a thousand is outside.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy
from crystal import Crystal

CELLS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
CUTOFF = 100  # of |k + G|^2, as of Crystal.solve


def tool(command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}, **options).stdout


def records(stream, fields):
    lines = tool(["rec-view", "--tsv", ",".join(fields)], input=stream).decode().splitlines()[1:]
    return [[numpy.array(json.loads(cell), dtype=float) for cell in line.split("\t")] for line in lines]


def listed(points):
    return ";".join(f"{a!r},{b!r}" for a, b in points.tolist())


points = numpy.random.default_rng(5).uniform(-1, 1, (8, 2))
worst = 0
kinds = [(name, f"genpot random -n {CELLS} --seed 7 --beta 3 --pixels 60 --vmax 100 --group {name}") for name in sys.argv[2:]]
for kind, maker in kinds or (
    ("smooth", f"genpot random -n {CELLS} --seed 3 --pixels 60"), ("rough", f"genpot random -n {CELLS} --seed 4 --alpha 0.5 --pixels 60"),
    ("deep", f"genpot random -n {CELLS} --seed 5 --vmax 800 --pixels 60"), ("shallow", f"genpot random -n {CELLS} --seed 6 --vmax 20 --pixels 60"),
):
    cells = tool(maker.split())
    crystals = [Crystal(json.loads(line)["geometry"]) for line in tool(["rec-view"], input=cells).decode().splitlines()]
    # Of the interpolant, as the tools have it.
    v_max = float(maker.split("--vmax ")[1].split()[0]) if "--vmax" in maker else 256.0
    solved = {
        "exact": tool(["solve-seq", "--keep-model", "--kpoints", listed(points)], input=cells),
        "network": tool(["predict", "--kpoints", listed(points)], input=cells) if v_max == 256 and not kinds else None,
    }
    for model, stream in solved.items():
        if stream is None:
            continue
        derived = tool(["derive", "--model", model, "--skip", "dos"], input=stream)
        found = records(derived, ["derivatives.velocities", "derivatives.velocity_errors", "derivatives.inverse_masses", "derivatives.inverse_mass_errors"])
        slopes, bends = [], []
        for crystal, (v, v_error, mass, mass_error) in zip(crystals, found):
            for at, k in enumerate(points):
                e, slope, bend = crystal.derivatives(k, v.shape[1], CUTOFF)
                # Bands that may touch have none.
                apart = numpy.diff(e, prepend=-9)[:-1] > 1e-4
                apart &= numpy.diff(e) > 1e-4
                slopes.append((numpy.abs(slope - v[at]).max(-1) / v_error[at])[apart])
                bends.append((numpy.abs(v_max / 2 * bend - mass[at]).max(-1) / mass_error[at])[apart])
        for name, ratios in (("velocities", numpy.concatenate(slopes)), ("inverse masses", numpy.concatenate(bends))):
            outside = (ratios > 1).mean()
            print(f"{kind:8} {model:8} {name:15} {ratios.size:6} values; error over bar: median {numpy.median(ratios):.3f}, largest {ratios.max():.2f}, outside {100 * outside:.2f} %")
            worst = max(worst, outside if model == "exact" else outside / 50)
sys.exit(bool(worst > 0.001))
