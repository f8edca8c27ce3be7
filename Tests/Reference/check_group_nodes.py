#!/usr/bin/python3
"""Nodes, gaps and Berry fluxes of random cells of every wallpaper group, by dense plane waves: check_group_nodes.py [CELLS [GROUP...]].

Cells of genpot are solved with solve-seq --keep-model and searched by berryflux --wilson. Here each cell is one matrix of plane
waves: no symmetry, no reduced basis, no fluxes of triangles. Its bands on a grid of half of the zone, and Nelder-Mead from the lowest
minima of each gap there, must agree with what is told:

  gapped  no gap is smaller, that told is found at its place, and so is the complete gap;
  nodes   the bands meet at every node, at points where a pair is split, and all along lines of pairs; each star has as many members
          as the group makes, and every place where this search sees the bands meet is told;
  fluxes  of sets without C2: Berry phases around the piece of the zone, and around the third of it that is nearest to K, modulo 1.

A line for each group: cells, cuts by verdict, disagreements. Exit 1 when there is one.
"""
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy starts its threads

import collections
import json
import pathlib
import subprocess
import sys

import numpy
import scipy.linalg
import scipy.optimize

import crystal

CELLS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
VALUES = pathlib.Path(__file__).resolve().parents[1] / "WallpaperGroupsTests/Values/groups.json"
GROUPS = {entry["name"]: entry for entry in json.loads(VALUES.read_text())}
BANDS = 5
GRID = 20
STEPS = 150  # along a side of a polygon: phases are off by 4e-4 at most
CUTOFF = 36  # of plane waves, in the unit of crystal.Crystal
MET = 1e-4  # V_max: bands that meet as far as this search sees
SAME = 0.02  # of b1 and b2: places that are one


class Cell(crystal.Crystal):
    """With states that can be compared, and only the lowest bands."""

    def __init__(self, geometry):
        super().__init__(geometry)
        n = numpy.arange(-20, 21)
        n1, n2 = [a.ravel() for a in numpy.meshgrid(n, n, indexing="ij")]
        self.all = numpy.stack([n1, n2], -1)
        inside = ((self.all @ self.reciprocal) ** 2).sum(1) <= 1.5 * CUTOFF * self.unit * (1 + 1e-9)
        self.waves = self.all[inside]
        # What the energies lack: their change since half of the cut-off.
        rng = numpy.random.default_rng(1)
        self.lack = max((self.energies(k, CUTOFF / 2) - self.energies(k)).max() for k in rng.uniform(-0.5, 0.5, (4, 2)))

    def matrix(self, waves, k):
        d = waves[:, None] - waves
        h = self.v[d[..., 0] % self.pixels, d[..., 1] % self.pixels]
        h[numpy.diag_indices(len(h))] += (((waves + k) @ self.reciprocal) ** 2).sum(1)
        return h

    def energies(self, k, cutoff=CUTOFF):
        inside = (((self.all + k) @ self.reciprocal) ** 2).sum(1) <= cutoff * self.unit * (1 + 1e-9)
        return scipy.linalg.eigvalsh(self.matrix(self.all[inside], numpy.asarray(k, float)), subset_by_index=[0, BANDS]) / self.v_max

    def phase(self, corners, first, last):
        """Berry phase of bands first to last (from 1) counter-clockwise around a polygon, over 2 pi."""
        path = numpy.concatenate([a + (b - a) * numpy.arange(STEPS)[:, None] / STEPS for a, b in zip(corners, numpy.roll(corners, -1, 0))])
        states = [scipy.linalg.eigh(self.matrix(self.waves, k), subset_by_index=[first - 1, last - 1])[1] for k in path]
        overlaps = [numpy.linalg.det(a.conj().T @ b) for a, b in zip(states, states[1:] + states[:1])]
        area = sum(a[0] * b[1] - a[1] * b[0] for a, b in zip(corners, numpy.roll(corners, -1, 0)))
        return -numpy.angle(overlaps).sum() / (2 * numpy.pi) * numpy.sign(area)


