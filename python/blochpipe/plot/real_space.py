"""The crystal in real space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import matplotlib.axes
import matplotlib.patches
import numpy
from numpy.typing import NDArray

from .. import groups, lattice
from ..arrays import to_numpy
from ..smooth_field import smooth_field
from . import style
from .records import listed, material_names
from .table import Table

if TYPE_CHECKING:
    from ..record import Record

#: Of the Wyckoff positions in their order.
_MARKERS, _COLOURS = "o^Dsvp", ("#d55e00", "#f0e442", "#cc79a7", "#009e73", "#56b4e9", "#ffffff")


def crystal_data(record: "Record") -> Table:
    """The numbers of `crystal`: x1, x2 along a1 and a2, Cartesian x, y in a, and V/v_max of every pixel, or the materials'
    values, mixed in proportion."""
    record = listed(record)[0]
    values = record.potential
    grid = numpy.stack(numpy.meshgrid(values.x1, values.x2, indexing="ij"), axis=-1).reshape(-1, 2)
    place = lattice.cartesian(grid, record.vectors)
    flat, materials = values.values.ravel(), record.materials
    # What no wave enters may be infinite.
    mixed = [low * (1 - flat) + high * flat if numpy.isfinite([low, high]).all() else numpy.where(flat == 0, low, numpy.where(flat == 1, high, numpy.nan))
             for low, high in materials.values()]
    columns = [values.tolist() for values in mixed or [flat]]
    rows = list(zip(*grid.T.tolist(), *place.T.tolist(), *columns))
    return Table(["x1", "x2", "x_a", "y_a", *(materials or ["potential_vmax"])], rows)


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
    record: "Record", ax: Optional[matplotlib.axes.Axes] = None, *, width: Optional[float] = None, height: Optional[float] = None,
    cell: bool = True, wyckoff: bool = True, contour: bool = True, legend: Optional[bool] = None,
) -> matplotlib.axes.Axes:
    """Draws the crystal: V = 0 dark, v_max light, or the materials of 0 and 1; its unit cell and its Wyckoff positions.

    Args:
        record: one with a geometry.
        ax: axes; without them new ones.
        width, height: of the patch about the origin, in a; by default 2.6 x 2.2 on the hexagonal lattice, elsewhere as many cells.
        cell: outline the unit cell spanned by a1 and a2 about the origin; of a rhombic lattice, dashed, the centred rectangle too.
        wyckoff: mark the maximal Wyckoff positions of the group in it; lines where they are mirror lines.
        contour: where the smooth field under a cell crosses its threshold; of grey cells lines of equal V.
        legend: names of the positions, as `wyckoff` unless given, and of the materials, unless it is False.
    """
    record, ax = listed(record)[0], style.axes(ax)
    geometry = record.block("geometry")
    values = to_numpy(geometry.potential).astype(float)
    width, height = extent_of(record, width, height)
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
        if groups.group(record.group).system == "rhombic":
            rectangle = lattice.cartesian(numpy.array([[-1, 0], [0, -1], [1, 0], [0, 1], [-1, 0]]), record.vectors)
            ax.plot(*rectangle.T, "--", color=style.NETWORK, linewidth=0.8)
    if legend is not False:
        _materials(ax, record)
    if wyckoff:
        _positions(ax, groups.group(record.group), record.vectors)
    handles, names = ax.get_legend_handles_labels()
    if legend is False or (legend is None and not wyckoff and not record.materials):
        handles = []
    if handles:
        # Materials of sound have long names.
        columns = 4 if not record.materials else 3 if max(map(len, names)) > 10 else min(len(names), 6)
        ax.legend(handles, names, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=columns,
                  handletextpad=0.5 if record.materials else 0.1, columnspacing=1.2, borderaxespad=0.3)
    return ax


def extent_of(record: "Record", width: Optional[float] = None, height: Optional[float] = None) -> tuple[float, float]:
    """Width and height in a of a patch that shows a record's cell, where they are not given."""
    vectors = record.vectors
    if width is None:
        width = 2.6
        if not lattice.is_hexagonal(vectors):
            wide, high = abs(vectors).sum(axis=0)
            cells = numpy.sqrt(abs(numpy.linalg.det(vectors)) / numpy.linalg.det(lattice.VECTORS))
            width = float(max(2.6 * cells, 1.25 * wide, 1.25 * high * 2.6 / 2.2))
    return width, width * 2.2 / 2.6 if height is None else height


