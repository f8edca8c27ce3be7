"""The tools: `pipe`, and arrays in with `solve` and `predict`."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from typing import Iterable, Optional, Sequence, Union

import numpy

from .arrays import fill
from .errors import BlochpipeError, ToolError
from .record import Record
from .schema import schema, shipped
from .stream import encode, read

Command = Union[str, Sequence[str]]


def pipe(*commands: Command, records: Optional[Iterable[Record]] = None) -> list[Record]:
    """Runs tools one behind the other, as a shell's pipe does, and reads what the last one writes.

        pipe("genpot random -n 100 --seed 7", "solve-seq --grid 12", "fingerprint")

    Args:
        commands: each a text with options, or a sequence of words.
        records: what the first one reads; without it the first one makes records itself.

    Raises:
        ToolError: with the last line that a failing tool wrote, and its exit code.
    """
    content = run(*commands, input=None if records is None else encode(list(records)))
    return read(content)


def run(*commands: Command, input: Optional[bytes] = None) -> bytes:
    """Runs tools one behind the other and returns what the last one writes, of any kind."""
    if not commands:
        raise BlochpipeError("name at least one command")
    words = [shlex.split(c) if isinstance(c, str) else [os.fspath(w) for w in c] for c in commands]
    for command in words:
        if not command or shutil.which(command[0]) is None:
            name = command[0] if command else ""
            raise BlochpipeError(
                f"the tool '{name}' is not on PATH; install Blochpipe's tools or add their folder to PATH")
    processes: list[subprocess.Popen] = []
    errors = [tempfile.TemporaryFile() for _ in words]
    with tempfile.TemporaryFile() as source:
        if input is not None:
            source.write(input)
            source.seek(0)
        before = source if input is not None else subprocess.DEVNULL
        try:
            for command, error in zip(words, errors):
                process = subprocess.Popen(command, stdin=before, stdout=subprocess.PIPE, stderr=error)
                if processes:
                    processes[-1].stdout.close()
                processes.append(process)
                before = process.stdout
            output = processes[-1].stdout.read()
        finally:
            for process in processes:
                if process.stdout and not process.stdout.closed:
                    process.stdout.close()
            codes = [process.wait() for process in processes]
    for command, code, error in zip(words, codes, errors):
        error.seek(0)
        lines = error.read().decode("utf-8", "replace").strip().splitlines()
        error.close()
        # What reads from it may have stopped early: that one's error is the reason.
        if code not in (0, -13):
            raise ToolError(command[0], code, lines[-1] if lines else f"{command[0]} ended with exit code {code}")
    return output


def cells(potential: numpy.ndarray, v_max: float = 256.0, symmetry: str = "c6", name: str = "") -> list[Record]:
    """Records of unit cells given as arrays.

    Args:
        potential: V/v_max between 0 and 1, [N x N] or [cells x N x N]; element [i, j] is at (i a1 + j a2)/N, and the
            centre of rotation at [0, 0]. Booleans are kept as bits.
        v_max: height of the potential in E0 = hbar^2/(2 m a^2).
        symmetry: "c6" or "c2". The tools refuse cells that do not have it.
    """
    values = numpy.asarray(potential)
    if values.ndim == 2:
        values = values[None]
    if values.ndim != 3 or values.shape[1] != values.shape[2]:
        raise BlochpipeError(f"cells are arrays [N x N] or [cells x N x N], not of shape {list(values.shape)}")
    if not numpy.isfinite(values).all() or values.min() < 0 or values.max() > 1:
        raise BlochpipeError("the potential is in units of v_max and must lie between 0 and 1")
    numbers = {"c6": 1, "c2": 2}
    if symmetry not in numbers:
        raise BlochpipeError(f"the symmetry is c6 or c2, not '{symmetry}'")
    make = schema(shipped())("Record")
    out = []
    for index, cell in enumerate(values):
        message = make()
        message.key.index = index
        message.key.name = name
        geometry = message.geometry
        geometry.symmetry = numbers[symmetry]
        geometry.v_max = float(v_max)
        geometry.fill_fraction = float(cell.mean())
        geometry.source = "array"
        fill(geometry.potential, cell)
        out.append(Record(message, shipped()))
    return out


def solve(
    potential: numpy.ndarray, v_max: float = 256.0, *, symmetry: str = "c6", path: Optional[str] = None,
    points: Optional[int] = None, grid: Optional[int] = None, kpoints: Optional[numpy.ndarray] = None,
    bands: int = 7, keep_model: bool = False,
) -> Union[Record, list[Record]]:
    """Exact bands of one cell [N x N] (a Record) or of several [cells x N x N] (a list); see `cells` for the array.

    Without path, grid and kpoints the special points alone are solved.

    Args:
        path: through named points, "Gamma-K-M-Gamma".
        points: on the path.
        grid: subdivisions of a side of the wedge.
        kpoints: [nK x 2], along b1 and b2.
    """
    command = ["solve-seq", "--bands", str(bands)]
    if path is not None:
        command += ["--path", path]
        if points is not None:
            command += ["--points", str(points)]
    if grid is not None:
        command += ["--grid", str(grid)]
    if kpoints is not None:
        listed = numpy.asarray(kpoints, dtype=float).reshape(-1, 2).tolist()
        command += ["--kpoints", ";".join(f"{a!r},{b!r}" for a, b in listed)]
    if keep_model:
        command.append("--keep-model")
    found = pipe(command, records=cells(potential, v_max, symmetry))
    return found[0] if numpy.ndim(potential) == 2 else found
