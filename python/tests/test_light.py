"""Light and sound: arrays in, frequencies out, and what is drawn of them."""

import math
import unittest

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as pyplot  # noqa: E402
import numpy  # noqa: E402

import blochpipe as bp  # noqa: E402
from blochpipe import plot, units  # noqa: E402


def smooth(pixels=32):
    """A smooth pattern with C6 symmetry, between 0 and 1."""
    x = 2 * numpy.pi * numpy.arange(pixels) / pixels
    return (3 + 2 * (numpy.cos(x[:, None]) + numpy.cos(x) + numpy.cos(x[:, None] + x))) / 9


class Frequencies(unittest.TestCase):
    def test_scaling_of_epsilon(self):
        """Four times the permittivity everywhere halves every frequency."""
        one, four = (bp.solve(smooth(), equation="tm", materials={"epsilon": ends}, path="Gamma-K-M-Gamma", points=7) for ends in ((1, 12), (4, 48)))
        numpy.testing.assert_allclose(one.frequencies.values, 2 * four.frequencies.values, atol=one.frequencies.error + 2 * four.frequencies.error)
        self.assertEqual((one.equation, one.materials, four.materials), ("tm", {"epsilon": (1.0, 12.0)}, {"epsilon": (4.0, 48.0)}))

    def test_long_waves(self):
        """f = |k| a/(2 pi n) with n^2 the mean of epsilon; f = 0 at Gamma, and nothing that is no number."""
        k = 0.02
        record = bp.solve(smooth(), equation="tm", materials={"epsilon": (2, 9)}, kpoints=[[0, 0], [k, 0]])
        f = record.frequencies
        size = float(numpy.hypot(f.kx[1], f.ky[1]))
        mean = 2 + 7 * float(record.potential.mean())
        self.assertLess(f.values[0, 0], 1e-5)
        self.assertAlmostEqual(f.values[1, 0], size / (2 * math.pi * math.sqrt(mean)), delta=f.error)
        self.assertTrue(numpy.isfinite(f.values).all())

    def test_squares_and_roots(self):
        record = bp.solve(smooth(), equation="tm", materials={"epsilon": (1, 6)}, grid=4)
        numpy.testing.assert_allclose(record.frequencies.values**2, numpy.maximum(record.bands.values, 0), atol=1e-15)
        self.assertEqual((record.bands.units, record.frequencies.units), ("(omega a/(2 pi c))^2", "omega a/(2 pi c)"))
        self.assertEqual(record.frequencies.dims, record.bands.dims)
        self.assertEqual(set(record.frequencies.coords), set(record.bands.coords))
        self.assertTrue(0 < record.frequencies.error < 5e-4)
        f = record.frequencies
        width, ratio = record.gap(1)
        low, high = float(f.sel(band=1).max()), float(f.sel(band=2).min())
        self.assertAlmostEqual(width, high - low)
        self.assertAlmostEqual(ratio, 2 * (high - low) / (high + low))
        self.assertAlmostEqual(record.gap(1, frequencies=False)[0], high**2 - low**2)

    def test_cells_keep_their_materials(self):
        given = bp.cells(smooth(), equation="acoustic", materials={"bulk": (2, 3), "rho": (1, 5)})
        self.assertEqual(given[0].materials, {"rho": (1.0, 5.0), "bulk": (2.0, 3.0)})
        self.assertIn(b"ok", bp.run("rec-check --full", input=bp.encode(given)))
        holes = bp.cells(smooth() > 0.5, equation="te", materials={"epsilon": (2, math.inf)})[0]
        self.assertEqual(set(plot.crystal_data(holes).column("epsilon")), {2.0, math.inf})
        plain = bp.cells(smooth())[0]
        self.assertEqual((plain.equation, plain.materials, plain.v_max), ("schroedinger", {}, 256.0))

    def test_elastic_waves_in_the_plane(self):
        """The pattern of an array has no contour, so that the cell is made by genpot; long waves have two speeds."""
        materials = {"rho": (1142, 7780), "lambda": (4.43e9, 1.14e11), "mu": (1.48e9, 8.1e10)}
        options = " ".join(f"--material {name}={low}:{high}" for name, (low, high) in materials.items())
        cell = "genpot shapes --group p4m --disc '0,0 r=0.3' --kind barriers"
        record = next(iter(bp.pipe(f"{cell} | solve-seq --equation inplane {options} --bands 3 --kpoints '0.02,0'")))
        self.assertEqual((record.equation, record.materials), ("inplane", {n: (float(a), float(b)) for n, (a, b) in materials.items()}))
        transverse, longitudinal = record.frequencies.values[0, :2] / 0.02
        # Between the means of the moduli over the mean density (Voigt, Reuss), c_t of epoxy being one.
        share = math.pi * 0.3**2
        density = 1 + share * (7780 / 1142 - 1)
        for speed, low, high in [(transverse, 1, 8.1e10 / 1.48e9), (longitudinal, 7.39e9 / 1.48e9, 2.76e11 / 1.48e9)]:
            mean = low + share * (high - low)
            self.assertTrue(1 / ((1 - share) / low + share / high) <= speed**2 * density <= mean, (speed, low, high))
        self.assertIn("contour", bp.solve(smooth(), equation="inplane", materials=materials).reason)

    def test_what_does_not_fit_is_said(self):
        wrong = [
            {"equation": "tm"}, {"materials": {"epsilon": (1, 12)}}, {"equation": "te", "materials": {"mu": (1, 2)}},
            {"equation": "optical", "materials": {"epsilon": (1, 12)}}, {"equation": "tm", "materials": {"epsilon": (1, -2)}},
            {"equation": "tm", "materials": {"epsilon": 12}}, {"equation": "tm", "materials": {"epsilon": (math.inf, math.inf)}},
            {"equation": "acoustic", "materials": {"rho": (0, 1), "bulk": (1, 2)}}, {"equation": "tm", "materials": {"epsilon": (1, 12)}, "v_max": 100},
        ]
        for options in wrong:
            with self.assertRaises(bp.BlochpipeError, msg=str(options)):
                bp.cells(smooth(), **options)
        with self.assertRaisesRegex(bp.BlochpipeError, "potential"):
            bp.solve(smooth(), 50).frequencies

    def test_hertz_and_wavelengths(self):
        record = bp.solve(smooth(), equation="tm", materials={"epsilon": (1, 6)})
        waves = units.Waves(a=500e-9)
        found = waves.frequencies(record, "THz")
        numpy.testing.assert_allclose(found.values, record.frequencies.values * 299792458 / 500e-9 / 1e12)
        self.assertEqual(found.units, "THz")
        self.assertAlmostEqual(waves.wavelength(0.25), 2e-6)
        self.assertEqual(units.Waves(0.01, 1480).usual_unit[0], "kHz")
        self.assertEqual(units.Waves(0.01).usual_unit[0], "GHz")

    def test_many_records(self):
        light = [bp.solve(smooth(), equation="tm", materials={"epsilon": (1, high)}, grid=3) for high in (4, 9)]
        data = bp.to_xarray([*light, bp.solve(smooth(), 50, grid=3)])
        self.assertEqual(list(data.equation.values), ["tm", "tm", "schroedinger"])
        numpy.testing.assert_allclose(data.epsilon_high, [4, 9, numpy.nan])
        numpy.testing.assert_allclose(data.frequency[:2], [r.frequencies for r in light])
        self.assertTrue(numpy.isnan(data.frequency[2]).all() and numpy.isfinite(data.energy).all())
        self.assertEqual(data.energy.units, "(omega a/(2 pi c))^2 or v_max")
        numpy.testing.assert_allclose(data.frequency_error[:2], [r.frequencies.error for r in light])