def images(entry):
    """What the group and time reversal do to wave vectors."""
    found = []
    for text in entry["operations"]:
        w = numpy.array(text.partition("|")[0].split(), int).reshape(2, 2)
        for sign in (1, -1):
            m = sign * numpy.rint(numpy.linalg.inv(w)).astype(int)
            if not any((m == other).all() for other in found):
                found.append(m)
    return found


def apart(a, b, images):
    """Distance of two wave vectors or their images, along b1 and b2."""
    d = numpy.array([numpy.asarray(a) @ m - b for m in images])
    return abs(d - numpy.round(d)).max(1).min()


def piece(name):
    third = 1 / 3
    if name == "p1":
        return [(0, -0.5), (0.5, -0.5), (0.5, 0.5), (0, 0.5)]
    if name in ("pm", "pg"):
        return [(0, 0), (0.5, 0), (0.5, 0.5), (0, 0.5)]
    if name == "cm":
        return [(0, 0), (0.5, -0.5), (0.5, 0.5)]
    return [(0, 0), (2 * third, third), (third, 2 * third) if name == "p3" else (0.5, 0.5)]


def valley(cell):
    """Corners of the hexagon of what is nearer to K than to Gamma and K'."""
    k = numpy.array([2, 1]) / 3
    first = (numpy.array([1, 1]) / 3 - k) @ cell.reciprocal
    turns = [numpy.array([[numpy.cos(t), numpy.sin(t)], [-numpy.sin(t), numpy.cos(t)]]) for t in numpy.arange(6) * numpy.pi / 3]
    return numpy.array([k + first @ t @ numpy.linalg.inv(cell.reciprocal) for t in turns])


def descend(gap, start):
    size = 0.3 / GRID
    simplex = start + numpy.array([[0, 0], [size, 0], [0, size]])
    found = scipy.optimize.minimize(gap, start, method="Nelder-Mead", options={"initial_simplex": simplex, "xatol": 1e-8, "fatol": 1e-11, "maxfev": 160})
    return found.fun, found.x


