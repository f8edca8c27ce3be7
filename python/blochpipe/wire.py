"""The wire format of protobuf, as far as a stream needs it before it has a schema."""

from __future__ import annotations

from typing import Any, Iterator

from .errors import StreamError

#: Limits of a record or header: messages at any depth, entries of lists outside of arrays, bytes of text.
MESSAGES, ELEMENTS, TEXT = 1 << 14, 1 << 17, 1 << 20
_MESSAGE, _STRING, _BYTES = 11, 9, 12
_WIDTH = {1: 8, 2: 4, 6: 8, 7: 4, 15: 4, 16: 8}


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """A number and the place behind it. StreamError where it has no end."""
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            break
        value |= (data[at] & 0x7F) << shift
        at += 1
        if data[at - 1] < 0x80:
            return value, at
    raise StreamError("the stream is damaged: a number without an end")


def varint(value: int) -> bytes:
    """A number, as short as possible."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def fields(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Number, wire type and content of every field of a message; the content of a varint is empty."""
    at = 0
    while at < len(data):
        key, at = read_varint(data, at)
        number, kind = key >> 3, key & 7
        size = {0: 0, 1: 8, 5: 4}.get(kind, 0)
        if kind == 0:
            _, at = read_varint(data, at)
        elif kind == 2:
            size, at = read_varint(data, at)
        elif kind not in (1, 3, 4, 5):
            raise StreamError("the stream is damaged: a field of an unknown kind")
        if at + size > len(data):
            raise StreamError("the stream is damaged: a field goes on behind its message")
        yield number, kind, data[at:at + size]
        at += size


def check_budget(data: bytes, descriptor: Any, what: str) -> None:
    """Refuses what would take far more memory than its bytes, before it is decoded.

    Args:
        data: an encoded message.
        descriptor: of its type.
        what: "a record".
    """
    # Fewer bytes cannot exceed a limit: a message takes two bytes.
    if len(data) <= 2 * MESSAGES:
        return
    counts = [0, 0, 0]
    _count(data, descriptor, counts)
    for count, limit, name in zip(counts, (MESSAGES, ELEMENTS, TEXT), ("messages", "list entries", "bytes of text")):
        if count > limit:
            raise StreamError(f"{what} has {count} {name}, and {limit} are the limit")


def _count(data: bytes, descriptor: Any, counts: list[int]) -> None:
    known = descriptor.fields_by_number
    array = descriptor.name == "Array"
    for number, kind, content in fields(data):
        field = known.get(number)
        if field is None:
            continue
        if field.type == _MESSAGE and kind == 2:
            counts[0] += 1
            if counts[0] > MESSAGES:
                return
            _count(content, field.message_type, counts)
        elif field.type == _STRING:
            counts[1] += 1
            counts[2] += len(content)
        elif field.label == field.LABEL_REPEATED and not array and field.type != _BYTES:
            width = _WIDTH.get(field.type)
            if kind != 2:
                counts[1] += 1
            elif width:
                counts[1] += len(content) // width
            else:
                counts[1] += sum(byte < 0x80 for byte in content)
