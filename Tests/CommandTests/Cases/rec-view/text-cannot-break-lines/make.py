"""Writes bad.rec.zst, whose texts have control characters, behind a header that has them, too."""
import os
import sys

sys.path.insert(0, os.environ["REPOSITORY"] + "/Tests/Reference")
import write_stream
from write_stream import item, packer

TEXT = "a\nb\rc\td\x1b[2Je\\n\x07\x7f\x9b\u2028\u202ef\u00e9"
writer = write_stream.Writer(sys.argv[1])
record = next(write_stream.read_stream.read(sys.argv[1]))
failed = type(record)()
failed.key.name = TEXT
failed.status, failed.reason = 1, "tool: " + TEXT
record.key.name = TEXT
record.bands.kset = TEXT
record.bands.labels[0].text = TEXT
record.irreps.points[1].label = TEXT
record.irreps.points[1].energies.pop()
header = writer.message("Header")()
reader = write_stream.zstandard.ZstdDecompressor().decompressobj()
header.ParseFromString(next(write_stream.read_stream.items(reader.decompress(writer.start[18:])))[1])
header.provenance.add(tool=TEXT, version="1\n2", arguments=["--name", TEXT], stamp=TEXT)
writer.start = writer.start[:18] + packer.compress(item(0x0A, header.SerializeToString()))
writer.write("bad.rec.zst", [failed.SerializeToString(), record.SerializeToString()])
