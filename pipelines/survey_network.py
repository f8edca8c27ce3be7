#!/usr/bin/python3
"""The survey by network and exact solver, by Berry flux and by compatibility: counts, tables, pictures."""
from __future__ import annotations

import collections
import math
import subprocess
import sys
from typing import Iterator

import common
from common import CLASSES, class_of, interval, number, put

SOURCES, METHODS = ("network", "exact"), ("flux", "irreps")
SET_FIELDS = ("first_band", "last_band", "verdict", "name", "fingerprint", "hidden_cuts")
CUT_FIELDS = ("verdict", "sextets", "pinned", "parity")
SETS = [f"topology.sets[{s}].{f}" for s in range(2) for f in SET_FIELDS]
CUTS = [f"connectivity.cuts[{c}].{f}" for c in range(6) for f in CUT_FIELDS]
#: Columns of `cells`: index status fill; 6 of each set by each method; 4 of each cut.
WIDTH = 3 + 2 * len(SETS) + len(CUTS)


def classified(path: str, connectivity: str, fields: list[str]) -> Iterator[list[str]]:
    """Fields of a stream that went through berryflux, its levels taken as they are."""
    command = ["fingerprint", "--threads", "1", "--error", "0", "--connectivity", connectivity, path]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as first, subprocess.Popen(
        ["rec-view", "--tsv", ",".join(fields)], stdin=first.stdout, stdout=subprocess.PIPE, encoding="utf-8", errors="surrogateescape",
    ) as second:
        assert first.stdout is not None and second.stdout is not None
        first.stdout.close()
        next(second.stdout, None)
        signs = str.maketrans("", "", '[]"')
        for line in second.stdout:
            yield line.rstrip("\n").translate(signs).split("\t")
    if first.returncode or second.returncode:
        sys.exit(first.returncode or second.returncode)


def cells(path: str) -> None:
    """Topology of the first two sets of every cell by Berry flux (the theorem where it was not searched) and by
    compatibility, and the cuts, which must be the first that berryflux was told to search."""
    nodes = classified(path, "both", ["key.index", "status", "geometry.fill_fraction", *SETS])
    for (index, *rest), irreps in zip(nodes, classified(path, "irreps", SETS + CUTS), strict=True):
        put(index or "0", *rest, *irreps)


class Cell:
    """A row of `cells`."""

    def __init__(self, row: list[str]):
        self.index, self.status, self.fill = row[:3]
        self.sets = {(m, s): row[3 + 12 * i + 6 * (s - 1):][:6] for i, m in enumerate(METHODS) for s in (1, 2)}
        self.cuts = [row[27 + 4 * c:][:4] for c in range(6)]

    def kind(self, method: str, s: int) -> str:
        return class_of(*self.sets[method, s][2:4])

    def identity(self, method: str, s: int) -> tuple:
        first, last, verdict, _, fingerprint, _ = self.sets[method, s]
        return first, last or "0", verdict, fingerprint

    def text(self, method: str, s: int) -> str:
        first, last, verdict, name = self.sets[method, s][:4]
        return f"{first}..{last if last != '0' else ''} {name or verdict}"

    def reason(self) -> tuple[str, str, str, str]:
        """Why the methods differ: reason, the lowest cut at which they do, its sextets and parity. Unresolved cuts are no
        gaps by Berry flux."""
        for c, (verdict, sextets, pinned, parity) in enumerate(self.cuts, 1):
            found = ""
            open_ = pinned == "" and parity == "0"
            if open_ and verdict == "NODES":
                found = "contradicts the theorem" if int(sextets or 0) % 2 else "even number of sextets"
            elif open_ and verdict == "UNRESOLVED":
                found = "unresolved"
            elif not open_ and verdict == "GAPPED":
                found = "contradicts the theorem"
            if found:
                return found, str(c), sextets, parity
        windings = any(self.sets["flux", s][2] == "WINDING" for s in (1, 2))
        return "winding" if windings else "other", "", "", ""


