"""GDSII: a designer's layout as a record, a design as polygons. Needs gdstk (`pip install gdstk`).

    record = layout.read_gds("chip.gds", a=0.5, cell="UNIT", layer=1)
    report = layout.write_gds("design.gds", records, a=0.5, cells=(10, 10))

Lengths of files are micrometres here, whatever the unit of the file.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import math
import os
from typing import Any, Iterable, Iterator, Optional, Sequence, Union

import numpy

from . import groups
from .arrays import Array
from .errors import BlochpipeError, MissingPackage
from .lattice import VECTORS, cartesian, fractional, grid, reciprocal, wigner_seitz
from .record import Record
from .smooth_field import smooth_field
from .stream import read
from .tools import run
from .whole_file import whole_file

#: A path, or the bytes of a file.
Source = Union[str, "os.PathLike[str]", bytes]
MICROMETRE = 1e-6
#: Of files that are the same for the same records.
_EPOCH = datetime.datetime(2000, 1, 1)
#: The record ENDLIB, a GDSII file's last; zeros may follow.
_END = b"\0\4\4\0"
#: Share of the cell that an opening may miss: corners and the tips of cusps (as in invdesign's smallest feature).
TOLERANCE = 0.005


@dataclasses.dataclass(frozen=True)
class Outline:
    """What was written of a record.

    Attributes:
        name: of the cell in the file.
        polygons: in one unit cell.
        vertices: of all of them.
        smallest_feature: the largest disc, moved about inside the polygons, that still reaches all but 0.5 % of the unit
            cell, its diameter in micrometres; 0 where there is nothing inside.
        smallest_gap: the same outside of them.
        difference: share of the unit cell's pixels that are on the other side of the outline.
    """

    name: str
    polygons: int
    vertices: int
    smallest_feature: float
    smallest_gap: float
    difference: float


def read_gds(
    source: Source, a: float, cell: Optional[str] = None, layer: int = 0, datatype: int = 0,
    origin: Sequence[float] = (0.0, 0.0), turn: float = 0.0, kind: str = "wells", v_max: float = 256.0,
    options: Sequence[str] = (), *, group: Optional[str] = None, lattice: Optional[str] = None, ratio: Optional[float] = None,
    angle: Optional[float] = None,
) -> Record:
    """The polygons of a layer as a cell, by `genpot shapes`, which completes them by the rotations about the origin, or by all
    operations of a group.

    Args:
        source: a GDSII file or its bytes.
        a: lattice constant |a1| in micrometres.
        cell: of the file; without it the only one that no other contains.
        layer, datatype: of the polygons; paths and references are resolved.
        origin: the centre of the six-fold rotation, or the origin of the group (docs/groups.md), micrometres.
        turn: direction of a1 in degrees, counter-clockwise from x.
        kind: "wells" (V = 0 inside the polygons) or "barriers" (V = v_max).
        v_max: height in E0.
        options: further options of genpot shapes.
        group, lattice, ratio, angle: of other crystals than those of p6, as of `groups.shape`.

    Raises:
        MissingPackage: without gdstk. BlochpipeError: when the file, cell or layer is none. OSError: when it cannot be read.
        ToolError: when genpot cannot make a cell of it.
    """
    chosen: list[str] = []
    vectors = VECTORS
    if group is not None:
        found = groups.shape(group, lattice, ratio, angle)
        vectors = groups.cell_vectors(*found)
        kind_of = lattice or groups.group(group).system
        chosen = ["--group", group, "--lattice", kind_of, "--ratio", repr(found[0]), "--angle", repr(found[1])]
    elif lattice is not None or ratio is not None or angle is not None:
        raise BlochpipeError("lattice, ratio and angle are those of a group: give group as well")
    text = shapes_text(source, a, cell, layer, datatype, origin, turn, vectors)
    command = ["genpot", "shapes", "--kind", kind, "--vmax", repr(float(v_max)), *chosen, *options, "-"]
    return read(run(command, input=text.encode()))[0]


def shapes_text(
    source: Source, a: float, cell: Optional[str] = None, layer: int = 0, datatype: int = 0,
    origin: Sequence[float] = (0.0, 0.0), turn: float = 0.0, vectors: Array = VECTORS,
) -> str:
    """The polygons as a file for `genpot shapes`; arguments as of `read_gds`, with the rows a1, a2 of the lattice. Copies by a
    lattice vector appear once."""
    gdstk = _gdstk()
    if not (math.isfinite(a) and a > 0):
        raise BlochpipeError(f"the lattice constant is a number of micrometres above 0, not {a}")
    if isinstance(source, bytes):
        name, content = "the layout", source
    else:
        name = os.fspath(source)
        with open(source, "rb") as file:
            content = file.read()
    if not content.rstrip(b"\0").endswith(_END[:3]):
        raise BlochpipeError(f"{name} is no GDSII file, or not the whole of one")
    with _memory_file(content) as path:
        try:
            library = gdstk.read_gds(path)
        except (RuntimeError, OSError, ValueError) as error:
            raise BlochpipeError(f"{name} is no GDSII file: {error}") from None
    found = _cell(library, cell, name)
    polygons = found.get_polygons(layer=layer, datatype=datatype)
    if not polygons:
        there = ", ".join(f"{a}/{b}" for a, b in sorted({(p.layer, p.datatype) for p in found.get_polygons()}))
        raise BlochpipeError(f"the cell {found.name} has nothing on layer {layer}/{datatype}; it has {there or 'no polygons'}")
    scale = library.unit / MICROMETRE / a
    angle = math.radians(-turn)
    rotation = numpy.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    lines, seen = [f"# cell {found.name}, layer {layer}/{datatype}, a = {a!r} micrometres"], set()
    for polygon in polygons:
        points = (polygon.points * scale - numpy.asarray(origin, dtype=float) / a) @ rotation
        # Shape and place modulo the lattice: to a millionth of a, finer than grids of masks.
        place = fractional(points.mean(axis=0), vectors)
        home = points - cartesian(numpy.floor(place + 1e-6), vectors)
        key = tuple(sorted(map(tuple, numpy.round(home, 5).tolist())))
        if key not in seen:
            seen.add(key)
            lines.append("polygon xy " + " ".join(f"{x!r},{y!r}" for x, y in home.tolist()))
    return "\n".join(lines) + "\n"


def write_gds(
    path: Union[str, "os.PathLike[str]"], records: Union[Record, Iterable[Record]], a: float,
    cells: Sequence[int] = (1, 1), layer: int = 0, datatype: int = 0, kind: str = "wells", level: float = 0.5,
) -> list[Outline]:
    """Writes the outlines of records as polygons, a cell for each record, and says how fine they are.

    The outline is that of the discs where the record has them (`geometry.shapes`), polygons within 2e-5 a of circles; else
    the contour at `level` of V/v_max: of the smooth field that was cut where the record has it (`geometry.field`, random cells and
    designs), otherwise of the interpolant through the pixels. Polygons end at the edges of
    the unit cell (a1 and a2 of the record's lattice) and abut with their neighbours; `cells` = (m, n) repeats it along a1 and a2.

    Args:
        a: lattice constant |a1| in micrometres; coordinates are kept to a nanometre's thousandth.
        kind: "wells", polygons where V is below `level`, or "barriers", where it is above.

    Returns:
        Of each record what was written, with smallest feature and gap.

    Raises:
        MissingPackage: without gdstk. BlochpipeError: for a cell that the level does not cut.
    """
    content, outlines = gds(records, a, cells, layer, datatype, kind, level)
    with whole_file(path) as file:
        file.write(content)
    return outlines


def gds(
    records: Union[Record, Iterable[Record]], a: float, cells: Sequence[int] = (1, 1), layer: int = 0, datatype: int = 0,
    kind: str = "wells", level: float = 0.5,
) -> tuple[bytes, list[Outline]]:
    """The bytes of the file that `write_gds` writes, and what it returns."""
    gdstk = _gdstk()
    given = [records] if isinstance(records, Record) else list(records)
    if not given:
        raise BlochpipeError("no records to write")
    if not (math.isfinite(a) and a > 0) or len(cells) != 2 or min(cells) < 1 or kind not in ("wells", "barriers"):
        raise BlochpipeError("a is in micrometres and above 0, cells are (m, n) from 1, kind is wells or barriers")
    library = gdstk.Library("blochpipe", unit=MICROMETRE, precision=1e-12)
    outlines = []
    for number, record in enumerate(given):
        name = f"CELL{number}"
        values, vectors = record.potential.values, record.vectors
        discs = _discs(record, kind)
        fine, cut = _outlined(record, level) if discs is None else (_covered(discs, vectors) == (kind != "wells"), 0.5)
        polygons = _polygons(gdstk, fine, kind, cut, vectors) if discs is None else _round(gdstk, discs, vectors)
        unit = library.new_cell(name)
        for polygon in polygons:
            unit.add(gdstk.Polygon(polygon.points * a, layer=layer, datatype=datatype))
        if tuple(cells) != (1, 1):
            array = library.new_cell(f"{name}_{cells[0]}X{cells[1]}")
            array.add(gdstk.Reference(unit, columns=int(cells[0]), rows=int(cells[1])))
            array.references[0].repetition = gdstk.Repetition(
                columns=int(cells[0]), rows=int(cells[1]), v1=tuple(vectors[0] * a), v2=tuple(vectors[1] * a))
        feature, gap = (smallest(side == (kind == "wells"), vectors) for side in (fine < cut, fine >= cut))
        outlines.append(Outline(
            name, len(polygons), sum(len(p.points) for p in polygons), feature * a, gap * a,
            _difference(gdstk, polygons, values, kind, level, vectors)))
    with _memory_file(b"") as name:
        library.write_gds(name, timestamp=_EPOCH)
        with open(name, "rb") as file:
            content = file.read()
    if not content.endswith(_END):
        raise MemoryError
    return content, outlines


@contextlib.contextmanager
def _memory_file(content: bytes) -> Iterator[str]:
    """A name for gdstk, which says nothing of a disk that is full: of a file in memory."""
    with os.fdopen(os.memfd_create("layout"), "r+b") as file:
        file.write(content)
        file.flush()
        yield f"/proc/self/fd/{file.fileno()}"


def _gdstk() -> Any:
    try:
        import gdstk
    except ImportError:
        raise MissingPackage("gdstk is not installed; 'pip install gdstk' does it") from None
    return gdstk


def _cell(library: Any, name: Optional[str], path: str) -> Any:
    cells = {cell.name: cell for cell in library.cells}
    if name is None:
        tops = library.top_level()
        if len(tops) != 1:
            raise BlochpipeError(f"{path} has {len(tops)} top cells; name one of {', '.join(sorted(cells)) or 'none'}")
        return tops[0]
    if name not in cells:
        raise BlochpipeError(f"{path} has no cell '{name}'; it has {', '.join(sorted(cells)) or 'none'}")
    return cells[name]


def interpolated(values: Array, pixels: int) -> Array:
    """The trigonometric interpolant of a periodic array [N x N] on [pixels x pixels] points, pixels a multiple of N."""
    size = len(values)
    coefficients = numpy.fft.fftshift(numpy.fft.fft2(values))
    if size % 2 == 0:  # the coefficient at the Nyquist frequency is shared by both signs
        coefficients = numpy.pad(coefficients, ((0, 1), (0, 1)))
        coefficients[-1] = coefficients[0]
        coefficients[:, -1] = coefficients[:, 0]
        coefficients[[0, -1]] /= 2
        coefficients[:, [0, -1]] /= 2
    lost = pixels - len(coefficients)
    before = pixels // 2 - len(coefficients) // 2
    wide = numpy.pad(coefficients, ((before, lost - before), (before, lost - before)))
    fine: Array = numpy.fft.ifft2(numpy.fft.ifftshift(wide)).real * (pixels / size) ** 2
    return fine


def _discs(record: Record, kind: str) -> Optional[Array]:
    """[discs x 3] x, y, radius in a where the record is a set of discs, and these are what `kind` asks for."""
    geometry = record.message.geometry
    if not geometry.HasField("shapes"):
        return None
    shapes = geometry.shapes
    other = [field.name for field, _ in shapes.ListFields() if field.name not in ("discs", "inside", "outside")]
    if other or not shapes.discs or (shapes.inside < shapes.outside) != (kind == "wells"):
        return None
    places = cartesian([[disc.x1, disc.x2] for disc in shapes.discs], record.vectors)
    return numpy.column_stack([places, [disc.radius for disc in shapes.discs]])


def _images(discs: Array, vectors: Array) -> Array:
    """The discs with all their images that reach the unit cell."""
    # Distances of the lattice's lines are 2 pi over the lengths of b1 and b2.
    lines = 2 * math.pi / numpy.linalg.norm(reciprocal(vectors), axis=1).max()
    reach = int(math.ceil(discs[:, 2].max() / lines * math.sqrt(3))) + 1
    steps = [cartesian([m, n], vectors) for m in range(-reach, reach + 2) for n in range(-reach, reach + 2)]
    home = fractional(discs[:, :2], vectors)
    start = cartesian(home - numpy.floor(home), vectors)
    return numpy.concatenate([numpy.column_stack([start + step, discs[:, 2]]) for step in steps])


def _round(gdstk: Any, discs: Array, vectors: Array) -> list[Any]:
    circles = [gdstk.ellipse((x, y), radius, tolerance=2e-5) for x, y, radius in _images(discs, vectors)]
    home = gdstk.Polygon(cartesian([[0, 0], [1, 0], [1, 1], [0, 1]], vectors))
    found: list[Any] = gdstk.boolean(circles, home, "and", precision=1e-9)
    return found


def _covered(discs: Array, vectors: Array, pixels: int = 400) -> Array:
    places = grid(pixels, vectors)
    inside: Array = numpy.zeros((pixels, pixels), dtype=bool)
    for x, y, radius in _images(discs, vectors):
        inside |= ((places - [x, y]) ** 2).sum(axis=-1) < radius**2
    return inside


def _pixels(values: Array) -> int:
    """Of the interpolant: a multiple, 400 or so."""
    return len(values) * max(2, -(-400 // len(values)))


def _outlined(record: Record, level: float) -> tuple[Array, float]:
    """A function on [P x P] points of the unit cell, and its value on the outline, below which V/v_max is below `level`."""
    values = record.potential.values
    geometry = record.message.geometry
    if not (values.min() < level < values.max()):
        raise BlochpipeError(f"V/v_max does not cross {level}: the cell has no outline")
    if not geometry.HasField("field"):
        return interpolated(values, _pixels(values)), level
    places = grid(_pixels(values), record.vectors)
    field = geometry.field
    phi = smooth_field(geometry, places[..., 0], places[..., 1])
    # V/v_max = 1/(1 + exp(-beta (phi - threshold))).
    return phi, field.threshold + math.log(level / (1 - level)) / field.beta


def _polygons(gdstk: Any, fine: Array, kind: str, level: float, vectors: Array) -> list[Any]:
    """Polygons in a of one unit cell, holes joined to their rims."""
    import contourpy

    pixels = len(fine)
    closed = numpy.pad(fine, ((0, 1), (0, 1)), mode="wrap")
    i = numpy.arange(pixels + 1) / pixels
    places = cartesian(numpy.stack(numpy.meshgrid(i, i, indexing="ij"), axis=-1), vectors)
    generator = contourpy.contour_generator(places[..., 0], places[..., 1], closed, fill_type="OuterOffset")
    low, high = (-1e9, level) if kind == "wells" else (level, 1e9)
    out = []
    for points, offsets in zip(*generator.filled(low, high)):
        rings = [points[first:last - 1] for first, last in zip(offsets[:-1], offsets[1:])]
        out += gdstk.boolean(rings[:1], rings[1:], "not", precision=1e-9) if len(rings) > 1 else [gdstk.Polygon(rings[0])]
    return [gdstk.Polygon(_simplified(p.points)) for p in out]


def _simplified(points: Array, tolerance: float = 1e-5) -> Array:
    """Without points that are within `tolerance` of the line through the last one kept and the next."""
    kept = [points[0]]
    for here, after in zip(points[1:], [*points[2:], points[0]]):
        step = after - kept[-1]
        length = math.hypot(*step)
        off = abs(step[0] * (here - kept[-1])[1] - step[1] * (here - kept[-1])[0])
        if length == 0 or off > tolerance * length or math.hypot(*(here - kept[-1])) > 0.02:
            kept.append(here)
    return numpy.array(kept)


def smallest(inside: Array, vectors: Array = VECTORS) -> float:
    """Diameter in a of the largest disc that, moved about inside, reaches all but 0.5 % of the unit cell.

    On a grid of 400 pixels to 0.006, rather too small.

    Args:
        inside: booleans [N x N], element [i, j] at (i a1 + j a2)/N.
        vectors: [2 x 2] rows a1, a2 in a.
    """
    pixels = len(inside)
    i = (numpy.arange(pixels) + pixels // 2) % pixels - pixels // 2
    steps = numpy.stack(numpy.meshgrid(i, i, indexing="ij"), axis=-1) / pixels
    # The nearest of the images: the parallelogram is no Wigner-Seitz cell.
    corners = fractional(wigner_seitz(vectors), vectors)
    steps_of = range(-int(0.5 + abs(corners).max()), int(0.5 + abs(corners).max()) + 1)
    images = [numpy.linalg.norm(cartesian(steps + [m, n], vectors), axis=-1) for m in steps_of for n in steps_of]
    distance = numpy.min(images, axis=0)

    def grown(field: Array, radius: float) -> Array:
        disc = numpy.fft.rfft2(distance <= radius)
        spread: Array = numpy.fft.irfft2(numpy.fft.rfft2(field) * disc, s=field.shape) > 0.5
        return spread

    allowed, pixel = TOLERANCE * inside.size, numpy.linalg.norm(vectors, axis=1).max() / pixels
    if inside.sum() <= allowed:
        return 0.0
    low, high = 0.0, 0.5 * max(1.0, float(numpy.linalg.norm(vectors, axis=1).max()))
    while high - low > pixel / 4:
        radius = (low + high) / 2
        # The rim is half a pixel before the first pixel on its other side, and centres are off their places by as much.
        core = ~grown(~inside, radius)
        missed = (inside & ~grown(core, radius + pixel / 2)).sum()
        low, high = (radius, high) if missed <= allowed else (low, radius)
    return 2 * low


def _difference(gdstk: Any, polygons: list[Any], values: Array, kind: str, level: float, vectors: Array) -> float:
    places = grid(len(values), vectors).reshape(-1, 2)
    shifts = [cartesian([i, j], vectors) for i in (0, 1) for j in (0, 1)]
    inside = numpy.any([gdstk.inside(places + s, polygons) for s in shifts], axis=0)
    wanted = (values.ravel() < level) == (kind == "wells")
    return float(numpy.mean(inside != wanted))
