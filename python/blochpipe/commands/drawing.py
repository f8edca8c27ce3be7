"""What rec-plot draws: a figure for each kind, and its numbers."""

from __future__ import annotations

import argparse
import io
import math
import textwrap
from typing import Any, Callable

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from .. import plot
from ..errors import BlochpipeError
from ..plot import style
from ..plot.records import cell_of, equation_name, listed, material_names, name_of

MOST_PANELS = 60


def data(kind: str, records: list[Any], options: argparse.Namespace) -> plot.Table:
    """The numbers of a picture."""
    return KINDS[kind][1](listed(records), options)


def picture(kind: str, records: list[Any], options: argparse.Namespace, form: str) -> bytes:
    """A picture as a file of the format png, svg or pdf. The same records give the same bytes."""
    style.use()
    figure = Figure(figsize=(options.width, options.height or options.width))
    FigureCanvasAgg(figure)
    ratio = KINDS[kind][0](figure, listed(records), options)
    if options.height is None:
        figure.set_size_inches(options.width, min(max(ratio * options.width, 1.0), 40.0))
        # Labels were placed for the size that the figure had: once more, in the size that it has.
        figure.clear()
        KINDS[kind][0](figure, listed(records), options)
    if options.title:
        figure.suptitle(options.title.replace("$", r"\$"), fontsize=9)
    file = io.BytesIO()
    dates = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
    # Ticks depend on the layout, and the layout on the ticks: once more.
    figure.draw_without_rendering()
    figure.savefig(file, format=form, metadata=dates[form])
    return file.getvalue()


def grid(figure: Figure, count: int, wide: float) -> tuple[list[Any], int, int]:
    """Axes of `count` panels, about `wide` inches each; rows and columns."""
    if count > MOST_PANELS:
        raise BlochpipeError(f"a picture has at most {MOST_PANELS} panels, not {count}; take some with rec-cat --head")
    columns = min(count, max(1, round(figure.get_figwidth() / wide)))
    rows = math.ceil(count / columns)
    axes = figure.subplots(rows, columns, squeeze=False).ravel().tolist()
    for empty in axes[count:]:
        empty.remove()
    return axes[:count], rows, columns


def _names(records: list[Any], options: argparse.Namespace) -> list[str]:
    given = options.names.split(",") if options.names else []
    if given and len(given) != len(records):
        raise BlochpipeError(f"--names has {len(given)} names for {len(records)} records")
    return given or [name_of(record) for record in records]


def _bands(figure: Figure, records: list[Any], options: argparse.Namespace) -> float:
    settings = {"units": options.units, "bands": options.bands, "irreps": not options.no_irreps, "errors": options.errors,
                "light_line": options.light_line}
    cells: dict[Any, list[Any]] = {}
    for record in records:
        cells.setdefault(cell_of(record), []).append(record)
    if not options.panels or len(cells) == 1:
        if len(records) > 12:
            raise BlochpipeError(f"{len(records)} records over each other cannot be told apart; use --panels, or take some with rec-cat --head")
        names = _names(records, options) if options.names else None
        plot.bands(records, figure.subplots(), names=names, **settings)
        return 0.85
    axes, rows, columns = grid(figure, len(cells), 1.9)
    firsts = [group[0] for group in cells.values()]
    for ax, group, name in zip(axes, cells.values(), _names(firsts, options)):
        plot.bands(group, ax, **settings)
        if len(group) > 1 and ax is not axes[0]:
            ax.get_legend().remove()
        ax.annotate(name, (0.5, 1.0), xytext=(0, 17 if len(group) > 1 else 3), textcoords="offset points", xycoords="axes fraction", ha="center")
        if ax.get_subplotspec().colspan.start > 0:
            ax.set_ylabel("")
    return rows / columns * 1.15


def _crystal_settings(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "width": options.patch, "cell": not options.no_cell,
        "wyckoff": not options.no_wyckoff, "contour": not options.no_contour}


def _crystal(figure: Figure, records: list[Any], options: argparse.Namespace) -> float:
    axes, rows, columns = grid(figure, len(records), 1.9 if len(records) > 1 else 3.4)
    for ax, record, name in zip(axes, records, _names(records, options)):
        plot.crystal(record, ax, legend=ax is axes[-1] and not options.no_wyckoff, **_crystal_settings(options))
        if len(records) > 1 or options.names:
            ax.set_title(textwrap.fill(name, 26), fontsize=6.5)
    return rows / columns * (2.2 / 2.6) * (1.12 if len(records) > 1 else 1.0) + 0.07