def counts(network: str, exact: str, disagreements: str) -> None:
    """What a survey counts, from `cells` by the network and by the exact solver. Prints lines "key... count":

    cells, failed SOURCE; fill BIN (of 0.02); class SOURCE METHOD SET CLASS; pair METHOD SET NETWORK-CLASS EXACT-CLASS;
    same METHOD SET yes|no (bands, class and fingerprint by network and exactly); fragile SOURCE METHOD SET NAME FINGERPRINT;
    naive SOURCE METHOD (cells in which high-symmetry points alone misplace the second set);
    cut SOURCE N free|pinned VERDICT SEXTETS holds|fails|none (the last: the C2 theorem); differ SOURCE SET REASON.

    Cells whose methods disagree go one by one to a file: source index set, both sets, cut, sextets, parity, reason.
    """
    count: collections.Counter = collections.Counter()
    with open(disagreements, "w", encoding="utf-8", errors="surrogateescape") as differing:
        for rows in zip(common.rows(network), common.rows(exact), strict=True):
            if any(len(row) != WIDTH for row in rows) or rows[0][0] != rows[1][0]:
                sys.exit("cells of network and exact solver do not match")
            pair = {source: Cell(row) for source, row in zip(SOURCES, rows)}
            count["cells",] += 1
            if pair["network"].status == "OK":
                count["fill", f"{int(float(pair['network'].fill or 0) * 50) / 50:.2f}"] += 1
            for source, cell in pair.items():
                if cell.status != "OK":
                    count["failed", source] += 1
                else:
                    count_cell(count, source, cell, differing)
            if all(cell.status == "OK" for cell in pair.values()):
                for m in METHODS:
                    for s in (1, 2):
                        count["pair", m, s, pair["network"].kind(m, s), pair["exact"].kind(m, s)] += 1
                        count["same", m, s, "yes" if pair["network"].identity(m, s) == pair["exact"].identity(m, s) else "no"] += 1
    for key, total in count.items():
        put(*key, total)


def count_cell(count: collections.Counter, source: str, cell: Cell, differing) -> None:
    for m in METHODS:
        for s in (1, 2):
            kind = cell.kind(m, s)
            count["class", source, m, s, kind] += 1
            if kind == "fragile":
                count["fragile", source, m, s, cell.sets[m, s][3], cell.sets[m, s][4]] += 1
        # A hidden cut in either set moves an edge of the second one.
        count["naive", source, m] += any(cell.sets[m, s][5] for s in (1, 2))
    for s in (1, 2):
        if cell.identity("flux", s) != cell.identity("irreps", s):
            reason, cut, sextets, parity = cell.reason()
            count["differ", source, s, reason] += 1
            print(source, cell.index, s, cell.text("flux", s), cell.text("irreps", s), cut, sextets, parity, reason, sep="\t", file=differing)
    for c, (verdict, sextets, pinned, parity) in enumerate(cell.cuts, 1):
        if verdict:
            theorem = "none" if parity == "" else "holds" if int(parity) == int(sextets or 0) % 2 else "fails"
            count["cut", source, c, "pinned" if pinned else "free", verdict, number(float(sextets or 0)), theorem] += 1


def merge(*paths: str) -> None:
    """Adds up the counts of several shards, in order of their keys."""
    total: dict[str, float] = {}
    for path in paths:
        for *key, value in common.rows(path):
            name = "\t".join(key)
            total[name] = total.get(name, 0) + float(value)
    for line in sorted(f"{key}\t{number(value)}" for key, value in total.items()):
        print(line)


def counted(path: str) -> list[tuple[list[str], float]]:
    return [(key, float(value)) for *key, value in common.rows(path)]


