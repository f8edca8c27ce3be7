"""Tests of the Python package against the tools: `python3 -m unittest discover -s python/tests -t python`."""
