#!/usr/bin/python3
"""Prints the words of SVG pictures, numbers left out: svg_texts.py FILE..."""

import pathlib
import re
import sys
import xml.etree.ElementTree

for name in sys.argv[1:]:
    texts = []
    for element in xml.etree.ElementTree.parse(name).iter("{http://www.w3.org/2000/svg}text"):
        text = "".join("".join(element.itertext()).split("\n")).strip()
        if text and not re.fullmatch("[-−]?[0-9.]+", text) and text not in texts:
            texts.append(re.sub(" +", " ", text))
    print(f"{pathlib.Path(name).name}: {' | '.join(texts)}")
