"""Light with its electric field along the rods (TM) as one dense generalised eigenproblem of plane waves: no symmetry, no folding, no
corrections. The pattern is a field's level set, sampled on a fine grid."""
import numpy
import scipy.linalg


def waves_of(n1, n2, cosines, sines, operations):
    """{(n1, n2): coefficient} of all waves of a field; `operations` are pairs of matrices and shifts."""
    waves = {}
    for one, two, cosine, sine in zip(n1, n2, cosines, sines or [0] * len(n1)):
        images = {}
        for matrix, shift in operations:
            image = numpy.rint(numpy.array([one, two]) @ numpy.linalg.inv(matrix)).astype(int)
            phase = numpy.exp(-2j * numpy.pi * (image @ shift))
            images.setdefault(tuple(image), phase * (cosine - 1j * sine))
            images.setdefault(tuple(-image), numpy.conj(phase * (cosine - 1j * sine)))
        for image, amplitude in images.items():
            waves[image] = waves.get(image, 0) + amplitude
    return waves


class LightCrystal:
    """Of a record's geometry; energies are squares of omega a/(2 pi c)."""

    def __init__(self, geometry, operations, samples=2048):
        """`operations`: of the group, matrices and shifts."""
        lattice = geometry.get("lattice", {"ratio": 1, "angle": 60})
        angle = numpy.radians(lattice["angle"])
        cell = numpy.array([[1, 0], [lattice["ratio"] * numpy.cos(angle), lattice["ratio"] * numpy.sin(angle)]])
        self.reciprocal = 2 * numpy.pi * numpy.linalg.inv(cell).T  # rows b1, b2
        self.area = abs(numpy.linalg.det(cell))
        self.unit = 16 * numpy.pi**2 / 3 * numpy.sqrt(0.75) / self.area
        self.samples = samples
        (material,) = geometry["materials"]
        assert geometry["equation"] == "tm" and material["name"] == "epsilon"
        self.low, self.high = material["low"], material["high"]
        self.coefficients = numpy.fft.fft2(self._share(geometry["field"], list(operations))) / samples**2

    def _share(self, field, operations):
        """Share of each sample's surroundings where the field is above its threshold, to second order in their size."""
        n = self.samples
        waves = waves_of(field["n1"], field["n2"], field["amplitude"], field.get("sine"), operations)
        spectra = numpy.zeros((3, n, n), complex)
        for (n1, n2), amplitude in waves.items():
            g = n1 * self.reciprocal[0] + n2 * self.reciprocal[1]
            spectra[:, n1 % n, n2 % n] = [amplitude, 1j * g[0] * amplitude, 1j * g[1] * amplitude]
        phi, x, y = (numpy.fft.ifft2(s).real * n * n for s in spectra)
        width = numpy.sqrt(self.area) / n
        return numpy.clip(0.5 + (phi - field["threshold"]) / numpy.maximum(numpy.hypot(x, y) * width, 1e-9), 0, 1)

    def solve(self, k, cutoff, count=12):
        """Plane waves (n1, n2), energies and states, columns; |k + G|^2 <= cutoff in the unit in which a disc holds 3.63 waves
        for each."""
        n = numpy.arange(-60, 61)
        n1, n2 = [a.ravel() for a in numpy.meshgrid(n, n, indexing="ij")]
        q2 = (((numpy.stack([n1, n2], -1) + k) @ self.reciprocal) ** 2).sum(1)
        inside = q2 <= cutoff * self.unit * (1 + 1e-9)
        n1, n2, q2 = n1[inside], n2[inside], q2[inside]
        m = self.samples
        mass = (self.high - self.low) * self.coefficients[(n1[:, None] - n1) % m, (n2[:, None] - n2) % m]
        mass[numpy.diag_indices(len(q2))] += self.low
        if abs(mass.imag).max() < 1e-12:
            mass = mass.real
        self.mass = mass
        e, u = scipy.linalg.eigh(numpy.diag(q2).astype(mass.dtype), mass, subset_by_index=[0, count - 1])
        return numpy.stack([n1, n2], -1), e / (4 * numpy.pi**2), u

    def bras(self, states):
        """M times the states of the last solution."""
        return self.mass @ states


def samples_of(record, count):
    """[count x count] whether the field of a stream's record is above its threshold at i a1/count + j a2/count."""
    import blochpipe.groups

    field = record.block("geometry").field
    operations = [(o.matrix, o.shift) for o in blochpipe.groups.group(record.group).operations]
    spectrum = numpy.zeros((count, count), complex)
    for (n1, n2), amplitude in waves_of(field.n1, field.n2, field.amplitude, field.sine, operations).items():
        spectrum[n1 % count, n2 % count] = amplitude
    return numpy.fft.ifft2(spectrum).real * count**2 > field.threshold
