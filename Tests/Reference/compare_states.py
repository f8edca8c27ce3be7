#!/usr/bin/python3
"""Bloch functions of solve-seq --states: their energy from their own Fourier series, norm and orthogonality.

Reads JSON lines of rec-view. The potential's interpolant acts on psi on a grid twice as fine, where the product of the two is exact.
"""
import json
import sys

import dense_bands
import numpy

largest = 0
for line in sys.stdin:
    record = json.loads(line)
    v_max = record["geometry"]["v_max"]
    potential = numpy.array(record["geometry"]["potential"])
    n = len(potential)
    block = record["states"]
    u = numpy.array(block["periodic"])
    u = u[..., 0] + 1j * u[..., 1]
    energies, errors, kpoints = (numpy.array(block[name]) for name in ("energies", "errors", "kpoints"))
    index = numpy.fft.fftfreq(n, 1 / n).astype(int)
    for k, states, own, error in zip(kpoints, u, energies, errors):
        c = numpy.fft.fft2(states) / n**2
        assert numpy.abs(numpy.einsum("aij,bij->ab", c.conj(), c) - numpy.eye(len(c))).max() < 1e-5
        assert numpy.abs(c.imag).max() < 1e-6
        t = dense_bands.norm2(k[0] + index[:, None], k[1] + index[None, :])
        fine = 2 * n
        big = numpy.zeros((len(c), fine, fine), complex)
        at = index % fine
        big[:, at[:, None], at[None, :]] = c
        psi = numpy.fft.ifft2(big) * fine**2
        v = dense_bands.fourier(potential)
        m1, m2 = (a.ravel() for a in numpy.mgrid[-n:n, -n:n])
        wide = numpy.zeros((fine, fine), complex)
        wide[m1 % fine, m2 % fine] = dense_bands.look_up(v, m1, m2)
        smooth = numpy.fft.ifft2(wide).real * fine**2
        found = (t * abs(c) ** 2).sum((1, 2)) / v_max + (smooth * abs(psi) ** 2).mean((1, 2))
        largest = max(largest, numpy.abs(found - own).max())
        assert (error < 0.05).all(), error
print(f"largest difference {largest:.1e} Vmax", file=sys.stderr)
sys.exit(bool(largest > 1e-5))
