"""The tools behind one another, as in a shell's pipe: `pipe`, `each`, `run`."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
import tempfile
import warnings
from typing import IO, BinaryIO, Iterable, Iterator, Optional, Sequence, Union

from .errors import BlochpipeError, ToolError, ToolWarning
from .record import Record
from .stream import iterate, write

Command = Union[str, Sequence[Union[str, "os.PathLike[str]"]]]


def find(tool: str) -> str:
    """The executable of a tool: in the folder that BLOCHPIPE_BIN names, else on PATH.

    Raises:
        BlochpipeError: when it is in neither.
    """
    folder = os.environ.get("BLOCHPIPE_BIN")
    found = (folder and shutil.which(tool, path=folder)) or shutil.which(tool)
    if found is None:
        raise BlochpipeError(
            f"the tool '{tool}' is not on PATH; install Blochpipe's tools, or set BLOCHPIPE_BIN to the folder they are in")
    return found


def pipe(*commands: Command, records: Optional[Iterable[Record]] = None) -> list[Record]:
    """Runs tools one behind the other, as a shell's pipe does, and reads what the last one writes.

        pipe("genpot random -n 100 --seed 7", "solve-seq --grid 12", "fingerprint")

    Args:
        commands: each a text with options, or a sequence of words; a text may hold several with " | " between them.
        records: what the first one reads; without it the first one makes records itself.

    Raises:
        ToolError: with the line that a failing tool wrote, and its exit code.
        BlochpipeError: when a tool is not found.
    """
    return list(each(*commands, records=records))


def each(*commands: Command, records: Optional[Iterable[Record]] = None) -> Iterator[Record]:
    """As `pipe`, but hands out the records one after the other while the tools run, for more than memory holds.

    The tools end when the iterator is closed. An error of a tool comes behind the records that it still wrote.
    """
    with _start(commands, records) as pipeline:
        try:
            yield from iterate(pipeline.output)
        except GeneratorExit:
            pipeline.stop()
            raise
        except Exception:
            pipeline.finish()  # the error of a tool is the better reason
            raise
        pipeline.finish()


def run(*commands: Command, input: Union[bytes, Iterable[Record], None] = None) -> bytes:
    """Runs tools one behind the other and returns what the last one writes, of any kind.

    Args:
        commands: as in `pipe`.
        input: bytes or records that the first one reads.
    """
    with _start(commands, input) as pipeline:
        output = pipeline.output.read()
        pipeline.finish()
    return output


class _Pipeline:
    """Tools that run."""

    def __init__(self, commands: list[list[str]], source: Union[IO[bytes], int], errors: list[IO[bytes]]):
        self.commands, self.errors = commands, errors
        self.processes: list[subprocess.Popen[bytes]] = []
        before = source
        for command, error in zip(commands, errors):
            process = subprocess.Popen(
                command, executable=find(command[0]), stdin=before, stdout=subprocess.PIPE, stderr=error)
            if self.processes:
                _output(self.processes[-1]).close()
            self.processes.append(process)
            before = _output(process)

    @property
    def output(self) -> BinaryIO:
        return _output(self.processes[-1])

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
            _output(process).close()
        for process in self.processes:
            process.wait()

    def finish(self) -> None:
        """Waits, and reports the first tool that failed. What others said becomes warnings."""
        self.output.close()
        codes = [process.wait() for process in self.processes]
        said = []
        for error in self.errors:
            error.seek(0)
            said.append(error.read().decode("utf-8", "replace").strip().splitlines())
        for command, code, lines in zip(self.commands, codes, said):
            # 13, SIGPIPE: what reads from it has stopped early, and that one's error is the reason.
            if code not in (0, -13):
                tool = os.path.basename(command[0])
                raise ToolError(tool, code, lines[-1] if lines else f"{tool} ended with exit code {code}")
        for lines in said:
            for line in lines:
                warnings.warn(line, ToolWarning, stacklevel=4)


def _output(process: "subprocess.Popen[bytes]") -> BinaryIO:
    assert process.stdout is not None
    return process.stdout  # type: ignore[return-value]


@contextlib.contextmanager
def _start(commands: Sequence[Command], source: Union[bytes, Iterable[Record], None]) -> Iterator[_Pipeline]:
    words = [words for command in commands for words in _words(command)]
    if not words:
        raise BlochpipeError('name at least one command: pipe("genpot random -n 100", "solve-seq")')
    for command in words:
        find(command[0])
    with contextlib.ExitStack() as stack:
        errors = [stack.enter_context(tempfile.TemporaryFile()) for _ in words]
        given: Union[IO[bytes], int] = subprocess.DEVNULL
        if source is not None:
            given = stack.enter_context(tempfile.TemporaryFile())
            if isinstance(source, bytes):
                given.write(source)
            else:
                write(given, source)  # type: ignore[arg-type]
            given.seek(0)
        pipeline = _Pipeline(words, given, errors)
        try:
            yield pipeline
        except BaseException:
            pipeline.stop()
            raise


def _words(command: Command) -> list[list[str]]:
    """The words of a command, or of several with bars between them."""
    if not isinstance(command, str):
        words = [os.fspath(word) for word in command]
        return [words] if words else []
    found: list[list[str]] = [[]]
    try:
        for word in shlex.split(command):
            if word == "|":
                found.append([])
            else:
                found[-1].append(word)
    except ValueError as error:
        raise BlochpipeError(f"the command '{command}' cannot be read: {error}") from None
    if not all(found):
        raise BlochpipeError(f"a command is missing in '{command}'")
    return found
