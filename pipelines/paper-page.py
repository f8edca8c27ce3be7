"""Writes the page of `make paper`: size, folder of the run, file. Pictures are in it; nothing else is loaded."""
import base64
import html
import os
import pathlib
import sys

size, work, target = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])

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
if size == "full":
    FIGURES.append(("learning curve", "train/curve.png", "Losses while the network trains.", "make train"))

STYLE = """
body { font: 16px/1.5 'DejaVu Sans', system-ui, sans-serif; color: #2a2f36; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.7rem } h2 { font-size: 1.25rem; margin-top: 2.2rem; border-bottom: 1px solid #d9dde2 }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem } td, th { text-align: left; padding: 0.3rem 0.7rem; vertical-align: top }
tr:nth-child(even) { background: #f4f6f8 } code { font-size: 0.9em; white-space: nowrap } figure { margin: 1.5rem 0 } img { max-width: 100% }
figcaption { color: #57606a }
"""


def rows():
    for line in (work / "rows.tsv").read_text().splitlines():
        yield line.split("\t")


def picture(pattern):
    found = sorted(work.glob(pattern))
    return found[0] if found else None


parts = {}
for part, quantity, paper, ours, command in rows():
    if not paper.strip() or not ours.strip():
        sys.exit(f"paper: '{quantity}' has an empty number")
    parts.setdefault(part, []).append((quantity, paper if paper != "-" else "not told", ours, command))

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
for number, pattern, caption, command in FIGURES:
    file = picture(pattern)
    if file is None:
        body = "<p>Not made: the program that draws it is missing (python3-sklearn).</p>" if number == "3e" else sys.exit(f"paper: no {pattern}")
    else:
        body = f"<img alt='figure {number}' src='data:image/png;base64,{base64.b64encode(file.read_bytes()).decode()}'>"
    out.append(f"<figure>{body}<figcaption>Figure {number}. {html.escape(caption)} <code>{command}</code></figcaption></figure>")

part = target.with_suffix(".part")
part.write_text("\n".join(out) + "\n")
os.replace(part, target)
