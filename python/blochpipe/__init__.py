"""Blochpipe from Python: streams, tools, arrays in, labelled arrays out, pictures.

    import blochpipe as bp
    records = bp.pipe("genpot random -n 100 --seed 7", "solve-seq", "fingerprint")
    record = bp.solve(V, v_max=100, path="Gamma-K-M-Gamma")   # V: [N x N] between 0 and 1
    record.bands                                              # xarray: energies with labels and Cartesian k

`blochpipe.groups` has the wallpaper groups and their lattices, `.units` physical units, `.plot` pictures, `.models` tight-binding models, `.layout` GDSII. docs/python.md
shows each.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from . import groups, layout, models, plot, units
    from .cell_arrays import cells, predict, solve
    from .dataset import to_xarray
    from .errors import BlochpipeError, MissingBlock, MissingPackage, StreamError, ToolError, ToolWarning
    from .record import Record
    from .stream import encode, iterate, read, write
    from .tools import each, pipe, run

__all__ = [
    "BlochpipeError", "MissingBlock", "MissingPackage", "Record", "StreamError", "ToolError", "ToolWarning", "__version__",
    "cells", "each", "encode", "groups", "iterate", "layout", "models", "pipe", "plot", "predict", "read", "run", "solve",
    "to_xarray", "units", "write",
]

# Loaded when first used: programs that need a part do not wait for xarray and matplotlib.
_HOMES = {
    ".cell_arrays": ("cells", "predict", "solve"), ".dataset": ("to_xarray",),
    ".errors": ("BlochpipeError", "MissingBlock", "MissingPackage", "StreamError", "ToolError", "ToolWarning"),
    ".record": ("Record",), ".stream": ("encode", "iterate", "read", "write"), ".tools": ("each", "pipe", "run"),
}
_MODULES = ("groups", "layout", "models", "plot", "units")


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module("." + name, __name__)
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home, __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
