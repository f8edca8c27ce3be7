"""Writes variants of the first record of a stream, each damaged in its own way, as second records."""
import hashlib
import os
import struct
import sys

import zstandard

sys.path.insert(0, os.environ["SAMPLES"])
sys.dont_write_bytecode = True
import read_stream

data = open(sys.argv[1], "rb").read()
reader = zstandard.ZstdDecompressor().decompressobj()
header = next(read_stream.items(reader.decompress(data[18:])))[1]
start = data[: len(data) - len(reader.unused_data)]
message = read_stream.schema(header)
packer = zstandard.ZstdCompressor(write_checksum=True)
good = next(read_stream.read(sys.argv[1])).SerializeToString()


def varint(value):
    result = b""
    while value > 127:
        result, value = result + bytes([value & 127 | 128]), value >> 7
    return result + bytes([value])


def item(tag, body):
    inner = bytes([tag]) + varint(len(body)) + body
    return varint(len(inner)) + inner


def write(name, record):
    digest = hashlib.sha256()
    for body in good, record:
        digest.update(varint(len(body)) + body)
    trailer = message("Trailer")(record_count=2, digest=digest.digest()).SerializeToString()
    frames = item(0x12, good) + item(0x12, record), item(0x1A, trailer)
    open(name + ".rec.zst", "wb").write(start + b"".join(map(packer.compress, frames)))


def variant(name, change):
    record = message("Record").FromString(good)
    change(record)
    write(name, record.SerializeToString())


def pixels(*values):
    def change(record):
        potential = record.geometry.potential
        potential.type = 1
        potential.data = struct.pack("<64f", *values, *[0] * (64 - len(values)))
    return change


def assign(path, value):
    def change(record):
        *parents, last = path.split(".")
        for parent in parents:
            record = getattr(record, parent)
        setattr(record, last, value)
    return change


variant("nan", pixels(float("nan")))
variant("infinite", pixels(float("inf")))
variant("shape", lambda r: r.geometry.potential.shape.__setitem__(slice(None), [1 << 32, 1 << 32]))
variant("bytes", assign("geometry.potential.data", b"abc"))
variant("type", assign("geometry.potential.type", 9))
variant("vmax", assign("geometry.v_max", 0))
variant("symmetry", assign("geometry.symmetry", 0))
variant("none", lambda r: r.geometry.ClearField("potential"))
variant("rows", lambda r: r.bands.energies.shape.__setitem__(slice(None), [7, 3]))
variant("order", assign("bands.energies.data", struct.pack("<21d", *range(21, 0, -1))))
variant("labels", lambda r: r.irreps.points[1].irreps.pop())
write("junk", b"\xff" * 5)
variant("skewed", pixels(0, 0.5))
variant("constant", pixels())
variant("far", pixels(3e38, -3e38))
