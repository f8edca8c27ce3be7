"""In-plane elastic waves of a disc in a square or hexagonal cell by spectral elements: another kind of code than the solver's.

Nine curved quadrilaterals (an inner square, four patches from it to the circle, four from there to the border of the square
cell; three and six in the same way for the hexagon), each with a tensor product of Gauss-Lobatto-Legendre points; the circle is exact by
transfinite maps. Plane strain. Prints omega a/(2 pi c_t), c_t of the matrix.

    python3 elastic_spectral.py
"""
import sys

import numpy as np
import scipy.linalg


def lobatto(order):
    """Nodes, weights and the matrix of derivatives on -1 ... 1."""
    legendre = np.polynomial.legendre.Legendre.basis(order)
    x = np.concatenate([[-1.0], np.sort(legendre.deriv().roots().real), [1.0]])
    values = legendre(x)
    weights = 2 / (order * (order + 1) * values**2)
    derivative = np.zeros((order + 1, order + 1))
    for i in range(order + 1):
        for j in range(order + 1):
            if i != j:
                derivative[i, j] = values[i] / (values[j] * (x[i] - x[j]))
    derivative[0, 0], derivative[-1, -1] = -order * (order + 1) / 4, order * (order + 1) / 4
    return x, weights, derivative


def gordon_hall(bottom, right, top, left):
    """The map of -1 ... 1 squared with these four sides, each a function of -1 ... 1; bottom and top from left to right."""

    def place(s, t):
        a, b, c, d = (1 - s) / 2, (1 + s) / 2, (1 - t) / 2, (1 + t) / 2
        corners = a * c * bottom(-1.0) + b * c * bottom(1.0) + a * d * top(-1.0) + b * d * top(1.0)
        return c * bottom(s) + d * top(s) + a * left(t) + b * right(t) - corners

    return place


def patches(radius, sides):
    """(map, is it inside): complex coordinates, cell of 4 or 6 sides around the origin with the distance 1 of opposite sides."""
    angles = [np.pi / sides * (2 * n + 1) for n in range(sides)]
    core = 0.5 * radius
    border = 0.5 / np.cos(np.pi / sides)

    def line(p, q):
        return lambda s: p + (q - p) * (1 + s) / 2

    def arc(a, b):
        return lambda s: radius * np.exp(1j * (a + (b - a) * (1 + s) / 2))

    found = []
    for n in range(sides):
        a, b = angles[n], angles[n] + 2 * np.pi / sides
        p, q = np.exp(1j * a), np.exp(1j * b)
        found.append((gordon_hall(line(core * p, core * q), line(core * q, radius * q), arc(a, b), line(core * p, radius * p)), True))
        found.append((gordon_hall(arc(a, b), line(radius * q, border * q), line(border * p, border * q), line(radius * p, border * p)), False))
    if sides == 4:
        p = [core * np.exp(1j * a) for a in angles]
        found.append((gordon_hall(line(p[0], p[1]), line(p[1], p[2]), line(p[3], p[2]), line(p[0], p[3])), True))
    else:
        # Three rhombi around the centre, each on two sides of the hexagon.
        p = [core * np.exp(1j * a) for a in angles]
        for n in (0, 2, 4):
            x, y, z = p[n], p[n + 1], p[(n + 2) % 6]
            found.append((gordon_hall(line(0, x), line(x, y), line(z, y), line(0, z)), True))
    return found


