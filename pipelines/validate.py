#!/usr/bin/python3
"""The network against the exact solver: the paper's numbers beside ours, and the pictures."""
from __future__ import annotations

import os

import common
from common import put

BINS = (("alpha1", "α = 1"), ("alpha0.5", "α = 1/2"))


def statistics(folder: str, name: str) -> list[list[str]]:
    """Rows of a table of rec-diff --statistics: quantity, point, band, value."""
    return list(common.rows(os.path.join(folder, name + ".tsv")))


def value(folder: str, name: str, quantity: str) -> str:
    return next(row[3] for row in statistics(folder, name) if row[:3] == [quantity, "", ""])


def gamma_levels(path: str) -> dict[str, list[tuple[str, float]]]:
    """Of each record of a sweep over the distance its irreps and energies at Gamma, in the records' order."""
    fields = ["geometry.parameters[0].value", "irreps.points[0].irreps", "irreps.points[0].energies"]
    return {distance: list(zip(irreps.split(","), map(float, energies.split(","))))
            for distance, irreps, energies in common.view(fields, [path], '[]" ')}


def crossing(levels: dict[str, list[tuple[str, float]]]) -> str:
    """Where the p and d levels next to each other cross at Gamma, by interpolation; exact: R = a/3."""
    before = last = None
    for text, found in levels.items():
        p, d = (next((e for irrep, e in found if irrep == letter), None) for letter in "PD")
        if d is None:
            continue
        distance, apart = float(text), d - (p or 0.0)
        if last is not None and (apart < 0) != (last < 0):
            return f"{before + (distance - before) * last / (last - apart):.5f}"
        before, last = distance, apart
    return ""


def report(folder: str) -> None:
    """Prints quantity, the paper's number, ours."""
    put("quantity", "paper", "here")
    for text, paper, name, quantity in (
        ("loss, alpha = 1, 79 k-points", "6e-6", "alpha1", "loss"),
        ("loss, alpha = 1, 821 k-points", "6.4e-6", "alpha1-fine", "loss"),
        ("rms deviation / v_max", "0.0026", "alpha1-fine", "rms"),
        ("rms over mean smallest gap", "0.025", "alpha1-fine", "rms_over_smallest_gap"),
        ("rms over mean gap", "0.020", "alpha1-fine", "rms_over_mean_gap"),
        ("loss, alpha = 1/2, 79 k-points", "-", "alpha0.5", "loss"),
        ("loss, all kinds of cells, 79 k-points", "-", "mix", "loss"),
        ("rms, six holes", "-", "holes", "rms"),
        ("right irreps, alpha = 1, mean", "about 0.99", "alpha1", "symmetry_mean"),
        ("right irreps, alpha = 1, worst band", "-", "alpha1", "symmetry_worst"),
        ("right irreps, alpha = 1/2, mean", "-", "alpha0.5", "symmetry_mean"),
    ):
        put(text, paper, value(folder, name, quantity))
    for which, file in (("exact", "ring.rec.zst"), ("network", "ring.network.rec.zst")):
        put(f"p-d crossing at R / a, {which}", "0.3333", crossing(gamma_levels(os.path.join(folder, file))))


def bands(exact: str, network: str, target: str) -> None:
    """Figure 1b: bands by the network on the exact ones, irreps at the corners."""
    from blochpipe import plot
    from blochpipe.plot import style

    figure = common.figure(1.4 * style.COLUMN, style.COLUMN)
    plot.bands([*common.read(exact), *common.read(network)], figure.subplots(), bands=6)
    figure.suptitle("An unseen unit cell: network on top of the exact bands")
    common.save(figure, target)


def grouped(ax, places, heights) -> None:
    """Bars of both distributions side by side."""
    from blochpipe.plot import style

    for i, ((_, label), colour) in enumerate(zip(BINS, style.SERIES)):
        ax.bar([x + (i - 0.5) * 0.4 for x in places], heights[i], 0.38, color=colour, label=label)
    ax.set_xticks(places)
    ax.tick_params(axis="x", length=0)
    ax.grid(axis="y", color=style.FAINT, linewidth=0.6)
    ax.set_axisbelow(True)


def symmetries(folder: str, target: str) -> None:
    """Figure 1c: right irreps by point and band."""
    from blochpipe.plot import style

    shares = [{(row[1], int(row[2])): 100 * float(row[3]) for row in statistics(folder, name) if row[0] == "symmetry"} for name, _ in BINS]
    figure = common.figure(1.4 * style.COLUMN, 0.8 * style.COLUMN)
    for ax, point in zip(figure.subplots(1, 3, sharey=True), ("Gamma", "K", "M")):
        count = [band for place, band in shares[0] if place == point]
        grouped(ax, count, [[of[point, band] for band in count] for of in shares])
        ax.set_xlabel("band at " + point.replace("Gamma", "Γ"))
        ax.set_ylim(min(97.0, *(of[point, band] - 1 for of in shares for band in count)), 100.02)
    ax.figure.axes[0].set_ylabel("right irreps / %")
    figure.axes[1].legend(loc="upper center", bbox_to_anchor=(0.5, -0.25), ncols=2)
    figure.suptitle(f"Bands with the right irrep, {value(folder, 'alpha1', 'cells')} unseen cells each")
    common.save(figure, target)


