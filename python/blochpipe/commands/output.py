"""What programs write and how they end: outputs complete or not at all, exit codes as in sysexits.h."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import signal
import sys
from typing import Any, Callable, Iterator, NoReturn, Sequence

from .. import whole_file
from ..errors import BlochpipeError

USAGE, DATA, NO_INPUT, SOFTWARE, CANNOT_CREATE, IO_ERROR = 64, 65, 66, 70, 73, 74


def fail(tool: str, code: int, message: str) -> NoReturn:
    """Ends the program with one line on standard error."""
    line = " ".join(message.split())
    sys.stderr.write(f"{tool}: {line}\n")
    sys.exit(code)


def reason(error: OSError) -> str:
    """What the system says of an error."""
    return error.strerror or os.strerror(error.errno or errno.EIO)


def handle_signals() -> None:
    """Signals end the program as they end others, without a word, and take unfinished files along."""
    def end(number: int, _: Any) -> None:
        for name in list(whole_file.unfinished):
            with contextlib.suppress(OSError):
                os.unlink(name)
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, end)


def prepare_matplotlib() -> None:
    """To be called before matplotlib is loaded: a user's own settings change nothing, and where there is no home folder
    to remember fonts in, that is no news."""
    os.environ["MATPLOTLIBRC"] = os.devnull
    logging.getLogger("matplotlib").setLevel(logging.ERROR)


def read_records(tool: str, streams: Sequence[str], take: Callable[[Any], Any] = lambda record: record) -> list[Any]:
    """What `take` keeps of the records of files and, for "-" or without any, of standard input."""
    from ..stream import iterate

    records: list[Any] = []
    for name in streams or ["-"]:
        with _source(tool, name) as file:
            try:
                records += map(take, iterate(file))
            except OSError as error:
                fail(tool, IO_ERROR, f"cannot read {_title(name)}: {reason(error)}")
            except BlochpipeError as error:
                fail(tool, DATA, f"{_title(name)}: {error}")
    return records


def read_bytes(tool: str, name: str) -> bytes:
    """All of a file, or for "-" of standard input."""
    with _source(tool, name) as file:
        try:
            content: bytes = file.read()
        except OSError as error:
            fail(tool, IO_ERROR, f"cannot read {_title(name)}: {reason(error)}")
    return content


def _title(name: str) -> str:
    return "standard input" if name == "-" else name


@contextlib.contextmanager
def _source(tool: str, name: str) -> Iterator[Any]:
    if name != "-":
        try:
            file = open(name, "rb")
        except OSError as error:
            fail(tool, NO_INPUT, f"cannot open {name}: {reason(error)}")
        try:
            yield file
        finally:
            # All that was to be read has been.
            with contextlib.suppress(OSError):
                file.close()
    elif sys.stdin is None:
        fail(tool, NO_INPUT, "standard input is closed")
    elif sys.stdin.isatty():
        fail(tool, USAGE, f"standard input is a terminal; name a file or use a pipe, see '{tool} --help'")
    else:
        yield sys.stdin.buffer


def write_file(tool: str, path: str, content: bytes) -> None:
    """Writes a file that appears under its name only when it is complete; links are followed, devices written to."""
    try:
        with whole_file.whole_file(path) as file:
            file.write(content)
    except whole_file.CannotCreate as error:
        fail(tool, CANNOT_CREATE, f"cannot create {path}: {reason(error)}")
    except OSError as error:
        fail(tool, IO_ERROR, f"cannot write {path}: {reason(error)}")


def write_standard(tool: str, content: bytes, what: str) -> None:
    """Writes to standard output; `what` is refused by a terminal unless it is text."""
    if sys.stdout is None:
        fail(tool, IO_ERROR, "standard output is closed")
    if what != "text" and sys.stdout.isatty():
        fail(tool, USAGE, f"will not write {what} to a terminal; use -o FILE")
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        # Python's own, without a buffer (PYTHONUNBUFFERED), stops after what one call takes.
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(sys.stdout.fileno(), rest):]
    except OSError as error:
        # Python would try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        fail(tool, IO_ERROR, f"cannot write to standard output: {reason(error)}")