def check_cut(cell, cut, entry, grid, points, counts, levels):
    """What is wrong with a cut, as text."""
    n = cut["below"]
    operations = images(entry)

    def gap(k):
        e = cell.energies(k)
        return e[n] - e[n - 1]

    table = (grid[:, n] - grid[:, n - 1]).reshape(GRID, -1)
    around = [numpy.roll(table, (i, j), (0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    lowest = [at for at in numpy.argsort(table.ravel()) if all(table.ravel()[at] <= a.ravel()[at] for a in around)][:4]
    minima = [descend(gap, points[at]) for at in lowest]
    error = cut.get("gap_error", 2e-4) + cell.lack
    counts[cut["verdict"]] += 1
    if cut["verdict"] == "GAPPED":
        least = min(minima, key=lambda m: m[0])
        if least[0] < cut["gap"] - error:
            yield f"a gap of {least[0]:.6f} at {least[1]}, told {cut['gap']:.6f}"
        if abs(gap(cut["gap_k"]) - cut["gap"]) > error:
            yield f"a gap of {gap(cut['gap_k']):.6f} at {cut['gap_k']}, told {cut['gap']:.6f}"
        complete = grid[:, n].min() - grid[:, n - 1].max()
        if complete < cut["complete_gap"] - error:
            yield f"a complete gap of {complete:.6f}, told {cut['complete_gap']:.6f}"
        told = cell.energies(cut["upper_k"])[n] - cell.energies(cut["lower_k"])[n - 1]
        if min(told, cut["gap"]) > cut["complete_gap"] + error:
            yield f"a complete gap of {told:.6f} where {cut['complete_gap']:.6f} is told"
    elif cut["verdict"] == "NODES":
        special = {p["label"]: [eval(x) for x in p["k"].split()] for p in entry["points"]}
        known = [node["k"] for node in cut.get("nodes", [])]
        for node in cut.get("nodes", []):
            members = []
            for m in operations:
                image = numpy.array(node["k"]) @ m
                if all(abs(image - o - numpy.round(image - o)).max() > 1e-5 for o in members):
                    members.append(image)
            if entry["name"] != "p6" and len(members) != node["star"]:
                yield f"a star of {node['star']} at {node['k']}, which has {len(members)} members"
            if gap(node["k"]) > 20 * error:
                yield f"a gap of {gap(node['k']):.6f} at {node['k']}, where a node is told"
        for label in cut.get("pinned", []) + cut.get("touching", []):
            known.append(special[label])
            if gap(special[label]) > error:
                yield f"a gap of {gap(special[label]):.6f} at {label}"
        for line in cut.get("lines", []):
            a, b = (numpy.array(special[label]) for label in line.split("-"))
            worst = max(gap(a + t * (b - a)) for t in (0.1, 0.37, 0.8))
            if worst > 1e-8:
                yield f"a gap of {worst:.9f} on {line}"
        # Levels of different irreps may come as close by accident as these plane waves can tell.
        for label, energies in levels.items():
            if 0 < energies[n] - energies[n - 1] < error + MET:
                known.append(special[label])
        for depth, k in minima:
            if depth > MET or any(apart(k, other, operations) < SAME for other in known):
                continue
            if cut.get("lines"):  # somewhere on a line, which one Nelder-Mead path cannot tell from a node beside it
                half = [abs(k[i] - numpy.round(k[i])) for i in (0, 1)]
                if max(half) > 0.5 - SAME:
                    continue
            # Without C2 a very small gap may be one.
            yield f"bands {depth:.7f} apart at {k}, which is not told"


def check(name):
    entry = GROUPS[name]
    command = f"genpot random -n {CELLS} --seed 5 --group {name} --vmax 40 --pixels 36 --beta 3 | solve-seq --bands {BANDS} --keep-model | berryflux --wilson | rec-view"
    lines = subprocess.run(command, shell=True, check=True, stdout=subprocess.PIPE).stdout.decode().splitlines()
    counts, wrong = collections.Counter(), []
    x = numpy.arange(GRID) / GRID
    points = numpy.array([(a, b) for a in x for b in x])
    for line in lines:
        record = json.loads(line)
        if record.get("status", "OK") != "OK":
            wrong.append(f"record {record['key'].get('index')}: {record.get('error')}")
            continue
        cell = Cell(record["geometry"])
        # k and -k have the same bands.
        half = {}
        for at, k in enumerate(points):
            key = tuple(min((tuple(numpy.rint(k * GRID).astype(int)), tuple(numpy.rint(-k * GRID).astype(int) % GRID))))
            if key not in half:
                half[key] = cell.energies(k)
        grid = numpy.array([half[tuple(min((tuple(numpy.rint(k * GRID).astype(int)), tuple(numpy.rint(-k * GRID).astype(int) % GRID))))] for k in points])
        levels = {point["label"]: point["energies"] for point in record["irreps"]["points"] if point["label"] in {p["label"] for p in entry["points"]}}
        for cut in record["connectivity"]["cuts"]:
            for text in check_cut(cell, cut, entry, grid, points, counts, levels):
                wrong.append(f"record {record['key'].get('index', 0)} cut {cut['below']}: {text}")
        for winding in record["connectivity"].get("windings", []):
            if "flux" not in winding:
                continue
            bands = winding["first_band"], winding["last_band"]
            counts["fluxes"] += 1
            loops = [("flux", numpy.array(piece(name)), winding["flux"])]
            if name in ("p3", "p3m1", "p31m"):
                loops.append(("valley", valley(cell), winding["valley"]))
            for what, corners, told in loops:
                own = cell.phase(corners, *bands)
                if abs(own - told - numpy.round(own - told)) > 4e-3:
                    wrong.append(f"record {record['key'].get('index', 0)} bands {bands}: {what} {own:.5f}, told {told:.5f}")
    print(f"{name:5} {len(lines)} cells, " + ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) + f", {len(wrong)} disagreements", flush=True)
    for text in wrong:
        print("      " + text, flush=True)
    return not wrong and len(lines) == CELLS


sys.exit(0 if all([check(name) for name in (sys.argv[2:] or GROUPS)]) else 1)
