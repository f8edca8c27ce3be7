"""Files that appear under their name only when they are complete: `whole_file`."""

from __future__ import annotations

import contextlib
import os
import pathlib
import secrets
import stat
from typing import BinaryIO, Iterator, Union

#: Names of files that are not complete: what ends the program takes them along.
unfinished: set[str] = set()


class CannotCreate(OSError):
    """A file that cannot be begun: its folder is missing or closed, or a folder has its name."""


@contextlib.contextmanager
def whole_file(path: Union[str, "os.PathLike[str]"]) -> Iterator[BinaryIO]:
    """A file to write to, which replaces what has that name at the end; after an exception nothing has changed. Links are
    followed, pipes and devices are written to at once.

    Raises:
        CannotCreate: before anything is written; OSError: when the disk is full or fails.
    """
    with contextlib.ExitStack() as stack:
        try:
            target = pathlib.Path(os.path.realpath(path))
            if os.path.isdir(path):
                raise OSError(0, "it is a folder")
            # A pipe behind /dev/stdout has no path of its own.
            direct = os.path.exists(path) and not os.path.isfile(path)
            mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
            name = path if direct else target.parent / f".{target.name[:64]}.{secrets.token_hex(6)}.tmp"
            if not direct:
                stack.callback(_discard, str(name))
                unfinished.add(str(name))
            file = stack.enter_context(open(name, "wb" if direct else "xb"))
            if mode is not None and not direct:
                os.fchmod(file.fileno(), mode)
        except OSError as error:
            raise CannotCreate(error.errno, error.strerror) from None
        yield file
        file.flush()
        if direct:
            file.close()
        else:
            os.fsync(file.fileno())
            with contextlib.suppress(OSError):  # all is on the disk
                file.close()
            os.replace(name, target)
            unfinished.discard(str(name))
            _synchronise(target.parent)


def _discard(name: str) -> None:
    if name in unfinished:
        with contextlib.suppress(OSError):
            os.unlink(name)
        unfinished.discard(name)


def _synchronise(folder: pathlib.Path) -> None:
    """So that the new name survives a loss of power, where the folder can be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        with contextlib.suppress(OSError):
            os.close(handle)
