"""Bands along a path, with irreps at the special points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Optional, Sequence, Union

import matplotlib.axes
import numpy

from .. import groups, lattice
from ..arrays import to_numpy
from ..errors import BlochpipeError
from . import style
from .energy_unit import EnergyUnit, Scale, common_scale
from .records import cell_of, equation_name, listed, material_names, name_of
from .table import Table, joined

if TYPE_CHECKING:
    from ..record import Record

_GREEK = {"Gamma": "Γ"}


def point_name(label: str) -> str:
    """A named point as it is printed: Γ for Gamma, K′ for K'."""
    return _GREEK.get(label, label.replace("'", "′"))


def bands_data(
    records: Union["Record", Iterable["Record"]], units: Union[None, str, EnergyUnit] = None, bands: Optional[int] = None,
) -> Table:
    """The numbers of `bands`: record, method, point (label, else nothing), distance along the path in 1/a, k1, k2 along
    b1 and b2, band (counted from 1), energy or frequency, and its error where one is known.

    Raises:
        BlochpipeError: when bands are not on a path or a list; MissingBlock when there are none.
    """
    unit, found = EnergyUnit.parse(units), listed(records)
    common_scale(found, unit)
    return joined([_rows(record, unit.scale(record), bands) for record in found])


def _rows(record: "Record", scale: Scale, count: Optional[int]) -> Table:
    block = record.block("bands")
    if not block.kset.startswith(("path", "list")):
        raise BlochpipeError(
            f"record {record.index} has bands on '{block.kset}', not on a path; "
            f"run {'predict' if block.method == 'network' else 'solve-seq'} --path {'standard' if record.own_group else 'Gamma-K-M-Gamma'}")
    k, energies = to_numpy(block.kpoints), scale.values(to_numpy(block.energies))
    distance = lattice.path_distance(k, record.vectors)
    labels = {label.index: label.text for label in block.labels}
    errors = _errors(record, energies.shape[1], scale)
    count = min(count or energies.shape[1], energies.shape[1])
    rows = [
        (record.index, block.method, labels.get(i), distance[i], k[i, 0], k[i, 1], n + 1, energies[i, n], errors[n])
        for n in range(count) for i in range(len(k))]
    return Table(
        ["record", "method", "point", "distance_a", "k1", "k2", "band", f"{scale.quantity}_{scale.name}", f"error_{scale.name}"], rows)


def _errors(record: "Record", count: int, scale: Scale) -> list[Optional[float]]:
    """[bands] Error bars of the network's bands, or the exact ones' estimate; of frequencies that above 0."""
    factor = scale.factor
    if scale.is_frequency:
        return [record.block("bands").frequency_error * factor] * count
    if record.block("bands").method != "network":
        return [record.block("bands").error_estimate * factor] * count
    bars = list(record.message.model.band_errors) if record.has("model") else []
    return [bars[n] * factor if n < len(bars) else None for n in range(count)]


def bands(
    records: Union["Record", Iterable["Record"]], ax: Optional[matplotlib.axes.Axes] = None, *,
    units: Union[None, str, EnergyUnit] = None, bands: Optional[int] = None, irreps: bool = True, errors: bool = False,
    names: Optional[Sequence[str]] = None, light_line: Optional[float] = None,
) -> matplotlib.axes.Axes:
    """Draws bands along their path: exact ones as lines, the network's as points on top.

    Args:
        records: one, or several that share the path.
        ax: axes; without them new ones.
        units: "vmax", "e0" or "e0=0.57meV"; of light and sound "a=500nm" or "a=1cm,c=1480". By default v_max, or
            omega a/(2 pi c).
        bands: so many, from the lowest.
        irreps: write the first record's irreps at the special points.
        errors: shade each band by its error bar or estimate.
        names: of the records in the legend.
        light_line: an index n: draw omega = c |k|/n, k folded into the first zone.

    Raises:
        BlochpipeError: when bands are not on a path, or on different ones.
    """
    found, unit, ax = listed(records), EnergyUnit.parse(units), style.axes(ax)
    scale = common_scale(found, unit)
    tables = [_rows(record, unit.scale(record), bands) for record in found]
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
    ax.set_ylabel(scale.label)
    ax.margins(y=0.03)
    if light_line is not None:
        _light_line(ax, found[0], first, scale, light_line)
    if irreps and found[0].has("irreps"):
        _irreps(ax, found[0], first, max(tables[0].column("band")), unit.scale(found[0]))
    if len(found) > 1:
        columns = max(1, min(len(found), 3, 66 // (max(map(len, names)) + 6)))
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=columns, borderaxespad=0.2, columnspacing=1.2)
    return ax


def _title(record: "Record", found: Sequence["Record"]) -> str:
    method = "network" if record.message.bands.method == "network" else "exact"
    methods = {r.message.bands.method == "network" for r in found}
    if len({cell_of(r) for r in found}) == 1:
        return method if len(methods) > 1 else name_of(record)
    # Other equations have other materials.
    alike = [r for r in found if r.equation == record.equation]
    words = [name_of(record)] if len({cell_of(r)[:4] for r in found}) > 1 else []
    words += [equation_name(record)] if len({r.equation for r in found}) > 1 else []
    words += [" in ".join((material_names(record) or ("",))[::-1])] if len({cell_of(r)[5] for r in alike}) > 1 else []
    words += [method] if len(methods) > 1 else []
    return ", ".join(filter(None, words)) or name_of(record)


def _light_line(ax: matplotlib.axes.Axes, record: "Record", first: Table, scale: Scale, index: float) -> None:
    """omega = c |k|/index, up to the highest frequency drawn."""
    if not scale.is_frequency:
        raise BlochpipeError(f"record {record.index} is of a potential, which has no light line")
    low, high = ax.get_ylim()
    k = numpy.array([lattice.shortest(row[4:6], lattice.reciprocal(record.vectors)) for row in first.rows])
    size = numpy.linalg.norm(lattice.cartesian_k(k, record.vectors), axis=1)
    y = scale.factor * size / (2 * numpy.pi * index)
    ax.plot(first.column("distance_a"), y, "--", color=style.GREY, linewidth=0.8, zorder=1)
    ax.set_ylim(low, high)


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
    group = record.irrep_group
    if group in ("p6", "p2"):
        return {"Gamma": ("p", "d"), "K": ("1",)}
    irreps = groups.group(group).irreps
    return {point: tuple(name for name, bands in found.items() if bands > 1) for point, found in irreps.items()}


def _irreps(ax: matplotlib.axes.Axes, record: "Record", first: Table, count: int, scale: Scale) -> None:
    """Irreps at the first place of each point, beside the levels; those of a pair once."""
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
                texts.append((irrep.replace("-", "−"), float(scale.values(energy))))
            n += 2 if paired else 1
        moved = style.spread([e for _, e in texts], gap, low + gap / 2, high - gap / 2)
        right = places[point] < 0.97 * end
        for (text, _), y in zip(texts, moved):
            ax.annotate(
                text, (places[point], y), xytext=(3 if right else -3, 0), textcoords="offset points", fontsize=size,
                ha="left" if right else "right", va="center", zorder=4,
                bbox={"boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.75})
