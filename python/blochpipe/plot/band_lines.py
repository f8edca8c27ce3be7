"""Bands along a path, with irreps at the special points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Optional, Sequence, Union

import matplotlib.axes
import numpy

from .. import groups, lattice
from ..arrays import to_numpy
from ..errors import BlochpipeError
from . import style
from .energy_unit import EnergyUnit
from .records import cell_of, listed, name_of
from .table import Table, joined

if TYPE_CHECKING:
    from ..record import Record

_GREEK = {"Gamma": "Γ"}


def point_name(label: str) -> str:
    """A named point as it is printed: Γ for Gamma, K′ for K'."""
    return _GREEK.get(label, label.replace("'", "′"))


def bands_data(
    records: Union["Record", Iterable["Record"]], units: Union[str, EnergyUnit] = "vmax", bands: Optional[int] = None,
) -> Table:
    """The numbers of `bands`: record, method, point (label, else nothing), distance along the path in 1/a, k1, k2 along
    b1 and b2, band (counted from 1), energy, and its error where one is known.

    Raises:
        BlochpipeError: when bands are not on a path or a list; MissingBlock when there are none.
    """
    unit = EnergyUnit.parse(units)
    return joined([_rows(record, unit, bands) for record in listed(records)])


def _rows(record: "Record", unit: EnergyUnit, count: Optional[int]) -> Table:
    block = record.block("bands")
    if not block.kset.startswith(("path", "list")):
        raise BlochpipeError(
            f"record {record.index} has bands on '{block.kset}', not on a path; "
            f"run {'predict' if block.method == 'network' else 'solve-seq'} --path {'standard' if record.own_group else 'Gamma-K-M-Gamma'}")
    k, energies = to_numpy(block.kpoints), to_numpy(block.energies).astype(float) * unit.factor(record)
    distance = lattice.path_distance(k, record.vectors)
    labels = {label.index: label.text for label in block.labels}
    errors = _errors(record, energies.shape[1], unit)
    count = min(count or energies.shape[1], energies.shape[1])
    rows = [
        (record.index, block.method, labels.get(i), distance[i], k[i, 0], k[i, 1], n + 1, energies[i, n], errors[n])
        for n in range(count) for i in range(len(k))]
    return Table(
        ["record", "method", "point", "distance_a", "k1", "k2", "band", f"energy_{unit.name}", f"error_{unit.name}"], rows)


def _errors(record: "Record", count: int, unit: EnergyUnit) -> list[Optional[float]]:
    """[bands] Error bars of the network's bands, or the exact ones' estimate."""
    factor = unit.factor(record)
    if record.block("bands").method != "network":
        return [record.block("bands").error_estimate * factor] * count
    bars = list(record.message.model.band_errors) if record.has("model") else []
    return [bars[n] * factor if n < len(bars) else None for n in range(count)]


