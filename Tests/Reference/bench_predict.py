#!/usr/bin/python3
"""Seconds a potential for bands at 79 and 821 k-points and irreps: Lanczos, solve-seq, predict, in turn on one core.

Called by `make bench-predict` with the tools on PATH; an argument names another network. Lanczos on finite differences is
timed at a few k-points and scaled. Exit status 1 when predict is not 20 times faster than solve-seq and 100,000
times faster than Lanczos at 79 points.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy starts its threads

import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import bench_solve
import dense_bands
import finite_difference
import read_stream

ROUNDS = 3
PREDICTED, SOLVED = {12: (8000, 1000), 40: (2000, 200)}, {12: (400, 100), 40: (60, 20)}
network = ["--network", sys.argv[1]] if len(sys.argv) > 1 else []


def seconds(command, streams):
    """CPU seconds of one further potential: the difference of a long and a short stream."""
    (many, long), (few, short) = streams
    return (bench_solve.cpu(command + [long]) - bench_solve.cpu(command + [short])) / (many - few)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)

    def stream(count):
        path = folder / f"{count}.rec.zst"
        if not path.exists():
            subprocess.run(["genpot", "random", "-n", str(count), "--seed", "41", "-o", str(path)], check=True)
        return count, str(path)

    cell = bench_solve.potential(next(read_stream.read(stream(SOLVED[40][1])[1])))
    times = {}
    for _ in range(ROUNDS):
        for grid in (12, 40):
            options = ["--grid", str(grid), "--threads", "1", "-o", "/dev/null"]
            for tool, command, sizes in (("predict", ["predict"] + network, PREDICTED), ("solve-seq", ["solve-seq"], SOLVED)):
                times.setdefault((tool, grid), []).append(
                    seconds(command + options, [stream(n) for n in sizes[grid]]))
            points = dense_bands.wedge(grid)
            start = time.process_time()
            for k in points[5::len(points) // 2]:
                finite_difference.bands(cell, k, 6)
            used = len(points[5::len(points) // 2])
            times.setdefault(("Lanczos", grid), []).append((time.process_time() - start) / used * len(points))

    middle = {key: statistics.median(values) for key, values in times.items()}
    print("seconds a potential, one core\t79 points\t821 points\tthe paper (laptop; GPU for its network)")
    for tool, paper in (("Lanczos", "80 s"), ("solve-seq", ""), ("predict", "")):
        print(f"{tool}\t{middle[tool, 12]:.3g}\t{middle[tool, 40]:.3g}\t{paper}")
    ratios = [middle[tool, 12] / middle["predict", 12] for tool in ("solve-seq", "Lanczos")]
    fine = [middle[tool, 40] / middle["predict", 40] for tool in ("solve-seq", "Lanczos")]
    print(f"predict is {ratios[0]:.1f} times faster than solve-seq and {ratios[1]:,.0f} times faster than Lanczos at 79 points, "
          f"{fine[0]:.1f} and {fine[1]:,.0f} at 821")
    sys.exit(0 if ratios[0] >= 20 and ratios[1] >= 100_000 else 1)