def shares(path: str) -> None:
    """Shares of the classes by four methods, a line a set and class: set, class, then count share low high (percent) of
    Berry flux by the network, compatibility by the network, Berry flux exact, compatibility exact; last how far network
    and exact solver are apart, in standard deviations: by Berry flux of independent samples; and, since the samples are
    the same cells, of those that only one of them puts into the class, by Berry flux and by compatibility."""
    found = counted(path)
    cells = next(int(n) for key, n in found if key == ["cells"])
    total = {source: cells - sum(int(n) for key, n in found if key == ["failed", source]) for source in SOURCES}
    of: collections.Counter = collections.Counter()
    only: collections.Counter = collections.Counter()
    for key, n in found:
        if key[0] == "class":
            for kind in kinds(key[4]):
                of[key[1], key[2], key[3], kind] += int(n)
        elif key[0] == "pair":
            a, b = kinds(key[3]), kinds(key[4])
            for kind in a - b:
                only[key[1], key[2], kind, "network"] += int(n)
            for kind in b - a:
                only[key[1], key[2], kind, "exact"] += int(n)
    names = ("Berry flux network", "compatibility network", "Berry flux exact", "compatibility exact")
    put("# set", "class", *(text for name in names for text in (f"{name}: count", "share", "low", "high")),
        "z of independent samples", "z of the same cells", "by compatibility")
    for s in "12":
        for kind in CLASSES:
            columns = []
            for source in SOURCES:
                for m in METHODS:
                    n = of[source, m, s, kind]
                    columns += [n, *interval(n, total[source])]
            independent = z_independent(of["network", "flux", s, kind], of["exact", "flux", s, kind], *total.values())
            paired = [z_paired(*(only[m, s, kind, source] for source in SOURCES)) for m in METHODS]
            put(s, kind, *columns, *(f"{z:.2f}" for z in (independent, *paired)))


def kinds(kind: str) -> set[str]:
    """The rows that a class counts in."""
    return {kind, "composite"} if kind == "obstructed" else {kind}


def z_independent(a: int, b: int, na: int, nb: int) -> float:
    if not na or not nb:
        return 0.0
    p = (a + b) / (na + nb)
    v = p * (1 - p) * (1 / na + 1 / nb)
    return (a / na - b / nb) / math.sqrt(v) if v > 0 else 0.0


def z_paired(a: int, b: int) -> float:
    return (a - b) / math.sqrt(a + b) if a + b > 0 else 0.0


def share(k: float, n: float) -> str:
    if not n:
        return "-"
    p, low, high = (float(text) for text in interval(int(k), int(n)))
    return f"{k:.0f} of {n:.0f}: {p:.2f} % ({low:.2f} - {high:.2f})"


