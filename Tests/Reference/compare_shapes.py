#!/usr/bin/python3
"""Compares solved shapes with dense matrices of their exact Fourier coefficients.

Example: genpot holes | solve-seq --grid 4 | compare_shapes.py

The shapes of geometry.shapes must not overlap: V_G is then a sum of closed forms, Bessel functions of scipy for ellipses and
rings, sums over the edges for polygons. The bands must agree
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
    if sum(len(getattr(shapes, name)) for name in ("discs", "ellipses", "rings", "polygons")) == 0:
        raise ValueError("shapes of no known kind")
    length = np.sqrt(dense_bands.norm2(n1, n2))
    gx, gy = 2 * np.pi * n1, 2 * np.pi * (2 * n2 - n1) / np.sqrt(3)
    cell = np.sqrt(3) / 2

    def bessel(x):  # 2 J1(x)/x
        return np.where(x == 0, 1, 2 * scipy.special.j1(x) / np.where(x == 0, 1, x))

    def round_shape(shape, inner):
        return inner * np.cos(2 * np.pi * (n1 * shape.x1 + n2 * shape.x2)) / cell

    total = np.where(length == 0, shapes.outside, 0.0)
    for disc in shapes.discs:
        area = np.pi * disc.radius**2
        total = total + (shapes.inside - shapes.outside) * round_shape(disc, area * bessel(length * disc.radius))
    for e in shapes.ellipses:
        c, s = np.cos(np.radians(e.turn)), np.sin(np.radians(e.turn))
        q = np.hypot(e.radius1 * (c * gx + s * gy), e.radius2 * (c * gy - s * gx))
        area = np.pi * e.radius1 * e.radius2
        total = total + (shapes.inside - shapes.outside) * round_shape(e, area * bessel(q))
    for ring in shapes.rings:
        both = [np.pi * r**2 * bessel(length * r) for r in (ring.inner, ring.outer)]
        total = total + (shapes.inside - shapes.outside) * round_shape(ring, both[1] - both[0])
    for polygon in shapes.polygons:
        x = np.array(polygon.x1) + np.array(polygon.x2) / 2
        y = np.array(polygon.x2) * cell
        dx, dy = np.roll(x, -1) - x, np.roll(y, -1) - y
        area = (x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2
        integral = 0
        for i in range(len(x)):
            middle = gx * (x[i] + dx[i] / 2) + gy * (y[i] + dy[i] / 2)
            half = (gx * dx[i] + gy * dy[i]) / 2
            # np.sinc(t) is sin(pi t)/(pi t). The imaginary unit turns cos - i sin into sin: C2 leaves that alone.
            integral = integral + (gx * dy[i] - gy * dx[i]) * np.sin(middle) * np.sinc(half / np.pi)
        inner = np.where(length == 0, abs(area), np.sign(area) * integral / np.where(length == 0, 1, length**2))
        total = total + (shapes.inside - shapes.outside) * inner / cell
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
