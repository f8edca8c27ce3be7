#!/usr/bin/python3
"""Error bars of strips: check_strips.py [CELLS].

Crystals beside themselves, two layers each: all levels of the strip are bands of the crystal at the wave vectors of four layers, solved by
solve-seq at a tenth of the tolerance. For potentials of several depths and kinds, light of several contrasts, sound and elastic waves, in groups
with and without C2, along several directions, by plane waves and by elements: levels, those farther from the nearest band than both error bars, the largest distance over
the bars, states that were taken for a wall's. Exit 1 where a level is outside, or there is such a state.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "python"))
import blochpipe as bp  # noqa: E402

CELLS = int(sys.argv[1]) if len(sys.argv) > 1 else 12
LAYERS = 4
TM = "--equation tm --material epsilon="
TE = "--equation te --material epsilon="
# Cells, equation, tolerance, options of the strip.
KINDS = [
    ("--seed 3 --vmax 20", "", 1.2e-3, ""), ("--seed 3 --vmax 256", "", 1.2e-3, ""), ("--seed 3 --vmax 1000", "", 1.2e-3, ""),
    ("--seed 4", "", 3e-4, ""), ("--seed 3 --beta 4", "", 1.2e-3, ""), ("--seed 8", "", 1.2e-3, "--bands 12"),
    ("--seed 6 --group pgg --ratio 1.7", "", 1.2e-3, ""), ("--seed 6 --group p1 --ratio 0.6 --angle 75", "", 1.2e-3, "--along 1,1"),
    *(("--seed 5", f"{TM}{epsilon}", 1e-3, "") for epsilon in ("1:4", "1:12", "1:30", "12:1")),
    ("--seed 6 --group p4m", f"{TM}1:9", 1e-3, ""), ("--seed 6 --group p3", f"{TM}1:9", 1e-3, "--edge 0.2"),
    ("--seed 7", f"{TM}1:12", 1e-3, "--along 2,1 --edge 0.8"),
    # By elements.
    *(("--seed 5", f"{TE}{epsilon}", tolerance, "") for epsilon, tolerance in (("1:4", 1e-3), ("1:12", 1e-3), ("12:1", 1e-3), ("1:12", 2.5e-4))),
    ("--seed 6 --group p4m", f"{TE}1:9", 1e-3, ""), ("--seed 6 --group p3", f"{TE}1:9", 1e-3, "--edge 0.2"),
    ("--seed 7", f"{TE}1:12", 1e-3, "--along 2,1 --edge 0.8"), ("--seed 9 --group p3m1", f"{TE}inf:1", 1e-3, ""),
    ("--seed 7", "--equation acoustic --material rho=1:8 --material bulk=1:70", 1e-3, "--along 1,1"),
    ("--seed 8", "--equation acoustic --material rho=1:inf --material bulk=1:1", 1e-3, ""),
    ("--seed 9 --group pgg --ratio 1.4", "--equation sh --material rho=1:10 --material mu=1:10", 1e-3, ""),
]


def run(command, folder):
    done = subprocess.run(command, shell=True, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=folder)
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(cells, equation, tolerance, options, folder):
    run(f"genpot random -n {CELLS} {cells} -o cells", folder)
    bp.write(f"{folder}/twice", [record for record in bp.read(f"{folder}/cells") for _ in range(2)])
    bands = 6 if "--bands" not in options else int(options.split()[1])
    strips = run(f"domainwall {equation} --cells {LAYERS // 2},{LAYERS // 2} --points 3 {options} --tolerance {tolerance} twice | rec-view", folder)
    walls = [strip["wall"] if strip.get("status") != "FAILED" else None for strip in strips]
    known = next(wall for wall in walls if wall)
    (m, n), (p, q) = known["along"], known["across"]
    waves = [(kappa, step / LAYERS) for kappa in known["kappas"] for step in range(LAYERS)]
    pathlib.Path(folder, "waves").write_text("".join(f"{q * u - n * v} {-p * u + m * v}\n" for u, v in waves))
    solved = run(f"solve-seq {equation} --kpoints @waves --bands {bands + (8 if 'inf' in equation else 2)} --tolerance {tolerance / 10} cells | rec-view", folder)
    levels = outside = states = 0
    worst = 0.0
    for wall, record in zip(walls, solved):
        if wall is None or record.get("status") == "FAILED" or wall["upper"] <= wall["lower"]:
            continue
        states += len(wall.get("state_energies", []))
        energies = numpy.array(record["bands"]["energies"])
        for kappa, level, error in zip(wall["level_kappas"], wall["levels"], wall["level_errors"]):
            distance = abs(energies[LAYERS * kappa:LAYERS * (kappa + 1)] - level).min() / (error + record["bands"]["error_estimate"])
            levels, outside, worst = levels + 1, outside + (distance > 1), max(worst, distance)
    print(f"{cells:42s} {equation:38s} {options:24s} {levels:5d} levels, {outside} outside, largest {worst:.2f}, {states} states", flush=True)
    return levels > 0 and outside == 0 and states == 0


with tempfile.TemporaryDirectory() as scratch:
    good = [check(*kind, scratch) for kind in KINDS]
sys.exit(not all(good))
