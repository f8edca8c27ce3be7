"""A page of text, tables and pictures, whole in one file."""
from __future__ import annotations

import base64
import html
import os
import pathlib
import platform
import subprocess
from typing import Iterable, Sequence

STYLE = """
body { font: 16px/1.5 'DejaVu Sans', system-ui, sans-serif; color: #2a2f36; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.7rem } h2 { font-size: 1.25rem; margin-top: 2.2rem; border-bottom: 1px solid #d9dde2 }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem } td, th { text-align: left; padding: 0.3rem 0.7rem; vertical-align: top }
tr:nth-child(even) { background: #f4f6f8 } code { font-size: 0.9em } figure { margin: 1.5rem 0 } img { max-width: 100% } .narrow { max-width: min(100%, 40rem) }
figcaption, footer { color: #57606a } .agree, .better { color: #1a7f37 } .differ { color: #b3261e; font-weight: bold }
"""


class Page:
    """Parts in the order in which they are added."""

    def __init__(self, title: str):
        self.parts = [f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{html.escape(title)}</title>"
                      f"<style>{STYLE}</style><h1>{html.escape(title)}</h1>"]

    def heading(self, text: str) -> None:
        self.parts.append(f"<h2>{html.escape(text)}</h2>")

    def text(self, text: str) -> None:
        self.parts.append(f"<p>{html.escape(text)}</p>")

    def table(self, names: Sequence[str], rows: Iterable[Sequence[object]], code: Sequence[int] = (), words: Sequence[int] = ()) -> None:
        """A table; columns in `code` are typed commands, those in `words` have the class of their word."""
        self.parts.append("<table><tr>" + "".join(f"<th>{html.escape(name)}" for name in names) + "</tr>")
        for row in rows:
            cells = []
            for i, value in enumerate(row):
                shown = html.escape(str(value))
                mark = f" class='{shown}'" if i in words else ""
                cells.append(f"<td{mark}>" + (f"<code>{shown}</code>" if i in code else shown))
            self.parts.append("<tr>" + "".join(cells) + "</tr>")
        self.parts.append("</table>")

    def figure(self, png: bytes, caption: str, command: str = "", narrow: bool = False) -> None:
        source = base64.b64encode(png).decode()
        self.parts.append(f"<figure><img{' class=narrow' if narrow else ''} alt='{html.escape(caption)}' src='data:image/png;base64,{source}'>"
                          f"<figcaption>{html.escape(caption)} <code>{html.escape(command)}</code></figcaption></figure>")

    def write(self, path: str) -> None:
        """Writes the page, which appears when it is complete, with machine and version at its end."""
        target = pathlib.Path(path)
        part = target.with_suffix(".part")
        part.write_text("\n".join([*self.parts, f"<footer><p>{html.escape(made_on())}</p></footer>"]) + "\n", encoding="utf-8")
        os.replace(part, target)


def made_on() -> str:
    """Machine and version."""
    processor = next((line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    system = next((line.partition("=")[2].strip('"') for line in _lines("/etc/os-release") if line.startswith("PRETTY_NAME")), platform.system())
    return f"Made by {version()} on {os.cpu_count()} cores of {processor}, {system}."


def _lines(path: str) -> list[str]:
    try:
        return pathlib.Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def version() -> str:
    """Of the program, with the commit of a checkout."""
    from blochpipe.version import __version__

    here = pathlib.Path(__file__).resolve().parents[1]

    def git(*words: str) -> str:
        try:
            return subprocess.run(["git", "-C", str(here), *words], capture_output=True, text=True, check=True).stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            return ""

    commit = git("rev-parse", "--short", "HEAD") if git("rev-parse", "--show-toplevel") == str(here) else ""
    changed = ", changed since" if commit and git("status", "--porcelain", "--untracked-files=no") else ""
    return f"Blochpipe {__version__}" + (f" (commit {commit}{changed})" if commit else "")
