"""Lines of equal energy over the Brillouin zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Union

import matplotlib.axes
import matplotlib.patches
import matplotlib.tri
import numpy
from numpy.typing import NDArray

from .. import lattice
from ..errors import BlochpipeError
from . import style
from .band_lines import point_name
from .energy_unit import EnergyUnit
from .records import listed
from .table import Table
from .zone import Zone

if TYPE_CHECKING:
    from ..record import Record


def _band(zone: Zone, band: int, record: "Record") -> NDArray[Any]:
    if not 1 <= band <= zone.energies.shape[1]:
        raise BlochpipeError(f"record {record.index} has bands 1 to {zone.energies.shape[1]}, not {band}")
    return zone.energies[:, band - 1]


def contours_data(record: "Record", band: int = 1, units: Union[None, str, EnergyUnit] = None) -> Table:
    """The numbers of `contours`: k1, k2 along b1 and b2, Cartesian kx, ky in 1/a, and the band's energy or frequency, over the whole
    zone with its edge, completed from the wedge by the symmetry of the cell."""
    record = listed(record)[0]
    zone, scale = Zone.of(record), EnergyUnit.parse(units).scale(record)
    energy = scale.values(_band(zone, band, record))
    inside = zone.inside
    k, place, energy = zone.k[inside], zone.cartesian[inside], energy[inside]
    rows = list(zip(*k.T.tolist(), *place.T.tolist(), [band] * len(energy), energy.tolist()))
    return Table(["k1", "k2", "kx_per_a", "ky_per_a", "band", f"{scale.quantity}_{scale.name}"], rows)


def _marks(record: "Record") -> dict[str, tuple[float, float]]:
    """The named points that are written on the zone: of p6 and p2 on the hexagonal lattice Gamma, K and M."""
    named = record.named_points
    if not record.own_group:
        return {name: named[name] for name in ("Gamma", "K", "M")}
    shown: dict[str, tuple[float, float]] = {}
    for name, k in named.items():
        # Y' is Y with a reciprocal lattice vector.
        if not any(abs(numpy.subtract(k, other) - numpy.rint(numpy.subtract(k, other))).max() < 1e-9 for other in shown.values()):
            shown[name] = k
    return shown


def contours(
    record: "Record", ax: Optional[matplotlib.axes.Axes] = None, *, band: int = 1, levels: int = 12,
    units: Union[None, str, EnergyUnit] = None,
) -> matplotlib.axes.Axes:
    """Draws lines of equal energy, or frequency, of a band over the whole zone; extended zones continue them.

    Args:
        record: with bands over the zone (`solve-seq --grid 24`, `predict --grid 24`).
        band: counted from 1.
        levels: about so many lines.
    """
    record, ax = listed(record)[0], style.axes(ax)
    zone, scale = Zone.of(record), EnergyUnit.parse(units).scale(record)
    energy = scale.values(_band(zone, band, record))
    triangles = matplotlib.tri.Triangulation(*zone.cartesian.T, zone.triangles)
    filled = ax.tricontourf(triangles, energy, levels=levels, cmap="cividis")
    lines = ax.tricontour(triangles, energy, levels=filled.levels, colors="white", linewidths=0.4)
    edge = matplotlib.patches.Polygon(zone.corners, fill=False, edgecolor=style.INK, linewidth=1.0)
    ax.add_patch(edge)
    for piece in [*filled.collections, *lines.collections] if hasattr(filled, "collections") else [filled, lines]:
        piece.set_clip_path(edge)
    style.bare(ax)
    b = lattice.reciprocal(zone.vectors)
    for name, k in _marks(record).items():
        x, y = lattice.shortest(k, b) @ b
        ax.plot(x, y, "o", color=style.INK, markersize=2.5, clip_on=False)
        inside, low = name == "Gamma", y < -1e-6
        ax.annotate(
            point_name(name), (x, y), xytext=(4, 4) if inside else (5 * numpy.sign(x), -3 if low else 3), textcoords="offset points",
            color=style.INK, ha="right" if x < -1e-6 else "left", va="top" if low else "bottom", annotation_clip=False,
            bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.75 if inside else 0.0})
    reach = numpy.abs(zone.corners).max(axis=0)
    ax.set_xlim(-1.14 * reach[0], 1.14 * reach[0])
    ax.set_ylim(-1.1 * reach[1], 1.1 * reach[1])
    bar = ax.figure.colorbar(filled, ax=ax, label=scale.label, shrink=0.9)
    bar.outline.set_visible(False)
    # Above the name of a point on top.
    ax.set_title(f"band {band}", pad=None if lattice.is_hexagonal(zone.vectors) else 14)
    return ax
