"""Record streams: `read`, `iterate`, `write`, `encode`. The format is described in docs/record-format.md."""

from __future__ import annotations

import hashlib
import io
import os
from typing import Any, BinaryIO, Iterable, Iterator, Optional, Sequence, Union

from google.protobuf.message import DecodeError

from .errors import StreamError
from .frames import TRUNCATED, read_frame, take, write_frame
from .record import Record
from .schema import Schema, schema, shipped
from .version import __version__
from .whole_file import whole_file
from .wire import check_budget, fields, read_varint, varint

MAGIC = b"\x5b\x2a\x4d\x18\x0a\0\0\0BLOCHPIPE\1"
HEADER, RECORD, TRAILER = 0x0A, 0x12, 0x1A
#: Limits of encoded messages in bytes.
LARGEST_HEADER, LARGEST_RECORD = 16 << 20, 256 << 20
UNITS = (
    "energies in units of v_max; v_max in E0 = hbar^2/(2 m a^2); k along b1 and b2, "
    "b1 = 2 pi/a (1, -1/sqrt 3), b2 = 2 pi/a (0, 2/sqrt 3)")
Path = Union[str, "os.PathLike[str]"]
Source = Union[Path, bytes, BinaryIO]


def read(source: Source) -> list[Record]:
    """All records of a stream.

    Args:
        source: a path, the bytes of a stream, or an open binary file.

    Raises:
        StreamError: when it is damaged, cut, or no stream; OSError when it cannot be read.
    """
    return list(iterate(source))


