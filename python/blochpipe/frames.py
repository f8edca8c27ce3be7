"""zstd frames, one after the other, within the limits of docs/record-format.md."""

from __future__ import annotations

from typing import BinaryIO

import zstandard

from .errors import StreamError

#: Content of a frame; content whatever its size; bytes of content beyond that for each byte of the frame; window.
LARGEST, SMALL, RATIO, WINDOW = (257 << 20) + 64, 80 << 20, 128, 1 << 27
TRUNCATED = "the stream is truncated"


def take(file: BinaryIO, size: int) -> bytes:
    """That many bytes of a file, fewer only where it ends."""
    pieces = []
    while size > 0:
        piece = file.read(size)
        if not piece:
            break
        pieces.append(piece)
        size -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def read_frame(file: BinaryIO) -> bytes:
    """The content of the next frame. Its blocks are walked, so that nothing behind it is read.

    Raises:
        StreamError: when it is damaged, cut, or beyond the limits.
    """
    frame = bytearray(_take(file, 5))
    if frame[:4] != b"\x28\xb5\x2f\xfd":
        raise StreamError("something else than a zstd frame is in the stream")
    descriptor = frame[4]
    single = descriptor >> 5 & 1
    frame += _take(file, (1 - single) + (0, 1, 2, 4)[descriptor & 3] + (single, 2, 4, 8)[descriptor >> 6])
    size, parameters = _content_size(bytes(frame))
    if not descriptor & 4:
        raise StreamError("a zstd frame has no checksum")
    if size > LARGEST or parameters.window_size > WINDOW:
        raise StreamError("a zstd frame is beyond the limits of the format")
    while True:
        header = int.from_bytes(_take(file, 3), "little")
        kind, length = header >> 1 & 3, header >> 3
        if kind == 3 or length > 1 << 17:
            raise StreamError("the stream is damaged: a block of a zstd frame makes no sense")
        frame += header.to_bytes(3, "little") + _take(file, 1 if kind == 1 else length)
        if len(frame) > LARGEST + (LARGEST >> 7):
            raise StreamError("a zstd frame is beyond the limits of the format")
        if header & 1:
            break
    frame += _take(file, 4)
    if size > len(frame) << 15 or size > SMALL + RATIO * len(frame):
        raise StreamError(f"a zstd frame of {len(frame)} bytes is said to hold {size}, beyond the limits of the format")
    try:
        return zstandard.ZstdDecompressor(max_window_size=WINDOW).decompress(bytes(frame), max_output_size=size)
    except zstandard.ZstdError as error:
        raise StreamError(f"the stream is damaged: {error}") from None


def write_frame(content: bytes) -> bytes:
    """A frame of its own, with content size and checksum."""
    compressor = zstandard.ZstdCompressor(level=3, write_checksum=True, write_content_size=True)
    return compressor.compress(content)


def _content_size(header: bytes) -> tuple[int, zstandard.FrameParameters]:
    try:
        size = zstandard.frame_content_size(header)
        parameters = zstandard.get_frame_parameters(header)
    except zstandard.ZstdError as error:
        raise StreamError(f"the stream is damaged: {error}") from None
    if size < 0 or parameters.dict_id:
        raise StreamError("a zstd frame has no content size, or needs a dictionary")
    return size, parameters


def _take(file: BinaryIO, size: int) -> bytes:
    piece = take(file, size)
    if len(piece) < size:
        raise StreamError(TRUNCATED)
    return piece
