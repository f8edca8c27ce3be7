#!/usr/bin/python3
"""t-SNE maps of the cells of a stream, by pixels and by tight-binding coefficients: figure 3e of the paper.

Example: genpot random -n 2000 --alpha 0.5 | predict | fingerprint | tsne.py table
"""
from __future__ import annotations

import sys

import common
from common import CLASSES, class_of, put

NEIGHBOURS = 10


def place(features):
    """Coordinates in the plane of the rows of a matrix; of more than 50 columns the principal components."""
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE

    if features.shape[1] > 50:
        features = PCA(min(50, len(features)), random_state=0).fit_transform(features)
    return TSNE(perplexity=30, init="pca", learning_rate="auto", random_state=0).fit_transform(features)


def purity(places, labels):
    """Share of the nearest neighbours with the label of the point."""
    from sklearn.neighbors import NearestNeighbors

    near = NearestNeighbors(n_neighbors=NEIGHBOURS + 1).fit(places).kneighbors(places, return_distance=False)[:, 1:]
    return (labels[near] == labels[:, None]).mean()


def table() -> None:
    """Of the stream on standard input: index, place by pixels (2 numbers), place by coefficients (2), class of the first
    and of the second set. To standard error, how many of a cell's ten nearest neighbours in a map have the sets of the
    cell: the larger the better the map separates them."""
    import numpy as np
    from blochpipe import iterate
    from blochpipe.arrays import to_numpy

    keys, pixels, coefficients, sets = [], [], [], []
    for record in iterate(sys.stdin.buffer):
        if record.failed:
            continue
        keys.append(record.index)
        pixels.append(to_numpy(record.message.geometry.potential).ravel())
        coefficients.append(to_numpy(record.message.model.coefficients))
        sets.append([(record.verdict(n), record.sets[n - 1].name) if n <= len(record.sets) else ("UNDETERMINED", "") for n in (1, 2)])
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
        put(key, *(f"{x:.4f}" for x in (*a, *b)), *(class_of(*entry) for entry in row))


def picture(path: str, target: str) -> None:
    """Both maps, coloured by the first and by the second set."""
    from blochpipe.plot import style

    points = list(common.rows(path))
    figure = common.figure(style.DOUBLE, 0.9 * style.DOUBLE)
    for row, column, which in zip(figure.subplots(2, 2), (5, 6), ("first", "second")):
        for ax, x, what in zip(row, (1, 3), ("pixels", "tight-binding coefficients")):
            ax.scatter([float(p[x]) for p in points], [float(p[x + 1]) for p in points], s=4, linewidths=0, c=[common.COLOURS[p[column]] for p in points])
            ax.set_title(f"{what}, coloured by the {which} set")
            ax.set_xticks([])
            ax.set_yticks([])
            for spine in ax.spines.values():
                spine.set(visible=True, color=style.FAINT)
    common.legend(figure.axes[1], [kind for kind in CLASSES if any(kind in p[5:7] for p in points)])
    figure.suptitle(f"t-SNE of {len(points)} random cells")
    common.save(figure, target)


if __name__ == "__main__":
    common.run({"table": table, "picture": picture})
