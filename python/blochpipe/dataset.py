"""Many records as one labelled data set."""

from __future__ import annotations

from typing import Any, Iterable

import numpy
import xarray

from .arrays import Array
from .errors import BlochpipeError
from .record import Record


#: Taken by what is not a parameter.
_NAMES = frozenset((
    "angle_of_lattice", "band", "bulk_high", "bulk_low", "distance", "energy", "epsilon_high", "epsilon_low", "equation", "error_estimate", "failed", "fill_fraction", "first_band", "frequency", "frequency_error", "group", "index", "irrep",
    "irrep_energy", "k", "k1", "k2", "kx", "ky", "label", "lambda_high", "lambda_low", "last_band", "level", "mu_high", "mu_low", "name", "point", "potential", "reason",
    "ratio_of_lattice", "record", "rho_high", "rho_low", "set", "set_name", "v_max", "verdict", "weight", "x", "x1", "x2", "y"))


def to_xarray(records: Iterable[Record]) -> xarray.Dataset:
    """Records stacked to one Dataset along the dimension `record`; what a record lacks is NaN or empty.

    Coordinates of `record`: `index`, `name`, and a coordinate for every parameter of a sweep, so that
    `to_xarray(records).swap_dims(record="radius")` has the radius as its axis. A parameter that is named as something
    else here has `parameter_` in front: `parameter_distance`, since `distance` is that along the path. Where records are not
    all of p6, also `group`, `ratio_of_lattice` and `angle_of_lattice`; where their lattices differ, `x`, `y`, `kx`, `ky`, `distance`
    and `label` have the dimension `record` in front. Where records are not all of potentials, also `equation`, and of each
    material its values `epsilon_low` and `epsilon_high`.

    Variables, as far as records have them:

    - `energy` [record x k x band] in v_max, with the coordinates of `Record.bands`; of light and sound (omega a/(2 pi c))^2
    - `error_estimate` [record] of the energies, in their unit
    - `frequency` [record x k x band], omega a/(2 pi c) of light and sound, and `frequency_error` [record]
    - `potential` [record x x1 x x2] in v_max, where all have the same pixels
    - `v_max` [record] in E0, `fill_fraction` [record]
    - `irrep`, `irrep_energy` [record x point x level]
    - `verdict`, `set_name`, `first_band`, `last_band` [record x set], sets from the lowest up
    - `failed`, `reason` [record]

    Raises:
        BlochpipeError: without records, or when their wave vectors differ.
        StreamError: for a record that contradicts itself.
    """
    listed = list(records)
    if not listed:
        raise BlochpipeError("no records to stack")
    columns: dict[str, Any] = {
        "failed": ("record", [r.failed for r in listed]), "reason": ("record", [r.reason for r in listed])}
    coordinates: dict[str, Any] = {
        "index": ("record", [r.index for r in listed]), "name": ("record", [r.name for r in listed])}
    _geometry(listed, columns, coordinates)
    _bands(listed, columns, coordinates)
    _irreps(listed, columns, coordinates)
    _topology(listed, columns)
    return xarray.Dataset(columns, coords=coordinates, attrs={"units": "energies in v_max; v_max in hbar^2/(2 m a^2)"})


def _geometry(records: list[Record], columns: dict[str, Any], coordinates: dict[str, Any]) -> None:
    if not any(r.has("geometry") for r in records):
        return
    blocks = [r.message.geometry if r.has("geometry") else None for r in records]
    columns["v_max"] = ("record", [numpy.nan if b is None else b.v_max for b in blocks], {"units": "hbar^2/(2 m a^2)"})
    if {r.group for r in records if r.has("geometry")} != {"p6"}:
        shapes_of = [_shape(r) for r in records]
        coordinates["group"] = ("record", [r.group if r.has("geometry") else "" for r in records])
        coordinates["ratio_of_lattice"] = ("record", [ratio for ratio, _ in shapes_of])
        coordinates["angle_of_lattice"] = ("record", [angle for _, angle in shapes_of])
    if any(r.equation != "schroedinger" for r in records):
        coordinates["equation"] = ("record", [r.equation for r in records])
        materials = [r.materials if r.has("geometry") else {} for r in records]
        for name in sorted({name for found in materials for name in found}):
            for side, end in enumerate(("low", "high")):
                coordinates[f"{name}_{end}"] = ("record", [found[name][side] if name in found else numpy.nan for found in materials])
    columns["fill_fraction"] = ("record", [numpy.nan if b is None else b.fill_fraction for b in blocks])
    parameters = [r.parameters if r.has("geometry") else {} for r in records]
    for name in dict.fromkeys(name for found in parameters for name in found):
        # A parameter may be named as one of the coordinates is.
        key = "parameter_" + name if name in _NAMES or name in coordinates else name
        coordinates[key] = ("record", [found.get(name, numpy.nan) for found in parameters])
    shapes = {tuple(b.potential.shape) for b in blocks if b is not None and b.HasField("potential")}
    if len(shapes) == 1:
        first = next(r for r, b in zip(records, blocks) if b is not None and b.HasField("potential")).potential
        values = numpy.full((len(records), *first.shape), numpy.nan)
        for row, (record, b) in enumerate(zip(records, blocks)):
            if b is not None and b.HasField("potential"):
                values[row] = record.potential.values
        columns["potential"] = (("record", "x1", "x2"), values, {"units": "v_max"})
        coordinates.update({name: first.coords[name].variable for name in ("x1", "x2")})
        coordinates.update(_varying({
            row: r.potential for row, (r, b) in enumerate(zip(records, blocks)) if b is not None and b.HasField("potential")},
            ("x", "y"), len(records)))


