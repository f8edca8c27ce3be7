#!/usr/bin/python3
"""Converged bands of a 2D unit cell: Davidson's method in a large plane-wave basis.

The reference for the accuracy of other solvers: 10^4 plane waves and more, too many for one matrix.
The potential acts through fast Fourier transforms that are wide enough to have no aliasing, so the
matrix is the one of dense_bands with that many waves, not an approximation to it. Conventions and
units are those of dense_bands. Run as a program it checks itself against dense_bands.
"""

import numpy as np
import scipy.fft
import scipy.linalg

import compare_shapes
import dense_bands
import read_stream  # on the path by compare_shapes

INNER = 70  # |k + G|^2 in |b|^2 of the small matrix that starts and preconditions the iteration


class Cell:
    """The matrix |k + G|^2 + V for one potential (E0) and any k, in waves with |k + G|^2 <= cutoff."""

    def __init__(self, potential, cutoff, coefficients=None):
        """With `coefficients`, V_G (E0) at integer indices, in place of the interpolant's."""
        if coefficients is None:
            v = dense_bands.fourier(potential)
            self.look_up = lambda n1, n2: dense_bands.look_up(v, n1, n2)
        else:
            self.look_up = coefficients
        self.mean = float(np.real(self.look_up(np.zeros(1, int), np.zeros(1, int))[0]))
        self.cutoff = cutoff
        waves = int(np.ceil(2 * np.sqrt(cutoff / 3))) + 1  # largest |n1| or |n2| of a wave, k in BZ
        field = 2 * waves  # and of a V_G that matters
        if coefficients is None:
            field = min(field, (2 * len(potential) + 2) // 3)
        self.size = scipy.fft.next_fast_len(2 * waves + field + 1, real=True)
        n1, n2 = np.mgrid[-field : field + 1, -field : field + 1]
        grid = np.zeros((self.size, self.size), complex)
        grid[n1, n2] = self.look_up(n1, n2)
        # A real, even V_G and real coefficients: transform both as if they were values in space.
        if np.abs(grid.imag).max() > 1e-9 * max(1.0, np.abs(grid.real).max()):
            raise ValueError("the potential has no twofold rotation about the origin")
        self.values = scipy.fft.rfft2(grid.real).real

    def at(self, k):
        """Fixes k: the waves, their kinetic energies, and the eigensystem of the INNER ones."""
        self.n1, self.n2, self.kinetic = dense_bands.waves(k, self.cutoff)
        inner = int((self.kinetic <= INNER * dense_bands.B2).sum())
        n1, n2 = self.n1[:inner], self.n2[:inner]
        h = np.real(self.look_up(n1[:, None] - n1, n2[:, None] - n2)).copy()
        h[np.diag_indices(inner)] += self.kinetic[:inner]
        self.inner_energies, self.inner_vectors = scipy.linalg.eigh(h, overwrite_a=True)

    def apply(self, x):
        """H x for coefficients x [vectors, waves]."""
        grid = np.zeros((len(x), self.size, self.size))
        grid[:, self.n1, self.n2] = x
        product = scipy.fft.irfft2(scipy.fft.rfft2(grid) * self.values, s=grid.shape[1:])
        return product[:, self.n1, self.n2] + self.kinetic * x

    def precondition(self, residuals, energies):
        """(H0 - E)^-1 of the residuals, where H0 is exact inside and diagonal outside."""
        inner = len(self.inner_energies)
        steps = residuals / np.maximum(self.kinetic + self.mean - energies[:, None], 1)
        u, keep = self.inner_vectors, len(energies)
        share = residuals[:, :inner] @ u[:, keep:]
        distance = np.maximum(self.inner_energies[keep:] - energies[:, None], 1)
        steps[:, :inner] = (share / distance) @ u[:, keep:].T
        return steps

    def bands(self, k, count=6, accuracy=1e-4, steps=12):
        """The lowest bands at k within about `accuracy` (E0) of those of the full matrix.

        The error of an energy is at most the square of its residual over the distance to the next
        band outside the block; with two spare bands in the block one unit of E0 is a safe distance.
        """
        self.at(k)
        block = count + 2
        x = np.zeros((block, len(self.kinetic)))
        x[:, : len(self.inner_vectors)] = self.inner_vectors[:, :block].T
        basis, image = x, self.apply(x)
        for _ in range(steps):
            energies, mix = scipy.linalg.eigh(basis @ image.T)
            energies, mix = energies[:block], mix[:, :block].T
            residuals = mix @ image - energies[:, None] * (mix @ basis)
            wrong = np.linalg.norm(residuals, axis=1) ** 2 > accuracy
            if not wrong[:count].any():
                return energies[:count]
            new = self.precondition(residuals, energies)[wrong]
            for _ in range(2):
                new -= (new @ basis.T) @ basis
                new = np.linalg.qr(new.T)[0].T
            basis, image = np.vstack([basis, new]), np.vstack([image, self.apply(new)])
        raise ArithmeticError(f"no convergence at k = {k}")


def of_record(record, cutoff):
    """The cell of a record: of its discs, which must not overlap, else of its pixels' interpolant."""
    vmax = record.geometry.v_max
    if record.geometry.HasField("shapes"):
        shapes = record.geometry.shapes
        return Cell(None, cutoff, lambda n1, n2: vmax * compare_shapes.coefficients(shapes, n1, n2).real)  # with C2
    return Cell(vmax * read_stream.array(record.geometry.potential).astype(float), cutoff)


def check():
    """The same matrix as dense_bands, and the published bands of three cosines."""
    random = np.random.default_rng(1)
    n1, n2 = np.mgrid[:24, :24]
    phase = 2 * np.pi / 24
    rough = sum(a * np.cos(phase * (p * n1 + q * n2))
                for a, p, q in zip(random.normal(0, 30, 8), [1, 0, 3, 2, 7, 5, 11, 9],
                                   [0, 1, 1, 4, 2, 11, 5, 12]))
    worst = 0.0
    for potential in (dense_bands.cosines(24, -20), np.where(rough > 0, 256.0, 0)):
        cell = Cell(potential, 150)
        for k in (dense_bands.GAMMA, dense_bands.K, (0.21, 0.34)):
            exact = dense_bands.solve(dense_bands.fourier(potential), k, 150, 6)
            worst = max(worst, np.abs(cell.bands(k) - exact).max())
    assert worst < 2e-4, worst
    return worst


if __name__ == "__main__":
    print(f"converged_bands: differs from a dense matrix by {check():.0e} E0")
