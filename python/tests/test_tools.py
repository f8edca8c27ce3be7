"""Tools from Python: arrays in, labelled arrays out, and errors in one line."""

import os
import unittest
import warnings

import numpy

import blochpipe as bp
from blochpipe import lattice


def lattice_of_cosines(pixels=48):
    """2 (cos b1.r + cos b2.r + cos b3.r), between 0 and 1: a smooth C6 cell."""
    i, j = numpy.meshgrid(numpy.arange(pixels) / pixels, numpy.arange(pixels) / pixels, indexing="ij")
    v = numpy.cos(2 * numpy.pi * i) + numpy.cos(2 * numpy.pi * j) + numpy.cos(2 * numpy.pi * (i + j))
    return (v + 1.5) / 4.5


class Bands(unittest.TestCase):
    def test_empty_lattice(self):
        """V all but constant: E = V + |k + G|^2/v_max."""
        record = bp.solve(0.25 + 1e-4 * lattice_of_cosines(12), 100, path="Gamma-K-M-Gamma", points=31)
        k = record.bands
        n = numpy.arange(-4, 5)
        g = numpy.stack(numpy.meshgrid(n, n), axis=-1).reshape(-1, 2)
        waves = lattice.cartesian_k(numpy.stack([k.k1, k.k2], axis=-1)[:, None] + g)
        exact = 0.25 + numpy.sort((waves**2).sum(axis=-1) / 100, axis=1)[:, :7]
        # What the solver promises of its own error.
        self.assertLess(abs(k.values - exact).max(), k.attrs["error_estimate"] + 1e-4)
        self.assertLess(abs(numpy.hypot(k.kx, k.ky)[k.label.values == "K"] - 4 * numpy.pi / 3).max(), 1e-12)
        # Gamma-K-M-Gamma: 4/3 + 2/3 + 2/sqrt 3, in pi/a.
        self.assertAlmostEqual(float(k.distance[-1]) / numpy.pi, 2 + 2 / 3**0.5, places=12)

    def test_arrays_and_records_agree(self):
        made = bp.pipe("genpot random -n 3 --seed 7 --alpha 0.5", "solve-seq --grid 6")
        again = bp.solve(numpy.stack([r.potential for r in made]), [r.v_max for r in made], grid=6)
        for one, other in zip(made, again):
            numpy.testing.assert_allclose(one.bands, other.bands, atol=1e-9)
            self.assertEqual([i for i, _ in one.irreps["Gamma"]], [i for i, _ in other.irreps["Gamma"]])
        self.assertAlmostEqual(float(made[0].bands.weight.sum()), 1, places=12)

    def test_network_and_solver(self):
        v = bp.pipe("genpot random -n 1 --seed 7 --alpha 0.5")[0].potential
        exact, learnt = bp.solve(v, path="Gamma-K-M-Gamma"), bp.predict(v, path="Gamma-K-M-Gamma")
        bars = numpy.array(learnt.block("model").band_errors)
        off = abs(exact.bands.values[:, :len(bars)] - learnt.bands.values).max(axis=0)
        self.assertLess(off.max(), 5e-3)
        self.assertLess(numpy.median(off / bars), 1)

    def test_kpoints_as_arrays(self):
        v = lattice_of_cosines()
        grid = bp.solve(v, 20, grid=4).bands
        listed = bp.solve(v, 20, kpoints=numpy.stack([grid.k1, grid.k2], axis=-1)).bands
        numpy.testing.assert_allclose(listed, grid, atol=1e-3)
        self.assertEqual(bp.solve(v, 20, kpoints=[-0.25, 0.5]).bands.shape, (1, 7))
        numpy.testing.assert_allclose(
            bp.solve(v, 20, kpoints=[-0.25, 0.5]).bands, bp.solve(v, 20, kpoints=[0.25, -0.5]).bands, atol=1e-9)

    def test_c2_cells(self):
        i, j = numpy.meshgrid(numpy.arange(30) / 30, numpy.arange(30) / 30, indexing="ij")
        v = 0.5 + 0.4 * numpy.cos(2 * numpy.pi * i)
        self.assertIn("K2", bp.solve(v, 30, symmetry="c2").irreps)
        refused = bp.solve(v, 30)
        self.assertTrue(refused.failed)
        with self.assertRaises(bp.MissingBlock) as caught:
            refused.bands
        self.assertIn(refused.reason, str(caught.exception))


