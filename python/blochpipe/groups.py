"""The 17 wallpaper groups and the lattices that they have: what `wallpaper show` prints, as data.

    group = groups.group("p4m")
    group.system, group.path, group.points["X"], group.positions["2c"]
    vectors = groups.vectors("cmm", angle=70)      # rows a1, a2 of a lattice that has the group
"""

from __future__ import annotations

import dataclasses
import functools
import json
import pathlib
import re
from typing import Any, Optional

import numpy

from .arrays import Array
from .errors import BlochpipeError

#: Of each kind of lattice ratio and angle where they are free and not given, or what they must be; whether they are free.
SYSTEMS = {
    "oblique": (1.2, 75.0, True, True), "rectangular": (1.3, 90.0, True, False), "rhombic": (1.0, 75.0, False, True),
    "square": (1.0, 90.0, False, False), "hexagonal": (1.0, 60.0, False, False),
}
#: Names of wave vectors along b1 and b2, by kind of lattice; those that have the same name in a group's zone have one here.
NAMED_POINTS: dict[str, dict[str, tuple[float, float]]] = {
    "oblique": {"Gamma": (0, 0), "X": (0.5, 0), "Y": (0, 0.5), "S": (0.5, 0.5)},
    "rectangular": {"Gamma": (0, 0), "X": (0.5, 0), "Y": (0, 0.5), "S": (0.5, 0.5)},
    "rhombic": {"Gamma": (0, 0), "Y": (0.5, 0.5), "S": (0.5, 0), "Y'": (0.5, -0.5), "S'": (0, 0.5)},
    "square": {"Gamma": (0, 0), "X": (0.5, 0), "M": (0.5, 0.5)},
    "hexagonal": {"Gamma": (0, 0), "K": (2 / 3, 1 / 3), "K'": (1 / 3, 2 / 3), "M": (0.5, 0.5)},
}
#: The limits of the tools.
_RATIOS, _ANGLES = (0.1, 10.0), (20.0, 160.0)


@dataclasses.dataclass(frozen=True)
class Operation:
    """x -> W x + t along a1 and a2.

    Attributes:
        matrix: [2 x 2] W.
        shift: [2] t.
    """

    matrix: Array
    shift: Array

    @staticmethod
    def parse(text: str) -> "Operation":
        """Reads "-x,y+1/2"."""
        matrix, shift = numpy.zeros((2, 2)), numpy.zeros(2)
        for row, part in enumerate(text.split(",")):
            for sign, top, bottom, name in re.findall(r"([-+]?)(?:(\d+)(?:/(\d+))?)?([xy]?)", part):
                if not (top or name):
                    continue
                value = (-1 if sign == "-" else 1) * int(top or 1) / int(bottom or 1)
                if name:
                    matrix[row, "xy".index(name)] += value
                else:
                    shift[row] += value
        return Operation(matrix, shift)

    @property
    def on_waves(self) -> Array:
        """[2 x 2] What it makes of a row of coordinates along b1 and b2: k @ on_waves."""
        inverse: Array = numpy.rint(numpy.linalg.inv(self.matrix))
        return inverse


@dataclasses.dataclass(frozen=True)
class Position:
    """A Wyckoff position: its points [n x 2] along a1 and a2, and the operations of the first one's site group.

    Attributes:
        kind: "point", or "line" where the points are anywhere on a mirror line, or "general" where they are anywhere.
    """

    name: str
    kind: str
    points: Array
    operations: tuple[Operation, ...]


@dataclasses.dataclass(frozen=True)
class Group:
    """A wallpaper group, with time reversal.

    Attributes:
        name: "p4m".
        number: 1 to 17.
        system: the least symmetric kind of lattice that has it.
        operations: the identity first.
        points: special points along b1 and b2, by name.
        irreps: of each special point how many bands each of its irreps has.
        positions: the maximal Wyckoff positions, by name.
        representations: names of the elementary band representations.
        path: that of `--path standard`, "Gamma-X-M-Gamma".
    """

    name: str
    number: int
    system: str
    operations: tuple[Operation, ...]
    points: dict[str, tuple[float, float]]
    irreps: dict[str, dict[str, int]]
    positions: dict[str, Position]
    representations: tuple[str, ...]
    path: str

    @property
    def first_position(self) -> str:
        """The position whose sums of band representations are not obstructed, "1a"."""
        return next(iter(self.positions))

    @property
    def named_points(self) -> dict[str, tuple[float, float]]:
        """All wave vectors with names on its lattice, the special points among them."""
        return NAMED_POINTS[self.system]


@functools.lru_cache(maxsize=None)
def _tables() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((pathlib.Path(__file__).parent / "groups.json").read_text("utf-8"))
    return found