def iterate(source: Source) -> Iterator[Record]:
    """The records of a stream, one after the other, read as they are asked for: a frame (1 MiB or so) is in memory.

    A damaged stream raises StreamError at the damage; what came before it may be kept.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        yield from _records(io.BytesIO(source))
    elif isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            yield from _records(file)
    else:
        yield from _records(source)


def write(target: Union[Path, BinaryIO], records: Iterable[Record], note: Sequence[str] = ()) -> int:
    """Writes a stream; a file appears only when it is complete.

    Args:
        target: a path or an open binary file.
        records: any number, also made one after the other by a generator.
        note: arguments for the provenance of the stream.

    Returns:
        The number of records.
    """
    if isinstance(records, Record):
        records = [records]
    if not isinstance(target, (str, os.PathLike)):
        return _write(target, records, note)
    with whole_file(target) as file:
        return _write(file, records, note)


def encode(records: Iterable[Record], note: Sequence[str] = ()) -> bytes:
    """The bytes of a stream."""
    file = io.BytesIO()
    write(file, records, note)
    return file.getvalue()


def _write(file: BinaryIO, records: Iterable[Record], note: Sequence[str]) -> int:
    """Segments, a new one wherever the schema changes."""
    segment: Optional[_Segment] = None
    count = 0
    for record in records:
        if segment is None or segment.descriptors != record.descriptors:
            if segment is not None:
                segment.close()
            segment = _Segment(file, record.descriptors, note)
        segment.add(record.message.SerializeToString(deterministic=True))
        count += 1
    (segment or _Segment(file, shipped(), note)).close()
    return count


class _Segment:
    """A segment on its way into a file."""

    def __init__(self, file: BinaryIO, descriptors: bytes, note: Sequence[str]):
        self.file, self.descriptors, self.make = file, descriptors, schema(descriptors)
        self.batch: list[bytes] = []
        self.size = self.count = 0
        self.digest = hashlib.sha256()
        header = self.make("Header")(format_major=1, format_minor=0, units=UNITS, descriptor_set=descriptors)
        header.provenance.add(tool="blochpipe.py", version=__version__, arguments=[str(word) for word in note])
        file.write(MAGIC + write_frame(_item(HEADER, header)))

    def add(self, body: bytes) -> None:
        if len(body) > LARGEST_RECORD:
            raise StreamError(f"a record of {len(body)} bytes: {LARGEST_RECORD} are the limit")
        framed = varint(len(body)) + body
        self.digest.update(framed)
        self.batch.append(varint(len(framed) + 1) + bytes([RECORD]) + framed)
        self.size += len(body)
        self.count += 1
        if len(self.batch) == 256 or self.size >= 1 << 20:
            self.flush()

    def flush(self) -> None:
        if self.batch:
            self.file.write(write_frame(b"".join(self.batch)))
        self.batch, self.size = [], 0

    def close(self) -> None:
        self.flush()
        trailer = self.make("Trailer")(record_count=self.count, digest=self.digest.digest())
        self.file.write(write_frame(_item(TRAILER, trailer)))


def _item(tag: int, message: Any) -> bytes:
    body: bytes = message.SerializeToString(deterministic=True)
    rest = bytes([tag]) + varint(len(body)) + body
    return varint(len(rest)) + rest


def _records(file: BinaryIO) -> Iterator[Record]:
    first = True
    while True:
        magic = take(file, len(MAGIC))
        if not magic and not first:
            return
        if magic != MAGIC:
            raise StreamError(_no_segment(magic, first))
        yield from _segment(file)
        first = False


def _no_segment(magic: bytes, first: bool) -> str:
    if not magic:
        return "the file is empty: no blochpipe stream"
    if magic[:-1] == MAGIC[:-1] and len(magic) == len(MAGIC):
        return f"the stream has the format {magic[-1]}; this version reads format 1"
    if MAGIC.startswith(magic):
        return TRUNCATED
    return "not a blochpipe stream" if first else "something else than a segment follows the trailer"


def _segment(file: BinaryIO) -> Iterator[Record]:
    """The records of a segment whose magic was read."""
    count, digest = 0, hashlib.sha256()
    descriptors = b""
    make: Optional[Schema] = None
    while True:
        items = _items(read_frame(file))
        kind = items[0][0]
        if make is None and kind != HEADER:
            raise StreamError("a segment does not begin with its header")
        if (make is not None and kind == HEADER) or any(tag != kind for tag, _, _ in items) or (
                kind != RECORD and len(items) > 1):
            raise StreamError("an item stands where none of its kind is expected")
        for tag, body, framed in items:
            try:
                if tag == HEADER:
                    descriptors = _descriptors(body)
                    make = schema(descriptors)
                    check_budget(body, make("Header").DESCRIPTOR, "a header")
                elif make is None:
                    raise StreamError("a segment does not begin with its header")
                elif tag == RECORD:
                    count += 1
                    digest.update(framed)
                    message = make("Record")
                    check_budget(body, message.DESCRIPTOR, "a record")
                    yield Record(message.FromString(body), descriptors)
                else:
                    end = make("Trailer").FromString(body)
                    if (end.record_count, end.digest) != (count, digest.digest()):
                        raise StreamError("the stream is damaged: count or digest does not match the trailer")
                    return
            except DecodeError as error:
                raise StreamError(f"the stream is damaged: {error}") from None


def _items(content: bytes) -> list[tuple[int, bytes, bytes]]:
    """Tag, message, and message with its length in front, of every item of a frame."""
    at, items = 0, []
    limits = {HEADER: LARGEST_HEADER, RECORD: LARGEST_RECORD, TRAILER: LARGEST_HEADER}
    while at < len(content):
        length, start = read_varint(content, at)
        end = start + length
        if end > len(content) or length < 2:
            raise StreamError("the stream is damaged: an item goes on behind its frame")
        tag = content[start]
        size, body = read_varint(content, start + 1)
        if body + size != end or tag not in limits or size > limits[tag]:
            raise StreamError(f"the stream is damaged: an item of {size} bytes and the kind {tag}")
        items.append((tag, content[body:end], content[start + 1:end]))
        at = end
    if not items:
        raise StreamError("the stream is damaged: a frame without content")
    return items


def _descriptors(header: bytes) -> bytes:
    """Field 4 of a Header: its schema is not known yet."""
    for number, kind, content in fields(header):
        if (number, kind) == (4, 2):
            return content
    raise StreamError("the header has no schema")
