"""Writes streams that claim too much behind the header of the stream named first."""
import os
import sys

import zstandard

sys.path.insert(0, os.environ["REPOSITORY"] + "/Tests/Reference")
from write_stream import Writer, packer, varint

start = Writer(sys.argv[1]).start


def write(name, frame):
    open(name + ".rec.zst", "wb").write(start + frame)


# A frame of 300 MiB, an item of 1 TiB, a window of 1 GiB.
write("frame", packer.compress(bytes(300 << 20)))
write("item", packer.compress(varint(1 << 40) + b"\x12" + varint((1 << 40) - 7) + bytes(99)))
wide = zstandard.ZstdCompressionParameters(
    window_log=30, write_checksum=True, write_content_size=False)
stream = zstandard.ZstdCompressor(compression_params=wide).compressobj()
write("window", stream.compress(bytes(999)) + stream.flush())
