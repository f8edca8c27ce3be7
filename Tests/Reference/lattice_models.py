#!/usr/bin/python3
"""Writes a stream of lattice models with known topology, for tools that read the blocks 'model' and 'irreps'.

  lattice_models.py ANY_STREAM OUTPUT MODEL...

MODEL is one of
  wu-hu:T_IN:T_OUT    six sites around 1a, hopping within and between the cells (Wu and Hu, PRL 114, 223901)
  sextet:X            an s and an f band that touch at X M (0 < X < 1) and its images, and nowhere else
  pair:SIGN           an s band, then two bands of 1a p's irreps with Euler number 2 (SIGN = 1) or 0 (-1), then a d pair

The header, and so the schema, is that of ANY_STREAM. Irreps come from numpy's eigenvalues of the blocks of H(k).
"""

import math
import sys

import numpy as np

import tight_binding
import write_stream

# Irreps by angular momentum: modulo 6 at Gamma, 3 at K, 2 at M; numbers of the schema.
POINTS = [
    ("Gamma", (0, 0), {0: 1, 1: 2, 5: 2, 2: 3, 4: 3, 3: 4}, 6),
    ("K", (2 / 3, 1 / 3), {0: 5, 1: 6, 2: 6}, 3),
    ("M", (0.5, 0.5), {0: 7, 1: 8}, 2),
]


def wu_hu(inner, outer):
    onsite = [2 * inner * math.cos(m * math.pi / 3) for m in (0, 2, 1, 3)]
    # Site 0 and the opposite one in terms of s, d1, d2, p1, p2, f.
    here = np.array([1, math.sqrt(2), 0, math.sqrt(2), 0, 1]) / math.sqrt(6)
    there = here * [1, 1, 1, -1, -1, -1]
    hopping = outer * np.outer(here, there)
    return "1s 1p 1d 1f", onsite + list(hopping[np.tril_indices(6)])


def sextet(x):
    s, f = -0.2, 0.1
    return "1s 0p 0d 1f", [0, 2 * (s - f) * (1 + 2 * math.cos(math.pi * x)), s, 0.15, f]


def pair(sign):
    # On-site s, d, p; then J by rows s, d1, d2, p1, p2.
    rows = [[0], [0, 1], [0, 0, 1], [0, 0.5, 0, 0], [0, 0, 0.5 * sign, 0, 0]]
    return "1s 1p 1d 0f", [-10, 0, -2.5] + sum(rows, [])


def irreps(model, k, table, order):
    h = model.hamiltonian(*k)
    levels = []
    for m in set(model.m % order):
        rows = np.flatnonzero(model.m % order == m)
        assert np.abs(np.delete(h[rows], rows, axis=1)).max(initial=0) < 1e-12
        levels += [(energy, table[m]) for energy in np.linalg.eigvalsh(h[np.ix_(rows, rows)])]
    # The members of a pair stand together.
    return sorted(levels, key=lambda level: (round(level[0], 9), level[1]))


def main():
    source, output, *wanted = sys.argv[1:]
    writer = write_stream.Writer(source)
    bodies = []
    for index, text in enumerate(wanted):
        name, *numbers = text.split(":")
        orbitals, coefficients = {"wu-hu": wu_hu, "sextet": sextet, "pair": pair}[name](*map(float, numbers))
        record = writer.message("Record")()
        record.key.index, record.key.name = index, text
        record.model.orbitals = orbitals
        record.model.coefficients.shape.append(len(coefficients))
        record.model.coefficients.data = np.array(coefficients, "<f8").tobytes()
        model = tight_binding.Model(orbitals, coefficients)
        for label, k, table, order in POINTS:
            point = record.irreps.points.add(label=label, k=k)
            for energy, irrep in irreps(model, k, table, order):
                point.irreps.append(irrep)
                point.energies.append(energy)
            for i in range(1, len(point.energies)):
                point.energies[i] = max(point.energies[i], point.energies[i - 1])
        bodies.append(record.SerializeToString())
    writer.write(output, bodies)


if __name__ == "__main__":
    main()
