#!/usr/bin/python3
"""Compares solved discs with dense matrices of their exact Fourier coefficients.

Example: genpot holes | solve-seq --grid 4 | compare_shapes.py

The discs of geometry.shapes must not overlap: V_G is then a sum of Bessel functions, by scipy. The bands must agree
within the error estimate of the record and that of the dense matrices.
"""

import pathlib
import sys

import numpy as np
import scipy.linalg
import scipy.special

import dense_bands

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from read_stream import array, read  # noqa: E402

CUTOFF = 250  # |b|^2


def coefficients(shapes, n1, n2):
    """V_G/V_max at integer indices."""
    length = np.sqrt(dense_bands.norm2(n1, n2))
    total = np.where(length == 0, shapes.outside, 0.0)
    for disc in shapes.discs:
        x = np.where(length == 0, 1, length * disc.radius)
        area = np.pi * disc.radius**2 / (np.sqrt(3) / 2)
        share = area * np.where(length == 0, 1, 2 * scipy.special.j1(x) / x)
        phase = np.cos(2 * np.pi * (n1 * disc.x1 + n2 * disc.x2))
        total = total + (shapes.inside - shapes.outside) * share * phase
    return total


def solve(geometry, k, cutoff, bands):
    """The lowest bands at k, V_max."""
    n1, n2, kinetic = dense_bands.waves(k, cutoff)
    h = coefficients(geometry.shapes, n1[:, None] - n1, n2[:, None] - n2) * geometry.v_max
    h[np.diag_indices(len(h))] += kinetic
    energies = scipy.linalg.eigh(
        h, eigvals_only=True, subset_by_index=(0, bands - 1), overwrite_a=True, check_finite=False)
    return energies / geometry.v_max


def main(path):
    worst, compared = 0.0, 0
    for record in read(path):
        energies = array(record.bands.energies)
        for k, row in zip(array(record.bands.kpoints), energies):
            fine = solve(record.geometry, k, CUTOFF, len(row))
            coarse = solve(record.geometry, k, CUTOFF / 2, len(row))
            # The rest falls as cutoff^(-3/2).
            rest = (coarse - fine).max() / (2**1.5 - 1)
            limit = record.bands.error_estimate + rest
            worst = max(worst, np.abs(row - fine + (coarse - fine) / (2**1.5 - 1)).max() / limit)
            compared += len(row)
    ok = compared > 0 and worst <= 1
    print(f"{compared} energies compared: {'all within' if ok else 'NOT within'} the estimates")
    print(f"largest difference by estimate {worst:.2f}", file=sys.stderr)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "/dev/stdin"))
