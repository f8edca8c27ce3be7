"""Outputs of programs: complete or not at all, with exit codes as in sysexits.h."""

from __future__ import annotations

import errno
import logging
import os
import pathlib
import signal
import stat
import sys
import tempfile
from typing import NoReturn

USAGE, DATA, NO_INPUT, SOFTWARE, CANNOT_CREATE, IO_ERROR = 64, 65, 66, 70, 73, 74


def fail(tool: str, code: int, message: str) -> NoReturn:
    """Ends the program with one line on standard error."""
    line = " ".join(message.split())
    sys.stderr.write(f"{tool}: {line}\n")
    sys.exit(code)


def prepare_matplotlib() -> None:
    """To be called before matplotlib is loaded: a user's own settings change nothing, and where there is no home folder
    to remember fonts in, that is no news."""
    os.environ["MATPLOTLIBRC"] = os.devnull
    logging.getLogger("matplotlib").setLevel(logging.ERROR)


def write_file(tool: str, path: str, content: bytes) -> None:
    """Writes a file that appears under its name only when it is complete; links are followed, devices written to."""
    target = pathlib.Path(os.path.realpath(path))
    name = None
    try:
        # A pipe behind /dev/stdout has no path of its own.
        if os.path.isdir(path):
            fail(tool, CANNOT_CREATE, f"cannot create {path}: it is a folder")
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as device:
                device.write(content)
            return
        handle, name = tempfile.mkstemp(dir=target.parent, prefix="." + target.name[:64] + ".")
    except OSError as error:
        fail(tool, CANNOT_CREATE, f"cannot create {path}: {os.strerror(error.errno or errno.EIO)}")
    # What ends the program takes the unfinished file along.
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~mask)
        os.replace(name, target)
        name = None
    except OSError as error:
        fail(tool, IO_ERROR, f"cannot write {path}: {os.strerror(error.errno or errno.EIO)}")
    finally:
        if name is not None:
            os.unlink(name)


def write_standard(tool: str, content: bytes, what: str) -> None:
    """Writes to standard output; `what` is refused by a terminal unless it is text."""
    if sys.stdout is None:
        fail(tool, IO_ERROR, "standard output is closed")
    if what != "text" and sys.stdout.isatty():
        fail(tool, USAGE, f"will not write {what} to a terminal; use -o FILE")
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        # Python would try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        fail(tool, IO_ERROR, f"cannot write to standard output: {os.strerror(error.errno or errno.EIO)}")
