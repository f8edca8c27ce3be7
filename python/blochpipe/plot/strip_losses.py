"""How much disorder turns back of waves along a wall, over their energy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Optional, Union

import matplotlib.axes
import numpy
from numpy.typing import NDArray

from .. import lattice
from ..errors import BlochpipeError
from . import style
from .energy_unit import EnergyUnit, common_scale
from .records import listed
from .strip_levels import wall_look
from .table import Table

if TYPE_CHECKING:
    from ..record import Record
    from ..wall import DomainWall

#: Root of the mean square of the disorder, a.
SIZE = 0.01


def _shares(record: "Record", wall: "DomainWall", is_frequency: bool) -> NDArray[Any]:
    """[states x 2] Of the power of each state what comes back in 1 a by radii, and by places: |A1| (size coupling)^2/(dE/dk)^2."""
    if wall.states.couplings is None:
        raise BlochpipeError(f"record {record.index} does not know what disorder does to its waves: domainwall --disorder finds it")
    period = float(numpy.linalg.norm(lattice.cartesian(wall.along, record.vectors)))
    slopes = wall.states.velocities
    if is_frequency:
        # E = (omega a/(2 pi c))^2, so that dE/dk = E^(1/2)/pi domega/dk.
        slopes = slopes * numpy.sqrt(numpy.maximum(wall.states.energies, 0)) / numpy.pi
    found: NDArray[Any] = period * (SIZE * wall.states.couplings / numpy.where(slopes == 0, numpy.nan, slopes)[:, None]) ** 2
    return found


def losses_data(records: Union["Record", Iterable["Record"]], units: Union[None, str, EnergyUnit] = None) -> Table:
    """The numbers of `losses`, a row a state that runs and is in the common gap: record, kappa (2 pi/|A1|), wall, branch (counted from 1),
    energy or frequency, and the shares of its power that come back in 1 a by parts of the contour whose radii, or places, differ by 0.01 a.

    Raises:
        MissingBlock: when there is no strip; BlochpipeError: without `domainwall --disorder`.
    """
    unit, found = EnergyUnit.parse(units), listed(records)
    scale = common_scale(found, unit)
    rows: list[tuple[Any, ...]] = []
    for record in found:
        wall, own = record.wall, unit.scale(record)
        shares, states = _shares(record, wall, own.is_frequency), wall.states
        energies = own.values(states.energies)
        for i in numpy.flatnonzero((states.energies > wall.lower) & (states.energies < wall.upper) & numpy.isfinite(shares).all(axis=1)):
            rows.append((record.index, states.kappas[i], wall.walls[states.walls[i]].name, states.branches[i] + 1, energies[i], *shares[i]))
    return Table(["record", "kappa", "wall", "branch", f"{scale.quantity}_{scale.name}", "radii", "places"], rows)


def losses(
    record: "Record", ax: Optional[matplotlib.axes.Axes] = None, *, units: Union[None, str, EnergyUnit] = None, legend: bool = True,
) -> matplotlib.axes.Axes:
    """Draws which part of its power a wave at a wall loses in 1 a, to first order, over its energy in the common gap: of parts of the
    contour whose radii differ by 0.01 a (root of the mean square) full lines, whose places do dashed ones. Above the thin line, 1,
    disorder is too strong for first order.

    Args:
        record: one that went through `domainwall --disorder`.
        ax: axes; without them new ones.
        units: as of `bands`.
        legend: names of the walls.
    """
    record, ax = listed(record)[0], style.axes(ax)
    wall, scale = record.wall, EnergyUnit.parse(units).scale(record)
    shares, states = _shares(record, wall, scale.is_frequency), wall.states
    energies = scale.values(states.energies)
    inside = (states.energies > wall.lower) & (states.energies < wall.upper) & (shares > 0).all(axis=1)
    for number, one in enumerate(wall.walls):
        label: Optional[str] = f"wall {one.name}"
        for branch in sorted(set(states.branches[inside & (states.walls == number)])):
            own = inside & (states.walls == number) & (states.branches == branch)
            for column, dashes in enumerate(("-", (0, (4, 2)))):
                ax.plot(energies[own], 100 * shares[own, column], marker="o" if column == 0 else None, markersize=2.6, linewidth=1.2,
                        color=wall_look(number)["color"], linestyle=dashes, label=label if column == 0 else None)
            label = None
    ax.set_yscale("log")
    if inside.any():
        # Larger shares are no shares.
        ax.set_ylim(min(50 * float(shares[inside].min()), 10), 200)
    ax.axhline(100, color=style.INK, linewidth=0.5)
    if wall.has_gap:
        ax.set_xlim(*scale.values([wall.lower, wall.upper]))
    ax.set_xlabel(scale.label)
    ax.set_ylabel("power turned back in 1 a / %")
    if legend and ax.get_legend_handles_labels()[0]:
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, borderaxespad=0.2, columnspacing=1.4)
    return ax
