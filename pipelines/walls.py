#!/usr/bin/python3
"""Pairs of cells whose walls may guide, and what their walls do."""
from __future__ import annotations

import random
import sys
from typing import Any

import common
from common import put

#: A common gap narrower than this, v_max, is passed over.
LEAST_GAP = 0.03


def _read(path: str) -> list[Any]:
    import blochpipe as bp

    return list(bp.read(path))


def pairs(count: str, cells: str, output: str) -> None:
    """Random pairs of cells that have a gap above the same band in common, and other irreps below it."""
    import blochpipe as bp

    records = _read(cells)
    gaps: dict[int, list[tuple[float, float, tuple[Any, ...], int]]] = {}
    for number, record in enumerate(records):
        message = record.message
        points = sorted((point.label, list(point.irreps)) for point in message.irreps.points)
        for cut in message.connectivity.cuts:
            if cut.HasField("complete_gap") and cut.complete_gap > LEAST_GAP and cut.midgap_ratio > 0:
                middle, half = cut.complete_gap / cut.midgap_ratio, cut.complete_gap / 2
                irreps = tuple((label, tuple(sorted(all[: cut.below]))) for label, all in points)
                gaps.setdefault(cut.below, []).append((middle - half, middle + half, irreps, number))
    found = []
    for own in gaps.values():
        for at, (low, high, irreps, number) in enumerate(own):
            for other_low, other_high, other_irreps, other in own[:at]:
                if irreps != other_irreps and min(high, other_high) - max(low, other_low) > LEAST_GAP:
                    found.append((other, number))
    print(f"{len(found)} pairs of {len(records)} cells", file=sys.stderr)
    chosen = random.Random(1).sample(sorted(found), min(int(count), len(found)))
    bp.write(output, [records[at] for pair in chosen for at in pair], note=["walls", "pairs", count])


def _covered(record: Any) -> float:
    wall = record.message.wall
    return max((own.covered for own in wall.walls), default=0.0) if wall.upper > wall.lower else 0.0


def best(count: str, walls: str, cells: str, output: str) -> None:
    """The pairs whose walls cover the largest part of the common gap."""
    import blochpipe as bp

    covered = [_covered(record) for record in _read(walls)]
    order = sorted(range(len(covered)), key=lambda at: -covered[at])[: int(count)]
    records = _read(cells)
    bp.write(output, [records[2 * at + side] for at in order for side in (0, 1)], note=["walls", "best", count])


def report(exact: str, network: str) -> None:
    """A line a wall, exact, beside the network's."""
    predicted = {tuple(c.potential.data for c in r.message.wall.crystals[:2]): r.message.wall for r in _read(network)}
    put("wall", "gap", "lower", "upper", "covered", "network_covered", "minigap", "depth", "fastest", "status")
    for number, record in enumerate(_read(exact)):
        if record.failed:
            put(number, *[""] * 8, record.message.reason)
            continue
        wall = record.message.wall
        if wall.upper <= wall.lower:
            put(number, wall.gap, *[f"{v:.4f}" for v in (wall.lower, wall.upper)], *[""] * 5, "no common gap")
            continue
        own = max(range(len(wall.walls)), key=lambda at: wall.walls[at].covered)
        chosen = wall.walls[own]
        states = common.numbers(wall.state_walls) == own
        depth = common.numbers(wall.state_depths)[states]
        speed = abs(common.numbers(wall.state_velocities)[states])
        other = predicted.get(tuple(c.potential.data for c in wall.crystals[:2]))
        put(number, wall.gap, f"{wall.lower:.4f}", f"{wall.upper:.4f}", f"{chosen.covered:.3f}",
            f"{max(w.covered for w in other.walls):.3f}" if other is not None else "",
            f"{chosen.minigap_high - chosen.minigap_low:.4f}", f"{depth.mean():.2f}" if depth.size else "",
            f"{speed.max():.4f}" if speed.size else "", "exact")


def first(table: str, exact: str) -> None:
    """The strip that covers most, as a stream."""
    import blochpipe as bp

    rows = [row for row in common.body(table)[1:] if row[-1] == "exact"]
    if not rows:
        sys.exit("walls.py: no wall was solved")
    number = int(max(rows, key=lambda row: float(row[4]))[0])
    bp.write(sys.stdout.buffer, [_read(exact)[number]])


if __name__ == "__main__":
    common.run({"pairs": pairs, "best": best, "report": report, "first": first})
