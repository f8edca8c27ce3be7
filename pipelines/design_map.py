#!/usr/bin/python3
"""Which lattice models a geometry can have: the best design of each target, and the map of their losses."""
from __future__ import annotations

import pathlib
import subprocess
import tempfile

import common
from common import number

PARAMETERS = ("omega0", "j", "dj", "j2")
FIELDS = ["key.name", "design.loss", "design.search_loss", "design.network_error", "design.irreps_reached"]
COLUMNS = (*PARAMETERS, "loss", "search_loss", "network_loss", "irreps_reached", "round")


def best(folder: str) -> None:
    """Leaves map.tsv and best.rec.zst in the folder of a map, one row and one record a target, in the order of the targets:
    of all rounds the design with the smallest exact loss."""
    home = pathlib.Path(folder)
    found: dict[str, tuple[float, list[str], pathlib.Path]] = {}
    for turn in sorted(home.glob("round-*")):
        files = sorted(turn.glob("*.rec.zst"))
        with tempfile.NamedTemporaryFile(dir=home, suffix=".rec.zst") as joined:
            subprocess.run(["rec-cat", *files], stdout=joined, check=True)
            rows = list(common.view(FIELDS, [joined.name], without=""))
        for file, (name, loss, search, error, reached) in zip(files, rows, strict=True):
            target = file.name
            if loss == "" or target in found and found[target][0] <= float(loss):
                continue
            values = dict(word.split("=") for word in name.split(" ")[1:])
            row = [*(values.get(p, "0") for p in PARAMETERS), loss, search, number(float(error) ** 2), reached, turn.name[6:]]
            found[target] = (float(loss), row, file)
    chosen = [found[target] for target in sorted(found)]
    with tempfile.TemporaryDirectory(dir=home) as work:
        subprocess.run(["rec-cat", *(file for _, _, file in chosen), "-o", f"{work}/best.rec.zst"], check=True)
        lines = ["\t".join(row) + "\n" for row in (COLUMNS, *(row for _, row, _ in chosen))]
        pathlib.Path(work, "map.tsv").write_text("".join(lines))
        for name in ("best.rec.zst", "map.tsv"):
            pathlib.Path(work, name).replace(home / name)


def losses(path: str) -> tuple[dict[str, list[list[str]]], float]:
    """The rows of a map by omega0, and the network's loss."""
    _, *table = common.rows(path)
    panels: dict[str, list[list[str]]] = {}
    for row in table:
        panels.setdefault(row[0], []).append(row)
    return dict(sorted(panels.items(), key=lambda panel: float(panel[0]))), float(table[-1][6])


def table(path: str) -> None:
    """Prints how many targets are reached, by omega0."""
    panels, network = losses(path)
    print(f"network loss {network:.3g} Vmax^2")
    print(f"{'omega0':>8} {'targets':>8} {'below network':>14} {'below twice it':>14} {'irreps':>8} {'best loss':>10}")
    for omega, rows in panels.items():
        loss = [(float(row[4]), float(row[6])) for row in rows]
        print(f"{omega:>8} {len(rows):8d} {sum(a <= b for a, b in loss):14d} {sum(a <= 2 * b for a, b in loss):14d} "
              f"{sum(row[7] == 'true' for row in rows):8d} {min(loss)[0]:10.2e}")


def picture(path: str, target: str) -> None:
    """Figure 4b: loss of the best design over the model's parameters, a panel for each omega0; dots where the irreps are
    those that were wanted, lines at the network's loss (white), twice it (dashed) and the paper's network's (dark)."""
    import math

    import matplotlib.colors
    import numpy
    from blochpipe.plot import style

    panels, network = losses(path)
    columns = len(panels) if len(panels) < 4 else (len(panels) + 1) // 2 if len(panels) <= 8 else 4
    lines = math.ceil(len(panels) / columns)
    figure = common.figure(max(style.COLUMN, min(style.DOUBLE, 5.8 * columns + 1.6)), 5.4 * lines)
    axes = figure.subplots(lines, columns, squeeze=False, sharex=True, sharey=True)
    colours = matplotlib.colors.LinearSegmentedColormap.from_list(
        "loss", [(0, "#0b3c5d"), (0.16, "#2b6c8f"), (0.28, "#8fbcd4"), (0.5, "#e8eef2"), (0.75, "#f0b27a"), (1, "#b0502a")])
    scale = matplotlib.colors.LogNorm(network / 3, network * 300)
    for ax, (omega, rows) in zip(axes.flat, panels.items()):
        x, y = (sorted({float(row[c]) for row in rows}) for c in (2, 1))
        loss = numpy.full((len(y), len(x)), numpy.nan)
        for row in rows:
            loss[y.index(float(row[1])), x.index(float(row[2]))] = float(row[4])
        image = ax.pcolormesh(x, y, loss, norm=scale, cmap=colours, shading="nearest", rasterized=True)
        for level, line, colour in ((6e-6, "-", "#4a5560"), (2 * network, "--", "white"), (network, "-", "white")):
            if min(loss.shape) > 1 and numpy.nanmin(loss) < level < numpy.nanmax(loss):
                ax.contour(x, y, loss, [level], colors=[colour], linestyles=[line], linewidths=1)
        reached = [(float(row[2]), float(row[1])) for row in rows if row[7] == "true"]
        if reached:
            ax.plot(*zip(*reached), ".", color=style.INK, markersize=2.5)
        ax.set_title(rf"$\omega_0$ = {omega} $V_\mathrm{{max}}$")
        ax.tick_params(labelsize=6.5)
        if ax.get_subplotspec().is_last_row():
            ax.set_xlabel(r"$\delta J / V_\mathrm{max}$")
        if ax.get_subplotspec().is_first_col():
            ax.set_ylabel(r"mean $J / V_\mathrm{max}$")
    for ax in list(axes.flat)[len(panels):]:
        ax.remove()
    figure.colorbar(image, ax=axes, label=r"loss of the exact bands / $V_\mathrm{max}^2$")
    common.save(figure, target)


if __name__ == "__main__":
    common.run({"best": best, "table": table, "picture": picture})
