"""The Brillouin zone: bands on a wedge, completed by the symmetry of the cell."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy
from numpy.typing import NDArray

from .. import groups, lattice
from ..arrays import to_numpy
from ..errors import BlochpipeError

if TYPE_CHECKING:
    from ..record import Record

#: [6 x 2] Corners of the zone, along b1 and b2: K, K' and so on.
CORNERS = numpy.array([[2, 1], [1, 2], [-1, 1], [-2, -1], [-1, -2], [1, -1]]) / 3


def rotated60(k: NDArray[Any]) -> NDArray[Any]:
    """Wave vectors [... x 2] along b1, b2, turned by 60 degrees."""
    return numpy.stack([k[..., 0] - k[..., 1], k[..., 0]], axis=-1)


@dataclasses.dataclass
class Zone:
    """Bands on a regular grid over the zone, its edge included, or over several zones around it.

    Attributes:
        k: [points x 2] along b1 and b2.
        energies: [points x bands], v_max.
        triangles: [triangles x 3] the grid's triangles, indices of points, of equal size; they cover a whole number of
            zones.
        vectors: [2 x 2] rows a1, a2 in a.
    """

    k: NDArray[Any]
    energies: NDArray[Any]
    triangles: NDArray[Any]
    vectors: NDArray[Any] = dataclasses.field(default_factory=lambda: lattice.VECTORS)

    @property
    def cartesian(self) -> NDArray[Any]:
        """[points x 2] Wave vectors in 1/a."""
        return numpy.asarray(lattice.cartesian_k(self.k, self.vectors))

    @property
    def corners(self) -> NDArray[Any]:
        """[corners x 2] Corners of the zone, counter-clockwise, in 1/a."""
        if lattice.is_hexagonal(self.vectors):
            return numpy.asarray(lattice.cartesian_k(CORNERS))
        return lattice.wigner_seitz(lattice.reciprocal(self.vectors))

    @property
    def inside(self) -> NDArray[Any]:
        """[points] Whether a point lies in the zone, or on its edge."""
        # From Gamma to the nearest points of the edges' lines.
        edges = numpy.roll(self.corners, -1, axis=0) - self.corners
        along = edges / numpy.linalg.norm(edges, axis=1)[:, None]
        middles = self.corners - (self.corners * along).sum(axis=1)[:, None] * along
        within: NDArray[Any] = self.cartesian @ middles.T <= (middles ** 2).sum(axis=1) * (1 + 1e-9)
        return numpy.asarray(within.all(axis=1))

    @staticmethod
    def of(record: "Record") -> "Zone":
        """The zone of a record whose bands are on `--grid N`, completed by the symmetry of the cell, or on `--zone N`;
        BlochpipeError when they are not."""
        bands = record.block("bands")
        kind, _, number = bands.kset.partition(" ")
        if kind not in ("grid", "zone") or not number.isdigit() or int(number) < 1:
            raise BlochpipeError(
                f"record {record.index} has bands on '{bands.kset}', not over the zone; solve it with --grid 24")
        k, energies = to_numpy(bands.kpoints), to_numpy(bands.energies).astype(float)
        if kind == "zone":
            return Zone._of_cell(int(number), energies, record.vectors)
        if not record.own_group:
            return Zone._of_wedge(record, int(number), k, energies)
        return Zone._of_orbits(record, int(number), k, energies)

    @staticmethod
    def _of_cell(n: int, energies: NDArray[Any], vectors: NDArray[Any]) -> "Zone":
        """From n x n points (i b1 + j b2)/n: the zones around Gamma, four or as many as hold the first one."""
        b = lattice.reciprocal(vectors)
        corners = lattice.wigner_seitz(b) @ numpy.linalg.inv(b)
        reach1, reach2 = (max(1, int(numpy.ceil(r - 1e-9))) * n for r in abs(corners).max(axis=0))
        i, j = (m.ravel() for m in numpy.meshgrid(numpy.arange(-reach1, reach1 + 1), numpy.arange(-reach2, reach2 + 1), indexing="ij"))
        at = numpy.arange(len(i)).reshape(2 * reach1 + 1, 2 * reach2 + 1)
        # Cut along the shorter diagonal.
        if b[0] @ b[1] <= 1e-9 * (b[0] @ b[0]):
            lower = numpy.stack([at[:-1, :-1], at[1:, :-1], at[1:, 1:]], axis=-1).reshape(-1, 3)
            upper = numpy.stack([at[:-1, :-1], at[1:, 1:], at[:-1, 1:]], axis=-1).reshape(-1, 3)
        else:
            lower = numpy.stack([at[:-1, :-1], at[1:, :-1], at[:-1, 1:]], axis=-1).reshape(-1, 3)
            upper = numpy.stack([at[1:, :-1], at[1:, 1:], at[:-1, 1:]], axis=-1).reshape(-1, 3)
        return Zone(numpy.stack([i, j], axis=1) / n, energies[i % n * n + j % n], numpy.vstack([lower, upper]), vectors)

    @staticmethod
    def _of_orbits(record: "Record", n: int, k: NDArray[Any], energies: NDArray[Any]) -> "Zone":
        """From one point of each orbit of a group's grid, n points along b1 and b2, with K and K' on hexagonal lattices 3n."""
        group = groups.group(record.group)
        q = 3 * n if group.system == "hexagonal" else n
        start = numpy.rint(q * k).astype(int)
        if abs(start - q * k).max() > 1e-6:
            raise BlochpipeError(f"record {record.index} has other wave vectors than those of its grid")
        at = numpy.full((q, q), -1)
        for operation in group.operations:
            image = numpy.rint(start @ operation.on_waves).astype(int)
            for sign in (1, -1) if record.time_reversal else (1,):
                at[tuple((sign * image % q).T)] = numpy.arange(len(k))
        if group.system != "hexagonal":
            if (at < 0).any():
                raise BlochpipeError(f"record {record.index} lacks {(at < 0).sum()} of the {q * q} points of its grid")
            return Zone._of_cell(n, energies[at.ravel()], record.vectors)
        points = [(p, r) for p in range(-n, n + 1) for r in range(-n, n + 1) if abs(p + r) <= n]
        whole = numpy.array([(2 * p + r, p + 2 * r) for p, r in points])
        found = at[tuple((whole % q).T)]
        if (found < 0).any():
            raise BlochpipeError(f"record {record.index} lacks {(found < 0).sum()} of the {len(points)} points of its grid")
        return Zone(whole / q, energies[found], _triangles(points), record.vectors)

    @staticmethod
    def _of_wedge(record: "Record", n: int, k: NDArray[Any], energies: NDArray[Any]) -> "Zone":
        rotations = 6 if record.block("geometry").symmetry == 1 else 2
        at: dict[tuple[int, int], int] = {}
        # k = (p K + q K')/n.
        pairs = numpy.rint(n * numpy.stack([2 * k[:, 0] - k[:, 1], 2 * k[:, 1] - k[:, 0]], axis=1)).astype(int)
        for row, (p, q) in enumerate(pairs.tolist()):
            for turn in range(6):
                if turn % (6 // rotations) == 0:
                    at.setdefault((p, q), row)
                p, q = -q, p + q
        points = [(p, q) for p in range(-n, n + 1) for q in range(-n, n + 1) if abs(p + q) <= n]
        missing = [point for point in points if point not in at]
        if missing:
            raise BlochpipeError(f"record {record.index} lacks {len(missing)} of the {len(points)} points of its grid")
        place = numpy.array(points, dtype=float) / (3 * n)
        whole = numpy.stack([2 * place[:, 0] + place[:, 1], place[:, 0] + 2 * place[:, 1]], axis=1)
        return Zone(whole, energies[[at[point] for point in points]], _triangles(points))

    def counts(self, edges: NDArray[Any]) -> NDArray[Any]:
        """[edges x bands] States a cell below each energy (v_max), with bands linear in each triangle (Lehmann and
        Taut, phys. stat. sol. (b) 54, 469 (1972), in two dimensions); each band has one state a cell."""
        out = numpy.empty((len(edges), self.energies.shape[1]))
        for band in range(self.energies.shape[1]):
            low, middle, high = numpy.sort(self.energies[:, band][self.triangles], axis=1).T
            for i, energy in enumerate(edges):
                with numpy.errstate(divide="ignore", invalid="ignore"):
                    rising = (energy - low) ** 2 / ((middle - low) * (high - low))
                    falling = 1 - (high - energy) ** 2 / ((high - middle) * (high - low))
                share = numpy.where(energy < middle, rising, falling)
                share = numpy.where(energy <= low, 0.0, numpy.where(energy >= high, 1.0, share))
                out[i, band] = share.mean()
        return out


def _triangles(points: list[tuple[int, int]]) -> NDArray[Any]:
    """[triangles x 3] Neighbours among the points p K + q K' of the hexagon."""
    number = {point: i for i, point in enumerate(points)}
    triangles = []
    for p, q in points:
        for corners in (((p, q), (p + 1, q), (p, q + 1)), ((p, q), (p + 1, q - 1), (p + 1, q))):
            if all(corner in number for corner in corners):
                triangles.append([number[corner] for corner in corners])
    return numpy.array(triangles)
