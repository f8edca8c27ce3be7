#!/usr/bin/python3
"""Bands of the symmetry-enhanced tight-binding model, by the formula of its source.

Source: arXiv:1912.03296, appendix H, in the basis of functions with angular momentum m:

    H_nm,n'm'(k) = delta delta omega_n|m| + J_nm,n'm' f_(m-m')(k)

An independent reference in numpy: one complex Hermitian matrix a wave vector, no blocks. Hopping amplitudes
are read in the time-reversal invariant basis of the appendix's (H1) and brought to that of m here.

Standard input is one JSON object, or several, one a line:

    {"orbitals": "4s 4p 3d 3f", "coefficients": [...], "kpoints": [[x1, x2], ...], "bands": 7}

Coefficients are the on-site energies of the s, d, p and f orbitals, then the lower triangle, row by row, of the
hopping along a1 between functions in that order, pairs as (1, 2); k = x1 b1 + x2 b2. Without "bands" all are
printed. Output: one line a wave vector, energies ascending, in the unit of the coefficients.

Example: echo '{"orbitals": "1s", "coefficients": [0, -1], "kpoints": [[0, 0]]}' | tight_binding.py

With --check the program tests itself: symmetries, degeneracies and a closed form.
"""

import json
import sys

import numpy as np

ORDER = "sdpf"
MOMENTA = {"s": (0,), "d": (2, -2), "p": (1, -1), "f": (3,)}
A = np.array([[1, 0], [0.5, np.sqrt(0.75)], [-0.5, np.sqrt(0.75)]])  # a1, a2, a3 in units of a
B = 2 * np.pi * np.array([[1, -1 / np.sqrt(3)], [0, 2 / np.sqrt(3)]])


def counts(text):
    """{"s": 4, ...} from "4s 4p 3d 3f"."""
    found = dict.fromkeys(ORDER, 0)
    for word in text.split():
        found[word[-1]] += int(word[:-1])
    return found


def structure(k):
    """f_0 ... f_5 at k in Cartesian components; f_(-1) = f_5 and f_(-2) = f_4."""
    c, s = np.cos(A @ k), np.sin(A @ k)
    f0 = c.sum()
    f1 = -1j * (s[0] + np.exp(-1j * np.pi / 3) * s[1] + np.exp(-2j * np.pi / 3) * s[2])
    f2 = c[0] + np.exp(4j * np.pi / 3) * c[1] + np.exp(2j * np.pi / 3) * c[2]
    f3 = -1j * (s[0] - s[1] + s[2])
    return np.array([f0, f1, f2, f3, f2.conj(), -f1.conj()])


class Model:
    """One vector of coefficients, in the basis of angular momenta."""

    def __init__(self, orbitals, coefficients):
        number = counts(orbitals)
        self.m, self.onsite, blocks, at = [], [], [], 0
        coefficients = np.asarray(coefficients, float)
        for kind in ORDER:
            for _ in range(number[kind]):
                self.m += MOMENTA[kind]
                self.onsite += [coefficients[at]] * len(MOMENTA[kind])
                # Columns: |1> = (|+> + |->)/sqrt 2 and |2> = -i (|+> - |->)/sqrt 2 in terms of |+>, |->.
                pair = np.array([[1, -1j], [1, 1j]]) / np.sqrt(2)
                blocks.append(pair if len(MOMENTA[kind]) == 2 else np.eye(1))
                at += 1
        self.m = np.array(self.m)
        n = len(self.m)
        if len(coefficients) != at + n * (n + 1) // 2:
            raise ValueError(f"{orbitals}: {at + n * (n + 1) // 2} coefficients, not "
                             f"{len(coefficients)}")
        u = np.zeros((n, n), complex)
        row = 0
        for block in blocks:
            u[row : row + len(block), row : row + len(block)] = block
            row += len(block)
        lower = np.zeros((n, n))
        lower[np.tril_indices(n)] = coefficients[at:]
        odd = self.m % 2
        equal = np.where(odd[:, None] == odd, 1, -1)
        real = np.tril(lower) + np.tril(lower, -1).T * equal
        # T exp(ik.a) + h.c. is 2 T cos k.a or 2i T sin k.a: the source's amplitudes have the 2 in them.
        self.hopping = 2 * u @ real @ u.conj().T

    def hamiltonian(self, x1, x2):
        """H at k = x1 b1 + x2 b2, complex Hermitian."""
        f = structure(x1 * B[0] + x2 * B[1])
        return np.diag(self.onsite) + self.hopping * f[(self.m[:, None] - self.m) % 6]

    def bands(self, x1, x2):
        """All energies, ascending."""
        h = self.hamiltonian(x1, x2)
        if not np.allclose(h, h.conj().T, rtol=0, atol=1e-11 * max(1, np.abs(h).max())):
            raise ArithmeticError("the matrix is not Hermitian")
        return np.linalg.eigvalsh(h)


def check():
    """Symmetries, pairs at Gamma and K, and the band of one s orbital."""
    random = np.random.default_rng(1)
    model = Model("4s 4p 3d 3f", random.uniform(-1, 1, 245))
    for x1, x2 in random.uniform(-1, 1, (20, 2)):
        bands = model.bands(x1, x2)
        for image in ((x1 - x2, x1), (-x1, -x2), (x1 + 1, x2), (x1, x2 - 1)):
            np.testing.assert_allclose(model.bands(*image), bands, atol=1e-12)
    for k, pairs in (((0, 0), 7), ((2 / 3, 1 / 3), 7), ((0.5, 0.5), 0)):
        assert (np.diff(model.bands(*k)) < 1e-10).sum() == pairs, k
    x1, x2 = 0.3, 0.2
    expected = 0.5 - 2 * np.cos(2 * np.pi * np.array([x1, x2, x2 - x1])).sum()
    np.testing.assert_allclose(Model("1s", [0.5, -1]).bands(x1, x2), [expected], atol=1e-13)
    print("tight_binding: symmetries, pairs and the cosine band hold")


def main():
    if sys.argv[1:] == ["--check"]:
        return check()
    for line in sys.stdin:
        if not line.strip():
            continue
        given = json.loads(line)
        model = Model(given["orbitals"], given["coefficients"])
        for x1, x2 in given["kpoints"]:
            energies = model.bands(x1, x2)[: given.get("bands")]
            print(" ".join(f"{energy:.16g}" for energy in energies))


if __name__ == "__main__":
    main()
