#!/usr/bin/python3
"""The recipe of the paper's appendix on speed: Lanczos on a finite-difference matrix.

The cell's N x N values (100 x 100 in the paper) are the grid; scipy's eigsh finds the lowest 6 bands
at each k-point. Energies in E0, a = 1. Run as a program it checks itself and prints its time.
"""

import time

import numpy as np
import scipy.sparse
import scipy.sparse.linalg

import dense_bands


def hamiltonian(potential, k):
    """-Laplacian + V on the lattice grid with psi(r + a_i) = exp(2 pi i k_i) psi(r), as CSR.

    The six neighbours along +-a1, +-a2, +-(a2 - a1) make the Laplacian (2/3) N^2 sum (psi' - psi),
    isotropic up to fourth order.
    """
    n = len(potential)
    i, j = (a.ravel() for a in np.mgrid[:n, :n])
    here = i * n + j
    hop = -2 / 3 * n**2
    rows, columns, values = [here], [here], [potential.ravel() - 6 * hop + 0j]
    for di, dj in ((1, 0), (0, 1), (-1, 1)):
        p, q = i + di, j + dj
        phase = np.exp(2j * np.pi * (k[0] * (p // n) + k[1] * (q // n)))
        there = (p % n) * n + q % n
        rows += [here, there]
        columns += [there, here]
        values += [hop * phase, hop * phase.conj()]
    entries = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    return scipy.sparse.coo_matrix(entries, shape=(n * n, n * n)).tocsr()


def bands(potential, k, count=6):
    """The lowest bands at one k-point by the implicitly restarted Lanczos method, as published."""
    h = hamiltonian(potential, k)
    return np.sort(scipy.sparse.linalg.eigsh(h, k=count, which="SA", return_eigenvectors=False))


def bands_inverted(potential, k, count=6):
    """The same by shift and invert about a point below the spectrum: much faster, same matrix."""
    h = hamiltonian(potential, k).tocsc()
    below = potential.min() - 0.05 * (np.ptp(potential) + 100)
    found = scipy.sparse.linalg.eigsh(h, k=count, sigma=below, return_eigenvectors=False)
    return np.sort(found)


def check():
    """Two grids must approach the plane waves as 1/N^2."""
    errors = []
    for n in (24, 48):
        v = dense_bands.cosines(n, -20)
        exact = dense_bands.fourier(v)
        worst = 0.0
        for k in (dense_bands.GAMMA, dense_bands.K, (0.21, 0.34)):
            reference = dense_bands.solve(exact, k, 40, 6)
            worst = max(worst, np.abs(bands_inverted(v, k) - reference).max())
        errors.append(worst)
    assert errors[1] < 1.0, errors
    assert 3.5 < errors[0] / errors[1] < 4.5, errors
    np.testing.assert_allclose(
        bands(v, dense_bands.K), bands_inverted(v, dense_bands.K), atol=1e-6)
    return errors


if __name__ == "__main__":
    print("finite_difference: error against plane waves at N = 24 and 48: %.4f, %.4f E0" % tuple(check()))
    start = time.perf_counter()
    for point in dense_bands.wedge(12)[::20]:
        bands(dense_bands.cosines(100, -20), point)
    seconds = (time.perf_counter() - start) / 4
    print(f"finite_difference: {seconds:.1f} s per k-point on 100 x 100, {79 * seconds:.0f} s for 79")
