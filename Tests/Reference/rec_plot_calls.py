#!/usr/bin/python3
"""Runs rec-plot once for each line of standard input, as shells split lines: a process each, of which the loaded modules
are shared, so that many calls take little time. Prints exit code and standard error of those that fail, or of all (--all)."""

import os
import pathlib
import shlex
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "python"))
from blochpipe.commands import output, plot  # noqa: E402

output.prepare_matplotlib()
from blochpipe.commands import drawing  # noqa: E402, F401

failed = False
for line in sys.stdin:
    with tempfile.TemporaryFile() as messages:
        child = os.fork()
        if child == 0:
            os.dup2(messages.fileno(), 2)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            try:
                plot.main(shlex.split(line))
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
            except BaseException as error:
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
                code = 70
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code or 0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        messages.seek(0)
        if status or "--all" in sys.argv:
            failed = True
            print(f"{status}: {messages.read().decode().strip()}", flush=True)
sys.exit(failed and "--all" not in sys.argv)
