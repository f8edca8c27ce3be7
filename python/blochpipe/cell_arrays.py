"""Arrays in: `cells`, and with the tools `solve` and `predict`."""

from __future__ import annotations

import contextlib
import os
import tempfile
from typing import Any, Iterator, Mapping, Optional, Sequence, Union

import numpy
import numpy.typing

from .arrays import Array, fill
from . import groups
from .errors import BlochpipeError
from .record import Record
from .schema import schema, shipped
from .tools import pipe

SYMMETRIES = {"c6": 1, "c2": 2}
#: The materials of each equation but Schroedinger's.
EQUATIONS = {
    "tm": ("epsilon",), "te": ("epsilon",), "acoustic": ("rho", "bulk"), "sh": ("rho", "mu"), "inplane": ("rho", "lambda", "mu")}
#: Values of a boundary that no wave enters, which one of the two may have.
BOUNDARIES = {
    ("tm", "epsilon"): (numpy.inf,), ("te", "epsilon"): (numpy.inf,), ("acoustic", "rho"): (numpy.inf,), ("acoustic", "bulk"): (0.0,),
    ("sh", "mu"): (0.0, numpy.inf), ("inplane", "mu"): (0.0, numpy.inf)}


def cells(
    potential: numpy.typing.ArrayLike, v_max: Union[None, float, Sequence[float]] = None, symmetry: Optional[str] = None, name: str = "",
    parameters: Optional[dict[str, Sequence[float]]] = None, *, group: Optional[str] = None, lattice: Optional[str] = None,
    ratio: Optional[float] = None, angle: Optional[float] = None, equation: Optional[str] = None,
    materials: Optional[Mapping[str, tuple[float, float]]] = None,
) -> list[Record]:
    """Records of unit cells given as arrays.

    Args:
        potential: V/v_max between 0 and 1, [N x N] or [cells x N x N]; element [i, j] is at (i a1 + j a2)/N, and the
            centre of rotation, the origin of the group, at [0, 0]. Booleans are kept as bits.
        v_max: height of the potential in E0 = hbar^2/(2 m a^2), one for all or one for each; 256 without it.
        symmetry: of cells on the hexagonal lattice, "c6" (as without it) or "c2". The tools refuse cells that do not have it.
        name: of the cells, free text.
        parameters: what a sweep varies: of each parameter a number for every cell.
        group: instead of `symmetry`, a wallpaper group such as "p4m"; `groups.symmetrised` averages an array over its operations.
        lattice, ratio, angle: of the group's lattice, as of `groups.shape`; a is the length of a1.
        equation: "tm", "te", "acoustic", "sh" or "inplane": the array is not a potential but the pattern of a crystal for light or sound.
        materials: with an equation, what 0 and 1 of the pattern are made of: {"epsilon": (1, 12)} for tm and te, "rho" and
            "bulk" for acoustic, "rho" and "mu" for sh, "rho", "lambda" and "mu" for inplane. What no wave enters is infinite or
            0: epsilon of a perfect conductor, rho of a rigid body, bulk of a soft one, mu of a rigid body or (for inplane
            with lambda 0) of a hole.

    Raises:
        BlochpipeError: for other shapes and values.
    """
    values: Array = numpy.asarray(potential)
    if values.ndim == 2:
        values = values[None]
    if values.ndim != 3 or values.shape[1] != values.shape[2] or values.size == 0:
        raise BlochpipeError(f"cells are arrays [N x N] or [cells x N x N], not of shape {list(values.shape)}")
    if values.shape[1] > 4096:
        raise BlochpipeError(f"a cell of {values.shape[1]} pixels a side: 4096 are the limit")
    if values.dtype.kind not in "bfiu" or not numpy.isfinite(values).all() or values.min() < 0 or values.max() > 1:
        raise BlochpipeError("the potential is in units of v_max: real numbers between 0 and 1")
    medium = _medium(equation, materials)
    if medium:
        if v_max is not None:
            raise BlochpipeError(f"v_max is of potentials, and the equation is {equation}: give materials alone")
        v_max = (2 * numpy.pi) ** 2
    elif v_max is None:
        v_max = 256.0
    heights = numpy.broadcast_to(_heights(v_max), len(values)) if numpy.size(v_max) in (1, len(values)) else None
    if heights is None or not (numpy.isfinite(heights).all() and (heights > 0).all()):
        raise BlochpipeError("v_max is a positive number, or one for each cell")
    crystal = _crystal(symmetry, group, lattice, ratio, angle)
    for parameter, listed in (parameters or {}).items():
        if len(listed) != len(values):
            raise BlochpipeError(f"the parameter {parameter} has {len(listed)} values for {len(values)} cells")
    make = schema(shipped())("Record")
    out = []
    for index, cell in enumerate(values):
        message: Any = make()
        message.key.index = index
        message.key.name = name
        geometry = message.geometry
        if isinstance(crystal, int):
            geometry.symmetry = crystal
        else:
            geometry.group, geometry.lattice.ratio, geometry.lattice.angle = crystal
        geometry.v_max = float(heights[index])
        geometry.fill_fraction = float(cell.mean())
        geometry.source = "array"
        if medium:
            geometry.equation = equation
            for material, (low, high) in medium.items():
                geometry.materials.add(name=material, low=low, high=high)
        for parameter, listed in (parameters or {}).items():
            geometry.parameters.add(name=parameter, value=float(listed[index]))
        fill(geometry.potential, cell)
        out.append(Record(message, shipped()))
    return out


