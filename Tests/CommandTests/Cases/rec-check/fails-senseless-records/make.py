"""Writes variants of the first record of a stream, each damaged in its own way, as second records."""
import math
import os
import struct
import sys

sys.path.insert(0, os.environ["REPOSITORY"] + "/Tests/Reference")
import write_stream

writer = write_stream.Writer(sys.argv[1])
good = next(write_stream.read_stream.read(sys.argv[1])).SerializeToString()


sensible = []


def write(name, record):
    writer.write(name + ".rec.zst", [good, record])


def variant(name, change):
    record = writer.message("Record").FromString(good)
    change(record)
    record.key.name = name
    sensible.append(record.SerializeToString())
    write(name, sensible[-1])


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
NAN = float("nan")


def array(path, values, shape=None):
    def change(record):
        for part in path.split("."):
            record = getattr(record, part)
        record.type, record.data = 0, struct.pack(f"<{len(values)}d", *values)
        if shape:
            record.shape[:] = shape
    return change


def special(name, values, point=1):
    return lambda record: getattr(record.irreps.points[point], name).__setitem__(slice(None), values)


# Fewer energies than irreps, and more; not ascending; K elsewhere; a point twice; no numbers.
variant("energies", lambda r: [p.energies.pop() for p in r.irreps.points])
variant("irreps", lambda r: [p.irreps.pop() for p in r.irreps.points])
variant("descending", special("energies", [3, 2, 1, 4, 5, 6, 7]))
variant("place", special("k", [0.25, 0.25]))
variant("again", lambda r: r.irreps.points.add().CopyFrom(r.irreps.points[0]))
variant("special", special("energies", [NAN] * 7))
variant("kpoints", array("bands.kpoints", [0, NAN, 0, 0, 0, 0]))
variant("weights", array("bands.weights", [0.5, 0.5], [2]))
variant("label", lambda r: r.bands.labels.add(index=3, text="X"))
variant("bits", lambda r: (assign("bands.kpoints.type", 2)(r), assign("bands.kpoints.data", b"\7")(r)))
variant("width", array("bands.energies", [], [3, 0]))
variant("huge", array("bands.energies", [0, 0, 0, 0, 0, 0, 1e300] * 3))
variant("estimate", assign("bands.error_estimate", NAN))
# Blocks of different bands.
variant("other", array("bands.energies", [10, 20, 30, 40, 50, 60, 70] * 3))
variant("orbits", lambda r: (r.gradient.n1.append(0), r.gradient.n2.append(0),
                             array("gradient.energies", [0] * 9, [3, 3, 1])(r)))
variant("beyond", lambda r: r.connectivity.cuts.add(below=8, verdict=2))
variant("parity", lambda r: r.connectivity.cuts.add(below=1, verdict=2, parity=2))
variant("sets", lambda r: [r.topology.sets.add(first_band=n) for n in (1, 2)])
variant("margin", assign("model.margin", NAN))
variant("elements", lambda r: array("reduced_model.x", [1e200] * r.reduced_model.x.shape[0])(r))
variant("far-coefficients", lambda r: array("model.coefficients", [1e200] * 245)(r))


def crystal(equation="tm", v_max=4 * math.pi**2, materials=(("epsilon", 1, 12),), told="tm", quantity="(omega a/(2 pi c))^2", error=1e-4):
    def change(record):
        record.geometry.equation, record.geometry.v_max = equation, v_max
        for name, low, high in materials:
            record.geometry.materials.add(name=name, low=low, high=high)
        record.bands.equation, record.bands.quantity, record.bands.frequency_error = told, quantity, error
    return change


# Waves of no kind, in another unit, in no material, in one of another kind; bands of a potential, of another quantity, without an error.
variant("equation", crystal("tem"))
variant("unit", crystal(v_max=256))
variant("materials", crystal(materials=()))
variant("names", crystal(materials=(("rho", 1, 2),)))
variant("another", crystal(told="", quantity="", error=0))
variant("quantity", crystal(quantity="omega"))
variant("frequencies", crystal(error=NAN))
write("junk", b"\xff" * 5)
variant("skewed", pixels(0, 0.5))
variant("constant", pixels())
variant("far", pixels(3e38, -3e38))
writer.write("all.rec.zst", [good] + sensible)
