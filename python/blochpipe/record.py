"""One unit cell and what the tools found out about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import numpy

from . import groups, lattice
from .arrays import Array, to_numpy
from .errors import BlochpipeError, MissingBlock, StreamError
from .wall import DomainWall, read as read_wall

if TYPE_CHECKING:
    import xarray

_MAKERS = {
    "geometry": "genpot", "bands": "solve-seq or predict", "irreps": "solve-seq or predict", "topology": "fingerprint",
    "gradient": "solve-seq --gradient", "model": "predict", "reduced_model": "solve-seq --keep-model",
    "connectivity": "berryflux", "design": "invdesign", "wall": "domainwall",
}
_IRREPS = {"S": "s", "P": "p", "D": "d", "F": "f", "ZERO": "0", "ONE": "1", "PLUS": "+", "MINUS": "-"}


class Record:
    """A record of a stream: what is used daily as properties, everything else in `message`.

    Attributes:
        message: the protobuf message blochpipe.v1.Record; docs/record-format.md has its blocks.
        descriptors: the schema that it came with.
    """

    def __init__(self, message: Any, descriptors: bytes):
        self.message = message
        self.descriptors = descriptors

    def __repr__(self) -> str:
        blocks = [field.name for field, _ in self.message.ListFields() if field.name not in ("key", "status", "reason")]
        return f"<Record {self.name or self.index}{' FAILED' if self.failed else ''}: {', '.join(blocks)}>"

    def has(self, block: str) -> bool:
        """Whether the record has a block: "geometry", "bands", "irreps", ..."""
        try:
            return bool(self.message.HasField(block))
        except ValueError:
            return False

    def block(self, name: str) -> Any:
        """A block as a message. MissingBlock, with the tool that makes it, when it is not there."""
        if self.has(name):
            return getattr(self.message, name)
        if name not in _MAKERS and name not in self.message.DESCRIPTOR.fields_by_name:
            raise BlochpipeError(f"records have no block '{name}'; they have {', '.join(_MAKERS)}")
        why = f" ({self.reason})" if self.failed else ""
        raise MissingBlock(f"record {self.index} has no {name}{why}; {_MAKERS.get(name, 'another tool')} makes it")

    @property
    def index(self) -> int:
        """Number of the cell, from 0."""
        return int(self.message.key.index)

    @property
    def name(self) -> str:
        """Free text, for example the name of a picture."""
        return str(self.message.key.name)

    @property
    def failed(self) -> bool:
        """Whether a tool failed on it."""
        return bool(self.message.status == 1)

    @property
    def reason(self) -> str:
        """What went wrong, of a failed record."""
        return str(self.message.reason)

    @property
    def v_max(self) -> float:
        """Height of the potential in E0 = hbar^2/(2 m a^2); with another equation the unit of eigenvalues, (2 pi)^2/a^2."""
        return float(self.block("geometry").v_max)

    @property
    def equation(self) -> str:
        """The wave equation: "schroedinger", "tm", "te", "acoustic", "sh" or "inplane"."""
        message = self.message
        told = getattr(message.geometry, "equation", "") or getattr(message.bands, "equation", "")
        return str(told) or "schroedinger"

    @property
    def materials(self) -> dict[str, tuple[float, float]]:
        """What 0 and 1 of the pattern are made of, by name: {"epsilon": (1.0, 12.0)}; nothing of potentials."""
        return {m.name: (m.low, m.high) for m in getattr(self.block("geometry"), "materials", ())}

    @property
    def parameters(self) -> dict[str, float]:
        """What a sweep varies, by name."""
        return {p.name: p.value for p in self.block("geometry").parameters}

    @property
    def group(self) -> str:
        """The wallpaper group, "p4m"; of records without one "p6" or "p2"."""
        return self.own_group or {1: "p6", 2: "p2"}.get(self.block("geometry").symmetry, "")

    @property
    def own_group(self) -> str:
        """The wallpaper group that the record names; "" of p6 and p2 as records of cells have them, and without a crystal."""
        return lattice.group_of(self._crystal)

    @property
    def _crystal(self) -> Any:
        """The block that says what the crystal is: the cell, or without one the lattice model."""
        message = self.message
        if not message.HasField("geometry") and "lattice_model" in message.DESCRIPTOR.fields_by_name:
            return message.lattice_model
        return message.geometry

    @property
    def time_reversal(self) -> bool:
        """Whether k and -k have the same bands."""
        return not getattr(self.message.irreps, "broken_time_reversal", False)

    @property
    def named_points(self) -> dict[str, tuple[float, float]]:
        """Wave vectors along b1 and b2 that have names on the lattice of the cell's group, "Gamma", "X", ..."""
        if not self.own_group:
            return groups.NAMED_POINTS["hexagonal"]
        return groups.group(self.group).named_points

    @property
    def vectors(self) -> Array:
        """[2 x 2] The lattice vectors a1 and a2 as rows, Cartesian, in a; those of the hexagonal lattice without a cell."""
        return lattice.vectors_of(self._crystal)

    @property
    def potential(self) -> xarray.DataArray:
        """V/v_max [N x N]; element [i, j] is at (i a1 + j a2)/N. With another equation the pattern, from 0 to 1, of `materials`.

        Coordinates: `x1`, `x2` along the dimensions, Cartesian `x`, `y` [N x N] in a. Attributes: units, v_max.
        """
        import xarray  # costs a second that not every program has to wait
        values = self._array(self.block("geometry").potential, "geometry.potential", (None, None)).astype(float)
        if values.shape[0] != values.shape[1]:
            raise StreamError(f"record {self.index}: geometry.potential is no square")
        i = numpy.arange(len(values)) / len(values)
        r = lattice.grid(len(values), self.vectors)
        return xarray.DataArray(
            values, dims=("x1", "x2"), name="potential",
            coords={"x1": i, "x2": i, "x": (("x1", "x2"), r[..., 0]), "y": (("x1", "x2"), r[..., 1])},
            attrs={"units": "v_max", "v_max": self.v_max})

    @property
    def bands(self) -> xarray.DataArray:
        """Energies in v_max, [k x band], bands counted from 1; with another equation than Schroedinger's the eigenvalues
        (omega a/(2 pi c))^2, whose roots are `frequencies`.

        Coordinates of k: `k1`, `k2` along b1, b2; `kx`, `ky` Cartesian in 1/a; `distance` along the path in 1/a;
        `label` of named points, else empty; `weight` where the k-set covers the Brillouin zone.
        Attributes: units, v_max, kset, method, error_estimate (in the same units), equation.
        """
        import xarray
        block = self.block("bands")
        k = self._array(block.kpoints, "bands.kpoints", (None, 2))
        values = self._array(block.energies, "bands.energies", (len(k), None)).astype(float)
        if not (numpy.isfinite(k).all() and numpy.isfinite(values).all()):
            raise StreamError(f"record {self.index}: bands has numbers that are not finite")
        labels = [""] * len(k)
        for label in block.labels:
            if label.index >= len(k):
                raise StreamError(f"record {self.index}: bands has a label on k-point {label.index} of {len(k)}")
            labels[label.index] = label.text
        return xarray.DataArray(
            values, dims=("k", "band"), name="energy", coords={
                "band": numpy.arange(1, values.shape[1] + 1), **_wave_vectors(k, self.vectors), "label": ("k", labels),
                **({"weight": ("k", self._array(block.weights, "bands.weights", (len(k),)))}
                   if block.HasField("weights") else {})},
            attrs={
                "units": getattr(block, "quantity", "") or "v_max", "v_max": self.v_max if self.has("geometry") else numpy.nan,
                "kset": block.kset, "method": block.method, "error_estimate": block.error_estimate, "equation": self.equation})

    @property
    def frequencies(self) -> xarray.DataArray:
        """omega a/(2 pi c) of light, sound and elastic waves, [k x band], with the coordinates of `bands`.

        c is the speed of light in vacuum, or that of the waves in the first material; `units.Waves` goes to hertz.
        Attributes: units, kset, method, equation, error (the largest of a frequency above 0).

        Raises:
            BlochpipeError: for records of a potential, which have energies.
        """
        if self.equation == "schroedinger":
            raise BlochpipeError(f"record {self.index} is of a potential: it has energies, in bands, and no frequencies")
        bands = self.bands
        found: xarray.DataArray = bands.clip(min=0) ** 0.5
        found.name = "frequency"
        found.attrs = {
            "units": "omega a/(2 pi c)", "error": self.message.bands.frequency_error,
            **{name: bands.attrs[name] for name in ("kset", "method", "equation")}}
        return found

    @property
    def irreps(self) -> dict[str, list[tuple[str, float]]]:
        """Of each named point its bands from the lowest up: irrep ("s", "p", "d", "f" at Gamma; "0", "1" at K; "+", "-"
        at M; "?" unknown; of other groups as docs/groups.md has them) and energy in the units of `bands`. `units.irrep_names` has their names elsewhere."""
        names = self._enumeration("Irrep")
        out = {}
        for point in self.block("irreps").points:
            symbols = list(getattr(point, "symbols", ())) or [_IRREPS.get(names.get(i, ""), "?") for i in point.irreps]
            if len(symbols) != len(point.energies):
                raise StreamError(f"record {self.index}: irreps has other numbers of irreps and energies at {point.label}")
            out[point.label] = list(zip(symbols, point.energies))
        return out

    @property
    def irrep_group(self) -> str:
        """The wallpaper group of `irreps`: that of the cell or, from a network, of its rotations, "p4" of a cell of "p4g"."""
        block = self.block("irreps")
        named: str = getattr(block, "group", "")
        return named or ("p2" if any(point.label == "M1" for point in block.points) else "p6")

    @property
    def sets(self) -> list[Any]:
        """The isolated sets of bands, from the lowest up, as messages: first_band, last_band, name, verdict, ..."""
        return list(self.block("topology").sets)

    def verdict(self, number: int = 1) -> Optional[str]:
        """Verdict of a set, counted from 1, in capitals: "EBR", "FRAGILE", ...; None when there are fewer."""
        sets = self.sets
        if number < 1:
            raise BlochpipeError("sets are counted from 1")
        return self._enumeration("Verdict").get(sets[number - 1].verdict, "?") if number <= len(sets) else None

    @property
    def wall(self) -> DomainWall:
        """The strip that `domainwall` made of this crystal and others: gap, levels and edge states as arrays."""
        return read_wall(self.block("wall"), self.index)

    def gap(self, below: int, frequencies: Optional[bool] = None) -> tuple[float, float]:
        """The complete gap above a band, over the k-points of the record.

        Args:
            below: the band below the gap, counted from 1.
            frequencies: whether of `frequencies` or of `bands`; by default of frequencies where the record has them.

        Returns:
            Width in v_max or omega a/(2 pi c) (negative where the bands overlap), and width over the middle.
        """
        if frequencies is None:
            frequencies = self.equation != "schroedinger"
        energies = self.frequencies if frequencies else self.bands
        if not 1 <= below < energies.sizes["band"]:
            raise BlochpipeError(f"a gap above band {below} of {energies.sizes['band']}")
        bottom, top = float(energies[:, below].min()), float(energies[:, below - 1].max())
        return bottom - top, 2 * (bottom - top) / (bottom + top)

    def _enumeration(self, name: str) -> dict[int, str]:
        return {number: value.name for number, value in
                self.message.DESCRIPTOR.file.enum_types_by_name[name].values_by_number.items()}

    def _array(self, message: Any, what: str, shape: tuple[Optional[int], ...]) -> Array:
        try:
            return to_numpy(message, shape)
        except StreamError as error:
            raise StreamError(f"record {self.index}: {what}: {error}") from None


def _wave_vectors(k: Array, vectors: Array = lattice.VECTORS) -> dict[str, Any]:
    """Coordinates along the dimension k of the wave vectors [nK x 2] along b1, b2."""
    cartesian = lattice.cartesian_k(k, vectors)
    return {
        "k1": ("k", k[:, 0]), "k2": ("k", k[:, 1]), "kx": ("k", cartesian[:, 0]), "ky": ("k", cartesian[:, 1]),
        "distance": ("k", lattice.path_distance(k, vectors))}
