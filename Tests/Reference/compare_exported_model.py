#!/usr/bin/python3
"""Bands of an exported tight-binding model at the wave vectors of its record.

  compare_exported_model.py STREAM RECORD hr FILE        wannier90_hr.dat, read here
  compare_exported_model.py STREAM RECORD pythtb FILE    the program, run by PythTB
  compare_exported_model.py STREAM RECORD w90 FOLDER     wannier90_hr.dat, _centres.xyz and .win, read by PythTB

All bands must equal those of the source's formula to 1e-10 of the largest, and the lowest those in the stream, from
predict --precision double, to 1e-6 v_max. An optional fifth argument is v_max in the unit of the file.
"""

import importlib.util
import pathlib
import sys

import numpy as np

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import read_stream  # noqa: E402
import tight_binding  # noqa: E402


def hr(path, kpoints):
    """H(k) = sum over R of exp(i k.R) H(R)/degeneracy."""
    words = open(path).read().split("\n", 1)[1].split()
    n, cells = int(words[0]), int(words[1])
    degeneracies = np.repeat(np.array(words[2 : 2 + cells], int), n * n)
    rows = np.array(words[2 + cells :], float).reshape(cells * n * n, 7)
    h = np.zeros((len(kpoints), n, n), complex)
    phases = np.exp(2j * np.pi * kpoints @ rows[:, :2].T) / degeneracies
    i, j = rows[:, 3].astype(int) - 1, rows[:, 4].astype(int) - 1
    for at, phase in enumerate(phases):
        np.add.at(h[at], (i, j), phase * (rows[:, 5] + 1j * rows[:, 6]))
    assert np.abs(h - h.conj().swapaxes(1, 2)).max() < 1e-12 * np.abs(h).max(), "not Hermitian"
    return np.linalg.eigvalsh(h)


def pythtb(path, kpoints):
    spec = importlib.util.spec_from_file_location("exported", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.bands(kpoints)


def w90(folder, kpoints):
    import pythtb

    model = getattr(pythtb, "W90", None) or pythtb.w90
    model = model(folder, "wannier90").model()
    kpoints = np.hstack([kpoints, np.zeros((len(kpoints), 1))])
    return model.solve_ham(kpoints) if hasattr(model, "solve_ham") else model.solve_all(kpoints).T


stream, wanted, kind, path = sys.argv[1:5]
unit = float(sys.argv[5]) if len(sys.argv) > 5 else 1
record = list(read_stream.read(stream))[int(wanted)]
kpoints = np.array(read_stream.array(record.bands.kpoints))
found = {"hr": hr, "pythtb": pythtb, "w90": w90}[kind](path, kpoints) / unit
model = tight_binding.Model(record.model.orbitals, read_stream.array(record.model.coefficients))
expected = np.array([model.bands(*k) for k in kpoints])
lowest = read_stream.array(record.bands.energies)
error = np.abs(found - expected).max()
predicted = np.abs(found[:, : lowest.shape[1]] - lowest).max()
good = found.shape == expected.shape and error < 1e-10 * np.abs(expected).max() and predicted < 1e-6
print(found.size, "energies", "agree" if good else f"differ by {error}, from the stream's by {predicted}")
sys.exit(0 if good else 1)
