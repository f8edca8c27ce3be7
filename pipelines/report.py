#!/usr/bin/python3
"""What a stream holds, as a page: report.py page STREAM TARGET

Pictures of the first cells, bands, classes, densities of states, gaps, contours and Bloch functions where they are there, else what
would make them; tables of classes and cells; the commands that made the stream."""
from __future__ import annotations

import argparse
import collections
import sys

import common
from common import class_of, class_title, classes_of, groups, wilson

SHOWN, KEPT, LISTED = 12, 3000, 50
#: A kind of rec-plot, its caption, how many records it draws at most, its options.
PICTURES = (
    ("cells", "The first cells and their bands.", SHOWN, ["--width", "17.8cm"]),
    ("crystal", "The first cells.", SHOWN, ["--width", "17.8cm"]),
    ("verdicts", "Classes of the first two sets of bands; bars: 95 % intervals.", None, []),
    ("gaps", "Complete gaps along the sweep.", KEPT, []),
    ("dos", "Density of states.", 3, []),
    ("contours", "Lines of equal energy, band 1.", 4, []),
    ("states", "Bloch functions, the first wave vector, band 1.", 2, []),
)


def page(stream: str, target: str) -> None:
    """Writes the page."""
    from page import Page

    from blochpipe import BlochpipeError
    from blochpipe.commands.plot import _counted
    from blochpipe.stream import iterate

    records, counted = [], []
    try:
        for record in iterate(stream):
            counted.append(_counted(record))
            if len(records) < KEPT:
                records.append(record)
    except (OSError, BlochpipeError) as error:
        sys.exit(f"report: {stream}: {getattr(error, 'strerror', None) or error}")
    if not counted:
        sys.exit(f"report: {stream} has no records")
    sound = [record for record in records if not record.failed]
    failed = collections.Counter(record.reason for record in counted if record.failed)

    out = Page(f"Report on {stream}")
    out.text(f"{len(counted)} records, {sum(failed.values())} of them failed.")
    missing = []
    for kind, caption, most, words in PICTURES:
        of = counted if most is None else sound[:most]
        try:
            if kind == "crystal" and "cells" not in [name for name, _ in missing]:
                continue  # drawn above their bands
            out.figure(drawn(kind, of, words), caption + ("" if most is None or len(sound) <= most else f" {most} of {len(counted)}."),
                       f"rec-plot {kind} {stream}", narrow=not words)
        except BlochpipeError as error:
            missing.append((kind, str(error)))
    if any(record.has("topology") for record in counted):
        out.heading("Classes of band sets")
        out.table(("class", "first set", "%", "95 % interval", "second set", "%", "95 % interval"), classes(counted))
    out.heading("Cells" if len(counted) <= LISTED else f"The first {LISTED} cells")
    out.table(("cell", "name", "sets of bands, from the lowest"), [
        (record.index, record.name, f"failed: {record.reason}" if record.failed else described(record)) for record in counted[:LISTED]])
    if failed:
        out.heading("Failed")
        out.table(("reason", "records"), failed.most_common())
    if missing:
        out.heading("Not drawn")
        out.table(("picture", "reason"), missing)
    out.heading("How the stream was made")
    out.table(("command",), [[line] for line in provenance(stream)], code=(0,))
    out.write(target)
    print(f"Page: {target}")


def drawn(kind: str, records: list, words: list[str]) -> bytes:
    """A picture as rec-plot draws it, PNG."""
    from blochpipe import plot
    from blochpipe.commands import drawing, output
    from blochpipe.commands.plot import parser

    options: argparse.Namespace = parser().parse_args([kind, *words])
    options.units = plot.EnergyUnit.parse(options.units)
    return drawing.picture(kind, records, options, "png")


def described(record) -> str:
    """The sets of bands of a record: which bands, what they are."""
    if not record.has("topology"):
        return "not classified"
    def bands(one) -> str:
        if one.last_band == one.first_band:
            return str(one.first_band)
        return f"{one.first_band}-{one.last_band or ''}"

    return "; ".join(f"{bands(one)} {one.name or class_title(class_of(record.verdict(number) or '', ''))}" for number, one in enumerate(record.sets, 1))


def classes(records: list) -> list[list[str]]:
    """A row for each class that occurs: name, then count, share and interval in the first and the second set."""
    counts: collections.Counter = collections.Counter()
    for record in records:
        for number in (1, 2):
            verdict = record.verdict(number) if record.has("topology") else None
            counts[number, class_of(verdict or "", record.sets[number - 1].name if verdict else "")] += 1
    rows = []
    # A set of p6 has no group.
    of = {getattr(one, "group", "") or "p6" for record in records if record.has("topology") for one in record.sets if one.name or getattr(one, "group", "")}
    kinds = dict.fromkeys(kind for name in ("p6", *groups.names()) if name in of or not of for kind in classes_of(name)[:-1])
    # Lattice models without time reversal have others.
    kinds |= dict.fromkeys(sorted(kind for _, kind in counts if kind not in kinds and kind != "undetermined"))
    for kind in [*kinds, "undetermined"]:
        if counts[1, kind] or counts[2, kind]:
            row = [class_title(kind)]
            for number in (1, 2):
                share, low, high = wilson(counts[number, kind], len(records))
                row += [str(counts[number, kind]), f"{share:.2f}", f"{low:.2f} - {high:.2f}"]
            rows.append(row)
    return rows


def provenance(stream: str) -> list[str]:
    """The commands that made a stream, one a line, of all its segments."""
    import blochpipe

    text = blochpipe.run(["rec-view", "--header", stream]).decode("utf-8", "replace")
    words = (line.partition("\t") for line in text.splitlines())
    return list(dict.fromkeys(text for name, _, text in words if name == "provenance"))


if __name__ == "__main__":
    common.run({"page": page})
