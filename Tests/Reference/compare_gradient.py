#!/usr/bin/python3
"""Compares the derivatives dE/dV of a solved stream with those of dense plane-wave eigenvectors.

Example: genpot random -n 3 | solve-seq --gradient --kpoints '0,0;0.3,0.1' | compare_gradient.py

For every band that stands alone the derivative by the Fourier coefficient of an orbit is the sum over
its vectors of sum_G' c_(G'+G) c_G'; the script takes it from the density on a grid of points.
"""

import pathlib
import sys

import numpy as np

import dense_bands

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from read_stream import array, read  # noqa: E402

CUTOFF, ALONE, TOLERANCE = 350, 5e-3, 3e-3  # |b|^2, V_max, one


def density(v, k, bands):
    """Fourier coefficients of |psi|^2 of the lowest bands, and their energies."""
    energies, u, n1, n2 = dense_bands.solve(v, k, CUTOFF, bands + 1, vectors=True)
    size = 4 * (max(np.abs(n1).max(), np.abs(n2).max()) + 12)
    found = []
    for band in range(bands):
        c = np.zeros((size, size), complex)
        c[n1 % size, n2 % size] = u[:, band]
        found.append(np.fft.fft2(np.abs(np.fft.ifft2(c)) ** 2).real * size**2)
    return energies, found


def orbit(g):
    """The six images of a vector under rotations; zero is its own."""
    images = [g]
    for _ in range(5):
        images.append((images[-1][0] - images[-1][1], images[-1][0]))
    return images if g != (0, 0) else [g]


def main(path):
    largest, compared = 0.0, 0
    for record in read(path):
        derivative = array(record.gradient.energies)
        v = dense_bands.fourier(array(record.geometry.potential).astype(float))
        v *= record.geometry.v_max
        orbits = [orbit(g) for g in zip(record.gradient.n1, record.gradient.n2)]
        for k, rows in zip(array(record.bands.kpoints), derivative):
            energies, transforms = density(v, k, len(rows))
            gaps = np.diff(energies) / record.geometry.v_max
            for band, row in enumerate(rows):
                if gaps[band] < ALONE or (band > 0 and gaps[band - 1] < ALONE):
                    continue
                wanted = [sum(transforms[band][g] for g in images) for images in orbits]
                largest = max(largest, np.abs(row - wanted).max())
                compared += len(wanted)
    ok = compared > 0 and largest < TOLERANCE
    print(f"{compared} derivatives compared: {'all within' if ok else 'NOT within'} {TOLERANCE}")
    print(f"largest difference {largest:.1e}", file=sys.stderr)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "/dev/stdin"))
