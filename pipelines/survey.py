#!/usr/bin/python3
"""The exact survey: what its shards found, counted, printed and drawn."""
from __future__ import annotations

import collections

import common
from common import class_of, classes_of, groups, interval, put

SETS = 2
FIELDS = ["key.index", "status", *(f"topology.sets[{s}].{f}" for s in range(SETS) for f in ("verdict", "name", "fingerprint", "hidden_cuts"))]


def sets(*files: str) -> None:
    """Topology of the first two sets of every cell: index status, then verdict name fingerprint hidden_cuts of each."""
    for index, *rest in common.view(FIELDS, files):
        put(index or "0", *rest)


def fragile(path: str) -> None:
    """Fragile fingerprints of the first and second set: name, fingerprint, count in both, in each."""
    counts = collections.Counter(
        (row[4 * s - 1], row[4 * s], s) for row in common.rows(path) if row[1] == "OK" for s in (1, 2) if row[4 * s - 2] == "FRAGILE")
    both: collections.Counter = collections.Counter()
    for (name, fingerprint, _), count in counts.items():
        both[name, fingerprint] += count
    lines = [(name, fingerprint, total, counts[name, fingerprint, 1], counts[name, fingerprint, 2]) for (name, fingerprint), total in both.items()]
    for line in sorted(lines, key=lambda line: (-line[2], line[0], line[1])):
        put(*line)


def table(path: str, group: str) -> None:
    """Class of a group, then count share low high (percent) of the first and the second set; lines "# key value" with totals."""
    total = failed = naive = 0
    count: collections.Counter = collections.Counter()
    for row in common.rows(path):
        if row[1] != "OK":
            failed += 1
            continue
        total += 1
        for s in (1, 2):
            kind = class_of(row[4 * s - 2], row[4 * s - 1])
            count[s, kind] += 1
            count[s, "composite"] += kind == "obstructed"
        # A hidden cut in either set moves an edge of the second one.
        naive += row[5] != "" or row[9] != ""
    for kind in classes_of(group):
        # Irreps alone do not tell windings.
        if kind != "winding":
            put(kind, *(value for s in (1, 2) for value in (count[s, kind], *interval(count[s, kind], total))))
    put("# cells", total)
    put("# failed", failed)
    put("# naive", naive, *interval(naive, total))


def report(path: str, fragile_path: str, group: str) -> None:
    """Prints the survey as an aligned table."""
    totals = {row[0][2:]: row[1:] for row in common.rows(path) if row[0].startswith("#")}
    line = "-" * 76
    print(f"\n{'':<16} {'first set':<28}   {'second set':<28}")
    print(f"{'class':<16} {'count':>6}  {'%':>6}  {'95 % interval':>15}   {'count':>6}  {'%':>6}  {'95 % interval':>15}")
    print(line)
    for kind, *values in common.body(path):
        name = ("  of it 2b or 3c" if group == "p6" else "  of it elsewhere") if kind == "obstructed" else kind
        first, second = (f"{int(v[0]):6d}  {float(v[1]):6.2f}  {float(v[2]):6.2f} - {float(v[3]):6.2f}" for v in (values[:4], values[4:]))
        print(f"{name:<16} {first}   {second}")
    cells, naive = int(totals["cells"][0]), totals["naive"]
    print(line)
    print(f"cells: {cells}, failed: {int(totals['failed'][0])}")
    print(f"second sets that high-symmetry points alone would get wrong: {naive[0]} of {cells}, {float(naive[1]):.2f} % "
          f"({float(naive[2]):.2f} - {float(naive[3]):.2f})")
    if group == "p6":
        print("gaps from irreps alone, blind to an even number of nodes between Gamma, K and M; make survey-network searches the zone")
    else:
        print(f"composite: on {groups.group(group).first_position}, or with other positions; gaps from irreps alone, blind to nodes that they do not prove")
    found = list(common.rows(fragile_path))
    if found:
        names = "n_s,n_p,n_d,n_f,n_0,n_1,n_+,n_-" if group == "p6" else ", ".join(
            f"{point} {irrep}" for point, irreps in groups.group(group).irreps.items() for irrep in irreps)
        print(f"\nfragile fingerprints ({names})")
        print(f"{'fingerprint':<20} {'first':>6} {'second':>6}  bands")
        for name, fingerprint, _, first, second in found:
            print(f"{fingerprint:<20} {first:>6} {second:>6}  {name}")


KINDS = {"COMPOSITE": "composite", "OBSTRUCTED_ATOMIC": "obstructed atomic", "FRAGILE": "fragile"}


def kind_of(verdict: str, name: str, home: str) -> str:
    """What an example cell is shown for; `home` is the first position."""
    if verdict == "EBR":
        return f"elementary, on {home}" if name.split()[0] == home else f"elementary, off {home}"
    return KINDS.get(verdict, "not closed")


def picture(table_path: str, sets_path: str, alpha: str, group: str, target: str, *shards: str) -> None:
    """The shares as bars, and below them an example cell of each kind of second set."""
    from blochpipe import plot
    from blochpipe.plot import style, verdict_bars

    home = groups.group(group).first_position
    examples: dict[str, tuple[int, str, str]] = {}
    for place, row in enumerate(common.rows(sets_path)):
        if row[1] == "OK":
            examples.setdefault(kind_of(row[6], row[7], home), (place, row[7], row[0]))
    order = [k for k in (f"elementary, on {home}", f"elementary, off {home}", *KINDS.values(), "not closed") if k in examples]
    totals = {row[0][2:]: row[1:] for row in common.rows(table_path) if row[0].startswith("#")}
    shares = {row[0]: row[1:] for row in common.body(table_path)}
    if group != "p6":  # of many classes those that there are
        shares = {kind: values for kind, values in shares.items() if values[0] != "0" or values[4] != "0"}

    figure = common.figure(style.DOUBLE, 12.6)
    above, below = figure.subfigures(2, 1, height_ratios=[1.55, 1])
    ax = above.subplots()
    names = ["of it\nobstructed" if kind == "obstructed" else common.class_title(kind) for kind in shares]
    series = [(name, colour, [tuple(map(float, v[4 * s + 1:4 * s + 4])) for v in shares.values()])
              for s, (name, colour) in enumerate((("first set", style.SERIES[0]), ("second set", style.SERIES[1])))]
    verdict_bars.bars(ax, names, series, numbers=(0, 1), turn=0 if len(names) < 14 else 40)
    ax.legend(loc="upper right" if group == "p6" else "best", ncols=2)
    above.suptitle(
        f"Topology of {totals['cells'][0]} random {'$C_6$' if group == 'p6' else group} unit cells, exactly solved\n"
        f"two-level potentials, α = {alpha}; bars: 95 % intervals; high-symmetry points alone would get "
        f"{float(totals['naive'][1]):.1f} % of the second sets wrong", fontsize=8)
    below.suptitle("Example cells, by what the second set is (dark: V = 0, light: $V_{max}$)", fontsize=8)
    for cell, kind in zip(below.subplots(1, 6), [*order, *[""] * 6]):
        style.bare(cell)
        if kind:
            place, name, index = examples[kind]
            record, = common.records(["rec-cat", "--skip", str(place), "--head", "1", *shards])
            plot.crystal(record, cell, contour=False, wyckoff=False)
            cell.set_title(kind, fontsize=6.5)
            cell.set_xlabel(f"{name or '-'}\ncell {index}", fontsize=6.5)
    common.save(figure, target)


if __name__ == "__main__":
    common.run({"sets": sets, "fragile": fragile, "table": table, "report": report, "picture": picture})