def _contour(ax: matplotlib.axes.Axes, geometry: Any, values: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> None:
    if geometry.HasField("field"):
        coarse = (slice(None, None, 2), slice(None, None, 2))
        phi = smooth_field(geometry, x[coarse], y[coarse])
        ax.contour(x[coarse], y[coarse], phi, [geometry.field.threshold], colors=[style.EXACT], linewidths=0.6)
    elif len(numpy.unique(values)) > 2:
        levels = numpy.linspace(0, 1, 6)[1:-1]
        ax.contour(x, y, interpolated(values, x, y, lattice.vectors_of(geometry)), levels, colors=[style.EXACT], linewidths=0.4)


def _materials(ax: matplotlib.axes.Axes, record: "Record") -> None:
    """Entries of the legend."""
    for value, name in zip((0.0, 1.0), material_names(record) or ()):
        ax.add_patch(matplotlib.patches.Rectangle(
            (0, 0), 0, 0, facecolor=style.POTENTIAL(value), edgecolor=style.INK, linewidth=0.5, label=name))


def _positions(ax: matplotlib.axes.Axes, group: groups.Group, vectors: NDArray[Any]) -> None:
    shown = [position for position in group.positions.values() if position.kind != "general"]
    for position, marker, colour in zip(shown, _MARKERS, _COLOURS):
        home = position.points - numpy.ceil(position.points - 0.5 - 1e-9)
        if position.kind == "point":
            place = lattice.cartesian(home, vectors)
            ax.plot(*place.T, marker, color=colour, markersize=4, markeredgecolor=style.INK, markeredgewidth=0.5, label=position.name)
        else:
            for piece, name in zip(_mirror_lines(group, position), (position.name, *[None] * len(group.operations))):
                ax.plot(*lattice.cartesian(piece, vectors).T, ":", color=colour, linewidth=1.6, label=name)

def _mirror_lines(group: groups.Group, position: groups.Position) -> list[NDArray[Any]]:
    """[2 x 2] The ends, along a1 and a2, of a position's mirror lines in the cell about the origin."""
    pieces: list[NDArray[Any]] = []
    mirror = next(o for o in position.operations if numpy.linalg.det(o.matrix) < 0)
    for operation in group.operations:
        # W d = d for the first point's line, turned for its images.
        along = operation.matrix @ _axis(mirror.matrix)
        start = operation.matrix @ position.points[0] + operation.shift
        for shift in numpy.ndindex(3, 3):
            low, high = -numpy.inf, numpy.inf
            at = start - numpy.ceil(start - 0.5 - 1e-9) + numpy.array(shift) - 1
            for x, d in zip(at, along):
                if d == 0 and not -0.5 + 1e-9 < x <= 0.5 + 1e-9:
                    low, high = 1.0, 0.0
                elif d != 0:
                    ends = sorted(((-0.5 - x) / d, (0.5 - x) / d))
                    low, high = max(low, ends[0]), min(high, ends[1])
            piece = numpy.array([at + low * along, at + high * along]) if high - low > 1e-6 else None
            if piece is not None and not any(_same(piece, other) for other in pieces):
                pieces.append(piece)
    return pieces


def _same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return bool(numpy.allclose(one, other, atol=1e-6) or numpy.allclose(one[::-1], other, atol=1e-6))


def _axis(matrix: NDArray[Any]) -> NDArray[Any]:
    """The lattice vector that a mirror leaves as it is."""
    return next(v for v in map(numpy.array, ((1, 0), (0, 1), (1, 1), (1, -1), (2, 1), (1, 2), (2, -1), (1, -2))) if (matrix @ v == v).all())
