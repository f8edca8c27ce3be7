"""rec-plot: pictures of record streams."""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import sys
import textwrap
from typing import Any, NoReturn, Optional, Sequence

from ..errors import BlochpipeError
from ..version import __version__
from . import output

TOOL = "rec-plot"
OVERVIEW = """\
Draw records: bands, crystals, gap maps, densities of states and more.
Example: genpot random -n 1 --seed 7 | solve-seq --path Gamma-K-M-Gamma | rec-plot bands -o bands.pdf
bands: bands along a path (solve-seq --path, predict --path) with the irreps at the special points; several records over each \
other, the network's bands as points.
crystal: the crystal in real space with its unit cell and Wyckoff positions.
cells: of each record the crystal and below it its bands.
gaps: energies of complete gaps over the parameter that a sweep varies, or the size of one gap over two (genpot --sweep, \
then solve-seq --grid 12 or berryflux).
dos: density of states, from derive or from bands over the zone (--grid 48).
contours: lines of equal energy of a band over the zone (--grid 24).
states: Bloch functions in real space, density and phase (solve-seq --states).
strip: levels of crystals in layers over the wave vector along their walls, edge states by wall (domainwall).
wall: these crystals in real space, and beside them how |u|^2 of the edge states at one wave vector is spread over the layers.
losses: which part of their power waves at walls lose to disorder, over their energy (domainwall --disorder).
verdicts: shares of the classes of band sets among many records (fingerprint).
Records that failed are left out."""
USAGE = f"{TOOL} <kind> [<options>] [<streams> ...]"
ARGUMENTS = (
    ("<kind>", "bands, crystal, cells, gaps, dos, contours, states, strip, wall, losses or verdicts."),
    ("<streams>", "Files; '-' or none is standard input."),
)
OPTIONS = (
    ("-o, --output <file>", "Write to a file, which appears only when complete: .png, .svg or .pdf."),
    ("--format <format>", "png, svg or pdf, for standard output. (default: png)"),
    ("--data", "Print the numbers of the picture as tab-separated text instead."),
    ("--width <width>", "Of the picture: 8.6cm is a column, 17.8cm two; also mm and in. (default: 8.6cm)"),
    ("--height <height>", "Of the picture. (default: by kind)"),
    ("--title <title>", "Above the picture."),
    ("--units <units>", "Of energies: vmax, e0, or what one E0 = hbar^2/(2 m a^2) is, such as e0=0.57meV; hertz of light by the \
lattice constant, such as a=500nm, of sound with the speed in the first material, such as a=1cm,c=1480. (default: vmax, or omega a/(2 pi c))"),
    ("--bands <bands>", "bands, cells: so many, from the lowest. (default: all)"),
    ("--no-irreps", "bands, cells: without irreps."),
    ("--errors", "bands: shade error bars."),
    ("--light-line <index>", "bands: draw omega = c |k|/index, of light and sound."),
    ("--panels", "bands: a panel for each cell."),
    ("--names <names>", "Names of the records, with commas between them."),
    ("--patch <patch>", "crystal, cells, states: width of the patch, in a = |a1|. (default: 2.6 on the hexagonal lattice, elsewhere as many cells)"),
    ("--no-cell", "crystal, cells: without the unit cell."),
    ("--no-wyckoff", "crystal, cells: without Wyckoff positions."),
    ("--no-contour", "crystal, cells: without the contour of the smooth field."),
    ("--cuts <cuts>", "gaps: those n of n|n+1, with commas between them."),
    ("--sizes", "gaps: sizes of complete and direct gaps instead of energies."),
    ("--intervals <n>", "dos: of energy. (default: 200)"),
    ("--band <band>", "contours, states: which band. (default: 1)"),
    ("--levels <levels>", "contours: about so many lines. (default: 12)"),
    ("--k <k>", "states, wall: which wave vector, counted from 0. (default: 0, of wall the first with as many edge states as any)"),
    ("--both", "strip: negative wave vectors too, where the same states run the other way."),
    ("--sets <sets>", "verdicts: which sets, with commas between them. (default: 1,2)"),
    ("--generate-completion-script <shell>", "Print a completion script for bash, zsh or fish."),
    ("--version", "Show the version."),
    ("-h, --help", "Show help information."),
)
KINDS = ("bands", "crystal", "cells", "gaps", "dos", "contours", "states", "strip", "wall", "losses", "verdicts")
FORMATS = ("png", "svg", "pdf")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        output.fail(TOOL, output.USAGE, f"{message[:1].lower() + message[1:]}; see '{TOOL} --help'")


