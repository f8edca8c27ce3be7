"""Crystals with two materials by cubic elements on a grid that is cut along the contour: -div(a grad u) = lambda b u.

An independent kind of reference: no symmetry, no reduced basis, third order, every wave vector solved for by itself. The grid is a
triangulated N x N lattice on the torus; vertices near the zero line move onto it, edges that still cross it are divided there, and edges
of the zero line are cubic, with all of their nodes on it.
"""
import numpy
import scipy.sparse
import scipy.sparse.linalg

from light import waves_of

# Nodes of a cubic triangle in barycentric thirds: corners, two on each edge (0-1, 1-2, 2-0), the middle.
NODES = numpy.array([(3, 0, 0), (0, 3, 0), (0, 0, 3), (2, 1, 0), (1, 2, 0), (0, 2, 1), (0, 1, 2), (1, 0, 2), (2, 0, 1), (1, 1, 1)])


def monomials(x, y):
    """[points x 10] of degree 3, and their derivatives."""
    powers = [(i, j) for i in range(4) for j in range(4 - i)]
    value = [x**i * y**j for i, j in powers]
    dx = [i * x ** max(i - 1, 0) * y**j for i, j in powers]
    dy = [j * x**i * y ** max(j - 1, 0) for i, j in powers]
    return (numpy.stack(a, -1) for a in (value, dx, dy))


def quadrature(n=5):
    """Gauss points of a square, folded onto the triangle (0,0) (1,0) (0,1)."""
    t, w = numpy.polynomial.legendre.leggauss(n)
    t, w = (t + 1) / 2, w / 2
    x, y = t[:, None] * numpy.ones(n), (1 - t[:, None]) * t
    return x.ravel(), y.ravel(), (w[:, None] * w * (1 - t[:, None])).ravel()


VANDERMONDE = numpy.linalg.inv(next(monomials(NODES[:, 1] / 3.0, NODES[:, 2] / 3.0)))
QX, QY, QW = quadrature()
VALUE, DX, DY = (m @ VANDERMONDE for m in monomials(QX, QY))


class Unresolved(Exception):
    """The grid is too coarse for the contour."""


class Field:
    """phi and its gradient by fractional coordinates, in Cartesian ones."""

    def __init__(self, waves, threshold, reciprocal, origin=(0, 0)):
        waves = {n: a * numpy.exp(2j * numpy.pi * numpy.dot(n, origin)) for n, a in waves.items()}
        self.size = max(map(abs, sum(waves, ())), default=0)
        self.reciprocal = reciprocal
        self.amplitude = numpy.zeros((2 * self.size + 1, 2 * self.size + 1), complex)
        for (n1, n2), a in waves.items():
            self.amplitude[n1 + self.size, n2 + self.size] = a
        self.amplitude[self.size, self.size] -= threshold

    def _powers(self, x):
        """[points x (2 size + 1)] exp(2 pi i n x) of one coordinate."""
        one = numpy.exp(2j * numpy.pi * x)
        right = numpy.cumprod(numpy.repeat(one[:, None], self.size, 1), 1)
        return numpy.hstack([right[:, ::-1].conj(), numpy.ones((len(x), 1)), right])

    def __call__(self, x):
        one, two = self._powers(x[:, 0]), self._powers(x[:, 1])
        return ((one @ self.amplitude) * two).sum(1).real

    def gradient(self, x):
        one, two = self._powers(x[:, 0]), self._powers(x[:, 1])
        n = 1j * numpy.arange(-self.size, self.size + 1)
        slopes = [((one @ a) * two).sum(1).real for a in (n[:, None] * self.amplitude, self.amplitude * n)]
        return numpy.stack(slopes, 1) @ self.reciprocal


