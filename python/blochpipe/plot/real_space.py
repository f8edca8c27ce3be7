"""The crystal in real space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import matplotlib.axes
import numpy
from numpy.typing import NDArray

from .. import lattice
from ..arrays import to_numpy
from ..smooth_field import smooth_field
from . import style
from .records import listed
from .table import Table

if TYPE_CHECKING:
    from ..record import Record

#: Wyckoff positions of p6 and p2 in the cell about the origin: name, marker, places along a1 and a2.
_WYCKOFF = {
    1: [("1a", "o", [(0, 0)]), ("2b", "^", [(1 / 3, 1 / 3), (-1 / 3, -1 / 3)]), ("3c", "D", [(1 / 2, 0), (0, 1 / 2), (1 / 2, 1 / 2)])],
    2: [("1a", "o", [(0, 0)]), ("1b", "^", [(0, 1 / 2)]), ("1c", "D", [(1 / 2, 0)]), ("1d", "s", [(1 / 2, 1 / 2)])],
}


def crystal_data(record: "Record") -> Table:
    """The numbers of `crystal`: x1, x2 along a1 and a2, Cartesian x, y in a, and V/v_max of every pixel."""
    record = listed(record)[0]
    values = record.potential
    grid = numpy.stack(numpy.meshgrid(values.x1, values.x2, indexing="ij"), axis=-1).reshape(-1, 2)
    place = lattice.cartesian(grid, record.vectors)
    rows = list(zip(*grid.T.tolist(), *place.T.tolist(), values.values.ravel().tolist()))
    return Table(["x1", "x2", "x_a", "y_a", "potential_vmax"], rows)


def sampled(
    values: NDArray[Any], x: NDArray[Any], y: NDArray[Any], vectors: NDArray[Any] = lattice.VECTORS,
) -> NDArray[Any]:
    """The nearest element of a periodic array [N x N] in lattice coordinates at Cartesian places in a."""
    place = lattice.fractional(numpy.stack([x, y], axis=-1), vectors)
    n = numpy.array(values.shape[:2])
    at = numpy.floor(place * n + 0.5).astype(int) % n
    return numpy.asarray(values[at[..., 0], at[..., 1]])


def interpolated(
    values: NDArray[Any], x: NDArray[Any], y: NDArray[Any], vectors: NDArray[Any] = lattice.VECTORS,
) -> NDArray[Any]:
    """A periodic array [N x N] in lattice coordinates at Cartesian places in a, linear between its elements."""
    place = lattice.fractional(numpy.stack([x, y], axis=-1), vectors) * numpy.array(values.shape)
    low = numpy.floor(place).astype(int)
    s, t = (place - low)[..., 0], (place - low)[..., 1]
    i, j = (low % values.shape)[..., 0], (low % values.shape)[..., 1]
    k, m = (i + 1) % values.shape[0], (j + 1) % values.shape[1]
    return numpy.asarray((1 - s) * ((1 - t) * values[i, j] + t * values[i, m]) + s * ((1 - t) * values[k, j] + t * values[k, m]))


def patch(width: float, height: float, points: int = 600) -> tuple[NDArray[Any], NDArray[Any]]:
    """Cartesian places [rows x points] of a patch about the origin, width x height lattice constants, lower row first."""
    rows = max(2, round(points * height / width))
    x = width * ((numpy.arange(points) + 0.5) / points - 0.5)
    y = height * ((numpy.arange(rows) + 0.5) / rows - 0.5)
    grid = numpy.meshgrid(x, y)
    return grid[0], grid[1]


def crystal(
    record: "Record", ax: Optional[matplotlib.axes.Axes] = None, *, width: float = 2.6, height: float = 2.2,
    cell: bool = True, wyckoff: bool = True, contour: bool = True, legend: Optional[bool] = None,
) -> matplotlib.axes.Axes:
    """Draws the crystal: V = 0 dark, v_max light, its unit cell and its Wyckoff positions.

    Args:
        record: one with a geometry.
        ax: axes; without them new ones.
        width, height: of the patch about the origin, in a.
        cell: outline the unit cell spanned by a1 and a2 about the origin.
        wyckoff: mark the positions with symmetry in it, of p6 and p2.
        contour: where the smooth field under a cell of p6 or p2 crosses its threshold; of grey cells lines of equal V.
        legend: names of the positions; as `wyckoff` unless given.
    """
    record, ax = listed(record)[0], style.axes(ax)
    geometry = record.block("geometry")
    values = to_numpy(geometry.potential).astype(float)
    x, y = patch(width, height)
    extent = (-width / 2, width / 2, -height / 2, height / 2)
    ax.imshow(sampled(values, x, y, record.vectors), origin="lower", extent=extent, cmap=style.POTENTIAL, vmin=0, vmax=1)
    if contour:
        _contour(ax, geometry, values, x, y)
    style.bare(ax)
    ax.set_xlim(extent[:2])
    ax.set_ylim(extent[2:])
    if cell:
        corners = lattice.cartesian(numpy.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) / 2, record.vectors)
        ax.plot(*corners.T, color=style.NETWORK, linewidth=1.2)
    if wyckoff:
        _positions(ax, geometry.symmetry, wyckoff if legend is None else legend)
    return ax


def _contour(ax: matplotlib.axes.Axes, geometry: Any, values: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> None:
    if geometry.HasField("field") and not lattice.group_of(geometry):
        coarse = (slice(None, None, 2), slice(None, None, 2))
        phi = smooth_field(geometry.field, x[coarse], y[coarse], 6 if geometry.symmetry == 1 else 2)
        ax.contour(x[coarse], y[coarse], phi, [geometry.field.threshold], colors=[style.EXACT], linewidths=0.6)
    elif len(numpy.unique(values)) > 2:
        levels = numpy.linspace(0, 1, 6)[1:-1]
        ax.contour(x, y, interpolated(values, x, y, lattice.vectors_of(geometry)), levels, colors=[style.EXACT], linewidths=0.4)


def _positions(ax: matplotlib.axes.Axes, symmetry: int, legend: bool) -> None:
    for (name, marker, places), colour in zip(_WYCKOFF.get(symmetry, []), ("#d55e00", "#f0e442", "#cc79a7", "#009e73")):
        place = lattice.cartesian(numpy.array(places))
        ax.plot(*place.T, marker, color=colour, markersize=4, markeredgecolor=style.INK, markeredgewidth=0.5, label=name)
    if legend:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=4, handletextpad=0.1, columnspacing=1.2, borderaxespad=0.3)