def deviations(folder: str, target: str) -> None:
    """Figure 5: root mean square deviation by band."""
    from blochpipe.plot import style

    found = [{int(row[2]): float(row[3]) for row in statistics(folder, name) if row[0] == "rms" and row[2]} for name, _ in BINS]
    figure = common.figure(1.2 * style.COLUMN, 0.8 * style.COLUMN)
    ax = figure.subplots()
    grouped(ax, list(found[0]), [list(of.values()) for of in found])
    ax.axhline(0.0026, color=style.INK, linestyle="--", linewidth=1, label="mean of all bands in the paper")
    ax.set_ylim(0, max(0.003, 1.1 * max(max(of.values()) for of in found)))
    ax.set_xlabel("band")
    ax.set_ylabel(r"rms deviation / $V_\mathrm{max}$")
    ax.legend(loc="upper left", bbox_to_anchor=(0, 0.85))
    figure.suptitle(f"Deviation from the exact bands, 79 k-points,\n{value(folder, 'alpha1', 'cells')} unseen cells each")
    common.save(figure, target)


def gaps(exact: str, network: str, target: str) -> None:
    """Figure 1d: gaps above bands 1 to 3 over the zone of each cell, small ones ringed."""
    import numpy
    from blochpipe import lattice, plot
    from blochpipe.plot import style
    from blochpipe.plot.zone import CORNERS

    node = 0.0012
    pairs = list(zip(common.read(exact), common.read(network)))
    figure = common.figure(style.DOUBLE, 2.55 * len(pairs) + 1.4)
    axes = figure.subplots(len(pairs), 7, squeeze=False)
    for row, (cell, predicted) in zip(axes, pairs):
        plot.crystal(cell, row[0], cell=False, wyckoff=False, contour=False)
        for which, record in enumerate((predicted, cell)):
            zone = plot.Zone.of(record)
            for cut in range(3):
                ax = row[1 + 2 * cut + which]
                gap = zone.energies[:, cut + 1] - zone.energies[:, cut]
                image = ax.tripcolor(*zone.cartesian.T, zone.triangles, gap, shading="gouraud", cmap=style.SIZES, vmin=0, vmax=0.12, rasterized=True)
                ax.plot(*zone.cartesian[gap < node].T, "o", markersize=3.2, markerfacecolor="none", markeredgecolor="#e0483c", markeredgewidth=0.8)
                ax.plot(*lattice.cartesian_k(numpy.vstack([CORNERS, CORNERS[:1]])).T, color=style.INK, linewidth=0.4)
                style.bare(ax)
    for ax, name in zip(axes[0], ["cell", *(f"{n} | {n + 1} {which}" for n in (1, 2, 3) for which in ("network", "exact"))]):
        ax.set_title(name, fontsize=7)
    figure.colorbar(image, ax=axes, orientation="horizontal", shrink=0.4, aspect=40, label=r"gap / $V_\mathrm{max}$; circles: below 0.0012")
    common.save(figure, target)


def rings(folder: str, target: str, *paths: str) -> None:
    """Figure 2: the levels at Gamma of six holes as R grows, and bands before, at and after the inversion; of every
    distance a stream of exact bands and one of the network's."""
    from blochpipe import plot
    from blochpipe.plot import style

    figure = common.figure(style.DOUBLE, 0.5 * style.DOUBLE)
    left, right = figure.subfigures(1, 2)
    ax = left.subplots()
    levels = [gamma_levels(os.path.join(folder, name)) for name in ("ring.rec.zst", "ring.network.rec.zst")]
    for letter, colour in zip("SPDF", style.SERIES):
        of = [{float(r): [e for irrep, e in found if irrep == letter] for r, found in which.items()} for which in levels]
        for n in range(max(map(len, of[0].values()))):
            line = [(r, found[n]) for r, found in of[0].items() if len(found) > n]
            ax.plot(*zip(*line), color=colour, label=letter.lower() if n == 0 else None)
        points = [(r, e) for i, (r, found) in enumerate(of[1].items()) if i % 2 == 0 for e in found]
        ax.plot(*zip(*points), "o", markersize=2.5, markerfacecolor="none", markeredgewidth=0.6, color=colour)
    ax.axvline(1 / 3, color=style.INK, linestyle="--", linewidth=0.8)
    ax.set_xlim(0.25, 0.42)
    ax.set_ylim(0.55, 1.06)
    ax.set_xlabel("R / a")
    ax.set_ylabel(r"energy / $V_\mathrm{max}$")
    ax.set_title("Six holes, r = 0.1 a: levels at Γ (lines exact, circles network)", fontsize=7)
    ax.legend(ncols=4, loc="upper left")
    for ax, exact, network, title in zip(right.subplots(1, 3, sharey=True), paths[::2], paths[1::2], ("R = 0.30 a", "R = a/3", "R = 0.37 a")):
        plot.bands([*common.read(exact), *common.read(network)], ax, bands=6, irreps=False)
        ax.get_legend().remove()
        ax.set_ylim(0.6, 1.02)
        ax.set_ylabel("")
        ax.set_title(title, fontsize=7)
    common.save(figure, target)


if __name__ == "__main__":
    common.run({"report": report, "bands": bands, "symmetries": symmetries, "deviations": deviations, "gaps": gaps, "rings": rings})
