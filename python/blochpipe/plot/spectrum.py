"""Density of states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Optional, Union

import matplotlib.axes
import numpy

from ..arrays import to_numpy
from . import style
from .energy_unit import EnergyUnit
from .records import listed, name_of
from .table import Table, joined
from .zone import Zone

if TYPE_CHECKING:
    from ..record import Record

INTERVALS = 200


def dos_data(records: Union["Record", Iterable["Record"]], units: Union[str, EnergyUnit] = "vmax", intervals: int = INTERVALS) -> Table:
    """The numbers of `dos`: record, lower and upper edge of each interval of energy, mean density of states in it (states
    a cell and unit of energy), states a cell below its upper edge.

    From the block `density_of_states` of `derive` where it is there, else from bands over the zone (`--grid`), linear in
    the grid's triangles, up to where bands that were not solved may begin.
    """
    unit = EnergyUnit.parse(units)
    return joined([_rows(record, unit, intervals) for record in listed(records)])


def _rows(record: "Record", unit: EnergyUnit, intervals: int) -> Table:
    factor = unit.factor(record)
    known = record.message.DESCRIPTOR.fields_by_name.get("density_of_states")
    if known is not None and record.has("density_of_states"):
        block = record.message.density_of_states
        edges, counts = to_numpy(block.energies).astype(float), to_numpy(block.counts).astype(float)
        density = to_numpy(block.density).astype(float)
    else:
        zone = Zone.of(record)
        low = zone.energies.min()
        # Above the lowest energy of the highest band there may be others.
        high = zone.energies[:, -1].min() if zone.energies.shape[1] > 1 else zone.energies.max()
        edges = numpy.linspace(low, high, intervals + 1)
        counts = zone.counts(edges).sum(axis=1)
        density = numpy.diff(counts) / numpy.diff(edges)
    columns = ["record", f"from_{unit.name}", f"to_{unit.name}", f"density_per_cell_{unit.name}", "states_below"]
    rows = list(zip([record.index] * len(density), (edges[:-1] * factor).tolist(), (edges[1:] * factor).tolist(),
                    (density / factor).tolist(), counts[1:].tolist()))
    return Table(columns, rows)


def dos(
    records: Union["Record", Iterable["Record"]], ax: Optional[matplotlib.axes.Axes] = None, *,
    units: Union[str, EnergyUnit] = "vmax", intervals: int = INTERVALS,
) -> matplotlib.axes.Axes:
    """Draws the density of states over the energy, a mean over each interval.

    Args:
        records: with bands on a grid, or the block of `derive`; several are drawn over each other.
        intervals: of energy, where the density is calculated here.
    """
    found, unit, ax = listed(records), EnergyUnit.parse(units), style.axes(ax)
    for n, record in enumerate(found):
        table = _rows(record, unit, intervals)
        edges = numpy.append(table.column(table.columns[1]), table.rows[-1][2])
        colour = style.SERIES[n % len(style.SERIES)]
        density = table.column(table.columns[3])
        if len(found) == 1:
            ax.stairs(density, edges, color=colour, fill=True, alpha=0.35, linewidth=0)
        ax.stairs(density, edges, color=colour, linewidth=1.0, label=name_of(record) if len(found) > 1 else None)
    ax.set_ylim(bottom=0)
    ax.margins(x=0)
    ax.set_xlabel(f"energy / {unit.symbol}")
    ax.set_ylabel(f"states a cell / (1/{unit.symbol})")
    if len(found) > 1:
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=1 if max(len(name_of(record)) for record in found) > 16 else 3, borderaxespad=0.2, columnspacing=1.2)
    return ax
