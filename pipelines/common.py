"""What the pipelines' programs share: tables, classes of band sets, tools, pictures."""
from __future__ import annotations

import io
import os
import pathlib
import signal
import subprocess
import sys
from typing import Any, Callable, Iterable, Iterator, Sequence

# The package of this checkout, else the one that is installed.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))
from blochpipe import groups  # noqa: E402, F401
from blochpipe.plot.classes import CLASSES, COLOURS, class_of, class_title, classes_of, wilson  # noqa: E402, F401

Rows = Iterable[Sequence[str]]


def run(commands: dict[str, Callable[..., None]]) -> None:
    """Runs the command that the first argument names with the others; errors of data are one line."""
    # Interrupted, they end as other programs do.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    name, *arguments = sys.argv[1:] or [""]
    if name not in commands:
        sys.exit(f"{os.path.basename(sys.argv[0])}: commands are {', '.join(commands)}")
    try:
        commands[name](*arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)


def rows(path: str) -> Iterator[list[str]]:
    """The lines of a tab-separated file, comments and names of columns included."""
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def body(path: str) -> list[list[str]]:
    """The lines of a table that do not begin with #."""
    return [row for row in rows(path) if not row[0].startswith("#")]


def view(fields: Sequence[str], files: Sequence[str] = (), without: str = "[]") -> Iterator[list[str]]:
    """The fields of every record, of files or of standard input, as rec-view prints them, without these signs."""
    command = ["rec-view", "--tsv", ",".join(fields), *files]
    signs = str.maketrans("", "", without)
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", errors="surrogateescape") as process:
        assert process.stdout is not None
        next(process.stdout, None)
        for line in process.stdout:
            yield line.rstrip("\n").translate(signs).split("\t")
    if process.returncode:
        sys.exit(process.returncode)


def put(*values: Any) -> None:
    """Prints a line of a table."""
    print(*values, sep="\t")


def number(value: float) -> str:
    """A number in six digits, a whole one in all of its own."""
    return str(int(value)) if value == int(value) else f"{value:.6g}"


def interval(k: int, n: int) -> list[str]:
    """Share of k in n and its 95 % Wilson interval, as tables have it."""
    return [f"{value:.3f}" for value in wilson(k, n)] if n else ["0"] * 3


def records(*commands: str | Sequence[str]) -> list[Any]:
    """What a pipe of tools writes, as records."""
    import blochpipe

    try:
        return blochpipe.pipe(*commands)
    except blochpipe.BlochpipeError as error:
        sys.exit(f"{os.path.basename(sys.argv[0])}: {error}")


def read(path: str) -> list[Any]:
    """The records of a file."""
    import blochpipe

    return blochpipe.read(path)


def figure(width: float, height: float) -> Any:
    """An empty picture of so many centimetres."""
    from blochpipe.commands.output import prepare_matplotlib

    prepare_matplotlib()
    import matplotlib.figure
    from blochpipe.plot import style

    style.use()
    return matplotlib.figure.Figure(figsize=(width / style.INCH, height / style.INCH))


def legend(ax: Any, classes: Sequence[str]) -> None:
    """The colours of classes, to the right of the axes."""
    import matplotlib.patches

    patches = [matplotlib.patches.Patch(color=COLOURS[kind], label=class_title(kind)) for kind in classes]
    ax.legend(handles=patches, loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=1.2)


def save(picture: Any, path: str) -> None:
    """Writes a picture as PNG; make gives it its name when it is complete."""
    content = io.BytesIO()
    # Ticks depend on the layout, and the layout on the ticks: once more.
    picture.draw_without_rendering()
    picture.savefig(content, format="png", dpi=220, metadata={"Software": None})
    pathlib.Path(path).write_bytes(content.getvalue())


def numbers(array: Any) -> Any:
    """An Array of float64 of a record, flat."""
    import numpy

    return numpy.frombuffer(array.data, "<f8")
