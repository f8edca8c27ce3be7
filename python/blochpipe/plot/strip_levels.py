"""Levels of a strip of crystals over the wave vector along its walls, edge states by their wall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Optional, Union

import matplotlib.axes
import matplotlib.patches
import matplotlib.path
import numpy
from numpy.typing import NDArray

from .. import lattice
from . import style
from .energy_unit import EnergyUnit, Scale, common_scale
from .records import listed
from .table import Table

if TYPE_CHECKING:
    from ..record import Record
    from ..wall import DomainWall

#: Of walls: lines and points on top of each other stay apart, so that walls with the same levels are both seen.
_LINES, _MARKERS = ("-", (0, (3, 2)), (0, (1, 1.5)), "-."), ("o", "D", "s", "^")


def wall_look(number: int) -> dict[str, Any]:
    """Colour and dashes of a wall's lines."""
    return {"color": style.SERIES[number % len(style.SERIES)], "linestyle": _LINES[number % len(_LINES)]}


def _signs(wall: "DomainWall", both: bool) -> tuple[int, ...]:
    """Those that wave vectors are drawn with: without time reversal the record has negative ones of its own."""
    return (-1, 1) if both and wall.kappas[0] >= 0 else (1,)


def strip_data(records: Union["Record", Iterable["Record"]], units: Union[None, str, EnergyUnit] = None, both: bool = False) -> Table:
    """The numbers of `strip`, a row a state: record, kappa (2 pi/|A1|), wall (the crystals below and above, counted from 1),
    branch (counted from 1), energy or frequency, its error and splitting, mean distance from the wall in layers, share of
    |u|^2 at the wall, and velocity along the wall: dE/dk in the unit of energies times a, of light d omega/dk in c.

    Raises:
        MissingBlock: when there is no strip.
    """
    unit, found = EnergyUnit.parse(units), listed(records)
    scale = common_scale(found, unit)
    rows: list[tuple[Any, ...]] = []
    for record in found:
        wall, own = record.wall, unit.scale(record)
        states = wall.states
        energies = own.values(states.energies)
        errors, splittings = (differences(own, states.energies, d) for d in (states.errors, states.splittings))
        speed = 1.0 if own.is_frequency else own.factor
        for sign in _signs(wall, both):
            order = numpy.argsort(sign * states.points, kind="stable")
            for i in order:
                if sign < 0 and not 0 < states.kappas[i] < 0.5:
                    continue
                rows.append((
                    record.index, sign * states.kappas[i], wall.walls[states.walls[i]].name, states.branches[i] + 1, energies[i],
                    errors[i], splittings[i], states.depths[i], states.shares[i], sign * speed * states.velocities[i]))
    velocity = "velocity_c" if scale.is_frequency else f"velocity_{scale.name}_a"
    return Table(
        ["record", "kappa", "wall", "branch", f"{scale.quantity}_{scale.name}", f"error_{scale.name}", f"splitting_{scale.name}",
         "depth_layers", "share", velocity], rows)


def differences(scale: Scale, energies: NDArray[Any], sizes: NDArray[Any]) -> NDArray[Any]:
    """Half the width of an interval of energies as it is drawn: of frequencies, as far as the roots are from the middle."""
    half: NDArray[Any] = (scale.values(energies + sizes) - scale.values(energies - sizes)) / 2
    return half


def strip(
    record: "Record", ax: Optional[matplotlib.axes.Axes] = None, *, units: Union[None, str, EnergyUnit] = None, both: bool = False,
    legend: bool = True,
) -> matplotlib.axes.Axes:
    """Draws the levels of a strip: the bands of its crystals shaded, darker where those of several are, waves of the medium at
    its ends hatched, its levels as points, edge states by their wall and joined to branches, the common gap between thin lines, and the minigap.

    Args:
        record: one that went through `domainwall`.
        ax: axes; without them new ones.
        units: as of `bands`.
        both: negative kappa too, where the same states run the other way.
        legend: names of the walls.
    """
    record, ax = listed(record)[0], style.axes(ax)
    wall, scale = record.wall, EnergyUnit.parse(units).scale(record)
    signs = _signs(wall, both)
    for crystal in range(wall.crystals):
        _bulk(ax, wall, crystal, scale, signs)
    low, high = _limits(wall, scale)
    if wall.floor is not None:
        for sign in signs:
            ax.fill_between(sign * wall.kappas, scale.values(wall.floor), max(high, scale.values(wall.floor).max()), facecolor=style.GREY,
                            alpha=0.22, linewidth=0, zorder=0.6, hatch="//", edgecolor="white")
    for sign in signs:
        ax.plot(sign * wall.kappas[wall.level_points], scale.values(wall.levels), ".", color=style.GREY, markersize=1.6,
                markeredgewidth=0, zorder=2)
        for number, one in enumerate(wall.walls):
            _states(ax, wall, number, scale, sign, f"wall {one.name}" if sign > 0 else None)
    if wall.has_gap:
        for edge in scale.values([wall.lower, wall.upper]):
            ax.axhline(edge, color=style.INK, linewidth=0.6, linestyle=(0, (6, 3)), zorder=1.5)
        _minigaps(ax, wall, scale, (low, high))
    ax.set_xlim(min(wall.kappas[0], -0.5 if both else 0.0), 0.5)
    ax.set_ylim(low, high)
    ax.set_xlabel(kappa_label(record))
    ax.set_ylabel(scale.label)
    if legend and ax.get_legend_handles_labels()[0]:
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, borderaxespad=0.2, columnspacing=1.4, handlelength=2.4)
    return ax


