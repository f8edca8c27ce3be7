"""Blochpipe from Python: streams, tools, arrays in, labelled arrays out, pictures.

    import blochpipe as bp
    records = bp.pipe("genpot random -n 100 --seed 7", "solve-seq", "fingerprint")
    record = bp.solve(V, v_max=100, path="Gamma-K-M-Gamma")   # V: [N x N] between 0 and 1
    record.bands                                              # xarray: energies with labels and Cartesian k
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .errors import BlochpipeError, MissingBlock, StreamError, ToolError
    from .record import Record
    from .stream import encode, iterate, read, write
    from .tools import cells, pipe, run, solve

__all__ = [
    "BlochpipeError", "MissingBlock", "Record", "StreamError", "ToolError", "__version__", "cells", "encode", "iterate",
    "pipe", "read", "run", "solve", "write",
]

# Loaded when first used: programs that need a part do not wait for xarray and matplotlib.
_HOMES = {
    ".errors": ("BlochpipeError", "MissingBlock", "StreamError", "ToolError"), ".record": ("Record",),
    ".stream": ("encode", "iterate", "read", "write"), ".tools": ("cells", "pipe", "run", "solve"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home, __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