def _length(text: str) -> float:
    """Inches."""
    found = re.fullmatch(r"([0-9]*\.?[0-9]+)(cm|mm|in)", text)
    size = float(found[1]) * {"cm": 1 / 2.54, "mm": 1 / 25.4, "in": 1.0}[found[2]] if found else 0.0
    if not 0.7 <= size <= 40:
        raise argparse.ArgumentTypeError(f"a size is 2cm to 100cm, such as 8.6cm, not '{text}'")
    return size


def _count(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,5}", text):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number above 0")
    return int(text)


def _number(text: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", text):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number")
    return int(text)


def _list(text: str) -> list[int]:
    return [_count(part) for part in text.split(",")]


def _patch(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.2 <= value <= 50:
        raise argparse.ArgumentTypeError(f"a patch is 0.2 to 50 lattice constants wide, not '{text}'")
    return value


def _index(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.01 <= value <= 100:
        raise argparse.ArgumentTypeError(f"an index is 0.01 to 100, not '{text}'")
    return value


def parser() -> argparse.ArgumentParser:
    """The command line of rec-plot."""
    out = _Parser(prog=TOOL, add_help=False, allow_abbrev=False)
    out.add_argument("kind", nargs="?")
    out.add_argument("streams", nargs="*", default=[])
    out.add_argument("-o", "--output")
    out.add_argument("--format")
    out.add_argument("--data", action="store_true")
    out.add_argument("--width", type=_length, default=8.6 / 2.54)
    out.add_argument("--height", type=_length)
    out.add_argument("--title")
    out.add_argument("--units")
    out.add_argument("--bands", type=_count)
    out.add_argument("--no-irreps", action="store_true")
    out.add_argument("--errors", action="store_true")
    out.add_argument("--light-line", type=_index)
    out.add_argument("--panels", action="store_true")
    out.add_argument("--names")
    out.add_argument("--patch", type=_patch)
    out.add_argument("--no-cell", action="store_true")
    out.add_argument("--no-wyckoff", action="store_true")
    out.add_argument("--no-contour", action="store_true")
    out.add_argument("--cuts", type=_list)
    out.add_argument("--sizes", action="store_true")
    out.add_argument("--intervals", type=_count, default=200)
    out.add_argument("--band", type=_count, default=1)
    out.add_argument("--levels", type=_count, default=12)
    out.add_argument("--k", type=_number)
    out.add_argument("--both", action="store_true")
    out.add_argument("--sets", type=_list, default=[1, 2])
    out.add_argument("--generate-completion-script")
    out.add_argument("--version", action="store_true")
    out.add_argument("-h", "--help", action="store_true")
    return out


def help_text(width: int) -> str:
    """What --help prints, in lines of at most so many signs."""
    first, *paragraphs = OVERVIEW.split("\n")
    out = [textwrap.fill(text, width, break_on_hyphens=False) for text in ("OVERVIEW: " + first, *paragraphs, "USAGE: " + USAGE)]
    for heading, entries in (("ARGUMENTS", ARGUMENTS), ("OPTIONS", OPTIONS)):
        lines = []
        for label, text in entries:
            body = textwrap.wrap(text, max(width - 26, 20), break_on_hyphens=False)
            fits = len(label) < 24
            lines += [f"  {label:<24}{body.pop(0) if fits else ''}".rstrip(), *(" " * 26 + line for line in body)]
        out.append(f"{heading}:\n" + "\n".join(lines))
    return "\n\n".join(out) + "\n"


def completion(shell: str) -> str:
    """What a shell is to read so that it completes kinds, options and names of files."""
    flags = [(label.split(" <")[0].split(", "), "<" in label, text) for label, text in OPTIONS]
    kinds = " ".join(KINDS)
    if shell == "bash":
        words = " ".join(flag for names, _, _ in flags for flag in names)
        return (f"_rec_plot() {{\n  local word=${{COMP_WORDS[COMP_CWORD]}}\n  if [[ $word == -* ]]; then\n"
                f"    mapfile -t COMPREPLY < <(compgen -W '{words}' -- \"$word\")\n  elif [ \"$COMP_CWORD\" = 1 ]; then\n"
                f"    mapfile -t COMPREPLY < <(compgen -W '{kinds}' -- \"$word\")\n  else\n    compopt -o default\n    COMPREPLY=()\n"
                "  fi\n}\ncomplete -F _rec_plot rec-plot\n")
    if shell == "zsh":
        def quoted(text: str) -> str:
            return re.sub(r"([][:\\])", r"\\\1", text).replace("'", "'\\''")

        entries = [f"  '{name}[{quoted(text)}]{':value:_files' if value else ''}'" for names, value, text in flags for name in names]
        return f"#compdef rec-plot\n_arguments \\\n" + " \\\n".join([*entries, f"  '1:kind:({kinds})'", "  '*:stream:_files'"]) + "\n"
    if shell == "fish":
        lines = [f"complete -c rec-plot -n __fish_is_first_arg -xa '{kinds}'"]
        for names, value, text in flags:
            parts = [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in names]
            text = text.replace("\\", "\\\\").replace("'", "\\'")
            lines.append(f"complete -c rec-plot {' '.join(parts)}{' -r' if value else ''} -d '{text}'")
        return "\n".join(lines) + "\n"
    output.fail(TOOL, output.USAGE, f"there are completion scripts for bash, zsh and fish, not for '{shell}'")


def main(arguments: Optional[Sequence[str]] = None) -> None:
    """Runs rec-plot; ends the process with the codes of sysexits.h."""
    output.handle_signals()
    options = parser().parse_intermixed_args(arguments)
    if options.help or options.version:
        text = help_text(shutil.get_terminal_size().columns) if options.help else __version__ + "\n"
        output.write_standard(TOOL, text.encode(), "text")
        return
    if options.generate_completion_script:
        output.write_standard(TOOL, completion(options.generate_completion_script).encode(), "text")
        return
    if options.kind not in KINDS:
        what = f"there is no kind '{options.kind}'" if options.kind else "say what to draw"
        output.fail(TOOL, output.USAGE, f"{what}: {', '.join(KINDS)}")
    form = _form(options)
    try:
        from ..plot.energy_unit import EnergyUnit

        options.units = EnergyUnit.parse(options.units)
    except BlochpipeError as error:
        output.fail(TOOL, output.USAGE, str(error))
    try:
        records = _records(options.streams, options.kind)
        output.prepare_matplotlib()
        from . import drawing

        if options.data:
            numbers = io.StringIO()
            drawing.data(options.kind, records, options).write(numbers)
            content = numbers.getvalue().encode()
        else:
            content = drawing.picture(options.kind, records, options, form)
    except BlochpipeError as error:
        output.fail(TOOL, output.DATA, str(error))
    except MemoryError:
        output.fail(TOOL, output.SOFTWARE, "there is not enough memory for this picture")
    if options.output is None:
        output.write_standard(TOOL, content, "text" if options.data else "a picture")
    else:
        output.write_file(TOOL, options.output, content)


def _form(options: argparse.Namespace) -> str:
    """png, svg or pdf."""
    if options.data:
        return ""
    form: Optional[str] = options.format
    if options.output is not None and form is None:
        form = os.path.splitext(options.output)[1][1:].lower()
        if form not in FORMATS:
            output.fail(TOOL, output.USAGE, f"'{options.output}' ends in none of .png, .svg and .pdf; use --format")
    form = form or "png"
    if form not in FORMATS:
        output.fail(TOOL, output.USAGE, f"the format is png, svg or pdf, not '{form}'")
    return form


def _counted(record: Any) -> Any:
    """A record with nothing but what is counted, so that a million of them fit."""
    message = type(record.message)(status=record.message.status, reason=record.message.reason)
    message.key.CopyFrom(record.message.key)
    if record.has("topology"):
        message.topology.CopyFrom(record.message.topology)
    return type(record)(message, record.descriptors)


def _records(streams: Sequence[str], kind: str) -> list[Any]:
    records = output.read_records(TOOL, streams, _counted) if kind == "verdicts" else output.read_records(TOOL, streams)
    failed = sum(record.failed for record in records)
    if failed and failed < len(records):
        sys.stderr.write(f"{TOOL}: {failed} of {len(records)} records have failed and are left out\n")
    return records


if __name__ == "__main__":
    main()
