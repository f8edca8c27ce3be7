"""Cells, bands and pictures of all wallpaper groups on all lattices."""

import unittest

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as pyplot  # noqa: E402
import numpy  # noqa: E402

import blochpipe as bp  # noqa: E402
from blochpipe import groups, lattice, plot  # noqa: E402
from blochpipe.smooth_field import smooth_field  # noqa: E402

SHAPES = [("p2", {}), ("pmm", {"ratio": 2}), ("cmm", {"angle": 110}), ("p4m", {}), ("p3m1", {}), ("p1", {"ratio": 0.6, "angle": 130})]


def noise(pixels, seed=3):
    """Smooth, without symmetry, between 0 and 1."""
    random, i = numpy.random.default_rng(seed), 2 * numpy.pi * numpy.arange(pixels) / pixels
    v = sum(
        random.normal() * numpy.cos(m * i[:, None] + n * i + random.uniform(0, 6.3)) for m in range(-2, 3) for n in range(-2, 3))
    return (v - v.min()) / (v.max() - v.min())


class Tables(unittest.TestCase):
    def test_operations_are_a_group_of_the_lattice(self):
        for name in groups.names():
            group, vectors = groups.group(name), groups.vectors(name)
            found = {(tuple(o.matrix.ravel()), tuple(o.shift % 1)) for o in group.operations}
            self.assertEqual(len(found), len(group.operations))
            for one in group.operations:
                turned = numpy.linalg.inv(vectors) @ one.matrix.T @ vectors
                numpy.testing.assert_allclose(turned @ turned.T, numpy.eye(2), atol=1e-12)
                for other in group.operations:
                    product = (one.matrix @ other.matrix, (one.matrix @ other.shift + one.shift) % 1)
                    self.assertIn((tuple(product[0].ravel()), tuple(product[1])), found)

    def test_sites_are_fixed_by_their_operations(self):
        for name in groups.names():
            for position in groups.group(name).positions.values():
                for operation in position.operations:
                    numpy.testing.assert_allclose(operation.matrix @ position.points[0] + operation.shift, position.points[0], atol=1e-12)

    def test_zones(self):
        """Their area is that of the reciprocal cell, their corners are as far from Gamma as from two or three others."""
        for name, shape in SHAPES:
            b = lattice.reciprocal(groups.vectors(name, **shape))
            corners = lattice.wigner_seitz(b)
            x, y = corners.T
            area = (x * numpy.roll(y, -1) - numpy.roll(x, -1) * y).sum() / 2
            self.assertAlmostEqual(area, abs(numpy.linalg.det(b)), places=9)
            steps = numpy.stack(numpy.meshgrid(*2 * [numpy.arange(-4, 5)]), axis=-1).reshape(-1, 2) @ b
            for corner in corners:
                distances = numpy.linalg.norm(steps - corner, axis=1)
                self.assertAlmostEqual(distances.min(), numpy.linalg.norm(corner), places=9)
                self.assertGreaterEqual((distances < distances.min() + 1e-9).sum(), 3)
            for k in numpy.random.default_rng(1).uniform(-2, 2, (50, 2)):
                found = lattice.shortest(k, b)
                self.assertLess(abs(found - k - numpy.rint(found - k)).max(), 1e-9)
                self.assertLess(numpy.linalg.norm(found @ b), numpy.linalg.norm(steps + k @ b, axis=1).min() + 1e-9)

    def test_shapes_that_do_not_fit(self):
        for name, shape in (("p5", {}), ("p4", {"ratio": 2}), ("p4", {"lattice": "hexagonal"}), ("cm", {"lattice": "rectangular"}),
                            ("p2", {"ratio": 20}), ("p2", {"angle": 5}), ("p2", {"lattice": "cubic"})):
            with self.assertRaises(bp.BlochpipeError):
                groups.shape(name, **shape)
        self.assertEqual(groups.shape("pmm"), (1.3, 90))
        self.assertEqual(groups.shape("p2", "rhombic", angle=80), (1, 80))


