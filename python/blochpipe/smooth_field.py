"""The smooth field that a two-level cell is cut from."""

from __future__ import annotations

from typing import Any

import numpy

from . import groups, lattice
from .arrays import Array


def smooth_field(geometry: Any, x: Array, y: Array) -> Array:
    """phi(r), the smooth field under a cell, at Cartesian places in a: the sum over stars of the sum over their waves of
    s_G (A_o cos(G.r) + B_o sin(G.r)), as the schema has it.

    Args:
        geometry: a block with a field.
    """
    field, name = geometry.field, lattice.group_of(geometry) or ("p6" if geometry.symmetry == 1 else "p2")
    vectors, operations = lattice.vectors_of(geometry), groups.group(name).operations
    sines = list(getattr(field, "sine", ())) or [0.0] * len(field.amplitude)
    phi: Array = numpy.zeros(x.shape)
    for n1, n2, amplitude, sine in zip(field.n1, field.n2, field.amplitude, sines):
        star: dict[tuple[int, int], tuple[float, float]] = {}
        for operation in operations:
            image = numpy.rint(numpy.array([n1, n2]) @ operation.on_waves).astype(int)
            # A translation by halves is a sign.
            sign = 1.0 if round(2 * float(image @ operation.shift)) % 2 == 0 else -1.0
            for member, direction in ((image, 1.0), (-image, -1.0)):
                star.setdefault((int(member[0]), int(member[1])), (sign, direction))
        for wave, (sign, direction) in star.items():
            gx, gy = lattice.cartesian_k(numpy.array(wave), vectors)
            phase = gx * x + gy * y
            phi += sign * amplitude * numpy.cos(phase)
            if sine:
                phi += sign * direction * sine * numpy.sin(phase)
    return phi