def statements(path: str) -> list[tuple[str, str, str, str]]:
    """The paper's statements beside what merged counts say: statement, paper, network, exact solver."""
    found = counted(path)
    cells = sum(n for key, n in found if key == ["cells"])

    def total(*wanted: str, **more) -> float:
        """Counts whose key begins so; a dot stands for anything."""
        return sum(n for key, n in found if len(key) >= len(wanted) and all(w in (".", k) for w, k in zip(wanted, key)) and all(test(key) for test in more.values()))

    ok = {s: cells - total("failed", s) for s in SOURCES}
    out = [("# statement", "paper", "network", "exact solver")]

    def row(text: str, paper: str, value) -> None:
        out.append((text, paper, *(value(s) for s in SOURCES)))

    row("second sets wrong if bands touched at high-symmetry points alone", "~ 10 %", lambda s: share(total("naive", s, "flux"), ok[s]))

    def free(s: str, odd: bool) -> float:
        # Band 7 is the last that is known, and the network learned six.
        return total("cut", s, ".", "free", "NODES", learned=lambda key: int(key[2]) < 6 and (not odd or int(key[5]) % 2))

    row("odd numbers of sextets, of cuts 1|2 ... 5|6 that free nodes alone close", "~ 95 %", lambda s: share(free(s, True), free(s, False)))
    for n, which, paper in (("1", "first", "< 0.1 %"), ("2", "second", "< 1 %")):
        row(f"{which} set differs between Berry flux and compatibility", paper, lambda s: share(total("differ", s, n), ok[s]))

    def even(s: str) -> str:
        by_even = total("differ", s, ".", "even number of sextets")
        return f"{by_even:.0f}, other {total('differ', s) - by_even:.0f}"

    row("of them by an even number of sextets", "all", even)
    row("cuts that contradict the C2 theorem", "0",
        lambda s: number(total("cut", s, ".", ".", ".", ".", "fails") - total("cut", s, ".", ".", "UNRESOLVED", ".", "fails")))
    row("unresolved cuts", "a handful", lambda s: share(total("cut", s, ".", ".", "UNRESOLVED"), total("cut", s)))
    fragile = {s: total("class", s, "flux", "2", "fragile") for s in SOURCES}
    row("second sets that are fragile", "3 %", lambda s: share(fragile[s], ok[s]))
    prints = {s: [(n, f"{key[4]} ({key[5]})") for key, n in found if key[:4] == ["fragile", s, "flux", "2"]] for s in SOURCES}
    top = {s: sorted(prints[s], key=lambda entry: -entry[0])[:2] for s in SOURCES}
    row("fingerprints of them", "2",
        lambda s: f"{len(prints[s])}; the commonest two have {share(sum(n for n, _ in top[s]), fragile[s])}")
    for place, text in enumerate(("the commonest", "the next")):
        row(text, "-", lambda s: "{} {}".format(*((number(top[s][place][0]), top[s][place][1]) if len(top[s]) > place else ("0", "-"))))
    for n, which in (("1", "first"), ("2", "second")):
        pairs = [(key[3], key[4], count) for key, count in found if key[:3] == ["pair", "flux", n]]
        out.append((f"{which} sets that are the same by network and exactly", "-",
                    share(total("same", "flux", n, "yes"), sum(count for *_, count in pairs)), ""))
        square, freedom = 0.0, -1
        for kind in sorted({kind for a, b, _ in pairs for kind in (a, b)}):
            a, b = (sum(count for *both, count in pairs if both[side] == kind) for side in (0, 1))
            square, freedom = square + (a - b) ** 2 / (a + b), freedom + 1
        out.append((f"chi-square of the classes of the {which} set, network against exact", "-", f"{square:.2f} with {freedom} degrees of freedom", ""))
    row("potentials a second, one job", "-", lambda s: f"{cells / total('seconds', s):.0f}" if total("seconds", s) > 0 else "-")
    return out


def report(run: str, *alphas: str) -> None:
    """Prints the tables, and leaves the statements of each alpha as a table."""
    for alpha in alphas:
        print(f"\nalpha = {alpha}: percent of the cells, 95 % intervals")
        before = ""
        for s, kind, *v in common.body(f"{run}.alpha{alpha}.shares.tsv"):
            if s != before:
                heads = ("Berry flux, network", "compatibility, net.", "Berry flux, exact", "compatibility, exact", "z, same cells, comp.")
                print(f"\n{'first set' if s == '1' else 'second set':<16}" + "".join(f"  {head:>20}" for head in heads))
                before = s
            name = "  of it 2b or 3c" if kind == "obstructed" else kind
            print(f"{name:<16}" + "".join(f"  {float(v[i]):6.2f} ({float(v[i + 1]):5.2f}-{float(v[i + 2]):5.2f})" for i in (1, 5, 9, 13))
                  + f"  {float(v[16]):6.1f} {float(v[17]):6.1f} {float(v[18]):6.1f}")
        lines = statements(f"{run}.alpha{alpha}.counts.tsv")
        with open(f"{run}.alpha{alpha}.statements.tsv", "w", encoding="utf-8") as file:
            file.writelines("\t".join(line) + "\n" for line in lines)
        print()
        for text, paper, network, exact in lines:
            print(f"{text:<74} {paper:<10} {network:<42} {exact}")


def methods(table: str, alpha: str, cells: str, target: str) -> None:
    """Figure 7: shares of the classes by four methods."""
    colours = ("#2b6c8f", "#9fc3d6", "#e08a3c", "#f2cda6")
    names = ("Berry flux, network", "compatibility, network", "Berry flux, exact", "compatibility, exact")
    found = common.body(table)
    title = f"Topology of {cells} random unit cells by four methods, α = {alpha}; bars: 95 % intervals"
    both(title, [[(name, colour, [shares_of(row, 4 * m + 2) for row in found if row[0] == s]) for m, (name, colour) in enumerate(zip(names, colours))]
                 for s in "12"], target, (3,))