class Bands(unittest.TestCase):
    def test_empty_lattices(self):
        """V all but constant: E = V + |k + G|^2/v_max, on any lattice, with Cartesian k and distances of it."""
        n = numpy.arange(-6, 7)
        g = numpy.stack(numpy.meshgrid(n, n), axis=-1).reshape(-1, 2)
        for name, shape in SHAPES:
            v = 0.25 + 1e-4 * groups.symmetrised(noise(12), name)
            record = bp.solve(v, 100, group=name, path="standard", points=31, **shape)
            k, b = record.bands, lattice.reciprocal(groups.vectors(name, **shape))
            waves = (numpy.stack([k.k1, k.k2], axis=-1)[:, None] + g) @ b
            exact = 0.25 + numpy.sort((waves**2).sum(axis=-1) / 100, axis=1)[:, :7]
            self.assertLess(abs(k.values - exact).max(), k.attrs["error_estimate"] + 1e-4)
            place = numpy.stack([k.k1, k.k2], axis=-1) @ b
            numpy.testing.assert_allclose(numpy.stack([k.kx, k.ky], axis=-1), place, atol=1e-12)
            length = numpy.linalg.norm(numpy.diff(place, axis=0), axis=1).sum()
            self.assertAlmostEqual(float(k.distance[-1]), length, places=10)
            self.assertEqual("-".join(label for label in k.label.values if label), groups.group(name).path)

    def test_cells_and_genpot_agree(self):
        for name in ("p4g", "cm", "p31m", "pgg"):
            made = bp.pipe(f"genpot random --group {name} --seed 7", "solve-seq")[0]
            again = bp.solve(made.potential, made.v_max, group=name)
            self.assertEqual(again.group, name)
            self.assertEqual(again.irreps.keys(), made.irreps.keys())
            for point, levels in made.irreps.items():
                self.assertEqual([i for i, _ in levels], [i for i, _ in again.irreps[point]])
                numpy.testing.assert_allclose([e for _, e in levels], [e for _, e in again.irreps[point]], atol=1e-9)

    def test_symmetry_is_that_of_the_group(self):
        v = noise(24)
        self.assertTrue(bp.solve(v, 50, group="p4m").failed)
        self.assertFalse(bp.solve(groups.symmetrised(v, "p4g"), 50, group="p4g").failed)
        with self.assertRaisesRegex(bp.BlochpipeError, "even"):
            groups.symmetrised(noise(25), "p4g")
        six = bp.cells(groups.symmetrised(v, "p6"), group="p6")[0].message.geometry
        self.assertEqual((six.symmetry, six.group), (1, ""))
        for wrong in ({"lattice": "square"}, {"group": "p4", "symmetry": "c6"}, {"group": "p7"}):
            with self.assertRaises(bp.BlochpipeError):
                bp.cells(v, **wrong)

    def test_lattices_stacked(self):
        """A sweep over lattices has Cartesian wave vectors of each record; irreps have their whole names."""
        ratios = (0.8, 1.0, 1.7)
        records = [bp.solve(groups.symmetrised(noise(20), "pmm"), 40, group="pmm", ratio=r, kpoints=[[0, 0], [0.5, 0], [0.5, 0.5]]) for r in ratios]
        data = bp.to_xarray(records)
        numpy.testing.assert_allclose(data.ratio_of_lattice, ratios)
        self.assertEqual(data.ky.dims, ("record", "k"))
        numpy.testing.assert_allclose(data.ky[:, -1], numpy.pi / numpy.array(ratios))
        self.assertEqual(data.y.dims, ("record", "x1", "x2"))
        self.assertEqual(data.label.dims, ("k",))
        self.assertTrue(set(numpy.unique(data.irrep)) <= {"A1", "A2", "B1", "B2"})


