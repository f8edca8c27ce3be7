#!/usr/bin/python3
"""Compares solved honeycomb lattices of genpot formula with dense matrices of the formula itself.

Example: genpot formula 'v ER/2 (cos(b1.r) + cos(b2.r) + cos((b1 + b2).r))' --set ER='(4 pi/3)^2' --sweep v=0.5:8:2 |
           solve-seq --grid 4 | compare_formula.py

The matrices have v_G = v ER/4 at the six shortest G and nothing else: neither pixels nor Vmax enter. Energies of the record
are Vmax E + offset; the largest difference is printed to two digits, by the error that the record states.
"""

import pathlib
import sys

import numpy as np

import dense_bands

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from read_stream import array, read  # noqa: E402

CUTOFF = 60  # |b|^2


def main(path):
    worst, compared = 0.0, 0
    for record in read(path):
        parameters = {p.name: p.value for p in record.geometry.parameters}
        strength = parameters["v"] * parameters["ER"] / 4
        v = dense_bands.fourier(dense_bands.cosines(12, strength))
        vmax, energies = record.geometry.v_max, array(record.bands.energies)
        assert abs(vmax - 9 * strength) < 1e-9 * vmax, vmax
        for k, row in zip(array(record.bands.kpoints), energies):
            exact = dense_bands.solve(v, k, CUTOFF, len(row))
            found = vmax * row + parameters["offset"]
            worst = max(worst, np.abs(found - exact).max() / vmax / record.bands.error_estimate)
            compared += len(row)
    ok = compared > 0 and worst <= 1
    print(f"{compared} energies compared: {'all within' if ok else 'NOT within'} the estimates")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "/dev/stdin"))
