#!/usr/bin/python3
"""Walls by the network beside the same walls exactly: check_walls.py [PAIRS [SMOOTH...]].

Random pairs of cells that have a gap in common and other irreps below it (pipelines/walls.py pairs), 7 layers each, 9 wave vectors, for each
number of layers in which one crystal changes into the other. Of the exact states farther than a tenth of the common gap from its ends, at
all wave vectors, how far the network's closest state of the same wall is, in units of the gap: the median of each wall, and of these the
quartiles; for how many walls every state of either has one of the other within a fifth of the gap; processor seconds of a wall by both.
"""
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

import numpy

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 60
SMOOTH = [int(s) for s in sys.argv[2:]] or [0, 4, 6]
ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, shell=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def walls(path):
    lines = subprocess.run(["rec-view", path], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return [json.loads(line).get("wall") for line in lines]


def states(wall, kappa, side):
    return numpy.array([e for e, k, w in zip(wall.get("state_energies", []), wall.get("state_kappas", []), wall.get("state_walls", []))
                        if k == kappa and w == side])


with tempfile.TemporaryDirectory() as folder:
    run(f"cd {folder} && genpot random -n 2000 --seed 5 | predict 2> /dev/null | berryflux | fingerprint -o cells && {ROOT}/pipelines/walls.py pairs {PAIRS} cells pairs")
    print("smooth  walls  median  quartiles      all within a fifth  exact s  network s  ratio")
    for smooth in SMOOTH:
        options = f"--cells 7,7 --points 9 --smooth {smooth} --threads 1 {folder}/pairs"
        exact = run(f"domainwall --method exact --tolerance 3e-3 {options} -o {folder}/exact")
        model = run(f"domainwall --method model {options} -o {folder}/model")
        medians, right, count = [], 0, 0
        for ours, true in zip(walls(f"{folder}/model"), walls(f"{folder}/exact")):
            if ours is None or true is None or true["upper"] <= true["lower"] or ours["gap"] != true["gap"]:
                continue
            count += 1
            low, high = true["lower"], true["upper"]
            gap = high - low
            distances, isright = [], True
            for kappa in range(len(true["kappas"])):
                for side in (0, 1):
                    x, y = states(ours, kappa, side), states(true, kappa, side)
                    for one, other, isexact in ((y, x, True), (x, y, False)):
                        for energy in one:
                            near = abs(other - energy).min() / gap if other.size else 1.0
                            if isexact and low + 0.1 * gap < energy < high - 0.1 * gap:
                                distances.append(min(near, 1.0))
                            if low + 0.2 * gap < energy < high - 0.2 * gap:
                                isright &= near < 0.2
            right += isright
            if distances:
                medians.append(numpy.median(distances))
        quartiles = numpy.percentile(medians, [25, 75])
        print(f"{smooth:6d}  {count:5d}  {numpy.median(medians):6.3f}  {quartiles[0]:.3f} {quartiles[1]:.3f}    {right:4d} of {count:4d}      "
              f"{exact / PAIRS:8.2f}  {model / PAIRS:8.3f}  {exact / model:6.1f}", flush=True)