class Pictures(unittest.TestCase):
    def tearDown(self):
        pyplot.close("all")

    def test_fields_bound_the_two_levels(self):
        """Above its threshold the field of a random cell has one level, below the other, in all groups."""
        for name in groups.names():
            record = bp.pipe(f"genpot random --group {name} --seed 5 --alpha 0.5 --pixels 60")[0]
            place = lattice.grid(60, record.vectors)
            geometry = record.message.geometry
            above = smooth_field(geometry, place[..., 0], place[..., 1]) > geometry.field.threshold
            self.assertEqual((above != (record.potential.values > 0.5)).sum(), 0, name)

    def test_zones_of_grid_and_of_cell_agree(self):
        for name in ("p2", "pg", "cmm", "p4", "p4g", "p3", "p31m", "p6m"):
            cell = bp.pipe(f"genpot random --group {name} --seed 5 --alpha 0.5 --pixels 40")
            # One point in three of the hexagonal grid's.
            n = 12 if groups.group(name).system == "hexagonal" else 4
            grid, whole = (plot.Zone.of(bp.pipe(f"solve-seq {kset}", records=cell)[0]) for kset in ("--grid 4", f"--zone {n}"))
            for zone in (grid, whole):
                counts = zone.counts(numpy.array([-1.0, zone.energies.max() + 1]))
                numpy.testing.assert_allclose(counts, [[0] * 7, [1] * 7])
                x, y = zone.corners.T
                self.assertAlmostEqual((x * numpy.roll(y, -1) - numpy.roll(x, -1) * y).sum() / 2, (2 * numpy.pi) ** 2 / abs(numpy.linalg.det(zone.vectors)))
            at = {tuple(k): e for k, e in zip(numpy.rint(n * whole.k).astype(int).tolist(), whole.energies)}
            inside = grid.inside
            self.assertTrue(inside.any())
            for k, e in zip(numpy.rint(n * grid.k[inside]).astype(int).tolist(), grid.energies[inside]):
                numpy.testing.assert_allclose(at[tuple(k)], e, atol=2e-4, err_msg=name)

    def test_crystals(self):
        """The picture repeats with the lattice; its cell has the corners of the lattice."""
        for name, shape in SHAPES:
            options = " ".join(f"--{key} {value}" for key, value in shape.items())
            record = bp.pipe(f"genpot random --group {name} {options} --seed 5 --pixels 40")[0]
            ax = plot.crystal(record)
            image, extent = ax.get_images()[0].get_array(), ax.get_images()[0].get_extent()
            rows, columns = image.shape
            x = extent[0] + (numpy.arange(columns) + 0.5) / columns * (extent[1] - extent[0])
            y = extent[2] + (numpy.arange(rows) + 0.5) / rows * (extent[3] - extent[2])
            values = record.potential.values
            for r, c in ((0, 0), (rows // 2, columns // 3), (rows - 1, columns - 1)):
                i, j = (int(numpy.floor(w * 40 + 0.5)) % 40 for w in numpy.array([x[c], y[r]]) @ numpy.linalg.inv(record.vectors))
                self.assertEqual(image[r, c], values[i, j])
            edge = ax.get_lines()[0].get_xydata()
            numpy.testing.assert_allclose(edge[1] - edge[0], record.vectors[0], atol=1e-12)
            numpy.testing.assert_allclose(edge[2] - edge[1], record.vectors[1], atol=1e-12)
            self.assertTrue(extent[0] <= edge[:, 0].min() and edge[:, 0].max() <= extent[1] and extent[2] <= edge[:, 1].min() and edge[:, 1].max() <= extent[3])
            names = [text.get_text() for text in ax.get_legend().get_texts()] if ax.get_legend() else []
            self.assertEqual(names, [p.name for p in groups.group(name).positions.values() if p.kind != "general"])

    def test_mirror_lines_are_kept(self):
        from blochpipe.plot.real_space import _mirror_lines

        for name, lines in (("pm", [1, 1]), ("cm", [1]), ("pmg", [2])):
            group = groups.group(name)
            shown = [p for p in group.positions.values() if p.kind == "line"]
            self.assertEqual([len(_mirror_lines(group, p)) for p in shown], lines)
            for position in shown:
                for piece in _mirror_lines(group, position):
                    kept = any(
                        numpy.linalg.det(o.matrix) < 0 and numpy.allclose(piece @ o.matrix.T + o.shift + [m, n], piece)
                        for o in group.operations for m in (-1, 0, 1) for n in (-1, 0, 1))
                    self.assertTrue(kept, (name, piece))

    def test_irreps_of_pairs_are_written_once(self):
        record = bp.pipe("genpot random --group p4m --seed 5 --alpha 0.5", "solve-seq --path Gamma-X-M --bands 6")[0]
        texts = [text.get_text() for text in plot.bands(record).texts]
        pairs = sum(sum(i == "E" for i, _ in levels[:6]) for point, levels in record.irreps.items())
        self.assertGreater(pairs, 0)
        self.assertEqual(texts.count("E"), pairs // 2 + pairs % 2)

    def test_names_on_the_zone(self):
        for name, expected in (("p4", {"Γ", "X", "M"}), ("cmm", {"Γ", "Y", "S", "S′"}), ("p2", {"Γ", "X", "Y", "S"}), ("p3", {"Γ", "K", "K′", "M"})):
            record = bp.pipe(f"genpot random --group {name} --seed 5 --pixels 40", "solve-seq --grid 4 --bands 2")[0]
            ax = plot.contours(record)
            self.assertEqual({text.get_text() for text in ax.texts}, expected)

    def test_classes_are_those_of_the_group(self):
        records = bp.pipe("genpot random --group p4m -n 12 --seed 1 --alpha 0.5", "solve-seq", "fingerprint")
        table = plot.verdicts_data(records)
        self.assertEqual(sum(table.where(set=1).column("records")), 12)
        self.assertIn("2c A1", table.column("class"))
        for name in ("p2", "pm", "cmm", "p4g", "p3", "p31m"):
            found = bp.pipe(f"genpot random --group {name} -n 20 --seed 1 --alpha 0.5 --pixels 40", "solve-seq", "fingerprint")
            self.assertEqual(sum(plot.verdicts_data(found).where(set=1).column("records")), 20, name)
        with self.assertRaisesRegex(bp.BlochpipeError, "p4m, p6"):
            plot.verdicts_data(records + bp.pipe("genpot random -n 3 --seed 1 --alpha 0.5", "solve-seq", "fingerprint"))


if __name__ == "__main__":
    unittest.main()
