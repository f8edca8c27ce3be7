"""Blochpipe from Python: streams, tools, arrays in, labelled arrays out, pictures.

    import blochpipe as bp
    records = bp.pipe("genpot random -n 100 --seed 7", "solve-seq", "fingerprint")
    record = bp.solve(V, v_max=100, path="Gamma-K-M-Gamma")   # V: [N x N] between 0 and 1
    record.bands                                              # xarray: energies with labels and Cartesian k
"""

from .errors import BlochpipeError, MissingBlock, StreamError, ToolError
from .record import Record
from .stream import encode, iterate, read, write
from .tools import cells, pipe, run, solve
from .version import __version__

__all__ = [
    "BlochpipeError", "MissingBlock", "Record", "StreamError", "ToolError", "__version__", "cells", "encode", "iterate",
    "pipe", "read", "run", "solve", "write",
]
