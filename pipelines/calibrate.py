#!/usr/bin/python3
"""The share of cells whose error is within its bar, and the median of bar over error, by kind and band."""
from __future__ import annotations

import os

import common
from common import put


def report(folder: str, *kinds: str) -> None:
    """Prints the table, from those of rec-diff --statistics."""
    put("kind", "cells", "quantity", "point", *range(1, 22))
    for kind in kinds:
        cells, lines = "", {}
        for quantity, point, _, value in common.rows(os.path.join(folder, kind + ".tsv")):
            if quantity == "cells":
                cells = value
            elif quantity in ("covered", "bar_over_error"):
                text = f"{100 * float(value):.1f} %" if quantity == "covered" else f"{float(value):.2f}"
                lines.setdefault((quantity, point), []).append(text)
        for key, values in lines.items():
            put(kind, cells, *key, *values)


if __name__ == "__main__":
    common.run({"report": report})
