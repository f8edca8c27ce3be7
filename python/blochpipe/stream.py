"""Record streams: `read` and `write`. The format is described in docs/record-format.md."""

from __future__ import annotations

import hashlib
import os
import pathlib
import tempfile
from typing import Any, BinaryIO, Iterable, Iterator, Sequence, Union

import zstandard
from google.protobuf.message import DecodeError

from .errors import StreamError
from .record import Record
from .schema import Schema, schema, shipped
from .version import __version__

MAGIC = b"\x5b\x2a\x4d\x18\x0a\0\0\0BLOCHPIPE\1"
HEADER, RECORD, TRAILER = 0x0A, 0x12, 0x1A
Source = Union[str, os.PathLike, bytes, BinaryIO]


def read(source: Source) -> list[Record]:
    """All records of a stream.

    Args:
        source: a path, the bytes of a stream, or an open binary file.

    Raises:
        StreamError: when it is damaged, cut, or no stream; OSError when it cannot be read.
    """
    return list(iterate(source))


def iterate(source: Source) -> Iterator[Record]:
    """The records of a stream, one after the other. A damaged stream raises StreamError at the damage; what was
    handed out before may be kept."""
    if isinstance(source, bytes):
        yield from _records(source)
    elif hasattr(source, "read"):
        yield from _records(source.read())
    else:
        with open(source, "rb") as file:
            yield from _records(file.read())


def write(target: Union[str, os.PathLike, BinaryIO], records: Iterable[Record], note: Sequence[str] = ()) -> int:
    """Writes a stream of one segment; a file appears only when it is complete.

    Args:
        target: a path or an open binary file.
        records: at least none.
        note: arguments for the provenance of the stream.

    Returns:
        The number of records.
    """
    records = list(records)
    content = encode(records, note)
    if hasattr(target, "write"):
        target.write(content)
        return len(records)
    path = pathlib.Path(os.path.realpath(target))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="." + path.name[:64] + ".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
    return len(records)


def encode(records: Sequence[Record], note: Sequence[str] = ()) -> bytes:
    """The bytes of a stream of one segment."""
    descriptors = records[0].descriptors if records else shipped()
    make = schema(descriptors)
    header = make("Header")(
        format_major=1, format_minor=0, units="energies in v_max; v_max in E0 = hbar^2/(2 m a^2); lengths in a; k along b1, b2",
        descriptor_set=descriptors)
    header.provenance.add(tool="blochpipe (Python)", version=__version__, arguments=list(note))
    pieces = [MAGIC, _frame(_item(HEADER, header.SerializeToString(deterministic=True)))]
    digest, batch, size = hashlib.sha256(), [], 0
    for record in records:
        body = record.message.SerializeToString(deterministic=True)
        framed = _varint(len(body)) + body
        digest.update(framed)
        batch.append(_item(RECORD, body))
        size += len(body)
        if len(batch) == 256 or size >= 1 << 20:
            pieces.append(_frame(b"".join(batch)))
            batch, size = [], 0
    if batch:
        pieces.append(_frame(b"".join(batch)))
    trailer = make("Trailer")(record_count=len(records), digest=digest.digest())
    pieces.append(_frame(_item(TRAILER, trailer.SerializeToString(deterministic=True))))
    return b"".join(pieces)


def _records(data: bytes) -> Iterator[Record]:
    at, open_segment, first, length = 0, False, True, len(data)
    make: Schema
    while at < length or first or open_segment:
        if not open_segment:
            if data[at:at + len(MAGIC)] != MAGIC:
                raise StreamError("not a blochpipe stream of format 1")
            at += len(MAGIC)
            open_segment, first, count, digest, make = True, False, 0, hashlib.sha256(), None
        frame = zstandard.ZstdDecompressor().decompressobj()
        try:
            content = frame.decompress(data[at:]) if at < length else b""
        except zstandard.ZstdError as error:
            raise StreamError(f"the stream is damaged: {error}") from None
        if not content or not frame.eof:
            raise StreamError("the stream is truncated")
        at = length - len(frame.unused_data)
        for tag, body, framed in _items(content):
            try:
                if tag == HEADER:
                    descriptors = _descriptors(body)
                    make = schema(descriptors)
                elif make is None:
                    raise StreamError("a segment does not begin with its header")
                elif tag == RECORD:
                    count += 1
                    digest.update(framed)
                    yield Record(make("Record").FromString(body), descriptors)
                elif tag == TRAILER:
                    end = make("Trailer").FromString(body)
                    if (end.record_count, end.digest) != (count, digest.digest()):
                        raise StreamError("count or digest does not match the trailer")
                    open_segment = False
                else:
                    raise StreamError(f"an item of the unknown kind {tag}")
            except DecodeError as error:
                raise StreamError(f"the stream is damaged: {error}") from None


def _items(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Tag, message, and message with its length in front, of every item of a frame."""
    at = 0
    while at < len(content):
        _, tag = _read_varint(content, at)
        start = tag + 1
        size, body = _read_varint(content, start)
        if body + size > len(content):
            raise StreamError("an item goes on behind its frame")
        at = body + size
        yield content[tag], content[body:at], content[start:at]


def _descriptors(header: bytes) -> bytes:
    """Field 4 of a Header, by its wire format: its schema is not known yet."""
    at = 0
    while at < len(header):
        key, at = _read_varint(header, at)
        size, at = _read_varint(header, at)
        if key == (4 << 3 | 2):
            return header[at:at + size]
        at += size if key & 7 == 2 else 0
    raise StreamError("the header has no schema")


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            break
        value |= (data[at] & 0x7F) << shift
        at += 1
        if data[at - 1] < 0x80:
            return value, at
    raise StreamError("the stream is damaged: a number without an end")


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _item(tag: int, body: bytes) -> bytes:
    rest = bytes([tag]) + _varint(len(body)) + body
    return _varint(len(rest)) + rest


def _frame(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3, write_checksum=True, write_content_size=True).compress(content)
