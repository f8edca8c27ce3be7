"""The triangular lattice as everywhere in Blochpipe: a1 = a (1, 0), a2 = a (1/2, sqrt(3)/2)."""

from __future__ import annotations

import numpy

#: [2 x 2] rows a1, a2, in units of a.
VECTORS = numpy.array([[1.0, 0.0], [0.5, numpy.sqrt(0.75)]])
#: [2 x 2] rows b1, b2, in units of 1/a: b_i . a_j = 2 pi delta_ij.
RECIPROCAL = 2 * numpy.pi * numpy.linalg.inv(VECTORS).T
#: Points with names, along b1 and b2.
POINTS = {"Gamma": (0.0, 0.0), "K": (2 / 3, 1 / 3), "M": (0.5, 0.5)}


def cartesian_k(k: numpy.ndarray) -> numpy.ndarray:
    """Wave vectors [... x 2] along b1, b2 as Cartesian ones in 1/a."""
    return numpy.asarray(k) @ RECIPROCAL


def cartesian(r: numpy.ndarray) -> numpy.ndarray:
    """Points [... x 2] along a1, a2 as Cartesian ones in a."""
    return numpy.asarray(r) @ VECTORS


def fractional(r: numpy.ndarray) -> numpy.ndarray:
    """Cartesian points [... x 2] in a, along a1, a2."""
    return numpy.asarray(r) @ numpy.linalg.inv(VECTORS)


def path_distance(k: numpy.ndarray) -> numpy.ndarray:
    """[nK] Length of the path through the wave vectors [nK x 2] along b1, b2, in 1/a."""
    steps = numpy.linalg.norm(numpy.diff(cartesian_k(k), axis=0), axis=1)
    return numpy.concatenate([[0.0], numpy.cumsum(steps)])