def _medium(
    equation: Optional[str], materials: Optional[Mapping[str, tuple[float, float]]],
) -> dict[str, tuple[float, float]]:
    """The materials in the order of the schema; none of Schroedinger's equation."""
    if equation in (None, "schroedinger"):
        if materials:
            raise BlochpipeError("materials need an equation: tm, te, acoustic, sh or inplane")
        return {}
    if equation not in EQUATIONS:
        raise BlochpipeError(f"the equation is {', '.join(('schroedinger', *EQUATIONS))}, not '{equation}'")
    names, given = EQUATIONS[equation], dict(materials or {})
    if sorted(given) != sorted(names):
        raise BlochpipeError(f"{equation} needs the materials {' and '.join(names)}, as in materials={{'{names[0]}': (1, 12)}}")
    found = {}
    for name in names:
        pair = numpy.asarray(given[name], dtype=float)
        inside = [value for value in pair.ravel() if value not in BOUNDARIES.get((equation, name), ())]
        if equation == "inplane" and name != "mu":
            # What belongs to a hole or a rigid body means nothing, and lambda may be negative: the solver looks at each side.
            inside = [1.0] if pair.shape == (2,) and not numpy.isnan(pair).any() else []
        if pair.shape != (2,) or not inside or not all(0 < value < numpy.inf for value in inside):
            raise BlochpipeError(f"{name} is two positive numbers, where the pattern is 0 and where it is 1, not {given[name]}")
        found[name] = (float(pair[0]), float(pair[1]))
    return found


def _crystal(
    symmetry: Optional[str], group: Optional[str], lattice: Optional[str], ratio: Optional[float], angle: Optional[float],
) -> Union[int, tuple[str, float, float]]:
    """The symmetry of p6 and p2 on the hexagonal lattice as records have it, else group, ratio and angle."""
    if group is None:
        if lattice is not None or ratio is not None or angle is not None:
            raise BlochpipeError("lattice, ratio and angle are those of a group: give group as well")
        if symmetry is not None and symmetry not in SYMMETRIES:
            raise BlochpipeError(f"the symmetry is c6 or c2, not '{symmetry}'")
        return SYMMETRIES[symmetry or "c6"]
    if symmetry is not None:
        raise BlochpipeError("give symmetry or group, not both")
    shape = groups.shape(group, lattice, ratio, angle)
    if shape == (1.0, 60.0) and group in ("p6", "p2"):
        return SYMMETRIES["c6" if group == "p6" else "c2"]
    return (group, *shape)


