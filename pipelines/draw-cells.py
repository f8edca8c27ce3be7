#!/usr/bin/python3
"""Pictures of unit cells as people draw them, for genpot image: draw-cells.py lattices|cosines|pixels COUNT SEED FOLDER

lattices  discs, rings, polygons and bonds on Wyckoff positions, lines, text, stars, spirals, tilings; grey levels and soft
          edges too; some repeated two or three times in the cell
cosines   sums of few plane waves, smooth, or cut at a level
pixels    2 to 10 pixels a side, black and white or grey

Writes FOLDER/NUMBER.pgm. A picture depends on kind, seed and its number alone; all have C6 symmetry to the last bit.

draw-cells.py discs COUNT SEED prints instead the options of COUNT runs of genpot holes, a line each: rings of discs that grow in ten
steps, wells and barriers, with and without smooth rims, every sixth around the centre.
"""

import pathlib
import sys

import numpy as np

# A letter is seven rows of five dots, a row an octal pair.
LETTERS = {
    "B": "36212136212136", "L": "20202020202037", "O": "16212121212116", "C": "16212020202116", "H": "21212137212121",
    "P": "36212136202020", "I": "16040404040416", "E": "37202036202037", "6": "16202036212116", "X": "21211204122121",
}


def rotations(n):
    """[6][n x n]: where each pixel goes, (i, j) -> (-j, i + j) again and again."""
    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    maps = []
    for _ in range(6):
        maps.append((i, j))
        i, j = -j % n, (i + j) % n
    return maps


def symmetrised(picture):
    """Every pixel has the largest value of its orbit: what is drawn once stands six times."""
    return np.max([picture[m] for m in rotations(len(picture))], axis=0)


def cartesian(u, v):
    return u + v / 2, v * np.sqrt(3) / 2


def displacements(u, v, point):
    """From every lattice image of `point` near by: [25][n x n] of x and y, a."""
    du, dv = u - point[0], v - point[1]
    du, dv = du - np.round(du), dv - np.round(dv)
    return [cartesian(du + m, dv + n) for m in range(-2, 3) for n in range(-2, 3) if abs(m + n) <= 2]


def shape(rng, kind, x, y, size, turn, width):
    """Whether (x, y) is in a disc, a ring or a polygon about the origin."""
    r = np.hypot(x, y)
    if kind == "disc":
        return r < size
    if kind == "ring":
        return np.abs(r - size) < width
    sides = {"triangle": 3, "hexagon": 6, "square": 4}[kind]
    t = np.arctan2(y, x) - turn
    sector = 2 * np.pi / sides
    return r * np.cos((t % sector) - sector / 2) < size * np.cos(sector / 2)


def site(rng):
    """A Wyckoff position: centre, corners, middles of the edges, or anywhere."""
    which = rng.integers(4)
    return [(0, 0), (1 / 3, 1 / 3), (1 / 2, 0), tuple(rng.uniform(0, 1, 2))][which]


def segment(u, v, a, b, width):
    """Pixels closer than `width` to the line from a to b, or to one of its lattice images."""
    bx, by = cartesian(b[0] - a[0], b[1] - a[1])
    length = bx * bx + by * by
    near = np.zeros(u.shape, bool)
    for m in range(-2, 3):
        for n in range(-2, 3):
            x, y = cartesian(u - a[0] + m, v - a[1] + n)
            t = np.clip((x * bx + y * by) / length, 0, 1)
            near |= np.hypot(x - t * bx, y - t * by) < width
    return near


def lattice(rng, u, v):
    """One drawing in lattice coordinates: [n x n] from 0 to 1, not yet symmetric."""
    family = rng.choice(["sites", "sites", "sites", "bonds", "lines", "text", "star", "spiral", "tiling"])
    x, y = cartesian(u - np.round(u), v - np.round(v))
    # The Wigner-Seitz cell's own coordinates: the nearest lattice point as origin.
    images = displacements(u, v, (0, 0))
    nearest = np.argmin([a * a + b * b for a, b in images], axis=0)
    x = np.choose(nearest, [a for a, _ in images])
    y = np.choose(nearest, [b for _, b in images])
    if family == "sites":
        drawing = np.zeros(u.shape)
        for _ in range(rng.integers(1, 4)):
            kind = rng.choice(["disc", "disc", "ring", "triangle", "hexagon", "square"])
            level = rng.choice([1, 1, 1, rng.uniform(0.2, 1)])
            size, turn, width = rng.uniform(0.05, 0.32), rng.uniform(0, np.pi), rng.uniform(0.02, 0.08)
            for a, b in displacements(u, v, site(rng)):
                drawing = np.maximum(drawing, level * shape(rng, kind, a, b, size, turn, width))
        return drawing
    if family == "bonds":
        ends = [((0, 0), (1, 0)), ((1 / 3, 1 / 3), (2 / 3, -1 / 3)), ((1 / 2, 0), (0, 1 / 2)), ((1 / 3, 1 / 3), (1 / 2, 0))]
        width = rng.uniform(0.02, 0.12)
        drawing = segment(u, v, *ends[rng.integers(4)], width).astype(float)
        if rng.random() < 0.5:
            for a, b in displacements(u, v, site(rng)):
                drawing = np.maximum(drawing, np.hypot(a, b) < rng.uniform(0.05, 0.2))
        return drawing
    if family == "lines":
        drawing = np.zeros(u.shape, bool)
        for _ in range(rng.integers(1, 4)):
            a = rng.uniform(0, 1, 2)
            drawing |= segment(u, v, a, a + rng.uniform(-0.6, 0.6, 2), rng.uniform(0.015, 0.06))
        return drawing.astype(float)
    if family == "text":
        drawing = np.zeros(u.shape, bool)
        dot = rng.uniform(0.025, 0.06)
        corner = rng.uniform(-0.3, 0.2, 2)
        for place, letter in enumerate(rng.choice(list(LETTERS), rng.integers(1, 4))):
            rows = [int(LETTERS[letter][2 * r:2 * r + 2], 8) for r in range(7)]
            p = np.floor((u - corner[0]) % 1 / dot).astype(int)
            q = np.floor((v - corner[1]) % 1 / dot).astype(int) - 6 * place
            inside = (p < 7) & (q >= 0) & (q < 5)
            bits = np.array([[row >> (4 - c) & 1 for c in range(5)] for row in rows], bool)
            drawing |= inside & bits[np.clip(p, 0, 6), np.clip(q, 0, 4)]
        return drawing.astype(float)
    r, t = np.hypot(x, y), np.arctan2(y, x)
    if family == "star":
        edge = rng.uniform(0.15, 0.4) * (1 + rng.uniform(0, 0.6) * np.cos(6 * (t - rng.uniform(0, np.pi / 3))))
        return ((r < edge) & (r > rng.choice([0, rng.uniform(0, 0.12)]))).astype(float)
    if family == "spiral":
        wave = np.cos(6 * rng.integers(1, 3) * t + rng.uniform(-40, 40) * r + rng.uniform(0, 2 * np.pi))
        return ((wave > rng.uniform(-0.5, 0.5)) & (r < rng.uniform(0.25, 0.6))).astype(float)
    waves = [np.sin(2 * np.pi * rng.integers(1, 4) * w + rng.uniform(0, 2 * np.pi)) for w in (u, v, u + v)]
    return (np.prod(waves[:rng.integers(1, 4)], axis=0) > rng.uniform(-0.2, 0.2)).astype(float)


