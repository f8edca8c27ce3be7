"""Colours, fonts and axes of all pictures: readable at a column's width, colour-blind safe."""

from __future__ import annotations

from typing import Any, Optional, Sequence

import matplotlib
import matplotlib.axes
import matplotlib.colors

INK, GREY, FAINT = "#2a2f36", "#68707a", "#d9dde2"
EXACT, NETWORK = "#2b6c8f", "#e08a3c"
#: Lines that must be told apart, by Okabe and Ito; the first two are those of exact bands and of the network.
SERIES = (EXACT, NETWORK, "#009e73", "#cc79a7", "#56b4e9", "#b58900", "#d55e00", "#5c6670")
#: V = 0 is dark, v_max light.
POTENTIAL = matplotlib.colors.LinearSegmentedColormap.from_list("potential", ["#16324a", "#7fa8bd", "#eef4f6"])
#: Of a map of sizes: dark is small.
SIZES = matplotlib.colors.LinearSegmentedColormap.from_list(
    "sizes", [(0, "#0b1d2a"), (0.25, "#22577a"), (0.6, "#57a6a1"), (1, "#f4e9cd")])

#: Centimetres: one column of a journal, and two.
COLUMN, DOUBLE = 8.6, 17.8
INCH = 2.54

RC = {
    "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "mathtext.fontset": "dejavusans", "font.size": 8.0,
    "axes.titlesize": 8.0, "figure.titlesize": 8.5, "axes.labelsize": 8.0, "legend.fontsize": 7.0, "xtick.labelsize": 7.5, "ytick.labelsize": 7.5,
    "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.linewidth": 0.7, "xtick.major.width": 0.7, "ytick.major.width": 0.7, "lines.linewidth": 1.2,
    "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False, "figure.dpi": 100.0,
    "savefig.dpi": 300.0, "svg.fonttype": "none", "svg.hashsalt": "blochpipe", "pdf.fonttype": 42,
    "axes.unicode_minus": True, "image.interpolation": "nearest", "figure.constrained_layout.use": True,
}


def use() -> None:
    """Makes this the style of all figures, whatever a user's own files say. For programs, not for notebooks."""
    matplotlib.rcdefaults()
    matplotlib.rcParams.update(RC)


def axes(ax: Optional[matplotlib.axes.Axes]) -> matplotlib.axes.Axes:
    """The axes that were given, or new ones of the current pyplot session at a column's width."""
    if ax is not None:
        return ax
    import matplotlib.pyplot

    with matplotlib.rc_context(RC):
        return matplotlib.pyplot.subplots(figsize=(COLUMN / INCH, 0.75 * COLUMN / INCH))[1]


def bare(ax: matplotlib.axes.Axes) -> None:
    """Axes of a drawing to scale: no frame, no ticks, one unit as long along y as along x."""
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)


def spread(places: Sequence[float], distance: float, low: float, high: float) -> list[float]:
    """Places in ascending order moved apart, as little as possible, until neighbours are `distance` from each other,
    and, as far as they fit, within low and high. Labels so placed do not overlap."""
    groups: list[list[Any]] = []
    for place in places:
        groups.append([place, 1])
        # A group is at the mean of its members' wishes; groups that overlap become one.
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < distance * (groups[-1][1] + groups[-2][1]) / 2:
            (a, n), (b, m) = groups[-2:]
            groups[-2:] = [[(a * n + b * m) / (n + m), n + m]]
    moved = []
    for middle, count in groups:
        half = distance * (count - 1) / 2
        middle = min(max(middle, low + half), max(high - half, low + half))
        moved += [middle - half + distance * i for i in range(count)]
    return moved
