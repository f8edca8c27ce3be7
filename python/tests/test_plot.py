"""Pictures: what is drawn is what the record says, in the axes that were given."""

import unittest

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as pyplot  # noqa: E402
import numpy  # noqa: E402

import blochpipe as bp  # noqa: E402
from blochpipe import plot  # noqa: E402
from blochpipe.plot import style  # noqa: E402


def pixels(figure):
    """A figure as an array of colours."""
    figure.canvas.draw()
    return numpy.asarray(figure.canvas.buffer_rgba()).astype(int)


class Pictures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cells = bp.pipe("genpot random -n 2 --seed 7")
        cls.path = bp.pipe("solve-seq --path Gamma-K-M-Gamma", records=cls.cells)
        cls.grid = bp.pipe("solve-seq --grid 12", records=cls.cells)

    def tearDown(self):
        pyplot.close("all")

    def test_axes_are_those_given_or_new(self):
        figure, ax = pyplot.subplots()
        self.assertIs(plot.bands(self.path[0], ax), ax)
        self.assertIsNot(plot.bands(self.path[0]).figure, figure)

    def test_bands_are_what_matplotlib_draws_of_the_same_numbers(self):
        """The same lines, ticks and limits, drawn by matplotlib from the labelled array."""
        record, images = self.path[0], []
        for ours in (True, False):
            figure, ax = pyplot.subplots(figsize=(3, 2), dpi=150)
            if ours:
                plot.bands(record, ax, irreps=False)
                limits = ax.axis()
            else:
                bands = record.bands
                for n in bands.band.values:
                    ax.plot(bands.distance.values, bands.sel(band=n).values, color=style.EXACT, zorder=2)
                named = [i for i, label in enumerate(bands.label.values) if label]
                ax.set_xticks(bands.distance.values[named], ["Γ", "K", "M", "Γ"])
                ax.tick_params(axis="x", length=0)
                for i in named:
                    ax.axvline(bands.distance.values[i], color=style.FAINT, linewidth=0.7, zorder=0)
                ax.set_ylabel(r"energy / $V_\mathrm{max}$")
                ax.axis(limits)
            images.append(pixels(figure))
        self.assertEqual(abs(images[0] - images[1]).max(), 0)
        self.assertGreater((images[0] != 255).any(axis=2).mean(), 0.01)

    def test_units_scale_the_axis(self):
        drawn = plot.bands(self.path[0], units="e0=2meV").get_lines()[0].get_ydata()
        numpy.testing.assert_allclose(drawn, self.path[0].bands.values[:, 0] * 256 * 2)

    def test_crystal_repeats_the_cell(self):
        image = plot.crystal(self.cells[0]).get_images()[0].get_array()
        rows, columns = image.shape
        values = self.cells[0].potential.values
        x, y = 2.6 * ((numpy.arange(columns) + 0.5) / columns - 0.5), 2.2 * ((numpy.arange(rows) + 0.5) / rows - 0.5)
        for r, c in ((0, 0), (rows // 2, columns // 3), (rows - 1, columns - 1), (100, 400)):
            v = y[r] / numpy.sqrt(0.75)
            u = x[c] - v / 2
            i, j = (int(numpy.floor(w * len(values) + 0.5)) % len(values) for w in (u, v))
            self.assertEqual(image[r, c], values[i, j])

    def test_contour_of_the_field_bounds_the_two_levels(self):
        """Inside the contour of the smooth field V is v_max, or the reverse, but for pixels that it crosses."""
        from blochpipe.plot.real_space import patch, sampled
        from blochpipe.smooth_field import smooth_field

        x, y = patch(2.6, 2.2, 300)
        field = self.cells[0].message.geometry.field
        above = smooth_field(self.cells[0].message.geometry, x, y) > field.threshold
        self.assertGreater((above == (sampled(self.cells[0].potential.values, x, y) > 0.5)).mean(), 0.97)

    def test_cells_with_c2_have_irreps_where_there_are_any(self):
        i, j = numpy.meshgrid(numpy.arange(24) / 24, numpy.arange(24) / 24, indexing="ij")
        wave = (numpy.cos(2 * numpy.pi * i) + 0.4 * numpy.cos(2 * numpy.pi * (i + j)) + 1.4) / 2.8
        cells = bp.cells(numpy.clip(wave, 0, 1), 60, symmetry="c2")
        ax = plot.bands(bp.pipe("solve-seq --path Gamma-M-K-Gamma --bands 4", records=cells))
        self.assertEqual({text.get_text() for text in ax.texts}, {"+", "−"})
        zones = [plot.Zone.of(bp.pipe(f"solve-seq {grid} --bands 4", records=cells)[0]) for grid in ("--grid 4", "--zone 12")]
        at = {tuple(k): e for k, e in zip(numpy.rint(12 * zones[1].k).astype(int).tolist(), zones[1].energies)}
        for k, e in zip(numpy.rint(12 * zones[0].k).astype(int).tolist(), zones[0].energies):
            numpy.testing.assert_allclose(at[tuple(k)], e, atol=1e-5)

    def test_zone_integrates_to_one_state_a_band(self):
        for record in (self.grid[0], bp.pipe("solve-seq --zone 12", records=self.cells[:1])[0]):
            zone = plot.Zone.of(record)
            counts = zone.counts(numpy.array([-1.0, zone.energies.max() + 1]))
            numpy.testing.assert_allclose(counts, [[0] * 7, [1] * 7])

    def test_zone_of_grid_and_of_cell_agree(self):
        """Both have the points (p K + q K')/4, which are whole twelfths of b1 and b2."""
        wedge = plot.Zone.of(bp.pipe("solve-seq --grid 4", records=self.cells[:1])[0])
        cell = plot.Zone.of(bp.pipe("solve-seq --zone 12", records=self.cells[:1])[0])
        at = {tuple(k): e for k, e in zip(numpy.rint(12 * cell.k).astype(int).tolist(), cell.energies)}
        for k, e in zip(numpy.rint(12 * wedge.k).astype(int).tolist(), wedge.energies):
            numpy.testing.assert_allclose(at[tuple(k)], e, atol=1e-6)

    def test_missing_blocks_name_the_tool_that_makes_them(self):
        for kind, word in ((plot.bands, "solve-seq"), (plot.verdicts, "fingerprint"), (plot.states, "--states"), (plot.dos, "solve-seq")):
            with self.assertRaisesRegex(bp.BlochpipeError, word):
                kind(self.cells[0])
        with self.assertRaisesRegex(bp.BlochpipeError, "--grid"):
            plot.contours(self.path[0])
        with self.assertRaisesRegex(bp.BlochpipeError, "bands 1 to 7, not 9"):
            plot.contours(self.grid[0], band=9)


if __name__ == "__main__":
    unittest.main()
