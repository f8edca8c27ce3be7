#!/usr/bin/python3
"""Checks the nodes and gaps that berryflux told of a stream by a search of another kind.

Example: genpot random -n 200 --alpha 0.5 | predict | berryflux | check_nodes.py --count 200
         genpot random -n 200 --alpha 0.5 | solve-seq --keep-model | berryflux | check_nodes.py

For cuts n|n+1 drawn from the stream, half of them 'gapped', H(k) is built again in numpy: the tight-binding
model by tight_binding, the reduced model as a0 + kx x + ky y + k^2 a2. Its gap is computed on a dense grid of
the wedge Gamma-K-K' and around it; the lowest minima there are looked at on a finer grid, and followed to the
bottom by Nelder-Mead and Newton's method. No Berry phases, no theorem, no refinement enter the search.

  gapped  no gap found vanishes or is smaller than told by the tolerance, and the gap at the place told is that told;
          the complete gap is that between top and bottom of the bands, found in the same way, and at the places told;
  nodes   the gap vanishes at every free node told, a small circle around it has Berry phase pi, no two are one
          modulo the symmetry, and the search finds no others. Where a pair is split at Gamma or K the gap must
          vanish; nodes that the model's error may have torn off from there are left out, and counted when told.

Prints counts and every disagreement; exit status 1 when there is one, or nothing to check.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy starts its threads

import argparse
import collections
import pathlib
import random
import sys

import numpy as np
import scipy.optimize

import tight_binding

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import read_stream  # noqa: E402

SHIFTS = np.array([(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)])
CORNERS = np.array([[2, 1], [1, 2]]) / 3  # K, K'
PINNED = {"Gamma": [(0, 0)], "K": [(2 / 3, 1 / 3), (1 / 3, 2 / 3)]}
VERDICTS = {1: "nodes", 2: "gapped", 3: "unresolved"}
NODE = 1e-9  # V_max: a gap that counts as none when the search finds it
TOLD = 1e-6  # V_max: the same at a place that was told
NEAR_PIN = 1e-3  # |b|: the same node as the pinned one


class TightBinding:
    """H(k) of tight_binding, real in a basis with a factor i on the C2-odd functions."""

    same = 1e-5  # |b|: nodes closer than this are one
    edge = 1e-7  # V_max: tops and bottoms of bands differ by no more
    error = 1e-5  # V_max: how well the model keeps the symmetry and meets the energies told

    def __init__(self, block):
        model = tight_binding.Model(block.orbitals, read_stream.array(block.coefficients))
        # Functions of m and -m stand side by side: back to the time-reversal invariant basis.
        n, row = len(model.m), 0
        u = np.zeros((n, n), complex)
        while row < n:
            size = 2 if model.m[row] % 3 else 1
            pair = np.array([[1, -1j], [1, 1j]]) / np.sqrt(2) if size == 2 else np.eye(1)
            u[row : row + size, row : row + size] = pair * (1j if model.m[row] % 2 else 1)
            row += size
        difference = (model.m[:, None] - model.m) % 6
        self.parts = np.array([u.conj().T @ np.where(difference == d, model.hopping, 0) @ u for d in range(6)])
        self.constant = (u.conj().T @ np.diag(model.onsite) @ u).real

    def matrices(self, x):
        """H at the rows (x1, x2) of x."""
        f = np.array([tight_binding.structure(k) for k in x @ tight_binding.B])
        h = np.einsum("kd,dij->kij", f, self.parts)
        if np.abs(h.imag).max() > 1e-10:
            raise ArithmeticError("the tight-binding matrix is not real")
        return h.real + self.constant


class Reduced:
    """H(k) = a0 + kx x + ky y + k^2 a2; wave vectors far outside the wedge are folded into it.

    Its basis is not symmetric between Gamma, K and M: a node on the wedge's border lies a little elsewhere than its
    image, the more so where bands are nearly parallel, and so do the images of a node near Gamma.
    """

    same = 1e-3
    edge = 1e-4
    error = 1e-4  # the tolerance of solve-seq --keep-model

    def __init__(self, block):
        def full(array):
            m = np.zeros((block.order, block.order))
            m[np.tril_indices(block.order)] = read_stream.array(array)
            return m + np.tril(m, -1).T

        self.parts = np.array([full(a) for a in (block.a0, block.x, block.y, block.a2)])

    def matrices(self, x):
        """H at the rows (x1, x2) of x."""
        x = np.array([row if inside(row, 0.1) else fold(row) for row in x])
        k = x @ tight_binding.B
        weights = np.stack([np.ones(len(k)), k[:, 0], k[:, 1], (k**2).sum(1)], axis=1)
        return np.tensordot(weights, self.parts, axes=1)


def inside(x, margin):
    """Whether a wave vector lies in the wedge, or not farther outside than a part of |K|."""
    s, t = 2 * x[0] - x[1], 2 * x[1] - x[0]
    return s >= -margin and t >= -margin and s + t <= 1 + margin


def length(x):
    """|k|/|b|, elementwise over the last axis."""
    return np.sqrt(x[..., 0] ** 2 + x[..., 1] ** 2 - x[..., 0] * x[..., 1])


def images(x):
    """The six rotations of a wave vector."""
    rows = [np.asarray(x, float)]
    for _ in range(5):
        rows.append(np.array([rows[-1][0] - rows[-1][1], rows[-1][0]]))
    return np.array(rows)


def equivalents(x):
    """The rotations of a wave vector, each moved by up to one reciprocal lattice vector of either kind."""
    turned = images(x)
    turned -= np.round(turned)
    return (turned[:, None] + SHIFTS).reshape(-1, 2)


def fold(x):
    """The image in the wedge."""
    x = np.asarray(x, float) - np.round(x)
    x = (x + SHIFTS)[np.argmin(length(x + SHIFTS))]
    turned = images(x)
    s, t = 2 * turned[:, 0] - turned[:, 1], 2 * turned[:, 1] - turned[:, 0]
    return turned[np.argmax(np.minimum(s, t))]


def distance(x, y):
    """Smallest distance of x and the images of y, in |b|."""
    return length(equivalents(y) - (x - np.round(x))).min()


class Search:
    """The gap above band n of one model."""

    def __init__(self, model, n, divisions):
        self.model, self.n, self.divisions = model, n, divisions

    def gaps(self, x):
        """Gaps at the rows of x."""
        found = []
        for part in np.array_split(x, max(1, len(x) // 400)):
            e = np.linalg.eigvalsh(self.model.matrices(part))
            found.append(e[:, self.n] - e[:, self.n - 1])
        return np.concatenate(found)

    def gap(self, x):
        return self.gaps(np.asarray(x)[None])[0]

    def grid(self):
        """(gap, wave vector) of minima on a grid that reaches one step out of the wedge, lowest first."""
        n = self.divisions
        index = np.full((n + 5, n + 5), -1)
        places = [(i, j) for i in range(-1, n + 2) for j in range(-1, n + 2) if i + j <= n + 1]
        for at, (i, j) in enumerate(places):
            index[i + 2, j + 2] = at
        x = np.array(places) / n @ CORNERS
        gaps = np.append(self.gaps(x), np.inf)
        found = []
        for at, (i, j) in enumerate(places):
            around = gaps[[index[i + 2 + a, j + 2 + b]
                           for a, b in ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))]]
            steepest = np.abs(around[np.isfinite(around)] - gaps[at]).max()
            # A cone rises by as much from one point to the next as from its tip to the nearest point.
            if (around >= gaps[at]).all():
                found.append((gaps[at], gaps[at] < 4 * steepest, x[at]))
        found.sort(key=lambda f: f[0])
        return [x for place, (_, isSteep, x) in enumerate(found) if place < 2 or isSteep][:16]

    def edge(self, band, sign):
        """The lowest value of sign times a band's energy (from 0): on the grid, and down from its lowest minima."""

        def energy(x):
            return sign * np.linalg.eigvalsh(self.model.matrices(np.asarray(x)[None]))[0, band]

        n = self.divisions
        x = np.array([(i, j) for i in range(n + 1) for j in range(n + 1 - i)]) / n @ CORNERS
        values = sign * np.linalg.eigvalsh(self.model.matrices(x))[:, band]
        best = values.min()
        for start in x[np.argsort(values)[:6]]:
            simplex = start + np.array([[0, 0], [0.5, 0], [0, 0.5]]) / n
            options = {"initial_simplex": simplex, "xatol": 1e-8, "fatol": 1e-12, "maxfev": 200}
            best = min(best, scipy.optimize.minimize(energy, start, method="Nelder-Mead", options=options).fun)
        return best

    def complete_gap(self):
        """From the top of band n to the bottom of the next."""
        return self.edge(self.n, 1) + self.edge(self.n - 1, -1)

    def minima(self, start):
        """Minima of the gap on a finer grid around a point."""
        reach, n = 1.2 / self.divisions, 5
        steps = np.arange(-n, n + 1) / n * reach
        x = start + np.array([(a, b) for a in steps for b in steps]) @ CORNERS
        gaps = self.gaps(x).reshape(2 * n + 1, -1)
        inner = gaps[1:-1, 1:-1]
        least = np.ones(inner.shape, bool)
        for a in (0, 1, 2):
            for b in (0, 1, 2):
                least &= inner <= gaps[a : a + 2 * n - 1, b : b + 2 * n - 1]
        return x.reshape(2 * n + 1, 2 * n + 1, 2)[1:-1, 1:-1][least]

    def descend(self, start):
        """(gap, wave vector) at the bottom: Nelder-Mead, then Newton's method for a node."""
        size = 0.1 / self.divisions
        simplex = start + np.array([[0, 0], [size, 0], [0, size]])
        options = {"initial_simplex": simplex, "xatol": 1e-11, "fatol": 1e-14, "maxfev": 300}
        best = scipy.optimize.minimize(self.gap, start, method="Nelder-Mead", options=options)
        node = self.newton(best.x)
        return min(((best.fun, best.x), node), key=lambda f: f[0])

    def newton(self, start):
        """Solves d(k) = 0, where the two bands are H = d1 sigma_z + d2 sigma_x in first order."""
        x, step = np.array(start), 1e-5
        for _ in range(12):
            e, v = np.linalg.eigh(self.model.matrices(x[None])[0])
            gap = e[self.n] - e[self.n - 1]
            if gap < 1e-13:
                break
            u = v[:, self.n - 1 : self.n + 1]
            jacobian = np.empty((2, 2))
            for axis in range(2):
                shift = step * np.eye(2)[axis]
                up, down = self.model.matrices(np.array([x + shift, x - shift]))
                d = u.T @ (up - down) @ u / (2 * step)
                jacobian[:, axis] = (d[1, 1] - d[0, 0]) / 2, d[0, 1]
            try:
                x = x - np.linalg.solve(jacobian, [gap / 2, 0])
            except np.linalg.LinAlgError:
                return np.inf, x
            if length(x - start) > 0.5 / self.divisions:
                return np.inf, x
        return self.gap(x), x

    def phase(self, x, radius):
        """Berry phase of the lowest n bands around a circle, as the sign of the product of overlaps."""
        angles = np.arange(24) * 2 * np.pi / 24
        circle = np.stack([np.cos(angles), np.sin(angles)], axis=1) * radius * 4 * np.pi / np.sqrt(3)
        points = x + circle @ np.linalg.inv(tight_binding.B)
        v = np.linalg.eigh(self.model.matrices(points))[1][:, :, : self.n]
        return np.prod(np.sign(np.linalg.det(np.swapaxes(v, 1, 2) @ np.roll(v, -1, axis=0))))

    def near(self, x):
        """The image of x, in the wedge or a little outside, with the smallest gap: a told one is in the wedge."""
        around = [y for y in equivalents(x) if inside(y, 0.1)] or [x]
        return min(around, key=self.gap)

    def belongs(self, x, pin):
        """Whether the gap all the way from x to a pinned node is within the error of the model."""
        around = equivalents(x)
        y = around[np.argmin(length(around - pin))]
        if length(y - pin) < NEAR_PIN:
            return True
        path = pin + np.linspace(0, 1, 17)[1:, None] * (y - pin)
        return length(y - pin) < 0.1 and self.gaps(path).max() < 3 * self.model.error

    def all(self):
        """Every minimum found, as (gap, wave vector)."""
        found = []
        for start in self.grid():
            for x in self.minima(start):
                found.append(self.descend(x))
        return found


