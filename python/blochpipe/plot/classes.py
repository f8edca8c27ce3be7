"""Classes of isolated sets of bands: names, order, colours, and intervals of their shares."""

from __future__ import annotations

import math

from .. import groups

#: Name and colour; "obstructed" is part of "composite" in surveys.
COLOURS = {
    "1a s": "#9fc3d6", "1a p": "#2b6c8f", "1a d": "#16324a", "1a f": "#6f8fd6", "2b m=0": "#9ccf8a", "2b m=+-1": "#3f8f4f",
    "3c even": "#f2cda6", "3c odd": "#e08a3c", "composite": "#c9b8d8", "obstructed": "#8a6fae", "fragile": "#d02f3f",
    "winding": "#000000", "undetermined": "#d9dde2",
}
CLASSES = tuple(COLOURS)


def classes_of(group: str) -> tuple[str, ...]:
    """The classes that the sets of a group can have: its band representations, then what is none of them."""
    if group in ("p6", ""):
        return CLASSES
    names = groups.group(group).representations
    if group == "p2":  # which had names before there were other groups
        names = tuple(name.replace(" A", " even").replace(" B", " odd") for name in names)
    return (*names, "composite", "obstructed", "fragile", "semimetal", "undetermined")


def class_of(verdict: str, name: str) -> str:
    """The class of a set by its verdict ("EBR", "FRAGILE", ...) and name."""
    if verdict == "EBR":
        return name
    known = {
        "COMPOSITE": "composite", "OBSTRUCTED_ATOMIC": "obstructed", "FRAGILE": "fragile", "WINDING": "winding", "SEMIMETAL": "semimetal",
        "STABLE": "stable"}
    return known.get(verdict, "undetermined")


def class_title(name: str) -> str:
    """A class as pictures write it."""
    return {"2b m=+-1": "2b m=±1", "undetermined": "not closed"}.get(name, name)


def wilson(k: int, n: int) -> tuple[float, float, float]:
    """Share of k in n and its 95 % Wilson interval, percent."""
    if n == 0:
        return 0.0, 0.0, 0.0
    z = 1.959964
    p = k / n
    d = 1 + z * z / n
    c = (p + z * z / (2 * n)) / d
    h = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    low = 0.0 if c - h < 0 or k == 0 else c - h
    high = 1.0 if c + h > 1 or k == n else c + h
    return 100 * p, 100 * low, 100 * high
