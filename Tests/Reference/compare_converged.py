#!/usr/bin/python3
"""Whether the exact bands of a stream lie within their own estimate of converged ones.

usage: compare_converged.py [--model] SOLVED.rec.zst

Davidson's method in 10,143 plane waves (converged_bands) at every wave vector of the records; with --model the
energies are those of the reduced model in the record. Prints the lowest and the highest band in thousandths of
Vmax; exits with 1 where an error exceeds the estimate.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import pathlib
import sys

import numpy as np

import converged_bands

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import read_stream  # noqa: E402


def model_bands(model, k):
    """The lowest bands of a record's reduced model at k."""
    n = model.order
    kx, ky = 2 * np.pi * k[0], 2 * np.pi * (2 * k[1] - k[0]) / np.sqrt(3)
    h = np.zeros((n, n))
    h[np.tril_indices(n)] = sum(factor * read_stream.array(getattr(model, part)) for factor, part in
                                ((1, "a0"), (kx, "x"), (ky, "y"), (kx * kx + ky * ky, "a2")))
    return np.linalg.eigvalsh(h)[:model.bands]


def main():
    use_model = sys.argv[1] == "--model"
    wrong = False
    for record in read_stream.read(sys.argv[-1]):
        vmax, estimate = record.geometry.v_max, record.bands.error_estimate
        cell = converged_bands.of_record(record, 2800)
        kpoints = read_stream.array(record.bands.kpoints)
        for k, energies in zip(kpoints, read_stream.array(record.bands.energies)):
            if use_model:
                energies = model_bands(record.reduced_model, k)
            exact = cell.bands(k, len(energies), accuracy=0.02 * estimate * vmax, steps=60) / vmax
            error = np.abs(energies - exact).max()
            if error > 1.02 * estimate:
                print(f"record {record.key.index} at {k}: error {error:.2g}, estimate {estimate:.2g}")
                wrong = True
            print(f"{1000 * energies[0]:.0f} {1000 * energies[-1]:.0f}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
