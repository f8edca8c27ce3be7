#!/usr/bin/env python3
"""Writes inputs to begin fuzzing with: seeds.py FOLDER [LIMIT] fills FOLDER/stream, record, search, network, image and text,
with files of at most LIMIT bytes. Tools and zstd are taken from PATH."""
import base64
import json
import os
import struct
import subprocess
import sys
import tempfile

CELLS = "genpot random -n 2 --seed 3 --alpha 0.5 --pixels 12"
PIPES = {
    "cells": CELLS,
    "smooth": "genpot random -n 1 --seed 3 --pixels 12 --beta 10",
    "holes": "genpot holes --pixels 12",
    "classified": f"{CELLS} | solve-seq | fingerprint",
    "bands": f"{CELLS} | solve-seq --grid 2 --gradient",
    "nodes": f"{CELLS} | predict --grid 1 | berryflux --wilson | fingerprint",
    "reduced": f"{CELLS} | solve-seq --keep-model",
    "target": "invdesign target wu-hu --set omega0=0.5 --set j=0.039 --set dj=0.012 --grid 2",
    "design": "invdesign search --reward 'gap 2' --network-only --starts 1 --steps 1 --pixels 24",
    "failed": "genpot random -n 1 --pixels 12 | fingerprint",
}
NETWORK = {
    "format": "blochpipe tight-binding network 1", "architecture": "fourier width=16 blocks=1",
    "orbitals": "1s 1p", "bands": "2", "v_max": "256",
}
IMAGES = {
    "p1": b"P1\n# corner\n2 2\n10 0 1\n", "p2": b"P2 3 1 7\n0 3 7", "p4": b"P4 9 2\n\xa5\x80\x5a\x00",
    "p5": b"P5\n2 2\n255\n\x00\x7f\x80\xff", "p5wide": b"P5 1 2 65535\n\x01\x00\xff\xff",
    "png": base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNgaGBo+A8ABAUCAFfU"
        "Mz8AAAAASUVORK5CYII="),
    "npy": b"\x93NUMPY\x01\x00v\x00" + b"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 2), }".ljust(117)
    + b"\n" + struct.pack("<4f", 0, 0.25, 0.5, 1),
}
TEXTS = {
    "shapes": b"r1 = 0.1  # a\ndisc 1/3,1/3 r=r1\nring xy 0,0 r=r1/2,r1\nellipse 0.5,0 r=0.2,0.1 turn=30\n"
    b"rectangle xy 0.2,0 size=0.4,0.1 turn=-15\nngon 0.3,0 n=6 r=0.1\npolygon xy 0.1,0 0.3,0 0.2,0.17\n",
    "formula": b"-2 v (cos(b1.r) + 1.5e-1*sin(2 pi x2)^2) / abs(y - 3) + sqrt(a1.(b1 - 2 b2))",
}


def run(command):
    return subprocess.run(["bash", "-c", "set -o pipefail; " + command], check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def messages(stream):
    """Tag and bytes of every message of a stream."""
    data = subprocess.run(["zstd", "-dc"], input=stream, stdout=subprocess.PIPE, check=True).stdout
    at = 0
    while at < len(data):
        start = at
        size, at = varint(data, at)
        end = at + size
        _, inner = varint(data, at + 1)
        yield data[at], data[inner:end], data[start:end]
        at = end


def tensors(metadata, arrays):
    header, data = {"__metadata__": metadata}, b""
    for name, shape in arrays.items():
        size = 4
        for extent in shape:
            size *= extent
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + size]}
        data += struct.pack(f"<{size // 4}f", *([0.5] * (size // 4)))
    text = json.dumps(header, separators=(",", ":")).encode()
    return struct.pack("<Q", len(text)) + text + data


def seeds():
    for name, pipe in PIPES.items():
        stream = run(pipe)
        yield "stream", name, stream
        content = b""
        for i, (tag, message, item) in enumerate(messages(stream)):
            if tag == 0x12:
                yield "record", f"{name}{i}", message
                content += item
            else:
                yield "stream", f"{name}-item{i}", item
        yield "stream", f"{name}-items", content
    for i in range(8):
        yield "search", f"bytes{i}", bytes((i * 37 + j * (2 * i + 1) ** 2 + j * j * i) % 251 for j in range(1200))
    yield "network", "arrays", tensors({}, {"a": [], "b": [0, 3], "c": [2, 3]})
    yield "network", "empty", tensors({}, {})
    yield "network", "metadata", tensors(NETWORK, {"input.mean": [2]})
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "n")
        run(f"genpot random -n 40 | solve-seq --grid 6 | train-tbnn --epochs 1 --batch 16 --width 16 --held-out 0.1 -o {path}")
        with open(path, "rb") as file:
            yield "network", "trained", file.read()
        run(f"genpot random -n 200 --pixels 24 | solve-seq --grid 6 | train-tbnn --epochs 1 --batch 16 --width 16 --blocks 0 --held-out 0.6 -o {path}")
        with open(path, "rb") as file:
            yield "network", "calibrated", file.read()
    for name, data in IMAGES.items():
        yield "image", name, data
    for name, data in TEXTS.items():
        yield "text", name, data


def main():
    limit = int(sys.argv[2]) if len(sys.argv) > 2 else 1 << 30
    for kind, name, data in seeds():
        if len(data) <= limit:
            os.makedirs(os.path.join(sys.argv[1], kind), exist_ok=True)
            with open(os.path.join(sys.argv[1], kind, name), "wb") as file:
                file.write(data)


if __name__ == "__main__":
    main()