class Pictures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.path, cls.grid = (
            bp.solve(smooth(), equation="tm", materials={"epsilon": (1, 9)}, **kset) for kset in ({"path": "Gamma-K-M-Gamma"}, {"grid": 12}))

    def tearDown(self):
        pyplot.close("all")

    def test_bands_are_frequencies(self):
        for text, factor, label in ((None, 1, r"frequency $\omega a/2\pi c$"), ("a=1um", 299.792458, "frequency / THz")):
            ax = plot.bands(self.path, units=text)
            numpy.testing.assert_allclose(ax.get_lines()[0].get_ydata(), self.path.frequencies.values[:, 0] * factor)
            self.assertEqual(ax.get_ylabel(), label)
        table = plot.bands_data(self.path)
        self.assertEqual(table.columns[-2:], ["frequency_c_per_a", "error_c_per_a"])
        numpy.testing.assert_allclose(table.where(band=2).column("frequency_c_per_a"), self.path.frequencies.sel(band=2))

    def test_light_line(self):
        line = next(line for line in plot.bands(self.path, light_line=1.5).get_lines() if line.get_linestyle() == "--").get_ydata()
        f = self.path.frequencies
        at = int(numpy.flatnonzero(f.label.values == "M")[0])
        self.assertAlmostEqual(line[at], float(numpy.hypot(f.kx[at], f.ky[at])) / (2 * numpy.pi * 1.5))
        # The path ends at Gamma again.
        self.assertAlmostEqual(line[-1], 0)

    def test_density_counts_states(self):
        for record in (self.grid, bp.pipe("solve-seq --keep-model", "derive --divisions 24", records=[self.grid])[0]):
            table = plot.dos_data(record, units="a=1um")
            low, high, density, below = (table.column(name) for name in table.columns[1:])
            numpy.testing.assert_allclose(numpy.cumsum(density * (high - low)), below, atol=1e-9)
            numpy.testing.assert_allclose(high - low, (high - low)[0], rtol=1e-6)
            # Long waves: pi k^2 of the zone's area, omega = c |k|/n.
            n = math.sqrt(1 + 8 * float(record.potential.mean()))
            at = int(numpy.searchsorted(high, 0.1 * 299.792458))
            area = (2 * math.pi) ** 2 / math.sqrt(0.75)
            self.assertAlmostEqual(below[at] / (math.pi * (2 * math.pi * n * high[at] / 299.792458) ** 2 / area), 1, delta=0.1)

    def test_contours_and_gaps(self):
        numbers = plot.contours_data(self.grid, band=2).column("frequency_c_per_a")
        f = self.grid.frequencies.sel(band=2)
        self.assertAlmostEqual(numbers.max(), float(f.max()))
        self.assertIn("frequency", plot.contours(self.grid, band=2).figure.axes[1].get_ylabel())
        row = plot.gaps_data(self.grid).where(cut=1).rows[0]
        self.assertAlmostEqual(row[3], self.grid.gap(1)[0])

    def test_searched_gaps(self):
        rods = bp.pipe("genpot random -n 1 --seed 3 --alpha 0.5", "solve-seq --equation tm --material epsilon=1:12 --keep-model --grid 24", "berryflux")[0]
        bare = type(rods)(type(rods.message).FromString(rods.message.SerializeToString()), rods.descriptors)
        bare.message.ClearField("connectivity")
        for cut in rods.message.connectivity.cuts:
            if cut.verdict == 2:
                found, grid = (plot.gaps_data(r, cuts=[cut.below]).rows[0][2:4] for r in (rods, bare))
                numpy.testing.assert_allclose(found, grid, atol=3e-3)
                self.assertLess(found[0], grid[0] + 1e-4)

    def test_materials_are_named(self):
        texts = {text.get_text() for text in plot.crystal(self.path).get_legend().get_texts()}
        self.assertTrue({"ε\u00a0=\u00a01", "ε\u00a0=\u00a09", "1a"} <= texts, texts)
        epsilon = plot.crystal_data(self.path).column("epsilon")
        self.assertAlmostEqual(epsilon.min(), 1 + 8 * smooth().min(), places=5)
        self.assertAlmostEqual(epsilon.max(), 9)

    def test_units_that_do_not_fit(self):
        potential = bp.solve(smooth(), 60, path="Gamma-K-M-Gamma")
        for record, text in ((self.path, "vmax"), (self.path, "e0=2meV"), (self.path, "a=1cm,c=1480"), (potential, "a=1um")):
            with self.assertRaises(bp.BlochpipeError):
                plot.bands(record, units=text)
        for text in ("a=5", "a=5km", "a=0nm", "a=1um,c=0", "c=3"):
            with self.assertRaises(bp.BlochpipeError):
                plot.EnergyUnit.parse(text)
        with self.assertRaisesRegex(bp.BlochpipeError, "one picture"):
            plot.bands([self.path, potential])
        with self.assertRaisesRegex(bp.BlochpipeError, "light line"):
            plot.bands(potential, light_line=1)


if __name__ == "__main__":
    unittest.main()
