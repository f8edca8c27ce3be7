#!/usr/bin/python3
"""Bands and irreps of a 2D unit cell from one dense plane-wave matrix per k-point.

An independent reference in numpy and scipy: it shares no code and no idea with the tools beyond
the conventions. Energies in E0 = hbar^2/(2 m a^2), a = 1; k-points are pairs of coordinates along
b1 and b2; element (i, j) of a potential lies at (i a1 + j a2)/N.

Run as a program it checks itself against closed forms and published numbers.
"""

import numpy as np
import scipy.linalg

B2 = 16 * np.pi**2 / 3  # |b|^2
GAMMA, K, M = (0.0, 0.0), (2 / 3, 1 / 3), (0.5, 0.5)
NAMES = {6: "s p d f".split(), 3: ["0", "1"], 2: ["+", "-"]}


def norm2(x, y):
    """|x b1 + y b2|^2."""
    return B2 * (x * x + y * y - x * y)


def fourier(potential):
    """V_G = (1/N^2) sum of V(r) exp(-iG.r), at [n1 mod N, n2 mod N]."""
    return np.fft.fft2(potential) / potential.size


def look_up(v, n1, n2):
    """V_G of the trigonometric interpolant at integer indices of any size.

    N x N values fix V_G only modulo N b1 and N b2: the shortest of the equivalent vectors carries
    it, equally short ones share it. That is the one choice that keeps every rotation.
    """
    n = len(v)
    faces = np.abs(np.stack([2 * n1 - n2, 2 * n2 - n1, n1 + n2]))  # of the hexagon about zero
    share = np.where((faces > n).any(0), 0, 1 / (1 + (faces == n).sum(0)))
    return share * v[n1 % n, n2 % n]


def waves(k, cutoff):
    """All integer (n1, n2) with |k + G|^2 <= cutoff |b|^2, in order of kinetic energy."""
    r = int(np.ceil(2 * np.sqrt(cutoff / 3))) + 2
    n1, n2 = (a.ravel() for a in np.mgrid[-r : r + 1, -r : r + 1])
    t = norm2(k[0] + n1, k[1] + n2)
    keep = t <= cutoff * B2 * (1 + 1e-12)
    order = np.argsort(t[keep], kind="stable")
    return n1[keep][order], n2[keep][order], t[keep][order]


def solve(v, k, cutoff, bands, vectors=False):
    """The lowest bands at k for Fourier coefficients v: energies, or (energies, vectors, n1, n2)."""
    n1, n2, t = waves(k, cutoff)
    h = look_up(v, n1[:, None] - n1, n2[:, None] - n2)
    if np.abs(h.imag).max() < 1e-12 * max(1.0, np.abs(h).max()):
        h = h.real.copy()
    h[np.diag_indices(len(t))] += t
    bands = min(bands, len(t))
    options = dict(subset_by_index=(0, bands - 1), overwrite_a=True, check_finite=False)
    if vectors:
        return (*scipy.linalg.eigh(h, **options), n1, n2)
    return scipy.linalg.eigh(h, eigvals_only=True, **options)


