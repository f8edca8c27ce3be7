#!/usr/bin/python3
"""Compares the irreps of solved records with those of an independent dense solve.

Example: genpot random -n 200 --seed 7 | solve-seq | compare_irreps.py

For every record the labels of the lowest seven bands at Gamma, K and M are found again by
dense_bands: one full plane-wave matrix, no symmetry blocks, the rotation's matrix in each degenerate
group. Two bands of different irreps that lie closer than the truncation error of that matrix come out
in either order; so where labels differ, that point is solved again with more plane waves, and what
differs with the most is a mismatch. The two members of a pair must have equal energies in the stream.

Exit status 0: all equal; 1: not, with a line for each difference.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy starts its threads

import argparse
import pathlib
import sys

import numpy as np

import dense_bands

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import read_stream  # noqa: E402

POINTS = {"Gamma": (dense_bands.GAMMA, 6), "K": (dense_bands.K, 3), "M": (dense_bands.M, 2)}
LETTERS = dict(enumerate("s p d f 0 1 + -".split(), start=1))
PAIRS = {"Gamma": "pd", "K": "1", "M": ""}
CUTOFFS = (60, 160, 420, 900)  # |k + G|^2 in |b|^2: about 218, 580, 1524 and 3265 plane waves
SPLITTING = 1e-10  # largest difference of the energies of a pair, V_max


def expected_labels(v, name, cutoff, bands, gap):
    """Labels of the lowest bands at a special point for Fourier coefficients v (E0)."""
    k, order = POINTS[name]
    return dense_bands.irreps(v, k, order, cutoff, bands + 4, gap)[1][:bands]


def splitting(name, labels, energies):
    """The largest splitting of a pair; infinite when a label of a pair stands alone below the top."""
    worst, i = 0.0, 0
    while i < len(labels):
        if labels[i] in PAIRS[name]:
            if i + 1 < len(labels):
                alone = labels[i + 1] != labels[i]
                worst = max(worst, np.inf if alone else abs(energies[i + 1] - energies[i]))
            i += 1
        i += 1
    return worst


def compare(record, bands):
    """(differences as text, splitting of the pairs, highest level of CUTOFFS used) of one record."""
    if record.status != 0 or [p.label for p in record.irreps.points] != list(POINTS):
        return [f"no irreps at Gamma, K, M ({record.reason})"], 0.0, 0
    potential = record.geometry.v_max * read_stream.array(record.geometry.potential).astype(float)
    v = dense_bands.fourier(potential)
    gap = 1e-7 * max(1.0, np.ptp(potential))
    differences, worst, highest = [], 0.0, 0
    for point in record.irreps.points:
        found = [LETTERS.get(i, "?") for i in point.irreps][:bands]
        worst = max(worst, splitting(point.label, found, point.energies))
        if not np.allclose(point.k, POINTS[point.label][0], atol=1e-12):
            differences.append(f"{point.label} lies at {list(point.k)}")
            continue
        for level, cutoff in enumerate(CUTOFFS):
            expected = expected_labels(v, point.label, cutoff, bands, gap)
            if found == expected:
                break
        else:
            differences.append(f"{point.label} {' '.join(found)} instead of {' '.join(expected)}")
        highest = max(highest, level)
    return differences, worst, highest


def main():
    parser = argparse.ArgumentParser(description="Compare irreps with an independent dense solve.")
    parser.add_argument("stream", nargs="?", default="/dev/stdin", help="a solved stream")
    parser.add_argument("--bands", type=int, default=7, help="how many bands to compare")
    parser.add_argument("--levels", action="store_true", help="count the cells by cut-off needed")
    options = parser.parse_args()

    cells, wrong, worst, levels = 0, 0, 0.0, [0] * len(CUTOFFS)
    for record in read_stream.read(options.stream):
        differences, apart, level = compare(record, options.bands)
        for line in differences:
            print(f"seed {record.key.seed} index {record.key.index}: {line}")
        cells, wrong, worst = cells + 1, wrong + len(differences), max(worst, apart)
        levels[level] += 1
    if options.levels:
        print("cells by cut-off needed:", dict(zip(CUTOFFS, levels)), file=sys.stderr)
    points = cells * len(POINTS)
    verdict = "all equal" if wrong == 0 else f"{wrong} differ"
    print(f"{cells} cells, {points} special points, {points * options.bands} labels: {verdict}; "
          f"largest splitting of a pair {worst:.0e}")
    return 0 if cells > 0 and wrong == 0 and worst <= SPLITTING else 1


if __name__ == "__main__":
    sys.exit(main())
