"""Strips of crystals and the states at their walls, as `domainwall` writes them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Optional

import numpy

from .arrays import Array, to_numpy
from .errors import StreamError

if TYPE_CHECKING:
    import xarray


@dataclasses.dataclass(frozen=True)
class Wall:
    """Where one crystal ends and another begins.

    Attributes:
        position: along A2, in layers; `DomainWall.edge` is between layers 0 and 1.
        below, above: numbers of the crystals, from 0; the number of crystals stands for the end of the strip.
        covered: share of the common gap that the wall's branches pass through, of energies or frequencies.
        minigap: ends of the widest part between branches that none passes through, in the unit of `DomainWall.levels`.
        losses: with `domainwall --disorder`, of the wall's fastest state in the gap the share of the power that is turned back within 1 a,
            to first order, by parts of the contour whose radii differ by 0.01 a (root of the mean square), and whose places do.
        loss_energy: of that state.
        end: the number that stands for the strip's end, None where it has none.
    """

    position: float
    below: int
    above: int
    covered: float
    minigap: Optional[tuple[float, float]]
    losses: Optional[tuple[float, float]] = None
    loss_energy: Optional[float] = None
    end: Optional[int] = None

    @property
    def name(self) -> str:
        """As summaries and pictures have it, crystals counted from 1: "1|2", "end|1"."""
        return "|".join("end" if number == self.end else f"{number + 1}" for number in (self.below, self.above))


@dataclasses.dataclass(frozen=True)
class Branch:
    """States of one wall that continue each other.

    Attributes:
        wall: its number, from 0.
        first, last: numbers of the wave vectors.
        low, high: its lowest and highest energy, in the unit of `DomainWall.levels`.
    """

    wall: int
    first: int
    last: int
    low: float
    high: float


@dataclasses.dataclass(frozen=True)
class Invariants:
    """What the bands of a crystal below the gap have; None where it is not known.

    Attributes:
        corner_charge: electrons in one of n equal sectors around the cell's origin, modulo 1 (`fingerprint`).
        polarisation: sum of the Wannier centres along A2, across the wall, modulo 1. Where it differs by p from one crystal to the other, p
            of each particle that fills the bands is bound to a period of the wall, modulo 1.
        valley, valley_error: valley Chern number, no integer, and how far it may be off.
        chern: Chern number of models without time reversal.
    """

    corner_charge: Optional[float]
    polarisation: Optional[float]
    valley: Optional[float]
    valley_error: Optional[float]
    chern: Optional[int]


@dataclasses.dataclass(frozen=True)
class EdgeStates:
    """States between the bands of all crystals, an element a state, ascending by wave vector and energy.

    Attributes:
        points: numbers of the wave vectors in `DomainWall.kappas`.
        kappas: the wave vectors themselves.
        energies, errors: in the unit of `DomainWall.levels`.
        splittings: half the splitting of states that two walls share, in the same unit; here they are taken apart.
        walls, branches: numbers, from 0.
        shares: how much of |u|^2 is closer to this wall than to others.
        depths: mean distance of this part from the wall, in layers.
        velocities: dE/dk along the wall, v_max a; of light d omega/dk, c.
        couplings: [states x 2] with `domainwall --disorder`, root of the mean square of <-k| dH |k> where each part of the contour, in each
            period on its own, grows (first) or moves by random lengths of 1 a along x and along y, in the unit of energies per a; a state
            loses |A1| (size coupling)^2/(dE/dk)^2 of its power in 1 a. None otherwise.
        parities: [states x `DomainWall.operations`] 1 even, -1 odd, 0 where a state has none, as between kappa 0 and 1/2.
        profiles: [states x 2 layers] |u|^2 in each half layer from the lower side of layer 0, of sum 1.
    """

    points: Array
    kappas: Array
    energies: Array
    errors: Array
    splittings: Array
    walls: Array
    branches: Array
    shares: Array
    depths: Array
    velocities: Array
    profiles: Array
    couplings: Optional[Array] = None
    parities: Optional[Array] = None

    def __len__(self) -> int:
        return len(self.energies)


@dataclasses.dataclass(frozen=True)
class DomainWall:
    """What `domainwall` found of a strip: layers of crystals, the last one followed by the first unless it ends.

    Energies are in v_max, with another equation than Schroedinger's eigenvalues (omega a/(2 pi c))^2.

    Attributes:
        method: "plane waves", "elements", "network" or "lattice model".
        along, across: A1, the wall's direction, and A2 in a1 and a2.
        layers: which crystal each layer is of, from 0; numbers from the number of crystals on are within a smooth wall.
        edge: layer i is where the position along A2 is from i + edge - 1 to i + edge, its cells' origins at i.
        kappas: components of k along the wall in 2 pi/|A1|, 0 to 1/2; at -kappa there are the same states, which run the
            other way.
        gap: bands of a crystal below the gap.
        lower, upper: ends of the common gap of the crystals; upper <= lower where there is none.
        bulk_low, bulk_high: [crystals x wave vectors x bands] lowest and highest energy of a band.
        bulk_errors: [crystals].
        level_points, levels, level_errors: of the strip's levels around the gap the numbers of their wave vectors, and
            their energies.
        states: those bound to walls.
        walls, branches: of the strip.
        contrasts: by special point the irreps of the bands below the gap in each crystal, where crystals differ.
        geometries: messages Geometry of the crystals, and of those within smooth walls; none of lattice models.
        functions: plane waves, nodes of the mesh or orbitals.
        operations: that take the strip into itself and leave its walls in place: "mirror across", "mirror along", "glide along", "C2".
        invariants: of the crystals; none where there is no common gap.
        end: "medium", "hard", or "" of strips that repeat.
        end_value: the medium's value of the pattern.
        floor: [wave vectors] lowest energy of the medium, None where there is none: states above it leave the crystals.
    """

    method: str
    along: tuple[int, int]
    across: tuple[int, int]
    layers: Array
    edge: float
    kappas: Array
    gap: int
    lower: float
    upper: float
    bulk_low: Array
    bulk_high: Array
    bulk_errors: Array
    level_points: Array
    levels: Array
    level_errors: Array
    states: EdgeStates
    walls: tuple[Wall, ...]
    branches: tuple[Branch, ...]
    contrasts: dict[str, tuple[str, ...]]
    geometries: tuple[Any, ...]
    functions: int
    operations: tuple[str, ...] = ()
    invariants: tuple[Invariants, ...] = ()
    end: str = ""
    end_value: float = 0.0
    floor: Optional[Array] = None

    @property
    def has_gap(self) -> bool:
        """Whether the crystals have a gap in common."""
        return self.upper > self.lower

    @property
    def half_layers(self) -> Array:
        """[2 layers] Middles of the half layers of `EdgeStates.profiles` along A2, in layers."""
        found: Array = self.edge - 1 + (numpy.arange(2 * len(self.layers)) + 0.5) / 2
        return found

    @property
    def crystals(self) -> int:
        """How many there are, those within smooth walls apart."""
        return len(self.bulk_errors)

    def to_xarray(self) -> xarray.Dataset:
        """The arrays with labels: `bulk_low`, `bulk_high` [crystal x kappa x band], and by state its energy, error,
        splitting, wall, branch, share, depth, velocity and profile [state x half layer]. `kappa_of_state` says where."""
        import xarray

        found = self.states
        columns: dict[str, Any] = {
            "bulk_low": (("crystal", "kappa", "band"), self.bulk_low), "bulk_high": (("crystal", "kappa", "band"), self.bulk_high)}
        for name, values in (
                ("energy", found.energies), ("error", found.errors), ("splitting", found.splittings), ("wall", found.walls),
                ("branch", found.branches), ("share", found.shares), ("depth", found.depths), ("velocity", found.velocities)):
            columns[name] = ("state", values)
        columns["profile"] = (("state", "position"), found.profiles)
        return xarray.Dataset(
            columns, coords={
                "kappa": self.kappas, "crystal": numpy.arange(self.crystals), "band": numpy.arange(1, self.bulk_low.shape[2] + 1),
                "position": ("position", self.half_layers, {"units": "layers along A2"}), "kappa_of_state": ("state", found.kappas)},
            attrs={"lower": self.lower, "upper": self.upper, "gap": self.gap, "method": self.method})


def read(block: Any, index: int) -> DomainWall:
    """The block `wall` of record `index` as arrays.

    Raises:
        StreamError: for a block that contradicts itself.
    """
    def array(name: str, shape: tuple[Optional[int], ...], kind: type = float) -> Array:
        try:
            values = to_numpy(getattr(block, name), shape)
        except StreamError as error:
            raise StreamError(f"record {index}: wall.{name}: {error}") from None
        if not numpy.isfinite(values).all():
            raise StreamError(f"record {index}: wall.{name} has numbers that are not finite")
        return numpy.asarray(values, dtype=kind)

    def numbers(name: str, count: Optional[int], below: int) -> Array:
        values = array(name, (count,), int)
        if len(values) and not (0 <= values.min() and values.max() < below):
            raise StreamError(f"record {index}: wall.{name} has numbers that are not 0 to {below - 1}")
        return values

    kappas, errors = array("kappas", (None,)), array("bulk_errors", (None,))
    low = array("bulk_low", (len(errors), len(kappas), None))
    level_points = numbers("level_kappas", None, len(kappas))
    points = numbers("state_kappas", None, len(kappas))
    count = len(points)
    operations = tuple(getattr(block, "operations", ()))
    end = getattr(block, "end", "")
    states = EdgeStates(
        points=points, kappas=kappas[points], energies=array("state_energies", (count,)), errors=array("state_errors", (count,)),
        splittings=array("state_splittings", (count,)), walls=numbers("state_walls", count, len(block.walls)),
        branches=numbers("state_branches", count, len(block.branches)), shares=array("state_shares", (count,)),
        depths=array("state_depths", (count,)), velocities=array("state_velocities", (count,)),
        profiles=array("state_profiles", (count, 2 * len(block.layers))),
        couplings=array("state_couplings", (count, 2)) if _has(block, "state_couplings") else None,
        parities=array("state_parities", (count, len(operations)), int) if _has(block, "state_parities") else None)
    return DomainWall(
        method=block.method, along=_pair(block.along, index), across=_pair(block.across, index), layers=numpy.array(block.layers, dtype=int),
        edge=getattr(block, "edge", 0.5), kappas=kappas, gap=block.gap, lower=block.lower, upper=block.upper, bulk_low=low,
        bulk_high=array("bulk_high", low.shape), bulk_errors=errors, level_points=level_points,
        levels=array("levels", level_points.shape), level_errors=array("level_errors", level_points.shape), states=states,
        walls=tuple(
            Wall(
                w.position, w.below, w.above, w.covered, (w.minigap_low, w.minigap_high) if w.minigap_high > w.minigap_low else None,
                *(((w.loss_radius, w.loss_position), w.loss_energy) if getattr(w, "loss_energy", 0) > 0 else (None, None)),
                len(errors) if end else None)
            for w in block.walls),
        branches=tuple(Branch(b.wall, b.first, b.last, b.low, b.high) for b in block.branches),
        contrasts={c.point: tuple(c.irreps) for c in block.contrasts}, geometries=tuple(block.crystals), functions=block.functions,
        operations=operations, invariants=tuple(_invariants(i) for i in getattr(block, "invariants", ())), end=end,
        end_value=getattr(block, "end_value", 0.0), floor=array("medium_floor", kappas.shape) if _has(block, "medium_floor") else None)


def _invariants(block: Any) -> Invariants:
    def value(name: str, of: str = "") -> Any:
        return getattr(block, name) if block.HasField(of or name) else None

    return Invariants(value("corner_charge"), value("polarisation"), value("valley"), value("valley_error", "valley"), value("chern"))


def _has(block: Any, name: str) -> bool:
    """Whether a field is there: streams of earlier versions do not know it."""
    return name in block.DESCRIPTOR.fields_by_name and block.HasField(name)


def _pair(numbers: Any, index: int) -> tuple[int, int]:
    if len(numbers) != 2:
        raise StreamError(f"record {index}: wall has no direction")
    return (numbers[0], numbers[1])