def grid(n, repeats=1):
    line = np.arange(n) / n * repeats
    return np.meshgrid(line, line, indexing="ij")


def lattice_picture(rng):
    n = int(rng.choice([24, 36, 50, 60, 72, 90, 100, 100, 100, 120, 128, 200]))
    repeats = int(rng.choice([1, 1, 1, 1, 1, 1, 2, 3]))
    soft = int(rng.choice([1, 1, 2, 3]))
    state = rng.bit_generator.state
    picture = np.zeros((n, n))
    # Soft edges are the mean of finer pixels, each drawn by the same random numbers.
    for i in range(soft):
        for j in range(soft):
            rng.bit_generator.state = state
            u, v = grid(n, repeats)
            shift = repeats / n / soft
            picture += lattice(rng, u + (i - (soft - 1) / 2) * shift, v + (j - (soft - 1) / 2) * shift) / soft ** 2
    picture = symmetrised(picture)
    return 1 - picture if rng.random() < 0.5 else picture


def cosine_picture(rng):
    n = int(rng.choice([48, 60, 100, 100, 128]))
    u, v = grid(n)
    field = np.zeros((n, n))
    for _ in range(rng.integers(1, 5)):
        p, q = rng.integers(0, 4), rng.integers(0, 4)
        if (p, q) == (0, 0):
            p = 1
        amplitude = rng.normal() / np.sqrt(p * p + q * q - p * q)
        for _ in range(3):
            field += amplitude * np.cos(2 * np.pi * (p * u + q * v))
            # The same wave turned by 60 degrees; three make a field that the other three leave as it is.
            p, q = q, q - p
    low, high = field.min(), field.max()
    if high - low < 1e-9:
        return cosine_picture(rng)
    field = (field - low) / (high - low)
    cut = rng.random()
    if cut < 0.6:
        return symmetrised(np.round(65535 * field)) / 65535
    if cut < 0.8:
        field = np.clip(rng.uniform(1, 4) * (field - rng.uniform(0.2, 0.8)) + 0.5, 0, 1)
        return symmetrised(np.round(65535 * field)) / 65535
    return symmetrised((field > rng.uniform(0.2, 0.8)).astype(float))


def pixel_picture(rng):
    n = int(rng.integers(2, 11))
    values = rng.random((n, n))
    if rng.random() < 0.6:
        values = (values < rng.uniform(0.1, 0.6)).astype(float)
    elif rng.random() < 0.5:
        values = np.round(values * 3) / 3
    picture = symmetrised(values)
    return 1 - picture if rng.random() < 0.5 else picture


def disc_options(seed, index):
    rng = np.random.Generator(np.random.PCG64([seed, index, sum(map(ord, "discs"))]))
    distance = 0.0 if index % 6 == 5 else 0.58 * rng.random()
    first = 0.03 + 0.1 * rng.random()
    last = first + 0.3 * rng.random()
    return (f"{'--antialias ' if index % 4 >= 2 else ''}--kind {'wells' if index % 2 else 'barriers'} --distance {distance:.5f} "
            f"--angle {30 * rng.random():.4f} --sweep radius={first:.5f}:{last:.5f}:10")


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "discs":
        for index in range(int(sys.argv[2])):
            print(disc_options(int(sys.argv[3]), index))
        return
    if len(sys.argv) != 5 or sys.argv[1] not in ("lattices", "cosines", "pixels"):
        sys.exit(__doc__)
    kind, count, seed, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), pathlib.Path(sys.argv[4])
    draw = {"lattices": lattice_picture, "cosines": cosine_picture, "pixels": pixel_picture}[kind]
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        rng = np.random.Generator(np.random.PCG64([seed, index, sum(map(ord, kind))]))
        while True:
            levels = np.round(draw(rng) * 65535).astype(">u2")
            # A constant cell has free electrons, which need no network.
            if levels.min() < levels.max():
                break
        header = b"P5 %d %d 65535\n" % (len(levels), len(levels))
        (folder / f"{index:05d}.pgm").write_bytes(header + levels.tobytes())


if __name__ == "__main__":
    main()