def shares_of(row: list[str], count: int) -> tuple[float, ...]:
    return tuple(float(value) for value in row[count + 1:count + 4])


def both(title: str, series: list, target: str, numbers: tuple[int, ...], fill=None) -> None:
    """Bars of the first and of the second set; `fill` draws into axes beside them."""
    from blochpipe.plot import style, verdict_bars

    part = "obstructed" if fill else "of it\nobstructed"
    names = [part if kind == "obstructed" else common.class_title(kind).replace("undetermined", "not closed") for kind in CLASSES]
    figure = common.figure(style.DOUBLE, 0.68 * style.DOUBLE)
    left, right = figure.subfigures(1, 2, width_ratios=[2.1, 1]) if fill else (figure, None)
    for ax, of, name in zip(left.subplots(2, 1), series, ("first set", "second set")):
        verdict_bars.bars(ax, names, of, numbers=numbers, turn=30 if fill else 0)
        ax.set_title(name)
        if name == "first set":
            ax.legend(loc="upper right")
        if not fill:
            ax.tick_params(axis="x", labelsize=6.5)
    if fill:
        fill(right.subplots())
    figure.suptitle(title)
    common.save(figure, target)


def distributions(run: str, cells: str, target: str, *alphas: str) -> None:
    """Figure 8: classes and fill fractions of two distributions."""
    from blochpipe.plot import style

    colours = dict(zip(alphas, ("#e08a3c", "#2b6c8f", "#3f8f4f", "#a0457a") * len(alphas)))
    tables = {a: common.body(f"{run}.alpha{a}.shares.tsv") for a in alphas}

    def fill(ax) -> None:
        for a in alphas:
            bins = [(float(key[1]), n) for key, n in counted(f"{run}.alpha{a}.counts.tsv") if key[0] == "fill"]
            ax.bar([x + 0.01 for x, _ in bins], [100 * n / float(cells) for _, n in bins], 0.019, color=colours[a], alpha=0.55)
        ax.set_xlim(0.15, 0.85)
        ax.set_xlabel(r"fill fraction, $V = V_\mathrm{max}$")
        ax.set_ylabel("cells in bins of 0.02 / %")
        ax.grid(axis="y", color=style.FAINT, linewidth=0.6)
        ax.set_axisbelow(True)

    series = [[(f"α = {a}", colours[a], [shares_of(row, 2) for row in tables[a] if row[0] == s]) for a in alphas] for s in "12"]
    title = f"Topology and fill fraction of {cells} random unit cells of each distribution,\nBerry flux by the network; bars: 95 % intervals"
    both(title, series, target, tuple(range(len(alphas))) if len(alphas) < 3 else (), fill)


BANDS = 6
LETTERS = dict(zip("S P D F ZERO ONE PLUS MINUS".split(), "spdf01+-"))
TABLE = ["key.seed", "key.index", *(f"irreps.points[{i}].irreps" for i in range(3)),
         *(f"connectivity.cuts[{i}].{f}" for i in range(6) for f in ("verdict", "sextets", "pinned", "gap")),
         *(f"topology.sets[{i}].{f}" for i in range(4) for f in ("first_band", "last_band", "verdict", "name"))]


def connection(verdict: str, sextets: str, pinned: str, gap: str) -> str:
    """What connects two neighbouring bands, or what is between them."""
    if verdict in ("", "GAPPED"):
        return f"gap {float(gap):.4f}" if verdict else ""
    places = [*pinned.split(",")] if pinned else []
    if int(sextets or 0):
        places.append(f"{6 * int(sextets)} free")
    return "nodes: " + (", ".join(places) or "none") + (" ?" if verdict == "UNRESOLVED" else "")


