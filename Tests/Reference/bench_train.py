#!/usr/bin/env python3
"""Eigenproblems and training steps against LAPACK and PyTorch, in turn, medians.

  bench_train.py PROGRAM [ROUNDS]    PROGRAM is bench-train; genpot and solve-seq are on PATH
"""
import os
import statistics
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
program = sys.argv[1]
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5


def run(*command):
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = {}
    for line in text.splitlines():
        name, value = line.split()[:2]
        found.setdefault(name, []).append(float(value))
    return {name: statistics.median(values[-max(1, len(values) - 1):]) for name, values in found.items()}


def torch(*arguments):
    return run(sys.executable, os.path.join(here, "torch_step.py"), *map(str, arguments))


def median(results, name):
    return statistics.median(result[name] for result in results)


ours, theirs = [], []
for _ in range(rounds):
    ours.append(run(program, "eigen", "16000"))
    theirs.append(torch("eigen", 4000))
ssyevd, eigh = median(ours, "ssyevd"), median(theirs, "eigh")
print("21 x 21 with vectors, one core, microseconds a matrix")
print(f"  LAPACK ssyevd               {ssyevd:8.2f}")
print(f"  torch.linalg.eigh           {eigh:8.2f}")
for name, what in [("lanes21", "lanes, all 21 states"), ("lanes6", "lanes, lowest 6")]:
    time = median(ours, name)
    print(f"  {what:27s} {time:8.2f}   {ssyevd / time:6.1f} x ssyevd, {eigh / time:6.1f} x eigh")

with tempfile.TemporaryDirectory() as folder:
    for cells, architecture, steps in [(128, "fourier width=528 blocks=4", 5), (16, "paper dropout=0.0", 3)]:
        stream, file = os.path.join(folder, "cells.rec.zst"), os.path.join(folder, "step.safetensors")
        # Among millions of ReLUs one may have an input that is 0 within rounding; its derivative is then 0 in one
        # program and 1 in the other, a part in a thousand of all gradients. Most batches have none.
        deviations = []
        for seed in (78, 79, 80):
            subprocess.run(
                f"genpot random -n {cells} --seed {seed} | solve-seq --grid 12 -o {stream}", shell=True, check=True)
            subprocess.run([program, "step", stream, architecture, file, "0"], check=True)
            check = subprocess.run(
                [sys.executable, os.path.join(here, "torch_step.py"), "check", file], capture_output=True, text=True)
            deviations.append(float(check.stdout.splitlines()[-1].split()[-1]))
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(run(program, "step", stream, architecture, file, str(steps)))
            theirs.append(torch("time", file, steps))
        a, b = median(ours, "step"), median(theirs, "step")
        print(f"one step of '{architecture}', {cells} cells, 79 k-points, all cores")
        print(f"  largest relative deviations of three batches from PyTorch, loss and gradients: "
              + ", ".join(f"{d:.1e}" for d in deviations))
        print(f"  here {1e3 * a:.1f} ms, PyTorch {1e3 * b:.1f} ms: {b / a:.1f} x")
