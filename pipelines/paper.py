#!/usr/bin/python3
"""Every figure and number of the paper beside ours, as rows and as a page."""
from __future__ import annotations

import base64
import html
import os
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
STYLE = """
body { font: 16px/1.5 'DejaVu Sans', system-ui, sans-serif; color: #2a2f36; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.7rem } h2 { font-size: 1.25rem; margin-top: 2.2rem; border-bottom: 1px solid #d9dde2 }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem } td, th { text-align: left; padding: 0.3rem 0.7rem; vertical-align: top }
tr:nth-child(even) { background: #f4f6f8 } code { font-size: 0.9em; white-space: nowrap } figure { margin: 1.5rem 0 } img { max-width: 100% }
figcaption { color: #57606a }
"""



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
        put("Training", "last line of the learning curve", "about 6e-6", *list(common.rows(str(work / "train/curve.tsv")))[-1], "make train")
    else:
        put("Training", "losses while it trains", "about 6e-6", "not run: PAPER=full trains from nothing, an hour and a quarter", "make train")


def page(size: str, folder: str, target_path: str) -> None:
    """Writes the page: pictures are in it, nothing else is loaded."""
    work, target = pathlib.Path(folder), pathlib.Path(target_path)
    figures = FIGURES + [("learning curve", "train/curve.png", "Losses while the network trains.", "make train")] * (size == "full")
    parts: dict[str, list[tuple[str, ...]]] = {}
    for part, quantity, paper, *ours, command in common.rows(str(work / "rows.tsv")):
        if not paper.strip() or not " ".join(ours).strip():
            sys.exit(f"paper: '{quantity}' has an empty number")
        parts.setdefault(part, []).append((quantity, paper if paper != "-" else "not told", " ".join(ours), command))
    out = ["<!doctype html><html lang='en'><meta charset='utf-8'><title>Blochpipe: the paper redone</title>"
           f"<style>{STYLE}</style><h1>Rapid exploration of topological band structures, redone</h1>"
           "<p>Every figure and number of arXiv:1912.03296 (Peano, Sapper, Marquardt) with what Blochpipe finds, and the command that finds it. "
           f"Size: <code>PAPER={html.escape(size)}</code>"
           + (": fewer cells, starts and points than the paper has; <code>PAPER=full</code> has its sizes." if size == "quick" else ".")
           + " Figures 1a, 3b and 6 are drawings.</p>"]
    for part, entries in parts.items():
        out.append(f"<h2>{html.escape(part)}</h2><table><tr><th>quantity<th>paper<th>here<th>command</tr>")
        for entry in entries:
            out.append("<tr>" + "".join(f"<td>{'<code>' if i == 3 else ''}{html.escape(text)}{'</code>' if i == 3 else ''}" for i, text in enumerate(entry)) + "</tr>")
        out.append("</table>")
    out.append("<h2>Figures</h2>")
    for number, pattern, caption, command in figures:
        file = next(iter(sorted(work.glob(pattern))), None)
        if file is None:
            body = "<p>Not made: the program that draws it is missing (python3-sklearn).</p>" if number == "3e" else sys.exit(f"paper: no {pattern}")
        else:
            body = f"<img alt='figure {number}' src='data:image/png;base64,{base64.b64encode(file.read_bytes()).decode()}'>"
        out.append(f"<figure>{body}<figcaption>Figure {number}. {html.escape(caption)} <code>{command}</code></figcaption></figure>")

    part = target.with_suffix(".part")
    part.write_text("\n".join(out) + "\n")
    os.replace(part, target)


if __name__ == "__main__":
    common.run({"rows": numbers, "page": page})
