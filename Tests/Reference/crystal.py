"""A unit cell of any lattice as one dense matrix of plane waves: no symmetry, no folding."""
import numpy


class Crystal:
    def __init__(self, geometry):
        v = numpy.array(geometry["potential"], float)
        self.pixels = len(v)
        self.v = numpy.fft.fft2(v) / self.pixels**2 * geometry["v_max"]
        self.v_max = geometry["v_max"]
        lattice = geometry.get("lattice", {"ratio": 1, "angle": 60})
        angle = numpy.radians(lattice["angle"])
        cell = numpy.array([[1, 0], [lattice["ratio"] * numpy.cos(angle), lattice["ratio"] * numpy.sin(angle)]])
        self.reciprocal = 2 * numpy.pi * numpy.linalg.inv(cell).T  # rows b1, b2
        area = abs(numpy.linalg.det(cell))
        self.unit = 16 * numpy.pi**2 / 3 * numpy.sqrt(0.75) / area

    def solve(self, k, cutoff):
        """Plane waves (n1, n2), energies in v_max and states, columns; |k + G|^2 <= cutoff in the unit in which a disc holds
        3.63 waves for each."""
        n = numpy.arange(-40, 41)
        n1, n2 = [a.ravel() for a in numpy.meshgrid(n, n, indexing="ij")]
        q = (numpy.stack([n1, n2], -1) + k) @ self.reciprocal
        kinetic = (q**2).sum(1)
        inside = kinetic <= cutoff * self.unit * (1 + 1e-9)
        n1, n2, kinetic = n1[inside], n2[inside], kinetic[inside]
        h = self.v[(n1[:, None] - n1) % self.pixels, (n2[:, None] - n2) % self.pixels]
        h[numpy.diag_indices(len(kinetic))] += kinetic
        e, u = numpy.linalg.eigh(h)
        return numpy.stack([n1, n2], -1), e / self.v_max, u

    def bras(self, states):
        return states

    def derivatives(self, k, bands, cutoff):
        """Energies, slopes [bands x 2] and second derivatives [bands x 3], in v_max and a, by sums over all states."""
        waves, e, u = self.solve(k, cutoff)
        e = e * self.v_max
        q = (waves + k) @ self.reciprocal
        p = [2 * u[:, :bands].conj().T @ (q[:, i, None] * u) for i in range(2)]
        own = numpy.arange(bands)
        slope = numpy.stack([p[i][own, own].real for i in range(2)], -1)
        with numpy.errstate(divide="ignore"):
            inverse = 1 / (e[:bands, None] - e)
        inverse[own, own] = 0
        bend = numpy.stack([2 * (i == j) + 2 * ((p[i] * p[j].conj()).real * inverse).sum(1) for i, j in ((0, 0), (0, 1), (1, 1))], -1)
        return e[: bands + 1] / self.v_max, slope / self.v_max, bend / self.v_max
