#!/usr/bin/python3
"""The learning curve."""
from __future__ import annotations

import common


def curve(path: str, target: str) -> None:
    """Losses over the epochs, the paper's as a line, and the share of right irreps."""
    from blochpipe.plot import style

    _, *rows = common.rows(path)
    epoch, training, validation, right = ([float(row[c]) for row in rows] for c in (1, 4, 7, 9))
    figure = common.figure(1.4 * style.COLUMN, 0.9 * style.COLUMN)
    ax = figure.subplots()
    ax.plot(epoch, training, color="#9fb8c6", label="training")
    ax.plot(epoch, validation, color=style.EXACT, label="validation")
    ax.axhline(6e-6, color=style.INK, linestyle="--", linewidth=1, label="the paper's")
    ax.set_yscale("log")
    ax.grid(axis="y", color=style.FAINT, linewidth=0.6)
    ax.set_xlabel("epoch")
    ax.set_ylabel(r"loss / $V_\mathrm{max}^2$")
    other = ax.twinx()
    other.spines["right"].set_visible(True)
    other.plot(epoch, [100 * share for share in right], color=style.NETWORK, label="right irreps")
    other.set_ylim(min(90.0, *(100 * share for share in right)), 100)
    other.set_ylabel("right irreps / %")
    lines = [*ax.get_lines(), *other.get_lines()]
    ax.legend(lines, [line.get_label() for line in lines], ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    common.save(figure, target)


if __name__ == "__main__":
    common.run({"curve": curve})
