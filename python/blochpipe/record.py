"""One unit cell and what the tools found out about it."""

from __future__ import annotations

from typing import Any, Optional

import numpy
import xarray

from . import lattice
from .arrays import to_numpy
from .errors import MissingBlock

_MAKERS = {
    "geometry": "genpot", "bands": "solve-seq or predict", "irreps": "solve-seq or predict", "topology": "fingerprint",
    "gradient": "solve-seq --gradient", "model": "predict", "reduced_model": "solve-seq --keep-model",
    "connectivity": "berryflux", "design": "invdesign",
}


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
        blocks = [name for name in _MAKERS if self.has(name)]
        return f"<Record index={self.index} {'FAILED ' if self.failed else ''}{', '.join(blocks)}>"

    def has(self, block: str) -> bool:
        """Whether the record has a block: "geometry", "bands", "irreps", ..."""
        return self.message.HasField(block)

    def block(self, name: str) -> Any:
        """A block as a message. MissingBlock, with the tool that makes it, when it is not there."""
        if not self.has(name):
            why = f" ({self.reason})" if self.failed else ""
            raise MissingBlock(f"record {self.index} has no {name}{why}; {_MAKERS.get(name, 'another tool')} makes it")
        return getattr(self.message, name)

    @property
    def index(self) -> int:
        return self.message.key.index

    @property
    def name(self) -> str:
        return self.message.key.name

    @property
    def failed(self) -> bool:
        return self.message.status == 1

    @property
    def reason(self) -> str:
        """What went wrong, of a failed record."""
        return self.message.reason

    @property
    def v_max(self) -> float:
        """Height of the potential in E0 = hbar^2/(2 m a^2)."""
        return self.block("geometry").v_max

    @property
    def parameters(self) -> dict[str, float]:
        """What a sweep varies."""
        return {p.name: p.value for p in self.block("geometry").parameters}

    @property
    def potential(self) -> xarray.DataArray:
        """V/v_max [N x N]; element [i, j] is at (i a1 + j a2)/N. Coordinates: x1, x2 along the dimensions, Cartesian
        x, y in a."""
        values = to_numpy(self.block("geometry").potential).astype(float)
        i, j = (numpy.arange(n) / n for n in values.shape)
        r = lattice.cartesian(numpy.stack(numpy.meshgrid(i, j, indexing="ij"), axis=-1))
        return xarray.DataArray(
            values, dims=("x1", "x2"), name="potential",
            coords={"x1": i, "x2": j, "x": (("x1", "x2"), r[..., 0]), "y": (("x1", "x2"), r[..., 1])},
            attrs={"units": "v_max", "v_max": self.v_max})

    @property
    def bands(self) -> xarray.DataArray:
        """Energies in v_max, [k x band], bands counted from 1.

        Coordinates of k: `k1`, `k2` along b1, b2; `kx`, `ky` Cartesian in 1/a; `distance` along the path in 1/a;
        `label` of named points, else empty; `weight` where the k-set covers the Brillouin zone.
        Attributes: units, v_max, kset, method, error_estimate.
        """
        block = self.block("bands")
        k, values = to_numpy(block.kpoints), to_numpy(block.energies)
        cartesian = lattice.cartesian_k(k)
        labels = [""] * len(k)
        for label in block.labels:
            labels[label.index] = label.text
        coords = {
            "band": numpy.arange(1, values.shape[1] + 1), "k1": ("k", k[:, 0]), "k2": ("k", k[:, 1]),
            "kx": ("k", cartesian[:, 0]), "ky": ("k", cartesian[:, 1]), "distance": ("k", lattice.path_distance(k)),
            "label": ("k", labels)}
        if block.HasField("weights"):
            coords["weight"] = ("k", to_numpy(block.weights))
        return xarray.DataArray(
            values.astype(float), dims=("k", "band"), name="energy", coords=coords,
            attrs={
                "units": "v_max", "v_max": self.v_max if self.has("geometry") else None, "kset": block.kset,
                "method": block.method, "error_estimate": block.error_estimate})

    @property
    def irreps(self) -> dict[str, list[tuple[str, float]]]:
        """Of each named point its bands from the lowest up: irrep ("s", "p", "d", "f" at Gamma; "0", "1" at K; "+", "-"
        at M) and energy in v_max."""
        spelt = {"S": "s", "P": "p", "D": "d", "F": "f", "ZERO": "0", "ONE": "1", "PLUS": "+", "MINUS": "-"}
        enum = self.message.DESCRIPTOR.file.enum_types_by_name["Irrep"].values_by_number
        return {
            point.label: [(spelt.get(enum[i].name, "?"), e) for i, e in zip(point.irreps, point.energies)]
            for point in self.block("irreps").points}

    @property
    def sets(self) -> list[Any]:
        """The isolated sets of bands, from the lowest up: first_band, last_band, name, verdict, ..."""
        return list(self.block("topology").sets)

    def verdict(self, number: int = 1) -> Optional[str]:
        """Verdict of a set, counted from 1, in capitals: "EBR", "FRAGILE", ...; None when there are fewer."""
        sets = self.sets
        if number > len(sets):
            return None
        enum = self.message.DESCRIPTOR.file.enum_types_by_name["Verdict"].values_by_number
        return enum[sets[number - 1].verdict].name