def kappa_label(record: "Record") -> str:
    """Of the axis of wave vectors along the wall."""
    length = numpy.linalg.norm(lattice.cartesian(record.wall.along, record.vectors))
    square = round(float(length) ** 2)
    if abs(length**2 - square) > 1e-6:
        return r"wave vector along the wall / $(2\pi/|A_1|)$"
    a = "a" if square == 1 else f"{round(float(length))}a" if abs(length - round(float(length))) < 1e-6 else rf"\sqrt{{{square}}}\,a"
    return rf"wave vector along the wall / $(2\pi/{a})$"


def _limits(wall: "DomainWall", scale: Scale) -> tuple[float, float]:
    """Of energies: the gap and rather more than half as much on either side, or where there is none the states, but no more than there are levels."""
    known = scale.values(numpy.concatenate([wall.levels, wall.states.energies, [wall.lower, wall.upper]]))
    wanted = [wall.lower, wall.upper] if wall.has_gap or not len(wall.states) else wall.states.energies
    ends = scale.values(numpy.sort(wanted))
    around = 0.6 * (ends.max() - ends.min())
    low, high = max(known.min(), ends.min() - around), min(known.max(), ends.max() + around)
    margin = 0.02 * (high - low) or 0.05 * abs(high) or 1.0
    return low - margin, high + margin


def _bulk(ax: matplotlib.axes.Axes, wall: "DomainWall", crystal: int, scale: Scale, signs: tuple[int, ...]) -> None:
    """The bands of a crystal as one path: where its own overlap they are not darker."""
    codes, corners = [], []
    for low, high in zip(wall.bulk_low[crystal].T, wall.bulk_high[crystal].T):
        for sign in signs:
            x, y = sign * wall.kappas, (scale.values(low), scale.values(high))
            # All run round counter-clockwise.
            pairs = (y[0], y[1]) if sign > 0 else (y[1], y[0])
            corners += [*zip(x, pairs[0]), *zip(x[::-1], pairs[1][::-1]), (x[0], pairs[0][0])]
            count = 2 * len(x)
            codes += [matplotlib.path.Path.MOVETO, *[matplotlib.path.Path.LINETO] * (count - 1), matplotlib.path.Path.CLOSEPOLY]
    if corners:
        ax.add_patch(matplotlib.patches.PathPatch(
            matplotlib.path.Path(corners, codes), facecolor=style.GREY, alpha=0.22, linewidth=0, zorder=0.5))


def _states(ax: matplotlib.axes.Axes, wall: "DomainWall", number: int, scale: Scale, sign: int, label: Optional[str]) -> None:
    states, look = wall.states, wall_look(number)
    second = number % 2 == 1
    for branch in sorted(set(states.branches[states.walls == number])):
        own = (states.branches == branch) & (states.walls == number)
        x, y = sign * states.kappas[own], scale.values(states.energies[own])
        ax.plot(x, y, marker=_MARKERS[number % 4], markersize=2.4 if second else 3.2, markeredgewidth=0.7 if second else 0,
                markerfacecolor="white" if second else look["color"], linewidth=0.9 if second else 1.5, label=label, zorder=3 + 0.1 * number, **look)
        label = None


def _minigaps(ax: matplotlib.axes.Axes, wall: "DomainWall", scale: Scale, limits: tuple[float, float]) -> None:
    """Those of walls that have the same are named once."""
    found: list[tuple[float, float, str]] = []
    for one in wall.walls:
        if one.minigap is not None:
            low, high = scale.values(one.minigap)
            if not any(numpy.allclose(other[:2], (low, high), rtol=1e-3) for other in found):
                found.append((low, high, one.name))
    found.sort(key=lambda ends: ends[0] + ends[1])
    size = 6.5
    height = ax.get_window_extent().height / ax.figure.dpi * 72
    distance = 1.4 * size * (limits[1] - limits[0]) / max(height, 1.0)
    for (low, high, name), y in zip(found, style.spread([sum(ends[:2]) / 2 for ends in found], distance, *limits)):
        ax.axhspan(low, high, color=style.NETWORK, alpha=0.16, linewidth=0, zorder=1)
        width = f"{200 * (high - low) / (high + low):.2g} %" if low > 0 else f"{high - low:.2g}"
        ax.annotate(
            f"minigap {width}" + (f" at {name}" if len(found) > 1 else ""), (0.5, y), xytext=(-3, 0), textcoords="offset points", ha="right",
            va="center", fontsize=size, zorder=4, bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.7})
