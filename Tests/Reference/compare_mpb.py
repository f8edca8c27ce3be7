#!/usr/bin/python3
"""MPB's frequencies for a cell of a stream against dense matrices in numpy on the same grid.

  compare_mpb.py FILE RECORD LOW HIGH < OUTPUT_OF_MPB     exit status 1 when one of the lowest
six differs by more than 1e-6 c/a

With H = sum over G of h_G exp(i (k + G).r) on MPB's N x N grid, -N/2 < n1, n2 <= N/2 (N even), and the Fourier
coefficients c_G of 1/epsilon: (omega/c)^2 h_G = sum over G' of c_(G-G') p_(G,G') h_G', where p = |k + G| |k + G'|
for TM (h across k + G in the plane) and (k + G).(k + G') for TE (h along z).
"""

import pathlib
import sys
from fractions import Fraction

import numpy as np

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import read_stream  # noqa: E402

file, wanted, low, high = sys.argv[1], *map(float, sys.argv[2:])
geometry = list(read_stream.read(file))[int(wanted)].geometry
v = read_stream.array(geometry.potential)
n = len(v)
assert n % 2 == 0, "the grid must be even"
c = np.fft.fft2(1 / (low + (high - low) * v.astype(float))) / n**2
g1, g2 = (g.ravel() for g in np.meshgrid(*2 * [np.arange(n) - n // 2 + 1], indexing="ij"))
c = c[(g1[:, None] - g1) % n, (g2[:, None] - g2) % n]
ratio, angle = (geometry.lattice.ratio, np.radians(geometry.lattice.angle)) if geometry.group else (1, np.pi / 3)
b = np.linalg.inv([[1, 0], [ratio * np.cos(angle), ratio * np.sin(angle)]]).T  # units of 2 pi/a, as MPB's frequencies

worst = count = 0
for line in sys.stdin:
    words = line.split(",")
    if words[0] not in ("tmfreqs:", "tefreqs:") or not words[1].strip().isdigit():
        continue
    # 2/3 is printed with six digits.
    x1, x2 = (float(Fraction(word.strip()).limit_denominator(100)) for word in words[2:4])
    # The highest band of a run converges last.
    found = np.array(words[6:12], float)
    q = (x1 + g1)[:, None] * b[0] + (x2 + g2)[:, None] * b[1]
    length = np.linalg.norm(q, axis=1)
    product = np.outer(length, length) if words[0] == "tmfreqs:" else q @ q.T
    squares = np.linalg.eigvalsh(c * product)[: len(found)]
    difference = np.abs(np.sqrt(np.maximum(squares, 0)) - found).max()
    worst = max(worst, difference)
    count += len(found)
good = count > 0 and worst < 1e-6
print(count, "frequencies", "agree" if good else f"differ by {worst}")
sys.exit(0 if good else 1)