def bands(k, inside, outside, radius, sides=4, order=10, count=8):
    """omega a/(2 pi c_t) at k, Cartesian in 2 pi/a. Materials are (rho, lambda, mu), inside None for a void."""
    x, w, d = lobatto(order)
    size = order + 1
    numbers, places, triplets, mass = {}, [], [], []
    q = 2 * np.pi * (k[0] + 1j * k[1])
    shifts = [0] + [np.exp(1j * np.pi * 2 * n / sides) for n in range(sides)]
    if sides == 6:
        shifts = [0] + [np.exp(1j * np.pi / 3 * n) for n in range(6)]

    def number(z):
        """Of the node that z is an image of, and the phase it has there."""
        for one in shifts:
            for two in shifts:
                t = one + two
                key = (round((z - t).real * 1e7), round((z - t).imag * 1e7))
                for dx in (-1, 0, 1):
                    for dy in (-1, 0, 1):
                        at = numbers.get((key[0] + dx, key[1] + dy))
                        if at is not None:
                            return at, np.exp(1j * (q.real * t.real + q.imag * t.imag))
        numbers[(round(z.real * 1e7), round(z.imag * 1e7))] = len(places)
        places.append(z)
        return len(places) - 1, 1.0

    blocks = []
    for place, is_inside in patches(radius, sides):
        material = inside if is_inside else outside
        if material is None:
            continue
        rho, lame, mu = material
        z = np.array([[place(s, t) for t in x] for s in x])
        zs, zt = d @ z, z @ d.T
        jacobian = zs.real * zt.imag - zs.imag * zt.real
        weight = np.abs(jacobian) * np.outer(w, w)
        # d_x and d_y at the points as matrices on the values there.
        eye = np.eye(size)
        ds, dt = np.kron(d, eye), np.kron(eye, d)
        j = jacobian.ravel()
        dx = (zt.imag.ravel() / j)[:, None] * ds - (zs.imag.ravel() / j)[:, None] * dt
        dy = -(zt.real.ravel() / j)[:, None] * ds + (zs.real.ravel() / j)[:, None] * dt
        ww = weight.ravel()
        kxx, kyy, kxy = dx.T @ (ww[:, None] * dx), dy.T @ (ww[:, None] * dy), dx.T @ (ww[:, None] * dy)
        stiff = [[(lame + 2 * mu) * kxx + mu * kyy, lame * kxy + mu * kxy.T], [lame * kxy.T + mu * kxy, (lame + 2 * mu) * kyy + mu * kxx]]
        own = [number(p) for p in z.ravel()]
        blocks.append((own, stiff, rho * ww))
    n = len(places)
    stiffness, masses = np.zeros((2 * n, 2 * n), complex), np.zeros(2 * n)
    for own, stiff, weights in blocks:
        at = np.array([o[0] for o in own])
        phase = np.array([o[1] for o in own])
        for a in range(2):
            for b in range(2):
                # A corner of the cell may be there twice.
                np.add.at(stiffness, np.ix_(2 * at + a, 2 * at + b), np.conj(phase)[:, None] * stiff[a][b] * phase[None, :])
            np.add.at(masses, 2 * at + a, weights)
    root = 1 / np.sqrt(masses)
    values = scipy.linalg.eigh(root[:, None] * stiffness * root[None, :], subset_by_index=(0, count - 1), eigvals_only=True)
    rho, _, mu = outside
    return np.sqrt(np.maximum(values, 0) * rho / mu) / (2 * np.pi)


def check():
    """Without a disc: f = |k + G|, |k + G| c_l/c_t."""
    medium = (1.6, 1.3, 0.7)
    k = (0.3, 0.1)
    found = bands(k, medium, medium, 0.3, order=10)
    waves = [np.hypot(k[0] + m, k[1] + n) for m in range(-3, 4) for n in range(-3, 4)]
    exact = np.sort(waves + [w * np.sqrt((1.3 + 1.4) / 0.7) for w in waves])[:8]
    assert np.abs(found - exact).max() < 1e-6, (found, exact)


STEEL, EPOXY = (7780.0, 1.14e11, 8.1e10), (1142.0, 4.43e9, 1.48e9)
SILICON = (2331.0, 0.523e11, 0.797e11)
CASES = {
    "voids of radius 0.35 in rho 2331, lambda 5.23e10, mu 7.97e10, square": (None, SILICON, 0.35, 4),
    "voids of radius 0.3 in epoxy, hexagonal": (None, EPOXY, 0.3, 6),
    "steel of radius 0.35 in epoxy, square": (STEEL, EPOXY, 0.35, 4),
    "steel of radius 0.3 in epoxy, hexagonal": (STEEL, EPOXY, 0.3, 6),
}
# Square: Gamma, X, M and one between. Hexagonal, a1 along x: b1 = (1, -1/3^(1/2)), b2 = (0, 2/3^(1/2)).
POINTS = {4: [(0, 0), (0.5, 0), (0.5, 0.5), (0.3, 0.1)], 6: [(0, 0), (2 / 3, 0), (0.5, 0.5 / 3**0.5), (0.3, 0.1 * 2 / 3**0.5 - 0.3 / 3**0.5)]}

if __name__ == "__main__":
    check()
    orders = [int(o) for o in sys.argv[1:]] or [12]
    for name, (inside, outside, radius, sides) in CASES.items():
        print(name)
        for k in POINTS[sides]:
            for order in orders:
                print("  k (%.4f, %.4f), order %2d:" % (*k, order), " ".join("%.6f" % f for f in bands(k, inside, outside, radius, sides, order)))