class Stacks(unittest.TestCase):
    def test_a_sweep_has_its_parameter_as_coordinate(self):
        records = bp.pipe("genpot holes --distance 0.35 --sweep radius=0.08:0.12:3", "solve-seq --grid 4", "fingerprint")
        data = bp.to_xarray(records)
        numpy.testing.assert_allclose(data.radius, [0.08, 0.1, 0.12])
        by_radius = data.swap_dims(record="radius")
        numpy.testing.assert_array_equal(by_radius.energy.sel(radius=0.1, method="nearest"), records[1].bands)
        self.assertEqual(data.verdict[0, 0], records[0].verdict(1))
        self.assertEqual("".join(data.irrep.sel(point="K").values[2]), "".join(i for i, _ in records[2].irreps["K"]))

    def test_failed_records_are_empty_rows(self):
        v = numpy.stack([lattice_of_cosines(30), numpy.random.default_rng(0).random((30, 30))])
        data = bp.to_xarray(bp.solve(v, 10, path="Gamma-K"))
        self.assertEqual(data.failed.values.tolist(), [False, True])
        self.assertTrue(numpy.isnan(data.energy[1]).all() and numpy.isfinite(data.energy[0]).all())

    def test_other_wave_vectors_are_refused(self):
        v = lattice_of_cosines(24)
        with self.assertRaisesRegex(bp.BlochpipeError, "wave vectors"):
            bp.to_xarray([bp.solve(v, 10, path="Gamma-K"), bp.solve(v, 10, path="Gamma-M")])
        with self.assertRaisesRegex(bp.BlochpipeError, "no records"):
            bp.to_xarray([])

    def test_gap(self):
        record = bp.pipe("genpot random -n 1 --seed 7 --alpha 0.5", "solve-seq --grid 12")[0]
        width, ratio = record.gap(1)
        e = record.bands.values
        self.assertEqual(width, e[:, 1].min() - e[:, 0].max())
        self.assertAlmostEqual(ratio, width / ((e[:, 1].min() + e[:, 0].max()) / 2))


class Errors(unittest.TestCase):
    def test_a_tool_that_fails_is_named_with_its_reason(self):
        for commands, code, tool in [
            (("genpot random --foo", "solve-seq"), 64, "genpot"), (("genpot random -n 1", "solve-seq --path Gamma-Q"), 64, "solve-seq"),
            (("genpot random -n 100000", "rec-cat /nowhere"), 66, "rec-cat"), (("rec-view /nowhere",), 66, "rec-view"),
        ]:
            with self.assertRaises(bp.ToolError) as caught:
                bp.pipe(*commands)
            self.assertEqual((caught.exception.code, caught.exception.tool), (code, tool))
            self.assertTrue(str(caught.exception).startswith(tool + ": "))

    def test_commands_that_are_none(self):
        for commands in ((), ("genpot random |",), ("",), ([],), ("genpot 'random",)):
            with self.assertRaises(bp.BlochpipeError):
                bp.pipe(*commands)
        with self.assertRaisesRegex(bp.BlochpipeError, "BLOCHPIPE_BIN"):
            bp.pipe("no-such-tool")

    def test_bars_between_commands(self):
        self.assertEqual(len(bp.pipe("genpot random -n 2 --seed 1 | solve-seq | fingerprint")), 2)

    def test_the_folder_of_the_tools(self):
        from blochpipe import tools
        path, folder = os.environ["PATH"], os.path.dirname(tools.find("genpot"))
        try:
            os.environ["PATH"] = "/nowhere"
            os.environ["BLOCHPIPE_BIN"] = folder
            self.assertEqual(len(bp.pipe("genpot random -n 1")), 1)
        finally:
            os.environ["PATH"] = path
            del os.environ["BLOCHPIPE_BIN"]

    def test_what_a_tool_says_is_a_warning(self):
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            bp.pipe("solve-seq", records=bp.cells(numpy.random.default_rng(0).random((12, 12))))
        self.assertTrue(any(w.category is bp.ToolWarning and "failed" in str(w.message) for w in said))

    def test_arrays_that_are_no_cells(self):
        good = numpy.zeros((6, 6))
        for value, arguments in [
            (numpy.zeros((3, 4)), {}), (numpy.zeros(5), {}), (good + 1.5, {}), (good - 0.1, {}), (good * numpy.nan, {}),
            (good + 1j, {}), (numpy.zeros((0, 0)), {}), (good, {"v_max": 0}), (good, {"v_max": [1, 2]}), (good, {"v_max": "x"}),
            (good, {"symmetry": "c4"}), (good, {"parameters": {"x": [1, 2]}}), (good.astype(str), {}),
        ]:
            with self.assertRaises(bp.BlochpipeError):
                bp.cells(value, **arguments)
        for arguments in ({"path": "Gamma-K", "grid": 3}, {"points": 3}, {"kpoints": [1, 2, 3]}, {"kpoints": [[numpy.inf, 0]]}):
            with self.assertRaises(bp.BlochpipeError):
                bp.solve(good + 0.5, **arguments)

    def test_blocks_that_are_not_there(self):
        record = bp.pipe("genpot random -n 1")[0]
        with self.assertRaisesRegex(bp.MissingBlock, "solve-seq"):
            record.bands
        with self.assertRaisesRegex(bp.BlochpipeError, "no block 'band'"):
            record.block("band")


if __name__ == "__main__":
    unittest.main()
