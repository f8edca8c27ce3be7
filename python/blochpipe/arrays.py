"""Array messages as numpy arrays and back."""

from __future__ import annotations

import math
from typing import Any

import numpy

from .errors import StreamError

FLOAT64, FLOAT32, BIT = 0, 1, 2


def to_numpy(message: Any) -> numpy.ndarray:
    """The array of a message, in its shape; bits as 0 and 1 in unsigned bytes. Not writable."""
    if message.type not in (FLOAT64, FLOAT32, BIT):
        raise StreamError(f"an array has the element type {message.type}, which this version does not know")
    flat = numpy.frombuffer(message.data, ("<f8", "<f4", "u1")[message.type])
    size = math.prod(message.shape)
    if message.type == BIT:
        flat = numpy.unpackbits(flat, bitorder="little")[:size]
    if flat.size != size:
        raise StreamError(f"an array of shape {list(message.shape)} has {flat.size} elements")
    return flat.reshape(tuple(message.shape))


def fill(message: Any, values: numpy.ndarray) -> None:
    """Writes an array into a message: booleans as bits, 32-bit floats as they are, the rest as 64-bit floats."""
    values = numpy.asarray(values)
    message.shape[:] = values.shape
    if values.dtype == bool:
        message.type = BIT
        message.data = numpy.packbits(values.ravel(), bitorder="little").tobytes()
    elif values.dtype == numpy.float32:
        message.type = FLOAT32
        message.data = values.astype("<f4").tobytes()
    else:
        message.type = FLOAT64
        message.data = values.astype("<f8").tobytes()
