"""Sweeps as data sets."""

import unittest

import numpy

import blochpipe as bp


class Parameters(unittest.TestCase):
    def test_distance_of_a_sweep_is_not_that_of_the_path(self):
        records = bp.pipe("genpot holes --radius 0.1 --sweep distance=0.25:0.4:3 --antialias", "solve-seq --path Gamma-K --points 4")
        data = bp.to_xarray(records)
        self.assertTrue(numpy.allclose(data.parameter_distance, [0.25, 0.325, 0.4]))
        self.assertTrue(numpy.allclose(data.distance, numpy.linspace(0, 4 * numpy.pi / 3, 4)))
        self.assertEqual(data.swap_dims(record="parameter_distance").energy.dims, ("parameter_distance", "k", "band"))


if __name__ == "__main__":
    unittest.main()
