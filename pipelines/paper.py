#!/usr/bin/python3
"""Every figure and number of the paper beside ours, as rows and as a page."""
from __future__ import annotations

import pathlib
import re
import sys

import common
from common import put

FIGURES = [
    ("1b", "validate/bands.png", "An unseen cell: bands by the network on the exact ones, irreps at the corners.", "make validate"),
    ("1c", "validate/symmetries.png", "Right irreps among unseen cells, by point and band.", "make validate"),
    ("1d", "validate/gaps.png", "Gaps between neighbouring bands over the Brillouin zone, network and exact.", "make validate"),
    ("2", "validate/rings.png", "Six holes: p and d levels cross as they move through a/3.", "make validate"),
    ("2, free form", "design/inversion.png", "p below d and d below p with the widest gap, by free-form design.", "make design"),
    ("3a, c", "survey/symmetry-tables.png", "Cells with their irreps and fingerprints.", "make survey-network"),
    ("3e", "survey/tsne.png", "t-SNE of potentials and of the network's coefficients.", "make survey-network"),
    ("3f", "phase-map/*.png", "Topology between three cells.", "make phase-map"),
    ("4a", "design/demo.png", "From a lattice model to a geometry.", "make design-demo"),
    ("4b", "map/*/map.png", "Loss of the best design over the model's parameters; lines at the network's loss and twice it.", "make design-map"),
    ("4a, c", "design/models.png", "Designs for models on both sides of the transition, and for fragile bands.", "make design"),
    ("5", "validate/deviations.png", "Deviations of the single bands.", "make validate"),
    ("3d, 7", "survey/*.methods.png", "Shares of the band representations by four methods.", "make survey-network"),
    ("8", "survey/*.distributions.png", "Two distributions of potentials, and their fill fractions.", "make survey-network"),
]
FIGURE = r"[0-9][0-9,]*\.?[0-9]*(?:e-?[0-9]+)?"


def compared(quantity: str, paper: str, ours: str) -> str:
    """"agree", "better", "differ", or nothing where the paper has no number or nothing was run. Numbers agree within a fifth of the
    paper's, or where it is in our 95 % interval; errors, losses and times are better when they are smaller."""
    if ours.startswith("not run"):
        return ""
    if paper == "all":
        return "agree" if ours.endswith("other 0") else "differ"
    if paper == "a handful":
        k, n = map(int, re.match(r"([0-9]+) of ([0-9]+)", ours).groups())
        return "agree" if k <= 1e-3 * n else "differ"
    if paper.startswith("a loss about twice the network's"):
        ratio = re.search(rf"({FIGURE}) of the network's", ours)
        return "agree" if ratio and float(ratio[1]) <= 2 and "not as wanted" not in ours else "differ"
    if paper.endswith("-fold"):
        return "better" if "times faster" in ours else "differ"
    if re.match(r"(not |a )|-$", paper):
        return ""
    wanted = float(re.search(FIGURE, paper)[0].replace(",", ""))
    found = re.search(rf"({FIGURE}) %", ours) or re.search(rf"({FIGURE})", ours)
    if found is None:
        return "differ"
    value = float(found[1].replace(",", ""))
    interval = re.search(rf"\(({FIGURE}) - ({FIGURE})\)", ours)
    low, high = map(float, interval.groups()) if interval else (value, value)
    if paper.startswith("<"):
        return "agree" if low <= wanted else "differ"
    if low <= wanted <= high or abs(value - wanted) <= 0.2 * abs(wanted):
        return "agree"
    falling = quantity.startswith(("loss", "rms", "last loss")) or re.search(r" s\b", paper)
    return "better" if falling and value < wanted else "differ"


def survey_rows(work: pathlib.Path) -> None:
    command = "make survey-network"
    for file in sorted(work.glob("survey/*.statements.tsv")):
        part = "Topology, alpha = " + file.name.rpartition("alpha")[2].removesuffix(".statements.tsv")
        for text, paper, network, exact in common.body(str(file)):
            # What compares both has one value.
            if exact == "":
                put(part, text, paper, network, command)
            else:
                put(part, f"{text}, network", paper, network, command)
                put(part, f"{text}, exact solver", paper, exact, command)
    for file in sorted(work.glob("survey/*.shares.tsv")):
        part = f"Shares, alpha = {file.name.rpartition('alpha')[2].removesuffix('.shares.tsv')}, figures 3d, 7 and 8"
        for number, kind, *v in common.body(str(file)):
            which = f"{'first' if number == '1' else 'second'} set: {'of the composite ones 2b or 3c' if kind == 'obstructed' else kind}"
            share, low, high, exact = (float(v[i]) for i in (1, 2, 3, 9))
            put(part, which, "a bar of figure 7, without a number", f"{share:.2f} % ({low:.2f} - {high:.2f}), exact {exact:.2f} %", command)


