"""The smooth field that a two-level cell is cut from."""

from __future__ import annotations

from typing import Any

import numpy

from . import lattice
from .arrays import Array
from .plot.zone import rotated60


def smooth_field(field: Any, x: Array, y: Array, rotations: int) -> Array:
    """phi(r), the smooth field under a cell, at Cartesian places in a: the sum over orbits of A_o times the sum over
    their wave vectors of cos(G.r)."""
    phi: Array = numpy.zeros(x.shape)
    for n1, n2, amplitude in zip(field.n1, field.n2, field.amplitude):
        vector, orbit = numpy.array([n1, n2]), set()
        for _ in range(6):
            orbit.add(tuple(vector.tolist()) if rotations == 6 else (n1, n2))
            vector = rotated60(vector)
        if rotations == 2:
            orbit.add((-n1, -n2))
        for member in orbit:
            gx, gy = lattice.cartesian_k(numpy.array(member))
            phi += amplitude * numpy.cos(gx * x + gy * y)
    return phi