def rotated(k, n1, n2, order):
    """Position of the image of each plane wave k + G under a rotation by 360/order degrees."""
    x, y = k[0] + n1, k[1] + n2
    for _ in range(6 // order):
        x, y = x - y, x
    m1, m2 = np.rint(x - k[0]).astype(int), np.rint(y - k[1]).astype(int)
    place = {pair: i for i, pair in enumerate(zip(n1, n2))}
    return np.array([place[pair] for pair in zip(m1, m2)])


def irreps(v, k, order, cutoff, bands, gap):
    """Energies and irrep of every band at a point with rotations of the given order.

    Bands closer than `gap` (E0) form a group. The matrix of the rotation in a group is unitary with
    eigenvalues exp(2 pi i m / order); the group's labels come from counting |m|, each pair being one
    label on two bands. A topmost group that lacks members is labelled "?": ask for more bands.
    """
    energies, u, n1, n2 = solve(v, k, cutoff, bands, vectors=True)
    image = rotated(k, n1, n2, order)
    edges = [0, *(np.nonzero(np.diff(energies) > gap)[0] + 1), len(energies)]
    labels = []
    for a, b in zip(edges, edges[1:]):
        turned = np.zeros_like(u[:, a:b])
        turned[image] = u[:, a:b]
        phases = np.linalg.eigvals(u[:, a:b].conj().T @ turned)
        if np.abs(np.abs(phases) - 1).max() > 1e-6:
            labels += ["?"] * (b - a)
            continue
        m = np.rint(np.abs(np.angle(phases)) * order / (2 * np.pi)).astype(int)
        labels += [NAMES[order][i] for i in sorted(m)]
    return energies, labels


def special_points(potential, cutoff, bands, gap=None):
    """{"Gamma": (energies, labels), "K": ..., "M": ...} with `bands` entries each."""
    v = fourier(potential)
    gap = gap or 1e-7 * max(1.0, np.ptp(potential))
    found = {}
    for name, k, order in (("Gamma", GAMMA, 6), ("K", K, 3), ("M", M, 2)):
        energies, labels = irreps(v, k, order, cutoff, bands + 4, gap)
        found[name] = (energies[:bands], labels[:bands])
    return found


def wedge(n=12):
    """The k-points (i/n) K + (j/n) K', i + j <= n, without the edge i = 0 < j: 79 for n = 12."""
    points = [(i, j) for i in range(n + 1) for j in range(n + 1 - i) if i > 0 or j == 0]
    return np.array([((2 * i + j) / (3 * n), (i + 2 * j) / (3 * n)) for i, j in points])


def cosines(n, strength):
    """V = 2 strength (cos b1.r + cos b2.r + cos (b1 + b2).r) on n x n points."""
    i, j = np.mgrid[:n, :n] * (2 * np.pi / n)
    return 2 * strength * (np.cos(i) + np.cos(j) + np.cos(i + j))


def check():
    """Compares with free electrons and with the published bands of three cosines."""
    free = special_points(np.zeros((24, 24)), 20, 7, gap=1e-6)
    assert len(wedge(12)) == 79 and len(wedge(40)) == 821
    expected = {
        "Gamma": ([0] + [52.63789014] * 6, list("spd") + list("f")),
        "K": ([17.54596338] * 3 + [70.18385352] * 3, None),
        "M": ([13.15947253] * 2 + [39.47841760] * 2 + [92.11630774] * 3, None),
    }
    for name, (energies, _) in expected.items():
        np.testing.assert_allclose(free[name][0][: len(energies)], energies, atol=1e-7)
    assert sorted(free["Gamma"][1][1:7]) == sorted("ppddsf"), free["Gamma"]
    assert sorted(free["K"][1][:3]) == ["0", "1", "1"], free["K"]
    assert sorted(free["M"][1][:2]) == ["+", "-"], free["M"]

    tables = {
        "Gamma": "-48.212216 s 19.004055 p 19.004055 p 44.095170 s 63.824071 d 63.824071 d 89.227221 f",
        "K": "-47.552894 0 13.199551 1 13.199551 1 66.646631 1 66.646631 1 68.939088 0",
        "M": "-47.627323 + 11.143561 - 17.091251 - 51.916758 + 79.317044 + 82.172975 + 84.106785 -",
    }
    found = special_points(cosines(24, -20), 40, 7)
    for name, table in tables.items():
        words = table.split()
        energies, labels = found[name]
        count = len(words) // 2
        np.testing.assert_allclose(energies[:count], [float(w) for w in words[::2]], atol=1e-6)
        assert labels[:count] == words[1::2], (name, labels)


if __name__ == "__main__":
    check()
    print("dense_bands: free electrons and three cosines agree with the published numbers")
