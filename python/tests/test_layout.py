"""GDSII there and back."""

import os
import subprocess
import tempfile
import unittest

import numpy

import blochpipe as bp
from blochpipe import layout, tools

try:
    import gdstk
except ImportError:
    gdstk = None
SHAPES = b"polygon" in subprocess.run([tools.find("genpot"), "shapes", "--help"], capture_output=True).stdout


@unittest.skipIf(gdstk is None, "no gdstk: run scripts/install-python")
class Layout(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "cell.gds")

    def test_discs(self):
        """Areas, smallest feature and gap of discs are known: 2 R, and what lies between neighbours."""
        record = bp.pipe("genpot holes --distance 0.33 --radius 0.1 --antialias")[0]
        one = layout.write_gds(self.path, record, a=0.5, cells=(3, 2))[0]
        self.assertAlmostEqual(one.smallest_feature, 2 * 0.1 * 0.5, delta=0.003)  # the grid is a/400
        self.assertLess(one.difference, 0.001)
        cells = {cell.name: cell for cell in gdstk.read_gds(self.path).cells}
        area = sum(p.area() for p in cells["CELL0"].get_polygons())
        self.assertAlmostEqual(area, 6 * numpy.pi * 0.05**2, delta=2e-5)
        self.assertAlmostEqual(sum(p.area() for p in cells["CELL0_3X2"].get_polygons()), 6 * area, delta=1e-9)

    def test_outline_of_pixels(self):
        record = bp.pipe("genpot random -n 2 --seed 7 --alpha 0.5")[1]
        wells = layout.write_gds(self.path, record, a=1.0)[0]
        inside = sum(p.area() for p in gdstk.read_gds(self.path).cells[0].get_polygons())
        self.assertAlmostEqual(inside / 0.75**0.5, 1 - float(record.potential.mean()), delta=0.005)
        barriers = layout.write_gds(self.path, record, a=1.0, kind="barriers")[0]
        outside = sum(p.area() for p in gdstk.read_gds(self.path).cells[0].get_polygons())
        self.assertAlmostEqual(inside + outside, 0.75**0.5, delta=1e-4)
        self.assertLess(max(wells.difference, barriers.difference), 0.002)
        self.assertEqual((wells.smallest_feature, wells.smallest_gap), (barriers.smallest_gap, barriers.smallest_feature))

    def test_outline_of_a_field(self):
        """The field's contour, whatever the pixels."""
        coarse, fine = (layout.write_gds(self.path, bp.pipe(f"genpot random -n 1 --seed 7 --start 1 --alpha 0.5 --pixels {n}"), a=1.0)[0] for n in (50, 200))
        self.assertEqual((coarse.smallest_feature, coarse.polygons), (fine.smallest_feature, fine.polygons))
        self.assertGreater(coarse.smallest_feature, 0.05)  # with pixels' steps 0.02

    def test_shapes(self):
        """A designer's file: nanometres, a1 along y, another origin, copies."""
        library = gdstk.Library(unit=1e-9, precision=1e-12)
        cell = library.new_cell("UNIT")
        for place in ((1000, 2000), (1000, 2500)):
            cell.add(gdstk.rectangle((place[0] + 50, place[1] - 10), (place[0] + 100, place[1] + 10), layer=3))
        library.write_gds(self.path)
        text = layout.shapes_text(self.path, a=0.5, layer=3, origin=(1.0, 2.0), turn=90)
        lines = [line for line in text.splitlines() if line.startswith("polygon")]
        self.assertEqual(len(lines), 1)
        points = numpy.array([pair.split(",") for pair in lines[0].split()[2:]], dtype=float)
        # What was along x of the file is along -y of the cell.
        home = points - bp.lattice.cartesian(numpy.round(bp.lattice.fractional(points.mean(axis=0) - [0, -0.15])))
        self.assertTrue(numpy.allclose(sorted(home[:, 1]), [-0.2, -0.2, -0.1, -0.1]))
        self.assertTrue(numpy.allclose(sorted(home[:, 0]), [-0.02, -0.02, 0.02, 0.02]))

    @unittest.skipUnless(SHAPES, "this genpot has no shapes")
    def test_round_trip(self):
        record = bp.pipe("genpot holes --distance 0.33 --radius 0.1 --antialias")[0]
        layout.write_gds(self.path, record, a=0.5, cells=(2, 2))
        there = bp.pipe("solve-seq --grid 6", records=[record])[0].bands
        for cell in ("CELL0", "CELL0_2X2"):
            back = bp.pipe("solve-seq --grid 6", records=[layout.read_gds(self.path, a=0.5, cell=cell)])[0].bands
            self.assertLess(abs(back - there).max(), 2e-4)

    @unittest.skipUnless(SHAPES, "this genpot has no shapes")
    def test_round_trip_on_other_lattices(self):
        """Discs and polygons of other groups there and back; areas by their formulas."""
        for group, shape, what, area in (
            ("p4g", {}, "--disc '0.2,0.07 r=0.06'", 8 * numpy.pi * 0.06**2), ("cmm", {"angle": 70}, "--disc '0.3,0.08 r=0.05'", 4 * numpy.pi * 0.05**2),
            ("pg", {"ratio": 1.5}, "--polygon 'xy 0.1,0.1 0.4,0.15 0.2,0.3'", 2 * 0.025),
        ):
            options = " ".join(f"--{key} {value}" for key, value in shape.items())
            record = bp.pipe(f"genpot shapes --group {group} {options} {what} --antialias")[0]
            one = layout.write_gds(self.path, record, a=0.5, cells=(2, 3))[0]
            self.assertLess(one.difference, 0.01)
            cells = {cell.name: cell for cell in gdstk.read_gds(self.path).cells}
            inside = sum(p.area() for p in cells["CELL0"].get_polygons())
            # The polygon has no closed form in write_gds, and goes by the contour of its pixels.
            self.assertAlmostEqual(inside, area * 0.25, delta=3e-4 * (1 if "disc" in what else 10))
            there = bp.pipe("solve-seq --grid 4", records=[record])[0].bands
            back = bp.pipe("solve-seq --grid 4", records=[layout.read_gds(self.path, a=0.5, cell="CELL0_2X3", group=group, **shape)])[0].bands
            self.assertLess(abs(back - there).max(), 1e-3 if "disc" in what else 1e-2)
        with self.assertRaises(bp.BlochpipeError):
            layout.read_gds(self.path, a=0.5, ratio=1.5)

    def test_outlines_of_fields_on_other_lattices(self):
        for group in ("pmg", "p31m"):
            record = bp.pipe(f"genpot random --group {group} --seed 7 --alpha 0.5")[0]
            wells = layout.write_gds(self.path, record, a=1.0)[0]
            inside = sum(p.area() for p in gdstk.read_gds(self.path).cells[0].get_polygons())
            cell = abs(numpy.linalg.det(record.vectors))
            self.assertAlmostEqual(inside / cell, 1 - float(record.potential.mean()), delta=0.01)
            self.assertLess(wells.difference, 0.01)

    def test_errors(self):
        record = bp.pipe("genpot random -n 1 --seed 7 --alpha 0.5")[0]
        for wrong in (
            lambda: layout.write_gds(self.path, [], a=1.0), lambda: layout.write_gds(self.path, record, a=-1.0),
            lambda: layout.write_gds(self.path, record, a=1.0, level=2.0), lambda: layout.shapes_text(b"", a=1.0),
            lambda: layout.shapes_text(__file__, a=1.0),
        ):
            with self.assertRaises(bp.BlochpipeError):
                wrong()
        with self.assertRaises(OSError):
            layout.shapes_text("/nonesuch", a=1.0)
        layout.write_gds(self.path, record, a=1.0)
        with open(self.path, "rb") as file:
            content = file.read()
        self.assertEqual(layout.shapes_text(content, a=1.0), layout.shapes_text(self.path, a=1.0))
        with self.assertRaises(bp.BlochpipeError):
            layout.shapes_text(content[:-40], a=1.0)
        for other in ({"cell": "NONE"}, {"layer": 5}, {"a": 0.0}):
            with self.assertRaises(bp.BlochpipeError):
                layout.shapes_text(self.path, **{"a": 1.0, **other})


if __name__ == "__main__":
    unittest.main()