def check_gapped(search, cut, tolerance):
    """What is wrong with a gapped cut, as text."""
    least, place = min(search.all(), key=lambda f: f[0])
    if least < NODE:
        yield f"a node at {place}, told a gap of {cut.gap:.3g}"
    elif least < cut.gap - tolerance:
        yield f"a gap of {least:.6g} at {place}, told {cut.gap:.6g} at {list(cut.gap_k)}"
    there = search.gap(np.array(cut.gap_k))
    if abs(there - cut.gap) > tolerance:
        yield f"a gap of {there:.6g} at {list(cut.gap_k)}, where {cut.gap:.6g} is told"
    complete = search.complete_gap()
    if abs(complete - cut.complete_gap) > search.model.edge:
        yield f"a complete gap of {complete:.9g}, told {cut.complete_gap:.9g}"
    low, high = (np.linalg.eigvalsh(search.model.matrices(np.array(k)[None]))[0] for k in (cut.lower_k, cut.upper_k))
    if abs(high[search.n] - low[search.n - 1] - cut.complete_gap) > search.model.edge:
        yield f"no complete gap of {cut.complete_gap:.9g} between {list(cut.lower_k)} and {list(cut.upper_k)}"


def check_nodes(search, cut, counts):
    """What is wrong with a cut that has nodes, as text."""
    told = [np.array(node.k) for node in cut.nodes]
    pins = [np.array(k) for label in cut.pinned for k in PINNED[label]]
    if len(told) != cut.sextets:
        yield f"{cut.sextets} sextets, but {len(told)} nodes"
    for i, x in enumerate(told):
        others = [distance(x, y) for y in told[:i] + told[i + 1 :] + pins]
        nearest = min(others, default=1)
        if any(search.belongs(x, pin) for pin in pins):
            counts["nodes told within the error of pinned ones"] += 1
            continue
        if nearest < search.model.same:
            yield f"the node at {x} is told twice"
            continue
        x = search.near(x)
        gap = search.gap(x)
        if gap > TOLD:
            yield f"a gap of {gap:.3g} at {x}, where a node is told"
        elif search.phase(x, min(1e-4, nearest / 3)) > 0:
            yield f"no Berry phase of pi around the node told at {x}"
    for pin in pins:
        if search.gap(pin) > search.model.error:
            yield f"a gap of {search.gap(pin):.3g} at {pin}, where a pair is split"
    found = []
    for gap, x in search.all():
        if gap > NODE or any(search.belongs(x, pin) for pin in pins):
            continue
        if all(distance(x, y) > search.model.same for y in found):
            found.append(x)
    for x in found:
        if all(distance(x, y) > search.model.same for y in told):
            yield f"a node at {fold(x)} that is not told"
    for y in told:
        near = any(distance(x, y) <= search.model.same for x in found)
        counts["nodes found again" if near else "nodes right where told but missed by this search"] += 1


