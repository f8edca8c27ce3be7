"""Lattices: a1 = a (1, 0), and a2 = a (1/2, sqrt(3)/2) of the hexagonal one, which all functions take unless told."""

from __future__ import annotations

from typing import Any

import numpy
import numpy.typing

from .arrays import Array
from .groups import cell_vectors

#: [2 x 2] rows a1, a2, in units of a.
VECTORS: Array = numpy.array([[1.0, 0.0], [0.5, numpy.sqrt(0.75)]])
#: [2 x 2] rows b1, b2, in units of 1/a: b_i . a_j = 2 pi delta_ij.
RECIPROCAL: Array = 2 * numpy.pi * numpy.linalg.inv(VECTORS).T
#: Points with names, along b1 and b2.
POINTS = {"Gamma": (0.0, 0.0), "K": (2 / 3, 1 / 3), "K'": (1 / 3, 2 / 3), "M": (0.5, 0.5)}
#: Wyckoff positions of p6, along a1 and a2.
WYCKOFF = {"1a": [(0.0, 0.0)], "2b": [(1 / 3, 1 / 3), (2 / 3, 2 / 3)], "3c": [(0.5, 0.0), (0.0, 0.5), (0.5, 0.5)]}


def group_of(geometry: Any) -> str:
    """The wallpaper group that a cell's block `geometry` names; "" in streams whose schema has none, or of p6 and p2 as they were."""
    return str(getattr(geometry, "group", ""))


def vectors_of(geometry: Any) -> Array:
    """[2 x 2] rows a1, a2 in a of a cell's block `geometry`."""
    if not group_of(geometry):
        return VECTORS
    return cell_vectors(geometry.lattice.ratio, geometry.lattice.angle)


def reciprocal(vectors: Array) -> Array:
    """[2 x 2] rows b1, b2 in 1/a of the lattice with rows a1, a2."""
    inverse: Array = numpy.linalg.inv(vectors)
    return 2 * numpy.pi * inverse.T


def cartesian_k(k: numpy.typing.ArrayLike, vectors: Array = VECTORS) -> Array:
    """Wave vectors [... x 2] along b1, b2 as Cartesian ones in 1/a; `vectors` are the rows a1, a2."""
    product: Array = numpy.asarray(k) @ (RECIPROCAL if vectors is VECTORS else reciprocal(vectors))
    return product


def cartesian(r: numpy.typing.ArrayLike, vectors: Array = VECTORS) -> Array:
    """Points [... x 2] along a1, a2 as Cartesian ones in a."""
    product: Array = numpy.asarray(r) @ vectors
    return product


def fractional(r: numpy.typing.ArrayLike, vectors: Array = VECTORS) -> Array:
    """Cartesian points [... x 2] in a, along a1, a2."""
    product: Array = numpy.asarray(r) @ numpy.linalg.inv(vectors)
    return product


def grid(pixels: int, vectors: Array = VECTORS) -> Array:
    """[N x N x 2] Cartesian places in a of the elements of a cell of N pixels a side."""
    i = numpy.arange(pixels) / pixels
    return cartesian(numpy.stack(numpy.meshgrid(i, i, indexing="ij"), axis=-1), vectors)


def is_hexagonal(vectors: Array) -> bool:
    """Whether rows a1, a2 are those of `VECTORS`."""
    return bool(abs(vectors - VECTORS).max() < 1e-12)


def reduced(vectors: Array) -> Array:
    """[2 x 2] The shortest vectors of a lattice with these rows, u and v with u.v >= 0."""
    u, v = numpy.array(vectors)
    while True:
        if u @ u > v @ v * (1 + 1e-12):
            u, v = v, u
        steps = numpy.rint(u @ v / (u @ u))
        if abs(u @ v) <= (u @ u) * 0.5 * (1 + 1e-12):
            return numpy.array([u, v if u @ v >= 0 else -v])
        v = v - steps * u


def wigner_seitz(vectors: Array) -> Array:
    """[corners x 2] Cartesian corners of the region that is nearer to the origin than to other points of the lattice with
    these rows, counter-clockwise: six, or four where the vectors have a right angle."""
    u, v = reduced(vectors)
    around = sorted((step * (1.0, -1.0)[i] for step in (u, v, u - v) for i in (0, 1)), key=lambda g: numpy.arctan2(g[1], g[0]))
    corners: list[Array] = []
    for g, h in zip(around, around[1:] + around[:1]):
        corner = numpy.linalg.solve([g, h], [g @ g / 2, h @ h / 2])
        if not corners or numpy.linalg.norm(corner - corners[-1]) > 1e-9 * numpy.linalg.norm(corner):
            corners.append(corner)
    if numpy.linalg.norm(corners[0] - corners[-1]) < 1e-9 * numpy.linalg.norm(corners[0]):
        corners.pop()
    return numpy.array(corners)


def shortest(k: numpy.typing.ArrayLike, vectors: Array) -> Array:
    """[2] Of a row of coordinates along two vectors and its images by whole steps the shortest one; itself where it is."""
    start = numpy.asarray(k, dtype=float)
    inverse = numpy.linalg.inv(vectors)
    u, v = reduced(vectors)
    best = start
    base = start - numpy.rint((start @ vectors) @ numpy.linalg.inv([u, v])) @ numpy.rint([u @ inverse, v @ inverse])
    for m in (-1, 0, 1):
        for n in (-1, 0, 1):
            image = base + m * numpy.rint(u @ inverse) + n * numpy.rint(v @ inverse)
            if numpy.linalg.norm(image @ vectors) < numpy.linalg.norm(best @ vectors) * (1 - 1e-9) - 1e-12:
                best = image
    return best


def path_distance(k: numpy.typing.ArrayLike, vectors: Array = VECTORS) -> Array:
    """[nK] Length of the path through the wave vectors [nK x 2] along b1, b2, in 1/a."""
    steps = numpy.linalg.norm(numpy.diff(cartesian_k(k, vectors), axis=0), axis=1)
    return numpy.concatenate([[0.0], numpy.cumsum(steps)])
