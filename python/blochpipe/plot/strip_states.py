"""A strip of crystals in real space, and its edge states over the layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Optional, Union

import matplotlib.axes
import matplotlib.patches
import numpy
from numpy.typing import NDArray

from .. import lattice
from ..arrays import to_numpy
from ..errors import BlochpipeError
from . import style
from .energy_unit import EnergyUnit, common_scale
from .real_space import interpolated
from .records import listed
from .strip_levels import wall_look
from .table import Table

if TYPE_CHECKING:
    from ..record import Record
    from ..wall import DomainWall


def wall_data(
    records: Union["Record", Iterable["Record"]], k: Optional[int] = None, units: Union[None, str, EnergyUnit] = None,
) -> Table:
    """The numbers of `wall`, a row a half layer of each state: record, kappa, wall (the crystals below and above, counted
    from 1), branch (counted from 1), energy or frequency, position along A2 in layers, distance from the wall in layers,
    and the share of |u|^2 that is there.

    Raises:
        MissingBlock: when there is no strip; BlochpipeError: when it has no state at this wave vector.
    """
    unit, found = EnergyUnit.parse(units), listed(records)
    scale = common_scale(found, unit)
    rows: list[tuple[Any, ...]] = []
    for record in found:
        wall = record.wall
        energies = unit.scale(record).values(wall.states.energies)
        for i in _chosen(record, wall, k):
            own = wall.walls[wall.states.walls[i]]
            rows += [
                (record.index, wall.states.kappas[i], own.name, wall.states.branches[i] + 1, energies[i], at,
                 _nearest(at - own.position, 4 * len(wall.layers) if wall.end == "hard" else len(wall.layers)), part) for at, part in zip(wall.half_layers, wall.states.profiles[i])]
    return Table(
        ["record", "kappa", "wall", "branch", f"{scale.quantity}_{scale.name}", "position_layers", "distance_layers", "share"], rows)


def _nearest(distance: float, layers: int) -> float:
    """Of the images of a strip's places the closest."""
    return (distance + layers / 2) % layers - layers / 2


def _chosen(record: "Record", wall: "DomainWall", k: Optional[int]) -> NDArray[Any]:
    """The states of a wave vector; without one of the first that has as many as any."""
    counts = numpy.bincount(wall.states.points, minlength=len(wall.kappas))
    if not len(wall.states):
        raise BlochpipeError(f"record {record.index} has no edge states")
    if k is None:
        k = int(counts.argmax())
    if not 0 <= k < len(wall.kappas):
        raise BlochpipeError(f"record {record.index} has {len(wall.kappas)} wave vectors along the wall, numbers 0 to {len(wall.kappas) - 1}, not {k}")
    if not counts[k]:
        has = ", ".join(map(str, numpy.flatnonzero(counts)))
        raise BlochpipeError(f"record {record.index} has no edge states at wave vector {k}; it has some at {has}")
    return numpy.flatnonzero(wall.states.points == k)


def wall(
    record: "Record", ax: Optional[matplotlib.axes.Axes] = None, *, k: Optional[int] = None,
    units: Union[None, str, EnergyUnit] = None, legend: bool = True,
) -> matplotlib.axes.Axes:
    """Draws a strip to scale, V = 0 dark, v_max light, and beside it how |u|^2 of the edge states at one wave vector is spread
    over the layers. It begins and ends in the middle of a crystal, so that all walls are within it.

    Args:
        record: one that went through `domainwall`.
        ax: axes; without them new ones.
        k: number of the wave vector along the wall; without one the first that has as many edge states as any.
        units: of the energies in the legend, as of `bands`.
        legend: walls and energies of the states.
    """
    record, ax = listed(record)[0], style.axes(ax)
    found, scale = record.wall, EnergyUnit.parse(units).scale(record)
    chosen, layers = _chosen(record, found, k), len(found.layers)
    height, width, beside = sizes(record)
    bottom = _bottom(found)
    _crystals(ax, record, found, width, height, bottom, beside)
    left, top = 0.04 * (width + beside), bottom + layers
    for number, one in enumerate(found.walls):
        at = one.position if found.end == "hard" else bottom + (one.position - bottom) % layers
        ax.plot([-width, beside], [at, at], linewidth=0.8, **{**wall_look(number), "linestyle": (0, (2, 2))})
        ax.annotate(one.name, (beside, at), xytext=(3, 0), textcoords="offset points", va="center", fontsize=7,
                    color=wall_look(number)["color"], annotation_clip=False)
    steps = bottom + numpy.arange(2 * layers + 1) / 2
    # Bins begin at the lower side of layer 0.
    order = (numpy.arange(2 * layers) + round(2 * (bottom + 1 - found.edge))) % (2 * layers)
    largest = max(found.states.profiles[i].max() for i in chosen)
    per = 0.94 * (beside - left) / largest
    energies = scale.values(found.states.energies)
    for i in chosen[numpy.argsort(found.states.walls[chosen], kind="stable")]:
        look = wall_look(found.states.walls[i])
        rank = sum(found.states.walls[j] == found.states.walls[i] for j in chosen if j < i)
        profile = left + per * found.states.profiles[i][order]
        ax.stairs(profile, steps, baseline=left, orientation="horizontal", fill=True, color=look["color"], alpha=0.12, linewidth=0)
        ax.stairs(profile, steps, baseline=None, orientation="horizontal", linewidth=1.0, color=look["color"],
                  linestyle=("-", (0, (3, 1.2)), (0, (1, 1)))[min(rank, 2)],
                  label=f"{found.walls[found.states.walls[i]].name}, {energies[i]:.4g}".replace("-", "−"))
    ax.plot([left, left], [bottom, top], color=style.INK, linewidth=0.7, zorder=4)
    _axes(ax, found, chosen, (left, per, largest), (-width, beside, bottom, top), height)
    if legend:
        unit = scale.label.replace(scale.quantity, "").strip(" /")
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, borderaxespad=0.2, columnspacing=1.4,
                  title=f"wall, {scale.quantity}{' ' if scale.name == 'c_per_a' else ' / '}{unit}", title_fontsize=7)
    return ax


