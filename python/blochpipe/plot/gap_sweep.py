"""Gaps over the parameters of a sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Optional, Sequence, Union

import matplotlib.axes
import numpy
from numpy.typing import NDArray

from ..arrays import to_numpy
from ..errors import BlochpipeError
from . import style
from .energy_unit import EnergyUnit, Scale, common_scale
from .records import listed, swept
from .table import Table

if TYPE_CHECKING:
    from ..record import Record

CUTS = 6


def gaps_data(
    records: Union["Record", Iterable["Record"]], units: Union[None, str, EnergyUnit] = None, cuts: Optional[Sequence[int]] = None,
) -> Table:
    """The numbers of `gaps`: record, the values of the parameters that vary, cut (n of n|n+1), direct gap, complete gap
    (negative where the bands overlap), and the edges of the complete one where bands over the zone are there.

    Gaps are those of `berryflux` where it searched, and of the grid's wave vectors elsewhere.

    Raises:
        BlochpipeError: when a record has neither.
    """
    unit, found = EnergyUnit.parse(units), listed(records)
    scale = common_scale(found, unit)
    names = swept(found) if len(found) > 1 else []
    rows: list[tuple[Any, ...]] = []
    for record in found:
        values = [record.parameters.get(name) for name in names]
        for n, found_here in sorted(_gaps(record, unit.scale(record)).items()):
            if cuts is None or n in cuts:
                rows.append((record.index, *values, n, *found_here))
    tail = [f"{name}_{scale.name}" for name in ("gap", "complete_gap", "lower_edge", "upper_edge")]
    return Table(["record", *names, "cut", *tail], rows)


def _gaps(record: "Record", scale: Scale) -> dict[int, tuple[Any, Any, Any, Any]]:
    """By cut: direct gap, complete gap, top of the lower band, bottom of the upper one; on the scale."""
    out: dict[int, tuple[Any, Any, Any, Any]] = {}
    if record.has("bands") and record.message.bands.kset.startswith(("grid", "zone")):
        energies = scale.values(to_numpy(record.message.bands.energies))
        for n in range(min(energies.shape[1] - 1, CUTS)):
            low, high = energies[:, n].max(), energies[:, n + 1].min()
            out[n + 1] = ((energies[:, n + 1] - energies[:, n]).min(), high - low, low, high)
    if record.has("connectivity"):
        for cut in record.message.connectivity.cuts:
            edges = out.get(cut.below, (None,) * 4)[2:]
            if cut.verdict == 1:
                out[cut.below] = (0.0, out[cut.below][1] if cut.below in out else None, *edges)
            elif cut.verdict == 2:
                direct, complete = _searched(cut, scale)
                known = out.get(cut.below, (None,) * 2)
                out[cut.below] = (known[0] if direct is None else direct, known[1] if complete is None else complete, *edges)
    if not out:
        raise BlochpipeError(
            f"record {record.index} has bands on '{record.block('bands').kset}', which shows no gaps of the whole zone; "
            "solve it with --grid 12, or with --keep-model and run berryflux")
    return out


def _searched(cut: Any, scale: Scale) -> tuple[Optional[float], Optional[float]]:
    """Direct and complete gap of what `berryflux` found at a cut, on the scale; None where they are not known."""
    complete = cut.complete_gap if cut.HasField("complete_gap") else None
    if not scale.is_frequency:
        return scale.factor * cut.gap, None if complete is None else scale.factor * complete
    direct = scale.factor * cut.frequency_gap if cut.HasField("frequency_gap") else None
    if complete is None or not cut.HasField("midgap_ratio"):
        return direct, None
    # A difference of squares is twice that of the roots times their middle.
    size = scale.factor * numpy.sqrt(max(0.0, complete * cut.midgap_ratio / 2))
    return direct, float(numpy.copysign(size, complete))


def gaps(
    records: Union["Record", Iterable["Record"]], ax: Optional[matplotlib.axes.Axes] = None, *,
    units: Union[None, str, EnergyUnit] = None, cuts: Optional[Sequence[int]] = None, sizes: bool = False,
) -> matplotlib.axes.Axes:
    """Draws a gap map. Where one parameter varies: the energies, or frequencies, of complete gaps over it, a colour for each cut, or with
    `sizes` how large the complete (lines) and the direct gaps (dashed) are; where two vary: the complete gap of one cut
    over both.

    Args:
        records: of a sweep (`genpot ... --sweep`), with bands over the zone, or searched by berryflux.
        cuts: these n of n|n+1 alone; the first one for a map over two parameters (else the widest).

    Raises:
        BlochpipeError: when no or more than two parameters vary.
    """
    found, unit, ax = listed(records), EnergyUnit.parse(units), style.axes(ax)
    names, scale = swept(found), common_scale(found, unit)
    table = gaps_data(found, unit, cuts)
    if not 1 <= len(names) <= 2:
        raise BlochpipeError(
            f"a gap map needs records in which one or two parameters vary, as genpot's --sweep makes; here {len(names)} do")
    columns = [f"{name}_{scale.name}" for name in ("gap", "complete_gap", "lower_edge", "upper_edge")]
    if len(names) == 2:
        return _map(ax, table, names, columns, scale)
    if not sizes and all(row[-1] is None for row in table.rows):
        sizes = True
    for n in sorted(set(table.column("cut"))):
        rows = Table(table.columns, sorted(table.where(cut=n).rows, key=lambda row: float(row[1])))
        x = rows.column(names[0]).astype(float)
        direct, complete, low, high = (rows.column(c).astype(float) for c in columns)
        colour = style.SERIES[(n - 1) % len(style.SERIES)]
        if sizes:
            # Bands that touch everywhere have no line.
            if not (direct > 1e-9).any():
                continue
            ax.plot(x, direct, "--", color=colour, linewidth=0.9)
            ax.plot(x, numpy.where(complete > 0, complete, numpy.nan), color=colour, label=f"{n} | {n + 1}", linewidth=1.8)
        else:
            open_ = complete > 0
            _filled(ax, x, low, high, colour, f"{n} | {n + 1}" if open_.any() else None)
    if sizes:
        ax.set_ylim(bottom=0)
        ax.set_ylabel(scale.label.replace(scale.quantity, "gap"))
    else:
        ax.set_ylabel(scale.label.replace(scale.quantity, f"{scale.quantity} of complete gaps"))
    ax.set_xlim(min(table.column(names[0])), max(table.column(names[0])))
    ax.set_xlabel(_axis(names[0]))
    if ax.get_legend_handles_labels()[0]:
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=6, title=None if not sizes else "complete; dashed: direct",
                  title_fontsize=7, borderaxespad=0.2, columnspacing=1.0, handlelength=1.4)
    else:
        ax.annotate("no complete gap", (0.5, 0.5), xycoords="axes fraction", ha="center", va="center", color=style.GREY)
    return ax


def _filled(ax: matplotlib.axes.Axes, x: NDArray[Any], low: NDArray[Any], high: NDArray[Any], colour: str, name: Optional[str]) -> None:
    """Fills between the edges where the gap is open, up to where they cross."""
    ax.fill_between(x, low, high, where=high > low, interpolate=True, color=colour, alpha=0.85, linewidth=0.6, label=name)


def _axis(name: str) -> str:
    return {"distance": "distance R / a", "radius": "radius / a", "angle": "angle / degrees"}.get(name, name)


def _map(ax: matplotlib.axes.Axes, table: Table, names: list[str], columns: list[str], scale: Scale) -> matplotlib.axes.Axes:
    def widest(n: int) -> float:
        return float(max((g for g in table.where(cut=n).column(columns[1]) if g is not None), default=-numpy.inf))

    cut = max(sorted(set(table.column("cut"))), key=widest)
    rows = table.where(cut=cut)
    x, y = (sorted(set(rows.column(name))) for name in names)
    values = numpy.full((len(y), len(x)), numpy.nan)
    for row in rows.rows:
        gap = row[rows.columns.index(columns[1])]
        values[y.index(row[2]), x.index(row[1])] = numpy.nan if gap is None else max(gap, 0.0)
    mesh = ax.pcolormesh(x, y, values, cmap=style.SIZES, vmin=0, shading="nearest", rasterized=True)
    ax.figure.colorbar(mesh, ax=ax, label=scale.label.replace(scale.quantity, f"complete gap {cut} | {cut + 1}"))
    ax.set_xlabel(_axis(names[0]))
    ax.set_ylabel(_axis(names[1]))
    return ax