def symmetries(path: str) -> Iterator[tuple[list[str], list[list[str]], list[tuple[str, bool]], list[tuple[int, int, str, str]]]]:
    """Of every cell: seed and index; irreps at Gamma, K, M; of each cut its text and whether it is a gap; first band, last
    band (0: none), class and name of each set."""
    for row in common.view(TABLE, [path], '[]"'):
        irreps = [[LETTERS[irrep] for irrep in text.split(",")] for text in row[2:5]]
        cuts = [(connection(*row[5 + 4 * c:9 + 4 * c]), row[5 + 4 * c] == "GAPPED") for c in range(6)]
        sets = [(int(first), int(last or 0), class_of(verdict, name), name) for first, last, verdict, name in
                (row[29 + 4 * s:33 + 4 * s] for s in range(4)) if first and int(first) <= BANDS]
        yield [row[0] or "0", row[1] or "0"], irreps, cuts, sets


def tables(path: str) -> None:
    """Prints symmetry tables: the irreps of the bands, what connects neighbouring ones, and the sets."""
    for n, ((seed, index), irreps, cuts, sets) in enumerate(symmetries(path)):
        print(("\n" if n else "") + f"cell {index} of seed {seed}\n  band  Gamma  K  M")
        for b in range(BANDS, 0, -1):
            gamma, k, m = (of[b - 1] for of in irreps)
            print(f"  {b:3d}   {gamma:>4}  {k:>3} {m:>2}")
            if b > 1:
                print(f"{'':24}{cuts[b - 2][0]}")
        for first, last, kind, name in sets:
            span = f"s {first} to ?" if last == 0 else f" {first}" if first == last else f"s {first} to {last}"
            end = "" if kind in (name, "undetermined") else f" ({kind})"
            print(f"  band{span}: {'not closed' if kind == 'undetermined' else name}{end}")


def pictured(exact: str, network: str, target: str) -> None:
    """Figure 3a: cells, their bands by the network and exactly, and the symmetry tables."""
    from blochpipe import plot
    from blochpipe.plot import style

    cells = list(zip(common.read(exact), common.read(network), symmetries(network)))
    figure = common.figure(4.45 * len(cells), 13.6)
    axes = figure.subplots(3, len(cells), squeeze=False, gridspec_kw={"height_ratios": [0.8, 1.1, 1.35]})
    for (above, middle, below), (solved, predicted, (_, irreps, cuts, sets)) in zip(axes.T, cells):
        plot.crystal(solved, above, wyckoff=False, contour=False)
        plot.bands([solved, predicted], middle, bands=BANDS, irreps=False)
        if middle is not axes[1, 0]:
            middle.get_legend().remove()
            middle.set_ylabel("")
        below.set_xlim(0, 11.5)
        below.set_ylim(0.2, 7.3)
        below.axis("off")
        for x, name, of in zip((1.9, 3.1, 4.3), "ΓKM", irreps):
            below.annotate(name, (x, 7), ha="center", va="center")
            for b in range(BANDS):
                below.annotate(of[b].replace("-", "−"), (x, b + 1), ha="center", va="center", fontsize=9)
        for b in range(BANDS):
            below.annotate(str(b + 1), (0.45, b + 1), ha="center", va="center", color=style.GREY)
            if b + 1 < BANDS:
                below.annotate(cuts[b][0], (5.2, b + 1.5), va="center", fontsize=5.5, color=style.GREY)
        for first, last, kind, name in sets:
            end = last if 0 < last <= BANDS else BANDS
            below.bar(1.0, end - first + 0.64 + (last not in range(1, BANDS + 1)) * 0.13, 0.22, first - 0.32, color=common.COLOURS[kind])
            text = ("not closed" if kind == "undetermined" else common.class_title(name)) + (" (fragile)" if kind == "fragile" else "")
            below.annotate(text, (5.2, end), va="center", fontsize=6.5)
        for text in below.texts:
            text.set_in_layout(False)
    common.save(figure, target)


if __name__ == "__main__":
    common.run({"cells": cells, "counts": counts, "merge": merge, "shares": shares, "report": report, "methods": methods,
                "distributions": distributions, "tables": tables, "pictured": pictured})
