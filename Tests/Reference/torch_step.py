#!/usr/bin/env python3
"""Compares training of the networks with PyTorch: same weights, same cells, same cost.

  torch_step.py check FILE      loss and gradient of the step that bench-train wrote, relative deviations
  torch_step.py time FILE N     seconds of N steps (forward, eigh, backward, AdamW)
  torch_step.py eigen N         microseconds of torch.linalg.eigh a matrix, 21 x 21 with vectors
"""
import json
import struct
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(int(__import__("os").environ.get("TORCH_THREADS", "2")))


def load(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    meta = header.pop("__metadata__")
    return meta, {
        name: torch.from_numpy(
            np.frombuffer(data[e["data_offsets"][0]:e["data_offsets"][1]], "<f4").reshape(e["shape"]).copy())
        for name, e in header.items()}


def tight_binding_map(points, s=4, p=4, d=3, f=3):
    """[points, 21, 21, 245]: H(k) as a linear function of the coefficients, from the definition."""
    kinds = ["s"] * s + ["d"] * d + ["p"] * p + ["f"] * f
    basis = [(o, kind, c) for o, kind in enumerate(kinds) for c in range(2 if kind in "pd" else 1)]
    n, sites = len(basis), len(kinds)
    turn = np.zeros((n, n))
    for i, (o, kind, c) in enumerate(basis):
        for j, (q, _, e) in enumerate(basis):
            if o != q:
                continue
            angle = {"s": 0, "f": np.pi, "p": np.pi / 3, "d": 2 * np.pi / 3}[kind]
            turn[i, j] = np.cos(angle) if c == e else (1 if c > e else -1) * np.sin(angle)
    odd = np.array([kind in "pf" for _, kind, _ in basis])
    phase = np.where(odd, 1j, 1)
    count = sites + n * (n + 1) // 2
    maps = np.zeros((len(points), n, n, count))
    for i, (o, _, _) in enumerate(basis):
        maps[:, i, i, o] = 1
    angles = 2 * np.pi * np.stack([points[:, 0], points[:, 1], points[:, 1] - points[:, 0]])
    at = sites
    for i in range(n):
        for j in range(i + 1):
            hop = np.zeros((n, n))
            hop[i, j] = 1
            hop[j, i] = 1 if odd[i] == odd[j] else -1
            for step in range(3):
                h = hop[None] * np.exp(1j * angles[step])[:, None, None]
                h = h + h.conj().transpose(0, 2, 1)
                h = phase.conj()[:, None] * h * phase
                assert abs(h.imag).max() < 1e-12
                maps[:, :, :, at] += h.real
                hop = turn @ hop @ turn.T
            at += 1
    return torch.from_numpy(maps.astype(np.float32))


def fourier(x, w, blocks):
    h = F.linear(x, w["input.weight"], w["input.bias"])
    for b in range(blocks):
        y = F.layer_norm(h, h.shape[1:], w[f"block{b}.norm.weight"], w[f"block{b}.norm.bias"])
        y = F.silu(F.linear(y, w[f"block{b}.in.weight"], w[f"block{b}.in.bias"]))
        h = h + F.linear(y, w[f"block{b}.out.weight"], w[f"block{b}.out.bias"])
    h = F.layer_norm(h, h.shape[1:], w["norm.weight"], w["norm.bias"])
    return F.linear(h, w["output.weight"], w["output.bias"])


def paper(x, w):
    h = x.reshape(-1, 1, 100, 100)
    for i, (stride, pad) in enumerate(
            [(2, (4, 4)), (1, (4, 5)), (2, (4, 4))] + [(1, (0, 0))] * 5):
        h = F.pad(h, pad + pad)
        h = F.relu(F.conv2d(h, w[f"conv{i}.weight"].permute(0, 3, 1, 2), w[f"conv{i}.bias"], stride=stride))
    h = h.permute(0, 2, 3, 1).reshape(len(x), -1)
    for i in range(3):
        h = F.relu(F.linear(h, w[f"dense{i}.weight"], w[f"dense{i}.bias"]))
    return F.linear(h, w["output.weight"], w["output.bias"])


def prepare(path):
    meta, tensors = load(path)
    weights = {
        name: t.requires_grad_() for name, t in tensors.items()
        if f"gradient.{name}" in tensors}
    x = (tensors["x"] - tensors["input.mean"]) / tensors["input.scale"]
    maps = tight_binding_map(tensors["kpoints"].numpy().astype(float))
    target = tensors["energies"][:, :, :6]

    def loss():
        if meta["architecture"].startswith("fourier"):
            out = fourier(x, weights, int(meta["architecture"].split("blocks=")[1]))
        else:
            out = paper(x, weights)
        nk, n, _, count = maps.shape
        h = (out @ maps.reshape(-1, count).T).reshape(-1, nk, n, n)
        energies, _ = torch.linalg.eigh(h)
        return ((energies[:, :, :6] - target) ** 2).mean()

    return meta, tensors, weights, loss


def main():
    if sys.argv[1] == "eigen":
        a = torch.rand(int(sys.argv[2]), 21, 21) - 0.5
        a = a + a.transpose(1, 2)
        torch.set_num_threads(1)
        times = []
        for _ in range(5):
            start = time.perf_counter()
            torch.linalg.eigh(a)
            times.append(time.perf_counter() - start)
        print("eigh", 1e6 * float(np.median(times)) / len(a))
        return 0
    meta, tensors, weights, loss = prepare(sys.argv[2])
    if sys.argv[1] == "check":
        value = loss()
        value.backward()
        worst = abs(value.item() / float(meta["loss"]) - 1)
        print(f"loss {value.item():.8e}, relative deviation {worst:.1e}")
        for name, w in weights.items():
            mine = tensors["gradient." + name]
            deviation = ((w.grad - mine).norm() / w.grad.norm()).item()
            worst = max(worst, deviation)
            print(f"{name:20s} |gradient| {w.grad.norm().item():.3e}, relative deviation {deviation:.1e}")
        print(f"largest relative deviation {worst:.1e}")
        return 0 if worst < 1e-4 else 1
    optimizer = torch.optim.AdamW(weights.values(), lr=1e-3, betas=(0.9, 0.95), weight_decay=0)
    for _ in range(int(sys.argv[3]) + 1):
        start = time.perf_counter()
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()
        print("step", time.perf_counter() - start)
    return 0


if __name__ == "__main__":
    sys.exit(main())
