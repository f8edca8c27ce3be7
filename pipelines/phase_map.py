#!/usr/bin/python3
"""Phase maps: classes over the triangle of three cells."""
from __future__ import annotations

import collections

import common
from common import CLASSES, class_of, number, put

FIELDS = [*(f"geometry.parameters[{i}].value" for i in range(3)), *(f"topology.sets[{s}].{f}" for s in range(2) for f in ("verdict", "name"))]


def points() -> None:
    """Weights, and class and name of both sets, of the records on standard input."""
    for *weights, v1, n1, v2, n2 in common.view(FIELDS, without=""):
        put(*(number(float(w or 0)) for w in weights), class_of(v1, n1), n1, class_of(v2, n2), n2)


def shares(path: str) -> None:
    """Number and share of the points by class of the first and the second set."""
    table = list(common.rows(path))
    first, second = (collections.Counter(row[column] for row in table) for column in (3, 5))
    put("# class", "first set", "%", "second set", "%")
    for kind in CLASSES:
        if first[kind] + second[kind]:
            put(kind, *(text for count in (first[kind], second[kind]) for text in (count, f"{100 * count / len(table):.2f}")))


def picture(path: str, corners: str, steps: str, target: str) -> None:
    """Figure 3f: a triangle for each set, the cells at their corners."""
    from blochpipe import plot
    from blochpipe.plot import style

    table, cells = list(common.rows(path)), common.read(corners)
    height = 3 ** 0.5 / 2
    figure = common.figure(style.DOUBLE, 10.0)
    axes = figure.subplots(1, 2)
    for ax, column, name in zip(axes, (3, 5), ("first set", "second set")):
        # Corner 1 at the lower left, 2 at the lower right, 3 on top.
        places = [(float(r[1]) + float(r[2]) / 2, height * float(r[2])) for r in table]
        side = 72 * style.DOUBLE / style.INCH * 0.40 / 1.25 / float(steps)
        ax.scatter(*zip(*places), s=(1.6 * side) ** 2, c=[common.COLOURS[r[column]] for r in table], marker="h", linewidths=0, rasterized=True)
        style.bare(ax)
        ax.set_xlim(-0.12, 1.12)
        ax.set_ylim(-0.30, height + 0.28)
        ax.annotate(name, (-0.1, height + 0.2), fontsize=9)
        for i, (x, y, cell) in enumerate(zip((0.0, 0.78, 0.39), (-0.27, -0.27, height + 0.04), cells)):
            inset = ax.inset_axes((x, y, 0.26, 0.22), transform=ax.transData)
            plot.crystal(cell, inset, cell=False, wyckoff=False, contour=False)
            ax.annotate(str(i + 1), (x - 0.02, y + 0.11), ha="right", va="center")
    found = [kind for kind in CLASSES if any(kind in (r[3], r[5]) for r in table)]
    common.legend(axes[1], found)
    figure.suptitle(f"Topology over the Fourier amplitudes of three cells, {steps} points a side")
    common.save(figure, target)


if __name__ == "__main__":
    common.run({"points": points, "shares": shares, "picture": picture})
