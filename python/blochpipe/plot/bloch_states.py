"""Bloch functions in real space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import matplotlib.axes
import numpy
from numpy.typing import NDArray

from .. import lattice
from ..arrays import to_numpy
from ..errors import BlochpipeError, MissingBlock
from . import style
from .real_space import extent_of, patch, sampled
from .records import listed
from .table import Table

if TYPE_CHECKING:
    from ..record import Record


def _function(record: "Record", k: int, band: int) -> tuple[NDArray[Any], NDArray[Any], float]:
    """Wave vector [2] along b1, b2; u(r) [N x N], complex; energy in v_max."""
    known = record.message.DESCRIPTOR.fields_by_name.get("states")
    if known is None or not record.has("states"):
        raise MissingBlock(f"record {record.index} has no Bloch functions; solve-seq --states makes them")
    block = record.message.states
    kpoints = to_numpy(block.kpoints)
    listed_bands = list(block.bands)
    if not 0 <= k < len(kpoints):
        raise BlochpipeError(f"record {record.index} has Bloch functions at {len(kpoints)} wave vectors, numbers 0 to {len(kpoints) - 1}, not {k}")
    if band not in listed_bands:
        raise BlochpipeError(f"record {record.index} has Bloch functions of bands {', '.join(map(str, listed_bands))}, not {band}")
    n = listed_bands.index(band)
    periodic = to_numpy(block.periodic)[k, n].astype(float)
    return kpoints[k], periodic[..., 0] + 1j * periodic[..., 1], float(to_numpy(block.energies)[k, n])


def states_data(record: "Record", k: int = 0, band: int = 1) -> Table:
    """The numbers of `states`: x1, x2 along a1 and a2, Cartesian x, y in a, |psi|^2 (its mean over the cell is 1) and the
    phase of psi in degrees, on the points of the potential."""
    record = listed(record)[0]
    vector, periodic, _ = _function(record, k, band)
    shape = periodic.shape
    grid = numpy.stack(numpy.meshgrid(*(numpy.arange(m) / m for m in shape), indexing="ij"), axis=-1)
    psi = periodic * numpy.exp(2j * numpy.pi * (grid @ vector))
    flat, place = grid.reshape(-1, 2), lattice.cartesian(grid.reshape(-1, 2), record.vectors)
    density = (numpy.abs(psi) ** 2).ravel().tolist()
    return Table(
        ["x1", "x2", "x_a", "y_a", "band", "density", "phase_degrees"],
        list(zip(*flat.T.tolist(), *place.T.tolist(), [band] * len(flat), density, numpy.degrees(numpy.angle(psi)).ravel().tolist())))


def states(
    record: "Record", ax: Optional[matplotlib.axes.Axes] = None, *, k: int = 0, band: int = 1, quantity: str = "density",
    width: Optional[float] = None, height: Optional[float] = None,
) -> matplotlib.axes.Axes:
    """Draws a Bloch function: |psi|^2, or its phase, grey where |psi|^2 is below 2 % of its largest value.

    Args:
        record: from `solve-seq --states`.
        k: which of its wave vectors, from 0.
        band: counted from 1.
        quantity: "density" or "phase".
        width, height: of the patch about the origin, in a; as of `crystal`.
    """
    record, ax = listed(record)[0], style.axes(ax)
    vector, periodic, _ = _function(record, k, band)
    width, height = extent_of(record, width, height)
    x, y = patch(width, height, 400)
    kx, ky = lattice.cartesian_k(vector, record.vectors)
    psi = sampled(periodic, x, y, record.vectors) * numpy.exp(1j * (kx * x + ky * y))
    extent = (-width / 2, width / 2, -height / 2, height / 2)
    density = numpy.abs(psi) ** 2
    if quantity == "density":
        image = ax.imshow(density, origin="lower", extent=extent, cmap="magma", vmin=0)
        ax.figure.colorbar(image, ax=ax, label=r"$|\psi|^2$", shrink=0.8)
    elif quantity == "phase":
        # Where there is next to nothing a phase means nothing.
        phase = numpy.where(density < 0.02 * density.max(), numpy.nan, numpy.degrees(numpy.angle(psi)))
        image = ax.imshow(phase, origin="lower", extent=extent, cmap="twilight", vmin=-180, vmax=180)
        ax.set_facecolor("#80868e")
        bar = ax.figure.colorbar(image, ax=ax, label="phase / degrees", shrink=0.8)
        bar.set_ticks([-180, -90, 0, 90, 180])
    else:
        raise BlochpipeError(f"of a Bloch function there are density and phase, not '{quantity}'")
    style.bare(ax)
    values = to_numpy(record.block("geometry").potential).astype(float)
    if values.min() < values.max():
        ax.contour(x, y, sampled(values, x, y, record.vectors), [(values.min() + values.max()) / 2], colors=["white" if quantity == "density" else style.INK], linewidths=0.5)
    text = next((p.label for p in record.message.irreps.points if numpy.allclose(p.k, vector)), None) if record.has("irreps") else None
    where = text.replace("Gamma", "Γ") if text else f"k = ({vector[0]:.3g}, {vector[1]:.3g})"
    ax.set_title(f"{quantity} of band {band}\nat {where}", fontsize=7)
    return ax