def _shape(record: Record) -> tuple[float, float]:
    """|a2|/|a1| and the angle in degrees; NaN without a cell."""
    if not record.has("geometry"):
        return (numpy.nan, numpy.nan)
    a1, a2 = record.vectors
    return float(numpy.hypot(*a2)), round(float(numpy.degrees(numpy.arctan2(a2[1], a2[0]))), 9)


def _varying(found: dict[int, xarray.DataArray], names: Iterable[str], count: int) -> dict[str, Any]:
    """Coordinates of arrays by record: those of the first where all have the same, else stacked."""
    first, out = next(iter(found.values())), {}
    for name in names:
        variable = first.coords[name].variable
        if all(numpy.array_equal(one.coords[name], variable) for one in found.values()):
            out[name] = variable
            continue
        empty: Any = "" if variable.dtype.kind in "UO" else numpy.nan
        values: Array = numpy.full((count, *variable.shape), empty, dtype=object if empty == "" else float)
        for row, one in found.items():
            values[row] = one.coords[name].values
        out[name] = (("record", *variable.dims), values.astype(str) if empty == "" else values)
    return out


def _bands(records: list[Record], columns: dict[str, Any], coordinates: dict[str, Any]) -> None:
    found = {row: r.bands for row, r in enumerate(records) if r.has("bands")}
    if not found:
        return
    first = next(iter(found.values()))
    for row, bands in found.items():
        if bands.sizes["k"] != first.sizes["k"] or any(
                not numpy.array_equal(bands.coords[name], first.coords[name]) for name in ("k1", "k2")):
            raise BlochpipeError(
                f"records {records[next(iter(found))].index} and {records[row].index} have other wave vectors; stack them apart")
    most = max(bands.sizes["band"] for bands in found.values())
    values: Array = numpy.full((len(records), first.sizes["k"], most), numpy.nan)
    errors: Array = numpy.full(len(records), numpy.nan)
    for row, bands in found.items():
        values[row, :, :bands.sizes["band"]] = bands.values
        errors[row] = bands.attrs["error_estimate"]
    units = " or ".join(dict.fromkeys(bands.attrs["units"] for bands in found.values()))
    columns["energy"] = (("record", "k", "band"), values, {"units": units, "kset": first.attrs["kset"]})
    columns["error_estimate"] = ("record", errors, {"units": units})
    roots = {row: records[row].frequencies for row in found if records[row].equation != "schroedinger"}
    if roots:
        frequencies: Array = numpy.full(values.shape, numpy.nan)
        own_errors: Array = numpy.full(len(records), numpy.nan)
        for row, one in roots.items():
            frequencies[row, :, :one.sizes["band"]] = one.values
            own_errors[row] = one.attrs["error"]
        columns["frequency"] = (("record", "k", "band"), frequencies, {"units": "omega a/(2 pi c)", "kset": first.attrs["kset"]})
        columns["frequency_error"] = ("record", own_errors, {"units": "omega a/(2 pi c)"})
    coordinates["band"] = numpy.arange(1, most + 1)
    names = [str(name) for name in first.coords if name != "band"]
    if any(set(map(str, bands.coords)) != set(map(str, first.coords)) for bands in found.values()):
        names = [name for name in names if all(name in bands.coords for bands in found.values())]
    coordinates.update(_varying(found, names, len(records)))


def _irreps(records: list[Record], columns: dict[str, Any], coordinates: dict[str, Any]) -> None:
    found = [r.irreps if r.has("irreps") else {} for r in records]
    points = list(dict.fromkeys(point for table in found for point in table))
    if not points:
        return
    levels = max(len(table[point]) for table in found for point in table)
    names: Array = numpy.full((len(records), len(points), levels), "", dtype=object)
    energies: Array = numpy.full(names.shape, numpy.nan)
    for row, table in enumerate(found):
        for point, listed in table.items():
            for level, (name, energy) in enumerate(listed):
                names[row, points.index(point), level] = name
                energies[row, points.index(point), level] = energy
    columns["irrep"] = (("record", "point", "level"), names.astype(str))
    units = " or ".join(dict.fromkeys(getattr(r.message.bands, "quantity", "") or "v_max" for r in records if r.has("irreps")))
    columns["irrep_energy"] = (("record", "point", "level"), energies, {"units": units})
    coordinates["point"] = points
    coordinates["level"] = numpy.arange(1, levels + 1)


def _topology(records: list[Record], columns: dict[str, Any]) -> None:
    found = [r.sets if r.has("topology") else [] for r in records]
    most = max(map(len, found))
    if not most:
        return
    verdicts: Array = numpy.full((len(records), most), "", dtype=object)
    names, last = verdicts.copy(), numpy.zeros((len(records), most), dtype=int)
    first = last.copy()
    for row, (record, sets) in enumerate(zip(records, found)):
        for column, one in enumerate(sets):
            verdicts[row, column] = record.verdict(column + 1)
            names[row, column] = one.name
            first[row, column], last[row, column] = one.first_band, one.last_band
    for key, values in (("verdict", verdicts), ("set_name", names)):
        columns[key] = (("record", "set"), values.astype(str))
    columns["first_band"] = (("record", "set"), first)
    columns["last_band"] = (("record", "set"), last, {"comment": "0: undetermined"})
