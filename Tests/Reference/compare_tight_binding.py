#!/usr/bin/env python3
"""Bands of the tight-binding models in a stream, from the definition in complex numbers, against the stream's.

  compare_tight_binding.py FILE
"""
import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../samples"))
from read_stream import array, read  # noqa: E402


def hamiltonian(orbitals, c, k):
    counts = {word[-1]: int(word[:-1]) for word in orbitals.split()}
    kinds = [kind for kind in "sdpf" for _ in range(counts.get(kind, 0))]
    basis = [(o, kind, part) for o, kind in enumerate(kinds) for part in range(2 if kind in "pd" else 1)]
    n = len(basis)
    turn = np.zeros((n, n))
    step = {"s": 0, "p": np.pi / 3, "d": 2 * np.pi / 3, "f": np.pi}
    for i, (o, kind, a) in enumerate(basis):
        for j, (q, _, b) in enumerate(basis):
            if o == q:
                angle = step[kind]
                turn[i, j] = np.cos(angle) if a == b else np.sin(angle) * (1 if a > b else -1)
    odd = np.array([kind in "pf" for _, kind, _ in basis])
    hop = np.zeros((n, n))
    hop[np.tril_indices(n)] = c[len(kinds):]
    hop += np.where(odd[:, None] == odd, 1, -1) * np.tril(hop, -1).T
    h = np.diag([c[o] for o, _, _ in basis]).astype(complex)
    for phase in 2 * np.pi * np.array([k[0], k[1], k[1] - k[0]]):
        t = hop * np.exp(1j * phase)
        h += t + t.conj().T
        hop = turn @ hop @ turn.T
    return h


worst = count = 0
for record in read(sys.argv[1]):
    c = array(record.model.coefficients).astype(float)
    points, energies = array(record.bands.kpoints), array(record.bands.energies)
    for k, row in zip(points, energies):
        exact = np.linalg.eigvalsh(hamiltonian(record.model.orbitals, c, k))
        worst = max(worst, abs(exact[:len(row)] - row).max())
        count += len(row)
print(count, "energies", "agree" if worst < 1e-5 else f"differ by {worst}")
sys.exit(0 if worst < 1e-5 and count else 1)
