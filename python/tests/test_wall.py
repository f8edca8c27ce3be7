"""Strips of crystals: arrays that hold together, pictures that show them."""

import unittest

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as pyplot  # noqa: E402
import numpy  # noqa: E402

import blochpipe as bp  # noqa: E402
from blochpipe import plot  # noqa: E402
from blochpipe.plot import style  # noqa: E402


class Strips(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cells = bp.pipe("genpot holes --sweep distance=0.30:0.365:2")
        cls.record = bp.pipe("domainwall --cells 7,6 --points 21 --tolerance 4e-4", records=cls.cells)[0]
        cls.model = bp.pipe("invdesign target wu-hu --set j=0.04 --sweep dj=-0.02:0.02:2", "domainwall --along 1,1")[0]

    def tearDown(self):
        pyplot.close("all")

    def test_states_are_between_the_bands(self):
        wall = self.record.wall
        self.assertEqual((wall.crystals, wall.gap, wall.method, wall.along), (2, 3, "plane waves", (1, 0)))
        self.assertEqual(wall.bulk_low.shape, (2, 21, 6))
        below, above = wall.bulk_high[:, :, 2].max(axis=0), wall.bulk_low[:, :, 3].min(axis=0)
        states = wall.states
        self.assertTrue((below[states.points] < states.energies).all() and (states.energies < above[states.points]).all())
        self.assertAlmostEqual(wall.lower, below.max(), places=12)
        self.assertAlmostEqual(wall.upper, above.min(), places=12)
        numpy.testing.assert_allclose(states.profiles.sum(axis=1), 1, atol=1e-9)

    def test_each_state_is_a_level(self):
        """Up to what taking walls apart changes, and of the same wave vector."""
        wall = self.record.wall
        for point, energy, splitting in zip(wall.states.points, wall.states.energies, wall.states.splittings):
            levels = wall.levels[wall.level_points == point]
            self.assertLess(abs(levels - energy).min(), splitting + 1e-9)

    def test_velocities_are_slopes_of_branches(self):
        """k = 2 pi kappa/a. Differences lack some percent, as the curves bend, and energies have errors of a third of a percent of the gap."""
        wall = self.record.wall
        states, checked = wall.states, 0
        for branch, about in enumerate(wall.branches):
            own = states.branches == branch
            if own.sum() < 8:
                continue
            k, e = 2 * numpy.pi * states.kappas[own], states.energies[own]
            slopes = numpy.gradient(e, k)[2:-2]
            numpy.testing.assert_allclose(states.velocities[own][2:-2], slopes, atol=0.05 * abs(slopes).max())
            self.assertEqual((about.wall, about.low, about.high), (states.walls[own][0], e.min(), e.max()))
            checked += 1
        self.assertEqual(checked, 4)

    def test_losses_are_of_couplings(self):
        """A share |A1| (0.01 coupling)^2/(dE/dk)^2 of the power, at the wall's fastest state in the gap; absent where nobody asked."""
        wall_record = bp.pipe("domainwall --cells 3,3 --points 5 --disorder", records=self.cells)[0]
        wall = wall_record.wall
        states = wall.states
        for number, one in enumerate(wall.walls):
            own = (states.walls == number) & (states.energies > wall.lower) & (states.energies < wall.upper)
            fastest = numpy.flatnonzero(own)[abs(states.velocities[own]).argmax()]
            self.assertEqual(one.loss_energy, states.energies[fastest])
            numpy.testing.assert_allclose(one.losses, (0.01 * states.couplings[fastest] / states.velocities[fastest]) ** 2, rtol=1e-9)
        table = plot.losses_data(wall_record)
        for one in wall.walls:
            own = [row for row in table.rows if row[2] == one.name and row[4] == one.loss_energy]
            numpy.testing.assert_allclose(own[0][5:], one.losses, rtol=1e-9)
        plot.losses(wall_record)
        with self.assertRaisesRegex(bp.BlochpipeError, "--disorder"):
            plot.losses(self.record)
        self.assertIsNone(self.record.wall.states.couplings)
        self.assertIsNone(self.record.wall.walls[0].losses)

    def test_walls_are_covered_as_their_branches_say(self):
        wall = self.record.wall
        self.assertEqual([one.name for one in wall.walls], ["1|2", "2|1"])
        for number, one in enumerate(wall.walls):
            ends = sorted((b.low, b.high) for b in wall.branches if b.wall == number)
            low, high = one.minigap
            self.assertAlmostEqual(low, ends[0][1], places=12)
            self.assertAlmostEqual(high, ends[1][0], places=12)
            self.assertAlmostEqual(one.covered, 1 - (high - low + max(0, ends[0][0] - wall.lower) + max(0, wall.upper - ends[1][1])) / (wall.upper - wall.lower), places=9)
        self.assertEqual(wall.contrasts, {"Gamma": ("p p s", "d d s")})

    def test_parities_of_the_wells(self):
        wall = self.record.wall
        self.assertEqual(wall.operations, ("mirror across",))
        states = wall.states
        at = states.kappas == 0
        for number in (0, 1):
            self.assertEqual(states.parities[at & (states.walls == number), 0].tolist(), [1, -1])
        self.assertFalse(states.parities[(states.kappas > 0) & (states.kappas < 0.5)].any())
        self.assertEqual([(i.corner_charge, i.polarisation, i.valley) for i in wall.invariants], [(0.0, 0.0, None), (0.5, 0.0, None)])
        self.assertEqual((wall.end, wall.floor), ("", None))

    def test_a_crystal_that_ends(self):
        record = bp.pipe("domainwall --cells 4 --end 1 --end-layers 2 --gap 3 --points 3", records=self.cells[1:2])[0]
        wall = record.wall
        self.assertEqual((wall.end, wall.end_value, [one.name for one in wall.walls]), ("medium", 1.0, ["1|end", "end|1"]))
        numpy.testing.assert_allclose(wall.floor, 1 + (2 * numpy.pi * wall.kappas) ** 2 / 256, rtol=1e-12)
        self.assertTrue((wall.states.energies < wall.floor[wall.states.points]).all())
        self.assertEqual(len(plot.wall(record).get_legend().get_texts()), len(wall.states.energies[wall.states.kappas == wall.kappas[0]]))
        plot.strip(record)
        pyplot.close("all")

    def test_armchair_walls_of_the_model_have_no_minigap(self):
        wall = self.model.wall
        self.assertEqual((wall.method, wall.geometries), ("lattice model", ()))
        for one in wall.walls:
            self.assertIsNone(one.minigap)
            self.assertGreater(one.covered, 0.99)

    def test_labels(self):
        data = self.record.wall.to_xarray()
        self.assertEqual(data.bulk_low.dims, ("crystal", "kappa", "band"))
        at = data.kappa_of_state == 0
        numpy.testing.assert_array_equal(data.energy[at], self.record.wall.states.energies[self.record.wall.states.points == 0])
        self.assertEqual(data.profile.shape, (len(self.record.wall.states), 26))

    def test_without_a_strip(self):
        with self.assertRaisesRegex(bp.MissingBlock, "domainwall makes it"):
            self.cells[0].wall

    def test_a_block_that_contradicts_itself(self):
        for change in (lambda w: w.layers.append(0), lambda w: w.walls.pop(), lambda w: w.ClearField("state_energies"),
                       lambda w: w.along.pop()):
            broken = bp.read(self.written())[0]
            change(broken.message.wall)
            with self.assertRaises(bp.StreamError):
                broken.wall

    def written(self):
        import os
        import tempfile

        folder = tempfile.mkdtemp()
        self.addCleanup(lambda: (os.remove(os.path.join(folder, "s")), os.rmdir(folder)))
        bp.write(os.path.join(folder, "s"), [self.record])
        return os.path.join(folder, "s")

    def test_strip_shows_bands_levels_and_branches(self):
        wall, ax = self.record.wall, plot.strip(self.record, both=True)
        drawn = [line for line in ax.get_lines() if line.get_marker() in ("o", "D")]
        self.assertEqual(len(drawn), 8)
        points = numpy.concatenate([line.get_xydata() for line in drawn])
        states = wall.states
        wanted = numpy.concatenate([numpy.column_stack([s * states.kappas, states.energies]) for s in (1, -1)])
        numpy.testing.assert_allclose(points[numpy.lexsort(points.T)], wanted[numpy.lexsort(wanted.T)], atol=1e-12)
        # A place in a band of both crystals is darker than one in a band of one, and that than one between.
        figure, ax = pyplot.subplots(dpi=200)
        plot.strip(self.record, ax, legend=False)
        figure.canvas.draw()
        image = numpy.asarray(figure.canvas.buffer_rgba()).astype(int).sum(axis=2)

        def shade(kappa, energy):
            x, y = ax.transData.transform((kappa, energy))
            return image[image.shape[0] - 1 - round(y), round(x)]

        low, high = wall.bulk_high[:, 0, 2].min(), wall.bulk_high[:, 0, 2].max()
        self.assertLess(shade(0.0125, low - 0.003), shade(0.0125, (low + high) / 2))
        self.assertLess(shade(0.0125, (low + high) / 2), shade(0.0125, wall.lower + 0.01))

    def test_wall_shows_the_crystals_where_they_are(self):
        found, ax = self.record.wall, plot.wall(self.record, k=0)
        image = ax.get_images()[0]
        left, right, bottom, top = image.get_extent()
        self.assertAlmostEqual(top - bottom, 13)
        values, height = image.get_array(), numpy.sqrt(0.75)
        rows, columns = values.shape
        pixels = [record.potential.values for record in self.cells]
        wrong = 0
        for r in range(0, rows, 23):
            for c in range(0, columns, 17):
                y = bottom + (top - bottom) * (r + 0.5) / rows
                x = (right - left) * ((c + 0.5) / columns - 0.5)
                v = y
                u = x - y * height / numpy.sqrt(3)
                i, j = (int(numpy.floor(w * 100 + 0.5)) % 100 for w in (u, v))
                wrong += abs(values[r, c] - pixels[found.layers[int(numpy.floor(y + 0.5)) % 13]][i, j]) > 0.5
        self.assertLess(wrong, 0.01 * len(range(0, rows, 23)) * len(range(0, columns, 17)))
        # Both walls are within, and the layers on either side those of the crystals that they are named after.
        for one in found.walls:
            at = bottom + (one.position - bottom) % 13
            self.assertTrue(bottom < at < top)
            self.assertEqual((found.layers[int(numpy.floor(at)) % 13], found.layers[int(numpy.floor(at + 1)) % 13]), (one.below, one.above))
        self.assertEqual(len(ax.get_legend().get_texts()), (found.states.points == 0).sum())

    def test_colours_are_those_of_walls(self):
        ax = plot.strip(self.model)
        self.assertEqual([line.get_color() for line in ax.get_legend().get_lines()], list(style.SERIES[:2]))
        self.assertIn(r"\sqrt{3}", ax.get_xlabel())


if __name__ == "__main__":
    unittest.main()
