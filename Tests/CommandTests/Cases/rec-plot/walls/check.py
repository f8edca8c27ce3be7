import csv, sys

import numpy as np

sys.path.insert(0, sys.argv[1] + "/samples")
from read_stream import array, read


def table(name):
    with open(name + ".tsv", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def column(rows, name):
    return np.array([float(row[name]) for row in rows])


def agree(what, ours, theirs, tolerance=1e-8):
    assert np.shape(ours) == np.shape(theirs) and np.allclose(ours, theirs, rtol=tolerance, atol=tolerance), (what, ours, theirs)


record = next(read("strip.rec.zst"))
wall, rows = record.wall, table("strip")
kappas, points = array(wall.kappas), array(wall.state_kappas).astype(int)
agree("kappa", column(rows, "kappa"), kappas[points])
for name, field in (("energy_vmax", "energies"), ("error_vmax", "errors"), ("splitting_vmax", "splittings"),
                    ("depth_layers", "depths"), ("share", "shares"), ("velocity_vmax_a", "velocities")):
    agree(name, column(rows, name), array(getattr(wall, "state_" + field)))
names = [f"{w.below + 1}|{w.above + 1}" for w in wall.walls]
assert [row["wall"] for row in rows] == [names[int(n)] for n in array(wall.state_walls)]
agree("branch", column(rows, "branch"), array(wall.state_branches) + 1)

# At -kappa the same states, which run the other way; 0 and 1/2 are their own.
both = table("both")
assert len(both) == 2 * len(rows) - sum(points == 0) - sum(points == len(kappas) - 1)
assert (np.diff(column(both, "kappa")) >= 0).all()
unit = record.geometry.v_max * 0.57
for row in rows:
    here = [b for b in both if abs(abs(float(b["kappa"])) - float(row["kappa"])) < 1e-9 and b["branch"] == row["branch"]]
    for b in here:
        agree("meV", float(b["energy_meV"]), unit * float(row["energy_vmax"]))
        agree("meV a", float(b["velocity_meV_a"]) * (1 if float(b["kappa"]) >= 0 else -1), unit * float(row["velocity_vmax_a"]), 1e-6)
    assert len(here) == (1 if float(row["kappa"]) in (0, 0.5) else 2)

# Half layers from where layer 0 begins on; the mean distance of what is nearer to a state's wall than to the other one.
for name, wall, k in (("wall", wall, 2), ("edge", next(read("edge.rec.zst")).wall, 1)):
    half = table(name)
    at = array(wall.state_kappas) == k
    assert at.any() and wall.edge == (0.3 if name == "edge" else 0.5)
    agree("profiles", column(half, "share"), array(wall.state_profiles)[at].ravel())
    assert abs(column(half, "share").sum() - at.sum()) < 1e-9
    count, places = len(wall.layers), [w.position for w in wall.walls]
    for n, (depth, number) in enumerate(zip(array(wall.state_depths)[at], array(wall.state_walls)[at].astype(int))):
        own = half[2 * count * n:2 * count * (n + 1)]
        position, part = column(own, "position_layers"), column(own, "share")
        agree("position", position, wall.edge - 1 + (np.arange(2 * count) + 0.5) / 2)
        far = np.array([[abs((x - p + count / 2) % count - count / 2) for p in places] for x in position])
        agree("distance", abs(column(own, "distance_layers")), far[:, number])
        near = far.argmin(axis=1) == number
        agree("depth", (part * far[:, number])[near].sum() / part[near].sum(), depth, 1e-6)

light, rows = next(read("light.rec.zst")).wall, table("light")
energies, errors = array(light.state_energies), array(light.state_errors)
agree("roots", column(rows, "frequency_c_per_a"), energies ** 0.5)
agree("root's error", column(rows, "error_c_per_a"), errors / (2 * energies ** 0.5), 1e-4)
agree("THz", column(table("thz"), "frequency_THz"), energies ** 0.5 * 299792458 / 500e-9 / 1e12, 1e-7)
agree("c", column(table("thz"), "velocity_c"), array(light.state_velocities))
print("numbers agree,", len(rows), "states of light")
