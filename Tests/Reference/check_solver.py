#!/usr/bin/python3
"""Whether the exact solver's error estimate is true: any depth, any field, any wave vector, up to 40 bands.

usage: check_solver.py CELLS [SEED]      (the tools on PATH; make check-solver CELLS=2000)

Cells of many kinds (two-level and smooth random fields with cut-offs 6 to 40, discs with their exact coefficients,
noise of few pixels, Vmax from 1 to 5000) are solved at Gamma and at random wave vectors, with a random number of
bands and a random tolerance. Of each cell that is not FAILED, at each wave vector, E_1(k) >= E_1(Gamma) must hold within the
estimate; at one wave vector all bands are compared with Davidson's method in 10,143 plane waves
(converged_bands), whose own error is bounded by its residuals and by what twice as many waves change. Prints
a line for each kind and exits with 1 where an error exceeds its estimate.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import pathlib
import subprocess
import sys
import tempfile

import numpy as np

import converged_bands

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import read_stream  # noqa: E402

POINTS = 8  # random wave vectors of each cell
KINDS = "two-level smooth cut-off discs barriers noise fills".split()


def command(kind, draw, index):
    """A genpot command with random options."""
    vmax = np.exp(draw.uniform(0, np.log(5000)))
    random = f"genpot random -n 1 --start {index} --seed 77 --vmax {vmax:.6g}"
    alpha = f"--alpha {draw.choice([0.5, 1, 1.5, 2])}"
    distance = draw.uniform(0.2, 0.4)
    radius = draw.uniform(0.03, 0.49 * min(distance, 1 - 2 * distance))  # no overlaps
    discs = f"genpot holes --distance {distance:.6g} --radius {radius:.6g} --vmax {vmax:.6g}"
    return {
        "two-level": f"{random} {alpha}",
        "smooth": f"{random} {alpha} --beta {draw.uniform(0.5, 8):.4g} --cutoff {draw.integers(1, 12)}",
        "cut-off": f"{random} {alpha} --cutoff {draw.integers(7, 41)}",
        "discs": discs,
        "barriers": discs + " --kind barriers --angle 17",
        "noise": f"{random} --alpha 0.5 --cutoff {draw.integers(4, 12)} --pixels {draw.integers(4, 40)}",
        "fills": f"{random} {alpha} --fill {draw.choice([0.05, 0.1, 0.2, 0.8, 0.9, 0.95])}",
    }[kind]


def solve(folder, cell, points, bands, tolerance):
    """The record behind solve-seq."""
    path = folder / "solved.rec.zst"
    kpoints = ";".join(f"{x!r},{y!r}" for x, y in points.tolist())
    with open(path, "wb") as out:
        subprocess.run(
            f"{cell} | solve-seq --kpoints '{kpoints}' --bands {bands} --tolerance {tolerance:.3g} 2>/dev/null",
            shell=True, check=True, stdout=out)
    return next(iter(read_stream.read(path)))


def main():
    count = int(sys.argv[1])
    draw = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    ratios = {kind: [] for kind in KINDS}
    failed = dict.fromkeys(KINDS, 0)
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        for index in range(count):
            kind = KINDS[index % len(KINDS)]
            cell = command(kind, draw, index)
            bands = int(draw.choice([1, 2, 4, 7, 7, 7, 7, 12, 20, 40]))
            tolerance = float(draw.choice([1.2e-3, 1.2e-3, 1.2e-3, 3e-4, 5e-3]))
            points = np.vstack([[0, 0], draw.uniform(-0.7, 0.7, (POINTS, 2))])
            record = solve(pathlib.Path(name), cell, points, bands, tolerance)
            if record.status != 0:
                failed[kind] += 1
                continue
            energies = read_stream.array(record.bands.energies)
            estimate = record.bands.error_estimate
            what = f"{cell} | solve-seq --bands {bands} --tolerance {tolerance}"
            if (energies[1:, 0] < energies[0, 0] - estimate).any() or (np.diff(energies) < 0).any():
                print(f"below E_1(Gamma), or not in order: {what}")
                faults += 1
            vmax = record.geometry.v_max
            exact = converged_bands.of_record(record, 2800).bands(
                points[1], bands, accuracy=min(1e-3, 0.02 * estimate * vmax), steps=60) / vmax
            error = np.abs(energies[1] - exact).max()
            ratios[kind].append(error / estimate)
            if error > 1.02 * estimate:
                k = ",".join(map(str, points[1]))
                print(f"error {error:.2g}, estimate {estimate:.2g}: {what} --kpoints '{k}'")
                faults += 1
    for kind in KINDS:
        own = np.array(ratios[kind] or [np.nan])
        print(f"{kind:10} {len(ratios[kind])} solved, {failed[kind]} failed; error over estimate: median "
              f"{np.median(own):.2f}, largest {own.max():.2f}", flush=True)
    solved = sum(map(len, ratios.values()))
    print(f"{solved} of {count} cells solved, {faults} errors beyond their estimate")
    return 1 if faults or not solved else 0


if __name__ == "__main__":
    sys.exit(main())