def sizes(record: "Record") -> tuple[float, float, float]:
    """Height of a layer, width of the crystals in the picture, and of what is beside them; a."""
    found = record.wall
    period = float(numpy.linalg.norm(lattice.cartesian(found.along, record.vectors)))
    height = abs(float(numpy.linalg.det(record.vectors))) / period
    whole = height * len(found.layers)
    width = max(2.5 * period, 0.3 * whole)
    return height, width, max(0.5 * whole, 1.2 * width)


def _bottom(found: "DomainWall") -> float:
    """In layers along A2: in the middle between the last wall and the first, or where the strip begins; half layers stay whole."""
    if not found.walls or found.end == "hard":
        return found.edge - 1
    middle = (found.walls[-1].position - len(found.layers) + found.walls[0].position) / 2
    start = found.edge - 1
    return float(start + numpy.floor(2 * (middle - start) + 1e-9) / 2)


def _crystals(ax: matplotlib.axes.Axes, record: "Record", found: "DomainWall", width: float, height: float, bottom: float, right: float) -> None:
    """The patterns of the layers, blocks where there are none; every other crystal is tinted."""
    layers = len(found.layers)
    rows = max(900, 60 * layers)
    columns = round(rows * width / (height * layers))
    along = numpy.asarray(lattice.cartesian(found.along, record.vectors))
    along = along / numpy.linalg.norm(along)
    normal = numpy.array([-along[1], along[0]])
    x = width * ((numpy.arange(columns) + 0.5) / columns - 0.5)
    position = bottom + layers * (numpy.arange(rows) + 0.5) / rows
    place = x[None, :, None] * along + height * position[:, None, None] * normal
    crystal = found.layers[numpy.floor(position + 1 - found.edge).astype(int) % layers]
    picture = numpy.full((rows, columns), numpy.nan)
    for number in set(crystal.tolist()):
        at = crystal == number
        if number < len(found.geometries):
            values = to_numpy(found.geometries[number].potential).astype(float)
            picture[at] = interpolated(values, place[at][..., 0], place[at][..., 1], record.vectors)
        else:
            # A lattice model: crystals in two shades, what is between them in a third.
            picture[at] = (0.45, 0.85)[number % 2] if number < found.crystals else 0.65
    ax.imshow(picture, origin="lower", extent=(-width, 0, bottom, bottom + layers), cmap=style.POTENTIAL, vmin=0, vmax=1)
    edges = [0, *(numpy.flatnonzero(numpy.diff(crystal)) + 1), rows]
    for low, high in zip(edges[:-1], edges[1:]):
        number, ends = int(crystal[low]), (bottom + layers * low / rows, bottom + layers * high / rows)
        if number % 2 and number < found.crystals:
            ax.add_patch(matplotlib.patches.Rectangle((-width, ends[0]), width, ends[1] - ends[0], color=style.NETWORK, alpha=0.16, linewidth=0))
        if number < found.crystals and ends[1] - ends[0] > 0.08 * layers:
            ax.annotate(f"crystal {number + 1}", (right, sum(ends) / 2), xytext=(-2, 0), textcoords="offset points", ha="right", va="center",
                        fontsize=6.5, color=style.GREY)


def _axes(
    ax: matplotlib.axes.Axes, found: "DomainWall", chosen: NDArray[Any], scale: tuple[float, float, float],
    extent: tuple[float, float, float, float], height: float,
) -> None:
    left, per, largest = scale
    ax.set_aspect(height)
    ax.set_xlim(extent[:2])
    ax.set_ylim(extent[2:])
    step = 10.0 ** numpy.floor(numpy.log10(largest))
    tick = next(step * m for m in (5, 2, 1) if step * m <= largest)
    ax.set_xticks([left, left + per * tick], ["0", f"{tick:g}"])
    ax.set_xlabel(f"$|u|^2$ in half a layer, κ = {found.states.kappas[chosen[0]]:.4g}", x=(left - extent[0] + (extent[1] - left) / 2) / (extent[1] - extent[0]))
    # Layers counted from the first wall.
    start = found.walls[0].position if found.walls else 0.0
    marks = [m for m in range(-len(found.layers), len(found.layers) + 1) if extent[2] <= start + m <= extent[3]]
    marks = [m for m in marks if m % max(1, round(len(found.layers) / 8)) == 0]
    ax.set_yticks([start + m for m in marks], [f"{m}".replace("-", "−") for m in marks])
    ax.set_ylabel("distance from the wall / layers" if not found.walls else f"distance from wall {found.walls[0].name} / layers")
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set_bounds(left, extent[1])