def _cells(figure: Figure, records: list[Any], options: argparse.Namespace) -> float:
    if len(records) > MOST_PANELS:
        raise BlochpipeError(f"a picture has at most {MOST_PANELS} panels, not {len(records)}; take some with rec-cat --head")
    columns = min(len(records), max(2, int(figure.get_figwidth() / 1.6 + 0.5)))
    rows = math.ceil(len(records) / columns)
    ratios = [0.8, 1.0] * rows
    axes = figure.subplots(2 * rows, columns, squeeze=False, gridspec_kw={"height_ratios": ratios})
    for n, (record, name) in enumerate(zip(records, _names(records, options))):
        above, below = axes[2 * (n // columns), n % columns], axes[2 * (n // columns) + 1, n % columns]
        plot.crystal(record, above, legend=False, **_crystal_settings(options))
        above.set_title(textwrap.fill(_with_materials(record, name), 26), fontsize=6.5)
        plot.bands(record, below, units=options.units, bands=options.bands, irreps=not options.no_irreps)
        if n % columns:
            below.set_ylabel("")
    for n in range(len(records), rows * columns):
        axes[2 * (n // columns), n % columns].remove()
        axes[2 * (n // columns) + 1, n % columns].remove()
    return 2.0 * rows / columns if columns > 1 else 1.6 * rows


def _with_materials(record: Any, name: str) -> str:
    """A name, and of light and sound equation and materials."""
    materials = material_names(record)
    return f"{name}, {equation_name(record)}, {' in '.join(materials[::-1])}" if materials else name


def _gaps(figure: Figure, records: list[Any], options: argparse.Namespace) -> float:
    plot.gaps(records, figure.subplots(), units=options.units, cuts=options.cuts, sizes=options.sizes)
    return 0.8


def _dos(figure: Figure, records: list[Any], options: argparse.Namespace) -> float:
    plot.dos(records, figure.subplots(), units=options.units, intervals=options.intervals)
    return 0.65


def _contours(figure: Figure, records: list[Any], options: argparse.Namespace) -> float:
    axes, rows, columns = grid(figure, len(records), 3.4)
    for ax, record, name in zip(axes, records, _names(records, options)):
        plot.contours(record, ax, band=options.band, levels=options.levels, units=options.units)
        if len(records) > 1:
            ax.set_title(f"{name}, band {options.band}")
    return 0.8 * rows / columns


def _states(figure: Figure, records: list[Any], options: argparse.Namespace) -> float:
    axes = figure.subplots(len(records), 2, squeeze=False)
    for row, record in zip(axes, records):
        for ax, quantity in zip(row, ("density", "phase")):
            plot.states(record, ax, k=options.k or 0, band=options.band, quantity=quantity, width=options.patch)
    return 0.46 * len(records)


def _strip(figure: Figure, records: list[Any], options: argparse.Namespace) -> float:
    axes, rows, columns = grid(figure, len(records), 3.4)
    for ax, record, name in zip(axes, records, _names(records, options)):
        plot.strip(record, ax, units=options.units, both=options.both)
        _title(ax, len(records) > 1 or options.names, name)
    return 0.85 * rows / columns


def _wall(figure: Figure, records: list[Any], options: argparse.Namespace) -> float:
    axes, rows, columns = grid(figure, len(records), 3.4)
    for ax, record, name in zip(axes, records, _names(records, options)):
        plot.wall(record, ax, k=options.k, units=options.units)
        _title(ax, len(records) > 1 or options.names, name)
    return 1.1 * rows / columns


def _losses(figure: Figure, records: list[Any], options: argparse.Namespace) -> float:
    axes, rows, columns = grid(figure, len(records), 3.4)
    for ax, record, name in zip(axes, records, _names(records, options)):
        plot.losses(record, ax, units=options.units)
        _title(ax, len(records) > 1 or options.names, name)
    return 0.75 * rows / columns


def _title(ax: Any, is_wanted: Any, name: str) -> None:
    """Above the legend."""
    if is_wanted:
        legend = ax.get_legend()
        lines = 0 if legend is None else -(-len(legend.get_texts()) // 2) + bool(legend.get_title().get_text())
        ax.set_title(name, pad=4 + 11 * lines)


def _verdicts(figure: Figure, records: list[Any], options: argparse.Namespace) -> float:
    plot.verdicts(records, figure.subplots(), sets=options.sets)
    return 0.75


#: By kind: what draws it into a figure and returns its height over its width, and its numbers.
KINDS: dict[str, tuple[Callable[..., float], Callable[..., plot.Table]]] = {
    "bands": (_bands, lambda records, o: plot.bands_data(records, o.units, o.bands)),
    "crystal": (_crystal, lambda records, o: plot.crystal_data(records)),
    "cells": (_cells, lambda records, o: plot.bands_data(records, o.units, o.bands)),
    "gaps": (_gaps, lambda records, o: plot.gaps_data(records, o.units, o.cuts)),
    "dos": (_dos, lambda records, o: plot.dos_data(records, o.units, o.intervals)),
    "contours": (_contours, lambda records, o: plot.contours_data(records, o.band, o.units)),
    "states": (_states, lambda records, o: plot.states_data(records, o.k or 0, o.band)),
    "strip": (_strip, lambda records, o: plot.strip_data(records, o.units, o.both)),
    "wall": (_wall, lambda records, o: plot.wall_data(records, o.k, o.units)),
    "losses": (_losses, lambda records, o: plot.losses_data(records, o.units)),
    "verdicts": (_verdicts, lambda records, o: plot.verdicts_data(records, o.sets)),
}
