"""Tight-binding models of records for other packages: `pythtb`, `kwant`.

The records are what `predict` writes (without --no-model): 21 real functions at the C6 centre with hopping to the six
neighbours, H(k) real symmetric; docs/physics.md, "Tight-binding model".
"""

from __future__ import annotations

from typing import Any

import numpy

from .arrays import Array
from .errors import BlochpipeError, MissingPackage
from .record import Record
from .tools import run

UNITS = ("vmax", "e0")


def pythtb(record: Record, unit: str = "vmax") -> Any:
    """The model as a `pythtb.tb_model` (PythTB 1.8) or `TBModel` (2), wave vectors along b1 and b2.

    Args:
        record: with the block `model`, as `predict` makes it.
        unit: of the energies, "vmax" or "e0".

    Raises:
        MissingPackage: when PythTB is not installed.
        MissingBlock: when the record has no model.
    """
    return _program(record, unit)["model"]


def kwant(record: Record, unit: str = "vmax") -> Any:
    """The model as a `kwant.Builder` with the translations a1, a2; a site has all orbitals, 21 of p6.

    `kwant.wraparound.wraparound(builder).finalized()` is H(k), with parameters `k_x`, `k_y` that are 2 pi times the
    wave vector along b1 and b2.

    Args:
        record: with the block `model`, as `predict` makes it.
        unit: of the energies, "vmax" or "e0".

    Raises:
        MissingPackage: when Kwant is not installed.
        MissingBlock: when the record has no model.
    """
    try:
        import kwant as package
    except ImportError:
        raise MissingPackage("Kwant is not installed; 'pip install kwant' builds it") from None

    onsite, hopping = coefficients(record, unit)
    vectors = record.vectors.tolist()
    lattice = package.lattice.general(vectors, norbs=len(onsite))
    builder = package.Builder(package.TranslationalSymmetry(*vectors))
    builder[lattice(0, 0)] = onsite
    for cell, matrix in hopping.items():
        builder[lattice(0, 0), lattice(*cell)] = matrix
    return builder


def coefficients(record: Record, unit: str = "vmax") -> tuple[Array, dict[tuple[int, int], Array]]:
    """The model as matrices [n x n], n = 21 of p6: at home, and for half of the neighbours R the hopping <i, 0|H|j, R>.

    The other half are the transposed matrices at -R. H(k) = home + sum over R of hopping exp(2 pi i k.R) + h.c., with k
    along b1 and b2.
    """
    found = _hr(record, unit)
    home = found.pop((0, 0))
    return home, {cell: matrix for cell, matrix in found.items() if cell[1] > 0 or cell[1] == 0 and cell[0] > 0}


def _hr(record: Record, unit: str) -> dict[tuple[int, int], Array]:
    """The matrices of a Wannier90 file, by cell."""
    lines = _export(record, "wannier90", unit).decode().splitlines()
    size, cells = int(lines[1]), int(lines[2])
    rows = numpy.array([line.split() for line in lines[3 + -(-cells // 15):]], dtype=float)
    matrices: dict[tuple[int, int], Array] = {}
    for n1, n2, _, i, j, real, _ in rows.tolist():
        matrices.setdefault((int(n1), int(n2)), numpy.zeros((size, size)))[int(i) - 1, int(j) - 1] = real
    return matrices


def _program(record: Record, unit: str) -> dict[str, Any]:
    try:
        import pythtb as package  # noqa: F401
    except ImportError:
        raise MissingPackage("PythTB is not installed; 'pip install pythtb' does it") from None
    names: dict[str, Any] = {"__name__": "blochpipe.model"}
    exec(compile(_export(record, "pythtb", unit), "<rec-export pythtb>", "exec"), names)
    return names


def _export(record: Record, kind: str, unit: str) -> bytes:
    if unit not in UNITS:
        raise BlochpipeError(f"the unit is vmax or e0, not '{unit}'")
    record.block("model")
    return run(["rec-export", kind, "--unit", unit], input=[record])
