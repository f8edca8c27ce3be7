#!/usr/bin/python3
"""Bands of the tight-binding models in a stream by the source's formula, against the bands in the stream.

  compare_tight_binding.py FILE [BOUND]      exit status 1 when an energy differs by more than BOUND (1e-5) Vmax

Gamma, K and M of the irreps count too.
"""

import pathlib
import sys

import numpy as np

import tight_binding

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import read_stream  # noqa: E402

bound = float(sys.argv[2]) if len(sys.argv) > 2 else 1e-5
worst = count = 0
for record in read_stream.read(sys.argv[1]):
    model = tight_binding.Model(record.model.orbitals, read_stream.array(record.model.coefficients))
    energies = read_stream.array(record.bands.energies)
    for k, row in zip(read_stream.array(record.bands.kpoints), energies):
        worst = max(worst, np.abs(model.bands(*k)[:len(row)] - row).max())
        count += len(row)
    for point in record.irreps.points:
        row = np.array(point.energies)
        worst = max(worst, np.abs(model.bands(*point.k)[:len(row)] - row).max())
        count += len(row)
print(count, "energies", "agree" if worst < bound else f"differ by {worst}")
sys.exit(0 if worst < bound and count else 1)