class Sample:
    """So many entries of a sequence of unknown length, each as likely as the others."""

    def __init__(self, size, generator):
        self.size, self.generator, self.seen, self.kept = size, generator, 0, []

    def offer(self, entry):
        self.seen += 1
        if len(self.kept) < self.size:
            self.kept.append(entry)
        else:
            at = self.generator.randrange(self.seen)
            if at < self.size:
                self.kept[at] = entry


def main():
    parser = argparse.ArgumentParser(description="Check nodes and gaps by an independent search.")
    parser.add_argument("stream", nargs="?", default="/dev/stdin", help="a stream that berryflux wrote")
    parser.add_argument("--count", type=int, default=200, help="cuts to check")
    parser.add_argument("--seed", type=int, default=0, help="of their choice")
    parser.add_argument("--divisions", type=int, default=64, help="of the wedge's edge by the grid")
    parser.add_argument("--tolerance", type=float, help="of a gap, V_max; by default the error of the model")
    options = parser.parse_args()

    generator = random.Random(options.seed)
    samples = {kind: Sample(options.count, generator) for kind in ("gapped", "free nodes", "pinned nodes")}
    records = unresolved = 0
    for at, record in enumerate(read_stream.read(options.stream)):
        records += 1
        for cut in record.connectivity.cuts:
            if VERDICTS.get(cut.verdict) == "gapped":
                samples["gapped"].offer((at, record, cut))
            elif VERDICTS.get(cut.verdict) == "nodes":
                samples["free nodes" if cut.sextets else "pinned nodes"].offer((at, record, cut))
            else:
                unresolved += 1
    # Half gapped, a quarter each with and without free nodes; what one kind lacks the others make up.
    kept = [samples["gapped"].kept, samples["free nodes"].kept, samples["pinned nodes"].kept]
    pattern, chosen = [0, 1, 0, 2], []
    while len(chosen) < options.count and any(kept):
        for kind in pattern:
            if kept[kind] and len(chosen) < options.count:
                chosen.append(kept[kind].pop())

    counts, wrong = collections.Counter(), []
    for at, record, cut in chosen:
        is_reduced = record.connectivity.model == "reduced"
        model = Reduced(record.reduced_model) if is_reduced else TightBinding(record.model)
        search = Search(model, cut.below, options.divisions)
        verdict = VERDICTS[cut.verdict]
        counts[verdict + (" " + record.connectivity.model)] += 1
        found = check_gapped(search, cut, options.tolerance or model.error) if verdict == "gapped" else check_nodes(search, cut, counts)
        for text in found:
            wrong.append(f"record {at} (index {record.key.index}) cut {cut.below}|{cut.below + 1} {verdict}: {text}")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{records} records, {sum(s.seen for s in samples.values())} cuts, {unresolved} more unresolved; checked "
          + ", ".join(f"{number} {name}" for name, number in sorted(counts.items())))
    print(f"{len(wrong)} disagreements")
    return 1 if wrong or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
