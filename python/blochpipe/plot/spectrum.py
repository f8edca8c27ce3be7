"""Density of states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Optional, Union

import matplotlib.axes
import numpy

from ..arrays import to_numpy
from . import style
from .energy_unit import EnergyUnit, Scale, common_scale
from .records import listed, name_of
from .table import Table, joined
from .zone import Zone

if TYPE_CHECKING:
    from ..record import Record

INTERVALS = 200


def dos_data(
    records: Union["Record", Iterable["Record"]], units: Union[None, str, EnergyUnit] = None, intervals: int = INTERVALS,
) -> Table:
    """The numbers of `dos`: record, lower and upper edge of each interval of energy or frequency, mean density of states in
    it (states a cell and unit of energy or frequency), states a cell below its upper edge.

    From the block `density_of_states` of `derive` where it is there, else from bands over the zone (`--grid`), linear in
    the grid's triangles, up to where bands that were not solved may begin.
    """
    unit, found = EnergyUnit.parse(units), listed(records)
    common_scale(found, unit)
    return joined([_rows(record, unit.scale(record), intervals) for record in found])


def _rows(record: "Record", scale: Scale, intervals: int) -> Table:
    known = record.message.DESCRIPTOR.fields_by_name.get("density_of_states")
    if known is not None and record.has("density_of_states"):
        block = record.message.density_of_states
        edges, counts = scale.values(to_numpy(block.energies)), to_numpy(block.counts).astype(float)
        # Of frequencies that of the block is one of squares.
        density = numpy.diff(counts) / numpy.diff(edges) if scale.is_frequency else to_numpy(block.density).astype(float) / scale.factor
    else:
        zone = Zone.of(record)
        low = zone.energies.min()
        # Above the lowest energy of the highest band there may be others.
        high = zone.energies[:, -1].min() if zone.energies.shape[1] > 1 else zone.energies.max()
        edges = numpy.linspace(scale.values(low), scale.values(high), intervals + 1)
        counts = zone.counts(scale.energies(edges)).sum(axis=1)
        density = numpy.diff(counts) / numpy.diff(edges)
    columns = ["record", f"from_{scale.name}", f"to_{scale.name}", f"density_per_cell_{scale.name}", "states_below"]
    rows = list(zip([record.index] * len(density), edges[:-1].tolist(), edges[1:].tolist(), density.tolist(), counts[1:].tolist()))
    return Table(columns, rows)


def dos(
    records: Union["Record", Iterable["Record"]], ax: Optional[matplotlib.axes.Axes] = None, *,
    units: Union[None, str, EnergyUnit] = None, intervals: int = INTERVALS,
) -> matplotlib.axes.Axes:
    """Draws the density of states over the energy or frequency, a mean over each interval.

    Args:
        records: with bands on a grid, or the block of `derive`; several are drawn over each other.
        intervals: of energy, where the density is calculated here.
    """
    found, unit, ax = listed(records), EnergyUnit.parse(units), style.axes(ax)
    scale = common_scale(found, unit)
    for n, record in enumerate(found):
        table = _rows(record, unit.scale(record), intervals)
        edges = numpy.append(table.column(table.columns[1]), table.rows[-1][2])
        colour = style.SERIES[n % len(style.SERIES)]
        density = table.column(table.columns[3])
        if len(found) == 1:
            ax.stairs(density, edges, color=colour, fill=True, alpha=0.35, linewidth=0)
        ax.stairs(density, edges, color=colour, linewidth=1.0, label=name_of(record) if len(found) > 1 else None)
    ax.set_ylim(bottom=0)
    ax.margins(x=0)
    ax.set_xlabel(scale.label)
    ax.set_ylabel(f"states a cell per {scale.symbol}" if scale.name == "c_per_a" else f"states a cell / (1/{scale.symbol})")
    if len(found) > 1:
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=1 if max(len(name_of(record)) for record in found) > 16 else 3, borderaxespad=0.2, columnspacing=1.2)
    return ax