def names() -> tuple[str, ...]:
    """The names of all groups, by number."""
    return tuple(_tables())


@functools.lru_cache(maxsize=None)
def group(name: str) -> Group:
    """A group by its name. BlochpipeError when there is none."""
    if name not in _tables():
        raise BlochpipeError(f"no wallpaper group '{name}'; they are {', '.join(names())}")
    table = _tables()[name]
    positions = {
        key: Position(key, one["kind"], numpy.array(one["points"]), tuple(map(Operation.parse, one["operations"])))
        for key, one in table["positions"].items()}
    return Group(
        name, table["number"], table["system"], tuple(map(Operation.parse, table["operations"])),
        {key: (k[0], k[1]) for key, k in table["points"].items()}, table["irreps"], positions, tuple(table["representations"]),
        table["path"])


def shape(
    name: str, lattice: Optional[str] = None, ratio: Optional[float] = None, angle: Optional[float] = None,
) -> tuple[float, float]:
    """|a2|/|a1| and the angle from a1 to a2 in degrees of a lattice of a group, as `genpot --group` chooses them.

    Args:
        lattice: "oblique", "rectangular", "rhombic", "square" or "hexagonal"; by default the least symmetric that has the group.
        ratio, angle: where that lattice leaves them free.

    Raises:
        BlochpipeError: where lattice and group do not fit, or numbers are not those of the lattice.
    """
    kind = lattice or group(name).system
    if kind not in SYSTEMS:
        raise BlochpipeError(f"lattices are {', '.join(SYSTEMS)}, not '{kind}'")
    usual_ratio, usual_angle, free_ratio, free_angle = SYSTEMS[kind]
    for what, value, free, usual in (("ratio", ratio, free_ratio, usual_ratio), ("angle", angle, free_angle, usual_angle)):
        if value is not None and not free and value != usual:
            raise BlochpipeError(f"{what} {value}: a {kind} lattice has {usual:g}")
    r, degrees = float(usual_ratio if ratio is None else ratio), float(usual_angle if angle is None else angle)
    if not (_RATIOS[0] <= r <= _RATIOS[1] and _ANGLES[0] <= degrees <= _ANGLES[1]):
        raise BlochpipeError(f"a lattice of ratio {r:g} and angle {degrees:g}; ratios are 0.1 to 10, angles 20 to 160 degrees")
    metric = cell_vectors(r, degrees) @ cell_vectors(r, degrees).T
    for operation in group(name).operations:
        if abs(operation.matrix.T @ metric @ operation.matrix - metric).max() > 1e-9 * (1 + r * r):
            raise BlochpipeError(f"group {name} needs a {group(name).system} lattice, not ratio {r:g} and angle {degrees:g}")
    return r, degrees


def cell_vectors(ratio: float, angle: float) -> Array:
    """[2 x 2] rows a1, a2 in a = |a1|, by |a2|/|a1| and the angle between them in degrees."""
    if angle == 90:
        return numpy.array([[1.0, 0.0], [0.0, ratio]])
    if angle == 60:
        return numpy.array([[1.0, 0.0], [ratio * 0.5, ratio * numpy.sqrt(0.75)]])
    return numpy.array([[1.0, 0.0], [ratio * numpy.cos(numpy.radians(angle)), ratio * numpy.sin(numpy.radians(angle))]])


def vectors(
    name: str, lattice: Optional[str] = None, ratio: Optional[float] = None, angle: Optional[float] = None,
) -> Array:
    """[2 x 2] rows a1, a2 in a of a lattice of a group; arguments and errors as of `shape`."""
    return cell_vectors(*shape(name, lattice, ratio, angle))


def symmetrised(
    potential: Any, name: str,
) -> Array:
    """Cells [... x N x N] averaged over the operations of a group, element [..., i, j] at (i a1 + j a2)/N.

    Raises:
        BlochpipeError: for an odd N where the group has glides.
    """
    values: Array = numpy.asarray(potential, dtype=float)
    n = values.shape[-1]
    i, j = numpy.meshgrid(numpy.arange(n), numpy.arange(n), indexing="ij")
    found = numpy.zeros(values.shape)
    for operation in group(name).operations:
        place = numpy.stack([i, j], axis=-1) @ operation.matrix.T + operation.shift * n
        if abs(place - numpy.rint(place)).max() > 1e-9:
            raise BlochpipeError(f"{n} pixels a side, but the glides of {name} need an even number")
        at = numpy.rint(place).astype(int) % n
        found += values[..., at[..., 0], at[..., 1]]
    return found / len(group(name).operations)