class Bisection:
    """The triangles of an N x N lattice on the torus, divided at the middles of their longest edges (Mitchell, ACM TOMS 15, 326)."""

    def __init__(self, n):
        self.points = [numpy.array([i, j]) / n for i in range(n) for j in range(n)]
        self.sides = {}
        self.triangles = {}  # in the order in which they were made
        self.made = []
        corner = lambda i, j: (i % n * n + j % n, (i // n, j // n))  # noqa: E731
        for i in range(n):
            for j in range(n):
                self._add(corner(i + 1, j), corner(i, j + 1), corner(i, j))
                self._add(corner(i, j + 1), corner(i + 1, j), corner(i + 1, j + 1))
        self.made = []

    @staticmethod
    def _key(one, two):
        return (one[0], two[0], two[1][0] - one[1][0], two[1][1] - one[1][1])

    def _add(self, *triangle):
        self.triangles[triangle] = None
        self.made.append(triangle)
        for a in range(3):
            self.sides[self._key(triangle[a], triangle[(a + 1) % 3])] = triangle

    def _remove(self, triangle):
        del self.triangles[triangle]
        for a in range(3):
            del self.sides[self._key(triangle[a], triangle[(a + 1) % 3])]

    def fresh(self):
        made = [t for t in self.made if t in self.triangles]
        self.made = []
        return made

    def places(self, triangles):
        return numpy.array([[self.points[v] + s for v, s in t] for t in triangles])

    def bisect(self, triangle):
        """The triangle, if it is still there, and those that must be divided with it."""
        while triangle in self.triangles:
            other = self.sides[self._key(triangle[1], triangle[0])]
            if self._key(other[0], other[1]) == self._key(triangle[1], triangle[0]):
                middle = len(self.points)
                place = sum(self.points[v] + s for v, s in triangle[:2]) / 2
                shift = numpy.floor(place).astype(int)
                self.points.append(place - shift)
                self._split(triangle, (middle, tuple(shift.tolist())))
                move = [other[1][1][i] - triangle[0][1][i] for i in range(2)]
                self._split(other, (middle, tuple(int(shift[i] + move[i]) for i in range(2))))
                return
            self.bisect(other)

    def _split(self, triangle, middle):
        a, b, c = triangle
        self._remove(triangle)
        self._add(c, a, middle)
        self._add(b, c, middle)


class GridElements:
    """`inside` and `outside`: (a, b) where phi is above and below 0; `cell` has a1, a2 as rows; `bend`: how far the contour may be from
    a straight line within a triangle, of its size."""

    def __init__(self, phi, cell, inside, outside, n, bend=0.05):
        self.cell, self.phi, self.n, self.bend = cell, phi, n, bend
        points, triangles, zero = self._cut()
        self._number(points, triangles, zero)
        centre = self.x.mean(1)
        is_inside = phi(centre @ numpy.linalg.inv(cell)) > 0
        self._check(is_inside)
        self._assemble(*(numpy.where(is_inside, i, o) for i, o in zip(inside, outside)))

    def _roots(self, start, end):
        """Part of the way from `start` (phi of one sign) to `end` (the other) at which phi is 0."""
        low, high = numpy.zeros(len(start)), numpy.ones(len(start))
        sign = numpy.sign(self.phi(start))
        for _ in range(40):
            middle = (low + high) / 2
            same = numpy.sign(self.phi(start + middle[:, None] * (end - start))) == sign
            low, high = numpy.where(same, middle, low), numpy.where(same, high, middle)
        return (low + high) / 2

    def _grid(self):
        """Vertices and triangles (corners (vertex, shift), the newest last) of the grid, bisected until the contour is simple in each."""
        n = self.n
        grid = Bisection(n)
        fresh = list(grid.triangles)
        while fresh:
            place = grid.places(fresh)
            bad = self._is_bad(place)
            for triangle in [t for t, b in zip(fresh, bad) if b]:
                grid.bisect(triangle)
            fresh = grid.fresh()
            if len(grid.points) > 40 * n * n:
                raise Unresolved("the contour is too fine")
        return grid

    def _is_bad(self, place):
        """Whether phi in a triangle is far from linear where it may vanish."""
        n = 4
        weights = numpy.array([(i, j, n - i - j) for i in range(n + 1) for j in range(n + 1 - i)]) / n
        x = numpy.einsum("sa,tad->tsd", weights, place)
        value = self.phi(x.reshape(-1, 2)).reshape(x.shape[:2])
        corners = self.phi(place.reshape(-1, 2)).reshape(-1, 3)
        bend = abs(value - corners @ weights.T).max(1)
        rim = numpy.stack([place[:, 1] - place[:, 0], place[:, 2] - place[:, 0]], 1) @ self.cell
        slope = numpy.linalg.solve(rim, (corners[:, 1:] - corners[:, :1])[..., None])[..., 0]
        size = numpy.sqrt(abs(numpy.linalg.det(rim)))
        return (abs(value).min(1) < 1.5 * bend) & (bend > self.bend * numpy.linalg.norm(slope, axis=1) * size)

    def _cut(self):
        """Vertices, unwrapped triangles (vertex and shift of each corner) and which vertices are on the zero line."""
        grid = self._grid()
        points = numpy.array(grid.points)
        three = numpy.array([[(v, *s) for v, s in t] for t in grid.triangles])
        triangles, shifts = three[..., 0], three[..., 1:]
        value = self.phi(points)
        zero = numpy.zeros(len(points), bool)
        a, b = (numpy.concatenate([three[:, i] for i in order]) for order in ((0, 1, 2), (1, 2, 0)))
        one, two, shift = a[:, 0], b[:, 0], b[:, 1:] - a[:, 1:]
        moved = points.copy()
        best = numpy.full(len(points), 0.34)
        crossing = value[one] * value[two] < 0
        one, two, shift = one[crossing], two[crossing], shift[crossing]
        part = self._roots(points[one], points[two] + shift)
        at = points[one] + part[:, None] * (points[two] + shift - points[one])
        for index in numpy.argsort(numpy.minimum(part, 1 - part)):
            vertex, distance, back = (one[index], part[index], 0) if part[index] < 0.5 else (two[index], 1 - part[index], shift[index])
            if distance < best[vertex]:
                best[vertex], moved[vertex], zero[vertex] = distance, at[index] - back, True
        value = numpy.where(zero, 0, value)
        return self._divide(moved, triangles, shifts, value, zero)

    def _divide(self, points, triangles, shifts, value, zero):
        points, zero = list(points), list(zero)
        # Every edge once, from the vertex of the smaller number.
        crossing = {}
        for t, s in zip(triangles.tolist(), shifts.tolist()):
            for a, b in ((0, 1), (1, 2), (2, 0)):
                if value[t[a]] * value[t[b]] < 0:
                    a, b = (a, b) if t[a] < t[b] else (b, a)
                    crossing[t[a], t[b], s[b][0] - s[a][0], s[b][1] - s[a][1]] = None
        made = {}
        if crossing:
            ends = numpy.array(list(crossing))
            start = numpy.array([points[a] for a in ends[:, 0]])
            end = numpy.array([points[b] for b in ends[:, 1]]) + ends[:, 2:]
            for edge, place in zip(crossing, start + self._roots(start, end)[:, None] * (end - start)):
                made[edge] = len(points)
                points.append(place)
                zero.append(True)

        def middle(a, sa, b, sb):
            """Vertex on the edge, and its shift."""
            if b < a:
                a, sa, b, sb = b, sb, a, sa
            return made[a, b, *(sb - sa).tolist()], sa

        pieces = []
        for t, s in zip(triangles, shifts):
            v = value[t]
            cut = [v[a] * v[(a + 1) % 3] < 0 for a in range(3)]
            corner = [(t[a], s[a]) for a in range(3)]
            if sum(cut) == 0:
                pieces.append(corner)
            elif sum(cut) == 1:
                a = cut.index(True)
                p, q, r = (corner[(a + i) % 3] for i in range(3))
                m = middle(*p, *q)
                pieces += [[p, m, r], [m, q, r]]
            else:
                a = (cut.index(False) + 2) % 3  # alone on its side
                p, q, r = (corner[(a + i) % 3] for i in range(3))
                m, o = middle(*p, *q), middle(*p, *r)
                pieces.append([p, m, o])
                place = lambda c: (points[c[0]] + c[1]) @ self.cell  # noqa: E731
                if numpy.linalg.norm(place(m) - place(r)) < numpy.linalg.norm(place(o) - place(q)):
                    pieces += [[m, q, r], [m, r, o]]
                else:
                    pieces += [[m, q, o], [o, q, r]]
        return numpy.array(points), pieces, numpy.array(zero)

    def _number(self, points, pieces, zero):
        """Numbers of the nodes, their places, and edges of the zero line."""
        count = len(points)
        vertex = numpy.array([[c[0] for c in p] for p in pieces])
        shift = numpy.array([[c[1] for c in p] for p in pieces])
        place = points[vertex] + shift
        straight = numpy.einsum("na,tad->tnd", NODES / 3.0, place)
        sides = {}
        nodes = numpy.zeros((len(pieces), 10), int)
        nodes[:, :3] = vertex
        for t, (v, s) in enumerate(zip(vertex.tolist(), shift.tolist())):
            for a in range(3):
                b = (a + 1) % 3
                d = (s[b][0] - s[a][0], s[b][1] - s[a][1])
                forward = (v[a], v[b], *d)
                back = (v[b], v[a], -d[0], -d[1])
                if back in sides:
                    other, side = sides.pop(back)
                    nodes[t, 3 + 2 * a], nodes[t, 4 + 2 * a] = nodes[other, 4 + 2 * side], nodes[other, 3 + 2 * side]
                    continue
                sides[forward] = (t, a)
                nodes[t, 3 + 2 * a : 5 + 2 * a] = count, count + 1
                count += 2
        assert not sides
        nodes[:, 9] = count + numpy.arange(len(pieces))
        self.count = count + len(pieces)
        self.nodes = nodes
        self._curve(straight, vertex, zero)

    def _curve(self, place, vertex, zero):
        """Nodes of edges between triangles of both materials go to the zero line."""
        sign = self.phi(place[:, 9]) > 0
        # An edge is one of the zero line if its two triangles differ.
        owner = {}
        difference = numpy.zeros(self.count, bool)
        for t, own in enumerate(self.nodes[:, 3:9]):
            for node in own:
                if node in owner and sign[owner[node]] != sign[t]:
                    difference[node] = True
                owner.setdefault(node, t)
        if not zero[vertex][numpy.stack([difference[self.nodes[:, 3]], difference[self.nodes[:, 5]], difference[self.nodes[:, 7]]], 1)].all():
            raise Unresolved('an edge between materials has an end off the contour')
        back = numpy.linalg.inv(self.cell)
        on = difference[self.nodes]
        on[:, [0, 1, 2, 9]] = False
        x = place[on]
        for _ in range(8):
            g = self.phi.gradient(x)
            x = x - (self.phi(x) / numpy.maximum((g * g).sum(1), 1e-12))[:, None] * g @ back
        far = numpy.linalg.norm((x - place[on]) @ self.cell, axis=1)
        if len(far) and (far > 0.35 * numpy.linalg.norm((place[:, 1] - place[:, 0]) @ self.cell, axis=1)[numpy.nonzero(on)[0]]).any():
            raise Unresolved('an edge is too far from the contour')
        place[on] = x
        place[:, 9] = place[:, 3:9].mean(1) * 1.5 - place[:, :3].mean(1) / 2
        self.curved = on.any(1)
        self.x = place @ self.cell

    def _check(self, is_inside):
        """Each point of quadrature is on its triangle's side, but where the cubic itself is a little off."""
        bad = self.x[~self.curved]
        middle = numpy.einsum("qn,tnd->tqd", VALUE, bad) @ numpy.linalg.inv(self.cell)
        value = self.phi(middle.reshape(-1, 2)).reshape(middle.shape[:2])
        if ((value > 0) != is_inside[~self.curved, None]).any():
            raise Unresolved('a triangle has both materials')

    def _assemble(self, a, b):
        jx, jy = numpy.einsum("qn,tnd->tqd", DX, self.x), numpy.einsum("qn,tnd->tqd", DY, self.x)
        det = jx[..., 0] * jy[..., 1] - jx[..., 1] * jy[..., 0]
        if (det <= 0).any() and (det >= 0).any() or det.min() * det.max() <= 0:
            raise Unresolved('a triangle is folded')
        gx = (DX * jy[..., 1, None] - DY * jx[..., 1, None]) / det[..., None]
        gy = (DY * jx[..., 0, None] - DX * jy[..., 0, None]) / det[..., None]
        w = abs(det) * QW
        self.area = w.sum(1)
        aw, bw = a[:, None] * w, b[:, None] * w
        form = lambda weight, one, two: numpy.einsum("tq,tqi,tqj->tij", weight, one, two, optimize=True)  # noqa: E731
        u = numpy.broadcast_to(VALUE, gx.shape)
        rows = numpy.broadcast_to(self.nodes[:, :, None], (len(self.nodes), 10, 10)).ravel()
        columns = numpy.broadcast_to(self.nodes[:, None, :], (len(self.nodes), 10, 10)).ravel()

        def matrix(blocks):
            return scipy.sparse.csc_matrix((blocks.ravel(), (rows, columns)), shape=(self.count, self.count))

        self.stiffness = matrix(form(aw, gx, gx) + form(aw, gy, gy))
        cx, cy = form(aw, gx, u), form(aw, gy, u)
        self.first = [matrix(c - c.transpose(0, 2, 1)) for c in (cx, cy)]
        self.second = matrix(form(aw, u, u))
        self.mass = matrix(form(bw, u, u))

    def solve(self, k, count, reciprocal, states=False):
        """The lowest eigenvalues at the fractional wave vector `k`; with `states` [nodes x count] too."""
        k = k @ reciprocal
        h = self.stiffness + 1j * (k[0] * self.first[0] + k[1] * self.first[1]) + (k @ k) * self.second
        if not k.any():
            h = h.real
        shift = -1.0
        factor = scipy.sparse.linalg.splu((h - shift * self.mass).tocsc(), permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True}, diag_pivot_thresh=0.0)
        inverse = scipy.sparse.linalg.LinearOperator(h.shape, factor.solve, dtype=h.dtype)
        values = scipy.sparse.linalg.eigsh(h, count, self.mass, sigma=shift, OPinv=inverse, return_eigenvectors=states, tol=1e-8, ncv=2 * count + 8)
        if not states:
            return numpy.sort(values.real)
        order = numpy.argsort(values[0].real)
        return values[0].real[order], values[1][:, order]

    def fourier(self, states, waves):
        """[waves x states] Fourier coefficients of periodic functions."""
        x = numpy.einsum("qn,tnd->tqd", VALUE, self.x) @ numpy.linalg.inv(self.cell)
        jx, jy = numpy.einsum("qn,tnd->tqd", DX, self.x), numpy.einsum("qn,tnd->tqd", DY, self.x)
        w = abs(jx[..., 0] * jy[..., 1] - jx[..., 1] * jy[..., 0]) * QW
        u = numpy.einsum("qn,tns->tqs", VALUE, states[self.nodes]) * w[..., None]
        u, x = u.reshape(-1, u.shape[-1]), x.reshape(-1, 2)
        one = {n: numpy.exp(-2j * numpy.pi * n * x[:, 0]) for n in set(waves[:, 0].tolist())}
        two = {n: numpy.exp(-2j * numpy.pi * n * x[:, 1]) for n in set(waves[:, 1].tolist())}
        return numpy.array([(one[a] * two[b]) @ u for a, b in waves.tolist()])


class ElementCrystal:
    """Of a record's geometry with a field; energies are squares of omega a/(2 pi c). Unresolved where `n` and the next ones cannot follow
    the contour, whatever the origin of the grid."""

    def __init__(self, geometry, operations, n):
        lattice = geometry.get("lattice", {"ratio": 1, "angle": 60})
        angle = numpy.radians(lattice["angle"])
        cell = numpy.array([[1, 0], [lattice["ratio"] * numpy.cos(angle), lattice["ratio"] * numpy.sin(angle)]])
        self.reciprocal = 2 * numpy.pi * numpy.linalg.inv(cell).T
        values = {m["name"]: (m["high"], m["low"]) for m in geometry["materials"]}
        one = (1, 1)
        equation = geometry["equation"]
        if equation in ("tm", "te"):
            e = values["epsilon"]
            a, b = (one, e) if equation == "tm" else ([1 / x for x in e], one)
        elif equation == "acoustic":
            rho, bulk = values["rho"], values["bulk"]
            a, b = [rho[1] / x for x in rho], [bulk[1] / x for x in bulk]
        else:
            rho, mu = values["rho"], values["mu"]
            a, b = [x / mu[1] for x in mu], [x / rho[1] for x in rho]
        field = geometry["field"]
        waves = waves_of(field["n1"], field["n2"], field["amplitude"], field.get("sine"), list(operations))
        rng = numpy.random.default_rng(1)
        for size, bend in ((n, 0.09), (n, 0.07), (n, 0.05), (n, 0.035), (2 * n, 0.035), (2 * n, 0.02)):
            for _ in range(2):
                self.origin = rng.uniform(size=2)
                phi = Field(waves, field["threshold"], self.reciprocal, self.origin)
                try:
                    self.elements = GridElements(phi, cell, *zip(a, b), size, bend)
                    return
                except Unresolved as reason:
                    last = reason
        raise last

    def energies(self, k, count):
        return self.elements.solve(numpy.asarray(k, float), count, self.reciprocal) / (4 * numpy.pi**2)

    def solve(self, k, cutoff, count=14):
        """Waves (n1, n2) with |k + G| <= `cutoff` |b1|, energies and states as their Fourier coefficients, columns."""
        k = numpy.asarray(k, float)
        e, u = self.elements.solve(k, count, self.reciprocal, states=True)
        n = numpy.arange(-12, 13)
        waves = numpy.stack([a.ravel() for a in numpy.meshgrid(n, n, indexing="ij")], -1)
        size = numpy.linalg.norm((waves + k) @ self.reciprocal, axis=1)
        waves = waves[size <= cutoff * numpy.linalg.norm(self.reciprocal[0]) * (1 + 1e-9)]
        turn = numpy.exp(-2j * numpy.pi * ((waves + k) @ self.origin))
        return waves, e / (4 * numpy.pi**2), turn[:, None] * self.elements.fourier(u, waves)

    def bras(self, states):
        """What is orthonormal to the states."""
        return states @ numpy.linalg.inv(states.conj().T @ states)
