#!/usr/bin/python3
"""Inverse design: reports, tables of gaps, and the picture of a whole search."""
from __future__ import annotations

import json
from typing import Iterator

import common
from common import put

TERMS = 3


def names(path: str) -> list[str]:
    """What each design was made for: the target's name, or the rewards."""
    fields = ["key.name", *(f"design.terms[{i}].name" for i in range(TERMS))]
    return [name or ", ".join([first, *filter(None, more)]) for name, first, *more in common.view(fields, [path], without="")]


def report(path: str, classified: str) -> None:
    """Prints what designs reached: a file of designs, and the same solved once more by themselves and classified."""
    losses = common.view(["design.loss", "design.search_loss", "design.network_error", "design.irreps_reached"], [path], without="")
    sets = common.view([f"topology.sets[{n}].{f}" for n in range(3) for f in ("name", "verdict")], [classified], without="")
    print(f"{'target':<34} {'loss':>10} {'/network':>8} {'search':>10} {'irreps':>7}  sets of bands, solved again")
    matched = below = near = 0
    for name, (loss_text, search, error, reached), found in zip(names(path), losses, sets):
        loss, network = float(loss_text or 0), float(error or 0) ** 2
        text = " | ".join(f"{found[i] or '-'} {found[i + 1].lower()}" for i in (0, 2, 4) if found[i + 1])
        ratio = f"{loss / network:.2f}" if network > 0 and loss > 0 else "-"
        print(f"{name:<34} {loss:10.2e} {ratio:>8} {float(search or 0):10.2e} {'yes' if reached == 'true' else 'no':>7}  {text}")
        if network > 0 and loss > 0:
            matched, below, near = matched + 1, below + (loss < network), near + (loss < 2 * network)
    if matched:
        print(f"{matched} designs for wanted bands: {below} below the network's loss, {near} below twice that")


def complete_gaps(paths: list[str]) -> Iterator[list[str]]:
    """Of every record the complete gaps between bands 1 and 2, 2 and 3, 3 and 4, negative where bands overlap."""
    for energies, in common.view(["bands.energies"], paths, without=""):
        bands = list(zip(*json.loads(energies)))[:4]
        yield [f"{min(upper) - max(lower):.5f}" for lower, upper in zip(bands, bands[1:])]


def gaps(*paths: str) -> None:
    """Prints the complete gaps of every record."""
    for row in complete_gaps(list(paths)):
        put(*row)


def inversion(holes: str, free: str) -> None:
    """Prints the largest complete gap between bands 3 and 4 with p below d and with d below p: of six holes, of designs."""
    orders = {"p below d": '["S","P","P"', "d below p": '["S","D","D"'}
    best: dict[tuple[str, str], float] = {}
    for path in (holes, free):
        # The first three bands are s and one pair.
        for (irreps,), row in zip(common.view(["irreps.points[0].irreps"], [path], without=""), complete_gaps([path])):
            for order, begin in orders.items():
                if irreps.startswith(begin):
                    best[order, path] = max(best.get((order, path), 0.0), float(row[2]))
    print(f"{'gap 3|4, Vmax':<12} {'six holes':>16} {'free form':>16}")
    for order in orders:
        print(f"{order:<12} {best.get((order, holes), 0.0):16.4f} {best.get((order, free), 0.0):16.4f}")


def largest(random: str, designs: str) -> None:
    """Prints the largest complete gaps of random cells (a table of `gaps`) and of designs (record n is for cut n)."""
    cells = [[float(gap) for gap in row] for row in common.rows(random)]
    print(f"{'bands':<6} {f'{len(cells)} random cells':>22} {'design':>10} {'ratio':>8}")
    for n, row in enumerate(complete_gaps([designs])):
        best, design = max(cell[n] for cell in cells), float(row[n])
        print(f"{n + 1}|{n + 2:<4d} {best:22.4f} {design:10.4f} {design / best:8.2f}")


def demo(design: str, starts: str, path: str, target_path: str, target: str) -> None:
    """Figure 4a: the model, the search, the cell, and its exact bands on the wanted ones."""
    from blochpipe import plot
    from blochpipe.arrays import to_numpy
    from blochpipe.plot import style

    found, = common.read(design)
    figure = common.figure(style.DOUBLE, 5.6)
    model, search, cell, bands = figure.subplots(1, 4, width_ratios=[1, 1.25, 1.1, 1.3])
    draw_model(model)
    network = found.message.design.network_error ** 2
    histories = [to_numpy(record.message.design.history) for record in common.read(starts)]
    for history in histories:
        search.plot(range(1, len(history) + 1), history, color=style.GREY, linewidth=0.3, alpha=0.25)
    search.plot(range(1, len(histories[0]) + 1), histories[0], color=style.EXACT, linewidth=1.4)
    search.axhspan(network / 3, network, color="#dbe9f2", zorder=0)
    search.annotate("network's accuracy", (0.97, network * 0.6), xycoords=("axes fraction", "data"), ha="right", va="center", color=style.EXACT, fontsize=6.5)
    search.set_yscale("log")
    search.set_xlim(1, len(histories[0]))
    search.set_ylim(bottom=network / 3)
    search.set_xlabel("step")
    search.set_ylabel(r"loss / $V_\mathrm{max}^2$")
    search.set_title(f"{len(histories)} random cells descend", fontsize=7)
    plot.crystal(found, cell, cell=False, wyckoff=False, contour=False)
    cell.set_title("Found: a cell of two levels", fontsize=7)
    exact, wanted = common.read(path)[0], common.read(target_path)[0]
    plot.bands(exact, bands, bands=3, irreps=False)
    lines = wanted.bands
    offset = found.message.design.offset
    for band in range(3):
        bands.plot(lines.distance[::4], lines.values[::4, band] - offset, "o", color=style.NETWORK, markersize=2, markeredgewidth=0, label=None if band else "wanted")
    bands.legend(loc="upper right")
    bands.set_title("Its exact bands\non the wanted ones", fontsize=7)
    common.save(figure, target)


def draw_model(ax) -> None:
    """Sites and hoppings of Wu and Hu's model, thick where they are strong."""
    import math

    from blochpipe.plot import style

    def inside(*points: tuple[float, float]) -> bool:
        return all(abs(x) < 1.25 and abs(y) < 1.05 for x, y in points)

    for i in range(-3, 4):
        for j in range(-2, 3):
            x, y = i + 0.5 * j, math.sqrt(0.75) * j
            sites = [(x + math.cos(s * math.pi / 3) / 3, y + math.sin(s * math.pi / 3) / 3) for s in range(7)]
            for s in range(6):
                if inside(sites[s]):
                    ax.plot(*sites[s], "o", color=style.INK, markersize=3, zorder=3)
                if inside(sites[s], sites[s + 1]):
                    ax.plot(*zip(sites[s], sites[s + 1]), color="#8a93a0", linewidth=0.9)
                other = (2 * sites[s][0] - x, 2 * sites[s][1] - y)
                if s < 3 and inside(sites[s], other):
                    ax.plot(*zip(sites[s], other), color=style.NETWORK, linewidth=2.6)
    style.bare(ax)
    ax.set_title("Wanted: six sites\na cell, J < J'", fontsize=7)


if __name__ == "__main__":
    common.run({"report": report, "gaps": gaps, "inversion": inversion, "largest": largest, "demo": demo})
