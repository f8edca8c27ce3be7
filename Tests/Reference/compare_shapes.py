#!/usr/bin/python3
"""Compares solved shapes with dense matrices of their exact Fourier coefficients.

Example: genpot holes | solve-seq --grid 4 | compare_shapes.py

The shapes of geometry.shapes, on any lattice, must not overlap: V_G is then a sum of closed forms, Bessel functions of scipy for
ellipses and rings, sums over the edges for polygons. The bands must agree
within the error estimate of the record and that of the dense matrices.
"""

import pathlib
import sys

import numpy as np
import scipy.linalg
import scipy.special

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from read_stream import array, read  # noqa: E402

CUTOFF = 250  # |k + G|^2, in the unit in which a disc holds 3.63 waves for each: |b|^2 on the hexagonal lattice


def cell_of(geometry):
    """[2 x 2] rows a1, a2."""
    ratio, angle = (geometry.lattice.ratio, geometry.lattice.angle) if geometry.group else (1, 60)
    return np.array([[1, 0], [ratio * np.cos(np.radians(angle)), ratio * np.sin(np.radians(angle))]])


HEXAGONAL = np.array([[1, 0], [0.5, np.sqrt(0.75)]])


def coefficients(shapes, n1, n2, cell=HEXAGONAL):
    """V_G/V_max at integer indices, complex; `cell` has the rows a1 and a2."""
    if sum(len(getattr(shapes, name)) for name in ("discs", "ellipses", "rings", "polygons")) == 0:
        raise ValueError("shapes of no known kind")
    reciprocal = 2 * np.pi * np.linalg.inv(cell).T
    gx, gy = (n1 * reciprocal[0, i] + n2 * reciprocal[1, i] for i in (0, 1))
    length, area = np.hypot(gx, gy), np.linalg.det(cell)

    def bessel(x):  # 2 J1(x)/x
        return np.where(x == 0, 1, 2 * scipy.special.j1(x) / np.where(x == 0, 1, x))

    def round_shape(shape, inner):
        return inner * np.exp(-2j * np.pi * (n1 * shape.x1 + n2 * shape.x2))

    total = np.zeros(length.shape, complex)
    for disc in shapes.discs:
        total += round_shape(disc, np.pi * disc.radius**2 * bessel(length * disc.radius))
    for e in shapes.ellipses:
        c, s = np.cos(np.radians(e.turn)), np.sin(np.radians(e.turn))
        q = np.hypot(e.radius1 * (c * gx + s * gy), e.radius2 * (c * gy - s * gx))
        total += round_shape(e, np.pi * e.radius1 * e.radius2 * bessel(q))
    for ring in shapes.rings:
        both = [np.pi * r**2 * bessel(length * r) for r in (ring.inner, ring.outer)]
        total += round_shape(ring, both[1] - both[0])
    for polygon in shapes.polygons:
        x, y = (np.stack([polygon.x1, polygon.x2], -1) @ cell).T
        dx, dy = np.roll(x, -1) - x, np.roll(y, -1) - y
        signed = (x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2
        integral = 0
        for i in range(len(x)):
            middle = gx * (x[i] + dx[i] / 2) + gy * (y[i] + dy[i] / 2)
            half = (gx * dx[i] + gy * dy[i]) / 2
            # np.sinc(t) is sin(pi t)/(pi t).
            integral = integral + (gx * dy[i] - gy * dx[i]) * 1j * np.exp(-1j * middle) * np.sinc(half / np.pi)
        total += np.where(length == 0, abs(signed), np.sign(signed) * integral / np.where(length == 0, 1, length**2))
    return np.where(length == 0, shapes.outside, 0.0) + (shapes.inside - shapes.outside) * total / area


def solve(geometry, k, cutoff, bands):
    """The lowest bands at k, V_max."""
    cell = cell_of(geometry)
    reciprocal = 2 * np.pi * np.linalg.inv(cell).T
    limit = cutoff * 16 * np.pi**2 / 3 * np.sqrt(0.75) / np.linalg.det(cell)
    reach = np.ceil(np.sqrt(limit) * np.linalg.norm(cell, axis=1) / (2 * np.pi)).astype(int) + 2
    n1, n2 = (a.ravel() for a in np.mgrid[-reach[0] : reach[0] + 1, -reach[1] : reach[1] + 1])
    kinetic = ((np.stack([n1, n2], -1) + k) @ reciprocal) ** 2 @ [1, 1]
    keep = kinetic <= limit * (1 + 1e-12)
    n1, n2, kinetic = n1[keep], n2[keep], kinetic[keep]
    # Each difference once.
    m1, m2 = (m.ravel() for m in np.mgrid[-np.ptp(n1) : np.ptp(n1) + 1, -np.ptp(n2) : np.ptp(n2) + 1])
    table = coefficients(geometry.shapes, m1, m2, cell).reshape(2 * np.ptp(n1) + 1, 2 * np.ptp(n2) + 1)
    h = table[n1[:, None] - n1 + np.ptp(n1), n2[:, None] - n2 + np.ptp(n2)] * geometry.v_max
    if abs(h.imag).max() < 1e-12 * abs(h).max():
        h = h.real.copy()
    h[np.diag_indices(len(h))] += kinetic
    energies = scipy.linalg.eigh(
        h, eigvals_only=True, subset_by_index=(0, bands - 1), overwrite_a=True, check_finite=False)
    return energies / geometry.v_max


def main(path):
    worst, compared = 0.0, 0
    for record in read(path):
        if record.status == 1:
            raise SystemExit(f"a record has failed: {record.reason}")
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
