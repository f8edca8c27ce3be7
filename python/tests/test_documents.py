"""The examples of docs/python.md and docs/units.md do what they show."""

import doctest
import os
import pathlib
import tempfile
import unittest
import warnings

DOCUMENTS = pathlib.Path(__file__).resolve().parents[2] / "docs"


class Documents(unittest.TestCase):
    def check(self, name):
        before = os.getcwd()
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            os.chdir(folder)
            try:
                found = doctest.testfile(str(DOCUMENTS / name), module_relative=False, encoding="utf-8")
            finally:
                os.chdir(before)
        self.assertGreater(found.attempted, 5)
        self.assertEqual(found.failed, 0)

    def test_python(self):
        self.check("python.md")

    def test_units(self):
        self.check("units.md")


if __name__ == "__main__":
    unittest.main()
