"""Shares of the classes of band sets among many cells."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Iterable, Optional, Sequence, Union

import matplotlib.axes
import numpy

from . import style
from .classes import CLASSES, class_of, class_title, wilson
from .records import listed
from .table import Table

if TYPE_CHECKING:
    from ..record import Record


def verdicts_data(records: Union["Record", Iterable["Record"]], sets: Sequence[int] = (1, 2)) -> Table:
    """The numbers of `verdicts`: set (counted from 1), class, number of records, share and its 95 % Wilson interval in
    percent. Records with fewer sets count as undetermined."""
    found = listed(records)
    rows = []
    for number in sets:
        counts: collections.Counter = collections.Counter()
        for record in found:
            record.block("topology")
            verdict = record.verdict(number)
            counts[class_of(verdict or "", record.sets[number - 1].name if verdict else "")] += 1
        rows += [(number, name, counts[name], *wilson(counts[name], len(found))) for name in CLASSES]
    return Table(["set", "class", "records", "percent", "percent_low", "percent_high"], rows)


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
    shown = [name for name in CLASSES if sum(table.where(**{"class": name}).column("records"))]
    width = 0.8 / len(sets)
    names = {1: "first set", 2: "second set", 3: "third set"}
    for i, number in enumerate(sets):
        rows = [table.where(**{"set": number, "class": name}).rows[0] for name in shown]
        place = numpy.arange(len(shown)) + width * (i - (len(sets) - 1) / 2)
        share, low, high = (numpy.array([row[c] for row in rows]) for c in (3, 4, 5))
        ax.bar(place, share, 0.94 * width, color=style.SERIES[i], label=names.get(number, f"set {number}"), zorder=2)
        drawn = share > 0
        ax.errorbar(place[drawn], share[drawn], [(share - low)[drawn], (high - share)[drawn]], fmt="none",
                    ecolor=style.INK, elinewidth=0.7, capsize=1.5, capthick=0.7, zorder=3)
    ax.set_xticks(range(len(shown)), [class_title(name) for name in shown], rotation=40, ha="right", rotation_mode="anchor")
    ax.tick_params(axis="x", length=0)
    ax.set_xlim(-0.6, len(shown) - 0.4)
    ax.set_ylabel("cells / %")
    ax.grid(axis="y", color=style.FAINT, linewidth=0.6, zorder=0)
    if len(sets) > 1:
        ax.legend()
    return ax
