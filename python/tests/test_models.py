"""Tight-binding models have the bands of their records."""

import unittest

import numpy

import blochpipe as bp
from blochpipe import models


class Models(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.record = bp.pipe("genpot random -n 2 --seed 7 --alpha 0.5", "predict --precision double --grid 4")[1]
        cls.k = numpy.stack([cls.record.bands.k1, cls.record.bands.k2], axis=1)

    def same(self, energies):
        bands = self.record.bands.values
        self.assertLess(abs(numpy.asarray(energies)[:, :bands.shape[1]] - bands).max(), 1e-7)

    def test_coefficients(self):
        home, hopping = models.coefficients(self.record)
        self.assertEqual((home.shape, len(hopping)), ((21, 21), 3))
        half = [home / 2 + sum(m * numpy.exp(2j * numpy.pi * (k @ cell)) for cell, m in hopping.items()) for k in self.k]
        self.same([numpy.linalg.eigvalsh(h + h.conj().T) for h in half])
        larger, _ = models.coefficients(self.record, "e0")
        self.assertTrue(numpy.allclose(larger, home * self.record.v_max))

    def test_pythtb(self):
        try:
            import pythtb  # noqa: F401
        except ImportError:
            with self.assertRaises(bp.MissingPackage):
                models.pythtb(self.record)
            return
        model = models.pythtb(self.record)
        self.same(model.solve_ham(self.k) if hasattr(model, "solve_ham") else model.solve_all(self.k).T)

    def test_kwant(self):
        try:
            import kwant
        except ImportError:
            with self.assertRaises(bp.MissingPackage):
                models.kwant(self.record)
            return
        system = kwant.wraparound.wraparound(models.kwant(self.record)).finalized()
        self.same([
            numpy.linalg.eigvalsh(system.hamiltonian_submatrix(params={"k_x": 2 * numpy.pi * x, "k_y": 2 * numpy.pi * y}))
            for x, y in self.k])

    def test_errors(self):
        with self.assertRaises(bp.MissingBlock):
            models.coefficients(bp.pipe("genpot random -n 1 --seed 7")[0])
        with self.assertRaises(bp.BlochpipeError):
            models.coefficients(self.record, "furlong")


if __name__ == "__main__":
    unittest.main()
