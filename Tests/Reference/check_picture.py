#!/usr/bin/python3
"""Whether PNG pictures are whole: check_picture.py FILE... prints a line for each.

A picture is whole when something is drawn and nothing reaches its edge, where it would be cut off.
"""

import pathlib
import sys

import numpy
from PIL import Image

wrong = False
for name in sys.argv[1:]:
    pixels = numpy.asarray(Image.open(name).convert("RGB")).astype(int)
    white = (pixels == 255).all(axis=2)
    edges = {"top": white[0], "bottom": white[-1], "left": white[:, 0], "right": white[:, -1]}
    problems = [f"cut off at the {edge}" for edge, line in edges.items() if not line.all()]
    share = 1 - white.mean()
    # Less than that is an empty frame.
    if share < 0.02 or len(numpy.unique(pixels.reshape(-1, 3), axis=0)) < 30:
        problems.append("nothing is drawn")
    wrong = wrong or bool(problems)
    print(f"{pathlib.Path(name).name}: {', '.join(problems) or 'whole'}")
sys.exit(wrong)