def solve(
    potential: numpy.typing.ArrayLike, v_max: Union[None, float, Sequence[float]] = None, *, symmetry: Optional[str] = None,
    path: Optional[str] = None, points: Optional[int] = None, grid: Optional[int] = None,
    kpoints: Optional[numpy.typing.ArrayLike] = None, bands: int = 7, keep_model: bool = False,
    options: Sequence[str] = (), group: Optional[str] = None, lattice: Optional[str] = None, ratio: Optional[float] = None,
    angle: Optional[float] = None, equation: Optional[str] = None, materials: Optional[Mapping[str, tuple[float, float]]] = None,
) -> Any:
    """Exact bands of one cell [N x N] (a Record) or of several [cells x N x N] (a list); see `cells` for the array.

    Without path, grid and kpoints the special points alone are solved. A cell that cannot be solved is a record that
    `failed`, with its `reason`.

    Args:
        path: through named points, "Gamma-K-M-Gamma"; "standard" is the group's own.
        points: on the path, 61 unless told otherwise.
        grid: subdivisions of a side of the wedge.
        kpoints: [nK x 2], along b1 and b2.
        bands: how many.
        keep_model: also the block `reduced_model`, in which `berryflux` searches for nodes.
        options: further options of solve-seq.
        group, lattice, ratio, angle: of cells of other groups and lattices, as of `cells`.
        equation, materials: of light, sound and elastic waves, as of `cells`; `Record.frequencies` has what comes out.
    """
    command = ["solve-seq", "--bands", str(bands), *(["--keep-model"] if keep_model else []), *options]
    given = cells(
        potential, v_max, symmetry, group=group, lattice=lattice, ratio=ratio, angle=angle, equation=equation, materials=materials)
    return _apply(command, given, numpy.ndim(potential) == 2, path, points, grid, kpoints)


def predict(
    potential: numpy.typing.ArrayLike, v_max: Union[None, float, Sequence[float]] = None, *, symmetry: Optional[str] = None,
    path: Optional[str] = None, points: Optional[int] = None, grid: Optional[int] = None,
    kpoints: Optional[numpy.typing.ArrayLike] = None, network: Optional[Union[str, "os.PathLike[str]"]] = None,
    options: Sequence[str] = (), equation: Optional[str] = None, materials: Optional[Mapping[str, tuple[float, float]]] = None,
) -> Any:
    """Bands of one cell (a Record) or several (a list) by the tight-binding network, with error bars; as `solve`.

    Args:
        network: a file that train-tbnn wrote; by default the one that comes with the tools, for v_max = 256, or for "tm" with ratios of epsilon of 2 to 16.
        options: further options of predict.
        equation, materials: of light, as of `cells`.
    """
    command = ["predict", *(["--network", os.fspath(network)] if network is not None else []), *options]
    given = cells(potential, v_max, symmetry, equation=equation, materials=materials)
    return _apply(command, given, numpy.ndim(potential) == 2, path, points, grid, kpoints)


def _apply(
    command: list[str], given: list[Record], is_one: bool, path: Optional[str], points: Optional[int], grid: Optional[int], kpoints: Optional[numpy.typing.ArrayLike],
) -> Any:
    with _kset(path, points, grid, kpoints) as words:
        found = pipe([*command, *words], records=given)
    return found[0] if is_one else found


@contextlib.contextmanager
def _kset(
    path: Optional[str], points: Optional[int], grid: Optional[int], kpoints: Optional[numpy.typing.ArrayLike],
) -> Iterator[list[str]]:
    if sum(chosen is not None for chosen in (path, grid, kpoints)) > 1:
        raise BlochpipeError("give one of path, grid and kpoints")
    if points is not None and path is None:
        raise BlochpipeError("points are those of a path: give path as well")
    if path is not None:
        yield ["--path", path, *(["--points", str(points)] if points is not None else [])]
    elif grid is not None:
        yield ["--grid", str(grid)]
    elif kpoints is None:
        yield []
    else:
        listed: Array = numpy.asarray(kpoints, dtype=float)
        if listed.shape == (2,):
            listed = listed[None]
        if listed.ndim != 2 or listed.shape[1] != 2 or not numpy.isfinite(listed).all():
            raise BlochpipeError(f"k-points are an array [nK x 2] along b1 and b2, not of shape {list(listed.shape)}")
        rows = [f"{a!r},{b!r}" for a, b in listed.tolist()]
        if len(rows) <= 1000:
            yield ["--kpoints=" + ";".join(rows)]
            return
        # A word of a command line has a limit.
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("\n".join(rows) + "\n")
            file.flush()
            yield ["--kpoints=@" + file.name]


def _heights(v_max: Union[float, Sequence[float]]) -> Array:
    try:
        return numpy.asarray(v_max, dtype=float)
    except (TypeError, ValueError):
        raise BlochpipeError("v_max is a positive number, or one for each cell") from None
