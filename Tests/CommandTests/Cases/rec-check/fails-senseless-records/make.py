"""Writes variants of the first record of a stream, each damaged in its own way, as second records."""
import os
import struct
import sys

sys.path.insert(0, os.environ["REPOSITORY"] + "/Tests/Reference")
import write_stream

writer = write_stream.Writer(sys.argv[1])
good = next(write_stream.read_stream.read(sys.argv[1])).SerializeToString()


def write(name, record):
    writer.write(name + ".rec.zst", [good, record])


def variant(name, change):
    record = writer.message("Record").FromString(good)
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
variant("model", assign("reduced_model.order", 3))
variant("triangle", lambda r: r.reduced_model.x.ClearField("data"))
variant("coefficients", assign("model.orbitals", "1s"))
variant("twice", lambda r: [r.connectivity.cuts.add(below=1, verdict=2) for _ in range(2)])
variant("undecided", lambda r: r.connectivity.cuts.add(below=1))
variant("widow", lambda r: r.connectivity.windings.add(first_band=2, last_band=2))
variant("loss", assign("design.loss", float("nan")))
variant("target", lambda r: r.design.target.kpoints.shape.extend([0, 3]))
write("junk", b"\xff" * 5)
variant("skewed", pixels(0, 0.5))
variant("constant", pixels())
variant("far", pixels(3e38, -3e38))
