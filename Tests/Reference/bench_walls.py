#!/usr/bin/python3
"""Walls of light by domainwall beside supercells in MPB, in one run: bench_walls.py [RESOLUTION...].

Rods after Wu and Hu (six rods of radius a/9 and epsilon 11.7 a cell, a/R = 2.8 and 3.25, four layers each), a valley wall (two rods a
cell of epsilon 11.7 that change places, four layers each), electric field along the rods, and one of holes in epsilon 12, magnetic field
along them (by elements), along a lattice vector, at kappa = 0. For each MPB resolution the states in the common gap and the seconds of one wave vector; the limit of MPB's, whose error falls as the square of
the resolution (of holes, at twice the resolution, as its power 1.2); ours, their error bars and seconds a wave vector (the crystals' bands included). Exit 1 where ours are farther from the
limit than their error bars and half of MPB's largest last change (of holes all of it).
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy

RESOLUTIONS = [int(r) for r in sys.argv[1:]] or [32, 48]
LAYERS, POINTS = 4, 11
RADIUS = 1 / 9


def rods(distance):
    return [(distance * numpy.cos(t), distance * numpy.sin(t), RADIUS) for t in numpy.arange(6) * numpy.pi / 3]


def valley(first, second):
    a = numpy.array([[1, 0], [0.5, 3**0.5 / 2]])
    return [(*(numpy.array([n, n]) / 3 @ a), r) for n, r in ((1, first), (2, second))]


CASES = {
    "Wu-Hu": ([rods(1 / 2.8), rods(1 / 3.25)], 3,
              f"(genpot holes --kind barriers --radius {RADIUS} --distance {1 / 2.8}; genpot holes --kind barriers --radius {RADIUS} --distance {1 / 3.25})", 0.5,
              ("tm", 1, 11.7, 1, 2)),
    "valley": ([valley(0.2, 0.14), valley(0.14, 0.2)], 4,
               "(genpot shapes --group p3m1 --kind barriers --disc '1/3,1/3 r=0.2' --disc '2/3,2/3 r=0.14'; "
               "genpot shapes --group p3m1 --kind barriers --disc '1/3,1/3 r=0.14' --disc '2/3,2/3 r=0.2')", 0, ("tm", 1, 11.7, 1, 2)),
    "holes": ([valley(0.14, 0.28), valley(0.28, 0.14)], 1,
              "(genpot shapes --group p3m1 --disc '1/3,1/3 r=0.14' --disc '2/3,2/3 r=0.28'; "
              "genpot shapes --group p3m1 --disc '1/3,1/3 r=0.28' --disc '2/3,2/3 r=0.14')", 0, ("te", 12, 1, 2, 1.2)),
}


def mpb(crystals, bands, resolution, wave, outside, inside):
    """Frequencies of the supercell at kappa = 0, and the seconds that they took."""
    objects = []
    for layer in range(2 * LAYERS):
        for x, y, radius in crystals[layer // LAYERS]:
            objects.append(f"(make cylinder (center (vector3+ (cartesian->lattice (vector3 {x!r} {y!r} 0)) (vector3 0 {layer} 0))) (radius {radius!r}) "
                           f"(height infinity) (material (make dielectric (epsilon {inside}))))")
    text = f"""(set! default-material (make dielectric (epsilon {outside})))
(set! geometry-lattice (make lattice (size 1 {2 * LAYERS} no-size) (basis1 1 0) (basis2 0.5 (/ (sqrt 3) 2))))
(set! geometry (list {" ".join(objects)}))
(set! k-points (list (vector3 0 0 0)))
(set! num-bands {bands * 2 * LAYERS + 8})
(set! resolution {resolution})
(run-{wave})
"""
    # MPB leaves a file in its folder.
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "wall.ctl").write_text(text)
        start = time.time()
        output = subprocess.run(["mpb", "wall.ctl"], cwd=folder, stdout=subprocess.PIPE, check=True, text=True,
                                env=dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")).stdout
        seconds = time.time() - start
    line = next(l for l in output.splitlines() if l.startswith(f"{wave}freqs:, 1"))
    return numpy.array([float(v) for v in line.split(",")[6:]]), seconds


worst = 0
for name, (crystals, bands, command, edge, (wave, outside, inside, times, power)) in CASES.items():
    start = time.time()
    text = subprocess.run(f"{command} | domainwall --threads 1 --equation {wave} --material epsilon={min(inside, outside)}:{max(inside, outside)} --cells {LAYERS},{LAYERS} --edge {edge} --gap {bands} "
                          f"--bands 8 --points {POINTS} --tolerance 3e-4 | rec-view", shell=True, check=True, stdout=subprocess.PIPE, text=True).stdout
    own = (time.time() - start) / POINTS
    wall = json.loads(text)["wall"]
    chosen = [n for n, k in enumerate(wall["state_kappas"]) if k == 0]
    energies = numpy.array([wall["state_energies"][n] for n in chosen])
    bars = numpy.array([wall["state_errors"][n] + wall["state_splittings"][n] for n in chosen]) / (2 * energies**0.5)
    found = energies**0.5
    print(f"{name}: common gap {wall['lower']**0.5:.5f} to {wall['upper']**0.5:.5f}, {2 * LAYERS} layers")
    results = []
    for resolution in (times * r for r in RESOLUTIONS):
        frequencies, seconds = mpb(crystals, bands, resolution, wave, outside, inside)
        results.append(frequencies)
        near = sorted(frequencies[abs(frequencies - f).argmin()] for f in found)
        print(f"  MPB {resolution:3d}     {' '.join(f'{f:.5f}' for f in near)}   {seconds:8.2f} s a wave vector, {seconds / own:.0f} times ours")
    last, before = results[-1], results[-2]
    ratio = (RESOLUTIONS[-1] / RESOLUTIONS[-2])**power
    limit = last + (last - before) / (ratio - 1)
    # From state to state MPB's error falls more or less evenly.
    near = [abs(limit - f).argmin() for f in found]
    change = abs(last - before)[near]
    print(f"  its limit   {' '.join(f'{limit[abs(limit - f).argmin()]:.5f}' for f in sorted(found))}")
    print(f"  domainwall  {' '.join(f'{f:.5f}' for f in sorted(found))}   {own:8.2f} s, error bars up to {bars.max():.5f}")
    for f, bar in zip(found, bars):
        at = abs(limit - f).argmin()
        worst = max(worst, abs(limit[at] - f) / (bar + change.max() / (2 if power == 2 else 1)))
print(f"largest distance from MPB's limit over what is allowed: {worst:.2f}")
sys.exit(1 if worst > 1 else 0)