def time_rows(work: pathlib.Path) -> None:
    lines = list(common.rows(str(work / "times.tsv")))
    for line in lines:
        command = "make bench-predict"
        if line[0].startswith("Lanczos"):
            put("Speed", "Lanczos on 100 x 100 points, 79 wave vectors", "80 s", f"{line[1]} s", command)
        elif line[0] == "predict":
            put("Speed", "network, 79 wave vectors", "0.067 s", f"{line[1]} s", command)
            put("Speed", "network, 821 wave vectors", "0.23 s", f"{line[2]} s", command)
        elif line[0].startswith("solve-seq"):
            put("Speed", "exact solver, 79 wave vectors", "not in the paper", f"{line[1]} s", command)
        elif line[0].startswith("predict is"):
            put("Speed", "in words", "1000-fold", line[0], command)
    for begin, text, paper in (("200 starts x 10 ", "inverse design: 200 starts x 10 steps", "3 s on an RTX 6000 and 16 cores"),
                               ("200 starts x 450 ", "a whole design, exact proof included", "not in the paper")):
        for line in lines:
            if line[0].startswith(begin):
                put("Speed", text, paper, f"{' '.join(line).split()[-2]} s", "make bench-design")


def design_rows(work: pathlib.Path) -> None:
    for line in (work / "design/models.tsv").read_text().splitlines()[1:]:
        if " designs for " not in line:
            name, loss, ratio, _, irreps = re.split("  +", line)[:5]
            put("Design, figure 4a and c", name, "a loss about twice the network's, 1.2e-5" if name.startswith("wu-hu") else "not told",
                f"loss {loss}{'' if ratio == '-' else f', {ratio} of the network' + chr(39) + 's'}; irreps {'as wanted' if irreps == 'yes' else 'not as wanted'}",
                "make design")
    for line in (work / "design/inversion.tsv").read_text().splitlines()[1:]:
        order, holes, free = re.split("  +", line)[:3]
        put("Design, figure 2", f"complete gap 3|4 / Vmax, {order}", "not told", f"six holes {holes}, free form {free}", "make design")
    for file in sorted(work.glob("map/*/map.tsv"))[:1]:
        losses = [(float(row[4]), float(row[6])) for row in list(common.rows(str(file)))[1:]]
        for text, limits in (("targets with a loss below the network's", [n for _, n in losses]), ("targets below the paper's 6e-6", [6e-6] * len(losses))):
            below, near = (sum(loss <= factor * limit for (loss, _), limit in zip(losses, limits)) for factor in (1, 2))
            put("Design, figure 4b", text, "a contour, no number", f"{below} of {len(losses)} ({near} below twice that)", "make design-map")


def numbers(folder: str, size: str) -> None:
    """Prints the rows: part, quantity, paper, ours, command."""
    work = pathlib.Path(folder)
    for quantity, paper, ours in list(common.rows(str(work / "validate/report.tsv")))[1:]:
        put("Accuracy", quantity, paper, f"{float(ours):.4g}", "make validate")
    survey_rows(work)
    time_rows(work)
    design_rows(work)
    if size == "full":
        put("Training", "last loss of the learning curve", "about 6e-6", list(common.rows(str(work / "train/curve.tsv")))[-1][7], "make train")
    else:
        put("Training", "losses while it trains", "about 6e-6", "not run: PAPER=full trains from nothing, an hour and a quarter", "make train")


def page(size: str, folder: str, target: str) -> None:
    """Writes the page: pictures are in it, nothing else is loaded."""
    from page import Page

    work = pathlib.Path(folder)
    figures = FIGURES + [("learning curve", "train/curve.png", "Losses while the network trains.", "make train")] * (size == "full")
    out = Page("Rapid exploration of topological band structures, redone")
    out.text("Every figure and number of arXiv:1912.03296 (Peano, Sapper, Marquardt) with what Blochpipe finds, and the command that finds it. "
             f"Size: PAPER={size}"
             + (": fewer cells, starts and points than the paper has; PAPER=full has its sizes." if size == "quick" else ".")
             + " Figures 1a, 3b and 6 are drawings.")
    out.heading("Figures")
    for number, pattern, caption, command in figures:
        file = next(iter(sorted(work.glob(pattern))), None)
        if file is not None:
            out.figure(file.read_bytes(), f"Figure {number}. {caption}", command)
        elif number == "3e":
            out.text("Figure 3e is not made: the program that draws it is missing (python3-sklearn).")
        else:
            sys.exit(f"paper: no {pattern}")
    parts: dict[str, list[tuple[str, ...]]] = {}
    for part, quantity, paper, *ours, command in common.rows(str(work / "rows.tsv")):
        here = " ".join(ours)
        if not paper.strip() or not here.strip():
            sys.exit(f"paper: '{quantity}' has an empty number")
        parts.setdefault(part, []).append((quantity, paper if paper != "-" else "not told", here, compared(quantity, paper, here), command))
    words = [row[3] for rows in parts.values() for row in rows]
    out.heading("Numbers")
    out.text(f"{words.count('agree')} agree, {words.count('better')} are better, {words.count('differ')} differ. Numbers agree within a fifth of the paper's, or "
             "where the paper's is in our 95 % interval; errors, losses and times that are smaller still are better. Nothing stands there where the paper has no number.")
    for part, rows in parts.items():
        out.heading(part)
        out.table(("quantity", "paper", "here", "", "command"), rows, code=(4,), words=(3,))
    out.write(target)


if __name__ == "__main__":
    common.run({"rows": numbers, "page": page})
