"""Units: closed forms, known numbers, and there and back."""

import math
import unittest

import numpy

import blochpipe as bp
from blochpipe import lattice, units


class Scales(unittest.TestCase):
    def test_rubidium(self):
        scale = units.optical_lattice("87Rb", 830e-9)
        self.assertAlmostEqual(scale.from_e0(scale.to_e0(1, "E_R"), "kHz"), 3.3324, places=4)
        self.assertAlmostEqual(scale.from_e0(scale.to_e0(1, "E_R"), "nK"), 159.93, places=2)
        self.assertAlmostEqual(scale.to_e0(1, "E_R"), (4 * math.pi / 3) ** 2)
        standing = units.optical_lattice("87Rb", 830e-9, "standing")
        self.assertAlmostEqual(standing.to_e0(1, "E_R"), 4 * math.pi**2 / 3)

    def test_lattice_constants(self):
        """The beams' differences (or doubles) are the shortest reciprocal lattice vectors."""
        k = 2 * math.pi / 830e-9
        shortest = numpy.linalg.norm(lattice.RECIPROCAL[0])
        self.assertAlmostEqual(math.sqrt(3) * k * units.optical_lattice(87.0, 830e-9).a, shortest)
        self.assertAlmostEqual(2 * k * units.optical_lattice(87.0, 830e-9, "standing").a, shortest)

    def test_electrons(self):
        self.assertAlmostEqual(units.electrons(1e-9).from_e0(1, "meV"), 38.0998, places=4)
        self.assertAlmostEqual(units.electrons(150e-9, 0.067).from_e0(1, "ueV"), 38099.8 / 0.067 / 150**2, places=3)

    def test_there_and_back(self):
        scale = units.optical_lattice("40K", 1064e-9)
        for unit in ("E0", "E_R", "J", "eV", "meV", "Hz", "kHz", "nK"):
            self.assertAlmostEqual(scale.from_e0(scale.to_e0(7.0, unit), unit), 7.0)

    def test_errors(self):
        for wrong in (
            lambda: units.optical_lattice("Rb", 1e-6), lambda: units.optical_lattice("87Rb", -1.0),
            lambda: units.electrons(0.0), lambda: units.electrons(1e-9).unit("E_R"),
            lambda: units.electrons(1e-9).unit("furlong"), lambda: units.Waveguides(633e-9, 1.45, 0.0, 2e-5),
            lambda: units.light_potential(8, "square"),
        ):
            with self.assertRaises(bp.BlochpipeError):
                wrong()

    def test_waveguides(self):
        guides = units.Waveguides(633e-9, 1.45, 7e-4, 20e-6)
        self.assertAlmostEqual(guides.v_max, 8 * math.pi**2 * 1.45 * 7e-4 * (20e-6 / 633e-9) ** 2, places=9)
        self.assertAlmostEqual(guides.energy(guides.propagation(0.3)), 0.3)
        self.assertAlmostEqual(guides.propagation(1.0), 2 * math.pi / 633e-9 * 1.45)
        self.assertAlmostEqual(units.Waveguides.with_v_max(guides.v_max, 633e-9, 1.45, 20e-6).contrast, 7e-4)

    def test_bands_in_kilohertz(self):
        """A honeycomb lattice of light: two bands that touch at K, widths in the unit asked for."""
        scale = units.optical_lattice("87Rb", 830e-9)
        record = bp.solve(units.light_potential(48), scale.to_e0(5, "E_R"), path="Gamma-K-M-Gamma")
        bands = scale.energies(record, "kHz")
        self.assertEqual(bands.attrs["units"], "kHz")
        ratio = bands.values / record.bands.values
        self.assertTrue(numpy.allclose(ratio, 5 * 3.33238445))
        at_k = bands[list(bands.label.values).index("K")]
        self.assertLess(abs(float(at_k[1] - at_k[0])), 2 * bands.attrs["error_estimate"])
        self.assertEqual([name for name, _ in record.irreps["K"]][:2], ["1", "1"])

    def test_names_of_irreps(self):
        self.assertEqual({name for table in units.IRREP_NAMES.values() for name in table}, set("spdf01+-"))


if __name__ == "__main__":
    unittest.main()
