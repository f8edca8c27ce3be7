"""Array messages as numpy arrays and back."""

from __future__ import annotations

import math
from typing import Any, Optional

import numpy
import numpy.typing

from .errors import StreamError

Array = numpy.typing.NDArray[Any]
FLOAT64, FLOAT32, BIT = 0, 1, 2
#: Limits of docs/record-format.md: extents of an array, its elements, elements of one of bits.
EXTENTS, ELEMENTS, BITS = 32, 1 << 28, 1 << 24


def to_numpy(message: Any, shape: Optional[tuple[Optional[int], ...]] = None) -> Array:
    """The array of a message, in its shape; bits as 0 and 1 in unsigned bytes. Not writable.

    Args:
        message: blochpipe.v1.Array.
        shape: what is expected, None for an extent that may be anything.

    Raises:
        StreamError: when shape and data do not agree, or the shape is another one.
    """
    if message.type not in (FLOAT64, FLOAT32, BIT):
        raise StreamError(f"an array has the element type {message.type}, which this version does not know")
    extents = tuple(message.shape)
    size = math.prod(extents)
    if len(extents) > EXTENTS or size > (BITS if message.type == BIT else ELEMENTS):
        raise StreamError(f"an array of {len(extents)} extents and {size} elements is beyond the limits")
    width = (8, 4, None)[message.type]
    if len(message.data) != ((size + 7) // 8 if width is None else size * width):
        raise StreamError(f"an array of shape {list(extents)} has {len(message.data)} bytes")
    if shape is not None and (len(shape) != len(extents) or any(w not in (None, n) for w, n in zip(shape, extents))):
        wanted = " x ".join("n" if n is None else str(n) for n in shape)
        raise StreamError(f"an array has the shape {list(extents)} instead of [{wanted}]")
    flat: Array = numpy.frombuffer(message.data, ("<f8", "<f4", "u1")[message.type])
    if message.type == BIT:
        flat = numpy.unpackbits(flat, bitorder="little")[:size]
        flat.setflags(write=False)
    return flat.reshape(extents)


def fill(message: Any, values: numpy.typing.ArrayLike) -> None:
    """Writes an array into a message: booleans as bits, 32-bit floats as they are, the rest as 64-bit floats."""
    array: Array = numpy.asarray(values)
    message.shape[:] = array.shape
    if array.dtype == bool:
        message.type = BIT
        message.data = numpy.packbits(array.ravel(), bitorder="little").tobytes()
    elif array.dtype == numpy.float32:
        message.type = FLOAT32
        message.data = array.astype("<f4").tobytes()
    else:
        message.type = FLOAT64
        message.data = array.astype("<f8").tobytes()
