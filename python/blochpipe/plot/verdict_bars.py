"""Shares of the classes of band sets among many cells."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Any, Iterable, Optional, Sequence, Union

import matplotlib.axes
import numpy

from ..errors import BlochpipeError
from . import style
from .classes import CLASSES, class_of, class_title, classes_of, wilson
from .records import listed
from .table import Table

if TYPE_CHECKING:
    from ..record import Record

#: A row of bars: its name, its colour, and of each class share and 95 % interval in percent.
Series = tuple[str, str, Sequence[tuple[Any, ...]]]


def verdicts_data(records: Union["Record", Iterable["Record"]], sets: Sequence[int] = (1, 2)) -> Table:
    """The numbers of `verdicts`: set (counted from 1), class, number of records, share and its 95 % Wilson interval in
    percent. Records with fewer sets count as undetermined.

    Raises:
        BlochpipeError: for records of several groups.
    """
    found = listed(records)
    classes = _classes(found)
    rows = []
    for number in sets:
        counts: collections.Counter[str] = collections.Counter()
        for record in found:
            record.block("topology")
            verdict = record.verdict(number)
            counts[class_of(verdict or "", record.sets[number - 1].name if verdict else "")] += 1
        rows += [(number, name, counts[name], *wilson(counts[name], len(found))) for name in classes]
    return Table(["set", "class", "records", "percent", "percent_low", "percent_high"], rows)


def _classes(records: Sequence["Record"]) -> tuple[str, ...]:
    sets = [one for record in records if record.has("topology") for one in record.sets]
    # A set of p6 has no group; what is undetermined has none either.
    names = {getattr(one, "group", "") or "p6" for one in sets if getattr(one, "group", "") or one.verdict != 5}
    if not names:
        names = {records[0].own_group or (records[0].group if records[0].has("geometry") else "p6")}
    if len(names) > 1:
        raise BlochpipeError(f"records of the groups {', '.join(sorted(names))} have other classes; take those of one group")
    *classes, rest = classes_of(names.pop())
    # Lattice models without time reversal have others.
    seen = [class_of(record.verdict(n) or "", one.name) for record in records if record.has("topology") for n, one in enumerate(record.sets, 1)]
    return (*dict.fromkeys([*classes, *sorted(kind for kind in set(seen) if kind != rest)]), rest)


def verdicts(
    records: Union["Record", Iterable["Record"]], ax: Optional[matplotlib.axes.Axes] = None, *, sets: Sequence[int] = (1, 2),
) -> matplotlib.axes.Axes:
    """Draws how large a share of the records has each class of set, with 95 % intervals.

    Args:
        records: that went through `fingerprint`.
        sets: which, counted from the lowest band.
    """
    found, ax = listed(records), style.axes(ax)
    table = verdicts_data(found, sets)
    shown = [name for name in _classes(found) if sum(table.where(**{"class": name}).column("records"))]
    names = {1: "first set", 2: "second set", 3: "third set"}
    series = [
        (names.get(number, f"set {number}"), style.SERIES[i % len(style.SERIES)],
         [table.where(**{"set": number, "class": name}).rows[0][3:] for name in shown]) for i, number in enumerate(sets)]
    bars(ax, [class_title(name) for name in shown], series)
    if len(sets) > 1:
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, borderaxespad=0.2, columnspacing=1.2)
    return ax


def bars(ax: matplotlib.axes.Axes, names: Sequence[str], series: Sequence[Series], *, numbers: Sequence[int] = (), turn: float = 40) -> None:
    """Bars of shares with their intervals, a group for each name.

    Args:
        names: below the groups.
        series: the bars of each group from left to right.
        numbers: the series whose shares are written above.
        turn: of the names, in degrees.
    """
    width = 0.84 / len(series)
    for i, (label, colour, values) in enumerate(series):
        place = numpy.arange(len(names)) + width * (i - (len(series) - 1) / 2)
        share, low, high = numpy.array(values, dtype=float).reshape(-1, 3).T
        ax.bar(place, share, 0.94 * width, color=colour, label=label, zorder=2)
        drawn = share > 0
        ax.errorbar(
            place[drawn], share[drawn], [(share - low)[drawn], (high - share)[drawn]], fmt="none", ecolor=style.INK,
            elinewidth=0.7, capsize=1.5, capthick=0.7, zorder=3)
        if i in numbers:
            for x, y, top in zip(place[drawn], share[drawn], high[drawn]):
                text = f"{y:.2f}" if y < 0.095 else f"{y:.1f}" if y < 9.95 else f"{y:.0f}"
                ax.annotate(text, (x, top), xytext=(0, 1.5), textcoords="offset points", ha="center", fontsize=5.5, color=style.INK)
    ax.set_xticks(range(len(names)), names, rotation=turn, ha="right" if turn else "center", rotation_mode="anchor" if turn else None)
    ax.tick_params(axis="x", length=0)
    ax.set_xlim(-0.6, len(names) - 0.4)
    ax.set_ylim(bottom=0)
    ax.set_ylabel("cells / %")
    ax.grid(axis="y", color=style.FAINT, linewidth=0.6, zorder=0)
