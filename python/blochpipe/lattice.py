"""The triangular lattice as everywhere in Blochpipe: a1 = a (1, 0), a2 = a (1/2, sqrt(3)/2)."""

from __future__ import annotations

import numpy
import numpy.typing

from .arrays import Array

#: [2 x 2] rows a1, a2, in units of a.
VECTORS: Array = numpy.array([[1.0, 0.0], [0.5, numpy.sqrt(0.75)]])
#: [2 x 2] rows b1, b2, in units of 1/a: b_i . a_j = 2 pi delta_ij.
RECIPROCAL: Array = 2 * numpy.pi * numpy.linalg.inv(VECTORS).T
#: Points with names, along b1 and b2.
POINTS = {"Gamma": (0.0, 0.0), "K": (2 / 3, 1 / 3), "K'": (1 / 3, 2 / 3), "M": (0.5, 0.5)}
#: Wyckoff positions of p6, along a1 and a2.
WYCKOFF = {"1a": [(0.0, 0.0)], "2b": [(1 / 3, 1 / 3), (2 / 3, 2 / 3)], "3c": [(0.5, 0.0), (0.0, 0.5), (0.5, 0.5)]}


def cartesian_k(k: numpy.typing.ArrayLike) -> Array:
    """Wave vectors [... x 2] along b1, b2 as Cartesian ones in 1/a."""
    product: Array = numpy.asarray(k) @ RECIPROCAL
    return product


def cartesian(r: numpy.typing.ArrayLike) -> Array:
    """Points [... x 2] along a1, a2 as Cartesian ones in a."""
    product: Array = numpy.asarray(r) @ VECTORS
    return product


def fractional(r: numpy.typing.ArrayLike) -> Array:
    """Cartesian points [... x 2] in a, along a1, a2."""
    product: Array = numpy.asarray(r) @ numpy.linalg.inv(VECTORS)
    return product


def grid(pixels: int) -> Array:
    """[N x N x 2] Cartesian places in a of the elements of a cell of N pixels a side."""
    i = numpy.arange(pixels) / pixels
    return cartesian(numpy.stack(numpy.meshgrid(i, i, indexing="ij"), axis=-1))


def path_distance(k: numpy.typing.ArrayLike) -> Array:
    """[nK] Length of the path through the wave vectors [nK x 2] along b1, b2, in 1/a."""
    steps = numpy.linalg.norm(numpy.diff(cartesian_k(k), axis=0), axis=1)
    return numpy.concatenate([[0.0], numpy.cumsum(steps)])
