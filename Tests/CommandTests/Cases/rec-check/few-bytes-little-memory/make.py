"""Writes small streams of large records behind the header of the stream named first."""
import hashlib
import os
import sys

sys.path.insert(0, os.environ["REPOSITORY"] + "/Tests/Reference")
import write_stream
from write_stream import item, packer, varint

writer = write_stream.Writer(sys.argv[1])
good = next(write_stream.read_stream.read(sys.argv[1])).SerializeToString()


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def write(name, bodies):
    """A frame a record."""
    digest = hashlib.sha256(b"".join(varint(len(body)) + body for body in bodies)).digest()
    trailer = writer.message("Trailer")(record_count=len(bodies), digest=digest).SerializeToString()
    with open(name + ".rec.zst", "wb") as stream:
        stream.write(writer.start)
        for body in bodies:
            stream.write(packer.compress(item(0x12, body)))
        stream.write(packer.compress(item(0x1A, trailer)))


def changed(change):
    record = writer.message("Record").FromString(good)
    change(record)
    return record.SerializeToString()


def numbers(record):
    """Two million wave vectors, each at Gamma."""
    record.ClearField("irreps")
    record.bands.kpoints.shape[:] = [2_000_000, 2]
    record.bands.kpoints.data = bytes(32_000_000)
    record.bands.energies.shape[:] = [2_000_000, 2]
    record.bands.energies.data = bytes(32_000_000)


def bits(record):
    record.bands.kpoints.type = record.bands.energies.type = 2
    for array in record.bands.kpoints, record.bands.energies:
        array.shape[:] = [1 << 23, 2]
        array.data = bytes(1 << 21)


def cell(record):
    record.geometry.potential.shape[:] = [4096, 4096]
    record.geometry.potential.data = bytes(1 << 21)


# Four million empty messages; irreps; texts.
write("sets", [field(13, field(1, b"") * 4_000_000)])
write("irreps", [field(12, field(1, field(3, b"\1" * 7_000_000)))] * 40)
write("texts", [field(17, field(3, field(3, b"") * 3_000_000))] * 40)
# As many messages as may be, in each of 60 records.
write("messages", [field(17, field(3, b"") * 16_000)] * 60)
write("numbers", [changed(numbers)] * 4)
write("bits", [changed(bits)] * 10)
write("cells", [changed(cell)] * 24)
write("names", [changed(lambda r: setattr(r.key, "name", "x" * 1_000_000))] * 80)
header = item(0x0A, b"\x08\1" + field(5, b"") * 4_000_000)
open("header.rec.zst", "wb").write(writer.start[:18] + packer.compress(header))
