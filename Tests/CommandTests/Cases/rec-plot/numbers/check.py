import collections, csv, sys

import numpy as np

sys.path.insert(0, sys.argv[1] + "/samples")
import read_stream
from read_stream import read


def array(message):
    return read_stream.array(message).astype(float)


def table(name):
    with open(name + ".tsv", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def column(rows, name):
    return np.array([float(row[name]) for row in rows])


def agree(what, ours, theirs, tolerance=1e-9):
    assert np.shape(ours) == np.shape(theirs) and np.allclose(ours, theirs, rtol=tolerance, atol=tolerance), (what, ours, theirs)


records = list(read("path.rec.zst"))
ours, theirs = column(table("bands"), "energy_vmax"), [array(r.bands.energies).T.ravel() for r in records]
agree("bands", ours, np.concatenate(theirs))
agree("estimates", column(table("bands"), "error_vmax")[0], records[0].bands.error_estimate)
b1, b2 = 2 * np.pi * np.array([1, -1 / 3 ** 0.5]), 2 * np.pi * np.array([0, 2 / 3 ** 0.5])
k = array(records[0].bands.kpoints) @ [b1, b2]
length = np.linalg.norm(np.diff(k, axis=0), axis=1).sum()
agree("distance", column(table("bands"), "distance_a")[len(k) - 1], length)
# Gamma-K-M-Gamma.
agree("length", length, 4 * np.pi / 3 + 2 * np.pi / 3 + 2 * np.pi / 3 ** 0.5)

network = list(read("network.rec.zst"))
agree("units", column(table("network"), "energy_meV"), np.concatenate([array(r.bands.energies).T.ravel() * r.geometry.v_max * 0.57 for r in network]), 1e-8)
bars = np.array([r.model.band_errors for r in network]) * 256 * 0.57
agree("bars", column(table("network"), "error_meV"), np.repeat(bars.ravel(), len(k)), 1e-8)

agree("potential", column(table("crystal"), "potential_vmax"), array(records[0].geometry.potential).ravel())

sweep, rows = list(read("sweep.rec.zst")), table("gaps")
agree("parameter", column(rows, "distance")[::4], [r.geometry.parameters[0].value for r in sweep])
for n, record in enumerate(sweep):
    e = array(record.bands.energies)
    for cut in range(4):
        row = rows[4 * n + cut]
        agree("gaps", [float(row[c]) for c in ("gap_vmax", "complete_gap_vmax", "lower_edge_vmax", "upper_edge_vmax")],
              [(e[:, cut + 1] - e[:, cut]).min(), e[:, cut + 1].min() - e[:, cut].max(), e[:, cut].max(), e[:, cut + 1].min()])

# Contours: the mean over the zone is that by the record's weights, to what the edge's share is; each wedge point is there.
grid = next(read("grid.rec.zst"))
energies, weights = array(grid.bands.energies), array(grid.bands.weights)
rows = table("contours")
found = {(round(float(r["k1"]), 9), round(float(r["k2"]), 9)): float(r["energy_vmax"]) for r in rows}
assert len(rows) == 1 + 3 * 12 * 13, len(rows)
for point, level in zip(array(grid.bands.kpoints), energies[:, 1]):
    agree("contours", found[tuple(np.round(point, 9))], level)
    # Turned by 60 degrees and by 180.
    agree("turned", found[tuple(np.round([point[0] - point[1], point[0]], 9))], level)
    agree("reversed", found[tuple(np.round(-point, 9))], level)

# Density: the states of each band below an energy, by a sum over many points of linear triangles drawn at random.
rows = [row for row in table("dos") if row["record"] == "0"]
edges, below = column(rows, "to_vmax"), column(rows, "states_below")
agree("integral", np.cumsum(column(rows, "density_per_cell_vmax") * (edges - column(rows, "from_vmax"))), below, 1e-6)
corner = {}
for point, level in zip(array(grid.bands.kpoints), energies):
    p, q = (round(12 * x) for x in (2 * point[0] - point[1], 2 * point[1] - point[0]))
    corner[p, q] = level
    if q == 0:
        corner[0, p] = level
small = [t for p, q in corner for t in (((p, q), (p + 1, q), (p, q + 1)), ((p + 1, q), (p, q + 1), (p + 1, q + 1))) if all(c in corner for c in t)]
assert len(small) == 144
u = np.random.default_rng(1).random((2000, 2))
u = np.where(u.sum(1, keepdims=True) > 1, 1 - u, u)
barycentric = np.column_stack([1 - u.sum(1), u])
levels = np.array([barycentric @ np.array([corner[c] for c in t]) for t in small])
for edge, count in list(zip(edges, below))[::7]:
    drawn = sum((levels[..., band] <= edge).mean() for band in range(levels.shape[2]))
    assert abs(drawn - count) < 0.01, (edge, drawn, count)

block = next(read("states.rec.zst")).states
u = array(block.periodic)[0, 1]
n = len(u)
i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
psi = (u[..., 0] + 1j * u[..., 1]) * np.exp(2j * np.pi * (0.3 * i + 0.1 * j) / n)
rows = table("states")
agree("density", column(rows, "density"), abs(psi.ravel()) ** 2)
agree("mean density", column(rows, "density").mean(), 1, 1e-6)
agree("phase", np.exp(1j * np.radians(column(rows, "phase_degrees"))), (psi / abs(psi)).ravel(), 1e-6)

derived = [r.density_of_states for r in read("derived.rec.zst")]
rows = table("derived")
agree("derived", column(rows, "density_per_cell_eV"), np.concatenate([array(d.density) / 512 for d in derived]), 1e-8)
agree("edges", column(rows, "to_eV"), np.concatenate([array(d.energies)[1:] * 512 for d in derived]), 1e-8)

classes = list(read("classes.rec.zst"))
verdict = {1: None, 2: "composite", 3: "obstructed", 4: "fragile", 6: "winding"}
for which in (1, 2):
    count = collections.Counter()
    for record in classes:
        sets = record.topology.sets
        found = sets[which - 1] if len(sets) >= which else None
        count["undetermined" if found is None else found.name if found.verdict == 1 else verdict.get(found.verdict, "undetermined")] += 1
    for row in table("verdicts"):
        if row["set"] == str(which):
            agree("verdicts", int(row["records"]), count.pop(row["class"], 0))
            assert float(row["percent_low"]) <= float(row["percent"]) <= float(row["percent_high"])
    assert not count, count
print("numbers agree")