def bands(
    records: Union["Record", Iterable["Record"]], ax: Optional[matplotlib.axes.Axes] = None, *,
    units: Union[str, EnergyUnit] = "vmax", bands: Optional[int] = None, irreps: bool = True, errors: bool = False,
    names: Optional[Sequence[str]] = None,
) -> matplotlib.axes.Axes:
    """Draws bands along their path: exact ones as lines, the network's as points on top.

    Args:
        records: one, or several that share the path.
        ax: axes; without them new ones.
        units: "vmax", "e0" or "e0=0.57meV".
        bands: so many, from the lowest.
        irreps: write the first record's irreps at the special points.
        errors: shade each band by its error bar or estimate.
        names: of the records in the legend.

    Raises:
        BlochpipeError: when bands are not on a path, or on different ones.
    """
    found, unit, ax = listed(records), EnergyUnit.parse(units), style.axes(ax)
    tables = [_rows(record, unit, bands) for record in found]
    energy, error = tables[0].columns[-2:]
    first = tables[0].where(band=1)
    for record, table in zip(found, tables):
        if not numpy.allclose(table.where(band=1).column("distance_a")[-1], first.column("distance_a")[-1]):
            raise BlochpipeError(f"record {record.index} has another path than record {found[0].index}; use --panels")
    cells = list(dict.fromkeys(map(cell_of, found)))
    names = names or [_title(record, found) for record in found]
    for record, table, name in zip(found, tables, names):
        network = table.rows[0][1] == "network"
        same = [r for r in found if (r.message.bands.method == "network") == network]
        if len(cells) == 1 and len(same) == 1:
            colour = style.NETWORK if network else style.EXACT
        else:
            colour = style.SERIES[cells.index(cell_of(record)) % len(style.SERIES)]
        for n in sorted(set(table.column("band"))):
            rows = table.where(band=n)
            x, y = rows.column("distance_a"), rows.column(energy)
            label = name if n == 1 and len(found) > 1 else None
            if errors and rows.rows[0][-1] is not None:
                bar = rows.column(error)
                ax.fill_between(x, y - bar, y + bar, color=colour, alpha=0.25, linewidth=0)
            if network and len(found) > 1:
                # Points that do not touch: two points of print each, six apart.
                step = max(1, round(6 * len(x) / (ax.get_window_extent().width / ax.figure.dpi * 72)))
                ax.plot(x[::step], y[::step], "o", color=colour, markersize=2.2, markeredgewidth=0, label=label, zorder=3)
            else:
                ax.plot(x, y, color=colour, label=label, zorder=2)
    _ticks(ax, first)
    ax.set_ylabel(f"energy / {unit.symbol}")
    ax.margins(y=0.03)
    if irreps and found[0].has("irreps"):
        _irreps(ax, found[0], first, max(tables[0].column("band")), unit)
    if len(found) > 1:
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=min(len(found), 3), borderaxespad=0.2, columnspacing=1.2)
    return ax


def _title(record: "Record", found: Sequence["Record"]) -> str:
    method = "network" if record.message.bands.method == "network" else "exact"
    methods = {r.message.bands.method == "network" for r in found}
    if len({cell_of(r) for r in found}) == 1:
        return method if len(methods) > 1 else name_of(record)
    return f"{name_of(record)}, {method}" if len(methods) > 1 else name_of(record)


def _ticks(ax: matplotlib.axes.Axes, first: Table) -> None:
    x = first.column("distance_a")
    named = [(row[3], point_name(row[2])) for row in first.rows if row[2]]
    if named:
        ax.set_xticks([at for at, _ in named], [name for _, name in named])
        ax.tick_params(axis="x", length=0)
        for at, _ in named:
            ax.axvline(at, color=style.FAINT, linewidth=0.7, zorder=0)
    else:
        ax.set_xlabel("distance along the path / (1/a)")
    ax.set_xlim(x[0], x[-1])


def _pairs(record: "Record") -> dict[str, tuple[str, ...]]:
    """By special point the irreps of two bands."""
    if not record.own_group:
        return {"Gamma": ("p", "d"), "K": ("1",)}
    irreps = groups.group(record.group).irreps
    return {point: tuple(name for name, bands in found.items() if bands > 1) for point, found in irreps.items()}


def _irreps(ax: matplotlib.axes.Axes, record: "Record", first: Table, count: int, unit: EnergyUnit) -> None:
    """Irreps at the first place of each point, beside the levels; those of a pair once."""
    factor = unit.factor(record)
    places = dict(reversed([(row[2], row[3]) for row in first.rows if row[2]]))
    end = first.rows[-1][3]
    size = 6.5
    low, high = ax.get_ylim()
    height = ax.get_window_extent().height / ax.figure.dpi * 72
    gap = 1.1 * size * (high - low) / max(height, 1.0)
    pairs = _pairs(record)
    for point, levels in record.irreps.items():
        if point not in places:
            continue
        texts: list[tuple[str, float]] = []
        n = 0
        while n < min(count, len(levels)):
            irrep, energy = levels[n]
            # The members of a pair carry one label each.
            paired = irrep in pairs.get(point, ()) and n + 1 < len(levels) and levels[n + 1][0] == irrep
            # C2 cells have none at K.
            if irrep != "?":
                texts.append((irrep.replace("-", "−"), energy * factor))
            n += 2 if paired else 1
        moved = style.spread([e for _, e in texts], gap, low + gap / 2, high - gap / 2)
        right = places[point] < 0.97 * end
        for (text, _), y in zip(texts, moved):
            ax.annotate(
                text, (places[point], y), xytext=(3 if right else -3, 0), textcoords="offset points", fontsize=size,
                ha="left" if right else "right", va="center", zorder=4,
                bbox={"boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.75})
