#!/usr/bin/python3
"""t-SNE maps of the cells of a stream, by pixels and by tight-binding coefficients: figure 3e of the paper.

Example: genpot random -n 2000 --alpha 0.5 | predict | fingerprint | tsne.py

Prints TSV: index, place by pixels (2 numbers), place by coefficients (2), then verdict and name of the first and of
the second set. To standard error, how many of a cell's ten nearest neighbours in a map have the sets of the cell: the
larger the better the map separates them.
"""

import pathlib
import sys

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))
import read_stream  # noqa: E402

NEIGHBOURS = 10


def place(features):
    """Coordinates in the plane of the rows of a matrix; of more than 50 columns the principal components."""
    if features.shape[1] > 50:
        features = PCA(min(50, len(features)), random_state=0).fit_transform(features)
    return TSNE(perplexity=30, init="pca", learning_rate="auto", random_state=0).fit_transform(features)


def purity(places, labels):
    """Share of the nearest neighbours with the label of the point."""
    near = NearestNeighbors(n_neighbors=NEIGHBOURS + 1).fit(places).kneighbors(places, return_distance=False)[:, 1:]
    return (labels[near] == labels[:, None]).mean()


def main(path):
    keys, pixels, coefficients, sets = [], [], [], []
    for record in read_stream.read(path):
        if record.status != 0:
            continue
        keys.append(record.key.index)
        pixels.append(read_stream.array(record.geometry.potential).ravel())
        coefficients.append(read_stream.array(record.model.coefficients))
        names = [(s.DESCRIPTOR.fields_by_name["verdict"].enum_type.values_by_number[s.verdict].name, s.name)
                 for s in record.topology.sets[:2]]
        sets.append(names + [("UNDETERMINED", "")] * (2 - len(names)))
    coefficients = np.array(coefficients, float)
    maps = {
        "pixels": place(np.array(pixels, float)),
        "coefficients": place((coefficients - coefficients.mean(0)) / coefficients.std(0)),
    }
    for name, places in maps.items():
        shares = [purity(places, np.array([row[which][1] for row in sets])) for which in (0, 1)]
        print(f"{name}: of {NEIGHBOURS} nearest neighbours {100 * shares[0]:.1f} % have the cell's first set, "
              f"{100 * shares[1]:.1f} % its second", file=sys.stderr)
    for key, a, b, row in zip(keys, *maps.values(), sets):
        print(key, *(f"{x:.4f}" for x in (*a, *b)), *row[0], *row[1], sep="\t")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "/dev/stdin")
