"""Pictures of records: each kind takes records and axes and returns the axes; its numbers are KIND_data's.

    import blochpipe as bp, blochpipe.plot as plot
    ax = plot.bands(bp.pipe("genpot random -n 1 --seed 7", "solve-seq --path Gamma-K-M-Gamma"))

`rec-plot` draws the same from a shell. Without axes a kind makes new ones with pyplot, so that notebooks show them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .band_lines import bands, bands_data
    from .bloch_states import states, states_data
    from .classes import CLASSES, class_of, wilson
    from .energy_unit import EnergyUnit
    from .equal_energy import contours, contours_data
    from .gap_sweep import gaps, gaps_data
    from .real_space import crystal, crystal_data
    from .spectrum import dos, dos_data
    from .strip_levels import strip, strip_data
    from .strip_losses import losses, losses_data
    from .strip_states import wall, wall_data
    from .table import Table
    from .verdict_bars import verdicts, verdicts_data
    from .zone import Zone

__all__ = [
    "CLASSES", "EnergyUnit", "Table", "Zone", "bands", "bands_data", "class_of", "contours", "contours_data", "crystal",
    "crystal_data", "dos", "dos_data", "gaps", "gaps_data", "losses", "losses_data", "states", "states_data", "strip", "strip_data", "verdicts", "verdicts_data",
    "wall", "wall_data", "wilson",
]

# Loaded when first used: what only counts does not wait for matplotlib.
_HOMES = {
    ".band_lines": ("bands", "bands_data"), ".bloch_states": ("states", "states_data"),
    ".classes": ("CLASSES", "class_of", "wilson"), ".energy_unit": ("EnergyUnit",),
    ".equal_energy": ("contours", "contours_data"), ".gap_sweep": ("gaps", "gaps_data"),
    ".real_space": ("crystal", "crystal_data"), ".spectrum": ("dos", "dos_data"), ".strip_levels": ("strip", "strip_data"),
    ".strip_losses": ("losses", "losses_data"), ".strip_states": ("wall", "wall_data"), ".table": ("Table",),
    ".verdict_bars": ("verdicts", "verdicts_data"), ".zone": ("Zone",),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home, __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
