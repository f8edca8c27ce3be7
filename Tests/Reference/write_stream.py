"""Writes record streams behind the header of another one, whose schema they take over."""

import hashlib
import pathlib
import sys

import zstandard

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import read_stream  # noqa: E402

packer = zstandard.ZstdCompressor(write_checksum=True)


def varint(value):
    result = b""
    while value > 127:
        result, value = result + bytes([value & 127 | 128]), value >> 7
    return result + bytes([value])


def item(tag, body):
    inner = bytes([tag]) + varint(len(body)) + body
    return varint(len(inner)) + inner


class Writer:
    """start is the stream up to its records; message(name) is a class of its schema."""

    def __init__(self, source):
        data = open(source, "rb").read()
        reader = zstandard.ZstdDecompressor().decompressobj()
        header = next(read_stream.items(reader.decompress(data[18:])))[1]
        self.start = data[: len(data) - len(reader.unused_data)]
        self.message = read_stream.schema(header)

    def write(self, path, bodies):
        """Encoded records, with a trailer that fits."""
        digest = hashlib.sha256(b"".join(varint(len(body)) + body for body in bodies)).digest()
        trailer = self.message("Trailer")(record_count=len(bodies), digest=digest).SerializeToString()
        frames = b"".join(item(0x12, body) for body in bodies), item(0x1A, trailer)
        with open(path, "wb") as stream:
            stream.write(self.start + b"".join(map(packer.compress, frames)))
